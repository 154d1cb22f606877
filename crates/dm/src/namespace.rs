//! The versions of the language.

use provost_wbxml::vocabulary::{SYNCML_1_0, SYNCML_1_1, SYNCML_1_2, Vocabulary};

/// A version of the language, by its namespace.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum Namespace {
    /// SyncML 1.0, before DM.
    SyncMl10,
    /// DM 1.1.x.
    SyncMl11,
    /// DM 1.2, 1.2.1 and 1.3.
    #[default]
    SyncMl12,
}

impl Namespace {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::SyncMl10, Self::SyncMl11, Self::SyncMl12];

    /// Its URI.
    #[must_use]
    pub const fn uri(self) -> &'static str {
        match self {
            Self::SyncMl10 => "SYNCML:SYNCML1.0",
            Self::SyncMl11 => "SYNCML:SYNCML1.1",
            Self::SyncMl12 => "SYNCML:SYNCML1.2",
        }
    }

    /// The namespace of a URI.
    #[must_use]
    pub fn from_uri(uri: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|namespace| namespace.uri() == uri)
    }

    /// The version in `VerDTD`.
    #[must_use]
    pub const fn dtd_version(self) -> &'static str {
        match self {
            Self::SyncMl10 => "1.0",
            Self::SyncMl11 => "1.1",
            Self::SyncMl12 => "1.2",
        }
    }

    /// The tokens.
    #[must_use]
    pub fn vocabulary(self) -> &'static Vocabulary {
        match self {
            Self::SyncMl10 => &SYNCML_1_0,
            Self::SyncMl11 => &SYNCML_1_1,
            Self::SyncMl12 => &SYNCML_1_2,
        }
    }
}
