//! Rules of WBXML for those who write it: one test for a rule or two, named in
//! `conformance/wbxml.toml`.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "tests have the standard library, and their helpers may fail"
)]

use provost::wbxml::{
    Charset, Content, ErrorKind, Event, Loss, Name, Part, ReadOptions, Reader, StringTable,
    ValueTokens, WriteOptions, Writer, convert,
    vocabulary::{PROV, SI_1_0},
    xml,
};
use provost_tests::{
    document::{self, Item, Piece},
    pages::{PAGES, body, line, written},
    vectors::unhex,
};

/// 5.8.1: an encoder switches when the page changes, and looks on the current page first.
#[test]
fn the_writer_switches_pages_only_when_they_change() {
    let plain = WriteOptions::new();
    for (text, expected) in [
        ("<a><both/><c/><both/><a/></a>", "4507 0001 05 07 0000 05 01"),
        ("<a x='1' y='2' w='3'/>", "85 05033100 000105033200 08033300 01"),
        ("<a><c y='1'/><c y='2'/></a>", "45 0001 85 0001 05033100 01 85 05033200 01 01"),
    ] {
        assert_eq!(body(text, &PAGES, plain), expected.replace(' ', ""), "{text}");
    }
}

/// 5.8.2, 5.8.3, 6.1, WBXML-S-013: tokens where there are, one start or one literal for a name.
#[test]
fn the_writer_uses_tokens_where_they_exist() {
    let inside = WriteOptions::new();
    let whole = inside.with_value_tokens(ValueTokens::Whole);
    for (options, text, expected) in [
        // The longest start, then the longest value, wherever that is shorter.
        (inside, "<a x='http://www.q.com/r'/>", "85 07 037100 86 037200 01"),
        (inside, "<a x='http://q'/>", "85 06 037100 01"),
        (inside, "<a x='ftp://'/>", "85 05 036674703a2f2f00 01"),
        (inside, "<a x='http://www..com'/>", "85 07 85 01"),
        (whole, "<a x='http://www.q.com/r'/>", "85 07 03712e636f6d2f7200 01"),
        (whole, "<a x='http://www..com'/>", "85 07 85 01"),
        // An empty value is the start alone.
        (inside, "<a x=''/>", "85 05 01"),
        // Tags carry their bits, and an element without content has no END.
        (inside, "<a><b/></a>", "45 06 01"),
    ] {
        assert_eq!(body(text, &PAGES, options), expected.replace(' ', ""), "{text}");
    }
    // A literal is a name, whole, in the string table; never a part of a value.
    let octets = written("<a q='1'><r q='2'/></a>", &PAGES, inside).unwrap();
    assert_eq!(octets, unhex("03 01 6a 04 7100 7200 c5 0400 033100 01 8402 0400 033200 01 01"));
}

/// 5.1: integers are written in as few octets as they take.
#[test]
fn the_writer_makes_minimal_integers() {
    for (length, expected) in
        [(0x7F, "c37f"), (0x80, "c38100"), (0x3FFF, "c3ff7f"), (0x4000, "c3818000")]
    {
        let octets = vec![0x41; length];
        let mut writer = Writer::new(&PAGES);
        writer.write_event(&Event::Start(Name::new("a"))).unwrap();
        writer.write_event(&Event::Opaque(&octets)).unwrap();
        writer.write_event(&Event::End).unwrap();
        let octets = writer.finish().unwrap();
        assert!(octets[5..].starts_with(&unhex(expected)), "{length}");
    }
}

/// 5.2, 6.1: a text that the charset lacks is ENTITY; a name that it lacks ends the encoding; a
/// string cannot hold its terminator.
#[test]
fn what_a_charset_lacks() {
    let ascii = WriteOptions::new().with_charset(Charset::Ascii);
    let utf16 = WriteOptions::new().with_charset(Charset::Utf16Be);
    let expected = "45 034100 028169 0287ec00 034200 01";
    assert_eq!(body("<a>&#x41;é&#x1F600;B</a>", &PAGES, ascii), expected.replace(' ', ""));
    assert_eq!(body("<a>é</a>", &PAGES, ascii), "45 028169 01".replace(' ', ""));
    let octets = written("<a>é</a>", &PAGES, utf16).unwrap();
    assert_eq!(octets, unhex("03 01 8775 00 45 03 00e9 0000 01"));
    let error = written("<é/>", &PAGES, ascii).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotExpressible(Loss::NameCharset));
    let error = written("<a é=''/>", &PAGES, ascii).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotExpressible(Loss::NameCharset));
    let mut writer = Writer::new(&PAGES);
    writer.write_event(&Event::Start(Name::new("a"))).unwrap();
    let error = writer.write_event(&Event::Text(Content::from("a\0b"))).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotExpressible(Loss::Nul));
}

/// Opaque data came with 1.1 in content and with 1.2 in values: an older document cannot have it.
#[test]
fn the_writer_keeps_to_its_version() {
    for (version, in_content, in_value) in
        [(0x00, false, false), (0x01, true, false), (0x02, true, true), (0x03, true, true)]
    {
        let options = WriteOptions::new().with_version(version);
        let opaque = [Part::Opaque(b"a")];
        let value = Content::from_parts(&opaque);
        for (event, expected) in [
            (Event::Opaque(b"a"), in_content),
            (Event::Attribute { name: Name::new("x"), value }, in_value),
        ] {
            let mut writer = Writer::with_options(&PAGES, options);
            writer.write_event(&Event::Start(Name::new("a"))).unwrap();
            let outcome = writer.write_event(&event).map_err(|error| error.kind());
            let refused = ErrorKind::NotExpressible(Loss::Version(version));
            assert_eq!(outcome, if expected { Ok(()) } else { Err(refused) }, "{version}");
        }
    }
}

/// 6.1, WBXML-S-002 to S-006: markup is tokens, references are text, the rest of XML is dropped.
#[test]
fn tokenizing_xml() {
    let text = "<?xml version='1.0'?><!DOCTYPE a PUBLIC 'p' 's'><!-- c --><a><!-- c -->\
        &lt;b/&gt;&amp;&#65;<![CDATA[<b/>]]></a><!-- c -->";
    let octets = written(text, &PAGES, WriteOptions::new()).unwrap();
    assert_eq!(octets, unhex("03 01 6a 00 45 03 3c622f3e 26 41 3c622f3e 00 01"));
    assert_eq!(line(&octets, &PAGES, ReadOptions::strict()), "<a\"<b/>&A<b/>\">");
    // A reference to an entity that a declaration would have to explain is refused, not dropped.
    for text in ["<a>&nbsp;</a>", "<!DOCTYPE a [<!ENTITY n 'x'>]><a>&n;</a>"] {
        let error = written(text, &PAGES, WriteOptions::new()).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Xml(_)), "{text}: {error}");
    }
}

/// 6.1, WBXML-S-012: processing instructions are kept, in all places, both ways.
#[test]
fn processing_instructions_are_kept() {
    let text = "<?x http://q?><a>1<?p some data?>2</a><?p?>";
    let octets = written(text, &PAGES, WriteOptions::new()).unwrap();
    let expected = "03 01 6a 02 7000 43 06 037100 01 45 033100 \
        43 0400 03736f6d65206461746100 01 033200 01 43 0400 01";
    assert_eq!(octets, unhex(expected));
    assert_eq!(
        line(&octets, &PAGES, ReadOptions::strict()),
        "?x http://q?<a\"1\"?p some data?\"2\">?p ?"
    );
    let mut reader = Reader::new(&octets, &PAGES).unwrap();
    let options = xml::WriteOptions::new().with_prolog(xml::Prolog::None);
    let mut writer = xml::Writer::with_options(&PAGES, options);
    convert(&mut reader, &mut writer).unwrap();
    assert_eq!(writer.finish().unwrap(), text);
}

/// 6.1: white space is text unless the caller says that the application has no use for it.
#[test]
fn white_space_is_kept_on_request_and_where_it_is_preserved() {
    let convert_with = |text: &str, whitespace| {
        let options = xml::ReadOptions::new().with_whitespace(whitespace);
        let mut reader = xml::Reader::with_options(text.as_bytes(), &PAGES, options).unwrap();
        let mut writer = Writer::new(&PAGES);
        convert(&mut reader, &mut writer).unwrap();
        writer.finish().unwrap()[4..].to_vec()
    };
    let text = "<a> <b> q </b></a>";
    assert_eq!(convert_with(text, xml::Whitespace::Keep), unhex("45 032000 46 0320712000 01 01"));
    assert_eq!(convert_with(text, xml::Whitespace::Drop), unhex("45 46 0320712000 01 01"));
    assert_eq!(convert_with(text, xml::Whitespace::Trim), unhex("45 46 037100 01 01"));
    // What is all there is between two tags may be data.
    let text = "<a>\n<b> </b>\n</a>";
    assert_eq!(convert_with(text, xml::Whitespace::Drop), unhex("45 46 032000 01 01"));
    assert_eq!(convert_with(text, xml::Whitespace::Trim), unhex("45 06 01"));
    let text = "<a xml:space='preserve'> <b/></a>";
    let mut reader = xml::Reader::new(text.as_bytes(), &PAGES).unwrap();
    let items = document::read(&mut reader).unwrap();
    assert!(items.contains(&Item::Text(vec![Piece::Text(" ".to_owned())])));
}

/// 6.3, WBXML-S-010: an attribute is written, default value or not, so that no reader has to know
/// the document type.
#[test]
fn the_writer_omits_no_default() {
    let text = "<si><indication action='signal-medium'/></si>";
    assert_eq!(body(text, &SI_1_0, WriteOptions::new()), "4586070101");
    let text = "<wap-provisioningdoc version='1.0'/>";
    assert_eq!(body(text, &PROV, WriteOptions::new()), "854601");
}

/// 5.7: the table holds what is used several times, once; a string that ends another shares it.
#[test]
fn the_writer_makes_a_string_table_on_request() {
    let text = "<a><b>long text</b><b>long text</b><b>long text</b><b>text</b><b>text</b></a>";
    let shared = WriteOptions::new().with_string_table(StringTable::Shared);
    let octets = written(text, &PAGES, shared).unwrap();
    let expected =
        "03 01 6a 0a 6c6f6e67207465787400 45 468300 01 468300 01 468300 01 468305 01 468305 01 01";
    assert_eq!(octets, unhex(expected));
    assert_eq!(body(text, &PAGES, WriteOptions::new()).matches("83").count(), 0);
}
