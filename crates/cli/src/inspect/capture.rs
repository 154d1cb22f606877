//! How octets are written in a file: as they are, as hex text, in base64.

use bytes::Bytes;

use super::Arguments;
use super::sms;
use crate::failure::Failure;
use crate::{hex, input};

/// What a file holds.
#[derive(Debug)]
pub(super) struct Capture {
    pub(super) form: &'static str,
    /// One message, or several short messages.
    pub(super) messages: Vec<Bytes>,
}

pub(super) fn read(octets: Bytes, arguments: &Arguments) -> Result<Capture, Failure> {
    let source = &arguments.source;
    if source.hex || input::is_hex(&source.file) {
        let whole = hex::decode(&octets).map_err(Failure::Hex)?;
        return Ok(hex_text(&octets, whole));
    }
    if arguments.base64 {
        let decoded = base64(&octets);
        let decoded = decoded.ok_or_else(|| Failure::Document("the input is no base64".into()))?;
        return Ok(Capture { form: "base64", messages: vec![decoded] });
    }
    if arguments.binary {
        return Ok(Capture { form: "octets", messages: vec![octets] });
    }
    // A document begins with its version or `<`, which no hex text and no base64 does.
    match hex::decode(&octets) {
        Ok(whole) if !whole.is_empty() => return Ok(hex_text(&octets, whole)),
        // It would be read as base64, and the report would be of other octets.
        Err(error) if is_nearly_hex(&octets) => return Err(Failure::Hex(error)),
        _ => {}
    }
    if let Some(decoded) = base64(&octets) {
        return Ok(Capture { form: "base64", messages: vec![decoded] });
    }
    Ok(Capture { form: "octets", messages: vec![octets] })
}

/// Whether a text was meant to be hex text: a letter of sixteen is no digit, or fewer.
fn is_nearly_hex(text: &[u8]) -> bool {
    let code = text
        .split(|octet| *octet == b'\n')
        .flat_map(|line| line.split(|octet| *octet == b'#').next().unwrap_or_default().iter());
    let (mut digits, mut others) = (0_usize, 0_usize);
    for octet in code.filter(|octet| !octet.is_ascii_whitespace()) {
        match octet.is_ascii_hexdigit() {
            true => digits = digits.saturating_add(1),
            false => others = others.saturating_add(1),
        }
    }
    digits >= 16 && others <= digits / 16
}

/// Several short messages where each line is one, or some are and all lines together are none: a line that
/// is broken does not hide what is in the others. Else one message.
fn hex_text(text: &[u8], whole: Vec<u8>) -> Capture {
    let whole = Bytes::from(whole);
    if hex::dump(text).is_some() {
        return Capture { form: "listing of octets", messages: vec![whole] };
    }
    let lines = lines_of_hex(text).unwrap_or_default();
    let is_segment = |line: &Bytes| sms::is_tpdu(line) || sms::is_user_data(line);
    let is_whole = |line: &Bytes| sms::is_tpdu(line) || sms::is_plain(line);
    let are_apart =
        || lines.iter().all(is_segment) || lines.iter().any(is_whole) && !is_whole(&whole);
    if lines.len() > 1 && are_apart() {
        return Capture { form: "lines of hex text", messages: lines };
    }
    Capture { form: "hex text", messages: vec![whole] }
}

/// The octets of each line that has some.
pub(crate) fn lines_of_hex(text: &[u8]) -> Result<Vec<Bytes>, hex::HexError> {
    let lines = text.split(|octet| *octet == b'\n').map(hex::decode);
    let lines = lines.collect::<Result<Vec<_>, _>>()?;
    Ok(lines.into_iter().filter(|line| !line.is_empty()).map(Bytes::from).collect())
}

/// Base64 with line ends; nothing where it is none, or could be a word of text.
fn base64(text: &[u8]) -> Option<Bytes> {
    let is_in = |octet: &u8| octet.is_ascii_alphanumeric() || b"+/=\r\n".contains(octet);
    let text = core::str::from_utf8(text).ok()?.trim();
    if text.len() < 8 || !text.bytes().all(|octet| is_in(&octet)) {
        return None;
    }
    provost::wbxml::typed::base64::decode(text).ok().map(Bytes::from)
}
