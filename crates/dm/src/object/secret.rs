//! A secret in an object.

use alloc::string::String;
use core::fmt;

use zeroize::Zeroizing;

/// A secret of an account or an access point: it does not show, and is wiped when it is dropped.
///
/// ```
/// use provost_dm::object::Secret;
///
/// let secret = Secret::from("geheim");
/// assert_eq!(secret.expose(), "geheim");
/// assert_eq!(format!("{secret:?}"), "Secret(..)");
/// ```
#[derive(Clone, Default)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// The secret.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(Zeroizing::new(text.into()))
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

/// In a time that the lengths alone decide.
impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        let (a, b) = (self.0.as_bytes(), other.0.as_bytes());
        let differences = a.iter().zip(b).fold(0, |all, (a, b)| all | (a ^ b));
        core::hint::black_box(differences) == 0 && a.len() == b.len()
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}
