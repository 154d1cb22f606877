//! Dialogues that are written down, `dialogues/*.txt`: the client says what the script says, and the tree
//! is in the end what the script says; in those of the server, `server_*.txt`, the server does. The head of `crates/cli/src/dm/replay/script.rs` has the grammar.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "tests have the standard library, and may fail"
)]

#[path = "../crates/cli/src/dm/replay/run.rs"]
mod run;
#[path = "../crates/cli/src/dm/replay/script.rs"]
mod script;
#[path = "../crates/cli/src/dm/replay/serve.rs"]
mod serve;
#[path = "../crates/cli/src/dm/replay/setup.rs"]
mod setup;
#[path = "../crates/cli/src/dm/replay/store.rs"]
mod store;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use provost::dm::session::{Answer, Client, Config, Input, Instant, Output, Response, Trigger};
use provost::dm::tree::{self, Acl, Engine, MemoryTree, Node, Operation};
use provost::dm::{
    Command, DecodeOptions, Item, Message, Status, Syntax, Text, detect_syntax, lint,
};
use provost_tests::dm::{plain, vectors};
use provost_tests::peer::Peer;
use run::{Dialogue, Event};
use script::Wrong;

/// The dialogues by what they are about: each is in one of these.
const PACKAGES: &[&str] =
    &["event_refused", "events", "empty_message", "onestep", "resp_uri", "rejected", "twostep"];
const COMMANDS: &[&str] =
    &["exec_later", "leftovers", "lists", "properties", "rights", "tree_in_xml"];
const ATOMIC: &[&str] = &["atomic_fails", "atomic_lacking", "atomic_nested", "atomic_no"];
const INTERACTION: &[&str] = &["atomic_no", "cancel", "interaction", "no_user", "onestep_no"];
const MESSAGES: &[&str] = &["max_message", "next_message", "too_large"];
const OBJECTS: &[&str] = &[
    "object_broken",
    "object_faults",
    "object_refused",
    "object_then_item",
    "object_to_client",
    "object_to_server",
];
const CLIENT_PROVES: &[&str] = &[
    "auth_basic",
    "auth_in_parts",
    "auth_mac",
    "auth_md5",
    "auth_md5_stale",
    "auth_rejected",
    "auth_scheme",
];
const SERVER_PROVES: &[&str] = &[
    "auth_mac",
    "auth_server",
    "auth_server_refuses",
    "auth_server_silent",
    "auth_server_stranger",
    "auth_server_unproved",
    "auth_server_wrong",
    "resp_uri_unproved",
];
const ENDS: &[&str] = &["abort", "abort_by_server"];
const LOSSES: &[&str] = &["garbage", "lost", "lost_for_good", "other_session", "truncated"];
const VERSIONS: &[&str] = &["dm11", "events", "languages", "versions"];

const ALL: [&[&str]; 11] = [
    PACKAGES,
    COMMANDS,
    ATOMIC,
    INTERACTION,
    MESSAGES,
    OBJECTS,
    CLIENT_PROVES,
    SERVER_PROVES,
    ENDS,
    LOSSES,
    VERSIONS,
];

/// The same of the server, by the pages of the protocol: what a session begins and ends with, who proves
/// what, several messages of a package, large objects, what commands come to, what goes wrong.
const SERVER_PACKAGES: &[&str] =
    &["server_commands", "server_dm11", "server_empty", "server_resp_uri", "server_versions"];
const SERVER_AUTHENTICATION: &[&str] = &[
    "server_auth_basic",
    "server_auth_basic_each",
    "server_auth_mac",
    "server_auth_md5",
    "server_auth_md5_each",
    "server_auth_md5_stale",
    "server_auth_of_server",
    "server_auth_of_server_mac",
    "server_auth_rejected",
    "server_resync",
];
const SERVER_MESSAGES: &[&str] = &["server_max_message", "server_next_message"];
const SERVER_OBJECTS: &[&str] = &[
    "server_object_again",
    "server_object_broken",
    "server_object_faults",
    "server_object_from_device",
    "server_object_to_device",
];
const SERVER_COMMANDS: &[&str] = &[
    "server_client_commands",
    "server_containers",
    "server_events",
    "server_interaction",
    "server_tnds",
    "server_too_many_choices",
];
const SERVER_ENDS: &[&str] =
    &["server_abort", "server_again", "server_nothing_begins", "server_refused", "server_silence"];

const ALL_OF_SERVER: [&[&str]; 6] = [
    SERVER_PACKAGES,
    SERVER_AUTHENTICATION,
    SERVER_MESSAGES,
    SERVER_OBJECTS,
    SERVER_COMMANDS,
    SERVER_ENDS,
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("dialogues")
}

fn text(name: &str) -> String {
    fs::read_to_string(folder().join(name).with_extension("txt")).expect(name)
}

/// The messages of a dialogue in their order, those of the client with `true`.
fn replay(name: &str) -> Vec<(bool, Bytes)> {
    let (mut messages, mut ended) = (Vec::new(), None);
    let (script, names) = script::parse(&text(name)).unwrap_or_else(|it| fail(name, &it));
    let mut keep = |event: Event<'_>| match event {
        Event::Sent(request) => messages.push((true, request.body.clone())),
        Event::Received(body) => messages.push((false, body.clone())),
        Event::Happens(line) => assert!(!line.word.is_empty()),
        Event::Ends(outcome) => ended = Some(outcome.end),
        Event::Told(what) => panic!("{name}: {what}"),
    };
    run::run(&script, &names, &mut keep).unwrap_or_else(|it| fail(name, &it));
    assert!(ended.is_some(), "{name}");
    messages
}

fn fail(name: &str, wrong: &Wrong) -> ! {
    panic!("{name}.txt line {}: {}", wrong.line, wrong.what)
}

fn replay_all(names: &[&str]) {
    names.iter().for_each(|name| drop(replay(name)));
}

#[test]
fn packages() {
    replay_all(PACKAGES);
}

#[test]
fn commands() {
    replay_all(COMMANDS);
}

#[test]
fn all_or_nothing() {
    replay_all(ATOMIC);
}

#[test]
fn the_user_is_asked() {
    replay_all(INTERACTION);
}

#[test]
fn several_messages_of_a_package() {
    replay_all(MESSAGES);
}

#[test]
fn large_objects() {
    replay_all(OBJECTS);
}

#[test]
fn the_client_proves_itself() {
    replay_all(CLIENT_PROVES);
}

#[test]
fn the_server_proves_itself() {
    replay_all(SERVER_PROVES);
}

#[test]
fn sessions_are_aborted() {
    replay_all(ENDS);
}

#[test]
fn nothing_is_carried_out_twice_or_half() {
    replay_all(LOSSES);
}

#[test]
fn versions() {
    replay_all(VERSIONS);
}

fn serve_all(names: &[&str]) {
    for name in names {
        let (script, known) = script::parse(&text(name)).unwrap_or_else(|it| fail(name, &it));
        assert!(known.is_of_server, "{name}");
        let mut answers = Vec::new();
        let mut keep = |event: Event<'_>| match event {
            Event::Received(body) => answers.push(body.clone()),
            Event::Told(told) => assert!(!told.is_empty()),
            _ => {}
        };
        serve::run(&script, &known, &mut keep).unwrap_or_else(|it| fail(name, &it));
        // Each answer is a message of which nothing is left out.
        for answer in answers {
            let message = Message::decode(&answer).expect(name);
            assert_eq!(message.encode(detect_syntax(&answer)).unwrap(), answer, "{name}");
        }
    }
}

#[test]
fn packages_of_a_server() {
    serve_all(SERVER_PACKAGES);
}

#[test]
fn a_server_and_who_proves_what() {
    serve_all(SERVER_AUTHENTICATION);
}

#[test]
fn a_server_and_several_messages_of_a_package() {
    serve_all(SERVER_MESSAGES);
}

#[test]
fn a_server_and_large_objects() {
    serve_all(SERVER_OBJECTS);
}

#[test]
fn what_commands_of_a_server_come_to() {
    serve_all(SERVER_COMMANDS);
}

#[test]
fn a_server_and_what_goes_wrong() {
    serve_all(SERVER_ENDS);
}

/// A script that says something else than the server does is told where.
#[test]
fn scripts_of_a_server_can_fail() {
    for (name, from, to, line) in [
        ("server_commands", "result 2 answered 405", "result 2 answered 200", 32),
        ("server_commands", "result 2 answered 405\n", "", 32),
        ("server_commands", "end complete\n", "", 33),
        ("server_commands", "S 2 final", "S 2", 22),
        ("server_commands", "2 Replace ./antivirus_data x", "2 Get ./antivirus_data", 22),
        ("server_auth_md5", "Zz6EivR3yeaaENcRN6lpAQ==", "Zz6EivR3yeaaENcRN6lpAA==", 8),
        ("server_auth_md5", "nonces -", "nonces A", 14),
        ("server_max_message", "within 380", "within 300", 10),
        ("server_silence", "wait 61", "wait 59", 12),
    ] {
        let good = text(name);
        assert!(good.contains(from), "{name} {from}");
        let bad = good.replacen(from, to, 1);
        let wrong = script::parse(&bad)
            .and_then(|(script, names)| serve::run(&script, &names, &mut |_| {}))
            .expect_err(from);
        assert!(wrong.line.abs_diff(line) <= 3, "{name} {from}: {wrong:?}");
    }
}

#[test]
fn every_dialogue_is_in_a_test() {
    let all = ALL.iter().chain(&ALL_OF_SERVER);
    let named: BTreeSet<String> = all.flat_map(|it| it.iter()).map(|it| (*it).into()).collect();
    let found: BTreeSet<String> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    assert_eq!(named, found);
}

/// A script that says something else than the client does is told where.
#[test]
fn scripts_can_fail() {
    let good = text("twostep");
    for (from, to, line) in [
        ("3 Results 1/4 ./antivirus_data/version antivirus-inc/20010522b/5", "3 Alert 1222", 13),
        ("3 Replace ./antivirus_data/none x", "", 18),
        ("3 Status 2/3 Replace 404", "3 Status 2/3 Replace 200", 18),
        (
            "value ./antivirus_data/version antivirus-inc/20010623a/1",
            "value ./antivirus_data/version x",
            25,
        ),
        ("end completed", "end aborted", 24),
        ("C 3 final", "C 3", 18),
        ("C 3 final", "C 4 final", 18),
        ("end completed\nvalue", "value", 24),
        ("C 2 final", "wait 1", 13),
    ] {
        assert!(good.contains(from), "{from}");
        let bad = good.replace(from, to);
        let wrong = script::parse(&bad)
            .and_then(|(script, names)| run::run(&script, &names, &mut |_| {}))
            .expect_err(from);
        assert!(wrong.line.abs_diff(line) <= 3, "{from}: {wrong:?}");
    }
}

/// What the client sends is what nobody finds fault with, and what libwbxml reads as well.
#[test]
fn messages_of_the_client_are_right() {
    let libwbxml = Peer::find("wbxml2xml");
    let names: BTreeSet<&str> = ALL.iter().flat_map(|it| it.iter().copied()).collect();
    let mut read = 0;
    for name in names {
        let messages = replay(name);
        let models: Vec<(bool, Message)> = messages
            .iter()
            .filter_map(|(own, body)| Some((*own, Message::decode(body).ok()?)))
            .collect();
        let all: Vec<&Message> = models.iter().map(|(_, message)| message).collect();
        for finding in lint(&all) {
            // What the server of a script does wrong is what the script is about, and what is sent
            // again has a number for the second time.
            // Who does not answer is the other side.
            let is_unanswered = finding.problem == provost::dm::Problem::Unanswered;
            let is_own = models[finding.message].0 != is_unanswered;
            let is_again = finding.problem == provost::dm::Problem::RepeatedMsgId;
            assert!(!is_own || is_again || is_about_server(name), "{name}: {finding:?}");
        }
        for (own, body) in &messages {
            if !own || detect_syntax(body) != Syntax::Wbxml {
                continue;
            }
            let Some(libwbxml) = &libwbxml else { continue };
            let xml = libwbxml.run(&["-m", "0", "-o", "-", "-"], body).expect(name);
            let theirs = Message::decode(&Bytes::from(xml)).expect(name);
            let ours = Message::decode(body).unwrap();
            assert_eq!(squeezed(&ours), squeezed(&theirs), "{name}");
            read += 1;
        }
    }
    assert!(libwbxml.is_none() || read > 60, "{read}");
}

/// Dialogues in which what is sent cannot be answered one by one, or is sent again.
fn is_about_server(name: &str) -> bool {
    [
        "auth_server_stranger",
        "garbage",
        "languages",
        "leftovers",
        "lost",
        "other_session",
        "too_large",
        "truncated",
        "versions",
    ]
    .contains(&name)
}

fn squeezed(message: &Message) -> String {
    let mut message = plain(message);
    // Without a document type libwbxml says 1.2 whatever VerDTD says.
    message.namespace = provost::dm::Namespace::SyncMl12;
    String::from_utf8(message.encode(Syntax::Xml).unwrap().to_vec()).unwrap()
}

/// Whatever an answer is, cut off or with an octet that is another: the session ends, and soon.
#[test]
fn no_answer_upsets_a_session() {
    for name in ALL.iter().flat_map(|it| it.iter()) {
        let messages = replay(name);
        let Some((_, first)) = messages.iter().find(|(own, _)| !own) else { continue };
        let (script, names) = script::parse(&text(name)).unwrap();
        for at in (0..first.len()).step_by(5) {
            let mut changed = first.to_vec();
            changed[at] ^= 0x15;
            for body in [first.slice(..at), Bytes::from(changed)] {
                let mut dialogue = Dialogue::begin(&script, &names).unwrap();
                end(&mut dialogue, &body);
            }
        }
    }
}

/// What servers sent, in the order of their commands: the client answers each with a status, of a tree that
/// has all the nodes that they read, replace and run.
#[test]
fn messages_of_the_vectors_are_answered() {
    let mut found = Vec::new();
    for vector in vectors().iter().filter(|it| it.is_from_server && !it.is_fragment) {
        let options = DecodeOptions::lenient();
        let octets = Bytes::from(vector.xml.clone());
        let Ok(decoded) = Message::decode_with(&octets, &options) else { continue };
        let message = decoded.value;
        let protocol = message.header.ver_proto.as_deref().unwrap_or("");
        if !protocol.starts_with("DM/") {
            continue;
        }
        // Two of them are not XML as they stand.
        let octets = message.encode(Syntax::Xml).unwrap();
        found.push(format!("{} {}", vector.name, answered(&message, octets)));
    }
    let found: Vec<&str> = found.iter().map(String::as_str).collect();
    assert!(found.is_empty() || found == ANSWERS, "{found:#?}");
}

/// Names and statuses: `=` where the session is over.
const ANSWERS: &[&str] = &[
    "spec-proto-onestep-pkg2 Sequence 200, Alert 408, Replace 215",
    "spec-proto-onestep-pkg4 = Completed",
    "spec-proto-twostep-pkg2 Alert 200, Get 200",
    "spec-proto-twostep-pkg4b = Completed",
    "spec-auth-basic-407-chal = NotAuthenticated(NoCredential)",
    "spec-auth-basic-212 ",
    "spec-auth-md5-212-nextnonce ",
    "aosp-dm12-testalertconfirm Alert 200",
    "aosp-dm12-testalertdisplay Alert 200",
    "aosp-dm12-testalertsinglechoice Alert 200",
    "aosp-dm12-testexecscript2 Exec 405",
    "aosp-dm12-testnewdatatype Add 200, Add 200, Add 200, Add 200, Replace 200, Replace 200, \
     Replace 200, Get 200, Get 200, Get 200, Delete 200, Delete 200, Delete 200, Delete 200",
    "aosp-dm12-testadd-wbxml Add 200",
    "aosp-dm12-testdelete-wbxml Delete 200, Delete 200",
    "aosp-dm12-testget-wbxml Get 200",
    "aosp-dm11-testalerttextinput Alert 408",
    "aosp-dm11-testgetscript Get 200",
    "aosp-dm11-testdelete-wbxml Delete 200, Delete 200",
    "aosp-dm11-testget-wbxml Get 200",
    // What a client sends: items with Source alone.
    "aosp-dm11-testreplace-wbxml Alert 406, Replace 412",
    // The third is a leaf, so that there is nothing to be added below.
    "libwbxml-syncml-012 Add 200, Add 200, Add 200, Add 405",
    // Its second address has a blank in it.
    "msmdm-4-pkg2 Get 200, Get 400",
    "itpro-structure-get Get 200",
    // The last part of an object whose first nobody has seen is no base64.
    "comp-lo-3 Replace 400",
    "comp-next-message Alert 200",
    "comp-exec-correlator Exec 404",
    "comp-get-acl Get 200",
    "comp-bootstrap-dm Add 200",
];

fn answered(message: &Message, octets: Bytes) -> String {
    let all = "Add=*&Delete=*&Exec=*&Get=*&Replace=*".parse::<Acl>().unwrap();
    let mut engine = Engine::new(MemoryTree::with_root(Node::interior().with_acl(all)));
    let targets = |command: &Command| -> Vec<String> {
        command.items().iter().filter_map(Item::target_uri).map(str::to_owned).collect()
    };
    let adds = message.commands().filter(|command| matches!(command, Command::Add(_)));
    let added: BTreeSet<String> = adds.flat_map(targets).collect();
    for command in message.commands() {
        if matches!(command, Command::Get(_) | Command::Replace(_) | Command::Delete(_)) {
            for target in targets(command).iter().filter(|target| !added.contains(*target)) {
                let target = target.split('?').next().unwrap();
                let _ =
                    engine.execute("s", &Operation::Add(tree::Item::new(target).with_data("x")));
            }
        }
    }
    let device = message.header.target.as_ref().map_or("", |target| target.uri());
    let session_id = message.header.session_id.clone().unwrap();
    let config = Config::new("s", "https://dm.example/").with_device(device);
    let mut client = Client::new(config, Trigger::server(session_id));
    let Output::Send(_) = client.poll(&mut engine, Instant::ZERO) else { panic!("no package 1") };
    client.handle(Input::Response(Response::new(octets)));
    let answer = loop {
        match client.poll(&mut engine, Instant::ZERO) {
            Output::Send(request) => break Message::decode(&request.body).unwrap(),
            Output::Ask(_) => client.handle(Input::Answer(Answer::TimedOut)),
            Output::Done(outcome) => return format!("= {:?}", outcome.end),
            Output::Waiting { .. } => panic!("nothing is under way"),
        }
    };
    let statuses = answer.body.commands.iter().filter_map(|command| match command {
        Command::Status(status) => Some(status),
        _ => None,
    });
    let statuses: Vec<&Status> = statuses.collect();
    assert!(statuses[0].is_for_header());
    // Every command has a status, and in its order.
    let asked = message.commands().filter(|command| !command.is_answer());
    let asked: Vec<Text> = asked.map(|command| command.id().unwrap_or_default()).collect();
    let told = statuses.iter().skip(1).map(|status| status.cmd_ref.clone().unwrap_or_default());
    let mut told: Vec<Text> = told.collect();
    told.dedup();
    assert_eq!(asked, told);
    let code = |status: &&Status| {
        let (name, code) = (status.cmd.as_deref().unwrap_or("?"), status.code().unwrap());
        format!("{name} {code}")
    };
    statuses.iter().skip(1).map(code).collect::<Vec<_>>().join(", ")
}

/// Neither a session nor what it is told and asks shows a secret.
#[test]
fn no_secret_is_shown() {
    let script = "prove basic Bruce2 OhBehave -\ndemand basic server hush-hush -\n";
    let (script, names) = script::parse(script).unwrap();
    let mut dialogue = Dialogue::begin(&script, &names).unwrap();
    let Output::Send(request) = dialogue.client.poll(&mut dialogue.engine, Instant::ZERO) else {
        panic!("no package 1")
    };
    let answer = Answer::Text("open sesame".into());
    let config = format!("{dialogue:?} {request:?} {:?}", Input::Answer(answer));
    for secret in ["OhBehave", "QnJ1Y2UyOk9oQmVoYXZl", "hush-hush", "sesame"] {
        assert!(!config.contains(secret), "{secret}: {config}");
    }
    assert!(config.contains("Bruce2"));
}

/// Drives a session in which every answer is the same, until it is over.
fn end(dialogue: &mut Dialogue<'_>, body: &Bytes) {
    for second in 0..100 {
        let now = Instant::ZERO.after_seconds(second);
        let input = match dialogue.client.poll(&mut dialogue.engine, now) {
            Output::Send(_) if second < 20 => Input::Response(Response::new(body.clone())),
            Output::Send(_) => Input::TransportFailed,
            Output::Ask(_) => Input::Answer(Answer::TimedOut),
            Output::Waiting { .. } => panic!("nobody is asked, and nothing is under way"),
            Output::Done(_) => return,
        };
        dialogue.client.handle(input);
    }
    panic!("a session without end");
}
