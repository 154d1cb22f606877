//! Whoever knows the number of a session and the address of the server, and no secret, spoils nothing.

use super::*;
use crate::auth::Peer;
use crate::session::{Prover, Refusal, Standing, Verifier};

fn credential() -> Credential {
    Credential::new("user", "secret")
}

fn demanding(config: ServerConfig) -> Server {
    let credentials = ServerCredentials::new(Entropy::new([7; 32])).with_device(credential());
    Server::new(config, credentials)
}

/// A device that proves itself as it is told to.
struct Known {
    device: Device,
    prover: Prover,
}

impl Known {
    fn new(scheme: AuthType) -> Self {
        let prover = Prover::new(credential(), Nonce::EMPTY).preferring(scheme);
        Self { device: Device::new("1"), prover }
    }

    fn proved(&self, mut message: Message) -> Request {
        self.prover.prove(&mut message.header);
        let request = request(&message);
        match self.prover.sign(&request.body).unwrap() {
            Some(hmac) => request.with_hmac(format!("{hmac}")),
            None => request,
        }
    }

    /// Sends, and takes note of what is said to it.
    fn send(&mut self, server: &mut Server, message: Message) -> (Message, Vec<ServerOutput>) {
        let (response, outputs) = run_request(server, self.proved(message), Instant::ZERO);
        (self.take(&response.unwrap()), outputs)
    }

    fn take(&mut self, response: &Response) -> Message {
        let response = Message::decode(&response.body).unwrap();
        let Command::Status(status) = &response.body.commands[0] else { panic!() };
        let standing = self.prover.receive(status, Peer::Authenticated);
        assert!(!matches!(standing, Standing::Refused(Refusal::Rejected)), "{standing:?}");
        response
    }
}

/// What a stranger may say in session 1 when the device has sent its message 1: several messages each.
fn hostile() -> Vec<Vec<Request>> {
    let at = |sent: usize| Device { session: "1", sent };
    let plain = || at(1).message().finish();
    let alert = |code| plain().with(Alert::new(code).with_id("1"));
    let mut versions = plain();
    versions.header = versions.header.with_versions("9.9", "DM/9.9");
    let mut small = plain();
    small.header.meta = Some(Box::new(Meta::new().with_max_msg_size(1).with_max_obj_size(1)));
    let bad_mac = Credential::new("user", "guess").hmac_header(&Nonce::EMPTY, b"").unwrap();
    let signed = request(&plain()).with_hmac(format!("{bad_mac}"));
    let mut scheme = plain();
    scheme.header.cred = Some(Box::new(crate::Cred::new(AuthType::Basic, "dTpw")));
    let refusal =
        |number: &str, code| plain().with(Status::new(number, "0", "SyncHdr", code).with_id("1"));
    let done = Status::new("1", "4", "Get", StatusCode::NOT_FOUND).with_id("2");
    let mut open = plain();
    open.body.is_final = false;
    vec![
        vec![request(&versions)],
        vec![request(&at(9998).message().finish())],
        vec![request(&plain()); 5],
        vec![signed; 5],
        vec![request(&small)],
        vec![request(&scheme); 3],
        vec![request(&alert(AlertCode::SESSION_ABORT))],
        vec![request(&alert(AlertCode::NEXT_MESSAGE)); 40],
        vec![request(&refusal("1", StatusCode::COMMAND_FAILED))],
        vec![request(&refusal("1", StatusCode::INVALID_CREDENTIALS))],
        vec![request(&plain().with(done))],
        vec![request(&open)],
        vec![request(&at(0).message().finish())],
        vec![request(&at(0).package1())],
        vec![request(&at(1).package1())],
        vec![request(&at(98).package1()); 4],
    ]
}

/// Only statuses, and none that says anything about the session but that a proof is missing.
fn is_refusal(response: &Message) -> bool {
    response.body.commands.iter().all(|command| match command {
        Command::Status(status) => status.code().is_some_and(|code| matches!(code.0, 401 | 407)),
        _ => false,
    })
}

/// Strangers among the messages of a device; the session comes to what it would without them.
fn among_strangers(scheme: AuthType, config: &ServerConfig) {
    for (at, messages) in hostile().into_iter().enumerate() {
        let mut server = demanding(config.clone().demanding(scheme).with_messages(20));
        let handle = server.queue(get("./A"));
        let mut known = Known::new(scheme);
        let package = known.device.package1();
        let (response, outputs) = known.send(&mut server, package);
        assert!(matches!(outputs[0], ServerOutput::Began(_)), "{outputs:?}");
        let deadline = server.deadline();
        let answer = known.device.answers(&response, StatusCode::OK);
        let later = server.queue(get("./B"));
        for message in messages {
            let now = Instant::from_millis(1000);
            let (response, outputs) = run_request(&mut server, message, now);
            let is_late = |it: &ServerOutput| *it == ServerOutput::Reject(Rejection::Late);
            assert!(outputs.iter().all(is_late), "{at}: {outputs:?}");
            if let Some(response) = response {
                let response = Message::decode(&response.body).unwrap();
                assert!(is_refusal(&response), "{at}: {response:?}");
            }
        }
        assert_eq!(server.deadline(), deadline, "{at}");
        let (response, outputs) = known.send(&mut server, answer);
        assert_eq!(results(&outputs)[0].handle, handle, "{at}");
        assert_eq!(results(&outputs)[0].status(), Some(StatusCode::OK), "{at}: {outputs:?}");
        assert!(
            matches!(response.body.commands.last(), Some(Command::Get(_))),
            "{at}: {response:?}"
        );
        let answer = known.device.answers(&response, StatusCode::OK);
        let (_, outputs) = known.send(&mut server, answer);
        assert_eq!(results(&outputs)[0].handle, later, "{at}");
        assert_eq!(end(&outputs), Some(ServerEnd::Complete), "{at}");
    }
}

#[test]
fn strangers_spoil_no_session_that_is_proved_by_mac() {
    among_strangers(AuthType::Mac, &ServerConfig::new());
}

#[test]
fn strangers_spoil_no_session_that_is_proved_in_each_message() {
    for scheme in [AuthType::Basic, AuthType::Md5] {
        among_strangers(scheme, &ServerConfig::new().of_each_message());
    }
}

/// The answer that is kept for a message that comes again is for the device alone.
#[test]
fn an_answer_is_kept_for_the_device() {
    let mut server = demanding(ServerConfig::new().demanding(AuthType::Mac));
    server.queue(get("./Secret"));
    let mut known = Known::new(AuthType::Mac);
    let message = known.device.package1();
    let package = known.proved(message.clone());
    let old = known.prover.clone();
    let (first, _) = run_request(&mut server, package.clone(), Instant::ZERO);
    let first = first.unwrap();
    // Another message with its number; the octets themselves, without the proof that goes beside them.
    let number = Device::new("1").message().finish();
    for request in [request(&number), Request::new(package.body.clone())] {
        let (response, outputs) = run_request(&mut server, request, Instant::ZERO);
        let response = Message::decode(&response.unwrap().body).unwrap();
        assert!(is_refusal(&response) && outputs.is_empty(), "{response:?} {outputs:?}");
    }
    // The device itself has it, also where it makes its message anew.
    let mut anew = message;
    anew.header.meta = None;
    let anew = Known { device: Device::new("1"), prover: old }.proved(anew.with(get("./X")));
    for again in [package, anew] {
        let (response, outputs) = run_request(&mut server, again, Instant::ZERO);
        assert_eq!((response.as_ref(), outputs.len()), (Some(&first), 0));
    }
}

/// A device that has lost the nonce is challenged in the middle of its session, and goes on.
#[test]
fn a_device_may_answer_either_nonce() {
    for is_lost in [false, true] {
        let mut server = demanding(ServerConfig::new().demanding(AuthType::Mac));
        let handle = server.queue(get("./A"));
        let mut known = Known::new(AuthType::Mac);
        let package = known.device.package1();
        let (response, _) = known.send(&mut server, package);
        let mut answer = known.device.answers(&response, StatusCode::OK);
        // Somebody makes the server challenge; the device hears of it, or not.
        for _ in 0..3 {
            let (challenge, _) = run(&mut server, &answer);
            let challenge = challenge.unwrap();
            assert!(is_refusal(&challenge));
            let Command::Status(status) = &challenge.body.commands[0] else { panic!() };
            if is_lost {
                let mut one = known.prover.clone();
                assert_eq!(one.receive(status, Peer::Authenticated), Standing::Challenged);
                known.prover = one.with_tries(9);
            }
        }
        answer.header.msg_id = Some("3".into());
        let (_, outputs) = known.send(&mut server, answer);
        assert_eq!(results(&outputs)[0].handle, handle);
        assert_eq!(results(&outputs)[0].status(), Some(StatusCode::OK));
    }
}

/// Whoever fails to begin a session, with its number or another one, uses nothing up that the device needs:
/// neither its nonce, nor its challenge, nor the numbers of the answers.
#[test]
fn strangers_use_no_challenge_up() {
    let flood = |server: &mut Server| {
        for session in ["2", "1"] {
            for sent in [0, 0, 1, 9998] {
                let mut stranger = Device { session, sent };
                let mut message = stranger.package1();
                let meta = Meta::new().with_max_msg_size(1).with_max_obj_size(1);
                message.header.meta = Some(Box::new(meta));
                message.header.source = Some(crate::Location::new(format!("{sent}")));
                run(server, &message);
                message.header = message.header.with_versions("9.9", "DM/9.9");
                run(server, &message);
                // More than there is room for in one answer.
                let mut long = stranger.package1();
                long.body.commands.extend(vec![get("./A"); 100]);
                run(server, &long);
            }
        }
    };
    for scheme in [AuthType::Md5, AuthType::Mac] {
        let config = ServerConfig::new().demanding(scheme).with_assumed_message(600);
        let mut server = demanding(config);
        server.queue(get("./A"));
        // One that has the nonce at once needs no challenge.
        flood(&mut server);
        let mut known = Known::new(scheme);
        let package = known.device.package1();
        let (_, outputs) = known.send(&mut server.clone(), package);
        assert!(outputs.iter().any(|it| matches!(it, ServerOutput::Began(_))), "{outputs:?}");
        // Another one needs one.
        let mut known = Known::new(scheme);
        known.prover = Prover::new(credential(), Nonce::from_octets(*b"lost").unwrap());
        let package = known.device.package1();
        let (challenge, _) = known.send(&mut server, package);
        flood(&mut server);
        let package = known.device.package1();
        let (response, outputs) = known.send(&mut server, package);
        assert!(outputs.iter().any(|it| matches!(it, ServerOutput::Began(_))), "{outputs:?}");
        assert!(matches!(response.body.commands.last(), Some(Command::Get(_))), "{response:?}");
        let number = |it: &Message| it.header.msg_id.as_ref().unwrap().parse::<u32>().unwrap();
        assert!(number(&response) > number(&challenge));
    }
}

/// A device that goes on with a number that it has used is answered with a higher one than before, also where a
/// stranger has used another number in between, or the same.
#[test]
fn numbers_of_answers_grow_for_a_device_that_repeats_its_own() {
    let number = |it: &Message| it.header.msg_id.as_ref().unwrap().parse::<u32>().unwrap();
    for between in [&[][..], &[49], &[0], &[4_294_967_294, 1], &[0, 49, 0, 2]] {
        let mut server = demanding(ServerConfig::new().demanding(AuthType::Md5));
        server.queue(get("./A"));
        let mut known = Known::new(AuthType::Md5);
        known.prover = Prover::new(credential(), Nonce::from_octets(*b"lost").unwrap());
        let package = known.device.package1();
        let (challenge, _) = known.send(&mut server, package);
        assert_eq!(number(&challenge), 1);
        for (at, sent) in between.iter().enumerate() {
            let mut message = Device { session: "1", sent: *sent }.package1();
            message.header.source = Some(crate::Location::new(format!("{at}")));
            run(&mut server, &message);
        }
        // It begins anew with its first number.
        known.device = Device::new("1");
        let package = known.device.package1();
        let (response, outputs) = known.send(&mut server, package);
        assert!(outputs.iter().any(|it| matches!(it, ServerOutput::Began(_))), "{outputs:?}");
        assert!(number(&response) > number(&challenge), "{between:?}");
        let answer = known.device.answers(&response, StatusCode::OK);
        let (last, outputs) = known.send(&mut server, answer);
        assert!(number(&last) > number(&response), "{between:?}");
        assert_eq!(end(&outputs), Some(ServerEnd::Complete), "{between:?}");
    }
}

/// Nor does it help to have raised the numbers in the session of the device, and to begin another one then.
#[test]
fn numbers_of_answers_grow_across_sessions_of_strangers() {
    let number = |it: &Message| it.header.msg_id.as_ref().unwrap().parse::<u32>().unwrap();
    let mut server = demanding(ServerConfig::new().demanding(AuthType::Md5).with_timeout(60));
    server.queue(get("./A"));
    let stranger = |server: &mut Server, session, at: usize| {
        let mut message = Device { session, sent: 0 }.package1();
        message.header.source = Some(crate::Location::new(format!("{at}")));
        run(server, &message)
    };
    (0..2).for_each(|at| drop(stranger(&mut server, "1", at)));
    let mut known = Known::new(AuthType::Md5);
    known.prover = Prover::new(credential(), Nonce::from_octets(*b"lost").unwrap());
    let package = known.device.package1();
    let (challenge, _) = known.send(&mut server, package);
    (0..4).for_each(|at| drop(stranger(&mut server, "2", at)));
    let package = known.device.package1();
    let (response, outputs) = known.send(&mut server, package);
    assert!(outputs.iter().any(|it| matches!(it, ServerOutput::Began(_))), "{outputs:?}");
    assert!(number(&response) > number(&challenge), "{} {}", number(&response), number(&challenge));
    // A device that begins anew with its first number.
    let mut server = demanding(ServerConfig::new().demanding(AuthType::Md5).with_timeout(60));
    server.queue(get("./A"));
    let mut known = Known::new(AuthType::Md5);
    known.prover = Prover::new(credential(), Nonce::from_octets(*b"lost").unwrap());
    let package = known.device.package1();
    let (challenge, _) = known.send(&mut server, package);
    drop(stranger(&mut server, "2", 0));
    known.device = Device::new("1");
    let package = known.device.package1();
    let (response, _) = known.send(&mut server, package);
    assert!(number(&response) > number(&challenge), "{} {}", number(&response), number(&challenge));
    // Where none has begun one lately, numbers are those of the device.
    let mut server = demanding(ServerConfig::new().demanding(AuthType::Md5).with_timeout(60));
    (0..3).for_each(|at| drop(stranger(&mut server, "1", at)));
    server.tick(Instant::from_millis(60_001));
    let (response, _) = stranger(&mut server, "3", 0);
    assert_eq!(number(&response.unwrap()), 1);
}

/// Where both prove each message, challenges to others are not in the way of what the device says to ours.
#[test]
fn the_status_of_our_message_is_found_behind_challenges() {
    let own = || Credential::new("server", "other");
    let credentials =
        ServerCredentials::new(Entropy::new([7; 32])).with_device(credential()).with_server(own());
    let config = ServerConfig::new().demanding(AuthType::Mac).proving(AuthType::Mac);
    let mut server = Server::new(config, credentials);
    server.queue(get("./A"));
    let mut known = Known::new(AuthType::Mac);
    let mut verifier = Verifier::new(own(), AuthType::Mac, Nonce::EMPTY);
    let mut entropy = Entropy::new([9; 32]);
    let mut message = known.device.package1();
    for at in 0..3 {
        let (response, outputs) = run_request(&mut server, known.proved(message), Instant::ZERO);
        let response = response.unwrap();
        let read = known.take(&response);
        let hmac = response.hmac.as_deref();
        let check = verifier.check(&read.header, hmac, &response.body, &mut entropy);
        assert_eq!(check.admission, Admission::Admitted, "{at}");
        if at == 2 {
            assert_eq!(end(&outputs), Some(ServerEnd::Complete));
        }
        if at == 0 {
            server.queue(get("./B"));
        }
        let stranger = Device { session: "1", sent: 50 }.message().finish();
        (0..3).for_each(|_| drop(run(&mut server, &stranger)));
        message = known.device.answers(&read, StatusCode::OK);
        let number = read.header.msg_id.clone().unwrap();
        let header =
            Status::new(number, "0", "SyncHdr", check.status).with_chal(check.chal.unwrap());
        message.body.commands[0] = header.with_id("1").into();
    }
}

/// A device that did not know who we are has not kept what we announced.
#[test]
fn sizes_are_announced_again_after_a_challenge() {
    let credentials = ServerCredentials::new(Entropy::new([7; 32]))
        .with_server(Credential::new("server", "other"));
    let mut server = Server::new(ServerConfig::new(), credentials);
    server.queue(get("./A"));
    let mut device = Device::new("1");
    let (response, _) = run(&mut server, &device.package1());
    let response = response.unwrap();
    assert_eq!(response.header.max_msg_size(), Some(1 << 20));
    let chal = crate::Chal::new(AuthType::Md5, Some("Tm9uY2U=".into()));
    let mut answer = device.answers(&response, StatusCode::AUTHENTICATION_REQUIRED);
    answer.body.commands[0] = Status::new("1", "0", "SyncHdr", StatusCode::AUTHENTICATION_REQUIRED)
        .with_chal(chal)
        .with_id("1")
        .into();
    let (response, _) = run(&mut server, &answer);
    let response = response.unwrap();
    assert!(response.header.cred.is_some());
    assert_eq!(response.header.max_msg_size(), Some(1 << 20));
    let (response, _) = run(&mut server, &device.answers(&response, StatusCode::OK));
    assert_eq!(response.unwrap().header.max_msg_size(), None);
}

/// Whoever fails with the number of a session that goes on does not end it, and is not said to.
#[test]
fn a_stranger_does_not_end_the_session_whose_number_it_has() {
    let bad = |at: usize| {
        let mut message = Device { session: "1", sent: 0 }.package1();
        message.header.source = Some(crate::Location::new(format!("{at}")));
        message
    };
    let mut versions = bad(9);
    versions.header = versions.header.with_versions("9.9", "DM/9.9");
    let mut server = demanding(ServerConfig::new().demanding(AuthType::Md5));
    server.queue(get("./A"));
    let mut known = Known::new(AuthType::Md5);
    let package = known.device.package1();
    known.send(&mut server, package);
    let stored = server.state().unwrap().nonces().clone();
    for message in (0..6).map(bad).chain([versions]) {
        let (response, outputs) = run(&mut server, &message);
        assert!(response.is_some());
        assert_eq!(outputs, []);
    }
    assert!(server.state().unwrap().is_in_session());
    // Where none goes on, somebody has failed, and the nonces are as they were.
    server.tick(Instant::from_millis(u64::MAX));
    while server.poll() != ServerOutput::Waiting {}
    let ends: Vec<_> = (10..13).flat_map(|at| run(&mut server, &bad(at)).1).collect();
    let [ServerOutput::Done(outcome)] = &ends[..] else { panic!("{ends:?}") };
    assert_eq!((outcome.end, &outcome.nonces), (ServerEnd::Unauthenticated, &stored));
}
