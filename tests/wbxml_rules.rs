//! Rules of WBXML that no other test is about: one test for a rule or two, named in
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

use std::panic::catch_unwind;

use provost::wbxml::{
    End, Event, Meaning, Name, Operand, Part, PublicIdForm, ReadOptions, Reader, Token, Tokens,
    WriteOptions, Writer, copy, detect,
    vocabulary::{AttributePage, EMN_1_0, SI_1_0, TagPage, ValuePage, WML_1_3},
};
use provost_tests::{
    pages::{PAGES, line, written},
    vectors::unhex,
};

fn read(hex: &str) -> String {
    line(&unhex(hex), &PAGES, ReadOptions::strict())
}

/// 5.4: the minor number may be one that is not known yet, the major number may not.
#[test]
fn a_later_minor_version_is_read() {
    for version in 0x01..=0x0F_u8 {
        let input = [&[version], &unhex("01 6a 00 05")[..]].concat();
        assert_eq!(line(&input, &PAGES, ReadOptions::strict()), "<a>", "{version:02x}");
    }
}

/// 5.3, 5.4: a header of 1.0 has no charset.
#[test]
fn version_1_0_has_no_charset() {
    assert_eq!(read("00 01 00 45 03c3a900 01"), "<a\"é\">");
    assert_eq!(read("01 01 6a 00 45 03c3a900 01"), "<a\"é\">");
    let plain = WriteOptions::new().with_public_id(PublicIdForm::Anonymous);
    for (version, expected) in [(0x00, "00010005"), (0x01, "01016a0005"), (0x03, "03016a0005")] {
        let octets = written("<a/>", &PAGES, plain.with_version(version)).unwrap();
        assert_eq!(octets, unhex(expected));
    }
}

/// 5.5: any offset of the table may be that of the identifier.
#[test]
fn a_formal_identifier_may_stand_anywhere_in_the_table() {
    let table = b"xyz\0-//WAPFORUM//DTD SI 1.0//EN\0abc\0";
    let length = u8::try_from(table.len()).unwrap();
    let input = [&[0x02, 0x00, 0x04, 0x6A, length][..], table, &[0x05]].concat();
    assert_eq!(detect(&input, None).unwrap().id(), "si10");
    let reader = Reader::detect(&input, None, ReadOptions::strict()).unwrap();
    assert_eq!(reader.header().formal_id(), Some("-//WAPFORUM//DTD SI 1.0//EN"));
}

/// 5.5: a number where one is assigned, else the text, or 1 where the caller wants it.
#[test]
fn forms_of_the_public_identifier() {
    let header = |form| {
        let options = WriteOptions::new().with_public_id(form);
        let octets = written("<si/>", &SI_1_0, options).unwrap();
        octets[..octets.len() - 1].to_vec()
    };
    assert_eq!(header(PublicIdForm::Shortest), unhex("03 05 6a 00"));
    assert_eq!(header(PublicIdForm::Anonymous), unhex("03 01 6a 00"));
    let formal = [&unhex("03 0000 6a 1c")[..], b"-//WAPFORUM//DTD SI 1.0//EN\0"].concat();
    assert_eq!(header(PublicIdForm::Formal), formal);
}

/// 5.7, 5.8.4.1: offsets count octets, and strings are in the charset of the document.
#[test]
fn the_string_table_counts_octets() {
    // "é", "b": the second begins at octet 3, and within the first its last octet is no text.
    assert_eq!(read("03 01 6a 05 c3a9006200 45 8303 8300 01"), "<a\"bé\">");
    assert_eq!(
        read("03 01 6a 05 c3a9006200 45 8301 01"),
        "text is not valid in its charset at byte 5"
    );
    assert_eq!(read("03 01 04 02 e900 45 8300 01"), "<a\"é\">");
    // An offset into the midst of a string is its end.
    assert_eq!(read("03 01 6a 05 6162636400 45 8302 8304 01"), "<a\"cd\">");
    // UTF-16: the terminator is found from the offset on, be that odd.
    assert_eq!(read("03 01 87 75 07 41 0062 0063 0000 45 8301 01"), "<a\"bc\">");
}

/// 5.8: two registers, both 0 at first, moved by a switch of their own space only, and never back
/// by an end.
#[test]
fn page_registers() {
    // Tags on page 1 leave attributes on page 0, and the other way around.
    assert_eq!(read("03 01 6a 00 45 0001 85 05 036100 01 01"), "<a<c@x=a>>");
    assert_eq!(read("03 01 6a 00 c5 0001 05 036100 01 05 01"), "<a@y=a<a>>");
    // A switch holds across ends, to the end of the document.
    assert_eq!(read("03 01 6a 00 45 0001 45 05 01 05 0000 05 01"), "<a<c<c>><c><a>>");
    assert_eq!(read("03 01 6a 00 45 85 0001 05 01 85 05 85 01 01"), "<a<a@y=><a@y=one>>");
    // Before a value, within one attribute list: starts and values share the register.
    assert_eq!(read("03 01 6a 00 85 05 85 0001 85 c5 0000 86 08 01"), "<a@x=.comonetwo.com/@w=>");
}

/// 5.8.4.2: before an extension a switch moves the register of the space it stands in.
#[test]
fn a_switch_before_an_extension() {
    let plain = ReadOptions::new();
    let input = unhex("03 01 6a 00 45 0001 c0 05 01");
    assert_eq!(line(&input, &PAGES, plain), "<a\"{Extension(0, None)}\"<c>>");
    let input = unhex("03 01 6a 00 c5 05 0001 c0 85 01 05 01");
    assert_eq!(line(&input, &PAGES, plain), "<a@x={Extension(0, None)}one<a>>");
}

/// 5.8.4.7.2: a switch is legal in every version.
#[test]
fn a_page_switch_in_any_version() {
    for hex in ["00 01 00", "01 01 6a 00", "02 01 6a 00", "03 01 6a 00"] {
        assert_eq!(read(&format!("{hex} 0001 45 0000 05 01")), "<c<a>>", "{hex}");
    }
}

/// 5.8: there are 256 pages in each space; what they hold of unknown tokens comes back as it was.
#[test]
fn all_pages_survive() {
    let options = WriteOptions::new().with_public_id(PublicIdForm::Anonymous);
    for page in 0x02..=0xFF_u8 {
        let input =
            unhex(&format!("03 01 6a 00 45 00{page:02x} bf 00{page:02x} 3f bf 01 0001 08 01"));
        let name = format!("{{{page}:3f}}");
        let value = format!("{{Token(Code {{ page: {page}, token: 191 }})}}");
        let expected = format!("<a<{name}@{name}={value}><d>>");
        assert_eq!(line(&input, &PAGES, ReadOptions::new()), expected);
        let mut writer = Writer::with_options(&PAGES, options);
        copy(&mut Reader::new(&input, &PAGES).unwrap(), &mut writer).unwrap();
        assert_eq!(writer.finish().unwrap(), input, "{page}");
    }
}

/// 5.8.2: the two bits of a tag, known or literal, and what each says of its END.
#[test]
fn the_bits_of_a_tag() {
    for (hex, expected) in [
        ("45 06 06 01", "<a<b><b>>"),
        ("45 46 01 46 06 01 01", "<a<b><b<b>>>"),
        ("45 86 05 01 06 01", "<a<b@x=><b>>"),
        ("45 c6 05 01 06 01 01", "<a<b@x=<b>>>"),
        ("45 04 00 06 01", "<a<n><b>>"),
        ("45 44 00 06 01 01", "<a<n<b>>>"),
        ("45 84 00 05 01 06 01", "<a<n@x=><b>>"),
        ("45 c4 00 05 01 06 01 01", "<a<n@x=<b>>>"),
        // The smallest body is one octet.
        ("05", "<a>"),
    ] {
        assert_eq!(read(&format!("03 01 6a 02 6e00 {hex}")), expected, "{hex}");
    }
    // Tokens say which END it is.
    let input = unhex("03 01 6a 00 c5 05 01 86 05 01 43 05 01 01");
    let ends: Vec<End> = Tokens::new(&input)
        .unwrap()
        .filter_map(|token| match token.unwrap() {
            Token::End(end) => Some(end),
            _ => None,
        })
        .collect();
    assert_eq!(ends, [End::Attributes, End::EmptyElement, End::Instruction, End::Element]);
}

/// 5.8.3: nothing counts the pieces of a value; a start, a literal or END ends it.
#[test]
fn a_value_ends_where_the_next_attribute_begins() {
    for (hex, expected) in [
        ("06 036100 86 036200 83 00 0221 08", "<a@x=http://a.com/bn!@w=>"),
        ("05 036100 04 00 036200", "<a@x=a@n=b>"),
        ("05 036100 0001 45 c5", "<a@x=a@z=two>"),
        ("05 036100 0001 85", "<a@x=aone>"),
        // Starts are 05 to 3F and 45 to 7F, values 85 to BF and C5 to FF.
        ("05 0001 05 85 c5 85 45", "<a@x=@y=onetwoone@z=>"),
    ] {
        assert_eq!(read(&format!("03 01 6a 02 6e00 85 {hex} 01")), expected, "{hex}");
    }
}

/// 5.8.4.1: a start token alone and an empty string are the same value, and each stays what it is.
#[test]
fn an_empty_value_in_both_forms() {
    let options = WriteOptions::new().with_public_id(PublicIdForm::Anonymous);
    for hex in ["03016a00 85 05 01", "03016a00 85 05 0300 01", "03016a00 45 0300 01"] {
        let input = unhex(hex);
        let mut reader = Reader::new(&input, &PAGES).unwrap();
        while let Some(event) = reader.next_event().unwrap() {
            if let Event::Attribute { value: content, .. } | Event::Text(content) = event {
                assert!(content.is_empty() && content.eq_str(""), "{hex}");
            }
        }
        let mut writer = Writer::with_options(&PAGES, options);
        copy(&mut Reader::new(&input, &PAGES).unwrap(), &mut writer).unwrap();
        assert_eq!(writer.finish().unwrap(), input, "{hex}");
    }
}

/// 7.1: the global tokens mean the same on every page of both spaces.
#[test]
fn global_tokens_on_every_page() {
    let pieces = "036100 8300 0241 406200 416200 426200 8001 8101 8201 c0 c1 c2";
    for body in [
        format!("45 00PP 46 {pieces} c301ff 430400{pieces}01 01 01"),
        format!("45 86 00PP 3f {pieces} c301ff 01 01"),
    ] {
        let on = |page: u8| {
            let hex = body.replace("PP", &format!("{page:02x}"));
            let input = unhex(&format!("03 01 6a 02 6e00 {hex}"));
            line(&input, &PAGES, ReadOptions::new()).replace(&format!("{{{page}:"), "{page:")
        };
        let text = "anA{Extension(0, Some(Err(\"b\")))}{Extension(1, Some(Err(\"b\")))}\
            {Extension(2, Some(Err(\"b\")))}{Extension(0, Some(Ok(1)))}{Extension(1, Some(Ok(1)))}\
            {Extension(2, Some(Ok(1)))}{Extension(0, None)}{Extension(1, None)}{Extension(2, None)}";
        assert!(on(2).contains(text), "{}", on(2));
        for page in 3..=0xFF {
            assert_eq!(on(page), on(2), "page {page}");
        }
    }
}

/// 5.8.4.2: the operand of `EXT_T` is any integer; only a document type makes an offset of it.
#[test]
fn extensions_keep_their_operands() {
    let input = unhex("03 01 6a 00 45 828fffffff7f 01");
    let mut reader = Reader::new(&input, &PAGES).unwrap();
    reader.next_event().unwrap();
    let Ok(Some(Event::Text(text))) = reader.next_event() else { panic!("a text") };
    let Some(Part::Extension(extension)) = text.parts().next() else { panic!("an extension") };
    assert_eq!(extension.number, 2);
    assert!(matches!(extension.operand, Operand::Integer(u32::MAX)));
    assert!(matches!(extension.meaning, Meaning::None));
    // WML has a name there.
    let input = unhex("03 0a 6a 02 6100 7f 8200 01");
    assert_eq!(line(&input, &WML_1_3, ReadOptions::strict()), "<wml\"{Variable(2, \"a\")}\">");
}

/// 5.8.4.3: any character of UCS-4 that is one, whatever the charset of the document.
#[test]
fn entities_are_characters() {
    for (hex, character) in [
        ("0201", '\u{1}'),
        ("0241", 'A'),
        ("028120", '\u{A0}'),
        ("0283af7f", '\u{D7FF}'),
        ("0283c000", '\u{E000}'),
        ("02879800", '\u{1CC00}'),
        ("02c3ff7f", '\u{10FFFF}'),
    ] {
        for charset in ["03", "04", "6a"] {
            let input = format!("03 01 {charset} 00 45 {hex} 01");
            assert_eq!(read(&input), format!("<a\"{character}\">"), "{input}");
        }
    }
}

/// 5.8.4.4: in front of, inside and behind the document element; in the attribute space.
#[test]
fn processing_instructions() {
    for (hex, expected) in [
        ("43 05 01 05", "?x ?<a>"),
        ("43 06 036100 85 01 05", "?x http://a.com?<a>"),
        ("05 43 04 00 01 43 08 8300 01", "<a>?n ??w n?"),
        ("45 036100 43 05 01 036200 01", "<a\"a\"?x ?\"b\">"),
        // The register of attributes moves, and stays.
        ("43 0001 45 85 01 85 05 01", "?z one?<a@y=>"),
        ("45 43 05 c30161 0241 01 01", "<a?x {Opaque([97])}A?>"),
    ] {
        assert_eq!(read(&format!("03 01 6a 02 6e00 {hex}")), expected, "{hex}");
    }
}

/// 5.8.4.5, WBXML-C-011: a name is the same by token and by literal, on any page, and in content
/// as well as where two attributes are compared.
#[test]
fn a_name_is_the_same_by_token_and_by_literal() {
    let events = |hex: &str| read(&format!("03 01 6a 04 6200 7700 {hex}"));
    assert_eq!(events("45 86 08 036100 01 01"), "<a<b@w=a>>");
    assert_eq!(events("45 84 00 08 036100 01 01"), "<a<b@w=a>>");
    assert_eq!(events("45 86 04 02 036100 01 01"), "<a<b@w=a>>");
    assert_eq!(events("45 86 0001 08 036100 01 01"), "<a<b@w=a>>");
    let again = events("85 0001 08 04 02 01");
    assert_eq!(again, "attribute appears twice in one element at byte 12");
    let known = Name::new("b").with_code(provost::wbxml::Code { page: 0, token: 0x06 });
    assert_eq!(known, Name::new("b"));
}

/// 5.8.4.6: octets of any kind and number, NUL and what looks like tokens among them.
#[test]
fn opaque_data_is_any_octets() {
    for (hex, expected) in [
        ("45 c300 01", "<a[]>"),
        ("45 c303 000103 01", "<a[0, 1, 3]>"),
        ("45 c38002 c3ff 01", "<a[195, 255]>"),
        ("45 036100 c30100 036200 01", "<a\"a\"[0]\"b\">"),
        ("85 05 036100 c30101 036200 01", "<a@x=a{Opaque([1])}b>"),
    ] {
        assert_eq!(read(&format!("03 01 6a 00 {hex}")), expected, "{hex}");
    }
}

/// 5.3: what is not understood can be skipped with its content, and comes back as it was.
#[test]
fn what_is_unknown_can_be_skipped() {
    let input = unhex("03 01 6a 00 45 ff 7f c5 036100 01 7a 036200 01 01 06 01");
    let expected = "<a<{0:3f}@{0:7f}={Token(Code { page: 0, token: 197 })}a<{0:3a}\"b\">><b>>";
    assert_eq!(line(&input, &PAGES, ReadOptions::new()), expected);
    // A consumer counts starts and ends, and knows nothing else.
    let mut reader = Reader::new(&input, &PAGES).unwrap();
    let mut known = Vec::new();
    let mut inside = 0_usize;
    while let Some(event) = reader.next_event().unwrap() {
        match event {
            Event::Start(name) if inside > 0 || name.is_unknown() => inside += 1,
            Event::Start(name) => known.push(name.local()),
            Event::End => inside = inside.saturating_sub(1),
            _ => {}
        }
    }
    assert_eq!(known, ["a", "b"]);
}

/// 6.4: the tables belong to the media type; the public identifier is a hint that a caller who
/// knows better need not follow. Who only passes on what came with a document gets the tables of its
/// public identifier, which tells versions apart; by the label where it has none that is known.
#[test]
fn the_caller_may_choose_the_tables() {
    let unknown = unhex("03 01 6a 00 05");
    assert_eq!(detect(&unknown, Some("application/vnd.wap.sic")).unwrap().id(), "si10");
    assert_eq!(detect(&unknown, Some("application/vnd.wap.emn+wbxml")).unwrap().id(), "emn10");
    // "a" is nobody's formal identifier, 0x7F nobody's number.
    for unknown in ["03 0000 6a 02 6100 05", "03 7f 6a 00 05"] {
        assert_eq!(detect(&unhex(unknown), Some("si10")).unwrap().id(), "si10", "{unknown}");
    }
    let si = unhex("03 05 6a 00 05");
    assert_eq!(detect(&si, None).unwrap().id(), "si10");
    assert_eq!(detect(&si, Some("application/vnd.wap.emn+wbxml")).unwrap().id(), "si10");
    assert_eq!(detect(&si, Some("emn10")).unwrap().id(), "si10");
    // A media type is that of all versions, and the newest stands for it.
    let syncml = unhex("03 9f51 6a 00 05");
    let media_type = Some("application/vnd.syncml+wbxml");
    assert_eq!(detect(&syncml, media_type).unwrap().id(), "syncml10");
    assert_eq!(detect(&unhex("03 01 6a 00 05"), media_type).unwrap().id(), "syncml12");
    assert_eq!(line(&si, &SI_1_0, ReadOptions::strict()), "<si>");
    assert_eq!(line(&si, &EMN_1_0, ReadOptions::strict()), "<emn>");
}

/// 5.8.2, 5.8.3, 7.1: a `static` with such a row does not compile; made when the program runs, it
/// panics.
#[test]
fn tables_stay_out_of_the_global_tokens() {
    let tag = |token| catch_unwind(|| TagPage::new(0, "", leak([(token, "t")]))).is_ok();
    let start = |token| catch_unwind(|| AttributePage::new(0, leak([(token, "n", "")]))).is_ok();
    let value = |token| catch_unwind(|| ValuePage::new(0, leak([(token, "v")]))).is_ok();
    let found: Vec<[bool; 3]> =
        (0x00..=0xFF).map(|token| [tag(token), start(token), value(token)]).collect();
    let twice = catch_unwind(|| TagPage::new(0, "", &[(0x05, "t"), (0x05, "u")])).is_ok();
    for (token, found) in (0x00..=0xFF_u8).zip(found) {
        let expected = [
            matches!(token, 0x05..=0x3F),
            matches!(token, 0x05..=0x3F | 0x45..=0x7F),
            matches!(token, 0x85..=0xBF | 0xC5..=0xFF),
        ];
        assert_eq!(found, expected, "{token:02x}");
    }
    assert!(!twice);
}

fn leak<T>(row: [T; 1]) -> &'static [T] {
    Box::leak(Box::new(row))
}
