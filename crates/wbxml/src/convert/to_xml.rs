//! From WBXML to XML: opaque data and extension tokens become text.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use super::elements::Elements;
use super::{Binary, ConvertOptions, push, typed};
use crate::charset::Text;
use crate::content::{Content, Extension, Meaning, Part};
use crate::error::{Error, ErrorKind};
use crate::event::{Event, Name, ReadEvents, WriteEvents};
use crate::header::Header;
use crate::limits::Limit;
use crate::options::Deviation;
use crate::reader::Reader;
use crate::typed::variable::{self, Conversion, Variable};
use crate::typed::{base64, datetime, wv};
use crate::vocabulary::{Rule, Vocabulary};

#[cfg(feature = "xml")]
mod common;
mod media;

use media::MediaTypes;

/// A conversion from WBXML to XML.
pub(super) struct ToXml<'a> {
    elements: Elements,
    nested: Vec<Nested<'a>>,
    vocabulary: &'static Vocabulary,
    options: ConvertOptions,
    scratch: String,
    /// Made where it is asked for.
    media_types: Option<Box<MediaTypes<'a>>>,
}

/// A document inside opaque data, and where that begins in the input.
struct Nested<'a> {
    reader: Reader<'a>,
    base: usize,
    around: &'static Vocabulary,
}

impl<'a> ToXml<'a> {
    pub(super) fn new(vocabulary: &'static Vocabulary, options: ConvertOptions) -> Self {
        Self {
            elements: Elements::new(),
            nested: Vec::new(),
            vocabulary,
            options,
            scratch: String::new(),
            media_types: None,
        }
    }

    pub(super) fn run(
        mut self,
        from: &mut impl ReadEvents<'a>,
        to: &mut impl WriteEvents,
    ) -> Result<(), Error> {
        loop {
            if !self.nested.is_empty() {
                if let Err(error) = self.nested_event(from, to) {
                    // What was tolerated up to there is told all the same.
                    while !self.nested.is_empty() {
                        self.end_nested(from);
                    }
                    return Err(error);
                }
                continue;
            }
            #[cfg(feature = "xml")]
            if let (Some(from), Some(to)) = (from.as_wbxml(), to.as_xml()) {
                self.run_common(from, to)?;
            }
            let offset = from.offset();
            let written = match from.next_event() {
                Ok(Some(event)) => self.event(event, from.offset(), &*from, to),
                Ok(None) => return Ok(()),
                Err(error) => return Err(error),
            };
            if let Err(error) = written {
                return Err(error.or_at(offset));
            }
        }
    }

    /// An event of the innermost document, or its end.
    #[inline(never)]
    fn nested_event(
        &mut self,
        from: &mut impl ReadEvents<'a>,
        to: &mut impl WriteEvents,
    ) -> Result<(), Error> {
        while let Some(nested) = self.nested.last_mut() {
            let base = nested.base;
            let offset = base.saturating_add(nested.reader.offset());
            let event = nested.reader.next_event();
            let end = base.saturating_add(nested.reader.offset());
            let within = |error: Error| error.at(base.saturating_add(error.offset()));
            let written = match event {
                Ok(Some(event)) => self.event(event, end, &*from, to),
                Ok(None) => {
                    self.end_nested(from);
                    continue;
                }
                Err(error) => return Err(within(error)),
            };
            if let Err(error) = written {
                let is_in_text = error.kind() == ErrorKind::Text;
                return Err(if is_in_text { within(error) } else { error.at(offset) });
            }
        }
        Ok(())
    }

    /// Converts an event that ends at `end` in the input.
    ///
    /// Inline, and what is rare by value: or every event would be made in memory.
    #[inline(always)]
    fn event(
        &mut self,
        event: Event<'a>,
        end: usize,
        from: &impl ReadEvents<'a>,
        to: &mut impl WriteEvents,
    ) -> Result<(), Error> {
        match event {
            Event::Start(name) => {
                self.elements.begin(&name, self.vocabulary);
                to.write_event(&Event::Start(name))
            }
            Event::End => {
                self.elements.end();
                to.write_event(&Event::End)
            }
            Event::Attribute { name, value } if !self.is_special(&value) => {
                to.write_event(&Event::Attribute { name, value })
            }
            Event::Attribute { name, value } => self.attribute(name, value, to),
            Event::Text(content) if !self.is_special(&content) => {
                to.write_event(&Event::Text(content))
            }
            Event::Text(content) => self.special_text(content, to),
            // The octets end where the event does, which tells where they begin.
            Event::Opaque(octets) => {
                self.opaque(octets, end.saturating_sub(octets.len()), from, to)
            }
            Event::Instruction { target, data } => {
                to.write_event(&Event::Instruction { target, data })
            }
        }
    }

    /// Whether a content may be anything but text as it is.
    #[inline(always)]
    fn is_special(&self, content: &Content<'_>) -> bool {
        self.vocabulary.has_special_text() || content.may_be_opaque()
    }

    #[inline(never)]
    fn special_text(
        &mut self,
        content: Content<'a>,
        to: &mut impl WriteEvents,
    ) -> Result<(), Error> {
        self.elements.note_encoding(&content, self.vocabulary);
        self.text(content, Event::Text, to)
    }

    #[inline(never)]
    fn attribute(
        &mut self,
        name: Name<'a>,
        value: Content<'a>,
        to: &mut impl WriteEvents,
    ) -> Result<(), Error> {
        let Some(octets) = value.as_opaque() else {
            let element = self.elements.innermost(self.vocabulary);
            if !self.vocabulary.has_variables_in(element, name.local()) {
                return to.write_event(&Event::Attribute { name, value });
            }
            return self.text(value, |value| Event::Attribute { name, value }, to);
        };
        let rule = match name.code() {
            Some(code) => self.vocabulary.attribute_rule(code.page, code.token),
            None => self.vocabulary.attribute_rule_by_name(name.local()),
        };
        self.scratch.clear();
        match rule {
            Some(Rule::DateTime) => {
                let date = datetime::DateTime::decode(octets).map_err(typed)?;
                push(&mut self.scratch, &date);
            }
            Some(Rule::Icon) => self.scratch.push_str(&base64::encode(octets)),
            _ => match core::str::from_utf8(octets) {
                Ok(text) => self.scratch.push_str(text),
                // The writer says what is lost.
                Err(_) => return to.write_event(&Event::Attribute { name, value }),
            },
        }
        let value = Content::from(self.scratch.as_str());
        to.write_event(&Event::Attribute { name, value })
    }

    /// Text, in which WML has its variables and what looks like them.
    fn text<'e>(
        &'e mut self,
        content: Content<'a>,
        event: impl FnOnce(Content<'e>) -> Event<'e>,
        to: &mut impl WriteEvents,
    ) -> Result<(), Error>
    where
        'a: 'e,
    {
        if !self.vocabulary.has_variables() {
            return to.write_event(&event(content));
        }
        self.scratch.clear();
        for part in content.parts() {
            match part {
                Part::Extension(Extension { number, meaning: Meaning::Variable(name), .. }) => {
                    push_variable(&mut self.scratch, number, &name)?;
                }
                Part::Extension(_) => return to.write_event(&event(content)),
                part => part.for_each_str(|text| {
                    variable::quote(text).for_each(|piece| self.scratch.push_str(piece));
                })?,
            }
        }
        to.write_event(&event(Content::from(self.scratch.as_str())))
    }

    #[inline(never)]
    fn opaque(
        &mut self,
        octets: &'a [u8],
        at: usize,
        from: &impl ReadEvents<'a>,
        to: &mut impl WriteEvents,
    ) -> Result<(), Error> {
        self.scratch.clear();
        match self.elements.rule(self.vocabulary) {
            Some(Rule::Integer) => {
                push(&mut self.scratch, &wv::Integer::decode(octets).map_err(typed)?);
            }
            Some(Rule::PackedDateTime) => {
                push(&mut self.scratch, &wv::date::DateTime::decode(octets).map_err(typed)?);
            }
            Some(Rule::Base64) => self.scratch.push_str(&base64::encode(octets)),
            Some(Rule::Base64OrOpaque) => match core::str::from_utf8(octets) {
                // A sender of opaque text for everything, which is base64 already.
                Ok(text) if base64::decode(text).is_ok() => self.scratch.push_str(text),
                _ => self.scratch.push_str(&base64::encode(octets)),
            },
            Some(Rule::StringOrBase64) if self.elements.is_base64() => {
                self.scratch.push_str(&base64::encode(octets));
            }
            Some(Rule::Data) => return self.data(octets, at, from, to),
            _ => return self.untyped(octets, to),
        }
        to.write_event(&Event::Text(Content::from(self.scratch.as_str())))
    }

    /// Opaque `Data` of SyncML: a document, or text.
    fn data(
        &mut self,
        octets: &'a [u8],
        at: usize,
        from: &impl ReadEvents<'a>,
        to: &mut impl WriteEvents,
    ) -> Result<(), Error> {
        if self.options.nested {
            if let Some(vocabulary) = nested_in(self.vocabulary, octets) {
                return self.begin_nested(octets, at, vocabulary, from);
            }
        }
        match core::str::from_utf8(octets) {
            Ok(text) if self.is_text(text) && self.is_object(at, from) => {
                to.write_event(&Event::Text(Content::cdata(text)))
            }
            _ => self.untyped(octets, to),
        }
    }

    /// Whether opaque text that begins at an offset is to be a section: libwbxml and its users write so
    /// what is to be stored, and objects of text.
    fn is_object(&mut self, at: usize, from: &impl ReadEvents<'a>) -> bool {
        if self.elements.is_stored_data(self.vocabulary) {
            return true;
        }
        if self.media_types.is_none() && self.nested.is_empty() {
            self.media_types = from.again().map(|reader| Box::new(MediaTypes::new(reader)));
        }
        self.media_types.as_mut().is_some_and(|types| types.is_object(at))
    }

    /// Goes into a document inside of opaque data, with what is left of the limits of all around.
    fn begin_nested(
        &mut self,
        octets: &'a [u8],
        at: usize,
        vocabulary: &'static Vocabulary,
        from: &impl ReadEvents<'a>,
    ) -> Result<(), Error> {
        let around = self.nested.last().map(|nested| &nested.reader);
        let options = around.map_or_else(|| from.nested_options(), ReadEvents::nested_options);
        if self.nested.len() >= usize::from(options.limits.nested) {
            return Err(Error::new(ErrorKind::Limit(Limit::Nested), at));
        }
        let reader = Reader::with_options(octets, vocabulary, options)
            .map_err(|error| error.at(at.saturating_add(error.offset())))?;
        self.nested.push(Nested { reader, base: at, around: self.vocabulary });
        self.vocabulary = vocabulary;
        Ok(())
    }

    fn end_nested(&mut self, from: &mut impl ReadEvents<'a>) {
        let Some(ended) = self.nested.pop() else { return };
        self.vocabulary = ended.around;
        let rest = ended.reader.nested_options();
        match self.nested.last_mut() {
            Some(around) => around.reader.resume(&rest),
            None => from.resume(&rest),
        }
        for deviation in ended.reader.deviations() {
            let offset = ended.base.saturating_add(deviation.offset);
            from.note(Deviation { offset, ..deviation });
        }
    }

    fn untyped(&mut self, octets: &[u8], to: &mut impl WriteEvents) -> Result<(), Error> {
        let is_text = core::str::from_utf8(octets).is_ok_and(|text| self.is_text(text));
        if self.options.binary == Binary::Base64 && !is_text {
            let text = base64::encode(octets);
            return to.write_event(&Event::Text(Content::from(text.as_str())));
        }
        to.write_event(&Event::Opaque(octets))
    }

    /// Whether octets that are UTF-8 are text for XML too (XML 1.0, 2.2): asked only where there is
    /// another way to write them.
    fn is_text(&self, text: &str) -> bool {
        let forbidden = |character: char| {
            matches!(character, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}')
                || matches!(character, '\u{FFFE}' | '\u{FFFF}')
        };
        self.options.binary == Binary::Refuse || !text.contains(forbidden)
    }
}

/// A reference to a variable, whose name XML must be able to express.
fn push_variable(text: &mut String, number: u8, name: &Text<'_>) -> Result<(), Error> {
    let mut joined = String::new();
    name.for_each_str(|piece| joined.push_str(piece))?;
    let conversion = Conversion::from_number(number).unwrap_or(Conversion::None);
    push(text, &Variable::new(&joined, conversion).map_err(typed)?);
    Ok(())
}

/// The document type of opaque data, where its header has the public identifier of one that may
/// be nested: nothing less is asked, because data may begin like a header by chance.
fn nested_in(vocabulary: &Vocabulary, octets: &[u8]) -> Option<&'static Vocabulary> {
    let (header, _) = Header::decode(octets).ok()?;
    let mut nested = vocabulary.nested_vocabularies().iter().copied();
    match header.public_number() {
        Some(number) => nested.find(|other| other.has_public_id(number)),
        None => nested.find(|other| other.has_formal_id_of(&header)),
    }
}
