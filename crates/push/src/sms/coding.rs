//! The data coding scheme (3GPP TS 23.038, 4).

use core::fmt;

/// What the octets of user data are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_enums, reason = "the specification has no others")]
pub enum Alphabet {
    /// Septets of the default alphabet.
    Septets,
    /// Octets.
    Octets,
    /// UCS-2.
    Ucs2,
}

/// The octet TP-DCS: every value has a meaning here.
///
/// ```
/// use provost_push::sms::{Alphabet, DataCoding};
///
/// assert_eq!(DataCoding::OCTETS.alphabet(), Alphabet::Octets);
/// assert_eq!(DataCoding::OCTETS_CLASS_1.class(), Some(1));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(clippy::exhaustive_structs, reason = "an octet")]
pub struct DataCoding(pub u8);

impl DataCoding {
    /// Text of the default alphabet.
    pub const SEPTETS: Self = Self(0x00);
    /// Octets, without a class: what most gateways send.
    pub const OCTETS: Self = Self(0x04);
    /// Text of UCS-2.
    pub const UCS2: Self = Self(0x08);
    /// Octets for the phone itself (class 1), by the group of class alone.
    pub const OCTETS_CLASS_1: Self = Self(0xf5);

    /// What the user data are; a reserved value is the default alphabet (TS 23.038, 4).
    #[must_use]
    pub const fn alphabet(self) -> Alphabet {
        match self.0 {
            // General groups: compressed text is octets as well.
            0x00..=0x7F => match self.0 & 0x2C {
                0x20.. | 0x04 => Alphabet::Octets,
                0x08 => Alphabet::Ucs2,
                _ => Alphabet::Septets,
            },
            0xE0..=0xEF => Alphabet::Ucs2,
            0xF0.. if self.0 & 0x04 != 0 => Alphabet::Octets,
            _ => Alphabet::Septets,
        }
    }

    /// The class: 0 display, 1 phone, 2 SIM, 3 terminal equipment.
    #[must_use]
    pub const fn class(self) -> Option<u8> {
        match self.0 {
            0x00..=0x7F if self.0 & 0x10 != 0 => Some(self.0 & 0x03),
            0xF0.. => Some(self.0 & 0x03),
            _ => None,
        }
    }

    /// Whether text is compressed.
    #[must_use]
    pub const fn is_compressed(self) -> bool {
        self.0 < 0x80 && self.0 & 0x20 != 0
    }
}

impl fmt::Display for DataCoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let alphabet = match self.alphabet() {
            Alphabet::Septets => "7-bit",
            Alphabet::Octets => "8-bit",
            Alphabet::Ucs2 => "UCS-2",
        };
        write!(f, "0x{:02x} ({alphabet}", self.0)?;
        if let Some(class) = self.class() {
            write!(f, ", class {class}")?;
        }
        f.write_str(if self.is_compressed() { ", compressed)" } else { ")" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_octet_has_a_meaning() {
        for octets in [0x04..=0x07, 0xF4..=0xF7, 0x14..=0x17, 0x44..=0x47] {
            for octet in octets {
                assert_eq!(DataCoding(octet).alphabet(), Alphabet::Octets, "{octet:02x}");
            }
        }
        for octet in [0x00, 0x0C, 0x11, 0x80, 0xBF, 0xC0, 0xD8, 0xF0, 0xF3, 0xFB] {
            assert_eq!(DataCoding(octet).alphabet(), Alphabet::Septets, "{octet:02x}");
        }
        for octet in [0x08, 0x19, 0x48, 0xE0, 0xEF] {
            assert_eq!(DataCoding(octet).alphabet(), Alphabet::Ucs2, "{octet:02x}");
        }
        assert_eq!(DataCoding(0x04).class(), None);
        assert_eq!(DataCoding(0x15).class(), Some(1));
        assert!(DataCoding(0x20).is_compressed() && !DataCoding(0xF5).is_compressed());
    }
}
