//! Time stamps and validity periods (3GPP TS 23.040, 9.2.3.11 and 9.2.3.12).

use core::fmt;

/// A time as a service center stamps it: seven octets, kept as they are.
///
/// ```
/// use provost_push::sms::ServiceTime;
///
/// let time = ServiceTime([0x62, 0x11, 0x72, 0, 0, 0, 0]);
/// assert_eq!(time.to_string(), "2026-11-27T00:00:00+00:00");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(clippy::exhaustive_structs, reason = "seven octets")]
pub struct ServiceTime(pub [u8; 7]);

impl ServiceTime {
    /// Year of the century, month, day, hour, minute, second: as the digits say, in range or not.
    /// `None` where a semi-octet is no digit.
    #[must_use]
    pub fn fields(self) -> Option<[u8; 6]> {
        let [year, month, day, hour, minute, second, _] = self.0.map(digits);
        Some([year?, month?, day?, hour?, minute?, second?])
    }

    /// Minutes east of UTC; `None` where a semi-octet is no digit.
    #[must_use]
    pub fn offset(self) -> Option<i32> {
        let [.., zone] = self.0;
        let quarters = i32::from(digits(zone & !0x08)?);
        let minutes = quarters.checked_mul(15)?;
        Some(if zone & 0x08 == 0 { minutes } else { minutes.checked_neg()? })
    }
}

/// The time where the digits are some, else the octets.
impl fmt::Display for ServiceTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Some([year, month, day, hour, minute, second]), Some(offset)) =
            (self.fields(), self.offset())
        else {
            return self.0.iter().try_for_each(|octet| write!(f, "{octet:02x}"));
        };
        // TS 23.040 has two digits; its first messages were sent in the nineties.
        let century = if year >= 90 { 19 } else { 20 };
        write!(f, "{century}{year:02}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")?;
        let sign = if offset < 0 { '-' } else { '+' };
        let minutes = offset.unsigned_abs();
        write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

/// Two digits, the first in the low half.
fn digits(octet: u8) -> Option<u8> {
    let (low, high) = (octet & 0x0F, octet >> 4);
    if low > 9 || high > 9 {
        return None;
    }
    low.checked_mul(10)?.checked_add(high)
}

/// How long a service center shall try.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(clippy::exhaustive_enums, reason = "two bits")]
pub enum Validity {
    /// As long as the center does.
    None,
    /// Relative, in one octet.
    Relative(u8),
    /// Enhanced: seven octets.
    Enhanced([u8; 7]),
    /// Until a time.
    Absolute(ServiceTime),
}

impl Validity {
    /// The seconds of a relative period.
    #[must_use]
    pub fn seconds(self) -> Option<u32> {
        let Self::Relative(octet) = self else {
            return None;
        };
        let value = u32::from(octet);
        let (minutes, hours, days) = (60_u32, 3_600_u32, 86_400_u32);
        match octet {
            0..=143 => value.checked_add(1)?.checked_mul(minutes.checked_mul(5)?),
            144..=167 => {
                let halves = value.checked_sub(143)?.checked_mul(minutes.checked_mul(30)?)?;
                halves.checked_add(hours.checked_mul(12)?)
            }
            168..=196 => value.checked_sub(166)?.checked_mul(days),
            197.. => value.checked_sub(192)?.checked_mul(days.checked_mul(7)?),
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn times() {
        let zone = |zone| ServiceTime([0x99, 0x10, 0x13, 0x32, 0x95, 0x95, zone]).to_string();
        assert_eq!(zone(0x21), "1999-01-31T23:59:59+03:00");
        assert_eq!(zone(0x29), "1999-01-31T23:59:59-03:00");
        // No digits: the octets.
        assert_eq!(ServiceTime([0xFF; 7]).to_string(), "ffffffffffffff");
        assert_eq!(ServiceTime([0xFF; 7]).fields(), None);
    }

    #[test]
    fn periods() {
        for (octet, seconds) in [
            (0, 300),
            (143, 43_200),
            (144, 45_000),
            (167, 86_400),
            (168, 172_800),
            (196, 2_592_000),
            (197, 3_024_000),
            (255, 38_102_400),
        ] {
            assert_eq!(Validity::Relative(octet).seconds(), Some(seconds), "{octet}");
        }
        assert_eq!(Validity::None.seconds(), None);
    }
}
