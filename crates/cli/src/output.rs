//! Writing the output.

use core::fmt::Write as _;
use core::ops::RangeInclusive;
use std::fs;
use std::io::{self, Write};

use crate::arguments::Target;
use crate::failure::Failure;

/// Writes to the file of the target, or to standard output.
pub(crate) fn write(octets: &[u8], target: &Target) -> Result<(), Failure> {
    match &target.output {
        Some(path) if path.as_os_str() != "-" => {
            fs::write(path, octets).map_err(|error| Failure::File { path: path.clone(), error })
        }
        _ => print(octets),
    }
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

/// A text in which nothing acts on a terminal: a message may hold anything.
fn harmless(text: &str) -> String {
    let turns = |c: char| TURNS.iter().any(|marks| marks.contains(&c));
    let acts = |c: char| turns(c) || c.is_control() && !matches!(c, '\n' | '\t');
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
