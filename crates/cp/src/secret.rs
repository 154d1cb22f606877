//! Text that is never shown: passwords and keys.

use alloc::boxed::Box;
use core::fmt;

use zeroize::Zeroize;

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
pub struct Secret(Box<str>);

impl Secret {
    /// A secret text.
    #[must_use]
    pub fn new(text: impl Into<Box<str>>) -> Self {
        Self(text.into())
    }

    /// The text itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl Drop for Secret {
    // A document drops few secrets and much else, which is not to carry this along.
    #[cold]
    #[inline(never)]
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// Names whose values are secrets, and that none of the patterns below covers.
const NAMES: [&str; 7] =
    ["DATA", "PROXY-PW", "WPA-PRES-KEY-ASC", "WPA-PRES-KEY-HEX", "WPAPRESHAREDKEY", "PIN", "TOKEN"];

/// Whether a parm of that name holds a secret: the registered ones (`AUTHSECRET`, `AAUTHSECRET`,
/// `PXAUTH-PW`, `BASAUTH-PW`, `PROXY-PW`), keys of a WLAN, and any name that looks like one. Names
/// of vendors cannot be known, and a value too many is withheld rather than one too few.
#[must_use]
pub fn is_secret(name: &str) -> bool {
    is_secret_name(name.as_bytes())
}

/// The same of octets, which need not be looked at as text first.
pub(crate) fn is_secret_name(octets: &[u8]) -> bool {
    let starts = |tail: &[u8], part: &str| {
        tail.get(..part.len()).is_some_and(|head| head.eq_ignore_ascii_case(part.as_bytes()))
    };
    let ends = |end: &str| {
        let from = octets.len().checked_sub(end.len());
        from.and_then(|from| octets.get(from..)).is_some_and(|tail| starts(tail, end))
    };
    // By their first octet: a name is long, and it is asked for each one that no table has.
    let holds = |at: usize, first: u8| {
        let tail = octets.get(at..).unwrap_or_default();
        let parts: &[&str] = match first.to_ascii_uppercase() {
            b'S' => &["SECRET", "SHAREDKEY"],
            b'P' => &["PASSW", "PRIVATE-KEY", "PRIVATEKEY"],
            b'W' if !ends("WEPKEYIND") => &["WEPKEY"],
            _ => return false,
        };
        parts.iter().any(|part| starts(tail, part))
    };
    let last = octets.last().map(u8::to_ascii_uppercase);
    NAMES.iter().any(|own| own.as_bytes().eq_ignore_ascii_case(octets))
        || (matches!(last, Some(b'W' | b'D' | b'K' | b'E' | b'N'))
            && ["-PW", "PWD", "PSK", "PASSPHRASE", "-PIN", "_PIN"].into_iter().any(ends))
        || octets.iter().enumerate().any(|(at, first)| holds(at, *first))
}

/// The same for a name of the token tables, of which there are few.
#[inline]
pub(crate) fn is_registered_secret(name: &'static str) -> bool {
    // By the last octet, which nearly all others have not.
    match name.as_bytes().last() {
        Some(b'T') => matches!(name, "AUTHSECRET" | "AAUTHSECRET"),
        Some(b'W') => matches!(name, "PXAUTH-PW" | "BASAUTH-PW" | "PROXY-PW"),
        Some(b'D') => name == "PASSWORD",
        Some(b'A') => matches!(name, "DATA" | "LOGINSCRIPTDATA"),
        Some(b'C' | b'X' | b'Y') => {
            matches!(name, "WPA-PRES-KEY-ASC" | "WPA-PRES-KEY-HEX" | "WPAPRESHAREDKEY")
        }
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
            "token",
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
