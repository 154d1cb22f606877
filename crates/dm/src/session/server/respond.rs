//! The answer to a message of a device.

use alloc::boxed::Box;
use alloc::format;
use alloc::vec::Vec;

use bytes::Bytes;
use provost_wbxml::Syntax;

use super::dialogue::{Dialogue, Part, Phase};
use super::inbox::{HeaderRefusal, Read};
use super::output::{Beginning, ServerEnd, ServerOutcome, ServerOutput};
use super::{Rejection, Server, not_sent};
use crate::alert_code::AlertCode;
use crate::decode::detect_syntax;
use crate::encode::EncodeOptions;
use crate::error::{Error, ErrorKind};
use crate::media_type::MediaType;
use crate::message::{self, Alert, Command, Location, Message, Meta};
use crate::session::outbox::{Ending, Outbox, Packed, Room};
use crate::session::{Admission, Check, Request, Response};
use crate::status_code::StatusCode;
use crate::text::Text;

/// A message that was read and is to be answered.
#[derive(Clone, Debug)]
pub(super) struct Pending {
    pub(super) message: Message,
    syntax: Syntax,
    content_type: MediaType,
    check: Check,
    pub(super) read: Read,
    /// The code with which all of it is refused.
    pub(super) refusal: Option<StatusCode>,
    /// Whether our package was open when it came.
    was_open: bool,
    pub(super) is_candidate: bool,
}

/// What the answer is.
enum Plan {
    /// Statuses and nothing else.
    Statuses(Option<ServerEnd>),
    /// Statuses and alert 1223.
    Abort(Option<ServerEnd>),
    /// Statuses and alert 1222: the package of the device goes on.
    NextMessage,
    /// Statuses and commands.
    Commands,
}

impl Plan {
    /// How the session ends with it.
    const fn end(&self) -> Option<ServerEnd> {
        match self {
            Self::Statuses(end) | Self::Abort(end) => *end,
            Self::NextMessage | Self::Commands => None,
        }
    }
}

impl Pending {
    pub(super) fn new(
        message: Message,
        request: &Request,
        check: Check,
        dialogue: &Dialogue,
    ) -> Self {
        let syntax = detect_syntax(&request.body);
        let content_type = match MediaType::from_name(&request.content_type) {
            Some(MediaType::SyncMessage(_)) => MediaType::SyncMessage(syntax),
            _ => MediaType::Message(syntax),
        };
        let refusal = unknown_version(&message);
        let was_open = dialogue.is_open;
        let (read, is_candidate) = (Read::default(), false);
        Self { message, syntax, content_type, check, read, refusal, was_open, is_candidate }
    }

    /// Whether it is carried out.
    pub(super) fn is_admitted(&self) -> bool {
        self.check.admission == Admission::Admitted && self.refusal.is_none()
    }

    /// Whether the device has ended its package: it says so, or it has nothing left to say when it is
    /// asked. Some that do not see that our package has ended leave out `Final`, and both would ask
    /// one another for ever.
    pub(super) fn has_ended(&self, dialogue: &Dialogue) -> bool {
        let is_idle = dialogue.has_asked && self.read.asks && !self.read.has_news;
        self.message.body.is_final || is_idle
    }

    /// What package 1 says.
    pub(super) fn beginning(&self) -> ServerOutput {
        let header = &self.message.header;
        let source = header.source.as_ref();
        let mut reason = None;
        let mut information = Vec::new();
        for command in &self.message.body.commands {
            match command {
                Command::Alert(alert) if reason.is_none() => {
                    let is_reason = |code: &AlertCode| {
                        matches!(*code, AlertCode::SERVER_INITIATED | AlertCode::CLIENT_INITIATED)
                    };
                    reason = alert.code().filter(is_reason);
                }
                Command::Replace(request) => information.extend(request.items.iter().cloned()),
                _ => {}
            }
        }
        ServerOutput::Began(Beginning {
            session: header.session_id.clone().unwrap_or_default(),
            device: source.and_then(|source| source.uri.clone()).unwrap_or_default(),
            user: source.and_then(|source| source.name.clone()),
            reason,
            version: header.ver_proto.clone(),
            information,
        })
    }

    fn plan(&self, dialogue: &Dialogue) -> Plan {
        if let Some(code) = self.refusal {
            return Plan::Statuses(Some(ServerEnd::Refused(code)));
        }
        match self.check.admission {
            Admission::Admitted => {}
            Admission::Challenged => return Plan::Statuses(None),
            Admission::Refused => return Plan::Statuses(Some(ServerEnd::Unauthenticated)),
        }
        if self.read.is_aborted {
            return Plan::Statuses(Some(ServerEnd::AbortedByDevice));
        }
        match (self.read.refusal, dialogue.phase) {
            // Who merely answers our abort, and should not, is not told again and again.
            (_, Phase::Closed) if !self.read.has_news && !self.read.asks => Plan::Statuses(None),
            (_, Phase::Dead | Phase::Closed) => Plan::Abort(None),
            (Some(HeaderRefusal::Proof(refusal)), _) => {
                Plan::Abort(Some(ServerEnd::NotAccepted(refusal)))
            }
            (Some(HeaderRefusal::Code(code)), _) => {
                Plan::Abort(Some(ServerEnd::HeaderRefused(code)))
            }
            (None, Phase::Aborting) => Plan::Abort(Some(ServerEnd::Aborted)),
            // After our `Final`, only the rest of the package of the device is asked for (DM
            // Protocol 1.2.1, 7.3).
            _ if !self.has_ended(dialogue) && !self.was_open => Plan::NextMessage,
            _ => Plan::Commands,
        }
    }

    /// The answer with its statuses, and nothing else.
    fn statuses(&self, number: u32) -> Message {
        let mut reply = self.message.reply().with_msg_id(format!("{number}")).without_final();
        if let Some(code) = self.refusal {
            reply = reply.with_default(StatusCode::NOT_EXECUTED);
            reply.header(code, None);
            return reply.finish();
        }
        match (self.check.admission, &self.check.chal) {
            (Admission::Challenged | Admission::Refused, Some(chal)) => {
                reply.refuse(self.check.status, chal.clone());
            }
            (_, chal) => {
                reply.header(self.check.status, chal.clone());
            }
        }
        for (command, code) in self.message.commands().zip(&self.read.codes) {
            if let Some(code) = code {
                reply.status(command, *code);
            }
        }
        for alert in &self.read.alerts {
            reply.push(alert.clone());
        }
        reply.finish()
    }
}

/// The code for a version that is not spoken; what says nothing is taken for one that is.
fn unknown_version(message: &Message) -> Option<StatusCode> {
    let header = &message.header;
    let is_one_of = |text: &Option<Text>, known: &[&str]| {
        text.as_ref().is_none_or(|text| known.contains(&text.trim_ascii()))
    };
    if !is_one_of(&header.ver_dtd, &["1.1", "1.2"]) {
        return Some(StatusCode::DTD_VERSION_NOT_SUPPORTED);
    }
    if !is_one_of(&header.ver_proto, &["DM/1.1", "DM/1.2", "DM/1.3"]) {
        return Some(StatusCode::PROTOCOL_VERSION_NOT_SUPPORTED);
    }
    None
}

/// A message as it goes out.
fn response(octets: Bytes, pending: &Pending, dialogue: &Dialogue) -> Response {
    // A user that cannot stand in a header goes without, and the device says what it thinks.
    let hmac = dialogue.prover.sign(&octets).ok().flatten();
    let response = Response::new(octets).with_content_type(pending.content_type.name());
    match hmac {
        Some(hmac) => response.with_hmac(format!("{hmac}")),
        None => response,
    }
}

/// Not even the status of the header can be written in this syntax.
const fn unwritable() -> Rejection {
    Rejection::Malformed(Error::new(ErrorKind::NoXml, 0))
}

/// What goes out, and what is known by it.
struct Sent {
    packed: Packed,
    end: Option<ServerEnd>,
}

impl Server {
    /// Makes the answer that is due.
    pub(super) fn respond(&mut self) {
        let Some(pending) = self.pending.take() else { return };
        let place =
            if pending.is_candidate { &mut self.state.candidate } else { &mut self.state.current };
        let Some(mut dialogue) = place.take() else { return };
        let plan = pending.plan(&dialogue);
        dialogue.sent = dialogue.next_number();
        let mut message = pending.statuses(dialogue.sent);
        self.complete_header(&mut message, &mut dialogue, &pending);
        let options = EncodeOptions::new(pending.syntax).with_base64();
        let sent = match plan {
            // Nothing of what a candidate has said may be left for the device.
            Plan::Statuses(end) if pending.is_candidate => {
                let fitting = self.statuses_that_fit(message, &dialogue, &options);
                fitting.ok().map(|packed| Sent { packed, end })
            }
            _ => self.pack(message, &plan, &pending, &mut dialogue, &options),
        };
        let Some(Sent { packed, end }) = sent else {
            self.reject(unwritable());
            self.put_back(dialogue, pending.is_candidate);
            return;
        };
        self.note(&packed, &mut dialogue);
        // To ask for the rest of the package of the device begins none of ours.
        dialogue.has_asked = matches!(plan, Plan::NextMessage);
        if dialogue.phase == Phase::Dead && matches!(plan, Plan::Abort(_)) {
            dialogue.phase = Phase::Closed;
        }
        dialogue.is_open = !packed.message.body.is_final && !dialogue.has_asked;
        let response = response(packed.octets.clone(), &pending, &dialogue);
        dialogue.keep(&response);
        self.events
            .extend(packed.refused.into_iter().map(|(handle, error)| not_sent(handle, error)));
        self.finish(response, end, dialogue, pending.is_candidate);
    }

    /// Answers a message of a session that goes on, by whoever has not proved to be its device: with a
    /// challenge. The session is as it was before; only the number of the answer is not given again.
    pub(super) fn turn_away(&mut self, mut pending: Pending, dialogue: &mut Dialogue) {
        pending.refusal = None;
        let mut message = pending.statuses(dialogue.next_number());
        self.complete_header(&mut message, dialogue, &pending);
        let options = EncodeOptions::new(pending.syntax).with_base64();
        match self.statuses_that_fit(message, dialogue, &options) {
            Ok(packed) => {
                let response = response(packed.octets, &pending, dialogue);
                self.events.push_back(ServerOutput::Respond(response));
            }
            Err(_) => self.reject(unwritable()),
        }
    }

    /// A message of statuses alone: all of them, or where these do not fit that of the header, which says what
    /// the others say.
    fn statuses_that_fit(
        &self,
        mut message: Message,
        dialogue: &Dialogue,
        options: &EncodeOptions,
    ) -> Result<Packed, Error> {
        message.body.is_final = true;
        let limit = dialogue.max_message.unwrap_or(self.state.config.assumed_message);
        if is_bounded(&message, &[], limit, options)? {
            if let Ok(octets) = message.encode_with(&options.with_limit(limit)) {
                return Ok(plain(octets, message));
            }
        }
        message.body.commands.truncate(1);
        Ok(plain(message.encode_with(options)?, message))
    }

    /// Hands out the answer, and what the session has come to with it.
    fn finish(
        &mut self,
        response: Response,
        end: Option<ServerEnd>,
        mut dialogue: Box<Dialogue>,
        is_candidate: bool,
    ) {
        // What is over ends once, however the device takes it.
        if end.is_some() && dialogue.phase == Phase::Dead {
            dialogue.phase = Phase::Closed;
        }
        let Some(end) = end.filter(|_| !dialogue.is_over()) else {
            self.events.push_back(ServerOutput::Respond(response));
            self.put_back(dialogue, is_candidate);
            return;
        };
        // Only where nothing was left to be said may the device go on.
        let phase = if end == ServerEnd::Complete { Phase::Ended } else { Phase::Closed };
        let results = dialogue.end(phase);
        self.events.extend(results.into_iter().map(ServerOutput::Result));
        self.events.push_back(ServerOutput::Respond(response));
        if !is_candidate {
            self.state.nonces = dialogue.nonces();
            self.state.queue.restart();
        }
        // A session that goes on is not over because somebody else has failed with its number.
        let is_other = |current: &Dialogue| current.is_over() || current.id != dialogue.id;
        if !is_candidate || self.state.current.as_deref().is_none_or(is_other) {
            let (session, nonces) = (dialogue.id.clone(), self.state.nonces.clone());
            let outcome = ServerOutcome { session, end, nonces };
            self.events.push_back(ServerOutput::Done(outcome));
        }
        self.put_back(dialogue, is_candidate);
    }

    fn put_back(&mut self, dialogue: Box<Dialogue>, is_candidate: bool) {
        let place = if is_candidate { &mut self.state.candidate } else { &mut self.state.current };
        *place = Some(dialogue);
    }

    /// What the header says besides.
    fn complete_header(&self, message: &mut Message, dialogue: &mut Dialogue, pending: &Pending) {
        let config = &self.state.config;
        let header = &mut message.header;
        if let Some(uri) = &config.uri {
            header.source = Some(Location::new(uri.as_str()));
        }
        header.resp_uri = config.resp_uri.as_deref().map(Text::from);
        if !pending.is_admitted() {
            return;
        }
        if !dialogue.has_announced {
            dialogue.has_announced = true;
            let meta = Meta::new().with_max_msg_size(config.max_message);
            header.meta = Some(Box::new(meta.with_max_obj_size(config.max_object)));
        }
        dialogue.prover.prove(header);
    }

    /// Packs what the plan says.
    fn pack(
        &mut self,
        mut message: Message,
        plan: &Plan,
        pending: &Pending,
        dialogue: &mut Dialogue,
        options: &EncodeOptions,
    ) -> Option<Sent> {
        let limit = dialogue.max_message.unwrap_or(self.state.config.assumed_message);
        // A device that only goes on asking gets the status of the header and that of its alert, each time; an alert
        // of ours that its object has broken is said once.
        let is_least = matches!(plan, Plan::Commands)
            && !pending.read.has_news
            && pending.read.alerts.is_empty()
            && dialogue.late.is_empty();
        let room = Room { message: limit, in_parts: true, is_least };
        let most = self.state.config.max_message.saturating_mul(LATE_MESSAGES);
        let is_bounded = is_bounded(&message, &dialogue.late, most, options).ok()?;
        let before = (dialogue.late.len(), octets(&dialogue.late, options).ok()?);
        if is_bounded {
            keep_late(&mut message, dialogue, limit, options).ok()?;
        }
        // Where there is room for one status behind that of the header, that of its next alert takes its place. A long
        // one may have taken all of the room, and the next message may ask for nothing.
        let late = (dialogue.late.len(), octets(&dialogue.late, options).ok()?);
        let is_moving = late.0 < before.0 || late.1 < before.1;
        let stands = before.0 > 0 && !is_moving && !pending.read.has_news;
        let stood = core::mem::replace(&mut dialogue.stands, stands);
        if !is_bounded || (stood && stands) || late.0 > LATE {
            dialogue.late.clear();
            let end = plan.end().or((!dialogue.is_over()).then_some(ServerEnd::NoRoom));
            return Some(Sent { packed: abort_alone(message, room, options)?, end });
        }
        let is_whole = dialogue.late.is_empty();
        let mut alone = Outbox::default();
        let end = plan.end();
        let packed = match plan {
            Plan::Statuses(_) => alone.pack(message.clone(), room, Ending::Final, options),
            Plan::Abort(_) => {
                alone.push(None, Alert::new(AlertCode::SESSION_ABORT).into());
                alone.pack(message.clone(), room, Ending::Final, options)
            }
            // The device must have all statuses before the package ends.
            Plan::Commands if is_whole => {
                self.drop_large(dialogue.max_object);
                let queue = &mut self.state.queue;
                queue.pack(message.clone(), room, Ending::EachFinal, options)
            }
            Plan::NextMessage | Plan::Commands => {
                alone.pack(message.clone(), room, Ending::NextMessage, options)
            }
        };
        // There is no room for the alert behind the statuses: it is what the device has to know.
        if matches!(plan, Plan::Abort(_)) && packed.as_ref().is_ok_and(|packed| !packed.is_drained)
        {
            dialogue.late.clear();
            let packed = abort_alone(message, room, options)?;
            return Some(Sent { packed, end });
        }
        let Ok(mut packed) = packed else {
            // The device takes less than an answer has: it gets the statuses, and no more.
            message.body.is_final = true;
            let octets = message.encode_with(options).ok()?;
            let is_served = pending.is_admitted() && !dialogue.is_over();
            let end = end.or(is_served.then_some(ServerEnd::NoRoom));
            return Some(Sent { packed: plain(octets, message), end });
        };
        let is_silent =
            packed.sent.is_empty() && packed.part.is_none() && pending.read.alerts.is_empty();
        let is_over = matches!(plan, Plan::Commands) && is_whole && is_silent;
        if !is_over {
            return Some(Sent { packed, end });
        }
        if !self.state.queue.is_empty() {
            // Nothing has fitted behind the statuses: the next message has room for it.
            let next = alone.pack(message, room, Ending::NextMessage, options).ok()?;
            let refused = core::mem::take(&mut packed.refused);
            return Some(Sent { packed: Packed { refused, ..next }, end: None });
        }
        // A device that goes on with its package has not heard all there is.
        let is_complete = pending.has_ended(dialogue);
        Some(Sent { packed, end: is_complete.then_some(ServerEnd::Complete) })
    }

    /// Takes out objects that the device has no room for.
    fn drop_large(&mut self, max_object: Option<usize>) {
        let Some(limit) = max_object else { return };
        let longest = |command: &Command| {
            let commands = message::walk(core::slice::from_ref(command));
            let items = commands.flat_map(Command::items);
            items.filter_map(|item| item.data.as_ref()).map(|data| data.octets().len()).max()
        };
        let mut lengths = Vec::new();
        let removed = self.state.queue.remove(|command| {
            let length = longest(command).filter(|length| *length > limit);
            lengths.extend(length);
            length.is_some()
        });
        for (handle, length) in removed.into_iter().zip(lengths) {
            let kind = ErrorKind::MessageTooLarge { length, limit };
            self.events.push_back(not_sent(handle, Error::new(kind, 0)));
        }
    }

    /// Takes note of what goes out.
    fn note(&self, packed: &Packed, dialogue: &mut Dialogue) {
        let commands = &packed.message.body.commands;
        let is_kept = self.own.is_some() && !dialogue.prover.is_accepted();
        let mut sent = packed.sent.iter().peekable();
        for command in commands {
            let Some((handle, id)) = sent.peek() else { break };
            if command.id().as_ref() == Some(id) {
                dialogue.outstanding.push(*handle, dialogue.sent, command, is_kept);
                sent.next();
            }
        }
        dialogue.outstanding.shrink();
        let has_restarted = dialogue.part.as_ref().is_some_and(|part| part.has_restarted);
        dialogue.part = packed.part.clone().map(|id| Part {
            message: dialogue.sent,
            name: Text::from(commands.last().map_or("", Command::name)),
            id,
            has_restarted,
        });
    }
}

/// Whether all statuses, with those that are late, have no more octets than may be kept. A status
/// repeats the `CmdID` of its command, and a table of strings says a long one many times.
fn is_bounded(
    message: &Message,
    late: &[Command],
    most: usize,
    options: &EncodeOptions,
) -> Result<bool, Error> {
    let mut left = most;
    for command in message.body.commands.iter().chain(late) {
        let Some(rest) = left.checked_sub(command.encoded_len(options)?) else { return Ok(false) };
        left = rest;
    }
    Ok(true)
}

fn octets(commands: &[Command], options: &EncodeOptions) -> Result<usize, Error> {
    let mut sum = 0_usize;
    for command in commands {
        sum = sum.saturating_add(command.encoded_len(options)?);
    }
    Ok(sum)
}

/// Puts the statuses that are late behind that of the header, and takes back what does not fit.
fn keep_late(
    message: &mut Message,
    dialogue: &mut Dialogue,
    limit: usize,
    options: &EncodeOptions,
) -> Result<(), Error> {
    let fits = |message: &Message| {
        message.encode_with(options).map(|it| it.len().saturating_add(FINAL) <= limit)
    };
    if dialogue.late.is_empty() && (message.body.commands.len() <= 1 || fits(message)?) {
        return Ok(());
    }
    let commands = &mut message.body.commands;
    let own = commands.split_off(commands.len().min(1));
    let rest = core::mem::take(&mut dialogue.late).into_iter().chain(own);
    let rest: Vec<Command> = rest.collect();
    message.body.is_final = true;
    let mut left = limit.saturating_sub(message.encode_with(options)?.len());
    message.body.is_final = false;
    // What waits has numbers of the message that it was to be in.
    for (mut command, number) in rest.into_iter().zip(2_usize..) {
        // Behind one that does not fit all are late, and need not be measured.
        if dialogue.late.is_empty() {
            command.set_id(format!("{number}"));
            if let Some(rest) = left.checked_sub(command.encoded_len(options)?) {
                left = rest;
                message.body.commands.push(command);
                continue;
            }
        }
        dialogue.late.push(command);
    }
    Ok(())
}

/// Statuses that may wait for room: more than a message has commands, by the default limits. A device
/// that takes short messages and never ends its package would fill the memory with them.
const LATE: usize = 8192;

/// Octets of statuses, in messages of the largest size: a status is a few times as long as the
/// shortest command.
const LATE_MESSAGES: usize = 8;

/// The status of the header and an abort, for a device that has no room for its own statuses.
fn abort_alone(mut message: Message, room: Room, options: &EncodeOptions) -> Option<Packed> {
    message.body.commands.truncate(1);
    let mut alone = Outbox::default();
    alone.push(None, Alert::new(AlertCode::SESSION_ABORT).into());
    if let Ok(packed) = alone.pack(message.clone(), room, Ending::Final, options) {
        return Some(packed);
    }
    message.body.is_final = true;
    let octets = message.encode_with(options).ok()?;
    Some(plain(octets, message))
}

/// Octets of `Final`, in any syntax.
const FINAL: usize = 8;

/// A message with nothing of the queue in it.
const fn plain(octets: Bytes, message: Message) -> Packed {
    Packed { octets, message, sent: Vec::new(), part: None, refused: Vec::new(), is_drained: true }
}
