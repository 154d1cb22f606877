//! `cp new`: a document from a template and values.

use core::fmt::Write as _;

use clap::Args;
use provost::cp::Rule;
use provost::cp::build::{Template, TemplateError};
use provost::wbxml::xml;

use crate::failure::Failure;
use crate::output::Target;
use crate::{hex, note, output};

/// What to make.
#[derive(Debug, Args)]
pub(crate) struct New {
    /// The template; without one, they are listed with the values that they take
    template: Option<String>,
    /// Values, as `addr=http://mmsc.example/`; a name in capitals is a parm of the application
    #[arg(value_name = "NAME=VALUE", value_parser = value)]
    values: Vec<(String, String)>,
    #[command(flatten)]
    target: Target,
    /// Write XML instead of WBXML
    #[arg(long)]
    xml: bool,
    /// Write hex text instead of octets
    #[arg(long, conflicts_with = "xml")]
    out_hex: bool,
}

pub(crate) fn run(arguments: &New) -> Result<(), Failure> {
    let Some(name) = &arguments.template else { return output::show(&list()) };
    let Some(template) = Template::find(name) else {
        return Err(Failure::Usage(format!("no template {name:?}: `provost cp new` lists them")));
    };
    let values: Vec<(&str, &str)> =
        arguments.values.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let document = template.fill(&values).map_err(|error| match error {
        TemplateError::Invalid(invalid) => {
            let lines: Vec<String> = invalid.findings().iter().map(ToString::to_string).collect();
            Failure::Document(lines.join("\n"))
        }
        other => Failure::Usage(other.to_string()),
    })?;
    let failed = |error: provost::cp::Error| Failure::Document(error.to_string());
    let findings = document.check();
    if !arguments.xml && findings.iter().any(|finding| finding.rule == Rule::AppXmlOnly) {
        return Err(Failure::Usage(format!("{name} is configured in XML alone: give --xml")));
    }
    for finding in findings.iter().filter(|finding| finding.rule != Rule::AppXmlOnly) {
        note::print(&finding.to_string());
    }
    if arguments.xml {
        let options = xml::WriteOptions::new().with_layout(xml::Layout::Indented(2));
        let text = document.write_xml(options).map_err(failed)?;
        return output::write(text.as_bytes(), &arguments.target);
    }
    let octets = document.to_wbxml_strict().map_err(failed)?;
    match arguments.out_hex {
        true => output::write(hex::encode(&octets).as_bytes(), &arguments.target),
        false => output::write(&octets, &arguments.target),
    }
}

fn list() -> String {
    let mut out = String::new();
    for template in Template::ALL {
        let _ = writeln!(
            out,
            "{}",
            format!("{} {}", template.name(), template.app_id().as_str()).trim_end()
        );
        for key in template.keys() {
            let needed = if key.is_required { "" } else { " (if wanted)" };
            let _ = writeln!(out, "  {:16} {}{needed}", key.name, key.text);
        }
    }
    out
}

fn value(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) => Ok((name.to_owned(), value.to_owned())),
        None => Err("expected NAME=VALUE".to_owned()),
    }
}
