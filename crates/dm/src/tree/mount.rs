//! Several stores in one tree.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use bytes::Bytes;

use super::case::Case;
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
    mounts: Vec<Mount<'s>>,
}

/// A store that is mounted.
struct Mount<'s> {
    /// In the letters of the stores above it.
    at: Uri,
    /// Of each segment, whether its case counts.
    cases: Vec<Case>,
    store: Box<dyn Tree + 's>,
}

impl Mount<'_> {
    /// What is left of an address behind the mount, or nothing where it is not there nor below.
    fn below<'p>(&self, at: Path<'p>) -> Option<Path<'p>> {
        let mut rest = at.as_normal();
        for (own, case) in self.at.path().segments().zip(&self.cases) {
            let (name, behind) = rest.split_once('/').unwrap_or((rest, ""));
            if !case.is_same(own, name) {
                return None;
            }
            rest = behind;
        }
        Some(Path::from_normal(rest))
    }

    /// Whether the mount is at an address or below it.
    fn is_below(&self, at: Path<'_>) -> bool {
        let mut own = self.at.path().segments().zip(&self.cases);
        at.segments().all(|name| own.next().is_some_and(|(own, case)| case.is_same(own, name)))
    }
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
                let at = self.spelled(at.path()).unwrap_or(at);
                let mut cases = Vec::new();
                let mut above = at.path().parent();
                while let Some(path) = above {
                    cases.push(self.case(path));
                    above = path.parent();
                }
                cases.reverse();
                self.mounts.push(Mount { at, cases, store: Box::new(store) });
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// The store that has a node, and the address there.
    fn find<'p>(&self, at: Path<'p>) -> (Option<usize>, Path<'p>) {
        let mut found = (None, at);
        for (index, mount) in self.mounts.iter().enumerate() {
            // What is left is the shorter the deeper the mount is.
            match mount.below(at) {
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
        store.map_or(&*self.root, |mount| &*mount.store)
    }

    fn store_mut(&mut self, index: Option<usize>) -> &mut (dyn Tree + 's) {
        match index.and_then(|index| self.mounts.get_mut(index)) {
            Some(mount) => &mut *mount.store,
            None => &mut *self.root,
        }
    }
}

impl fmt::Debug for Mounts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.mounts.iter().map(|mount| &mount.at)).finish()
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
        let depth = at.depth().saturating_add(1);
        for mount in &self.mounts {
            if mount.cases.len() == depth && mount.is_below(at) {
                visit(mount.at.path().name());
            }
        }
        Ok(())
    }

    fn case(&self, at: Path<'_>) -> Case {
        let (index, below) = self.find(at);
        self.store(index).case(below)
    }

    fn spelled(&self, at: Path<'_>) -> Option<Uri> {
        let (index, below) = self.find(at);
        let inside = self.store(index).spelled(below);
        let Some(mount) = index.and_then(|index| self.mounts.get(index)) else {
            return inside;
        };
        let spelled = mount.at.join(inside.as_ref().map_or(below, Uri::path));
        (spelled.path() != at).then_some(spelled)
    }

    fn write(&mut self, edit: Edit<'_>) -> Result<(), TreeError> {
        let at = edit.at();
        let (index, below) = self.find(at);
        let is_above = self.mounts.iter().any(|mount| mount.is_below(at));
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
            let is_taken = |new: &Uri| {
                let depth = new.path().depth();
                let mut mounts = self.mounts.iter();
                mounts.any(|mount| mount.cases.len() == depth && mount.is_below(new.path()))
            };
            if new.as_ref().is_some_and(is_taken) {
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
