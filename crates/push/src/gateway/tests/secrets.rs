//! Nothing that holds content shows it.

use alloc::format;

use super::*;
use crate::sip::{Profile, SipPush};
use crate::sms::{Is637, Ports, Reference, segment, smpp};

#[test]
fn no_content_is_shown() {
    const SECRET: &[u8] = b"AUTHSECRET";
    let entity = Entity::new("application/vnd.wap.connectivity-wbxml", SECRET)
        .with("authorization", "Basic AUTHSECRET")
        .with("X-Wap-Authorization", "Basic AUTHSECRET");
    let push = PushMessage::new("1@pi", "WAPPUSH=+1555/TYPE=PLMN@ppg");
    let post = Post::submission(push, entity.clone());
    let (content_type, body) = post.encode("b").unwrap();
    let initiator = Initiator::new("pi");
    let input = Input::Request {
        request: 1,
        content_type: &content_type,
        body: &body,
        initiator: &initiator,
    };
    let now = "2026-11-27T12:00:00Z".parse().unwrap();
    let config = Config::new("ppg").with_route(Route::new("PLMN", Bearer::GSM_SMS));
    let mut gateway = Gateway::new(config);
    gateway.handle(input, now);
    let held = format!("{gateway:?}");
    let answer = gateway.poll(now);
    let delivery = gateway.poll(now);
    let Some(Output::Deliver(delivered)) = &delivery else { panic!("{answer:?}") };
    assert_eq!(delivered.content, SECRET);
    let mut direct = entity.clone();
    direct.headers.retain(|header| header.name != "authorization");
    let message = SipPush::new(direct).encode(&Profile::default()).unwrap();
    let part = Is637::split(Ports::PUSH, SECRET, 100).unwrap().remove(0);
    let part = Is637::decode(&part).unwrap();
    let value = Bytes::from_static(SECRET);
    let segments = segment(value.clone(), Ports::PUSH, Reference::Long(1)).unwrap();
    let parameter = smpp::Parameter { tag: smpp::Tag::MESSAGE_PAYLOAD, value };
    for shown in [
        format!("{segments:?} octets"),
        format!("{parameter:?}"),
        held,
        format!("{entity:?}"),
        format!("{post:?}"),
        format!("{input:?}"),
        format!("{delivery:?}"),
        format!("{message:?}"),
        format!("{part:?}"),
    ] {
        assert!(!shown.contains("AUTHSECRET"), "{shown}");
        assert!(!shown.contains("65, 85, 84, 72"), "{shown}");
        assert!(shown.contains("octets"), "{shown}");
    }
}
