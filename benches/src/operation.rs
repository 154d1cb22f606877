//! Names for what can be measured and on what, for benches that are driven from a command line.

use crate::corpus::{Document, Hostile, HostileXml};
use crate::{baseline, messages, ours, provisioning};

/// A document of any kind in a chosen size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// Benign, in XML and WBXML.
    Document(Document, usize),
    /// WBXML only.
    Hostile(Hostile, usize),
    /// XML only.
    HostileXml(HostileXml, usize),
}

impl Subject {
    /// `NAME` or, in another size than the usual one, `NAME:SIZE`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (id, size) = match text.split_once(':') {
            Some((id, size)) => (id, Some(size.parse().ok()?)),
            None => (text, None),
        };
        if let Some(document) = Document::by_id(id) {
            return Some(Self::Document(document, size.unwrap_or(document.size())));
        }
        if let Some(family) = Hostile::by_id(id) {
            return Some(Self::Hostile(family, size.unwrap_or(family.size())));
        }
        let family = HostileXml::by_id(id)?;
        Some(Self::HostileXml(family, size.unwrap_or(family.size())))
    }

    /// The name with the size, as [`Subject::parse`] takes it.
    #[must_use]
    pub fn id(self) -> String {
        let (id, size) = match self {
            Self::Document(document, size) => (document.id(), size),
            Self::Hostile(family, size) => (family.id(), size),
            Self::HostileXml(family, size) => (family.id(), size),
        };
        format!("{id}:{size}")
    }

    /// Whether the operation is right to refuse the document, whatever its limits.
    #[must_use]
    pub fn is_refused(self, operation: Operation) -> bool {
        match self {
            Self::Hostile(Hostile::OpaquePastEnd, _) => operation != Operation::Scan,
            // Names of attributes are compared with one another, so their number is bounded.
            Self::Hostile(Hostile::Attributes, _) => {
                !matches!(operation, Operation::Scan | Operation::Tokens)
            }
            Self::HostileXml(HostileXml::Attributes, _) => operation != Operation::QuickXml,
            // Documents in documents are opaque but to a conversion, which opens four of them.
            Self::Hostile(Hostile::NestedDocuments, _) => operation == Operation::ToXml,
            Self::Document(..) | Self::Hostile(..) | Self::HostileXml(..) => false,
        }
    }

    /// What an operation on `syntax` reads; nothing when the document has no such form.
    #[must_use]
    pub fn input(self, syntax: Syntax) -> Option<Input> {
        match (self, syntax) {
            (Self::Document(document, size), Syntax::Xml) => {
                Some(Input::Xml(document.sized_xml(size)))
            }
            (Self::Document(document, size), Syntax::Wbxml) => {
                ours::wbxml(&document.sized_xml(size)).ok().map(Input::Wbxml)
            }
            (Self::Hostile(family, size), Syntax::Wbxml) => Some(Input::Wbxml(family.wbxml(size))),
            (Self::HostileXml(family, size), Syntax::Xml) => Some(Input::Xml(family.xml(size))),
            (Self::Hostile(..), Syntax::Xml) | (Self::HostileXml(..), Syntax::Wbxml) => None,
        }
    }
}

/// Which of its two forms a document is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// Text.
    Xml,
    /// Tokens.
    Wbxml,
}

/// What an operation reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Text.
    Xml(String),
    /// Tokens.
    Wbxml(Vec<u8>),
}

impl Input {
    /// The octets of either form.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Xml(text) => text.as_bytes(),
            Self::Wbxml(octets) => octets,
        }
    }
}

/// A contender.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// [`baseline::scan`]
    Scan,
    /// [`baseline::quick_xml`]
    QuickXml,
    /// [`ours::tokens`]
    Tokens,
    /// [`ours::events`]
    Events,
    /// [`ours::events_checked`]
    EventsChecked,
    /// [`ours::to_xml`]
    ToXml,
    /// [`ours::from_xml`]
    FromXml,
    /// [`ours::from_xml_with_string_table`]
    FromXmlWithStringTable,
    /// [`provisioning::document`]
    CpDocument,
    /// [`provisioning::walk`]
    CpWalk,
    /// [`provisioning::install`]
    CpInstall,
    /// [`messages::decode`]
    DmDecode,
    /// [`messages::decode`], of XML.
    DmDecodeXml,
    /// [`messages::recode`]
    DmRecode,
    /// [`crate::libwbxml::parse`]
    #[cfg(feature = "peer-libwbxml")]
    PeerParse,
    /// [`crate::libwbxml::tree`]
    #[cfg(feature = "peer-libwbxml")]
    PeerTree,
    /// [`crate::libwbxml::to_xml`]
    #[cfg(feature = "peer-libwbxml")]
    PeerToXml,
    /// [`crate::libwbxml::from_xml`] without string table.
    #[cfg(feature = "peer-libwbxml")]
    PeerFromXml,
}

impl Operation {
    /// Every contender of this build.
    pub const ALL: &[Self] = &[
        Self::Scan,
        Self::Tokens,
        Self::Events,
        Self::EventsChecked,
        Self::ToXml,
        Self::QuickXml,
        Self::FromXml,
        Self::FromXmlWithStringTable,
        #[cfg(feature = "peer-libwbxml")]
        Self::PeerParse,
        #[cfg(feature = "peer-libwbxml")]
        Self::PeerTree,
        #[cfg(feature = "peer-libwbxml")]
        Self::PeerToXml,
        #[cfg(feature = "peer-libwbxml")]
        Self::PeerFromXml,
    ];

    /// The contenders for Client Provisioning alone.
    pub const PROVISIONING: &[Self] = &[Self::CpDocument, Self::CpWalk, Self::CpInstall];

    /// The contenders for SyncML alone.
    pub const MESSAGES: &[Self] = &[Self::DmDecode, Self::DmDecodeXml, Self::DmRecode];

    /// The name used in reports and on the command line.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Scan => "scan",
            Self::QuickXml => "quick_xml",
            Self::Tokens => "tokens",
            Self::Events => "events",
            Self::EventsChecked => "events_checked",
            Self::ToXml => "to_xml",
            Self::FromXml => "from_xml",
            Self::FromXmlWithStringTable => "from_xml_with_string_table",
            Self::CpDocument => "cp_document",
            Self::CpWalk => "cp_walk",
            Self::CpInstall => "cp_install",
            Self::DmDecode => "dm_decode",
            Self::DmDecodeXml => "dm_decode_xml",
            Self::DmRecode => "dm_recode",
            #[cfg(feature = "peer-libwbxml")]
            Self::PeerParse => "libwbxml_parse",
            #[cfg(feature = "peer-libwbxml")]
            Self::PeerTree => "libwbxml_tree",
            #[cfg(feature = "peer-libwbxml")]
            Self::PeerToXml => "libwbxml_to_xml",
            #[cfg(feature = "peer-libwbxml")]
            Self::PeerFromXml => "libwbxml_from_xml",
        }
    }

    /// The contender of that name.
    #[must_use]
    pub fn by_id(id: &str) -> Option<Self> {
        let own = Self::PROVISIONING.iter().chain(Self::MESSAGES);
        let mut all = Self::ALL.iter().chain(own).copied();
        all.find(|operation| operation.id() == id)
    }

    /// What the contender reads.
    #[must_use]
    pub const fn syntax(self) -> Syntax {
        match self {
            Self::QuickXml | Self::FromXml | Self::FromXmlWithStringTable | Self::DmDecodeXml => {
                Syntax::Xml
            }
            Self::Scan | Self::Tokens | Self::Events | Self::EventsChecked | Self::ToXml => {
                Syntax::Wbxml
            }
            Self::CpDocument | Self::CpWalk | Self::CpInstall | Self::DmDecode | Self::DmRecode => {
                Syntax::Wbxml
            }
            #[cfg(feature = "peer-libwbxml")]
            Self::PeerParse | Self::PeerTree | Self::PeerToXml => Syntax::Wbxml,
            #[cfg(feature = "peer-libwbxml")]
            Self::PeerFromXml => Syntax::Xml,
        }
    }

    /// Runs once; `output` is reused from run to run.
    ///
    /// False when the contender refused its input, and when the input is in the other syntax.
    pub fn run(self, input: &Input, output: &mut Vec<u8>) -> bool {
        match (self, input) {
            (Self::Scan, Input::Wbxml(wbxml)) => {
                let _ = baseline::scan(wbxml);
                true
            }
            (Self::Tokens, Input::Wbxml(wbxml)) => ours::tokens(wbxml).is_ok(),
            (Self::Events, Input::Wbxml(wbxml)) => ours::events(wbxml).is_ok(),
            (Self::EventsChecked, Input::Wbxml(wbxml)) => ours::events_checked(wbxml).is_ok(),
            (Self::ToXml, Input::Wbxml(wbxml)) => ours::to_xml(wbxml, output).is_ok(),
            (Self::QuickXml, Input::Xml(xml)) => baseline::quick_xml(xml).is_ok(),
            (Self::FromXml, Input::Xml(xml)) => ours::from_xml(xml, output).is_ok(),
            (Self::FromXmlWithStringTable, Input::Xml(xml)) => {
                ours::from_xml_with_string_table(xml, output).is_ok()
            }
            (Self::CpDocument, Input::Wbxml(wbxml)) => provisioning::document(wbxml).is_ok(),
            (Self::CpWalk, Input::Wbxml(wbxml)) => provisioning::walk(wbxml).is_ok(),
            (Self::CpInstall, Input::Wbxml(wbxml)) => provisioning::install(wbxml).is_ok(),
            (Self::DmDecode, Input::Wbxml(wbxml)) => messages::decode(wbxml).is_ok(),
            (Self::DmDecodeXml, Input::Xml(xml)) => messages::decode(xml.as_bytes()).is_ok(),
            (Self::DmRecode, Input::Wbxml(wbxml)) => messages::recode(wbxml).is_ok(),
            #[cfg(feature = "peer-libwbxml")]
            (Self::PeerParse, Input::Wbxml(wbxml)) => crate::libwbxml::parse(wbxml).is_ok(),
            #[cfg(feature = "peer-libwbxml")]
            (Self::PeerTree, Input::Wbxml(wbxml)) => crate::libwbxml::tree(wbxml).is_ok(),
            #[cfg(feature = "peer-libwbxml")]
            (Self::PeerToXml, Input::Wbxml(wbxml)) => crate::libwbxml::to_xml(wbxml).is_ok(),
            #[cfg(feature = "peer-libwbxml")]
            (Self::PeerFromXml, Input::Xml(xml)) => crate::libwbxml::from_xml(xml, false).is_ok(),
            _ => false,
        }
    }
}
