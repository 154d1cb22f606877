//! What was admitted goes into the contexts and the tree: all of it, or nothing.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::admit::{Admitted, Parsed, prov_url};
use super::decision::{Decision, Missing, Report};
use super::hidden::{self, Accounts};
use super::ledger::{Entry, Ledger, Placed, fingerprint};
use super::received::Received;
use super::{Device, remove};
use crate::account::{Plan, Session};
use crate::bootstrap::Method;
use crate::cp::{ContextId, Document};
use crate::dm::bootstrap::{self, Bootstrap, Existing, InstallOptions, Installed};
use crate::dm::object::{Account, AccountAuth};
use crate::dm::tree::{Change, Edit, Node, Tree, TreeError, atomically};
use crate::dm::uri::{Path, Uri};

impl<T: Tree> Device<'_, T> {
    /// Installs what was admitted. On failure the device is as it was (ProvBoot 7.2.3, 7.3.2).
    pub fn install(&mut self, admitted: Admitted<'_>) -> Report {
        let Admitted { grant, parsed, received, mut report, changes } = admitted;
        if changes != self.ledger.changes {
            return report.with(Decision::Stale);
        }
        let fingerprint = fingerprint(grant.body());
        let old = received.card().and_then(|file| self.ledger.of_file(file)).cloned();
        if old
            .as_ref()
            .is_some_and(|old| old.fingerprint == fingerprint && old.owner == received.owner())
        {
            // What a management server has changed since stays.
            return report.with(Decision::Unchanged).installed();
        }
        // A store may refuse its changes as late as at their end, when the context has its document.
        let backup = self.contexts.clone();
        let mut done = Done { old, fingerprint, method: grant.method(), ..Done::default() };
        let installed = match &parsed {
            Parsed::Document(document) => self.install_document(document, &received, &mut done),
            Parsed::Bootstrap(bootstrap) => self.install_bootstrap(bootstrap, &received, &mut done),
        };
        match installed {
            Ok(entry) => {
                done.decisions.drain(..).for_each(|decision| report.add(decision));
                self.ledger.record(entry, done.moved);
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
            let before = Accounts::there(tree, options.replace, &options.places)?;
            let made = plan.install(tree).map_err(Decision::Tree)?;
            done.displace(tree, ledger, received, before, &made.installed)?;
            done.note(tree, &made.installed);
            restore(tree, kept, &made.installed, &mut done.decisions)?;
            let source = received.source();
            if done.old.is_some() {
                contexts.remove(&source);
            }
            let taken = match &received.update {
                Some(id) => contexts.install_into(id, document.clone(), source),
                None => contexts.install(document.clone(), source),
            };
            let Some(id) = taken.context else {
                let finding = taken.findings.into_iter().next();
                return Err(finding.map_or(Decision::Stale, Decision::ContextRefused));
            };
            done.decisions.extend(taken.findings.into_iter().map(Decision::Ignored));
            done.decisions.push(Decision::Context(id.clone()));
            done.decisions.extend(made.sessions.into_iter().map(Decision::Session));
            Ok(done.entry(received, prov_url(document), Some(id), &made.installed))
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
        atomically(&mut *self.tree, |tree| {
            let kept = done.remove_old(tree)?;
            let replaces = options.existing == Existing::Replace;
            let before = Accounts::there(tree, replaces, &options.places)?;
            let installed = bootstrap.install(tree, &options).map_err(Decision::Tree)?;
            done.displace(tree, ledger, received, before, &installed)?;
            done.note(tree, &installed);
            restore(tree, kept, &installed, &mut done.decisions)?;
            // No answer is sent: that the account works shows when the client connects.
            for placed in installed.objects.iter().filter(|placed| placed.is_complete) {
                if let Some(server) = placed.server.clone() {
                    let at = placed.at.clone();
                    done.decisions.push(Decision::Session(Session::new(server, at)));
                }
            }
            Ok(done.entry(received, None, None, &installed))
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
    fingerprint: u64,
    method: Option<Method>,
    decisions: Vec<Decision>,
    /// Objects that have moved: where from, and what they are now.
    moved: Vec<(Uri, Placed)>,
}

impl Done {
    /// Takes away what the same file brought before, and hands out the values in it that a management
    /// server has set since: those are above the card's.
    fn remove_old(&mut self, tree: &mut impl Tree) -> Result<Vec<Kept>, TreeError> {
        let mut kept = Vec::new();
        for placed in self.old.iter().flat_map(|old| &old.objects) {
            let mut changed = Vec::new();
            remove::changed_leaves(tree, &placed.at, &mut changed)?;
            if let Some(object) = identity(tree, &placed.at, placed.server.as_deref())? {
                kept.extend(changed.into_iter().filter_map(|(at, node)| {
                    let below = Uri::from(at.path().below(placed.at.path())?);
                    Some(Kept { object: object.clone(), below, node })
                }));
            }
            if remove::delete(tree, &placed.at)? {
                self.decisions.push(Decision::Removed(placed.at.clone()));
            }
        }
        Ok(kept)
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
    ) -> Result<(), Decision> {
        let owners = ledger.owners();
        for placed in installed.objects.iter().filter(|placed| placed.is_replaced) {
            if owners.get(&placed.at).copied().unwrap_or_default() != received.owner() {
                return Err(Decision::OtherOwner(placed.at.clone()));
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
            let back = hidden::put_back(tree, stay, &new.collect::<Vec<_>>())?;
            for (from, placed) in back {
                self.decisions.push(Decision::Restored(placed.at.clone()));
                self.moved.push((from, placed));
            }
        }
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

    fn entry(
        &self,
        received: &Received<'_>,
        server: Option<&str>,
        context: Option<ContextId>,
        installed: &Installed,
    ) -> Entry {
        let placed = installed.objects.iter();
        Entry {
            owner: received.owner().into(),
            card: received.card().map(|(name, kind)| (String::from(name), kind)),
            server: server.map(String::from),
            context,
            method: self.method,
            objects: placed
                .map(|placed| Placed {
                    at: placed.at.clone(),
                    server: placed.server.clone(),
                    hidden: None,
                })
                .collect(),
            fingerprint: self.fingerprint,
        }
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

/// A value that a management server has set in an object of a card.
struct Kept {
    /// What the object is, whatever its name in the tree.
    object: String,
    /// Where in the object.
    below: Uri,
    node: Node,
}

/// Leaves that say what an object is.
const IDENTIFIERS: [&str; 4] = ["NAPID", "PXID", "AppID", "ProviderID"];

/// What an object is: names in the tree are given anew, so that another may have its name later.
/// Nothing where it has no identifier.
fn identity(tree: &impl Tree, at: &Uri, server: Option<&str>) -> Result<Option<String>, TreeError> {
    let parent = Uri::from(at.path().parent().unwrap_or(Path::ROOT));
    if let Some(server) = server {
        return Ok(Some(alloc::format!("{parent}\nServerID={server}")));
    }
    let mut names: Vec<String> = Vec::new();
    match tree.children(at.path(), &mut |name| names.push(name.into())) {
        Ok(()) => {}
        Err(TreeError::NotFound) => return Ok(None),
        Err(error) => return Err(error),
    }
    names.retain(|name| IDENTIFIERS.iter().any(|own| own.eq_ignore_ascii_case(name)));
    names.sort();
    let mut identity = parent.to_string();
    for name in &names {
        let leaf = at.child(name).map_err(|_| TreeError::NotFound)?;
        let node = tree.read(leaf.path())?;
        identity.push_str(&alloc::format!("\n{name}={}", node.text().unwrap_or_default()));
    }
    Ok((!names.is_empty()).then_some(identity))
}

/// Sets values again in the object that they were of, where it still has the node.
fn restore(
    tree: &mut impl Tree,
    kept: Vec<Kept>,
    installed: &Installed,
    decisions: &mut Vec<Decision>,
) -> Result<(), TreeError> {
    if kept.is_empty() {
        return Ok(());
    }
    let mut objects: BTreeMap<String, Option<&Uri>> = BTreeMap::new();
    for placed in &installed.objects {
        if let Some(object) = identity(tree, &placed.at, placed.server.as_deref())? {
            // Of two that are the same none is meant.
            objects.entry(object).and_modify(|at| *at = None).or_insert(Some(&placed.at));
        }
    }
    for Kept { object, below, node } in kept {
        let Some(Some(object)) = objects.get(&object) else { continue };
        let at = object.join(below.path());
        let is_leaf = match tree.read(at.path()) {
            Ok(now) => !now.is_interior(),
            Err(TreeError::NotFound) => false,
            Err(error) => return Err(error),
        };
        if is_leaf {
            let mut change = Change::default();
            change.value = Some(node.value);
            change.format = Some(node.format);
            change.version = Some((node.stamp, node.version));
            tree.write(Edit::Update { at: at.path(), change })?;
            decisions.push(Decision::Kept(at));
        }
    }
    Ok(())
}
