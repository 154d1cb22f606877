//! Characters and names of XML 1.0, and how text is escaped.

use alloc::string::String;

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
pub(super) fn push(out: &mut String, text: &str, place: Place) -> Result<(), char> {
    let mask = match place {
        Place::Text => TEXT,
        Place::Value => VALUE,
    };
    match find(text.as_bytes(), mask) {
        None => {
            out.push_str(text);
            Ok(())
        }
        Some(at) => push_escaped(out, text, at, mask),
    }
}

/// Appends a `CDATA` section. It is split where the text holds its end, and where a CR must be a
/// reference to survive.
pub(super) fn push_section(out: &mut String, text: &str) -> Result<(), char> {
    if let Some(forbidden) = text.chars().find(|character| !is_char(*character)) {
        return Err(forbidden);
    }
    out.push_str("<![CDATA[");
    for (number, line) in text.split('\r').enumerate() {
        if number > 0 {
            out.push_str("]]>&#13;<![CDATA[");
        }
        for (number, part) in line.split("]]>").enumerate() {
            if number > 0 {
                out.push_str("]]]]><![CDATA[>");
            }
            out.push_str(part);
        }
    }
    out.push_str("]]>");
    Ok(())
}

/// Appends text as it is: data of a processing instruction.
pub(super) fn push_verbatim(out: &mut String, text: &str) -> Result<(), char> {
    out.push_str(text);
    text.chars().find(|character| !is_char(*character)).map_or(Ok(()), Err)
}

/// The character of a reference, without `&` and `;`: one of the five predefined entities, or a
/// character of XML by its code.
pub(crate) fn resolve(reference: &str) -> Option<char> {
    let Some(code) = reference.strip_prefix('#') else {
        return match reference {
            "lt" => Some('<'),
            "gt" => Some('>'),
            "amp" => Some('&'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => None,
        };
    };
    let (digits, radix) = match code.strip_prefix('x') {
        Some(digits) => (digits, 16),
        None => (code, 10),
    };
    if digits.is_empty() {
        return None;
    }
    let code = digits.chars().try_fold(0_u32, |code, digit| {
        code.checked_mul(radix)?.checked_add(digit.to_digit(radix)?)
    })?;
    char::from_u32(code).filter(|character| is_char(*character))
}

/// Whether XML 1.0, 2.2 has this character.
pub(super) const fn is_char(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..)
}

/// Whether it is a name (XML 1.0, 2.3).
pub(super) fn is_name(text: &str) -> bool {
    let mut octets = text.as_bytes().iter();
    let first = octets.next().map_or(0, |octet| class(*octet));
    let rest = octets.fold(NAME, |all, octet| all & class(*octet));
    if first & NAME_START != 0 && rest & NAME != 0 {
        return true;
    }
    // Some character is not ASCII, or it is no name.
    let mut characters = text.chars();
    !text.is_ascii()
        && characters.next().is_some_and(is_name_start)
        && characters.all(|character| is_name_start(character) || is_name_rest(character))
}

/// The length of the name in front of a text; 0 if it does not begin with a name.
#[inline]
pub(super) fn name_length(text: &str) -> usize {
    let octets = text.as_bytes();
    let length = octets.iter().position(|octet| class(*octet) & NAME == 0);
    let length = length.unwrap_or(octets.len());
    if octets.get(length).is_some_and(|octet| !octet.is_ascii()) {
        return wide_name_length(text);
    }
    if octets.first().is_some_and(|octet| class(*octet) & NAME_START != 0) { length } else { 0 }
}

#[cold]
fn wide_name_length(text: &str) -> usize {
    let rest = text.trim_start_matches(|c| is_name_start(c) || is_name_rest(c));
    let length = text.len().saturating_sub(rest.len());
    if text.starts_with(is_name_start) { length } else { 0 }
}

/// White space of XML (XML 1.0, 2.3).
pub(super) const BLANKS: [char; 4] = [' ', '\t', '\n', '\r'];

/// Whether it is white space of XML (XML 1.0, 2.3).
#[inline]
pub(super) const fn is_blank(octet: u8) -> bool {
    matches!(octet, b' ' | b'\t' | b'\n' | b'\r')
}

/// What of an XML text is rare enough to look for it once.
#[derive(Clone, Copy, Debug)]
pub(super) struct Survey {
    /// Whether there is a CR: line ends are to be normalized.
    pub(super) returns: bool,
    /// Whether there is a `]`: text must not contain `]]>` (XML 1.0, 2.4).
    pub(super) brackets: bool,
}

/// Looks through a whole document; where the first character stands that XML forbids.
pub(super) fn survey(text: &str) -> Result<Survey, usize> {
    let octets = text.as_bytes();
    let mut returns = false;
    let mut at = 0_usize;
    for chunk in octets.chunks(32) {
        // Without branches, so that the compiler makes vector instructions of it.
        let rare = chunk.iter().fold(false, |any, octet| {
            any | ((*octet < 0x20) & (*octet != b'\n') & (*octet != b'\t'))
                | (*octet == LEAD_OF_FFFE)
        });
        if rare {
            for (within, octet) in chunk.iter().enumerate() {
                let here = at.saturating_add(within);
                match *octet {
                    b'\r' => returns = true,
                    b'\t' | b'\n' | 0x20..LEAD_OF_FFFE => {}
                    LEAD_OF_FFFE => {
                        if let Some([_, 0xBF, 0xBE | 0xBF]) =
                            octets.get(here..).and_then(|o| o.first_chunk())
                        {
                            return Err(here);
                        }
                    }
                    0x00..0x20 => return Err(here),
                    _ => {}
                }
            }
        }
        at = at.saturating_add(chunk.len());
    }
    Ok(Survey { returns, brackets: memchr::memchr(b']', octets).is_some() })
}

/// Where the value of an attribute may end, or needs care: at quotes, references, white space
/// other than blanks, and `<`.
#[inline]
pub(super) fn find_in_value(octets: &[u8]) -> Option<usize> {
    find(octets, QUOTED)
}

#[inline(never)]
fn push_escaped(out: &mut String, text: &str, first: usize, mask: u8) -> Result<(), char> {
    let mut rest = text;
    let mut found = Some(first);
    while let Some((plain, special)) = found.and_then(|at| rest.split_at_checked(at)) {
        out.push_str(plain);
        let mut characters = special.chars();
        match characters.next() {
            Some('<') => out.push_str("&lt;"),
            Some('>') => out.push_str("&gt;"),
            Some('&') => out.push_str("&amp;"),
            Some('"') => out.push_str("&quot;"),
            Some('\'') => out.push_str("&apos;"),
            Some('\r') => out.push_str("&#13;"),
            Some('\n') => out.push_str("&#10;"),
            Some('\t') => out.push_str("&#9;"),
            Some(character) if is_char(character) => out.push(character),
            Some(character) => return Err(character),
            None => {}
        }
        rest = characters.as_str();
        found = find(rest.as_bytes(), mask);
    }
    out.push_str(rest);
    Ok(())
}

/// The first octet that may need care: a table for short texts, and before it for long ones a
/// test of sixteen octets at once that the compiler makes vector instructions of.
#[inline]
fn find(octets: &[u8], mask: u8) -> Option<usize> {
    let mut rest = octets;
    while let Some((chunk, after)) = rest.split_first_chunk::<16>() {
        if chunk.iter().fold(false, |any, octet| any | is_suspect(*octet)) {
            break;
        }
        rest = after;
    }
    let at = rest.iter().position(|octet| class(*octet) & mask != 0)?;
    Some(at.wrapping_add(octets.len().wrapping_sub(rest.len())))
}

/// A superset of all three masks of text.
#[inline(always)]
const fn is_suspect(octet: u8) -> bool {
    octet < 0x20
        || octet == b'"'
        || octet | 0x01 == b'\''
        || octet | 0x02 == b'>'
        || octet == LEAD_OF_FFFE
}

/// Octets that need care in text and in values; octets of names.
const TEXT: u8 = 1;
const VALUE: u8 = 2;
const NAME: u8 = 4;
const NAME_START: u8 = 8;
/// Octets to stop at in a quoted value.
const QUOTED: u8 = 16;

/// The first octet of U+F000 to U+FFFF in UTF-8: the last two of them are no characters.
const LEAD_OF_FFFE: u8 = 0xEF;

#[inline(always)]
fn class(octet: u8) -> u8 {
    CLASSES.get(usize::from(octet)).copied().unwrap_or(0)
}

static CLASSES: [u8; 256] = classes();

#[allow(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation
)]
const fn classes() -> [u8; 256] {
    let mut classes = [0; 256];
    let mut at = 0;
    while at < 256 {
        let octet = at as u8;
        classes[at] = match octet {
            b'\t' | b'\n' => VALUE | QUOTED,
            b'\r' | b'<' | b'&' | b'"' | b'\'' => TEXT | VALUE | QUOTED,
            0x00..=0x1F | b'>' | LEAD_OF_FFFE => TEXT | VALUE,
            b'-' | b'.' | b'0'..=b'9' => NAME,
            b':' | b'_' | b'A'..=b'Z' | b'a'..=b'z' => NAME | NAME_START,
            _ => 0,
        };
        at += 1;
    }
    classes
}

const fn is_name_start(character: char) -> bool {
    matches!(character,
        ':' | '_' | 'A'..='Z' | 'a'..='z'
        | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
        | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}'
        | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}'
        | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
}

const fn is_name_rest(character: char) -> bool {
    matches!(character,
        '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Result<String, char> {
        let mut out = String::new();
        push(&mut out, text, Place::Text).map(|()| out)
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
        let specials = (0..0x100).chain([0x20AC, 0xFEFF, 0xFFFD, 0xFFFE, 0xFFFF, 0x1_FFFE]);
        for special in specials.filter_map(char::from_u32) {
            for length in [1, 15, 16, 17, 40] {
                for at in 0..length {
                    let input: String =
                        (0..length).map(|here| if here == at { special } else { 'x' }).collect();
                    assert_eq!(text(&input), slow(&input, false), "{input:?}");
                    let mut out = String::new();
                    let value = push(&mut out, &input, Place::Value).map(|()| out);
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
            let mut out = String::new();
            assert_eq!(push_section(&mut out, input).map(|()| out.as_str()), Ok(expected));
        }
        assert_eq!(push_section(&mut String::new(), "a\u{B}"), Err('\u{B}'));
    }

    #[test]
    fn references() {
        for (reference, character) in [
            ("lt", '<'),
            ("gt", '>'),
            ("amp", '&'),
            ("quot", '"'),
            ("apos", '\''),
            ("#65", 'A'),
            ("#x1F600", '\u{1F600}'),
            ("#x000000000000000000000d", '\r'),
        ] {
            assert_eq!(resolve(reference), Some(character), "{reference}");
        }
        for reference in [
            "",
            "nbsp",
            "LT",
            "#",
            "#x",
            "#X41",
            "#+65",
            "#65 ",
            "#0",
            "#8",
            "#xD800",
            "#xFFFE",
            "#x110000",
            "#4294967361",
            "#99999999999999999999",
            "#6a",
        ] {
            assert_eq!(resolve(reference), None, "{reference}");
        }
    }

    #[test]
    fn a_survey_finds_what_is_rare_at_every_place() {
        for length in [1, 31, 32, 33, 70] {
            for at in 0..length {
                let with = |special| -> String {
                    (0..length).map(|here| if here == at { special } else { 'x' }).collect()
                };
                let plain = survey(&with('\u{FFFD}')).unwrap();
                assert!(!plain.returns && !plain.brackets);
                assert!(survey(&with('\r')).unwrap().returns);
                assert!(survey(&with(']')).unwrap().brackets);
                for forbidden in ['\0', '\u{1F}', '\u{FFFE}', '\u{FFFF}'] {
                    assert_eq!(survey(&with(forbidden)).unwrap_err(), at);
                }
            }
        }
    }

    #[test]
    fn names() {
        for name in ["a", "a-b.c_1", ":a", "é", "a·", "xmlns:p", "_"] {
            assert!(is_name(name), "{name}");
            assert_eq!(name_length(name), name.len(), "{name}");
        }
        for name in ["", "1", "-a", "a b", "a>", "a\u{D7}", "·", "a\"", "\u{FFFE}"] {
            assert!(!is_name(name), "{name}");
            assert!(name.is_empty() || name_length(name) < name.len(), "{name}");
        }
    }
}
