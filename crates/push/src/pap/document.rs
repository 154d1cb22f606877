//! A whole document: its prolog, its operation, and what is not known of either.

use alloc::string::String;

use super::extra::Extra;
use super::message::Message;
use super::open::Open;
use super::version::{Doctype, Version};
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
}
