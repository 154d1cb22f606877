//! What one proves or verifies with.

use alloc::string::String;
use core::fmt;

use zeroize::Zeroizing;

use super::basic::Basic;
use super::digest::{Digest, UserDigest};
use super::hmac_header::HmacHeader;
use super::nonce::Nonce;
use super::nonces::IssuedNonces;
use super::verdict::Verdict;
use crate::error::Error;

/// A user with a password, or with the digest that was stored in its place.
///
/// ```
/// use provost_dm::auth::{Credential, Nonce};
///
/// let credential = Credential::new("Bruce2", "OhBehave");
/// assert_eq!(credential.basic().as_deref(), Some("QnJ1Y2UyOk9oQmVoYXZl"));
/// let mac = credential.mac(&Nonce::from_octets(*b"Nonce")?, b"");
/// assert_eq!(mac.to_base64(), "gbjsdKI2jLRPFi9gmOstJg==");
/// assert!(!format!("{credential:?}").contains("OhBehave"));
/// # Ok::<(), provost_dm::Error>(())
/// ```
#[derive(Clone)]
pub struct Credential {
    user: String,
    password: Option<Zeroizing<String>>,
    digest: UserDigest,
}

impl Credential {
    /// Of a user and a password.
    #[must_use]
    pub fn new(user: impl Into<String>, password: &str) -> Self {
        let user = user.into();
        let digest = UserDigest::new(&user, password);
        Self { user, password: Some(Zeroizing::new(password.into())), digest }
    }

    /// Of a user and `H(user ":" password)`: it does all but make auth-basic.
    #[must_use]
    pub fn stored(user: impl Into<String>, digest: UserDigest) -> Self {
        Self { user: user.into(), password: None, digest }
    }

    /// The user: LocName of Source in a header with auth-md5, `username` of the header
    /// `x-syncml-hmac`.
    #[must_use]
    pub fn user(&self) -> &str {
        &self.user
    }

    /// `H(user ":" password)`, to be stored.
    #[must_use]
    pub const fn digest(&self) -> &UserDigest {
        &self.digest
    }

    /// Data of an auth-basic Cred; nothing where only the digest is known. It is a secret.
    #[must_use]
    pub fn basic(&self) -> Option<String> {
        self.password.as_ref().map(|password| Basic::encode(&self.user, password))
    }

    /// The proof of auth-md5, whose base64 is Data of the Cred.
    #[must_use]
    pub fn md5(&self, nonce: &Nonce) -> Digest {
        self.digest.md5(nonce)
    }

    /// The proof of auth-MAC over the octets of the body of the transport, in WBXML or XML.
    #[must_use]
    pub fn mac(&self, nonce: &Nonce, body: &[u8]) -> Digest {
        self.digest.mac(nonce, body)
    }

    /// The value of the header `x-syncml-hmac` for a body.
    ///
    /// # Errors
    /// Those of [`HmacHeader::new`].
    pub fn hmac_header(&self, nonce: &Nonce, body: &[u8]) -> Result<HmacHeader, Error> {
        HmacHeader::new(self.user.clone(), self.mac(nonce, body))
    }

    /// Verifies an auth-basic Cred.
    pub fn verify_basic(&self, basic: &Basic) -> Verdict {
        // By digests: of equal length, and all that a verifier may have.
        Verdict::from_match(self.digest.is_of(basic.octets()))
    }

    /// Verifies the Data of an auth-md5 Cred. What is no base64 of 16 octets is [`Verdict::Bad`].
    pub fn verify_md5(&self, data: &str, nonces: &IssuedNonces) -> Verdict {
        let Ok(proof) = Digest::from_base64(data) else { return Verdict::Bad };
        nonces.judge(|nonce| self.digest.md5(nonce) == proof)
    }

    /// Whether the Data of an auth-md5 Cred is made with the base64 text of the expected nonce: a
    /// fault of some clients. Call it after [`verify_md5`](Self::verify_md5) only where such a
    /// client must be served.
    #[must_use]
    pub fn verify_md5_of_text_nonce(&self, data: &str, nonces: &IssuedNonces) -> bool {
        Digest::from_base64(data)
            .is_ok_and(|proof| self.digest.md5_of_text_nonce(nonces.expected()) == proof)
    }

    /// Verifies a header `x-syncml-hmac` over the octets of the body of the transport.
    pub fn verify_mac(&self, header: &HmacHeader, body: &[u8], nonces: &IssuedNonces) -> Verdict {
        let verdict = nonces.judge(|nonce| self.digest.mac(nonce, body) == *header.mac());
        if header.username() == self.user { verdict } else { Verdict::Bad }
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential").field("user", &self.user).finish_non_exhaustive()
    }
}
