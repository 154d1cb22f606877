//! `mb_u_int32`, which WSP calls `uintvar`: seven bits to the octet, the most significant first.
//!
//! ```
//! use provost_wbxml::uintvar;
//!
//! assert_eq!(uintvar::decode(&[0x81, 0x20, 0xFF])?, (0xA0, &[0xFF][..]));
//! assert_eq!(uintvar::encode(0xA0).as_ref(), [0x81, 0x20]);
//! # Ok::<(), provost_wbxml::Error>(())
//! ```

use crate::error::{Error, ErrorKind, Expected};

/// Reads an integer and hands back what follows it.
///
/// # Errors
/// [`UnexpectedEnd`](ErrorKind::UnexpectedEnd), [`IntegerTooLong`](ErrorKind::IntegerTooLong) for
/// a sixth octet, [`IntegerOverflow`](ErrorKind::IntegerOverflow) above 2^32 - 1. Leading zero
/// groups (`80 00`) are accepted: the specification does not forbid them.
pub fn decode(input: &[u8]) -> Result<(u32, &[u8]), Error> {
    let (integer, rest) = Uintvar::read(input)?;
    Ok((integer.value, rest))
}

/// The octets of an integer in its shortest form.
#[must_use]
pub const fn encode(value: u32) -> Octets {
    encode_wide(value, 1)
}

/// The octets of an integer in at least `width` (at most five) octets, with leading zero groups.
#[must_use]
#[allow(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::arithmetic_side_effects,
    reason = "indexes are below five, shifts below 32, and seven bits are kept"
)]
pub const fn encode_wide(value: u32, width: u8) -> Octets {
    let needed = match value {
        0..=0x7F => 1,
        0x80..=0x3FFF => 2,
        0x4000..=0x1F_FFFF => 3,
        0x20_0000..=0x0FFF_FFFF => 4,
        _ => 5,
    };
    let width = if width > 5 { 5 } else { width };
    let length = if width > needed { width } else { needed };
    let mut octets = [0; 5];
    let mut at = 0;
    while at < length {
        let shift = 7 * (length - 1 - at) as u32;
        let more = if at + 1 < length { 0x80 } else { 0 };
        octets[at as usize] = (value >> shift) as u8 & 0x7F | more;
        at += 1;
    }
    Octets { octets, length }
}

/// An integer as it was read: its value, and how many octets it took.
///
/// The width makes what was read writable to the octet; one made from a number has the shortest.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Uintvar {
    value: u32,
    width: u8,
}

impl Uintvar {
    pub(crate) const ONE: Self = Self { value: 1, width: 1 };

    /// The value.
    #[must_use]
    pub const fn value(self) -> u32 {
        self.value
    }

    /// How many octets were read.
    pub(crate) const fn width(self) -> usize {
        self.width as usize
    }

    /// The octets, as many as were read.
    #[must_use]
    pub const fn octets(self) -> Octets {
        encode_wide(self.value, self.width)
    }

    /// Reads one from the octets in front, and hands back what follows it.
    #[cfg_attr(feature = "alloc", inline(always))]
    pub(crate) fn read(input: &[u8]) -> Result<(Self, &[u8]), Error> {
        match input.split_first() {
            Some((&octet, rest)) if octet < 0x80 => {
                Ok((Self { value: u32::from(octet), width: 1 }, rest))
            }
            _ => Self::read_long(input),
        }
    }

    #[inline(never)]
    fn read_long(input: &[u8]) -> Result<(Self, &[u8]), Error> {
        let mut value = 0_u32;
        let mut rest = input;
        for width in 1..=5 {
            let offset = input.len().wrapping_sub(rest.len());
            let Some((&octet, after)) = rest.split_first() else {
                return Err(Error::new(ErrorKind::UnexpectedEnd(Expected::Integer), offset));
            };
            if value >= 1 << 25 {
                return Err(Error::new(ErrorKind::IntegerOverflow, offset));
            }
            value = value << 7 | u32::from(octet & 0x7F);
            rest = after;
            if octet < 0x80 {
                return Ok((Self { value, width }, rest));
            }
        }
        Err(Error::new(ErrorKind::IntegerTooLong, 5))
    }
}

impl From<u32> for Uintvar {
    fn from(value: u32) -> Self {
        Self { value, width: 1 }
    }
}

/// One to five octets of an integer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Octets {
    octets: [u8; 5],
    length: u8,
}

impl AsRef<[u8]> for Octets {
    fn as_ref(&self) -> &[u8] {
        self.octets.get(..usize::from(self.length)).unwrap_or(&[])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_specification() {
        // WBXML 1.3, 5.1.
        assert_eq!(decode(&[0x81, 0x20]), Ok((0xA0, &[][..])));
        assert_eq!(decode(&[0x60]), Ok((0x60, &[][..])));
        assert_eq!(encode(0xA0).as_ref(), [0x81, 0x20]);
        assert_eq!(encode(0x1201).as_ref(), [0xA4, 0x01]);
    }

    #[test]
    fn every_width_both_ways() {
        for shift in 0..32 {
            for value in [1_u32 << shift, (1_u32 << shift).wrapping_sub(1), !0 >> shift] {
                let octets = encode(value);
                assert_eq!(decode(octets.as_ref()), Ok((value, &[][..])), "{value:#x}");
                for width in 0..7 {
                    let wide = encode_wide(value, width);
                    assert_eq!(decode(wide.as_ref()), Ok((value, &[][..])), "{value:#x} {width}");
                    assert!(wide.as_ref().len() >= usize::from(width.min(5)));
                }
            }
        }
    }

    #[test]
    fn malformed() {
        let rows: [(&[u8], ErrorKind, usize); 6] = [
            (&[], ErrorKind::UnexpectedEnd(Expected::Integer), 0),
            (&[0x80], ErrorKind::UnexpectedEnd(Expected::Integer), 1),
            (&[0xFF, 0xFF, 0xFF, 0xFF], ErrorKind::UnexpectedEnd(Expected::Integer), 4),
            (&[0x90, 0x80, 0x80, 0x80, 0x00], ErrorKind::IntegerOverflow, 4),
            (&[0x80, 0x80, 0x80, 0x80, 0x80, 0x00], ErrorKind::IntegerTooLong, 5),
            (&[0x8F, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], ErrorKind::IntegerTooLong, 5),
        ];
        for (input, kind, offset) in rows {
            assert_eq!(decode(input), Err(Error::new(kind, offset)), "{input:02x?}");
        }
        assert_eq!(decode(&[0x8F, 0xFF, 0xFF, 0xFF, 0x7F]), Ok((u32::MAX, &[][..])));
    }
}
