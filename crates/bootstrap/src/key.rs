//! Octets of a secret, and the keyed hash that is made of them.

use alloc::vec::Vec;
use core::fmt;

use hmac::{Hmac, KeyInit};
use sha1::{Digest, Sha1};
use zeroize::{Zeroize, Zeroizing};

/// A secret of any octets: the explicit escape for networks that no other type fits.
///
/// Overwritten when dropped; `Debug` shows nothing of it.
#[derive(Clone)]
pub struct Key(Zeroizing<Vec<u8>>);

impl Key {
    /// Takes the octets over.
    ///
    /// # Errors
    /// [`SecretError::Empty`]: with a key of no octets everybody can make a MAC.
    pub fn new(octets: Vec<u8>) -> Result<Self, SecretError> {
        if octets.is_empty() { Err(SecretError::Empty) } else { Ok(Self::checked(octets)) }
    }

    /// The octets as text, where they are that: the password of a device management credential.
    #[must_use]
    pub fn reveal_text(&self) -> Option<&str> {
        core::str::from_utf8(&self.0).ok()
    }

    /// Octets that are known not to be none.
    pub(crate) fn checked(octets: Vec<u8>) -> Self {
        Self(Zeroizing::new(octets))
    }

    /// The octets: whoever calls this has them in hand, and takes care of the copies.
    #[must_use]
    pub fn reveal(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(..)")
    }
}

/// Why a secret is none. Says nothing of it but its length.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum SecretError {
    /// Nothing at all.
    Empty,
    /// Something else than a decimal digit.
    NotADigit {
        /// Octets in front of it.
        offset: usize,
    },
    /// A wrong number of digits or octets.
    Length {
        /// How many there are.
        found: usize,
        /// The fewest that are right.
        least: usize,
        /// The most that are right.
        most: usize,
    },
    /// Octets of an EF(IMSI) that are none: type of identity, parity or filler.
    SemiOctets {
        /// Octets in front of it.
        offset: usize,
    },
}

impl fmt::Display for SecretError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("secret is empty"),
            Self::NotADigit { offset } => {
                write!(f, "expected a decimal digit, found another character at byte {offset}")
            }
            Self::Length { found, least, most } if least == most => {
                write!(f, "expected {least} digits or octets, found {found}")
            }
            Self::Length { found, least, most } => {
                write!(f, "expected {least} to {most} digits or octets, found {found}")
            }
            Self::SemiOctets { offset } => write!(f, "octets are no IMSI at byte {offset}"),
        }
    }
}

impl core::error::Error for SecretError {}

/// The decimal digits of a text, as a check only.
pub(crate) fn check_digits(text: &str) -> Result<(), SecretError> {
    match text.bytes().position(|octet| !octet.is_ascii_digit()) {
        Some(offset) => Err(SecretError::NotADigit { offset }),
        None if text.is_empty() => Err(SecretError::Empty),
        None => Ok(()),
    }
}

/// The parts that make a key, one behind the other.
pub(crate) type Parts<'a> = [&'a [u8]; 3];

/// Octets that go into the hash as they are.
const BLOCK: usize = 64;

/// HMAC-SHA1 with a key in parts, which are joined on the stack and overwritten.
pub(crate) fn keyed(parts: Parts<'_>) -> Hmac<Sha1> {
    // One part needs no joining, and fits whatever its length: there is no error to come.
    if let [key, [], []] = parts {
        if let Ok(hash) = Hmac::new_from_slice(key) {
            return hash;
        }
    }
    let mut block = Zeroizing::new([0; BLOCK]);
    let length = parts.iter().fold(0_usize, |sum, part| sum.saturating_add(part.len()));
    if length <= BLOCK {
        let octets = parts.iter().flat_map(|part| part.iter());
        block.iter_mut().zip(octets).for_each(|(to, from)| *to = *from);
    } else {
        // RFC 2104: a key longer than a block is replaced by its hash.
        let mut hash = Sha1::new();
        parts.iter().for_each(|part| hash.update(part));
        let mut digest = hash.finalize();
        block.iter_mut().zip(&digest).for_each(|(to, from)| *to = *from);
        digest.as_mut_slice().zeroize();
    }
    Hmac::new((&*block).into())
}
