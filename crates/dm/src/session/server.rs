//! The sessions of a server with a device.

mod config;
mod dialogue;
mod inbox;
mod output;
mod outstanding;
mod received;
mod respond;
mod state;

use alloc::boxed::Box;
use alloc::collections::VecDeque;
use alloc::vec::Vec;

pub use config::{ServerConfig, ServerCredentials};
pub use output::{
    Answered, Beginning, CommandResult, DeviceAlert, Fate, Handle, Note, ServerEnd, ServerOutcome,
    ServerOutput,
};
pub use received::{Received, Rejection};
pub use state::ServerState;

use self::dialogue::{Dialogue, Phase, Place};
use self::respond::Pending;
use super::{Admission, Digests, Instant, Request, Response, has_long_id};
use crate::alert_code::AlertCode;
use crate::auth::{Credential, Nonce};
use crate::error::{Error, ErrorKind};
use crate::fragment::Fragment;
use crate::message::{Command, Message};
use crate::session::Entropy;
use crate::status_code::StatusCode;

/// The sessions of a server with one device (DM Protocol 1.2.1, 8): commands are queued, requests are
/// handed in, and answers and results are polled.
///
/// ```
/// use provost_dm::session::{
///     Entropy, Instant, Request, Server, ServerConfig, ServerCredentials, ServerOutput,
/// };
/// use provost_dm::{Command, Item, StatusCode};
///
/// let credentials = ServerCredentials::new(Entropy::new([7; 32])); // random octets
/// let mut server = Server::new(ServerConfig::new(), credentials);
/// let get = Command::Get(provost_dm::Request::new(Item::target("./DevDetail/FwV")));
/// let handle = server.queue(get);
///
/// // Here comes the POST of a device.
/// let package = b"<SyncML xmlns='SYNCML:SYNCML1.2'><SyncHdr><VerDTD>1.2</VerDTD>\
///     <VerProto>DM/1.2</VerProto><SessionID>1</SessionID><MsgID>1</MsgID>\
///     <Target><LocURI>https://dm.example/</LocURI></Target>\
///     <Source><LocURI>IMEI:1</LocURI></Source></SyncHdr><SyncBody><Alert><CmdID>1</CmdID>\
///     <Data>1201</Data></Alert><Final/></SyncBody></SyncML>";
/// server.handle(Request::new(&package[..]), Instant::ZERO);
/// loop {
///     match server.poll() {
///         ServerOutput::Began(beginning) => assert_eq!(beginning.device, "IMEI:1"),
///         ServerOutput::Respond(response) => {
///             let text = String::from_utf8_lossy(&response.body).into_owned();
///             assert!(text.contains("./DevDetail/FwV"));
///         }
///         // The device has not answered it yet.
///         ServerOutput::Result(result) => assert_eq!(result.handle, handle),
///         ServerOutput::Waiting => break,
///         other => println!("{other:?}"),
///     }
/// }
/// // The rest of the session may go on elsewhere, with what is stored in between.
/// let stored = server.state().cloned().unwrap();
/// # let credentials = ServerCredentials::new(Entropy::new([8; 32]));
/// let server = Server::resume(stored, credentials);
/// # let _ = server;
/// ```
///
/// What is polled comes in an order: first what the request has brought, then the answer. Commands that
/// are queued in between go with it.
///
/// A message that is sent again is answered with the same octets, and has no other effect. A message of
/// another session that begins one ends the session before it, once its device has proved who it is. A message
/// of whoever cannot prove to be the device is answered with a challenge, and changes nothing of a session that
/// goes on; what is demanded of devices, and in which messages, is in the [`ServerConfig`].
#[derive(Clone, Debug)]
pub struct Server {
    state: ServerState,
    device: Option<Credential>,
    own: Option<Credential>,
    entropy: Entropy,
    events: VecDeque<ServerOutput>,
    pending: Option<Pending>,
}

/// Which session a message belongs to, and what is to be done with it.
enum Course {
    /// It goes on with the session.
    Current,
    /// It goes on with one whose device has not proved itself yet.
    Candidate,
    /// It begins one.
    Begin,
    /// It was answered before.
    Again(Option<Response>),
    Reject(Rejection),
}

impl Server {
    /// For a device that nothing is known of but its credentials.
    #[must_use]
    pub fn new(config: ServerConfig, credentials: ServerCredentials) -> Self {
        Self::resume(ServerState::new(config), credentials)
    }

    /// Goes on where another has stopped. Credentials are not a part of the state.
    #[must_use]
    pub fn resume(mut state: ServerState, credentials: ServerCredentials) -> Self {
        let ServerCredentials { device, server, entropy } = credentials;
        for dialogue in [&mut state.current, &mut state.candidate].into_iter().flatten() {
            give_credentials(dialogue, &device, &server);
        }
        let (events, pending) = (VecDeque::new(), None);
        Self { state, device, own: server, entropy, events, pending }
    }

    /// What is to be stored; nothing while there is something to be polled.
    #[must_use]
    pub fn state(&self) -> Option<&ServerState> {
        let is_idle = self.events.is_empty() && self.pending.is_none();
        is_idle.then_some(&self.state)
    }

    /// Queues a command, which gets a `CmdID` when it is sent: for this session, or the next. There is
    /// one [`ServerOutput::Result`] for each.
    ///
    /// Status and Results are answers to commands of a client, which sends none to be answered by a
    /// caller: their result is that they were not sent.
    pub fn queue(&mut self, command: impl Into<Command>) -> Handle {
        let handle = self.state.next_handle();
        let command = command.into();
        if command.is_answer() {
            let error = Error::new(ErrorKind::UnknownName, 0);
            self.events.push_back(not_sent(handle.0, error));
        } else {
            self.state.queue.push(Some(handle.0), command);
        }
        handle
    }

    /// Queues the commands of a profile, one after the other.
    pub fn queue_all(&mut self, fragment: &Fragment) -> Vec<Handle> {
        fragment.commands().iter().map(|command| self.queue(command.clone())).collect()
    }

    /// Expects the special nonce in the next session: a notification was made with it, because the
    /// device seems to have lost the one that is stored.
    pub fn resynchronize(&mut self, special: Nonce) {
        self.state.special = Some(special);
    }

    /// Aborts the session: the next answer is alert 1223. What was not sent waits for the next session.
    pub fn abort(&mut self) {
        if let Some(current) = self.state.current.as_mut().filter(|it| !it.is_over()) {
            current.phase = Phase::Aborting;
        }
    }

    /// Refuses the message whose answer is due, and with it the session: the device is not known (404),
    /// may not be managed (403), should come later (417).
    pub fn refuse(&mut self, code: StatusCode) {
        if let Some(pending) = &mut self.pending {
            pending.refusal = Some(code);
        }
    }

    /// Says another code to an alert, before the answer is polled: an event (1224, 1226) gets 200, and what is none
    /// gets 406, unless somebody says so.
    pub fn answer(&mut self, alert: &DeviceAlert, code: StatusCode) {
        if let Some(slot) = self.pending.as_mut().and_then(|it| it.read.codes.get_mut(alert.number))
        {
            *slot = Some(code);
        }
    }

    /// When [`tick`](Self::tick) gives the device up; nothing without a session.
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        let current = self.state.current.as_ref().filter(|it| !it.is_over())?;
        Some(current.heard.after_seconds(self.state.config.timeout))
    }

    /// Gives the device up if it has said nothing for too long.
    pub fn tick(&mut self, now: Instant) {
        let timeout = self.state.config.timeout;
        let is_silent = |it: &Dialogue| it.heard.after_seconds(timeout) < now;
        if self.state.current.as_deref().is_some_and(|it| !it.is_over() && is_silent(it)) {
            self.end_current(Phase::Dead, ServerEnd::TimedOut);
        }
        if self.state.candidate.as_deref().is_some_and(is_silent) {
            self.state.candidate = None;
        }
    }

    /// Takes a request, at a time. Whatever is in it, this cannot fail: [`poll`](Self::poll) says what
    /// is to be done.
    pub fn handle(&mut self, received: impl Into<Received>, now: Instant) {
        self.tick(now);
        // An answer that nobody has polled goes nowhere.
        if self.pending.is_some() {
            self.respond();
        }
        let Received { request, decoded } = received.into();
        if request.body.len() > self.state.config.max_message {
            return self.reject(Rejection::TooLarge);
        }
        let message = match decoded {
            Ok(decoded) => decoded.value,
            Err(error) => return self.reject(Rejection::Malformed(error)),
        };
        if has_long_id(&message.header) {
            return self.reject(Rejection::TooLarge);
        }
        let digests = Digests::of(&request.body, request.hmac.as_deref());
        let mut dialogue = match self.course(&message, &request, &digests, now) {
            Course::Reject(rejection) => return self.reject(rejection),
            Course::Again(Some(response)) => {
                return self.events.push_back(ServerOutput::Respond(response));
            }
            Course::Again(None) => return self.reject(Rejection::Late),
            Course::Current => self.state.current.take(),
            Course::Candidate => self.state.candidate.take(),
            Course::Begin => None,
        }
        .unwrap_or_else(|| Box::new(self.state.begin(&message.header)));
        let is_new = dialogue.phase == Phase::Opening;
        if is_new {
            // Another session may have used the nonces up since this one has begun.
            self.state.expect_proof(&mut dialogue);
            give_credentials(&mut dialogue, &self.device, &self.own);
        }
        let hmac = request.hmac.as_deref();
        let check =
            dialogue.verifier.check(&message.header, hmac, &request.body, &mut self.entropy);
        if check.admission != Admission::Admitted && !is_new {
            let pending = Pending::new(message, &request, check, &dialogue);
            self.turn_away(pending, &mut dialogue);
            self.state.current = Some(dialogue);
            return;
        }
        if is_new {
            self.state.challenge = dialogue.verifier.pending_challenge().cloned();
        }
        if check.admission == Admission::Admitted {
            self.state.admit(&dialogue.verifier, is_new);
        }
        let was_complete = dialogue.phase == Phase::Ended;
        dialogue.hear(&message.header, &digests, now);
        let mut pending = Pending::new(message, &request, check, &dialogue);
        if pending.is_admitted() {
            dialogue.heed(&pending.message.header, &digests);
            if is_new {
                self.state.challenge = None;
                self.end_current(Phase::Ended, ServerEnd::Superseded);
                self.state.supersede();
                dialogue.phase = Phase::Open;
                self.events.push_back(pending.beginning());
            }
            if dialogue.messages > self.state.config.messages && !dialogue.is_over() {
                dialogue.phase = Phase::Aborting;
            }
            pending.read = inbox::read(
                &mut dialogue,
                &mut self.state.queue,
                &pending.message,
                self.state.config.max_object,
                &mut self.events,
            );
            self.state.nonces = dialogue.nonces();
            // The device goes on where nothing was left to be said.
            if was_complete && dialogue.phase == Phase::Ended {
                dialogue.phase = Phase::Open;
            }
            if pending.has_ended(&dialogue) && !dialogue.is_open {
                let results = dialogue.outstanding.conclude(&Fate::Unanswered);
                self.events.extend(results.into_iter().map(ServerOutput::Result));
                dialogue.held = 0;
            }
            self.state.current = Some(dialogue);
        } else {
            pending.is_candidate = is_new;
            if is_new {
                self.state.candidate = Some(dialogue);
            } else {
                self.state.current = Some(dialogue);
            }
        }
        self.pending = Some(pending);
    }

    /// What is to be done or known next.
    pub fn poll(&mut self) -> ServerOutput {
        if self.events.is_empty() && self.pending.is_some() {
            self.respond();
        }
        let Some(event) = self.events.pop_front() else {
            // A session that waits holds little, however much it had to tell.
            self.events = VecDeque::new();
            return ServerOutput::Waiting;
        };
        event
    }

    fn reject(&mut self, rejection: Rejection) {
        self.events.push_back(ServerOutput::Reject(rejection));
    }

    fn course(
        &self,
        message: &Message,
        request: &Request,
        digests: &Digests,
        now: Instant,
    ) -> Course {
        let header = &message.header;
        let id = header.session_id.as_deref().unwrap_or("");
        let is_beginning = begins(message);
        let timeout = self.state.config.timeout;
        let candidate = self.state.candidate.as_deref().filter(|it| *it.id == *id);
        if let Some(current) = self.state.current.as_deref().filter(|it| *it.id == *id) {
            let place = current.place(header);
            let hmac = request.hmac.as_deref();
            // The answer to a message is for who has sent it, which may have copied no more than its number.
            let is_again =
                place == Place::Again && current.verifier.vouches(header, hmac, &request.body);
            // After a reboot, sessions are numbered from the beginning, and look the same.
            let is_recent = current.heard.after_seconds(timeout) >= now;
            if current.is_copy(digests) && (is_recent || !current.is_over() || !is_beginning) {
                match place {
                    Place::Again if is_again => return Course::Again(current.kept()),
                    Place::Again => {}
                    Place::Next | Place::Late => return Course::Reject(Rejection::Late),
                }
            }
            let is_restart = is_beginning && (current.is_over() || candidate.is_some());
            match place {
                Place::Next if !is_restart => return Course::Current,
                Place::Again if is_again && !(is_beginning && current.is_over()) => {
                    return Course::Again(current.kept());
                }
                Place::Again if !is_again && !is_beginning => return Course::Current,
                Place::Late if !is_beginning => return Course::Reject(Rejection::Late),
                _ => {}
            }
        }
        if let Some(candidate) = candidate {
            if candidate.is_last(digests) {
                return Course::Again(candidate.kept());
            }
            // Who has failed to prove itself begins again, or not at all.
            if !candidate.is_over() {
                return Course::Candidate;
            }
        }
        if !is_beginning && header.msg_id.as_deref().map(str::trim_ascii) != Some("1") {
            return Course::Reject(Rejection::NoSession);
        }
        if self.state.is_past(digests, now) {
            return Course::Reject(Rejection::Late);
        }
        Course::Begin
    }

    /// Ends the session, if there is one that has not ended.
    fn end_current(&mut self, phase: Phase, end: ServerEnd) {
        let Some(current) = self.state.current.as_mut().filter(|it| !it.is_over()) else { return };
        let results = current.end(phase);
        // Whatever session has proved itself last: each moves the nonces on.
        let nonces = self.state.nonces.clone();
        let outcome = ServerOutcome { session: current.id.clone(), end, nonces };
        // An object of which a part was sent is sent from its beginning in the next session.
        self.state.queue.restart();
        self.events.extend(results.into_iter().map(ServerOutput::Result));
        self.events.push_back(ServerOutput::Done(outcome));
    }
}

/// Whether a message begins a session: it says so by its alert (DM Protocol 1.2.1, 8.3.2).
fn begins(message: &Message) -> bool {
    message.body.commands.iter().any(|command| {
        let Command::Alert(alert) = command else { return false };
        matches!(alert.code(), Some(AlertCode::SERVER_INITIATED | AlertCode::CLIENT_INITIATED))
    })
}

fn give_credentials(
    dialogue: &mut Dialogue,
    device: &Option<Credential>,
    own: &Option<Credential>,
) {
    dialogue.verifier = dialogue.verifier.clone().with_credential(device.clone());
    dialogue.prover = dialogue.prover.clone().with_credential(own.clone());
}

fn not_sent(handle: u32, error: Error) -> ServerOutput {
    let (handle, fate) = (Handle(handle), Fate::NotSent(error));
    ServerOutput::Result(CommandResult { handle, fate, answers: Vec::new() })
}

#[cfg(test)]
mod tests;
