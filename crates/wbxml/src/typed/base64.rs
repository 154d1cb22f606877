//! Base64, the XML form of binary OPAQUE data (keys of DRM, icons of OTA settings, ActiveSync).

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use base64ct::{Base64, Encoding};

use crate::error::ContentError;

/// Decodes base64 with padding; white space may stand anywhere, since servers wrap lines.
///
/// ```
/// use provost_wbxml::typed::base64;
///
/// assert_eq!(base64::decode("aGVs\r\n  bG8=")?, b"hello");
/// # Ok::<(), provost_wbxml::ContentError>(())
/// ```
///
/// # Errors
///
/// [`ContentError::Base64`] on any other character, wrong padding, or set bits that no octet
/// takes.
pub fn decode(text: &str) -> Result<Vec<u8>, ContentError> {
    let decoded = if text.contains(WHITE_SPACE) {
        Base64::decode_vec(&text.split(WHITE_SPACE).collect::<String>())
    } else {
        Base64::decode_vec(text)
    };
    decoded.map_err(|_| ContentError::Base64)
}

/// Encodes as base64 with padding, on one line.
#[must_use]
pub fn encode(octets: &[u8]) -> String {
    Base64::encode_string(octets)
}

/// Writes what [`encode`] returns, without making a string of it.
///
/// ```
/// use provost_wbxml::typed::base64;
///
/// let mut xml = String::from("<ds:KeyValue>");
/// base64::write(b"hello", &mut xml)?;
/// assert_eq!(xml, "<ds:KeyValue>aGVsbG8=");
/// # Ok::<(), core::fmt::Error>(())
/// ```
///
/// # Errors
///
/// Only those of `out`.
pub fn write(octets: &[u8], out: &mut impl fmt::Write) -> fmt::Result {
    let mut line = [0; LINE_CHARACTERS];
    for group in octets.chunks(LINE_OCTETS) {
        // It cannot fail: the buffer fits the longest group.
        out.write_str(Base64::encode(group, &mut line).map_err(|_| fmt::Error)?)?;
    }
    Ok(())
}

/// XML 1.0, 2.3.
const WHITE_SPACE: [char; 4] = [' ', '\t', '\r', '\n'];

/// A multiple of 3, so that padding comes last only.
const LINE_OCTETS: usize = 192;
const LINE_CHARACTERS: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors() {
        // RFC 4648, 10.
        for (octets, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(encode(octets.as_bytes()), text);
            assert_eq!(decode(text).unwrap(), octets.as_bytes());
        }
    }

    #[test]
    fn white_space_anywhere() {
        for text in ["Zg==", " Zg==\n", "Z\tg=\r\n=", "\n\nZ g = =\n"] {
            assert_eq!(decode(text).unwrap(), b"f", "{text}");
        }
        assert_eq!(decode(" \t\r\n").unwrap(), b"");
    }

    #[test]
    fn malformed() {
        for text in [
            "Z",
            "Zg",
            "Zg=",
            "Zg===",
            "Zh==",
            "Zm9",
            "Zm9=",
            "Z===",
            "====",
            "=",
            "Zg==Zg==",
            "Zm9v!",
            "Zm9v\0\0\0\0",
            "Zm9\u{A0}",
            "Zm9v\u{C}",
            "-_-_",
            "Zm9v\u{e9}",
            "<Zm9",
        ] {
            assert_eq!(decode(text), Err(ContentError::Base64), "{text}");
        }
    }

    /// Lengths around the groups, against an encoder that goes bit by bit.
    #[test]
    fn lengths_round_trip() {
        let all: Vec<u8> = (0..600_u32).map(|at| (at * at % 251) as u8).collect();
        let step = if cfg!(miri) { 191 } else { 1 };
        for length in (0..all.len()).step_by(step) {
            let octets = &all[..length];
            let text = encode(octets);
            assert_eq!(text, slow(octets), "{length}");
            assert_eq!(decode(&text).unwrap(), octets);
            let mut written = String::new();
            write(octets, &mut written).unwrap();
            assert_eq!(written, text);
        }
    }

    fn slow(octets: &[u8]) -> String {
        const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let bits: Vec<usize> = octets
            .iter()
            .flat_map(|octet| (0..8).rev().map(move |bit| usize::from(octet >> bit & 1)))
            .collect();
        let mut text = String::new();
        for six in bits.chunks(6) {
            let value = (0..6).fold(0, |value, at| value << 1 | six.get(at).unwrap_or(&0));
            text.push(char::from(ALPHABET[value]));
        }
        while text.len() % 4 != 0 {
            text.push('=');
        }
        text
    }
}
