//! What can be wrong, and where.

use core::fmt;

use crate::limits::Limit;

/// An error of this crate: its kind, and the offset of the octet where it shows.
///
/// Offsets count from the start of the buffer that was handed in. A writer does not know where
/// its events come from: the offset of its errors is the number of octets written so far, and
/// [`copy`](crate::copy) and `convert` replace it by the offset in the input.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Error {
    kind: ErrorKind,
    offset: usize,
}

impl Error {
    /// An error at an offset.
    #[must_use]
    pub const fn new(kind: ErrorKind, offset: usize) -> Self {
        Self { kind, offset }
    }

    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Where: octets from the start of the buffer that was handed in.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// The same error at the event it was met with, unless it knows the octet of the input: text
    /// that is none in its charset does.
    #[must_use]
    pub(crate) const fn or_at(self, offset: usize) -> Self {
        match self.kind {
            ErrorKind::Text => self,
            _ => self.at(offset),
        }
    }

    /// The same error at another place.
    #[must_use]
    pub const fn at(self, offset: usize) -> Self {
        Self { kind: self.kind, offset }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.kind, self.offset)
    }
}

impl core::error::Error for Error {}

/// What is wrong with an input, or with a sequence of events that was to be written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The input ends inside something.
    UnexpectedEnd(Expected),
    /// A token that may not stand here.
    UnexpectedToken {
        /// The token as read.
        token: u8,
        /// What may.
        expected: Expected,
    },
    /// A `mb_u_int32` of more than five octets.
    IntegerTooLong,
    /// A `mb_u_int32` above 2^32 - 1.
    IntegerOverflow,
    /// A version whose major number is not 1.
    Version(u8),
    /// No vocabulary has this numeric public identifier, and no other hint was given.
    UnknownPublicId(u32),
    /// No vocabulary has the formal public identifier, document element or media type.
    UnknownDocumentType,
    /// A charset (MIBenum) that is neither built in nor provided.
    UnknownCharset(u32),
    /// The string table is said to be longer than the input.
    TableLength(u32),
    /// An offset outside the string table.
    TableIndex {
        /// The offset.
        index: u32,
        /// The length of the table.
        length: u32,
    },
    /// A string in the string table without a terminator.
    TableUnterminated,
    /// Opaque data that is said to be longer than the input.
    OpaqueLength(u32),
    /// Opaque data where the version of the document has none (strict reading).
    OpaqueVersion(u8),
    /// A tag token that the vocabulary lacks (strict reading).
    UnknownTag(Code),
    /// An attribute start token that the vocabulary lacks (strict reading).
    UnknownAttribute(Code),
    /// An attribute value token that the vocabulary lacks (strict reading).
    UnknownValue(Code),
    /// An extension token without a meaning in this vocabulary (strict reading, or XML).
    UnknownExtension(u8),
    /// An `ENTITY` that is no character: 0, a surrogate, or above `U+10FFFF`.
    Entity(u32),
    /// Octets that are no text in the charset of the document.
    Text,
    /// A literal name in a charset whose names cannot be borrowed as UTF-8.
    NameCharset,
    /// A literal name of no length.
    EmptyName,
    /// The attribute bit of a tag is set, but no attribute follows.
    EmptyAttributes,
    /// An attribute for the second time in one element.
    DuplicateAttribute,
    /// A `SWITCH_PAGE` where the grammar has none (strict reading).
    PageSwitch,
    /// A second document element.
    SecondRoot,
    /// No document element.
    NoRoot,
    /// Octets behind the end of the document.
    TrailingOctets,
    /// A limit of [`Limits`](crate::Limits) is exceeded.
    Limit(Limit),
    /// Typed content that does not have the form of its type.
    Content(ContentError),
    /// The target syntax or version cannot carry this.
    NotExpressible(Loss),
    /// Events in an order that is no document.
    EventOrder,
    /// The buffer is too small.
    BufferTooSmall {
        /// How many octets the document has.
        needed: usize,
    },
    /// The XML text is not well-formed.
    Xml(XmlError),
}

/// What was expected where something else stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Expected {
    /// The version octet.
    Version,
    /// The public identifier.
    PublicId,
    /// The charset.
    Charset,
    /// The length of the string table.
    TableLength,
    /// An octet of an integer.
    Integer,
    /// The terminator of a string.
    Terminator,
    /// A code page number.
    Page,
    /// The document element.
    Root,
    /// Content or the end of an element.
    Content,
    /// An attribute start.
    AttributeStart,
    /// An attribute, or the end of the attributes.
    Attribute,
    /// A value or the end of a processing instruction.
    InstructionValue,
}

/// What a syntax, a charset or a version of WBXML cannot carry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Loss {
    /// A tag token without a name has no XML form; one outside the range of tags no form at all.
    Tag(Code),
    /// An attribute token without a name has no XML form; one outside the range no form at all.
    Attribute(Code),
    /// A value token without a text has no form in XML or in content.
    Value(Code),
    /// An extension token without a meaning has no XML form.
    Extension,
    /// Opaque octets that are no text have no XML form.
    Opaque,
    /// A character that XML 1.0 forbids.
    Character(char),
    /// A name that is no XML name, or whose namespace would be read as another or none.
    Name,
    /// Data of a processing instruction that holds `?>` or CR, or begins with white space.
    Instruction,
    /// A NUL, which ends a string in WBXML.
    Nul,
    /// A name that the charset of the document cannot express.
    NameCharset,
    /// Opaque data in a version of WBXML that has none there.
    Version(u8),
    /// A name without a token, where there is no string table: in a slice.
    Literal,
}

/// The forms of typed content.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum ContentError {
    /// Not a date: wrong length, a digit above 9, a field out of range, or text of another form.
    DateTime,
    /// Not an unsigned integer of 32 bits.
    Integer,
    /// Not base64: a foreign character, or wrong padding.
    Base64,
    /// Not a reference to a WML variable.
    Variable,
}

/// What is wrong with an XML text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum XmlError {
    /// Markup that is none.
    Syntax,
    /// Markup that does not end: the input is cut off, or a delimiter is missing.
    Unclosed,
    /// An end tag that does not match its start tag, or none.
    EndTag,
    /// An attribute that is no `name="value"`.
    Attribute,
    /// An entity reference that is not one of the five predefined.
    Entity,
    /// A character reference to no character.
    CharacterReference,
    /// A namespace prefix without a declaration.
    Prefix,
    /// A namespace name with a reference in it, or with a character that would be written as one.
    NamespaceReference,
    /// A declaration in the internal subset of the DOCTYPE.
    Declaration,
    /// A second DOCTYPE, or one behind the document element.
    Doctype,
    /// An encoding that is neither UTF-8 nor US-ASCII.
    Encoding,
    /// Text outside the document element.
    TextOutside,
    /// A character that XML forbids.
    Character,
}

/// The code page and token of a name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(clippy::exhaustive_structs, reason = "a page and a token are all there is to a code")]
pub struct Code {
    /// The code page.
    pub page: u8,
    /// The token: of a tag the low six bits.
    pub token: u8,
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "0x{:02x} in code page {}", self.token, self.page)
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnexpectedEnd(expected) => write!(f, "unexpected end, expected {expected}"),
            Self::UnexpectedToken { token, expected } => {
                write!(f, "expected {expected}, found token 0x{token:02x}")
            }
            Self::IntegerTooLong => f.write_str("integer of more than five octets"),
            Self::IntegerOverflow => f.write_str("integer above 32 bits"),
            Self::Version(version) => write!(f, "unsupported WBXML version 0x{version:02x}"),
            Self::UnknownPublicId(id) => write!(f, "unknown public identifier 0x{id:02x}"),
            Self::UnknownDocumentType => f.write_str("unknown document type"),
            Self::UnknownCharset(mib) => write!(f, "unsupported charset {mib}"),
            Self::TableLength(length) => {
                write!(f, "string table of {length} octets is longer than the input")
            }
            Self::TableIndex { index, length } => {
                write!(f, "offset {index} is outside the string table of {length} octets")
            }
            Self::TableUnterminated => f.write_str("string without terminator in the string table"),
            Self::OpaqueLength(length) => {
                write!(f, "opaque data of {length} octets is longer than the input")
            }
            Self::OpaqueVersion(version) => {
                write!(f, "opaque data is not in WBXML version 0x{version:02x}")
            }
            Self::UnknownTag(code) => write!(f, "unknown tag token {code}"),
            Self::UnknownAttribute(code) => write!(f, "unknown attribute start token {code}"),
            Self::UnknownValue(code) => write!(f, "unknown attribute value token {code}"),
            Self::UnknownExtension(token) => {
                write!(f, "extension token 0x{token:02x} without a meaning")
            }
            Self::Entity(code) => write!(f, "entity 0x{code:x} is no character"),
            Self::Text => f.write_str("text is not valid in its charset"),
            Self::NameCharset => {
                f.write_str("literal name in a charset other than UTF-8 and ASCII")
            }
            Self::EmptyName => f.write_str("literal name is empty"),
            Self::EmptyAttributes => f.write_str("attribute bit is set, but the list is empty"),
            Self::DuplicateAttribute => f.write_str("attribute appears twice in one element"),
            Self::PageSwitch => f.write_str("code page switch where the grammar has none"),
            Self::SecondRoot => f.write_str("second document element"),
            Self::NoRoot => f.write_str("no document element"),
            Self::TrailingOctets => f.write_str("octets behind the end of the document"),
            Self::Limit(limit) => write!(f, "limit exceeded: {limit}"),
            Self::Content(error) => write!(f, "{error}"),
            Self::NotExpressible(loss) => write!(f, "cannot be expressed: {loss}"),
            Self::EventOrder => f.write_str("event is out of order"),
            Self::BufferTooSmall { needed } => {
                write!(f, "buffer is too small, needed {needed} octets")
            }
            Self::Xml(error) => write!(f, "{error}"),
        }
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Version => "version",
            Self::PublicId => "public identifier",
            Self::Charset => "charset",
            Self::TableLength => "length of the string table",
            Self::Integer => "rest of an integer",
            Self::Terminator => "terminator of a string",
            Self::Page => "number of a code page",
            Self::Root => "document element",
            Self::Content => "content or end of element",
            Self::AttributeStart => "attribute start",
            Self::Attribute => "attribute or end of attributes",
            Self::InstructionValue => "value or end of processing instruction",
        })
    }
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tag(code) => write!(f, "unknown tag token {code}"),
            Self::Attribute(code) => write!(f, "unknown attribute start token {code}"),
            Self::Value(code) => write!(f, "unknown attribute value token {code}"),
            Self::Extension => f.write_str("extension token without a meaning"),
            Self::Opaque => f.write_str("opaque octets that are no text"),
            Self::Character(character) => {
                write!(f, "character U+{:04X} in XML", u32::from(*character))
            }
            Self::Name => f.write_str("name that is no XML name"),
            Self::Instruction => {
                f.write_str("processing instruction that would be read as another")
            }
            Self::Nul => f.write_str("NUL in a string"),
            Self::NameCharset => f.write_str("name outside the charset of the document"),
            Self::Version(version) => write!(f, "token that WBXML version 0x{version:02x} lacks"),
            Self::Literal => f.write_str("literal name without a string table"),
        }
    }
}

impl core::error::Error for ContentError {}

impl fmt::Display for ContentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::DateTime => "content is no date and time",
            Self::Integer => "content is no 32-bit integer",
            Self::Base64 => "content is no base64",
            Self::Variable => "content is no variable reference",
        })
    }
}

impl fmt::Display for XmlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Syntax => "markup is not well-formed",
            Self::Unclosed => "markup does not end",
            Self::EndTag => "end tag without its start tag",
            Self::Attribute => "attribute is not well-formed",
            Self::Entity => "reference to an undeclared entity",
            Self::CharacterReference => "reference to no character",
            Self::Prefix => "undeclared namespace prefix",
            Self::NamespaceReference => "reference in a namespace name",
            Self::Declaration => "declaration in the internal subset is refused",
            Self::Doctype => "misplaced document type declaration",
            Self::Encoding => "encoding is neither UTF-8 nor US-ASCII",
            Self::TextOutside => "text outside the document element",
            Self::Character => "character that XML forbids",
        })
    }
}
