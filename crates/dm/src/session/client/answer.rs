//! What a command has come to, and the commands that say so.

use alloc::vec::Vec;

use crate::message::{Command, Item, Location, Results, Status};
use crate::session::LONGEST_ID;
use crate::status_code::StatusCode;
use crate::text::Text;

/// What a command has come to.
#[derive(Debug)]
pub(super) struct Answer {
    /// Its `CmdID`; none gets an empty `CmdRef`, as Windows does it. It keeps no message in memory, nor do
    /// others of its texts: answers may wait.
    id: Option<Text>,
    name: Text,
    pub(super) code: StatusCode,
    /// What each of its items came to, where they are several.
    items: Vec<OfItem>,
    /// Items of the status: what the user answered, the node that failed.
    pub(super) data: Vec<Item>,
    pub(super) results: Vec<Item>,
    /// Whether nobody wants to know.
    silent: bool,
}

/// The `CmdID` of a command; what is longer than any that is used is none.
pub(super) fn id(command: &Command) -> Option<Text> {
    command.id().filter(|id| id.len() <= LONGEST_ID)
}

/// The name of a command; what is longer than any is that of no command.
fn name(command: &Command) -> &str {
    let name = command.name();
    if name.len() <= LONGEST_ID { name } else { "" }
}

#[derive(Debug)]
struct OfItem {
    code: StatusCode,
    target: Option<Text>,
    source: Option<Text>,
    data: Option<Item>,
}

impl Answer {
    pub(super) fn new(command: &Command, code: StatusCode) -> Self {
        Self {
            id: id(command).map(Text::alone),
            name: Text::from(name(command)),
            code,
            items: Vec::new(),
            data: Vec::new(),
            results: Vec::new(),
            silent: command.no_resp(),
        }
    }

    /// What one of several items came to, and the node that failed if it is another.
    pub(super) fn item(&mut self, item: &Item, code: StatusCode, data: Option<Item>) {
        let uri = |location: &Option<Location>| {
            location.as_ref().and_then(|it| it.uri.clone()).map(Text::alone)
        };
        // The code of all is that of the first that failed.
        if self.code.is_success() {
            self.code = code;
        }
        let (target, source) = (uri(&item.target), uri(&item.source));
        self.items.push(OfItem { code, target, source, data });
    }

    /// All its items count as one: in an Atomic they come to the same.
    pub(super) fn as_a_whole(&mut self) {
        self.data.extend(self.items.drain(..).filter_map(|item| item.data));
    }

    /// It was carried out, and is taken back.
    pub(super) fn taken_back(&mut self, code: StatusCode) {
        if self.code.is_success() {
            self.code = code;
        }
    }

    /// The statuses, and the results behind them.
    pub(super) fn into_commands(mut self, msg_ref: &Text, mut push: impl FnMut(Command)) {
        // With equal outcomes one status without references is enough.
        if self.items.iter().all(|item| item.code == self.code) {
            self.as_a_whole();
        }
        let Self { id, name, code, items, data, results, silent } = self;
        let cmd_ref = id.unwrap_or_default();
        let status = |code| Status::new(msg_ref.clone(), cmd_ref.clone(), name.clone(), code);
        if !silent && items.is_empty() {
            push(Status { items: data, ..status(code) }.into());
        } else if !silent {
            for item in items {
                let mut status = status(item.code);
                match (item.target, item.source) {
                    (Some(target), _) => status.target_refs.push(target),
                    (None, source) => status.source_refs.extend(source),
                }
                status.items.extend(item.data);
                push(status.into());
            }
        }
        if !results.is_empty() {
            let results = Results { items: results, ..Results::new(msg_ref.clone(), cmd_ref) };
            push(results.into());
        }
    }
}
