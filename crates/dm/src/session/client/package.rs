//! What the first package of a client has in it (DM Protocol 1.2.1, 8.3.2).

use alloc::format;

use crate::alert_code::AlertCode;
use crate::data::Data;
use crate::format::Format;
use crate::message::{Alert, Command, Item, Meta, Request};
use crate::tree::{Node, Tree, TreeError};
use crate::uri::Uri;

/// The nodes that say what device it is, in the order of the object.
const NODES: [&str; 5] = ["DevId", "Man", "Mod", "DmV", "Lang"];

/// The alert that begins a session.
pub(super) fn alert(by_server: bool) -> Command {
    let code = if by_server { AlertCode::SERVER_INITIATED } else { AlertCode::CLIENT_INITIATED };
    Alert::new(code).into()
}

/// The Replace with what device it is: an item for each node that the tree has.
pub(super) fn device_information(tree: &impl Tree, device: &str) -> Option<Command> {
    let mut items = NODES.iter().filter_map(|name| {
        let value = match (read(tree, name), *name) {
            (Ok(node), _) => Data::text(node.text()?),
            (Err(_), "DevId") => Data::text(device),
            (Err(_), _) => return None,
        };
        let meta = Meta::new().with_format(Format::Chr).with_type("text/plain");
        Some(Item::source(format!("./DevInfo/{name}")).with_meta(meta).with_data(value))
    });
    let request = Request::new(items.next()?);
    Some(Command::Replace(items.fold(request, Request::with_item)))
}

/// The identifier of the device, as it is in the tree.
pub(super) fn device_id(tree: &impl Tree) -> Option<alloc::string::String> {
    read(tree, "DevId").ok()?.text().map(alloc::string::String::from)
}

fn read(tree: &impl Tree, name: &str) -> Result<Node, TreeError> {
    let at: Uri = format!("./DevInfo/{name}").parse().map_err(|_| TreeError::NotFound)?;
    tree.read(at.path()).map(alloc::borrow::Cow::into_owned)
}
