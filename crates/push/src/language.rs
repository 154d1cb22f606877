//! The languages of WSP: one number for two letters.

use core::fmt;

use crate::registry::{by_name, by_number};

/// The number of a language (WAP-230, table 41).
///
/// ```
/// use provost_push::Language;
///
/// assert_eq!(Language::from_name("es"), Some(Language(0x1b)));
/// assert_eq!(Language(0x1b).name(), Some("es"));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(clippy::exhaustive_structs, reason = "an open number")]
pub struct Language(pub u32);

impl Language {
    /// Any language: the octet 0x80, which is the short integer 0.
    pub const ANY: Self = Self(0);
    /// English.
    pub const ENGLISH: Self = Self(0x19);

    /// The two letters, or `*`.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        if self == Self::ANY {
            return Some("*");
        }
        by_number(ROWS, self.0, |row| row.0).map(|row| row.1)
    }

    /// The number of two letters, or of `*`.
    ///
    /// The table of the specification has `po` for Polish, where others have `pl`: both are read.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "*" => Some(Self::ANY),
            "po" => Some(Self(0x58)),
            _ => by_name(ROWS, name, |row| row.1).map(|row| Self(row.0)),
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.write_str(name),
            None => write!(f, "0x{:02x}", self.0),
        }
    }
}

#[rustfmt::skip]
static ROWS: &[(u32, &str)] = &[
    (0x01, "aa"), (0x02, "ab"), (0x03, "af"), (0x04, "am"), (0x05, "ar"), (0x06, "as"),
    (0x07, "ay"), (0x08, "az"), (0x09, "ba"), (0x0a, "be"), (0x0b, "bg"), (0x0c, "bh"),
    (0x0d, "bi"), (0x0e, "bn"), (0x0f, "bo"), (0x10, "br"), (0x11, "ca"), (0x12, "co"),
    (0x13, "cs"), (0x14, "cy"), (0x15, "da"), (0x16, "de"), (0x17, "dz"), (0x18, "el"),
    (0x19, "en"), (0x1a, "eo"), (0x1b, "es"), (0x1c, "et"), (0x1d, "eu"), (0x1e, "fa"),
    (0x1f, "fi"), (0x20, "fj"), (0x21, "ur"), (0x22, "fr"), (0x23, "uz"), (0x24, "ga"),
    (0x25, "gd"), (0x26, "gl"), (0x27, "gn"), (0x28, "gu"), (0x29, "ha"), (0x2a, "he"),
    (0x2b, "hi"), (0x2c, "hr"), (0x2d, "hu"), (0x2e, "hy"), (0x2f, "vi"), (0x30, "id"),
    (0x31, "wo"), (0x32, "xh"), (0x33, "is"), (0x34, "it"), (0x35, "yo"), (0x36, "ja"),
    (0x37, "jw"), (0x38, "ka"), (0x39, "kk"), (0x3a, "za"), (0x3b, "km"), (0x3c, "kn"),
    (0x3d, "ko"), (0x3e, "ks"), (0x3f, "ku"), (0x40, "ky"), (0x41, "zh"), (0x42, "ln"),
    (0x43, "lo"), (0x44, "lt"), (0x45, "lv"), (0x46, "mg"), (0x47, "mi"), (0x48, "mk"),
    (0x49, "ml"), (0x4a, "mn"), (0x4b, "mo"), (0x4c, "mr"), (0x4d, "ms"), (0x4e, "mt"),
    (0x4f, "my"), (0x50, "uk"), (0x51, "ne"), (0x52, "nl"), (0x53, "no"), (0x54, "oc"),
    (0x55, "om"), (0x56, "or"), (0x57, "pa"), (0x58, "pl"), (0x59, "ps"), (0x5a, "pt"),
    (0x5b, "qu"), (0x5c, "zu"), (0x5d, "rn"), (0x5e, "ro"), (0x5f, "ru"), (0x60, "rw"),
    (0x61, "sa"), (0x62, "sd"), (0x63, "sg"), (0x64, "sh"), (0x65, "si"), (0x66, "sk"),
    (0x67, "sl"), (0x68, "sm"), (0x69, "sn"), (0x6a, "so"), (0x6b, "sq"), (0x6c, "sr"),
    (0x6d, "ss"), (0x6e, "st"), (0x6f, "su"), (0x70, "sv"), (0x71, "sw"), (0x72, "ta"),
    (0x73, "te"), (0x74, "tg"), (0x75, "th"), (0x76, "ti"), (0x77, "tk"), (0x78, "tl"),
    (0x79, "tn"), (0x7a, "to"), (0x7b, "tr"), (0x7c, "ts"), (0x7d, "tt"), (0x7e, "tw"),
    (0x7f, "ug"), (0x81, "na"), (0x82, "fo"), (0x83, "fy"), (0x84, "ia"), (0x85, "vo"),
    (0x86, "ie"), (0x87, "ik"), (0x88, "yi"), (0x89, "iu"), (0x8a, "kl"), (0x8b, "la"),
    (0x8c, "rm"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_both_ways() {
        crate::registry::assert_ascending(ROWS.iter().map(|row| row.0));
        assert_eq!(ROWS.len(), 139);
        for &(number, name) in ROWS {
            assert_eq!(Language(number).name(), Some(name));
            assert_eq!(Language::from_name(name), Some(Language(number)));
        }
        assert_eq!(Language::from_name("po"), Language::from_name("pl"));
        assert_eq!(Language::from_name("*"), Some(Language::ANY));
        assert_eq!(Language(0x8d).name(), None);
    }
}
