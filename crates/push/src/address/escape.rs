//! Escaped values: letters, digits, `+ - . % _`; any other octet is `%HH`.

use alloc::vec::Vec;
use core::fmt;

/// The octets that a text stands for; where it is no escaped value.
pub(super) fn decode(text: &str) -> Result<Vec<u8>, usize> {
    let mut octets = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    loop {
        let at = text.len().saturating_sub(rest.len());
        match rest {
            [] => return Ok(octets),
            [b'%', high, low, after @ ..] => {
                let (Some(high), Some(low)) = (digit(*high), digit(*low)) else { return Err(at) };
                octets.push(high << 4 | low);
                rest = after;
            }
            [b'%', ..] => return Err(at),
            [octet, after @ ..] if is_plain(*octet) => {
                octets.push(*octet);
                rest = after;
            }
            _ => return Err(at),
        }
    }
}

/// Writes octets, each that is not plain as an escape.
pub(super) fn write(octets: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for &octet in octets {
        if is_plain(octet) {
            write!(f, "{}", char::from(octet))?;
        } else {
            write!(f, "%{octet:02X}")?;
        }
    }
    Ok(())
}

/// WAP-249, 6.1 has `_` both among the safe characters and in the range of the unsafe ones. It is
/// read in both forms and written as it is.
const fn is_plain(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || matches!(octet, b'+' | b'-' | b'.' | b'_')
}

fn digit(octet: u8) -> Option<u8> {
    char::from(octet).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}
