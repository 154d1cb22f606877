//! Who proves what to whom.

use super::*;

#[test]
fn a_device_must_prove_itself() {
    let credential = || Credential::new("user", "secret");
    let nonce = || Nonce::from_octets(*b"stored").unwrap();
    let config = ServerConfig::new().demanding(AuthType::Md5);
    let state = ServerState::new(config).with_nonces(Nonces::new(Nonce::EMPTY, nonce()));
    let credentials = ServerCredentials::new(Entropy::new([7; 32])).with_device(credential());
    let mut server = Server::resume(state, credentials);
    let handle = server.queue(get("./A"));
    let mut device = Device::new("1");
    let mut prover = crate::session::Prover::new(credential(), nonce());
    let (response, outputs) = run(&mut server, &device.package1());
    let response = response.unwrap();
    let refused = ("Status", Some(407));
    assert_eq!(names(&response), named(&[refused, refused, refused]));
    assert_eq!(outputs, []);
    let Command::Status(status) = &response.body.commands[0] else { panic!() };
    prover.receive(status, crate::auth::Peer::Authenticated);
    let mut package = device.package1();
    prover.prove(&mut package.header);
    let (response, outputs) = run(&mut server, &package);
    let response = response.unwrap();
    assert_eq!(names(&response), named(&[("Status", Some(212)), OK, OK, ("Get", None)]));
    assert!(matches!(outputs[0], ServerOutput::Began(_)));
    let (_, outputs) = run(&mut server, &device.answers(&response, StatusCode::OK));
    assert_eq!(results(&outputs)[0].handle, handle);
    let ServerOutput::Done(outcome) = outputs.last().unwrap() else { panic!() };
    let Command::Status(status) = &response.body.commands[0] else { panic!() };
    let next = status.chal.as_ref().unwrap().next_nonce().unwrap();
    assert_eq!(outcome.nonces.peer.to_base64(), next);
}

#[test]
fn who_cannot_prove_itself_disturbs_nobody() {
    let credential = Credential::new("user", "secret");
    let config = ServerConfig::new().demanding(AuthType::Md5);
    let credentials = ServerCredentials::new(Entropy::new([7; 32])).with_device(credential.clone());
    let mut server = Server::new(config, credentials);
    server.queue(get("./A"));
    let mut device = Device::new("1");
    let prover = crate::session::Prover::new(credential, Nonce::EMPTY).preferring(AuthType::Md5);
    let mut package = device.package1();
    prover.prove(&mut package.header);
    let (response, _) = run(&mut server, &package);
    let mut ends = Vec::new();
    for at in 0..3 {
        let mut other = Device { session: "2", sent: at };
        let (response, outputs) = run(&mut server, &other.package1());
        assert_eq!(names(&response.unwrap())[0], ("Status".into(), Some(407)));
        ends.extend(end(&outputs));
    }
    assert_eq!(ends, [ServerEnd::Unauthenticated]);
    let answer = device.answers(&response.unwrap(), StatusCode::OK);
    let (_, outputs) = run(&mut server, &answer);
    assert_eq!(end(&outputs), Some(ServerEnd::Complete));
}

#[test]
fn the_device_wants_to_know_who_we_are() {
    let device_side = || Credential::new("server", "other");
    let credentials = ServerCredentials::new(Entropy::new([7; 32])).with_server(device_side());
    let mut server = Server::new(ServerConfig::new(), credentials);
    let handle = server.queue(get("./A"));
    let mut device = Device::new("1");
    let (response, _) = run(&mut server, &device.package1());
    let response = response.unwrap();
    assert_eq!(response.header.cred, None);
    let mut verifier = crate::session::Verifier::new(device_side(), AuthType::Md5, Nonce::EMPTY);
    let mut entropy = Entropy::new([9; 32]);
    let check = verifier.check(&response.header, None, b"", &mut entropy);
    let mut answer = device.answers(&response, check.status);
    let header = Status::new("1", "0", "SyncHdr", check.status).with_chal(check.chal.unwrap());
    answer.body.commands[0] = header.with_id("1").into();
    let (response, outputs) = run(&mut server, &answer);
    // Nothing has become of the command: it goes once more.
    assert!(results(&outputs).is_empty());
    let response = response.unwrap();
    assert_eq!(names(&response), named(&[OK, ("Get", None)]));
    let check = verifier.check(&response.header, None, b"", &mut entropy);
    assert_eq!(check.status, StatusCode::AUTHENTICATION_ACCEPTED);
    let (_, outputs) = run(&mut server, &device.answers(&response, StatusCode::OK));
    assert_eq!((results(&outputs).len(), results(&outputs)[0].handle), (1, handle));
}

/// Whoever cannot prove itself takes no session away from the device, however often it goes on.
#[test]
fn who_is_nobody_ends_no_session() {
    let mut server = Server::new(
        ServerConfig::new().demanding(AuthType::Basic),
        ServerCredentials::new(Entropy::new([7; 32]))
            .with_device(Credential::new("user", "password")),
    );
    let mut device = Device::new("1");
    let prove = |message: Message| {
        let mut message = message;
        let basic = Credential::new("user", "password").basic().unwrap();
        message.header.cred = Some(Box::new(crate::Cred::new(AuthType::Basic, basic)));
        message
    };
    server.queue(get("./A"));
    let (response, _) = run(&mut server, &prove(device.package1()));
    let response = response.unwrap();
    assert!(response.body.commands.iter().any(|it| matches!(it, Command::Get(_))));
    let mut nobody = Device::new("2");
    for _ in 0..6 {
        let (_, outputs) = run(&mut server, &nobody.package1());
        assert!(results(&outputs).is_empty(), "{outputs:?}");
    }
    for _ in 0..6 {
        let (_, outputs) = run(&mut server, &nobody.message().finish());
        assert!(results(&outputs).is_empty(), "{outputs:?}");
    }
    let (_, outputs) = run(&mut server, &device.answers(&response, StatusCode::OK));
    assert_eq!(results(&outputs)[0].status(), Some(StatusCode::OK));
    assert_eq!(end(&outputs), Some(ServerEnd::Complete));
}

/// A stranger that takes the number of a session first does not shut the device out of it.
#[test]
fn a_stranger_shuts_nobody_out() {
    let prove = |mut message: Message| {
        let basic = Credential::new("user", "password").basic().unwrap();
        message.header.cred = Some(Box::new(crate::Cred::new(AuthType::Basic, basic)));
        message
    };
    // It is ahead by its numbers; or it has failed with the same number, in different messages.
    for rows in [&[98][..], &[0, 0, 0][..]] {
        let mut server = Server::new(
            ServerConfig::new().demanding(AuthType::Basic).with_timeout(60),
            ServerCredentials::new(Entropy::new([7; 32]))
                .with_device(Credential::new("user", "password")),
        );
        for (at, sent) in rows.iter().enumerate() {
            let mut message = Device { session: "5", sent: *sent }.package1();
            message.header.source = Some(crate::Location::new(format!("IMEI:{at}")));
            run(&mut server, &message);
            // Its own copy gets its own answer.
            assert!(run(&mut server, &message).0.is_some());
        }
        let (_, outputs) = run(&mut server.clone(), &prove(Device::new("5").package1()));
        assert!(matches!(outputs[0], ServerOutput::Began(_)), "{outputs:?}");
        // It is forgotten by and by, whatever it has come to.
        server.tick(Instant::from_millis(60_001));
        assert!(server.state.candidate.is_none());
    }
}

/// A device that has lost the nonce of the server carries out nothing of the first answer: what was in it goes once
/// more, whole and in its order, whatever part of an object it ended with.
#[test]
fn a_lost_nonce_costs_nothing_of_an_object() {
    let nonce = |octets: &[u8]| Nonce::from_octets(octets.to_vec()).unwrap();
    let (user, own) = (|| Credential::new("user", "secret"), || Credential::new("server", "other"));
    let state = ServerState::new(ServerConfig::new().demanding(AuthType::Md5))
        .with_nonces(Nonces::new(nonce(b"stale"), nonce(b"stored")));
    let credentials = ServerCredentials::new(Entropy::new([7; 32]));
    let credentials = credentials.with_device(user()).with_server(own());
    let mut server = Server::resume(state, credentials);
    let text = "0123456789".repeat(200);
    let first = server.queue(get("./A"));
    let object = Command::Replace(Nodes::new(Item::target("./B").with_data(&*text)));
    let second = server.queue(object);
    let third = server.queue(get("./C"));

    let mut device = Device::new("1");
    let prover = crate::session::Prover::new(user(), nonce(b"stored")).preferring(AuthType::Md5);
    let mut verifier = crate::session::Verifier::new(own(), AuthType::Md5, nonce(b"lost"));
    let mut entropy = Entropy::new([9; 32]);
    let mut package = device.package1();
    package.header.meta = Some(Box::new(Meta::new().with_max_msg_size(700)));
    prover.prove(&mut package.header);
    let (mut got, mut node, mut parts, mut refused) = (Vec::new(), None, None::<String>, 0);
    let (mut told, mut last) = (Vec::new(), None);
    while last.is_none() {
        let (response, outputs) = run(&mut server, &package);
        told.extend(results(&outputs).into_iter().map(|it| (it.handle, it.status())));
        last = end(&outputs);
        let response = response.unwrap();
        let check = verifier.check(&response.header, None, b"", &mut entropy);
        let is_admitted = check.admission == Admission::Admitted;
        let mut code = if is_admitted { StatusCode::OK } else { check.status };
        for command in response.body.commands.iter().filter(|_| is_admitted) {
            match command {
                Command::Get(get) => got.push(String::from(get.items[0].target_uri().unwrap())),
                Command::Replace(replace) => {
                    let item = &replace.items[0];
                    let text = item.data.as_ref().unwrap().to_text().unwrap();
                    let whole = parts.take().unwrap_or_default() + &*text;
                    if item.more_data {
                        code = StatusCode::CHUNK_ACCEPTED;
                        parts = Some(whole);
                    } else {
                        node = Some(whole);
                    }
                }
                _ => {}
            }
        }
        if !is_admitted {
            refused += 1;
            let names = names(&response);
            assert_eq!(names.last().unwrap().0, "Replace");
            assert!(names.contains(&("Get".into(), None)), "{names:?}");
        }
        package = device.answers(&response, code);
        let number = response.header.msg_id.clone().unwrap();
        let mut header = Status::new(number, "0", "SyncHdr", check.status).with_id("1");
        if let Some(chal) = check.chal {
            header = header.with_chal(chal);
        }
        package.body.commands[0] = header.into();
        if !response.body.is_final {
            package = package.with(Alert::new(AlertCode::NEXT_MESSAGE).with_id("99"));
        }
    }
    assert_eq!((refused, last), (1, Some(ServerEnd::Complete)));
    assert_eq!((got, node), (vec!["./A".into(), "./C".into()], Some(text)));
    told.sort();
    let mut expected = vec![first, second, third];
    expected.sort();
    assert_eq!(told.iter().map(|(handle, _)| *handle).collect::<Vec<_>>(), expected);
    assert!(told.iter().all(|(_, code)| code.is_some_and(|code| code.is_success())), "{told:?}");
}
