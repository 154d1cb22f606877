//! Dates in contents.

use alloc::string::String;
use core::fmt;

use provost_wbxml::typed::datetime::DateTime;

use crate::Date;

/// The value of a date attribute: a date, or what was sent in its place.
///
/// ```
/// use provost_push::content::Moment;
///
/// assert!(Moment::from("1999-06-30T00:00:00Z").date().is_some());
/// assert!(Moment::from("2002-4-16").date().is_none());
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_enums, reason = "a date or not")]
pub enum Moment {
    /// A date, in the range of its fields where it came as text.
    Date(DateTime),
    /// Something else.
    Text(String),
}

impl Moment {
    /// The date; `None` where it is none of the calendar.
    #[must_use]
    pub fn date(&self) -> Option<Date> {
        match self {
            Self::Date(date) => Date::from_datetime(date),
            Self::Text(_) => None,
        }
    }
}

impl From<&str> for Moment {
    fn from(text: &str) -> Self {
        text.parse().map_or_else(|_| Self::Text(text.into()), Self::Date)
    }
}

impl From<DateTime> for Moment {
    fn from(date: DateTime) -> Self {
        Self::Date(date)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => write!(f, "{date}"),
            Self::Text(text) => f.write_str(text),
        }
    }
}
