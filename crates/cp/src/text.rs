//! Text that costs little: of the token tables nothing, and nothing but its own room where it is short.

use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;
use core::ops::Deref;

/// A text: borrowed from the token tables, short and in its place, or in memory of its own.
///
/// ```
/// use provost_cp::Text;
///
/// let text = Text::from("NAPID");
/// assert_eq!(text, *"NAPID");
/// assert!(text.is_static());
/// assert!(!Text::new("NAP1").is_static());
/// ```
#[derive(Clone)]
pub struct Text(Repr);

/// Octets of a text that needs no memory: most identifiers, names and addresses have fewer.
const SHORT: usize = 22;

#[derive(Clone)]
enum Repr {
    Static(&'static str),
    /// The length, and octets that are UTF-8 up to it.
    Short(u8, [u8; SHORT]),
    Long(Box<str>),
}

impl Text {
    /// Nothing.
    pub const EMPTY: Self = Self(Repr::Static(""));

    /// A text that lives as long as the program, such as a name of the token tables.
    #[must_use]
    pub const fn from_static(text: &'static str) -> Self {
        Self(Repr::Static(text))
    }

    /// A copy of a text.
    #[must_use]
    #[inline]
    pub fn new(text: &str) -> Self {
        if text.is_empty() {
            return Self::EMPTY;
        }
        let mut octets = [0; SHORT];
        match (u8::try_from(text.len()), octets.get_mut(..text.len())) {
            (Ok(length), Some(own)) => {
                own.copy_from_slice(text.as_bytes());
                Self(Repr::Short(length, octets))
            }
            _ => Self(Repr::Long(Box::from(text))),
        }
    }

    /// The text.
    #[must_use]
    #[inline]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Repr::Static(text) => text,
            Repr::Short(length, octets) => {
                let own = octets.get(..usize::from(*length)).unwrap_or_default();
                // It was copied from a text, so that it is one.
                core::str::from_utf8(own).unwrap_or_default()
            }
            Repr::Long(text) => text,
        }
    }

    /// Whether it is borrowed from what lives as long as the program.
    #[must_use]
    pub const fn is_static(&self) -> bool {
        matches!(self.0, Repr::Static(_))
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Text {}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl From<&'static str> for Text {
    fn from(text: &'static str) -> Self {
        Self::from_static(text)
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        if text.len() <= SHORT { Self::new(&text) } else { Self(Repr::Long(text.into_boxed_str())) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_all_lengths_are_what_they_were() {
        let long = "\u{00E9}".repeat(40);
        for length in (0..long.len()).filter(|length| long.is_char_boundary(*length)) {
            let text = &long[..length];
            assert_eq!(Text::new(text).as_str(), text);
            assert_eq!(Text::from(String::from(text)), Text::new(text));
        }
        assert_eq!(size_of::<Text>(), 24);
        assert_eq!(size_of::<Option<crate::Field>>(), 24);
    }
}
