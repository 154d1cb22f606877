//! What a ratio must reach, and the verdict of a run.

use core::fmt;
use std::process::ExitCode;

/// A bound on a ratio: it passes at `gate`, and `target` is what to push for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Goal {
    /// How many times faster or smaller we are.
    AtLeast {
        /// Below this a gate closes.
        gate: f64,
        /// Above this there is nothing left to do.
        target: f64,
    },
    /// How many times slower or larger we are.
    AtMost {
        /// Above this a gate closes.
        gate: f64,
        /// Below this there is nothing left to do.
        target: f64,
    },
}

impl Goal {
    /// We are to be at least `gate` times better.
    #[must_use]
    pub const fn at_least(gate: f64, target: f64) -> Self {
        Self::AtLeast { gate, target }
    }

    /// We are to be at most `gate` times worse.
    #[must_use]
    pub const fn at_most(gate: f64, target: f64) -> Self {
        Self::AtMost { gate, target }
    }

    /// Whether a ratio passes of which `lower` and `upper` are certain: the worse one decides.
    #[must_use]
    pub fn is_met(self, lower: f64, upper: f64) -> bool {
        match self {
            Self::AtLeast { gate, .. } => lower >= gate,
            Self::AtMost { gate, .. } => upper <= gate,
        }
    }
}

impl fmt::Display for Goal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, gate, target) = match self {
            Self::AtLeast { gate, target } => (">=", gate, target),
            Self::AtMost { gate, target } => ("<=", gate, target),
        };
        write!(f, "{sign} {gate} ({target})")
    }
}

/// What a bench is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Measure and print.
    Print,
    /// Also fail when a goal is missed.
    Gate,
    /// Run everything once and measure nothing: what `cargo bench -- --test` asks for.
    Test,
}

impl Mode {
    /// Reads the command line of a bench: the mode, and a word that selects what to measure.
    #[must_use]
    pub fn from_arguments() -> Option<(Self, String)> {
        let (mut mode, mut word) = (Self::Print, String::new());
        for argument in std::env::args().skip(1) {
            match argument.as_str() {
                "--bench" => {} // added by cargo
                "--gate" => mode = Self::Gate,
                "--test" => mode = Self::Test,
                option if option.starts_with('-') => return None,
                _ => word = argument,
            }
        }
        Some((mode, word))
    }
}

/// Counts the goals missed.
#[derive(Debug, Default)]
pub struct Verdict {
    missed: usize,
}

impl Verdict {
    /// Takes note of one goal; returns the word to print beside it.
    pub fn judge(&mut self, is_met: bool) -> &'static str {
        self.missed += usize::from(!is_met);
        if is_met { "ok" } else { "MISSED" }
    }

    /// How the process ends.
    #[must_use]
    pub fn exit_code(&self, mode: Mode) -> ExitCode {
        if self.missed > 0 {
            eprintln!("{} goals missed", self.missed);
        }
        match mode {
            Mode::Gate if self.missed > 0 => ExitCode::FAILURE,
            Mode::Gate | Mode::Print | Mode::Test => ExitCode::SUCCESS,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worse_quartile_decides() {
        assert!(Goal::at_least(22.0, 30.0).is_met(22.0, 40.0));
        assert!(!Goal::at_least(22.0, 30.0).is_met(21.9, 40.0));
        assert!(Goal::at_most(3.0, 2.0).is_met(1.0, 3.0));
        assert!(!Goal::at_most(3.0, 2.0).is_met(1.0, 3.1));
    }

    #[test]
    fn only_a_gate_fails() {
        let mut verdict = Verdict::default();
        assert_eq!(verdict.judge(true), "ok");
        assert_eq!(verdict.exit_code(Mode::Gate), ExitCode::SUCCESS);
        assert_eq!(verdict.judge(false), "MISSED");
        assert_eq!(verdict.exit_code(Mode::Gate), ExitCode::FAILURE);
        assert_eq!(verdict.exit_code(Mode::Print), ExitCode::SUCCESS);
    }
}
