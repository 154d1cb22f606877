//! Hex text: pairs of digits with blanks or commas anywhere between the pairs, or one colon or dash, also at the
//! end of a line that has others, `0x` or `\x` in front of one, and comments from # to the end of the line; the
//! same in arrays of programs and in quotes; and listings with an offset in each row.

mod bare;
mod dump;

use core::fmt::Write;

pub(crate) use dump::{decode as dump, decode_all as dumps};

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

/// Where a reader of hex text is.
#[derive(Clone, Copy)]
enum State {
    Between,
    /// Behind `0x`, `\` or `\x`: a pair must follow.
    Prefix,
    High(u8),
}

pub(crate) fn decode(text: &[u8]) -> Result<Vec<u8>, HexError> {
    if let Some(octets) = dump(text) {
        return Ok(octets);
    }
    let mut octets = Vec::with_capacity(text.len() / 2);
    // Editors of Windows put a byte order mark in front.
    let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
    let bare = bare::bare(text);
    // What was written is what a fault shows.
    let mut written = text.split(|octet| *octet == b'\n');
    let text = &*bare.text;
    for (number, code) in text.split(|octet| *octet == b'\n').enumerate() {
        let line = written.next().unwrap_or_default();
        let code = code.split(|octet| *octet == b'#').next().unwrap_or_default();
        let mut state = State::Between;
        let mut last = b' ';
        let mut has_colon = false;
        for (at, octet) in code.iter().enumerate() {
            let digit = char::from(*octet).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
            state = match (state, digit, *octet) {
                // `\` alone is no prefix.
                (State::Prefix, Some(_), _) if last == b'\\' => {
                    return Err(fault(&octets, number, line, at));
                }
                (State::Between | State::Prefix, Some(digit), _) => State::High(digit),
                (State::High(high), Some(digit), _) => {
                    octets.push(high << 4 | digit);
                    State::Between
                }
                (State::High(0), None, b'x' | b'X') | (State::Between, None, b'\\') => {
                    State::Prefix
                }
                (State::Prefix, None, b'x') if last == b'\\' => State::Prefix,
                // Arrays of programs have these behind octets, and tools that print captures those between them:
                // a colon in front of a blank is behind an offset, of a listing that is none. Keys and certificates
                // have one at the end of each line but the last.
                (State::Between, None, b',') => State::Between,
                (State::Between, None, b':' | b'-')
                    if last.is_ascii_hexdigit()
                        && (is_digit_at(code, at) || has_colon && is_end_at(code, at)) =>
                {
                    has_colon = true;
                    State::Between
                }
                (State::Between, None, octet) if octet.is_ascii_whitespace() => State::Between,
                _ => return Err(fault(&octets, number, line, at)),
            };
            last = *octet;
        }
        if !matches!(state, State::Between) {
            return Err(fault(&octets, number, line, code.len()));
        }
    }
    Ok(octets)
}

/// The octets of each array, or of each text in quotes, where there are several.
pub(crate) fn pieces(text: &[u8]) -> Option<Vec<Vec<u8>>> {
    let bare = bare::bare(text);
    let pieces = bare.pieces.iter().map(|piece| decode(bare.text.get(piece.clone())?).ok());
    pieces.collect::<Option<Vec<_>>>().filter(|pieces| pieces.len() > 1)
}

/// Whether a digit is behind an octet.
fn is_digit_at(code: &[u8], at: usize) -> bool {
    code.get(at.saturating_add(1)).is_some_and(u8::is_ascii_hexdigit)
}

/// Whether nothing but blanks is behind an octet.
fn is_end_at(code: &[u8], at: usize) -> bool {
    code.get(at.saturating_add(1)..).is_some_and(|rest| rest.trim_ascii().is_empty())
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

/// The digits of octets, without blanks.
pub(crate) fn digits(octets: &[u8]) -> String {
    octets.iter().fold(String::with_capacity(octets.len().saturating_mul(2)), |mut text, octet| {
        let _ = write!(text, "{octet:02X}");
        text
    })
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
        let octets = [0x07, 0x91, 0x00, 0xF1];
        for text in [
            "07:91:00:f1",
            "0x07, 0x91,0X00,0xF1,\n",
            r"\x07\x91\x00\xF1",
            "0x079100F1",
            // As `openssl x509 -text` has keys.
            "    07:91:\n    00:f1",
            "07:91: \r\n00:f1:# end",
            // As .NET prints octets.
            "07-91-00-F1",
            // Arrays of programs: of `xxd -i`, of Wireshark, of Rust.
            "unsigned char a_hex[] = {\n  0x07, 0x91,\n  0x00, 0xf1\n};\nunsigned int a_hex_len = 4;\n",
            "/* Frame */\nstatic const unsigned char p[4] = {\n0x07, 0x91, 0x00, 0xf1 /* .... */ };\n",
            "{0x07,0x91,// the center\n0x00,0xF1}",
            "let octets: &[u8; 4] = &{ 0x07, 0x91, 0x00, 0xF1 };",
            // Texts in quotes, and what has quotes of its own.
            r#""\x07\x91\x00\xF1""#,
            r"b'\x07\x91\x00\xF1'",
            "\"\\x07\\x91\" \\\n\"\\x00\\xf1\";",
            "x'079100f1'",
            "[\"0791\", \"00f1\"]",
            "<079100f1>",
        ] {
            assert_eq!(decode(text.as_bytes()).unwrap(), octets, "{text}");
        }
    }

    #[test]
    fn several_pieces() {
        let two = [vec![0x07, 0x91], vec![0x00]];
        for text in
            ["[\"0791\",\n \"00\"]", "p1[2] = {0x07, 0x91};\n\np2[1] = {0x00};", "'0791' '00'"]
        {
            assert_eq!(pieces(text.as_bytes()).as_deref(), Some(&two[..]), "{text}");
        }
        for text in ["0791\n00", "\"0791\"", "{0x07, 0x91}", "[\"0791\", \"0\"]"] {
            assert_eq!(pieces(text.as_bytes()), None, "{text}");
        }
    }

    /// What has no end is looked for once, and not from each of its beginnings.
    #[test]
    fn large_texts() {
        let of = |head: &str, piece: &str, length: usize| {
            let text = format!("{head}{}", piece.repeat(length / piece.len()));
            let _ = (decode(text.as_bytes()), pieces(text.as_bytes()));
        };
        of("<a>{", "/* ", 2 << 20);
        for piece in ["/* ", "// ", "\"", "< ", "{ ", "00:", "00: ", "0x", "61 62  ab ", "#"] {
            for head in ["", "{", "\"", "0000: ", "0000  61 62\n0002  "] {
                of(head, piece, 1 << 18);
            }
        }
    }

    #[test]
    fn faults() {
        for (text, offset, line, column) in [
            (&b"00 0"[..], 1, 1, 4),
            (b"00\n 0 1", 1, 2, 2),
            (b"00 0x", 1, 1, 5),
            (b"1x00", 0, 1, 1),
            (b"0:00", 0, 1, 1),
            (br"\00", 0, 1, 1),
            (br"\x", 0, 1, 2),
            ("00 é0".as_bytes(), 1, 1, 3),
            ("é#00".as_bytes(), 0, 1, 0),
            (b"0#1\n1", 0, 1, 1),
            (b"00000010: 2a2b", 4, 1, 8),
            (b"00:", 1, 1, 2),
            (b":00", 0, 1, 0),
            (b"00:aa:\n00:", 3, 2, 2),
            (b"00:aa: bb", 2, 1, 5),
            (b"00:aa::", 2, 1, 5),
            (b"00:aa\n:bb", 2, 2, 0),
            (b"0000: +7 91", 2, 1, 4),
            (b"00-", 1, 1, 2),
            (b"00--01", 1, 1, 2),
            (b"-01", 0, 1, 0),
            // An array, where the text shows its place.
            (b"{ 0x07,\n 0xg1 }", 1, 2, 3),
            (b"{0x07", 0, 1, 0),
            (b"{0x07 /* }", 0, 1, 0),
            (b"{0C4C5F70}", 0, 1, 0),
            (b"x: {0x07}.", 0, 1, 0),
            (b"\"07", 0, 1, 0),
            (b"\"07g\"", 0, 1, 0),
            (b"<aa></aa>", 0, 1, 0),
        ] {
            let error = decode(text).unwrap_err();
            let found = (error.offset, error.line, error.column);
            assert_eq!(found, (offset, line, column), "{text:?}");
        }
    }
}
