//! The command `provost`: what is in a captured provisioning message, and its other syntax.
//!
//! The only crate of the workspace that opens files. Exit codes: 0 fine, 1 the input is bad, 2
//! wrong usage or a file that cannot be read or written.
//!
//! What programs build on is the crate `provost`: of this one they get `main`, and the tests [`Inspector`].

extern crate alloc;

mod arguments;
mod bootstrap;
mod campaign;
mod convert;
mod dm;
mod document;
mod failure;
mod hex;
mod input;
mod inspect;
mod languages;
mod note;
mod output;
mod pages;
mod pap;
mod provisioning;
mod push;
mod report;
mod secrets;
mod sms;
mod syntax;
mod tell;
mod terminal;
mod window;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};
use failure::Failure;

pub use tell::{Inspector, Told};

/// Runs the command with the arguments of the process.
#[must_use]
pub fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Inspect(arguments) => inspect::run(&arguments),
        Command::ToXml(arguments) => convert::to_xml(&arguments),
        Command::ToWbxml(arguments) => convert::to_wbxml(&arguments),
        Command::Sign(arguments) => bootstrap::sign(&arguments),
        Command::Verify(arguments) => bootstrap::verify(&arguments),
        Command::Card { command } => bootstrap::card(&command),
        Command::Cp { command } => provisioning::run(&command),
        Command::Dm { command } => dm::run(&command),
        Command::Tree { command } => dm::tree(&command),
        Command::Ddf { command } => dm::ddf(&command),
        Command::Pap { command } => pap::run(&command),
        Command::Address(arguments) => pap::address(&arguments),
        Command::Push { command } => push::run(&command),
        Command::Sms { command } => sms::run(&command),
        Command::Campaign(arguments) => campaign::run(&arguments),
        Command::Languages => languages::run(),
        Command::Completions { shell } => pages::completions(shell),
        Command::Man { command } => pages::man(command.as_deref()),
    }
}
