//! Events make a document.

use alloc::vec::Vec;

use provost_wbxml::{Content, Event, Name, Part, ReadEvents, Syntax};

use crate::characteristic::{Characteristic, Node};
use crate::dialect;
use crate::document::Document;
use crate::error::{Error, ErrorKind};
use crate::extra::{Extra, Item};
use crate::extras::Extras;
use crate::field::{Field, IPV4_ON_PAGE_1};
use crate::kind::Kind;
use crate::options::Deviation;
use crate::parm::Parm;
use crate::place::Place;
use crate::secret::{Secret, is_registered_secret, is_secret};
use crate::text::Text;

mod heads;

/// What is being read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Target {
    /// What stands around the document element.
    Outside,
    /// The document element.
    Document,
    Characteristic,
    Parm,
    /// An element that the document type lacks.
    Foreign,
}

/// A document that is being read.
struct Build {
    document: Document,
    target: Target,
    /// The open characteristics, outermost first: not by calls, as the sender chooses the depth.
    open: Vec<Open>,
    /// What all of them hold so far: the last of them has what is behind its start. So each gets a
    /// list of the right length at once.
    nodes: Vec<Node>,
    parm: Parm,
    /// Whether the value of the parm is a secret by its name.
    secret: bool,
    /// An element that the document type lacks, so far, and how deep it is.
    foreign: Vec<Item>,
    foreign_depth: usize,
    behind_root: bool,
    layout: bool,
    deviations: Vec<Deviation>,
}

/// A characteristic that is open, and where in the list of nodes its own begin.
struct Open {
    own: Characteristic,
    start: usize,
}

/// Nodes of most messages, so that their list does not grow.
const FIRST_CAPACITY: usize = 32;

const NO_PARM: Parm = Parm { name: None, value: None, extra: Extras::NONE, place: Place::NONE };

/// Reads a document to its end.
#[inline(always)]
pub(crate) fn read<'a>(
    events: &mut impl ReadEvents<'a>,
) -> Result<(Document, Vec<Deviation>), Error> {
    let mut build = Build {
        document: Document::new(),
        target: Target::Outside,
        open: Vec::new(),
        nodes: Vec::with_capacity(FIRST_CAPACITY),
        parm: NO_PARM,
        secret: false,
        foreign: Vec::new(),
        foreign_depth: 0,
        behind_root: false,
        layout: events.syntax() == Syntax::Xml,
        deviations: Vec::new(),
    };
    loop {
        let offset = events.offset();
        if build.takes_heads() {
            let mut outcome = Ok(());
            if events.plain_head(|head| outcome = build.head(head, offset)) {
                outcome?;
                continue;
            }
        }
        // Matched in its place: `?` would copy every event.
        match events.next_event() {
            Ok(Some(event)) => build.event(&event, offset)?,
            Ok(None) => return Ok(build.finish()),
            Err(error) => return Err(error.into()),
        }
    }
}

impl Build {
    fn finish(self) -> (Document, Vec<Deviation>) {
        let mut document = self.document;
        document.nodes = self.nodes;
        document.nodes.shrink_to_fit();
        (document, self.deviations)
    }

    #[inline(always)]
    fn event(&mut self, event: &Event<'_>, offset: usize) -> Result<(), Error> {
        match (event, self.target) {
            (Event::Attribute { name, value }, Target::Parm) => {
                self.parm_attribute(name, value, offset)
            }
            (Event::End, Target::Parm) => {
                self.end_parm();
                Ok(())
            }
            (Event::Start(name), Target::Document | Target::Characteristic) => {
                self.begin(event, name, offset)
            }
            (Event::Attribute { name, value }, Target::Characteristic) => {
                self.type_attribute(event, name, value)
            }
            (Event::End, Target::Characteristic) => {
                self.end_characteristic();
                Ok(())
            }
            _ => self.rare(event, offset),
        }
    }

    #[inline(always)]
    fn begin(&mut self, event: &Event<'_>, name: &Name<'_>, offset: usize) -> Result<(), Error> {
        match name.local() {
            "parm" => {
                self.parm.place = Place::at(offset);
                self.secret = false;
                self.target = Target::Parm;
                Ok(())
            }
            "characteristic" => {
                let own = Characteristic {
                    kind: Kind::Missing,
                    extra: Extras::NONE,
                    children: Vec::new(),
                    place: Place::at(offset),
                };
                self.open.push(Open { own, start: self.nodes.len() });
                self.target = Target::Characteristic;
                Ok(())
            }
            _ => self.begin_foreign(event),
        }
    }

    #[inline(always)]
    fn parm_attribute(
        &mut self,
        name: &Name<'_>,
        value: &Content<'_>,
        offset: usize,
    ) -> Result<(), Error> {
        match name.local() {
            "name" => {
                if let Some(text) = value.as_static() {
                    self.secret = is_registered_secret(text);
                    self.parm.name = Some(Field::Text(Text::from_static(text)));
                    return Ok(());
                }
                self.written_name(value)
            }
            "value" => {
                if let Some(text) = value.as_static() {
                    self.parm.value = Some(Field::Text(Text::from_static(text)));
                    return Ok(());
                }
                if self.secret {
                    if let Some(text) = value.as_str()? {
                        self.parm.value = Some(secret(text));
                        return Ok(());
                    }
                }
                if let Some(text) = value.as_str()? {
                    self.parm.value = Some(Field::from_text(text));
                    return Ok(());
                }
                self.note_value(value, offset);
                self.parm.value = Some(Field::read_text(value)?);
                Ok(())
            }
            _ => self.unknown_attribute(name, value),
        }
    }

    /// A name that is written out, registered or not.
    #[inline(never)]
    fn written_name(&mut self, value: &Content<'_>) -> Result<(), Error> {
        let field = match Field::read_text(value)? {
            Field::Text(text) => match dialect::registered(&text) {
                Some(text) => Field::Text(Text::from_static(text)),
                None => Field::Text(text),
            },
            other => other,
        };
        self.secret = field.as_str().is_some_and(is_secret);
        self.parm.name = Some(field);
        Ok(())
    }

    /// An attribute of a parm that is neither its name nor its value.
    #[cold]
    fn unknown_attribute(&mut self, name: &Name<'_>, value: &Content<'_>) -> Result<(), Error> {
        let (name, value) = (Field::of_name(name), Field::read(value)?);
        self.parm.extra.push(Extra::attribute(name, value));
        Ok(())
    }

    /// Takes note of what is tolerated in a value of several parts.
    #[cold]
    fn note_value(&mut self, value: &Content<'_>, offset: usize) {
        let ipv4 = |part| matches!(part, Part::Token(code, None) if code == IPV4_ON_PAGE_1);
        if value.parts().any(ipv4) {
            self.deviations.push(Deviation::Ipv4OnPage1 { offset });
        }
    }

    #[inline(always)]
    fn end_parm(&mut self) {
        let mut parm = core::mem::replace(&mut self.parm, NO_PARM);
        if parm.name.is_none() || (self.secret && matches!(parm.value, Some(Field::Text(_)))) {
            finish(&mut parm, self.secret);
        }
        self.nodes.push(Node::Parm(parm));
        self.target = self.around();
    }

    /// What is being read when something in it has ended.
    #[inline(always)]
    fn around(&self) -> Target {
        if self.open.is_empty() { Target::Document } else { Target::Characteristic }
    }

    #[inline(always)]
    fn type_attribute(
        &mut self,
        event: &Event<'_>,
        name: &Name<'_>,
        value: &Content<'_>,
    ) -> Result<(), Error> {
        let Some(Open { own: open, .. }) = self.open.last_mut() else { return Ok(()) };
        if name.local() == "type" {
            let field = match Field::read(value)? {
                Field::Text(text) if !text.is_static() => match dialect::registered_type(&text) {
                    Some(text) => Field::Text(Text::from_static(text)),
                    None => Field::Text(text),
                },
                field => field,
            };
            open.kind = Kind::of_field(field);
            return Ok(());
        }
        if let Some(item) = Item::read(event)? {
            open.extra.push(Extra::from_items(alloc::vec![item]));
        }
        Ok(())
    }

    #[inline(always)]
    fn end_characteristic(&mut self) {
        let Some(Open { own: mut done, start }) = self.open.pop() else { return };
        if done.kind == Kind::Missing {
            if let Some(token) = take_token(&mut done.extra) {
                done.kind = Kind::Other(token);
            }
        }
        // Splitting takes room for the rest and no more, but at the start all of the room there is.
        done.children = match start {
            0 => self.nodes.drain(..).collect(),
            start => self.nodes.split_off(start),
        };
        self.nodes.push(Node::Characteristic(done));
        self.target = self.around();
    }

    #[cold]
    #[inline(never)]
    fn rare(&mut self, event: &Event<'_>, offset: usize) -> Result<(), Error> {
        match (event, self.target) {
            (Event::Start(name), Target::Outside) => {
                if name.local() != "wap-provisioningdoc" {
                    return Err(Error::new(ErrorKind::Root, offset));
                }
                self.document.place = Place::at(offset);
                self.target = Target::Document;
                Ok(())
            }
            (Event::Attribute { name, value }, Target::Document) => {
                if name.local() == "version" {
                    self.document.version = Some(Field::read(value)?);
                    return Ok(());
                }
                let item = Item::read(event)?;
                self.document.extra.extend(item.map(|item| Extra::from_items(alloc::vec![item])));
                Ok(())
            }
            (Event::End, Target::Document) => {
                self.target = Target::Outside;
                self.behind_root = true;
                Ok(())
            }
            (Event::Start(_), Target::Parm) => self.begin_foreign(event),
            (_, Target::Foreign) => self.foreign(event),
            // XML is laid out; elements have no text here.
            (Event::Text(text), _) if self.layout && is_layout(text)? => Ok(()),
            _ => match Item::read(event)? {
                Some(item) => {
                    self.keep(alloc::vec![item]);
                    Ok(())
                }
                None => Ok(()),
            },
        }
    }

    #[cold]
    fn begin_foreign(&mut self, event: &Event<'_>) -> Result<(), Error> {
        self.target = Target::Foreign;
        self.foreign(event)
    }

    #[cold]
    fn foreign(&mut self, event: &Event<'_>) -> Result<(), Error> {
        self.foreign.extend(Item::read(event)?);
        match event {
            Event::Start(_) => self.foreign_depth = self.foreign_depth.saturating_add(1),
            Event::End => {
                self.foreign_depth = self.foreign_depth.saturating_sub(1);
                if self.foreign_depth == 0 {
                    let items = core::mem::take(&mut self.foreign);
                    let in_parm = self.parm.place.offset().is_some();
                    self.target = if in_parm { Target::Parm } else { self.around() };
                    self.keep(items);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Keeps what has no meaning where it stands.
    fn keep(&mut self, items: Vec<Item>) {
        let extra = Extra::from_items(items);
        match self.target {
            Target::Parm => self.parm.extra.push(extra),
            Target::Outside if self.behind_root => self.document.epilog.push(extra),
            Target::Outside => self.document.prolog.push(extra),
            _ => self.nodes.push(Node::Other(extra)),
        }
    }
}

#[cold]
fn secret(text: &str) -> Field {
    if text.is_empty() { Field::EMPTY } else { Field::Secret(Secret::new(text)) }
}

/// A parm without a name, whose name may be a token that the tables lack, or with a secret whose
/// value came in front of its name.
#[cold]
fn finish(parm: &mut Parm, secret: bool) {
    if parm.name.is_none() {
        parm.name = take_token(&mut parm.extra);
    }
    if secret {
        parm.value = parm.value.take().map(Field::into_secret);
    }
}

/// The token of an attribute that the tables lack, where it is alone: then it is not an attribute
/// of another name but, as every row of the tables that a sender may have more, a name or type.
fn take_token(extra: &mut Extras) -> Option<Field> {
    let found = extra.iter().position(|extra| match extra.items() {
        [Item::Attribute(Field::Token(_), value)] => value.is(""),
        _ => false,
    })?;
    match extra.remove(found)?.items() {
        [Item::Attribute(token, _)] => Some(token.clone()),
        _ => None,
    }
}

/// Whether a text is white space alone.
fn is_layout(text: &Content<'_>) -> Result<bool, Error> {
    let mut blank = true;
    text.for_each_str(|piece| {
        blank &= piece.bytes().all(|octet| matches!(octet, b' ' | b'\t' | b'\r' | b'\n'));
    })?;
    Ok(blank)
}
