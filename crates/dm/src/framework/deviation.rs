//! Where a document departs from its DTD.

use core::fmt;

/// Where a document departs from its DTD: it is read all the same, and a strict reader refuses it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Deviation {
    /// What.
    pub kind: DeviationKind,
    /// Where.
    pub offset: usize,
}

/// A departure from the DTD.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum DeviationKind {
    /// Elements in another order.
    Order,
    /// An element that the DTD does not have there. Where it stands in the document, a node or its
    /// properties it is kept and written again; elsewhere it is passed over.
    UnknownElement,
    /// An attribute, which no element of the DTD has, passed over.
    Attribute,
    /// Text where elements are, passed over.
    Text,
    /// A word that its element does not have, passed over: `<Format><text/></Format>`.
    Word,
    /// A format as text: `<Format>chr</Format>`.
    FormatText,
    /// `Type` or `Data` as a child of Node, in trees of AOSP.
    Dialect,
    /// Another element for the second time: the last one counts.
    Twice,
    /// A path at a node inside of another: the DTD has it at the top.
    NestedPath,
    /// A path with a slash in front, as in an example of the specification.
    PathSlash,
    /// A value at a node that has children.
    ValueOfInterior,
    /// A number that is none.
    Number,
}

impl fmt::Display for DeviationKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Order => "elements are not in the order of the DTD",
            Self::UnknownElement => "unknown element",
            Self::Attribute => "attribute was passed over",
            Self::Text => "text between elements was passed over",
            Self::Word => "unknown word was passed over",
            Self::FormatText => "format is text and no element",
            Self::Dialect => "Type or Data is a child of Node",
            Self::Twice => "element appears twice, and the last one counts",
            Self::NestedPath => "path at a node inside of another",
            Self::PathSlash => "path begins with a slash",
            Self::ValueOfInterior => "value at a node with children",
            Self::Number => "number is none",
        })
    }
}
