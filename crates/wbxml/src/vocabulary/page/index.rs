//! The indexes of code pages: tokens are places in an array, names are found by hash.

use crate::short::is_same;

/// The index of a tag page.
#[derive(Debug)]
pub(super) struct Tags {
    by_token: [u8; 64],
    by_name: [u8; 128],
}

/// The index of an attribute start page.
#[derive(Debug)]
pub(super) struct Attributes {
    by_token: [u8; 128],
    /// First octets modulo 64, as bits, of the names that have prefixes.
    prefixed: u64,
    /// Rows with a prefix, by name and prefix: PROV has ninety for one name.
    by_text: [u8; 256],
    /// The first row of each name's chain.
    by_name: [u8; 128],
    /// From a row to the next one with its name, longer prefixes first.
    next: [u8; 128],
}

/// The index of an attribute value page.
#[derive(Debug)]
pub(super) struct Values {
    by_token: [u8; 128],
    /// First octet modulo 64 to the second octets modulo 64, as bits, that a text may have.
    seconds: [u64; 64],
    /// First octet modulo 64 to the first row of its chain.
    by_octet: [u8; 64],
    /// From a row to the next one of its chain, longer texts first.
    next: [u8; 128],
}

impl Tags {
    #[allow(
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        reason = "runs in the compiler, where a fault is an error of the build"
    )]
    pub(super) const fn new(rows: &[(u8, &str)]) -> Self {
        let mut by_token = [0; 64];
        let mut by_name = [0; 128];
        let mut row = 0;
        while row < rows.len() {
            let (token, name) = rows[row];
            by_token[token as usize] = entry(row);
            insert(&mut by_name, hash(name, ""), row);
            row += 1;
        }
        Self { by_token, by_name }
    }

    /// The word of a token.
    #[inline]
    pub(super) fn word(
        &self,
        rows: &'static [(u8, &'static str)],
        token: u8,
    ) -> Option<&'static str> {
        row(rows, *self.by_token.get(usize::from(token))?).map(|row| row.1)
    }

    /// The first row of a name.
    #[inline]
    pub(super) fn named(
        &self,
        rows: &'static [(u8, &'static str)],
        name: &str,
    ) -> Option<&'static (u8, &'static str)> {
        probe(&self.by_name, hash(name, ""), rows, |row| is_same(row.1.as_bytes(), name.as_bytes()))
    }
}

impl Attributes {
    #[allow(
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        reason = "runs in the compiler, where a fault is an error of the build"
    )]
    pub(super) const fn new(rows: &[(u8, &str, &str)]) -> Self {
        let mut by_token = [0; 128];
        let mut prefixed = 0;
        let mut by_text = [0; 256];
        let mut by_name = [0; 128];
        let mut next = [0; 128];
        let mut row = 0;
        while row < rows.len() {
            let (token, name, prefix) = rows[row];
            by_token[token as usize] = entry(row);
            if !prefix.is_empty() {
                prefixed |= 1 << (name.as_bytes()[0] % 64);
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
        Self { by_token, prefixed, by_text, by_name, next }
    }

    /// Name and prefix of a token.
    #[inline]
    pub(super) fn start(
        &self,
        rows: &'static [(u8, &'static str, &'static str)],
        token: u8,
    ) -> Option<(&'static str, &'static str)> {
        row(rows, *self.by_token.get(usize::from(token))?).map(|row| (row.1, row.2))
    }

    /// The row of a name with the longest prefix.
    #[inline]
    pub(super) fn named(
        &self,
        rows: &'static [(u8, &'static str, &'static str)],
        name: &str,
    ) -> Option<&'static (u8, &'static str, &'static str)> {
        // The longest prefix heads the chain.
        row(rows, *self.by_name.get(self.slot_of(rows, name)?)?)
    }

    /// The row of a name whose prefix is the longest that `value` begins with.
    #[inline]
    pub(super) fn longest(
        &self,
        rows: &'static [(u8, &'static str, &'static str)],
        name: &str,
        value: &str,
    ) -> Option<&'static (u8, &'static str, &'static str)> {
        if self.may_have_prefixes(name) {
            if let Some(row) = self.whole(rows, name, value) {
                return Some(row);
            }
        }
        let mut entry = *self.by_name.get(self.slot_of(rows, name)?)?;
        loop {
            let row = row(rows, entry)?;
            if begins(value.as_bytes(), row.2.as_bytes()) {
                return Some(row);
            }
            entry = *self.next.get(usize::from(entry).wrapping_sub(1))?;
        }
    }

    /// Whether a name may have prefixes: nearly all have none.
    #[inline]
    pub(super) fn may_have_prefixes(&self, name: &str) -> bool {
        name.as_bytes().first().is_some_and(|first| self.prefixed >> (first & 0x3F) & 1 != 0)
    }

    /// The row of a name whose prefix is the whole value.
    #[inline]
    fn whole(
        &self,
        rows: &'static [(u8, &'static str, &'static str)],
        name: &str,
        value: &str,
    ) -> Option<&'static (u8, &'static str, &'static str)> {
        let is_it = |row: &(u8, &str, &str)| {
            is_same(row.2.as_bytes(), value.as_bytes())
                && is_same(row.1.as_bytes(), name.as_bytes())
        };
        if value.is_empty() { None } else { probe(&self.by_text, hash(name, value), rows, is_it) }
    }

    #[inline]
    fn slot_of(
        &self,
        rows: &'static [(u8, &'static str, &'static str)],
        name: &str,
    ) -> Option<usize> {
        let mask = self.by_name.len().wrapping_sub(1);
        let mut slot = hash(name, "") & mask;
        loop {
            let entry = *self.by_name.get(slot)?;
            if is_same(row(rows, entry)?.1.as_bytes(), name.as_bytes()) {
                return Some(slot);
            }
            slot = slot.wrapping_add(1) & mask;
        }
    }
}

impl Values {
    #[allow(
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        reason = "runs in the compiler, where a fault is an error of the build"
    )]
    pub(super) const fn new(rows: &[(u8, &str)]) -> Self {
        let mut by_token = [0; 128];
        let mut seconds = [0; 64];
        let mut by_octet = [0; 64];
        let mut next = [0; 128];
        let mut row = 0;
        while row < rows.len() {
            let (token, text) = rows[row];
            by_token[token as usize - 0x80] = entry(row);
            let head = text.as_bytes()[0] as usize % 64;
            // Anything may follow a text of one octet.
            seconds[head] |= if text.len() == 1 { !0 } else { 1 << (text.as_bytes()[1] % 64) };
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
        Self { by_token, seconds, by_octet, next }
    }

    /// The word of a token.
    #[inline]
    pub(super) fn word(
        &self,
        rows: &'static [(u8, &'static str)],
        token: u8,
    ) -> Option<&'static str> {
        row(rows, *self.by_token.get(usize::from(token.checked_sub(0x80)?))?).map(|row| row.1)
    }

    /// Where in `octets` a text may begin.
    #[inline]
    pub(super) fn candidate(
        &self,
        _: &'static [(u8, &'static str)],
        octets: &[u8],
    ) -> Option<usize> {
        let (&last, front) = octets.split_last()?;
        let mut pairs = front.iter().zip(octets.iter().skip(1));
        let found = pairs.position(|(first, second)| self.may_begin(*first, *second));
        // A text of one octet has all the bits.
        found.or_else(|| self.may_begin(last, 0).then_some(front.len()))
    }

    /// Whether a text may begin with these two octets.
    #[inline(always)]
    fn may_begin(&self, first: u8, second: u8) -> bool {
        let seconds = self.seconds.get(usize::from(first & 0x3F));
        seconds.is_some_and(|seconds| seconds >> (second & 0x3F) & 1 != 0)
    }

    /// The row of the longest text that `text` begins with.
    #[inline]
    pub(super) fn longest(
        &self,
        rows: &'static [(u8, &'static str)],
        text: &[u8],
    ) -> Option<&'static (u8, &'static str)> {
        let first = *text.first()?;
        if !self.may_begin(first, text.get(1).copied().unwrap_or(0)) {
            return None;
        }
        let mut chain = self.by_octet.get(usize::from(first & 0x3F)).copied();
        loop {
            let index = usize::from(chain?.checked_sub(1)?);
            let row = rows.get(index)?;
            if begins(text, row.1.as_bytes()) {
                return Some(row);
            }
            chain = self.next.get(index).copied();
        }
    }
}

/// Index entries are row + 1, so that 0 is "none"; no page has more than 118 rows.
#[allow(
    clippy::cast_possible_truncation,
    clippy::arithmetic_side_effects,
    reason = "a page has no more than 118 rows"
)]
const fn entry(row: usize) -> u8 {
    row as u8 + 1
}

#[inline]
fn row<R>(rows: &'static [R], entry: u8) -> Option<&'static R> {
    rows.get(usize::from(entry).wrapping_sub(1))
}

/// Puts a row into the first free slot from its hash on: open addressing, never full.
#[allow(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "runs in the compiler, where a fault is an error of the build"
)]
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

/// Whether a text begins with another: mostly it does not, from the first octet on.
#[inline]
fn begins(text: &[u8], other: &[u8]) -> bool {
    match (text.first(), other.first()) {
        (_, None) => true,
        (Some(one), Some(first)) => one == first && text.starts_with(other),
        (None, Some(_)) => false,
    }
}

/// The slot where the chain of a name starts, or the free one where it will.
#[allow(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "runs in the compiler, where a fault is an error of the build"
)]
const fn find_name(slots: &[u8; 128], rows: &[(u8, &str, &str)], name: &str) -> usize {
    let mut slot = hash(name, "") % slots.len();
    while slots[slot] != 0 && !same(rows[slots[slot] as usize - 1].1, name) {
        slot = (slot + 1) % slots.len();
    }
    slot
}

/// `==` of strings, which is not `const` yet.
#[allow(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "runs in the compiler, where a fault is an error of the build"
)]
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
#[allow(clippy::cast_possible_truncation, reason = "16 bits are left after the shift")]
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
