//! Every prefix and mutations of the vectors of PAP, through the bodies of all its fuzz targets; what
//! Kannel and others crash, hang or leak on; and that time grows with the input, not its square.

#![allow(
    clippy::arithmetic_side_effects,
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
    Bearer, ErrorKind,
    address::{Address, ClientAddress},
    gateway::{Config, Gateway, Initiator, Input, Output, Route},
    mime::{Entity, Multipart},
    pap::{Document, Message, Open, Post, PushMessage, PushResponse, StatusCode, check},
};
use provost_tests::{
    counting::{Counting, allocated},
    data, fuzz,
};
use serde_json::Value;

#[global_allocator]
static COUNTING: Counting = Counting;

/// The inputs of a fuzz target that are carried here.
fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = format!("{}/../fuzz/seeds/{target}", env!("CARGO_MANIFEST_DIR"));
    let files = fs::read_dir(folder).expect("seeds").flatten();
    files.map(|file| fs::read(file.path()).expect("a seed")).collect()
}

/// The texts of a layer of the vectors, as octets.
fn vectors(layer: &str) -> Vec<Vec<u8>> {
    let Some(path) = data::shared("vectors/push.json") else { return Vec::new() };
    let text = fs::read_to_string(path).expect("push.json");
    let vectors: Vec<Value> = serde_json::from_str(&text).expect("a list");
    let of_layer = vectors.iter().filter(|vector| vector["layer"] == layer);
    let texts = of_layer.map(|vector| {
        let head = vector["content_type"].as_str().map(|text| text.replace(['\r', '\n'], " "));
        let text = vector["text"].as_str().expect("a text");
        let head = head.map_or_else(String::new, |head| head + "\n");
        let octet = |c: char| u8::try_from(u32::from(c)).unwrap_or(b'?');
        (head + text).chars().map(octet).collect()
    });
    texts.collect()
}

/// Cuts and changes at every octet of a short input, and at about so many of a longer one.
fn prefixes_and_mutations(inputs: Vec<Vec<u8>>, places: usize, body: fn(&[u8])) {
    for mut input in inputs {
        let step = input.len() / places + 1;
        (0..input.len()).step_by(step).for_each(|length| body(&input[..length]));
        for at in (0..input.len()).step_by(step) {
            let original = input[at];
            for change in [0x01, 0x20, 0x80, original ^ b'\n', original ^ b'<', original] {
                input[at] = original ^ change;
                body(&input);
            }
            input[at] = original;
        }
    }
}

#[test]
fn addresses() {
    prefixes_and_mutations(seeds("pap_address"), 400, fuzz::pap::address);
    prefixes_and_mutations(vectors("pap-address"), 400, fuzz::pap::address);
    prefixes_and_mutations(vectors("client-id"), 400, fuzz::pap::address);
}

#[test]
fn documents() {
    prefixes_and_mutations(seeds("pap_document"), 100, fuzz::pap::document);
    prefixes_and_mutations(vectors("pap-document"), 60, fuzz::pap::document);
}

#[test]
fn multiparts() {
    prefixes_and_mutations(seeds("pap_multipart"), 80, fuzz::pap::multipart);
    prefixes_and_mutations(vectors("pap-http"), 25, fuzz::pap::multipart);
}

#[test]
fn steps_of_a_gateway() {
    prefixes_and_mutations(seeds("pap_gateway"), 12, fuzz::pap::gateway);
}

#[test]
fn messages_of_http_and_sip() {
    prefixes_and_mutations(seeds("push_http"), 400, fuzz::pap::http);
    prefixes_and_mutations(vectors("ota-http"), 200, fuzz::pap::http);
}

fn submit(address: &str, content: Entity) -> (PushResponse, Vec<Output>) {
    let route = |kind| Route::new(kind, Bearer::GSM_SMS);
    let config = Config::new("ppg").with_route(route("PLMN")).with_route(route("IPv6"));
    let mut gateway = Gateway::new(config);
    let now = "2026-11-27T12:00:00Z".parse().expect("a time");
    let post = Post::submission(PushMessage::new("1@pi", address), content);
    let (content_type, body) = post.encode("b").expect("a body");
    let initiator = Initiator::new("pi");
    let input = Input::Request {
        request: 0,
        content_type: &content_type,
        body: &body,
        initiator: &initiator,
    };
    gateway.handle(input, now);
    let Some(Output::Answer(answer)) = gateway.poll(now) else { panic!("no answer") };
    let Message::PushResponse(response) = Document::decode(&answer.body).expect("PAP").message
    else {
        panic!("{:?}", answer.body)
    };
    (response, std::iter::from_fn(|| gateway.poll(now)).collect())
}

fn si() -> Entity {
    Entity::new("text/vnd.wap.si", "<si/>")
}

/// Kannel 1.4.5 loops for ever on an address without `WAPPUSH=`.
#[test]
fn addresses_that_hang_kannel() {
    for address in ["sip:john.doe@example.com", "+15551234567", "", "@", "WAPPUSH", "=/=/=@"] {
        let (response, outputs) = submit(address, si());
        assert_eq!(response.code, Open::Known(StatusCode::ADDRESS), "{address}");
        assert!(outputs.is_empty(), "{address}");
    }
}

/// Kannel 1.4.5 aborts on an IPv6 address.
#[test]
fn an_address_that_crashes_kannel() {
    let text = "WAPPUSH=0000:0000:0000:0000:0000:0000:0000:0001/TYPE=IPv6@ppg.example.com";
    let (response, outputs) = submit(text, si());
    assert_eq!(response.code, Open::Known(StatusCode::ACCEPTED));
    let [Output::Deliver(delivery)] = &outputs[..] else { panic!("{outputs:?}") };
    assert_eq!(delivery.address.to_string(), text);
}

/// Kannel 1.4.5 lets part headers leak into the content, and drops what follows ten segments.
#[test]
fn content_that_kannel_changes() {
    let octets: Vec<u8> = (0..=u8::MAX).cycle().step_by(7).take(20_000).collect();
    let content = Entity::new("application/vnd.wap.sic", octets.clone())
        .with("Cache-Control", "no-transform")
        .with("X-Wap-Initiator-URI", "http://pi.example/")
        .with("X-Wap-Content-URI", "http://pi.example/c");
    let (_, outputs) = submit("WAPPUSH=+1/TYPE=PLMN@ppg", content);
    let [Output::Deliver(delivery)] = &outputs[..] else { panic!("{}", outputs.len()) };
    assert_eq!((delivery.headers.len(), &delivery.content[..]), (3, &octets[..]));
}

/// Kannel 1.4.5 once handed the password of an initiator on to phones, and expands entities.
#[test]
fn what_must_not_pass() {
    let content = si().with("Authorization", "Basic Zm9vOmJhcg==").with("Push-Flag", "111");
    let (_, outputs) = submit("WAPPUSH=+1/TYPE=PLMN@ppg", content);
    let shown = format!("{outputs:?}");
    assert!(!shown.contains("Zm9vOmJhcg") && !shown.contains("111"), "{shown}");
    let laughs = "<!DOCTYPE pap [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>\
                  <pap><cancel-message push-id=\"&b;\"/></pap>";
    for refused in [laughs, "<!DOCTYPE pap [%x;]><pap><cancel-message push-id=\"a\"/></pap>"] {
        let error = Document::decode(refused.as_bytes()).expect_err("a declaration");
        assert!(matches!(error.kind(), ErrorKind::Syntax(_)), "{error}");
        assert!(check(refused.as_bytes()).is_err());
    }
}

/// Wireshark's dissectors have looped on items that do not advance (CVE-2016-6506 and others): here
/// what many small things cost is counted, for twice as many at most about twice as much.
#[test]
fn many_small_things() {
    let linear = |make: &dyn Fn(usize) -> Vec<u8>, body: fn(&[u8])| {
        let (small, large) = (make(2_000), make(8_000));
        let (one, ()) = allocated(|| body(&small));
        let (four, ()) = allocated(|| body(&large));
        assert!(four.octets <= one.octets * 6 + 100_000, "{one:?} {four:?}");
        assert!(four.octets <= large.len() as u64 * 200 + 1_000_000, "{four:?}");
    };
    let address = "<address address-value=\"a\"/>";
    let push =
        |inside: String| format!("<pap><push-message push-id=\"a\">{inside}</push-message></pap>");
    linear(&|count| push(address.repeat(count)).into_bytes(), fuzz::pap::document);
    linear(&|count| push("<x/>".repeat(count)).into_bytes(), fuzz::pap::document);
    linear(
        &|count| push(format!("<x>{}</x>", "<?y?>a".repeat(count))).into_bytes(),
        fuzz::pap::document,
    );
    let head = "multipart/related; boundary=b\n";
    linear(
        &|count| (head.to_owned() + &"\r\n--b".repeat(count)).into_bytes(),
        fuzz::pap::multipart,
    );
    linear(
        &|count| (head.to_owned() + &"--b\r\n".repeat(count)).into_bytes(),
        fuzz::pap::multipart,
    );
    linear(
        &|count| (head.to_owned() + "--b\r\n" + &"a:b\r\n ".repeat(count)).into_bytes(),
        fuzz::pap::multipart,
    );
    linear(
        &|count| format!("WAPPUSH=a{}/TYPE=USER@p", "/a=b".repeat(count)).into_bytes(),
        fuzz::pap::address,
    );
    linear(
        &|count| format!("WAPPUSH={}/TYPE=USER@p", "%00".repeat(count)).into_bytes(),
        fuzz::pap::address,
    );
    linear(
        &|count| {
            format!("HTTP/1.1 200\r\nAccept-Contact: {}\r\n\r\n", ";a".repeat(count)).into_bytes()
        },
        fuzz::pap::http,
    );
}

/// Depth is limited, and neither reading, writing nor dropping recurses beyond it.
#[test]
fn deep_elements() {
    let deep = |depth: usize| {
        format!(
            "<pap><cancel-message push-id=\"a\"/>{}{}</pap>",
            "<x>".repeat(depth),
            "</x>".repeat(depth)
        )
    };
    fuzz::pap::document(deep(63).as_bytes());
    assert!(Document::decode(deep(63).as_bytes()).is_ok());
    assert!(Document::decode(deep(64).as_bytes()).is_err());
    assert!(Document::decode(deep(100_000).as_bytes()).is_err());
}

#[test]
fn no_octet_of_content_is_copied_on_its_way_in() {
    let content = Entity::new("a/b", vec![0; 1 << 20]);
    let push = PushMessage::new("1", "WAPPUSH=+1/TYPE=PLMN@p");
    let (content_type, body) = Post::submission(push, content).encode("b").expect("a body");
    let (spent, post) = allocated(|| Post::decode(&content_type, &body));
    assert!(post.is_ok());
    assert!(spent.octets < 20_000, "{spent:?}");
    let multipart = Multipart::decode(&content_type, &body).expect("parts");
    assert!(multipart.parts[1].body.as_ptr() > body.as_ptr());
}

#[test]
fn errors_say_where() {
    let row = |text: &str| ClientAddress::parse(text).expect_err(text).to_string();
    assert_eq!(
        row("WAPPUSH=1/TYPE=PLMN@p"),
        "telephone number is no plus sign with digits at byte 8"
    );
    assert_eq!(row("sip:a@b"), "client address does not begin with WAPPUSH= at byte 0");
    assert!(matches!(Address::parse("sip:a@b"), Address::Uri(_)));
    let body = Bytes::from_static(b"--b\r\nContent-Type: application/xml\r\n\r\n<pap>\r\n--b--");
    let error = Post::decode("multipart/related; boundary=b", &body).expect_err("no operation");
    assert_eq!(error.to_string(), "unexpected end, expected content or end of element at byte 43");
}

/// Offsets are those of the input in every encoding, in errors and in what is found.
#[test]
fn offsets_in_other_encodings() {
    let wide = |text: &str| -> Vec<u8> {
        let units = ["\u{FEFF}", text].concat();
        units.encode_utf16().flat_map(u16::to_be_bytes).collect()
    };
    let latin = |text: &str| -> Vec<u8> {
        let octet = |c: char| u8::try_from(u32::from(c)).expect("Latin 1");
        text.chars().map(octet).collect()
    };
    let label = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>";
    let broken = format!("{label}<pap product-name=\"\u{e9}\u{e9}\"><x/></pap></pap>");
    let at = broken.find("</pap></pap>").expect("it is there") + "</pap>".len();
    let offset = |input: &[u8]| Document::decode(input).expect_err("two ends").offset();
    let utf8 = offset(&broken.replace("ISO-8859-1", "UTF-8").into_bytes());
    assert_eq!(utf8 + "ISO-8859-1".len() - "UTF-8".len(), at);
    assert_eq!(offset(&latin(&broken)), at - 2);
    assert_eq!(offset(&wide(&broken)), 2 + 2 * (at - 2));
    // Two units and four octets of UTF-8.
    assert_eq!(offset(&wide(&broken.replace('\u{e9}', "\u{1F600}"))), 2 + 2 * at);

    let found = |input: &[u8]| -> Vec<_> {
        let found = check(input).expect("XML").into_iter();
        found.map(|violation| (violation.kind, violation.offset)).collect()
    };
    let text =
        "<pap product-name=\"\u{e9}\"><push-message><quality-of-service/></push-message></pap>";
    let expected = found(text.as_bytes());
    assert!(expected.len() > 2 && expected.iter().any(|(_, offset)| *offset > 20));
    // The letter is one octet more in front of all that is not found at the first element.
    let other = |offset: usize| if offset > 20 { offset - 1 } else { offset };
    let wides = expected.iter().map(|(kind, offset)| (*kind, 2 + 2 * other(*offset)));
    assert_eq!(found(&wide(text)), wides.collect::<Vec<_>>());
}
