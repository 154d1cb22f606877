//! Bootstrap messages that are none, and what is made of those that are odd.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::std_instead_of_alloc,
    reason = "tests have the standard library, and their helpers may fail"
)]

use std::borrow::Cow;

use bytes::Bytes;
use provost::dm::bootstrap::{
    Bootstrap, Fault, InstallError, InstallOptions, Installed, MAX_OBJECTS, Reason,
};
use provost::dm::object::{AccessPoint, Object, Places};
use provost::dm::tnds::{Document, MEDIA_TYPE_WBXML};
use provost::dm::tree::{Edit, MemoryTree, Node, Tree, TreeError};
use provost::dm::uri::{Path, Uri, UriFault};
use provost::dm::{
    Alert, AlertCode, Command, Container, Data, Error, ErrorKind, Format, Header, Item, Message,
    Meta, Request, Results, Status, StatusCode, Syntax,
};
use provost::wbxml::typed::base64;

fn uri(text: &str) -> Uri {
    text.parse().expect(text)
}

fn message(commands: Vec<Command>) -> Message {
    let header = Header::new("0", "1", "IMEI:1", "com.example");
    commands.into_iter().fold(Message::new(header), Message::with).finish()
}

fn decode(commands: Vec<Command>) -> Result<Bootstrap, Error> {
    Bootstrap::decode(&message(commands).encode(Syntax::Wbxml).expect("a message"))
}

fn add(item: Item) -> Command {
    Command::Add(Request::new(item).with_id("1"))
}

fn node(target: &str, value: Option<&str>) -> Item {
    let item = Item::target(target.to_owned()).with_meta(Meta::new().with_format(Format::Node));
    match value {
        Some(value) => item.with_data(value.to_owned()),
        None => item,
    }
}

fn leaf(target: &str) -> Item {
    Item::target(target.to_owned()).with_data("x")
}

fn access_point() -> Object {
    let nap = AccessPoint { address: "internet".into(), ..AccessPoint::new("N") };
    nap.to_object("Internet").expect("an access point")
}

fn install(bootstrap: &Bootstrap) -> Result<(MemoryTree, Installed), InstallError> {
    let mut tree = MemoryTree::new();
    let installed = bootstrap.install(&mut tree, &InstallOptions::new())?;
    Ok((tree, installed))
}

/// A bootstrap message adds, and does nothing else: who asks, runs, copies or deletes is refused by name.
#[test]
fn commands_that_do_not_add() {
    let request = || Request::new(leaf("./DMAcc/a")).with_id("1");
    let put = Message::decode(&Bytes::from_static(
        b"<SyncML><SyncHdr/><SyncBody><Put><CmdID>1</CmdID></Put></SyncBody></SyncML>",
    ));
    let put = put.expect("a message").body.commands.remove(0);
    for (command, name) in [
        (Command::Get(request()), "Get"),
        (Command::Copy(request()), "Copy"),
        (Command::Exec(request()), "Exec"),
        (Command::Delete(request()), "Delete"),
        (put, "another command"),
    ] {
        // In a container as well.
        let inside = Command::Sequence(Container::new(vec![command.clone()]).with_id("2"));
        for command in [command, inside] {
            let error = decode(vec![add(leaf("./DMAcc/a/ServerId")), command]).expect_err(name);
            assert_eq!(error.kind(), ErrorKind::Bootstrap(Fault::Command(name)));
        }
    }
}

#[test]
fn items_that_are_not_whole() {
    let part = leaf("./DMAcc/a/Name").with_more_data();
    for (item, kind) in [
        (part, ErrorKind::Bootstrap(Fault::Data)),
        (node("./DMAcc/a", Some("value")), ErrorKind::Bootstrap(Fault::Data)),
        (Item::new().with_data("x"), ErrorKind::Bootstrap(Fault::Target)),
        (leaf("./DMAcc//a"), ErrorKind::Uri(UriFault::EmptySegment)),
    ] {
        assert_eq!(decode(vec![add(item.clone())]).expect_err("refused").kind(), kind, "{item:?}");
    }
    // An interior node may come with data that is empty.
    for value in [None, Some("")] {
        let commands =
            vec![add(node("./SyncML/DMAcc/a", value)), add(leaf("./SyncML/DMAcc/a/Name"))];
        let (tree, _) = install(&decode(commands).expect("a message")).expect("installed");
        assert!(tree.read(uri("./SyncML/DMAcc/a").path()).expect("a node").is_interior());
    }
}

/// Another document of SyncML is no bootstrap message; a tree is one, read or decoded.
#[test]
fn documents_that_bring_objects() {
    // `<DevInf/>` of DM in WBXML.
    let devinf = [&[0x03, 0x00, 0x00, 0x6A, 0x1D][..], b"-//SYNCML//DTD DevInf 1.2//EN", &[0x0A]];
    let error = Bootstrap::decode(&devinf.concat()).expect_err("device information");
    assert_eq!(error.kind(), ErrorKind::Bootstrap(Fault::NotBootstrap));

    let document = access_point().to_document();
    let of_document = Bootstrap::of_document(&document).expect("objects");
    let decoded = Bootstrap::decode(&document.to_wbxml().expect("WBXML")).expect("objects");
    for bootstrap in [of_document, decoded] {
        assert_eq!(bootstrap.objects().count(), 1);
        let (tree, installed) = install(&bootstrap).expect("installed");
        let at = installed.objects.first().expect("an object").at.clone();
        assert_eq!(at.to_string(), "./NAP/Internet");
        assert_eq!(AccessPoint::read(&tree, at.path()).expect("one").address, "internet");
    }
    let error = Bootstrap::of_document(&Document::new()).expect_err("nothing");
    assert_eq!(error.kind(), ErrorKind::Bootstrap(Fault::Empty));
}

/// A tree that says two things of one node is refused whole.
#[test]
fn a_tree_that_contradicts_itself() {
    let leaf = "<Node><NodeName>B</NodeName><Value>v</Value></Node>";
    let twice = format!(
        "<MgmtTree><VerDTD>1.2</VerDTD><Node><NodeName>A</NodeName>{leaf}</Node>\
         <Node><NodeName>C</NodeName><Path>A/B</Path><Value>v</Value></Node></MgmtTree>"
    );
    let document = Document::decode(twice.as_bytes()).expect("a tree");
    let error = Bootstrap::of_document(&document).expect_err("a node below a leaf");
    assert_eq!(error.kind(), ErrorKind::Bootstrap(Fault::Tree));
}

/// What has no use is passed over by name, wherever it stands, and the rest is installed.
#[test]
fn what_has_no_use_is_passed_over() {
    let results = Results::new("1", "1").with_id("4").with_item(Item::source("./A"));
    let commands = vec![
        Alert::new(AlertCode::SERVER_INITIATED).with_id("2").into(),
        Status::new("1", "1", "Get", StatusCode::OK).with_id("3").into(),
        results.into(),
        add(leaf("./SyncML/DMAcc/a/Name")),
    ];
    let (_, installed) = install(&decode(commands).expect("a message")).expect("installed");
    let reasons: Vec<(String, String)> =
        installed.ignored.iter().map(|it| (it.source.to_string(), it.reason.to_string())).collect();
    let expected = ["Alert", "Status", "Results"]
        .map(|name| (".".to_owned(), format!("{name} has no use here")));
    assert_eq!(reasons, expected);
    assert_eq!(installed.objects.len(), 1);
}

/// An object that says where it goes and not what it is goes there, where the device has such a place.
#[test]
fn an_object_goes_where_it_says() {
    let tree_of = |object: &Object| object.to_document().to_wbxml().expect("a document");
    let mut object = Object::new("Game", "").expect("a name");
    object.set("Level", Node::leaf("3")).expect("a name");
    let meta = Meta::new().with_type(MEDIA_TYPE_WBXML).with_format(Format::Bin);
    let at = |target: &str| {
        let data = Data::opaque(tree_of(&object));
        add(Item::target(target.to_owned()).with_meta(meta.clone()).with_data(data))
    };
    let places = Places::standard().with_parent("./Games").expect("an address");
    let options = InstallOptions::new().with_places(places);
    let install = |target: &str| {
        let mut tree = MemoryTree::new();
        let bootstrap = decode(vec![at(target), at("./Inbox")]).expect("a message");
        bootstrap.install(&mut tree, &options).map(|installed| (tree, installed))
    };
    let (tree, installed) = install("./Games").expect("installed");
    let level = tree.read(uri("./Games/Game/Level").path()).expect("a node").into_owned();
    assert_eq!(level.text(), Some("3"));
    let [ignored] = &installed.ignored[..] else { panic!("{installed:?}") };
    assert_eq!(
        (ignored.source.to_string().as_str(), ignored.reason),
        ("./Inbox/Game", Reason::UnknownObject)
    );
    assert_eq!(install("./Elsewhere").map(|_| ()), Err(InstallError::Nothing));
}

/// Nodes one by one make no more objects than documents do.
#[test]
fn objects_of_nodes_have_a_bound() {
    for (count, is_installed) in
        [(MAX_OBJECTS - 1, true), (MAX_OBJECTS, true), (MAX_OBJECTS + 1, false)]
    {
        let nodes = (0..count).map(|at| add(leaf(&format!("./SyncML/DMAcc/{at}/Name"))));
        let bootstrap = decode(nodes.collect()).expect("a message");
        match install(&bootstrap) {
            Ok((_, installed)) => {
                assert_eq!((is_installed, installed.objects.len()), (true, count));
            }
            Err(error) => {
                let target = uri(&format!("./SyncML/DMAcc/{MAX_OBJECTS}/Name"));
                assert_eq!((is_installed, error), (false, InstallError::Place { target }));
            }
        }
    }
}

/// A store that does not say whether a name is taken.
struct Broken(MemoryTree);

impl Tree for Broken {
    fn read(&self, at: Path<'_>) -> Result<Cow<'_, Node>, TreeError> {
        if at.depth() > 1 { Err(TreeError::Store) } else { self.0.read(at) }
    }

    fn children(&self, at: Path<'_>, visit: &mut dyn FnMut(&str)) -> Result<(), TreeError> {
        self.0.children(at, visit)
    }

    fn write(&mut self, edit: Edit<'_>) -> Result<(), TreeError> {
        self.0.write(edit)
    }
}

/// A store that fails is not one where the name is free: nothing is installed, and the node is named.
#[test]
fn a_store_that_fails() {
    let bootstrap = Bootstrap::of_objects([access_point()]);
    let mut tree = Broken(MemoryTree::new());
    let error = bootstrap.install(&mut tree, &InstallOptions::new()).expect_err("a broken store");
    let InstallError::Tree { at: Some(at), error } = error else { panic!("{error}") };
    assert_eq!((at.to_string().as_str(), error), ("./NAP/Internet", TreeError::Store));
    assert!(tree.0.is_empty());
}

/// Data in base64, elements and formats that are none, as a session has them.
#[test]
fn data_is_what_it_is_in_a_session() {
    let of = |format: &str, type_: &str, data: Data| {
        let mut meta = Meta::new().with_type(type_.to_owned());
        meta.format = Some(format.to_owned().into());
        Item::target("./SyncML/DMAcc/a/Name").with_meta(meta).with_data(data)
    };
    let value = |item: Item| {
        let item = Command::Add(Request::new(item).with_id("2"));
        let (tree, _) =
            install(&decode(vec![add(node("./SyncML/DMAcc/a", None)), item])?).expect("installed");
        let found = tree.read(uri("./SyncML/DMAcc/a/Name").path()).expect("there").into_owned();
        Ok::<_, Error>(String::from_utf8_lossy(&found.value).into_owned())
    };
    let markup = "<a id=\"1\">x &amp; y</a>";
    for (format, data, expected) in [
        ("b64", Data::text("bmFtZQ=="), "name"),
        ("chr", Data::text("name"), "name"),
        // An element without a name of a format says nothing.
        ("", Data::text("name"), "name"),
        (" ", Data::text("name"), "name"),
        ("xml", Data::markup(markup).expect("markup"), markup),
    ] {
        assert_eq!(value(of(format, "text/plain", data)).as_deref(), Ok(expected), "{format}");
    }
    let error = value(of("foo", "text/plain", Data::text("name"))).expect_err("no format");
    assert_eq!(error.kind(), ErrorKind::Bootstrap(Fault::Data));
    // A tree in base64 is a tree, whatever its type.
    let document = access_point().to_document();
    let text = base64::encode(&document.to_wbxml().expect("a tree"));
    for type_ in [MEDIA_TYPE_WBXML, "application/octet-stream"] {
        let meta = Meta::new().with_format(Format::B64).with_type(type_.to_owned());
        let item = Item::target("./Inbox").with_meta(meta).with_data(text.clone());
        let bootstrap = decode(vec![add(item)]).expect("a bootstrap message");
        assert_eq!(bootstrap.objects().count(), 1, "{type_}");
    }
}
