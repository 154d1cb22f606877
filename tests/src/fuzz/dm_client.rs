//! What must hold for a client whatever its server, its user and its transport do: it ends in a defined
//! state, keeps to what the server takes, and leaves no group of changes open.

use bytes::Bytes;
use provost::dm::{
    Alert, AlertCode, AuthType, Message, Syntax,
    auth::{Credential, Nonce},
    session::{
        Answer, Client, Config, Entropy, Input, Instant, Output, Prover, Response, Trigger,
        Verifier,
    },
    tree::{Acl, Engine, MemoryTree, Node},
};

use super::Body;

/// The bodies, by the names of their targets.
pub const TARGETS: [(&str, Body); 1] = [("dm_client", client)];

/// Octets of a message that the server takes, from the first octet of the input: from hardly one
/// command to any number.
const ROOMS: [usize; 4] = [250, 400, 1200, 100_000];

/// A session in which the octets of the input say what happens: the first ones what there is, then
/// each line one step. A line that begins with `<` is the commands of a message of the server, without
/// what any message has; one that begins with another character is what `step` says.
pub fn client(input: &[u8]) {
    let Some(([setup, schemes], lines)) = input.split_first_chunk() else { return };
    let room = ROOMS[usize::from(setup & 3)];
    let (mut client, mut engine) = begin(*setup, *schemes, room);
    // The server may say itself how much it takes.
    let is_told = lines.contains(&b'=') || lines.windows(4).any(|four| four == b"MaxM");
    let mut steps = lines.split(|octet| *octet == b'\n').take(64);
    let mut number = 0;
    let mut now = 0;
    for _ in 0..512 {
        now += 1;
        let output = client.poll(&mut engine, Instant::ZERO.after_seconds(now));
        match output {
            Output::Send(request) => {
                assert!(is_told || request.body.len() <= room, "{} octets", request.body.len());
                let message = Message::decode(&request.body);
                assert!(message.is_ok(), "{message:?}");
                number += 1;
                let line = steps.next().unwrap_or_default();
                client.handle(step(line, number));
            }
            Output::Ask(prompt) => {
                let line = steps.next().unwrap_or_default();
                client.handle(answer(line, prompt.choices.len()));
            }
            Output::Waiting { until } => {
                assert!(until.is_some(), "nothing is under way");
            }
            Output::Done(_) => {
                // Nothing comes behind the end.
                client.handle(Input::Abort);
                client.handle(step(b"<Get/>", number));
                assert!(matches!(client.poll(&mut engine, Instant::ZERO), Output::Done(_)));
                assert!(engine.begin().is_ok(), "an Atomic is open");
                return;
            }
        }
    }
    // A server may go on and on; when the device has enough, it is over.
    client.handle(Input::Abort);
    for _ in 0..4 {
        if let Output::Done(_) = client.poll(&mut engine, Instant::ZERO) {
            assert!(engine.begin().is_ok(), "an Atomic is open");
            return;
        }
        client.handle(Input::TransportFailed);
    }
    panic!("an aborted session goes on");
}

fn begin(setup: u8, schemes: u8, room: usize) -> (Client, Engine<MemoryTree>) {
    let all = "Add=*&Delete=*&Exec=*&Get=*&Replace=*".parse::<Acl>().unwrap_or_default();
    let mut engine = Engine::new(MemoryTree::with_root(Node::interior().with_acl(all)));
    for uri in ["./A", "./B/C"] {
        let item = provost::dm::tree::Item::new(uri).with_data("0123456789".repeat(20));
        let _ = engine.execute("s", &provost::dm::tree::Operation::Add(item));
    }
    let syntax = if setup & 4 == 0 { Syntax::Wbxml } else { Syntax::Xml };
    let mut config = Config::new("s", "u")
        .with_device("d")
        .with_syntax(syntax)
        .with_server_max_message(room)
        .with_max_message(4096)
        .with_max_object(1024)
        .with_large_objects(setup & 8 == 0)
        .with_max_messages(100);
    let credential = || Credential::new("u", "p");
    if let Some(scheme) =
        [AuthType::Basic, AuthType::Md5, AuthType::Mac].get(usize::from(schemes & 3))
    {
        let prover = Prover::new(credential(), Nonce::EMPTY).preferring(*scheme);
        config = config.with_prover(prover);
    }
    if let Some(scheme) =
        [AuthType::Basic, AuthType::Md5, AuthType::Mac].get(usize::from(schemes >> 2 & 3))
    {
        let verifier = Verifier::new(credential(), *scheme, Nonce::EMPTY);
        config = config.with_verifier(verifier, Entropy::new([1; 32]));
    }
    let mut client = Client::new(config, Trigger::user("1"));
    if setup & 16 != 0 {
        client.tell(Alert::new(AlertCode::GENERIC));
    }
    (client, engine)
}

/// What comes in place of an answer: `-` none, `!` the device aborts, `=` the octets behind it as they
/// are, `*` the same in WBXML, `~` a message without Final, all others a message with Final.
fn step(line: &[u8], number: u32) -> Input {
    match line {
        [b'-', ..] => Input::TransportFailed,
        [b'!', ..] => Input::Abort,
        [b'=', octets @ ..] => Input::Response(Response::new(octets.to_vec())),
        [b'*', body @ ..] => {
            let xml = message(body, number, true);
            let wbxml = Message::decode(&xml).and_then(|message| message.encode(Syntax::Wbxml));
            Input::Response(Response::new(wbxml.unwrap_or(xml)))
        }
        [b'~', body @ ..] => Input::Response(Response::new(message(body, number, false))),
        body => Input::Response(Response::new(message(body, number, true))),
    }
}

fn message(body: &[u8], number: u32, is_final: bool) -> Bytes {
    let end = if is_final { "<Final/>" } else { "" };
    let body = String::from_utf8_lossy(body);
    // Credentials of the server are among the commands of the input, if anywhere.
    let (header, body) = body.split_once("</H>").unwrap_or(("", &body));
    Bytes::from(format!(
        "<SyncML xmlns='SYNCML:SYNCML1.2'><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto>\
         <SessionID>1</SessionID><MsgID>{number}</MsgID><Target><LocURI>d</LocURI></Target>\
         <Source><LocURI>u</LocURI></Source>{header}</SyncHdr><SyncBody>{body}{end}</SyncBody></SyncML>"
    ))
}

fn answer(line: &[u8], choices: usize) -> Input {
    let choices = u32::try_from(choices).unwrap_or(0);
    Input::Answer(match line {
        [b'y', ..] => Answer::Yes,
        [b'n', ..] => Answer::No,
        [b's', ..] => Answer::Shown,
        [b'c', ..] => Answer::Cancelled,
        [b't', text @ ..] => Answer::Text(String::from_utf8_lossy(text).into_owned()),
        [b'1', ..] => Answer::Choice(choices),
        [b'2', ..] => Answer::Choices((1..=choices).collect()),
        [b'!', ..] => return Input::Abort,
        _ => Answer::TimedOut,
    })
}
