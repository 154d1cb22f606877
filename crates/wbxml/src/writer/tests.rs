//! Tests of the writer: events that no WBXML stands for.

use super::*;
use crate::charset::Text;
use crate::content::{Extension, Meaning};
use crate::vocabulary::PROV;

/// The error of the last event, where the others are written.
fn refused(events: &[Event<'_>]) -> Result<(), ErrorKind> {
    let mut writer = Writer::new(&PROV);
    let count = events.len();
    for (number, event) in (1..).zip(events) {
        let written = writer.write_event(event).map_err(|error| error.kind());
        assert!(number == count || written.is_ok(), "{written:?}");
        written?;
    }
    Ok(())
}

/// WBXML 1.3, 5.5 and 7.1: a token is in the range of its space, and a value token in a value.
#[test]
fn what_wbxml_cannot_carry() {
    let doc = Event::Start(Name::new("wap-provisioningdoc"));
    let code = |token| Code { page: 0, token };
    let unknown = |token| Name::unknown(code(token));
    let extension = |name| Extension {
        number: 0,
        operand: Operand::Inline(Text::from_utf8(name)),
        meaning: Meaning::None,
    };
    for token in [0x01, 0x02, 0x03, 0x04, 0x40, 0x41, 0x7F, 0x80, 0xBF] {
        let loss = Err(ErrorKind::NotExpressible(Loss::Tag(code(token))));
        assert_eq!(refused(&[Event::Start(unknown(token))]), loss, "{token:02x}");
    }
    for token in [0x01, 0x04, 0x40, 0x43, 0x44, 0x80, 0x85, 0xC5] {
        let loss = Err(ErrorKind::NotExpressible(Loss::Attribute(code(token))));
        let attribute = Event::Attribute { name: unknown(token), value: "a".into() };
        assert_eq!(refused(&[doc, attribute]), loss, "{token:02x}");
        let instruction = Event::Instruction { target: unknown(token), data: "a".into() };
        assert_eq!(refused(&[instruction]), loss, "{token:02x}");
    }
    for (part, in_value, in_content) in [
        (Part::Entity('\0'), Err(Loss::Nul), Err(Loss::Nul)),
        (Part::Extension(extension("a\0")), Err(Loss::Nul), Err(Loss::Nul)),
        (Part::Extension(extension("a")), Ok(()), Ok(())),
        (Part::Token(code(0x01), None), value_loss(0x01), value_loss(0x01)),
        (Part::Token(code(0x7F), None), value_loss(0x7F), value_loss(0x7F)),
        (Part::Token(code(0x84), Some("a")), Ok(()), Ok(())),
        (Part::Token(code(0xC4), None), value_loss(0xC4), value_loss(0xC4)),
        (Part::Token(code(0xFF), None), Ok(()), value_loss(0xFF)),
        (Part::Token(code(0x85), Some("a")), Ok(()), Ok(())),
        (Part::Prefix("a"), Ok(()), Ok(())),
        // What the NUL ends is no longer text.
        (Part::Inline(Text::from_utf8("a\0\u{1}")), Err(Loss::Nul), Err(Loss::Nul)),
        (Part::Table(0, Text::from_utf8("\0")), Err(Loss::Nul), Err(Loss::Nul)),
        (Part::Inline(Text::from_utf8("a")), Ok(()), Ok(())),
    ] {
        // An opaque part keeps the others from being joined.
        let parts = [Part::Opaque(b"z"), part];
        let content = Content::from_parts(&parts);
        let value = Event::Attribute { name: Name::new("type"), value: content };
        let kind = |loss: Result<(), Loss>| loss.map_err(ErrorKind::NotExpressible);
        assert_eq!(refused(&[doc, value]), kind(in_value), "{part:?}");
        assert_eq!(refused(&[doc, Event::Text(content)]), kind(in_content), "{part:?}");
    }
}

const fn value_loss(token: u8) -> Result<(), Loss> {
    Err(Loss::Value(Code { page: 0, token }))
}

#[test]
fn a_value_token_in_content_is_its_text() {
    let parts = [Part::Opaque(b"z"), Part::Token(Code { page: 0, token: 0x85 }, Some("a"))];
    let mut writer = Writer::new(&PROV);
    writer.write_event(&Event::Start(Name::new("wap-provisioningdoc"))).unwrap();
    writer.write_event(&Event::Text(Content::from_parts(&parts))).unwrap();
    writer.write_event(&Event::End).unwrap();
    let octets = writer.finish().unwrap();
    assert!(octets.ends_with(&[0x45, 0xC3, 0x01, b'z', 0x03, b'a', 0x00, 0x01]), "{octets:02x?}");
}

/// A text that is none is not passed on, be it a piece among others.
#[test]
fn octets_that_are_no_text_are_not_written() {
    use crate::reader::Reader;
    for (charset, octets) in [
        (&[0x6A][..], &[0x03, b'a', 0xFF, 0x00][..]),
        (&[0x6A], &[0x02, 0x41, 0x03, b'a', 0xFF, 0x00]),
        (&[0x6A], &[0x03, b'a', 0xFF, 0x00, 0x02, 0x41]),
        (&[0x03], &[0x02, 0x41, 0x03, b'a', 0xC3, 0x00]),
        (&[0x87, 0x75], &[0x02, 0x41, 0x03, 0x00, b'a', 0xD8, 0x00, 0x00, 0x00]),
        (&[0x87, 0x75], &[0x03, 0x00, b'a', 0xD8, 0x00, 0x00, 0x00]),
    ] {
        let head = [&[0x03, 0x0B], charset, &[0x00]].concat();
        let text = [&head, &[0x45][..], octets, &[0x01]].concat();
        let value = [&head, &[0x85, 0x50][..], octets, &[0x01]].concat();
        for input in [text, value] {
            let mut reader = Reader::new(&input, &PROV).unwrap();
            let options = WriteOptions::new().with_charset(reader.charset());
            let mut writer = Writer::with_options(&PROV, options);
            let error = crate::event::copy(&mut reader, &mut writer).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Text, "{input:02x?}");
            assert!(input.get(error.offset()).is_some(), "{error}");
        }
    }
}

/// In content opaque data is of 1.1, also where it is a part of a text.
#[test]
fn opaque_parts_of_a_text_are_content() {
    let parts = [Part::Entity('a'), Part::Opaque(b"z")];
    for (version, expected) in [(0x00, false), (0x01, true), (0x02, true)] {
        let options = WriteOptions::new().with_version(version);
        let mut writer = Writer::with_options(&PROV, options);
        writer.write_event(&Event::Start(Name::new("wap-provisioningdoc"))).unwrap();
        let written = writer.write_event(&Event::Text(Content::from_parts(&parts)));
        assert_eq!(written.is_ok(), expected, "{version}");
    }
}
