//! Writing the output.

use core::fmt::Write as _;
use core::ops::RangeInclusive;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use crate::arguments::Target;
use crate::failure::Failure;

/// Writes to the file of the target, or to standard output.
pub(crate) fn write(octets: &[u8], target: &Target) -> Result<(), Failure> {
    match &target.output {
        Some(path) => write_to(octets, path),
        None => print(octets),
    }
}

/// Writes to a file, or to standard output where it is `-`.
pub(crate) fn write_to(octets: &[u8], path: &Path) -> Result<(), Failure> {
    if path.as_os_str() == "-" {
        return print(octets);
    }
    fs::write(path, octets).map_err(|error| Failure::File { path: path.to_owned(), error })
}

/// Writes to standard output.
pub(crate) fn print(octets: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(octets).and_then(|()| out.flush()) {
        // Whoever reads has seen enough: `provost inspect FILE | head`.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(Failure::File { path: "standard output".into(), error }),
        Ok(()) => Ok(()),
    }
}

/// Writes what is for people to standard output.
pub(crate) fn show(text: &str) -> Result<(), Failure> {
    print(harmless(text).as_bytes())
}

/// Writes to standard error; where that is closed there is nobody to tell.
pub(crate) fn complain(text: &str) {
    let _ = io::stderr().lock().write_all(harmless(text).as_bytes());
}

/// The marks that turn the direction of text, which hide as much as controls do.
const TURNS: [RangeInclusive<char>; 3] =
    ['\u{200E}'..='\u{200F}', '\u{202A}'..='\u{202E}', '\u{2066}'..='\u{2069}'];

/// Whether a character acts on what shows it, or on the text around it.
pub(crate) fn acts(character: char) -> bool {
    let turns = TURNS.iter().any(|marks| marks.contains(&character));
    turns || character.is_control() && !matches!(character, '\n' | '\t')
}

/// A text in which nothing acts on a terminal: a message may hold anything.
pub(crate) fn harmless(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if acts(character) {
            // As XML has it, which most of the text is.
            let _ = write!(shown, "&#x{:X};", u32::from(character));
        } else {
            shown.push(character);
        }
    }
    shown
}
