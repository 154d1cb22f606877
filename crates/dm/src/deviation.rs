//! What a message departs from, and where.

use core::fmt;

use crate::element::Element;

/// A departure from the specifications that a decoder met and tolerated; a strict one refuses it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Deviation {
    /// What is departed from.
    pub rule: Rule,
    /// Where it shows: octets from the start of the input.
    pub offset: usize,
}

impl fmt::Display for Deviation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {} ({})", self.rule, self.offset, self.rule.section())
    }
}

/// A rule that messages depart from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Rule {
    /// An element in front of one that it must follow. Published examples do it all the time.
    Order(Element),
    /// An element that must be there is not.
    Missing(Element),
    /// An element a second time; the first counts, the others are kept as extras.
    Repeated(Element),
    /// An element that must not stand here.
    Misplaced(Element),
    /// An element of the DTD that DM does not use.
    NotDm(Element),
    /// An element that no DTD has.
    UnknownElement,
    /// An attribute; no DTD of SyncML has any.
    Attribute,
    /// Text between elements.
    StrayText,
    /// A processing instruction.
    Instruction,
    /// The text of a URI directly in `Target` or `Source`, without `LocURI`.
    BareLocation(Element),
    /// `Type`, `Format` or the like beside `Meta` instead of in it.
    BesideMeta(Element),
    /// White space around a value that is no data.
    WhiteSpace(Element),
    /// `Cmd` in `Results` (MS-MDM).
    CmdInResults,
    /// A `CmdID` that is "0".
    ZeroCmdId,
    /// A command behind `Final`.
    BehindFinal,
    /// No namespace is declared.
    NoNamespace,
    /// The namespace is none of SyncML.
    Namespace,
    /// An element of the meta information in another namespace than `syncml:metinf`.
    MetaNamespace(Element),
    /// An ampersand that begins no reference.
    Ampersand,
    /// The XML declaration names another encoding than UTF-8, but UTF-8 it is.
    EncodingLabel,
    /// A byte order mark.
    ByteOrderMark,
    /// Declarations in the DOCTYPE; they are not read.
    Declarations,
    /// A departure from the grammar of WBXML.
    Wbxml(provost_wbxml::Leniency),
}

impl Rule {
    /// Where the rule stands.
    #[must_use]
    pub const fn section(self) -> &'static str {
        match self {
            Self::Order(_)
            | Self::Missing(_)
            | Self::Repeated(_)
            | Self::Misplaced(_)
            | Self::UnknownElement
            | Self::Attribute
            | Self::StrayText
            | Self::Instruction
            | Self::BareLocation(_) => "OMA-TS-SyncML_RepPro-V1_2_2, DTD",
            Self::NotDm(_) | Self::BehindFinal => "OMA-TS-DM_RepPro-V1_2_1, 6",
            Self::BesideMeta(_) | Self::MetaNamespace(_) => "OMA-TS-SyncML_MetaInfo-V1_2",
            Self::WhiteSpace(_) | Self::ZeroCmdId => "OMA-TS-SyncML_RepPro-V1_2_2",
            Self::CmdInResults => "MS-MDM, Results",
            Self::NoNamespace | Self::Namespace => "OMA-TS-DM_RepPro-V1_2_1",
            Self::Ampersand => "XML 1.0, 2.4",
            Self::EncodingLabel | Self::ByteOrderMark => "XML 1.0, 4.3.3",
            Self::Declarations => "XML 1.0, 2.8",
            Self::Wbxml(_) => "WBXML 1.3, 5",
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Order(element) => write!(f, "{element} out of order"),
            Self::Missing(element) => write!(f, "no {element}"),
            Self::Repeated(element) => write!(f, "another {element}"),
            Self::Misplaced(element) => write!(f, "misplaced {element}"),
            Self::NotDm(element) => write!(f, "{element}, which device management does not use"),
            Self::UnknownElement => f.write_str("unknown element"),
            Self::Attribute => f.write_str("attribute"),
            Self::StrayText => f.write_str("text between elements"),
            Self::Instruction => f.write_str("processing instruction"),
            Self::BareLocation(element) => write!(f, "text directly in {element}"),
            Self::BesideMeta(element) => write!(f, "{element} beside Meta"),
            Self::WhiteSpace(element) => write!(f, "white space around {element}"),
            Self::CmdInResults => f.write_str("Cmd in Results"),
            Self::ZeroCmdId => f.write_str("CmdID 0"),
            Self::BehindFinal => f.write_str("command behind Final"),
            Self::NoNamespace => f.write_str("no namespace"),
            Self::Namespace => f.write_str("unknown namespace"),
            Self::MetaNamespace(element) => write!(f, "{element} in another namespace"),
            Self::Ampersand => f.write_str("ampersand that begins no reference"),
            Self::EncodingLabel => f.write_str("wrong encoding in the XML declaration"),
            Self::ByteOrderMark => f.write_str("byte order mark"),
            Self::Declarations => f.write_str("declarations in the DOCTYPE"),
            Self::Wbxml(leniency) => write!(f, "WBXML: {leniency:?}"),
        }
    }
}
