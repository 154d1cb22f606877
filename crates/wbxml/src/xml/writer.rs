//! Writer: events make XML, as libwbxml writes it.
//!
//! ```
//! # #[cfg(feature = "prov")] {
//! use provost_wbxml::{Event, Name, WriteEvents, xml, vocabulary::PROV};
//!
//! let options = xml::WriteOptions::new().with_prolog(xml::Prolog::None);
//! let mut writer = xml::Writer::with_options(&PROV, options);
//! writer.write_event(&Event::Start(Name::new("parm")))?;
//! writer.write_event(&Event::Attribute { name: Name::new("name"), value: "A&B".into() })?;
//! writer.write_event(&Event::End)?;
//! assert_eq!(writer.finish()?, r#"<parm name="A&amp;B"/>"#);
//! # }
//! # Ok::<(), provost_wbxml::Error>(())
//! ```
//!
//! An element without a prefix declares its namespace where it is not that of the element around
//! it. Prefixes are declared by the attributes `xmlns:p` that a reader hands on.

mod attribute;
mod head;
mod layout;
mod prefixes;
mod spaces;

use alloc::string::String;
use alloc::vec::Vec;

use super::character;
use super::escape::{self, Place};
use super::options::{Layout, Prolog, WriteOptions};
use super::output::{self, Output};
use crate::content::{Content, Part};
use crate::error::{Code, Error, ErrorKind, Loss};
use crate::event::{Event, Name, Syntax, WriteEvents};
use crate::vocabulary::{AttributePage, TagPage, Vocabulary};

/// Writes the events of a document as XML.
#[derive(Debug)]
pub struct Writer {
    out: Output,
    vocabulary: &'static Vocabulary,
    state: State,
    /// The open elements.
    elements: Vec<Tag>,
    /// The default namespace of the innermost element, and what it was outside of the elements
    /// that changed it, each with the number of elements open in front of it.
    space: Space,
    outer_spaces: Vec<(usize, Space)>,
    /// How many elements are open in the innermost one that declares something, itself included.
    scoped: usize,
    /// Where ` xmlns="..."` stands if the open tag got it unasked.
    declared: Option<(usize, usize)>,
    /// Whether the innermost element is in the default namespace by its name.
    spaced: bool,
    /// The prefixes in force, where the vocabulary has namespaces.
    prefixes: Option<prefixes::Prefixes>,
    /// The pages of the last names.
    tag_page: Option<&'static TagPage>,
    attribute_page: Option<&'static AttributePage>,
    indent: Option<usize>,
    /// Where indents stand, and their lengths: they are taken back if their element gets text.
    indents: Vec<(usize, usize)>,
    /// What is known of the open elements for it; empty without indents.
    lines: Vec<layout::Lines>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    Prolog,
    /// Inside a start tag.
    Tag,
    /// Inside a start tag as well, but there was content, though an empty one.
    TagOver,
    Content,
    Epilog,
}

/// The name of an open element, to be repeated in its end tag.
#[derive(Clone, Copy, Debug)]
enum Tag {
    Known(&'static str),
    Written { start: usize, end: usize },
}

/// A default namespace.
#[derive(Clone, Copy, Debug)]
enum Space {
    Known(&'static str),
    Written { start: usize, end: usize },
}

impl Writer {
    /// A writer of compact XML with the DOCTYPE of the vocabulary.
    #[must_use]
    pub fn new(vocabulary: &'static Vocabulary) -> Self {
        Self::with_options(vocabulary, WriteOptions::new())
    }

    /// Like [`new`](Self::new), with options.
    #[must_use]
    pub fn with_options(vocabulary: &'static Vocabulary, options: WriteOptions) -> Self {
        Self::start(vocabulary, options, String::new())
    }

    /// Like [`new`](Self::new), with the memory of a string whose text is dropped.
    #[must_use]
    pub fn reuse(vocabulary: &'static Vocabulary, buffer: String) -> Self {
        Self::start(vocabulary, WriteOptions::new(), buffer)
    }

    fn start(vocabulary: &'static Vocabulary, options: WriteOptions, buffer: String) -> Self {
        let mut out = Output::new(buffer);
        let indent = match options.layout {
            Layout::Compact => None,
            Layout::Indented(blanks) => Some(usize::from(blanks)),
        };
        let line: &[u8] = if indent.is_some() { b"\n" } else { b"" };
        if options.prolog != Prolog::None {
            out.put(*b"<?xml version=\"1.0\"?>");
            out.put_all(line);
        }
        if options.prolog == Prolog::Doctype && layout::push_doctype(&mut out, vocabulary) {
            out.put_all(line);
        }
        Self {
            out,
            vocabulary,
            state: State::Prolog,
            elements: Vec::with_capacity(16),
            space: Space::Known(""),
            outer_spaces: Vec::new(),
            scoped: 0,
            declared: None,
            spaced: false,
            prefixes: vocabulary.has_namespaces().then(prefixes::Prefixes::default),
            tag_page: vocabulary.tag_page(0),
            attribute_page: vocabulary.attribute_page(0),
            indent,
            indents: Vec::new(),
            lines: Vec::new(),
        }
    }

    /// The document.
    ///
    /// # Errors
    /// [`EventOrder`](ErrorKind::EventOrder) where an element is open or there was none.
    pub fn finish(mut self) -> Result<String, Error> {
        if self.state != State::Epilog {
            return self.fail(ErrorKind::EventOrder);
        }
        if self.indent.is_some() {
            self.out.put([b'\n']);
        }
        self.out.finish().ok_or_else(|| Error::new(ErrorKind::Text, 0))
    }

    /// Writes an event.
    ///
    /// # Errors
    /// [`EventOrder`](ErrorKind::EventOrder), and [`NotExpressible`](ErrorKind::NotExpressible)
    /// with what XML cannot carry. The document is then of no use.
    ///
    /// That no element has an attribute twice, as readers require, is left to the caller: to check
    /// it would take memory for the names.
    // What is rare takes its arguments by value: by reference, every event would be made in memory
    // for its sake.
    #[inline(always)]
    pub fn write_event(&mut self, event: &Event<'_>) -> Result<(), Error> {
        match event {
            Event::Start(name) => self.begin(name),
            Event::Attribute { name, value } => self.attribute(name, value),
            Event::Text(content) => self.text(content),
            Event::End => self.end(),
            Event::Opaque(octets) => self.opaque(octets),
            Event::Instruction { target, data } => self.instruction(*target, *data),
        }
    }

    /// Writes content of the open element as it is: text with its references, elements, sections.
    ///
    /// This is for XML that was read as the content of an element before, or was made by a writer.
    /// Nothing of it is checked: not that it is well-formed, nor that its prefixes are declared.
    ///
    /// ```
    /// # #[cfg(feature = "syncml")] {
    /// use provost_wbxml::{Event, Name, vocabulary::SYNCML_1_2, xml};
    ///
    /// let options = xml::WriteOptions::new().with_prolog(xml::Prolog::None);
    /// let mut writer = xml::Writer::with_options(&SYNCML_1_2, options);
    /// writer.write_event(&Event::Start(Name::new("Data")))?;
    /// writer.write_verbatim("<a b='c'/>&#x20;")?;
    /// writer.write_event(&Event::End)?;
    /// assert_eq!(writer.finish()?, "<Data><a b='c'/>&#x20;</Data>");
    /// # }
    /// # Ok::<(), provost_wbxml::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`EventOrder`](ErrorKind::EventOrder) outside of elements.
    pub fn write_verbatim(&mut self, content: &str) -> Result<(), Error> {
        let before = self.begin_text()?;
        self.out.put_all(content.as_bytes());
        self.end_text(before);
        Ok(())
    }

    #[inline(always)]
    fn begin(&mut self, name: &Name<'_>) -> Result<(), Error> {
        match self.known_tag(name) {
            Some((known, space, code)) if core::ptr::eq(space, name.space()) => {
                self.begin_known(known, space, code)
            }
            _ => self.rare_begin(*name),
        }
    }

    /// Begins an element with name and namespace of the vocabulary.
    #[inline(always)]
    pub(crate) fn begin_known(
        &mut self,
        name: &'static str,
        space: &'static str,
        code: Code,
    ) -> Result<(), Error> {
        if self.indent.is_some() {
            return self.rare_begin(Name::new(name).with_space(space).with_code(code));
        }
        match self.state {
            State::Content | State::Prolog => {}
            State::Tag | State::TagOver => self.close_tag()?,
            State::Epilog => return self.fail(ErrorKind::EventOrder),
        }
        let mut slot = self.out.slot(name.len().wrapping_add("<".len()));
        slot.put([b'<']);
        slot.put_all(name.as_bytes());
        self.state = State::Tag;
        self.declared = None;
        self.spaced = !space.is_empty();
        if self.spaced && !self.is_space(space) {
            self.declare_known(space)?;
        }
        self.elements.push(Tag::Known(name));
        Ok(())
    }

    /// Writes an element of the vocabulary that is a text and nothing else, if nothing about it is
    /// rare.
    #[inline(always)]
    pub(crate) fn leaf_known(
        &mut self,
        name: &'static str,
        space: &'static str,
        text: &[u8],
    ) -> bool {
        self.leaf_between(name, space, (*b"", text, *b""))
    }

    /// The same, with the text in a section.
    #[inline(never)]
    pub(crate) fn section_known(
        &mut self,
        name: &'static str,
        space: &'static str,
        text: &[u8],
    ) -> bool {
        self.leaf_between(name, space, (*b"<![CDATA[", text, *b"]]>"))
    }

    #[inline(always)]
    fn leaf_between<const B: usize, const A: usize>(
        &mut self,
        name: &'static str,
        space: &'static str,
        (before, text, after): ([u8; B], &[u8], [u8; A]),
    ) -> bool {
        let declares = !space.is_empty() && !self.is_space(space);
        let in_tag = matches!(self.state, State::Tag | State::TagOver);
        let is_common = (self.state == State::Content || in_tag && self.check_prefixes().is_ok())
            && self.indent.is_none()
            && (1..output::STEP).contains(&text.len())
            && escape::is_plain(text)
            && (!declares || escape::is_plain(space.as_bytes()));
        if !is_common {
            return false;
        }
        if in_tag {
            self.out.put([b'>']);
        }
        let start = name.len().wrapping_add("<>".len());
        let end = name.len().wrapping_add("</>".len());
        let mut octets = text.len().wrapping_add(end).wrapping_add(A).wrapping_add(B);
        if declares {
            // The declaration ends with the element.
            self.leaf_with_space(name, space);
        } else {
            octets = octets.wrapping_add(start);
        }
        let mut slot = self.out.slot(octets);
        if !declares {
            slot.put([b'<']);
            slot.put_all(name.as_bytes());
            slot.put([b'>']);
        }
        slot.put(before);
        slot.put_all(text);
        slot.put(after);
        slot.put(*b"</");
        slot.put_all(name.as_bytes());
        slot.put([b'>']);
        self.state = State::Content;
        true
    }

    /// Writes the start tag of an element in another namespace.
    #[inline(never)]
    fn leaf_with_space(&mut self, name: &str, space: &str) {
        const AROUND: usize = "< xmlns=\"\">".len();
        let octets = name.len().wrapping_add(space.len()).wrapping_add(AROUND);
        let mut slot = self.out.slot(octets);
        slot.put([b'<']);
        slot.put_all(name.as_bytes());
        slot.put(*b" xmlns=\"");
        slot.put_all(space.as_bytes());
        slot.put(*b"\">");
    }

    #[inline(never)]
    fn rare_begin(&mut self, name: Name<'_>) -> Result<(), Error> {
        let name = &name;
        match self.state {
            State::Prolog | State::Content => {}
            State::Tag | State::TagOver => self.close_tag()?,
            State::Epilog => return self.fail(ErrorKind::EventOrder),
        }
        if self.indent.is_some() {
            self.begin_line();
        }
        self.state = State::Tag;
        self.declared = None;
        self.out.put([b'<']);
        let start = self.out.len();
        let tag = match self.known_tag(name) {
            Some((known, ..)) => {
                self.out.put_all(known.as_bytes());
                Tag::Known(known)
            }
            None => {
                self.checked_name(name, Loss::Tag)?;
                self.use_prefix(name.qualified())?;
                Tag::Written { start, end: self.out.len() }
            }
        };
        let space = name.space();
        self.spaced = !space.is_empty() && name.local().len() == name.qualified().len();
        if self.spaced && !self.is_space(space) {
            self.declare(space)?;
        }
        if self.indent.is_some() {
            self.begin_lines();
        }
        self.elements.push(tag);
        Ok(())
    }

    /// Name and namespace as the vocabulary has them, if the name came from there: then it needs no
    /// check.
    #[inline(always)]
    fn known_tag(&mut self, name: &Name<'_>) -> Option<(&'static str, &'static str, Code)> {
        let code = name.code()?;
        if self.tag_page.is_none_or(|page| page.page() != code.page) {
            self.tag_page = self.vocabulary.tag_page(code.page);
        }
        let page = self.tag_page?;
        let known = page.name(code.token)?;
        core::ptr::eq(known, name.qualified()).then_some((known, page.namespace(), code))
    }

    #[inline(always)]
    pub(crate) fn text(&mut self, content: &Content<'_>) -> Result<(), Error> {
        let Some(text) = content.as_utf8().filter(|_| self.indent.is_none()) else {
            return self.rare_text(*content);
        };
        if text.is_empty() || !escape::is_plain(text) {
            return self.rare_text(*content);
        }
        match self.state {
            State::Content => {}
            State::Tag | State::TagOver => self.close_tag()?,
            State::Prolog | State::Epilog => return self.fail(ErrorKind::EventOrder),
        }
        self.out.put_all(text);
        self.state = State::Content;
        Ok(())
    }

    #[inline(never)]
    fn rare_text(&mut self, content: Content<'_>) -> Result<(), Error> {
        let before = self.begin_text()?;
        match content.as_str() {
            Ok(Some(text)) if !content.is_section() => {
                let pushed = escape::push(&mut self.out, text, Place::Text);
                self.check(pushed)?;
            }
            Ok(_) => self.parts(&content, Place::Text)?,
            Err(error) => return Err(error.or_at(self.out.len())),
        }
        self.end_text(before);
        Ok(())
    }

    #[inline(never)]
    fn opaque(&mut self, octets: &[u8]) -> Result<(), Error> {
        let before = self.begin_text()?;
        let text = core::str::from_utf8(octets).ok();
        if text.is_none_or(|text| escape::push(&mut self.out, text, Place::Text).is_err()) {
            return self.fail(ErrorKind::NotExpressible(Loss::Opaque));
        }
        self.end_text(before);
        Ok(())
    }

    /// Writes the parts of a content, sections in an element as sections.
    fn parts(&mut self, content: &Content<'_>, place: Place) -> Result<(), Error> {
        for part in content.parts() {
            let out = &mut self.out;
            let mut pushed = Ok(());
            let read = match part {
                Part::Cdata(text) if place == Place::Text => {
                    pushed = escape::push_section(out, text);
                    Ok(())
                }
                _ => part.for_each_str(|text| {
                    if pushed.is_ok() {
                        pushed = escape::push(out, text, place);
                    }
                }),
            };
            self.check(pushed)?;
            if let Err(error) = read {
                return Err(error.or_at(self.out.len()));
            }
        }
        Ok(())
    }

    /// Ends the start tag that is open; where the text begins.
    #[inline]
    fn begin_text(&mut self) -> Result<usize, Error> {
        match self.state {
            State::Content => {}
            State::Tag | State::TagOver => self.close_tag()?,
            State::Prolog | State::Epilog => return self.fail(ErrorKind::EventOrder),
        }
        Ok(self.out.len())
    }

    /// Text has been written, or nothing: then the start tag is open again.
    #[inline]
    fn end_text(&mut self, before: usize) {
        if self.out.len() != before {
            self.state = State::Content;
            if self.indent.is_some() {
                self.take_indents_back();
            }
        } else if self.state != State::Content {
            self.out.truncate(before.saturating_sub(1));
            self.state = State::TagOver;
        }
    }

    #[inline(never)]
    fn instruction(&mut self, target: Name<'_>, data: Content<'_>) -> Result<(), Error> {
        let target = &target;
        if matches!(self.state, State::Tag | State::TagOver) {
            self.close_tag()?;
            self.state = State::Content;
        }
        if self.indent.is_some() {
            self.begin_line();
        }
        self.out.put(*b"<?");
        self.checked_name(target, Loss::Attribute)?;
        // XML 1.0, 2.6: the target `xml` is that of the declaration.
        if target.qualified().eq_ignore_ascii_case("xml") {
            return self.fail(ErrorKind::NotExpressible(Loss::Name));
        }
        self.out.put([b' ']);
        let start = self.out.len();
        let out = &mut self.out;
        let mut pushed = Ok(());
        let read = data.for_each_str(|text| {
            pushed = pushed.and_then(|()| escape::push_verbatim(out, text));
        });
        self.check(pushed)?;
        if let Err(error) = read {
            return Err(error.or_at(self.out.len()));
        }
        let data = self.out.text_from(start);
        if data.is_empty() {
            self.out.truncate(start.saturating_sub(1));
        } else if data.starts_with(character::BLANKS) || data.contains('\r') || data.contains("?>")
        {
            // There are no references to write them as, and a reader drops or changes them.
            return self.fail(ErrorKind::NotExpressible(Loss::Instruction));
        }
        self.out.put(*b"?>");
        if self.indent.is_some() && self.state == State::Prolog {
            self.out.put([b'\n']);
        }
        Ok(())
    }

    #[inline(always)]
    pub(crate) fn end(&mut self) -> Result<(), Error> {
        let Some(name) = self.elements.pop() else {
            return self.fail(ErrorKind::EventOrder);
        };
        if self.indent.is_some() {
            self.end_lines(self.state == State::Content);
        }
        if self.state == State::Content {
            match name {
                Tag::Known(known) => {
                    let mut slot = self.out.slot(known.len().wrapping_add("</>".len()));
                    slot.put(*b"</");
                    slot.put_all(known.as_bytes());
                    slot.put([b'>']);
                }
                Tag::Written { start, end } => {
                    self.out.put(*b"</");
                    self.out.put_again(start..end);
                    self.out.put([b'>']);
                }
            }
        } else {
            self.check_prefixes()?;
            self.out.put(*b"/>");
        }
        let depth = self.elements.len();
        if depth < self.scoped {
            self.leave(depth);
        }
        self.state = if depth == 0 { State::Epilog } else { State::Content };
        Ok(())
    }

    /// Writes a name that may be anything.
    fn checked_name(&mut self, name: &Name<'_>, loss: fn(Code) -> Loss) -> Result<(), Error> {
        let text = name.qualified();
        if character::is_name(text) {
            self.out.put_all(text.as_bytes());
            return Ok(());
        }
        let unknown = name.code().filter(|_| name.is_unknown());
        self.fail(ErrorKind::NotExpressible(unknown.map_or(Loss::Name, loss)))
    }

    #[inline]
    fn check(&self, pushed: Result<(), char>) -> Result<(), Error> {
        match pushed {
            Ok(()) => Ok(()),
            Err(character) => self.fail(ErrorKind::NotExpressible(Loss::Character(character))),
        }
    }

    #[cold]
    fn fail<T>(&self, kind: ErrorKind) -> Result<T, Error> {
        Err(Error::new(kind, self.out.len()))
    }
}

impl WriteEvents for Writer {
    #[inline(always)]
    fn write_event(&mut self, event: &Event<'_>) -> Result<(), Error> {
        Self::write_event(self, event)
    }

    #[inline(always)]
    fn as_xml(&mut self) -> Option<&mut Self> {
        Some(self)
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
