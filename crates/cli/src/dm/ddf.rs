//! `provost ddf`: device descriptions.

use core::fmt::Write as _;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use provost::dm::ddf::{Description, Difference, Finding, Node, Verb};
use provost::dm::tnds::Document;
use provost::dm::tree::{Right, Scope};
use provost::dm::uri::{Part, UriRules};
use provost::dm::{Command, Format, Fragment, Item, Meta, uri};
use serde_json::{Value, json};

use super::{Source, failure};
use crate::failure::Failure;
use crate::terminal;
use crate::{input, output};

#[derive(Debug, Subcommand)]
pub(crate) enum DdfCommand {
    /// Check the commands of a message, a part of one, or a serialized tree by a description
    Check(Check),
    /// List the nodes of a description
    List(List),
    /// Compare two descriptions
    Diff(Diff),
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    #[command(flatten)]
    source: Source,
    /// The message
    message: PathBuf,
    /// Where a serialized tree is added
    #[arg(long, value_name = "URI", default_value = ".")]
    at: String,
}

#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    source: Source,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// The old one
    old: PathBuf,
    /// The new one
    new: PathBuf,
}

pub(crate) fn run(command: &DdfCommand) -> Result<(), Failure> {
    match command {
        DdfCommand::Check(arguments) => check(arguments),
        DdfCommand::List(arguments) => list(arguments),
        DdfCommand::Diff(arguments) => diff(arguments),
    }
}

fn read(octets: &[u8]) -> Result<Description, Failure> {
    let description = Description::decode(octets).map_err(|error| {
        input::no_document(octets).map_or_else(|| failure(error), Failure::Document)
    })?;
    super::tell_deviations(description.deviations());
    if !description.nodes().any(|node| node.properties().is_some()) {
        terminal::complain("note: no node has DFProperties: this is a tree and no description\n");
    }
    Ok(description)
}

fn list(arguments: &List) -> Result<(), Failure> {
    let description = read(&arguments.source.read()?)?;
    if arguments.json {
        let nodes: Vec<Value> = description.nodes().map(|node| node_json(&node)).collect();
        let all = json!({
            "version": description.version(),
            "manufacturer": description.manufacturer(),
            "model": description.model(),
            "nodes": nodes,
        });
        return output::print(format!("{all:#}\n").as_bytes());
    }
    let mut text = String::new();
    for node in description.nodes() {
        let _ = write!(text, "{}", node.address());
        if let Some(properties) = node.properties() {
            let format = properties.format.map_or("-", |format| format.name());
            let _ = write!(text, "  {format}  {}", access(&node).join(" "));
            let _ = write!(text, "  {}", properties.occurrence);
            if properties.scope == Scope::Permanent {
                text.push_str("  permanent");
            }
        }
        if let Some(allowed) = node.allowed_values().filter(|allowed| allowed.kind() != "None") {
            let _ = match allowed.kind() {
                // A schema is a document of its own: --json has it.
                kind @ ("XSD" | "JSON") => write!(text, "  {kind} schema"),
                _ => write!(text, "  {allowed}"),
            };
        }
        text.push('\n');
    }
    output::show(&text)
}

fn access(node: &Node<'_>) -> Vec<&'static str> {
    let Some(properties) = node.properties() else { return Vec::new() };
    let rights = Right::ALL.into_iter().filter(|right| properties.access.allows(*right));
    let copy = properties.access.allows_copy().then_some("Copy");
    rights.map(Right::name).chain(copy).collect()
}

fn node_json(node: &Node<'_>) -> Value {
    let properties = node.properties();
    json!({
        "uri": node.address(),
        "access": access(node),
        "format": properties.and_then(|properties| properties.format).map(|format| format.name()),
        "occurrence": properties.map(|properties| properties.occurrence.to_string()),
        "permanent": properties.map(|properties| properties.scope == Scope::Permanent),
        "default": properties.and_then(|properties| properties.default.as_deref()),
        "title": properties.and_then(|properties| properties.title.as_deref()),
        "description": properties.and_then(|properties| properties.description.as_deref()),
        "types": properties.map(|properties| {
            properties.kinds.iter().map(|kind| kind.text().to_owned()).collect::<Vec<_>>()
        }),
        "allowed": node.allowed_values().map(|allowed| json!({
            "kind": allowed.kind(),
            "values": allowed.values().collect::<Vec<_>>(),
            "delimiter": allowed.delimiter(),
        })),
    })
}

fn diff(arguments: &Diff) -> Result<(), Failure> {
    let old = read(&input::octets(&arguments.old, false)?)?;
    let new = read(&input::octets(&arguments.new, false)?)?;
    let differences = old.diff(&new);
    let mut text = String::new();
    for (address, difference) in differences.iter() {
        let _ = match difference {
            Difference::Added => writeln!(text, "+ {address}"),
            Difference::Removed => writeln!(text, "- {address}"),
            Difference::Changed(fields) => writeln!(text, "~ {address}  {}", fields.join(", ")),
            other => writeln!(text, "? {address}  {other:?}"),
        };
    }
    output::show(&text)?;
    if differences.is_empty() { Ok(()) } else { Err(Failure::NotVerified) }
}

fn check(arguments: &Check) -> Result<(), Failure> {
    let description = read(&arguments.source.read()?)?;
    let octets = input::octets(&arguments.message, false)?;
    let mut report = Report { description: &description, text: String::new(), is_fine: true };
    match Document::decode(&octets) {
        Ok(document) => {
            let at = uri::Uri::parse(&arguments.at, &UriRules::WINDOWS).map_err(failure)?;
            description.check_tree(&document, at.path(), |at, finding| {
                report.find("Add", &at.to_string(), &finding);
            });
        }
        Err(_) => {
            let fragment = Fragment::decode(&octets.into()).map_err(failure)?;
            fragment.message.commands().for_each(|command| report.command(command));
        }
    }
    let (text, is_fine) = (report.text, report.is_fine);
    output::show(if text.is_empty() { "fine\n" } else { &text })?;
    if is_fine { Ok(()) } else { Err(Failure::NotVerified) }
}

struct Report<'d> {
    description: &'d Description,
    text: String,
    is_fine: bool,
}

impl Report<'_> {
    fn find(&mut self, command: &str, at: &str, finding: &Finding) {
        // What was not checked is told, and is no fault.
        self.is_fine &= matches!(finding, Finding::NotChecked(_));
        let _ = writeln!(self.text, "{command} {at}: {finding}");
    }

    fn command(&mut self, command: &Command) {
        let (verb, request) = match command {
            Command::Add(request) => (Verb::Add, request),
            Command::Copy(request) => (Verb::Copy, request),
            Command::Delete(request) => (Verb::Delete, request),
            Command::Exec(request) => (Verb::Exec, request),
            Command::Get(request) => (Verb::Get, request),
            Command::Replace(request) => (Verb::Replace, request),
            _ => return,
        };
        for item in &request.items {
            self.item(command.name(), verb, request.meta.as_deref(), item);
        }
    }

    fn item(&mut self, name: &str, verb: Verb, meta: Option<&Meta>, item: &Item) {
        let target = match verb {
            Verb::Copy => item.source_uri(),
            _ => item.target_uri(),
        };
        let target = target.unwrap_or_default().trim();
        let address = match uri::Address::parse(target, &UriRules::WINDOWS) {
            Ok(address) => address,
            Err(error) => {
                self.is_fine = false;
                let _ = writeln!(self.text, "{name} {target}: {error}");
                return;
            }
        };
        // Properties and lists are those of the tree, not of the description.
        if *address.part() != Part::Node {
            return;
        }
        let description = self.description;
        let may_be_tree = matches!(verb, Verb::Add | Verb::Replace);
        let document = if may_be_tree { item.tnds(meta).ok().flatten() } else { None };
        if let Some(document) = document {
            description.check_tree(&document, address.uri().path(), |at, finding| {
                self.find(name, &at.to_string(), &finding);
            });
            return;
        }
        let text = |meta: Option<&Meta>| meta.and_then(|meta| meta.format.clone());
        let name_of = text(item.meta.as_deref()).or_else(|| text(meta));
        let format = name_of.as_deref().and_then(Format::from_name);
        if format.is_none() && name_of.is_some_and(|name| !name.trim().is_empty()) {
            self.find(name, target, &Finding::UnknownFormat);
        }
        let data = item.data.as_ref().map(|data| &**data.octets());
        let at = address.uri().path();
        description.check(verb, at, format, data, |finding| self.find(name, target, &finding));
    }
}
