//! The codes of alerts.

use core::fmt;

/// The code of an alert (DM RepPro 1.2.1, alert codes). A code without a name is kept as it is.
///
/// ```
/// use provost_dm::AlertCode;
///
/// let code = AlertCode::from_text(" 1201\n").unwrap();
/// assert_eq!(code, AlertCode::CLIENT_INITIATED);
/// assert_eq!(code.name(), Some("client-initiated management"));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
pub struct AlertCode(pub u16);

impl AlertCode {
    /// Show a text to the user.
    pub const DISPLAY: Self = Self(1100);
    /// Have the user confirm or reject.
    pub const CONFIRM_OR_REJECT: Self = Self(1101);
    /// Have the user enter a text.
    pub const TEXT_INPUT: Self = Self(1102);
    /// Have the user choose one.
    pub const SINGLE_CHOICE: Self = Self(1103);
    /// Have the user choose several.
    pub const MULTIPLE_CHOICE: Self = Self(1104);
    /// The session begins because the server asked for it.
    pub const SERVER_INITIATED: Self = Self(1200);
    /// The session begins because the client wants it.
    pub const CLIENT_INITIATED: Self = Self(1201);
    /// Results of data synchronization.
    pub const RESULT: Self = Self(1221);
    /// Ask for the next message of the package.
    pub const NEXT_MESSAGE: Self = Self(1222);
    /// End the session now.
    pub const SESSION_ABORT: Self = Self(1223);
    /// Something happened at the client.
    pub const CLIENT_EVENT: Self = Self(1224);
    /// The last part of a large object did not come.
    pub const NO_END_OF_DATA: Self = Self(1225);
    /// An alert whose type says what it is.
    pub const GENERIC: Self = Self(1226);

    /// The code of a text: decimal digits, white space around them aside.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        crate::status_code::decimal(text).map(Self)
    }

    /// What it is for, in the words of the registry.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        let row = ROWS.iter().find(|(code, ..)| *code == self.0)?;
        Some(row.1)
    }

    /// How many items an alert of this code has at least (DM Protocol 1.2.1, 10.2 and 8.7).
    #[must_use]
    pub fn least_items(self) -> usize {
        ROWS.iter().find(|(code, ..)| *code == self.0).map_or(0, |row| row.2)
    }

    /// Who sends it; none where both may, or where the code has no name.
    #[must_use]
    pub fn is_from_client(self) -> Option<bool> {
        ROWS.iter().find(|(code, ..)| *code == self.0).and_then(|row| row.3)
    }

    /// Whether it asks the user of the device for something.
    #[must_use]
    pub const fn is_user_interaction(self) -> bool {
        matches!(self.0, 1100..=1104)
    }

    /// Whether the registry keeps the code for later, or for data synchronization.
    #[must_use]
    pub fn is_reserved(self) -> bool {
        self.name().is_none() || self == Self::RESULT
    }
}

impl fmt::Display for AlertCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Code, name, least number of items, whether it comes from the client.
static ROWS: [(u16, &str, usize, Option<bool>); 13] = [
    (1100, "display", 2, Some(false)),
    (1101, "confirm or reject", 2, Some(false)),
    (1102, "text input", 2, Some(false)),
    (1103, "single choice", 3, Some(false)),
    (1104, "multiple choice", 3, Some(false)),
    (1200, "server-initiated management", 0, Some(true)),
    (1201, "client-initiated management", 0, Some(true)),
    (1221, "result alert", 0, None),
    (1222, "next message", 0, None),
    (1223, "session abort", 0, None),
    (1224, "client event", 1, Some(true)),
    (1225, "no end of data", 0, None),
    (1226, "generic alert", 1, Some(true)),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes() {
        assert!(AlertCode::TEXT_INPUT.is_user_interaction());
        assert!(!AlertCode(1105).is_user_interaction());
        assert!(AlertCode(1105).is_reserved() && AlertCode::RESULT.is_reserved());
        assert!(!AlertCode::GENERIC.is_reserved());
        assert_eq!(AlertCode::SINGLE_CHOICE.least_items(), 3);
        assert_eq!(AlertCode(1299).name(), None);
        assert_eq!(AlertCode::from_text("65536"), None);
        assert_eq!(AlertCode::from_text("+1200"), None);
        assert_eq!(AlertCode::from_text(""), None);
        assert_eq!(AlertCode::from_text("01200"), Some(AlertCode::SERVER_INITIATED));
    }

    #[test]
    fn rows_ascend() {
        assert!(ROWS.is_sorted_by(|a, b| a.0 < b.0));
    }
}
