//! Notifications (package 0): a server asks a client to begin a session (DM Notification 1.2.1).
//!
//! ```
//! use provost_dm::auth::{Credential, Nonce, Resynchronization};
//! use provost_dm::notification::{Authenticity, Notification, SessionId, Trigger, UiMode};
//!
//! // The password and the nonce of the server: AppAuth with AAuthLevel SRVCRED.
//! let server = Credential::new("com.mgmtsrv.manage", "secret");
//! let nonce = Nonce::from_octets(*b"Nonce")?;
//! let trigger = Trigger::new(SessionId::new(0x1234), "com.mgmtsrv.manage")?
//!     .with_ui_mode(UiMode::Background);
//! let octets = trigger.sign(&server, &nonce).to_bytes();
//!
//! let received = Notification::decode(&octets)?;
//! assert_eq!(received.trigger().session_id().to_string(), "1234");
//! assert_eq!(received.trigger().version().to_string(), "1.1");
//! let policy = Resynchronization::default();
//! assert_eq!(received.verify(&server, &nonce, &policy), Authenticity::Genuine);
//! # Ok::<(), provost_dm::Error>(())
//! ```
//!
//! The layout is the same in DM 1.1.2 (version 1.0) and in DM 1.2 (version 1.1):
//!
//! | octets | what |
//! |---|---|
//! | 16 | digest: auth-MAC of the server over all that follows |
//! | 5 | version (10 bits), UI mode (2), initiator (1), for future use (27) |
//! | 2 | session id |
//! | 1 | length n of the server's identifier |
//! | n | the server's identifier |
//! | rest | vendor-specific |

pub(crate) mod fault;
mod frame;
mod trigger;

use alloc::vec::Vec;

use bytes::Bytes;

pub use fault::Fault;
pub use frame::{Frame, Ports};
pub use trigger::{Deviation, Initiator, SessionId, Trigger, UiMode, Version};

use crate::auth::{Credential, Digest, Nonce, Resynchronization};
use crate::error::{Error, ErrorKind};

/// A notification: a [`Trigger`], and the proof that it is of the server it names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notification {
    digest: Digest,
    trigger: Trigger,
}

impl Notification {
    pub(crate) const fn new(digest: Digest, trigger: Trigger) -> Self {
        Self { digest, trigger }
    }

    /// Reads the octets of a notification; nothing in it has been verified then.
    ///
    /// # Errors
    /// [`Notification`](ErrorKind::Notification) with what is wrong.
    pub fn decode(input: &Bytes) -> Result<Self, Error> {
        let Some((digest, trigger)) = input.split_first_chunk::<DIGEST>() else {
            return Err(Error::new(ErrorKind::Notification(Fault::Truncated), input.len()));
        };
        let trigger = Trigger::decode(&input.slice_ref(trigger))
            .map_err(|error| error.at(error.offset().saturating_add(DIGEST)))?;
        Ok(Self { digest: Digest::from_octets(*digest), trigger })
    }

    /// The octets.
    #[must_use]
    pub fn to_bytes(&self) -> Bytes {
        let mut out = Vec::with_capacity(DIGEST.saturating_add(self.trigger.encoded_len()));
        out.extend_from_slice(self.digest.octets());
        self.trigger.encode(&mut out);
        out.into()
    }

    /// The proof.
    #[must_use]
    pub const fn digest(&self) -> &Digest {
        &self.digest
    }

    /// What it says. Act on it after [`verify`](Self::verify).
    #[must_use]
    pub const fn trigger(&self) -> &Trigger {
        &self.trigger
    }

    /// Verifies it with the server's credential and nonce, and where it does not, with the special
    /// nonces of the policy. A credential of another server than the trigger names does not verify.
    #[must_use]
    pub fn verify(
        &self,
        server: &Credential,
        nonce: &Nonce,
        policy: &Resynchronization,
    ) -> Authenticity {
        let octets = self.trigger.to_bytes();
        let is_made_with = |nonce: &Nonce| server.mac(nonce, &octets) == self.digest;
        if server.user() != self.trigger.server_id() {
            return Authenticity::Forged;
        }
        if is_made_with(nonce) {
            return Authenticity::Genuine;
        }
        match policy.nonces().iter().find(|special| is_made_with(special)) {
            Some(special) => Authenticity::Resynchronizing(special.clone()),
            None => Authenticity::Forged,
        }
    }
}

/// What a verified notification is.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_enums, reason = "who verifies must handle all")]
pub enum Authenticity {
    /// It is made with the server's password and the stored nonce.
    Genuine,
    /// It is made with the server's password and a special nonce, because the server has lost count.
    /// The client makes its own proof in package 1 with that nonce, and in package 3 sends the
    /// server a new one (DM Notification 1.2.1, 6.2.1.1).
    Resynchronizing(Nonce),
    /// It is made with neither.
    Forged,
}

/// Octets of the digest.
const DIGEST: usize = 16;
