//! Dates of service indications and email notifications (WAP-167, 8.2.2; EMN 1.0).
//!
//! ```text
//! text    1999-06-30T06:40:00Z
//! opaque  19 99 06 30 06 40      two digits an octet, zero octets at the end left out
//! ```

use core::fmt;
use core::str::FromStr;

use crate::error::ContentError;

/// A date and time in UTC, as `created`, `si-expires` and `timestamp` carry it.
///
/// Made of octets it holds the digits that were sent, whether such a day exists or not: judging
/// them is the matter of who uses the date. Made of text it is in range.
///
/// ```
/// use provost_wbxml::typed::datetime::DateTime;
///
/// let date = DateTime::decode(&[0x19, 0x99, 0x06, 0x30])?;
/// assert_eq!(date.to_string(), "1999-06-30T00:00:00Z");
/// assert_eq!("1999-06-30T00:00:00Z".parse::<DateTime>()?.octets(), [0x19, 0x99, 0x06, 0x30]);
/// # Ok::<(), provost_wbxml::ContentError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct DateTime {
    /// YY YY MM DD hh mm ss.
    digits: [u8; LONGEST],
}

impl DateTime {
    /// Reads the octets of an OPAQUE.
    ///
    /// # Errors
    ///
    /// [`ContentError::DateTime`] if there are fewer than 4 octets or more than 7, or a digit is
    /// above 9.
    pub fn decode(opaque: &[u8]) -> Result<Self, ContentError> {
        if !(SHORTEST..=LONGEST).contains(&opaque.len())
            || opaque.iter().any(|octet| octet >> 4 > 9 || octet & 0x0F > 9)
        {
            return Err(ContentError::DateTime);
        }
        let mut digits = [0; LONGEST];
        for (to, from) in digits.iter_mut().zip(opaque) {
            *to = *from;
        }
        Ok(Self { digits })
    }

    /// The octets of an OPAQUE: 4 to 7, without zero octets at the end.
    ///
    /// WAP-167, 8.2.2: digits go in pairs, so the zero of 06:40 stays.
    #[must_use]
    pub fn octets(&self) -> &[u8] {
        let mut octets = self.digits.as_slice();
        while let Some((0, shorter)) = octets.split_last() {
            if shorter.len() < SHORTEST {
                break;
            }
            octets = shorter;
        }
        octets
    }
}

/// The text as XML has it, `YYYY-MM-DDThh:mm:ssZ`.
impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [century, year, month, day, hour, minute, second] = self.digits;
        write!(
            f,
            "{century:02x}{year:02x}-{month:02x}-{day:02x}T{hour:02x}:{minute:02x}:{second:02x}Z"
        )
    }
}

/// Reads `YYYY-MM-DDThh:mm:ssZ`.
///
/// WAP-167, 8.2.1.1 knows this form only. Others (no zone, no time, no separators), which
/// libwbxml takes as it drops whatever is no digit, are errors: as OPAQUE they would come back as
/// another text, and `2002-4-16` as another day. Such a value is better sent as a string.
impl FromStr for DateTime {
    type Err = ContentError;

    fn from_str(text: &str) -> Result<Self, ContentError> {
        let &[
            y1,
            y2,
            y3,
            y4,
            b'-',
            m1,
            m2,
            b'-',
            d1,
            d2,
            b'T',
            h1,
            h2,
            b':',
            n1,
            n2,
            b':',
            s1,
            s2,
            b'Z',
        ] = text.as_bytes()
        else {
            return Err(ContentError::DateTime);
        };
        let month = pair(m1, m2)?;
        let day = pair(d1, d2)?;
        let hour = pair(h1, h2)?;
        let minute = pair(n1, n2)?;
        let second = pair(s1, s2)?;
        // Digits compare as numbers, since none is above 9.
        let in_range = (0x01..=0x12).contains(&month)
            && (0x01..=0x31).contains(&day)
            && hour <= 0x23
            && minute <= 0x59
            && second <= 0x59;
        if !in_range {
            return Err(ContentError::DateTime);
        }
        Ok(Self { digits: [pair(y1, y2)?, pair(y3, y4)?, month, day, hour, minute, second] })
    }
}

/// Two digits as one octet.
fn pair(high: u8, low: u8) -> Result<u8, ContentError> {
    if high.is_ascii_digit() && low.is_ascii_digit() {
        // The low half of an ASCII digit is its value.
        Ok((high & 0x0F) << 4 | low & 0x0F)
    } else {
        Err(ContentError::DateTime)
    }
}

/// Month and day are never zero, so a real date keeps four octets.
const SHORTEST: usize = 4;
const LONGEST: usize = 7;

#[cfg(test)]
mod tests {
    extern crate alloc;

    use alloc::format;
    use alloc::string::{String, ToString};
    use alloc::vec::Vec;

    use super::*;

    /// Rows of text and octets; the first five are what libwbxml writes too.
    const PAIRS: &[(&str, &[u8])] = &[
        ("2002-04-16T06:40:00Z", &[0x20, 0x02, 0x04, 0x16, 0x06, 0x40]),
        ("2002-04-16T06:00:00Z", &[0x20, 0x02, 0x04, 0x16, 0x06]),
        ("2002-04-16T00:00:00Z", &[0x20, 0x02, 0x04, 0x16]),
        ("1999-06-25T15:23:15Z", &[0x19, 0x99, 0x06, 0x25, 0x15, 0x23, 0x15]),
        ("2010-01-25T00:00:00Z", &[0x20, 0x10, 0x01, 0x25]),
        ("1999-06-20T20:20:20Z", &[0x19, 0x99, 0x06, 0x20, 0x20, 0x20, 0x20]),
        ("2000-10-10T00:00:10Z", &[0x20, 0x00, 0x10, 0x10, 0, 0, 0x10]),
        ("0000-01-01T00:00:00Z", &[0, 0, 0x01, 0x01]),
        ("9999-12-31T23:59:59Z", &[0x99, 0x99, 0x12, 0x31, 0x23, 0x59, 0x59]),
    ];

    #[test]
    fn text_and_octets() {
        for (text, octets) in PAIRS {
            assert_eq!(text.parse::<DateTime>().unwrap().octets(), *octets, "{text}");
            assert_eq!(DateTime::decode(octets).unwrap().to_string(), *text);
        }
    }

    #[test]
    fn other_octets() {
        let rows: &[(&[u8], Option<&str>)] = &[
            (&[], None),
            (&[0x20], None),
            (&[0x20, 0x02, 0x04], None),
            (&[0x20, 0x02, 0x04, 0x16, 0x06, 0x40, 0x00], Some("2002-04-16T06:40:00Z")),
            (&[0x20, 0x02, 0x04, 0x16, 0x06, 0x40, 0x00, 0x00], None),
            (&[0x2A, 0x02, 0x04, 0x16], None),
            (&[0x20, 0x02, 0x04, 0xA6], None),
            (&[0x20, 0x02, 0x04, 0x16, 0x0F], None),
            (&[0, 0, 0, 0], Some("0000-00-00T00:00:00Z")),
            (&[0x20, 0x02, 0x13, 0x45, 0x61], Some("2002-13-45T61:00:00Z")),
        ];
        for (octets, text) in rows {
            let date = DateTime::decode(octets);
            assert_eq!(date.map(|date| date.to_string()).ok().as_deref(), *text, "{octets:02X?}");
        }
        assert_eq!(DateTime::decode(&[0; 7]).unwrap().octets(), [0; 4]);
        assert_eq!(DateTime::decode(&[]), Err(ContentError::DateTime));
    }

    #[test]
    fn text_of_another_form() {
        for text in [
            "",
            "abc",
            "2002",
            "20020416064000",
            "2002-04-16",
            "2002-04-16T06:40Z",
            "2002-04-16T06:40:00",
            "2002-4-16T6:40:00Z",
            "2002-04-16T06:40:00z",
            "2002-04-16t06:40:00Z",
            "2002-04-16 06:40:00Z",
            " 2002-04-16T06:40:00Z",
            "2002-04-16T06:40:00Z ",
            "2002-04-16T06:40:00.5Z",
            "2002-04-16T06:40:00+01:00",
            "2002-00-16T06:40:00Z",
            "2002-13-16T06:40:00Z",
            "2002-04-00T06:40:00Z",
            "2002-04-32T06:40:00Z",
            "2002-04-16T24:00:00Z",
            "2002-04-16T06:60:00Z",
            "2002-04-16T06:40:60Z",
            "2002-04-16T06:4a:00Z",
            "-002-04-16T06:40:00Z",
            "\u{662}002-04-16T06:40:0Z",
        ] {
            assert_eq!(text.parse::<DateTime>(), Err(ContentError::DateTime), "{text}");
        }
    }

    /// All values of each field, against digits joined and trimmed the slow way.
    #[test]
    fn fields_round_trip() {
        let mut texts = Vec::new();
        for value in 0..100 {
            texts.push(format!("{value:02}00-01-01T00:00:00Z"));
            texts.push(format!("19{value:02}-12-31T01:00:00Z"));
            texts.push(format!("1999-{value:02}-30T00:10:00Z"));
            texts.push(format!("1999-10-{value:02}T00:00:01Z"));
            texts.push(format!("1999-10-20T{value:02}:00:00Z"));
            texts.push(format!("1999-10-20T00:{value:02}:00Z"));
            texts.push(format!("1999-10-20T10:00:{value:02}Z"));
        }
        let mut valid = 0;
        for text in texts {
            let Ok(date) = text.parse::<DateTime>() else { continue };
            valid += 1;
            let hex: String = date.octets().iter().map(|octet| format!("{octet:02X}")).collect();
            let mut digits: String = text.chars().filter(char::is_ascii_digit).collect();
            while digits.ends_with("00") && digits.len() % 2 == 0 {
                digits.truncate(digits.len() - 2);
            }
            assert_eq!(hex, digits, "{text}");
            assert_eq!(date.to_string(), text);
            assert_eq!(DateTime::decode(date.octets()), Ok(date));
        }
        assert_eq!(valid, 100 + 100 + 12 + 31 + 24 + 60 + 60);
    }
}
