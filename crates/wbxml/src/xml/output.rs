//! Where a document is written: octets with room ahead.
//!
//! Most of what is written is names and texts of a few octets. In a vector each of them is a call;
//! here it is two words, which may overlap, in room that is there already.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

/// Octets that have been written, which are UTF-8, and room behind them.
#[derive(Debug)]
pub(super) struct Output {
    /// What has been written, and anything.
    buffer: Vec<u8>,
    length: usize,
}

/// Room is at least this: what a message takes.
const STEP: usize = 1024;

impl Output {
    /// An empty output, with the memory of a string.
    pub(super) fn new(memory: String) -> Self {
        Self { buffer: memory.into_bytes(), length: 0 }
    }

    /// The text, or nothing, if what was written is none.
    pub(super) fn finish(mut self) -> Option<String> {
        self.buffer.truncate(self.length);
        String::from_utf8(self.buffer).ok()
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
        match self.room().and_then(<[u8]>::first_chunk_mut::<N>) {
            Some(slot) => {
                *slot = octets;
                self.length = self.length.wrapping_add(N);
            }
            None => self.grow_and_put(&octets),
        }
    }

    /// Writes octets.
    #[inline(always)]
    pub(super) fn put_all(&mut self, octets: &[u8]) {
        let Some(slot) = self.room().and_then(|room| room.get_mut(..octets.len())) else {
            return self.grow_and_put(octets);
        };
        match octets.len() {
            17.. => slot.copy_from_slice(octets),
            8.. => copy_ends::<8>(slot, octets),
            4.. => copy_ends::<4>(slot, octets),
            2.. => copy_ends::<2>(slot, octets),
            _ => copy_ends::<1>(slot, octets),
        }
        self.length = self.length.wrapping_add(octets.len());
    }

    /// The room that is there.
    #[inline(always)]
    fn room(&mut self) -> Option<&mut [u8]> {
        self.buffer.get_mut(self.length..)
    }

    #[cold]
    #[inline(never)]
    fn grow_and_put(&mut self, octets: &[u8]) {
        self.buffer.truncate(self.length);
        self.buffer.extend_from_slice(octets);
        self.length = self.buffer.len();
        let room = self.length.saturating_add(STEP);
        self.buffer.resize(self.length.saturating_add(room), 0);
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
        output.put_again(1..3);
        let again = String::from(&expected[1..3]);
        expected.push_str(&again);
        let tail = output.split_off(2_000);
        assert_eq!(tail, expected[2_000..].as_bytes());
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
