//! What a client does with a message of the server before it carries out the commands.

use alloc::format;
use alloc::vec::Vec;

use super::execute::Work;
use super::outcome::{End, Fault};
use super::{Client, State};
use crate::alert_code::AlertCode;
use crate::error::{Error, ErrorKind};
use crate::limits::Limit;
use crate::message::{Alert, Command, Header, Location, Message, Status};
use crate::namespace::Namespace;
use crate::options::DecodeOptions;
use crate::session::security::{Admission, Check, Standing};
use crate::session::{Digests, Response, Version, has_long_id};
use crate::status_code::StatusCode;
use crate::text::Text;

impl Client {
    /// Takes an answer of the server.
    pub(super) fn receive(&mut self, response: &Response) {
        let limits = self.config.limits.with_message(self.config.max_message);
        let options = DecodeOptions::new().with_limits(limits);
        let message = match Message::decode_with(&response.body, &options) {
            Ok(decoded) => decoded.value,
            Err(error) => return self.unreadable(response, error),
        };
        let header = &message.header;
        if has_long_id(header) || header.session_id.as_ref() != Some(&self.trigger.session_id) {
            return self.try_again(Fault::Session);
        }
        let target = header.target.as_ref().map_or("", Location::uri);
        if !self.device.is_empty() && target != self.device {
            return self.try_again(Fault::Device);
        }
        if self.is_old(header) {
            // What was answered is answered the same way, and not carried out again.
            return self.try_again(Fault::Repeated);
        }
        let hmac = response.hmac.as_deref();
        let digest = || Digests::of(&response.body, hmac).proved;
        if self.doubtful.is_some_and(|doubtful| doubtful == digest()) {
            return self.try_again(Fault::Repeated);
        }
        let check =
            self.config.verifier.check(header, hmac, &response.body, &mut self.config.entropy);
        let is_admitted = check.admission == Admission::Admitted;
        if !is_admitted && self.config.verifier.is_proved() {
            return self.doubt();
        }
        self.repeated = 0;
        self.doubtful = (!is_admitted).then(digest);
        if is_admitted {
            self.unproved = None;
            self.received.clone_from(&header.msg_id);
            self.server_is_final &= !self.is_final;
            self.server_is_final |= message.body.is_final;
        }
        if let Some(code) = unknown_version(header) {
            let check = Check { admission: Admission::Refused, status: code, chal: None };
            return self.refuse_all(message, check, End::Refused(code));
        }
        if is_admitted {
            if let Some(uri) = &header.resp_uri {
                self.uri = alloc::string::String::from(uri.as_str());
            }
            self.room = header.max_msg_size().unwrap_or(self.room);
            self.max_object = header.max_obj_size().unwrap_or(self.max_object);
        }
        self.admitted(message, check);
    }

    /// A message in place of one that the server would have proved: it is asked for once more.
    fn doubt(&mut self) {
        self.try_again(Fault::Repeated);
        if matches!(self.state, State::Done(_)) {
            self.state = State::Done(End::ServerNotAuthenticated);
        }
    }

    /// Takes a message whose sender has been judged.
    fn admitted(&mut self, message: Message, check: Check) {
        let is_admitted = check.admission == Admission::Admitted;
        let peer = self.config.verifier.peer();
        let mut is_challenged = false;
        for command in &message.body.commands {
            let Command::Status(status) = command else { continue };
            if !status.is_for_header() {
                continue;
            }
            match self.config.prover.receive(status, peer) {
                Standing::Accepted | Standing::Other(StatusCode(0..=199)) => {}
                Standing::Challenged => is_challenged = true,
                Standing::Refused(refusal) => {
                    self.state = State::Done(End::NotAuthenticated(refusal));
                    return;
                }
                Standing::Other(code) if is_admitted => {
                    self.state = State::Done(End::Rejected(code));
                    return;
                }
                // Who has not proved to be the server does not end its session.
                Standing::Other(code) => self.unproved = Some(code),
            }
        }
        if is_challenged {
            self.send_commands_again();
        } else {
            self.is_first_package = false;
        }
        if is_admitted {
            let is_abort = |command: &Command| matches!(command, Command::Alert(alert) if alert.code() == Some(AlertCode::SESSION_ABORT));
            if message.body.commands.iter().any(is_abort) {
                // It is not answered (DM Protocol 1.2.1, 8.1.4).
                self.state = State::Done(End::AbortedByServer);
                return;
            }
            for command in &message.body.commands {
                if let Command::Status(status) = command {
                    self.status(status, is_challenged);
                }
            }
        }
        let has_commands = message.body.commands.iter().any(|command| !command.is_answer());
        match check.admission {
            Admission::Admitted => {
                self.answer(&message.header, check);
                self.start(message, None);
            }
            // Whoever has nothing to say is not asked who it is.
            Admission::Challenged if !has_commands && !is_challenged => {
                self.state = State::Done(End::ServerNotAuthenticated);
            }
            Admission::Challenged => {
                let code = check.status;
                self.answer(&message.header, check);
                self.start(message, Some(code));
            }
            Admission::Refused => self.refuse_all(message, check, End::ServerNotAuthenticated),
        }
    }

    /// The message is answered with nothing but a code for all that is in it, and then the session is
    /// over.
    fn refuse_all(&mut self, message: Message, check: Check, end: End) {
        let code = check.status;
        self.outbox.clear();
        self.answer(&message.header, check);
        self.start(message, Some(code));
        self.closing = Some(end);
    }

    /// Begins to carry out the commands of a message.
    fn start(&mut self, message: Message, refused: Option<StatusCode>) {
        // A server that takes short messages, and goes on asking, gets no more than waits already. What it has
        // found is bounded by itself, and what the device has to tell is not for the server to bound.
        if self.outbox.octets_of_statuses() > self.config.max_message.saturating_mul(WAITING) {
            self.state = State::Done(End::Failed(Fault::Unsent));
            return;
        }
        let budget = self.config.max_results.saturating_sub(self.outbox.octets());
        let msg_ref = message.header.msg_id.unwrap_or_default().alone();
        let mut commands = message.body.commands;
        if message.header.no_resp {
            commands.iter_mut().for_each(silence);
        }
        self.work = Some(Work::new(msg_ref, commands, refused, budget));
        self.state = State::Work;
    }

    /// The status of the header, which is the first command of the next message.
    fn answer(&mut self, header: &Header, check: Check) {
        let msg_ref = header.msg_id.clone().unwrap_or_default();
        let (zero, name) = (Text::from_static("0"), Text::from_static("SyncHdr"));
        let mut status = Status::new(msg_ref, zero, name, check.status);
        let uri = |location: &Option<Location>| location.as_ref().and_then(|it| it.uri.clone());
        status.target_refs.extend(uri(&header.target));
        status.source_refs.extend(uri(&header.source));
        if let Some(chal) = check.chal {
            status = status.with_chal(chal);
        }
        self.header_status = Some(status);
    }

    /// What the server says to a command of ours.
    fn status(&mut self, status: &Status, is_challenged: bool) {
        let (Some(cmd_ref), Some(code)) = (&status.cmd_ref, status.code()) else { return };
        let msg_ref = status.msg_ref.clone().unwrap_or_else(|| format!("{}", self.msg_id).into());
        let is_it = |sent: &Option<(Text, Text)>| {
            sent.as_ref()
                .is_some_and(|(message, command)| *message == msg_ref && command == cmd_ref)
        };
        if is_it(&self.part) && !code.is_success() && !is_challenged {
            // It does not want the rest (413, 424): what it said instead is in its status.
            self.part = None;
            let handle = self.lose_object();
            if let Some(told) = handle.and_then(|handle| self.told(handle)) {
                told.code = Some(code);
            }
        }
        if !is_challenged {
            if let Some(told) = self.alerts.iter_mut().find(|told| is_it(&told.sent)) {
                told.code = Some(code);
            }
        }
    }

    /// Puts the commands of the last message in front of all others: it was refused as a whole.
    fn send_commands_again(&mut self) {
        let Some(last) = &mut self.last else { return };
        let mut commands = core::mem::take(&mut last.commands);
        let sent = core::mem::take(&mut last.sent);
        while let Some(command) = commands.pop() {
            let id = command.id();
            let handle = sent.iter().find(|(_, sent)| Some(sent) == id.as_ref());
            self.outbox.push_again(handle.map(|(handle, _)| *handle), command);
        }
    }

    /// Whether a message has been answered before: it is the last one, or one before it.
    fn is_old(&self, header: &Header) -> bool {
        let (Some(received), Some(msg_id)) = (&self.received, &header.msg_id) else { return false };
        match (received.parse::<u32>(), msg_id.parse::<u32>()) {
            (Ok(received), Ok(msg_id)) => msg_id <= received,
            _ => received == msg_id,
        }
    }

    /// Sends the last message again, as long as that helps.
    pub(super) fn try_again(&mut self, fault: Fault) {
        if self.repeated >= self.config.max_repeats {
            self.state = State::Done(End::Failed(fault));
            return;
        }
        self.repeated = self.repeated.saturating_add(1);
        self.state = State::SendAgain;
    }

    /// A message that cannot be read may have suffered on its way. When it comes the same way again,
    /// the server is told, and the session ends.
    fn unreadable(&mut self, response: &Response, error: Error) {
        let is_too_large = error.kind() == ErrorKind::Limit(Limit::Message);
        if !is_too_large && self.repeated < self.config.max_repeats {
            return self.try_again(Fault::Message(error));
        }
        let code = if is_too_large { StatusCode::TOO_LARGE } else { StatusCode::BAD_REQUEST };
        let start = response.body.slice(..response.body.len().min(self.config.max_message));
        let options = DecodeOptions::new().with_limits(self.config.limits);
        let header = Message::recover(&start, &options).message.header;
        self.outbox.clear();
        if header.msg_id.is_some() {
            self.answer(&header, Check { admission: Admission::Refused, status: code, chal: None });
        }
        self.outbox.push(None, Alert::new(AlertCode::SESSION_ABORT).into());
        self.closing = Some(End::Failed(Fault::Message(error)));
        self.state = State::Send;
    }
}

/// Statuses that may wait, in messages of the largest size that is taken: a status is a few times as long as the
/// shortest command.
const WAITING: usize = 8;

/// The code for a version of the message or the protocol that is none of ours.
fn unknown_version(header: &Header) -> Option<StatusCode> {
    let knows_dtd = |dtd: &Text| {
        [Namespace::SyncMl11, Namespace::SyncMl12].iter().any(|it| it.dtd_version() == &**dtd)
    };
    if header.ver_dtd.as_ref().is_some_and(|dtd| !knows_dtd(dtd)) {
        return Some(StatusCode::DTD_VERSION_NOT_SUPPORTED);
    }
    let knows = |protocol: &Text| Version::from_protocol(protocol).is_some();
    let is_unknown = header.ver_proto.as_ref().is_some_and(|protocol| !knows(protocol));
    is_unknown.then_some(StatusCode::PROTOCOL_VERSION_NOT_SUPPORTED)
}

/// `NoResp` in the header is one in each command.
fn silence(command: &mut Command) {
    let mut open: Vec<&mut Command> = alloc::vec![command];
    while let Some(command) = open.pop() {
        match command {
            Command::Alert(alert) => alert.no_resp = true,
            Command::Atomic(container) | Command::Sequence(container) => {
                container.no_resp = true;
                open.extend(container.commands.iter_mut());
            }
            Command::Add(request)
            | Command::Replace(request)
            | Command::Delete(request)
            | Command::Get(request)
            | Command::Copy(request)
            | Command::Exec(request) => request.no_resp = true,
            _ => {}
        }
    }
}
