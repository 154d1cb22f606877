//! What can be wrong with a file of a card.

use core::fmt;

/// What is wrong, and where: octets from the start of the file that was handed in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Error {
    kind: ErrorKind,
    offset: usize,
}

impl Error {
    pub(super) const fn new(kind: ErrorKind, offset: usize) -> Self {
        Self { kind, offset }
    }

    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Where.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.offset
    }
}

/// What is wrong with a file of a card, or with what is to be written to one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The file ends inside an object.
    UnexpectedEnd,
    /// Octets that are no object of DER.
    Der,
    /// Another object than the one that belongs here.
    UnexpectedTag {
        /// The first octet of the tag as read.
        found: u8,
        /// The one that belongs here.
        expected: u8,
    },
    /// An object that is wanting.
    Missing {
        /// The first octet of its tag.
        expected: u8,
    },
    /// A path that is not made of file identifiers of two octets, one at least and eight at most.
    PathLength(usize),
    /// A number below zero or above 32 bits.
    Number,
    /// A path whose index and length are outside of the file.
    PathRange,
    /// More than the file has room for.
    TooLarge {
        /// How many octets are wanted.
        needed: usize,
        /// How many there are.
        size: usize,
    },
    /// A document that ends in FF, which is filler: no WBXML does.
    EndsInFiller,
    /// A file that its record does not call modifiable.
    NotModifiable,
    /// More records or files than [`Discovery`](super::Discovery) takes.
    Limit(usize),
    /// There is no such file on the card.
    NotFound,
    /// The card does not let it be read.
    Denied,
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
            Self::UnexpectedEnd => f.write_str("unexpected end, expected rest of an object"),
            Self::Der => f.write_str("octets are no object of DER"),
            Self::UnexpectedTag { found, expected } => {
                write!(f, "expected tag 0x{expected:02x}, found 0x{found:02x}")
            }
            Self::Missing { expected } => write!(f, "expected tag 0x{expected:02x}, found none"),
            Self::PathLength(found) => {
                write!(f, "expected a path of file identifiers, found {found} octets")
            }
            Self::Number => f.write_str("number is not one of 32 bits"),
            Self::PathRange => f.write_str("index and length of the path are outside of the file"),
            Self::TooLarge { needed, size } => {
                write!(f, "file is too small, needed {needed} octets, found {size}")
            }
            Self::EndsInFiller => f.write_str("document ends in 0xff, which is filler"),
            Self::NotModifiable => f.write_str("file is not modifiable"),
            Self::Limit(limit) => write!(f, "limit exceeded: {limit} records or files"),
            Self::NotFound => f.write_str("no such file"),
            Self::Denied => f.write_str("card denies access"),
        }
    }
}
