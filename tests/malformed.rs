//! Malformed documents: one row for each, with the kind and place of the error.

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

use std::collections::BTreeSet;

use provost::wbxml::{
    Charset, Code, Content, ContentError, Error, ErrorKind,
    ErrorKind::*,
    Event, Expected, FOREIGN_CHARSETS, Header, Leniency, Name, Part, ReadOptions, Reader, Tokens,
    Writer, convert, detect,
    vocabulary::{self, AttributePage, TagPage, ValuePage, Vocabulary, WML_1_3},
    xml,
};
use provost_tests::{document::walk, pages::line, vectors::unhex};

/// Octets as hex, kind, offset.
type Row = (&'static str, ErrorKind, usize);

/// Two pages of each space, of which page 1 lacks the value of page 0.
static TABLES: Vocabulary = Vocabulary::new("test")
    .tags(&[TagPage::new(0, "", &[(0x05, "a"), (0x06, "b")]), TagPage::new(1, "", &[(0x05, "c")])])
    .attributes(&[
        AttributePage::new(0, &[(0x05, "x", ""), (0x06, "y", "http://"), (0x07, "z", "")]),
        AttributePage::new(1, &[(0x05, "w", "")]),
    ])
    .values(&[ValuePage::new(0, &[(0x85, "v")]), ValuePage::new(1, &[(0x86, "u")])])
    .extensions(&[(1, "one")]);

/// What no header may be: refused by all that read one.
const HEADER: &[Row] = &[
    ("", UnexpectedEnd(Expected::Version), 0),
    ("03", UnexpectedEnd(Expected::PublicId), 1),
    ("0300", UnexpectedEnd(Expected::PublicId), 2),
    ("03 0b", UnexpectedEnd(Expected::Charset), 2),
    ("03 0b6a", UnexpectedEnd(Expected::TableLength), 3),
    ("00 0b", UnexpectedEnd(Expected::TableLength), 2),
    ("03 8b", UnexpectedEnd(Expected::Integer), 2),
    ("03 0b ea", UnexpectedEnd(Expected::Integer), 3),
    ("03 0b 6a 80", UnexpectedEnd(Expected::Integer), 4),
    ("10 0b 6a 00 05", Version(0x10), 0),
    ("23 0b 6a 00 05", Version(0x23), 0),
    ("ff", Version(0xFF), 0),
    ("03 8080808080 00 6a 00 05", IntegerTooLong, 6),
    ("03 01 8080808080 00 00 05", IntegerTooLong, 7),
    ("03 01 6a 8080808080 00 05", IntegerTooLong, 8),
    ("03 01 6a 9080808000 05", IntegerOverflow, 7),
    ("03 01 6a ffffffff7f 05", IntegerOverflow, 7),
    ("03 01 6a 8fffffff7f 05", TableLength(0xFFFF_FFFF), 3),
    ("03 01 6a 02 00", TableLength(2), 3),
    ("00 01 01", TableLength(1), 2),
];

/// What the grammar has not: refused by the tokens and by every reader.
const GRAMMAR: &[Row] = &[
    ("03 01 6a 00", NoRoot, 4),
    ("03 01 6a 00 0001", NoRoot, 6),
    ("03 01 6a 00 430501", NoRoot, 7),
    ("03 01 6a 00 00", UnexpectedEnd(Expected::Page), 5),
    ("03 01 6a 00 45", UnexpectedEnd(Expected::Content), 5),
    ("03 01 6a 00 4546", UnexpectedEnd(Expected::Content), 6),
    ("03 01 6a 00 450001", UnexpectedEnd(Expected::Content), 7),
    ("03 01 6a 00 4500", UnexpectedEnd(Expected::Page), 6),
    ("03 01 6a 00 4503", UnexpectedEnd(Expected::Terminator), 6),
    ("03 01 6a 00 450361", UnexpectedEnd(Expected::Terminator), 7),
    ("03 01 6a 00 454161", UnexpectedEnd(Expected::Terminator), 7),
    ("03 01 8777 00 45 03 0042 00", UnexpectedEnd(Expected::Terminator), 10),
    ("03 01 6a 00 4502", UnexpectedEnd(Expected::Integer), 6),
    ("03 01 6a 00 4583", UnexpectedEnd(Expected::Integer), 6),
    ("03 01 6a 00 4580", UnexpectedEnd(Expected::Integer), 6),
    ("03 01 6a 00 45c3", UnexpectedEnd(Expected::Integer), 6),
    ("03 01 6a 00 04", UnexpectedEnd(Expected::Integer), 5),
    ("03 01 6a 00 04 80", UnexpectedEnd(Expected::Integer), 6),
    ("03 01 6a 00 85 04", UnexpectedEnd(Expected::Integer), 6),
    ("03 01 6a 00 45c30200", OpaqueLength(2), 5),
    ("03 01 6a 00 45c38fffffff7f", OpaqueLength(0xFFFF_FFFF), 5),
    ("03 01 6a 00 8505c301", OpaqueLength(1), 6),
    ("03 01 6a 00 45029080808000", IntegerOverflow, 10),
    ("03 01 6a 00 4502808080808000", IntegerTooLong, 11),
    ("03 01 6a 00 85", UnexpectedEnd(Expected::AttributeStart), 5),
    ("03 01 6a 00 850001", UnexpectedEnd(Expected::AttributeStart), 7),
    ("03 01 6a 00 8505", UnexpectedEnd(Expected::Attribute), 6),
    ("03 01 6a 00 850585", UnexpectedEnd(Expected::Attribute), 7),
    ("03 01 6a 00 8501", EmptyAttributes, 5),
    ("03 01 6a 00 8585", unexpected(0x85, Expected::AttributeStart), 5),
    ("03 01 6a 00 8503", unexpected(0x03, Expected::AttributeStart), 5),
    ("03 01 6a 00 8544", unexpected(0x44, Expected::AttributeStart), 5),
    ("03 01 6a 00 850544", unexpected(0x44, Expected::Attribute), 6),
    ("03 01 6a 00 850584", unexpected(0x84, Expected::Attribute), 6),
    ("03 01 6a 00 8505c4", unexpected(0xC4, Expected::Attribute), 6),
    ("03 01 6a 00 850543", unexpected(0x43, Expected::Attribute), 6),
    ("03 01 6a 00 43", UnexpectedEnd(Expected::AttributeStart), 5),
    ("03 01 6a 00 4301", unexpected(0x01, Expected::AttributeStart), 5),
    ("03 01 6a 00 4305", UnexpectedEnd(Expected::InstructionValue), 6),
    ("03 01 6a 00 430506", unexpected(0x06, Expected::InstructionValue), 6),
    ("03 01 6a 00 430504", unexpected(0x04, Expected::InstructionValue), 6),
    ("03 01 6a 00 01", unexpected(0x01, Expected::Root), 4),
    ("03 01 6a 00 036100 05", unexpected(0x03, Expected::Root), 4),
    ("03 01 6a 00 0220 05", unexpected(0x02, Expected::Root), 4),
    ("03 01 6a 00 8300 05", unexpected(0x83, Expected::Root), 4),
    ("03 01 6a 00 c0 05", unexpected(0xC0, Expected::Root), 4),
    ("03 01 6a 00 c300 05", unexpected(0xC3, Expected::Root), 4),
    ("03 01 6a 00 05 05", SecondRoot, 5),
    ("03 01 6a 02 6100 4501 0400", SecondRoot, 8),
    ("03 01 6a 00 05 430501 05", SecondRoot, 8),
    ("03 01 6a 00 05 01", TrailingOctets, 5),
    ("03 01 6a 00 05 0001", TrailingOctets, 5),
    ("03 01 6a 00 05 036100", TrailingOctets, 5),
    // Padding with something behind it is none.
    ("03 01 6a 00 05 ffff00", SecondRoot, 5),
];

/// What tokens cannot know: refused by every reader.
const EVENTS: &[Row] = &[
    ("03 01 05 00 05", UnknownCharset(5), 2),
    ("03 0000 05 00 05", UnknownCharset(5), 3),
    ("03 01 8f50 8001 00 05", UnknownCharset(2000), 2),
    ("03 01 6a 02 6100 8505 8302 01", TableIndex { index: 2, length: 2 }, 8),
    ("03 01 6a 00 45 8300 01", TableIndex { index: 0, length: 0 }, 5),
    ("03 01 6a 00 04 8fffffff7f", TableIndex { index: 0xFFFF_FFFF, length: 0 }, 4),
    ("03 01 6a 02 6100 84 00 04 02 01", TableIndex { index: 2, length: 2 }, 8),
    ("03 01 6a 02 6100 43 04 02 01 05", TableIndex { index: 2, length: 2 }, 7),
    ("03 01 6a 00 45 0200 01", Entity(0), 5),
    ("03 01 6a 00 45 0283b000 01", Entity(0xD800), 5),
    ("03 01 6a 00 85 05 0283bf7f 01", Entity(0xDFFF), 6),
    ("03 01 6a 00 45 02c48000 01", Entity(0x11_0000), 5),
    ("03 01 6a 00 45 03ff00 01", Text, 6),
    ("03 01 6a 00 45 0361eda08000 01", Text, 7),
    ("03 01 6a 00 85 05 036161c300 01", Text, 9),
    ("03 01 6a 03 61ff00 45 8301 01", Text, 5),
    ("03 01 03 00 45 03618000 01", Text, 7),
    ("03 01 11 00 45 038300 01", Text, 6),
    ("03 01 8775 00 45 03d8000000 01", Text, 7),
    ("03 01 6a 02 ff00 04 00", Text, 4),
    ("03 01 04 02 e900 04 00", NameCharset, 6),
    ("03 01 8775 04 00610000 04 00", NameCharset, 9),
    ("03 01 6a 02 6100 04 01", EmptyName, 6),
    ("03 01 6a 02 6100 85 04 01 01", EmptyName, 7),
    ("03 01 6a 00 85 05 05 01", DuplicateAttribute, 6),
    ("03 01 6a 00 85 05 0361000703620005 01", DuplicateAttribute, 13),
    ("03 01 6a 02 7800 85 05 04 00 01", DuplicateAttribute, 8),
    ("03 01 6a 02 6100 85 04 00 04 00 01", DuplicateAttribute, 9),
];

/// What no vocabulary names: refused in strict reading, where the other readers have a value.
const STRICT: &[Row] = &[
    ("03 01 6a 00 07", UnknownTag(Code { page: 0, token: 0x07 }), 4),
    ("03 01 6a 00 0001 06", UnknownTag(Code { page: 1, token: 0x06 }), 6),
    ("03 01 6a 00 0007 45 0009 05 01", UnknownTag(Code { page: 7, token: 0x05 }), 6),
    ("03 01 6a 00 85 08 01", UnknownAttribute(Code { page: 0, token: 0x08 }), 5),
    ("03 01 6a 00 85 0001 06 01", UnknownAttribute(Code { page: 1, token: 0x06 }), 7),
    ("03 01 6a 00 43 08 01 05", UnknownAttribute(Code { page: 0, token: 0x08 }), 5),
    ("03 01 6a 00 85 05 86 01", UnknownValue(Code { page: 0, token: 0x86 }), 6),
    ("03 01 6a 00 85 05 0002 86 01", UnknownValue(Code { page: 2, token: 0x86 }), 8),
    ("03 01 6a 00 45 406100 01", UnknownExtension(0x40), 5),
    ("03 01 6a 00 45 8002 01", UnknownExtension(0x80), 5),
    ("03 01 6a 00 45 8101 01", UnknownExtension(0x81), 5),
    ("03 01 6a 00 85 05 c2 01", UnknownExtension(0xC2), 6),
];

/// Content that does not have the form of its type: refused by the conversion to XML, at the
/// event that it is in.
const TYPED: &[(&str, &str, ContentError, usize)] = &[
    ("si10", "02 05 6a 00 45 86 0a c3 03 199906 01 01", ContentError::DateTime, 6),
    ("si10", "02 05 6a 00 45 86 0a c3 08 1999062515231500 01 01", ContentError::DateTime, 6),
    ("si10", "02 05 6a 00 45 86 0a c3 04 19990a01 01 01", ContentError::DateTime, 6),
    ("emn10", "03 0d 6a 00 85 05 c3 03 200202 01", ContentError::DateTime, 5),
    ("wvcsp11", "03 10 6a 00 4b c3 05 0000000001 01", ContentError::Integer, 5),
    ("wvcsp11", "03 10 6a 00 51 c3 05 1f47ccb400 01", ContentError::DateTime, 5),
    ("wml13", "03 0a 6a 00 7f 42 31 00 01", ContentError::Variable, 5),
    ("wml13", "03 0a 6a 00 7f 42 00 01", ContentError::Variable, 5),
    ("wml13", "03 0a 6a 02 2900 7f 80 00 01", ContentError::Variable, 7),
];

/// What one leniency tolerates, and every other reader refuses.
const LENIENT: &[(Leniency, Row)] = &[
    (Leniency::PageSwitch, ("03 01 6a 00 0001 0000 05", PageSwitch, 4)),
    (Leniency::PageSwitch, ("03 01 6a 00 45 0001 036100 01", PageSwitch, 5)),
    (Leniency::PageSwitch, ("03 01 6a 00 45 0001 0261 01", PageSwitch, 5)),
    (Leniency::PageSwitch, ("03 01 6a 02 6100 45 0001 8300 01", PageSwitch, 7)),
    (Leniency::PageSwitch, ("03 01 6a 00 45 0001 c300 01", PageSwitch, 5)),
    (Leniency::PageSwitch, ("03 01 6a 00 45 0001 430501 01", PageSwitch, 5)),
    (Leniency::PageSwitch, ("03 01 6a 00 45 0001 01", PageSwitch, 5)),
    (Leniency::PageSwitch, ("03 01 6a 00 85 05 0001 01", PageSwitch, 6)),
    (Leniency::PageSwitch, ("03 01 6a 00 85 05 0001 036100 01", PageSwitch, 6)),
    (Leniency::PageSwitch, ("03 01 6a 02 6100 85 05 0001 04 00 01", PageSwitch, 8)),
    (Leniency::OpenTable, ("03 01 6a 02 6162 45 8300 01", TableUnterminated, 7)),
    (Leniency::OpenTable, ("03 01 6a 02 6162 04 01", TableUnterminated, 6)),
    (Leniency::OpaqueVersion, ("00 01 00 45 c30161 01", OpaqueVersion(0), 4)),
    (Leniency::OpaqueVersion, ("00 01 00 85 05 c30161 01", OpaqueVersion(0), 5)),
    (Leniency::OpaqueVersion, ("01 01 6a 00 85 05 c30161 01", OpaqueVersion(1), 6)),
    (
        Leniency::EmptyTableXmlns,
        ("03 01 6a 00 85 04 00 036100 01", TableIndex { index: 0, length: 0 }, 5),
    ),
    (Leniency::TrailingOctets, ("03 01 6a 00 05 ff", SecondRoot, 5)),
    (Leniency::TrailingOctets, ("03 01 6a 00 4501 ffffff", SecondRoot, 6)),
];

const fn unexpected(token: u8, expected: Expected) -> ErrorKind {
    UnexpectedToken { token, expected }
}

const READERS: [ReadOptions; 3] =
    [ReadOptions::new(), ReadOptions::strict(), ReadOptions::lenient()];

#[test]
fn headers() {
    for (hex, kind, offset) in HEADER {
        let (input, error) = (unhex(hex), Error::new(*kind, *offset));
        assert_eq!(Header::decode(&input), Err(error), "{hex}");
        assert_eq!(tokens(&input), Err(error), "{hex}");
        assert_eq!(detect(&input, None).err(), Some(error), "{hex}");
        for options in READERS {
            assert_eq!(walk(&input, &TABLES, options), Err(error), "{hex}");
        }
    }
}

#[test]
fn grammar() {
    for (hex, kind, offset) in GRAMMAR {
        let (input, error) = (unhex(hex), Error::new(*kind, *offset));
        assert!(Header::decode(&input).is_ok(), "{hex}");
        assert_eq!(tokens(&input), Err(error), "{hex}");
        for options in READERS {
            assert_eq!(walk(&input, &TABLES, options), Err(error), "{hex} {options:?}");
        }
    }
}

#[test]
fn references_texts_and_names() {
    for (hex, kind, offset) in EVENTS {
        let (input, error) = (unhex(hex), Error::new(*kind, *offset));
        assert_eq!(tokens(&input), Ok(()), "{hex}");
        for options in READERS {
            // The Nokia leniency is about this row.
            let options = options.with_foreign_charsets(&FOREIGN_CHARSETS[8..]);
            assert_eq!(walk(&input, &TABLES, options), Err(error), "{hex} {options:?}");
        }
    }
    // The names of WML variables are references too.
    let input = unhex("03 01 6a 02 6100 7f 8202 01");
    let error = Error::new(TableIndex { index: 2, length: 2 }, 7);
    assert_eq!(walk(&input, &WML_1_3, ReadOptions::new()), Err(error));
}

#[test]
fn unknown_tokens() {
    for (hex, kind, offset) in STRICT {
        let (input, error) = (unhex(hex), Error::new(*kind, *offset));
        assert_eq!(tokens(&input), Ok(()), "{hex}");
        for options in [ReadOptions::new(), ReadOptions::lenient()] {
            assert!(walk(&input, &TABLES, options).is_ok(), "{hex}");
        }
        assert_eq!(walk(&input, &TABLES, ReadOptions::strict()), Err(error), "{hex}");
    }
}

#[test]
fn leniencies() {
    for (leniency, (hex, kind, offset)) in LENIENT {
        let (input, error) = (unhex(hex), Error::new(*kind, *offset));
        for options in [ReadOptions::new(), ReadOptions::strict()] {
            assert_eq!(walk(&input, &TABLES, options), Err(error), "{hex}");
        }
        for other in Leniency::ALL.iter().filter(|other| *other != leniency) {
            let options = ReadOptions::new().allow(*other);
            assert_eq!(walk(&input, &TABLES, options), Err(error), "{hex} {other:?}");
        }
        for options in [ReadOptions::new().allow(*leniency), ReadOptions::lenient()] {
            let expected = Ok(vec![(*leniency, *offset)]);
            assert_eq!(walk(&input, &TABLES, options), expected, "{hex}");
        }
    }
    let tolerated = BTreeSet::from_iter(LENIENT.iter().map(|row| format!("{:?}", row.0)));
    // A value of page 0 is an unknown token of another page, which strict reading alone refuses.
    let input = unhex("03 01 6a 00 85 0001 05 85 01");
    let options = ReadOptions::strict();
    let error = Error::new(UnknownValue(Code { page: 1, token: 0x85 }), 8);
    assert_eq!(walk(&input, &TABLES, options), Err(error));
    let options = options.allow(Leniency::PageZeroValues);
    assert_eq!(walk(&input, &TABLES, options), Ok(vec![(Leniency::PageZeroValues, 8)]));
    assert_eq!(tolerated.len() + 1, Leniency::ALL.len());
}

#[test]
fn typed_content() {
    for (id, hex, kind, offset) in TYPED {
        let input = unhex(hex);
        let vocabulary = vocabulary::by_id(id).expect(id);
        assert!(walk(&input, vocabulary, ReadOptions::strict()).is_ok(), "{hex}");
        let mut reader = Reader::new(&input, vocabulary).expect(hex);
        let mut writer = xml::Writer::new(vocabulary);
        let error = Error::new(Content(*kind), *offset);
        assert_eq!(convert(&mut reader, &mut writer), Err(error), "{hex}");
    }
}

/// What a program made up that is no token where it stands, is not written.
#[test]
fn codes_of_no_token() {
    let text = |part: Part<'_>| {
        let mut writer = Writer::new(&TABLES);
        writer.write_event(&Event::Start(Name::new("a"))).expect("a tag");
        writer.write_event(&Event::Text(Content::from_parts(&[part, part])))
    };
    let attribute = |name: Name<'_>, value: Content<'_>| {
        let mut writer = Writer::new(&TABLES);
        writer.write_event(&Event::Start(Name::new("a"))).expect("a tag");
        writer.write_event(&Event::Attribute { name, value })
    };
    for token in 0..=0xFF {
        let code = Code { page: 0, token };
        let name = Name::unknown(code);
        let application = token & 0x3F >= 5;
        let start = Writer::new(&TABLES).write_event(&Event::Start(name));
        let known = TABLES.tag(0, token).is_some();
        assert_eq!(start.is_ok(), matches!(token, 0x05..=0x3F) && !known, "tag {token:#04x}");

        let known = TABLES.attribute_page(0).and_then(|page| page.start(token)).is_some();
        let written = attribute(name, "".into());
        assert_eq!(written.is_ok(), application && token < 0x80 && !known, "start {token:#04x}");

        let value = [Part::Token(code, None)];
        let written = attribute(Name::new("x"), Content::from_parts(&value));
        assert_eq!(written.is_ok(), application && token >= 0x80, "value {token:#04x}");
        assert!(text(Part::Token(code, None)).is_err(), "value {token:#04x} in content");
    }
    assert!(text(Part::Entity('a')).is_ok() && text(Part::Entity('\0')).is_err());
}

#[test]
fn document_types() {
    let outside = |index, length| TableIndex { index, length };
    for (hex, hint, kind, offset) in [
        ("03 7f 6a 00 05", None, UnknownPublicId(0x7F), 1),
        ("03 01 6a 00 05", None, UnknownPublicId(1), 1),
        ("03 01 6a 00 05", Some("text/plain"), UnknownDocumentType, 1),
        ("03 0000 6a 02 6100 05", None, UnknownDocumentType, 1),
        ("03 0001 6a 02 6100 05", Some("text/plain"), UnknownDocumentType, 1),
        ("03 0002 6a 02 6100 05", None, outside(2, 2), 2),
        ("03 0009 6a 02 6100 05", Some("text/plain"), outside(9, 2), 2),
        ("03 800000 6a 00 05", None, outside(0, 0), 3),
    ] {
        let input = unhex(hex);
        let error = Error::new(kind, offset);
        assert_eq!(detect(&input, hint).err(), Some(error), "{hex}");
        let reader = Reader::detect(&input, hint, ReadOptions::new());
        assert_eq!(reader.err(), Some(error), "{hex}");
    }
}

/// The kinds that a reader of WBXML can give, each of which must have a row.
#[test]
fn every_kind_has_a_row() {
    let kinds = [
        UnexpectedEnd(Expected::Version),
        unexpected(0, Expected::Root),
        IntegerTooLong,
        IntegerOverflow,
        Version(0),
        UnknownCharset(0),
        TableLength(0),
        TableIndex { index: 0, length: 0 },
        TableUnterminated,
        OpaqueLength(0),
        OpaqueVersion(0),
        UnknownTag(Code { page: 0, token: 0 }),
        UnknownAttribute(Code { page: 0, token: 0 }),
        UnknownValue(Code { page: 0, token: 0 }),
        UnknownExtension(0),
        Entity(0),
        Text,
        NameCharset,
        EmptyName,
        EmptyAttributes,
        DuplicateAttribute,
        PageSwitch,
        SecondRoot,
        NoRoot,
        TrailingOctets,
    ];
    let name = |kind: &ErrorKind| {
        let text = format!("{kind:?}");
        text.split(['(', ' ']).next().unwrap_or_default().to_owned()
    };
    let rows = || {
        let tables = [HEADER, GRAMMAR, EVENTS, STRICT].into_iter().flatten();
        tables.chain(LENIENT.iter().map(|row| &row.1))
    };
    let found = BTreeSet::from_iter(rows().map(|row| name(&row.1)));
    assert_eq!(found, BTreeSet::from_iter(kinds.iter().map(name)));

    let expected = [
        Expected::Version,
        Expected::PublicId,
        Expected::Charset,
        Expected::TableLength,
        Expected::Integer,
        Expected::Terminator,
        Expected::Page,
        Expected::Root,
        Expected::Content,
        Expected::AttributeStart,
        Expected::Attribute,
        Expected::InstructionValue,
    ];
    let found = rows().filter_map(|row| match row.1 {
        UnexpectedEnd(expected) | UnexpectedToken { expected, .. } => Some(format!("{expected:?}")),
        _ => None,
    });
    assert_eq!(
        BTreeSet::from_iter(found),
        BTreeSet::from_iter(expected.iter().map(|expected| format!("{expected:?}")))
    );
}

#[test]
fn messages_name_kind_and_place() {
    for (hex, message) in [
        ("03", "unexpected end, expected public identifier at byte 1"),
        ("03 01 6a 00 4503", "unexpected end, expected terminator of a string at byte 6"),
        ("03 01 6a 00 8585", "expected attribute start, found token 0x85 at byte 5"),
        ("03 01 6a 00 05 05", "second document element at byte 5"),
    ] {
        assert_eq!(tokens(&unhex(hex)).unwrap_err().to_string(), message);
    }
}

/// Walks the tokens to the end; an error must be given again.
fn tokens(input: &[u8]) -> Result<(), Error> {
    let mut tokens = Tokens::new(input)?;
    loop {
        match tokens.next_token() {
            Ok(Some(_)) => {}
            Ok(None) => return Ok(()),
            Err(error) => {
                assert_eq!(tokens.next_token(), Err(error), "the same error again");
                return Err(error);
            }
        }
    }
}

#[test]
fn a_charset_from_outside() {
    // "é" in ISO-8859-1, said by the header, by the carrier, by neither.
    let input = |charset: &str| unhex(&format!("03 01 {charset} 00 45 03e900 01"));
    let from_carrier = |wins| ReadOptions::new().with_charset(Charset::Latin1, wins);
    let error = Err(Error::new(Text, 6));
    assert_eq!(walk(&input("04"), &TABLES, ReadOptions::new()), Ok(vec![]));
    assert_eq!(walk(&input("00"), &TABLES, ReadOptions::new()), error);
    assert_eq!(walk(&input("6a"), &TABLES, ReadOptions::new()), error);
    assert_eq!(walk(&input("00"), &TABLES, from_carrier(false)), Ok(vec![]));
    assert_eq!(walk(&input("6a"), &TABLES, from_carrier(false)), error);
    assert_eq!(walk(&input("6a"), &TABLES, from_carrier(true)), Ok(vec![]));
    // 1.0 says none.
    let old = unhex("00 01 00 45 03e900 01");
    assert_eq!(walk(&old, &TABLES, ReadOptions::new()), Err(Error::new(Text, 5)));
    for wins in [false, true] {
        assert_eq!(walk(&old, &TABLES, from_carrier(wins)), Ok(vec![]));
    }
    // How strings end is a matter of the charset that counts: here of two octets.
    let wide =
        |charset: &str| unhex(&format!("03 01 {charset} 04 00620000 45 030061 0000 8300 01"));
    let from_carrier = |wins| ReadOptions::new().with_charset(Charset::Utf16, wins);
    for (charset, options) in [
        ("8777", ReadOptions::new()),
        ("00", from_carrier(false)),
        ("6a", from_carrier(true)),
        ("04", from_carrier(true)),
    ] {
        assert_eq!(line(&wide(charset), &TABLES, options), "<a\"ab\">", "{charset}");
    }
}

/// The mark says the order of each string by itself, and is no part of the text.
#[test]
fn byte_order_marks() {
    // "a" in place in both orders and without a mark, "b" in the table in both.
    let body = "03fffe61000000 03feff00610000 0300610000 8300 8306";
    let input =
        |mib: &str| unhex(&format!("03 01 {mib} 0c fffe62000000 feff00620000 45 {body} 01"));
    for mib in ["8777", "8768"] {
        assert_eq!(line(&input(mib), &TABLES, ReadOptions::new()), "<a\"aaabb\">", "{mib}");
    }
    // Where the charset says the order, the mark is a character, and turned it is none of Unicode's.
    let marked = |mib: &str, octets: &str| {
        line(&unhex(&format!("03 01 {mib} 00 45 03{octets}0000 01")), &TABLES, ReadOptions::new())
    };
    assert_eq!(marked("8775", "feff0061"), "<a\"\u{FEFF}a\">");
    assert_eq!(marked("8776", "fffe6100"), "<a\"\u{FEFF}a\">");
}
