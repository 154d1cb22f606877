//! The objects of a message.

use alloc::string::String;

use bytes::Bytes;
use provost_wbxml::Syntax;

use super::{Bootstrap, Fault, MAX_OBJECTS, Packed, inbox};
use crate::data::Form;
use crate::decode::detect_syntax;
use crate::error::{Error, ErrorKind};
use crate::format::Format;
use crate::media_type::{DocumentKind, MediaType, detect_kind};
use crate::message::{Command, Item, Message, Request};
use crate::object::Object;
use crate::tnds::Document;
use crate::tree::{Node, TreeError};
use crate::uri::Uri;

const fn fault(fault: Fault) -> Error {
    Error::new(ErrorKind::Bootstrap(fault), 0)
}

pub(super) fn decode(input: &[u8]) -> Result<Bootstrap, Error> {
    // DM Bootstrap 1.2.1, 5.3.1: WBXML alone, and the MAC is over its octets.
    if detect_syntax(input) != Syntax::Wbxml {
        return Err(fault(Fault::NotWbxml));
    }
    match detect_kind(input) {
        Some(DocumentKind::Message) => message(&Message::decode(&Bytes::copy_from_slice(input))?),
        Some(DocumentKind::Tree) => document(&Document::decode(input)?),
        Some(_) => Err(fault(Fault::NotBootstrap)),
        // What keeps it from being a message.
        None => message(&Message::decode(&Bytes::copy_from_slice(input))?),
    }
}

pub(super) fn document(document: &Document) -> Result<Bootstrap, Error> {
    let mut bootstrap = Bootstrap::default();
    bootstrap.push_document(&inbox(), document)?;
    bootstrap.finish()
}

pub(super) fn message(message: &Message) -> Result<Bootstrap, Error> {
    let server = message.header.source.as_ref().and_then(|source| source.uri.as_deref());
    let mut bootstrap = Bootstrap { server: server.map(String::from), ..Bootstrap::default() };
    for command in message.commands() {
        match command {
            Command::Add(request) | Command::Replace(request) => bootstrap.push_request(request)?,
            // Their members follow.
            Command::Atomic(_) | Command::Sequence(_) => {}
            Command::Alert(_) => bootstrap.ignored.push("Alert"),
            Command::Status(_) => bootstrap.ignored.push("Status"),
            Command::Results(_) => bootstrap.ignored.push("Results"),
            Command::Delete(_) => return Err(fault(Fault::Command("Delete"))),
            Command::Get(_) => return Err(fault(Fault::Command("Get"))),
            Command::Copy(_) => return Err(fault(Fault::Command("Copy"))),
            Command::Exec(_) => return Err(fault(Fault::Command("Exec"))),
            Command::Unsupported(_) => return Err(fault(Fault::Command("another command"))),
        }
    }
    bootstrap.finish()
}

impl Bootstrap {
    fn push_request(&mut self, request: &Request) -> Result<(), Error> {
        request.items.iter().try_for_each(|item| self.push_item(request, item))
    }

    fn push_item(&mut self, request: &Request, item: &Item) -> Result<(), Error> {
        let target: Uri = item.target_uri().ok_or(fault(Fault::Target))?.trim_ascii().parse()?;
        if item.more_data {
            // It cannot go on: nobody answers.
            return Err(fault(Fault::Data));
        }
        let own = item.meta.as_deref().and_then(|meta| meta.type_.as_deref());
        let of_all = request.meta.as_deref().and_then(|meta| meta.type_.as_deref());
        let kind = own.or(of_all).unwrap_or_default().trim_ascii();
        let is_tree = matches!(MediaType::from_name(kind), Some(MediaType::Tree(_)));
        let meta = request.meta.as_deref();
        if let Some(document) = item.tnds(meta)? {
            return self.push_document(&target, &document);
        }
        if is_tree {
            let data = item.data.as_ref().ok_or(fault(Fault::Data))?;
            return self.push_document(&target, &Document::from_data(data)?);
        }
        let format = item.format(meta).ok_or(fault(Fault::Data))?;
        let octets = match &item.data {
            // Elements are the value as their XML, in a node as in a session.
            Some(data) if data.form() == Form::Inline => Some(data.carried()?),
            _ => item.octets(meta)?.map(|octets| Bytes::from(octets.into_owned())),
        };
        let node = match (format, octets) {
            (Format::Node, None) => Node::interior(),
            (Format::Node, Some(octets)) if octets.is_empty() => Node::interior(),
            (Format::Node, Some(_)) => return Err(fault(Fault::Data)),
            (_, octets) => Node::leaf(octets.unwrap_or_default()).with_format(format),
        };
        let kind = if kind == "text/plain" { "" } else { kind };
        self.plain.push((target, node.with_kind(kind)));
        Ok(())
    }

    fn push_document(&mut self, target: &Uri, document: &Document) -> Result<(), Error> {
        let objects = Object::of_document(document).map_err(|error| match error {
            TreeError::Uri(uri) => Error::new(ErrorKind::Uri(uri), 0),
            _ => fault(Fault::Tree),
        })?;
        let of = self.objects.last().map_or(0, |last| last.document.saturating_add(1));
        let is_one = objects.len() == 1;
        for object in objects {
            // A document of one object whose name is that of the target is the target.
            let is_target =
                is_one && *target != inbox() && object.path().as_normal() == target.path().name();
            let source = if is_target { target.clone() } else { target.join(object.path()) };
            // One without a name is named by the device.
            let name = if source == inbox() { "1" } else { source.path().name() };
            let object = object.named(name).map_err(|_| fault(Fault::Tree))?;
            if self.objects.len() >= MAX_OBJECTS {
                return Err(fault(Fault::TooMany));
            }
            self.objects.push(Packed { object, source, document: of });
        }
        Ok(())
    }

    fn finish(self) -> Result<Self, Error> {
        if self.objects.is_empty() && self.plain.is_empty() {
            return Err(fault(Fault::Empty));
        }
        Ok(self)
    }
}
