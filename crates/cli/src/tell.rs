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

/// What `provost inspect - OPTIONS...` tells of octets on standard input, in each form; nothing where
/// they are not of the form that the options name, or an option is none.
///
/// ```
/// let told = provost_cli::tell(b"<si/>".as_slice().into(), &["--as", "xml"]).unwrap();
/// assert_eq!(told.layers, 1);
/// assert!(told.text.starts_with("XML, 5 octets"));
/// ```
#[must_use]
pub fn tell(octets: Bytes, options: &[&str]) -> Option<Told> {
    let words = [&["provost", "inspect", "-"], options].concat();
    let Command::Inspect(arguments) = Arguments::try_parse_from(words).ok()?.command else {
        return None;
    };
    let report = inspect::inspect(octets, &arguments).ok()?;
    let text = |paint| report::text(&report, Some(Form::Full), paint);
    Some(Told {
        layers: report.layers.len(),
        text: text(Paint::Plain),
        colored: text(Paint::Colored),
        json: report::json(&report),
        html: report::html(&report),
    })
}
