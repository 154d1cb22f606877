//! The validator: lists all that a document has against the DTD, instead of failing at the first.

use alloc::borrow::ToOwned;
use alloc::vec::Vec;

use provost_wbxml as wbxml;
use wbxml::typed::datetime::DateTime;
use wbxml::{Content as Value, Event, Name, xml};

use super::decode::{PAP, is_blank, place, placed, to_utf8};
use super::dtd::{self, Content, ElementRule, Kind};
use super::open::Value as _;
use super::status::StatusCode;
use super::version::{self, Doctype, Version};
use super::violation::{Violation, ViolationKind};
use crate::error::{Error, ErrorKind};
use crate::version::VersionList;

/// Lists what a document has against the DTD and the rules of its values, in the order of the text.
///
/// At most 1,000 are listed. An empty list says that the document is valid PAP of its version.
///
/// ```
/// use provost_push::pap::{ViolationKind, check};
///
/// let violations = check(br#"<pap><push-message><quality-of-service/></push-message></pap>"#)?;
/// let kinds: Vec<_> = violations.iter().map(|violation| violation.kind).collect();
/// assert_eq!(kinds, [
///     ViolationKind::Doctype,
///     ViolationKind::MissingAttribute,
///     ViolationKind::MissingElement,
/// ]);
/// # Ok::<(), provost_push::Error>(())
/// ```
///
/// # Errors
/// [`Syntax`](ErrorKind::Syntax) where the text is not well-formed or declares anything.
pub fn check(xml: &[u8]) -> Result<Vec<Violation>, Error> {
    let text = to_utf8(xml)?;
    let mut found = violations(&text).map_err(|error| placed(xml, &text, error))?;
    place(xml, &text, found.iter_mut().map(|violation| &mut violation.offset));
    Ok(found)
}

fn violations(text: &[u8]) -> Result<Vec<Violation>, Error> {
    let options = xml::ReadOptions::new().ignore_encoding_label();
    let mut reader = xml::Reader::with_options(text, &PAP, options)?;
    let mut check = Check::new(text);
    check.prolog(&reader);
    loop {
        let offset = check.skip_blanks(reader.offset());
        let Some(event) = reader.next_event()? else { return Ok(check.found) };
        check.event(&event, offset)?;
    }
}

/// Refuses a document that is to be written, but for what a newer version may have.
pub(super) fn refuse(xml: &str) -> Result<(), Error> {
    let refused = |violation: &Violation| {
        let kind = violation.kind;
        !kind.may_be_newer() && !matches!(kind, ViolationKind::Doctype | ViolationKind::CodePlace)
    };
    match check(xml.as_bytes())?.into_iter().find(refused) {
        Some(Violation { kind, offset, .. }) => Err(Error::new(ErrorKind::Violation(kind), offset)),
        None => Ok(()),
    }
}

const MOST: usize = 1000;
const NAME: usize = 64;

struct Check<'t> {
    text: &'t [u8],
    version: Version,
    found: Vec<Violation>,
    open: Vec<Frame>,
    /// Whether the document element has begun.
    is_inside: bool,
}

/// An open element.
struct Frame {
    /// Its rule, where it is known and stands where it may.
    rule: Option<&'static ElementRule>,
    offset: usize,
    /// Which of the attributes of the rule it has, as bits.
    attributes: u32,
    /// Whether its attributes have been counted.
    is_tag_over: bool,
    /// How far the sequence of children has come, and which of them there are, as bits.
    particle: u32,
    children: u32,
}

impl<'t> Check<'t> {
    fn new(text: &'t [u8]) -> Self {
        Self {
            text,
            version: Version::new(u32::MAX, 0),
            found: Vec::new(),
            open: Vec::new(),
            is_inside: false,
        }
    }

    fn report(&mut self, kind: ViolationKind, name: &str, offset: usize) {
        let kind = match self.found.len() {
            MOST.. => return,
            len if len.saturating_add(1) == MOST => ViolationKind::More,
            _ => kind,
        };
        let mut name = name.to_owned();
        while name.len() > NAME {
            name.pop();
        }
        self.found.push(Violation { kind, name, offset });
    }

    fn prolog(&mut self, reader: &xml::Reader<'_>) {
        let Some(doctype) = reader.doctype() else {
            return self.report(ViolationKind::Doctype, "", 0);
        };
        let at = memchr::memmem::find(self.text, b"<!DOCTYPE").unwrap_or(0);
        if doctype.name != "pap" {
            self.report(ViolationKind::Root, doctype.name, at);
        }
        let public_id = doctype.public_id.map(ToOwned::to_owned);
        match (Doctype { public_id, system_id: None }).version() {
            Some(version) => self.version = version,
            None => self.report(ViolationKind::Doctype, doctype.public_id.unwrap_or(""), at),
        }
        if let Some(data) = doctype.internal_subset.and_then(version::in_subset) {
            self.instruction(data, at);
        }
    }

    fn instruction(&mut self, data: &str, offset: usize) {
        if version::instruction(data).and_then(VersionList::parse).is_err() {
            self.report(ViolationKind::VersionList, "", offset);
        }
    }

    /// Where the event begins behind white space.
    fn skip_blanks(&self, offset: usize) -> usize {
        let rest = self.text.get(offset..).unwrap_or_default();
        let blanks = rest.iter().take_while(|octet| octet.is_ascii_whitespace()).count();
        offset.saturating_add(blanks)
    }

    fn event(&mut self, event: &Event<'_>, offset: usize) -> Result<(), Error> {
        match event {
            Event::Attribute { name, value } => return self.attribute(name, value, offset),
            Event::Start(name) => {
                self.end_tag();
                self.start(name.qualified(), offset);
            }
            Event::Text(text) => {
                self.end_tag();
                if !is_blank(&text.to_str()?) {
                    self.text(offset);
                }
            }
            Event::Instruction { target, data }
                if !self.is_inside && target.qualified() == version::TARGET =>
            {
                // The reader begins again in front of the DOCTYPE, and stands there.
                let rest = self.text.get(offset..).unwrap_or_default();
                let at = memchr::memmem::find(rest, b"<?wap-pap-ver").unwrap_or(0);
                let offset = offset.saturating_add(at);
                self.report(ViolationKind::InstructionPlace, "", offset);
                self.instruction(&data.to_str()?, offset);
            }
            Event::End => {
                self.end_tag();
                self.end();
            }
            _ => {}
        }
        Ok(())
    }

    fn start(&mut self, name: &str, offset: usize) {
        let is_root = !self.is_inside;
        self.is_inside = true;
        let allowed = match self.open.last_mut() {
            None if is_root && name == "pap" => Ok(()),
            None => Err(Some(ViolationKind::Root)),
            Some(frame) => frame.child(name),
        };
        let rule = match allowed {
            // Out of order or once too often: it is still looked into.
            Ok(()) => dtd::rule(name),
            Err(kind) => {
                if let Some(kind) = kind {
                    self.report(kind, name, offset);
                }
                let known = matches!(
                    kind,
                    Some(ViolationKind::ElementOrder | ViolationKind::RepeatedElement)
                );
                known.then(|| dtd::rule(name)).flatten()
            }
        };
        self.open.push(Frame {
            rule,
            offset,
            attributes: 0,
            is_tag_over: false,
            particle: 0,
            children: 0,
        });
    }

    fn attribute(
        &mut self,
        name: &Name<'_>,
        value: &Value<'_>,
        offset: usize,
    ) -> Result<(), Error> {
        let name = name.qualified();
        let Some(frame) = self.open.last_mut() else { return Ok(()) };
        let Some(rule) = frame.rule else { return Ok(()) };
        let found = rule.attributes.iter().zip(0_u32..).find(|(rule, _)| rule.name == name);
        let Some((attribute, at)) = found else {
            self.report(ViolationKind::UnknownAttribute, name, offset);
            return Ok(());
        };
        frame.attributes |= bit(at);
        if attribute.since > self.version {
            self.report(ViolationKind::LaterAttribute, name, offset);
        }
        let text = value.to_str()?;
        let kind = match attribute.kind {
            Kind::Text => return Ok(()),
            Kind::Time if DateTime::read(&text).is_none() => ViolationKind::Time,
            Kind::Words(words) if !words.contains(&text.as_ref()) => ViolationKind::Word,
            Kind::Code(place) => match StatusCode::read(&text) {
                Some(code) if code.canonical() == code && code.may_stand(place) => return Ok(()),
                Some(code) if code.canonical() == code && code.0 < 10_000 => {
                    ViolationKind::CodePlace
                }
                _ => ViolationKind::Code,
            },
            Kind::Time | Kind::Words(_) => return Ok(()),
        };
        self.report(kind, name, offset);
        Ok(())
    }

    /// The attributes of the innermost element are complete.
    fn end_tag(&mut self) {
        let Some(frame) = self.open.last_mut().filter(|frame| !frame.is_tag_over) else { return };
        frame.is_tag_over = true;
        let (Some(rule), seen, offset) = (frame.rule, frame.attributes, frame.offset) else {
            return;
        };
        for (attribute, at) in rule.attributes.iter().zip(0_u32..) {
            if attribute.is_required && seen & bit(at) == 0 {
                self.report(ViolationKind::MissingAttribute, attribute.name, offset);
            }
        }
    }

    fn text(&mut self, offset: usize) {
        if let Some(rule) = self.open.last().and_then(|frame| frame.rule) {
            self.report(ViolationKind::Text, rule.name, offset);
        }
    }

    fn end(&mut self) {
        let Some(frame) = self.open.pop() else { return };
        let Some(rule) = frame.rule else { return };
        match rule.content {
            Content::OneOperation => {
                if frame.children == 0 {
                    self.report(ViolationKind::MissingElement, rule.name, frame.offset);
                }
            }
            Content::Sequence(particles) => {
                for (particle, at) in particles.iter().zip(0_u32..) {
                    if particle.at_least_one && frame.children & bit(at) == 0 {
                        self.report(ViolationKind::MissingElement, particle.name, frame.offset);
                    }
                }
            }
        }
    }
}

impl Frame {
    /// Takes a child; what is wrong with it, which is nothing new inside an element that is not
    /// known.
    fn child(&mut self, name: &str) -> Result<(), Option<ViolationKind>> {
        let Some(rule) = self.rule else { return Err(None) };
        let (at, at_most_one) = match rule.content {
            Content::OneOperation if dtd::is_operation(name) => (0, true),
            Content::OneOperation => return Err(Some(ViolationKind::UnknownElement)),
            Content::Sequence(particles) => {
                let mut places = particles.iter().zip(0_u32..);
                let Some((particle, at)) = places.find(|(particle, _)| particle.name == name)
                else {
                    return Err(Some(ViolationKind::UnknownElement));
                };
                (at, particle.at_most_one)
            }
        };
        let is_repeated = at_most_one && self.children & bit(at) != 0;
        self.children |= bit(at);
        if at < self.particle {
            return Err(Some(ViolationKind::ElementOrder));
        }
        self.particle = at;
        if is_repeated { Err(Some(ViolationKind::RepeatedElement)) } else { Ok(()) }
    }
}

/// No rule has as many attributes or children as there are bits.
fn bit(at: u32) -> u32 {
    1_u32.checked_shl(at).unwrap_or(0)
}

#[cfg(test)]
mod tests;
