//! A message of HTTP, as far as it is needed to read a push out of one.

use alloc::string::String;

use bytes::Bytes;

use crate::error::{Error, ErrorKind, Expected};
use crate::mime::{Entity, Headers, read_headers};

/// The first line of a message.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_enums, reason = "a message is a request or a response")]
pub enum StartLine {
    /// `METHOD target HTTP/1.1`.
    Request {
        /// The method.
        method: String,
        /// The target.
        target: String,
    },
    /// `HTTP/1.1 status phrase`.
    Response {
        /// The status.
        status: u16,
        /// The phrase, which may be empty.
        phrase: String,
    },
}

/// A message of HTTP/1.x: first line, headers, body.
///
/// The body is what follows the headers. `Content-Length` is not obeyed and chunks are not joined:
/// that is what an HTTP stack has done, or what stands around the message.
///
/// ```
/// use bytes::Bytes;
/// use provost_push::http::{Head, StartLine};
///
/// let (head, body) = Head::decode(&Bytes::from_static(b"HTTP/1.1 204 No Content\r\nA: b\r\n\r\n"))?;
/// assert_eq!(head.start, StartLine::Response { status: 204, phrase: "No Content".into() });
/// assert_eq!((head.headers.find("a"), body.len()), (Some("b"), 0));
/// # Ok::<(), provost_push::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_structs, reason = "a message has these parts")]
pub struct Head {
    /// Its first line.
    pub start: StartLine,
    /// Its headers.
    pub headers: Headers,
}

impl Head {
    /// Reads a message; its body is a slice of the input.
    ///
    /// # Errors
    /// [`Form`](ErrorKind::Form) of the first line, [`UnexpectedEnd`](ErrorKind::UnexpectedEnd)
    /// without an empty line behind the headers, and what is wrong with a header.
    pub fn decode(input: &Bytes) -> Result<(Self, Bytes), Error> {
        let end = Error::new(ErrorKind::UnexpectedEnd(Expected::StatusLine), input.len());
        // 8 KiB are more than any first line that is meant.
        let front = input.get(..input.len().min(8192)).unwrap_or_default();
        let length = memchr::memmem::find(front, b"\r\n").ok_or(end)?;
        let line = front.get(..length).unwrap_or_default();
        let start =
            start_line(line).ok_or_else(|| Error::new(ErrorKind::Form(Expected::StatusLine), 0))?;
        let base = length.saturating_add("\r\n".len());
        let rest = input.get(base..).unwrap_or_default();
        let (headers, body) = read_headers(rest).map_err(|error| error.rebased(base))?;
        let end = Error::new(ErrorKind::UnexpectedEnd(Expected::LineEnd), input.len());
        let at = base.saturating_add(body.ok_or(end)?);
        Ok((Self { start, headers }, input.slice(at.min(input.len())..)))
    }
}

fn start_line(line: &[u8]) -> Option<StartLine> {
    let line = core::str::from_utf8(line).ok()?;
    if line.starts_with("HTTP/") {
        let (version, rest) = line.split_once(' ')?;
        is_version(version).then_some(())?;
        let (digits, phrase) = rest.split_once(' ').unwrap_or((rest, ""));
        let is_status = digits.len() == 3 && digits.bytes().all(|octet| octet.is_ascii_digit());
        is_status.then_some(())?;
        return Some(StartLine::Response { status: digits.parse().ok()?, phrase: phrase.into() });
    }
    let mut words = line.split(' ');
    let (method, target, version) = (words.next()?, words.next()?, words.next()?);
    let is_method = !method.is_empty() && method.bytes().all(|octet| octet.is_ascii_alphabetic());
    let fits = is_method && !target.is_empty() && is_version(version) && words.next().is_none();
    fits.then(|| StartLine::Request { method: method.into(), target: target.into() })
}

fn is_version(text: &str) -> bool {
    text.strip_prefix("HTTP/1.")
        .is_some_and(|minor| !minor.is_empty() && minor.bytes().all(|octet| octet.is_ascii_digit()))
}

/// A push message as the whole response of HTTP that an `application/http` body is.
pub(super) fn wrap(content: &Entity) -> Result<Bytes, Error> {
    content.headers.check()?;
    let head = alloc::format!("HTTP/1.1 200 OK\r\n{}\r\n", content.headers);
    let mut body = bytes::BytesMut::with_capacity(head.len().saturating_add(content.body.len()));
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(&content.body);
    Ok(body.freeze())
}

/// The push message in an `application/http` body.
pub(super) fn unwrap(body: &Bytes) -> Result<Entity, Error> {
    let (head, content) = Head::decode(body)?;
    if !matches!(head.start, StartLine::Response { .. }) {
        return Err(Error::new(ErrorKind::Form(Expected::StatusLine), 0));
    }
    Ok(Entity { headers: head.headers, body: content })
}
