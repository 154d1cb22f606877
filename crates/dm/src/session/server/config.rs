//! How a server holds its sessions, and what it proves and checks with.

use alloc::string::String;

use crate::auth::Credential;
use crate::auth_type::AuthType;
use crate::session::Entropy;

/// How a server holds the sessions with a device. It is a part of the state that is stored.
///
/// ```
/// use provost_dm::AuthType;
/// use provost_dm::session::ServerConfig;
///
/// let config = ServerConfig::new()
///     .demanding(AuthType::Md5)
///     .with_max_message(16 << 10)
///     .with_timeout(60);
/// assert_eq!(config.demand, Some(AuthType::Md5));
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct ServerConfig {
    /// The address in `Source`; none is what the device has addressed.
    pub uri: Option<String>,
    /// `RespURI`: where the device sends its next message.
    pub resp_uri: Option<String>,
    /// What devices must prove themselves with; nothing where the transport has done it.
    pub demand: Option<AuthType>,
    /// Whether they must in each message, where the scheme would do with one (no).
    pub each: bool,
    /// What we prove ourselves with before any challenge.
    pub prefer: Option<AuthType>,
    /// `MaxMsgSize`: octets of the largest message that is taken (1 MiB).
    pub max_message: usize,
    /// `MaxObjSize`: octets of the largest object that is taken, and of all that is found in one
    /// package (16 MiB): a device must not fill the memory.
    pub max_object: usize,
    /// Octets of a message to a device that has announced no `MaxMsgSize` (64 KiB).
    pub assumed_message: usize,
    /// Seconds after which a device that says nothing is given up (300).
    pub timeout: u32,
    /// Messages of a session, after which it is aborted (1,000): a device that never ends its
    /// package would be asked for the next message for ever.
    pub messages: u32,
}

impl ServerConfig {
    /// What is said above; nothing is demanded.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            uri: None,
            resp_uri: None,
            demand: None,
            each: false,
            prefer: None,
            max_message: 1 << 20,
            max_object: 16 << 20,
            assumed_message: 64 << 10,
            timeout: 300,
            messages: 1000,
        }
    }

    /// With another address than the one that devices use.
    #[must_use]
    pub fn with_uri(self, uri: impl Into<String>) -> Self {
        Self { uri: Some(uri.into()), ..self }
    }

    /// With an address for the next message.
    #[must_use]
    pub fn with_resp_uri(self, uri: impl Into<String>) -> Self {
        Self { resp_uri: Some(uri.into()), ..self }
    }

    /// With credentials that devices must send.
    #[must_use]
    pub fn demanding(self, scheme: AuthType) -> Self {
        Self { demand: Some(scheme), ..self }
    }

    /// With credentials in each message, basic or MD5, for which one message would do: a device is told 200
    /// in place of 212, and repeats them. Without, whoever knows the `SessionID` of a session that goes on, and
    /// its address, can speak for the device: over a transport that does not prove who speaks, demand this or
    /// MAC.
    #[must_use]
    pub fn of_each_message(self) -> Self {
        Self { each: true, ..self }
    }

    /// With credentials of our own in the first answer: MD5 or MAC, for basic would show the
    /// password to any device.
    #[must_use]
    pub fn proving(self, scheme: AuthType) -> Self {
        Self { prefer: Some(scheme), ..self }
    }

    /// With another largest message.
    #[must_use]
    pub fn with_max_message(self, octets: usize) -> Self {
        Self { max_message: octets, ..self }
    }

    /// With another largest object.
    #[must_use]
    pub fn with_max_object(self, octets: usize) -> Self {
        Self { max_object: octets, ..self }
    }

    /// With another length of messages to devices that announce none.
    #[must_use]
    pub fn with_assumed_message(self, octets: usize) -> Self {
        Self { assumed_message: octets, ..self }
    }

    /// With another time of silence.
    #[must_use]
    pub fn with_timeout(self, seconds: u32) -> Self {
        Self { timeout: seconds, ..self }
    }

    /// With another number of messages.
    #[must_use]
    pub fn with_messages(self, messages: u32) -> Self {
        Self { messages, ..self }
    }
}

impl Default for ServerConfig {
    fn default() -> Self {
        Self::new()
    }
}

/// What a server has to know for a session and never stores with it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ServerCredentials {
    /// Of the device: what it proves itself with.
    pub device: Option<Credential>,
    /// Of the server, for this device: DM Security 1.2.1 wants another password for each.
    pub server: Option<Credential>,
    /// Where the nonces of challenges come from.
    pub entropy: Entropy,
}

impl ServerCredentials {
    /// Of nobody: the transport proves who speaks.
    #[must_use]
    pub const fn new(entropy: Entropy) -> Self {
        Self { device: None, server: None, entropy }
    }

    /// With those of the device.
    #[must_use]
    pub fn with_device(self, credential: Credential) -> Self {
        Self { device: Some(credential), ..self }
    }

    /// With those of the server.
    #[must_use]
    pub fn with_server(self, credential: Credential) -> Self {
        Self { server: Some(credential), ..self }
    }
}
