//! The PIN of a user.

use alloc::borrow::ToOwned;
use alloc::string::String;
use core::fmt;
use core::str::FromStr;

use zeroize::Zeroizing;

use crate::key::{SecretError, check_digits};

/// A PIN: decimal digits, as many as the sender chose.
///
/// Overwritten when dropped, and shown by nothing but [`UserPin::reveal`].
///
/// ```
/// use provost_bootstrap::UserPin;
///
/// let pin: UserPin = "0427".parse()?;
/// assert_eq!(format!("{pin:?}"), "UserPin(..)");
/// assert!("04 27".parse::<UserPin>().is_err());
/// # Ok::<(), provost_bootstrap::SecretError>(())
/// ```
///
/// It cannot slip into a text:
///
/// ```compile_fail,E0277
/// use provost_bootstrap::UserPin;
///
/// fn log(pin: &UserPin) -> String {
///     format!("{pin}")
/// }
/// ```
///
/// # How long a PIN must be
///
/// Whoever captured one signed message tries PINs against it until one fits, some millions in a second
/// on one core (`benches/README.md` has the figure), and thousands of times more on hardware that is made
/// for it. Four digits last for milliseconds, eight for a minute of the one and no time of the other.
/// Only what nobody captured, or what is worth nothing by then, is safe: give each message a PIN of its
/// own, of as many digits as a user will type, let it be good for minutes, and forget it. USERNETWPIN
/// adds the IMSI to what has to be tried, for attackers who do not know it.
#[derive(Clone)]
pub struct UserPin(Zeroizing<String>);

impl UserPin {
    /// The digits, to show them to the user or to print them on a letter.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    pub(crate) fn octets(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// The two halves of a PIN of USERPINMAC: the key, and the digits that check the document.
    pub(crate) fn halves(&self) -> Option<(&[u8], &[u8])> {
        let octets = self.octets();
        let (key, check) = octets.split_at_checked(octets.len() >> 1)?;
        (key.len() == check.len() && is_key_length(key.len())).then_some((key, check))
    }

    /// Digits that were made here.
    pub(crate) const fn from_checked(digits: Zeroizing<String>) -> Self {
        Self(digits)
    }
}

/// ProvBoot 6.2.1: more than four digits of key; the hash gives no more than 20 of check.
pub(crate) const fn is_key_length(length: usize) -> bool {
    matches!(length, 5..=20)
}

impl FromStr for UserPin {
    type Err = SecretError;

    fn from_str(text: &str) -> Result<Self, SecretError> {
        check_digits(text)?;
        Ok(Self(Zeroizing::new(text.to_owned())))
    }
}

impl fmt::Debug for UserPin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UserPin(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_only() {
        for text in ["0", "0000", "1234", &"9".repeat(500)] {
            assert_eq!(text.parse::<UserPin>().unwrap().reveal(), text);
        }
        let error = |text: &str| text.parse::<UserPin>().unwrap_err();
        assert_eq!(error(""), SecretError::Empty);
        assert_eq!(error("12a4"), SecretError::NotADigit { offset: 2 });
        assert_eq!(error("٤٢"), SecretError::NotADigit { offset: 0 });
        assert_eq!(error("12 "), SecretError::NotADigit { offset: 2 });
    }

    #[test]
    fn halves_under_at_and_over_their_lengths() {
        for length in 1..=50 {
            let pin: UserPin = "1".repeat(length).parse().unwrap();
            let is_right = length % 2 == 0 && (10..=40).contains(&length);
            assert_eq!(pin.halves().is_some(), is_right, "{length}");
        }
        let pin: UserPin = "1234567890".parse().unwrap();
        assert_eq!(pin.halves(), Some((&b"12345"[..], &b"67890"[..])));
    }
}
