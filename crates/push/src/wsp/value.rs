//! The values of headers.

mod cookie;
mod decode;
mod encode;
mod from_text;
mod older;
mod to_text;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use bytes::Bytes;

pub use cookie::{Cookie, Cookies, SetCookie};
pub(crate) use decode::application;
pub(crate) use encode::put_application;
pub(super) use older::field;

use super::EncodingVersion;
use super::content_type::ContentType;
use super::header_name::HeaderName;
use super::item::Item;
use super::parameter::Parameter;
use super::quality::Quality;
use super::version::Version;
use crate::application_id::Application;
use crate::date::Date;
use crate::error::{Error, ErrorKind, Expected};
use crate::{Bearer, Language};

/// A header of code page 1 with its value: always one that can be written.
///
/// ```
/// use provost_push::wsp::{Header, HeaderName, Value};
///
/// let header = Header::decode(HeaderName::CACHE_CONTROL, &[4, 0x82, 2, 0x0e, 0x10])?;
/// assert_eq!(header.to_string(), "Cache-Control: max-age=3600");
/// let header = Header::new(HeaderName::CONTENT_LENGTH, Value::Integer(76))?;
/// assert_eq!(header.to_bytes(), [0x8d, 0xcc]);
/// # Ok::<(), provost_push::Error>(())
/// ```
#[derive(Clone)]
pub struct Header {
    name: HeaderName,
    value: Value,
    /// The octets it was read from, where a writer would choose others or could not write any.
    received: Option<Bytes>,
}

impl Header {
    /// A header.
    ///
    /// # Errors
    /// [`NotExpressible`](ErrorKind::NotExpressible) where the header has no place for such a
    /// value, and [`Character`](ErrorKind::Character) for a text that the wire has none for.
    pub fn new(name: HeaderName, value: Value) -> Result<Self, Error> {
        encode::put(name.grammar(), &value, &mut Vec::new())?;
        Ok(Self { name, value, received: None })
    }

    /// Reads the octets of a value.
    ///
    /// Forms that a writer does not choose are read as well, and kept.
    ///
    /// # Errors
    /// What is wrong with the value, and where; [`Unsupported`](ErrorKind::Unsupported) for a
    /// number that the registry lacks.
    pub fn decode(name: HeaderName, octets: &[u8]) -> Result<Self, Error> {
        let value = decode::value(name.grammar(), octets)?;
        let mut written = Vec::with_capacity(octets.len());
        let same = encode::put(name.grammar(), &value, &mut written).is_ok() && written == octets;
        let received = (!same).then(|| Bytes::copy_from_slice(octets));
        Ok(Self { name, value, received })
    }

    /// Reads the text of HTTP: one header for each element of a list (WAP-230, 8.4.1.3).
    ///
    /// # Errors
    /// [`Form`](ErrorKind::Form) where the text is no value of that header.
    pub fn from_text(name: HeaderName, text: &str) -> Result<Vec<Self>, Error> {
        let fault = Error::new(ErrorKind::Form(Expected::HeaderValue), 0);
        let values = from_text::values(name.grammar(), text).ok_or(fault)?;
        values.into_iter().map(|value| Self::new(name, value).map_err(|_| fault)).collect()
    }

    /// The number of the name.
    #[must_use]
    pub const fn name(&self) -> HeaderName {
        self.name
    }

    /// The value.
    #[must_use]
    pub const fn value(&self) -> &Value {
        &self.value
    }

    /// The value, without its header.
    #[must_use]
    pub fn into_value(self) -> Value {
        self.value
    }

    /// The value in the text of HTTP.
    ///
    /// # Errors
    /// [`NotExpressible`](ErrorKind::NotExpressible) for a number without a name.
    pub fn text(&self) -> Result<String, Error> {
        let lost = Error::new(ErrorKind::NotExpressible(Expected::HeaderValue), 0);
        to_text::text(self.name.grammar(), &self.value).ok_or(lost)
    }

    /// Name and value as octets.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.write(&mut out);
        out
    }

    /// Whether it was made, or read from the form that a writer chooses.
    pub(crate) const fn is_canonical(&self) -> bool {
        self.received.is_none()
    }

    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.push(self.name.0 | 0x80);
        if let Some(received) = &self.received {
            out.extend_from_slice(received);
            return;
        }
        // It was written once, when it was made.
        let checked = encode::put(self.name.grammar(), &self.value, out);
        debug_assert!(checked.is_ok(), "a header that cannot be written: {checked:?}");
    }

    /// The value with names in the place of numbers that are newer than that version.
    pub(crate) fn value_for_version(&self, version: EncodingVersion) -> Result<Value, Error> {
        older::value(self.name.grammar(), &self.value, version)
    }

    /// The number to send to a peer of that version.
    pub(crate) fn for_version(&self, version: EncodingVersion) -> Option<HeaderName> {
        self.name.for_version(version)
    }
}

/// Name and value; the octets it was read from do not matter.
impl PartialEq for Header {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.value == other.value
    }
}

impl Eq for Header {}

/// `Name: value`, where a number without a name is hexadecimal.
impl fmt::Display for Header {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match to_text::text(self.name.grammar(), &self.value) {
            Some(text) => write!(f, "{}: {text}", self.name),
            None => write!(f, "{}: {:?}", self.name, self.value),
        }
    }
}

/// Without the values that are secrets.
impl fmt::Debug for Header {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Header");
        debug.field("name", &self.name);
        if self.name.is_secret() {
            debug.field("value", &format_args!(".."));
        } else {
            debug.field("value", &self.value);
        }
        debug.finish()
    }
}

/// The value of a header, in the type that its name asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Value {
    /// No value at all.
    None,
    /// A number: `Age`, `Content-Length`, `Max-Forwards`.
    Integer(u64),
    /// A date.
    Date(Date),
    /// A text or URI.
    Text(String),
    /// A word of the header or another; a method, the name of a header.
    Item(Item),
    /// A word with a quality: `Accept-Charset`, `Accept-Encoding`, `TE`.
    Weighted {
        /// The word.
        item: Item,
        /// The quality, where it is not 1.
        quality: Option<Quality>,
    },
    /// `Accept`.
    Media {
        /// The type with its parameters.
        media: ContentType,
        /// The quality, where it is not 1.
        quality: Option<Quality>,
        /// The parameters behind the quality.
        extensions: Vec<Parameter>,
    },
    /// `Accept-Language`.
    Language {
        /// The language.
        language: LanguageTag,
        /// The quality, where it is not 1.
        quality: Option<Quality>,
    },
    /// `Content-Language`.
    ContentLanguage(LanguageTag),
    /// A word with parameters: `Content-Disposition`.
    Parametrized {
        /// The word.
        item: Item,
        /// The parameters.
        parameters: Vec<Parameter>,
    },
    /// A parameter alone: `Pragma`.
    Parameter(Parameter),
    /// `Cache-Control`.
    Directive {
        /// The directive.
        item: Item,
        /// What it says more.
        argument: Argument,
    },
    /// `Authorization`, `Proxy-Authorization`.
    Credentials(Credentials),
    /// `WWW-Authenticate`, `Proxy-Authenticate`.
    Challenge(Challenge),
    /// `Content-Range`: the first octet, and of how many.
    ContentRange {
        /// The position of the first octet.
        first: u32,
        /// The length of the whole, where it is known.
        whole: Option<u32>,
    },
    /// `Range` from a position.
    Range {
        /// The position of the first octet.
        first: u32,
        /// The position of the last octet.
        last: Option<u32>,
    },
    /// `Range` of that many octets at the end.
    Suffix(u32),
    /// `Retry-After` that many seconds.
    Delay(u64),
    /// `Warning`: 10 to 14 stand for 110 to 113 and 214, 99 for 199 and 299.
    Warning {
        /// The number as it is sent.
        code: u8,
        /// Who warns, and the text of the warning.
        note: Option<(String, String)>,
    },
    /// `Profile-Warning`: 0x10 to 0x12 stand for 100 to 102, 0x20 to 0x23 for 200 to 203.
    ProfileWarning {
        /// The number as it is sent.
        code: u8,
        /// The URI that is warned of, and dates.
        target: Option<(String, Vec<Date>)>,
    },
    /// `X-Wap-Application-Id`, `Accept-Application`.
    Application(Application),
    /// `Bearer-Indication`.
    Bearer(Bearer),
    /// `Push-Flag`.
    PushFlag(PushFlag),
    /// `Encoding-Version`.
    EncodingVersion {
        /// The code page, where it is not the first.
        page: Option<u8>,
        /// The version; `None` where the page is not known.
        version: Option<Version>,
    },
    /// `Set-Cookie`.
    SetCookie(SetCookie),
    /// `Cookie`.
    Cookies(Cookies),
    /// `Expect` with a value of its own.
    Expectation {
        /// The name.
        name: String,
        /// The value.
        value: String,
        /// The parameters.
        parameters: Vec<(String, String)>,
    },
    /// Octets: `Content-MD5`, `Profile-Diff`, and the two of location.
    Octets(Bytes),
    /// `Content-Type` where it has no place.
    ContentType(ContentType),
}

/// A language: its number, or a tag.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_enums, reason = "a number or a text")]
pub enum LanguageTag {
    /// A number.
    Code(Language),
    /// A tag.
    Text(String),
}

/// What a directive of `Cache-Control` says more.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Argument {
    /// Nothing.
    None,
    /// Names of headers.
    Fields(Vec<Item>),
    /// Seconds.
    Seconds(u64),
    /// Of an extension: a text.
    Text(String),
}

/// The credentials of `Authorization`.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Credentials {
    /// User and password, which the wire has in clear.
    Basic {
        /// The user.
        user: String,
        /// The password.
        password: String,
    },
    /// Another scheme.
    Other {
        /// The scheme.
        scheme: String,
        /// The parameters.
        parameters: Vec<Parameter>,
    },
}

/// Without what is secret.
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Basic { .. } => f.write_str("Basic(..)"),
            Self::Other { scheme, .. } => write!(f, "Other({scheme:?}, ..)"),
        }
    }
}

/// The challenge of `WWW-Authenticate`.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_structs, reason = "all that a challenge has")]
pub struct Challenge {
    /// The scheme; `None` is basic.
    pub scheme: Option<String>,
    /// The realm.
    pub realm: String,
    /// The parameters.
    pub parameters: Vec<Parameter>,
}

/// What a gateway says of a push (WAP-235, 6.4.1.3): bits, of which others are reserved.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
#[allow(clippy::exhaustive_structs, reason = "an open number")]
pub struct PushFlag(pub u8);

impl PushFlag {
    /// The gateway has authenticated the initiator.
    pub const AUTHENTICATED: Self = Self(1);
    /// The gateway vouches for the content.
    pub const TRUSTED: Self = Self(2);
    /// It is the last push: the bearer may be dropped.
    pub const LAST: Self = Self(4);

    /// Whether all bits of `other` are set.
    #[must_use]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// With the bits of `other`.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

#[cfg(test)]
mod tests;
