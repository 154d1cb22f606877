//! The MAC parameter: 20 octets as 40 hexadecimal digits.

use core::fmt;
use core::str::FromStr;

use hmac::{Hmac, Mac as _};
use sha1::Sha1;

use crate::defect::Defect;
use crate::key::{Parts, keyed};

/// HMAC-SHA1 of a document.
///
/// `Display` writes it as it is sent, in upper case; `FromStr` reads either case. There is no
/// `PartialEq`: whoever compares two of these in other than constant time tells an attacker octet
/// by octet how good a guess was. [`verify`](crate::verify) compares.
///
/// ```
/// use provost_bootstrap::Mac;
///
/// let mac: Mac = "1af545fe2823dc9347064450f90ff1bbf957e146".parse()?;
/// assert_eq!(mac.to_string(), "1AF545FE2823DC9347064450F90FF1BBF957E146");
/// # Ok::<(), provost_bootstrap::Defect>(())
/// ```
///
/// ```compile_fail,E0369
/// use provost_bootstrap::Mac;
///
/// fn is_right(one: Mac, other: Mac) -> bool {
///     one == other
/// }
/// ```
#[derive(Clone)]
pub struct Mac([u8; Self::LENGTH]);

impl Mac {
    /// The number of octets.
    pub const LENGTH: usize = 20;

    /// A MAC as octets, for transports that have it so.
    #[must_use]
    pub const fn from_octets(octets: [u8; Self::LENGTH]) -> Self {
        Self(octets)
    }

    /// The octets.
    #[must_use]
    pub const fn octets(&self) -> &[u8; Self::LENGTH] {
        &self.0
    }

    /// The MAC of a document under a key in parts.
    pub(crate) fn compute(body: &[u8], key: Parts<'_>) -> Self {
        Self(hash(body, key).finalize().into_bytes().into())
    }

    /// Whether this is the MAC of a document under a key in parts, in constant time.
    pub(crate) fn is_of(&self, body: &[u8], key: Parts<'_>) -> bool {
        hash(body, key).verify_slice(&self.0).is_ok()
    }
}

fn hash(body: &[u8], key: Parts<'_>) -> Hmac<Sha1> {
    let mut hash = keyed(key);
    hash.update(body);
    hash
}

impl FromStr for Mac {
    type Err = Defect;

    fn from_str(text: &str) -> Result<Self, Defect> {
        let text = text.as_bytes();
        // 256 values for 40 digits: the position of the first that is none, or the length, is wrong.
        if text.len() != 2 * Self::LENGTH {
            return Err(Defect::MacLength(text.len()));
        }
        let mut octets = [0; Self::LENGTH];
        let mut wrong = 0_u8;
        for (octet, pair) in octets.iter_mut().zip(text.chunks_exact(2)) {
            let [high, low] = *pair else { continue };
            let (high, low) = (digit(high), digit(low));
            wrong |= high | low;
            *octet = high << 4 | low & 0x0F;
        }
        if wrong > 0x0F {
            let offset = text.iter().position(|octet| !octet.is_ascii_hexdigit()).unwrap_or(0);
            return Err(Defect::MacDigit { offset });
        }
        Ok(Self(octets))
    }
}

/// The value of a digit, or more than 15.
fn digit(octet: u8) -> u8 {
    VALUES.get(usize::from(octet)).copied().unwrap_or(0xFF)
}

/// A table, because digits of chance are what branches are guessed wrong at.
#[allow(clippy::indexing_slicing, reason = "in a constant: what panics does not compile")]
const VALUES: [u8; 256] = {
    let mut values = [0xFF; 256];
    let mut rest: &[u8] = b"0123456789ABCDEF";
    let mut value = 0;
    while let [digit, others @ ..] = rest {
        values[*digit as usize] = value;
        values[digit.to_ascii_lowercase() as usize] = value;
        value += 1;
        rest = others;
    }
    values
};

impl fmt::Display for Mac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|octet| write!(f, "{octet:02X}"))
    }
}

/// Redacted: beside its message, a MAC is all that it takes to try every PIN.
impl fmt::Debug for Mac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mac(..)")
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn text_both_ways_in_either_case() {
        let upper = "00112233445566778899AABBCCDDEEFF09AFaf90".to_uppercase();
        let mac: Mac = upper.parse().unwrap();
        assert_eq!(mac.to_string(), upper);
        assert_eq!(upper.to_lowercase().parse::<Mac>().unwrap().octets(), mac.octets());
        assert_eq!(mac.octets()[9..11], [0x99, 0xAA]);
    }

    #[test]
    fn what_is_no_mac() {
        for length in [0, 1, 38, 39, 41, 42, 80] {
            let error = "A".repeat(length).parse::<Mac>().unwrap_err();
            assert_eq!(error, Defect::MacLength(length));
        }
        for octet in 0..=0x7F_u8 {
            let character = char::from(octet);
            for offset in [0, 1, 20, 39] {
                let mut text = "7".repeat(40);
                text.replace_range(offset..=offset, &character.to_string());
                let expected = octet.is_ascii_hexdigit();
                match text.parse::<Mac>() {
                    Ok(mac) => assert!(expected, "{character:?} {mac}"),
                    Err(error) => {
                        assert!(!expected, "{character:?}");
                        assert_eq!(error, Defect::MacDigit { offset });
                    }
                }
            }
        }
        assert_eq!(
            format!("{}é", "7".repeat(38)).parse::<Mac>().unwrap_err(),
            Defect::MacDigit { offset: 38 }
        );
    }
}
