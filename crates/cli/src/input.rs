//! The input: where it comes from, and how it is read.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::Args;
use provost::wbxml::vocabulary::{self, Vocabulary};
use provost::wbxml::{FOREIGN_CHARSETS, Limits, ReadOptions, Syntax, xml};

use crate::failure::Failure;
use crate::hex;
use crate::syntax::syntax_of;

/// Where the input comes from, and how it is read.
#[derive(Debug, Args)]
pub(crate) struct Source {
    /// The file, or - for standard input
    pub(crate) file: PathBuf,
    /// Read hex text, with blanks and # comments; so are files that end in .hex
    #[arg(long)]
    pub(crate) hex: bool,
    /// The document type, by short name or media type, instead of what the message says
    #[arg(long, value_name = "ID", value_parser = language)]
    pub(crate) language: Option<&'static Vocabulary>,
    /// Tolerate nothing: neither faults that are common nor unknown tokens
    #[arg(long)]
    pub(crate) strict: bool,
    /// Keep white space between the tags of XML, not only what is all the text of an element
    #[arg(long)]
    pub(crate) keep_whitespace: bool,
}

impl Source {
    pub(crate) fn read_options(&self, input: &[u8]) -> ReadOptions {
        let options = if self.strict { ReadOptions::strict() } else { ReadOptions::lenient() };
        options.with_foreign_charsets(FOREIGN_CHARSETS).with_limits(limits(input))
    }

    pub(crate) fn xml_options(&self, input: &[u8]) -> xml::ReadOptions {
        let whitespace =
            if self.keep_whitespace { xml::Whitespace::Keep } else { xml::Whitespace::Drop };
        let options =
            xml::ReadOptions::new().with_whitespace(whitespace).with_limits(limits(input));
        if self.strict { options } else { options.ignore_encoding_label().allow_declarations() }
    }
}

/// Octets that references into string tables may stand for in any document, and as many times its
/// length: what they make grow is not the input.
const EXPANDED: (usize, usize) = (16 << 20, 64);

/// The limits of a file at hand: what only grows with the input needs none. An octet is two events
/// at most, the start and the end of an empty element.
fn limits(input: &[u8]) -> Limits {
    let limits = Limits::DEFAULT;
    let events = u32::try_from(input.len().saturating_mul(2)).unwrap_or(u32::MAX);
    limits
        .with_events(limits.events.max(events))
        .with_text(limits.text.max(input.len()))
        .with_table(limits.table.max(input.len()))
        .with_expanded(EXPANDED.0.max(input.len().saturating_mul(EXPANDED.1)))
}

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

/// What octets are that were never meant as a document, as far as that can be seen.
pub(crate) fn no_document(octets: &[u8]) -> Option<String> {
    let is_word = |octet: &u8| octet.is_ascii_graphic() || octet.is_ascii_whitespace();
    let text = octets.trim_ascii();
    Some(match (text.first(), syntax_of(octets)) {
        (None, _) => "empty input".to_owned(),
        (_, Syntax::Wbxml) if text.iter().all(is_word) => match hex::decode(text) {
            Ok(_) => "hex text, which --hex reads".to_owned(),
            Err(_) => "text of no known kind".to_owned(),
        },
        _ => return None,
    })
}

fn read_octets(file: &Path) -> io::Result<Vec<u8>> {
    if file.as_os_str() != "-" {
        return fs::read(file);
    }
    let mut octets = Vec::new();
    io::stdin().lock().read_to_end(&mut octets)?;
    Ok(octets)
}

fn language(text: &str) -> Result<&'static Vocabulary, String> {
    vocabulary::by_id(text)
        .or_else(|| vocabulary::by_media_type(text))
        .ok_or_else(|| "no such document type; `provost languages` lists them".to_owned())
}
