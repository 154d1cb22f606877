//! The string table: names without a token, and strings that occur again.
//!
//! The writer puts every string in place and notes where; the table is built when the document is
//! complete. Strings are counted whole, then by words, by sorting: near-linear in their octets.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use crate::charset::Charset;
use crate::options::StringTable;
use crate::token::{STR_I, STR_T};
use crate::uintvar;

/// The strings of a document that is being written.
#[derive(Debug)]
pub(super) struct Strings {
    policy: StringTable,
    /// Where the body begins, behind the header that was written first.
    body: usize,
    formal: &'static str,
    inline: Vec<Inline>,
    /// Where a literal's offset is missing, and its name.
    literals: Vec<(usize, usize)>,
    names: Vec<Vec<u8>>,
    by_name: BTreeMap<String, usize>,
}

/// A string in the body: `STR_I`, its octets, a terminator.
#[derive(Clone, Copy, Debug)]
struct Inline {
    at: usize,
    length: usize,
}

impl Strings {
    pub(super) const fn new(body: usize, formal: &'static str, policy: StringTable) -> Self {
        Self {
            policy,
            body,
            formal,
            inline: Vec::new(),
            literals: Vec::new(),
            names: Vec::new(),
            by_name: BTreeMap::new(),
        }
    }

    /// Notes the string that is about to be written.
    #[inline]
    pub(super) fn inline(&mut self, at: usize, length: usize) {
        if self.policy == StringTable::Shared {
            self.inline.push(Inline { at, length });
        }
    }

    /// Notes that the offset of a name belongs here; `false` where the charset lacks it.
    pub(super) fn literal(&mut self, at: usize, name: &str, charset: Charset) -> bool {
        if let Some(index) = self.by_name.get(name) {
            self.literals.push((at, *index));
            return true;
        }
        let mut octets = Vec::new();
        let mut whole = true;
        for character in name.chars() {
            let encoded = charset.encode(character, &mut |part| octets.extend_from_slice(part));
            whole &= encoded && character != '\0';
        }
        if whole {
            self.literals.push((at, self.names.len()));
            self.by_name.insert(String::from(name), self.names.len());
            self.names.push(octets);
        }
        whole
    }

    /// Whether the document needs another table than the formal identifier.
    pub(super) fn is_needed(&self) -> bool {
        !self.literals.is_empty() || !self.inline.is_empty()
    }

    /// The document: `written` has the header without a table and the body with its strings.
    pub(super) fn build(
        &self,
        written: &[u8],
        charset: Charset,
        header: impl Fn(&[u8]) -> Vec<u8>,
    ) -> Vec<u8> {
        let mut formal = Vec::new();
        for character in self.formal.chars() {
            charset.encode(character, &mut |part| formal.extend_from_slice(part));
        }
        let width = if charset.is_wide() { 2 } else { 1 };
        let names = || {
            let mut uses = alloc::vec![0_usize; self.names.len()];
            for (_, name) in &self.literals {
                if let Some(count) = uses.get_mut(*name) {
                    *count = count.saturating_add(1);
                }
            }
            self.names.iter().map(Vec::as_slice).zip(uses)
        };
        let plain = Table::new(&formal, width, names().collect());
        let plain = self.rewrite(written, &plain, &header);
        if self.inline.is_empty() || charset.is_wide() {
            return plain;
        }
        let shared = Table::new(&formal, width, names().chain(self.chosen(written)).collect());
        let shared = self.rewrite(written, &shared, &header);
        // What a string saves is an estimate while the table is being made: so both are compared.
        if shared.len() < plain.len() { shared } else { plain }
    }

    /// The strings and words that are worth a place in the table, with how often they are used.
    fn chosen<'w>(&self, written: &'w [u8]) -> Vec<(&'w [u8], usize)> {
        let mut strings: Vec<&[u8]> =
            self.inline.iter().map(|inline| inline.octets(written)).collect();
        strings.sort_unstable();
        let mut chosen = Vec::new();
        let mut words = Vec::new();
        for group in strings.chunk_by(|one, other| one == other) {
            let Some(&string) = group.first() else { continue };
            // In place a string costs itself, its token and terminator; by offset two or three.
            if saves(string.len(), group.len(), string.len().saturating_sub(1)) {
                chosen.push((string, group.len()));
            } else {
                words.extend(group.iter().flat_map(|string| split(string)));
            }
        }
        words.sort_unstable();
        for group in words.chunk_by(|one, other| one == other) {
            let Some(&word) = group.first() else { continue };
            // A word breaks its string in two, for another token and terminator.
            if saves(word.len(), group.len(), word.len().saturating_sub(4)) {
                chosen.push((word, group.len()));
            }
        }
        chosen
    }

    /// The document with offsets in the places of the strings and names that the table has.
    fn rewrite(
        &self,
        written: &[u8],
        table: &Table<'_>,
        header: impl Fn(&[u8]) -> Vec<u8>,
    ) -> Vec<u8> {
        let mut output = header(&table.octets);
        let mut from = self.body;
        let mut inline = self.inline.iter().peekable();
        let mut literals = self.literals.iter().peekable();
        loop {
            let string_at = inline.peek().map_or(usize::MAX, |inline| inline.at);
            let literal_at = literals.peek().map_or(usize::MAX, |(at, _)| *at);
            let to = string_at.min(literal_at).min(written.len());
            output.extend_from_slice(written.get(from..to).unwrap_or_default());
            from = to;
            if literal_at <= string_at {
                let Some((_, name)) = literals.next() else { return output };
                let name = self.names.get(*name).map_or(&[][..], Vec::as_slice);
                let offset = table.offset(name).unwrap_or(0);
                output.extend_from_slice(uintvar::encode(offset).as_ref());
            } else if let Some(inline) = inline.next() {
                write_string(inline.octets(written), table, &mut output);
                // Token and terminator are one octet each: wide charsets do not come here.
                from = inline.at.saturating_add(inline.length).saturating_add(2);
            }
        }
    }
}

impl Inline {
    fn octets<'w>(&self, written: &'w [u8]) -> &'w [u8] {
        let start = self.at.saturating_add(1);
        written.get(start..start.saturating_add(self.length)).unwrap_or_default()
    }
}

/// Writes a string by its offset, by the offsets of its words, or in place.
fn write_string(string: &[u8], table: &Table<'_>, output: &mut Vec<u8>) {
    let by_offset = |octets: &[u8]| {
        let offset = uintvar::encode(table.offset(octets)?);
        (offset.as_ref().len() < octets.len().saturating_add(1)).then_some(offset)
    };
    if let Some(offset) = by_offset(string) {
        output.push(STR_T);
        output.extend_from_slice(offset.as_ref());
        return;
    }
    let mut open = false;
    let mut rest = string;
    for word in split(string) {
        let after = rest.split_at_checked(word.len()).map_or(&[][..], |(_, after)| after);
        // Between two pieces of text a reference costs a terminator and another string token.
        let between = if open && !after.is_empty() { 2 } else { 0_usize };
        match by_offset(word) {
            Some(offset)
                if offset.as_ref().len().saturating_add(1).saturating_add(between) < word.len() =>
            {
                if core::mem::take(&mut open) {
                    output.push(0);
                }
                output.push(STR_T);
                output.extend_from_slice(offset.as_ref());
            }
            _ => {
                if !open {
                    output.push(STR_I);
                    open = true;
                }
                output.extend_from_slice(word);
            }
        }
        rest = after;
    }
    if string.is_empty() {
        output.push(STR_I);
        open = true;
    }
    if open {
        output.push(0);
    }
}

/// The words of a string with the blanks before them, which joined are the string.
fn split(string: &[u8]) -> impl Iterator<Item = &[u8]> {
    string.split_inclusive(|octet| *octet == b' ')
}

/// Whether an entry of `length` octets that is used so often, and each time saves so much less
/// what an offset costs, is worth its place and terminator.
fn saves(length: usize, uses: usize, each: usize) -> bool {
    each.saturating_mul(uses) > length.saturating_add(1)
}

/// A string table, and where its strings are.
#[derive(Debug)]
struct Table<'s> {
    octets: Vec<u8>,
    offsets: BTreeMap<&'s [u8], u32>,
}

impl<'s> Table<'s> {
    /// Lays out strings: the most used first, because their offsets are short, and one that ends
    /// another inside of that one.
    fn new(formal: &[u8], width: usize, mut entries: Vec<(&'s [u8], usize)>) -> Self {
        let terminator = [0; 2];
        let terminator = terminator.get(..width).unwrap_or(&terminator);
        let mut octets = Vec::new();
        if !formal.is_empty() {
            octets.extend_from_slice(formal);
            octets.extend_from_slice(terminator);
        }
        // Backwards, a string that ends another stands right before it.
        entries.sort_unstable_by(|one, other| one.0.iter().rev().cmp(other.0.iter().rev()));
        entries.dedup_by(|later, first| {
            let same = later.0 == first.0;
            if same {
                first.1 = first.1.saturating_add(later.1);
            }
            same
        });
        // Each host with its uses and all that end it, the longest of them first.
        let mut hosts: Vec<(usize, Vec<&'s [u8]>)> = Vec::new();
        for (string, uses) in entries.into_iter().rev() {
            match hosts.last_mut() {
                Some((total, strings)) if ends(strings, string, width) => {
                    *total = total.saturating_add(uses);
                    strings.push(string);
                }
                _ => hosts.push((uses, alloc::vec![string])),
            }
        }
        hosts.sort_by_key(|host| core::cmp::Reverse(host.0));
        let mut offsets = BTreeMap::new();
        for (_, strings) in hosts {
            let Some(&host) = strings.first() else { continue };
            octets.extend_from_slice(host);
            for string in strings {
                let offset = octets.len().saturating_sub(string.len());
                offsets.insert(string, u32::try_from(offset).unwrap_or(u32::MAX));
            }
            octets.extend_from_slice(terminator);
        }
        Self { octets, offsets }
    }

    fn offset(&self, string: &[u8]) -> Option<u32> {
        self.offsets.get(string).copied()
    }
}

/// Whether a string ends the host of a group, on a boundary of its characters' octets.
fn ends(strings: &[&[u8]], string: &[u8], width: usize) -> bool {
    strings.first().is_some_and(|host| {
        host.ends_with(string)
            && host.len().saturating_sub(string.len()).checked_rem(width) == Some(0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_that_ends_another_shares_its_place() {
        let table =
            Table::new(b"", 1, alloc::vec![(&b"bc"[..], 1), (b"abc", 1), (b"c", 9), (b"xy", 2)]);
        assert_eq!(table.octets, b"abc\0xy\0");
        assert_eq!(table.offset(b"c"), Some(2));
        assert_eq!(table.offset(b"bc"), Some(1));
        assert_eq!(table.offset(b"xy"), Some(4));
        assert_eq!(table.offset(b"b"), None);
    }

    #[test]
    fn words_join_to_their_string() {
        for string in [&b""[..], b" ", b"a", b"a b", b" a  b "] {
            assert_eq!(split(string).collect::<Vec<_>>().concat(), string);
        }
    }
}
