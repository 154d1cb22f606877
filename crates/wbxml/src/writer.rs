//! Writer: events make WBXML, as short as the vocabulary allows.
//!
//! ```
//! # #[cfg(all(feature = "prov", feature = "alloc"))] {
//! use provost_wbxml::{Event, Name, WriteEvents, Writer, vocabulary::PROV};
//!
//! let mut writer = Writer::new(&PROV);
//! writer.write_event(&Event::Start(Name::new("wap-provisioningdoc")))?;
//! writer.write_event(&Event::Start(Name::new("characteristic")))?;
//! writer.write_event(&Event::Attribute { name: Name::new("type"), value: "NAPDEF".into() })?;
//! writer.write_event(&Event::End)?;
//! writer.write_event(&Event::End)?;
//! assert_eq!(writer.finish()?, [0x03, 0x0B, 0x6A, 0x00, 0x45, 0x86, 0x55, 0x01, 0x01]);
//! # }
//! # Ok::<(), provost_wbxml::Error>(())
//! ```
//!
//! Names are looked up on the current code page first, attribute starts by the longest prefix of
//! the value that has a token, and values are searched for the texts of value tokens. An event
//! from a [`Reader`](crate::Reader) keeps the tokens it was read from.

use crate::charset::Charset;
use crate::content::{Content, Operand, Part};
use crate::error::{Code, Error, ErrorKind, Loss};
use crate::event::{Event, Name, Syntax, WriteEvents};
use crate::options::{PublicIdForm, WriteOptions};
use crate::short::has_nul;
use crate::token::{
    ATTRIBUTES, CONTENT, END, ENTITY, EXT_0, EXT_I_0, EXT_T_0, LITERAL, OPAQUE, PI, STR_I,
    SWITCH_PAGE, is_tag, is_value,
};
use crate::uintvar;
use crate::vocabulary::{AttributePage, TagPage, ValuePage, Vocabulary};

mod attribute;
mod sink;
#[cfg(feature = "alloc")]
mod table;
mod tag;

pub use sink::{Sink, Slice};

/// Writes the events of a document as WBXML.
#[derive(Debug)]
pub struct Writer<S> {
    sink: S,
    vocabulary: &'static Vocabulary,
    options: WriteOptions,
    tag_page: Register<TagPage>,
    starts: Register<AttributePage>,
    values: Option<&'static ValuePage>,
    state: State,
    /// Where the tag stands that may get an attribute or content bit.
    tag_at: usize,
    /// How many elements with content are open.
    depth: usize,
    #[cfg(feature = "alloc")]
    strings: Option<table::Strings>,
    /// Text joined from the parts of an XML value.
    #[cfg(feature = "alloc")]
    scratch: alloc::string::String,
}

/// Octets that most messages have not: so that they need no second allocation.
#[cfg(feature = "alloc")]
const FIRST_CAPACITY: usize = 512;

/// The current code page of a token space, where the vocabulary has it.
#[derive(Debug)]
struct Register<P: 'static> {
    number: u8,
    page: Option<&'static P>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    Prolog,
    /// Behind a tag; no attribute yet.
    Tag,
    /// Behind an attribute.
    Attributes,
    Content,
    Epilog,
}

#[cfg(feature = "alloc")]
impl Writer<alloc::vec::Vec<u8>> {
    /// A writer into a vector.
    #[must_use]
    pub fn new(vocabulary: &'static Vocabulary) -> Self {
        Self::with_options(vocabulary, WriteOptions::new())
    }

    /// A writer into a vector, with options.
    #[must_use]
    pub fn with_options(vocabulary: &'static Vocabulary, options: WriteOptions) -> Self {
        let mut writer =
            Self::start(alloc::vec::Vec::with_capacity(FIRST_CAPACITY), vocabulary, options);
        let formal = options.formal_id(vocabulary);
        writer.strings = Some(table::Strings::new(writer.sink.len(), formal, options.string_table));
        writer
    }

    /// The document.
    ///
    /// # Errors
    /// [`EventOrder`](ErrorKind::EventOrder) where an element is open or there was none.
    pub fn finish(self) -> Result<alloc::vec::Vec<u8>, Error> {
        self.check_end()?;
        let header = |table: &[u8]| {
            let mut octets = alloc::vec::Vec::new();
            self.options.header(self.vocabulary, table, &mut |part| octets.extend_from_slice(part));
            octets
        };
        match &self.strings {
            Some(strings) if strings.is_needed() => {
                Ok(strings.build(&self.sink, self.options.charset, header))
            }
            _ => Ok(self.sink),
        }
    }
}

impl<'b> Writer<Slice<'b>> {
    /// A writer into a slice of the caller, without a string table and without memory of its own:
    /// a name that is not in the vocabulary is an error.
    #[must_use]
    pub fn into_slice(
        buffer: &'b mut [u8],
        vocabulary: &'static Vocabulary,
        options: WriteOptions,
    ) -> Self {
        Self::start(Slice::new(buffer), vocabulary, options)
    }

    /// The document, as the part of the slice that it takes.
    ///
    /// # Errors
    /// [`EventOrder`](ErrorKind::EventOrder) where an element is open or there was none, and
    /// [`BufferTooSmall`](ErrorKind::BufferTooSmall) with the octets that the document has: so an
    /// empty slice counts them.
    pub fn finish(self) -> Result<&'b [u8], Error> {
        self.check_end()?;
        self.sink.finish()
    }
}

impl<S: Sink> Writer<S> {
    fn start(mut sink: S, vocabulary: &'static Vocabulary, options: WriteOptions) -> Self {
        let options = options.with_charset_of_version();
        // The formal identifier is the whole table until names or strings join it.
        let formal = options.formal_id(vocabulary);
        options.header_with_id(vocabulary, formal, &mut |octets| sink.put_all(octets));
        Self {
            sink,
            vocabulary,
            options,
            tag_page: Register { number: 0, page: vocabulary.tag_page(0) },
            starts: Register { number: 0, page: vocabulary.attribute_page(0) },
            values: vocabulary.value_page(0),
            state: State::Prolog,
            tag_at: 0,
            depth: 0,
            #[cfg(feature = "alloc")]
            strings: None,
            #[cfg(feature = "alloc")]
            scratch: alloc::string::String::new(),
        }
    }

    /// Octets written so far, before any string table.
    #[must_use]
    pub fn count(&self) -> usize {
        self.sink.count()
    }

    fn check_end(&self) -> Result<(), Error> {
        if self.state == State::Epilog { Ok(()) } else { self.fail(ErrorKind::EventOrder) }
    }

    /// Writes an event.
    ///
    /// # Errors
    /// [`EventOrder`](ErrorKind::EventOrder), and [`NotExpressible`](ErrorKind::NotExpressible)
    /// with what the vocabulary, charset or version cannot carry. The document is then of no use.
    ///
    /// That no element has an attribute twice, as readers require, is left to the caller: to check
    /// it would take memory for the names.
    #[inline]
    pub fn write_event(&mut self, event: &Event<'_>) -> Result<(), Error> {
        match event {
            Event::Start(name) => self.begin(name),
            Event::Attribute { name, value } => {
                self.open_attributes()?;
                self.attribute(name, value)
            }
            Event::Text(content) => {
                self.open_content()?;
                self.text(content)
            }
            Event::Opaque(octets) => {
                self.open_content()?;
                self.opaque(octets, 0x01)
            }
            Event::Instruction { target, data } => {
                if !matches!(self.state, State::Prolog | State::Epilog) {
                    self.open_content()?;
                }
                self.sink.put(PI);
                self.attribute(target, data)?;
                self.sink.put(END);
                Ok(())
            }
            Event::End => self.end(),
        }
    }

    fn begin(&mut self, name: &Name<'_>) -> Result<(), Error> {
        match self.state {
            State::Prolog => {}
            State::Epilog => return self.fail(ErrorKind::EventOrder),
            _ => self.open_content()?,
        }
        self.state = State::Tag;
        match self.tag_code(name) {
            Some(code) if name.is_unknown() && !is_tag(code.token) => {
                self.fail(ErrorKind::NotExpressible(Loss::Tag(code)))
            }
            Some(code) => {
                if code.page != self.tag_page.number {
                    self.sink.put_all(&[SWITCH_PAGE, code.page]);
                    self.tag_page =
                        Register { number: code.page, page: self.vocabulary.tag_page(code.page) };
                }
                self.tag_at = self.sink.count();
                self.sink.put(code.token & 0x3F);
                Ok(())
            }
            None => {
                self.tag_at = self.sink.count();
                self.sink.put(LITERAL);
                self.literal(name.qualified())
            }
        }
    }

    #[inline]
    fn end(&mut self) -> Result<(), Error> {
        match self.state {
            State::Tag => {}
            State::Attributes => self.sink.put(END),
            State::Content => {
                self.sink.put(END);
                self.depth = self.depth.saturating_sub(1);
            }
            State::Prolog | State::Epilog => return self.fail(ErrorKind::EventOrder),
        }
        self.state = if self.depth == 0 { State::Epilog } else { State::Content };
        Ok(())
    }

    /// Ends the attributes of the open tag, if it is still open, and tells it of its content.
    #[inline]
    fn open_content(&mut self) -> Result<(), Error> {
        match self.state {
            State::Content => return Ok(()),
            State::Tag => {}
            State::Attributes => self.sink.put(END),
            State::Prolog | State::Epilog => return self.fail(ErrorKind::EventOrder),
        }
        self.sink.set_bits(self.tag_at, CONTENT);
        self.depth = self.depth.saturating_add(1);
        self.state = State::Content;
        Ok(())
    }

    /// Tells the open tag of its attributes.
    #[inline]
    fn open_attributes(&mut self) -> Result<(), Error> {
        match self.state {
            State::Tag => {
                self.sink.set_bits(self.tag_at, ATTRIBUTES);
                self.state = State::Attributes;
            }
            State::Attributes => {}
            _ => return self.fail(ErrorKind::EventOrder),
        }
        Ok(())
    }

    fn text(&mut self, content: &Content<'_>) -> Result<(), Error> {
        if let Some(text) = self.as_text(content)? {
            return self.string(text);
        }
        #[cfg(feature = "alloc")]
        if content.is_markup() {
            return self.joined(content, Self::string);
        }
        for part in content.parts() {
            match part {
                // Value tokens stand in the attribute space only.
                Part::Token(code, text) => self.token_text(code, text)?,
                Part::Opaque(octets) => self.opaque(octets, 0x01)?,
                part => self.part(&part)?,
            }
        }
        Ok(())
    }

    /// Writes the text of a value token where the token itself cannot stand.
    #[cold]
    fn token_text(&mut self, code: Code, text: Option<&str>) -> Result<(), Error> {
        match text {
            Some(text) => self.string(text),
            None => self.fail(ErrorKind::NotExpressible(Loss::Value(code))),
        }
    }

    /// The text of a content that is one string of this writer's choosing.
    fn as_text<'c>(&self, content: &Content<'c>) -> Result<Option<&'c str>, Error> {
        content.as_str().map_err(|error| error.or_at(self.sink.count()))
    }

    /// Joins the parts of an XML text, which have no meaning of their own here.
    #[cfg(feature = "alloc")]
    fn joined(
        &mut self,
        content: &Content<'_>,
        write: impl FnOnce(&mut Self, &str) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut scratch = core::mem::take(&mut self.scratch);
        scratch.clear();
        content
            .for_each_str(|piece| scratch.push_str(piece))
            .map_err(|error| error.or_at(self.sink.count()))?;
        let written = write(self, &scratch);
        self.scratch = scratch;
        written
    }

    /// Writes a part as it was read.
    fn part(&mut self, part: &Part<'_>) -> Result<(), Error> {
        match *part {
            Part::Inline(text) | Part::Table(_, text) => self.text_part(&text),
            Part::Prefix(text) | Part::Cdata(text) => self.string(text),
            Part::Entity('\0') => self.fail(ErrorKind::NotExpressible(Loss::Nul)),
            Part::Entity(character) => {
                self.sink.put(ENTITY);
                self.integer(u32::from(character));
                Ok(())
            }
            Part::Token(code, text) if !is_value(code.token) => self.token_text(code, text),
            Part::Token(code, _) => {
                self.switch_attributes(code.page);
                self.sink.put(code.token);
                Ok(())
            }
            Part::Opaque(octets) => self.opaque(octets, 0x02),
            Part::Extension(extension) => {
                let number = extension.number;
                if number > 2 {
                    return self.fail(ErrorKind::NotExpressible(Loss::Extension));
                }
                match (extension.operand, extension.meaning) {
                    (_, crate::content::Meaning::Variable(name)) | (Operand::Inline(name), _) => {
                        self.sink.put(EXT_I_0 | number);
                        self.terminated(&name)?;
                    }
                    (Operand::Integer(operand), _) => {
                        self.sink.put(EXT_T_0 | number);
                        self.integer(operand);
                    }
                    (Operand::None, _) => self.sink.put(EXT_0 | number),
                }
                Ok(())
            }
        }
    }

    /// A text as it was read: its octets, but only where a reader takes them for the same text.
    fn text_part(&mut self, text: &crate::charset::Text<'_>) -> Result<(), Error> {
        if text.charset() != self.options.charset {
            return self.recoded(text);
        }
        let count = self.sink.count();
        let whole = text.as_str().map_err(|error| error.or_at(count))?;
        if let Some(whole) = whole {
            return self.string(whole);
        }
        // Of another charset than UTF-8 it is from a reader, and has no terminator in it.
        text.for_each_str(|_| {}).map_err(|error| error.or_at(count))?;
        self.inline(text.octets());
        Ok(())
    }

    /// A text of another charset: its characters in this one.
    fn recoded(&mut self, text: &crate::charset::Text<'_>) -> Result<(), Error> {
        let mut string = StringRun { open: false };
        let mut result = Ok(());
        let count = self.sink.count();
        let read = text.for_each_str(|piece| {
            for character in piece.chars() {
                if result.is_ok() {
                    result = self.character(character, &mut string);
                }
            }
        });
        read.map_err(|error| error.or_at(count))?;
        result?;
        if self.sink.count() == count {
            // An empty string is a string still.
            self.sink.put(STR_I);
            string.open = true;
        }
        if string.open {
            self.terminator();
        }
        Ok(())
    }

    fn terminated(&mut self, text: &crate::charset::Text<'_>) -> Result<(), Error> {
        let charset = self.options.charset;
        let (mut whole, mut nul) = (true, false);
        let sink = &mut self.sink;
        let read = text.for_each_str(|piece| {
            for character in piece.chars() {
                nul |= character == '\0';
                whole &= charset.encode(character, &mut |octets| sink.put_all(octets));
            }
        });
        if read.is_err() || !whole {
            return self.fail(ErrorKind::NotExpressible(Loss::NameCharset));
        }
        if nul {
            return self.fail(ErrorKind::NotExpressible(Loss::Nul));
        }
        self.terminator();
        Ok(())
    }

    /// Writes a string in the charset of the document: what it lacks as entities.
    fn string(&mut self, text: &str) -> Result<(), Error> {
        if has_nul(text.as_bytes()) {
            return self.fail(ErrorKind::NotExpressible(Loss::Nul));
        }
        match self.options.charset {
            Charset::Utf8 => self.inline(text.as_bytes()),
            Charset::Ascii if text.is_ascii() => self.inline(text.as_bytes()),
            _ => return self.recoded(&crate::charset::Text::from_utf8(text)),
        }
        Ok(())
    }

    fn character(&mut self, character: char, string: &mut StringRun) -> Result<(), Error> {
        if character == '\0' {
            return self.fail(ErrorKind::NotExpressible(Loss::Nul));
        }
        let charset = self.options.charset;
        if !charset.encode(character, &mut |_| {}) {
            if core::mem::take(&mut string.open) {
                self.terminator();
            }
            self.sink.put(ENTITY);
            self.integer(u32::from(character));
            return Ok(());
        }
        if !string.open {
            string.open = true;
            self.sink.put(STR_I);
        }
        let sink = &mut self.sink;
        charset.encode(character, &mut |octets| sink.put_all(octets));
        Ok(())
    }

    /// Puts a string whose octets are in the charset of the document.
    #[inline(always)]
    fn inline(&mut self, octets: &[u8]) {
        #[cfg(feature = "alloc")]
        if let Some(strings) = &mut self.strings {
            strings.inline(self.sink.count(), octets.len());
        }
        self.sink.put(STR_I);
        self.sink.put_all(octets);
        self.terminator();
    }

    #[inline]
    fn terminator(&mut self) {
        self.sink.put(0);
        if self.options.charset.is_wide() {
            self.sink.put(0);
        }
    }

    fn opaque(&mut self, octets: &[u8], since: u8) -> Result<(), Error> {
        let length = u32::try_from(octets.len());
        let (Ok(length), true) = (length, self.options.version >= since) else {
            return self.fail(ErrorKind::NotExpressible(Loss::Version(self.options.version)));
        };
        self.sink.put(OPAQUE);
        self.integer(length);
        self.sink.put_all(octets);
        Ok(())
    }

    fn integer(&mut self, value: u32) {
        self.sink.put_all(uintvar::encode(value).as_ref());
    }

    /// Puts the offset of a name in the string table, behind its `LITERAL`.
    fn literal(&mut self, name: &str) -> Result<(), Error> {
        if name.is_empty() {
            return self.fail(ErrorKind::NotExpressible(Loss::Name));
        }
        #[cfg(feature = "alloc")]
        if let Some(strings) = &mut self.strings {
            if strings.literal(self.sink.count(), name, self.options.charset) {
                return Ok(());
            }
            return self.fail(ErrorKind::NotExpressible(Loss::NameCharset));
        }
        self.fail(ErrorKind::NotExpressible(Loss::Literal))
    }

    #[cold]
    fn fail<T>(&self, kind: ErrorKind) -> Result<T, Error> {
        Err(Error::new(kind, self.sink.count()))
    }
}

/// Whether a string is being written, to which the next character can be added.
struct StringRun {
    open: bool,
}

impl<S: Sink> WriteEvents for Writer<S> {
    #[inline]
    fn write_event(&mut self, event: &Event<'_>) -> Result<(), Error> {
        Self::write_event(self, event)
    }

    #[inline]
    fn write_plain_attribute(&mut self, name: &str, value: &str) -> Result<(), Error> {
        self.open_attributes()?;
        self.attribute_text(name, value)
    }

    fn nested_options(&self) -> WriteOptions {
        // Only its identifier tells that opaque data is a document.
        match self.options.public_id {
            PublicIdForm::Anonymous => self.options.with_public_id(PublicIdForm::Shortest),
            _ => self.options,
        }
    }

    fn syntax(&self) -> Syntax {
        Syntax::Wbxml
    }

    fn vocabulary(&self) -> &'static Vocabulary {
        self.vocabulary
    }
}

#[cfg(all(test, feature = "alloc", feature = "prov"))]
mod tests;
