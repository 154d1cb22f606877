//! Replace, Delete, Copy, Exec.

use alloc::string::String;

use bytes::Bytes;

use super::{Engine, Failure, Item};
use crate::format::Format;
use crate::tree::acl::Right;
use crate::tree::node::{Change, Edit, Node, TEXT_PLAIN};
use crate::tree::rules::{Rules, Scope};
use crate::tree::store::{Execution, Tree, TreeError};
use crate::uri::{Address, Part, Path};

impl<T: Tree, R: Rules> Engine<T, R> {
    pub(super) fn replace(&mut self, server: &str, item: &Item<'_>) -> Result<(), Failure> {
        let address = self.address(item.target)?;
        let at = address.uri().path();
        match *address.part() {
            Part::Property(name) => {
                // Data that cannot be read is no empty value; a property has no format to be wrong.
                if let (Some(fault), None) = (item.fault, &item.data) {
                    return Err(fault.into());
                }
                self.replace_property(server, at, name, item.data.as_ref())
            }
            Part::List(_) => Err(TreeError::NotAllowed.into()),
            Part::Node if item.is_tnds() => self.replace_serialized(server, address.uri(), item),
            Part::Node if self.options.replace_adds && !self.exists(at)? => self.add(server, item),
            Part::Node => {
                if let Some(fault) = item.fault {
                    return Err(fault.into());
                }
                let format = item.format.map(Format::of_node);
                let kind = (!item.kind.is_empty()).then(|| {
                    if item.kind == TEXT_PLAIN { String::new() } else { item.kind.into() }
                });
                // Without a format the data is as the node has it.
                let coding = item.format.unwrap_or(Format::Chr);
                let value = self.value(coding, item.data.as_ref())?;
                let change = Change { value: Some(value), format, kind, ..Change::default() };
                self.replace_node(server, at, change)
            }
        }
    }

    /// Changes the value of a leaf, and with it perhaps its format and type.
    pub(super) fn replace_node(
        &mut self,
        server: &str,
        at: Path<'_>,
        mut change: Change,
    ) -> Result<(), Failure> {
        let node = self.tree.read(at)?;
        let rule = self.allow(server, Right::Replace, at)?;
        if node.is_interior() || change.format == Some(Format::Node) {
            return Err(TreeError::NotAllowed.into());
        }
        change.format = change.format.filter(|format| *format != node.format);
        change.kind = change.kind.filter(|kind| *kind != node.kind);
        let is_other_format = |only: Format| change.format.is_some_and(|new| only.of_node() != new);
        if rule.format.is_some_and(is_other_format) {
            return Err(TreeError::UnsupportedType.into());
        }
        // DM TND 1.2.1, 7.4: what is permanent keeps its name, its format and its type.
        let is_other = change.format.is_some() || change.kind.is_some();
        if is_other && rule.scope == Scope::Permanent {
            return Err(TreeError::NotAllowed.into());
        }
        let format = change.format.unwrap_or(node.format);
        if format == Format::Null && !change.value.as_ref().unwrap_or(&node.value).is_empty() {
            return Err(TreeError::BadValue.into());
        }
        let allows = |value: &Bytes| self.rules.allows_value(at, value);
        if !change.value.as_ref().is_none_or(allows) {
            return Err(TreeError::BadValue.into());
        }
        change.version = self.next_version(node.version);
        self.write(Edit::Update { at, change })?;
        Ok(())
    }

    pub(super) fn delete(&mut self, server: &str, target: &str) -> Result<(), Failure> {
        let address = self.address(target)?;
        let at = address.uri().path();
        if *address.part() != Part::Node || at.is_root() {
            return Err(TreeError::NotAllowed.into());
        }
        self.delete_node(server, at)
    }

    /// Deletes a node and all below it, also what could not be deleted by itself.
    pub(super) fn delete_node(&mut self, server: &str, at: Path<'_>) -> Result<(), Failure> {
        self.tree.read(at)?;
        let rule = self.allow(server, Right::Delete, at)?;
        if rule.scope == Scope::Permanent {
            return Err(TreeError::NotAllowed.into());
        }
        self.write(Edit::Delete { at })?;
        Ok(())
    }

    pub(super) fn copy(&mut self, server: &str, from: &str, to: &str) -> Result<(), Failure> {
        if !self.options.copy {
            return Err(TreeError::NotSupported.into());
        }
        let (from, to) = (self.leaf_address(from)?, self.leaf_address(to)?);
        let (source, target) = (from.uri().path(), to.uri().path());
        if self.is_inbox(source) {
            return Err(TreeError::NotAllowed.into());
        }
        let node = self.tree.read(source)?.into_owned();
        let rule = self.allow(server, Right::Get, source)?;
        if !rule.access.allows_copy() || node.is_interior() {
            return Err(TreeError::NotAllowed.into());
        }
        if source == target {
            return Err(TreeError::AlreadyExists.into());
        }
        if self.exists(target)? {
            let change = Change {
                value: Some(node.value),
                format: Some(node.format),
                kind: Some(node.kind),
                ..Change::default()
            };
            return self.replace_node(server, target, change);
        }
        let copy = Node::leaf(node.value).with_format(node.format).with_kind(node.kind);
        self.as_a_whole(|engine| {
            engine.add_parents(server, target)?;
            engine.add_node(server, target, copy)
        })
    }

    fn leaf_address(&self, text: &str) -> Result<Address, Failure> {
        let address = self.address(text)?;
        if *address.part() == Part::Node { Ok(address) } else { Err(TreeError::NotAllowed.into()) }
    }

    pub(super) fn exec(
        &mut self,
        server: &str,
        target: &str,
        data: Option<&Bytes>,
    ) -> Result<Execution, Failure> {
        let address = self.leaf_address(target)?;
        let at = address.uri().path();
        self.tree.read(at)?;
        self.allow(server, Right::Exec, at)?;
        Ok(self.tree.exec(at, data)?)
    }
}
