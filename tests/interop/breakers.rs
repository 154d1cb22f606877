//! Inputs that make libwbxml crash, stall, or write what is no XML: what is done with them here.

use provost::wbxml::{
    Code, Error, ErrorKind,
    ErrorKind::*,
    Leniency, Limit, Limits, Loss, ReadOptions, Reader, StringTable, convert, detect, uintvar,
    vocabulary::{PROV, SYNCML_1_2, Vocabulary, WML_1_3},
    xml::{self, Layout::Compact, Whitespace},
};
use provost_tests::{
    document::{self, Item},
    vectors::{self, unhex},
};

use crate::{our_wbxml, our_xml};

#[test]
fn deep_nesting_is_a_matter_of_limits() {
    const DEPTH: usize = 100_000;
    let mut input = unhex("03 0b 6a 00");
    input.extend(vec![0x46; DEPTH]);
    input.extend(vec![0x01; DEPTH]);
    assert_eq!(read(&input, ReadOptions::new()), Err(Error::new(Limit(Limit::Depth), 4 + 64)));
    let limits = Limits::DEFAULT.with_depth(u32::MAX);
    let items = read(&input, ReadOptions::new().with_limits(limits)).expect("a document");
    assert_eq!(items.len(), 2 * DEPTH);
}

#[test]
fn many_siblings_take_no_time() {
    const SIBLINGS: usize = 400_000;
    let mut input = unhex("03 0b 6a 00 45");
    input.extend(vec![0x06; SIBLINGS]);
    input.push(0x01);
    let xml = our_xml(&input, &PROV, Compact).expect("XML");
    assert_eq!(xml.matches("<characteristic/>").count(), SIBLINGS);
}

#[test]
fn a_string_table_of_many_strings_takes_no_time() {
    const ITEMS: usize = 16_000;
    let items = (0..ITEMS).map(|at| {
        format!(
            "<characteristic type=\"NAPDEF\"><parm name=\"NAPID\" value=\"nap{at}\"/>\
             <parm name=\"BEARER\" value=\"GSM-GPRS\"/></characteristic>"
        )
    });
    let text = format!("<wap-provisioningdoc>{}</wap-provisioningdoc>", items.collect::<String>());
    let [shared, none] = [StringTable::Shared, StringTable::None]
        .map(|table| our_wbxml(&text, &PROV, table, Whitespace::Drop).expect("WBXML"));
    // No string comes twice, so that none is worth a place.
    assert_eq!(shared, none);
    assert!(our_xml(&shared, &PROV, Compact).expect("XML").ends_with(&text));
}

/// What the XML ends with that is made of a document, or why there is none.
type Row = (&'static str, &'static Vocabulary, Result<&'static str, (ErrorKind, usize)>);

const ROWS: &[Row] = &[
    // A string in ISO-8859-1.
    (
        "03 0b 04 00 c5 46 01 c6 55 01 87 11 06 03 e9 00 01 01 01",
        &PROV,
        Ok("<parm name=\"NAPID\" value=\"\u{e9}\"/></characteristic></wap-provisioningdoc>"),
    ),
    // Characters as entities.
    ("03 04 6a 00 7f 60 02 9000 01 01", &WML_1_3, Ok("<wml><p>\u{800}</p></wml>")),
    ("03 04 6a 00 7f 60 02 9f7f 01 01", &WML_1_3, Ok("<wml><p>\u{fff}</p></wml>")),
    ("03 04 6a 00 7f 60 02 848000 01 01", &WML_1_3, Ok("<wml><p>\u{10000}</p></wml>")),
    ("03 04 6a 00 7f 60 02 87ec00 01 01", &WML_1_3, Ok("<wml><p>\u{1f600}</p></wml>")),
    ("03 04 6a 00 7f 60 02 83b000 01 01", &WML_1_3, Err((Entity(0xD800), 6))),
    ("03 04 6a 00 7f 60 02 c48000 01 01", &WML_1_3, Err((Entity(0x11_0000), 6))),
    // Octets that are no text, and a character that XML forbids.
    ("03 04 6a 00 7f 60 03 fffe00 01 01", &WML_1_3, Err((Text, 7))),
    (
        "03 04 6a 00 7f 60 03 010200 01 01",
        &WML_1_3,
        Err((NotExpressible(Loss::Character('\u{1}')), 6)),
    ),
    // A table of 2^32 octets.
    ("03 0b 6a 9080808000 45 01", &PROV, Err((IntegerOverflow, 7))),
    // A second root, octets behind the root, an attribute for the second time.
    ("03 0b 6a 00 05 05", &PROV, Err((SecondRoot, 5))),
    ("03 0b 6a 00 05 01", &PROV, Err((TrailingOctets, 5))),
    ("03 0b 6a 00 85 45 45 01", &PROV, Err((DuplicateAttribute, 6))),
    // A later version of the same major number is read (WBXML 1.3, 5.4); another is not.
    ("05 0b 6a 00 05", &PROV, Ok("<wap-provisioningdoc/>")),
    ("15 0b 6a 00 05", &PROV, Err((Version(0x15), 0))),
    // Tokens without a name.
    (
        "03 0b 6a 00 45 3f 01",
        &PROV,
        Err((NotExpressible(Loss::Tag(Code { page: 0, token: 0x3F })), 5)),
    ),
    (
        "03 0b 6a 00 85 7f 01",
        &PROV,
        Err((NotExpressible(Loss::Attribute(Code { page: 0, token: 0x7F })), 5)),
    ),
    // Offset 0 of a string table that has nothing.
    ("03 04 6a 00 7f 60 83 00 01 01", &WML_1_3, Err((TableIndex { index: 0, length: 0 }, 6))),
    ("03 0b 6a 00 04 00", &PROV, Err((TableIndex { index: 0, length: 0 }, 4))),
    // A processing instruction.
    ("03 0b 6a 00 43 45 03 3100 01 05", &PROV, Ok("<?version 1?><wap-provisioningdoc/>")),
];

#[test]
fn inputs_that_break_libwbxml() {
    for (hex, vocabulary, expected) in ROWS {
        let xml = Reader::with_options(&unhex(hex), vocabulary, ReadOptions::new())
            .and_then(|mut reader| {
                let mut writer = xml::Writer::new(vocabulary);
                convert(&mut reader, &mut writer)?;
                writer.finish()
            })
            .map_err(|error| (error.kind(), error.offset()));
        match (&xml, expected) {
            (Ok(xml), Ok(end)) => assert!(xml.ends_with(end), "{hex}: {xml}"),
            _ => assert_eq!(xml.as_deref().err(), expected.err().as_ref(), "{hex}: {xml:?}"),
        }
    }
}

#[test]
fn index_0_of_no_table_is_a_namespace_declaration_on_request() {
    let input = unhex("03 10 6a 00 89 04 00 03 7500 01");
    let error = read(&input, ReadOptions::new()).expect_err("no table");
    assert_eq!(error, Error::new(TableIndex { index: 0, length: 0 }, 5));
    let options = ReadOptions::new().allow(Leniency::EmptyTableXmlns);
    let items = read(&input, options).expect("a document");
    assert!(format!("{items:?}").contains("xmlns"), "{items:?}");
}

#[test]
fn data_cannot_end_its_section() {
    let texts = ["]]><Exec/><![CDATA[", "]]", ">", "]]>", "a\r\nb\rc\n", "\r", "\r]]>\r"];
    for text in texts {
        let mut input = unhex("03 a401 6a 00 6d 6b 60 54 4f c3");
        input.extend_from_slice(uintvar::encode(u32::try_from(text.len()).unwrap()).as_ref());
        input.extend_from_slice(text.as_bytes());
        input.extend([0x01; 5]);
        let xml = our_xml(&input, &SYNCML_1_2, Compact).expect("XML");
        let items = xml::Reader::new(xml.as_bytes(), &SYNCML_1_2).and_then(|mut reader| {
            let mut items = document::read(&mut reader)?;
            items.retain(|item| matches!(item, Item::Start(_)));
            Ok(items)
        });
        assert_eq!(items.expect("XML").len(), 5, "{xml}");
        // And back it is opaque data again, to the octet.
        let back = our_wbxml(&xml, &SYNCML_1_2, StringTable::None, Whitespace::Drop);
        assert_eq!(back, Ok(input), "{xml}");
    }
}

#[test]
fn data_keeps_its_line_ends() {
    let xml = "<SyncML xmlns=\"SYNCML:SYNCML1.2\"><SyncBody><Replace><Item>\
               <Data>a\nb</Data></Item></Replace></SyncBody></SyncML>";
    let wbxml = our_wbxml(xml, &SYNCML_1_2, StringTable::None, Whitespace::Drop).expect("WBXML");
    assert_eq!(wbxml, unhex("03 a401 6a 00 6d 6b 60 54 4f 03 610a62 00 01 01 01 01 01"));
}

#[test]
fn instructions_go_both_ways() {
    let text = "<?version 1?><wap-provisioningdoc><?version 2?></wap-provisioningdoc><?version?>";
    let wbxml = our_wbxml(text, &PROV, StringTable::None, Whitespace::Drop).expect("WBXML");
    assert!(our_xml(&wbxml, &PROV, Compact).expect("XML").ends_with(text));
}

#[test]
fn crashers_have_no_xml() {
    let crashers = vectors::crashers();
    let outcome = |crasher: &vectors::Document| {
        // The versions of two of them are refused, which is not what makes libwbxml crash.
        let octets = [&[0x03], &crasher.octets[1..]].concat();
        let error = detect(&octets, None)
            .and_then(|vocabulary| our_xml(&octets, vocabulary, Compact))
            .expect_err("a broken document");
        (crasher.name.clone(), error.kind(), error.offset())
    };
    let expected = [
        ("fuzz/fuzz-1-sigabrt.wbxml", Loss::Tag(Code { page: 0, token: 0x13 }), 49),
        ("fuzz/fuzz-2-sigsegv.wbxml", Loss::Tag(Code { page: 3, token: 0x2A }), 4),
        ("fuzz/fuzz-3-sigsegv.wbxml", Loss::Extension, 12),
    ];
    let expected = expected.map(|(name, loss, at)| (name.to_owned(), NotExpressible(loss), at));
    let outcomes: Vec<_> = crashers.iter().map(outcome).collect();
    assert!(outcomes.is_empty() || outcomes == expected, "{outcomes:?}");
}

fn read(input: &[u8], options: ReadOptions) -> Result<Vec<Item>, Error> {
    let vocabulary = detect(input, None)?;
    document::read(&mut Reader::with_options(input, vocabulary, options)?)
}
