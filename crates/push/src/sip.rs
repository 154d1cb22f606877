//! Push over the air by SIP (OTA-SIP 1.0): a push as the headers and the body of a `MESSAGE`, as
//! plain names and values that any SIP stack carries.
//!
//! The text of the specification was not at hand. What is not certain, the names of tags and how
//! push headers travel, is in [`Profile`] and can be set; what RFC 3428 and RFC 3841 say is not.
//!
//! ```
//! use provost_push::mime::Entity;
//! use provost_push::sip::{Profile, SipPush, Transport};
//!
//! let content = Entity::new("application/vnd.syncml.notification", vec![0; 40])
//!     .with("X-Wap-Application-Id", "x-wap-application:syncml.dm");
//! let message = SipPush::new(content).encode(&Profile::default())?;
//! assert_eq!(
//!     message.headers.find("Accept-Contact"),
//!     Some("*;+g.oma.pusheventapp=\"syncml.dm\";\
//!           +g.3gpp.icsi-ref=\"urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.push\"")
//! );
//! assert_eq!(message.transport(600), Transport::Any);
//! assert_eq!(message.transport(1200), Transport::CongestionSafe);
//! # Ok::<(), provost_push::Error>(())
//! ```

mod tags;

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use bytes::{Bytes, BytesMut};

use crate::application_id::{Application, ApplicationId};
use crate::error::{Error, ErrorKind, Expected};
use crate::mime::{Entity, Headers, MediaType, is_token, read_headers};

pub use tags::FeatureTags;

/// What is not certain of OTA-SIP, with what is seen in the field.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Profile {
    /// The feature tag that names an application: `+g.oma.pusheventapp`.
    pub application_tag: String,
    /// The service of IMS, in `P-Preferred-Service` and in the tag `+g.3gpp.icsi-ref`.
    pub service: Option<String>,
    /// How the push headers travel.
    pub form: Form,
}

/// How push headers travel.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Form {
    /// As headers of the `MESSAGE`; its body is the content.
    Direct,
    /// In the body, in front of the content, as text that ends in an empty line; the body is of
    /// this media type.
    Wrapped(String),
}

impl Profile {
    /// The same, with push headers inside `application/vnd.oma.push`.
    #[must_use]
    pub fn wrapped(self) -> Self {
        Self { form: Form::Wrapped(WRAPPER.into()), ..self }
    }
}

impl Default for Profile {
    fn default() -> Self {
        Self {
            application_tag: "+g.oma.pusheventapp".into(),
            service: Some("urn:urn-7:3gpp-service.ims.icsi.oma.push".into()),
            form: Form::Direct,
        }
    }
}

const WRAPPER: &str = "application/vnd.oma.push";
const APPLICATION: &str = "X-Wap-Application-Id";
const ACCEPT_CONTACT: &str = "Accept-Contact";
const SERVICE: &str = "P-Preferred-Service";
const ASSERTED_SERVICE: &str = "P-Asserted-Service";
const SERVICE_TAG: &str = "+g.3gpp.icsi-ref";

/// A push, as SIP carries it.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct SipPush {
    /// The push message: its headers, of which `Content-Type` is one, and its content.
    pub content: Entity,
    /// Further feature tags, with their values.
    pub tags: FeatureTags,
}

/// Header values and body of a `MESSAGE`.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SipMessage {
    /// The headers that the push needs, beside those of the dialog.
    pub headers: Headers,
    /// The body.
    pub body: Bytes,
}

/// Without the body, which may hold secrets.
impl fmt::Debug for SipMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SipMessage")
            .field("headers", &self.headers)
            .field("body", &format_args!("{} octets", self.body.len()))
            .finish()
    }
}

/// What a request may be sent over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Transport {
    /// Any, UDP too.
    Any,
    /// TCP, TLS over it, SCTP or a web socket, where the sender knows that no hop is UDP; else the
    /// content must go another way, by a session of MSRP or by a reference (RFC 3428, 8).
    CongestionSafe,
}

impl Transport {
    /// Whether a protocol does, by its name in a `Via`.
    #[must_use]
    pub fn allows(self, protocol: &str) -> bool {
        let safe = ["TCP", "TLS", "SCTP", "TLS-SCTP", "WS", "WSS"];
        match self {
            Self::Any => true,
            Self::CongestionSafe => safe.iter().any(|name| name.eq_ignore_ascii_case(protocol)),
        }
    }
}

/// Octets up to which a `MESSAGE` may go over UDP (RFC 3428, 8).
pub const MESSAGE_LIMIT: usize = 1300;

/// What a request of so many octets, headers and body together, may be sent over.
#[must_use]
pub const fn transport(octets: usize) -> Transport {
    if octets > MESSAGE_LIMIT { Transport::CongestionSafe } else { Transport::Any }
}

impl SipMessage {
    /// Octets of these headers, the empty line behind them, and the body.
    #[must_use]
    pub fn len(&self) -> usize {
        self.headers.to_string().len().saturating_add("\r\n".len()).saturating_add(self.body.len())
    }

    /// Whether there is no body.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.body.is_empty()
    }

    /// What it may be sent over, with so many octets of the request line and of other headers.
    #[must_use]
    pub fn transport(&self, others: usize) -> Transport {
        transport(self.len().saturating_add(others))
    }
}

impl SipPush {
    /// A push message.
    #[must_use]
    pub fn new(content: Entity) -> Self {
        Self { content, tags: FeatureTags::new() }
    }

    /// The application that it is for: without a header `wml.ua`.
    ///
    /// # Errors
    /// [`Form`](ErrorKind::Form) of a header that names none.
    pub fn application(&self) -> Result<Application, Error> {
        let header = self.content.headers.find(APPLICATION);
        header.map_or(Ok(ApplicationId::WML_UA.into()), Application::from_text)
    }

    /// The headers and the body.
    ///
    /// # Errors
    /// [`Missing`](ErrorKind::Missing) without `Content-Type`; [`Form`](ErrorKind::Form) of an
    /// application; [`Character`](ErrorKind::Character) of a header that cannot be written;
    /// [`NotExpressible`](ErrorKind::NotExpressible) for content that is of the type of a wrapped
    /// push, but is to go as it is, and for headers of it that would be taken for those of SIP:
    /// they travel in a wrapped push.
    pub fn encode(&self, profile: &Profile) -> Result<SipMessage, Error> {
        self.content.headers.check()?;
        let content_type = self.content.media_type()?.to_string();
        let mut tags = FeatureTags::new();
        tags.push(profile.application_tag.clone(), word(&self.application()?));
        if let Some(service) = &profile.service {
            tags.push(SERVICE_TAG, service.replace(':', "%3A"));
        }
        for (name, value) in self.tags.iter() {
            if !is_token(name) {
                return Err(Error::new(ErrorKind::Character(Expected::Parameter), 0));
            }
            tags.push(name, value);
        }
        let mut headers = Headers::new().with(ACCEPT_CONTACT, tags.to_string());
        if let Some(service) = &profile.service {
            headers.push(SERVICE, service.clone());
        }
        let body = match &profile.form {
            Form::Direct if self.content.media_type()?.is(WRAPPER) => {
                // It would be read as push headers and another content.
                return Err(Error::new(ErrorKind::NotExpressible(Expected::ContentType), 0));
            }
            Form::Direct => {
                headers.push("Content-Type", content_type);
                for header in &self.content.headers {
                    if header.name.eq_ignore_ascii_case("Content-Type") {
                        continue;
                    }
                    if !is_push_header(&header.name) {
                        // Nobody could tell it from a header of the dialog.
                        let kind = ErrorKind::NotExpressible(Expected::HeaderName);
                        return Err(Error::new(kind, 0));
                    }
                    headers.push(header.name.clone(), header.value.clone());
                }
                self.content.body.clone()
            }
            Form::Wrapped(wrapper) => {
                headers.push("Content-Type", wrapper.clone());
                let mut body = BytesMut::new();
                body.extend_from_slice(self.content.headers.to_string().as_bytes());
                body.extend_from_slice(b"\r\n");
                body.extend_from_slice(&self.content.body);
                body.freeze()
            }
        };
        headers.check()?;
        Ok(SipMessage { headers, body })
    }

    /// Reads the headers and the body of a `MESSAGE`, of which those of the dialog may be among the
    /// headers: what a push may have is taken out. The type of the body tells its form.
    ///
    /// # Errors
    /// [`Missing`](ErrorKind::Missing) without `Content-Type`; [`Form`](ErrorKind::Form) of feature
    /// tags; what is wrong with headers in the body, counted from its start.
    pub fn decode(headers: &Headers, body: &Bytes, profile: &Profile) -> Result<Self, Error> {
        let missing = Error::new(ErrorKind::Missing(Expected::ContentType), 0);
        let content_type = headers.find("Content-Type").or_else(|| headers.find("c"));
        let content_type = content_type.ok_or(missing)?;
        let media = MediaType::parse(content_type)?;
        let wrapper = match &profile.form {
            Form::Wrapped(wrapper) => wrapper.as_str(),
            Form::Direct => WRAPPER,
        };
        let mut content = if media.is(wrapper) {
            let (inner, at) = read_headers(body)?;
            let end = Error::new(ErrorKind::UnexpectedEnd(Expected::LineEnd), body.len());
            Entity { headers: inner, body: body.slice(at.ok_or(end)?.min(body.len())..) }
        } else {
            let mut inner = Headers::new().with("Content-Type", content_type);
            for header in headers.iter().filter(|header| is_push_header(&header.name)) {
                inner.push(header.name.clone(), header.value.clone());
            }
            Entity { headers: inner, body: body.clone() }
        };
        let all = headers.all(ACCEPT_CONTACT).chain(headers.all("a"));
        let mut tags = FeatureTags::new();
        for value in all {
            for (name, value) in FeatureTags::parse(value)?.iter() {
                if name.eq_ignore_ascii_case(&profile.application_tag) {
                    name_application(&mut content, value);
                } else if !name.eq_ignore_ascii_case(SERVICE_TAG) {
                    tags.push(name, value);
                }
            }
        }
        Ok(Self { content, tags })
    }

    /// Whether a request is of the push service: it is asserted or preferred, or a tag says so.
    #[must_use]
    pub fn is_of_service(headers: &Headers, profile: &Profile) -> bool {
        let Some(service) = &profile.service else { return true };
        let named = [SERVICE, ASSERTED_SERVICE]
            .iter()
            .any(|name| headers.all(name).any(|value| value.trim().eq_ignore_ascii_case(service)));
        let escaped = service.replace(':', "%3A");
        let tagged = headers.all(ACCEPT_CONTACT).chain(headers.all("a")).any(|value| {
            FeatureTags::parse(value).is_ok_and(|tags| {
                let mut values = tags.all(SERVICE_TAG);
                values.any(|value| value.eq_ignore_ascii_case(&escaped))
            })
        });
        named || tagged
    }
}

const PREFIXES: [&str; 2] = ["x-wap-application:", "x-oma-application:"];

/// The headers that WAP-251, 5.2.1 gives a push, and its extensions, among those of SIP.
fn is_push_header(name: &str) -> bool {
    const KNOWN: [&str; 12] = [
        "Age",
        "Cache-Control",
        "Content-Disposition",
        "Content-Encoding",
        "Content-ID",
        "Content-Language",
        "Content-Location",
        "Content-MD5",
        "Content-Range",
        "Content-Transfer-Encoding",
        "ETag",
        "Last-Modified",
    ];
    let starts = |prefix: &str| {
        name.split_at_checked(prefix.len())
            .is_some_and(|(front, _)| front.eq_ignore_ascii_case(prefix))
    };
    KNOWN.iter().any(|known| known.eq_ignore_ascii_case(name))
        || ["X-Wap-", "X-Oma-", "Push-Flag"].into_iter().any(starts)
}

/// The word of an application in a feature tag: its name without the prefix of WAP or OMA. A name
/// of a vendor stays whole: without its prefix, several would be one word.
fn word(application: &Application) -> String {
    match application {
        Application::Id(id) => match id.name() {
            Some(name) => PREFIXES
                .iter()
                .find_map(|prefix| name.strip_prefix(prefix))
                .unwrap_or(name)
                .to_owned(),
            None => alloc::format!("{:x}", id.0),
        },
        Application::Uri(uri) => uri.clone(),
    }
}

/// The header of the application that a tag names, where there is none.
fn name_application(content: &mut Entity, word: &str) {
    if content.headers.find(APPLICATION).is_some() {
        return;
    }
    let oma = || ApplicationId::from_name(&alloc::format!("x-oma-application:{word}"));
    let name = ApplicationId::from_name(word).or_else(oma).and_then(ApplicationId::name);
    content.headers.push(APPLICATION, name.unwrap_or(word));
}

/// What a terminal says to `OPTIONS`: what it takes.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct SipCapabilities {
    /// The applications, by the words of the tag.
    pub applications: Vec<String>,
    /// The methods of `Allow`.
    pub methods: Vec<String>,
    /// Model, vendor and version.
    pub user_agent: Option<String>,
}

impl SipCapabilities {
    /// Reads the headers of the answer.
    ///
    /// # Errors
    /// [`Form`](ErrorKind::Form) of feature tags.
    pub fn decode(headers: &Headers, profile: &Profile) -> Result<Self, Error> {
        let mut applications = Vec::new();
        for contact in headers.all("Contact").chain(headers.all("m")) {
            let tags = FeatureTags::parse(contact)?;
            for value in tags.all(&profile.application_tag) {
                applications.extend(value.split(',').map(|word| word.trim().to_owned()));
            }
        }
        let methods = headers.all("Allow").flat_map(|value| value.split(','));
        Ok(Self {
            applications,
            methods: methods.map(|method| method.trim().to_owned()).collect(),
            user_agent: headers.find("User-Agent").map(ToOwned::to_owned),
        })
    }

    /// Whether it takes pushes for an application by `MESSAGE`.
    #[must_use]
    pub fn takes(&self, application: &Application) -> bool {
        let word = word(application);
        let named =
            self.applications.iter().any(|one| one == "*" || one.eq_ignore_ascii_case(&word));
        named && self.methods.iter().any(|method| method == "MESSAGE")
    }
}

#[cfg(test)]
mod tests;
