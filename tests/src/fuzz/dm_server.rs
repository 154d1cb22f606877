//! What must hold for a server whatever its devices and its network do: each request has one answer, which
//! the device can read and has room for; a request that comes again has the same; each command has one
//! result at most; the state can be stored at any time.

use std::collections::BTreeSet;

use provost::dm::{
    AuthType, Command, Fragment, Message, StatusCode,
    auth::Credential,
    session::{
        Entropy, Handle, Instant, Request, Response, Server, ServerConfig, ServerCredentials,
        ServerEnd, ServerOutput, ServerState,
    },
};

use super::Body;

/// The bodies, by the names of their targets.
pub const TARGETS: [(&str, Body); 1] = [("dm_server", server)];

/// A session in which the octets of the input say what happens: the first one what there is, then each
/// line one step. A line that begins with `<` is the commands of a message of the device, `S` its
/// next session, `=` its last message once more, `+` commands that are queued, `~` octets that are
/// handed in as they are, `%` a message of somebody else with the number that is next; `!` aborts, `?` refuses, `.` lets time go by, `:` has another worker go on.
pub fn server(input: &[u8]) {
    let Some((setup, lines)) = input.split_first() else { return };
    let mut config = ServerConfig::new().with_messages(24).with_timeout(60).with_max_object(4096);
    if setup & 1 != 0 {
        config = config.demanding(AuthType::Md5);
    }
    let proves_each = setup & 16 != 0;
    if proves_each {
        config = config.demanding(AuthType::Basic).of_each_message();
    }
    if setup & 2 != 0 {
        config = config.proving(AuthType::Mac);
    }
    let room = [200, 400, 1500, 100_000][usize::from(setup >> 2 & 3)];
    config = config.with_assumed_message(room);
    let mut server = Server::new(config, credentials());
    let (mut session, mut number, mut now) = (1, 0, Instant::ZERO);
    let mut last: Option<(Request, Option<Response>)> = None;
    let mut seen = BTreeSet::new();
    for line in lines.split(|octet| *octet == b'\n').take(64) {
        let rest = line.get(1..).unwrap_or_default();
        let request = match line.first() {
            Some(b'S') => {
                session += 1;
                number = 0;
                continue;
            }
            Some(b'=') => {
                let Some((request, response)) = &last else { continue };
                server.handle(request.clone(), now);
                let again = poll(&mut server, &mut seen, usize::MAX);
                if response.is_some() {
                    assert_eq!(&again, response, "a repeated message has another answer");
                }
                continue;
            }
            Some(b'+') => {
                let octets = bytes::Bytes::copy_from_slice(rest);
                if let Ok(fragment) = Fragment::decode(&octets) {
                    server.queue_all(&fragment);
                }
                continue;
            }
            Some(b'!') => {
                server.abort();
                continue;
            }
            Some(b'.') => {
                now = now.after_seconds(40);
                // A copy that comes much later may begin a session.
                last = None;
                server.tick(now);
                continue;
            }
            Some(b':') => {
                assert!(poll(&mut server, &mut seen, room).is_none());
                let state = serde_json::to_string(server.state().expect("idle")).expect("JSON");
                let state: ServerState = serde_json::from_str(&state).expect("the state");
                server = Server::resume(state, credentials());
                continue;
            }
            Some(b'~') => Request::new(rest.to_vec()),
            Some(b'%') if proves_each => {
                server.tick(now);
                poll(&mut server, &mut seen, usize::MAX);
                stranger(&mut server, &message(session, number + 1, rest, ""), now);
                continue;
            }
            _ => {
                number += 1;
                let proof = if proves_each { PROOF } else { "" };
                message(session, number, line, proof)
            }
        };
        server.handle(request.clone(), now);
        if line.ends_with(b"?") {
            server.refuse(StatusCode::NOT_FOUND);
        }
        let response = poll(&mut server, &mut seen, room);
        last = Some((request, response));
    }
}

/// Credentials of the device.
const PROOF: &str = "<Cred><Meta><Type xmlns='syncml:metinf'>syncml:auth-basic</Type></Meta>\
    <Data>ZGV2aWNlOnNlY3JldA==</Data></Cred>";

/// Whoever proves nothing changes nothing of what is stored but what no device sees.
fn stranger(server: &mut Server, request: &Request, now: Instant) {
    let stored = |server: &Server| {
        let mut state = serde_json::to_value(server.state().expect("idle")).expect("JSON");
        let fields = state.as_object_mut().expect("an object");
        // Who begins a session stands beside the one that goes on, and is challenged.
        fields.remove("candidate");
        fields.remove("challenge");
        if let Some(current) = fields.get_mut("current").and_then(|it| it.as_object_mut()) {
            current.remove("given").expect("a number");
            let verifier = current.get_mut("verifier").and_then(|it| it.as_object_mut());
            let verifier = verifier.expect("a verifier");
            for name in ["admitted", "challenge", "challenged"] {
                verifier.remove(name).expect(name);
            }
        }
        state
    };
    let before = stored(server);
    server.handle(request.clone(), now);
    let mut seen = BTreeSet::new();
    poll(server, &mut seen, usize::MAX);
    assert!(seen.is_empty(), "a stranger has answered a command");
    assert_eq!(before, stored(server), "a stranger has changed a session");
}

/// Polls everything there is; the answer, which fits.
fn poll(server: &mut Server, seen: &mut BTreeSet<Handle>, room: usize) -> Option<Response> {
    let (mut response, mut rejected) = (None, false);
    let (mut has_no_room, mut is_least) = (false, false);
    for _ in 0..100_000 {
        match server.poll() {
            ServerOutput::Waiting => {
                assert!(server.state().is_some());
                let length = response.as_ref().map_or(0, |it: &Response| it.body.len());
                // Each request has an answer, of which the status of its header, with a challenge to a
                // device that is not known, is the least.
                let is_small = room < 400 || has_no_room || is_least;
                assert!(length <= room || is_small, "{length} octets");
                return response;
            }
            ServerOutput::Respond(answer) => {
                assert!(response.is_none() && !rejected, "two answers");
                let message = Message::decode(&answer.body);
                let Ok(message) = message else { panic!("{message:?}") };
                is_least = matches!(message.body.commands.as_slice(), [Command::Status(it)] if it.cmd_ref.as_deref() == Some("0"));
                response = Some(answer);
            }
            ServerOutput::Reject(_) => rejected = true,
            ServerOutput::Result(result) => {
                assert!(seen.insert(result.handle), "two results of one command");
            }
            ServerOutput::Done(outcome) => has_no_room |= outcome.end == ServerEnd::NoRoom,
            ServerOutput::Began(_) | ServerOutput::Alert(_) | ServerOutput::Note(_) => {}
        }
    }
    panic!("there is no end of it")
}

fn credentials() -> ServerCredentials {
    ServerCredentials::new(Entropy::new([7; 32]))
        .with_device(Credential::new("device", "secret"))
        .with_server(Credential::new("server", "other"))
}

/// A message of the device; one whose commands end with an empty element ends its package.
fn message(session: u32, number: u32, commands: &[u8], proof: &str) -> Request {
    let head = format!(
        "<SyncML xmlns='SYNCML:SYNCML1.2'><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto>\
         <SessionID>{session}</SessionID><MsgID>{number}</MsgID><Target><LocURI>s</LocURI></Target>\
         <Source><LocURI>d</LocURI></Source>{proof}</SyncHdr><SyncBody>"
    );
    let end: &[u8] = if commands.ends_with(b"/>") { b"<Final/>" } else { b"" };
    let octets = [head.as_bytes(), commands, end, b"</SyncBody></SyncML>"].concat();
    Request::new(octets)
}
