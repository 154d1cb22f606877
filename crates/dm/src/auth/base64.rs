//! Base64 as peers write it: with or without padding, in lines.

use alloc::string::String;
use alloc::vec::Vec;

use base64ct::{Base64, Base64Unpadded, Encoding};

/// Encodes, with padding and in one line.
pub(crate) fn encode(octets: &[u8]) -> String {
    Base64::encode_string(octets)
}

/// Decodes; the base64 of `base64ct` takes the same time for all characters.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let is_space = |c: char| matches!(c, ' ' | '\t' | '\r' | '\n');
    let mut bare: String = text.split(is_space).collect();
    let length = bare.trim_end_matches('=').len();
    // Padding is left out or right, never more than makes groups of four.
    let padding = bare.len().saturating_sub(length);
    if padding > 0 && bare.len() % 4 != 0 || padding > 2 {
        return None;
    }
    bare.truncate(length);
    let octets = Base64Unpadded::decode_vec(&bare).ok();
    zeroize::Zeroize::zeroize(&mut bare);
    octets
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn padding_and_white_space() {
        for (text, octets) in [
            ("", Some("")),
            ("Zg==", Some("f")),
            ("Zg", Some("f")),
            ("Zm8=", Some("fo")),
            ("Zm8", Some("fo")),
            (" Zm\r\n9v\t", Some("foo")),
            ("Zg=", None),
            ("Zg===", None),
            ("Zm9v=", None),
            ("====", None),
            ("Z", None),
            ("Z===", None),
            ("Zm=8", None),
            ("Zh==", None),
            ("Zm9\u{e9}", None),
        ] {
            assert_eq!(decode(text).as_deref(), octets.map(str::as_bytes), "{text:?}");
        }
    }
}
