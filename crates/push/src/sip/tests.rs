use alloc::vec;

use super::*;

fn content() -> Entity {
    Entity::new("application/vnd.wap.connectivity-wbxml; SEC=1; MAC=01AB", vec![0, 13, 10, 255])
        .with("X-Wap-Application-Id", "x-oma-application:ulp.ua")
        .with("X-Wap-Initiator-URI", "http://pi.example/")
}

#[test]
fn both_forms_are_read_again() {
    for profile in [
        Profile::default(),
        Profile::default().wrapped(),
        Profile { service: None, ..Profile::default() },
    ] {
        let mut push = SipPush::new(content());
        push.tags.push("explicit", "");
        push.tags.push("+x", "a\"b\\;c");
        let message = push.encode(&profile).unwrap();
        assert!(SipPush::is_of_service(&message.headers, &profile));
        let mut headers = Headers::new().with("Via", "SIP/2.0/TCP a").with("From", "<sip:a@b>");
        for header in &message.headers {
            headers.push(header.name.to_lowercase(), header.value.clone());
        }
        let read = SipPush::decode(&headers, &message.body, &profile).unwrap();
        assert_eq!(read.content.body, push.content.body);
        assert_eq!(read.tags, push.tags);
        assert_eq!(read.application(), push.application());
        let names = |push: &SipPush| -> Vec<String> {
            push.content.headers.iter().map(|header| header.name.to_lowercase()).collect()
        };
        assert_eq!(names(&read), names(&push));
    }
}

/// A push to the location client, as two clients in the field send it: the tag alone names it.
#[test]
fn the_tag_names_the_application() {
    let headers = Headers::new()
        .with("Accept-Contact", "*;+g.oma.pusheventapp=\"ulp.ua\";require;explicit")
        .with("Content-Type", "application/vnd.omaloc-supl-init");
    let push =
        SipPush::decode(&headers, &Bytes::from_static(b"\x00"), &Profile::default()).unwrap();
    assert_eq!(push.application(), Ok(ApplicationId::ULP_UA.into()));
    assert!(!SipPush::is_of_service(&headers, &Profile::default()));
}

/// Every registered application is another word, and comes back from it alone.
#[test]
fn words_name_applications() {
    for id in ApplicationId::all().filter(|id| id.0 != 0x904b) {
        let tag = alloc::format!("*;+g.oma.pusheventapp=\"{}\"", word(&id.into()));
        let headers = Headers::new().with("Accept-Contact", tag).with("Content-Type", "a/b");
        let push = SipPush::decode(&headers, &Bytes::new(), &Profile::default()).unwrap();
        assert_eq!(push.application(), Ok(id.into()), "{id}");
    }
    assert_eq!(word(&ApplicationId::SYNCML_DM.into()), "syncml.dm");
    assert_eq!(word(&ApplicationId(0x15).into()), "cpm:ua");
}

#[test]
fn thirteen_hundred_octets() {
    assert_eq!(transport(1300), Transport::Any);
    assert_eq!(transport(1301), Transport::CongestionSafe);
    assert!(Transport::Any.allows("UDP") && !Transport::CongestionSafe.allows("UDP"));
    assert!(Transport::CongestionSafe.allows("tcp") && Transport::CongestionSafe.allows("TLS"));
    let message = SipPush::new(content()).encode(&Profile::default()).unwrap();
    let written = alloc::format!("{}\r\n", message.headers);
    assert_eq!(message.len(), written.len() + message.body.len());
    assert_eq!(message.transport(1300 - message.len()), Transport::Any);
    assert_eq!(message.transport(1301 - message.len()), Transport::CongestionSafe);
}

#[test]
fn capabilities() {
    let headers = Headers::new()
        .with("Contact", "\"a;b\" <sip:a@b;x=1>;+g.oma.pusheventapp=\"ulp.ua,mms.ua\";q=0.5, <sip:c@d>;+g.oma.pusheventapp=\"syncml.dm\"")
        .with("Allow", "INVITE, MESSAGE")
        .with("User-Agent", "model/vendor/1");
    let found = SipCapabilities::decode(&headers, &Profile::default()).unwrap();
    assert_eq!(found.applications, ["ulp.ua", "mms.ua", "syncml.dm"]);
    assert!(found.takes(&ApplicationId::SYNCML_DM.into()));
    assert!(!found.takes(&ApplicationId::WML_UA.into()));
}

#[test]
fn faults() {
    let profile = Profile::default();
    let decode = |headers: Headers, body: &'static [u8]| {
        SipPush::decode(&headers, &Bytes::from_static(body), &profile).unwrap_err().kind()
    };
    assert_eq!(decode(Headers::new(), b""), ErrorKind::Missing(Expected::ContentType));
    let wrapped = Headers::new().with("Content-Type", "application/vnd.oma.push");
    assert_eq!(decode(wrapped.clone(), b"A: b\r\n"), ErrorKind::UnexpectedEnd(Expected::LineEnd));
    assert_eq!(decode(wrapped.clone(), b"A\r\n\r\n"), ErrorKind::Form(Expected::HeaderName));
    for tags in ["*;a=\"", "<sip:a", "*;a=\"\\\""] {
        let headers = Headers::new().with("Content-Type", "a/b").with("Accept-Contact", tags);
        assert_eq!(decode(headers, b""), ErrorKind::UnexpectedEnd(Expected::Parameter), "{tags}");
    }
    let nested = SipPush::new(Entity::new("application/vnd.oma.push", "x"));
    let kind = nested.encode(&profile).unwrap_err().kind();
    assert_eq!(kind, ErrorKind::NotExpressible(Expected::ContentType));
    let injected = Entity::new("a/b", "").with("X-Wap-Content-URI", "a\r\nRoute: b");
    assert!(SipPush::new(injected).encode(&profile).is_err());
}

/// A header that is no push header goes inside, or not at all: outside it would be one of SIP.
#[test]
fn headers_of_sip_do_not_come_from_the_content() {
    for name in ["Accept-Contact", "a", "P-Preferred-Service", "Expires", "X-New", "c"] {
        let push = SipPush::new(content().with(name, "*;+g.x"));
        let kind = ErrorKind::NotExpressible(Expected::HeaderName);
        assert_eq!(push.encode(&Profile::default()), Err(Error::new(kind, 0)), "{name}");
        let profile = Profile::default().wrapped();
        let message = push.encode(&profile).unwrap();
        let read = SipPush::decode(&message.headers, &message.body, &profile).unwrap();
        assert_eq!(read.content, push.content);
    }
}
