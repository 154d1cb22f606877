//! Which nonce is next: the state of one direction, at either end.

use alloc::vec::Vec;

use super::nonce::Nonce;
use super::verdict::Verdict;

/// The nonces that who verifies has handed out in its challenges, for one peer.
///
/// ```
/// use provost_dm::auth::{Credential, IssuedNonces, Nonce, Verdict};
///
/// let credential = Credential::new("user", "pass");
/// let (first, second) = (Nonce::from_octets(*b"first")?, Nonce::from_octets(*b"second")?);
/// let old = credential.md5(&first).to_base64();
///
/// let mut nonces = IssuedNonces::new(first);
/// assert_eq!(credential.verify_md5(&old, &nonces), Verdict::Ok);
/// // Each challenge makes the nonce before it stale.
/// nonces.issue(second);
/// assert_eq!(credential.verify_md5(&old, &nonces), Verdict::Stale);
/// # Ok::<(), provost_dm::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct IssuedNonces {
    expected: Nonce,
    previous: Option<Nonce>,
}

impl IssuedNonces {
    /// Expects that nonce: the one of the account, or that was issued last in a session before.
    #[must_use]
    pub const fn new(expected: Nonce) -> Self {
        Self { expected, previous: None }
    }

    /// The nonce that a proof must be made with.
    #[must_use]
    pub const fn expected(&self) -> &Nonce {
        &self.expected
    }

    /// Takes note of a nonce that goes out as NextNonce: with status 200, 401 or 407 it is for the
    /// next message, with 212 for the next session. The one before it becomes stale.
    pub fn issue(&mut self, next: Nonce) {
        self.previous = Some(core::mem::replace(&mut self.expected, next));
    }

    /// Expects the special nonce of a notification that was sent with it, once: the answer with
    /// success carries a new nonce (DM Notification 1.2.1, 6.2.1.1). The stored nonce becomes stale.
    ///
    /// A proof with the special nonce can be repeated by who has seen one. So it is accepted only
    /// after this call, and until the next [`issue`](Self::issue).
    pub fn resynchronize(&mut self, special: Nonce) {
        self.issue(special);
    }

    /// Judges a proof by what it is made with.
    pub(super) fn judge(&self, is_made_with: impl Fn(&Nonce) -> bool) -> Verdict {
        if is_made_with(&self.expected) {
            return Verdict::Ok;
        }
        match &self.previous {
            Some(previous) if is_made_with(previous) => Verdict::Stale,
            _ => Verdict::Bad,
        }
    }
}

/// Whether the peer that sent a challenge has itself been authenticated.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_enums, reason = "there is no third")]
pub enum Peer {
    /// It has.
    Authenticated,
    /// It has not, or not yet.
    Unauthenticated,
}

/// The nonces that who proves has received in challenges, from one peer.
///
/// ```
/// use provost_dm::auth::{Nonce, Peer, ReceivedNonces};
///
/// let good = Nonce::from_octets(*b"good")?;
/// let doubtful = Nonce::from_octets(*b"doubtful")?;
/// let mut nonces = ReceivedNonces::new(good.clone());
/// nonces.receive(doubtful.clone(), Peer::Unauthenticated);
/// assert_eq!(nonces.next(), &doubtful);
/// // Whoever sent it cannot spoil the nonce of the next session.
/// assert_eq!(nonces.into_stored(), good);
/// # Ok::<(), provost_dm::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ReceivedNonces {
    stored: Nonce,
    session: Option<Nonce>,
}

impl ReceivedNonces {
    /// Begins a session with the nonce that is stored from the one before, or in the account.
    #[must_use]
    pub const fn new(stored: Nonce) -> Self {
        Self { stored, session: None }
    }

    /// Begins a session with the special nonce, because the notification that asks for it was made
    /// with it ([`Authenticity::Resynchronizing`](crate::notification::Authenticity)).
    #[must_use]
    pub const fn resynchronizing(stored: Nonce, special: Nonce) -> Self {
        Self { stored, session: Some(special) }
    }

    /// The nonce of the next proof.
    #[must_use]
    pub const fn next(&self) -> &Nonce {
        match &self.session {
            Some(nonce) => nonce,
            None => &self.stored,
        }
    }

    /// Takes the NextNonce of a challenge. One from a peer that is not authenticated holds for this
    /// session, and does not replace the stored one (DM Security 1.2.1, 5.3.1).
    pub fn receive(&mut self, next: Nonce, from: Peer) {
        match from {
            Peer::Authenticated => *self = Self::new(next),
            Peer::Unauthenticated => self.session = Some(next),
        }
    }

    /// The nonce to be stored at the end of the session.
    #[must_use]
    pub fn into_stored(self) -> Nonce {
        self.stored
    }
}

/// The special nonces that a client tries where a notification does not verify with the stored one.
///
/// The specification writes `0x00000000` and does not say whether that is four octets or ten
/// characters. AOSP and Motorola read four octets, and so do we unless told more; libdmclient reads
/// characters. Whoever accepts them accepts notifications that can be repeated, so a client that
/// needs no resynchronization refuses all.
///
/// ```
/// use provost_dm::auth::{Nonce, Resynchronization};
///
/// let policy = Resynchronization::default().with(Resynchronization::text());
/// assert_eq!(policy.nonces()[0].octets(), [0; 4]);
/// assert_eq!(policy.nonces()[1].octets(), b"0x00000000");
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Resynchronization(Vec<Nonce>);

impl Resynchronization {
    /// Tries no special nonce.
    #[must_use]
    pub const fn refuse() -> Self {
        Self(Vec::new())
    }

    /// Tries one more: [`text`](Self::text), or what a vendor uses (`12345` in a build of Sprint).
    #[must_use]
    pub fn with(mut self, nonce: Nonce) -> Self {
        self.0.push(nonce);
        self
    }

    /// The special nonce as four octets of zero.
    #[must_use]
    pub fn octets() -> Nonce {
        Nonce::from_octets([0; 4]).unwrap_or_default()
    }

    /// The special nonce as ten characters, `0x00000000`.
    #[must_use]
    pub fn text() -> Nonce {
        Nonce::from_octets(*b"0x00000000").unwrap_or_default()
    }

    /// The special nonces, in the order they are tried.
    #[must_use]
    pub fn nonces(&self) -> &[Nonce] {
        &self.0
    }
}

/// Four octets of zero.
impl Default for Resynchronization {
    fn default() -> Self {
        Self::refuse().with(Self::octets())
    }
}
