//! The tree that a description begins with.

use alloc::vec::Vec;

use bytes::Bytes;

use super::{Description, Kind, Value, path};
use crate::error::{Error, ErrorKind};
use crate::format::Format;
use crate::tree::{Edit, MemoryTree, Node, Tree, TreeError};
use crate::uri::{Path, Uri};

impl Description {
    /// A store with the nodes that must be there and whose names are known, with the values that they
    /// begin with. What is optional, or gets its name when it is made, is not in it.
    ///
    /// # Errors
    /// [`Uri`](ErrorKind::Uri) for a name that is none, [`Base64`](ErrorKind::Base64) for a value
    /// that is none.
    pub fn empty_tree(&self) -> Result<MemoryTree, Error> {
        let mut tree = MemoryTree::new();
        // The address of each node that is in the tree.
        let mut uris: Vec<Option<Uri>> = Vec::with_capacity(self.tree.nodes.len());
        for node in self.nodes() {
            let above = match node.parent() {
                Some(parent) => uris.get(parent.at).cloned().flatten(),
                None => Some(path(node.raw.path.as_deref().unwrap_or_default())?),
            };
            let is_optional =
                node.properties().is_some_and(|properties| properties.occurrence.is_optional());
            let uri = match above {
                Some(above) if node.name() == "." && node.depth() == 0 => Some(above),
                Some(above) if !node.name().is_empty() && !is_optional => {
                    // A file of Windows has a slash in front of a name.
                    Some(above.child(node.name().trim_matches('/'))?)
                }
                _ => None,
            };
            if let Some(uri) = &uri {
                add_parents(&mut tree, uri.path()).map_err(store)?;
                add(&mut tree, uri.path(), self.initial(&node)?).map_err(store)?;
            }
            uris.push(uri);
        }
        Ok(tree)
    }

    fn initial(&self, node: &super::Node<'_>) -> Result<Node, Error> {
        if node.is_interior() {
            let kinds = node.properties().map(|properties| properties.kinds.as_slice());
            let object = kinds.and_then(<[Kind]>::first).map_or("", Kind::text);
            return Ok(Node::interior().with_kind(object));
        }
        let properties = node.properties();
        let format = properties.and_then(|properties| properties.format).unwrap_or_default();
        let default = properties.and_then(|properties| properties.default.as_deref());
        let value: Bytes = match (node.value(), default) {
            (Some(Value::Octets(octets)), _) => octets.clone(),
            (Some(Value::Text(text)), _) => octets(text, format)?,
            (None, Some(text)) => octets(text, format)?,
            (None, None) => Bytes::new(),
        };
        let kinds = properties.map(|properties| properties.kinds.as_slice()).unwrap_or_default();
        let kind = kinds.first().map_or("", Kind::text);
        let kind = if kind == "text/plain" { "" } else { kind };
        Ok(Node::leaf(value).with_format(format).with_kind(kind))
    }
}

fn octets(text: &str, format: Format) -> Result<Bytes, Error> {
    match format {
        Format::B64 | Format::Bin => {
            let octets = crate::auth::decode_base64(text);
            Ok(octets.ok_or(Error::new(ErrorKind::Base64, 0))?.into())
        }
        Format::Null => Ok(Bytes::new()),
        _ => Ok(Bytes::copy_from_slice(text.as_bytes())),
    }
}

fn add_parents(tree: &mut MemoryTree, at: Path<'_>) -> Result<(), TreeError> {
    let mut reached = Uri::ROOT;
    for name in at.parent().into_iter().flat_map(Path::segments) {
        reached = reached.path().child_unchecked(name);
        add(tree, reached.path(), Node::interior())?;
    }
    Ok(())
}

/// Adds a node; one that is there, because a description comes in parts, stays.
fn add(tree: &mut MemoryTree, at: Path<'_>, node: Node) -> Result<(), TreeError> {
    match tree.write(Edit::Add { at, node }) {
        Err(TreeError::AlreadyExists) => Ok(()),
        other => other,
    }
}

/// A store in memory takes what has an address, up to its bound.
fn store(_: TreeError) -> Error {
    Error::new(ErrorKind::Limit(crate::Limit::Nodes), 0)
}
