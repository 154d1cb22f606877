//! The default alphabet of seven bits (3GPP TS 23.038, 6.2.1), and septets in octets (6.1.2).

use alloc::string::String;
use alloc::vec::Vec;

/// The text of septets. Every septet is a character: an escape before one that the extension lacks
/// is dropped, as the specification has it, and one at the end is a blank.
///
/// ```
/// use provost_push::sms::{from_septets, to_septets};
///
/// assert_eq!(from_septets(&[0x48, 0x69, 0x1b, 0x65]), "Hi\u{20ac}");
/// assert_eq!(to_septets("Hi\u{20ac}"), Some(vec![0x48, 0x69, 0x1b, 0x65]));
/// ```
#[must_use]
pub fn from_septets(septets: &[u8]) -> String {
    let mut text = String::with_capacity(septets.len());
    let mut rest = septets.iter();
    while let Some(&septet) = rest.next() {
        if septet & 0x7F != ESCAPE {
            text.push(basic(septet));
            continue;
        }
        let character = match rest.next() {
            Some(&septet) => extended(septet).unwrap_or_else(|| basic(septet)),
            None => ' ',
        };
        text.push(character);
    }
    text
}

/// The septets of a text; `None` where a character has none.
#[must_use]
pub fn to_septets(text: &str) -> Option<Vec<u8>> {
    let mut septets = Vec::with_capacity(text.len());
    for character in text.chars() {
        let basic = BASIC.iter().position(|&own| own == character && own != '\u{1b}');
        match basic.and_then(|at| u8::try_from(at).ok()) {
            Some(septet) => septets.push(septet),
            None => {
                let row = EXTENSION.iter().find(|row| row.1 == character)?;
                septets.extend_from_slice(&[ESCAPE, row.0]);
            }
        }
    }
    Some(septets)
}

/// The first `count` septets of octets, behind `fill` bits; `None` where there are fewer.
pub(crate) fn unpack(octets: &[u8], fill: u8, count: usize) -> Option<Vec<u8>> {
    let mut septets = Vec::with_capacity(count.min(octets.len().saturating_mul(2)));
    let mut bits = 0_u32;
    let mut held = 0_u32;
    let mut skip = u32::from(fill);
    let mut rest = octets.iter();
    while septets.len() < count {
        let wanted = if skip > 0 { skip } else { 7 };
        if held < wanted {
            bits |= u32::from(*rest.next()?) << held;
            held = held.saturating_add(8);
        }
        if held < wanted {
            continue;
        }
        if skip == 0 {
            septets.push(u8::try_from(bits & 0x7F).unwrap_or(0));
        }
        bits >>= wanted;
        held = held.saturating_sub(wanted);
        skip = 0;
    }
    Some(septets)
}

/// Septets in octets, behind `fill` zero bits.
pub(crate) fn pack(septets: &[u8], fill: u8, out: &mut Vec<u8>) {
    let mut bits = 0_u32;
    let mut held = u32::from(fill);
    for &septet in septets {
        bits |= u32::from(septet & 0x7F) << held;
        held = held.saturating_add(7);
        while held >= 8 {
            out.push(u8::try_from(bits & 0xFF).unwrap_or(0));
            bits >>= 8;
            held = held.saturating_sub(8);
        }
    }
    if held > 0 {
        out.push(u8::try_from(bits & 0xFF).unwrap_or(0));
    }
}

fn basic(septet: u8) -> char {
    BASIC.get(usize::from(septet & 0x7F)).copied().unwrap_or(' ')
}

fn extended(septet: u8) -> Option<char> {
    EXTENSION.iter().find(|row| row.0 == septet & 0x7F).map(|row| row.1)
}

const ESCAPE: u8 = 0x1b;

#[rustfmt::skip]
const BASIC: [char; 128] = [
    '@', '£', '$', '¥', 'è', 'é', 'ù', 'ì', 'ò', 'Ç', '\n', 'Ø', 'ø', '\r', 'Å', 'å',
    'Δ', '_', 'Φ', 'Γ', 'Λ', 'Ω', 'Π', 'Ψ', 'Σ', 'Θ', 'Ξ', '\u{1b}', 'Æ', 'æ', 'ß', 'É',
    ' ', '!', '"', '#', '¤', '%', '&', '\'', '(', ')', '*', '+', ',', '-', '.', '/',
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', ':', ';', '<', '=', '>', '?',
    '¡', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O',
    'P', 'Q', 'R', 'S', 'T', 'U', 'V', 'W', 'X', 'Y', 'Z', 'Ä', 'Ö', 'Ñ', 'Ü', '§',
    '¿', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o',
    'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', 'ä', 'ö', 'ñ', 'ü', 'à',
];

const EXTENSION: [(u8, char); 10] = [
    (0x0a, '\u{c}'),
    (0x14, '^'),
    (0x28, '{'),
    (0x29, '}'),
    (0x2f, '\\'),
    (0x3c, '['),
    (0x3d, '~'),
    (0x3e, ']'),
    (0x40, '|'),
    (0x65, '€'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_septet_both_ways() {
        for septet in (0..128).filter(|septet| *septet != ESCAPE) {
            assert_eq!(to_septets(&from_septets(&[septet])), Some(alloc::vec![septet]));
        }
        for (septet, character) in EXTENSION {
            let text = from_septets(&[ESCAPE, septet]);
            assert_eq!(text.chars().next(), Some(character));
            assert_eq!(to_septets(&text), Some(alloc::vec![ESCAPE, septet]));
        }
        assert_eq!(from_septets(&[ESCAPE]), " ");
        assert_eq!(from_septets(&[ESCAPE, 0x41]), "A");
        assert_eq!(to_septets("ç"), None);
    }

    #[test]
    fn packing() {
        // TS 23.038, 6.1.2.1: the first bits of the second septet complete the first octet.
        let mut out = Vec::new();
        pack(&to_septets("hellohello").expect("septets"), 0, &mut out);
        assert_eq!(out, [0xE8, 0x32, 0x9B, 0xFD, 0x46, 0x97, 0xD9, 0xEC, 0x37]);
        for fill in 0..7 {
            for count in 0..20_u8 {
                let septets = (0..count).map(|at| (at * 6) & 0x7F).collect::<Vec<_>>();
                let mut octets = Vec::new();
                pack(&septets, fill, &mut octets);
                assert_eq!(unpack(&octets, fill, usize::from(count)), Some(septets), "{fill}");
                let bits = usize::from(fill) + 7 * usize::from(count);
                assert_eq!(octets.len(), bits.div_ceil(8));
                let more = octets.len() * 8 / 7 + 2;
                assert_eq!(unpack(&octets, fill, more), None);
            }
        }
    }
}
