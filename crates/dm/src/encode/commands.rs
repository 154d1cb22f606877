//! The body and its commands.

use alloc::vec::Vec;
use core::slice;

use super::Error;
use super::out::{Out, Write};
use crate::element::{ALERT, Element, Model, REQUEST, RESULTS, STATUS, SYNC_BODY};
use crate::error::ErrorKind;
use crate::limits::{Limit, Limits};
use crate::message::{Alert, Body, Command, Container, Request, Results, Status};

impl<W: Write> Out<W> {
    pub(super) fn body(&mut self, body: &Body) -> Result<(), Error> {
        self.start(Element::SyncBody)?;
        self.attributes(&body.extra)?;
        self.commands(&body.commands)?;
        // A second `Final` stands behind the first, or it would be read as that one.
        let final_rank = SYNC_BODY.rank(Element::Final);
        self.between(&body.extra, &SYNC_BODY, final_rank, Model::END)?;
        self.flag(Element::Final, body.is_final, &body.extra)?;
        self.between(&body.extra, &SYNC_BODY, 0, final_rank)?;
        self.end()
    }

    /// Commands; containers are on a stack, as deep as a decoder reads them.
    pub(super) fn commands(&mut self, commands: &[Command]) -> Result<(), Error> {
        let mut open: Vec<(slice::Iter<'_, Command>, Option<&Container>)> =
            alloc::vec![(commands.iter(), None)];
        while let Some((rest, container)) = open.last_mut() {
            let Some(command) = rest.next() else {
                if let Some(container) = container {
                    self.rest(&container.extra)?;
                    self.end()?;
                }
                open.pop();
                continue;
            };
            let (Command::Atomic(container) | Command::Sequence(container)) = command else {
                self.command(command)?;
                continue;
            };
            if open.len() > Limits::DEFAULT.containers {
                return Err(Error::new(ErrorKind::Limit(Limit::Containers), 0));
            }
            self.start(command.element().unwrap_or(Element::Atomic))?;
            let extra = &container.extra;
            self.attributes(extra)?;
            self.leaf(Element::CmdId, container.id.as_ref(), extra)?;
            self.flag(Element::NoResp, container.no_resp, extra)?;
            self.meta(container.meta.as_deref(), None)?;
            open.push((container.commands.iter(), Some(container)));
        }
        Ok(())
    }

    fn command(&mut self, command: &Command) -> Result<(), Error> {
        match command {
            Command::Status(status) => self.status(status),
            Command::Results(results) => self.results(results),
            Command::Alert(alert) => self.alert(alert),
            Command::Add(request) => self.request(Element::Add, request),
            Command::Replace(request) => self.request(Element::Replace, request),
            Command::Delete(request) => self.request(Element::Delete, request),
            Command::Get(request) => self.request(Element::Get, request),
            Command::Copy(request) => self.request(Element::Copy, request),
            Command::Exec(request) => self.request(Element::Exec, request),
            Command::Unsupported(unsupported) => self.extra(&unsupported.element),
            Command::Atomic(_) | Command::Sequence(_) => Ok(()),
        }
    }

    fn request(&mut self, element: Element, request: &Request) -> Result<(), Error> {
        let extra = &request.extra;
        self.start(element)?;
        self.attributes(extra)?;
        self.leaf(Element::CmdId, request.id.as_ref(), extra)?;
        self.flag(Element::NoResp, request.no_resp, extra)?;
        let meta = REQUEST.rank(Element::Meta);
        self.between(extra, &REQUEST, 0, meta.saturating_sub(1))?;
        self.meta(request.meta.as_deref(), None)?;
        self.leaf(Element::Correlator, request.correlator.as_ref(), extra)?;
        self.between(extra, &REQUEST, meta.saturating_sub(1), Model::NONE.saturating_sub(1))?;
        self.items(&request.items)?;
        self.between(extra, &REQUEST, Model::NONE.saturating_sub(1), Model::END)?;
        self.end()
    }

    fn alert(&mut self, alert: &Alert) -> Result<(), Error> {
        let extra = &alert.extra;
        self.start(Element::Alert)?;
        self.attributes(extra)?;
        self.leaf(Element::CmdId, alert.id.as_ref(), extra)?;
        self.flag(Element::NoResp, alert.no_resp, extra)?;
        let data = ALERT.rank(Element::Data);
        self.between(extra, &ALERT, 0, data.saturating_sub(1))?;
        self.data(alert.data.as_ref())?;
        self.leaf(Element::Correlator, alert.correlator.as_ref(), extra)?;
        self.between(extra, &ALERT, data.saturating_sub(1), Model::NONE.saturating_sub(1))?;
        self.items(&alert.items)?;
        self.between(extra, &ALERT, Model::NONE.saturating_sub(1), Model::END)?;
        self.end()
    }

    fn status(&mut self, status: &Status) -> Result<(), Error> {
        let extra = &status.extra;
        self.start(Element::Status)?;
        self.attributes(extra)?;
        self.leaf(Element::CmdId, status.id.as_ref(), extra)?;
        self.leaf(Element::MsgRef, status.msg_ref.as_ref(), extra)?;
        self.leaf(Element::CmdRef, status.cmd_ref.as_ref(), extra)?;
        self.leaf(Element::Cmd, status.cmd.as_ref(), extra)?;
        self.leaves(Element::TargetRef, &status.target_refs, extra)?;
        self.leaves(Element::SourceRef, &status.source_refs, extra)?;
        self.cred(status.cred.as_deref())?;
        self.chal(status.chal.as_deref())?;
        self.data(status.data.as_ref())?;
        self.items(&status.items)?;
        self.between(extra, &STATUS, 0, Model::END)?;
        self.end()
    }

    fn results(&mut self, results: &Results) -> Result<(), Error> {
        let extra = &results.extra;
        self.start(Element::Results)?;
        self.attributes(extra)?;
        self.leaf(Element::CmdId, results.id.as_ref(), extra)?;
        self.leaf(Element::MsgRef, results.msg_ref.as_ref(), extra)?;
        self.leaf(Element::CmdRef, results.cmd_ref.as_ref(), extra)?;
        self.leaf(Element::Cmd, results.cmd.as_ref(), extra)?;
        self.meta(results.meta.as_deref(), None)?;
        self.leaf(Element::TargetRef, results.target_ref.as_ref(), extra)?;
        self.leaf(Element::SourceRef, results.source_ref.as_ref(), extra)?;
        self.items(&results.items)?;
        self.between(extra, &RESULTS, 0, Model::END)?;
        self.end()
    }
}
