//! `provost pap show`: what a document says, and what comes with it.

use core::fmt::Write as _;

use clap::Args;
use provost::push::Error;
use provost::push::mime::Entity;
use provost::push::pap::{
    Address, Document, Message, Open, Post, QualityOfService, StatusCode, Violation, check,
};

use super::{Source, failure, json};
use crate::failure::Failure;
use crate::output;
use crate::report::{Finding, Meaning, Severity};

#[derive(Debug, Args)]
pub(crate) struct Show {
    #[command(flatten)]
    source: Source,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Show) -> Result<(), Failure> {
    let post = arguments.source.post()?;
    if arguments.json {
        return output::print(format!("{:#}\n", json::post(&post)?).as_bytes());
    }
    output::show(&text(&post)?)
}

/// Rows of a name and a value.
#[derive(Default)]
struct Rows(String);

impl Rows {
    fn row(&mut self, name: &str, value: impl core::fmt::Display) {
        let _ = writeln!(self.0, "{name:<18} {value}");
    }

    fn optional(&mut self, name: &str, value: Option<impl core::fmt::Display>) {
        if let Some(value) = value {
            self.row(name, value);
        }
    }

    fn code(&mut self, code: &Open<StatusCode>, description: Option<&String>) {
        let meaning = code.known().and_then(|code| code.general().meaning()).unwrap_or("unknown");
        self.row("code", format_args!("{code} ({meaning})"));
        self.optional("in words", description);
    }

    fn addresses<'a>(&mut self, addresses: impl IntoIterator<Item = &'a Address>) {
        for address in addresses {
            let form = match address.parse() {
                provost::push::address::Address::Client(client) => {
                    format!(" ({})", client.client.kind())
                }
                provost::push::address::Address::Uri(_) => " (URI)".to_owned(),
                _ => " (not of the grammar)".to_owned(),
            };
            self.row("address", format_args!("{}{form}", address.value));
        }
    }

    fn quality(&mut self, quality: Option<&QualityOfService>) {
        let Some(quality) = quality else { return };
        self.optional("priority", quality.priority.as_ref());
        self.optional("delivery method", quality.delivery_method.as_ref());
        self.optional("network", quality.network.as_ref());
        self.optional("network required", quality.network_required.as_ref());
        self.optional("bearer", quality.bearer.as_ref());
        self.optional("bearer required", quality.bearer_required.as_ref());
    }

    fn entity(&mut self, what: &str, entity: &Entity) -> Result<(), Failure> {
        let content = entity.content().map_err(|error| failure(&error))?;
        let kind = entity.content_type().unwrap_or("no type");
        self.row(what, format_args!("{kind}, {} octets", content.len()));
        for header in entity.headers.iter() {
            if !header.name.eq_ignore_ascii_case("Content-Type") {
                self.row("  header", format_args!("{}: {}", header.name, header.value));
            }
        }
        Ok(())
    }
}

fn text(post: &Post) -> Result<String, Failure> {
    let document = &post.document;
    let mut rows = Rows::default();
    rows.row("operation", document.message.name());
    match document.version() {
        Some(version) => rows.row("version", version),
        None => rows.row("version", "not told"),
    }
    rows.optional("knows versions", document.supported.as_ref());
    message(&mut rows, &document.message);
    if let Some(content) = &post.content {
        rows.entity("content", content)?;
    }
    if let Some(capabilities) = &post.capabilities {
        rows.entity("capabilities", capabilities)?;
    }
    for other in &post.others {
        rows.entity("further entity", other)?;
    }
    Ok(rows.0)
}

/// Whether octets are meant as a document of this protocol, by its document element.
pub(crate) fn is_one(octets: &[u8]) -> bool {
    octets.windows(4).take(FRONT).any(|four| four == b"<pap")
}

/// Octets in which the document element begins, behind a DOCTYPE.
const FRONT: usize = 2048;

/// What a document says and breaks, for `inspect`.
pub(crate) fn meaning(octets: &[u8]) -> Result<Meaning, Error> {
    let post = Post::new(Document::decode(octets)?);
    let finding = |violation: Violation| Finding {
        offset: Some(violation.offset),
        ..Finding::new(Severity::Error, format!("{}: {}", violation.kind, violation.name))
    };
    let findings = check(octets)?.into_iter().map(finding).collect();
    // Neither fails without entities.
    let text = text(&post).unwrap_or_default();
    let value = json::post(&post).unwrap_or_default();
    Ok(Meaning { text, value, findings, fault: None })
}

fn message(rows: &mut Rows, message: &Message) {
    match message {
        Message::Push(push) => {
            rows.row("push id", &push.push_id);
            rows.optional("replaces", push.replace_push_id.as_ref());
            rows.optional("replace method", push.replace_method.as_ref());
            rows.optional("not before", push.deliver_after.as_ref());
            rows.optional("not after", push.deliver_before.as_ref());
            rows.optional("source", push.source_reference.as_ref());
            rows.optional("notify", push.notify_to.as_ref());
            rows.optional("progress notes", push.progress_notes.as_ref());
            rows.addresses(&push.addresses);
            rows.quality(push.quality.as_ref());
        }
        Message::PushResponse(response) => {
            rows.row("push id", &response.push_id);
            rows.optional("sender", response.sender_name.as_ref());
            rows.optional("sender address", response.sender_address.as_ref());
            rows.optional("time", response.reply_time.as_ref());
            for note in &response.notes {
                rows.row(
                    "progress",
                    format_args!("{} {}", note.stage, note.note.as_deref().unwrap_or("")),
                );
            }
            rows.code(&response.code, response.description.as_ref());
        }
        Message::Cancel(cancel) => {
            rows.row("push id", &cancel.push_id);
            rows.addresses(&cancel.addresses);
        }
        Message::StatusQuery(query) => {
            rows.row("push id", &query.push_id);
            rows.addresses(&query.addresses);
        }
        Message::CancelResponse(response) => {
            rows.row("push id", &response.push_id);
            for result in &response.results {
                rows.code(&result.code, result.description.as_ref());
                rows.addresses(&result.addresses);
            }
        }
        Message::StatusResponse(response) => {
            rows.row("push id", &response.push_id);
            for result in &response.results {
                rows.row("state", &result.state);
                rows.optional("time", result.event_time.as_ref());
                rows.code(&result.code, result.description.as_ref());
                rows.addresses(&result.addresses);
                rows.quality(result.quality.as_ref());
            }
        }
        Message::Notification(notification) => {
            rows.row("push id", &notification.push_id);
            rows.row("state", &notification.state);
            rows.optional("received", notification.received_time.as_ref());
            rows.optional("time", notification.event_time.as_ref());
            rows.code(&notification.code, notification.description.as_ref());
            rows.addresses([&notification.address]);
            rows.quality(notification.quality.as_ref());
        }
        Message::NotificationResponse(response) => {
            rows.row("push id", &response.push_id);
            rows.code(&response.code, response.description.as_ref());
            rows.addresses([&response.address]);
        }
        Message::CapabilityQuery(query) => {
            rows.optional("query id", query.query_id.as_ref());
            rows.optional("application", query.app_id.as_ref());
            rows.addresses([&query.address]);
        }
        Message::CapabilityResponse(response) => {
            rows.optional("query id", response.query_id.as_ref());
            rows.code(&response.code, response.description.as_ref());
            rows.addresses([&response.address]);
        }
        Message::BadMessage(bad) => {
            rows.code(&bad.code, bad.description.as_ref());
            rows.optional("fragment", bad.fragment.as_ref());
        }
        _ => {}
    }
}
