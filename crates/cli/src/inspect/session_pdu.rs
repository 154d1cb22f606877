//! A PDU in a session of WSP (WAP-230, 8.2): no transaction is in front of it.

use bytes::Bytes;
use provost::push::wsp::{Capability, Headers, MediaBody, Pdu, Push};

use super::Inner;
use super::wsp::{departure, fault, head, type_text};
use crate::report::{Layer, Severity};

/// Headers, capabilities and addresses that are shown.
const SHOWN: usize = 500;

/// Whether octets are a push that has a body.
pub(super) fn is_push(octets: &Bytes) -> bool {
    match Pdu::decode(octets) {
        Ok(Pdu::Push(push) | Pdu::ConfirmedPush(push)) => !push.body.is_empty(),
        _ => false,
    }
}

/// A PDU, and its content.
pub(super) fn read(octets: &Bytes) -> (Layer, Vec<Inner>) {
    let mut layer = Layer::new("wsp_session", "PDU of a session of WSP", octets);
    let mut tolerated = Vec::new();
    let pdu = match Pdu::decode_with(octets, &mut tolerated) {
        Ok(pdu) => pdu,
        Err(error) => {
            layer.fault = Some(fault(error, octets));
            return (layer, Vec::new());
        }
    };
    let kind = octets.first().copied().unwrap_or_default();
    layer.field(0..1, "PDU", name(&pdu), kind);
    let content = match pdu {
        Pdu::Push(push) | Pdu::ConfirmedPush(push) => {
            head(&push, octets, 1, &mut layer);
            let Push { content_type, body, .. } = push;
            inner(body, type_text(&content_type))
        }
        Pdu::Connect { version, capabilities, headers } => {
            let text = format!("{}.{}", version >> 4, version & 0x0F);
            layer.field(1..2, "version", text, version);
            tell_capabilities(&capabilities, &mut layer);
            tell_headers(&headers, &mut layer);
            Vec::new()
        }
        Pdu::ConnectReply { session, capabilities, headers }
        | Pdu::Resume { session, capabilities, headers } => {
            layer.fact("session", session.to_string(), session);
            tell_capabilities(&capabilities, &mut layer);
            tell_headers(&headers, &mut layer);
            Vec::new()
        }
        Pdu::Redirect { flags, addresses } => {
            layer.field(1..2, "flags", format!("0x{flags:02X}"), flags);
            for address in addresses.iter().take(SHOWN) {
                layer.say("address", address.to_string());
            }
            tell_rest(addresses.len(), "addresses", &mut layer);
            Vec::new()
        }
        Pdu::Disconnect { session } | Pdu::Suspend { session } => {
            layer.fact("session", session.to_string(), session);
            Vec::new()
        }
        Pdu::Reply { status, content } => {
            let text =
                status.http().map_or_else(|| format!("0x{:02X}", status.0), |it| it.to_string());
            layer.field(1..2, "status", text, status.0);
            tell_content(content, &mut layer)
        }
        Pdu::Get { uri, headers, .. } => {
            layer.say("URI", String::from_utf8_lossy(&uri));
            tell_headers(&headers, &mut layer);
            Vec::new()
        }
        Pdu::Post { uri, content, .. } => {
            layer.say("URI", String::from_utf8_lossy(&uri));
            tell_content(content, &mut layer)
        }
        Pdu::DataFragment { headers, data } => {
            tell_headers(&headers, &mut layer);
            layer.fact("data", format!("{} octets", data.len()), data.len());
            Vec::new()
        }
        // Types that are assigned later: all that is told is which.
        _ => Vec::new(),
    };
    layer.findings.extend(tolerated.iter().map(departure));
    (layer, content)
}

fn name(pdu: &Pdu) -> String {
    match pdu {
        Pdu::Connect { .. } => "Connect",
        Pdu::ConnectReply { .. } => "ConnectReply",
        Pdu::Redirect { .. } => "Redirect",
        Pdu::Reply { .. } => "Reply",
        Pdu::Disconnect { .. } => "Disconnect",
        Pdu::Push(_) => "push",
        Pdu::ConfirmedPush(_) => "confirmed push",
        Pdu::Suspend { .. } => "Suspend",
        Pdu::Resume { .. } => "Resume",
        Pdu::Get { method: 0x40, .. } => "Get",
        Pdu::Post { method: 0x60, .. } => "Post",
        Pdu::Get { method, .. } | Pdu::Post { method, .. } => {
            return format!("method 0x{method:02X}");
        }
        Pdu::DataFragment { .. } => "data fragment",
        Pdu::Other { kind, .. } => return format!("0x{kind:02X}, not known"),
        _ => "not known",
    }
    .to_owned()
}

fn tell_capabilities(capabilities: &[Capability], layer: &mut Layer) {
    for capability in capabilities.iter().take(SHOWN) {
        layer.say("capability", format!("{capability:?}"));
    }
    tell_rest(capabilities.len(), "capabilities", layer);
}

/// `Debug` of a field has credentials left out.
fn tell_headers(headers: &Headers, layer: &mut Layer) {
    for field in headers.iter().take(SHOWN) {
        let shown = format!("{field:?}");
        let is_hidden = shown.ends_with(": ..");
        layer.say("header", shown);
        if let (true, Some(row)) = (is_hidden, layer.rows.last_mut()) {
            row.is_hidden = true;
        }
    }
    tell_rest(headers.iter().count(), "headers", layer);
}

/// That not all of them are shown.
fn tell_rest(count: usize, what: &str, layer: &mut Layer) {
    if count > SHOWN {
        layer.find(Severity::Note, format!("only {SHOWN} of {count} {what} are shown"));
    }
}

fn tell_content(content: MediaBody, layer: &mut Layer) -> Vec<Inner> {
    let MediaBody { content_type, headers, body } = content;
    layer.say("content type", content_type.to_string());
    tell_headers(&headers, layer);
    inner(body, type_text(&content_type))
}

fn inner(body: Bytes, content_type: String) -> Vec<Inner> {
    if body.is_empty() { Vec::new() } else { vec![Inner::of_type(body, Some(content_type))] }
}
