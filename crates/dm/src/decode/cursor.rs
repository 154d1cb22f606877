//! The cursor on the events: children, texts, and what is noted on the way.

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use bytes::Bytes;
use provost_wbxml::{Content, Event, Name, ReadEvents, Syntax};

use super::State;
use crate::deviation::{Deviation, Rule};
use crate::element::{Element, Model};
use crate::error::{Error, ErrorKind};
use crate::extra::{Extra, Extras, Piece};
use crate::namespace::Namespace;
use crate::options::{DecodeOptions, Dialect};
use crate::text::{BLANKS, Text, share};

/// The reading has failed; the cursor knows why. So that results of the functions below fit into
/// registers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Failed;

/// The next child of an element.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Child {
    Known(Element),
    /// An element that no DTD of SyncML has; its name is in the cursor.
    Unknown,
    /// There is none.
    End,
}

pub(super) struct Cursor<'a, R> {
    pub(super) input: &'a Bytes,
    /// The input, as long texts share it.
    pub(super) document: Arc<Bytes>,
    pub(super) events: R,
    pub(super) options: &'a DecodeOptions,
    /// Where the last event began.
    pub(super) at: usize,
    /// The name of the last unknown element.
    pub(super) name: Name<'a>,
    /// The namespace of the document element.
    space: &'a str,
    pub(super) commands_left: usize,
    pub(super) extras_left: usize,
    /// Octets by which elements in data may grow when they are taken out of the document.
    pub(super) growth_left: usize,
    /// Whether the document has a string table.
    pub(super) has_table: bool,
    /// The address that is being read, whose text may stand without an element around it.
    pub(super) location: Option<Element>,
    pub(super) bare: Option<Text>,
    deviations: Vec<Deviation>,
    more_deviations: usize,
    error: Option<Error>,
}

const METINF: &str = "syncml:metinf";

impl<'a, R: ReadEvents<'a>> Cursor<'a, R> {
    pub(super) fn new(
        input: &'a Bytes,
        events: R,
        options: &'a DecodeOptions,
        has_table: bool,
    ) -> Self {
        Self {
            input,
            document: Arc::new(input.clone()),
            events,
            options,
            at: 0,
            name: Name::new(""),
            space: "",
            commands_left: options.limits.commands,
            extras_left: options.limits.extras,
            growth_left: options.limits.syntax.expanded,
            has_table,
            location: None,
            bare: None,
            deviations: Vec::new(),
            more_deviations: 0,
            error: None,
        }
    }

    /// Hands over what was noted, and why the reading failed if it did.
    pub(super) fn finish(self, read: Result<(), Failed>, state: &mut State) -> Result<(), Error> {
        state.deviations = self.deviations;
        state.more_deviations = self.more_deviations;
        match (read, self.error) {
            (Ok(()), None) => Ok(()),
            (_, Some(error)) => Err(error),
            (Err(Failed), None) => Err(Error::new(ErrorKind::Root, self.at)),
        }
    }

    #[cold]
    pub(super) fn fail<T>(&mut self, kind: ErrorKind) -> Result<T, Failed> {
        self.error = Some(Error::new(kind, self.at));
        Err(Failed)
    }

    #[cold]
    pub(super) fn syntax<T>(&mut self, error: provost_wbxml::Error) -> Result<T, Failed> {
        self.error = Some(error.into());
        Err(Failed)
    }

    /// Takes note of a departure where the last event began.
    #[cold]
    pub(super) fn note(&mut self, rule: Rule) -> Result<(), Failed> {
        self.note_at(rule, self.at)
    }

    #[cold]
    pub(super) fn note_at(&mut self, rule: Rule, offset: usize) -> Result<(), Failed> {
        if self.options.strict {
            self.error = Some(Error::new(ErrorKind::Deviation(rule), self.visible(offset)));
            return Err(Failed);
        }
        if self.deviations.len() < self.options.limits.deviations {
            let offset = self.visible(offset);
            self.deviations.push(Deviation { rule, offset });
        } else {
            self.more_deviations = self.more_deviations.saturating_add(1);
        }
        Ok(())
    }

    /// An event of XML may begin with white space in front of its tag.
    fn visible(&self, offset: usize) -> usize {
        if self.events.syntax() == Syntax::Wbxml {
            return offset;
        }
        let rest = self.input.get(offset..).unwrap_or_default();
        let blanks = rest.iter().take_while(|octet| octet.is_ascii_whitespace()).count();
        if blanks == rest.len() { offset } else { offset.saturating_add(blanks) }
    }

    /// The next event, where it does not matter how fast.
    #[inline(never)]
    pub(super) fn event(&mut self) -> Result<Option<Event<'a>>, Failed> {
        self.at = self.events.offset();
        match self.events.next_event() {
            Ok(event) => Ok(event),
            Err(error) => self.syntax(error),
        }
    }

    /// The next child; what else stands before it goes to the extras.
    #[inline(never)]
    pub(super) fn child(&mut self, extra: &mut Extras) -> Result<Child, Failed> {
        loop {
            self.at = self.events.offset();
            match self.events.next_event() {
                Ok(Some(Event::Start(name))) => {
                    if let Some(code) = name.code() {
                        if let Some(element) = Element::from_code(code) {
                            return Ok(Child::Known(element));
                        }
                        self.name = name;
                        return Ok(Child::Unknown);
                    }
                    return self.named(name);
                }
                Ok(Some(Event::End) | None) => {
                    extra.join_texts();
                    return Ok(Child::End);
                }
                Ok(Some(event)) => self.between(event, extra)?,
                Err(error) => return self.syntax(error),
            }
        }
    }

    /// An element that has a name and no token.
    fn named(&mut self, name: Name<'a>) -> Result<Child, Failed> {
        self.name = name;
        let space = name.space();
        // WBXML has prefixes without the namespaces that they stand for: those of others.
        let ours = (space.is_empty() && name.local() == name.qualified())
            || space == METINF
            || space == self.space
            || Namespace::from_uri(space).is_some();
        let Some(element) = Element::from_name(name.local()).filter(|_| ours) else {
            return Ok(Child::Unknown);
        };
        if element.is_meta() && space != METINF && self.events.syntax() == Syntax::Xml {
            self.note(Rule::MetaNamespace(element))?;
        }
        Ok(Child::Known(element))
    }

    /// What stands between elements.
    #[cold]
    fn between(&mut self, event: Event<'a>, extra: &mut Extras) -> Result<(), Failed> {
        match event {
            Event::Attribute { name, value } => self.attribute(name, value, extra),
            Event::Text(content) => {
                let text = self.text(&content)?;
                if text.trim_matches(BLANKS).is_empty() {
                    return Ok(());
                }
                if let Some(location) = self.location.filter(|_| self.bare.is_none()) {
                    self.note(Rule::BareLocation(location))?;
                    self.bare = Some(text.trimmed());
                    return Ok(());
                }
                self.note(Rule::StrayText)?;
                self.keep(extra, alloc::vec![Piece::Text(text)])
            }
            Event::Opaque(octets) => {
                self.note(Rule::StrayText)?;
                let octets = share(self.input, octets);
                self.keep(extra, alloc::vec![Piece::Opaque(octets)])
            }
            event => {
                self.note(Rule::Instruction)?;
                let pieces = self.piece(event)?.into_iter().collect();
                self.keep(extra, pieces)
            }
        }
    }

    #[cold]
    pub(super) fn attribute(
        &mut self,
        name: Name<'a>,
        value: Content<'a>,
        extra: &mut Extras,
    ) -> Result<(), Failed> {
        let microsoft = self.options.dialect == Dialect::Microsoft
            && (name.qualified() == "xmlns:msft" || name.qualified().starts_with("msft:"));
        if !microsoft {
            self.note(Rule::Attribute)?;
        }
        let piece = self.piece(Event::Attribute { name, value })?;
        self.keep(extra, piece.into_iter().collect())
    }

    fn keep(&mut self, extra: &mut Extras, pieces: Vec<Piece>) -> Result<(), Failed> {
        if !pieces.is_empty() {
            extra.push(Extra::new(pieces));
        }
        Ok(())
    }

    /// Whether an element comes in the order of the DTD.
    #[inline]
    pub(super) fn in_order(
        &mut self,
        model: &Model,
        last: &mut u8,
        element: Element,
    ) -> Result<(), Failed> {
        let rank = model.rank(element);
        if rank == Model::NONE {
            return Ok(());
        }
        if rank < *last {
            return self.note(Rule::Order(element));
        }
        *last = rank;
        Ok(())
    }

    /// An element that has no field here, or whose field is taken: it goes to the extras.
    #[cold]
    pub(super) fn other(
        &mut self,
        element: Element,
        model: &Model,
        extra: &mut Extras,
    ) -> Result<(), Failed> {
        let rule = if element.is_not_dm() {
            Rule::NotDm(element)
        } else if model.rank(element) == Model::NONE {
            Rule::Misplaced(element)
        } else {
            Rule::Repeated(element)
        };
        self.note(rule)?;
        let pieces = self.known_pieces(element)?;
        extra.push(Extra::new(pieces));
        Ok(())
    }

    /// The last unknown element goes to the extras.
    #[cold]
    pub(super) fn unknown(&mut self, extra: &mut Extras) -> Result<(), Failed> {
        self.note(Rule::UnknownElement)?;
        let pieces = self.pieces(self.name)?;
        extra.push(Extra::new(pieces));
        Ok(())
    }

    /// The text of an element that has nothing else in it, without white space around it.
    #[inline(never)]
    pub(super) fn leaf(&mut self, element: Element, extra: &mut Extras) -> Result<Text, Failed> {
        if let Some(octets) = self.events.leaf_text() {
            if let Ok(text) = core::str::from_utf8(octets) {
                return self.trimmed(text, element);
            }
            return self.not_utf8(octets);
        }
        self.at = self.events.offset();
        match self.events.next_event() {
            Ok(Some(Event::Text(content))) => {
                let text = self.text(&content)?;
                match self.events.next_event() {
                    Ok(Some(Event::End)) => self.trim(text, element),
                    Ok(event) => self.rest_of_leaf(text, event, element, extra),
                    Err(error) => self.syntax(error),
                }
            }
            Ok(Some(Event::End)) => Ok(Text::new()),
            Ok(event) => self.rest_of_leaf(Text::new(), event, element, extra),
            Err(error) => self.syntax(error),
        }
    }

    /// A part of the input without white space at its ends.
    #[inline]
    fn trimmed(&mut self, text: &str, element: Element) -> Result<Text, Failed> {
        let octets = text.as_bytes();
        let blank = |octet: Option<&u8>| octet.is_some_and(u8::is_ascii_whitespace);
        if blank(octets.first()) || blank(octets.last()) {
            self.at = octets.as_ptr().addr().saturating_sub(self.input.as_ptr().addr());
            self.note(Rule::WhiteSpace(element))?;
            return Ok(Text::part(&self.document, text.trim_matches(BLANKS)));
        }
        Ok(Text::part(&self.document, text))
    }

    #[cold]
    fn not_utf8<T>(&mut self, octets: &[u8]) -> Result<T, Failed> {
        let valid = core::str::from_utf8(octets).err().map_or(0, |error| error.valid_up_to());
        let start = octets.as_ptr().addr().saturating_sub(self.input.as_ptr().addr());
        self.at = start.saturating_add(valid);
        self.fail(ErrorKind::Syntax(provost_wbxml::ErrorKind::Text))
    }

    fn trim(&mut self, text: Text, element: Element) -> Result<Text, Failed> {
        let ends = (text.as_bytes().first(), text.as_bytes().last());
        let blank = |octet: Option<&u8>| octet.is_some_and(u8::is_ascii_whitespace);
        if blank(ends.0) || blank(ends.1) {
            self.note(Rule::WhiteSpace(element))?;
            return Ok(text.trimmed());
        }
        Ok(text)
    }

    /// A leaf of several texts, of opaque octets, or with more in it.
    #[cold]
    fn rest_of_leaf(
        &mut self,
        first: Text,
        event: Option<Event<'a>>,
        element: Element,
        extra: &mut Extras,
    ) -> Result<Text, Failed> {
        let mut text = first;
        let mut event = event;
        // What several parts are joined in: each is copied once, however many they are.
        let mut joined = String::new();
        // A nonce that is opaque, with what stands around it: only all of it tells what it is.
        let mut nonce: Option<Vec<u8>> = None;
        loop {
            match event {
                None | Some(Event::End) => {
                    let text = if joined.is_empty() { text } else { Text::from(joined) };
                    let text = nonce.map_or(text, nonce_text);
                    return self.trim(text, element);
                }
                Some(Event::Text(content)) => {
                    let more = self.text(&content)?;
                    match &mut nonce {
                        Some(octets) => octets.extend_from_slice(more.as_bytes()),
                        None => join(&mut text, &mut joined, more),
                    }
                }
                Some(Event::Opaque(octets)) if element == Element::NextNonce => {
                    let before = if joined.is_empty() { &*text } else { &*joined };
                    nonce.get_or_insert_with(|| before.into()).extend_from_slice(octets);
                }
                Some(Event::Opaque(octets)) => {
                    let more = self.opaque_text(octets)?;
                    join(&mut text, &mut joined, more);
                }
                Some(Event::Start(name)) => {
                    self.note(Rule::UnknownElement)?;
                    let pieces = self.pieces(name)?;
                    extra.push(Extra::new(pieces).with_on(element));
                }
                Some(Event::Attribute { .. }) => {
                    self.note(Rule::Attribute)?;
                    if let Some(piece) = event.map(|event| self.piece(event)).transpose()?.flatten()
                    {
                        extra.push(Extra::new(alloc::vec![piece]).with_on(element));
                    }
                }
                Some(other) => {
                    self.note(Rule::Instruction)?;
                    if let Some(piece) = self.piece(other)? {
                        extra.push(Extra::new(alloc::vec![piece]).with_on(element));
                    }
                }
            }
            event = self.event()?;
        }
    }

    /// Opaque octets where text is expected: peers send text so.
    fn opaque_text(&mut self, octets: &'a [u8]) -> Result<Text, Failed> {
        match core::str::from_utf8(octets) {
            Ok(text) => Ok(Text::part(&self.document, text)),
            Err(_) => self.fail(ErrorKind::NotText),
        }
    }

    /// An element that has nothing in it.
    pub(super) fn empty(&mut self, element: Element, extra: &mut Extras) -> Result<(), Failed> {
        match self.events.next_event() {
            Ok(Some(Event::End)) => Ok(()),
            Ok(event) => {
                let text = self.rest_of_leaf(Text::new(), event, element, extra)?;
                if text.is_empty() {
                    return Ok(());
                }
                self.note(Rule::StrayText)?;
                extra.push(Extra::new(alloc::vec![Piece::Text(text)]).with_on(element));
                Ok(())
            }
            Err(error) => self.syntax(error),
        }
    }

    /// A text: a part of the input, where it stands there as it is.
    #[inline]
    pub(super) fn text(&mut self, content: &Content<'a>) -> Result<Text, Failed> {
        match content.as_str() {
            Ok(Some(text)) => Ok(Text::part(&self.document, text)),
            Ok(None) => self.joined(content),
            Err(error) => self.syntax(error),
        }
    }

    #[cold]
    fn joined(&mut self, content: &Content<'a>) -> Result<Text, Failed> {
        match content.to_str() {
            Ok(text) => Ok(Text::from(text)),
            Err(error) => self.syntax(error),
        }
    }

    /// The namespace of the document element, which has begun.
    pub(super) fn root_namespace(&mut self) -> Option<Namespace> {
        if self.events.syntax() == Syntax::Wbxml {
            return None;
        }
        self.space = self.name.space();
        let tag = self.input.get(self.at..).unwrap_or_default();
        let length = tag.iter().position(|octet| *octet == b'>').unwrap_or(tag.len());
        let tag = core::str::from_utf8(tag.get(..length).unwrap_or_default()).unwrap_or("");
        // Without a declaration, the reader gives the name a namespace of its own accord.
        if !tag.contains("xmlns") {
            return None;
        }
        Namespace::from_uri(self.space)
    }

    pub(super) fn note_namespace(
        &mut self,
        declared: Option<Namespace>,
        start: usize,
    ) -> Result<(), Failed> {
        if declared.is_some() || self.events.syntax() == Syntax::Wbxml {
            return Ok(());
        }
        let none = self.space.is_empty() || Namespace::from_uri(self.space).is_some();
        self.note_at(if none { Rule::NoNamespace } else { Rule::Namespace }, start)
    }

    /// The document ends here.
    pub(super) fn end(&mut self) -> Result<(), Failed> {
        while let Some(event) = self.event()? {
            if matches!(event, Event::Instruction { .. }) {
                self.note(Rule::Instruction)?;
            }
        }
        Ok(())
    }
}

/// Puts a part of a text behind those before it.
fn join(text: &mut Text, joined: &mut String, more: Text) {
    if text.is_empty() {
        *text = more;
        return;
    }
    if joined.is_empty() {
        joined.push_str(text);
    }
    joined.push_str(&more);
}

/// A nonce in opaque octets: its base64 text, or the octets that it stands for.
fn nonce_text(octets: Vec<u8>) -> Text {
    use provost_wbxml::typed::base64;

    match core::str::from_utf8(&octets) {
        Ok(text) if base64::decode(text).is_ok() => Text::from(text),
        _ => Text::from(base64::encode(&octets)),
    }
}
