//! Accounts that one of a card has the place of: they wait in the inbox, and come back when it goes
//! (DM Bootstrap 1.2.1, 5.4: what the card brought is removed, and nothing else is).

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::ledger::{Entry, Hidden, Placed};
use super::remove::delete;
use crate::account::nobody;
use crate::dm::object::{INBOX, Layout, Object, Places};
use crate::dm::tree::{Edit, Node, Tree, TreeError};
use crate::dm::uri::{Path, Uri};

/// The accounts of a tree, before anything takes their places.
#[derive(Default)]
pub(super) struct Accounts(BTreeMap<Uri, Object>);

impl Accounts {
    /// None where nothing can take their places.
    pub(super) fn there(
        tree: &impl Tree,
        can_be_replaced: bool,
        places: &Places,
    ) -> Result<Self, TreeError> {
        let mut accounts = Self::default();
        let layouts = [Layout::V1_2, Layout::V1_1_2].into_iter().filter(|_| can_be_replaced);
        for layout in layouts {
            let standard = layout.parent().parse::<Uri>().ok();
            for parent in places.find(layout.id()).into_iter().chain(&standard) {
                let mut names: Vec<String> = Vec::new();
                match tree.children(parent.path(), &mut |name| names.push(name.into())) {
                    Ok(()) | Err(TreeError::NotFound) => {}
                    Err(error) => return Err(error),
                }
                for at in names.iter().filter_map(|name| parent.child(name).ok()) {
                    let object = Object::capture(tree, at.path())?;
                    accounts.0.insert(at, object);
                }
            }
        }
        Ok(accounts)
    }

    pub(super) fn take(&mut self, at: &Uri) -> Option<Object> {
        self.0.remove(at)
    }
}

/// Puts an account away. Its lists wait in the ledger: where it waits, nobody has a right, not even
/// its server, which may be another by the same name on the card.
pub(super) fn hide(
    tree: &mut impl Tree,
    home: &Uri,
    server: Option<String>,
    object: &Object,
) -> Result<Placed, TreeError> {
    let inbox: Uri = INBOX.parse().map_err(|_| TreeError::NotFound)?;
    if !exists(tree, inbox.path())? {
        tree.write(Edit::Add { at: inbox.path(), node: Node::interior() })?;
    }
    let at = free(tree, &inbox.child("hidden").map_err(|_| TreeError::NotFound)?)?;
    let mut lists = Vec::new();
    write(tree, &at, object, |below, node| {
        if !node.acl.is_empty() {
            lists.push((below.into(), core::mem::take(&mut node.acl)));
        }
        if below.is_root() {
            node.acl = nobody();
        }
    })?;
    Ok(Placed { at, server, hidden: Some(Hidden { home: home.clone(), lists }) })
}

/// Puts back what waits and whose server has no account now, what was put away last first. Returns
/// where each was, and what it is now.
pub(super) fn put_back<'e>(
    tree: &mut impl Tree,
    entries: impl DoubleEndedIterator<Item = &'e Entry> + Clone,
    servers: &[&str],
) -> Result<Vec<(Uri, Placed)>, TreeError> {
    let all = entries.rev().flat_map(|entry| entry.objects.iter().rev());
    let mut taken: Vec<String> = servers.iter().map(ToString::to_string).collect();
    let there = all.clone().filter(|placed| placed.hidden.is_none());
    taken.extend(there.filter_map(|placed| placed.server.clone()));
    let mut back = Vec::new();
    for placed in all {
        let (Some(hidden), Some(server)) = (&placed.hidden, &placed.server) else { continue };
        if taken.contains(server) || !exists(tree, placed.at.path())? {
            continue;
        }
        let object = Object::capture(tree, placed.at.path())?;
        delete(tree, &placed.at)?;
        let at = free(tree, &hidden.home)?;
        write(tree, &at, &object, |below, node| {
            let own = hidden.lists.iter().find(|(at, _)| at.path() == below);
            node.acl = own.map(|(_, acl)| acl.clone()).unwrap_or_default();
        })?;
        taken.push(server.clone());
        back.push((placed.at.clone(), Placed { at, server: Some(server.clone()), hidden: None }));
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

/// The address, or one with a number behind it.
fn free(tree: &impl Tree, wanted: &Uri) -> Result<Uri, TreeError> {
    let (mut at, mut number) = (wanted.clone(), 1_u32);
    while exists(tree, at.path())? {
        number = number.saturating_add(1);
        let name = alloc::format!("{}-{number}", wanted.path().name());
        let parent = Uri::from(wanted.path().parent().unwrap_or(Path::ROOT));
        at = parent.child(&name).map_err(|_| TreeError::NotFound)?;
    }
    Ok(at)
}
