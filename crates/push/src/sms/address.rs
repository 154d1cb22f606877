//! Addresses of short messages (3GPP TS 23.040, 9.1.2.5).
//!
//! ```text
//! length in semi-octets, type, semi-octets with the first digit in the low half
//! ```

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use bytes::Bytes;

use super::alphabet::{from_septets, pack, to_septets, unpack};
use crate::error::{Error, ErrorKind, Expected};

/// An address: a number, or a name of the default alphabet.
///
/// ```
/// use provost_push::sms::Address;
///
/// let address = Address::number("+15551234567")?;
/// assert_eq!(address.to_string(), "+15551234567");
/// assert_eq!(Address::name("provost")?.to_string(), "provost");
/// # Ok::<(), provost_push::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Address {
    kind: u8,
    /// How many semi-octets count.
    length: u8,
    /// The semi-octets, two in each.
    octets: Vec<u8>,
}

impl Address {
    /// A number: international behind `+`. Digits, `*`, `#`, `a`, `b`, `c`.
    ///
    /// # Errors
    /// [`Character`](ErrorKind::Character) for another, [`Range`](ErrorKind::Range) above 20
    /// digits.
    pub fn number(text: &str) -> Result<Self, Error> {
        let (kind, digits) = match text.strip_prefix('+') {
            Some(digits) => (0x91, digits),
            None => (0x81, text),
        };
        let mut halves = Vec::with_capacity(digits.len());
        for (at, digit) in digits.bytes().enumerate() {
            let half = DIGITS.iter().position(|known| known.eq_ignore_ascii_case(&digit));
            let half = half.and_then(|half| u8::try_from(half).ok());
            halves.push(half.ok_or(Error::new(ErrorKind::Character(Expected::Address), at))?);
        }
        let length = length_of(halves.len())?;
        let octets = halves.chunks(2).map(|pair| match pair {
            [low, high] => high << 4 | low,
            [low] => 0xF0 | low,
            _ => 0xFF,
        });
        Ok(Self { kind, length, octets: octets.collect() })
    }

    /// A name of at most eleven characters of the default alphabet.
    ///
    /// # Errors
    /// [`Character`](ErrorKind::Character) for a character that the alphabet lacks,
    /// [`Range`](ErrorKind::Range) where the name is too long.
    pub fn name(text: &str) -> Result<Self, Error> {
        let fault = Error::new(ErrorKind::Character(Expected::Address), 0);
        let septets = to_septets(text).ok_or(fault)?;
        let mut octets = Vec::new();
        pack(&septets, 0, &mut octets);
        // As many semi-octets as hold the septets.
        let length = length_of(septets.len().saturating_mul(7).div_ceil(4))?;
        Ok(Self { kind: 0xD0, length, octets })
    }

    /// Reads one from the octets in front, and hands back what follows it.
    ///
    /// # Errors
    /// [`Range`](ErrorKind::Range) above 20 semi-octets, [`Length`](ErrorKind::Length) where there
    /// are fewer.
    pub(crate) fn decode(input: &Bytes, at: usize) -> Result<(Self, usize), Error> {
        let end = |at| Error::new(ErrorKind::UnexpectedEnd(Expected::Address), at);
        let rest = input.get(at..).unwrap_or(&[]);
        let Some((&[length, kind], rest)) = rest.split_first_chunk() else {
            return Err(end(input.len()));
        };
        if length > MOST {
            return Err(Error::new(ErrorKind::Range(Expected::Address), at));
        }
        let count = usize::from(length.div_ceil(2));
        let octets = rest
            .get(..count)
            .ok_or_else(|| Error::new(ErrorKind::Length { length: count, left: rest.len() }, at))?;
        let end = at.saturating_add(2).saturating_add(count);
        Ok((Self { kind, length, octets: octets.to_vec() }, end))
    }

    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&[self.length, self.kind]);
        out.extend_from_slice(&self.octets);
    }

    /// The octet of type of number and numbering plan.
    #[must_use]
    pub const fn kind(&self) -> u8 {
        self.kind
    }

    /// Whether it is a name.
    #[must_use]
    pub const fn is_name(&self) -> bool {
        self.kind & 0x70 == 0x50
    }

    /// The digits of a number, without `+`; the text of a name.
    #[must_use]
    pub fn text(&self) -> String {
        if self.is_name() {
            let count = usize::from(self.length).saturating_mul(4) / 7;
            let septets = unpack(&self.octets, 0, count);
            return septets.map_or_else(String::new, |septets| from_septets(&septets));
        }
        let halves = self.octets.iter().flat_map(|octet| [octet & 0x0F, octet >> 4]);
        let digits = halves.take(usize::from(self.length));
        digits
            .map(|half| DIGITS.get(usize::from(half)).map_or('?', |&digit| digit.into()))
            .collect()
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let international = self.kind & 0x70 == 0x10;
        write!(f, "{}{}", if international { "+" } else { "" }, self.text())
    }
}

/// Splits the address of the service center from what a modem hands out: octets of length, type
/// and digits in front of the TPDU.
///
/// ```
/// use bytes::Bytes;
/// use provost_push::sms::split_service_center;
///
/// let (center, tpdu) = split_service_center(&Bytes::from_static(&[2, 0x91, 0x21, 0x44]))?;
/// assert_eq!(center.expect("an address").to_string(), "+12");
/// assert_eq!(&*tpdu, [0x44]);
/// # Ok::<(), provost_push::Error>(())
/// ```
///
/// # Errors
/// [`Length`](ErrorKind::Length) where it is longer than the input, [`Range`](ErrorKind::Range)
/// where it is longer than an address can be.
pub fn split_service_center(input: &Bytes) -> Result<(Option<Address>, Bytes), Error> {
    let end = Error::new(ErrorKind::UnexpectedEnd(Expected::Address), input.len());
    let (&length, rest) = input.split_first().ok_or(end)?;
    let length = usize::from(length);
    let octets = rest
        .get(..length)
        .ok_or_else(|| Error::new(ErrorKind::Length { length, left: rest.len() }, 0))?;
    let tpdu = input.slice(length.saturating_add(1)..);
    let Some((&kind, octets)) = octets.split_first() else {
        return Ok((None, tpdu));
    };
    // Here the length counts octets: a filler tells whether the last half counts.
    let filled = octets.last().is_some_and(|last| last >> 4 == 0x0F);
    let halves = octets.len().saturating_mul(2).saturating_sub(usize::from(filled));
    let length = length_of(halves)?;
    Ok((Some(Address { kind, length, octets: octets.to_vec() }), tpdu))
}

fn length_of(halves: usize) -> Result<u8, Error> {
    let length = u8::try_from(halves).ok().filter(|length| *length <= MOST);
    length.ok_or(Error::new(ErrorKind::Range(Expected::Address), 0))
}

/// Semi-octets.
const MOST: u8 = 20;

/// The semi-octets (TS 23.040, 9.1.2.3); the last is the filler.
const DIGITS: [u8; 15] = *b"0123456789*#abc";

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn numbers_and_names() {
        for (text, octets) in [
            ("+15551234567", &[11, 0x91, 0x51, 0x55, 0x21, 0x43, 0x65, 0xF7][..]),
            ("12345", &[5, 0x81, 0x21, 0x43, 0xF5]),
            ("*#a", &[3, 0x81, 0xBA, 0xFC]),
        ] {
            let address = Address::number(text).expect(text);
            let mut out = Vec::new();
            address.write(&mut out);
            assert_eq!((&*out, &*address.to_string()), (octets, text));
            assert_eq!(Address::decode(&out.into(), 0), Ok((address, octets.len())));
        }
        for name in ["", "a", "provost", "12345678901"] {
            let address = Address::name(name).expect(name);
            assert_eq!(address.to_string(), name);
        }
        assert!(Address::name("123456789012").is_err());
        assert!(Address::number("12x").is_err());
        assert!(Address::number("123456789012345678901").is_err());
    }

    #[test]
    fn malformed() {
        let rows: [(&[u8], ErrorKind, usize); 4] = [
            (&[], ErrorKind::UnexpectedEnd(Expected::Address), 0),
            (&[5], ErrorKind::UnexpectedEnd(Expected::Address), 1),
            (&[21, 0x91, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], ErrorKind::Range(Expected::Address), 0),
            (&[5, 0x91, 1, 2], ErrorKind::Length { length: 3, left: 2 }, 0),
        ];
        for (input, kind, offset) in rows {
            let read = Address::decode(&Bytes::copy_from_slice(input), 0);
            assert_eq!(read, Err(Error::new(kind, offset)), "{input:02x?}");
        }
    }
}
