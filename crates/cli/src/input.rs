//! Reading the input, and telling what it is.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use provost::wbxml::Syntax;

use crate::arguments::Source;
use crate::failure::Failure;
use crate::hex;

/// The octets of a source.
pub(crate) fn read(source: &Source) -> Result<Vec<u8>, Failure> {
    octets(&source.file, source.hex)
}

/// The octets of a file or of standard input; of hex text the octets that it stands for.
pub(crate) fn octets(file: &Path, is_hex_text: bool) -> Result<Vec<u8>, Failure> {
    let octets = raw(file)?;
    if is_hex_text || is_hex(file) {
        hex::decode(&octets).map_err(Failure::Hex)
    } else {
        Ok(octets)
    }
}

/// The octets of a file or of standard input, as they are.
pub(crate) fn raw(file: &Path) -> Result<Vec<u8>, Failure> {
    read_octets(file).map_err(|error| Failure::File { path: file.to_owned(), error })
}

/// Whether a file is hex text by its name.
pub(crate) fn is_hex(file: &Path) -> bool {
    file.extension().is_some_and(|end| end.eq_ignore_ascii_case("hex"))
}

fn read_octets(file: &Path) -> io::Result<Vec<u8>> {
    if file.as_os_str() != "-" {
        return fs::read(file);
    }
    let mut octets = Vec::new();
    io::stdin().lock().read_to_end(&mut octets)?;
    Ok(octets)
}

/// The syntax of a document by its first octets: WBXML begins with its version, at most 0x0F, and
/// XML in UTF-16 with a mark.
pub(crate) fn syntax(octets: &[u8]) -> Syntax {
    if let [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..] = octets {
        return Syntax::Xml;
    }
    let text = octets.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(octets);
    match text.trim_ascii_start() {
        [b'<', ..] => Syntax::Xml,
        _ => Syntax::Wbxml,
    }
}
