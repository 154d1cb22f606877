//! What a client can do: the initiator asks (8.10, 8.11).

use alloc::string::String;

use super::Address;
use crate::pap::extra::Extra;
use crate::pap::open::Open;
use crate::pap::status::StatusCode;

/// `ccq-message`.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct CapabilityQuery {
    /// The name of the query, of this initiator alone.
    pub query_id: Option<String>,
    /// The application that is asked for, as in `X-Wap-Application-Id`.
    pub app_id: Option<String>,
    /// The client.
    pub address: Address,
    /// What is not known.
    pub extra: Extra,
}

impl CapabilityQuery {
    /// Asks for a client.
    #[must_use]
    pub fn new(address: impl Into<Address>) -> Self {
        let address = address.into();
        Self { query_id: None, app_id: None, address, extra: Extra::default() }
    }
}

/// `ccq-response`. With code 1000 the capabilities come as a second entity.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct CapabilityResponse {
    /// The name of the query.
    pub query_id: Option<String>,
    /// The outcome.
    pub code: Open<StatusCode>,
    /// In words.
    pub description: Option<String>,
    /// The client.
    pub address: Address,
    /// What is not known.
    pub extra: Extra,
}

impl CapabilityResponse {
    /// An answer with its code.
    #[must_use]
    pub fn new(address: impl Into<Address>, code: StatusCode) -> Self {
        Self {
            query_id: None,
            code: code.into(),
            description: None,
            address: address.into(),
            extra: Extra::default(),
        }
    }
}
