//! Content transfer encodings (RFC 2045, 6).

use alloc::string::String;
use alloc::vec::Vec;

use bytes::Bytes;
use provost_wbxml::typed::base64;

use crate::error::{Error, ErrorKind, Expected};

/// The octets that a body stands for: the body itself where its encoding is none.
pub(super) fn decode(encoding: Option<&str>, body: &Bytes) -> Result<Bytes, Error> {
    let is = |known: &str| encoding.is_some_and(|name| name.eq_ignore_ascii_case(known));
    if encoding.is_none() || is("binary") || is("8bit") || is("7bit") {
        Ok(body.clone())
    } else if is("base64") {
        decode_base64(body).map(Bytes::from)
    } else if is("quoted-printable") {
        decode_quoted_printable(body).map(Bytes::from)
    } else {
        Err(Error::new(ErrorKind::Unsupported(Expected::Entity), 0))
    }
}

fn decode_base64(body: &[u8]) -> Result<Vec<u8>, Error> {
    let fault = |offset| Error::new(ErrorKind::Form(Expected::Entity), offset);
    let text = core::str::from_utf8(body).map_err(|error| fault(error.valid_up_to()))?;
    base64::decode(text).map_err(|_| fault(0))
}

/// RFC 2045, 6.7. An equals sign that begins no pair of digits and ends no line is a fault.
fn decode_quoted_printable(body: &[u8]) -> Result<Vec<u8>, Error> {
    let mut octets = Vec::with_capacity(body.len());
    // Blanks at the end of a line are none of the content.
    let mut blanks = 0_usize;
    let mut rest = body;
    loop {
        let offset = body.len().saturating_sub(rest.len());
        if let Some(after) = behind_soft_break(rest) {
            blanks = 0;
            rest = after;
            continue;
        }
        rest = match rest {
            [] => break,
            [b'=', high, low, after @ ..] => {
                let digits = (char::from(*high).to_digit(16), char::from(*low).to_digit(16));
                let octet = match digits {
                    (Some(high), Some(low)) => u8::try_from(high << 4 | low).ok(),
                    _ => None,
                };
                let fault = Error::new(ErrorKind::Form(Expected::Entity), offset);
                octets.push(octet.ok_or(fault)?);
                blanks = 0;
                after
            }
            [b'=', ..] => return Err(Error::new(ErrorKind::Form(Expected::Entity), offset)),
            [b'\r', b'\n', after @ ..] => {
                octets.truncate(octets.len().saturating_sub(blanks));
                octets.extend_from_slice(b"\r\n");
                blanks = 0;
                after
            }
            [octet, after @ ..] => {
                octets.push(*octet);
                blanks = if matches!(octet, b' ' | b'\t') { blanks.saturating_add(1) } else { 0 };
                after
            }
        };
    }
    octets.truncate(octets.len().saturating_sub(blanks));
    Ok(octets)
}

/// What follows an equals sign at the end of a line, behind which blanks were put on the way.
fn behind_soft_break(text: &[u8]) -> Option<&[u8]> {
    let behind = text.strip_prefix(b"=")?;
    let blanks = behind.iter().take_while(|octet| matches!(octet, b' ' | b'\t')).count();
    let line_end = behind.get(blanks..)?;
    line_end.strip_prefix(b"\r\n").or_else(|| line_end.strip_prefix(b"\n"))
}

/// Lines of 76 characters, as RFC 2045, 6.8 has them.
pub(super) fn encode_base64(octets: &[u8]) -> String {
    let text = base64::encode(octets);
    let mut lines = String::with_capacity(text.len().saturating_add(text.len() / 38));
    let mut rest = text.as_str();
    while let Some((line, after)) = rest.split_at_checked(76) {
        lines.push_str(line);
        lines.push_str("\r\n");
        rest = after;
    }
    lines.push_str(rest);
    lines
}
