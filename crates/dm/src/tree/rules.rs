//! What a device allows its nodes, whoever asks: the rules of a device description.

use super::acl::Right;
use crate::format::Format;
use crate::uri::{Path, Uri};

/// The commands that a node takes: AccessType of a device description.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Access(u8);

impl Access {
    /// No command.
    pub const NONE: Self = Self(0);
    /// Every command.
    pub const ALL: Self = Self(0x3F);

    const COPY: u8 = 32;

    const fn bit(right: Right) -> u8 {
        match right {
            Right::Add => 1,
            Right::Delete => 2,
            Right::Exec => 4,
            Right::Get => 8,
            Right::Replace => 16,
        }
    }

    /// With a command.
    #[must_use]
    pub const fn with(self, right: Right) -> Self {
        Self(self.0 | Self::bit(right))
    }

    /// Without a command.
    #[must_use]
    pub const fn without(self, right: Right) -> Self {
        Self(self.0 & !Self::bit(right))
    }

    /// With Copy.
    #[must_use]
    pub const fn with_copy(self) -> Self {
        Self(self.0 | Self::COPY)
    }

    /// Whether a command is allowed.
    #[must_use]
    pub const fn allows(self, right: Right) -> bool {
        self.0 & Self::bit(right) != 0
    }

    /// Whether Copy is allowed.
    #[must_use]
    pub const fn allows_copy(self) -> bool {
        self.0 & Self::COPY != 0
    }
}

/// Whether a node can go away.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(clippy::exhaustive_enums, reason = "there is no third")]
pub enum Scope {
    /// It is always there, under that name and of that type.
    Permanent,
    /// It comes and goes.
    Dynamic,
}

/// What a device allows a node.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct NodeRule {
    /// The commands it takes.
    pub access: Access,
    /// Whether it can go away.
    pub scope: Scope,
    /// The only format it has, or any.
    pub format: Option<Format>,
    /// The most children it has, of all kinds together. How many there may be of one kind is not
    /// bounded here: [`Description::check_tree`](crate::ddf::Description::check_tree) finds those.
    pub max_children: Option<u32>,
}

impl NodeRule {
    /// Everything is allowed.
    pub const ANY: Self =
        Self { access: Access::ALL, scope: Scope::Dynamic, format: None, max_children: None };

    /// With these commands.
    #[must_use]
    pub const fn with_access(self, access: Access) -> Self {
        Self { access, ..self }
    }

    /// With another scope.
    #[must_use]
    pub const fn with_scope(self, scope: Scope) -> Self {
        Self { scope, ..self }
    }

    /// With one format only.
    #[must_use]
    pub const fn with_format(self, format: Format) -> Self {
        Self { format: Some(format), ..self }
    }
}

/// What a device allows its nodes.
pub trait Rules {
    /// The rule for a node, whether it exists or not. The root is permanent whatever this says.
    ///
    /// A node that exists has the name that the store has; one that does not has that which a server
    /// writes, so that rules above a store to which letters mean nothing must not mind them either.
    fn rule(&self, at: Path<'_>) -> NodeRule;

    /// Whether a value may be that of a leaf.
    fn allows_value(&self, _at: Path<'_>, _value: &[u8]) -> bool {
        true
    }

    /// Where a management object that is added to `./Inbox` goes, by its identifier (DM StdObj 1.2.1,
    /// 5.5): the node that it becomes a child of. Without an answer it stays in the inbox.
    fn place(&self, _object: &str) -> Option<Uri> {
        None
    }
}

/// A device that allows everything.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoRules;

impl Rules for NoRules {
    fn rule(&self, _at: Path<'_>) -> NodeRule {
        NodeRule::ANY
    }
}
