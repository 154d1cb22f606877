use alloc::string::ToString;

use super::*;

fn decode(octets: &[u8]) -> Result<ContentType, Error> {
    ContentType::decode(&Bytes::copy_from_slice(octets)).map(|read| read.0)
}

#[test]
fn forms() {
    assert_eq!(decode(&[0xAE]).map(|read| read.to_string()), Ok("application/vnd.wap.sic".into()));
    assert_eq!(decode(&[3, 2, 3, 10]).map(|read| read.code()), Ok(Some(MediaCode::EMN_WBXML)));
    // A general form that needs none is kept until it is changed.
    let read = decode(&[1, 0xE0]).expect("a content type");
    assert_eq!(read.to_bytes(), [1, 0xE0]);
    assert_eq!(read.canonical().to_bytes(), [0xE0]);
}

#[test]
fn malformed() {
    let content_type = Expected::ContentType;
    let rows: [(&[u8], ErrorKind, usize); 6] = [
        (&[], ErrorKind::UnexpectedEnd(content_type), 0),
        (&[0], ErrorKind::Unexpected { octet: 0, expected: content_type }, 0),
        (&[5, 0xB6], ErrorKind::Length { length: 5, left: 1 }, 1),
        (&[3, 0xB6, 0x92, b'A'], ErrorKind::UnexpectedEnd(Expected::Terminator), 4),
        (&[2, 0xB6, 0x91], ErrorKind::UnexpectedEnd(Expected::HeaderValue), 3),
        (b"text/plain", ErrorKind::UnexpectedEnd(Expected::Terminator), 10),
    ];
    for (input, kind, offset) in rows {
        assert_eq!(decode(input), Err(Error::new(kind, offset)), "{input:02x?}");
    }
}

#[test]
fn text_both_ways() {
    for text in [
        "application/vnd.wap.connectivity-wbxml; SEC=USERPIN; MAC=5B9F",
        "application/vnd.wap.multipart.related; type=\"application/vnd.syncml.dm+wbxml\"; start=\"<a>\"",
        "text/plain; charset=utf-8; x=1; y=\"a b\"",
        "application/wibble; MAC=ab",
        "application/wibble; a=\"0\\\"\"",
    ] {
        let read = ContentType::from_text(text).expect(text);
        assert_eq!(read.to_text().as_deref(), Ok(text));
        assert_eq!(decode(&read.to_bytes()).as_ref(), Ok(&read), "{text}");
    }
    for text in ["", "text", "text/", "text/plain; =1", "te xt/plain", "text/plain; a=\"b"] {
        assert!(ContentType::from_text(text).is_err(), "{text}");
    }
}

#[test]
fn security_in_any_form() {
    // Any order, any number form, words, quotes.
    let rows: [(&[u8], Option<SecParam<'_>>, Option<&str>); 4] = [
        (&[7, 0xB6, 0x92, b'A', b'B', 0, 0x91, 0x80], Some(SecParam::Code(0)), Some("AB")),
        (&[5, 0xB6, 0x91, 1, 1, 0x80], Some(SecParam::Code(1)), None),
        (&[8, 0xB6, 0x92, 0x22, b'a', b'b', 0x22, 0, 0x80], None, Some("ab")),
        (&[6, 0xB6, 0x91, b'X', 0, 0x92, 0], Some(SecParam::Word("X")), None),
    ];
    for (octets, sec, mac) in rows {
        match decode(octets) {
            Ok(read) => assert_eq!((read.sec(), read.mac()), (sec, mac), "{octets:02x?}"),
            Err(error) => assert_eq!(octets.last(), Some(&0x80), "{error}"),
        }
    }
}

#[test]
fn parameters_in_the_name() {
    // The row of the registry that has one, as number, as text, and as name and parameter.
    let number = MediaCode(0x0309);
    for text in ["text/directory;profile=vCard", "text/directory; PROFILE=vcard; charset=utf-8"] {
        let read = ContentType::from_text(text).expect(text);
        assert_eq!((read.media(), &*read.essence()), (&Media::Code(number), "text/directory"));
        let again = ContentType::from_text(&read.to_text().expect("a text"));
        assert_eq!(again.as_ref(), Ok(&read));
        let old = read.for_version(EncodingVersion::V1_4).expect("a name");
        assert_eq!((old.code(), &*old.essence()), (Some(number), "text/directory"));
        assert_eq!(decode(&old.to_bytes()), Ok(old));
    }
    let old = ContentType::new(number).for_version(EncodingVersion::V1_4).expect("a name");
    assert_eq!(old.to_bytes(), b"\x1dtext/directory\0profile\0vCard\0");
    // A gateway that puts the text of HTTP where a name has its place.
    for octets in [
        &b"application/vnd.wap.connectivity-wbxml; SEC=1; MAC=\"5b9f\"\0"[..],
        b"\x1f\x3capplication/vnd.wap.connectivity-wbxml;SEC=USERPIN\0MAC\x005b9f\0",
    ] {
        let read = decode(octets).expect("a content type");
        assert!(read.is(MediaCode::CONNECTIVITY_WBXML));
        assert_eq!((read.sec(), read.mac()), (Some(SecParam::Code(1)), Some("5b9f")));
        assert_eq!(read.to_bytes(), octets);
        let mut findings = Vec::new();
        read.check(0, &mut findings);
        let kind = FindingKind::NotCanonical(Expected::ContentType);
        assert!(findings.contains(&Finding::new(kind, 0)), "{findings:?}");
    }
    // What is no type and parameters stays a name.
    let name = "text; charset";
    let read = decode(b"text; charset\0").expect("a content type");
    assert_eq!(read.media(), &Media::Text(name.into()));
}

#[test]
fn for_an_older_peer() {
    let new = ContentType::connectivity_wbxml()
        .with_security(SecParam::Code(1), Some("AB"))
        .expect("a content type");
    let old = new.for_version(EncodingVersion::V1_2).expect("names");
    assert_eq!(
        old.to_bytes(),
        b"\x1f\x33application/vnd.wap.connectivity-wbxml\0SEC\0\x81MAC\0AB\0"
    );
    assert_eq!((old.sec(), old.mac()), (Some(SecParam::Code(1)), Some("AB")));
    assert_eq!(new.for_version(EncodingVersion::V1_4), Ok(new));
}
