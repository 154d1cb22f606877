//! Text that is a slice of the message it was read from.

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt;
use core::ops::Deref;

use bytes::Bytes;

use crate::error::{Error, ErrorKind};

/// A shared, immutable text: of a decoded message mostly a part of the input, not a copy.
///
/// A clone costs a counter, and keeps the whole input alive.
///
/// ```
/// use provost_dm::Text;
///
/// let text = Text::from("./DevInfo");
/// assert_eq!(text, "./DevInfo");
/// assert!(text.starts_with('.'));
/// ```
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(Bytes);

impl Text {
    /// No text.
    #[must_use]
    pub const fn new() -> Self {
        Self(Bytes::new())
    }

    /// A text of the program, which is not copied.
    #[must_use]
    pub const fn from_static(text: &'static str) -> Self {
        Self(Bytes::from_static(text.as_bytes()))
    }

    /// The text.
    #[must_use]
    #[inline]
    pub fn as_str(&self) -> &str {
        // It was checked when it was made; to check a few octets again is the price of a slice
        // without `unsafe`.
        core::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Its octets, which are UTF-8.
    #[must_use]
    pub const fn as_bytes(&self) -> &Bytes {
        &self.0
    }

    /// Its octets, which are UTF-8.
    #[must_use]
    pub fn into_bytes(self) -> Bytes {
        self.0
    }

    /// Octets that are known to be UTF-8.
    #[inline]
    pub(crate) const fn from_checked(octets: Bytes) -> Self {
        Self(octets)
    }

    /// Without white space at both ends.
    pub(crate) fn trimmed(self) -> Self {
        let trimmed = self.as_str().trim_matches(BLANKS);
        if trimmed.len() == self.0.len() {
            return self;
        }
        Self(share(&self.0, trimmed.as_bytes()))
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

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(Bytes::copy_from_slice(text.as_bytes()))
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(Bytes::from(text))
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
            Ok(_) => Ok(Self(octets)),
            Err(error) => Err(Error::new(ErrorKind::NotText, error.valid_up_to())),
        }
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        *self.0 == *other.as_bytes()
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        *self.0 == *other.as_bytes()
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
        let trimmed = Text::from_static("\n ab\t").trimmed();
        assert_eq!(trimmed, "ab");
        assert_eq!(Text::from_static(" \r\n").trimmed(), "");
    }

    #[test]
    fn only_utf8_is_text() {
        let error = Text::try_from(Bytes::from_static(b"ab\xFF")).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (ErrorKind::NotText, 2));
    }
}
