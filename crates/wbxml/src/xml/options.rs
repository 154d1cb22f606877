//! How XML is read and written.

use crate::limits::Limits;

/// How a document is read: by default within the limits of [`Limits::DEFAULT`], without white space
/// between tags ([`Whitespace::Drop`]), and without a declaration in its DOCTYPE.
///
/// ```
/// use provost_wbxml::xml::{ReadOptions, Whitespace};
///
/// let options = ReadOptions::new().with_whitespace(Whitespace::Keep).ignore_encoding_label();
/// ```
#[derive(Clone, Copy, Debug)]
pub struct ReadOptions {
    pub(super) limits: Limits,
    pub(super) whitespace: Whitespace,
    pub(super) ignore_encoding_label: bool,
    pub(super) allow_declarations: bool,
}

/// What happens to white space in text, except where `xml:space="preserve"` holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Whitespace {
    /// It is text.
    Keep,
    /// Text that is white space alone is dropped where it only sets markup apart: beside another
    /// element, an instruction or a comment. It stays where it is all that stands between a start
    /// tag and its end tag, as in `<Data> </Data>`, for then it may be data; and where a part of it
    /// is a section or a reference.
    Drop,
    /// It is taken off both ends of every text, as far as it is written as such: of text that is
    /// white space alone nothing is left, not even in `<Data> </Data>`.
    Trim,
}

impl ReadOptions {
    /// The defaults.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            limits: Limits::DEFAULT,
            whitespace: Whitespace::Drop,
            ignore_encoding_label: false,
            allow_declarations: false,
        }
    }

    /// With other limits: of depth, events, text and attributes. Namespace prefixes in force are
    /// limited as attributes are.
    #[must_use]
    pub const fn with_limits(self, limits: Limits) -> Self {
        // The field may have been set past what `with_attributes` allows.
        Self { limits: limits.with_attributes(limits.attributes), ..self }
    }

    /// With another treatment of white space.
    #[must_use]
    pub const fn with_whitespace(self, whitespace: Whitespace) -> Self {
        Self { whitespace, ..self }
    }

    /// Whatever the XML declaration says, the document is UTF-8: device management servers send
    /// UTF-8 that is labeled UTF-16.
    #[must_use]
    pub const fn ignore_encoding_label(self) -> Self {
        Self { ignore_encoding_label: true, ..self }
    }

    /// Declarations in the internal subset of the DOCTYPE may stand, but are not read: files of
    /// device description frameworks carry their whole DTD.
    #[must_use]
    pub const fn allow_declarations(self) -> Self {
        Self { allow_declarations: true, ..self }
    }
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self::new()
    }
}

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
