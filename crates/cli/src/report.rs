//! What is told of a capture: layers, the outermost first, each with rows, findings and a fault.
//!
//! One model, which text, JSON and HTML render.

mod html;
mod json;
mod text;

use alloc::borrow::Cow;
use core::fmt;
use core::ops::Range;

use bytes::Bytes;
use provost::wbxml::vocabulary::Vocabulary;
use provost::wbxml::{Dump, FOREIGN_CHARSETS, dump};
use serde_json::Value;

use crate::failure;
use crate::secrets::HIDDEN;

pub(crate) use html::html;
pub(crate) use json::json;
pub(crate) use text::{Form, Paint, text};

/// Everything that is told of an input.
#[derive(Debug)]
pub(crate) struct Report {
    /// How the octets were written: `octets`, `hex text`, `base64`.
    pub(crate) form: &'static str,
    pub(crate) layers: Vec<Layer>,
    /// Secrets that are not shown.
    pub(crate) hidden: usize,
}

/// One layer of a message.
#[derive(Debug)]
pub(crate) struct Layer {
    /// For programs.
    pub(crate) name: &'static str,
    /// For people.
    pub(crate) title: Cow<'static, str>,
    pub(crate) octets: Bytes,
    /// The layer around it, by its place in the report, and where it begins there. It begins nowhere
    /// where it was put together or decoded.
    pub(crate) place: Option<(usize, Option<usize>)>,
    pub(crate) rows: Vec<Row>,
    /// What it says, where that is more than its document.
    pub(crate) meaning: Option<Meaning>,
    /// The document, where this layer is one and has an XML form.
    pub(crate) document: Option<String>,
    pub(crate) listing: Option<Listing>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) fault: Option<Fault>,
}

/// A field, or something else that a layer says of itself.
#[derive(Debug)]
pub(crate) struct Row {
    /// Where its octets are in the layer, where it has some of its own.
    pub(crate) span: Option<Range<usize>>,
    pub(crate) name: Cow<'static, str>,
    /// For people.
    pub(crate) text: String,
    /// For programs.
    pub(crate) value: Value,
    /// Whether its octets are a secret.
    pub(crate) is_hidden: bool,
}

/// What a message says, in the words of its protocol.
#[derive(Debug)]
pub(crate) struct Meaning {
    /// For people, lines.
    pub(crate) text: String,
    /// For programs.
    pub(crate) value: Value,
    /// Departures from the protocol.
    pub(crate) findings: Vec<Finding>,
    /// What is wrong where something of it is missing.
    pub(crate) fault: Option<Fault>,
}

/// The tokens of a document of WBXML.
#[derive(Debug)]
pub(crate) struct Listing {
    octets: Bytes,
    language: Option<&'static Vocabulary>,
    /// What is not to be shown: in order, apart from one another.
    hidden: Vec<Range<usize>>,
}

/// How bad a finding is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Severity {
    Note,
    Warning,
    Error,
}

/// Something that departs from a specification, or that a reader should know.
#[derive(Debug)]
pub(crate) struct Finding {
    pub(crate) severity: Severity,
    pub(crate) text: String,
    /// The identifier of the rule.
    pub(crate) rule: Option<&'static str>,
    /// Where the rule stands.
    pub(crate) section: Option<&'static str>,
    /// Where it shows in the layer.
    pub(crate) offset: Option<usize>,
}

/// Where a layer is broken.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) kind: String,
    pub(crate) offset: usize,
    pub(crate) message: String,
    /// The names of the elements around it, outermost first.
    pub(crate) path: Vec<String>,
    /// In one line.
    pub(crate) line: String,
    /// The octets around it, with the place marked.
    pub(crate) window: String,
}

impl Layer {
    pub(crate) fn new(
        name: &'static str,
        title: impl Into<Cow<'static, str>>,
        octets: &Bytes,
    ) -> Self {
        Self {
            name,
            title: title.into(),
            octets: octets.clone(),
            place: None,
            rows: Vec::new(),
            meaning: None,
            document: None,
            listing: None,
            findings: Vec::new(),
            fault: None,
        }
    }

    /// Adds a fact without octets of its own: a text for people, a value for programs.
    pub(crate) fn fact(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        text: impl Into<String>,
        value: impl Into<Value>,
    ) {
        let (name, text, value) = (name.into(), text.into(), value.into());
        self.rows.push(Row { span: None, name, text, value, is_hidden: false });
    }

    /// Adds a fact whose value is its text.
    pub(crate) fn say(&mut self, name: impl Into<Cow<'static, str>>, text: impl Into<String>) {
        let text = text.into();
        self.fact(name, text.clone(), text);
    }

    /// Adds a field: where it is, its name, a text for people, a value for programs.
    pub(crate) fn field(
        &mut self,
        span: Range<usize>,
        name: impl Into<Cow<'static, str>>,
        text: impl Into<String>,
        value: impl Into<Value>,
    ) {
        let (name, text, value) = (name.into(), text.into(), value.into());
        self.rows.push(Row { span: Some(span), name, text, value, is_hidden: false });
    }

    pub(crate) fn find(&mut self, severity: Severity, text: impl Into<String>) {
        self.findings.push(Finding::new(severity, text));
    }

    /// The octets of a row that are to be shown.
    fn row_octets(&self, row: &Row) -> Option<&[u8]> {
        self.octets.get(row.span.clone()?)
    }
}

impl Listing {
    pub(crate) const fn new(
        octets: Bytes,
        language: Option<&'static Vocabulary>,
        hidden: Vec<Range<usize>>,
    ) -> Self {
        Self { octets, language, hidden }
    }

    fn dump(&self) -> Dump<'_> {
        dump(&self.octets, self.language).with_foreign_charsets(FOREIGN_CHARSETS)
    }

    /// Calls for each line: where it begins, its octets where they are to be shown, how deep it is
    /// and what it means, in short or in full.
    fn each(&self, is_full: bool, mut call: impl FnMut(usize, &[Option<u8>], usize, &str)) {
        let mut octets = Vec::new();
        for line in self.dump().lines() {
            let span = line.span();
            // Lines inside of a document in opaque data go back: each looks for its own ranges.
            let from = self.hidden.partition_point(|range| range.end <= span.start);
            let inside = self.hidden.get(from..).unwrap_or_default();
            let inside = inside.iter().take_while(|range| range.start < span.end);
            octets.clear();
            octets.extend(line.octets().iter().copied().map(Some));
            let mut is_hidden = false;
            for range in inside {
                is_hidden = true;
                let start = range.start.saturating_sub(span.start);
                let end = range.end.saturating_sub(span.start).min(octets.len());
                octets.get_mut(start..end).unwrap_or_default().fill(None);
            }
            let text = match (is_hidden, line.error(), is_full) {
                (true, None, _) => HIDDEN.to_owned(),
                (_, _, true) => format!("{line:#}"),
                (_, _, false) => line.to_string(),
            };
            call(span.start, &octets, line.depth(), &text);
        }
    }
}

impl Severity {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl Finding {
    pub(crate) fn new(severity: Severity, text: impl Into<String>) -> Self {
        Self { severity, text: text.into(), rule: None, section: None, offset: None }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(rule) = self.rule {
            write!(f, "{rule}: ")?;
        }
        f.write_str(&self.text)?;
        if let Some(offset) = self.offset {
            write!(f, " at byte {offset}")?;
        }
        match self.section {
            Some(section) => write!(f, " ({section})"),
            None => Ok(()),
        }
    }
}

impl Fault {
    /// A fault of a codec that names a kind, a place and a message.
    pub(crate) fn new(
        kind: impl fmt::Debug,
        message: impl fmt::Display,
        offset: usize,
        octets: &[u8],
    ) -> Self {
        let (kind, message) = (failure::kind(kind), message.to_string());
        let line = format!("{kind} at byte {offset}: {message}");
        let window = crate::window::around(octets, offset, &[]);
        Self { kind, offset, message, path: Vec::new(), line, window }
    }
}

impl From<failure::Fault> for Fault {
    fn from(fault: failure::Fault) -> Self {
        Self {
            kind: fault.kind(),
            offset: fault.error.offset(),
            message: fault.error.kind().to_string(),
            line: fault.to_string(),
            path: fault.path,
            window: fault.window,
        }
    }
}
