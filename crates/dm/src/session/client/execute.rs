//! Carrying out the commands of a message, one after the other, with stops where the user is asked.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::{self, Vec};

use provost_wbxml::Syntax;

use super::Accepted;
use super::answer::{self, Answer};
use crate::alert_code::AlertCode;
use crate::auth;
use crate::data::{Data, Form};
use crate::format::Format;
use crate::message::{Alert, Command, Item, Meta};
use crate::session::Instant;
use crate::session::large_object::{Broken, Collector, Part};
use crate::session::prompt::{Judged, Prompt};
use crate::status_code::StatusCode;
use crate::text::Text;
use crate::tnds;
use crate::tree::{Engine, ItemResult, Operation, Rules, TEXT_PLAIN, Tree};

/// A message that is being carried out.
#[derive(Debug)]
pub(super) struct Work {
    pub(super) msg_ref: Text,
    /// What is open: the body, a container in it, and an Atomic in a Sequence.
    frames: Vec<Frame>,
    /// Why nothing is carried out: the code of all that is left.
    refused: Option<StatusCode>,
    /// The alert whose answer is awaited.
    asked: Option<Answer>,
    /// Octets of results that may still be found.
    budget: usize,
    /// Whether a part of a large object was among the commands.
    pub(super) had_part: bool,
    /// Whether none of it was to be carried out.
    pub(super) is_refused: bool,
    /// Whether there was anything but answers.
    pub(super) had_commands: bool,
}

#[derive(Debug)]
struct Frame {
    kind: Kind,
    /// Of the container itself.
    own: Option<Answer>,
    rest: vec::IntoIter<Command>,
    /// Of its members so far, containers in front of theirs.
    done: Vec<Answer>,
    /// Whether the members that are left are not carried out.
    stopped: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Body,
    Sequence,
    Atomic,
}

/// What carrying out takes besides the tree.
#[derive(Debug)]
pub(super) struct Context<'c> {
    /// The identity of the server, for the access control lists.
    pub(super) server: &'c str,
    pub(super) syntax: Syntax,
    pub(super) collector: &'c mut Collector,
    /// Whether objects may come and go in parts.
    pub(super) in_parts: bool,
    /// The largest object that can be sent: what the server takes, or where objects may not go in
    /// parts what fits into a message.
    pub(super) max_object: usize,
    pub(super) interaction: bool,
    pub(super) now: Instant,
    /// What nobody had asked for.
    pub(super) alerts: &'c mut Vec<Alert>,
    pub(super) accepted: &'c mut Vec<Accepted>,
    /// Whether the server wants our object again, or no more of it.
    pub(super) broken: &'c mut bool,
}

/// How far it has come.
#[derive(Debug)]
pub(super) enum Step {
    /// The user is to be asked.
    Ask(Prompt),
    /// All of it is done.
    Done(Vec<Answer>),
}

impl Work {
    /// The commands of a message; with a code where none of them is carried out.
    pub(super) fn new(
        msg_ref: Text,
        commands: Vec<Command>,
        refused: Option<StatusCode>,
        budget: usize,
    ) -> Self {
        let had_commands = commands.iter().any(|command| !command.is_answer());
        Self {
            msg_ref,
            frames: alloc::vec![Frame::new(Kind::Body, None, commands)],
            refused,
            asked: None,
            budget,
            had_part: false,
            is_refused: refused.is_some(),
            had_commands,
        }
    }

    /// Goes on up to the next question or the end.
    pub(super) fn run<T: Tree, R: Rules>(
        &mut self,
        engine: &mut Engine<T, R>,
        context: &mut Context<'_>,
    ) -> Step {
        loop {
            let Some(frame) = self.frames.last_mut() else { return Step::Done(Vec::new()) };
            match frame.rest.next() {
                Some(command) => {
                    if let Some(prompt) = self.command(command, engine, context) {
                        return Step::Ask(prompt);
                    }
                }
                None if self.frames.len() > 1 => self.close(engine),
                None => {
                    return Step::Done(self.frames.pop().map(|it| it.done).unwrap_or_default());
                }
            }
        }
    }

    /// Takes the answer of the user, and whether the alert was cancelled with all that follows.
    pub(super) fn answered(&mut self, judged: Judged) {
        let Some(mut answer) = self.asked.take() else { return };
        answer.code = judged.code;
        answer.data = judged.items;
        if judged.code == StatusCode::CANCELLED {
            // Nothing that is left is carried out (DM Protocol 1.2.1, 10).
            self.refused = Some(StatusCode::NOT_EXECUTED);
        }
        if let Some(frame) = self.frames.last_mut() {
            frame.stopped |= frame.kind == Kind::Sequence && !judged.code.is_success();
        }
        self.put(answer);
    }

    /// Gives up: what is open is taken back, what is left is not carried out.
    pub(super) fn abort<T: Tree, R: Rules>(&mut self, engine: &mut Engine<T, R>) -> Vec<Answer> {
        self.refused = Some(StatusCode::NOT_EXECUTED);
        self.answered(Judged { code: StatusCode::CANCELLED, items: Vec::new() });
        loop {
            let Some(frame) = self.frames.last_mut() else { return Vec::new() };
            if let Some(command) = frame.rest.next() {
                self.skip(&command, StatusCode::NOT_EXECUTED);
            } else if self.frames.len() > 1 {
                self.close(engine);
            } else {
                return self.frames.pop().map(|frame| frame.done).unwrap_or_default();
            }
        }
    }

    /// Carries out a command, or opens it; a question where the user is to be asked.
    fn command<T: Tree, R: Rules>(
        &mut self,
        command: Command,
        engine: &mut Engine<T, R>,
        context: &mut Context<'_>,
    ) -> Option<Prompt> {
        let frame = self.frames.last()?;
        let (kind, is_stopped) = (frame.kind, frame.stopped);
        if matches!(command, Command::Status(_)) {
            return None;
        }
        if let Some(code) = self.refused {
            self.skip(&command, code);
            return None;
        }
        if is_stopped {
            self.skip(&command, StatusCode::NOT_EXECUTED);
            return None;
        }
        if let Some(broken) =
            context.collector.interrupted_by(command.name(), command.items().first())
        {
            context.alerts.push(no_end_of_data(broken));
        }
        let code = match &command {
            _ if answer::id(&command).is_none() => StatusCode::BAD_REQUEST,
            Command::Unsupported(unsupported) if !unsupported.is_known() => StatusCode::BAD_REQUEST,
            Command::Unsupported(_) | Command::Results(_) => StatusCode::FEATURE_NOT_SUPPORTED,
            Command::Alert(alert) => match alert.code() {
                Some(code) if code.is_user_interaction() && context.interaction => {
                    match Prompt::of(alert, code, context.now) {
                        Ok(prompt) => {
                            self.asked = Some(Answer::new(&command, StatusCode::OK));
                            return Some(prompt);
                        }
                        Err(code) => code,
                    }
                }
                Some(AlertCode::NEXT_MESSAGE) => StatusCode::OK,
                Some(AlertCode::NO_END_OF_DATA) => {
                    *context.broken = true;
                    StatusCode::OK
                }
                Some(_) => StatusCode::FEATURE_NOT_SUPPORTED,
                None => StatusCode::INCOMPLETE_COMMAND,
            },
            // Inside of Atomic there is neither of these (DM RepPro 1.2.1, 6.6.1).
            Command::Get(_) | Command::Exec(_) | Command::Atomic(_) | Command::Sequence(_)
                if kind == Kind::Atomic =>
            {
                StatusCode::COMMAND_FAILED
            }
            Command::Sequence(_) if kind == Kind::Sequence => StatusCode::COMMAND_FAILED,
            Command::Atomic(_) | Command::Sequence(_) => {
                self.open(command, engine);
                return None;
            }
            _ => {
                let answer = self.request(&command, kind, engine, context);
                self.put(answer);
                return None;
            }
        };
        if command.members().is_empty() {
            self.put(Answer::new(&command, code));
        } else {
            self.skip_members(&command, code);
        }
        None
    }

    /// Opens a container.
    fn open<T: Tree, R: Rules>(&mut self, command: Command, engine: &mut Engine<T, R>) {
        let own = Answer::new(&command, StatusCode::OK);
        let kind = match &command {
            Command::Atomic(_) if !engine.options_mut().atomic => {
                return self.skip_members(&command, StatusCode::FEATURE_NOT_SUPPORTED);
            }
            Command::Atomic(_) => match engine.begin() {
                Ok(()) => Kind::Atomic,
                Err(error) => return self.skip_members(&command, error.into()),
            },
            _ => Kind::Sequence,
        };
        if let Command::Atomic(container) | Command::Sequence(container) = command {
            self.frames.push(Frame::new(kind, Some(own), container.commands));
        }
    }

    /// Closes the container that is open: what it has come to goes in front of its members.
    fn close<T: Tree, R: Rules>(&mut self, engine: &mut Engine<T, R>) {
        let Some(mut frame) = self.frames.pop() else { return };
        let Some(mut own) = frame.own.take() else { return };
        if frame.kind == Kind::Atomic {
            let is_whole = frame.done.iter().all(|answer| answer.code.is_success());
            if !(is_whole && engine.commit().is_ok()) {
                let taken_back = match engine.rollback() {
                    Ok(()) => StatusCode::ATOMIC_ROLLED_BACK,
                    Err(_) => StatusCode::ATOMIC_ROLL_BACK_FAILED,
                };
                frame.done.iter_mut().for_each(|answer| answer.taken_back(taken_back));
                own.code = StatusCode::ATOMIC_FAILED;
            }
        }
        if let Some(outer) = self.frames.last_mut() {
            outer.done.push(own);
            outer.done.append(&mut frame.done);
        }
    }

    /// What a command has come to. The first that fails in an Atomic is the last that is carried
    /// out.
    fn put(&mut self, answer: Answer) {
        let Some(frame) = self.frames.last_mut() else { return };
        frame.stopped |= frame.kind == Kind::Atomic && !answer.code.is_success();
        frame.done.push(answer);
    }

    /// A command that is not carried out, nor are its members: all have the code.
    fn skip(&mut self, command: &Command, code: StatusCode) {
        let mut open = alloc::vec![command];
        while let Some(command) = open.pop() {
            if !command.is_answer() {
                self.put(Answer::new(command, code));
            }
            open.extend(command.members().iter().rev());
        }
    }

    /// A container that is refused, and its members, which are not carried out therefore.
    fn skip_members(&mut self, command: &Command, code: StatusCode) {
        self.put(Answer::new(command, code));
        command.members().iter().for_each(|member| self.skip(member, StatusCode::NOT_EXECUTED));
    }

    /// One of the six commands on nodes, item by item.
    fn request<T: Tree, R: Rules>(
        &mut self,
        command: &Command,
        kind: Kind,
        engine: &mut Engine<T, R>,
        context: &mut Context<'_>,
    ) -> Answer {
        let mut answer = Answer::new(command, StatusCode::OK);
        if command.items().is_empty() {
            answer.code = StatusCode::INCOMPLETE_COMMAND;
        }
        let is_only = command.items().len() == 1;
        for (at, item) in command.items().iter().enumerate() {
            if at > 0 {
                context.alerts.extend(context.collector.interrupted().map(no_end_of_data));
            }
            let (code, data) = self.item(command, item, kind, engine, context, &mut answer);
            if is_only {
                answer.code = code;
                answer.data.extend(data);
            } else {
                answer.item(item, code, data);
            }
            if kind == Kind::Atomic && !code.is_success() {
                break;
            }
        }
        if kind == Kind::Atomic {
            answer.as_a_whole();
        }
        answer
    }

    /// What comes of one item, and the node that failed where it is another than its target.
    fn item<T: Tree, R: Rules>(
        &mut self,
        command: &Command,
        item: &Item,
        kind: Kind,
        engine: &mut Engine<T, R>,
        context: &mut Context<'_>,
        answer: &mut Answer,
    ) -> (StatusCode, Option<Item>) {
        let lacks_source = matches!(command, Command::Copy(_)) && item.source_uri().is_none();
        if item.target_uri().is_none() || lacks_source {
            return (StatusCode::INCOMPLETE_COMMAND, None);
        }
        let has_parts = matches!(command, Command::Add(_) | Command::Replace(_));
        let mut whole = None;
        if has_parts && (item.more_data || context.collector.is_open()) {
            if kind != Kind::Body || !context.in_parts {
                return (StatusCode::FEATURE_NOT_SUPPORTED, None);
            }
            self.had_part = true;
            match context.collector.take(command.name(), command.meta(), item) {
                Part::Whole => {}
                Part::Kept => return (StatusCode::CHUNK_ACCEPTED, None),
                Part::Fault(code) => return (code, None),
                Part::Last(item) => whole = Some(item),
            }
        }
        let Some(operation) = Operation::of_item(command, whole.as_deref().unwrap_or(item)) else {
            return (StatusCode::FEATURE_NOT_SUPPORTED, None);
        };
        let outcome = engine.execute(context.server, &operation);
        let code = outcome.status();
        if code == StatusCode::ACCEPTED {
            let correlator = command.request().and_then(|request| request.correlator.clone());
            let uri = Text::from(operation.target());
            context.accepted.push(Accepted { uri, correlator });
        }
        let found: Vec<Item> =
            outcome.results().iter().map(|result| found(result, context.syntax)).collect();
        let octets = found.iter().map(octets).fold(0, usize::saturating_add);
        if octets > self.budget || found.iter().any(|item| data(item) > context.max_object) {
            return (StatusCode::TOO_LARGE, None);
        }
        self.budget = self.budget.saturating_sub(octets);
        answer.results.extend(found);
        (code, outcome.failed_at().map(|at| Item::target(alloc::format!("{at}"))))
    }
}

impl Frame {
    fn new(kind: Kind, own: Option<Answer>, commands: Vec<Command>) -> Self {
        Self { kind, own, rest: commands.into_iter(), done: Vec::new(), stopped: false }
    }
}

/// Octets of the data of an item, as it travels.
fn data(item: &Item) -> usize {
    item.data.as_ref().map_or(0, |data| data.octets().len())
}

/// Octets that an item takes in memory, more or less.
fn octets(item: &Item) -> usize {
    data(item).saturating_add(item.source_uri().map_or(0, str::len)).saturating_add(64)
}

/// What Get has found as an item of Results. What everything is unless it says something else is not
/// said.
fn found(result: &ItemResult, syntax: Syntax) -> Item {
    let mut item = Item::source(result.source.as_str());
    if let Some(xml) = tree_in_xml(result, syntax) {
        let meta = Meta::new().with_format(Format::Xml).with_type(tnds::MEDIA_TYPE_XML);
        return item.with_meta(meta).with_data(Data::text(xml));
    }
    let mut format = result.format;
    item.data = result.data.as_ref().map(|octets| match core::str::from_utf8(octets) {
        Ok(text) if format != Format::Bin && carries(text, syntax) => {
            Data::new(Form::Text, octets.clone())
        }
        _ if syntax == Syntax::Wbxml => Data::opaque(octets.clone()),
        _ => {
            format = Format::B64;
            Data::text(auth::encode_base64(octets))
        }
    });
    let is_text = result.kind == TEXT_PLAIN;
    if format != Format::Chr || !is_text {
        let meta = Meta::new().with_format(format);
        let says_type = !is_text || (format == Format::Node && item.data.is_some());
        let meta = if says_type { meta.with_type(result.kind.as_str()) } else { meta };
        item.meta = Some(Box::new(meta));
    }
    item
}

/// A serialized tree in the syntax of the session, which may be the only one that the server reads (DM TND 1.2.1,
/// 7.7.3); nothing where it has what XML cannot carry.
#[cfg(feature = "xml")]
fn tree_in_xml(result: &ItemResult, syntax: Syntax) -> Option<String> {
    let is_tree = result.kind == tnds::MEDIA_TYPE_WBXML && result.source.contains("?list=TNDS");
    if syntax != Syntax::Xml || !is_tree {
        return None;
    }
    tnds::Document::decode(result.data.as_ref()?).ok()?.to_xml().ok()
}

#[cfg(not(feature = "xml"))]
const fn tree_in_xml(_: &ItemResult, _: Syntax) -> Option<String> {
    None
}

/// Whether a text can stand in a syntax: XML has no control characters, strings of WBXML no NUL.
fn carries(text: &str, syntax: Syntax) -> bool {
    text.chars().all(|c| match syntax {
        Syntax::Wbxml => c != '\0',
        Syntax::Xml => {
            matches!(c, '\t' | '\n' | '\r') || (c >= ' ' && !matches!(c, '\u{FFFE}' | '\u{FFFF}'))
        }
    })
}

pub(super) fn no_end_of_data(broken: Broken) -> Alert {
    let item = Item { target: broken.target, source: broken.source, ..Item::new() };
    Alert::new(AlertCode::NO_END_OF_DATA).with_item(item)
}
