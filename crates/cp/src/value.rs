//! Values that are more than text: numbers, flags, credentials, addresses.

use core::fmt;
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use core::str::FromStr;

use crate::characteristic::Characteristic;

/// A credential: what is not there is asked for, what is empty is meant so (WAP-183, 6.5).
#[derive(Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "the three states of a value")]
pub enum Credential<'a> {
    /// Nothing is said: the user is to be asked.
    Absent,
    /// `value=""`: it is empty.
    Empty,
    /// It is this.
    Text(&'a str),
}

impl<'a> Credential<'a> {
    /// The text, which may be empty; nothing where the user is to be asked.
    #[must_use]
    pub const fn text(self) -> Option<&'a str> {
        match self {
            Self::Absent => None,
            Self::Empty => Some(""),
            Self::Text(text) => Some(text),
        }
    }
}

impl fmt::Debug for Credential<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Absent => "Absent",
            Self::Empty => "Empty",
            Self::Text(_) => "Text(..)",
        })
    }
}

/// The speed of a circuit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_enums, reason = "a word or a number")]
pub enum LinkSpeed {
    /// `AUTOBAUDING`
    Auto,
    /// Baud.
    Baud(u32),
}

/// A version of WSP.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[non_exhaustive]
pub struct WspVersion {
    /// The major number.
    pub major: u8,
    /// The minor number.
    pub minor: u8,
}

impl WspVersion {
    /// What holds where nothing is said.
    pub const DEFAULT: Self = Self { major: 1, minor: 2 };

    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (major, minor) = text.trim().split_once('.')?;
        Some(Self { major: number(major)?, minor: number(minor)? })
    }
}

/// A decimal number of digits alone.
pub(crate) fn number<T: FromStr>(text: &str) -> Option<T> {
    let is_plain = |text: &str| text.bytes().all(|octet| octet.is_ascii_digit());
    // Blanks are looked for where there may be some; of nothing no number is made.
    let digits = if is_plain(text) { text } else { text.trim() };
    if is_plain(digits) { digits.parse().ok() } else { None }
}

/// An IP address. Leading zeros are decimal: operators write `193.254.160.001`.
#[must_use]
pub fn ip_address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    if text.contains(':') {
        let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
        return Ipv6Addr::from_str(bare).ok().map(IpAddr::V6);
    }
    let mut octets = [0_u8; 4];
    let mut parts = text.split('.');
    for octet in &mut octets {
        *octet = number(parts.next()?)?;
    }
    if parts.next().is_some() { None } else { Some(IpAddr::V4(Ipv4Addr::from(octets))) }
}

/// The items of a list with commas, without blanks around them and without empty ones.
pub(crate) fn list(text: &str) -> impl Iterator<Item = &str> + Clone {
    text.split(',').map(str::trim).filter(|item| !item.is_empty())
}

impl Characteristic {
    /// Whether a flag is there: it counts with any value and without one.
    #[must_use]
    pub fn flag(&self, name: &str) -> bool {
        self.has(name)
    }

    /// The first value of that name that is a decimal number in the range of `T`.
    #[must_use]
    pub fn number<T: FromStr>(&self, name: &str) -> Option<T> {
        self.find(name, number)
    }

    /// The first value of that name that is 0 or 1.
    #[must_use]
    pub fn boolean(&self, name: &str) -> Option<bool> {
        self.find(name, |text| match text.trim() {
            "0" => Some(false),
            "1" => Some(true),
            _ => None,
        })
    }

    /// The state of a credential.
    #[must_use]
    pub fn credential(&self, name: &str) -> Credential<'_> {
        match self.first(name).and_then(|parm| parm.text()) {
            None => Credential::Absent,
            Some("") => Credential::Empty,
            Some(text) => Credential::Text(text),
        }
    }

    /// The first value of that name of which `parse` makes something: one that is unknown is to be
    /// ignored, and its parm with it (WAP-185, 5.1).
    pub(crate) fn find<'s, T>(
        &'s self,
        name: &str,
        parse: impl FnMut(&'s str) -> Option<T>,
    ) -> Option<T> {
        let named = self.all_parms().filter(|parm| parm.is_named(name));
        named.filter_map(crate::Parm::text).find_map(parse)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_with_leading_zeros_are_decimal() {
        assert_eq!(ip_address("193.254.160.001"), Some(IpAddr::from([193, 254, 160, 1])));
        assert_eq!(ip_address("010.008.0.09"), Some(IpAddr::from([10, 8, 0, 9])));
        assert_eq!(ip_address("::1"), Some(IpAddr::V6(Ipv6Addr::LOCALHOST)));
        assert_eq!(ip_address("[::1]"), Some(IpAddr::V6(Ipv6Addr::LOCALHOST)));
        for text in ["", "1.2.3", "1.2.3.4.5", "1.2.3.256", "a.b.c.d", "1.2.3.-4", "1..2.3", ":"] {
            assert_eq!(ip_address(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_are_digits_in_range() {
        assert_eq!(number::<u16>("65535"), Some(65_535));
        assert_eq!(number::<u16>("065"), Some(65));
        for text in ["65536", "-1", "+1", "1.0", "0x1", "", "99999999999999999999"] {
            assert_eq!(number::<u16>(text), None, "{text}");
        }
        assert_eq!(WspVersion::parse("1.3"), Some(WspVersion { major: 1, minor: 3 }));
        assert_eq!(WspVersion::parse("1"), None);
        assert_eq!(list(" a, b,,c ").collect::<alloc::vec::Vec<_>>(), ["a", "b", "c"]);
    }

    #[test]
    fn an_unknown_value_lets_the_next_count() {
        let port = Characteristic::new("PORT").with("PORTNBR", "x").with("PORTNBR", "80");
        assert_eq!(port.number::<u16>("PORTNBR"), Some(80));
        let flag = Characteristic::new("NAPDEF").with("A", "2").with("A", "1");
        assert_eq!(flag.boolean("A"), Some(true));
    }
}
