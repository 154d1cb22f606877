//! By which rules an address is read.

/// How long an address may be: what a device says in DevDetail/URI. 0 is no limit.
///
/// ```
/// use provost_dm::uri::{Uri, UriLimits, UriRules};
///
/// let limits = UriLimits { max_depth: 2, ..UriLimits::NONE };
/// let rules = UriRules::SPECIFICATION.with_limits(limits);
/// assert!(Uri::parse("./A/B", &rules).is_ok());
/// assert!(Uri::parse("./A/B/C", &rules).is_err());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_structs, reason = "the three of DevDetail")]
pub struct UriLimits {
    /// MaxDepth: segments.
    pub max_depth: u16,
    /// MaxTotLen: characters of the address as it is written, without `./` in front, with the
    /// property behind it.
    pub max_tot_len: u16,
    /// MaxSegLen: characters of a segment as it is written.
    pub max_seg_len: u16,
}

impl UriLimits {
    /// No limits.
    pub const NONE: Self = Self { max_depth: 0, max_tot_len: 0, max_seg_len: 0 };
    /// 32 segments, 512 characters, 64 of a segment: enough for every object that is known.
    pub const DEFAULT: Self = Self { max_depth: 32, max_tot_len: 512, max_seg_len: 64 };
}

/// By which rules an address is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct UriRules {
    pub(super) limits: UriLimits,
    pub(super) raw_characters: bool,
    pub(super) windows: bool,
}

impl UriRules {
    /// Those of the specification, without limits.
    pub const SPECIFICATION: Self =
        Self { limits: UriLimits::NONE, raw_characters: false, windows: false };

    /// Those of Windows: `./Device` in front of the vendor's tree means nothing, because what is not
    /// in `./User` is of the device; no name is `*`; and characters that should be escaped, as
    /// braces, may stand as they are. Letters keep their case: whether it counts is a matter of
    /// each store.
    pub const WINDOWS: Self = Self { windows: true, raw_characters: true, ..Self::SPECIFICATION };

    /// With limits.
    #[must_use]
    pub const fn with_limits(self, limits: UriLimits) -> Self {
        Self { limits, ..self }
    }

    /// Characters that should be escaped may stand as they are: servers send `./A/{guid}`, blanks and
    /// letters beyond ASCII. `?`, `/`, `%` and controls keep their meaning.
    #[must_use]
    pub const fn allow_raw_characters(self) -> Self {
        Self { raw_characters: true, ..self }
    }
}

impl Default for UriRules {
    fn default() -> Self {
        Self::SPECIFICATION
    }
}
