//! Device descriptions (DM TND 1.2.1, 8): which nodes a device can have, and what it takes for them.
//!
//! ```
//! # #[cfg(feature = "xml")] {
//! use provost_dm::ddf::{Description, Finding, Verb};
//! use provost_dm::tree::{Engine, Operation};
//! use provost_dm::uri::Uri;
//!
//! let xml = b"<MgmtTree><VerDTD>1.2</VerDTD><Node><NodeName>FUMO</NodeName><Path>./</Path>\
//!     <DFProperties><AccessType><Get/></AccessType><DFFormat><node/></DFFormat>\
//!     <Scope><Permanent/></Scope><DFType><DDFName/></DFType></DFProperties>\
//!     <Node><NodeName>PkgURL</NodeName><DFProperties><AccessType><Get/><Replace/></AccessType>\
//!     <DFFormat><chr/></DFFormat><Occurrence><ZeroOrOne/></Occurrence><DFType><MIME/></DFType>\
//!     </DFProperties></Node></Node></MgmtTree>";
//! let description = Description::decode(xml)?;
//!
//! // What a device would say to a command, without a device.
//! let uri: Uri = "./FUMO/PkgURL".parse()?;
//! let mut findings = Vec::new();
//! description.check(Verb::Exec, uri.path(), None, None, |finding| findings.push(finding));
//! assert_eq!(findings, [Finding::Access(Verb::Exec)]);
//!
//! // A device that has what must be there, and obeys the description.
//! let mut engine = Engine::new(description.empty_tree()?).with_rules(description);
//! assert_eq!(engine.execute("srv", &Operation::Get("./FUMO")).status().0, 200);
//! assert_eq!(engine.execute("srv", &Operation::Get("./FUMO/PkgURL")).status().0, 404);
//! # }
//! # Ok::<(), provost_dm::Error>(())
//! ```
//!
//! Files of OMA 1.1 and 1.2 and of Microsoft's DDF v2 are read to the same model, with all that
//! Microsoft has added.

mod allowed;
mod check;
mod diff;
mod generate;
mod json;
mod lookup;
mod regex;

use alloc::string::String;
use alloc::vec::Vec;

pub use allowed::{Admx, AllowedValues, Judgment};
pub use check::{Finding, Verb};
pub use diff::{Difference, Differences};

use crate::error::Error;
use crate::extra::Extra;
#[cfg(feature = "xml")]
use crate::framework::Form;
use crate::framework::{self, RawNode, RawTree};
pub use crate::framework::{
    Deviation, DeviationKind, DfProperties, Extension, Kind, Occurrence, Place, Value,
};
use crate::tree::Case;
use crate::uri::{Uri, UriRules};

/// The most nodes of a description that is not read with another bound (100,000).
pub const MAX_NODES: usize = 100_000;

/// A device description.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Description {
    tree: RawTree,
    /// For each node its patterns: the node above, the node that follows it there.
    index: lookup::Index,
}

impl Description {
    /// Reads WBXML or XML, whichever the first octets are.
    ///
    /// # Errors
    /// [`Syntax`](crate::ErrorKind::Syntax), [`NoMgmtTree`](crate::ErrorKind::NoMgmtTree) for another
    /// document, [`Limit`](crate::ErrorKind::Limit) above [`MAX_NODES`], and
    /// [`Uri`](crate::ErrorKind::Uri) for a path that is none.
    pub fn decode(input: &[u8]) -> Result<Self, Error> {
        Self::from_tree(framework::decode(input, MAX_NODES)?)
    }

    /// A description of nodes that have no paths, whose index cannot fail.
    pub(crate) fn of_nodes(tree: RawTree) -> Self {
        let index = lookup::Index::new(&tree.nodes, Case::Sensitive).unwrap_or_default();
        Self { tree, index }
    }

    fn from_tree(tree: RawTree) -> Result<Self, Error> {
        let index = lookup::Index::new(&tree.nodes, Case::Sensitive)?;
        Ok(Self { tree, index })
    }

    /// As XML, with the DOCTYPE of the framework, each level that many blanks in.
    ///
    /// # Errors
    /// [`Syntax`](crate::ErrorKind::Syntax) where XML cannot carry a text.
    #[cfg(feature = "xml")]
    pub fn to_xml(&self, blanks: u8) -> Result<String, Error> {
        framework::to_xml(&self.tree, Form::Ddf, Some(blanks))
    }

    /// As WBXML.
    ///
    /// # Errors
    /// [`Syntax`](crate::ErrorKind::Syntax) where WBXML cannot carry a text.
    pub fn to_wbxml(&self) -> Result<Vec<u8>, Error> {
        framework::to_wbxml(&self.tree)
    }

    /// VerDTD.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.tree.version
    }

    /// Man: who has made the device.
    #[must_use]
    pub fn manufacturer(&self) -> Option<&str> {
        self.tree.manufacturer.as_deref()
    }

    /// Mod: which device it is.
    #[must_use]
    pub fn model(&self) -> Option<&str> {
        self.tree.model.as_deref()
    }

    /// What Microsoft has added to the whole.
    #[must_use]
    pub fn extensions(&self) -> &[Extension] {
        &self.tree.extensions
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

    /// The nodes, in the order of the document.
    #[must_use]
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = Node<'_>> {
        self.tree.nodes.iter().enumerate().map(|(at, raw)| Node { description: self, at, raw })
    }

    fn node(&self, at: usize) -> Option<Node<'_>> {
        self.tree.nodes.get(at).map(|raw| Node { description: self, at, raw })
    }
}

/// A node of a description: it stands for one node of a tree, or where its name is empty for any
/// number of them.
#[derive(Clone, Copy, Debug)]
pub struct Node<'a> {
    description: &'a Description,
    at: usize,
    raw: &'a RawNode,
}

impl<'a> Node<'a> {
    /// Elements that the DTD does not have where they stand: they are written again.
    #[must_use]
    pub fn unknown(&self) -> &'a [(Place, Extra)] {
        &self.raw.unknown
    }

    /// The name; empty where a name is given when a node is made.
    #[must_use]
    pub fn name(&self) -> &'a str {
        &self.raw.name
    }

    /// How deep it is in the document.
    #[must_use]
    pub const fn depth(&self) -> usize {
        self.raw.depth
    }

    /// The address, with `<x>` for a name that is given when a node is made.
    #[must_use]
    pub fn address(&self) -> String {
        let mut names: Vec<&str> = Vec::new();
        let mut next = Some(*self);
        let mut above = None;
        while let Some(node) = next {
            names.push(if node.name().is_empty() { "<x>" } else { node.name() });
            next = node.parent();
            above = node.raw.path.as_deref();
        }
        let above = above.unwrap_or_default().split('/').map(str::trim_ascii);
        let mut address = String::from(".");
        for name in above.chain(names.into_iter().rev()).filter(|name| !matches!(*name, "" | ".")) {
            address.push('/');
            address.push_str(name);
        }
        address
    }

    /// The node above, in the document.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.description.node(self.description.index.parent(self.at)?)
    }

    /// What the description says of it: nothing of a node that is only on the way.
    #[must_use]
    pub fn properties(&self) -> Option<&'a DfProperties> {
        self.raw.df.as_deref()
    }

    /// The value that a tree begins with.
    #[must_use]
    pub const fn value(&self) -> Option<&'a Value> {
        self.raw.value.as_ref()
    }

    /// Which values Microsoft's extensions allow.
    #[must_use]
    pub fn allowed_values(&self) -> Option<AllowedValues<'a>> {
        AllowedValues::find(&self.properties()?.extensions)
    }

    /// Whether it has children, or could.
    #[must_use]
    pub fn is_interior(&self) -> bool {
        match self.properties().and_then(|properties| properties.format) {
            Some(format) => format == crate::Format::Node,
            None => self.description.index.has_children(self.at),
        }
    }
}

/// A path of a description, which files write with a slash at either end, two in a row, or nothing
/// at all.
fn path(text: &str) -> Result<Uri, Error> {
    let names = text.trim_ascii().split('/').filter(|name| !matches!(*name, "" | "."));
    let bare: Vec<&str> = names.collect();
    if bare.is_empty() { Ok(Uri::ROOT) } else { Uri::parse(&bare.join("/"), &UriRules::WINDOWS) }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::path;

    #[test]
    fn paths() {
        for (text, uri) in [
            ("", "."),
            (".", "."),
            ("./", "."),
            ("./Device/Vendor/MSFT", "./Vendor/MSFT"),
            ("./Vendor/MSFT/", "./Vendor/MSFT"),
            ("/Vendor//MSFT", "./Vendor/MSFT"),
            (" Vendor\n", "./Vendor"),
        ] {
            assert_eq!(path(text).unwrap().to_string(), uri, "{text:?}");
        }
        assert!(path("./A/../B").is_err());
    }
}
