//! Tests of the tokens.

extern crate alloc;
use alloc::vec::Vec;

use super::*;

fn walk(body: &[u8]) -> Result<Vec<u8>, Error> {
    let input = [&[0x03, 0x01, 0x6A, 0x04, b'a', b'b', b'c', 0][..], body].concat();
    let mut tokens = Tokens::new(&input)?;
    let mut output = Vec::new();
    tokens.header().encode(&mut |octets| output.extend_from_slice(octets));
    while let Some(token) = tokens.next_token()? {
        let start = output.len();
        assert_eq!(start, tokens.start());
        token.encode(Charset::Utf8, &mut |octets| output.extend_from_slice(octets));
        assert_eq!(output.len(), tokens.offset(), "{token:02x?}");
    }
    assert_eq!(output, input);
    Ok(output)
}

#[test]
fn every_construct_is_rewritten_to_the_octet() {
    for body in [
        &[0x05][..],
        &[0x45, 0x01],
        &[0x85, 0x05, 0x01],
        &[0xC5, 0x05, 0x85, 0x03, b'x', 0, 0x06, 0x01, 0x01],
        &[0x04, 0x00],
        &[0x44, 0x81, 0x00, 0x01],
        &[0x84, 0x80, 0x00, 0x04, 0x01, 0x83, 0x01, 0x01],
        &[0xC4, 0x02, 0x05, 0x01, 0x03, 0x00, 0x01],
        &[0x43, 0x05, 0x01, 0x45, 0x43, 0x04, 0x00, 0x85, 0x01, 0x01, 0x43, 0x05, 0x03, 0, 0x01],
        &[0x45, 0x40, 0, 0x41, b'x', 0, 0x42, 0, 0x80, 0x01, 0x81, 0x02, 0x82, 0x03, 0x01],
        &[0x45, 0xC0, 0xC1, 0xC2, 0xC3, 0x80, 0x02, 0x00, 0x01, 0x02, 0x80, 0x41, 0x01],
        &[0x00, 0x07, 0x85, 0x00, 0x03, 0x05, 0x00, 0x04, 0x85, 0x02, 0x41, 0xC3, 0x00, 0x01],
    ] {
        assert!(walk(body).is_ok(), "{body:02x?} {:?}", walk(body));
    }
}

#[test]
fn malformed() {
    use ErrorKind::{EmptyAttributes, NoRoot, SecondRoot, TrailingOctets, UnexpectedEnd};
    let unexpected = |token, expected| ErrorKind::UnexpectedToken { token, expected };
    let rows: [(&[u8], ErrorKind, usize); 24] = [
        (&[], NoRoot, 0),
        (&[0x45], UnexpectedEnd(Expected::Content), 1),
        (&[0x85], UnexpectedEnd(Expected::AttributeStart), 1),
        (&[0x85, 0x05], UnexpectedEnd(Expected::Attribute), 2),
        (&[0x85, 0x01], EmptyAttributes, 1),
        (&[0x85, 0x85], unexpected(0x85, Expected::AttributeStart), 1),
        (&[0x85, 0x03], unexpected(0x03, Expected::AttributeStart), 1),
        (&[0x85, 0x05, 0x44], unexpected(0x44, Expected::Attribute), 2),
        (&[0x85, 0x05, 0x43], unexpected(0x43, Expected::Attribute), 2),
        (&[0x45, 0x03, b'x'], UnexpectedEnd(Expected::Terminator), 3),
        (&[0x45, 0x40, b'x'], UnexpectedEnd(Expected::Terminator), 3),
        (&[0x45, 0xC3, 0x02, 0x00], ErrorKind::OpaqueLength(2), 1),
        (&[0x45, 0x02], UnexpectedEnd(Expected::Integer), 2),
        (&[0x45, 0x02, 0x90, 0x80, 0x80, 0x80, 0x00], ErrorKind::IntegerOverflow, 6),
        (&[0x45, 0x00], UnexpectedEnd(Expected::Page), 2),
        (&[0x03, b'x', 0, 0x05], unexpected(0x03, Expected::Root), 0),
        (&[0x01], unexpected(0x01, Expected::Root), 0),
        (&[0x05, 0x05], SecondRoot, 1),
        (&[0x45, 0x01, 0x04, 0x00], SecondRoot, 2),
        (&[0x05, 0x03, b'x', 0], TrailingOctets, 1),
        (&[0x05, 0x01], TrailingOctets, 1),
        (&[0x43, 0x01], unexpected(0x01, Expected::AttributeStart), 1),
        (&[0x43, 0x05, 0x06], unexpected(0x06, Expected::InstructionValue), 2),
        (&[0x43, 0x05, 0x01], NoRoot, 3),
    ];
    for (body, kind, offset) in rows {
        assert_eq!(walk(body), Err(Error::new(kind, offset + 8)), "{body:02x?}");
    }
}

#[test]
fn an_error_is_final() {
    let mut tokens = Tokens::new(&[0x03, 0x01, 0x6A, 0x00, 0x45, 0x45]).unwrap();
    assert!(matches!(tokens.next(), Some(Ok(_))));
    assert!(matches!(tokens.next(), Some(Ok(_))));
    let error = tokens.next_token().unwrap_err();
    assert_eq!(tokens.next_token(), Err(error));
    assert_eq!(tokens.next(), Some(Err(error)));
    assert_eq!(tokens.next(), None);
    assert_eq!(tokens.next_token(), Err(error));
}

#[test]
fn strings_of_two_octets() {
    let input =
        [0x03, 0x01, 0x87, 0x77, 0x00, 0x45, 0x03, 0x01, 0x00, 0x00, 0x42, 0x00, 0x00, 0x01];
    let mut tokens = Tokens::new(&input).unwrap();
    tokens.next_token().unwrap();
    assert_eq!(tokens.next_token(), Ok(Some(Token::String(&[0x01, 0x00, 0x00, 0x42]))));
    assert_eq!(tokens.next_token(), Ok(Some(Token::End(End::Element))));
    assert_eq!(tokens.next_token(), Ok(None));
}
