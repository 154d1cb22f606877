//! Code pages without indexes: every look-up searches the rows, which ascend by token.
//!
//! What is found is the same as by the indexes. Each page knows the search that its rows need, so that
//! a program links the one that it uses.

use super::super::pack::Unpack;

/// A tag page, searched.
#[derive(Debug)]
pub(super) struct Tags(Words);

/// An attribute start page, searched.
#[derive(Debug)]
pub(super) struct Attributes {
    octets: &'static [u8],
    /// Where rows are not packed.
    find: Option<FindStart>,
}

/// An attribute value page, searched.
#[derive(Debug)]
pub(super) struct Values(Words);

/// Tokens that are one word each.
#[derive(Debug)]
struct Words {
    octets: &'static [u8],
    /// Where rows are not packed.
    find: Option<FindWord>,
}

type FindStart = fn(&'static [Start], u8) -> Option<(&'static str, &'static str)>;
type FindWord = fn(&'static [Word], u8) -> Option<&'static str>;
type Word = (u8, &'static str);
type Start = (u8, &'static str, &'static str);

impl Words {
    const fn new() -> Self {
        let find =
            |rows: &'static [Word], token| rows.iter().find(|row| row.0 == token).map(|row| row.1);
        Self { octets: &[], find: Some(find) }
    }

    const fn packed(octets: &'static [u8]) -> Self {
        Self { octets, find: None }
    }

    fn word(&self, rows: &'static [Word], token: u8) -> Option<&'static str> {
        match self.find {
            Some(find) => find(rows, token),
            None => Unpack::find(self.octets, token).map(|(_, word)| word),
        }
    }

    fn all(&self, rows: &'static [Word]) -> impl Iterator<Item = Word> {
        let packed = Unpack::new(self.octets).map(|(token, _, text)| (token, text));
        rows.iter().copied().chain(packed)
    }
}

impl Tags {
    pub(super) const fn new(_: &[Word]) -> Self {
        Self(Words::new())
    }

    pub(super) const fn packed(octets: &'static [u8]) -> Self {
        Self(Words::packed(octets))
    }

    /// The word of a token.
    pub(super) fn word(&self, rows: &'static [Word], token: u8) -> Option<&'static str> {
        self.0.word(rows, token)
    }

    /// The first row of a name.
    pub(super) fn named(&self, rows: &'static [Word], name: &str) -> Option<Word> {
        self.0.all(rows).find(|row| row.1 == name)
    }
}

impl Attributes {
    pub(super) const fn new(_: &[Start]) -> Self {
        let find = |rows: &'static [Start], token| {
            rows.iter().find(|row| row.0 == token).map(|row| (row.1, row.2))
        };
        Self { octets: &[], find: Some(find) }
    }

    pub(super) const fn packed(octets: &'static [u8]) -> Self {
        Self { octets, find: None }
    }

    /// Name and prefix of a token.
    pub(super) fn start(
        &self,
        rows: &'static [Start],
        token: u8,
    ) -> Option<(&'static str, &'static str)> {
        match self.find {
            Some(find) => find(rows, token),
            None => Unpack::find(self.octets, token),
        }
    }

    fn all(&self, rows: &'static [Start]) -> impl Iterator<Item = Start> {
        rows.iter().copied().chain(Unpack::new(self.octets))
    }

    /// Whether a name may have prefixes.
    pub(super) const fn may_have_prefixes(&self, _: &str) -> bool {
        true
    }

    /// The row of a name with the longest prefix.
    pub(super) fn named(&self, rows: &'static [Start], name: &str) -> Option<Start> {
        // The first of those that are equal.
        self.all(rows)
            .filter(|row| row.1 == name)
            .reduce(|best, row| if row.2.len() > best.2.len() { row } else { best })
    }

    /// The row of a name whose prefix is the longest that `value` begins with.
    pub(super) fn longest(&self, rows: &'static [Start], name: &str, value: &str) -> Option<Start> {
        let fits = |row: &Start| row.1 == name && value.starts_with(row.2);
        self.all(rows).filter(fits).reduce(
            |best, row| {
                if row.2.len() > best.2.len() { row } else { best }
            },
        )
    }
}

impl Values {
    pub(super) const fn new(_: &[Word]) -> Self {
        Self(Words::new())
    }

    pub(super) const fn packed(octets: &'static [u8]) -> Self {
        Self(Words::packed(octets))
    }

    /// The word of a token.
    pub(super) fn word(&self, rows: &'static [Word], token: u8) -> Option<&'static str> {
        self.0.word(rows, token)
    }

    /// Where in `octets` a text may begin.
    pub(super) fn candidate(&self, rows: &'static [Word], octets: &[u8]) -> Option<usize> {
        octets
            .iter()
            .position(|octet| self.0.all(rows).any(|row| row.1.as_bytes().first() == Some(octet)))
    }

    /// The row of the longest text that `text` begins with.
    pub(super) fn longest(&self, rows: &'static [Word], text: &[u8]) -> Option<Word> {
        let fits = |row: &Word| text.starts_with(row.1.as_bytes());
        self.0.all(rows).filter(fits).reduce(
            |best, row| {
                if row.1.len() > best.1.len() { row } else { best }
            },
        )
    }
}
