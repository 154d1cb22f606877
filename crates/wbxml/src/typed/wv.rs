//! Typed content of Wireless Village (WV-CSP, IMPS): integers here, dates in [`date`].
//!
//! The elements that carry them are listed in the vocabulary.

use core::fmt;
use core::str::FromStr;

use crate::error::ContentError;

pub mod date;

/// An unsigned integer: OPAQUE of 1 to 4 octets, the most significant first.
///
/// ```
/// use provost_wbxml::typed::wv::Integer;
///
/// assert_eq!(Integer::decode(&[0x02, 0x58])?.to_string(), "600");
/// assert_eq!("600".parse::<Integer>()?.octets(), [0x02, 0x58]);
/// # Ok::<(), provost_wbxml::ContentError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Integer {
    octets: [u8; 4],
}

impl Integer {
    /// Reads the octets of an OPAQUE.
    ///
    /// No octet at all is 0, which libwbxml sends so. Zero octets in front are allowed.
    ///
    /// # Errors
    ///
    /// [`ContentError::Integer`] if there are more than 4 octets.
    pub fn decode(opaque: &[u8]) -> Result<Self, ContentError> {
        let mut octets = [0; 4];
        if opaque.len() > octets.len() {
            return Err(ContentError::Integer);
        }
        for (to, from) in octets.iter_mut().rev().zip(opaque.iter().rev()) {
            *to = *from;
        }
        Ok(Self { octets })
    }

    /// The octets of an OPAQUE: as few as the value takes, and one for 0.
    #[must_use]
    pub fn octets(&self) -> &[u8] {
        let mut octets = self.octets.as_slice();
        while let Some((0, shorter)) = octets.split_first() {
            if shorter.is_empty() {
                break;
            }
            octets = shorter;
        }
        octets
    }

    /// The number.
    #[must_use]
    pub const fn value(self) -> u32 {
        u32::from_be_bytes(self.octets)
    }
}

impl From<u32> for Integer {
    fn from(value: u32) -> Self {
        Self { octets: value.to_be_bytes() }
    }
}

/// The text as XML has it, decimal.
impl fmt::Display for Integer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value().fmt(f)
    }
}

/// Reads decimal digits, or hexadecimal ones after `0x`; white space around them is no part of it.
///
/// The wire keeps the value, not the spelling: `0x10` comes back as `16`. Signs, other characters
/// and values above 2^32-1 are errors, where libwbxml sends a wrong number.
impl FromStr for Integer {
    type Err = ContentError;

    fn from_str(text: &str) -> Result<Self, ContentError> {
        let text = trim(text);
        let (digits, radix) = match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
            Some(digits) => (digits, 16),
            None => (text, 10),
        };
        // `from_str_radix` would take a sign.
        if digits.starts_with(['+', '-']) {
            return Err(ContentError::Integer);
        }
        u32::from_str_radix(digits, radix).map(Self::from).map_err(|_| ContentError::Integer)
    }
}

/// The text without the white space that indented XML has around it.
fn trim(text: &str) -> &str {
    text.trim_matches([' ', '\t', '\r', '\n'])
}

#[cfg(test)]
mod tests {
    extern crate alloc;

    use alloc::format;
    use alloc::string::ToString;
    use alloc::vec::Vec;

    use super::*;

    #[test]
    fn text_and_octets() {
        let rows: &[(&str, u32, &[u8])] = &[
            ("0", 0, &[0]),
            ("1", 1, &[1]),
            ("255", 255, &[0xFF]),
            ("256", 256, &[1, 0]),
            ("600", 600, &[0x02, 0x58]),
            ("65535", 65_535, &[0xFF, 0xFF]),
            ("65536", 65_536, &[1, 0, 0]),
            ("16777215", 0x00FF_FFFF, &[0xFF, 0xFF, 0xFF]),
            ("16777216", 0x0100_0000, &[1, 0, 0, 0]),
            ("595760001", 0x2382_9381, &[0x23, 0x82, 0x93, 0x81]),
            ("4294967295", u32::MAX, &[0xFF, 0xFF, 0xFF, 0xFF]),
        ];
        for (text, value, octets) in rows {
            let integer: Integer = text.parse().unwrap();
            assert_eq!((integer.value(), integer.octets()), (*value, *octets), "{text}");
            assert_eq!(Integer::decode(octets).unwrap().to_string(), *text);
        }
    }

    #[test]
    fn other_spellings() {
        for (text, value) in [
            ("0x23829381", 0x2382_9381),
            ("0XfF", 255),
            ("0x0", 0),
            ("0x00000000FFFFFFFF", u32::MAX),
            ("007", 7),
            (" 7\r\n\t", 7),
        ] {
            assert_eq!(text.parse().map(Integer::value), Ok(value), "{text}");
        }
    }

    #[test]
    fn text_that_is_no_integer() {
        for text in [
            "",
            " ",
            "-1",
            "+5",
            "0x",
            "0x+5",
            "x5",
            "12a",
            "0xZZ",
            "1 2",
            "1.0",
            "4294967296",
            "99999999999999",
            "0x100000000",
            "\u{661}",
            "7\u{A0}",
        ] {
            assert_eq!(text.parse::<Integer>(), Err(ContentError::Integer), "{text}");
        }
    }

    #[test]
    fn other_octets() {
        let rows: &[(&[u8], Result<u32, ContentError>)] = &[
            (&[], Ok(0)),
            (&[0, 0], Ok(0)),
            (&[0, 0, 1], Ok(1)),
            (&[0, 0, 0, 0], Ok(0)),
            (&[0, 0, 0, 0, 1], Err(ContentError::Integer)),
            (&[0xFF; 5], Err(ContentError::Integer)),
        ];
        for (octets, value) in rows {
            assert_eq!(Integer::decode(octets).map(Integer::value), *value, "{octets:?}");
        }
    }

    /// Against the number's hexadecimal digits, for values around every power of two.
    #[test]
    fn values_round_trip() {
        for shift in 0..32 {
            for value in [1_u32 << shift, (1 << shift) - 1, u32::MAX >> shift, 0x8182_8384 >> shift]
            {
                let integer = Integer::from(value);
                let hex = format!("{value:X}");
                let padded = if hex.len() % 2 == 1 { format!("0{hex}") } else { hex.clone() };
                let octets: Vec<u8> = (0..padded.len() / 2)
                    .map(|at| u8::from_str_radix(&padded[2 * at..2 * at + 2], 16).unwrap())
                    .collect();
                assert_eq!(integer.octets(), octets);
                assert_eq!(Integer::decode(&octets), Ok(integer));
                assert_eq!(integer.to_string().parse(), Ok(integer));
                assert_eq!(format!("0x{hex}").parse(), Ok(integer));
            }
        }
    }
}
