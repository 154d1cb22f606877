//! The layer of a push of WSP (WAP-230, 8.2.4.1), and the bodies that only WSP has.

use bytes::Bytes;
use provost::push::http::CpiTag;
use provost::push::session_initiation::{ProtocolOption, Provisioning, SessionInitiation};
use provost::push::wsp::{ContentType, FieldName, HeaderName, Multipart, Push};
use provost::push::{Error, Finding as Tolerated};

use super::{Inner, Kind};
use crate::hex::digits;
use crate::report::{Fault, Finding, Layer, Severity};

/// The type of the PDU.
const PUSH: u8 = 0x06;
/// Fields that are shown: a push of a megabyte has room for as many headers.
const FIELDS: usize = 500;

pub(super) fn is_push(octets: &Bytes) -> bool {
    Push::decode(octets).is_ok()
}

/// Whether broken octets were a push.
pub(super) fn is_likely(octets: &[u8]) -> bool {
    octets.get(1) == Some(&PUSH) && octets.len() > 3
}

/// A push, and its content.
pub(super) fn read(octets: &Bytes) -> (Layer, Vec<Inner>) {
    let (layer, push) = push_layer(octets);
    let Some(push) = push.filter(|push| !push.body.is_empty()) else { return (layer, Vec::new()) };
    let content_type = type_text(&push.content_type);
    (layer, vec![Inner::of_type(push.body, Some(content_type))])
}

/// A content type as text, as far as it has a form in text.
pub(super) fn type_text(content_type: &ContentType) -> String {
    content_type.to_text().unwrap_or_else(|_| content_type.to_string())
}

/// What a push says of itself, and the push where nothing is wrong with it.
pub(crate) fn push_layer(octets: &Bytes) -> (Layer, Option<Push>) {
    let mut layer = Layer::new("wsp", "WSP push", octets);
    if let Some(transaction) = octets.first() {
        layer.field(0..1, "transaction", transaction.to_string(), *transaction);
    }
    if let Some(kind) = octets.get(1) {
        let shown = if *kind == PUSH { "push".to_owned() } else { format!("0x{kind:02X}") };
        layer.field(1..2, "PDU", shown, *kind);
    }
    let mut tolerated = Vec::new();
    let push = match Push::decode_with(octets, &mut tolerated) {
        Ok(push) => push,
        Err(error) => {
            broken_head(octets, &mut layer);
            layer.fault = Some(fault(error, octets));
            return (layer, None);
        }
    };
    head(&push, octets, 2, &mut layer);
    layer.findings.extend(tolerated.iter().map(departure));
    (layer, Some(push))
}

/// What stands in front of the body of a push, from the length of its head on, and what it says.
pub(super) fn head(push: &Push, octets: &Bytes, length_at: usize, layer: &mut Layer) {
    let body = octets.len().saturating_sub(push.body.len());
    let headers = body.saturating_sub(push.headers.as_bytes().len());
    let content_type = headers.saturating_sub(push.content_type.to_bytes().len()).max(length_at);
    let length = body.saturating_sub(content_type);
    layer.field(length_at..content_type, "header length", length.to_string(), length);
    let shown = push.content_type.to_string();
    layer.field(content_type..headers, "content type", shown.clone(), shown);
    fields(push, headers, layer);
    match push.application() {
        Ok(application) => layer.say("application", application.to_string()),
        Err(error) => layer.findings.push(Finding {
            severity: Severity::Warning,
            text: format!("for no application that is known: {error}"),
            rule: None,
            section: None,
            offset: None,
        }),
    }
    layer.fact("body", format!("{} octets", push.body.len()), push.body.len());
}

/// What is in front of the fault of a push: the length of its head, and the type where it is whole.
fn broken_head(octets: &Bytes, layer: &mut Layer) {
    let width = octets.iter().skip(2).position(|octet| octet & 0x80 == 0);
    let Some(width) = width.filter(|width| *width < 5) else { return };
    let start = width.saturating_add(3);
    let length = octets
        .get(2..start)
        .unwrap_or_default()
        .iter()
        .fold(0_u64, |sum, octet| sum << 7 | u64::from(octet & 0x7F));
    layer.field(2..start, "header length", length.to_string(), length);
    let rest = octets.slice(start.min(octets.len())..);
    if let Ok((content_type, behind)) = ContentType::decode(&rest) {
        let end = octets.len().saturating_sub(behind.len());
        let shown = content_type.to_string();
        layer.field(start..end, "content type", shown.clone(), shown);
    }
}

fn fields(push: &Push, start: usize, layer: &mut Layer) {
    let block = push.headers.as_bytes();
    let mut fields = push.headers.iter().take(FIELDS).peekable();
    while let Some(field) = fields.next() {
        let end = fields.peek().map_or(block.len(), |next| next.offset());
        // `Debug` of a field has credentials left out.
        let shown = format!("{field:?}");
        let is_hidden = shown.ends_with(": ..");
        let span = field.offset().saturating_add(start)..end.saturating_add(start);
        let name = match field.name() {
            FieldName::Code(code) if field.page() == 1 => HeaderName(code).to_string(),
            FieldName::Code(code) => format!("page {} 0x{code:02X}", field.page()),
            FieldName::Text(name) => name.to_owned(),
        };
        let prefix = format!("{name}: ");
        let text = shown.strip_prefix(&prefix).unwrap_or(&shown).to_owned();
        layer.field(span, name, text.clone(), text);
        if let (true, Some(row)) = (is_hidden, layer.rows.last_mut()) {
            row.is_hidden = true;
        }
    }
    if fields.peek().is_some() {
        layer.find(Severity::Note, format!("only {FIELDS} headers are shown"));
    }
}

pub(super) fn departure(finding: &Tolerated) -> Finding {
    Finding {
        severity: Severity::Warning,
        text: finding.kind().to_string(),
        rule: None,
        section: None,
        offset: Some(finding.offset()),
    }
}

pub(super) fn fault(error: Error, octets: &[u8]) -> Fault {
    Fault::new(error.kind(), error.kind(), error.offset(), octets)
}

/// A multipart body of WSP, and its entries.
pub(super) fn read_multipart(octets: &Bytes) -> (Layer, Vec<Inner>) {
    let mut layer = Layer::new("multipart", "Multipart body of WSP", octets);
    let mut tolerated = Vec::new();
    match Multipart::decode_with(octets, &mut tolerated) {
        Ok(multipart) => {
            layer.fact("entries", multipart.entries.len().to_string(), multipart.entries.len());
            layer.findings.extend(tolerated.iter().map(departure));
            let lines = (1_usize..).zip(&multipart.entries).flat_map(|(number, entry)| {
                // `Debug` of a field has credentials left out.
                let fields = entry.headers.iter().map(|field| format!("{field:?}"));
                let lines = core::iter::once(entry.content_type.to_string()).chain(fields);
                lines.map(move |line| (number, line))
            });
            for (number, line) in lines.take(FIELDS) {
                layer.say(format!("entry {number}"), line);
            }
            let inner = multipart.entries.into_iter().map(|entry| {
                let content_type = type_text(&entry.content_type);
                Inner::of_type(entry.body, Some(content_type))
            });
            (layer, inner.collect())
        }
        Err(error) => {
            layer.fault = Some(fault(error, octets));
            (layer, Vec::new())
        }
    }
}

/// A request to open a session (WAP-235, 8.3).
pub(super) fn session_initiation(octets: &Bytes) -> Layer {
    let mut layer = Layer::new("session_initiation", "Session initiation", octets);
    let mut tolerated = Vec::new();
    match SessionInitiation::decode_with(octets, &mut tolerated) {
        Ok(request) => {
            layer.fact("version", request.version.to_string(), request.version);
            for application in &request.applications {
                layer.say("application", application.to_string());
            }
            for contact in &request.wsp_contacts {
                layer.say("contact", format!("{contact}, WSP"));
            }
            for contact in request.contacts() {
                let protocol = match contact.option {
                    ProtocolOption::HTTP | ProtocolOption::HTTP_WITH_TAG => "OTA-HTTP".to_owned(),
                    ProtocolOption(other) => format!("protocol {other}"),
                };
                let tag = contact.tag.map(|tag| format!(", tag {}", CpiTag(tag)));
                let tag = tag.unwrap_or_default();
                layer.say("contact", format!("{}, {protocol}{tag}", contact.address));
            }
            match &request.provisioning {
                Provisioning::Any => {}
                Provisioning::Hash(hash) => layer.say("context", format!("hash {}", digits(hash))),
                Provisioning::Url(url) => layer.say("context", url.clone()),
            }
            layer.findings.extend(tolerated.iter().map(departure));
        }
        Err(error) => layer.fault = Some(fault(error, octets)),
    }
    layer
}

/// The media types that only WSP has, or that it has another form of.
pub(super) fn kind_of_body(essence: &str) -> Option<Kind> {
    match essence {
        "application/vnd.wap.sia" => Some(Kind::SessionInitiation),
        _ if essence.starts_with("application/vnd.wap.multipart.") => Some(Kind::WspMultipart),
        _ => None,
    }
}
