//! The header names of code page 1, and how their values are coded (WAP-230, table 39; TS-WSP).

use core::fmt;

use super::EncodingVersion;

/// The number of a header in code page 1: an open registry.
///
/// Where two or three numbers have one name, the oldest is the one to read only.
///
/// ```
/// use provost_push::wsp::HeaderName;
///
/// assert_eq!(HeaderName::APPLICATION_ID.name(), Some("X-Wap-Application-Id"));
/// assert_eq!(HeaderName::from_name("cache-control"), Some(HeaderName(0x47)));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(clippy::exhaustive_structs, reason = "an open number")]
pub struct HeaderName(pub u8);

impl HeaderName {
    /// `Accept`.
    pub const ACCEPT: Self = Self(0x00);
    /// `Accept-Language`.
    pub const ACCEPT_LANGUAGE: Self = Self(0x03);
    /// `Authorization`.
    pub const AUTHORIZATION: Self = Self(0x07);
    /// `Content-Encoding`.
    pub const CONTENT_ENCODING: Self = Self(0x0b);
    /// `Content-Language`.
    pub const CONTENT_LANGUAGE: Self = Self(0x0c);
    /// `Content-Length`.
    pub const CONTENT_LENGTH: Self = Self(0x0d);
    /// `Content-Location`.
    pub const CONTENT_LOCATION: Self = Self(0x0e);
    /// `Content-Type`.
    pub const CONTENT_TYPE: Self = Self(0x11);
    /// `Date`.
    pub const DATE: Self = Self(0x12);
    /// `Expires`.
    pub const EXPIRES: Self = Self(0x14);
    /// `Last-Modified`.
    pub const LAST_MODIFIED: Self = Self(0x1d);
    /// `Proxy-Authorization`.
    pub const PROXY_AUTHORIZATION: Self = Self(0x21);
    /// `User-Agent`.
    pub const USER_AGENT: Self = Self(0x29);
    /// `X-Wap-Application-Id`: whom a push is for.
    pub const APPLICATION_ID: Self = Self(0x2f);
    /// `X-Wap-Content-URI`: what stands for the request URI.
    pub const CONTENT_URI: Self = Self(0x30);
    /// `X-Wap-Initiator-URI`: who sends a push.
    pub const INITIATOR_URI: Self = Self(0x31);
    /// `Accept-Application`.
    pub const ACCEPT_APPLICATION: Self = Self(0x32);
    /// `Bearer-Indication`.
    pub const BEARER_INDICATION: Self = Self(0x33);
    /// `Push-Flag`.
    pub const PUSH_FLAG: Self = Self(0x34);
    /// `Profile`.
    pub const PROFILE: Self = Self(0x35);
    /// `Accept-Charset`.
    pub const ACCEPT_CHARSET: Self = Self(0x3b);
    /// `Accept-Encoding`.
    pub const ACCEPT_ENCODING: Self = Self(0x3c);
    /// `X-Wap-Tod`.
    pub const TIME_OF_DAY: Self = Self(0x3f);
    /// `Content-ID`.
    pub const CONTENT_ID: Self = Self(0x40);
    /// `Set-Cookie`.
    pub const SET_COOKIE: Self = Self(0x41);
    /// `Cookie`.
    pub const COOKIE: Self = Self(0x42);
    /// `Encoding-Version`.
    pub const ENCODING_VERSION: Self = Self(0x43);
    /// `Content-Disposition`.
    pub const CONTENT_DISPOSITION: Self = Self(0x45);
    /// `Cache-Control`.
    pub const CACHE_CONTROL: Self = Self(0x47);

    /// The name.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        self.row().map(|row| row.0)
    }

    /// The number of a name, whatever its case: of those with several the newest one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let at = ROWS.iter().rposition(|row| row.0.eq_ignore_ascii_case(name))?;
        u8::try_from(at).ok().map(Self)
    }

    /// The encoding version that assigned the number.
    #[must_use]
    pub fn since(self) -> Option<EncodingVersion> {
        self.row().map(|row| EncodingVersion::from_octet(row.1))
    }

    /// Whether the number is to be read, but no longer to be sent.
    #[must_use]
    pub fn is_deprecated(self) -> bool {
        self.row().is_some_and(|row| row.2)
    }

    /// All that are registered, by number.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..=u8::MAX).map(Self).take(ROWS.len())
    }

    /// The number to send to a peer of `version`: this one, or an older one of the same name.
    pub(crate) fn for_version(self, version: EncodingVersion) -> Option<Self> {
        let name = self.name()?;
        let fits = |row: &(&str, u8, bool, Grammar)| {
            row.0 == name && EncodingVersion::from_octet(row.1) <= version
        };
        u8::try_from(ROWS.iter().rposition(fits)?).ok().map(Self)
    }

    /// The newest number of the same name.
    #[must_use]
    pub fn newest(self) -> Self {
        self.name().and_then(Self::from_name).unwrap_or(self)
    }

    pub(crate) fn grammar(self) -> Grammar {
        self.row().map_or(Grammar::Unknown, |row| row.3)
    }

    /// Whether the value is a secret or helps to become someone else.
    pub(crate) fn is_secret(self) -> bool {
        matches!(self.0, 0x07 | 0x20 | 0x21 | 0x2d | 0x41 | 0x42)
    }

    fn row(self) -> Option<&'static (&'static str, u8, bool, Grammar)> {
        ROWS.get(usize::from(self.0))
    }
}

impl fmt::Display for HeaderName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.write_str(name),
            None => write!(f, "0x{:02x}", self.0),
        }
    }
}

impl Grammar {
    /// Whether a value can be nothing but text.
    pub(crate) const fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::Texts)
    }
}

/// How the value of a header is coded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Grammar {
    Accept,
    /// Words with a quality: the number, or its name.
    Charset,
    Language,
    Encoding,
    TransferExtension,
    /// One of some words, or a token.
    Word(&'static [(u32, &'static str)]),
    ContentLanguage,
    Integer,
    Method,
    Credentials,
    Challenge,
    CacheControl,
    Text,
    /// The same, and its text in HTTP is a list.
    Texts,
    Quoted,
    Opaque,
    /// Sixteen octets.
    Digest,
    ContentType,
    Date,
    TextOrDate,
    Pragma,
    ContentRange,
    Range,
    RetryAfter,
    FieldName,
    Warning,
    ProfileWarning,
    Disposition,
    Application,
    /// The same, and its text in HTTP is a list.
    Applications,
    Bearer,
    PushFlag,
    EncodingVersion,
    Cookie,
    SetCookie,
    Expect,
    Unknown,
}

pub(crate) static CODINGS: &[(u32, &str)] = &[(0, "gzip"), (1, "compress"), (2, "deflate")];
pub(crate) static ACCEPT_CODINGS: &[(u32, &str)] =
    &[(0, "gzip"), (1, "compress"), (2, "deflate"), (3, "*")];
pub(crate) static TRANSFER_EXTENSIONS: &[(u32, &str)] = &[
    (1, "trailers"),
    (2, "chunked"),
    (3, "identity"),
    (4, "gzip"),
    (5, "compress"),
    (6, "deflate"),
];
pub(crate) static DISPOSITIONS: &[(u32, &str)] =
    &[(0, "form-data"), (1, "attachment"), (2, "inline")];
pub(crate) static DIRECTIVES: &[(u32, &str)] = &[
    (0x00, "no-cache"),
    (0x01, "no-store"),
    (0x02, "max-age"),
    (0x03, "max-stale"),
    (0x04, "min-fresh"),
    (0x05, "only-if-cached"),
    (0x06, "public"),
    (0x07, "private"),
    (0x08, "no-transform"),
    (0x09, "must-revalidate"),
    (0x0a, "proxy-revalidate"),
    (0x0b, "s-maxage"),
];
/// PDU numbers (WAP-230, table 34).
pub(crate) static METHODS: &[(u32, &str)] = &[
    (0x40, "GET"),
    (0x41, "OPTIONS"),
    (0x42, "HEAD"),
    (0x43, "DELETE"),
    (0x44, "TRACE"),
    (0x60, "POST"),
    (0x61, "PUT"),
];

const RANGES: Grammar = Grammar::Word(&[(0, "none"), (1, "bytes")]);
const CLOSE: Grammar = Grammar::Word(&[(0, "close")]);
const CONTENT_CODING: Grammar = Grammar::Word(CODINGS);
const PUBLIC: Grammar = Grammar::Word(METHODS);
const CHUNKED: Grammar = Grammar::Word(&[(0, "chunked")]);
const CLOSE_SUBORDINATE: Grammar = Grammar::Word(&[(0, "close-subordinate")]);

/// Name, encoding version, deprecated, coding. The index is the number.
#[rustfmt::skip]
static ROWS: &[(&str, u8, bool, Grammar)] = &[
    ("Accept", 0x11, false, Grammar::Accept), // 00
    ("Accept-Charset", 0x11, true, Grammar::Charset),
    ("Accept-Encoding", 0x11, true, Grammar::Encoding),
    ("Accept-Language", 0x11, false, Grammar::Language),
    ("Accept-Ranges", 0x11, false, RANGES),
    ("Age", 0x11, false, Grammar::Integer),
    ("Allow", 0x11, false, Grammar::Method),
    ("Authorization", 0x11, false, Grammar::Credentials),
    ("Cache-Control", 0x11, true, Grammar::CacheControl), // 08
    ("Connection", 0x11, false, CLOSE),
    ("Content-Base", 0x11, true, Grammar::Text),
    ("Content-Encoding", 0x11, false, CONTENT_CODING),
    ("Content-Language", 0x11, false, Grammar::ContentLanguage),
    ("Content-Length", 0x11, false, Grammar::Integer),
    ("Content-Location", 0x11, false, Grammar::Text),
    ("Content-MD5", 0x11, false, Grammar::Digest),
    ("Content-Range", 0x11, true, Grammar::ContentRange), // 10
    ("Content-Type", 0x11, false, Grammar::ContentType),
    ("Date", 0x11, false, Grammar::Date),
    ("ETag", 0x11, false, Grammar::Text),
    ("Expires", 0x11, false, Grammar::Date),
    ("From", 0x11, false, Grammar::Text),
    ("Host", 0x11, false, Grammar::Text),
    ("If-Modified-Since", 0x11, false, Grammar::Date),
    ("If-Match", 0x11, false, Grammar::Texts), // 18
    ("If-None-Match", 0x11, false, Grammar::Texts),
    ("If-Range", 0x11, false, Grammar::TextOrDate),
    ("If-Unmodified-Since", 0x11, false, Grammar::Date),
    ("Location", 0x11, false, Grammar::Text),
    ("Last-Modified", 0x11, false, Grammar::Date),
    ("Max-Forwards", 0x11, false, Grammar::Integer),
    ("Pragma", 0x11, false, Grammar::Pragma),
    ("Proxy-Authenticate", 0x11, false, Grammar::Challenge), // 20
    ("Proxy-Authorization", 0x11, false, Grammar::Credentials),
    ("Public", 0x11, false, PUBLIC),
    ("Range", 0x11, false, Grammar::Range),
    ("Referer", 0x11, false, Grammar::Text),
    ("Retry-After", 0x11, false, Grammar::RetryAfter),
    ("Server", 0x11, false, Grammar::Text),
    ("Transfer-Encoding", 0x11, false, CHUNKED),
    ("Upgrade", 0x11, false, Grammar::Texts), // 28
    ("User-Agent", 0x11, false, Grammar::Text),
    ("Vary", 0x11, false, Grammar::FieldName),
    ("Via", 0x11, false, Grammar::Texts),
    ("Warning", 0x11, false, Grammar::Warning),
    ("WWW-Authenticate", 0x11, false, Grammar::Challenge),
    ("Content-Disposition", 0x11, true, Grammar::Disposition),
    ("X-Wap-Application-Id", 0x12, false, Grammar::Application),
    ("X-Wap-Content-URI", 0x12, false, Grammar::Text), // 30
    ("X-Wap-Initiator-URI", 0x12, false, Grammar::Text),
    ("Accept-Application", 0x12, false, Grammar::Applications),
    ("Bearer-Indication", 0x12, false, Grammar::Bearer),
    ("Push-Flag", 0x12, false, Grammar::PushFlag),
    ("Profile", 0x12, false, Grammar::Text),
    ("Profile-Diff", 0x12, false, Grammar::Opaque),
    ("Profile-Warning", 0x12, true, Grammar::ProfileWarning),
    ("Expect", 0x13, true, Grammar::Expect), // 38
    ("TE", 0x13, false, Grammar::TransferExtension),
    ("Trailer", 0x13, false, Grammar::FieldName),
    ("Accept-Charset", 0x13, false, Grammar::Charset),
    ("Accept-Encoding", 0x13, false, Grammar::Encoding),
    ("Cache-Control", 0x13, true, Grammar::CacheControl),
    ("Content-Range", 0x13, false, Grammar::ContentRange),
    ("X-Wap-Tod", 0x13, false, Grammar::Date),
    ("Content-ID", 0x13, false, Grammar::Quoted), // 40
    ("Set-Cookie", 0x13, false, Grammar::SetCookie),
    ("Cookie", 0x13, false, Grammar::Cookie),
    ("Encoding-Version", 0x13, false, Grammar::EncodingVersion),
    ("Profile-Warning", 0x14, false, Grammar::ProfileWarning),
    ("Content-Disposition", 0x14, false, Grammar::Disposition),
    ("X-WAP-Security", 0x14, false, CLOSE_SUBORDINATE),
    ("Cache-Control", 0x14, false, Grammar::CacheControl),
    ("Expect", 0x15, false, Grammar::Expect), // 48
    ("X-Wap-Loc-Invocation", 0x15, false, Grammar::Opaque),
    ("X-Wap-Loc-Delivery", 0x15, false, Grammar::Opaque),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        assert_eq!(ROWS.len(), 0x4b);
        for (number, name) in [
            (0x08, "Cache-Control"),
            (0x10, "Content-Range"),
            (0x18, "If-Match"),
            (0x20, "Proxy-Authenticate"),
            (0x28, "Upgrade"),
            (0x30, "X-Wap-Content-URI"),
            (0x38, "Expect"),
            (0x40, "Content-ID"),
            (0x48, "Expect"),
            (0x4a, "X-Wap-Loc-Delivery"),
        ] {
            assert_eq!(HeaderName(number).name(), Some(name));
        }
        assert_eq!(HeaderName(0x4b).name(), None);
        for name in HeaderName::all() {
            let newest = name.newest();
            assert_eq!(newest.name(), name.name());
            // One deprecated number has no successor.
            assert!(!newest.is_deprecated() || newest == HeaderName(0x0a), "{name}");
        }
    }

    #[test]
    fn versions() {
        let cache = HeaderName::CACHE_CONTROL;
        assert_eq!(cache.for_version(EncodingVersion::V1_2), Some(HeaderName(0x08)));
        assert_eq!(cache.for_version(EncodingVersion::V1_3), Some(HeaderName(0x3d)));
        assert_eq!(cache.for_version(EncodingVersion::V1_4), Some(cache));
        assert_eq!(HeaderName::CONTENT_ID.for_version(EncodingVersion::V1_2), None);
    }
}
