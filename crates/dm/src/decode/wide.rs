//! XML in UTF-16, which begins with a byte order mark: every reader of XML must take it (XML 1.0,
//! 4.3.3). It is read as UTF-8, and offsets are counted in the input again.

use alloc::string::String;
use alloc::vec::Vec;

use bytes::Bytes;

use crate::deviation::Deviation;
use crate::error::{Error, ErrorKind};
use crate::limits::Limit;
use crate::options::DecodeOptions;

/// The text of a document, in UTF-8.
pub(super) struct Wide {
    text: Bytes,
}

impl Wide {
    /// The text of a document in UTF-16; none, where it has another encoding.
    pub(super) fn new(input: &[u8], options: &DecodeOptions) -> Result<Option<Self>, Error> {
        let (octets, unit): (_, fn([u8; 2]) -> u16) = match input {
            [0xFF, 0xFE, rest @ ..] => (rest, u16::from_le_bytes),
            [0xFE, 0xFF, rest @ ..] => (rest, u16::from_be_bytes),
            _ => return Ok(None),
        };
        if input.len() > options.limits.message {
            return Err(Error::new(ErrorKind::Limit(Limit::Message), options.limits.message));
        }
        let pairs = octets.chunks(2).map(|pair| match pair {
            [first, second] => unit([*first, *second]),
            // Half a unit is no character: a surrogate that stands alone is none either.
            _ => 0xD800,
        });
        // A unit is three octets of UTF-8 at most.
        let mut text = String::with_capacity(octets.len());
        let mut at = MARK;
        for character in char::decode_utf16(pairs) {
            let Ok(character) = character else {
                return Err(Error::new(ErrorKind::Syntax(provost_wbxml::ErrorKind::Text), at));
            };
            at = at.saturating_add(width(character));
            text.push(character);
        }
        blank_label(&mut text);
        Ok(Some(Self { text: Bytes::from(text) }))
    }

    pub(super) const fn text(&self) -> &Bytes {
        &self.text
    }

    /// The options for its text, which may have half as many octets again as the input.
    pub(super) const fn options(&self, options: &DecodeOptions) -> DecodeOptions {
        let limits = options.limits.with_message(self.text.len());
        DecodeOptions { limits, ..*options }
    }

    /// Counts the offsets of deviations in the input.
    pub(super) fn place(&self, deviations: &mut [Deviation]) {
        let mut order: Vec<&mut Deviation> = deviations.iter_mut().collect();
        order.sort_by_key(|deviation| deviation.offset);
        let (mut from, mut at) = (0_usize, MARK);
        for deviation in order {
            at = at.saturating_add(self.length(from, deviation.offset));
            from = deviation.offset;
            deviation.offset = at;
        }
    }

    /// An error of its text, with its place in the input.
    pub(super) fn error(&self, error: Error) -> Error {
        error.at(MARK.saturating_add(self.length(0, error.offset())))
    }

    /// How many octets of the input a part of the text is.
    fn length(&self, from: usize, to: usize) -> usize {
        let octets = self.text.get(from..to.min(self.text.len())).unwrap_or_default();
        // What begins a character of four octets is two units, what goes on with one is none.
        let units = octets.iter().map(|octet| match octet {
            0x80..=0xBF => 0,
            0xF0.. => 4,
            _ => 2,
        });
        units.fold(0, usize::saturating_add)
    }
}

/// Octets of the byte order mark.
const MARK: usize = 2;

const fn width(character: char) -> usize {
    if character.len_utf16() == 2 { 4 } else { 2 }
}

/// Takes away the label of an encoding that the text has no more, and nothing else.
fn blank_label(text: &mut String) {
    let Some(declaration) = text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>"))
    else {
        return;
    };
    let Some(start) = declaration.0.find("encoding").map(|at| at.saturating_add("<?xml".len()))
    else {
        return;
    };
    let label = text.get(start..).unwrap_or_default();
    let Some(open) = label.find(['"', '\'']) else { return };
    let quote =
        if label.get(open..).is_some_and(|rest| rest.starts_with('"')) { '"' } else { '\'' };
    let inside = label.get(open.saturating_add(1)..).unwrap_or_default();
    let Some((name, _)) = inside.split_once(quote) else { return };
    let names = ["UTF-16", "UTF-16LE", "UTF-16BE", "ISO-10646-UCS-2", "UCS-2"];
    if names.iter().any(|known| known.eq_ignore_ascii_case(name)) {
        let end = start.saturating_add(open).saturating_add(name.len()).saturating_add(2);
        let blanks = " ".repeat(end.saturating_sub(start));
        // Offsets are counted by characters: a blank takes the place of one octet, and of one character.
        if text.get(start..end).is_some_and(str::is_ascii) {
            text.replace_range(start..end, &blanks);
        }
    }
}
