//! What a session of a client is told when it begins.

use alloc::string::String;

use provost_wbxml::Syntax;

use crate::auth::Nonce;
use crate::limits::Limits;
use crate::media_type::MediaType;
use crate::notification::{self, Initiator};
use crate::session::Version;
use crate::session::security::{Entropy, Prover, Verifier};
use crate::text::Text;

/// Octets of a message around the data of the one result in it.
pub(super) const OVERHEAD: usize = 512;

/// What a client knows of the server and of itself: the account, and what the device can do.
///
/// ```
/// use provost_dm::auth::{Credential, Nonce};
/// use provost_dm::session::{Config, Prover, Version};
/// use provost_dm::AuthType;
///
/// let stored = Nonce::from_base64("Tm9uY2U=")?;
/// let prover = Prover::new(Credential::new("Bruce2", "OhBehave"), stored);
/// let config = Config::new("com.example", "https://dm.example/")
///     .with_version(Version::Dm12)
///     .with_prover(prover.preferring(AuthType::Md5))
///     .with_max_message(4096);
/// assert!(!format!("{config:?}").contains("OhBehave"));
/// # Ok::<(), provost_dm::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Config {
    pub(super) server_id: String,
    pub(super) uri: String,
    pub(super) device: Option<String>,
    pub(super) version: Version,
    pub(super) syntax: Syntax,
    pub(super) prover: Prover,
    pub(super) verifier: Verifier,
    pub(super) entropy: Entropy,
    pub(super) max_message: usize,
    pub(super) max_object: usize,
    pub(super) server_max_message: usize,
    pub(super) large_objects: bool,
    pub(super) interaction: bool,
    pub(super) limits: Limits,
    pub(super) max_messages: u32,
    pub(super) max_repeats: u32,
    pub(super) max_results: usize,
}

/// What has begun a session.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Trigger {
    pub(super) session_id: Text,
    pub(super) by_server: bool,
}

impl Trigger {
    /// The user, or something that has happened at the device: alert 1201.
    #[must_use]
    pub fn user(session_id: impl Into<Text>) -> Self {
        Self { session_id: session_id.into(), by_server: false }
    }

    /// The server, which has notified the client: alert 1200. The identifier is that of the
    /// notification.
    #[must_use]
    pub fn server(session_id: impl Into<Text>) -> Self {
        Self { session_id: session_id.into(), by_server: true }
    }
}

/// A notification, which has been verified.
impl From<&notification::Trigger> for Trigger {
    fn from(trigger: &notification::Trigger) -> Self {
        let session_id = Text::from(alloc::format!("{}", trigger.session_id()));
        Self { session_id, by_server: trigger.initiator() == Initiator::Server }
    }
}

impl Config {
    /// A server by its identifier, which is that of access control lists, and its address. DM 1.2
    /// in WBXML; nobody proves anything, because the transport has.
    #[must_use]
    pub fn new(server_id: impl Into<String>, uri: impl Into<String>) -> Self {
        Self {
            server_id: server_id.into(),
            uri: uri.into(),
            device: None,
            version: Version::Dm12,
            syntax: Syntax::Wbxml,
            prover: Prover::nobody(Nonce::EMPTY),
            verifier: Verifier::anyone(Nonce::EMPTY),
            entropy: Entropy::new([0; 32]),
            max_message: 1 << 16,
            max_object: 16 << 20,
            server_max_message: usize::MAX,
            large_objects: true,
            interaction: true,
            limits: Limits::DEFAULT,
            max_messages: 65_536,
            max_repeats: 2,
            max_results: 16 << 20,
        }
    }

    /// With the identifier of the device, where it is not that of `./DevInfo/DevId` in the tree.
    #[must_use]
    pub fn with_device(self, device: impl Into<String>) -> Self {
        Self { device: Some(device.into()), ..self }
    }

    /// With another version.
    #[must_use]
    pub fn with_version(self, version: Version) -> Self {
        Self { version, ..self }
    }

    /// With messages in another syntax. Messages of the server are read in either.
    #[must_use]
    pub fn with_syntax(self, syntax: Syntax) -> Self {
        Self { syntax, ..self }
    }

    /// With a proof of who we are.
    #[must_use]
    pub fn with_prover(self, prover: Prover) -> Self {
        Self { prover, ..self }
    }

    /// With a server that has to prove who it is, and random octets for the challenges.
    #[must_use]
    pub fn with_verifier(self, verifier: Verifier, entropy: Entropy) -> Self {
        Self { verifier, entropy, ..self }
    }

    /// With another length of messages that are taken (65,536 octets), which the server is told. A
    /// longer one is answered with 413, and ends the session.
    #[must_use]
    pub fn with_max_message(self, max_message: usize) -> Self {
        Self { max_message, ..self }
    }

    /// With another length of objects that are taken (16 MiB), which the server is told.
    #[must_use]
    pub fn with_max_object(self, max_object: usize) -> Self {
        Self { max_object, ..self }
    }

    /// With a length of messages that the server takes, until it says so itself (any).
    #[must_use]
    pub fn with_server_max_message(self, server_max_message: usize) -> Self {
        Self { server_max_message, ..self }
    }

    /// With objects in parts or without (with): what `./DevDetail/LrgObj` says. Without, parts are
    /// answered with 406, and what is too large for a message with 413.
    #[must_use]
    pub fn with_large_objects(self, large_objects: bool) -> Self {
        Self { large_objects, ..self }
    }

    /// With a user who can be asked or without (with): without, such alerts are answered with 406.
    #[must_use]
    pub fn with_interaction(self, interaction: bool) -> Self {
        Self { interaction, ..self }
    }

    /// With other bounds on messages of the server.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// With another number of messages that a session may have (65,536): a server that never ends
    /// one.
    #[must_use]
    pub fn with_max_messages(self, max_messages: u32) -> Self {
        Self { max_messages, ..self }
    }

    /// With another number of times that a message is sent again (2) because the answer was lost or is
    /// none.
    #[must_use]
    pub fn with_max_repeats(self, max_repeats: u32) -> Self {
        Self { max_repeats, ..self }
    }

    /// With another number of octets that results may have (16 MiB), those of one message and those that
    /// wait to be sent together: the same tree may be asked for many times over. What is above is 413.
    #[must_use]
    pub fn with_max_results(self, max_results: usize) -> Self {
        Self { max_results, ..self }
    }

    /// The media type of our messages.
    pub(super) fn content_type(&self) -> &'static str {
        MediaType::Message(self.syntax).name()
    }
}
