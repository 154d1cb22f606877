//! Characters, names and references of XML 1.0.

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
    scan_name(text).0
}

/// The length of the name in front of a text, and whether there is a colon in it.
#[inline]
pub(super) fn scan_name(text: &str) -> (usize, bool) {
    let octets = text.as_bytes();
    let mut length = 0_usize;
    let mut any = 0;
    for octet in octets {
        let class = class(*octet);
        if class & NAME == 0 {
            if !octet.is_ascii() {
                return wide_name(text);
            }
            break;
        }
        any |= class;
        length = length.wrapping_add(1);
    }
    let begins = octets.first().is_some_and(|octet| class(*octet) & NAME_START != 0);
    (if begins { length } else { 0 }, any & COLON != 0)
}

#[cold]
fn wide_name(text: &str) -> (usize, bool) {
    let rest = text.trim_start_matches(|c| is_name_start(c) || is_name_rest(c));
    let length = text.len().saturating_sub(rest.len());
    let name = text.get(..length).filter(|name| name.starts_with(is_name_start)).unwrap_or("");
    (name.len(), name.contains(':'))
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

/// The first octet that needs care: in words of eight octets, and behind some of them with the
/// vector instructions that the compiler makes of a test of thirty-two.
#[inline]
pub(super) fn find(octets: &[u8], mask: u8) -> Option<usize> {
    let mut at = 0_usize;
    let mut rest = octets;
    while let Some((chunk, after)) = rest.split_first_chunk::<8>() {
        // The class confirms each octet: see `suspects`.
        let mut suspects = suspects(u64::from_le_bytes(*chunk));
        while suspects != 0 {
            let within = usize::try_from(suspects.trailing_zeros() / 8).unwrap_or(0);
            if chunk.get(within).is_some_and(|octet| class(*octet) & mask != 0) {
                return Some(at.wrapping_add(within));
            }
            suspects &= suspects.wrapping_sub(1);
        }
        at = at.wrapping_add(8);
        rest = after;
        if at == 32 {
            return find_far(octets, mask);
        }
    }
    let within = rest.iter().position(|octet| class(*octet) & mask != 0)?;
    Some(at.wrapping_add(within))
}

#[inline(never)]
fn find_far(octets: &[u8], mask: u8) -> Option<usize> {
    let mut at = 32_usize;
    let mut rest = octets.get(32..)?;
    while let Some((chunk, after)) = rest.split_first_chunk::<32>() {
        if chunk.iter().fold(false, |any, octet| any | is_suspect(*octet)) {
            let within = chunk.iter().position(|octet| class(*octet) & mask != 0);
            if let Some(within) = within {
                return Some(at.wrapping_add(within));
            }
        }
        at = at.wrapping_add(32);
        rest = after;
    }
    let within = rest.iter().position(|octet| class(*octet) & mask != 0)?;
    Some(at.wrapping_add(within))
}

pub(super) const ONES: u64 = all(0x01);
pub(super) const HIGHS: u64 = all(0x80);

/// A word of one octet.
pub(super) const fn all(octet: u8) -> u64 {
    u64::from_ne_bytes([octet; 8])
}

/// The high bits of the octets of a word that may need care, and perhaps of some above the first
/// of them.
#[inline(always)]
const fn suspects(word: u64) -> u64 {
    const fn zeros(word: u64) -> u64 {
        word.wrapping_sub(ONES) & !word
    }
    let controls = word.wrapping_sub(all(0x20)) & !word;
    let found = controls
        | zeros(word ^ all(b'"'))
        | zeros((word | ONES) ^ all(b'\''))
        | zeros((word | all(0x02)) ^ all(b'>'))
        | zeros(word ^ all(LEAD_OF_FFFE));
    found & HIGHS
}

/// A superset of all three masks of text.
#[inline(always)]
pub(super) const fn is_suspect(octet: u8) -> bool {
    (octet < 0x20)
        | (octet == b'"')
        | (octet | 0x01 == b'\'')
        | (octet | 0x02 == b'>')
        | (octet == LEAD_OF_FFFE)
}

/// Octets that need care in text and in values; octets of names.
pub(super) const TEXT: u8 = 1;
pub(super) const VALUE: u8 = 2;
const NAME: u8 = 4;
const NAME_START: u8 = 8;
/// Octets to stop at in a quoted value.
const QUOTED: u8 = 16;
/// A colon, which separates a prefix in a name.
const COLON: u8 = 32;

/// The first octet of U+F000 to U+FFFF in UTF-8: the last two of them are no characters.
const LEAD_OF_FFFE: u8 = 0xEF;

#[inline(always)]
pub(super) fn class(octet: u8) -> u8 {
    CLASSES.get(usize::from(octet)).copied().unwrap_or(0)
}

static CLASSES: [u8; 256] = classes();

#[allow(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    reason = "runs in the compiler, where a fault is an error of the build"
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
            b':' => NAME | NAME_START | COLON,
            b'_' | b'A'..=b'Z' | b'a'..=b'z' => NAME | NAME_START,
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
    use alloc::string::String;

    use super::*;

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
