//! The authentication schemes, as `Meta/Type` of credentials and challenges names them.

use core::fmt;
use core::str::FromStr;

use crate::error::{Error, ErrorKind};

/// An authentication scheme (DM Security 1.2.1, 5.3; RepPro 1.2.2).
///
/// A model keeps the text of the message; this is what the text means.
///
/// ```
/// use provost_dm::AuthType;
///
/// assert_eq!(AuthType::from_name("syncml:auth-md5"), Some(AuthType::Md5));
/// assert_eq!(AuthType::Mac.account_name(), "HMAC");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum AuthType {
    /// User and password in base64.
    Basic,
    /// A digest of user, password and nonce.
    Md5,
    /// The digest of the body besides, in a header of the transport.
    Mac,
    /// A certificate: a name only.
    X509,
    /// SecurID: a name only.
    SecurId,
    /// SafeWord: a name only.
    SafeWord,
    /// DigiPass: a name only.
    DigiPass,
}

impl AuthType {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Basic,
        Self::Md5,
        Self::Mac,
        Self::X509,
        Self::SecurId,
        Self::SafeWord,
        Self::DigiPass,
    ];

    /// The scheme of a name, white space around it and the case of letters aside: servers write
    /// `syncml:auth-mac` as well as `syncml:auth-MAC`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.trim_ascii();
        Self::ALL.into_iter().find(|scheme| scheme.name().eq_ignore_ascii_case(name))
    }

    /// Its name in `Meta/Type`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Basic => "syncml:auth-basic",
            Self::Md5 => "syncml:auth-md5",
            Self::Mac => "syncml:auth-MAC",
            Self::X509 => "syncml:auth-X509",
            Self::SecurId => "syncml:auth-securid",
            Self::SafeWord => "syncml:auth-safeword",
            Self::DigiPass => "syncml:auth-digipass",
        }
    }

    /// Its name in `AAuthType` and `AAuthPref` of an account (DM StdObj 1.2.1, 5.3).
    #[must_use]
    pub const fn account_name(self) -> &'static str {
        match self {
            Self::Basic => "BASIC",
            Self::Md5 => "DIGEST",
            Self::Mac => "HMAC",
            Self::X509 => "X509",
            Self::SecurId => "SECURID",
            Self::SafeWord => "SAFEWORD",
            Self::DigiPass => "DIGIPASS",
        }
    }

    /// The scheme of a name in `AAuthType` or `AAuthPref`.
    #[must_use]
    pub fn from_account_name(name: &str) -> Option<Self> {
        let name = name.trim_ascii();
        Self::ALL.into_iter().find(|scheme| scheme.account_name() == name)
    }

    /// Whether a challenge of this scheme has a nonce (RepPro: `Chal`).
    #[must_use]
    pub const fn has_nonce(self) -> bool {
        matches!(self, Self::Md5 | Self::Mac)
    }
}

impl fmt::Display for AuthType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for AuthType {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::from_name(text).ok_or(Error::new(ErrorKind::UnknownName, 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_again() {
        for scheme in AuthType::ALL {
            assert_eq!(AuthType::from_name(scheme.name()), Some(scheme));
            assert_eq!(AuthType::from_account_name(scheme.account_name()), Some(scheme));
        }
        assert_eq!(AuthType::from_name(" syncml:auth-mac\n"), Some(AuthType::Mac));
        assert_eq!(AuthType::from_name("auth-md5"), None);
        assert_eq!(AuthType::from_account_name("TRANSPORT"), None);
    }
}
