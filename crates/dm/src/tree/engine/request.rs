//! Commands as the engine takes them, and what it answers.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use bytes::Bytes;

use super::Failure;
use crate::format::Format;
use crate::status_code::StatusCode;
use crate::tree::store::TreeError;
use crate::uri::Uri;

/// A command for the tree. Targets are as LocURI has them.
#[derive(Clone)]
#[non_exhaustive]
pub enum Operation<'a> {
    /// A new node, or with the type of a serialized tree many.
    Add(Item<'a>),
    /// Another value of a leaf, or of a property; with the type of a serialized tree the whole
    /// subtree.
    Replace(Item<'a>),
    /// No such node any more, nor what is below it.
    Delete(&'a str),
    /// The value of a leaf, the names below an interior node, a property, a list.
    Get(&'a str),
    /// The value of one leaf in another.
    Copy {
        /// From where.
        source: &'a str,
        /// To where.
        target: &'a str,
    },
    /// Runs a node.
    Exec {
        /// Which.
        target: &'a str,
        /// With what.
        data: Option<Bytes>,
    },
    /// All of them or none.
    Atomic(&'a [Self]),
    /// One after the other.
    Sequence(&'a [Self]),
}

impl Operation<'_> {
    /// The name of the command.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Add(_) => "Add",
            Self::Replace(_) => "Replace",
            Self::Delete(_) => "Delete",
            Self::Get(_) => "Get",
            Self::Copy { .. } => "Copy",
            Self::Exec { .. } => "Exec",
            Self::Atomic(_) => "Atomic",
            Self::Sequence(_) => "Sequence",
        }
    }

    /// The target; empty for a container.
    #[must_use]
    pub const fn target(&self) -> &str {
        match self {
            Self::Add(item) | Self::Replace(item) => item.target,
            Self::Delete(target)
            | Self::Get(target)
            | Self::Copy { target, .. }
            | Self::Exec { target, .. } => target,
            Self::Atomic(_) | Self::Sequence(_) => "",
        }
    }
}

/// Without the data, which may be the code of a lock.
impl fmt::Debug for Operation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Add(item) => f.debug_tuple("Add").field(item).finish(),
            Self::Replace(item) => f.debug_tuple("Replace").field(item).finish(),
            Self::Delete(target) => f.debug_tuple("Delete").field(target).finish(),
            Self::Get(target) => f.debug_tuple("Get").field(target).finish(),
            Self::Copy { source, target } => {
                f.debug_struct("Copy").field("source", source).field("target", target).finish()
            }
            Self::Exec { target, data } => f
                .debug_struct("Exec")
                .field("target", target)
                .field("octets", &data.as_ref().map(Bytes::len))
                .finish(),
            Self::Atomic(members) => f.debug_tuple("Atomic").field(members).finish(),
            Self::Sequence(members) => f.debug_tuple("Sequence").field(members).finish(),
        }
    }
}

/// A target with data.
#[derive(Clone)]
pub struct Item<'a> {
    pub(super) target: &'a str,
    pub(super) format: Option<Format>,
    pub(super) kind: &'a str,
    pub(super) data: Option<Bytes>,
    /// Why no value can be made of what the sender has sent: a format that is none, elements that are no text.
    pub(super) fault: Option<TreeError>,
}

impl<'a> Item<'a> {
    /// A target.
    #[must_use]
    pub const fn new(target: &'a str) -> Self {
        Self { target, format: None, kind: "", data: None, fault: None }
    }

    /// With Meta/Format. Without it a value is text.
    #[must_use]
    pub fn with_format(self, format: Format) -> Self {
        Self { format: Some(format), ..self }
    }

    /// With Meta/Type.
    #[must_use]
    pub fn with_type(self, kind: &'a str) -> Self {
        Self { kind: kind.trim_ascii(), ..self }
    }

    /// With data: base64 text where the format is b64, else the octets as they are.
    #[must_use]
    pub fn with_data(self, data: impl Into<Bytes>) -> Self {
        Self { data: Some(data.into()), ..self }
    }

    /// Whether the data is a serialized tree.
    pub(super) fn is_tnds(&self) -> bool {
        let essence = self.kind.split(';').next().unwrap_or_default().trim_ascii();
        ["application/vnd.syncml.dmtnds+xml", "application/vnd.syncml.dmtnds+wbxml"]
            .iter()
            .any(|kind| kind.eq_ignore_ascii_case(essence))
    }
}

/// Without the data, which may be a secret of an account.
impl fmt::Debug for Item<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Item")
            .field("target", &self.target)
            .field("format", &self.format)
            .field("kind", &self.kind)
            .field("octets", &self.data.as_ref().map(Bytes::len))
            .finish()
    }
}

/// What a command has come to.
#[derive(Clone, PartialEq, Eq, Debug)]
#[must_use]
pub struct Outcome {
    status: StatusCode,
    results: Vec<ItemResult>,
    members: Vec<Self>,
    failed_at: Option<Uri>,
}

impl Outcome {
    pub(super) const fn of(status: StatusCode) -> Self {
        Self { status, results: Vec::new(), members: Vec::new(), failed_at: None }
    }

    pub(super) fn with_results(self, results: Vec<ItemResult>) -> Self {
        Self { results, ..self }
    }

    pub(super) fn with_members(self, members: Vec<Self>) -> Self {
        Self { members, ..self }
    }

    pub(super) const fn taken_back(&mut self, status: StatusCode) {
        self.status = status;
    }

    /// The status of the command itself.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// What Get has got: one item, or one for each node of a list.
    #[must_use]
    pub fn results(&self) -> &[ItemResult] {
        &self.results
    }

    /// The outcomes of the members of a container.
    pub fn members(&self) -> &[Self] {
        &self.members
    }

    /// The node that failed, where it is not the target but one on the way to it.
    #[must_use]
    pub const fn failed_at(&self) -> Option<&Uri> {
        self.failed_at.as_ref()
    }
}

impl From<Failure> for Outcome {
    fn from(failure: Failure) -> Self {
        Self { failed_at: failure.at, ..Self::of(failure.error.into()) }
    }
}

/// An item that Get has got.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ItemResult {
    /// Source/LocURI: the address that was asked for, or of a node of a list.
    pub source: String,
    /// Meta/Format.
    pub format: Format,
    /// Meta/Type.
    pub kind: String,
    /// The data as octets, without base64; none in the list of a structure.
    pub data: Option<Bytes>,
}

impl ItemResult {
    pub(super) fn new(source: impl ToString, format: Format, data: impl Into<Bytes>) -> Self {
        let (source, kind) = (source.to_string(), super::super::node::TEXT_PLAIN.to_string());
        Self { source, format, kind, data: Some(data.into()) }
    }

    /// The data, where it is text.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.data.as_ref().and_then(|data| core::str::from_utf8(data).ok())
    }
}

/// Without the data, which may be a secret of an account.
impl fmt::Debug for ItemResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ItemResult")
            .field("source", &self.source)
            .field("format", &self.format)
            .field("kind", &self.kind)
            .field("octets", &self.data.as_ref().map(Bytes::len))
            .finish()
    }
}
