//! The charsets of the crate `encoding_rs`, by their MIBenum.
//!
//! That crate follows the Web: what it decodes as ISO-8859-9 is windows-1254, and its encoders of
//! Japanese turn some characters into others. Here the octets `80..=9F` of ISO-8859-9 are the
//! controls that they are, and a character counts as encoded only where it decodes to itself.

use core::fmt;

use ::encoding_rs::{DecoderResult, EncoderResult, Encoding};

use super::ForeignCharset;

/// The charsets beyond the built-in ones that the feature `encoding_rs` adds: ISO-8859-2 to 10 and
/// 13 to 16, windows-1250 to 1258, KOI8-R and KOI8-U, Shift_JIS, EUC-JP, EUC-KR, GBK, GB 18030,
/// Big5, TIS-620.
///
/// ```
/// use provost_wbxml::{Event, FOREIGN_CHARSETS, ReadOptions, Reader, vocabulary::PROV};
///
/// // Charset 17, Shift_JIS, whose second octets may be 5C.
/// let input = [0x03, 0x0B, 0x11, 0x00, 0xC5, 0x46, 0x01, 0x87, 0x07, 0x06, 0x03, 0x83, 0x5C, 0x00, 0x01, 0x01];
/// let options = ReadOptions::new().with_foreign_charsets(FOREIGN_CHARSETS);
/// let mut reader = Reader::with_options(&input, &PROV, options)?;
/// let mut names = 0;
/// while let Some(event) = reader.next_event()? {
///     if let Event::Attribute { name, value } = event {
///         names += usize::from(name.local() == "value" && value.eq_str("ソ"));
///     }
/// }
/// assert_eq!(names, 1);
/// # Ok::<(), provost_wbxml::Error>(())
/// ```
pub static FOREIGN_CHARSETS: &[&dyn ForeignCharset] = &[
    &WebCharset::new(5, ::encoding_rs::ISO_8859_2),
    &WebCharset::new(6, ::encoding_rs::ISO_8859_3),
    &WebCharset::new(7, ::encoding_rs::ISO_8859_4),
    &WebCharset::new(8, ::encoding_rs::ISO_8859_5),
    &WebCharset::new(9, ::encoding_rs::ISO_8859_6),
    &WebCharset::new(10, ::encoding_rs::ISO_8859_7),
    &WebCharset::new(11, ::encoding_rs::ISO_8859_8),
    &WebCharset { controls: true, ..WebCharset::new(12, ::encoding_rs::WINDOWS_1254) },
    &WebCharset::new(13, ::encoding_rs::ISO_8859_10),
    &WebCharset::new(17, ::encoding_rs::SHIFT_JIS),
    &WebCharset::new(18, ::encoding_rs::EUC_JP),
    // KS_C_5601-1987, in the EUC form that is meant on the wire.
    &WebCharset::new(36, ::encoding_rs::EUC_KR),
    &WebCharset::new(38, ::encoding_rs::EUC_KR),
    &WebCharset::new(109, ::encoding_rs::ISO_8859_13),
    &WebCharset::new(110, ::encoding_rs::ISO_8859_14),
    &WebCharset::new(111, ::encoding_rs::ISO_8859_15),
    &WebCharset::new(112, ::encoding_rs::ISO_8859_16),
    &WebCharset::new(113, ::encoding_rs::GBK),
    &WebCharset::new(114, ::encoding_rs::GB18030),
    // GB2312 is a subset of GBK.
    &WebCharset::new(2025, ::encoding_rs::GBK),
    &WebCharset::new(2026, ::encoding_rs::BIG5),
    &WebCharset::new(2084, ::encoding_rs::KOI8_R),
    &WebCharset::new(2088, ::encoding_rs::KOI8_U),
    &WebCharset::new(2250, ::encoding_rs::WINDOWS_1250),
    &WebCharset::new(2251, ::encoding_rs::WINDOWS_1251),
    &WebCharset::new(2252, ::encoding_rs::WINDOWS_1252),
    &WebCharset::new(2253, ::encoding_rs::WINDOWS_1253),
    &WebCharset::new(2254, ::encoding_rs::WINDOWS_1254),
    &WebCharset::new(2255, ::encoding_rs::WINDOWS_1255),
    &WebCharset::new(2256, ::encoding_rs::WINDOWS_1256),
    &WebCharset::new(2257, ::encoding_rs::WINDOWS_1257),
    &WebCharset::new(2258, ::encoding_rs::WINDOWS_1258),
    // TIS-620 is a subset of windows-874.
    &WebCharset::new(2259, ::encoding_rs::WINDOWS_874),
];

struct WebCharset {
    mib: u32,
    encoding: &'static Encoding,
    /// Whether the octets `80..=9F` are the controls of the same numbers.
    controls: bool,
}

impl WebCharset {
    const fn new(mib: u32, encoding: &'static Encoding) -> Self {
        Self { mib, encoding, controls: false }
    }

    fn decode_run(&self, octets: &[u8], out: &mut dyn FnMut(&str)) -> bool {
        let mut decoder = self.encoding.new_decoder_without_bom_handling();
        let mut rest = octets;
        let mut buffer = [0; 128];
        loop {
            let (result, read, written) =
                decoder.decode_to_utf8_without_replacement(rest, &mut buffer, true);
            let (Some(text), Some(after)) = (buffer.get(..written), rest.get(read..)) else {
                return false;
            };
            match core::str::from_utf8(text) {
                Ok("") => {}
                Ok(text) => out(text),
                Err(_) => return false,
            }
            match result {
                DecoderResult::InputEmpty => return true,
                DecoderResult::OutputFull => rest = after,
                DecoderResult::Malformed(..) => return false,
            }
        }
    }
}

impl fmt::Debug for WebCharset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (MIBenum {})", self.encoding.name(), self.mib)
    }
}

impl ForeignCharset for WebCharset {
    fn mib(&self) -> u32 {
        self.mib
    }

    fn name(&self) -> &'static str {
        match self.mib {
            12 => "ISO-8859-9",
            36 => "KS_C_5601-1987",
            2025 => "GB2312",
            2259 => "TIS-620",
            _ => self.encoding.name(),
        }
    }

    fn decode(&self, octets: &[u8], out: &mut dyn FnMut(&str)) -> bool {
        if !self.controls {
            return self.decode_run(octets, out);
        }
        octets.chunk_by(|one, other| is_control(*one) == is_control(*other)).all(|run| {
            if !run.first().copied().is_some_and(is_control) {
                return self.decode_run(run, out);
            }
            for octet in run {
                out(char::from(*octet).encode_utf8(&mut [0; 4]));
            }
            true
        })
    }

    fn encode(&self, character: char, out: &mut dyn FnMut(&[u8])) -> bool {
        let mut text = [0; 4];
        let mut octets = [0; 16];
        let text = &*character.encode_utf8(&mut text);
        let mut encoder = self.encoding.new_encoder();
        let (result, _, written) =
            encoder.encode_from_utf8_without_replacement(text, &mut octets, true);
        let encoded = match u8::try_from(character) {
            Ok(octet) if self.controls && is_control(octet) => &[octet][..],
            _ if result == EncoderResult::InputEmpty => octets.get(..written).unwrap_or_default(),
            _ => return false,
        };
        // U+00A5 becomes 5C in Shift_JIS, which is a backslash when it is read.
        let mut same = true;
        let whole = self.decode(encoded, &mut |decoded| same &= decoded == text);
        if whole && same {
            out(encoded);
        }
        whole && same
    }
}

const fn is_control(octet: u8) -> bool {
    matches!(octet, 0x80..=0x9F)
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec::Vec;

    use super::*;
    use crate::charset::Charset;

    fn set(mib: u32) -> &'static dyn ForeignCharset {
        *FOREIGN_CHARSETS.iter().find(|set| set.mib() == mib).unwrap()
    }

    fn decode(mib: u32, octets: &[u8]) -> Option<String> {
        let mut text = String::new();
        set(mib).decode(octets, &mut |piece| text.push_str(piece)).then_some(text)
    }

    fn encode(mib: u32, text: &str) -> Option<Vec<u8>> {
        let mut octets = Vec::new();
        let whole = text
            .chars()
            .all(|character| set(mib).encode(character, &mut |o| octets.extend_from_slice(o)));
        whole.then_some(octets)
    }

    #[test]
    fn both_ways() {
        for (mib, text, octets) in [
            (5, "ł", &[0xB3][..]),
            (8, "Я", &[0xCF]),
            (10, "λ", &[0xEB]),
            (12, "ş", &[0xFE]),
            (12, "\u{80}\u{9F}é", &[0x80, 0x9F, 0xE9]),
            (17, "ソA", &[0x83, 0x5C, 0x41]),
            (18, "日本", &[0xC6, 0xFC, 0xCB, 0xDC]),
            (36, "한", &[0xC7, 0xD1]),
            (111, "€", &[0xA4]),
            (113, "中", &[0xD6, 0xD0]),
            (114, "😀", &[0x94, 0x39, 0xFC, 0x36]),
            (2026, "中", &[0xA4, 0xA4]),
            (2084, "я", &[0xD1]),
            (2251, "я", &[0xFF]),
            (2252, "€", &[0x80]),
            (2259, "ก", &[0xA1]),
        ] {
            assert_eq!(decode(mib, octets).as_deref(), Some(text), "{mib}");
            assert_eq!(encode(mib, text).as_deref(), Some(octets), "{mib}");
        }
    }

    #[test]
    fn what_is_no_text_and_what_a_set_lacks() {
        assert_eq!(decode(17, &[0x83]), None);
        assert_eq!(decode(17, &[0x41, 0xFF, 0x41]), None);
        assert_eq!(decode(114, &[0x94, 0x39]), None);
        assert_eq!(encode(17, "¥"), None);
        assert_eq!(encode(18, "‾"), None);
        assert_eq!(encode(12, "€"), None);
        assert_eq!(encode(5, "ソ"), None);
    }

    #[test]
    fn long_text_comes_in_pieces() {
        let octets: Vec<u8> = [0x83, 0x5C].repeat(1000);
        assert_eq!(decode(17, &octets), Some("ソ".repeat(1000)));
    }

    #[test]
    fn a_nul_ends_a_string_in_all_of_them() {
        let step = if cfg!(miri) { 61 * 256 } else { 61 };
        for set in FOREIGN_CHARSETS {
            assert!(Charset::from_mib(set.mib(), &[]).is_none(), "{set:?} is built in");
            for character in ('\u{1}'..='\u{FFFF}').step_by(step) {
                set.encode(character, &mut |octets| assert!(!octets.contains(&0), "{character}"));
            }
        }
    }
}
