//! A characteristic: a group of parms and further characteristics, in order.

use alloc::string::String;
use alloc::vec::Vec;

use crate::extra::{Extra, Item};
use crate::extras::Extras;
use crate::field::Field;
use crate::kind::Kind;
use crate::parm::Parm;
use crate::place::Place;

/// A `characteristic`: what it is, and what it holds, in the order of the document.
///
/// ```
/// use provost_cp::{Characteristic, Kind};
///
/// let port = Characteristic::new(Kind::Port).with("PORTNBR", "9201").with("SERVICE", "CO-WSP");
/// assert_eq!(port.parm("PORTNBR"), Some("9201"));
/// assert_eq!(port.parm("LINGER"), None);
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Characteristic {
    pub(crate) kind: Kind,
    pub(crate) extra: Extras,
    pub(crate) children: Vec<Node>,
    pub(crate) place: Place,
}

/// What a characteristic or a document holds.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Node {
    /// A parameter.
    Parm(Parm),
    /// A characteristic.
    Characteristic(Characteristic),
    /// What has no meaning here, and is kept.
    Other(Extra),
}

impl Characteristic {
    /// An empty characteristic.
    #[must_use]
    pub fn new(kind: impl Into<Kind>) -> Self {
        Self { kind: kind.into(), extra: Extras::NONE, children: Vec::new(), place: Place::NONE }
    }

    /// With a parm at the end.
    #[must_use]
    pub fn with(self, name: &str, value: &str) -> Self {
        self.with_node(Node::Parm(Parm::new(name, value)))
    }

    /// With a parm without a value at the end.
    #[must_use]
    pub fn with_flag(self, name: &str) -> Self {
        self.with_node(Node::Parm(Parm::flag(name)))
    }

    /// With a characteristic at the end.
    #[must_use]
    pub fn with_child(self, child: Self) -> Self {
        self.with_node(Node::Characteristic(child))
    }

    /// With anything at the end.
    #[must_use]
    pub fn with_node(mut self, node: Node) -> Self {
        self.children.push(node);
        self
    }

    /// With an unknown attribute.
    #[must_use]
    pub fn with_extra(mut self, extra: Extra) -> Self {
        self.extra.push(extra);
        self
    }

    /// What it is.
    #[must_use]
    pub const fn kind(&self) -> &Kind {
        &self.kind
    }

    /// What it holds, in order.
    #[must_use]
    pub fn children(&self) -> &[Node] {
        &self.children
    }

    /// What it holds, to be changed.
    pub fn children_mut(&mut self) -> &mut Vec<Node> {
        &mut self.children
    }

    /// Unknown attributes.
    #[must_use]
    pub fn extra(&self) -> &[Extra] {
        &self.extra
    }

    /// Where it began in the input; nothing for what a program made.
    #[must_use]
    pub fn offset(&self) -> Option<usize> {
        self.place.offset()
    }

    /// The parms, in order.
    #[inline]
    pub fn all_parms(&self) -> impl Iterator<Item = &Parm> + Clone {
        self.children.iter().filter_map(Node::as_parm)
    }

    /// The characteristics, in order.
    #[inline]
    pub fn characteristics(&self) -> impl Iterator<Item = &Self> + Clone {
        self.children.iter().filter_map(Node::as_characteristic)
    }

    /// The value of the first parm of that name: the first definition counts (WAP-185, 5.1). A parm
    /// without a value, or whose value is no text, is passed over.
    #[must_use]
    #[inline]
    pub fn parm(&self, name: &str) -> Option<&str> {
        self.all_parms().filter(|parm| parm.is_named(name)).find_map(Parm::text)
    }

    /// The values of all parms of that name, in order, without those that have none.
    #[inline]
    pub fn parms<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s str> + Clone {
        self.all_parms().filter(move |parm| parm.is_named(name)).filter_map(Parm::text)
    }

    /// Whether there is a parm of that name, with a value or without.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.first(name).is_some()
    }

    /// The first parm of that name whose value is not unknown.
    #[must_use]
    #[inline]
    pub fn first(&self, name: &str) -> Option<&Parm> {
        self.all_parms().find(|parm| parm.is_named(name) && !parm.is_unknown_value())
    }

    /// The characteristics of a kind, in order.
    #[inline]
    pub fn all<'s>(&'s self, kind: &'s Kind) -> impl Iterator<Item = &'s Self> + Clone {
        self.characteristics().filter(move |child| child.kind == *kind)
    }

    /// The same with parms before characteristics in each, as the DTD wants (WAP-183, 5.1.2).
    #[must_use]
    pub fn in_order(mut self) -> Self {
        self.sort();
        self
    }

    pub(crate) fn sort(&mut self) {
        self.children.sort_by_key(|node| matches!(node, Node::Characteristic(_)));
        join_texts(&mut self.children);
        for node in &mut self.children {
            if let Node::Characteristic(child) = node {
                child.sort();
            }
        }
    }
}

/// Texts that stood apart stand side by side now: written, they are one.
fn join_texts(nodes: &mut Vec<Node>) {
    if !nodes.windows(2).any(|pair| pair.iter().all(|node| node.lone_text().is_some())) {
        return;
    }
    let mut joined = Vec::with_capacity(nodes.len());
    let mut run = String::new();
    for node in core::mem::take(nodes) {
        match node.lone_text() {
            Some(text) => run.push_str(text),
            None => {
                joined.extend(Node::text(&mut run));
                joined.push(node);
            }
        }
    }
    joined.extend(Node::text(&mut run));
    *nodes = joined;
}

impl Node {
    /// The text, if it is nothing else.
    fn lone_text(&self) -> Option<&str> {
        let Self::Other(extra) = self else { return None };
        match extra.items() {
            [Item::Text(field @ Field::Text(_))] => field.as_str(),
            _ => None,
        }
    }

    fn text(run: &mut String) -> Option<Self> {
        let text = core::mem::take(run);
        let item = |text: String| Extra::from_items(alloc::vec![Item::Text(text.into())]);
        (!text.is_empty()).then(|| Self::Other(item(text)))
    }

    /// The parm, if it is one.
    #[must_use]
    #[inline]
    pub const fn as_parm(&self) -> Option<&Parm> {
        match self {
            Self::Parm(parm) => Some(parm),
            _ => None,
        }
    }

    /// The characteristic, if it is one.
    #[must_use]
    #[inline]
    pub const fn as_characteristic(&self) -> Option<&Characteristic> {
        match self {
            Self::Characteristic(characteristic) => Some(characteristic),
            _ => None,
        }
    }
}

impl From<Parm> for Node {
    fn from(parm: Parm) -> Self {
        Self::Parm(parm)
    }
}

impl From<Characteristic> for Node {
    fn from(characteristic: Characteristic) -> Self {
        Self::Characteristic(characteristic)
    }
}
