//! Add and Replace of whole subtrees: all or nothing, with one status (DM TND 1.2.1, 7.7.2).

use alloc::collections::BTreeSet;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::property::MAX_TITLE;
use super::{Engine, Failure, Item};
use crate::auth::decode_base64;
use crate::error::ErrorKind;
use crate::format::Format;
use crate::tnds::{Document, MAX_PATHS, Made, spend};
use crate::tree::acl::{Acl, Right};
use crate::tree::node::{Change, Edit, Node};
use crate::tree::rules::{Rules, Scope};
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
            for (uri, made) in nodes {
                // A node of the document that is there by now may have other letters.
                let uri = engine.tree.spelled(uri.path()).unwrap_or(uri);
                if let Some(parent) = uri.path().parent().filter(|parent| *parent != known.path()) {
                    if !engine.exists(parent)? {
                        engine.add_parents(server, uri.path())?;
                    }
                    known = parent.into();
                }
                engine.add_serialized_node(server, uri, made.node, &mut lists)?;
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
        lists: &mut Vec<Listed>,
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
            lists.push(Listed { uri, acl, is_counted: true });
        }
        Ok(())
    }

    /// Sets the lists of a document as if they were replaced once all its nodes were there, those
    /// above last. So no list, which says who may change the object when it is there, takes from its
    /// own server what the rest of the object needs: that of an account has no Add (DM Bootstrap
    /// 1.2.1, 5.3).
    fn set_lists(&mut self, server: &str, lists: Vec<Listed>) -> Result<(), Failure> {
        if !self.options.acl {
            return Ok(());
        }
        for Listed { uri, acl, is_counted } in lists.into_iter().rev() {
            let at = uri.path();
            let node = self.tree.read(at)?.into_owned();
            self.allow_acl_change(server, at, &node).map_err(|error| Failure::at(error, at))?;
            Self::check_root_acl(at, &node, &acl).map_err(|error| Failure::at(error, at))?;
            let version = if is_counted { None } else { self.next_version(node.version) };
            let change = Change { acl: Some(acl), version, ..Change::default() };
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
            for (uri, mut made) in nodes {
                let uri = engine.tree.spelled(uri.path()).unwrap_or(uri);
                let fail = |failure: Failure| Failure { at: Some(uri.clone()), ..failure };
                let old = match engine.tree.read(uri.path()) {
                    Ok(old) => old.into_owned(),
                    Err(TreeError::NotFound) => {
                        engine.add_parents(server, uri.path())?;
                        engine.add_serialized_node(server, uri, made.node, &mut lists)?;
                        continue;
                    }
                    Err(error) => return Err(Failure::at(error, uri.path())),
                };
                made.leave_open(&old);
                if old.is_interior() != made.node.is_interior() {
                    engine.delete_node(server, uri.path()).map_err(fail)?;
                    engine.add_serialized_node(server, uri, made.node, &mut lists)?;
                } else {
                    // No list at the root, which always has one, says nothing of it.
                    let says = made.has_acl && !(uri.path().is_root() && made.node.acl.is_empty());
                    let acl = Some(made.node.acl.clone()).filter(|acl| says && *acl != old.acl);
                    let is_counted =
                        engine.update_serialized(server, uri.path(), &old, made).map_err(fail)?;
                    lists.extend(acl.map(|acl| Listed { uri, acl, is_counted }));
                }
            }
            engine.set_lists(server, lists)
        })
    }

    /// Makes a node that exists what the document says; one that is that already is not touched, and
    /// what the document does not say stays. Tells whether it has counted a change.
    fn update_serialized(
        &mut self,
        server: &str,
        at: Path<'_>,
        old: &Node,
        made: Made,
    ) -> Result<bool, Failure> {
        let Made { node, has_title, .. } = made;
        self.size(node.value.len())?;
        let mut change = Change::default();
        if has_title && node.title != old.title {
            self.require(server, Right::Replace, at)?;
            if node.title.len() > MAX_TITLE {
                return Err(TreeError::TooLarge.into());
            }
            change.title = Some(node.title);
        }
        let is_same = old.value == node.value && old.format == node.format && old.kind == node.kind;
        if !old.is_interior() && !is_same {
            change.value = Some(node.value);
            change.format = Some(node.format);
            change.kind = Some(node.kind);
            self.replace_node(server, at, change)?;
            return Ok(true);
        }
        if old.is_interior() && node.kind != old.kind {
            // DM TND 1.2.1, 7.4: what is permanent keeps its type.
            let rule = self.allow(server, Right::Replace, at)?;
            if rule.scope == Scope::Permanent {
                return Err(TreeError::NotAllowed.into());
            }
            change.kind = Some(node.kind);
        }
        let is_changed = change != Change::default();
        if is_changed {
            change.version = self.next_version(old.version);
            self.write(Edit::Update { at, change })?;
        }
        Ok(is_changed)
    }

    /// Deletes what is below the target and not in the document, each subtree at once.
    fn delete_others(
        &mut self,
        server: &str,
        target: &Uri,
        nodes: &[(Uri, Made)],
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
            if path != target.path() && !kept.contains(path.as_normal()) {
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

    /// The nodes of a document with the addresses that they get.
    ///
    /// Paths are relative to the target. A document of one object whose top node has no name or that
    /// of the target is the target itself, which a server sends who has got it with `?list=TNDS`; in
    /// an Add only where the target does not exist, since else it would be there already. In the inbox
    /// an object goes where objects of its kind are, under its own name or else under a number.
    fn read_serialized(
        &self,
        target: &Uri,
        item: &Item<'_>,
        is_add: bool,
    ) -> Result<Vec<(Uri, Made)>, Failure> {
        if !self.options.tnds {
            return Err(TreeError::UnsupportedType.into());
        }
        let data = item.data.as_deref().unwrap_or_default();
        // In messages of XML a document of WBXML is base64; the first octets decide, whatever is said.
        let is_base64 = item.format == Some(Format::B64);
        let text = core::str::from_utf8(data).ok().filter(|_| is_base64);
        let octets = text.and_then(decode_base64);
        let data = octets.as_deref().unwrap_or(data);
        let document = Document::decode_with(data, self.options.max_nodes).map_err(fault)?;
        if document.nodes().len() == 0 {
            return Err(TreeError::BadValue.into());
        }
        let base = if is_add && self.is_inbox(target.path()) {
            self.base_in_inbox(target, &document)?
        } else {
            self.base(target, &document, is_add)?
        };
        let mut nodes = Vec::with_capacity(document.nodes().len());
        // A long target is a part of the address of each node.
        let mut left = MAX_PATHS;
        for (path, made) in document.tree_nodes() {
            spend(&mut left, base.path(), path.path().as_normal().len()).map_err(fault)?;
            let uri = base.join(path.path());
            let uri = self.taken(uri, &base)?;
            let made = made.map_err(|error| Failure { at: Some(uri.clone()), ..fault(error) })?;
            nodes.push((uri, made));
        }
        Ok(nodes)
    }

    /// What the paths of a document are relative to.
    fn base(&self, target: &Uri, document: &Document, is_add: bool) -> Result<Uri, TreeError> {
        let at = target.path();
        let Some((above, first)) = at.parent().zip(only_top(document)) else {
            return Ok(target.clone());
        };
        let is_target = self.tree.case(above).is_same(first.as_normal(), at.name());
        Ok(if is_target && (!is_add || !self.exists(at)?) { above.into() } else { target.clone() })
    }

    /// The same in the inbox: the one who adds an object there need not know where it goes, nor has
    /// it to have a name (DM StdObj 1.2.1, 5.5; DM TNDS 1.2.1).
    fn base_in_inbox(&self, target: &Uri, document: &Document) -> Result<Uri, TreeError> {
        let place = document.object().and_then(|object| self.rules.place(object));
        let place = place.map(|place| self.tree.spelled(place.path()).unwrap_or(place));
        let first = only_top(document);
        let is_unnamed = first.is_some_and(Path::is_root);
        match place {
            // The name that it has where it was sent to.
            Some(place) if is_unnamed && target.path().depth() > 1 => {
                Ok(place.path().child_unchecked(target.path().name()))
            }
            Some(place) if is_unnamed => self.free_child(place.path()),
            Some(place) => Ok(place),
            None if is_unnamed && target.path().depth() == 1 => self.free_child(target.path()),
            None => self.base(target, document, true),
        }
    }

    /// A number that no child has as its name.
    fn free_child(&self, above: Path<'_>) -> Result<Uri, TreeError> {
        let mut number = 1_u32;
        match self.tree.children(above, &mut |_| number = number.saturating_add(1)) {
            Ok(()) | Err(TreeError::NotFound) => {}
            Err(error) => return Err(error),
        }
        loop {
            let uri = above.child_unchecked(&number.to_string());
            if !self.exists(uri.path())? {
                return Ok(uri);
            }
            number = number.checked_add(1).ok_or(TreeError::Full)?;
        }
    }

    /// The address of a node as a command would have it, where a device takes such an address: in the
    /// letters of the store, and by the rules of Windows with `./Vendor` for `./Device/Vendor`. What would
    /// be elsewhere than below its base is refused: where the document has it no command finds it.
    fn taken(&self, uri: Uri, base: &Uri) -> Result<Uri, Failure> {
        let spelled = |uri: Uri| self.tree.spelled(uri.path()).unwrap_or(uri);
        if self.options.uri == crate::uri::UriRules::SPECIFICATION {
            return Ok(spelled(uri));
        }
        let address =
            self.address(&uri.to_string()).map_err(|error| Failure::at(error, uri.path()))?;
        if address.uri().path().below(base.path()).is_none() {
            return Err(Failure::at(TreeError::NotAllowed, uri.path()));
        }
        Ok(address.uri().clone())
    }
}

/// A list that is set once all nodes of a document are there.
struct Listed {
    uri: Uri,
    acl: Acl,
    /// Whether the node has counted a change, or is new.
    is_counted: bool,
}

/// The node at the top of a document that has one alone; the root where it has no name.
fn only_top(document: &Document) -> Option<Path<'_>> {
    let first = document.nodes().next()?.path();
    if first.is_root() {
        return Some(first);
    }
    let tops = document.nodes().filter(|node| node.path().depth() <= 1).count();
    let is_only = tops == 1 && document.nodes().all(|node| node.path().below(first).is_some());
    is_only.then_some(first)
}

/// What is wrong with a document, as a status has it.
fn fault(error: crate::Error) -> Failure {
    match error.kind() {
        ErrorKind::Uri(fault) => TreeError::Uri(fault),
        ErrorKind::Limit(_) => TreeError::TooLarge,
        // XML, or a format that nobody knows.
        ErrorKind::NoXml | ErrorKind::UnknownName => TreeError::UnsupportedType,
        _ => TreeError::BadValue,
    }
    .into()
}
