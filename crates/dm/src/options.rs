//! How a message is decoded.

use crate::limits::Limits;

/// How a message is decoded: by default any order and any unknown element is read and every
/// departure recorded, within [`Limits::DEFAULT`].
///
/// ```
/// use provost_dm::{DecodeOptions, Leniency, Limits};
///
/// let options = DecodeOptions::new()
///     .with_limits(Limits::DEFAULT.with_commands(64))
///     .allow(Leniency::Ampersand);
/// # let _ = options;
/// ```
#[derive(Clone, Copy, Debug)]
pub struct DecodeOptions {
    pub(crate) limits: Limits,
    pub(crate) strict: bool,
    pub(crate) dialect: Dialect,
    pub(crate) allowed: u8,
}

/// A departure from the syntax that a decoder may tolerate, with the sender that needs it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Leniency {
    /// A byte order mark in front of the XML. Allowed by default.
    ByteOrderMark,
    /// UTF-8 that is labeled as another encoding: Windows servers label it UTF-16. Allowed by
    /// default.
    EncodingLabel,
    /// Declarations in the internal subset of the DOCTYPE, which are skipped. Allowed by default.
    Declarations,
    /// Ampersands that begin no reference (`MAXDT=15&DR=1`), which then stand for themselves: the
    /// servers that AOSP's client was tested with. Not allowed by default, because what another
    /// decoder makes of the text is anyone's guess.
    Ampersand,
    /// The departures from the grammar of WBXML that `provost_wbxml` can tolerate. Allowed by
    /// default.
    Wbxml,
}

impl Leniency {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::ByteOrderMark,
        Self::EncodingLabel,
        Self::Declarations,
        Self::Ampersand,
        Self::Wbxml,
    ];

    const fn bit(self) -> u8 {
        match self {
            Self::ByteOrderMark => 1,
            Self::EncodingLabel => 2,
            Self::Declarations => 4,
            Self::Ampersand => 8,
            Self::Wbxml => 16,
        }
    }
}

/// What belongs to the language besides OMA's specifications.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
#[non_exhaustive]
pub enum Dialect {
    /// Nothing.
    #[default]
    Oma,
    /// What Windows clients and their servers send (MS-MDM): `Cmd` in `Results`, attributes in
    /// the namespace of Microsoft and its declaration.
    Microsoft,
}

impl DecodeOptions {
    /// The defaults.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            limits: Limits::DEFAULT,
            strict: false,
            dialect: Dialect::Oma,
            allowed: 1 | 2 | 4 | 16,
        }
    }

    /// Every departure is an error, and no leniency is allowed.
    #[must_use]
    pub const fn strict() -> Self {
        Self { strict: true, allowed: 0, ..Self::new() }
    }

    /// Every leniency is allowed.
    #[must_use]
    pub const fn lenient() -> Self {
        Self { allowed: 0x1F, ..Self::new() }
    }

    /// With one leniency more.
    #[must_use]
    pub const fn allow(self, leniency: Leniency) -> Self {
        Self { allowed: self.allowed | leniency.bit(), ..self }
    }

    /// With one leniency less.
    #[must_use]
    pub const fn refuse(self, leniency: Leniency) -> Self {
        Self { allowed: self.allowed & !leniency.bit(), ..self }
    }

    /// With other bounds.
    #[must_use]
    pub const fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// With what another dialect has besides.
    #[must_use]
    pub const fn with_dialect(self, dialect: Dialect) -> Self {
        Self { dialect, ..self }
    }

    pub(crate) const fn allows(&self, leniency: Leniency) -> bool {
        self.allowed & leniency.bit() != 0
    }
}

impl Default for DecodeOptions {
    fn default() -> Self {
        Self::new()
    }
}
