//! `provost tree`: serialized trees as trees that commands work on.

use core::fmt::Write as _;

use clap::{Args, Subcommand};
use provost::dm::ddf::Description;
use provost::dm::tnds::Document;
use provost::dm::tree::{
    Acl, Case, Engine, EngineOptions, Item, ItemResult, MemoryTree, Node, Operation, Outcome,
    Rules, Tree, TreeError,
};
use provost::dm::uri::{Address, Path, PropertySet, Uri, UriRules};
use provost::dm::{Command, ErrorKind, Format, Fragment};
use serde_json::json;

use super::{Open, Source, failure};
use crate::failure::Failure;
use crate::output::Target;
use crate::secrets::{HIDDEN, holds_secrets, is_secret_node};
use crate::{input, output, terminal};

#[derive(Debug, Subcommand)]
pub(crate) enum TreeCommand {
    /// Show the nodes of a serialized tree, or those that a description begins with
    Show(Open),
    /// Get a node, a property or a list from a serialized tree
    Get(Get),
    /// Execute the commands of a message on a serialized tree, and print what each comes to
    Apply(Apply),
}

#[derive(Debug, Args)]
pub(crate) struct Get {
    #[command(flatten)]
    source: Source,
    /// The address: ./A/B, with ?prop=NAME or ?list=Struct, StructData or TNDS
    target: String,
    #[command(flatten)]
    device: Device,
}

#[derive(Debug, Args)]
pub(crate) struct Apply {
    #[command(flatten)]
    source: Source,
    /// The message, a part of one, or a serialized tree that is added
    message: std::path::PathBuf,
    /// Where a serialized tree is added
    #[arg(long, value_name = "URI", default_value = ".")]
    at: String,
    #[command(flatten)]
    device: Device,
    #[command(flatten)]
    target: Target,
}

/// What a device allows.
#[derive(Debug, Args)]
struct Device {
    /// The server that the commands are from
    #[arg(long, default_value = "server")]
    server: String,
    /// The access control list of the root, where the tree has none
    #[arg(long, value_name = "ACL", default_value = "Add=*&Delete=*&Exec=*&Get=*&Replace=*")]
    root: String,
    /// Obey a device description
    #[arg(long, value_name = "DDF")]
    rules: Option<std::path::PathBuf>,
    /// Read addresses as Windows does, in letters of either case, and know no access control lists
    #[arg(long)]
    windows: bool,
}

pub(crate) fn run(command: &TreeCommand) -> Result<(), Failure> {
    match command {
        TreeCommand::Show(arguments) => show(arguments),
        TreeCommand::Get(arguments) => get(arguments),
        TreeCommand::Apply(arguments) => apply(arguments),
    }
}

/// The tree that a file is, with a list at its root.
fn load(source: &Source, root: &str, case: Case) -> Result<MemoryTree, Failure> {
    let octets = of_message(source.read()?)?;
    let acl: Acl = root.parse().map_err(failure)?;
    let cased = |tree: MemoryTree| {
        tree.with_case(case).map_err(|_| {
            Failure::Document("two nodes have names that differ in the case of letters".into())
        })
    };
    // A description has properties that a tree has not, and a tree has values.
    let description = Description::decode(&octets).map_err(failure)?;
    super::tell_deviations(description.deviations());
    if description.nodes().any(|node| node.properties().is_some()) {
        let mut tree = description.empty_tree().map_err(failure)?;
        set_root(&mut tree, acl)?;
        return cased(tree);
    }
    let mut engine = Engine::new(MemoryTree::with_root(Node::interior().with_acl(open())));
    let document = Document::decode(&octets).map_err(failure)?;
    let first = document.nodes().next().filter(|node| node.path().is_root());
    let list = first.and_then(|root| root.properties().acl.as_deref());
    let has_list = list.is_some_and(|list| !list.trim_ascii().is_empty());
    let has_root = first.is_some();
    let item = Item::new(".").with_type(provost::dm::tnds::MEDIA_TYPE_XML).with_data(octets);
    // The root is there already: a whole tree takes its place.
    let load = if has_root { Operation::Replace(item) } else { Operation::Add(item) };
    let outcome = engine.execute("server", &load);
    if !outcome.status().is_success() {
        return Err(Failure::Document(refusal(&outcome)));
    }
    let mut tree = engine.into_tree();
    if !has_list {
        set_root(&mut tree, acl)?;
    }
    cased(tree)
}

/// A tree as it is, and of a message the first tree in it.
fn of_message(octets: Vec<u8>) -> Result<Vec<u8>, Failure> {
    let Err(error) = Description::decode(&octets) else { return Ok(octets) };
    if let Some(text) = input::no_document(&octets) {
        return Err(Failure::Document(text));
    }
    if error.kind() != ErrorKind::NoMgmtTree {
        return Err(failure(error));
    }
    let Ok(fragment) = Fragment::decode(&octets.into()) else { return Err(failure(error)) };
    let commands = fragment
        .commands()
        .iter()
        .flat_map(|command| core::iter::once(command).chain(command.members()));
    for command in commands {
        for item in command.items() {
            if let Ok(Some(document)) = item.tnds(command.meta()) {
                let (name, target) = (command.name(), item.target_uri().unwrap_or("-"));
                terminal::complain(&format!("note: the tree is that of {name} {target}\n"));
                return document.to_wbxml().map_err(failure);
            }
        }
    }
    Err(failure(error))
}

/// Everything for who loads a tree, and not for everybody: that the root could not lose again.
fn open() -> Acl {
    let all = provost::dm::tree::Right::ALL.into_iter();
    all.fold(Acl::EMPTY, |acl, right| acl.clone().with(right, "server").unwrap_or(acl))
}

fn set_root(tree: &mut MemoryTree, acl: Acl) -> Result<(), Failure> {
    let mut change = provost::dm::tree::Change::default();
    change.acl = Some(acl);
    tree.write(provost::dm::tree::Edit::Update { at: Path::ROOT, change })
        .map_err(|error| Failure::Document(error.to_string()))
}

fn refusal(outcome: &Outcome) -> String {
    let status = outcome.status();
    let name = status.name().unwrap_or("unknown status");
    match outcome.failed_at() {
        Some(uri) => format!("{} {name} at {uri}", status.0),
        None => format!("{} {name}", status.0),
    }
}

fn options(device: &Device) -> EngineOptions {
    let mut options = EngineOptions::DEFAULT;
    if device.windows {
        options.uri = UriRules::WINDOWS;
        options.acl = false;
    }
    options
}

const fn case(device: &Device) -> Case {
    if device.windows { Case::Insensitive } else { Case::Sensitive }
}

fn show(arguments: &Open) -> Result<(), Failure> {
    // Past the engine: what a tree has is to be seen, whoever may get it from a device.
    let tree = load(&arguments.show.source, "Get=*", Case::Sensitive)?;
    let store = |error: TreeError| Failure::Document(error.to_string());
    let (mut text, mut nodes) = (String::new(), Vec::new());
    let mut open = vec![Uri::ROOT];
    while let Some(uri) = open.pop() {
        let node = tree.read(uri.path()).map_err(store)?;
        if node.is_interior() {
            let mut below = Vec::new();
            tree.children(uri.path(), &mut |name| below.extend(uri.child(name))).map_err(store)?;
            open.extend(below.into_iter().rev());
        }
        if uri.path().is_root() {
            continue;
        }
        let source = uri.to_string();
        let data = (!node.is_interior()).then(|| value(node.format, &node.value));
        let is_hidden =
            !arguments.secrets && data.as_ref().is_some_and(|data| is_secret(&source, data));
        let data = if is_hidden { Some(HIDDEN.to_owned()) } else { data };
        if arguments.show.json {
            nodes.push(json!({
                "uri": source,
                "format": node.format.name(),
                "type": node.media_type(),
                "acl": (!node.acl.is_empty()).then(|| node.acl.to_string()),
                "title": (!node.title.is_empty()).then_some(&node.title),
                "value": data,
            }));
        } else {
            let line =
                line(&source, node.format, node.media_type(), data.as_deref(), Some(&node.acl));
            let _ = writeln!(text, "{line}");
        }
    }
    if arguments.show.json {
        return output::print(format!("{:#}\n", json!({ "nodes": nodes })).as_bytes());
    }
    output::show(&text)
}

/// Whether a value is a password or a key, or a document with one.
fn is_secret(uri: &str, value: &str) -> bool {
    is_secret_node(uri) || holds_secrets(value)
}

fn item_text(result: &ItemResult) -> String {
    let data = result.data.as_deref().map(|data| value(result.format, data));
    line(&result.source, result.format, &result.kind, data.as_deref(), None)
}

/// A node in one line: what is text/plain does not say so.
fn line(source: &str, format: Format, kind: &str, data: Option<&str>, acl: Option<&Acl>) -> String {
    let mut line = format!("{source}  {format}");
    if !kind.is_empty() && kind != "text/plain" {
        let _ = write!(line, " {kind}");
    }
    if let Some(acl) = acl.filter(|acl| !acl.is_empty()) {
        let _ = write!(line, "  [{acl}]");
    }
    if let Some(data) = data {
        let _ = write!(line, "  {data}");
    }
    line
}

/// Text, or the base64 of what is none.
fn value(format: Format, data: &[u8]) -> String {
    match core::str::from_utf8(data) {
        Ok(text) if format != Format::Bin => text.to_owned(),
        _ => encode(data),
    }
}

fn encode(octets: &[u8]) -> String {
    provost::wbxml::typed::base64::encode(octets)
}

/// Runs something on the engine, with the rules of a description or without.
fn with_engine(
    device: &Device,
    tree: MemoryTree,
    run: &mut dyn FnMut(&mut dyn Execute) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let engine = Engine::new(tree).with_options(options(device));
    match &device.rules {
        None => run(&mut { engine }),
        Some(path) => {
            let octets = input::octets(path, false)?;
            let description = Description::decode(&octets).map_err(failure)?;
            run(&mut engine.with_rules(description.with_case(case(device))))
        }
    }
}

/// An engine with whatever rules.
trait Execute {
    fn execute(&mut self, server: &str, operation: &Operation<'_>) -> Outcome;
    fn tree(&self) -> &MemoryTree;
}

impl<R: Rules> Execute for Engine<MemoryTree, R> {
    fn execute(&mut self, server: &str, operation: &Operation<'_>) -> Outcome {
        Self::execute(self, server, operation)
    }

    fn tree(&self) -> &MemoryTree {
        Self::tree(self)
    }
}

fn get(arguments: &Get) -> Result<(), Failure> {
    let device = &arguments.device;
    // What is wrong with an address has a name, which a status has not.
    Address::parse(&arguments.target, &options(device).uri).map_err(failure)?;
    let tree = load(&arguments.source, &device.root, case(device))?;
    with_engine(device, tree, &mut |engine| {
        let outcome = engine.execute(&device.server, &Operation::Get(&arguments.target));
        if !outcome.status().is_success() {
            return Err(Failure::Document(refusal(&outcome)));
        }
        let is_tree = |result: &ItemResult| result.kind == provost::dm::tnds::MEDIA_TYPE_WBXML;
        match outcome.results() {
            [one] if is_tree(one) => {
                let octets = one.data.as_deref().unwrap_or_default();
                let document = Document::decode(octets).map_err(failure)?;
                output::show(&document.to_indented_xml(2).map_err(failure)?)
            }
            [one] if !arguments.target.contains("?list=") => {
                let text = value(one.format, one.data.as_deref().unwrap_or_default());
                output::show(&format!("{text}\n"))
            }
            all => {
                let lines: Vec<String> = all.iter().map(|one| item_text(one) + "\n").collect();
                output::show(&lines.concat())
            }
        }
    })
}

fn apply(arguments: &Apply) -> Result<(), Failure> {
    let device = &arguments.device;
    let tree = load(&arguments.source, &device.root, case(device))?;
    let octets = input::octets(&arguments.message, false)?;
    with_engine(device, tree, &mut |engine| {
        let mut text = String::new();
        let mut is_fine = true;
        if Document::decode(&octets).is_ok() {
            let item = Item::new(&arguments.at).with_type(provost::dm::tnds::MEDIA_TYPE_XML);
            let operation = Operation::Add(item.with_data(octets.clone()));
            let outcome = engine.execute(&device.server, &operation);
            is_fine = outcome.status().is_success();
            let _ = writeln!(text, "Add {}: {}", arguments.at, refusal(&outcome));
        } else {
            let fragment = Fragment::decode(&octets.clone().into()).map_err(failure)?;
            for command in fragment.commands() {
                is_fine &= execute(engine, &device.server, command, &mut text);
            }
        }
        if arguments.target.output.is_some() {
            let document = Document::capture(engine.tree(), Path::ROOT, kept())
                .map_err(|error| Failure::Document(error.to_string()))?;
            let xml = document.to_indented_xml(2).map_err(failure)?;
            output::write(xml.as_bytes(), &arguments.target)?;
        }
        output::show(&text)?;
        if is_fine { Ok(()) } else { Err(Failure::NotVerified) }
    })
}

/// What a written tree has: all but what would change by itself.
fn kept() -> PropertySet {
    use provost::dm::uri::PropertyName as Name;

    let names = [Name::Acl, Name::Format, Name::Title, Name::Type];
    names.into_iter().fold(PropertySet::NONE.with_value(), PropertySet::with)
}

/// Executes a command, and tells what it and its members have come to.
fn execute(engine: &mut dyn Execute, server: &str, command: &Command, text: &mut String) -> bool {
    let id = command.id();
    let name = format!("{} {}", command.name(), id.as_deref().unwrap_or("-"));
    let Some(operations) = Operation::of(command) else {
        if let Command::Sequence(container) = command {
            let _ = writeln!(text, "{name}: 200 OK");
            let mut is_fine = true;
            for member in &container.commands {
                is_fine &= execute(engine, server, member, text);
            }
            return is_fine;
        }
        let _ = writeln!(text, "{name}: not for the tree");
        return true;
    };
    if let Command::Atomic(_) = command {
        let outcome = engine.execute(server, &Operation::Atomic(&operations));
        let _ = writeln!(text, "{name}: {}", refusal(&outcome));
        for (operation, member) in operations.iter().zip(outcome.members()) {
            tell(operation, member, text);
        }
        return outcome.status().is_success();
    }
    let mut is_fine = true;
    if let Command::Sequence(_) = command {
        let _ = writeln!(text, "{name}: 200 OK");
    }
    for operation in &operations {
        let outcome = engine.execute(server, operation);
        is_fine &= outcome.status().is_success();
        tell(operation, &outcome, text);
    }
    is_fine
}

fn tell(operation: &Operation<'_>, outcome: &Outcome, text: &mut String) {
    let _ = writeln!(text, "{} {}: {}", operation.name(), operation.target(), refusal(outcome));
    for result in outcome.results() {
        let _ = writeln!(text, "  {}", item_text(result));
    }
}
