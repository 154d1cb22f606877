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

    /// A copy of ASCII, which need not be looked at again to be known as text.
    #[inline]
    pub(crate) fn from_ascii(ascii: &[u8]) -> Self {
        let mut octets = [0; SHORT];
        match (u8::try_from(ascii.len()), octets.get_mut(..ascii.len())) {
            (Ok(0), _) => Self::EMPTY,
            (Ok(length), Some(own)) => {
                copy_short(own, ascii);
                Self(Repr::Short(length, octets))
            }
            _ => Self(Repr::Long(Box::from(core::str::from_utf8(ascii).unwrap_or_default()))),
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

    /// Whether it needs no memory of its own whatever it says.
    #[inline]
    pub(crate) const fn is_short(octets: &[u8]) -> bool {
        octets.len() <= SHORT
    }

    /// The octets, which need not be looked at to be compared.
    #[inline]
    pub(crate) fn as_bytes(&self) -> &[u8] {
        match &self.0 {
            Repr::Static(text) => text.as_bytes(),
            Repr::Short(length, octets) => octets.get(..usize::from(*length)).unwrap_or_default(),
            Repr::Long(text) => text.as_bytes(),
        }
    }

    /// Whether it is borrowed from what lives as long as the program.
    #[must_use]
    pub const fn is_static(&self) -> bool {
        matches!(self.0, Repr::Static(_))
    }
}

/// Copies a few octets without a call, which costs more than the copy.
#[inline(always)]
fn copy_short(to: &mut [u8], from: &[u8]) {
    fn ends<const N: usize>(to: &mut [u8], from: &[u8]) -> Option<()> {
        // The last octets may overlap the first.
        *to.first_chunk_mut::<N>()? = *from.first_chunk()?;
        *to.last_chunk_mut::<N>()? = *from.last_chunk()?;
        Some(())
    }
    let copied = match from.len() {
        16.. => ends::<16>(to, from),
        8..16 => ends::<8>(to, from),
        4..8 => ends::<4>(to, from),
        _ => {
            to.iter_mut().zip(from).for_each(|(to, from)| *to = *from);
            Some(())
        }
    };
    debug_assert!(copied.is_some() && from.len() < 32, "of one length");
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl Eq for Text {}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.as_bytes() == other.as_bytes()
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
