//! The session of a client.

mod answer;
mod config;
mod execute;
mod outcome;
mod package;
mod receive;

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

pub use config::{Config, Trigger};
pub use outcome::{Accepted, AlertId, End, Fault, Outcome};

use self::execute::{Context, Step, Work};
use super::large_object::Collector;
use super::outbox::{Ending, Outbox, Packed, Room};
use super::prompt::{Answer, Prompt};
use super::security::Nonces;
use super::{Instant, Request, Response};
use crate::alert_code::AlertCode;
use crate::encode::EncodeOptions;
use crate::message::{Alert, Command, Header, Message, Meta, Status};
use crate::status_code::StatusCode;
use crate::text::Text;
use crate::tree::{Engine, Rules, Tree};

/// A session of a client with a server (DM Protocol 1.2.1, 8).
///
/// Whoever has one asks it by [`poll`](Self::poll) what is to be done, does it, and tells by
/// [`handle`](Self::handle) what came of it.
///
/// ```
/// use provost_dm::session::{Client, Config, End, Input, Instant, Output, Response, Trigger};
/// use provost_dm::tree::{Edit, Engine, MemoryTree, Node, Tree};
///
/// let mut tree = MemoryTree::new();
/// for (uri, node) in [("./DevInfo", Node::interior()), ("./DevInfo/DevId", Node::leaf("IMEI:1"))] {
///     tree.write(Edit::Add { at: uri.parse::<provost_dm::uri::Uri>()?.path(), node })?;
/// }
/// let mut engine = Engine::new(tree);
/// let config = Config::new("com.example", "https://dm.example/");
/// let mut session = Client::new(config, Trigger::user("1"));
/// let mut answers = 0;
/// let outcome = loop {
///     match session.poll(&mut engine, Instant::ZERO) {
///         Output::Send(request) => {
///             answers += 1;
///             // Here stands the POST of `request.body` to `request.uri`.
///             let response = Response::new(server(answers, &request.body));
///             session.handle(Input::Response(response));
///         }
///         Output::Ask(_) | Output::Waiting { .. } => unreachable!("nobody is asked"),
///         Output::Done(outcome) => break outcome,
///     }
/// };
/// assert_eq!(outcome.end, End::Completed);
/// assert_eq!(answers, 2);
/// # fn server(message: usize, request: &bytes::Bytes) -> bytes::Bytes {
/// #     use provost_dm::*;
/// #     let request = Message::decode(request).unwrap();
/// #     let mut reply = request.reply();
/// #     if message == 1 {
/// #         let get = Command::Get(provost_dm::Request::new(Item::target("./DevInfo/DevId")));
/// #         reply.push(get);
/// #     } else {
/// #         let results = request.body.commands.last().unwrap();
/// #         assert_eq!(results.items()[0].data, Some("IMEI:1".into()));
/// #     }
/// #     reply.finish().encode(Syntax::Wbxml).unwrap()
/// # }
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
///
/// What a server sends is carried out by the [`Engine`] in the order in which it stands. What is sent
/// again is not carried out again: the answer is sent again. A message that no one understands, or
/// that is of another session, counts as lost; when it has been asked for often enough, the session
/// ends.
///
/// A message of whoever cannot prove to be the server is not carried out, and nothing that it says of where the
/// next message goes, how much the server takes, where a package ends, or whether our proof is taken is heeded: its
/// challenges alone are answered. In a session whose server proves each message, by MAC, one that it has not proved
/// counts as lost.
///
/// While a user is asked in the middle of an Atomic, its group of changes is open in the engine. Who
/// gives a session up then hands in [`Input::Abort`] and polls once more, so that they are taken back.
#[derive(Debug)]
pub struct Client {
    config: Config,
    trigger: Trigger,
    state: State,
    device: String,
    /// Where the next message goes.
    uri: String,
    msg_id: u32,
    outbox: Outbox,
    collector: Collector,
    /// Octets of a message that the server takes.
    room: usize,
    /// Octets of an object that the server takes.
    max_object: usize,
    /// The `MsgID` of the last message of the server.
    received: Option<Text>,
    /// The digest of the last message that did not prove to be of the server.
    doubtful: Option<[u8; 16]>,
    /// The code of failure that somebody has said who did not prove to be the server.
    unproved: Option<StatusCode>,
    /// Whether the server has ended its package. It goes on being so until we have ended ours: then
    /// the server begins the next.
    server_is_final: bool,
    /// Whether we have ended ours.
    is_final: bool,
    /// Whether the server has not answered anything but challenges.
    is_first_package: bool,
    /// The status of the header of the last message of the server.
    header_status: Option<Status>,
    last: Option<Last>,
    /// How often the last message was sent again.
    repeated: u32,
    work: Option<Work>,
    /// Alerts of our own that the commands of the server have caused.
    caused: Vec<Alert>,
    /// The message and the `CmdID` of the part of an object that was sent last.
    part: Option<(Text, Text)>,
    /// Whether the object that is being sent was begun again.
    restarted: bool,
    /// Messages in a row in which there was no room for any of it, and no fewer statuses waited behind them.
    stalled: u32,
    /// Octets of the statuses that wait behind the last message.
    waiting: usize,
    /// The alerts of the caller, by their number: where they went, and what came of it.
    alerts: Vec<Told>,
    accepted: Vec<Accepted>,
    unsent: u32,
    aborting: bool,
    /// How the session ends when the message that is under way has arrived.
    closing: Option<End>,
}

#[derive(Debug, Default)]
struct Told {
    sent: Option<(Text, Text)>,
    code: Option<StatusCode>,
}

/// What was sent last.
#[derive(Debug)]
struct Last {
    request: Request,
    commands: Vec<Command>,
    sent: Vec<(u32, Text)>,
}

#[derive(Debug)]
enum State {
    Begin,
    Send,
    SendAgain,
    Await,
    Work,
    Ask(Box<Prompt>),
    Asked(Box<Prompt>),
    Done(End),
}

/// What has happened.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Input {
    /// The server has answered.
    Response(Response),
    /// There is no answer, and none will come.
    TransportFailed,
    /// The user has answered.
    Answer(Answer),
    /// The session is to end: by the user, or because the device has other things to do.
    Abort,
}

/// What is to be done.
#[derive(Clone, Debug)]
#[allow(clippy::exhaustive_enums, reason = "whoever drives a session must handle all")]
#[allow(clippy::large_enum_variant, reason = "it is handled at once")]
pub enum Output {
    /// Send this to the server, and hand in what it answers.
    Send(Request),
    /// Ask the user, and hand in the answer.
    Ask(Prompt),
    /// Nothing: something is to be handed in, or the time has to come.
    Waiting {
        /// When to ask again, though nothing has happened.
        until: Option<Instant>,
    },
    /// The session is over.
    Done(Outcome),
}

/// Messages in which statuses, of which as many wait as before, may leave no room for any of an object that is being
/// sent. A server that only goes on asking gets the status of that in each, so that more of it would never go.
const STALLED: u32 = 4;

/// The handle of results: nobody waits to hear that they have arrived.
const RESULTS: u32 = u32::MAX;

impl Client {
    /// A session, which has not begun.
    #[must_use]
    pub fn new(config: Config, trigger: Trigger) -> Self {
        Self {
            uri: config.uri.clone(),
            collector: Collector::new(config.max_object),
            room: config.server_max_message,
            max_object: usize::MAX,
            config,
            trigger,
            state: State::Begin,
            device: String::new(),
            msg_id: 0,
            outbox: Outbox::default(),
            received: None,
            doubtful: None,
            unproved: None,
            server_is_final: true,
            is_final: false,
            is_first_package: true,
            header_status: None,
            last: None,
            repeated: 0,
            work: None,
            caused: Vec::new(),
            part: None,
            restarted: false,
            stalled: 0,
            waiting: 0,
            alerts: Vec::new(),
            accepted: Vec::new(),
            unsent: 0,
            aborting: false,
            closing: None,
        }
    }

    /// Tells the server something: an alert 1224 or 1226, with the correlator of the Exec whose end it
    /// tells. Before the session has begun, it goes into the first package; later into the next
    /// message; after the end, nowhere. What the server says to it is in the [`Outcome`].
    pub fn tell(&mut self, alert: Alert) -> AlertId {
        let handle = u32::try_from(self.alerts.len()).unwrap_or(RESULTS);
        self.alerts.push(Told::default());
        self.outbox.push(Some(handle), alert.into());
        AlertId(handle)
    }

    /// The commands that go on after their status 202, and whose end is to be told with an alert.
    #[must_use]
    pub fn accepted(&self) -> &[Accepted] {
        &self.accepted
    }

    /// Takes what has happened. There is nothing that can fail: what cannot be used changes the course
    /// of the session, and what nobody has asked for is left aside.
    pub fn handle(&mut self, input: Input) {
        match (input, &self.state) {
            (_, State::Done(_)) => {}
            (Input::Response(_) | Input::TransportFailed, State::Await)
                if self.closing.is_some() =>
            {
                let end = self.closing.take().unwrap_or(End::Aborted);
                self.state = State::Done(end);
            }
            (Input::Response(response), State::Await) => self.receive(&response),
            (Input::TransportFailed, State::Await) => self.try_again(Fault::Transport),
            (Input::Answer(answer), State::Asked(prompt) | State::Ask(prompt)) => {
                match (prompt.judge(&answer), &mut self.work) {
                    (Some(judged), Some(work)) => {
                        work.answered(judged);
                        self.state = State::Work;
                    }
                    _ => self.state = State::Ask(prompt.clone()),
                }
            }
            (Input::Abort, State::Begin) => self.state = State::Done(End::Aborted),
            (Input::Abort, _) => {
                self.aborting = true;
                self.state = if self.work.is_some() { State::Work } else { State::Send };
            }
            (Input::Response(_) | Input::TransportFailed | Input::Answer(_), _) => {}
        }
    }

    /// What is to be done now. The time is that of the caller's clock.
    pub fn poll<T: Tree, R: Rules>(&mut self, engine: &mut Engine<T, R>, now: Instant) -> Output {
        loop {
            match &self.state {
                State::Begin => self.begin(engine),
                State::Send => {
                    if let Some(request) = self.send() {
                        return Output::Send(request);
                    }
                }
                State::SendAgain => match &self.last {
                    Some(last) => {
                        let request = last.request.clone();
                        self.state = State::Await;
                        return Output::Send(request);
                    }
                    None => self.state = State::Done(End::Failed(Fault::Transport)),
                },
                State::Await => return Output::Waiting { until: None },
                State::Work => self.work(engine, now),
                State::Ask(prompt) | State::Asked(prompt)
                    if prompt.deadline.is_some_and(|deadline| deadline <= now) =>
                {
                    self.handle(Input::Answer(Answer::TimedOut));
                }
                State::Ask(prompt) => {
                    let prompt = prompt.clone();
                    self.state = State::Asked(prompt.clone());
                    return Output::Ask(*prompt);
                }
                State::Asked(prompt) => return Output::Waiting { until: prompt.deadline },
                State::Done(end) => return Output::Done(self.outcome(*end)),
            }
        }
    }

    fn outcome(&self, end: End) -> Outcome {
        let nonces =
            Nonces::new(self.config.prover.stored_nonce(), self.config.verifier.stored_nonce());
        let alerts = (0..).zip(&self.alerts).map(|(id, told)| (AlertId(id), told.code)).collect();
        let (accepted, unsent, unproved) = (self.accepted.clone(), self.unsent, self.unproved);
        Outcome { end, alerts, accepted, nonces, unsent, unproved }
    }

    /// The first package.
    fn begin<T: Tree, R: Rules>(&mut self, engine: &Engine<T, R>) {
        let own = self.config.device.clone();
        self.device = own.or_else(|| package::device_id(engine.tree())).unwrap_or_default();
        if let Some(replace) = package::device_information(engine.tree(), &self.device) {
            self.outbox.push_front(None, replace);
        }
        self.outbox.push_front(None, package::alert(self.trigger.by_server));
        self.state = State::Send;
    }

    /// The next message; nothing where the session has ended instead.
    fn send(&mut self) -> Option<Request> {
        let limit = self.config.max_messages;
        if self.msg_id >= limit {
            self.state = State::Done(End::Failed(Fault::Messages));
            return None;
        }
        self.msg_id = self.msg_id.saturating_add(1);
        let options = EncodeOptions::new(self.config.syntax);
        let mut message = Message::new(self.header());
        message.namespace = self.config.version.namespace();
        message.body.commands.extend(self.header_status.take().map(Command::from));
        let fixed = message.body.commands.len();
        let in_parts = self.config.large_objects;
        let room = Room { message: self.room, in_parts, is_least: false };
        let ending = if self.server_is_final || self.closing.is_some() || self.aborting {
            Ending::Final
        } else {
            Ending::NextMessage
        };
        let packed = if self.aborting {
            self.aborting = false;
            self.closing = Some(End::Aborted);
            self.pack_abort(message, room, &options)
        } else {
            self.outbox.pack(message, room, ending, &options)
        };
        let signed = packed.and_then(|packed| {
            let hmac = self.config.prover.sign(&packed.octets)?;
            Ok((packed, hmac))
        });
        let (packed, hmac) = match signed {
            Ok(signed) => signed,
            Err(error) => {
                self.state = State::Done(End::Failed(Fault::Message(error)));
                return None;
            }
        };
        let request = Request {
            uri: self.uri.clone(),
            content_type: self.config.content_type().into(),
            hmac: hmac.map(|hmac| format!("{hmac}")),
            body: packed.octets.clone(),
        };
        self.note(packed, fixed, request.clone());
        self.state = State::Await;
        Some(request)
    }

    /// The end, with what has been done where there is room for it, and without the status of the header where there
    /// is none for both: a server that is not told goes on.
    fn pack_abort(
        &mut self,
        mut message: Message,
        room: Room,
        options: &EncodeOptions,
    ) -> Result<Packed, crate::Error> {
        let alert = || Alert::new(AlertCode::SESSION_ABORT);
        let is_abort = |command: &Command| match command {
            Command::Alert(alert) => alert.code() == Some(AlertCode::SESSION_ABORT),
            _ => false,
        };
        self.outbox.give_up();
        self.outbox.push_front(None, alert().into());
        let is_in = |packed: &Packed| packed.message.body.commands.iter().any(is_abort);
        let packed = self.outbox.pack(message.clone(), room, Ending::Final, options);
        if packed.as_ref().is_ok_and(|packed| packed.is_drained && is_in(packed)) {
            return packed;
        }
        self.outbox.clear();
        self.outbox.push(None, alert().into());
        let packed = self.outbox.pack(message.clone(), room, Ending::Final, options);
        if packed.as_ref().is_ok_and(is_in) {
            return packed;
        }
        self.outbox.clear();
        message.body.commands = Vec::from([alert().with_id("1").into()]);
        message.body.is_final = true;
        let octets = message.encode_with(&options.with_limit(room.message))?;
        let (sent, refused) = (Vec::new(), Vec::new());
        Ok(Packed { octets, message, sent, part: None, refused, is_drained: true })
    }

    fn header(&self) -> Header {
        let version = self.config.version;
        let header = Header::new(
            self.trigger.session_id.clone(),
            format!("{}", self.msg_id),
            self.config.uri.as_str(),
            self.device.as_str(),
        );
        let mut header =
            header.with_versions(version.namespace().dtd_version(), version.protocol());
        if self.is_first_package {
            let meta = Meta::new().with_max_msg_size(self.config.max_message);
            header.meta = Some(Box::new(meta.with_max_obj_size(self.config.max_object)));
        }
        self.config.prover.prove(&mut header);
        header
    }

    /// Keeps what is sent: it may be sent again, and the server will refer to it.
    fn note(&mut self, packed: Packed, fixed: usize, request: Request) {
        let msg_id = Text::from(format!("{}", self.msg_id));
        for (handle, cmd_id) in &packed.sent {
            if let Some(told) = self.told(*handle) {
                told.sent = Some((msg_id.clone(), cmd_id.clone()));
            }
        }
        let refused = u32::try_from(packed.refused.len()).unwrap_or(u32::MAX);
        self.unsent = self.unsent.saturating_add(refused);
        self.part = packed.part.map(|cmd_id| (msg_id, cmd_id));
        if !self.outbox.is_open() {
            self.restarted = false;
        }
        let waiting = self.outbox.octets_of_statuses();
        // Statuses that grow fewer leave room for it by and by.
        let is_moving = waiting < core::mem::replace(&mut self.waiting, waiting);
        let is_stalled = self.outbox.is_open() && self.part.is_none() && !is_moving;
        self.stalled = if is_stalled { self.stalled.saturating_add(1) } else { 0 };
        if self.stalled > STALLED {
            self.lose_object();
        }
        self.is_final = packed.message.body.is_final;
        let mut commands = packed.message.body.commands;
        let is_next = |command: &Command| matches!(command, Command::Alert(alert) if alert.code() == Some(AlertCode::NEXT_MESSAGE));
        // The status of the header goes with the commands where they go again.
        commands.retain(|command| !is_next(command));
        if fixed > 0 && self.is_first_package {
            commands.remove(0);
        }
        self.last = Some(Last { request, commands, sent: packed.sent });
        self.repeated = 0;
    }

    fn told(&mut self, handle: u32) -> Option<&mut Told> {
        self.alerts.get_mut(usize::try_from(handle).ok()?)
    }

    /// Goes on with the commands of the server.
    fn work<T: Tree, R: Rules>(&mut self, engine: &mut Engine<T, R>, now: Instant) {
        let Some(mut work) = self.work.take() else {
            self.state = State::Send;
            return;
        };
        let mut broken = false;
        let answers = if self.aborting {
            work.abort(engine)
        } else {
            let max_whole = self.room.saturating_sub(config::OVERHEAD);
            let mut context = Context {
                server: &self.config.server_id,
                syntax: self.config.syntax,
                collector: &mut self.collector,
                in_parts: self.config.large_objects,
                max_object: if self.config.large_objects { self.max_object } else { max_whole },
                interaction: self.config.interaction,
                now,
                alerts: &mut self.caused,
                accepted: &mut self.accepted,
                broken: &mut broken,
            };
            match work.run(engine, &mut context) {
                Step::Ask(prompt) => {
                    self.work = Some(work);
                    self.state = State::Ask(Box::new(prompt));
                    return;
                }
                Step::Done(answers) => answers,
            }
        };
        for answer in answers {
            answer.into_commands(&work.msg_ref, |command| {
                let handle = matches!(command, Command::Results(_)).then_some(RESULTS);
                self.outbox.push(handle, command);
            });
        }
        // With the answers in front of it: they do not wait for all of the object.
        if broken {
            self.begin_object_again();
        }
        // The server has ended its package in the middle of an object.
        if self.server_is_final && !work.had_part && !work.is_refused {
            let broken = self.collector.interrupted_by("", None);
            self.caused.extend(broken.map(execute::no_end_of_data));
        }
        for alert in self.caused.drain(..) {
            self.outbox.push(None, alert.into());
        }
        let is_over = !work.had_commands && self.server_is_final && self.outbox.is_empty();
        self.state = if is_over && !self.aborting && self.closing.is_none() {
            State::Done(End::Completed)
        } else {
            State::Send
        };
    }

    /// The server has lost the object that is being sent: once it is begun again.
    fn begin_object_again(&mut self) {
        if self.restarted {
            self.lose_object();
        } else {
            self.outbox.restart();
            self.restarted = true;
        }
    }

    /// Gives up the object that is being sent, and says by which handle it is known.
    fn lose_object(&mut self) -> Option<u32> {
        if self.outbox.is_open() {
            self.unsent = self.unsent.saturating_add(1);
        }
        self.outbox.give_up()
    }
}
