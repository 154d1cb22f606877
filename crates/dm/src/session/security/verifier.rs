//! How the peer proves itself to us.

use super::Entropy;
use crate::auth::{Basic, Credential, HmacHeader, IssuedNonces, Nonce, Peer, Verdict};
use crate::auth_type::AuthType;
use crate::message::{Chal, Header};
use crate::status_code::StatusCode;
use crate::text::Text;

/// Checks who the peer is, in each message until it is accepted, and makes the challenges.
///
/// ```
/// use provost_dm::auth::{Credential, Nonce};
/// use provost_dm::session::{Admission, Entropy, Verifier};
/// use provost_dm::{AuthType, Header, StatusCode};
///
/// let credential = Credential::new("Bruce2", "OhBehave");
/// let mut verifier = Verifier::new(credential, AuthType::Md5, Nonce::EMPTY);
/// let header = Header::new("1", "1", "https://dm.example/", "IMEI:1");
/// let check = verifier.check(&header, None, b"", &mut Entropy::new([7; 32]));
/// assert_eq!(check.admission, Admission::Challenged);
/// assert_eq!(check.status, StatusCode::AUTHENTICATION_REQUIRED);
/// assert!(check.chal.unwrap().next_nonce().is_some());
/// ```
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Verifier {
    /// It is given again when a session is resumed.
    #[cfg_attr(feature = "serde", serde(skip))]
    credential: Option<Credential>,
    /// What the peer must prove itself with; nothing where the transport has done it.
    demand: Option<AuthType>,
    nonces: IssuedNonces,
    /// What is kept for the next session. It moves on when the peer has proved itself, so that
    /// whoever cannot do not make the nonce of the real peer stale.
    stored: Nonce,
    /// Whether the peer has been accepted for the whole session.
    accepted: bool,
    /// Whether the last message was admitted.
    admitted: bool,
    challenged: u8,
    tries: u8,
}

/// What is said to a message, before anything in it is carried out.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Check {
    /// Whether it is carried out.
    pub admission: Admission,
    /// The status of its header.
    pub status: StatusCode,
    /// The challenge that goes with the status.
    pub chal: Option<Chal>,
}

/// Whether a message is carried out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_enums, reason = "who checks must handle all")]
pub enum Admission {
    /// It is from the peer.
    Admitted,
    /// Nothing of it is carried out; each of its commands gets the status of the header, and the peer
    /// may try again.
    Challenged,
    /// The same, and the session is over.
    Refused,
}

impl Verifier {
    /// Challenges of a session, unless told otherwise: one for a peer that has sent no credentials
    /// or some with a stale nonce, and one more.
    pub const TRIES: u8 = 2;

    /// Demands a proof of a scheme, and expects it to be made with the nonce that is stored from
    /// the session before.
    #[must_use]
    pub fn new(credential: Credential, demand: AuthType, stored: Nonce) -> Self {
        Self::demanding(demand, stored).with_credential(Some(credential))
    }

    /// Demands a proof of a scheme, and has nothing yet to check it with: the credential comes with
    /// [`with_credential`](Self::with_credential). Until then no proof is good.
    #[must_use]
    pub fn demanding(demand: AuthType, stored: Nonce) -> Self {
        Self { demand: Some(demand), ..Self::anyone(stored) }
    }

    /// Demands nothing: the transport has proved who the peer is.
    #[must_use]
    pub fn anyone(stored: Nonce) -> Self {
        Self {
            credential: None,
            demand: None,
            nonces: IssuedNonces::new(stored.clone()),
            stored,
            accepted: false,
            admitted: false,
            challenged: 0,
            tries: Self::TRIES,
        }
    }

    /// With another number of challenges.
    #[must_use]
    pub const fn with_tries(mut self, tries: u8) -> Self {
        self.tries = tries;
        self
    }

    /// Expects the special nonce that a notification was made with, this once.
    #[must_use]
    pub fn resynchronizing(mut self, special: Nonce) -> Self {
        self.nonces.resynchronize(special);
        self
    }

    /// With a credential again, after it was stored without.
    #[must_use]
    pub fn with_credential(mut self, credential: Option<Credential>) -> Self {
        self.credential = credential;
        self
    }

    /// The scheme that is demanded.
    #[must_use]
    pub const fn demand(&self) -> Option<AuthType> {
        self.demand
    }

    /// Whether the peer has been accepted for the whole session.
    #[must_use]
    pub const fn is_accepted(&self) -> bool {
        self.accepted
    }

    /// Whether the peer of the last message is who it says: what [`Prover`](super::Prover) has to
    /// know of who sends a nonce. A peer of whom nothing is demanded is taken at its word.
    #[must_use]
    pub const fn peer(&self) -> Peer {
        if self.admitted { Peer::Authenticated } else { Peer::Unauthenticated }
    }

    /// Checks a message: its header, the header `x-syncml-hmac` that came with it, and its octets as
    /// they came.
    pub fn check(
        &mut self,
        header: &Header,
        hmac: Option<&str>,
        body: &[u8],
        entropy: &mut Entropy,
    ) -> Check {
        let Some(demand) = self.demand else { return self.admit(StatusCode::OK, None) };
        if self.accepted && demand != AuthType::Mac {
            return self.admit(StatusCode::AUTHENTICATION_ACCEPTED, None);
        }
        let code = match self.judge(demand, header, hmac, body) {
            Proof::Good if demand == AuthType::Basic => {
                self.accepted = true;
                return self.admit(StatusCode::AUTHENTICATION_ACCEPTED, None);
            }
            Proof::Good => {
                let next = entropy.nonce();
                self.nonces.issue(next.clone());
                self.stored = next;
                self.challenged = 0;
                // With MAC each message is proved by itself (DM Security 1.2.1, 5.3.2).
                self.accepted = demand == AuthType::Md5;
                let code = if self.accepted {
                    StatusCode::AUTHENTICATION_ACCEPTED
                } else {
                    StatusCode::OK
                };
                let chal = self.challenge(demand);
                return self.admit(code, Some(chal));
            }
            Proof::Missing => StatusCode::AUTHENTICATION_REQUIRED,
            // Credentials of another scheme than the challenge demands end the session.
            Proof::OtherScheme if self.challenged > 0 => {
                self.challenged = self.tries;
                StatusCode::INVALID_CREDENTIALS
            }
            Proof::OtherScheme | Proof::Bad => StatusCode::INVALID_CREDENTIALS,
        };
        self.admitted = false;
        let is_over = self.challenged >= self.tries;
        self.challenged = self.challenged.saturating_add(1);
        self.nonces.issue(entropy.nonce());
        let admission = if is_over { Admission::Refused } else { Admission::Challenged };
        Check { admission, status: code, chal: Some(self.challenge(demand)) }
    }

    /// The nonce of the next session.
    #[must_use]
    pub fn stored_nonce(&self) -> Nonce {
        self.stored.clone()
    }

    const fn admit(&mut self, status: StatusCode, chal: Option<Chal>) -> Check {
        self.admitted = true;
        Check { admission: Admission::Admitted, status, chal }
    }

    fn challenge(&self, scheme: AuthType) -> Chal {
        let nonce = scheme.has_nonce().then(|| self.nonces.expected().to_base64());
        Chal::new(scheme, nonce.map(Text::from))
    }

    fn judge(&self, demand: AuthType, header: &Header, hmac: Option<&str>, body: &[u8]) -> Proof {
        let verdict = match (demand, hmac, header.cred.as_deref()) {
            (AuthType::Mac, Some(value), _) => {
                let Ok(mac) = HmacHeader::parse(value) else { return Proof::Bad };
                self.credential.as_ref().map(|own| own.verify_mac(&mac, body, &self.nonces))
            }
            (_, _, None) => return Proof::Missing,
            (_, _, Some(cred)) if cred.auth_type() != Some(demand) => return Proof::OtherScheme,
            (_, _, Some(cred)) => {
                let text = cred.data.as_ref().and_then(|data| data.trimmed()).unwrap_or("");
                self.credential.as_ref().map(|own| match demand {
                    AuthType::Md5 => own.verify_md5(text, &self.nonces),
                    AuthType::Basic => match Basic::from_base64(text) {
                        Ok(basic) => own.verify_basic(&basic),
                        Err(_) => Verdict::Bad,
                    },
                    _ => Verdict::Bad,
                })
            }
        };
        // A nonce that is no longer expected proves nothing: it may be a repeated message.
        if verdict == Some(Verdict::Ok) { Proof::Good } else { Proof::Bad }
    }
}

/// What the credentials of a message are worth.
enum Proof {
    Good,
    Missing,
    OtherScheme,
    Bad,
}
