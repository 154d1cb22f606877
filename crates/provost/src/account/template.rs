//! What becomes of applications that are no management server: rows of data, because the objects of
//! new enablers come as documents of OMNA and not as code.

use alloc::borrow::{Cow, ToOwned};
use alloc::string::String;
use alloc::vec::Vec;

use crate::dm::Format;
use crate::dm::tree::Node;

/// The object of an application, and where its own parms go in it.
///
/// The parms that every application may have go where the general template of OMNA has them, in nodes
/// that are for the most part those of an account: `AppID`, `ProviderID`, `Name`, `AAccept`,
/// `AProtocol`, `PrefAddr`, `PrefConRef`, `ToConRef`, `AppAddr`, `AppAuth`, `Resource`. A parm with a
/// [`Row`] goes where the row says instead, and what repeats it or is any other below `Ext`, by its name.
/// `AppID` and the lists of addresses and ways into the network are there beside a row.
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

/// Where a parm goes. A `#` in the node is a number, counted for each parm that is there again: so
/// lists are made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    parm: Cow<'static, str>,
    node: Cow<'static, str>,
    format: Format,
}

impl Row {
    /// From a parm to a node: its names below the root of the object, with `/` between them.
    #[must_use]
    pub fn new(parm: &str, node: &str) -> Self {
        let (parm, node) = (Cow::Owned(parm.to_owned()), Cow::Owned(node.to_owned()));
        Self { parm, node, format: Format::Chr }
    }

    const fn fixed(parm: &'static str, node: &'static str) -> Self {
        Self { parm: Cow::Borrowed(parm), node: Cow::Borrowed(node), format: Format::Chr }
    }

    const fn same(name: &'static str) -> Self {
        Self::fixed(name, name)
    }

    /// To a node of that format, `Bool` or `Int`, where the value is one: 1 and 0 are true and false. What
    /// is none stays text.
    #[must_use]
    pub const fn with_format(mut self, format: Format) -> Self {
        self.format = format;
        self
    }

    /// A leaf in the format of the node.
    pub(super) fn typed(&self, node: Node) -> Node {
        let text = node.text().map(str::trim_ascii).unwrap_or_default();
        let value = match self.format {
            Format::Bool if text == "1" || text.eq_ignore_ascii_case("true") => "true",
            Format::Bool if text == "0" || text.eq_ignore_ascii_case("false") => "false",
            Format::Int if text.parse::<i64>().is_ok() => text,
            _ => return node,
        };
        Node::leaf(String::from(value)).with_format(self.format)
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
            connections: Cow::Borrowed(GENERAL),
            rows: Cow::Owned(Vec::new()),
        }
    }

    /// With a place for a parm of its own.
    #[must_use]
    pub fn with(mut self, row: Row) -> Self {
        self.rows.to_mut().push(row);
        self
    }

    /// With another name for the node of its ways into the network: then it has no PrefConRef.
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
    pub fn row(&self, parm: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.parm == parm)
    }

    /// The node of it.
    #[must_use]
    pub fn node(&self, parm: &str) -> Option<&str> {
        self.row(parm).map(Row::node)
    }
}

/// The templates of a device.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Templates {
    rows: Cow<'static, [Template]>,
}

const REFERENCES: &[Row] = &[Row::fixed("APPREF", "AppRef")];

/// The ways into the network, in the general template.
pub(super) const GENERAL: &str = "ToConRef";

/// What is known of the object of IMS. Of the document of its parms (TS 24.167, annex B.2) the names
/// NAME, PROVIDER-ID, APPREF, TO-NAPID and PDP_ContextOperPref are known, and of the object (clause 5)
/// the nodes up to that one; those behind it are what devices and their servers have, and parms by
/// their names are taken for them. What APPREF becomes is not known: AppRef is ours.
const IMS: &[Row] = &[
    Row::fixed("APPREF", "AppRef"),
    Row::same("PDP_ContextOperPref").with_format(Format::Bool),
    Row::same("P-CSCF_Address"),
    Row::same("Timer_T1"),
    Row::same("Timer_T2"),
    Row::same("Timer_T4"),
    Row::same("Private_User_Identity"),
    Row::fixed("Public_User_Identity", "Public_User_Identity_List/#/Public_User_Identity"),
    Row::same("Home_network_domain_name"),
    Row::fixed("ICSI", "ICSI_List/#/ICSI"),
    Row::same("Resource_Allocation_Mode").with_format(Format::Bool),
    Row::same("Voice_Domain_Preference_E_UTRAN").with_format(Format::Int),
    Row::same("SMS_Over_IP_Networks_Indication").with_format(Format::Bool),
    Row::same("Keep_Alive_Enabled").with_format(Format::Bool),
    Row::same("Voice_Domain_Preference_UTRAN").with_format(Format::Int),
    Row::same("Mobility_Management_IMS_Voice_Termination").with_format(Format::Bool),
    Row::same("RegRetryBaseTime").with_format(Format::Int),
    Row::same("RegRetryMaxTime").with_format(Format::Int),
    Row::fixed("PhoneContext", "PhoneContext_List/#/PhoneContext"),
];

/// One of the registered applications.
const fn row(
    id: &'static str,
    object: &'static str,
    parent: &'static str,
    connections: &'static str,
    rows: &'static [Row],
) -> Template {
    Template {
        id: Cow::Borrowed(id),
        object: Cow::Borrowed(object),
        parent: Cow::Borrowed(parent),
        connections: Cow::Borrowed(connections),
        rows: Cow::Borrowed(rows),
    }
}

/// IMS by TS 24.167. Of PoC 1.0 and 2.0 the `APPID` alone is known: the identifiers of their objects
/// follow the pattern of the registry and are not verified; that TO-APPREF names the account of IMS is
/// from memory; and neither the parms of their own nor the nodes of the objects could be read. What a
/// document has of them goes below Ext, and rows of one's own put it elsewhere.
static REGISTERED: [Template; 3] = [
    row("ap0001", "urn:oma:mo:oma_poc:1.0", "./PoC", GENERAL, REFERENCES),
    row("ap0006", "urn:oma:mo:oma_poc:2.0", "./PoC", GENERAL, REFERENCES),
    row("ap2001", "urn:oma:mo:ext-3gpp-ims:1.0", "./IMS", "ConRefs", IMS),
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The rows that are made by the compiler are those that a caller could have made.
    #[test]
    fn registered_templates_are_templates() {
        const ROWS: &[Row] = &[Row::fixed("APPREF", "AppRef"), Row::same("ICSI")];
        let made = Template::new("ap9", "urn:o", "./P").with_connections("Ways");
        let made = made.with(Row::new("APPREF", "AppRef")).with(Row::new("ICSI", "ICSI"));
        assert_eq!(Row::same("ICSI"), Row::new("ICSI", "ICSI"));
        assert_eq!(row("ap9", "urn:o", "./P", "Ways", ROWS), made);
        for own in &REGISTERED {
            let rows = own.rows.iter().cloned();
            let made = Template::new(own.id(), own.object(), own.parent());
            let made = made.with_connections(own.connections());
            assert_eq!(rows.fold(made, Template::with), *own);
            assert_eq!(Templates::registered().find(own.id()), Some(own));
        }
    }
}
