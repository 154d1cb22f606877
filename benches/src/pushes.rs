//! What is counted of pushes: taking a document out of its short messages and its push beside the
//! walk of its events, and the reading of PAP beside the events of its XML by quick-xml.
//!
//! Nothing beside the hash: valgrind hides the instructions of the processor that make it fast.

use core::hint::black_box;

use provost::push::pap::{
    DeliveryMethod, Document, Message, Priority, PushMessage, PushResponse, QualityOfService,
    ReplaceMethod, StatusCode, Version,
};

use crate::baseline;
use crate::goal::Goal;
use crate::{inspection, ours};

/// First and second contender of a ratio, and its goal: what is reached and a few percent, which
/// for PAP is below the goal of 2.
#[must_use]
pub const fn pairs() -> [(&'static str, &'static str, Goal); 4] {
    [
        ("push_unwrap", "push_events", Goal::at_most(0.9, 0.9)),
        ("pap_decode push-message", "pap_events push-message", Goal::at_most(1.65, 1.65)),
        ("pap_decode push-response", "pap_events push-response", Goal::at_most(1.85, 1.85)),
        ("pap_decode 200 addresses", "pap_events 200 addresses", Goal::at_most(1.35, 1.35)),
    ]
}

/// Runs a contender so many times; false where it fails or there is none of that name.
#[must_use]
pub fn run(name: &str, runs: u32) -> bool {
    let again = |contender: &dyn Fn() -> bool| (0..runs).all(|_| black_box(contender)());
    let (kind, document) = name.split_once(' ').unwrap_or((name, ""));
    if let Some((_, document)) = documents().into_iter().find(|(own, _)| *own == document) {
        let Ok(xml) = document.encode() else { return false };
        return match kind {
            "pap_decode" => again(&|| Document::decode(black_box(xml.as_bytes())).is_ok()),
            "pap_events" => again(&|| baseline::quick_xml(black_box(&xml)).is_ok()),
            _ => false,
        };
    }
    let Some(message) = inspection::Message::new() else { return false };
    match kind {
        "push_unwrap" => again(&|| black_box(&message).unwrap() > 0),
        "push_events" => again(&|| ours::events(black_box(&message.received.body)).is_ok()),
        _ => false,
    }
}

/// A submission with all of its attributes, an answer, and a submission to 200 clients.
#[must_use]
pub fn documents() -> Vec<(&'static str, Document)> {
    let address = |at: u32| format!("WAPPUSH=+1555{at:07}/TYPE=PLMN@ppg.example.com");
    let quality = QualityOfService::new()
        .with_priority(Priority::High)
        .with_delivery_method(DeliveryMethod::PreferConfirmed)
        .with_network("GSM", true)
        .with_bearer("SMS", true);
    let time = |text: &str| text.parse().ok();
    let push = PushMessage::new("1@pi.example.com", address(1))
        .with_quality(quality)
        .notify("http://pi.example.com/notify")
        .replacing("0@pi.example.com", ReplaceMethod::PendingOnly)
        .within(time("2029-01-01T00:00:00Z"), time("2030-01-01T00:00:00Z"));
    let many = (2..200)
        .fold(PushMessage::new("2@pi.example.com", address(1)), |push, at| push.to(address(at)));
    let mut response = PushResponse::new("1@pi.example.com", StatusCode::ACCEPTED);
    response.sender_name = Some("ppg.example.com".into());
    response.description = Some("accepted for processing".into());
    let document = |message| Document::new(Version::V2_0, message);
    vec![
        ("push-message", document(Message::Push(push))),
        ("push-response", document(Message::PushResponse(response))),
        ("200 addresses", document(Message::Push(many))),
    ]
}
