//! WSP against vectors of others: what they say, and what we make of them.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::semicolon_if_nothing_returned,
    clippy::std_instead_of_alloc,
    reason = "a test"
)]

use std::collections::BTreeSet;

use bytes::Bytes;
use provost::push::wsp::{
    ContentType, EncodeOptions, EncodingVersion, FieldName, Header, HeaderName, Headers, Multipart,
    Pdu, Push, SecParam, Value,
};
use provost::push::{
    Application, ApplicationId, ErrorKind, Expected, Finding, FindingKind, MediaCode,
};
use provost_tests::push::{Vector, layer, vector};

/// Name of the vector, header, its text.
const HEADERS: [(&str, &str); 55] = [
    ("hdr-Accept-application/vnd.wap.wmlc", "Accept: application/vnd.wap.wmlc"),
    ("hdr-Accept-Language-en", "Accept-Language: en"),
    ("hdr-Accept-Language-sv", "Accept-Language: sv"),
    ("hdr-Accept-Charset-utf-8", "Accept-Charset: utf-8"),
    ("hdr-Expires", "Expires: Thu, 23 Apr 1998 13:41:37 GMT"),
    ("hdr-Cache-Control-max-age=3600", "Cache-Control: max-age=3600"),
    ("hdr-Cache-Control-no-store", "Cache-Control: no-store"),
    ("hdr-Cache-Control(1.4)-no-transform", "Cache-Control: no-transform"),
    ("hdr-Content-Length-76", "Content-Length: 76"),
    ("hdr-Content-Length-774", "Content-Length: 774"),
    ("hdr-Content-Location-text", "Content-Location: http://a/"),
    ("hdr-Content-Base", "Content-Base: http://a/"),
    ("hdr-X-Wap-Application-Id-*-short", "X-Wap-Application-Id: *"),
    ("hdr-X-Wap-Application-Id-wml.ua", "X-Wap-Application-Id: x-wap-application:wml.ua"),
    ("hdr-X-Wap-Application-Id-push.syncml", "X-Wap-Application-Id: x-wap-application:push.syncml"),
    ("hdr-X-Wap-Application-Id-wv.ua", "X-Wap-Application-Id: x-wap-application:wv.ua"),
    ("hdr-X-Wap-Application-Id-0x8007-long", "X-Wap-Application-Id: x-motorola:otaprov.ua"),
    ("hdr-X-Wap-Application-Id-0x9010", "X-Wap-Application-Id: x-oma-nokia:sip.ua"),
    ("hdr-X-Wap-Application-Id-URI-text", "X-Wap-Application-Id: x-wap-application:syncml.dm"),
    ("hdr-X-Wap-Content-URI", "X-Wap-Content-URI: http://a/c"),
    ("hdr-Accept-Application-any", "Accept-Application: *"),
    ("hdr-Accept-Application-wml.ua", "Accept-Application: x-wap-application:wml.ua"),
    ("hdr-Push-Flag-0", "Push-Flag: 0"),
    ("hdr-Push-Flag-1-auth", "Push-Flag: 1"),
    ("hdr-Push-Flag-2-trusted", "Push-Flag: 10"),
    ("hdr-Push-Flag-3", "Push-Flag: 11"),
    ("hdr-Push-Flag-4-last", "Push-Flag: 100"),
    ("hdr-Push-Flag-7", "Push-Flag: 111"),
    ("hdr-Profile", "Profile: http://pro/"),
    ("hdr-X-Wap-Tod-date", "X-Wap-Tod: Thu, 23 Apr 1998 13:41:37 GMT"),
    ("hdr-X-Wap-Tod-0", "X-Wap-Tod: 0"),
    ("hdr-Content-ID", "Content-ID: \"<a>\""),
    ("hdr-Encoding-Version-1.3", "Encoding-Version: 1.3"),
    ("hdr-Encoding-Version-with-code-page-2", "Encoding-Version: 02 1.2"),
    ("hdr-X-Wap-Security-close-subordinate", "X-WAP-Security: close-subordinate"),
    ("hdr-Content-Encoding-gzip", "Content-Encoding: gzip"),
    ("hdr-Content-Disposition-attachment", "Content-Disposition: attachment"),
    ("hdr-User-Agent", "User-Agent: abr"),
    ("hdr-Age-3600", "Age: 3600"),
    ("spec-hdr-B.1.3-accept-language-list", "Accept-Language: en, Accept-Language: sv"),
    ("spec-hdr-B.1.5-content-range", "Content-Range: bytes 0-*/1025"),
    ("spec-hdr-B.1.6-accept-ranges-token", "Accept-Ranges: new-range-unit"),
    ("spec-hdr-B.1.7-unassigned-name", "X-New-header: foo"),
    ("hdr-textual-header-X-Foo:-bar", "X-Foo: bar"),
    ("hdr-code-page-shift-to-1-(short-cut)", ""),
    ("hdr-code-page-shift-127-5", ""),
    ("spec-shift-B.2.1-page-64", ""),
    ("spec-shift-B.2.2-page-16", ""),
    ("hdr-Expect-1.5", "Expect: 100-continue"),
    ("hdr-Loc-Invocation", "X-Wap-Loc-Invocation: AwEA"),
    ("hdr-Loc-Delivery", "X-Wap-Loc-Delivery: AwEA"),
    ("hdr-Accept-Encoding-any-q", "Accept-Encoding: *;q=0.5"),
    ("hdr-Retry-After-relative", "Retry-After: 120"),
    ("hdr-Warning-214", "Warning: 214"),
    ("hdr-Cache-Control-private-field", "Cache-Control: private=\"Date\""),
];

#[test]
fn headers() {
    let mut seen = BTreeSet::new();
    for vector in layer("wsp-header") {
        let octets = Bytes::from(vector.octets());
        let row = HEADERS.iter().find(|row| row.0 == vector.name);
        let (name, expected) = row.unwrap_or_else(|| panic!("no row for {}", vector.name));
        seen.insert(*name);
        let headers =
            Headers::decode(octets.clone()).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(headers.as_bytes(), &octets, "{name}");
        let texts = headers.iter().map(|field| match (field.header(), field.name()) {
            (Ok(header), _) => header.to_string(),
            (_, FieldName::Text(own)) => format!("{own}: {}", field.text().expect("a text")),
            (Err(error), _) => panic!("{name}: {error}"),
        });
        assert_eq!(&texts.collect::<Vec<_>>().join(", "), expected, "{name}");

        // Written again, the same octets, except where the vector has a defect of its sender.
        for field in &headers {
            if let (Ok(header), FieldName::Code(_)) = (field.header(), field.name()) {
                let same = header.to_bytes() == octets[field.offset()..][..1 + field.value().len()];
                let defect = vector.row["defect"].is_string();
                assert_ne!(same && header.value() != &Value::Integer(0), defect, "{name}");
            }
        }
        // The text is read to the newest number of the same header, and written to the same text.
        for field in &headers {
            let Ok(header) = field.header() else { continue };
            let text = header.text().expect("a text");
            if header.value() == &Value::Integer(0) {
                continue;
            }
            let newest = header.name().newest();
            let again =
                Header::from_text(newest, &text).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(again[0].text().as_deref(), Ok(&*text), "{name}");
        }
    }
    if !seen.is_empty() {
        let rows = HEADERS.iter().map(|row| row.0).filter(|name| !name.is_empty());
        assert_eq!(seen, rows.collect(), "rows without a vector");
    }
}

/// Name of the vector, its text.
///
/// The second one does not count the terminator of its last parameter: 0x52 for 83 octets. Other
/// readers go on to the NUL, and so do we, with a finding.
const CONTENT_TYPES: [(&str, &str); 21] = [
    (
        "ct-CP-wbxml-SEC-NETWPIN-MAC",
        "application/vnd.wap.connectivity-wbxml; SEC=NETWPIN; MAC=5B9FE351DF89812B0A287010123D0A0CC0346F69",
    ),
    (
        "ct-CP-text-type-general-form-with-SEC+MAC",
        "application/vnd.wap.connectivity-wbxml; SEC=USERPIN; MAC=5B9FE351DF89812B0A287010123D0A0CC0346F69",
    ),
    (
        "ct-CP-wbxml-general-form,-params-reversed",
        "application/vnd.wap.connectivity-wbxml; MAC=5B9FE351DF89812B0A287010123D0A0CC0346F69; SEC=USERPIN",
    ),
    ("ct-CP-wbxml-+-charset-utf-8", "application/vnd.wap.connectivity-wbxml; charset=utf-8"),
    ("ct-text-xml-CP", "text/vnd.wap.connectivity-xml"),
    ("ct-si-wbxml", "application/vnd.wap.sic"),
    ("ct-sl-wbxml", "application/vnd.wap.slc"),
    ("ct-co-wbxml", "application/vnd.wap.coc"),
    ("ct-dm-bootstrap-plain-wbxml-0x42", "application/vnd.syncml.dm+wbxml"),
    ("ct-emn-wbxml-long-integer-0x030A", "application/vnd.wap.emn+wbxml"),
    ("ct-syncml-wbxml-0x0303", "application/vnd.syncml+wbxml"),
    ("ct-nokia-syncset-0x020B-+-charset", "application/vnd.nokia.syncset+wbxml; charset=utf-8"),
    ("ct-dm-notification-as-text", "application/vnd.syncml.notification"),
    ("ct-browser-settings-+-charset", "application/x-wap-prov.browser-settings; charset=utf-8"),
    (
        "ct-multipart.related-type0x09-0x42-start-<a>",
        "application/vnd.wap.multipart.related; type=\"application/vnd.syncml.dm+wbxml\"; start=\"<a>\"",
    ),
    ("ct-text/plain-with-untyped-parameter-abc-de", "text/plain; abc=de"),
    ("ct-aosp-text-type", "application/wibble"),
    ("ct-aosp-long-0x052C", "0x52c"),
    ("ct-aosp-short-unassigned-0x60", "0x60"),
    ("ct-aosp-sec-mac", "application/vnd.wap.rollover-certificate; SEC=1; MAC=imapc"),
    ("ct-gecko-start-untyped", "application/vnd.wap.mms-message; start=\"<smil>\"; A=B"),
];

#[test]
fn content_types() {
    let mut seen = BTreeSet::new();
    for vector in layer("wsp-content-type") {
        let name = &*vector.name;
        let octets = Bytes::from(vector.octets());
        let read = ContentType::decode(&octets);
        if vector.row["expect"] == "error" {
            read.expect_err(name);
            continue;
        }
        let (read, rest) = read.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(rest.is_empty(), "{name}");
        let row = CONTENT_TYPES.iter().find(|row| row.0 == name);
        let (name, expected) = row.unwrap_or_else(|| panic!("no row for {name}"));
        seen.insert(*name);
        assert_eq!(&read.to_string(), expected, "{name}");
        assert_eq!(read.to_bytes(), octets, "{name}");
        if let Ok(text) = read.to_text() {
            let again =
                ContentType::from_text(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(again.to_string(), text, "{name}");
            assert_eq!((again.sec(), again.mac()), (read.sec(), read.mac()), "{name}");
        }
    }
    if !seen.is_empty() {
        assert_eq!(seen, CONTENT_TYPES.iter().map(|row| row.0).collect(), "rows without a vector");
    }
}

/// A primitive stands in a header or parameter of its type.
#[test]
fn primitives() {
    for vector in layer("wsp-primitive").chain(layer("wsp-primitive-negative")) {
        let name = &*vector.name;
        let octets = vector.octets();
        let parameter = |number: u8| {
            let mut general =
                vec![u8::try_from(octets.len() + 2).expect("short"), 0x83, number | 0x80];
            general.extend_from_slice(&octets);
            ContentType::decode(&general.into()).map(|read| read.0.to_string())
        };
        let header = |name: HeaderName| Header::decode(name, &octets).map(|read| read.to_string());
        let value = |text: &str| Ok(text.to_owned());
        match name {
            // The length of a value that is missing: what is left is said.
            "prim-value-length-31" | "prim-value-length-128" | "prim-value-length-2047" => {
                let kind = Header::decode(HeaderName::CONTENT_DISPOSITION, &octets)
                    .expect_err(name)
                    .kind();
                let length = match name {
                    "prim-value-length-31" => 31,
                    "prim-value-length-128" => 128,
                    _ => 2047,
                };
                assert_eq!(kind, ErrorKind::Length { length, left: 0 }, "{name}");
            }
            "prim-date-0x80" => {
                assert_eq!(header(HeaderName::DATE), value("Date: Thu, 01 Jan 1970 00:02:08 GMT"))
            }
            "prim-date-zero" => {
                assert_eq!(header(HeaderName::DATE), value("Date: Thu, 01 Jan 1970 00:00:00 GMT"))
            }
            "prim-q-0" => assert_eq!(parameter(0), value("text/plain; q=0")),
            "prim-q-0.99" => assert_eq!(parameter(0), value("text/plain; q=0.99")),
            "prim-q-0.001" => assert_eq!(parameter(0), value("text/plain; q=0.001")),
            "prim-q-0.999" => assert_eq!(parameter(0), value("text/plain; q=0.999")),
            "prim-q-0.333" => assert_eq!(parameter(0), value("text/plain; q=0.333")),
            "prim-no-value" => assert_eq!(parameter(0x10), value("text/plain; secure")),
            "prim-uintvar-0x87A5" => assert_eq!(
                Multipart::decode(&octets.clone().into()).map(|read| read.entries.len()),
                Ok(0)
            ),
            "prim-charset-any" => assert_eq!(parameter(1), value("text/plain; charset=*")),
            "prim-charset-utf-8" => assert_eq!(parameter(1), value("text/plain; charset=utf-8")),
            "prim-charset-utf-16" => assert_eq!(parameter(1), value("text/plain; charset=utf-16")),
            "prim-charset-ucs2" => {
                assert_eq!(parameter(1), value("text/plain; charset=iso-10646-ucs-2"));
            }
            "prim-charset-big5" => assert_eq!(parameter(1), value("text/plain; charset=big5")),
            "prim-version-1-only-major" => assert_eq!(parameter(2), value("text/plain; level=1")),
            "prim-version-text-8.0" => assert_eq!(parameter(2), value("text/plain; level=8.0")),
            "prim-language-es" => {
                assert_eq!(header(HeaderName::ACCEPT_LANGUAGE), value("Accept-Language: es"));
            }
            "prim-language-de" => {
                assert_eq!(header(HeaderName::ACCEPT_LANGUAGE), value("Accept-Language: de"));
            }
            "prim-value-length-bad-32" => {
                Header::decode(HeaderName::CONTENT_DISPOSITION, &octets).expect_err(name);
            }
            "prim-q-bad-1100" => {
                // As a quality: as a parameter, other octets would be left.
                let mut accept = vec![3, 0x83];
                accept.extend_from_slice(&octets);
                Header::decode(HeaderName::ACCEPT_CHARSET, &accept).expect_err(name);
            }
            // The number is kept, and has no name.
            "prim-content-type-unassigned-0x59" => {
                let (read, _) = ContentType::decode(&octets.clone().into()).expect(name);
                assert_eq!(read.to_bytes(), octets);
                read.to_text().expect_err(name);
            }
            "prim-charset-8-octet-long-integer" => {
                Header::decode(HeaderName::ACCEPT_CHARSET, &octets).expect_err(name);
            }
            "prim-uintvar-non-minimal" => {
                let mut datagram = vec![1, 6];
                datagram.extend_from_slice(&octets);
                datagram.extend_from_slice(b"\xAEX\0Y\0");
                let datagram = Bytes::from(datagram);
                let mut findings = Vec::new();
                Push::decode_with(&datagram, &mut findings).expect("a push");
                assert_eq!(findings, [Finding::new(FindingKind::NotShortest, 2)]);
                let error = Push::decode_strict(&datagram).expect_err(name);
                assert_eq!((error.kind(), error.offset()), (ErrorKind::IntegerForm, 2));
            }
            _ => panic!("no row for {name}"),
        }
    }
}

#[test]
fn pushes() {
    for vector in layer("wsp-push-pdu") {
        let name = &*vector.name;
        let datagram = Bytes::from(vector.octets());
        match name {
            "sms-aosp-mms" => {
                let error = Push::decode(&datagram).expect_err(name);
                assert_eq!(error.kind(), ErrorKind::Missing(Expected::ContentType));
                assert_eq!(error.offset(), 2);
                continue;
            }
            "push-confirmed" => {
                let pdu = Pdu::decode(&datagram).expect(name);
                let Pdu::ConfirmedPush(push) = &pdu else { panic!("{name}: {pdu:?}") };
                assert!(push.content_type.is(MediaCode::SIC), "{name}");
                assert_eq!(push.application(), Ok(ApplicationId::WML_UA.into()), "{name}");
                assert_eq!(pdu.to_bytes().as_ref(), Ok(&datagram), "{name}");
                continue;
            }
            _ => {}
        }
        let push = Push::decode(&datagram).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(push.to_bytes(), datagram, "{name}");
        assert_eq!(push.encoded_len(), datagram.len(), "{name}");
        let expected = expected(name);
        let application = push.headers.application().and_then(|application| application.id());
        assert_eq!(
            (&*push.content_type.to_string(), application),
            (expected.0, expected.1.map(ApplicationId)),
            "{name}"
        );
    }
}

/// Content type, application id.
fn expected(name: &str) -> (&str, Option<u32>) {
    const CP: &str = "application/vnd.wap.connectivity-wbxml";
    const SIA: (&str, Option<u32>) = ("application/vnd.wap.sia", Some(1));
    const USERPIN: &str = "application/vnd.wap.connectivity-wbxml; SEC=USERPIN; \
                           MAC=5B9FE351DF89812B0A287010123D0A0CC0346F69";
    const NETWPIN: &str = "application/vnd.wap.connectivity-wbxml; SEC=NETWPIN; \
                           MAC=5B9FE351DF89812B0A287010123D0A0CC0346F69";
    match name {
        "push-kannel-sl" => ("application/vnd.wap.slc", None),
        "push-kannel-co-text" => ("text/vnd.wap.co", None),
        "push-kannel-cp-wbxml-appid-any" => (CP, Some(0)),
        "push-kannel-cp-mac-lost" | "push-kannel-part-header-leak" => (CP, None),
        "push-kannel-dm-notification" => ("application/vnd.syncml.notification", Some(7)),
        "push-kannel-dm-notification-appenc-bug" => {
            ("application/vnd.syncml.notification", Some(0))
        }
        "push-kannel-mms" => ("application/vnd.wap.mms-message", Some(4)),
        "push-kannel-content-type-lost" => ("application/octet-stream", None),
        "push-kannel-sendota-userpin" | "push-spec-cp-userpin" => (USERPIN, None),
        "push-kannel-sendota-netwpin-ascii-key" => (NETWPIN, None),
        "push-nokia-browser-settings" => {
            ("application/x-wap-prov.browser-settings; charset=utf-8", None)
        }
        name if name.starts_with("sia-") => SIA,
        _ => panic!("no row for {name}"),
    }
}

/// What Kannel always adds is what our options add.
#[test]
fn the_additions_of_kannel_are_options() {
    let Some(vector) = vector("push-kannel-dm-notification") else { return };
    let datagram = Bytes::from(vector.octets());
    let theirs = Push::decode(&datagram).expect("a push");
    let mut ours = Push::new(
        ContentType::from_text("application/vnd.syncml.notification").expect("a type"),
        theirs.body.clone(),
    )
    .with_transaction(theirs.transaction);
    ours.headers = Headers::new().with_application(ApplicationId::SYNCML_DM).unwrap();
    assert_eq!(&ours.to_bytes()[..6], [9, 6, 3, 0xC4, 0xAF, 0x87]);
    let options = EncodeOptions::new()
        .with_version(EncodingVersion::V1_2)
        .with_content_length()
        .with_encoding_version(EncodingVersion::V1_3);
    assert_eq!(ours.to_bytes_with(options).expect("octets"), datagram);
}

#[test]
fn the_minimal_provisioning_message() {
    let Some(vector) = vector("push-spec-cp-userpin") else { return };
    let datagram = Bytes::from(vector.octets());
    let body = Push::decode(&datagram).expect("a push").body;
    let mac = "5B9FE351DF89812B0A287010123D0A0CC0346F69";
    let content_type = ContentType::connectivity_wbxml()
        .with_security(SecParam::Code(1), Some(mac))
        .expect("a type");
    assert_eq!(Push::new(content_type, body).with_transaction(1).to_bytes(), datagram);
}

#[test]
fn multiparts() {
    for vector in layer("wsp-multipart") {
        let octets = Bytes::from(vector.octets());
        let mut findings = Vec::new();
        let read = Multipart::decode_with(&octets, &mut findings).expect("a multipart");
        let bodies = read.entries.iter().map(|entry| &*entry.body).collect::<Vec<_>>();
        assert_eq!(bodies, [b"hi", b"yo"], "{}", vector.name);
        let said = u32::from(octets[0]);
        let finding = Finding::new(FindingKind::Count { said, found: 2 }, 0);
        assert_eq!(findings.first(), (said == 9).then_some(&finding), "{}", vector.name);
        assert_eq!(read.to_bytes()[1..], octets[1..], "{}", vector.name);
    }
}

#[test]
fn application_ids_in_text() {
    for vector in layer("push-header-text") {
        let text = vector.text().strip_prefix("X-Wap-Application-Id: ").expect("the header");
        let headers = Header::from_text(HeaderName::APPLICATION_ID, text);
        if vector.row["expect"] == "error" {
            headers.expect_err(&vector.name);
            Application::from_text(text).expect_err(&vector.name);
            continue;
        }
        let wire = provost_tests::push::octets(vector.row["expect"]["wsp"].as_str().expect("hex"));
        assert_eq!(headers.expect("a header")[0].to_bytes(), wire, "{}", vector.name);
    }
}

/// Every prefix and every change of one octet is read or refused, and what is read is written the
/// same.
#[test]
fn prefixes_and_mutations() {
    let readable = |octets: &[u8]| {
        let datagram = Bytes::copy_from_slice(octets);
        let mut findings = Vec::new();
        if let Ok(push) = Push::decode_with(&datagram, &mut findings) {
            let _ = (format!("{push:?}"), push.headers.to_text(), push.content_type.to_text());
            // A length that is not in its shortest form is not kept.
            if !findings.iter().any(|finding| finding.kind() == FindingKind::NotShortest) {
                assert_eq!(push.to_bytes(), datagram, "{octets:02x?}");
            }
        }
        let _ = Multipart::decode(&datagram);
    };
    for vector in ["wsp-push-pdu", "wsp-multipart"].into_iter().flat_map(layer) {
        let octets = Vector::octets(vector);
        for end in 0..octets.len() {
            readable(&octets[..end]);
        }
        for at in 0..octets.len().min(120) {
            for value in 0..=u8::MAX {
                let mut changed = octets.clone();
                changed[at] = value;
                readable(&changed);
            }
        }
    }
}
