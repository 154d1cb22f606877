//! What is made of the commands of a device: statuses and results find their commands, alerts are
//! handed on.

use alloc::boxed::Box;
use alloc::collections::VecDeque;
use alloc::vec::Vec;

use super::dialogue::{Dialogue, Part};
use super::output::{CommandResult, DeviceAlert, Fate, Handle, Note, ServerOutput};
use super::outstanding::Found;
use crate::alert_code::AlertCode;
use crate::message::{self, Alert, Command, Item, Message, Meta, Request, Results, Status};
use crate::session::large_object::{Broken, Collector, Part as Chunk};
use crate::session::outbox::Outbox;
use crate::session::{Refusal, Standing};
use crate::status_code::StatusCode;

/// What a message has come to.
#[derive(Clone, Debug, Default)]
pub(super) struct Read {
    /// The codes of its commands, in their order with members behind their containers; none is for
    /// the answer to say.
    pub(super) codes: Vec<Option<StatusCode>>,
    /// Alerts of ours: 1225.
    pub(super) alerts: Vec<Alert>,
    /// Whether the device has aborted the session.
    pub(super) is_aborted: bool,
    /// Whether it asks for our next message.
    pub(super) asks: bool,
    /// Whether there is anything in it but that, and statuses of headers and alerts.
    pub(super) has_news: bool,
    /// What the device says to our header, where that ends the session.
    pub(super) refusal: Option<HeaderRefusal>,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum HeaderRefusal {
    Proof(Refusal),
    Code(StatusCode),
}

/// Reads a message of a device that is who it says.
pub(super) fn read(
    dialogue: &mut Dialogue,
    queue: &mut Outbox,
    message: &Message,
    limit: usize,
    events: &mut VecDeque<ServerOutput>,
) -> Read {
    let mut inbox = Inbox { dialogue, queue, events, limit, read: Read::default() };
    let is_sent_again = inbox.header(message);
    for command in &message.body.commands {
        let number = inbox.read.codes.len();
        let code = match command {
            Command::Status(status) => {
                if !status.is_for_header() && !is_sent_again {
                    inbox.status(status);
                }
                None
            }
            other => inbox.command(other, number),
        };
        inbox.read.codes.push(code);
        // Members get none of their own: the answer says that they were not carried out.
        let members = message::walk(command.members()).count();
        inbox.read.codes.extend(core::iter::repeat_n(None, members));
    }
    inbox.read
}

struct Inbox<'s> {
    dialogue: &'s mut Dialogue,
    queue: &'s mut Outbox,
    events: &'s mut VecDeque<ServerOutput>,
    /// Octets of a package that are kept.
    limit: usize,
    read: Read,
}

impl Inbox<'_> {
    /// The status of our header goes first, because it says what the others are worth. Whether our
    /// commands go out once more.
    fn header(&mut self, message: &Message) -> bool {
        let Dialogue { sent, given, .. } = *self.dialogue;
        let number = |status: &Status| {
            let text = status.msg_ref.as_deref();
            text.map_or(Some(sent), |text| text.trim_ascii().parse::<u32>().ok())
        };
        let of_header = message.body.commands.iter().filter_map(|command| match command {
            Command::Status(status) if status.is_for_header() => Some((number(status)?, status)),
            _ => None,
        });
        // Behind our last message of the session there may have been challenges, of which the device has
        // seen one; the status of the latest is what holds. Of equals it is the first.
        let ours = of_header.filter(|(number, _)| (sent..=given).contains(number));
        let last = ours.reduce(|last, next| if next.0 > last.0 { next } else { last });
        let Some((number, status)) = last else { return false };
        let peer = self.dialogue.verifier.peer();
        match self.dialogue.prover.receive(status, peer) {
            Standing::Accepted => self.dialogue.outstanding.forget_commands(),
            Standing::Challenged => {
                // Who did not know us may not have kept how much we take.
                self.dialogue.has_announced = false;
                if number != sent {
                    return false;
                }
                // First, while the rest of the object is still the first of all.
                self.queue.restart();
                for (handle, command) in self.dialogue.outstanding.take_back(sent) {
                    self.queue.push_front(Some(handle), command);
                }
                self.dialogue.part = None;
                self.dialogue.is_open = false;
                return true;
            }
            Standing::Refused(refusal) => {
                self.read.refusal = Some(HeaderRefusal::Proof(refusal));
            }
            Standing::Other(code) if code.is_success() || code == StatusCode(0) => {}
            Standing::Other(code) => self.read.refusal = Some(HeaderRefusal::Code(code)),
        }
        false
    }

    fn status(&mut self, status: &Status) {
        if self.is_of_part(status) {
            self.read.has_news = true;
            return self.part(status);
        }
        let (msg_ref, cmd_ref) = (status.msg_ref.as_deref(), status.cmd_ref.as_deref());
        let items: usize = status.items.iter().map(octets).fold(KEPT, usize::saturating_add);
        let is_held = hold(self.dialogue, self.limit, items);
        let is_of_own = self.is_of_own_alert(status);
        let found = self.dialogue.outstanding.find(msg_ref, cmd_ref, status.cmd.as_deref());
        match found.filter(|_| is_held) {
            Some(answer) => {
                answer.add_status(status.clone());
                self.read.has_news = true;
            }
            // Alerts of our own (1222, 1225) are answered as well, and nobody waits for that.
            None if is_held && is_of_own => {}
            None => self.events.push_back(ServerOutput::Note(Note::UnknownStatus(status.clone()))),
        }
    }

    fn is_of_own_alert(&self, status: &Status) -> bool {
        let message = status.msg_ref.as_deref().map(|text| text.trim_ascii().parse::<u32>());
        message == Some(Ok(self.dialogue.sent)) && status.cmd.as_deref() == Some("Alert")
    }

    fn is_of_part(&self, status: &Status) -> bool {
        let Some(part) = &self.dialogue.part else { return false };
        let message = status.msg_ref.as_deref().map(|text| text.trim_ascii().parse::<u32>());
        message.is_none_or(|number| number == Ok(part.message))
            && status.cmd_ref.as_deref().is_none_or(|id| id.trim_ascii() == part.id.as_str())
            && status.cmd.as_deref().is_none_or(|name| *name == *part.name)
    }

    /// What the device says to a part of an object: 213, or it does not want the rest.
    fn part(&mut self, status: &Status) {
        let Some(code) = status.code() else { return };
        if code.is_success() {
            return;
        }
        let Some(part) = self.dialogue.part.take() else { return };
        let Some(handle) = self.queue.give_up() else { return };
        let mut result = given_up(handle, &part, Fate::Answered);
        if let Some(answer) = result.answers.first_mut() {
            answer.add_status(status.clone());
        }
        self.events.push_back(ServerOutput::Result(result));
    }

    fn command(&mut self, command: &Command, number: usize) -> Option<StatusCode> {
        let is_next = |alert: &Alert| alert.code() == Some(AlertCode::NEXT_MESSAGE);
        match command {
            Command::Alert(alert) if is_next(alert) => self.read.asks = true,
            _ => self.read.has_news = true,
        }
        let broken =
            self.dialogue.collector.interrupted_by(command.name(), command.items().first());
        self.broken(broken);
        match command {
            Command::Results(results) => Some(self.results(results)),
            Command::Alert(alert) => Some(self.alert(alert, number)),
            Command::Replace(request) => Some(device_information(request)),
            Command::Status(_) | Command::Unsupported(_) => None,
            // A client sends none of these (DM RepPro 1.2.1, 6).
            _ => Some(StatusCode::COMMAND_NOT_ALLOWED),
        }
    }

    /// Tells the device that the end of its object did not come.
    fn broken(&mut self, broken: Option<Broken>) {
        let Some(broken) = broken else { return };
        let item = Item { target: broken.target, source: broken.source, ..Item::new() };
        self.read.alerts.push(Alert::new(AlertCode::NO_END_OF_DATA).with_item(item));
        self.events.push_back(ServerOutput::Note(Note::NoEndOfData));
        self.dialogue.event.clear();
    }

    /// Nothing that stands behind a part in its command is more of it.
    fn before_item(&mut self, at: usize) {
        if at > 0 {
            let broken = self.dialogue.collector.interrupted();
            self.broken(broken);
        }
    }

    /// Results, whose objects may come in parts.
    fn results(&mut self, results: &Results) -> StatusCode {
        let msg_ref = results.msg_ref.as_deref();
        let cmd_ref = results.cmd_ref.as_deref();
        // None means the first message (RepPro 1.2.2, Results), and many mean the last.
        let is_known =
            |dialogue: &mut Dialogue| dialogue.outstanding.find(msg_ref, cmd_ref, None).is_some();
        if !is_known(self.dialogue) {
            self.events.push_back(ServerOutput::Note(Note::UnknownResults(results.clone())));
            return StatusCode::OK;
        }
        let mut code = StatusCode::OK;
        for (at, item) in results.items.iter().enumerate() {
            self.before_item(at);
            let meta = results.meta.as_deref();
            let was_open = self.dialogue.collector.is_open();
            let whole = collect(&mut self.dialogue.collector, "Results", meta, item);
            let held = whole.and_then(|item| {
                let octets = octets(&item).saturating_add(KEPT);
                let is_held = hold(self.dialogue, self.limit, octets);
                if is_held { Ok(item) } else { Err(StatusCode::TOO_LARGE) }
            });
            match held {
                Ok(item) => {
                    if was_open {
                        self.dialogue.outstanding.mark(results, Found::Whole);
                    }
                    if let Some(answer) = self.dialogue.outstanding.find(msg_ref, cmd_ref, None) {
                        answer.add_item(item);
                    }
                }
                Err(fault) => {
                    let is_part = fault == StatusCode::CHUNK_ACCEPTED;
                    let found = if is_part { Found::Part } else { Found::Lost };
                    self.dialogue.outstanding.mark(results, found);
                    code = fault;
                }
            }
        }
        code
    }

    fn alert(&mut self, alert: &Alert, number: usize) -> StatusCode {
        match alert.code() {
            None => StatusCode::INCOMPLETE_COMMAND,
            Some(AlertCode::SERVER_INITIATED | AlertCode::CLIENT_INITIATED) => StatusCode::OK,
            Some(AlertCode::NEXT_MESSAGE) => StatusCode::OK,
            Some(AlertCode::SESSION_ABORT) => {
                self.read.is_aborted = true;
                StatusCode::OK
            }
            Some(AlertCode::NO_END_OF_DATA) => {
                self.no_end_of_data();
                StatusCode::OK
            }
            Some(AlertCode::GENERIC | AlertCode::CLIENT_EVENT) if alert.items.is_empty() => {
                StatusCode::INCOMPLETE_COMMAND
            }
            Some(code) if code.is_user_interaction() => StatusCode::COMMAND_NOT_ALLOWED,
            Some(AlertCode::GENERIC | AlertCode::CLIENT_EVENT) => self.event(alert, number),
            // It is handed on, and is not supported (406) unless somebody says that it is.
            Some(_) => match self.event(alert, number) {
                StatusCode::OK => StatusCode::FEATURE_NOT_SUPPORTED,
                code => code,
            },
        }
    }

    /// An alert that is handed on, once all of it is here.
    fn event(&mut self, alert: &Alert, number: usize) -> StatusCode {
        let mut whole = Alert { items: Vec::new(), ..alert.clone() };
        for (at, item) in alert.items.iter().enumerate() {
            self.before_item(at);
            let was_open = self.dialogue.collector.is_open();
            match collect(&mut self.dialogue.collector, "Alert", None, item) {
                Ok(item) if was_open => {
                    // What stood in front of the first part has waited for this.
                    whole.items.append(&mut self.dialogue.event);
                    whole.items.push(item);
                }
                Ok(item) => whole.items.push(item),
                // What stands behind a part is told apart, and breaks the object.
                Err(StatusCode::CHUNK_ACCEPTED) if at.saturating_add(1) < alert.items.len() => {
                    whole.items.append(&mut self.dialogue.event);
                }
                Err(StatusCode::CHUNK_ACCEPTED) if !was_open => {
                    let held = whole.items.iter().map(octets).fold(0, usize::saturating_add);
                    if !hold(self.dialogue, self.limit, held) {
                        let _ = self.dialogue.collector.interrupted();
                        return StatusCode::TOO_LARGE;
                    }
                    self.dialogue.event = whole.items;
                    return StatusCode::CHUNK_ACCEPTED;
                }
                Err(code) => {
                    if code != StatusCode::CHUNK_ACCEPTED {
                        self.dialogue.event.clear();
                    }
                    return code;
                }
            }
        }
        self.events.push_back(ServerOutput::Alert(DeviceAlert { number, alert: whole }));
        StatusCode::OK
    }

    /// The device has not seen the end of our object: it begins again, once.
    fn no_end_of_data(&mut self) {
        let Some(part) = &mut self.dialogue.part else { return };
        if !part.has_restarted {
            part.has_restarted = true;
            self.queue.restart();
            return;
        }
        let Some(part) = self.dialogue.part.take() else { return };
        if let Some(handle) = self.queue.give_up() {
            self.events.push_back(ServerOutput::Result(given_up(handle, &part, Fate::Broken)));
        }
    }
}

/// An item as a whole, or the code for a part of one.
fn collect(
    collector: &mut Collector,
    name: &str,
    meta: Option<&Meta>,
    item: &Item,
) -> Result<Item, StatusCode> {
    match collector.take(name, meta, item) {
        Chunk::Whole => Ok(with_meta(item.clone(), meta)),
        Chunk::Last(item) => Ok(*item),
        Chunk::Kept => Err(StatusCode::CHUNK_ACCEPTED),
        Chunk::Fault(code) => Err(code),
    }
}

/// An item that stands for itself: what its command says of it is said in it.
fn with_meta(mut item: Item, meta: Option<&Meta>) -> Item {
    if let Some(meta) = meta {
        let own = item.meta.take().unwrap_or_default();
        item.meta = Some(Box::new(meta.overridden_by(&own)));
    }
    item
}

fn given_up(handle: u32, part: &Part, fate: Fate) -> CommandResult {
    let answer = super::Answered { name: part.name.clone(), ..super::Answered::default() };
    CommandResult { handle: Handle(handle), fate, answers: alloc::vec![answer] }
}

/// A client replaces what it says of itself, and nothing else.
fn device_information(request: &Request) -> StatusCode {
    let is_information = |item: &Item| {
        let uri = item.source_uri().or_else(|| item.target_uri()).unwrap_or("");
        let uri = uri.trim_ascii();
        let uri = uri.strip_prefix("./").unwrap_or(uri);
        // Another node may have a name that begins like it.
        let top = uri.split(['/', '?']).next();
        top.is_some_and(|name| name.eq_ignore_ascii_case("DevInfo"))
    };
    if request.items.iter().all(is_information) {
        StatusCode::OK
    } else {
        StatusCode::COMMAND_NOT_ALLOWED
    }
}

/// Whether so many octets more may be kept.
fn hold(dialogue: &mut Dialogue, limit: usize, octets: usize) -> bool {
    let held = dialogue.held.saturating_add(octets);
    if held > limit {
        return false;
    }
    dialogue.held = held;
    true
}

fn octets(item: &Item) -> usize {
    item.data.as_ref().map_or(0, |data| data.octets().len()).saturating_add(KEPT)
}

/// What the smallest thing that is kept counts, in octets.
const KEPT: usize = 64;
