//! Namespaces of XML, which WBXML has not: what a page cannot stand for comes back as it was, or is an
//! error that says so.

#![allow(
    clippy::unwrap_used,
    reason = "tests have the standard library, and their helpers may fail"
)]

use provost::wbxml::{
    Code, Error, ErrorKind, Event, Loss, Name, PublicIdForm, Reader, WriteOptions, Writer, convert,
    vocabulary::{ACTIVESYNC, AIRSYNC, DEVINF_1_2, SYNCML_1_2, Vocabulary},
    xml,
};

fn to_wbxml(text: &str, vocabulary: &'static Vocabulary) -> Result<Vec<u8>, Error> {
    let mut reader = xml::Reader::new(text.as_bytes(), vocabulary)?;
    let mut writer = Writer::new(vocabulary);
    convert(&mut reader, &mut writer)?;
    writer.finish()
}

fn there_and_back(text: &str, vocabulary: &'static Vocabulary) -> Result<String, Error> {
    let octets = to_wbxml(text, vocabulary)?;
    let mut reader = Reader::new(&octets, vocabulary)?;
    let bare = xml::WriteOptions::new().with_prolog(xml::Prolog::None);
    let mut writer = xml::Writer::with_options(vocabulary, bare);
    convert(&mut reader, &mut writer)?;
    writer.finish()
}

/// The document type is decided, so that the namespace of another of its versions is the same page.
#[test]
fn another_version_is_the_same_page() {
    for version in ["1.1", "1.0", "1.2", "1.2.2"] {
        let text = format!("<SyncML xmlns=\"syncml:SYNCML{version}\"><SyncHdr/></SyncML>");
        let octets = to_wbxml(&text, &SYNCML_1_2).unwrap();
        assert_eq!(octets, [0x03, 0xA4, 0x01, 0x6A, 0x00, 0x6D, 0x2C, 0x01], "{version}");
    }
    for other in ["SYNCML:SYNCML", "SYNCML:", "1.2", "SYNCML:OTHER1.2", "SYNCML:SYNCML1.2b"] {
        let text = format!("<SyncML xmlns=\"{other}\"><SyncHdr/></SyncML>");
        let error = to_wbxml(&text, &SYNCML_1_2).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotExpressible(Loss::Name), "{other}");
    }
}

#[test]
fn names_of_no_page_keep_their_namespace() {
    for text in [
        r#"<SyncML xmlns="SYNCML:SYNCML1.2"><Foo xmlns="urn:x"><Bar/></Foo></SyncML>"#,
        r#"<SyncML xmlns="SYNCML:SYNCML1.2"><Foo xmlns=""><Bar/></Foo><SyncHdr/></SyncML>"#,
        r#"<SyncML xmlns="SYNCML:SYNCML1.2"><x:Target xmlns:x="urn:x"/></SyncML>"#,
    ] {
        assert_eq!(there_and_back(text, &SYNCML_1_2).as_deref(), Ok(text));
    }
}

/// A name that a page has is read in the namespace of that page, whatever was declared.
#[test]
fn names_of_a_page_in_other_namespaces_are_refused() {
    for inside in [
        r#"<SyncHdr xmlns="urn:x"/>"#,
        r#"<Foo xmlns="urn:x"><Target/></Foo>"#,
        r#"<s:SyncHdr xmlns:s="SYNCML:SYNCML1.2" xmlns="urn:x"/>"#,
    ] {
        let text = format!(r#"<SyncML xmlns="SYNCML:SYNCML1.2">{inside}</SyncML>"#);
        let error = to_wbxml(&text, &SYNCML_1_2).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotExpressible(Loss::Name), "{text}");
    }
    // A document type without typed content as well.
    let text = r#"<DevInf xmlns="syncml:devinf"><Man xmlns="urn:x"/></DevInf>"#;
    let error = to_wbxml(text, &DEVINF_1_2).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotExpressible(Loss::Name));
}

/// Senders spare namespaces: a name in none is that of the page.
#[test]
fn no_namespace_is_that_of_the_page() {
    let text = |space: &str, inner: &str| {
        format!(
            r#"<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr{space}><Target{inner}/></SyncHdr></SyncML>"#
        )
    };
    for (space, inner) in [(r#" xmlns="""#, ""), ("", r#" xmlns="""#)] {
        let read = there_and_back(&text(space, inner), &SYNCML_1_2);
        assert_eq!(read, Ok(text("", "")));
    }
}

/// MS-ASWBXML: 03 01 6A 00 is all that stands in front.
#[test]
fn documents_of_activesync_are_anonymous() {
    for vocabulary in [&ACTIVESYNC, &AIRSYNC] {
        assert!(vocabulary.is_anonymous());
        let octets = to_wbxml("<Sync/>", vocabulary).unwrap();
        assert_eq!(octets, [0x03, 0x01, 0x6A, 0x00, 0x05]);
        let formal = WriteOptions::new().with_public_id(PublicIdForm::Formal);
        let mut writer = Writer::with_options(vocabulary, formal);
        let mut reader = xml::Reader::new(b"<Sync/>", vocabulary).unwrap();
        convert(&mut reader, &mut writer).unwrap();
        assert!(writer.finish().unwrap().starts_with(&[0x03, 0x00, 0x00, 0x6A]));
    }
}

/// A name is its namespace and its local part, whichever syntax, prefix, page or token it came by; of a token
/// that the vocabulary lacks it is the code.
#[test]
fn names_are_the_same_by_namespace_and_local_part() {
    // Type by its token on page 1, and as a literal.
    let wbxml = [
        &b"\x03\xA4\x01\x6A\x05Type\0\x6D\x00\x01\x13\x04\x00\x3F\x01"[..],
        br#"<SyncML xmlns="SYNCML:SYNCML1.2" xmlns:m="syncml:metinf" xmlns:n="SYNCML:METINF">"#,
        br#"<m:Type/><n:Type/><Type xmlns="syncml:metinf"/><Type/><Type xmlns="urn:x"/></SyncML>"#,
    ];
    let mut names = Vec::new();
    let mut reader = Reader::new(wbxml[0], &SYNCML_1_2).unwrap();
    while let Some(event) = reader.next_event().unwrap() {
        if let Event::Start(name) = event {
            names.push(name);
        }
    }
    let text = wbxml[1..].concat();
    let mut reader = xml::Reader::new(&text, &SYNCML_1_2).unwrap();
    let mut from_xml = Vec::new();
    while let Some(event) = reader.next_event().unwrap() {
        if let Event::Start(name) = event {
            from_xml.push(name);
        }
    }
    let [root, token, literal, unknown] = names.try_into().unwrap();
    let [xml_root, one, other, default, stray, foreign] = from_xml.try_into().unwrap();
    let known = Name::new("Type").with_space("syncml:metinf");
    assert_eq!((root, literal), (xml_root, token));
    assert!([token, one, other, default].into_iter().all(|name| name == known));
    // In the namespace of SyncML, where a sender spared its own: no name is looked for elsewhere here.
    assert_eq!(stray.space(), "SYNCML:SYNCML1.2");
    assert!([stray, foreign, Name::new("Type")].into_iter().all(|name| name != known));
    let code = |page| Code { page, token: 0x3F };
    assert!(unknown == Name::unknown(code(1)) && unknown != Name::unknown(code(0)));
}
