//! Writing the output.

use std::fs::{self, DirBuilder, File, OpenOptions};
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

/// Makes a folder for what others must not read, where there is none.
pub(crate) fn create_private_folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Opens a file for what others must not read, or makes it.
pub(crate) fn open_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
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
