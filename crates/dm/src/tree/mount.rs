//! Several stores in one tree.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use bytes::Bytes;

use super::node::{Edit, Node};
use super::store::{Execution, Tree, TreeError};
use crate::uri::{Path, Uri};

/// A tree of several stores: one at the root, others at nodes below it.
///
/// A store sees addresses below the node it is mounted at, which is its own root. Changes that are
/// taken back are taken back by the engine, from its log; transactions of the stores are not used.
///
/// ```
/// use provost_dm::tree::{Engine, Item, MemoryTree, Mounts, Operation, Tree};
///
/// let mut mounts = Mounts::new(MemoryTree::new());
/// mounts.mount("./DevDetail".parse()?, MemoryTree::new())?;
/// let mut engine = Engine::new(mounts);
/// engine.execute("srv", &Operation::Add(Item::new("./DevDetail/FwV").with_data("1.0")));
/// let outcome = engine.execute("srv", &Operation::Get("."));
/// assert_eq!(outcome.results()[0].text(), Some("DevDetail"));
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
pub struct Mounts<'s> {
    root: Box<dyn Tree + 's>,
    mounts: Vec<(Uri, Box<dyn Tree + 's>)>,
}

impl<'s> Mounts<'s> {
    /// A tree of one store.
    #[must_use]
    pub fn new(root: impl Tree + 's) -> Self {
        Self { root: Box::new(root), mounts: Vec::new() }
    }

    /// Mounts a store at a node that does not exist, below an interior node that does.
    ///
    /// # Errors
    /// [`TreeError::AlreadyExists`], also for the root; [`TreeError::NotFound`] and
    /// [`TreeError::NotAllowed`] where there is no interior node above it.
    pub fn mount(&mut self, at: Uri, store: impl Tree + 's) -> Result<(), TreeError> {
        let parent = at.path().parent().ok_or(TreeError::AlreadyExists)?;
        if !self.read(parent)?.is_interior() {
            return Err(TreeError::NotAllowed);
        }
        match self.read(at.path()) {
            Ok(_) => Err(TreeError::AlreadyExists),
            Err(TreeError::NotFound) => {
                self.mounts.push((at, Box::new(store)));
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// The store that has a node, and the address there.
    fn find<'p>(&self, at: Path<'p>) -> (Option<usize>, Path<'p>) {
        let mut found = (None, at);
        for (index, (uri, _)) in self.mounts.iter().enumerate() {
            // What is left is the shorter the deeper the mount is.
            match at.below(uri.path()) {
                Some(below)
                    if found.0.is_none() || below.as_normal().len() < found.1.as_normal().len() =>
                {
                    found = (Some(index), below);
                }
                _ => {}
            }
        }
        found
    }

    fn store(&self, index: Option<usize>) -> &(dyn Tree + 's) {
        let store = index.and_then(|index| self.mounts.get(index));
        store.map_or(&*self.root, |(_, store)| &**store)
    }

    fn store_mut(&mut self, index: Option<usize>) -> &mut (dyn Tree + 's) {
        match index.and_then(|index| self.mounts.get_mut(index)) {
            Some((_, store)) => &mut **store,
            None => &mut *self.root,
        }
    }
}

impl fmt::Debug for Mounts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.mounts.iter().map(|(uri, _)| uri)).finish()
    }
}

impl Tree for Mounts<'_> {
    fn read(&self, at: Path<'_>) -> Result<Cow<'_, Node>, TreeError> {
        let (index, below) = self.find(at);
        self.store(index).read(below)
    }

    fn children(&self, at: Path<'_>, visit: &mut dyn FnMut(&str)) -> Result<(), TreeError> {
        let (index, below) = self.find(at);
        self.store(index).children(below, visit)?;
        for (uri, _) in &self.mounts {
            if uri.path().parent() == Some(at) {
                visit(uri.path().name());
            }
        }
        Ok(())
    }

    fn write(&mut self, edit: Edit<'_>) -> Result<(), TreeError> {
        let at = edit.at();
        let (index, below) = self.find(at);
        let is_above = self.mounts.iter().any(|(uri, _)| uri.path().below(at).is_some());
        match edit {
            Edit::Add { .. } if index.is_some() && below.is_root() => {
                return Err(TreeError::AlreadyExists);
            }
            // What is mounted there, or below, would be lost from sight.
            Edit::Rename { .. } | Edit::Delete { .. } if is_above => {
                return Err(TreeError::NotAllowed);
            }
            _ => {}
        }
        if let Edit::Rename { name, .. } = edit {
            let new = at.parent().map(|parent| parent.child_unchecked(name));
            if self.mounts.iter().any(|(uri, _)| Some(uri) == new.as_ref()) {
                return Err(TreeError::AlreadyExists);
            }
        }
        self.store_mut(index).write(edit.moved(below))
    }

    fn exec(&mut self, at: Path<'_>, data: Option<&Bytes>) -> Result<Execution, TreeError> {
        let (index, below) = self.find(at);
        self.store_mut(index).exec(below, data)
    }
}
