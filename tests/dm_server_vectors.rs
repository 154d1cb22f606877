//! What the server makes of the messages that clients of the shared vectors send: the first opens a session,
//! statuses and results find the commands that are queued, and what is cut off or changed on its way leaves a
//! state that can go on.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::unwrap_used,
    reason = "what fails here is a test that fails"
)]

use bytes::Bytes;
use provost::dm::session::{
    CommandResult, Entropy, Instant, Request, Server, ServerConfig, ServerCredentials, ServerOutput,
};
use provost::dm::{AlertCode, Command, Container, Item, Message, Request as Nodes, Syntax};
use provost_tests::dm::{Vector, vectors};

fn server() -> Server {
    Server::new(ServerConfig::new(), ServerCredentials::new(Entropy::new([7; 32])))
}

fn get(uri: &str) -> Command {
    Command::Get(Nodes::new(Item::target(uri)))
}

fn replace(uri: &str) -> Command {
    Command::Replace(Nodes::new(Item::target(uri).with_data("x")))
}

fn display() -> Command {
    let alert = provost::dm::Alert::new(AlertCode::DISPLAY);
    Command::Alert(alert.with_item(Item::new()).with_item(Item::new().with_data("Hello")))
}

/// A line for everything that comes of a message, its answer last.
fn told(server: &mut Server, body: impl Into<Bytes>) -> Vec<String> {
    server.handle(Request::new(body), Instant::ZERO);
    let (mut lines, mut answer) = (Vec::new(), None);
    loop {
        match server.poll() {
            ServerOutput::Waiting => break,
            ServerOutput::Respond(response) => {
                assert!(answer.is_none(), "two answers");
                answer = Some(Message::decode(&response.body).unwrap());
            }
            other => lines.push(line(&other)),
        }
    }
    let answer = answer.map(|message| {
        let words: Vec<String> = message.body.commands.iter().map(word).collect();
        format!("answer: {}", words.join(", "))
    });
    lines.extend(answer);
    lines
}

fn word(command: &Command) -> String {
    match command {
        Command::Status(status) => {
            format!("{} {}", status.cmd.as_deref().unwrap_or("?"), status.code().unwrap())
        }
        Command::Alert(alert) => format!("Alert {}", alert.code().unwrap()),
        other => other.name().to_owned(),
    }
}

fn line(output: &ServerOutput) -> String {
    match output {
        ServerOutput::Began(began) => {
            let reason = began.reason.map(|code| code.to_string());
            let about: Vec<&str> = began
                .information
                .iter()
                .map(|item| item.source_uri().unwrap().trim_start_matches("./DevInfo/"))
                .collect();
            let reason = reason.as_deref().unwrap_or("none");
            format!("began {} {} {reason}: {}", began.session, began.device, about.join(" "))
        }
        ServerOutput::Alert(alert) => format!("alert {}", alert.alert.code().unwrap()),
        ServerOutput::Result(result) => format!("result {}", outcome(result)),
        ServerOutput::Note(note) => {
            let note = format!("{note:?}");
            format!("note {}", note.split('(').next().unwrap())
        }
        ServerOutput::Reject(rejection) => format!("rejected: {rejection}"),
        ServerOutput::Done(outcome) => format!("done {:?}", outcome.end),
        other => format!("{other:?}"),
    }
}

fn outcome(result: &CommandResult) -> String {
    let code = |code: Option<provost::dm::StatusCode>| {
        code.map_or_else(|| "none".to_owned(), |code| code.to_string())
    };
    let mut words =
        vec![result.handle.0.to_string(), format!("{:?}", result.fate), code(result.status())];
    words.extend(result.members().iter().map(|member| code(member.status())));
    let data = result.items().iter().filter_map(|item| item.data.as_ref());
    words.extend(data.map(|data| format!("'{}'", data.to_text().unwrap())));
    words.join(" ")
}

fn find(name: &str) -> Option<&'static Vector> {
    let found = vectors().iter().find(|vector| vector.name == name);
    assert!(found.is_some() || vectors().is_empty(), "no vector {name}");
    found
}

/// Whole messages of clients.
fn of_clients() -> impl Iterator<Item = &'static Vector> {
    vectors().iter().filter(|it| !it.is_from_server && !it.is_fragment && it.is_well_formed)
}

const OPENED: &str = "began 1 IMEI:493005100592800 1200: DevId Man Mod DmV Lang";
const ANSWER: &str = "answer: SyncHdr 200, Alert 200, Replace 200, Get";
const STRANGER: &[&str] = &["rejected: message belongs to no session"];

/// What each comes to at a server that knows nothing of its device and has a command waiting.
const FIRST: &[(&str, &[&str])] = &[
    ("spec-proto-onestep-pkg1", &[OPENED, ANSWER]),
    ("spec-proto-twostep-pkg1", &[OPENED, ANSWER]),
    ("spec-proto-twostep-pkg3", STRANGER),
    ("spec-proto-twostep-pkg3b", STRANGER),
    // Their bodies are left out, and with them Final: the device is asked for the rest.
    (
        "spec-auth-basic-pkg1-nocred",
        &["began 1 IMEI:493005100592800 none: ", "answer: SyncHdr 200, Alert 1222"],
    ),
    (
        "spec-sec-md5-header",
        &["began 1 IMEI:493005100592800 none: ", "answer: SyncHdr 200, Alert 1222"],
    ),
    // The second message, after a challenge.
    ("spec-auth-md5-pkg1", STRANGER),
    (
        "msmdm-4-pkg1",
        &["began 1 {unique device id} none: DevId Man Mod DmV Lang", "alert 1224", ANSWER],
    ),
    ("msmdm-4-pkg3", STRANGER),
    (
        "fleet-pkg1",
        &[
            "began 1 DB257C3A08778F4FB61E2749066C1F27 1201: DevId Man Mod DmV Lang",
            "alert 1224",
            "answer: SyncHdr 200, Alert 200, Alert 200, Replace 200, Get",
        ],
    ),
    ("comp-1225", STRANGER),
    ("comp-424", STRANGER),
    ("comp-get-acl-answer", STRANGER),
    ("comp-atomic-nested-answer", STRANGER),
];

#[test]
fn first_messages() {
    let mut known = 0;
    for vector in of_clients() {
        let wanted = FIRST.iter().find(|(name, _)| *name == vector.name);
        let Some((_, wanted)) = wanted else { panic!("{} is not expected", vector.name) };
        known += 1;
        let octets = [Some(vector.xml.clone().into_bytes()), vector.wbxml.clone()];
        for octets in octets.into_iter().flatten() {
            let mut server = server();
            server.queue(get("./DevDetail/SwV"));
            assert_eq!(told(&mut server, octets), *wanted, "{}", vector.name);
        }
    }
    assert!(vectors().is_empty() || known == FIRST.len());
}

/// Windows' example of MS-MDM, section 4: our numbers of commands are those of its server.
#[test]
fn the_dialogue_of_windows() {
    let (Some(first), Some(third)) = (find("msmdm-4-pkg1"), find("msmdm-4-pkg3")) else { return };
    let mut server = server();
    server.queue(get("./DevDetail/SwV"));
    server.queue(get("./DevDetail/HwV"));
    let lines = told(&mut server, first.xml.clone());
    assert_eq!(lines.last().unwrap(), "answer: SyncHdr 200, Alert 200, Replace 200, Get, Get");
    assert_eq!(
        told(&mut server, third.xml.clone()),
        [
            "result 1 Answered 200 '[software version returned here]'",
            "result 2 Answered 200 '[hardware version returned here]'",
            "done Complete",
            "answer: SyncHdr 200"
        ]
    );
}

/// DM Protocol 1.2.1, 11: the example in two steps, with our numbers for its commands.
#[test]
fn the_dialogue_in_two_steps() {
    let names = ["spec-proto-twostep-pkg1", "spec-proto-twostep-pkg3", "spec-proto-twostep-pkg3b"];
    let [Some(first), Some(third), Some(again)] = names.map(find) else { return };
    let mut server = server();
    server.queue(display());
    server.queue(get("./antivirus_data/version"));
    let lines = told(&mut server, first.xml.clone());
    assert_eq!(
        lines.last().unwrap(),
        "answer: SyncHdr 200, Alert 200, Replace 200, Alert 1100, Get"
    );
    let ours = third.xml.replace("<CmdRef>4<", "<CmdRef>5<").replace("<CmdRef>2<", "<CmdRef>4<");
    server.queue(replace("./antivirus_data"));
    assert_eq!(
        told(&mut server, ours),
        [
            "result 1 Answered 200",
            "result 2 Answered 200 'antivirus-inc/20010522b/5'",
            "answer: SyncHdr 200, Replace"
        ]
    );
    // The message it names is the one before: its status is of no command that waits.
    let mut as_published = server.clone();
    assert_eq!(
        told(&mut as_published, again.xml.clone()),
        ["note UnknownStatus", "result 3 Unanswered none", "done Complete", "answer: SyncHdr 200"]
    );
    let ours = again.xml.replace("<MsgRef>1<", "<MsgRef>2<");
    assert_eq!(
        told(&mut server, ours),
        ["result 3 Answered 200", "done Complete", "answer: SyncHdr 200"]
    );
}

/// A session whose first message says nothing, so that our first command has the number 2.
fn after_nothing(commands: Vec<Command>) -> Server {
    let mut server = server();
    for command in commands {
        server.queue(command);
    }
    let first = "<SyncML><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>A</SessionID>\
        <MsgID>1</MsgID><Target><LocURI>http://www.syncml.org/mgmt-server</LocURI></Target><Source>\
        <LocURI>IMEI:493005100592800</LocURI></Source></SyncHdr><SyncBody><Final/></SyncBody></SyncML>";
    told(&mut server, first);
    server
}

#[test]
fn answers_find_their_commands() {
    let (Some(acl), Some(atomic)) =
        (find("comp-get-acl-answer"), find("comp-atomic-nested-answer"))
    else {
        return;
    };
    let mut server = after_nothing(vec![get("./DMAcc/xyzInc?prop=ACL")]);
    assert_eq!(
        told(&mut server, acl.xml.clone()),
        ["result 1 Answered 200 ''", "done Complete", "answer: SyncHdr 200"]
    );
    let inner = Command::Atomic(Container::new(vec![replace("./B")]));
    let outer = Command::Atomic(Container::new(vec![replace("./A"), inner]));
    let mut server = after_nothing(vec![outer]);
    assert_eq!(
        told(&mut server, atomic.xml.clone()),
        ["result 1 Answered 507 216 500 215", "done Complete", "answer: SyncHdr 200"]
    );
}

/// `SessionID` 0, no alert 1200 or 1201, an alert of its own, and an error behind a status.
#[test]
fn windows_has_ways_of_its_own() {
    let Some(vector) = find("msmdm-4-pkg1") else { return };
    let mut server = server();
    let handle = server.queue(replace("./Vendor/MSFT/A"));
    let first = vector.xml.replace("<SessionID>1<", "<SessionID>0<");
    server.handle(Request::new(first), Instant::ZERO);
    let ServerOutput::Began(began) = server.poll() else { panic!("no session") };
    assert_eq!((&*began.session, began.reason), ("0", None));
    let ServerOutput::Alert(alert) = server.poll() else { panic!("no alert") };
    let meta = alert.alert.items[0].meta.as_ref().unwrap();
    assert_eq!(meta.type_.as_deref(), Some("com.microsoft/MDM/LoginStatus"));
    let ServerOutput::Respond(response) = server.poll() else { panic!("no answer") };
    let response = Message::decode(&response.body).unwrap();
    let id = response.commands().find(|it| !it.is_answer()).unwrap().id().unwrap();
    let next = format!(
        "<SyncML xmlns='SYNCML:SYNCML1.2' xmlns:msft='http://schemas.microsoft.com/MobileDevice/MDM'>\
         <SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>0</SessionID><MsgID>2</MsgID>\
         <Target><LocURI>https://contoso.com/management-server</LocURI></Target><Source>\
         <LocURI>{{unique device id}}</LocURI></Source></SyncHdr><SyncBody><Status><CmdID>1</CmdID>\
         <MsgRef>1</MsgRef><CmdRef>0</CmdRef><Cmd>SyncHdr</Cmd><Data>200</Data></Status><Status>\
         <CmdID>2</CmdID><MsgRef>1</MsgRef><CmdRef>{id}</CmdRef><Cmd>Replace</Cmd>\
         <Data msft:originalerror='0x86000002'>500</Data></Status><Final/></SyncBody></SyncML>"
    );
    assert_eq!(server.poll(), ServerOutput::Waiting);
    server.handle(Request::new(next), Instant::ZERO);
    let ServerOutput::Result(result) = server.poll() else { panic!("no result") };
    assert_eq!(result.handle, handle);
    assert_eq!((result.status().unwrap().0, result.original_error()), (500, Some(0x8600_0002)));
}

/// A server in the session of a vector, with two commands sent, ready for the message.
fn before(vector: &Vector) -> Server {
    let message = Message::decode(&Bytes::from(vector.xml.clone())).unwrap();
    let mut server = server();
    server.queue(get("./A"));
    server.queue(replace("./B"));
    if message.header.msg_id.as_deref() != Some("1") {
        let mut first = message;
        first.header.msg_id = Some("1".into());
        first.body.commands.clear();
        told(&mut server, first.encode(Syntax::Xml).unwrap());
    }
    server
}

/// Whatever has come, each command has one result in the end, or waits.
fn conclude(mut server: Server, name: &str) {
    let mut results = Vec::new();
    let mut drain = |server: &mut Server| {
        loop {
            match server.poll() {
                ServerOutput::Result(result) => results.push(result.handle.0),
                ServerOutput::Waiting => break,
                _ => {}
            }
        }
    };
    drain(&mut server);
    server.tick(Instant::ZERO.after_seconds(100_000));
    drain(&mut server);
    let state = server.state().unwrap();
    assert!(!state.is_in_session(), "{name}");
    assert_eq!(results.len() + state.waiting(), 2, "{name}");
}

#[test]
fn messages_that_are_cut_off_change_nothing() {
    for vector in of_clients() {
        let fresh = before(vector);
        let whole = told(&mut fresh.clone(), vector.xml.clone());
        for octets in [Some(vector.xml.trim_end().as_bytes().to_vec()), vector.wbxml.clone()] {
            let octets = Bytes::from(octets.unwrap_or_default());
            let mut server = fresh.clone();
            for length in 0..octets.len() {
                let lines = told(&mut server, octets.slice(..length));
                assert!(
                    matches!(&lines[..], [line] if line.starts_with("rejected")),
                    "{} {length}: {lines:?}",
                    vector.name
                );
            }
            assert_eq!(told(&mut server, vector.xml.clone()), whole, "{}", vector.name);
        }
    }
}

#[test]
fn messages_that_are_changed_leave_a_state() {
    for vector in of_clients() {
        let fresh = before(vector);
        let forms = [Some(vector.xml.as_bytes().to_vec()), vector.wbxml.clone()];
        for mut octets in forms.into_iter().flatten() {
            for at in (0..octets.len()).step_by(11) {
                let kept = octets[at];
                for changed in [kept ^ 1, kept ^ 0x10, 0, 0xFF] {
                    octets[at] = changed;
                    let mut server = fresh.clone();
                    server.handle(Request::new(octets.clone()), Instant::ZERO);
                    conclude(server, &vector.name);
                }
                octets[at] = kept;
            }
        }
    }
}
