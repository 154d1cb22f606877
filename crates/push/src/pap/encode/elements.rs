//! The elements of each operation, in the order of the DTD (WAP-247, 11.2).

use super::Encoder;
use crate::error::Error;
use crate::pap::message::{
    Address, BadMessage, CancelMessage, CancelResponse, CapabilityQuery, CapabilityResponse,
    Message, Notification, NotificationResponse, PushMessage, PushResponse, QualityOfService,
    StatusQuery, StatusResponse,
};

pub(super) fn message(to: &mut Encoder, message: &Message) -> Result<(), Error> {
    if let Message::Other(element) = message {
        return to.element(element);
    }
    to.start(message.name())?;
    match message {
        Message::Push(message) => push(to, message)?,
        Message::PushResponse(message) => push_response(to, message)?,
        Message::Cancel(CancelMessage { push_id, addresses, extra })
        | Message::StatusQuery(StatusQuery { push_id, addresses, extra }) => {
            to.text("push-id", push_id)?;
            to.attributes(extra)?;
            all(to, addresses)?;
            to.elements(extra)?;
        }
        Message::CancelResponse(message) => cancel_response(to, message)?,
        Message::Notification(message) => notification(to, message)?,
        Message::NotificationResponse(message) => notification_response(to, message)?,
        Message::StatusResponse(message) => status_response(to, message)?,
        Message::CapabilityQuery(message) => capability_query(to, message)?,
        Message::CapabilityResponse(message) => capability_response(to, message)?,
        Message::BadMessage(message) => bad_message(to, message)?,
        Message::Other(_) => {}
    }
    to.end()
}

fn push(to: &mut Encoder, push: &PushMessage) -> Result<(), Error> {
    to.text("push-id", &push.push_id)?;
    to.optional("replace-push-id", push.replace_push_id.as_deref())?;
    to.optional_open("replace-method", &push.replace_method)?;
    to.optional_open("deliver-before-timestamp", &push.deliver_before)?;
    to.optional_open("deliver-after-timestamp", &push.deliver_after)?;
    to.optional("source-reference", push.source_reference.as_deref())?;
    to.optional("ppg-notify-requested-to", push.notify_to.as_deref())?;
    to.optional_open("progress-notes-requested", &push.progress_notes)?;
    to.attributes(&push.extra)?;
    all(to, &push.addresses)?;
    push.quality.as_ref().map_or(Ok(()), |used| quality(to, used))?;
    to.elements(&push.extra)
}

fn all(to: &mut Encoder, addresses: &[Address]) -> Result<(), Error> {
    addresses.iter().try_for_each(|one| address(to, one))
}

fn address(to: &mut Encoder, address: &Address) -> Result<(), Error> {
    to.start("address")?;
    to.text("address-value", &address.value)?;
    to.attributes(&address.extra)?;
    to.elements(&address.extra)?;
    to.end()
}

fn quality(to: &mut Encoder, quality: &QualityOfService) -> Result<(), Error> {
    to.start("quality-of-service")?;
    to.optional_open("priority", &quality.priority)?;
    to.optional_open("delivery-method", &quality.delivery_method)?;
    to.optional("network", quality.network.as_deref())?;
    to.optional_open("network-required", &quality.network_required)?;
    to.optional("bearer", quality.bearer.as_deref())?;
    to.optional_open("bearer-required", &quality.bearer_required)?;
    to.attributes(&quality.extra)?;
    to.elements(&quality.extra)?;
    to.end()
}

fn push_response(to: &mut Encoder, response: &PushResponse) -> Result<(), Error> {
    to.text("push-id", &response.push_id)?;
    to.optional("sender-address", response.sender_address.as_deref())?;
    to.optional("sender-name", response.sender_name.as_deref())?;
    to.optional_open("reply-time", &response.reply_time)?;
    to.attributes(&response.extra)?;
    for note in &response.notes {
        to.start("progress-note")?;
        to.text("stage", &note.stage)?;
        to.optional("note", note.note.as_deref())?;
        to.optional_open("time", &note.time)?;
        to.attributes(&note.extra)?;
        to.elements(&note.extra)?;
        to.end()?;
    }
    to.start("response-result")?;
    to.open("code", &response.code)?;
    to.optional("desc", response.description.as_deref())?;
    to.attributes(&response.result_extra)?;
    to.elements(&response.result_extra)?;
    to.end()?;
    to.elements(&response.extra)
}

fn cancel_response(to: &mut Encoder, response: &CancelResponse) -> Result<(), Error> {
    to.text("push-id", &response.push_id)?;
    to.attributes(&response.extra)?;
    for result in &response.results {
        to.start("cancel-result")?;
        to.open("code", &result.code)?;
        to.optional("desc", result.description.as_deref())?;
        to.attributes(&result.extra)?;
        all(to, &result.addresses)?;
        to.elements(&result.extra)?;
        to.end()?;
    }
    to.elements(&response.extra)
}

fn notification(to: &mut Encoder, message: &Notification) -> Result<(), Error> {
    to.text("push-id", &message.push_id)?;
    to.optional("sender-address", message.sender_address.as_deref())?;
    to.optional("sender-name", message.sender_name.as_deref())?;
    to.optional_open("received-time", &message.received_time)?;
    to.optional_open("event-time", &message.event_time)?;
    to.open("message-state", &message.state)?;
    to.open("code", &message.code)?;
    to.optional("desc", message.description.as_deref())?;
    to.attributes(&message.extra)?;
    address(to, &message.address)?;
    message.quality.as_ref().map_or(Ok(()), |used| quality(to, used))?;
    to.elements(&message.extra)
}

fn notification_response(to: &mut Encoder, message: &NotificationResponse) -> Result<(), Error> {
    to.text("push-id", &message.push_id)?;
    to.open("code", &message.code)?;
    to.optional("desc", message.description.as_deref())?;
    to.attributes(&message.extra)?;
    address(to, &message.address)?;
    to.elements(&message.extra)
}

fn status_response(to: &mut Encoder, response: &StatusResponse) -> Result<(), Error> {
    to.text("push-id", &response.push_id)?;
    to.attributes(&response.extra)?;
    for result in &response.results {
        to.start("statusquery-result")?;
        to.optional_open("event-time", &result.event_time)?;
        to.open("message-state", &result.state)?;
        to.open("code", &result.code)?;
        to.optional("desc", result.description.as_deref())?;
        to.attributes(&result.extra)?;
        all(to, &result.addresses)?;
        result.quality.as_ref().map_or(Ok(()), |used| quality(to, used))?;
        to.elements(&result.extra)?;
        to.end()?;
    }
    to.elements(&response.extra)
}

fn capability_query(to: &mut Encoder, message: &CapabilityQuery) -> Result<(), Error> {
    to.optional("query-id", message.query_id.as_deref())?;
    to.optional("app-id", message.app_id.as_deref())?;
    to.attributes(&message.extra)?;
    address(to, &message.address)?;
    to.elements(&message.extra)
}

fn capability_response(to: &mut Encoder, message: &CapabilityResponse) -> Result<(), Error> {
    to.optional("query-id", message.query_id.as_deref())?;
    to.open("code", &message.code)?;
    to.optional("desc", message.description.as_deref())?;
    to.attributes(&message.extra)?;
    address(to, &message.address)?;
    to.elements(&message.extra)
}

fn bad_message(to: &mut Encoder, message: &BadMessage) -> Result<(), Error> {
    to.open("code", &message.code)?;
    to.optional("desc", message.description.as_deref())?;
    to.optional("bad-message-fragment", message.fragment.as_deref())?;
    to.attributes(&message.extra)?;
    to.elements(&message.extra)
}
