//! What data of messages stands for: base64, elements, documents, and what stands for nothing.

use provost::dm::{Command, Data, Header, Message, Meta, Request, Syntax, tnds::Document};
use provost::wbxml::typed::base64;

use super::*;

const TNDS_XML: &str = "application/vnd.syncml.dmtnds+xml";
const TNDS_WBXML: &str = "application/vnd.syncml.dmtnds+wbxml";

fn tree_of(node: &str) -> String {
    format!("<MgmtTree xmlns='syncml:dmddf1.2'><VerDTD>1.2</VerDTD>{node}</MgmtTree>")
}

fn leaf() -> String {
    tree_of("<Node><NodeName>Leaf</NodeName><Value>text</Value></Node>")
}

fn item(target: &str, format: &str, type_: &str, data: impl Into<Data>) -> provost::dm::Item {
    let mut meta = Meta::new().with_type(type_);
    meta.format = Some(format.into());
    provost::dm::Item::target(target).with_meta(meta).with_data(data)
}

/// What a command comes to on its way over one syntax, and the tree behind it.
fn carried(command: Command, syntax: Syntax) -> (u16, Engine<MemoryTree>) {
    let mut engine = Engine::new(store(&[("./A", Node::interior()), ("./A/Old", Node::leaf("1"))]));
    set_acl(engine.tree_mut(), ".", "Add=*&Delete=*&Get=*&Replace=*");
    let mut sent = Message::new(Header::new("1", "1", "IMEI:1", "https://dm.example/"));
    sent.body.commands.push(command);
    sent.body.commands[0].set_id("1");
    let received = Message::decode(&sent.encode(syntax).unwrap()).unwrap();
    let operations = Operation::of(&received.body.commands[0]).unwrap();
    let outcome = engine.execute("s", &operations[0]);
    (outcome.status().0, engine)
}

fn add(target: &str, format: &str, type_: &str, data: impl Into<Data>) -> Command {
    Command::Add(Request::new(item(target, format, type_, data)))
}

fn replace(target: &str, format: &str, type_: &str, data: impl Into<Data>) -> Command {
    Command::Replace(Request::new(item(target, format, type_, data)))
}

fn value(engine: &Engine<MemoryTree>, at: &str) -> String {
    let node = engine.tree().read(uri(at).path()).expect(at).into_owned();
    String::from_utf8(node.value.to_vec()).unwrap()
}

/// In messages of XML a tree of WBXML is base64, which its first octets tell, whatever type it has.
#[test]
fn trees_in_base64() {
    let wbxml = Document::decode(leaf().as_bytes()).unwrap().to_wbxml().unwrap();
    for octets in [wbxml, leaf().into_bytes()] {
        let text = base64::encode(&octets);
        for type_ in [TNDS_WBXML, TNDS_XML] {
            let (code, engine) = carried(add("./A/New", "b64", type_, text.clone()), Syntax::Xml);
            assert_eq!((code, &*value(&engine, "./A/New/Leaf")), (200, "text"), "{type_}");
            let (code, engine) = carried(replace("./A", "b64", type_, text.clone()), Syntax::Xml);
            assert_eq!((code, &*value(&engine, "./A/Leaf")), (200, "text"), "{type_}");
            assert!(engine.tree().read(uri("./A/Old").path()).is_err());
        }
    }
    // What says base64 and is XML all the same is taken as what it is.
    let (code, _) = carried(add("./A/New", "b64", TNDS_XML, Data::cdata(leaf())), Syntax::Xml);
    assert_eq!(code, 200);
}

/// Elements that are no tree are the value of a node as XML in either syntax.
#[test]
fn elements_become_their_xml() {
    for xml in [
        "<MsiInstallJob id=\"{1}\"><Product Version=\"1.0\"/>a &amp; b</MsiInstallJob>",
        "<Collection xmlns=\"urn:q\"><ID>1</ID></Collection>",
        "text <b/> text",
        "<a/><b/>",
    ] {
        let data = Data::markup(xml).unwrap();
        for syntax in [Syntax::Xml, Syntax::Wbxml] {
            let (code, engine) = carried(add("./A/New", "xml", "text/xml", data.clone()), syntax);
            assert_eq!((code, &*value(&engine, "./A/New")), (200, xml), "{syntax:?}");
            let (code, engine) =
                carried(replace("./A/Old", "xml", "text/xml", data.clone()), syntax);
            assert_eq!((code, &*value(&engine, "./A/Old")), (200, xml), "{syntax:?}");
        }
    }
    for syntax in [Syntax::Xml, Syntax::Wbxml] {
        let data = Data::markup(leaf()).unwrap();
        let (code, engine) = carried(add("./A/New", "xml", TNDS_XML, data), syntax);
        assert_eq!((code, &*value(&engine, "./A/New/Leaf")), (200, "text"), "{syntax:?}");
    }
}

/// Names of the DDF that are no tree (a `VerDTD` alone) cannot be read: no empty value is put in their place.
#[test]
fn what_cannot_be_read_empties_no_property() {
    let octets = [
        &b"\x02\xA4\x01\x6A\x00\x6D\x6B\x60\x4B\x031\0\x01\x54\x6E\x57\x03./A?prop=ACL\0\x01\x01"[..],
        b"\x4F\x00\x02\x77\x031\0\x01\x00\x00\x01\x01\x01\x12\x01\x01",
    ];
    let message = Message::decode(&octets.concat().into()).unwrap();
    let mut engine = Engine::new(store(&[("./A", Node::interior())]));
    set_acl(engine.tree_mut(), ".", "Replace=*");
    set_acl(engine.tree_mut(), "./A", "Replace=s&Get=*");
    let operations = Operation::of(&message.body.commands[0]).unwrap();
    assert_eq!(engine.execute("s", &operations[0]).status().0, 400);
    let node = engine.tree().read(uri("./A").path()).unwrap().into_owned();
    assert_eq!(node.acl, acl("Replace=s&Get=*"));
}

/// Nobody knows what data of such a format means, so that it is not kept as text (DM RepPro 1.2.1, 415).
#[test]
fn formats_that_are_none() {
    for format in ["foo", "B64", "binary"] {
        for syntax in [Syntax::Xml, Syntax::Wbxml] {
            let (code, engine) = carried(add("./A/New", format, "text/plain", "eA=="), syntax);
            assert_eq!(code, 415, "{format}");
            assert!(engine.tree().read(uri("./A/New").path()).is_err());
            let (code, engine) = carried(replace("./A/Old", format, "text/plain", "eA=="), syntax);
            assert_eq!((code, &*value(&engine, "./A/Old")), (415, "1"), "{format}");
        }
    }
    // That of the command holds where the item has none; an empty one is none; that of a tree says nothing.
    let mut meta = Meta::new();
    meta.format = Some("foo".into());
    let item = provost::dm::Item::target("./A/New").with_data("x");
    let command = Command::Add(Request::new(item).with_meta(meta));
    assert_eq!(carried(command, Syntax::Xml).0, 415);
    assert_eq!(carried(add("./A/New", " ", "text/plain", "x"), Syntax::Xml).0, 200);
    assert_eq!(carried(add("./A/New", "foo", TNDS_XML, Data::cdata(leaf())), Syntax::Xml).0, 200);
}

/// What a serialized tree says of a node and nobody understands is not left out: nothing of it is added.
#[test]
fn trees_that_are_not_understood() {
    let node = |inside: &str| tree_of(&format!("<Node><NodeName>Leaf</NodeName>{inside}</Node>"));
    for (inside, expected) in [
        ("<Value>a<b>c</b>d</Value>", 400),
        ("<RTProperties><Format><foo/></Format></RTProperties><Value>x</Value>", 415),
        ("<RTProperties><Format>foo</Format></RTProperties><Value>x</Value>", 415),
        ("<RTProperties><ACL>Get=*<x/></ACL></RTProperties><Value>x</Value>", 400),
        ("<RTProperties><Type><MIME>a<x/>b</MIME></Type></RTProperties><Value>x</Value>", 400),
        // These are no part of the node.
        ("<RTProperties><Color>a<x/>b</Color></RTProperties><Value>x</Value>", 200),
        ("<Value>x</Value><Color/>", 200),
        ("<Value><!-- nothing --><![CDATA[a<b>c</b>d]]></Value>", 200),
    ] {
        let tree = Data::text(node(inside));
        let (code, engine) = carried(add("./A/New", "xml", TNDS_XML, tree), Syntax::Xml);
        assert_eq!(code, expected, "{inside}");
        assert_eq!(engine.tree().read(uri("./A/New").path()).is_ok(), code == 200);
    }
    let document = Document::decode(node("<Value>a<b>c</b>d</Value>").as_bytes()).unwrap();
    let error = document.nodes().next().unwrap().octets().unwrap_err();
    // Nor is it written as if it were not there.
    assert_eq!((document.to_xml(), document.to_wbxml()), (Err(error), Err(error)));
}

/// The dialect of AOSP has the type as text, and so have trees that copy it.
#[test]
fn a_type_that_is_text() {
    let tree = tree_of(
        "<Node><NodeName>Leaf</NodeName>\
         <RTProperties><Format>chr</Format><Type>text/html</Type></RTProperties><Value>x</Value></Node>",
    );
    let (code, engine) = carried(add("./A/New", "xml", TNDS_XML, Data::cdata(tree)), Syntax::Xml);
    assert_eq!(code, 200);
    let node = engine.tree().read(uri("./A/New/Leaf").path()).unwrap().into_owned();
    assert_eq!(node.kind, "text/html");
}
