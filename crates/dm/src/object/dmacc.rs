//! Accounts of management servers: DMAcc (DM StdObj 1.2.1, 5.3), and the layout of DM 1.1.2.

mod layout_1_1;
mod layout_1_2;
mod session;

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::view::{ObjectError, View};
use super::{Object, Secret};
use crate::auth::Nonce;
use crate::auth_type::AuthType;
use crate::tree::{Node, Tree, TreeError};
use crate::uri::{Path, Uri};

/// An account of a management server.
///
/// ```
/// use provost_dm::object::{Account, AccountAddress, AccountAuth, Layout};
///
/// let account = Account {
///     addresses: vec![AccountAddress::new("https://dm.example/")],
///     auth: vec![AccountAuth::new(AccountAuth::CLIENT, "DIGEST").with("me", "geheim")],
///     ..Account::new("com.example")
/// };
/// let object = account.to_object("1", Layout::V1_2)?;
/// assert_eq!(object.view().text("AppAuth/1/AAuthLevel")?.as_deref(), Some("CLCRED"));
/// assert_eq!(Account::of(&object.view())?, account);
/// assert_eq!(account.url().as_deref(), Some("https://dm.example/"));
/// // Devices of DM 1.1.2 have another layout, with less room.
/// let object = account.to_object("1", Layout::V1_1_2)?;
/// assert_eq!(object.view().text("UserName")?.as_deref(), Some("me"));
/// assert!(account.losses(Layout::V1_1_2).is_empty());
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[allow(clippy::exhaustive_structs, reason = "to be built; other nodes are those of a view")]
pub struct Account {
    /// ServerID: who the server is in access control lists.
    pub server: String,
    /// Name, for the user.
    pub name: Option<String>,
    /// PrefConRef: the way into the network that is preferred, as an address or a name of the
    /// device's own.
    pub preferred_connection: Option<String>,
    /// ToConRef: the ways into the network, the first one first.
    pub connections: Vec<String>,
    /// AppAddr: where the server is, the first one first.
    pub addresses: Vec<AccountAddress>,
    /// AAuthPref: the scheme that is preferred; none is the one that was used last.
    pub preferred_auth: Option<String>,
    /// AppAuth: how either side proves who it is.
    pub auth: Vec<AccountAuth>,
    /// Ext: what a vendor has added, by names below it.
    pub extensions: Vec<(String, Node)>,
}

/// An address of a management server.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[allow(clippy::exhaustive_structs, reason = "to be built; other nodes are those of a view")]
pub struct AccountAddress {
    /// Addr.
    pub address: String,
    /// AddrType: `URI`, `IPv4` or `IPv6`; none is URI.
    pub address_type: Option<String>,
    /// PortNbr.
    pub ports: Vec<u16>,
}

/// How one side of a session proves who it is.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[allow(clippy::exhaustive_structs, reason = "to be built; other nodes are those of a view")]
pub struct AccountAuth {
    /// AAuthLevel: which side, and where.
    pub level: String,
    /// AAuthType: by which scheme.
    pub kind: String,
    /// AAuthName.
    pub name: Option<String>,
    /// AAuthSecret, which no server can read.
    pub secret: Option<Secret>,
    /// AAuthData: the octets of the next nonce, which no server can read.
    pub data: Option<Nonce>,
}

/// How an account is laid out in the tree.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
#[allow(clippy::exhaustive_enums, reason = "there is no third")]
pub enum Layout {
    /// DM 1.2: below `./DMAcc`.
    #[default]
    V1_2,
    /// DM 1.1.2: below `./SyncML/DMAcc`. From memory; the document was not at hand.
    V1_1_2,
}

impl Layout {
    /// The identifier of the object.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::V1_2 => "urn:oma:mo:oma-dm-dmacc:1.0",
            Self::V1_1_2 => "org.openmobilealliance/1.0/w7",
        }
    }

    /// The node that accounts are usually below.
    #[must_use]
    pub const fn parent(self) -> &'static str {
        match self {
            Self::V1_2 => "./DMAcc",
            Self::V1_1_2 => "./SyncML/DMAcc",
        }
    }
}

/// What of an account a layout has no room for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum Loss {
    /// Addresses behind the first.
    Addresses,
    /// Ports behind the first.
    Ports,
    /// Ways into the network behind the first.
    Connections,
    /// Credentials behind the first of either side, and those of other levels.
    Credentials,
    /// That each side has a scheme of its own.
    Scheme,
    /// A type of an address that has no number.
    AddressType,
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Addresses => "addresses behind the first",
            Self::Ports => "ports behind the first",
            Self::Connections => "ways into the network behind the first",
            Self::Credentials => "credentials behind the first of either side",
            Self::Scheme => "schemes of each side",
            Self::AddressType => "type of an address",
        })
    }
}

impl Account {
    /// One of a server, and nothing else.
    #[must_use]
    pub fn new(server: impl Into<String>) -> Self {
        Self { server: server.into(), ..Self::default() }
    }

    /// Reads one, in the layout that its nodes have.
    ///
    /// # Errors
    /// [`Missing`](ObjectError::Missing) without the identifier of the server,
    /// [`Value`](ObjectError::Value) for a port or a nonce that is none, and those of [`View`].
    pub fn read(tree: &impl Tree, at: Path<'_>) -> Result<Self, ObjectError> {
        Self::of(&View::new(tree, at))
    }

    /// Reads one of a view.
    ///
    /// # Errors
    /// Those of [`read`](Self::read).
    pub fn of<T: Tree>(view: &View<'_, T>) -> Result<Self, ObjectError> {
        match Self::layout(view)? {
            Layout::V1_2 => layout_1_2::read(view),
            Layout::V1_1_2 => layout_1_1::read(view),
        }
    }

    /// The layout of an account.
    ///
    /// # Errors
    /// Those of [`View`].
    pub fn layout<T: Tree>(view: &View<'_, T>) -> Result<Layout, ObjectError> {
        let is_old = view.node("ServerID")?.is_none() && view.node("ServerId")?.is_some();
        Ok(if is_old { Layout::V1_1_2 } else { Layout::V1_2 })
    }

    /// Where the account of a server is below a node such as [`Layout::parent`]; nothing where there
    /// is none, or no such node.
    ///
    /// # Errors
    /// Those of the store.
    pub fn find(
        tree: &impl Tree,
        parent: Path<'_>,
        server: &str,
    ) -> Result<Option<Uri>, TreeError> {
        let accounts = Self::all(tree, parent)?;
        Ok(accounts.into_iter().find(|(_, own)| own == server).map(|(at, _)| at))
    }

    /// The accounts below a node such as [`Layout::parent`], each with its server; none where there is
    /// no such node.
    ///
    /// # Errors
    /// Those of the store.
    pub fn all(tree: &impl Tree, parent: Path<'_>) -> Result<Vec<(Uri, String)>, TreeError> {
        let mut names: Vec<String> = Vec::new();
        match tree.read(parent) {
            Ok(node) if node.is_interior() => {
                tree.children(parent, &mut |name| names.push(name.into()))?;
            }
            Ok(_) | Err(TreeError::NotFound) => {}
            Err(error) => return Err(error),
        }
        let accounts = names.iter().filter_map(|name| {
            let uri = parent.child_unchecked(name);
            let server = Self::server_of(&View::new(tree, uri.clone()))?;
            Some((uri, server))
        });
        Ok(accounts.collect())
    }

    /// The identifier of the server of an account, in whatever layout: what makes an object one, be
    /// the rest of it as it may. Nothing of another object.
    #[must_use]
    pub fn server_of<T: Tree>(view: &View<'_, T>) -> Option<String> {
        let text = |name| view.text(name).ok().flatten();
        text("ServerID").or_else(|| text("ServerId"))
    }

    /// The object, under a name. What the layout has no room for is left out: [`losses`](Self::losses).
    ///
    /// # Errors
    /// [`TreeError::Uri`] where the name, or that of an extension, cannot be one.
    pub fn to_object(&self, name: &str, layout: Layout) -> Result<Object, TreeError> {
        let mut object = Object::new(name, layout.id())?;
        match layout {
            Layout::V1_2 => layout_1_2::write(self, &mut object)?,
            Layout::V1_1_2 => layout_1_1::write(self, &mut object)?,
        }
        for (names, node) in &self.extensions {
            object.set(&["Ext/", names].concat(), node.clone())?;
        }
        Ok(object)
    }

    /// What of the account a layout has no room for.
    #[must_use]
    pub fn losses(&self, layout: Layout) -> Vec<Loss> {
        match layout {
            Layout::V1_2 => Vec::new(),
            Layout::V1_1_2 => layout_1_1::losses(self),
        }
    }
}

impl AccountAddress {
    /// A URI.
    #[must_use]
    pub fn new(uri: impl Into<String>) -> Self {
        Self { address: uri.into(), address_type: Some("URI".into()), ports: Vec::new() }
    }
}

impl AccountAuth {
    /// The client proves who it is to the server.
    pub const CLIENT: &'static str = "CLCRED";
    /// The server proves who it is to the client.
    pub const SERVER: &'static str = "SRVCRED";
    /// The client proves who it is to OBEX.
    pub const OBEX: &'static str = "OBEX";
    /// The client proves who it is to HTTP.
    pub const HTTP: &'static str = "HTTP";

    /// Of one side, by a scheme.
    #[must_use]
    pub fn new(level: impl Into<String>, kind: impl Into<String>) -> Self {
        Self { level: level.into(), kind: kind.into(), ..Self::default() }
    }

    /// With a name and a secret.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, secret: &str) -> Self {
        self.name = Some(name.into());
        self.secret = Some(secret.into());
        self
    }

    /// With a nonce.
    #[must_use]
    pub fn with_nonce(self, nonce: Nonce) -> Self {
        Self { data: Some(nonce), ..self }
    }

    /// The scheme of a session, where it is one: `HTTP-BASIC` is for the transport.
    #[must_use]
    pub fn scheme(&self) -> Option<AuthType> {
        AuthType::from_account_name(&self.kind)
    }
}

/// The leaves of an extension, or of another part of an account.
fn extensions<T: Tree>(view: &View<'_, T>) -> Result<Vec<(String, Node)>, ObjectError> {
    let (mut found, mut open) = (Vec::new(), Vec::from([String::from("Ext")]));
    while let Some(names) = open.pop() {
        let Some(node) = view.node(&names)? else { continue };
        let children = view.names(&names)?;
        if node.is_interior() && !children.is_empty() {
            open.extend(children.iter().rev().map(|child| [&names, "/", child].concat()));
        } else if let Some(below) = names.strip_prefix("Ext/") {
            found.push((below.to_string(), node.into_owned()));
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests;
