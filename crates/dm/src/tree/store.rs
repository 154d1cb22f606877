//! What a store of nodes does.

use alloc::borrow::Cow;
use core::fmt;

use bytes::Bytes;

use super::acl::Acl;
use super::case::{self, Case};
use super::node::{Edit, Node};
use crate::status_code::StatusCode;
use crate::uri::{Path, Uri};

/// A store: it keeps nodes and knows no rules.
///
/// What an [`Engine`](super::Engine) asks for has passed every check that does not need the store. A
/// store refuses what it cannot do: a value that a setting cannot have, a node that cannot be made, a
/// full memory. It always has a root, which is an interior node.
pub trait Tree {
    /// What a node holds; borrowed where the store has it in memory.
    ///
    /// # Errors
    /// [`TreeError::NotFound`], and whatever keeps the store from reading.
    fn read(&self, at: Path<'_>) -> Result<Cow<'_, Node>, TreeError>;

    /// Hands the names of the children of an interior node to `visit`, in an order of its own that
    /// does not change by itself.
    ///
    /// # Errors
    /// [`TreeError::NotFound`], and whatever keeps the store from reading.
    fn children(&self, at: Path<'_>, visit: &mut dyn FnMut(&str)) -> Result<(), TreeError>;

    /// The access control list of a node, or of the next node above it that has one; an empty one
    /// where there is none up to the root. A store that goes down to a node anyway passes by them.
    ///
    /// # Errors
    /// Those of [`read`](Self::read).
    fn nearest_acl(&self, at: Path<'_>) -> Result<Cow<'_, Acl>, TreeError> {
        let mut next = Some(at);
        while let Some(path) = next {
            match self.read(path)? {
                Cow::Borrowed(node) if !node.acl.is_empty() => return Ok(Cow::Borrowed(&node.acl)),
                Cow::Owned(node) if !node.acl.is_empty() => return Ok(Cow::Owned(node.acl)),
                _ => next = path.parent(),
            }
        }
        Ok(Cow::Owned(Acl::EMPTY))
    }

    /// Whether the case of letters makes different names below an interior node: it does.
    ///
    /// A store that answers to a name in other letters must say so here, and one that hands on to
    /// another store must hand this on as well: the rules of a device and its secrets are found by
    /// names.
    fn case(&self, _at: Path<'_>) -> Case {
        Case::Sensitive
    }

    /// The address in the letters that the store has: names as they are listed as far as there are
    /// nodes, and behind the last of these as they are given. Nothing where all are as they are given.
    ///
    /// The engine asks this of every address before it decides anything. By default names are looked
    /// for among the children where [`case`](Self::case) says that letters do not count. That lists the
    /// siblings of each name every time: what goes through n siblings, as a document of them does,
    /// costs n² names. So a store without case, or with many children, overrides this with the way by
    /// which it goes down to a node anyway.
    fn spelled(&self, at: Path<'_>) -> Option<Uri> {
        case::spelled(self, at)
    }

    /// Changes a node.
    ///
    /// # Errors
    /// What the store cannot do. Then nothing has changed.
    fn write(&mut self, edit: Edit<'_>) -> Result<(), TreeError>;

    /// Runs a node.
    ///
    /// # Errors
    /// [`TreeError::NotAllowed`] unless the store says otherwise.
    fn exec(&mut self, _at: Path<'_>, _data: Option<&Bytes>) -> Result<Execution, TreeError> {
        Err(TreeError::NotAllowed)
    }

    /// Begins a group of changes that holds or is taken back as a whole. By default the engine keeps
    /// what is needed to take it back; a store that can do it itself says so.
    ///
    /// # Errors
    /// What keeps the store from beginning.
    fn begin(&mut self) -> Result<Transaction, TreeError> {
        Ok(Transaction::UndoLog)
    }

    /// Ends a group of changes that holds, where the store takes care of it.
    ///
    /// # Errors
    /// Where the store cannot keep the changes after all; they are taken back then.
    fn commit(&mut self) -> Result<(), TreeError> {
        Ok(())
    }

    /// Takes a group of changes back, where the store takes care of it.
    ///
    /// # Errors
    /// Where it cannot.
    fn rollback(&mut self) -> Result<(), TreeError> {
        Ok(())
    }
}

impl<T: Tree + ?Sized> Tree for &mut T {
    fn read(&self, at: Path<'_>) -> Result<Cow<'_, Node>, TreeError> {
        (**self).read(at)
    }

    fn children(&self, at: Path<'_>, visit: &mut dyn FnMut(&str)) -> Result<(), TreeError> {
        (**self).children(at, visit)
    }

    fn nearest_acl(&self, at: Path<'_>) -> Result<Cow<'_, Acl>, TreeError> {
        (**self).nearest_acl(at)
    }

    fn case(&self, at: Path<'_>) -> Case {
        (**self).case(at)
    }

    fn spelled(&self, at: Path<'_>) -> Option<Uri> {
        (**self).spelled(at)
    }

    fn write(&mut self, edit: Edit<'_>) -> Result<(), TreeError> {
        (**self).write(edit)
    }

    fn exec(&mut self, at: Path<'_>, data: Option<&Bytes>) -> Result<Execution, TreeError> {
        (**self).exec(at, data)
    }

    fn begin(&mut self) -> Result<Transaction, TreeError> {
        (**self).begin()
    }

    fn commit(&mut self) -> Result<(), TreeError> {
        (**self).commit()
    }

    fn rollback(&mut self) -> Result<(), TreeError> {
        (**self).rollback()
    }
}

/// Who takes changes back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_enums, reason = "there is no third")]
pub enum Transaction {
    /// The engine, from what it has read before.
    UndoLog,
    /// The store.
    Native,
}

/// What running a node has come to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_enums, reason = "there is no third")]
pub enum Execution {
    /// It is done: status 200.
    Done,
    /// It has begun: status 202, and an alert with the correlator tells the end.
    Accepted,
}

/// Why a tree does not do something.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum TreeError {
    /// There is no such node.
    NotFound,
    /// There is such a node already.
    AlreadyExists,
    /// The node does not take the command.
    NotAllowed,
    /// The access control lists do not grant it.
    PermissionDenied,
    /// The node is in use.
    Forbidden,
    /// The value has the wrong form.
    BadValue,
    /// The format or media type is not one that the node has.
    UnsupportedType,
    /// The value is larger than the node takes.
    TooLarge,
    /// There is no room.
    Full,
    /// A feature that this device does not have.
    NotSupported,
    /// The address is none.
    Uri(crate::uri::UriFault),
    /// The store failed.
    Store,
}

impl From<TreeError> for StatusCode {
    fn from(error: TreeError) -> Self {
        match error {
            TreeError::NotFound => Self::NOT_FOUND,
            TreeError::AlreadyExists => Self::ALREADY_EXISTS,
            TreeError::NotAllowed => Self::COMMAND_NOT_ALLOWED,
            TreeError::PermissionDenied => Self::PERMISSION_DENIED,
            TreeError::Forbidden => Self::FORBIDDEN,
            TreeError::BadValue => Self::BAD_REQUEST,
            TreeError::UnsupportedType => Self::UNSUPPORTED_TYPE,
            TreeError::TooLarge => Self::TOO_LARGE,
            TreeError::Full => Self::DEVICE_FULL,
            TreeError::NotSupported => Self::FEATURE_NOT_SUPPORTED,
            TreeError::Uri(fault) => fault.status(),
            TreeError::Store => Self::COMMAND_FAILED,
        }
    }
}

impl fmt::Display for TreeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotFound => "no such node",
            Self::AlreadyExists => "node exists already",
            Self::NotAllowed => "command is not allowed on the node",
            Self::PermissionDenied => "access control list does not grant the command",
            Self::Forbidden => "node is in use",
            Self::BadValue => "value has the wrong form",
            Self::UnsupportedType => "format or type is not supported",
            Self::TooLarge => "value is too large",
            Self::Full => "no room for another node",
            Self::NotSupported => "feature is not supported",
            Self::Uri(fault) => return fault.fmt(f),
            Self::Store => "store failed",
        })
    }
}

impl core::error::Error for TreeError {}
