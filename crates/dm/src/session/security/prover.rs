//! How we prove ourselves to the peer, and what it says to that.

use alloc::boxed::Box;

use crate::auth::{Credential, HmacHeader, Nonce, Peer, ReceivedNonces};
use crate::auth_type::AuthType;
use crate::error::Error;
use crate::message::{Cred, Header, Location, Status};
use crate::status_code::StatusCode;
use crate::text::Text;

/// Proves who we are, in each message for as long as the peer wants it.
///
/// ```
/// use provost_dm::auth::{Credential, Nonce};
/// use provost_dm::session::{Prover, Standing};
/// use provost_dm::{AuthType, Header, Status, StatusCode, auth::Peer};
///
/// let nonce = Nonce::from_base64("Tm9uY2U=")?;
/// let mut prover =
///     Prover::new(Credential::new("Bruce2", "OhBehave"), nonce).preferring(AuthType::Md5);
/// let mut header = Header::new("1", "1", "https://dm.example/", "IMEI:1");
/// prover.prove(&mut header);
/// let cred = header.cred.as_ref().unwrap();
/// assert_eq!(cred.data.as_ref().unwrap().trimmed(), Some("Zz6EivR3yeaaENcRN6lpAQ=="));
///
/// let status = Status::new("1", "0", "SyncHdr", StatusCode::AUTHENTICATION_ACCEPTED);
/// assert_eq!(prover.receive(&status, Peer::Authenticated), Standing::Accepted);
/// assert!(prover.is_accepted()); // no credentials any more
/// # Ok::<(), provost_dm::Error>(())
/// ```
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Prover {
    /// It is given again when a session is resumed.
    #[cfg_attr(feature = "serde", serde(skip))]
    credential: Option<Credential>,
    allows_basic: bool,
    /// What is proved with: what the account prefers, until a challenge says otherwise.
    scheme: Option<AuthType>,
    nonces: ReceivedNonces,
    /// Whether the peer has said 212: for the whole session.
    accepted: bool,
    /// Challenges that were answered since the peer accepted something last.
    answered: u8,
    tries: u8,
}

/// What the status of our header means for us.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Standing {
    /// The peer takes what we say; or who has not proved to be the peer says so.
    Accepted,
    /// The peer wants to be told again, with another proof: send the message once more.
    Challenged,
    /// The session is over.
    Refused(Refusal),
    /// The code is not about authentication.
    Other(StatusCode),
}

/// Why a challenge is not answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum Refusal {
    /// There is no credential for this peer.
    NoCredential,
    /// The peer refuses without a challenge.
    NoChallenge,
    /// A scheme that we do not know, or must not use: basic, to a peer that should have digests.
    Scheme,
    /// Another scheme than before: it is constant in a session (DM Security 1.2.1, 5.3).
    SchemeChanged,
    /// auth-MAC goes on to the end, so each status must have a nonce for the next message.
    NoNextNonce,
    /// The proof was made with the nonce of the challenge, and is refused all the same.
    Rejected,
}

impl Prover {
    /// Challenges that are answered in a row, unless told otherwise: the first may come because the
    /// stored nonce is stale.
    pub const TRIES: u8 = 2;

    /// Of a credential, and the nonce that is stored from the session before: it waits for a
    /// challenge, and answers digests only.
    #[must_use]
    pub fn new(credential: Credential, stored: Nonce) -> Self {
        Self { credential: Some(credential), ..Self::nobody(stored) }
    }

    /// Of no credential: the transport has proved who we are, or nothing will.
    #[must_use]
    pub const fn nobody(stored: Nonce) -> Self {
        Self {
            credential: None,
            allows_basic: false,
            scheme: None,
            nonces: ReceivedNonces::new(stored),
            accepted: false,
            answered: 0,
            tries: Self::TRIES,
        }
    }

    /// With a proof in the first message, before any challenge: what `AAuthPref` of the account
    /// says. To prefer basic is to allow it.
    #[must_use]
    pub const fn preferring(mut self, scheme: AuthType) -> Self {
        self.allows_basic = self.allows_basic || matches!(scheme, AuthType::Basic);
        self.scheme = Some(scheme);
        self
    }

    /// With basic allowed, which shows the password to whoever asks for it.
    #[must_use]
    pub const fn allowing_basic(mut self) -> Self {
        self.allows_basic = true;
        self
    }

    /// With another number of challenges that are answered in a row.
    #[must_use]
    pub const fn with_tries(mut self, tries: u8) -> Self {
        self.tries = tries;
        self
    }

    /// With the special nonce in this session, because a notification asked for it.
    #[must_use]
    pub fn resynchronizing(mut self, special: Nonce) -> Self {
        let stored = self.nonces.into_stored();
        self.nonces = ReceivedNonces::resynchronizing(stored, special);
        self
    }

    /// With a credential again, after it was stored without.
    #[must_use]
    pub fn with_credential(mut self, credential: Option<Credential>) -> Self {
        self.credential = credential;
        self
    }

    /// The scheme that is proved with, as far as it is known.
    #[must_use]
    pub const fn scheme(&self) -> Option<AuthType> {
        self.scheme
    }

    /// Whether the peer has accepted us for the whole session.
    #[must_use]
    pub const fn is_accepted(&self) -> bool {
        self.accepted
    }

    /// Puts the credentials into a header, where they belong there. Once accepted for the session,
    /// there are none.
    pub fn prove(&self, header: &mut Header) {
        let (Some(credential), Some(scheme)) = (&self.credential, self.scheme) else { return };
        if self.accepted && scheme != AuthType::Mac {
            return;
        }
        let base64 = match scheme {
            AuthType::Basic if self.allows_basic => credential.basic(),
            AuthType::Md5 => Some(credential.md5(self.nonces.next()).to_base64()),
            _ => None,
        };
        if let Some(base64) = base64 {
            header.cred = Some(Box::new(Cred::new(scheme, base64)));
        }
        if scheme.has_nonce() {
            let source = header.source.get_or_insert_with(Location::default);
            source.name = Some(Text::from(credential.user()));
        }
    }

    /// The header `x-syncml-hmac` of a message, where the scheme has one.
    ///
    /// # Errors
    /// Those of [`HmacHeader::new`]: a user that cannot stand in a header.
    pub fn sign(&self, body: &[u8]) -> Result<Option<HmacHeader>, Error> {
        let Some(credential) = &self.credential else { return Ok(None) };
        if self.scheme != Some(AuthType::Mac) {
            return Ok(None);
        }
        credential.hmac_header(self.nonces.next(), body).map(Some)
    }

    /// Takes the status of our header. What a peer that is not authenticated says of success ends no credentials,
    /// and its nonce holds for this session only.
    pub fn receive(&mut self, status: &Status, peer: Peer) -> Standing {
        let Some(code) = status.code() else { return Standing::Other(StatusCode(0)) };
        let chal = status.chal.as_deref();
        let next = chal.and_then(|chal| Nonce::from_base64(chal.next_nonce()?).ok());
        if !matches!(code, StatusCode::INVALID_CREDENTIALS | StatusCode::AUTHENTICATION_REQUIRED) {
            if !code.is_success() {
                return Standing::Other(code);
            }
            if peer == Peer::Authenticated {
                let is_mac = self.credential.is_some() && self.scheme == Some(AuthType::Mac);
                if is_mac && next.is_none() {
                    return Standing::Refused(Refusal::NoNextNonce);
                }
                self.accepted |= code == StatusCode::AUTHENTICATION_ACCEPTED;
                self.answered = 0;
            }
            if let Some(next) = next {
                self.nonces.receive(next, peer);
            }
            return Standing::Accepted;
        }
        if self.credential.is_none() {
            return Standing::Refused(Refusal::NoCredential);
        }
        let Some(chal) = chal else { return Standing::Refused(Refusal::NoChallenge) };
        let scheme = match chal.auth_type() {
            Some(scheme @ (AuthType::Md5 | AuthType::Mac)) => scheme,
            Some(AuthType::Basic) if self.allows_basic => AuthType::Basic,
            _ => return Standing::Refused(Refusal::Scheme),
        };
        let is_fixed = self.answered > 0 || self.accepted || self.scheme == Some(AuthType::Mac);
        if is_fixed && self.scheme.is_some_and(|own| own != scheme) {
            return Standing::Refused(Refusal::SchemeChanged);
        }
        if self.answered >= self.tries {
            return Standing::Refused(Refusal::Rejected);
        }
        self.answered = self.answered.saturating_add(1);
        self.accepted = false;
        self.scheme = Some(scheme);
        if let Some(next) = next {
            self.nonces.receive(next, peer);
        }
        Standing::Challenged
    }

    /// The nonce of the next session.
    #[must_use]
    pub fn stored_nonce(&self) -> Nonce {
        self.nonces.clone().into_stored()
    }
}
