//! A store in memory.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use super::acl::Acl;
use super::case::Case;
use super::node::{Edit, Node};
use super::store::{Tree, TreeError};
use crate::uri::{Path, Uri};

/// A store in memory, for tests and small devices.
///
/// Children are listed in the order of their names.
///
/// ```
/// use provost_dm::tree::{Acl, Edit, MemoryTree, Node, Tree};
/// use provost_dm::uri::Uri;
///
/// let mut tree = MemoryTree::new();
/// let uri: Uri = "./Vendor".parse()?;
/// tree.write(Edit::Add { at: uri.path(), node: Node::interior() })?;
/// assert!(tree.read(uri.path())?.is_interior());
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct MemoryTree {
    /// The first is the root. Nodes know their children by place, so that none is reached by
    /// recursion, not even when the tree is dropped.
    slots: Vec<Slot>,
    free: Vec<u32>,
    case: Case,
    limit: u32,
}

#[derive(Clone, Debug)]
struct Slot {
    node: Node,
    /// By the name in the form that is compared: the name as it was given, and the place.
    children: BTreeMap<Box<str>, Child>,
}

#[derive(Clone, Debug)]
struct Child {
    /// Where it is not the form that is compared.
    name: Option<Box<str>>,
    place: u32,
}

impl MemoryTree {
    /// The most nodes of one that is not told otherwise (16,777,216).
    pub const MAX_NODES: u32 = 1 << 24;

    /// A root with `Add=*&Get=*`, and nothing below it.
    #[must_use]
    pub fn new() -> Self {
        Self::with_root(Node::interior().with_acl(Acl::of_root()))
    }

    /// A root, and nothing below it.
    #[must_use]
    pub fn with_root(node: Node) -> Self {
        let root = Slot { node, children: BTreeMap::new() };
        Self {
            slots: Vec::from([root]),
            free: Vec::new(),
            case: Case::Sensitive,
            limit: Self::MAX_NODES,
        }
    }

    /// With another rule for the case of letters.
    ///
    /// # Errors
    /// [`AlreadyExists`](TreeError::AlreadyExists) where names of two nodes become one.
    pub fn with_case(mut self, case: Case) -> Result<Self, TreeError> {
        self.case = case;
        for at in 0..self.slots.len() {
            let children = self.slots.get_mut(at).map(|slot| core::mem::take(&mut slot.children));
            let mut renamed = BTreeMap::new();
            for (key, child) in children.unwrap_or_default() {
                let name = child.name.unwrap_or(key);
                let key: Box<str> = self.key(&name).into();
                let name = (key != name).then_some(name);
                if renamed.insert(key, Child { name, place: child.place }).is_some() {
                    return Err(TreeError::AlreadyExists);
                }
            }
            if let Some(slot) = self.slots.get_mut(at) {
                slot.children = renamed;
            }
        }
        Ok(self)
    }

    /// With another number of nodes, the root among them: a device that is full.
    #[must_use]
    pub fn with_limit(self, limit: u32) -> Self {
        Self { limit, ..self }
    }

    /// How many nodes there are, the root among them.
    #[must_use]
    pub fn len(&self) -> usize {
        self.slots.len().saturating_sub(self.free.len())
    }

    /// Whether there is nothing but the root.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 1
    }

    fn key<'a>(&self, name: &'a str) -> Cow<'a, str> {
        self.case.key(name)
    }

    fn slot(&self, place: u32) -> Result<&Slot, TreeError> {
        let place = usize::try_from(place).map_err(|_| TreeError::Store)?;
        self.slots.get(place).ok_or(TreeError::Store)
    }

    fn slot_mut(&mut self, place: u32) -> Result<&mut Slot, TreeError> {
        let place = usize::try_from(place).map_err(|_| TreeError::Store)?;
        self.slots.get_mut(place).ok_or(TreeError::Store)
    }

    fn find(&self, at: Path<'_>) -> Result<u32, TreeError> {
        let mut place = 0;
        for name in at.segments() {
            let child = self.slot(place)?.children.get(&*self.key(name));
            place = child.ok_or(TreeError::NotFound)?.place;
        }
        Ok(place)
    }

    fn add(&mut self, at: Path<'_>, node: Node) -> Result<(), TreeError> {
        let parent = self.find(at.parent().ok_or(TreeError::AlreadyExists)?)?;
        let key = self.key(at.name()).into_owned().into_boxed_str();
        if self.slot(parent)?.children.contains_key(&key) {
            return Err(TreeError::AlreadyExists);
        }
        let slot = Slot { node, children: BTreeMap::new() };
        let place = match self.free.pop() {
            Some(place) => {
                *self.slot_mut(place)? = slot;
                place
            }
            None => {
                let place = u32::try_from(self.slots.len()).map_err(|_| TreeError::Full)?;
                if place >= self.limit {
                    return Err(TreeError::Full);
                }
                self.slots.push(slot);
                place
            }
        };
        let name = (*key != *at.name()).then(|| at.name().into());
        self.slot_mut(parent)?.children.insert(key, Child { name, place });
        Ok(())
    }

    fn take(&mut self, at: Path<'_>) -> Result<(u32, Child), TreeError> {
        let parent = self.find(at.parent().ok_or(TreeError::NotAllowed)?)?;
        let key = self.key(at.name()).into_owned();
        let child = self.slot_mut(parent)?.children.remove(&*key);
        Ok((parent, child.ok_or(TreeError::NotFound)?))
    }

    fn delete(&mut self, at: Path<'_>) -> Result<(), TreeError> {
        let (_, child) = self.take(at)?;
        let mut open = Vec::from([child.place]);
        while let Some(place) = open.pop() {
            let slot = self.slot_mut(place)?;
            slot.node = Node::interior();
            let children = core::mem::take(&mut slot.children);
            open.extend(children.values().map(|child| child.place));
            self.free.push(place);
        }
        Ok(())
    }

    fn rename(&mut self, at: Path<'_>, name: &str) -> Result<(), TreeError> {
        let (old, new) = (self.key(at.name()).into_owned(), self.key(name).into_owned());
        let parent = self.find(at.parent().ok_or(TreeError::NotAllowed)?)?;
        if old != new && self.slot(parent)?.children.contains_key(&*new) {
            return Err(TreeError::AlreadyExists);
        }
        let (parent, child) = self.take(at)?;
        let shown = (new != name).then(|| name.into());
        let child = Child { name: shown, place: child.place };
        self.slot_mut(parent)?.children.insert(new.into_boxed_str(), child);
        Ok(())
    }
}

impl Default for MemoryTree {
    fn default() -> Self {
        Self::new()
    }
}

impl Tree for MemoryTree {
    fn read(&self, at: Path<'_>) -> Result<Cow<'_, Node>, TreeError> {
        Ok(Cow::Borrowed(&self.slot(self.find(at)?)?.node))
    }

    fn children(&self, at: Path<'_>, visit: &mut dyn FnMut(&str)) -> Result<(), TreeError> {
        let slot = self.slot(self.find(at)?)?;
        slot.children.iter().for_each(|(key, child)| visit(child.name.as_deref().unwrap_or(key)));
        Ok(())
    }

    fn nearest_acl(&self, at: Path<'_>) -> Result<Cow<'_, Acl>, TreeError> {
        let mut slot = self.slot(0)?;
        let mut nearest = &slot.node.acl;
        for name in at.segments() {
            let child = slot.children.get(&*self.key(name)).ok_or(TreeError::NotFound)?;
            slot = self.slot(child.place)?;
            if !slot.node.acl.is_empty() {
                nearest = &slot.node.acl;
            }
        }
        Ok(Cow::Borrowed(nearest))
    }

    fn case(&self, _at: Path<'_>) -> Case {
        self.case
    }

    fn spelled(&self, at: Path<'_>) -> Option<Uri> {
        if self.case == Case::Sensitive {
            return None;
        }
        let mut text = String::with_capacity(at.as_normal().len());
        let mut place = Some(0);
        for name in at.segments() {
            let key = self.key(name);
            let slot = place.and_then(|place| self.slot(place).ok());
            let child = slot.and_then(|slot| slot.children.get_key_value(&*key));
            if !text.is_empty() {
                text.push('/');
            }
            text.push_str(child.map_or(name, |(key, child)| child.name.as_deref().unwrap_or(key)));
            place = child.map(|(_, child)| child.place);
        }
        (text != at.as_normal()).then(|| Uri::from_normal(text))
    }

    fn write(&mut self, edit: Edit<'_>) -> Result<(), TreeError> {
        match edit {
            Edit::Add { at, node } => self.add(at, node),
            Edit::Update { at, change } => {
                let place = self.find(at)?;
                let _ = change.apply(&mut self.slot_mut(place)?.node);
                Ok(())
            }
            Edit::Rename { at, name } => self.rename(at, name),
            Edit::Delete { at } => self.delete(at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::uri::Uri;

    fn tree(names: &[&str]) -> MemoryTree {
        let mut tree = MemoryTree::new();
        for name in names {
            let uri: Uri = name.parse().unwrap();
            tree.write(Edit::Add { at: uri.path(), node: Node::interior() }).unwrap();
        }
        tree
    }

    #[test]
    fn another_case_is_for_the_nodes_that_are_there_too() {
        let tree = tree(&["./Vendor", "./Vendor/MSFT", "./vendors"]);
        let read =
            |tree: &MemoryTree, uri: &str| tree.read(uri.parse::<Uri>().unwrap().path()).is_ok();
        let tree = tree.with_case(Case::Insensitive).unwrap();
        assert!(read(&tree, "./vendor/msft") && read(&tree, "./Vendor/MSFT"));
        let mut names = Vec::new();
        tree.children(Path::ROOT, &mut |name| names.push(String::from(name))).unwrap();
        assert_eq!(names, ["Vendor", "vendors"], "names stay as they were given");
        let tree = tree.with_case(Case::Sensitive).unwrap();
        assert!(!read(&tree, "./vendor/msft") && read(&tree, "./Vendor/MSFT"));
    }

    #[test]
    fn two_names_do_not_become_one() {
        let tree = tree(&["./A", "./a"]);
        assert_eq!(tree.with_case(Case::Insensitive).err(), Some(TreeError::AlreadyExists));
    }
}
