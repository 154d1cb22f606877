//! What a body of several parts may depart from, and how large it may be.

/// What is tolerated of senders that depart from RFC 2046: nothing by default.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
#[non_exhaustive]
pub struct Leniency {
    /// Lines that end in LF alone, as scripts write them. Content that ends in CR loses it then.
    pub bare_line_feed: bool,
    /// A blank in front of the first header of a part, as in the example of WAP-247, 12.1.
    pub blank_before_header: bool,
    /// No delimiter behind the last part.
    pub no_end: bool,
}

impl Leniency {
    /// Nothing is tolerated.
    #[must_use]
    pub const fn strict() -> Self {
        Self { bare_line_feed: false, blank_before_header: false, no_end: false }
    }

    /// Everything is tolerated.
    #[must_use]
    pub const fn all() -> Self {
        Self { bare_line_feed: true, blank_before_header: true, no_end: true }
    }
}

/// Bounds on a body, each with what it stops.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Parts (32): millions of empty ones.
    pub(crate) parts: usize,
    /// Headers of a part (64): the same.
    pub(crate) headers: usize,
    /// Octets of the headers of a part (16 KiB): one line without end.
    pub(crate) header_octets: usize,
}

impl Limits {
    pub(crate) const DEFAULT: Self = Self { parts: 32, headers: 64, header_octets: 16 << 10 };
}
