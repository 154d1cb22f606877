//! A proof is good once: whoever copies one from the traffic gets nothing by it, in whichever session.

use super::*;
use crate::auth::Peer;
use crate::session::{Prover, Standing};

fn credential() -> Credential {
    Credential::new("user", "secret")
}

fn credentials(seed: u8) -> ServerCredentials {
    ServerCredentials::new(Entropy::new([seed; 32])).with_device(credential())
}

fn nonce(name: &'static [u8]) -> Nonce {
    Nonce::from_octets(name).unwrap()
}

/// Another worker goes on, with what was stored.
fn reload(server: &mut Server, seed: u8) {
    let state = server.state().unwrap().clone();
    *server = Server::resume(state, credentials(seed));
}

/// A server that has stored a nonce, and a command for the device.
fn server_with(config: ServerConfig) -> Server {
    let state = ServerState::new(config.demanding(AuthType::Md5))
        .with_nonces(Nonces::new(Nonce::EMPTY, nonce(b"first")));
    let mut server = Server::resume(state, credentials(7));
    server.queue(get("./Secret"));
    server.queue(get("./Other"));
    server
}

fn prover(stored: Nonce) -> Prover {
    Prover::new(credential(), stored).preferring(AuthType::Md5)
}

fn began(outputs: &[ServerOutput]) -> bool {
    outputs.iter().any(|it| matches!(it, ServerOutput::Began(_)))
}

fn told(prover: &mut Prover, response: &Message) -> Standing {
    let Command::Status(status) = &response.body.commands[0] else { panic!() };
    prover.receive(status, Peer::Authenticated)
}

/// The message of a stranger in a session, with the credentials of another message.
fn copied(stranger: &mut Device, from: &Message) -> Message {
    let mut message = stranger.package1();
    message.header.cred.clone_from(&from.header.cred);
    message
}

/// Nobody listens to a copy of that proof, by whoever has begun before or begins now.
fn is_spent(server: &mut Server, stranger: &mut Device, proved: &Message, seed: u8) {
    for seed in [seed, seed.wrapping_add(1)] {
        reload(server, seed);
        let message = copied(stranger, proved);
        let (response, outputs) = run(server, &message);
        assert_eq!(names(&response.unwrap())[0], ("Status".into(), Some(401)));
        assert!(!outputs.iter().any(|it| matches!(it, ServerOutput::Done(_))), "{outputs:?}");
        assert!(!began(&outputs) && results(&outputs).is_empty(), "{outputs:?}");
        assert!(server.state().unwrap().is_in_session());
        *stranger = Device::new("8");
    }
}

/// The nonce of the session before, when a candidate was there first.
#[test]
fn the_stored_nonce_is_good_once() {
    let mut server = server_with(ServerConfig::new());
    let mut stranger = Device::new("9");
    run(&mut server, &stranger.package1());
    reload(&mut server, 8);
    let mut package = Device::new("1").package1();
    prover(nonce(b"first")).prove(&mut package.header);
    let (_, outputs) = run(&mut server, &package);
    assert!(began(&outputs));
    is_spent(&mut server, &mut stranger, &package, 20);
}

/// The nonce of a challenge, which is the same for all.
#[test]
fn the_nonce_of_a_challenge_is_good_once() {
    let mut server = server_with(ServerConfig::new());
    let mut stranger = Device::new("9");
    let mut device = Device::new("1");
    let mut prover = prover(nonce(b"lost"));
    let (response, _) = run(&mut server, &device.package1());
    assert_eq!(told(&mut prover, &response.unwrap()), Standing::Challenged);
    // The stranger takes the place of the device, and the device begins anew.
    run(&mut server, &stranger.package1());
    reload(&mut server, 8);
    let mut package = device.package1();
    package.header.msg_id = Some("1".into());
    prover.prove(&mut package.header);
    let (_, outputs) = run(&mut server, &package);
    assert!(began(&outputs), "{outputs:?}");
    is_spent(&mut server, &mut stranger, &package, 20);
}

/// The special nonce of a notification.
#[test]
fn the_special_nonce_is_good_once() {
    let mut server = server_with(ServerConfig::new());
    server.resynchronize(nonce(b"special"));
    let mut stranger = Device::new("9");
    run(&mut server, &stranger.package1());
    reload(&mut server, 8);
    let mut package = Device::new("1").package1();
    prover(nonce(b"special")).prove(&mut package.header);
    let (_, outputs) = run(&mut server, &package);
    assert!(began(&outputs));
    is_spent(&mut server, &mut stranger, &package, 20);
}

/// The nonces of each message, when the candidate begins in the middle of the session.
#[test]
fn the_nonce_of_a_message_is_good_once() {
    let mut server = server_with(ServerConfig::new().of_each_message());
    let (mut stranger, mut device) = (Device::new("9"), Device::new("1"));
    let mut prover = prover(nonce(b"first"));
    let mut message = device.package1();
    for seed in [20, 22, 24] {
        prover.prove(&mut message.header);
        let (response, _) = run(&mut server, &message);
        let response = response.unwrap();
        assert_eq!(names(&response)[0], ("Status".into(), Some(200)), "{seed}");
        server.queue(get("./More"));
        is_spent(&mut server, &mut stranger, &message, seed);
        told(&mut prover, &response);
        // It is there again before the next.
        stranger = Device::new("9");
        run(&mut server, &stranger.package1());
        message = device.answers(&response, StatusCode::OK);
    }
}

/// A message that is refused for its version has used its nonce as well, in its session and in all.
#[test]
fn a_refused_message_has_used_its_nonce() {
    let mut server = server_with(ServerConfig::new());
    let mut package = Device::new("1").package1();
    package.header = package.header.with_versions("9.9", "DM/9.9");
    prover(nonce(b"first")).prove(&mut package.header);
    run(&mut server, &package);
    reload(&mut server, 8);
    let (_, outputs) = run(&mut server, &copied(&mut Device::new("9"), &package));
    assert!(!began(&outputs), "{outputs:?}");

    let mut server = server_with(ServerConfig::new().of_each_message());
    let mut device = Device::new("1");
    let mut prover = prover(nonce(b"first"));
    let mut first = device.package1();
    prover.prove(&mut first.header);
    let (response, _) = run(&mut server, &first);
    told(&mut prover, &response.unwrap());
    // It is of another session, and that of the device goes on.
    let mut other = Device::new("2").package1();
    other.header = other.header.with_versions("9.9", "DM/9.9");
    prover.prove(&mut other.header);
    run(&mut server, &other);
    reload(&mut server, 8);
    let mut message = device.message().finish();
    message.header.cred.clone_from(&other.header.cred);
    let (response, _) = run(&mut server, &message);
    assert_eq!(names(&response.unwrap())[0], ("Status".into(), Some(401)));
}

/// A stranger that has opened the next session early is not in the way of the device, which has a good nonce.
#[test]
fn a_device_needs_no_challenge_for_a_stranger() {
    for config in [ServerConfig::new(), ServerConfig::new().of_each_message()] {
        let mut server = server_with(config);
        let mut known = prover(nonce(b"first"));
        run(&mut server, &Device::new("2").package1());
        let mut package = Device::new("1").package1();
        known.prove(&mut package.header);
        let (response, _) = run(&mut server, &package);
        told(&mut known, &response.unwrap());
        let mut package = Device::new("2").package1();
        prover(known.stored_nonce()).prove(&mut package.header);
        let (_, outputs) = run(&mut server, &package);
        assert!(began(&outputs), "{outputs:?}");
        // Who is told of the end is told the nonces as they are now.
        let nonces = server.state().unwrap().nonces();
        let is_now = |it: &ServerOutput| match it {
            ServerOutput::Done(outcome) => outcome.nonces == *nonces,
            _ => true,
        };
        assert!(outputs.iter().all(is_now), "{outputs:?}");
        assert_eq!(end(&outputs), Some(ServerEnd::Superseded));
    }
}
