//! A push and its answer (7.4).

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use bytes::Bytes;

use super::cpi::CpiTag;
use super::info::PushInfo;
use super::message::{unwrap, wrap};
use super::names;
use super::status::PushStatus;
use crate::application_id::{Application, ApplicationId};
use crate::error::{Error, ErrorKind, Expected};
use crate::mime::{Entity, Headers};
use crate::version::{Version, VersionList, VersionPattern};

/// `POST /wappush`: a push on its way to a terminal.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct PushRequest {
    /// The versions of OTA-HTTP that the gateway knows: must be in the first request of a
    /// connection.
    pub versions: Option<VersionList>,
    /// What the gateway says about the push.
    pub info: PushInfo,
    /// The tag of the capabilities that the gateway knows.
    pub tag: Option<CpiTag>,
    /// The URL of the provisioning context, which may be empty.
    pub provisioning_url: Option<String>,
    /// A challenge to the terminal, as it is.
    pub authenticate: Option<String>,
    /// The push message: its headers, and its content.
    pub content: Entity,
}

impl PushRequest {
    /// A push in version 1.0.
    #[must_use]
    pub fn new(content: Entity) -> Self {
        Self {
            versions: Some(version_1_0()),
            info: PushInfo::new(),
            tag: None,
            provisioning_url: None,
            authenticate: None,
            content,
        }
    }

    /// With what the gateway says about it.
    #[must_use]
    pub fn with_info(self, info: PushInfo) -> Self {
        Self { info, ..self }
    }

    /// With the tag of the capabilities that the gateway knows.
    #[must_use]
    pub fn with_tag(self, tag: CpiTag) -> Self {
        Self { tag: Some(tag), ..self }
    }

    /// The application that it is for: without a header `wml.ua`.
    ///
    /// # Errors
    /// [`Form`](ErrorKind::Form) of a header that names none.
    pub fn application(&self) -> Result<Application, Error> {
        let header = self.content.headers.find("X-Wap-Application-Id");
        header.map_or(Ok(ApplicationId::WML_UA.into()), Application::from_text)
    }

    /// Reads the headers and the body of a request.
    ///
    /// # Errors
    /// [`Unsupported`](ErrorKind::Unsupported) where the body is not `application/http`;
    /// [`Form`](ErrorKind::Form) of a header; what is wrong with the message inside, counted from
    /// the start of the body.
    pub fn decode(headers: &Headers, body: &Bytes) -> Result<Self, Error> {
        let media = headers.find("Content-Type").map(crate::mime::MediaType::parse).transpose()?;
        if !media.is_some_and(|media| media.is("application/http")) {
            return Err(Error::new(ErrorKind::Unsupported(Expected::ContentType), 0));
        }
        let content = unwrap(body)?;
        Ok(Self {
            versions: versions(headers)?,
            info: PushInfo::parse(&list(headers, names::INFO).unwrap_or_default()),
            tag: headers.find(names::CPI_TAG).map(CpiTag::parse).transpose()?,
            provisioning_url: headers.find(names::PROVISIONING_URL).map(Into::into),
            authenticate: headers.find(names::AUTHENTICATE).map(Into::into),
            content,
        })
    }

    /// The headers and the body. `Host` is empty, as it must be (7.2.1); no push header is among
    /// them.
    ///
    /// # Errors
    /// [`Character`](ErrorKind::Character) of a header of the push that cannot be written.
    pub fn encode(&self) -> Result<(Headers, Bytes), Error> {
        let body = wrap(&self.content)?;
        let mut headers = Headers::new().with("Host", "").with("Content-Type", "application/http");
        headers.push("Content-Length", body.len().to_string());
        push_all(
            &mut headers,
            [
                (names::VERSION, self.versions.as_ref().map(ToString::to_string)),
                (names::INFO, (!self.info.is_empty()).then(|| self.info.to_string())),
                (names::CPI_TAG, self.tag.as_ref().map(ToString::to_string)),
                (names::PROVISIONING_URL, self.provisioning_url.clone()),
                (names::AUTHENTICATE, self.authenticate.clone()),
            ],
        );
        headers.check()?;
        Ok((headers, body))
    }
}

/// The answer to a push.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PushAnswer {
    /// The status of HTTP: 204, or 200 where the push wants a response; 401 and 412 where it is
    /// about authentication.
    pub http_status: u16,
    /// What became of the push.
    pub status: PushStatus,
    /// The versions that the terminal knows: must be there where they were in the request.
    pub versions: Option<VersionList>,
    /// The tag of the terminal, where that of the request is wrong.
    pub tag: Option<CpiTag>,
    /// The answer to a challenge, as it is.
    pub authorization: Option<String>,
}

/// Without the answer to a challenge, which is made of a secret.
impl fmt::Debug for PushAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PushAnswer")
            .field("http_status", &self.http_status)
            .field("status", &self.status)
            .field("versions", &self.versions)
            .field("tag", &self.tag)
            .field("authorization", &self.authorization.as_ref().map(|_| format_args!("..")))
            .finish()
    }
}

impl PushAnswer {
    /// An answer without a body.
    #[must_use]
    pub const fn new(status: PushStatus) -> Self {
        Self { http_status: 204, status, versions: None, tag: None, authorization: None }
    }

    /// Reads the status and the headers of an answer.
    ///
    /// # Errors
    /// [`Missing`](ErrorKind::Missing) without `X-Wap-Push-Status`, which must be there;
    /// [`Form`](ErrorKind::Form) of a header.
    pub fn decode(http_status: u16, headers: &Headers) -> Result<Self, Error> {
        let missing = Error::new(ErrorKind::Missing(Expected::PushStatus), 0);
        Ok(Self {
            http_status,
            status: PushStatus::parse(headers.find(names::STATUS).ok_or(missing)?)?,
            versions: versions(headers)?,
            tag: headers.find(names::CPI_TAG).map(CpiTag::parse).transpose()?,
            authorization: headers.find(names::AUTHORIZATION).map(Into::into),
        })
    }

    /// The headers.
    ///
    /// # Errors
    /// [`Character`](ErrorKind::Character) of an authorization that cannot be written.
    pub fn encode(&self) -> Result<Headers, Error> {
        let mut headers = Headers::new().with(names::STATUS, self.status.to_string());
        push_all(
            &mut headers,
            [
                (names::VERSION, self.versions.as_ref().map(ToString::to_string)),
                (names::CPI_TAG, self.tag.as_ref().map(ToString::to_string)),
                (names::AUTHORIZATION, self.authorization.clone()),
            ],
        );
        headers.check()?;
        Ok(headers)
    }
}

/// The list of a header: lines of one name are one list (RFC 2616, 4.2).
fn list(headers: &Headers, name: &str) -> Option<String> {
    headers.find(name)?;
    let lines: Vec<&str> = headers.all(name).filter(|line| !line.trim().is_empty()).collect();
    Some(lines.join(","))
}

/// The versions of OTA-HTTP that a side knows.
pub(super) fn versions(headers: &Headers) -> Result<Option<VersionList>, Error> {
    list(headers, names::VERSION).as_deref().map(VersionList::parse).transpose()
}

/// Adds the headers that there are.
pub(super) fn push_all<const N: usize>(headers: &mut Headers, rows: [(&str, Option<String>); N]) {
    for (name, value) in rows {
        if let Some(value) = value {
            headers.push(name, value);
        }
    }
}

/// OTA-HTTP 1.0, the only version there is.
pub(super) fn version_1_0() -> VersionList {
    VersionList::of([VersionPattern::Exact(Version::new(1, 0))])
}
