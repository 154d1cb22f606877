//! A block of headers: the octets are the truth, names and values are views.

mod field;
mod writer;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use bytes::Bytes;

use super::EncodingVersion;
use super::header_name::HeaderName;
use super::text::is_token;
use super::value::{Header, PushFlag, Value};
use crate::application_id::Application;
use crate::error::{Error, ErrorKind, Expected};
use crate::finding::{Finding, FindingKind};

pub use field::{Field, FieldName, Fields};
pub(crate) use writer::Writer;

/// The headers of a PDU or of an entry of a multipart, in their order.
///
/// What was read stays as it is, octet for octet: unknown numbers, code pages, forms that a writer
/// would not choose.
///
/// ```
/// use provost_push::ApplicationId;
/// use provost_push::wsp::{Headers, HeaderName, Value};
///
/// let headers = Headers::new().with_application(ApplicationId::SYNCML_DM)?;
/// assert_eq!(**headers.as_bytes(), [0xaf, 0x87]);
/// assert_eq!(headers.application(), Some(ApplicationId::SYNCML_DM.into()));
/// let header = headers.iter().next().and_then(|field| field.header().ok()).expect("a header");
/// assert_eq!(header.to_string(), "X-Wap-Application-Id: x-wap-application:syncml.dm");
/// # Ok::<(), provost_push::Error>(())
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
        let mut fields = Fields::new(&octets);
        while !fields.is_at_end() {
            fields.step()?;
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
        Fields::new(&self.octets)
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

    /// Whom the push is for; `None` where no header says so that can be understood. Without any,
    /// it is the browser: [`Push::application`](super::Push::application) tells the two apart.
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

    /// Who sends the push: its X-Wap-Initiator-URI, else its X-Wap-Content-URI, else its
    /// Content-Location (WAP-251, 5.2.2). Nobody where the first of them that is there cannot be
    /// understood. It is to be believed where [`PushFlag::AUTHENTICATED`] is set.
    #[must_use]
    pub fn initiator(&self) -> Option<String> {
        [HeaderName::INITIATOR_URI, HeaderName::CONTENT_URI, HeaderName::CONTENT_LOCATION]
            .into_iter()
            .find(|name| self.all(*name).next().is_some())
            .and_then(|name| self.uri(name))
    }

    /// Whom a push without an application is for in the session that a Connect with these headers
    /// opens: the first that it accepts, and the browser where that is any or none (WAP-235,
    /// 6.1.4.1).
    ///
    /// # Errors
    /// What is wrong with the first, counted from the first header: it is nobody that is known.
    pub fn session_application(&self) -> Result<Application, Error> {
        let browser = Ok(crate::ApplicationId::WML_UA.into());
        let Some(first) = self.all(HeaderName::ACCEPT_APPLICATION).next() else {
            return browser;
        };
        let header = first.header().map_err(|error| error.rebased(first.offset))?;
        match header.into_value() {
            Value::Application(application)
                if application.id() != Some(crate::ApplicationId::ANY) =>
            {
                Ok(application)
            }
            _ => browser,
        }
    }

    /// With an application id in the place of one that there may be.
    ///
    /// # Errors
    /// [`Character`](ErrorKind::Character) for a URI that the wire has no place for; no number is
    /// an error.
    pub fn with_application(mut self, application: impl Into<Application>) -> Result<Self, Error> {
        let value = Value::Application(application.into());
        let header = Header::new(HeaderName::APPLICATION_ID, value)?;
        self.remove(HeaderName::APPLICATION_ID);
        self.push(&header);
        Ok(self)
    }

    /// Appends a header.
    pub fn push(&mut self, header: &Header) {
        let mut all = Writer::behind(core::mem::take(self));
        all.header(header);
        *self = all.finish();
    }

    /// Appends a header in text form, whether its name has a number or not.
    ///
    /// # Errors
    /// [`Form`](ErrorKind::Form) where the name is no token, [`Character`](ErrorKind::Character)
    /// for a value that has no place on the wire.
    pub fn push_text(&mut self, name: &str, value: &str) -> Result<(), Error> {
        let name = check_name(name)?;
        let mut all = Writer::behind(core::mem::take(self));
        let written = all.text(name, value);
        *self = all.finish();
        written
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
        let mut all = Writer::new();
        for (name, text) in headers {
            let code = HeaderName::from_name(name).filter(|code| !code.is_deprecated());
            if code == Some(HeaderName::CONTENT_TYPE) {
                continue;
            }
            match code.map(|code| Header::from_text(code, text)) {
                Some(Ok(headers)) if !headers.is_empty() => {
                    headers.iter().for_each(|header| all.header(header));
                }
                _ => all.text(check_name(name)?, text)?,
            }
        }
        Ok(all.finish())
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
        let mut all = Writer::new();
        for field in self.iter() {
            let lost = Error::new(ErrorKind::NotExpressible(Expected::HeaderValue), field.offset);
            let code = match field.name {
                FieldName::Code(code) if field.page == 1 => HeaderName(code),
                // Names, and other pages: as they are.
                _ => {
                    all.field(&field);
                    continue;
                }
            };
            let is_known = code.since().is_some_and(|since| since <= version);
            let header = match field.header() {
                Ok(header) => header,
                // There is no telling what is in it.
                Err(_) if is_known => {
                    all.field(&field);
                    continue;
                }
                Err(_) => return Err(lost),
            };
            let value = header.value_for_version(version).map_err(|_| lost)?;
            if is_known && value == *header.value() {
                all.field(&field);
                continue;
            }
            match header.for_version(version) {
                // Forms that are not to be made, but can be read, stay as they are.
                Some(older) if value == *header.value() => {
                    all.header(&Header::decode(older, field.value).map_err(|_| lost)?);
                }
                Some(older) => {
                    all.header(&Header::new(older, value).map_err(|_| lost)?);
                }
                None => {
                    let name = code.name().ok_or(lost)?;
                    let text = header.text().map_err(|_| lost)?;
                    all.text(name, &text).map_err(|_| lost)?;
                }
            }
        }
        Ok(all.finish())
    }

    /// Takes away the headers of that name.
    pub fn remove(&mut self, name: HeaderName) {
        if self.all(name).next().is_none() {
            return;
        }
        let mut rest = Writer::new();
        for field in self.iter().filter(|field| !field.is(name)) {
            rest.field(&field);
        }
        *self = rest.finish();
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

fn check_name(name: &str) -> Result<&str, Error> {
    if is_token(name) {
        Ok(name)
    } else {
        Err(Error::new(ErrorKind::Form(Expected::HeaderName), 0))
    }
}

#[cfg(test)]
mod tests;
