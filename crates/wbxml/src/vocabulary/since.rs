//! Which version of a document type introduced a token.

/// The version of a document type that introduced a token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Since {
    /// Tag, attribute start or value.
    pub space: CodeSpace,
    /// Its code page.
    pub page: u8,
    /// Its token.
    pub token: u8,
    /// The version, as the document type counts.
    pub version: &'static str,
}

impl Since {
    /// A tag that `version` introduced.
    #[must_use]
    pub const fn tag(page: u8, token: u8, version: &'static str) -> Self {
        Self { space: CodeSpace::Tag, page, token, version }
    }

    /// An attribute start that `version` introduced.
    #[must_use]
    pub const fn start(page: u8, token: u8, version: &'static str) -> Self {
        Self { space: CodeSpace::AttributeStart, page, token, version }
    }

    /// An attribute value that `version` introduced.
    #[must_use]
    pub const fn value(page: u8, token: u8, version: &'static str) -> Self {
        Self { space: CodeSpace::AttributeValue, page, token, version }
    }
}

/// The three kinds of application tokens; starts and values share their code pages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum CodeSpace {
    /// Element names.
    Tag,
    /// Attribute names, with the beginning of a value or without.
    AttributeStart,
    /// Parts of attribute values.
    AttributeValue,
}
