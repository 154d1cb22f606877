//! What can be wrong with a document, and where.

use core::fmt;

use provost_wbxml as wbxml;

/// An error of this crate: its kind, and the offset of the octet where it shows.
///
/// Offsets count from the start of the buffer that was handed in; while writing, they count the
/// octets written so far.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Error {
    kind: ErrorKind,
    offset: usize,
}

/// What is wrong with a document.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The WBXML or XML is wrong, or the syntax to be written cannot carry something: which.
    Syntax(wbxml::ErrorKind),
    /// The public identifier is that of another document type.
    PublicId(u32),
    /// The formal public identifier is that of another document type.
    FormalPublicId,
    /// The document element is not `wap-provisioningdoc`.
    Root,
    /// The document has findings that make it invalid, so that it is not sent.
    Invalid {
        /// The rule that the first of them breaks.
        rule: crate::Rule,
        /// How many there are.
        count: usize,
    },
}

impl Error {
    pub(crate) const fn new(kind: ErrorKind, offset: usize) -> Self {
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
}

impl From<wbxml::Error> for Error {
    fn from(error: wbxml::Error) -> Self {
        Self::new(ErrorKind::Syntax(error.kind()), error.offset())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.kind, self.offset)
    }
}

impl core::error::Error for Error {}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax(kind) => write!(f, "{kind}"),
            Self::PublicId(id) => {
                write!(f, "public identifier 0x{id:02x} is not that of provisioning documents")
            }
            Self::FormalPublicId => {
                f.write_str("public identifier is not that of provisioning documents")
            }
            Self::Root => f.write_str("expected document element wap-provisioningdoc"),
            Self::Invalid { rule, count } => {
                write!(f, "document is invalid: {count} errors, the first by rule {}", rule.id())
            }
        }
    }
}
