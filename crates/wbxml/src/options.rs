//! How a document is read: limits, charset from outside, and what is tolerated. How it is written is
//! in `write`.

use crate::charset::{Charset, ForeignCharset};
use crate::limits::Limits;

mod write;

#[cfg(feature = "alloc")]
pub use write::StringTable;
pub use write::{PublicIdForm, ValueTokens, WriteOptions};

/// How a document is read.
///
/// By default the grammar of WBXML 1.3 is required and unknown tokens are values, because what is
/// unknown is to be skipped by its consumer, not by its reader (WAP-185, 5.1).
///
/// ```
/// use provost_wbxml::{Leniency, Limits, ReadOptions};
///
/// let options = ReadOptions::new()
///     .with_limits(Limits::DEFAULT.with_depth(16))
///     .allow(Leniency::OpenTable);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct ReadOptions {
    pub(crate) limits: Limits,
    pub(crate) unknown_tokens: bool,
    pub(crate) charset: Option<Charset>,
    pub(crate) charset_wins: bool,
    pub(crate) foreign: &'static [&'static dyn ForeignCharset],
    pub(crate) allowed: u8,
}

/// A departure from the grammar that a reader may tolerate, with the sender that needs it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Leniency {
    /// `SWITCH_PAGE` where the grammar has none: before a string or an end, or twice in a row.
    /// Encoders that switch pages for each element, and skip the element, send it; libwbxml,
    /// Kannel and Wireshark read it.
    PageSwitch,
    /// A last string of the string table without terminator. Sony Ericsson phones and Horde write
    /// their formal identifier so; libwbxml and Wireshark read it.
    OpenTable,
    /// Opaque data in a version before it: in content of 1.0, in a value of 1.1. Servers of
    /// Wireless Village and EMN that left the version at its default send it.
    OpaqueVersion,
    /// The attribute `LITERAL 0` without a string table, which means `xmlns`. Nokia phones send it.
    EmptyTableXmlns,
    /// Octets FF up to the end behind the document: files of smart cards are padded with them.
    TrailingOctets,
    /// A value token that its page lacks, but page 0 has (PROV: `IPV4` inside a page 1
    /// characteristic). Spreadtrum phones read it, so that servers send it.
    PageZeroValues,
}

impl Leniency {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::PageSwitch,
        Self::OpenTable,
        Self::OpaqueVersion,
        Self::EmptyTableXmlns,
        Self::TrailingOctets,
        Self::PageZeroValues,
    ];

    pub(crate) const fn bit(self) -> u8 {
        match self {
            Self::PageSwitch => 1,
            Self::OpenTable => 2,
            Self::OpaqueVersion => 4,
            Self::EmptyTableXmlns => 8,
            Self::TrailingOctets => 16,
            Self::PageZeroValues => 32,
        }
    }
}

/// A departure from the grammar that was met and tolerated.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Deviation {
    /// Which.
    pub leniency: Leniency,
    /// Where for the first time.
    pub offset: usize,
}

impl ReadOptions {
    /// The grammar is required, unknown tokens are values.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            limits: Limits::DEFAULT,
            unknown_tokens: true,
            charset: None,
            charset_wins: false,
            foreign: &[],
            allowed: 0,
        }
    }

    /// The grammar is required, and every token must be of the vocabulary.
    #[must_use]
    pub const fn strict() -> Self {
        Self { unknown_tokens: false, ..Self::new() }
    }

    /// Every leniency is allowed.
    #[must_use]
    pub const fn lenient() -> Self {
        Self { allowed: 0x3F, ..Self::new() }
    }

    /// With one leniency more.
    #[must_use]
    pub const fn allow(self, leniency: Leniency) -> Self {
        Self { allowed: self.allowed | leniency.bit(), ..self }
    }

    /// With other limits.
    #[must_use]
    pub const fn with_limits(self, limits: Limits) -> Self {
        // The field may have been set past what `with_attributes` allows.
        Self { limits: limits.with_attributes(limits.attributes), ..self }
    }

    /// With the charset that the carrying protocol gave (WBXML 1.3, 5.2): it counts where the
    /// header has none or 0, or else where `wins` is set.
    ///
    /// Without the feature `charsets`, one that is neither UTF-8 nor US-ASCII is
    /// [`ErrorKind::Text`](crate::ErrorKind::Text) at once.
    #[must_use]
    pub const fn with_charset(self, charset: Charset, wins: bool) -> Self {
        Self { charset: Some(charset), charset_wins: wins, ..self }
    }

    /// With charsets that are not built in.
    #[must_use]
    pub const fn with_foreign_charsets(
        self,
        foreign: &'static [&'static dyn ForeignCharset],
    ) -> Self {
        Self { foreign, ..self }
    }

    pub(crate) const fn allows(&self, leniency: Leniency) -> bool {
        self.allowed & leniency.bit() != 0
    }
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self::new()
    }
}
