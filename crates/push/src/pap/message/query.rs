//! What becomes of a push: the initiator asks (8.8, 8.9).

use alloc::string::String;
use alloc::vec::Vec;

use provost_wbxml::typed::datetime::DateTime;

use super::{Address, MessageState, QualityOfService};
use crate::pap::extra::Extra;
use crate::pap::open::Open;
use crate::pap::status::StatusCode;

/// `statusquery-message`.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct StatusQuery {
    /// The push.
    pub push_id: String,
    /// For whom; none is for all.
    pub addresses: Vec<Address>,
    /// What is not known.
    pub extra: Extra,
}

impl StatusQuery {
    /// Asks for all clients of a push.
    #[must_use]
    pub fn new(push_id: impl Into<String>) -> Self {
        Self { push_id: push_id.into(), addresses: Vec::new(), extra: Extra::default() }
    }

    /// For this client.
    #[must_use]
    pub fn to(mut self, address: impl Into<Address>) -> Self {
        self.addresses.push(address.into());
        self
    }
}

/// `statusquery-response`.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct StatusResponse {
    /// The push.
    pub push_id: String,
    /// What is known, each of some clients.
    pub results: Vec<StatusResult>,
    /// What is not known.
    pub extra: Extra,
}

impl StatusResponse {
    /// An answer with its first result.
    #[must_use]
    pub fn new(push_id: impl Into<String>, result: StatusResult) -> Self {
        let results = alloc::vec![result];
        Self { push_id: push_id.into(), results, extra: Extra::default() }
    }
}

/// `statusquery-result`.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct StatusResult {
    /// When it came to this.
    pub event_time: Option<Open<DateTime>>,
    /// What became of the push.
    pub state: Open<MessageState>,
    /// More precisely.
    pub code: Open<StatusCode>,
    /// In words.
    pub description: Option<String>,
    /// For whom; none is for all.
    pub addresses: Vec<Address>,
    /// How it was delivered. Of `priority`, `network-required` and `bearer-required` a reader takes
    /// no notice here (8.9).
    pub quality: Option<QualityOfService>,
    /// What is not known.
    pub extra: Extra,
}

impl StatusResult {
    /// What became of it for all clients.
    #[must_use]
    pub fn new(state: MessageState, code: StatusCode) -> Self {
        Self {
            event_time: None,
            state: state.into(),
            code: code.into(),
            description: None,
            addresses: Vec::new(),
            quality: None,
            extra: Extra::default(),
        }
    }
}
