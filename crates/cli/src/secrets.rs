//! Which parts of a document are secrets, and a writer that leaves them out.
//!
//! Secrets are: values of parms with a name like `AUTHSECRET`; `Data` of `Cred`; `Data` of an item, or
//! `Value` of a node, whose name is like that; what an element like `Password` holds; text that is a
//! document of its own and holds such a word. What no vocabulary is known for hides nothing.

use alloc::borrow::Cow;
use core::ops::Range;

use provost::cp::is_secret;
use provost::wbxml::vocabulary::Vocabulary;
use provost::wbxml::{Content, Error, Event, Part, ReadEvents, Syntax, WriteEvents, detect};

use crate::window::offset_in;

/// What stands for a secret.
pub(crate) const HIDDEN: &str = "[hidden]";

/// What is to be hidden of a document.
#[derive(Default, Debug)]
pub(crate) struct Secrets {
    /// Octets: in order, apart from one another.
    pub(crate) spans: Vec<Range<usize>>,
    /// How many secrets there are.
    pub(crate) count: usize,
    /// Whether a value stands in front of its name, so that a writer must hide what has none yet.
    pub(crate) is_out_of_order: bool,
    /// Whether opaque data is a provisioning document, which must not be written as base64.
    pub(crate) has_documents: bool,
}

/// How much is shown behind a fault: what follows is not read, and may be anything.
pub(crate) const BEHIND_FAULT: usize = 8;

/// Document types that may hold secrets, by the start of their names.
const HOLDERS: [&str; 8] =
    ["prov", "syncml", "dmddf", "ota", "syncset", "wvcsp", "activesync", "drmrel"];

impl Secrets {
    /// Reads a document, up to its fault if it has one.
    pub(crate) fn find<'a>(reader: &mut impl ReadEvents<'a>, input: &'a [u8]) -> Self {
        let mut found = Self::default();
        let mut walk = Walk::default();
        let kind = reader.vocabulary().id();
        let may_hold = HOLDERS.iter().any(|start| kind.starts_with(start));
        loop {
            let start = reader.offset();
            let event = match reader.next_event() {
                Ok(Some(event)) => event,
                Ok(None) => break,
                Err(error) => {
                    let (is_open, held) = walk.fault();
                    found.hide_all(held);
                    if may_hold {
                        let shown = error.offset().saturating_add(BEHIND_FAULT);
                        found.spans.push(if is_open { start } else { shown }..input.len());
                    }
                    break;
                }
            };
            let verdict = walk.event(&event);
            let span = start..reader.offset();
            match (verdict, &event) {
                (Verdict::Secret, _) => found.hide(&event, span, input),
                (Verdict::Undecided, _) => walk.hold(parts(&event, span, input)),
                (Verdict::Plain, Event::Opaque(octets)) => found.look_into(octets, input),
                _ => {}
            }
            let held = core::mem::take(&mut walk.decided);
            if !held.is_empty() {
                found.is_out_of_order = true;
                found.hide_all(held);
            }
        }
        found.put_in_order();
        found
    }

    fn hide(&mut self, event: &Event<'_>, span: Range<usize>, input: &[u8]) {
        self.count = self.count.saturating_add(1);
        self.spans.extend(parts(event, span, input));
    }

    fn hide_all(&mut self, spans: Vec<Range<usize>>) {
        self.count = self.count.saturating_add(spans.len());
        self.spans.extend(spans);
    }

    /// A document in opaque data: it is read by its own vocabulary, and what is in it no further.
    fn look_into(&mut self, octets: &[u8], input: &[u8]) {
        let Some(at) = offset_in(input, octets) else { return };
        let Ok(vocabulary) = detect(octets, None) else { return };
        let options = provost::wbxml::ReadOptions::lenient();
        let reader = provost::wbxml::Reader::with_options(octets, vocabulary, options);
        let Ok(mut reader) = reader else { return };
        let mut walk = Walk::default();
        let base =
            |range: Range<usize>| range.start.saturating_add(at)..range.end.saturating_add(at);
        loop {
            let start = reader.offset();
            let Ok(event) = reader.next_event() else {
                self.spans.push(base(start..octets.len()));
                break;
            };
            let Some(event) = event else { break };
            match walk.event(&event) {
                Verdict::Plain => {}
                // One secret too many rather than one too few.
                Verdict::Secret | Verdict::Undecided => {
                    self.count = self.count.saturating_add(1);
                    let spans = parts(&event, start..reader.offset(), octets);
                    self.spans.extend(spans.into_iter().map(base));
                }
            }
        }
        self.has_documents |= vocabulary.id().starts_with("prov");
    }

    fn put_in_order(&mut self) {
        self.spans.sort_by_key(|range| (range.start, range.end));
        let mut apart: Vec<Range<usize>> = Vec::with_capacity(self.spans.len());
        for range in self.spans.drain(..).filter(|range| !range.is_empty()) {
            match apart.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => apart.push(range),
            }
        }
        self.spans = apart;
    }
}

/// Where the text of an event stands; all of the event where that is not known.
fn parts(event: &Event<'_>, span: Range<usize>, input: &[u8]) -> Vec<Range<usize>> {
    let content = match event {
        Event::Attribute { value, .. } => *value,
        Event::Text(content) => *content,
        _ => return vec![span],
    };
    let mut spans = Vec::new();
    let mut is_exact = true;
    for part in content.parts() {
        let place = match part {
            Part::Table(_, text) | Part::Inline(text) => {
                let at = offset_in(input, text.octets());
                at.map(|at| at..at.saturating_add(text.octets().len()))
            }
            _ => None,
        };
        is_exact &= place.is_some();
        spans.extend(place);
    }
    if !is_exact {
        spans.push(span);
    }
    spans
}

/// Whether content is a secret.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Verdict {
    Plain,
    Secret,
    /// What it belongs to has no name yet.
    Undecided,
}

/// What an element is for a secret.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    /// Has a name, and a value: `parm`, `Item`, `Node`.
    Holder,
    /// `Cred`, `Password`.
    Credential,
    /// `LocURI`, `NodeName`.
    Name,
    /// `Data`, `Value`.
    Value,
    Other,
}

#[derive(Debug)]
struct Frame {
    kind: Kind,
    /// The holder it is in, or itself.
    holder: Option<usize>,
    is_named: bool,
    is_secret: bool,
    held: Vec<Range<usize>>,
}

/// The open elements of a document.
#[derive(Default, Debug)]
struct Walk {
    frames: Vec<Frame>,
    /// What was held, and is a secret.
    decided: Vec<Range<usize>>,
}

impl Walk {
    fn event(&mut self, event: &Event<'_>) -> Verdict {
        match event {
            Event::Start(name) => self.start(name.local()),
            Event::Attribute { name, value } => return self.attribute(name.local(), value),
            Event::Text(content) => return self.text(text_of(content).as_deref()),
            Event::Opaque(octets) => return self.text(core::str::from_utf8(octets).ok()),
            Event::End => self.end(),
            _ => {}
        }
        Verdict::Plain
    }

    fn start(&mut self, name: &str) {
        let kind = match name {
            // Settings in the form of Nokia are in capitals.
            "parm" | "PARM" | "Item" | "Node" => Kind::Holder,
            // `Cred` of the old form of settings is a text.
            "Cred" | "DigestBytes" | "KeyValue" => Kind::Credential,
            _ if name.ends_with("Password") => Kind::Credential,
            "LocURI" | "NodeName" => Kind::Name,
            "Data" | "Value" => Kind::Value,
            _ => Kind::Other,
        };
        let holder = match kind {
            Kind::Holder | Kind::Credential => Some(self.frames.len()),
            _ => self.frames.last().and_then(|frame| frame.holder),
        };
        let is_credential = kind == Kind::Credential;
        self.frames.push(Frame {
            kind,
            holder,
            is_named: is_credential,
            is_secret: is_credential,
            held: Vec::new(),
        });
    }

    fn end(&mut self) {
        if let Some(frame) = self.frames.pop().filter(|frame| frame.is_secret) {
            self.decided.extend(frame.held);
        }
    }

    fn attribute(&mut self, name: &str, value: &Content<'_>) -> Verdict {
        let Some(frame) = self.frames.last_mut().filter(|frame| frame.kind == Kind::Holder) else {
            return Verdict::Plain;
        };
        match name {
            "name" | "NAME" => {
                frame.is_named = true;
                frame.is_secret |= text_of(value).is_none_or(|name| is_secret(&name));
                Verdict::Plain
            }
            "value" | "VALUE" if value.is_empty() => Verdict::Plain,
            "value" | "VALUE" if frame.is_secret => Verdict::Secret,
            "value" | "VALUE" if frame.is_named => Verdict::Plain,
            "value" | "VALUE" => Verdict::Undecided,
            _ => Verdict::Plain,
        }
    }

    fn text(&mut self, text: Option<&str>) -> Verdict {
        let Some(frame) = self.frames.last() else { return Verdict::Plain };
        let kind = frame.kind;
        let holder = frame.holder.and_then(|at| self.frames.get_mut(at));
        match (kind, holder) {
            (Kind::Name, Some(holder)) => {
                holder.is_named = true;
                holder.is_secret |= text.is_some_and(is_secret_node);
                Verdict::Plain
            }
            (Kind::Credential, _) if text.is_none_or(|text| !text.trim().is_empty()) => {
                Verdict::Secret
            }
            (Kind::Value, Some(holder)) if holder.is_secret => Verdict::Secret,
            (Kind::Value, _) if text.is_some_and(holds_secrets) => Verdict::Secret,
            (Kind::Value, Some(holder)) if holder.is_named => Verdict::Plain,
            (Kind::Value, Some(_)) => Verdict::Undecided,
            _ => Verdict::Plain,
        }
    }

    fn hold(&mut self, spans: Vec<Range<usize>>) {
        let holder = self.frames.last().and_then(|frame| frame.holder);
        if let Some(holder) = holder.and_then(|at| self.frames.get_mut(at)) {
            holder.held.extend(spans);
        }
    }

    /// Whether a value that is a secret or may be one is open at a fault, and what was held.
    fn fault(&mut self) -> (bool, Vec<Range<usize>>) {
        let holder = self.frames.last().and_then(|frame| frame.holder);
        let holder = holder.and_then(|at| self.frames.get(at));
        let is_open = holder.is_some_and(|frame| frame.is_secret || !frame.is_named);
        let held = self.frames.iter_mut().flat_map(|frame| core::mem::take(&mut frame.held));
        (is_open, held.collect())
    }
}

fn text_of<'a>(content: &Content<'a>) -> Option<Cow<'a, str>> {
    content.to_str().ok()
}

/// Whether the node of an address holds a secret: by its last segment.
pub(crate) fn is_secret_node(uri: &str) -> bool {
    let path = uri.split('?').next().unwrap_or(uri).trim().trim_end_matches('/');
    let name = path.rsplit('/').next().unwrap_or(path);
    // DM 1.1.2 accounts have ClientPW and ServerPW; profiles of Windows hold keys.
    is_secret(name) || name.ends_with("PW") || matches!(name, "WlanXml" | "ProfileXML")
}

/// Whether a text is a document with a word in it that goes with secrets.
pub(crate) fn holds_secrets(text: &str) -> bool {
    const WORDS: [&str; 6] = ["secret", "passw", "-pw", "keymaterial", "sharedkey", "pwd"];
    if !text.trim_start().starts_with('<') {
        return false;
    }
    let text = text.to_ascii_lowercase();
    WORDS.iter().any(|word| text.contains(word))
}

/// A writer that has a word in place of each secret.
#[derive(Debug)]
pub(crate) struct Veil<W> {
    writer: W,
    walk: Walk,
    hides_undecided: bool,
}

impl<W> Veil<W> {
    pub(crate) fn new(writer: W, secrets: &Secrets) -> Self {
        Self { writer, walk: Walk::default(), hides_undecided: secrets.is_out_of_order }
    }

    pub(crate) fn into_inner(self) -> W {
        self.writer
    }
}

impl<W: WriteEvents> WriteEvents for Veil<W> {
    fn write_event(&mut self, event: &Event<'_>) -> Result<(), Error> {
        let is_hidden = match self.walk.event(event) {
            Verdict::Plain => false,
            Verdict::Secret => true,
            Verdict::Undecided => self.hides_undecided,
        };
        match event {
            Event::Attribute { name, .. } if is_hidden => {
                let value = Content::from(HIDDEN);
                self.writer.write_event(&Event::Attribute { name: *name, value })
            }
            Event::Text(_) | Event::Opaque(_) if is_hidden => {
                self.writer.write_event(&Event::Text(HIDDEN.into()))
            }
            _ => self.writer.write_event(event),
        }
    }

    fn syntax(&self) -> Syntax {
        self.writer.syntax()
    }

    fn vocabulary(&self) -> &'static Vocabulary {
        self.writer.vocabulary()
    }
}
