//! From a server to a handset: a signed provisioning document is submitted by PAP, a gateway takes
//! it, delivers it over a bearer, and tells the server what became of it. No octet leaves this
//! program: what would be posted and sent is handed from one side to the other.

#![allow(clippy::print_stdout, reason = "an example shows its results")]

use provost::push::Bearer;
use provost::push::gateway::{Config, Gateway, Initiator, Input, Output, Route};
use provost::push::mime::Entity;
use provost::push::pap::{
    Document, Message, Open, Post, PushMessage, QualityOfService, StatusCode,
};
use provost::push::wsp::Push;

fn main() -> Result<(), Box<dyn core::error::Error>> {
    let now = "2026-11-27T12:00:00Z".parse()?;

    // The server writes a submission. Its content type carries the signature of the document.
    let signature = "application/vnd.wap.connectivity-wbxml; SEC=1; \
                     MAC=0123456789ABCDEF0123456789ABCDEF01234567";
    let content = Entity::new(signature, &b"\x03\x0B\x6A\x00\x45\x01"[..]);
    let push =
        PushMessage::new("1@dm.example.com", "WAPPUSH=+15551234567/TYPE=PLMN@ppg.example.com")
            .notify("http://dm.example.com/notify")
            .with_quality(QualityOfService::new().with_bearer("SMS", true));
    let (content_type, body) = Post::submission(push, content).encode("a-boundary")?;

    // The gateway answers what was posted.
    let config = Config::new("ppg.example.com").with_route(Route::new("PLMN", Bearer::GSM_SMS));
    let mut gateway = Gateway::new(config);
    let initiator = Initiator::new("dm.example.com").authenticated();
    gateway.handle(
        Input::Request {
            request: 1,
            content_type: &content_type,
            body: &body,
            initiator: &initiator,
        },
        now,
    );
    let Some(Output::Answer(answer)) = gateway.poll(now) else { return Err("no answer".into()) };
    let Message::PushResponse(response) = Document::decode(&answer.body)?.message else {
        return Err("no response to a push".into());
    };
    println!("{} -> {}", response.push_id, response.code);
    assert_eq!(response.code, Open::Known(StatusCode::ACCEPTED));

    // What goes to the handset still has its signature.
    let Some(Output::Deliver(delivery)) = gateway.poll(now) else { return Err("nothing".into()) };
    let datagram = delivery.to_push()?.to_bytes();
    println!("{} octets to {} over {:?}", datagram.len(), delivery.address, delivery.bearer);
    let received = Push::decode(&datagram)?;
    assert_eq!(received.content_type.mac(), Some("0123456789ABCDEF0123456789ABCDEF01234567"));

    // The message center has taken it, and the server is told.
    gateway.handle(Input::Sent(delivery.id), now);
    let Some(Output::Notify(notice)) = gateway.poll(now) else { return Err("no notice".into()) };
    let Message::Notification(notification) = Document::decode(&notice.body)?.message else {
        return Err("no notification".into());
    };
    println!("{}: {}", notice.url, notification.state);
    assert_eq!(notification.state.text(), "delivered");
    Ok(())
}
