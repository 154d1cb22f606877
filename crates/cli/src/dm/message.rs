//! Messages: `dm show`, `dm lint`, `dm to-xml`, `dm to-wbxml`.

use core::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use clap::Args;
use provost::dm::{
    Command, Data, DecodeOptions, Decoded, Deviation, Dialect, DocumentKind, EncodeOptions,
    Finding, Form, Fragment, Item, Leniency, Message, Meta, Prolog, Recovered, Rule, Shape, Syntax,
    detect_kind, lint,
};
use provost::wbxml::{StringTable, WriteOptions};
use serde_json::{Map, Value, json};

use super::{Open, Source, failure};
use crate::failure::Failure;
use crate::output::Target;
use crate::report::{self, Meaning, Severity};
use crate::secrets::{BEHIND_FAULT, HIDDEN};
use crate::secrets::{holds_secrets, is_secret_node};
use crate::{hex, input, note, output, window};

/// Where messages depart from the specifications, and what was not answered
#[derive(Debug, Args)]
pub(crate) struct Lint {
    /// Files, or a folder of them: the messages of a session, in the order of their names
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Read hex text, with blanks and # comments; so are files that end in .hex
    #[arg(long)]
    hex: bool,
    /// What Windows sends is no departure
    #[arg(long)]
    microsoft: bool,
    /// The file is a profile: commands that go into messages to many devices
    #[arg(long)]
    profile: bool,
}

/// Convert a message
#[derive(Debug, Args)]
pub(crate) struct ToXml {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    target: Target,
    /// Write nothing between the elements
    #[arg(long)]
    compact: bool,
    /// Write opaque octets that are no text as base64 instead of refusing them
    #[arg(long)]
    base64: bool,
}

/// Convert a message
#[derive(Debug, Args)]
pub(crate) struct ToWbxml {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    target: Target,
    /// Write hex text instead of octets
    #[arg(long)]
    out_hex: bool,
    /// Put strings that occur more than once into a string table
    #[arg(long)]
    string_table: bool,
}

pub(super) fn lenient() -> DecodeOptions {
    DecodeOptions::lenient().with_dialect(Dialect::Microsoft)
}

fn tell<T>(decoded: &Decoded<T>) {
    decoded.deviations.iter().for_each(|deviation| note::print(&tolerated(deviation)));
    if decoded.more_deviations > 0 {
        note::print(&more(decoded.more_deviations));
    }
}

fn tolerated(deviation: &Deviation) -> String {
    format!("{deviation}, tolerated")
}

fn more(count: impl core::fmt::Display) -> String {
    format!("{count} more departures")
}

fn read(source: &Source) -> Result<Fragment, Failure> {
    let input = Bytes::from(source.read()?);
    let decoded = Fragment::decode_with(&input, &lenient()).map_err(failure)?;
    tell(&decoded);
    Ok(decoded.value)
}

pub(super) fn to_xml(arguments: &ToXml) -> Result<(), Failure> {
    let fragment = read(&arguments.source)?;
    let mut options = EncodeOptions::new(Syntax::Xml);
    if !arguments.compact {
        options = options.indented(2).with_prolog(Prolog::Declaration);
    }
    if arguments.base64 {
        options = options.with_base64();
    }
    let xml = fragment.encode_with(&options).map_err(failure)?;
    output::write(&xml, &arguments.target)
}

pub(super) fn to_wbxml(arguments: &ToWbxml) -> Result<(), Failure> {
    let fragment = read(&arguments.source)?;
    let mut wbxml = WriteOptions::new().with_version(0x02);
    if arguments.string_table {
        wbxml = wbxml.with_string_table(StringTable::Shared);
    }
    let options = EncodeOptions::new(Syntax::Wbxml).with_wbxml(wbxml);
    let octets = fragment.encode_with(&options).map_err(failure)?;
    if arguments.out_hex {
        return output::write(hex::encode(&octets).as_bytes(), &arguments.target);
    }
    output::write(&octets, &arguments.target)
}

pub(super) fn show(arguments: &Open) -> Result<(), Failure> {
    let secrets = Secrets::new(arguments.secrets);
    let input = Bytes::from(arguments.show.source.read()?);
    // What can be read of a trace that was cut off is shown, and then why it ends.
    let recovered = match Fragment::decode_with(&input, &lenient()) {
        Ok(decoded) => {
            tell(&decoded);
            Recovered::from(decoded.value)
        }
        Err(_) => Message::recover(&input, &lenient()),
    };
    if arguments.show.json {
        let mut text = json_message(&recovered, secrets).to_string();
        text.push('\n');
        output::print(text.as_bytes())?;
    } else {
        output::show(&text_message(&recovered, secrets))?;
    }
    recovered.error.map_or(Ok(()), |error| Err(failure(error)))
}

/// What a message or a part of one says, for `inspect`: nothing where it is neither, or empty.
pub(crate) fn meaning(octets: &[u8], shows_secrets: bool) -> Option<Meaning> {
    let kind = detect_kind(octets)?;
    if !matches!(kind, DocumentKind::Message | DocumentKind::Fragment) {
        return None;
    }
    let input = Bytes::copy_from_slice(octets);
    let (recovered, deviations, rest) = match Fragment::decode_with(&input, &lenient()) {
        Ok(Decoded { value, deviations, more_deviations, .. }) => {
            (Recovered::from(value), deviations, more_deviations)
        }
        Err(_) => {
            let mut recovered = Message::recover(&input, &lenient());
            let deviations = core::mem::take(&mut recovered.deviations);
            (recovered, deviations, 0)
        }
    };
    let Message { header, body, .. } = &recovered.message;
    let is_empty = facts(&recovered.message).is_empty() && body.commands.is_empty();
    // A part of a message that is broken in its first command is told by its first element.
    let is_part = kind == DocumentKind::Fragment && recovered.error.is_some();
    if is_empty && recovered.open.is_none() && !is_part {
        return None;
    }
    // What departs from the grammar of WBXML is told by who shows the document; data
    // synchronization may use what is not of device management.
    let is_dm = !header.ver_proto.as_deref().is_some_and(|it| it.starts_with("SyncML/"));
    let is_told = |it: &&Deviation| match it.rule {
        Rule::Wbxml(_) => false,
        Rule::NotDm(_) => is_dm,
        _ => true,
    };
    let departure = |deviation: &Deviation| report::Finding {
        section: Some(deviation.rule.section()),
        offset: Some(deviation.offset),
        ..report::Finding::new(Severity::Note, deviation.rule.to_string())
    };
    let mut findings: Vec<_> = deviations.iter().filter(is_told).map(departure).collect();
    findings.extend((rest > 0).then(|| report::Finding::new(Severity::Note, more(rest))));
    // What is broken off cannot be held to what it lacks.
    if is_dm && kind == DocumentKind::Message && recovered.error.is_none() {
        findings.extend(lint(&[&recovered.message]).iter().map(|finding| {
            let (problem, section) = (finding.problem.describe(), finding.problem.section());
            let command = finding.command.as_ref().map(|id| format!(" in command {id}"));
            let text = format!("{problem}{}", command.unwrap_or_default());
            report::Finding {
                section: Some(section),
                ..report::Finding::new(Severity::Warning, text)
            }
        }));
    }
    let secrets = Secrets::new(shows_secrets);
    let fault = recovered.error.as_ref().map(|error| {
        let offset = error.offset();
        let mut fault = report::Fault::new(error.kind(), error.kind(), offset, octets);
        if !shows_secrets {
            let hidden = [0..offset, offset.saturating_add(BEHIND_FAULT)..octets.len()];
            fault.window = window::around(octets, offset, &hidden);
        }
        fault
    });
    Some(Meaning {
        text: text_message(&recovered, secrets),
        value: json_message(&recovered, secrets),
        findings,
        fault,
    })
}

/// Whether data of nodes with names like `AAuthSecret` is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Secrets {
    Shown,
    Hidden,
}

impl Secrets {
    const fn new(are_shown: bool) -> Self {
        if are_shown { Self::Shown } else { Self::Hidden }
    }

    /// Whether the data of an item is one that is not shown.
    fn hide(self, item: &Item, data: &Data) -> bool {
        let uris = [item.target_uri(), item.source_uri()];
        let is_named = || uris.into_iter().flatten().any(is_secret_node);
        let holds = || data.to_text().is_ok_and(|text| holds_secrets(&text));
        self == Self::Hidden && (is_named() || holds())
    }
}

pub(super) fn text_message(recovered: &Recovered, secrets: Secrets) -> String {
    let mut text = String::new();
    let Message { header, body, .. } = &recovered.message;
    for (name, value) in facts(&recovered.message) {
        let _ = writeln!(text, "{name:9} {value}");
    }
    if let Some(cred) = &header.cred {
        let scheme = cred.meta.as_ref().and_then(|meta| meta.type_.as_deref());
        let _ = writeln!(text, "{:9} {}", "Cred", scheme.unwrap_or("of no scheme"));
    }
    let mut lines = Vec::new();
    let open = recovered.open.as_ref();
    for command in body.commands.iter().chain(open) {
        push_lines(command, secrets, &mut lines);
    }
    for line in lines {
        text.push_str(&line);
        text.push('\n');
    }
    let end = match (&recovered.error, body.is_final) {
        (Some(_), _) => "... broken off",
        (None, true) => "Final",
        (None, false) => "(more messages follow)",
    };
    if !facts(&recovered.message).is_empty() || recovered.error.is_some() {
        let _ = writeln!(text, "{end}");
    }
    text
}

/// What a header says.
fn facts(message: &Message) -> Vec<(&'static str, String)> {
    let header = &message.header;
    let version = header.ver_proto.as_ref().map(|protocol| {
        format!("{protocol} (VerDTD {})", header.ver_dtd.as_deref().unwrap_or("missing"))
    });
    let location = |it: Option<&provost::dm::Location>| {
        it.map(|it| match &it.name {
            Some(name) => format!("{} ({name})", it.uri()),
            None => it.uri().to_owned(),
        })
    };
    let text = |it: Option<&provost::dm::Text>| it.map(ToString::to_string);
    [
        ("Version", version),
        ("SessionID", text(header.session_id.as_ref())),
        ("MsgID", text(header.msg_id.as_ref())),
        ("Target", location(header.target.as_ref())),
        ("Source", location(header.source.as_ref())),
        ("RespURI", text(header.resp_uri.as_ref())),
        ("MaxMsg", header.max_msg_size().map(|size| size.to_string())),
        ("MaxObj", header.max_obj_size().map(|size| size.to_string())),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name, value?)))
    .collect()
}

/// A command and its members, a line for each and for each item.
fn push_lines(command: &Command, secrets: Secrets, lines: &mut Vec<String>) {
    let mut stack = vec![(command, 0_usize)];
    while let Some((command, depth)) = stack.pop() {
        let indent = "  ".repeat(depth);
        lines.push(format!("{indent}{}", head(command)));
        for item in command.items() {
            lines.push(format!("{indent}    {}", item_line(item, command.meta(), secrets)));
        }
        let inside = depth.saturating_add(1);
        stack.extend(command.members().iter().rev().map(|member| (member, inside)));
    }
}

/// The first line of a command.
fn head(command: &Command) -> String {
    let id = command.id().map_or("-".to_owned(), |id| id.to_string());
    let mut line = format!("{id:>4} {}", command.name());
    match command {
        Command::Status(status) => {
            let target = format!(
                " for {} {} of message {}",
                status.cmd.as_deref().unwrap_or("?"),
                status.cmd_ref.as_deref().unwrap_or("?"),
                status.msg_ref.as_deref().unwrap_or("?"),
            );
            line.push_str(&target);
            match status.code() {
                Some(code) => {
                    let name = code.name().unwrap_or("unknown code");
                    let _ = write!(line, ": {code} {name}");
                    if let Some(meaning) = status.meaning() {
                        let _ = write!(line, " ({meaning})");
                    }
                }
                None => line.push_str(": no code"),
            }
            if let Some(error) = status.original_error() {
                let _ = write!(line, ", original error 0x{error:08X}");
            }
            if let Some(chal) = &status.chal {
                let scheme = chal.auth_type().map_or("of no scheme", |scheme| scheme.name());
                let _ = write!(line, ", challenge {scheme}");
            }
            for uri in status.target_refs.iter().chain(&status.source_refs) {
                let _ = write!(line, ", {uri}");
            }
        }
        Command::Results(results) => {
            let command = results.cmd_ref.as_deref().unwrap_or("?");
            let _ = write!(line, " for {command} of message {}", results.msg_ref());
        }
        Command::Alert(alert) => {
            if let Some(code) = alert.code() {
                let _ = write!(line, " {code} {}", code.name().unwrap_or("unknown code"));
            }
            if let Some(correlator) = &alert.correlator {
                let _ = write!(line, ", correlator {correlator}");
            }
        }
        Command::Unsupported(_) => line.push_str(" (not of device management)"),
        _ => {}
    }
    line
}

/// Characters of data that are shown.
const SHOWN: usize = 120;

fn item_line(item: &Item, command: Option<&Meta>, secrets: Secrets) -> String {
    let mut line = String::new();
    let (target, source) = (item.target_uri(), item.source_uri());
    match (target, source) {
        (Some(target), Some(source)) => {
            let _ = write!(line, "{source} -> {target}");
        }
        (Some(uri), None) | (None, Some(uri)) => line.push_str(uri),
        (None, None) => line.push('-'),
    }
    // Meta of an item overrides that of its command element by element.
    let own = item.meta.as_deref();
    let format = own.and_then(|meta| meta.format.as_deref());
    if let Some(format) = format.or_else(|| command.and_then(|meta| meta.format.as_deref())) {
        let _ = write!(line, " [{}]", format.trim().escape_debug());
    }
    let type_ = own.and_then(|meta| meta.type_.as_deref());
    if let Some(type_) = type_.or_else(|| command.and_then(|meta| meta.type_.as_deref())) {
        let _ = write!(line, " [{type_}]");
    }
    if let Some(data) = &item.data {
        let shown = if secrets.hide(item, data) { HIDDEN.into() } else { data_text(data) };
        let _ = write!(line, " = {shown}");
    }
    if item.more_data {
        line.push_str(" (more follows)");
    }
    line
}

fn data_text(data: &Data) -> String {
    if let Some(embedded) = data.embedded().filter(|embedded| embedded.vocabulary().is_some()) {
        let title = embedded.vocabulary().map_or("", |it| it.root_element());
        return format!("<{title}> {:?}, {} octets", embedded.syntax(), data.octets().len());
    }
    match data.to_text() {
        Ok(text) if text.chars().count() > SHOWN => {
            let shown: String = text.chars().take(SHOWN).collect();
            format!("{shown:?}... ({} octets)", data.octets().len())
        }
        Ok(text) => format!("{text:?}"),
        Err(_) => format!("{} octets", data.octets().len()),
    }
}

fn json_message(recovered: &Recovered, secrets: Secrets) -> Value {
    let Message { header, body, namespace, .. } = &recovered.message;
    let uri = |it: &Option<provost::dm::Location>| it.as_ref().map(|it| it.uri().to_owned());
    let commands = body.commands.iter().chain(&recovered.open);
    json!({
        "namespace": namespace.uri(),
        "ver_dtd": header.ver_dtd.as_deref(),
        "ver_proto": header.ver_proto.as_deref(),
        "session_id": header.session_id.as_deref(),
        "msg_id": header.msg_id.as_deref(),
        "target": uri(&header.target),
        "source": uri(&header.source),
        "resp_uri": header.resp_uri.as_deref(),
        "max_msg_size": header.max_msg_size(),
        "max_obj_size": header.max_obj_size(),
        "final": body.is_final,
        "commands": commands.map(|it| json_command(it, secrets)).collect::<Vec<_>>(),
        "error": recovered.error.map(|error| error.to_string()),
    })
}

/// A command; containers are nested no deeper than the decoder allows.
fn json_command(command: &Command, secrets: Secrets) -> Value {
    let mut map = Map::new();
    let mut put = |key: &str, value: Value| {
        if !value.is_null() {
            map.insert(key.to_owned(), value);
        }
    };
    put("name", json!(command.name()));
    put("id", json!(command.id().as_deref()));
    match command {
        Command::Status(status) => {
            put("msg_ref", json!(status.msg_ref.as_deref()));
            put("cmd_ref", json!(status.cmd_ref.as_deref()));
            put("cmd", json!(status.cmd.as_deref()));
            put("code", json!(status.code().map(|code| code.0)));
            put("code_name", json!(status.code().and_then(|code| code.name())));
            put("meaning", json!(status.meaning()));
            let scheme = status.chal.as_ref().and_then(|chal| chal.auth_type());
            put("challenge", json!(scheme.map(|scheme| scheme.name().to_owned())));
            put("original_error", json!(status.original_error()));
        }
        Command::Results(results) => {
            put("msg_ref", json!(results.msg_ref()));
            put("cmd_ref", json!(results.cmd_ref.as_deref()));
        }
        Command::Alert(alert) => {
            put("code", json!(alert.code().map(|code| code.0)));
            put("code_name", json!(alert.code().and_then(|code| code.name())));
            put("correlator", json!(alert.correlator.as_deref()));
        }
        _ => {}
    }
    let items: Vec<Value> = command.items().iter().map(|item| json_item(item, secrets)).collect();
    if !items.is_empty() {
        put("items", Value::Array(items));
    }
    let members: Vec<Value> =
        command.members().iter().map(|it| json_command(it, secrets)).collect();
    if !members.is_empty() {
        put("commands", Value::Array(members));
    }
    Value::Object(map)
}

fn json_item(item: &Item, secrets: Secrets) -> Value {
    let meta = item.meta.as_deref();
    let is_document = |data: &Data| data.embedded().is_some_and(|it| it.vocabulary().is_some());
    let data = item.data.as_ref().map(|data| match data.to_text() {
        _ if secrets.hide(item, data) => json!({ "form": form(data), "text": HIDDEN }),
        // A document in it may hold more than its name tells.
        _ if secrets == Secrets::Hidden && is_document(data) => {
            json!({ "form": form(data), "length": data.octets().len() })
        }
        Ok(text) => json!({ "form": form(data), "text": text }),
        Err(_) => json!({ "form": form(data), "hex": hex::encode(data.octets()).trim() }),
    });
    json!({
        "target": item.target_uri(),
        "source": item.source_uri(),
        "format": meta.and_then(|meta| meta.format.as_deref()),
        "type": meta.and_then(|meta| meta.type_.as_deref()),
        "data": data,
        "more_data": item.more_data,
    })
}

fn form(data: &Data) -> &'static str {
    match data.form() {
        Form::Text => "text",
        Form::Cdata => "cdata",
        Form::Opaque => "opaque",
        Form::Markup => "markup",
        _ => "inline",
    }
}

pub(super) fn check(arguments: &Lint) -> Result<(), Failure> {
    let files = files(&arguments.files)?;
    let mut options = DecodeOptions::new().allow(Leniency::Ampersand);
    if arguments.microsoft {
        options = options.with_dialect(Dialect::Microsoft);
    }
    let (mut fragments, mut text, mut is_bad) = (Vec::new(), String::new(), false);
    for file in &files {
        let name = file.display();
        let input = Bytes::from(input::octets(file, arguments.hex)?);
        match Fragment::decode_with(&input, &options) {
            Ok(decoded) => {
                for deviation in &decoded.deviations {
                    let _ = writeln!(text, "{name}: {deviation}");
                }
                is_bad |= !decoded.deviations.is_empty();
                if arguments.profile {
                    let faults = decoded.value.profile_faults();
                    is_bad |= !faults.is_empty();
                    for fault in faults {
                        let _ = writeln!(text, "{name}: {fault}");
                    }
                }
                fragments.push((file, decoded.value));
            }
            Err(error) => {
                is_bad = true;
                let _ = writeln!(text, "{name}: {error}");
            }
        }
    }
    let whole = |it: &&(&PathBuf, Fragment)| it.1.shape == Shape::Message;
    let session: Vec<&(&PathBuf, Fragment)> = fragments.iter().filter(whole).collect();
    let messages: Vec<&Message> = session.iter().map(|(_, fragment)| &fragment.message).collect();
    for finding in lint(&messages) {
        is_bad = true;
        let file = session.get(finding.message).map_or(Path::new(""), |(file, _)| file.as_path());
        let _ = writeln!(text, "{}: {}", file.display(), finding_text(&finding));
    }
    output::show(&text)?;
    if is_bad { Err(Failure::NotVerified) } else { Ok(()) }
}

fn finding_text(finding: &Finding) -> String {
    let problem = finding.problem;
    match &finding.command {
        Some(id) => format!("{} in command {id} ({})", problem.describe(), problem.section()),
        None => format!("{} ({})", problem.describe(), problem.section()),
    }
}

/// The files, and those in folders, sorted by their names.
fn files(given: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for path in given {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let fault = |error| Failure::File { path: path.clone(), error };
        let mut inside = Vec::new();
        for entry in fs::read_dir(path).map_err(fault)? {
            let entry = entry.map_err(fault)?.path();
            if entry.is_file() {
                inside.push(entry);
            }
        }
        inside.sort();
        files.extend(inside);
    }
    Ok(files)
}
