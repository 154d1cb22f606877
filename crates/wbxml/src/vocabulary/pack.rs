//! Rows of code pages as octets, made when the program is compiled: for firmware.
//!
//! A row in its place is a token and one or two addresses with lengths, twelve or twenty octets on a
//! 32-bit core and more than its words. Packed it is two octets and its words, and a name that many
//! rows have stands there once. A look-up steps from row to row.
//!
//! ```
//! use provost_wbxml::vocabulary::{AttributePage, TagPage, Vocabulary, pack};
//!
//! const TAGS: &[(u8, &str)] = &[(0x05, "cards"), (0x06, "card")];
//! const STARTS: &[(u8, &str, &str)] = &[(0x05, "href", ""), (0x06, "href", "http://")];
//!
//! static CARDS: Vocabulary = Vocabulary::new("cards")
//!     .root("cards")
//!     .tags(&[TagPage::packed(0, "", TAGS, &pack::words::<{ pack::words_length(TAGS) }>(TAGS))])
//!     .attributes(&[AttributePage::packed(
//!         0,
//!         STARTS,
//!         &pack::starts::<{ pack::starts_length(STARTS) }>(STARTS),
//!     )]);
//!
//! assert_eq!(CARDS.tag(0, 0x06), Some("card"));
//! ```
//!
//! With the feature `alloc` pages keep their rows, which their indexes point to, and no octets.

/// How many octets [`words`] needs for these rows.
#[must_use]
pub const fn words_length(rows: &[(u8, &str)]) -> usize {
    let octets: Octets<0> = Octets::of_words(rows);
    octets.length
}

/// Rows of tags or values, packed.
///
/// # Panics
/// Where a word is longer than 255 octets or `N` is not [`words_length`]: in a `static`, a compile
/// error.
#[must_use]
pub const fn words<const N: usize>(rows: &[(u8, &str)]) -> [u8; N] {
    Octets::of_words(rows).whole()
}

/// How many octets [`starts`] needs for these rows.
#[must_use]
pub const fn starts_length(rows: &[(u8, &str, &str)]) -> usize {
    let octets: Octets<0> = Octets::of_starts(rows);
    octets.length
}

/// Rows of attribute starts, packed.
///
/// # Panics
/// Where a word is longer than 255 octets or `N` is not [`starts_length`]: in a `static`, a compile
/// error.
#[must_use]
pub const fn starts<const N: usize>(rows: &[(u8, &str, &str)]) -> [u8; N] {
    Octets::of_starts(rows).whole()
}

/// Whether octets are those of [`words`] for these rows.
#[allow(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "runs in the compiler, where a fault is an error of the build"
)]
pub(super) const fn are_words(octets: &[u8], rows: &[(u8, &str)]) -> bool {
    let mut packed = Packed { octets, at: 0, same: true };
    let mut row = 0;
    while row < rows.len() {
        let (token, word) = rows[row];
        packed.expect(token, word);
        row += 1;
    }
    packed.ends()
}

/// Whether octets are those of [`starts`] for these rows.
#[allow(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "runs in the compiler, where a fault is an error of the build"
)]
pub(super) const fn are_starts(octets: &[u8], rows: &[(u8, &str, &str)]) -> bool {
    let mut packed = Packed { octets, at: 0, same: true };
    let mut row = 0;
    while row < rows.len() {
        let (token, name, prefix) = rows[row];
        if row == 0 || !is_same(name, rows[row - 1].1) {
            packed.expect(NAME, name);
        }
        packed.expect(token, prefix);
        row += 1;
    }
    packed.ends()
}

/// What precedes a name that the rows behind it have: no row has this token.
const NAME: u8 = 0;

/// Octets as they are written, of which the first `N` are kept.
struct Octets<const N: usize> {
    octets: [u8; N],
    length: usize,
}

#[allow(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    reason = "runs in the compiler, where a fault is an error of the build"
)]
impl<const N: usize> Octets<N> {
    const fn of_words(rows: &[(u8, &str)]) -> Self {
        let mut octets = Self { octets: [0; N], length: 0 };
        let mut row = 0;
        while row < rows.len() {
            octets.push(rows[row].0, rows[row].1);
            row += 1;
        }
        octets
    }

    const fn of_starts(rows: &[(u8, &str, &str)]) -> Self {
        let mut octets = Self { octets: [0; N], length: 0 };
        let mut row = 0;
        while row < rows.len() {
            if row == 0 || !is_same(rows[row].1, rows[row - 1].1) {
                octets.push(NAME, rows[row].1);
            }
            octets.push(rows[row].0, rows[row].2);
            row += 1;
        }
        octets
    }

    const fn push(&mut self, token: u8, word: &str) {
        let word = word.as_bytes();
        assert!(word.len() <= 0xFF, "a packed word has at most 255 octets");
        self.put(token);
        self.put(word.len() as u8);
        let mut at = 0;
        while at < word.len() {
            self.put(word[at]);
            at += 1;
        }
    }

    const fn put(&mut self, octet: u8) {
        if self.length < N {
            self.octets[self.length] = octet;
        }
        self.length += 1;
    }

    const fn whole(self) -> [u8; N] {
        assert!(self.length == N, "the length is that of the rows");
        self.octets
    }
}

/// Octets that are compared with rows, one after the other.
struct Packed<'o> {
    octets: &'o [u8],
    at: usize,
    same: bool,
}

#[allow(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    reason = "runs in the compiler, where a fault is an error of the build"
)]
impl Packed<'_> {
    const fn expect(&mut self, token: u8, word: &str) {
        let word = word.as_bytes();
        self.octet(token);
        self.octet(word.len() as u8);
        let mut at = 0;
        while at < word.len() {
            self.octet(word[at]);
            at += 1;
        }
    }

    const fn octet(&mut self, octet: u8) {
        self.same = self.same && self.at < self.octets.len() && self.octets[self.at] == octet;
        self.at += 1;
    }

    const fn ends(&self) -> bool {
        self.same && self.at == self.octets.len()
    }
}

/// `==` of strings, which is not `const` yet.
#[allow(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "runs in the compiler, where a fault is an error of the build"
)]
const fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

/// Reads packed rows: token, name, prefix; a word is the prefix of no name.
#[cfg(any(test, not(feature = "alloc")))]
pub(super) struct Unpack {
    name: &'static [u8],
    rest: &'static [u8],
}

#[cfg(any(test, not(feature = "alloc")))]
impl Unpack {
    pub(super) const fn new(octets: &'static [u8]) -> Self {
        Self { name: &[], rest: octets }
    }

    /// Name and prefix of a token.
    pub(super) fn find(octets: &'static [u8], token: u8) -> Option<(&'static str, &'static str)> {
        let mut rows = Self::new(octets);
        loop {
            let (other, word) = rows.step()?;
            if other == token {
                return Some((text(rows.name)?, text(word)?));
            }
        }
    }

    fn step(&mut self) -> Option<(u8, &'static [u8])> {
        loop {
            let [token, length, rest @ ..] = self.rest else { return None };
            let (word, rest) = rest.split_at_checked(usize::from(*length))?;
            self.rest = rest;
            if *token != NAME {
                return Some((*token, word));
            }
            self.name = word;
        }
    }
}

#[cfg(any(test, not(feature = "alloc")))]
impl Iterator for Unpack {
    type Item = (u8, &'static str, &'static str);

    fn next(&mut self) -> Option<Self::Item> {
        let (token, word) = self.step()?;
        Some((token, text(self.name)?, text(word)?))
    }
}

#[cfg(any(test, not(feature = "alloc")))]
fn text(octets: &'static [u8]) -> Option<&'static str> {
    core::str::from_utf8(octets).ok()
}

#[cfg(test)]
mod tests {
    extern crate alloc;
    use super::*;

    const WORDS: &[(u8, &str)] = &[(0x85, ".com"), (0x86, "é"), (0xC5, "x")];
    const STARTS: &[(u8, &str, &str)] = &[
        (0x05, "href", ""),
        (0x06, "href", "http://"),
        (0x07, "hre", "f"),
        (0x47, "id", "x"),
        (0x48, "href", "y"),
    ];
    static PACKED_WORDS: [u8; words_length(WORDS)] = words(WORDS);
    static PACKED_STARTS: [u8; starts_length(STARTS)] = starts(STARTS);

    #[test]
    fn rows_come_out_as_they_went_in() {
        let words = Unpack::new(&PACKED_WORDS).map(|(token, _, text)| (token, text));
        assert!(words.eq(WORDS.iter().copied()));
        assert!(Unpack::new(&PACKED_STARTS).eq(STARTS.iter().copied()));
        assert_eq!(Unpack::find(&PACKED_STARTS, 0x48), Some(("href", "y")));
        assert_eq!(Unpack::find(&PACKED_STARTS, 0x08), None);
        assert_eq!(Unpack::find(&[], 0x08), None);
    }

    #[test]
    fn a_row_is_two_octets_and_its_words() {
        assert_eq!(PACKED_WORDS.len(), 3 * 2 + ".com".len() + "é".len() + "x".len());
        let names = "href".len() + "hre".len() + "id".len() + "href".len() + 4 * 2;
        assert_eq!(PACKED_STARTS.len(), 5 * 2 + "http://".len() + "f".len() + "xy".len() + names);
    }

    /// A page that is packed of other rows than its own does not compile: every octet counts.
    #[test]
    fn octets_are_those_of_their_rows() {
        assert!(are_words(&PACKED_WORDS, WORDS) && are_starts(&PACKED_STARTS, STARTS));
        assert!(are_words(&[], &[]) && are_starts(&[], &[]));
        for rows in [&WORDS[1..], &WORDS[..2], &[]] {
            assert!(!are_words(&PACKED_WORDS, rows), "{rows:?}");
        }
        for at in 0..PACKED_WORDS.len() {
            let mut octets = PACKED_WORDS;
            octets[at] ^= 1;
            assert!(!are_words(&octets, WORDS), "{at}");
            assert!(!are_words(&PACKED_WORDS[..at], WORDS), "{at}");
        }
        for at in 0..PACKED_STARTS.len() {
            let mut octets = PACKED_STARTS;
            octets[at] ^= 1;
            assert!(!are_starts(&octets, STARTS), "{at}");
            assert!(!are_starts(&PACKED_STARTS[..at], STARTS), "{at}");
        }
        let longer = [&PACKED_STARTS[..], &[0x49, 0x00]].concat();
        assert!(!are_starts(&longer, STARTS));
    }
}
