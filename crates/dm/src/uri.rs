//! Addresses of nodes in the management tree (DM TND 1.2.1, 6.2 and 7.7).
//!
//! ```
//! use provost_dm::uri::{Address, Part, Uri};
//!
//! // `./` in front means nothing, and what is escaped is the same as what is not.
//! let uri: Uri = "./DevDetail/Ext/My%20Node".parse()?;
//! assert_eq!(uri, "DevDetail/Ext/%4Dy%20Node".parse()?);
//! assert_eq!(uri.path().segments().last(), Some("My Node"));
//! assert_eq!(uri.to_string(), "./DevDetail/Ext/My%20Node");
//!
//! let address: Address = "./DMAcc/x?prop=ACL".parse()?;
//! assert_eq!(address.uri().to_string(), "./DMAcc/x");
//! assert!(matches!(address.part(), Part::Property(name) if name.name() == "ACL"));
//! # Ok::<(), provost_dm::Error>(())
//! ```
//!
//! Every text that is no address is refused with a [`UriFault`], and each fault has the status that
//! it is answered with.

pub(crate) mod fault;
mod parse;
mod path;
mod query;
mod rules;

use alloc::string::String;
use core::fmt;
use core::str::FromStr;

pub use fault::UriFault;
pub use path::Path;
pub(crate) use path::escape;
pub use query::{List, Part, PropertyName, PropertySet};
pub use rules::{UriLimits, UriRules};

use crate::error::{Error, ErrorKind};

/// The address of a node in its one normal form: segments without escapes, joined by `/`.
///
/// No segment holds a `/` or is empty, so that the form has one reading. The root is the empty form.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Uri(String);

impl Uri {
    /// The root, `.`.
    pub const ROOT: Self = Self(String::new());

    /// Reads an address by rules; [`FromStr`] reads it by those of the specification without limits.
    ///
    /// # Errors
    /// [`Uri`](ErrorKind::Uri) with what is wrong. An address with `?` is not one of a node.
    pub fn parse(text: &str, rules: &UriRules) -> Result<Self, Error> {
        let address = Address::parse(text, rules)?;
        match address.part {
            Part::Node => Ok(address.uri),
            _ => {
                let at = text.find('?').unwrap_or_default();
                Err(Error::new(ErrorKind::Uri(UriFault::Query), at))
            }
        }
    }

    /// The address as a path, which is cheap to hand on and to take apart.
    #[must_use]
    pub fn path(&self) -> Path<'_> {
        Path::from_normal(&self.0)
    }

    /// The address of a child.
    ///
    /// # Errors
    /// [`Uri`](ErrorKind::Uri) where the name cannot be one: empty, `.`, `..`, with a `/` or a
    /// control character in it.
    pub fn child(&self, name: &str) -> Result<Self, Error> {
        self.path().child(name)
    }

    /// The address of what stands at a path below.
    #[must_use]
    pub fn join(&self, below: Path<'_>) -> Self {
        let mut text = self.0.clone();
        if !text.is_empty() && !below.is_root() {
            text.push('/');
        }
        text.push_str(below.as_normal());
        Self(text)
    }

    pub(crate) const fn from_normal(text: String) -> Self {
        Self(text)
    }

    pub(crate) fn into_normal(self) -> String {
        self.0
    }
}

impl FromStr for Uri {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::parse(text, &UriRules::SPECIFICATION)
    }
}

impl From<Path<'_>> for Uri {
    fn from(path: Path<'_>) -> Self {
        Self(path.as_normal().into())
    }
}

/// With `./` in front, and escapes where they are needed.
impl fmt::Display for Uri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.path().fmt(f)
    }
}

impl fmt::Debug for Uri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.path().fmt(f)
    }
}

/// An address as LocURI has it: a node, a property of it, or a list of what is below it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Address {
    uri: Uri,
    part: Part,
}

impl Address {
    /// Reads an address by rules; [`FromStr`] reads it by those of the specification without limits.
    ///
    /// # Errors
    /// [`Uri`](ErrorKind::Uri) with what is wrong.
    pub fn parse(text: &str, rules: &UriRules) -> Result<Self, Error> {
        let (uri, part) = parse::address(text, rules)?;
        Ok(Self { uri, part })
    }

    /// The node.
    #[must_use]
    pub const fn uri(&self) -> &Uri {
        &self.uri
    }

    /// What of the node.
    #[must_use]
    pub const fn part(&self) -> &Part {
        &self.part
    }

    /// The same of another node.
    pub(crate) fn moved(self, uri: Uri) -> Self {
        Self { uri, ..self }
    }
}

impl FromStr for Address {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::parse(text, &UriRules::SPECIFICATION)
    }
}

impl From<Uri> for Address {
    fn from(uri: Uri) -> Self {
        Self { uri, part: Part::Node }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.uri, self.part)
    }
}
