//! Get.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{Engine, Failure, ItemResult};
use crate::format::Format;
use crate::tnds::Document;
use crate::tree::acl::Right;
use crate::tree::node::{Node, TEXT_PLAIN};
use crate::tree::rules::Rules;
use crate::tree::store::{Tree, TreeError};
use crate::uri::{List, Part, Path, PropertyName, PropertySet, Uri, escape};

impl<T: Tree, R: Rules> Engine<T, R> {
    pub(super) fn get(&self, server: &str, target: &str) -> Result<Vec<ItemResult>, Failure> {
        let address = self.address(target)?;
        let at = address.uri().path();
        if self.is_inbox(at) {
            return Err(TreeError::NotAllowed.into());
        }
        let node = self.tree.read(at)?;
        self.require(server, Right::Get, at)?;
        let one = |result| Ok(Vec::from([result]));
        match *address.part() {
            Part::Property(name) => {
                let text = self.property(at, &node, name).ok_or(TreeError::NotSupported)?;
                one(ItemResult::new(target, Format::Chr, text))
            }
            _ if !self.rule(at).access.allows(Right::Get) => Err(TreeError::NotAllowed.into()),
            Part::Node if node.is_interior() => {
                one(ItemResult::new(target, Format::Node, self.names(at)?))
            }
            Part::Node => one(leaf(target, &node)),
            Part::List(List::Struct) => self.list(server, address.uri(), false),
            Part::List(List::StructData) => self.list(server, address.uri(), true),
            Part::List(List::Tnds) => self.serialize(server, target, address.uri(), DEVICE),
            Part::List(List::TndsWith(set)) => self.serialize(server, target, address.uri(), set),
            Part::List(List::TndsWithout(set)) => {
                self.serialize(server, target, address.uri(), set.complement())
            }
        }
    }

    /// The names of the children, each with the escapes of an address.
    fn names(&self, at: Path<'_>) -> Result<String, TreeError> {
        let mut names = String::new();
        self.tree.children(at, &mut |name| {
            if !names.is_empty() {
                names.push('/');
            }
            names.push_str(&escape(name));
        })?;
        Ok(names)
    }

    /// An item for each node that the server may get.
    fn list(&self, server: &str, from: &Uri, with_data: bool) -> Result<Vec<ItemResult>, Failure> {
        let mut results = Vec::new();
        self.visible(server, from, |at, node| {
            let mut result = leaf(&at.to_string(), node);
            if !with_data || node.is_interior() {
                result.data = None;
            }
            results.push(result);
        })?;
        Ok(results)
    }

    fn serialize(
        &self,
        server: &str,
        target: &str,
        from: &Uri,
        set: PropertySet,
    ) -> Result<Vec<ItemResult>, Failure> {
        if !self.options.tnds {
            return Err(TreeError::NotSupported.into());
        }
        let mut set = set;
        for name in PropertyName::ALL {
            if !self.keeps(name) {
                set = set.without(name);
            }
        }
        let mut document = Document::new();
        self.visible(server, from, |at, node| {
            document.push_captured(from.path(), at, node, set);
        })?;
        let octets = document.to_wbxml().map_err(|_| TreeError::Store)?;
        Ok(Vec::from([ItemResult {
            source: target.to_string(),
            format: Format::Bin,
            kind: crate::tnds::MEDIA_TYPE_WBXML.to_string(),
            data: Some(octets.into()),
        }]))
    }

    /// Visits the nodes that a server may get, each before its children. What is below one that it
    /// may not is left out.
    pub(super) fn visible(
        &self,
        server: &str,
        from: &Uri,
        mut visit: impl FnMut(Path<'_>, &Node),
    ) -> Result<(), TreeError> {
        // With each the right that it inherits where it has no list of its own.
        let mut open = Vec::from([(from.clone(), self.grants(server, Right::Get, from.path())?)]);
        while let Some((uri, inherited)) = open.pop() {
            let at = uri.path();
            let node = self.tree.read(at)?;
            let granted = if node.acl.is_empty() || !self.options.acl {
                inherited
            } else {
                node.acl.grants(Right::Get, server)
            };
            if !granted || !self.rule(at).access.allows(Right::Get) || self.is_inbox(at) {
                continue;
            }
            visit(at, &node);
            if node.is_interior() {
                let first = open.len();
                self.tree
                    .children(at, &mut |name| open.push((at.child_unchecked(name), granted)))?;
                if let Some(children) = open.get_mut(first..) {
                    children.reverse();
                }
            }
        }
        Ok(())
    }
}

/// What `?list=TNDS` has where it does not say: what a node must have, and the value.
const DEVICE: PropertySet =
    PropertySet::NONE.with(PropertyName::Format).with(PropertyName::Type).with_value();

fn leaf(source: &str, node: &Node) -> ItemResult {
    let mut result = ItemResult::new(source, node.format, node.value.clone());
    if node.is_interior() {
        result.kind = if node.kind.is_empty() { TEXT_PLAIN.into() } else { node.kind.clone() };
    } else {
        result.kind = node.media_type().into();
    }
    result
}
