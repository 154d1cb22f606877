//! What is not known, and is kept.

use alloc::string::String;
use alloc::vec::Vec;

/// What an element has that is not known.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
#[allow(clippy::exhaustive_structs, reason = "an element has attributes and elements")]
pub struct Extra {
    /// Attributes: names and values.
    pub attributes: Vec<(String, String)>,
    /// Elements, behind those that are known.
    pub elements: Vec<Element>,
}

impl Extra {
    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.attributes.is_empty() && self.elements.is_empty()
    }
}

/// An element that is not known, with all that is in it.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
#[allow(clippy::exhaustive_structs, reason = "an element has a name and what is in it")]
pub struct Element {
    /// Its name, with its prefix.
    pub name: String,
    /// Names and values.
    pub attributes: Vec<(String, String)>,
    /// Text and elements, in order.
    pub content: Vec<Node>,
}

/// What stands in an element that is not known.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_enums, reason = "comments and instructions are not kept")]
pub enum Node {
    /// An element.
    Element(Element),
    /// A text.
    Text(String),
}
