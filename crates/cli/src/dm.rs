//! The subcommands about device management: `dm`, `tree`, `ddf`.

mod auth;
mod ddf;
mod notify;
mod secret;
mod tree;

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::failure::Failure;
use crate::input;

pub(crate) use ddf::{DdfCommand, run as ddf};
pub(crate) use notify::layer as notification;
pub(crate) use tree::{TreeCommand, run as tree};

/// What to do with messages.
#[derive(Debug, Subcommand)]
pub(crate) enum DmCommand {
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

pub(crate) fn run(command: &DmCommand) -> Result<(), Failure> {
    match command {
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

/// What is wrong with an input of this crate, and where.
fn failure(error: provost::dm::Error) -> Failure {
    Failure::Document(error.to_string())
}
