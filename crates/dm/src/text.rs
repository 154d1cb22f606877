//! Text that is short, or a slice of the message it was read from.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::sync::Arc;
use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::ops::Deref;

use bytes::Bytes;

use crate::error::{Error, ErrorKind};

/// An immutable text. Up to 22 octets stand in it; more are shared, of a decoded message as a part
/// of the input. So neither costs memory of its own, and a clone costs a counter at most.
///
/// ```
/// use provost_dm::Text;
///
/// let text = Text::from("./DevInfo");
/// assert_eq!(text, "./DevInfo");
/// assert!(text.starts_with('.'));
/// assert_eq!(size_of::<Option<Text>>(), 24);
/// ```
#[derive(Clone)]
pub struct Text(Repr);

/// Nearly all texts of a message are numbers, names and short paths: to count references to the
/// message for each of them took longer than to read it.
#[derive(Clone)]
enum Repr {
    Inline {
        length: u8,
        octets: [u8; INLINE],
    },
    /// A part of the octets of a document.
    Shared {
        start: u32,
        end: u32,
        whole: Arc<Bytes>,
    },
}

const INLINE: usize = 22;

impl Text {
    /// No text.
    #[must_use]
    #[inline]
    pub const fn new() -> Self {
        Self(Repr::Inline { length: 0, octets: [0; INLINE] })
    }

    /// A text of the program, which is not copied.
    #[must_use]
    pub fn from_static(text: &'static str) -> Self {
        Self::short(text).unwrap_or_else(|| Self::whole(Bytes::from_static(text.as_bytes())))
    }

    /// The text.
    #[must_use]
    #[inline]
    pub fn as_str(&self) -> &str {
        // It was checked when it was made; to check a few octets again is the price of a slice
        // without `unsafe`.
        core::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    /// Its octets, which are UTF-8.
    #[must_use]
    #[inline]
    pub fn as_bytes(&self) -> &[u8] {
        let octets = match &self.0 {
            Repr::Inline { length, octets } => octets.get(..usize::from(*length)),
            Repr::Shared { start, end, whole } => {
                let index = |at: &u32| usize::try_from(*at).unwrap_or(usize::MAX);
                whole.get(index(start)..index(end))
            }
        };
        octets.unwrap_or_default()
    }

    /// The same text, which keeps nothing else in memory.
    pub(crate) fn alone(self) -> Self {
        match &self.0 {
            Repr::Shared { whole, .. } if whole.len() > self.len() => Self::from(self.as_str()),
            _ => self,
        }
    }

    /// Its octets, shared where the text is.
    #[must_use]
    pub fn into_bytes(self) -> Bytes {
        match &self.0 {
            Repr::Inline { .. } => Bytes::copy_from_slice(self.as_bytes()),
            Repr::Shared { whole, .. } => share(whole, self.as_bytes()),
        }
    }

    #[inline]
    fn short(text: &str) -> Option<Self> {
        let mut octets = [0; INLINE];
        octets.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
        let length = u8::try_from(text.len()).ok()?;
        Some(Self(Repr::Inline { length, octets }))
    }

    /// Octets that are known to be UTF-8, and not short.
    fn whole(octets: Bytes) -> Self {
        // A text of 4 GiB is none of a message; and what is behind that is not reached.
        let end = u32::try_from(octets.len()).unwrap_or(u32::MAX);
        Self(Repr::Shared { start: 0, end, whole: Arc::new(octets) })
    }

    /// A part of a document.
    #[inline]
    pub(crate) fn part(document: &Arc<Bytes>, text: &str) -> Self {
        let Some(length) = u8::try_from(text.len()).ok().filter(|it| usize::from(*it) <= INLINE)
        else {
            return Self::long_part(document, text);
        };
        // As many octets as there is room for, whatever stands behind the text: a copy whose
        // length is known takes a few instructions.
        let start = text.as_ptr().addr().wrapping_sub(document.as_ptr().addr());
        match document.get(start..).and_then(|rest| rest.first_chunk()) {
            Some(octets) => Self(Repr::Inline { length, octets: *octets }),
            None => Self::from(text),
        }
    }

    fn long_part(document: &Arc<Bytes>, text: &str) -> Self {
        let start = text.as_ptr().addr().wrapping_sub(document.as_ptr().addr());
        let end = start.checked_add(text.len()).filter(|end| *end <= document.len());
        match (u32::try_from(start), end.map(u32::try_from)) {
            (Ok(start), Some(Ok(end))) => {
                Self(Repr::Shared { start, end, whole: Arc::clone(document) })
            }
            _ => Self::from(text),
        }
    }

    /// Without white space at both ends.
    pub(crate) fn trimmed(self) -> Self {
        let trimmed = self.as_str().trim_matches(BLANKS);
        if trimmed.len() == self.as_bytes().len() {
            return self;
        }
        match &self.0 {
            Repr::Inline { .. } => Self::from(trimmed),
            Repr::Shared { whole, .. } => Self::part(whole, trimmed),
        }
    }
}

/// White space of XML.
pub(crate) const BLANKS: [char; 4] = [' ', '\t', '\n', '\r'];

/// The part of `whole` that `part` is a borrow of; a copy, where it is none.
#[inline]
pub(crate) fn share(whole: &Bytes, part: &[u8]) -> Bytes {
    let start = part.as_ptr().addr().wrapping_sub(whole.as_ptr().addr());
    match start.checked_add(part.len()) {
        Some(end) if end <= whole.len() => whole.slice(start..end),
        _ => Bytes::copy_from_slice(part),
    }
}

impl Deref for Text {
    type Target = str;

    #[inline]
    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        self
    }
}

impl Default for Text {
    #[inline]
    fn default() -> Self {
        Self::new()
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        let long = || Self::whole(Bytes::copy_from_slice(text.as_bytes()));
        Self::short(text).unwrap_or_else(long)
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::short(&text).unwrap_or_else(|| Self::whole(Bytes::from(text)))
    }
}

impl From<Cow<'_, str>> for Text {
    fn from(text: Cow<'_, str>) -> Self {
        match text {
            Cow::Borrowed(text) => Self::from(text),
            Cow::Owned(text) => Self::from(text),
        }
    }
}

impl TryFrom<Bytes> for Text {
    type Error = Error;

    /// # Errors
    /// [`ErrorKind::NotText`] at the first octet that is no UTF-8.
    fn try_from(octets: Bytes) -> Result<Self, Error> {
        match core::str::from_utf8(&octets) {
            Ok(text) => Ok(Self::short(text).unwrap_or_else(|| Self::whole(octets.clone()))),
            Err(error) => Err(Error::new(ErrorKind::NotText, error.valid_up_to())),
        }
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl Eq for Text {}

impl PartialOrd for Text {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_bytes().cmp(other.as_bytes())
    }
}

impl Hash for Text {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // As `str` does, of which it is a borrow.
        self.as_str().hash(state);
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Text {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Text {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <String as serde::Deserialize>::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_shared_and_others_are_copied() {
        let whole = Bytes::from_static(b"abcdef");
        let part = share(&whole, &whole[2..4]);
        assert_eq!(part.as_ptr(), whole[2..].as_ptr());
        let other = Bytes::copy_from_slice(b"cd");
        assert_eq!(share(&whole, &other), other);
        assert_eq!(share(&whole.slice(..3), &whole[2..4]), &whole[2..4]);
    }

    #[test]
    fn long_parts_are_shared() {
        let document = Arc::new(Bytes::from_static(b"\n./A/path/of/more/than/22/octets \t"));
        let text = core::str::from_utf8(&document).unwrap();
        let part = Text::part(&document, text).trimmed();
        assert_eq!(part, text.trim());
        assert_eq!(part.as_bytes().as_ptr(), text[1..].as_ptr());
        assert_eq!(part.clone().into_bytes().as_ptr(), text[1..].as_ptr());
        let elsewhere = String::from(text);
        assert_eq!(Text::part(&document, &elsewhere), text);
        assert_eq!(Text::part(&document, &text[..22]), &text[..22]);
    }

    #[test]
    fn texts_of_all_lengths() {
        for length in 0..64 {
            let text = "ä".repeat(length);
            let forms = [
                Text::from(&*text),
                Text::from(text.clone()),
                Text::try_from(Bytes::from(text.clone())).unwrap(),
            ];
            for form in forms {
                assert_eq!(form, *text);
                assert_eq!(&*form.clone().trimmed().into_bytes(), text.as_bytes());
            }
        }
        assert_eq!(Text::from_static(" \r\n").trimmed(), "");
        assert_eq!(Text::from("\n ab\t").trimmed(), "ab");
        let mut sorted = [Text::from("b"), Text::from("ab")];
        sorted.sort();
        assert_eq!(sorted[0], "ab");
    }

    #[test]
    fn only_utf8_is_text() {
        let error = Text::try_from(Bytes::from_static(b"ab\xFF")).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (ErrorKind::NotText, 2));
    }
}
