//! Who may do what.

use super::{Engine, Failure};
use crate::tree::acl::Right;
use crate::tree::node::Node;
use crate::tree::rules::{NodeRule, Rules, Scope};
use crate::tree::store::{Tree, TreeError};
use crate::uri::Path;

impl<T: Tree, R: Rules> Engine<T, R> {
    /// Whether the list that holds for a node grants a right: its own, or that of the next node above
    /// it that has one. One list holds as a whole (DM TND 1.2.1, 7.7.1.2).
    pub(super) fn grants(
        &self,
        server: &str,
        right: Right,
        at: Path<'_>,
    ) -> Result<bool, TreeError> {
        if !self.options.acl {
            return Ok(true);
        }
        // A root without a list, which a store should not have, grants nothing.
        Ok(self.tree.nearest_acl(at)?.grants(right, server))
    }

    pub(super) fn require(
        &self,
        server: &str,
        right: Right,
        at: Path<'_>,
    ) -> Result<(), TreeError> {
        if self.grants(server, right, at)? { Ok(()) } else { Err(TreeError::PermissionDenied) }
    }

    /// The rule of a node: the root is permanent, whatever a description says.
    pub(super) fn rule(&self, at: Path<'_>) -> NodeRule {
        let rule = self.rules.rule(at);
        if at.is_root() { rule.with_scope(Scope::Permanent) } else { rule }
    }

    /// What the access control lists grant a server, and then what the node takes from any.
    pub(super) fn allow(
        &self,
        server: &str,
        right: Right,
        at: Path<'_>,
    ) -> Result<NodeRule, TreeError> {
        self.require(server, right, at)?;
        let rule = self.rule(at);
        if rule.access.allows(right) { Ok(rule) } else { Err(TreeError::NotAllowed) }
    }

    /// Who may change the list of a node: of an interior node who may replace it or the node above,
    /// of a leaf who may replace the node above (DM TND 1.2.1, 7.7.1.4).
    pub(super) fn allow_acl_change(
        &self,
        server: &str,
        at: Path<'_>,
        node: &Node,
    ) -> Result<(), TreeError> {
        if (node.is_interior() || at.is_root()) && self.grants(server, Right::Replace, at)? {
            return Ok(());
        }
        match at.parent() {
            Some(parent) => self.require(server, Right::Replace, parent),
            None => Err(TreeError::PermissionDenied),
        }
    }

    /// The inbox takes, and does not give (DM StdObj 1.2.1, 5.5).
    pub(super) fn is_inbox(&self, at: Path<'_>) -> bool {
        let is_it = |name| self.tree.case(Path::ROOT).is_same(name, "Inbox");
        at.segments().next().is_some_and(is_it)
    }

    pub(super) fn size(&self, length: usize) -> Result<(), Failure> {
        if length > self.options.max_value { Err(TreeError::TooLarge.into()) } else { Ok(()) }
    }
}
