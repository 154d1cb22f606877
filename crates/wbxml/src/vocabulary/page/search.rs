//! Code pages without indexes: every look-up searches the rows, which ascend by token.
//!
//! What is found is the same as by the indexes.

/// A tag page, searched.
#[derive(Debug)]
pub(super) struct Tags;

/// An attribute start page, searched.
#[derive(Debug)]
pub(super) struct Attributes;

/// An attribute value page, searched.
#[derive(Debug)]
pub(super) struct Values;

impl Tags {
    pub(super) const fn new(_: &[(u8, &str)]) -> Self {
        Self
    }

    /// The row of a token.
    pub(super) fn row(
        &self,
        rows: &'static [(u8, &'static str)],
        token: u8,
    ) -> Option<&'static (u8, &'static str)> {
        rows.iter().find(|row| row.0 == token)
    }

    /// The first row of a name.
    pub(super) fn named(
        &self,
        rows: &'static [(u8, &'static str)],
        name: &str,
    ) -> Option<&'static (u8, &'static str)> {
        rows.iter().find(|row| row.1 == name)
    }
}

impl Attributes {
    pub(super) const fn new(_: &[(u8, &str, &str)]) -> Self {
        Self
    }

    /// The row of a token.
    pub(super) fn row(
        &self,
        rows: &'static [(u8, &'static str, &'static str)],
        token: u8,
    ) -> Option<&'static (u8, &'static str, &'static str)> {
        rows.iter().find(|row| row.0 == token)
    }

    /// Whether a name may have prefixes.
    pub(super) const fn may_have_prefixes(&self, _: &str) -> bool {
        true
    }

    /// The row of a name with the longest prefix.
    pub(super) fn named(
        &self,
        rows: &'static [(u8, &'static str, &'static str)],
        name: &str,
    ) -> Option<&'static (u8, &'static str, &'static str)> {
        // The last of those that are equal, so from the end: the first row.
        rows.iter().rev().filter(|row| row.1 == name).max_by_key(|row| row.2.len())
    }

    /// The row of a name whose prefix is the longest that `value` begins with.
    pub(super) fn longest(
        &self,
        rows: &'static [(u8, &'static str, &'static str)],
        name: &str,
        value: &str,
    ) -> Option<&'static (u8, &'static str, &'static str)> {
        let fits = |row: &&(u8, &str, &str)| row.1 == name && value.starts_with(row.2);
        rows.iter().rev().filter(fits).max_by_key(|row| row.2.len())
    }
}

impl Values {
    pub(super) const fn new(_: &[(u8, &str)]) -> Self {
        Self
    }

    /// The row of a token.
    pub(super) fn row(
        &self,
        rows: &'static [(u8, &'static str)],
        token: u8,
    ) -> Option<&'static (u8, &'static str)> {
        rows.iter().find(|row| row.0 == token)
    }

    /// Where in `octets` a text may begin.
    pub(super) fn candidate(
        &self,
        rows: &'static [(u8, &'static str)],
        octets: &[u8],
    ) -> Option<usize> {
        let begins = |octet: &u8| rows.iter().any(|row| row.1.as_bytes().first() == Some(octet));
        octets.iter().position(begins)
    }

    /// The row of the longest text that `text` begins with.
    pub(super) fn longest(
        &self,
        rows: &'static [(u8, &'static str)],
        text: &[u8],
    ) -> Option<&'static (u8, &'static str)> {
        let fits = |row: &&(u8, &str)| text.starts_with(row.1.as_bytes());
        rows.iter().rev().filter(fits).max_by_key(|row| row.1.len())
    }
}
