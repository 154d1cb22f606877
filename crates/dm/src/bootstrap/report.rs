//! What became of a bootstrap message.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::tree::TreeError;
use crate::uri::Uri;

/// What was installed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub struct Installed {
    /// The objects, in the order of the message.
    pub objects: Vec<Placed>,
    /// References that were rewritten, and those that lead nowhere.
    pub references: Vec<Reference>,
    /// What was passed over.
    pub ignored: Vec<Ignored>,
}

/// An object that is there now.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Placed {
    /// The identifier.
    pub id: String,
    /// Where the message had it.
    pub source: Uri,
    /// Where it is.
    pub at: Uri,
    /// Whether its name was taken, so that it has another.
    pub is_renamed: bool,
    /// Whether it took the place of the account of the same server.
    pub is_replaced: bool,
    /// The server, of an account.
    pub server: Option<String>,
    /// Whether it is no account, or one that a session can begin with.
    pub is_complete: bool,
}

/// A reference of an object to another.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Reference {
    /// The leaf that it is in.
    pub at: Uri,
    /// Where it leads: none where the document has no such object, and the value is as it was.
    pub to: Option<Uri>,
}

/// What was passed over.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Ignored {
    /// Where the message had it; the root for a command that has no place.
    pub source: Uri,
    /// Why.
    pub reason: Reason,
}

/// Why something was passed over.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum Reason {
    /// The device has no place for such an object.
    UnknownObject,
    /// A newer version of the object is in the message.
    OlderVersion,
    /// A command that a bootstrap message has no use for.
    Command(&'static str),
}

impl Installed {
    /// The accounts, with their servers.
    pub fn accounts(&self) -> impl Iterator<Item = (&str, &Uri)> {
        self.objects.iter().filter_map(|placed| Some((placed.server.as_deref()?, &placed.at)))
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnknownObject => "no place for such an object",
            Self::OlderVersion => "newer version is in the message",
            Self::Command(name) => return write!(f, "{name} has no use here"),
        })
    }
}

/// Why nothing was installed.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum InstallError {
    /// The server has an account already.
    AccountExists {
        /// Where.
        at: Uri,
    },
    /// Two accounts of one server in the message.
    AccountTwice {
        /// Where the message has the second.
        source: Uri,
    },
    /// A node that is added by itself where the device lets no bootstrap message add any.
    Place {
        /// Its address.
        target: Uri,
    },
    /// No object is left that the device has a place for.
    Nothing,
    /// The store refuses a node.
    Tree {
        /// Which, if not all.
        at: Option<Uri>,
        /// Why.
        error: TreeError,
    },
}

impl From<TreeError> for InstallError {
    fn from(error: TreeError) -> Self {
        Self::Tree { at: None, error }
    }
}

impl fmt::Display for InstallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AccountExists { at } => write!(f, "server has an account at {at}"),
            Self::AccountTwice { source } => write!(f, "second account of a server at {source}"),
            Self::Place { target } => write!(f, "no bootstrap message adds {target}"),
            Self::Nothing => f.write_str("no object that there is a place for"),
            Self::Tree { at: Some(at), error } => write!(f, "{error}: {at}"),
            Self::Tree { at: None, error } => error.fmt(f),
        }
    }
}

impl core::error::Error for InstallError {}
