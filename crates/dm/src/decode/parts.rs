//! The parts that messages are made of: header, addresses, meta information, credentials, items.

use alloc::boxed::Box;

use provost_wbxml::{ReadEvents, Syntax};

use super::cursor::{Child, Cursor, Failed};
use crate::deviation::Rule;
use crate::element::{CHAL, CRED, Element, ITEM, LOCATION, META_INF, SYNC_HDR};
use crate::extra::Extras;
use crate::message::{Chal, Cred, Header, Item, Location, Meta};
use crate::text::Text;

impl<'a, R: ReadEvents<'a>> Cursor<'a, R> {
    /// `SyncHdr`, which has begun. What is read of it stays, where the reading fails.
    pub(super) fn header(&mut self, header: &mut Header) -> Result<(), Failed> {
        let start = self.at;
        let mut order = 0;
        loop {
            let element = match self.child(&mut header.extra)? {
                Child::Known(element) => element,
                Child::Unknown => {
                    self.unknown(&mut header.extra)?;
                    continue;
                }
                Child::End => break,
            };
            self.in_order(&SYNC_HDR, &mut order, element)?;
            match element {
                Element::VerDtd if header.ver_dtd.is_none() => {
                    header.ver_dtd = Some(self.leaf(element, &mut header.extra)?);
                }
                Element::VerProto if header.ver_proto.is_none() => {
                    header.ver_proto = Some(self.leaf(element, &mut header.extra)?);
                }
                Element::SessionId if header.session_id.is_none() => {
                    header.session_id = Some(self.leaf(element, &mut header.extra)?);
                }
                Element::MsgId if header.msg_id.is_none() => {
                    header.msg_id = Some(self.leaf(element, &mut header.extra)?);
                }
                Element::RespUri if header.resp_uri.is_none() => {
                    header.resp_uri = Some(self.leaf(element, &mut header.extra)?);
                }
                Element::Target if header.target.is_none() => {
                    header.target = Some(self.location(element)?);
                }
                Element::Source if header.source.is_none() => {
                    header.source = Some(self.location(element)?);
                }
                Element::NoResp if !header.no_resp => {
                    header.no_resp = true;
                    self.flag(element, &mut header.extra)?;
                }
                Element::Cred if header.cred.is_none() => {
                    header.cred = Some(Box::new(self.cred()?));
                }
                Element::Meta if header.meta.is_none() => {
                    header.meta = Some(Box::new(self.meta()?));
                }
                other => self.other(other, &SYNC_HDR, &mut header.extra)?,
            }
        }
        for (is_there, element) in [
            (header.ver_dtd.is_some(), Element::VerDtd),
            (header.ver_proto.is_some(), Element::VerProto),
            (header.session_id.is_some(), Element::SessionId),
            (header.msg_id.is_some(), Element::MsgId),
            (header.target.is_some(), Element::Target),
            (header.source.is_some(), Element::Source),
        ] {
            self.require(is_there, element, start)?;
        }
        Ok(())
    }

    /// Takes note of an element that should have been there.
    #[inline]
    pub(super) fn require(
        &mut self,
        is_there: bool,
        element: Element,
        start: usize,
    ) -> Result<(), Failed> {
        if is_there { Ok(()) } else { self.note_at(Rule::Missing(element), start) }
    }

    /// An empty element that DM does not use.
    #[cold]
    pub(super) fn flag(&mut self, element: Element, extra: &mut Extras) -> Result<(), Failed> {
        self.note(Rule::NotDm(element))?;
        self.empty(element, extra)
    }

    /// `Target` or `Source`, which has begun.
    pub(super) fn location(&mut self, element: Element) -> Result<Location, Failed> {
        let start = self.at;
        let mut location = Location::default();
        let mut order = 0;
        self.location = Some(element);
        loop {
            let child = match self.child(&mut location.extra)? {
                Child::Known(child) => child,
                Child::Unknown => {
                    self.unknown(&mut location.extra)?;
                    continue;
                }
                Child::End => break,
            };
            self.in_order(&LOCATION, &mut order, child)?;
            match child {
                Element::LocUri if location.uri.is_none() => {
                    location.uri = Some(self.leaf(child, &mut location.extra)?);
                }
                Element::LocName if location.name.is_none() => {
                    location.name = Some(self.leaf(child, &mut location.extra)?);
                }
                other => self.other(other, &LOCATION, &mut location.extra)?,
            }
        }
        self.location = None;
        if let Some(bare) = self.bare.take() {
            self.keep_bare(&mut location, bare)?;
        }
        self.require(location.uri.is_some(), Element::LocUri, start)?;
        Ok(location)
    }

    #[cold]
    fn keep_bare(&mut self, location: &mut Location, bare: Text) -> Result<(), Failed> {
        use crate::extra::{Extra, Piece};

        if location.uri.is_none() {
            location.uri = Some(bare);
            return Ok(());
        }
        // It is the first of the texts, and what is written is read as such again.
        location.extra.insert_first(Extra::new(alloc::vec![Piece::Text(bare)]));
        location.extra.join_texts();
        self.note(Rule::StrayText)
    }

    /// `Meta`, which has begun.
    pub(super) fn meta(&mut self) -> Result<Meta, Failed> {
        let mut meta = Meta::default();
        loop {
            match self.child(&mut meta.extra)? {
                Child::Known(Element::MetInf) => self.meta_inf(&mut meta)?,
                Child::Known(element) => self.meta_child(&mut meta, element)?,
                Child::Unknown => self.unknown(&mut meta.extra)?,
                Child::End => return Ok(meta),
            }
        }
    }

    /// `MetInf` around the meta information, which has begun.
    fn meta_inf(&mut self, meta: &mut Meta) -> Result<(), Failed> {
        meta.is_wrapped = true;
        loop {
            match self.child(&mut meta.extra)? {
                Child::Known(element) => self.meta_child(meta, element)?,
                Child::Unknown => self.unknown(&mut meta.extra)?,
                Child::End => return Ok(()),
            }
        }
    }

    /// A child of `Meta`, which has begun.
    fn meta_child(&mut self, meta: &mut Meta, element: Element) -> Result<(), Failed> {
        let field = match element {
            Element::Format => &mut meta.format,
            Element::Type => &mut meta.type_,
            Element::Mark => &mut meta.mark,
            Element::Size => &mut meta.size,
            Element::NextNonce => &mut meta.next_nonce,
            Element::MaxMsgSize => &mut meta.max_msg_size,
            Element::MaxObjSize => &mut meta.max_obj_size,
            // Any number of these may stand here.
            Element::Emi => {
                let pieces = self.known_pieces(element)?;
                meta.extra.push(crate::extra::Extra::new(pieces));
                return Ok(());
            }
            other => return self.other(other, &META_INF, &mut meta.extra),
        };
        if field.is_some() {
            return self.other(element, &META_INF, &mut meta.extra);
        }
        *field = Some(self.leaf(element, &mut meta.extra)?);
        Ok(())
    }

    /// `Cred`, which has begun.
    pub(super) fn cred(&mut self) -> Result<Cred, Failed> {
        let start = self.at;
        let mut cred = Cred::default();
        let mut order = 0;
        loop {
            let element = match self.child(&mut cred.extra)? {
                Child::Known(element) => element,
                Child::Unknown => {
                    self.unknown(&mut cred.extra)?;
                    continue;
                }
                Child::End => break,
            };
            self.in_order(&CRED, &mut order, element)?;
            match element {
                Element::Meta if cred.meta.is_none() => cred.meta = Some(self.meta()?),
                Element::Data if cred.data.is_none() => cred.data = Some(self.data()?),
                other => self.other(other, &CRED, &mut cred.extra)?,
            }
        }
        self.require(cred.data.is_some(), Element::Data, start)?;
        Ok(cred)
    }

    /// `Chal`, which has begun.
    pub(super) fn chal(&mut self) -> Result<Chal, Failed> {
        let start = self.at;
        let mut chal = Chal::default();
        loop {
            match self.child(&mut chal.extra)? {
                Child::Known(Element::Meta) if chal.meta.is_none() => {
                    chal.meta = Some(self.meta()?);
                }
                Child::Known(other) => self.other(other, &CHAL, &mut chal.extra)?,
                Child::Unknown => self.unknown(&mut chal.extra)?,
                Child::End => break,
            }
        }
        self.require(chal.meta.is_some(), Element::Meta, start)?;
        Ok(chal)
    }

    /// `Item`, which has begun.
    pub(super) fn item(&mut self) -> Result<Item, Failed> {
        let mut item = Item::default();
        let mut order = 0;
        loop {
            let element = match self.child(&mut item.extra)? {
                Child::Known(element) => element,
                Child::Unknown => {
                    self.unknown(&mut item.extra)?;
                    continue;
                }
                Child::End => return Ok(item),
            };
            self.in_order(&ITEM, &mut order, element)?;
            match element {
                Element::Target if item.target.is_none() => {
                    item.target = Some(self.location(element)?);
                }
                Element::Source if item.source.is_none() => {
                    item.source = Some(self.location(element)?);
                }
                Element::Meta if item.meta.is_none() => item.meta = Some(Box::new(self.meta()?)),
                Element::Data if item.data.is_none() => item.data = Some(self.data()?),
                Element::MoreData if !item.more_data => {
                    item.more_data = true;
                    self.empty(element, &mut item.extra)?;
                }
                other if other.is_meta() => self.beside_meta(&mut item, other)?,
                other => self.other(other, &ITEM, &mut item.extra)?,
            }
        }
    }

    /// Meta information beside `Meta`, as Windows sends it and its documentation has it.
    #[cold]
    fn beside_meta(&mut self, item: &mut Item, element: Element) -> Result<(), Failed> {
        if self.events.syntax() == Syntax::Xml || element != Element::MetInf {
            self.note(Rule::BesideMeta(element))?;
        }
        let meta = item.meta.get_or_insert_default();
        match element {
            // What is in it is read as it will be once it is written inside of `Meta`.
            Element::MetInf => self.meta_inf(meta),
            _ => self.meta_child(meta, element),
        }
    }
}
