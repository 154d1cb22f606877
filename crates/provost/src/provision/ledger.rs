//! What came from where: the facts that policies ask for, and what goes with a card.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use crate::account::nobody;
use crate::bootstrap::Method;
use crate::bootstrap::card::Kind;
use crate::cp::ContextId;
use crate::dm::object::is_secret;
use crate::dm::tree::{Acl, Node};
use crate::dm::uri::{Path, Uri};

/// What a device was provisioned with, without a secret in it.
///
/// The device keeps it beside its contexts and its tree: without it a bootstrap could be repeated, and
/// what a card brought would stay when the card is gone. It serializes with the feature `serde`, or is stored
/// as its [entries](Self::entries) and made again with [`from_entries`](Self::from_entries).
///
/// It has an entry for each message that was installed, as long as what that brought is there: one of a
/// context goes with [`Device::reset`](super::Device::reset), one of a card when the file is read again
/// or with [`Device::remove_card`](super::Device::remove_card), and one whose objects are of a later
/// message now is no longer kept but for how it was verified, once for an owner and a method. Only
/// accounts of bootstrap messages that a management server has deleted stay, so that the bootstrap is
/// not repeated: a device that opens it again makes the ledger anew without their entries. Accounts that sessions
/// have made are in entries without any of the rest ([`Device::adopt`](super::Device::adopt)).
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Ledger {
    pub(super) entries: Vec<Entry>,
    /// Counts changes, so that what was admitted before one is not installed after it.
    pub(super) changes: u64,
}

/// What one message brought.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[allow(clippy::exhaustive_structs, reason = "to be stored and made again by the device")]
pub struct Entry {
    /// The owner.
    pub owner: String,
    /// The card and the file, where it is of one.
    pub card: Option<(String, Kind)>,
    /// PROVURL: the server that the context is of.
    pub server: Option<String>,
    /// The context.
    pub context: Option<ContextId>,
    /// The method that it was verified by.
    pub method: Option<Method>,
    /// The objects in the tree.
    pub objects: Vec<Placed>,
    /// What tells whether a file of a card is as it was.
    pub fingerprint: u64,
}

/// An object in the tree.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_structs, reason = "to be stored and made again by the device")]
pub struct Placed {
    /// Where it is.
    pub at: Uri,
    /// The management server, of an account.
    pub server: Option<String>,
    /// Where it was and will be again: of an account that one of a card has the place of.
    pub hidden: Option<Hidden>,
    /// What came with it: of an object of a card. What else is there was added by a management server, and
    /// stays when the card is read again.
    pub nodes: Vec<Brought>,
}

/// A node of an object of a card.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_structs, reason = "to be stored and made again by the device")]
pub struct Brought {
    /// Where it is below the object.
    pub at: Uri,
    /// What tells whether a management server has set its value: of a leaf that is no secret of an account, an access
    /// point or a proxy. A vendor's secret under a name of its own has one, by which who has the ledger can check a
    /// guess.
    pub fingerprint: Option<u64>,
}

impl Brought {
    /// A node, as the card has it.
    pub(super) fn new(at: Uri, node: &Node) -> Self {
        let is_open = !node.is_interior() && !is_secret(at.path().name());
        let fingerprint = is_open.then(|| value_fingerprint(node));
        Self { at, fingerprint }
    }

    /// Whether the value of a node that somebody has changed may be another than the card has brought: of a secret
    /// that is not known.
    pub(super) fn is_set(&self, node: &Node) -> bool {
        self.fingerprint.is_none_or(|own| own != value_fingerprint(node))
    }
}

fn value_fingerprint(node: &Node) -> u64 {
    let kind = [node.format.name().as_bytes(), b" ", node.media_type().as_bytes(), b" "].concat();
    fold(fingerprint(&kind), &node.value)
}

/// What an object is put back by. The object itself waits in the inbox, which gives nothing to
/// anybody; its secrets are in the tree, as those of others.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_structs, reason = "to be stored and made again by the device")]
pub struct Hidden {
    /// Where it was.
    pub home: Uri,
    /// The lists of its nodes, by where they are below it.
    pub lists: Vec<(Uri, Acl)>,
}

impl Hidden {
    /// The list of a node of it.
    pub(super) fn list(&self, below: Path<'_>) -> Acl {
        let own = self.lists.iter().find(|(at, _)| at.path() == below);
        own.map(|(_, acl)| acl.clone()).unwrap_or_default()
    }
}

impl Ledger {
    /// A device out of the box.
    #[must_use]
    pub const fn new() -> Self {
        Self { entries: Vec::new(), changes: 0 }
    }

    /// One that was stored.
    ///
    /// ```
    /// use provost::provision::{Entry, Ledger};
    ///
    /// let entry = Entry { server: Some("http://tps.example/".into()), ..Entry::default() };
    /// let ledger = Ledger::from_entries([entry]);
    /// assert_eq!(ledger.entries().len(), 1);
    /// ```
    #[must_use]
    pub fn from_entries(entries: impl IntoIterator<Item = Entry>) -> Self {
        Self { entries: entries.into_iter().collect(), changes: 0 }
    }

    /// What there is, in the order in which it came.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entries of an owner.
    pub(super) fn of_owner<'l>(&'l self, owner: &'l str) -> impl Iterator<Item = &'l Entry> {
        self.entries.iter().filter(move |entry| entry.owner == owner)
    }

    /// The entries of a context, those of cards aside.
    pub(super) fn of_context<'l>(
        &'l self,
        owner: &'l str,
        id: &'l ContextId,
    ) -> impl Iterator<Item = &'l Entry> {
        self.of_owner(owner).filter(|entry| entry.is_of_context(id))
    }

    /// The entry of a file of a card, of an owner: what it has brought another is not touched.
    pub(super) fn of_file(&self, owner: &str, card: (&str, Kind)) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.owner == owner && entry.is_of_file(card))
    }

    /// Takes a server out of the lists of accounts that wait, as
    /// [`Engine::remove_server`](crate::dm::tree::Engine::remove_server) takes it out of those of the
    /// tree: a device that calls the one for an account that is deleted calls the other.
    pub fn remove_server(&mut self, server: &str) {
        let placed = self.entries.iter_mut().flat_map(|entry| &mut entry.objects);
        for (_, acl) in placed.filter_map(|own| own.hidden.as_mut()).flat_map(|own| &mut own.lists)
        {
            // The empty list is none, and that of the node above would hold.
            if acl.remove_server(server, false) && acl.is_empty() {
                *acl = nobody();
            }
        }
    }

    /// Takes the place of the entry of the same file, and takes objects away from others: what is
    /// hidden has moved, and stays theirs; what is gone is nobody's.
    pub(super) fn record(&mut self, entry: Entry, moved: Vec<(Uri, Placed)>, gone: &BTreeSet<Uri>) {
        self.changes = self.changes.wrapping_add(1);
        self.move_objects(moved);
        if let Some((card, kind)) = &entry.card {
            self.entries.retain(|own| own.owner != entry.owner || !own.is_of_file((card, *kind)));
        }
        let new: BTreeSet<&Uri> = entry.objects.iter().map(|placed| &placed.at).collect();
        for own in &mut self.entries {
            own.objects.retain(|placed| !new.contains(&placed.at) && !gone.contains(&placed.at));
        }
        self.entries.push(entry);
        self.prune();
    }

    /// Of entries that stand for nothing but how they were verified, one of an owner and a method says
    /// what all do.
    fn prune(&mut self) {
        let mut known: BTreeSet<(String, Option<&'static str>)> = BTreeSet::new();
        self.entries.retain(|own| {
            let is_empty = own.objects.is_empty() && own.card.is_none() && own.context.is_none();
            let method = own.method.map(Method::name);
            !is_empty || known.insert((own.owner.clone(), method))
        });
    }

    /// Objects are elsewhere now. Those that no message brought were there from the beginning.
    pub(super) fn move_objects(&mut self, moved: Vec<(Uri, Placed)>) {
        let mut moved: BTreeMap<Uri, Placed> = moved.into_iter().collect();
        for placed in self.entries.iter_mut().flat_map(|entry| &mut entry.objects) {
            if let Some(to) = moved.remove(&placed.at) {
                *placed = Placed { nodes: core::mem::take(&mut placed.nodes), ..to };
            }
        }
        if !moved.is_empty() {
            let objects = moved.into_values().collect();
            self.entries.insert(0, Entry { objects, ..Entry::default() });
        }
    }

    /// A context has become another.
    pub(super) fn join(&mut self, from: &ContextId, to: &ContextId) {
        let contexts = self.entries.iter_mut().filter_map(|entry| entry.context.as_mut());
        contexts.filter(|own| *own == from).for_each(|own| own.clone_from(to));
    }

    /// The owners of objects. What no message brought is of the device itself.
    pub(super) fn owners(&self) -> BTreeMap<&Uri, &str> {
        let mut owners = BTreeMap::new();
        for entry in &self.entries {
            owners.extend(entry.objects.iter().map(|placed| (&placed.at, entry.owner.as_str())));
        }
        owners
    }

    /// Takes entries out.
    pub(super) fn take(&mut self, mut is_taken: impl FnMut(&Entry) -> bool) {
        self.changes = self.changes.wrapping_add(1);
        self.entries.retain(|entry| !is_taken(entry));
    }
}

impl Entry {
    pub(super) fn is_of_card(&self, name: &str) -> bool {
        self.card.as_ref().is_some_and(|(card, _)| card == name)
    }

    /// Whether it is of a context, and of no card.
    pub(super) fn is_of_context(&self, id: &ContextId) -> bool {
        self.card.is_none() && self.context.as_ref() == Some(id)
    }

    fn is_of_file(&self, (name, kind): (&str, Kind)) -> bool {
        self.card.as_ref().is_some_and(|(card, own)| card == name && *own == kind)
    }

    /// Whether it brought an account of one of the servers.
    pub(super) fn has_account_of(&self, servers: &BTreeSet<String>) -> bool {
        let mut own = self.objects.iter().filter_map(|placed| placed.server.as_ref());
        own.any(|server| servers.contains(server))
    }
}

/// FNV-1a: a card is believed, so that it has no reason to make two files alike.
pub(super) fn fingerprint(octets: &[u8]) -> u64 {
    fold(0xCBF2_9CE4_8422_2325, octets)
}

fn fold(hash: u64, octets: &[u8]) -> u64 {
    octets
        .iter()
        .fold(hash, |hash, octet| (hash ^ u64::from(*octet)).wrapping_mul(0x0100_0000_01B3))
}
