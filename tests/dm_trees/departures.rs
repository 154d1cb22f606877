//! What departs from the DTD.

use super::*;

/// What departs from the DTD is read and named.
#[test]
fn deviations() {
    use DeviationKind as K;
    for (nodes, kinds) in [
        ("<Node><NodeName>N</NodeName><Value>v</Value></Node>", &[][..]),
        ("<Node><Value>v</Value><NodeName>N</NodeName></Node>", &[K::Order]),
        ("<Node><NodeName>N</NodeName><NodeName>M</NodeName></Node>", &[K::Twice]),
        ("<Node><NodeName>N</NodeName><Color/></Node>", &[K::UnknownElement]),
        ("<Node><NodeName>N</NodeName><Color><Node/>text</Color></Node>", &[K::UnknownElement]),
        ("<Node>text<NodeName>N</NodeName></Node>", &[K::Text]),
        ("<Node color='red'><NodeName>N</NodeName></Node>", &[K::Attribute]),
        (
            "<Node><NodeName>N</NodeName><RTProperties><Format>int</Format></RTProperties></Node>",
            &[K::FormatText],
        ),
        (
            "<Node><NodeName>N</NodeName><RTProperties><Format><text/></Format></RTProperties></Node>",
            &[K::Word],
        ),
        ("<Node><NodeName>N</NodeName><Type>text/plain</Type></Node>", &[K::Dialect]),
        ("<Node><NodeName>N</NodeName><Data>v</Data></Node>", &[K::Dialect]),
        (
            "<Node><NodeName>N</NodeName><Node><NodeName>M</NodeName><Path>P</Path></Node></Node>",
            &[K::NestedPath],
        ),
        ("<Node><NodeName>N</NodeName><Path>/P</Path></Node>", &[K::PathSlash]),
        (
            "<Node><NodeName>N</NodeName><Value>v</Value><Node><NodeName>M</NodeName></Node></Node>",
            &[K::ValueOfInterior],
        ),
        (
            "<Node><NodeName>N</NodeName><DFProperties><AccessType><Read/></AccessType></DFProperties></Node>",
            &[K::Word],
        ),
        (
            "<Node><NodeName>N</NodeName><DFProperties><AccessType/><Occurrence><OneOrN>x</OneOrN></Occurrence></DFProperties></Node>",
            &[K::Number],
        ),
    ] {
        let text = format!("<MgmtTree><VerDTD>1.2</VerDTD>{nodes}</MgmtTree>");
        let document = Document::decode(text.as_bytes()).unwrap_or_else(|e| panic!("{nodes}: {e}"));
        let found: Vec<K> = document.deviations().iter().map(|deviation| deviation.kind).collect();
        assert_eq!(found, kinds, "{nodes}");
        for deviation in document.deviations() {
            assert!(
                text.as_bytes()[deviation.offset] == b'<'
                    || matches!(deviation.kind, K::Text | K::Attribute),
                "{nodes}"
            );
        }
    }
}

#[test]
fn what_is_no_tree() {
    for (text, kind, offset) in [
        ("<SyncML/>", ErrorKind::NoMgmtTree, 0),
        ("<?xml version='1.0'?><Node/>", ErrorKind::NoMgmtTree, 21),
    ] {
        let error = Document::decode(text.as_bytes()).expect_err(text);
        assert_eq!((error.kind(), error.offset()), (kind, offset), "{text}");
    }
    for text in ["", "<", "<MgmtTree>", "<MgmtTree></Node>", "\u{2}\u{1}j", "text"] {
        let error = Document::decode(text.as_bytes()).expect_err(text);
        assert!(matches!(error.kind(), ErrorKind::Syntax(_)), "{text}: {error}");
    }
    // Nested deeper than the syntax allows: an error and no stack.
    let deep = format!("<MgmtTree>{}", "<Node>".repeat(100_000));
    assert!(matches!(
        Document::decode(deep.as_bytes()).expect_err("deep").kind(),
        ErrorKind::Syntax(_)
    ));
}

/// Elements that the DTD does not have are kept where they stand, with all that is in them, and
/// written again in either syntax.
#[test]
fn unknown_elements_are_kept() {
    let xml = "<MgmtTree xmlns='syncml:dmddf1.2' xmlns:x='urn:x'><VerDTD>1.2</VerDTD><Color>red</Color>\
        <Node><NodeName>N</NodeName><RTProperties><Format><node/></Format><Hue>7</Hue></RTProperties>\
        <x:More><Deep>a<b/>c</Deep></x:More>\
        <Node><NodeName>M</NodeName><RTProperties><Only/></RTProperties><Value>v</Value></Node>\
        </Node></MgmtTree>";
    let document = Document::decode(xml.as_bytes()).expect("a tree");
    let says = |document: &Document| {
        let all = |extra: &Extra| -> Vec<String> {
            let pieces = extra.pieces().iter();
            pieces.map(|piece| format!("{piece:?}")).chain([extra.text()]).collect()
        };
        let root: Vec<_> = document.unknown().iter().map(all).collect();
        let nodes: Vec<Vec<(Place, Vec<String>)>> = document
            .nodes()
            .map(|node| node.unknown().iter().map(|(place, it)| (*place, all(it))).collect())
            .collect();
        (root, nodes)
    };
    let (root, nodes) = says(&document);
    assert_eq!(root, [["<Color>", "Text(3 octets)", "</>", "red"]]);
    assert_eq!(nodes[0][0].0, Place::RtProperties);
    assert_eq!(nodes[0][1].0, Place::Node);
    assert_eq!(nodes[0][1].1.last().map(String::as_str), Some("ac"));
    assert_eq!(
        nodes[1][0],
        (Place::RtProperties, vec!["<Only>".into(), "</>".into(), String::new()])
    );
    assert_eq!(document.deviations().len(), 4);
    let written = document.to_xml().expect("XML");
    assert!(written.contains("xmlns=\"urn:x\"") && !written.contains("xmlns=\"\""), "{written}");
    let again = Document::decode(written.as_bytes()).expect("our own");
    assert_eq!(says(&again), (root.clone(), nodes.clone()));
    assert_eq!(again.to_xml().expect("XML"), written);
    let again = Document::decode(&document.to_wbxml().expect("WBXML")).expect("our own");
    assert_eq!(says(&again), (root, nodes));
}

/// WBXML has no attributes in these documents: an element that has one is an error that says so, and
/// not lost.
#[test]
fn unknown_attributes_are_no_wbxml() {
    let xml = b"<MgmtTree><VerDTD>1.2</VerDTD><Color hue='7'/></MgmtTree>";
    let document = Document::decode(xml).expect("a tree");
    let again = Document::decode(document.to_xml().expect("XML").as_bytes()).expect("our own");
    assert_eq!(again.unknown(), document.unknown());
    match document.to_wbxml() {
        Err(error) => assert!(matches!(error.kind(), ErrorKind::Syntax(_)), "{error}"),
        Ok(wbxml) => {
            assert_eq!(Document::decode(&wbxml).expect("our own").unknown(), document.unknown());
        }
    }
}

/// Under, at and over the bound on what is kept.
#[test]
fn unknown_elements_are_counted() {
    let decode = |count: usize| {
        let xml = format!("<MgmtTree><VerDTD>1.2</VerDTD>{}</MgmtTree>", "<a/>".repeat(count));
        Document::decode(xml.as_bytes()).map_err(|error| error.kind())
    };
    assert_eq!(decode(32_768).expect("at the bound").unknown().len(), 32_768);
    assert_eq!(decode(32_769), Err(ErrorKind::Limit(Limit::Extras)));
}
