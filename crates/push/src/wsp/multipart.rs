//! `application/vnd.wap.multipart.*` (WAP-230, 8.5).
//!
//! ```text
//! nEntries, then for each: HeadersLen, DataLen, content type, headers, data
//! ```

use alloc::vec::Vec;

use bytes::Bytes;

use super::body::{MediaBody, checked_end, split_head};
use super::header_name::HeaderName;
use super::headers::Field;
use super::parameter::{ParameterCode, ParameterValue};
use super::push::{check_length, put_head, split_length};
use super::value::Value;
use super::write::put_uintvar;
use super::{ContentType, Media};
use crate::error::{Error, ErrorKind, Limit};
use crate::finding::{Finding, FindingKind};
use crate::media_type::MediaCode;

/// The parts of a multipart body.
///
/// The number of entries in front is deprecated: entries are read up to the end.
///
/// ```
/// use bytes::Bytes;
/// use provost_push::wsp::Multipart;
///
/// let body = Bytes::from_static(&[2, 1, 2, 0x83, b'h', b'i', 1, 2, 0x83, b'y', b'o']);
/// let multipart = Multipart::decode(&body)?;
/// assert_eq!(multipart.entries.len(), 2);
/// assert_eq!(&*multipart.entries[1].body, b"yo");
/// assert_eq!(multipart.to_bytes(), body);
/// # Ok::<(), provost_push::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[allow(clippy::exhaustive_structs, reason = "the body has nothing else")]
pub struct Multipart {
    /// The entries in their order.
    pub entries: Vec<MediaBody>,
}

impl Multipart {
    /// How many entries are read at most: an entry takes three octets, and a message that fits
    /// into short messages has room for 10,000.
    pub const MOST_ENTRIES: usize = 4_096;

    /// Reads a body. The data of the entries are slices of it.
    ///
    /// # Errors
    /// What is no entry, and where; [`Limit`](ErrorKind::Limit) above
    /// [`MOST_ENTRIES`](Self::MOST_ENTRIES).
    pub fn decode(body: &Bytes) -> Result<Self, Error> {
        Self::read(body, None)
    }

    /// Reads a body, and tells what departs from the specification: in the lengths, content types
    /// and headers of its entries, and where the number of entries is another than in front.
    ///
    /// 0 is what a writer sends that relies on a newer reader, and no finding.
    ///
    /// # Errors
    /// Those of [`decode`](Self::decode).
    pub fn decode_with(body: &Bytes, findings: &mut Vec<Finding>) -> Result<Self, Error> {
        Self::read(body, Some(findings))
    }

    fn read(body: &Bytes, mut findings: Option<&mut Vec<Finding>>) -> Result<Self, Error> {
        let (said, mut at) = split_length(body)?;
        if let Some(findings) = &mut findings {
            check_length(body, 0, findings);
        }
        let mut entries = Vec::new();
        while at < body.len() {
            if entries.len() >= Self::MOST_ENTRIES {
                return Err(Error::new(ErrorKind::Limit(Limit::Parts), at));
            }
            let (entry, data_len_at, end) = entry(body, at)?;
            if let Some(findings) = &mut findings {
                check_length(body, at, findings);
                check_length(body, data_len_at, findings);
                entry.departures(end, findings);
            }
            entries.push(entry);
            at = end;
        }
        let found = u32::try_from(entries.len()).unwrap_or(u32::MAX);
        if let (Some(findings), true) = (findings, said != found && said != 0) {
            findings.push(Finding::new(FindingKind::Count { said, found }, 0));
        }
        Ok(Self { entries })
    }

    /// Writes a body, with the right number of entries in front.
    #[must_use]
    pub fn to_bytes(&self) -> Bytes {
        let mut out = Vec::new();
        put_uintvar(u32::try_from(self.entries.len()).unwrap_or(u32::MAX), &mut out);
        for entry in &self.entries {
            put_entry(entry, &mut out);
        }
        out.into()
    }

    /// The root of a related multipart: the entry whose Content-ID the parameter `start` of the
    /// content type names, else the first.
    #[must_use]
    pub fn root(&self, content_type: &ContentType) -> Option<&MediaBody> {
        let start = match content_type.parameter(ParameterCode::START) {
            Some(ParameterValue::Text(id) | ParameterValue::Quoted(id)) => Some(bare(id)),
            _ => None,
        };
        let named = start.and_then(|start| {
            self.entries.iter().find(|entry| {
                entry.headers.all(HeaderName::CONTENT_ID).any(|field| is_id(&field, start))
            })
        });
        named.or_else(|| self.entries.first())
    }
}

/// The type of WSP for a type of MIME: `multipart/related` is
/// `application/vnd.wap.multipart.related` on the wire, and back (TS-WSP, 8.5).
///
/// ```
/// use provost_push::wsp::{ContentType, wire_multipart, mime_multipart};
///
/// let mime = ContentType::from_text("multipart/related; start=\"<a>\"")?;
/// let wire = wire_multipart(&mime).expect("a multipart");
/// assert_eq!(wire.essence(), "application/vnd.wap.multipart.related");
/// assert_eq!(mime_multipart(&wire).expect("a multipart").essence(), "multipart/related");
/// # Ok::<(), provost_push::Error>(())
/// ```
#[must_use]
pub fn wire_multipart(mime: &ContentType) -> Option<ContentType> {
    renamed(mime, "multipart/", "application/vnd.wap.multipart.")
}

/// The type of MIME for a type of WSP.
#[must_use]
pub fn mime_multipart(wire: &ContentType) -> Option<ContentType> {
    renamed(wire, "application/vnd.wap.multipart.", "multipart/")
}

fn renamed(content_type: &ContentType, from: &str, to: &str) -> Option<ContentType> {
    let essence = content_type.essence();
    let (prefix, kind) = essence.split_at_checked(from.len())?;
    if !prefix.eq_ignore_ascii_case(from) {
        return None;
    }
    let name = alloc::format!("{to}{kind}");
    let media = match MediaCode::from_name(&name) {
        Some(code) => Media::Code(code),
        None => Media::Text(name),
    };
    Some(ContentType::from_parts(media, content_type.parameters().to_vec()))
}

/// An entry, where the length of its data is, and where it ends.
fn entry(body: &Bytes, at: usize) -> Result<(MediaBody, usize, usize), Error> {
    let from = |at: usize| body.slice(at.min(body.len())..);
    let (headers_len, width) = split_length(&from(at)).map_err(|error| error.rebased(at))?;
    let data_len_at = at.saturating_add(width);
    let (data_len, width) =
        split_length(&from(data_len_at)).map_err(|error| error.rebased(data_len_at))?;
    let head_at = data_len_at.saturating_add(width);
    let (content_type, headers, data_at) = split_head(body, headers_len, head_at, at)?;
    let end = checked_end(body, data_len, data_at, data_len_at)?;
    let entry = MediaBody { content_type, headers, body: body.slice(data_at..end) };
    Ok((entry, data_len_at, end))
}

fn put_entry(entry: &MediaBody, out: &mut Vec<u8>) {
    let mut head = Vec::new();
    put_head(&entry.content_type, &entry.headers, &mut head);
    // The length of the data stands between the length of the headers and the headers.
    let width =
        head.iter().position(|octet| octet & 0x80 == 0).map_or(0, |at| at.saturating_add(1));
    let (headers_len, head) = head.split_at_checked(width).unwrap_or((&head, &[]));
    out.extend_from_slice(headers_len);
    put_uintvar(u32::try_from(entry.body.len()).unwrap_or(u32::MAX), out);
    out.extend_from_slice(head);
    out.extend_from_slice(&entry.body);
}

fn is_id(field: &Field<'_>, id: &str) -> bool {
    match field.header().map(super::value::Header::into_value) {
        Ok(Value::Text(own)) => bare(&own) == id,
        _ => false,
    }
}

/// A Content-ID without its angle brackets, which some leave out in `start`.
fn bare(id: &str) -> &str {
    id.strip_prefix('<').and_then(|id| id.strip_suffix('>')).unwrap_or(id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Expected;

    #[test]
    fn malformed() {
        let rows: [(&[u8], ErrorKind, usize); 6] = [
            (&[], ErrorKind::UnexpectedEnd(Expected::Integer), 0),
            (&[1, 1], ErrorKind::UnexpectedEnd(Expected::Integer), 2),
            (&[1, 0, 0], ErrorKind::Missing(Expected::ContentType), 1),
            (&[1, 2, 0, 0x83], ErrorKind::Length { length: 2, left: 1 }, 1),
            (&[1, 1, 2, 0x83, 1], ErrorKind::Length { length: 2, left: 1 }, 2),
            (&[1, 1, 0, 0x83, 1], ErrorKind::UnexpectedEnd(Expected::Integer), 5),
        ];
        for (input, kind, offset) in rows {
            let read = Multipart::decode(&Bytes::copy_from_slice(input));
            assert_eq!(read, Err(Error::new(kind, offset)), "{input:02x?}");
        }
        assert_eq!(Multipart::decode(&Bytes::from_static(&[0])), Ok(Multipart::default()));
    }

    #[test]
    fn departures_of_entries() {
        let body = b"\x80\x02\x80\x01\x00\xAE\x03\x80\x01\xAE\x91\xAEx";
        let mut findings = Vec::new();
        let read = Multipart::decode_with(&Bytes::from_static(body), &mut findings);
        assert_eq!(read.map(|read| read.entries.len()), Ok(2));
        let found = findings.iter().map(|one| (one.kind(), one.offset())).collect::<Vec<_>>();
        let long = FindingKind::NotShortest;
        let expected = [(long, 0), (long, 2), (long, 7), (FindingKind::ContentTypeHeader, 10)];
        assert_eq!(found, expected);
    }

    #[test]
    fn at_most_so_many() {
        let body = |entries: usize| {
            let mut body = alloc::vec![0];
            (0..entries).for_each(|_| body.extend_from_slice(&[1, 0, 0x83]));
            Multipart::decode(&Bytes::from(body)).map(|multipart| multipart.entries.len())
        };
        let most = Multipart::MOST_ENTRIES;
        assert_eq!(body(most - 1), Ok(most - 1));
        assert_eq!(body(most), Ok(most));
        let at = 1 + 3 * most;
        assert_eq!(body(most + 1), Err(Error::new(ErrorKind::Limit(Limit::Parts), at)));
    }

    #[test]
    fn the_root() {
        let mut second = MediaBody::new(MediaCode::TEXT_PLAIN, "b");
        let id = super::super::Header::new(HeaderName::CONTENT_ID, Value::Text("<b>".into()));
        second.headers.push(&id.expect("a header"));
        let first = MediaBody::new(MediaCode::TEXT_PLAIN, "a");
        let multipart = Multipart { entries: alloc::vec![first, second] };
        let multipart = Multipart::decode(&multipart.to_bytes()).expect("a multipart");
        let root = |text| {
            let content_type = ContentType::from_text(text).expect("a content type");
            multipart.root(&content_type).map(|entry| entry.body.clone())
        };
        assert_eq!(root("multipart/related; start=\"<b>\""), Some(Bytes::from_static(b"b")));
        assert_eq!(root("multipart/related; start=b"), Some(Bytes::from_static(b"b")));
        assert_eq!(root("multipart/related"), Some(Bytes::from_static(b"a")));
    }
}
