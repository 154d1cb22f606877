//! What a document has against the rules.

use alloc::string::String;
use core::fmt;

/// One rule that a document breaks, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Violation {
    /// The rule.
    pub kind: ViolationKind,
    /// The element, or the attribute or child of it that is meant: at most 64 octets.
    pub name: String,
    /// Octets from the start of the document.
    pub offset: usize,
}

/// The rules.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum ViolationKind {
    /// There is no document type declaration, or one without a version of PAP.
    Doctype,
    /// The declaration is of another document element.
    Root,
    /// The instruction `wap-pap-ver` does not hold a list of versions.
    VersionList,
    /// The instruction stands outside of the internal subset (9.1).
    InstructionPlace,
    /// An attribute that must be there is not.
    MissingAttribute,
    /// An attribute that no version has here.
    UnknownAttribute,
    /// An attribute that the version of the document has not yet.
    LaterAttribute,
    /// A value that is no word of its attribute.
    Word,
    /// A time that is not of the form `YYYY-MM-DDThh:mm:ssZ`, or of no day of the calendar.
    Time,
    /// A code that is not of four digits.
    Code,
    /// A code that may not stand here (8.14).
    CodePlace,
    /// A child that must be there is not.
    MissingElement,
    /// A child that no version has here.
    UnknownElement,
    /// A child that stands behind what it must stand in front of.
    ElementOrder,
    /// A child for the second time.
    RepeatedElement,
    /// Text in an element that has none.
    Text,
    /// There are more violations than are listed.
    More,
}

impl ViolationKind {
    /// Whether a newer version of PAP may allow it: a reader passes over what it does not know
    /// (9).
    #[must_use]
    pub const fn may_be_newer(self) -> bool {
        matches!(self, Self::UnknownAttribute | Self::UnknownElement | Self::Word)
    }

    /// Whether the DTD says so; the others are rules of the text, or advice.
    #[must_use]
    pub const fn is_of_dtd(self) -> bool {
        !matches!(
            self,
            Self::Doctype
                | Self::VersionList
                | Self::InstructionPlace
                | Self::Time
                | Self::Code
                | Self::CodePlace
                | Self::More
        )
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.kind)?;
        if !self.name.is_empty() {
            write!(f, ": {}", self.name)?;
        }
        write!(f, " at byte {}", self.offset)
    }
}

impl fmt::Display for ViolationKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Doctype => "document type declaration names no version of PAP",
            Self::Root => "document type declaration of another document element",
            Self::VersionList => "instruction wap-pap-ver without a list of versions",
            Self::InstructionPlace => "instruction wap-pap-ver outside of the internal subset",
            Self::MissingAttribute => "missing attribute",
            Self::UnknownAttribute => "unknown attribute",
            Self::LaterAttribute => "attribute of a later version",
            Self::Word => "value that is no word of its attribute",
            Self::Time => "time that is not of the form YYYY-MM-DDThh:mm:ssZ, or does not exist",
            Self::Code => "code that is not of four digits",
            Self::CodePlace => "code that may not stand here",
            Self::MissingElement => "missing element",
            Self::UnknownElement => "element that may not stand here",
            Self::ElementOrder => "element out of order",
            Self::RepeatedElement => "element for the second time",
            Self::Text => "text where there is none",
            Self::More => "more violations than are listed",
        })
    }
}
