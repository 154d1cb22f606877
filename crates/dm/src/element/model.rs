//! Which children an element has, and in which order.

use super::Element;

/// The children of an element in the order of the DTD (RepPro 1.2.2; MetInf 1.2 has no order).
pub(crate) struct Model {
    ranks: [u8; 128],
}

impl Model {
    #[allow(
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        clippy::cast_possible_truncation,
        reason = "runs in the compiler, where a fault is an error of the build"
    )]
    const fn new(children: &[Element]) -> Self {
        let mut ranks = [Self::NONE; 128];
        let mut at = 0;
        while at < children.len() {
            ranks[children[at] as usize] = at as u8 + 1;
            at += 1;
        }
        Self { ranks }
    }

    /// The rank of what the model lacks.
    pub(crate) const NONE: u8 = 0xFE;
    /// Above all ranks.
    pub(crate) const END: u8 = 0xFF;

    /// The place of a child, from 1.
    #[inline]
    pub(crate) fn rank(&self, child: Element) -> u8 {
        self.ranks.get(usize::from(child.number())).copied().unwrap_or(Self::NONE)
    }
}

pub(crate) static SYNC_ML: Model = Model::new(&[Element::SyncHdr, Element::SyncBody]);
/// What stands behind the commands.
pub(crate) static SYNC_BODY: Model = Model::new(&[Element::Final]);
pub(crate) static SYNC_HDR: Model = Model::new(&[
    Element::VerDtd,
    Element::VerProto,
    Element::SessionId,
    Element::MsgId,
    Element::Target,
    Element::Source,
    Element::RespUri,
    Element::NoResp,
    Element::Cred,
    Element::Meta,
]);
pub(crate) static LOCATION: Model =
    Model::new(&[Element::LocUri, Element::LocName, Element::Filter]);
pub(crate) static CRED: Model = Model::new(&[Element::Meta, Element::Data]);
pub(crate) static CHAL: Model = Model::new(&[Element::Meta]);
pub(crate) static ITEM: Model = Model::new(&[
    Element::Target,
    Element::Source,
    Element::SourceParent,
    Element::TargetParent,
    Element::Meta,
    Element::Data,
    Element::MoreData,
]);
pub(crate) static REQUEST: Model = Model::new(&[
    Element::CmdId,
    Element::NoResp,
    Element::Archive,
    Element::SftDel,
    Element::Lang,
    Element::Cred,
    Element::Meta,
    Element::Correlator,
    Element::Item,
]);
pub(crate) static ALERT: Model = Model::new(&[
    Element::CmdId,
    Element::NoResp,
    Element::Cred,
    Element::Data,
    Element::Correlator,
    Element::Item,
]);
pub(crate) static CONTAINER: Model = Model::new(&[Element::CmdId, Element::NoResp, Element::Meta]);
pub(crate) static STATUS: Model = Model::new(&[
    Element::CmdId,
    Element::MsgRef,
    Element::CmdRef,
    Element::Cmd,
    Element::TargetRef,
    Element::SourceRef,
    Element::Cred,
    Element::Chal,
    Element::Data,
    Element::Item,
]);
pub(crate) static RESULTS: Model = Model::new(&[
    Element::CmdId,
    Element::MsgRef,
    Element::CmdRef,
    Element::Cmd,
    Element::Meta,
    Element::TargetRef,
    Element::SourceRef,
    Element::Item,
]);
/// The order in which meta information is written; none is required.
pub(crate) static META_INF: Model = Model::new(&[
    Element::Format,
    Element::Type,
    Element::Mark,
    Element::Size,
    Element::Anchor,
    Element::Version,
    Element::NextNonce,
    Element::MaxMsgSize,
    Element::MaxObjSize,
    Element::Emi,
    Element::Mem,
    Element::FieldLevel,
]);

#[cfg(test)]
mod tests {
    use super::*;

    /// Children have places from 1 in their order; what is no child has none, and stands behind them.
    #[test]
    fn places_of_children() {
        let model = Model::new(&[Element::CmdId, Element::Meta, Element::Item]);
        let places = [Element::CmdId, Element::Meta, Element::Item].map(|it| model.rank(it));
        assert_eq!(places, [1, 2, 3]);
        assert_eq!(model.rank(Element::Final), Model::NONE);
        // The same as the compiler makes of a table.
        assert_eq!(Model::new(&[Element::Meta]).ranks, CHAL.ranks);
        assert!(SYNC_HDR.rank(Element::Meta) < Model::NONE);
    }
}
