//! Accounts that servers make themselves in sessions: no message brings them, and they are of somebody all the same.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use super::ledger::{Entry, Ledger, Placed};
use super::{Device, hidden};
use crate::dm::tree::{Tree, TreeError};
use crate::dm::uri::Uri;

impl<T: Tree> Device<'_, T> {
    /// The accounts in the tree, each with its server: to be asked for in front of a session, for
    /// [`adopt`](Self::adopt).
    ///
    /// # Errors
    /// Those of the store.
    pub fn accounts(&self) -> Result<BTreeMap<Uri, String>, TreeError> {
        let accounts = hidden::accounts_of(&*self.tree, &self.options.places)?;
        // One place is looked at for several identifiers.
        Ok(accounts.into_iter().collect())
    }

    /// Takes note of the accounts that a session with a server has made or deleted: to be called behind one, with
    /// the accounts before it.
    ///
    /// New ones are of the owner of the account of that server. So nobody else takes their place, and a message of
    /// that owner may, if the policy lets it. They go with no card and no context, for none has brought them. What
    /// was there before the session and came by no message stays the device's own.
    ///
    /// # Errors
    /// Those of the store.
    pub fn adopt(
        &mut self,
        server: &str,
        before: &BTreeMap<Uri, String>,
    ) -> Result<Vec<Uri>, TreeError> {
        let accounts = self.accounts()?;
        Ok(self.ledger.adopt(server, &accounts, before))
    }
}

impl Ledger {
    /// Records accounts of which it does not know and which were not there before, and forgets those of sessions
    /// that are gone; which are new.
    fn adopt(
        &mut self,
        server: &str,
        accounts: &BTreeMap<Uri, String>,
        before: &BTreeMap<Uri, String>,
    ) -> Vec<Uri> {
        let is_there = |placed: &Placed| {
            placed.hidden.is_some() || accounts.get(&placed.at) == placed.server.as_ref()
        };
        let owner = self.owner_of(server, is_there);
        let placed = self.entries.iter().flat_map(|entry| &entry.objects);
        let known: BTreeSet<(&Uri, &String)> =
            placed.filter_map(|placed| Some((&placed.at, placed.server.as_ref()?))).collect();
        let is_new = |account: &(&Uri, &String)| {
            !known.contains(account) && before.get(account.0) != Some(account.1)
        };
        let new: Vec<Placed> = accounts
            .iter()
            .filter(is_new)
            .map(|(at, server)| {
                let (at, server) = (at.clone(), Some(server.clone()));
                Placed { at, server, hidden: None, nodes: Vec::new() }
            })
            .collect();
        let found: Vec<Uri> = new.iter().map(|placed| placed.at.clone()).collect();
        let mut is_changed = !new.is_empty();
        self.entries.retain_mut(|entry| {
            let count = entry.objects.len();
            if entry.is_of_session() {
                entry.objects.retain(is_there);
            } else if entry.card.is_some() || entry.context.is_some() {
                // It goes by its place with the card or the context: in that is another one now.
                entry.objects.retain(|placed| !found.contains(&placed.at));
            }
            is_changed |= entry.objects.len() != count;
            count == 0 || !entry.objects.is_empty() || !entry.is_of_session()
        });
        if !new.is_empty() {
            self.entries.push(Entry { owner, objects: new, ..Entry::default() });
        }
        if is_changed {
            self.changes = self.changes.wrapping_add(1);
        }
        found
    }

    /// Whose the account of a server is, or was: that which is there goes before one that is gone, and a later one
    /// before one of an earlier message.
    fn owner_of(&self, server: &str, is_there: impl Fn(&Placed) -> bool) -> String {
        let placed = self
            .entries
            .iter()
            .rev()
            .flat_map(|entry| entry.objects.iter().map(move |placed| (entry, placed)));
        let own = placed.filter(|(_, placed)| placed.server.as_deref() == Some(server));
        let there = own.clone().find(|(_, placed)| is_there(placed));
        let found = there.or_else(|| own.clone().next());
        found.map(|(entry, _)| entry.owner.clone()).unwrap_or_default()
    }
}

impl Entry {
    /// Whether no message has brought it.
    fn is_of_session(&self) -> bool {
        let is_of_message = self.card.is_some()
            || self.server.is_some()
            || self.context.is_some()
            || self.method.is_some();
        !is_of_message && self.fingerprint == 0
    }
}
