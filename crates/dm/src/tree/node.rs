//! Nodes as stores keep them, and how they are changed.

use alloc::string::String;
use core::fmt;

use bytes::Bytes;

use super::acl::Acl;
use super::property::Timestamp;
use crate::format::Format;
use crate::uri::Path;

/// A node: what it holds and its properties, without its name and its children.
///
/// ```
/// use provost_dm::{Format, tree::Node};
///
/// let leaf = Node::leaf("gw.yyy.se");
/// assert_eq!((leaf.format, leaf.media_type()), (Format::Chr, "text/plain"));
/// assert!(Node::interior().is_interior());
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Node {
    /// The format of the value, or [`Format::Node`]. A store never sees [`Format::B64`].
    pub format: Format,
    /// The octets of the value, without base64; empty in an interior node.
    pub value: Bytes,
    /// The media type of a leaf, where it is not `text/plain`, and the identifier of a management
    /// object of an interior node; or empty.
    pub kind: String,
    /// Its own access control list; empty where that of the node above holds.
    pub acl: Acl,
    /// A name for people, of up to 255 octets.
    pub title: String,
    /// When it was changed last, if the device has a clock.
    pub stamp: Option<Timestamp>,
    /// How often it was changed; 65535 is followed by 0.
    pub version: u16,
}

impl Node {
    /// An interior node that nobody has said anything of.
    pub(crate) const ON_THE_WAY: Self = Self::EMPTY;

    const EMPTY: Self = Self {
        format: Format::Node,
        value: Bytes::new(),
        kind: String::new(),
        acl: Acl::EMPTY,
        title: String::new(),
        stamp: None,
        version: 0,
    };

    /// An interior node.
    #[must_use]
    pub const fn interior() -> Self {
        Self::EMPTY
    }

    /// A leaf with text.
    #[must_use]
    pub fn leaf(value: impl Into<Bytes>) -> Self {
        Self { format: Format::Chr, value: value.into(), ..Self::EMPTY }
    }

    /// With another format.
    #[must_use]
    pub fn with_format(self, format: Format) -> Self {
        Self { format: format.of_node(), ..self }
    }

    /// With a media type or the identifier of a management object.
    #[must_use]
    pub fn with_kind(self, kind: impl Into<String>) -> Self {
        Self { kind: kind.into(), ..self }
    }

    /// With an access control list.
    #[must_use]
    pub fn with_acl(self, acl: Acl) -> Self {
        Self { acl, ..self }
    }

    /// With a title.
    #[must_use]
    pub fn with_title(self, title: impl Into<String>) -> Self {
        Self { title: title.into(), ..self }
    }

    /// Whether it has children in place of a value.
    #[must_use]
    pub const fn is_interior(&self) -> bool {
        matches!(self.format, Format::Node)
    }

    /// The property Type: `text/plain` for a leaf that says nothing else.
    #[must_use]
    pub fn media_type(&self) -> &str {
        if self.kind.is_empty() && !self.is_interior() { TEXT_PLAIN } else { &self.kind }
    }

    /// The value, where it is text.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        core::str::from_utf8(&self.value).ok()
    }
}

/// Without the value, which may be a secret of an account.
impl fmt::Debug for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Node")
            .field("format", &self.format)
            .field("octets", &self.value.len())
            .field("kind", &self.kind)
            .field("acl", &self.acl)
            .field("title", &self.title)
            .field("stamp", &self.stamp)
            .field("version", &self.version)
            .finish()
    }
}

/// What a leaf is unless it says something else.
pub(crate) const TEXT_PLAIN: &str = "text/plain";

/// A change of a store. The engine has decided that it may be made.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Edit<'a> {
    /// A new node below an interior node that exists.
    Add {
        /// Its address.
        at: Path<'a>,
        /// What it holds.
        node: Node,
    },
    /// Another value or other properties of a node that exists.
    Update {
        /// Its address.
        at: Path<'a>,
        /// What changes.
        change: Change,
    },
    /// Another name of a node that exists, below the same node.
    Rename {
        /// Its address.
        at: Path<'a>,
        /// The last segment of its new address.
        name: &'a str,
    },
    /// No such node any more, nor what is below it.
    Delete {
        /// Its address.
        at: Path<'a>,
    },
}

impl<'a> Edit<'a> {
    /// The address of the node.
    #[must_use]
    pub const fn at(&self) -> Path<'a> {
        match self {
            Self::Add { at, .. }
            | Self::Update { at, .. }
            | Self::Rename { at, .. }
            | Self::Delete { at } => *at,
        }
    }

    /// The same edit at another address: for stores that are a part of a tree.
    #[must_use]
    pub fn moved(self, to: Path<'a>) -> Self {
        match self {
            Self::Add { node, .. } => Self::Add { at: to, node },
            Self::Update { change, .. } => Self::Update { at: to, change },
            Self::Rename { name, .. } => Self::Rename { at: to, name },
            Self::Delete { .. } => Self::Delete { at: to },
        }
    }
}

/// What of a node changes: that which is something.
#[derive(Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Change {
    /// The value.
    pub value: Option<Bytes>,
    /// The format of the value.
    pub format: Option<Format>,
    /// The media type or the identifier of a management object.
    pub kind: Option<String>,
    /// The access control list.
    pub acl: Option<Acl>,
    /// The name for people.
    pub title: Option<String>,
    /// When it was changed last, and how often.
    pub version: Option<(Option<Timestamp>, u16)>,
}

impl Change {
    /// What makes any node as this one is.
    #[must_use]
    pub fn to(node: Node) -> Self {
        Self {
            value: Some(node.value),
            format: Some(node.format),
            kind: Some(node.kind),
            acl: Some(node.acl),
            title: Some(node.title),
            version: Some((node.stamp, node.version)),
        }
    }

    /// Applies it to a node, and hands out the change back.
    #[must_use]
    pub fn apply(self, node: &mut Node) -> Self {
        fn set<T>(new: Option<T>, old: &mut T) -> Option<T> {
            new.map(|new| core::mem::replace(old, new))
        }
        Self {
            value: set(self.value, &mut node.value),
            format: set(self.format, &mut node.format),
            kind: set(self.kind, &mut node.kind),
            acl: set(self.acl, &mut node.acl),
            title: set(self.title, &mut node.title),
            version: self.version.map(|(stamp, version)| {
                let old = (node.stamp, node.version);
                (node.stamp, node.version) = (stamp, version);
                old
            }),
        }
    }
}

/// Without the value, which may be a secret of an account.
impl fmt::Debug for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Change")
            .field("octets", &self.value.as_ref().map(Bytes::len))
            .field("format", &self.format)
            .field("kind", &self.kind)
            .field("acl", &self.acl)
            .field("title", &self.title)
            .field("version", &self.version)
            .finish()
    }
}
