use alloc::string::{String, ToString};

use bytes::Bytes;

use super::*;
use crate::error::{Error, ErrorKind, Expected};
use crate::mime::{Entity, Headers};
use crate::version::VersionList;

#[test]
fn statuses() {
    for (text, number) in
        [("400", 400), ("400 Accepted", 400), (" 256\tx ", 256), ("999", 999), ("007", 7)]
    {
        assert_eq!(PushStatus::parse(text), Ok(PushStatus(number)), "{text}");
    }
    for text in ["", "40", "4000", "+40", "4 0", "400x", "abc"] {
        assert!(PushStatus::parse(text).is_err(), "{text}");
    }
    for (number, kind) in [
        (233, StatusKind::Unknown),
        (234, StatusKind::PushRejected),
        (300, StatusKind::RegistrationRejected),
        (499, StatusKind::PushAccepted),
        (500, StatusKind::RegistrationAccepted),
        (600, StatusKind::Rejected),
        (700, StatusKind::Unknown),
    ] {
        assert_eq!(PushStatus(number).kind(), kind, "{number}");
    }
    assert_eq!(PushStatus(298).to_string(), "298");
}

#[cfg(feature = "pap")]
#[test]
fn what_an_initiator_is_told() {
    use crate::pap::StatusCode;

    assert_eq!(StatusCode::from(PushStatus::ACCEPTED_TAG), StatusCode::OK);
    assert_eq!(
        StatusCode::from(PushStatus::USER_REFUSED),
        StatusCode::from_abort(crate::wsp::AbortReason::USER_REFUSED)
    );
    assert_eq!(StatusCode::from(PushStatus::VERSION), StatusCode(5600));
}

#[test]
fn words_of_a_push() {
    let info = PushInfo::parse("Trusted, x ,last,");
    assert_eq!(info, PushInfo::new().trusted().last());
    assert_eq!(info.to_string(), "trusted, last");
    assert_eq!(
        PushInfo::parse(&PushInfo::new().authenticated().response().to_string()),
        PushInfo::new().authenticated().response()
    );
}

#[test]
fn words_in_several_lines_are_one_list() {
    let (headers, body) = PushRequest::new(Entity::new("a/b", "")).encode().unwrap();
    let headers = headers.with("X-Wap-Push-Info", "authenticated").with("x-wap-push-info", "last");
    let read = PushRequest::decode(&headers, &body).unwrap();
    assert_eq!(read.info, PushInfo::new().authenticated().last());
    let headers = headers.with("X-Wap-Push-OTA-Version", "2.*");
    let read = PushRequest::decode(&headers, &body).unwrap();
    assert_eq!(read.versions, Some(VersionList::parse("1.0,2.*").unwrap()));
    let headers = headers.with("X-Wap-Push-OTA-Version", "");
    assert_eq!(PushRequest::decode(&headers, &body).unwrap().versions, read.versions);
    let answer = Headers::from_iter([
        ("X-Wap-Push-Status", "400"),
        ("X-Wap-Push-OTA-Version", "2.0"),
        ("X-Wap-Push-OTA-Version", "1.0"),
    ]);
    let read = PushAnswer::decode(204, &answer).unwrap();
    assert_eq!(read.versions, Some(VersionList::parse("2.0,1.0").unwrap()));
}

#[test]
fn tags() {
    assert_eq!(check_tag(None, CpiTag([0; 4])), TagCheck::Absent);
    assert_eq!(check_tag(Some(CpiTag([0; 4])), CpiTag([0; 4])), TagCheck::Right);
    assert_eq!(check_tag(Some(CpiTag([1; 4])), CpiTag([0; 4])), TagCheck::Wrong);
    for text in ["", "AQID", "AQIDBAU=", "AQIDBA", "\u{1}\u{2}\u{3}\u{4}"] {
        assert!(CpiTag::parse(text).is_err(), "{text}");
    }
    // SHA-1 of "abc" (FIPS 180-4).
    assert_eq!(
        CpiTag::from_digest(&[0xA9, 0x99, 0x3E, 0x36, 0x47]),
        Ok(CpiTag([0xA9, 0x99, 0x3E, 0x36]))
    );
    assert!(CpiTag::from_digest(&[1, 2, 3]).is_err());
}

#[test]
fn both_names_of_the_size_are_read() {
    for name in ["X-Wap-Push-MaxMsgSize", "x-wap-push-msgsize"] {
        assert_eq!(Capabilities::read(&Headers::new().with(name, "7")).unwrap().message_size(), 7);
    }
    for value in ["", "-1", "x", "99999999999999999999999"] {
        let read = Capabilities::read(&Headers::new().with("X-Wap-Push-MaxMsgSize", value));
        assert!(read.is_err(), "{value}");
    }
    let lists = Headers::new().with("X-Wap-Push-Accept", "a/b").with("X-Wap-Push-Accept", "c/d");
    assert_eq!(Capabilities::read(&lists).unwrap().accept(), "a/b, c/d");
    assert_eq!(Capabilities::default().accept(), "application/vnd.wap.sia, text/vnd.wap.si");
}

#[test]
fn faults_of_messages() {
    let decode = |text: &str| Head::decode(&Bytes::from(String::from(text))).map(|_| ());
    for (text, kind, offset) in [
        ("", ErrorKind::UnexpectedEnd(Expected::StatusLine), 0),
        ("HTTP/1.1 200 OK", ErrorKind::UnexpectedEnd(Expected::StatusLine), 15),
        ("HTTP/2 200 OK\r\n\r\n", ErrorKind::Form(Expected::StatusLine), 0),
        ("HTTP/1.1 2000 OK\r\n\r\n", ErrorKind::Form(Expected::StatusLine), 0),
        ("GET /\r\n\r\n", ErrorKind::Form(Expected::StatusLine), 0),
        ("GET / HTTP/1.1 x\r\n\r\n", ErrorKind::Form(Expected::StatusLine), 0),
        ("HTTP/1.1 200 OK\r\nA: b\r\n", ErrorKind::UnexpectedEnd(Expected::LineEnd), 23),
        ("HTTP/1.1 200 OK\r\nA b\r\n\r\n", ErrorKind::Form(Expected::HeaderName), 17),
    ] {
        assert_eq!(decode(text), Err(Error::new(kind, offset)), "{text}");
    }
    assert_eq!(decode("HTTP/1.0 200\r\n\r\n"), Ok(()));
}

#[test]
fn faults_of_pushes() {
    let request = PushRequest::new(Entity::new("a/b", "x"));
    let (headers, body) = request.encode().unwrap();
    assert_eq!(headers.find("Host"), Some(""));
    let mut other = headers.clone();
    other.retain(|header| header.name != "Content-Type");
    assert_eq!(
        PushRequest::decode(&other, &body).unwrap_err().kind(),
        ErrorKind::Unsupported(Expected::ContentType)
    );
    let inside = Bytes::from_static(b"POST / HTTP/1.1\r\n\r\n");
    assert!(PushRequest::decode(&headers, &inside).is_err(), "a push is a response");
    let injected = PushRequest::new(Entity::new("a/b\r\nX: y", ""));
    assert!(injected.encode().is_err());
    let missing = PushAnswer::decode(204, &Headers::new()).unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::Missing(Expected::PushStatus));
}

#[test]
fn client_ids_that_are_none_are_kept() {
    for text in ["03x", "00nodomain", "3123", "6123", "7x", "4+1", "6999000000000"] {
        assert_eq!(ClientId::parse(text), Ok(ClientId::Other(text.into())), "{text}");
    }
    for text in ["", "4", "x1", "\u{e9}1"] {
        assert!(ClientId::parse(text).is_err(), "{text}");
    }
}

#[test]
fn answers_to_challenges_are_not_shown() {
    let secret = "Basic am9lOmh1c2g=";
    let mut push = PushAnswer::new(PushStatus::ACCEPTED);
    push.authorization = Some(secret.into());
    let mut registration =
        RegistrationAnswer::new(PushStatus::REGISTERED, "3+1", crate::Bearer::GSM_SMS);
    registration.authorization = Some(secret.into());
    let headers = [push.encode().unwrap(), registration.encode().unwrap()];
    for shown in [alloc::format!("{push:?}"), alloc::format!("{registration:#?} {headers:?}")] {
        assert!(shown.contains("authorization") || shown.contains("Authorization"), "{shown}");
        assert!(!shown.contains("am9l"), "{shown}");
    }
}
