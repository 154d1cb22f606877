//! Seconds since 1970, and their text in HTTP.

use core::fmt;

use provost_wbxml::typed::datetime::DateTime;

/// A point in time: seconds since 1970-01-01T00:00:00Z, as WSP counts them.
///
/// ```
/// use provost_push::Date;
///
/// let date = Date(893_338_897);
/// assert_eq!(date.to_string(), "Thu, 23 Apr 1998 13:41:37 GMT");
/// assert_eq!(Date::from_text("Thu, 23 Apr 1998 13:41:37 GMT"), Some(date));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(clippy::exhaustive_structs, reason = "a number")]
pub struct Date(pub u64);

impl Date {
    /// Reads one of the three forms of HTTP (RFC 2616, 3.3.1). The name of the day is not checked.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let text = text.trim();
        let (day, month, year, time) = match text.split_once(',') {
            Some((_, rest)) => {
                let rest = rest.trim().strip_suffix("GMT")?.trim_end();
                let (date, time) = rest.rsplit_once(' ')?;
                let mut parts = date.split([' ', '-']);
                (parts.next()?, parts.next()?, parts.next()?, time)
            }
            None => {
                let mut parts = text.split_ascii_whitespace();
                let (_, month, day) = (parts.next()?, parts.next()?, parts.next()?);
                let (time, year) = (parts.next()?, parts.next()?);
                (day, month, year, time)
            }
        };
        let year = match (year.len(), decimal(year)?) {
            (4, year) => year,
            // RFC 850: two digits; RFC 2616, 19.3 reads them as near.
            (2, year @ 0..=69) => year.checked_add(2000)?,
            (2, year) => year.checked_add(1900)?,
            _ => return None,
        };
        let month = MONTHS.iter().position(|name| name.eq_ignore_ascii_case(month))?;
        let mut clock = time.split(':');
        let clock = (clock.next()?, clock.next()?, clock.next()?, clock.next());
        let (hour, minute, second, None) = clock else {
            return None;
        };
        let month = u64::try_from(month).ok()?.checked_add(1)?;
        from_civil([year, month, decimal(day)?, decimal(hour)?, decimal(minute)?, decimal(second)?])
    }

    /// The date that a document of WBXML or XML carries; `None` where it is no day of the calendar
    /// or lies before 1970.
    #[must_use]
    pub fn from_datetime(date: &DateTime) -> Option<Self> {
        from_civil(fields(date)?)
    }

    /// The same date as documents of WBXML and XML carry it; `None` above the year 9999.
    #[must_use]
    pub fn to_datetime(self) -> Option<DateTime> {
        let [year, month, day, hour, minute, second] = self.civil();
        let text =
            alloc::format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z");
        text.parse().ok()
    }

    /// Year, month, day, hour, minute, second.
    #[must_use]
    pub fn civil(self) -> [u64; 6] {
        let day_number = self.0 / 86_400;
        let second = self.0 % 86_400;
        // Days from 0000-03-01, in eras of 400 years, which all have the same length.
        let shifted = day_number.saturating_add(719_468);
        let era = shifted / 146_097;
        let of_era = shifted % 146_097;
        let leap = (of_era / 1_460).saturating_add(of_era / 146_096);
        let year_of_era = of_era.saturating_add(of_era / 36_524).saturating_sub(leap) / 365;
        let before = year_of_era
            .saturating_mul(365)
            .saturating_add(year_of_era / 4)
            .saturating_sub(year_of_era / 100);
        let of_year = of_era.saturating_sub(before);
        let shifted_month = of_year.saturating_mul(5).saturating_add(2) / 153;
        let month_start = shifted_month.saturating_mul(153).saturating_add(2) / 5;
        let day = of_year.saturating_sub(month_start).saturating_add(1);
        let month = if shifted_month < 10 {
            shifted_month.saturating_add(3)
        } else {
            shifted_month.saturating_sub(9)
        };
        let year = era.saturating_mul(400).saturating_add(year_of_era);
        let year = if month <= 2 { year.saturating_add(1) } else { year };
        [year, month, day, second / 3_600, second / 60 % 60, second % 60]
    }
}

/// The preferred form of HTTP.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [year, month, day, hour, minute, second] = self.civil();
        let name = |names: &[&'static str], index: u64| {
            usize::try_from(index).ok().and_then(|index| names.get(index).copied()).unwrap_or("")
        };
        // 1970-01-01 was a Thursday, the first of the list.
        let week_day = name(&DAYS, self.0 / 86_400 % 7);
        let month = name(&MONTHS, month.saturating_sub(1));
        write!(f, "{week_day}, {day:02} {month} {year:04} {hour:02}:{minute:02}:{second:02} GMT")
    }
}

const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn decimal(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|octet| octet.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

/// Whether it is a day of the calendar, and a time of the day.
#[cfg(feature = "pap")]
pub(crate) fn is_of_calendar(date: &DateTime) -> bool {
    fields(date).is_some_and(is_civil)
}

/// Whether it is a day of the calendar, at whatever time.
pub(crate) fn is_day(date: &DateTime) -> bool {
    fields(date).is_some_and(|[year, month, day, ..]| is_civil([year, month, day, 0, 0, 0]))
}

/// Year, month, day, hour, minute, second.
fn fields(date: &DateTime) -> Option<[u64; 6]> {
    let mut fields = [0_u64; 7];
    let mut octets = date.octets().iter();
    for field in &mut fields {
        let octet = octets.next().copied().unwrap_or(0);
        let (high, low) = (octet >> 4, octet & 0x0F);
        *field = u64::from(high).checked_mul(10)?.checked_add(u64::from(low))?;
    }
    let [century, year, month, day, hour, minute, second] = fields;
    let year = century.checked_mul(100)?.checked_add(year)?;
    Some([year, month, day, hour, minute, second])
}

fn is_civil([year, month, day, hour, minute, second]: [u64; 6]) -> bool {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return false,
    };
    (1..=days).contains(&day) && hour <= 23 && minute <= 59 && second <= 60 && year <= 9999
}

fn from_civil(civil: [u64; 6]) -> Option<Date> {
    if !is_civil(civil) {
        return None;
    }
    let [year, month, day, hour, minute, second] = civil;
    // The year begins in March, so that the leap day is its last.
    let (year, month) = if month > 2 {
        (year, month.checked_sub(3)?)
    } else {
        (year.checked_sub(1)?, month.checked_add(9)?)
    };
    let of_year = month.checked_mul(153)?.checked_add(2)? / 5;
    let of_year = of_year.checked_add(day)?.checked_sub(1)?;
    let days = year.checked_mul(365)?.checked_add(year / 4)?.checked_sub(year / 100)?;
    let days = days.checked_add(year / 400)?.checked_add(of_year)?.checked_sub(719_468)?;
    let seconds = hour.checked_mul(3_600)?.checked_add(minute.checked_mul(60)?)?;
    Some(Date(days.checked_mul(86_400)?.checked_add(seconds)?.checked_add(second)?))
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn the_three_forms() {
        let date = Some(Date(784_111_777));
        assert_eq!(Date::from_text("Sun, 06 Nov 1994 08:49:37 GMT"), date);
        assert_eq!(Date::from_text("Sunday, 06-Nov-94 08:49:37 GMT"), date);
        assert_eq!(Date::from_text("Sun Nov  6 08:49:37 1994"), date);
        for text in ["", ",", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT", "now"]
        {
            assert_eq!(Date::from_text(text), None, "{text}");
        }
    }

    #[test]
    fn days_both_ways() {
        for day in (0..80_000).step_by(if cfg!(miri) { 1_301 } else { 13 }) {
            let date = Date(day * 86_400 + day % 86_400);
            assert_eq!(Date::from_text(&date.to_string()), Some(date), "{date}");
            assert_eq!(date.to_datetime().and_then(|date| Date::from_datetime(&date)), Some(date));
        }
        assert_eq!(Date(951_782_400).to_string(), "Tue, 29 Feb 2000 00:00:00 GMT");
        assert_eq!(Date(u64::MAX).to_datetime(), None);
    }
}
