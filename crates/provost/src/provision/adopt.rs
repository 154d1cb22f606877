//! Accounts that servers make themselves in sessions: no message brings them, and they are of somebody all the same.

use alloc::collections::BTreeMap;
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

    /// Takes note of the accounts that a session has made, moved or deleted: to be called behind one that an account
    /// has opened, with the accounts before it.
    ///
    /// New ones are of the owner of that account. So nobody else takes their place, and a message of that owner may,
    /// if the policy lets it. They go with no card and no context, for none has brought them. What was there before
    /// the session stays whose it was, also under another name or with another identifier of its server.
    ///
    /// # Errors
    /// Those of the store.
    pub fn adopt(
        &mut self,
        account: &Uri,
        before: &BTreeMap<Uri, String>,
    ) -> Result<Vec<Uri>, TreeError> {
        let accounts = self.accounts()?;
        Ok(self.ledger.adopt(account, &accounts, before))
    }
}

impl Ledger {
    /// Records accounts of which it does not know and which were not there before, and forgets those of sessions
    /// that are gone; which are new.
    fn adopt(
        &mut self,
        account: &Uri,
        accounts: &BTreeMap<Uri, String>,
        before: &BTreeMap<Uri, String>,
    ) -> Vec<Uri> {
        let entries = self.entries.clone();
        let owner = self.owner_of(account, before.get(account));
        let gone: BTreeMap<&String, &Uri> = before
            .iter()
            .filter(|(at, server)| accounts.get(*at) != Some(server))
            .map(|(at, server)| (server, at))
            .collect();
        let mut found: Vec<(Uri, String)> = Vec::new();
        for (at, server) in accounts.iter().filter(|(at, own)| before.get(*at) != Some(own)) {
            let from = before.get_key_value(at).map(|(place, _)| place);
            match from.or_else(|| gone.get(server).copied()) {
                Some(place) => self.move_account((place, before.get(place)), (at, server)),
                None if self.entry_of(at, Some(server)).is_none() => {
                    found.push((at.clone(), server.clone()));
                }
                None => {}
            }
        }
        let is_there = |placed: &Placed| {
            placed.hidden.is_some() || accounts.get(&placed.at) == placed.server.as_ref()
        };
        let is_found = |placed: &Placed| found.iter().any(|(at, _)| *at == placed.at);
        self.entries.retain_mut(|entry| {
            let count = entry.objects.len();
            if entry.is_of_session() {
                entry.objects.retain(is_there);
            } else if entry.card.is_some() || entry.context.is_some() {
                // It goes by its place with the card or the context: in that is another one now.
                entry.objects.retain(|placed| !is_found(placed));
            }
            count == 0 || !entry.objects.is_empty() || !entry.is_of_session()
        });
        let new: Vec<Uri> = found.iter().map(|(at, _)| at.clone()).collect();
        if !found.is_empty() {
            let object =
                |(at, server)| Placed { at, server: Some(server), hidden: None, nodes: Vec::new() };
            let objects = found.into_iter().map(object).collect();
            self.entries.push(Entry { owner, objects, ..Entry::default() });
        }
        if self.entries != entries {
            self.changes = self.changes.wrapping_add(1);
        }
        new
    }

    /// An account that was at a place is at another one now, or its server has another name.
    fn move_account(&mut self, from: (&Uri, Option<&String>), (at, server): (&Uri, &String)) {
        let placed = self.entries.iter_mut().flat_map(|entry| &mut entry.objects);
        for placed in placed.filter(|placed| (&placed.at, placed.server.as_ref()) == from) {
            placed.at = at.clone();
            placed.server = Some(server.clone());
        }
    }

    /// Whose an account is: of whom the last one was that came to its place, if it is of the same server.
    fn owner_of(&self, at: &Uri, server: Option<&String>) -> String {
        self.entry_of(at, server).map(|entry| entry.owner.clone()).unwrap_or_default()
    }

    fn entry_of(&self, at: &Uri, server: Option<&String>) -> Option<&Entry> {
        let is_it = |placed: &Placed| placed.at == *at && placed.server.as_ref() == server;
        let mut newest = self.entries.iter().rev();
        newest.find(|entry| server.is_some() && entry.objects.iter().any(is_it))
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
