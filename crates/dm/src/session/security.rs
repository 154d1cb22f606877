//! Who speaks: how each end of a session proves itself and checks the other (OMA DM Security 1.2.1, 5).
//!
//! A session has one [`Prover`] and one [`Verifier`]. Between sessions only [`Nonces`] are kept.

mod prover;
mod verifier;

use core::fmt;

use zeroize::Zeroize;

pub use prover::{Prover, Refusal, Standing};
pub use verifier::{Admission, Check, Verifier};

use crate::auth::{self, Nonce};

/// The nonces of the next session: what is stored with a peer when a session ends.
///
/// ```
/// use provost_dm::auth::Nonce;
/// use provost_dm::session::Nonces;
///
/// let nonces = Nonces::new(Nonce::EMPTY, Nonce::from_base64("Tm9uY2U=")?);
/// assert_eq!(nonces.peer.octets(), b"Nonce");
/// # Ok::<(), provost_dm::Error>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Nonces {
    /// What we prove ourselves with: the peer made it.
    pub own: Nonce,
    /// What the peer proves itself with: we made it.
    pub peer: Nonce,
}

impl Nonces {
    /// Of both directions.
    #[must_use]
    pub const fn new(own: Nonce, peer: Nonce) -> Self {
        Self { own, peer }
    }
}

/// Where the nonces of challenges come from: 32 random octets, which the caller has from the
/// generator of the system, anew for each session and each time that one is resumed.
///
/// Nonces are digests of these octets and a number, so that a run can be repeated.
///
/// ```
/// use provost_dm::session::Entropy;
///
/// let mut entropy = Entropy::new([7; 32]);
/// let (first, second) = (entropy.nonce(), entropy.nonce());
/// assert_ne!(first, second);
/// assert_eq!(first.octets().len(), 16);
/// assert_eq!(Entropy::new([7; 32]).nonce(), first);
/// assert_eq!(format!("{entropy:?}"), "Entropy(..)");
/// ```
#[derive(Clone)]
pub struct Entropy {
    seed: [u8; 32],
    drawn: u64,
}

impl Entropy {
    /// Of random octets.
    #[must_use]
    pub const fn new(seed: [u8; 32]) -> Self {
        Self { seed, drawn: 0 }
    }

    /// The next nonce. Who sees it learns nothing about the others.
    #[must_use = "it is drawn only once"]
    pub fn nonce(&mut self) -> Nonce {
        let digest = auth::md5(&[&self.seed, &self.drawn.to_be_bytes()]);
        self.drawn = self.drawn.wrapping_add(1);
        Nonce::from_octets(digest).unwrap_or_default()
    }
}

impl Drop for Entropy {
    fn drop(&mut self) {
        self.seed.zeroize();
    }
}

impl fmt::Debug for Entropy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Entropy(..)")
    }
}

#[cfg(test)]
mod tests;
