//! Add.

use bytes::Bytes;

use super::{Engine, Failure, Item};
use crate::auth::decode_base64;
use crate::format::Format;
use crate::tree::acl::{Acl, Right};
use crate::tree::node::{Edit, Node, TEXT_PLAIN};
use crate::tree::rules::Rules;
use crate::tree::store::{Tree, TreeError};
use crate::uri::{Part, Path, Uri};

impl<T: Tree, R: Rules> Engine<T, R> {
    pub(super) fn add(&mut self, server: &str, item: &Item<'_>) -> Result<(), Failure> {
        let address = self.address(item.target)?;
        if *address.part() != Part::Node {
            return Err(TreeError::NotAllowed.into());
        }
        if item.is_tnds() {
            return self.add_serialized(server, address.uri(), item);
        }
        let node = self.node(item)?;
        let uri = address.uri();
        let parent = uri.path().parent();
        if parent.map_or(Ok(true), |parent| self.exists(parent))? {
            return self.add_node(server, uri.path(), node);
        }
        self.as_a_whole(|engine| {
            engine.add_parents(server, uri.path())?;
            engine.add_node(server, uri.path(), node)
        })
    }

    /// The node that an item makes.
    fn node(&self, item: &Item<'_>) -> Result<Node, Failure> {
        if let Some(fault) = item.fault {
            return Err(fault.into());
        }
        let format = item.format.unwrap_or_default();
        let value = self.value(format, item.data.as_ref())?;
        if format == Format::Node && !value.is_empty() {
            return Err(TreeError::BadValue.into());
        }
        let kind = if item.kind == TEXT_PLAIN { "" } else { item.kind };
        Ok(Node::leaf(value).with_format(format).with_kind(kind))
    }

    /// The octets that data stands for.
    pub(super) fn value(&self, format: Format, data: Option<&Bytes>) -> Result<Bytes, Failure> {
        let data = data.cloned().unwrap_or_default();
        let value = match format {
            Format::B64 => core::str::from_utf8(&data)
                .ok()
                .and_then(decode_base64)
                .map(Bytes::from)
                .ok_or(TreeError::BadValue)?,
            Format::Null if !data.is_empty() => return Err(TreeError::BadValue.into()),
            _ => data,
        };
        self.size(value.len())?;
        Ok(value)
    }

    /// Adds the interior nodes that are missing above a node.
    pub(super) fn add_parents(&mut self, server: &str, at: Path<'_>) -> Result<(), Failure> {
        let Some(parent) = at.parent() else { return Ok(()) };
        // From the root on, so that a leaf on the way is found.
        let mut reached = Uri::ROOT;
        for name in parent.segments() {
            reached = reached.path().child_unchecked(name);
            if self.exists(reached.path())? {
                continue;
            }
            let path = reached.path();
            if !self.options.implicit_add {
                return Err(Failure::at(TreeError::NotFound, path));
            }
            self.add_node(server, path, Node::interior())
                .map_err(|failure| Failure::at(failure.error, path))?;
        }
        Ok(())
    }

    /// Adds a node below one that exists.
    pub(super) fn add_node(
        &mut self,
        server: &str,
        at: Path<'_>,
        mut node: Node,
    ) -> Result<(), Failure> {
        let Some(parent) = at.parent() else {
            return Err(TreeError::AlreadyExists.into());
        };
        let is_interior = self.tree.read(parent)?.is_interior();
        self.require(server, Right::Add, parent)?;
        if !is_interior {
            return Err(TreeError::NotAllowed.into());
        }
        if self.exists(at)? {
            return Err(TreeError::AlreadyExists.into());
        }
        let rule = self.rule(at);
        if !rule.access.allows(Right::Add) {
            return Err(TreeError::NotAllowed.into());
        }
        if rule.format.is_some_and(|format| format.of_node() != node.format) {
            return Err(TreeError::UnsupportedType.into());
        }
        if node.format == Format::Null && !node.value.is_empty() {
            return Err(TreeError::BadValue.into());
        }
        if !node.is_interior() && !self.rules.allows_value(at, &node.value) {
            return Err(TreeError::BadValue.into());
        }
        if let Some(most) = self.rule(parent).max_children {
            let mut count = 0_u32;
            self.tree.children(parent, &mut |_| count = count.saturating_add(1))?;
            if count >= most {
                return Err(TreeError::Full.into());
            }
        }
        if node.acl.is_empty() && node.is_interior() {
            node.acl = self.automatic_acl(server, parent)?;
        }
        node.stamp = self.options.now;
        self.write(Edit::Add { at, node })?;
        Ok(())
    }

    /// The list of an interior node that a server adds where it may not replace the node above: else
    /// it could not change what it has added (DM TND 1.2.1, 7.7.1.3).
    fn automatic_acl(&self, server: &str, parent: Path<'_>) -> Result<Acl, TreeError> {
        if !self.options.acl || self.grants(server, Right::Replace, parent)? {
            return Ok(Acl::EMPTY);
        }
        let acl =
            if self.options.automatic_get { Acl::EMPTY.with_all(Right::Get) } else { Acl::EMPTY };
        [Right::Add, Right::Delete, Right::Replace]
            .into_iter()
            .try_fold(acl, |acl, right| acl.with(right, server))
            // A server whose name no list can have is granted nothing.
            .or(Ok(Acl::EMPTY))
    }
}
