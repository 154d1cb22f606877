//! What people read at a terminal, on which no message may act.

use core::fmt::Write as _;
use core::ops::RangeInclusive;
use std::io::{self, Write as _};

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
