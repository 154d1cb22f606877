//! What waits to be sent, and how it is packed into messages that their recipient takes.

use alloc::boxed::Box;
use alloc::collections::VecDeque;
use alloc::format;
use alloc::vec::Vec;

use bytes::Bytes;

use super::large_object::cut;
use crate::alert_code::AlertCode;
use crate::data::Data;
use crate::encode::{self, EncodeOptions};
use crate::error::{Error, ErrorKind};
use crate::message::{Alert, Command, Item, Message, Results};
use crate::text::Text;

/// Commands in the order in which they go out.
///
/// A command is never cut, but for the data of its one item, which may travel in parts.
#[derive(Clone, Default, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(super) struct Outbox {
    queue: VecDeque<Entry>,
    /// What goes in front of the rest of an object.
    urgent: VecDeque<Entry>,
    /// The handle of the object whose first part has gone out, and what it was.
    open: Option<(Option<u32>, Command)>,
}

#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct Entry {
    /// By which its owner knows it.
    handle: Option<u32>,
    command: Command,
    /// No fewer octets than this in any syntax.
    least: usize,
}

/// What the recipient takes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    /// Octets of a message.
    pub(super) message: usize,
    /// Whether objects may go in parts.
    pub(super) in_parts: bool,
    /// Whether no message will have fewer commands of its own than this: what does not fit behind them never
    /// will.
    pub(super) is_least: bool,
}

/// How a message ends that takes everything along.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Ending {
    /// With the package.
    Final,
    /// With the package, although there may be more to be sent: in the package after the next.
    /// Only the rest of an object keeps a package open.
    EachFinal,
    /// With alert 1222, because the other side has not ended its package.
    NextMessage,
}

/// A message to be sent.
#[derive(Debug)]
pub(super) struct Packed {
    pub(super) octets: Bytes,
    pub(super) message: Message,
    /// The handles of commands that went whole or with their last part, and the `CmdID` of each.
    pub(super) sent: Vec<(u32, Text)>,
    /// The `CmdID` of a command that went with a part that is not its last.
    pub(super) part: Option<Text>,
    /// The handles of commands that can never go, and why: not even in a message of their own, or not
    /// in this syntax.
    pub(super) refused: Vec<(u32, Error)>,
    /// Whether it takes everything along.
    pub(super) is_drained: bool,
}

impl Outbox {
    /// Whether there is nothing to be sent.
    pub(super) fn is_empty(&self) -> bool {
        self.queue.is_empty() && self.urgent.is_empty()
    }

    /// How many commands there are to be sent.
    pub(super) fn len(&self) -> usize {
        self.queue.len().saturating_add(self.urgent.len())
    }

    /// Octets of what there is to be sent, more or less.
    pub(super) fn octets(&self) -> usize {
        let least = self.urgent.iter().chain(&self.queue).map(|entry| entry.least);
        least.fold(0, usize::saturating_add)
    }

    /// Octets of the statuses among it, with what they refer to.
    pub(super) fn octets_of_statuses(&self) -> usize {
        let statuses = self.urgent.iter().chain(&self.queue).filter_map(|entry| {
            let Command::Status(status) = &entry.command else { return None };
            let texts = status.target_refs.iter().chain(&status.source_refs).chain(&status.cmd_ref);
            Some(texts.map(|text| text.len()).fold(entry.least, usize::saturating_add))
        });
        statuses.fold(0, usize::saturating_add)
    }

    /// Whether a part of an object has gone out, and not yet the last.
    pub(super) const fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Adds a command behind all others. Statuses do not wait for the rest of an object.
    pub(super) fn push(&mut self, handle: Option<u32>, command: Command) {
        let Command::Results(mut results) = command else { return self.push_one(handle, command) };
        // Those of a list may be many, and go as several, so that each is soon looked through.
        let mut items = core::mem::take(&mut results.items).into_iter().peekable();
        loop {
            let some = items.by_ref().take(RESULTS).collect();
            self.push_one(handle, Results { items: some, ..results.clone() }.into());
            if items.peek().is_none() {
                break;
            }
        }
    }

    fn push_one(&mut self, handle: Option<u32>, command: Command) {
        let entry = Entry { handle, least: least(&command), command };
        let is_urgent = self.is_open() && matches!(entry.command, Command::Status(_));
        if is_urgent { self.urgent.push_back(entry) } else { self.queue.push_back(entry) }
    }

    /// Adds a command in front of all others.
    pub(super) fn push_front(&mut self, handle: Option<u32>, command: Command) {
        let entry = Entry { handle, least: least(&command), command };
        self.queue.push_front(entry);
    }

    /// Adds a command in front of all others that has gone out before, and goes again. What is no part of
    /// the object that is being sent stays in front of it.
    pub(super) fn push_again(&mut self, handle: Option<u32>, command: Command) {
        let entry = Entry { handle, least: least(&command), command };
        let is_part = has_more(&entry.command);
        if self.is_open() && !is_part {
            self.urgent.push_front(entry);
        } else {
            self.queue.push_front(entry);
        }
    }

    /// Gives up the object whose parts are being sent.
    pub(super) fn give_up(&mut self) -> Option<u32> {
        let (handle, _) = self.open.take()?;
        self.take_rest();
        self.urgent_first();
        handle
    }

    /// Begins the object whose parts are being sent again: nothing of it counts as sent.
    pub(super) fn restart(&mut self) {
        if let Some((handle, command)) = self.open.take() {
            self.take_rest();
            self.push_front(handle, command);
            self.urgent_first();
        }
    }

    /// Takes out the rest of the object whose parts are being sent, and the part that was to go again in front of it.
    fn take_rest(&mut self) {
        let first = self.queue.pop_front();
        if first.is_some_and(|entry| has_more(&entry.command)) {
            self.queue.pop_front();
        }
    }

    /// Statuses go in front of what was to follow the object: their results may be among that.
    fn urgent_first(&mut self) {
        while let Some(entry) = self.urgent.pop_back() {
            self.queue.push_front(entry);
        }
    }

    /// Takes back everything that is to be sent.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Takes out what can never be sent, and the handles of that.
    pub(super) fn remove(&mut self, mut is_hopeless: impl FnMut(&Command) -> bool) -> Vec<u32> {
        let mut removed = Vec::new();
        self.queue.retain(|entry| {
            let is_hopeless = is_hopeless(&entry.command);
            removed.extend(entry.handle.filter(|_| is_hopeless));
            !is_hopeless
        });
        removed
    }

    /// Fills a message, which has a header and may have commands, with as much as goes into it.
    pub(super) fn pack(
        &mut self,
        mut message: Message,
        room: Room,
        ending: Ending,
        options: &EncodeOptions,
    ) -> Result<Packed, Error> {
        let mut ids = 0_usize;
        for command in &mut message.body.commands {
            number(command, &mut ids);
        }
        let fixed = message.body.commands.len();
        // It is looked at as far as it may fit: there may be far more than goes into a message.
        let mut least = self.urgent.iter().chain(&self.queue).map(|entry| entry.least);
        let fits = least.try_fold(room.message, usize::checked_sub).is_some();
        if !self.is_open() && fits {
            // Most often all of it goes into one message, which is then encoded once.
            // The room of the queue goes as well: a session that waits holds little.
            let entries = core::mem::take(&mut self.queue);
            let mut sent = Vec::new();
            let mut handles = Vec::with_capacity(entries.len());
            for mut entry in entries {
                number(&mut entry.command, &mut ids);
                handles.push((entry.handle, entry.least));
                sent.extend(entry.handle.zip(entry.command.id()));
                message.body.commands.push(entry.command);
            }
            end(&mut message, ending, &mut ids);
            // Where it does not, it is found out one by one what does.
            if let Ok(octets) = message.encode_with(&options.with_limit(room.message)) {
                let (part, refused) = (None, Vec::new());
                return Ok(Packed { octets, message, sent, part, refused, is_drained: true });
            }
            let back = message.body.commands.split_off(fixed);
            message.body.is_final = false;
            for ((handle, least), command) in handles.into_iter().zip(back) {
                self.queue.push_back(Entry { handle, command, least });
            }
            ids = 0;
            for command in &mut message.body.commands {
                number(command, &mut ids);
            }
        }
        self.pack_some(message, room, ending, options, ids)
    }

    /// The same, command by command.
    fn pack_some(
        &mut self,
        mut message: Message,
        room: Room,
        ending: Ending,
        options: &EncodeOptions,
        mut ids: usize,
    ) -> Result<Packed, Error> {
        // With `Final`, so that there is room for it.
        message.body.is_final = true;
        let length = message.encode_with(&options.with_limit(room.message))?.len();
        message.body.is_final = false;
        let is_bare = room.is_least || message.body.commands.len() <= 1;
        let empty = room.message.saturating_sub(length);
        let mut left = empty;
        let (mut sent, mut part, mut refused) = (Vec::new(), None, Vec::new());
        loop {
            let from_urgent = !self.urgent.is_empty();
            let next = if from_urgent { self.urgent.pop_front() } else { self.queue.pop_front() };
            let Some(mut entry) = next else { break };
            let is_open = self.is_open() && !from_urgent;
            let mut next_ids = ids;
            number(&mut entry.command, &mut next_ids);
            let length = match (measure(&entry.command, &message, options), entry.handle) {
                (Ok(length), _) => length,
                (Err(error), Some(handle)) => {
                    refused.push((handle, error));
                    continue;
                }
                (Err(error), None) => return Err(error),
            };
            if let Some(rest) = left.checked_sub(length) {
                left = rest;
                ids = next_ids;
                let is_part = is_open && has_more(&entry.command);
                if is_part {
                    // A part that goes again, because its message was refused.
                    part = entry.command.id();
                } else {
                    sent.extend(entry.handle.zip(entry.command.id()));
                }
                message.body.commands.push(entry.command);
                if is_part {
                    break;
                }
                if is_open {
                    self.open = None;
                }
                continue;
            }
            let is_alone = left == empty && is_bare;
            if let Command::Results(results) = &mut entry.command {
                if results.items.len() > 1 {
                    let first = split_results(results, left, &message, options)?;
                    if !first.items.is_empty() {
                        ids = next_ids;
                        message.body.commands.push(first.into());
                        self.queue.push_front(entry);
                        break;
                    }
                    if is_alone {
                        // One that is too long goes alone, so that it can go in parts.
                        let others = results.items.split_off(1);
                        let others = Results { items: others, ..results.clone() };
                        self.push_front(entry.handle, others.into());
                        self.queue.push_front(entry);
                        continue;
                    }
                }
            }
            // A part of an object begins in a message where there is room for something of it.
            if room.in_parts && (is_alone || is_open || left > empty / 2) {
                let split = split_object(&entry.command, left, is_open, &message, options)?;
                if let Some((first, rest)) = split {
                    if !is_open {
                        self.open = Some((entry.handle, entry.command));
                    }
                    part = first.id();
                    message.body.commands.push(first);
                    self.push_front(entry.handle, rest);
                    break;
                }
            }
            if is_alone {
                // Nor will it ever fit.
                let length = length.saturating_add(room.message.saturating_sub(left));
                let kind = ErrorKind::MessageTooLarge { length, limit: room.message };
                refused.extend(entry.handle.map(|handle| (handle, Error::new(kind, 0))));
                if is_open {
                    self.open = None;
                }
                continue;
            }
            let queue = if from_urgent { &mut self.urgent } else { &mut self.queue };
            queue.push_front(entry);
            break;
        }
        let is_drained = self.is_empty();
        if is_drained || (ending == Ending::EachFinal && !self.is_open()) {
            end(&mut message, ending, &mut ids);
        }
        let octets = match message.encode_with(&options.with_limit(room.message)) {
            // There is no room for the alert, which may be left out.
            Err(error) if is_drained && ending == Ending::NextMessage && is_too_large(&error) => {
                message.body.commands.pop();
                message.encode_with(&options.with_limit(room.message))?
            }
            encoded => encoded?,
        };
        Ok(Packed { octets, message, sent, part, refused, is_drained })
    }
}

/// Whether the object of a command goes on in the next message.
pub(super) fn has_more(command: &Command) -> bool {
    command.items().last().is_some_and(|item| item.more_data)
}

fn is_too_large(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::MessageTooLarge { .. })
}

/// The end of a package, or of what there is.
fn end(message: &mut Message, ending: Ending, ids: &mut usize) {
    match ending {
        Ending::Final | Ending::EachFinal => message.body.is_final = true,
        Ending::NextMessage => {
            let mut alert = Command::from(Alert::new(AlertCode::NEXT_MESSAGE));
            number(&mut alert, ids);
            message.body.commands.push(alert);
        }
    }
}

/// Gives a command the next `CmdID`, and its members those that follow. Containers in containers are
/// few, and a list of those that are open takes the place of recursion.
fn number(command: &mut Command, ids: &mut usize) {
    let mut open = alloc::vec![command];
    while let Some(command) = open.pop() {
        *ids = ids.saturating_add(1);
        command.set_id(format!("{ids}"));
        if let Command::Atomic(container) | Command::Sequence(container) = command {
            open.extend(container.commands.iter_mut().rev());
        }
    }
}

/// A bound from below that costs nothing to find: what is far too long is not encoded to see it.
fn least(command: &Command) -> usize {
    let items = command.items().iter();
    let of_item = |item: &Item| item.data.as_ref().map_or(0, |data| data.octets().len());
    let own = items.map(of_item).fold(LEAST, usize::saturating_add);
    command.members().iter().map(least_of_member).fold(own, usize::saturating_add)
}

fn least_of_member(command: &Command) -> usize {
    let of_item = |item: &Item| item.data.as_ref().map_or(0, |data| data.octets().len());
    command.items().iter().map(of_item).fold(LEAST, usize::saturating_add)
}

/// Items of one Results at most.
const RESULTS: usize = 64;

/// Octets of the shortest command, in WBXML.
const LEAST: usize = 12;

/// How many octets a command adds to a message.
fn measure(command: &Command, message: &Message, options: &EncodeOptions) -> Result<usize, Error> {
    encode::measure(command, message.namespace, options)
}

/// As many of the first items of results as fit, taken out of them.
fn split_results(
    results: &mut Results,
    room: usize,
    message: &Message,
    options: &EncodeOptions,
) -> Result<Results, Error> {
    let mut items = core::mem::take(&mut results.items).into_iter();
    let mut first = results.clone();
    let mut left = room.saturating_sub(measure(&first.clone().into(), message, options)?);
    let empty = room.saturating_sub(left);
    for item in items.by_ref() {
        let one = Results { items: alloc::vec![item], ..results.clone() };
        let length = measure(&one.clone().into(), message, options)?.saturating_sub(empty);
        match left.checked_sub(length) {
            Some(rest) => {
                left = rest;
                first.items.extend(one.items);
            }
            None => {
                results.items.extend(one.items);
                break;
            }
        }
    }
    results.items.extend(items);
    Ok(first)
}

/// A first part of the object of a command, and the rest of it; nothing where nothing of it fits, or it
/// is none that can be cut.
fn split_object(
    command: &Command,
    room: usize,
    is_open: bool,
    message: &Message,
    options: &EncodeOptions,
) -> Result<Option<(Command, Command)>, Error> {
    let [item] = command.items() else { return Ok(None) };
    let Some(data) = &item.data else { return Ok(None) };
    let mut frame = command.clone();
    let Some(items) = items_mut(&mut frame) else { return Ok(None) };
    let size = (!is_open).then(|| data.octets().len());
    let empty = Data::new(data.form(), Bytes::new());
    let framed = |data: Data, more_data: bool, size: Option<usize>| {
        let mut item = Item { data: Some(data), more_data, ..item.clone() };
        if let Some(size) = size {
            item.meta =
                Some(Box::new(item.meta.as_deref().cloned().unwrap_or_default().with_size(size)));
        }
        item
    };
    items.clear();
    items.push(framed(empty, true, size));
    let Some(room) = room.checked_sub(measure(&frame, message, options)?) else { return Ok(None) };
    // The length of opaque octets, or the marks around a text or a section.
    let Some((part, rest)) = cut(data, room.saturating_sub(FRAME), options.syntax()) else {
        return Ok(None);
    };
    if part.is_empty() || rest.is_empty() {
        return Ok(None);
    }
    let (mut first, mut second) = (frame.clone(), frame);
    for (command, item) in
        [(&mut first, framed(part, true, size)), (&mut second, framed(rest, false, None))]
    {
        if let Some(items) = items_mut(command) {
            items.clear();
            items.push(item);
        }
    }
    Ok(Some((first, second)))
}

/// Octets around data that an empty one has not.
const FRAME: usize = 16;

/// The items of a command whose objects may go in parts.
const fn items_mut(command: &mut Command) -> Option<&mut Vec<Item>> {
    match command {
        Command::Results(results) => Some(&mut results.items),
        Command::Alert(alert) => Some(&mut alert.items),
        Command::Add(request) | Command::Replace(request) => Some(&mut request.items),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
