//! Groups of changes past all rules: what the device itself does to its tree.

use alloc::borrow::Cow;
use core::fmt;

use super::acl::Acl;
use super::case::Case;
use super::node::{Edit, Node};
use super::store::{Transaction, Tree, TreeError};
use super::undo::UndoLog;
use crate::uri::{Path, Uri};

/// Changes a store as a whole: what `change` writes holds where it comes to `Ok`, and is taken back
/// where it does not.
///
/// No access control list and no rule is asked. This is for the device, which installs what it was
/// provisioned with; what a server sends goes through an [`Engine`](super::Engine).
///
/// ```
/// use provost_dm::tree::{Edit, MemoryTree, Node, Tree, TreeError, atomically};
/// use provost_dm::uri::Uri;
///
/// let mut tree = MemoryTree::new();
/// let uri: Uri = "./DMAcc".parse()?;
/// let outcome: Result<(), TreeError> = atomically(&mut tree, |changes| {
///     changes.write(Edit::Add { at: uri.path(), node: Node::interior() })?;
///     Err(TreeError::Full)
/// });
/// assert_eq!(outcome, Err(TreeError::Full));
/// assert!(tree.is_empty());
/// # Ok::<(), provost_dm::Error>(())
/// ```
///
/// # Errors
/// That of `change`, and what keeps the store from beginning, ending, or going back.
pub fn atomically<T: Tree, V, E: From<TreeError>>(
    tree: &mut T,
    change: impl FnOnce(&mut Changes<'_, T>) -> Result<V, E>,
) -> Result<V, E> {
    let is_native = tree.begin()? == Transaction::Native;
    let mut changes = Changes { tree, log: UndoLog::new(is_native) };
    match change(&mut changes) {
        Ok(value) => {
            changes.tree.commit()?;
            Ok(value)
        }
        Err(error) => {
            let Changes { tree, mut log } = changes;
            let undone = if log.is_native { Ok(()) } else { log.undo(tree, 0) };
            undone.and(tree.rollback())?;
            Err(error)
        }
    }
}

/// A store in the middle of [`atomically`]: a store as well.
pub struct Changes<'t, T> {
    tree: &'t mut T,
    log: UndoLog,
}

/// Without the tree, which may be large.
impl<T> fmt::Debug for Changes<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Changes").finish_non_exhaustive()
    }
}

/// A group inside of it keeps its own steps back. Nothing is run: that could not be taken back.
impl<T: Tree> Tree for Changes<'_, T> {
    fn read(&self, at: Path<'_>) -> Result<Cow<'_, Node>, TreeError> {
        self.tree.read(at)
    }

    fn children(&self, at: Path<'_>, visit: &mut dyn FnMut(&str)) -> Result<(), TreeError> {
        self.tree.children(at, visit)
    }

    fn nearest_acl(&self, at: Path<'_>) -> Result<Cow<'_, Acl>, TreeError> {
        self.tree.nearest_acl(at)
    }

    fn case(&self, at: Path<'_>) -> Case {
        self.tree.case(at)
    }

    fn spelled(&self, at: Path<'_>) -> Option<Uri> {
        self.tree.spelled(at)
    }

    fn write(&mut self, edit: Edit<'_>) -> Result<(), TreeError> {
        self.log.write(self.tree, edit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::{Change, MemoryTree};

    #[test]
    fn a_group_in_a_group_is_taken_back_alone() {
        let mut tree = MemoryTree::new();
        let uri = |text: &str| text.parse::<Uri>().unwrap();
        let add = |changes: &mut Changes<'_, _>, at: &Uri| {
            changes.write(Edit::Add { at: at.path(), node: Node::leaf("1") })
        };
        let (a, b, c) = (uri("./A"), uri("./B"), uri("./C"));
        let outcome: Result<(), TreeError> = atomically(&mut tree, |outer| {
            add(outer, &a)?;
            let inner: Result<(), TreeError> = atomically(outer, |inner| {
                inner.write(Edit::Add { at: b.path(), node: Node::leaf("2") })?;
                let change = Change { value: Some("3".into()), ..Change::default() };
                inner.write(Edit::Update { at: a.path(), change })?;
                Err(TreeError::Full)
            });
            assert_eq!(inner, Err(TreeError::Full));
            add(outer, &c)
        });
        assert_eq!(outcome, Ok(()));
        assert_eq!(tree.read(a.path()).unwrap().text(), Some("1"));
        assert_eq!(tree.read(b.path()), Err(TreeError::NotFound));
        let outcome: Result<(), TreeError> = atomically(&mut tree, |changes| {
            changes.write(Edit::Delete { at: a.path() })?;
            add(changes, &c)
        });
        assert_eq!(outcome, Err(TreeError::AlreadyExists));
        assert_eq!(tree.read(a.path()).unwrap().text(), Some("1"));
    }
}
