use alloc::string::ToString;
use alloc::vec;

use super::*;

const TYPE: &str = "multipart/related; boundary=b";

fn decode(body: &[u8]) -> Result<Multipart, Error> {
    Multipart::decode(TYPE, &Bytes::copy_from_slice(body))
}

fn bodies(body: &[u8]) -> Vec<Vec<u8>> {
    decode(body).unwrap().parts.iter().map(|part| part.body.to_vec()).collect()
}

#[test]
fn what_looks_like_a_delimiter() {
    for content in [
        &b"--b"[..],
        b"x--b\r\n",
        b"\r\n--bb\r\n",
        b"\r\n--b-\r\n",
        b"\r\n--b--x",
        b"\n--b\n",
        b"\r--b\r",
        b"\r\n--",
        b"\r\n--b \t x",
        b"\0\xFF\r\n\r\n",
        b"",
    ] {
        let body = [b"--b\r\nA: 1\r\n\r\nx", content, b"\r\n--b\r\n\r\n\r\n--b--"].concat();
        let expected = [b"x", content].concat();
        assert_eq!(bodies(&body), [expected, Vec::new()], "{content:?}");
    }
}

#[test]
fn around_the_parts() {
    assert_eq!(bodies(b"preamble --b\r\n--b\r\n\r\n1\r\n--b--\r\nepilogue\r\n--b\r\n"), [b"1"]);
    assert_eq!(bodies(b"--b  \t\r\n\r\n1\r\n--b--  "), [b"1"]);
    assert_eq!(bodies(b"--b--"), [b""; 0]);
    assert_eq!(bodies(b"--b\r\n\r\n--b--"), [b""]);
    assert_eq!(bodies(b"--b\r\n--b--"), [b""]);
    // The delimiter of the end may be the front of the next one.
    assert_eq!(bodies(b"--b\r\n--b\r\n--b--"), [b"", b""]);
}

#[test]
fn headers_of_a_part() {
    let multipart =
        decode(b"--b\r\nX-One:a \r\n b\r\n\tc\r\nx-two :\r\n\r\nbody\r\n--b--").unwrap();
    let headers = &multipart.parts[0].headers;
    assert_eq!(headers.find("x-one"), Some("a b c"));
    assert_eq!(headers.find("X-Two"), Some(""));
    assert_eq!(headers.iter().next().unwrap().name, "X-One");
}

#[test]
fn faults() {
    let long = [b"--b\r\nA: ", &[b'a'; 17_000][..], b"\r\n\r\n\r\n--b--"].concat();
    let many = [b"--b\r\n".repeat(34), b"--b--".to_vec()].concat();
    let headers = [b"--b\r\n".to_vec(), b"a: b\r\n".repeat(65), b"\r\n\r\n--b--".to_vec()].concat();
    for (body, kind, offset) in [
        (&b""[..], ErrorKind::Missing(Expected::Boundary), 0),
        (b"--c\r\n", ErrorKind::Missing(Expected::Boundary), 0),
        (b" --b\r\n", ErrorKind::Missing(Expected::Boundary), 0),
        (b"--b\r\n\r\nx", ErrorKind::UnexpectedEnd(Expected::Boundary), 8),
        (b"--b\r\nA\r\n\r\n\r\n--b--", ErrorKind::Form(Expected::HeaderName), 5),
        (b"--b\r\nA B: c\r\n\r\n\r\n--b--", ErrorKind::Character(Expected::HeaderName), 5),
        (b"--b\r\n: c\r\n\r\n\r\n--b--", ErrorKind::Character(Expected::HeaderName), 5),
        (b"--b\r\n A: c\r\n\r\n\r\n--b--", ErrorKind::Character(Expected::HeaderName), 5),
        (b"--b\r\nA: \0\r\n\r\n\r\n--b--", ErrorKind::Character(Expected::HeaderValue), 8),
        (b"--b\r\nA: \xFF\r\n\r\n\r\n--b--", ErrorKind::Character(Expected::HeaderValue), 8),
        (b"--b\r\nA: b\n\r\n\r\n\r\n--b--", ErrorKind::Character(Expected::HeaderValue), 9),
        (b"--b\r\nA: b\r\n--b--", ErrorKind::UnexpectedEnd(Expected::LineEnd), 9),
        (&long, ErrorKind::Limit(Limit::HeaderOctets), 5),
        (&many, ErrorKind::Limit(Limit::Parts), 158),
        (&headers, ErrorKind::Limit(Limit::Headers), 5 + 64 * 6),
    ] {
        let error = decode(body).unwrap_err();
        assert_eq!(
            (error.kind(), error.offset()),
            (kind, offset),
            "{:?}",
            &body[..body.len().min(30)]
        );
    }
    let body = Bytes::new();
    for content_type in ["multipart/related", "multipart/related; boundary=\"\"", "multipart"] {
        assert!(Multipart::decode(content_type, &body).is_err(), "{content_type}");
    }
}

#[test]
fn the_limits_can_be_reached() {
    let many = [b"--b\r\n".repeat(32), b"--b--".to_vec()].concat();
    assert_eq!(decode(&many).unwrap().parts.len(), 32);
    let headers = [b"--b\r\n".to_vec(), b"a: b\r\n".repeat(64), b"\r\n\r\n--b--".to_vec()].concat();
    assert_eq!(decode(&headers).unwrap().parts[0].headers.len(), 64);
    let head = (16 << 10) - "A: \r\n".len();
    let long = [b"--b\r\nA: ", &vec![b'a'; head][..], b"\r\n\r\n\r\n--b--"].concat();
    assert!(decode(&long).is_ok());
}

#[test]
fn departures_are_tolerated_when_asked() {
    let lenient = |body: &[u8]| {
        Multipart::decode_with(TYPE, &Bytes::copy_from_slice(body), Leniency::all()).unwrap()
    };
    let unix = lenient(b"--b\nA: 1\n\nx\ny\n--b--\n");
    assert_eq!(
        unix.parts,
        [Entity { headers: [("A", "1")].into_iter().collect(), body: "x\ny".into() }]
    );
    assert!(decode(b"--b\nA: 1\n\nx\n--b--\n").is_err());
    assert_eq!(lenient(b"--b\r\n A: 1\r\n\r\nx\r\n--b--").parts[0].headers.find("a"), Some("1"));
    assert_eq!(lenient(b"--b\r\n\r\nrest").parts[0].body, "rest");
}

#[test]
fn no_octet_is_copied() {
    let body = Bytes::from_static(b"--b\r\n\r\ncontent\r\n--b--");
    let part = Multipart::decode(TYPE, &body).unwrap().parts.remove(0).body;
    assert_eq!(part.as_ptr(), body[7..].as_ptr());
}

#[test]
fn the_root_of_a_related_body() {
    let parts = vec![
        Entity::new("a/b", "1").with("Content-ID", "<one@x>"),
        Entity::new("a/b", "2").with("Content-ID", "<two@x>"),
    ];
    let root = |media: &str| Multipart::new(parts.clone()).root(&MediaType::parse(media).unwrap());
    assert_eq!(root("multipart/related"), Some(0));
    assert_eq!(root("multipart/related; start=\"<two@x>\""), Some(1));
    assert_eq!(root("multipart/related; start=two@x"), Some(1));
    assert_eq!(root("multipart/related; start=three@x"), None);
    assert_eq!(Multipart::new(Vec::new()).root(&MediaType::new("multipart/related")), None);
}

#[test]
fn what_cannot_be_written() {
    let encode = |body: &'static [u8], boundary: &str| {
        Multipart::new(vec![Entity::new("a/b", body)]).encode("mixed", boundary, &[])
    };
    assert!(encode(b"x\r\n--b\r\n", "b").is_err());
    assert!(encode(b"x\n--b--\n", "b").is_err(), "a lenient reader would end the part here");
    assert!(encode(b"--b--", "b").is_err());
    assert!(encode(b"x\r\n--bc\r\n", "b").is_ok());
    for boundary in ["", "a\r\nb", "a\"b\"\u{e9}", "a ", &"a".repeat(71)] {
        assert!(encode(b"", boundary).is_err(), "{boundary:?}");
    }
    let injected = Entity::new("a/b", "").with("X", "1\r\nY: 2");
    assert!(Multipart::new(vec![injected]).encode("mixed", "b", &[]).is_err());
}

#[test]
fn media_types() {
    for (text, written) in [
        ("text/plain", "text/plain"),
        (" a/b ;c = d; e=\"f g\" ", "a/b; c=d; e=\"f g\""),
        ("a/b;;c=d;", "a/b; c=d"),
        ("a/b; c=\"\\\"\\\\;\"; d=1", "a/b; c=\"\\\"\\\\;\"; d=1"),
        ("a/b;\r\n type=\"application/xml\"", "a/b; type=\"application/xml\""),
        ("a/b; c=", "a/b; c=\"\""),
    ] {
        assert_eq!(MediaType::parse(text).unwrap().to_string(), written, "{text}");
    }
    for (text, offset) in [
        ("", 0),
        ("text", 0),
        ("a/b/c", 0),
        ("a/b; c", 5),
        ("a/b; c=\"d", 9),
        ("a/b; c=\"d\" e", 11),
        ("a/b; c d=1", 5),
    ] {
        assert_eq!(MediaType::parse(text).unwrap_err().offset(), offset, "{text}");
    }
}

#[test]
fn transfer_encodings() {
    let content = |encoding: &str, body: &'static [u8]| {
        Entity::new("a/b", body).with("content-transfer-encoding", encoding).content()
    };
    for (encoding, body, expected) in [
        ("binary", &b"\0\xFF="[..], &b"\0\xFF="[..]),
        ("8BIT", b"=41", b"=41"),
        ("Base64", b"AAH/\r\n", b"\0\x01\xFF"),
        ("quoted-printable", b"a=3D=e9 \t\r\nb=\r\nc ", b"a=\xE9\r\nbc"),
        ("quoted-printable", b"=20\r\n", b" \r\n"),
        ("quoted-printable", b"a = \t\r\nb=\nc", b"a bc"),
    ] {
        assert_eq!(content(encoding, body).unwrap(), expected, "{encoding}");
    }
    for (encoding, body, offset) in [
        ("base64", &b"AA"[..], 0),
        ("base64", b"\xFF", 0),
        ("quoted-printable", b"a=", 1),
        ("quoted-printable", b"a= b", 1),
        ("quoted-printable", b"a=4", 1),
        ("quoted-printable", b"a=4g", 1),
        ("x-uuencode", b"", 0),
    ] {
        assert_eq!(content(encoding, body).unwrap_err().offset(), offset, "{encoding} {body:?}");
    }
    let octets: Vec<u8> = (0..=255).collect();
    let entity = Entity::new("a/b", octets.clone()).to_base64();
    assert!(entity.body.split(|octet| *octet == b'\n').all(|line| line.len() <= 77));
    assert_eq!(entity.content().unwrap(), octets);
}
