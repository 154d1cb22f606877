use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;

use super::*;
use crate::error::ErrorKind;
use crate::object::{AccessPoint, AccountAddress, AccountAuth, Layout, Places, Proxy};
use crate::tree::{Edit, MemoryTree, Tree, TreeError};

fn account(server: &str) -> Account {
    Account {
        preferred_connection: Some("./Inbox/Internet".into()),
        connections: vec!["./Inbox/Internet".into(), "./Inbox/Proxy".into()],
        addresses: vec![AccountAddress::new("https://dm.example/")],
        auth: vec![AccountAuth::new(AccountAuth::CLIENT, "DIGEST").with("me", "geheim")],
        ..Account::new(server)
    }
}

fn objects(server: &str) -> Vec<Object> {
    let internet = AccessPoint { address: "internet".into(), ..AccessPoint::new("N") };
    let proxy = Proxy {
        address: "10.0.0.1".into(),
        connections: vec!["./Inbox/Internet".parse().unwrap()],
        ..Proxy::new("P")
    };
    vec![
        account(server).to_object("Example", Layout::V1_2).unwrap(),
        internet.to_object("Internet").unwrap(),
        proxy.to_object("Proxy").unwrap(),
    ]
}

fn places(installed: &Installed) -> Vec<String> {
    installed.objects.iter().map(|placed| placed.at.to_string()).collect()
}

fn message(objects: Vec<Object>) -> Bootstrap {
    let wbxml = Bootstrap::of_objects(objects).to_wbxml("com.example", "IMEI:1").unwrap();
    Bootstrap::decode(&wbxml).unwrap()
}

#[test]
fn names_that_are_taken_and_references_to_them() {
    let mut tree = MemoryTree::new();
    let options = InstallOptions::new();
    let first = message(objects("com.a")).install(&mut tree, &options).unwrap();
    assert_eq!(places(&first), ["./DMAcc/Example", "./NAP/Internet", "./Proxy/Proxy"]);
    let second = message(objects("com.b")).install(&mut tree, &options).unwrap();
    assert_eq!(places(&second), ["./DMAcc/Example-2", "./NAP/Internet-2", "./Proxy/Proxy-2"]);
    assert!(second.objects.iter().all(|placed| placed.is_renamed && placed.is_complete));
    let read = Account::read(&tree, second.objects[0].at.path()).unwrap();
    assert_eq!(read.preferred_connection.as_deref(), Some("./NAP/Internet-2"));
    assert_eq!(read.connections, ["./NAP/Internet-2", "./Proxy/Proxy-2"]);
    let proxy = Proxy::read(&tree, second.objects[2].at.path()).unwrap();
    assert_eq!(proxy.connections, ["./NAP/Internet-2".parse().unwrap()]);
    assert_eq!(second.references.len(), 4);
    let third = message(objects("com.c")).install(&mut tree, &options).unwrap();
    assert_eq!(places(&third)[0], "./DMAcc/Example-3");
}

#[test]
fn an_account_of_the_same_server() {
    let mut tree = MemoryTree::new();
    message(objects("com.a")).install(&mut tree, &InstallOptions::new()).unwrap();
    let before = tree.len();
    let error = message(objects("com.a")).install(&mut tree, &InstallOptions::new()).unwrap_err();
    assert_eq!(error.to_string(), "server has an account at ./DMAcc/Example");
    assert_eq!(tree.len(), before);
    let options = InstallOptions::new().replacing();
    let again = message(objects("com.a")).install(&mut tree, &options).unwrap();
    assert_eq!(places(&again), ["./DMAcc/Example", "./NAP/Internet-2", "./Proxy/Proxy-2"]);
    assert!(again.objects[0].is_replaced && !again.objects[0].is_renamed);
    let twice = vec![objects("com.x").remove(0), objects("com.x").remove(0).named("Y").unwrap()];
    let error = message(twice).install(&mut tree, &options).unwrap_err();
    assert!(matches!(error, InstallError::AccountTwice { .. }));
}

#[test]
fn all_or_nothing() {
    let whole = {
        let mut tree = MemoryTree::new();
        message(objects("com.a")).install(&mut tree, &InstallOptions::new()).unwrap();
        u32::try_from(tree.len()).unwrap()
    };
    for limit in 1..whole {
        let mut tree = MemoryTree::new().with_limit(limit);
        let error = message(objects("com.a")).install(&mut tree, &InstallOptions::new());
        assert!(matches!(error, Err(InstallError::Tree { error: TreeError::Full, .. })), "{limit}");
        assert!(tree.is_empty(), "{limit}");
    }
}

#[test]
fn unknown_objects_and_older_versions_are_passed_over() {
    let mut tree = MemoryTree::new();
    let mut all = objects("com.a");
    all.push(Object::new("Strange", "urn:example:mo:strange:1.0").unwrap());
    let mut old = Object::new("Old", "urn:oma:mo:oma-dm-dmacc:0.9").unwrap();
    old.set("ServerID", Node::leaf("com.a")).unwrap();
    all.push(old);
    let places = Places::standard().with("urn:oma:mo:oma-dm-dmacc:0.9", "./DMAcc").unwrap();
    let options = InstallOptions::new().with_places(places);
    let installed = message(all).install(&mut tree, &options).unwrap();
    assert_eq!(installed.objects.len(), 3);
    let ignored: Vec<_> =
        installed.ignored.iter().map(|it| (it.source.to_string(), it.reason)).collect();
    assert_eq!(
        ignored,
        [
            ("./Inbox/Strange".to_string(), Reason::UnknownObject),
            ("./Inbox/Old".to_string(), Reason::OlderVersion)
        ]
    );
    let strange = vec![Object::new("Strange", "urn:example:mo:strange:1.0").unwrap()];
    let error = message(strange).install(&mut tree, &InstallOptions::new());
    assert_eq!(error, Err(InstallError::Nothing));
}

#[test]
fn references_that_lead_nowhere_stay_as_they_are() {
    let mut tree = MemoryTree::new();
    let alone = vec![objects("com.a").remove(0)];
    let installed = message(alone).install(&mut tree, &InstallOptions::new()).unwrap();
    assert_eq!(installed.references.len(), 3);
    assert!(installed.references.iter().all(|reference| reference.to.is_none()));
    let read = Account::read(&tree, installed.objects[0].at.path()).unwrap();
    assert_eq!(read.preferred_connection.as_deref(), Some("./Inbox/Internet"));
}

#[test]
fn a_tree_alone_as_a_card_has_it() {
    let mut document = tnds::Document::new();
    objects("com.a").iter().for_each(|object| object.push_to(&mut document));
    let bootstrap = Bootstrap::decode(&document.to_wbxml().unwrap()).unwrap();
    assert_eq!(bootstrap.server(), None);
    assert_eq!(bootstrap.accounts().next().unwrap().server, "com.a");
    let mut tree = MemoryTree::new();
    let installed = bootstrap.install(&mut tree, &InstallOptions::new()).unwrap();
    assert_eq!(installed.objects.len(), 3);
}

/// Who decides about a message asks for every account that it would make: for one that cannot be read
/// too, whatever its type says, and in whichever letters the node is named.
#[test]
fn servers_of_accounts_that_cannot_be_read() {
    let mut broken = Account::new("com.broken").to_object("1", Layout::V1_2).unwrap();
    broken.set("AppAddr/1/Port/1/PortNbr", Node::leaf("no number")).unwrap();
    let mut disguised = Object::new("2", AccessPoint::ID).unwrap();
    disguised.set("ServerID", Node::leaf("com.disguised")).unwrap();
    let mut letters = Object::new("3", Layout::V1_2.id()).unwrap();
    letters.set("SERVERID", Node::leaf("com.letters")).unwrap();
    letters.set("Ext/serverid", Node::leaf("com.deep")).unwrap();
    let bootstrap = message(vec![broken, disguised, letters]);
    assert_eq!(
        bootstrap.accounts().map(|account| account.server).collect::<Vec<_>>(),
        ["com.disguised"]
    );
    let mut servers: Vec<_> = bootstrap.servers().collect();
    servers.sort();
    assert_eq!(servers, ["com.broken", "com.deep", "com.disguised", "com.letters"]);

    let rows = [("./DMAcc/X/serverid", Some("com.node")), ("./DMAcc/X/Name", Some("com.other"))];
    let bootstrap = Bootstrap::of_message(&adds(&rows)).unwrap();
    assert_eq!(bootstrap.servers().collect::<Vec<_>>(), ["com.node"]);
}

fn adds(rows: &[(&str, Option<&str>)]) -> Message {
    let mut message = Message::new(Header::new("0", "1", "IMEI:1", "com.example"));
    for (at, value) in rows {
        let item = Item::target((*at).to_string());
        let item = match value {
            Some(value) => item.with_data((*value).to_string()),
            None => item.with_meta(Meta::new().with_format(Format::Node)),
        };
        message = message.with(Command::Add(Request::new(item)));
    }
    message.finish()
}

#[test]
fn nodes_one_by_one_as_in_dm_1_1() {
    let rows = [
        ("./SyncML", None),
        ("./SyncML/DMAcc", None),
        ("./SyncML/DMAcc/Op", None),
        ("./SyncML/DMAcc/Op/ServerId", Some("com.example")),
        ("./SyncML/DMAcc/Op/Addr", Some("http://dm.example/")),
        ("./SyncML/DMAcc/Op/ConRef", Some("./SyncML/Con/Net")),
        ("./SyncML/Con/Net/NAP/Addr", Some("internet")),
    ];
    let mut tree = MemoryTree::new();
    for (number, server) in ["com.example", "com.other"].into_iter().enumerate() {
        let mut rows = rows;
        rows[3].1 = Some(server);
        let wbxml = adds(&rows).encode(Syntax::Wbxml).unwrap();
        let installed =
            Bootstrap::decode(&wbxml).unwrap().install(&mut tree, &InstallOptions::new()).unwrap();
        let end = if number == 0 { "" } else { "-2" };
        let account = Account::read(&tree, installed.objects[0].at.path()).unwrap();
        assert_eq!(installed.objects[0].at.path().name(), ["Op", end].concat());
        assert_eq!(account.preferred_connection, Some(["./SyncML/Con/Net", end].concat()));
        assert!(installed.objects[0].is_complete);
    }
    for target in ["./DevInfo/Man", "./SyncML/Other/x", "./A", "./SyncML"] {
        let wbxml = adds(&[(target, Some("x"))]).encode(Syntax::Wbxml).unwrap();
        let error = Bootstrap::decode(&wbxml).unwrap().install(&mut tree, &InstallOptions::new());
        let place = InstallError::Place { target: target.parse().unwrap() };
        assert_eq!(error, Err(place), "{target}");
    }
}

#[test]
fn what_is_no_bootstrap_message() {
    let delete = adds(&[]).with(Command::Delete(Request::new(Item::target("./DMAcc"))));
    let no_data = {
        let meta = Meta::new().with_type(tnds::MEDIA_TYPE_WBXML);
        adds(&[]).with(Command::Add(Request::new(Item::target("./Inbox").with_meta(meta))))
    };
    let no_target = adds(&[]).with(Command::Add(Request::new(Item::new().with_data("x"))));
    let encode = |message: Message| message.encode(Syntax::Wbxml).unwrap().to_vec();
    for (input, fault) in [
        (encode(adds(&[])), Fault::Empty),
        (encode(delete), Fault::Command("Delete")),
        (encode(no_data), Fault::Data),
        (encode(no_target), Fault::Target),
        (b"<SyncML/>".to_vec(), Fault::NotWbxml),
    ] {
        let error = Bootstrap::decode(&input).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Bootstrap(fault));
    }
    assert!(Bootstrap::decode(b"").is_err());
    assert!(Bootstrap::decode(b"\x03\x0B\x6A\x00\x45\x01").is_err());
}

#[test]
fn objects_at_their_limit() {
    let many = |count: usize| {
        let name = |at: usize| alloc::format!("{at}");
        let nap = |at| AccessPoint { address: "a".into(), ..AccessPoint::new(name(at)) };
        let objects = (0..count).map(|at| nap(at).to_object(&name(at)).unwrap());
        Bootstrap::of_objects(objects).to_wbxml("s", "d").unwrap()
    };
    assert!(Bootstrap::decode(&many(MAX_OBJECTS - 1)).is_ok());
    assert_eq!(Bootstrap::decode(&many(MAX_OBJECTS)).unwrap().objects().count(), MAX_OBJECTS);
    let error = Bootstrap::decode(&many(MAX_OBJECTS + 1)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Bootstrap(Fault::TooMany));
}

#[test]
fn lists_of_the_message_are_kept() {
    let acl: crate::tree::Acl = "Get=com.a&Replace=com.a".parse().unwrap();
    let mut all = objects("com.a");
    let first = all.remove(0).with_acl(acl.clone()).unwrap();
    all.insert(0, first);
    let mut tree = MemoryTree::new();
    tree.write(Edit::Add { at: "./DMAcc".parse::<Uri>().unwrap().path(), node: Node::interior() })
        .unwrap();
    let installed = message(all).install(&mut tree, &InstallOptions::new()).unwrap();
    assert_eq!(tree.read(installed.objects[0].at.path()).unwrap().acl, acl);
}
