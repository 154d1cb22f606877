//! Counts the instructions of sessions with callgrind: one step of a client, a dialogue of it, and one step
//! of a server, each beside the decoding and encoding of its messages; and the octets that 1,000 sessions
//! of a server hold.
//!
//! `cargo bench -p provost-benches --bench session [-- --gate]`
//!
//! The process runs itself under valgrind as `one OPERATION RUNS` for two numbers of runs; the
//! difference leaves out the making of the messages.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    reason = "a report on standard output, of small numbers"
)]

use std::env;
use std::hint::black_box;
use std::process::ExitCode;

use bytes::Bytes;
use provost::dm::session::{
    Client, Config, Entropy, Input, Instant, Output, Request as Post, Response, Server,
    ServerConfig, ServerCredentials, ServerOutput, Trigger,
};
use provost::dm::tree::{Acl, Edit, Engine, MemoryTree, Node, Right, Tree};
use provost::dm::uri::Uri;
use provost::dm::{Header, Item, Message, Request, Status, StatusCode, Syntax};
use provost_benches::callgrind::{self, AtMost};
use provost_benches::interleave::{self, Comparison};
use provost_benches::live::{self, Live};

#[global_allocator]
static ALLOCATOR: Live = Live;

const OPERATIONS: [&str; 6] =
    ["step", "step_codec", "dialogue", "dialogue_codec", "server_step", "server_codec"];

/// Steps that are made ready, whatever the number of runs.
const STEPS: usize = 64;

/// Sessions of a server at once.
const SESSIONS: usize = 1000;

/// Commands of a message of the server.
const COMMANDS: usize = 50;

/// Packages of the dialogue: those of the client and those of the server.
const PACKAGES: usize = 10;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["one", operation, runs] => {
            let Ok(runs) = runs.parse() else { return ExitCode::from(2) };
            run(operation, runs);
            ExitCode::SUCCESS
        }
        words if words.contains(&"--test") => {
            OPERATIONS.iter().for_each(|operation| run(operation, 2));
            println!("{} octets", held(2, COMMANDS, 3));
            ExitCode::SUCCESS
        }
        words => report(words.contains(&"--gate")),
    }
}

fn engine() -> Engine<MemoryTree> {
    let acl = Right::ALL.into_iter().fold(Acl::EMPTY, Acl::with_all);
    let mut tree = MemoryTree::with_root(Node::interior().with_acl(acl));
    let mut add = |text: &str, node: Node| {
        let uri: Uri = text.parse().expect("an address");
        tree.write(Edit::Add { at: uri.path(), node }).expect("room");
    };
    for uri in ["./DevInfo", "./Vendor", "./Vendor/Settings"] {
        add(uri, Node::interior());
    }
    for name in ["DevId", "Man", "Mod", "DmV", "Lang"] {
        add(&format!("./DevInfo/{name}"), Node::leaf("IMEI:493005100592800"));
    }
    for at in 0..COMMANDS {
        add(&format!("./Vendor/Settings/Setting{at}"), Node::leaf("a value of a setting"));
    }
    Engine::new(tree)
}

fn session() -> Client {
    Client::new(Config::new("com.example", "https://dm.example/"), Trigger::user("1"))
}

/// A message of the server: half of its commands read, the other half write.
fn server_message(number: usize, commands: usize) -> Bytes {
    let header =
        Header::new("1", number.to_string(), "IMEI:493005100592800", "https://dm.example/");
    let status = Status::new(number.to_string(), "0", "SyncHdr", StatusCode::OK).with_id("1");
    let mut message = Message::new(header).with(status);
    for at in 0..commands {
        let item = Item::target(format!("./Vendor/Settings/Setting{at}"));
        let id = (at + 2).to_string();
        message = message.with(if at % 2 == 0 {
            provost::dm::Command::Get(Request::new(item).with_id(id))
        } else {
            let item = item.with_data("another value");
            provost::dm::Command::Replace(Request::new(item).with_id(id))
        });
    }
    message.finish().encode(Syntax::Wbxml).expect("a message")
}

/// What the client sends; nothing at the end.
fn next(client: &mut Client, engine: &mut Engine<MemoryTree>) -> Option<Bytes> {
    match client.poll(engine, Instant::ZERO) {
        Output::Send(request) => Some(request.body),
        Output::Done(_) => None,
        other => panic!("{other:?}"),
    }
}

fn answer(client: &mut Client, body: &Bytes) {
    client.handle(Input::Response(Response::new(body.clone())));
}

fn run(operation: &str, runs: usize) {
    match operation {
        "step" => steps(runs, false),
        "step_codec" => steps(runs, true),
        "dialogue" => {
            let server = dialogue_of_server();
            let mut engine = engine();
            (0..runs).for_each(|_| drop(black_box(dialogue(&server, &mut engine))));
        }
        "dialogue_codec" => {
            let server = dialogue_of_server();
            let own = dialogue(&server, &mut engine());
            let codec = own.iter().map(|body| Message::decode(body).expect("a message"));
            let codec: Vec<Message> = codec.collect();
            for _ in 0..runs {
                server.iter().for_each(|body| drop(black_box(Message::decode(body))));
                codec.iter().for_each(|message| drop(black_box(message.encode(Syntax::Wbxml))));
            }
        }
        "server_step" => server_steps(runs, false),
        "server_codec" => server_steps(runs, true),
        _ => panic!("no operation {operation}"),
    }
}

/// Steps of one session, or what their messages take to be decoded and encoded.
fn steps(runs: usize, is_codec: bool) {
    let messages: Vec<Bytes> = (1..=STEPS).map(|number| server_message(number, COMMANDS)).collect();
    let (mut client, mut engine) = (session(), engine());
    next(&mut client, &mut engine).expect("package 1");
    let mut sent = None;
    for message in messages.iter().take(if is_codec { 1 } else { runs }) {
        answer(&mut client, black_box(message));
        sent = black_box(next(&mut client, &mut engine));
    }
    let sent = Message::decode(&sent.expect("an answer")).expect("a message");
    assert_eq!(sent.body.commands.len(), 1 + COMMANDS + COMMANDS / 2);
    for message in messages.iter().take(if is_codec { runs } else { 0 }) {
        drop(black_box(Message::decode(black_box(message))));
        drop(black_box(sent.encode(Syntax::Wbxml)));
    }
}

/// Times steps of a client in turn with the decoding and encoding of their messages. Each session has
/// [`STEPS`] of them, and its first package is among what counts.
fn time_of_steps() -> Comparison {
    let messages: Vec<Bytes> = (1..=STEPS).map(|number| server_message(number, COMMANDS)).collect();
    let (mut client, mut engine) = (session(), engine());
    next(&mut client, &mut engine).expect("package 1");
    answer(&mut client, &messages[0]);
    let sent = next(&mut client, &mut engine).expect("an answer");
    let sent = Message::decode(&sent).expect("a message");
    let mut at = 1;
    let step = || {
        if at == STEPS {
            (client, at) = (session(), 0);
            next(&mut client, &mut engine).expect("package 1");
        }
        answer(&mut client, &messages[at]);
        at += 1;
        next(&mut client, &mut engine).expect("an answer")
    };
    let codec = || (Message::decode(&messages[0]).is_ok(), sent.encode(Syntax::Wbxml).is_ok());
    interleave::compare(step, codec)
}

/// The same of a server, whose commands are copied for each step.
fn time_of_server_steps() -> Comparison {
    let (mut client, mut engine, mut first) = (session(), engine(), server());
    let (mut requests, mut response) = (Vec::new(), Bytes::new());
    for _ in 0..STEPS {
        let request = next(&mut client, &mut engine).expect("a package");
        response = serve(&mut first, queued(COMMANDS), &request);
        answer(&mut client, &response);
        requests.push(request);
    }
    let sent = Message::decode(&response).expect("a message");
    let (commands, last) = (queued(COMMANDS), requests[STEPS - 1].clone());
    let (mut server, mut at) = (server(), 0);
    let step = || {
        if at == STEPS {
            (server, at) = (self::server(), 0);
        }
        at += 1;
        serve(&mut server, commands.clone(), &requests[at - 1])
    };
    let codec = || (Message::decode(&last).is_ok(), sent.encode(Syntax::Wbxml).is_ok());
    interleave::compare(step, codec)
}

fn server() -> Server {
    Server::new(ServerConfig::new(), ServerCredentials::new(Entropy::new([7; 32])))
}

/// What a server queues: half of it reads, the other half writes.
fn queued(commands: usize) -> Vec<provost::dm::Command> {
    let command = |at: usize| {
        let item = Item::target(format!("./Vendor/Settings/Setting{at}"));
        if at.is_multiple_of(2) {
            provost::dm::Command::Get(Request::new(item))
        } else {
            provost::dm::Command::Replace(Request::new(item.with_data("another value")))
        }
    };
    (0..commands).map(command).collect()
}

/// A step of a server: commands are queued, a message comes, all is polled.
fn serve(server: &mut Server, commands: Vec<provost::dm::Command>, body: &Bytes) -> Bytes {
    for command in commands {
        server.queue(command);
    }
    server.handle(Post::new(body.clone()), Instant::ZERO);
    let mut response = None;
    loop {
        match server.poll() {
            ServerOutput::Respond(answer) => response = Some(answer.body),
            ServerOutput::Waiting => return response.expect("an answer"),
            other => drop(black_box(other)),
        }
    }
}

/// Steps of one session of a server with our client, or what their messages take to be decoded and
/// encoded.
fn server_steps(runs: usize, is_codec: bool) {
    let (mut client, mut engine, mut first) = (session(), engine(), server());
    let mut requests = Vec::new();
    let mut response = Bytes::new();
    for _ in 0..STEPS {
        let request = next(&mut client, &mut engine).expect("a package");
        response = serve(&mut first, queued(COMMANDS), &request);
        answer(&mut client, &response);
        requests.push(request);
    }
    let response = Message::decode(&response).expect("a message");
    assert_eq!(response.body.commands.len(), 1 + COMMANDS);
    let request = Message::decode(requests.last().expect("a request")).expect("a message");
    assert_eq!(request.body.commands.len(), 1 + COMMANDS + COMMANDS / 2);
    let mut queues: Vec<_> = requests.iter().map(|_| queued(COMMANDS)).collect();
    let mut server = server();
    for request in requests.iter().take(if is_codec { 0 } else { runs }) {
        let commands = queues.pop().expect("commands");
        drop(black_box(serve(&mut server, commands, black_box(request))));
    }
    // The first message is another one, and left out with the first runs of both.
    for request in requests.iter().take(if is_codec { runs } else { 0 }) {
        drop(black_box(Message::decode(black_box(request))));
        drop(black_box(response.encode(Syntax::Wbxml)));
    }
}

/// Octets that sessions of a server hold after some steps, with so many commands in each: those of the
/// last were sent and wait for their answers.
fn held(sessions: usize, commands: usize, steps: usize) -> usize {
    let mut engine = engine();
    let before = live::octets();
    let mut servers = Vec::with_capacity(sessions);
    for _ in 0..sessions {
        let (mut client, mut server) = (session(), server());
        for _ in 0..steps {
            let request = next(&mut client, &mut engine).expect("a package");
            let response = serve(&mut server, queued(commands), &request);
            answer(&mut client, &response);
        }
        servers.push(server);
    }
    let held = live::octets() - before;
    drop(black_box(servers));
    held / sessions
}

/// The server's half of the dialogue.
fn dialogue_of_server() -> Vec<Bytes> {
    let last = PACKAGES / 2;
    (1..=last).map(|number| server_message(number, if number == last { 0 } else { 5 })).collect()
}

/// The client's half.
fn dialogue(server: &[Bytes], engine: &mut Engine<MemoryTree>) -> Vec<Bytes> {
    let mut client = session();
    let mut own = Vec::new();
    for message in server {
        own.push(next(&mut client, engine).expect("a package"));
        answer(&mut client, message);
    }
    assert!(next(&mut client, engine).is_none(), "the session goes on");
    own
}

fn report(is_gate: bool) -> ExitCode {
    if !callgrind::is_installed() {
        return callgrind::missing();
    }
    let counts = OPERATIONS.map(count);
    for (operation, instructions) in OPERATIONS.iter().zip(counts) {
        println!("{operation:<16} {instructions:>12.0} instructions");
    }
    let rows = [
        ("session that is over", held(SESSIONS, 0, 1)),
        ("session with one command sent", held(SESSIONS, 1, 3)),
        ("session with 50 commands sent", held(SESSIONS, COMMANDS, 3)),
    ];
    for (what, octets) in rows {
        println!("{what:<32} {octets:>8} octets, {SESSIONS} of them at once");
    }
    let [step, step_codec, dialogue, dialogue_codec, server_step, server_codec] = counts;
    let ratios = [
        AtMost {
            name: "step of 50 commands, to its decoding and encoding",
            ratio: step / step_codec,
            most: 3.0,
        },
        AtMost {
            name: "dialogue of 10 packages, to decoding and encoding",
            ratio: dialogue / dialogue_codec,
            most: 3.0,
        },
        AtMost {
            name: "step of a server, to its decoding and encoding",
            ratio: server_step / server_codec,
            most: 3.0,
        },
    ];
    ratios.iter().for_each(|ratio| println!("{ratio}"));
    for (what, comparison) in [("client", time_of_steps()), ("server", time_of_server_steps())] {
        let (ratio, nanoseconds) = (comparison.ratio, comparison.first);
        println!(
            "time of a step of a {what}, to its decoding and encoding: {:.2} ({:.2} - {:.2}), {:.0} us",
            ratio.median,
            ratio.lower,
            ratio.upper,
            nanoseconds / 1000.0
        );
    }
    let is_met = ratios.iter().all(AtMost::is_met);
    if is_gate && !is_met { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// Instructions of one run.
fn count(operation: &str) -> f64 {
    callgrind::per_run(&["one", operation], 2, 20).expect("a count") as f64
}
