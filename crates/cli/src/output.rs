//! Writing the output.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use crate::failure::Failure;
use crate::terminal::harmless;

/// Where the output goes.
#[derive(Debug, Args)]
pub(crate) struct Target {
    /// Write to a file
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// Writes to the file of the target, or to standard output.
pub(crate) fn write(octets: &[u8], target: &Target) -> Result<(), Failure> {
    match &target.output {
        Some(path) => write_to(octets, path),
        None => print(octets),
    }
}

/// Writes to a file, or to standard output where it is `-`.
pub(crate) fn write_to(octets: &[u8], path: &Path) -> Result<(), Failure> {
    if path.as_os_str() == "-" {
        return print(octets);
    }
    fs::write(path, octets).map_err(|error| Failure::File { path: path.to_owned(), error })
}

/// Writes to standard output.
pub(crate) fn print(octets: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(octets).and_then(|()| out.flush()) {
        // Whoever reads has seen enough: `provost inspect FILE | head`.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(Failure::File { path: "standard output".into(), error }),
        Ok(()) => Ok(()),
    }
}

/// Writes what is for people to standard output.
pub(crate) fn show(text: &str) -> Result<(), Failure> {
    print(harmless(text).as_bytes())
}
