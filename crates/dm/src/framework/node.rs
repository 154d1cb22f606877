//! What a `MgmtTree` document says of its nodes.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use bytes::Bytes;

use super::deviation::Deviation;
use crate::error::Error;
use crate::extra::Extra;
use crate::format::Format;
use crate::tree::{Access, Case, Scope};

/// A document as it is written.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct RawTree {
    pub(crate) version: String,
    pub(crate) manufacturer: Option<String>,
    pub(crate) model: Option<String>,
    pub(crate) extensions: Vec<Extension>,
    pub(crate) nodes: Vec<RawNode>,
    /// Elements that the DTD does not have there.
    pub(crate) unknown: Vec<Extra>,
    pub(crate) deviations: Vec<Deviation>,
}

/// A node: those of the next depth that follow it are its children.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct RawNode {
    pub(crate) depth: usize,
    pub(crate) name: String,
    pub(crate) path: Option<String>,
    pub(crate) rt: RtProperties,
    pub(crate) df: Option<Box<DfProperties>>,
    pub(crate) value: Option<Value>,
    /// Elements that the DTD does not have there, each with where it stands.
    pub(crate) unknown: Vec<(Place, Extra)>,
    /// Why no node can be made of it: what it says is not known, or was not kept.
    pub(crate) unusable: Option<Error>,
}

/// Where in a node an element stands that the DTD does not have there, in the order in which they are
/// written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(clippy::exhaustive_enums, reason = "the elements of a node that have others in them")]
pub enum Place {
    /// In `RTProperties`.
    RtProperties,
    /// In `DFProperties`.
    DfProperties,
    /// In `Node` itself.
    Node,
}

/// Type and DFType: the media type of a leaf, or the identifier of a management object.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
#[allow(clippy::exhaustive_enums, reason = "the DTD has two")]
pub enum Kind {
    /// `MIME`.
    Mime(String),
    /// `DDFName`.
    DdfName(String),
}

impl Kind {
    /// The text, which may be empty.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Mime(text) | Self::DdfName(text) => text,
        }
    }
}

/// `Value` as the document has it: base64 text where the format says so.
#[derive(Clone, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "the syntaxes have two")]
pub enum Value {
    /// Text.
    Text(String),
    /// Octets of WBXML that are no text.
    Octets(Bytes),
}

impl Value {
    /// Whether it is nothing but white space.
    pub(crate) fn is_blank(&self) -> bool {
        match self {
            Self::Text(text) => text.trim_ascii().is_empty(),
            Self::Octets(octets) => octets.is_empty(),
        }
    }
}

/// Without the value, which may be a secret of an account.
impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, length) = match self {
            Self::Text(text) => ("Text", text.len()),
            Self::Octets(octets) => ("Octets", octets.len()),
        };
        write!(f, "{name}({length} octets)")
    }
}

/// RTProperties: the properties of a node that exists.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub struct RtProperties {
    /// ACL.
    pub acl: Option<String>,
    /// Format.
    pub format: Option<Format>,
    /// Name.
    pub name: Option<String>,
    /// Size.
    pub size: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// TStamp.
    pub stamp: Option<String>,
    /// Type.
    pub kind: Option<Kind>,
    /// VerNo.
    pub version: Option<String>,
}

/// DFProperties: what a device description says of a node.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct DfProperties {
    /// AccessType.
    pub access: Access,
    /// DefaultValue.
    pub default: Option<String>,
    /// Description.
    pub description: Option<String>,
    /// DFFormat.
    pub format: Option<Format>,
    /// Occurrence; one where it says nothing.
    pub occurrence: Occurrence,
    /// Scope; dynamic where it says nothing.
    pub scope: Scope,
    /// DFTitle.
    pub title: Option<String>,
    /// DFType: media types, or one identifier of a management object.
    pub kinds: Vec<Kind>,
    /// CaseSense of the names below.
    pub case: Option<Case>,
    /// What Microsoft has added, in order.
    pub extensions: Vec<Extension>,
}

impl Default for DfProperties {
    fn default() -> Self {
        Self {
            access: Access::NONE,
            default: None,
            description: None,
            format: None,
            occurrence: Occurrence::One,
            scope: Scope::Dynamic,
            title: None,
            kinds: Vec::new(),
            case: None,
            extensions: Vec::new(),
        }
    }
}

/// How often a node occurs below the node above.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(clippy::exhaustive_enums, reason = "the DTD has six")]
pub enum Occurrence {
    /// Exactly once.
    One,
    /// Once or not at all.
    ZeroOrOne,
    /// Any number of times.
    ZeroOrMore,
    /// At least once.
    OneOrMore,
    /// At most that many times.
    ZeroOrN(u32),
    /// Once to that many times.
    OneOrN(u32),
}

impl Occurrence {
    /// Whether it may not be there.
    #[must_use]
    pub const fn is_optional(self) -> bool {
        matches!(self, Self::ZeroOrOne | Self::ZeroOrMore | Self::ZeroOrN(_))
    }

    /// The most times, where there is a bound.
    #[must_use]
    pub const fn most(self) -> Option<u32> {
        match self {
            Self::One | Self::ZeroOrOne => Some(1),
            Self::ZeroOrN(most) | Self::OneOrN(most) => Some(most),
            Self::ZeroOrMore | Self::OneOrMore => None,
        }
    }
}

impl fmt::Display for Occurrence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One => f.write_str("One"),
            Self::ZeroOrOne => f.write_str("ZeroOrOne"),
            Self::ZeroOrMore => f.write_str("ZeroOrMore"),
            Self::OneOrMore => f.write_str("OneOrMore"),
            Self::ZeroOrN(most) => write!(f, "ZeroOrN({most})"),
            Self::OneOrN(most) => write!(f, "OneOrN({most})"),
        }
    }
}

/// An element of Microsoft's extensions: those of the next depth that follow it are inside of it.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Extension {
    /// How deep it is inside of other extensions.
    pub depth: usize,
    /// The local name.
    pub name: String,
    /// Attributes, in order.
    pub attributes: Vec<(String, String)>,
    /// The text.
    pub text: String,
}

impl Extension {
    /// The value of an attribute.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}
