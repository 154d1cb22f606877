//! What goes: with a card that is taken out, or with a context that is reset.

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use super::decision::{Decision, Report};
use super::ledger::{Entry, Placed};
use super::{Device, hidden};
use crate::cp::ContextId;
use crate::dm::object::{Places, is_secret};
use crate::dm::tree::{Change, Edit, Tree, TreeError, atomically};
use crate::dm::uri::Uri;

impl<T: Tree> Device<'_, T> {
    /// Takes away what a card brought: it was taken out, or is another now (DM Bootstrap 1.2.1, 5.4).
    ///
    /// Its documents go from the contexts and its objects from the tree, and servers that have no
    /// account any more from every access control list. An account that one of the card had the place
    /// of is back, where the server has no other.
    pub fn remove_card(&mut self, card: &str) -> Report {
        let mut report = match self.remove_objects(|entry| entry.is_of_card(card)) {
            Ok(report) => report,
            Err(error) => return Report::default().with(Decision::from(error)),
        };
        let count = self.contexts.remove_card(card);
        if count > 0 {
            report.add(Decision::Documents(count));
        }
        self.ledger.take(|entry| entry.is_of_card(card));
        report
    }

    /// Takes away a context and the objects that came with it, so that it can be bootstrapped again.
    pub fn reset(&mut self, id: &ContextId) -> Report {
        let of_context = |entry: &Entry| entry.context.as_ref() == Some(id);
        let mut report = match self.remove_objects(of_context) {
            Ok(report) => report,
            Err(error) => return Report::default().with(Decision::from(error)),
        };
        if self.contexts.reset(id) {
            report.add(Decision::Documents(1));
        }
        self.ledger.take(of_context);
        report
    }

    /// All of them, or none.
    fn remove_objects(&mut self, is_meant: impl Fn(&Entry) -> bool) -> Result<Report, TreeError> {
        let (gone, stay): (Vec<&Entry>, Vec<&Entry>) =
            self.ledger.entries().iter().partition(|entry| is_meant(entry));
        let places = &self.options.places;
        let away = atomically::<_, _, TreeError>(&mut *self.tree, |tree| {
            Away::take(tree, &gone, &stay, &[], places)
        })?;
        let report = away.decisions().fold(Report::default(), Report::with);
        self.ledger.move_objects(away.back);
        away.forgotten.iter().for_each(|server| self.ledger.remove_server(server));
        Ok(report)
    }
}

/// What went with the objects of some entries.
#[derive(Default)]
pub(super) struct Away {
    /// The objects.
    removed: Vec<Uri>,
    /// Accounts that are back: where they waited, and what they are now.
    pub(super) back: Vec<(Uri, Placed)>,
    /// Servers that have lost their rights.
    pub(super) forgotten: Vec<String>,
}

impl Away {
    /// Takes the objects of some entries away. The servers that are about to come keep what they have.
    pub(super) fn take(
        tree: &mut impl Tree,
        gone: &[&Entry],
        stay: &[&Entry],
        coming: &[&str],
        places: &Places,
    ) -> Result<Self, TreeError> {
        let mut removed = Vec::new();
        let mut servers: BTreeSet<&String> = BTreeSet::new();
        for placed in gone.iter().flat_map(|entry| &entry.objects) {
            if delete(tree, &placed.at)? {
                removed.push(placed.at.clone());
            }
            servers.extend(&placed.server);
        }
        servers.retain(|server| !coming.contains(&server.as_str()));
        let back = hidden::put_back(tree, stay.iter().copied(), coming, places)?;
        let forgotten = forget(tree, servers, stay.iter().copied(), places)?;
        Ok(Self { removed, back, forgotten })
    }

    pub(super) fn decisions(&self) -> impl Iterator<Item = Decision> {
        let removed = self.removed.iter().cloned().map(Decision::Removed);
        let back = self.back.iter().map(|(_, placed)| Decision::Restored(placed.at.clone()));
        removed.chain(back)
    }
}

/// Deletes a node; whether it was there.
pub(super) fn delete(tree: &mut impl Tree, at: &Uri) -> Result<bool, TreeError> {
    match tree.read(at.path()).map(|_| ()) {
        Ok(()) => tree.write(Edit::Delete { at: at.path() }).map(|()| true),
        Err(TreeError::NotFound) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Takes those of some servers that have no account any more out of every list; which those are.
pub(super) fn forget<'e>(
    tree: &mut impl Tree,
    mut servers: BTreeSet<&String>,
    stay: impl Iterator<Item = &'e Entry>,
    places: &Places,
) -> Result<Vec<String>, TreeError> {
    for server in stay.flat_map(|entry| &entry.objects).filter_map(|placed| placed.server.as_ref())
    {
        servers.remove(server);
    }
    if !servers.is_empty() {
        // Also those of accounts that no message brought: a management server adds them.
        for (_, server) in hidden::accounts_of(tree, places)? {
            servers.remove(&server);
        }
    }
    for server in &servers {
        remove_server(tree, server)?;
    }
    Ok(servers.into_iter().cloned().collect())
}

/// Takes a server out of every list, as [`Engine::remove_server`](crate::dm::tree::Engine::remove_server) does. It is
/// a change (DM TND 1.2.1, 7.7.8), but of a secret: there a version would stand for a value that a management server
/// has set, and nobody may read it.
fn remove_server(tree: &mut impl Tree, server: &str) -> Result<(), TreeError> {
    let mut changed: Vec<(Uri, Change)> = Vec::new();
    let mut open = Vec::from([Uri::ROOT]);
    while let Some(at) = open.pop() {
        let node = tree.read(at.path())?;
        let mut acl = node.acl.clone();
        if node.is_interior() {
            tree.children(at.path(), &mut |name| open.extend(at.child(name)))?;
        }
        if acl.remove_server(server, at.path().is_root()) {
            let mut change = Change::default();
            change.acl = Some(acl);
            let is_counted = !is_secret(at.path().name());
            change.version = is_counted.then(|| (node.stamp, node.version.wrapping_add(1)));
            changed.push((at, change));
        }
    }
    for (at, change) in changed {
        tree.write(Edit::Update { at: at.path(), change })?;
    }
    Ok(())
}
