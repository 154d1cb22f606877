//! Standard management objects: what is built is read the same, whichever way it goes to a device,
//! and what is read of the trees of others.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "tests have the standard library, and their helpers may fail"
)]

use provost::dm::{
    Format, StatusCode,
    object::{AccessPoint, AuthInfo, Object, ObjectError, Proxy, Secret, View},
    tnds::Document,
    tree::{Acl, Engine, MemoryTree, Node, Operation, Right, Tree, TreeError},
    uri::{Path, Uri, UriFault},
};

fn uri(text: &str) -> Uri {
    text.parse().unwrap()
}

/// A device that grants everything.
fn open_engine() -> Engine<MemoryTree> {
    let acl = Right::ALL.into_iter().fold(Acl::EMPTY, Acl::with_all);
    Engine::new(MemoryTree::with_root(Node::interior().with_acl(acl)))
}

/// The trees in which an object is, with its address there: as it is built, installed by the device,
/// written as a document in either syntax, added by a server as a document or node by node.
fn every_way(object: &Object) -> Vec<(&'static str, MemoryTree, Uri)> {
    let mut ways = vec![("built", object.tree().clone(), Uri::ROOT)];

    let mut tree = MemoryTree::new();
    let at = object.install(&mut tree, Path::ROOT).unwrap();
    ways.push(("installed", tree, at.clone()));

    let document = object.to_document();
    let xml = document.to_xml().unwrap().into_bytes();
    let wbxml = document.to_wbxml().unwrap();
    for (way, octets) in [("XML", &xml), ("WBXML", &wbxml)] {
        let read = Object::of_document(&Document::decode(octets).unwrap()).unwrap();
        assert_eq!(read.len(), 1, "{way}");
        assert_eq!(read[0].path(), object.path(), "{way}");
        assert_eq!(read[0].id(), object.id(), "{way}");
        ways.push((way, read[0].tree().clone(), Uri::ROOT));
    }

    let mut engine = open_engine();
    let item = provost::dm::tree::Item::new(".").with_type("application/vnd.syncml.dmtnds+wbxml");
    let outcome = engine.execute("srv", &Operation::Add(item.with_data(wbxml)));
    assert_eq!(outcome.status(), StatusCode::OK);
    ways.push(("added as a document", engine.into_tree(), at.clone()));

    let mut engine = open_engine();
    for command in object.to_commands(Path::ROOT) {
        for operation in Operation::of(&command).unwrap() {
            let status = engine.execute("srv", &operation).status();
            assert_eq!(status, StatusCode::OK, "{operation:?}");
        }
    }
    ways.push(("added node by node", engine.into_tree(), at));
    ways
}

fn leaf(text: &str) -> Node {
    Node::leaf(text.to_owned())
}

#[test]
fn an_access_point_goes_every_way() {
    let access_point = AccessPoint {
        name: Some("Internet & more".into()),
        address: "internet.example".into(),
        address_type: Some("APN".into()),
        auth: vec![
            AuthInfo {
                kind: "PAP".into(),
                name: Some("user".into()),
                secret: Some(Secret::from("s<cret")),
            },
            AuthInfo { kind: "CHAP".into(), ..AuthInfo::default() },
        ],
        parameters: vec![
            ("Bearer".into(), "GSM-GPRS".into()),
            ("DNSAddr".into(), "10.0.0.1".into()),
        ],
        ..AccessPoint::new("NAP1")
    };
    for (way, tree, at) in every_way(&access_point.to_object("Internet").unwrap()) {
        assert_eq!(AccessPoint::read(&tree, at.path()).as_ref(), Ok(&access_point), "{way}");
    }
    let shown = format!("{access_point:?}");
    assert!(!shown.contains("s<cret"), "{shown}");
}

#[test]
fn a_proxy_goes_every_way() {
    let proxy = Proxy {
        name: Some("Gateway".into()),
        address: "10.0.0.1".into(),
        address_type: Some("IPV4".into()),
        ports: vec![8080, 9201],
        auth: vec![AuthInfo { kind: "HTTP-BASIC".into(), ..AuthInfo::default() }],
        // More than nine, whose names do not stand in the order of their letters.
        connections: (1..=12).map(|at| uri(&format!("./NAP/{at}"))).collect(),
        ..Proxy::new("PX1")
    };
    for (way, tree, at) in every_way(&proxy.to_object("PX").unwrap()) {
        assert_eq!(Proxy::read(&tree, at.path()).as_ref(), Ok(&proxy), "{way}");
    }
}

#[test]
fn what_a_proxy_does_not_hold() {
    let mut object = Object::new("PX", Proxy::ID).unwrap();
    let read = |object: &Object| Proxy::read(object.tree(), Path::ROOT);
    assert_eq!(read(&object), Err(ObjectError::Missing(uri("./PXID"))));
    object.set("PXID", leaf("PX1")).unwrap();
    object.set("PXAddr", leaf("10.0.0.1")).unwrap();
    object.set("PXPort", leaf(" 80 ")).unwrap();
    assert_eq!(read(&object).unwrap().ports, [80]);
    object.set("PXPort", leaf("80000")).unwrap();
    assert_eq!(read(&object), Err(ObjectError::Value(uri("./PXPort"))));
    object.set("PXPort", leaf("")).unwrap();
    assert_eq!(read(&object).unwrap().ports, [0_u16; 0]);
    object.set("ToConRef/1/ConRef", leaf("./a/../b")).unwrap();
    assert_eq!(read(&object), Err(ObjectError::Value(uri("./ToConRef/1"))));
}

/// Whatever a node has: formats, octets that are no text, types, lists, titles, names with escapes.
#[test]
fn an_object_loses_nothing() {
    let mut object = Object::new("Own", "com.example/1.0/Own").unwrap();
    object = object.with_acl("Get=*&Replace=srv".parse().unwrap()).unwrap();
    object.set("bin", Node::leaf(&b"\0\xFF"[..]).with_format(Format::Bin)).unwrap();
    object.set("int", leaf("7").with_format(Format::Int).with_title("seven")).unwrap();
    object.set("null", leaf("").with_format(Format::Null)).unwrap();
    object.set("a b/c%d", leaf("<x/>").with_format(Format::Xml).with_kind("text/xml")).unwrap();
    object.set("empty", Node::interior().with_kind("com.example/1.0/None")).unwrap();
    object.set("locked", leaf("x").with_acl("Get=*".parse().unwrap())).unwrap();
    let nodes = |tree: &MemoryTree, at: Path<'_>| -> Vec<String> {
        let captured = Object::capture(tree, at).unwrap();
        let mut all = Vec::new();
        let mut open = vec![Uri::ROOT];
        while let Some(uri) = open.pop() {
            let node = captured.tree().read(uri.path()).unwrap().into_owned();
            // A server that adds leaves versions behind.
            let (value, acl) = (node.value.clone(), node.acl.to_string());
            all.push(format!(
                "{uri} {:?} {} {acl} {} {value:?}",
                node.format, node.kind, node.title
            ));
            captured
                .tree()
                .children(uri.path(), &mut |name| open.push(uri.child(name).unwrap()))
                .unwrap();
        }
        all.sort();
        all
    };
    let expected = nodes(object.tree(), Path::ROOT);
    assert_eq!(expected.len(), 8);
    for (way, tree, at) in every_way(&object) {
        assert_eq!(nodes(&tree, at.path()), expected, "{way}");
    }
}

#[test]
fn an_object_is_installed_as_a_whole_or_not_at_all() {
    let mut object = Object::new("A", "").unwrap();
    object.set("B/C", leaf("x")).unwrap();
    let mut full = MemoryTree::new().with_limit(3);
    assert_eq!(object.install(&mut full, Path::ROOT), Err(TreeError::Full));
    assert!(full.is_empty());
    let mut tree = MemoryTree::new();
    assert_eq!(object.install(&mut tree, uri("./None").path()), Err(TreeError::NotFound));
    object.install(&mut tree, Path::ROOT).unwrap();
    assert_eq!(object.install(&mut tree, Path::ROOT), Err(TreeError::AlreadyExists));
    assert_eq!(tree.len(), 4, "what was there before is still there");
}

#[test]
fn objects_of_a_document() {
    let decode = |nodes: &str| {
        let xml = format!("<MgmtTree><VerDTD>1.2</VerDTD>{nodes}</MgmtTree>");
        Object::of_document(&Document::decode(xml.as_bytes()).unwrap())
    };
    let node =
        |name: &str, inside: &str| format!("<Node><NodeName>{name}</NodeName>{inside}</Node>");
    // The account and its access point, as in DM Bootstrap 1.2.1, 5.4.5.
    let two = decode(&[node("Account", &node("Name", "")), node("Internet", "")].concat()).unwrap();
    let paths: Vec<String> = two.iter().map(|object| object.path().to_string()).collect();
    assert_eq!(paths, ["./Account", "./Internet"]);
    // Flat ones, the node above behind the one below it.
    let flat = decode(
        &[
            node("A", ""),
            node("C", "<Path>A/B</Path><Value>x</Value>"),
            node("B", "<Path>A</Path><RTProperties><Title>b</Title></RTProperties>"),
        ]
        .concat(),
    );
    // What is above another is an interior node, whether that is inside of it or has a path.
    assert_eq!(flat.unwrap().len(), 1);
    let flat = [node("A", "<Value>x</Value>"), node("C", "<Path>A</Path>")].concat();
    assert_eq!(decode(&flat).unwrap_err(), TreeError::BadValue);
    let interior = "<RTProperties><Format><node/></Format><Title>b</Title></RTProperties>";
    let flat = decode(
        &[
            node("A", interior),
            node("C", "<Path>A/B</Path><Value>x</Value>"),
            node("B", &["<Path>A</Path>", interior].concat()),
        ]
        .concat(),
    )
    .unwrap();
    assert_eq!(flat.len(), 1);
    assert_eq!(flat[0].view().text("B/C").unwrap().as_deref(), Some("x"));
    assert_eq!(flat[0].view().node("B").unwrap().unwrap().title, "b");
    assert_eq!(
        decode(&node("A", &[node("B", ""), node("B", "")].concat())).unwrap_err(),
        TreeError::AlreadyExists
    );
    let base64 = "<RTProperties><Format><b64/></Format></RTProperties><Value>?</Value>";
    assert_eq!(decode(&node("A", base64)).unwrap_err(), TreeError::BadValue);
}

#[test]
fn names_are_checked() {
    let slash = TreeError::Uri(UriFault::EmptySegment);
    assert_eq!(Object::new("", "").unwrap_err(), TreeError::Uri(UriFault::EmptySegment));
    assert_eq!(Object::new("..", "").unwrap_err(), TreeError::Uri(UriFault::DotSegment));
    let mut object = Object::new("A", "").unwrap();
    for (name, error) in [
        ("/B", slash),
        ("B/", slash),
        ("B//C", slash),
        ("../B", TreeError::Uri(UriFault::DotSegment)),
        ("B\0", TreeError::Uri(UriFault::Name)),
    ] {
        assert_eq!(object.set(name, leaf("")), Err(error), "{name:?}");
        assert_eq!(object.view().text(name), Err(ObjectError::Tree(error)), "{name:?}");
    }
    let null = leaf("x").with_format(Format::Null);
    assert_eq!(object.set("N", null), Err(TreeError::BadValue));
    object.set("B", leaf("")).unwrap();
    assert_eq!(object.set("B/C", leaf("")), Err(TreeError::NotAllowed));
    assert_eq!(object.set("C/D", leaf("")), Ok(()));
    assert_eq!(object.set("C", leaf("")), Err(TreeError::NotAllowed), "it has children");
    let parameters = vec![("a/b".into(), String::new())];
    let access_point = AccessPoint { parameters, ..AccessPoint::new("1") };
    assert_eq!(access_point.to_object("A").unwrap_err(), TreeError::Uri(UriFault::Name));
}

#[test]
fn values_of_a_view() {
    let mut object = Object::new("A", "").unwrap();
    for (name, value) in [("t", " TRUE "), ("f", "0"), ("n", "17"), ("e", ""), ("x", "x")] {
        object.set(name, leaf(value)).unwrap();
    }
    object.set("octets", Node::leaf(&b"\xFF"[..])).unwrap();
    object.set("I/b", leaf("")).unwrap();
    object.set("I/10", leaf("")).unwrap();
    object.set("I/9", leaf("")).unwrap();
    let view = object.view();
    let value = |name: &str| ObjectError::Value(uri(name));
    assert_eq!(view.flag("t"), Ok(Some(true)));
    assert_eq!(view.flag("f"), Ok(Some(false)));
    assert_eq!((view.flag("e"), view.flag("none")), (Ok(None), Ok(None)));
    assert_eq!(view.flag("x"), Err(value("x")));
    assert_eq!(view.number("n"), Ok(Some(17_u8)));
    assert_eq!((view.number::<u8>("e"), view.number::<u8>("none")), (Ok(None), Ok(None)));
    assert_eq!(view.number::<u8>("x"), Err(value("x")));
    assert_eq!(view.text("octets"), Err(value("octets")));
    assert_eq!(view.octets("octets").unwrap().as_deref(), Some(&b"\xFF"[..]));
    assert_eq!(view.text("I"), Err(value("I")), "an interior node has no value");
    let each: Vec<String> =
        view.each("I").unwrap().iter().map(|view| view.path().name().into()).collect();
    assert_eq!(each, ["9", "10", "b"]);
    assert_eq!(view.names("x").unwrap(), [""; 0]);
    let view = View::new(object.tree(), uri("./I"));
    assert_eq!(view.required("c"), Err(ObjectError::Missing(uri("./I/c"))));
}
