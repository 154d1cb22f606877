//! How the peer proves itself to us.

use super::Entropy;
use crate::auth::{Basic, Credential, HmacHeader, IssuedNonces, Nonce, Peer, Verdict};
use crate::auth_type::AuthType;
use crate::message::{Chal, Header};
use crate::status_code::StatusCode;
use crate::text::Text;

/// Checks who the peer is, in each message until it is accepted, and makes the challenges.
///
/// A message without a good proof takes nothing away from the peer: the nonce that its next proof is made with
/// stays good until it is used, and so does the one of a challenge, which is the same for all that fail. Once
/// the peer has proved itself, no number of such messages ends the session.
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
    /// Whether each message is to be proved, where the scheme would do with one.
    each: bool,
    nonces: IssuedNonces,
    /// The nonce of the challenge that was made since the last proof, which is as good as the one expected:
    /// whoever has caused it may be another than the peer.
    challenge: Option<Nonce>,
    /// What is kept for the next session. It moves on when the peer has proved itself, so that
    /// whoever cannot do not make the nonce of the real peer stale.
    stored: Nonce,
    /// Whether the peer has been accepted for the whole session.
    accepted: bool,
    /// Whether the peer has proved itself in this session.
    proved: bool,
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
            each: false,
            nonces: IssuedNonces::new(stored.clone()),
            challenge: None,
            stored,
            accepted: false,
            proved: false,
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

    /// With a proof in each message, by 200 where one would do for the session, by 212: whoever knows the
    /// `SessionID` then cannot speak for the peer. With auth-MAC it is so anyway.
    #[must_use]
    pub const fn of_each_message(mut self) -> Self {
        self.each = true;
        self
    }

    /// With the nonce of a challenge that was made before.
    pub(crate) fn challenging(mut self, challenge: Option<Nonce>) -> Self {
        self.challenge = challenge;
        self
    }

    /// With the challenges counted that another one has made, for the same peer.
    pub(crate) const fn with_challenges_of(mut self, other: &Self) -> Self {
        self.challenged = other.challenged;
        self
    }

    /// The peer has proved itself elsewhere, and used up what was expected.
    pub(crate) fn move_on(&mut self, next: &Nonce) {
        if self.nonces.expected() != next {
            self.nonces.issue(next.clone());
        }
        self.stored = next.clone();
    }

    /// The nonce of the challenge that was not answered yet.
    pub(crate) const fn pending_challenge(&self) -> Option<&Nonce> {
        self.challenge.as_ref()
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

    /// Whether the peer has proved itself in this session, with a message or for all of it.
    #[must_use]
    pub const fn is_proved(&self) -> bool {
        self.proved
    }

    /// Whether a message that has the number of one before it is from the peer as well: it is proved as that
    /// one was, though its nonce is used up by now.
    pub(crate) fn vouches(&self, header: &Header, hmac: Option<&str>, body: &[u8]) -> bool {
        let Some(demand) = self.demand else { return true };
        self.accepted
            || matches!(self.judge(demand, header, hmac, body), Proof::Good(_) | Proof::Stale)
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
        if self.accepted {
            // 212 answers credentials alone (RepPro 1.2.2, 10), and a peer that goes on sending them may stop.
            let has_cred = header.cred.is_some();
            let code = if has_cred { StatusCode::AUTHENTICATION_ACCEPTED } else { StatusCode::OK };
            return self.admit(code, None);
        }
        let code = match self.judge(demand, header, hmac, body) {
            Proof::Good(made_with) => {
                // With MAC each message is proved by itself (DM Security 1.2.1, 5.3.2).
                self.accepted = demand != AuthType::Mac && !self.each;
                self.proved = true;
                self.challenged = 0;
                if demand.has_nonce() {
                    self.renew(made_with, entropy.nonce());
                }
                let code = if self.accepted {
                    StatusCode::AUTHENTICATION_ACCEPTED
                } else {
                    StatusCode::OK
                };
                let chal = demand.has_nonce().then(|| challenge(demand, self.nonces.expected()));
                return self.admit(code, chal);
            }
            // A message without the header of a MAC that was asked for counts as wrong (DM Security 1.2.1, 5.3.2).
            Proof::Missing if demand == AuthType::Mac && (self.proved || self.challenged > 0) => {
                StatusCode::INVALID_CREDENTIALS
            }
            Proof::Missing => StatusCode::AUTHENTICATION_REQUIRED,
            // Credentials of another scheme than the challenge demands end the session.
            Proof::OtherScheme if self.challenged > 0 => {
                self.challenged = self.tries;
                StatusCode::INVALID_CREDENTIALS
            }
            Proof::OtherScheme | Proof::Stale | Proof::Bad => StatusCode::INVALID_CREDENTIALS,
        };
        self.admitted = false;
        let is_over = self.challenged >= self.tries && !self.proved;
        self.challenged = self.challenged.saturating_add(1);
        let admission = if is_over { Admission::Refused } else { Admission::Challenged };
        // Where others cause challenges too, the peer may answer any of them.
        let nonce = self.challenge.get_or_insert_with(|| entropy.nonce());
        Check { admission, status: code, chal: Some(challenge(demand, nonce)) }
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

    /// A proof was good: the nonce that it was made with is used up, and so is the other one.
    fn renew(&mut self, made_with: MadeWith, next: Nonce) {
        if let (MadeWith::Challenge, Some(nonce)) = (made_with, self.challenge.take()) {
            self.nonces.issue(nonce);
        }
        self.nonces.issue(next.clone());
        self.stored = next;
    }

    fn judge(&self, demand: AuthType, header: &Header, hmac: Option<&str>, body: &[u8]) -> Proof {
        let mac = hmac.filter(|_| demand == AuthType::Mac).map(HmacHeader::parse);
        let text = match (&mac, header.cred.as_deref()) {
            (Some(Err(_)), _) => return Proof::Bad,
            (Some(Ok(_)), _) => "",
            (None, None) => return Proof::Missing,
            (None, Some(cred)) if cred.auth_type() != Some(demand) => return Proof::OtherScheme,
            (None, Some(cred)) => cred.data.as_ref().and_then(|data| data.trimmed()).unwrap_or(""),
        };
        let Some(own) = &self.credential else { return Proof::Bad };
        let verdict = |nonces: &IssuedNonces| match (demand, &mac) {
            (AuthType::Mac, Some(Ok(mac))) => own.verify_mac(mac, body, nonces),
            (AuthType::Md5, _) => own.verify_md5(text, nonces),
            (AuthType::Basic, _) => match Basic::from_base64(text) {
                Ok(basic) => own.verify_basic(&basic),
                Err(_) => Verdict::Bad,
            },
            _ => Verdict::Bad,
        };
        let is_of_challenge =
            |nonce: &Nonce| verdict(&IssuedNonces::new(nonce.clone())) == Verdict::Ok;
        match verdict(&self.nonces) {
            Verdict::Ok => Proof::Good(MadeWith::Expected),
            _ if self.challenge.as_ref().is_some_and(is_of_challenge) => {
                Proof::Good(MadeWith::Challenge)
            }
            // A nonce that is no longer expected proves nothing: it may be a repeated message.
            Verdict::Stale => Proof::Stale,
            Verdict::Bad => Proof::Bad,
        }
    }
}

fn challenge(scheme: AuthType, nonce: &Nonce) -> Chal {
    Chal::new(scheme, scheme.has_nonce().then(|| Text::from(nonce.to_base64())))
}

/// Which nonce a proof was made with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum MadeWith {
    /// That of the last status with success, or of the session before.
    Expected,
    /// That of a challenge.
    Challenge,
}

/// What the credentials of a message are worth.
enum Proof {
    Good(MadeWith),
    Stale,
    Missing,
    OtherScheme,
    Bad,
}
