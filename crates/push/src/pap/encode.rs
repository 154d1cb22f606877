//! A document makes events.

mod elements;

use alloc::string::String;

use provost_wbxml::{Event, Name, xml};

use super::check;
use super::decode::PAP;
use super::document::Document;
use super::extra::{Element, Extra, Node};
use super::open::{Open, Value};
use super::version::Doctype;
use crate::error::{Error, ErrorKind, Expected};
use crate::version::VersionList;

impl Document {
    /// The document as XML.
    ///
    /// It is checked before it is handed out: what breaks a rule of the DTD is refused, but for
    /// attributes, elements and words that a newer version may have.
    ///
    /// # Errors
    /// [`Violation`](crate::ErrorKind::Violation) with the first rule that it breaks;
    /// [`Syntax`](crate::ErrorKind::Syntax) where XML has no place for a character or a name.
    /// Offsets are those of the XML.
    pub fn encode(&self) -> Result<String, Error> {
        let xml = document(self)?;
        check::refuse(&xml)?;
        Ok(xml)
    }
}

fn document(document: &Document) -> Result<String, Error> {
    let mut out = String::from("<?xml version=\"1.0\"?>");
    if let Some(doctype) = &document.doctype {
        push_doctype(&mut out, doctype, document)?;
    } else if let Some(supported) = &document.supported {
        out.push_str(&instruction(supported)?);
    }
    let mut encoder = Encoder::new();
    encoder.start("pap")?;
    encoder.optional("product-name", document.product_name.as_deref())?;
    encoder.attributes(&document.extra)?;
    elements::message(&mut encoder, &document.message)?;
    encoder.elements(&document.extra)?;
    encoder.end()?;
    let body = encoder.writer.finish().map_err(|error| Error::from(error).rebased(out.len()))?;
    out.push_str(&body);
    Ok(out)
}

/// The instruction stands in the internal subset (WAP-247, 9.1).
fn push_doctype(out: &mut String, doctype: &Doctype, document: &Document) -> Result<(), Error> {
    out.push_str("<!DOCTYPE pap");
    if let Some(public) = &doctype.public_id {
        out.push_str(" PUBLIC ");
        push_literal(out, public)?;
    }
    if let Some(system) = &doctype.system_id {
        out.push_str(if doctype.public_id.is_some() { " " } else { " SYSTEM " });
        push_literal(out, system)?;
    }
    if let Some(supported) = &document.supported {
        out.push_str(" [");
        out.push_str(&instruction(supported)?);
        out.push(']');
    }
    out.push('>');
    Ok(())
}

fn push_literal(out: &mut String, text: &str) -> Result<(), Error> {
    let quote = if text.contains('"') { '\'' } else { '"' };
    if text.contains(quote) || text.chars().any(char::is_control) {
        return Err(Error::new(ErrorKind::NotExpressible(Expected::Version), out.len()));
    }
    out.push(quote);
    out.push_str(text);
    out.push(quote);
    Ok(())
}

/// A text that is no list of versions has no place in the instruction.
fn instruction(supported: &Open<VersionList>) -> Result<String, Error> {
    let fault = Error::new(ErrorKind::NotExpressible(Expected::Version), 0);
    supported.known().map(VersionList::to_instruction).ok_or(fault)
}

/// Writes elements: known attributes and children first, what is not known behind them.
struct Encoder {
    writer: xml::Writer,
}

impl Encoder {
    fn new() -> Self {
        let options = xml::WriteOptions::new().with_prolog(xml::Prolog::None);
        Self { writer: xml::Writer::with_options(&PAP, options) }
    }

    fn event(&mut self, event: Event<'_>) -> Result<(), Error> {
        Ok(self.writer.write_event(&event)?)
    }

    fn start(&mut self, name: &str) -> Result<(), Error> {
        self.event(Event::Start(Name::new(name)))
    }

    fn end(&mut self) -> Result<(), Error> {
        self.event(Event::End)
    }

    fn text(&mut self, name: &str, value: &str) -> Result<(), Error> {
        self.event(Event::Attribute { name: Name::new(name), value: value.into() })
    }

    fn optional(&mut self, name: &str, value: Option<&str>) -> Result<(), Error> {
        value.map_or(Ok(()), |value| self.text(name, value))
    }

    fn open<T: Value>(&mut self, name: &str, value: &Open<T>) -> Result<(), Error> {
        self.text(name, &value.text())
    }

    fn optional_open<T: Value>(
        &mut self,
        name: &str,
        value: &Option<Open<T>>,
    ) -> Result<(), Error> {
        value.as_ref().map_or(Ok(()), |value| self.open(name, value))
    }

    fn attributes(&mut self, extra: &Extra) -> Result<(), Error> {
        extra.attributes.iter().try_for_each(|(name, value)| self.text(name, value))
    }

    fn elements(&mut self, extra: &Extra) -> Result<(), Error> {
        extra.elements.iter().try_for_each(|element| self.element(element))
    }

    /// An element that is not known, without recursion: it may be as deep as the caller likes.
    fn element(&mut self, element: &Element) -> Result<(), Error> {
        let mut open = alloc::vec::Vec::new();
        self.head(element)?;
        open.push(element.content.iter());
        while let Some(content) = open.last_mut() {
            match content.next() {
                Some(Node::Element(inner)) => {
                    self.head(inner)?;
                    open.push(inner.content.iter());
                }
                Some(Node::Text(text)) => self.event(Event::Text(text.as_str().into()))?,
                None => {
                    self.end()?;
                    open.pop();
                }
            }
        }
        Ok(())
    }

    fn head(&mut self, element: &Element) -> Result<(), Error> {
        self.start(&element.name)?;
        element.attributes.iter().try_for_each(|(name, value)| self.text(name, value))
    }
}
