//! The elements of SyncML and of its meta information.

mod model;
mod tables;

use core::fmt;

use provost_wbxml::Code;

pub(crate) use model::{
    ALERT, CHAL, CONTAINER, CRED, ITEM, LOCATION, META_INF, Model, REQUEST, RESULTS, STATUS,
    SYNC_BODY, SYNC_HDR, SYNC_ML,
};
use tables::{BY_LENGTH, BY_NUMBER};

/// An element of SyncML 1.2 (code page 0) or MetInf 1.2 (code page 1).
///
/// ```
/// use provost_dm::Element;
///
/// assert_eq!(Element::from_name("CmdID"), Some(Element::CmdId));
/// assert_eq!(Element::NextNonce.code().page, 1);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
#[repr(u8)]
pub enum Element {
    /// `Add`.
    Add = 0x05,
    /// `Alert`.
    Alert = 0x06,
    /// `Archive`.
    Archive = 0x07,
    /// `Atomic`.
    Atomic = 0x08,
    /// `Chal`.
    Chal = 0x09,
    /// `Cmd`.
    Cmd = 0x0A,
    /// `CmdID`.
    CmdId = 0x0B,
    /// `CmdRef`.
    CmdRef = 0x0C,
    /// `Copy`.
    Copy = 0x0D,
    /// `Cred`.
    Cred = 0x0E,
    /// `Data`.
    Data = 0x0F,
    /// `Delete`.
    Delete = 0x10,
    /// `Exec`.
    Exec = 0x11,
    /// `Final`.
    Final = 0x12,
    /// `Get`.
    Get = 0x13,
    /// `Item`.
    Item = 0x14,
    /// `Lang`.
    Lang = 0x15,
    /// `LocName`.
    LocName = 0x16,
    /// `LocURI`.
    LocUri = 0x17,
    /// `Map`.
    Map = 0x18,
    /// `MapItem`.
    MapItem = 0x19,
    /// `Meta`.
    Meta = 0x1A,
    /// `MsgID`.
    MsgId = 0x1B,
    /// `MsgRef`.
    MsgRef = 0x1C,
    /// `NoResp`.
    NoResp = 0x1D,
    /// `NoResults`.
    NoResults = 0x1E,
    /// `Put`.
    Put = 0x1F,
    /// `Replace`.
    Replace = 0x20,
    /// `RespURI`.
    RespUri = 0x21,
    /// `Results`.
    Results = 0x22,
    /// `Search`.
    Search = 0x23,
    /// `Sequence`.
    Sequence = 0x24,
    /// `SessionID`.
    SessionId = 0x25,
    /// `SftDel`.
    SftDel = 0x26,
    /// `Source`.
    Source = 0x27,
    /// `SourceRef`.
    SourceRef = 0x28,
    /// `Status`.
    Status = 0x29,
    /// `Sync`.
    Sync = 0x2A,
    /// `SyncBody`.
    SyncBody = 0x2B,
    /// `SyncHdr`.
    SyncHdr = 0x2C,
    /// `SyncML`.
    SyncMl = 0x2D,
    /// `Target`.
    Target = 0x2E,
    /// `TargetRef`.
    TargetRef = 0x2F,
    /// `VerDTD`.
    VerDtd = 0x31,
    /// `VerProto`.
    VerProto = 0x32,
    /// `NumberOfChanges`.
    NumberOfChanges = 0x33,
    /// `MoreData`.
    MoreData = 0x34,
    /// `Field`.
    Field = 0x35,
    /// `Filter`.
    Filter = 0x36,
    /// `Record`.
    Record = 0x37,
    /// `FilterType`.
    FilterType = 0x38,
    /// `SourceParent`.
    SourceParent = 0x39,
    /// `TargetParent`.
    TargetParent = 0x3A,
    /// `Move`.
    Move = 0x3B,
    /// `Correlator`.
    Correlator = 0x3C,
    /// `Anchor`.
    Anchor = 0x45,
    /// `EMI`.
    Emi = 0x46,
    /// `Format`.
    Format = 0x47,
    /// `FreeID`.
    FreeId = 0x48,
    /// `FreeMem`.
    FreeMem = 0x49,
    /// `Last`.
    Last = 0x4A,
    /// `Mark`.
    Mark = 0x4B,
    /// `MaxMsgSize`.
    MaxMsgSize = 0x4C,
    /// `Mem`.
    Mem = 0x4D,
    /// `MetInf`.
    MetInf = 0x4E,
    /// `Next`.
    Next = 0x4F,
    /// `NextNonce`.
    NextNonce = 0x50,
    /// `SharedMem`.
    SharedMem = 0x51,
    /// `Size`.
    Size = 0x52,
    /// `Type`.
    Type = 0x53,
    /// `Version`.
    Version = 0x54,
    /// `MaxObjSize`.
    MaxObjSize = 0x55,
    /// `FieldLevel`.
    FieldLevel = 0x56,
}

/// The bit of page 1 in the number of an element.
const META: u8 = 0x40;

impl Element {
    /// The element of a name, whatever namespace it is in.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let rows = BY_LENGTH.get(name.len())?;
        rows.iter().find(|element| element.name() == name).copied()
    }

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Add => "Add",
            Self::Alert => "Alert",
            Self::Archive => "Archive",
            Self::Atomic => "Atomic",
            Self::Chal => "Chal",
            Self::Cmd => "Cmd",
            Self::CmdId => "CmdID",
            Self::CmdRef => "CmdRef",
            Self::Copy => "Copy",
            Self::Cred => "Cred",
            Self::Data => "Data",
            Self::Delete => "Delete",
            Self::Exec => "Exec",
            Self::Final => "Final",
            Self::Get => "Get",
            Self::Item => "Item",
            Self::Lang => "Lang",
            Self::LocName => "LocName",
            Self::LocUri => "LocURI",
            Self::Map => "Map",
            Self::MapItem => "MapItem",
            Self::Meta => "Meta",
            Self::MsgId => "MsgID",
            Self::MsgRef => "MsgRef",
            Self::NoResp => "NoResp",
            Self::NoResults => "NoResults",
            Self::Put => "Put",
            Self::Replace => "Replace",
            Self::RespUri => "RespURI",
            Self::Results => "Results",
            Self::Search => "Search",
            Self::Sequence => "Sequence",
            Self::SessionId => "SessionID",
            Self::SftDel => "SftDel",
            Self::Source => "Source",
            Self::SourceRef => "SourceRef",
            Self::Status => "Status",
            Self::Sync => "Sync",
            Self::SyncBody => "SyncBody",
            Self::SyncHdr => "SyncHdr",
            Self::SyncMl => "SyncML",
            Self::Target => "Target",
            Self::TargetRef => "TargetRef",
            Self::VerDtd => "VerDTD",
            Self::VerProto => "VerProto",
            Self::NumberOfChanges => "NumberOfChanges",
            Self::MoreData => "MoreData",
            Self::Field => "Field",
            Self::Filter => "Filter",
            Self::Record => "Record",
            Self::FilterType => "FilterType",
            Self::SourceParent => "SourceParent",
            Self::TargetParent => "TargetParent",
            Self::Move => "Move",
            Self::Correlator => "Correlator",
            Self::Anchor => "Anchor",
            Self::Emi => "EMI",
            Self::Format => "Format",
            Self::FreeId => "FreeID",
            Self::FreeMem => "FreeMem",
            Self::Last => "Last",
            Self::Mark => "Mark",
            Self::MaxMsgSize => "MaxMsgSize",
            Self::Mem => "Mem",
            Self::MetInf => "MetInf",
            Self::Next => "Next",
            Self::NextNonce => "NextNonce",
            Self::SharedMem => "SharedMem",
            Self::Size => "Size",
            Self::Type => "Type",
            Self::Version => "Version",
            Self::MaxObjSize => "MaxObjSize",
            Self::FieldLevel => "FieldLevel",
        }
    }

    /// Its code page and token.
    #[must_use]
    pub const fn code(self) -> Code {
        let number = self.number();
        Code { page: if number & META == 0 { 0 } else { 1 }, token: number & 0x3F }
    }

    /// The element of a token.
    #[must_use]
    pub fn from_code(code: Code) -> Option<Self> {
        let number = match code.page {
            0 => code.token,
            1 => code.token | META,
            _ => return None,
        };
        BY_NUMBER.get(usize::from(number)).copied().flatten()
    }

    /// Whether it belongs to the meta information.
    #[must_use]
    pub const fn is_meta(self) -> bool {
        self.number() & META != 0
    }

    /// Whether it is a command that stands in a body, of DM or of DS.
    #[must_use]
    pub const fn is_command(self) -> bool {
        matches!(
            self,
            Self::Add
                | Self::Alert
                | Self::Atomic
                | Self::Copy
                | Self::Delete
                | Self::Exec
                | Self::Get
                | Self::Map
                | Self::Move
                | Self::Put
                | Self::Replace
                | Self::Results
                | Self::Search
                | Self::Sequence
                | Self::Status
                | Self::Sync
        )
    }

    /// Whether DM does not use it though the DTD has it (DM RepPro 1.2.1, 6).
    #[must_use]
    pub const fn is_not_dm(self) -> bool {
        matches!(
            self,
            Self::Archive
                | Self::Field
                | Self::Filter
                | Self::FilterType
                | Self::Lang
                | Self::Map
                | Self::MapItem
                | Self::Move
                | Self::NoResp
                | Self::NoResults
                | Self::NumberOfChanges
                | Self::Put
                | Self::Record
                | Self::Search
                | Self::SftDel
                | Self::SourceParent
                | Self::Sync
                | Self::TargetParent
                | Self::Anchor
                | Self::FieldLevel
                | Self::FreeId
                | Self::FreeMem
                | Self::Last
                | Self::Mem
                | Self::Next
                | Self::SharedMem
                | Self::Version
        )
    }

    /// Token, and 0x40 on page 1.
    pub(crate) const fn number(self) -> u8 {
        self as u8
    }
}

impl fmt::Display for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use provost_wbxml::vocabulary::SYNCML_1_2;

    use super::tables::ALL;
    use super::*;

    #[test]
    fn elements_are_those_of_the_vocabulary() {
        let mut count = 0;
        for page in SYNCML_1_2.tag_pages() {
            for (token, name) in page.rows() {
                let code = Code { page: page.page(), token: *token };
                let element = Element::from_code(code).unwrap();
                assert_eq!((element.name(), element.code()), (*name, code));
                assert_eq!(Element::from_name(name), Some(element));
                assert_eq!(element.is_meta(), page.page() == 1);
                count += 1;
            }
        }
        assert_eq!(count, ALL.len());
        for name in ["", "add", "Nothing", "SyncMLSyncMLSyncML"] {
            assert_eq!(Element::from_name(name), None);
        }
    }
}
