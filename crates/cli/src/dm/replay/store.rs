//! The tree of a device in a script.

#![allow(clippy::std_instead_of_alloc, reason = "a command has the standard library")]

use std::borrow::Cow;
use std::collections::BTreeMap;

use bytes::Bytes;
use provost::dm::tree::{Edit, Execution, MemoryTree, Node, Tree, TreeError};
use provost::dm::uri::Path;

/// A store whose nodes can be run.
#[derive(Debug)]
pub(crate) struct Store {
    pub(super) tree: MemoryTree,
    pub(super) runs: BTreeMap<String, Execution>,
}

impl Tree for Store {
    fn read(&self, at: Path<'_>) -> Result<Cow<'_, Node>, TreeError> {
        self.tree.read(at)
    }

    fn children(&self, at: Path<'_>, visit: &mut dyn FnMut(&str)) -> Result<(), TreeError> {
        self.tree.children(at, visit)
    }

    fn write(&mut self, edit: Edit<'_>) -> Result<(), TreeError> {
        self.tree.write(edit)
    }

    fn exec(&mut self, at: Path<'_>, _: Option<&Bytes>) -> Result<Execution, TreeError> {
        self.tree.read(at)?;
        self.runs.get(at.as_normal()).copied().ok_or(TreeError::NotAllowed)
    }
}
