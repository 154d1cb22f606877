//! Hex text: pairs of digits with blanks anywhere between the pairs, and comments from # to the
//! end of the line.

use core::fmt::Write;

/// Why a hex text is none.
#[derive(Debug)]
pub(crate) struct HexError {
    /// Octets in front of the fault.
    pub(crate) offset: usize,
    pub(crate) line: usize,
    /// The line, and the characters in front of the fault in it.
    pub(crate) text: String,
    pub(crate) column: usize,
}

pub(crate) fn decode(text: &[u8]) -> Result<Vec<u8>, HexError> {
    let mut octets = Vec::with_capacity(text.len() / 2);
    // Editors of Windows put a byte order mark in front.
    let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
    for (number, line) in text.split(|octet| *octet == b'\n').enumerate() {
        let code = line.split(|octet| *octet == b'#').next().unwrap_or_default();
        let mut high = None;
        for (at, octet) in code.iter().enumerate() {
            let digit = char::from(*octet).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
            high = match (high, digit) {
                (None, Some(digit)) => Some(digit),
                (Some(high), Some(digit)) => {
                    octets.push(high << 4 | digit);
                    None
                }
                (None, None) if octet.is_ascii_whitespace() => None,
                _ => return Err(fault(&octets, number, line, at)),
            };
        }
        if high.is_some() {
            return Err(fault(&octets, number, line, code.len()));
        }
    }
    Ok(octets)
}

fn fault(octets: &[u8], number: usize, line: &[u8], at: usize) -> HexError {
    let before = line.get(..at).unwrap_or_default();
    HexError {
        offset: octets.len(),
        line: number.saturating_add(1),
        text: String::from_utf8_lossy(line).into_owned(),
        column: String::from_utf8_lossy(before).chars().count(),
    }
}

/// Octets as hex text, sixteen in a line.
pub(crate) fn encode(octets: &[u8]) -> String {
    let mut text = String::with_capacity(octets.len().saturating_mul(3));
    for row in octets.chunks(16) {
        for (at, octet) in row.iter().enumerate() {
            let blank = if at == 0 { "" } else { " " };
            let _ = write!(text, "{blank}{octet:02X}");
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways() {
        let octets: Vec<u8> = (0..=255).collect();
        assert_eq!(decode(encode(&octets).as_bytes()).unwrap(), octets);
        assert_eq!(decode(b"# 12\r\n 0aFf\t10#x\n\n 01").unwrap(), [0x0A, 0xFF, 0x10, 0x01]);
        assert_eq!(decode(b"\xEF\xBB\xBF03 0B").unwrap(), [0x03, 0x0B]);
        assert!(decode(b"").unwrap().is_empty());
    }

    #[test]
    fn faults() {
        for (text, offset, line, column) in [
            (&b"00 0"[..], 1, 1, 4),
            (b"00\n 0 1", 1, 2, 2),
            (b"0x00", 0, 1, 1),
            ("00 é0".as_bytes(), 1, 1, 3),
            ("é#00".as_bytes(), 0, 1, 0),
            (b"0#1\n1", 0, 1, 1),
        ] {
            let error = decode(text).unwrap_err();
            let found = (error.offset, error.line, error.column);
            assert_eq!(found, (offset, line, column), "{text:?}");
        }
    }
}
