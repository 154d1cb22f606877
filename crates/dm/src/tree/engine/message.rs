//! Commands of messages as commands for the tree.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::{Item, Operation};
use crate::error::ErrorKind;
use crate::format::Format;
use crate::message::{self, Command, Meta, Request};
use crate::tree::store::TreeError;

impl<'a> Operation<'a> {
    /// What a command of a message asks of the tree: an operation for each of its items, and for
    /// those of the members of a container one after the other. Nothing where a command, or a member,
    /// is not for the tree: an alert, a status, what nobody knows.
    ///
    /// ```
    /// use provost_dm::{Command, Item, Request};
    /// use provost_dm::tree::Operation;
    ///
    /// let get = Command::Get(Request::new(Item::target("./A")).with_item(Item::target("./B")));
    /// let operations = Operation::of(&get).expect("a command for the tree");
    /// assert!(matches!(operations[..], [Operation::Get("./A"), Operation::Get("./B")]));
    /// ```
    #[must_use]
    pub fn of(command: &'a Command) -> Option<Vec<Self>> {
        let mut operations = Vec::new();
        match command {
            Command::Atomic(container) | Command::Sequence(container) => {
                for member in &container.commands {
                    let request = request(member)?;
                    operations.extend(request.items.iter().map(|item| one(member, request, item)));
                }
            }
            command => {
                let request = request(command)?;
                operations.extend(request.items.iter().map(|item| one(command, request, item)));
            }
        }
        Some(operations)
    }
}

impl<'a> Operation<'a> {
    /// What a command asks of the tree about one item: its own, or one that was put together of
    /// parts.
    pub(crate) fn of_item(command: &'a Command, item: &'a message::Item) -> Option<Self> {
        Some(one(command, request(command)?, item))
    }
}

const fn request(command: &Command) -> Option<&Request> {
    match command {
        Command::Add(request)
        | Command::Replace(request)
        | Command::Delete(request)
        | Command::Get(request)
        | Command::Copy(request)
        | Command::Exec(request) => Some(request),
        _ => None,
    }
}

fn one<'a>(command: &Command, request: &'a Request, item: &'a message::Item) -> Operation<'a> {
    let target = item.target_uri().unwrap_or_default().trim_ascii();
    let meta = request.meta.as_deref();
    match command {
        Command::Delete(_) => Operation::Delete(target),
        Command::Get(_) => Operation::Get(target),
        Command::Copy(_) => {
            let source = item.source_uri().unwrap_or_default().trim_ascii();
            Operation::Copy { source, target }
        }
        Command::Exec(_) => {
            let data = item.data.as_ref().map(|data| match item.octets(meta) {
                // Out of base64, as the value of a node is.
                Ok(Some(Cow::Owned(octets))) => octets.into(),
                _ => data.carried().unwrap_or_else(|_| data.octets().clone()),
            });
            Operation::Exec { target, data }
        }
        Command::Add(_) => Operation::Add(with_data(target, meta, item)),
        _ => Operation::Replace(with_data(target, meta, item)),
    }
}

fn with_data<'a>(target: &'a str, meta: Option<&'a Meta>, item: &'a message::Item) -> Item<'a> {
    let own = item.meta.as_deref();
    let kind = own.and_then(|meta| meta.type_.as_deref());
    let kind = kind.or_else(|| meta.and_then(|meta| meta.type_.as_deref())).unwrap_or_default();
    let name = item.format_name(meta);
    let format = name.and_then(Format::from_name);
    let fault = (name.is_some() && format.is_none()).then_some(TreeError::UnsupportedType);
    let made = Item { format, ..Item::new(target).with_type(kind) };
    // What the format of a serialized tree is, its first octets say.
    let made = Item { fault: fault.filter(|_| !made.is_tnds()), ..made };
    let Some(data) = &item.data else { return made };
    let octets = match data.carried() {
        Ok(octets) => octets,
        Err(error) if error.kind() == ErrorKind::NoXml => {
            return Item { fault: Some(TreeError::UnsupportedType), ..made };
        }
        Err(_) => return Item { fault: Some(TreeError::BadValue), ..made },
    };
    // Octets that a sender has decoded already, though it says base64.
    let is_decoded = format == Some(Format::B64)
        && item.octets(meta).is_ok_and(|decoded| *decoded.unwrap_or_default() == *octets);
    Item { format: if is_decoded { Some(Format::Bin) } else { format }, ..made }.with_data(octets)
}
