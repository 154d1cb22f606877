//! Attributes of a start tag.

use super::character;
use crate::content::Content;
use crate::content::markup::{Markup, Place};
use crate::error::{Error, ErrorKind, XmlError};

/// The attributes of a start tag or declaration that are not read yet.
///
/// It is a scan of its own because that of quick-xml costs as much as all the rest of the reading,
/// and it finds the end of the tag on its way.
#[derive(Clone, Debug)]
pub(super) struct Attributes<'a> {
    text: &'a str,
    /// Where the next of them is; behind the last one, the end of the tag.
    at: usize,
    /// Where `text` begins in the input.
    base: usize,
}

/// How a start tag ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Close {
    /// `>`
    Open,
    /// `/>`
    Empty,
}

impl Close {
    /// What stands in front of a text.
    #[inline(always)]
    pub(super) const fn at(text: &[u8]) -> Option<Self> {
        match text {
            [b'>', ..] => Some(Self::Open),
            [b'/', b'>', ..] => Some(Self::Empty),
            _ => None,
        }
    }

    #[inline(always)]
    pub(super) const fn length(self) -> usize {
        match self {
            Self::Open => 1,
            Self::Empty => 2,
        }
    }
}

/// An attribute as it stands in the tag.
pub(super) struct Attribute<'a> {
    pub(super) name: &'a str,
    /// Between the quotes.
    pub(super) raw: &'a str,
    /// Whether there is a colon in the name.
    pub(super) colon: bool,
    /// Whether there is nothing in the value that stands for something else.
    pub(super) plain: bool,
    /// Where the name begins in the input, and the value.
    pub(super) offset: usize,
    pub(super) value_offset: usize,
}

impl<'a> Attributes<'a> {
    /// The attributes behind a name, from an offset in a text that begins at `base` in the input.
    #[inline]
    pub(super) const fn new(text: &'a str, at: usize, base: usize) -> Self {
        Self { text, at, base }
    }

    #[inline(always)]
    fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// How the tag ends, where it does so here.
    #[inline(always)]
    pub(super) fn close(&self) -> Option<Close> {
        Close::at(self.rest())
    }

    /// Whether nothing is left, not even the end of a tag.
    #[inline]
    pub(super) const fn is_empty(&self) -> bool {
        self.at >= self.text.len()
    }

    /// Where the next attribute begins in the text.
    #[inline]
    pub(super) const fn at(&self) -> usize {
        self.at
    }

    /// Where the next attribute begins in the input.
    #[inline]
    pub(super) const fn offset(&self) -> usize {
        self.base.saturating_add(self.at)
    }

    /// The next attribute; none in front of what can only be the end.
    #[inline]
    pub(super) fn next(&mut self) -> Result<Option<Attribute<'a>>, Error> {
        let rest = self.rest();
        let blanks = blanks(rest);
        let start = self.at.wrapping_add(blanks);
        let body = rest.get(blanks..).unwrap_or_default();
        if matches!(body, [] | [b'>' | b'/', ..]) {
            self.at = start;
            return Ok(None);
        }
        let offset = self.base.wrapping_add(start);
        let malformed = || Error::new(ErrorKind::Xml(XmlError::Attribute), offset);
        let text = self.text.get(start..).unwrap_or("");
        let (length, colon) = character::scan_name(text);
        if blanks == 0 || length == 0 {
            return Err(malformed());
        }
        let (name, after) = text.split_at_checked(length).ok_or_else(malformed)?;
        let (quote, opening) = match after.as_bytes() {
            [b'=', b'"', ..] => (b'"', 2),
            after => opened(after).ok_or_else(malformed)?,
        };
        let quoted = after.get(opening..).unwrap_or("");
        let value_start = start.wrapping_add(length).wrapping_add(opening);
        let value_offset = self.base.wrapping_add(value_start);
        let (length, plain) = value_length(quoted, quote, value_offset)?.ok_or_else(malformed)?;
        let raw = quoted.get(..length).ok_or_else(malformed)?;
        self.at = value_start.wrapping_add(length).wrapping_add(1);
        Ok(Some(Attribute { name, raw, colon, plain, offset, value_offset }))
    }
}

impl<'a> Attribute<'a> {
    #[inline]
    pub(super) fn value(&self) -> Content<'a> {
        if self.plain {
            return Content::from(self.raw);
        }
        Content::markup(Markup { raw: self.raw, offset: self.value_offset, place: Place::Value })
    }
}

#[inline]
fn blanks(octets: &[u8]) -> usize {
    match octets {
        [b' ', next, ..] if !character::is_blank(*next) => 1,
        _ => octets.iter().take_while(|octet| character::is_blank(**octet)).count(),
    }
}

/// The quote behind a `=` with white space around it, and the octets up to what follows.
#[cold]
fn opened(after: &[u8]) -> Option<(u8, usize)> {
    let equals = blanks(after);
    let (b'=', rest) = after.get(equals..)?.split_first()? else { return None };
    let blanks = blanks(rest);
    let quote = *rest.get(blanks)?;
    let length = equals.checked_add(blanks)?.checked_add("=\"".len())?;
    matches!(quote, b'"' | b'\'').then_some((quote, length))
}

/// The length of a value up to its quote, and whether it is plain.
#[inline]
fn value_length(quoted: &str, quote: u8, offset: usize) -> Result<Option<(usize, bool)>, Error> {
    let octets = quoted.as_bytes();
    let mut at = 0_usize;
    loop {
        let Some(found) = octets.get(at..).and_then(character::find_in_value) else {
            return Ok(None);
        };
        at = at.saturating_add(found);
        match octets.get(at) {
            Some(octet) if *octet == quote => return Ok(Some((at, true))),
            Some(b'"' | b'\'') => at = at.saturating_add(1),
            _ => return rare_value_length(quoted, quote, offset),
        }
    }
}

/// Checks a value with references or white space.
#[inline(never)]
fn rare_value_length(
    quoted: &str,
    quote: u8,
    offset: usize,
) -> Result<Option<(usize, bool)>, Error> {
    let Some((value, _)) = quoted.split_once(char::from(quote)) else { return Ok(None) };
    let length = value.len();
    let fail = |rest: &str, kind| {
        let at = offset.saturating_add(length.saturating_sub(rest.len()));
        Err(Error::new(ErrorKind::Xml(kind), at))
    };
    // XML 1.0, 3.1: no `<` in a value, not even one that an entity stands for.
    if let Some(less) = value.find('<').and_then(|at| value.get(at..)) {
        return fail(less, XmlError::Attribute);
    }
    let mut rest = value;
    while let Some(reference) = rest.find('&').and_then(|at| rest.get(at..)) {
        let ends = reference.strip_prefix('&').and_then(|inside| inside.split_once(';'));
        match ends {
            Some((name, after)) if character::resolve(name).is_some() => rest = after,
            _ => return fail(reference, bad_reference(reference)),
        }
    }
    Ok(Some((length, false)))
}

/// What is wrong with a reference that begins here.
pub(super) fn bad_reference(reference: &str) -> XmlError {
    if reference.starts_with("&#") { XmlError::CharacterReference } else { XmlError::Entity }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;

    type Fault = (XmlError, usize);

    fn read(tag: &str) -> Result<Vec<(&str, &str, bool)>, Fault> {
        let mut attributes = Attributes::new(tag, 0, 0);
        let mut read = Vec::new();
        loop {
            match attributes.next() {
                Ok(Some(attribute)) => {
                    read.push((attribute.name, attribute.raw, attribute.plain));
                }
                Ok(None) if attributes.is_empty() => return Ok(read),
                Ok(None) => return Err((XmlError::Attribute, attributes.offset())),
                Err(error) => match error.kind() {
                    ErrorKind::Xml(kind) => return Err((kind, error.offset())),
                    other => unreachable!("{other}"),
                },
            }
        }
    }

    #[test]
    fn well_formed() {
        for (tag, expected) in [
            ("", &[][..]),
            (" \n", &[]),
            (" a=\"1\" b='2'", &[("a", "1", true), ("b", "2", true)]),
            ("\ta \r\n=\n '\"'\n", &[("a", "\"", true)]),
            (" a=\"\" b=\"'>\"", &[("a", "", true), ("b", "'>", true)]),
            (" a=\"x&amp;y\"", &[("a", "x&amp;y", false)]),
            (" a=\"x\ny\"", &[("a", "x\ny", false)]),
            (" é=\"é\"", &[("é", "é", true)]),
            (
                " p:a.b-c=\"0123456789012345678901234567890123456789\"",
                &[("p:a.b-c", "0123456789012345678901234567890123456789", true)],
            ),
        ] {
            assert_eq!(read(tag).as_deref(), Ok(expected), "{tag:?}");
        }
    }

    #[test]
    fn malformed() {
        let attribute = XmlError::Attribute;
        for (tag, kind, offset) in [
            (" a", attribute, 1),
            (" a=", attribute, 1),
            (" a=b", attribute, 1),
            (" a=\"b", attribute, 1),
            (" a=\"b&", attribute, 1),
            (" a=\"b'", attribute, 1),
            (" a \"b\"", attribute, 1),
            (" =\"b\"", attribute, 1),
            (" 1=\"b\"", attribute, 1),
            (" a=\"b\"c=\"d\"", attribute, 6),
            (" a=\"b\" /", attribute, 7),
            (" a=\"b<c\"", attribute, 5),
            (" a=\"b&c\"", XmlError::Entity, 5),
            (" a=\"b&c;\"", XmlError::Entity, 5),
            (" a=\"&amp;&#0;\"", XmlError::CharacterReference, 9),
        ] {
            assert_eq!(read(tag), Err((kind, offset)), "{tag:?}");
        }
    }
}
