//! A number of a registry, or a text.

use alloc::string::String;

/// What WSP writes as a number where the registry has one, and as text where it has none.
///
/// Which registry it is, the header or parameter tells.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
#[allow(clippy::exhaustive_enums, reason = "a number or a text")]
pub enum Item {
    /// The number.
    Number(u32),
    /// The text.
    Text(String),
}

impl Item {
    /// The number.
    #[must_use]
    pub const fn number(&self) -> Option<u32> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(_) => None,
        }
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Number(_) => None,
            Self::Text(text) => Some(text),
        }
    }
}

impl From<u32> for Item {
    fn from(number: u32) -> Self {
        Self::Number(number)
    }
}

impl From<&str> for Item {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}
