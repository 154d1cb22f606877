//! Access control lists: which server may do what with a node (DM TND 1.2.1, 7.7.1).
//!
//! ```text
//! acl      = "" / entry *( "&" entry )
//! entry    = command "=" server *( "+" server )
//! command  = "Add" / "Delete" / "Exec" / "Get" / "Replace"
//! server   = "*" / 1*<printable except = & * + and white space>
//! ```

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

use super::acl_fault::AclFault;
use crate::error::{Error, ErrorKind};

/// A right: a command that an access control list names.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(clippy::exhaustive_enums, reason = "the grammar has five")]
pub enum Right {
    /// Add children.
    Add,
    /// Delete the node.
    Delete,
    /// Run it.
    Exec,
    /// Read it.
    Get,
    /// Change its value and properties.
    Replace,
}

impl Right {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Add, Self::Delete, Self::Exec, Self::Get, Self::Replace];

    /// The name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Add => "Add",
            Self::Delete => "Delete",
            Self::Exec => "Exec",
            Self::Get => "Get",
            Self::Replace => "Replace",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|right| right.name() == name)
    }
}

/// The servers that have a right.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
enum Servers {
    /// `*`.
    All,
    /// At least one, none of them twice.
    Named(Vec<String>),
}

impl Servers {
    /// Nobody, while a server is taken out.
    const NONE: Self = Self::Named(Vec::new());

    fn is_none(&self) -> bool {
        matches!(self, Self::Named(names) if names.is_empty())
    }
}

/// An access control list. The empty one is no list: the one of the node above holds.
///
/// ```
/// use provost_dm::tree::{Acl, Right};
///
/// let acl: Acl = "Add=*&Replace=com.a+com.b".parse()?;
/// assert!(acl.grants(Right::Add, "anybody"));
/// assert!(acl.grants(Right::Replace, "com.b"));
/// // A part of a server's identifier is another server.
/// assert!(!acl.grants(Right::Replace, "com"));
/// assert!(!acl.grants(Right::Get, "com.a"));
/// # Ok::<(), provost_dm::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Acl {
    /// In the order they were named, each right once.
    entries: Vec<(Right, Servers)>,
}

impl Acl {
    /// The most octets of a text (64 KiB): memory of a device.
    pub const MAX: usize = 64 << 10;
    /// The most servers in a text (1024): look-ups are linear.
    pub const MAX_SERVERS: usize = 1024;

    /// No list.
    pub const EMPTY: Self = Self { entries: Vec::new() };

    /// What the root has unless it is told otherwise: `Add=*&Get=*`.
    #[must_use]
    pub fn of_root() -> Self {
        Self::EMPTY.with_all(Right::Add).with_all(Right::Get)
    }

    /// Whether it is no list.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// With a right for every server.
    #[must_use]
    pub fn with_all(mut self, right: Right) -> Self {
        self.merge(right, Servers::All);
        self
    }

    /// With a right for a server, besides those that have it.
    ///
    /// # Errors
    /// [`AclFault::Server`] and [`AclFault::NoServer`] where a list cannot name it.
    pub fn with(mut self, right: Right, server: &str) -> Result<Self, Error> {
        // A name that the grammar reads as everybody, or as two, is none.
        if server.contains(['*', '+']) {
            return Err(Error::new(ErrorKind::Acl(AclFault::Server), 0));
        }
        let servers = servers(server, 0)?;
        self.merge(right, servers);
        Ok(self)
    }

    /// Whether this list, and no other, grants a right to a server.
    #[must_use]
    pub fn grants(&self, right: Right, server: &str) -> bool {
        self.entries.iter().any(|(granted, servers)| {
            *granted == right
                && match servers {
                    Servers::All => true,
                    Servers::Named(names) => names.iter().any(|name| name == server),
                }
        })
    }

    /// Takes a server out: when its account is deleted (DM TND 1.2.1, 7.7.1.5). A right that no
    /// server has any more is gone, or is everybody's with `root`, whose rights must not vanish.
    ///
    /// Tells whether that changes anything.
    pub fn remove_server(&mut self, server: &str, root: bool) -> bool {
        let is_changed = self.take(server);
        for (_, servers) in &mut self.entries {
            if root && servers.is_none() {
                *servers = Servers::All;
            }
        }
        self.entries.retain(|(_, servers)| !servers.is_none());
        is_changed
    }

    /// Like [`remove_server`](Self::remove_server) at the root, where a right that no server has any
    /// more becomes what another list says of it.
    pub(super) fn remove_server_or(&mut self, server: &str, factory: &Self) -> bool {
        let is_changed = self.take(server);
        let mut factory = factory.clone();
        factory.remove_server(server, false);
        for (right, servers) in &mut self.entries {
            if servers.is_none() {
                let same = factory.entries.iter().find(|(granted, _)| granted == right);
                *servers = same.map_or(Servers::NONE, |(_, servers)| servers.clone());
            }
        }
        self.entries.retain(|(_, servers)| !servers.is_none());
        if self.entries.is_empty() {
            // The root always has a list.
            *self = if factory.is_empty() { Self::of_root() } else { factory };
        }
        is_changed
    }

    /// Takes a server out, and leaves rights that nobody has.
    fn take(&mut self, server: &str) -> bool {
        let mut is_changed = false;
        for (_, servers) in &mut self.entries {
            let Servers::Named(names) = servers else { continue };
            let count = names.len();
            names.retain(|name| name != server);
            is_changed |= names.len() != count;
        }
        is_changed
    }

    /// Reads a text in which a command may stand more than once, as in an example of the
    /// specification: the servers of both have the right.
    ///
    /// # Errors
    /// [`Acl`](ErrorKind::Acl) with what is wrong.
    pub fn parse_lenient(text: &str) -> Result<Self, Error> {
        Self::parse(text, false)
    }

    fn parse(text: &str, is_strict: bool) -> Result<Self, Error> {
        let fault = |fault, at| Error::new(ErrorKind::Acl(fault), at);
        if text.len() > Self::MAX {
            return Err(fault(AclFault::Length, Self::MAX));
        }
        let count = text.bytes().filter(|octet| matches!(octet, b'+' | b'=')).count();
        if count > Self::MAX_SERVERS {
            return Err(fault(AclFault::Length, text.len()));
        }
        let mut acl = Self::EMPTY;
        if text.is_empty() {
            return Ok(acl);
        }
        let mut at = 0_usize;
        for entry in text.split('&') {
            let (name, list) = entry.split_once('=').ok_or(fault(AclFault::Command, at))?;
            let right = Right::from_name(name).ok_or(fault(AclFault::Command, at))?;
            if is_strict && acl.entries.iter().any(|(granted, _)| *granted == right) {
                return Err(fault(AclFault::Twice, at));
            }
            let start = at.saturating_add(name.len()).saturating_add(1);
            acl.merge(right, servers(list, start)?);
            at = at.saturating_add(entry.len()).saturating_add(1);
        }
        Ok(acl)
    }

    fn merge(&mut self, right: Right, servers: Servers) {
        let Some((_, old)) = self.entries.iter_mut().find(|(granted, _)| *granted == right) else {
            self.entries.push((right, servers));
            return;
        };
        match (old, servers) {
            // `*` overrides the names beside it.
            (old, Servers::All) => *old = Servers::All,
            (Servers::All, _) => {}
            (Servers::Named(old), Servers::Named(new)) => {
                for name in new {
                    if !old.contains(&name) {
                        old.push(name);
                    }
                }
            }
        }
    }
}

/// `server *( "+" server )`.
fn servers(list: &str, start: usize) -> Result<Servers, Error> {
    let mut names: Vec<String> = Vec::new();
    let mut is_all = false;
    let mut at = start;
    for name in list.split('+') {
        let fault = |fault| Error::new(ErrorKind::Acl(fault), at);
        if name.is_empty() {
            return Err(fault(AclFault::NoServer));
        }
        if name == "*" {
            is_all = true;
        } else if name
            .contains(|c: char| matches!(c, '=' | '&' | '*') || c.is_whitespace() || c.is_control())
        {
            return Err(fault(AclFault::Server));
        } else if !names.iter().any(|known| known == name) {
            names.push(name.into());
        }
        at = at.saturating_add(name.len()).saturating_add(1);
    }
    Ok(if is_all { Servers::All } else { Servers::Named(names) })
}

impl FromStr for Acl {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::parse(text, true)
    }
}

impl fmt::Display for Acl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (right, servers)) in self.entries.iter().enumerate() {
            f.write_str(if at == 0 { "" } else { "&" })?;
            f.write_str(right.name())?;
            match servers {
                Servers::All => f.write_str("=*")?,
                Servers::Named(names) => {
                    for (at, name) in names.iter().enumerate() {
                        f.write_str(if at == 0 { "=" } else { "+" })?;
                        f.write_str(name)?;
                    }
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;
    use alloc::vec;

    use super::*;

    #[test]
    fn a_server_is_no_pattern() {
        for name in ["*", "a+b", "+", "a*", "", "a b", "a=b", "a&b"] {
            assert!(Acl::EMPTY.with(Right::Get, name).is_err(), "{name}");
        }
        let acl = Acl::EMPTY.with(Right::Get, "a").unwrap();
        assert!(acl.grants(Right::Get, "a") && !acl.grants(Right::Get, "b"));
    }

    #[test]
    fn grammar() {
        for (text, written) in [
            ("", ""),
            ("Get=*", "Get=*"),
            ("Replace=*&Get=*&Add=*&Delete=*&Exec=*", "Replace=*&Get=*&Add=*&Delete=*&Exec=*"),
            (
                "Add=www.sonera.fi-8765&Replace=www.sonera.fi-8765+321_ibm.com&Get=*",
                "Add=www.sonera.fi-8765&Replace=www.sonera.fi-8765+321_ibm.com&Get=*",
            ),
            ("Get=a+*+b", "Get=*"),
            ("Get=a+b+a", "Get=a+b"),
            ("Get=\u{fc}/:;,", "Get=\u{fc}/:;,"),
        ] {
            let acl: Acl = text.parse().unwrap();
            assert_eq!(acl.to_string(), written);
            assert_eq!(written.parse::<Acl>().unwrap(), acl);
        }
    }

    #[test]
    fn faults() {
        for (text, fault, offset) in [
            ("Get", AclFault::Command, 0),
            ("&", AclFault::Command, 0),
            ("Get=*&", AclFault::Command, 6),
            ("get=*", AclFault::Command, 0),
            ("Copy=*", AclFault::Command, 0),
            ("Get=*&Add=a&Get=b", AclFault::Twice, 12),
            ("Get=", AclFault::NoServer, 4),
            ("Get=a+", AclFault::NoServer, 6),
            ("Get=+a", AclFault::NoServer, 4),
            ("Get=a=b", AclFault::Server, 4),
            ("Get=a+b c", AclFault::Server, 6),
            ("Get=a*", AclFault::Server, 4),
            ("Get=a\n", AclFault::Server, 4),
        ] {
            let error = Error::new(ErrorKind::Acl(fault), offset);
            assert_eq!(text.parse::<Acl>(), Err(error), "{text:?}");
        }
    }

    #[test]
    fn a_command_twice_is_merged_on_request() {
        let acl = Acl::parse_lenient("Get=ServerA&Replace=ServerA&Get=ServerB").unwrap();
        assert_eq!(acl.to_string(), "Get=ServerA+ServerB&Replace=ServerA");
        assert_eq!(Acl::parse_lenient("Get=a&Get=*&Get=b").unwrap().to_string(), "Get=*");
    }

    #[test]
    fn a_part_of_a_name_is_another_server() {
        let acl: Acl = "Get=srv12&Replace=1srv".parse().unwrap();
        for server in ["srv", "srv1", "rv12", "srv12&Replace", "", "*", "Get"] {
            assert!(!acl.grants(Right::Get, server), "{server}");
        }
        assert!(acl.grants(Right::Get, "srv12"));
        assert!(!acl.grants(Right::Replace, "srv"));
    }

    #[test]
    fn removal_of_a_server() {
        let mut acl: Acl = "Get=a+b&Replace=a&Add=*".parse().unwrap();
        assert!(!acl.remove_server("c", false));
        assert!(acl.clone().remove_server("a", false));
        let mut root = acl.clone();
        acl.remove_server("a", false);
        assert_eq!(acl.to_string(), "Get=b&Add=*");
        root.remove_server("a", true);
        assert_eq!(root.to_string(), "Get=b&Replace=*&Add=*");
    }

    #[test]
    fn limits() {
        let servers = |count: usize| {
            ["Get=", &vec!["s"; count].join("+")].concat().parse::<Acl>().map(|_| ())
        };
        assert!(servers(Acl::MAX_SERVERS - 1).is_ok() && servers(Acl::MAX_SERVERS).is_ok());
        let fault = ErrorKind::Acl(AclFault::Length);
        assert_eq!(servers(Acl::MAX_SERVERS + 1).unwrap_err().kind(), fault);
        let long = |length: usize| ["Get=", &"s".repeat(length - 4)].concat().parse::<Acl>();
        assert!(long(Acl::MAX - 1).is_ok() && long(Acl::MAX).is_ok());
        assert_eq!(long(Acl::MAX + 1).unwrap_err().kind(), fault);
    }
}
