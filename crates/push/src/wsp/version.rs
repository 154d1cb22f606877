//! Encoding versions: which numbers a peer of WSP knows.

use core::fmt;

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
