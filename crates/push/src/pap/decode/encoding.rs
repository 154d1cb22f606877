//! Encodings other than UTF-8: what the prolog says is obeyed (XML 1.0, 4.3.3).

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use provost_wbxml::{self as wbxml, XmlError};

use crate::error::{Error, ErrorKind};

/// The input in UTF-8: [`place`] counts offsets into it in the input again.
pub(in crate::pap) fn to_utf8(input: &[u8]) -> Result<Cow<'_, [u8]>, Error> {
    let utf16 = |octets: &[u8], unit: fn([u8; 2]) -> u16| {
        let pairs = octets.chunks_exact(2);
        let odd = pairs.remainder();
        let text: Result<String, _> = char::decode_utf16(pairs.map(|pair| {
            unit([pair.first().copied().unwrap_or(0), pair.last().copied().unwrap_or(0)])
        }))
        .collect();
        match (text, odd) {
            (Ok(text), []) => Ok(Cow::Owned(text.into_bytes())),
            _ => Err(Error::new(ErrorKind::Syntax(wbxml::ErrorKind::Text), 0)),
        }
    };
    match input {
        [0xFE, 0xFF, rest @ ..] => return utf16(rest, u16::from_be_bytes),
        [0xFF, 0xFE, rest @ ..] => return utf16(rest, u16::from_le_bytes),
        _ => {}
    }
    let Some((label, offset)) = label(input) else { return Ok(Cow::Borrowed(input)) };
    let is = |names: &[&str]| names.iter().any(|name| name.as_bytes().eq_ignore_ascii_case(label));
    if is(&["UTF-8", "UTF8", "US-ASCII", "ASCII"]) {
        Ok(Cow::Borrowed(input))
    } else if is(&["ISO-8859-1", "ISO_8859-1", "LATIN1"]) {
        let text: Vec<char> = input.iter().copied().map(char::from).collect();
        Ok(Cow::Owned(text.into_iter().collect::<String>().into_bytes()))
    } else {
        Err(Error::new(ErrorKind::Syntax(wbxml::ErrorKind::Xml(XmlError::Encoding)), offset))
    }
}

/// Counts offsets into the text of an input in the input, where that is in another encoding.
#[allow(clippy::ptr_arg, reason = "a text that is not the input itself is owned")]
pub(in crate::pap) fn place<'o>(
    input: &[u8],
    text: &Cow<'_, [u8]>,
    offsets: impl Iterator<Item = &'o mut usize>,
) {
    let Cow::Owned(text) = text else { return };
    // The first octet of a character stands for all of it, and those that follow for nothing.
    let (mut at, width): (usize, fn(u8) -> usize) = match input {
        [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..] => (2, |octet| match octet {
            0x80..=0xBF => 0,
            0xF0.. => 4,
            _ => 2,
        }),
        _ => (0, |octet| usize::from(!matches!(octet, 0x80..=0xBF))),
    };
    let mut offsets: Vec<&mut usize> = offsets.collect();
    offsets.sort_unstable();
    let mut from = 0;
    for offset in offsets {
        let octets = text.get(from..*offset).unwrap_or_default();
        at = octets.iter().map(|octet| width(*octet)).fold(at, usize::saturating_add);
        from = *offset;
        *offset = at;
    }
}

/// An error of the text of an input, with its place in the input.
#[allow(clippy::ptr_arg, reason = "handed on")]
pub(in crate::pap) fn placed(input: &[u8], text: &Cow<'_, [u8]>, error: Error) -> Error {
    let mut offset = error.offset();
    place(input, text, core::iter::once(&mut offset));
    Error::new(error.kind(), offset)
}

/// The encoding that the XML declaration names, and where. Whether it is well-formed is the
/// reader's affair.
fn label(input: &[u8]) -> Option<(&[u8], usize)> {
    let declaration = input.strip_prefix(b"<?xml")?;
    // The searchers of `memmem` cost more to build than so little text is long.
    let end = memchr::memchr_iter(b'?', declaration)
        .find(|&at| declaration.get(at..).is_some_and(|rest| rest.starts_with(b"?>")))?;
    let declaration = declaration.get(..end)?;
    let at = memchr::memchr_iter(b'e', declaration)
        .find(|&at| declaration.get(at..).is_some_and(|rest| rest.starts_with(b"encoding")))?;
    let rest = declaration.get(at.checked_add(8)?..)?.trim_ascii_start().strip_prefix(b"=")?;
    let (quote, rest) = rest.trim_ascii_start().split_first()?;
    let length = rest.iter().position(|octet| octet == quote)?;
    let offset = "<?xml".len().checked_add(declaration.len())?.checked_sub(rest.len())?;
    Some((rest.get(..length)?, offset))
}
