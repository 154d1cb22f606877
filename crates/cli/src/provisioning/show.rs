//! `cp show`: what a document says.

use core::fmt::Write as _;

use clap::Args;
use provost::cp::{
    Characteristic, Document, Extra, Item, Kind, Node, Parm, WithSecrets, is_secret,
};

use super::Source;
use crate::failure::Failure;
use crate::output;

/// What to show.
#[derive(Debug, Args)]
pub(crate) struct Show {
    #[command(flatten)]
    source: Source,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Print passwords and keys as well
    #[arg(long)]
    secrets: bool,
}

pub(crate) fn run(arguments: &Show) -> Result<(), Failure> {
    let document = arguments.source.read()?;
    if arguments.json {
        let text = match arguments.secrets {
            true => serde_json::to_string_pretty(&WithSecrets(&document)),
            false => serde_json::to_string_pretty(&document),
        };
        let text = text.map_err(|error| Failure::Document(error.to_string()))?;
        return output::print(format!("{text}\n").as_bytes());
    }
    output::show(&text(&document, arguments.secrets))
}

fn text(document: &Document, secrets: bool) -> String {
    let mut out = String::new();
    if let Some(version) = document.version() {
        let _ = writeln!(out, "version {}", one_line(version));
    }
    for extra in document.extra() {
        let _ = writeln!(out, "{}", unknown(extra, true, secrets));
    }
    nodes(document.nodes(), 0, secrets, &mut out);
    out
}

/// The depth of these calls is that of the document, which is at most 128.
fn nodes(nodes: &[Node], depth: usize, secrets: bool, out: &mut String) {
    for node in nodes {
        let _ = write!(out, "{:width$}", "", width = depth.saturating_mul(2));
        match node {
            Node::Characteristic(own) => {
                let _ = writeln!(
                    out,
                    "{}{}{}",
                    kind(own),
                    title(own),
                    unknowns(own.extra(), true, secrets)
                );
                self::nodes(own.children(), depth.saturating_add(1), secrets, out);
            }
            Node::Parm(parm) => {
                let _ = writeln!(out, "{}", line(parm, secrets));
            }
            Node::Other(extra) => {
                let _ = writeln!(out, "{}", unknown(extra, secrets, secrets));
            }
            _ => {}
        }
    }
}

/// The name of a characteristic, or its token.
pub(super) fn kind(own: &Characteristic) -> String {
    own.kind().name().map_or_else(|| format!("{:?}", own.kind()), one_line)
}

/// A parm as one line.
pub(super) fn line(parm: &Parm, secrets: bool) -> String {
    let name = match parm.name_field() {
        Some(field) => field.as_str().map_or_else(|| format!("{field:?}"), one_line),
        None => "(no name)".to_owned(),
    };
    let is_open = secrets || !parm.is_secret();
    let line = match parm.value_field() {
        None => name,
        Some(value) if value.is("") => format!("{name} = \"\""),
        Some(_) if !is_open => format!("{name} = .."),
        Some(value) => match value.as_str() {
            Some(text) => format!("{name} = {}", one_line(text)),
            None => format!("{name} = {value:?}"),
        },
    };
    format!("{line}{}", unknowns(parm.extra(), is_open, secrets))
}

/// What a parm or a characteristic has that the document type lacks, behind it.
fn unknowns(extras: &[Extra], is_open: bool, secrets: bool) -> String {
    extras.iter().map(|extra| format!(" {}", unknown(extra, is_open, secrets))).collect()
}

/// What the document type lacks: of an attribute its value as well, where neither what it stands on nor its
/// own name makes it a secret; of an element its name alone.
pub(super) fn unknown(extra: &Extra, is_open: bool, secrets: bool) -> String {
    let text = |field: &provost::cp::Field| match field.as_str() {
        Some(text) => one_line(text),
        None => format!("{field:?}"),
    };
    match (extra.items(), extra.name()) {
        ([Item::Attribute(name, value)], _) if is_open && (secrets || !is_secret(&text(name))) => {
            format!("(unknown {}={})", text(name), text(value))
        }
        (_, Some(name)) => format!("(unknown {})", text(name)),
        _ => "(unknown)".to_owned(),
    }
}

pub(super) fn one_line(text: &str) -> String {
    text.replace('\n', "&#xA;").replace('\t', "&#x9;")
}

/// What a characteristic is, in words.
fn title(own: &Characteristic) -> &'static str {
    match own.kind() {
        Kind::PxLogical => ", a proxy",
        Kind::PxPhysical => ", an address of the proxy",
        Kind::PxAuthInfo => ", credentials at the proxy",
        Kind::NapDef => ", an access point",
        Kind::NapAuthInfo => ", credentials at the access point",
        Kind::Validity => ", where it is of use",
        Kind::Bootstrap => ", the configuration context",
        Kind::ClientIdentity => ", the identity of the device",
        Kind::VendorConfig => ", settings of a vendor",
        Kind::Application => ", an account of an application",
        Kind::AppAddr => ", an address of the application",
        Kind::AppAuth => ", credentials of the application",
        Kind::Resource => ", what the application offers",
        Kind::Access => ", rules for routes",
        Kind::Wlan => ", a wireless network",
        Kind::Other(_) => ", not registered",
        _ => "",
    }
}
