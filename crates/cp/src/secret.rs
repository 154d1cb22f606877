//! Text that is never shown: passwords and keys.

use alloc::boxed::Box;
use core::fmt;

use zeroize::Zeroizing;

/// A password or a key: `Debug` does not show it, and its memory is overwritten when it is dropped.
///
/// ```
/// use provost_cp::Secret;
///
/// let secret = Secret::new("hunter2");
/// assert_eq!(secret.expose(), "hunter2");
/// assert_eq!(format!("{secret:?}"), "Secret(..)");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<Box<str>>);

impl Secret {
    /// A secret text.
    #[must_use]
    pub fn new(text: impl Into<Box<str>>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// Names whose values are secrets, and that none of the patterns below covers.
const NAMES: [&str; 6] =
    ["DATA", "PROXY-PW", "WPA-PRES-KEY-ASC", "WPA-PRES-KEY-HEX", "WPAPRESHAREDKEY", "PIN"];

/// Whether a parm of that name holds a secret: the registered ones (`AUTHSECRET`, `AAUTHSECRET`,
/// `PXAUTH-PW`, `BASAUTH-PW`, `PROXY-PW`), keys of a WLAN, and any name that looks like one. Names
/// of vendors cannot be known, and a value too many is withheld rather than one too few.
#[must_use]
pub fn is_secret(name: &str) -> bool {
    let ends = |end: &str| {
        let from = name.len().checked_sub(end.len());
        from.and_then(|from| name.get(from..)).is_some_and(|tail| tail.eq_ignore_ascii_case(end))
    };
    let holds = |part: &str| {
        name.as_bytes()
            .windows(part.len())
            .any(|window| window.eq_ignore_ascii_case(part.as_bytes()))
    };
    NAMES.iter().any(|own| own.eq_ignore_ascii_case(name))
        || ["-PW", "PWD", "PSK", "PASSPHRASE", "-PIN", "_PIN"].into_iter().any(ends)
        || ["SECRET", "PASSW", "PRIVATE-KEY", "PRIVATEKEY", "SHAREDKEY", "WEPKEY"]
            .into_iter()
            .filter(|part| *part != "WEPKEY" || !ends("WEPKEYIND"))
            .any(holds)
}

/// The same for a name of the token tables, of which there are few.
#[inline]
pub(crate) fn is_registered_secret(name: &'static str) -> bool {
    // A secret's name of the tables ends in T, W, C, X, K or A; nearly all others do not.
    match name.as_bytes().last() {
        Some(b'T' | b'W') => {
            matches!(name, "AUTHSECRET" | "AAUTHSECRET" | "PXAUTH-PW" | "BASAUTH-PW" | "PROXY-PW")
        }
        Some(b'C' | b'X' | b'Y' | b'A' | b'D') => matches!(
            name,
            "WPA-PRES-KEY-ASC"
                | "WPA-PRES-KEY-HEX"
                | "WPAPRESHAREDKEY"
                | "DATA"
                | "PASSWORD"
                | "LOGINSCRIPTDATA"
        ),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_secrets() {
        for name in [
            "AUTHSECRET",
            "AAUTHSECRET",
            "PXAUTH-PW",
            "BASAUTH-PW",
            "PROXY-PW",
            "WPA-PRES-KEY-ASC",
            "WPA-PRES-KEY-HEX",
            "WPAPRESHAREDKEY",
            "DATA",
            "PASSWORD",
            "UserPwd",
            "X-VENDOR-PASSWD",
            "wepkey1",
            "SIP-PSK",
        ] {
            assert!(is_secret(name), "{name}");
        }
        for name in ["AUTHNAME", "NAME", "PXAUTH-ID", "AAUTHDATA", "WEPKEYIND", "NAPID", "", "W"] {
            assert!(!is_secret(name), "{name}");
        }
    }

    #[test]
    fn the_two_ways_to_tell_agree_on_registered_names() {
        for dialect in crate::Dialect::ALL {
            for page in dialect.vocabulary().attribute_pages() {
                for (_, _, name) in page.rows().iter().filter(|row| row.1 == "name") {
                    let login = *name == "LOGINSCRIPTDATA";
                    assert_eq!(is_registered_secret(name), is_secret(name) || login, "{name}");
                }
            }
        }
    }
}
