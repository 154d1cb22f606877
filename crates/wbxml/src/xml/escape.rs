//! How text is escaped.

use super::character::{HIGHS, ONES, TEXT, VALUE, all, class, find, is_char, survey};
use super::output::Output;

/// What the text is to be part of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Place {
    /// An element: CR is a reference, because a reader would make LF of it (XML 1.0, 2.11).
    Text,
    /// The value of an attribute, between double quotes: tabs and line ends are references,
    /// because a reader would make blanks of them (XML 1.0, 3.3.3).
    Value,
}

/// Appends text; the character that XML forbids, if there is one.
///
/// All five predefined entities are used, as libwbxml does.
#[inline]
pub(super) fn push(out: &mut Output, text: &str, place: Place) -> Result<(), char> {
    if is_plain(text.as_bytes()) {
        out.put_all(text.as_bytes());
        return Ok(());
    }
    push_escaped(out, text, if place == Place::Text { TEXT } else { VALUE })
}

/// Appends a `CDATA` section. It is split where the text holds its end, and where a CR must be a
/// reference to survive.
pub(super) fn push_section(out: &mut Output, text: &str) -> Result<(), char> {
    let survey = match survey(text) {
        Ok(survey) => survey,
        Err(at) => return Err(text.get(at..).and_then(|t| t.chars().next()).unwrap_or_default()),
    };
    out.put(*b"<![CDATA[");
    if !survey.returns && !survey.brackets {
        out.put_all(text.as_bytes());
        out.put(*b"]]>");
        return Ok(());
    }
    for (number, line) in text.split('\r').enumerate() {
        if number > 0 {
            out.put(*b"]]>&#13;<![CDATA[");
        }
        for (number, part) in line.split("]]>").enumerate() {
            if number > 0 {
                out.put(*b"]]]]><![CDATA[>");
            }
            out.put_all(part.as_bytes());
        }
    }
    out.put(*b"]]>");
    Ok(())
}

/// Appends text as it is: data of a processing instruction.
pub(super) fn push_verbatim(out: &mut Output, text: &str) -> Result<(), char> {
    out.put_all(text.as_bytes());
    text.chars().find(|character| !is_char(*character)).map_or(Ok(()), Err)
}

#[inline(never)]
fn push_escaped(out: &mut Output, text: &str, mask: u8) -> Result<(), char> {
    let mut rest = text;
    let mut found = find(rest.as_bytes(), mask);
    while let Some((plain, special)) = found.and_then(|at| rest.split_at_checked(at)) {
        out.put_all(plain.as_bytes());
        let mut characters = special.chars();
        match characters.next() {
            Some('<') => out.put(*b"&lt;"),
            Some('>') => out.put(*b"&gt;"),
            Some('&') => out.put(*b"&amp;"),
            Some('"') => out.put(*b"&quot;"),
            Some('\'') => out.put(*b"&apos;"),
            Some('\r') => out.put(*b"&#13;"),
            Some('\n') => out.put(*b"&#10;"),
            Some('\t') => out.put(*b"&#9;"),
            Some(character) if is_char(character) => {
                out.put_all(character.encode_utf8(&mut [0; 4]).as_bytes());
            }
            Some(character) => return Err(character),
            None => {}
        }
        rest = characters.as_str();
        found = find(rest.as_bytes(), mask);
    }
    out.put_all(rest.as_bytes());
    Ok(())
}

/// Whether all octets are ASCII and none needs care, for sure: a `#` may be taken for one that does.
///
/// Values are short: words of eight octets, of which the last may overlap the one before it.
#[inline(always)]
pub(super) fn is_plain(octets: &[u8]) -> bool {
    match octets.len() {
        17.. => is_plain_and_long(octets),
        8.. => match (octets.first_chunk(), octets.last_chunk()) {
            (Some(first), Some(last)) => {
                let (first, last) = (u64::from_le_bytes(*first), u64::from_le_bytes(*last));
                (specials(first) | specials(last)) & HIGHS == 0
            }
            _ => false,
        },
        4.. => match (octets.first_chunk(), octets.last_chunk()) {
            (Some(first), Some(last)) => {
                let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
                specials(u64::from(first) | u64::from(last) << 32) & HIGHS == 0
            }
            _ => false,
        },
        _ => octets.iter().all(|octet| class(*octet) & VALUE == 0 && octet.is_ascii()),
    }
}

#[inline(never)]
fn is_plain_and_long(octets: &[u8]) -> bool {
    let mut rest = octets;
    let mut any = 0;
    if octets.len() <= 64 {
        while let Some((chunk, after)) = rest.split_first_chunk() {
            any |= specials(u64::from_le_bytes(*chunk));
            rest = after;
        }
        let last = octets.last_chunk().map_or(HIGHS, |last| specials(u64::from_le_bytes(*last)));
        return (any | last) & HIGHS == 0;
    }
    // Without branches, so that the compiler makes vector instructions of it.
    octets.chunks(32).all(|chunk| !chunk.iter().fold(false, |any, octet| any | is_special(*octet)))
}

/// Whether an octet is not ASCII or may need care.
#[inline(always)]
const fn is_special(octet: u8) -> bool {
    (octet.wrapping_sub(0x20) >= 0x60)
        | (octet == b'"')
        | (octet | 0x01 == b'\'')
        | (octet | 0x02 == b'>')
}

/// A word with high bits set, if one of its octets is not ASCII or may need care.
#[inline(always)]
const fn specials(word: u64) -> u64 {
    // In ASCII, the high bit of a difference says that it is below zero. `"`, `#`, `&` and `'`
    // differ in two bits, `<` and `>` in one.
    word | word.wrapping_sub(all(0x20))
        | ((word | all(0x05)) ^ all(b'\'')).wrapping_sub(ONES)
        | ((word | all(0x02)) ^ all(b'>')).wrapping_sub(ONES)
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use super::*;

    fn with(push: impl FnOnce(&mut Output) -> Result<(), char>) -> Result<String, char> {
        let mut out = Output::new(String::new());
        push(&mut out).map(|()| out.finish().unwrap())
    }

    fn text(text: &str) -> Result<String, char> {
        with(|out| push(out, text, Place::Text))
    }

    /// One character at a time: what the scan must agree with.
    fn slow(text: &str, value: bool) -> Result<String, char> {
        let mut out = String::new();
        for character in text.chars() {
            match character {
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '&' => out.push_str("&amp;"),
                '"' => out.push_str("&quot;"),
                '\'' => out.push_str("&apos;"),
                '\r' => out.push_str("&#13;"),
                '\n' if value => out.push_str("&#10;"),
                '\t' if value => out.push_str("&#9;"),
                character if is_char(character) => out.push(character),
                character => return Err(character),
            }
        }
        Ok(out)
    }

    #[test]
    fn every_character_at_every_place_is_escaped_as_the_slow_way_does() {
        let step = if cfg!(miri) { 13 } else { 1 };
        let wide = [0x20AC, 0xFEFF, 0xFFFD, 0xFFFE, 0xFFFF, 0x1_FFFE];
        let specials = (0..0x100).chain(wide).step_by(step);
        for special in specials.filter_map(char::from_u32) {
            for length in [1, 15, 16, 17, 40] {
                for at in (0..length).step_by(step) {
                    let input: String =
                        (0..length).map(|here| if here == at { special } else { 'x' }).collect();
                    assert_eq!(text(&input), slow(&input, false), "{input:?}");
                    let value = with(|out| push(out, &input, Place::Value));
                    assert_eq!(value, slow(&input, true), "{input:?}");
                }
            }
        }
    }

    #[test]
    fn sections_are_split() {
        for (input, expected) in [
            ("", "<![CDATA[]]>"),
            ("a<b&", "<![CDATA[a<b&]]>"),
            ("]]>", "<![CDATA[]]]]><![CDATA[>]]>"),
            ("]]]>]", "<![CDATA[]]]]]><![CDATA[>]]]>"),
            ("a\r\nb", "<![CDATA[a]]>&#13;<![CDATA[\nb]]>"),
        ] {
            let section = with(|out| push_section(out, input));
            assert_eq!(section.as_deref(), Ok(expected));
        }
        assert_eq!(with(|out| push_section(out, "a\u{B}")), Err('\u{B}'));
    }
}
