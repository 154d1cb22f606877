//! `cp check`: whether a document may be sent.

use core::fmt::Write as _;

use clap::{Args, ValueEnum};
use provost::cp::{CheckOptions, Profile, Severity};
use serde_json::json;

use super::Source;
use crate::failure::Failure;
use crate::output;

/// What to check.
#[derive(Debug, Args)]
pub(crate) struct Check {
    #[command(flatten)]
    source: Source,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Lengths that every receiver stores
    #[arg(long, value_enum, default_value = "1.1")]
    lengths: Lengths,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Lengths {
    #[value(name = "1.0")]
    V1_0,
    #[value(name = "1.1")]
    V1_1,
    None,
}

pub(crate) fn run(arguments: &Check) -> Result<(), Failure> {
    let document = arguments.source.read()?;
    let profile = match arguments.lengths {
        Lengths::V1_0 => Profile::V1_0,
        Lengths::V1_1 => Profile::V1_1,
        Lengths::None => Profile::None,
    };
    let options = CheckOptions::new()
        .with_dialect(arguments.source.form.dialect.dialect())
        .with_lengths(profile);
    let findings = document.check_with(&options);
    if arguments.json {
        let row = |finding: &provost::cp::Finding| {
            json!({
                "rule": finding.rule.id(),
                "severity": format!("{:?}", finding.severity).to_lowercase(),
                "section": finding.rule.section(),
                "text": finding.rule.text(),
                "path": finding.path,
                "offset": finding.offset,
            })
        };
        let rows: Vec<_> = findings.iter().map(row).collect();
        output::print(format!("{:#}\n", json!(rows)).as_bytes())?;
    } else {
        let mut out = String::new();
        for finding in &findings {
            let _ = writeln!(out, "{finding} ({})", finding.rule.section());
        }
        output::show(&out)?;
    }
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    match errors {
        0 => Ok(()),
        1 => Err(Failure::Document("the document has 1 error".to_owned())),
        count => Err(Failure::Document(format!("the document has {count} errors"))),
    }
}
