//! Bodies of several parts (RFC 2046, 5.1; `multipart/related`: RFC 2387).

use alloc::string::String;
use alloc::vec::Vec;

use bytes::{Bytes, BytesMut};
use memchr::memmem::Finder;

use super::entity::Entity;
use super::header::read_block;
use super::media::{MediaType, is_boundary};
use super::options::{Leniency, Limits};
use crate::error::{Error, ErrorKind, Expected, Limit};

/// The parts of a body, in order.
///
/// At most 32 parts are read, each with at most 64 headers of 16 KiB in all.
///
/// ```
/// use bytes::Bytes;
/// use provost_push::mime::{Entity, Multipart};
///
/// let parts = vec![Entity::new("text/plain", "a\r\n--b"), Entity::new("a/b", vec![0, 255, 13])];
/// let (content_type, body) = Multipart::new(parts.clone()).encode("related", "b1", &[])?;
/// assert_eq!(content_type, "multipart/related; boundary=b1");
/// assert_eq!(Multipart::decode(&content_type, &body)?.parts, parts);
/// # Ok::<(), provost_push::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Multipart {
    /// The parts.
    pub parts: Vec<Entity>,
}

impl Multipart {
    /// A body of parts.
    #[must_use]
    pub fn new(parts: Vec<Entity>) -> Self {
        Self { parts }
    }

    /// Reads a body by its content type. What stands in front of the first delimiter and behind the
    /// last is passed over.
    ///
    /// # Errors
    /// Offsets count from the start of the body, but for a content type that is at fault:
    /// [`Missing`](ErrorKind::Missing) its boundary. [`Missing`](ErrorKind::Missing) the first
    /// delimiter; [`UnexpectedEnd`](ErrorKind::UnexpectedEnd) without the last one;
    /// [`Character`](ErrorKind::Character) and [`Form`](ErrorKind::Form) of a header; each limit.
    pub fn decode(content_type: &str, body: &Bytes) -> Result<Self, Error> {
        Self::decode_with(content_type, body, Leniency::default())
    }

    /// Like [`decode`](Self::decode), with leniency.
    ///
    /// # Errors
    /// Those of [`decode`](Self::decode).
    pub fn decode_with(
        content_type: &str,
        body: &Bytes,
        leniency: Leniency,
    ) -> Result<Self, Error> {
        let media = MediaType::parse(content_type)?;
        let missing = Error::new(ErrorKind::Missing(Expected::Boundary), content_type.len());
        let boundary = media.parameter("boundary").ok_or(missing)?;
        if !is_boundary(boundary) {
            return Err(Error::new(ErrorKind::Form(Expected::Boundary), 0));
        }
        let limits = Limits::DEFAULT;
        let mut parts = Vec::new();
        let mut delimiters = Delimiters::new(body, boundary, leniency);
        let Some(mut from) = delimiters.next() else {
            return Err(Error::new(ErrorKind::Missing(Expected::Boundary), 0));
        };
        while !from.is_last {
            if parts.len() >= limits.parts {
                return Err(Error::new(ErrorKind::Limit(Limit::Parts), from.start));
            }
            let to = delimiters.next();
            let end = match &to {
                Some(delimiter) => delimiter.start,
                None if leniency.no_end => body.len(),
                None => {
                    let kind = ErrorKind::UnexpectedEnd(Expected::Boundary);
                    return Err(Error::new(kind, body.len()));
                }
            };
            // The line end in front of a delimiter is its own, and there may be nothing before it.
            let part = from.end..end.max(from.end);
            let octets = body.get(part.clone()).unwrap_or_default();
            let (headers, content) =
                read_block(octets, leniency, &limits).map_err(|error| error.rebased(part.start))?;
            let content = content.map_or(part.end, |at| part.start.saturating_add(at));
            parts.push(Entity { headers, body: body.slice(content.min(part.end)..part.end) });
            match to {
                Some(delimiter) => from = delimiter,
                None => break,
            }
        }
        Ok(Self { parts })
    }

    /// The part that is the root of a `multipart/related`: what the parameter `start` names by its
    /// `Content-ID`, else the first.
    #[must_use]
    pub fn root(&self, media: &MediaType) -> Option<usize> {
        let bare = |id: &str| -> String {
            let id = id.trim();
            id.strip_prefix('<').and_then(|id| id.strip_suffix('>')).unwrap_or(id).into()
        };
        let Some(start) = media.parameter("start").map(bare) else {
            return (!self.parts.is_empty()).then_some(0);
        };
        self.parts
            .iter()
            .position(|part| part.headers.find("Content-ID").map(bare).as_ref() == Some(&start))
    }

    /// The content type and the body, with a boundary of the caller's choice: `multipart/` and the
    /// subtype, the boundary, then further parameters.
    ///
    /// # Errors
    /// [`Form`](ErrorKind::Form) of the boundary; [`NotExpressible`](ErrorKind::NotExpressible)
    /// where a part holds its delimiter; [`Character`](ErrorKind::Character) in a header.
    pub fn encode(
        &self,
        subtype: &str,
        boundary: &str,
        parameters: &[(&str, &str)],
    ) -> Result<(String, Bytes), Error> {
        if !is_boundary(boundary) {
            return Err(Error::new(ErrorKind::Form(Expected::Boundary), 0));
        }
        let mut media = MediaType::new(alloc::format!("multipart/{subtype}"));
        media = media.with("boundary", boundary);
        for (name, value) in parameters {
            media = media.with(*name, *value);
        }
        let mut body = BytesMut::new();
        let mut starts = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            part.headers.check().map_err(|error| error.rebased(body.len()))?;
            // A delimiter has the line end in front of it.
            starts.push(body.len().saturating_sub(2));
            let head = alloc::format!("--{boundary}\r\n{}\r\n", part.headers);
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(&part.body);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(alloc::format!("--{boundary}--\r\n").as_bytes());
        // No delimiter may have come about but ours, not even for a lenient reader.
        let mut delimiters = Delimiters::new(&body, boundary, Leniency::all());
        for start in starts {
            let found = delimiters.next().map_or(0, |delimiter| delimiter.start);
            if found != start {
                return Err(Error::new(ErrorKind::NotExpressible(Expected::Boundary), found));
            }
        }
        if let Some(early) = delimiters.next().filter(|delimiter| delimiter.end != body.len()) {
            let kind = ErrorKind::NotExpressible(Expected::Boundary);
            return Err(Error::new(kind, early.start));
        }
        Ok((alloc::string::ToString::to_string(&media), body.freeze()))
    }
}

/// The delimiters of a body, one after the other; the whole search is linear.
struct Delimiters<'a> {
    body: &'a [u8],
    finder: Finder<'a>,
    pattern_length: usize,
    leniency: Leniency,
    at: usize,
}

/// Where a delimiter is: with the line end in front of it and the one behind it.
struct Delimiter {
    start: usize,
    end: usize,
    is_last: bool,
}

impl<'a> Delimiters<'a> {
    fn new(body: &'a [u8], boundary: &str, leniency: Leniency) -> Self {
        let pattern = alloc::format!("--{boundary}");
        let finder = Finder::new(pattern.as_bytes()).into_owned();
        Self { body, finder, pattern_length: pattern.len(), leniency, at: 0 }
    }

    fn next(&mut self) -> Option<Delimiter> {
        loop {
            let found = self.finder.find(self.body.get(self.at..)?)?;
            let dashes = self.at.saturating_add(found);
            // What follows the pattern may be the front of the delimiter itself: go on by one.
            self.at = dashes.saturating_add(1);
            let before = self.body.get(..dashes)?;
            let start = match before {
                [] => 0,
                [.., b'\r', b'\n'] => dashes.saturating_sub(2),
                [.., b'\n'] if self.leniency.bare_line_feed => dashes.saturating_sub(1),
                _ => continue,
            };
            let behind = dashes.saturating_add(self.pattern_length);
            if let Some((end, is_last)) = self.behind(behind) {
                self.at = end.saturating_sub(2).max(behind);
                return Some(Delimiter { start, end, is_last });
            }
        }
    }

    /// Where a delimiter ends whose boundary ends here, and whether it is the last; nothing where
    /// it is the front of something longer.
    fn behind(&self, at: usize) -> Option<(usize, bool)> {
        let rest = self.body.get(at..)?;
        let (rest, is_last) = match rest.strip_prefix(b"--") {
            Some(rest) => (rest, true),
            None => (rest, false),
        };
        let blanks = rest.iter().take_while(|octet| matches!(octet, b' ' | b'\t')).count();
        let tail = rest.get(blanks..)?;
        let skipped = self.body.len().saturating_sub(tail.len());
        match tail {
            [b'\r', b'\n', ..] => Some((skipped.saturating_add(2), is_last)),
            [b'\n', ..] if self.leniency.bare_line_feed => {
                Some((skipped.saturating_add(1), is_last))
            }
            [] if is_last => Some((skipped, true)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
