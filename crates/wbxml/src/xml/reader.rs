//! Reader: XML makes events.

mod prolog;
mod text;

use alloc::vec::Vec;

use super::attribute::{Attribute, Attributes};
use super::doctype::Doctype;
use super::escape::{self, Survey};
use super::namespace::Scopes;
use super::options::ReadOptions;
use super::pieces::{Piece, Pieces};
use crate::error::{Error, ErrorKind, Expected, XmlError};
use crate::event::{Event, Name, ReadEvents, Syntax};
use crate::limits::Limit;
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
    attributes: Attributes<'a>,
    /// How many attributes the element that began last has so far, and their names.
    count: u8,
    seen: [Name<'a>; 32],
    /// Whether the element that began last is empty.
    close: bool,
    /// Whether white space is preserved, for each open element.
    preserve: Vec<bool>,
    behind_root: bool,
    events_left: u32,
    options: ReadOptions,
    failed: Option<Error>,
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
        if self.attributes.is_empty() {
            self.base.saturating_add(self.pieces.at())
        } else {
            self.attributes.offset()
        }
    }

    /// How many elements are open.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.preserve.len()
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
    #[inline]
    pub fn next_event(&mut self) -> Result<Option<Event<'a>>, Error> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        let offset = self.offset();
        let result = self.step();
        if let Ok(Some(_)) = result {
            if let Some(left) = self.events_left.checked_sub(1) {
                self.events_left = left;
                return result;
            }
        }
        self.last(result, offset)
    }

    /// The end, an error, or an event too many.
    #[cold]
    fn last(
        &mut self,
        result: Result<Option<Event<'a>>, Error>,
        offset: usize,
    ) -> Result<Option<Event<'a>>, Error> {
        let error = match result {
            Ok(None) => return Ok(None),
            Ok(Some(_)) => Error::new(ErrorKind::Limit(Limit::Events), offset),
            Err(error) => error,
        };
        self.failed = Some(error);
        Err(error)
    }

    #[inline]
    fn step(&mut self) -> Result<Option<Event<'a>>, Error> {
        while !self.attributes.is_empty() {
            let Some(attribute) = self.attributes.next()? else { break };
            if let Some(event) = self.attribute(&attribute)? {
                return Ok(Some(event));
            }
        }
        if self.close {
            self.close = false;
            return Ok(Some(self.end()));
        }
        loop {
            let start = self.pieces.at();
            match self.find()? {
                Piece::Start => return self.begin(start, ">".len()).map(Some),
                Piece::Empty => {
                    self.close = true;
                    return self.begin(start, "/>".len()).map(Some);
                }
                Piece::End => return Ok(Some(self.end())),
                piece => {
                    if let Some(event) = self.other(start, piece)? {
                        return Ok(Some(event));
                    }
                    if piece == Piece::Nothing {
                        return Ok(None);
                    }
                }
            }
        }
    }

    #[inline(always)]
    fn find(&mut self) -> Result<Piece, Error> {
        match self.pieces.next() {
            Ok(piece) => Ok(piece),
            Err((kind, at)) => self.fail(kind, at),
        }
    }

    #[cold]
    fn fail<T>(&self, kind: XmlError, at: usize) -> Result<T, Error> {
        self.fail_as(ErrorKind::Xml(kind), at)
    }

    #[cold]
    fn fail_as<T>(&self, kind: ErrorKind, at: usize) -> Result<T, Error> {
        Err(Error::new(kind, self.base.saturating_add(at)))
    }

    /// A start tag has been found, with that many octets of markup at its end.
    #[inline]
    fn begin(&mut self, start: usize, closing: usize) -> Result<Event<'a>, Error> {
        let inside = self.pieces.since(start.saturating_add(1), closing);
        let Some((name, rest)) = split_name(inside) else {
            return self.fail(XmlError::Syntax, start);
        };
        let preserve = match self.preserve.last() {
            Some(preserve) => *preserve,
            None if self.behind_root => return self.fail_as(ErrorKind::SecondRoot, start),
            None => false,
        };
        if self.preserve.len() >= usize::try_from(self.options.limits.depth).unwrap_or(usize::MAX) {
            return self.fail_as(ErrorKind::Limit(Limit::Depth), start);
        }
        self.preserve.push(preserve);
        let end = self.base.saturating_add(self.pieces.at()).saturating_sub(closing);
        self.attributes = Attributes::new(rest, end);
        self.count = 0;
        let Some(scopes) = &mut self.scopes else {
            return Ok(Event::Start(Name::new(name)));
        };
        scopes.enter();
        if !rest.is_empty() {
            scopes.declare_all(self.attributes.clone(), self.options.limits.attributes)?;
        }
        match scopes.element(name) {
            Ok(name) => Ok(Event::Start(name)),
            Err(kind) => self.fail_as(kind, start),
        }
    }

    #[inline]
    fn end(&mut self) -> Event<'a> {
        self.preserve.pop();
        self.behind_root = self.preserve.is_empty();
        if let Some(scopes) = &mut self.scopes {
            scopes.leave();
        }
        Event::End
    }

    /// An attribute, unless it is a declaration that the names of elements stand for.
    #[inline]
    fn attribute(&mut self, attribute: &Attribute<'a>) -> Result<Option<Event<'a>>, Error> {
        let text = attribute.name;
        let fail = |kind| Err(Error::new(kind, attribute.offset));
        if self.count >= self.options.limits.attributes {
            return fail(ErrorKind::Limit(Limit::Attributes));
        }
        if attribute.raw.len() > self.options.limits.text {
            return Err(Error::new(ErrorKind::Limit(Limit::Text), attribute.value_offset));
        }
        let mut name = Name::new(text);
        if let Some(scopes) = &self.scopes {
            name = match scopes.attribute(text) {
                Ok(name) => name,
                Err(kind) => return fail(kind),
            };
        }
        let seen = self.seen.get(..usize::from(self.count)).unwrap_or_default();
        // Namespaces in XML 1.0, 6.3: nor by two prefixes of one namespace.
        if seen.contains(&name) {
            return fail(ErrorKind::DuplicateAttribute);
        }
        if let Some(slot) = self.seen.get_mut(usize::from(self.count)) {
            *slot = name;
        }
        self.count = self.count.saturating_add(1);
        if text.starts_with("xml") {
            if text == "xml:space" {
                if let Some(preserve) = self.preserve.last_mut() {
                    *preserve = attribute.raw == "preserve";
                }
            }
            let swallows = |scopes: &Scopes<'_>| scopes.swallows(text, attribute.raw);
            if self.scopes.as_ref().is_some_and(swallows) {
                return Ok(None);
            }
        }
        Ok(Some(Event::Attribute { name, value: attribute.value() }))
    }

    /// What is neither the beginning nor the end of an element.
    #[inline]
    fn other(&mut self, start: usize, piece: Piece) -> Result<Option<Event<'a>>, Error> {
        let text = match piece {
            Piece::Text if !self.preserve.is_empty() && !text::goes_on(self.pieces.rest()) => {
                self.plain(start)?
            }
            Piece::Text | Piece::Reference | Piece::Section | Piece::Comment => {
                self.run(start, piece)?
            }
            _ => return self.rare(start, piece),
        };
        Ok(text.map(Event::Text))
    }

    #[cold]
    fn rare(&mut self, start: usize, piece: Piece) -> Result<Option<Event<'a>>, Error> {
        match piece {
            Piece::Instruction => self.instruction(start).map(Some),
            Piece::Nothing => self.check_end().map(|()| None),
            // The prolog is read a second time where it has instructions.
            Piece::Declaration if start == 0 => Ok(None),
            Piece::Doctype if self.preserve.is_empty() && !self.behind_root => Ok(None),
            Piece::Doctype => self.fail(XmlError::Doctype, start),
            _ => self.fail(XmlError::Syntax, start),
        }
    }

    fn instruction(&self, start: usize) -> Result<Event<'a>, Error> {
        let inside = self.pieces.since(start.saturating_add("<?".len()), "?>".len());
        self.check_length(inside, start)?;
        // XML 1.0, 2.6: the target `xml` is that of the declaration.
        let split = split_name(inside).filter(|(target, _)| !target.eq_ignore_ascii_case("xml"));
        let Some((target, data)) = split else {
            return self.fail(XmlError::Syntax, start);
        };
        let data = data.trim_start_matches(escape::BLANKS).into();
        Ok(Event::Instruction { target: Name::new(target), data })
    }

    fn check_end(&self) -> Result<(), Error> {
        if self.behind_root {
            return Ok(());
        }
        let kind = if self.preserve.is_empty() {
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
    let (name, rest) = inside.split_at_checked(escape::name_length(inside))?;
    let stands = rest.as_bytes().first().is_none_or(|octet| escape::is_blank(*octet));
    (stands && !name.is_empty()).then_some((name, rest))
}

impl<'a> ReadEvents<'a> for Reader<'a> {
    #[inline]
    fn next_event(&mut self) -> Result<Option<Event<'a>>, Error> {
        Reader::next_event(self)
    }

    fn offset(&self) -> usize {
        Reader::offset(self)
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
