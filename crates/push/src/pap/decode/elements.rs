//! The elements of each operation (WAP-247, 8 and 11.2).

use alloc::string::String;

use super::cursor::{Cursor, Item};
use super::open;
use crate::error::{Error, ErrorKind, Expected};
use crate::pap::extra::Extra;
use crate::pap::message::{
    Address, BadMessage, CancelMessage, CancelResponse, CancelResult, CapabilityQuery,
    CapabilityResponse, Message, Notification, NotificationResponse, ProgressNote, PushMessage,
    PushResponse, QualityOfService, StatusQuery, StatusResponse, StatusResult,
};

/// The operation whose element has begun.
pub(super) fn message(cursor: &mut Cursor<'_, '_>, name: &str) -> Result<Message, Error> {
    Ok(match name {
        "push-message" => Message::Push(push(cursor)?),
        "push-response" => Message::PushResponse(push_response(cursor)?),
        "cancel-message" => {
            let (push_id, addresses, extra) = about(cursor)?;
            Message::Cancel(CancelMessage { push_id, addresses, extra })
        }
        "cancel-response" => Message::CancelResponse(cancel_response(cursor)?),
        "resultnotification-message" => Message::Notification(notification(cursor)?),
        "resultnotification-response" => {
            Message::NotificationResponse(notification_response(cursor)?)
        }
        "statusquery-message" => {
            let (push_id, addresses, extra) = about(cursor)?;
            Message::StatusQuery(StatusQuery { push_id, addresses, extra })
        }
        "statusquery-response" => Message::StatusResponse(status_response(cursor)?),
        "ccq-message" => Message::CapabilityQuery(capability_query(cursor)?),
        "ccq-response" => Message::CapabilityResponse(capability_response(cursor)?),
        "badmessage-response" => Message::BadMessage(bad_message(cursor)?),
        name => Message::Other(cursor.unknown(name)?),
    })
}

fn push(cursor: &mut Cursor<'_, '_>) -> Result<PushMessage, Error> {
    let offset = cursor.offset();
    let mut push_id = None;
    let mut push = PushMessage::empty(String::new());
    cursor.element(&mut push.extra, |cursor, item| {
        match item {
            Item::Attribute("push-id", value) => push_id = Some(value.into_owned()),
            Item::Attribute("replace-push-id", value) => {
                push.replace_push_id = Some(value.into_owned());
            }
            Item::Attribute("replace-method", value) => push.replace_method = Some(open(value)),
            Item::Attribute("deliver-before-timestamp", value) => {
                push.deliver_before = Some(open(value));
            }
            Item::Attribute("deliver-after-timestamp", value) => {
                push.deliver_after = Some(open(value));
            }
            Item::Attribute("source-reference", value) => {
                push.source_reference = Some(value.into_owned());
            }
            Item::Attribute("ppg-notify-requested-to", value) => {
                push.notify_to = Some(value.into_owned());
            }
            Item::Attribute("progress-notes-requested", value) => {
                push.progress_notes = Some(open(value));
            }
            Item::Child("address") => push.addresses.push(address(cursor)?),
            Item::Child("quality-of-service") if push.quality.is_none() => {
                push.quality = Some(quality(cursor)?);
            }
            other => return Ok(Some(other)),
        }
        Ok(None)
    })?;
    push.push_id = attribute(push_id, offset)?;
    Ok(push)
}

fn address(cursor: &mut Cursor<'_, '_>) -> Result<Address, Error> {
    let offset = cursor.offset();
    let mut extra = Extra::default();
    let mut value = None;
    cursor.element(&mut extra, |_, item| {
        match item {
            Item::Attribute("address-value", text) => value = Some(text.into_owned()),
            other => return Ok(Some(other)),
        }
        Ok(None)
    })?;
    Ok(Address { value: attribute(value, offset)?, extra })
}

fn quality(cursor: &mut Cursor<'_, '_>) -> Result<QualityOfService, Error> {
    let mut quality = QualityOfService::new();
    cursor.element(&mut quality.extra, |_, item| {
        match item {
            Item::Attribute("priority", value) => quality.priority = Some(open(value)),
            Item::Attribute("delivery-method", value) => {
                quality.delivery_method = Some(open(value));
            }
            Item::Attribute("network", value) => quality.network = Some(value.into_owned()),
            Item::Attribute("network-required", value) => {
                quality.network_required = Some(open(value));
            }
            Item::Attribute("bearer", value) => quality.bearer = Some(value.into_owned()),
            Item::Attribute("bearer-required", value) => {
                quality.bearer_required = Some(open(value));
            }
            other => return Ok(Some(other)),
        }
        Ok(None)
    })?;
    Ok(quality)
}

fn push_response(cursor: &mut Cursor<'_, '_>) -> Result<PushResponse, Error> {
    let offset = cursor.offset();
    let mut response = PushResponse::new(String::new(), super::super::StatusCode::OK);
    let (mut push_id, mut result) = (None, None);
    cursor.element(&mut response.extra, |cursor, item| {
        match item {
            Item::Attribute("push-id", value) => push_id = Some(value.into_owned()),
            Item::Attribute("sender-address", value) => {
                response.sender_address = Some(value.into_owned());
            }
            Item::Attribute("sender-name", value) => {
                response.sender_name = Some(value.into_owned());
            }
            Item::Attribute("reply-time", value) => response.reply_time = Some(open(value)),
            Item::Child("progress-note") => response.notes.push(progress_note(cursor)?),
            Item::Child("response-result") if result.is_none() => {
                let mut extra = Extra::default();
                let (mut code, mut description) = (None, None);
                let offset = cursor.offset();
                cursor.element(&mut extra, |_, item| {
                    match item {
                        Item::Attribute("code", value) => code = Some(open(value)),
                        Item::Attribute("desc", value) => description = Some(value.into_owned()),
                        other => return Ok(Some(other)),
                    }
                    Ok(None)
                })?;
                result = Some((attribute(code, offset)?, description, extra));
            }
            other => return Ok(Some(other)),
        }
        Ok(None)
    })?;
    response.push_id = attribute(push_id, offset)?;
    let (code, description, extra) = element(result, offset)?;
    Ok(PushResponse { code, description, result_extra: extra, ..response })
}

fn progress_note(cursor: &mut Cursor<'_, '_>) -> Result<ProgressNote, Error> {
    let offset = cursor.offset();
    let mut note = ProgressNote::new(String::new());
    let mut stage = None;
    cursor.element(&mut note.extra, |_, item| {
        match item {
            Item::Attribute("stage", value) => stage = Some(value.into_owned()),
            Item::Attribute("note", value) => note.note = Some(value.into_owned()),
            Item::Attribute("time", value) => note.time = Some(open(value)),
            other => return Ok(Some(other)),
        }
        Ok(None)
    })?;
    note.stage = attribute(stage, offset)?;
    Ok(note)
}

/// An operation on an earlier push: its id and for whom.
fn about(cursor: &mut Cursor<'_, '_>) -> Result<(String, alloc::vec::Vec<Address>, Extra), Error> {
    let offset = cursor.offset();
    let mut extra = Extra::default();
    let mut push_id = None;
    let mut addresses = alloc::vec::Vec::new();
    cursor.element(&mut extra, |cursor, item| {
        match item {
            Item::Attribute("push-id", value) => push_id = Some(value.into_owned()),
            Item::Child("address") => addresses.push(address(cursor)?),
            other => return Ok(Some(other)),
        }
        Ok(None)
    })?;
    Ok((attribute(push_id, offset)?, addresses, extra))
}

fn cancel_response(cursor: &mut Cursor<'_, '_>) -> Result<CancelResponse, Error> {
    let offset = cursor.offset();
    let mut extra = Extra::default();
    let mut push_id = None;
    let mut results = alloc::vec::Vec::new();
    cursor.element(&mut extra, |cursor, item| {
        match item {
            Item::Attribute("push-id", value) => push_id = Some(value.into_owned()),
            Item::Child("cancel-result") => results.push(cancel_result(cursor)?),
            other => return Ok(Some(other)),
        }
        Ok(None)
    })?;
    Ok(CancelResponse { push_id: attribute(push_id, offset)?, results, extra })
}

fn cancel_result(cursor: &mut Cursor<'_, '_>) -> Result<CancelResult, Error> {
    let offset = cursor.offset();
    let mut extra = Extra::default();
    let (mut code, mut description) = (None, None);
    let mut addresses = alloc::vec::Vec::new();
    cursor.element(&mut extra, |cursor, item| {
        match item {
            Item::Attribute("code", value) => code = Some(open(value)),
            Item::Attribute("desc", value) => description = Some(value.into_owned()),
            Item::Child("address") => addresses.push(address(cursor)?),
            other => return Ok(Some(other)),
        }
        Ok(None)
    })?;
    Ok(CancelResult { code: attribute(code, offset)?, description, addresses, extra })
}

fn notification(cursor: &mut Cursor<'_, '_>) -> Result<Notification, Error> {
    let offset = cursor.offset();
    let mut extra = Extra::default();
    let (mut push_id, mut state, mut code) = (None, None, None);
    let (mut sender_address, mut sender_name, mut description) = (None, None, None);
    let (mut received_time, mut event_time) = (None, None);
    let (mut client, mut used) = (None, None);
    cursor.element(&mut extra, |cursor, item| {
        match item {
            Item::Attribute("push-id", value) => push_id = Some(value.into_owned()),
            Item::Attribute("sender-address", value) => sender_address = Some(value.into_owned()),
            Item::Attribute("sender-name", value) => sender_name = Some(value.into_owned()),
            Item::Attribute("received-time", value) => received_time = Some(open(value)),
            Item::Attribute("event-time", value) => event_time = Some(open(value)),
            Item::Attribute("message-state", value) => state = Some(open(value)),
            Item::Attribute("code", value) => code = Some(open(value)),
            Item::Attribute("desc", value) => description = Some(value.into_owned()),
            Item::Child("address") if client.is_none() => client = Some(address(cursor)?),
            Item::Child("quality-of-service") if used.is_none() => used = Some(quality(cursor)?),
            other => return Ok(Some(other)),
        }
        Ok(None)
    })?;
    Ok(Notification {
        push_id: attribute(push_id, offset)?,
        sender_address,
        sender_name,
        received_time,
        event_time,
        state: attribute(state, offset)?,
        code: attribute(code, offset)?,
        description,
        address: element(client, offset)?,
        quality: used,
        extra,
    })
}

fn notification_response(cursor: &mut Cursor<'_, '_>) -> Result<NotificationResponse, Error> {
    let offset = cursor.offset();
    let mut extra = Extra::default();
    let (mut push_id, mut code, mut description, mut client) = (None, None, None, None);
    cursor.element(&mut extra, |cursor, item| {
        match item {
            Item::Attribute("push-id", value) => push_id = Some(value.into_owned()),
            Item::Attribute("code", value) => code = Some(open(value)),
            Item::Attribute("desc", value) => description = Some(value.into_owned()),
            Item::Child("address") if client.is_none() => client = Some(address(cursor)?),
            other => return Ok(Some(other)),
        }
        Ok(None)
    })?;
    Ok(NotificationResponse {
        push_id: attribute(push_id, offset)?,
        code: attribute(code, offset)?,
        description,
        address: element(client, offset)?,
        extra,
    })
}

fn status_response(cursor: &mut Cursor<'_, '_>) -> Result<StatusResponse, Error> {
    let offset = cursor.offset();
    let mut extra = Extra::default();
    let mut push_id = None;
    let mut results = alloc::vec::Vec::new();
    cursor.element(&mut extra, |cursor, item| {
        match item {
            Item::Attribute("push-id", value) => push_id = Some(value.into_owned()),
            Item::Child("statusquery-result") => results.push(status_result(cursor)?),
            other => return Ok(Some(other)),
        }
        Ok(None)
    })?;
    Ok(StatusResponse { push_id: attribute(push_id, offset)?, results, extra })
}

fn status_result(cursor: &mut Cursor<'_, '_>) -> Result<StatusResult, Error> {
    let offset = cursor.offset();
    let mut extra = Extra::default();
    let (mut event_time, mut state, mut code) = (None, None, None);
    let (mut description, mut used) = (None, None);
    let mut addresses = alloc::vec::Vec::new();
    cursor.element(&mut extra, |cursor, item| {
        match item {
            Item::Attribute("event-time", value) => event_time = Some(open(value)),
            Item::Attribute("message-state", value) => state = Some(open(value)),
            Item::Attribute("code", value) => code = Some(open(value)),
            Item::Attribute("desc", value) => description = Some(value.into_owned()),
            Item::Child("address") => addresses.push(address(cursor)?),
            Item::Child("quality-of-service") if used.is_none() => used = Some(quality(cursor)?),
            other => return Ok(Some(other)),
        }
        Ok(None)
    })?;
    Ok(StatusResult {
        event_time,
        state: attribute(state, offset)?,
        code: attribute(code, offset)?,
        description,
        addresses,
        quality: used,
        extra,
    })
}

fn capability_query(cursor: &mut Cursor<'_, '_>) -> Result<CapabilityQuery, Error> {
    let offset = cursor.offset();
    let mut extra = Extra::default();
    let (mut query_id, mut app_id, mut client) = (None, None, None);
    cursor.element(&mut extra, |cursor, item| {
        match item {
            Item::Attribute("query-id", value) => query_id = Some(value.into_owned()),
            Item::Attribute("app-id", value) => app_id = Some(value.into_owned()),
            Item::Child("address") if client.is_none() => client = Some(address(cursor)?),
            other => return Ok(Some(other)),
        }
        Ok(None)
    })?;
    Ok(CapabilityQuery { query_id, app_id, address: element(client, offset)?, extra })
}

fn capability_response(cursor: &mut Cursor<'_, '_>) -> Result<CapabilityResponse, Error> {
    let offset = cursor.offset();
    let mut extra = Extra::default();
    let (mut query_id, mut code, mut description, mut client) = (None, None, None, None);
    cursor.element(&mut extra, |cursor, item| {
        match item {
            Item::Attribute("query-id", value) => query_id = Some(value.into_owned()),
            Item::Attribute("code", value) => code = Some(open(value)),
            Item::Attribute("desc", value) => description = Some(value.into_owned()),
            Item::Child("address") if client.is_none() => client = Some(address(cursor)?),
            other => return Ok(Some(other)),
        }
        Ok(None)
    })?;
    let code = attribute(code, offset)?;
    Ok(CapabilityResponse { query_id, code, description, address: element(client, offset)?, extra })
}

fn bad_message(cursor: &mut Cursor<'_, '_>) -> Result<BadMessage, Error> {
    let offset = cursor.offset();
    let mut extra = Extra::default();
    let (mut code, mut description, mut fragment) = (None, None, None);
    cursor.element(&mut extra, |_, item| {
        match item {
            Item::Attribute("code", value) => code = Some(open(value)),
            Item::Attribute("desc", value) => description = Some(value.into_owned()),
            Item::Attribute("bad-message-fragment", value) => fragment = Some(value.into_owned()),
            other => return Ok(Some(other)),
        }
        Ok(None)
    })?;
    Ok(BadMessage { code: attribute(code, offset)?, description, fragment, extra })
}

/// An attribute that must be there.
fn attribute<T>(value: Option<T>, offset: usize) -> Result<T, Error> {
    value.ok_or_else(|| Error::new(ErrorKind::Missing(Expected::Attribute), offset))
}

/// A child that must be there.
fn element<T>(value: Option<T>, offset: usize) -> Result<T, Error> {
    value.ok_or_else(|| Error::new(ErrorKind::Missing(Expected::ElementName), offset))
}
