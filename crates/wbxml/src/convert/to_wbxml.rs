//! From XML to WBXML: text becomes opaque data and extension tokens, where its type says so.

use alloc::vec::Vec;

use super::elements::{Elements, tag_code};
use super::{ConvertOptions, typed};
use crate::charset::Text;
use crate::content::{Content, Extension, Meaning, Operand, Part};
use crate::error::{Error, ErrorKind, Loss};
use crate::event::{Event, Name, ReadEvents, WriteEvents, copy};
use crate::limits::Limit;
use crate::typed::{base64, datetime, variable, wv};
use crate::vocabulary::{Rule, TagPage, Vocabulary};
use crate::writer::Writer;

/// A conversion from XML to WBXML.
pub(super) struct ToWbxml {
    elements: Elements,
    nested: Vec<Inner>,
    vocabulary: &'static Vocabulary,
    options: ConvertOptions,
    /// How many documents may be in one another.
    limit: usize,
    /// Whether the open element has `NAME="ICON"`.
    icon: bool,
}

/// A document that is being written into opaque data, and how many elements are open around it.
struct Inner {
    writer: Writer<Vec<u8>>,
    depth: usize,
    around: &'static Vocabulary,
}

impl ToWbxml {
    pub(super) fn new(vocabulary: &'static Vocabulary, options: ConvertOptions) -> Self {
        Self {
            elements: Elements::new(),
            nested: Vec::new(),
            vocabulary,
            options,
            limit: 0,
            icon: false,
        }
    }

    pub(super) fn run<'a>(
        mut self,
        from: &mut impl ReadEvents<'a>,
        to: &mut impl WriteEvents,
    ) -> Result<(), Error> {
        if !self.vocabulary.has_typed_content() && !self.vocabulary.has_namespaces() {
            return copy(from, to);
        }
        self.limit = usize::from(from.nested_options().limits.nested);
        loop {
            let offset = from.offset();
            // Matched in its place: `?` would copy every event.
            match from.next_event() {
                Ok(Some(ref event)) => {
                    if let Err(error) = self.event(event, to) {
                        return Err(error.or_at(offset));
                    }
                }
                Ok(None) => return Ok(()),
                Err(error) => return Err(error),
            }
        }
    }

    #[inline]
    fn event(&mut self, event: &Event<'_>, to: &mut impl WriteEvents) -> Result<(), Error> {
        match event {
            Event::Start(name) => {
                self.icon = false;
                if let Some(vocabulary) = self.nested_root(name) {
                    self.begin_nested(vocabulary, to)?;
                }
                // With its token its rule is found, and the writer looks nothing up. Not by a function that may fail: names would go through memory.
                let name = match tag_code(self.vocabulary, name) {
                    Some(code) => name.with_code(code),
                    None => self.without_code(*name)?,
                };
                self.elements.begin(&name, self.vocabulary);
                self.write(&Event::Start(name), to)
            }
            Event::End => {
                self.elements.end();
                self.write(event, to)?;
                self.end_nested(to)
            }
            Event::Attribute { name, value } => self.attribute(name, value, event, to),
            Event::Text(content) => self.text(content, event, to),
            _ => self.write(event, to),
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
        if self.elements.rule(self.vocabulary) != Some(Rule::Data) || !self.options.nested {
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
        if self.nested.len() >= self.limit {
            return Err(Error::new(ErrorKind::Limit(Limit::Nested), 0));
        }
        let writer = Writer::with_options(vocabulary, to.nested_options());
        let depth = self.elements.depth();
        self.nested.push(Inner { writer, depth, around: self.vocabulary });
        self.vocabulary = vocabulary;
        Ok(())
    }

    fn end_nested(&mut self, to: &mut impl WriteEvents) -> Result<(), Error> {
        let depth = self.elements.depth();
        let Some(inner) = self.nested.pop_if(|inner| inner.depth == depth) else { return Ok(()) };
        self.vocabulary = inner.around;
        let octets = inner.writer.finish()?;
        self.write(&Event::Opaque(&octets), to)
    }

    /// A name in the namespace of another version of the document type, which is decided: in the one
    /// that stands for the same page. One that a page has, in a namespace of no page, would be read
    /// again in that of its page.
    #[cold]
    fn without_code<'a>(&self, name: Name<'a>) -> Result<Name<'a>, Error> {
        if let Some(page) = self.vocabulary.page_of_version(name.space()) {
            let name = name.with_space(page.namespace());
            let code = tag_code(self.vocabulary, &name);
            return Ok(code.map_or(name, |code| name.with_code(code)));
        }
        let local = name.local();
        let pages = self.vocabulary.tag_pages();
        let is_denied = self.vocabulary.has_namespaces()
            && !name.space().is_empty()
            && local.len() == name.qualified().len()
            && !self.vocabulary.has_page_in(name.space())
            && pages.iter().any(|page| page.token(local).is_some());
        if is_denied && self.companion_lacks(&name) {
            return Err(Error::new(ErrorKind::NotExpressible(Loss::Name), 0));
        }
        Ok(name)
    }

    /// Whether a declaration of a namespace is left out. A token is in the namespace of its page, and no
    /// namespace is one that was spared.
    #[cold]
    fn is_spared(&self, value: &Content<'_>) -> Result<bool, Error> {
        let space = value.to_str()?;
        if self.vocabulary.page_of_version(&space).is_some() {
            return Ok(true);
        }
        if self.elements.is_known() && !space.is_empty() {
            return Err(Error::new(ErrorKind::NotExpressible(Loss::Name), 0));
        }
        Ok(self.elements.is_known())
    }

    /// Whether no companion of the vocabulary has a page of the namespace of a name.
    fn companion_lacks(&self, name: &Name<'_>) -> bool {
        let companions = self.vocabulary.companion_vocabularies();
        !companions.iter().any(|other| other.has_page_in(name.space()))
    }

    fn attribute(
        &mut self,
        name: &Name<'_>,
        value: &Content<'_>,
        event: &Event<'_>,
        to: &mut impl WriteEvents,
    ) -> Result<(), Error> {
        let is_space = name.qualified() == "xmlns" && self.vocabulary.has_namespaces();
        if is_space && self.is_spared(value)? {
            return Ok(());
        }
        let rule = self.vocabulary.attribute_rule_by_name(name.local());
        match rule {
            Some(Rule::DateTime) => {
                // A text that is no date stays a text.
                if let Ok(date) = value.to_str()?.parse::<datetime::DateTime>() {
                    let parts = [Part::Opaque(date.octets())];
                    let value = Content::from_parts(&parts);
                    return self.write(&Event::Attribute { name: *name, value }, to);
                }
            }
            Some(Rule::Icon) if self.icon => {
                let octets = base64::decode(&value.to_str()?).map_err(typed)?;
                let parts = [Part::Opaque(&octets)];
                let value = Content::from_parts(&parts);
                return self.write(&Event::Attribute { name: *name, value }, to);
            }
            _ => {}
        }
        if name.local() == "NAME" {
            self.icon = value.eq_str("ICON");
        }
        if self.vocabulary.has_variables() && self.may_have_variables(name) {
            if let Some(parts) = variables(&value.to_str()?) {
                let value = Content::from_parts(&parts);
                return self.write(&Event::Attribute { name: *name, value }, to);
            }
        }
        self.write(event, to)
    }

    /// Whether the vocabulary has variables in this attribute of the element that began last.
    fn may_have_variables(&self, name: &Name<'_>) -> bool {
        let element = self.elements.innermost(self.vocabulary);
        self.vocabulary.has_variables_in(element, name.local())
    }

    fn text(
        &mut self,
        content: &Content<'_>,
        event: &Event<'_>,
        to: &mut impl WriteEvents,
    ) -> Result<(), Error> {
        self.elements.note_encoding(content, self.vocabulary);
        match self.elements.rule(self.vocabulary) {
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
            Some(Rule::StringOrBase64) if self.elements.is_base64() => {
                // What is none, whatever was said of it, stays a text, which it may be.
                if let Ok(octets) = base64::decode(&content.to_str()?) {
                    return self.write(&Event::Opaque(&octets), to);
                }
            }
            Some(Rule::Data) if is_section(content) => {
                return self.write(&Event::Opaque(content.to_str()?.as_bytes()), to);
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
        self.write(event, to)
    }
}

/// Whether a text is a section, or several with references between them: what cannot stand in one
/// section (`]]>`, CR) is written so.
fn is_section(content: &Content<'_>) -> bool {
    let mut parts = content.parts();
    matches!(parts.next(), Some(Part::Cdata(_)))
        && parts.all(|part| matches!(part, Part::Cdata(_) | Part::Entity(_)))
}

/// The parts of a text with variables; nothing where it has none, or is text throughout.
fn variables(text: &str) -> Option<Vec<Part<'_>>> {
    if !text.contains('$') {
        return None;
    }
    let mut parts = Vec::new();
    let (mut stray, mut any) = (false, false);
    let mut pieces = variable::pieces(text);
    while let Some(piece) = pieces.next() {
        parts.push(match piece {
            Ok(variable::Piece::Text(text)) => Part::Inline(Text::from_utf8(text)),
            Ok(variable::Piece::Variable(variable)) => {
                any = true;
                let name = Text::from_utf8(variable.name());
                Part::Extension(Extension {
                    number: variable.conversion().number(),
                    operand: Operand::Inline(name),
                    meaning: Meaning::Variable(name),
                })
            }
            // A mistake of the author; WAP-191, 14.2.1 wants the valid references as tokens still.
            Err(_) => {
                stray = true;
                Part::Inline(Text::from_utf8(pieces.take_stray()))
            }
        });
    }
    (any || !stray).then_some(parts)
}
