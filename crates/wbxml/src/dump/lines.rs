//! The lines of a listing: the fields of a header, then its tokens, one after the other.

use core::ops::Range;

use super::item::{Extension, Item, Lookup, Reference, Tag};
use super::opaque::Opaque;
use super::quote::Quote;
use super::{Dump, Line};
use crate::charset::{Charset, ForeignCharset, split_terminated};
use crate::error::{Code, Error};
use crate::header::Header;
use crate::limits::Limits;
use crate::reader;
use crate::tokens::{End, Token, Tokens};
use crate::uintvar::Uintvar;
use crate::vocabulary::{self, Rule, TagPage, Vocabulary};

/// Documents inside one another that are listed: the outermost, and as many as the limit has.
const DOCUMENTS: usize = Limits::DEFAULT.nested as usize + 1;
/// Open elements whose names are kept for their ends; deeper ones end without a name.
const NAMES: usize = Limits::DEFAULT.depth as usize;

/// Goes through the lines of a [`Dump`](super::Dump).
#[derive(Clone, Debug)]
pub struct Lines<'a> {
    documents: [Option<Document<'a>>; DOCUMENTS],
    /// The open elements of all the documents.
    open: [Option<Element>; NAMES],
    opened: usize,
}

/// A document that is being listed.
#[derive(Clone, Debug)]
struct Document<'a> {
    input: &'a [u8],
    /// Where it begins in the outermost.
    base: usize,
    indent: usize,
    vocabulary: Option<&'static Vocabulary>,
    charset: Option<Charset>,
    foreign: &'static [&'static dyn ForeignCharset],
    table: &'a [u8],
    stage: Stage<'a>,
    tag_page: u8,
    attribute_page: u8,
    /// The tag that was read last.
    tag: Option<Element>,
    attribute: Option<Code>,
    /// Elements that were open where the document begins.
    opened: usize,
}

#[derive(Clone, Debug)]
enum Stage<'a> {
    Version,
    /// What follows begins at an offset of the input.
    PublicId(usize),
    Charset(usize),
    TableLength(usize),
    /// The string at an offset of the table comes next.
    Table(usize),
    Body(Tokens<'a>),
    /// What is behind an offset is not read for an error, which comes next.
    NotRead(usize, Error),
    Fault(Error),
    Done,
}

/// A tag as it was read.
#[derive(Clone, Copy, Debug)]
enum Element {
    Token(Code),
    Literal(u32),
}

impl<'a> Lines<'a> {
    pub(super) fn new(dump: &Dump<'a>) -> Self {
        let mut documents = [const { None }; DOCUMENTS];
        if let Some(first) = documents.first_mut() {
            *first = Some(Document::new(dump.input, dump.vocabulary, dump.foreign));
        }
        Self { documents, open: [None; NAMES], opened: 0 }
    }

    fn push(&mut self, element: Option<Element>) {
        if let Some(slot) = self.open.get_mut(self.opened) {
            *slot = element;
        }
        self.opened = self.opened.saturating_add(1);
    }

    fn pop(&mut self) -> Option<Element> {
        self.opened = self.opened.saturating_sub(1);
        self.open.get(self.opened).copied().flatten()
    }

    /// The element whose content is being read.
    fn innermost(&self) -> Option<Element> {
        self.open.get(self.opened.checked_sub(1)?).copied().flatten()
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        loop {
            let level = self.documents.iter().rposition(Option::is_some)?;
            let slot = self.documents.get_mut(level)?;
            let mut document = slot.take()?;
            let foreign = document.foreign;
            let line = document.line(self);
            if matches!(document.stage, Stage::Done) {
                self.opened = document.opened;
            } else if let Some(slot) = self.documents.get_mut(level) {
                *slot = Some(document);
            }
            let Some((mut line, nested)) = line else { continue };
            if let Some((octets, vocabulary)) = nested {
                let next = level.saturating_add(1);
                match self.documents.get_mut(next) {
                    Some(slot) => {
                        // The line of the opaque data keeps what stands before the document.
                        let base = line.span.end.saturating_sub(octets.len());
                        let head = line.octets.len().saturating_sub(octets.len());
                        line.octets = line.octets.get(..head).unwrap_or_default();
                        line.span.end = base;
                        let nested = Document::new(octets, Some(vocabulary), foreign);
                        *slot = Some(Document {
                            base,
                            indent: line.depth.saturating_add(1),
                            opened: self.opened,
                            ..nested
                        });
                    }
                    None => {
                        if let Item::Opaque { guess, .. } = &mut line.item {
                            *guess = Opaque::Deep(vocabulary);
                        }
                    }
                }
            }
            return Some(line);
        }
    }
}

impl core::iter::FusedIterator for Lines<'_> {}

/// A line, and the document in its opaque octets.
type Step<'a> = (Line<'a>, Option<(&'a [u8], &'static Vocabulary)>);

impl<'a> Document<'a> {
    fn new(
        input: &'a [u8],
        vocabulary: Option<&'static Vocabulary>,
        foreign: &'static [&'static dyn ForeignCharset],
    ) -> Self {
        let header = Header::decode(input).ok().map(|(header, _)| header);
        let mib = header.and_then(|header| header.charset()).filter(|mib| *mib != 0).unwrap_or(106);
        Self {
            input,
            base: 0,
            indent: 0,
            vocabulary: vocabulary.or_else(|| reader::detect(input, None).ok()),
            charset: Charset::from_mib(mib, foreign),
            foreign,
            table: header.map_or(&[], |header| header.table()),
            stage: Stage::Version,
            tag_page: 0,
            attribute_page: 0,
            tag: None,
            attribute: None,
            opened: 0,
        }
    }

    /// The next line; none where the document has no more.
    fn line(&mut self, lines: &mut Lines<'a>) -> Option<Step<'a>> {
        let Stage::Body(tokens) = &mut self.stage else {
            return self.field().map(|line| (line, None));
        };
        let (outside, attributes) = (tokens.depth(), tokens.is_in_attributes());
        let token = tokens.next_token();
        let (span, depth) = (tokens.span(), tokens.depth());
        match token {
            Ok(Some(token)) => {
                let place = Place { attributes, depth, outside };
                let indent = place.indent(&token);
                let (item, nested) = self.item(token, &place, lines);
                Some((self.at(span, indent, item), nested))
            }
            Ok(None) => {
                self.stage = Stage::Done;
                None
            }
            Err(error) => self.fault(error, span.start).map(|line| (line, None)),
        }
    }

    /// The next field of the header, or what follows the end of the listing.
    fn field(&mut self) -> Option<Line<'a>> {
        let (start, end, item) = match self.stage {
            Stage::Version => {
                let (Some(version), true) = (self.input.first(), self.is_version()) else {
                    return self.header_fault(0);
                };
                self.stage = Stage::PublicId(1);
                (0, 1, Item::Version(*version))
            }
            Stage::PublicId(start) => {
                let Some((number, behind)) = self.integer(start) else {
                    return self.header_fault(start);
                };
                let (item, end) = if number == 0 {
                    let Some((index, behind)) = self.integer(behind) else {
                        return self.header_fault(start);
                    };
                    let vocabulary = reader::detect(self.input, None).ok();
                    (Item::PublicIndex(self.reference(index), vocabulary), behind)
                } else {
                    (Item::PublicNumber(number, vocabulary::by_public_id(number)), behind)
                };
                let old = self.input.first() == Some(&0);
                self.stage = if old { Stage::TableLength(end) } else { Stage::Charset(end) };
                (start, end, item)
            }
            Stage::Charset(start) => {
                let Some((mib, end)) = self.integer(start) else {
                    return self.header_fault(start);
                };
                self.stage = Stage::TableLength(end);
                let name = match mib {
                    0 => "unknown, read as UTF-8",
                    _ => Charset::from_mib(mib, self.foreign).map_or("not built in", Charset::name),
                };
                (start, end, Item::Charset(mib, name))
            }
            Stage::TableLength(start) => {
                let Some((length, end)) = self.integer(start) else {
                    return self.header_fault(start);
                };
                self.stage = match Tokens::new(self.input) {
                    Ok(tokens) if self.table.is_empty() => Stage::Body(tokens),
                    Ok(_) => Stage::Table(0),
                    Err(error) => Stage::NotRead(end, error),
                };
                (start, end, Item::TableLength(length))
            }
            Stage::Table(index) => {
                let tokens = Tokens::new(self.input).ok()?;
                let tail = self.table.get(index..).unwrap_or_default();
                let wide = self.charset.is_some_and(Charset::is_wide);
                let (text, rest) = split_terminated(tail, wide).unwrap_or((tail, &[]));
                let ended = text.len() < tail.len();
                let next = self.table.len().saturating_sub(rest.len());
                let table = tokens.offset().saturating_sub(self.table.len());
                self.stage = if rest.is_empty() { Stage::Body(tokens) } else { Stage::Table(next) };
                let text = Quote::new(text, self.charset);
                let span = (table.saturating_add(index), table.saturating_add(next));
                (span.0, span.1, Item::TableString { index, text, ended })
            }
            Stage::NotRead(start, error) if start < self.input.len() => {
                self.stage = Stage::Fault(error);
                (start, self.input.len(), Item::NotRead)
            }
            Stage::NotRead(_, error) | Stage::Fault(error) => {
                self.stage = Stage::Done;
                let start = error.offset();
                (start, start, Item::Error(error.at(self.base.saturating_add(start))))
            }
            Stage::Body(_) | Stage::Done => {
                self.stage = Stage::Done;
                return None;
            }
        };
        let depth = usize::from(matches!(item, Item::TableString { .. }));
        Some(self.at(start..end, depth, item))
    }

    fn is_version(&self) -> bool {
        // WBXML 1.3, 5.4: the major number less one is in the high four bits.
        self.input.first().is_some_and(|version| *version <= 0x0F)
    }

    /// The integer at an offset, and where it ends.
    fn integer(&self, start: usize) -> Option<(u32, usize)> {
        let (integer, rest) = Uintvar::read(self.input.get(start..)?).ok()?;
        Some((integer.value(), self.input.len().saturating_sub(rest.len())))
    }

    /// The header is broken in the field at `start`.
    fn header_fault(&mut self, start: usize) -> Option<Line<'a>> {
        match Header::decode(self.input) {
            Err(error) => self.fault(error, start),
            Ok(_) => None,
        }
    }

    fn fault(&mut self, error: Error, start: usize) -> Option<Line<'a>> {
        self.stage = Stage::NotRead(start, error);
        self.field()
    }

    fn at(&self, span: Range<usize>, depth: usize, item: Item<'a>) -> Line<'a> {
        Line {
            octets: self.input.get(span.clone()).unwrap_or_default(),
            span: self.base.saturating_add(span.start)..self.base.saturating_add(span.end),
            depth: self.indent.saturating_add(depth),
            item,
        }
    }

    /// What a token means, and the document in it.
    fn item(&mut self, token: Token<'a>, place: &Place, lines: &mut Lines<'a>) -> Found<'a> {
        let item = match token {
            Token::Tag { token, attributes, content } => {
                let element = Element::Token(Code { page: self.tag_page, token });
                self.begin(element, attributes, content, lines)
            }
            Token::LiteralTag { index, attributes, content } => {
                self.begin(Element::Literal(index.value()), attributes, content, lines)
            }
            Token::AttributeStart(token) => {
                let code = Code { page: self.attribute_page, token };
                self.attribute = Some(code);
                let start = Lookup::new(self.vocabulary, |vocabulary| {
                    vocabulary.attribute_page(code.page)?.start(code.token)
                });
                Item::AttributeStart { code, start }
            }
            Token::LiteralAttribute(index) => {
                self.attribute = None;
                Item::LiteralAttribute(self.reference(index.value()))
            }
            Token::AttributeValue(token) => {
                let code = Code { page: self.attribute_page, token };
                let text = Lookup::new(self.vocabulary, |vocabulary| {
                    vocabulary.value_page(code.page)?.text(code.token)
                });
                Item::AttributeValue { code, text }
            }
            Token::String(octets) => Item::String(Quote::new(octets, self.charset)),
            Token::TableString(index) => Item::TableReference(self.reference(index.value())),
            Token::Entity(code) => Item::Entity(code.value()),
            Token::Opaque { length, octets } => {
                let rule = self.rule(place, lines);
                let guess = Opaque::guess(octets, rule, self.vocabulary, self.charset);
                let nested = match guess {
                    Opaque::Document(vocabulary) => Some((octets, vocabulary)),
                    _ => None,
                };
                return (Item::Opaque { length: length.value(), guess }, nested);
            }
            Token::ExtensionString(number, octets) => {
                let variable = self.vocabulary.is_some_and(Vocabulary::has_variables);
                let text = Quote::new(octets, self.charset);
                Item::ExtensionString { number, variable, text }
            }
            Token::ExtensionInteger(number, operand) => {
                let operand = operand.value();
                let meaning = match self.vocabulary {
                    Some(vocabulary) if vocabulary.has_variables() => {
                        Extension::Variable(self.reference(operand))
                    }
                    Some(vocabulary) if number == 0 => {
                        vocabulary.extension(operand).map_or(Extension::None, Extension::Text)
                    }
                    _ => Extension::None,
                };
                Item::ExtensionInteger { number, operand, meaning }
            }
            Token::Extension(number) => Item::Extension(number),
            Token::Instruction => Item::Instruction,
            Token::SwitchPage(page) => self.switch(page, place.attributes),
            Token::End(End::Attributes) => {
                lines.push(self.tag);
                Item::EndAttributes(self.tag.map(|element| self.name(element)))
            }
            Token::End(End::EmptyElement) => {
                Item::EndElement(self.tag.map(|element| self.name(element)))
            }
            Token::End(End::Element) => {
                Item::EndElement(lines.pop().map(|element| self.name(element)))
            }
            Token::End(End::Instruction) => Item::EndInstruction,
        };
        (item, None)
    }

    fn begin(
        &mut self,
        element: Element,
        attributes: bool,
        content: bool,
        lines: &mut Lines<'a>,
    ) -> Item<'a> {
        self.tag = Some(element);
        if content && !attributes {
            lines.push(self.tag);
        }
        Item::Tag { name: self.name(element), attributes, content }
    }

    fn switch(&mut self, page: u8, attributes: bool) -> Item<'a> {
        if attributes {
            self.attribute_page = page;
        } else {
            self.tag_page = page;
        }
        let namespace = Lookup::new(self.vocabulary, |vocabulary| {
            if attributes {
                let known = vocabulary.attribute_page(page).is_some()
                    || vocabulary.value_page(page).is_some();
                known.then_some("")
            } else {
                vocabulary.tag_page(page).map(TagPage::namespace)
            }
        });
        Item::SwitchPage { page, attributes, namespace }
    }

    fn name(&self, element: Element) -> Tag<'a> {
        match element {
            Element::Token(code) => {
                let find = |vocabulary: &'static Vocabulary| vocabulary.tag(code.page, code.token);
                Tag::Token(code, Lookup::new(self.vocabulary, find))
            }
            Element::Literal(index) => Tag::Literal(self.reference(index)),
        }
    }

    fn reference(&self, index: u32) -> Reference<'a> {
        let tail = usize::try_from(index).ok().and_then(|index| self.table.get(index..));
        let text = tail.filter(|tail| !tail.is_empty());
        Reference { index, text: text.map(|tail| Quote::referred(tail, self.charset)) }
    }

    /// The rule for opaque octets where the document stands.
    fn rule(&self, place: &Place, lines: &Lines<'a>) -> Option<Rule> {
        let vocabulary = self.vocabulary?;
        if place.attributes {
            let code = self.attribute?;
            return vocabulary.attribute_rule(code.page, code.token);
        }
        match lines.innermost()? {
            Element::Token(code) => vocabulary.tag_rule(code.page, code.token),
            Element::Literal(_) => None,
        }
    }
}

/// What a token means, and the document in its octets.
type Found<'a> = (Item<'a>, Option<(&'a [u8], &'static Vocabulary)>);

/// Where a token stands.
struct Place {
    attributes: bool,
    /// Elements that are open behind the token.
    depth: usize,
    /// Elements that were open in front of it.
    outside: usize,
}

impl Place {
    fn indent(&self, token: &Token<'_>) -> usize {
        let inside = match token {
            Token::End(_) => return self.depth,
            Token::AttributeStart(_) | Token::LiteralAttribute(_) | Token::SwitchPage(_) => 1,
            _ => 2,
        };
        self.outside.saturating_add(if self.attributes { inside } else { 0 })
    }
}
