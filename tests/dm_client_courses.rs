//! Courses of a session at the client: how it begins, what it answers and does not, what the user says, objects
//! that break, and how it ends.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::unwrap_used,
    reason = "what fails here is a test that fails"
)]

use std::borrow::Cow;

use bytes::Bytes;
use provost::dm::auth::{Credential, Nonce};
use provost::dm::notification;
use provost::dm::session::{
    Answer, Client, Config, End, Entropy, Fault, Input, Instant, Output, Request, Response,
    Trigger, Verifier,
};
use provost::dm::tree::{
    Acl, Edit, Engine, Execution, MemoryTree, Node, Transaction, Tree, TreeError,
};
use provost::dm::uri::{Path, Uri};
use provost::dm::{
    Alert, AlertCode, AuthType, Command, Container, Data, Header, Item, Message, Meta,
    Request as Nodes, Results, Status, StatusCode, Syntax,
};

fn uri(text: &str) -> Uri {
    text.parse().unwrap()
}

fn tree() -> MemoryTree {
    let all: Acl = "Add=*&Get=*&Replace=*&Delete=*&Exec=*".parse().unwrap();
    let mut tree = MemoryTree::with_root(Node::interior().with_acl(all));
    for (address, node) in [
        ("./DevInfo", Node::interior()),
        ("./DevInfo/DevId", Node::leaf("IMEI:1")),
        ("./A", Node::leaf("old")),
        ("./B", Node::leaf("old")),
        ("./Large", Node::leaf("0123456789".repeat(200))),
        ("./List", Node::interior()),
        ("./List/long", Node::leaf("0123456789".repeat(60))),
        ("./List/short", Node::leaf("s")),
    ] {
        tree.write(Edit::Add { at: uri(address).path(), node }).unwrap();
    }
    tree
}

fn config() -> Config {
    Config::new("server", "https://dm.example/").with_max_repeats(0)
}

fn started<T: Tree>(config: Config, engine: &mut Engine<T>) -> (Client, Message) {
    let mut client = Client::new(config, Trigger::user("1"));
    let first = sent(&mut client, engine);
    (client, first)
}

fn sent<T: Tree>(client: &mut Client, engine: &mut Engine<T>) -> Message {
    match client.poll(engine, Instant::ZERO) {
        Output::Send(request) => Message::decode(&request.body).unwrap(),
        other => panic!("{other:?}"),
    }
}

fn ended<T: Tree>(client: &mut Client, engine: &mut Engine<T>) -> End {
    match client.poll(engine, Instant::ZERO) {
        Output::Done(outcome) => outcome.end,
        other => panic!("{other:?}"),
    }
}

/// A message of the server, its numbers from 1 as those of the client.
fn server(number: usize, commands: Vec<Command>) -> Message {
    let header = Header::new("1", format!("{number}"), "IMEI:1", "https://dm.example/");
    let status = Status::new(format!("{number}"), "0", "SyncHdr", StatusCode::OK).with_id("s");
    commands.into_iter().fold(Message::new(header).with(status), Message::with).finish()
}

fn response(message: &Message) -> Input {
    Input::Response(Response::new(message.encode(Syntax::Wbxml).unwrap()))
}

fn get(uri: &str, id: &str) -> Command {
    Command::Get(Nodes::new(Item::target(uri)).with_id(id))
}

fn replace(uri: &str, id: &str) -> Command {
    Command::Replace(Nodes::new(Item::target(uri).with_data("new")).with_id(id))
}

fn alert(code: AlertCode, id: &str) -> Alert {
    Alert::new(code).with_id(id)
}

fn ask(id: &str, options: &'static str) -> Command {
    let alert = alert(AlertCode::CONFIRM_OR_REJECT, id);
    alert.with_item(Item::new().with_data(options)).with_item(Item::new().with_data("?")).into()
}

/// The codes by the commands that they are for.
fn codes(message: &Message) -> Vec<(String, u16)> {
    let code = |command: &Command| match command {
        Command::Status(status) => {
            Some((status.cmd_ref.as_deref().unwrap().to_owned(), status.code().unwrap().0))
        }
        _ => None,
    };
    message.body.commands.iter().filter_map(code).collect()
}

fn rows(rows: &[(&str, u16)]) -> Vec<(String, u16)> {
    rows.iter().map(|(id, code)| ((*id).to_owned(), *code)).collect()
}

fn results(message: &Message) -> Vec<&Results> {
    let results = message.body.commands.iter().filter_map(|command| match command {
        Command::Results(results) => Some(results),
        _ => None,
    });
    results.collect()
}

/// The session of a notification has its number, and says who has begun it.
#[test]
fn a_notification_begins_a_session() {
    for (initiator, code) in [
        (notification::Initiator::Server, AlertCode::SERVER_INITIATED),
        (notification::Initiator::Client, AlertCode::CLIENT_INITIATED),
    ] {
        let id = notification::SessionId::new(0x2A);
        let notified = notification::Trigger::new(id, "server").unwrap().with_initiator(initiator);
        let mut engine = Engine::new(tree());
        let mut client = Client::new(config(), Trigger::from(&notified));
        let first = sent(&mut client, &mut engine);
        assert_eq!(first.header.session_id.as_deref(), Some("2A"));
        let Some(Command::Alert(alert)) = first.body.commands.first() else { panic!("{first:?}") };
        assert_eq!(alert.code(), Some(code));
    }
}

/// What nobody has asked for is left aside, and who waits is told to.
#[test]
fn what_nobody_has_asked_for() {
    let mut engine = Engine::new(tree());
    let mut client = Client::new(config(), Trigger::user("1"));
    client.handle(response(&server(1, Vec::new())));
    client.handle(Input::TransportFailed);
    client.handle(Input::Answer(Answer::Yes));
    assert_eq!(sent(&mut client, &mut engine).header.msg_id.as_deref(), Some("1"));
    let waiting = client.poll(&mut engine, Instant::ZERO);
    assert!(matches!(waiting, Output::Waiting { until: None }), "{waiting:?}");
    client.handle(response(&server(1, Vec::new())));
    assert_eq!(ended(&mut client, &mut engine), End::Completed);
    // It stays over.
    client.handle(response(&server(2, vec![get("./A", "1")])));
    assert_eq!(ended(&mut client, &mut engine), End::Completed);
}

/// Before the first message there is nobody to be told.
#[test]
fn a_session_that_is_given_up_before_it_begins() {
    let mut engine = Engine::new(tree());
    let mut client = Client::new(config(), Trigger::user("1"));
    client.handle(Input::Abort);
    assert_eq!(ended(&mut client, &mut engine), End::Aborted);
}

#[test]
fn messages_of_a_session_have_a_bound() {
    let mut engine = Engine::new(tree());
    let (mut client, _) = started(config().with_max_messages(2), &mut engine);
    client.handle(response(&server(1, vec![get("./A", "1")])));
    assert_eq!(codes(&sent(&mut client, &mut engine)), rows(&[("0", 200), ("1", 200)]));
    client.handle(response(&server(2, vec![replace("./A", "1")])));
    assert_eq!(ended(&mut client, &mut engine), End::Failed(Fault::Messages));
}

/// `NoResp` in the header is one in each command: all is carried out, and what was asked for is sent.
#[test]
fn a_message_that_wants_no_statuses() {
    let mut engine = Engine::new(tree());
    let (mut client, _) = started(config(), &mut engine);
    let atomic = Container::new(vec![replace("./B", "4")]).with_id("3");
    let sequence = Container::new(vec![get("./B", "6")]).with_id("5");
    let add = Nodes::new(Item::target("./New").with_data("n")).with_id("7");
    let exec = Nodes::new(Item::target("./A")).with_id("8");
    let copy = Nodes::new(Item::target("./A")).with_id("9");
    let commands = vec![
        alert(AlertCode::NEXT_MESSAGE, "1").into(),
        replace("./A", "2"),
        Command::Atomic(atomic),
        Command::Sequence(sequence),
        Command::Add(add),
        Command::Exec(exec),
        Command::Copy(copy),
        Command::Delete(Nodes::new(Item::target("./List/short")).with_id("10")),
    ];
    let mut message = server(1, commands);
    message.header.no_resp = true;
    client.handle(response(&message));
    let answer = sent(&mut client, &mut engine);
    assert_eq!(codes(&answer), rows(&[("0", 200)]));
    let [found] = results(&answer)[..] else { panic!("{answer:?}") };
    assert_eq!(found.items[0].data, Some("new".into()));
    for (at, text) in [("./A", "new"), ("./B", "new"), ("./New", "n")] {
        assert_eq!(engine.tree().read(uri(at).path()).unwrap().text(), Some(text), "{at}");
    }
    assert!(engine.tree().read(uri("./List/short").path()).is_err());
}

/// What results may have is bounded: the status says so, and nothing of them is sent.
#[test]
fn results_that_are_too_many() {
    for (bound, code, count) in [(64, 413, 0), (1 << 20, 200, 1)] {
        let mut engine = Engine::new(tree());
        let (mut client, _) = started(config().with_max_results(bound), &mut engine);
        client.handle(response(&server(1, vec![get("./Large", "1")])));
        let answer = sent(&mut client, &mut engine);
        assert_eq!(codes(&answer), rows(&[("0", 200), ("1", code)]));
        assert_eq!(results(&answer).len(), count);
    }
}

/// A store that runs nodes later, and cannot begin or take back a group where it is told so.
struct Device {
    tree: MemoryTree,
    begins: bool,
    goes_back: bool,
}

impl Tree for Device {
    fn read(&self, at: Path<'_>) -> Result<Cow<'_, Node>, TreeError> {
        self.tree.read(at)
    }

    fn children(&self, at: Path<'_>, visit: &mut dyn FnMut(&str)) -> Result<(), TreeError> {
        self.tree.children(at, visit)
    }

    fn write(&mut self, edit: Edit<'_>) -> Result<(), TreeError> {
        self.tree.write(edit)
    }

    fn exec(&mut self, _: Path<'_>, _: Option<&Bytes>) -> Result<Execution, TreeError> {
        Ok(Execution::Accepted)
    }

    fn begin(&mut self) -> Result<Transaction, TreeError> {
        if self.begins { Ok(Transaction::Native) } else { Err(TreeError::Store) }
    }

    fn rollback(&mut self) -> Result<(), TreeError> {
        if self.goes_back { Ok(()) } else { Err(TreeError::Store) }
    }
}

fn device(begins: bool, goes_back: bool) -> Engine<Device> {
    Engine::new(Device { tree: tree(), begins, goes_back })
}

/// What goes on after its status is known, with what its end is told by.
#[test]
fn what_goes_on_is_known() {
    let mut engine = device(true, true);
    let (mut client, _) = started(config(), &mut engine);
    let exec = Nodes::new(Item::target("./A")).with_id("1").with_correlator("c-7");
    client.handle(response(&server(1, vec![Command::Exec(exec)])));
    assert_eq!(codes(&sent(&mut client, &mut engine)), rows(&[("0", 200), ("1", 202)]));
    let [accepted] = client.accepted() else { panic!("{:?}", client.accepted()) };
    assert_eq!(
        (accepted.uri.as_str(), accepted.correlator.as_deref()),
        ("./A", Some("c-7")),
        "{accepted:?}"
    );
}

/// A store that does not begin a group, or does not take one back, is told by status 500 and 516.
#[test]
fn groups_of_a_store_that_fails() {
    let members = || vec![replace("./A", "2"), replace("./None/x", "3")];
    for (begins, goes_back, expected) in [
        (false, true, [("0", 200), ("1", 500), ("2", 215), ("3", 215)]),
        (true, true, [("0", 200), ("1", 507), ("2", 216), ("3", 404)]),
        (true, false, [("0", 200), ("1", 507), ("2", 516), ("3", 404)]),
    ] {
        let mut engine = device(begins, goes_back);
        let (mut client, _) = started(config(), &mut engine);
        let atomic = Command::Atomic(Container::new(members()).with_id("1"));
        client.handle(response(&server(1, vec![atomic])));
        assert_eq!(codes(&sent(&mut client, &mut engine)), rows(&expected), "{begins} {goes_back}");
    }
}

/// What the user says, or does not, and what the server hears.
#[test]
fn what_a_user_answers() {
    for (answer, options, code) in [
        (Answer::Yes, "", 200),
        (Answer::No, "", 304),
        (Answer::TimedOut, "DR=1", 200),
        (Answer::TimedOut, "DR=0", 304),
        (Answer::TimedOut, "", 408),
        (Answer::CannotShow, "", 412),
        (Answer::NotSupported, "", 406),
    ] {
        let mut engine = Engine::new(tree());
        let (mut client, _) = started(config(), &mut engine);
        client.handle(response(&server(1, vec![ask("1", options), replace("./A", "2")])));
        let Output::Ask(_) = client.poll(&mut engine, Instant::ZERO) else { panic!("not asked") };
        client.handle(Input::Answer(answer.clone()));
        let found = codes(&sent(&mut client, &mut engine));
        let code = if answer == Answer::CannotShow { StatusCode::TOO_BIG.0 } else { code };
        assert_eq!(found, rows(&[("0", 200), ("1", code), ("2", 200)]), "{answer:?} {options}");
    }
    // What was entered is not shown.
    for (answer, shown) in [
        (Answer::Shown, "Shown"),
        (Answer::Yes, "Yes"),
        (Answer::No, "No"),
        (Answer::Text("PLANTED".into()), "Text(..)"),
        (Answer::Choice(271), "Choice(..)"),
        (Answer::Choices(vec![271, 314]), "Choices(..)"),
        (Answer::Cancelled, "Cancelled"),
        (Answer::TimedOut, "TimedOut"),
        (Answer::CannotShow, "CannotShow"),
        (Answer::NotSupported, "NotSupported"),
    ] {
        assert_eq!(format!("{answer:?}"), shown);
    }
}

/// A session that is given up while the user is asked in an Atomic: what was changed is taken back, what is left
/// is not carried out, and the server is told all of it.
#[test]
fn a_session_that_is_given_up_while_the_user_is_asked() {
    let mut engine = Engine::new(tree());
    let (mut client, _) = started(config(), &mut engine);
    let members = vec![replace("./A", "2"), ask("3", ""), replace("./B", "4")];
    let atomic = Command::Atomic(Container::new(members).with_id("1"));
    client.handle(response(&server(1, vec![atomic, replace("./B", "5")])));
    let Output::Ask(_) = client.poll(&mut engine, Instant::ZERO) else { panic!("not asked") };
    assert_eq!(engine.tree().read(uri("./A").path()).unwrap().text(), Some("new"));
    client.handle(Input::Abort);
    let last = sent(&mut client, &mut engine);
    let expected = [("0", 200), ("1", 507), ("2", 216), ("3", 214), ("4", 215), ("5", 215)];
    assert_eq!(codes(&last), rows(&expected));
    let has_abort = last.body.commands.iter().any(|command| {
        matches!(command, Command::Alert(alert) if alert.code() == Some(AlertCode::SESSION_ABORT))
    });
    assert!(has_abort && last.body.is_final, "{last:?}");
    for at in ["./A", "./B"] {
        assert_eq!(engine.tree().read(uri(at).path()).unwrap().text(), Some("old"), "{at}");
    }
    client.handle(Input::TransportFailed);
    assert_eq!(ended(&mut client, &mut engine), End::Aborted);
}

/// Where what has been done does not fit beside it, the alert goes alone.
#[test]
fn the_end_goes_alone_where_there_is_little_room() {
    let mut engine = Engine::new(tree());
    let (mut client, _) = started(config().with_server_max_message(400), &mut engine);
    for _ in 0..40 {
        client.tell(Alert::new(AlertCode::GENERIC).with_item(Item::new().with_data("0123456789")));
    }
    client.handle(Input::Abort);
    let last = sent(&mut client, &mut engine);
    let [Command::Alert(alert)] = &last.body.commands[..] else { panic!("{last:?}") };
    assert_eq!(alert.code(), Some(AlertCode::SESSION_ABORT));
    assert!(last.body.is_final);
}

/// Nor does the status of the header keep the end away; and where even the end alone does not fit, the session says so.
#[test]
fn the_end_goes_in_place_of_the_status() {
    let abort = |room: usize| {
        let mut engine = Engine::new(tree());
        let (mut client, _) = started(config(), &mut engine);
        let mut message = server(1, vec![get("./DevInfo/DevId", "2")]);
        message.header.meta = Some(Box::new(Meta::new().with_max_msg_size(room)));
        client.handle(response(&message));
        client.handle(Input::Abort);
        (client, engine)
    };
    let is_end = |command: &Command| match command {
        Command::Alert(alert) => alert.code() == Some(AlertCode::SESSION_ABORT),
        _ => false,
    };
    let mut kinds = [0; 3];
    for room in (0..500).rev() {
        let (mut client, mut engine) = abort(room);
        match client.poll(&mut engine, Instant::ZERO) {
            Output::Send(request) => {
                assert!(request.body.len() <= room, "{room}");
                let last = Message::decode(&request.body).unwrap();
                let commands = &last.body.commands;
                assert!(last.body.is_final && commands.iter().any(is_end), "{room}: {last:?}");
                kinds[usize::from(commands.len() == 1)] += 1;
                client.handle(Input::TransportFailed);
                assert_eq!(ended(&mut client, &mut engine), End::Aborted);
            }
            Output::Done(outcome) => {
                assert!(matches!(outcome.end, End::Failed(Fault::Message(_))), "{room}");
                kinds[2] += 1;
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(kinds.iter().all(|count| *count > 0), "{kinds:?}");
}

/// The part of an object that the client sends: whether it says how long all of it is, and whether more follows.
fn part(message: &Message) -> Option<(bool, bool)> {
    let [found] = results(message)[..] else { return None };
    let [item] = &found.items[..] else { return None };
    Some((item.meta.as_ref().is_some_and(|meta| meta.size().is_some()), item.more_data))
}

/// The server has not seen the end of our object: it is begun again, once, and then given up.
#[test]
fn an_object_that_the_server_loses() {
    let mut engine = Engine::new(tree());
    let (mut client, _) = started(config().with_server_max_message(600), &mut engine);
    let lost = || alert(AlertCode::NO_END_OF_DATA, "9").into();
    let next = || alert(AlertCode::NEXT_MESSAGE, "9").into();
    client.handle(response(&server(1, vec![get("./Large", "1")])));
    assert_eq!(part(&sent(&mut client, &mut engine)), Some((true, true)), "begun");
    client.handle(response(&server(2, vec![next()])));
    assert_eq!(part(&sent(&mut client, &mut engine)), Some((false, true)), "goes on");
    client.handle(response(&server(3, vec![lost()])));
    let again = sent(&mut client, &mut engine);
    assert_eq!(part(&again), Some((true, true)), "begun again");
    assert_eq!(codes(&again), rows(&[("0", 200), ("9", 200)]), "and the server is answered");
    client.handle(response(&server(4, vec![lost(), get("./B", "10")])));
    let answer = sent(&mut client, &mut engine);
    assert_eq!(codes(&answer), rows(&[("0", 200), ("9", 200), ("10", 200)]));
    assert!(matches!(answer.body.commands.last(), Some(Command::Results(_))), "{answer:?}");
    client.handle(response(&server(5, Vec::new())));
    match client.poll(&mut engine, Instant::ZERO) {
        Output::Done(outcome) => assert_eq!((outcome.end, outcome.unsent), (End::Completed, 1)),
        other => panic!("{other:?}"),
    }
}

/// One of several results that does not fit goes alone in parts, and the others after it.
#[test]
fn a_result_that_is_too_long_goes_alone() {
    let mut engine = Engine::new(tree());
    let (mut client, _) = started(config().with_server_max_message(400), &mut engine);
    client.handle(response(&server(1, vec![get("./List?list=StructData", "1")])));
    let (mut whole, mut sources, mut number) = (Vec::new(), Vec::new(), 2);
    loop {
        let answer = match client.poll(&mut engine, Instant::ZERO) {
            Output::Send(request) => {
                assert!(request.body.len() <= 400);
                Message::decode(&request.body).unwrap()
            }
            Output::Done(outcome) => {
                assert_eq!((outcome.end, outcome.unsent), (End::Completed, 0));
                break;
            }
            other => panic!("{other:?}"),
        };
        for item in results(&answer).iter().flat_map(|results| &results.items) {
            let source = item.source_uri().unwrap().to_owned();
            if source.ends_with("long") {
                whole.extend_from_slice(item.data.as_ref().unwrap().octets());
            }
            if sources.last() != Some(&source) {
                sources.push(source);
            }
        }
        let next = alert(AlertCode::NEXT_MESSAGE, "9");
        let goes_on = !answer.body.is_final;
        let commands = if goes_on { vec![next.into()] } else { Vec::new() };
        client.handle(response(&server(number, commands)));
        number += 1;
    }
    assert_eq!(whole, "0123456789".repeat(60).as_bytes());
    sources.sort();
    assert_eq!(sources, ["./List", "./List/long", "./List/short"]);
}

/// An object that the server sends in parts: octets, and elements, which are no part of anything.
#[test]
fn parts_of_octets_and_of_elements() {
    let part = |data: Data, size: Option<usize>, more: bool| {
        let item = Item::target("./A").with_data(data);
        let item = match size {
            Some(size) => item.with_meta(Meta::new().with_size(size)),
            None => item,
        };
        let item = if more { item.with_more_data() } else { item };
        Command::Replace(Nodes::new(item).with_id("1"))
    };
    let mut engine = Engine::new(tree());
    let (mut client, _) = started(config(), &mut engine);
    let (first, last) = (Data::opaque(&b"a\x00"[..]), Data::opaque(&b"b\xFF"[..]));
    client.handle(response(&server(1, vec![part(first, Some(4), true)])));
    assert_eq!(codes(&sent(&mut client, &mut engine)), rows(&[("0", 200), ("1", 213)]));
    client.handle(response(&server(2, vec![part(last, None, false)])));
    assert_eq!(codes(&sent(&mut client, &mut engine)), rows(&[("0", 200), ("1", 200)]));
    let node = engine.tree().read(uri("./A").path()).unwrap().into_owned();
    assert_eq!(&node.value[..], b"a\x00b\xFF");

    let markup = Data::markup("<a xmlns=\"urn:x\"/>").unwrap();
    client.handle(response(&server(3, vec![part(markup, Some(40), true)])));
    assert_eq!(codes(&sent(&mut client, &mut engine)), rows(&[("0", 200), ("1", 400)]));
    assert_eq!(engine.tree().read(uri("./A").path()).unwrap().value, node.value);
}

/// What a server that proves each message has not proved counts as lost; and when it is all that comes, whoever
/// sends it is not the server.
#[test]
fn who_never_proves_to_be_the_server() {
    let mut engine = Engine::new(tree());
    let nonce = || Nonce::from_octets(*b"next").unwrap();
    let credential = || Credential::new("server", "secret");
    let verifier = Verifier::new(credential(), AuthType::Mac, nonce());
    let config = config().with_verifier(verifier, Entropy::new([7; 32]));
    let (mut client, _) = started(config, &mut engine);
    let proved = server(1, vec![get("./A", "1")]).encode(Syntax::Wbxml).unwrap();
    let hmac = credential().hmac_header(&nonce(), &proved).unwrap();
    client.handle(Input::Response(Response::new(proved).with_hmac(format!("{hmac}"))));
    assert_eq!(codes(&sent(&mut client, &mut engine)), rows(&[("0", 200), ("1", 200)]));
    client.handle(response(&server(2, vec![replace("./A", "1")])));
    assert_eq!(ended(&mut client, &mut engine), End::ServerNotAuthenticated);
    assert_eq!(engine.tree().read(uri("./A").path()).unwrap().text(), Some("old"));
}

/// What goes over the network shows its length, and nothing that is in it.
#[test]
fn requests_and_responses_do_not_show_their_messages() {
    let response = Response::new("PLANTED").with_content_type("text/x").with_hmac("PLANTED");
    assert_eq!(format!("{response:?}"), "Response { content_type: \"text/x\", octets: 7, .. }");
    let request = Request::new("PLANTED").with_content_type("text/x").with_hmac("PLANTED");
    let shown = format!("{request:?}");
    assert!(shown.contains("text/x") && !shown.contains("PLANTED"), "{shown}");
}

/// Items of one command that cannot be carried out are named by what they have.
#[test]
fn items_without_a_target_are_named_by_their_source() {
    let mut engine = Engine::new(tree());
    let (mut client, _) = started(config(), &mut engine);
    let item = Item::target("./A").with_data("new");
    let replace = Nodes::new(item).with_id("1").with_item(Item::source("./S").with_data("x"));
    client.handle(response(&server(1, vec![Command::Replace(replace)])));
    let answer = sent(&mut client, &mut engine);
    assert_eq!(codes(&answer), rows(&[("0", 200), ("1", 200), ("1", 412)]));
    let Some(Command::Status(last)) = answer.body.commands.last() else { panic!("{answer:?}") };
    assert_eq!((&last.target_refs[..], &last.source_refs[..]), (&[][..], &["./S".into()][..]));
}

/// What the syntax of the session cannot carry is not sent, and the caller is told; the rest is sent.
#[test]
fn an_event_that_cannot_be_written() {
    let mut engine = Engine::new(tree());
    let mut client = Client::new(config().with_syntax(Syntax::Xml), Trigger::user("1"));
    let event = |data: Data| Alert::new(AlertCode::GENERIC).with_item(Item::new().with_data(data));
    let lost = client.tell(event(Data::opaque(&b"\xFF\xFE"[..])));
    let kept = client.tell(event(Data::text("x")));
    let first = sent(&mut client, &mut engine);
    let generic = first.body.commands.iter().filter(|command| {
        matches!(command, Command::Alert(alert) if alert.code() == Some(AlertCode::GENERIC))
    });
    assert_eq!(generic.count(), 1);
    let mut reply = first.reply();
    first.body.commands.iter().for_each(|command| {
        reply.status(command, StatusCode::OK);
    });
    client.handle(response(&reply.finish()));
    match client.poll(&mut engine, Instant::ZERO) {
        Output::Done(outcome) => {
            assert_eq!((outcome.end, outcome.unsent), (End::Completed, 1));
            assert_eq!(outcome.alerts, [(lost, None), (kept, Some(StatusCode::OK))]);
        }
        other => panic!("{other:?}"),
    }
}

/// A server that takes little: an object goes in as many parts as it needs, or is given up; nobody goes on asking
/// for ever, whatever room there is.
#[test]
fn objects_for_a_server_that_takes_little() {
    let mut outcomes = Vec::new();
    for room in (460..1200).step_by(20) {
        let mut engine = Engine::new(tree());
        let config = config().with_syntax(Syntax::Xml).with_server_max_message(room);
        let mut client = Client::new(config.with_max_messages(200), Trigger::user("1"));
        let (mut octets, mut number) = (0, 0);
        let outcome = loop {
            match client.poll(&mut engine, Instant::ZERO) {
                Output::Send(request) => {
                    number += 1;
                    let read = Message::decode(&request.body).unwrap();
                    let items = results(&read).into_iter().flat_map(|it| &it.items);
                    let data = items.filter_map(|item| item.data.as_ref());
                    octets += data.map(|data| data.octets().len()).sum::<usize>();
                    let next = || alert(AlertCode::NEXT_MESSAGE, "9").into();
                    let commands = match number {
                        1 => vec![get("./Large", "1")],
                        _ if !read.body.is_final => vec![next()],
                        _ => Vec::new(),
                    };
                    client.handle(response(&server(number, commands)));
                }
                Output::Done(outcome) => break outcome,
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(outcome.end, End::Completed, "{room}");
        let is_whole = octets == 2000;
        assert_eq!(outcome.unsent, u32::from(!is_whole), "{room}: {octets} octets");
        outcomes.push(is_whole);
    }
    assert_eq!((outcomes.first(), outcomes.last()), (Some(&false), Some(&true)));
    assert!(outcomes.is_sorted(), "{outcomes:?}");
}

/// Commands that come while an object is being sent: their statuses go in front of the rest of it, in as many messages
/// as they need, and then the rest goes.
#[test]
fn many_statuses_in_front_of_the_rest_of_an_object() {
    for commands in [1, 20, 100, 300] {
        let mut engine = Engine::new(tree());
        let config = config().with_syntax(Syntax::Xml).with_server_max_message(2000);
        let mut client = Client::new(config.with_max_messages(200), Trigger::user("1"));
        let (mut octets, mut number, mut statuses, mut without) = (0, 0, 0, 0);
        let outcome = loop {
            match client.poll(&mut engine, Instant::ZERO) {
                Output::Send(request) => {
                    number += 1;
                    let read = Message::decode(&request.body).unwrap();
                    let items = results(&read).into_iter().flat_map(|it| &it.items);
                    let data = items.filter_map(|item| item.data.as_ref());
                    let part = data.map(|data| data.octets().len()).sum::<usize>();
                    octets += part;
                    without += usize::from(part == 0 && octets > 0 && octets < 2000);
                    statuses += codes(&read).iter().filter(|(id, _)| id.starts_with('r')).count();
                    let next = || alert(AlertCode::NEXT_MESSAGE, "9").into();
                    let commands = match number {
                        1 => vec![get("./Large", "1")],
                        2 => (0..commands).map(|at| replace("./A", &format!("r{at}"))).collect(),
                        _ if !read.body.is_final => vec![next()],
                        _ => Vec::new(),
                    };
                    client.handle(response(&server(number, commands)));
                }
                Output::Done(outcome) => break outcome,
                other => panic!("{other:?}"),
            }
        };
        assert_eq!((outcome.end, outcome.unsent), (End::Completed, 0), "{commands}");
        assert_eq!((octets, statuses), (2000, commands), "{commands}");
        assert_eq!(without > 4, commands >= 100, "{commands}: {without} messages");
    }
}
