//! A walk through elements: attributes and children one by one.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use provost_wbxml::{Event, xml};

use crate::error::{Error, ErrorKind, Expected};
use crate::pap::extra::{Element, Extra, Node};

/// A reader that stands inside an element.
pub(super) struct Cursor<'r, 'a> {
    // Not by value: it is large, and moving it costs as much as a short document.
    reader: &'r mut xml::Reader<'a>,
}

/// What an element has.
pub(super) enum Item<'a> {
    Attribute(&'a str, Cow<'a, str>),
    /// The start of a child; whoever takes it reads up to its end.
    Child(&'a str),
}

impl<'r, 'a> Cursor<'r, 'a> {
    pub(super) const fn new(reader: &'r mut xml::Reader<'a>) -> Self {
        Self { reader }
    }

    pub(super) fn offset(&self) -> usize {
        self.reader.offset()
    }

    /// Reads up to the end of the element that has begun. `take` gives back what it does not know,
    /// and that is kept.
    #[inline]
    pub(super) fn element(
        &mut self,
        extra: &mut Extra,
        mut take: impl FnMut(&mut Self, Item<'a>) -> Result<Option<Item<'a>>, Error>,
    ) -> Result<(), Error> {
        loop {
            let offset = self.offset();
            let item = match self.reader.next_event()? {
                Some(Event::Attribute { name, value }) => {
                    Item::Attribute(name.qualified(), value.to_str()?)
                }
                Some(Event::Start(name)) => Item::Child(name.qualified()),
                Some(Event::Text(text)) => {
                    // No element has text, but line ends may be all that stands in one.
                    if !is_blank(&text.to_str()?) {
                        return Err(Error::new(ErrorKind::Unsupported(Expected::Text), offset));
                    }
                    continue;
                }
                Some(Event::End) | None => return Ok(()),
                Some(_) => continue,
            };
            match take(self, item)? {
                Some(Item::Attribute(name, value)) => {
                    extra.attributes.push((name.into(), value.into_owned()));
                }
                Some(Item::Child(name)) => extra.elements.push(self.unknown(name)?),
                None => {}
            }
        }
    }

    /// Reads an element that is not known up to its end. Depth is limited by the reader.
    pub(super) fn unknown(&mut self, name: &str) -> Result<Element, Error> {
        let mut outer: Vec<Element> = Vec::new();
        let mut element = Element { name: name.into(), ..Element::default() };
        while let Some(event) = self.reader.next_event()? {
            match event {
                Event::Attribute { name, value } => {
                    let value = value.to_str()?.into_owned();
                    element.attributes.push((name.qualified().into(), value));
                }
                Event::Text(text) => match (element.content.last_mut(), text.to_str()?) {
                    // Of an empty section nothing can be written again.
                    (_, text) if text.is_empty() => {}
                    // An instruction stood between the two.
                    (Some(Node::Text(before)), text) => before.push_str(&text),
                    (_, text) => element.content.push(Node::Text(text.into_owned())),
                },
                Event::Start(name) => {
                    let inner = Element { name: name.qualified().into(), ..Element::default() };
                    outer.push(core::mem::replace(&mut element, inner));
                }
                Event::End => {
                    let Some(around) = outer.pop() else { break };
                    let inner = core::mem::replace(&mut element, around);
                    element.content.push(Node::Element(inner));
                }
                _ => {}
            }
        }
        Ok(element)
    }

    /// Reads what stands behind the document element.
    pub(super) fn finish(&mut self) -> Result<(), Error> {
        while self.reader.next_event()?.is_some() {}
        Ok(())
    }
}

pub(in crate::pap) fn is_blank(text: &str) -> bool {
    text.bytes().all(|octet| matches!(octet, b' ' | b'\t' | b'\r' | b'\n'))
}
