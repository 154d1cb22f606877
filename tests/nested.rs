//! Documents inside of opaque data: bounded together with the document around them.

#![allow(
    clippy::indexing_slicing,
    clippy::std_instead_of_alloc,
    clippy::unwrap_used,
    reason = "tests have the standard library, and their helpers may fail"
)]

use provost::wbxml::{
    Charset, Error, ErrorKind, Event, Leniency, Limit, Limits, Name, PublicIdForm, ReadOptions,
    Reader, WriteOptions, Writer, convert, uintvar,
    vocabulary::{Rule, SYNCML_1_2, TagPage, Vocabulary},
    xml,
};

/// A document type that may stand in itself.
static DOLL: Vocabulary = Vocabulary::new("doll")
    .public_ids(&[0x7001])
    .root("doll")
    .tags(&[TagPage::new(0, "", &[(0x05, "doll")])])
    .tag_rules(&[(0, 0x05, Rule::Data)])
    .nested(&[&DOLL]);

fn header(table: &[u8]) -> Vec<u8> {
    let length = u32::try_from(table.len()).unwrap();
    [
        &[0x03][..],
        uintvar::encode(0x7001).as_ref(),
        &[0x6A],
        uintvar::encode(length).as_ref(),
        table,
    ]
    .concat()
}

fn opaque(octets: &[u8]) -> Vec<u8> {
    let length = u32::try_from(octets.len()).unwrap();
    [&[0xC3][..], uintvar::encode(length).as_ref(), octets].concat()
}

/// A doll with that many dolls in it.
fn dolls(inside: usize) -> Vec<u8> {
    let mut doll = [header(b""), vec![0x45, 0x03, b'x', 0, 0x01]].concat();
    for _ in 0..inside {
        doll = [header(b""), vec![0x45], opaque(&doll), vec![0x01]].concat();
    }
    doll
}

fn to_xml(input: &[u8], options: ReadOptions) -> Result<String, Error> {
    let mut reader = Reader::with_options(input, &DOLL, options)?;
    let bare = xml::WriteOptions::new().with_prolog(xml::Prolog::None);
    let mut writer = xml::Writer::with_options(&DOLL, bare);
    convert(&mut reader, &mut writer)?;
    writer.finish()
}

fn limited(limits: Limits) -> ReadOptions {
    ReadOptions::new().with_limits(limits)
}

#[test]
fn one_under_at_and_over_the_limit() {
    let two = limited(Limits::DEFAULT.with_nested(2));
    for inside in [1, 2] {
        let text = to_xml(&dolls(inside), two).unwrap();
        assert_eq!(text.matches("<doll>").count(), inside + 1);
    }
    let error = to_xml(&dolls(3), two).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Limit(Limit::Nested));
    let none = to_xml(&dolls(1), limited(Limits::DEFAULT.with_nested(0))).unwrap_err();
    assert_eq!(none.kind(), ErrorKind::Limit(Limit::Nested));
    assert!(to_xml(&dolls(4), ReadOptions::new()).is_ok());
    assert!(to_xml(&dolls(5), ReadOptions::new()).is_err());
}

/// As many documents as one likes are no more than one: what each takes is gone for the next.
#[test]
fn all_documents_share_the_limits() {
    let many = |inner: &[u8]| {
        let data: Vec<u8> = (0..10).flat_map(|_| opaque(inner)).collect();
        [header(b""), vec![0x45], data, vec![0x01]].concat()
    };
    let reference = [header(b"0123456789\0"), vec![0x45, 0x83, 0x00, 0x01]].concat();
    let expanded = |octets| limited(Limits::DEFAULT.with_expanded(octets));
    assert!(to_xml(&many(&reference), expanded(100)).is_ok());
    let error = to_xml(&many(&reference), expanded(99)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Limit(Limit::Expanded));
    // Two events around ten documents of three, and ten that are the documents.
    let events = |events| limited(Limits::DEFAULT.with_events(events));
    assert!(to_xml(&many(&dolls(0)), events(60)).is_ok());
    let error = to_xml(&many(&dolls(0)), events(30)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Limit(Limit::Events));
    let depth = |depth| limited(Limits::DEFAULT.with_depth(depth));
    assert!(to_xml(&dolls(2), depth(3)).is_ok());
    assert_eq!(to_xml(&dolls(2), depth(2)).unwrap_err().kind(), ErrorKind::Limit(Limit::Depth));
    let table = limited(Limits::DEFAULT.with_table(10));
    assert_eq!(
        to_xml(&many(&reference), table).unwrap_err().kind(),
        ErrorKind::Limit(Limit::Table)
    );
}

/// How the document around is read, the one inside is read too.
#[test]
fn options_reach_the_document_inside() {
    let inner = [header(b""), vec![0x45, 0x00, 0x00, 0x03, b'x', 0, 0x01]].concat();
    let input = [header(b""), vec![0x45], opaque(&inner), vec![0x01]].concat();
    assert_eq!(to_xml(&input, ReadOptions::new()).unwrap_err().kind(), ErrorKind::PageSwitch);
    let lenient = ReadOptions::new().allow(Leniency::PageSwitch);
    assert_eq!(to_xml(&input, lenient).as_deref(), Ok("<doll><doll>x</doll></doll>"));
}

/// What is tolerated in a document inside is told of the whole, at its place in the input.
#[test]
fn deviations_inside_are_handed_out() {
    let lenient = ReadOptions::new().allow(Leniency::PageSwitch);
    // Also where the document inside has a fault behind it.
    for (end, is_whole) in [(0x01, true), (0x04, false)] {
        let inner = [header(b""), vec![0x45, 0x00, 0x00, 0x03, b'x', 0, end]].concat();
        let middle = [header(b""), vec![0x45], opaque(&inner), vec![0x01]].concat();
        let input = [header(b""), vec![0x45], opaque(&middle), vec![0x01]].concat();
        let mut reader = Reader::with_options(&input, &DOLL, lenient).unwrap();
        assert_eq!(convert(&mut reader, &mut xml::Writer::new(&DOLL)).is_ok(), is_whole);
        let found: Vec<_> = reader.deviations().map(|it| (it.leniency, it.offset)).collect();
        let place = input.windows(3).position(|octets| octets == [0x45, 0x00, 0x00]).unwrap() + 1;
        assert_eq!(found, [(Leniency::PageSwitch, place)]);
    }
}

/// A formal identifier is text in the charset of its document, and found in each.
#[test]
fn an_identifier_in_a_wide_charset_is_found() {
    let text = "<SyncML xmlns=\"SYNCML:SYNCML1.2\"><SyncBody><Add><Item><Data>\
        <MgmtTree xmlns=\"syncml:dmddf1.2\"><VerDTD>1.2</VerDTD></MgmtTree>\
        </Data></Item></Add></SyncBody></SyncML>";
    for charset in [Charset::Utf8, Charset::Utf16, Charset::Utf16Be, Charset::Utf16Le] {
        let mut reader = xml::Reader::new(text.as_bytes(), &SYNCML_1_2).unwrap();
        let formal = WriteOptions::new().with_charset(charset).with_public_id(PublicIdForm::Formal);
        let mut writer = Writer::with_options(&SYNCML_1_2, formal);
        convert(&mut reader, &mut writer).unwrap();
        let octets = writer.finish().unwrap();
        let mut reader = Reader::detect(&octets, None, ReadOptions::new()).unwrap();
        let bare = xml::WriteOptions::new().with_prolog(xml::Prolog::None);
        let mut writer = xml::Writer::with_options(&SYNCML_1_2, bare);
        convert(&mut reader, &mut writer).unwrap();
        assert_eq!(writer.finish().as_deref(), Ok(text), "{charset:?}");
    }
}

/// Version 1.0 cannot say a charset: it is UTF-8, which its reader takes it for.
#[test]
fn version_1_0_is_utf_8() {
    let latin = WriteOptions::new().with_version(0x00).with_charset(Charset::Latin1);
    let mut writer = Writer::with_options(&DOLL, latin);
    for event in [Event::Start(Name::new("doll")), Event::Text("é".into()), Event::End] {
        writer.write_event(&event).unwrap();
    }
    let octets = writer.finish().unwrap();
    assert_eq!(to_xml(&octets, ReadOptions::new()).as_deref(), Ok("<doll>é</doll>"));
}

/// Text that is none has the place of its first bad octet, in a conversion as well.
#[test]
fn bad_text_has_its_place() {
    let inner = [header(b""), vec![0x45, 0x03, b'1', b'2', 0xFF, 0, 0x01]].concat();
    assert_eq!(to_xml(&inner, ReadOptions::new()), Err(Error::new(ErrorKind::Text, 10)));
    let input = [header(b""), vec![0x45], opaque(&inner), vec![0x01]].concat();
    let place = input.iter().position(|octet| *octet == 0xFF).unwrap();
    assert_eq!(to_xml(&input, ReadOptions::new()), Err(Error::new(ErrorKind::Text, place)));
}
