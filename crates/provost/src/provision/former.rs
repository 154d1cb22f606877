//! What a bootstrap before brought with the accounts that are bootstrapped again: its access points and proxies go
//! with them, so that a repeated bootstrap leaves what it brings and nothing else.

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use super::ledger::{Entry, Ledger};
use crate::dm::object::Account;
use crate::dm::tree::{Tree, TreeError};
use crate::dm::uri::{Path, Uri};

/// The objects beside the accounts of some servers that bootstrap messages of the same owner have brought, as far as
/// every account of such a message is replaced, and no other node refers to the object.
///
/// What a card has brought goes with the card, and what a context has with the context.
pub(super) fn objects(
    tree: &impl Tree,
    ledger: &Ledger,
    owner: &str,
    servers: &BTreeSet<String>,
) -> Result<BTreeSet<Uri>, TreeError> {
    let is_replaced = |entry: &&Entry| {
        let mut accounts =
            entry.objects.iter().filter_map(|placed| placed.server.as_ref()).peekable();
        let is_plain = entry.card.is_none() && entry.context.is_none();
        is_plain && accounts.peek().is_some() && accounts.all(|server| servers.contains(server))
    };
    let (mut gone, mut accounts) = (BTreeSet::new(), BTreeSet::new());
    for placed in ledger.of_owner(owner).filter(is_replaced).flat_map(|entry| &entry.objects) {
        let Some(server) = &placed.server else {
            gone.insert(placed.at.clone());
            continue;
        };
        // An account that waits is not replaced, nor one that has the place of one that is gone.
        let is_it = |account: Account| account.server == *server;
        if placed.hidden.is_none() && Account::read(tree, placed.at.path()).is_ok_and(is_it) {
            accounts.insert(placed.at.clone());
        }
    }
    // What stays may refer to others itself: a proxy to its access point.
    while !gone.is_empty() {
        let stay = referred(tree, &gone, &accounts)?;
        if stay.is_empty() {
            break;
        }
        gone.retain(|at| !stay.contains(at));
    }
    Ok(gone)
}

/// Those of some objects that a node refers to which is in none of them, and in none of the others.
fn referred(
    tree: &impl Tree,
    objects: &BTreeSet<Uri>,
    others: &BTreeSet<Uri>,
) -> Result<BTreeSet<Uri>, TreeError> {
    let mut found = BTreeSet::new();
    let mut open = Vec::from([Uri::ROOT]);
    while let Some(at) = open.pop() {
        if objects.contains(&at) || others.contains(&at) {
            continue;
        }
        let node = tree.read(at.path())?;
        if node.is_interior() {
            tree.children(at.path(), &mut |name| open.extend(at.child(name)))?;
            continue;
        }
        let uri = node.text().and_then(|text| text.trim_ascii().parse::<Uri>().ok());
        let uri = uri.map(|uri| tree.spelled(uri.path()).unwrap_or(uri));
        found.extend(uri.and_then(|uri| above(&uri, objects)));
    }
    Ok(found)
}

/// The object that an address is of.
fn above(uri: &Uri, objects: &BTreeSet<Uri>) -> Option<Uri> {
    let mut next = Some(uri.path());
    while let Some(path) = next.filter(|path| *path != Path::ROOT) {
        let at = Uri::from(path);
        if objects.contains(&at) {
            return Some(at);
        }
        next = path.parent();
    }
    None
}
