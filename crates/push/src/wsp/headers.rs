//! A block of headers: the octets are the truth, names and values are views.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use bytes::Bytes;

use super::EncodingVersion;
use super::header_name::{Grammar, HeaderName};
use super::structure::split_value;
use super::text::is_token;
use super::value::{Header, PushFlag, Value};
use super::write::put_text;
use crate::application_id::Application;
use crate::error::{Error, ErrorKind, Expected};
use crate::finding::{Finding, FindingKind};

/// The headers of a PDU or of an entry of a multipart, in their order.
///
/// What was read stays as it is, octet for octet: unknown numbers, code pages, forms that a writer
/// would not choose.
///
/// ```
/// use provost_push::ApplicationId;
/// use provost_push::wsp::{Headers, HeaderName, Value};
///
/// let headers = Headers::new().with_application(ApplicationId::SYNCML_DM);
/// assert_eq!(**headers.as_bytes(), [0xaf, 0x87]);
/// assert_eq!(headers.application(), Some(ApplicationId::SYNCML_DM.into()));
/// let header = headers.iter().next().and_then(|field| field.header().ok()).expect("a header");
/// assert_eq!(header.to_string(), "X-Wap-Application-Id: x-wap-application:syncml.dm");
/// ```
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Headers {
    octets: Bytes,
}

impl Headers {
    /// No headers.
    #[must_use]
    pub const fn new() -> Self {
        Self { octets: Bytes::new() }
    }

    /// Checks that a block of octets is a sequence of headers.
    ///
    /// # Errors
    /// Where a name or value has no end, or a name is none.
    pub fn decode(octets: Bytes) -> Result<Self, Error> {
        let mut rest = &*octets;
        let mut page = 1;
        while !rest.is_empty() {
            let offset = octets.len().saturating_sub(rest.len());
            let (_, behind) = next(rest, &mut page).map_err(|error| error.rebased(offset))?;
            rest = behind;
        }
        Ok(Self { octets })
    }

    /// The octets.
    #[must_use]
    pub const fn as_bytes(&self) -> &Bytes {
        &self.octets
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.octets.is_empty()
    }

    /// The fields in their order, of all code pages.
    #[must_use]
    pub fn iter(&self) -> Fields<'_> {
        Fields { octets: &self.octets, rest: &self.octets, page: 1 }
    }

    /// The fields of that header: by number, by an older or newer number, or by name.
    pub fn all(&self, name: HeaderName) -> impl Iterator<Item = Field<'_>> {
        self.iter().filter(move |field| field.is(name))
    }

    /// The first header of that name whose value can be understood.
    #[must_use]
    pub fn get(&self, name: HeaderName) -> Option<Header> {
        self.all(name).find_map(|field| field.header().ok())
    }

    /// The value of the first header with that name in text form.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.iter().find_map(|field| match field.name {
            FieldName::Text(own) if own.eq_ignore_ascii_case(name) => field.text(),
            _ => None,
        })
    }

    /// Whom the push is for; `None` where no header says so, which is the browser.
    #[must_use]
    pub fn application(&self) -> Option<Application> {
        match self.get(HeaderName::APPLICATION_ID)?.into_value() {
            Value::Application(application) => Some(application),
            _ => None,
        }
    }

    /// What the gateway says of the push.
    #[must_use]
    pub fn push_flag(&self) -> Option<PushFlag> {
        match self.get(HeaderName::PUSH_FLAG)?.into_value() {
            Value::PushFlag(flag) => Some(flag),
            _ => None,
        }
    }

    /// The URI of a header such as [`HeaderName::CONTENT_URI`].
    #[must_use]
    pub fn uri(&self, name: HeaderName) -> Option<String> {
        match self.get(name)?.into_value() {
            Value::Text(uri) => Some(uri),
            _ => None,
        }
    }

    /// With an application id in the place of one that there may be.
    #[must_use]
    pub fn with_application(mut self, application: impl Into<Application>) -> Self {
        let value = Value::Application(application.into());
        self.remove(HeaderName::APPLICATION_ID);
        // A URI with a character that the wire has no place for names no application.
        if let Ok(header) = Header::new(HeaderName::APPLICATION_ID, value) {
            self.push(&header);
        }
        self
    }

    /// Appends a header.
    pub fn push(&mut self, header: &Header) {
        self.append(|out| {
            header.write(out);
            Ok(())
        })
        .unwrap_or_default();
    }

    /// Appends a header in text form, whether its name has a number or not.
    ///
    /// # Errors
    /// [`Form`](ErrorKind::Form) where the name is no token, [`Character`](ErrorKind::Character)
    /// for a value that has no place on the wire.
    pub fn push_text(&mut self, name: &str, value: &str) -> Result<(), Error> {
        if !is_token(name) {
            return Err(Error::new(ErrorKind::Form(Expected::HeaderName), 0));
        }
        self.append(|out| {
            put_text(name, out)?;
            put_text(value, out)
        })
    }

    /// Reads the headers of HTTP or MIME, except `Content-Type`, which is none of a PDU's headers.
    ///
    /// A name with a number becomes that number where its value can be coded, and lists become one
    /// header for each element; all others stay text.
    ///
    /// # Errors
    /// Those of [`push_text`](Self::push_text).
    pub fn from_text<'t>(
        headers: impl IntoIterator<Item = (&'t str, &'t str)>,
    ) -> Result<Self, Error> {
        let mut all = Self::new();
        for (name, text) in headers {
            let code = HeaderName::from_name(name).filter(|code| !code.is_deprecated());
            if code == Some(HeaderName::CONTENT_TYPE) {
                continue;
            }
            match code.map(|code| Header::from_text(code, text)) {
                Some(Ok(headers)) if !headers.is_empty() => {
                    headers.iter().for_each(|header| all.push(header));
                }
                _ => all.push_text(name, text)?,
            }
        }
        Ok(all)
    }

    /// The headers in the text of HTTP.
    ///
    /// # Errors
    /// [`NotExpressible`](ErrorKind::NotExpressible) at the first that has no text form: of
    /// another code page, of an unknown number, or with a value that cannot be understood.
    pub fn to_text(&self) -> Result<Vec<(String, String)>, Error> {
        let texts = self.iter().map(|field| {
            let lost = Error::new(ErrorKind::NotExpressible(Expected::HeaderValue), field.offset);
            match field.name {
                FieldName::Text(name) => {
                    Ok((name.into(), field.text().map(String::from).ok_or(lost)?))
                }
                FieldName::Code(code) if field.page == 1 => {
                    let name = HeaderName(code).name().ok_or(lost)?;
                    let header = field.header().map_err(|_| lost)?;
                    Ok((name.into(), header.text().map_err(|_| lost)?))
                }
                FieldName::Code(_) => Err(lost),
            }
        });
        texts.collect()
    }

    /// The same headers for a peer that knows the numbers of `version` and not more: a newer
    /// number becomes an older one of the same name, or the name (WAP-230, 8.4.2.70).
    ///
    /// # Errors
    /// [`NotExpressible`](ErrorKind::NotExpressible) for a newer number whose value has no text.
    pub fn for_version(&self, version: EncodingVersion) -> Result<Self, Error> {
        let mut all = Self::new();
        for field in self.iter() {
            let lost = Error::new(ErrorKind::NotExpressible(Expected::HeaderValue), field.offset);
            let code = match field.name {
                FieldName::Code(code) if field.page == 1 => HeaderName(code),
                // Names, and other pages: as they are.
                _ => {
                    all.append_field(&field)?;
                    continue;
                }
            };
            if code.since().is_some_and(|since| since <= version) {
                all.append_field(&field)?;
                continue;
            }
            let header = field.header().map_err(|_| lost)?;
            match header.for_version(version) {
                Some(older) => {
                    all.push(&Header::new(older, header.into_value()).map_err(|_| lost)?);
                }
                None => {
                    let name = code.name().ok_or(lost)?;
                    all.push_text(name, &header.text().map_err(|_| lost)?).map_err(|_| lost)?;
                }
            }
        }
        Ok(all)
    }

    /// Takes away the headers of that name.
    pub fn remove(&mut self, name: HeaderName) {
        if self.all(name).next().is_none() {
            return;
        }
        let mut octets = Vec::with_capacity(self.octets.len());
        let mut page = 1;
        for field in self.iter().filter(|field| !field.is(name)) {
            if page != field.page {
                page = field.page;
                put_shift(page, &mut octets);
            }
            octets.extend_from_slice(field.octets);
        }
        self.octets = octets.into();
    }

    /// Appends a field of another block, in its own code page.
    pub(crate) fn append_field(&mut self, field: &Field<'_>) -> Result<(), Error> {
        self.append(|out| {
            if field.page != 1 {
                put_shift(field.page, out);
            }
            out.extend_from_slice(field.octets);
            Ok(())
        })
    }

    pub(crate) fn append(
        &mut self,
        write: impl FnOnce(&mut Vec<u8>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut octets = Vec::from(core::mem::take(&mut self.octets));
        let before = octets.len();
        // A header belongs to page 1: a block that ends in another needs a shift.
        if end_page(&octets) != 1 {
            put_shift(1, &mut octets);
        }
        let written = write(&mut octets);
        if written.is_err() {
            octets.truncate(before);
        }
        self.octets = octets.into();
        written
    }

    /// What is not as a writer has to send it, or cannot be understood.
    pub(crate) fn check(&self, base: usize, findings: &mut Vec<Finding>) {
        for field in self.iter() {
            let mut found =
                |kind| findings.push(Finding::new(kind, base.saturating_add(field.offset)));
            let FieldName::Code(code) = field.name else {
                if field.text().is_none() {
                    found(FindingKind::NotUnderstood(Expected::HeaderValue));
                }
                continue;
            };
            if field.page != 1 {
                continue;
            }
            if HeaderName(code) == HeaderName::CONTENT_TYPE {
                found(FindingKind::ContentTypeHeader);
            }
            match field.header() {
                Ok(header) if header.is_canonical() => {}
                Ok(_) if field.value.len() > 1 && field.value.first() >= Some(&0x80) => {
                    found(FindingKind::Unquoted);
                }
                Ok(header) if matches!(header.value(), Value::Integer(_)) => {
                    found(FindingKind::NotConformant(Expected::HeaderValue));
                }
                Ok(_) => found(FindingKind::NotCanonical(Expected::HeaderValue)),
                Err(error) if error.kind() == ErrorKind::Unsupported(Expected::HeaderName) => {}
                Err(_) => found(FindingKind::NotUnderstood(Expected::HeaderValue)),
            }
        }
    }
}

impl<'a> IntoIterator for &'a Headers {
    type Item = Field<'a>;
    type IntoIter = Fields<'a>;

    fn into_iter(self) -> Fields<'a> {
        self.iter()
    }
}

/// Names and values, without those that are secret.
impl fmt::Debug for Headers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// The name of a field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_enums, reason = "a number or a text")]
pub enum FieldName<'a> {
    /// A number of the code page of the field.
    Code(u8),
    /// A name.
    Text(&'a str),
}

/// A header as it stands in its block.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Field<'a> {
    page: u8,
    name: FieldName<'a>,
    octets: &'a [u8],
    value: &'a [u8],
    offset: usize,
}

impl<'a> Field<'a> {
    /// The code page: 1 is that of the specification.
    #[must_use]
    pub const fn page(&self) -> u8 {
        self.page
    }

    /// The name.
    #[must_use]
    pub const fn name(&self) -> FieldName<'a> {
        self.name
    }

    /// The octets of the value, with what delimits them.
    #[must_use]
    pub const fn value(&self) -> &'a [u8] {
        self.value
    }

    /// Where the field begins in its block.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// The value of a field with a name in text form.
    #[must_use]
    pub fn text(&self) -> Option<&'a str> {
        let (FieldName::Text(_), Some((0, text))) = (self.name, self.value.split_last()) else {
            return None;
        };
        let text = match text.split_first() {
            Some((0x7F, rest)) => rest,
            Some((..=0x1F, _)) => return None,
            _ => text,
        };
        core::str::from_utf8(text).ok()
    }

    /// Whether it is that header: by its number, by another number of the same name, or by name.
    #[must_use]
    pub fn is(&self, name: HeaderName) -> bool {
        match self.name {
            FieldName::Code(code) => {
                self.page == 1 && (code == name.0 || HeaderName(code).newest() == name.newest())
            }
            FieldName::Text(own) => {
                name.name().is_some_and(|known| known.eq_ignore_ascii_case(own))
            }
        }
    }

    /// The typed header.
    ///
    /// # Errors
    /// [`Unsupported`](ErrorKind::Unsupported) for a number or name without a type, and what is
    /// wrong with the value.
    pub fn header(&self) -> Result<Header, Error> {
        let unsupported = Error::new(ErrorKind::Unsupported(Expected::HeaderName), 0);
        match self.name {
            FieldName::Code(code) if self.page == 1 => Header::decode(HeaderName(code), self.value),
            FieldName::Code(_) => Err(unsupported),
            FieldName::Text(name) => {
                let code = HeaderName::from_name(name).ok_or(unsupported)?;
                let form = Error::new(ErrorKind::Form(Expected::HeaderValue), 0);
                let mut headers = Header::from_text(code, self.text().ok_or(form)?)?.into_iter();
                headers.next().ok_or(form)
            }
        }
    }
}

impl fmt::Debug for Field<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let (FieldName::Code(code), 1) = (self.name, self.page) {
            if HeaderName(code).is_secret() {
                return write!(f, "{}: ..", HeaderName(code));
            }
        }
        if let FieldName::Text(name) = self.name {
            if HeaderName::from_name(name).is_some_and(HeaderName::is_secret) {
                return write!(f, "{name}: ..");
            }
        }
        match (self.header(), self.name) {
            (Ok(header), _) => write!(f, "{header}"),
            (_, FieldName::Text(name)) => write!(f, "{name}: {:?}", self.text()),
            (_, FieldName::Code(code)) => {
                write!(f, "page {} 0x{code:02x}: {:02x?}", self.page, self.value)
            }
        }
    }
}

/// The fields of a block, in order.
#[derive(Clone, Debug)]
pub struct Fields<'a> {
    octets: &'a [u8],
    rest: &'a [u8],
    page: u8,
}

impl<'a> Iterator for Fields<'a> {
    type Item = Field<'a>;

    fn next(&mut self) -> Option<Field<'a>> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            let offset = self.octets.len().saturating_sub(self.rest.len());
            // The block was checked when it was read.
            let (field, behind) = next(self.rest, &mut self.page).ok()?;
            self.rest = behind;
            if let Some(field) = field {
                return Some(Field { offset, ..field });
            }
        }
    }
}

/// A shift of the code page, or a field; and what follows.
fn next<'a>(input: &'a [u8], page: &mut u8) -> Result<(Option<Field<'a>>, &'a [u8]), Error> {
    let (name, rest) = match input.split_first() {
        None | Some((0, _)) => {
            let expected = Expected::HeaderName;
            return Err(Error::new(ErrorKind::Unexpected { octet: 0, expected }, 0));
        }
        Some((&shift @ 1..=0x1F, rest)) => {
            *page = shift;
            return Ok((None, rest));
        }
        Some((0x7F, rest)) => {
            let missing = Error::new(ErrorKind::UnexpectedEnd(Expected::Page), 1);
            let (&shift, rest) = rest.split_first().ok_or(missing)?;
            if shift == 0 {
                return Err(Error::new(ErrorKind::Range(Expected::Page), 1));
            }
            *page = shift;
            return Ok((None, rest));
        }
        Some((&code @ 0x80.., rest)) => (FieldName::Code(code & 0x7F), rest),
        Some((0x20..=0x7E, _)) => {
            let (name, rest) = split_value(input)?;
            let name = name.split_last().map_or(name, |(_, name)| name);
            let form = Error::new(ErrorKind::Form(Expected::HeaderName), 0);
            (FieldName::Text(core::str::from_utf8(name).map_err(|_| form)?), rest)
        }
    };
    let length = input.len().saturating_sub(rest.len());
    let (value, behind) = split_unquoted(name, *page, rest)
        .map_or_else(|| split_value(rest), Ok)
        .map_err(|error| error.rebased(length))?;
    let whole = input.len().saturating_sub(behind.len());
    let octets = input.get(..whole).unwrap_or(input);
    Ok((Some(Field { page: *page, name, octets, value, offset: 0 }), behind))
}

/// A text without its quote octet, where the header can have nothing but text: an octet of 0x80 or
/// above and UTF-8 up to a NUL.
fn split_unquoted<'a>(
    name: FieldName<'_>,
    page: u8,
    input: &'a [u8],
) -> Option<(&'a [u8], &'a [u8])> {
    let (FieldName::Code(code), 1, Some(0x80..)) = (name, page, input.first()) else {
        return None;
    };
    if HeaderName(code).grammar() != Grammar::Text {
        return None;
    }
    let at = input.iter().position(|&octet| octet == 0)?;
    core::str::from_utf8(input.get(..at)?).ok()?;
    input.split_at_checked(at.checked_add(1)?)
}

fn end_page(octets: &[u8]) -> u8 {
    let mut page = 1;
    let mut rest = octets;
    while let Ok((_, behind)) = next(rest, &mut page) {
        rest = behind;
    }
    page
}

/// The short form where there is one.
fn put_shift(page: u8, out: &mut Vec<u8>) {
    if page > 0x1F {
        out.push(0x7F);
    }
    out.push(page);
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::ToString;

    use super::*;

    fn decode(octets: &[u8]) -> Result<Headers, Error> {
        Headers::decode(Bytes::copy_from_slice(octets))
    }

    #[test]
    fn pages_are_kept() {
        let octets = b"\xAF\x87\x02\x81\x82\x7F\x40\x90\x02\x01\x02\x01\xB4\x84X-Foo\0bar\0";
        let headers = decode(octets).expect("headers");
        let pages = headers.iter().map(|field| (field.page(), field.name())).collect::<Vec<_>>();
        assert_eq!(
            pages,
            [
                (1, FieldName::Code(0x2F)),
                (2, FieldName::Code(0x01)),
                (0x40, FieldName::Code(0x10)),
                (1, FieldName::Code(0x34)),
                (1, FieldName::Text("X-Foo")),
            ]
        );
        assert_eq!(headers.text("x-foo"), Some("bar"));
        let mut fewer = headers.clone();
        fewer.remove(HeaderName::PUSH_FLAG);
        assert_eq!(
            &**fewer.as_bytes(),
            b"\xAF\x87\x02\x81\x82\x7F\x40\x90\x02\x01\x02\x01X-Foo\0bar\0"
        );
        // What is appended goes to page 1, whatever the block ends in.
        let open = decode(b"\x02\x81\x82").expect("headers");
        let open = open.with_application(crate::ApplicationId::WML_UA);
        assert_eq!(&**open.as_bytes(), b"\x02\x81\x82\x01\xAF\x82");
    }

    #[test]
    fn malformed() {
        let rows: [(&[u8], ErrorKind, usize); 8] = [
            (&[0], ErrorKind::Unexpected { octet: 0, expected: Expected::HeaderName }, 0),
            (&[0xAF], ErrorKind::UnexpectedEnd(Expected::HeaderValue), 1),
            (&[0x7F], ErrorKind::UnexpectedEnd(Expected::Page), 1),
            (&[0x7F, 0], ErrorKind::Range(Expected::Page), 1),
            (b"X-Foo", ErrorKind::UnexpectedEnd(Expected::Terminator), 5),
            (b"X\0bar", ErrorKind::UnexpectedEnd(Expected::Terminator), 5),
            (&[0xB4, 0x84, 0x88, 3, 0x82], ErrorKind::Length { length: 4, left: 2 }, 3),
            (&[b'X', 0xFF, 0, 0x80], ErrorKind::Form(Expected::HeaderName), 0),
        ];
        for (input, kind, offset) in rows {
            assert_eq!(decode(input), Err(Error::new(kind, offset)), "{input:02x?}");
        }
    }

    #[test]
    fn text_both_ways() {
        let pairs = [
            ("Cache-Control", "no-transform, max-age=60"),
            ("X-Wap-Application-Id", "x-wap-application:mms.ua"),
            ("Content-Type", "text/plain"),
            ("X-Foo", "bar"),
            ("Expires", "tomorrow"),
        ];
        let headers = Headers::from_text(pairs).expect("headers");
        assert_eq!(
            &**headers.as_bytes(),
            b"\xC7\x88\xC7\x02\x82\xBC\xAF\x84X-Foo\0bar\0Expires\0tomorrow\0"
        );
        let texts = headers.to_text().expect("text");
        let texts = texts.iter().map(|(name, text)| format!("{name}: {text}")).collect::<Vec<_>>();
        assert_eq!(
            texts,
            [
                "Cache-Control: no-transform",
                "Cache-Control: max-age=60",
                "X-Wap-Application-Id: x-wap-application:mms.ua",
                "X-Foo: bar",
                "Expires: tomorrow",
            ]
        );
    }

    #[test]
    fn for_an_older_peer() {
        let headers = decode(b"\xC7\x88\xC0\x22<a>\0\xAF\x87").expect("headers");
        let older = headers.for_version(EncodingVersion::V1_2).expect("headers");
        assert_eq!(&**older.as_bytes(), b"\x88\x88Content-ID\0\"<a>\"\0\xAF\x87");
        assert_eq!(headers.for_version(EncodingVersion::V1_4), Ok(headers));
    }

    #[test]
    fn secrets_are_not_shown() {
        let secret =
            Headers::from_text([("Authorization", "Basic am9lOmh1c2g=")]).expect("headers");
        let shown = format!("{secret:?} {:?}", secret.get(HeaderName::AUTHORIZATION));
        assert!(!shown.contains("hush") && !shown.contains("am9l"), "{shown}");
        assert_eq!(
            secret.get(HeaderName::AUTHORIZATION).map(|header| header.to_string()),
            Some("Authorization: Basic am9lOmh1c2g=".into())
        );
    }
}
