//! Submissions that we write, taken by the push proxy of Kannel and by our own core: the codes of
//! both, and what Kannel sends to the message center.
//!
//! Where they differ it must be in `expected_differences.toml`, with the reason; and what stands
//! there must differ.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "tests, and their helpers may fail"
)]

mod cases;

use std::{collections::BTreeMap, time::Duration};

use bytes::Bytes;
use provost::push::{
    Bearer,
    gateway::{Config, Delivery, Gateway, Initiator, Input, Output, Route},
    pap::{Document, Message, Post, check},
    wsp::{HeaderName, Push},
};
use provost_tests::kannel::{self, CREDENTIALS, Kannel};

use cases::Case;

/// What became of a case: the answer, and the datagrams by number.
#[derive(Debug, PartialEq, Eq)]
struct Outcome {
    answer: String,
    pushes: Vec<(String, Push)>,
}

#[test]
fn kannel_takes_what_we_write_and_we_read_what_it_answers() {
    let Some(kannel) = Kannel::start() else { return };
    refuses_without_credentials(&kannel);
    let mut expected: BTreeMap<String, toml::Table> =
        toml::from_str(include_str!("expected_differences.toml")).expect("a table");
    let mut failures = Vec::new();
    for case in cases::all() {
        let ours = ours(&case);
        let theirs = theirs(&kannel, &case);
        let mut found = toml::Table::new();
        let mut differ = |key: &str, ours: String, theirs: String| {
            if ours != theirs {
                found.insert(key.into(), toml::Value::String(format!("{ours} / {theirs}")));
            }
        };
        differ("answer", ours.answer, theirs.answer);
        let numbers = |pushes: &[(String, Push)]| {
            let mut numbers: Vec<&str> = pushes.iter().map(|(to, _)| to.as_str()).collect();
            numbers.sort_unstable();
            numbers.join(" ")
        };
        differ("to", numbers(&ours.pushes), numbers(&theirs.pushes));
        if let ([(_, ours)], [(_, theirs)]) = (&ours.pushes[..], &theirs.pushes[..]) {
            let text = |push: &Push| push.content_type.to_text().unwrap_or_default();
            differ("content_type", text(ours), text(theirs));
            let headers = |push: &Push| {
                let text = push.headers.to_text().expect("headers");
                let lines: Vec<String> =
                    text.iter().map(|(name, value)| format!("{name}: {value}")).collect();
                lines.join("; ")
            };
            differ("headers", headers(ours), headers(theirs));
            let body = |push: &Push| push.body.escape_ascii().to_string();
            differ("body", body(ours), body(theirs));
        }
        let mut wanted = expected.remove(case.name).unwrap_or_default();
        let why = wanted.remove("why");
        if found != wanted || why.is_some() == found.is_empty() {
            failures.push(format!("[{}] found\n{found}expected\n{wanted}", case.name));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(expected.is_empty(), "no such case: {expected:?}");
    // The last, for it takes the gateway down.
    hangs_on_an_address_without_its_keyword(&kannel);
}

/// Through our own core; all that it delivers at once is taken as sent.
fn ours(case: &Case) -> Outcome {
    let config = Config::new("ours")
        .with_route(Route::new("PLMN", Bearer::GSM_SMS))
        .with_route(Route::without_bearer("USER"));
    let mut gateway = Gateway::new(config);
    let now = "2026-11-27T12:00:00Z".parse().unwrap();
    let initiator = Initiator::new("pi");
    let (content_type, body) = (&case.content_type, &case.body);
    let input = Input::Request { request: 0, content_type, body, initiator: &initiator };
    gateway.handle(input, now);
    let Some(Output::Answer(answer)) = gateway.poll(now) else { panic!("no answer") };
    let mut pushes = Vec::new();
    while let Some(Output::Deliver(delivery)) = gateway.poll(now) {
        pushes.push((number(&delivery), delivery.to_push().unwrap()));
    }
    Outcome { answer: code(&answer.content_type, &answer.body), pushes }
}

fn number(delivery: &Delivery) -> String {
    use provost::push::address::Address;

    match &delivery.address {
        // SMPP says by the type of number what the plus sign says.
        Address::Client(address) => {
            let number = address.client.number();
            number.map_or_else(|| "user".into(), |number| number.replace('+', ""))
        }
        other => panic!("{other}"),
    }
}

/// Through Kannel, whose datagrams are read out of the short messages.
fn theirs(kannel: &Kannel, case: &Case) -> Outcome {
    let answer = kannel.post(CREDENTIALS, &case.content_type, &case.body).expect("an answer");
    assert_eq!(answer.status, 202, "{}", case.name);
    assert_eq!(check(&answer.body), Ok(Vec::new()), "{}", case.name);
    let messages = kannel.messages(case.segments);
    assert_eq!(messages.len(), case.segments, "{}: {messages:?}", case.name);
    let mut by_number: BTreeMap<String, Vec<kannel::ShortMessage>> = BTreeMap::new();
    for message in messages {
        assert_eq!((message.class, message.coding), (0x43, 0x04), "{}", case.name);
        by_number.entry(message.to.clone()).or_default().push(message);
    }
    let pushes = by_number.into_iter().map(|(to, segments)| {
        let datagram = Bytes::from(kannel::join(&segments));
        let mut push = Push::decode(&datagram).expect("a push");
        for always in [HeaderName::CONTENT_LENGTH, HeaderName::ENCODING_VERSION] {
            assert!(push.headers.get(always).is_some(), "{}: no {always:?}", case.name);
            push.headers.remove(always);
        }
        // It counts its transactions up.
        (to, push.with_transaction(0))
    });
    Outcome { answer: code(&answer.content_type, &answer.body), pushes: pushes.collect() }
}

/// The operation of an answer and its code.
fn code(content_type: &str, body: &[u8]) -> String {
    let post = Post::decode(content_type, &Bytes::copy_from_slice(body)).expect("PAP");
    let message = post.document.message;
    let code = match &message {
        Message::PushResponse(response) => response.code.to_string(),
        Message::BadMessage(response) => response.code.to_string(),
        Message::CancelResponse(response) => response.results[0].code.to_string(),
        Message::StatusResponse(response) => response.results[0].code.to_string(),
        Message::CapabilityResponse(response) => response.code.to_string(),
        other => panic!("{other:?}"),
    };
    format!("{} {code}", message.name())
}

fn refuses_without_credentials(kannel: &Kannel) {
    let case = cases::all().remove(0);
    let answer = kannel.post("", &case.content_type, &case.body).expect("an answer");
    assert_eq!(answer.status, 401);
    assert!(Document::decode(&answer.body).is_err(), "a text, and no PAP");
    assert_eq!(kannel.messages(0), []);
}

fn hangs_on_an_address_without_its_keyword(kannel: &Kannel) {
    let case = cases::hang();
    assert_eq!(ours(&case).answer, "push-response 2002");
    let time = Duration::from_secs(3);
    let answer = kannel.post_within(time, CREDENTIALS, &case.content_type, &case.body);
    assert!(answer.is_err(), "Kannel answers now: make it a case like the others");
}
