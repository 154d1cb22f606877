//! Serialized trees (DM TNDS 1.2.1): a part of the management tree as a document.
//!
//! ```
//! # #[cfg(feature = "xml")] {
//! use provost_dm::tnds::Document;
//! use provost_dm::tree::{Engine, Item, MemoryTree, Node, Operation};
//!
//! let xml = b"<MgmtTree xmlns='syncml:dmddf1.2'><VerDTD>1.2</VerDTD>\
//!     <Node><NodeName>ISP</NodeName><RTProperties><Format><node/></Format></RTProperties>\
//!     <Node><NodeName>GWName</NodeName><Value>gw.yyy.se</Value></Node></Node></MgmtTree>";
//! let document = Document::decode(xml)?;
//! let paths: Vec<_> = document.nodes().map(|node| node.path().to_string()).collect();
//! assert_eq!(paths, ["./ISP", "./ISP/GWName"]);
//!
//! // All of it is added, or nothing.
//! let root = Node::interior().with_acl("Add=*&Get=*&Replace=*".parse()?);
//! let mut engine = Engine::new(MemoryTree::with_root(root));
//! let item = Item::new("./Vendor").with_type("application/vnd.syncml.dmtnds+xml");
//! let outcome = engine.execute("srv", &Operation::Add(item.with_data(xml.to_vec())));
//! assert_eq!(outcome.status().0, 200);
//! let outcome = engine.execute("srv", &Operation::Get("./Vendor/ISP/GWName"));
//! assert_eq!(outcome.results()[0].text(), Some("gw.yyy.se"));
//! # }
//! # Ok::<(), provost_dm::Error>(())
//! ```
//!
//! Nested nodes and flat ones with `Path` are read as the same tree. So are trees of Passpoint
//! subscriptions, whose nodes have neither format nor type, and of AOSP, whose nodes have them in a
//! dialect; what departs from the DTD is in [`Document::deviations`].

mod capture;

use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use bytes::Bytes;

use crate::auth::decode_base64;
use crate::data::{Data, Embedded};
use crate::error::{Error, ErrorKind};
use crate::extra::Extra;
use crate::format::Format;
use crate::framework::{self, Form, RawNode, RawTree};
pub use crate::framework::{Deviation, DeviationKind, Kind, Place, RtProperties, Value};
use crate::limits::Limit;
use crate::tree::{Acl, Tree, TreeError};
use crate::uri::{Path, PropertySet, Uri, UriRules};

/// The media type of a serialized tree in XML.
pub const MEDIA_TYPE_XML: &str = "application/vnd.syncml.dmtnds+xml";
/// The media type of a serialized tree in WBXML.
pub const MEDIA_TYPE_WBXML: &str = "application/vnd.syncml.dmtnds+wbxml";

/// The most nodes of a document that is not read with another bound (100,000).
pub const MAX_NODES: usize = 100_000;

/// The most octets of the addresses of all nodes together (64 MiB): one long name at the top is a
/// part of the address of each node below it, so that a document of 1 MiB would stand for 30 GB. It
/// is room for [`MAX_NODES`] addresses of 671 octets.
pub(crate) const MAX_PATHS: usize = 64 << 20;

/// A serialized tree.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Document {
    tree: RawTree,
    /// The address of each node, relative to where the document is put.
    paths: Vec<Uri>,
}

impl Data {
    /// The tree in it, if it is one (TNDS).
    ///
    /// # Errors
    /// Those of [`Document::decode`].
    pub fn tnds(&self) -> Result<Option<Document>, Error> {
        let Some(embedded) = self.embedded().filter(Embedded::is_tree) else { return Ok(None) };
        let octets = embedded.to_document()?;
        Document::decode(&octets).map(Some)
    }
}

impl Document {
    /// One without nodes, of version 1.2.
    #[must_use]
    pub fn new() -> Self {
        let tree = RawTree { version: "1.2".into(), ..RawTree::default() };
        Self { tree, paths: Vec::new() }
    }

    /// Reads WBXML or XML, whichever the first octets are: media types that come with a document may
    /// be wrong.
    ///
    /// # Errors
    /// [`Syntax`](ErrorKind::Syntax), [`NoMgmtTree`](ErrorKind::NoMgmtTree) for another document,
    /// [`Limit`](ErrorKind::Limit) above [`MAX_NODES`] or 64 MiB of addresses, and
    /// [`Uri`](ErrorKind::Uri) for a name or path that is none.
    pub fn decode(input: &[u8]) -> Result<Self, Error> {
        Self::decode_with(input, MAX_NODES)
    }

    /// Like [`decode`](Self::decode), with another bound on the nodes.
    ///
    /// # Errors
    /// Those of [`decode`](Self::decode).
    pub fn decode_with(input: &[u8], max_nodes: usize) -> Result<Self, Error> {
        let tree = framework::decode(input, max_nodes)?;
        let paths = paths(&tree.nodes)?;
        Ok(Self { tree, paths })
    }

    /// The tree in the data of an item, whichever way it is written: markup, escaped text or a
    /// section, a document in opaque octets, or elements on their own code page.
    ///
    /// # Errors
    /// Those of [`decode`](Self::decode).
    pub fn from_data(data: &Data) -> Result<Self, Error> {
        match data.embedded().filter(Embedded::is_inline) {
            Some(inline) => {
                let tree = framework::decode_inline(inline.octets(), MAX_NODES)?;
                Ok(Self { paths: paths(&tree.nodes)?, tree })
            }
            None => Self::decode(data.octets()),
        }
    }

    /// A tree from a node on, with what of each node the set has.
    ///
    /// # Errors
    /// Those of the store.
    pub fn capture(tree: &impl Tree, at: Path<'_>, set: PropertySet) -> Result<Self, TreeError> {
        capture::capture(tree, at, set)
    }

    /// As XML, without a line end in it.
    ///
    /// # Errors
    /// [`Syntax`](ErrorKind::Syntax) where XML cannot carry a text; those of [`Node::octets`] where what a
    /// node said is not all kept.
    #[cfg(feature = "xml")]
    pub fn to_xml(&self) -> Result<String, Error> {
        framework::to_xml(&self.tree, Form::Tnds, None)
    }

    /// As XML, each level that many blanks in from the one around it.
    ///
    /// # Errors
    /// [`Syntax`](ErrorKind::Syntax) where XML cannot carry a text; those of [`Node::octets`] where what a
    /// node said is not all kept.
    #[cfg(feature = "xml")]
    pub fn to_indented_xml(&self, blanks: u8) -> Result<String, Error> {
        framework::to_xml(&self.tree, Form::Tnds, Some(blanks))
    }

    /// As WBXML on its own, as it stands in opaque data of messages.
    ///
    /// # Errors
    /// [`Syntax`](ErrorKind::Syntax) where WBXML cannot carry a text; those of [`Node::octets`] where what a
    /// node said is not all kept.
    pub fn to_wbxml(&self) -> Result<Vec<u8>, Error> {
        framework::to_wbxml(&self.tree)
    }

    /// Writes it as events, for a document around it.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write(&self, to: &mut impl provost_wbxml::WriteEvents) -> Result<(), Error> {
        framework::write(&self.tree, to, Form::Tnds)
    }

    /// VerDTD.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.tree.version
    }

    /// The nodes, in the order of the document.
    #[must_use]
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = Node<'_>> {
        self.tree.nodes.iter().zip(&self.paths).map(|(raw, uri)| Node { raw, path: uri.path() })
    }

    /// Elements in the root that the DTD does not have: they are written again.
    #[must_use]
    pub fn unknown(&self) -> &[Extra] {
        &self.tree.unknown
    }

    /// Where it departs from its DTD.
    #[must_use]
    pub fn deviations(&self) -> &[Deviation] {
        &self.tree.deviations
    }

    /// The identifier of the management object, where the document is one and says so.
    #[must_use]
    pub fn object(&self) -> Option<&str> {
        match &self.tree.nodes.first()?.rt.kind {
            Some(Kind::DdfName(name)) if !name.is_empty() => Some(name),
            _ => None,
        }
    }
}

impl Default for Document {
    fn default() -> Self {
        Self::new()
    }
}

/// A node of a serialized tree.
#[derive(Clone, Copy, Debug)]
pub struct Node<'a> {
    raw: &'a RawNode,
    path: Path<'a>,
}

impl<'a> Node<'a> {
    /// Elements that the DTD does not have where they stand: they are written again. Those of one place
    /// are in the order in which they came, and the places in that of [`Place`].
    #[must_use]
    pub fn unknown(&self) -> &'a [(Place, Extra)] {
        &self.raw.unknown
    }

    /// Its address, relative to where the document is put. A node at the top without a name is the
    /// root: the one who reads it knows where it goes.
    #[must_use]
    pub const fn path(&self) -> Path<'a> {
        self.path
    }

    /// The properties, as they are written.
    #[must_use]
    pub const fn properties(&self) -> &'a RtProperties {
        &self.raw.rt
    }

    /// The value, as it is written.
    #[must_use]
    pub const fn value(&self) -> Option<&'a Value> {
        self.raw.value.as_ref()
    }

    /// The value as octets, without base64.
    ///
    /// # Errors
    /// [`Base64`](ErrorKind::Base64) where the format says base64 and the text is none,
    /// [`NotText`](ErrorKind::NotText) where there are elements in the value or another text of the node,
    /// [`UnknownName`](ErrorKind::UnknownName) where nobody knows the format.
    pub fn octets(&self) -> Result<Bytes, Error> {
        if let Some(error) = self.raw.unusable {
            return Err(error);
        }
        match (&self.raw.value, self.raw.rt.format) {
            (None, _) => Ok(Bytes::new()),
            (Some(Value::Octets(octets)), _) => Ok(octets.clone()),
            (Some(Value::Text(text)), Some(Format::B64 | Format::Bin)) => {
                let octets = decode_base64(text).ok_or(Error::new(ErrorKind::Base64, 0))?;
                Ok(octets.into())
            }
            (Some(Value::Text(text)), _) => Ok(Bytes::copy_from_slice(text.as_bytes())),
        }
    }
}

/// A node that a node of a document makes, and what of it the document says rather than leaves open.
pub(crate) struct Made {
    pub(crate) node: crate::tree::Node,
    pub(crate) has_format: bool,
    pub(crate) has_kind: bool,
    pub(crate) has_acl: bool,
    pub(crate) has_title: bool,
}

impl Made {
    /// Takes from the node that is there the format and the type that the document does not say. What
    /// it says nothing of at all is an interior node where that is one.
    pub(crate) fn leave_open(&mut self, old: &crate::tree::Node) {
        let is_leaf =
            !self.node.is_interior() && (!old.is_interior() || self.node.value.is_empty());
        if !self.has_format && is_leaf {
            self.node.format = old.format;
        }
        if !self.has_kind && self.node.is_interior() == old.is_interior() {
            self.node.kind.clone_from(&old.kind);
        }
    }
}

impl Document {
    /// The node that each node of the document makes, with its address relative to where the document
    /// is put. A node without a format is an interior node where it has children or an identifier of
    /// a management object, else text (trees of Passpoint).
    pub(crate) fn tree_nodes(&self) -> impl Iterator<Item = (&Uri, Result<Made, Error>)> {
        let following = self.tree.nodes.iter().skip(1).map(Some).chain([None]);
        let nodes = self.tree.nodes.iter().zip(following).zip(&self.paths);
        let above = self.parents_by_path();
        nodes.map(move |((raw, next), uri)| {
            let has_children = next.is_some_and(|next| next.depth > raw.depth)
                || above.contains(uri.path().as_normal());
            (uri, tree_node(raw, uri, has_children))
        })
    }

    /// The addresses above nodes that are not inside of these but have a path.
    fn parents_by_path(&self) -> BTreeSet<&str> {
        let mut above = BTreeSet::new();
        for (raw, uri) in self.tree.nodes.iter().zip(&self.paths) {
            let mut next = uri.path().parent().filter(|_| raw.depth == 0 && raw.path.is_some());
            while let Some(path) = next {
                if !above.insert(path.as_normal()) {
                    break;
                }
                next = path.parent();
            }
        }
        above
    }
}

fn tree_node(raw: &RawNode, uri: &Uri, has_children: bool) -> Result<Made, Error> {
    use crate::tree::Node as TreeNode;

    if let Some(error) = raw.unusable {
        return Err(error);
    }
    let is_object = matches!(raw.rt.kind, Some(Kind::DdfName(_)));
    let interior = has_children || (raw.value.is_none() && is_object);
    let format = match raw.rt.format {
        Some(format) => format,
        None if interior => Format::Node,
        None => Format::Chr,
    };
    let mut node = if format == Format::Node {
        // There is no place for it, and it must not be lost.
        if raw.value.as_ref().is_some_and(|value| !value.is_blank()) {
            return Err(Error::new(ErrorKind::InteriorValue, 0));
        }
        TreeNode::interior()
    } else {
        let value = Node { raw, path: uri.path() }.octets()?;
        TreeNode::leaf(value).with_format(format)
    };
    node.kind = match &raw.rt.kind {
        Some(Kind::Mime(text)) if text == "text/plain" && format != Format::Node => String::new(),
        Some(kind) => kind.text().to_string(),
        None => String::new(),
    };
    if let Some(acl) = &raw.rt.acl {
        node.acl = acl.parse::<Acl>()?;
    }
    node.title = raw.rt.title.clone().unwrap_or_default();
    Ok(Made {
        node,
        has_format: raw.rt.format.is_some(),
        has_kind: raw.rt.kind.is_some(),
        has_acl: raw.rt.acl.is_some(),
        has_title: raw.rt.title.is_some(),
    })
}

/// The address of each node: names below names, and at the top the path of the node in front.
fn paths(nodes: &[RawNode]) -> Result<Vec<Uri>, Error> {
    let mut paths: Vec<Uri> = Vec::with_capacity(nodes.len());
    let mut left = MAX_PATHS;
    // The places of the nodes that are open.
    let mut open: Vec<usize> = Vec::new();
    for (at, node) in nodes.iter().enumerate() {
        open.truncate(node.depth);
        let front = match &node.path {
            // A path at a node inside of another departs from the DTD, and the nesting tells.
            Some(path) if node.depth == 0 && !matches!(&**path, "" | "." | "./" | "/") => {
                // An example of the specification has a slash in front.
                let path = path.strip_prefix('/').unwrap_or(path);
                Some(Uri::parse(path, &UriRules::SPECIFICATION.allow_raw_characters())?)
            }
            _ => None,
        };
        let parent = || open.last().and_then(|&parent| paths.get(parent)).map(Uri::path);
        let above = front.as_ref().map(Uri::path).or_else(parent).unwrap_or(Path::ROOT);
        let is_root = node.depth == 0 && matches!(&*node.name, "" | ".");
        spend(&mut left, above, node.name.len())?;
        let path = if is_root { above.into() } else { above.child(&node.name)? };
        paths.push(path);
        open.push(at);
    }
    Ok(paths)
}

/// Takes the octets of an address from those that are left, before there is one.
pub(crate) fn spend(left: &mut usize, above: Path<'_>, below: usize) -> Result<(), Error> {
    let octets = above.as_normal().len().saturating_add(1).saturating_add(below);
    *left = left.checked_sub(octets).ok_or(Error::new(ErrorKind::Limit(Limit::Nodes), 0))?;
    Ok(())
}
