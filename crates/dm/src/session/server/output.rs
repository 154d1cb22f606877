//! What comes out of a server: answers, what became of commands, what devices say.

use alloc::vec::Vec;

use super::received::Rejection;
use crate::alert_code::AlertCode;
use crate::error::Error;
use crate::message::{Alert, Item, Results, Status};
use crate::session::{Nonces, Refusal, Response};
use crate::status_code::StatusCode;
use crate::text::Text;

/// A queued command, by which its result is known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
pub struct Handle(pub u32);

/// What the server has to tell. Who polls handles all.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_enums, reason = "what is new must not go unseen")]
pub enum ServerOutput {
    /// A session has begun: package 1 is here, and its device is who it says. Commands that are
    /// queued now go with the answer.
    Began(Beginning),
    /// An alert of the device; [`Server::answer`](super::Server::answer) says something else to
    /// it than 200, or than 406 where nobody knows its code.
    Alert(DeviceAlert),
    /// What became of a queued command.
    Result(CommandResult),
    /// What was not expected, and has no effect.
    Note(Note),
    /// The answer to the request.
    Respond(Response),
    /// The request gets no answer but one of the transport.
    Reject(Rejection),
    /// The session is over.
    ///
    /// So is one that nobody has proved to be the device of, which never [`Began`](Self::Began): its end is
    /// [`Unauthenticated`](ServerEnd::Unauthenticated) or [`Refused`](ServerEnd::Refused), and says nothing of
    /// another session that goes on. While one goes on with the same `SessionID`, no such end comes out: an end
    /// with the number of a session that has begun is its own.
    Done(ServerOutcome),
    /// There is nothing to tell: the next request is awaited, and now is when the state is stored.
    Waiting,
}

/// Package 1.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Beginning {
    /// `SessionID`.
    pub session: Text,
    /// The device: `LocURI` of `Source`.
    pub device: Text,
    /// The user: `LocName` of `Source`.
    pub user: Option<Text>,
    /// Who wanted the session: alert 1200 is the server, 1201 the device; none where the device has
    /// something else to say, as Windows does when it leaves.
    pub reason: Option<AlertCode>,
    /// `VerProto`.
    pub version: Option<Text>,
    /// The device information: items with `Source` and `Data`.
    pub information: Vec<Item>,
}

/// An alert of a device: 1224, 1226, or one that no one knows.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct DeviceAlert {
    /// By which it is answered.
    pub number: usize,
    /// The alert, with objects that came in parts as a whole.
    pub alert: Alert,
}

/// What became of a queued command.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct CommandResult {
    /// The command.
    pub handle: Handle,
    /// How far it has come.
    pub fate: Fate,
    /// What was said to it, and behind that to its members, each container in front of its own.
    pub answers: Vec<Answered>,
}

/// How far a command has come.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Fate {
    /// The device has answered.
    Answered,
    /// The device has ended its package without an answer to it or to a member of it.
    Unanswered,
    /// The session has ended before its answer: whether it was carried out is not known.
    SessionEnded,
    /// It was not sent: it does not fit into any message of this device, its object is larger than
    /// the device takes, or the syntax cannot carry it.
    NotSent(Error),
    /// An object has not come over whole: the device has not seen the end of ours, twice; or something
    /// of what it has found did not come, or is more than is taken.
    Broken,
}

/// What was said to one command.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Answered {
    /// The name of the command.
    pub name: Text,
    /// The statuses as they came, with the errors of Windows in them; several where its items came
    /// to different things.
    pub statuses: Vec<Status>,
    /// What it has found.
    pub items: Vec<Item>,
}

/// What was not expected.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Note {
    /// A status of no command that waits for one.
    UnknownStatus(Status),
    /// Results of no command that waits for them.
    UnknownResults(Results),
    /// A large object whose end did not come: the device is told by alert 1225.
    NoEndOfData,
}

/// How a session has ended.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct ServerOutcome {
    /// `SessionID`.
    pub session: Text,
    /// Why it has ended.
    pub end: ServerEnd,
    /// The nonces of the next session, as they are now. The state has them as well.
    pub nonces: Nonces,
}

/// Why a session has ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum ServerEnd {
    /// There was nothing left to be said.
    Complete,
    /// The device has aborted it.
    AbortedByDevice,
    /// We have.
    Aborted,
    /// We have refused it with this code: [`Server::refuse`](super::Server::refuse), or a version
    /// that is not spoken.
    Refused(StatusCode),
    /// The device has refused the header of our message with this code.
    HeaderRefused(StatusCode),
    /// The device has not proved who it is.
    Unauthenticated,
    /// The device does not take our proof, or we have none.
    NotAccepted(Refusal),
    /// The device has said nothing for too long.
    TimedOut,
    /// The device has begun another session instead.
    Superseded,
    /// The device takes no message that has anything in it.
    NoRoom,
}

impl CommandResult {
    /// What became of it: the code of the first status that is no success, or else of the first.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.answers.first()?.status()
    }

    /// What it has found.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        self.answers.first().map_or(&[], |answer| &answer.items)
    }

    /// What was said to its members.
    #[must_use]
    pub fn members(&self) -> &[Answered] {
        self.answers.get(1..).unwrap_or_default()
    }

    /// Whether it and all its members were answered with success.
    #[must_use]
    pub fn is_success(&self) -> bool {
        let is_success = |answer: &Answered| answer.status().is_some_and(StatusCode::is_success);
        self.fate == Fate::Answered && self.answers.iter().all(is_success)
    }

    /// The error of Windows behind its status.
    #[must_use]
    pub fn original_error(&self) -> Option<u32> {
        self.answers.first()?.statuses.iter().find_map(Status::original_error)
    }
}

impl Answered {
    /// The code of the first status that is no success, or else of the first.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        let mut codes = self.statuses.iter().filter_map(Status::code);
        let first = codes.next()?;
        if !first.is_success() {
            return Some(first);
        }
        codes.find(|code| !code.is_success()).or(Some(first))
    }
}
