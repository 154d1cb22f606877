//! What tests need from outside of the repository: the folder of shared data, and programs.
//!
//! A test that lacks one says so in a line on standard error and passes. Where `PROVOST_REQUIRE`
//! is 1, it fails.

use std::{
    env,
    io::{self, Write},
    path::{Path, PathBuf},
    thread,
};

/// A file or folder of the shared data.
///
/// The folder is `PROVOST_DATA`, or else `shared/data` beside the repository.
///
/// # Panics
/// Where `PROVOST_DATA` is not a folder, and where there is none but `PROVOST_REQUIRE` is 1.
#[must_use]
pub fn shared(path: &str) -> Option<PathBuf> {
    if let Some(folder) = env::var_os("PROVOST_DATA") {
        let folder = PathBuf::from(folder);
        assert!(folder.is_dir(), "PROVOST_DATA is not a folder: {}", folder.display());
        return Some(folder.join(path));
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    if folder.is_dir() {
        return Some(folder.join(path));
    }
    skip("the shared data folder (PROVOST_DATA)");
    None
}

/// A program on the path.
///
/// # Panics
/// Where there is none but `PROVOST_REQUIRE` is 1.
#[must_use]
pub fn tool(name: &str) -> Option<PathBuf> {
    let file = format!("{name}{}", env::consts::EXE_SUFFIX);
    let folders = env::var_os("PATH").unwrap_or_default();
    let found =
        env::split_paths(&folders).map(|folder| folder.join(&file)).find(|path| path.is_file());
    if found.is_none() {
        skip(&format!("the program {name}"));
    }
    found
}

fn skip(need: &str) {
    let thread = thread::current();
    let line = format!("skipped: {} needs {need}", thread.name().unwrap_or("a test"));
    assert!(env::var_os("PROVOST_REQUIRE").is_none_or(|require| require != "1"), "{line}");
    // Past the capture of `eprintln!`, or a passing test would not show it.
    let _ = writeln!(io::stderr(), "{line}");
}
