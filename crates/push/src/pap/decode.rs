//! Events make a document.

mod cursor;
mod elements;
mod encoding;

use alloc::borrow::Cow;

use provost_wbxml as wbxml;
use wbxml::vocabulary::Vocabulary;
use wbxml::{Event, xml};

use super::document::Document;
use super::extra::Extra;
use super::open::{Open, Value};
use super::version::{self, Doctype};
use crate::error::{Error, ErrorKind, Expected};
use cursor::{Cursor, Item};

pub(super) use cursor::is_blank;
pub(super) use encoding::{place, placed, to_utf8};

/// PAP has no tokens: names stand for themselves.
pub(super) static PAP: Vocabulary = Vocabulary::new("pap").root("pap");

impl Document {
    /// Reads a document in UTF-8, US-ASCII, ISO-8859-1 or UTF-16.
    ///
    /// The instruction `wap-pap-ver` may stand in the internal subset of the DOCTYPE, where it
    /// belongs, or in front of the document element, where it is often seen.
    ///
    /// # Errors
    /// [`Syntax`](crate::ErrorKind::Syntax) where it is not well-formed, declares anything in its
    /// DOCTYPE, or is beyond the limits of [`wbxml::Limits::DEFAULT`];
    /// [`Form`](crate::ErrorKind::Form) where the document element is not `pap`;
    /// [`Missing`](crate::ErrorKind::Missing) without an operation, or where an operation lacks what
    /// makes it one; [`Unsupported`](crate::ErrorKind::Unsupported) for text, which no element has.
    pub fn decode(xml: &[u8]) -> Result<Self, Error> {
        Self::decode_with(xml, wbxml::Limits::DEFAULT)
    }

    /// Like [`decode`](Self::decode), with other limits.
    ///
    /// # Errors
    /// Those of [`decode`](Self::decode).
    pub fn decode_with(xml: &[u8], limits: wbxml::Limits) -> Result<Self, Error> {
        let text = to_utf8(xml)?;
        document(&text, limits).map_err(|error| placed(xml, &text, error))
    }
}

fn document(text: &[u8], limits: wbxml::Limits) -> Result<Document, Error> {
    // White space is kept: in an element that is not known it may mean something.
    let options = xml::ReadOptions::new()
        .with_limits(limits)
        .with_whitespace(xml::Whitespace::Keep)
        .ignore_encoding_label();
    let mut reader = xml::Reader::with_options(text, &PAP, options)?;
    let mut supported = None;
    let doctype = reader.doctype().map(|doctype| {
        if let Some(data) = doctype.internal_subset.and_then(version::in_subset) {
            supported = read_supported(data);
        }
        Doctype {
            public_id: doctype.public_id.map(Into::into),
            system_id: doctype.system_id.map(Into::into),
        }
    });
    // In front of the document element there are only instructions.
    loop {
        match reader.next_event()? {
            Some(Event::Instruction { target, data }) => {
                if target.qualified() == version::TARGET && supported.is_none() {
                    supported = read_supported(&data.to_str()?);
                }
            }
            Some(Event::Start(name)) if name.qualified() == "pap" => break,
            _ => return Err(Error::new(ErrorKind::Form(Expected::Root), 0)),
        }
    }
    let mut cursor = Cursor::new(&mut reader);
    let mut extra = Extra::default();
    let (mut product_name, mut message) = (None, None);
    let offset = cursor.offset();
    cursor.element(&mut extra, |cursor, item| {
        match item {
            Item::Attribute("product-name", value) => product_name = Some(value.into_owned()),
            Item::Child(name) if message.is_none() => {
                message = Some(elements::message(cursor, name)?);
            }
            other => return Ok(Some(other)),
        }
        Ok(None)
    })?;
    let missing = Error::new(ErrorKind::Missing(Expected::ElementName), offset);
    let message = message.ok_or(missing)?;
    cursor.finish()?;
    Ok(Document { doctype, supported, product_name, message, extra })
}

/// The value of the instruction; its data as it is where that is not of the form.
fn read_supported(data: &str) -> Option<Open<crate::version::VersionList>> {
    Some(version::instruction(data).map_or_else(|_| Open::Other(data.trim().into()), Open::read))
}

/// A value of an attribute.
fn open<T: Value>(value: Cow<'_, str>) -> Open<T> {
    match T::read(&value) {
        Some(known) => Open::Known(known),
        None => Open::Other(value.into_owned()),
    }
}
