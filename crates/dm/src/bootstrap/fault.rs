//! What a bootstrap message cannot be.

use core::fmt;

/// What a bootstrap message cannot be.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum Fault {
    /// It is not in WBXML, which alone may be used.
    NotWbxml,
    /// It is neither a message nor a serialized tree.
    NotBootstrap,
    /// A command that a bootstrap message does not have: it adds, and does nothing else.
    Command(&'static str),
    /// An item without an address.
    Target,
    /// An item without a tree or a value.
    Data,
    /// A tree that contradicts itself.
    Tree,
    /// More objects than [`MAX_OBJECTS`](super::MAX_OBJECTS).
    TooMany,
    /// Nothing to install.
    Empty,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotWbxml => "bootstrap message that is not in WBXML",
            Self::NotBootstrap => "document that is no bootstrap message",
            Self::Command(name) => {
                return write!(f, "expected Add or Replace in a bootstrap message, found {name}");
            }
            Self::Target => "item of a bootstrap message without an address",
            Self::Data => "item of a bootstrap message without data",
            Self::Tree => "tree of a bootstrap message contradicts itself",
            Self::TooMany => "too many objects in a bootstrap message",
            Self::Empty => "bootstrap message without an object",
        })
    }
}
