//! A registration and its answer (7.5, 7.6).

use alloc::string::{String, ToString};
use core::fmt;

use super::cpi::{Capabilities, CpiTag};
use super::names;
use super::push::{push_all, version_1_0, versions};
use super::status::PushStatus;
use crate::bearer::Bearer;
use crate::error::{Error, ErrorKind, Expected};
use crate::mime::Headers;
use crate::version::VersionList;

/// `OPTIONS /wappush`: a gateway asks a terminal who it is and what it can do.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Registration {
    /// The versions of OTA-HTTP that the gateway knows.
    pub versions: Option<VersionList>,
    /// The tag of the capabilities that the gateway knows.
    pub tag: Option<CpiTag>,
    /// The URL of the provisioning context, which may be empty.
    pub provisioning_url: Option<String>,
    /// A challenge to the terminal, as it is.
    pub authenticate: Option<String>,
}

impl Registration {
    /// A registration in version 1.0.
    #[must_use]
    pub fn new() -> Self {
        let versions = Some(version_1_0());
        Self { versions, tag: None, provisioning_url: None, authenticate: None }
    }

    /// With the tag of the capabilities that the gateway knows.
    #[must_use]
    pub fn with_tag(self, tag: CpiTag) -> Self {
        Self { tag: Some(tag), ..self }
    }

    /// Reads the headers of a request.
    ///
    /// # Errors
    /// [`Form`](ErrorKind::Form) of a header.
    pub fn decode(headers: &Headers) -> Result<Self, Error> {
        Ok(Self {
            versions: versions(headers)?,
            tag: headers.find(names::CPI_TAG).map(CpiTag::parse).transpose()?,
            provisioning_url: headers.find(names::PROVISIONING_URL).map(Into::into),
            authenticate: headers.find(names::AUTHENTICATE).map(Into::into),
        })
    }

    /// The headers, with an empty `Host`.
    ///
    /// # Errors
    /// [`Character`](ErrorKind::Character) of a value that cannot be written.
    pub fn encode(&self) -> Result<Headers, Error> {
        let mut headers = Headers::new().with("Host", "");
        push_all(
            &mut headers,
            [
                (names::VERSION, self.versions.as_ref().map(ToString::to_string)),
                (names::CPI_TAG, self.tag.as_ref().map(ToString::to_string)),
                (names::PROVISIONING_URL, self.provisioning_url.clone()),
                (names::AUTHENTICATE, self.authenticate.clone()),
            ],
        );
        headers.check()?;
        Ok(headers)
    }
}

impl Default for Registration {
    fn default() -> Self {
        Self::new()
    }
}

/// The answer to a registration.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RegistrationAnswer {
    /// Whether the terminal is registered.
    pub status: PushStatus,
    /// The versions that the terminal knows.
    pub versions: Option<VersionList>,
    /// Who it is: the identity of its provisioning document, or a [`ClientId`](super::ClientId).
    pub terminal: Option<String>,
    /// The bearer that it uses.
    pub bearer: Option<Bearer>,
    /// The tag of its capabilities, where that of the request is missing or wrong.
    pub tag: Option<CpiTag>,
    /// Its capabilities, where the tag is there.
    pub capabilities: Capabilities,
    /// The answer to a challenge, as it is.
    pub authorization: Option<String>,
}

/// Without the answer to a challenge, which is made of a secret.
impl fmt::Debug for RegistrationAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RegistrationAnswer")
            .field("status", &self.status)
            .field("versions", &self.versions)
            .field("terminal", &self.terminal)
            .field("bearer", &self.bearer)
            .field("tag", &self.tag)
            .field("capabilities", &self.capabilities)
            .field("authorization", &self.authorization.as_ref().map(|_| format_args!("..")))
            .finish()
    }
}

impl RegistrationAnswer {
    /// An answer of a terminal.
    #[must_use]
    pub fn new(status: PushStatus, terminal: impl Into<String>, bearer: Bearer) -> Self {
        Self {
            status,
            versions: Some(version_1_0()),
            terminal: Some(terminal.into()),
            bearer: Some(bearer),
            tag: None,
            capabilities: Capabilities::default(),
            authorization: None,
        }
    }

    /// Reads the headers of an answer.
    ///
    /// # Errors
    /// [`Missing`](ErrorKind::Missing) without `X-Wap-Push-Status`; [`Form`](ErrorKind::Form) of a
    /// header.
    pub fn decode(headers: &Headers) -> Result<Self, Error> {
        let missing = Error::new(ErrorKind::Missing(Expected::PushStatus), 0);
        let fault = Error::new(ErrorKind::Form(Expected::Integer), 0);
        let bearer = |text: &str| {
            let digits = text.len() == 2 && text.bytes().all(|octet| octet.is_ascii_hexdigit());
            let number = digits.then(|| u8::from_str_radix(text, 16).ok()).flatten();
            number.map(Bearer).ok_or(fault)
        };
        Ok(Self {
            status: PushStatus::parse(headers.find(names::STATUS).ok_or(missing)?)?,
            versions: versions(headers)?,
            terminal: headers.find(names::TERMINAL).map(Into::into),
            bearer: headers.find(names::BEARER).map(bearer).transpose()?,
            tag: headers.find(names::CPI_TAG).map(CpiTag::parse).transpose()?,
            capabilities: Capabilities::read(headers)?,
            authorization: headers.find(names::AUTHORIZATION).map(Into::into),
        })
    }

    /// The headers.
    ///
    /// # Errors
    /// [`Character`](ErrorKind::Character) of a value that cannot be written.
    pub fn encode(&self) -> Result<Headers, Error> {
        let mut headers = Headers::new().with(names::STATUS, self.status.to_string());
        push_all(
            &mut headers,
            [
                (names::VERSION, self.versions.as_ref().map(ToString::to_string)),
                (names::TERMINAL, self.terminal.clone()),
                (names::BEARER, self.bearer.map(|bearer| alloc::format!("{:02X}", bearer.0))),
                (names::CPI_TAG, self.tag.as_ref().map(ToString::to_string)),
                (names::AUTHORIZATION, self.authorization.clone()),
            ],
        );
        self.capabilities.write(&mut headers);
        headers.check()?;
        Ok(headers)
    }
}
