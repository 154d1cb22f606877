//! The IMSI: as digits, and as the semi-octets of its file on the SIM.

use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

use zeroize::Zeroize;

use crate::key::{Key, SecretError, check_digits};

/// An International Mobile Subscriber Identity: 6 to 15 digits, the leading zeros among them.
///
/// | digits | semi-octets |
/// |---|---|
/// | 425021234567890 (odd number) | 49 52 20 21 43 65 87 09 |
/// | 21407650123456 (even number) | 21 41 70 56 10 32 54 F6 |
///
/// Overwritten when dropped; `Debug` shows nothing of it.
///
/// ```
/// use provost_bootstrap::Imsi;
///
/// let imsi: Imsi = "21407650123456".parse()?;
/// assert_eq!(imsi.semi_octets(), [0x21, 0x41, 0x70, 0x56, 0x10, 0x32, 0x54, 0xF6]);
/// # Ok::<(), provost_bootstrap::SecretError>(())
/// ```
#[derive(Clone)]
pub struct Imsi {
    octets: [u8; MOST_OCTETS],
    length: usize,
}

const LEAST_DIGITS: usize = 6;
const MOST_DIGITS: usize = 15;
const LEAST_OCTETS: usize = 4;
const MOST_OCTETS: usize = 8;

/// The low bits of the first octet: type of identity 1, and bit 4 for an odd number of digits.
const EVEN: u8 = 0x1;
const ODD: u8 = 0x9;
const FILLER: u8 = 0xF;

impl Imsi {
    /// From the octets of EF(IMSI) behind the one of its length (GSM 11.11, 10.3.2).
    ///
    /// # Errors
    /// [`SecretError::Length`], [`SecretError::SemiOctets`].
    pub fn from_semi_octets(octets: &[u8]) -> Result<Self, SecretError> {
        let length = octets.len();
        if !(LEAST_OCTETS..=MOST_OCTETS).contains(&length) {
            let (least, most) = (LEAST_OCTETS, MOST_OCTETS);
            return Err(SecretError::Length { found: length, least, most });
        }
        let first = octets.first().copied().unwrap_or(0) & 0x0F;
        if first != EVEN && first != ODD {
            return Err(SecretError::SemiOctets { offset: 0 });
        }
        let mut imsi = Self { octets: [0; MOST_OCTETS], length };
        let last = length.saturating_sub(1);
        for (offset, (to, from)) in imsi.octets.iter_mut().zip(octets).enumerate() {
            let (low, high) = (from & 0x0F, from >> 4);
            let low_is_right = offset == 0 || low <= 9;
            let high_is_right =
                if offset == last && first == EVEN { high == FILLER } else { high <= 9 };
            if !(low_is_right && high_is_right) {
                return Err(SecretError::SemiOctets { offset });
            }
            *to = *from;
        }
        Ok(imsi)
    }

    /// As in EF(IMSI) without the octet of its length and the unused ones: the key of NETWPIN
    /// (ProvBoot 7.1).
    #[must_use]
    pub fn semi_octets(&self) -> &[u8] {
        self.octets.get(..self.length).unwrap_or_default()
    }

    /// The digits as octets of text.
    fn digits(&self) -> impl Iterator<Item = u8> {
        let nibbles = self.semi_octets().iter().flat_map(|octet| [octet & 0x0F, octet >> 4]);
        nibbles.skip(1).filter(|digit| *digit <= 9).map(|digit| digit | b'0')
    }

    pub(crate) fn key_of_digits(&self) -> Key {
        // With room from the start: what a vector grows out of is not overwritten.
        let mut text = Vec::with_capacity(MOST_DIGITS);
        text.extend(self.digits());
        Key::checked(text)
    }

    pub(crate) fn key_of_semi_octets(&self) -> Key {
        Key::checked(self.semi_octets().to_vec())
    }
}

impl FromStr for Imsi {
    type Err = SecretError;

    fn from_str(text: &str) -> Result<Self, SecretError> {
        check_digits(text)?;
        let digits = text.as_bytes();
        if !(LEAST_DIGITS..=MOST_DIGITS).contains(&digits.len()) {
            let (found, least, most) = (digits.len(), LEAST_DIGITS, MOST_DIGITS);
            return Err(SecretError::Length { found, least, most });
        }
        let is_odd = digits.len() & 1 == 1;
        let kind = if is_odd { ODD } else { EVEN };
        let filler = (!is_odd).then_some(FILLER);
        let values = digits.iter().map(|digit| digit & 0x0F);
        let mut nibbles = core::iter::once(kind).chain(values).chain(filler);
        let mut imsi = Self { octets: [0; MOST_OCTETS], length: 0 };
        for octet in &mut imsi.octets {
            let (Some(low), Some(high)) = (nibbles.next(), nibbles.next()) else { break };
            *octet = high << 4 | low;
            imsi.length = imsi.length.saturating_add(1);
        }
        Ok(imsi)
    }
}

impl fmt::Debug for Imsi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Imsi(..)")
    }
}

impl Drop for Imsi {
    fn drop(&mut self) {
        self.octets.zeroize();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn imsi(text: &str) -> Imsi {
        text.parse().unwrap()
    }

    #[test]
    fn semi_octets_of_both_parities() {
        for (digits, octets) in [
            ("425021234567890", &[0x49, 0x52, 0x20, 0x21, 0x43, 0x65, 0x87, 0x09][..]),
            ("21407650123456", &[0x21, 0x41, 0x70, 0x56, 0x10, 0x32, 0x54, 0xF6]),
            ("001010123456789", &[0x09, 0x10, 0x10, 0x10, 0x32, 0x54, 0x76, 0x98]),
            ("31015012345678", &[0x31, 0x01, 0x51, 0x10, 0x32, 0x54, 0x76, 0xF8]),
            ("000000", &[0x01, 0x00, 0x00, 0xF0]),
            ("1234567", &[0x19, 0x32, 0x54, 0x76]),
        ] {
            assert_eq!(imsi(digits).semi_octets(), octets, "{digits}");
        }
    }

    #[test]
    fn every_length_both_ways() {
        let digits = "012345678901234567890";
        for length in 0..=20 {
            let text = &digits[..length];
            match text.parse::<Imsi>() {
                Ok(imsi) => {
                    assert!((6..=15).contains(&length), "{length}");
                    let back = Imsi::from_semi_octets(imsi.semi_octets()).unwrap();
                    assert_eq!(back.key_of_digits().reveal(), text.as_bytes());
                    assert_eq!(back.key_of_semi_octets().reveal(), imsi.semi_octets());
                }
                Err(SecretError::Empty) => assert_eq!(length, 0),
                Err(error) => {
                    assert!(!(6..=15).contains(&length), "{length}");
                    assert_eq!(error, SecretError::Length { found: length, least: 6, most: 15 });
                }
            }
        }
        let error = "31015012345678a".parse::<Imsi>().unwrap_err();
        assert_eq!(error, SecretError::NotADigit { offset: 14 });
    }

    #[test]
    fn octets_that_are_no_imsi() {
        for (octets, error) in [
            (&[0x49, 0x52, 0x20][..], SecretError::Length { found: 3, least: 4, most: 8 }),
            (&[0x49; 9], SecretError::Length { found: 9, least: 4, most: 8 }),
            (&[0x4A, 0x52, 0x20, 0x21], SecretError::SemiOctets { offset: 0 }),
            (&[0xF9, 0x52, 0x20, 0x21], SecretError::SemiOctets { offset: 0 }),
            (&[0x49, 0x5A, 0x20, 0x21], SecretError::SemiOctets { offset: 1 }),
            (&[0x49, 0x52, 0xF0, 0x21], SecretError::SemiOctets { offset: 2 }),
            (&[0x49, 0x52, 0x20, 0xF1], SecretError::SemiOctets { offset: 3 }),
            (&[0x41, 0x52, 0x20, 0x21], SecretError::SemiOctets { offset: 3 }),
        ] {
            assert_eq!(Imsi::from_semi_octets(octets).unwrap_err(), error, "{octets:02x?}");
        }
    }
}
