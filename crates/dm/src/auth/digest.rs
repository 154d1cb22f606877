//! The two digests: of user and password, which is stored, and of that with a nonce, which is sent.

use alloc::string::String;
use core::fmt;
use core::hint::black_box;

use base64ct::{Base64, Encoding};
use md5::{Digest as _, Md5};
use zeroize::Zeroize;

use super::base64;
use super::nonce::Nonce;
use crate::error::{Error, ErrorKind};

/// `H(user ":" password)`: what a verifier stores in place of the password, and as secret as it is.
///
/// ```
/// use provost_dm::auth::UserDigest;
///
/// let digest = UserDigest::new("Bruce2", "OhBehave");
/// assert_eq!(digest.to_base64(), "PtEdr8lBQ45IbT1bZIkrOQ==");
/// assert_eq!(format!("{digest:?}"), "UserDigest(..)");
/// ```
#[derive(Clone)]
pub struct UserDigest([u8; 16]);

impl UserDigest {
    /// Of a user and a password, as UTF-8.
    #[must_use]
    pub fn new(user: &str, password: &str) -> Self {
        Self(md5(&[user.as_bytes(), b":", password.as_bytes()]))
    }

    /// As it was stored.
    #[must_use]
    pub const fn from_octets(octets: [u8; 16]) -> Self {
        Self(octets)
    }

    /// As it was stored, in base64.
    ///
    /// # Errors
    /// [`Base64`](ErrorKind::Base64) where it is none, or not of 16 octets.
    pub fn from_base64(text: &str) -> Result<Self, Error> {
        sixteen(text).map(Self)
    }

    /// To be stored. It is a secret.
    #[must_use]
    pub const fn to_octets(&self) -> [u8; 16] {
        self.0
    }

    /// To be stored, in base64. It is a secret.
    #[must_use]
    pub fn to_base64(&self) -> String {
        Base64::encode_string(&self.0)
    }

    /// The digest of auth-md5: `H(B64(self) ":" nonce)`.
    #[must_use]
    pub fn md5(&self, nonce: &Nonce) -> Digest {
        self.with_inner(|inner| md5(&[inner, b":", nonce.octets()]))
    }

    /// The digest of auth-MAC over the whole body of a message, and of a notification over its
    /// trigger: `H(B64(self) ":" nonce ":" B64(H(body)))`. It is not the HMAC of RFC 2104.
    #[must_use]
    pub fn mac(&self, nonce: &Nonce, body: &[u8]) -> Digest {
        let mut text = [0; BASE64];
        let body = encode(&md5(&[body]), &mut text);
        self.with_inner(|inner| md5(&[inner, b":", nonce.octets(), b":", body]))
    }

    /// The digest of auth-md5 as peers make it that leave the nonce in base64.
    pub(super) fn md5_of_text_nonce(&self, nonce: &Nonce) -> Digest {
        self.with_inner(|inner| md5(&[inner, b":", nonce.to_base64().as_bytes()]))
    }

    /// Whether it is the digest of `user:password`.
    pub(super) fn is_of(&self, user_and_password: &[u8]) -> bool {
        same(&md5(&[user_and_password]), &self.0)
    }

    fn with_inner(&self, outer: impl FnOnce(&[u8]) -> [u8; 16]) -> Digest {
        let mut text = [0; BASE64];
        let digest = outer(encode(&self.0, &mut text));
        text.zeroize();
        Digest(digest)
    }
}

impl Drop for UserDigest {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for UserDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UserDigest(..)")
    }
}

/// A proof: 16 octets that only who knows the password can make.
///
/// Two of them are compared in a time that does not depend on where they differ.
#[derive(Clone, Copy)]
pub struct Digest([u8; 16]);

impl Digest {
    /// The octets as they are, in a notification.
    #[must_use]
    pub const fn from_octets(octets: [u8; 16]) -> Self {
        Self(octets)
    }

    /// Of base64 text, as it is in Cred and in the header: padding may be missing, and white space
    /// may stand anywhere.
    ///
    /// # Errors
    /// [`Base64`](ErrorKind::Base64) where it is none, or not of 16 octets.
    pub fn from_base64(text: &str) -> Result<Self, Error> {
        sixteen(text).map(Self)
    }

    /// The octets.
    #[must_use]
    pub const fn octets(&self) -> &[u8; 16] {
        &self.0
    }

    /// The base64 text, as it is in Cred and in the header.
    #[must_use]
    pub fn to_base64(&self) -> String {
        Base64::encode_string(&self.0)
    }
}

impl PartialEq for Digest {
    fn eq(&self, other: &Self) -> bool {
        same(&self.0, &other.0)
    }
}

impl Eq for Digest {}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Digest(..)")
    }
}

/// Characters of 16 octets in base64.
const BASE64: usize = 24;

fn sixteen(text: &str) -> Result<[u8; 16], Error> {
    let octets = base64::decode(text).ok_or(Error::new(ErrorKind::Base64, 0))?;
    octets.try_into().map_err(|_| Error::new(ErrorKind::Base64, 0))
}

pub(crate) fn md5(parts: &[&[u8]]) -> [u8; 16] {
    let mut hash = Md5::new();
    parts.iter().for_each(|part| hash.update(part));
    hash.finalize().into()
}

/// It cannot fail: the buffer has the size.
fn encode<'a>(octets: &[u8; 16], text: &'a mut [u8; BASE64]) -> &'a [u8] {
    Base64::encode(octets, text).map_or(&[], str::as_bytes)
}

/// Looks at all octets, whatever the first ones are.
fn same(one: &[u8; 16], other: &[u8; 16]) -> bool {
    let difference = one.iter().zip(other).fold(0, |all, (a, b)| black_box(all | (a ^ b)));
    black_box(difference) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equality_sees_every_bit() {
        let one = Digest([0xA5; 16]);
        assert_eq!(one, one);
        for bit in 0..128 {
            let mut other = one.0;
            other[bit / 8] ^= 1 << (bit % 8);
            assert_ne!(one, Digest(other), "bit {bit}");
        }
    }

    #[test]
    fn base64_of_another_length_is_refused() {
        for text in ["", "AAAA", "AAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAAA=", "no base64"] {
            assert!(Digest::from_base64(text).is_err(), "{text:?}");
            assert!(UserDigest::from_base64(text).is_err(), "{text:?}");
        }
        assert!(Digest::from_base64("AAAAAAAAAAAAAAAAAAAAAA").is_ok());
    }
}
