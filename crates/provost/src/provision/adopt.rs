//! Accounts that servers make themselves in sessions: no message brings them, and they are of somebody all the same.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use super::ledger::{Entry, Ledger, Placed};
use super::{Device, hidden};
use crate::dm::tree::{Tree, TreeError};
use crate::dm::uri::Uri;

impl<T: Tree> Device<'_, T> {
    /// Takes note of the accounts that a session with a server has made or deleted: to be called behind one.
    ///
    /// New ones are of the owner of the account of that server. So nobody else takes their place, and a message of
    /// that owner may, if the policy lets it. They go with no card and no context, for none has brought them.
    ///
    /// # Errors
    /// Those of the store.
    pub fn adopt(&mut self, server: &str) -> Result<Vec<Uri>, TreeError> {
        let accounts = hidden::accounts_of(&*self.tree, &self.options.places)?;
        // One place is looked at for several identifiers.
        Ok(self.ledger.adopt(server, accounts.into_iter().collect()))
    }
}

impl Ledger {
    /// Records accounts of which it does not know, and forgets those of sessions that are gone; which are new.
    fn adopt(&mut self, server: &str, accounts: BTreeMap<Uri, String>) -> Vec<Uri> {
        let is_gone =
            |placed: &Placed| placed.hidden.is_none() && !accounts.contains_key(&placed.at);
        for entry in self.entries.iter_mut().filter(|entry| entry.is_of_session()) {
            entry.objects.retain(|placed| !is_gone(placed));
        }
        self.entries.retain(|entry| !entry.is_of_session() || !entry.objects.is_empty());
        let placed = self.entries.iter().flat_map(|entry| &entry.objects);
        let known: BTreeSet<Uri> = placed.map(|placed| placed.at.clone()).collect();
        let new: Vec<(Uri, String)> =
            accounts.into_iter().filter(|(at, _)| !known.contains(at)).collect();
        let own = self.entries.iter().find(|entry| {
            let mut servers = entry.objects.iter().filter_map(|placed| placed.server.as_deref());
            servers.any(|own| own == server)
        });
        let owner = own.map(|entry| entry.owner.clone()).unwrap_or_default();
        let found: Vec<Uri> = new.iter().map(|(at, _)| at.clone()).collect();
        if !found.is_empty() {
            let object =
                |(at, server)| Placed { at, server: Some(server), hidden: None, nodes: Vec::new() };
            let objects = new.into_iter().map(object).collect();
            self.entries.push(Entry { owner, objects, ..Entry::default() });
        }
        self.changes = self.changes.wrapping_add(1);
        found
    }
}

impl Entry {
    /// Whether no message has brought it.
    fn is_of_session(&self) -> bool {
        let is_of_message = self.card.is_some() || self.context.is_some() || self.method.is_some();
        !is_of_message && self.fingerprint == 0
    }
}
