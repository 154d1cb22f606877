//! Objects that have no type: a table says which nodes they have.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::ddf::{Description, DfProperties, Kind, Occurrence};
use crate::format::Format;
use crate::framework::{RawNode, RawTree};
use crate::tree::{Access, Right};

/// The nodes of an object: a description in a table.
///
/// IMS is here. Of the object of PoC (`urn:oma:mo:oma_poc:2.0`) the nodes were not at hand: what it
/// has is read by a [`View`](super::View), and checked by OMA's own file as a
/// [`Description`](crate::ddf::Description), or by a table of yours.
///
/// ```
/// use provost_dm::Format;
/// use provost_dm::ddf::Occurrence::{One, ZeroOrMore, ZeroOrOne};
/// use provost_dm::object::Outline;
///
/// const CONFERENCE: Outline = Outline::new("urn:oma:mo:ext-3gpp-conf:1.0", &[
///     ("Name", ZeroOrOne, Format::Chr),
///     ("Conf_Factory_URI", One, Format::Chr),
///     ("Ext", ZeroOrOne, Format::Node),
/// ]);
/// assert_eq!(CONFERENCE.describe().nodes().len(), 4);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Outline {
    id: &'static str,
    nodes: &'static [(&'static str, Occurrence, Format)],
}

impl Outline {
    /// The nodes below the root, those above first, with `/` between the names and `<x>` for a name
    /// that is given when a node is made.
    #[must_use]
    pub const fn new(
        id: &'static str,
        nodes: &'static [(&'static str, Occurrence, Format)],
    ) -> Self {
        Self { id, nodes }
    }

    /// The identifier of the object.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// As a description, wherever the object is. Its nodes take Get, and leaves take Replace.
    #[must_use]
    pub fn describe(&self) -> Description {
        let node = |names: &str, depth: usize, occurrence, format: Format, kind: &str| {
            let mut access = Access::NONE.with(Right::Get);
            if format != Format::Node {
                access = access.with(Right::Replace);
            }
            let kind = match format {
                Format::Node => Kind::DdfName(kind.into()),
                _ => Kind::Mime("text/plain".into()),
            };
            let df = DfProperties {
                access,
                occurrence,
                format: Some(format),
                kinds: Vec::from([kind]),
                ..DfProperties::default()
            };
            let name = names.rsplit('/').next().filter(|name| *name != "<x>").unwrap_or_default();
            RawNode { depth, name: name.into(), df: Some(Box::new(df)), ..RawNode::default() }
        };
        let mut nodes = Vec::from([node("<x>", 0, Occurrence::ZeroOrMore, Format::Node, self.id)]);
        nodes.extend(self.nodes.iter().map(|(names, occurrence, format)| {
            let depth = names.split('/').count();
            node(names, depth, *occurrence, *format, "")
        }));
        Description::of_nodes(RawTree { version: "1.2".into(), nodes, ..RawTree::default() })
    }

    /// 3GPP IMS (TS 24.167): the nodes above PDP_ContextOperPref from its text, those from there on by
    /// the names that stacks of RCS use, with occurrence and format to match.
    pub const IMS: Self = Self::new(
        "urn:oma:mo:ext-3gpp-ims:1.0",
        &[
            ("AppID", Occurrence::One, Format::Chr),
            ("Name", Occurrence::ZeroOrOne, Format::Chr),
            ("ConRefs", Occurrence::One, Format::Node),
            ("ConRefs/<x>", Occurrence::OneOrMore, Format::Node),
            ("ConRefs/<x>/ConRef", Occurrence::One, Format::Chr),
            ("PDP_ContextOperPref", Occurrence::One, Format::Bool),
            ("P-CSCF_Address", Occurrence::ZeroOrOne, Format::Chr),
            ("Timer_T1", Occurrence::ZeroOrOne, Format::Chr),
            ("Timer_T2", Occurrence::ZeroOrOne, Format::Chr),
            ("Timer_T4", Occurrence::ZeroOrOne, Format::Chr),
            ("Private_User_Identity", Occurrence::ZeroOrOne, Format::Chr),
            ("Public_User_Identity_List", Occurrence::ZeroOrOne, Format::Node),
            ("Public_User_Identity_List/<x>", Occurrence::ZeroOrMore, Format::Node),
            ("Public_User_Identity_List/<x>/Public_User_Identity", Occurrence::One, Format::Chr),
            ("Home_network_domain_name", Occurrence::ZeroOrOne, Format::Chr),
            ("Ext", Occurrence::ZeroOrOne, Format::Node),
            ("ICSI_List", Occurrence::ZeroOrOne, Format::Node),
            ("ICSI_List/<x>", Occurrence::ZeroOrMore, Format::Node),
            ("ICSI_List/<x>/ICSI", Occurrence::One, Format::Chr),
            ("ICSI_List/<x>/ICSI_Resource_Allocation_Mode", Occurrence::ZeroOrOne, Format::Bool),
            ("LBO_P-CSCF_Address", Occurrence::ZeroOrOne, Format::Node),
            ("LBO_P-CSCF_Address/<x>", Occurrence::ZeroOrMore, Format::Node),
            ("LBO_P-CSCF_Address/<x>/Address", Occurrence::One, Format::Chr),
            ("LBO_P-CSCF_Address/<x>/AddressType", Occurrence::One, Format::Chr),
            ("Resource_Allocation_Mode", Occurrence::ZeroOrOne, Format::Bool),
            ("Voice_Domain_Preference_E_UTRAN", Occurrence::ZeroOrOne, Format::Int),
            ("SMS_Over_IP_Networks_Indication", Occurrence::ZeroOrOne, Format::Bool),
            ("Keep_Alive_Enabled", Occurrence::ZeroOrOne, Format::Bool),
            ("Voice_Domain_Preference_UTRAN", Occurrence::ZeroOrOne, Format::Int),
            ("Mobility_Management_IMS_Voice_Termination", Occurrence::ZeroOrOne, Format::Bool),
            ("RegRetryBaseTime", Occurrence::ZeroOrOne, Format::Int),
            ("RegRetryMaxTime", Occurrence::ZeroOrOne, Format::Int),
            ("PhoneContext_List", Occurrence::ZeroOrOne, Format::Node),
            ("PhoneContext_List/<x>", Occurrence::ZeroOrMore, Format::Node),
            ("PhoneContext_List/<x>/PhoneContext", Occurrence::One, Format::Chr),
            ("PhoneContext_List/<x>/Public_User_Identity", Occurrence::One, Format::Chr),
        ],
    );
}
