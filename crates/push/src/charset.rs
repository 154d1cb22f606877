//! The numbers of charsets: MIBEnum of IANA.

use core::fmt;

use crate::registry::{by_name, by_number};

/// The number of a charset: an open registry.
///
/// ```
/// use provost_push::Charset;
///
/// assert_eq!(Charset::from_name("UTF-8"), Some(Charset::UTF_8));
/// assert_eq!(Charset(2026).name(), Some("big5"));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(clippy::exhaustive_structs, reason = "an open number")]
pub struct Charset(pub u32);

impl Charset {
    /// Any charset: the octet 0x80, which is the short integer 0.
    pub const ANY: Self = Self(0);
    /// US-ASCII.
    pub const US_ASCII: Self = Self(3);
    /// ISO-8859-1.
    pub const ISO_8859_1: Self = Self(4);
    /// UTF-8.
    pub const UTF_8: Self = Self(106);
    /// ISO-10646-UCS-2.
    pub const UCS_2: Self = Self(1000);

    /// The name, in the table of this crate.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        by_number(ROWS, self.0, |row| row.0).map(|row| row.1)
    }

    /// The number of a name, whatever its case.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        by_name(ROWS, name, |row| row.1).map(|row| Self(row.0))
    }
}

impl fmt::Display for Charset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.write_str(name),
            None => write!(f, "{}", self.0),
        }
    }
}

/// WAP-230, table 42, and what others use beyond it.
static ROWS: &[(u32, &str)] = &[
    (0, "*"),
    (3, "us-ascii"),
    (4, "iso-8859-1"),
    (5, "iso-8859-2"),
    (6, "iso-8859-3"),
    (7, "iso-8859-4"),
    (8, "iso-8859-5"),
    (9, "iso-8859-6"),
    (10, "iso-8859-7"),
    (11, "iso-8859-8"),
    (12, "iso-8859-9"),
    (13, "iso-8859-10"),
    (17, "shift_JIS"),
    (18, "euc-jp"),
    (37, "iso-2022-kr"),
    (38, "euc-kr"),
    (39, "iso-2022-jp"),
    (40, "iso-2022-jp-2"),
    (81, "iso-8859-6-e"),
    (82, "iso-8859-6-i"),
    (84, "iso-8859-8-e"),
    (85, "iso-8859-8-i"),
    (106, "utf-8"),
    (113, "gbk"),
    (114, "gb18030"),
    (1000, "iso-10646-ucs-2"),
    (1013, "utf-16be"),
    (1014, "utf-16le"),
    (1015, "utf-16"),
    (2025, "gb2312"),
    (2026, "big5"),
    (2084, "koi8-r"),
    (2250, "windows-1250"),
    (2251, "windows-1251"),
    (2252, "windows-1252"),
    (2253, "windows-1253"),
    (2254, "windows-1254"),
    (2255, "windows-1255"),
    (2256, "windows-1256"),
    (2257, "windows-1257"),
    (2258, "windows-1258"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_both_ways() {
        crate::registry::assert_ascending(ROWS.iter().map(|row| row.0));
        for &(number, name) in ROWS {
            assert_eq!(Charset(number).name(), Some(name));
            assert_eq!(Charset::from_name(name), Some(Charset(number)));
        }
        assert_eq!(Charset(1).name(), None);
        assert_eq!(Charset::from_name("*"), Some(Charset::ANY));
    }
}
