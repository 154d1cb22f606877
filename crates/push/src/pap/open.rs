//! Values of attributes: of their type, or as they are.

use alloc::borrow::{Cow, ToOwned};
use alloc::string::{String, ToString};
use core::fmt;

use provost_wbxml::typed::datetime::DateTime;

use crate::date::is_of_calendar;
use crate::version::VersionList;

/// A value of a type, or a text that is none: a newer version may have more words, and a peer
/// writes what it likes.
///
/// ```
/// use provost_push::pap::{Open, Priority};
///
/// let high: Open<Priority> = Open::read("high");
/// assert_eq!(high, Open::Known(Priority::High));
/// let new: Open<Priority> = Open::read("urgent");
/// assert_eq!((new.known(), new.text().as_ref()), (None, "urgent"));
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
#[allow(clippy::exhaustive_enums, reason = "known or not")]
pub enum Open<T> {
    /// A value of the type.
    Known(T),
    /// Another text.
    Other(String),
}

/// A type whose values stand in attributes.
pub trait Value: Sized {
    /// Reads a value.
    fn read(text: &str) -> Option<Self>;

    /// The value as it is written.
    fn text(&self) -> Cow<'static, str>;
}

impl<T: Value> Open<T> {
    /// Reads any text.
    #[must_use]
    pub fn read(text: &str) -> Self {
        T::read(text).map_or_else(|| Self::Other(text.to_owned()), Self::Known)
    }

    /// The value, where it is one.
    pub const fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Other(_) => None,
        }
    }

    /// The text, as it was read or shall be written.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Known(value) => value.text(),
            Self::Other(text) => Cow::Borrowed(text),
        }
    }
}

impl<T> From<T> for Open<T> {
    fn from(value: T) -> Self {
        Self::Known(value)
    }
}

impl<T: Value> fmt::Display for Open<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

impl Value for bool {
    fn read(text: &str) -> Option<Self> {
        match text {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    }

    fn text(&self) -> Cow<'static, str> {
        Cow::Borrowed(if *self { "true" } else { "false" })
    }
}

/// WAP-247, 8.2: twenty characters, UTC. A day that no calendar has is text: no window of delivery
/// can be made of it.
impl Value for DateTime {
    fn read(text: &str) -> Option<Self> {
        text.parse().ok().filter(is_of_calendar)
    }

    fn text(&self) -> Cow<'static, str> {
        Cow::Owned(self.to_string())
    }
}

impl Value for VersionList {
    fn read(text: &str) -> Option<Self> {
        Self::parse(text).ok()
    }

    fn text(&self) -> Cow<'static, str> {
        Cow::Owned(self.to_string())
    }
}
