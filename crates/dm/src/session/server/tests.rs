mod kept;
mod narrow;
mod objects;
mod proof;
mod replay;
mod stranger;

use alloc::format;
use alloc::string::String;
use alloc::vec;

use provost_wbxml::Syntax;

use super::*;
use crate::auth_type::AuthType;
use crate::data::Data;
use crate::message::{Alert, Container, Header, Item, Meta, Request as Nodes, Results, Status};
use crate::session::{Nonces, Request, Response};
use crate::text::Text;

/// A device that says what a test tells it to.
struct Device {
    session: &'static str,
    sent: usize,
}

impl Device {
    const fn new(session: &'static str) -> Self {
        Self { session, sent: 0 }
    }

    fn message(&mut self) -> Message {
        self.sent = self.sent.saturating_add(1);
        let id = format!("{}", self.sent);
        Message::new(Header::new(self.session, id, "https://dm.example/", "IMEI:1"))
    }

    fn package1(&mut self) -> Message {
        let item = Item::source("./DevInfo/Mod").with_data("Phone");
        self.message()
            .with(Alert::new(AlertCode::CLIENT_INITIATED).with_id("1"))
            .with(Command::Replace(Nodes::new(item).with_id("2")))
            .finish()
    }

    /// The answer to a response: its header is fine, and each command gets a code.
    fn answers(&mut self, response: &Message, code: StatusCode) -> Message {
        let mut reply = response.reply();
        for command in response.commands().filter(|command| !command.is_answer()) {
            reply.status(command, code);
        }
        let commands = reply.finish().body.commands;
        let mut message = self.message().finish();
        message.body.commands = commands;
        message
    }
}

fn server(config: ServerConfig) -> Server {
    Server::new(config, ServerCredentials::new(Entropy::new([7; 32])))
}

fn request(message: &Message) -> Request {
    Request::new(message.encode(Syntax::Wbxml).unwrap())
}

/// Everything up to the next wait: the response, and the rest.
fn run(server: &mut Server, message: &Message) -> (Option<Message>, Vec<ServerOutput>) {
    let (response, outputs) = run_request(server, request(message), Instant::ZERO);
    (response.map(|response| Message::decode(&response.body).unwrap()), outputs)
}

fn run_request(
    server: &mut Server,
    request: Request,
    now: Instant,
) -> (Option<Response>, Vec<ServerOutput>) {
    server.handle(request, now);
    let (mut response, mut outputs) = (None, Vec::new());
    loop {
        match server.poll() {
            ServerOutput::Waiting => return (response, outputs),
            ServerOutput::Respond(answer) => response = Some(answer),
            other => outputs.push(other),
        }
    }
}

fn get(uri: &str) -> Command {
    Command::Get(Nodes::new(Item::target(uri)))
}

fn results(outputs: &[ServerOutput]) -> Vec<&CommandResult> {
    let results = outputs.iter().filter_map(|output| match output {
        ServerOutput::Result(result) => Some(result),
        _ => None,
    });
    results.collect()
}

fn end(outputs: &[ServerOutput]) -> Option<ServerEnd> {
    outputs.iter().find_map(|output| match output {
        ServerOutput::Done(outcome) => Some(outcome.end),
        _ => None,
    })
}

fn names(message: &Message) -> Vec<(String, Option<u16>)> {
    let code = |command: &Command| match command {
        Command::Status(status) => status.code().map(|code| code.0),
        Command::Alert(alert) => alert.code().map(|code| code.0),
        _ => None,
    };
    message.body.commands.iter().map(|it| (it.name().into(), code(it))).collect()
}

fn named(rows: &[(&str, Option<u16>)]) -> Vec<(String, Option<u16>)> {
    rows.iter().map(|(name, code)| (String::from(*name), *code)).collect()
}

const OK: (&str, Option<u16>) = ("Status", Some(200));

#[test]
fn nothing_is_to_be_said() {
    let mut server = server(ServerConfig::new());
    let (response, outputs) = run(&mut server, &Device::new("0").package1());
    let response = response.unwrap();
    assert_eq!(names(&response), named(&[OK, OK, OK]));
    assert!(response.body.is_final);
    assert_eq!(response.header.target.as_ref().unwrap().uri(), "IMEI:1");
    assert_eq!(response.header.max_obj_size(), Some(16 << 20));
    let [ServerOutput::Began(began), ServerOutput::Done(_)] = &outputs[..] else {
        panic!("{outputs:?}")
    };
    assert_eq!((&*began.session, &*began.device), ("0", "IMEI:1"));
    assert_eq!(began.reason, Some(AlertCode::CLIENT_INITIATED));
    assert_eq!(began.information[0].source_uri(), Some("./DevInfo/Mod"));
    assert_eq!(end(&outputs), Some(ServerEnd::Complete));
}

#[test]
fn commands_go_and_their_results_come() {
    let mut server = server(ServerConfig::new());
    let mut device = Device::new("1");
    let first = server.queue(get("./DevDetail/FwV"));
    server.handle(request(&device.package1()), Instant::ZERO);
    assert!(matches!(server.poll(), ServerOutput::Began(_)));
    // What is queued before the answer is polled goes with it.
    let add = Item::target("./A").with_data("x");
    let delete = Command::Delete(Nodes::new(Item::target("./B")));
    let atomic = Container::new(vec![Command::Add(Nodes::new(add)), delete]);
    let second = server.queue(Command::Atomic(atomic));
    let ServerOutput::Respond(response) = server.poll() else { panic!() };
    assert_eq!(server.poll(), ServerOutput::Waiting);
    let response = Message::decode(&response.body).unwrap();
    assert!(response.body.is_final);
    let ids: Vec<_> = response.commands().map(|it| it.id().unwrap()).collect();
    assert_eq!(ids, ["1", "2", "3", "4", "5", "6", "7"]);

    let mut answer = device.answers(&response, StatusCode::OK);
    let item = Item::source("./DevDetail/FwV").with_data("1.0");
    answer = answer.with(Results::new("1", "4").with_id("9").with_item(item));
    let (last, outputs) = run(&mut server, &answer);
    let last = last.unwrap();
    assert_eq!((names(&last), last.body.is_final), (named(&[OK]), true));
    let results = results(&outputs);
    assert_eq!(results.len(), 2);
    assert_eq!((results[0].handle, results[0].status()), (first, Some(StatusCode::OK)));
    assert_eq!(results[0].items()[0].data, Some(Data::text("1.0")));
    assert_eq!((results[1].handle, results[1].members().len()), (second, 2));
    assert!(results[1].is_success());
    assert_eq!(&*results[1].members()[1].name, "Delete");
    assert_eq!(end(&outputs), Some(ServerEnd::Complete));
}

#[test]
fn members_that_failed_are_seen() {
    let mut server = server(ServerConfig::new());
    let mut device = Device::new("1");
    server.queue(Command::Sequence(Container::new(vec![get("./A"), get("./B")])));
    server.queue(get("./C"));
    let (response, _) = run(&mut server, &device.package1());
    let response = response.unwrap();
    let ids: Vec<Text> = response.commands().filter_map(Command::id).collect();
    let status = |at: usize, name: &str, code: u16| {
        Status::new("1", ids[at].clone(), name, StatusCode(code)).with_id(format!("{at}"))
    };
    let answer = device
        .message()
        .with(Status::new("1", "0", "SyncHdr", StatusCode::OK).with_id("1"))
        .with(status(3, "Sequence", 200))
        .with(status(4, "Get", 404))
        .with(Status::new("1", "77", "Get", StatusCode::OK).with_id("8"))
        .finish();
    let (_, outputs) = run(&mut server, &answer);
    let results = results(&outputs);
    // The second member has no status, and the last command has none either.
    assert_eq!(results[0].fate, Fate::Unanswered);
    assert_eq!(results[0].members()[0].status(), Some(StatusCode::NOT_FOUND));
    assert_eq!(results[0].members()[1].status(), None);
    assert_eq!((&results[1].fate, results[1].status()), (&Fate::Unanswered, None));
    let is_note = |it: &ServerOutput| matches!(it, ServerOutput::Note(Note::UnknownStatus(_)));
    assert_eq!(outputs.iter().filter(|it| is_note(it)).count(), 1);
}

#[test]
fn a_repeated_message_gets_the_same_octets() {
    let mut server = server(ServerConfig::new());
    let mut device = Device::new("1");
    server.queue(get("./A"));
    let package = request(&device.package1());
    let (first, _) = run_request(&mut server, package.clone(), Instant::ZERO);
    server.queue(get("./B"));
    let (again, outputs) = run_request(&mut server, package, Instant::ZERO);
    assert_eq!((again, outputs.len()), (first.clone(), 0));
    // The session goes on, and a late copy of the first message is none of its messages.
    let response = Message::decode(&first.unwrap().body).unwrap();
    let answer = device.answers(&response, StatusCode::NOT_FOUND);
    let (_, outputs) = run(&mut server, &answer);
    assert_eq!(results(&outputs).len(), 1);
    let mut copy = Device::new("1");
    let (response, outputs) = run(&mut server, &copy.package1());
    assert_eq!(response, None);
    assert_eq!(outputs, [ServerOutput::Reject(Rejection::Late)]);
}

#[test]
fn messages_that_do_not_end_a_package() {
    let mut server = server(ServerConfig::new());
    let mut device = Device::new("1");
    server.queue(get("./A"));
    let mut package = device.package1();
    package.body.is_final = false;
    let (response, _) = run(&mut server, &package);
    let response = response.unwrap();
    assert_eq!(names(&response), named(&[OK, OK, OK, ("Alert", Some(1222))]));
    assert!(!response.body.is_final);
    let rest = device.message().with(Alert::new(AlertCode::NEXT_MESSAGE).with_id("1")).finish();
    let (response, _) = run(&mut server, &rest);
    let response = response.unwrap();
    assert_eq!(names(&response), named(&[OK, OK, ("Get", None)]));
    // Package 3 in two messages: nothing but the header and 1222 (DM Protocol 1.2.1, 7.3).
    let mut answer = device.answers(&response, StatusCode::NOT_FOUND);
    answer.body.is_final = false;
    let (response, outputs) = run(&mut server, &answer);
    assert_eq!(names(&response.unwrap()), named(&[OK, ("Alert", Some(1222))]));
    assert_eq!(results(&outputs).len(), 0);
    let (response, outputs) = run(&mut server, &device.message().finish());
    assert!(response.unwrap().body.is_final);
    assert_eq!(results(&outputs)[0].status(), Some(StatusCode::NOT_FOUND));
}

#[test]
fn commands_are_split_over_packages() {
    let mut server = server(ServerConfig::new());
    let mut device = Device::new("1");
    let handles: Vec<_> = (0..20).map(|at| server.queue(get(&format!("./A/{at}")))).collect();
    let mut package = device.package1();
    package.header.meta = Some(Box::new(Meta::new().with_max_msg_size(400)));
    let mut answered = Vec::new();
    let mut messages = 0;
    loop {
        let (response, outputs) = run_request(&mut server, request(&package), Instant::ZERO);
        let response = response.unwrap();
        assert!(response.body.len() <= 400);
        answered.extend(results(&outputs).iter().map(|result| result.handle));
        if let Some(end) = end(&outputs) {
            assert_eq!(end, ServerEnd::Complete);
            break;
        }
        messages += 1;
        let response = Message::decode(&response.body).unwrap();
        assert!(response.body.is_final);
        package = device.answers(&response, StatusCode::NOT_FOUND);
    }
    assert_eq!(answered, handles);
    assert!(messages > 1);
}

#[test]
fn aborts() {
    let mut server = server(ServerConfig::new());
    let mut device = Device::new("1");
    server.queue(get("./A"));
    run(&mut server, &device.package1());
    let abort = Alert::new(AlertCode::SESSION_ABORT).with_id("1");
    let (response, outputs) = run(&mut server, &device.message().with(abort).finish());
    assert_eq!(names(&response.unwrap()), named(&[OK, OK]));
    assert_eq!(results(&outputs)[0].fate, Fate::Unanswered);
    assert_eq!(end(&outputs), Some(ServerEnd::AbortedByDevice));

    let mut device = Device::new("2");
    server.queue(get("./B"));
    let (response, _) = run(&mut server, &device.package1());
    server.abort();
    server.queue(get("./C"));
    let answer = device.answers(&response.unwrap(), StatusCode::OK);
    let (response, outputs) = run(&mut server, &answer);
    assert_eq!(names(&response.unwrap()), named(&[OK, ("Alert", Some(1223))]));
    assert_eq!(results(&outputs)[0].fate, Fate::Answered);
    assert_eq!(end(&outputs), Some(ServerEnd::Aborted));
    // What was not sent waits.
    assert_eq!(server.state().unwrap().waiting(), 1);
    // It says so too: there is one end for all that.
    let abort = Alert::new(AlertCode::SESSION_ABORT).with_id("1");
    let (response, outputs) = run(&mut server, &device.message().with(abort).finish());
    assert_eq!((names(&response.unwrap()), end(&outputs)), (named(&[OK, OK]), None));
    // A device that answers, and should not, opens nothing; nor does one that goes on.
    let answer = device.answers(&Message::new(Header::default()), StatusCode::OK);
    let (response, outputs) = run(&mut server, &answer);
    assert_eq!((names(&response.unwrap()), end(&outputs)), (named(&[OK]), None));
    let event = Alert::new(AlertCode::GENERIC).with_id("1").with_item(Item::new());
    let (response, outputs) = run(&mut server, &device.message().with(event).finish());
    let response = names(&response.unwrap());
    assert_eq!(response.last(), Some(&("Alert".into(), Some(1223))));
    assert_eq!((end(&outputs), server.state().unwrap().waiting()), (None, 1));
}

/// A device that was refused gets nothing by going on with its session.
#[test]
fn a_refused_device_gets_no_commands() {
    let mut server = server(ServerConfig::new());
    server.queue(get("./A"));
    let mut device = Device::new("1");
    server.handle(request(&device.package1()), Instant::ZERO);
    server.refuse(StatusCode::FORBIDDEN);
    while !matches!(server.poll(), ServerOutput::Waiting) {}
    let next = Alert::new(AlertCode::NEXT_MESSAGE).with_id("1");
    let (response, _) = run(&mut server, &device.message().with(next).finish());
    assert_eq!(names(&response.unwrap()), named(&[OK, OK, ("Alert", Some(1223))]));
    assert_eq!(server.state().unwrap().waiting(), 1);
}

#[test]
fn refusals() {
    let mut unknown = server(ServerConfig::new());
    unknown.handle(request(&Device::new("1").package1()), Instant::ZERO);
    assert!(matches!(unknown.poll(), ServerOutput::Began(_)));
    unknown.refuse(StatusCode::NOT_FOUND);
    let ServerOutput::Respond(response) = unknown.poll() else { panic!() };
    let response = Message::decode(&response.body).unwrap();
    let not_executed = ("Status", Some(215));
    assert_eq!(names(&response), named(&[("Status", Some(404)), not_executed, not_executed]));
    let outputs = [unknown.poll()];
    assert_eq!(end(&outputs), Some(ServerEnd::Refused(StatusCode::NOT_FOUND)));

    for (dtd, protocol, code) in [("1.2", "DM/2.0", 513), ("2.0", "DM/1.2", 505)] {
        let mut server = server(ServerConfig::new());
        let mut package = Device::new("1").package1();
        package.header = package.header.with_versions(dtd, protocol);
        let (response, outputs) = run(&mut server, &package);
        assert_eq!(names(&response.unwrap())[0], ("Status".into(), Some(code)));
        assert_eq!(end(&outputs), Some(ServerEnd::Refused(StatusCode(code))));
    }
}

#[test]
fn what_is_no_message_changes_nothing() {
    let mut server = server(ServerConfig::new().with_max_message(400));
    let package = Device::new("1").package1();
    let octets = package.encode(Syntax::Wbxml).unwrap();
    for length in 0..octets.len() {
        let (response, outputs) =
            run_request(&mut server, Request::new(octets.slice(..length)), Instant::ZERO);
        assert_eq!(response, None);
        assert!(matches!(outputs[..], [ServerOutput::Reject(Rejection::Malformed(_))]));
    }
    let large = Request::new(vec![0; 401]);
    let (_, outputs) = run_request(&mut server, large, Instant::ZERO);
    assert_eq!(outputs, [ServerOutput::Reject(Rejection::TooLarge)]);
    let other = Device { session: "9", sent: 4 }.message().finish();
    assert_eq!(run(&mut server, &other).1, [ServerOutput::Reject(Rejection::NoSession)]);
    assert!(run(&mut server, &package).0.is_some());
}

#[test]
fn time() {
    let mut server = server(ServerConfig::new().with_timeout(60));
    let mut device = Device::new("1");
    let handle = server.queue(get("./A"));
    let package = device.package1();
    let (response, _) = run(&mut server, &package);
    assert_eq!(server.deadline(), Some(Instant::from_millis(60_000)));
    server.tick(Instant::from_millis(60_000));
    assert_eq!(server.poll(), ServerOutput::Waiting);
    server.tick(Instant::from_millis(60_001));
    let ServerOutput::Result(result) = server.poll() else { panic!() };
    assert_eq!((result.handle, result.fate), (handle, Fate::SessionEnded));
    let ServerOutput::Done(outcome) = server.poll() else { panic!() };
    assert_eq!(outcome.end, ServerEnd::TimedOut);
    // The device comes after all, and is told.
    let late = device.answers(&response.unwrap(), StatusCode::OK);
    let (response, _) = run_request(&mut server, request(&late), Instant::from_millis(60_002));
    let response = Message::decode(&response.unwrap().body).unwrap();
    assert_eq!(names(&response), named(&[OK, ("Alert", Some(1223))]));
    // Sessions after a reboot look the same.
    let later = Instant::from_millis(600_000);
    let (_, outputs) = run_request(&mut server, request(&package), later);
    assert!(matches!(outputs[0], ServerOutput::Began(_)));
}

#[test]
fn another_session_takes_the_place() {
    let mut server = server(ServerConfig::new());
    server.queue(get("./A"));
    let mut device = Device::new("1");
    let first = device.package1();
    run(&mut server, &first);
    let (response, outputs) = run(&mut server, &Device::new("2").package1());
    assert_eq!(results(&outputs)[0].fate, Fate::SessionEnded);
    assert_eq!(end(&outputs), Some(ServerEnd::Superseded));
    assert!(response.is_some());
    // A late copy of the message that has begun the session before.
    let (response, outputs) = run(&mut server, &first);
    assert_eq!((response, &outputs[..]), (None, &[ServerOutput::Reject(Rejection::Late)][..]));
    let (response, _) = run(&mut server, &device.message().finish());
    assert_eq!(response, None);
}

#[test]
fn what_cannot_be_sent() {
    let mut server = server(ServerConfig::new());
    let answer = server.queue(Status::new("1", "1", "Get", StatusCode::OK));
    let long = server.queue(get(&"./A".repeat(300)));
    let big = "x".repeat(200);
    let large = server.queue(Command::Add(Nodes::new(Item::target("./A").with_data(&*big))));
    let fine = server.queue(get("./A"));
    let mut package = Device::new("1").package1();
    let meta = Meta::new().with_max_msg_size(500).with_max_obj_size(100);
    package.header.meta = Some(Box::new(meta));
    let (response, outputs) = run(&mut server, &package);
    let refused: Vec<_> = results(&outputs).iter().map(|result| result.handle).collect();
    assert_eq!(refused, [answer, large]);
    // It may fit where there are fewer statuses; then it is known not to.
    let mut device = Device { session: "1", sent: 1 };
    let next = device.answers(&response.unwrap(), StatusCode::OK);
    let (response, outputs) = run(&mut server, &next);
    assert_eq!(results(&outputs)[0].handle, long);
    assert!(matches!(results(&outputs)[0].fate, Fate::NotSent(_)));
    let next = device.answers(&response.unwrap(), StatusCode::OK);
    assert_eq!(results(&run(&mut server, &next).1)[0].handle, fine);
    // There is not even room for statuses.
    server.queue(get("./A"));
    let mut package = Device::new("2").package1();
    package.header.meta = Some(Box::new(Meta::new().with_max_msg_size(1)));
    let (response, outputs) = run(&mut server, &package);
    assert_eq!(names(&response.unwrap())[0], ("Status".into(), Some(200)));
    assert_eq!(end(&outputs), Some(ServerEnd::NoRoom));
    assert_eq!(server.state().unwrap().waiting(), 1);
}

#[test]
fn alerts_are_handed_on_and_answered() {
    let mut server = server(ServerConfig::new());
    let mut device = Device::new("1");
    let event = Item::source("./FUMO").with_data("200");
    let generic = Alert::new(AlertCode::GENERIC).with_correlator("c").with_id("3").with_item(event);
    let package = device.package1().with(generic);
    server.handle(request(&package), Instant::ZERO);
    assert!(matches!(server.poll(), ServerOutput::Began(_)));
    let ServerOutput::Alert(alert) = server.poll() else { panic!() };
    assert_eq!(alert.alert.correlator.as_deref(), Some("c"));
    server.answer(&alert, StatusCode::ACCEPTED);
    let ServerOutput::Respond(response) = server.poll() else { panic!() };
    let response = Message::decode(&response.body).unwrap();
    assert_eq!(names(&response), named(&[OK, OK, OK, ("Status", Some(202))]));
}

#[test]
fn a_device_that_never_ends_its_package() {
    let mut server = server(ServerConfig::new().with_messages(3));
    let mut device = Device::new("1");
    let mut package = device.package1();
    package.body.is_final = false;
    run(&mut server, &package);
    run(&mut server, &device.message());
    let (response, _) = run(&mut server, &device.message());
    assert_eq!(names(&response.unwrap()), named(&[OK, ("Alert", Some(1222))]));
    let (response, outputs) = run(&mut server, &device.message());
    assert_eq!(names(&response.unwrap()), named(&[OK, ("Alert", Some(1223))]));
    assert_eq!(end(&outputs), Some(ServerEnd::Aborted));
}

#[test]
fn what_a_client_may_not_send() {
    let mut server = server(ServerConfig::new());
    let package = Device::new("1").package1();
    let inner = get("./A");
    let mut atomic = Command::Atomic(Container::new(vec![inner]).with_id("5"));
    if let Command::Atomic(container) = &mut atomic {
        container.commands[0].set_id("6");
    }
    let mut message = package;
    message.body.commands.push(atomic);
    message.body.commands.push(get("./B"));
    let (response, _) = run(&mut server, &message);
    let codes: Vec<_> = names(&response.unwrap()).into_iter().map(|(_, code)| code).collect();
    // The last has no CmdID.
    assert_eq!(codes, [200, 200, 200, 405, 215, 400].map(Some));
}

#[test]
fn a_response_address() {
    let config =
        ServerConfig::new().with_uri("dm.example").with_resp_uri("https://dm.example/?s=1");
    let mut server = server(config);
    let (response, _) = run(&mut server, &Device::new("1").package1());
    let header = response.unwrap().header;
    assert_eq!(header.resp_uri.as_deref(), Some("https://dm.example/?s=1"));
    assert_eq!(header.source.unwrap().uri(), "dm.example");
}

#[cfg(feature = "serde")]
#[test]
fn the_state_is_clean() {
    fn is_stored<T: serde::Serialize + for<'d> serde::Deserialize<'d>>(_: &T) {}
    let credentials = ServerCredentials::new(Entropy::new([7; 32]))
        .with_device(Credential::new("user", "planted"));
    let server = Server::new(ServerConfig::new().demanding(AuthType::Md5), credentials);
    is_stored(server.state().unwrap());
    assert!(!format!("{server:?}").contains("planted"));
}
