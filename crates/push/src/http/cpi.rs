//! What a terminal can do, and the tag that stands for it (7.2.5, 7.3).

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use provost_wbxml::typed::base64;

use crate::error::{Error, ErrorKind, Expected};
use crate::mime::Headers;

/// A tag of capabilities: the first four octets of a digest over their values.
///
/// ```
/// use provost_push::http::CpiTag;
///
/// assert_eq!(CpiTag::parse("AQIDBA==")?, CpiTag([1, 2, 3, 4]));
/// assert_eq!(CpiTag([1, 2, 3, 4]).to_string(), "AQIDBA==");
/// # Ok::<(), provost_push::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(clippy::exhaustive_structs, reason = "a tag is four octets")]
pub struct CpiTag(pub [u8; 4]);

impl CpiTag {
    /// Of a digest over the values of the headers, one after the other; SHA-1 is advised, and its
    /// order is the terminal's affair.
    ///
    /// # Errors
    /// [`UnexpectedEnd`](ErrorKind::UnexpectedEnd) for fewer than four octets.
    pub fn from_digest(digest: &[u8]) -> Result<Self, Error> {
        let end = Error::new(ErrorKind::UnexpectedEnd(Expected::CpiTag), digest.len());
        digest.first_chunk().copied().map(Self).ok_or(end)
    }

    /// Reads base64 of four octets, as SIN _101 has it.
    ///
    /// # Errors
    /// [`Form`](ErrorKind::Form) for anything else.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let fault = Error::new(ErrorKind::Form(Expected::CpiTag), 0);
        let octets = base64::decode(text.trim()).map_err(|_| fault)?;
        octets.try_into().map(Self).map_err(|_| fault)
    }
}

impl fmt::Display for CpiTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&base64::encode(&self.0))
    }
}

/// What a terminal does with a push by its tag.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_enums, reason = "the three outcomes of one comparison")]
pub enum TagCheck {
    /// The tag is right: deliver the push, and send no tag back.
    Right,
    /// There is no tag: the push should be taken.
    Absent,
    /// The tag is wrong: the push should be dropped with 256, or taken with 401; the answer has the
    /// terminal's own tag.
    Wrong,
}

/// Compares the tag of a push with that of the terminal.
#[must_use]
pub fn check_tag(sent: Option<CpiTag>, own: CpiTag) -> TagCheck {
    match sent {
        None => TagCheck::Absent,
        Some(sent) if sent == own => TagCheck::Right,
        Some(_) => TagCheck::Wrong,
    }
}

/// What a terminal can do: the headers `X-Wap-Push-Accept` and others, each with its default.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub struct Capabilities {
    /// `X-Wap-Push-Accept`: media types.
    pub accept: Option<String>,
    /// `X-Wap-Push-Accept-Charset`.
    pub charset: Option<String>,
    /// `X-Wap-Push-Accept-Encoding`.
    pub encoding: Option<String>,
    /// `X-Wap-Push-Accept-Language`.
    pub language: Option<String>,
    /// `X-Wap-Push-Accept-AppID`: `*`, or URIs.
    pub applications: Option<String>,
    /// `X-Wap-Push-MaxMsgSize`: octets of a message.
    pub message_size: Option<u64>,
    /// `X-Wap-Push-Accept-MaxPushReq`: pushes at a time.
    pub requests: Option<u64>,
}

const ACCEPT: &str = "X-Wap-Push-Accept";
const CHARSET: &str = "X-Wap-Push-Accept-Charset";
const ENCODING: &str = "X-Wap-Push-Accept-Encoding";
const LANGUAGE: &str = "X-Wap-Push-Accept-Language";
const APPLICATIONS: &str = "X-Wap-Push-Accept-AppID";
const MESSAGE_SIZE: &str = "X-Wap-Push-MaxMsgSize";
/// So the heading of 7.2.5.5.6 calls it; read, and not written.
const MESSAGE_SIZE_TOO: &str = "X-Wap-Push-MsgSize";
const REQUESTS: &str = "X-Wap-Push-Accept-MaxPushReq";

impl Capabilities {
    /// Reads those of headers that there are. Several headers of a name are one list.
    ///
    /// # Errors
    /// [`Form`](ErrorKind::Form) for a number that is none.
    pub fn read(headers: &Headers) -> Result<Self, Error> {
        let text = |name: &str| {
            let values: Vec<&str> = headers.all(name).collect();
            (!values.is_empty()).then(|| values.join(", "))
        };
        let number = |name: &str| {
            let fault = Error::new(ErrorKind::Form(Expected::Integer), 0);
            let digits = |text: &str| text.bytes().all(|octet| octet.is_ascii_digit());
            let read = |text: &str| digits(text).then(|| text.parse().ok()).flatten().ok_or(fault);
            headers.find(name).map(read).transpose()
        };
        Ok(Self {
            accept: text(ACCEPT),
            charset: text(CHARSET),
            encoding: text(ENCODING),
            language: text(LANGUAGE),
            applications: text(APPLICATIONS),
            message_size: number(MESSAGE_SIZE)?.or(number(MESSAGE_SIZE_TOO)?),
            requests: number(REQUESTS)?,
        })
    }

    /// Adds the headers.
    pub fn write(&self, headers: &mut Headers) {
        let texts = [
            (ACCEPT, &self.accept),
            (CHARSET, &self.charset),
            (ENCODING, &self.encoding),
            (LANGUAGE, &self.language),
            (APPLICATIONS, &self.applications),
        ];
        for (name, value) in texts {
            if let Some(value) = value {
                headers.push(name, value.clone());
            }
        }
        for (name, value) in [(MESSAGE_SIZE, self.message_size), (REQUESTS, self.requests)] {
            if let Some(value) = value {
                headers.push(name, alloc::format!("{value}"));
            }
        }
    }

    /// The media types, or their default.
    #[must_use]
    pub fn accept(&self) -> &str {
        self.accept.as_deref().unwrap_or("application/vnd.wap.sia, text/vnd.wap.si")
    }

    /// The charsets, or their default.
    #[must_use]
    pub fn charset(&self) -> &str {
        self.charset.as_deref().unwrap_or("UTF-8")
    }

    /// The encodings, or their default.
    #[must_use]
    pub fn encoding(&self) -> &str {
        self.encoding.as_deref().unwrap_or("identity")
    }

    /// The languages, or their default.
    #[must_use]
    pub fn language(&self) -> &str {
        self.language.as_deref().unwrap_or("*")
    }

    /// The applications, or their default.
    #[must_use]
    pub fn applications(&self) -> &str {
        self.applications.as_deref().unwrap_or("*")
    }

    /// Octets of a message, or their default.
    #[must_use]
    pub fn message_size(&self) -> u64 {
        self.message_size.unwrap_or(1400)
    }

    /// Pushes at a time, or their default.
    #[must_use]
    pub fn requests(&self) -> u64 {
        self.requests.unwrap_or(1)
    }
}
