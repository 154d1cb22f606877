//! What is wrong with messages that are well-formed: in one of them, and between those of a
//! session that was recorded.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use core::fmt;

use crate::alert_code::AlertCode;
use crate::format::Format;
use crate::interaction::OptionFault;
use crate::message::{Command, Item, Location, Message};
use crate::text::Text;

/// Something that is wrong with a message of a session.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Finding {
    /// Which of the messages, from 0.
    pub message: usize,
    /// The `CmdID` of the command, where it is about one that has one.
    pub command: Option<Text>,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with a message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Problem {
    /// A `CmdID` for the second time in a message.
    RepeatedCmdId,
    /// A command that must not stand in `Atomic`: another one, `Get` or `Exec`.
    InAtomic,
    /// `Exec` of more than one item.
    ExecItems,
    /// An alert with fewer items than its code needs.
    AlertItems,
    /// An alert whose code is none.
    AlertCode,
    /// An event without `Type`, or of a generic alert without `Format`.
    EventMeta,
    /// Options of user interaction that do not fit.
    Options(OptionFault),
    /// A status whose code is none.
    StatusCode,
    /// An item for a node without data, though its format has some.
    NoData,
    /// An item in front of others, or a command in front of others, that says more is to come.
    MoreDataNotLast,
    /// The message does not begin with the status of the header it answers.
    NoHeaderStatus,
    /// An answer to a message that is not there.
    UnknownMessage,
    /// An answer to a command that is not in the message.
    UnknownCommand,
    /// An answer that names another command than the one it is for.
    WrongCommand,
    /// A command without a status, though its recipient spoke after it.
    Unanswered,
    /// A `MsgID` that its sender used before in the session.
    RepeatedMsgId,
}

impl Problem {
    /// In words.
    #[must_use]
    pub const fn describe(self) -> &'static str {
        match self {
            Self::RepeatedCmdId => "CmdID for the second time",
            Self::InAtomic => "command that must not stand in Atomic",
            Self::ExecItems => "Exec of more than one item",
            Self::AlertItems => "fewer items than the alert needs",
            Self::AlertCode => "alert without a code",
            Self::EventMeta => "event without Type or Format",
            Self::Options(fault) => fault.describe(),
            Self::StatusCode => "status without a code",
            Self::NoData => "item without data",
            Self::MoreDataNotLast => "MoreData in front of other items or commands",
            Self::NoHeaderStatus => "no status of the header in front",
            Self::UnknownMessage => "answer to a message that is not there",
            Self::UnknownCommand => "answer to a command that is not there",
            Self::WrongCommand => "answer that names another command",
            Self::Unanswered => "command without a status",
            Self::RepeatedMsgId => "MsgID for the second time",
        }
    }

    /// Where the rule stands.
    #[must_use]
    pub const fn section(self) -> &'static str {
        match self {
            Self::InAtomic | Self::ExecItems | Self::NoData => "OMA-TS-DM_RepPro-V1_2_1, 6",
            Self::AlertItems | Self::AlertCode | Self::EventMeta => {
                "OMA-TS-DM_Protocol-V1_2_1, 8.7"
            }
            Self::Options(_) => "OMA-TS-DM_Protocol-V1_2_1, 10",
            Self::MoreDataNotLast => "OMA-TS-DM_Protocol-V1_2_1, 7",
            _ => "OMA-TS-SyncML_RepPro-V1_2_2",
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "message {}", self.message.saturating_add(1))?;
        if let Some(id) = &self.command {
            write!(f, ", command {id}")?;
        }
        write!(f, ": {} ({})", self.problem.describe(), self.problem.section())
    }
}

/// Finds what is wrong with the messages of a session, in the order in which they were sent. Of
/// one message alone, what it refers to is not missed.
///
/// ```
/// use provost_dm::{Command, Header, Item, Message, Problem, Request, lint};
///
/// let get = |id: &str| Command::Get(Request::new(Item::target("./DevInfo")).with_id(id));
/// let message = Message::new(Header::new("1", "1", "server", "device"));
/// let findings = lint(&[&message.with(get("1")).with(get("1"))]);
/// assert_eq!(findings[0].problem, Problem::RepeatedCmdId);
/// ```
#[must_use]
pub fn lint(messages: &[&Message]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, message) in messages.iter().enumerate() {
        Linter { at, findings: &mut findings }.message(message);
    }
    if messages.len() > 1 {
        between(messages, &mut findings);
        findings.sort_by_key(|finding| finding.message);
    }
    findings
}

struct Linter<'f> {
    at: usize,
    findings: &'f mut Vec<Finding>,
}

impl Linter<'_> {
    fn find(&mut self, command: Option<&Command>, problem: Problem) {
        let command = command.and_then(Command::id);
        self.findings.push(Finding { message: self.at, command, problem });
    }

    fn message(&mut self, message: &Message) {
        let mut ids = BTreeSet::new();
        let commands: Vec<&Command> = message.commands().collect();
        for (at, command) in commands.iter().enumerate() {
            if command.id().is_some_and(|id| !ids.insert(id)) {
                self.find(Some(command), Problem::RepeatedCmdId);
            }
            self.command(command);
            let more = command.items().iter().position(|item| item.more_data);
            let last_item =
                more.is_some_and(|more| more.saturating_add(1) == command.items().len());
            let last = at.saturating_add(1) == commands.len();
            if more.is_some() && !(last && last_item) {
                self.find(Some(command), Problem::MoreDataNotLast);
            }
        }
        for command in commands.iter().filter(|command| matches!(command, Command::Atomic(_))) {
            for member in command.members() {
                if matches!(member, Command::Atomic(_) | Command::Get(_) | Command::Exec(_)) {
                    self.find(Some(member), Problem::InAtomic);
                }
            }
        }
        let answers = commands.iter().any(|command| command.is_answer());
        let first = message.body.commands.first();
        let in_front = matches!(first, Some(Command::Status(status)) if status.is_for_header());
        if answers && !in_front {
            self.find(None, Problem::NoHeaderStatus);
        }
    }

    fn command(&mut self, command: &Command) {
        match command {
            Command::Status(status) if status.code().is_none() => {
                self.find(Some(command), Problem::StatusCode);
            }
            Command::Exec(exec) if exec.items.len() > 1 => {
                self.find(Some(command), Problem::ExecItems);
            }
            Command::Add(request) | Command::Replace(request) => {
                let lacks = |item: &&Item| {
                    let format = item.format(request.meta.as_deref());
                    let has_data = format.is_none_or(Format::has_data);
                    item.target.is_some() && item.data.is_none() && has_data
                };
                if request.items.iter().any(|item| lacks(&item)) {
                    self.find(Some(command), Problem::NoData);
                }
            }
            Command::Alert(alert) => {
                let Some(code) = alert.code() else {
                    return self.find(Some(command), Problem::AlertCode);
                };
                if alert.items.len() < code.least_items() {
                    self.find(Some(command), Problem::AlertItems);
                }
                for fault in alert.options().into_iter().flat_map(|it| it.faults(code)) {
                    self.find(Some(command), Problem::Options(fault));
                }
                let lacks = |item: &Item| {
                    let meta = item.meta.as_ref();
                    let format = meta.is_some_and(|meta| meta.format.is_some());
                    let kind = meta.is_some_and(|meta| meta.type_.is_some());
                    !kind || (code == AlertCode::GENERIC && !format)
                };
                let tells = matches!(code, AlertCode::CLIENT_EVENT | AlertCode::GENERIC);
                if tells && alert.items.iter().any(lacks) {
                    self.find(Some(command), Problem::EventMeta);
                }
            }
            _ => {}
        }
    }
}

/// A message as answers refer to it: session, sender, `MsgID`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key(Text, Text, Text);

fn uri(location: Option<&Location>) -> Text {
    location.and_then(|location| location.uri.clone()).unwrap_or_default()
}

fn text(text: Option<&Text>) -> Text {
    text.cloned().unwrap_or_default()
}

/// Compares answers with what they are for.
fn between(messages: &[&Message], findings: &mut Vec<Finding>) {
    let mut sent: BTreeMap<Key, usize> = BTreeMap::new();
    let mut commands: Vec<BTreeMap<Text, &Command>> = Vec::new();
    let mut answered: BTreeSet<(usize, Text)> = BTreeSet::new();
    // The last message of each sender in each session.
    let mut last: BTreeMap<(Text, Text), usize> = BTreeMap::new();
    for (at, message) in messages.iter().enumerate() {
        let header = &message.header;
        let session = text(header.session_id.as_ref());
        let (source, target) = (uri(header.source.as_ref()), uri(header.target.as_ref()));
        last.insert((session.clone(), source.clone()), at);
        for command in message.commands().filter(|command| command.is_answer()) {
            let (msg_ref, cmd_ref, cmd) = match command {
                Command::Status(status) => (&status.msg_ref, &status.cmd_ref, &status.cmd),
                Command::Results(results) => (&results.msg_ref, &results.cmd_ref, &results.cmd),
                _ => continue,
            };
            let msg_ref = msg_ref.clone().unwrap_or(Text::from_static("1"));
            let find = |problem| Finding { message: at, command: command.id(), problem };
            let key = Key(session.clone(), target.clone(), msg_ref);
            let Some(for_message) = sent.get(&key) else {
                // A recording may begin in the middle of a session.
                if last.contains_key(&(session.clone(), target.clone())) {
                    findings.push(find(Problem::UnknownMessage));
                }
                continue;
            };
            let cmd_ref = text(cmd_ref.as_ref());
            if cmd_ref == "0" || cmd_ref.is_empty() {
                continue;
            }
            let found = commands.get(*for_message).and_then(|ids| ids.get(&cmd_ref));
            match found {
                None => findings.push(find(Problem::UnknownCommand)),
                Some(found) if cmd.as_ref().is_some_and(|cmd| cmd != found.name()) => {
                    findings.push(find(Problem::WrongCommand));
                }
                Some(_) => {}
            }
            if matches!(command, Command::Status(_)) {
                answered.insert((*for_message, cmd_ref));
            }
        }
        let key = Key(session, source, text(header.msg_id.as_ref()));
        if sent.insert(key, at).is_some() {
            let problem = Problem::RepeatedMsgId;
            findings.push(Finding { message: at, command: None, problem });
        }
        let ids = message.commands().filter_map(|command| Some((command.id()?, command)));
        commands.push(ids.collect());
    }
    for (at, (message, ids)) in messages.iter().zip(&commands).enumerate() {
        let session = text(message.header.session_id.as_ref());
        let target = uri(message.header.target.as_ref());
        let spoke = last.get(&(session, target)).is_some_and(|last| *last > at);
        for (id, command) in ids.iter().filter(|_| spoke) {
            let wants = !command.is_answer() && !command.no_resp();
            if wants && !answered.contains(&(at, id.clone())) {
                let command = Some(id.clone());
                findings.push(Finding { message: at, command, problem: Problem::Unanswered });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::{Alert, Container, Header, Meta, Request, Status};
    use crate::status_code::StatusCode;

    fn problems(messages: &[&Message]) -> Vec<Problem> {
        lint(messages).iter().map(|finding| finding.problem).collect()
    }

    fn from_server(msg_id: &str) -> Message {
        Message::new(Header::new("1", msg_id, "device", "server"))
    }

    fn from_device(msg_id: &str) -> Message {
        Message::new(Header::new("1", msg_id, "server", "device"))
    }

    fn get(id: &str) -> Command {
        Command::Get(Request::new(Item::target("./A")).with_id(id))
    }

    fn status(msg: &str, id: &str, cmd: &str) -> Status {
        Status::new(msg, id, cmd, StatusCode::OK).with_id("9")
    }

    #[test]
    fn one_message() {
        let atomic = Command::Atomic(Container::new([get("2")].into()).with_id("1"));
        assert_eq!(problems(&[&from_server("1").with(atomic)]), [Problem::InAtomic]);
        let add = Command::Add(Request::new(Item::target("./A")).with_id("1"));
        assert_eq!(problems(&[&from_server("1").with(add)]), [Problem::NoData]);
        let node = Item::target("./A").with_meta(Meta::new().with_format(Format::Node));
        let add = Command::Add(Request::new(node).with_id("1"));
        assert_eq!(problems(&[&from_server("1").with(add)]), []);
        let alert = Alert::new(AlertCode::SINGLE_CHOICE).with_id("1").with_item(Item::new());
        assert_eq!(problems(&[&from_server("1").with(alert)]), [Problem::AlertItems]);
        let alert = Alert::new(AlertCode::GENERIC).with_id("1").with_item(Item::new());
        assert_eq!(problems(&[&from_device("1").with(alert)]), [Problem::EventMeta]);
        let item = Item::target("./A").with_data("x").with_more_data();
        let part = Command::Replace(Request::new(item).with_id("1"));
        assert_eq!(problems(&[&from_server("1").with(part.clone())]), []);
        let both = from_server("1").with(part).with(get("2"));
        assert_eq!(problems(&[&both]), [Problem::MoreDataNotLast]);
    }

    #[test]
    fn a_session() {
        let first = from_server("1").with(get("1")).with(get("2"));
        let header = Status::new("1", "0", "SyncHdr", StatusCode::OK).with_id("1");
        let good = from_device("1").with(header.clone()).with(status("1", "1", "Get"));
        assert_eq!(problems(&[&first, &good]), [Problem::Unanswered]);
        let wrong = from_device("1")
            .with(header.clone())
            .with(status("1", "1", "Add"))
            .with(status("1", "7", "Get").with_id("10"))
            .with(status("5", "1", "Get").with_id("11"))
            .with(status("1", "2", "Get").with_id("12"));
        let expected = [Problem::WrongCommand, Problem::UnknownCommand, Problem::UnknownMessage];
        assert_eq!(problems(&[&first, &wrong]), expected);
        assert_eq!(problems(&[&wrong]), []);
        let again = from_device("1");
        assert!(problems(&[&first, &good, &again]).contains(&Problem::RepeatedMsgId));
    }
}
