//! Why a session or transaction ends, and how a method ended (WAP-230, tables 35 and 36).

use core::fmt;

/// The reason of an abort: an open registry.
///
/// ```
/// use provost_push::wsp::AbortReason;
///
/// assert_eq!(AbortReason::USER_REFUSED.to_string(), "USERRFS");
/// assert!(!AbortReason::USER_REFUSED.may_retry());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(clippy::exhaustive_structs, reason = "an open number")]
pub struct AbortReason(pub u8);

impl AbortReason {
    /// The peer sent what the protocol does not allow.
    pub const PROTOCOL_ERROR: Self = Self(0xe0);
    /// The session was disconnected.
    pub const DISCONNECT: Self = Self(0xe1);
    /// The session was suspended.
    pub const SUSPEND: Self = Self(0xe2);
    /// The session was resumed.
    pub const RESUME: Self = Self(0xe3);
    /// The peer is congested.
    pub const CONGESTION: Self = Self(0xe4);
    /// The session could not be set up.
    pub const CONNECT_ERROR: Self = Self(0xe5);
    /// A message is larger than was agreed.
    pub const MESSAGE_SIZE_EXCEEDED: Self = Self(0xe6);
    /// More are open than was agreed.
    pub const OUTSTANDING_EXCEEDED: Self = Self(0xe7);
    /// The peer asked for it.
    pub const PEER_REQUEST: Self = Self(0xe8);
    /// The network failed.
    pub const NETWORK_ERROR: Self = Self(0xe9);
    /// The user asked for it: it may be tried again.
    pub const USER_REQUEST: Self = Self(0xea);
    /// The user refuses: it shall not be tried again.
    pub const USER_REFUSED: Self = Self(0xeb);
    /// No such destination.
    pub const USER_NO_DESTINATION: Self = Self(0xec);
    /// Resources are short: it may be tried again.
    pub const USER_RESOURCES: Self = Self(0xed);
    /// The content cannot be processed.
    pub const USER_CONTENT: Self = Self(0xee);

    /// The name of the specification.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        NAMES.get(usize::from(self.0.checked_sub(0xe0)?)).copied()
    }

    /// Whether the same push may be sent again.
    #[must_use]
    pub const fn may_retry(self) -> bool {
        !matches!(self, Self::USER_REFUSED | Self::USER_NO_DESTINATION | Self::USER_CONTENT)
    }
}

impl fmt::Display for AbortReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.write_str(name),
            None => write!(f, "0x{:02x}", self.0),
        }
    }
}

const NAMES: [&str; 15] = [
    "PROTOERR",
    "DISCONNECT",
    "SUSPEND",
    "RESUME",
    "CONGESTION",
    "CONNECTERR",
    "MRUEXCEEDED",
    "MOREXCEEDED",
    "PEERREQ",
    "NETERR",
    "USERREQ",
    "USERRFS",
    "USERPND",
    "USERDCR",
    "USERDCU",
];

/// The status of a reply: that of HTTP, folded into an octet.
///
/// ```
/// use provost_push::wsp::Status;
///
/// assert_eq!(Status(0x20).http(), Some(200));
/// assert_eq!(Status::from_http(416), Some(Status(0x50)));
/// assert_eq!(Status::from_http(505), Some(Status(0x65)));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(clippy::exhaustive_structs, reason = "an open number")]
pub struct Status(pub u8);

impl Status {
    /// 200.
    pub const OK: Self = Self(0x20);
    /// 400.
    pub const BAD_REQUEST: Self = Self(0x40);

    /// The status of HTTP.
    #[must_use]
    pub fn http(self) -> Option<u16> {
        let low = u16::from(self.0 & 0x0F);
        let base = match self.0 >> 4 {
            class @ 1..=4 => u16::from(class).checked_mul(100)?,
            // 416 and above did not fit behind 4.
            5 if low <= 1 => 416,
            6 if low <= 5 => 500,
            _ => return None,
        };
        base.checked_add(low)
    }

    /// The octet of a status of HTTP.
    #[must_use]
    pub fn from_http(status: u16) -> Option<Self> {
        let (class, low) = match status {
            100..=115 => (0x10, status.checked_sub(100)?),
            200..=215 => (0x20, status.checked_sub(200)?),
            300..=315 => (0x30, status.checked_sub(300)?),
            400..=415 => (0x40, status.checked_sub(400)?),
            416 | 417 => (0x50, status.checked_sub(416)?),
            500..=505 => (0x60, status.checked_sub(500)?),
            _ => return None,
        };
        u8::try_from(low).ok().map(|low| Self(class | low))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_both_ways() {
        for octet in 0..=u8::MAX {
            if let Some(http) = Status(octet).http() {
                assert_eq!(Status::from_http(http), Some(Status(octet)), "{octet:02x}");
            }
        }
        assert_eq!(Status::from_http(418), None);
        assert_eq!(Status(0x70).http(), None);
        assert_eq!(AbortReason(0xef).name(), None);
        assert_eq!(AbortReason::USER_CONTENT.name(), Some("USERDCU"));
    }
}
