//! What takes a group of changes back.

use alloc::string::String;
use alloc::vec::Vec;

use super::node::{Change, Edit, Node};
use super::store::{Tree, TreeError};
use crate::uri::{Path, Uri};

/// The steps back, the last first.
#[derive(Debug)]
pub(super) struct UndoLog {
    steps: Vec<Step>,
    /// What the first step back that failed has come to: what it left stays for the whole group.
    damage: Result<(), TreeError>,
    /// Whether the store takes care of it, so that there are no steps.
    pub(super) is_native: bool,
}

#[derive(Debug)]
enum Step {
    Delete(Uri),
    Add(Uri, Node),
    Update(Uri, Change),
    Rename(Uri, String),
}

impl UndoLog {
    pub(super) const fn new(is_native: bool) -> Self {
        Self { steps: Vec::new(), damage: Ok(()), is_native }
    }

    /// How many steps there are.
    pub(super) fn mark(&self) -> usize {
        self.steps.len()
    }

    /// Makes a change, and keeps the step back.
    pub(super) fn write(&mut self, tree: &mut impl Tree, edit: Edit<'_>) -> Result<(), TreeError> {
        if self.is_native {
            return tree.write(edit);
        }
        let mark = self.mark();
        // A node comes back under the name that it had, in whichever letters it goes away.
        let spelled = match &edit {
            Edit::Rename { at, .. } | Edit::Delete { at } => tree.spelled(*at),
            _ => None,
        };
        let edit = match &spelled {
            Some(uri) => edit.moved(uri.path()),
            None => edit,
        };
        match &edit {
            Edit::Add { at, .. } => self.steps.push(Step::Delete((*at).into())),
            Edit::Update { at, change } => {
                let inverse = inverse(change, &*tree.read(*at)?);
                self.steps.push(Step::Update((*at).into(), inverse));
            }
            Edit::Rename { at, name } => {
                let new = at.parent().ok_or(TreeError::NotAllowed)?.child_unchecked(name);
                self.steps.push(Step::Rename(new, at.name().into()));
            }
            Edit::Delete { at } => {
                let mut nodes = Vec::new();
                walk(tree, (*at).into(), |uri, node| {
                    nodes.push(Step::Add(uri.into(), node.clone()));
                })?;
                // Taken from the end, so that a node comes back before its children.
                self.steps.extend(nodes.into_iter().rev());
            }
        }
        let written = tree.write(edit);
        if written.is_err() {
            self.steps.truncate(mark);
        }
        written
    }

    /// Takes back what was changed since a mark. Goes on where one step fails, so that as much as can
    /// be is as it was, and tells of any step that has failed in the group.
    pub(super) fn undo(&mut self, tree: &mut impl Tree, mark: usize) -> Result<(), TreeError> {
        while self.steps.len() > mark {
            let Some(step) = self.steps.pop() else { break };
            let undone = match step {
                Step::Delete(uri) => tree.write(Edit::Delete { at: uri.path() }),
                Step::Add(uri, node) => tree.write(Edit::Add { at: uri.path(), node }),
                Step::Update(uri, change) => tree.write(Edit::Update { at: uri.path(), change }),
                Step::Rename(uri, name) => tree.write(Edit::Rename { at: uri.path(), name: &name }),
            };
            self.damage = self.damage.and(undone);
        }
        self.damage
    }
}

/// What makes a node as it is, after a change.
fn inverse(change: &Change, node: &Node) -> Change {
    Change {
        value: change.value.as_ref().map(|_| node.value.clone()),
        format: change.format.map(|_| node.format),
        kind: change.kind.as_ref().map(|_| node.kind.clone()),
        acl: change.acl.as_ref().map(|_| node.acl.clone()),
        title: change.title.as_ref().map(|_| node.title.clone()),
        version: change.version.map(|_| (node.stamp, node.version)),
    }
}

/// Visits a node and all below it, each before its children.
pub(crate) fn walk(
    tree: &impl Tree,
    from: Uri,
    mut visit: impl FnMut(Path<'_>, &Node),
) -> Result<(), TreeError> {
    let mut open = Vec::from([from]);
    while let Some(uri) = open.pop() {
        let node = tree.read(uri.path())?;
        visit(uri.path(), &node);
        if node.is_interior() {
            let first = open.len();
            tree.children(uri.path(), &mut |name| open.push(uri.path().child_unchecked(name)))?;
            if let Some(children) = open.get_mut(first..) {
                children.reverse();
            }
        }
    }
    Ok(())
}
