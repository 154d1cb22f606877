//! Accounts that one of a card has the place of: they wait in the inbox, and come back when it goes
//! (DM Bootstrap 1.2.1, 5.4: what the card brought is removed, and nothing else is).

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use super::ledger::{Entry, Hidden, Placed};
use super::remove::delete;
use crate::account::nobody;
use crate::dm::object::{Account, INBOX, Layout, Object, Places};
use crate::dm::tree::{Edit, Node, Tree, TreeError};
use crate::dm::uri::{Path, Uri};

/// The accounts of a tree, before anything takes their places.
#[derive(Default)]
pub(super) struct Accounts {
    there: BTreeMap<Uri, Result<Object, TreeError>>,
    /// How many names of the inbox were tried: those in front are taken.
    tried: u32,
}

impl Accounts {
    /// None where nothing can take their places.
    pub(super) fn there(
        tree: &impl Tree,
        can_be_replaced: bool,
        places: &Places,
    ) -> Result<Self, TreeError> {
        let mut accounts = Self::default();
        if can_be_replaced {
            for (at, _) in accounts_of(tree, places)? {
                let object = Object::capture(tree, at.path());
                accounts.there.insert(at, object);
            }
        }
        Ok(accounts)
    }

    /// One that gave its place; it is an error where it could not be read, so as not to be lost.
    pub(super) fn take(&mut self, at: &Uri) -> Result<Option<Object>, TreeError> {
        self.there.remove(at).transpose()
    }

    /// Puts an account away. Its lists wait in the ledger: where it waits, nobody has a right, not
    /// even its server, which may be another by the same name on the card.
    pub(super) fn hide(
        &mut self,
        tree: &mut impl Tree,
        home: &Uri,
        server: Option<String>,
        object: &Object,
    ) -> Result<Placed, TreeError> {
        let inbox: Uri = INBOX.parse().map_err(|_| TreeError::NotFound)?;
        if !exists(tree, inbox.path())? {
            tree.write(Edit::Add { at: inbox.path(), node: Node::interior() })?;
        }
        let wanted = inbox.child("hidden").map_err(|_| TreeError::NotFound)?;
        let at = free(tree, &wanted, &mut self.tried)?;
        let mut lists = Vec::new();
        write(tree, &at, object, |below, node| {
            if !node.acl.is_empty() {
                lists.push((below.into(), core::mem::take(&mut node.acl)));
            }
            if below.is_root() {
                node.acl = nobody();
            }
        })?;
        let hidden = Some(Hidden { home: home.clone(), lists });
        Ok(Placed { at, server, hidden, nodes: Vec::new() })
    }
}

/// The accounts of a tree, with their servers.
pub(super) fn accounts_of(
    tree: &impl Tree,
    places: &Places,
) -> Result<Vec<(Uri, String)>, TreeError> {
    let mut accounts = Vec::new();
    for layout in [Layout::V1_2, Layout::V1_1_2] {
        let standard = layout.parent().parse::<Uri>().ok();
        for parent in places.find(layout.id()).into_iter().chain(&standard) {
            accounts.extend(Account::all(tree, parent.path())?);
        }
    }
    Ok(accounts)
}

/// Puts back what waits and whose server has no account now, what was put away last first. Returns
/// where each was, and what it is now.
pub(super) fn put_back<'e>(
    tree: &mut impl Tree,
    entries: impl DoubleEndedIterator<Item = &'e Entry> + Clone,
    servers: &[&str],
    places: &Places,
) -> Result<Vec<(Uri, Placed)>, TreeError> {
    let all = entries.rev().flat_map(|entry| entry.objects.iter().rev());
    if all.clone().all(|placed| placed.hidden.is_none()) {
        return Ok(Vec::new());
    }
    let mut taken: BTreeSet<String> = servers.iter().map(|server| String::from(*server)).collect();
    let there = all.clone().filter(|placed| placed.hidden.is_none());
    taken.extend(there.filter_map(|placed| placed.server.clone()));
    // A server makes itself accounts as well, which no message has brought.
    taken.extend(accounts_of(tree, places)?.into_iter().map(|(_, server)| server));
    let mut back = Vec::new();
    for placed in all {
        let (Some(hidden), Some(server)) = (&placed.hidden, &placed.server) else { continue };
        if taken.contains(server.as_str()) || !exists(tree, placed.at.path())? {
            continue;
        }
        let object = Object::capture(tree, placed.at.path())?;
        delete(tree, &placed.at)?;
        let mut above = Uri::ROOT;
        for name in hidden.home.path().parent().unwrap_or(Path::ROOT).segments() {
            above = above.child(name).map_err(|_| TreeError::NotFound)?;
            if !exists(tree, above.path())? {
                tree.write(Edit::Add { at: above.path(), node: Node::interior() })?;
            }
        }
        let at = free(tree, &hidden.home, &mut 0)?;
        write(tree, &at, &object, |below, node| {
            node.acl = hidden.list(below);
        })?;
        taken.insert(server.clone());
        let (server, nodes) = (Some(server.clone()), Vec::new());
        back.push((placed.at.clone(), Placed { at, server, hidden: None, nodes }));
    }
    Ok(back)
}

fn write(
    tree: &mut impl Tree,
    at: &Uri,
    object: &Object,
    mut change: impl FnMut(Path<'_>, &mut Node),
) -> Result<(), TreeError> {
    let from = object.tree();
    // A node before those below it.
    let mut open = Vec::from([Uri::ROOT]);
    while let Some(below) = open.pop() {
        let mut node = from.read(below.path())?.into_owned();
        if node.is_interior() {
            let mut names: Vec<String> = Vec::new();
            from.children(below.path(), &mut |name| names.push(name.into()))?;
            open.extend(names.iter().filter_map(|name| below.child(name).ok()));
        }
        change(below.path(), &mut node);
        tree.write(Edit::Add { at: at.join(below.path()).path(), node })?;
    }
    Ok(())
}

fn exists(tree: &impl Tree, at: Path<'_>) -> Result<bool, TreeError> {
    match tree.read(at).map(|_| ()) {
        Ok(()) => Ok(true),
        Err(TreeError::NotFound) => Ok(false),
        Err(error) => Err(error),
    }
}

/// The address, or one with a number behind it: the first that is free behind those that were tried.
fn free(tree: &impl Tree, wanted: &Uri, tried: &mut u32) -> Result<Uri, TreeError> {
    loop {
        *tried = tried.saturating_add(1);
        let at = match *tried {
            1 => wanted.clone(),
            number => {
                let name = alloc::format!("{}-{number}", wanted.path().name());
                let parent = Uri::from(wanted.path().parent().unwrap_or(Path::ROOT));
                parent.child(&name).map_err(|_| TreeError::NotFound)?
            }
        };
        if !exists(tree, at.path())? {
            return Ok(at);
        }
    }
}
