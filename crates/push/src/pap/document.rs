//! A whole document: its prolog, its operation, and what is not known of either.

use alloc::string::String;
use alloc::vec::Vec;

use provost_wbxml as wbxml;

use super::message::Message;
use super::open::Open;
use super::version::{Doctype, Version};
use super::{check, decode, encode};
use crate::error::Error;
use crate::version::VersionList;

/// A PAP document.
///
/// Reading is liberal: attributes and elements that are not known, at places where they may not
/// stand, and words that are none are kept, and are written again. [`check`](super::check) tells
/// what is wrong with a text. Comments, other processing instructions and white space are not kept.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Document {
    /// The document type declaration, which names the version.
    pub doctype: Option<Doctype>,
    /// The versions that its sender knows: the instruction `wap-pap-ver`.
    pub supported: Option<Open<VersionList>>,
    /// The product that wrote it.
    pub product_name: Option<String>,
    /// The operation.
    pub message: Message,
    /// What is not known; a second operation is among it.
    pub extra: Extra,
}

impl Document {
    /// A document of a version.
    #[must_use]
    pub fn new(version: Version, message: Message) -> Self {
        Self {
            doctype: Some(Doctype::of(version)),
            supported: None,
            product_name: None,
            message,
            extra: Extra::default(),
        }
    }

    /// With the versions that the sender knows, in the instruction `wap-pap-ver`.
    #[must_use]
    pub fn with_supported(self, versions: VersionList) -> Self {
        Self { supported: Some(versions.into()), ..self }
    }

    /// The version, where the declaration names one.
    #[must_use]
    pub fn version(&self) -> Option<Version> {
        self.doctype.as_ref().and_then(Doctype::version)
    }

    /// Reads a document in UTF-8, US-ASCII, ISO-8859-1 or UTF-16. Offsets of errors in the latter two
    /// are those of the text in UTF-8.
    ///
    /// The instruction `wap-pap-ver` may stand in the internal subset of the DOCTYPE, where it
    /// belongs, or in front of the document element, where it is often seen.
    ///
    /// # Errors
    /// [`Syntax`](crate::ErrorKind::Syntax) where it is not well-formed, declares anything in its
    /// DOCTYPE, or is beyond the limits of [`wbxml::Limits::DEFAULT`];
    /// [`Form`](crate::ErrorKind::Form) where the document element is not `pap`;
    /// [`Missing`](crate::ErrorKind::Missing) without an operation, or where an operation lacks what
    /// makes it one; [`Unsupported`](crate::ErrorKind::Unsupported) for text, which no element has.
    pub fn decode(xml: &[u8]) -> Result<Self, Error> {
        Self::decode_with(xml, wbxml::Limits::DEFAULT)
    }

    /// Like [`decode`](Self::decode), with other limits.
    ///
    /// # Errors
    /// Those of [`decode`](Self::decode).
    pub fn decode_with(xml: &[u8], limits: wbxml::Limits) -> Result<Self, Error> {
        decode::document(xml, limits)
    }

    /// The document as XML.
    ///
    /// It is checked before it is handed out: what breaks a rule of the DTD is refused, but for
    /// attributes, elements and words that a newer version may have.
    ///
    /// # Errors
    /// [`Violation`](crate::ErrorKind::Violation) with the first rule that it breaks;
    /// [`Syntax`](crate::ErrorKind::Syntax) where XML has no place for a character or a name.
    /// Offsets are those of the XML.
    pub fn encode(&self) -> Result<String, Error> {
        let xml = encode::document(self)?;
        check::refuse(&xml)?;
        Ok(xml)
    }
}

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
