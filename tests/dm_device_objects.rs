//! What a device makes of its objects: where they are, what of them nobody reads, what it says of itself, which
//! account a session begins with.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::std_instead_of_alloc,
    reason = "tests have the standard library, and their helpers may fail"
)]

use std::borrow::Cow;

use provost::dm::auth::Nonce;
use provost::dm::ddf::{Description, Occurrence};
use provost::dm::object::{
    Account, AccountAddress, AccountAuth, DevInfo, INBOX, Inbox, Layout, Object, ObjectError,
    Outline, Places, Proxy, Report, ReportKind, View, fumo, lawmo,
};
use provost::dm::session::{Client, Entropy, Instant, Output, Trigger};
use provost::dm::tree::{
    Acl, Edit, Engine, Item, MemoryTree, NoRules, Node, NodeRule, Operation, Right, Rules, Scope,
    Tree, TreeError,
};
use provost::dm::uri::{Path, Uri, UriFault};
use provost::dm::{AuthType, ErrorKind, Format, Message};

fn uri(text: &str) -> Uri {
    text.parse().expect(text)
}

fn open() -> MemoryTree {
    let acl = Right::ALL.into_iter().fold(Acl::EMPTY, Acl::with_all);
    MemoryTree::with_root(Node::interior().with_acl(acl))
}

/// A store that fails at one node.
struct Broken(MemoryTree, &'static str);

impl Tree for Broken {
    fn read(&self, at: Path<'_>) -> Result<Cow<'_, Node>, TreeError> {
        if at.to_string() == self.1 { Err(TreeError::Store) } else { self.0.read(at) }
    }

    fn children(&self, at: Path<'_>, visit: &mut dyn FnMut(&str)) -> Result<(), TreeError> {
        self.0.children(at, visit)
    }

    fn write(&mut self, edit: Edit<'_>) -> Result<(), TreeError> {
        self.0.write(edit)
    }
}

/// Objects are found by their identifiers wherever they are, and read by names from there.
#[test]
fn objects_are_found_in_a_tree() {
    let mut tree = open();
    for name in ["one", "two"] {
        let proxy = Proxy { address: name.into(), ..Proxy::new(name) };
        proxy.to_object(name).expect(name).install(&mut tree, Path::ROOT).expect(name);
    }
    let found = View::find(&tree, Proxy::ID).expect("a store in memory");
    let mut addresses: Vec<String> = found.iter().map(ToString::to_string).collect();
    addresses.sort();
    assert_eq!(addresses, ["./one", "./two"]);
    assert_eq!(View::find(&tree, "urn:none"), Ok(vec![]));
    let broken = Broken(tree.clone(), "./two");
    assert_eq!(View::find(&broken, Proxy::ID), Err(TreeError::Store));

    let view = View::new(&tree, uri("./one"));
    assert_eq!(view.clone().path(), view.path());
    let missing = ObjectError::Missing(uri("./one/None"));
    assert_eq!(view.required("None").expect_err("no such node"), missing);
    // A store that fails is not one without the node.
    let view = View::new(&broken, Uri::ROOT);
    assert_eq!(view.text("two").expect_err("a broken store"), ObjectError::Tree(TreeError::Store));
    assert_eq!(
        view.required("a/../b").expect_err("no name"),
        ObjectError::Tree(TreeError::Uri(UriFault::DotSegment))
    );
    assert_eq!(Account::all(&broken, uri("./two").path()), Err(TreeError::Store));
    assert_eq!(Account::all(&broken, uri("./None").path()), Ok(vec![]));
}

/// The rules of another device, which the inbox is laid over.
struct Device;

impl Rules for Device {
    fn rule(&self, _: Path<'_>) -> NodeRule {
        NodeRule::ANY
    }

    fn allows_value(&self, _: Path<'_>, value: &[u8]) -> bool {
        value != b"never"
    }

    fn place(&self, object: &str) -> Option<Uri> {
        (object == "urn:game").then(|| uri("./Games"))
    }
}

/// The inbox takes and does not give, hands objects on to where the device has them, and keeps its other rules.
#[test]
fn an_inbox_over_other_rules() {
    let places = Places::standard().with("urn:lock", "./Lock").expect("an address");
    let rules = Inbox::new(Device, places);
    for (object, place) in [
        ("urn:game", Some("./Games")),
        ("urn:lock", Some("./Lock")),
        (Proxy::ID, Some("./Proxy")),
        ("urn:none", None),
    ] {
        assert_eq!(rules.place(object).map(|it| it.to_string()).as_deref(), place, "{object}");
    }
    let mut tree = open();
    for name in ["Inbox", "Games"] {
        let node = Node::interior();
        tree.write(Edit::Add { at: uri(&format!("./{name}")).path(), node }).expect(name);
    }
    let mut engine = Engine::new(tree).with_rules(rules);
    let document = |id: &str| {
        let object = Object::new("New", id).expect("a name");
        object.to_document().to_wbxml().expect("a document")
    };
    let item = |data: Vec<u8>| {
        Item::new(INBOX).with_type("application/vnd.syncml.dmtnds+wbxml").with_data(data)
    };
    for (operation, expected) in [
        (Operation::Get(INBOX), 405),
        (Operation::Delete(INBOX), 405),
        (Operation::Replace(Item::new("./Inbox?prop=Name").with_data("N")), 405),
        (Operation::Add(item(document("urn:game"))), 200),
        (Operation::Add(Item::new("./Games/x").with_data("never")), 400),
        (Operation::Add(Item::new("./Games/x").with_data("now")), 200),
        (Operation::Get("./Games/New"), 200),
    ] {
        assert_eq!(engine.execute("srv", &operation).status().0, expected, "{operation:?}");
    }
    // The inbox itself stays; what is in it comes and goes.
    let rules = Inbox::new(NoRules, Places::NONE);
    assert_eq!(rules.rule(uri(INBOX).path()).scope, Scope::Permanent);
    assert_eq!(rules.rule(uri("./Inbox/New").path()).scope, Scope::Dynamic);
}

/// Where objects are that do not say what they are, secrets take no Get either.
#[test]
fn places_of_objects_without_an_identifier() {
    let places = Places::NONE.with_parent("./Old/Accounts").expect("an address");
    let parents: Vec<String> = places.parents().map(ToString::to_string).collect();
    assert_eq!(parents, ["./Old/Accounts"]);
    let rules = Inbox::new(NoRules, places);
    for (at, is_given) in [
        ("./Old/Accounts/1/ClientPW", false),
        ("./Old/Accounts/1/UserName", true),
        ("./Other/1/ClientPW", true),
    ] {
        assert_eq!(rules.rule(uri(at).path()).access.allows(Right::Get), is_given, "{at}");
    }
    let error = Places::NONE.with_parent("./a//b").expect_err("no address");
    assert_eq!(error.kind(), ErrorKind::Uri(UriFault::EmptySegment));
}

/// What a device says of itself in package 1 is what it is read as.
#[test]
fn device_information_goes_and_comes() {
    let info = DevInfo {
        id: "IMEI:1".into(),
        manufacturer: "M".into(),
        model: "Phone <1>".into(),
        version: "1.2".into(),
        language: "de-CH".into(),
    };
    let request = info.to_request();
    assert_eq!(DevInfo::of_request(&request).as_ref(), Some(&info));
    let sources: Vec<&str> = request.items.iter().filter_map(|item| item.source_uri()).collect();
    assert_eq!(
        sources,
        ["./DevInfo/DevId", "./DevInfo/Man", "./DevInfo/Mod", "./DevInfo/DmV", "./DevInfo/Lang"]
    );
    assert!(request.items.iter().all(|item| item.target_uri().is_none()), "DM Protocol 1.2.1, 8.1");
    let mut tree = open();
    info.to_object().expect("an object").install(&mut tree, Path::ROOT).expect("installed");
    assert_eq!(DevInfo::read(&tree), Ok(info));
}

/// Objects that a device begins with.
#[test]
fn objects_of_a_new_device() {
    let lock = lawmo::Lock::default();
    assert_eq!((lock.state, lock.notify_user), (lawmo::State::UNLOCKED, None));
    assert!(lock.wipeable.is_empty() && lock.operations.is_empty());
    let object = lock.to_object("LAWMO").expect("a name");
    assert_eq!(lawmo::Lock::read(object.tree(), Path::ROOT), Ok(lock));
    let update = fumo::Update::new();
    assert_eq!((update.state(), &update), (fumo::State::IDLE, &fumo::Update::default()));
}

/// A report of an operation has a code, that of a wish has none, and both are read as they were sent.
#[test]
fn reports_and_wishes() {
    let at = uri("./FUMO/1");
    let done = ReportKind::Firmware(fumo::Operation::Update);
    for (report, is_success) in [
        (Report::new(done, at.path(), 200), true),
        (Report::new(done, at.path(), 410).with_correlator("c-1"), false),
        (Report::new(ReportKind::Lock, at.path(), 1200), true),
        (Report::new(ReportKind::Software, at.path(), 1401).with_correlator("c-2"), false),
        (Report::request(ReportKind::FirmwareWantedByUser, at.path()), false),
    ] {
        assert_eq!(report.is_success(), is_success, "{report:?}");
        let alert = report.to_alert();
        assert_eq!(alert.correlator.as_deref(), report.correlator.as_deref());
        let read = alert.events().next().and_then(|event| Report::of_event(&event));
        assert_eq!(read, Some(report));
    }
}

const ROWS: &[(&str, Occurrence, Format)] = &[
    ("Name", Occurrence::ZeroOrOne, Format::Chr),
    ("List", Occurrence::One, Format::Node),
    ("List/<x>", Occurrence::OneOrN(3), Format::Int),
];

/// An outline is a description, and stays one when it is written.
#[test]
fn an_outline_is_a_description() {
    let outline = Outline::new("urn:example:1.0", ROWS);
    assert_eq!(outline.id(), "urn:example:1.0");
    let description = outline.describe();
    let addresses: Vec<String> = description.nodes().map(|node| node.address()).collect();
    assert_eq!(addresses, ["./<x>", "./<x>/Name", "./<x>/List", "./<x>/List/<x>"]);
    let occurrence = |description: &Description| {
        let last = description.nodes().last().expect("a node");
        last.properties().expect("properties").occurrence
    };
    assert_eq!(occurrence(&description), Occurrence::OneOrN(3));
    let xml = description.to_xml(2).expect("XML");
    assert!(xml.contains("<OneOrN>3</OneOrN>"), "{xml}");
    let again = Description::decode(xml.as_bytes()).expect("a description");
    assert_eq!(occurrence(&again), Occurrence::OneOrN(3));
    assert!(again.diff(&description).is_empty());
}

fn first_message(account: &Account) -> (String, Message) {
    let config = account.config(Entropy::new([7; 32])).expect("an address").with_device("IMEI:1");
    let mut client = Client::new(config, Trigger::user("1"));
    match client.poll(&mut Engine::new(MemoryTree::new()), Instant::ZERO) {
        Output::Send(request) => {
            let message = Message::decode(&request.body).expect("a message");
            (request.uri, message)
        }
        other => panic!("{other:?}"),
    }
}

/// A session begins with what the account has: with credentials, or without where there are none; and a server
/// that has credentials has to prove itself.
#[test]
fn sessions_of_accounts() {
    let address = |port| AccountAddress {
        address: "https://dm.example/a".into(),
        address_type: Some("URI".into()),
        ports: vec![port],
    };
    let none = Account { addresses: vec![address(8443)], ..Account::new("srv") };
    let (to, message) = first_message(&none);
    assert_eq!(to, "https://dm.example:8443/a");
    assert!(message.header.cred.is_none());

    let client = AccountAuth::new(AccountAuth::CLIENT, "DIGEST").with("me", "planted-client");
    let with_client = Account { auth: vec![client.clone()], ..none.clone() };
    let (_, message) = first_message(&with_client);
    let cred = message.header.cred.expect("credentials");
    assert_eq!(cred.auth_type(), Some(AuthType::Md5));

    // A server that says nothing of itself is not the one of the account.
    let server = AccountAuth::new(AccountAuth::SERVER, "DIGEST").with("srv", "planted-server");
    for (auth, is_answered) in [(vec![client.clone()], true), (vec![client, server], false)] {
        let account = Account { auth, ..none.clone() };
        let config = account.config(Entropy::new([7; 32])).expect("an address").with_device("I");
        let mut client = Client::new(config, Trigger::user("1"));
        let mut engine = Engine::new(open());
        let Output::Send(request) = client.poll(&mut engine, Instant::ZERO) else { panic!("none") };
        let message = Message::decode(&request.body).expect("a message");
        let mut reply = message.reply();
        let add = provost::dm::Item::target("./Added").with_data("x");
        reply.push(provost::dm::Command::Add(provost::dm::Request::new(add)));
        let answer = reply.finish().encode(provost::dm::Syntax::Wbxml).expect("a message");
        let response = provost::dm::session::Response::new(answer);
        client.handle(provost::dm::session::Input::Response(response));
        let _ = client.poll(&mut engine, Instant::ZERO);
        assert_eq!(engine.tree().read(uri("./Added").path()).is_ok(), is_answered);
    }
}

/// The nonce of the next session is kept in either layout, where the account has credentials of that side.
#[test]
fn nonces_are_kept() {
    let next = Nonce::from_octets(*b"next").expect("a nonce");
    let client = AccountAuth::new(AccountAuth::CLIENT, "DIGEST").with("me", "planted");
    let account = Account { auth: vec![client], ..Account::new("srv") };
    for layout in [Layout::V1_2, Layout::V1_1_2] {
        let mut tree = open();
        let object = account.to_object("1", layout).expect("an account");
        let at = object.install(&mut tree, Path::ROOT).expect("installed");
        let mut store = |level| Account::store_nonce(&mut tree, at.path(), level, &next);
        assert_eq!(store(AccountAuth::CLIENT), Ok(true), "{layout:?}");
        assert_eq!(store(AccountAuth::OBEX), Ok(false), "{layout:?}");
        let read = Account::read(&tree, at.path()).expect("an account");
        assert_eq!(read.auth[0].data.as_ref(), Some(&next), "{layout:?}");
        // Once more: the node is there now.
        let later = Nonce::from_octets(*b"later").expect("a nonce");
        Account::store_nonce(&mut tree, at.path(), AccountAuth::CLIENT, &later).expect("stored");
        let read = Account::read(&tree, at.path()).expect("an account");
        assert_eq!(read.auth[0].data.as_ref(), Some(&later), "{layout:?}");
    }
    let mut tree = open();
    let object = account.to_object("1", Layout::V1_2).expect("an account");
    let at = object.install(&mut tree, Path::ROOT).expect("installed");
    let mut broken = Broken(tree, "./1/AppAuth/1/AAuthData");
    let stored = Account::store_nonce(&mut broken, at.path(), AccountAuth::CLIENT, &next);
    assert_eq!(stored, Err(ObjectError::Tree(TreeError::Store)));
}

/// Schemes that nobody knows are kept as they are on the way through the old layout.
#[test]
fn unknown_schemes_survive_the_old_layout() {
    for (kind, written) in
        [("DIGEST", "syncml:auth-md5"), ("X-OWN", "X-OWN"), ("HTTP-DIGEST", "HTTP-DIGEST")]
    {
        let auth = AccountAuth::new(AccountAuth::CLIENT, kind).with("me", "planted");
        let account =
            Account { preferred_auth: Some(kind.into()), auth: vec![auth], ..Account::new("srv") };
        let object = account.to_object("1", Layout::V1_1_2).expect("an account");
        assert_eq!(object.view().text("AuthPref").expect("readable").as_deref(), Some(written));
        let read = Account::read(object.tree(), Path::ROOT).expect("an account");
        assert_eq!(read.preferred_auth.as_deref(), Some(kind));
        assert_eq!(read.auth[0].kind, kind);
    }
    // One with white space, as devices have it.
    let mut object = Account::new("srv").to_object("1", Layout::V1_1_2).expect("an account");
    object.set("AuthPref", Node::leaf(" X-OWN\n")).expect("a name");
    let read = Account::read(object.tree(), Path::ROOT).expect("an account");
    assert_eq!(read.preferred_auth.as_deref(), Some("X-OWN"));
}

/// The identifier of an object is what its root says; one without has none.
#[test]
fn identifiers_of_objects() {
    let mut object = Object::new("A", "").expect("a name");
    assert_eq!(object.id(), "");
    let kind = Node::interior().with_kind("urn:late");
    object.set("", kind).expect("the root");
    assert_eq!(object.id(), "urn:late");
    assert_eq!(object.set("a//b", Node::leaf("")), Err(TreeError::Uri(UriFault::EmptySegment)));
    object.set("Leaf", Node::leaf("v")).expect("a name");
    assert_eq!(object.set("Leaf/Below", Node::leaf("v")), Err(TreeError::NotAllowed));
}
