//! Headers of RFC 822: names and values in the order they came.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::options::{Leniency, Limits};
use crate::error::{Error, ErrorKind, Expected, Limit};
use crate::wsp::HeaderName;

/// A header.
#[derive(Clone, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "a header is a name and a value")]
pub struct Header {
    /// Its name, as it was written.
    pub name: String,
    /// Its value: unfolded, without blanks around it.
    pub value: String,
}

/// Without the value of those that hold credentials or cookies.
impl fmt::Debug for Header {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_secret = self.name.eq_ignore_ascii_case("X-Wap-Authorization")
            || HeaderName::from_name(&self.name).is_some_and(HeaderName::is_secret);
        if is_secret {
            return write!(f, "{}: ..", self.name);
        }
        write!(f, "{}: {:?}", self.name, self.value)
    }
}

/// Headers, in order; names are found whatever their case.
///
/// ```
/// use provost_push::mime::Headers;
///
/// let headers = Headers::from_iter([("Content-Type", "text/vnd.wap.si"), ("X-New", "1")]);
/// assert_eq!(headers.find("content-type"), Some("text/vnd.wap.si"));
/// ```
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Headers(Vec<Header>);

impl Headers {
    /// No headers.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds a header behind the others.
    pub fn push(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.push(Header { name: name.into(), value: value.into() });
    }

    /// With a header behind the others.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.push(name, value);
        self
    }

    /// The value of the first header of that name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&str> {
        let named = |header: &&Header| header.name.eq_ignore_ascii_case(name);
        self.0.iter().find(named).map(|header| header.value.as_str())
    }

    /// The values of all headers of that name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let named = self.0.iter().filter(move |header| header.name.eq_ignore_ascii_case(name));
        named.map(|header| header.value.as_str())
    }

    /// All headers.
    pub fn iter(&self) -> core::slice::Iter<'_, Header> {
        self.0.iter()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Keeps the headers for which `keep` says so.
    pub fn retain(&mut self, keep: impl FnMut(&Header) -> bool) {
        self.0.retain(keep);
    }

    /// Whether each of them can be written: names that are tokens, and values without control
    /// characters, which would make other headers of them.
    ///
    /// # Errors
    /// [`Character`](ErrorKind::Character), counted from the first name.
    pub fn check(&self) -> Result<(), Error> {
        let mut offset = 0_usize;
        let fail = |kind, at| Err(Error::new(ErrorKind::Character(kind), at));
        for Header { name, value } in &self.0 {
            if !is_token(name) {
                return fail(Expected::HeaderName, offset);
            }
            offset = offset.saturating_add(name.len()).saturating_add(": ".len());
            if let Some(at) =
                value.bytes().position(|octet| octet != b'\t' && octet.is_ascii_control())
            {
                return fail(Expected::HeaderValue, offset.saturating_add(at));
            }
            offset = offset.saturating_add(value.len()).saturating_add("\r\n".len());
        }
        Ok(())
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Headers {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        let header = |(name, value): (N, V)| Header { name: name.into(), value: value.into() };
        Self(pairs.into_iter().map(header).collect())
    }
}

impl<'a> IntoIterator for &'a Headers {
    type Item = &'a Header;
    type IntoIter = core::slice::Iter<'a, Header>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Each on a line that ends in CR LF.
impl fmt::Display for Headers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|Header { name, value }| write!(f, "{name}: {value}\r\n"))
    }
}

/// Reads headers as [`read_block`] does, strictly and within the limits.
pub(crate) fn read_headers(input: &[u8]) -> Result<(Headers, Option<usize>), Error> {
    read_block(input, Leniency::default(), &Limits::DEFAULT)
}

/// Reads headers up to the empty line or the end; where the body begins, if there is an empty line.
pub(super) fn read_block(
    input: &[u8],
    leniency: Leniency,
    limits: &Limits,
) -> Result<(Headers, Option<usize>), Error> {
    let mut headers = Headers::new();
    let mut at = 0_usize;
    loop {
        let rest = input.get(at..).unwrap_or_default();
        let Some((line, next)) = line(rest, leniency) else {
            if rest.is_empty() {
                return Ok((headers, None));
            }
            let end = Error::new(ErrorKind::UnexpectedEnd(Expected::LineEnd), input.len());
            return Err(end);
        };
        if line.is_empty() {
            return Ok((headers, Some(at.saturating_add(next))));
        }
        let fail = |kind, inside: usize| Err(Error::new(kind, at.saturating_add(inside)));
        if at.saturating_add(next) > limits.header_octets {
            return fail(ErrorKind::Limit(Limit::HeaderOctets), 0);
        }
        let text = match core::str::from_utf8(line) {
            Ok(text) => text,
            Err(error) => {
                return fail(ErrorKind::Character(Expected::HeaderValue), error.valid_up_to());
            }
        };
        if let Some(inside) = text.bytes().position(|o| o != b'\t' && o.is_ascii_control()) {
            return fail(ErrorKind::Character(Expected::HeaderValue), inside);
        }
        let folded = text.starts_with([' ', '\t']);
        match headers.0.last_mut() {
            // RFC 822, 3.1.1: a line that begins with a blank goes on with the one before.
            Some(last) if folded => {
                let more = text.trim_matches([' ', '\t']);
                if !last.value.is_empty() && !more.is_empty() {
                    last.value.push(' ');
                }
                last.value.push_str(more);
            }
            None if folded && !leniency.blank_before_header => {
                return fail(ErrorKind::Character(Expected::HeaderName), 0);
            }
            _ => {
                let Some((name, value)) = text.split_once(':') else {
                    return fail(ErrorKind::Form(Expected::HeaderName), 0);
                };
                let name = name.trim_matches([' ', '\t']);
                if !is_token(name) {
                    return fail(ErrorKind::Character(Expected::HeaderName), 0);
                }
                if headers.len() >= limits.headers {
                    return fail(ErrorKind::Limit(Limit::Headers), 0);
                }
                headers.push(name, value.trim_matches([' ', '\t']).to_string());
            }
        }
        at = at.saturating_add(next);
    }
}

/// A line without its end, and where the next one begins.
fn line(input: &[u8], leniency: Leniency) -> Option<(&[u8], usize)> {
    let feed = memchr::memchr(b'\n', input)?;
    let before = input.get(..feed)?;
    let next = feed.saturating_add(1);
    match before.strip_suffix(b"\r") {
        Some(line) => Some((line, next)),
        None if leniency.bare_line_feed => Some((before, next)),
        // A line feed alone ends no line, and then is a control character in it.
        None => match memchr::memmem::find(input, b"\r\n") {
            Some(end) => Some((input.get(..end)?, end.saturating_add(2))),
            None => None,
        },
    }
}

pub(crate) fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(is_token_octet)
}

/// RFC 2616, 2.2.
pub(super) const fn is_token_octet(octet: u8) -> bool {
    octet.is_ascii_alphanumeric()
        || matches!(
            octet,
            b'!' | b'#'
                | b'$'
                | b'%'
                | b'&'
                | b'\''
                | b'*'
                | b'+'
                | b'-'
                | b'.'
                | b'^'
                | b'_'
                | b'`'
                | b'|'
                | b'~'
        )
}
