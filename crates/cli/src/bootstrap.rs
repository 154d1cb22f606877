//! The subcommands about who may provision a device: `sign`, `verify`, `card`.

mod card;
mod secrets;
mod sign;
mod verify;

pub(crate) use card::{CardCommand, run as card};
pub(crate) use secrets::Secrets;
pub(crate) use sign::{Name as MethodName, Sign, identity, run as sign};
pub(crate) use verify::{Verify, describe, run as verify};

use std::path::PathBuf;

use clap::Args;
use provost::wbxml::Syntax;

use crate::failure::Failure;
use crate::syntax::syntax_of;
use crate::{input, note};

/// The document that is signed, verified or written: octets, which are not looked into.
#[derive(Debug, Args)]
pub(crate) struct Document {
    /// The file, or - for standard input
    file: PathBuf,
    /// Read hex text, with blanks and # comments; so are files that end in .hex
    #[arg(long)]
    hex: bool,
}

impl Document {
    fn read(&self) -> Result<Vec<u8>, Failure> {
        let octets = input::octets(&self.file, self.hex)?;
        if syntax_of(&octets) == Syntax::Xml {
            note::print("the input is XML, but a MAC is that of the WBXML octets");
        }
        Ok(octets)
    }
}
