//! Where a document is from, and what that is worth.

use alloc::borrow::ToOwned;
use alloc::string::String;
use core::fmt;

/// Where a document is from: what brought it, and whose it is.
///
/// `Debug` does not show the card, whose number names a subscriber.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Source {
    kind: SourceKind,
    owner: String,
    card: Option<String>,
    is_privileged: bool,
}

/// What brought a document, the highest rank first.
///
/// Between the ranks the requirement of OMA DM holds: values of the device management server are
/// above those of the card, and those above the device's. Between CP sources nothing is overwritten
/// (WAP-185, 6).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum SourceKind {
    /// A device management server.
    DeviceManagement,
    /// The file Bootstrap of a smart card.
    CardBootstrap,
    /// The file Config1 of a smart card.
    CardConfig1,
    /// The file Config2 of a smart card.
    CardConfig2,
    /// The maker of the device.
    Preconfigured,
    /// What came later: over the air, from a file.
    Later,
}

/// A file of a smart card.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_enums, reason = "a card has these three")]
pub enum CardFile {
    /// Bootstrap
    Bootstrap,
    /// Config1
    Config1,
    /// Config2
    Config2,
}

impl Source {
    const fn new(kind: SourceKind) -> Self {
        Self { kind, owner: String::new(), card: None, is_privileged: false }
    }

    /// Over the air, or from a file.
    #[must_use]
    pub const fn over_the_air() -> Self {
        Self::new(SourceKind::Later)
    }

    /// From the maker of the device.
    #[must_use]
    pub const fn preconfigured() -> Self {
        Self::new(SourceKind::Preconfigured)
    }

    /// From a device management server.
    #[must_use]
    pub const fn device_management() -> Self {
        Self::new(SourceKind::DeviceManagement)
    }

    /// From a file of a smart card, by what tells the card from others: its ICCID or IMSI.
    #[must_use]
    pub fn card(file: CardFile, card: &str) -> Self {
        let kind = match file {
            CardFile::Bootstrap => SourceKind::CardBootstrap,
            CardFile::Config1 => SourceKind::CardConfig1,
            CardFile::Config2 => SourceKind::CardConfig2,
        };
        Self { card: Some(card.to_owned()), ..Self::new(kind) }
    }

    /// Of an owner: contexts of an enterprise are apart from those of the operator.
    #[must_use]
    pub fn of_owner(self, owner: &str) -> Self {
        Self { owner: owner.to_owned(), ..self }
    }

    /// For the privileged context of the owner. That it may be is decided by the caller.
    #[must_use]
    pub fn privileged(self) -> Self {
        Self { is_privileged: true, ..self }
    }

    /// What brought it.
    #[must_use]
    pub const fn kind(&self) -> SourceKind {
        self.kind
    }

    /// The owner; empty for the one that a device has by itself.
    #[must_use]
    pub fn owner(&self) -> &str {
        &self.owner
    }

    /// Whether it is for the privileged context.
    #[must_use]
    pub const fn is_privileged(&self) -> bool {
        self.is_privileged
    }

    /// The card that it is of.
    #[must_use]
    pub fn card_id(&self) -> Option<&str> {
        self.card.as_deref()
    }

    pub(super) fn rank(&self) -> u8 {
        match self.kind {
            SourceKind::DeviceManagement => 0,
            SourceKind::CardBootstrap => 1,
            SourceKind::CardConfig1 => 2,
            SourceKind::CardConfig2 => 3,
            SourceKind::Preconfigured => 4,
            SourceKind::Later => 5,
        }
    }

    pub(super) fn is_later(&self) -> bool {
        self.kind == SourceKind::Later
    }

    pub(super) fn overwrites(&self) -> bool {
        self.kind == SourceKind::DeviceManagement
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Source")
            .field("kind", &self.kind)
            .field("owner", &self.owner)
            .field("card", &self.card.as_ref().map(|_| format_args!("..")))
            .field("is_privileged", &self.is_privileged)
            .finish()
    }
}
