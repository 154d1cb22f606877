//! Conversion between the syntaxes: where WBXML and XML write the same content differently.
//!
//! The rules are data of the vocabulary ([`Rule`]); what they need to know besides is the open
//! elements. Documents inside opaque data are converted by readers and writers of their own, on a
//! stack and bounded.

use alloc::string::String;
use alloc::vec::Vec;

use crate::content::{Content, Extension, Meaning, Operand, Part};
use crate::error::{Error, ErrorKind};
use crate::event::{Event, Name, ReadEvents, Syntax, WriteEvents};
use crate::limits::Limit;
use crate::options::ReadOptions;
use crate::reader::Reader;
use crate::typed::{base64, datetime, variable, wv};
use crate::vocabulary::{Rule, TagPage, Vocabulary};
use crate::writer::Writer;

/// Converts a document, from WBXML to XML or from XML to WBXML; within one syntax it is
/// [`copy`](crate::copy).
///
/// ```
/// use provost_wbxml::{Reader, Writer, convert, vocabulary::SI_1_0, xml};
///
/// let text = r#"<si><indication href="http://example.com/" created="1999-06-25T15:23:15Z">Mail</indication></si>"#;
/// let mut reader = xml::Reader::new(text.as_bytes(), &SI_1_0)?;
/// let mut writer = Writer::new(&SI_1_0);
/// convert(&mut reader, &mut writer)?;
/// let wbxml = writer.finish()?;
///
/// let mut reader = Reader::new(&wbxml, &SI_1_0)?;
/// let mut writer = xml::Writer::new(&SI_1_0);
/// convert(&mut reader, &mut writer)?;
/// assert!(writer.finish()?.ends_with(text));
/// # Ok::<(), provost_wbxml::Error>(())
/// ```
///
/// # Errors
/// Those of the reader; those of the writer, at the offset of the event in the input; content that
/// does not have the form of its type, where the other syntax cannot carry it as it is.
pub fn convert<'a>(from: &mut impl ReadEvents<'a>, to: &mut impl WriteEvents) -> Result<(), Error> {
    convert_with(from, to, ConvertOptions::new())
}

/// Like [`convert`], with options.
///
/// # Errors
/// Those of [`convert`].
pub fn convert_with<'a>(
    from: &mut impl ReadEvents<'a>,
    to: &mut impl WriteEvents,
    options: ConvertOptions,
) -> Result<(), Error> {
    match (from.syntax(), to.syntax()) {
        (Syntax::Wbxml, Syntax::Xml) => ToXml::new(from.vocabulary(), options).run(from, to),
        (Syntax::Xml, Syntax::Wbxml) => ToWbxml::new(to.vocabulary(), options).run(from, to),
        _ => crate::event::copy(from, to),
    }
}

/// How a conversion treats what the other syntax cannot simply carry.
#[derive(Clone, Copy, Debug)]
pub struct ConvertOptions {
    nested: u8,
    binary: Binary,
}

/// What becomes of opaque octets that are no text, in an element without a rule for them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Binary {
    /// An error that says so.
    Refuse,
    /// Base64, of which the reader of the XML must know from elsewhere (SyncML: `Meta/Format`).
    Base64,
}

impl ConvertOptions {
    /// Four nested documents, and binary data is refused.
    #[must_use]
    pub const fn new() -> Self {
        Self { nested: 4, binary: Binary::Refuse }
    }

    /// With documents inside documents to another depth: 0 leaves all of them opaque.
    #[must_use]
    pub const fn with_nested(self, nested: u8) -> Self {
        Self { nested, ..self }
    }

    /// With another treatment of binary data.
    #[must_use]
    pub const fn with_binary(self, binary: Binary) -> Self {
        Self { binary, ..self }
    }
}

impl Default for ConvertOptions {
    fn default() -> Self {
        Self::new()
    }
}

/// The open elements, each with what its content is.
struct Elements<'a> {
    open: Vec<Element<'a>>,
}

#[derive(Clone, Copy)]
struct Element<'a> {
    name: Name<'a>,
    rule: Option<Rule>,
    /// Whether a `ContentEncoding` in it said BASE64 (Wireless Village).
    base64: bool,
}

impl<'a> Elements<'a> {
    fn rule(&self) -> Option<Rule> {
        self.open.last().and_then(|element| element.rule)
    }

    /// Takes note of the text of a `ContentEncoding`, for its sibling `ContentData`.
    fn note_encoding(&mut self, content: &Content<'_>) {
        if let [.., parent, element] = self.open.as_mut_slice() {
            if element.name.local() == "ContentEncoding" {
                parent.base64 = content.eq_str("BASE64");
            }
        }
    }

    fn sibling_is_base64(&self) -> bool {
        matches!(self.open.as_slice(), [.., parent, _] if parent.base64)
    }

    /// Whether this is the data of an item to be stored, which libwbxml and its users write as a
    /// section.
    fn is_stored_data(&self) -> bool {
        let [.., command, item, _] = self.open.as_slice() else { return false };
        item.name.local() == "Item" && matches!(command.name.local(), "Add" | "Replace")
    }
}

/// From WBXML to XML.
struct ToXml<'a> {
    elements: Elements<'a>,
    nested: Vec<Nested<'a>>,
    vocabulary: &'static Vocabulary,
    options: ConvertOptions,
    scratch: String,
    icon: bool,
}

/// A document inside opaque data, and where that begins in the input.
struct Nested<'a> {
    reader: Reader<'a>,
    base: usize,
    around: &'static Vocabulary,
}

impl<'a> ToXml<'a> {
    const fn new(vocabulary: &'static Vocabulary, options: ConvertOptions) -> Self {
        Self {
            elements: Elements { open: Vec::new() },
            nested: Vec::new(),
            vocabulary,
            options,
            scratch: String::new(),
            icon: false,
        }
    }

    fn run(
        mut self,
        from: &mut impl ReadEvents<'a>,
        to: &mut impl WriteEvents,
    ) -> Result<(), Error> {
        loop {
            // The first octet of an event that is opaque data is found from its end.
            let (offset, event, end) = match self.nested.last_mut() {
                None => {
                    let offset = from.offset();
                    let Some(event) = from.next_event()? else { return Ok(()) };
                    (offset, event, from.offset())
                }
                Some(nested) => {
                    let base = nested.base;
                    let offset = base.saturating_add(nested.reader.offset());
                    let event = nested.reader.next_event();
                    let end = base.saturating_add(nested.reader.offset());
                    match event.map_err(|error| error.at(base.saturating_add(error.offset())))? {
                        Some(event) => (offset, event, end),
                        None => {
                            self.vocabulary = nested.around;
                            self.nested.pop();
                            continue;
                        }
                    }
                }
            };
            let written = match event {
                Event::Start(name) => {
                    let rule = name.code().and_then(|c| self.vocabulary.tag_rule(c.page, c.token));
                    self.elements.open.push(Element { name, rule, base64: false });
                    self.icon = false;
                    to.write_event(&event)
                }
                Event::End => {
                    self.elements.open.pop();
                    to.write_event(&event)
                }
                Event::Attribute { name, value } => self.attribute(name, value, to),
                Event::Text(content) => {
                    self.elements.note_encoding(&content);
                    self.text(content, |content| Event::Text(content), to)
                }
                Event::Opaque(octets) => self.opaque(octets, end.saturating_sub(octets.len()), to),
                Event::Instruction { .. } => to.write_event(&event),
            };
            written.map_err(|error| error.at(offset))?;
        }
    }

    fn attribute(
        &mut self,
        name: Name<'a>,
        value: Content<'a>,
        to: &mut impl WriteEvents,
    ) -> Result<(), Error> {
        let Some(octets) = value.as_opaque() else {
            return self.text(value, |value| Event::Attribute { name, value }, to);
        };
        let rule = name.code().and_then(|c| self.vocabulary.attribute_rule(c.page, c.token));
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
            let variable = matches!(part, Part::Extension(_));
            let scratch = &mut self.scratch;
            part.for_each_str(|text| {
                if variable {
                    scratch.push_str(text);
                } else {
                    variable::quote(text).for_each(|piece| scratch.push_str(piece));
                }
            })?;
        }
        to.write_event(&event(Content::from(self.scratch.as_str())))
    }

    fn opaque(
        &mut self,
        octets: &'a [u8],
        at: usize,
        to: &mut impl WriteEvents,
    ) -> Result<(), Error> {
        let text = core::str::from_utf8(octets);
        self.scratch.clear();
        match self.elements.rule() {
            Some(Rule::Integer) => {
                push(&mut self.scratch, &wv::Integer::decode(octets).map_err(typed)?);
            }
            Some(Rule::PackedDateTime) => {
                push(&mut self.scratch, &wv::date::DateTime::decode(octets).map_err(typed)?);
            }
            Some(Rule::Base64) => self.scratch.push_str(&base64::encode(octets)),
            Some(Rule::Base64OrOpaque) => match text {
                // A sender of opaque text for everything, which is base64 already.
                Ok(text) if base64::decode(text).is_ok() => self.scratch.push_str(text),
                _ => self.scratch.push_str(&base64::encode(octets)),
            },
            Some(Rule::StringOrBase64) if self.elements.sibling_is_base64() => {
                self.scratch.push_str(&base64::encode(octets));
            }
            Some(Rule::Data) => return self.data(octets, at, to),
            _ => return self.untyped(octets, to),
        }
        to.write_event(&Event::Text(Content::from(self.scratch.as_str())))
    }

    /// Opaque `Data` of SyncML: a document, or text.
    fn data(
        &mut self,
        octets: &'a [u8],
        at: usize,
        to: &mut impl WriteEvents,
    ) -> Result<(), Error> {
        if let Some(vocabulary) = nested_in(self.vocabulary, octets) {
            if self.options.nested > 0 {
                if self.nested.len() >= usize::from(self.options.nested) {
                    return Err(Error::new(ErrorKind::Limit(Limit::Nested), at));
                }
                let options = ReadOptions::new();
                let reader = Reader::with_options(octets, vocabulary, options)
                    .map_err(|error| error.at(at.saturating_add(error.offset())))?;
                self.nested.push(Nested { reader, base: at, around: self.vocabulary });
                self.vocabulary = vocabulary;
                return Ok(());
            }
        }
        match core::str::from_utf8(octets) {
            Ok(text) if self.elements.is_stored_data() => {
                to.write_event(&Event::Text(Content::cdata(text)))
            }
            _ => self.untyped(octets, to),
        }
    }

    fn untyped(&mut self, octets: &[u8], to: &mut impl WriteEvents) -> Result<(), Error> {
        if self.options.binary == Binary::Base64 && core::str::from_utf8(octets).is_err() {
            let text = base64::encode(octets);
            return to.write_event(&Event::Text(Content::from(text.as_str())));
        }
        to.write_event(&Event::Opaque(octets))
    }
}

/// The document type of opaque data, where its header has the public identifier of one that may
/// be nested: nothing less is asked, because data may begin like a header by chance.
fn nested_in(vocabulary: &Vocabulary, octets: &[u8]) -> Option<&'static Vocabulary> {
    let (header, _) = crate::header::Header::decode(octets).ok()?;
    let mut nested = vocabulary.nested_vocabularies().iter().copied();
    match header.public_number() {
        Some(number) => nested.find(|other| other.has_public_id(number)),
        None => {
            let id = header.formal_id()?;
            nested
                .find(|other| other.all_formal_ids().iter().any(|own| own.eq_ignore_ascii_case(id)))
        }
    }
}

/// From XML to WBXML.
struct ToWbxml<'a> {
    elements: Elements<'a>,
    nested: Vec<Inner>,
    vocabulary: &'static Vocabulary,
    options: ConvertOptions,
    scratch: String,
    /// Whether the open element has `NAME="ICON"`.
    icon: bool,
}

/// A document that is being written into opaque data, and how many elements are open around it.
struct Inner {
    writer: Writer<Vec<u8>>,
    depth: usize,
    around: &'static Vocabulary,
}

impl<'a> ToWbxml<'a> {
    const fn new(vocabulary: &'static Vocabulary, options: ConvertOptions) -> Self {
        Self {
            elements: Elements { open: Vec::new() },
            nested: Vec::new(),
            vocabulary,
            options,
            scratch: String::new(),
            icon: false,
        }
    }

    fn run(
        mut self,
        from: &mut impl ReadEvents<'a>,
        to: &mut impl WriteEvents,
    ) -> Result<(), Error> {
        // Most languages have no typed content at all.
        let vocabulary = self.vocabulary;
        if vocabulary.all_tag_rules().is_empty()
            && vocabulary.all_attribute_rules().is_empty()
            && vocabulary.extension_values().is_empty()
            && !vocabulary.has_variables()
        {
            return crate::event::copy(from, to);
        }
        loop {
            let offset = from.offset();
            let Some(event) = from.next_event()? else { return Ok(()) };
            self.event(event, to).map_err(|error| error.at(offset))?;
        }
    }

    fn event(&mut self, event: Event<'a>, to: &mut impl WriteEvents) -> Result<(), Error> {
        match event {
            Event::Start(name) => {
                self.icon = false;
                let name = match self.nested_root(&name) {
                    Some(vocabulary) => {
                        self.begin_nested(vocabulary, to)?;
                        name
                    }
                    None => name,
                };
                let name = self.with_code(name);
                let rule = name.code().and_then(|c| self.vocabulary.tag_rule(c.page, c.token));
                self.elements.open.push(Element { name, rule, base64: false });
                self.write(&Event::Start(name), to)
            }
            Event::End => {
                self.elements.open.pop();
                self.write(&event, to)?;
                self.end_nested(to)
            }
            Event::Attribute { name, value } => self.attribute(name, value, to),
            Event::Text(content) => self.text(content, to),
            _ => self.write(&event, to),
        }
    }

    /// Writes into the innermost document.
    fn write(&mut self, event: &Event<'_>, to: &mut impl WriteEvents) -> Result<(), Error> {
        match self.nested.last_mut() {
            Some(inner) => inner.writer.write_event(event),
            None => to.write_event(event),
        }
    }

    /// The vocabulary of a document that begins inside of `Data`, by the namespace of its root.
    fn nested_root(&self, name: &Name<'_>) -> Option<&'static Vocabulary> {
        if self.elements.rule() != Some(Rule::Data) || self.options.nested == 0 {
            return None;
        }
        let own = |page: &TagPage| !name.space().is_empty() && page.namespace() == name.space();
        let mut nested = self.vocabulary.nested_vocabularies().iter().copied();
        nested.find(|other| {
            name.local() == other.root_element()
                && (name.space().is_empty() || other.tag_pages().iter().any(own))
        })
    }

    fn begin_nested(
        &mut self,
        vocabulary: &'static Vocabulary,
        to: &impl WriteEvents,
    ) -> Result<(), Error> {
        if self.nested.len() >= usize::from(self.options.nested) {
            return Err(Error::new(ErrorKind::Limit(Limit::Nested), 0));
        }
        let writer = Writer::with_options(vocabulary, to.nested_options());
        let depth = self.elements.open.len();
        self.nested.push(Inner { writer, depth, around: self.vocabulary });
        self.vocabulary = vocabulary;
        Ok(())
    }

    fn end_nested(&mut self, to: &mut impl WriteEvents) -> Result<(), Error> {
        let depth = self.elements.open.len();
        let Some(inner) = self.nested.pop_if(|inner| inner.depth == depth) else { return Ok(()) };
        self.vocabulary = inner.around;
        let octets = inner.writer.finish()?;
        self.write(&Event::Opaque(&octets), to)
    }

    /// The name with its token, by which its rule is found and which saves the writer's look-up.
    fn with_code(&self, name: Name<'a>) -> Name<'a> {
        let vocabulary = self.vocabulary;
        let pages = vocabulary.tag_pages().iter();
        let mut fitting = pages.filter(|page| {
            name.space().is_empty()
                || page.namespace().is_empty()
                || page.namespace() == name.space()
        });
        let code = fitting.find_map(|page| {
            let token = page.token(name.local())?;
            let code = crate::error::Code { page: page.page(), token };
            (!vocabulary.is_decode_only(code.page, code.token)).then_some(code)
        });
        code.map_or(name, |code| name.with_code(code))
    }

    fn attribute(
        &mut self,
        name: Name<'a>,
        value: Content<'a>,
        to: &mut impl WriteEvents,
    ) -> Result<(), Error> {
        let rule = if self.vocabulary.all_attribute_rules().is_empty() {
            None
        } else {
            let pages = self.vocabulary.attribute_pages().iter();
            let mut codes = pages.filter_map(|p| Some((p.page(), p.token(name.local(), "")?.0)));
            codes.find_map(|(page, token)| self.vocabulary.attribute_rule(page, token))
        };
        match rule {
            Some(Rule::DateTime) => {
                // A text that is no date stays a text.
                if let Ok(date) = value.to_str()?.parse::<datetime::DateTime>() {
                    let parts = [Part::Opaque(date.octets())];
                    let value = Content::from_parts(&parts);
                    return self.write(&Event::Attribute { name, value }, to);
                }
            }
            Some(Rule::Icon) if self.icon => {
                let octets = base64::decode(&value.to_str()?).map_err(typed)?;
                let parts = [Part::Opaque(&octets)];
                let value = Content::from_parts(&parts);
                return self.write(&Event::Attribute { name, value }, to);
            }
            _ => {}
        }
        if name.local() == "NAME" {
            self.icon = value.eq_str("ICON");
        }
        if self.vocabulary.has_variables() {
            if let Some(parts) = variables(&value.to_str()?) {
                let value = Content::from_parts(&parts);
                return self.write(&Event::Attribute { name, value }, to);
            }
        }
        self.write(&Event::Attribute { name, value }, to)
    }

    fn text(&mut self, content: Content<'a>, to: &mut impl WriteEvents) -> Result<(), Error> {
        self.elements.note_encoding(&content);
        match self.elements.rule() {
            Some(Rule::Integer) => {
                if let Ok(integer) = content.to_str()?.parse::<wv::Integer>() {
                    return self.write(&Event::Opaque(integer.octets()), to);
                }
            }
            Some(Rule::PackedDateTime) => {
                if let Ok(date) = content.to_str()?.parse::<wv::date::DateTime>() {
                    return self.write(&Event::Opaque(&date.octets()), to);
                }
            }
            Some(Rule::Base64) => {
                let octets = base64::decode(&content.to_str()?).map_err(typed)?;
                return self.write(&Event::Opaque(&octets), to);
            }
            Some(Rule::StringOrBase64) if self.elements.sibling_is_base64() => {
                let octets = base64::decode(&content.to_str()?).map_err(typed)?;
                return self.write(&Event::Opaque(&octets), to);
            }
            Some(Rule::Data) => {
                if let (Some(Part::Cdata(text)), None) =
                    (content.parts().next(), content.parts().nth(1))
                {
                    return self.write(&Event::Opaque(text.as_bytes()), to);
                }
            }
            _ => {}
        }
        if self.vocabulary.has_variables() {
            if let Some(parts) = variables(&content.to_str()?) {
                return self.write(&Event::Text(Content::from_parts(&parts)), to);
            }
        }
        if !self.vocabulary.extension_values().is_empty() {
            let text = content.to_str()?;
            if let Some(operand) = self.vocabulary.extension_operand(&text) {
                let part = Part::Extension(Extension {
                    number: 0,
                    operand: Operand::Integer(operand),
                    meaning: Meaning::None,
                });
                return self.write(&Event::Text(Content::from_parts(&[part])), to);
            }
        }
        self.write(&Event::Text(content), to)
    }
}

/// The parts of a text with variables; nothing where it has none, or what is none.
fn variables(text: &str) -> Option<Vec<Part<'_>>> {
    if !text.contains('$') {
        return None;
    }
    let mut parts = Vec::new();
    for piece in variable::pieces(text) {
        parts.push(match piece.ok()? {
            variable::Piece::Text(text) => Part::Inline(crate::charset::Text::from_utf8(text)),
            variable::Piece::Variable(variable) => {
                let name = crate::charset::Text::from_utf8(variable.name());
                Part::Extension(Extension {
                    number: variable.conversion().number(),
                    operand: Operand::Inline(name),
                    meaning: Meaning::Variable(name),
                })
            }
        });
    }
    Some(parts)
}

fn push(text: &mut String, value: &impl core::fmt::Display) {
    use core::fmt::Write as _;
    // Writing into a string does not fail.
    let _ = write!(text, "{value}");
}

/// The place is the event's, and is set where the event is known.
fn typed(error: crate::error::ContentError) -> Error {
    Error::new(ErrorKind::Content(error), 0)
}
