//! What a server can make a client keep and send: bounds on identifiers, and on answers that wait because the
//! server takes little and goes on asking.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::unwrap_used,
    reason = "what fails here is a test that fails"
)]

use provost::dm::auth::{Credential, Nonce};
use provost::dm::session::{
    Client, Config, End, Entropy, Fault, Input, Instant, Output, Response, Trigger, Verifier,
};
use provost::dm::tree::{Acl, Edit, Engine, MemoryTree, Node, Tree as _};
use provost::dm::uri::Uri;
use provost::dm::{
    Alert, AlertCode, AuthType, Command, Cred, Header, Item, Limits, Message, Request as Nodes,
    Status, StatusCode, Syntax,
};

const SESSION: &str = "1";

fn engine(leaves: usize) -> Engine<MemoryTree> {
    let all: Acl = "Add=*&Get=*&Replace=*&Delete=*&Exec=*".parse().unwrap();
    let mut tree = MemoryTree::with_root(Node::interior().with_acl(all));
    let mut put = |address: &str, node: Node| {
        let uri: Uri = address.parse().unwrap();
        tree.write(Edit::Add { at: uri.path(), node }).unwrap();
    };
    put("./DevInfo", Node::interior());
    put("./DevInfo/DevId", Node::leaf("IMEI:1"));
    put("./A", Node::interior());
    (0..leaves).for_each(|at| put(&format!("./A/{at}"), Node::leaf("x")));
    Engine::new(tree)
}

/// A message of the server, which knows the header of the last one of the client to be fine.
fn message(session: &str, msg_id: &str, number: usize, commands: Vec<Command>) -> Response {
    let status = Status::new(format!("{number}"), "0", "SyncHdr", StatusCode::OK).with_id("s");
    let header = Header::new(session, msg_id, "IMEI:1", "https://dm.example/");
    let message = commands.into_iter().fold(Message::new(header).with(status), Message::with);
    Response::new(message.finish().encode(Syntax::Wbxml).unwrap())
}

fn get(uri: &str, id: &str) -> Command {
    Command::Get(Nodes::new(Item::target(uri)).with_id(id))
}

/// What the client says to the one command of a message: a second message of its, or how it ends.
fn answer(session: &str, msg_id: &str, id: &str) -> Result<Message, End> {
    let mut engine = engine(0);
    let config = Config::new("server", "https://dm.example/").with_max_repeats(0);
    let mut client = Client::new(config, Trigger::user(session.to_owned()));
    let Output::Send(_) = client.poll(&mut engine, Instant::ZERO) else { panic!("no package 1") };
    let answer = message(session, msg_id, 1, vec![get("./A/0", id)]);
    client.handle(Input::Response(answer));
    match client.poll(&mut engine, Instant::ZERO) {
        Output::Send(request) => Ok(Message::decode(&request.body).unwrap()),
        Output::Done(outcome) => Err(outcome.end),
        other => panic!("{other:?}"),
    }
}

/// 64 octets are enough for a number; what is longer names no message, no session and no command.
#[test]
fn identifiers_have_a_length() {
    let (long, longer) = ("7".repeat(64), "7".repeat(65));
    let said = |answer: &Message| {
        let Some(Command::Status(status)) = answer.body.commands.get(1) else {
            panic!("{answer:?}")
        };
        (status.code().unwrap(), status.cmd_ref.as_deref().map(str::len))
    };
    assert_eq!(said(&answer(SESSION, &long, "2").unwrap()), (StatusCode::NOT_FOUND, Some(1)));
    assert_eq!(answer(SESSION, &longer, "2").unwrap_err(), End::Failed(Fault::Session));
    assert_eq!(said(&answer(&long, "1", "2").unwrap()), (StatusCode::NOT_FOUND, Some(1)));
    assert_eq!(answer(&longer, "1", "2").unwrap_err(), End::Failed(Fault::Session));
    assert_eq!(said(&answer(SESSION, "1", &long).unwrap()), (StatusCode::NOT_FOUND, Some(64)));
    assert_eq!(said(&answer(SESSION, "1", &longer).unwrap()), (StatusCode::BAD_REQUEST, Some(0)));
}

/// A session with a server that takes messages of some octets, and goes on with `commands`, as long as there are
/// any: how it ends, its messages, and the octets of the longest.
fn asked(
    config: Config,
    engine: &mut Engine<MemoryTree>,
    alerts: usize,
    mut commands: impl FnMut(usize) -> Vec<Command>,
) -> (End, usize, Vec<Message>) {
    let mut client = Client::new(config, Trigger::user(SESSION));
    for _ in 0..alerts {
        client.tell(Alert::new(AlertCode::GENERIC).with_item(Item::new().with_data("x")));
    }
    let (mut number, mut said) = (0, Vec::new());
    loop {
        match client.poll(engine, Instant::ZERO) {
            Output::Send(request) => {
                number += 1;
                let read = Message::decode(&request.body).unwrap();
                let goes_on = !read.body.is_final;
                said.push(read);
                let mut commands = commands(number);
                if commands.is_empty() && goes_on {
                    commands.push(Alert::new(AlertCode::NEXT_MESSAGE).with_id("n").into());
                }
                let response = message(SESSION, &format!("{number}"), number, commands);
                client.handle(Input::Response(response));
            }
            Output::Done(outcome) => return (outcome.end, number, said),
            other => panic!("{other:?}"),
        }
    }
}

/// However few commands a message may have: what these find, and what the device has to tell, is not for them to
/// bound.
#[test]
fn few_commands_may_find_much() {
    let limits = Limits::DEFAULT.with_commands(2);
    let config = Config::new("server", "https://dm.example/")
        .with_limits(limits)
        .with_server_max_message(400);
    let mut engine = engine(1000);
    let list = |number: usize| match number {
        1 => vec![get("./A?list=StructData", "2")],
        _ => Vec::new(),
    };
    let (end, messages, said) = asked(config, &mut engine, 40, list);
    assert_eq!(end, End::Completed);
    let found = said.iter().flat_map(|it| &it.body.commands).map(|command| match command {
        Command::Results(results) => results.items.len(),
        _ => 0,
    });
    assert_eq!(found.sum::<usize>(), 1001);
    assert!(messages > 20, "{messages}");
}

/// A server that asks for more than it takes answers to is left, after as much as it may make the device keep.
#[test]
fn statuses_wait_up_to_a_bound() {
    let config = |octets| {
        Config::new("server", "https://dm.example/")
            .with_server_max_message(300)
            .with_max_message(octets)
    };
    // By the length of identifiers: each status has that of its command.
    for length in [3, 64] {
        let ask = |_| (0..8).map(|at| get("./none", &format!("{at}").repeat(length))).collect();
        let (end, messages, said) = asked(config(2000), &mut engine(0), 0, ask);
        assert_eq!(end, End::Failed(Fault::Unsent), "{length}");
        let is_of_get = |command: &&Command| matches!(command, Command::Status(status) if status.cmd.as_deref() == Some("Get"));
        let sent = said.iter().flat_map(|it| &it.body.commands).filter(is_of_get).count();
        // 8 messages of 2,000 octets, in statuses of what they have at least, and what two messages ask for.
        let waiting = messages * 8 - sent;
        assert!(
            waiting * (12 + length) < 8 * 2000 + 17 * (12 + length),
            "{length}: {waiting} wait"
        );
        assert!(
            waiting * (12 + length) > 8 * 2000 - 100 * (12 + length),
            "{length}: {waiting} wait"
        );
    }
}

/// Who has not proved to be the server says that our message is refused: the session does not end for it, and the
/// caller is told which code it was, unless the server proves itself after all.
#[test]
fn a_refusal_that_nobody_has_proved_is_told_and_not_obeyed() {
    let own = || Credential::new("server", "secret");
    let said = |msg_id: &'static str, code: StatusCode, commands: Vec<Command>| {
        let status = Status::new(msg_id, "0", "SyncHdr", code).with_id("s");
        let header = Header::new(SESSION, msg_id, "IMEI:1", "https://dm.example/");
        commands.into_iter().fold(Message::new(header).with(status), Message::with).finish()
    };
    let proved = |mut message: Message| {
        let basic = own().basic().unwrap();
        message.header.cred = Some(Box::new(Cred::new(AuthType::Basic, basic)));
        message
    };
    for code in [StatusCode::NOT_FOUND, StatusCode::FORBIDDEN, StatusCode(503), StatusCode(417)] {
        let refusal = said("1", code, Vec::new());
        let with_command = said("1", code, vec![get("./A", "2")]);
        let rejected = said("2", code, Vec::new());
        for (messages, end, unproved) in [
            // Nothing is left to be said to it.
            (vec![refusal], End::ServerNotAuthenticated, Some(code)),
            // It is asked who it is, and is the server, or is not.
            (
                vec![with_command.clone(), proved(said("2", StatusCode::OK, Vec::new()))],
                End::Completed,
                None,
            ),
            (vec![with_command.clone(), proved(rejected.clone())], End::Rejected(code), None),
            (vec![with_command, rejected], End::ServerNotAuthenticated, Some(code)),
        ] {
            let verifier = Verifier::new(own(), AuthType::Basic, Nonce::EMPTY);
            let config = Config::new("server", "https://dm.example/")
                .with_verifier(verifier, Entropy::new([7; 32]));
            let mut engine = engine(0);
            let mut client = Client::new(config, Trigger::user(SESSION.to_owned()));
            for message in &messages {
                let Output::Send(_) = client.poll(&mut engine, Instant::ZERO) else {
                    panic!("the session has ended early: {code:?}")
                };
                let response = Response::new(message.encode(Syntax::Wbxml).unwrap());
                client.handle(Input::Response(response));
            }
            let Output::Done(outcome) = client.poll(&mut engine, Instant::ZERO) else {
                panic!("it goes on: {code:?}")
            };
            assert_eq!((outcome.end, outcome.unproved), (end, unproved), "{code:?}");
        }
    }
}
