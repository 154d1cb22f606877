//! Cancelling a push (8.4, 8.5).

use alloc::string::String;
use alloc::vec::Vec;

use super::Address;
use crate::pap::extra::Extra;
use crate::pap::open::Open;
use crate::pap::status::StatusCode;

/// `cancel-message`.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct CancelMessage {
    /// The push.
    pub push_id: String,
    /// For whom; none is for all.
    pub addresses: Vec<Address>,
    /// What is not known.
    pub extra: Extra,
}

impl CancelMessage {
    /// Cancels a push for all of its clients.
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

/// `cancel-response`.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct CancelResponse {
    /// The push.
    pub push_id: String,
    /// The outcomes, each of some clients.
    pub results: Vec<CancelResult>,
    /// What is not known.
    pub extra: Extra,
}

impl CancelResponse {
    /// An answer with its first outcome.
    #[must_use]
    pub fn new(push_id: impl Into<String>, result: CancelResult) -> Self {
        let results = alloc::vec![result];
        Self { push_id: push_id.into(), results, extra: Extra::default() }
    }
}

/// `cancel-result`: one outcome.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct CancelResult {
    /// The outcome.
    pub code: Open<StatusCode>,
    /// In words.
    pub description: Option<String>,
    /// Of whom; none is of all.
    pub addresses: Vec<Address>,
    /// What is not known.
    pub extra: Extra,
}

impl CancelResult {
    /// An outcome for all.
    #[must_use]
    pub fn new(code: StatusCode) -> Self {
        let code = code.into();
        Self { code, description: None, addresses: Vec::new(), extra: Extra::default() }
    }
}
