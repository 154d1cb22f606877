//! Which node of a description an address is of.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Description, Kind, Node, path};
use crate::error::Error;
use crate::format::Format;
use crate::framework::RawNode;
use crate::tree::{Access, Case, NodeRule, Rules};
use crate::uri::{Path, Uri};

/// Where the nodes of a description stand.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Index {
    /// Of each node.
    places: Vec<Place>,
    /// The nodes at the top of the document, by the address that they are below.
    tops: BTreeMap<String, Vec<usize>>,
    /// Whether names are compared with their case where no node says it.
    case: Case,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Place {
    parent: Option<usize>,
    first: Option<usize>,
    next: Option<usize>,
    /// Whether the names below are compared with their case.
    case: Case,
}

impl Index {
    pub(super) fn new(nodes: &[RawNode], case: Case) -> Result<Self, Error> {
        let places = Vec::with_capacity(nodes.len());
        let mut index = Self { places, tops: BTreeMap::new(), case };
        // The open nodes, each with the last child so far.
        let mut open: Vec<(usize, Option<usize>)> = Vec::new();
        for (at, node) in nodes.iter().enumerate() {
            open.truncate(node.depth);
            let parent = open.last().map(|(parent, _)| *parent);
            let inherited = parent.and_then(|parent| index.places.get(parent));
            let own = node.df.as_ref().and_then(|df| df.case);
            let case = own.or(inherited.map(|place| place.case)).unwrap_or(case);
            index.places.push(Place { parent, first: None, next: None, case });
            match open.last_mut() {
                None => {
                    let above = path(node.path.as_deref().unwrap_or_default())?;
                    let above = index.case.key(above.path().as_normal()).into_owned();
                    // The root of a whole tree: what is below it is at the top.
                    index.tops.entry(above).or_default().push(at);
                }
                Some((parent, last)) => {
                    let before = match last.replace(at) {
                        Some(sibling) => index.places.get_mut(sibling).map(|p| &mut p.next),
                        None => index.places.get_mut(*parent).map(|p| &mut p.first),
                    };
                    if let Some(before) = before {
                        *before = Some(at);
                    }
                }
            }
            open.push((at, None));
        }
        Ok(index)
    }

    pub(super) fn parent(&self, at: usize) -> Option<usize> {
        self.places.get(at)?.parent
    }

    pub(super) fn has_children(&self, at: usize) -> bool {
        self.places.get(at).is_some_and(|place| place.first.is_some())
    }

    pub(super) fn children(&self, at: usize) -> impl Iterator<Item = usize> {
        let first = self.places.get(at).and_then(|place| place.first);
        core::iter::successors(first, |&at| self.places.get(at)?.next)
    }

    fn case(&self, at: usize) -> Case {
        self.places.get(at).map(|place| place.case).unwrap_or_default()
    }
}

impl Description {
    /// The same for a device to which the case of letters means nothing, except where the description
    /// says that it does (CaseSense): Windows, whose store is
    /// [`Case::Insensitive`] too. Else a node that does not exist yet
    /// would be another one in other letters, and not described.
    #[must_use]
    pub fn with_case(mut self, case: Case) -> Self {
        // The paths have been read before.
        self.index = Index::new(&self.tree.nodes, case).unwrap_or(self.index);
        self
    }

    /// The node of the description that an address is of: one with that name, else one whose name is
    /// given when a node is made.
    ///
    /// Descriptions of Windows are of `./Device/Vendor`, which is `./Vendor`.
    #[must_use]
    pub fn find(&self, at: Path<'_>) -> Option<Node<'_>> {
        let found = self.matches(at).0;
        let exact =
            found.iter().find(|at| self.node(**at).is_some_and(|node| !node.name().is_empty()));
        self.node(*exact.or(found.first())?)
    }

    /// The nodes that an address may be of, and whether any node above it is described.
    fn matches(&self, at: Path<'_>) -> (Vec<usize>, bool) {
        let mut states: Vec<usize> = Vec::new();
        let mut is_covered = false;
        // A node named `.` is the root.
        let mut reached = Path::ROOT;
        states.extend(self.tops(Path::ROOT).filter(|top| self.is_root(*top)));
        is_covered |= !states.is_empty();
        let mut rest = at.as_normal();
        for name in at.segments() {
            let mut next: Vec<usize> = Vec::new();
            for &state in &states {
                let case = self.index.case(state);
                let children = self.index.children(state);
                next.extend(children.filter(|child| self.is_name(*child, name, case)));
            }
            let tops = self.tops(reached).filter(|top| !self.is_root(*top));
            next.extend(tops.filter(|top| self.is_name(*top, name, self.index.case)));
            next.dedup();
            is_covered |= !next.is_empty();
            states = next;
            rest = rest.get(name.len().saturating_add(1)..).unwrap_or_default();
            let end = at.as_normal().len().saturating_sub(rest.len());
            let text = at.as_normal().get(..end).unwrap_or_default();
            reached = Path::from_normal(text.strip_suffix('/').unwrap_or(text));
        }
        (states, is_covered)
    }

    /// How many children a node has at most: of the nodes below it in the description all that they
    /// can be, where all have a bound. What another part of the description goes on with, or has no
    /// node below, is not counted.
    fn most_children(&self, at: Path<'_>) -> Option<u32> {
        let (found, _) = self.matches(at);
        let [node] = found[..] else { return None };
        let mut children = self.index.children(node).peekable();
        if children.peek().is_none() || self.tops(at).next().is_some() {
            return None;
        }
        children.try_fold(0_u32, |all, child| {
            let occurrence = self.node(child)?.properties()?.occurrence;
            Some(all.saturating_add(occurrence.most()?))
        })
    }

    fn tops(&self, above: Path<'_>) -> impl Iterator<Item = usize> {
        let key = self.index.case.key(above.as_normal());
        self.index.tops.get(&*key).into_iter().flatten().copied()
    }

    fn is_root(&self, at: usize) -> bool {
        self.node(at).is_some_and(|node| node.name() == ".")
    }

    fn is_name(&self, at: usize, name: &str, case: Case) -> bool {
        self.node(at).is_some_and(|node| match node.name() {
            "" => true,
            own => case.is_same(own, name),
        })
    }
}

/// What the description says of a node. What it does not know below a node that it knows takes no
/// command; elsewhere everything is allowed, because other descriptions may have it.
impl Rules for Description {
    fn rule(&self, at: Path<'_>) -> NodeRule {
        if let Some(properties) = self.find(at).and_then(|node| node.properties()) {
            let mut rule =
                NodeRule::ANY.with_access(properties.access).with_scope(properties.scope);
            rule.format = properties.format.map(Format::of_node);
            rule.max_children = self.most_children(at);
            return rule;
        }
        let (found, is_covered) = self.matches(at);
        if is_covered && found.is_empty() {
            return NodeRule::ANY.with_access(Access::NONE);
        }
        NodeRule::ANY
    }

    /// Where the description says that such an object is: the parent of the node with its identifier,
    /// where the names down to it are known.
    fn place(&self, object: &str) -> Option<Uri> {
        let is_it = |kind: &Kind| matches!(kind, Kind::DdfName(name) if name == object);
        let node = self
            .nodes()
            .filter(|_| !object.is_empty())
            .find(|node| node.properties().is_some_and(|it| it.kinds.iter().any(is_it)))?;
        let mut names: Vec<&str> = Vec::new();
        let mut top = node;
        while let Some(above) = top.parent() {
            names.push(above.name());
            top = above;
        }
        // A node at the top that says nowhere where it is may be anywhere.
        let mut place =
            path(top.raw.path.as_deref().filter(|path| !path.trim_ascii().is_empty())?).ok()?;
        for name in names.iter().rev().filter(|name| **name != ".") {
            place = place.child(name).ok()?;
        }
        Some(place)
    }

    fn allows_value(&self, at: Path<'_>, value: &[u8]) -> bool {
        let allowed = self.find(at).and_then(|node| node.allowed_values());
        let text = core::str::from_utf8(value);
        match (allowed, text) {
            (Some(allowed), Ok(text)) => allowed.judge(text) != super::Judgment::Refused,
            _ => true,
        }
    }
}
