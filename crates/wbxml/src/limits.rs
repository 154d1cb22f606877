//! Bounds on what a document may make a reader do.

use core::fmt;

/// Bounds on a document; each names the attack that it stops.
///
/// ```
/// use provost_wbxml::Limits;
///
/// let limits = Limits::DEFAULT.with_depth(8).with_text(4096);
/// assert_eq!(limits.depth, 8);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Limits {
    /// Elements inside one another (64): stacks of the consumers. CP needs 5, SyncML about 20.
    pub depth: u32,
    /// Events of a document (1,048,576): millions of empty elements.
    pub events: u32,
    /// Octets of one text, value or opaque item as it stands in the input (16 MiB, and not more than
    /// 4 GiB where it is in pieces).
    pub text: usize,
    /// Octets that references into the string table stand for, in all (1 MiB): a reference of two
    /// octets can stand for the whole table, again and again.
    pub expanded: usize,
    /// Octets of the string table (64 KiB).
    pub table: usize,
    /// Attributes of one element (32, and not more).
    pub attributes: u8,
    /// Documents inside the opaque data of documents (4).
    pub nested: u8,
}

impl Limits {
    /// The bounds named above.
    pub const DEFAULT: Self = Self {
        depth: 64,
        events: 1 << 20,
        text: 16 << 20,
        expanded: 1 << 20,
        table: 64 << 10,
        attributes: 32,
        nested: 4,
    };

    /// With another depth.
    #[must_use]
    pub const fn with_depth(self, depth: u32) -> Self {
        Self { depth, ..self }
    }

    /// With another number of events.
    #[must_use]
    pub const fn with_events(self, events: u32) -> Self {
        Self { events, ..self }
    }

    /// With another length of one text.
    #[must_use]
    pub const fn with_text(self, text: usize) -> Self {
        Self { text, ..self }
    }

    /// With another length of all that string table references stand for.
    #[must_use]
    pub const fn with_expanded(self, expanded: usize) -> Self {
        Self { expanded, ..self }
    }

    /// With another length of the string table.
    #[must_use]
    pub const fn with_table(self, table: usize) -> Self {
        Self { table, ..self }
    }

    /// With another number of attributes of one element; more than 32 is 32.
    #[must_use]
    pub const fn with_attributes(self, attributes: u8) -> Self {
        Self { attributes: if attributes > 32 { 32 } else { attributes }, ..self }
    }

    /// With another number of nested documents.
    #[must_use]
    pub const fn with_nested(self, nested: u8) -> Self {
        Self { nested, ..self }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// The name of a limit, for the error that says it is exceeded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Limit {
    /// [`Limits::depth`].
    Depth,
    /// [`Limits::events`].
    Events,
    /// [`Limits::text`].
    Text,
    /// [`Limits::expanded`].
    Expanded,
    /// [`Limits::table`].
    Table,
    /// [`Limits::attributes`].
    Attributes,
    /// [`Limits::nested`].
    Nested,
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Depth => "depth of elements",
            Self::Events => "number of events",
            Self::Text => "length of a text",
            Self::Expanded => "length of expanded string table references",
            Self::Table => "length of the string table",
            Self::Attributes => "attributes of an element",
            Self::Nested => "nested documents",
        })
    }
}
