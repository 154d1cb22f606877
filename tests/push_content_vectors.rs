//! The small contents of pushes, and session initiation, against vectors of others.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    reason = "a test"
)]

use bytes::Bytes;
use provost::push::content::{
    CacheOperation, EmailNotification, Invalidation, Moment, ServiceIndication, ServiceLoading,
    Signal,
};
use provost::push::session_initiation::{ProtocolOption, Provisioning, SessionInitiation};
use provost::push::wsp::Push;
use provost::push::{ApplicationId, FindingKind};
use provost::wbxml::typed::datetime::DateTime;
use provost_tests::push::{layer, vector};

fn email() -> ServiceIndication {
    ServiceIndication::new("http://www.xyz.com/email/123/abc.wml", "You have 4 new emails")
        .with_created("1999-06-25T15:23:15Z".into())
        .with_expires("1999-06-30T00:00:00Z".into())
}

#[test]
fn contents() {
    for vector in layer("push-content") {
        let name = &*vector.name;
        match name {
            "spec-si-example" => {
                let mut si = email();
                si.text = "You have 4 new e-mails".into();
                assert_eq!(si.to_wbxml().expect(name), vector.octets());
                assert_eq!(ServiceIndication::from_wbxml(&vector.octets()), Ok(si));
            }
            "body-si-wbxml" => {
                let octets = vector.octets();
                assert_eq!(ServiceIndication::from_wbxml(&octets), Ok(email()));
                // Only the version differs: ours is that of the specification.
                assert_eq!(email().to_wbxml().expect(name)[1..], octets[1..]);
            }
            "body-si-xml" => {
                let si = ServiceIndication::from_xml(vector.text()).expect(name);
                assert_eq!(si, email());
                let text = si.to_xml().expect(name);
                assert_eq!(ServiceIndication::from_xml(&text), Ok(si));
            }
            "spec-sl-example" | "body-sl-wbxml" => {
                let sl = ServiceLoading::new("http://www.xyz.com/ppaid/123/abc.wml");
                assert_eq!(ServiceLoading::from_wbxml(&vector.octets()).as_ref(), Ok(&sl));
                assert_eq!(sl.to_wbxml().expect(name)[1..], vector.octets()[1..]);
            }
            "body-sl-xml" => {
                let sl = ServiceLoading::from_xml(vector.text()).expect(name);
                assert_eq!(sl, ServiceLoading::new("http://www.xyz.com/ppaid/123/abc.wml"));
                assert_eq!(ServiceLoading::from_xml(&sl.to_xml().expect(name)), Ok(sl));
            }
            "spec-co-example" => {
                let co = CacheOperation::new(vec![
                    Invalidation::object("foo.wml"),
                    Invalidation::service("/bar"),
                ]);
                assert_eq!(co.to_wbxml().expect(name), vector.octets());
                assert_eq!(CacheOperation::from_wbxml(&vector.octets()).as_ref(), Ok(&co));
                assert_eq!(CacheOperation::from_xml(&co.to_xml().expect(name)).as_ref(), Ok(&co));
                let base = CacheOperation::base(Some("http://www.xyz.com/"), Some("/abc/"));
                assert!(co.invalidates(base.as_deref(), "http://www.xyz.com/abc/foo.wml"));
                assert!(co.invalidates(base.as_deref(), "http://www.xyz.com/bar/x"));
                assert!(!co.invalidates(None, "http://www.xyz.com/bar/x"));
            }
            "body-emn-wbxml" => {
                let emn = EmailNotification::from_wbxml(&vector.octets()).expect(name);
                assert_eq!(emn.mailbox, "mailat:joe@wapforum.org");
                let timestamp = emn.timestamp.as_ref().map(ToString::to_string);
                assert_eq!(timestamp.as_deref(), Some("2001-08-10T12:00:00Z"));
                assert_eq!(emn.to_wbxml().expect(name)[1..], vector.octets()[1..]);
                assert_eq!(EmailNotification::from_xml(&emn.to_xml().expect(name)), Ok(emn));
            }
            "spec-si-date" | "si-date-2000-01-10" => {
                let octets = vector.octets();
                let date = DateTime::decode(&octets[2..]).expect(name);
                assert_eq!(Moment::from(vector.text()), Moment::Date(date));
                let si = ServiceIndication::new("", "").with_created(vector.text().into());
                let written = si.to_wbxml().expect(name);
                assert!(written.windows(octets.len()).any(|window| window == octets), "{name}");
            }
            "si-bad-class-on-indication" => {
                let si = ServiceIndication::from_xml(vector.text()).expect(name);
                assert!(
                    matches!(si.check()[..], [finding] if matches!(finding.kind(), FindingKind::Rule(_)))
                );
                // What the language lacks is kept.
                assert!(si.to_xml().expect(name).contains("class=\"x\""));
            }
            "si-info-item" => {
                let si = ServiceIndication::from_xml(vector.text()).expect(name);
                let items = si.info.as_ref().expect("information");
                assert_eq!((items[0].class.as_deref(), &*items[0].text), (Some("demo"), "1"));
                assert_eq!(si.signal(), &Signal::None);
                assert!(si.check().is_empty());
                assert_eq!(ServiceIndication::from_wbxml(&si.to_wbxml().expect(name)), Ok(si));
            }
            "si-delete-needs-id" => {
                let si = ServiceIndication::from_xml(vector.text()).expect(name);
                assert_eq!(si.check().len(), 1);
                assert!(si.with_id("a").check().is_empty());
            }
            "co-prefix-deeper" | "co-prefix-segment" => {
                let (service, object) = vector.text().split_once(" ~ ").expect("two URIs");
                let matches = Invalidation::service(service).matches(None, object);
                assert_eq!(Some(matches), vector.row["expect"].as_bool(), "{name}");
            }
            _ => panic!("no row for {name}"),
        }
    }
}

/// The bodies that other gateways sent.
#[test]
fn contents_of_pushes() {
    if vector("push-kannel-sl").is_none() {
        return;
    }
    let body = |name| {
        let octets = vector(name).expect(name).octets();
        Push::decode(&octets.into()).expect(name).body
    };
    let sl = ServiceLoading::from_wbxml(&body("push-kannel-sl")).expect("SL");
    assert_eq!(sl.href, "http://www.xyz.com/ppaid/123/abc.wml");
    let text = body("push-kannel-co-text");
    let co = CacheOperation::from_xml(core::str::from_utf8(&text).expect("text")).expect("CO");
    assert!(!co.invalidations.is_empty());
}

#[test]
fn session_initiations() {
    for vector in layer("wsp-push-pdu").filter(|vector| vector.name.starts_with("sia-")) {
        let name = &*vector.name;
        let push = Push::decode(&Bytes::from(vector.octets())).expect(name);
        assert_eq!(push.application(), Ok(ApplicationId::PUSH_SIA.into()), "{name}");
        let mut findings = Vec::new();
        let read = SessionInitiation::decode_with(&push.body, &mut findings)
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let ids = read.applications.iter().map(|application| application.id().expect("an id").0);
        let ids = ids.collect::<Vec<_>>();
        let wsp = read.wsp_contacts.iter().map(ToString::to_string).collect::<Vec<_>>();
        let others = read.contacts().map(|contact| (contact.address.to_string(), contact.option));
        let others = others.collect::<Vec<_>>();
        let http = vec![("GSM GPRS 127.0.0.1:4035".to_owned(), ProtocolOption::HTTP)];
        let (expected_ids, expected_wsp, expected_others) = match name {
            "sia-v1-wsp-truncated" | "sia-v2-unknown-tail" => {
                (vec![7], vec!["GSM GPRS 127.0.0.1:9201"], vec![])
            }
            "sia-v1-http" => (vec![7], vec![], http),
            "sia-v1-provurl-text" => (vec![0], vec![], http),
            "sia-v0-two-ids-uri" => (vec![7, 2], vec!["127.0.0.1:9201"], vec![]),
            "sia-bare-id-field-form" => (vec![7], vec!["GSM CSD 127.0.0.1:9201"], vec![]),
            _ => panic!("no row for {name}"),
        };
        assert_eq!(ids, expected_ids, "{name}");
        assert_eq!(others, expected_others, "{name}");
        assert_eq!(wsp, expected_wsp, "{name}");
        let provisioning = match name {
            "sia-v1-provurl-text" => Provisioning::Url("http://prov.example.com/a".into()),
            _ => Provisioning::Any,
        };
        assert_eq!(read.provisioning, provisioning, "{name}");
        match name {
            "sia-v2-unknown-tail" => {
                assert_eq!(&*read.tail, [0, 3, 0xAA, 0xBB, 0xCC]);
                assert!(!findings.is_empty());
            }
            "sia-bare-id-field-form" => assert_eq!(findings.len(), 1, "{findings:?}"),
            _ => assert!(findings.is_empty(), "{name}: {findings:?}"),
        }
        // Written again: the same, where the sender left nothing out and had no defect.
        let again = read.to_bytes().expect(name);
        assert_eq!(SessionInitiation::decode(&again).as_ref(), Ok(&read), "{name}");
        assert!(again.len() <= push.body.len() + read.applications.len(), "{name}");
    }
}
