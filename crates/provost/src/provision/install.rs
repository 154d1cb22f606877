//! What was admitted goes into the contexts and the tree: all of it, or nothing.

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use super::admit::{Admitted, Parsed, prov_url};
use super::decision::{Decision, Missing, Report};
use super::hidden::{self, Accounts};
use super::kept::{self, Kept, restore};
use super::ledger::{Brought, Entry, Ledger, Placed, fingerprint};
use super::received::Received;
use super::remove::Away;
use super::{Device, former, remove};
use crate::account::{Plan, Session};
use crate::bootstrap::Method;
use crate::cp::{ContextId, Document};
use crate::dm::bootstrap::{self, Bootstrap, Existing, InstallOptions, Installed};
use crate::dm::object::{Account, AccountAuth, Places};
use crate::dm::tree::{Tree, TreeError, atomically};
use crate::dm::uri::Uri;

impl<T: Tree> Device<'_, T> {
    /// Installs what was admitted. On failure the device is as it was (ProvBoot 7.2.3, 7.3.2).
    pub fn install(&mut self, admitted: Admitted<'_>) -> Report {
        let Admitted { grant, parsed, received, mut report, changes, is_repeated, again } =
            admitted;
        if changes != self.ledger.changes {
            return report.with(Decision::Stale);
        }
        let fingerprint = fingerprint(grant.body());
        let old = received.card().and_then(|file| self.ledger.of_file(received.owner(), file));
        let old = old.cloned();
        if old.as_ref().is_some_and(|old| old.fingerprint == fingerprint) {
            // What a management server has changed since stays.
            return report.with(Decision::Unchanged).installed();
        }
        // A store may refuse its changes as late as at their end, when the context has its document.
        let backup = self.contexts.clone();
        let may_replace = is_repeated || outranks(&received);
        let method = grant.method();
        let mut done = Done { old, again, fingerprint, method, may_replace, ..Done::default() };
        let installed = match &parsed {
            Parsed::Document(document) => self.install_document(document, &received, &mut done),
            Parsed::Bootstrap(bootstrap) => self.install_bootstrap(bootstrap, &received, &mut done),
        };
        match installed {
            Ok(entry) => {
                done.decisions.drain(..).for_each(|decision| report.add(decision));
                if let Some(id) = &done.again {
                    let owner = received.owner();
                    self.ledger.take(|own| own.owner == owner && own.is_of_context(id));
                }
                self.ledger.record(entry, done.moved, &done.former);
                done.forgotten.iter().for_each(|server| self.ledger.remove_server(server));
                if let Some((from, to)) = &done.joined {
                    self.ledger.join(from, to);
                }
                report.installed()
            }
            Err(decision) => {
                *self.contexts = backup;
                report.with(decision)
            }
        }
    }

    fn install_document(
        &mut self,
        document: &Document,
        received: &Received<'_>,
        done: &mut Done,
    ) -> Result<Entry, Decision> {
        let effective = document.effective();
        done.decisions.extend(effective.ignored.into_iter().map(Decision::Ignored));
        let mut options = self.options.clone();
        options.replace |= outranks(received);
        let plan = Plan::of_effective(&effective.document, &options);
        done.decisions.extend(plan.findings().iter().cloned().map(Decision::Mapped));
        let (contexts, ledger) = (&mut *self.contexts, &*self.ledger);
        atomically(&mut *self.tree, |tree| {
            let kept = done.remove_old(tree)?;
            let coming: Vec<&str> = plan.servers().iter().map(|server| &*server.id).collect();
            done.remove_again(tree, ledger, received.owner(), &coming, &options.places)?;
            let before = Accounts::there(tree, options.replace, &options.places)?;
            let taken = done.taken(ledger);
            let made = plan.install_avoiding(tree, taken).map_err(Decision::Tree)?;
            done.displace(tree, ledger, received, before, &made.installed, &options.places)?;
            done.note(tree, &made.installed);
            let entry = done.entry(tree, received, &made.installed)?;
            restore(tree, kept, &made.installed, &mut done.decisions)?;
            done.forget(tree, ledger, &options.places)?;
            let source = received.source();
            if done.old.is_some() {
                contexts.remove(&source);
            }
            if let Some(id) = &done.again {
                let count = contexts.reopen(id);
                done.decisions.extend((count > 0).then_some(Decision::Documents(count)));
            }
            // What else a context has stays, above what comes over the air.
            let rest = done.again.as_ref().filter(|id| contexts.context(id).is_some());
            let taken = match received.update.as_ref().or(rest) {
                Some(id) => contexts.install_into(id, document.clone(), source),
                None => contexts.install(document.clone(), source),
            };
            let Some(id) = taken.context else {
                let finding = taken.findings.into_iter().next();
                return Err(finding.map_or(Decision::Stale, Decision::ContextRefused));
            };
            done.decisions.extend(taken.findings.into_iter().map(Decision::Ignored));
            done.joined = taken.joined.map(|from| (from, id.clone()));
            done.decisions.push(Decision::Context(id.clone()));
            done.decisions.extend(made.sessions.into_iter().map(Decision::Session));
            let server = prov_url(document).map(String::from);
            Ok(Entry { server, context: Some(id), ..entry })
        })
    }

    fn install_bootstrap(
        &mut self,
        bootstrap: &Bootstrap,
        received: &Received<'_>,
        done: &mut Done,
    ) -> Result<Entry, Decision> {
        let mut options = InstallOptions::new().with_places(self.options.places.clone());
        if self.options.replace || outranks(received) {
            options.existing = Existing::Replace;
        }
        let ledger = &*self.ledger;
        let replaces = options.existing == Existing::Replace;
        if replaces && !outranks(received) {
            let servers = bootstrap.servers().collect();
            done.former = former::objects(&*self.tree, ledger, received.owner(), &servers)?;
        }
        options.taken = done.taken(ledger);
        atomically(&mut *self.tree, |tree| {
            let kept = done.remove_old(tree)?;
            done.remove_former(tree)?;
            let before = Accounts::there(tree, replaces, &options.places)?;
            let installed = bootstrap.install(tree, &options).map_err(Decision::Tree)?;
            done.displace(tree, ledger, received, before, &installed, &options.places)?;
            done.note(tree, &installed);
            let entry = done.entry(tree, received, &installed)?;
            restore(tree, kept, &installed, &mut done.decisions)?;
            done.forget(tree, ledger, &options.places)?;
            // No answer is sent: that the account works shows when the client connects.
            for placed in installed.objects.iter().filter(|placed| placed.is_complete) {
                if let Some(server) = placed.server.clone() {
                    let at = placed.at.clone();
                    done.decisions.push(Decision::Session(Session::new(server, at)));
                }
            }
            Ok(entry)
        })
    }
}

/// Whether it may take the place of an account: the card is above what came over the air.
fn outranks(received: &Received<'_>) -> bool {
    received.card().is_some()
}

/// What has been done so far.
#[derive(Default)]
struct Done {
    /// The entry of the same file of the card, which is read anew.
    old: Option<Entry>,
    /// The context that is bootstrapped again.
    again: Option<ContextId>,
    fingerprint: u64,
    method: Option<Method>,
    /// Whether the policy knew of an account that may give its place, or does not matter.
    may_replace: bool,
    decisions: Vec<Decision>,
    /// Objects that a bootstrap before brought with the accounts that are replaced.
    former: BTreeSet<Uri>,
    /// Objects that have moved: where from, and what they are now.
    moved: Vec<(Uri, Placed)>,
    /// Servers that have lost their rights.
    forgotten: Vec<String>,
    /// A context that has become another: which, and what it is now.
    joined: Option<(ContextId, ContextId)>,
}

impl Done {
    /// Takes away what the same file brought before, and hands out what management servers have made
    /// of it.
    fn remove_old(&mut self, tree: &mut impl Tree) -> Result<Vec<Kept>, TreeError> {
        let mut kept = Vec::new();
        for placed in self.old.iter().flat_map(|old| &old.objects) {
            kept.extend(kept::of(tree, placed)?);
            if remove::delete(tree, &placed.at)? {
                self.decisions.push(Decision::Removed(placed.at.clone()));
            }
        }
        Ok(kept)
    }

    /// Takes away what bootstraps before brought with the context that is bootstrapped again.
    fn remove_again(
        &mut self,
        tree: &mut impl Tree,
        ledger: &Ledger,
        owner: &str,
        coming: &[&str],
        places: &Places,
    ) -> Result<(), TreeError> {
        let Some(id) = &self.again else { return Ok(()) };
        let is_gone = |entry: &&Entry| entry.owner == owner && entry.is_of_context(id);
        let (gone, stay): (Vec<_>, Vec<_>) = ledger.entries().iter().partition(is_gone);
        let away = Away::take(tree, &gone, &stay, coming, places)?;
        let objects = gone.iter().flat_map(|entry| &entry.objects);
        self.former.extend(objects.map(|placed| placed.at.clone()));
        self.decisions.extend(away.decisions());
        // What has come back may have taken a place that has become free.
        for (_, placed) in &away.back {
            self.former.remove(&placed.at);
        }
        self.moved.extend(away.back);
        self.forgotten.extend(away.forgotten);
        Ok(())
    }

    /// Takes away what a bootstrap before brought with the accounts that are replaced.
    fn remove_former(&mut self, tree: &mut impl Tree) -> Result<(), TreeError> {
        for at in &self.former {
            if remove::delete(tree, at)? {
                self.decisions.push(Decision::Removed(at.clone()));
            }
        }
        Ok(())
    }

    /// The places of what others have brought, and of what is gone of it as well: references to it would
    /// lead to what takes its name.
    fn taken(&self, ledger: &Ledger) -> BTreeSet<Uri> {
        let others = ledger.entries().iter().filter(|entry| Some(*entry) != self.old.as_ref());
        let mut taken = BTreeSet::new();
        let objects = others.flat_map(|entry| &entry.objects);
        for placed in objects.filter(|placed| !self.former.contains(&placed.at)) {
            taken.insert(placed.at.clone());
            taken.extend(placed.hidden.as_ref().map(|hidden| hidden.home.clone()));
        }
        taken
    }

    /// What becomes of the accounts that gave their place. That of another owner does not: two
    /// authorities do not touch what is of the other. A card gives the place back when it goes, and a
    /// message over the air that a policy lets replace an account does not.
    fn displace(
        &mut self,
        tree: &mut impl Tree,
        ledger: &Ledger,
        received: &Received<'_>,
        mut before: Accounts,
        installed: &Installed,
        places: &Places,
    ) -> Result<(), Decision> {
        let owners = ledger.owners();
        for placed in installed.objects.iter().filter(|placed| placed.is_replaced) {
            if owners.get(&placed.at).copied().unwrap_or_default() != received.owner() {
                return Err(Decision::OtherOwner(placed.at.clone()));
            }
            // A session has made it since the policy was asked.
            if !self.may_replace {
                return Err(Decision::Stale);
            }
            if let Some(object) = before.take(&placed.at)?.filter(|_| outranks(received)) {
                let away = before.hide(tree, &placed.at, placed.server.clone(), &object)?;
                self.decisions.push(Decision::Hidden(placed.at.clone()));
                self.moved.push((placed.at.clone(), away));
            }
        }
        // A file that has the account no more gives its place back.
        if let Some(old) = &self.old {
            let stay = ledger.entries().iter().filter(|entry| *entry != old);
            let new = installed.objects.iter().filter_map(|placed| placed.server.as_deref());
            let back = hidden::put_back(tree, stay, &new.collect::<Vec<_>>(), places)?;
            for (from, placed) in back {
                self.decisions.push(Decision::Restored(placed.at.clone()));
                self.moved.push((from, placed));
            }
        }
        Ok(())
    }

    /// A server that the file has no account for any more, and nothing else has, loses its rights.
    fn forget(
        &mut self,
        tree: &mut impl Tree,
        ledger: &Ledger,
        places: &Places,
    ) -> Result<(), TreeError> {
        let Some(old) = &self.old else { return Ok(()) };
        let servers: BTreeSet<&String> =
            old.objects.iter().filter_map(|placed| placed.server.as_ref()).collect();
        let stay = ledger.entries().iter().filter(|entry| *entry != old);
        self.forgotten.extend(remove::forget(tree, servers, stay, places)?);
        Ok(())
    }

    fn note(&mut self, tree: &impl Tree, installed: &Installed) {
        for placed in &installed.objects {
            let (is_renamed, is_replaced) = (placed.is_renamed, placed.is_replaced);
            self.decisions.push(Decision::Object {
                at: placed.at.clone(),
                is_renamed,
                is_replaced,
            });
            for missing in missing(tree, placed) {
                self.decisions.push(Decision::Incomplete(placed.at.clone(), missing));
            }
        }
        let dangling = installed.references.iter().filter(|reference| reference.to.is_none());
        self.decisions.extend(dangling.map(|reference| Decision::Dangling(reference.at.clone())));
        self.decisions.extend(installed.ignored.iter().cloned().map(Decision::PassedOver));
    }

    /// What the message has brought, before anything that servers have made of it is there again.
    fn entry(
        &self,
        tree: &impl Tree,
        received: &Received<'_>,
        installed: &Installed,
    ) -> Result<Entry, TreeError> {
        let mut objects = Vec::new();
        for placed in &installed.objects {
            let nodes = match received.card() {
                Some(_) => kept::nodes(tree, &placed.at)?,
                None => Vec::new(),
            };
            objects.push(Placed {
                at: placed.at.clone(),
                server: placed.server.clone(),
                hidden: None,
                nodes: nodes.into_iter().map(|(at, node)| Brought::new(at, &node)).collect(),
            });
        }
        Ok(Entry {
            owner: received.owner().into(),
            card: received.card().map(|(name, kind)| (String::from(name), kind)),
            method: self.method,
            objects,
            fingerprint: self.fingerprint,
            ..Entry::default()
        })
    }
}

/// What an account lacks; nothing, where it is none.
fn missing(tree: &impl Tree, placed: &bootstrap::Placed) -> Vec<Missing> {
    let mut missing = Vec::new();
    if placed.server.is_none() {
        // It is complete where it is no account.
        missing.extend((!placed.is_complete).then_some(Missing::Server));
    }
    if placed.server.is_none() && placed.is_complete {
        return missing;
    }
    // One that cannot be read at all has no address that a session could go to.
    let account = Account::read(tree, placed.at.path()).ok();
    let account = account.as_ref();
    if account.and_then(Account::url).is_none() {
        missing.push(Missing::Address);
    }
    let is_client = |auth: &AccountAuth| auth.level == AccountAuth::CLIENT;
    if !account.is_some_and(|account| account.auth.iter().any(is_client)) {
        missing.push(Missing::Credentials);
    }
    missing
}
