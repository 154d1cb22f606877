//! A report for programs. The shape is documented in `docs/inspector.md`.

use core::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::{Fault, Finding, Layer, Listing, Report, Row};
use crate::hex::digits;
use crate::secrets::HIDDEN;

/// The number of the shape; a field more is no other shape.
const SHAPE: u32 = 1;

pub(crate) fn json(report: &Report) -> String {
    let layers: Vec<Value> = report.layers.iter().map(layer).collect();
    let value = json!({
        "report": SHAPE,
        "form": report.form,
        "hidden": report.hidden,
        "layers": layers,
    });
    format!("{value:#}\n")
}

fn layer(layer: &Layer) -> Value {
    let mut map = Map::new();
    map.insert("layer".into(), layer.name.into());
    map.insert("title".into(), layer.title.as_ref().into());
    map.insert("length".into(), layer.octets.len().into());
    map.insert("inside".into(), json!(layer.place.map(|(at, _)| at)));
    map.insert("offset".into(), json!(layer.place.and_then(|(_, offset)| offset)));
    map.insert("rows".into(), layer.rows.iter().map(|it| row(layer, it)).collect());
    map.insert("findings".into(), layer.findings.iter().map(finding).collect());
    if let Some(meaning) = &layer.meaning {
        map.insert("message".into(), meaning.value.clone());
    }
    map.insert("document".into(), json!(layer.document));
    if let Some(listing) = &layer.listing {
        map.insert("tokens".into(), tokens(listing));
    }
    map.insert("error".into(), layer.fault.as_ref().map_or(Value::Null, fault));
    Value::Object(map)
}

fn row(layer: &Layer, row: &Row) -> Value {
    let octets = layer.row_octets(row);
    let octets = octets.map(|octets| if row.is_hidden { HIDDEN.into() } else { digits(octets) });
    json!({
        "offset": row.span.as_ref().map(|span| span.start),
        "octets": octets,
        "name": row.name,
        "text": row.text,
        "value": row.value,
    })
}

fn finding(finding: &Finding) -> Value {
    json!({
        "severity": finding.severity.name(),
        "rule": finding.rule,
        "text": finding.text,
        "section": finding.section,
        "offset": finding.offset,
    })
}

fn tokens(listing: &Listing) -> Value {
    let mut tokens = Vec::new();
    listing.each(true, |offset, octets, depth, meaning| {
        let octets = octets.iter().fold(String::new(), |mut hex, octet| {
            let _ = match octet {
                Some(octet) => write!(hex, "{octet:02X}"),
                None => write!(hex, ".."),
            };
            hex
        });
        tokens.push(json!({
            "offset": offset,
            "octets": octets,
            "depth": depth,
            "meaning": meaning,
        }));
    });
    Value::Array(tokens)
}

fn fault(fault: &Fault) -> Value {
    json!({
        "kind": fault.kind,
        "offset": fault.offset,
        "message": fault.message,
        "path": fault.path,
    })
}
