//! Dates of Wireless Village.
//!
//! ```text
//! text    20010925T134013A
//! opaque  2 zero bits, 12 bits year, 4 month, 5 day, 5 hour, 6 minute, 6 second, 8 zone
//! ```

use core::fmt;
use core::str::FromStr;

use super::trim;
use crate::error::ContentError;

/// A date and time, in local time or in a military time zone.
///
/// Made of octets it holds the numbers that were sent, whether such a day exists or not. Made of
/// text it is in range.
///
/// ```
/// use provost_wbxml::typed::wv::date::DateTime;
///
/// let date: DateTime = "20010925T134013A".parse()?;
/// assert_eq!(date.octets(), [0x1F, 0x46, 0x72, 0xDA, 0x0D, b'A']);
/// assert_eq!(DateTime::decode(&date.octets())?.to_string(), "20010925T134013A");
/// # Ok::<(), provost_wbxml::ContentError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct DateTime {
    octets: [u8; 6],
}

impl DateTime {
    /// Reads the octets of an OPAQUE.
    ///
    /// # Errors
    ///
    /// [`ContentError::DateTime`] if there are not 6 octets, the first two bits are not zero, or
    /// the zone is neither 0 nor a letter of A to Z without J.
    pub fn decode(opaque: &[u8]) -> Result<Self, ContentError> {
        let octets: [u8; 6] = opaque.try_into().map_err(|_| ContentError::DateTime)?;
        let [first, .., zone] = octets;
        if first & 0xC0 == 0 && (zone == NO_ZONE || is_zone(zone)) {
            Ok(Self { octets })
        } else {
            Err(ContentError::DateTime)
        }
    }

    /// The octets of an OPAQUE.
    #[must_use]
    pub const fn octets(&self) -> [u8; 6] {
        self.octets
    }
}

/// The text as XML has it, `YYYYMMDDThhmmss` and the letter of the zone if there is one.
///
/// Seconds are written even if they are zero, and no Z stands for a missing zone: libwbxml leaves
/// the former out and adds the latter, which makes UTC of local time.
impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d, e, zone] = self.octets;
        let bits = u64::from_be_bytes([0, 0, 0, a, b, c, d, e]);
        let (year, month, day) = (bits >> 26 & 0xFFF, bits >> 22 & 0xF, bits >> 17 & 0x1F);
        let (hour, minute, second) = (bits >> 12 & 0x1F, bits >> 6 & 0x3F, bits & 0x3F);
        write!(f, "{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}")?;
        if zone == NO_ZONE { Ok(()) } else { fmt::Write::write_char(f, char::from(zone)) }
    }
}

/// Reads `YYYYMMDDThhmm`, `YYYYMMDDThhmmss`, and either with the letter of a zone other than Z;
/// white space around it is no part of it.
///
/// What else the schema allows, the forms with `-`, `+` or `:` and those in UTC with a final `Z`,
/// is an error and travels as a string. The letter Z would fit into the zone, but peers (libwbxml)
/// send UTC as text and read an absent zone as Z, so text is the only form of it that every reader
/// understands alike. Read from octets Z is taken for what it says.
impl FromStr for DateTime {
    type Err = ContentError;

    fn from_str(text: &str) -> Result<Self, ContentError> {
        parse(trim(text).as_bytes()).ok_or(ContentError::DateTime)
    }
}

fn parse(text: &[u8]) -> Option<DateTime> {
    let (date, time) = text.split_at_checked(8)?;
    let (year, month_day) = date.split_at_checked(4)?;
    let (month, day) = month_day.split_at_checked(2)?;
    let time = time.strip_prefix(b"T")?;
    let (time, zone) = match time.split_last()? {
        (b'Z', _) => return None,
        (&zone, time) if is_zone(zone) => (time, zone),
        _ => (time, NO_ZONE),
    };
    let (hour, minute, second) = match *time {
        [h1, h2, m1, m2] => ([h1, h2], [m1, m2], *b"00"),
        [h1, h2, m1, m2, s1, s2] => ([h1, h2], [m1, m2], [s1, s2]),
        _ => return None,
    };
    let bits = number(year, 0, 0xFFF)? << 26
        | number(month, 1, 12)? << 22
        | number(day, 1, 31)? << 17
        | number(&hour, 0, 23)? << 12
        | number(&minute, 0, 59)? << 6
        | number(&second, 0, 59)?;
    let [.., a, b, c, d, e] = bits.to_be_bytes();
    Some(DateTime { octets: [a, b, c, d, e, zone] })
}

/// The number of these decimal digits if it is in range.
fn number(digits: &[u8], least: u64, most: u64) -> Option<u64> {
    let mut number = 0_u64;
    for digit in digits {
        if !digit.is_ascii_digit() {
            return None;
        }
        number = number.checked_mul(10)?.checked_add(u64::from(digit & 0x0F))?;
    }
    (least..=most).contains(&number).then_some(number)
}

const fn is_zone(octet: u8) -> bool {
    octet.is_ascii_uppercase() && octet != b'J'
}

const NO_ZONE: u8 = 0;

#[cfg(test)]
mod tests {
    extern crate alloc;

    use alloc::format;
    use alloc::string::{String, ToString};

    use super::*;

    #[test]
    fn text_and_octets() {
        let rows: &[(&str, &str, [u8; 6])] = &[
            ("20010925T1340", "20010925T134000", [0x1F, 0x46, 0x72, 0xDA, 0x00, 0]),
            ("20010925T134000", "20010925T134000", [0x1F, 0x46, 0x72, 0xDA, 0x00, 0]),
            ("20010925T134013", "20010925T134013", [0x1F, 0x46, 0x72, 0xDA, 0x0D, 0]),
            ("20010925T134013A", "20010925T134013A", [0x1F, 0x46, 0x72, 0xDA, 0x0D, b'A']),
            ("20010925T1340A", "20010925T134000A", [0x1F, 0x46, 0x72, 0xDA, 0x00, b'A']),
            ("\n 20010925T134013Y ", "20010925T134013Y", [0x1F, 0x46, 0x72, 0xDA, 0x0D, b'Y']),
            ("00000101T0000", "00000101T000000", [0x00, 0x00, 0x42, 0x00, 0x00, 0]),
            ("40951231T235959I", "40951231T235959I", [0x3F, 0xFF, 0x3F, 0x7E, 0xFB, b'I']),
        ];
        for (text, canonical, octets) in rows {
            let date: DateTime = text.parse().unwrap();
            assert_eq!(date.octets(), *octets, "{text}");
            assert_eq!(DateTime::decode(octets).unwrap().to_string(), *canonical);
        }
    }

    #[test]
    fn other_octets() {
        let rows: &[(&[u8], Option<&str>)] = &[
            (&[], None),
            (&[0x1F, 0x46, 0x72, 0xDA, 0x0D], None),
            (&[0x1F, 0x46, 0x72, 0xDA, 0x0D, 0, 0], None),
            (&[0x1F, 0x46, 0x72, 0xDA, 0x0D, b'Z'], Some("20010925T134013Z")),
            (&[0x1F, 0x46, 0x72, 0xDA, 0x0D, b'J'], None),
            (&[0x1F, 0x46, 0x72, 0xDA, 0x0D, b'a'], None),
            (&[0x1F, 0x46, 0x72, 0xDA, 0x0D, b'@'], None),
            (&[0x1F, 0x46, 0x72, 0xDA, 0x0D, b'['], None),
            (&[0x1F, 0x46, 0x72, 0xDA, 0x0D, 0xFF], None),
            (&[0x5F, 0x46, 0x72, 0xDA, 0x0D, 0], None),
            (&[0x9F, 0x46, 0x72, 0xDA, 0x0D, 0], None),
            (&[0; 6], Some("00000000T000000")),
            (&[0x3F, 0xFF, 0xFF, 0xFF, 0xFF, b'A'], Some("40951531T316363A")),
        ];
        for (octets, text) in rows {
            let date = DateTime::decode(octets);
            assert_eq!(date.map(|date| date.to_string()).ok().as_deref(), *text, "{octets:02X?}");
        }
    }

    #[test]
    fn text_that_stays_a_string() {
        for text in [
            "",
            "abc",
            "20010925",
            "20010925T",
            "20010925TA",
            "20010925T13",
            "20010925T13401",
            "20010925T1340130",
            "20010925 134013",
            "20010925t134013",
            "2001092T1340",
            "20010925T1340Z",
            "20010925T134013Z",
            "20010925T134013J",
            "20010925T134013a",
            "20010925T134013AB",
            "20010925T1340+01",
            "2001-09-25T13:40:13",
            "2001-09-25T13:40:13A",
            "2001-09-25T13:40:13Z",
            "20011325T1340",
            "20010025T1340",
            "20010900T1340",
            "20010932T1340",
            "20010925T2440",
            "20010925T1360",
            "20010925T134060",
            "40960925T1340",
            "99990925T134013",
            "\u{662}0010925T1340",
            "2001092\u{e9}T1340",
        ] {
            assert_eq!(text.parse::<DateTime>(), Err(ContentError::DateTime), "{text}");
        }
    }

    /// Every value of each field, against a string of binary digits.
    #[test]
    fn fields_round_trip() {
        let mut valid = 0;
        let step = if cfg!(miri) { 61 } else { 1 };
        for value in (0..4100_u32).step_by(step) {
            for (place, width) in [(0, 4), (1, 2), (2, 2), (3, 2), (4, 2), (5, 2)] {
                if value >= 10_u32.pow(width) {
                    continue;
                }
                let mut fields = [2001, 9, 25, 13, 40, 13];
                fields[place] = value;
                let [year, month, day, hour, minute, second] = fields;
                for zone in ["", "A", "Y"] {
                    let text = format!(
                        "{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}{zone}"
                    );
                    let Ok(date) = text.parse::<DateTime>() else { continue };
                    valid += 1;
                    let bits = format!(
                        "00{year:012b}{month:04b}{day:05b}{hour:05b}{minute:06b}{second:06b}{:08b}",
                        zone.bytes().next().unwrap_or(0)
                    );
                    let written: String =
                        date.octets().iter().map(|octet| format!("{octet:08b}")).collect();
                    assert_eq!(written, bits, "{text}");
                    assert_eq!(date.to_string(), text);
                    assert_eq!(DateTime::decode(&date.octets()), Ok(date));
                }
            }
        }
        let count = |first, last| (0..=last).step_by(step).filter(|it| *it >= first).count();
        let ranges = [(0, 4095), (1, 12), (1, 31), (0, 23), (0, 59), (0, 59)];
        let expected: usize = ranges.iter().map(|(first, last)| count(*first, *last)).sum();
        assert_eq!(valid, 3 * expected);
    }
}
