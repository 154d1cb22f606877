//! Commands: what is asked, in one list with the answers.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::slice;

use super::{Alert, Item, Meta, Results, Status};
use crate::element::Element;
use crate::extra::{Extra, Extras};
use crate::text::Text;

/// A command. They stand in one list, because their order counts.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum Command {
    /// What became of a command.
    Status(Status),
    /// What a `Get` found.
    Results(Results),
    /// What happened, or is to be asked.
    Alert(Alert),
    /// Adds nodes.
    Add(Request),
    /// Replaces the content or a property of nodes.
    Replace(Request),
    /// Deletes nodes.
    Delete(Request),
    /// Reads nodes.
    Get(Request),
    /// Copies nodes.
    Copy(Request),
    /// Executes a node.
    Exec(Request),
    /// All or nothing.
    Atomic(Container),
    /// In this order.
    Sequence(Container),
    /// A command that DM does not use, or no one knows.
    Unsupported(Unsupported),
}

/// `Add`, `Replace`, `Delete`, `Get`, `Copy` or `Exec`.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Request {
    /// `CmdID`.
    pub id: Option<Text>,
    /// `NoResp`, which DM does not use.
    pub no_resp: bool,
    /// `Meta`: for all items.
    pub meta: Option<Box<Meta>>,
    /// `Correlator`, of an `Exec` whose end an alert tells.
    pub correlator: Option<Text>,
    /// `Item`.
    pub items: Vec<Item>,
    /// What else there is.
    #[cfg_attr(feature = "serde", serde(default))]
    pub extra: Extras,
}

/// `Atomic` or `Sequence`.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Container {
    /// `CmdID`.
    pub id: Option<Text>,
    /// `NoResp`, which DM does not use.
    pub no_resp: bool,
    /// `Meta`.
    pub meta: Option<Box<Meta>>,
    /// Its members, in their order.
    pub commands: Vec<Command>,
    /// What else there is.
    #[cfg_attr(feature = "serde", serde(default))]
    pub extra: Extras,
}

/// An element among the commands that is none of DM: kept whole.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Unsupported {
    /// The element.
    pub element: Extra,
}

impl Request {
    /// About one item.
    #[must_use]
    pub fn new(item: Item) -> Self {
        Self { items: alloc::vec![item], ..Self::default() }
    }

    /// With a `CmdID`.
    #[must_use]
    pub fn with_id(mut self, id: impl Into<Text>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// With meta information for all items.
    #[must_use]
    pub fn with_meta(mut self, meta: Meta) -> Self {
        self.meta = Some(Box::new(meta));
        self
    }

    /// With a correlator.
    #[must_use]
    pub fn with_correlator(mut self, correlator: impl Into<Text>) -> Self {
        self.correlator = Some(correlator.into());
        self
    }

    /// With an item more.
    #[must_use]
    pub fn with_item(mut self, item: Item) -> Self {
        self.items.push(item);
        self
    }
}

impl Container {
    /// With these members.
    #[must_use]
    pub fn new(commands: Vec<Command>) -> Self {
        Self { commands, ..Self::default() }
    }

    /// With a `CmdID`.
    #[must_use]
    pub fn with_id(mut self, id: impl Into<Text>) -> Self {
        self.id = Some(id.into());
        self
    }
}

impl Unsupported {
    /// Whether the DTD has the element, so that its commands are known, though not to DM.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.element.known().is_some_and(Element::is_command)
    }

    /// Its name, or empty.
    #[must_use]
    pub fn name(&self) -> &str {
        self.element.name().map_or("", |name| name.text())
    }
}

impl Command {
    /// Its name, as `Cmd` of a status has it.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Unsupported(unsupported) => unsupported.name(),
            other => other.element().map_or("", Element::name),
        }
    }

    /// Its element, where the DTD has it.
    #[must_use]
    pub fn element(&self) -> Option<Element> {
        Some(match self {
            Self::Status(_) => Element::Status,
            Self::Results(_) => Element::Results,
            Self::Alert(_) => Element::Alert,
            Self::Add(_) => Element::Add,
            Self::Replace(_) => Element::Replace,
            Self::Delete(_) => Element::Delete,
            Self::Get(_) => Element::Get,
            Self::Copy(_) => Element::Copy,
            Self::Exec(_) => Element::Exec,
            Self::Atomic(_) => Element::Atomic,
            Self::Sequence(_) => Element::Sequence,
            Self::Unsupported(unsupported) => return unsupported.element.known(),
        })
    }

    /// Its `CmdID`.
    #[must_use]
    pub fn id(&self) -> Option<Text> {
        match self {
            Self::Status(status) => status.id.clone(),
            Self::Results(results) => results.id.clone(),
            Self::Alert(alert) => alert.id.clone(),
            Self::Atomic(container) | Self::Sequence(container) => container.id.clone(),
            Self::Unsupported(unsupported) => unsupported.element.child(Element::CmdId),
            other => other.request()?.id.clone(),
        }
    }

    /// Gives it a `CmdID`; what is unsupported keeps its own.
    pub fn set_id(&mut self, id: impl Into<Text>) {
        let id = Some(id.into());
        match self {
            Self::Status(status) => status.id = id,
            Self::Results(results) => results.id = id,
            Self::Alert(alert) => alert.id = id,
            Self::Atomic(container) | Self::Sequence(container) => container.id = id,
            Self::Add(request)
            | Self::Replace(request)
            | Self::Delete(request)
            | Self::Get(request)
            | Self::Copy(request)
            | Self::Exec(request) => request.id = id,
            Self::Unsupported(_) => {}
        }
    }

    /// What the six commands on nodes have in common.
    #[must_use]
    pub const fn request(&self) -> Option<&Request> {
        match self {
            Self::Add(request)
            | Self::Replace(request)
            | Self::Delete(request)
            | Self::Get(request)
            | Self::Copy(request)
            | Self::Exec(request) => Some(request),
            _ => None,
        }
    }

    /// Its items.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        match self {
            Self::Status(status) => &status.items,
            Self::Results(results) => &results.items,
            Self::Alert(alert) => &alert.items,
            other => other.request().map_or(&[], |request| &request.items),
        }
    }

    /// What it says about all its items.
    #[must_use]
    pub fn meta(&self) -> Option<&Meta> {
        match self {
            Self::Results(results) => results.meta.as_deref(),
            Self::Atomic(container) | Self::Sequence(container) => container.meta.as_deref(),
            other => other.request()?.meta.as_deref(),
        }
    }

    /// The members of a container.
    #[must_use]
    pub fn members(&self) -> &[Self] {
        match self {
            Self::Atomic(container) | Self::Sequence(container) => &container.commands,
            _ => &[],
        }
    }

    /// Whether it has `NoResp`: whoever sent it wants no status.
    #[must_use]
    pub fn no_resp(&self) -> bool {
        match self {
            Self::Alert(alert) => alert.no_resp,
            Self::Atomic(container) | Self::Sequence(container) => container.no_resp,
            Self::Status(_) | Self::Results(_) | Self::Unsupported(_) => false,
            other => other.request().is_some_and(|request| request.no_resp),
        }
    }

    /// Whether it gets a status: not a `Status`, and `Results` only where they are refused.
    #[must_use]
    pub const fn is_answer(&self) -> bool {
        matches!(self, Self::Status(_) | Self::Results(_))
    }
}

impl From<Status> for Command {
    fn from(status: Status) -> Self {
        Self::Status(status)
    }
}

impl From<Results> for Command {
    fn from(results: Results) -> Self {
        Self::Results(results)
    }
}

impl From<Alert> for Command {
    fn from(alert: Alert) -> Self {
        Self::Alert(alert)
    }
}

/// Commands, and the members of each behind it.
pub(crate) fn walk(commands: &[Command]) -> Walk<'_> {
    Walk { stack: alloc::vec![commands.iter()] }
}

/// The iterator of [`walk`].
pub(crate) struct Walk<'m> {
    stack: Vec<slice::Iter<'m, Command>>,
}

impl<'m> Iterator for Walk<'m> {
    type Item = &'m Command;

    fn next(&mut self) -> Option<&'m Command> {
        loop {
            let Some(command) = self.stack.last_mut()?.next() else {
                self.stack.pop();
                continue;
            };
            if !command.members().is_empty() {
                self.stack.push(command.members().iter());
            }
            return Some(command);
        }
    }
}
