//! The pushes that a gateway holds, and what becomes of them.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use bytes::Bytes;
use provost_wbxml::typed::datetime::DateTime;

use super::{Delivery, DeliveryId, Gateway, Output};
use crate::address::Address;
use crate::application_id::Application;
use crate::bearer::Bearer;
use crate::mime::{Entity, Headers};
use crate::pap::{self, DeliveryMethod, MessageState, Priority, StatusCode, Version};

/// A push.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) owner: String,
    pub(super) version: Version,
    pub(super) with_instruction: bool,
    pub(super) notify_to: Option<String>,
    /// Whether the submission asked for a quality, and so notifications tell what was used.
    pub(super) tells_quality: bool,
    pub(super) priority: Priority,
    pub(super) deliver_after: Option<DateTime>,
    pub(super) deliver_before: Option<DateTime>,
    pub(super) received: DateTime,
    pub(super) recipients: Vec<Recipient>,
    /// Nothing once all is over.
    pub(super) content: Option<Content>,
    /// Octets that count for it: with its content, and without.
    pub(super) octets: usize,
    pub(super) octets_after: usize,
}

/// What is delivered.
#[derive(Clone)]
pub(super) struct Content {
    pub(super) application: Option<Application>,
    pub(super) content_type: String,
    pub(super) headers: Headers,
    pub(super) body: Bytes,
    pub(super) is_authenticated: bool,
    pub(super) is_trusted: bool,
    pub(super) capabilities: Option<Entity>,
}

/// Without the body, which may hold secrets.
impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Content({}, {} octets)", self.content_type, self.body.len())
    }
}

/// One client of a push.
#[derive(Debug)]
pub(super) struct Recipient {
    /// The address as it was written.
    pub(super) text: pap::Address,
    pub(super) address: Address,
    pub(super) delivery: DeliveryId,
    pub(super) bearer: Option<Bearer>,
    pub(super) is_confirmed: bool,
    pub(super) step: Step,
}

/// How far a delivery has come.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Step {
    /// It is here, and can be taken back.
    Waiting,
    /// It has been handed out.
    Handed,
    /// It is over.
    Over(Outcome, DateTime),
}

/// What became of a delivery.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Outcome {
    pub(super) state: MessageState,
    pub(super) code: StatusCode,
    pub(super) description: Option<&'static str>,
    pub(super) method: Option<DeliveryMethod>,
}

impl Outcome {
    pub(super) const fn new(state: MessageState, code: StatusCode) -> Self {
        Self { state, code, description: None, method: None }
    }

    pub(super) fn because(self, description: &'static str) -> Self {
        Self { description: Some(description), ..self }
    }

    pub(super) fn by(self, method: DeliveryMethod) -> Self {
        Self { method: Some(method), ..self }
    }
}

impl Record {
    /// The client of an address: written in the same way, or meaning the same.
    pub(super) fn find(&self, address: &pap::Address) -> Option<usize> {
        let written = self.recipients.iter().position(|one| one.text.value == address.value);
        written.or_else(|| {
            let parsed = address.parse();
            self.recipients.iter().position(|one| one.address.is_same(&parsed))
        })
    }
}

impl Gateway {
    /// Takes a delivery out of the queue.
    pub(super) fn hand_out(&mut self, id: DeliveryId) -> Option<Delivery> {
        let (push_id, at) = self.deliveries.get(&id)?;
        let record = self.records.get_mut(push_id)?;
        let content = record.content.clone()?;
        let recipient = record.recipients.get_mut(*at)?;
        recipient.step = Step::Handed;
        if let Some(before) = record.deliver_before {
            self.late.remove(&(before, id));
        }
        Some(Delivery {
            id,
            push_id: push_id.clone(),
            address: recipient.address.clone(),
            bearer: recipient.bearer,
            is_confirmed: recipient.is_confirmed,
            priority: record.priority,
            deliver_before: record.deliver_before,
            application: content.application,
            content_type: content.content_type,
            headers: content.headers,
            content: content.body,
            is_authenticated: content.is_authenticated,
            is_trusted: content.is_trusted,
            capabilities: content.capabilities,
        })
    }

    /// Ends a delivery, and tells whoever wants to know. Of one that is over nothing more becomes.
    pub(super) fn conclude(&mut self, id: DeliveryId, outcome: Outcome, now: DateTime) {
        let Some((push_id, at)) = self.deliveries.remove(&id) else { return };
        let Some(record) = self.records.get_mut(&push_id) else { return };
        if let Some(before) = record.deliver_before {
            self.late.remove(&(before, id));
        }
        let Some(recipient) = record.recipients.get_mut(at) else { return };
        recipient.step = Step::Over(outcome, now);
        if let Some(notice) = self.config.notice(&push_id, record, at) {
            self.outputs.push_back(Output::Notify(notice));
        }
        let is_over = |one: &Recipient| matches!(one.step, Step::Over(..));
        if record.recipients.iter().all(is_over) {
            record.content = None;
            self.octets =
                self.octets.saturating_sub(record.octets).saturating_add(record.octets_after);
            record.octets = record.octets_after;
            self.finished.push_back(push_id);
        }
    }

    /// Takes back a delivery that has not been handed out.
    pub(super) fn take_back(&mut self, id: DeliveryId, now: DateTime) {
        let Some(record) = self.record_of(id) else { return };
        let (priority, after) = (record.priority, record.deliver_after);
        self.ready.remove(&(priority, core::cmp::Reverse(id)));
        if let Some(after) = after {
            self.early.remove(&(after, id));
        }
        self.conclude(id, Outcome::new(MessageState::Cancelled, StatusCode::OK), now);
    }

    /// Makes room for a push, by forgetting those that have been over for longest.
    pub(super) fn make_room(&mut self, octets: usize) -> bool {
        let limits = self.config.limits;
        while self.records.len() >= limits.pushes
            || self.octets.saturating_add(octets) > limits.octets
        {
            let Some(oldest) = self.finished.pop_front() else { return false };
            if let Some(record) = self.records.remove(&oldest) {
                self.octets = self.octets.saturating_sub(record.octets);
            }
        }
        true
    }
}
