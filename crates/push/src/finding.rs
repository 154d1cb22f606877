//! What a reader tolerated.

use core::fmt;

use crate::error::Expected;

/// A departure from a specification that did not keep a message from being read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Finding {
    kind: FindingKind,
    offset: usize,
}

impl Finding {
    /// A finding at an offset.
    #[must_use]
    pub const fn new(kind: FindingKind, offset: usize) -> Self {
        Self { kind, offset }
    }

    /// What departs.
    #[must_use]
    pub const fn kind(&self) -> FindingKind {
        self.kind
    }

    /// Where: octets from the start of the buffer that was handed in.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.offset
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.kind, self.offset)
    }
}

/// What departs from a specification.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum FindingKind {
    /// A length or number with leading zero groups (WAP-230, 8.1.2 forbids them).
    NotShortest,
    /// Something is coded in another form than a writer has to choose: a small number in the long
    /// form, a length behind a length-quote that needs none, a closing quote.
    NotCanonical(Expected),
    /// Something is coded in a form that the grammar lacks, but whose meaning is clear.
    NotConformant(Expected),
    /// A value that could be skipped, but not understood.
    NotUnderstood(Expected),
    /// A text that begins with an octet of 0x80 or above lacks its quote octet.
    Unquoted,
    /// A Content-Type among the headers of a PDU that has one in front (WAP-230, 8.4.2.24).
    ContentTypeHeader,
    /// A MAC without SEC, or one where SEC says that there is none (WAP-184, 6.2).
    MacWithoutSec,
    /// A MAC in lower case, in quotes, or of an odd number of digits (WAP-183, 5.3).
    MacForm,
    /// A number of entries or options that differs from those that are there.
    Count {
        /// As said.
        said: u32,
        /// As found.
        found: u32,
    },
    /// Fields behind those of the version that is known.
    TrailingFields,
    /// A document that breaks a rule of its DTD or of its specification.
    Rule(Expected),
}

impl fmt::Display for FindingKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotShortest => f.write_str("integer is not in its shortest form"),
            Self::NotCanonical(what) => write!(f, "{what} is not in the form that is to be sent"),
            Self::NotConformant(what) => write!(f, "{what} has a form that the grammar lacks"),
            Self::NotUnderstood(what) => write!(f, "{what} is not understood"),
            Self::Unquoted => f.write_str("text lacks its quote octet"),
            Self::ContentTypeHeader => f.write_str("content type among the headers"),
            Self::MacWithoutSec => f.write_str("MAC without a SEC that has one"),
            Self::MacForm => f.write_str("MAC is in lower case, in quotes, or of odd length"),
            Self::Count { said, found } => write!(f, "{said} announced, {found} found"),
            Self::TrailingFields => f.write_str("fields of a later version"),
            Self::Rule(what) => write!(f, "{what} breaks a rule"),
        }
    }
}
