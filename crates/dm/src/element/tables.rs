//! Elements by their numbers and by the lengths of their names.

use super::Element;

pub(super) const ALL: [Element; 73] = [
    Element::Add,
    Element::Alert,
    Element::Archive,
    Element::Atomic,
    Element::Chal,
    Element::Cmd,
    Element::CmdId,
    Element::CmdRef,
    Element::Copy,
    Element::Cred,
    Element::Data,
    Element::Delete,
    Element::Exec,
    Element::Final,
    Element::Get,
    Element::Item,
    Element::Lang,
    Element::LocName,
    Element::LocUri,
    Element::Map,
    Element::MapItem,
    Element::Meta,
    Element::MsgId,
    Element::MsgRef,
    Element::NoResp,
    Element::NoResults,
    Element::Put,
    Element::Replace,
    Element::RespUri,
    Element::Results,
    Element::Search,
    Element::Sequence,
    Element::SessionId,
    Element::SftDel,
    Element::Source,
    Element::SourceRef,
    Element::Status,
    Element::Sync,
    Element::SyncBody,
    Element::SyncHdr,
    Element::SyncMl,
    Element::Target,
    Element::TargetRef,
    Element::VerDtd,
    Element::VerProto,
    Element::NumberOfChanges,
    Element::MoreData,
    Element::Field,
    Element::Filter,
    Element::Record,
    Element::FilterType,
    Element::SourceParent,
    Element::TargetParent,
    Element::Move,
    Element::Correlator,
    Element::Anchor,
    Element::Emi,
    Element::Format,
    Element::FreeId,
    Element::FreeMem,
    Element::Last,
    Element::Mark,
    Element::MaxMsgSize,
    Element::Mem,
    Element::MetInf,
    Element::Next,
    Element::NextNonce,
    Element::SharedMem,
    Element::Size,
    Element::Type,
    Element::Version,
    Element::MaxObjSize,
    Element::FieldLevel,
];

pub(super) static BY_NUMBER: [Option<Element>; 128] = by_number();

#[allow(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "runs in the compiler, where a fault is an error of the build"
)]
const fn by_number() -> [Option<Element>; 128] {
    let mut table = [None; 128];
    let mut at = 0;
    while at < ALL.len() {
        table[ALL[at].number() as usize] = Some(ALL[at]);
        at += 1;
    }
    table
}

/// The elements whose names have that many octets.
pub(super) static BY_LENGTH: [&[Element]; 16] = [
    &[],
    &[],
    &[],
    &[
        Element::Add,
        Element::Cmd,
        Element::Get,
        Element::Map,
        Element::Put,
        Element::Emi,
        Element::Mem,
    ],
    &[
        Element::Chal,
        Element::Copy,
        Element::Cred,
        Element::Data,
        Element::Exec,
        Element::Item,
        Element::Lang,
        Element::Meta,
        Element::Sync,
        Element::Move,
        Element::Last,
        Element::Mark,
        Element::Next,
        Element::Size,
        Element::Type,
    ],
    &[Element::Alert, Element::CmdId, Element::Final, Element::MsgId, Element::Field],
    &[
        Element::Atomic,
        Element::CmdRef,
        Element::Delete,
        Element::LocUri,
        Element::MsgRef,
        Element::NoResp,
        Element::Search,
        Element::SftDel,
        Element::Source,
        Element::Status,
        Element::SyncMl,
        Element::Target,
        Element::VerDtd,
        Element::Filter,
        Element::Record,
        Element::Anchor,
        Element::Format,
        Element::FreeId,
        Element::MetInf,
    ],
    &[
        Element::Archive,
        Element::LocName,
        Element::MapItem,
        Element::Replace,
        Element::RespUri,
        Element::Results,
        Element::SyncHdr,
        Element::FreeMem,
        Element::Version,
    ],
    &[Element::Sequence, Element::SyncBody, Element::VerProto, Element::MoreData],
    &[
        Element::NoResults,
        Element::SessionId,
        Element::SourceRef,
        Element::TargetRef,
        Element::NextNonce,
        Element::SharedMem,
    ],
    &[
        Element::FilterType,
        Element::Correlator,
        Element::MaxMsgSize,
        Element::MaxObjSize,
        Element::FieldLevel,
    ],
    &[],
    &[Element::SourceParent, Element::TargetParent],
    &[],
    &[],
    &[Element::NumberOfChanges],
];

#[cfg(test)]
mod tests {
    use super::*;

    /// Each element is at its number, and nothing else is there.
    #[test]
    fn elements_by_their_numbers() {
        let table = by_number();
        assert_eq!(table, BY_NUMBER);
        assert_eq!(table.iter().flatten().count(), ALL.len());
        for element in ALL {
            assert_eq!(table.get(usize::from(element.number())), Some(&Some(element)));
        }
    }
}
