//! Requests and their answers.

use alloc::string::{String, ToString};

use bytes::Bytes;
use provost_wbxml::typed::datetime::DateTime;

use super::config::Config;
use super::record::{Record, Step};
use super::{Gateway, Initiator, Notice};
use crate::mime::{Entity, Leniency};
use crate::pap::{
    BadMessage, Document, Message, Negotiation, Notification, Open, Post, QualityOfService,
    StatusCode, ViolationKind, check, negotiate,
};

impl Gateway {
    /// The answer to a request, as content type and body.
    pub(super) fn answer(
        &mut self,
        content_type: &str,
        body: &Bytes,
        initiator: &Initiator,
        now: DateTime,
    ) -> Option<(String, Bytes)> {
        let unknown = self.unknown();
        if body.len() > self.config.limits.request {
            let bad = self.bad(StatusCode::BAD_REQUEST, "request is too long", &[]);
            return self.encode(unknown, bad, None);
        }
        let split = Post::split(content_type, body, Leniency::default());
        let control = split.and_then(|(control, _)| control.content());
        let control = match control {
            Ok(control) => control,
            Err(error) => {
                let bad = self.bad(StatusCode::BAD_REQUEST, &error.to_string(), body);
                return self.encode(unknown, bad, None);
            }
        };
        // The version first: a document of another major one need not be valid here.
        let document = Document::decode(&control);
        let negotiation = document.as_ref().map_or(unknown, |document| self.negotiate(document));
        if !negotiation.is_supported {
            let bad = self.bad(StatusCode::VERSION_NOT_SUPPORTED, "version", &control);
            return self.encode(negotiation, bad, None);
        }
        let fault = match check(&control) {
            Ok(violations) => violations
                .into_iter()
                .find(|violation| !is_tolerated(violation.kind))
                .map(|violation| violation.to_string()),
            Err(error) => Some(error.to_string()),
        };
        let post = match fault {
            Some(fault) => Err(fault),
            None => Post::decode(content_type, body).map_err(|error| error.to_string()),
        };
        let post = match post {
            Ok(post) => post,
            Err(fault) => {
                let bad = self.bad(StatusCode::BAD_REQUEST, &fault, &control);
                return self.encode(negotiation, bad, None);
            }
        };
        let length = body.len();
        let (message, entity) = match &post.document.message {
            Message::Push(push) => {
                let response = self.submit(push, &post, negotiation, length, initiator, now);
                (Message::PushResponse(response), None)
            }
            Message::Cancel(cancel) => {
                (Message::CancelResponse(self.cancel(cancel, initiator, now)), None)
            }
            Message::StatusQuery(query) => {
                (Message::StatusResponse(self.status(query, initiator)), None)
            }
            Message::CapabilityQuery(query) => {
                let (response, entity) = self.capabilities_of(query);
                (Message::CapabilityResponse(response), entity)
            }
            // What only a gateway says, or what nobody does.
            _ => {
                let text = "operation that a gateway does not take";
                (self.bad(StatusCode::BAD_REQUEST, text, &control), None)
            }
        };
        self.encode(negotiation, message, entity)
    }

    fn negotiate(&self, document: &Document) -> Negotiation {
        let version = document.version().unwrap_or(self.config.default_version);
        let theirs = document.supported.as_ref().and_then(Open::known);
        negotiate(version, theirs, &self.config.versions)
    }

    /// What is known of the version of what cannot be read.
    fn unknown(&self) -> Negotiation {
        negotiate(self.config.default_version, None, &self.config.versions)
    }

    fn bad(&self, code: StatusCode, description: &str, fragment: &[u8]) -> Message {
        let mut bad = BadMessage::new(code);
        bad.description = Some(printable(description));
        if !fragment.is_empty() {
            let end = fragment.len().min(self.config.limits.fragment);
            let front = fragment.get(..end).unwrap_or_default();
            bad.fragment = Some(printable(&String::from_utf8_lossy(front)));
        }
        Message::BadMessage(bad)
    }

    fn encode(
        &self,
        negotiation: Negotiation,
        message: Message,
        entity: Option<Entity>,
    ) -> Option<(String, Bytes)> {
        let document = self.config.document(negotiation, message);
        let mut post = Post::new(document);
        post.capabilities = entity;
        post.encode(&self.config.boundary).ok()
    }
}

impl Config {
    fn document(&self, negotiation: Negotiation, message: Message) -> Document {
        let document = Document::new(negotiation.version, message);
        if negotiation.with_instruction {
            document.with_supported(self.versions.clone())
        } else {
            document
        }
    }

    /// The notification of what became of a client of a push, where it is wanted.
    pub(super) fn notice(&self, push_id: &str, record: &Record, at: usize) -> Option<Notice> {
        let url = record.notify_to.clone().filter(|url| !url.is_empty())?;
        let recipient = record.recipients.get(at)?;
        let Step::Over(outcome, time) = &recipient.step else { return None };
        let mut notification =
            Notification::new(push_id, recipient.text.clone(), outcome.state, outcome.code);
        notification.sender_address.clone_from(&self.url);
        notification.sender_name = Some(self.name.clone());
        notification.received_time = Some(record.received.into());
        notification.event_time = Some((*time).into());
        notification.description = outcome.description.map(Into::into);
        // It tells what was used, where the submission asked for anything (8.6).
        notification.quality = record.tells_quality.then(|| recipient.used());
        let negotiation = Negotiation {
            is_supported: true,
            version: record.version,
            with_instruction: record.with_instruction,
        };
        let document = self.document(negotiation, Message::Notification(notification));
        let (content_type, body) = Post::new(document).encode(&self.boundary).ok()?;
        Some(Notice { url, content_type, body })
    }
}

impl super::record::Recipient {
    /// The quality of service that was used.
    pub(super) fn used(&self) -> QualityOfService {
        let mut used = QualityOfService::new();
        if let Step::Over(outcome, _) = &self.step {
            used.delivery_method = outcome.method.map(Open::Known);
        }
        if let Some(bearer) = self.bearer {
            used.network = bearer.network().map(Into::into);
            used.bearer = bearer.bearer().map(Into::into);
        }
        used
    }
}

/// What is no reason to turn a document down: what a newer version may have, and prologs as they
/// are seen in the field.
fn is_tolerated(kind: ViolationKind) -> bool {
    // A word that is not known may be newer too, but then nobody knows what was asked for.
    kind.may_be_newer() && kind != ViolationKind::Word
        || matches!(
            kind,
            ViolationKind::Doctype
                | ViolationKind::InstructionPlace
                | ViolationKind::CodePlace
                | ViolationKind::VersionList
        )
}

/// A text that XML can hold.
fn printable(text: &str) -> String {
    let fits = |c: char| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}') || c == '\n';
    text.chars().map(|c| if fits(c) { c } else { '\u{FFFD}' }).collect()
}
