//! Reader: XML makes events.

mod prolog;
mod text;

use alloc::vec::Vec;

use super::attribute::{Attribute, Attributes, Close};
use super::character::{self, Survey};
use super::doctype::Doctype;
use super::namespace::Scopes;
use super::options::ReadOptions;
use super::pieces::{Piece, Pieces};
use crate::content::Content;
use crate::content::markup::{Markup, Place};
use crate::error::{Error, ErrorKind, Expected, XmlError};
use crate::event::{Event, Name, ReadEvents, Syntax};
use crate::limits::Limit;
use crate::short::is_same;
use crate::vocabulary::Vocabulary;

/// Reads the events of an XML document.
///
/// After an error it gives the error again.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    /// The document without byte order mark, and where it begins in the input.
    pieces: Pieces<'a>,
    base: usize,
    survey: Survey,
    doctype: Option<Doctype<'a>>,
    vocabulary: &'static Vocabulary,
    /// Where the vocabulary has namespaces.
    scopes: Option<Scopes<'a>>,
    /// What is left of the start tag that is being read, if there is one.
    attributes: Attributes<'a>,
    in_tag: bool,
    /// How many attributes the element that began last has so far, and their names.
    count: u8,
    seen: [&'a str; 32],
    /// Whether the element that began last is empty.
    close: bool,
    /// Where the start tag that was read last ends, unless it was of an empty element.
    opened: usize,
    open: Vec<Open<'a>>,
    behind_root: bool,
    events_left: u32,
    options: ReadOptions,
    failed: Option<Error>,
}

/// An open element.
#[derive(Clone, Copy, Debug)]
struct Open<'a> {
    /// Its name as it stands in its tags.
    name: &'a str,
    /// Whether white space is preserved.
    preserve: bool,
}

impl<'a> Reader<'a> {
    /// Reads up to the document element.
    ///
    /// # Errors
    /// [`Text`](ErrorKind::Text) where the input is not UTF-8, [`NoRoot`](ErrorKind::NoRoot), and
    /// [`Xml`](ErrorKind::Xml) with what is wrong: with the prolog, or [`XmlError::Character`]
    /// anywhere.
    pub fn new(input: &'a [u8], vocabulary: &'static Vocabulary) -> Result<Self, Error> {
        Self::with_options(input, vocabulary, ReadOptions::new())
    }

    /// Like [`new`](Self::new), with options.
    ///
    /// # Errors
    /// Those of [`new`](Self::new).
    pub fn with_options(
        input: &'a [u8],
        vocabulary: &'static Vocabulary,
        options: ReadOptions,
    ) -> Result<Self, Error> {
        Self::open(input, vocabulary, options)
    }

    /// Finds the vocabulary by the public identifier of the DOCTYPE, else by the document element
    /// and its namespace, else by the media type that came with the document, or by the short name
    /// of a vocabulary. Where several versions share a document element, such a hint decides.
    ///
    /// # Errors
    /// Those of [`new`](Self::new), and
    /// [`UnknownDocumentType`](ErrorKind::UnknownDocumentType) where none is known.
    pub fn detect(
        input: &'a [u8],
        hint: Option<&str>,
        options: ReadOptions,
    ) -> Result<Self, Error> {
        let mut reader = Self::open(input, &prolog::ANY, options)?;
        let found = reader.find_vocabulary(hint)?;
        reader.vocabulary = found;
        reader.scopes = Scopes::new(found);
        Ok(reader)
    }

    /// The document type declaration.
    #[must_use]
    pub const fn doctype(&self) -> Option<Doctype<'a>> {
        self.doctype
    }

    /// The options.
    #[must_use]
    pub const fn options(&self) -> &ReadOptions {
        &self.options
    }

    /// Where the next event begins, or white space or a comment in front of it.
    #[inline]
    #[must_use]
    pub const fn offset(&self) -> usize {
        if self.in_tag {
            self.attributes.offset()
        } else {
            self.base.saturating_add(self.pieces.at())
        }
    }

    /// How many elements are open.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// The names of the elements that are open where the reader stands, outermost first: what an
    /// error message says besides its offset.
    ///
    /// The document is read again up to here, so that reading it the first time need not remember.
    #[must_use]
    pub fn path(&self) -> Vec<Name<'a>> {
        let mut path = Vec::new();
        let mut reader = self.start_again();
        while reader.offset() < self.offset() {
            match reader.next_event() {
                Ok(Some(Event::Start(name))) => path.push(name),
                Ok(Some(Event::End)) => drop(path.pop()),
                Ok(Some(_)) => {}
                _ => break,
            }
        }
        path
    }

    /// The next event; `None` at the end of the document.
    ///
    /// # Errors
    /// [`Xml`](ErrorKind::Xml) with what is not well-formed,
    /// [`DuplicateAttribute`](ErrorKind::DuplicateAttribute),
    /// [`SecondRoot`](ErrorKind::SecondRoot), [`UnexpectedEnd`](ErrorKind::UnexpectedEnd), and
    /// each limit.
    #[inline(always)]
    pub fn next_event(&mut self) -> Result<Option<Event<'a>>, Error> {
        if self.events_left == 0 {
            return self.last_event();
        }
        self.events_left = self.events_left.saturating_sub(1);
        // Each event is made where it is returned: a copy costs as much as a name.
        if self.in_tag {
            if let Some((name, value)) = self.attribute()? {
                return Ok(Some(Event::Attribute { name, value }));
            }
        }
        if self.close {
            self.close = false;
            self.end();
            return Ok(Some(Event::End));
        }
        loop {
            let start = self.pieces.at();
            let text = match self.find()? {
                Piece::Start => return Ok(Some(Event::Start(self.begin(start)?))),
                Piece::End => {
                    self.end();
                    return Ok(Some(Event::End));
                }
                Piece::Text if !self.open.is_empty() && !text::goes_on(self.pieces.rest()) => {
                    self.plain(start)?
                }
                piece @ (Piece::Text | Piece::Reference | Piece::Section | Piece::Comment) => {
                    self.run(start, piece)?
                }
                Piece::Instruction => {
                    let (target, data) = self.instruction(start)?;
                    return Ok(Some(Event::Instruction { target, data }));
                }
                Piece::Nothing => {
                    self.check_end()?;
                    return Ok(None);
                }
                piece => {
                    self.check_declaration(start, piece)?;
                    None
                }
            };
            if let Some(text) = text {
                return Ok(Some(Event::Text(text)));
            }
        }
    }

    /// The error again, the end, or an event too many.
    #[cold]
    fn last_event(&mut self) -> Result<Option<Event<'a>>, Error> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        let offset = self.offset();
        self.events_left = 1;
        let last = self.next_event();
        self.events_left = 0;
        match last {
            Ok(Some(_)) => self.fail_at(ErrorKind::Limit(Limit::Events), offset),
            last => last,
        }
    }

    #[inline(always)]
    fn find(&mut self) -> Result<Piece, Error> {
        match self.pieces.next(self.open.last().map(|element| element.name)) {
            Ok(piece) => Ok(piece),
            Err((kind, at)) => self.fail(kind, at),
        }
    }

    /// What is not well-formed at an offset in the text; from now on every event is this error.
    #[cold]
    fn fail<T>(&mut self, kind: XmlError, at: usize) -> Result<T, Error> {
        self.fail_as(ErrorKind::Xml(kind), at)
    }

    #[cold]
    fn fail_as<T>(&mut self, kind: ErrorKind, at: usize) -> Result<T, Error> {
        self.fail_at(kind, self.base.saturating_add(at))
    }

    /// As `fail_as`, but at an offset in the input.
    #[cold]
    fn fail_at<T>(&mut self, kind: ErrorKind, offset: usize) -> Result<T, Error> {
        let error = Error::new(kind, offset);
        self.failed = Some(error);
        self.events_left = 0;
        Err(error)
    }

    /// The name of an element whose start tag begins at `start`.
    #[inline]
    fn begin(&mut self, start: usize) -> Result<Name<'a>, Error> {
        let text = self.pieces.rest_text();
        let (length, colon) = character::scan_name(text);
        let Some((name, rest)) = text.split_at_checked(length).filter(|_| length > 0) else {
            return self.fail_as_tag(start);
        };
        let close = Close::at(rest.as_bytes());
        if close.is_none() && !rest.as_bytes().first().is_some_and(|o| character::is_blank(*o)) {
            return self.fail_as_tag(start);
        }
        let preserve = match self.open.last() {
            Some(parent) => parent.preserve,
            None if self.behind_root => return self.fail_as(ErrorKind::SecondRoot, start),
            None => false,
        };
        if self.open.len() >= usize::try_from(self.options.limits.depth).unwrap_or(usize::MAX) {
            return self.fail_as(ErrorKind::Limit(Limit::Depth), start);
        }
        self.open.push(Open { name, preserve });
        if let Some(close) = close {
            self.leave_tag(close, start.wrapping_add(1).wrapping_add(length));
        } else {
            let at = start.wrapping_add(1).wrapping_add(length);
            self.attributes = Attributes::new(self.pieces.text(), at, self.base);
            self.in_tag = true;
            self.count = 0;
        }
        if self.scopes.is_some() {
            return self.scoped_name(name, colon, start);
        }
        Ok(Name::new(name))
    }

    /// Ends the start tag that is being read, whose end stands at `at`.
    #[inline(always)]
    fn leave_tag(&mut self, close: Close, at: usize) {
        self.in_tag = false;
        let behind = at.wrapping_add(close.length());
        self.pieces.go_to(behind);
        match close {
            Close::Open => self.opened = behind,
            Close::Empty => self.close = true,
        }
    }

    /// What is wrong inside a start tag; one without an end is no tag at all.
    #[cold]
    fn fail_in_tag<T>(&mut self, error: Error) -> Result<T, Error> {
        if self.pieces.is_tag_closed() {
            return self.fail_at(error.kind(), error.offset());
        }
        self.fail(XmlError::Unclosed, self.pieces.at().saturating_sub(1))
    }

    /// What begins like a start tag but is none.
    #[cold]
    fn fail_as_tag<T>(&mut self, start: usize) -> Result<T, Error> {
        let closed = self.pieces.is_tag_closed();
        self.fail(if closed { XmlError::Syntax } else { XmlError::Unclosed }, start)
    }

    /// The name of the element that began last, by the declarations that are in force.
    #[inline]
    fn scoped_name(&mut self, name: &'a str, colon: bool, start: usize) -> Result<Name<'a>, Error> {
        let Some(scopes) = &mut self.scopes else { return Ok(Name::new(name)) };
        scopes.enter();
        if self.in_tag {
            let limit = self.options.limits.attributes;
            if let Err(error) = scopes.declare_all(self.attributes.clone(), limit) {
                return self.fail_in_tag(error);
            }
        }
        match scopes.element(name, colon) {
            Ok(name) => Ok(name),
            Err(kind) => self.fail_as(kind, start),
        }
    }

    #[inline]
    fn end(&mut self) {
        self.open.pop();
        self.behind_root = self.open.is_empty();
        if let Some(scopes) = &mut self.scopes {
            scopes.leave();
        }
    }

    /// The next attribute, if it is a name and a text that stand for themselves.
    #[inline]
    fn plain_attribute(&mut self) -> Option<(&'a str, &'a str)> {
        let limits = &self.options.limits;
        if !self.in_tag || self.count >= limits.attributes || self.events_left == 0 {
            return None;
        }
        let mut attributes = self.attributes.clone();
        let Ok(Some(attribute)) = attributes.next() else { return None };
        let is_plain = attribute.plain
            && !attribute.colon
            && attribute.raw.len() <= limits.text
            && !attribute.name.starts_with("xml")
            && !self.is_seen(attribute.name);
        if !is_plain {
            return None;
        }
        self.events_left = self.events_left.saturating_sub(1);
        self.attributes = attributes;
        self.see(attribute.name);
        if let Some(close) = self.attributes.close() {
            self.leave_tag(close, self.attributes.at());
        }
        Some((attribute.name, attribute.raw))
    }

    /// The next attribute, but for declarations that the names of elements stand for.
    #[inline]
    fn attribute(&mut self) -> Result<Option<(Name<'a>, Content<'a>)>, Error> {
        while self.in_tag {
            let attribute = match self.attributes.next() {
                Ok(attribute) => attribute,
                Err(error) => return self.fail_in_tag(error),
            };
            if let Some(close) = self.attributes.close() {
                self.leave_tag(close, self.attributes.at());
            }
            let Some(attribute) = attribute else {
                if self.in_tag {
                    let kind = ErrorKind::Xml(XmlError::Attribute);
                    return self.fail_in_tag(Error::new(kind, self.attributes.offset()));
                }
                break;
            };
            if self.count >= self.options.limits.attributes {
                return self.fail_at(ErrorKind::Limit(Limit::Attributes), attribute.offset);
            }
            if attribute.raw.len() > self.options.limits.text {
                return self.fail_at(ErrorKind::Limit(Limit::Text), attribute.value_offset);
            }
            let name = self.attribute_name(&attribute)?;
            self.see(attribute.name);
            if attribute.name.starts_with("xml") && self.is_ours(&attribute) {
                continue;
            }
            return Ok(Some((name, attribute.value())));
        }
        Ok(None)
    }

    /// The name of an attribute, which the element must not have yet: not even by another prefix
    /// of the same namespace (Namespaces in XML 1.0, 6.3).
    #[inline]
    fn attribute_name(&mut self, attribute: &Attribute<'a>) -> Result<Name<'a>, Error> {
        let mut is_seen = self.is_seen(attribute.name);
        let mut name = Name::new(attribute.name);
        if let Some(scopes) = self.scopes.as_ref().filter(|_| attribute.colon) {
            name = match scopes.attribute(attribute.name) {
                Ok(name) => name,
                Err(kind) => return self.fail_at(kind, attribute.offset),
            };
            let same = |other: &&'a str| scopes.attribute(other).is_ok_and(|other| other == name);
            is_seen |= !name.space().is_empty() && self.seen().iter().any(same);
        }
        if is_seen {
            return self.fail_at(ErrorKind::DuplicateAttribute, attribute.offset);
        }
        Ok(name)
    }

    /// The attributes of the element so far.
    #[inline]
    fn seen(&self) -> &[&'a str] {
        self.seen.get(..usize::from(self.count)).unwrap_or_default()
    }

    #[inline]
    fn is_seen(&self, name: &str) -> bool {
        self.seen().iter().any(|seen| is_same(seen.as_bytes(), name.as_bytes()))
    }

    #[inline]
    fn see(&mut self, name: &'a str) {
        if let Some(slot) = self.seen.get_mut(usize::from(self.count)) {
            *slot = name;
        }
        self.count = self.count.saturating_add(1);
    }

    /// Whether an attribute is meant for this reader alone: what it is to do with white space is
    /// handed on, a declaration in the names of elements is not.
    fn is_ours(&mut self, attribute: &Attribute<'a>) -> bool {
        if attribute.name == "xml:space" {
            if let Some(element) = self.open.last_mut() {
                element.preserve = attribute.raw == "preserve";
            }
        }
        let swallows = |scopes: &Scopes<'_>| scopes.swallows(attribute.name, attribute.raw);
        self.scopes.as_ref().is_some_and(swallows)
    }

    /// The prolog is read a second time where it has instructions.
    #[cold]
    fn check_declaration(&mut self, start: usize, piece: Piece) -> Result<(), Error> {
        match piece {
            Piece::Declaration if start == 0 => Ok(()),
            Piece::Doctype if self.open.is_empty() && !self.behind_root => Ok(()),
            Piece::Doctype => self.fail(XmlError::Doctype, start),
            _ => self.fail(XmlError::Syntax, start),
        }
    }

    #[cold]
    fn instruction(&mut self, start: usize) -> Result<(Name<'a>, Content<'a>), Error> {
        let inside = self.pieces.since(start.saturating_add("<?".len()), "?>".len());
        self.check_length(inside, start)?;
        // XML 1.0, 2.6: the target `xml` is that of the declaration.
        let split = split_name(inside).filter(|(target, _)| !target.eq_ignore_ascii_case("xml"));
        let Some((target, data)) = split else {
            return self.fail(XmlError::Syntax, start);
        };
        let data = data.trim_start_matches(character::BLANKS);
        if data.contains('\r') {
            // XML 1.0, 2.11: line ends are normalized in all of a document.
            let end = self.pieces.at().saturating_sub("?>".len());
            let offset = self.base.saturating_add(end).saturating_sub(data.len());
            let markup = Markup { raw: data, offset, place: Place::Instruction };
            return Ok((Name::new(target), Content::markup(markup)));
        }
        Ok((Name::new(target), data.into()))
    }

    #[cold]
    fn check_end(&mut self) -> Result<(), Error> {
        if self.behind_root {
            return Ok(());
        }
        let kind = if self.open.is_empty() {
            ErrorKind::NoRoot
        } else {
            ErrorKind::UnexpectedEnd(Expected::Content)
        };
        self.fail_as(kind, self.pieces.at())
    }
}

/// The name of an element or target, and what follows it: nothing, or white space and more.
#[inline]
fn split_name(inside: &str) -> Option<(&str, &str)> {
    let (name, rest) = inside.split_at_checked(character::name_length(inside))?;
    let stands = rest.as_bytes().first().is_none_or(|octet| character::is_blank(*octet));
    (stands && !name.is_empty()).then_some((name, rest))
}

impl<'a> ReadEvents<'a> for Reader<'a> {
    #[inline(always)]
    fn next_event(&mut self) -> Result<Option<Event<'a>>, Error> {
        Reader::next_event(self)
    }

    #[inline(always)]
    fn plain_attribute(&mut self) -> Option<(&'a str, &'a str)> {
        Reader::plain_attribute(self)
    }

    fn declarations(&self, is_outside: bool) -> Vec<(&'a str, &'a str)> {
        self.scopes.as_ref().map_or_else(Vec::new, |scopes| scopes.declarations(is_outside))
    }

    fn offset(&self) -> usize {
        Reader::offset(self)
    }

    fn nested_options(&self) -> crate::options::ReadOptions {
        crate::options::ReadOptions::new().with_limits(self.options.limits)
    }

    fn syntax(&self) -> Syntax {
        Syntax::Xml
    }

    fn vocabulary(&self) -> &'static Vocabulary {
        self.vocabulary
    }
}

#[cfg(test)]
mod tests;
