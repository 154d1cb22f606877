//! Writer: events make XML, as libwbxml writes it.
//!
//! ```
//! use provost_wbxml::{Event, Name, WriteEvents, xml, vocabulary::PROV};
//!
//! let options = xml::WriteOptions::new().with_prolog(xml::Prolog::None);
//! let mut writer = xml::Writer::with_options(&PROV, options);
//! writer.write_event(&Event::Start(Name::new("parm")))?;
//! writer.write_event(&Event::Attribute { name: Name::new("name"), value: "A&B".into() })?;
//! writer.write_event(&Event::End)?;
//! assert_eq!(writer.finish()?, r#"<parm name="A&amp;B"/>"#);
//! # Ok::<(), provost_wbxml::Error>(())
//! ```
//!
//! An element without a prefix declares its namespace where it is not that of the element around
//! it. Prefixes are declared by the attributes `xmlns:p` that a reader hands on.

use alloc::string::String;
use alloc::vec::Vec;

use super::escape::{self, Place};
use super::namespace;
use super::options::{Layout, Prolog, WriteOptions};
use crate::content::{Content, Part};
use crate::error::{Code, Error, ErrorKind, Loss};
use crate::event::{Event, Name, Syntax, WriteEvents};
use crate::vocabulary::{AttributePage, TagPage, Vocabulary};

/// Writes the events of a document as XML.
#[derive(Debug)]
pub struct Writer {
    out: String,
    vocabulary: &'static Vocabulary,
    state: State,
    /// The open elements.
    elements: Vec<Element>,
    /// The default namespace of the innermost element, and what it was outside of the elements
    /// that changed it, each with the number of elements open in front of it.
    space: Space,
    outer_spaces: Vec<(usize, Space)>,
    /// Where ` xmlns="..."` stands if the open tag got it unasked.
    declared: Option<(usize, usize)>,
    /// The pages of the last names.
    tag_page: Option<&'static TagPage>,
    attribute_page: Option<&'static AttributePage>,
    indent: Option<usize>,
    /// Where indents stand, and their lengths: they are taken back if their element gets text.
    indents: Vec<(usize, usize)>,
    scratch: String,
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

#[derive(Clone, Copy, Debug)]
struct Element {
    name: Tag,
    /// Whether white space is not to be added.
    verbatim: bool,
    /// Whether it has a child that stands in a line of its own.
    lines: bool,
    /// How many indents there were in front of its content.
    indents: usize,
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

    fn start(vocabulary: &'static Vocabulary, options: WriteOptions, mut out: String) -> Self {
        out.clear();
        let indent = match options.layout {
            Layout::Compact => None,
            Layout::Indented(blanks) => Some(usize::from(blanks)),
        };
        let line = if indent.is_some() { "\n" } else { "" };
        if options.prolog != Prolog::None {
            out.push_str("<?xml version=\"1.0\"?>");
            out.push_str(line);
        }
        if options.prolog == Prolog::Doctype && push_doctype(&mut out, vocabulary) {
            out.push_str(line);
        }
        Self {
            out,
            vocabulary,
            state: State::Prolog,
            elements: Vec::with_capacity(16),
            space: Space::Known(""),
            outer_spaces: Vec::new(),
            declared: None,
            tag_page: vocabulary.tag_page(0),
            attribute_page: vocabulary.attribute_page(0),
            indent,
            indents: Vec::new(),
            scratch: String::new(),
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
            self.out.push('\n');
        }
        Ok(self.out)
    }

    /// Writes an event.
    ///
    /// # Errors
    /// [`EventOrder`](ErrorKind::EventOrder), and [`NotExpressible`](ErrorKind::NotExpressible)
    /// with what XML cannot carry. The document is then of no use.
    #[inline]
    pub fn write_event(&mut self, event: &Event<'_>) -> Result<(), Error> {
        match event {
            Event::Start(name) => self.begin(name),
            Event::Attribute { name, value } => self.attribute(name, value),
            Event::Text(content) => self.text(content),
            Event::Opaque(octets) => self.opaque(octets),
            Event::Instruction { target, data } => self.instruction(target, data),
            Event::End => self.end(),
        }
    }

    #[inline]
    fn begin(&mut self, name: &Name<'_>) -> Result<(), Error> {
        match self.state {
            State::Prolog | State::Content => {}
            State::Tag | State::TagOver => self.out.push('>'),
            State::Epilog => return self.fail(ErrorKind::EventOrder),
        }
        if self.indent.is_some() {
            self.begin_line();
        }
        self.state = State::Tag;
        self.declared = None;
        self.out.push('<');
        let start = self.out.len();
        let known = self.known_tag(name);
        let tag = match known {
            Some(known) => {
                self.out.push_str(known);
                Tag::Known(known)
            }
            None => {
                self.checked_name(name, Loss::Tag)?;
                Tag::Written { start, end: self.out.len() }
            }
        };
        let space = name.space();
        if !space.is_empty() && !self.is_space(space) {
            self.declare(name)?;
        }
        let verbatim = self.elements.last().is_some_and(|parent| parent.verbatim);
        let indents = self.indents.len();
        self.elements.push(Element { name: tag, verbatim, lines: false, indents });
        Ok(())
    }

    /// The name as the vocabulary has it, if it came from there: then it needs no check.
    #[inline]
    fn known_tag(&mut self, name: &Name<'_>) -> Option<&'static str> {
        let code = name.code()?;
        if self.tag_page.is_none_or(|page| page.page() != code.page) {
            self.tag_page = self.vocabulary.tag_page(code.page);
        }
        let known = self.tag_page?.name(code.token)?;
        core::ptr::eq(known, name.qualified()).then_some(known)
    }

    #[inline]
    fn is_space(&self, space: &str) -> bool {
        match self.space {
            Space::Known(known) => core::ptr::eq(known, space) || known == space,
            Space::Written { start, end } => self.out.get(start..end) == Some(space),
        }
    }

    /// Makes the namespace of an element that has no prefix the default one.
    #[inline(never)]
    fn declare(&mut self, name: &Name<'_>) -> Result<(), Error> {
        if name.local().len() != name.qualified().len() {
            return Ok(());
        }
        let from = self.out.len();
        self.out.push_str(" xmlns=\"");
        let start = self.out.len();
        let pushed = escape::push(&mut self.out, name.space(), Place::Value);
        self.check(pushed)?;
        let end = self.out.len();
        self.out.push('"');
        self.declared = Some((from, self.out.len()));
        let known = namespace::known(self.vocabulary, name.space());
        self.enter(known.map_or(Space::Written { start, end }, Space::Known), self.elements.len());
        Ok(())
    }

    /// Changes the default namespace inside the element behind `depth` others.
    fn enter(&mut self, space: Space, depth: usize) {
        if self.outer_spaces.last().is_none_or(|(other, _)| *other != depth) {
            self.outer_spaces.push((depth, self.space));
        }
        self.space = space;
    }

    #[inline]
    fn attribute(&mut self, name: &Name<'_>, value: &Content<'_>) -> Result<(), Error> {
        if self.state != State::Tag {
            return self.fail(ErrorKind::EventOrder);
        }
        let from = self.out.len();
        self.out.push(' ');
        match self.known_attribute(name) {
            Some(known) => self.out.push_str(known),
            None => self.checked_attribute(name)?,
        }
        self.out.push_str("=\"");
        let start = self.out.len();
        match value.as_str() {
            Ok(Some(text)) => {
                let pushed = escape::push(&mut self.out, text, Place::Value);
                self.check(pushed)?;
            }
            Ok(None) => self.parts(value, Place::Value)?,
            Err(error) => return self.fail(error.kind()),
        }
        let end = self.out.len();
        self.out.push('"');
        if name.qualified() == "xmlns" {
            self.replace_declared(from, start, end);
        } else if self.indent.is_some() && name.qualified() == "xml:space" {
            let preserve = self.out.get(start..end) == Some("preserve");
            if let Some(element) = self.elements.last_mut() {
                element.verbatim = preserve;
            }
        }
        Ok(())
    }

    #[inline]
    fn known_attribute(&mut self, name: &Name<'_>) -> Option<&'static str> {
        let code = name.code()?;
        if self.attribute_page.is_none_or(|page| page.page() != code.page) {
            self.attribute_page = self.vocabulary.attribute_page(code.page);
        }
        let known = self.attribute_page?.start(code.token)?.0;
        core::ptr::eq(known, name.qualified()).then_some(known)
    }

    #[inline(never)]
    fn checked_attribute(&mut self, name: &Name<'_>) -> Result<(), Error> {
        let prefix = name.qualified().len().saturating_sub(name.local().len());
        if prefix > 0 && namespace::known(self.vocabulary, name.space()).is_some() {
            self.declare_prefix(name)?;
        }
        self.checked_name(name, Loss::Attribute)
    }

    /// Declares the prefix of an attribute in a namespace of the vocabulary, whose declarations a
    /// reader swallows; once in an element. It stands behind a blank, and so does what follows.
    fn declare_prefix(&mut self, name: &Name<'_>) -> Result<(), Error> {
        let prefix = name.qualified().strip_suffix(name.local()).and_then(|p| p.strip_suffix(':'));
        let tag = self.out.rfind('<').and_then(|at| self.out.get(at..)).unwrap_or("");
        let declaration = alloc::format!("xmlns:{}=\"", prefix.unwrap_or(""));
        if tag.contains(declaration.as_str()) {
            return Ok(());
        }
        self.out.push_str(&declaration);
        let pushed = escape::push(&mut self.out, name.space(), Place::Value);
        self.check(pushed)?;
        self.out.push_str("\" ");
        Ok(())
    }

    /// An `xmlns` attribute stands from `from` on: its namespace counts, and not the one that the
    /// tag got unasked.
    #[cold]
    fn replace_declared(&mut self, from: usize, start: usize, end: usize) {
        let depth = self.elements.len().saturating_sub(1);
        let Some((first, last)) = self.declared.take() else {
            self.enter(Space::Written { start, end }, depth);
            return;
        };
        let (given, had) = (self.out.get(from..), self.out.get(first..last));
        if given == had {
            self.out.truncate(from);
            self.declared = Some((first, last));
            return;
        }
        self.out.replace_range(first..last, "");
        let back = last.saturating_sub(first);
        let (start, end) = (start.saturating_sub(back), end.saturating_sub(back));
        self.enter(Space::Written { start, end }, depth);
    }

    #[inline]
    fn text(&mut self, content: &Content<'_>) -> Result<(), Error> {
        let before = self.begin_text()?;
        match content.as_str() {
            Ok(Some(text)) if !content.is_section() => {
                let pushed = escape::push(&mut self.out, text, Place::Text);
                self.check(pushed)?;
            }
            Ok(_) => self.parts(content, Place::Text)?,
            Err(error) => return self.fail(error.kind()),
        }
        self.end_text(before);
        Ok(())
    }

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
                return self.fail(error.kind());
            }
        }
        Ok(())
    }

    /// Ends the start tag that is open; where the text begins.
    #[inline]
    fn begin_text(&mut self) -> Result<usize, Error> {
        match self.state {
            State::Content => {}
            State::Tag | State::TagOver => self.out.push('>'),
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

    fn instruction(&mut self, target: &Name<'_>, data: &Content<'_>) -> Result<(), Error> {
        if matches!(self.state, State::Tag | State::TagOver) {
            self.out.push('>');
            self.state = State::Content;
        }
        if self.indent.is_some() {
            self.begin_line();
        }
        self.out.push_str("<?");
        self.checked_name(target, Loss::Attribute)?;
        // XML 1.0, 2.6: the target `xml` is that of the declaration.
        if target.qualified().eq_ignore_ascii_case("xml") {
            return self.fail(ErrorKind::NotExpressible(Loss::Name));
        }
        self.out.push(' ');
        let start = self.out.len();
        let out = &mut self.out;
        let mut pushed = Ok(());
        let read = data.for_each_str(|text| {
            pushed = pushed.and_then(|()| escape::push_verbatim(out, text));
        });
        self.check(pushed)?;
        if let Err(error) = read {
            return self.fail(error.kind());
        }
        if self.out.len() == start {
            self.out.truncate(start.saturating_sub(1));
        } else if self.out.get(start..).is_some_and(|data| data.contains("?>")) {
            return self.fail(ErrorKind::NotExpressible(Loss::Instruction));
        }
        self.out.push_str("?>");
        if self.indent.is_some() && self.state == State::Prolog {
            self.out.push('\n');
        }
        Ok(())
    }

    #[inline]
    fn end(&mut self) -> Result<(), Error> {
        let Some(element) = self.elements.pop() else {
            return self.fail(ErrorKind::EventOrder);
        };
        if self.state == State::Content {
            if element.lines && !element.verbatim {
                self.push_indent();
            }
            self.out.push_str("</");
            match element.name {
                Tag::Known(known) => self.out.push_str(known),
                Tag::Written { start, end } => {
                    self.scratch.clear();
                    self.scratch.push_str(self.out.get(start..end).unwrap_or(""));
                    self.out.push_str(&self.scratch);
                }
            }
            self.out.push('>');
        } else {
            self.out.push_str("/>");
        }
        let depth = self.elements.len();
        if let Some((_, space)) = self.outer_spaces.pop_if(|(other, _)| *other == depth) {
            self.space = space;
        }
        self.state = if depth == 0 { State::Epilog } else { State::Content };
        Ok(())
    }

    /// Writes a name that may be anything.
    fn checked_name(&mut self, name: &Name<'_>, loss: fn(Code) -> Loss) -> Result<(), Error> {
        let text = name.qualified();
        if escape::is_name(text) {
            self.out.push_str(text);
            return Ok(());
        }
        let unknown = name.code().filter(|_| name.is_unknown());
        self.fail(ErrorKind::NotExpressible(unknown.map_or(Loss::Name, loss)))
    }

    /// Begins a line for an element or instruction, if its parent has no text.
    fn begin_line(&mut self) {
        match self.elements.last_mut() {
            Some(parent) if parent.verbatim => return,
            Some(parent) => parent.lines = true,
            None if self.state == State::Prolog => return,
            None => {}
        }
        self.push_indent();
    }

    fn push_indent(&mut self) {
        let start = self.out.len();
        let blanks = self.indent.unwrap_or(0).saturating_mul(self.elements.len());
        self.out.push('\n');
        self.out.extend(core::iter::repeat_n(' ', blanks));
        self.indents.push((start, self.out.len()));
    }

    /// The innermost element has text, so that white space in it counts: what was added goes.
    #[cold]
    fn take_indents_back(&mut self) {
        let Some(element) = self.elements.last_mut().filter(|element| !element.verbatim) else {
            return;
        };
        element.verbatim = true;
        let mut indents = self.indents.drain(element.indents..);
        let Some((first, mut from)) = indents.next() else { return };
        let tail = self.out.split_off(first);
        let piece = |from: usize, to: usize| {
            let range = from.saturating_sub(first)..to.saturating_sub(first);
            tail.get(range).unwrap_or("")
        };
        for (start, end) in indents {
            self.out.push_str(piece(from, start));
            from = end;
        }
        self.out.push_str(piece(from, first.saturating_add(tail.len())));
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
    #[inline]
    fn write_event(&mut self, event: &Event<'_>) -> Result<(), Error> {
        Writer::write_event(self, event)
    }

    fn syntax(&self) -> Syntax {
        Syntax::Xml
    }

    fn vocabulary(&self) -> &'static Vocabulary {
        self.vocabulary
    }
}

/// Whether the vocabulary has what a DOCTYPE needs.
fn push_doctype(out: &mut String, vocabulary: &Vocabulary) -> bool {
    let formal = vocabulary.all_formal_ids().first().copied();
    let system = vocabulary.all_system_ids().first().copied();
    if vocabulary.root_element().is_empty() || (formal.is_none() && system.is_none()) {
        return false;
    }
    out.push_str("<!DOCTYPE ");
    out.push_str(vocabulary.root_element());
    match formal {
        Some(formal) => {
            out.push_str(" PUBLIC \"");
            out.push_str(formal);
            out.push_str("\" \"");
        }
        None => out.push_str(" SYSTEM \""),
    }
    out.push_str(system.unwrap_or(""));
    out.push_str("\">");
    true
}

#[cfg(test)]
mod tests {
    extern crate std;

    use super::*;
    use crate::error::Code;
    use crate::vocabulary::AttributePage;

    static PLAIN: Vocabulary = Vocabulary::new("plain")
        .formal_ids(&["-//X//DTD PLAIN//EN"])
        .root("doc")
        .tags(&[TagPage::new(0, "", &[(0x05, "doc"), (0x06, "item")])])
        .attributes(&[AttributePage::new(0, &[(0x05, "name", "")])]);
    static NESTED: Vocabulary =
        Vocabulary::new("nested").tags(&[TagPage::new(0, "urn:n", &[(0x05, "inner")])]);
    static SPACED: Vocabulary = Vocabulary::new("spaced")
        .system_ids(&["spaced.dtd"])
        .root("doc")
        .tags(&[
            TagPage::new(0, "urn:a", &[(0x05, "doc"), (0x06, "item")]),
            TagPage::new(1, "urn:b", &[(0x05, "type")]),
        ])
        .nested(&[&NESTED]);

    const BARE: WriteOptions = WriteOptions::new().with_prolog(Prolog::None);
    const INDENTED: WriteOptions = BARE.with_layout(Layout::Indented(2));

    fn start(name: &str) -> Event<'_> {
        Event::Start(Name::new(name))
    }

    fn within<'a>(name: &'a str, space: &'a str) -> Event<'a> {
        Event::Start(Name::new(name).with_space(space))
    }

    fn attribute<'a>(name: &'a str, value: &'a str) -> Event<'a> {
        Event::Attribute { name: Name::new(name), value: value.into() }
    }

    fn text(text: &str) -> Event<'_> {
        Event::Text(text.into())
    }

    fn instruction<'a>(target: &'a str, data: &'a str) -> Event<'a> {
        Event::Instruction { target: Name::new(target), data: data.into() }
    }

    fn write(
        vocabulary: &'static Vocabulary,
        options: WriteOptions,
        events: &[Event<'_>],
    ) -> Result<String, Error> {
        let mut writer = Writer::with_options(vocabulary, options);
        for event in events {
            writer.write_event(event)?;
        }
        writer.finish()
    }

    #[test]
    fn a_document_with_everything() {
        let events = [
            instruction("before", ""),
            start("doc"),
            attribute("name", "a<\"\n"),
            text("x&y\r\n"),
            Event::Opaque("é>".as_bytes()),
            Event::Text(Content::cdata("1]]>2")),
            start("item"),
            Event::End,
            instruction("inside", "data ?"),
            Event::End,
            instruction("after", "z"),
        ];
        assert_eq!(
            write(&PLAIN, WriteOptions::new(), &events).unwrap(),
            "<?xml version=\"1.0\"?><!DOCTYPE doc PUBLIC \"-//X//DTD PLAIN//EN\" \"\"><?before?>\
             <doc name=\"a&lt;&quot;&#10;\">x&amp;y&#13;\né&gt;<![CDATA[1]]]]><![CDATA[>2]]>\
             <item/><?inside data ??></doc><?after z?>"
        );
    }

    #[test]
    fn prologs() {
        let events = [start("doc"), Event::End];
        let options = WriteOptions::new();
        for (vocabulary, options, expected) in [
            (&SPACED, options, "<?xml version=\"1.0\"?><!DOCTYPE doc SYSTEM \"spaced.dtd\"><doc/>"),
            (&NESTED, options, "<?xml version=\"1.0\"?><doc/>"),
            (&SPACED, options.with_prolog(Prolog::Declaration), "<?xml version=\"1.0\"?><doc/>"),
            (
                &SPACED,
                options.with_layout(Layout::Indented(1)),
                "<?xml version=\"1.0\"?>\n<!DOCTYPE doc SYSTEM \"spaced.dtd\">\n<doc/>\n",
            ),
        ] {
            assert_eq!(write(vocabulary, options, &events).unwrap(), expected);
        }
    }

    #[test]
    fn empty_text_does_not_open_an_element() {
        let events = [start("doc"), text(""), Event::Opaque(b""), Event::End];
        assert_eq!(write(&PLAIN, BARE, &events).unwrap(), "<doc/>");
        let events = [start("doc"), text(""), start("item"), Event::End, Event::End];
        assert_eq!(write(&PLAIN, BARE, &events).unwrap(), "<doc><item/></doc>");
        let events = [start("doc"), Event::Text(Content::cdata("")), Event::End];
        assert_eq!(write(&PLAIN, BARE, &events).unwrap(), "<doc><![CDATA[]]></doc>");
    }

    #[test]
    fn a_namespace_is_declared_where_it_changes() {
        let events = [
            within("doc", "urn:a"),
            within("type", "urn:b"),
            within("item", "urn:a"),
            within("item", "urn:a"),
            Event::End,
            Event::End,
            within("type", "urn:b"),
            Event::End,
            Event::End,
            within("type", "urn:b"),
            Event::End,
            within("inner", "urn:n"),
            Event::End,
            start("literal"),
            Event::End,
            Event::End,
        ];
        assert_eq!(
            write(&SPACED, BARE, &events).unwrap(),
            "<doc xmlns=\"urn:a\"><type xmlns=\"urn:b\"><item xmlns=\"urn:a\"><item/></item>\
             <type/></type><type xmlns=\"urn:b\"/><inner xmlns=\"urn:n\"/><literal/></doc>"
        );
    }

    #[test]
    fn foreign_namespaces_survive_by_their_declarations() {
        let foreign = |name| Event::Start(Name::new(name).with_space("urn:f").with_prefix(2));
        let events = [
            within("doc", "urn:a"),
            within("x", "urn:f"),
            attribute("name", "1"),
            attribute("xmlns", "urn:f"),
            within("y", "urn:f"),
            within("item", "urn:a"),
            within("z", "urn:f"),
            Event::End,
            Event::End,
            Event::End,
            Event::End,
            foreign("f:x"),
            attribute("xmlns:f", "urn:f"),
            foreign("f:y"),
            Event::End,
            Event::End,
            within("item", "urn:a"),
            Event::End,
            start("none"),
            attribute("xmlns", ""),
            within("item", "urn:a"),
            Event::End,
            Event::End,
            Event::End,
        ];
        assert_eq!(
            write(&SPACED, BARE, &events).unwrap(),
            "<doc xmlns=\"urn:a\"><x xmlns=\"urn:f\" name=\"1\"><y><item xmlns=\"urn:a\">\
             <z xmlns=\"urn:f\"/></item></y></x><f:x xmlns:f=\"urn:f\"><f:y/></f:x><item/>\
             <none xmlns=\"\"><item xmlns=\"urn:a\"/></none></doc>"
        );
    }

    #[test]
    fn an_explicit_namespace_wins() {
        let events = [
            within("doc", "urn:a"),
            attribute("x", "1"),
            attribute("xmlns", "urn:A"),
            attribute("y", "2"),
            within("item", "urn:A"),
            Event::End,
            within("item", "urn:a"),
            Event::End,
            Event::End,
        ];
        assert_eq!(
            write(&SPACED, BARE, &events).unwrap(),
            "<doc x=\"1\" xmlns=\"urn:A\" y=\"2\"><item/><item xmlns=\"urn:a\"/></doc>"
        );
    }

    #[test]
    fn an_attribute_in_a_known_namespace_gets_its_prefix_declared() {
        let name = |text| Name::new(text).with_space("urn:b").with_prefix(2);
        let events = [
            within("doc", "urn:a"),
            Event::Attribute { name: name("b:x"), value: "1".into() },
            Event::Attribute { name: name("b:y"), value: "2".into() },
            Event::End,
        ];
        assert_eq!(
            write(&SPACED, BARE, &events).unwrap(),
            "<doc xmlns=\"urn:a\" xmlns:b=\"urn:b\" b:x=\"1\" b:y=\"2\"/>"
        );
    }

    #[test]
    fn indented() {
        let events = [
            instruction("before", ""),
            start("doc"),
            start("item"),
            text("t"),
            Event::End,
            start("item"),
            instruction("inside", ""),
            start("item"),
            Event::End,
            Event::End,
            Event::End,
            instruction("after", ""),
        ];
        assert_eq!(
            write(&PLAIN, INDENTED, &events).unwrap(),
            "<?before?>\n<doc>\n  <item>t</item>\n  <item>\n    <?inside?>\n    <item/>\n  \
             </item>\n</doc>\n<?after?>\n"
        );
    }

    #[test]
    fn indents_are_taken_back_where_text_follows() {
        let mixed = [
            start("doc"),
            start("item"),
            start("item"),
            start("deep"),
            Event::End,
            Event::End,
            Event::End,
            start("item"),
            Event::End,
            text("late"),
            start("item"),
            start("item"),
            Event::End,
            Event::End,
            Event::End,
        ];
        let expected =
            "<doc><item><item><deep/></item></item><item/>late<item><item/></item></doc>";
        assert_eq!(write(&PLAIN, INDENTED, &mixed).unwrap(), [expected, "\n"].concat());
        let mut events = std::vec![start("doc"), start("item"), Event::End];
        events.extend(mixed);
        events.extend([start("item"), Event::End, Event::End]);
        let expected = ["<doc>\n  <item/>\n  ", expected, "\n  <item/>\n</doc>\n"].concat();
        assert_eq!(write(&PLAIN, INDENTED, &events).unwrap(), expected);
    }

    #[test]
    fn white_space_is_preserved_where_a_document_asks_for_it() {
        let events = [
            start("doc"),
            attribute("xml:space", "preserve"),
            start("item"),
            start("item"),
            attribute("xml:space", "default"),
            start("item"),
            Event::End,
            Event::End,
            Event::End,
            Event::End,
        ];
        assert_eq!(
            write(&PLAIN, INDENTED, &events).unwrap(),
            "<doc xml:space=\"preserve\"><item><item xml:space=\"default\">\n      <item/>\n    \
             </item></item></doc>\n"
        );
    }

    #[test]
    fn what_xml_cannot_carry() {
        let code = Code { page: 0, token: 0x3F };
        let unknown = Name::unknown(code);
        let value = |value| Event::Attribute { name: Name::new("name"), value };
        let doc = start("doc");
        for (events, loss, offset) in [
            (&[Event::Start(unknown)][..], Loss::Tag(code), 1),
            (
                &[doc, Event::Attribute { name: unknown, value: "".into() }],
                Loss::Attribute(code),
                5,
            ),
            (&[start("a b")], Loss::Name, 1),
            (&[start("")], Loss::Name, 1),
            (&[doc, attribute("a=\"\"", "")], Loss::Name, 5),
            (&[doc, attribute("a", "ab\u{1}")], Loss::Character('\u{1}'), 10),
            (&[doc, text("\u{FFFF}")], Loss::Character('\u{FFFF}'), 5),
            (&[doc, text("\0")], Loss::Character('\0'), 5),
            (&[doc, Event::Text(Content::cdata("\u{8}"))], Loss::Character('\u{8}'), 5),
            (&[doc, Event::Opaque(&[0xFF])], Loss::Opaque, 5),
            (&[doc, Event::Opaque(&[0x00])], Loss::Opaque, 5),
            (&[doc, instruction("a", "b?>c")], Loss::Instruction, 13),
            (&[doc, instruction("a", "\u{2}")], Loss::Character('\u{2}'), 10),
            (&[instruction("a?", "")], Loss::Name, 2),
            (&[instruction("XML", "")], Loss::Name, 5),
            (&[doc, value(Content::token(code, None, 7))], Loss::Value(code), 11),
        ] {
            let error = write(&PLAIN, BARE, events).unwrap_err();
            assert_eq!(error, Error::new(ErrorKind::NotExpressible(loss), offset), "{events:?}");
        }
    }

    #[test]
    fn events_out_of_order() {
        let doc = start("doc");
        for events in [
            &[][..],
            &[Event::End],
            &[doc],
            &[text("a")],
            &[Event::Opaque(b"a")],
            &[attribute("a", "")],
            &[doc, Event::End, doc],
            &[doc, Event::End, text("a")],
            &[doc, Event::End, Event::End],
            &[doc, Event::End, attribute("a", "")],
            &[doc, text("a"), attribute("a", ""), Event::End],
            &[doc, text(""), attribute("a", ""), Event::End],
            &[doc, instruction("a", ""), attribute("a", ""), Event::End],
            &[doc, start("item"), Event::End, attribute("a", ""), Event::End],
        ] {
            let error = write(&PLAIN, BARE, events).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::EventOrder, "{events:?}");
        }
    }

    #[test]
    fn a_name_with_a_code_of_another_name_is_checked() {
        let name = Name::new("do c").with_code(Code { page: 0, token: 0x05 });
        let error = write(&PLAIN, BARE, &[Event::Start(name)]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotExpressible(Loss::Name));
    }

    #[test]
    fn a_buffer_is_used_again() {
        let mut writer = Writer::reuse(&NESTED, String::from("old"));
        writer.write_event(&start("doc")).unwrap();
        writer.write_event(&Event::End).unwrap();
        assert_eq!(writer.finish().unwrap(), "<?xml version=\"1.0\"?><doc/>");
    }
}
