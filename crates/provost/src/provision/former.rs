//! What a bootstrap before brought with the accounts that are bootstrapped again: its access points and proxies go
//! with them, so that a repeated bootstrap leaves what it brings and nothing else.

use alloc::collections::{BTreeMap, BTreeSet};
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
    if !gone.is_empty() {
        let stay = referred(tree, &gone, &accounts)?;
        gone.retain(|at| !stay.contains(at));
    }
    Ok(gone)
}

/// Those of some objects that a node refers to which is in none of them, and in none of the others; and those that
/// these refer to, for what stays may refer to others itself: a proxy to its access point.
fn referred(
    tree: &impl Tree,
    objects: &BTreeSet<Uri>,
    others: &BTreeSet<Uri>,
) -> Result<BTreeSet<Uri>, TreeError> {
    // What the nodes of each object refer to, and with none what those in no object do: in one walk, however long
    // the way from one object to the next is.
    let mut references: BTreeMap<Option<&Uri>, BTreeSet<&Uri>> = BTreeMap::new();
    let mut open: Vec<(Uri, Option<&Uri>)> = Vec::from([(Uri::ROOT, None)]);
    while let Some((at, around)) = open.pop() {
        if others.contains(&at) {
            continue;
        }
        let within = objects.get(&at).or(around);
        let node = tree.read(at.path())?;
        if node.is_interior() {
            tree.children(at.path(), &mut |name| {
                open.extend(at.child(name).map(|child| (child, within)));
            })?;
            continue;
        }
        let uri = node.text().and_then(|text| text.trim_ascii().parse::<Uri>().ok());
        let uri = uri.map(|uri| tree.spelled(uri.path()).unwrap_or(uri));
        let found = uri.iter().flat_map(|uri| above(uri, objects));
        references.entry(within).or_default().extend(found);
    }
    let mut stay = BTreeSet::new();
    let mut next = references.remove(&None).unwrap_or_default();
    while let Some(at) = next.pop_first() {
        if stay.insert(at.clone()) {
            next.extend(references.remove(&Some(at)).unwrap_or_default());
        }
    }
    Ok(stay)
}

/// The objects that an address is of: one may be in another.
fn above<'a>(uri: &Uri, objects: &'a BTreeSet<Uri>) -> Vec<&'a Uri> {
    let mut found = Vec::new();
    let mut next = Some(uri.path());
    while let Some(path) = next.filter(|path| *path != Path::ROOT) {
        found.extend(objects.get(&Uri::from(path)));
        next = path.parent();
    }
    found
}

#[cfg(test)]
mod tests {
    use alloc::borrow::Cow;
    use alloc::format;
    use core::cell::Cell;

    use super::*;
    use crate::dm::tree::{Edit, MemoryTree, Node};

    /// A tree that counts how often it is read.
    #[derive(Default)]
    struct Counted(MemoryTree, Cell<usize>);

    impl Tree for Counted {
        fn read(&self, at: Path<'_>) -> Result<Cow<'_, Node>, TreeError> {
            self.1.set(self.1.get().saturating_add(1));
            self.0.read(at)
        }

        fn children(&self, at: Path<'_>, visit: &mut dyn FnMut(&str)) -> Result<(), TreeError> {
            self.0.children(at, visit)
        }

        fn write(&mut self, edit: Edit<'_>) -> Result<(), TreeError> {
            self.0.write(edit)
        }
    }

    fn uri(text: &str) -> Uri {
        text.parse().unwrap()
    }

    fn tree(leaves: &[(&str, &str)]) -> Counted {
        let mut tree = Counted::default();
        for (at, text) in leaves {
            let at = uri(at);
            let mut reached = Uri::ROOT;
            for name in at.path().parent().unwrap().segments() {
                reached = reached.child(name).unwrap();
                // It may be there.
                let _ = tree.write(Edit::Add { at: reached.path(), node: Node::interior() });
            }
            tree.write(Edit::Add { at: at.path(), node: Node::leaf(String::from(*text)) }).unwrap();
        }
        tree
    }

    fn staying(tree: &Counted, objects: &[&str], others: &[&str]) -> Vec<String> {
        let all = |texts: &[&str]| texts.iter().map(|text| uri(text)).collect();
        let stay = referred(tree, &all(objects), &all(others)).unwrap();
        stay.iter().map(|at| format!("{at}")).collect()
    }

    #[test]
    fn what_stays_keeps_what_it_refers_to() {
        let own = tree(&[
            ("./Acc/a/Ref", "./PX/1"),
            ("./Acc/b/Ref", "./NAP/9"),
            ("./PX/1/To", " ./NAP/1/Sub "),
            ("./PX/2/To", "./NAP/2"),
            ("./PX/3/To", "./PX/3"),
            ("./NAP/1/Sub/x", "./PX/1"),
            ("./NAP/2/x", "no address"),
            ("./NAP/9/x", "./NAP/10"),
            ("./NAP/10/x", ""),
        ]);
        let all = ["./PX/1", "./PX/2", "./PX/3", "./NAP/1", "./NAP/2", "./NAP/9"];
        assert_eq!(staying(&own, &all, &["./Acc/b"]), ["./NAP/1", "./PX/1"]);
        assert_eq!(staying(&own, &all, &["./Acc"]), [""; 0]);
        assert_eq!(staying(&own, &all, &[]), ["./NAP/1", "./NAP/9", "./PX/1"]);
        // What is in no object any more refers as what stays does.
        assert_eq!(staying(&own, &["./NAP/2", "./NAP/1"], &["./Acc"]), ["./NAP/1", "./NAP/2"]);
        // Who refers to an object in another refers to both.
        let all = ["./NAP/1", "./NAP/1/Sub"];
        assert_eq!(staying(&own, &all, &["./Acc"]), all);
    }

    /// However long the way from one object to the next is.
    #[test]
    fn a_chain_costs_one_walk() {
        const LENGTH: usize = 200;
        let mut own = tree(&[("./Acc/Ref", "./PX/1")]);
        for at in 1..=LENGTH {
            let (top, leaf) = (format!("./PX/{at}"), format!("./PX/{at}/To"));
            if at == 1 {
                own.write(Edit::Add { at: uri("./PX").path(), node: Node::interior() }).unwrap();
            }
            own.write(Edit::Add { at: uri(&top).path(), node: Node::interior() }).unwrap();
            let node = Node::leaf(format!("./PX/{}", at + 1));
            own.write(Edit::Add { at: uri(&leaf).path(), node }).unwrap();
        }
        let objects: Vec<String> = (1..=LENGTH).map(|at| format!("./PX/{at}")).collect();
        let objects: Vec<&str> = objects.iter().map(String::as_str).collect();
        own.1.set(0);
        assert_eq!(staying(&own, &objects, &[]).len(), LENGTH);
        assert_eq!(own.1.get(), 2 * LENGTH + 4, "each node once");
    }
}
