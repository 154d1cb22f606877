//! Nonces: octets, never their base64 text.

use alloc::string::String;
use alloc::vec::Vec;

use base64ct::{Base64, Encoding};

use super::base64;
use crate::error::{Error, ErrorKind};

/// A nonce: the octets that are hashed.
///
/// On the wire, in NextNonce, it is base64 text, and to hash that text is the classic fault of
/// peers. So there is no way to make one from text that does not say which text:
///
/// ```
/// use provost_dm::auth::Nonce;
///
/// let nonce = Nonce::from_base64("Tm9uY2U=")?;
/// assert_eq!(nonce, Nonce::from_octets(b"Nonce".to_vec())?);
/// assert_eq!(nonce.to_base64(), "Tm9uY2U=");
/// # Ok::<(), provost_dm::Error>(())
/// ```
///
/// It is no secret: it travels in clear, and a server keeps it with a device. It must be
/// unpredictable, and at least 16 random octets are recommended: the caller has the generator.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Nonce(Vec<u8>);

impl Nonce {
    /// The most octets of one (256): a challenge must not make us keep more.
    pub const MAX: usize = 256;

    /// No octets: what a digest is made with before any challenge, where none was ever stored.
    pub const EMPTY: Self = Self(Vec::new());

    /// The octets as they are.
    ///
    /// # Errors
    /// [`NonceLength`](ErrorKind::NonceLength) above [`MAX`](Self::MAX).
    pub fn from_octets(octets: impl Into<Vec<u8>>) -> Result<Self, Error> {
        let octets = octets.into();
        if octets.len() > Self::MAX {
            return Err(Error::new(ErrorKind::NonceLength, Self::MAX));
        }
        Ok(Self(octets))
    }

    /// The octets of base64 text, as it is in NextNonce: padding may be missing, and white space
    /// may stand anywhere.
    ///
    /// # Errors
    /// [`Base64`](ErrorKind::Base64), and [`NonceLength`](ErrorKind::NonceLength) above
    /// [`MAX`](Self::MAX).
    pub fn from_base64(text: &str) -> Result<Self, Error> {
        let octets = base64::decode(text).ok_or(Error::new(ErrorKind::Base64, 0))?;
        Self::from_octets(octets)
    }

    /// The octets, which are what is hashed.
    #[must_use]
    pub fn octets(&self) -> &[u8] {
        &self.0
    }

    /// The base64 text, as it is in NextNonce.
    #[must_use]
    pub fn to_base64(&self) -> String {
        Base64::encode_string(&self.0)
    }
}

/// As the base64 text of NextNonce.
#[cfg(feature = "serde")]
impl serde::Serialize for Nonce {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_base64())
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Nonce {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::from_base64(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;

    #[test]
    fn length() {
        assert!(Nonce::from_octets(vec![7; 255]).is_ok());
        assert!(Nonce::from_octets(vec![7; 256]).is_ok());
        let error = Nonce::from_octets(vec![7; 257]).unwrap_err();
        assert_eq!(error, Error::new(ErrorKind::NonceLength, 256));
        let text = Base64::encode_string(&[7; 257]);
        assert_eq!(Nonce::from_base64(&text), Err(error));
        assert_eq!(Nonce::from_base64("?"), Err(Error::new(ErrorKind::Base64, 0)));
    }
}
