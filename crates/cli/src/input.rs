//! Reading the input, and telling what it is.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use provost::wbxml::Syntax;

use crate::arguments::Source;
use crate::failure::Failure;
use crate::hex;

/// The octets of a file or of standard input; of hex text the octets that it stands for.
pub(crate) fn read(source: &Source) -> Result<Vec<u8>, Failure> {
    let octets = read_octets(&source.file)
        .map_err(|error| Failure::File { path: source.file.clone(), error })?;
    let named = source.file.extension().is_some_and(|end| end.eq_ignore_ascii_case("hex"));
    if source.hex || named { hex::decode(&octets).map_err(Failure::Hex) } else { Ok(octets) }
}

fn read_octets(file: &Path) -> io::Result<Vec<u8>> {
    if file.as_os_str() != "-" {
        return fs::read(file);
    }
    let mut octets = Vec::new();
    io::stdin().lock().read_to_end(&mut octets)?;
    Ok(octets)
}

/// The syntax of a document by its first octets: WBXML begins with its version, at most 0x0F.
pub(crate) fn syntax(octets: &[u8]) -> Syntax {
    let text = octets.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(octets);
    match text.trim_ascii_start() {
        [b'<', ..] => Syntax::Xml,
        _ => Syntax::Wbxml,
    }
}
