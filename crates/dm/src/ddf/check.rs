//! What a description says to commands, before they are sent.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use core::fmt;
use core::ops::Range;

use super::{Description, DfProperties, Judgment, Node, Occurrence};
use crate::auth::decode_base64;
use crate::error::ErrorKind;
use crate::format::Format;
use crate::interaction::days;
use crate::object::Object;
use crate::tnds::{self, Made};
use crate::tree::{MemoryTree, Right, Scope, Tree, walk};
use crate::uri::{Path, Uri, UriRules};

/// An address in a tree as descriptions have it: `./Vendor` is what Windows writes `./Device/Vendor` too.
fn as_described(uri: Uri) -> Uri {
    Uri::parse(&uri.to_string(), &UriRules::WINDOWS).unwrap_or(uri)
}

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
    /// The format is none.
    UnknownFormat,
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
    /// The access control list is none.
    Acl,
    /// The value is none of those that are allowed.
    NotAllowed,
    /// Whether the value is allowed cannot be told here: a schema, an ADMX file, a regular expression
    /// of an unusual kind. ValueType says which, such as `XSD` or `SDDL`.
    NotChecked(String),
    /// A child that must be there is not: its name, or `<x>` where any name does.
    Missing(String),
    /// There are more children of a kind than there may be.
    TooMany {
        /// The name, or `<x>` where any name does.
        name: String,
        /// How many there may be.
        most: u32,
    },
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownNode => f.write_str("the description has no such node"),
            Self::Access(verb) => write!(f, "the node does not take {verb:?}"),
            Self::Format { expected, found } => {
                write!(f, "the node has the format {expected}, not {found}")
            }
            Self::UnknownFormat => f.write_str("the format is none"),
            Self::Required(occurrence) => write!(f, "the node must be there: {occurrence}"),
            Self::Permanent => f.write_str("the node is permanent"),
            Self::InteriorValue => f.write_str("an interior node has no value"),
            Self::NoValue => f.write_str("a value is missing"),
            Self::Value(format) => write!(f, "the value is no {format}"),
            Self::Acl => f.write_str("the access control list is none"),
            Self::NotAllowed => f.write_str("the value is none of those that are allowed"),
            Self::NotChecked(kind) => {
                write!(f, "whether the value is allowed was not checked: {}", kind.escape_default())
            }
            Self::Missing(name) => write!(f, "the child {name} is missing"),
            Self::TooMany { name, most } => write!(f, "more than {most} children {name}"),
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
        check_content(&node, properties, format, data, found);
    }

    /// What is wrong with a serialized tree that is added below a node: with each of its nodes, and
    /// with how many of a kind there are.
    pub fn check_tree(
        &self,
        document: &tnds::Document,
        below: Path<'_>,
        mut found: impl FnMut(Path<'_>, Finding),
    ) {
        for (uri, node) in document.tree_nodes() {
            let uri = as_described(Uri::from(below).join(uri.path()));
            let at = uri.path();
            match node {
                Err(error) => found(
                    at,
                    match error.kind() {
                        ErrorKind::InteriorValue => Finding::InteriorValue,
                        ErrorKind::Acl(_) => Finding::Acl,
                        ErrorKind::UnknownName => Finding::UnknownFormat,
                        ErrorKind::NotText => Finding::Value(Format::Chr),
                        _ => Finding::Value(Format::B64),
                    },
                ),
                Ok(Made { node, has_format, .. }) => {
                    let data = (!node.is_interior()).then_some(&*node.value);
                    // The value is out of base64 here.
                    let says = has_format || node.is_interior();
                    let format = says.then_some(node.format.of_node());
                    self.check(Verb::Add, at, format, data, |finding| found(at, finding));
                }
            }
        }
        for object in Object::of_document(document).unwrap_or_default() {
            let at = as_described(Uri::from(below).join(object.path()));
            self.check_occurrences(object.tree(), &at, &mut found);
        }
    }

    /// What is wrong with an object, wherever it comes from, below a node: nodes that the description
    /// does not have, formats, values, and how many of a kind there are. What the description leaves
    /// open, such as Ext, is not looked into.
    ///
    /// ```
    /// use provost_dm::ddf::{Description, Finding};
    /// use provost_dm::object::{Object, Outline};
    /// use provost_dm::tree::Node;
    /// use provost_dm::uri::Path;
    ///
    /// let mut ims = Object::new("IMS", Outline::IMS.id())?;
    /// ims.set("Timer_T1", Node::leaf("2000"))?;
    /// ims.set("Ext/Vendor/Color", Node::leaf("red"))?;
    /// ims.set("Timer_T9", Node::leaf("1"))?;
    /// let mut findings = Vec::new();
    /// Outline::IMS.describe().check_object(&ims, Path::ROOT, |at, finding| {
    ///     findings.push((at.to_string(), finding));
    /// });
    /// assert!(findings.contains(&("./IMS/Timer_T9".into(), Finding::UnknownNode)));
    /// assert!(findings.contains(&("./IMS".into(), Finding::Missing("ConRefs".into()))));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    pub fn check_object(
        &self,
        object: &Object,
        below: Path<'_>,
        mut found: impl FnMut(Path<'_>, Finding),
    ) {
        let root = as_described(Uri::from(below).join(object.path()));
        // The last node below which nothing is looked into.
        let mut passed: Option<Uri> = None;
        let walked = walk(object.tree(), Uri::ROOT, |at, node| {
            if passed.as_ref().is_some_and(|above| at.below(above.path()).is_some()) {
                return;
            }
            let uri = root.join(at);
            let Some(described) = self.find(uri.path()) else {
                passed = Some(at.into());
                return found(uri.path(), Finding::UnknownNode);
            };
            if node.is_interior() && !self.index.has_children(described.at) {
                passed = Some(at.into());
            }
            if let Some(properties) = described.properties() {
                let data = (!node.is_interior()).then_some(&*node.value);
                let found = |finding| found(uri.path(), finding);
                check_content(&described, properties, Some(node.format), data, found);
            }
        });
        debug_assert!(walked.is_ok(), "a store in memory reads what it lists");
        self.check_occurrences(object.tree(), &root, &mut found);
    }

    /// How many of a kind there are below each node of an object whose root is at an address.
    fn check_occurrences(
        &self,
        tree: &MemoryTree,
        root: &Uri,
        found: &mut impl FnMut(Path<'_>, Finding),
    ) {
        let walked = walk(tree, Uri::ROOT, |at, node| {
            let uri = root.join(at);
            let Some(described) = self.find(uri.path()).filter(|_| node.is_interior()) else {
                return;
            };
            let mut counts: BTreeMap<usize, u32> = BTreeMap::new();
            let listed = tree.children(at, &mut |name| {
                let child = self.find(uri.path().child_unchecked(name).path());
                if let Some(child) = child {
                    let count = counts.entry(child.at).or_default();
                    *count = count.saturating_add(1);
                }
            });
            debug_assert!(listed.is_ok(), "a store in memory lists what it has");
            for child in self.index.children(described.at).filter_map(|child| self.node(child)) {
                let Some(properties) = child.properties() else { continue };
                let name =
                    || String::from(if child.name().is_empty() { "<x>" } else { child.name() });
                match (counts.get(&child.at), properties.occurrence) {
                    (None, occurrence) if !occurrence.is_optional() => {
                        found(uri.path(), Finding::Missing(name()));
                    }
                    (Some(count), occurrence) => {
                        if let Some(most) = occurrence.most().filter(|most| count > most) {
                            found(uri.path(), Finding::TooMany { name: name(), most });
                        }
                    }
                    _ => {}
                }
            }
        });
        debug_assert!(walked.is_ok(), "a store in memory reads what it lists");
    }
}

/// What is wrong with the format and the data of a node.
fn check_content(
    node: &Node<'_>,
    properties: &DfProperties,
    format: Option<Format>,
    data: Option<&[u8]>,
    mut found: impl FnMut(Finding),
) {
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
            let is_value = match (expected, text) {
                // Octets that are no text are out of base64 already.
                (Format::B64 | Format::Bin, Ok(text)) => {
                    format == Some(Format::Bin) || decode_base64(text).is_some()
                }
                (Format::B64 | Format::Bin, Err(_)) => true,
                // 32 bits by the specification, more by Windows, which has unsigned ones as well.
                (Format::Int, Ok(text)) if node.description.is_of_windows(properties) => {
                    text.trim_ascii().parse::<i64>().is_ok()
                }
                (_, text) => text.is_ok_and(|text| is_of_format(text, expected)),
            };
            if !is_value {
                found(Finding::Value(expected));
            }
            if let (Some(allowed), Ok(text)) = (node.allowed_values(), text) {
                match allowed.judge(text) {
                    Judgment::Allowed => {}
                    Judgment::Refused => found(Finding::NotAllowed),
                    Judgment::NotChecked if allowed.kind() == "None" => {}
                    Judgment::NotChecked => found(Finding::NotChecked(allowed.kind().into())),
                }
            }
        }
    }
}

impl Description {
    /// Whether it has what Microsoft has added to descriptions.
    fn is_of_windows(&self, properties: &DfProperties) -> bool {
        !(properties.extensions.is_empty() && self.extensions().is_empty())
    }
}

/// Whether a text is a value of a format.
fn is_of_format(text: &str, format: Format) -> bool {
    let trimmed = text.trim_ascii();
    match format {
        // Trees of Passpoint have TRUE and FALSE.
        Format::Bool => {
            trimmed.eq_ignore_ascii_case("true") || trimmed.eq_ignore_ascii_case("false")
        }
        Format::Int => trimmed.parse::<i32>().is_ok(),
        // XML Schema has other names for what is no number than the parser.
        Format::Float => {
            let is_plain =
                |octet: u8| matches!(octet, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
            matches!(trimmed, "INF" | "-INF" | "NaN")
                || (trimmed.bytes().all(is_plain) && trimmed.parse::<f64>().is_ok())
        }
        Format::Date => {
            let parts = parts(trimmed, "0000-00-00").or_else(|| parts(trimmed, "00000000"));
            parts.is_some_and(|digits| {
                let number = |range: Range<usize>| digits.get(range)?.parse::<u32>().ok();
                let (year, month, day) = (number(0..4), number(4..6), number(6..8));
                let (Some(year), Some(month), Some(day)) = (year, month, day) else { return false };
                (1..=days(month, year)).contains(&day)
            })
        }
        Format::Time => {
            let local = trimmed.strip_suffix('Z').unwrap_or(trimmed);
            let parts = parts(local, "00:00:00").or_else(|| parts(local, "000000"));
            parts.is_some_and(|digits| {
                let below = |range: Range<usize>, bound| {
                    digits
                        .get(range)
                        .and_then(|it| it.parse().ok())
                        .is_some_and(|it: u32| it < bound)
                };
                // Midnight at the end of a day, and leap seconds, are times of ISO 8601.
                digits == "240000" || (below(0..2, 24) && below(2..4, 60) && below(4..6, 61))
            })
        }
        _ => true,
    }
}

/// The digits of a text that has some where the form has zeros, and the form's characters elsewhere.
fn parts(text: &str, form: &str) -> Option<String> {
    let is_form = text.len() == form.len()
        && text.bytes().zip(form.bytes()).all(|(octet, form)| match form {
            b'0' => octet.is_ascii_digit(),
            form => octet == form,
        });
    is_form.then(|| text.chars().filter(char::is_ascii_digit).collect())
}
