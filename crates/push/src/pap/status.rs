//! Status codes: four digits that say what became of a message (WAP-247, 8.13 and 8.14).

use alloc::borrow::Cow;
use alloc::string::ToString;
use core::fmt;

use super::open::Value;
use crate::wsp::AbortReason;

/// A status code: an open registry. The first digit is its class.
///
/// ```
/// use provost_push::pap::{StatusClass, StatusCode};
/// use provost_push::wsp::AbortReason;
///
/// assert_eq!(StatusCode::ACCEPTED.class(), StatusClass::Success);
/// assert_eq!(StatusCode(2503).class(), StatusClass::Request);
/// // BlackBerry writes five digits.
/// assert_eq!(StatusCode(22000).canonical(), StatusCode::BAD_REQUEST);
/// // What a client says when it aborts, and what Kannel makes of it.
/// assert_eq!(StatusCode::from_abort(AbortReason::USER_REQUEST), StatusCode(5234));
/// assert_eq!(StatusCode(5026).abort_reason(), Some(AbortReason::USER_REQUEST));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(clippy::exhaustive_structs, reason = "an open number")]
pub struct StatusCode(pub u32);

/// The classes of status codes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum StatusClass {
    /// 1xxx: it is done, or will be.
    Success,
    /// 2xxx: the request is at fault.
    Request,
    /// 3xxx: the gateway failed.
    Gateway,
    /// 4xxx: the service failed, and may succeed later.
    Service,
    /// 5xxx: the client aborted.
    Client,
    /// None of these.
    Unknown,
}

/// Where a code can stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Place {
    /// `response-result` of a `push-response`.
    PushResponse,
    /// `cancel-result`.
    CancelResult,
    /// `resultnotification-message`.
    Notification,
    /// `resultnotification-response`.
    NotificationResponse,
    /// `statusquery-result`.
    StatusResult,
    /// `ccq-response`.
    CapabilityResponse,
    /// `badmessage-response`.
    BadMessage,
}

impl StatusCode {
    /// Done.
    pub const OK: Self = Self(1000);
    /// Accepted; the outcome is not known yet.
    pub const ACCEPTED: Self = Self(1001);
    /// The syntax is not understood.
    pub const BAD_REQUEST: Self = Self(2000);
    /// Refused.
    pub const FORBIDDEN: Self = Self(2001);
    /// The form of an address is not known, or not served here.
    pub const ADDRESS: Self = Self(2002);
    /// No message for that address.
    pub const ADDRESS_NOT_FOUND: Self = Self(2003);
    /// The push id is not known.
    pub const PUSH_ID_NOT_FOUND: Self = Self(2004);
    /// The device has other capabilities than the initiator assumes.
    pub const CAPABILITIES_MISMATCH: Self = Self(2005);
    /// The device cannot take this content.
    pub const CAPABILITIES_NOT_SUPPORTED: Self = Self(2006);
    /// The push id was used before.
    pub const DUPLICATE_PUSH_ID: Self = Self(2007);
    /// The push id is known, but the message cannot be cancelled.
    pub const CANCEL_NOT_POSSIBLE: Self = Self(2008);
    /// An error inside the gateway.
    pub const INTERNAL_ERROR: Self = Self(3000);
    /// The operation is not implemented.
    pub const NOT_IMPLEMENTED: Self = Self(3001);
    /// The version of PAP is not supported.
    pub const VERSION_NOT_SUPPORTED: Self = Self(3002);
    /// The message is known, but complete, or its status is no longer kept.
    pub const NOT_POSSIBLE: Self = Self(3003);
    /// The gateway matches no capabilities.
    pub const CAPABILITY_MATCHING: Self = Self(3004);
    /// Several addresses are not supported.
    pub const MULTIPLE_ADDRESSES: Self = Self(3005);
    /// The content could not be transformed.
    pub const TRANSFORMATION_FAILURE: Self = Self(3006);
    /// The delivery method is not possible.
    pub const DELIVERY_METHOD: Self = Self(3007);
    /// The capabilities of the client are not available.
    pub const CAPABILITIES_NOT_AVAILABLE: Self = Self(3008);
    /// The required network is not available.
    pub const NETWORK_NOT_AVAILABLE: Self = Self(3009);
    /// The required bearer is not available.
    pub const BEARER_NOT_AVAILABLE: Self = Self(3010);
    /// Replacing is not supported (PAP 2.0).
    pub const REPLACE_NOT_SUPPORTED: Self = Self(3011);
    /// The service failed.
    pub const SERVICE_FAILURE: Self = Self(4000);
    /// The gateway is busy.
    pub const SERVICE_BUSY: Self = Self(4001);

    /// Of an abort of WSP: 5000 and the reason in decimal (8.14.5).
    #[must_use]
    pub const fn from_abort(reason: AbortReason) -> Self {
        Self::from_push_status(reason.0 as u16)
    }

    /// Of the status of a push over HTTP: 5000 and the status.
    #[must_use]
    pub const fn from_push_status(status: u16) -> Self {
        Self(5000_u32.saturating_add(status as u32))
    }

    /// The reason of an abort of WSP that it stands for: 5224 to 5238, and the 5026 to 5030 of
    /// Kannel.
    #[must_use]
    pub fn abort_reason(self) -> Option<AbortReason> {
        let code = self.canonical().0;
        match code {
            5224..=5238 => u8::try_from(code.saturating_sub(5000)).ok().map(AbortReason),
            // gw/wap_push_ppg.c counts from 5026 for USERREQ.
            5026..=5030 => {
                let reason = code.saturating_sub(5026).saturating_add(0xEA);
                u8::try_from(reason).ok().map(AbortReason)
            }
            _ => None,
        }
    }

    /// Four digits: without the 2 that BlackBerry puts in front.
    #[must_use]
    pub const fn canonical(self) -> Self {
        match self.0 {
            21000..=25999 => Self(self.0.saturating_sub(20000)),
            _ => self,
        }
    }

    /// Its class, which is known of a code that is not.
    #[must_use]
    pub const fn class(self) -> StatusClass {
        match self.canonical().0 {
            1000..=1999 => StatusClass::Success,
            2000..=2999 => StatusClass::Request,
            3000..=3999 => StatusClass::Gateway,
            4000..=4999 => StatusClass::Service,
            5000..=5999 => StatusClass::Client,
            _ => StatusClass::Unknown,
        }
    }

    /// How a code that is not known is to be taken: as x000 of its class (8.13).
    #[must_use]
    pub fn general(self) -> Self {
        let code = self.canonical();
        if code.meaning().is_some() || code.class() == StatusClass::Unknown {
            return code;
        }
        Self(code.0.checked_div(1000).unwrap_or(0).saturating_mul(1000))
    }

    /// Whether it is one of those that an implementation may give a meaning of its own.
    #[must_use]
    pub fn is_private(self) -> bool {
        let canonical = self.canonical();
        // 5500 and above collide with the statuses of pushes over HTTP.
        canonical.0.checked_rem(1000).is_some_and(|rest| rest >= 500)
            && matches!(
                canonical.class(),
                StatusClass::Success
                    | StatusClass::Request
                    | StatusClass::Gateway
                    | StatusClass::Service
            )
    }

    /// What it means.
    #[must_use]
    pub fn meaning(self) -> Option<&'static str> {
        let row = ROWS.iter().find(|row| row.0 == self.canonical().0);
        row.map(|row| row.1)
    }

    /// Whether it may stand in a place: those that are not known may in any.
    #[must_use]
    pub fn may_stand(self, place: Place) -> bool {
        let code = self.canonical();
        if code.class() == StatusClass::Client {
            return matches!(place, Place::Notification | Place::StatusResult);
        }
        ROWS.iter().find(|row| row.0 == code.0).is_none_or(|row| row.2.contains(&place))
    }
}

impl fmt::Display for StatusCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.0)
    }
}

/// Four digits, or five: anything else is kept as text.
impl Value for StatusCode {
    fn read(text: &str) -> Option<Self> {
        let fits =
            (4..=5).contains(&text.len()) && text.bytes().all(|octet| octet.is_ascii_digit());
        let code = Self(fits.then(|| text.parse().ok()).flatten()?);
        (code.0 >= 1000 && code.to_string() == text).then_some(code)
    }

    fn text(&self) -> Cow<'static, str> {
        Cow::Owned(self.to_string())
    }
}

use Place::{
    BadMessage as BM, CancelResult as CR, CapabilityResponse as CQ, Notification as RN,
    NotificationResponse as RR, PushResponse as PR, StatusResult as SQ,
};

/// Code, meaning, and where it may stand.
static ROWS: &[(u32, &str, &[Place])] = &[
    (1000, "done", &[CR, RN, RR, SQ, CQ]),
    (1001, "accepted for processing", &[PR]),
    (2000, "syntax not understood", &[PR, CR, RR, SQ, CQ, BM]),
    (2001, "refused", &[PR, CR, RN, SQ, CQ]),
    (2002, "address not recognized", &[PR, CR, RN, SQ, CQ]),
    (2003, "no message for that address", &[CR, SQ]),
    (2004, "push id not known", &[PR, CR, SQ]),
    (2005, "capabilities differ from what was assumed", &[PR, RN]),
    (2006, "content not supported by the device", &[PR, RN]),
    (2007, "push id used before", &[PR]),
    (2008, "cancelling not possible", &[PR, CR, RN]),
    (3000, "internal error", &[PR, CR, SQ, CQ]),
    (3001, "operation not implemented", &[CR, SQ, CQ]),
    (3002, "version of PAP not supported", &[BM]),
    (3003, "message complete, or status no longer kept", &[CR, SQ]),
    (3004, "capabilities are not matched", &[PR]),
    (3005, "several addresses not supported", &[PR, CR, SQ]),
    (3006, "content could not be transformed", &[PR, RN, SQ]),
    (3007, "delivery method not possible", &[PR, RN, SQ]),
    (3008, "client capabilities not available", &[CQ]),
    (3009, "required network not available", &[PR, RN, SQ]),
    (3010, "required bearer not available", &[PR, RN, SQ]),
    (3011, "replacing not supported", &[PR]),
    (4000, "service failed", &[RN, SQ]),
    (4001, "gateway busy", &[RN, SQ]),
    (5224, "client aborted: protocol error", &[RN, SQ]),
    (5225, "client aborted: disconnected", &[RN, SQ]),
    (5226, "client aborted: suspended", &[RN, SQ]),
    (5227, "client aborted: resumed", &[RN, SQ]),
    (5228, "client aborted: congestion", &[RN, SQ]),
    (5229, "client aborted: no connection", &[RN, SQ]),
    (5230, "client aborted: too many requests", &[RN, SQ]),
    (5231, "client aborted: too many pushes", &[RN, SQ]),
    (5232, "client aborted: by its peer", &[RN, SQ]),
    (5233, "client aborted: network error", &[RN, SQ]),
    (5234, "client aborted: by the user, may be tried again", &[RN, SQ]),
    (5235, "client aborted: refused by the user", &[RN, SQ]),
    (5236, "client aborted: no such destination", &[RN, SQ]),
    (5237, "client aborted: out of resources, may be tried again", &[RN, SQ]),
    (5238, "client aborted: content not processable", &[RN, SQ]),
    (5256, "client aborted: capability tag missing or wrong", &[RN, SQ]),
    (5257, "client aborted: no matching provisioning context", &[RN, SQ]),
    (5600, "client aborted: no common version of OTA-HTTP", &[RN, SQ]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text() {
        for text in ["1000", "5999", "22000", "9999"] {
            assert_eq!(StatusCode::read(text).unwrap().text(), text);
        }
        for text in ["", "100", "0100", "+100", "100000", "1000 ", "abcd", "\u{661}000"] {
            assert_eq!(StatusCode::read(text), None, "{text}");
        }
    }

    #[test]
    fn unknown_codes_are_taken_as_their_class() {
        assert_eq!(StatusCode(2499).general(), StatusCode(2000));
        assert_eq!(StatusCode(22499).general(), StatusCode(2000));
        assert_eq!(StatusCode(5235).general(), StatusCode(5235));
        assert_eq!(StatusCode(6123).general(), StatusCode(6123));
        assert!(StatusCode(2500).is_private() && !StatusCode(2499).is_private());
        assert!(!StatusCode(5600).is_private());
    }

    #[test]
    fn places() {
        assert!(StatusCode::ACCEPTED.may_stand(Place::PushResponse));
        assert!(!StatusCode::OK.may_stand(Place::PushResponse));
        assert!(StatusCode(2999).may_stand(Place::BadMessage));
        assert!(!StatusCode(5234).may_stand(Place::PushResponse));
        assert!(StatusCode(5123).may_stand(Place::Notification));
    }
}
