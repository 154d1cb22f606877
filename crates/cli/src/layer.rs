//! One layer of a message, and how layers are shown.

use core::fmt::Write;

use provost::wbxml::{Dump, Line};
use serde_json::{Map, Value, json};

use crate::arguments::Listing;
use crate::failure::Fault;

/// One layer of a message.
pub(crate) struct Layer<'a> {
    name: &'static str,
    title: &'static str,
    length: usize,
    facts: Vec<Fact>,
    /// What it says, where that is more than its document.
    pub(crate) meaning: Option<Meaning>,
    /// The document, where this layer is one and has an XML form.
    pub(crate) document: Option<String>,
    pub(crate) dump: Option<Dump<'a>>,
    pub(crate) notes: Vec<String>,
    pub(crate) fault: Option<Fault>,
}

/// What a message says, in the words of its protocol.
pub(crate) struct Meaning {
    /// For people, lines.
    pub(crate) text: String,
    /// For programs.
    pub(crate) value: Value,
    /// Departures from the protocol.
    pub(crate) notes: Vec<String>,
    /// Whether nothing of it is missing.
    pub(crate) is_whole: bool,
}

/// Something that a layer says of itself.
struct Fact {
    label: &'static str,
    text: String,
    value: Value,
}

impl<'a> Layer<'a> {
    pub(crate) const fn new(name: &'static str, title: &'static str, length: usize) -> Self {
        Self {
            name,
            title,
            length,
            facts: Vec::new(),
            meaning: None,
            document: None,
            dump: None,
            notes: Vec::new(),
            fault: None,
        }
    }

    /// Adds a fact: a text for people, a value for programs.
    pub(crate) fn fact(&mut self, label: &'static str, text: String, value: impl Into<Value>) {
        self.facts.push(Fact { label, text, value: value.into() });
    }

    fn text(&self, listing: Option<Listing>, out: &mut String) {
        let _ = writeln!(out, "{}, {} octets", self.title, self.length);
        for Fact { label, text, .. } in &self.facts {
            let _ = writeln!(out, "  {label:<13}  {text}");
        }
        if let Some(meaning) = &self.meaning {
            let _ = write!(out, "\n{}", meaning.text);
        }
        // What cannot be shown as a document is listed, up to the fault if it has one.
        let listing = listing.or(self.document.is_none().then_some(Listing::Short));
        let _ = match (listing, &self.dump, &self.document) {
            (Some(Listing::Short), Some(dump), _) => write!(out, "\n{dump}"),
            (Some(Listing::Full), Some(dump), _) => write!(out, "\n{dump:#}"),
            (_, _, Some(document)) => write!(out, "\n{document}"),
            _ => Ok(()),
        };
    }

    fn json(&self) -> Value {
        let mut layer = Map::new();
        layer.insert("layer".into(), self.name.into());
        layer.insert("length".into(), self.length.into());
        for Fact { label, value, .. } in &self.facts {
            layer.insert(label.replace(' ', "_"), value.clone());
        }
        if let Some(meaning) = &self.meaning {
            layer.insert("message".into(), meaning.value.clone());
        }
        layer.insert("notes".into(), json!(self.notes));
        layer.insert("document".into(), json!(self.document));
        if let Some(dump) = &self.dump {
            layer.insert("tokens".into(), dump.lines().map(|line| token(&line)).collect());
        }
        layer.insert("error".into(), self.fault.as_ref().map_or(Value::Null, error));
        Value::Object(layer)
    }
}

fn token(line: &Line<'_>) -> Value {
    let octets = line.octets().iter().fold(String::new(), |mut hex, octet| {
        let _ = write!(hex, "{octet:02X}");
        hex
    });
    json!({
        "offset": line.span().start,
        "octets": octets,
        "depth": line.depth(),
        "meaning": format!("{line:#}"),
    })
}

fn error(fault: &Fault) -> Value {
    json!({
        "kind": fault.kind(),
        "offset": fault.error.offset(),
        "message": fault.error.kind().to_string(),
        "path": fault.path,
    })
}

/// The layers for people, the outermost first.
pub(crate) fn text(layers: &[Layer<'_>], listing: Option<Listing>) -> String {
    let mut out = String::new();
    for (at, layer) in layers.iter().enumerate() {
        out.push_str(if at == 0 { "" } else { "\n" });
        layer.text(listing, &mut out);
    }
    out
}

/// The layers for programs.
pub(crate) fn json(layers: &[Layer<'_>]) -> String {
    let layers: Vec<Value> = layers.iter().map(Layer::json).collect();
    format!("{:#}\n", json!({ "layers": layers }))
}
