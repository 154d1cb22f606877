//! What must hold for any input to WSP, short messages and the small contents of pushes.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use provost::push::content::{
    CacheOperation, EmailNotification, ServiceIndication, ServiceLoading,
};
use provost::push::session_initiation::SessionInitiation;
use provost::push::sms::{
    Direction, Instant, Is637, Ports, Reassembler, ReassemblyLimits, Received, TextHeader, Tpdu,
    smpp, split_service_center,
};
use provost::push::wsp::{
    EncodeOptions, EncodingVersion, Header, HeaderName, Headers, Multipart, Pdu, Push,
};
use provost::push::{Application, FindingKind};

use super::Body;

/// The bodies, by the names of their targets.
pub const TARGETS: [(&str, Body); 6] = [
    ("push_content", content),
    ("push_multipart", multipart),
    ("push_session", session),
    ("push_wsp", wsp),
    ("sms_reassembler", reassembler),
    ("sms_tpdu", tpdu),
];

/// A datagram: what is read is written the same; its text is read to the same text.
pub fn wsp(input: &[u8]) {
    let datagram = Bytes::copy_from_slice(input);
    let mut findings = Vec::new();
    let Ok(push) = Push::decode_with(&datagram, &mut findings) else { return };
    let shown = format!("{push:?} {findings:?}");
    // Each octet of input is shown in at most so many characters.
    assert!(shown.len() <= 4_096 + 64 * input.len(), "{} of {}", shown.len(), input.len());
    if !findings.iter().any(|finding| finding.kind() == FindingKind::NotShortest) {
        assert_eq!(push.to_bytes(), datagram);
    }
    let canonical = push.content_type.clone().canonical();
    let (again, rest) = provost::push::wsp::ContentType::decode(&canonical.to_bytes().into())
        .expect("what was written");
    assert_eq!((&again, rest.len()), (&push.content_type, 0));
    for field in &push.headers {
        let Ok(header) = field.header() else { continue };
        let Ok(text) = header.text() else { continue };
        // What text there is can be read again, or says that it cannot.
        if let Ok(headers) = Header::from_text(header.name(), &text) {
            for one in headers {
                assert_eq!(Header::decode(one.name(), &one.to_bytes()[1..]), Ok(one));
            }
        }
    }
    if let Ok(pairs) = push.headers.to_text() {
        let pairs = pairs.iter().map(|(name, text)| (name.as_str(), text.as_str()));
        if let Ok(headers) = Headers::from_text(pairs) {
            Headers::decode(headers.as_bytes().clone()).expect("what was written");
        }
    }
    for version in [EncodingVersion::V1_1, EncodingVersion::V1_4] {
        let options = EncodeOptions::new().with_version(version).with_content_length().with_crlf();
        if let Ok(octets) = push.to_bytes_with(options) {
            let older = Push::decode(&octets).expect("what was written");
            assert_eq!(older.body, push.body);
            assert_eq!(older.content_type.code(), push.content_type.code());
        }
    }
    let mut fewer = push.headers.clone();
    fewer.remove(HeaderName::APPLICATION_ID);
    assert_eq!(fewer.application(), None);
    if let Ok(text) = core::str::from_utf8(input) {
        let _ = Application::from_text(text);
        let _ = provost::push::wsp::ContentType::from_text(text);
        let _ = provost::push::Date::from_text(text);
        for name in HeaderName::all() {
            for header in Header::from_text(name, text).unwrap_or_default() {
                assert_eq!(Header::decode(name, &header.to_bytes()[1..]), Ok(header), "{name}");
            }
        }
    }
}

/// The PDU of a session: what is read is written to what is read the same.
pub fn session(input: &[u8]) {
    let octets = Bytes::copy_from_slice(input);
    let mut findings = Vec::new();
    let Ok(pdu) = Pdu::decode_with(&octets, &mut findings) else { return };
    assert!(findings.len() <= input.len());
    assert!(findings.iter().all(|finding| finding.offset() < input.len()));
    let _ = format!("{pdu:?}");
    let Ok(written) = pdu.to_bytes() else { return };
    assert_eq!(Pdu::decode(&written), Ok(pdu));
}

/// A multipart: entries are slices of the input.
pub fn multipart(input: &[u8]) {
    let body = Bytes::copy_from_slice(input);
    let mut findings = Vec::new();
    let Ok(multipart) = Multipart::decode_with(&body, &mut findings) else { return };
    let held: usize = multipart.entries.iter().map(|entry| entry.body.len()).sum();
    // Each departure takes an octet at least.
    assert!(held <= input.len() && findings.len() <= input.len());
    assert!(findings.iter().all(|finding| finding.offset() < input.len()));
    let written = multipart.to_bytes();
    assert_eq!(Multipart::decode(&written), Ok(multipart));
}

/// The first octet tells which content.
pub fn content(input: &[u8]) {
    let Some((&kind, body)) = input.split_first() else { return };
    match kind & 7 {
        0 => {
            let Ok(si) = ServiceIndication::from_wbxml(body) else { return };
            let _ = (si.check(), si.identity());
            if let Ok(octets) = si.to_wbxml() {
                assert_eq!(ServiceIndication::from_wbxml(&octets), Ok(si));
            }
        }
        1 => {
            let Ok(sl) = ServiceLoading::from_wbxml(body) else { return };
            if let Ok(octets) = sl.to_wbxml() {
                assert_eq!(ServiceLoading::from_wbxml(&octets), Ok(sl));
            }
        }
        2 => {
            let Ok(co) = CacheOperation::from_wbxml(body) else { return };
            let base = co.invalidations.first().map(|one| one.uri.clone());
            let _ = co.invalidates(base.as_deref(), "http://a.example/b/c?d");
            if let Ok(octets) = co.to_wbxml() {
                assert_eq!(CacheOperation::from_wbxml(&octets), Ok(co));
            }
        }
        3 => {
            let Ok(emn) = EmailNotification::from_wbxml(body) else { return };
            if let Ok(octets) = emn.to_wbxml() {
                assert_eq!(EmailNotification::from_wbxml(&octets), Ok(emn));
            }
        }
        4 => {
            let Ok(text) = core::str::from_utf8(body) else { return };
            let _ = (ServiceIndication::from_xml(text), ServiceLoading::from_xml(text));
            let _ = (CacheOperation::from_xml(text), EmailNotification::from_xml(text));
        }
        _ => {
            let octets = Bytes::copy_from_slice(body);
            let mut findings = Vec::new();
            let Ok(request) = SessionInitiation::decode_with(&octets, &mut findings) else {
                return;
            };
            assert!(request.contacts().count() == request.contacts.len());
            if let Ok(octets) = request.to_bytes() {
                assert_eq!(SessionInitiation::decode(&octets), Ok(request));
            }
        }
    }
}

/// A PDU of short messages, both ways, and one of SMPP.
pub fn tpdu(input: &[u8]) {
    let octets = Bytes::copy_from_slice(input);
    for direction in [Direction::ToMobile, Direction::FromMobile] {
        if let Ok(read) = Tpdu::decode(&octets, direction) {
            let _ = format!("{read:?} {:?}", read.address().map(ToString::to_string));
            let written = read.to_bytes().expect("what was read");
            assert!(written.len() <= input.len());
            assert_eq!(Tpdu::decode(&written, direction), Ok(read));
        }
    }
    if let Ok((_, rest)) = split_service_center(&octets) {
        assert!(rest.len() < input.len());
    }
    if let Ok(message) = smpp::Message::decode(&octets) {
        assert_eq!(message.to_bytes().as_ref(), Ok(&octets));
        let _ = message.user_data();
    }
    if let Ok(message) = Is637::decode(&octets) {
        let _ = Is637::join(&[message]);
    }
    let text = core::str::from_utf8(input).unwrap_or_default();
    if let Ok((header, rest)) = TextHeader::decode(text) {
        let written = header.encode() + rest;
        assert_eq!(TextHeader::decode(&written), Ok((header, rest)));
    }
}

/// Parts of messages in any order, as four octets each: against a map without limits, and within
/// limits that are tight.
pub fn reassembler(input: &[u8]) {
    let limits =
        ReassemblyLimits { timeout: u64::MAX, tombstones: 4_096, ..ReassemblyLimits::DEFAULT };
    let wide = ReassemblyLimits {
        sets: 4_096,
        sets_per_sender: 4_096,
        octets: usize::MAX,
        octets_per_sender: usize::MAX,
        ..limits
    };
    let tight = ReassemblyLimits {
        sets: 3,
        sets_per_sender: 2,
        octets: 40,
        octets_per_sender: 24,
        tombstones: 2,
        timeout: 8,
    };
    let mut free = Reassembler::with_limits(wide);
    let mut bound = Reassembler::with_limits(tight);
    let mut model = BTreeMap::<(u8, u8), (u8, BTreeMap<u8, Vec<u8>>)>::new();
    let mut done = BTreeSet::new();
    let mut now = 0_u64;
    for op in input.chunks_exact(4).take(1_024) {
        let (sender, reference) = (op[0] & 3, op[0] >> 2 & 7);
        let (total, sequence) = (op[1] & 7, op[1] >> 4 & 7);
        let data = vec![op[2]; usize::from(op[3] & 15)];
        now += u64::from(op[3] >> 4);
        let mut user_data =
            vec![11, 5, 4, 0x0b, 0x84, 0x23, 0xf0, 0, 3, reference, total, sequence];
        user_data.extend_from_slice(&data);
        let received = free.accept(sender, &user_data, Instant(now));
        let key = (sender, reference);
        if sequence == 0 || sequence > total || total == 1 {
            let Ok(Received::Complete(whole)) = received else { panic!("{received:?}") };
            assert_eq!((whole.ports, &*whole.payload), (Some(Ports::PUSH), &*data));
        } else if done.contains(&key) {
            assert_eq!(received, Ok(Received::Duplicate));
        } else {
            let (own, parts) = model.entry(key).or_insert_with(|| (total, BTreeMap::new()));
            if *own != total {
                assert!(received.is_err(), "{received:?}");
            } else if let Some(first) = parts.get(&sequence) {
                assert_eq!(received, Ok(Received::Duplicate), "{first:?} stays");
            } else {
                let _ = parts.insert(sequence, data);
                if parts.len() == usize::from(total) {
                    let Ok(Received::Complete(whole)) = received else { panic!("{received:?}") };
                    assert_eq!(
                        whole.payload,
                        parts.values().flatten().copied().collect::<Vec<_>>()
                    );
                    model.remove(&key);
                    done.insert(key);
                } else {
                    let have = u8::try_from(parts.len()).expect("at most seven");
                    assert_eq!(received, Ok(Received::Incomplete { have, total }));
                }
            }
        }
        assert_eq!(free.len(), model.len());
        let _ = bound.accept(sender, &user_data, Instant(now));
        assert!(bound.len() <= 3 && bound.octets() <= 40, "{bound:?}");
    }
    bound.expire(Instant(now + 8));
    assert_eq!((bound.len(), bound.octets()), (0, 0));
}
