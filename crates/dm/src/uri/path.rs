//! A borrowed address.

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt::{self, Write};

use super::{Uri, UriFault};
use crate::error::{Error, ErrorKind};

/// The address of a node, borrowed from a [`Uri`] or a part of one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Path<'a>(&'a str);

impl<'a> Path<'a> {
    /// The root.
    pub const ROOT: Self = Self("");

    pub(crate) const fn from_normal(text: &'a str) -> Self {
        Self(text)
    }

    /// The segments without escapes, joined by `/`: equal for addresses of the same node, and so a
    /// key for stores.
    #[must_use]
    pub const fn as_normal(self) -> &'a str {
        self.0
    }

    /// Whether it is the root.
    #[must_use]
    pub const fn is_root(self) -> bool {
        self.0.is_empty()
    }

    /// The names from the root on, without escapes; none for the root.
    #[must_use]
    pub fn segments(self) -> impl DoubleEndedIterator<Item = &'a str> + Clone {
        // A split of nothing is one empty piece, and no other is empty.
        self.0.split('/').filter(|segment| !segment.is_empty())
    }

    /// How many segments there are.
    #[must_use]
    pub fn depth(self) -> usize {
        self.segments().count()
    }

    /// The last name; `.` for the root.
    #[must_use]
    pub fn name(self) -> &'a str {
        if self.is_root() { "." } else { self.0.rsplit('/').next().unwrap_or(self.0) }
    }

    /// The node above; none for the root.
    #[must_use]
    pub fn parent(self) -> Option<Self> {
        if self.is_root() {
            return None;
        }
        Some(self.0.rsplit_once('/').map_or(Self::ROOT, |(parent, _)| Self(parent)))
    }

    /// What is left behind the address of a node above it, or of itself.
    #[must_use]
    pub fn below(self, above: Path<'_>) -> Option<Self> {
        if above.is_root() {
            return Some(self);
        }
        match self.0.strip_prefix(above.0)? {
            "" => Some(Self::ROOT),
            rest => rest.strip_prefix('/').map(Self),
        }
    }

    /// The address of a child.
    ///
    /// # Errors
    /// [`Uri`](ErrorKind::Uri) where the name cannot be one: empty, `.`, `..`, with a `/` or a
    /// control character in it.
    pub fn child(self, name: &str) -> Result<Uri, Error> {
        if let Some(fault) = fault(name) {
            return Err(Error::new(ErrorKind::Uri(fault), 0));
        }
        Ok(self.child_unchecked(name))
    }

    pub(crate) fn child_unchecked(self, name: &str) -> Uri {
        let mut text =
            String::with_capacity(self.0.len().saturating_add(name.len()).saturating_add(1));
        text.push_str(self.0);
        if !text.is_empty() {
            text.push('/');
        }
        text.push_str(name);
        Uri::from_normal(text)
    }
}

/// Why a name cannot be one.
pub(super) fn fault(name: &str) -> Option<UriFault> {
    match name {
        "" => Some(UriFault::EmptySegment),
        "." | ".." => Some(UriFault::DotSegment),
        _ if name.bytes().any(|octet| octet == b'/' || octet.is_ascii_control()) => {
            Some(UriFault::Name)
        }
        _ => None,
    }
}

/// A name with the escapes that it needs in an address, and in the list of the names of children.
#[must_use]
pub(crate) fn escape(name: &str) -> Cow<'_, str> {
    if name.bytes().all(is_plain) {
        return Cow::Borrowed(name);
    }
    let mut text = String::new();
    // A string takes whatever is written to it.
    let _ = write_escaped(name, &mut text);
    Cow::Owned(text)
}

fn write_escaped(name: &str, out: &mut impl Write) -> fmt::Result {
    name.bytes().try_for_each(|octet| match is_plain(octet) {
        true => out.write_char(char::from(octet)),
        false => write!(out, "%{octet:02X}"),
    })
}

/// RFC 2396, 3.3: `pchar`, and the `;` of a segment.
pub(super) const fn is_plain(octet: u8) -> bool {
    octet.is_ascii_alphanumeric()
        || matches!(
            octet,
            b'-' | b'_'
                | b'.'
                | b'!'
                | b'~'
                | b'*'
                | b'\''
                | b'('
                | b')'
                | b':'
                | b'@'
                | b'&'
                | b'='
                | b'+'
                | b'$'
                | b','
                | b';'
        )
}

/// With `./` in front, and escapes where they are needed.
impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(".")?;
        self.segments().try_for_each(|segment| {
            f.write_str("/")?;
            write_escaped(segment, f)
        })
    }
}

impl fmt::Debug for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_path() {
        let path = Path::from_normal("A/B/C");
        assert_eq!(path.parent(), Some(Path("A/B")));
        assert_eq!(Path("A").parent(), Some(Path::ROOT));
        assert_eq!(Path::ROOT.parent(), None);
        assert_eq!((path.name(), Path::ROOT.name()), ("C", "."));
        assert_eq!((path.depth(), Path::ROOT.depth()), (3, 0));
        assert_eq!(path.below(Path("A")), Some(Path("B/C")));
        assert_eq!(path.below(path), Some(Path::ROOT));
        assert_eq!(path.below(Path::ROOT), Some(path));
        assert_eq!(Path("AB/C").below(Path("A")), None);
    }

    #[test]
    fn names_that_cannot_be() {
        for (name, fault) in [
            ("", UriFault::EmptySegment),
            (".", UriFault::DotSegment),
            ("..", UriFault::DotSegment),
            ("a/b", UriFault::Name),
            ("a\0", UriFault::Name),
        ] {
            let error = Path::ROOT.child(name).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Uri(fault), "{name:?}");
        }
        let uri = Path("A").child("50% off?").unwrap();
        assert_eq!(uri.to_string(), "./A/50%25%20off%3F");
        assert_eq!(uri.to_string().parse::<Uri>().unwrap(), uri);
    }

    use alloc::string::ToString;
}
