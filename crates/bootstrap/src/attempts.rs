//! How often a user may try.

use crate::defect::Defect;
use crate::outcome::Outcome;

/// Counts the tries of one message.
///
/// The specification has no number; devices in the field allow three. A failure of the network
/// secret is final and silent: there is nothing that the user could do better, and a question would
/// tell a stranger that somebody is there.
///
/// The count is per message, and lives as long as the message does: who keeps messages over a
/// restart keeps [`Attempts::left`] with them, or a restart gives three more tries.
///
/// ```
/// use provost_bootstrap::{Attempts, Identity, Next, Security, UserPin, verify};
///
/// # fn ask() -> UserPin { "0000".parse().expect("digits") }
/// let body = [0x03, 0x0B, 0x6A, 0x00, 0x45, 0x01];
/// let security =
///     Security::from_params(Some(1.into()), Some("1AF545FE2823DC9347064450F90FF1BBF957E146"));
/// let mut attempts = Attempts::default();
/// let mut identities = Vec::new();
/// let end = loop {
///     match attempts.record(&verify(&body, &security, &identities)) {
///         Next::AskPin { .. } => identities = vec![Identity::User(ask())],
///         other => break other,
///     }
/// };
/// assert_eq!(end, Next::Discard { silently: false });
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Attempts {
    left: u8,
}

/// What to do next with a message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Next {
    /// Ask the user for the PIN.
    AskPin {
        /// How many tries there are, this one among them.
        left: u8,
    },
    /// Nothing is left to ask: hand the outcome to the [`Policy`](crate::Policy).
    Admit,
    /// Drop the message.
    Discard {
        /// Without a word to the user.
        silently: bool,
    },
}

impl Attempts {
    /// A number of tries. Zero asks nobody.
    #[must_use]
    pub const fn new(limit: u8) -> Self {
        Self { left: limit }
    }

    /// How many are left.
    #[must_use]
    pub const fn left(&self) -> u8 {
        self.left
    }

    /// Takes note of an outcome. Once all tries are used up, nothing is admitted any more.
    pub fn record(&mut self, outcome: &Outcome<'_>) -> Next {
        match outcome {
            Outcome::Verified(_) | Outcome::Unauthenticated(_) if self.left > 0 => Next::Admit,
            Outcome::NeedsUserPin => self.ask(),
            Outcome::Failed(method) if method.has_user_pin() => self.fail(),
            Outcome::Malformed(Defect::PinLength(_)) => self.fail(),
            // Spent, even where it would be right by now.
            Outcome::Verified(_) | Outcome::Unauthenticated(_) => Next::Discard { silently: false },
            Outcome::Failed(_)
            | Outcome::NeedsNetworkSecret
            | Outcome::Malformed(_)
            | Outcome::UnsupportedMethod(_) => {
                self.left = 0;
                Next::Discard { silently: true }
            }
        }
    }

    const fn fail(&mut self) -> Next {
        self.left = self.left.saturating_sub(1);
        self.ask()
    }

    const fn ask(&self) -> Next {
        match self.left {
            0 => Next::Discard { silently: false },
            left => Next::AskPin { left },
        }
    }
}

impl Default for Attempts {
    /// Three.
    fn default() -> Self {
        Self::new(3)
    }
}
