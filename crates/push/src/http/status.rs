//! What a terminal says to a push or a registration: `X-Wap-Push-Status` (7.4.2.1).

use core::fmt;

use crate::error::{Error, ErrorKind, Expected};

/// A status: an open registry of three digits.
///
/// ```
/// use provost_push::http::{PushStatus, StatusKind};
///
/// let status = PushStatus::parse("257 no context")?;
/// assert_eq!(status.kind(), StatusKind::PushRejected);
/// assert_eq!((status.retry(), status.meaning()), (Some(false), Some("no matching provisioning context")));
/// # Ok::<(), provost_push::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(clippy::exhaustive_structs, reason = "an open number")]
pub struct PushStatus(pub u16);

/// What a status is about, by its number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum StatusKind {
    /// 234 to 299.
    PushRejected,
    /// 300 to 399.
    RegistrationRejected,
    /// 400 to 499.
    PushAccepted,
    /// 500 to 599.
    RegistrationAccepted,
    /// 600 to 699: whatever was asked.
    Rejected,
    /// None of these.
    Unknown,
}

impl PushStatus {
    /// The push is rejected: the user asks for it later.
    pub const USER_REQUEST: Self = Self(234);
    /// The push is rejected: the user refuses it.
    pub const USER_REFUSED: Self = Self(235);
    /// The push is rejected: no such destination.
    pub const USER_UNKNOWN: Self = Self(236);
    /// The push is rejected: out of resources.
    pub const OUT_OF_RESOURCES: Self = Self(237);
    /// The push is rejected: its content cannot be processed.
    pub const CONTENT: Self = Self(238);
    /// The push is rejected: the tag is missing or wrong.
    pub const PUSH_TAG: Self = Self(256);
    /// The push is rejected: no matching provisioning context.
    pub const PUSH_CONTEXT: Self = Self(257);
    /// The registration is rejected, and may be tried again.
    pub const REGISTRATION_LATER: Self = Self(300);
    /// The registration is rejected.
    pub const REGISTRATION_REJECTED: Self = Self(301);
    /// The registration is rejected: no matching provisioning context.
    pub const REGISTRATION_CONTEXT: Self = Self(302);
    /// The push is accepted.
    pub const ACCEPTED: Self = Self(400);
    /// The push is accepted, although the tag is wrong.
    pub const ACCEPTED_TAG: Self = Self(401);
    /// The registration is accepted; the tag is right.
    pub const REGISTERED: Self = Self(500);
    /// The registration is accepted; the tag is missing or wrong.
    pub const REGISTERED_TAG: Self = Self(501);
    /// There is no common version of OTA-HTTP.
    pub const VERSION: Self = Self(600);

    /// Reads three digits, and a phrase that says nothing.
    ///
    /// # Errors
    /// [`Form`](ErrorKind::Form) for anything else.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let text = text.trim_matches([' ', '\t']);
        let fault = Error::new(ErrorKind::Form(Expected::PushStatus), 0);
        let (digits, rest) = text.split_at_checked(3).ok_or(fault)?;
        let is_number = digits.bytes().all(|octet| octet.is_ascii_digit());
        if !is_number || !(rest.is_empty() || rest.starts_with([' ', '\t'])) {
            return Err(fault);
        }
        digits.parse().map(Self).map_err(|_| fault)
    }

    /// What it is about.
    #[must_use]
    pub const fn kind(self) -> StatusKind {
        match self.0 {
            234..=299 => StatusKind::PushRejected,
            300..=399 => StatusKind::RegistrationRejected,
            400..=499 => StatusKind::PushAccepted,
            500..=599 => StatusKind::RegistrationAccepted,
            600..=699 => StatusKind::Rejected,
            _ => StatusKind::Unknown,
        }
    }

    /// Whether the same request may be sent again as it is; nothing is said of some.
    #[must_use]
    pub fn retry(self) -> Option<bool> {
        ROWS.iter().find(|row| row.0 == self.0).and_then(|row| row.1)
    }

    /// What it means.
    #[must_use]
    pub fn meaning(self) -> Option<&'static str> {
        ROWS.iter().find(|row| row.0 == self.0).map(|row| row.2)
    }
}

#[cfg(feature = "pap")]
impl From<PushStatus> for crate::pap::StatusCode {
    /// What a gateway tells the initiator: 5abc of a rejection, 1000 of an acceptance.
    fn from(status: PushStatus) -> Self {
        match status.kind() {
            StatusKind::PushAccepted | StatusKind::RegistrationAccepted => Self::OK,
            _ => Self::from_push_status(status.0),
        }
    }
}

impl fmt::Display for PushStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:03}", self.0)?;
        self.meaning().map_or(Ok(()), |meaning| write!(f, " {meaning}"))
    }
}

/// Number, whether to try again, meaning.
static ROWS: &[(u16, Option<bool>, &str)] = &[
    (234, Some(true), "rejected by the user, ask again"),
    (235, Some(false), "refused by the user"),
    (236, Some(false), "no such destination"),
    (237, Some(true), "out of resources"),
    (238, Some(false), "content not processable"),
    (256, Some(false), "capability tag missing or wrong"),
    (257, Some(false), "no matching provisioning context"),
    (300, Some(true), "registration rejected for now"),
    (301, Some(false), "registration rejected"),
    (302, Some(false), "registration rejected, no matching provisioning context"),
    (400, None, "accepted"),
    (401, None, "accepted with a wrong capability tag"),
    (500, None, "registered"),
    (501, None, "registered, capability tag missing or wrong"),
    (600, None, "no common version"),
];
