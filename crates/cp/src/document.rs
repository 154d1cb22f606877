//! A provisioning document, of which nothing is lost.

use alloc::string::String;
use alloc::vec::Vec;

use crate::characteristic::{Characteristic, Node};
use crate::extra::Extra;
use crate::field::Field;
use crate::kind::Kind;
use crate::place::Place;

/// A provisioning document: its version and its characteristics, in order, with all that has no
/// meaning here kept in its place.
///
/// ```
/// use provost_cp::{Characteristic, Document, Kind};
///
/// let document = Document::new().with_version("1.1").with(
///     Characteristic::new(Kind::NapDef).with("NAPID", "NAP1").with("BEARER", "GSM-GPRS"),
/// );
/// let octets = document.to_wbxml()?;
/// assert_eq!(octets.len(), 32);
/// assert_eq!(Document::from_wbxml(&octets)?, document);
/// # Ok::<(), provost_cp::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Document {
    pub(crate) version: Option<Field>,
    pub(crate) extra: Vec<Extra>,
    pub(crate) nodes: Vec<Node>,
    pub(crate) prolog: Vec<Extra>,
    pub(crate) epilog: Vec<Extra>,
    pub(crate) place: Place,
}

impl Document {
    /// An empty document without a version.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            version: None,
            extra: Vec::new(),
            nodes: Vec::new(),
            prolog: Vec::new(),
            epilog: Vec::new(),
            place: Place::NONE,
        }
    }

    /// With a version: `1.0` or `1.1`.
    #[must_use]
    pub fn with_version(mut self, version: &str) -> Self {
        self.version = Some(Field::from(String::from(version)));
        self
    }

    /// With a characteristic at the end.
    #[must_use]
    pub fn with(mut self, characteristic: Characteristic) -> Self {
        self.nodes.push(Node::Characteristic(characteristic));
        self
    }

    /// With anything at the end.
    #[must_use]
    pub fn with_node(mut self, node: Node) -> Self {
        self.nodes.push(node);
        self
    }

    /// With an unknown attribute of the document element.
    #[must_use]
    pub fn with_extra(mut self, extra: Extra) -> Self {
        self.extra.push(extra);
        self
    }

    /// The version as text.
    #[must_use]
    pub fn version(&self) -> Option<&str> {
        self.version.as_ref().and_then(Field::as_str)
    }

    /// The version; nothing where there is none.
    #[must_use]
    pub const fn version_field(&self) -> Option<&Field> {
        self.version.as_ref()
    }

    /// Whether a receiver of version 1 may use the document: it has no version, or one whose major
    /// number is 1 (WAP-183, 5.4).
    #[must_use]
    pub fn is_supported(&self) -> bool {
        match &self.version {
            None => true,
            Some(version) => version.as_str().is_some_and(|version| {
                let major = version.split('.').next().unwrap_or(version);
                major.trim().parse() == Ok(1_u32)
            }),
        }
    }

    /// What it holds, in order.
    #[must_use]
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// What it holds, to be changed.
    pub fn nodes_mut(&mut self) -> &mut Vec<Node> {
        &mut self.nodes
    }

    /// Unknown attributes of the document element.
    #[must_use]
    pub fn extra(&self) -> &[Extra] {
        &self.extra
    }

    /// Instructions in front of the document element.
    #[must_use]
    pub fn prolog(&self) -> &[Extra] {
        &self.prolog
    }

    /// Instructions behind it.
    #[must_use]
    pub fn epilog(&self) -> &[Extra] {
        &self.epilog
    }

    /// Where the document element began in the input; nothing for what a program made.
    #[must_use]
    pub fn offset(&self) -> Option<usize> {
        self.place.offset()
    }

    /// The characteristics, in order.
    pub fn characteristics(&self) -> impl Iterator<Item = &Characteristic> + Clone {
        self.nodes.iter().filter_map(Node::as_characteristic)
    }

    /// The characteristics of a kind, in order.
    pub fn all<'s>(&'s self, kind: &'s Kind) -> impl Iterator<Item = &'s Characteristic> + Clone {
        self.characteristics().filter(move |characteristic| characteristic.kind == *kind)
    }

    /// The same with parms before characteristics in each, as the DTD wants (WAP-183, 5.1.2).
    #[must_use]
    pub fn in_order(mut self) -> Self {
        for node in &mut self.nodes {
            if let Node::Characteristic(characteristic) = node {
                characteristic.sort();
            }
        }
        self
    }
}

impl Default for Document {
    fn default() -> Self {
        Self::new()
    }
}
