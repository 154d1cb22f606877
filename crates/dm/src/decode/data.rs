//! `Data`: a part of the input, whatever is in it.

use alloc::borrow::Cow;
#[cfg(feature = "xml")]
use alloc::string::String;
use alloc::vec::Vec;

use bytes::Bytes;
use provost_wbxml::{Charset, Content, Event, Part, ReadEvents, Syntax, WriteEvents};

use super::cursor::{Cursor, Failed};
#[cfg(feature = "xml")]
use super::prefixes;
use crate::data::{Data, Form};
use crate::deviation::Rule;
use crate::element::Element;
use crate::error::ErrorKind;
use crate::text::share;

impl<'a, R: ReadEvents<'a>> Cursor<'a, R> {
    /// `Data` of an item, which has begun: not trimmed.
    pub(super) fn data(&mut self) -> Result<Data, Failed> {
        if let Some(octets) = self.events.leaf_text() {
            return Ok(Data::new(Form::Text, share(self.input, octets)));
        }
        self.at = self.events.offset();
        let start = self.at;
        let (form, octets) = match self.events.next_event() {
            Ok(Some(Event::Opaque(octets))) => (Form::Opaque, share(self.input, octets)),
            Ok(Some(Event::Text(content))) => self.data_text(&content)?,
            Ok(Some(Event::End)) => return Ok(Data::default()),
            Ok(event) => return self.rest_of_data(Data::default(), event, start),
            Err(error) => return self.syntax(error),
        };
        let data = Data::new(form, octets);
        match self.events.next_event() {
            Ok(Some(Event::End)) => Ok(data),
            Ok(event) => self.rest_of_data(data, event, start),
            Err(error) => self.syntax(error),
        }
    }

    /// `Data` of a status or an alert: a number, without white space around it.
    pub(super) fn code(&mut self) -> Result<Data, Failed> {
        let data = self.data()?;
        let Some(trimmed) = data.trimmed().filter(|text| text.len() < data.octets().len()) else {
            return Ok(data);
        };
        let octets = share(data.octets(), trimmed.as_bytes());
        let trimmed = Data::new(data.form(), octets).with_extra(data.extra.clone());
        self.note(Rule::WhiteSpace(Element::Data))?;
        Ok(trimmed)
    }

    /// A text as data: of WBXML in UTF-8, its octets unseen.
    #[inline]
    fn data_text(&mut self, content: &Content<'a>) -> Result<(Form, Bytes), Failed> {
        let mut parts = content.parts();
        let first = parts.next();
        if self.events.syntax() == Syntax::Wbxml {
            if let (Some(Part::Inline(text)), None) = (first, parts.next()) {
                if text.charset() == Charset::Utf8 {
                    return Ok((Form::Text, share(self.input, text.octets())));
                }
            }
        } else if matches!(first, Some(Part::Cdata(_))) {
            let section = parts.all(|part| matches!(part, Part::Cdata(_) | Part::Entity(_)));
            let form = if section { Form::Cdata } else { Form::Text };
            return Ok((form, self.octets_of(content)?));
        }
        Ok((Form::Text, self.octets_of(content)?))
    }

    fn octets_of(&mut self, content: &Content<'a>) -> Result<Bytes, Failed> {
        match content.as_str() {
            Ok(Some(text)) => Ok(share(self.input, text.as_bytes())),
            Ok(None) => Ok(self.text(content)?.into_bytes()),
            Err(error) => self.syntax(error),
        }
    }

    /// Data of several parts, or with elements or attributes.
    #[cold]
    fn rest_of_data(
        &mut self,
        first: Data,
        event: Option<Event<'a>>,
        start: usize,
    ) -> Result<Data, Failed> {
        let mut data = first;
        let mut event = event;
        let mut start = start;
        // What several parts are joined in: each is copied once, however many they are.
        let mut joined = Vec::new();
        loop {
            let (form, octets) = match event {
                None | Some(Event::End) if joined.is_empty() => return Ok(data),
                None | Some(Event::End) => {
                    return Ok(Data::new(data.form(), joined.into()).with_extra(data.extra));
                }
                Some(Event::Attribute { name, value }) => {
                    self.attribute(name, value, &mut data.extra)?;
                    start = self.behind_attributes(self.events.offset());
                    event = self.event()?;
                    continue;
                }
                Some(Event::Text(content)) => self.data_text(&content)?,
                Some(Event::Opaque(octets)) => (Form::Opaque, share(self.input, octets)),
                Some(_) => {
                    let elements = self.elements(start, event)?;
                    return Ok(elements.with_extra(data.extra));
                }
            };
            data = if data.is_empty() {
                Data::new(form, octets).with_extra(data.extra)
            } else {
                // Text and opaque octets in one element are one string of octets.
                if joined.is_empty() {
                    joined.extend_from_slice(data.octets());
                }
                joined.extend_from_slice(&octets);
                let form = if data.form() == form { form } else { mixed(data.form(), form) };
                Data::new(form, data.octets().clone()).with_extra(data.extra)
            };
            event = self.event()?;
        }
    }

    /// Everything up to the end of `Data`, whose content begins at `start`.
    fn elements(&mut self, start: usize, event: Option<Event<'a>>) -> Result<Data, Failed> {
        #[cfg(feature = "xml")]
        let outside = self.events.declarations(matches!(event, Some(Event::Start(_))));
        let mut depth = 1_usize;
        let mut event = event;
        loop {
            match event {
                Some(Event::Start(_)) => depth = depth.saturating_add(1),
                Some(Event::End) | None => depth = depth.saturating_sub(1),
                // What is no text in the charset of the message cannot be handed on as elements.
                Some(Event::Text(text) | Event::Attribute { value: text, .. })
                    if self.events.syntax() == Syntax::Wbxml =>
                {
                    if let Err(error) = text_of(&text) {
                        return self.syntax(error);
                    }
                }
                Some(_) => {}
            }
            if depth == 0 {
                break;
            }
            event = self.event()?;
        }
        if self.events.syntax() == Syntax::Wbxml {
            let octets = self.inline(start, self.at)?;
            return Ok(Data::new(Form::Inline, octets));
        }
        // White space and comments may stand in front of the end tag, which is the last one.
        let start = start.saturating_add(self.rest_of_tag(start));
        let whole = self.input.get(start..self.events.offset()).unwrap_or_default();
        let end = whole.windows(2).rposition(|window| window == b"</").unwrap_or(whole.len());
        let markup = whole.get(..end).unwrap_or_default();
        #[cfg(feature = "xml")]
        if let Some(text) = self.for_itself(markup, &outside)? {
            return Ok(Data::new(Form::Markup, Bytes::from(text)));
        }
        Ok(Data::new(Form::Markup, share(self.input, markup)))
    }

    /// Markup that stands for itself, where it needs declarations for that: as far as a message may be expanded.
    #[cfg(feature = "xml")]
    fn for_itself(
        &mut self,
        markup: &[u8],
        outside: &[prefixes::Declaration<'_>],
    ) -> Result<Option<String>, Failed> {
        let text = core::str::from_utf8(markup).unwrap_or_default();
        if outside.is_empty() {
            return Ok(None);
        }
        let attributes = self.options.limits.syntax.attributes;
        match prefixes::with_declarations(text, outside, attributes, &mut self.growth_left) {
            Ok(text) => Ok(text),
            Err(full) => {
                let limit = match full {
                    prefixes::Full::Octets => provost_wbxml::Limit::Expanded,
                    prefixes::Full::Attributes => provost_wbxml::Limit::Attributes,
                };
                self.fail(ErrorKind::Syntax(provost_wbxml::ErrorKind::Limit(limit)))
            }
        }
    }

    /// Where content begins in WBXML, if the attribute that ends at an offset is the last: behind the end of the
    /// attributes.
    fn behind_attributes(&self, offset: usize) -> usize {
        let mut rest = self.input.get(offset..).unwrap_or_default();
        while let [0x00, _, behind @ ..] = rest {
            rest = behind;
        }
        match (self.events.syntax(), rest) {
            (Syntax::Wbxml, [0x01, behind @ ..]) => self.input.len().saturating_sub(behind.len()),
            _ => offset,
        }
    }

    /// How much of a start tag is left at an offset in it: declarations that the reader swallows.
    fn rest_of_tag(&self, start: usize) -> usize {
        let before = start.checked_sub(1).and_then(|at| self.input.get(at));
        if before == Some(&b'>') {
            return 0;
        }
        let mut quote = None;
        let rest = self.input.get(start..).unwrap_or_default();
        let end = rest.iter().position(|octet| match (quote, octet) {
            (None, b'>') => true,
            (None, b'"' | b'\'') => {
                quote = Some(*octet);
                false
            }
            (Some(open), octet) if open == *octet => {
                quote = None;
                false
            }
            _ => false,
        });
        end.map_or(0, |end| end.saturating_add(1))
    }

    /// The tokens of a range as a document: a `Data` element with a header in front.
    fn inline(&mut self, start: usize, end: usize) -> Result<Bytes, Failed> {
        let tokens = self.input.get(start..end).unwrap_or_default();
        // SyncML has no attributes, so that `Data` is on page 0, and so is what follows it.
        let plain = [&[0x03, 0xA4, 0x01, 0x6A, 0x00, 0x4F][..], tokens, &[0x01]].concat();
        if !self.has_table && self.is_utf8() {
            return Ok(Bytes::from(plain));
        }
        // What it has in the string table goes with it, as often as the message may be expanded.
        let (header, _) = match provost_wbxml::Header::decode(self.input) {
            Ok(read) => read,
            Err(error) => return self.syntax(error),
        };
        let mut whole = Vec::new();
        header.encode(&mut |octets| whole.extend_from_slice(octets));
        let Some(left) = self.growth_left.checked_sub(whole.len()) else {
            let kind = provost_wbxml::ErrorKind::Limit(provost_wbxml::Limit::Expanded);
            return self.fail(ErrorKind::Syntax(kind));
        };
        self.growth_left = left;
        whole.push(0x4F);
        whole.extend_from_slice(tokens);
        whole.push(0x01);
        match rewritten(&whole) {
            Ok(octets) => Ok(Bytes::from(octets)),
            Err(error) => self.syntax(error.at(start)),
        }
    }

    fn is_utf8(&self) -> bool {
        let header = provost_wbxml::Header::decode(self.input);
        header.is_ok_and(|(header, _)| matches!(header.charset(), None | Some(0 | 3 | 106)))
    }
}

/// The form of parts that are written in two ways.
const fn mixed(first: Form, second: Form) -> Form {
    match (first, second) {
        (Form::Opaque, _) | (_, Form::Opaque) => Form::Opaque,
        _ => Form::Text,
    }
}

/// A document with no more in its string table than it needs.
fn rewritten(whole: &[u8]) -> Result<Vec<u8>, provost_wbxml::Error> {
    use provost_wbxml::vocabulary::SYNCML_1_2;
    use provost_wbxml::{ReadOptions, Reader, Writer};

    let mut reader = Reader::with_options(whole, &SYNCML_1_2, ReadOptions::lenient())?;
    let mut writer = Writer::new(&SYNCML_1_2);
    while let Some(event) = reader.next_event()? {
        match event {
            // Joined, so that nothing refers to the table.
            Event::Text(content) => match text_of(&content)? {
                Some(text) => {
                    WriteEvents::write_event(&mut writer, &Event::Text(Content::from(&*text)))?;
                }
                None => WriteEvents::write_event(&mut writer, &event)?,
            },
            event => WriteEvents::write_event(&mut writer, &event)?,
        }
    }
    writer.finish()
}

/// The text of a content. Extensions have none: they are kept as the tokens that they are.
fn text_of<'a>(content: &Content<'a>) -> Result<Option<Cow<'a, str>>, provost_wbxml::Error> {
    let extension = provost_wbxml::ErrorKind::NotExpressible(provost_wbxml::Loss::Extension);
    match content.to_str() {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == extension => Ok(None),
        Err(error) => Err(error),
    }
}
