//! The parts that messages are made of.

use super::Error;
use super::data::Written;
use super::out::{Out, Write};
use crate::data::Data;
use crate::element::{CRED, Element, ITEM, LOCATION, META_INF, Model, SYNC_HDR};
use crate::message::{Chal, Cred, Header, Item, Location, Meta};
use crate::text::Text;

impl<W: Write> Out<W> {
    pub(super) fn header(&mut self, header: &Header) -> Result<(), Error> {
        let extra = &header.extra;
        self.start(Element::SyncHdr)?;
        self.attributes(extra)?;
        self.leaf(Element::VerDtd, header.ver_dtd.as_ref(), extra)?;
        self.leaf(Element::VerProto, header.ver_proto.as_ref(), extra)?;
        self.leaf(Element::SessionId, header.session_id.as_ref(), extra)?;
        self.leaf(Element::MsgId, header.msg_id.as_ref(), extra)?;
        self.location(Element::Target, header.target.as_ref())?;
        self.location(Element::Source, header.source.as_ref())?;
        self.leaf(Element::RespUri, header.resp_uri.as_ref(), extra)?;
        self.flag(Element::NoResp, header.no_resp, extra)?;
        self.cred(header.cred.as_deref())?;
        self.meta(header.meta.as_deref(), None)?;
        self.between(extra, &SYNC_HDR, 0, Model::END)?;
        self.end()
    }

    pub(super) fn location(
        &mut self,
        element: Element,
        location: Option<&Location>,
    ) -> Result<(), Error> {
        let Some(location) = location else { return Ok(()) };
        self.start(element)?;
        self.attributes(&location.extra)?;
        self.leaf(Element::LocUri, location.uri.as_ref(), &location.extra)?;
        self.leaf(Element::LocName, location.name.as_ref(), &location.extra)?;
        self.between(&location.extra, &LOCATION, 0, Model::END)?;
        self.end()
    }

    /// Meta information; `written` may change its type and format to what the data becomes.
    pub(super) fn meta(
        &mut self,
        meta: Option<&Meta>,
        written: Option<&Written<'_>>,
    ) -> Result<(), Error> {
        let Some(meta) = meta else { return Ok(()) };
        let extra = &meta.extra;
        let type_ = written.and_then(|it| it.type_(meta.type_.as_ref()?)).map(Text::from_static);
        let format = written.and_then(|it| it.format(meta.format.as_ref()?)).map(Text::from_static);
        self.start(Element::Meta)?;
        self.attributes(extra)?;
        if meta.is_wrapped {
            self.start(Element::MetInf)?;
        }
        self.leaf(Element::Format, format.as_ref().or(meta.format.as_ref()), extra)?;
        self.leaf(Element::Type, type_.as_ref().or(meta.type_.as_ref()), extra)?;
        self.leaf(Element::Mark, meta.mark.as_ref(), extra)?;
        self.leaf(Element::Size, meta.size.as_ref(), extra)?;
        self.leaf(Element::NextNonce, meta.next_nonce.as_ref(), extra)?;
        self.leaf(Element::MaxMsgSize, meta.max_msg_size.as_ref(), extra)?;
        self.leaf(Element::MaxObjSize, meta.max_obj_size.as_ref(), extra)?;
        self.between(extra, &META_INF, 0, Model::END)?;
        if meta.is_wrapped {
            self.end()?;
        }
        self.end()
    }

    pub(super) fn cred(&mut self, cred: Option<&Cred>) -> Result<(), Error> {
        let Some(cred) = cred else { return Ok(()) };
        self.start(Element::Cred)?;
        self.attributes(&cred.extra)?;
        self.meta(cred.meta.as_ref(), None)?;
        self.data(cred.data.as_ref())?;
        self.between(&cred.extra, &CRED, 0, Model::END)?;
        self.end()
    }

    pub(super) fn chal(&mut self, chal: Option<&Chal>) -> Result<(), Error> {
        let Some(chal) = chal else { return Ok(()) };
        self.start(Element::Chal)?;
        self.attributes(&chal.extra)?;
        self.meta(chal.meta.as_ref(), None)?;
        self.rest(&chal.extra)?;
        self.end()
    }

    pub(super) fn data(&mut self, data: Option<&Data>) -> Result<(), Error> {
        let Some(data) = data else { return Ok(()) };
        let written = Written::new(data, self)?;
        self.write_data(data, &written)
    }

    pub(super) fn items(&mut self, items: &[Item]) -> Result<(), Error> {
        items.iter().try_for_each(|item| self.item(item))
    }

    fn item(&mut self, item: &Item) -> Result<(), Error> {
        let extra = &item.extra;
        self.start(Element::Item)?;
        self.attributes(extra)?;
        self.location(Element::Target, item.target.as_ref())?;
        self.location(Element::Source, item.source.as_ref())?;
        // Duplicates and what DM does not use stand where the DTD has them.
        let meta = ITEM.rank(Element::Meta);
        self.between(extra, &ITEM, 0, meta.saturating_sub(1))?;
        match &item.data {
            Some(data) => {
                let written = Written::new(data, self)?;
                self.meta(item.meta.as_deref(), Some(&written))?;
                self.write_data(data, &written)?;
            }
            None => self.meta(item.meta.as_deref(), None)?,
        }
        let more = ITEM.rank(Element::MoreData);
        self.between(extra, &ITEM, meta.saturating_sub(1), more.saturating_sub(1))?;
        self.between(extra, &ITEM, more, Model::END)?;
        self.flag(Element::MoreData, item.more_data, extra)?;
        self.between(extra, &ITEM, more.saturating_sub(1), more)?;
        self.end()
    }
}
