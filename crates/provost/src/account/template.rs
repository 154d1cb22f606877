//! What becomes of applications that are no management server: rows of data, because the objects of
//! new enablers come as documents of OMNA and not as code.

use alloc::borrow::{Cow, ToOwned};
use alloc::string::String;
use alloc::vec::Vec;

/// The object of an application, and where its own parms go in it.
///
/// The parms that every application may have go to the nodes that they have in an account:
/// `AppID`, `ProviderID`, `Name`, `PrefConRef`, `ToConRef`, `AppAddr`, `AppAuth`, `Resource`. A parm
/// with a [`Row`] goes where the row says, and any other below `Ext`, by its name.
///
/// ```
/// use provost::account::{Row, Template, Templates};
///
/// let game = Template::new("ap9999", "urn:example:mo:game:1.0", "./Games")
///     .with(Row::new("X-LOBBY", "Lobby/URI"));
/// let templates = Templates::registered().with(game);
/// assert_eq!(templates.find("AP9999").unwrap().parent(), "./Games");
/// assert_eq!(templates.find("ap2001").unwrap().object(), "urn:oma:mo:ext-3gpp-ims:1.0");
/// assert!(templates.find("w2").is_none());
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Template {
    id: Cow<'static, str>,
    object: Cow<'static, str>,
    parent: Cow<'static, str>,
    connections: Cow<'static, str>,
    rows: Cow<'static, [Row]>,
}

/// Where a parm goes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    parm: Cow<'static, str>,
    node: Cow<'static, str>,
}

impl Row {
    /// From a parm to a node: its names below the root of the object, with `/` between them.
    #[must_use]
    pub fn new(parm: &str, node: &str) -> Self {
        Self { parm: Cow::Owned(parm.to_owned()), node: Cow::Owned(node.to_owned()) }
    }

    const fn fixed(parm: &'static str, node: &'static str) -> Self {
        Self { parm: Cow::Borrowed(parm), node: Cow::Borrowed(node) }
    }

    /// The parm.
    #[must_use]
    pub fn parm(&self) -> &str {
        &self.parm
    }

    /// The node.
    #[must_use]
    pub fn node(&self) -> &str {
        &self.node
    }
}

impl Template {
    /// The applications of an `APPID`: the identifier of the object, and the node that it is below.
    #[must_use]
    pub fn new(id: &str, object: &str, parent: &str) -> Self {
        Self {
            id: Cow::Owned(id.to_owned()),
            object: Cow::Owned(object.to_owned()),
            parent: Cow::Owned(parent.to_owned()),
            connections: Cow::Borrowed("ToConRef"),
            rows: Cow::Owned(Vec::new()),
        }
    }

    /// With a place for a parm of its own.
    #[must_use]
    pub fn with(mut self, row: Row) -> Self {
        self.rows.to_mut().push(row);
        self
    }

    /// With another name for the node of its ways into the network.
    #[must_use]
    pub fn with_connections(self, node: &str) -> Self {
        Self { connections: Cow::Owned(String::from(node)), ..self }
    }

    /// The `APPID`.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The identifier of the object.
    #[must_use]
    pub fn object(&self) -> &str {
        &self.object
    }

    /// The node that objects are below.
    #[must_use]
    pub fn parent(&self) -> &str {
        &self.parent
    }

    /// The node of its ways into the network.
    #[must_use]
    pub fn connections(&self) -> &str {
        &self.connections
    }

    /// Where a parm of its own goes.
    #[must_use]
    pub fn node(&self, parm: &str) -> Option<&str> {
        self.rows.iter().find(|row| row.parm == parm).map(Row::node)
    }
}

/// The templates of a device.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Templates {
    rows: Cow<'static, [Template]>,
}

const REFERENCES: &[Row] = &[Row::fixed("APPREF", "AppRef")];

/// One of the registered applications.
const fn row(
    id: &'static str,
    object: &'static str,
    parent: &'static str,
    connections: &'static str,
) -> Template {
    Template {
        id: Cow::Borrowed(id),
        object: Cow::Borrowed(object),
        parent: Cow::Borrowed(parent),
        connections: Cow::Borrowed(connections),
        rows: Cow::Borrowed(REFERENCES),
    }
}

/// IMS by TS 24.167, 5. The identifiers of the PoC objects follow the pattern of the registry and
/// are not verified, and the parms of their own could not be read: they go below Ext.
static REGISTERED: [Template; 3] = [
    row("ap0001", "urn:oma:mo:oma_poc:1.0", "./PoC", "ToConRef"),
    row("ap0006", "urn:oma:mo:oma_poc:2.0", "./PoC", "ToConRef"),
    row("ap2001", "urn:oma:mo:ext-3gpp-ims:1.0", "./IMS", "ConRefs"),
];

impl Templates {
    /// None: every application but `w7` is left out, and a finding says so.
    pub const NONE: Self = Self { rows: Cow::Borrowed(&[]) };

    /// Push to talk, and IMS.
    #[must_use]
    pub const fn registered() -> Self {
        Self { rows: Cow::Borrowed(&REGISTERED) }
    }

    /// With one more; it replaces one of that `APPID`.
    #[must_use]
    pub fn with(mut self, template: Template) -> Self {
        let rows = self.rows.to_mut();
        rows.retain(|own| !own.id.eq_ignore_ascii_case(&template.id));
        rows.push(template);
        self
    }

    /// The template of an `APPID`, compared without regard to case.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Template> {
        self.rows.iter().find(|row| row.id.eq_ignore_ascii_case(id))
    }
}

impl Default for Templates {
    fn default() -> Self {
        Self::registered()
    }
}
