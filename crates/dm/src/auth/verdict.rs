//! What a proof is worth.

/// What a verifier says to a proof.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_enums, reason = "who verifies must handle all")]
#[must_use]
pub enum Verdict {
    /// It is made with the password and the expected nonce.
    Ok,
    /// It is made with the password, but with a nonce that is no longer expected: it may be a
    /// repeated message, so it proves nothing, but the honest peer has only lost our last
    /// challenge. Challenge once more (DM Security 1.2.1, 5.3.1).
    Stale,
    /// It is not made with the password.
    Bad,
}

impl Verdict {
    pub(super) const fn from_match(matches: bool) -> Self {
        if matches { Self::Ok } else { Self::Bad }
    }
}
