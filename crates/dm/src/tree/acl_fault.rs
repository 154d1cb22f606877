//! What is wrong with the text of an access control list.

use core::fmt;

/// What is wrong with the text of an access control list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum AclFault {
    /// It is longer than [`Acl::MAX`](super::Acl::MAX), or names more servers than [`Acl::MAX_SERVERS`](super::Acl::MAX_SERVERS).
    Length,
    /// An entry without `=`, or of a command that the grammar does not have.
    Command,
    /// A command for the second time.
    Twice,
    /// An entry without a server, or a server without a name.
    NoServer,
    /// A server whose name has a character that the grammar does not allow.
    Server,
}

impl fmt::Display for AclFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Length => "access control list is too long",
            Self::Command => "expected a command of an access control list",
            Self::Twice => "command appears twice in an access control list",
            Self::NoServer => "entry of an access control list lacks a server",
            Self::Server => "server of an access control list has a character that none has",
        })
    }
}
