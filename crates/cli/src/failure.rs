//! What can go wrong, and how it is told.

use core::fmt;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use provost::wbxml::Error;

use crate::hex::HexError;
use crate::terminal;
use crate::window;

/// Why the command fails.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The input is no hex text.
    Hex(HexError),
    /// The document in the input is bad.
    Input(Fault),
    /// A file cannot be read or written.
    File { path: PathBuf, error: io::Error },
    /// The secrets are not those that are needed.
    Usage(String),
    /// A document or an answer of device management is bad.
    Document(String),
    /// A layer of a message is broken: a line, and the octets around the fault.
    Layer(String, String),
    /// A file of a card is not what it has to be.
    Card(String),
    /// A document does not verify, which was told already.
    NotVerified,
}

/// A fault in a document.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    pub(crate) error: Error,
    /// The names of the elements around it, outermost first.
    pub(crate) path: Vec<String>,
    /// The octets around it with the place marked.
    pub(crate) window: String,
}

/// Names of a path that are shown, from the innermost.
const NAMES: usize = 8;

impl Fault {
    pub(crate) fn new(error: Error, path: Vec<String>, input: &[u8]) -> Self {
        Self { error, path, window: window::around(input, error.offset(), &[]) }
    }

    /// The name of the kind of error, as the library spells it.
    pub(crate) fn kind(&self) -> String {
        kind(self.error.kind())
    }
}

/// What a program reads first: `UnexpectedEnd` of `UnexpectedEnd(Terminator)`.
pub(crate) fn kind(kind: impl fmt::Debug) -> String {
    format!("{kind:?}").chars().take_while(char::is_ascii_alphanumeric).collect()
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, offset) = (self.error.kind(), self.error.offset());
        write!(f, "{} at byte {offset}: {kind}", self.kind())?;
        let (cut, path) = match self.path.split_last_chunk::<NAMES>() {
            Some(([_, ..], path)) => ("../", path.as_slice()),
            _ => ("", self.path.as_slice()),
        };
        if path.is_empty() { Ok(()) } else { write!(f, ", in {cut}{}", path.join("/")) }
    }
}

impl Failure {
    /// Tells it on standard error.
    pub(crate) fn report(&self) -> ExitCode {
        let (text, code) = match self {
            Self::Hex(error) => {
                let HexError { offset, line, text, column } = error;
                let what = "expected two hex digits, a blank or a comment";
                let place = format!("line {line} column {}", column.saturating_add(1));
                let mark = window::line(text, *column);
                (format!("error: Hex at byte {offset}: {what} in {place}\n{mark}"), 1)
            }
            Self::Input(fault) => (format!("error: {fault}\n{}", fault.window), 1),
            Self::File { path, error } => (format!("error: {}: {error}\n", path.display()), 2),
            Self::Usage(text) => (format!("error: {text}\n"), 2),
            Self::Layer(line, window) => (format!("error: {line}\n{window}"), 1),
            Self::Document(text) => (format!("error: {text}\n"), 1),
            Self::Card(text) => (format!("error: {text}\n"), 1),
            Self::NotVerified => return ExitCode::FAILURE,
        };
        terminal::complain(&text);
        ExitCode::from(code)
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::Input(fault)
    }
}
