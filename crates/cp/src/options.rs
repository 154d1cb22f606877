//! How documents are read and written.

use provost_wbxml as wbxml;
use provost_wbxml::{Leniency, Limits};

use crate::dialect::Dialect;

/// How a document is read: by default with the tables of 1.1, within [`Limits::DEFAULT`] but for
/// a depth of [`DEEPEST`], and with padding of smart card files behind it tolerated.
///
/// ```
/// use provost_cp::{Dialect, Document, ReadOptions};
///
/// let input = [0x03, 0x0B, 0x6A, 0x00, 0x45, 0xC6, 0x5E, 0x01, 0x87, 0x73, 0x06, 0x03, b'h', 0x00, 0x01, 0x01, 0x01];
/// let read = Document::read_wbxml(&input, &ReadOptions::new().with_dialect(Dialect::Nokia))?;
/// let wlan = read.document.characteristics().next();
/// assert_eq!(wlan.and_then(|wlan| wlan.parm("SSID")), Some("h"));
/// # Ok::<(), provost_cp::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct ReadOptions {
    pub(crate) dialect: Dialect,
    pub(crate) wbxml: wbxml::ReadOptions,
    #[cfg(feature = "xml")]
    pub(crate) xml: wbxml::xml::ReadOptions,
    pub(crate) spellings: bool,
}

/// Elements inside one another that a document may have at most, whatever its limits say: a
/// document is dropped and copied by calls that go as deep. Documents need 4.
pub const DEEPEST: u32 = 128;

const LIMITS: Limits = Limits::DEFAULT.with_depth(DEEPEST);

impl ReadOptions {
    /// The defaults.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            dialect: Dialect::Core11,
            wbxml: wbxml::ReadOptions::new().with_limits(LIMITS).allow(Leniency::TrailingOctets),
            #[cfg(feature = "xml")]
            xml: wbxml::xml::ReadOptions::new().with_limits(LIMITS),
            spellings: false,
        }
    }

    /// With the token tables of another dialect.
    #[must_use]
    pub const fn with_dialect(self, dialect: Dialect) -> Self {
        Self { dialect, ..self }
    }

    /// With other limits; a depth above [`DEEPEST`] is that.
    #[must_use]
    pub const fn with_limits(self, limits: Limits) -> Self {
        let depth = if limits.depth > DEEPEST { DEEPEST } else { limits.depth };
        let limits = limits.with_depth(depth);
        Self {
            wbxml: self.wbxml.with_limits(limits),
            #[cfg(feature = "xml")]
            xml: self.xml.with_limits(limits),
            ..self
        }
    }

    /// With one more departure from the grammar of WBXML tolerated, and reported.
    #[must_use]
    pub const fn allow(self, leniency: Leniency) -> Self {
        Self { wbxml: self.wbxml.allow(leniency), ..self }
    }

    /// With the values that the prose of WAP-183 spells otherwise than its tables (`HTTP BASIC`,
    /// `ANALOG_MODEM`, `GSM/CSD`) read as those of the tables. The document then no longer says
    /// what was sent.
    #[must_use]
    pub const fn with_spellings(self) -> Self {
        Self { spellings: true, ..self }
    }
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self::new()
    }
}

/// How a document is written: by default as WBXML 1.3 without string table, header `03 0B 6A 00`,
/// which is what old phones look for.
#[derive(Clone, Copy, Default, Debug)]
pub struct WriteOptions {
    pub(crate) dialect: Dialect,
    pub(crate) version: Option<u8>,
    pub(crate) ordered: bool,
}

impl WriteOptions {
    /// The defaults.
    #[must_use]
    pub const fn new() -> Self {
        Self { dialect: Dialect::Core11, version: None, ordered: false }
    }

    /// For a receiver that knows the tables of 1.0 alone: what came later is written as text.
    #[must_use]
    pub const fn with_dialect(self, dialect: Dialect) -> Self {
        Self { dialect, ..self }
    }

    /// With another version of WBXML: `0x01` for 1.1 to `0x03` for 1.3.
    #[must_use]
    pub const fn with_version(self, version: u8) -> Self {
        Self { version: Some(version), ..self }
    }

    /// With the parms of each characteristic in front of its characteristics, as the DTD wants.
    #[must_use]
    pub const fn in_order(self) -> Self {
        Self { ordered: true, ..self }
    }
}

/// A departure that was met while reading, and tolerated.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Deviation {
    /// One from the grammar of WBXML.
    Syntax(wbxml::Deviation),
    /// `IPV4` by its number on code page 1, which has none.
    Ipv4OnPage1 {
        /// Where.
        offset: usize,
    },
    /// A value in another spelling than that of the token table.
    Spelling {
        /// Where its parm began.
        offset: usize,
    },
}
