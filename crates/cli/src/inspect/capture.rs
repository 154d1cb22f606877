//! How octets are written in a file: as they are, as hex text, in base64.

use alloc::borrow::Cow;
use std::io;
use std::path::Path;

use bytes::Bytes;

use super::Arguments;
use super::segments::is_segment;
use super::{smpp, sms};
use crate::failure::Failure;
use crate::{hex, input};

/// What a file holds.
#[derive(Debug)]
pub(super) struct Capture {
    pub(super) form: &'static str,
    /// One message, or several short messages.
    pub(super) messages: Vec<Bytes>,
}

/// What the files of a command line hold together.
pub(super) fn read_all(arguments: &Arguments) -> Result<Capture, Failure> {
    let mut all = read_one(&arguments.source.file, arguments)?;
    for file in &arguments.more {
        let mut capture = read_one(file, arguments)?;
        if capture.form != all.form {
            all.form = "several forms";
        }
        all.messages.append(&mut capture.messages);
    }
    Ok(all)
}

/// What is in a file, or in a word that names none and is hex text itself.
fn read_one(file: &Path, arguments: &Arguments) -> Result<Capture, Failure> {
    match input::raw(file) {
        Ok(octets) => read(octets.into(), file, arguments),
        Err(Failure::File { path, error }) => match word(&path, &error, arguments) {
            Some(text) => read(text.into(), Path::new("-"), arguments),
            None => Err(Failure::File { path, error }),
        },
        Err(failure) => Err(failure),
    }
}

/// Octets of a name that systems take at most.
const LONGEST_NAME: usize = 255;

/// Digits of a word that is taken for hex text: names of files are shorter.
const SHORTEST: usize = 8;

/// The text that stands on the command line in place of a file. Names of files look like base64 too often,
/// but for the sign that fills it up.
fn word(path: &Path, error: &io::Error, arguments: &Arguments) -> Option<String> {
    // `InvalidFilename` is newer than the oldest compiler.
    let is_no_name =
        error.kind() == io::ErrorKind::NotFound || path.as_os_str().len() > LONGEST_NAME;
    let text = path.to_str().filter(|text| is_no_name && text.len() >= SHORTEST)?;
    let is_hex = !arguments.base64 && hex::decode(text.as_bytes()).is_ok();
    let is_base64 = arguments.base64 || !arguments.source.hex && text.ends_with('=');
    (is_hex || is_base64 && base64(text.as_bytes()).is_some()).then(|| text.to_owned())
}

pub(super) fn read(octets: Bytes, file: &Path, arguments: &Arguments) -> Result<Capture, Failure> {
    let text = text(&octets);
    if arguments.source.hex || input::is_hex(file) {
        return hex_text(&text).map_err(Failure::Hex);
    }
    if arguments.base64 {
        let decoded = base64(&text);
        let decoded = decoded.ok_or_else(|| Failure::Document("the input is no base64".into()))?;
        return Ok(Capture { form: "base64", messages: vec![decoded] });
    }
    if arguments.binary {
        return Ok(Capture { form: "octets", messages: vec![octets] });
    }
    // A document begins with its version or `<`, which no hex text and no base64 does.
    match hex_text(&text) {
        Ok(capture) if capture.messages.iter().any(|it| !it.is_empty()) => return Ok(capture),
        // It would be read as base64, and the report would be of other octets.
        Err(error) if is_nearly_hex(&text) => return Err(Failure::Hex(error)),
        _ => {}
    }
    if let Some(decoded) = base64(&text) {
        return Ok(Capture { form: "base64", messages: vec![decoded] });
    }
    Ok(Capture { form: "octets", messages: vec![octets] })
}

/// The octets as text: shells of Windows write UTF-16.
pub(super) fn text(octets: &[u8]) -> Cow<'_, [u8]> {
    let (rest, order): (_, fn([u8; 2]) -> u16) = match octets {
        [0xFF, 0xFE, rest @ ..] => (rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => (rest, u16::from_be_bytes),
        _ => return octets.into(),
    };
    let units = rest.chunks_exact(2).map(|pair| order(pair.try_into().unwrap_or_default()));
    let text: Result<String, _> = char::decode_utf16(units).collect();
    text.map_or(octets.into(), |text| text.into_bytes().into())
}

/// Whether a text was meant to be hex text: a letter of sixteen is no digit, or fewer.
fn is_nearly_hex(text: &[u8]) -> bool {
    let is_text = |it: char| !it.is_control() || matches!(it, '\t' | '\r' | '\n');
    if !core::str::from_utf8(text).is_ok_and(|text| text.chars().all(is_text)) {
        return false;
    }
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

/// Several short messages where each line, each array or each text in quotes is one, or some are and all together
/// are none: a line that is broken does not hide what is in the others. Else one message.
fn hex_text(text: &[u8]) -> Result<Capture, hex::HexError> {
    if let Some(whole) = hex::dump(text) {
        return Ok(Capture { form: "listing of octets", messages: vec![whole.into()] });
    }
    let own = |pieces: Vec<Vec<u8>>| pieces.into_iter().map(Bytes::from).collect::<Vec<_>>();
    if let Some(listings) = hex::dumps(text) {
        return Ok(Capture { form: "listings of octets", messages: own(listings) });
    }
    let whole = Bytes::from(hex::decode(text)?);
    let forms = [
        ("texts in quotes", hex::pieces(text).map(own)),
        ("paragraphs of hex text", paragraphs(text)),
        ("lines of hex text", lines_of_hex(text).ok()),
    ];
    for (form, messages) in forms {
        let Some(messages) = messages.filter(|messages| messages.len() > 1) else { continue };
        let is_whole =
            |line: &Bytes| sms::is_tpdu(line) || smpp::is_one(line) || sms::is_plain(line);
        if messages.iter().all(is_segment) || messages.iter().any(is_whole) && !is_whole(&whole) {
            return Ok(Capture { form, messages });
        }
    }
    Ok(Capture { form: "hex text", messages: vec![whole] })
}

/// The octets of each paragraph: what wraps its lines has an empty one between messages.
fn paragraphs(text: &[u8]) -> Option<Vec<Bytes>> {
    let text = core::str::from_utf8(text).ok()?.replace('\r', "");
    let paragraphs = text.split("\n\n").map(|it| hex::decode(it.as_bytes()).ok());
    let paragraphs = paragraphs.collect::<Option<Vec<_>>>()?;
    Some(paragraphs.into_iter().filter(|it| !it.is_empty()).map(Bytes::from).collect())
}

/// The octets of each line that has some.
pub(crate) fn lines_of_hex(text: &[u8]) -> Result<Vec<Bytes>, hex::HexError> {
    let lines = text.split(|octet| *octet == b'\n').map(hex::decode);
    let lines = lines.collect::<Result<Vec<_>, _>>()?;
    Ok(lines.into_iter().filter(|line| !line.is_empty()).map(Bytes::from).collect())
}

/// Base64 with line ends and without the signs that fill it up; nothing where it is none, or could be a word
/// of text.
fn base64(text: &[u8]) -> Option<Bytes> {
    let text = core::str::from_utf8(text).ok()?;
    let mut text: String = text.lines().map(str::trim).collect();
    let is_in = |octet: u8| octet.is_ascii_alphanumeric() || b"+/-_=".contains(&octet);
    if text.len() < 8 || !text.bytes().all(is_in) {
        return None;
    }
    let has = |is: fn(&u8) -> bool| text.bytes().any(|octet| is(&octet));
    let is_mixed = has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase);
    if is_mixed {
        // The alphabet of addresses.
        text = text.replace('-', "+").replace('_', "/");
    }
    if text.len() >= 16 && is_mixed && !text.ends_with('=') {
        text.push_str(match text.len() % 4 {
            2 => "==",
            3 => "=",
            _ => "",
        });
    }
    provost::wbxml::typed::base64::decode(&text).ok().map(Bytes::from)
}
