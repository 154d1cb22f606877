//! What a card brings, what it takes the place of, and what is back when it goes.

use super::*;

#[test]
fn what_a_card_brings_goes_with_it() {
    let file = card(&cp([tps("http://tps.example/"), nap("card"), w7("com.card", "planted")]));
    let message = card(&dm("com.card.dm"));
    let mut kept = Kept::default();
    let mut user = Person { agrees: false, pin: None, ..Person::with_pin("") };
    for (kind, file) in [(Kind::Bootstrap, &file), (Kind::DmBootstrap, &message)] {
        let report = kept.receive(&from_card("8949", kind, file), &mut user);
        assert!(report.is_installed(), "{report}");
        begins_a_session(&kept.tree, &report);
    }
    assert!(user.shown.is_empty() && user.asked.is_empty());
    kept.restart();
    // Over the air nothing is added to what the card holds.
    let body = cp([tps("http://tps.example/"), nap("air")]);
    let text = signed(CP, &body, Method::UserPin);
    let report = kept.receive(&received(&text, &body), &mut Person::with_pin("1234"));
    assert_eq!(report.refusal(), Some(&Refusal::OnCard), "{report}");
    let body = cp([w7("com.card", "other")]);
    let text = signed(CP, &body, Method::UserPin);
    let report = kept.receive(&received(&text, &body), &mut Person::with_pin("1234"));
    assert_eq!(report.refusal(), Some(&Refusal::OnCard), "{report}");
    let report = kept.with(|device| device.remove_card("another"));
    assert_eq!(report.decisions(), []);
    kept.restart();
    let report = kept.with(|device| device.remove_card("8949"));
    let lines = report.to_string();
    for line in [
        "removed ./DMAcc/w7-1",
        "removed ./NAP/NAP1",
        "removed ./DMAcc/Operator",
        "removed ./NAP/Internet",
        "documents removed from contexts: 1",
    ] {
        assert!(lines.contains(line), "{lines}");
    }
    assert!(kept.ledger.entries().is_empty() && !kept.state().contains("com.card"));
    // And it can come again.
    assert!(kept.receive(&from_card("8949", Kind::Bootstrap, &file), &mut user).is_installed());
}

/// ProvSC: a reader stops at the end of the document element. What a longer document has left behind a
/// shorter one is none of it, whatever it looks like.
#[test]
fn what_a_longer_document_left_is_no_part_of_a_file() {
    let body = cp([tps("http://tps.example/"), nap("card")]);
    let empty = b"\x03\x0B\x6A\x00\x05";
    let closed = b"\x03\x0B\x6A\x00\x85\x46\x01";
    for rest in [
        &b""[..],
        b"\x00\x00",
        b"\x01",
        b"\x45\x01",
        b"\x43\x05",
        b"\x03ab\x00\x01\x01",
        b"\xFF\x01",
    ] {
        for document in [&body[..], empty, closed] {
            let file = card(&[document, rest].concat());
            let received = from_card("8949", Kind::Config1, &file);
            let outcome = received.verify(&[]);
            let provost::bootstrap::Outcome::Unauthenticated(octets) = outcome else {
                panic!("a card has no SEC")
            };
            assert_eq!(octets.body_without_authentication(), document, "{rest:02x?}");
        }
        let file = card(&[&body, rest].concat());
        let mut kept = Kept::default();
        let report =
            kept.receive(&from_card("8949", Kind::Config1, &file), &mut Person::with_pin(""));
        assert!(report.is_installed(), "{rest:02x?} {report}");
    }
    // One that is cut off is as it is.
    let file = card(&body[..body.len() - 1]);
    let report = Kept::default()
        .receive(&from_card("8949", Kind::Config1, &file), &mut Person::with_pin(""));
    assert!(!report.is_installed());
    let message = card(&[&dm("com.card.dm")[..], b"\x01\x01"].concat());
    let report = Kept::default()
        .receive(&from_card("8949", Kind::DmBootstrap, &message), &mut Person::with_pin(""));
    assert!(report.is_installed(), "{report}");
}

/// The server's value is above the card's, and the card's above what came later over the air.
#[test]
fn a_card_that_is_read_again() {
    let file = |address: &str| card(&cp([nap(address), w7("com.card", "planted")]));
    let mut kept = Kept::default();
    let mut user = Person::with_pin("");
    let first = file("first");
    assert!(kept.receive(&from_card("8949", Kind::Config1, &first), &mut user).is_installed());
    let before = kept.state();
    let report = kept.receive(&from_card("8949", Kind::Config1, &first), &mut user);
    assert_eq!(report.decisions().last(), Some(&Decision::Unchanged));
    assert!(report.is_installed());
    assert_eq!(kept.state(), before);

    // The server renames the access point. A changed file changes all but that.
    let mut engine = Engine::new(&mut kept.tree);
    let replace = Operation::Replace(Item::new("./NAP/NAP1/Name").with_data("by the server"));
    assert_eq!(engine.execute("com.card", &replace).status().0, 200);
    let second = file("second");
    let report = kept.receive(&from_card("8949", Kind::Config1, &second), &mut user);
    assert!(report.is_installed(), "{report}");
    let uri: Uri = "./NAP/NAP1".parse().expect("an address");
    assert!(
        report
            .decisions()
            .contains(&Decision::Kept("./NAP/NAP1/Name".parse().expect("an address")))
    );
    let nap = AccessPoint::read(&kept.tree, uri.path()).expect("an access point");
    assert_eq!((nap.name.as_deref(), nap.address.as_str()), (Some("by the server"), "second"));
    assert_eq!(kept.ledger.entries().len(), 1);

    // A file that cannot be installed leaves what was there.
    let before = kept.state();
    let broken = card(b"\x03\x0B\x6A\x00\xC5");
    let report = kept.receive(&from_card("8949", Kind::Config1, &broken), &mut user);
    assert!(!report.is_installed());
    assert_eq!(kept.state(), before);
}

#[test]
fn a_card_takes_the_place_of_what_came_over_the_air() {
    let (mut kept, mut user) = (Kept::default(), Person::with_pin("1234"));
    let air = cp([w7("com.example", "planted-air")]);
    let text = signed(CP, &air, Method::UserPin);
    assert!(kept.receive(&received(&text, &air), &mut user).is_installed());
    let file = card(&cp([w7("com.example", "planted-card")]));
    let report = kept.receive(&from_card("8949", Kind::Bootstrap, &file), &mut user);
    assert!(report.is_installed(), "{report}");
    let at = report.objects().next().expect("an account");
    let account = Account::read(&kept.tree, at.path()).expect("an account");
    assert_eq!(account.auth[0].secret, Some("planted-card".into()));
    let placed = || kept.ledger.entries().iter().flat_map(|entry| &entry.objects);
    assert_eq!(placed().filter(|placed| placed.hidden.is_none()).count(), 1);
    assert_eq!(placed().filter(|placed| placed.hidden.is_some()).count(), 1);
}

/// The secret of the account of a server that is at the place where accounts are found.
fn secret_of(kept: &Kept, server: &str) -> Option<String> {
    let parent: Uri = Layout::V1_2.parent().parse().expect("an address");
    let at = Account::find(&kept.tree, parent.path(), server).expect("readable")?;
    let account = Account::read(&kept.tree, at.path()).expect("an account");
    account.auth[0].secret.as_ref().map(|secret| secret.expose().to_owned())
}

/// The nodes where accounts are, with all that is said of them.
fn accounts(kept: &Kept) -> String {
    let at: Uri = "./DMAcc".parse().expect("an address");
    let nodes = Object::capture(&kept.tree, at.path()).expect("readable");
    nodes
        .to_document()
        .nodes()
        .map(|node| format!("{} {:?}; ", node.path(), node.octets()))
        .collect()
}

/// What is hidden comes back as it was, with its rights and with what its server has changed, by
/// whichever profile either came; nobody sees it in the meantime, and it survives a restart.
#[test]
fn an_account_that_a_card_hides_comes_back_when_the_card_goes() {
    let (server, secret) = ("com.example", "planted-air");
    let bodies =
        [(CP, cp([w7(server, secret)]), Method::UserPin), (DM, dm(server), Method::DmUserPin)];
    let files = [
        (Kind::Bootstrap, card(&cp([w7(server, "planted-card")]))),
        (Kind::DmBootstrap, card(&dm(server))),
    ];
    for (media_type, body, method) in &bodies {
        for (kind, file) in &files {
            let (mut kept, mut user) = (Kept::default(), Person::with_pin("1234"));
            let text = signed(media_type, body, *method);
            let report = kept.receive(&received(&text, body), &mut user);
            assert!(report.is_installed(), "{report}");
            let at = report.objects().next().expect("an account").clone();
            // Its server, or what stands for the device, has given a node a list of its own.
            let name = at.child("AppID").expect("a name");
            let mut change = provost::dm::tree::Change::default();
            change.acl = Some("Get=*".parse().expect("a list"));
            change.version = Some((None, 7));
            kept.tree.write(Edit::Update { at: name.path(), change }).expect("there");
            let before = accounts(&kept);
            let first = secret_of(&kept, server);

            let report = kept.receive(&from_card("8949", *kind, file), &mut user);
            assert!(report.decisions().contains(&Decision::Hidden(at.clone())), "{report}");
            kept.restart();
            // The server of the card does not see it, by whatever name it is asked for.
            let mut engine = Engine::new(kept.tree.clone());
            for below in ["", "/AppID", "/AppAuth/1/AAuthSecret", "/1/AAuthSecret"] {
                let uri = format!("./Inbox/hidden{below}");
                let copy = Operation::Copy { source: &uri, target: "./DMAcc/copy" };
                for operation in [
                    Operation::Get(&uri),
                    Operation::Delete(&uri),
                    Operation::Replace(Item::new(&uri).with_data("x")),
                    copy,
                ] {
                    let status = engine.execute(server, &operation).status().0;
                    assert!(status >= 400, "{uri} {operation:?} {status}");
                }
            }
            let report = kept.with(|device| device.remove_card("8949"));
            assert!(report.decisions().contains(&Decision::Restored(at.clone())), "{report}");
            assert_eq!(accounts(&kept), before);
            assert_eq!(secret_of(&kept, server), first);
            assert_eq!(kept.tree.read(name.path()).expect("there").version, 7);
            // It is the same entry, which goes when its context does.
            assert_eq!(kept.ledger.entries().len(), 1);
            assert_eq!(kept.ledger.entries()[0].objects[0].at, at);
            assert_eq!(kept.ledger.entries()[0].objects[0].hidden, None);
        }
    }
}

/// Their entries in the ledger as well.
#[test]
fn files_that_came_before_the_server_was_named_are_of_its_context() {
    let mut kept = Kept::default();
    for (kind, body) in [
        (Kind::Bootstrap, cp([nap("first")])),
        (Kind::Config1, cp([tps("http://tps.example/"), nap("second")])),
        (Kind::Config2, cp([nap("third")])),
    ] {
        let file = card(&body);
        let report = kept.receive(&from_card("8949", kind, &file), &mut Person::with_pin(""));
        assert!(report.is_installed(), "{report}");
    }
    let servers: Vec<_> = kept.ledger.entries().iter().map(|own| own.context.clone()).collect();
    let contexts = kept.contexts.as_ref().expect("contexts");
    assert_eq!(servers.len(), 3);
    assert!(servers.iter().flatten().all(|id| contexts.context(id).is_some()), "{servers:?}");
    assert!(servers.windows(2).all(|two| two[0] == two[1]), "{servers:?}");
}

/// Three that have the place one after the other: whichever card goes first, the next one has it.
#[test]
fn accounts_come_back_in_order() {
    for first_gone in ["one", "two"] {
        let (mut kept, mut user) = (Kept::default(), Person::with_pin("1234"));
        let body = cp([w7("com.example", "planted-air")]);
        let text = signed(CP, &body, Method::UserPin);
        assert!(kept.receive(&received(&text, &body), &mut user).is_installed());
        for name in ["one", "two"] {
            let file = card(&cp([w7("com.example", &format!("planted-{name}"))]));
            let report = kept.receive(&from_card(name, Kind::Bootstrap, &file), &mut user);
            assert!(report.is_installed(), "{report}");
        }
        let secret = |kept: &Kept| secret_of(kept, "com.example").expect("an account");
        assert_eq!(secret(&kept), "planted-two");
        let _ = kept.with(|device| device.remove_card(first_gone));
        let (next, last) =
            if first_gone == "two" { ("planted-one", "one") } else { ("planted-two", "two") };
        assert_eq!(secret(&kept), next, "{first_gone}");
        let _ = kept.with(|device| device.remove_card(last));
        assert_eq!(secret(&kept), "planted-air");
        let inbox: Uri = "./Inbox".parse().expect("an address");
        kept.tree.children(inbox.path(), &mut |name| panic!("{name} is left")).expect("there");
    }
}

#[test]
fn a_file_without_its_account_gives_the_place_back() {
    let (mut kept, mut user) = (Kept::default(), Person::with_pin("1234"));
    let body = cp([w7("com.example", "planted-air")]);
    let text = signed(CP, &body, Method::UserPin);
    assert!(kept.receive(&received(&text, &body), &mut user).is_installed());
    for (parts, secret) in [
        (vec![w7("com.example", "planted-1")], "planted-1"),
        (vec![nap("internet"), w7("com.example", "planted-2")], "planted-2"),
        (vec![nap("internet")], "planted-air"),
    ] {
        let file = card(&cp(parts));
        let report = kept.receive(&from_card("8949", Kind::Config1, &file), &mut user);
        assert!(report.is_installed(), "{report}");
        assert_eq!(secret_of(&kept, "com.example").as_deref(), Some(secret), "{report}");
    }
}

/// Not even a card takes an account of another owner, and neither does a message that may replace one.
#[test]
fn an_account_of_another_owner_stays() {
    let server = "com.example";
    for (media_type, body, method) in [
        (CP, cp([tps("http://tps.example/"), w7(server, "planted-air")]), Method::UserPin),
        (DM, dm(server), Method::DmUserPin),
    ] {
        for (owner, other) in [("enterprise", ""), ("", "enterprise")] {
            let (mut kept, mut user) = (Kept::default(), Person::with_pin("1234"));
            let text = signed(media_type, &body, method);
            let report = kept.receive(&received(&text, &body).of_owner(owner), &mut user);
            assert!(report.is_installed(), "{report}");
            let at = report.objects().next().expect("an account").clone();
            let before = kept.state();
            let file = card(&cp([nap("card"), w7(server, "planted-card")]));
            let from_card = from_card("8949", Kind::Bootstrap, &file).of_owner(other);
            let report = kept.receive(&from_card, &mut user);
            assert_eq!(report.decisions().last(), Some(&Decision::OtherOwner(at)), "{report}");
            assert!(!report.is_installed());
            assert_eq!(kept.state(), before);

            let again = received(&text, &body).of_owner(other);
            let report = kept.with(|device| {
                device.options = Options::new().replacing();
                let admitted = device.admit_unauthenticated(&again, "a test").expect("readable");
                device.install(admitted)
            });
            assert!(matches!(report.decisions().last(), Some(Decision::OtherOwner(_))), "{report}");
            assert_eq!(kept.state(), before);
        }
    }
}

/// Values that a server has set are those of its account, whichever name that has when the card is read
/// again: never of another account, and never of one that is back in its place.
#[test]
fn values_of_a_server_stay_with_its_account() {
    let (mut kept, mut user) = (Kept::default(), Person::with_pin("1234"));
    let body = cp([w7("com.b", "planted-air")]);
    let text = signed(CP, &body, Method::UserPin);
    assert!(kept.receive(&received(&text, &body), &mut user).is_installed());
    let read = |kept: &mut Kept, user: &mut Person, parts: Vec<Characteristic>| {
        let file = card(&cp(parts));
        let report = kept.receive(&from_card("8949", Kind::Config1, &file), user);
        assert!(report.is_installed(), "{report}");
    };
    read(&mut kept, &mut user, vec![w7("com.a", "planted-a"), w7("com.b", "planted-b")]);
    let parent: Uri = Layout::V1_2.parent().parse().expect("an address");
    for server in ["com.a", "com.b"] {
        let at = Account::find(&kept.tree, parent.path(), server).unwrap().expect("an account");
        let at = format!("{at}/AppAuth/1/AAuthSecret");
        let replace = Operation::Replace(Item::new(&at).with_data(format!("set by {server}")));
        assert_eq!(Engine::new(&mut kept.tree).execute(server, &replace).status().0, 200, "{at}");
    }
    // The account of the second server has the name of the first one's now, or another.
    read(&mut kept, &mut user, vec![w7("com.b", "planted-b2")]);
    assert_eq!(secret_of(&kept, "com.a"), None);
    assert_eq!(secret_of(&kept, "com.b").as_deref(), Some("set by com.b"));
    // The account from the air is back with its own secret.
    read(&mut kept, &mut user, vec![nap("internet")]);
    assert_eq!(secret_of(&kept, "com.b").as_deref(), Some("planted-air"));
}

/// A server that made itself an account keeps its rights when what a card brought goes.
#[test]
fn a_server_with_another_account_keeps_its_rights() {
    let (mut kept, mut user) = (Kept::default(), Person::with_pin("1234"));
    let file = card(&cp([w7("com.card", "planted")]));
    assert!(kept.receive(&from_card("8949", Kind::Config1, &file), &mut user).is_installed());
    let mut engine = Engine::new(&mut kept.tree);
    for (at, value) in [("./DMAcc/own", None), ("./DMAcc/own/ServerID", Some("com.card"))] {
        let item = Item::new(at);
        let item = match value {
            Some(value) => item.with_data(value),
            None => item.with_format(provost::dm::Format::Node),
        };
        assert_eq!(engine.execute("com.card", &Operation::Add(item)).status().0, 200, "{at}");
    }
    let report = kept.with(|device| device.remove_card("8949"));
    assert!(report.to_string().contains("removed ./DMAcc/w7-1"), "{report}");
    let replace = Operation::Replace(Item::new("./DMAcc/own/ServerID").with_data("com.card"));
    assert_eq!(Engine::new(&mut kept.tree).execute("com.card", &replace).status().0, 200);
}

/// That a server is taken out of a list is a change, and none of a value: what the file says is new.
#[test]
fn a_removed_server_does_not_keep_a_value() {
    let (mut kept, mut user) = (Kept::default(), Person::with_pin("1234"));
    let file = card(&cp([nap("first"), w7("com.a", "planted-a")]));
    assert!(kept.receive(&from_card("8949", Kind::Config1, &file), &mut user).is_installed());
    let other = card(&cp([w7("com.b", "planted-b")]));
    assert!(kept.receive(&from_card("other", Kind::Config1, &other), &mut user).is_installed());
    let at: Uri = "./NAP/NAP1/NAPAddr".parse().expect("an address");
    let mut change = provost::dm::tree::Change::default();
    change.acl = Some("Replace=com.a+com.b".parse().expect("a list"));
    kept.tree.write(Edit::Update { at: at.path(), change }).expect("there");
    let _ = kept.with(|device| device.remove_card("other"));
    let node = kept.tree.read(at.path()).expect("there").into_owned();
    assert_eq!((node.acl.to_string().as_str(), node.version), ("Replace=com.a", 1));
    let file = card(&cp([nap("second"), w7("com.a", "planted-a")]));
    let report = kept.receive(&from_card("8949", Kind::Config1, &file), &mut user);
    assert!(!report.decisions().contains(&Decision::Kept(at.clone())), "{report}");
    assert_eq!(kept.tree.read(at.path()).expect("there").text(), Some("second"));
}

/// A title that a server has set stays, and the type with its value; a list is that of the file, which is
/// told, and nothing is told of what no server has touched.
#[test]
fn properties_of_a_server_stay_or_are_told() {
    let (mut kept, mut user) = (Kept::default(), Person::with_pin("1234"));
    let file = |address: &str| card(&cp([nap(address), w7("com.a", "planted-a")]));
    let first = file("first");
    assert!(kept.receive(&from_card("8949", Kind::Config1, &first), &mut user).is_installed());
    let uri = |at: &str| at.parse::<Uri>().expect("an address");
    let mut set = |at: &str, title: Option<&str>, kind: Option<&str>, acl: Option<&str>| {
        let mut change = provost::dm::tree::Change::default();
        change.title = title.map(Into::into);
        change.kind = kind.map(Into::into);
        change.acl = acl.map(|acl| acl.parse().expect("a list"));
        change.version = Some((None, 1));
        kept.tree.write(Edit::Update { at: uri(at).path(), change }).expect("there");
    };
    set("./NAP/NAP1", Some("Mine"), None, None);
    set("./NAP/NAP1/Name", Some("Title"), Some("text/x"), None);
    set("./DMAcc/w7-1", None, None, Some("Get=com.a+com.c&Replace=com.a"));
    let second = file("second");
    let report = kept.receive(&from_card("8949", Kind::Config1, &second), &mut user);
    let told = |decision: &&Decision| matches!(decision, Decision::Kept(_) | Decision::Lost(_));
    let told: Vec<_> = report.decisions().iter().filter(told).cloned().collect();
    let expected = [
        Decision::Lost(uri("./DMAcc/w7-1")),
        Decision::Kept(uri("./NAP/NAP1")),
        Decision::Kept(uri("./NAP/NAP1/Name")),
    ];
    assert_eq!(told.len(), expected.len(), "{report}");
    assert!(expected.iter().all(|decision| told.contains(decision)), "{report}");
    let node = |at: &str| kept.tree.read(uri(at).path()).expect("there").into_owned();
    assert_eq!(node("./NAP/NAP1").title, "Mine");
    assert_eq!(node("./NAP/NAP1/NAPAddr").text(), Some("second"));
    let name = node("./NAP/NAP1/Name");
    assert_eq!((name.title.as_str(), name.kind.as_str(), name.version), ("Title", "text/x", 1));
}

/// A server that changes the title of a leaf, or its list, has not changed its value: that is the card's. A value that
/// is the server's stays, once more after the device was switched off; of a secret it is not known whose it is.
#[test]
fn a_title_does_not_keep_a_value() {
    let (mut kept, mut user) = (Kept::default(), Person::with_pin("1234"));
    let file = |name: &str| card(&cp([nap(name), w7("com.a", &format!("planted-{name}"))]));
    let read = |kept: &mut Kept, user: &mut Person, name: &str| {
        let report = kept.receive(&from_card("8949", Kind::Config1, &file(name)), user);
        assert!(report.is_installed(), "{report}");
        report
    };
    let _ = read(&mut kept, &mut user, "first");
    let uri = |at: &str| at.parse::<Uri>().expect("an address");
    let (address, name, secret) =
        ("./NAP/NAP1/NAPAddr", "./NAP/NAP1/Name", "./DMAcc/w7-1/AppAuth/1/AAuthSecret");
    let mut engine = Engine::new(&mut kept.tree);
    for (target, data) in [
        (format!("{address}?prop=Title"), "Mine"),
        (format!("{secret}?prop=Title"), "Mine"),
        (format!("{name}?prop=ACL"), "Get=*&Replace=com.a"),
        (format!("{address}?prop=Title"), "Mine, again"),
    ] {
        let replace = Operation::Replace(Item::new(&target).with_data(data));
        assert_eq!(engine.execute("com.a", &replace).status().0, 200, "{target}");
    }
    kept.restart();
    let report = read(&mut kept, &mut user, "second");
    let node = |kept: &Kept, at: &str| kept.tree.read(uri(at).path()).expect("there").into_owned();
    let titled = node(&kept, address);
    assert_eq!((titled.text(), titled.title.as_str()), (Some("second"), "Mine, again"));
    assert_eq!(titled.version, 2);
    assert!(report.decisions().contains(&Decision::Kept(uri(address))), "{report}");
    // A list is that of the file, which is told; its leaf is not said to be kept.
    assert!(report.decisions().contains(&Decision::Lost(uri(name))), "{report}");
    assert!(!report.decisions().contains(&Decision::Kept(uri(name))), "{report}");
    assert_eq!(node(&kept, name).version, 0);
    assert_eq!(node(&kept, secret).text(), Some("planted-first"));
    // The ledger has nothing by which a secret could be guessed.
    let ledger = serde_json::to_value(&kept.ledger).expect("storable");
    let objects = ledger[0]["objects"].as_array().expect("objects");
    for object in objects {
        let nodes = object["nodes"].as_array().expect("nodes").iter();
        for (at, fingerprint) in nodes.zip(object["fingerprints"].as_array().expect("as many")) {
            let is_secret = at.as_str().is_some_and(|at| at.ends_with("Secret"));
            assert!(!is_secret || fingerprint.is_null(), "{at}");
        }
    }
    // The value is the server's now.
    let replace = Operation::Replace(Item::new(address).with_data("by the server"));
    assert_eq!(Engine::new(&mut kept.tree).execute("com.a", &replace).status().0, 200);
    for name in ["third", "fourth"] {
        kept.restart();
        let report = read(&mut kept, &mut user, name);
        let own = node(&kept, address);
        assert_eq!((own.text(), own.title.as_str()), (Some("by the server"), "Mine, again"));
        assert!(report.decisions().contains(&Decision::Kept(uri(address))), "{report}");
    }
}

/// The device itself takes a server out of all lists. It is a change that is counted, and none of a value.
#[test]
fn a_server_that_the_device_removes_keeps_no_value() {
    let (mut kept, mut user) = (Kept::default(), Person::with_pin("1234"));
    let file = card(&cp([nap("first"), w7("com.a", "planted-a")]));
    assert!(kept.receive(&from_card("8949", Kind::Config1, &file), &mut user).is_installed());
    let at: Uri = "./NAP/NAP1/NAPAddr".parse().expect("an address");
    let mut change = provost::dm::tree::Change::default();
    change.acl = Some("Replace=com.a+com.b".parse().expect("a list"));
    kept.tree.write(Edit::Update { at: at.path(), change }).expect("there");
    Engine::new(&mut kept.tree).remove_server("com.b").expect("a store in memory");
    assert_eq!(kept.tree.read(at.path()).expect("there").version, 1);
    let file = card(&cp([nap("second"), w7("com.a", "planted-a")]));
    let report = kept.receive(&from_card("8949", Kind::Config1, &file), &mut user);
    assert!(!report.decisions().contains(&Decision::Kept(at.clone())), "{report}");
    assert_eq!(kept.tree.read(at.path()).expect("there").text(), Some("second"));
}
