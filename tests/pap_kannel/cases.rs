//! What is submitted.

use bytes::Bytes;
use provost::push::{
    VersionList,
    mime::Entity,
    pap::{
        CancelMessage, CapabilityQuery, DeliveryMethod, Document, Message, MessageState,
        Notification, Post, Priority, PushMessage, QualityOfService, ReplaceMethod, StatusCode,
        StatusQuery, Version,
    },
};

/// One request.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) content_type: String,
    pub(crate) body: Bytes,
    /// How many short messages Kannel sends for it.
    pub(crate) segments: usize,
}

const ANN: &str = "WAPPUSH=+15551234567/TYPE=PLMN@ppg.example.com";

fn si() -> Entity {
    Entity::new("application/vnd.wap.sic", SIC)
}

/// `<si><indication href="http://www.xyz.com/" ...>You have 4 new emails</indication></si>`, by
/// WAP-167, 9.
const SIC: &[u8] =
    b"\x02\x05\x6A\x00\x45\xC6\x0D\x03xyz\x00\x85\x01\x03You have 4 new emails\x00\x01\x01";

fn post(name: &'static str, segments: usize, post: &Post) -> Case {
    let (content_type, body) = post.encode("mime-boundary-7a1").expect(name);
    Case { name, content_type, body, segments }
}

fn push(name: &'static str, segments: usize, message: PushMessage, content: Entity) -> Case {
    let document = Document::new(Version::V1_0, Message::Push(message));
    post(name, segments, &Post::new(document).with_content(content))
}

fn alone(name: &'static str, message: Message) -> Case {
    post(name, 0, &Post::new(Document::new(Version::V1_0, message)))
}

/// All cases, each with a push id of its own.
pub(crate) fn all() -> Vec<Case> {
    let to = |id: &str| PushMessage::new(format!("{id}@pi.example.com"), ANN);
    let sms = QualityOfService::new()
        .with_priority(Priority::Low)
        .with_delivery_method(DeliveryMethod::Unconfirmed)
        .with_network("GSM", true)
        .with_bearer("SMS", true);
    let time = |text: &str| Some(text.parse().expect("a time"));
    let binary: Vec<u8> = b"\x00\xFF\r\n--mime-boundary-7a\r\n\r\n--\x1A".to_vec();
    let versioned = Document::new(Version::V2_0, Message::Push(to("versions")))
        .with_supported(VersionList::parse("2.0,1.*").expect("a list"));
    vec![
        push("si", 1, to("si").with_quality(sms), si()),
        push("no-quality", 1, to("no-quality"), si()),
        push(
            "lower-case",
            1,
            PushMessage::new(
                "lower@pi.example.com",
                "wappush=+15551234567/type=plmn@ppg.example.com",
            ),
            si(),
        ),
        post("versions", 1, &Post::new(versioned).with_content(si())),
        push(
            "two-addresses",
            1,
            to("two").to("WAPPUSH=+15557654321/TYPE=PLMN@ppg.example.com"),
            si(),
        ),
        push(
            "user",
            0,
            PushMessage::new("user@pi.example.com", "WAPPUSH=a%40b/TYPE=USER@ppg.example.com"),
            si(),
        ),
        push("too-late", 0, to("late").within(None, time("2001-01-01T00:00:00Z")), si()),
        push("in-time", 1, to("time").within(None, time("2050-01-01T00:00:00Z")), si()),
        push(
            "binary",
            1,
            to("binary"),
            Entity::new("application/vnd.syncml.notification", binary)
                .with("X-Wap-Application-Id", "x-wap-application:syncml.dm"),
        ),
        push("base64", 1, to("base64"), si().to_base64()),
        push(
            "signed",
            1,
            to("signed"),
            Entity::new(
                "application/vnd.wap.connectivity-wbxml; SEC=1; MAC=0123456789ABCDEF0123456789ABCDEF01234567",
                &b"\x03\x0B\x6A\x00\x45\x01"[..],
            ),
        ),
        push(
            "headers",
            1,
            to("headers"),
            si().with("X-Wap-Initiator-URI", "http://pi.example/").with("Content-Language", "en"),
        ),
        post(
            "replace",
            0,
            &Post::submission(
                to("replace").replacing("si@pi.example.com", ReplaceMethod::All),
                si(),
            ),
        ),
        alone("cancel", Message::Cancel(CancelMessage::new("x@pi.example.com"))),
        alone("status", Message::StatusQuery(StatusQuery::new("x@pi.example.com"))),
        alone("capabilities", Message::CapabilityQuery(CapabilityQuery::new(ANN))),
        alone(
            "notification",
            Message::Notification(Notification::new(
                "x@pi.example.com",
                ANN,
                MessageState::Delivered,
                StatusCode::OK,
            )),
        ),
    ]
}

/// What Kannel 1.4.5 never answers.
pub(crate) fn hang() -> Case {
    push("hang", 0, PushMessage::new("hang@pi.example.com", "sip:john.doe@example.com"), si())
}
