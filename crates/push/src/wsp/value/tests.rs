//! Each grammar of a header by hand, from the tables of WAP-230, 8.4.2: octets and text, both ways.

use super::*;
use crate::wsp::Headers;

/// 1998-04-23T13:41:37Z, as WAP-230, 8.4.2.3 and the vectors have it.
const DATE: &str = "Thu, 23 Apr 1998 13:41:37 GMT";

/// The number of a header, its value, the text of it.
#[rustfmt::skip]
const ROWS: [(u8, &[u8], &str); 91] = [
    // 8.4.2.7: a media type, its parameters, the quality, and what stands behind that.
    (0x00, &[0x80], "*/*"),
    (0x00, &[5, 0x82, 0x82, 0x9F, 0x80, 0x29], "text/html; level=1; q=0.4"),
    (0x00, &[6, 0x83, 0x80, 0x47, b'x', 0, 0x81], "text/plain; q=0.7; x=1"),
    // 8.4.2.8: a charset above 127 needs its length; a factor of three decimals is a uintvar.
    (0x3B, &[0x80], "*"),
    (0x3B, &[3, 2, 0x03, 0xF7], "utf-16"),
    (0x3B, &[2, 0x84, 0x33], "iso-8859-1;q=0.5"),
    (0x3B, &[3, 0x84, 0x83, 0x31], "iso-8859-1;q=0.333"),
    (0x3B, &[8, b'x', b'-', b'o', b'w', b'n', 0, 0x83, 0x31], "x-own;q=0.333"),
    (0x3C, &[0x81], "compress"),
    (0x3C, b"x-own\0", "x-own"),
    (0x3C, &[1, 0x83], "*"),
    (0x3C, &[2, 0x82, 0x01], "deflate;q=0"),
    // 8.4.2.10: a language above 127 is a long integer.
    (0x03, &[0x80], "*"),
    (0x03, &[2, 0xA2, 0x64], "fr;q=0.99"),
    (0x03, &[2, 1, 0x85], "vo"),
    (0x03, &[3, 1, 0x85, 0x0B], "vo;q=0.1"),
    (0x03, b"en-us\0", "en-us"),
    (0x0C, &[0x80], "*"),
    (0x0C, &[1, 0x88], "yi"),
    (0x0C, b"en-us\0", "en-us"),
    (0x04, &[0x80], "none"),
    (0x04, &[0x81], "bytes"),
    (0x06, &[0xC0], "GET"),
    (0x06, &[0xE1], "PUT"),
    (0x22, &[0xC4], "TRACE"),
    (0x22, b"PATCH\0", "PATCH"),
    (0x09, &[0x80], "close"),
    (0x09, b"keep-alive\0", "keep-alive"),
    // 8.4.2.5: basic credentials in clear, others with parameters.
    (0x07, &[5, 0x80, b'u', 0, b'p', 0], "Basic dTpw"),
    (0x21, b"\x15Digest\0username\0\"u b\0", "Digest username=\"u b\""),
    (0x20, &[3, 0x80, b'r', 0], "Basic realm=\"r\""),
    (0x2D, b"\x12Digest\0r\0nonce\0\"n\0", "Digest realm=\"r\", nonce=\"n\""),
    // 8.4.2.15.
    (0x47, &[0x80], "no-cache"),
    (0x47, &[0x83], "max-stale"),
    (0x47, &[3, 0x83, 1, 0xFF], "max-stale=255"),
    (0x47, &[2, 0x84, 0x85], "min-fresh=5"),
    (0x47, &[2, 0x8B, 0x80], "s-maxage=0"),
    (0x47, &[3, 0x80, 0x80, 0x92], "no-cache=\"Accept, Date\""),
    (0x47, b"\x08\x87X-Own\0\x8d", "private=\"X-Own, Content-Length\""),
    (0x47, b"own\0", "own"),
    (0x47, b"\x05own\0\x87", "own=7"),
    (0x47, b"\x08own\0a-b\0", "own=a-b"),
    (0x47, b"\x09own\0\"a b\0", "own=\"a b\""),
    (0x1F, &[0x80], "no-cache"),
    (0x1F, b"\x03x\0\x81", "x=1"),
    // 8.4.2.23 and 8.4.2.42.
    (0x3E, &[2, 0x00, 0x80], "bytes 0-*/*"),
    (0x3E, &[4, 0x83, 0x74, 0x88, 0x01], "bytes 500-*/1025"),
    (0x23, &[2, 0x80, 0x00], "bytes=0-"),
    (0x23, &[4, 0x80, 0x00, 0x83, 0x73], "bytes=0-499"),
    (0x23, &[3, 0x81, 0x83, 0x74], "bytes=-500"),
    (0x1A, &[4, 0x35, 0x3F, 0x45, 0x11], DATE),
    (0x1A, b"\"tag\"\0", "\"tag\""),
    (0x25, &[6, 0x80, 4, 0x35, 0x3F, 0x45, 0x11], DATE),
    (0x25, &[4, 0x81, 2, 0x0E, 0x10], "3600"),
    // 8.4.2.51 and the table of WAP-248 for profiles.
    (0x2C, &[0x8A], "110"),
    (0x2C, &[7, 0x8D, b'a', 0, b'o', b'l', b'd', 0], "113 a \"old\""),
    (0x2C, &[5, 0xE3, b'-', 0, b'.', 0], "199 - \".\""),
    (0x44, &[0x90], "100"),
    (0x44, &[3, 0xA3, b'u', 0], "203 u"),
    (0x44, &[8, 0xA0, b'u', 0, 4, 0x35, 0x3F, 0x45, 0x11], "200 u \"Thu, 23 Apr 1998 13:41:37 GMT\""),
    (0x45, &[1, 0x82], "inline"),
    (0x45, &[4, 0x80, 0x97, b'a', 0], "form-data; name=a"),
    (0x45, b"\x06own\0\x96\x81", "own; size=1"),
    (0x33, &[0x83], "03"),
    (0x33, &[1, 0x80], "80"),
    (0x43, &[0x94], "1.4"),
    (0x43, &[2, 0x82, 0x93], "02 1.3"),
    // What the three and four bits do not hold is text.
    (0x43, b"20.1\0", "20.1"),
    // 8.4.2.67 and 8.4.2.68.
    (0x41, &[9, 0x9F, b'a', 0, b'b', 0, 0x8E, 0x85, 0x90, 0], "a=b; Version=1; max-age=5; secure"),
    (0x42, &[6, 0x9F, 4, b'a', 0, b'b', 0], "$Version=1; a=b"),
    (0x42, b"\x0b\x9f\x09a\0b\0/p\0d\0", "$Version=1; a=b; $Path=\"/p\"; $Domain=\"d\""),
    (0x48, b"\x0bname\0value\0", "name=value"),
    (0x48, b"\x0ba\0\"b c\0p\0q\0", "a=\"b c\"; p=q"),
    (0x2A, &[0x8D], "Content-Length"),
    (0x3A, b"X-Own\0", "X-Own"),
    (0x39, &[0x81], "trailers"),
    (0x39, &[3, 0x86, 0x80, 0x33], "deflate;q=0.5"),
    // But for `trailers` a length stands in front, with a quality or without.
    (0x39, &[1, 0x82], "chunked"),
    (0x39, b"\x04own\0", "own"),
    // 8.4.2.4: parameters of each type.
    (0x11, &[5, 0x83, 0x87, 0x8D, 0x88, 0x87], "text/plain; differences=Content-Length; padding=7"),
    (0x11, &[5, 0x83, 0x8E, 2, 0x0E, 0x10], "text/plain; max-age=3600"),
    (0x11, &[3, 0x83, 0x90, 0], "text/plain; secure"),
    (0x11, &[7, 0x83, 0x93, 4, 0x35, 0x3F, 0x45, 0x11], "text/plain; creation-date=\"Thu, 23 Apr 1998 13:41:37 GMT\""),
    (0x11, &[5, 0x83, 0x9D, b'"', b'/', 0], "text/plain; path=\"/\""),
    (0x11, &[4, 0x83, 0x9B, b'a', 0], "text/plain; comment=a"),
    // What is not of the type is text, and the name is its number all the same.
    (0x11, b"\x08\x83\x81x-own\0", "text/plain; charset=x-own"),
    (0x11, b"\x06\x83\x88200\0", "text/plain; padding=200"),
    (0x11, b"\x07\x83\x93soon\0", "text/plain; creation-date=soon"),
    (0x11, b"\x07\x83\x90\"a b\0", "text/plain; secure=\"a b\""),
    (0x11, b"\x06\x83\x8e-60\0", "text/plain; max-age=-60"),
    (0x0F, &[16, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], "AAECAwQFBgcICQoLDA0ODw=="),
];

/// Forms that a writer does not choose: they are read, and stay.
const OTHER_FORMS: [(u8, &[u8], &str); 13] = [
    (0x06, b"PATCH\0", "PATCH"),
    (0x0D, &[2, 0, 76], "76"),
    (0x0F, &[3, 0, 1, 2], "AAEC"),
    (0x29, &[0xC3, 0xBC, 0], "\u{fc}"),
    (0x2C, &[0x1F, 7, 0x8D, b'a', 0, b'o', b'l', b'd', 0], "113 a \"old\""),
    (0x39, &[0x82], "chunked"),
    (0x3B, &[1, 0xEA], "utf-8"),
    (0x3C, &[0x83], "*"),
    (0x3F, &[0x80], "0"),
    (0x40, b"<a>\0", "\"<a>\""),
    (0x45, &[0x81], "attachment"),
    (0x47, &[0x82], "max-age"),
    (0x47, b"\x05own\0\0", "own"),
];

#[test]
fn values_both_ways() {
    for (number, octets, text) in ROWS {
        let name = HeaderName(number);
        let read = Header::decode(name, octets).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(read.text().as_deref(), Ok(text), "{octets:02x?}");
        assert!(read.is_canonical(), "{text}");
        let made = Header::from_text(name, text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(made, [read], "{text}");
        assert_eq!(&made[0].to_bytes()[1..], octets, "{text}");
    }
    for (number, octets, text) in OTHER_FORMS {
        let read = Header::decode(HeaderName(number), octets);
        let read = read.unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(read.text().as_deref(), Ok(text), "{octets:02x?}");
        assert!(!read.is_canonical(), "{text}");
        assert_eq!(&read.to_bytes()[1..], octets, "{text}");
    }
}

/// WAP-230, 8.4.1.3: a list in text is a header for each of its elements.
#[test]
fn lists_of_texts() {
    for (number, text, elements) in [
        (0x18, "\"a,b\", W/\"c\"", &["\"a,b\"", "W/\"c\""][..]),
        (0x19, "*", &["*"]),
        (0x28, "HTTP/2.0, SHTTP/1.3", &["HTTP/2.0", "SHTTP/1.3"]),
        (0x2B, "1.0 fred, 1.1 nowhere.com", &["1.0 fred", "1.1 nowhere.com"]),
        (0x32, "*, x-a:b", &["*", "x-a:b"]),
        (
            0x2D,
            "Basic realm=\"a, b\", Digest nonce = \"n\" , realm=\"r\", Digest realm=\"s\"",
            &["Basic realm=\"a, b\"", "Digest realm=\"r\", nonce=\"n\"", "Digest realm=\"s\""],
        ),
        // These are none.
        (0x2F, "http://a.example/b,c", &["http://a.example/b,c"]),
        (0x29, "a, b", &["a, b"]),
    ] {
        let made = Header::from_text(HeaderName(number), text).expect(text);
        let texts = made.iter().map(|one| one.text().expect(text)).collect::<Vec<_>>();
        assert_eq!(texts, elements);
    }
    // Blanks, and a realm that does not come first.
    for (number, text, octets) in [
        (0x23, "bytes = 50-", &b"\xA3\x02\x80\x32"[..]),
        (0x2D, "Digest nonce=\"n\", realm=\"r\"", b"\xAD\x12Digest\0r\0nonce\0\"n\0"),
    ] {
        let made = Header::from_text(HeaderName(number), text).expect(text);
        assert_eq!(made.iter().map(Header::to_bytes).collect::<Vec<_>>(), [octets]);
    }
    let via = Headers::from_text([("Via", "1.0 a, 1.1 b")]).expect("headers");
    assert_eq!(&**via.as_bytes(), b"\xAB1.0 a\0\xAB1.1 b\0");
    let padded = Headers::from_text([("Authorization", "Bearer YWI=")]).expect("headers");
    assert_eq!(&**padded.as_bytes(), b"Authorization\0Bearer YWI=\0");
}

#[test]
fn numbers_without_a_name_have_no_text() {
    let rows: [(u8, &[u8]); 9] = [
        (0x03, &[2, 1, 0x90]),
        (0x06, &[0x81]),
        (0x0B, &[0x9F]),
        (0x11, &[0xFF]),
        (0x2A, &[0xFF]),
        (0x2C, &[0xFF]),
        (0x3B, &[2, 0xFF, 0x33]),
        (0x43, &[1, 0x82]),
        (0x44, &[0x80]),
    ];
    let lost = Error::new(ErrorKind::NotExpressible(Expected::HeaderValue), 0);
    for (number, octets) in rows {
        let read = Header::decode(HeaderName(number), octets).expect("a header");
        assert_eq!(read.text(), Err(lost), "{number:02x}");
        assert_eq!(&read.to_bytes()[1..], octets, "{number:02x}");
    }
}

#[test]
fn malformed() {
    let strange = |octet, expected| ErrorKind::Unexpected { octet, expected };
    let rows: [(u8, &[u8], ErrorKind, usize); 11] = [
        (0x4B, &[0x80], ErrorKind::Unsupported(Expected::HeaderName), 0),
        (0x3B, &[2, 0x84, 0x00], ErrorKind::Range(Expected::Quality), 2),
        (0x3C, &[3, 0x82, 0x89, 0x4D], ErrorKind::Range(Expected::Quality), 2),
        (0x39, &[3, 0x86, 0x81, 0x33], strange(0x81, Expected::HeaderValue), 2),
        (0x23, &[2, 0x82, 0], strange(0x82, Expected::HeaderValue), 1),
        (0x25, &[2, 0x82, 0], strange(0x82, Expected::HeaderValue), 1),
        (0x33, &[2, 1, 0], ErrorKind::IntegerOverflow, 0),
        (0x34, &[2, 1, 0], strange(2, Expected::Integer), 0),
        (0x42, &[3, 0x9F, 9, b'a'], ErrorKind::Length { length: 9, left: 1 }, 3),
        (0x0F, &[3, 1, 2], ErrorKind::Length { length: 3, left: 2 }, 1),
        (0x0D, &[0x81, 0x82], ErrorKind::TrailingOctets(Expected::HeaderValue), 1),
    ];
    for (number, octets, kind, offset) in rows {
        let read = Header::decode(HeaderName(number), octets);
        assert_eq!(read, Err(Error::new(kind, offset)), "{number:02x} {octets:02x?}");
    }
}

#[test]
fn texts_that_are_no_value() {
    let rows = [
        (0x00, "text; q=0.5"),
        (0x00, "text/html; q=2"),
        (0x03, "en;q=2"),
        (0x03, "en;v=1"),
        (0x06, "PATCH"),
        (0x07, "Basic !"),
        (0x07, "Bearer YWI="),
        (0x07, "Basic dQ=="),
        (0x07, "Di(gest a=b"),
        (0x0D, "-1"),
        (0x0D, "007"),
        (0x0F, "?"),
        (0x0F, "AAEC"),
        (0x11, "text"),
        (0x12, "yesterday"),
        (0x1F, "=1"),
        (0x20, "Basic"),
        (0x20, "Digest nonce=\"n\""),
        (0x20, "Digest realm=n"),
        (0x23, "0-1"),
        (0x23, "bytes=a-"),
        (0x23, "bytes=1"),
        (0x25, "soon"),
        (0x2A, "a b"),
        (0x2C, "115"),
        (0x2C, "110 agent"),
        (0x2C, "110 agent old"),
        (0x2F, "a b"),
        (0x33, "3"),
        (0x33, "0g"),
        (0x34, ""),
        (0x34, "2"),
        (0x34, "100000000"),
        (0x34, "10000000"),
        (0x3B, "a b"),
        (0x3E, "bytes 0-499"),
        (0x3E, "octets 0-1/2"),
        (0x3E, "bytes 0/2"),
        (0x41, "a"),
        (0x42, "a"),
        (0x42, "$Path=b"),
        (0x43, "+1 1.3"),
        (0x43, "300 1.3"),
        (0x44, "104"),
        (0x44, "200 u \"x\""),
        (0x45, "a b"),
        (0x47, "a b=c"),
        (0x47, "own=\"a"),
        (0x47, "no-store=5"),
        (0x47, "s-maxage"),
        (0x48, "a"),
        (0x48, "a=b; c"),
        (0x4B, "x"),
    ];
    for (number, text) in rows {
        let fault = Err(Error::new(ErrorKind::Form(Expected::HeaderValue), 0));
        assert_eq!(Header::from_text(HeaderName(number), text), fault, "{number:02x} {text}");
    }
    // 299 has the number of 199 (WAP-230, table 43).
    let warning = Header::from_text(HeaderName(0x2C), "299").expect("a warning");
    assert_eq!(warning[0].to_bytes(), [0xAC, 0xE3]);
}

#[test]
fn values_without_a_place() {
    let parameter = || Parameter::from_text("x", Some("1")).expect("a parameter");
    let directive = |number, argument| Value::Directive { item: Item::Number(number), argument };
    let rows = [
        (
            0x00,
            Value::Media {
                media: crate::MediaCode::TEXT_PLAIN.into(),
                quality: None,
                extensions: alloc::vec![parameter()],
            },
        ),
        (0x04, Value::Item(Item::Number(0x80))),
        (0x0D, Value::Text("1".into())),
        (0x12, Value::Integer(0)),
        (0x1F, Value::Item(Item::Text("own".into()))),
        (
            0x20,
            Value::Challenge(Challenge {
                scheme: None,
                realm: "r".into(),
                parameters: alloc::vec![parameter()],
            }),
        ),
        (0x2C, Value::Warning { code: 0x80, note: None }),
        (0x34, Value::PushFlag(PushFlag(0x80))),
        (0x43, Value::EncodingVersion { page: Some(0x80), version: None }),
        (0x43, Value::EncodingVersion { page: None, version: None }),
        (0x47, directive(0x00, Argument::Seconds(1))),
        (0x47, directive(0x00, Argument::Fields(Vec::new()))),
        (0x47, directive(0x02, Argument::Text("a".into()))),
        (0x4B, Value::None),
    ];
    for (number, value) in rows {
        let made = Header::new(HeaderName(number), value.clone());
        let kind = ErrorKind::NotExpressible(Expected::HeaderValue);
        assert_eq!(made.map_err(|error| error.kind()), Err(kind), "{number:02x} {value:?}");
    }
}
