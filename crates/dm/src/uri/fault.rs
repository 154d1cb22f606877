//! What is wrong with an address, and what it is answered with.

use core::fmt;

use crate::status_code::StatusCode;

/// What is wrong with an address.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum UriFault {
    /// No text.
    Empty,
    /// A `/` in front.
    LeadingSlash,
    /// A `/` at the end: `./` is no address of the root, `.` is.
    TrailingSlash,
    /// Two `/` in a row.
    EmptySegment,
    /// `.` or `..` as a segment other than the first `.`.
    DotSegment,
    /// A character that must be escaped.
    Character,
    /// A `%` without two hexadecimal digits.
    Escape,
    /// Escapes that make no UTF-8.
    Text,
    /// An escaped `/` or control character: no name has one.
    Name,
    /// A name that Windows does not have: `*`.
    Reserved,
    /// More segments than MaxDepth.
    Depth,
    /// More characters than MaxTotLen.
    Length,
    /// A segment of more characters than MaxSegLen.
    SegmentLength,
    /// A `?` that begins neither `prop` nor `list`, or stands where a node alone is addressed.
    Query,
    /// A property that there is not.
    Property,
    /// A list that there is not, or whose selection is none.
    List,
}

impl UriFault {
    /// The status that a command with such an address is answered with. The specification has 414
    /// and 406; 400 is our choice for the others, libdmclient has 500.
    #[must_use]
    pub const fn status(self) -> StatusCode {
        match self {
            Self::Depth | Self::Length | Self::SegmentLength => StatusCode::URI_TOO_LONG,
            Self::Query | Self::Property | Self::List => StatusCode::FEATURE_NOT_SUPPORTED,
            _ => StatusCode::BAD_REQUEST,
        }
    }
}

impl fmt::Display for UriFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "address is empty",
            Self::LeadingSlash => "address begins with a slash",
            Self::TrailingSlash => "address ends with a slash",
            Self::EmptySegment => "segment of an address is empty",
            Self::DotSegment => "segment of an address is a dot",
            Self::Character => "character of an address must be escaped",
            Self::Escape => "escape in an address is none",
            Self::Text => "escapes in an address are no UTF-8",
            Self::Name => "character in an address that no name has",
            Self::Reserved => "name is reserved",
            Self::Depth => "address has too many segments",
            Self::Length => "address is too long",
            Self::SegmentLength => "segment of an address is too long",
            Self::Query => "address has an unknown query",
            Self::Property => "unknown property",
            Self::List => "unknown list",
        })
    }
}
