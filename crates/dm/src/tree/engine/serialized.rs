//! Add and Replace of whole subtrees: all or nothing, with one status (DM TND 1.2.1, 7.7.2).

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use super::property::MAX_TITLE;
use super::{Engine, Failure, Item};
use crate::error::ErrorKind;
use crate::tnds::{Document, MAX_PATHS, spend};
use crate::tree::acl::{Acl, Right};
use crate::tree::node::{Change, Edit, Node};
use crate::tree::rules::Rules;
use crate::tree::store::{Tree, TreeError};
use crate::uri::{Path, Uri};

impl<T: Tree, R: Rules> Engine<T, R> {
    pub(super) fn add_serialized(
        &mut self,
        server: &str,
        target: &Uri,
        item: &Item<'_>,
    ) -> Result<(), Failure> {
        let nodes = self.read_serialized(target, item, true)?;
        self.as_a_whole(|engine| {
            let mut lists = Vec::new();
            // Nodes of one parent follow one another, so that it is asked for once.
            let mut known = Uri::ROOT;
            for (uri, node) in nodes {
                if let Some(parent) = uri.path().parent().filter(|parent| *parent != known.path()) {
                    if !engine.exists(parent)? {
                        engine.add_parents(server, uri.path())?;
                    }
                    known = parent.into();
                }
                engine.add_serialized_node(server, uri, node, &mut lists)?;
            }
            engine.set_lists(server, lists)
        })
    }

    /// Adds a node, and puts its list with those that are set once all nodes are there.
    fn add_serialized_node(
        &mut self,
        server: &str,
        uri: Uri,
        mut node: Node,
        lists: &mut Vec<(Uri, Acl)>,
    ) -> Result<(), Failure> {
        let at = uri.path();
        let fail = |failure: Failure| Failure { at: Some(uri.clone()), ..failure };
        self.size(node.value.len()).map_err(fail)?;
        if node.title.len() > MAX_TITLE {
            return Err(Failure::at(TreeError::TooLarge, at));
        }
        let acl = core::mem::take(&mut node.acl);
        self.add_node(server, at, node).map_err(fail)?;
        if !acl.is_empty() {
            lists.push((uri, acl));
        }
        Ok(())
    }

    /// Sets the lists of a document as if they were replaced once all its nodes were there, those
    /// above last. So no list, which says who may change the object when it is there, takes from its
    /// own server what the rest of the object needs: that of an account has no Add (DM Bootstrap
    /// 1.2.1, 5.3).
    fn set_lists(&mut self, server: &str, lists: Vec<(Uri, Acl)>) -> Result<(), Failure> {
        if !self.options.acl {
            return Ok(());
        }
        for (uri, acl) in lists.into_iter().rev() {
            let at = uri.path();
            let node = self.tree.read(at)?.into_owned();
            self.allow_acl_change(server, at, &node).map_err(|error| Failure::at(error, at))?;
            Self::check_root_acl(at, &node, &acl).map_err(|error| Failure::at(error, at))?;
            let change = Change { acl: Some(acl), ..Change::default() };
            self.write(Edit::Update { at, change })?;
        }
        Ok(())
    }

    pub(super) fn replace_serialized(
        &mut self,
        server: &str,
        target: &Uri,
        item: &Item<'_>,
    ) -> Result<(), Failure> {
        self.tree.read(target.path())?;
        self.allow(server, Right::Replace, target.path())?;
        let nodes = self.read_serialized(target, item, false)?;
        self.as_a_whole(|engine| {
            engine.delete_others(server, target, &nodes)?;
            let mut lists = Vec::new();
            for (uri, node) in nodes {
                let fail = |failure: Failure| Failure { at: Some(uri.clone()), ..failure };
                let old = match engine.tree.read(uri.path()) {
                    Ok(old) => old.into_owned(),
                    Err(TreeError::NotFound) => {
                        engine.add_parents(server, uri.path())?;
                        engine.add_serialized_node(server, uri, node, &mut lists)?;
                        continue;
                    }
                    Err(error) => return Err(Failure::at(error, uri.path())),
                };
                if old.is_interior() != node.is_interior() {
                    engine.delete_node(server, uri.path()).map_err(fail)?;
                    engine.add_serialized_node(server, uri, node, &mut lists)?;
                } else {
                    let acl = node.acl.clone();
                    engine.update_serialized(server, uri.path(), &old, node).map_err(fail)?;
                    if !acl.is_empty() && acl != old.acl {
                        lists.push((uri, acl));
                    }
                }
            }
            engine.set_lists(server, lists)
        })
    }

    /// Makes a node that exists what the document says; one that is that already is not touched.
    fn update_serialized(
        &mut self,
        server: &str,
        at: Path<'_>,
        old: &Node,
        node: Node,
    ) -> Result<(), Failure> {
        self.size(node.value.len())?;
        let is_same = old.value == node.value && old.format == node.format && old.kind == node.kind;
        if !node.is_interior() && !is_same {
            let change = Change {
                value: Some(node.value),
                format: Some(node.format),
                kind: Some(node.kind),
                ..Change::default()
            };
            self.replace_node(server, at, change)?;
        }
        if !node.title.is_empty() && node.title != old.title {
            self.require(server, Right::Replace, at)?;
            if node.title.len() > MAX_TITLE {
                return Err(TreeError::TooLarge.into());
            }
            let change = Change { title: Some(node.title), ..Change::default() };
            self.write(Edit::Update { at, change })?;
        }
        Ok(())
    }

    /// Deletes what is below the target and not in the document, each subtree at once.
    fn delete_others(
        &mut self,
        server: &str,
        target: &Uri,
        nodes: &[(Uri, Node)],
    ) -> Result<(), Failure> {
        let mut kept: BTreeSet<&str> = BTreeSet::new();
        for (uri, _) in nodes {
            // With all that is above, down from the target.
            let mut next = Some(uri.path());
            while let Some(path) = next.filter(|path| path.below(target.path()).is_some()) {
                if !kept.insert(path.as_normal()) {
                    break;
                }
                next = path.parent();
            }
        }
        let mut others = Vec::new();
        let mut open = Vec::from([target.clone()]);
        while let Some(uri) = open.pop() {
            let path = uri.path();
            if path != target.path() && !self.is_kept(path, &kept) {
                others.push(uri);
            } else if self.tree.read(path)?.is_interior() {
                self.tree.children(path, &mut |name| open.push(path.child_unchecked(name)))?;
            }
        }
        for uri in others {
            self.delete_node(server, uri.path())
                .map_err(|failure| Failure { at: Some(uri.clone()), ..failure })?;
        }
        Ok(())
    }

    /// Whether a node is in the document, which may write its name in other letters where the store
    /// does not care.
    fn is_kept(&self, path: Path<'_>, kept: &BTreeSet<&str>) -> bool {
        if kept.contains(path.as_normal()) {
            return true;
        }
        let lower = path.as_normal().to_lowercase();
        let is_alias = |other: &&&str| other.to_lowercase() == lower;
        // Two names that a store tells apart are both there.
        kept.iter()
            .find(is_alias)
            .is_some_and(|other| self.names_alike(path, Path::from_normal(other)))
    }

    /// Whether two addresses that differ in case lead to one node: then no sibling has the other.
    fn names_alike(&self, listed: Path<'_>, written: Path<'_>) -> bool {
        let mut has_other = false;
        if let Some(parent) = listed.parent() {
            let visited = self.tree.children(parent, &mut |name| {
                has_other |= name == written.name();
            });
            return visited.is_ok() && !has_other && self.tree.read(written).is_ok();
        }
        false
    }

    /// The nodes of a document with the addresses that they get.
    ///
    /// Paths are relative to the target. A document of one object whose top node has no name or that
    /// of the target is the target itself, which a server sends who has got it with `?list=TNDS`; in
    /// an Add only where the target does not exist, since else it would be there already.
    fn read_serialized(
        &self,
        target: &Uri,
        item: &Item<'_>,
        is_add: bool,
    ) -> Result<Vec<(Uri, Node)>, Failure> {
        if !self.options.tnds {
            return Err(TreeError::UnsupportedType.into());
        }
        let data = item.data.as_deref().unwrap_or_default();
        let document = Document::decode_with(data, self.options.max_nodes).map_err(fault)?;
        if document.nodes().len() == 0 {
            return Err(TreeError::BadValue.into());
        }
        let mut target = target.clone();
        if is_add && Self::is_inbox(target.path()) {
            if let Some(place) = document.object().and_then(|object| self.rules.place(object)) {
                target = place;
            }
        }
        let tops = document.nodes().filter(|node| node.path().depth() <= 1).count();
        let first = document.nodes().next().map_or(Path::ROOT, |node| node.path());
        let names_target = first.is_root() || first.as_normal() == target.path().name();
        let is_target = tops == 1
            && document.nodes().all(|node| node.path().below(first).is_some())
            && names_target
            && !target.path().is_root()
            && (first.is_root() || !is_add || !self.exists(target.path())?);
        let base = match target.path().parent() {
            Some(parent) if is_target && !first.is_root() => parent.into(),
            _ => target,
        };
        let mut nodes = Vec::with_capacity(document.nodes().len());
        // A long target is a part of the address of each node.
        let mut left = MAX_PATHS;
        for (path, node) in document.tree_nodes() {
            spend(&mut left, base.path(), path.path().as_normal().len()).map_err(fault)?;
            let uri = base.join(path.path());
            let node = node.map_err(|error| Failure { at: Some(uri.clone()), ..fault(error) })?;
            self.limits(&uri)?;
            nodes.push((uri, node));
        }
        Ok(nodes)
    }

    /// Whether a device takes such an address.
    fn limits(&self, uri: &Uri) -> Result<(), Failure> {
        if self.options.uri == crate::uri::UriRules::SPECIFICATION {
            return Ok(());
        }
        let text: String = alloc::string::ToString::to_string(uri);
        self.address(&text).map_err(|error| Failure::at(error, uri.path()))?;
        Ok(())
    }
}

/// What is wrong with a document, as a status has it.
fn fault(error: crate::Error) -> Failure {
    match error.kind() {
        ErrorKind::Uri(fault) => TreeError::Uri(fault),
        ErrorKind::Limit(_) => TreeError::TooLarge,
        ErrorKind::NoXml => TreeError::UnsupportedType,
        _ => TreeError::BadValue,
    }
    .into()
}
