//! Appends to a block of headers, in the code page that each of them needs.

use alloc::vec::Vec;

use super::Headers;
use super::field::Field;
use crate::error::Error;
use crate::wsp::value::Header;
use crate::wsp::write::put_text;

/// A block that grows. Its end is found once, so that many headers take linear time.
pub(crate) struct Writer {
    octets: Vec<u8>,
    /// The code page of what comes next; `None` where only a shift keeps it apart from the last
    /// field.
    page: Option<u8>,
}

impl Writer {
    pub(crate) const fn new() -> Self {
        Self { octets: Vec::new(), page: Some(1) }
    }

    /// Goes on behind `headers`.
    pub(super) fn behind(headers: Headers) -> Self {
        let mut fields = headers.iter();
        let mut is_open = false;
        while let Ok(field) = fields.step() {
            is_open = field.is_some_and(|field| field.is_open());
        }
        let page = fields.page();
        Self { page: (!is_open).then_some(page), octets: headers.octets.into() }
    }

    /// A field of another block, in its own code page.
    pub(crate) fn field(&mut self, field: &Field<'_>) {
        self.shift(field.page);
        self.octets.extend_from_slice(field.octets);
        if field.is_open() {
            self.page = None;
        }
    }

    pub(crate) fn header(&mut self, header: &Header) {
        self.shift(1);
        header.write(&mut self.octets);
    }

    /// A header in text form; one that fails leaves nothing behind.
    pub(crate) fn text(&mut self, name: &str, value: &str) -> Result<(), Error> {
        let (before, page) = (self.octets.len(), self.page);
        self.shift(1);
        let written =
            put_text(name, &mut self.octets).and_then(|()| put_text(value, &mut self.octets));
        if written.is_err() {
            self.octets.truncate(before);
            self.page = page;
        }
        written
    }

    pub(crate) fn finish(self) -> Headers {
        Headers { octets: self.octets.into() }
    }

    /// The short form where there is one.
    fn shift(&mut self, page: u8) {
        if self.page == Some(page) {
            return;
        }
        if page > 0x1F {
            self.octets.push(0x7F);
        }
        self.octets.push(page);
        self.page = Some(page);
    }
}
