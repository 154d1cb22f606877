//! Code pages of a vocabulary, with the indexes that make every look-up a few loads.
//!
//! The constructors are `const`: they check the rows and build the indexes when the program is
//! compiled, so a row out of order or in the range of a global token does not build. What they
//! index, count and assert is therefore allowed here; the look-ups use `get` alone.

/// A tag code page: the names of the element tokens `0x05..=0x3F` of one page.
#[derive(Debug)]
pub struct TagPage {
    page: u8,
    namespace: &'static str,
    rows: &'static [(u8, &'static str)],
    by_token: [u8; 64],
    by_name: [u8; 128],
}

/// An attribute start code page: name and value prefix of the tokens below `0x80` of one page.
#[derive(Debug)]
pub struct AttributePage {
    page: u8,
    rows: &'static [(u8, &'static str, &'static str)],
    by_token: [u8; 128],
    /// Rows with a prefix, by name and prefix: PROV has ninety for one name.
    by_text: [u8; 256],
    /// The first row of each name's chain.
    by_name: [u8; 128],
    /// From a row to the next one with its name, longer prefixes first.
    next: [u8; 128],
}

/// An attribute value code page: the texts of the tokens from `0x85` of one page.
#[derive(Debug)]
pub struct ValuePage {
    page: u8,
    rows: &'static [(u8, &'static str)],
    by_token: [u8; 128],
    /// First octet modulo 64 to the first row of its chain.
    by_octet: [u8; 64],
    /// From a row to the next one of its chain, longer texts first.
    next: [u8; 128],
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
    #[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)]
    pub const fn new(
        page: u8,
        namespace: &'static str,
        rows: &'static [(u8, &'static str)],
    ) -> Self {
        let mut by_token = [0; 64];
        let mut by_name = [0; 128];
        let mut row = 0;
        while row < rows.len() {
            let (token, name) = rows[row];
            assert!(token >= 0x05 && token <= 0x3F, "a tag token is 0x05 to 0x3F");
            assert!(row == 0 || rows[row - 1].0 < token, "tag tokens ascend");
            assert!(!name.is_empty(), "a tag has a name");
            by_token[token as usize] = entry(row);
            insert(&mut by_name, hash(name, ""), row);
            row += 1;
        }
        Self { page, namespace, rows, by_token, by_name }
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
    #[must_use]
    pub const fn rows(&self) -> &'static [(u8, &'static str)] {
        self.rows
    }

    /// The name of a token (its low six bits).
    #[inline]
    #[must_use]
    pub fn name(&self, token: u8) -> Option<&'static str> {
        let entry = *self.by_token.get(usize::from(token & 0x3F))?;
        row(self.rows, entry).map(|row| row.1)
    }

    /// The token of a name.
    #[inline]
    #[must_use]
    pub fn token(&self, name: &str) -> Option<u8> {
        probe(&self.by_name, hash(name, ""), self.rows, |row| row.1 == name).map(|row| row.0)
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
    #[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)]
    pub const fn new(page: u8, rows: &'static [(u8, &'static str, &'static str)]) -> Self {
        let mut by_token = [0; 128];
        let mut by_text = [0; 256];
        let mut by_name = [0; 128];
        let mut next = [0; 128];
        let mut row = 0;
        while row < rows.len() {
            let (token, name, prefix) = rows[row];
            assert!(
                token < 0x80 && token & 0x3F >= 5,
                "an attribute start is below 0x80, not global"
            );
            assert!(row == 0 || rows[row - 1].0 < token, "attribute start tokens ascend");
            assert!(!name.is_empty(), "an attribute has a name");
            by_token[token as usize] = entry(row);
            if !prefix.is_empty() {
                insert(&mut by_text, hash(name, prefix), row);
            }
            // Into the chain of its name, behind all prefixes that are longer.
            let head = find_name(&by_name, rows, name);
            if by_name[head] == 0 {
                by_name[head] = entry(row);
            } else if rows[by_name[head] as usize - 1].2.len() < prefix.len() {
                next[row] = by_name[head];
                by_name[head] = entry(row);
            } else {
                let mut at = by_name[head] as usize - 1;
                while next[at] != 0 && rows[next[at] as usize - 1].2.len() >= prefix.len() {
                    at = next[at] as usize - 1;
                }
                next[row] = next[at];
                next[at] = entry(row);
            }
            row += 1;
        }
        Self { page, rows, by_token, by_text, by_name, next }
    }

    /// The number of this code page.
    #[must_use]
    pub const fn page(&self) -> u8 {
        self.page
    }

    /// Token, name and value prefix of every row.
    #[must_use]
    pub const fn rows(&self) -> &'static [(u8, &'static str, &'static str)] {
        self.rows
    }

    /// Name and value prefix of a token.
    #[inline]
    #[must_use]
    pub fn start(&self, token: u8) -> Option<(&'static str, &'static str)> {
        let entry = *self.by_token.get(usize::from(token))?;
        row(self.rows, entry).map(|row| (row.1, row.2))
    }

    /// The start token of a name whose prefix is the longest that `value` begins with, and that
    /// prefix.
    #[inline]
    #[must_use]
    pub fn token(&self, name: &str, value: &str) -> Option<(u8, &'static str)> {
        if !value.is_empty() {
            let whole = |row: &(u8, &str, &str)| row.2 == value && row.1 == name;
            if let Some(row) = probe(&self.by_text, hash(name, value), self.rows, whole) {
                return Some((row.0, row.2));
            }
        }
        let mut chain = Some(*self.by_name.get(self.slot_of(name)?)?);
        loop {
            let index = usize::from(chain?.checked_sub(1)?);
            let row = self.rows.get(index)?;
            if value.starts_with(row.2) {
                return Some((row.0, row.2));
            }
            chain = self.next.get(index).copied();
        }
    }

    /// Whether this page has a start token of that name.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.slot_of(name).is_some()
    }

    /// Whether this page has a start token of that name with a prefix.
    pub(crate) fn has_prefixes(&self, name: &str) -> bool {
        let head = self.slot_of(name).and_then(|slot| self.by_name.get(slot));
        // The longest prefix heads the chain.
        head.and_then(|head| row(self.rows, *head)).is_some_and(|row| !row.2.is_empty())
    }

    #[inline]
    fn slot_of(&self, name: &str) -> Option<usize> {
        let mask = self.by_name.len().wrapping_sub(1);
        let mut slot = hash(name, "") & mask;
        loop {
            let entry = *self.by_name.get(slot)?;
            if row(self.rows, entry)?.1 == name {
                return Some(slot);
            }
            slot = slot.wrapping_add(1) & mask;
        }
    }
}

impl ValuePage {
    /// Builds a page from rows of token and text, in ascending order of token.
    ///
    /// # Panics
    /// Where a token is outside `0x85..=0xBF` and `0xC5..=0xFF` or not above the one before it: in
    /// a `static`, a compile error.
    #[must_use]
    #[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)]
    pub const fn new(page: u8, rows: &'static [(u8, &'static str)]) -> Self {
        let mut by_token = [0; 128];
        let mut by_octet = [0; 64];
        let mut next = [0; 128];
        let mut row = 0;
        while row < rows.len() {
            let (token, text) = rows[row];
            assert!(
                token >= 0x80 && token & 0x3F >= 5,
                "a value token is 0x85 or above, not global"
            );
            assert!(row == 0 || rows[row - 1].0 < token, "value tokens ascend");
            assert!(!text.is_empty(), "a value token has a text");
            by_token[token as usize - 0x80] = entry(row);
            let head = text.as_bytes()[0] as usize % 64;
            if by_octet[head] == 0 || rows[by_octet[head] as usize - 1].1.len() < text.len() {
                next[row] = by_octet[head];
                by_octet[head] = entry(row);
            } else {
                let mut at = by_octet[head] as usize - 1;
                while next[at] != 0 && rows[next[at] as usize - 1].1.len() >= text.len() {
                    at = next[at] as usize - 1;
                }
                next[row] = next[at];
                next[at] = entry(row);
            }
            row += 1;
        }
        Self { page, rows, by_token, by_octet, next }
    }

    /// The number of this code page.
    #[must_use]
    pub const fn page(&self) -> u8 {
        self.page
    }

    /// Token and text of every row.
    #[must_use]
    pub const fn rows(&self) -> &'static [(u8, &'static str)] {
        self.rows
    }

    /// The text of a token.
    #[inline]
    #[must_use]
    pub fn text(&self, token: u8) -> Option<&'static str> {
        let entry = *self.by_token.get(usize::from(token.checked_sub(0x80)?))?;
        row(self.rows, entry).map(|row| row.1)
    }

    /// Whether any text may begin with this octet.
    #[inline]
    pub(crate) fn may_begin(&self, octet: u8) -> bool {
        self.by_octet.get(usize::from(octet & 0x3F)).is_some_and(|entry| *entry != 0)
    }

    /// The token of the longest text that `text` begins with, and that text.
    #[inline]
    #[must_use]
    pub fn longest(&self, text: &[u8]) -> Option<(u8, &'static str)> {
        let first = usize::from(*text.first()? & 0x3F);
        let mut chain = self.by_octet.get(first).copied();
        loop {
            let index = usize::from(chain?.checked_sub(1)?);
            let row = self.rows.get(index)?;
            if text.starts_with(row.1.as_bytes()) {
                return Some((row.0, row.1));
            }
            chain = self.next.get(index).copied();
        }
    }
}

/// Index entries are row + 1, so that 0 is "none"; no page has more than 118 rows.
#[allow(clippy::cast_possible_truncation, clippy::arithmetic_side_effects)]
const fn entry(row: usize) -> u8 {
    row as u8 + 1
}

#[inline]
fn row<R>(rows: &'static [R], entry: u8) -> Option<&'static R> {
    rows.get(usize::from(entry).wrapping_sub(1))
}

/// Puts a row into the first free slot from its hash on: open addressing, never full.
#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)]
const fn insert(slots: &mut [u8], hash: usize, row: usize) {
    let mut slot = hash % slots.len();
    while slots[slot] != 0 {
        slot = (slot + 1) % slots.len();
    }
    slots[slot] = entry(row);
}

#[inline]
fn probe<R>(
    slots: &[u8],
    hash: usize,
    rows: &'static [R],
    found: impl Fn(&R) -> bool,
) -> Option<&'static R> {
    // The number of slots is a power of two.
    let mask = slots.len().wrapping_sub(1);
    let mut slot = hash & mask;
    loop {
        let row = row(rows, *slots.get(slot)?)?;
        if found(row) {
            return Some(row);
        }
        slot = slot.wrapping_add(1) & mask;
    }
}

/// The slot where the chain of a name starts, or the free one where it will.
#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)]
const fn find_name(
    slots: &[u8; 128],
    rows: &[(u8, &'static str, &'static str)],
    name: &str,
) -> usize {
    let mut slot = hash(name, "") % slots.len();
    while slots[slot] != 0 && !same(rows[slots[slot] as usize - 1].1, name) {
        slot = (slot + 1) % slots.len();
    }
    slot
}

/// `==` of strings, which is not `const` yet.
#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)]
const fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    let mut at = 0;
    while at < one.len() {
        if one[at] != other[at] {
            return false;
        }
        at += 1;
    }
    true
}

/// A hash of two short strings from the first and last eight octets of each: two loads and a
/// multiplication, where hashing every octet would cost more than the comparison it saves.
#[allow(clippy::cast_possible_truncation)]
#[inline]
const fn hash(name: &str, text: &str) -> usize {
    const ODD: u64 = 0x9E37_79B9_7F4A_7C15;
    let mixed = word(text.as_bytes()) ^ word(name.as_bytes()).rotate_left(21);
    (mixed.wrapping_mul(ODD) >> 48) as usize
}

#[inline]
const fn word(octets: &[u8]) -> u64 {
    let length = octets.len() as u64;
    if let (Some(first), Some(last)) = (octets.first_chunk::<8>(), octets.last_chunk::<8>()) {
        return u64::from_le_bytes(*first)
            ^ u64::from_le_bytes(*last).rotate_left(29)
            ^ length.rotate_left(59);
    }
    if let (Some(first), Some(last)) = (octets.first_chunk::<4>(), octets.last_chunk::<4>()) {
        let high = u32::from_le_bytes(*last) as u64;
        return (u32::from_le_bytes(*first) as u64 | high << 32) ^ length.rotate_left(59);
    }
    match *octets {
        [one, two, three] => one as u64 | (two as u64) << 8 | (three as u64) << 16 | 3 << 24,
        [one, two] => one as u64 | (two as u64) << 8 | 2 << 24,
        [one] => one as u64 | 1 << 24,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static TAGS: TagPage = TagPage::new(3, "urn:x", &[(0x05, "a"), (0x3F, "longer-name")]);
    static STARTS: AttributePage = AttributePage::new(
        0,
        &[
            (0x05, "href", ""),
            (0x06, "href", "http://"),
            (0x07, "href", "http://www."),
            (0x08, "id", "x"),
        ],
    );
    static VALUES: ValuePage =
        ValuePage::new(0, &[(0x85, ".com"), (0x86, ".com/"), (0x87, "n"), (0xC5, ".c")]);

    #[test]
    fn a_tag_page_maps_both_ways() {
        assert_eq!(TAGS.name(0x3F), Some("longer-name"));
        assert_eq!(TAGS.name(0x06), None);
        assert_eq!(TAGS.token("a"), Some(0x05));
        assert_eq!(TAGS.token("longer-namf"), None);
        assert_eq!(TAGS.token(""), None);
    }

    #[test]
    fn the_longest_prefix_wins() {
        assert_eq!(STARTS.token("href", ""), Some((0x05, "")));
        assert_eq!(STARTS.token("href", "http"), Some((0x05, "")));
        assert_eq!(STARTS.token("href", "http://"), Some((0x06, "http://")));
        assert_eq!(STARTS.token("href", "http://w"), Some((0x06, "http://")));
        assert_eq!(STARTS.token("href", "http://www.x"), Some((0x07, "http://www.")));
        assert_eq!(STARTS.token("id", "y"), None);
        assert_eq!(STARTS.token("id", "xy"), Some((0x08, "x")));
        assert!(STARTS.has("id") && !STARTS.has("i"));
        assert_eq!(STARTS.start(0x08), Some(("id", "x")));
        assert_eq!(STARTS.start(0xFF), None);
    }

    #[test]
    fn the_longest_value_wins() {
        assert_eq!(VALUES.longest(b".com/x"), Some((0x86, ".com/")));
        assert_eq!(VALUES.longest(b".com"), Some((0x85, ".com")));
        assert_eq!(VALUES.longest(b".cxx"), Some((0xC5, ".c")));
        assert_eq!(VALUES.longest(b""), None);
        assert_eq!(VALUES.text(0xC5), Some(".c"));
        assert_eq!(VALUES.text(0x05), None);
    }
}
