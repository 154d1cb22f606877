//! Trees in WBXML: values of octets, elements of other releases, trees among the elements of a message.

use super::*;
use provost::dm::tnds::Value;
use provost::dm::{Command, Data, Form, Header, Message, Request, Syntax};
use provost::wbxml::{self, vocabulary};

/// `<MgmtTree><VerDTD>1.2</VerDTD><Node><NodeName>N</NodeName>..<Value>(octets)</Value></Node></MgmtTree>`, as it is
/// on its own: DMDDF 1.2 with its public identifier in the string table.
fn tree(inside: &[u8]) -> Vec<u8> {
    let mut head = vec![0x03, 0x00, 0x00, 0x6A, 0x1C];
    head.extend_from_slice(b"-//OMA//DTD-DM-DDF 1.2//EN\0\0");
    assert_eq!(head.len(), 5 + 0x1C);
    // Its elements are on page 2.
    head.extend_from_slice(&[0x00, 0x02]);
    head.extend_from_slice(inside);
    head
}

/// Tokens by their names, in the vocabulary of the crate below.
fn token(name: &str) -> u8 {
    let found = (0..64).find(|token| vocabulary::DMDDF_1_2.tag(2, *token) == Some(name));
    found.unwrap_or_else(|| panic!("no {name}"))
}

fn element(name: &str, inside: &[u8]) -> Vec<u8> {
    [&[token(name) | 0x40], inside, &[0x01]].concat()
}

fn text(text: &str) -> Vec<u8> {
    [&[0x03], text.as_bytes(), &[0x00]].concat()
}

fn opaque(octets: &[u8]) -> Vec<u8> {
    [&[0xC3, u8::try_from(octets.len()).expect("short")], octets].concat()
}

fn leaf(more: &[u8], value: &[u8]) -> Vec<u8> {
    let node = [element("NodeName", &text("N")), more.to_vec(), element("Value", value)].concat();
    let all = [element("VerDTD", &text("1.2")), element("Node", &node)].concat();
    tree(&element("MgmtTree", &all))
}

/// Octets that are no text are the value, whatever the format, and stay so when they are written.
#[test]
fn values_of_octets() {
    let octets = leaf(&[], &opaque(&[0x00, 0xFF, 0x01]));
    let document = Document::decode(&octets).expect("a tree");
    assert_eq!(document.version(), "1.2");
    assert_eq!(document.object(), None);
    let node = document.nodes().next().expect("a node");
    let value = node.value().expect("a value");
    assert_eq!(value, &Value::Octets(vec![0x00, 0xFF, 0x01].into()));
    assert_eq!(format!("{value:?}"), "Octets(3 octets)");
    assert_eq!(node.octets().expect("octets")[..], [0x00, 0xFF, 0x01]);
    let again = Document::decode(&document.to_wbxml().expect("WBXML")).expect("our own");
    assert_eq!(says(&again), says(&document));
    // XML cannot carry them, and says so.
    let error = document.to_xml().expect_err("octets");
    assert!(
        matches!(error.kind(), ErrorKind::Syntax(wbxml::ErrorKind::NotExpressible(_))),
        "{error}"
    );
    // In the tree of a device they are the value.
    let mut engine = open_engine();
    let item = Item::new("./X").with_type(MEDIA_TYPE_WBXML).with_data(octets);
    assert_eq!(status(&mut engine, &Operation::Add(item)), 200);
    let node = engine.tree().read(uri("./X/N").path()).expect("a node").into_owned();
    assert_eq!(node.value[..], [0x00, 0xFF, 0x01]);
    // None at all are no value of an interior node.
    let empty = Document::decode(&leaf(&[], &opaque(&[]))).expect("a tree");
    assert_eq!(empty.nodes().next().expect("a node").octets().expect("octets").len(), 0);
}

/// What no release has that is known is kept with all that is in it, without its layout.
#[test]
fn unknown_elements_with_octets() {
    // An unknown token with a blank, octets and a text in it.
    let inside = [text(" "), opaque(&[0xFE]), text("x")].concat();
    let future = [&[0x7F][..], &inside, &[0x01]].concat();
    let document = Document::decode(&leaf(&future, &text("v"))).expect("a tree");
    let node = document.nodes().next().expect("a node");
    let [(place, extra)] = node.unknown() else { panic!("{:?}", node.unknown()) };
    assert_eq!(*place, Place::Node);
    let shown = format!("{:?}", extra.pieces());
    assert!(shown.contains("Opaque(1 octets), Text(1 octets)"), "{shown}");
    let again = Document::decode(&document.to_wbxml().expect("WBXML")).expect("our own");
    assert_eq!(again.nodes().next().expect("a node").unknown(), node.unknown());
}

/// A tree whose elements stand in a message on their own code page is the tree.
#[test]
fn a_tree_among_the_elements_of_a_message() {
    let markup = Data::markup(TREE).expect("elements");
    assert_eq!(markup.form(), Form::Markup);
    let expected = Document::decode(TREE.as_bytes()).expect("a tree");
    // In WBXML it is a document of its own; written by hand it is not.
    let item = provost::dm::Item::target("./A").with_data(markup);
    let header = Header::new("1", "1", "d", "s");
    let message = Message::new(header).with(Command::Add(Request::new(item).with_id("1"))).finish();
    let octets = message.encode(Syntax::Wbxml).expect("a message");
    let read = Message::decode(&octets).expect("a message");
    let data = read.body.commands[0].items()[0].data.clone().expect("data");
    assert_eq!(says(&Document::from_data(&data).expect("a tree")), says(&expected));
    // As others write it: the elements of page 2 in the `Data` of a message.
    let mut writer = wbxml::Writer::new(&vocabulary::SYNCML_1_2);
    let mut write = |event: &wbxml::Event<'_>| {
        wbxml::WriteEvents::write_event(&mut writer, event).expect("written");
    };
    let around = ["SyncML", "SyncBody", "Add", "Item", "Data"];
    for name in around {
        let name = wbxml::Name::new(name).with_space("SYNCML:SYNCML1.2");
        write(&wbxml::Event::Start(name));
    }
    expected.write(&mut writer).expect("written");
    for _ in around {
        wbxml::WriteEvents::write_event(&mut writer, &wbxml::Event::End).expect("written");
    }
    let whole = writer.finish().expect("a document");
    let read = Message::decode(&whole.into()).expect("a message");
    let data = read.body.commands[0].items()[0].data.clone().expect("data");
    assert_eq!(data.form(), Form::Inline);
    assert!(data.embedded().expect("a document").is_tree());
    assert_eq!(says(&Document::from_data(&data).expect("a tree")), says(&expected));
    // Elements of SyncML there are no tree.
    let header = &[0x03, 0xA4, 0x01, 0x6A, 0x00][..];
    let inside = [0x6D, 0x6B, 0x45, 0x54, 0x4F, 0x54, 0x01, 0x01, 0x01, 0x01, 0x01, 0x01];
    let read = Message::decode(&[header, &inside].concat().into()).expect("a message");
    let data = read.body.commands[0].items()[0].data.clone().expect("data");
    assert!(!data.embedded().expect("elements").is_tree());
    let error = Document::from_data(&data).expect_err("no tree");
    assert_eq!(error.kind(), ErrorKind::NoMgmtTree);
}

/// AccessType and Occurrence of every kind are written as they were read.
#[test]
fn properties_of_descriptions_are_written() {
    for occurrence in [
        "<One/>",
        "<ZeroOrOne/>",
        "<ZeroOrMore/>",
        "<OneOrMore/>",
        "<ZeroOrN>3</ZeroOrN>",
        "<OneOrN>4</OneOrN>",
    ] {
        let text = format!(
            "<MgmtTree><VerDTD>1.2</VerDTD><Node><NodeName>N</NodeName><DFProperties><AccessType><Add/>\
             <Copy/><Get/></AccessType><DFFormat><chr/></DFFormat><Occurrence>{occurrence}</Occurrence>\
             <DFType><MIME>text/plain</MIME></DFType></DFProperties></Node></MgmtTree>"
        );
        let description = Description::decode(text.as_bytes()).expect(occurrence);
        let properties = description.nodes().next().expect("a node").properties();
        assert!(properties.expect("properties").access.allows_copy());
        let xml = description.to_xml(0).expect("XML");
        assert!(xml.replace(['\n', ' '], "").contains(occurrence), "{xml}");
        let octets = description.to_wbxml().expect("WBXML");
        for again in [xml.into_bytes(), octets] {
            let again = Description::decode(&again).expect("our own");
            assert!(description.diff(&again).is_empty() && again.diff(&description).is_empty());
            assert!(again.deviations().is_empty(), "{:?}", again.deviations());
        }
    }
}

/// A document that nobody has put anything into.
#[test]
fn an_empty_document() {
    let document = Document::default();
    assert_eq!((document.nodes().len(), document.object()), (0, None));
    assert_eq!(document.version(), "1.2");
    let again = Document::decode(document.to_xml().expect("XML").as_bytes()).expect("our own");
    assert_eq!(again.nodes().len(), 0);
}
