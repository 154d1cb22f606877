//! Who a user is for each bearer.

use std::net::SocketAddr;

use provost::push::Error;
use provost::push::address::{Client, ClientAddress};

/// A user of the network: one identity, under which a push reaches the terminal by any bearer.
#[derive(Clone, Debug)]
pub struct Subscriber {
    /// The identity that initiators know: the `USER` of a PAP address.
    pub identity: String,
    /// The number, for short messages.
    pub number: String,
    /// The address of record, for SIP.
    pub record: String,
    /// Where the terminal has registered for SIP; none where it has not.
    pub contact: Option<SocketAddr>,
    /// Where the terminal listens for short messages.
    pub radio: Option<SocketAddr>,
    /// Where the terminal takes pushes by HTTP.
    pub http: Option<String>,
}

impl Subscriber {
    /// A user with a number, registered nowhere.
    #[must_use]
    pub fn new(identity: &str, number: &str) -> Self {
        Self {
            identity: identity.to_owned(),
            number: number.to_owned(),
            record: format!("sip:{identity}"),
            contact: None,
            radio: None,
            http: None,
        }
    }

    /// The address under which an initiator submits pushes for the user.
    ///
    /// # Errors
    /// Where the identity has no place in one.
    pub fn address(&self) -> Result<String, Error> {
        let user = Client::User(self.identity.clone().into_bytes());
        Ok(ClientAddress::new(user, crate::gateway::NAME)?.to_string())
    }
}
