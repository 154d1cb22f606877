//! Versions, and encoding versions: which numbers a peer of WSP knows.

use alloc::string::String;
use core::fmt;

use super::write::put_text;
use crate::error::Error;

/// The version of the well-known numbers of WSP: major 1 to 7, minor 0 to 14 (WAP-230, 8.4.1.1).
///
/// ```
/// use provost_push::wsp::EncodingVersion;
///
/// assert_eq!(EncodingVersion::V1_3.to_string(), "1.3");
/// assert!(EncodingVersion::V1_2 < EncodingVersion::V1_4);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct EncodingVersion(u8);

impl EncodingVersion {
    /// Version 1.1.
    pub const V1_1: Self = Self(0x11);
    /// Version 1.2: what a peer of unknown version knows at most.
    pub const V1_2: Self = Self(0x12);
    /// Version 1.3, with the media types of Client Provisioning.
    pub const V1_3: Self = Self(0x13);
    /// Version 1.4, with the parameters SEC and MAC.
    pub const V1_4: Self = Self(0x14);
    /// Version 1.5.
    pub const V1_5: Self = Self(0x15);
    /// Version 1.6.
    pub const V1_6: Self = Self(0x16);

    /// A version; `None` where the numbers are out of range.
    #[must_use]
    pub const fn new(major: u8, minor: u8) -> Option<Self> {
        if major == 0 || major > 7 || minor > 14 {
            return None;
        }
        Some(Self(major << 4 | minor))
    }

    /// From major and minor in one octet.
    pub(crate) const fn from_octet(octet: u8) -> Self {
        Self(octet)
    }

    /// The major number.
    #[must_use]
    pub const fn major(self) -> u8 {
        self.0 >> 4
    }

    /// The minor number.
    #[must_use]
    pub const fn minor(self) -> u8 {
        self.0 & 0x0F
    }
}

impl fmt::Display for EncodingVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major(), self.minor())
    }
}

/// A version-value: major and minor number where they fit, else text (WAP-230, 8.4.2.3).
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_enums, reason = "numbers or text")]
pub enum Version {
    /// Numbers: major 0 to 7, minor 0 to 14 or none. A major of 0 is read, but not to be sent.
    Number {
        /// The major number.
        major: u8,
        /// The minor number.
        minor: Option<u8>,
    },
    /// Anything else.
    Text(String),
}

impl Version {
    pub(crate) fn from_wire(octet: u8) -> Self {
        let minor = octet & 0x0F;
        Self::Number { major: octet >> 4 & 0x07, minor: (minor != 0x0F).then_some(minor) }
    }

    pub(crate) fn put(&self, out: &mut alloc::vec::Vec<u8>) -> Result<(), Error> {
        match self {
            Self::Number { major: major @ 0..=7, minor: None } => out.push(0x8F | major << 4),
            Self::Number { major: major @ 0..=7, minor: Some(minor @ 0..=14) } => {
                out.push(0x80 | major << 4 | minor);
            }
            Self::Number { .. } => put_text(&alloc::format!("{self}"), out)?,
            Self::Text(text) => put_text(text, out)?,
        }
        Ok(())
    }

    /// Numbers where the text is `major` or `major.minor` and they fit.
    pub(crate) fn from_text(text: &str) -> Self {
        let (major, minor) = match text.split_once('.') {
            Some((major, minor)) => (major, Some(minor)),
            None => (text, None),
        };
        let small = |text: &str, most: u8| {
            let number = text.parse::<u8>().ok().filter(|number| *number <= most)?;
            (alloc::format!("{number}") == text).then_some(number)
        };
        match (small(major, 7), minor.map(|minor| small(minor, 14))) {
            (Some(major @ 1..), None) => Self::Number { major, minor: None },
            (Some(major @ 1..), Some(Some(minor))) => Self::Number { major, minor: Some(minor) },
            _ => Self::Text(text.into()),
        }
    }
}

impl From<EncodingVersion> for Version {
    fn from(version: EncodingVersion) -> Self {
        Self::Number { major: version.major(), minor: Some(version.minor()) }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number { major, minor: None } => write!(f, "{major}"),
            Self::Number { major, minor: Some(minor) } => write!(f, "{major}.{minor}"),
            Self::Text(text) => f.write_str(text),
        }
    }
}
