//! The elements of `MgmtTree` documents.

/// An element by what is done with it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Element {
    MgmtTree,
    VerDtd,
    Man,
    Mod,
    Node,
    NodeName,
    Path,
    Value,
    RtProperties,
    DfProperties,
    Acl,
    Format,
    Name,
    Size,
    Title,
    TStamp,
    Type,
    VerNo,
    Mime,
    DdfName,
    AccessType,
    DefaultValue,
    Description,
    DfFormat,
    Occurrence,
    Scope,
    DfTitle,
    DfType,
    CaseSense,
    /// A value that is an element without text: `chr`, `Get`, `Permanent`.
    Word,
    /// ZeroOrN and OneOrN, which have a number.
    Number,
    /// `Data`, in the dialect of AOSP.
    Data,
    Extension,
    /// Nothing that the DTD has there.
    Unknown,
}

use Element as E;

/// The element of a name inside of another.
pub(super) fn child(parent: Option<E>, name: &str) -> E {
    match (parent, name) {
        (None, "MgmtTree") => E::MgmtTree,
        (Some(E::MgmtTree), "VerDTD" | "verDTD") => E::VerDtd,
        (Some(E::MgmtTree), "Man") => E::Man,
        (Some(E::MgmtTree), "Mod") => E::Mod,
        (Some(E::MgmtTree | E::Node), "Node") => E::Node,
        (Some(E::Node), name) => match name {
            "NodeName" => E::NodeName,
            "Path" => E::Path,
            "Value" => E::Value,
            "RTProperties" => E::RtProperties,
            "DFProperties" => E::DfProperties,
            "Type" => E::Type,
            "Data" => E::Data,
            _ => E::Unknown,
        },
        (Some(E::RtProperties), name) => match name {
            "ACL" => E::Acl,
            "Format" => E::Format,
            "Name" => E::Name,
            "Size" => E::Size,
            "Title" => E::Title,
            "TStamp" => E::TStamp,
            "Type" => E::Type,
            "VerNo" | "verNo" => E::VerNo,
            _ => E::Unknown,
        },
        (Some(E::DfProperties), name) => match name {
            "AccessType" => E::AccessType,
            "DefaultValue" => E::DefaultValue,
            "Description" => E::Description,
            "DFFormat" => E::DfFormat,
            "Occurrence" => E::Occurrence,
            "Scope" => E::Scope,
            "DFTitle" => E::DfTitle,
            "DFType" => E::DfType,
            "CaseSense" => E::CaseSense,
            _ => E::Unknown,
        },
        (Some(E::Type | E::DfType), "MIME") => E::Mime,
        (Some(E::Type | E::DfType), "DDFName") => E::DdfName,
        (Some(E::Occurrence), "ZeroOrN" | "OneOrN") => E::Number,
        (
            Some(E::Format | E::DfFormat | E::AccessType | E::Occurrence | E::Scope | E::CaseSense),
            _,
        ) => E::Word,
        _ => E::Unknown,
    }
}

impl Element {
    /// Where an element stands in its parent by the DTD; 0 where there is no order.
    pub(super) const fn rank(self) -> u8 {
        match self {
            Self::NodeName | Self::VerDtd | Self::AccessType | Self::Acl => 1,
            Self::Path | Self::Man | Self::DefaultValue | Self::Format => 2,
            Self::RtProperties | Self::Mod | Self::Description | Self::Name => 3,
            Self::DfProperties | Self::DfFormat | Self::Size => 4,
            Self::Occurrence | Self::Title | Self::Node | Self::Value => 5,
            Self::Scope | Self::TStamp => 6,
            Self::DfTitle | Self::Type => 7,
            Self::DfType | Self::VerNo => 8,
            Self::CaseSense => 9,
            _ => 0,
        }
    }

    /// Whether its text is a part of the node that a document makes.
    pub(super) const fn is_of_node(self) -> bool {
        matches!(
            self,
            Self::NodeName
                | Self::Path
                | Self::Value
                | Self::Data
                | Self::Acl
                | Self::Title
                | Self::Mime
                | Self::DdfName
        )
    }

    /// Whether it has text.
    pub(super) const fn has_text(self) -> bool {
        !matches!(
            self,
            Self::MgmtTree
                | Self::Node
                | Self::RtProperties
                | Self::DfProperties
                | Self::AccessType
                | Self::DfType
                | Self::Word
                | Self::Unknown
        )
    }
}
