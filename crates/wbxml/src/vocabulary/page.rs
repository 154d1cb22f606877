//! Code pages of a vocabulary, with the indexes that make every look-up a few loads.
//!
//! The constructors are `const`: they check the rows and build the indexes when the program is
//! compiled, so a row out of order or in the range of a global token does not build. What they
//! index, count and assert is therefore allowed here; the look-ups use `get` alone.
//!
//! Without the feature `alloc` there are no indexes, and a look-up searches the rows or, where a page is
//! packed, their octets: a quarter or a tenth of the size, where size is what counts.

use super::pack;

#[cfg(feature = "alloc")]
#[path = "page/index.rs"]
mod find;
#[cfg(not(feature = "alloc"))]
#[path = "page/search.rs"]
mod find;

/// A tag code page: the names of the element tokens `0x05..=0x3F` of one page.
#[derive(Debug)]
pub struct TagPage {
    page: u8,
    namespace: &'static str,
    rows: &'static [(u8, &'static str)],
    index: find::Tags,
}

/// An attribute start code page: name and value prefix of the tokens below `0x80` of one page.
#[derive(Debug)]
pub struct AttributePage {
    page: u8,
    rows: &'static [(u8, &'static str, &'static str)],
    index: find::Attributes,
}

/// An attribute value code page: the texts of the tokens from `0x85` of one page.
#[derive(Debug)]
pub struct ValuePage {
    page: u8,
    rows: &'static [(u8, &'static str)],
    index: find::Values,
}

impl TagPage {
    /// Builds a page from rows of token and name, in ascending order of token.
    ///
    /// `namespace` is the XML namespace of the page, or empty where the language has none.
    ///
    /// # Panics
    /// Where a token is outside `0x05..=0x3F` or not above the one before it: in a `static`, a
    /// compile error.
    #[must_use]
    #[allow(
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        reason = "runs in the compiler, where a fault is an error of the build"
    )]
    pub const fn new(
        page: u8,
        namespace: &'static str,
        rows: &'static [(u8, &'static str)],
    ) -> Self {
        let mut row = 0;
        while row < rows.len() {
            let (token, name) = rows[row];
            assert!(token >= 0x05 && token <= 0x3F, "a tag token is 0x05 to 0x3F");
            assert!(row == 0 || rows[row - 1].0 < token, "tag tokens ascend");
            assert!(!name.is_empty(), "a tag has a name");
            row += 1;
        }
        Self { page, namespace, rows, index: find::Tags::new(rows) }
    }

    /// Like [`new`](Self::new), with the rows also packed by [`words`](super::pack::words): without
    /// the feature `alloc` they are all that the program keeps.
    ///
    /// # Panics
    /// As [`new`](Self::new), and where the octets are not those of the rows.
    #[must_use]
    pub const fn packed(
        page: u8,
        namespace: &'static str,
        rows: &'static [(u8, &'static str)],
        octets: &'static [u8],
    ) -> Self {
        assert!(pack::are_words(octets, rows), "the octets are those of the rows");
        let indexed = Self::new(page, namespace, rows);
        #[cfg(not(feature = "alloc"))]
        let indexed = Self { rows: &[], index: find::Tags::packed(octets), ..indexed };
        indexed
    }

    /// The number of this code page.
    #[must_use]
    pub const fn page(&self) -> u8 {
        self.page
    }

    /// The XML namespace of this code page, empty where the language has none.
    #[must_use]
    pub const fn namespace(&self) -> &'static str {
        self.namespace
    }

    /// Token and name of every row.
    #[cfg(feature = "alloc")]
    #[must_use]
    pub const fn rows(&self) -> &'static [(u8, &'static str)] {
        self.rows
    }

    /// The name of a token (its low six bits).
    #[inline]
    #[must_use]
    pub fn name(&self, token: u8) -> Option<&'static str> {
        self.index.word(self.rows, token & 0x3F)
    }

    /// The token of a name.
    #[inline]
    #[must_use]
    pub fn token(&self, name: &str) -> Option<u8> {
        self.index.named(self.rows, name).map(|row| row.0)
    }

    /// Whether there is a token of that name. Firmware need not link another search for it.
    pub(crate) fn has(&self, name: &str) -> bool {
        if cfg!(feature = "alloc") {
            return self.token(name).is_some();
        }
        (0x05..=0x3F).any(|token| self.name(token) == Some(name))
    }
}

impl AttributePage {
    /// Builds a page from rows of token, attribute name and value prefix, in ascending order of
    /// token.
    ///
    /// # Panics
    /// Where a token is outside `0x05..=0x3F` and `0x45..=0x7F` or not above the one before it: in
    /// a `static`, a compile error.
    #[must_use]
    #[allow(
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        reason = "runs in the compiler, where a fault is an error of the build"
    )]
    pub const fn new(page: u8, rows: &'static [(u8, &'static str, &'static str)]) -> Self {
        let mut row = 0;
        while row < rows.len() {
            let (token, name, _) = rows[row];
            assert!(
                token < 0x80 && token & 0x3F >= 5,
                "an attribute start is below 0x80, not global"
            );
            assert!(row == 0 || rows[row - 1].0 < token, "attribute start tokens ascend");
            assert!(!name.is_empty(), "an attribute has a name");
            row += 1;
        }
        Self { page, rows, index: find::Attributes::new(rows) }
    }

    /// Like [`new`](Self::new), with the rows also packed by [`starts`](super::pack::starts): without
    /// the feature `alloc` they are all that the program keeps.
    ///
    /// # Panics
    /// As [`new`](Self::new), and where the octets are not those of the rows.
    #[must_use]
    pub const fn packed(
        page: u8,
        rows: &'static [(u8, &'static str, &'static str)],
        octets: &'static [u8],
    ) -> Self {
        assert!(pack::are_starts(octets, rows), "the octets are those of the rows");
        let indexed = Self::new(page, rows);
        #[cfg(not(feature = "alloc"))]
        let indexed = Self { rows: &[], index: find::Attributes::packed(octets), ..indexed };
        indexed
    }

    /// The number of this code page.
    #[must_use]
    pub const fn page(&self) -> u8 {
        self.page
    }

    /// Token, name and value prefix of every row.
    #[cfg(feature = "alloc")]
    #[must_use]
    pub const fn rows(&self) -> &'static [(u8, &'static str, &'static str)] {
        self.rows
    }

    /// Name and value prefix of a token.
    #[inline]
    #[must_use]
    pub fn start(&self, token: u8) -> Option<(&'static str, &'static str)> {
        self.index.start(self.rows, token)
    }

    /// The start token of a name whose prefix is the longest that `value` begins with, and that
    /// prefix.
    #[inline]
    #[must_use]
    pub fn token(&self, name: &str, value: &str) -> Option<(u8, &'static str)> {
        self.index.longest(self.rows, name, value).map(|row| (row.0, row.2))
    }

    /// Whether this page has a start token of that name.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.index.named(self.rows, name).is_some()
    }

    /// Whether this page has a start token of that name with a prefix.
    #[inline]
    pub(crate) fn has_prefixes(&self, name: &str) -> bool {
        self.index.may_have_prefixes(name)
            && self.index.named(self.rows, name).is_some_and(|row| !row.2.is_empty())
    }
}

impl ValuePage {
    /// Builds a page from rows of token and text, in ascending order of token.
    ///
    /// # Panics
    /// Where a token is outside `0x85..=0xBF` and `0xC5..=0xFF` or not above the one before it: in
    /// a `static`, a compile error.
    #[must_use]
    #[allow(
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        reason = "runs in the compiler, where a fault is an error of the build"
    )]
    pub const fn new(page: u8, rows: &'static [(u8, &'static str)]) -> Self {
        let mut row = 0;
        while row < rows.len() {
            let (token, text) = rows[row];
            assert!(
                token >= 0x80 && token & 0x3F >= 5,
                "a value token is 0x85 or above, not global"
            );
            assert!(row == 0 || rows[row - 1].0 < token, "value tokens ascend");
            assert!(!text.is_empty(), "a value token has a text");
            row += 1;
        }
        Self { page, rows, index: find::Values::new(rows) }
    }

    /// Like [`new`](Self::new), with the rows also packed by [`words`](super::pack::words): without
    /// the feature `alloc` they are all that the program keeps.
    ///
    /// # Panics
    /// As [`new`](Self::new), and where the octets are not those of the rows.
    #[must_use]
    pub const fn packed(
        page: u8,
        rows: &'static [(u8, &'static str)],
        octets: &'static [u8],
    ) -> Self {
        assert!(pack::are_words(octets, rows), "the octets are those of the rows");
        let indexed = Self::new(page, rows);
        #[cfg(not(feature = "alloc"))]
        let indexed = Self { rows: &[], index: find::Values::packed(octets), ..indexed };
        indexed
    }

    /// The number of this code page.
    #[must_use]
    pub const fn page(&self) -> u8 {
        self.page
    }

    /// Token and text of every row.
    #[cfg(feature = "alloc")]
    #[must_use]
    pub const fn rows(&self) -> &'static [(u8, &'static str)] {
        self.rows
    }

    /// The text of a token.
    #[inline]
    #[must_use]
    pub fn text(&self, token: u8) -> Option<&'static str> {
        self.index.word(self.rows, token)
    }

    /// Where in `octets` a text may begin, if anywhere.
    #[inline]
    pub(crate) fn candidate(&self, octets: &[u8]) -> Option<usize> {
        self.index.candidate(self.rows, octets)
    }

    /// The token of the longest text that `text` begins with, and that text.
    #[inline]
    #[must_use]
    pub fn longest(&self, text: &[u8]) -> Option<(u8, &'static str)> {
        self.index.longest(self.rows, text).map(|row| (row.0, row.1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::vocabulary::pack;

    const TAGS: &[(u8, &str)] = &[(0x05, "a"), (0x3F, "longer-name")];
    const STARTS: &[(u8, &str, &str)] = &[
        (0x05, "href", ""),
        (0x06, "href", "http://"),
        (0x07, "href", "http://www."),
        (0x08, "id", "x"),
    ];
    const VALUES: &[(u8, &str)] = &[(0x85, ".com"), (0x86, ".com/"), (0x87, "n"), (0xC5, ".c")];

    static TAG_PAGES: [TagPage; 2] = [
        TagPage::new(3, "urn:x", TAGS),
        TagPage::packed(3, "urn:x", TAGS, &pack::words::<{ pack::words_length(TAGS) }>(TAGS)),
    ];
    static START_PAGES: [AttributePage; 2] = [
        AttributePage::new(0, STARTS),
        AttributePage::packed(0, STARTS, &pack::starts::<{ pack::starts_length(STARTS) }>(STARTS)),
    ];
    static VALUE_PAGES: [ValuePage; 2] = [
        ValuePage::new(0, VALUES),
        ValuePage::packed(0, VALUES, &pack::words::<{ pack::words_length(VALUES) }>(VALUES)),
    ];

    #[test]
    fn a_tag_page_maps_both_ways() {
        for page in &TAG_PAGES {
            assert_eq!(page.name(0x3F), Some("longer-name"));
            assert_eq!(page.name(0x06), None);
            assert_eq!(page.token("a"), Some(0x05));
            assert_eq!(page.token("longer-namf"), None);
            assert_eq!(page.token(""), None);
            assert!(page.has("longer-name") && !page.has("b"));
        }
    }

    #[test]
    fn the_longest_prefix_wins() {
        for page in &START_PAGES {
            assert_eq!(page.token("href", ""), Some((0x05, "")));
            assert_eq!(page.token("href", "http"), Some((0x05, "")));
            assert_eq!(page.token("href", "http://"), Some((0x06, "http://")));
            assert_eq!(page.token("href", "http://w"), Some((0x06, "http://")));
            assert_eq!(page.token("href", "http://www.x"), Some((0x07, "http://www.")));
            assert_eq!(page.token("id", "y"), None);
            assert_eq!(page.token("id", "xy"), Some((0x08, "x")));
            assert!(page.has("id") && !page.has("i"));
            assert_eq!(page.start(0x08), Some(("id", "x")));
            assert_eq!(page.start(0xFF), None);
        }
    }

    #[test]
    fn the_longest_value_wins() {
        for page in &VALUE_PAGES {
            assert_eq!(page.longest(b".com/x"), Some((0x86, ".com/")));
            assert_eq!(page.longest(b".com"), Some((0x85, ".com")));
            assert_eq!(page.longest(b".cxx"), Some((0xC5, ".c")));
            assert_eq!(page.longest(b""), None);
            assert_eq!(page.text(0xC5), Some(".c"));
            assert_eq!(page.text(0x05), None);
        }
    }
}
