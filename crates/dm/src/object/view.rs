//! An object in a tree, read by names.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

use bytes::Bytes;

use crate::error::ErrorKind;
use crate::tree::{Node, Tree, TreeError, walk};
use crate::uri::{Path, Uri};

/// Why an object cannot be read.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum ObjectError {
    /// A node that the object must have is not there.
    Missing(Uri),
    /// A node does not have a value of its kind.
    Value(Uri),
    /// The store does not read.
    Tree(TreeError),
}

impl From<TreeError> for ObjectError {
    fn from(error: TreeError) -> Self {
        Self::Tree(error)
    }
}

impl fmt::Display for ObjectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(uri) => write!(f, "object has no node {uri}"),
            Self::Value(uri) => write!(f, "value of {uri} is none of its kind"),
            Self::Tree(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for ObjectError {}

/// An object in a tree, or a part of one.
///
/// Names are relative to its root, without escapes, with `/` between them. A node that is not there is
/// no error but nothing, because most nodes of most objects are optional.
#[derive(Debug)]
pub struct View<'t, T> {
    tree: &'t T,
    at: Uri,
}

impl<T> Clone for View<'_, T> {
    fn clone(&self) -> Self {
        Self { tree: self.tree, at: self.at.clone() }
    }
}

impl<'t, T: Tree> View<'t, T> {
    /// The object at an address, or what else is there.
    #[must_use]
    pub fn new(tree: &'t T, at: impl Into<Uri>) -> Self {
        Self { tree, at: at.into() }
    }

    /// Where the objects of an identifier are: every node of the tree is asked.
    ///
    /// # Errors
    /// Those of the store.
    pub fn find(tree: &T, id: &str) -> Result<Vec<Uri>, TreeError> {
        let mut found = Vec::new();
        walk(tree, Uri::ROOT, |at, node| {
            if node.is_interior() && node.kind == id {
                found.push(at.into());
            }
        })?;
        Ok(found)
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> Path<'_> {
        self.at.path()
    }

    /// What is below it under a name.
    ///
    /// # Errors
    /// [`TreeError::Uri`] where the name cannot be one.
    pub fn below(&self, names: &str) -> Result<Self, TreeError> {
        Ok(Self { tree: self.tree, at: join(self.at.clone(), names)? })
    }

    /// A node, or nothing; the root for an empty name.
    ///
    /// # Errors
    /// [`Tree`](ObjectError::Tree).
    pub fn node(&self, names: &str) -> Result<Option<Cow<'t, Node>>, ObjectError> {
        match self.tree.read(join(self.at.clone(), names)?.path()) {
            Ok(node) => Ok(Some(node)),
            Err(TreeError::NotFound) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The octets of a leaf.
    ///
    /// # Errors
    /// [`Value`](ObjectError::Value) of an interior node, [`Tree`](ObjectError::Tree).
    pub fn octets(&self, names: &str) -> Result<Option<Bytes>, ObjectError> {
        match self.node(names)? {
            Some(node) if node.is_interior() => Err(self.value(names)),
            node => Ok(node.map(|node| node.into_owned().value)),
        }
    }

    /// The text of a leaf.
    ///
    /// # Errors
    /// [`Value`](ObjectError::Value) where it is none, [`Tree`](ObjectError::Tree).
    pub fn text(&self, names: &str) -> Result<Option<String>, ObjectError> {
        let Some(octets) = self.octets(names)? else { return Ok(None) };
        let text = String::from_utf8(octets.into()).map_err(|_| self.value(names))?;
        Ok(Some(text))
    }

    /// The text of a leaf that must be there.
    ///
    /// # Errors
    /// [`Missing`](ObjectError::Missing), and those of [`text`](Self::text).
    pub fn required(&self, names: &str) -> Result<String, ObjectError> {
        self.text(names)?.ok_or_else(|| match join(self.at.clone(), names) {
            Ok(uri) => ObjectError::Missing(uri),
            Err(error) => error.into(),
        })
    }

    /// The number of a leaf; an empty leaf has none.
    ///
    /// # Errors
    /// [`Value`](ObjectError::Value) where it is none, and those of [`text`](Self::text).
    pub fn number<N: FromStr>(&self, names: &str) -> Result<Option<N>, ObjectError> {
        match self.text(names)?.as_deref().map(str::trim_ascii) {
            None | Some("") => Ok(None),
            Some(text) => text.parse().map(Some).map_err(|_| self.value(names)),
        }
    }

    /// The truth of a leaf: `true` or `false` in letters of either case, as many write it, or `1` or
    /// `0`; an empty leaf has none.
    ///
    /// # Errors
    /// [`Value`](ObjectError::Value) where it is none, and those of [`text`](Self::text).
    pub fn flag(&self, names: &str) -> Result<Option<bool>, ObjectError> {
        match self.text(names)?.as_deref().map(str::trim_ascii) {
            None | Some("") => Ok(None),
            Some(text) if text == "1" || text.eq_ignore_ascii_case("true") => Ok(Some(true)),
            Some(text) if text == "0" || text.eq_ignore_ascii_case("false") => Ok(Some(false)),
            Some(_) => Err(self.value(names)),
        }
    }

    /// The names of the children of an interior node, in the order of the store; none where there is
    /// no such node, or where it is a leaf.
    ///
    /// # Errors
    /// [`Tree`](ObjectError::Tree).
    pub fn names(&self, names: &str) -> Result<Vec<String>, ObjectError> {
        let mut children = Vec::new();
        if self.node(names)?.is_some_and(|node| node.is_interior()) {
            let uri = join(self.at.clone(), names)?;
            self.tree.children(uri.path(), &mut |name| children.push(name.into()))?;
        }
        Ok(children)
    }

    /// What is below the children of an interior node, those whose names are numbers first and in
    /// the order of the numbers: so devices name what has an order (DM Bootstrap 1.2.1, 5.3).
    ///
    /// # Errors
    /// [`Tree`](ObjectError::Tree).
    pub fn each(&self, names: &str) -> Result<Vec<Self>, ObjectError> {
        let mut children = self.names(names)?;
        children.sort_by_key(|name| name.parse::<u64>().unwrap_or(u64::MAX));
        let at = join(self.at.clone(), names)?;
        children
            .iter()
            .map(|name| Ok(Self { tree: self.tree, at: join(at.clone(), name)? }))
            .collect()
    }

    fn value(&self, names: &str) -> ObjectError {
        join(self.at.clone(), names).map_or_else(ObjectError::from, ObjectError::Value)
    }
}

/// Appends names, each of which is checked: a store may take them for those of files.
pub(super) fn join(above: Uri, names: &str) -> Result<Uri, TreeError> {
    if names.is_empty() {
        return Ok(above);
    }
    names.split('/').try_fold(above, |at, name| {
        at.child(name).map_err(|error| match error.kind() {
            ErrorKind::Uri(fault) => TreeError::Uri(fault),
            _ => TreeError::BadValue,
        })
    })
}
