//! Access points and proxies: what PrefConRef and ToConRef of an account lead to.
//!
//! The names of their nodes, and the identifier of a proxy, are not verified against OMA's ConnMO
//! supplements; the identifier of an access point is one that clients send. What a device calls
//! otherwise is read by a [`View`](super::View).

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::view::{ObjectError, View};
use super::{Object, Secret};
use crate::format::Format;
use crate::tree::{Node, Tree, TreeError};
use crate::uri::{Path, Uri};

/// A network access point.
///
/// ```
/// use provost_dm::object::AccessPoint;
///
/// let internet = AccessPoint {
///     name: Some("Internet".into()),
///     address: "internet.example".into(),
///     address_type: Some("APN".into()),
///     parameters: vec![("Bearer".into(), "GSM-GPRS".into())],
///     ..AccessPoint::new("NAP1")
/// };
/// let object = internet.to_object("Internet")?;
/// assert_eq!(object.view().text("NAPAddr")?.as_deref(), Some("internet.example"));
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[allow(clippy::exhaustive_structs, reason = "to be built; other nodes are those of a view")]
pub struct AccessPoint {
    /// NAPID: by what others refer to it.
    pub id: String,
    /// Name.
    pub name: Option<String>,
    /// NAPAddr: a name of an access point, a number, a host.
    pub address: String,
    /// NAPAddrType: the words of NAP-ADDRTYPE in provisioning documents, such as `APN`.
    pub address_type: Option<String>,
    /// AuthInfo: how one proves who one is.
    pub auth: Vec<AuthInfo>,
    /// BearerParams: what else the bearer needs, by its names.
    pub parameters: Vec<(String, String)>,
}

impl AccessPoint {
    /// The identifier of the object.
    pub const ID: &'static str = "urn:oma:mo:oma-connmo-nap:1.0";

    /// One with an identifier of its own, and nothing else.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    /// Reads one.
    ///
    /// # Errors
    /// [`Missing`](ObjectError::Missing) without NAPID or NAPAddr, and those of [`View`].
    pub fn read(tree: &impl Tree, at: Path<'_>) -> Result<Self, ObjectError> {
        let view = View::new(tree, at);
        let mut parameters = Vec::new();
        for name in view.names(PARAMETERS)? {
            let value = view.below(PARAMETERS)?.text(&name)?.unwrap_or_default();
            parameters.push((name, value));
        }
        Ok(Self {
            id: view.required("NAPID")?,
            name: view.text("Name")?,
            address: view.required("NAPAddr")?,
            address_type: view.text("NAPAddrType")?,
            auth: AuthInfo::read_all(&view, AUTH)?,
            parameters,
        })
    }

    /// The object, under a name.
    ///
    /// # Errors
    /// [`TreeError::Uri`] where the name, or that of a parameter, cannot be one.
    pub fn to_object(&self, name: &str) -> Result<Object, TreeError> {
        let mut object = Object::new(name, Self::ID)?;
        object.set_texts([
            ("NAPID", Some(self.id.as_str())),
            ("Name", self.name.as_deref()),
            ("NAPAddr", Some(&self.address)),
            ("NAPAddrType", self.address_type.as_deref()),
        ])?;
        AuthInfo::write_all(&self.auth, &mut object, AUTH)?;
        if !self.parameters.is_empty() {
            object.set(PARAMETERS, Node::interior())?;
        }
        for (name, value) in &self.parameters {
            if name.contains('/') {
                return Err(TreeError::Uri(crate::uri::UriFault::Name));
            }
            object.set(&[PARAMETERS, "/", name].concat(), Node::leaf(value.clone()))?;
        }
        Ok(object)
    }
}

/// A proxy.
///
/// ```
/// use provost_dm::object::Proxy;
/// use provost_dm::uri::Uri;
///
/// let nap: Uri = "./NAP/1".parse()?;
/// let proxy = Proxy {
///     address: "10.0.0.1".into(),
///     ports: vec![8080],
///     connections: vec![nap.clone()],
///     ..Proxy::new("PX1")
/// };
/// let object = proxy.to_object("1")?;
/// assert_eq!(object.view().text("ToConRef/1/ConRef")?.as_deref(), Some("./NAP/1"));
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[allow(clippy::exhaustive_structs, reason = "to be built; other nodes are those of a view")]
pub struct Proxy {
    /// PXID: by what others refer to it.
    pub id: String,
    /// Name.
    pub name: Option<String>,
    /// PXAddr.
    pub address: String,
    /// PXAddrType: `IPV4`, `IPV6`, `E164`, `ALPHA`.
    pub address_type: Option<String>,
    /// PXPort: the ports.
    pub ports: Vec<u16>,
    /// PXAuth: how one proves who one is.
    pub auth: Vec<AuthInfo>,
    /// ToConRef: the access points that lead to it, the first one first.
    pub connections: Vec<Uri>,
}

impl Proxy {
    /// The identifier of the object.
    pub const ID: &'static str = "urn:oma:mo:oma-connmo-px:1.0";

    /// One with an identifier of its own, and nothing else.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    /// Reads one. A port may stand in PXPort itself.
    ///
    /// # Errors
    /// [`Missing`](ObjectError::Missing) without PXID or PXAddr, [`Value`](ObjectError::Value) for a
    /// port or a reference that is none, and those of [`View`].
    pub fn read(tree: &impl Tree, at: Path<'_>) -> Result<Self, ObjectError> {
        let view = View::new(tree, at);
        let mut ports = Vec::new();
        if view.node(PORTS)?.is_some_and(|node| !node.is_interior()) {
            ports.extend(view.number::<u16>(PORTS)?);
        }
        for port in view.each(PORTS)? {
            ports.extend(port.number::<u16>("PortNbr")?);
        }
        let mut connections = Vec::new();
        for connection in view.each(CONNECTIONS)? {
            if let Some(text) = connection.text("ConRef")? {
                let value = || ObjectError::Value(connection.path().into());
                connections.push(text.trim_ascii().parse().map_err(|_| value())?);
            }
        }
        Ok(Self {
            id: view.required("PXID")?,
            name: view.text("Name")?,
            address: view.required("PXAddr")?,
            address_type: view.text("PXAddrType")?,
            ports,
            auth: AuthInfo::read_all(&view, PROXY_AUTH)?,
            connections,
        })
    }

    /// The object, under a name.
    ///
    /// # Errors
    /// [`TreeError::Uri`] where the name cannot be one.
    pub fn to_object(&self, name: &str) -> Result<Object, TreeError> {
        let mut object = Object::new(name, Self::ID)?;
        object.set_texts([
            ("PXID", Some(self.id.as_str())),
            ("Name", self.name.as_deref()),
            ("PXAddr", Some(&self.address)),
            ("PXAddrType", self.address_type.as_deref()),
        ])?;
        for (at, port) in (1_usize..).zip(&self.ports) {
            let port = Node::leaf(port.to_string()).with_format(Format::Chr);
            object.set(&alloc::format!("{PORTS}/{at}/PortNbr"), port)?;
        }
        AuthInfo::write_all(&self.auth, &mut object, PROXY_AUTH)?;
        for (at, connection) in (1_usize..).zip(&self.connections) {
            let reference = Node::leaf(connection.to_string());
            object.set(&alloc::format!("{CONNECTIONS}/{at}/ConRef"), reference)?;
        }
        Ok(object)
    }
}

/// How one proves who one is to an access point or a proxy.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[allow(clippy::exhaustive_structs, reason = "to be built; other nodes are those of a view")]
pub struct AuthInfo {
    /// AuthType: `PAP`, `CHAP`, `HTTP-BASIC` and others.
    pub kind: String,
    /// AuthName.
    pub name: Option<String>,
    /// AuthSecret.
    pub secret: Option<Secret>,
}

impl AuthInfo {
    fn read_all<T: Tree>(view: &View<'_, T>, names: &str) -> Result<Vec<Self>, ObjectError> {
        let read = |auth: &View<'_, T>| {
            Ok(Self {
                kind: auth.text("AuthType")?.unwrap_or_default(),
                name: auth.text("AuthName")?,
                secret: auth.text("AuthSecret")?.map(Secret::from),
            })
        };
        view.each(names)?.iter().map(read).collect()
    }

    fn write_all(all: &[Self], object: &mut Object, names: &str) -> Result<(), TreeError> {
        for (at, auth) in (1_usize..).zip(all) {
            let name = |leaf: &str| alloc::format!("{names}/{at}/{leaf}");
            let secret = auth.secret.as_ref().map(Secret::expose);
            object.set_texts([
                (&*name("AuthType"), Some(auth.kind.as_str())),
                (&*name("AuthName"), auth.name.as_deref()),
                (&*name("AuthSecret"), secret),
            ])?;
        }
        Ok(())
    }
}

const AUTH: &str = "AuthInfo";
const PROXY_AUTH: &str = "PXAuth";
const PARAMETERS: &str = "BearerParams";
const PORTS: &str = "PXPort";
const CONNECTIONS: &str = "ToConRef";
