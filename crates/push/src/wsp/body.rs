//! What a push, a reply, a post and an entry of a multipart have in common: a content type,
//! headers and a body.

use alloc::vec::Vec;
use core::fmt;

use bytes::Bytes;

use super::content_type::ContentType;
use super::headers::Headers;
use super::push::{departures_in_head, put_head, split_length_at};
use crate::error::{Error, ErrorKind, Expected};
use crate::finding::Finding;

/// A body with its content type and headers.
#[derive(Clone, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "the PDUs have no other fields")]
pub struct MediaBody {
    /// The type of the body.
    pub content_type: ContentType,
    /// The headers.
    pub headers: Headers,
    /// The content.
    pub body: Bytes,
}

impl MediaBody {
    /// A body without headers.
    #[must_use]
    pub fn new(content_type: impl Into<ContentType>, body: impl Into<Bytes>) -> Self {
        let content_type = content_type.into();
        Self { content_type, headers: Headers::new(), body: body.into() }
    }

    /// From `at`: `HeadersLen`, content type, headers, and a body up to the end.
    pub(crate) fn decode(input: &Bytes, at: usize) -> Result<Self, Error> {
        let (length, width) = split_length_at(input, at)?;
        let (content_type, headers, end) = split_head(input, length, at.saturating_add(width), at)?;
        Ok(Self { content_type, headers, body: input.slice(end..) })
    }

    /// What departs from the specification in one that was read, and ends at a place.
    pub(crate) fn departures(&self, end: usize, findings: &mut Vec<Finding>) {
        let body_at = end.saturating_sub(self.body.len());
        departures_in_head(&self.content_type, &self.headers, body_at, findings);
    }

    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        put_head(&self.content_type, &self.headers, out);
        out.extend_from_slice(&self.body);
    }
}

/// Content type and headers of `length` octets that begin at `at`, and where they end; an error of
/// the length is at `length_at`.
pub(crate) fn split_head(
    input: &Bytes,
    length: u32,
    at: usize,
    length_at: usize,
) -> Result<(ContentType, Headers, usize), Error> {
    if length == 0 {
        return Err(Error::new(ErrorKind::Missing(Expected::ContentType), length_at));
    }
    let end = checked_end(input, length, at, length_at)?;
    let (content_type, headers_at) = ContentType::decode_in(input, at, end)?;
    let headers =
        Headers::decode(input.slice(headers_at..end)).map_err(|error| error.rebased(headers_at))?;
    Ok((content_type, headers, end))
}

/// Where `length` octets that begin at `at` end.
pub(crate) fn checked_end(
    input: &Bytes,
    length: u32,
    at: usize,
    length_at: usize,
) -> Result<usize, Error> {
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    let left = input.len().saturating_sub(at);
    if length > left {
        return Err(Error::new(ErrorKind::Length { length, left }, length_at));
    }
    Ok(at.saturating_add(length))
}

/// Without the body, which may hold secrets.
impl fmt::Debug for MediaBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MediaBody")
            .field("content_type", &format_args!("{}", self.content_type))
            .field("headers", &self.headers)
            .field("body", &format_args!("{} octets", self.body.len()))
            .finish()
    }
}
