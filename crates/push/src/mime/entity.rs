//! An entity: headers and a body.

use alloc::string::String;
use core::fmt;

use bytes::Bytes;

use super::encoding;
use super::header::Headers;
use super::media::MediaType;
use crate::error::{Error, ErrorKind, Expected};

/// A part of a multipart body, or a push message: headers and content.
///
/// ```
/// use provost_push::mime::Entity;
///
/// let entity = Entity::new("application/vnd.syncml.notification", vec![0; 24])
///     .with("X-Wap-Application-Id", "x-wap-application:syncml.dm");
/// assert_eq!(entity.content()?.len(), 24);
/// # Ok::<(), provost_push::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "an entity is headers and a body")]
pub struct Entity {
    /// Its headers, those that are not known too.
    pub headers: Headers,
    /// Its body as it is transferred.
    pub body: Bytes,
}

impl Entity {
    /// A body of a type.
    #[must_use]
    pub fn new(content_type: impl Into<String>, body: impl Into<Bytes>) -> Self {
        Self { headers: Headers::new().with("Content-Type", content_type), body: body.into() }
    }

    /// With a further header.
    #[must_use]
    pub fn with(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { headers: self.headers.with(name, value), ..self }
    }

    /// The same, with its body in base64 for a path that is not clean for eight bits.
    #[must_use]
    pub fn to_base64(mut self) -> Self {
        self.headers.retain(|header| !header.name.eq_ignore_ascii_case(TRANSFER_ENCODING));
        self.headers.push(TRANSFER_ENCODING, "base64");
        self.body = encoding::encode_base64(&self.body).into();
        self
    }

    /// The value of `Content-Type`.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.headers.find("Content-Type")
    }

    /// The type of the content.
    ///
    /// # Errors
    /// [`Missing`](ErrorKind::Missing) without `Content-Type`, and what [`MediaType::parse`] says.
    pub fn media_type(&self) -> Result<MediaType, Error> {
        let value = self.content_type();
        let missing = Error::new(ErrorKind::Missing(Expected::ContentType), 0);
        value.ok_or(missing).and_then(MediaType::parse)
    }

    /// The content: the body after its `Content-Transfer-Encoding`, without a copy where that
    /// changes nothing.
    ///
    /// # Errors
    /// [`Unsupported`](ErrorKind::Unsupported) for an encoding other than `7bit`, `8bit`, `binary`,
    /// `base64` and `quoted-printable`; [`Form`](ErrorKind::Form) where the body is not in it.
    pub fn content(&self) -> Result<Bytes, Error> {
        encoding::decode(self.headers.find(TRANSFER_ENCODING), &self.body)
    }
}

/// Without the body, which may hold secrets.
impl fmt::Debug for Entity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entity")
            .field("headers", &self.headers)
            .field("body", &format_args!("{} octets", self.body.len()))
            .finish()
    }
}

const TRANSFER_ENCODING: &str = "Content-Transfer-Encoding";
