//! The command as it is run: what it prints where, and how it exits.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "tests may fail, and so may their helpers"
)]

mod bootstrap;
mod campaign;
mod captures;
mod convert;
mod cp;
mod dm;
mod dm_message;
mod failure;
mod inspect;
mod lists;
mod pap;
mod push;
mod readme;
mod writings;

use std::io::Write;
use std::process::{Command, Stdio};

/// The capture of the READMEs.
const BOOTSTRAP: &str = "tests/command/bootstrap.hex";

/// What a run of the command came to.
#[derive(Debug)]
struct Outcome {
    code: i32,
    out: String,
    err: String,
}

/// The command, in the folder of this package: no test needs a file of another.
fn provost() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_provost"));
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs it with some words and an input.
fn run(words: &[&str], input: impl AsRef<[u8]>) -> Outcome {
    let mut child = provost().args(words).spawn().unwrap();
    // It need not read: a wrong usage does not.
    let _ = child.stdin.take().unwrap().write_all(input.as_ref());
    let output = child.wait_with_output().unwrap();
    Outcome {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Runs it where it is to succeed in silence; what it prints.
fn output(words: &[&str], input: impl AsRef<[u8]>) -> String {
    let outcome = run(words, input);
    assert_eq!((outcome.code, outcome.err.as_str()), (0, ""), "{words:?}");
    outcome.out
}

/// The value of a row of a layer of `inspect --json`.
fn row<'a>(layer: &'a serde_json::Value, name: &str) -> &'a serde_json::Value {
    let rows = layer["rows"].as_array().unwrap();
    &rows.iter().find(|row| row["name"] == name).unwrap()["value"]
}
