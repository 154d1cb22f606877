//! What a description says to commands, before they are sent.

use core::fmt;

use super::{Description, Judgment, Occurrence};
use crate::format::Format;
use crate::tnds;
use crate::tree::{Right, Scope};
use crate::uri::Path;

/// A command that a description is asked about.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(clippy::exhaustive_enums, reason = "the commands for the tree")]
pub enum Verb {
    /// Add.
    Add,
    /// Copy, from the node.
    Copy,
    /// Delete.
    Delete,
    /// Exec.
    Exec,
    /// Get.
    Get,
    /// Replace.
    Replace,
}

/// What is wrong with a command by a description. It is advice: a device may know better.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Finding {
    /// The description has no such node.
    UnknownNode,
    /// AccessType does not have the command.
    Access(Verb),
    /// The node has another format.
    Format {
        /// The only one.
        expected: Format,
        /// What the command has.
        found: Format,
    },
    /// The node must be there.
    Required(Occurrence),
    /// The node is permanent.
    Permanent,
    /// An interior node has no value.
    InteriorValue,
    /// A leaf without a value.
    NoValue,
    /// The value is none of its format.
    Value(Format),
    /// The value is none of those that are allowed.
    NotAllowed,
    /// Whether the value is allowed cannot be told here: a regular expression, a schema, an ADMX
    /// file.
    NotChecked,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownNode => f.write_str("the description has no such node"),
            Self::Access(verb) => write!(f, "the node does not take {verb:?}"),
            Self::Format { expected, found } => {
                write!(f, "the node has the format {expected}, not {found}")
            }
            Self::Required(occurrence) => write!(f, "the node must be there: {occurrence}"),
            Self::Permanent => f.write_str("the node is permanent"),
            Self::InteriorValue => f.write_str("an interior node has no value"),
            Self::NoValue => f.write_str("a value is missing"),
            Self::Value(format) => write!(f, "the value is no {format}"),
            Self::NotAllowed => f.write_str("the value is none of those that are allowed"),
            Self::NotChecked => f.write_str("whether the value is allowed was not checked"),
        }
    }
}

impl Description {
    /// What is wrong with a command on a node, with the format and data that it has.
    pub fn check(
        &self,
        verb: Verb,
        at: Path<'_>,
        format: Option<Format>,
        data: Option<&[u8]>,
        mut found: impl FnMut(Finding),
    ) {
        let Some(node) = self.find(at) else {
            return found(Finding::UnknownNode);
        };
        let Some(properties) = node.properties() else { return };
        let is_allowed = match verb {
            Verb::Copy => properties.access.allows_copy(),
            Verb::Add => properties.access.allows(Right::Add),
            Verb::Delete => properties.access.allows(Right::Delete),
            Verb::Exec => properties.access.allows(Right::Exec),
            Verb::Get => properties.access.allows(Right::Get),
            Verb::Replace => properties.access.allows(Right::Replace),
        };
        if !is_allowed {
            found(Finding::Access(verb));
        }
        if verb == Verb::Delete {
            if properties.scope == Scope::Permanent {
                found(Finding::Permanent);
            }
            if !properties.occurrence.is_optional() {
                found(Finding::Required(properties.occurrence));
            }
        }
        if !matches!(verb, Verb::Add | Verb::Replace) {
            return;
        }
        if let (Some(expected), Some(format)) = (properties.format, format) {
            if expected.of_node() != format.of_node() {
                found(Finding::Format { expected, found: format });
            }
        }
        let expected = properties.format.unwrap_or_default();
        match (expected, data) {
            (Format::Node, Some([_, ..])) => found(Finding::InteriorValue),
            (Format::Node | Format::Null, _) => {}
            (_, None) => found(Finding::NoValue),
            (expected, Some(data)) => {
                let text = core::str::from_utf8(data);
                if !text.is_ok_and(|text| is_of_format(text, expected)) {
                    found(Finding::Value(expected));
                }
                if let (Some(allowed), Ok(text)) = (node.allowed_values(), text) {
                    match allowed.judge(text) {
                        Judgment::Allowed => {}
                        Judgment::Refused => found(Finding::NotAllowed),
                        Judgment::NotChecked if allowed.kind() == "None" => {}
                        Judgment::NotChecked => found(Finding::NotChecked),
                    }
                }
            }
        }
    }

    /// What is wrong with a serialized tree that is added below a node.
    pub fn check_tree(
        &self,
        document: &tnds::Document,
        below: Path<'_>,
        mut found: impl FnMut(Path<'_>, Finding),
    ) {
        for (uri, node) in document.tree_nodes() {
            let uri = crate::uri::Uri::from(below).join(uri.path());
            let at = uri.path();
            match node {
                Err(_) => found(at, Finding::Value(Format::B64)),
                Ok(node) => {
                    let data = (!node.is_interior()).then_some(&*node.value);
                    let format = node.is_interior().then_some(Format::Node);
                    self.check(Verb::Add, at, format, data, |finding| found(at, finding));
                }
            }
        }
    }
}

/// Whether a text is a value of a format. What is binary is not looked into.
fn is_of_format(text: &str, format: Format) -> bool {
    let trimmed = text.trim_ascii();
    match format {
        // Trees of Passpoint have TRUE and FALSE.
        Format::Bool => {
            trimmed.eq_ignore_ascii_case("true") || trimmed.eq_ignore_ascii_case("false")
        }
        // 32 bits by the specification, more by Windows, which has unsigned ones as well.
        Format::Int => trimmed.parse::<i64>().is_ok(),
        Format::Float => {
            trimmed.parse::<f64>().is_ok() || matches!(trimmed, "INF" | "-INF" | "NaN")
        }
        Format::B64 | Format::Bin => crate::auth::decode_base64(text).is_some(),
        Format::Date => is_form(trimmed, "0000-00-00") || is_form(trimmed, "00000000"),
        Format::Time => {
            is_form(trimmed.trim_end_matches('Z'), "00:00:00")
                || is_form(trimmed.trim_end_matches('Z'), "000000")
        }
        _ => true,
    }
}

/// Whether a text has digits where the form has zeros, and the form's characters elsewhere.
fn is_form(text: &str, form: &str) -> bool {
    text.len() == form.len()
        && text.bytes().zip(form.bytes()).all(|(octet, form)| match form {
            b'0' => octet.is_ascii_digit(),
            form => octet == form,
        })
}
