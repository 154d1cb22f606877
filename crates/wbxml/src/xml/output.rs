//! Where a document is written: octets with room ahead.
//!
//! Most of what is written is names and texts of a few octets. In a vector each of them is a call;
//! here it is two words, which may overlap, in room that is there already.

use alloc::string::String;
use alloc::vec::Vec;
use core::mem::take;
use core::ops::Range;

use ascii::AsciiString;

/// Octets that have been written, which are UTF-8, and room behind them.
#[derive(Debug)]
pub(super) struct Output {
    /// What has been written, and anything.
    buffer: Vec<u8>,
    length: usize,
}

/// How much room is made at once.
pub(super) const STEP: usize = 1024;

impl Output {
    /// An empty output, with the memory of a string.
    pub(super) fn new(memory: String) -> Self {
        Self { buffer: memory.into_bytes(), length: 0 }
    }

    /// The text, or nothing, if what was written is none.
    pub(super) fn finish(mut self) -> Option<String> {
        self.buffer.truncate(self.length);
        match AsciiString::from_ascii(self.buffer) {
            Ok(text) => Some(String::from(text)),
            Err(error) => String::from_utf8(error.into_source()).ok(),
        }
    }

    /// How many octets have been written.
    #[inline(always)]
    pub(super) const fn len(&self) -> usize {
        self.length
    }

    /// What has been written there, if it has.
    pub(super) fn get(&self, range: Range<usize>) -> Option<&[u8]> {
        self.written().get(range)
    }

    /// What has been written.
    pub(super) fn written(&self) -> &[u8] {
        self.buffer.get(..self.length).unwrap_or_default()
    }

    /// What has been written from an offset on, which must be a text.
    pub(super) fn text_from(&self, start: usize) -> &str {
        let octets = self.written().get(start..).unwrap_or_default();
        core::str::from_utf8(octets).unwrap_or("")
    }

    /// Takes back what was written from there on.
    pub(super) fn truncate(&mut self, length: usize) {
        self.length = self.length.min(length);
    }

    /// Takes what was written from there on, to be written otherwise.
    pub(super) fn split_off(&mut self, at: usize) -> Vec<u8> {
        let tail = self.written().get(at..).unwrap_or_default().to_vec();
        self.truncate(at);
        tail
    }

    /// Writes again what has been written there.
    pub(super) fn put_again(&mut self, range: Range<usize>) {
        if range.start <= range.end && range.end <= self.length {
            self.buffer.truncate(self.length);
            self.buffer.extend_from_within(range);
            self.length = self.buffer.len();
        }
    }

    /// Writes octets, whose number the compiler knows.
    #[inline(always)]
    pub(super) fn put<const N: usize>(&mut self, octets: [u8; N]) {
        self.slot(N).put(octets);
    }

    /// Writes octets.
    #[inline(always)]
    pub(super) fn put_all(&mut self, octets: &[u8]) {
        if octets.len() > STEP {
            return self.put_long(octets);
        }
        self.slot(octets.len()).put_all(octets);
    }

    /// Writes octets that need not be made room for first.
    #[inline(never)]
    fn put_long(&mut self, octets: &[u8]) {
        self.buffer.truncate(self.length);
        self.buffer.extend_from_slice(octets);
        self.length = self.buffer.len();
    }

    /// A slot of that many octets, which are to be written.
    #[inline(always)]
    pub(super) fn slot(&mut self, length: usize) -> Slot<'_> {
        let start = self.length;
        let room = self.buffer.len().saturating_sub(start);
        if length > room {
            self.grow(length);
        }
        self.length = start.wrapping_add(length);
        let slot = self.buffer.get_mut(start..).and_then(|room| room.get_mut(..length));
        Slot(slot.unwrap_or_default())
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self, length: usize) {
        self.buffer.truncate(self.length);
        // The vector doubles its memory; of that, no more is filled than may be used.
        self.buffer.resize(self.length.saturating_add(length).saturating_add(STEP), 0);
    }
}

/// Octets of an output that are to be written one piece after another.
pub(super) struct Slot<'o>(&'o mut [u8]);

impl Slot<'_> {
    /// Writes octets, whose number the compiler knows.
    #[inline(always)]
    pub(super) fn put<const N: usize>(&mut self, octets: [u8; N]) {
        if let Some((slot, rest)) = take(&mut self.0).split_first_chunk_mut::<N>() {
            *slot = octets;
            self.0 = rest;
        }
    }

    /// Writes octets.
    #[inline(always)]
    pub(super) fn put_all(&mut self, octets: &[u8]) {
        let Some((slot, rest)) = take(&mut self.0).split_at_mut_checked(octets.len()) else {
            return;
        };
        self.0 = rest;
        match octets.len() {
            17.. => slot.copy_from_slice(octets),
            8.. => copy_ends::<8>(slot, octets),
            4.. => copy_ends::<4>(slot, octets),
            2.. => copy_ends::<2>(slot, octets),
            _ => copy_ends::<1>(slot, octets),
        }
    }
}

/// Copies up to twice `N` octets as the first and the last `N` of them.
#[inline(always)]
fn copy_ends<const N: usize>(slot: &mut [u8], octets: &[u8]) {
    if let (Some(first), Some(slot)) = (octets.first_chunk::<N>(), slot.first_chunk_mut::<N>()) {
        *slot = *first;
    }
    if let (Some(last), Some(slot)) = (octets.last_chunk::<N>(), slot.last_chunk_mut::<N>()) {
        *slot = *last;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn octets_of_every_number_are_written() {
        let text: String = ('!'..='~').collect();
        let mut output = Output::new(String::from("old"));
        let mut expected = String::new();
        for length in (0..text.len()).chain([0, 1]) {
            let piece = &text[..length];
            output.put_all(piece.as_bytes());
            output.put(*b"<>");
            expected.push_str(piece);
            expected.push_str("<>");
            assert_eq!(output.text_from(0), expected);
        }
        let long = text.repeat(STEP);
        output.put_all(long.as_bytes());
        expected.push_str(&long);
        output.put_again(1..3);
        let again = String::from(&expected[1..3]);
        expected.push_str(&again);
        let tail = output.split_off(2_000);
        assert_eq!(tail, expected.as_bytes()[2_000..]);
        output.truncate(1_000);
        output.truncate(1_500);
        assert_eq!(output.len(), 1_000);
        assert_eq!(output.finish().as_deref(), Some(&expected[..1_000]));
    }

    #[test]
    fn octets_that_are_no_text_are_none() {
        let mut output = Output::new(String::new());
        output.put([0xFF]);
        assert_eq!(output.text_from(0), "");
        assert_eq!(output.finish(), None);
    }
}
