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
const SHORT: usize = 20;

#[derive(Clone)]
enum Repr {
    Static(&'static str),
    Short(Short),
    Long(Box<str>),
}

/// Octets that are UTF-8 up to the length, and NUL behind it. In this order, so that they begin at a
/// word, where looking at them as text goes in words. The length is a `char`, because that has
/// numbers which it never is, and they tell the variants beside it.
#[derive(Clone, Copy)]
#[repr(C, align(8))]
struct Short {
    octets: [u8; SHORT],
    length: char,
}

impl Short {
    /// A copy of octets that are UTF-8, where they fit.
    #[inline(always)]
    fn copied(text: &[u8]) -> Option<Self> {
        let length = u8::try_from(text.len()).ok().filter(|_| text.len() <= SHORT)?;
        let mut octets = [0; SHORT];
        let (first, rest) = octets.split_first_chunk_mut()?;
        let (second, third) = rest.split_first_chunk_mut()?;
        let words = words(text)?;
        *first = words.0.to_le_bytes();
        *second = words.1.to_le_bytes();
        *third.first_chunk_mut()? = words.2.to_le_bytes();
        Some(Self { octets, length: char::from(length) })
    }

    #[inline(always)]
    fn len(&self) -> usize {
        usize::try_from(u32::from(self.length)).unwrap_or_default()
    }

    #[inline(always)]
    fn as_bytes(&self) -> &[u8] {
        self.octets.get(..self.len()).unwrap_or_default()
    }

    #[inline(always)]
    fn as_str(&self) -> &str {
        // Whether octets are text is found sixteen at a time, or else one by one.
        let head = self.octets.first_chunk::<16>();
        if let Some(head) = head.filter(|_| self.len() <= 16) {
            if let Ok(text) = core::str::from_utf8(head) {
                return text.get(..self.len()).unwrap_or_default();
            }
        }
        // It was copied from a text, so that it is one.
        core::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }
}

/// Up to twenty octets as numbers, NUL behind them: they stay in registers until they are where they
/// belong, and a copy in memory would be read again in other pieces than it was written in.
#[inline(always)]
fn words(text: &[u8]) -> Option<(u64, u64, u32)> {
    let length = u32::try_from(text.len()).ok()?;
    // The octets behind the first `full`, of which the last eight octets end with.
    let behind = |last: u64, full: u32| {
        let extra = 8_u32.wrapping_add(full).wrapping_sub(length).wrapping_mul(8);
        last.checked_shr(extra).unwrap_or(0)
    };
    if let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) {
        let (first, last) = (u64::from_le_bytes(*first), u64::from_le_bytes(*last));
        return Some(match text.get(8..).and_then(<[u8]>::first_chunk) {
            None => (first, behind(last, 8), 0),
            Some(second) => {
                let third = u32::try_from(behind(last, 16)).ok()?;
                (first, u64::from_le_bytes(*second), third)
            }
        });
    }
    let at = |octets: u64, place: u32| octets.wrapping_shl(place.wrapping_mul(8));
    if let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) {
        let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
        // What both have is the same.
        return Some((u64::from(first) | at(last.into(), length.wrapping_sub(4)), 0, 0));
    }
    let middle = *text.get(text.len() / 2)?;
    let (first, last) = (*text.first()?, *text.last()?);
    let ends = u64::from(first) | at(last.into(), length.wrapping_sub(1));
    Some((ends | at(middle.into(), length / 2), 0, 0))
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
        match Short::copied(text.as_bytes()) {
            Some(short) => Self(Repr::Short(short)),
            None => Self(Repr::Long(Box::from(text))),
        }
    }

    /// A copy of ASCII, which need not be looked at again to be known as text.
    #[inline]
    pub(crate) fn from_ascii(ascii: &[u8]) -> Self {
        if ascii.is_empty() {
            return Self::EMPTY;
        }
        match Short::copied(ascii) {
            Some(short) => Self(Repr::Short(short)),
            None => Self(Repr::Long(Box::from(core::str::from_utf8(ascii).unwrap_or_default()))),
        }
    }

    /// The text.
    #[must_use]
    #[inline]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Repr::Static(text) => text,
            Repr::Short(short) => short.as_str(),
            Repr::Long(text) => text,
        }
    }

    /// A copy of ASCII that needs no memory of its own, where it is that short and not empty.
    #[inline(always)]
    pub(crate) fn short(ascii: &[u8]) -> Option<Self> {
        Short::copied(ascii).map(|short| Self(Repr::Short(short)))
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
            Repr::Short(short) => short.as_bytes(),
            Repr::Long(text) => text.as_bytes(),
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
