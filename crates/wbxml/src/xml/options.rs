//! How XML is read and written.

/// How a document is written: by default compact, with XML declaration and DOCTYPE.
#[derive(Clone, Copy, Debug)]
pub struct WriteOptions {
    pub(super) layout: Layout,
    pub(super) prolog: Prolog,
}

/// What stands between the elements.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Layout {
    /// Nothing.
    Compact,
    /// A line end, and that many blanks for each level; but nothing in an element that has text,
    /// or has `xml:space="preserve"`.
    Indented(u8),
}

/// What stands in front of the document element.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Prolog {
    /// The XML declaration, and the DOCTYPE with the identifiers of the vocabulary.
    Doctype,
    /// The XML declaration.
    Declaration,
    /// Nothing.
    None,
}

impl WriteOptions {
    /// The defaults.
    #[must_use]
    pub const fn new() -> Self {
        Self { layout: Layout::Compact, prolog: Prolog::Doctype }
    }

    /// With another layout.
    #[must_use]
    pub const fn with_layout(self, layout: Layout) -> Self {
        Self { layout, ..self }
    }

    /// With another prolog.
    #[must_use]
    pub const fn with_prolog(self, prolog: Prolog) -> Self {
        Self { prolog, ..self }
    }
}

impl Default for WriteOptions {
    fn default() -> Self {
        Self::new()
    }
}
