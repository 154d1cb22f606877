//! How a session of a client has ended.

use alloc::vec::Vec;

use crate::error::Error;
use crate::session::security::{Nonces, Refusal};
use crate::status_code::StatusCode;
use crate::text::Text;

/// How a session has ended, and what is to be kept of it.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Outcome {
    /// How it has ended.
    pub end: End,
    /// What the server said to each alert of [`Client::tell`](super::Client::tell); nothing where it
    /// said nothing.
    pub alerts: Vec<(AlertId, Option<StatusCode>)>,
    /// The commands that go on, whose end a later session is to tell.
    pub accepted: Vec<Accepted>,
    /// The nonces of the next session, to be stored with the account.
    pub nonces: Nonces,
    /// Results and alerts that no message of the server had room for.
    pub unsent: u32,
    /// What somebody said of our messages who did not prove to be the server afterwards: a code of failure, for who
    /// looks for the reason of [`End::ServerNotAuthenticated`]. Nothing was done for it.
    pub unproved: Option<StatusCode>,
}

/// An alert of the caller.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct AlertId(pub(super) u32);

/// An Exec that goes on after its status, which is 202.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Accepted {
    /// The node.
    pub uri: Text,
    /// What the alert that tells the end must have as its correlator, if there is one.
    pub correlator: Option<Text>,
}

/// How a session has ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum End {
    /// The server has nothing more to say.
    Completed,
    /// [`Input::Abort`](super::Input::Abort).
    Aborted,
    /// The server has ended it with alert 1223.
    AbortedByServer,
    /// The server does not take us for who we are. It need not have proved who it is: whoever does not know the
    /// device has nothing to prove it with.
    NotAuthenticated(Refusal),
    /// The server has not proved who it is, and nothing was carried out since it had.
    ServerNotAuthenticated,
    /// The server refuses our messages, and it is not about who we are: it has proved who it is, where that is
    /// demanded.
    Rejected(StatusCode),
    /// The server speaks another version, or its message was refused with that code.
    Refused(StatusCode),
    /// Something does not work.
    Failed(Fault),
}

/// What does not work.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Fault {
    /// No answer, however often.
    Transport,
    /// A message that cannot be read, or cannot be written: the server takes such short ones.
    Message(Error),
    /// Messages of another session.
    Session,
    /// Messages to another device.
    Device,
    /// A message that was answered before, however often.
    Repeated,
    /// The server asks for more and more, and takes none of the answers: more statuses wait than there are
    /// octets in eight messages of the largest size that is taken.
    Unsent,
    /// More messages than a session may have.
    Messages,
}
