//! What can be wrong, and where.

use core::fmt;

use crate::auth::hmac_header_fault::HmacHeaderFault;
use crate::bootstrap::fault as bootstrap;
use crate::deviation::Rule;
use crate::limits::Limit;
use crate::notification::fault as notification;
use crate::tree::acl_fault::AclFault;
use crate::uri::fault::UriFault;

/// An error of this crate: its kind, and the offset of the octet where it shows.
///
/// Offsets count from the start of the buffer that was handed in; an encoder counts the octets
/// written so far.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Error {
    kind: ErrorKind,
    offset: usize,
}

impl Error {
    /// An error at an offset.
    #[must_use]
    pub const fn new(kind: ErrorKind, offset: usize) -> Self {
        Self { kind, offset }
    }

    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Where: octets from the start of the buffer that was handed in.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// The same error at another place.
    #[must_use]
    pub const fn at(self, offset: usize) -> Self {
        Self { offset, ..self }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.kind, self.offset)
    }
}

impl core::error::Error for Error {}

impl From<provost_wbxml::Error> for Error {
    fn from(error: provost_wbxml::Error) -> Self {
        Self::new(ErrorKind::Syntax(error.kind()), error.offset())
    }
}

/// What is wrong with an input, or with a model that was to be written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The WBXML or XML is not well-formed, or cannot carry what was to be written.
    Syntax(provost_wbxml::ErrorKind),
    /// A limit of [`Limits`](crate::Limits) is exceeded.
    Limit(Limit),
    /// The message departs from a rule, which a strict decoder refuses.
    Deviation(Rule),
    /// The document element is not `SyncML`, nor what a fragment may be.
    Root,
    /// XML, which this build was made without.
    NoXml,
    /// Octets that are no text, or elements where text was asked for.
    NotText,
    /// A message that does not fit into the octets that its recipient takes.
    MessageTooLarge {
        /// How many octets it has.
        length: usize,
        /// How many it may have.
        limit: usize,
    },
    /// A name that its registry lacks.
    UnknownName,
    /// A text that should be base64 is none, or not of the length it must have.
    Base64,
    /// A nonce is longer than [`Nonce::MAX`](crate::auth::Nonce::MAX).
    NonceLength,
    /// A header `x-syncml-hmac` is none.
    HmacHeader(HmacHeaderFault),
    /// A notification, or the frame it travels in, is none.
    Notification(notification::Fault),
    /// An address is none.
    Uri(UriFault),
    /// An access control list is none.
    Acl(AclFault),
    /// A time stamp is none.
    Timestamp,
    /// The root of the document is not MgmtTree.
    NoMgmtTree,
    /// A value at a node of a tree that has children, or says that it is an interior node.
    InteriorValue,
    /// A bootstrap message is none.
    Bootstrap(bootstrap::Fault),
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax(kind) => kind.fmt(f),
            Self::Limit(limit) => write!(f, "limit of {limit} exceeded"),
            Self::Deviation(rule) => rule.fmt(f),
            Self::Root => f.write_str("no SyncML element"),
            Self::NoXml => f.write_str("XML, which is not in this build"),
            Self::NotText => f.write_str("expected text"),
            Self::MessageTooLarge { length, limit } => {
                write!(f, "message of {length} octets where {limit} are taken")
            }
            Self::UnknownName => f.write_str("unknown name"),
            Self::Base64 => f.write_str("text that is no base64"),
            Self::NonceLength => f.write_str("nonce is too long"),
            Self::HmacHeader(fault) => fault.fmt(f),
            Self::Notification(fault) => fault.fmt(f),
            Self::Uri(fault) => fault.fmt(f),
            Self::Acl(fault) => fault.fmt(f),
            Self::Timestamp => f.write_str("time stamp is none"),
            Self::InteriorValue => f.write_str("value at an interior node"),
            Self::Bootstrap(fault) => fault.fmt(f),
            Self::NoMgmtTree => f.write_str("document is no management tree"),
        }
    }
}
