//! The state of an update.

use alloc::string::String;
use core::fmt;

use super::{Operation, ResultCode, State};
use crate::object::{Report, ReportKind};
use crate::status_code::StatusCode;
use crate::uri::Path;

/// What happens on a device to an update.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_enums, reason = "what moves the states of FUMO 1.0")]
pub enum Event {
    /// The package is there: fetched, or sent to Update/PkgData.
    Downloaded,
    /// The download has failed.
    DownloadFailed(ResultCode),
    /// The update waits to begin: for the user, the battery, the hour.
    Waiting,
    /// The update has begun.
    UpdateBegun,
    /// The update is done.
    Updated {
        /// Whether the package is still there.
        has_data: bool,
    },
    /// The update has failed, or does not begin because the user or the package say no.
    UpdateFailed {
        /// Why.
        code: ResultCode,
        /// Whether the package is still there.
        has_data: bool,
    },
    /// What is there is thrown away, and what has ended is forgotten.
    Reset,
}

/// Why something does not happen to an update.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum UpdateError {
    /// A download or an update is going on.
    Busy(State),
    /// There is no package to update with.
    NoData(State),
    /// It cannot happen in this state.
    Unexpected(State),
}

/// What the server of an Exec is told. The specification has no status for these; ours are 403, in
/// use, and 405, not allowed.
impl From<UpdateError> for StatusCode {
    fn from(error: UpdateError) -> Self {
        match error {
            UpdateError::Busy(_) => Self::FORBIDDEN,
            UpdateError::NoData(_) | UpdateError::Unexpected(_) => Self::COMMAND_NOT_ALLOWED,
        }
    }
}

impl fmt::Display for UpdateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (text, state) = match self {
            Self::Busy(state) => ("operation is going on already", state),
            Self::NoData(state) => ("no package to update with", state),
            Self::Unexpected(state) => ("unexpected event", state),
        };
        write!(f, "{text} in state {}", state.0)
    }
}

impl core::error::Error for UpdateError {}

/// The state of an update: a value that a device keeps, across restarts as well, and writes to State
/// of the object with [`State::write`].
///
/// An Exec [starts](Self::start) an operation and is answered with 202. What happens then is
/// [handled](Self::handle); the end of the operation is a [`Report`], which goes to the server in a
/// later session. Once it is made the operation is over, and nothing begins again without a server
/// (FUMO 1.0, 6.2).
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Update {
    state: State,
    running: Option<Running>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct Running {
    operation: Operation,
    correlator: Option<String>,
}

impl Update {
    /// Nothing is going on.
    #[must_use]
    pub const fn new() -> Self {
        Self { state: State::IDLE, running: None }
    }

    /// As it was before a restart: the state, and the operation that has not ended with its
    /// correlator.
    #[must_use]
    pub fn resume(state: State, running: Option<(Operation, Option<String>)>) -> Self {
        let running = running.map(|(operation, correlator)| Running { operation, correlator });
        Self { state, running }
    }

    /// Where it is.
    #[must_use]
    pub const fn state(&self) -> State {
        self.state
    }

    /// The operation that a server has started and that has not ended.
    #[must_use]
    pub fn operation(&self) -> Option<Operation> {
        self.running.as_ref().map(|running| running.operation)
    }

    /// The correlator of that operation.
    #[must_use]
    pub fn correlator(&self) -> Option<&str> {
        self.running.as_ref()?.correlator.as_deref()
    }

    /// Starts what a server sends an Exec for.
    ///
    /// # Errors
    /// [`Busy`](UpdateError::Busy) while an operation has not ended, [`NoData`](UpdateError::NoData)
    /// for an update without a package. Then nothing has changed.
    pub fn start(
        &mut self,
        operation: Operation,
        correlator: Option<&str>,
    ) -> Result<(), UpdateError> {
        if self.state.is_busy() || self.running.is_some() {
            return Err(UpdateError::Busy(self.state));
        }
        self.state = match operation {
            Operation::Download | Operation::DownloadAndUpdate => State::DOWNLOAD_PROGRESSING,
            Operation::Update if self.state.has_data() => State::READY_TO_UPDATE,
            Operation::Update => return Err(UpdateError::NoData(self.state)),
        };
        self.running = Some(Running { operation, correlator: correlator.map(Into::into) });
        Ok(())
    }

    /// Takes what has happened, and hands out the report where an operation has ended with it. What
    /// the device does without a server makes none.
    ///
    /// # Errors
    /// [`Unexpected`](UpdateError::Unexpected) for what cannot happen in this state, and
    /// [`Busy`](UpdateError::Busy) for a reset while something is going on. Then nothing has changed.
    pub fn handle(&mut self, event: Event, root: Path<'_>) -> Result<Option<Report>, UpdateError> {
        let (next, code) = self.next(event)?;
        self.state = next;
        let Some(code) = code else { return Ok(None) };
        let ended = self.running.take();
        Ok(ended.map(|Running { operation, correlator }| {
            let report = Report::new(ReportKind::Firmware(operation), root, code.0);
            Report { correlator, ..report }
        }))
    }

    /// The state that an event leads to, and with what the operation ends there, if it does.
    fn next(&self, event: Event) -> Result<(State, Option<ResultCode>), UpdateError> {
        let state = self.state;
        let operation = self.operation();
        let unexpected = Err(UpdateError::Unexpected(state));
        let waits = matches!(state, State::DOWNLOAD_COMPLETE | State::READY_TO_UPDATE);
        match event {
            Event::Downloaded => match operation {
                Some(Operation::Download) => {
                    Ok((State::DOWNLOAD_COMPLETE, Some(ResultCode::SUCCESSFUL)))
                }
                Some(Operation::DownloadAndUpdate) if state == State::DOWNLOAD_PROGRESSING => {
                    Ok((State::DOWNLOAD_COMPLETE, None))
                }
                None if state != State::UPDATE_PROGRESSING => Ok((State::DOWNLOAD_COMPLETE, None)),
                _ => unexpected,
            },
            Event::DownloadFailed(code) if state == State::DOWNLOAD_PROGRESSING => {
                Ok((State::DOWNLOAD_FAILED, Some(code)))
            }
            Event::Waiting if waits => Ok((State::READY_TO_UPDATE, None)),
            Event::UpdateBegun if waits => Ok((State::UPDATE_PROGRESSING, None)),
            Event::Updated { has_data } if state == State::UPDATE_PROGRESSING => {
                let state = match has_data {
                    true => State::UPDATE_SUCCESSFUL_HAVE_DATA,
                    false => State::UPDATE_SUCCESSFUL_NO_DATA,
                };
                Ok((state, Some(ResultCode::SUCCESSFUL)))
            }
            Event::UpdateFailed { code, has_data }
                if waits || state == State::UPDATE_PROGRESSING =>
            {
                let state = match has_data {
                    true => State::UPDATE_FAILED_HAVE_DATA,
                    false => State::UPDATE_FAILED_NO_DATA,
                };
                Ok((state, Some(code)))
            }
            Event::Reset if state.is_busy() || operation.is_some() => Err(UpdateError::Busy(state)),
            Event::Reset => Ok((State::IDLE, None)),
            _ => unexpected,
        }
    }
}
