//! Text of a document between quotes, so that nothing in it can hide or act on a terminal.

use core::fmt::{self, Write};

use crate::charset::{Charset, split_terminated};

/// Octets in a charset, shown between quotes: what is no text as `\xNN`, what does not print
/// escaped.
#[derive(Clone, Copy, Debug)]
pub(super) struct Quote<'a> {
    octets: &'a [u8],
    charset: Option<Charset>,
    /// Whether there are more octets, which the alternate form does not show either.
    more: bool,
}

/// Octets of one text in the short form of the listing.
const SHORT: usize = 256;
/// Octets of a string of the table where it is referred to: two octets of input may stand for the
/// whole table, again and again. It is listed in full at its own place.
const REFERRED: usize = 64;

impl<'a> Quote<'a> {
    /// A text; `charset` is none where the one of the document is not known.
    pub(super) const fn new(octets: &'a [u8], charset: Option<Charset>) -> Self {
        Self { octets, charset, more: false }
    }

    /// The string of the table that begins `tail`.
    pub(super) fn referred(tail: &'a [u8], charset: Option<Charset>) -> Self {
        let window = tail.get(..REFERRED).unwrap_or(tail);
        match split_terminated(window, charset.is_some_and(Charset::is_wide)) {
            Some((octets, _)) => Self { octets, charset, more: false },
            None => Self { octets: window, charset, more: window.len() < tail.len() },
        }
    }
}

impl fmt::Display for Quote<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut octets = self.octets;
        let mut rest = 0;
        if !f.alternate() && octets.len() > SHORT {
            let cut = boundary(octets, self.charset);
            rest = octets.len().saturating_sub(cut);
            octets = octets.get(..cut).unwrap_or(octets);
        }
        f.write_char('"')?;
        match self.charset {
            Some(Charset::Utf8) => utf8(octets, f)?,
            Some(Charset::Latin1) => {
                octets.iter().try_for_each(|octet| character(char::from(*octet), f))?;
            }
            Some(charset) if charset.is_wide() => wide(octets, charset, f)?,
            Some(charset @ Charset::Foreign(_)) if charset.decode(octets, &mut |_| {}) => {
                let mut written = Ok(());
                charset.decode(octets, &mut |text| {
                    written = written.and_then(|()| text.chars().try_for_each(|c| character(c, f)));
                });
                written?;
            }
            // Of a charset that is not known, US-ASCII is what can be told.
            _ => octets.iter().try_for_each(|octet| ascii(*octet, f))?,
        }
        f.write_char('"')?;
        if self.more {
            f.write_str(" ..")?;
        } else if rest > 0 {
            write!(f, " .. (+{rest})")?;
        }
        Ok(())
    }
}

/// Where the short form cuts a text: never inside a character.
fn boundary(octets: &[u8], charset: Option<Charset>) -> usize {
    let inside = |at: &usize| match charset {
        Some(Charset::Utf8) => octets.get(*at).is_some_and(|octet| octet & 0xC0 == 0x80),
        _ => false,
    };
    // A character of UTF-8 has at most three octets that follow its first.
    (SHORT.saturating_sub(3)..=SHORT).rev().find(|at| !inside(at)).unwrap_or(SHORT)
}

fn utf8(octets: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for chunk in octets.utf8_chunks() {
        chunk.valid().chars().try_for_each(|text| character(text, f))?;
        chunk.invalid().iter().try_for_each(|octet| write!(f, "\\x{octet:02X}"))?;
    }
    Ok(())
}

fn ascii(octet: u8, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if octet.is_ascii() { character(char::from(octet), f) } else { write!(f, "\\x{octet:02X}") }
}

fn wide(octets: &[u8], charset: Charset, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let marked = !matches!(charset, Charset::Utf16Be | Charset::Utf16Le);
    let little = match octets {
        [0xFF, 0xFE, ..] if marked => true,
        _ => matches!(charset, Charset::Utf16Le),
    };
    let pairs = octets.chunks_exact(2);
    let odd = pairs.remainder();
    let units = pairs.map(|pair| {
        let pair = pair.first_chunk().copied().unwrap_or_default();
        if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) }
    });
    for unit in char::decode_utf16(units) {
        match unit {
            Ok(text) => character(text, f)?,
            Err(error) => write!(f, "\\u{{{:x}}}", error.unpaired_surrogate())?,
        }
    }
    odd.iter().try_for_each(|octet| write!(f, "\\x{octet:02X}"))
}

fn character(character: char, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    // Between double quotes an apostrophe needs no escape.
    if character == '\'' {
        return f.write_char(character);
    }
    write!(f, "{}", character.escape_debug())
}

#[cfg(test)]
mod tests {
    extern crate alloc;
    use alloc::format;
    use alloc::string::{String, ToString};

    use super::*;

    fn quoted(octets: &[u8], charset: Charset) -> String {
        Quote::new(octets, Some(charset)).to_string()
    }

    #[test]
    fn what_hides_is_escaped() {
        for (charset, octets, text) in [
            (Charset::Utf8, &b"it's"[..], r#""it's""#),
            (Charset::Utf8, b"a\"b\\c\n\x1B[2J\x7F", r#""a\"b\\c\n\u{1b}[2J\u{7f}""#),
            (Charset::Utf8, "é\u{202E}€".as_bytes(), r#""é\u{202e}€""#),
            (Charset::Utf8, &[b'a', 0xFF, 0xC3, b'b', 0xC3], r#""a\xFF\xC3b\xC3""#),
            (Charset::Ascii, &[b'a', 0xE9], r#""a\xE9""#),
            (Charset::Latin1, &[b'a', 0xE9, 0x9B], r#""aé\u{9b}""#),
            (Charset::Utf16Be, &[0, b'a', 0xD8, 0x3D, 0xDE, 0], r#""a😀""#),
            (Charset::Utf16Le, &[b'a', 0, 0, 0xDC, 1], r#""a\u{dc00}\x01""#),
            (Charset::Utf16, &[0xFF, 0xFE, b'a', 0], r#""\u{feff}a""#),
        ] {
            assert_eq!(quoted(octets, charset), text, "{octets:02x?}");
        }
        assert_eq!(Quote::new(&[b'a', 0x82], None).to_string(), r#""a\x82""#);
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        let text = "é".repeat(200);
        let short = quoted(text.as_bytes(), Charset::Utf8);
        assert_eq!(short, format!("\"{}\" .. (+144)", "é".repeat(128)));
        let text = format!("x{text}");
        let short = quoted(text.as_bytes(), Charset::Utf8);
        assert_eq!(short, format!("\"x{}\" .. (+146)", "é".repeat(127)));
        let whole = Quote::new(text.as_bytes(), Some(Charset::Utf8));
        assert_eq!(format!("{whole:#}"), format!("\"{text}\""));
    }

    #[test]
    fn a_reference_shows_the_start_of_its_string() {
        let quote = |tail: &[u8]| Quote::referred(tail, Some(Charset::Utf8)).to_string();
        assert_eq!(quote(b"abc\0def\0"), r#""abc""#);
        assert_eq!(quote(b"abc"), r#""abc""#);
        assert_eq!(quote(&[b'x'; 100]), format!("\"{}\" ..", "x".repeat(64)));
    }
}
