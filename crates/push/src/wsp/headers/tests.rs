use alloc::format;
use alloc::string::ToString;

use super::*;

fn decode(octets: &[u8]) -> Result<Headers, Error> {
    Headers::decode(Bytes::copy_from_slice(octets))
}

#[test]
fn pages_are_kept() {
    let octets = b"\xAF\x87\x02\x81\x82\x7F\x40\x90\x02\x01\x02\x01\xB4\x84X-Foo\0bar\0";
    let headers = decode(octets).expect("headers");
    let pages = headers.iter().map(|field| (field.page(), field.name())).collect::<Vec<_>>();
    assert_eq!(
        pages,
        [
            (1, FieldName::Code(0x2F)),
            (2, FieldName::Code(0x01)),
            (0x40, FieldName::Code(0x10)),
            (1, FieldName::Code(0x34)),
            (1, FieldName::Text("X-Foo")),
        ]
    );
    assert_eq!(headers.text("x-foo"), Some("bar"));
    let mut fewer = headers.clone();
    fewer.remove(HeaderName::PUSH_FLAG);
    assert_eq!(
        &**fewer.as_bytes(),
        b"\xAF\x87\x02\x81\x82\x7F\x40\x90\x02\x01\x02\x01X-Foo\0bar\0"
    );
    // What is appended goes to page 1, whatever the block ends in.
    let open = decode(b"\x02\x81\x82").expect("headers");
    let open = open.with_application(crate::ApplicationId::WML_UA).expect("an id");
    assert_eq!(&**open.as_bytes(), b"\x02\x81\x82\x01\xAF\x82");
}

#[test]
fn malformed() {
    let rows: [(&[u8], ErrorKind, usize); 8] = [
        (&[0], ErrorKind::Unexpected { octet: 0, expected: Expected::HeaderName }, 0),
        (&[0xAF], ErrorKind::UnexpectedEnd(Expected::HeaderValue), 1),
        (&[0x7F], ErrorKind::UnexpectedEnd(Expected::Page), 1),
        (&[0x7F, 0], ErrorKind::Range(Expected::Page), 1),
        (b"X-Foo", ErrorKind::UnexpectedEnd(Expected::Terminator), 5),
        (b"X\0bar", ErrorKind::UnexpectedEnd(Expected::Terminator), 5),
        (&[0xB4, 0x84, 0x88, 3, 0x82], ErrorKind::Length { length: 4, left: 2 }, 3),
        (&[b'X', 0xFF, 0, 0x80], ErrorKind::Form(Expected::HeaderName), 0),
    ];
    for (input, kind, offset) in rows {
        assert_eq!(decode(input), Err(Error::new(kind, offset)), "{input:02x?}");
    }
}

#[test]
fn text_both_ways() {
    let pairs = [
        ("Cache-Control", "no-transform, max-age=60"),
        ("X-Wap-Application-Id", "x-wap-application:mms.ua"),
        ("Content-Type", "text/plain"),
        ("X-Foo", "bar"),
        ("Expires", "tomorrow"),
    ];
    let headers = Headers::from_text(pairs).expect("headers");
    assert_eq!(
        &**headers.as_bytes(),
        b"\xC7\x88\xC7\x02\x82\xBC\xAF\x84X-Foo\0bar\0Expires\0tomorrow\0"
    );
    let texts = headers.to_text().expect("text");
    let texts = texts.iter().map(|(name, text)| format!("{name}: {text}")).collect::<Vec<_>>();
    assert_eq!(
        texts,
        [
            "Cache-Control: no-transform",
            "Cache-Control: max-age=60",
            "X-Wap-Application-Id: x-wap-application:mms.ua",
            "X-Foo: bar",
            "Expires: tomorrow",
        ]
    );
}

#[test]
fn for_an_older_peer() {
    let headers = decode(b"\xC7\x88\xC0\x22<a>\0\xAF\x87").expect("headers");
    let older = headers.for_version(EncodingVersion::V1_2).expect("headers");
    assert_eq!(&**older.as_bytes(), b"\x88\x88Content-ID\0\"<a>\"\0\xAF\x87");
    assert_eq!(headers.for_version(EncodingVersion::V1_4), Ok(headers));
}

/// The numbers inside of values are newer or older too: media types, parameters, names of headers.
#[test]
fn values_for_an_older_peer() {
    for (octets, version, older) in [
        (
            &b"\x80\xB6"[..],
            EncodingVersion::V1_2,
            &b"\x80application/vnd.wap.connectivity-wbxml\0"[..],
        ),
        (b"\x80\xB6", EncodingVersion::V1_3, b"\x80\xB6"),
        // A form that is not to be made stays.
        (b"\xC7\x82\xAF\x87", EncodingVersion::V1_2, b"\x88\x82\xAF\x87"),
        (b"\xC5\x04\x81\x98a\0", EncodingVersion::V1_3, b"\xAE\x04\x81\x86a\0"),
        (b"\xAA\xC0", EncodingVersion::V1_2, b"\xAAContent-ID\0"),
        (b"\xAA\xC7", EncodingVersion::V1_2, b"\xAA\x88"),
        (b"\xC7\x02\x80\xC7", EncodingVersion::V1_3, b"\xBD\x02\x80\xBD"),
        (b"\x9F\x03\x98b\0", EncodingVersion::V1_3, b"\x9F\x03\x86b\0"),
        // A number without a name stays where it is no newer one.
        (b"\x80\xB6\xAA\xFF", EncodingVersion::V1_4, b"\x80\xB6\xAA\xFF"),
        (b"\x8F\x01\xAA", EncodingVersion::V1_1, b"\x8F\x01\xAA"),
    ] {
        let headers = decode(octets).expect("headers");
        let made = headers.for_version(version).expect("headers");
        assert_eq!(&**made.as_bytes(), older, "{octets:02x?}");
    }
    let nameless = decode(b"\x80\xE0").expect("headers");
    let lost = Error::new(ErrorKind::NotExpressible(Expected::HeaderValue), 0);
    assert_eq!(nameless.for_version(EncodingVersion::V1_2), Err(lost));
    let related = b"\x08\xB3\x89\xC2\x99<a>\0";
    let (related, _) =
        crate::wsp::ContentType::decode(&Bytes::from_static(related)).expect("a type");
    let older = related.for_version(EncodingVersion::V1_2).expect("a type").to_bytes();
    let expected = b"\x1F\x27\xB3\x89application/vnd.syncml.dm+wbxml\0\x8A<a>\0";
    assert_eq!(older, expected);
}

/// An octet of 0x80 or above is a whole value (WAP-230, 8.4.1.2), unless the header is known to have
/// nothing but text and no application id stands in it.
#[test]
fn no_application_in_a_text_without_quote() {
    let dm = Some(crate::ApplicationId::SYNCML_DM.into());
    for (octets, application) in [
        (&b"A\0\xE1\xAF\x87B\0\x02\x80\x80"[..], dm.clone()),
        (b"X-Foo\0\xC3\xAF\x87", dm.clone()),
        (b"\x8E\xE1\xAF\x87B\0\x80", dm.clone()),
        (b"\x8E\xE1\xB4\x80\xE1\xAF\x87a\0\xB4\x80", None),
        (b"\x8E\xE1\xA0\x80X-Wap-Application-Id\0syncml.dm\0", dm.clone()),
        (b"\x8E\xC3\xA9t\xC3\xAF\0\xAF\x87", dm),
    ] {
        let headers = decode(octets).expect("headers");
        assert_eq!(headers.application(), application, "{octets:02x?}");
    }
    // Its value may be what comes behind, so that nothing behind decides what this is.
    assert!(decode(b"\x8E\xE1\xA0\x80X-Wap-Application-Id\0").is_err());
    let kept = decode(b"\x8E\xC3\xA9t\xC3\xA9\0").expect("headers");
    assert_eq!(kept.uri(HeaderName::CONTENT_LOCATION).as_deref(), Some("\u{e9}t\u{e9}"));
}

/// At this size anything quadratic takes minutes.
#[test]
fn texts_without_quote_are_looked_for_once() {
    for (unit, end) in [
        (&b"\xAB\xC3"[..], &b"\xAB\x80\x80a\0"[..]),
        (b"\xAB\xC3", b""),
        (b"\x8E\xC3\x8E\xC3", b"\xAF\x87a\0b\0"),
        (b"\xE2\x80\x8E\xC3", b"\xAF\x87"),
    ] {
        let mut octets = unit.repeat(1 << 18);
        octets.extend_from_slice(end);
        if let Ok(headers) = decode(&octets) {
            assert!(headers.iter().count() > 1);
            assert!(!Writer::behind(headers).finish().is_empty());
        }
    }
}

#[test]
fn secrets_are_not_shown() {
    let secret = Headers::from_text([("Authorization", "Basic am9lOmh1c2g=")]).expect("headers");
    let shown = format!("{secret:?} {:?}", secret.get(HeaderName::AUTHORIZATION));
    assert!(!shown.contains("hush") && !shown.contains("am9l"), "{shown}");
    assert_eq!(
        secret.get(HeaderName::AUTHORIZATION).map(|header| header.to_string()),
        Some("Authorization: Basic am9lOmh1c2g=".into())
    );
}

#[test]
fn applications_are_not_lost() {
    let bad = Application::Uri("x-a:\0b".into());
    let fault = Headers::new().with_application(bad).unwrap_err();
    assert_eq!(fault.kind(), ErrorKind::Character(Expected::Text));
    let push = |octets: &[u8]| {
        crate::wsp::Push::new(crate::wsp::ContentType::connectivity_wbxml(), Bytes::new())
            .with_headers(decode(octets).expect("headers"))
    };
    let browser = Ok(crate::ApplicationId::WML_UA.into());
    assert_eq!(push(b"").application(), browser);
    assert_eq!(push(b"\xAF\x82").application(), browser);
    assert_eq!(push(b"\xAF\x87").application(), Ok(crate::ApplicationId::SYNCML_DM.into()));
    // An id of nine octets is for nobody that is known, and not for the browser.
    let unreadable = push(b"\xB4\x80\xAF\x09\x01\x02\x03\x04\x05\x06\x07\x08\x09");
    assert_eq!(unreadable.headers.application(), None);
    assert_eq!(unreadable.application(), Err(Error::new(ErrorKind::IntegerOverflow, 2)));
    // One that can be understood counts, wherever it stands.
    let two = push(b"\xAF\x09\x01\x02\x03\x04\x05\x06\x07\x08\x09\xAF\x87");
    assert_eq!(two.application(), Ok(crate::ApplicationId::SYNCML_DM.into()));
}

#[test]
fn who_sends_and_whom_it_is_for() {
    let sender = |octets: &[u8]| decode(octets).expect("headers").initiator();
    assert_eq!(sender(b"\x8Ea:c\0\xB0a:b\0\xB1a:a\0").as_deref(), Some("a:a"));
    assert_eq!(sender(b"\x8Ea:c\0\xB0a:b\0").as_deref(), Some("a:b"));
    assert_eq!(sender(b"\x8Ea:c\0").as_deref(), Some("a:c"));
    assert_eq!(sender(b"\xAF\x87"), None);
    // The first that is there counts, and cannot be read.
    assert_eq!(sender(b"\xB0a:b\0\xB1\x80"), None);

    let application = |octets: &[u8]| decode(octets).expect("headers").session_application();
    let browser = Ok(Application::Id(crate::ApplicationId::WML_UA));
    assert_eq!(application(b""), browser);
    assert_eq!(application(b"\xB2\x80\xB2\x87"), browser);
    assert_eq!(application(b"\xB2\x87\xB2\x80"), Ok(crate::ApplicationId::SYNCML_DM.into()));
    assert_eq!(application(b"\xB2x-a:b\0\xB2\x87"), Ok(Application::Uri("x-a:b".into())));
    let unreadable = application(b"\xB2\x09\x01\x02\x03\x04\x05\x06\x07\x08\x09\xB2\x87");
    assert_eq!(unreadable.map_err(|error| error.kind()), Err(ErrorKind::IntegerOverflow));
}

#[test]
fn names_without_a_type_are_shown() {
    let headers = decode(b"X-Foo\0b\"a\nr\0X-Bar\0\x80").expect("headers");
    let shown = headers.iter().map(|field| format!("{field:?}")).collect::<Vec<_>>();
    assert_eq!(shown, ["X-Foo: b\\\"a\\nr", "X-Bar: [80]"]);
}

/// 0xC9 in a header of text is a number, unless what follows makes it the begin of UTF-8 up to a NUL.
#[test]
fn a_number_stays_apart_from_what_follows() {
    let read =
        |headers: &Headers| headers.iter().map(|field| field.value().to_vec()).collect::<Vec<_>>();
    let block = b"\xA4\xC9\x01\x80x\0";
    let headers = decode(block).expect("headers");
    assert_eq!(read(&headers), [b"\xC9".to_vec(), b"x\0".to_vec()]);
    let kept = headers.for_version(EncodingVersion::V1_1).expect("headers");
    assert_eq!(&**kept.as_bytes(), block);

    let mut fewer = decode(b"\xA4\xC9\xAF\x82\x80x\0").expect("headers");
    fewer.remove(HeaderName::APPLICATION_ID);
    assert_eq!(&**fewer.as_bytes(), block);

    let mut longer = decode(b"\xA4\xC9").expect("headers");
    let header = Header::from_text(HeaderName::ACCEPT, "x/y").expect("a header");
    longer.push(&header[0]);
    assert_eq!(&**longer.as_bytes(), b"\xA4\xC9\x01\x80x/y\0");
}

#[test]
fn fields_of_a_page_share_its_shift() {
    let headers = decode(b"\x80\x81\x02\x80\x81\x80\x82\x01\x8E/\0").expect("headers");
    let kept = headers.for_version(EncodingVersion::V1_4).expect("headers");
    assert_eq!(kept, headers);
}
