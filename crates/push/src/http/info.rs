//! What a gateway says about a push: `X-Wap-Push-Info`.

use core::fmt;

/// The words of `X-Wap-Push-Info`.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
#[non_exhaustive]
#[allow(clippy::struct_excessive_bools, reason = "four words that are there or not")]
pub struct PushInfo {
    /// `authenticated`: the URI of the initiator is.
    pub is_authenticated: bool,
    /// `trusted`: the gateway vouches for the content.
    pub is_trusted: bool,
    /// `last`: the bearer may be dropped after it.
    pub is_last: bool,
    /// `response`: the answer may have a body.
    pub wants_response: bool,
}

impl PushInfo {
    /// No word.
    #[must_use]
    pub const fn new() -> Self {
        Self { is_authenticated: false, is_trusted: false, is_last: false, wants_response: false }
    }

    /// With `authenticated`.
    #[must_use]
    pub const fn authenticated(self) -> Self {
        Self { is_authenticated: true, ..self }
    }

    /// With `trusted`.
    #[must_use]
    pub const fn trusted(self) -> Self {
        Self { is_trusted: true, ..self }
    }

    /// With `last`.
    #[must_use]
    pub const fn last(self) -> Self {
        Self { is_last: true, ..self }
    }

    /// With `response`.
    #[must_use]
    pub const fn response(self) -> Self {
        Self { wants_response: true, ..self }
    }

    /// Reads a list of words; those that are not known are passed over (7.2.5.2).
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut info = Self::new();
        for word in text.split(',').map(str::trim) {
            let is = |known: &str| known.eq_ignore_ascii_case(word);
            info.is_authenticated |= is("authenticated");
            info.is_trusted |= is("trusted");
            info.is_last |= is("last");
            info.wants_response |= is("response");
        }
        info
    }

    /// Whether there is no word.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        !(self.is_authenticated || self.is_trusted || self.is_last || self.wants_response)
    }
}

impl fmt::Display for PushInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = [
            (self.is_authenticated, "authenticated"),
            (self.is_trusted, "trusted"),
            (self.is_last, "last"),
            (self.wants_response, "response"),
        ];
        let mut comma = "";
        for (_, word) in words.into_iter().filter(|(is_there, _)| *is_there) {
            write!(f, "{comma}{word}")?;
            comma = ", ";
        }
        Ok(())
    }
}
