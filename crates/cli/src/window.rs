//! Places in octets: those of a fault, as rows or a line of text with a mark under it.

use core::fmt::Write;
use core::ops::Range;

use provost::wbxml::Syntax;

use crate::syntax::syntax_of;

/// Octets in a row.
const ROW: usize = 16;
/// Characters of a line of text on either side of the fault.
const SIDE: usize = 36;

/// The octets around an offset with the fault marked; of XML the line. What is hidden is in order.
pub(crate) fn around(input: &[u8], offset: usize, hidden: &[Range<usize>]) -> String {
    match syntax_of(input) {
        Syntax::Xml if hidden.is_empty() => text(input, offset),
        Syntax::Xml => {
            let mut masked = input.to_vec();
            for range in hidden {
                let end = range.end.min(masked.len());
                masked.get_mut(range.start..end).unwrap_or_default().fill(b'*');
            }
            text(&masked, offset)
        }
        Syntax::Wbxml => rows(input, offset, hidden),
    }
}

/// The row in front of the fault, its own, and the one behind.
fn rows(input: &[u8], offset: usize, hidden: &[Range<usize>]) -> String {
    let digits = if input.len() > 0x1_0000 { 8 } else { 4 };
    let fault = offset / ROW;
    let mut window = String::new();
    for number in fault.saturating_sub(1)..=fault.saturating_add(1) {
        let start = number.saturating_mul(ROW);
        let end = start.saturating_add(ROW).min(input.len());
        let octets = input.get(start..end).unwrap_or_default();
        if !octets.is_empty() || number == fault {
            let is_hidden = |at: &usize| hidden.iter().any(|range| range.contains(at));
            let octets = (start..).zip(octets).map(|(at, octet)| (is_hidden(&at), *octet));
            let pair = |(hidden, octet)| {
                if hidden { "..".to_owned() } else { format!("{octet:02X}") }
            };
            let hex: Vec<String> = octets.clone().map(pair).collect();
            let plain: String =
                octets.map(|(hidden, octet)| if hidden { '*' } else { shown(octet) }).collect();
            let _ = writeln!(window, "{start:0digits$x}  {:<47}  {plain}", hex.join(" "));
        }
        if number == fault {
            let column = offset.saturating_sub(start).saturating_mul(3);
            let _ = writeln!(window, "{:digits$}  {:column$}^^", "", "");
        }
    }
    window
}

fn shown(octet: u8) -> char {
    if octet.is_ascii_graphic() || octet == b' ' { char::from(octet) } else { '.' }
}

/// The line of a text that an offset is in.
fn text(input: &[u8], offset: usize) -> String {
    let (before, behind) = input.split_at_checked(offset).unwrap_or((input, &[]));
    let head = before.rsplit(|octet| *octet == b'\n').next().unwrap_or_default();
    let tail = behind.split(|octet| *octet == b'\n').next().unwrap_or_default();
    let number = before.iter().filter(|octet| **octet == b'\n').count().saturating_add(1);
    let (head, tail) = (String::from_utf8_lossy(head), String::from_utf8_lossy(tail));
    let column = head.chars().count();
    let mark = line(&format!("{head}{tail}"), column);
    format!("line {number} column {}:\n{mark}", column.saturating_add(1))
}

/// A line with the character in a column marked, and cut far from it.
pub(crate) fn line(text: &str, column: usize) -> String {
    let start = column.saturating_sub(SIDE);
    let length = column.saturating_sub(start).saturating_add(SIDE);
    // One column for each character, and nothing that acts on a terminal.
    let plain = |character: char| if character.is_control() { ' ' } else { character };
    let shown: String = text.chars().skip(start).take(length).map(plain).collect();
    let mark = column.saturating_sub(start);
    format!("  {}\n  {:mark$}^\n", shown.trim_end(), "")
}

/// Where a part begins in the octets it is a slice of.
pub(crate) fn offset_in(outer: &[u8], inner: &[u8]) -> Option<usize> {
    let offset = inner.as_ptr().addr().checked_sub(outer.as_ptr().addr())?;
    let end = offset.checked_add(inner.len())?;
    (!inner.is_empty() && end <= outer.len()).then_some(offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_around_the_fault() {
        let input: Vec<u8> = (0x00..0x48).collect();
        assert_eq!(
            around(&input, 0x22, &[]),
            "\
0010  10 11 12 13 14 15 16 17 18 19 1A 1B 1C 1D 1E 1F  ................
0020  20 21 22 23 24 25 26 27 28 29 2A 2B 2C 2D 2E 2F   !\"#$%&'()*+,-./
            ^^
0030  30 31 32 33 34 35 36 37 38 39 3A 3B 3C 3D 3E 3F  0123456789:;<=>?
"
        );
        let end = around(&input, 0x48, &[]);
        assert!(end.ends_with("@ABCDEFG\n                              ^^\n"), "{end}");
        // The end of a full row is the start of an empty one.
        let full = around(&[0; 16], 16, &[]);
        assert_eq!(full.lines().count(), 3, "{full}");
        assert_eq!(around(&[], 0, &[]).lines().count(), 2);
    }

    #[test]
    fn the_line_of_a_text() {
        assert_eq!(
            around(b"<a>\n\t<b x=1/>\n</a>", 10, &[]),
            "line 2 column 7:\n   <b x=1/>\n        ^\n"
        );
        let long = format!("<a>{}</b>", "é".repeat(100));
        let window = around(long.as_bytes(), 203, &[]);
        assert_eq!(window.lines().nth(1).unwrap().chars().count(), 2 + 36 + 4);
        assert!(around(b"<a>", 99, &[]).contains('^'));
    }
}
