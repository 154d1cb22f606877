//! The layers of a short message: its PDU and its user data (3GPP TS 23.040, 9.2).

use bytes::Bytes;
use provost::push::sms::{
    Alphabet, DataCoding, Direction, Reference, ServiceTime, Tpdu, UserDataHeader,
    split_service_center,
};

use super::content::tell_text;
use super::{Contents, Inner, Kind};
use crate::hex::digits;
use crate::report::{Fault, Layer, Severity};

/// The bit of the first octet that says that user data has a header.
const HEADER: u8 = 0x40;

/// Where a PDU begins behind the address of a service center, and what it is.
fn decode(octets: &Bytes) -> Option<(usize, Tpdu)> {
    let rest = split_service_center(octets).ok().map(|(_, rest)| rest);
    for candidate in [Some(octets.clone()), rest].into_iter().flatten() {
        for direction in [Direction::ToMobile, Direction::FromMobile] {
            let Ok(tpdu) = Tpdu::decode(&candidate, direction) else { continue };
            let header = tpdu.user_data().and_then(|data| data.header.as_ref());
            if header.is_some_and(is_framing) {
                return Some((octets.len().saturating_sub(candidate.len()), tpdu));
            }
        }
    }
    None
}

/// Where a PDU begins that has no such header: any octets may be one, so it is for who asks for a
/// short message to say that they are.
fn plain_start(octets: &Bytes) -> Option<usize> {
    let is_whole = |pdu: &Bytes| {
        let is_submit = is_submit(pdu.first().copied().unwrap_or_default());
        let direction = if is_submit { Direction::FromMobile } else { Direction::ToMobile };
        matches!(Tpdu::decode(pdu, direction), Ok(Tpdu::Deliver(_) | Tpdu::Submit(_)))
    };
    let rest = split_service_center(octets).ok().map(|(_, rest)| rest);
    let found = [Some(octets.clone()), rest].into_iter().flatten().find(is_whole)?;
    Some(octets.len().saturating_sub(found.len()))
}

/// Whether a header has what a datagram travels by: others are not told from any octets.
fn is_framing(header: &UserDataHeader) -> bool {
    header.ports().is_some() || header.concatenation().is_some()
}

/// Whether octets are a PDU with such a header.
pub(super) fn is_tpdu(octets: &Bytes) -> bool {
    decode(octets).is_some()
}

/// Whether octets are beyond doubt a PDU without such a header, behind the address of a service center or
/// not: its lengths fit to the octet, its numbers have digits and a type, and its time is one.
pub(super) fn is_plain(octets: &Bytes) -> bool {
    let Some(start) = plain_start(octets) else { return false };
    let pdu = octets.slice(start..);
    let (direction, number) = match pdu.as_ref() {
        [first, _, number @ ..] if is_submit(*first) => (Direction::FromMobile, number),
        [_, number @ ..] => (Direction::ToMobile, number),
        [] => return false,
    };
    // A digit at least, and a type of number in the plan of telephones, or a name.
    let [1..=20, 0x81 | 0x91 | 0xA1 | 0xD0, ..] = number else { return false };
    match Tpdu::decode(&pdu, direction) {
        Ok(Tpdu::Deliver(deliver)) => {
            deliver.time.fields().is_some_and(|[_, month, day, hour, minute, second]| {
                let is_day = (1..=12).contains(&month) && (1..=31).contains(&day);
                is_day && hour < 24 && minute < 60 && second < 60
            })
        }
        // It has no time, and a service center is in front of it in what modems take.
        Ok(Tpdu::Submit(_)) => start > 0,
        _ => false,
    }
}

/// Whether octets are user data with such a header.
pub(super) fn is_user_data(octets: &Bytes) -> bool {
    UserDataHeader::decode(octets).is_ok_and(|(header, _)| is_framing(&header))
}

/// Whether broken octets were a PDU: an address of a type, user data with a header, and an element
/// of ports or parts in it.
pub(super) fn is_likely_tpdu(octets: &Bytes) -> bool {
    let rest = split_service_center(octets).ok().map(|(_, rest)| rest);
    [Some(octets.clone()), rest].into_iter().flatten().any(|candidate| {
        let mut layer = Layer::new("sms", "", &candidate);
        let first = candidate.first().copied().unwrap_or_default();
        let data = fields(&candidate, 0, is_submit(first), &mut layer);
        let header = data.and_then(|at| candidate.get(at..at.checked_add(3)?));
        let is_element = matches!(
            header,
            Some([_, 0x05 | 0x00, 0x04 | 0x03] | [_, 0x08, 0x04] | [_, 0x04, 0x02])
        );
        first & HEADER != 0 && is_element
    })
}

/// Of two kinds that the first octet may say, the one that is told apart here: the other two bits
/// are those of reports.
const fn is_submit(first: u8) -> bool {
    first & 0x03 == 0x01
}

/// A PDU, and its user data.
pub(super) fn read_tpdu(octets: &Bytes, shows_secrets: bool) -> (Layer, Vec<Inner>) {
    let found = decode(octets);
    let start = match &found {
        Some((start, _)) => *start,
        None => plain_start(octets).unwrap_or_else(|| {
            let rest = split_service_center(octets).map_or(octets.len(), |(_, rest)| rest.len());
            let start = octets.len().saturating_sub(rest);
            // The length of a service center's address is small, and so are types of PDUs.
            let has_center = octets.get(1).is_some_and(|kind| *kind >= 0x80) && start > 1;
            if has_center { start } else { 0 }
        }),
    };
    let mut layer = Layer::new("sms", "Short message", octets);
    if start > 0 {
        let shown = split_service_center(octets).ok().and_then(|(center, _)| center);
        let shown = shown.map_or("none".to_owned(), |center| center.to_string());
        layer.field(0..start, "service center", shown.clone(), shown);
    }
    let first = octets.get(start).copied().unwrap_or_default();
    let is_submit = match &found {
        Some((_, Tpdu::Deliver(_))) => false,
        Some((_, Tpdu::Submit(_))) => true,
        _ => is_submit(first),
    };
    layer.title = match &found {
        Some((_, Tpdu::Deliver(_) | Tpdu::Submit(_))) | None => {
            (if is_submit { "SMS-SUBMIT" } else { "SMS-DELIVER" }).into()
        }
        _ => "SMS report".into(),
    };
    match found {
        Some((_, tpdu @ (Tpdu::Deliver(_) | Tpdu::Submit(_)))) => {
            let at = fields(octets, start, is_submit, &mut layer);
            let mut inner = user_data(octets, at, &tpdu);
            // A part of a text that is too long for one message.
            if let Some(text) = text_of(&tpdu) {
                tell_text(&text, shows_secrets, &mut layer);
                inner.iter_mut().for_each(|inner| inner.contents = Contents::Text);
            }
            (layer, inner)
        }
        Some((_, tpdu)) => (layer, user_data(octets, None, &tpdu)),
        None => {
            let at = fields(octets, start, is_submit, &mut layer);
            let direction = if is_submit { Direction::FromMobile } else { Direction::ToMobile };
            let pdu = octets.slice(start..);
            match Tpdu::decode(&pdu, direction) {
                Ok(tpdu) => {
                    let inner = user_data(octets, at, &tpdu);
                    if inner.is_empty() && tpdu.user_data().is_some() {
                        let text = text_of(&tpdu).unwrap_or_default();
                        tell_text(&text, shows_secrets, &mut layer);
                    }
                    (layer, inner)
                }
                Err(error) => {
                    let offset = error.offset().saturating_add(start);
                    layer.fault = Some(Fault::new(error.kind(), error.kind(), offset, octets));
                    // What is there of the user data is shown as well.
                    let rest = at.filter(|_| first & HEADER != 0);
                    let rest = rest.filter(|at| *at < octets.len());
                    let inner =
                        rest.map(|at| Inner::of_kind(octets.slice(at..), Some(Kind::UserData)));
                    (layer, inner.into_iter().collect())
                }
            }
        }
    }
}

/// The text of a PDU with such a header for no port.
pub(super) fn text(octets: &Bytes) -> Option<String> {
    let (_, tpdu) = decode(octets)?;
    matches!(tpdu, Tpdu::Deliver(_) | Tpdu::Submit(_)).then(|| text_of(&tpdu))?
}

/// The text of a message for no port, where its coding is one of texts.
fn text_of(tpdu: &Tpdu) -> Option<String> {
    let data = tpdu.user_data()?;
    let coding = match tpdu {
        Tpdu::Deliver(deliver) => deliver.coding,
        Tpdu::Submit(submit) => submit.coding,
        _ => DataCoding::SEPTETS,
    };
    let has_ports = data.header.as_ref().is_some_and(|header| header.ports().is_some());
    data.text(coding).filter(|_| !has_ports)
}

fn user_data(octets: &Bytes, at: Option<usize>, tpdu: &Tpdu) -> Vec<Inner> {
    let Some(data) = tpdu.user_data() else { return Vec::new() };
    let kind = if data.header.is_some() { Some(Kind::UserData) } else { None };
    // A slice of the PDU tells where it begins; what is packed in septets is none.
    let plain = at.map(|at| octets.slice(at.min(octets.len())..));
    let own = data.to_bytes().unwrap_or_default();
    let own = plain.filter(|plain| *plain == own).unwrap_or(own);
    if own.is_empty() || kind.is_none() { Vec::new() } else { vec![Inner::of_kind(own, kind)] }
}

/// Adds the fields of a PDU as far as it has them, and tells where the user data begins.
fn fields(octets: &[u8], start: usize, is_submit: bool, layer: &mut Layer) -> Option<usize> {
    let first = *octets.get(start)?;
    let next = |at: usize| at.saturating_add(1);
    let flags = first_octet(first, is_submit);
    layer.field(start..next(start), "first octet", flags, first);
    let mut at = next(start);
    if is_submit {
        let reference = *octets.get(at)?;
        layer.field(at..next(at), "reference", reference.to_string(), reference);
        at = next(at);
    }
    let semi_octets = usize::from(*octets.get(at)?);
    let end = at.saturating_add(2).saturating_add(semi_octets.div_ceil(2));
    let address = octets.get(at..end).filter(|_| semi_octets <= 20)?;
    let shown = address_text(address);
    let name = if is_submit { "to" } else { "from" };
    layer.field(at..end, name, shown.clone(), shown);
    at = end;
    let protocol = *octets.get(at)?;
    layer.field(at..next(at), "protocol", format!("0x{protocol:02X}"), protocol);
    at = next(at);
    let coding = DataCoding(*octets.get(at)?);
    layer.field(at..next(at), "coding", coding.to_string(), coding.0);
    at = next(at);
    if is_submit {
        let width = match first & 0x18 {
            0 => 0,
            0x10 => 1,
            _ => 7,
        };
        let end = at.saturating_add(width);
        let validity = octets.get(at..end)?;
        if let [octet] = validity {
            let seconds = provost::push::sms::Validity::Relative(*octet).seconds();
            let shown = seconds.map_or("?".to_owned(), |seconds| format!("{seconds} s"));
            layer.field(at..end, "validity", shown, seconds);
        } else if width == 7 {
            layer.field(at..end, "validity", "7 octets", width);
        }
        at = end;
    } else {
        let end = at.saturating_add(7);
        let (time, _) = octets.get(at..end)?.split_first_chunk::<7>()?;
        let shown = ServiceTime(*time).to_string();
        layer.field(at..end, "time", shown.clone(), shown);
        at = end;
    }
    let length = *octets.get(at)?;
    let unit = if coding.alphabet() == Alphabet::Septets { "septets" } else { "octets" };
    layer.field(at..next(at), "length", format!("{length} {unit}"), length);
    Some(next(at))
}

/// The digits of an address, or its name.
fn address_text(octets: &[u8]) -> String {
    let mut pdu = vec![0x04];
    pdu.extend_from_slice(octets);
    // A whole PDU around it, so that there is one way to read an address.
    pdu.extend_from_slice(&[0; 10]);
    match Tpdu::decode(&pdu.into(), Direction::ToMobile) {
        Ok(tpdu) => tpdu.address().map_or_else(String::new, ToString::to_string),
        Err(_) => "unreadable".to_owned(),
    }
}

fn first_octet(first: u8, is_submit: bool) -> String {
    let mut words = vec![if is_submit { "SUBMIT" } else { "DELIVER" }];
    if !is_submit && first & 0x04 == 0 {
        words.push("more messages wait");
    }
    if is_submit && first & 0x04 != 0 {
        words.push("duplicates are rejected");
    }
    if first & 0x20 != 0 {
        words.push("status report");
    }
    if first & HEADER != 0 {
        words.push("header in the user data");
    }
    if first & 0x80 != 0 {
        words.push("reply path");
    }
    words.join(", ")
}

/// User data, and what is behind its header: a part of a datagram stays a part, and a text was told already.
pub(super) fn read_user_data(octets: &Bytes, is_text: bool) -> (Layer, Vec<Inner>) {
    let mut layer = header_layer(octets);
    let Ok((header, rest)) = UserDataHeader::decode(octets) else {
        return (layer, Vec::new());
    };
    let is_part = header.concatenation().is_some_and(|part| part.total > 1);
    if is_part {
        layer.find(
            Severity::Note,
            "a part of a datagram: one line of hex text for each part shows all of it",
        );
    }
    let is_first = header.concatenation().is_none_or(|part| part.sequence <= 1);
    let port = header.ports().map(|ports| ports.destination);
    let inner = (is_first && !rest.is_empty() && !is_text).then(|| Inner::of_port(rest, port));
    (layer, inner.into_iter().collect())
}

/// What arrives at a port.
pub(super) const fn kind_of_port(destination: u16) -> Option<Kind> {
    match destination {
        // Push, connectionless; what is behind other ports tells itself.
        2948 => Some(Kind::Wsp),
        _ => None,
    }
}

/// What the header of user data says.
pub(crate) fn header_layer(octets: &Bytes) -> Layer {
    let mut layer = Layer::new("user_data", "User data", octets);
    let Some((length, rest)) = octets.split_first() else {
        let error = UserDataHeader::decode(octets).err();
        layer.fault = error.map(|error| Fault::new(error.kind(), error.kind(), 0, octets));
        return layer;
    };
    layer.field(0..1, "header length", length.to_string(), *length);
    let end = usize::from(*length).min(rest.len()).saturating_add(1);
    let mut at = 1_usize;
    while at < end {
        let Some([id, length]) = octets.get(at..at.saturating_add(2)) else { break };
        let start = at.saturating_add(2);
        let to = start.saturating_add(usize::from(*length));
        let Some(data) = octets.get(start..to).filter(|_| to <= end) else { break };
        let (name, text) = element(*id, data);
        layer.field(at..to, name, text.clone(), text);
        at = to;
    }
    match UserDataHeader::decode(octets) {
        Ok((_, payload)) => {
            let length = payload.len();
            layer.fact("payload", format!("{length} octets"), length);
        }
        Err(error) => {
            layer.fault = Some(Fault::new(error.kind(), error.kind(), error.offset(), octets));
        }
    }
    layer
}

fn element(id: u8, data: &[u8]) -> (&'static str, String) {
    let header = [&[id, u8::try_from(data.len()).unwrap_or(u8::MAX)], data].concat();
    let length = u8::try_from(header.len()).unwrap_or(u8::MAX);
    let alone = Bytes::from([&[length], header.as_slice()].concat());
    if let Ok((header, _)) = UserDataHeader::decode(&alone) {
        if let Some(ports) = header.ports() {
            let service = ports.service().map_or_else(String::new, |name| format!(" ({name})"));
            return ("port", format!("{} from {}{service}", ports.destination, ports.source));
        }
        if let Some(part) = header.concatenation() {
            let reference = match part.reference {
                Reference::Short(number) => u16::from(number),
                Reference::Long(number) => number,
            };
            return ("part", format!("{} of {}, reference {reference}", part.sequence, part.total));
        }
    }
    ("element", format!("0x{id:02X}: {}", digits(data)))
}

/// What a PDU says of itself.
pub(crate) fn tpdu_layer(octets: &Bytes, shows_secrets: bool) -> Option<(Layer, Bytes)> {
    is_tpdu(octets).then(|| {
        let (layer, inner) = read_tpdu(octets, shows_secrets);
        (layer, inner.into_iter().next().map(|inner| inner.octets).unwrap_or_default())
    })
}

/// What a PDU without a header says of itself, its text among it.
pub(crate) fn plain_tpdu_layer(octets: &Bytes) -> Option<Layer> {
    let is_plain = !is_user_data(octets) && plain_start(octets).is_some();
    is_plain.then(|| read_tpdu(octets, false).0)
}
