//! What can be wrong, and where.

use core::fmt;

use provost_wbxml as wbxml;

use crate::address::error::AddressError;
#[cfg(feature = "pap")]
use crate::pap::ViolationKind;

/// An error of this crate: its kind, and the offset of the octet where it shows.
///
/// Offsets count from the start of the buffer that was handed in.
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

    /// The same error of a part that begins `base` octets into the whole.
    #[must_use]
    pub const fn rebased(self, base: usize) -> Self {
        Self { kind: self.kind, offset: self.offset.saturating_add(base) }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.kind, self.offset)
    }
}

impl core::error::Error for Error {}

impl From<wbxml::Error> for Error {
    fn from(error: wbxml::Error) -> Self {
        Self::new(ErrorKind::Syntax(error.kind()), error.offset())
    }
}

/// What is wrong with an input, or with a value that was to be made or written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The input ends inside something.
    UnexpectedEnd(Expected),
    /// An octet that may not stand here.
    Unexpected {
        /// The octet as read.
        octet: u8,
        /// What may.
        expected: Expected,
    },
    /// A length that is more than what is left of the input, or of the part that holds it.
    Length {
        /// The length as read.
        length: usize,
        /// What is left.
        left: usize,
    },
    /// Octets behind the end of what they belong to.
    TrailingOctets(Expected),
    /// A `uintvar` of more than five octets.
    IntegerTooLong,
    /// An integer that is above what its place can hold.
    IntegerOverflow,
    /// An integer that is not in its shortest form (strict reading).
    IntegerForm,
    /// A value that is outside the range of its type.
    Range(Expected),
    /// Text that does not have the form of its type.
    Form(Expected),
    /// A character that the syntax has no place for.
    Character(Expected),
    /// Something that must be there is missing.
    Missing(Expected),
    /// Something that may be there once is there again.
    Repeated(Expected),
    /// A type of PDU, of message or of content that is not read here.
    Unsupported(Expected),
    /// Something that the target form has no place for.
    NotExpressible(Expected),
    /// A payload that does not fit into as many segments as there may be.
    TooManySegments {
        /// How many it takes.
        needed: usize,
        /// How many there may be.
        most: usize,
    },
    /// A limit is exceeded.
    Limit(Limit),
    /// A client address is at fault.
    Address(AddressError),
    /// A PAP document that is to be written breaks a rule of its DTD.
    #[cfg(feature = "pap")]
    Violation(ViolationKind),
    /// The XML or WBXML document is at fault.
    Syntax(wbxml::ErrorKind),
}

/// A part of a message: what was expected, or what an error is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Expected {
    /// An octet of an integer.
    Integer,
    /// A length.
    Length,
    /// The terminator of a string.
    Terminator,
    /// A text.
    Text,
    /// A token of RFC 2616.
    Token,
    /// A quality factor.
    Quality,
    /// A date.
    Date,
    /// A version number.
    Version,
    /// The type of a PDU.
    PduType,
    /// A transaction identifier.
    Transaction,
    /// A content type.
    ContentType,
    /// A parameter of a content type or of a header.
    Parameter,
    /// The name of a header.
    HeaderName,
    /// The value of a header.
    HeaderValue,
    /// A header code page.
    Page,
    /// An application id.
    ApplicationId,
    /// An address.
    Address,
    /// A capability.
    Capability,
    /// A port.
    Port,
    /// A user data header.
    UserDataHeader,
    /// An information element.
    Element,
    /// User data.
    UserData,
    /// A time stamp.
    Timestamp,
    /// A validity period.
    Validity,
    /// A field of a PDU.
    Field,
    /// A number of segments.
    Segments,
    /// A document element.
    Root,
    /// An element of a document.
    ElementName,
    /// An attribute.
    Attribute,
    /// The delimiter of a part of a multipart body.
    Boundary,
    /// The end of a line.
    LineEnd,
    /// A part of a multipart body.
    Entity,
    /// A status line of HTTP.
    StatusLine,
    /// A tag of client capabilities.
    CpiTag,
    /// A status of a push over HTTP.
    PushStatus,
    /// A Client ID.
    ClientId,
    /// The end of the message.
    End,
}

/// What is limited.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Limit {
    /// Octets of all headers.
    HeaderOctets,
    /// Headers.
    Headers,
    /// Parts of a multipart body.
    Parts,
    /// Octets of one text.
    Text,
    /// Incomplete messages of one sender.
    SetsPerSender,
    /// Incomplete messages of all senders.
    Sets,
    /// Octets that are held for one sender.
    OctetsPerSender,
    /// Octets that are held in all.
    Octets,
    /// Addresses of one message.
    Addresses,
    /// Elements of a document.
    Elements,
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnexpectedEnd(expected) => write!(f, "unexpected end, expected {expected}"),
            Self::Unexpected { octet, expected } => {
                write!(f, "expected {expected}, found octet 0x{octet:02x}")
            }
            Self::Length { length, left } => {
                write!(f, "length {length} is more than the {left} octets left")
            }
            Self::TrailingOctets(expected) => write!(f, "octets behind the end of {expected}"),
            Self::IntegerTooLong => f.write_str("integer of more than five octets"),
            Self::IntegerOverflow => f.write_str("integer is too large"),
            Self::IntegerForm => f.write_str("integer is not in its shortest form"),
            Self::Range(expected) => write!(f, "{expected} is out of range"),
            Self::Form(expected) => write!(f, "not the form of {expected}"),
            Self::Character(expected) => write!(f, "character that {expected} may not have"),
            Self::Missing(expected) => write!(f, "{expected} is missing"),
            Self::Repeated(expected) => write!(f, "{expected} appears again"),
            Self::Unsupported(expected) => write!(f, "{expected} is not supported"),
            Self::NotExpressible(expected) => write!(f, "{expected} cannot be expressed"),
            Self::TooManySegments { needed, most } => {
                write!(f, "payload needs {needed} segments, more than {most}")
            }
            Self::Limit(limit) => write!(f, "limit exceeded: {limit}"),
            Self::Address(error) => write!(f, "{error}"),
            #[cfg(feature = "pap")]
            Self::Violation(kind) => write!(f, "{kind}"),
            Self::Syntax(kind) => write!(f, "{kind}"),
        }
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Integer => "integer",
            Self::Length => "length",
            Self::Terminator => "terminator of a string",
            Self::Text => "text",
            Self::Token => "token",
            Self::Quality => "quality factor",
            Self::Date => "date",
            Self::Version => "version",
            Self::PduType => "type of PDU",
            Self::Transaction => "transaction identifier",
            Self::ContentType => "content type",
            Self::Parameter => "parameter",
            Self::HeaderName => "name of a header",
            Self::HeaderValue => "value of a header",
            Self::Page => "header code page",
            Self::ApplicationId => "application id",
            Self::Address => "address",
            Self::Capability => "capability",
            Self::Port => "port",
            Self::UserDataHeader => "user data header",
            Self::Element => "information element",
            Self::UserData => "user data",
            Self::Timestamp => "time stamp",
            Self::Validity => "validity period",
            Self::Field => "field of a PDU",
            Self::Segments => "number of segments",
            Self::Root => "document element",
            Self::ElementName => "element",
            Self::Attribute => "attribute",
            Self::Boundary => "delimiter of a part",
            Self::LineEnd => "end of a line",
            Self::Entity => "part of a multipart",
            Self::StatusLine => "status line",
            Self::CpiTag => "tag of client capabilities",
            Self::PushStatus => "push status",
            Self::ClientId => "Client ID",
            Self::End => "end of message",
        })
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::HeaderOctets => "octets of headers",
            Self::Headers => "headers",
            Self::Parts => "parts of a multipart",
            Self::Text => "octets of a text",
            Self::SetsPerSender => "incomplete messages of a sender",
            Self::Sets => "incomplete messages",
            Self::OctetsPerSender => "octets held for a sender",
            Self::Octets => "octets held",
            Self::Addresses => "addresses of a message",
            Self::Elements => "elements of a document",
        })
    }
}
