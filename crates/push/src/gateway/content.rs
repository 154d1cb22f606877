//! What of a push message goes on to the client (WAP-249, 5.1.2.1; WAP-251, 5.2 and 6).

use alloc::collections::BTreeSet;
use alloc::string::{String, ToString as _};

use super::config::Config;
use super::record::Content;
use super::{Delivery, Initiator};
use crate::application_id::{Application, ApplicationId};
use crate::error::Error;
use crate::mime::{Entity, Headers};
use crate::wsp::text::list;
use crate::wsp::{self, ContentType, HeaderName, Push, PushFlag};

/// Headers that are between initiator and gateway (those of a hop: WAP-230, 8.4.1.1; RFC 2616,
/// 13.5.1), or that the gateway alone may set, or that others stand for. Kannel once handed
/// `Authorization` on to phones.
const KEPT_BACK: [&str; 24] = [
    "Accept-Application",
    "Authorization",
    "Bearer-Indication",
    "Connection",
    "Content-Length",
    "Content-Transfer-Encoding",
    "Content-Type",
    "Encoding-Version",
    "Host",
    "Keep-Alive",
    "MIME-Version",
    "Profile",
    "Profile-Diff",
    "Proxy-Authenticate",
    "Proxy-Authorization",
    "Push-Flag",
    "TE",
    "Trailer",
    "Transfer-Encoding",
    "Upgrade",
    "User-Agent",
    "X-Wap-Application-Id",
    "X-Wap-Push-Info",
    "X-Wap-Tod",
];

impl Delivery {
    /// The datagram for a terminal that takes pushes by WSP: content type and headers in numbers,
    /// the application where it is not the default, and a `Push-Flag` where there is something to
    /// say. Transaction 0.
    ///
    /// # Errors
    /// What is wrong with a content type or a header that has no place on the wire.
    pub fn to_push(&self) -> Result<Push, Error> {
        let pairs = self.headers.iter().map(|header| (header.name.as_str(), header.value.as_str()));
        let mut headers = wsp::Headers::from_text(pairs)?;
        if let Some(application) = &self.application {
            headers = headers.with_application(application.clone())?;
        }
        let bit = |is_set, bit| if is_set { bit } else { PushFlag(0) };
        let flag = bit(self.is_authenticated, PushFlag::AUTHENTICATED)
            .with(bit(self.is_trusted, PushFlag::TRUSTED));
        if flag != PushFlag(0) {
            headers.push(&wsp::Header::new(HeaderName::PUSH_FLAG, wsp::Value::PushFlag(flag))?);
        }
        let content_type = ContentType::from_text(&self.content_type)?;
        Ok(Push::new(content_type, self.content.clone()).with_headers(headers))
    }

    /// The push message for a terminal that takes its headers as text, by HTTP or by SIP: the
    /// application stands where it is not the default. What a `Push-Flag` says has a header of HTTP
    /// outside of it, and none of SIP.
    #[must_use]
    pub fn to_entity(&self) -> Entity {
        let mut entity = Entity::new(self.content_type.clone(), self.content.clone());
        for header in &self.headers {
            entity.headers.push(header.name.clone(), header.value.clone());
        }
        match &self.application {
            Some(application) => entity.with("X-Wap-Application-Id", application.to_string()),
            None => entity,
        }
    }
}

/// The content of a push message.
pub(super) fn read(
    entity: &Entity,
    capabilities: Option<&Entity>,
    initiator: &Initiator,
    config: &Config,
) -> Result<Content, Error> {
    // The type is checked and kept to the letter, with all its parameters: SEC and MAC are among
    // them.
    entity.media_type()?;
    let body = entity.content()?;
    let application = entity.headers.find("X-Wap-Application-Id").map(Application::from_text);
    let application = application.transpose()?.unwrap_or(ApplicationId::WML_UA.into());
    let is_default = application.id().is_some() && application.id() == config.default_application;
    let hop = entity.headers.all("Connection").flat_map(list).map(str::to_ascii_lowercase);
    let hop: BTreeSet<String> = hop.collect();
    let headers: Headers = entity
        .headers
        .iter()
        .filter(|header| !KEPT_BACK.iter().any(|name| name.eq_ignore_ascii_case(&header.name)))
        .filter(|header| !hop.contains(&header.name.to_ascii_lowercase()))
        .map(|header| (header.name.clone(), header.value.clone()))
        .collect();
    Ok(Content {
        application: (!is_default).then_some(application),
        content_type: entity.content_type().unwrap_or_default().into(),
        headers,
        body,
        is_authenticated: initiator.is_authenticated,
        is_trusted: initiator.is_trusted,
        capabilities: capabilities.cloned(),
    })
}
