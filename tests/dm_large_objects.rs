//! Objects that are longer than a message, from a server to a device, whichever way their data is written.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::unwrap_used,
    reason = "what fails here is a test that fails"
)]

use provost::dm::session::{
    Client, CommandResult, Config, Entropy, Fate, Input, Instant, Output, Server, ServerConfig,
    ServerCredentials, ServerOutput, Trigger,
};
use provost::dm::tree::{Acl, Edit, Engine, MemoryTree, Node, Tree as _};
use provost::dm::uri::Uri;
use provost::dm::{Command, Data, Item, Message, Request, Syntax};

fn uri(text: &str) -> Uri {
    text.parse().unwrap()
}

fn engine() -> Engine<MemoryTree> {
    let acl: Acl = "Add=*&Get=*&Replace=*&Delete=*&Exec=*".parse().unwrap();
    let mut tree = MemoryTree::with_root(Node::interior().with_acl(acl));
    for (address, node) in [
        ("./DevInfo", Node::interior()),
        ("./DevInfo/DevId", Node::leaf("IMEI:1")),
        ("./A", Node::leaf("old")),
    ] {
        tree.write(Edit::Add { at: uri(address).path(), node }).unwrap();
    }
    Engine::new(tree)
}

/// What a session has come to.
struct Ends {
    /// None where the command waits for a session with more room.
    result: Option<CommandResult>,
    parts: usize,
    messages: usize,
    /// What the device has then.
    value: Vec<u8>,
}

fn sent(syntax: Syntax, room: usize, data: Data) -> (CommandResult, usize, Vec<u8>) {
    let Ends { result, parts, value, .. } = ends(syntax, room, data);
    (result.unwrap(), parts, value)
}

/// A session in which a server sends data to `./A` of a device that takes messages of some octets.
fn ends(syntax: Syntax, room: usize, data: Data) -> Ends {
    let mut engine = engine();
    let config = Config::new("server", "https://dm.example/").with_syntax(syntax);
    let mut client = Client::new(config.with_max_message(room), Trigger::user("1"));
    let mut server =
        Server::new(ServerConfig::new(), ServerCredentials::new(Entropy::new([7; 32])));
    server.queue(Command::Replace(Request::new(Item::target("./A").with_data(data))));
    let (mut result, mut parts, mut messages) = (None, 0, 0);
    loop {
        match client.poll(&mut engine, Instant::ZERO) {
            Output::Send(request) => {
                messages += 1;
                server.handle(request, Instant::ZERO);
            }
            Output::Done(_) => break,
            other => panic!("{other:?}"),
        }
        loop {
            match server.poll() {
                ServerOutput::Respond(response) => {
                    assert!(response.body.len() <= room, "{} octets", response.body.len());
                    let read = Message::decode(&response.body).unwrap();
                    let replaces = read.body.commands.iter().filter(|it| it.name() == "Replace");
                    parts += replaces.count();
                    client.handle(Input::Response(response));
                }
                ServerOutput::Result(one) => assert_eq!(result.replace(one), None),
                ServerOutput::Waiting => break,
                _ => {}
            }
        }
    }
    let value = engine.tree().read(uri("./A").path()).unwrap().value.to_vec();
    Ends { result, parts, messages, value }
}

/// References, sections with their own end in them, characters of several octets, and octets that are no text:
/// all of it arrives.
#[test]
fn data_of_each_form_arrives() {
    let texts = ["0123456789", "<&>'\"\n", "]]>", "\u{20AC}\u{1F600}", "a>b]"];
    for syntax in [Syntax::Xml, Syntax::Wbxml] {
        for text in texts {
            let whole = text.repeat(2000 / text.len());
            for data in [Data::text(whole.clone()), Data::cdata(whole.clone())] {
                let form = data.form();
                let (result, parts, value) = sent(syntax, 1200, data);
                assert!(result.is_success(), "{syntax:?} {form:?} {text:?}: {result:?}");
                assert!(parts > 1, "{syntax:?} {form:?} {text:?}: {parts} parts");
                assert_eq!(value, whole.as_bytes(), "{syntax:?} {form:?} {text:?}");
            }
        }
    }
    let octets: Vec<u8> = (0..=255).cycle().take(2000).collect();
    let (result, parts, value) = sent(Syntax::Wbxml, 700, Data::opaque(octets.clone()));
    assert!(result.is_success() && parts > 1, "{result:?} {parts}");
    assert_eq!(value, octets);
}

/// Elements cannot be cut: what does not fit is told to whoever has queued it, and the device gets nothing of it.
#[test]
fn elements_are_not_cut() {
    for (length, is_sent) in [(100, true), (2000, false)] {
        let xml = format!("<a xmlns=\"urn:x\">{}</a>", "x".repeat(length));
        let (result, _, value) = sent(Syntax::Xml, 1200, Data::markup(xml.clone()).unwrap());
        assert_eq!(result.is_success(), is_sent, "{result:?}");
        assert_eq!(matches!(result.fate, Fate::NotSent(_)), !is_sent, "{result:?}");
        assert_eq!(value, if is_sent { xml.into_bytes() } else { b"old".to_vec() });
    }
}

/// A device that takes so little that nothing fits behind what each message must have: whoever has queued a
/// command is told, and nobody goes on asking for ever.
#[test]
fn commands_that_never_fit() {
    let mut outcomes = Vec::new();
    for room in (640..1200).step_by(20) {
        let Ends { result, value, messages, .. } =
            ends(Syntax::Xml, room, Data::text("x".repeat(2000)));
        let is_sent = result.as_ref().is_some_and(CommandResult::is_success);
        if let Some(result) = result.filter(|_| !is_sent) {
            assert!(matches!(result.fate, Fate::NotSent(_)), "{room}: {result:?}");
        }
        assert!(messages < 100, "{room}: {messages} messages");
        assert_eq!(value.len(), if is_sent { 2000 } else { 3 }, "{room}");
        outcomes.push(is_sent);
    }
    assert_eq!((outcomes.first(), outcomes.last()), (Some(&false), Some(&true)));
    assert!(outcomes.is_sorted(), "{outcomes:?}");
}
