//! Versions, and lists of those that a peer knows: `2.0,1.*`.
//!
//! PAP (WAP-247, 9) and OTA-HTTP (WAP-235, 7.5) write them alike.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use crate::error::{Error, ErrorKind, Expected};

/// A version: two numbers, compared as such. 2.10 is above 2.4.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(clippy::exhaustive_structs, reason = "a version is two numbers")]
pub struct Version {
    /// A change of it may change the structure.
    pub major: u32,
    /// A change of it adds what older readers pass over.
    pub minor: u32,
}

impl Version {
    /// A version.
    #[must_use]
    pub const fn new(major: u32, minor: u32) -> Self {
        Self { major, minor }
    }

    /// Reads `major.minor`, both one or more decimal digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (major, minor) = text.split_once('.')?;
        Some(Self { major: number(major)?, minor: number(minor)? })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

/// One entry of a list.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(clippy::exhaustive_enums, reason = "the grammar has no third form")]
pub enum VersionPattern {
    /// One version.
    Exact(Version),
    /// `major.*`: every minor version of a major one.
    AnyMinor(u32),
}

impl VersionPattern {
    /// Whether it names a version.
    #[must_use]
    pub const fn matches(self, version: Version) -> bool {
        match self {
            Self::Exact(exact) => exact.major == version.major && exact.minor == version.minor,
            Self::AnyMinor(major) => major == version.major,
        }
    }

    /// The major version.
    #[must_use]
    pub const fn major(self) -> u32 {
        match self {
            Self::Exact(version) => version.major,
            Self::AnyMinor(major) => major,
        }
    }
}

impl fmt::Display for VersionPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exact(version) => version.fmt(f),
            Self::AnyMinor(major) => write!(f, "{major}.*"),
        }
    }
}

/// The versions that a peer knows, those it likes best first; never empty.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct VersionList(Vec<VersionPattern>);

impl VersionList {
    /// A list.
    ///
    /// # Errors
    /// [`Form`](ErrorKind::Form) where it is empty.
    pub fn new(patterns: impl Into<Vec<VersionPattern>>) -> Result<Self, Error> {
        let patterns = patterns.into();
        if patterns.is_empty() {
            return Err(Error::new(ErrorKind::Form(Expected::Version), 0));
        }
        Ok(Self(patterns))
    }

    /// A list that is not empty by its type.
    pub(crate) fn of<const N: usize>(patterns: [VersionPattern; N]) -> Self {
        const { assert!(N > 0, "an empty list") };
        Self(patterns.into())
    }

    /// Reads a list: entries with commas between, around which blanks may stand.
    ///
    /// ```
    /// use provost_push::{Version, VersionList};
    ///
    /// let list = VersionList::parse("2.0,1.*")?;
    /// assert!(list.contains(Version::new(1, 7)));
    /// assert!(!list.contains(Version::new(2, 1)));
    /// assert!(VersionList::parse("*.0").is_err());
    /// # Ok::<(), provost_push::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Form`](ErrorKind::Form) at the entry that is none.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let mut patterns = Vec::new();
        let mut offset = 0_usize;
        for entry in text.split(',') {
            let pattern = pattern(entry.trim_matches([' ', '\t']))
                .ok_or_else(|| Error::new(ErrorKind::Form(Expected::Version), offset))?;
            patterns.push(pattern);
            offset = offset.saturating_add(entry.len()).saturating_add(1);
        }
        Ok(Self(patterns))
    }

    /// Its entries, the best liked first.
    #[must_use]
    pub fn patterns(&self) -> &[VersionPattern] {
        &self.0
    }

    /// Whether it names a version.
    #[must_use]
    pub fn contains(&self, version: Version) -> bool {
        self.0.iter().any(|pattern| pattern.matches(version))
    }

    /// Whether it names a version above another.
    #[must_use]
    pub fn reaches_above(&self, version: Version) -> bool {
        self.0.iter().any(|pattern| match pattern {
            VersionPattern::Exact(exact) => *exact > version,
            // Minor versions without end.
            VersionPattern::AnyMinor(major) => *major >= version.major,
        })
    }
}

impl fmt::Display for VersionList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let entries: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&entries.join(","))
    }
}

fn pattern(entry: &str) -> Option<VersionPattern> {
    match entry.split_once('.')? {
        (major, "*") => number(major).map(VersionPattern::AnyMinor),
        _ => Version::parse(entry).map(VersionPattern::Exact),
    }
}

fn number(digits: &str) -> Option<u32> {
    digits.bytes().all(|octet| octet.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_not_texts() {
        assert!(Version::parse("2.10") > Version::parse("2.4"));
        assert_eq!(Version::parse("02.0"), Some(Version::new(2, 0)));
        for text in ["", ".", "2", "2.", ".0", "2.0.1", "+2.0", "2.*", " 2.0", "2.99999999999"] {
            assert_eq!(Version::parse(text), None, "{text}");
        }
    }

    #[test]
    fn lists() {
        for (text, entries) in [("2.0", 1), ("2.0,1.*", 2), ("1.0,1.3,2.*,3.4", 4)] {
            let list = VersionList::parse(text).unwrap();
            assert_eq!((list.patterns().len(), list.to_string().as_str()), (entries, text));
        }
        assert_eq!(VersionList::parse("2.0 , 1.*").unwrap().to_string(), "2.0,1.*");
        for (text, offset) in [("", 0), ("*.0", 0), ("2.0,", 4), ("2.0,,1.0", 4), ("2.0;1.0", 0)] {
            let error = VersionList::parse(text).unwrap_err();
            assert_eq!(
                (error.kind(), error.offset()),
                (ErrorKind::Form(Expected::Version), offset),
                "{text}"
            );
        }
        assert!(VersionList::new([]).is_err());
    }

    #[test]
    fn above() {
        let above = |text, version| VersionList::parse(text).unwrap().reaches_above(version);
        assert!(!above("1.0", Version::new(1, 0)));
        assert!(above("1.0,2.0", Version::new(1, 0)));
        assert!(above("1.*", Version::new(1, 0)));
    }
}
