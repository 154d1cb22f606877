//! Sessions without I/O: octets of messages and the time go in, octets and what became of it come out.
//!
//! A session has no socket, no clock and no generator of random numbers. Whoever drives it carries its
//! [`Request`]s to the server and the [`Response`]s back, over whatever transport there is, and says
//! what time it is.

mod client;
mod large_object;
mod outbox;
mod prompt;
mod security;
mod server;

use alloc::string::String;
use core::fmt;

use bytes::Bytes;

pub use client::{Accepted, AlertId, Client, Config, End, Fault, Input, Outcome, Output, Trigger};
pub use prompt::{Answer, Prompt};
pub use security::{Admission, Check, Entropy, Nonces, Prover, Refusal, Standing, Verifier};
pub use server::{
    Answered, Beginning, CommandResult, DeviceAlert, Fate, Handle, Note, Received, Rejection,
    Server, ServerConfig, ServerCredentials, ServerEnd, ServerOutcome, ServerOutput, ServerState,
};

use crate::auth;
use crate::message::Header;
use crate::namespace::Namespace;

/// A moment by the clock of who drives the session: milliseconds from whatever beginning it has. It
/// must not go back.
///
/// ```
/// use provost_dm::session::Instant;
///
/// let start = Instant::from_millis(1_500);
/// assert!(start.after_seconds(2) > start);
/// assert_eq!(start.after_seconds(2).millis(), 3_500);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
pub struct Instant(u64);

impl Instant {
    /// The beginning.
    pub const ZERO: Self = Self(0);

    /// That many milliseconds from the beginning.
    #[must_use]
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis)
    }

    /// The milliseconds from the beginning.
    #[must_use]
    pub const fn millis(self) -> u64 {
        self.0
    }

    /// So many seconds later.
    #[must_use]
    pub const fn after_seconds(self, seconds: u32) -> Self {
        // A `u32` of seconds has less than 2^42 milliseconds.
        Self(self.0.saturating_add((seconds as u64).saturating_mul(1000)))
    }
}

/// The version of the protocol that a session speaks.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum Version {
    /// DM 1.1.2.
    Dm11,
    /// DM 1.2 and 1.2.1.
    #[default]
    Dm12,
    /// DM 1.3, whose messages are those of 1.2 with another `VerProto`.
    Dm13,
}

impl Version {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Dm11, Self::Dm12, Self::Dm13];

    /// `VerProto`.
    #[must_use]
    pub const fn protocol(self) -> &'static str {
        match self {
            Self::Dm11 => "DM/1.1",
            Self::Dm12 => "DM/1.2",
            Self::Dm13 => "DM/1.3",
        }
    }

    /// The version of a `VerProto`.
    #[must_use]
    pub fn from_protocol(protocol: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|version| version.protocol() == protocol.trim_ascii())
    }

    /// The language of its messages.
    #[must_use]
    pub const fn namespace(self) -> Namespace {
        match self {
            Self::Dm11 => Namespace::SyncMl11,
            Self::Dm12 | Self::Dm13 => Namespace::SyncMl12,
        }
    }
}

/// What a client sends: the body of a POST, and what goes with it.
#[derive(Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Request {
    /// Where to. A server, which has been found already, does not read it.
    pub uri: String,
    /// The media type of the body.
    pub content_type: String,
    /// The value of the header `x-syncml-hmac`, if it is to be sent.
    pub hmac: Option<String>,
    /// The message.
    pub body: Bytes,
}

/// What a server answers.
#[derive(Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Response {
    /// The media type of the body. Which syntax it is in is seen by its first octet.
    pub content_type: String,
    /// The value of the header `x-syncml-hmac`, if there is one.
    pub hmac: Option<String>,
    /// The message.
    pub body: Bytes,
}

impl Request {
    /// A message as it came to a server.
    #[must_use]
    pub fn new(body: impl Into<Bytes>) -> Self {
        Self { body: body.into(), ..Self::default() }
    }

    /// With its media type.
    #[must_use]
    pub fn with_content_type(self, content_type: impl Into<String>) -> Self {
        Self { content_type: content_type.into(), ..self }
    }

    /// With the value of the header `x-syncml-hmac`.
    #[must_use]
    pub fn with_hmac(self, hmac: impl Into<String>) -> Self {
        Self { hmac: Some(hmac.into()), ..self }
    }
}

impl Response {
    /// A message as it came to a client.
    #[must_use]
    pub fn new(body: impl Into<Bytes>) -> Self {
        Self { body: body.into(), ..Self::default() }
    }

    /// With its media type.
    #[must_use]
    pub fn with_content_type(self, content_type: impl Into<String>) -> Self {
        Self { content_type: content_type.into(), ..self }
    }

    /// With the value of the header `x-syncml-hmac`.
    #[must_use]
    pub fn with_hmac(self, hmac: impl Into<String>) -> Self {
        Self { hmac: Some(hmac.into()), ..self }
    }
}

/// Without the message, in which are credentials.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("uri", &self.uri)
            .field("content_type", &self.content_type)
            .field("octets", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// Without the message, in which are credentials.
impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("content_type", &self.content_type)
            .field("octets", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// Whether a message is named by more than any device or server uses. Each status repeats `MsgID`, so that
/// a long one in front of many commands would fill the memory.
fn has_long_id(header: &Header) -> bool {
    let is_long = |text: &Option<crate::text::Text>| {
        text.as_ref().is_some_and(|text| text.len() > LONGEST_ID)
    };
    is_long(&header.msg_id) || is_long(&header.session_id)
}

/// Octets of `MsgID`, `SessionID` and `CmdID`, for which four digits are the rule.
const LONGEST_ID: usize = 64;

/// By which a message is known again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Digests {
    /// Of its octets.
    body: [u8; 16],
    /// The same with the proof that goes beside them: without, it is another message.
    proved: [u8; 16],
}

impl Digests {
    fn of(body: &[u8], hmac: Option<&str>) -> Self {
        let body = auth::md5(&[body]);
        Self { body, proved: auth::md5(&[&body, hmac.unwrap_or("").as_bytes()]) }
    }
}
