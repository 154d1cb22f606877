//! Instructions, as callgrind counts them: exact, so that a loaded machine can judge a change.
//!
//! A bench runs itself under valgrind for two numbers of runs; the difference leaves out what is done once.

use core::fmt;
use std::env;
use std::process::{Command, ExitCode, Stdio};

/// Whether valgrind can be run.
#[must_use]
pub fn is_installed() -> bool {
    let mut command = Command::new("valgrind");
    command.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// How a bench ends without valgrind: with a line that says so, and a failure where it is required.
#[must_use]
pub fn missing() -> ExitCode {
    eprintln!("skipped: valgrind is not installed");
    let is_required = env::var_os("PROVOST_REQUIRE").is_some_and(|require| require == "1");
    if is_required { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// Instructions of one of `runs` runs behind the first `warm`, which fill caches and grow buffers. The number
/// of runs is the last argument.
pub fn per_run(arguments: &[&str], warm: u32, runs: u32) -> Result<u64, String> {
    let collected = |runs: u32| {
        let runs = runs.to_string();
        let all: Vec<&str> = arguments.iter().copied().chain([runs.as_str()]).collect();
        collected(&all)
    };
    let (few, many) = (collected(warm)?, collected(warm + runs)?);
    Ok(many.saturating_sub(few) / u64::from(runs.max(1)))
}

/// Instructions of the process that runs itself with these arguments.
fn collected(arguments: &[&str]) -> Result<u64, String> {
    let executable = env::current_exe().map_err(|error| error.to_string())?;
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(executable)
        .args(arguments)
        .output()
        .map_err(|error| error.to_string())?;
    let report = String::from_utf8_lossy(&output.stderr);
    let collected = report.lines().find_map(|line| line.split_once("Collected :"));
    match collected.and_then(|(_, count)| count.trim().parse().ok()) {
        Some(count) if output.status.success() => Ok(count),
        _ => Err(format!("{arguments:?}: {}\n{report}", output.status)),
    }
}

/// A ratio, and what it must not exceed.
#[derive(Debug)]
pub struct AtMost {
    /// What is compared.
    pub name: &'static str,
    /// What was found.
    pub ratio: f64,
    /// The most that is good.
    pub most: f64,
}

impl AtMost {
    /// Whether it is good; what is no number is not.
    #[must_use]
    pub fn is_met(&self) -> bool {
        self.ratio <= self.most
    }
}

impl fmt::Display for AtMost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = if self.is_met() { "" } else { "  NOT MET" };
        write!(f, "{:<52} {:>6.2}  <= {}{verdict}", self.name, self.ratio, self.most)
    }
}
