//! Octets as programs and tools write them around the digits: arrays of C and Rust, texts in quotes, lists of
//! such texts. What is not digits becomes blanks, so that places in the text stay what they are.

use alloc::borrow::Cow;
use core::ops::Range;

/// A text with nothing around its digits, and where each array or quoted text is in it.
#[derive(Debug)]
pub(super) struct Bare<'a> {
    pub(super) text: Cow<'a, [u8]>,
    pub(super) pieces: Vec<Range<usize>>,
}

/// What is in the arrays or the quotes of a text, where it is of either form; else the text.
pub(super) fn bare(text: &[u8]) -> Bare<'_> {
    arrays(text).or_else(|| quoted(text)).unwrap_or(Bare { text: text.into(), pieces: Vec::new() })
}

/// The arrays of a piece of a program: declarations, and octets with `0x` between braces.
fn arrays(text: &[u8]) -> Option<Bare<'_>> {
    let mut bare = text.to_vec();
    let mut pieces = Vec::new();
    let mut begin = None;
    let mut at = 0_usize;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        // One without an end is no program: each of more such would be searched to the end again.
        let comment = comment(rest)?;
        let octet = *rest.first()?;
        let length = comment.max(1);
        match (octet, begin) {
            _ if comment > 0 => clear(&mut bare, at..at.saturating_add(comment)),
            (b'{', None) => {
                begin = Some(at.saturating_add(1));
                clear(&mut bare, at..at.saturating_add(1));
            }
            (b'}', Some(start)) => {
                pieces.push(start..at);
                begin = None;
                clear(&mut bare, at..at.saturating_add(1));
            }
            (_, Some(_)) => {}
            // Words, types, lengths and names of a declaration.
            (_, None)
                if octet.is_ascii_alphanumeric() || b"_[]=;*&:<>, \t\r\n".contains(&octet) =>
            {
                clear(&mut bare, at..at.saturating_add(1));
            }
            (_, None) => return None,
        }
        at = at.saturating_add(length);
    }
    let is_of_octets = |piece: &Range<usize>| {
        let inside = bare.get(piece.clone()).unwrap_or_default().trim_ascii();
        inside.starts_with(b"0x") || inside.starts_with(b"0X")
    };
    let is_one = begin.is_none() && !pieces.is_empty() && pieces.iter().all(is_of_octets);
    is_one.then_some(Bare { text: bare.into(), pieces })
}

/// The length of a comment that a text begins with, which is nothing where it begins with none; nothing at all
/// where the comment has no end.
fn comment(text: &[u8]) -> Option<usize> {
    match text {
        [b'/', b'/', ..] => text.iter().position(|octet| *octet == b'\n').or(Some(text.len())),
        [b'/', b'*', ..] => {
            let end = text.windows(2).skip(2).position(|pair| pair == b"*/")?;
            Some(end.saturating_add(4))
        }
        _ => Some(0),
    }
}

/// Texts in quotes: one, one behind the other as C has them, or a list as JSON has it. Angle brackets
/// around all of a text are such quotes.
fn quoted(text: &[u8]) -> Option<Bare<'_>> {
    let mut bare = text.to_vec();
    let mut pieces = Vec::new();
    let mut begin: Option<(usize, u8)> = None;
    for (at, octet) in text.iter().enumerate() {
        let behind = at.saturating_add(1);
        match (octet, begin) {
            (quote, Some((start, end))) if *quote == end => {
                pieces.push(start..at);
                begin = None;
            }
            (octet, Some(_)) if octet.is_ascii_hexdigit() => continue,
            (b'x' | b'X' | b'\\' | b' ' | b':' | b'-' | b',', Some(_)) => continue,
            (b'"' | b'\'', None) => begin = Some((behind, *octet)),
            (b'<', None) => begin = Some((behind, b'>')),
            // A type of text in front of its quotes, an end of a line that goes on, a list.
            (b'b' | b'B' | b'x' | b'X', None) if matches!(text.get(behind), Some(b'"' | b'\'')) => {
            }
            (b'[' | b']' | b',' | b';' | b'\\' | b'(' | b')', None) => {}
            (octet, None) if octet.is_ascii_whitespace() => {}
            _ => return None,
        }
        clear(&mut bare, at..behind);
    }
    (begin.is_none() && !pieces.is_empty()).then_some(Bare { text: bare.into(), pieces })
}

/// Puts blanks in place of octets, but for ends of lines.
fn clear(text: &mut [u8], span: Range<usize>) {
    for octet in text.get_mut(span).unwrap_or_default() {
        if *octet != b'\n' {
            *octet = b' ';
        }
    }
}
