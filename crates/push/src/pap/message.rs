//! The messages of PAP: one struct for each element, with what it does not know in `extra`.
//!
//! Optional attributes are `Option`s: an absent one is not the same as its default, for a document
//! comes back as it was.

mod cancel;
mod capability;
mod notification;
mod push;
mod query;
mod words;

use alloc::string::String;

use super::extra::{Element, Extra};
use super::open::Open;
use super::status::StatusCode;

pub use cancel::{CancelMessage, CancelResponse, CancelResult};
pub use capability::{CapabilityQuery, CapabilityResponse};
pub use notification::{Notification, NotificationResponse};
pub use push::{ProgressNote, PushMessage, PushResponse, QualityOfService};
pub use query::{StatusQuery, StatusResponse, StatusResult};
pub use words::{DeliveryMethod, MessageState, Priority, ReplaceMethod};

/// The one operation of a document.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Message {
    /// `push-message`: submits a push.
    Push(PushMessage),
    /// `push-response`: whether it is accepted.
    PushResponse(PushResponse),
    /// `cancel-message`: takes a push back.
    Cancel(CancelMessage),
    /// `cancel-response`: whether that was possible.
    CancelResponse(CancelResponse),
    /// `resultnotification-message`: what became of a push.
    Notification(Notification),
    /// `resultnotification-response`: that this is known.
    NotificationResponse(NotificationResponse),
    /// `statusquery-message`: asks what becomes of a push.
    StatusQuery(StatusQuery),
    /// `statusquery-response`: what is known of it.
    StatusResponse(StatusResponse),
    /// `ccq-message`: asks for the capabilities of a client.
    CapabilityQuery(CapabilityQuery),
    /// `ccq-response`: they are in the entity that comes with it.
    CapabilityResponse(CapabilityResponse),
    /// `badmessage-response`: that a document was not understood.
    BadMessage(BadMessage),
    /// An operation that is none of these.
    Other(Element),
}

impl Message {
    /// The name of its element.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Push(_) => "push-message",
            Self::PushResponse(_) => "push-response",
            Self::Cancel(_) => "cancel-message",
            Self::CancelResponse(_) => "cancel-response",
            Self::Notification(_) => "resultnotification-message",
            Self::NotificationResponse(_) => "resultnotification-response",
            Self::StatusQuery(_) => "statusquery-message",
            Self::StatusResponse(_) => "statusquery-response",
            Self::CapabilityQuery(_) => "ccq-message",
            Self::CapabilityResponse(_) => "ccq-response",
            Self::BadMessage(_) => "badmessage-response",
            Self::Other(element) => &element.name,
        }
    }
}

/// `address`: one client, in a message to or about it.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Address {
    /// The address as it was written: answers and notifications repeat it to the letter
    /// (WAP-249, 6).
    pub value: String,
    /// What is not known.
    pub extra: Extra,
}

impl Address {
    /// An address.
    #[must_use]
    pub fn new(value: impl Into<String>) -> Self {
        Self { value: value.into(), extra: Extra::default() }
    }

    /// Its parts.
    #[must_use]
    pub fn parse(&self) -> crate::address::Address {
        crate::address::Address::parse(&self.value)
    }
}

impl<T: Into<String>> From<T> for Address {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

/// `badmessage-response`: a document was not understood (8.12).
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct BadMessage {
    /// 2000, or 3002 where the version is not supported.
    pub code: Open<StatusCode>,
    /// In words.
    pub description: Option<String>,
    /// What was not understood, or its front.
    pub fragment: Option<String>,
    /// What is not known.
    pub extra: Extra,
}

impl BadMessage {
    /// An answer with its code.
    #[must_use]
    pub fn new(code: StatusCode) -> Self {
        Self { code: code.into(), description: None, fragment: None, extra: Extra::default() }
    }
}
