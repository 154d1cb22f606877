//! The layer of a PDU of SMPP 3.4 that carries a short message: `submit_sm`, `deliver_sm`.

use bytes::Bytes;
use provost::push::sms::smpp::{Address, Message, Tag};
use provost::push::sms::{DataCoding, UserData};

use super::content::tell_text;
use super::{Inner, Kind, sms};
use crate::hex::digits;
use crate::report::{Fault, Layer};

/// Octets in front of the fields: length, command, status, number.
const HEADER: usize = 16;
/// Parameters that are shown.
const MOST: usize = 100;

/// Whether octets are a whole PDU.
pub(super) fn is_one(octets: &Bytes) -> bool {
    Message::decode(octets).is_ok()
}

/// Whether octets are a PDU whose user data begins with a header that tells ports or parts.
pub(super) fn is_segment(octets: &Bytes) -> bool {
    segment(octets, false).is_some()
}

/// Whether broken octets were one: a small length, and the number of a command.
pub(super) fn is_likely(octets: &[u8]) -> bool {
    matches!(octets, [0, 0, _, _, 0, 0, 0, 4 | 5, ..]) && octets.len() >= HEADER
}

/// What such a PDU says, and its user data.
pub(super) fn segment(octets: &Bytes, shows_secrets: bool) -> Option<(Layer, Bytes)> {
    let message = Message::decode(octets).ok()?;
    let user_data = message.user_data().ok().filter(sms::is_user_data)?;
    Some((read(octets, shows_secrets).0, user_data))
}

/// A PDU, and its message.
pub(super) fn read(octets: &Bytes, shows_secrets: bool) -> (Layer, Vec<Inner>) {
    let mut layer = Layer::new("smpp", "PDU of SMPP", octets);
    for (at, name) in [(0, "length"), (4, "command"), (8, "status"), (12, "number")] {
        let Some(word) = octets.get(at..).and_then(|rest| rest.first_chunk::<4>()) else { break };
        let value = u32::from_be_bytes(*word);
        let text = match (name, value) {
            ("command", 4) => "submit_sm".to_owned(),
            ("command", 5) => "deliver_sm".to_owned(),
            _ => value.to_string(),
        };
        layer.field(at..at.saturating_add(4), name, text, value);
    }
    let message = match Message::decode(octets) {
        Ok(message) => message,
        Err(error) => {
            layer.fault = Some(Fault::new(error.kind(), error.kind(), error.offset(), octets));
            return (layer, Vec::new());
        }
    };
    let text = |octets: &Bytes| String::from_utf8_lossy(octets).into_owned();
    if !message.service.is_empty() {
        layer.say("service", text(&message.service));
    }
    for (name, Address { ton, npi, text: number }) in
        [("from", &message.source), ("to", &message.destination)]
    {
        layer.say(name, format!("{} (type {ton}, plan {npi})", text(number)));
    }
    let esm = message.esm_class;
    let words = if esm.has_header() { ", header in the message" } else { "" };
    layer.fact("esm class", format!("0x{:02X}{words}", esm.0), esm.0);
    layer.fact("protocol", format!("0x{:02X}", message.protocol), message.protocol);
    layer.fact("coding", coding(message.data_coding), message.data_coding.0);
    for (name, time) in [("not before", &message.schedule), ("validity", &message.validity)] {
        if !time.is_empty() {
            layer.say(name, text(time));
        }
    }
    for parameter in message.parameters.iter().take(MOST) {
        let shown = match parameter.tag {
            Tag::MESSAGE_PAYLOAD => format!("{} octets", parameter.value.len()),
            _ => digits(&parameter.value),
        };
        layer.say(format!("parameter 0x{:04X}", parameter.tag.0), shown);
    }
    match message.user_data() {
        // Parameters that tell ports and parts are a header as well.
        Ok(own) if esm.has_header() || sms::is_user_data(&own) => {
            (layer, vec![Inner::of_kind(own, Some(Kind::UserData))])
        }
        Ok(_) if message.message().is_empty() => (layer, Vec::new()),
        Ok(_) => {
            let own = message.message().clone();
            let wide = DataCoding(0x08);
            let text =
                UserData::new(own.clone()).text(wide).filter(|_| message.data_coding == wide);
            match text {
                Some(text) => {
                    tell_text(&text, shows_secrets, &mut layer);
                    (layer, Vec::new())
                }
                None => (layer, vec![Inner::of_port(own, None)]),
            }
        }
        Err(error) => {
            layer.fault = Some(Fault::new(error.kind(), error.kind(), 0, octets));
            (layer, Vec::new())
        }
    }
}

/// What a coding says: some are those of a TPDU, others are alphabets of SMPP (3.4, 5.2.19).
fn coding(coding: DataCoding) -> String {
    let name = match coding.0 {
        0x00 => "alphabet of the message center",
        0x04 | 0x08 | 0xC0.. => return coding.to_string(),
        0x01 => "ASCII",
        0x02 => "octets",
        0x03 => "Latin 1",
        0x06 => "Cyrillic",
        0x07 => "Hebrew",
        _ => "of SMPP",
    };
    format!("0x{:02X} ({name})", coding.0)
}
