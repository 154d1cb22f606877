//! What became of a push: the gateway tells the initiator (8.6, 8.7).

use alloc::string::String;

use provost_wbxml::typed::datetime::DateTime;

use super::{Address, MessageState, QualityOfService};
use crate::pap::extra::Extra;
use crate::pap::open::Open;
use crate::pap::status::StatusCode;

/// `resultnotification-message`.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Notification {
    /// The push.
    pub push_id: String,
    /// The URL of the gateway.
    pub sender_address: Option<String>,
    /// The name of the gateway.
    pub sender_name: Option<String>,
    /// When the gateway got the push.
    pub received_time: Option<Open<DateTime>>,
    /// When it came to this.
    pub event_time: Option<Open<DateTime>>,
    /// What became of it.
    pub state: Open<MessageState>,
    /// More precisely.
    pub code: Open<StatusCode>,
    /// In words.
    pub description: Option<String>,
    /// For whom.
    pub address: Address,
    /// How it was delivered, where the submission asked for something.
    pub quality: Option<QualityOfService>,
    /// What is not known.
    pub extra: Extra,
}

impl Notification {
    /// What became of a push to a client.
    #[must_use]
    pub fn new(
        push_id: impl Into<String>,
        address: impl Into<Address>,
        state: MessageState,
        code: StatusCode,
    ) -> Self {
        Self {
            push_id: push_id.into(),
            sender_address: None,
            sender_name: None,
            received_time: None,
            event_time: None,
            state: state.into(),
            code: code.into(),
            description: None,
            address: address.into(),
            quality: None,
            extra: Extra::default(),
        }
    }
}

/// `resultnotification-response`.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct NotificationResponse {
    /// The push.
    pub push_id: String,
    /// 1000, or 2000.
    pub code: Open<StatusCode>,
    /// In words.
    pub description: Option<String>,
    /// Of whom the notification was.
    pub address: Address,
    /// What is not known.
    pub extra: Extra,
}

impl NotificationResponse {
    /// An answer to a notification.
    #[must_use]
    pub fn new(push_id: impl Into<String>, address: impl Into<Address>, code: StatusCode) -> Self {
        Self {
            push_id: push_id.into(),
            code: code.into(),
            description: None,
            address: address.into(),
            extra: Extra::default(),
        }
    }
}
