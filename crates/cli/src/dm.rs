//! The subcommands about device management: `dm`, `tree`, `ddf`.

mod auth;
mod ddf;
mod message;
mod notify;
mod replay;
mod secret;
mod tree;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use provost::dm::tnds::Deviation;

use crate::failure::Failure;
use crate::input;
use crate::terminal;

pub(crate) use ddf::{DdfCommand, run as ddf};
pub(crate) use message::meaning;
pub(crate) use tree::{TreeCommand, run as tree};

/// What to do with messages.
#[derive(Debug, Subcommand)]
pub(crate) enum DmCommand {
    /// Show a message, or what is left of one that was cut off, with the names of its codes
    Show(Open),
    /// Tell where messages depart from the specifications, and what a session left unanswered
    ///
    /// Exit code 1 where there is anything to tell.
    Lint(message::Lint),
    /// Carry out a dialogue that is written down, and show it with the names of its codes
    ///
    /// Exit code 1 where it does not go as the script says.
    Replay(replay::Replay),
    /// Convert a message to XML, in the order of the DTD
    ToXml(message::ToXml),
    /// Convert a message to WBXML
    ToWbxml(message::ToWbxml),
    /// Make or verify a credential, or the header that carries one
    Auth {
        /// The scheme
        #[command(subcommand)]
        scheme: auth::Scheme,
    },
    /// Show, make or verify a notification (package 0)
    Notify {
        /// What to do
        #[command(subcommand)]
        command: notify::NotifyCommand,
    },
}

// What is shown: a message, a notification, a tree.
#[derive(Debug, Args)]
pub(crate) struct Show {
    #[command(flatten)]
    source: Source,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

// What is shown and may hold passwords: a message, a tree.
#[derive(Debug, Args)]
pub(crate) struct Open {
    #[command(flatten)]
    show: Show,
    /// Print passwords and keys as well
    #[arg(long)]
    secrets: bool,
}

pub(crate) fn run(command: &DmCommand) -> Result<(), Failure> {
    match command {
        DmCommand::Show(arguments) => message::show(arguments),
        DmCommand::Lint(arguments) => message::check(arguments),
        DmCommand::Replay(arguments) => replay::run(arguments),
        DmCommand::ToXml(arguments) => message::to_xml(arguments),
        DmCommand::ToWbxml(arguments) => message::to_wbxml(arguments),
        DmCommand::Auth { scheme } => auth::run(scheme),
        DmCommand::Notify { command } => notify::run(command),
    }
}

/// A file that is read whole.
#[derive(Debug, Args)]
struct Source {
    /// The file, or - for standard input
    file: PathBuf,
    /// Read hex text, with blanks and # comments; so are files that end in .hex
    #[arg(long)]
    hex: bool,
}

impl Source {
    fn read(&self) -> Result<Vec<u8>, Failure> {
        input::octets(&self.file, self.hex)
    }
}

/// Tells where a tree or a description departs from its DTD: each kind once, because what a file does
/// it does everywhere.
fn tell_deviations(deviations: &[Deviation]) {
    let mut kinds: Vec<(&Deviation, usize)> = Vec::new();
    for deviation in deviations {
        match kinds.iter_mut().find(|(first, _)| first.kind == deviation.kind) {
            Some((_, count)) => *count = count.saturating_add(1),
            None => kinds.push((deviation, 0)),
        }
    }
    for (Deviation { kind, offset, .. }, more) in kinds {
        let more = match more {
            0 => String::new(),
            1 => " and once more".to_owned(),
            _ => format!(" and {more} times more"),
        };
        terminal::complain(&format!("note: {kind} at byte {offset}{more}\n"));
    }
}

/// What is wrong with an input of this crate, and where.
fn failure(error: provost::dm::Error) -> Failure {
    Failure::Document(error.to_string())
}
