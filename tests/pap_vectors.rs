//! The vectors of PAP, of its addresses and of its multipart bodies.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    reason = "tests, and their helpers may fail"
)]

use std::fs;

use bytes::Bytes;
use provost::push::{
    Bearer, VersionList, VersionPattern,
    address::{Address, Client, ClientAddress},
    http::{
        ClientId, CpiTag, Head, PushAnswer, PushRequest, Registration, RegistrationAnswer,
        StartLine, StatusKind,
    },
    mime::Leniency,
    pap::{Document, Message, Open, Post, StatusCode, check},
    wsp::AbortReason,
};
use provost_tests::data;
use serde_json::Value;

/// The vectors of a layer, if the shared data folder is there.
fn vectors(layer: &str) -> Vec<Value> {
    let Some(path) = data::shared("vectors/push.json") else { return Vec::new() };
    let text = fs::read_to_string(path).expect("push.json");
    let vectors: Vec<Value> = serde_json::from_str(&text).expect("a list");
    let vectors: Vec<Value> =
        vectors.into_iter().filter(|vector| vector["layer"] == layer).collect();
    assert!(!vectors.is_empty(), "no vectors of {layer}");
    vectors
}

fn text<'v>(vector: &'v Value, key: &str) -> &'v str {
    vector[key].as_str().unwrap_or_else(|| panic!("no {key} in {vector}"))
}

#[test]
fn addresses() {
    for vector in vectors("pap-address") {
        let (name, input) = (text(&vector, "name"), text(&vector, "text"));
        let parsed = ClientAddress::parse(input);
        let expected = &vector["expect"];
        if expected == "error" {
            assert!(parsed.is_err(), "{name}");
            assert_eq!(Address::parse(input), Address::Other(input.to_owned()), "{name}");
            continue;
        }
        let address = parsed.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(Address::parse(input), Address::Client(address.clone()), "{name}");
        // What is written is read as the same, and is the same text but for case and slashes.
        assert_eq!(ClientAddress::parse(&address.to_string()).as_ref(), Ok(&address), "{name}");
        let bare = |text: &str| text.replace("/@", "@").trim_start_matches('/').to_lowercase();
        if name != "addr-user-percent" {
            assert_eq!(bare(&address.to_string()), bare(input), "{name}");
        }
        if expected.is_null() {
            continue;
        }
        let client = match &address.client {
            Client::User(octets) | Client::Other { value: octets, .. } => {
                String::from_utf8(octets.clone()).expect("text")
            }
            Client::Plmn(number) | Client::Man(number) => number.clone(),
            Client::Ipv4(address) => address.to_string(),
            other => panic!("{name}: {other:?}"),
        };
        assert_eq!(address.client.kind(), text(expected, "type"), "{name}");
        assert_eq!(client, text(expected, "client"), "{name}");
        assert_eq!(address.ppg, text(expected, "ppg"), "{name}");
        let qualifiers: Vec<[&str; 2]> =
            address.qualifiers.iter().map(|(key, value)| [key.as_str(), value.as_str()]).collect();
        let expected = &expected["qualifiers"];
        let expected = if expected.is_null() { &Value::Array(Vec::new()) } else { expected };
        assert_eq!(serde_json::to_value(qualifiers).expect("JSON"), *expected, "{name}");
    }
}

#[test]
fn versions() {
    for vector in vectors("pap-version") {
        let (name, input) = (text(&vector, "name"), text(&vector, "text"));
        let list = VersionList::from_instruction(input);
        if vector["expect"] == "error" {
            assert!(list.is_err(), "{name}");
            continue;
        }
        let list = list.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(list.to_instruction(), input, "{name}");
        let entries: Vec<[String; 2]> = list
            .patterns()
            .iter()
            .map(|pattern| match pattern {
                VersionPattern::Exact(version) => {
                    [version.major.to_string(), version.minor.to_string()]
                }
                VersionPattern::AnyMinor(major) => [major.to_string(), "*".to_owned()],
            })
            .collect();
        assert_eq!(serde_json::to_value(entries).expect("JSON"), vector["expect"], "{name}");
    }
}

#[test]
fn statuses() {
    for vector in vectors("pap-status") {
        let name = text(&vector, "name");
        let code = vector["code"].to_string().trim_matches('"').parse().expect("a code");
        if let Some(status) = vector["push_status"].as_u64() {
            let status = u16::try_from(status).expect("a status");
            assert_eq!(StatusCode::from_push_status(status), StatusCode(code), "{name}");
            assert!(StatusCode(code).meaning().is_some(), "{name}");
            continue;
        }
        let reason = u8::try_from(vector["wsp_reason"].as_u64().expect("a reason")).expect("octet");
        let reason = AbortReason(reason);
        assert_eq!(StatusCode(code).abort_reason(), Some(reason), "{name}");
        let written = StatusCode::from_abort(reason);
        assert_eq!(written == StatusCode(code), vector["defect"].is_null(), "{name}");
    }
}

#[test]
fn documents() {
    for vector in vectors("pap-document") {
        let (name, input) = (text(&vector, "name"), text(&vector, "text"));
        let violations = check(input.as_bytes());
        match vector["expect"].as_str() {
            Some("error") => {
                assert!(violations.is_err(), "{name}");
                assert!(Document::decode(input.as_bytes()).is_err(), "{name}");
            }
            Some("invalid") => {
                assert!(
                    violations.is_ok_and(|list| list.iter().any(|v| v.kind.is_of_dtd())),
                    "{name}"
                );
                // What can be read is not written again as it was.
                if let Ok(document) = Document::decode(input.as_bytes()) {
                    let written = document.encode();
                    let is_valid = |xml: &String| check(xml.as_bytes()) == Ok(Vec::new());
                    assert!(
                        written.as_ref().map_or(true, is_valid) || name == "papdoc20-bad-bad-state",
                        "{name}: {written:?}"
                    );
                }
            }
            _ => {
                assert_eq!(violations, Ok(Vec::new()), "{name}");
                round_trip(name, input.as_bytes());
            }
        }
    }
}

fn round_trip(name: &str, input: &[u8]) -> Document {
    let document = Document::decode(input).unwrap_or_else(|error| panic!("{name}: {error}"));
    let xml = document.encode().unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!(Document::decode(xml.as_bytes()).as_ref(), Ok(&document), "{name}: {xml}");
    document
}

/// Submissions that were posted to Kannel, with its answers.
#[test]
fn posts() {
    for vector in vectors("pap-http") {
        let (name, input) = (text(&vector, "name"), text(&vector, "text"));
        if vector["content_type"].is_null() {
            continue;
        }
        let content_type = text(&vector, "content_type");
        // The texts are octets, one a character, and their lines end in CR LF or LF alone.
        let octets: Vec<u8> = input
            .chars()
            .map(|c| u8::try_from(u32::from(c)).unwrap_or_else(|_| panic!("{name}: {c}")))
            .collect();
        let is_unix = !input.contains("\r\n");
        let body = Bytes::from(octets);
        let leniency = if is_unix { Leniency::all() } else { Leniency::default() };
        let post = Post::decode_with(content_type, &body, leniency);
        match name {
            "pap-content-first" => {
                assert!(post.is_err(), "{name}");
                continue;
            }
            "pap-mime-blank-before-header" => {
                assert!(Post::decode(content_type, &body).is_err(), "{name}");
                let post = Post::decode_with(content_type, &body, Leniency::all()).expect(name);
                assert!(post.capabilities.is_some());
                continue;
            }
            _ => {}
        }
        let post = post.unwrap_or_else(|error| panic!("{name}: {error}"));
        let expected = &vector["expect"];
        if let Some(entities) = expected["entities"].as_array() {
            let all = [&post.content, &post.capabilities].into_iter().flatten();
            let found: Vec<&str> = all.filter_map(|entity| entity.content_type()).collect();
            let expected: Vec<&str> = entities.iter().skip(1).filter_map(Value::as_str).collect();
            assert_eq!(found, expected, "{name}");
        }
        match &post.document.message {
            Message::Push(push) => {
                let id = expected["push_id"].as_str().unwrap_or(&push.push_id);
                assert_eq!(push.push_id, id, "{name}");
            }
            Message::Cancel(_) | Message::StatusQuery(_) | Message::CapabilityQuery(_) => {}
            other => panic!("{name}: {other:?}"),
        }
        if name == "pap-submit-base64" {
            let content = post.content.as_ref().expect("content").content().expect("base64");
            assert!(content.starts_with(&[0x01, 0x0B, 0x6A, 0x1A]), "{content:?}");
        }
        let (again, body) = post.encode("another-boundary").unwrap_or_else(|error| {
            assert_eq!(name, "pap-bad-offset", "{error}");
            (String::new(), Bytes::new())
        });
        if !again.is_empty() {
            assert_eq!(Post::decode(&again, &body), Ok(post), "{name}");
        }
        if vector["http_status"] == 202 {
            let answer = text(&vector, "response").as_bytes();
            answer_of_kannel(name, answer);
        }
    }
}

/// What Kannel answered: valid PAP 1.0, of a code.
fn answer_of_kannel(name: &str, answer: &[u8]) {
    assert_eq!(check(answer), Ok(Vec::new()), "{name}");
    let code = match round_trip(name, answer).message {
        Message::PushResponse(response) => response.code,
        Message::BadMessage(response) => response.code,
        other => panic!("{name}: {other:?}"),
    };
    let known = [
        StatusCode::ACCEPTED,
        StatusCode::BAD_REQUEST,
        StatusCode::FORBIDDEN,
        StatusCode::TRANSFORMATION_FAILURE,
    ];
    assert!(matches!(code, Open::Known(code) if known.contains(&code)), "{name}: {code}");
}

/// A request that holds a submission, as it is on the wire.
#[test]
fn a_whole_request() {
    let vectors = vectors("pap-http");
    let Some(vector) = vectors.iter().find(|vector| vector["name"] == "pap-mime-post") else {
        return;
    };
    let (head, body) = Head::decode(&crlf(text(vector, "text"))).expect("a request");
    assert!(matches!(head.start, StartLine::Request { ref method, .. } if method == "POST"));
    let content_type = head.headers.find("content-type").expect("unfolded");
    let post = Post::decode(content_type, &body).expect("a submission");
    let content = post.content.expect("content");
    assert_eq!(content.content_type(), Some("text/vnd.wap.si"));
    assert_eq!(content.headers.find("X-Wap-Application-Id"), Some("x-wap-application:wml.ua"));
}

/// A text with the line ends that HTTP has.
fn crlf(text: &str) -> Bytes {
    Bytes::from(text.replace("\r\n", "\n").replace('\n', "\r\n"))
}

#[test]
fn pushes_over_http() {
    for vector in vectors("ota-http") {
        let (name, expected) = (text(&vector, "name"), &vector["expect"]);
        match name {
            "ota-http-push" => {
                let (head, body) = Head::decode(&crlf(text(&vector, "text"))).expect(name);
                assert_eq!(head.headers.find("Host"), Some(""), "{name}");
                let request = PushRequest::decode(&head.headers, &body).expect(name);
                assert_eq!(request.content.content_type(), expected["content_type"].as_str());
                let application = request.application().expect(name);
                assert_eq!(application.to_string(), text(expected, "app_id"), "{name}");
                let (headers, body) = request.encode().expect(name);
                assert_eq!(PushRequest::decode(&headers, &body), Ok(request), "{name}");
            }
            "ota-http-push-answer" => {
                let (head, _) = Head::decode(&crlf(text(&vector, "text"))).expect(name);
                let answer = PushAnswer::decode(204, &head.headers).expect(name);
                assert_eq!(u64::from(answer.status.0), expected["status"], "{name}");
                assert_eq!(answer.status.kind(), StatusKind::PushAccepted, "{name}");
                let headers = answer.encode().expect(name);
                assert_eq!(PushAnswer::decode(204, &headers), Ok(answer), "{name}");
            }
            "ota-http-options" => {
                let (head, _) = Head::decode(&crlf(text(&vector, "text"))).expect(name);
                let registration = Registration::decode(&head.headers).expect(name);
                assert_eq!(hex(registration.tag), text(expected, "cpitag"), "{name}");
                let written = registration.encode().expect(name);
                assert_eq!(Registration::decode(&written), Ok(registration), "{name}");
            }
            "ota-http-options-answer" => {
                let (head, _) = Head::decode(&crlf(text(&vector, "text"))).expect(name);
                let answer = RegistrationAnswer::decode(&head.headers).expect(name);
                assert_eq!(u64::from(answer.status.0), expected["status"], "{name}");
                assert_eq!(hex(answer.tag), text(expected, "cpitag"), "{name}");
                let able = &answer.capabilities;
                assert_eq!(able.message_size(), expected["max_msg_size"], "{name}");
                assert_eq!(able.charset(), text(expected, "accept_charset"), "{name}");
                assert_eq!(able.requests(), expected["accept_max_push_req"], "{name}");
                assert_eq!(answer.bearer, Some(Bearer::GSM_GPRS), "{name}");
                let written = answer.encode().expect(name);
                assert_eq!(RegistrationAnswer::decode(&written), Ok(answer), "{name}");
            }
            "ota-http-version-list" => {
                let value = text(&vector, "text").split_once(':').expect("a header").1;
                let list = VersionList::parse(value).expect(name);
                let entries: Vec<Vec<String>> = list
                    .to_string()
                    .split(',')
                    .map(|entry| entry.split('.').map(str::to_owned).collect())
                    .collect();
                assert_eq!(serde_json::to_value(entries).expect("JSON"), *expected, "{name}");
            }
            "ota-http-cpitag" => {
                let value = text(&vector, "text").split_once(':').expect("a header").1;
                let tag = CpiTag::parse(value).expect(name);
                assert_eq!(hex(Some(tag)), text(expected, "cpitag"), "{name}");
                assert_eq!(tag.to_string(), value.trim(), "{name}");
            }
            other => panic!("no test of {other}"),
        }
    }
}

fn hex(tag: Option<CpiTag>) -> String {
    tag.expect("a tag").0.iter().map(|octet| format!("{octet:02x}")).collect()
}

#[test]
fn client_ids() {
    for vector in vectors("client-id") {
        let (name, input) = (text(&vector, "name"), text(&vector, "text"));
        let expected = &vector["expect"];
        let id = ClientId::parse(input).expect(name);
        let kind = match &id {
            ClientId::Operator { id, domain } => {
                assert_eq!(
                    (id.as_str(), domain.as_str()),
                    (text(expected, "id"), text(expected, "domain"))
                );
                "assigned-operator"
            }
            ClientId::Nai(_) => "assigned-nai",
            ClientId::PushAddress(address) => {
                assert!(matches!(Address::parse(address), Address::Client(_)), "{name}");
                "assigned-push"
            }
            ClientId::Msisdn(_) => "MSISDN",
            ClientId::Ipv4(address) => {
                assert_eq!(address.to_string(), text(expected, "address"));
                "IPv4"
            }
            ClientId::Ipv6(address) => {
                assert_eq!(address.to_string(), text(expected, "address"));
                "IPv6"
            }
            other => panic!("{name}: {other:?}"),
        };
        assert_eq!(kind, text(expected, "kind"), "{name}");
        assert_eq!(id.to_string().to_lowercase(), input.to_lowercase(), "{name}");
    }
}
