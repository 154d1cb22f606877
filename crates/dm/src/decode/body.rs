//! `SyncBody`: the commands, and containers on a stack.

use alloc::boxed::Box;
use alloc::vec::Vec;

use provost_wbxml::ReadEvents;

use super::cursor::{Child, Cursor, Failed};
use crate::deviation::Rule;
use crate::element::{ALERT, CONTAINER, Element, Model, REQUEST, RESULTS, STATUS};
use crate::error::ErrorKind;
use crate::extra::{Extra, Extras};
use crate::limits::Limit;
use crate::message::{
    Alert, Body, Command, Container, Item, Request, Results, Status, Unsupported,
};
use crate::options::Dialect;
use crate::text::Text;

/// A container that has begun and not ended.
pub(super) struct Open {
    element: Element,
    container: Container,
    start: usize,
    order: u8,
}

impl Open {
    fn close(self) -> Command {
        match self.element {
            Element::Atomic => Command::Atomic(self.container),
            _ => Command::Sequence(self.container),
        }
    }
}

/// The containers that are open, in one another.
pub(super) fn fold(open: &mut Vec<Open>) -> Option<Command> {
    let mut inner: Option<Command> = None;
    while let Some(mut container) = open.pop() {
        container.container.commands.extend(inner.take());
        inner = Some(container.close());
    }
    inner
}

impl<'a, R: ReadEvents<'a>> Cursor<'a, R> {
    /// `SyncBody`, which has begun. The complete commands stay, where the reading fails.
    pub(super) fn body(&mut self, body: &mut Body, open: &mut Vec<Open>) -> Result<(), Failed> {
        let start = self.at;
        loop {
            let extra = open.last_mut().map_or(&mut body.extra, |open| &mut open.container.extra);
            match self.child(extra)? {
                Child::Known(element) => self.member(element, body, open)?,
                Child::Unknown => {
                    self.note(Rule::UnknownElement)?;
                    let element = Extra::new(self.pieces(self.name)?);
                    self.add(Command::Unsupported(Unsupported { element }), body, open)?;
                }
                Child::End => match open.pop() {
                    Some(container) => self.close(container, body, open)?,
                    None => break,
                },
            }
        }
        if body.commands.is_empty() {
            self.note_at(Rule::Missing(Element::Status), start)?;
        }
        Ok(())
    }

    /// A command alone, which has begun.
    pub(super) fn single(
        &mut self,
        element: Element,
        body: &mut Body,
        open: &mut Vec<Open>,
    ) -> Result<(), Failed> {
        self.member(element, body, open)?;
        // A container is open now; anything else is complete.
        while let Some(innermost) = open.last_mut() {
            match self.child(&mut innermost.container.extra)? {
                Child::Known(element) => self.member(element, body, open)?,
                Child::Unknown => {
                    self.note(Rule::UnknownElement)?;
                    let element = Extra::new(self.pieces(self.name)?);
                    self.add(Command::Unsupported(Unsupported { element }), body, open)?;
                }
                Child::End => {
                    if let Some(container) = open.pop() {
                        self.close(container, body, open)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// An element of a body or container, which has begun.
    #[inline]
    fn member(
        &mut self,
        element: Element,
        body: &mut Body,
        open: &mut Vec<Open>,
    ) -> Result<(), Failed> {
        let command = match element {
            Element::Status => Command::Status(self.status()?),
            Element::Results => Command::Results(self.results()?),
            Element::Alert => Command::Alert(self.alert()?),
            Element::Add => Command::Add(self.request(element)?),
            Element::Replace => Command::Replace(self.request(element)?),
            Element::Delete => Command::Delete(self.request(element)?),
            Element::Get => Command::Get(self.request(element)?),
            Element::Copy => Command::Copy(self.request(element)?),
            Element::Exec => Command::Exec(self.request(element)?),
            Element::Atomic | Element::Sequence => return self.open(element, body, open),
            element if element.is_command() => {
                self.note(Rule::NotDm(element))?;
                let element = Extra::new(self.known_pieces(element)?);
                Command::Unsupported(Unsupported { element })
            }
            other => return self.no_command(other, body, open),
        };
        self.add(command, body, open)
    }

    /// Puts a complete command where it belongs.
    #[inline]
    fn add(&mut self, command: Command, body: &mut Body, open: &mut [Open]) -> Result<(), Failed> {
        self.count()?;
        match open.last_mut() {
            Some(open) => open.container.commands.push(command),
            None => {
                if body.is_final {
                    self.note(Rule::BehindFinal)?;
                }
                if body.commands.is_empty() {
                    // A package has about as many, and commands are large to be moved.
                    body.commands.reserve(16);
                }
                body.commands.push(command);
            }
        }
        Ok(())
    }

    fn count(&mut self) -> Result<(), Failed> {
        match self.commands_left.checked_sub(1) {
            Some(left) => {
                self.commands_left = left;
                Ok(())
            }
            None => self.fail(ErrorKind::Limit(Limit::Commands)),
        }
    }

    fn open(&mut self, element: Element, body: &Body, open: &mut Vec<Open>) -> Result<(), Failed> {
        if open.len() >= self.options.limits.containers {
            return self.fail(ErrorKind::Limit(Limit::Containers));
        }
        self.count()?;
        if body.is_final && open.is_empty() {
            self.note(Rule::BehindFinal)?;
        }
        open.push(Open { element, container: Container::default(), start: self.at, order: 0 });
        Ok(())
    }

    fn close(&mut self, container: Open, body: &mut Body, open: &mut [Open]) -> Result<(), Failed> {
        self.identify(container.container.id.as_ref(), container.start)?;
        if container.container.commands.is_empty() {
            self.note_at(Rule::Missing(Element::Add), container.start)?;
        }
        match open.last_mut() {
            Some(outer) => outer.container.commands.push(container.close()),
            None => body.commands.push(container.close()),
        }
        Ok(())
    }

    /// An element that is no command, in a body or container.
    fn no_command(
        &mut self,
        element: Element,
        body: &mut Body,
        open: &mut [Open],
    ) -> Result<(), Failed> {
        let Some(open) = open.last_mut() else {
            if element == Element::Final && !body.is_final {
                body.is_final = true;
                return self.empty(element, &mut body.extra);
            }
            return self.other(element, &CONTAINER, &mut body.extra);
        };
        let container = &mut open.container;
        self.in_order(&CONTAINER, &mut open.order, element)?;
        if !container.commands.is_empty() && CONTAINER.rank(element) != Model::NONE {
            self.note(Rule::Order(element))?;
        }
        match element {
            Element::CmdId if container.id.is_none() => {
                container.id = Some(self.leaf(element, &mut container.extra)?);
            }
            Element::NoResp if !container.no_resp => {
                container.no_resp = true;
                self.flag(element, &mut container.extra)?;
            }
            Element::Meta if container.meta.is_none() => {
                container.meta = Some(Box::new(self.meta()?));
            }
            other => self.other(other, &CONTAINER, &mut container.extra)?,
        }
        Ok(())
    }

    /// A command must have an identifier, and it must not be that of the header.
    #[inline]
    fn identify(&mut self, id: Option<&Text>, start: usize) -> Result<(), Failed> {
        match id {
            None => self.note_at(Rule::Missing(Element::CmdId), start),
            Some(id) if *id == "0" => self.note_at(Rule::ZeroCmdId, start),
            Some(_) => Ok(()),
        }
    }

    /// An item more.
    #[inline]
    fn push_item(&mut self, items: &mut Vec<Item>) -> Result<(), Failed> {
        if items.len() >= self.options.limits.items {
            return self.fail(ErrorKind::Limit(Limit::Items));
        }
        let item = self.item()?;
        if items.is_empty() {
            // Most commands have one, and a vector that grows by itself makes room for four.
            items.reserve_exact(1);
        }
        items.push(item);
        Ok(())
    }

    /// One of the six commands on nodes, which has begun.
    fn request(&mut self, command: Element) -> Result<Request, Failed> {
        let start = self.at;
        let mut request = Request::default();
        let mut order = 0;
        loop {
            let element = match self.child(&mut request.extra)? {
                Child::Known(element) => element,
                Child::Unknown => {
                    self.unknown(&mut request.extra)?;
                    continue;
                }
                Child::End => break,
            };
            self.in_order(&REQUEST, &mut order, element)?;
            match element {
                Element::CmdId if request.id.is_none() => {
                    request.id = Some(self.leaf(element, &mut request.extra)?);
                }
                Element::Item => self.push_item(&mut request.items)?,
                Element::Meta if request.meta.is_none() => {
                    request.meta = Some(Box::new(self.meta()?));
                }
                Element::NoResp if !request.no_resp => {
                    request.no_resp = true;
                    self.flag(element, &mut request.extra)?;
                }
                Element::Correlator if request.correlator.is_none() => {
                    if command != Element::Exec {
                        self.note(Rule::Misplaced(element))?;
                    }
                    request.correlator = Some(self.leaf(element, &mut request.extra)?);
                }
                other => self.not_here(other, &REQUEST, &mut request.extra)?,
            }
        }
        self.identify(request.id.as_ref(), start)?;
        self.require(!request.items.is_empty(), Element::Item, start)?;
        Ok(request)
    }

    /// Credentials belong in the header and nowhere else (DM RepPro 1.2.1, 6).
    #[cold]
    fn not_here(
        &mut self,
        element: Element,
        model: &Model,
        extra: &mut Extras,
    ) -> Result<(), Failed> {
        if element != Element::Cred {
            return self.other(element, model, extra);
        }
        self.note(Rule::NotDm(element))?;
        let pieces = self.known_pieces(element)?;
        extra.push(Extra::new(pieces));
        Ok(())
    }

    /// `Alert`, which has begun.
    fn alert(&mut self) -> Result<Alert, Failed> {
        let start = self.at;
        let mut alert = Alert::default();
        let mut order = 0;
        loop {
            let element = match self.child(&mut alert.extra)? {
                Child::Known(element) => element,
                Child::Unknown => {
                    self.unknown(&mut alert.extra)?;
                    continue;
                }
                Child::End => break,
            };
            self.in_order(&ALERT, &mut order, element)?;
            match element {
                Element::CmdId if alert.id.is_none() => {
                    alert.id = Some(self.leaf(element, &mut alert.extra)?);
                }
                Element::Data if alert.data.is_none() => alert.data = Some(self.code()?),
                Element::Item => self.push_item(&mut alert.items)?,
                Element::Correlator if alert.correlator.is_none() => {
                    alert.correlator = Some(self.leaf(element, &mut alert.extra)?);
                }
                Element::NoResp if !alert.no_resp => {
                    alert.no_resp = true;
                    self.flag(element, &mut alert.extra)?;
                }
                other => self.not_here(other, &ALERT, &mut alert.extra)?,
            }
        }
        self.identify(alert.id.as_ref(), start)?;
        self.require(alert.data.is_some(), Element::Data, start)?;
        Ok(alert)
    }

    /// `Status`, which has begun.
    fn status(&mut self) -> Result<Status, Failed> {
        let start = self.at;
        let mut status = Status::default();
        let mut order = 0;
        loop {
            let element = match self.child(&mut status.extra)? {
                Child::Known(element) => element,
                Child::Unknown => {
                    self.unknown(&mut status.extra)?;
                    continue;
                }
                Child::End => break,
            };
            self.in_order(&STATUS, &mut order, element)?;
            match element {
                Element::CmdId if status.id.is_none() => {
                    status.id = Some(self.leaf(element, &mut status.extra)?);
                }
                Element::MsgRef if status.msg_ref.is_none() => {
                    status.msg_ref = Some(self.leaf(element, &mut status.extra)?);
                }
                Element::CmdRef if status.cmd_ref.is_none() => {
                    status.cmd_ref = Some(self.leaf(element, &mut status.extra)?);
                }
                Element::Cmd if status.cmd.is_none() => {
                    status.cmd = Some(self.leaf(element, &mut status.extra)?);
                }
                Element::TargetRef => {
                    let before = status.extra.len();
                    let uri = self.leaf(element, &mut status.extra)?;
                    status.extra.number_from(before, status.target_refs.len());
                    self.push_ref(&mut status.target_refs, uri)?;
                }
                Element::SourceRef => {
                    let before = status.extra.len();
                    let uri = self.leaf(element, &mut status.extra)?;
                    status.extra.number_from(before, status.source_refs.len());
                    self.push_ref(&mut status.source_refs, uri)?;
                }
                Element::Cred if status.cred.is_none() => {
                    status.cred = Some(Box::new(self.cred()?));
                }
                Element::Chal if status.chal.is_none() => {
                    status.chal = Some(Box::new(self.chal()?));
                }
                Element::Data if status.data.is_none() => status.data = Some(self.code()?),
                Element::Item => self.push_item(&mut status.items)?,
                other => self.other(other, &STATUS, &mut status.extra)?,
            }
        }
        self.identify(status.id.as_ref(), start)?;
        self.require(status.msg_ref.is_some(), Element::MsgRef, start)?;
        self.require(status.cmd_ref.is_some(), Element::CmdRef, start)?;
        self.require(status.cmd.is_some(), Element::Cmd, start)?;
        self.require(status.data.is_some(), Element::Data, start)?;
        Ok(status)
    }

    /// References are as many as items may be.
    #[inline]
    fn push_ref(&mut self, refs: &mut Vec<Text>, uri: Text) -> Result<(), Failed> {
        if refs.len() >= self.options.limits.items {
            return self.fail(ErrorKind::Limit(Limit::Items));
        }
        if refs.is_empty() {
            refs.reserve_exact(1);
        }
        refs.push(uri);
        Ok(())
    }

    /// `Results`, which have begun.
    fn results(&mut self) -> Result<Results, Failed> {
        let start = self.at;
        let mut results = Results::default();
        let mut order = 0;
        loop {
            let element = match self.child(&mut results.extra)? {
                Child::Known(element) => element,
                Child::Unknown => {
                    self.unknown(&mut results.extra)?;
                    continue;
                }
                Child::End => break,
            };
            self.in_order(&RESULTS, &mut order, element)?;
            let extra = &mut results.extra;
            match element {
                Element::CmdId if results.id.is_none() => {
                    results.id = Some(self.leaf(element, extra)?);
                }
                Element::MsgRef if results.msg_ref.is_none() => {
                    results.msg_ref = Some(self.leaf(element, extra)?);
                }
                Element::CmdRef if results.cmd_ref.is_none() => {
                    results.cmd_ref = Some(self.leaf(element, extra)?);
                }
                Element::Cmd if results.cmd.is_none() => {
                    if self.options.dialect != Dialect::Microsoft {
                        self.note(Rule::CmdInResults)?;
                    }
                    results.cmd = Some(self.leaf(element, extra)?);
                }
                Element::TargetRef if results.target_ref.is_none() => {
                    results.target_ref = Some(self.leaf(element, extra)?);
                }
                Element::SourceRef if results.source_ref.is_none() => {
                    results.source_ref = Some(self.leaf(element, extra)?);
                }
                Element::Meta if results.meta.is_none() => {
                    results.meta = Some(Box::new(self.meta()?));
                }
                Element::Item => self.push_item(&mut results.items)?,
                other => self.other(other, &RESULTS, extra)?,
            }
        }
        self.identify(results.id.as_ref(), start)?;
        self.require(results.cmd_ref.is_some(), Element::CmdRef, start)?;
        self.require(!results.items.is_empty(), Element::Item, start)?;
        Ok(results)
    }
}
