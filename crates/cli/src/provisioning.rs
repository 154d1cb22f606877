//! The subcommands about provisioning documents: `cp`.

mod check;
mod diff;
mod new;
mod resolve;
mod show;

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use provost::cp::{Decoded, Dialect, Document, Finding, ReadOptions, Severity};
use provost::wbxml::{Leniency, Syntax};

use crate::failure::Failure;
use crate::syntax::syntax_of;
use crate::{input, note, output, report};

/// What to do with provisioning documents.
#[derive(Debug, Subcommand)]
pub(crate) enum CpCommand {
    /// Show what a document says, without its secrets
    Show(show::Show),
    /// Check whether a document may be sent; exit code 1 where it has an error
    Check(check::Check),
    /// Say in fixed words what a document would change
    Summary(Source),
    /// Show the ways of applications into the network
    Resolve(resolve::Resolve),
    /// Make a document from a template and values; without a template, list them
    New(new::New),
    /// Compare what two documents say; exit code 1 where they differ
    Diff(diff::Diff),
}

pub(crate) fn run(command: &CpCommand) -> Result<(), Failure> {
    match command {
        CpCommand::Show(arguments) => show::run(arguments),
        CpCommand::Check(arguments) => check::run(arguments),
        CpCommand::Summary(source) => output::show(&source.read()?.summary().to_string()),
        CpCommand::Resolve(arguments) => resolve::run(arguments),
        CpCommand::New(arguments) => new::run(arguments),
        CpCommand::Diff(arguments) => diff::run(arguments),
    }
}

/// A document that is read whole.
#[derive(Debug, Args)]
pub(crate) struct Source {
    /// The file, or - for standard input: WBXML or XML
    file: PathBuf,
    #[command(flatten)]
    form: Form,
}

/// How a document is read.
#[derive(Clone, Copy, Debug, Args)]
struct Form {
    /// Read hex text, with blanks and # comments; so are files that end in .hex
    #[arg(long)]
    hex: bool,
    /// The token tables of the sender
    #[arg(long, value_enum, default_value = "1.1")]
    dialect: Tables,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Tables {
    #[value(name = "1.0")]
    V1_0,
    #[value(name = "1.1")]
    V1_1,
    Nokia,
    Kannel,
    Microsoft,
}

impl Tables {
    const fn dialect(self) -> Dialect {
        match self {
            Self::V1_0 => Dialect::Core10,
            Self::V1_1 => Dialect::Core11,
            Self::Nokia => Dialect::Nokia,
            Self::Kannel => Dialect::Kannel,
            Self::Microsoft => Dialect::Microsoft,
        }
    }
}

impl Source {
    fn read(&self) -> Result<Document, Failure> {
        read(&self.file, self.form)
    }
}

/// Reads a document; what was tolerated is a note.
fn read(file: &std::path::Path, form: Form) -> Result<Document, Failure> {
    let octets = input::octets(file, form.hex)?;
    let Decoded { document, deviations, .. } =
        decode(&octets, form.dialect.dialect()).map_err(|error| {
            Failure::Document(input::no_document(&octets).unwrap_or(error.to_string()))
        })?;
    for deviation in deviations {
        match deviation {
            provost::cp::Deviation::Syntax(deviation) => note::print(&note::text(&deviation)),
            provost::cp::Deviation::Ipv4OnPage1 { offset } => {
                note::print(&format!("IPV4 on code page 1 at byte {offset}, tolerated"));
            }
            _ => {}
        }
    }
    Ok(document)
}

fn decode(octets: &[u8], dialect: Dialect) -> Result<Decoded, provost::cp::Error> {
    let options = ReadOptions::new()
        .with_dialect(dialect)
        .allow(Leniency::PageSwitch)
        .allow(Leniency::OpenTable)
        .allow(Leniency::OpaqueVersion);
    match syntax_of(octets) {
        Syntax::Wbxml => Document::read_wbxml(octets, &options),
        Syntax::Xml => Document::read_xml(octets, &options),
    }
}

/// What a document would change, and what rules it breaks, for `inspect`: nothing where it is no
/// provisioning document.
pub(crate) fn meaning(octets: &[u8]) -> Option<(Vec<String>, Vec<report::Finding>)> {
    let document = decode(octets, Dialect::Core11).ok()?.document;
    let finding = |finding: Finding| report::Finding {
        severity: match finding.severity {
            Severity::Error => report::Severity::Error,
            Severity::Warning => report::Severity::Warning,
            _ => report::Severity::Note,
        },
        text: format!("{} in {}", finding.rule.text(), finding.path),
        rule: Some(finding.rule.id()),
        section: Some(finding.rule.section()),
        offset: finding.offset,
    };
    let findings = document.check().into_iter().map(finding).collect();
    let changes = document.summary().changes().iter().map(ToString::to_string).collect();
    Some((changes, findings))
}
