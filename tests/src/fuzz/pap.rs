//! What must hold for any input to PAP, its addresses, MIME, the gateway, OTA-HTTP and OTA-SIP.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use provost::push::{
    Bearer,
    address::{Address, ClientAddress},
    gateway::{Config, DeliveryId, Gateway, Initiator, Input, Limits, Output, Route},
    http::{ClientId, Head, PushAnswer, PushRequest, Registration, RegistrationAnswer},
    mime::{Headers, Leniency, MediaType, Multipart},
    pap::{Document, Message, Open, Post, StatusCode, check},
    sip::{FeatureTags, Profile, SipPush},
    wsp::AbortReason,
};

use super::Body;

/// The bodies, by the names of their targets.
pub const TARGETS: [(&str, Body); 5] = [
    ("pap_address", address),
    ("pap_document", document),
    ("pap_gateway", gateway),
    ("pap_multipart", multipart),
    ("push_http", http),
];

/// An address: whatever it is, it is kept; by the grammar it comes back.
pub fn address(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let any = Address::parse(&text);
    match ClientAddress::parse(&text) {
        Ok(parsed) => {
            assert_eq!(any, Address::Client(parsed.clone()));
            assert_eq!(ClientAddress::parse(&parsed.to_string()), Ok(parsed));
        }
        Err(error) => {
            assert!(error.offset() <= text.len(), "{error}");
            assert_eq!(any.to_string(), text);
        }
    }
    assert!(any.is_same(&any));
    if let Ok(id) = ClientId::parse(&text) {
        assert_eq!(ClientId::parse(&id.to_string()), Ok(id));
    }
}

/// A document: what is read comes back, what is written is valid but for what may be newer.
pub fn document(input: &[u8]) {
    let checked = check(input);
    let document = match Document::decode(input) {
        Ok(document) => document,
        Err(error) => {
            assert!(error.offset() <= input.len(), "{error}");
            return;
        }
    };
    let violations = checked.expect("what can be read can be checked");
    assert!(violations.iter().all(|violation| violation.offset <= input.len()), "{violations:?}");
    let Ok(xml) = document.encode() else {
        // What is refused when it is written was in what was read.
        assert!(!violations.is_empty() || document.doctype.is_some(), "{document:?}");
        return;
    };
    assert_eq!(Document::decode(xml.as_bytes()).as_ref(), Ok(&document), "{xml}");
    let left = check(xml.as_bytes()).expect("XML");
    let is_small = |kind: provost::push::pap::ViolationKind| {
        use provost::push::pap::ViolationKind::{CodePlace, Doctype};
        kind.may_be_newer() || matches!(kind, CodePlace | Doctype)
    };
    assert!(left.iter().all(|violation| is_small(violation.kind)), "{left:?}");
}

/// A content type on the first line, and a body behind it, strictly and leniently.
pub fn multipart(input: &[u8]) {
    let at = input.iter().position(|octet| *octet == b'\n').unwrap_or(input.len());
    let content_type = String::from_utf8_lossy(&input[..at]).into_owned();
    let body = Bytes::copy_from_slice(input.get(at + 1..).unwrap_or_default());
    if let Ok(media) = MediaType::parse(&content_type) {
        let again = MediaType::parse(&media.to_string()).expect("what is written is read");
        assert_eq!(again.parameters.len(), media.parameters.len(), "{media}");
    }
    for leniency in [Leniency::default(), Leniency::all()] {
        match Multipart::decode_with(&content_type, &body, leniency) {
            Ok(multipart) => {
                let octets: usize = multipart.parts.iter().map(|part| part.body.len()).sum();
                assert!(octets <= body.len(), "parts do not overlap");
                for part in &multipart.parts {
                    let _ = part.content();
                    let _ = part.media_type();
                }
                if let Ok((content_type, body)) = multipart.encode("mixed", "another-b", &[]) {
                    assert_eq!(Multipart::decode(&content_type, &body), Ok(multipart));
                }
            }
            Err(error) => {
                assert!(error.offset() <= body.len().max(content_type.len()), "{error}");
            }
        }
        if let Ok(post) = Post::decode_with(&content_type, &body, leniency)
            && let Ok((content_type, body)) = post.encode("another-b")
        {
            assert_eq!(Post::decode(&content_type, &body), Ok(post));
        }
    }
}

/// Steps of initiators, of the air and of time: each request has one answer that is PAP, each client
/// of a push at most one delivery and one notification, and memory is bounded.
pub fn gateway(input: &[u8]) {
    let limits = Limits::DEFAULT.with_pushes(6).with_addresses(3).with_octets(40_000);
    let config = Config::new("ppg")
        .with_route(Route::new("PLMN", Bearer::GSM_SMS).confirmed())
        .with_route(Route::without_bearer("USER"))
        .with_limits(limits.with_request(4000));
    let mut driver = Driver { gateway: Gateway::new(config), ..Driver::default() };
    let mut rest = input;
    // More steps of the same kinds say no more, and take long.
    for _ in 0..64 {
        let [step, more @ ..] = rest else { break };
        rest = driver.step(*step, more);
    }
    driver.poll(usize::MAX);
}

struct Driver {
    gateway: Gateway,
    minute: u8,
    requests: u64,
    answers: BTreeSet<u64>,
    deliveries: BTreeSet<DeliveryId>,
    delivered: BTreeMap<(String, String), u32>,
    notified: BTreeMap<(String, String), u32>,
    accepted: BTreeMap<String, u32>,
}

impl Default for Driver {
    fn default() -> Self {
        Self {
            gateway: Gateway::new(Config::new("none")),
            minute: 0,
            requests: 0,
            answers: BTreeSet::new(),
            deliveries: BTreeSet::new(),
            delivered: BTreeMap::new(),
            notified: BTreeMap::new(),
            accepted: BTreeMap::new(),
        }
    }
}

impl Driver {
    fn now(&self) -> provost::wbxml::typed::datetime::DateTime {
        let (hour, minute) = (self.minute / 60, self.minute % 60);
        format!("2026-11-27T{hour:02}:{minute:02}:00Z").parse().expect("a time")
    }

    /// One step; what is left of the input.
    fn step<'i>(&mut self, step: u8, input: &'i [u8]) -> &'i [u8] {
        let Some((argument, rest)) = input.split_first() else { return &[] };
        match step % 10 {
            0..=2 => self.post(&push(*argument, rest.first().copied().unwrap_or(0))),
            3 => self.post(&about("cancel-message", *argument)),
            4 => self.post(&about("statusquery-message", *argument)),
            5 => self.event(*argument),
            6 => self.minute = self.minute.saturating_add(argument % 16),
            7 => self.poll(usize::from(argument % 4)),
            8 => {
                // Octets of the input as a document.
                let length = usize::from(*argument).min(rest.len());
                let (document, rest) = rest.split_at(length);
                self.request("application/xml", Bytes::copy_from_slice(document));
                return rest;
            }
            _ => {
                let length = usize::from(*argument).min(rest.len());
                let (body, rest) = rest.split_at(length);
                let body = [b"--b\r\n", body, b"\r\n--b--"].concat();
                self.request("multipart/related; boundary=b", body.into());
                return rest;
            }
        }
        rest
    }

    fn post(&mut self, control: &str) {
        let body = format!(
            "--b\r\nContent-Type: application/xml\r\n\r\n{control}\r\n\
             --b\r\nContent-Type: text/vnd.wap.si\r\n\r\n<si/>\r\n--b--\r\n"
        );
        self.request("multipart/related; boundary=b; type=\"application/xml\"", body.into());
    }

    fn request(&mut self, content_type: &str, body: Bytes) {
        self.requests += 1;
        let initiator =
            Initiator::new(if self.requests.is_multiple_of(5) { "other" } else { "pi" });
        let request = self.requests;
        let input = Input::Request { request, content_type, body: &body, initiator: &initiator };
        self.gateway.handle(input, self.now());
        assert!(self.gateway.len() <= 6 && self.gateway.octets() <= 40_000);
        // The answer comes first, whatever waits.
        self.poll(1);
        assert!(self.answers.contains(&request));
    }

    fn event(&mut self, argument: u8) {
        let id = DeliveryId(u64::from(argument >> 3));
        let code = StatusCode::from_abort(AbortReason::USER_REFUSED);
        let input = match argument & 7 {
            0 | 1 => Input::Sent(id),
            2 | 3 => Input::Confirmed(id),
            4 => Input::Aborted(id, code),
            5 => Input::TimedOut(id),
            _ => Input::Failed(id, StatusCode::SERVICE_FAILURE),
        };
        self.gateway.handle(input, self.now());
    }

    fn poll(&mut self, most: usize) {
        let now = self.now();
        for _ in 0..most {
            let Some(output) = self.gateway.poll(now) else { return };
            match output {
                Output::Answer(answer) => {
                    assert!(self.answers.insert(answer.request), "one answer");
                    assert_eq!(answer.status, 202);
                    self.answer(&answer.body);
                }
                Output::Deliver(delivery) => {
                    assert!(self.deliveries.insert(delivery.id), "one delivery of a number");
                    assert!(delivery.deliver_before.is_none_or(|before| before >= now));
                    delivery.to_push().expect("a datagram");
                    let key = (delivery.push_id.clone(), delivery.address.to_string());
                    *self.delivered.entry(key).or_default() += 1;
                }
                Output::Notify(notice) => {
                    assert_eq!(check(&notice.body), Ok(Vec::new()));
                    let document = Document::decode(&notice.body).expect("PAP");
                    let Message::Notification(notification) = document.message else {
                        panic!("{document:?}")
                    };
                    let key = (notification.push_id, notification.address.value);
                    *self.notified.entry(key).or_default() += 1;
                }
            }
        }
        for (push, count) in self.delivered.iter().chain(&self.notified) {
            // An id may be used again once it is forgotten, and a client may be named twice.
            let most = self.accepted.get(&push.0).copied().unwrap_or(0) * 3;
            assert!(*count <= most, "{push:?}: {count} of {most}");
        }
    }

    fn answer(&mut self, body: &[u8]) {
        let document = Document::decode(body).expect("PAP");
        assert_eq!(check(body), Ok(Vec::new()), "{document:?}");
        if let Message::PushResponse(response) = document.message
            && response.code == Open::Known(StatusCode::ACCEPTED)
        {
            *self.accepted.entry(response.push_id).or_default() += 1;
        }
    }
}

/// A submission by two octets: id, addresses, window, quality, replacement.
fn push(one: u8, two: u8) -> String {
    let id = one % 8;
    let number = one >> 3 & 3;
    let mut attributes = format!("push-id=\"{id}\" ppg-notify-requested-to=\"http://a\"");
    if two & 1 != 0 {
        let minute = two >> 2 & 31;
        attributes += &format!(" deliver-after-timestamp=\"2026-11-27T00:{minute:02}:00Z\"");
    }
    if two & 2 != 0 {
        let minute = two >> 2 & 31;
        attributes += &format!(" deliver-before-timestamp=\"2026-11-27T00:{minute:02}:59Z\"");
    }
    if one & 0x20 != 0 {
        let method = if one & 0x40 != 0 { "all" } else { "pending-only" };
        let old = id.wrapping_sub(1) % 8;
        attributes += &format!(" replace-push-id=\"{old}\" replace-method=\"{method}\"");
    }
    let plmn = format!("<address address-value=\"WAPPUSH=+{number}/TYPE=PLMN@p\"/>");
    let user = format!("<address address-value=\"WAPPUSH=u{number}/TYPE=USER@p\"/>");
    let other = if two & 0x80 != 0 { "<address address-value=\"sip:a@b\"/>" } else { "" };
    let quality = match two & 0x60 {
        0x20 => "<quality-of-service delivery-method=\"confirmed\"/>",
        0x40 => "<quality-of-service priority=\"high\" bearer=\"SMS\" bearer-required=\"true\"/>",
        _ => "",
    };
    let user = if one & 0x80 != 0 { user } else { String::new() };
    format!("<pap><push-message {attributes}>{plmn}{user}{other}{quality}</push-message></pap>")
}

fn about(operation: &str, argument: u8) -> String {
    let id = argument % 8;
    let number = argument >> 3 & 3;
    let address = match argument >> 5 {
        0 => format!("<address address-value=\"WAPPUSH=+{number}/TYPE=PLMN@p\"/>"),
        1 => format!("<address address-value=\"wappush=u{number}/type=user@P\"/>").repeat(2),
        2 => "<address address-value=\"x\"/>".repeat(4),
        _ => String::new(),
    };
    format!("<pap><{operation} push-id=\"{id}\">{address}</{operation}></pap>")
}

/// A message of HTTP: as what it may be, over HTTP and over SIP.
pub fn http(input: &[u8]) {
    let input = Bytes::copy_from_slice(input);
    let (head, body) = match Head::decode(&input) {
        Ok(read) => read,
        Err(error) => {
            assert!(error.offset() <= input.len(), "{error}");
            return;
        }
    };
    assert!(body.len() <= input.len());
    head.headers.check().expect("what is read can be written");
    let headers = &head.headers;
    if let Ok(request) = PushRequest::decode(headers, &body) {
        let _ = request.application();
        let (headers, body) = request.encode().expect("what is read can be written");
        assert_eq!(PushRequest::decode(&headers, &body), Ok(request));
    }
    if let Ok(answer) = PushAnswer::decode(204, headers) {
        let written = answer.encode().expect("what is read can be written");
        assert_eq!(PushAnswer::decode(204, &written), Ok(answer));
    }
    if let Ok(registration) = Registration::decode(headers) {
        let written = registration.encode().expect("what is read can be written");
        assert_eq!(Registration::decode(&written), Ok(registration));
    }
    if let Ok(answer) = RegistrationAnswer::decode(headers) {
        let written = answer.encode().expect("what is read can be written");
        assert_eq!(RegistrationAnswer::decode(&written), Ok(answer));
    }
    sip(headers, &body);
}

fn sip(headers: &Headers, body: &Bytes) {
    for header in headers {
        if let Ok(tags) = FeatureTags::parse(&header.value) {
            let _ = tags.to_string();
        }
    }
    for profile in [Profile::default(), Profile::default().wrapped()] {
        let Ok(push) = SipPush::decode(headers, body, &profile) else { continue };
        if let Ok(message) = push.encode(&profile) {
            let again = SipPush::decode(&message.headers, &message.body, &profile);
            let again = again.expect("what is written is read");
            assert_eq!(again.content.body, push.content.body);
            assert_eq!(again.application(), push.application());
        }
    }
}
