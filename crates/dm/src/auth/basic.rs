//! The credential of auth-basic.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use zeroize::Zeroizing;

use super::base64;
use crate::error::{Error, ErrorKind};

/// `user ":" password`, as the Data of an auth-basic Cred has it in base64.
///
/// ```
/// use provost_dm::auth::Basic;
///
/// let basic = Basic::from_base64("QnJ1Y2UyOk9oQmVoYXZl")?;
/// assert_eq!(basic.users().next(), Some("Bruce2"));
/// assert_eq!(format!("{basic:?}"), "Basic(..)");
/// # Ok::<(), provost_dm::Error>(())
/// ```
#[derive(Clone)]
pub struct Basic(Zeroizing<String>);

impl Basic {
    /// Of base64 text: padding may be missing, and white space may stand anywhere.
    ///
    /// # Errors
    /// [`Base64`](ErrorKind::Base64) where it is none, or is not UTF-8 with a colon in it.
    pub fn from_base64(text: &str) -> Result<Self, Error> {
        let octets = Zeroizing::new(base64::decode(text).unwrap_or_default());
        let text = core::str::from_utf8(&octets).unwrap_or_default();
        if !text.contains(':') {
            return Err(Error::new(ErrorKind::Base64, 0));
        }
        Ok(Self(Zeroizing::new(text.into())))
    }

    /// The users that it may be of, the shortest first: one for each colon, because a user may have
    /// one (`IMEI:493005100592800`), and a password as well. Whose credential verifies is the one.
    pub fn users(&self) -> impl Iterator<Item = &str> {
        self.0.match_indices(':').filter_map(|(at, _)| self.0.get(..at))
    }

    pub(super) fn octets(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// As base64, which is a secret.
    pub(super) fn encode(user: &str, password: &str) -> String {
        use base64ct::{Base64, Encoding};

        let parts = [user.as_bytes(), b":", password.as_bytes()];
        let octets: Zeroizing<Vec<u8>> = Zeroizing::new(parts.concat());
        Base64::encode_string(&octets)
    }
}

impl fmt::Debug for Basic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Basic(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_with_a_colon() {
        let basic = Basic::from_base64(&Basic::encode("IMEI:493005100592800", "s:t")).unwrap();
        let users: Vec<&str> = basic.users().collect();
        assert_eq!(users, ["IMEI", "IMEI:493005100592800", "IMEI:493005100592800:s"]);
    }

    #[test]
    fn what_is_no_credential() {
        for text in ["", "QnJ1Y2Uy", "/////zo=", "?"] {
            assert!(Basic::from_base64(text).is_err(), "{text:?}");
        }
    }
}
