//! What a message must not do to what is of others, or of a source above its own; and what it costs
//! before it is known who sent it.

use alloc::collections::BTreeMap;
use core::cell::Cell;

use super::*;
use provost::dm::tree::{Acl, Right};
use provost::provision::Entry;

/// A store that counts how often it is read.
#[derive(Default)]
struct Counted {
    tree: MemoryTree,
    reads: Cell<u32>,
}

impl Tree for Counted {
    fn read(&self, at: Path<'_>) -> Result<Cow<'_, Node>, TreeError> {
        self.reads.set(self.reads.get().saturating_add(1));
        self.tree.read(at)
    }

    fn children(&self, at: Path<'_>, visit: &mut dyn FnMut(&str)) -> Result<(), TreeError> {
        self.reads.set(self.reads.get().saturating_add(1));
        self.tree.children(at, visit)
    }

    fn write(&mut self, edit: Edit<'_>) -> Result<(), TreeError> {
        self.tree.write(edit)
    }
}

/// Puts an account into a store, as a session does or the maker.
fn plant(tree: &mut MemoryTree, parent: &str, name: &str, server: &str) -> Uri {
    let account = Account {
        addresses: vec![AccountAddress::new(ADDRESS)],
        auth: vec![AccountAuth::new(AccountAuth::CLIENT, "DIGEST").with("me", "planted-first")],
        ..Account::new(server)
    };
    let mut above = Uri::ROOT;
    for name in parent.parse::<Uri>().expect("an address").path().segments() {
        above = above.child(name).expect("a name");
        let _ = tree.write(Edit::Add { at: above.path(), node: Node::interior() });
    }
    let object = account.to_object(name, Layout::V1_2).expect("an account");
    object.install(tree, above.path()).expect("installed")
}

/// A bootstrap message with an account that cannot be read: one of its ports is no number.
fn unreadable(server: &str) -> Vec<u8> {
    let account = Account { addresses: vec![AccountAddress::new(ADDRESS)], ..Account::new(server) };
    let mut object = account.to_object("Broken", Layout::V1_2).expect("an account");
    object.set("AppAddr/1/Port/1/PortNbr", Node::leaf("none")).expect("a node");
    let other = Account::new("com.harmless").to_object("Harmless", Layout::V1_2).expect("one");
    let message = Bootstrap::of_objects([other, object]);
    message.to_wbxml("com.harmless", "IMEI:1").expect("a message").to_vec()
}

#[test]
fn what_nobody_vouches_for_costs_no_look_at_the_tree() {
    let many = (0..500).map(|at| w7(&format!("s{at}"), "planted"));
    let body = cp(many);
    let mut tree = Counted::default();
    (0..100).for_each(|at| {
        plant(&mut tree.tree, "./DMAcc", &at.to_string(), &format!("t{at}"));
    });
    let (mut contexts, mut ledger) = (Contexts::new(), Ledger::new());
    let device = Device::new(&mut contexts, &mut tree, &mut ledger);
    for text in [CP.to_owned(), format!("{CP}; SEC=1; MAC={}", "0".repeat(40))] {
        let report = device.admit(&received(&text, &body), &sims()).expect_err("refused");
        assert!(report.refusal().is_some(), "{report}");
        assert_eq!(device.tree.reads.get(), 0);
    }
    // What is verified looks once at each account, however many the message brings.
    let text = signed(CP, &body, Method::UserPin);
    let pin: UserPin = "1234".parse().expect("digits");
    let admitted = device.admit(&received(&text, &body), &[Identity::User(pin)]);
    assert!(admitted.is_ok());
    assert!(device.tree.reads.get() < 1_000, "{}", device.tree.reads.get());
}

/// A forged message is not even read: what is wrong with it says nothing.
#[test]
fn what_does_not_verify_is_not_read() {
    let body = b"\x03\x0B\x6A\x00\xC5";
    let text = format!("{CP}; SEC=0; MAC={}", "0".repeat(40));
    let report = Kept::default().receive(&received(&text, body), &mut Person::with_pin("1234"));
    assert_eq!(report.refusal(), Some(&Refusal::Failed(Method::NetworkPin)), "{report}");
}

/// An account that cannot be read is installed like any other, so it is asked for like any other.
#[test]
fn an_account_that_cannot_be_read_is_decided_like_any_other() {
    let body = unreadable("com.card.dm");
    let text = signed(DM, &body, Method::DmUserPin);
    // The user is shown both.
    let mut user = Person { agrees: false, ..Person::with_pin("1234") };
    let report = Kept::default().receive(&received(&text, &body), &mut user);
    assert_eq!(report.decisions().last(), Some(&Decision::Declined), "{report}");
    assert!(!user.shown[0].contains("other"), "{:?}", user.shown);
    assert!(user.shown[0].contains("manage the device"), "{:?}", user.shown);

    // The card holds one of that server.
    let file = card(&dm("com.card.dm"));
    let (mut kept, mut user) = (Kept::default(), Person::with_pin("1234"));
    assert!(kept.receive(&from_card("8949", Kind::DmBootstrap, &file), &mut user).is_installed());
    let before = kept.state();
    let receive = |kept: &mut Kept, policy: Policy| {
        kept.with(|device| {
            device.policy = policy;
            device.options = Options::new().replacing();
            device.receive(&received(&text, &body), &sims(), &mut Person::with_pin("1234"))
        })
    };
    let report = receive(&mut kept, Policy::STRICT);
    assert_eq!(report.refusal(), Some(&Refusal::OnCard), "{report}");
    assert_eq!(kept.state(), before);
    // Or a session has made one.
    let mut kept = Kept::default();
    plant(&mut kept.tree, "./DMAcc", "own", "com.card.dm");
    let report = receive(&mut kept, Policy::STRICT);
    assert_eq!(report.refusal(), Some(&Refusal::AlreadyBootstrapped), "{report}");
}

/// The policy hears of accounts wherever the device keeps them.
#[test]
fn an_account_at_a_place_of_the_device_is_not_replaced_unasked() {
    let places = Options::new().places.with(Layout::V1_2.id(), "./Vendor/Accounts");
    let options = Options::new().with_places(places.expect("an address")).replacing();
    let body = cp([w7("com.example", "planted-air")]);
    let text = signed(CP, &body, Method::UserPin);
    let mut kept = Kept::default();
    let at = plant(&mut kept.tree, "./Vendor/Accounts", "first", "com.example");
    let report = kept.with(|device| {
        device.options = options;
        device.receive(&received(&text, &body), &sims(), &mut Person::with_pin("1234"))
    });
    assert_eq!(report.refusal(), Some(&Refusal::AlreadyBootstrapped), "{report}");
    let account = Account::read(&kept.tree, at.path()).expect("an account");
    assert_eq!(account.auth[0].secret, Some("planted-first".into()));
}

/// A session makes the account between the decision and the installation.
#[test]
fn an_account_that_a_session_has_made_since_is_not_replaced() {
    let body = cp([w7("com.example", "planted-air")]);
    let text = signed(CP, &body, Method::UserPin);
    let pin: UserPin = "1234".parse().expect("digits");
    let mut kept = Kept::default();
    let report = kept.with(|device| {
        device.options = Options::new().replacing();
        let received = received(&text, &body);
        let admitted = device.admit(&received, &[Identity::User(pin)]).expect("admitted");
        plant(device.tree, "./DMAcc", "session", "com.example");
        device.install(admitted)
    });
    assert_eq!(report.decisions().last(), Some(&Decision::Stale), "{report}");
    assert_eq!(secret(&kept, "com.example").as_deref(), Some("planted-first"));
}

fn secret(kept: &Kept, server: &str) -> Option<String> {
    let parent: Uri = Layout::V1_2.parent().parse().expect("an address");
    let at = Account::find(&kept.tree, parent.path(), server).expect("readable")?;
    let account = Account::read(&kept.tree, at.path()).expect("an account");
    account.auth[0].secret.as_ref().map(|secret| secret.expose().to_owned())
}

/// The same file of the same card, for two owners: neither takes away what the other has of it.
#[test]
fn a_file_for_another_owner_leaves_what_the_first_has() {
    let (mut kept, mut user) = (Kept::default(), Person::with_pin(""));
    let first = card(&cp([nap("operator"), w7("com.operator", "planted-1")]));
    assert!(kept.receive(&from_card("8949", Kind::Config1, &first), &mut user).is_installed());
    let other = card(&cp([nap("enterprise"), w7("com.enterprise", "planted-2")]));
    for file in [&other, &card(&cp([nap("again"), w7("com.enterprise", "planted-3")]))] {
        let report =
            kept.receive(&from_card("8949", Kind::Config1, file).of_owner("enterprise"), &mut user);
        assert!(report.is_installed(), "{report}");
        assert_eq!(secret(&kept, "com.operator").as_deref(), Some("planted-1"), "{report}");
        assert_eq!(kept.ledger.entries().len(), 2);
    }
    assert_eq!(secret(&kept, "com.enterprise").as_deref(), Some("planted-3"));
    // As it was is said to each of its own.
    let report = kept.receive(&from_card("8949", Kind::Config1, &first), &mut user);
    assert_eq!(report.decisions().last(), Some(&Decision::Unchanged));
    // The card is one, whosever it is: when it goes, all goes.
    let _ = kept.with(|device| device.remove_card("8949"));
    assert!(secret(&kept, "com.operator").is_none() && secret(&kept, "com.enterprise").is_none());
}

/// Two authorities: a message of the one is for no context of the other, whatever the device is told.
#[test]
fn a_context_of_another_owner_gets_nothing() {
    let (mut kept, mut user) = (Kept::default(), Person::with_pin("1234"));
    let body = cp([tps("http://tps.example/"), nap("internet")]);
    let text = signed(CP, &body, Method::UserPin);
    let id = kept.receive(&received(&text, &body), &mut user).context().expect("a context").clone();
    let more = cp([nap("evil")]);
    let text = signed(CP, &more, Method::UserPin);
    let before = kept.state();
    let update = received(&text, &more).for_context(&id).of_owner("enterprise");
    let report = kept.receive(&update, &mut user);
    assert_eq!(report.decisions().last(), Some(&Decision::OtherContext(id)), "{report}");
    assert!(!report.is_installed());
    let report = kept.with(|device| {
        device.admit_unauthenticated(&update, "a test").map(|_| ()).expect_err("refused")
    });
    assert!(report.to_string().contains("another owner"), "{report}");
    assert_eq!(kept.state(), before);
}

/// Whether a server may change a node of the tree.
fn may(kept: &mut Kept, server: &str, at: &str) -> bool {
    let replace = Operation::Replace(Item::new(at).with_data("x"));
    Engine::new(&mut kept.tree).execute(server, &replace).status().0 == 200
}

fn give(kept: &mut Kept, at: &str, servers: &[&str]) {
    let uri: Uri = at.parse().expect("an address");
    let acl = servers
        .iter()
        .fold(Acl::EMPTY, |acl, server| acl.with(Right::Replace, server).expect("a server"));
    let node = Node::leaf("first").with_acl(acl);
    kept.tree.write(Edit::Add { at: uri.path(), node }).expect("added");
}

/// A server whose account is not in the file any more has no rights any more: a later message that
/// claims its name would have them.
#[test]
fn a_server_that_a_file_has_no_more_loses_its_rights() {
    let (mut kept, mut user) = (Kept::default(), Person::with_pin("1234"));
    let file = card(&cp([w7("com.a", "planted-a"), w7("com.b", "planted-b")]));
    assert!(kept.receive(&from_card("8949", Kind::Config1, &file), &mut user).is_installed());
    give(&mut kept, "./Shared", &["com.a", "com.b", "com.other"]);
    assert!(may(&mut kept, "com.a", "./Shared") && may(&mut kept, "com.b", "./Shared"));
    let file = card(&cp([w7("com.b", "planted-b")]));
    assert!(kept.receive(&from_card("8949", Kind::Config1, &file), &mut user).is_installed());
    assert!(!may(&mut kept, "com.a", "./Shared"), "it has no account any more");
    assert!(may(&mut kept, "com.b", "./Shared") && may(&mut kept, "com.other", "./Shared"));
    // The same with the other profile.
    let file = card(&dm("com.dm"));
    assert!(kept.receive(&from_card("8949", Kind::DmBootstrap, &file), &mut user).is_installed());
    give(&mut kept, "./More", &["com.dm", "com.other"]);
    let file = card(&dm("com.dm2"));
    assert!(kept.receive(&from_card("8949", Kind::DmBootstrap, &file), &mut user).is_installed());
    assert!(!may(&mut kept, "com.dm", "./More"));
}

/// Nor does an account that was out of sight in the meantime give it back to it.
#[test]
fn an_account_that_waits_forgets_servers_as_well() {
    let (mut kept, mut user) = (Kept::default(), Person::with_pin("1234"));
    // Two servers of one document have rights on what both have.
    let body = cp([tps("http://tps.example/"), w7("com.a", "planted-a")]);
    let text = signed(CP, &body, Method::UserPin);
    let report = kept.receive(&received(&text, &body), &mut user);
    let at = report.objects().next().expect("an account").clone();
    let name = at.child("AppID").expect("a name");
    let mut change = provost::dm::tree::Change::default();
    change.acl = Some("Replace=com.b".parse().expect("a list"));
    kept.tree.write(Edit::Update { at: name.path(), change }).expect("there");
    let body = cp([tps("http://other.example/"), w7("com.b", "planted-b")]);
    let text = signed(CP, &body, Method::UserPin);
    let report = kept.receive(&received(&text, &body), &mut user);
    let id = report.context().expect("a context").clone();
    assert!(may(&mut kept.clone(), "com.b", &name.to_string()));

    let file = card(&cp([w7("com.a", "planted-card")]));
    assert!(kept.receive(&from_card("8949", Kind::Config1, &file), &mut user).is_installed());
    let _ = kept.with(|device| device.reset(&id));
    kept.restart();
    let report = kept.with(|device| device.remove_card("8949"));
    assert!(report.decisions().contains(&Decision::Restored(at)), "{report}");
    assert!(!may(&mut kept, "com.b", &name.to_string()), "it has no account any more");
}

/// What a server has added to an object of the card is above the card, and stays when the file is read
/// again; what has no place any more is named.
#[test]
fn nodes_of_a_server_stay_when_a_file_is_read_again() {
    let (mut kept, mut user) = (Kept::default(), Person::with_pin("1234"));
    let file = card(&cp([nap("first"), w7("com.card", "planted")]));
    assert!(kept.receive(&from_card("8949", Kind::Config1, &file), &mut user).is_installed());
    let add = |at: &str, value: &str| {
        let uri: Uri = at.parse().expect("an address");
        let node = if value.is_empty() { Node::interior() } else { Node::leaf(value.to_owned()) };
        (uri, node)
    };
    for (uri, node) in [
        add("./DMAcc/w7-1/AppAddr/2", ""),
        add("./DMAcc/w7-1/AppAddr/2/Addr", "https://second.example/"),
        add("./NAP/NAP1/Ext", ""),
        add("./NAP/NAP1/Ext/Note", "of the server"),
    ] {
        kept.tree.write(Edit::Add { at: uri.path(), node }).expect("added");
    }
    kept.restart();
    let file = card(&cp([nap("second"), w7("com.card", "planted-2")]));
    let report = kept.receive(&from_card("8949", Kind::Config1, &file), &mut user);
    assert!(report.is_installed(), "{report}");
    let uri = |at: &str| at.parse::<Uri>().expect("an address");
    for at in ["./DMAcc/w7-1/AppAddr/2/Addr", "./NAP/NAP1/Ext/Note"] {
        assert!(report.decisions().contains(&Decision::Kept(uri(at))), "{at}: {report}");
        assert!(kept.tree.read(uri(at).path()).is_ok(), "{at}");
    }
    assert_eq!(secret(&kept, "com.card").as_deref(), Some("planted-2"));
    // Once more, from what is stored now: they are the server's still.
    let file = card(&cp([w7("com.card", "planted-3")]));
    let report = kept.receive(&from_card("8949", Kind::Config1, &file), &mut user);
    let at = uri("./DMAcc/w7-1/AppAddr/2/Addr");
    assert!(report.decisions().contains(&Decision::Kept(at.clone())), "{report}");
    assert_eq!(kept.tree.read(at.path()).expect("there").text(), Some("https://second.example/"));
    // The access point is gone, and the note with it.
    let lost = Decision::Lost(uri("./NAP/NAP1/Ext/Note"));
    assert!(report.decisions().contains(&lost), "{report}");
    assert!(kept.tree.read(uri("./NAP/NAP1").path()).is_err());
    // With the card everything goes, by the rule that what it has brought goes.
    let _ = kept.with(|device| device.remove_card("8949"));
    assert!(kept.tree.read(uri("./DMAcc/w7-1").path()).is_err());
}

/// An account that waits is not put beside one that its server has made itself in the meantime.
#[test]
fn an_account_comes_back_beside_no_other_of_its_server() {
    let (mut kept, mut user) = (Kept::default(), Person::with_pin("1234"));
    let body = cp([w7("com.a", "planted-air")]);
    let text = signed(CP, &body, Method::UserPin);
    assert!(kept.receive(&received(&text, &body), &mut user).is_installed());
    let file = card(&cp([w7("com.a", "planted-card")]));
    assert!(kept.receive(&from_card("8949", Kind::Config1, &file), &mut user).is_installed());
    let own = plant(&mut kept.tree, "./DMAcc", "own", "com.a");
    let _ = kept.with(|device| device.remove_card("8949"));
    let parent: Uri = Layout::V1_2.parent().parse().expect("an address");
    let all = Account::all(&kept.tree, parent.path()).expect("readable");
    assert_eq!(all, [(own, "com.a".to_owned())]);
}

/// Nobody deletes the inbox with what waits in it.
#[test]
fn a_server_does_not_delete_the_inbox() {
    let (mut kept, mut user) = (Kept::default(), Person::with_pin("1234"));
    let body = cp([w7("com.a", "planted-air")]);
    let text = signed(CP, &body, Method::UserPin);
    assert!(kept.receive(&received(&text, &body), &mut user).is_installed());
    let file = card(&cp([w7("com.a", "planted-card")]));
    assert!(kept.receive(&from_card("8949", Kind::Config1, &file), &mut user).is_installed());
    let mut engine = Engine::new(&mut kept.tree);
    for server in ["com.a", "com.stranger"] {
        assert_ne!(engine.execute(server, &Operation::Delete("./Inbox")).status().0, 200);
    }
    let _ = kept.with(|device| device.remove_card("8949"));
    assert_eq!(secret(&kept, "com.a").as_deref(), Some("planted-air"));
}

/// What refers to an access point that its server has deleted is not led to one of a stranger, who would
/// have the traffic of its sessions.
#[test]
fn a_name_that_others_refer_to_is_given_to_nobody() {
    let (mut kept, mut user) = (Kept::default(), Person::with_pin("1234"));
    let account = w7("com.operator", "planted").with("TO-NAPID", "N1");
    let body = cp([tps("http://tps.example/"), nap("operator"), account]);
    let text = signed(CP, &body, Method::UserPin);
    let report = kept.receive(&received(&text, &body), &mut user);
    let id = report.context().expect("a context").clone();
    let mut engine = Engine::new(&mut kept.tree);
    assert_eq!(engine.execute("com.operator", &Operation::Delete("./NAP/NAP1")).status().0, 200);
    // The network secret alone, which many know, is enough for an access point.
    let body = cp([nap("stranger")]);
    let text = signed(CP, &body, Method::NetworkPin);
    let report = kept.receive(&received(&text, &body), &mut user);
    assert!(report.is_installed(), "{report}");
    let at: Uri = "./DMAcc/w7-1".parse().expect("an address");
    let account = Account::read(&kept.tree, at.path()).expect("an account");
    let reference: Uri = account.connections[0].parse().expect("an address");
    assert!(kept.tree.read(reference.path()).is_err(), "{report}");
    // When what refers to it is gone the name is free.
    let _ = kept.with(|device| device.reset(&id));
    let body = cp([tps("http://third.example/"), nap("third")]);
    let text = signed(CP, &body, Method::UserPin);
    let report = kept.receive(&received(&text, &body), &mut user);
    assert_eq!(report.objects().next(), Some(&reference), "{report}");
}

/// Messages that are repeated as a policy allows leave no more in the ledger than what is there.
#[test]
fn the_ledger_does_not_grow_with_repeated_messages() {
    let account =
        Account { addresses: vec![AccountAddress::new(ADDRESS)], ..Account::new("com.a") };
    let object = account.to_object("A", Layout::V1_2).expect("an account");
    let body = Bootstrap::of_objects([object]).to_wbxml("com.a", "IMEI:1").expect("a message");
    let text = signed(DM, &body, Method::DmUserPin);
    let mut kept = Kept::default();
    for _ in 0..20 {
        let report = kept.with(|device| {
            device.options = Options::new().replacing();
            device.policy = Policy::STRICT.with(Relaxation::RepeatedBootstrap);
            device.receive(&received(&text, &body), &sims(), &mut Person::with_pin("1234"))
        });
        assert!(report.is_installed(), "{report}");
    }
    assert_eq!(kept.ledger.entries().len(), 2, "what is there, and how the others were verified");
}

/// A bootstrap that is repeated as a policy allows takes the place of the one before with all that came with it: its
/// access points do not pile up. What another account goes through stays, and so does what is of another owner.
#[test]
fn a_repeated_bootstrap_leaves_no_access_point_behind() {
    let children = |kept: &Kept, at: &str| {
        let uri: Uri = at.parse().expect("an address");
        let mut names = Vec::new();
        kept.tree.children(uri.path(), &mut |name| names.push(name.to_owned())).expect("there");
        names
    };
    let install = |kept: &mut Kept, body: &[u8], owner: &str| {
        let text = signed(DM, body, Method::DmUserPin);
        let received = received(&text, body).of_owner(owner);
        let report = kept.with(|device| {
            device.options = Options::new().replacing();
            device.policy = Policy::STRICT.with(Relaxation::RepeatedBootstrap);
            device.receive(&received, &sims(), &mut Person::with_pin("1234"))
        });
        assert!(report.is_installed(), "{report}");
        report
    };
    let mut kept = Kept::default();
    let first = dm("com.a");
    let other = dm("com.other");
    let _ = install(&mut kept, &first, "");
    let _ = install(&mut kept, &other, "somebody");
    assert_eq!(children(&kept, "./NAP"), ["Internet", "Internet-2"]);
    for _ in 0..3 {
        let report = install(&mut kept, &first, "");
        let at: Uri = "./NAP/Internet".parse().expect("an address");
        assert!(report.decisions().contains(&Decision::Removed(at)), "{report}");
        assert_eq!(children(&kept, "./NAP"), ["Internet", "Internet-2"]);
        kept.restart();
    }
    let account = |kept: &Kept, at: &str| {
        let uri: Uri = at.parse().expect("an address");
        Account::read(&kept.tree, uri.path()).expect("an account")
    };
    assert_eq!(
        account(&kept, "./DMAcc/Operator").preferred_connection.as_deref(),
        Some("./NAP/Internet")
    );
    let placed = kept.ledger.entries().iter().flat_map(|entry| &entry.objects);
    assert_eq!(placed.count(), 4);
    // An account that a server has made goes through it.
    let own = plant(&mut kept.tree, "./DMAcc", "own", "com.b");
    let reference = own.child("PrefConRef").expect("a name");
    let node = Node::leaf("./NAP/Internet");
    kept.tree.write(Edit::Add { at: reference.path(), node }).expect("added");
    let _ = install(&mut kept, &first, "");
    assert_eq!(children(&kept, "./NAP"), ["Internet", "Internet-2", "Internet-3"]);
    assert_eq!(
        account(&kept, "./DMAcc/Operator").preferred_connection.as_deref(),
        Some("./NAP/Internet-3")
    );
}

/// An account that a server has made itself in a session is of the owner of that server: nobody else takes its place.
#[test]
fn accounts_of_sessions_are_of_the_owner_of_their_server() {
    let (mut kept, mut user) = (Kept::default(), Person::with_pin("1234"));
    let body = dm("com.enterprise");
    let text = signed(DM, &body, Method::DmUserPin);
    let message = received(&text, &body).of_owner("enterprise");
    assert!(kept.receive(&message, &mut user).is_installed());
    // One that was there from the beginning stays the device's, whatever sessions there are.
    let _ = plant(&mut kept.tree, "./DMAcc", "factory", "com.factory");
    let accounts = |kept: &mut Kept| kept.with(|device| device.accounts()).expect("a store");
    let before = accounts(&mut kept);
    assert_eq!(adopt(&mut kept, "com.enterprise", &before), []);
    assert!(kept.ledger.entries().iter().all(|entry| entry.owner == "enterprise"));
    let own = plant(&mut kept.tree, "./DMAcc", "own", "com.second");
    let count = kept.ledger.entries().len();
    assert_eq!(adopt(&mut kept, "com.enterprise", &before), core::slice::from_ref(&own));
    let entry = kept.ledger.entries().last().expect("an entry");
    assert_eq!(
        (entry.owner.as_str(), entry.objects[0].server.as_deref()),
        ("enterprise", Some("com.second"))
    );
    // Once is enough.
    assert_eq!(adopt(&mut kept, "com.enterprise", &before), []);
    assert_eq!(kept.ledger.entries().len(), count + 1);
    kept.restart();
    let body = dm("com.second");
    let text = signed(DM, &body, Method::DmUserPin);
    let install = |kept: &mut Kept, owner: &str| {
        let received = received(&text, &body).of_owner(owner);
        kept.with(|device| {
            device.options = Options::new().replacing();
            device.policy = Policy::STRICT.with(Relaxation::RepeatedBootstrap);
            device.receive(&received, &sims(), &mut Person::with_pin("1234"))
        })
    };
    let state = kept.state();
    let report = install(&mut kept, "");
    assert_eq!(report.decisions().last(), Some(&Decision::OtherOwner(own.clone())), "{report}");
    assert_eq!(kept.state(), state);
    let mut other = kept.clone();
    assert!(install(&mut other, "enterprise").is_installed());
    // One that its server has deleted is known no more, and is bootstrapped again.
    kept.tree.write(Edit::Delete { at: own.path() }).expect("there");
    let before = accounts(&mut kept);
    assert_eq!(adopt(&mut kept, "com.enterprise", &before), []);
    assert_eq!(kept.ledger.entries().len(), count);
    assert!(kept.receive(&received(&text, &body), &mut user).is_installed());
}

/// Behind a session that the first account of a server has opened.
fn adopt(kept: &mut Kept, server: &str, before: &BTreeMap<Uri, String>) -> Vec<Uri> {
    let (account, _) = before.iter().find(|(_, own)| *own == server).expect("an account");
    kept.with(|device| device.adopt(account, before)).expect("a store in memory")
}

/// Who an account is of does not depend on what became of the account that made it, nor on who was at its place.
#[test]
fn accounts_of_sessions_keep_their_owner_whatever_goes() {
    let (mut kept, mut user) = (Kept::default(), Person::with_pin("1234"));
    for (server, owner) in [("com.operator", "operator"), ("com.enterprise", "enterprise")] {
        let body = dm(server);
        let text = signed(DM, &body, Method::DmUserPin);
        let message = received(&text, &body).of_owner(owner);
        kept.with(|device| {
            device.policy = Policy::STRICT.with(Relaxation::RepeatedBootstrap);
            let report = device.receive(&message, &sims(), &mut user);
            assert!(report.is_installed(), "{report}");
        });
    }
    let accounts = |kept: &mut Kept| kept.with(|device| device.accounts()).expect("a store");
    let owner = |kept: &Kept, at: &Uri| {
        let entries = kept.ledger.entries().iter().rev();
        let mut own = entries.filter(|entry| entry.objects.iter().any(|placed| placed.at == *at));
        own.next().map(|entry| entry.owner.clone())
    };
    // The one that has made another deletes itself, and a third is made by that one.
    let before = accounts(&mut kept);
    let second = plant(&mut kept.tree, "./DMAcc", "second", "com.second");
    assert_eq!(adopt(&mut kept, "com.enterprise", &before), core::slice::from_ref(&second));
    let before = accounts(&mut kept);
    kept.tree.write(Edit::Delete { at: second.path() }).expect("there");
    let third = plant(&mut kept.tree, "./DMAcc", "third", "com.third");
    assert_eq!(adopt(&mut kept, "com.second", &before), core::slice::from_ref(&third));
    assert_eq!(owner(&kept, &third).as_deref(), Some("enterprise"));
    // The place of an account of the operator that is gone.
    let (place, _) = before.iter().find(|(_, server)| *server == "com.operator").expect("there");
    kept.tree.write(Edit::Delete { at: place.path() }).expect("there");
    let before = accounts(&mut kept);
    let name = place.path().name().to_owned();
    let again = plant(&mut kept.tree, "./DMAcc", &name, "com.fourth");
    assert_eq!(again, *place);
    assert_eq!(adopt(&mut kept, "com.enterprise", &before), core::slice::from_ref(&again));
    assert_eq!(owner(&kept, &again).as_deref(), Some("enterprise"));
    // A server that calls an account of its own like another server gets nothing of that one's.
    let before = accounts(&mut kept);
    let alike = plant(&mut kept.tree, "./DMAcc", "zz", "com.third");
    assert_eq!(adopt(&mut kept, "com.fourth", &before), core::slice::from_ref(&alike));
    let mut entries = kept.ledger.entries().to_vec();
    entries.last_mut().expect("an entry").owner = "operator".into();
    kept.ledger = Ledger::from_entries(entries);
    let before = accounts(&mut kept);
    let own = plant(&mut kept.tree, "./DMAcc", "by-third", "com.fifth");
    let found = kept.with(|device| device.adopt(&third, &before)).expect("a store");
    assert_eq!(found, core::slice::from_ref(&own));
    assert_eq!(owner(&kept, &own).as_deref(), Some("enterprise"));
    // One that a session has moved, or called otherwise, is who it was, and so is one of the device itself.
    let (enterprise, _) =
        before.iter().find(|(_, server)| *server == "com.enterprise").expect("there");
    let enterprise = enterprise.clone();
    let factory = plant(&mut kept.tree, "./DMAcc", "factory", "com.factory");
    let before = accounts(&mut kept);
    for (at, name) in [(&enterprise, "moved"), (&factory, "elsewhere")] {
        let new_name = Edit::Rename { at: at.path(), name };
        kept.tree.write(new_name).expect("there");
    }
    assert_eq!(kept.with(|device| device.adopt(&alike, &before)).expect("a store"), []);
    let moved: Uri = "./DMAcc/moved".parse().expect("an address");
    let elsewhere: Uri = "./DMAcc/elsewhere".parse().expect("an address");
    assert_eq!(owner(&kept, &moved).as_deref(), Some("enterprise"));
    assert_eq!((owner(&kept, &enterprise), owner(&kept, &elsewhere)), (None, None));
    // What a device has recorded itself is not of a session, and nothing new is no change.
    let own = Entry { server: Some("http://tps.example/".into()), ..Entry::default() };
    let entries = kept.ledger.entries().iter().cloned().chain([own]);
    kept.ledger = Ledger::from_entries(entries.collect::<Vec<_>>());
    let (before, ledger) = (accounts(&mut kept), kept.ledger.clone());
    assert_eq!(adopt(&mut kept, "com.enterprise", &before), []);
    assert_eq!(kept.ledger, ledger);
}
