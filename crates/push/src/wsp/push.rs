//! The push of a datagram, and of a session (WAP-230, 8.2.1 and 8.2.4.1).
//!
//! ```text
//! TID (datagrams only), type 06 or 07, HeadersLen, content type, headers, body
//! ```

use alloc::vec::Vec;
use core::fmt;

use bytes::{BufMut, Bytes};

use super::content_type::ContentType;
use super::header_name::HeaderName;
use super::headers::{FieldName, Headers, Writer};
use super::structure::read_uintvar;
use super::value::{Header, Value};
use super::write::put_uintvar;
use super::{EncodingVersion, MediaBody};
use crate::error::{Error, ErrorKind, Expected};
use crate::finding::{Finding, FindingKind};

/// A push: content with its type and headers.
///
/// ```
/// use bytes::Bytes;
/// use provost_push::wsp::{ContentType, Push};
/// use provost_push::MediaCode;
///
/// let datagram = Bytes::from_static(&[0x01, 0x06, 0x03, 0xc4, 0xaf, 0x87, b'.', b'.']);
/// let push = Push::decode(&datagram)?;
/// assert!(push.content_type.is(MediaCode::SYNCML_NOTIFICATION));
/// assert_eq!(push.headers.application(), Some(provost_push::ApplicationId::SYNCML_DM.into()));
/// assert_eq!(&*push.body, b"..");
/// assert_eq!(push.to_bytes(), datagram);
/// # Ok::<(), provost_push::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "the PDU has no other fields")]
pub struct Push {
    /// Tells datagrams apart; a session does not send it.
    pub transaction: u8,
    /// The type of the body.
    pub content_type: ContentType,
    /// The headers.
    pub headers: Headers,
    /// The content: a slice of what was read.
    pub body: Bytes,
}

impl Push {
    /// A push without headers, with transaction 0.
    #[must_use]
    pub fn new(content_type: impl Into<ContentType>, body: impl Into<Bytes>) -> Self {
        Self {
            transaction: 0,
            content_type: content_type.into(),
            headers: Headers::new(),
            body: body.into(),
        }
    }

    /// With a transaction.
    #[must_use]
    pub fn with_transaction(self, transaction: u8) -> Self {
        Self { transaction, ..self }
    }

    /// With headers.
    #[must_use]
    pub fn with_headers(self, headers: Headers) -> Self {
        Self { headers, ..self }
    }

    /// Reads a datagram.
    ///
    /// What departs from the specification, but is clear, is read: [`decode_with`] tells it.
    ///
    /// [`decode_with`]: Self::decode_with
    ///
    /// # Errors
    /// What is no push, and where.
    pub fn decode(datagram: &Bytes) -> Result<Self, Error> {
        let end = |expected| Error::new(ErrorKind::UnexpectedEnd(expected), datagram.len());
        let transaction = *datagram.first().ok_or(end(Expected::Transaction))?;
        if *datagram.get(1).ok_or(end(Expected::PduType))? != PUSH {
            return Err(Error::new(ErrorKind::Unsupported(Expected::PduType), 1));
        }
        let read = MediaBody::decode(datagram, 2)?;
        Ok(Self::from_body(transaction, read))
    }

    /// Reads a datagram, and tells what departs from the specification.
    ///
    /// # Errors
    /// Those of [`decode`](Self::decode).
    pub fn decode_with(datagram: &Bytes, findings: &mut Vec<Finding>) -> Result<Self, Error> {
        let push = Self::decode(datagram)?;
        push.departures(datagram, 2, findings);
        Ok(push)
    }

    /// What departs from the specification in the octets that the push was read from, where the
    /// length of its head is at `length_at`.
    pub(super) fn departures(&self, octets: &[u8], length_at: usize, findings: &mut Vec<Finding>) {
        check_length(octets, length_at, findings);
        let body_at = octets.len().saturating_sub(self.body.len());
        departures_in_head(&self.content_type, &self.headers, body_at, findings);
    }

    /// Reads a datagram that has to be as the specification has it.
    ///
    /// # Errors
    /// Those of [`decode`](Self::decode), and [`Form`](ErrorKind::Form) or
    /// [`IntegerForm`](ErrorKind::IntegerForm) for what it would tolerate.
    pub fn decode_strict(datagram: &Bytes) -> Result<Self, Error> {
        let mut findings = Vec::new();
        let push = Self::decode_with(datagram, &mut findings)?;
        match findings.first() {
            None => Ok(push),
            Some(finding) => {
                let kind = match finding.kind() {
                    FindingKind::NotShortest => ErrorKind::IntegerForm,
                    FindingKind::NotCanonical(what)
                    | FindingKind::NotConformant(what)
                    | FindingKind::NotUnderstood(what) => ErrorKind::Form(what),
                    _ => ErrorKind::Form(Expected::HeaderValue),
                };
                Err(Error::new(kind, finding.offset()))
            }
        }
    }

    /// How many octets the datagram has.
    #[must_use]
    pub fn encoded_len(&self) -> usize {
        self.head().len().saturating_add(self.body.len())
    }

    /// Writes the datagram.
    pub fn encode(&self, out: &mut impl BufMut) {
        out.put_slice(&self.head());
        out.put_slice(&self.body);
    }

    /// The datagram.
    #[must_use]
    pub fn to_bytes(&self) -> Bytes {
        let mut octets = self.head();
        octets.extend_from_slice(&self.body);
        octets.into()
    }

    /// The datagram for a peer with wants of its own.
    ///
    /// # Errors
    /// [`NotExpressible`](ErrorKind::NotExpressible) where the peer's version has no number for
    /// something, and there is no name.
    pub fn to_bytes_with(&self, options: EncodeOptions) -> Result<Bytes, Error> {
        let mut push = self.clone();
        if let Some(version) = options.version {
            push.content_type = push.content_type.for_version(version)?;
            push.headers = push.headers.for_version(version)?;
        }
        if options.crlf {
            push.headers = with_crlf(&push.headers)?;
        }
        if options.content_length && push.headers.get(HeaderName::CONTENT_LENGTH).is_none() {
            let length = u64::try_from(push.body.len()).unwrap_or(u64::MAX);
            push.headers.push(&Header::new(HeaderName::CONTENT_LENGTH, Value::Integer(length))?);
        }
        if let Some(version) = options.announced {
            let version = Value::EncodingVersion { page: None, version: Some(version.into()) };
            push.headers.push(&Header::new(HeaderName::ENCODING_VERSION, version)?);
        }
        Ok(push.to_bytes())
    }

    /// Whom the push is for: the browser where no header says otherwise (WAP-235, 6.2.3).
    ///
    /// # Errors
    /// What is wrong with a header that names somebody in a form that cannot be understood, counted
    /// from the first header: such a push is for nobody that is known.
    pub fn application(&self) -> Result<crate::Application, Error> {
        let mut fault = None;
        for field in self.headers.all(HeaderName::APPLICATION_ID) {
            match field.header().map(Header::into_value) {
                Ok(Value::Application(application)) => return Ok(application),
                Ok(_) => {}
                Err(error) => fault = fault.or(Some(error.rebased(field.offset()))),
            }
        }
        fault.map_or(Ok(crate::ApplicationId::WML_UA.into()), Err)
    }

    pub(crate) fn from_body(transaction: u8, read: MediaBody) -> Self {
        let MediaBody { content_type, headers, body } = read;
        Self { transaction, content_type, headers, body }
    }

    pub(crate) fn to_body(&self) -> MediaBody {
        MediaBody {
            content_type: self.content_type.clone(),
            headers: self.headers.clone(),
            body: self.body.clone(),
        }
    }

    fn head(&self) -> Vec<u8> {
        let mut octets = Vec::with_capacity(HEAD);
        octets.push(self.transaction);
        octets.push(PUSH);
        put_head(&self.content_type, &self.headers, &mut octets);
        octets
    }
}

/// Without the body, which may hold secrets.
impl fmt::Debug for Push {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Push")
            .field("transaction", &self.transaction)
            .field("content_type", &format_args!("{}", self.content_type))
            .field("headers", &self.headers)
            .field("body", &format_args!("{} octets", self.body.len()))
            .finish()
    }
}

/// What some peers want beyond the shortest form. All are off by default.
///
/// ```
/// use provost_push::wsp::{ContentType, EncodeOptions, EncodingVersion, Push};
///
/// let push = Push::new(ContentType::connectivity_wbxml(), "..");
/// assert_eq!(push.to_bytes_with(EncodeOptions::new())?, push.to_bytes());
/// let old = push.to_bytes_with(EncodeOptions::new().with_version(EncodingVersion::V1_2))?;
/// assert_eq!(&old[3..], b"application/vnd.wap.connectivity-wbxml\0..");
/// # Ok::<(), provost_push::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct EncodeOptions {
    version: Option<EncodingVersion>,
    announced: Option<EncodingVersion>,
    content_length: bool,
    crlf: bool,
}

impl EncodeOptions {
    /// The shortest form: content type and headers as they are, in numbers of every version.
    ///
    /// The specification wants text for a client of unknown version; phones know the numbers.
    #[must_use]
    pub const fn new() -> Self {
        Self { version: None, announced: None, content_length: false, crlf: false }
    }

    /// Only the numbers of that version: for gateways and phones that keep to WAP-230, 8.4.2.70.
    #[must_use]
    pub const fn with_version(self, version: EncodingVersion) -> Self {
        Self { version: Some(version), ..self }
    }

    /// With a Content-Length, as Kannel always sends; some phones refuse it.
    #[must_use]
    pub const fn with_content_length(self) -> Self {
        Self { content_length: true, ..self }
    }

    /// With an Encoding-Version, as Kannel always sends (1.3); some phones refuse it.
    #[must_use]
    pub const fn with_encoding_version(self, version: EncodingVersion) -> Self {
        Self { announced: Some(version), ..self }
    }

    /// With CR LF at the end of values of headers in text form: the push router of Windows Mobile
    /// loses the last of them otherwise.
    #[must_use]
    pub const fn with_crlf(self) -> Self {
        Self { crlf: true, ..self }
    }
}

pub(crate) const PUSH: u8 = 0x06;
pub(crate) const CONFIRMED_PUSH: u8 = 0x07;

/// Room for the head of a signed provisioning document.
const HEAD: usize = 64;

pub(crate) fn split_transaction(datagram: &Bytes) -> Result<(u8, Bytes), Error> {
    split_octet(datagram, Expected::Transaction)
}

pub(crate) fn split_octet(input: &Bytes, expected: Expected) -> Result<(u8, Bytes), Error> {
    match input.first() {
        Some(&octet) => Ok((octet, input.slice(1..))),
        None => Err(Error::new(ErrorKind::UnexpectedEnd(expected), 0)),
    }
}

/// A length in front, and how many octets it takes.
pub(crate) fn split_length(input: &Bytes) -> Result<(u32, usize), Error> {
    split_length_at(input, 0)
}

/// A length at a place, and how many octets it takes.
pub(crate) fn split_length_at(input: &Bytes, at: usize) -> Result<(u32, usize), Error> {
    let octets = input.get(at..).unwrap_or(&[]);
    let (length, rest) = read_uintvar(octets).map_err(|error| error.rebased(at))?;
    Ok((length, octets.len().saturating_sub(rest.len())))
}

/// Whether a length at a place is in its shortest form (WAP-230, 8.1.2).
pub(crate) fn check_length(octets: &[u8], at: usize, findings: &mut Vec<Finding>) {
    if octets.get(at) == Some(&0x80) {
        findings.push(Finding::new(FindingKind::NotShortest, at));
    }
}

/// What departs from the specification in a content type and headers that end at a place.
pub(crate) fn departures_in_head(
    content_type: &ContentType,
    headers: &Headers,
    end: usize,
    findings: &mut Vec<Finding>,
) {
    let headers_at = end.saturating_sub(headers.as_bytes().len());
    content_type.check(headers_at.saturating_sub(content_type.to_bytes().len()), findings);
    headers.check(headers_at, findings);
}

pub(crate) fn put_head(content_type: &ContentType, headers: &Headers, out: &mut Vec<u8>) {
    let content_type = content_type.to_bytes();
    let length = content_type.len().saturating_add(headers.as_bytes().len());
    put_uintvar(u32::try_from(length).unwrap_or(u32::MAX), out);
    out.extend_from_slice(&content_type);
    out.extend_from_slice(headers.as_bytes());
}

fn with_crlf(headers: &Headers) -> Result<Headers, Error> {
    let mut all = Writer::new();
    for field in headers {
        match (field.name(), field.text()) {
            (FieldName::Text(name), Some(text)) if !text.ends_with("\r\n") => {
                all.text(name, &alloc::format!("{text}\r\n"))?;
            }
            _ => all.field(&field),
        }
    }
    Ok(all.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn malformed() {
        let rows: [(&[u8], ErrorKind, usize); 8] = [
            (&[], ErrorKind::UnexpectedEnd(Expected::Transaction), 0),
            (&[1], ErrorKind::UnexpectedEnd(Expected::PduType), 1),
            (&[1, 4], ErrorKind::Unsupported(Expected::PduType), 1),
            (&[1, 6], ErrorKind::UnexpectedEnd(Expected::Integer), 2),
            // An old test of a platform has headers of no length.
            (&[1, 6, 0, b'a', 0], ErrorKind::Missing(Expected::ContentType), 2),
            (&[1, 6, 5, 0xAE], ErrorKind::Length { length: 5, left: 1 }, 2),
            (&[1, 6, 2, 0xAE, 0xAF], ErrorKind::UnexpectedEnd(Expected::HeaderValue), 5),
            (&[1, 6, 3, 5, 0xB6, 0x91], ErrorKind::Length { length: 5, left: 2 }, 4),
        ];
        for (input, kind, offset) in rows {
            let read = Push::decode(&Bytes::copy_from_slice(input));
            assert_eq!(read, Err(Error::new(kind, offset)), "{input:02x?}");
        }
    }

    #[test]
    fn findings() {
        let rows: [(&[u8], FindingKind, usize); 7] = [
            (&[1, 6, 0x80, 1, 0xAE], FindingKind::NotShortest, 2),
            (&[1, 6, 2, 1, 0xAE], FindingKind::NotCanonical(Expected::ContentType), 3),
            (&[1, 6, 3, 0xAE, 0x91, 0xAE], FindingKind::ContentTypeHeader, 4),
            (&[1, 6, 3, 0xAE, 0xBF, 0x80], FindingKind::NotConformant(Expected::HeaderValue), 4),
            (&[1, 6, 4, 0xAE, 0xAF, 1, 7], FindingKind::NotCanonical(Expected::HeaderValue), 4),
            (&[1, 6, 5, 4, 0xB6, 0x92, b'A', 0], FindingKind::MacWithoutSec, 3),
            (b"\x01\x06\x05\xAE\xB0\xC3\xA9\0", FindingKind::Unquoted, 4),
        ];
        for (input, kind, offset) in rows {
            let input = Bytes::copy_from_slice(input);
            let mut findings = Vec::new();
            let push = Push::decode_with(&input, &mut findings).expect("a push");
            assert_eq!(findings.first(), Some(&Finding::new(kind, offset)), "{push:?}");
            assert!(Push::decode_strict(&input).is_err());
        }
    }

    #[test]
    fn options() {
        let mut push = Push::new(crate::MediaCode::SIC, "..");
        push.headers.push_text("X-MS-DESC", "a").expect("a header");
        let options = EncodeOptions::new()
            .with_content_length()
            .with_encoding_version(EncodingVersion::V1_3)
            .with_crlf();
        let octets = push.to_bytes_with(options).expect("octets");
        assert_eq!(&*octets, b"\x00\x06\x13\xAEX-MS-DESC\0a\r\n\0\x8D\x82\xC3\x93..");
    }
}
