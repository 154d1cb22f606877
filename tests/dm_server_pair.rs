//! What a server queues and our client does: objects of a tree, questions to the user, and a session that
//! begins with the special nonce.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::unwrap_used,
    reason = "what fails here is a test that fails"
)]

use provost::dm::auth::{Credential, Nonce, Resynchronization};
use provost::dm::session::{
    Answer, Client, CommandResult, Config, End, Entropy, Input, Instant, Nonces, Outcome, Output,
    Prompt, Prover, Server, ServerConfig, ServerCredentials, ServerEnd, ServerOutcome,
    ServerOutput, ServerState, Trigger,
};
use provost::dm::tnds::{Document, MEDIA_TYPE_XML};
use provost::dm::tree::{Acl, Edit, Engine, MemoryTree, Node, Tree as _};
use provost::dm::uri::Uri;
use provost::dm::{
    Alert, AlertCode, AuthType, Command, Data, Format, Fragment, Item, Meta, Request as Nodes,
    StatusCode,
};

fn engine() -> Engine<MemoryTree> {
    let acl: Acl = "Add=*&Get=*&Replace=*&Delete=*&Exec=*".parse().unwrap();
    let mut tree = MemoryTree::with_root(Node::interior().with_acl(acl));
    let nodes = [
        ("./DevInfo", Node::interior()),
        ("./DevInfo/DevId", Node::leaf("IMEI:1")),
        ("./Settings", Node::interior()),
    ];
    for (address, node) in nodes {
        let uri: Uri = address.parse().unwrap();
        tree.write(Edit::Add { at: uri.path(), node }).unwrap();
    }
    Engine::new(tree)
}

/// What a session has come to at both ends.
struct Ends {
    results: Vec<CommandResult>,
    prompts: Vec<Prompt>,
    server: ServerOutcome,
    client: Outcome,
    /// Messages of the client.
    messages: usize,
}

fn session(server: &mut Server, mut client: Client, answers: &[Answer]) -> Ends {
    let mut engine = engine();
    let (mut results, mut prompts, mut ended, mut messages) = (Vec::new(), Vec::new(), None, 0);
    let mut answers = answers.iter();
    for _ in 0..100 {
        match client.poll(&mut engine, Instant::ZERO) {
            Output::Send(request) => {
                messages += 1;
                server.handle(request, Instant::ZERO);
                loop {
                    match server.poll() {
                        ServerOutput::Respond(response) => client.handle(Input::Response(response)),
                        ServerOutput::Result(result) => results.push(result),
                        ServerOutput::Done(outcome) => ended = Some(outcome),
                        ServerOutput::Waiting => break,
                        ServerOutput::Began(_) | ServerOutput::Alert(_) => {}
                        other => panic!("{other:?}"),
                    }
                }
            }
            Output::Ask(prompt) => {
                prompts.push(prompt);
                client.handle(Input::Answer(answers.next().unwrap().clone()));
            }
            Output::Done(client) => {
                assert!(answers.next().is_none());
                return Ends { results, prompts, server: ended.unwrap(), client, messages };
            }
            other => panic!("{other:?}"),
        }
    }
    panic!("the session does not end");
}

fn server() -> Server {
    Server::new(ServerConfig::new(), ServerCredentials::new(Entropy::new([7; 32])))
}

fn client() -> Client {
    let config = Config::new("server", "https://dm.example/").with_interaction(true);
    Client::new(config, Trigger::user("1"))
}

const TREE: &str = "<MgmtTree><VerDTD>1.2</VerDTD><Node><NodeName>Net</NodeName><RTProperties><Format>\
    <node/></Format></RTProperties><Node><NodeName>Name</NodeName><RTProperties><Format><chr/></Format>\
    <Type><MIME>text/plain</MIME></Type></RTProperties><Value>internet</Value></Node></Node></MgmtTree>";

#[test]
fn a_tree_goes_as_one_object_and_is_read_again() {
    let meta = Meta::new().with_format(Format::Xml).with_type(MEDIA_TYPE_XML);
    let add = Item::target("./Settings/Net").with_meta(meta).with_data(Data::cdata(TREE));
    let get = |uri: &str| Command::Get(Nodes::new(Item::target(uri)));
    let fragment = Fragment::new(vec![
        Command::Add(Nodes::new(add)),
        get("./Settings/Net/Name"),
        get("./Settings/Net?list=TNDS"),
    ]);
    let mut server = server();
    let handles = server.queue_all(&fragment);
    let ends = session(&mut server, client(), &[]);
    assert_eq!(ends.results.iter().map(|it| it.handle).collect::<Vec<_>>(), handles);
    let [added, name, tree] = &ends.results[..] else { panic!("{:?}", ends.results) };
    assert!(added.is_success() && name.is_success() && tree.is_success(), "{:?}", ends.results);
    let [item] = name.items() else { panic!("{name:?}") };
    assert_eq!(item.data.as_ref().unwrap().to_text().unwrap(), "internet");
    let [item] = tree.items() else { panic!("{tree:?}") };
    let read = Document::from_data(item.data.as_ref().unwrap()).unwrap();
    let names: Vec<String> = read.nodes().map(|node| node.path().to_string()).collect();
    assert!(names.iter().any(|name| name.ends_with("Net/Name")), "{names:?}");
    assert_eq!((ends.server.end, ends.client.end), (ServerEnd::Complete, End::Completed));
}

#[test]
fn the_user_is_asked() {
    let alert = |code, options: &str, texts: &[&str]| {
        let alert = Alert::new(code).with_item(Item::new().with_data(options));
        let item = |alert: Alert, text: &&str| alert.with_item(Item::new().with_data(*text));
        Command::Alert(texts.iter().fold(alert, item))
    };
    let mut server = server();
    server.queue(alert(AlertCode::DISPLAY, "MINDT=5", &["An update is ready."]));
    server.queue(alert(AlertCode::CONFIRM_OR_REJECT, "DR=0", &["Now?"]));
    server.queue(alert(AlertCode::TEXT_INPUT, "MAXLEN=8", &["A name"]));
    server.queue(alert(AlertCode::MULTIPLE_CHOICE, "MAXDT=60", &["Which?", "A", "B", "C"]));
    server.queue(alert(AlertCode::CONFIRM_OR_REJECT, "DR=1", &["Sure?"]));
    let answers = [
        Answer::Shown,
        Answer::Yes,
        Answer::Text("Zoe".into()),
        Answer::Choices(vec![1, 3]),
        Answer::No,
    ];
    let ends = session(&mut server, client(), &answers);
    let texts: Vec<&str> = ends.prompts.iter().map(|prompt| prompt.text.as_str()).collect();
    assert_eq!(texts, ["An update is ready.", "Now?", "A name", "Which?", "Sure?"]);
    let codes: Vec<u16> = ends.results.iter().map(|it| it.status().unwrap().0).collect();
    assert_eq!(codes, [200, 200, 200, 200, 304]);
    // What is chosen and entered stands in the items of the status.
    let said = |result: &CommandResult| -> Vec<String> {
        let statuses = result.answers.iter().flat_map(|answer| answer.statuses.iter());
        let items = statuses.flat_map(|status| status.items.iter());
        items.map(|item| item.data.as_ref().unwrap().to_text().unwrap().into_owned()).collect()
    };
    let said: Vec<Vec<String>> = ends.results.iter().map(said).collect();
    assert_eq!(said, [vec![], vec![], vec!["Zoe"], vec!["1", "3"], vec![]]);
}

#[test]
fn a_user_who_cancels_is_a_result() {
    let mut server = server();
    let alert = Alert::new(AlertCode::CONFIRM_OR_REJECT)
        .with_item(Item::new())
        .with_item(Item::new().with_data("Now?"));
    server.queue(alert);
    let ends = session(&mut server, client(), &[Answer::Cancelled]);
    assert_eq!(ends.results[0].status(), Some(StatusCode::CANCELLED));
    assert_eq!(ends.server.end, ServerEnd::Complete);
}

fn nonce(text: &str) -> Nonce {
    Nonce::from_octets(text.as_bytes()).unwrap()
}

fn proving(id: &str, stored: Nonce, special: Option<Nonce>) -> Client {
    let prover = Prover::new(Credential::new("device", "secret"), stored).preferring(AuthType::Md5);
    let prover = match special {
        Some(special) => prover.resynchronizing(special),
        None => prover,
    };
    let config = Config::new("server", "https://dm.example/").with_prover(prover);
    Client::new(config, Trigger::server(id))
}

/// The device has lost its nonce; a notification with the special one tells it to begin with that.
#[test]
fn a_session_begins_with_the_special_nonce_once() {
    let special = Resynchronization::octets();
    let config = ServerConfig::new().demanding(AuthType::Md5);
    let state = ServerState::new(config).with_nonces(Nonces::new(Nonce::EMPTY, nonce("stored")));
    let credentials = || {
        let credential = Credential::new("device", "secret");
        ServerCredentials::new(Entropy::new([7; 32])).with_device(credential)
    };
    // Without it, the first message is challenged.
    let mut server = Server::resume(state.clone(), credentials());
    let ends = session(&mut server, proving("1", nonce("lost"), None), &[]);
    assert_eq!((ends.messages, ends.client.end), (2, End::Completed));

    let mut server = Server::resume(state, credentials());
    server.resynchronize(special.clone());
    let stored = server.state().unwrap().clone();
    let mut server = Server::resume(stored, credentials());
    let ends = session(&mut server, proving("1", nonce("lost"), Some(special.clone())), &[]);
    assert_eq!((ends.messages, ends.client.end), (1, End::Completed));
    let next = ends.server.nonces.peer.clone();
    assert_eq!(next, ends.client.nonces.own);
    assert!(next != nonce("stored") && next != special);

    // A proof with it, which anyone may have seen, opens no other session.
    let ends = session(&mut server, proving("2", nonce("lost"), Some(special)), &[]);
    assert_eq!(ends.messages, 2);
    // With the nonce of the session before, all goes at once.
    let ends = session(&mut server, proving("3", ends.client.nonces.own, None), &[]);
    assert_eq!((ends.messages, ends.client.end), (1, End::Completed));
}

/// A state in another form than this release stores is refused by name, and never read halfway.
#[test]
fn a_state_in_another_form_is_refused() {
    let stored = serde_json::to_value(server().state().unwrap()).unwrap();
    assert!(serde_json::from_value::<ServerState>(stored.clone()).is_ok());
    assert_eq!(stored["form"], 1);
    for form in [0, 2, 65_535] {
        let mut other = stored.clone();
        other["form"] = form.into();
        let error = serde_json::from_value::<ServerState>(other).unwrap_err().to_string();
        let expected = format!("form {form}, and this release reads form 1");
        assert!(error.contains(&expected), "{error}");
    }
    let mut other = stored;
    other.as_object_mut().unwrap().remove("form");
    let error = serde_json::from_value::<ServerState>(other).unwrap_err().to_string();
    assert!(error.contains("no number of its form"), "{error}");
    assert!(error.contains("reads form 1"), "{error}");
}
