//! Commands that were sent and wait for what becomes of them.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::output::{Answered, CommandResult, Fate, Handle};
use crate::message::{self, Command, Item, Results, Status};
use crate::text::Text;

/// The commands of one package, in the order in which they were sent.
#[derive(Clone, Default, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(super) struct Outstanding(Vec<Sent>);

/// A command that was sent.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct Sent {
    handle: u32,
    /// The number of our message.
    message: u32,
    /// Its `CmdID`; its members have those that follow.
    first: u32,
    /// Of itself, and its members behind it.
    answers: Vec<Answered>,
    /// Whether something of what it has found did not come, or is more than is taken.
    is_broken: bool,
    /// Whether an object of what it has found has come in part.
    is_partial: bool,
    /// Kept for as long as it may have to be sent again, because the device wants to know who we are.
    command: Option<Box<Command>>,
}

/// How whole an object is that a command has found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Found {
    /// A part of it is here.
    Part,
    /// The last part is here.
    Whole,
    /// It is not kept.
    Lost,
}

impl Outstanding {
    /// Takes note of a command that goes out with a `CmdID`.
    pub(super) fn push(&mut self, handle: u32, message: u32, command: &Command, is_kept: bool) {
        let Some(first) = command.id().and_then(|id| id.parse().ok()) else { return };
        let of = |command: &Command| Answered {
            name: Text::from(command.name()),
            ..Answered::default()
        };
        let answers = message::walk(core::slice::from_ref(command)).map(of).collect();
        let command = is_kept.then(|| Box::new(command.clone()));
        self.0.push(Sent {
            handle,
            message,
            first,
            answers,
            is_broken: false,
            is_partial: false,
            command,
        });
    }

    /// Nothing more goes out with this message: what waits for answers takes no more than it needs.
    pub(super) fn shrink(&mut self) {
        self.0.shrink_to_fit();
    }

    /// What a status or results refer to. Results of Windows, and of others, name no message
    /// and mean the last; statuses that name no command mean the first of their name that waits.
    pub(super) fn find(
        &mut self,
        msg_ref: Option<&str>,
        cmd_ref: Option<&str>,
        name: Option<&str>,
    ) -> Option<&mut Answered> {
        let message: Option<u32> = match msg_ref {
            Some(text) => Some(text.trim_ascii().parse().ok()?),
            None => None,
        };
        let Some(cmd_ref) = cmd_ref.map(str::trim_ascii).filter(|text| !text.is_empty()) else {
            let mut all = self.0.iter_mut().flat_map(|sent| sent.answers.iter_mut());
            return all.find(|it| it.statuses.is_empty() && Some(it.name.as_str()) == name);
        };
        let (sent, at) = self.locate(message, cmd_ref)?;
        sent.answers.get_mut(at)
    }

    /// Takes note of how whole it is what a command has found.
    pub(super) fn mark(&mut self, results: &Results, found: Found) {
        let message = results.msg_ref.as_deref().and_then(|text| text.trim_ascii().parse().ok());
        let cmd_ref = results.cmd_ref.as_deref().map_or("", str::trim_ascii);
        if let Some((sent, _)) = self.locate(message, cmd_ref) {
            sent.is_broken |= found == Found::Lost;
            sent.is_partial = found == Found::Part;
        }
    }

    /// The command that was sent, and which of its answers a reference means.
    fn locate(&mut self, message: Option<u32>, cmd_ref: &str) -> Option<(&mut Sent, usize)> {
        let id: u32 = cmd_ref.parse().ok()?;
        let message = message.or_else(|| self.0.last().map(|sent| sent.message))?;
        let at = self.0.partition_point(|sent| (sent.message, sent.first) <= (message, id));
        let sent = self.0.get_mut(at.checked_sub(1)?)?;
        let at = usize::try_from(id.checked_sub(sent.first)?).ok()?;
        let is_it = sent.message == message && at < sent.answers.len();
        is_it.then_some((sent, at))
    }

    /// Whoever we are is known: nothing is sent again.
    pub(super) fn forget_commands(&mut self) {
        self.0.iter_mut().for_each(|sent| sent.command = None);
    }

    /// The commands of a message that was not carried out, the last one first.
    pub(super) fn take_back(&mut self, message: u32) -> Vec<(u32, Command)> {
        let mut back = Vec::new();
        self.0.retain_mut(|sent| {
            let command = sent.command.take().filter(|_| sent.message == message);
            let is_back = command.is_some();
            back.extend(command.map(|command| (sent.handle, *command)));
            !is_back
        });
        back.reverse();
        back
    }

    /// What has become of them at the end of the package of the device, or at that of the session.
    pub(super) fn conclude(&mut self, without_answer: &Fate) -> Vec<CommandResult> {
        let sent = core::mem::take(&mut self.0).into_iter();
        sent.map(|sent| CommandResult {
            handle: Handle(sent.handle),
            fate: match is_answered(&sent.answers) {
                true if sent.is_broken || sent.is_partial => Fate::Broken,
                true => Fate::Answered,
                false => without_answer.clone(),
            },
            answers: sent.answers,
        })
        .collect()
    }
}

/// Whether a command was answered. Where it failed as a whole, its members need no statuses.
fn is_answered(answers: &[Answered]) -> bool {
    let Some((own, members)) = answers.split_first() else { return false };
    match own.status() {
        Some(code) if code.is_success() => members.iter().all(|it| !it.statuses.is_empty()),
        code => code.is_some(),
    }
}

impl Answered {
    pub(super) fn add_status(&mut self, status: Status) {
        self.statuses.push(status);
    }

    pub(super) fn add_item(&mut self, item: Item) {
        self.items.push(item);
    }
}
