use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;

use super::*;
use crate::pap::{
    BadMessage, CancelMessage, CapabilityQuery, Document, Message, Notification, Open, Post,
    PushMessage, PushResponse, QualityOfService, ReplaceMethod, StatusQuery, Version, check,
};
use crate::version::VersionList;
use crate::wsp::AbortReason;

mod requests;
mod secrets;

const ANN: &str = "WAPPUSH=+1555/TYPE=PLMN@ppg.example";
const BOB: &str = "WAPPUSH=bob/TYPE=USER@ppg.example";
const EVE: &str = "WAPPUSH=10.0.0.1/TYPE=IPv4@ppg.example";

fn at(minute: u32) -> DateTime {
    alloc::format!("2026-11-27T12:{minute:02}:00Z").parse().unwrap()
}

fn gateway() -> Gateway {
    let config = Config::new("ppg")
        .with_url("http://ppg.example/pap")
        .with_route(Route::new("PLMN", Bearer::GSM_SMS))
        .with_route(Route::new("PLMN", Bearer(0x05)).confirmed())
        .with_route(Route::new("IPv4", Bearer::GSM_GPRS).confirmed())
        .with_route(Route::without_bearer("USER"));
    Gateway::new(config)
}

fn content() -> Entity {
    Entity::new("text/vnd.wap.si", "<si/>")
}

fn push(id: &str, address: &str) -> PushMessage {
    PushMessage::new(id, address).notify("http://pi.example/n")
}

fn request_as(
    gateway: &mut Gateway,
    who: &str,
    content_type: &str,
    body: Bytes,
    now: DateTime,
) -> Document {
    let initiator = Initiator::new(who).authenticated();
    let input = Input::Request { request: 1, content_type, body: &body, initiator: &initiator };
    gateway.handle(input, now);
    let Some(Output::Answer(answer)) = gateway.poll(now) else { panic!("no answer") };
    assert_eq!((answer.request, answer.status), (1, 202));
    let post = Post::decode(&answer.content_type, &answer.body).unwrap();
    if answer.content_type == "application/xml" {
        assert_eq!(check(&answer.body), Ok(Vec::new()), "{:?}", answer.body);
    }
    post.document
}

fn ask(gateway: &mut Gateway, post: &Post, now: DateTime) -> Message {
    let (content_type, body) = post.encode("b").unwrap();
    request_as(gateway, "pi", &content_type, body, now).message
}

fn submit(gateway: &mut Gateway, push: PushMessage, now: DateTime) -> PushResponse {
    match ask(gateway, &Post::submission(push, content()), now) {
        Message::PushResponse(response) => response,
        other => panic!("{other:?}"),
    }
}

fn code(response: &PushResponse) -> StatusCode {
    *response.code.known().unwrap()
}

fn deliveries(gateway: &mut Gateway, now: DateTime) -> Vec<Delivery> {
    core::iter::from_fn(|| gateway.poll(now))
        .map(|output| match output {
            Output::Deliver(delivery) => *delivery,
            other => panic!("{other:?}"),
        })
        .collect()
}

fn notices(gateway: &mut Gateway, now: DateTime) -> Vec<Notification> {
    core::iter::from_fn(|| gateway.poll(now))
        .map(|output| match output {
            Output::Notify(notice) => {
                assert_eq!(notice.url, "http://pi.example/n");
                assert_eq!(check(&notice.body), Ok(Vec::new()));
                match Document::decode(&notice.body).unwrap().message {
                    Message::Notification(notification) => notification,
                    other => panic!("{other:?}"),
                }
            }
            other => panic!("{other:?}"),
        })
        .collect()
}

fn state(notification: &Notification) -> (MessageState, StatusCode) {
    (*notification.state.known().unwrap(), *notification.code.known().unwrap())
}

#[test]
fn a_push_is_delivered_and_notified() {
    let mut gateway = gateway();
    let quality = QualityOfService::new().with_priority(Priority::High);
    let push = PushMessage {
        progress_notes: Some(true.into()),
        ..push("1", ANN).to(BOB).with_quality(quality)
    };
    let response = submit(&mut gateway, push, at(0));
    assert_eq!((code(&response), response.notes.len()), (StatusCode::ACCEPTED, 1));
    assert_eq!(response.sender_address.as_deref(), Some("http://ppg.example/pap"));
    let sent = deliveries(&mut gateway, at(0));
    assert_eq!(sent.len(), 2);
    assert_eq!((sent[0].bearer, sent[1].bearer), (Some(Bearer::GSM_SMS), None));
    assert!(sent[0].is_authenticated && !sent[0].is_trusted && !sent[0].is_confirmed);
    gateway.handle(Input::Sent(sent[0].id), at(1));
    let [notification] = notices(&mut gateway, at(1)).try_into().unwrap();
    assert_eq!(state(&notification), (MessageState::Delivered, StatusCode::OK));
    assert_eq!(notification.address.value, ANN);
    assert_eq!(notification.received_time, Some(at(0).into()));
    assert_eq!(notification.event_time, Some(at(1).into()));
    let used = notification.quality.unwrap();
    assert_eq!(used.delivery_method, Some(DeliveryMethod::Unconfirmed.into()));
    assert_eq!((used.network.as_deref(), used.bearer.as_deref()), (Some("GSM"), Some("SMS")));
    // A second time, and a delivery that never was: nothing becomes of it.
    gateway.handle(Input::Failed(sent[0].id, StatusCode::SERVICE_FAILURE), at(2));
    gateway.handle(Input::Sent(DeliveryId(99)), at(2));
    assert_eq!(gateway.poll(at(2)), None);
    gateway.handle(
        Input::Aborted(sent[1].id, StatusCode::from_abort(AbortReason::USER_REFUSED)),
        at(2),
    );
    let [notification] = notices(&mut gateway, at(2)).try_into().unwrap();
    assert_eq!(state(&notification), (MessageState::Aborted, StatusCode(5235)));
}

#[test]
fn confirmed_pushes() {
    let mut gateway = gateway();
    let method = |method| QualityOfService::new().with_delivery_method(method);
    let mut outcome = |id: &str, asked, address: &str| {
        let response = submit(&mut gateway, push(id, address).with_quality(method(asked)), at(0));
        if code(&response) != StatusCode::ACCEPTED {
            return Err(code(&response));
        }
        let [delivery] = deliveries(&mut gateway, at(0)).try_into().unwrap();
        gateway.handle(Input::Sent(delivery.id), at(1));
        let early = notices(&mut gateway, at(1));
        gateway.handle(Input::Confirmed(delivery.id), at(1));
        let late = notices(&mut gateway, at(1));
        let told = early.into_iter().chain(late).next().unwrap().quality.unwrap();
        Ok((delivery.bearer, delivery.is_confirmed, told.delivery_method.unwrap()))
    };
    use DeliveryMethod::{Confirmed, NotSpecified, PreferConfirmed, Unconfirmed};
    let cdma = Some(Bearer(0x05));
    assert_eq!(outcome("1", Confirmed, ANN), Ok((cdma, true, Confirmed.into())));
    assert_eq!(outcome("2", PreferConfirmed, ANN), Ok((cdma, true, Confirmed.into())));
    assert_eq!(outcome("3", Confirmed, BOB), Err(StatusCode::DELIVERY_METHOD));
    assert_eq!(outcome("4", PreferConfirmed, BOB), Ok((None, false, Unconfirmed.into())));
    let sms = Some(Bearer::GSM_SMS);
    assert_eq!(outcome("5", NotSpecified, ANN), Ok((sms, false, Unconfirmed.into())));
    assert_eq!(outcome("6", Unconfirmed, ANN), Ok((sms, false, Unconfirmed.into())));
    let push = push("7", ANN).with_quality(method(Confirmed));
    submit(&mut gateway, push, at(0));
    let [delivery] = deliveries(&mut gateway, at(0)).try_into().unwrap();
    gateway.handle(Input::TimedOut(delivery.id), at(9));
    let [notification] = notices(&mut gateway, at(9)).try_into().unwrap();
    assert_eq!(state(&notification).0, MessageState::Timeout);
}

#[test]
fn quality_that_cannot_be_had_is_refused() {
    let mut gateway = gateway();
    let quality = QualityOfService::new;
    for (id, quality, address, expected) in [
        (
            "1",
            quality().with_network("GSM", true).with_bearer("sms", true),
            ANN,
            StatusCode::ACCEPTED,
        ),
        ("2", quality().with_network("AMPS", true), ANN, StatusCode::NETWORK_NOT_AVAILABLE),
        ("3", quality().with_network("AMPS", false), ANN, StatusCode::ACCEPTED),
        (
            "4",
            quality().with_network("gsm", true).with_bearer("GPRS", true),
            ANN,
            StatusCode::BEARER_NOT_AVAILABLE,
        ),
        ("5", quality().with_bearer("GPRS", true), EVE, StatusCode::ACCEPTED),
        ("6", quality().with_bearer("SIP", true), ANN, StatusCode::BEARER_NOT_AVAILABLE),
        ("7", quality(), "WAPPUSH=1/TYPE=MAN@ppg", StatusCode::ADDRESS),
        ("8", quality(), "sip:john.doe@example.com", StatusCode::ADDRESS),
        ("9", quality(), "+15551234567", StatusCode::ADDRESS),
        ("10", quality().with_network("is-95 cdma", true), ANN, StatusCode::ACCEPTED),
    ] {
        let response = submit(&mut gateway, push(id, address).with_quality(quality), at(0));
        assert_eq!(code(&response), expected, "{id}");
    }
    let response = submit(&mut gateway, push("11", ANN).to("nobody"), at(0));
    assert_eq!(code(&response), StatusCode::ADDRESS);
    let sent = deliveries(&mut gateway, at(0));
    assert_eq!(sent.last().map(|delivery| delivery.bearer), Some(Some(Bearer(0x05))));
    assert_eq!(sent.len(), 4);
}

#[test]
fn delivery_windows() {
    let mut gateway = gateway();
    let window = |id: &str, after: Option<u32>, before: Option<u32>| {
        push(id, ANN).within(after.map(at), before.map(at))
    };
    assert_eq!(
        code(&submit(&mut gateway, window("1", None, Some(4)), at(5))),
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        code(&submit(&mut gateway, window("2", Some(9), Some(8)), at(5))),
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        code(&submit(&mut gateway, window("3", Some(10), Some(20)), at(5))),
        StatusCode::ACCEPTED
    );
    assert_eq!(
        code(&submit(&mut gateway, window("4", Some(10), Some(20)), at(5))),
        StatusCode::ACCEPTED
    );
    assert_eq!(gateway.next_time(), Some(at(10)));
    assert_eq!(gateway.poll(at(9)), None);
    let Some(Output::Deliver(first)) = gateway.poll(at(10)) else { panic!() };
    assert_eq!(first.push_id, "3");
    assert_eq!(first.deliver_before, Some(at(20)));
    assert_eq!(gateway.next_time(), Some(at(20)));
    let [expired] = notices(&mut gateway, at(21)).try_into().unwrap();
    assert_eq!((expired.push_id.as_str(), state(&expired).0), ("4", MessageState::Expired));
    assert_eq!((gateway.next_time(), gateway.poll(at(59))), (None, None));
    // The last moment is not too late.
    submit(&mut gateway, window("5", None, Some(30)), at(30));
    assert_eq!(deliveries(&mut gateway, at(30)).len(), 1);
    gateway.config.delivery_window = false;
    assert_eq!(
        code(&submit(&mut gateway, window("6", None, Some(50)), at(31))),
        StatusCode::FORBIDDEN
    );
}

#[test]
fn the_most_urgent_goes_first() {
    let mut gateway = gateway();
    for (id, priority) in [
        ("1", Priority::Low),
        ("2", Priority::Medium),
        ("3", Priority::High),
        ("4", Priority::High),
    ] {
        let quality = QualityOfService::new().with_priority(priority);
        submit_quietly(&mut gateway, push(id, ANN).with_quality(quality));
    }
    submit_quietly(&mut gateway, push("5", ANN));
    let order: Vec<String> =
        deliveries(&mut gateway, at(0)).into_iter().map(|one| one.push_id).collect();
    assert_eq!(order, ["3", "4", "2", "5", "1"]);
}

/// Submits without polling for deliveries: the answer is taken out from the front.
fn submit_quietly(gateway: &mut Gateway, push: PushMessage) {
    assert_eq!(code(&submit(gateway, push, at(0))), StatusCode::ACCEPTED);
}

#[test]
fn cancelling() {
    let mut gateway = gateway();
    let cancel = |gateway: &mut Gateway, cancel: CancelMessage| {
        let post = Post::new(Document::new(Version::V2_0, Message::Cancel(cancel)));
        let Message::CancelResponse(response) = ask(gateway, &post, at(1)) else { panic!() };
        let results = response.results.into_iter();
        let row = |result: crate::pap::CancelResult| {
            let addresses: Vec<String> =
                result.addresses.into_iter().map(|one| one.value).collect();
            (*result.code.known().unwrap(), addresses)
        };
        results.map(row).collect::<Vec<_>>()
    };
    submit_quietly(&mut gateway, push("1", ANN).to(BOB).to(EVE));
    let Some(Output::Deliver(handed)) = gateway.poll(at(0)) else { panic!() };
    assert!(matches!(handed.address, Address::Client(ref one) if one.to_string() == ANN));
    let some = cancel(
        &mut gateway,
        CancelMessage::new("1").to("wappush=bob/type=user@PPG.example").to("x"),
    );
    let nobody = (StatusCode::ADDRESS_NOT_FOUND, vec!["x".into()]);
    let written = "wappush=bob/type=user@PPG.example".into();
    assert_eq!(some, [(StatusCode::OK, vec![written]), nobody]);
    let [notification] = notices_only(&mut gateway).try_into().unwrap();
    assert_eq!(state(&notification).0, MessageState::Cancelled);
    assert_eq!(notification.address.value, BOB, "as it was submitted");
    let all = cancel(&mut gateway, CancelMessage::new("1"));
    assert_eq!(
        all,
        [
            (StatusCode::CANCEL_NOT_POSSIBLE, vec![ANN.into()]),
            (StatusCode::NOT_POSSIBLE, vec![BOB.into()]),
            (StatusCode::OK, vec![EVE.into()]),
        ]
    );
    assert_eq!(notices_only(&mut gateway).len(), 1);
    assert_eq!(gateway.poll(at(2)), None, "what is cancelled is not delivered");
    assert_eq!(
        cancel(&mut gateway, CancelMessage::new("2")),
        [(StatusCode::PUSH_ID_NOT_FOUND, vec![])]
    );
    gateway.config.cancel = false;
    assert_eq!(
        cancel(&mut gateway, CancelMessage::new("1")),
        [(StatusCode::NOT_IMPLEMENTED, vec![])]
    );
}

/// The notifications that wait, but no deliveries.
fn notices_only(gateway: &mut Gateway) -> Vec<Notification> {
    let mut found = Vec::new();
    while matches!(gateway.outputs.front(), Some(Output::Notify(_))) {
        let Some(Output::Notify(notice)) = gateway.outputs.pop_front() else { break };
        match Document::decode(&notice.body).unwrap().message {
            Message::Notification(notification) => found.push(notification),
            other => panic!("{other:?}"),
        }
    }
    found
}

#[test]
fn what_one_submits_another_cannot_touch() {
    let mut gateway = gateway();
    submit_quietly(&mut gateway, push("1", ANN));
    for message in
        [Message::Cancel(CancelMessage::new("1")), Message::StatusQuery(StatusQuery::new("1"))]
    {
        let (content_type, body) =
            Post::new(Document::new(Version::V2_0, message)).encode("b").unwrap();
        let code = match request_as(&mut gateway, "other", &content_type, body, at(0)).message {
            Message::CancelResponse(response) => response.results[0].code.clone(),
            Message::StatusResponse(response) => response.results[0].code.clone(),
            other => panic!("{other:?}"),
        };
        assert_eq!(code, Open::Known(StatusCode::PUSH_ID_NOT_FOUND));
    }
    let post = Post::submission(push("2", ANN).replacing("1", ReplaceMethod::All), content());
    let (content_type, body) = post.encode("b").unwrap();
    let Message::PushResponse(response) =
        request_as(&mut gateway, "other", &content_type, body, at(0)).message
    else {
        panic!()
    };
    assert_eq!(code(&response), StatusCode::PUSH_ID_NOT_FOUND);
    assert_eq!(deliveries(&mut gateway, at(0)).len(), 1);
}

#[test]
fn replacing() {
    let mut gateway = gateway();
    let replace = |id: &str, old: &str, method, addresses: &[&str]| {
        let push = push(id, addresses[0]).replacing(old, method);
        addresses[1..].iter().fold(push, |push, address| push.to(*address))
    };
    submit_quietly(&mut gateway, push("1", ANN).to(BOB));
    // Ann's is pending, Eve has none: pending-only is for Ann alone, and Bob keeps the old one.
    submit_quietly(&mut gateway, replace("2", "1", ReplaceMethod::PendingOnly, &[ANN, EVE]));
    let [cancelled] = notices_only(&mut gateway).try_into().unwrap();
    assert_eq!((cancelled.push_id.as_str(), cancelled.address.value.as_str()), ("1", ANN));
    let sent = deliveries(&mut gateway, at(0));
    let sent: Vec<_> =
        sent.iter().map(|one| (one.push_id.as_str(), one.address.to_string())).collect();
    assert_eq!(sent, [("1", BOB.into()), ("2", ANN.into())]);
    // Nothing is pending now.
    let response =
        submit(&mut gateway, replace("3", "2", ReplaceMethod::PendingOnly, &[ANN]), at(0));
    assert_eq!(code(&response), StatusCode::CANCEL_NOT_POSSIBLE);
    submit_quietly(&mut gateway, replace("4", "2", ReplaceMethod::All, &[ANN, EVE]));
    assert_eq!(deliveries(&mut gateway, at(0)).len(), 2);
    let response = submit(&mut gateway, replace("5", "x", ReplaceMethod::All, &[ANN]), at(0));
    assert_eq!(code(&response), StatusCode::PUSH_ID_NOT_FOUND);
    // What is refused replaces nothing.
    submit_quietly(&mut gateway, push("6", ANN));
    let response =
        submit(&mut gateway, replace("7", "6", ReplaceMethod::All, &[ANN, "nobody"]), at(0));
    assert_eq!(code(&response), StatusCode::ADDRESS);
    assert_eq!(deliveries(&mut gateway, at(0)).len(), 1);
    gateway.config.replace = false;
    let response = submit(&mut gateway, replace("8", "6", ReplaceMethod::All, &[ANN]), at(0));
    assert_eq!(code(&response), StatusCode::REPLACE_NOT_SUPPORTED);
}

#[test]
fn status_queries() {
    let mut gateway = gateway();
    let query = |gateway: &mut Gateway, query: StatusQuery| {
        let post = Post::new(Document::new(Version::V2_0, Message::StatusQuery(query)));
        let Message::StatusResponse(response) = ask(gateway, &post, at(5)) else { panic!() };
        response.results
    };
    let states = |results: &[crate::pap::StatusResult]| -> Vec<_> {
        results
            .iter()
            .map(|one| (*one.state.known().unwrap(), *one.code.known().unwrap()))
            .collect()
    };
    submit_quietly(&mut gateway, push("1", ANN).to(EVE).with_quality(QualityOfService::new()));
    let Some(Output::Deliver(delivery)) = gateway.poll(at(0)) else { panic!() };
    let pending = (MessageState::Pending, StatusCode::OK);
    assert_eq!(states(&query(&mut gateway, StatusQuery::new("1"))), [pending, pending]);
    gateway.handle(Input::Sent(delivery.id), at(1));
    assert_eq!(notices_only(&mut gateway).len(), 1);
    let results = query(&mut gateway, StatusQuery::new("1").to(ANN).to("x"));
    let unknown = (MessageState::Unknown, StatusCode::ADDRESS_NOT_FOUND);
    assert_eq!(states(&results), [(MessageState::Delivered, StatusCode::OK), unknown]);
    assert_eq!(results[0].event_time, Some(at(1).into()));
    assert!(results[0].quality.is_some());
    let unknown = (MessageState::Unknown, StatusCode::PUSH_ID_NOT_FOUND);
    assert_eq!(states(&query(&mut gateway, StatusQuery::new("2"))), [unknown]);
    gateway.config.status_query = false;
    let unknown = (MessageState::Unknown, StatusCode::NOT_IMPLEMENTED);
    assert_eq!(states(&query(&mut gateway, StatusQuery::new("1"))), [unknown]);
}

#[test]
fn capability_queries() {
    let mut gateway = gateway();
    let rdf = Entity::new("application/xml", "<rdf/>");
    gateway.set_capabilities(ANN, rdf.clone());
    let mut ask = |address: &str| {
        let mut query = CapabilityQuery::new(address);
        query.query_id = Some("q".into());
        let post = Post::new(Document::new(Version::V2_0, Message::CapabilityQuery(query)));
        let (content_type, body) = post.encode("b").unwrap();
        let initiator = Initiator::new("pi");
        let input = Input::Request {
            request: 1,
            content_type: &content_type,
            body: &body,
            initiator: &initiator,
        };
        gateway.handle(input, at(0));
        let Some(Output::Answer(answer)) = gateway.poll(at(0)) else { panic!() };
        let post = Post::decode(&answer.content_type, &answer.body).unwrap();
        let Message::CapabilityResponse(response) = post.document.message else { panic!() };
        assert_eq!(
            (response.query_id.as_deref(), response.address.value.as_str()),
            (Some("q"), address)
        );
        (*response.code.known().unwrap(), post.capabilities)
    };
    assert_eq!(ask(ANN), (StatusCode::OK, Some(rdf)));
    assert_eq!(ask(BOB), (StatusCode::CAPABILITIES_NOT_AVAILABLE, None));
    assert_eq!(ask("nobody"), (StatusCode::ADDRESS, None));
}
