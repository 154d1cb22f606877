//! The subcommand `inspect`: what a message is, and what it says.
//!
//! A message is a list of layers, the outermost first: short messages, their headers, the datagram
//! they carry, a push, and the document. Each is read by itself, and what is inside of it waits in a
//! list: nothing calls itself, and neither do layers.

mod arguments;
mod capture;
mod card;
mod content;
mod document;
mod head;
mod multipart;
mod notification;
mod security;
mod segments;
mod session_pdu;
mod smpp;
mod sms;
#[cfg(test)]
mod tests;
mod wsp;

use std::ffi::OsStr;
use std::io::IsTerminal;

use bytes::Bytes;
use clap::ValueEnum;
use provost::dm::MediaType;
use provost::wbxml::Syntax;

use crate::failure::Failure;
use crate::input::Source;
use crate::report::{self as forms, Layer, Paint, Report, Severity};
use crate::secrets::BEHIND_FAULT;
use crate::syntax::syntax_of;
use crate::{output, window};

pub(crate) use arguments::Arguments;
use arguments::Color;
pub(crate) use capture::lines_of_hex;
pub(crate) use sms::{
    header_layer as user_data, plain_tpdu_layer as plain_tpdu, tpdu_layer as tpdu,
};
pub(crate) use wsp::push_layer as push;

/// Layers that are shown: a multipart body may have parts by the thousand.
const MOST: usize = 256;
/// Layers inside of one another.
const DEEPEST: u8 = 12;

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let report = report(capture::read_all(arguments)?, arguments);
    if let Some(path) = &arguments.html {
        output::write_to(forms::html(&report).as_bytes(), path)?;
    } else if arguments.json {
        output::print(forms::json(&report).as_bytes())?;
    } else {
        let text = forms::text(&report, arguments.dump, paint(arguments.color));
        output::print(text.as_bytes())?;
    }
    let mut faults = report.layers.into_iter().enumerate();
    match faults.find_map(|(at, layer)| Some((at, layer.title, layer.fault?))) {
        Some((0, _, fault)) => Err(Failure::Layer(fault.line, fault.window)),
        Some((_, title, fault)) => {
            Err(Failure::Layer(format!("{}, in: {title}", fault.line), fault.window))
        }
        None => Ok(()),
    }
}

fn paint(color: Color) -> Paint {
    let no_color = std::env::var_os("NO_COLOR");
    let terminal = std::env::var_os("TERM");
    let is_terminal = std::io::stdout().is_terminal();
    if is_colored(color, is_terminal, no_color.as_deref(), terminal.as_deref()) {
        Paint::Colored
    } else {
        Paint::Plain
    }
}

/// Whether to use colors, by the option, by where the output goes, and by what NO_COLOR and TERM say:
/// an empty NO_COLOR says nothing.
fn is_colored(
    color: Color,
    is_terminal: bool,
    no_color: Option<&OsStr>,
    terminal: Option<&OsStr>,
) -> bool {
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            is_terminal
                && no_color.is_none_or(OsStr::is_empty)
                && terminal.is_none_or(|terminal| terminal != "dumb")
        }
    }
}

/// What is told of the contents of a file.
pub(crate) fn inspect(octets: Bytes, arguments: &Arguments) -> Result<Report, Failure> {
    Ok(report(capture::read(octets, &arguments.source.file, arguments)?, arguments))
}

fn report(capture: capture::Capture, arguments: &Arguments) -> Report {
    let mut inspector = Inspector {
        source: &arguments.source,
        shows_secrets: arguments.show_secrets,
        known: security::Known::new(&arguments.secrets),
        layers: Vec::new(),
        hidden: 0,
        left_out: 0,
    };
    inspector.peel(capture.messages, arguments);
    Report { form: capture.form, layers: inspector.layers, hidden: inspector.hidden }
}

/// What octets are, where that is not for them to say.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Kind {
    /// A short message: a TPDU of 3GPP TS 23.040
    Sms,
    /// A PDU of SMPP that carries a short message: submit_sm, deliver_sm
    Smpp,
    /// The user data of a short message, with its header
    UserData,
    /// A datagram of WSP: a push
    Wsp,
    /// A PDU in a session of WSP, without transaction: a push, a confirmed push, what opens it
    WspSession,
    /// Headers as text, and a body: HTTP, SIP, MIME
    Head,
    /// A document in WBXML
    Wbxml,
    /// A document in XML
    Xml,
    /// A notification of device management: package 0
    Notification,
    /// A provisioning file of a smart card, or a file of its records
    Card,
    /// A multipart body of WSP
    WspMultipart,
    /// A request of a gateway to open a session
    SessionInitiation,
}

/// Whether octets are something by themselves.
type Test = (fn(&Bytes) -> bool, Kind);

/// Octets that wait to be read.
#[derive(Debug)]
struct Job {
    octets: Bytes,
    /// What they are, by what is around them.
    kind: Option<Kind>,
    /// The content type that came with them.
    content_type: Option<String>,
    contents: Contents,
    /// The layer they are in, and where.
    place: Option<(usize, Option<usize>)>,
    depth: u8,
}

impl Job {
    fn new(inner: Inner, place: Option<(usize, Option<usize>)>, depth: u8) -> Self {
        let Inner { octets, kind, content_type, contents } = inner;
        Self { octets, kind, content_type, contents, place, depth }
    }
}

/// What is inside of a layer: its octets, and what is known of them.
#[derive(Debug)]
struct Inner {
    octets: Bytes,
    kind: Option<Kind>,
    content_type: Option<String>,
    contents: Contents,
}

/// What octets may be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Contents {
    /// What there is a layer for, or broken.
    Known,
    /// Anything: what arrives at a port that is not known, or at none; what came with no type.
    Any,
    /// Text, whatever it looks like.
    Text,
}

impl Inner {
    const fn of_kind(octets: Bytes, kind: Option<Kind>) -> Self {
        Self { octets, kind, content_type: None, contents: Contents::Known }
    }

    const fn of_type(octets: Bytes, content_type: Option<String>) -> Self {
        let contents = if content_type.is_none() { Contents::Any } else { Contents::Known };
        Self { octets, kind: None, content_type, contents }
    }

    /// What arrives at a port, or at none.
    fn of_port(octets: Bytes, port: Option<u16>) -> Self {
        let kind = port.and_then(sms::kind_of_port);
        let contents = if kind.is_some() { Contents::Known } else { Contents::Any };
        Self { octets, kind, content_type: None, contents }
    }
}

struct Inspector<'a> {
    source: &'a Source,
    shows_secrets: bool,
    known: security::Known,
    layers: Vec<Layer>,
    /// Secrets that are not shown.
    hidden: usize,
    /// Layers that are not shown.
    left_out: usize,
}

impl Inspector<'_> {
    fn peel(&mut self, messages: Vec<Bytes>, arguments: &Arguments) {
        let mut jobs: Vec<Job> = if messages.len() > 1 {
            self.segments(&messages)
        } else {
            let octets = messages.into_iter().next().unwrap_or_default();
            let content_type = arguments.content_type.clone();
            let (kind, contents) = (arguments.kind, Contents::Known);
            let inner = Inner { octets, kind, content_type, contents };
            vec![Job::new(inner, None, 0)]
        };
        jobs.reverse();
        while let Some(job) = jobs.pop() {
            if self.layers.len() >= MOST || job.depth >= DEEPEST {
                self.left_out = self.left_out.saturating_add(1);
                continue;
            }
            let (place, depth, around) = (job.place, job.depth, job.octets.clone());
            let (mut layer, inner) = self.layer(job);
            layer.place = place;
            if !self.shows_secrets {
                veil_fault(&mut layer);
            }
            let at = self.layers.len();
            self.layers.push(layer);
            jobs.extend(inner.into_iter().rev().map(|inner| {
                let place = Some((at, window::offset_in(&around, &inner.octets)));
                Job::new(inner, place, depth.saturating_add(1))
            }));
        }
        if let (Some(layer), 1..) = (self.layers.last_mut(), self.left_out) {
            layer
                .find(Severity::Warning, format!("{} further layers are not shown", self.left_out));
        }
    }

    /// Reads octets as what they are, and hands out what is inside.
    fn layer(&mut self, job: Job) -> (Layer, Vec<Inner>) {
        let octets = &job.octets;
        let content_type = job.content_type.as_deref();
        let kind = job.kind.or_else(|| content_type.and_then(kind_of_type));
        let is_text = job.contents == Contents::Text;
        let found = kind.or_else(|| self.detect(octets).filter(|_| !is_text));
        if found.is_none() && job.contents != Contents::Known {
            return (self.content(octets, content_type), Vec::new());
        }
        let (mut layer, inner) = match found.unwrap_or(Kind::Wbxml) {
            Kind::Sms => sms::read_tpdu(octets, self.shows_secrets),
            Kind::Smpp => smpp::read(octets, self.shows_secrets),
            Kind::UserData => sms::read_user_data(octets, is_text),
            Kind::Wsp => wsp::read(octets),
            Kind::WspSession => session_pdu::read(octets),
            Kind::Head => head::read(octets, self.shows_secrets, &mut self.hidden),
            Kind::Notification => (notification::layer(octets), Vec::new()),
            Kind::Card => card::read(octets),
            Kind::WspMultipart => wsp::read_multipart(octets),
            Kind::SessionInitiation => (wsp::session_initiation(octets), Vec::new()),
            Kind::Wbxml | Kind::Xml => match content_type.filter(|it| is_multipart(it)) {
                Some(content_type) => multipart::read(content_type, octets),
                None if octets.starts_with(b"--") => {
                    multipart::read(&multipart::guessed_type(octets), octets)
                }
                None => (self.document(octets, content_type), Vec::new()),
            },
        };
        if let Some(content_type) = content_type {
            self.known.check(content_type, octets, &mut layer);
        }
        (layer, inner)
    }

    /// What octets are that nobody tells of; nothing where they do not tell it either.
    fn detect(&self, octets: &Bytes) -> Option<Kind> {
        if head::is_head(octets) {
            return Some(Kind::Head);
        }
        let document = match syntax_of(octets) {
            Syntax::Xml => Kind::Xml,
            Syntax::Wbxml => Kind::Wbxml,
        };
        let is_asked = self.source.language.is_some() || self.source.strict;
        if document == Kind::Xml || octets.starts_with(b"--") || is_asked {
            return Some(document);
        }
        if self.is_document(octets) {
            // Cards fill what is behind the document.
            return Some(if octets.ends_with(&[0xFF]) { Kind::Card } else { document });
        }
        let tests: [Test; 13] = [
            (sms::is_tpdu, Kind::Sms),
            (smpp::is_one, Kind::Smpp),
            (sms::is_user_data, Kind::UserData),
            (notification::is_one, Kind::Notification),
            (wsp::is_push, Kind::Wsp),
            (session_pdu::is_push, Kind::WspSession),
            (|octets| card::is_records(octets), Kind::Card),
            (sms::is_plain, Kind::Sms),
            // Broken ones.
            (|octets| smpp::is_likely(octets), Kind::Smpp),
            (|octets| document::is_likely(octets), document),
            (sms::is_likely_tpdu, Kind::Sms),
            (|octets| notification::is_likely(octets), Kind::Notification),
            (|octets| wsp::is_likely(octets), Kind::Wsp),
        ];
        tests.into_iter().find(|(is, _)| is(octets)).map(|(_, kind)| kind)
    }
}

/// Leaves in the octets around the fault of a layer only its fields, and what stands at the fault itself:
/// the rest is of a document that was not read, and may hold secrets. Documents know theirs.
fn veil_fault(layer: &mut Layer) {
    if matches!(layer.name, "wbxml" | "xml" | "pap" | "notification") {
        return;
    }
    let Some(fault) = &mut layer.fault else { return };
    let fields = layer.rows.iter().filter(|row| !row.is_hidden);
    let mut shown: Vec<_> = fields.filter_map(|row| row.span.clone()).collect();
    shown.push(fault.offset..fault.offset.saturating_add(BEHIND_FAULT));
    shown.sort_by_key(|span| span.start);
    let mut hidden = Vec::new();
    let mut at = 0;
    for span in shown {
        if at < span.start {
            hidden.push(at..span.start);
        }
        at = at.max(span.end);
    }
    hidden.push(at..layer.octets.len().max(at));
    fault.window = window::around(&layer.octets, fault.offset, &hidden);
}

/// What octets of a media type are.
fn kind_of_type(content_type: &str) -> Option<Kind> {
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "application/http"
        | "message/http"
        | "message/sip"
        | "application/vnd.oma.push"
        | "message/vnd.oma.push" => Some(Kind::Head),
        "application/octet-stream" | "" => None,
        _ if MediaType::from_name(&essence) == Some(MediaType::Notification) => {
            Some(Kind::Notification)
        }
        _ => wsp::kind_of_body(&essence).or(Some(Kind::Wbxml)),
    }
}

fn is_multipart(content_type: &str) -> bool {
    content_type.trim_start().to_ascii_lowercase().starts_with("multipart/")
}
