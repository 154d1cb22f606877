//! A message, whichever way it came.

use alloc::borrow::ToOwned;
use alloc::string::String;
use core::fmt;

use crate::bootstrap::card::{self, document};
use crate::bootstrap::{Bearer, Identity, Outcome, Security, verify};
use crate::cp::{CardFile, ContextId, Source};
use crate::push::wsp::Push;
use crate::wbxml::{End, Token, Tokens};

/// A message, and what is known of how it came. Nothing of it has been believed yet.
#[derive(Clone, Debug)]
pub struct Received<'a> {
    pub(super) content: Content,
    pub(super) body: &'a [u8],
    security: Security,
    pub(super) bearer: Bearer,
    card: Option<(String, card::Kind)>,
    owner: String,
    is_privileged: bool,
    pub(super) update: Option<ContextId>,
}

/// What a message is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum Content {
    /// A provisioning document in WBXML.
    ClientProvisioning,
    /// A provisioning document in XML, for which no MAC is defined.
    ClientProvisioningText,
    /// A bootstrap message of device management.
    DeviceManagement,
}

impl fmt::Display for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ClientProvisioning => "provisioning document",
            Self::ClientProvisioningText => "provisioning document in XML",
            Self::DeviceManagement => "bootstrap message of device management",
        })
    }
}

/// Why a message is none of provisioning.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum ReceiveError {
    /// The media type is another, or cannot be read.
    MediaType,
    /// A file of a card that holds filler alone.
    Empty,
}

impl fmt::Display for ReceiveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::MediaType => "media type is none of provisioning",
            Self::Empty => "file is empty",
        })
    }
}

impl core::error::Error for ReceiveError {}

const ROWS: [(&str, Content); 3] = [
    ("application/vnd.wap.connectivity-wbxml", Content::ClientProvisioning),
    ("text/vnd.wap.connectivity-xml", Content::ClientProvisioningText),
    ("application/vnd.syncml.dm+wbxml", Content::DeviceManagement),
];

impl<'a> Received<'a> {
    /// A push: its media type says what it is and how it is secured.
    ///
    /// ```
    /// use provost::bootstrap::Bearer;
    /// use provost::provision::{Content, Received};
    /// use provost::push::wsp::Push;
    ///
    /// let push = Push::decode(&b"\x01\x06\x01\xB6\x03\x0B\x6A\x00\x45\x01"[..].into())?;
    /// let received = Received::from_push(&push, Bearer::Sms)?;
    /// assert_eq!(received.content(), Content::ClientProvisioning);
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`MediaType`](ReceiveError::MediaType).
    pub fn from_push(push: &'a Push, bearer: Bearer) -> Result<Self, ReceiveError> {
        let text = push.content_type.to_text().map_err(|_| ReceiveError::MediaType)?;
        Self::from_content_type(&text, &push.body, bearer)
    }

    /// Octets with the text of their media type, as HTTP, SIP and MIME have it.
    ///
    /// # Errors
    /// [`MediaType`](ReceiveError::MediaType).
    pub fn from_content_type(
        text: &str,
        body: &'a [u8],
        bearer: Bearer,
    ) -> Result<Self, ReceiveError> {
        let essence = text.split(';').next().unwrap_or_default().trim_ascii();
        let row = ROWS.iter().find(|row| row.0.eq_ignore_ascii_case(essence));
        let (_, content) = row.ok_or(ReceiveError::MediaType)?;
        Ok(Self::new(*content, body, Security::from_content_type(text), bearer))
    }

    /// A file of a card, up to the end of the document element: behind it are filler, and what is left of
    /// a longer document where one was written without. The name is one that tells cards apart, such as the
    /// ICCID: what the card brought goes when the card does.
    ///
    /// # Errors
    /// [`Empty`](ReceiveError::Empty).
    pub fn from_card(name: &str, kind: card::Kind, file: &'a [u8]) -> Result<Self, ReceiveError> {
        let body = whole(document(file).ok_or(ReceiveError::Empty)?);
        let content = match kind {
            card::Kind::DmBootstrap => Content::DeviceManagement,
            _ => Content::ClientProvisioning,
        };
        let received = Self::new(content, body, Security::NONE, Bearer::Card);
        Ok(Self { card: Some((name.to_owned(), kind)), ..received })
    }

    const fn new(content: Content, body: &'a [u8], security: Security, bearer: Bearer) -> Self {
        Self {
            content,
            body,
            security,
            bearer,
            card: None,
            owner: String::new(),
            is_privileged: false,
            update: None,
        }
    }

    /// For the contexts of an owner: those of an enterprise are apart from those of the operator.
    #[must_use]
    pub fn of_owner(self, owner: &str) -> Self {
        Self { owner: owner.to_owned(), ..self }
    }

    /// For the privileged context, which the policy asks more for.
    #[must_use]
    pub fn privileged(self) -> Self {
        Self { is_privileged: true, ..self }
    }

    /// For a context that is there: continuous provisioning by its server. It is refused where the
    /// context is of another owner.
    #[must_use]
    pub fn for_context(self, id: &ContextId) -> Self {
        Self { update: Some(id.clone()), ..self }
    }

    /// What it is.
    #[must_use]
    pub const fn content(&self) -> Content {
        self.content
    }

    /// The bearer.
    #[must_use]
    pub const fn bearer(&self) -> Bearer {
        self.bearer
    }

    /// The card and the file.
    #[must_use]
    pub fn card(&self) -> Option<(&str, card::Kind)> {
        self.card.as_ref().map(|(name, kind)| (name.as_str(), *kind))
    }

    /// The owner; empty for the one that a device has by itself.
    #[must_use]
    pub fn owner(&self) -> &str {
        &self.owner
    }

    /// Whether it is for the privileged context.
    #[must_use]
    pub const fn is_privileged(&self) -> bool {
        self.is_privileged
    }

    /// Checks the octets: the step by itself, as [`Device::admit`](super::Device::admit) does it.
    pub fn verify(&self, identities: &[Identity]) -> Outcome<'a> {
        verify(self.body, &self.security, identities)
    }

    /// Where its document is from, for the contexts.
    pub(super) fn source(&self) -> Source {
        let source = match &self.card {
            Some((name, card::Kind::Config1)) => Source::card(CardFile::Config1, name),
            Some((name, card::Kind::Config2)) => Source::card(CardFile::Config2, name),
            Some((name, _)) => Source::card(CardFile::Bootstrap, name),
            None => Source::over_the_air(),
        };
        let source = source.of_owner(&self.owner);
        if self.is_privileged { source.privileged() } else { source }
    }
}

/// The octets up to the end of the document element; all of them where it has none.
fn whole(octets: &[u8]) -> &[u8] {
    let Ok(mut tokens) = Tokens::new(octets) else { return octets };
    let mut depth = 0_usize;
    while let Ok(Some(token)) = tokens.next_token() {
        match token {
            Token::Tag { content: true, .. } | Token::LiteralTag { content: true, .. } => {
                depth = depth.saturating_add(1);
                continue;
            }
            Token::Tag { attributes: false, .. }
            | Token::LiteralTag { attributes: false, .. }
            | Token::End(End::EmptyElement) => {}
            Token::End(End::Element) => depth = depth.saturating_sub(1),
            _ => continue,
        }
        if depth == 0 {
            return octets.get(..tokens.offset()).unwrap_or(octets);
        }
    }
    octets
}
