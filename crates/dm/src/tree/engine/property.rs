//! Properties by `?prop=`.

use alloc::string::{String, ToString};

use bytes::Bytes;

use super::{Engine, Failure};
use crate::tree::acl::{Acl, Right};
use crate::tree::node::{Change, Edit, Node};
use crate::tree::rules::{Rules, Scope};
use crate::tree::store::{Tree, TreeError};
use crate::tree::undo::walk;
use crate::uri::{Path, PropertyName, Uri};

impl<T: Tree, R: Rules> Engine<T, R> {
    /// Whether the device keeps a property: these it must (DM TND 1.2.1, 7.3).
    pub(super) const fn keeps(&self, name: PropertyName) -> bool {
        match name {
            PropertyName::Acl => self.options.acl,
            PropertyName::Format | PropertyName::Name | PropertyName::Type => true,
            _ => self.options.properties.contains(name),
        }
    }

    /// The text of a property; nothing where the device does not keep it.
    pub(super) fn property(&self, at: Path<'_>, node: &Node, name: PropertyName) -> Option<String> {
        if !self.keeps(name) {
            return None;
        }
        Some(match name {
            // The list of its own, and not the one that holds.
            PropertyName::Acl => node.acl.to_string(),
            PropertyName::Format => node.format.name().into(),
            PropertyName::Name => at.name().into(),
            PropertyName::Size if node.is_interior() => return None,
            PropertyName::Size => node.value.len().to_string(),
            PropertyName::Title => node.title.clone(),
            PropertyName::TStamp => node.stamp.map(|stamp| stamp.to_string()).unwrap_or_default(),
            PropertyName::Type => node.media_type().into(),
            PropertyName::VerNo => node.version.to_string(),
        })
    }

    pub(super) fn replace_property(
        &mut self,
        server: &str,
        at: Path<'_>,
        name: PropertyName,
        data: Option<&Bytes>,
    ) -> Result<(), Failure> {
        let node = self.tree.read(at)?.into_owned();
        if !self.keeps(name) {
            return Err(TreeError::NotSupported.into());
        }
        let text = data.map_or(Ok(""), |data| core::str::from_utf8(data));
        let text = text.map_err(|_| TreeError::BadValue)?;
        match name {
            PropertyName::Acl => self.replace_acl(server, at, &node, text),
            PropertyName::Name => self.rename(server, at, &node, text),
            PropertyName::Title => {
                self.require(server, Right::Replace, at)?;
                if text.len() > MAX_TITLE {
                    return Err(TreeError::TooLarge.into());
                }
                let change = Change {
                    title: Some(text.into()),
                    version: self.next_version(node.version),
                    ..Change::default()
                };
                self.write(Edit::Update { at, change })?;
                Ok(())
            }
            _ => Err(TreeError::NotAllowed.into()),
        }
    }

    fn replace_acl(
        &mut self,
        server: &str,
        at: Path<'_>,
        node: &Node,
        text: &str,
    ) -> Result<(), Failure> {
        self.allow_acl_change(server, at, node)?;
        let acl: Acl = text.trim_ascii().parse().map_err(|_| TreeError::BadValue)?;
        Self::check_root_acl(at, node, &acl)?;
        let change = Change {
            acl: Some(acl),
            version: self.next_version(node.version),
            ..Change::default()
        };
        self.write(Edit::Update { at, change })?;
        Ok(())
    }

    /// The root always has a list, and who may add to it is not to be changed (DM TND 1.2.1, 7.7.1.1).
    pub(super) fn check_root_acl(at: Path<'_>, node: &Node, acl: &Acl) -> Result<(), TreeError> {
        let keeps_add = !node.acl.grants(Right::Add, "*") || acl.grants(Right::Add, "*");
        if at.is_root() && (acl.is_empty() || !keeps_add) {
            return Err(TreeError::NotAllowed);
        }
        Ok(())
    }

    fn rename(
        &mut self,
        server: &str,
        at: Path<'_>,
        node: &Node,
        name: &str,
    ) -> Result<(), Failure> {
        let rule = self.allow(server, Right::Replace, at)?;
        let Some(parent) = at.parent().filter(|_| rule.scope == Scope::Dynamic) else {
            return Err(TreeError::NotAllowed.into());
        };
        if name == at.name() {
            return Ok(());
        }
        let new = parent.child(name).map_err(|_| TreeError::BadValue)?;
        // The address that the node gets has the limits of any other.
        self.address(&new.to_string())?;
        // In a store without case the node itself is found under its new name.
        let is_same = self.tree.case(parent).is_same(at.name(), name);
        if !is_same && self.exists(new.path())? {
            return Err(TreeError::AlreadyExists.into());
        }
        if !self.rule(new.path()).access.allows(Right::Replace) {
            return Err(TreeError::NotAllowed.into());
        }
        self.keep_hidden(at, &new)?;
        let version = self.next_version(node.version);
        self.as_a_whole(|engine| {
            engine.write(Edit::Rename { at, name })?;
            let change = Change { version, ..Change::default() };
            engine.write(Edit::Update { at: new.path(), change })?;
            Ok(())
        })
    }

    /// Whether what takes no Get takes none under the new name of a node either: else a secret could
    /// be read there.
    fn keep_hidden(&self, at: Path<'_>, new: &Uri) -> Result<(), TreeError> {
        let is_open = |at: Path<'_>| !self.is_inbox(at) && self.rule(at).access.allows(Right::Get);
        let mut is_kept = true;
        walk(&self.tree, at.into(), |old, _| {
            let moved = new.join(old.below(at).unwrap_or(Path::ROOT));
            is_kept &= is_open(old) || !is_open(moved.path());
        })?;
        if is_kept { Ok(()) } else { Err(TreeError::NotAllowed) }
    }
}

/// Octets of a title (DM TND 1.2.1, 7.7.5).
pub(super) const MAX_TITLE: usize = 255;
