//! Cookies (WAP-230, 8.4.2.67 and 8.4.2.68).

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::wsp::parameter::Parameter;
use crate::wsp::version::Version;

/// The value of `Set-Cookie`.
#[derive(Clone, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "all that it has")]
pub struct SetCookie {
    /// The version of cookies.
    pub version: Version,
    /// The name.
    pub name: String,
    /// The value.
    pub value: String,
    /// The parameters.
    pub parameters: Vec<Parameter>,
}

/// Without the value.
impl fmt::Debug for SetCookie {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SetCookie({:?}, ..)", self.name)
    }
}

/// The value of `Cookie`.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_structs, reason = "all that it has")]
pub struct Cookies {
    /// The version of cookies.
    pub version: Version,
    /// The cookies.
    pub cookies: Vec<Cookie>,
}

/// A cookie as it is sent back.
#[derive(Clone, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "all that it has")]
pub struct Cookie {
    /// The name.
    pub name: String,
    /// The value.
    pub value: String,
    /// The path; empty is none.
    pub path: Option<String>,
    /// The domain, behind a path.
    pub domain: Option<String>,
}

/// Without the value.
impl fmt::Debug for Cookie {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cookie({:?}, ..)", self.name)
    }
}
