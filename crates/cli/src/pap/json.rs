//! What a document says as JSON: the names of its elements and attributes are the keys.

use core::fmt::Display;

use provost::push::mime::Entity;
use provost::push::pap::{Address, Message, Open, Post, QualityOfService, StatusCode};
use serde_json::{Map, Value, json};

use super::failure;
use crate::failure::Failure;

/// The document, and what comes with it. What was not there is no key.
pub(super) fn post(post: &Post) -> Result<Value, Failure> {
    let document = &post.document;
    let mut all = Map::new();
    put(&mut all, "operation", Some(document.message.name()));
    put(&mut all, "version", document.version());
    put(&mut all, "wap-pap-ver", document.supported.as_ref());
    put(&mut all, "product-name", document.product_name.as_ref());
    let mut fields = Map::new();
    message(&mut fields, &document.message);
    all.insert("message".into(), fields.into());
    for (key, part) in [("content", &post.content), ("capabilities", &post.capabilities)] {
        if let Some(part) = part {
            all.insert(key.into(), entity(part)?);
        }
    }
    if !post.others.is_empty() {
        let others = post.others.iter().map(entity).collect::<Result<Vec<_>, _>>()?;
        all.insert("others".into(), others.into());
    }
    Ok(all.into())
}

fn put(fields: &mut Map<String, Value>, key: &str, value: Option<impl Display>) {
    if let Some(value) = value {
        fields.insert(key.into(), value.to_string().into());
    }
}

fn put_code(
    fields: &mut Map<String, Value>,
    code: &Open<StatusCode>,
    description: Option<&String>,
) {
    put(fields, "code", Some(code));
    put(fields, "meaning", code.known().and_then(|code| code.general().meaning()));
    put(fields, "desc", description);
}

fn put_addresses<'a>(
    fields: &mut Map<String, Value>,
    addresses: impl IntoIterator<Item = &'a Address>,
) {
    let kind = |address: &Address| match address.parse() {
        provost::push::address::Address::Client(client) => json!(client.client.kind()),
        provost::push::address::Address::Uri(_) => json!("URI"),
        _ => Value::Null,
    };
    let rows = addresses
        .into_iter()
        .map(|address| json!({ "address-value": address.value, "type": kind(address) }));
    fields.insert("address".into(), rows.collect());
}

fn put_quality(fields: &mut Map<String, Value>, quality: Option<&QualityOfService>) {
    let Some(quality) = quality else { return };
    let mut own = Map::new();
    put(&mut own, "priority", quality.priority.as_ref());
    put(&mut own, "delivery-method", quality.delivery_method.as_ref());
    put(&mut own, "network", quality.network.as_ref());
    put(&mut own, "network-required", quality.network_required.as_ref());
    put(&mut own, "bearer", quality.bearer.as_ref());
    put(&mut own, "bearer-required", quality.bearer_required.as_ref());
    fields.insert("quality-of-service".into(), own.into());
}

fn entity(entity: &Entity) -> Result<Value, Failure> {
    let content = entity.content().map_err(|error| failure(&error))?;
    let headers = entity.headers.iter().map(|header| json!([header.name, header.value]));
    Ok(json!({
        "content-type": entity.content_type(),
        "octets": content.len(),
        "headers": headers.collect::<Vec<_>>(),
    }))
}

fn message(fields: &mut Map<String, Value>, message: &Message) {
    match message {
        Message::Push(push) => {
            put(fields, "push-id", Some(&push.push_id));
            put(fields, "replace-push-id", push.replace_push_id.as_ref());
            put(fields, "replace-method", push.replace_method.as_ref());
            put(fields, "deliver-after-timestamp", push.deliver_after.as_ref());
            put(fields, "deliver-before-timestamp", push.deliver_before.as_ref());
            put(fields, "source-reference", push.source_reference.as_ref());
            put(fields, "ppg-notify-requested-to", push.notify_to.as_ref());
            put(fields, "progress-notes-requested", push.progress_notes.as_ref());
            put_addresses(fields, &push.addresses);
            put_quality(fields, push.quality.as_ref());
        }
        Message::PushResponse(response) => {
            put(fields, "push-id", Some(&response.push_id));
            put(fields, "sender-name", response.sender_name.as_ref());
            put(fields, "sender-address", response.sender_address.as_ref());
            put(fields, "reply-time", response.reply_time.as_ref());
            let notes = response.notes.iter().map(|note| {
                let mut own = Map::new();
                put(&mut own, "stage", Some(&note.stage));
                put(&mut own, "note", note.note.as_ref());
                put(&mut own, "time", note.time.as_ref());
                Value::from(own)
            });
            fields.insert("progress-note".into(), notes.collect());
            put_code(fields, &response.code, response.description.as_ref());
        }
        Message::Cancel(cancel) => {
            put(fields, "push-id", Some(&cancel.push_id));
            put_addresses(fields, &cancel.addresses);
        }
        Message::CancelResponse(response) => {
            put(fields, "push-id", Some(&response.push_id));
            let results = response.results.iter().map(|result| {
                let mut own = Map::new();
                put_code(&mut own, &result.code, result.description.as_ref());
                put_addresses(&mut own, &result.addresses);
                Value::from(own)
            });
            fields.insert("cancel-result".into(), results.collect());
        }
        Message::StatusQuery(query) => {
            put(fields, "push-id", Some(&query.push_id));
            put_addresses(fields, &query.addresses);
        }
        Message::StatusResponse(response) => {
            put(fields, "push-id", Some(&response.push_id));
            let results = response.results.iter().map(|result| {
                let mut own = Map::new();
                put(&mut own, "message-state", Some(&result.state));
                put(&mut own, "event-time", result.event_time.as_ref());
                put_code(&mut own, &result.code, result.description.as_ref());
                put_addresses(&mut own, &result.addresses);
                put_quality(&mut own, result.quality.as_ref());
                Value::from(own)
            });
            fields.insert("statusquery-result".into(), results.collect());
        }
        Message::Notification(notification) => {
            put(fields, "push-id", Some(&notification.push_id));
            put(fields, "message-state", Some(&notification.state));
            put(fields, "sender-name", notification.sender_name.as_ref());
            put(fields, "sender-address", notification.sender_address.as_ref());
            put(fields, "received-time", notification.received_time.as_ref());
            put(fields, "event-time", notification.event_time.as_ref());
            put_code(fields, &notification.code, notification.description.as_ref());
            put_addresses(fields, [&notification.address]);
            put_quality(fields, notification.quality.as_ref());
        }
        Message::NotificationResponse(response) => {
            put(fields, "push-id", Some(&response.push_id));
            put_code(fields, &response.code, response.description.as_ref());
            put_addresses(fields, [&response.address]);
        }
        Message::CapabilityQuery(query) => {
            put(fields, "query-id", query.query_id.as_ref());
            put(fields, "app-id", query.app_id.as_ref());
            put_addresses(fields, [&query.address]);
        }
        Message::CapabilityResponse(response) => {
            put(fields, "query-id", response.query_id.as_ref());
            put_code(fields, &response.code, response.description.as_ref());
            put_addresses(fields, [&response.address]);
        }
        Message::BadMessage(bad) => {
            put_code(fields, &bad.code, bad.description.as_ref());
            put(fields, "bad-message-fragment", bad.fragment.as_ref());
        }
        _ => {}
    }
}
