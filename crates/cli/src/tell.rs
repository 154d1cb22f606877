//! Everything that `inspect` tells of octets, for those who test it.

use bytes::Bytes;
use clap::Parser;

use crate::arguments::{Arguments, Command};
use crate::inspect;
use crate::report::{self, Form, Paint};

/// What is told of octets: how many layers there are, and each form of the report.
#[derive(Debug)]
pub struct Told {
    /// The layers.
    pub layers: usize,
    /// The lines for a file, with every token.
    pub text: String,
    /// The lines for a terminal: the same with colors.
    pub colored: String,
    /// The JSON.
    pub json: String,
    /// The page of HTML.
    pub html: String,
}

/// An inspector with the options of a command line.
#[derive(Debug)]
pub struct Inspector(inspect::Arguments);

impl Inspector {
    /// That of `provost inspect - OPTIONS...`; nothing where an option is none.
    ///
    /// ```
    /// let inspector = provost_cli::Inspector::new(&["--as", "xml"]).unwrap();
    /// let told = inspector.tell(b"<si/>".as_slice().into()).unwrap();
    /// assert_eq!(told.layers, 1);
    /// assert!(told.text.starts_with("XML, 5 octets"));
    /// ```
    #[must_use]
    pub fn new(options: &[&str]) -> Option<Self> {
        let words = [&["provost", "inspect", "-"], options].concat();
        match Arguments::try_parse_from(words).ok()?.command {
            Command::Inspect(arguments) => Some(Self(*arguments)),
            _ => None,
        }
    }

    /// What it tells of octets in each form; nothing where they are no hex text or base64 and should be.
    #[must_use]
    pub fn tell(&self, octets: Bytes) -> Option<Told> {
        let report = inspect::inspect(octets, &self.0).ok()?;
        let text = |paint| report::text(&report, Some(Form::Full), paint);
        Some(Told {
            layers: report.layers.len(),
            text: text(Paint::Plain),
            colored: text(Paint::Colored),
            json: report::json(&report),
            html: report::html(&report),
        })
    }
}
