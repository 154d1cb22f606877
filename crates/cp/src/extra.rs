//! What the document type does not know: attributes, elements, text, octets, instructions.

use alloc::vec::Vec;

use provost_wbxml::{Content, Error, Event, WriteEvents};

use crate::field::Field;

/// An attribute, an element with all that is in it, a text, octets or an instruction that have no
/// meaning in provisioning documents. Kept where it stood, and written there again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Extra(Vec<Item>);

/// An event of an [`Extra`]: flat, so that no depth of a foreign element is a depth of calls.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Item {
    /// An element begins.
    Start(Field),
    /// An attribute: its name and its value.
    Attribute(Field, Field),
    /// A run of text.
    Text(Field),
    /// Opaque octets.
    Opaque(Vec<u8>),
    /// An instruction: its target and the rest of it.
    Instruction(Field, Field),
    /// The innermost open element ends.
    End,
}

impl Extra {
    /// An attribute.
    #[must_use]
    pub fn attribute(name: impl Into<Field>, value: impl Into<Field>) -> Self {
        Self::from_items(alloc::vec![Item::Attribute(name.into(), value.into())])
    }

    pub(crate) const fn from_items(items: Vec<Item>) -> Self {
        Self(items)
    }

    /// Its events, in order.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.0
    }

    /// The name, where it is an element or an attribute.
    #[must_use]
    pub fn name(&self) -> Option<&Field> {
        match self.0.first() {
            Some(Item::Start(name) | Item::Attribute(name, _)) => Some(name),
            _ => None,
        }
    }

    /// Whether it is an attribute.
    #[must_use]
    pub fn is_attribute(&self) -> bool {
        matches!(self.0.as_slice(), [Item::Attribute(..)])
    }

    pub(crate) fn write(&self, out: &mut impl WriteEvents) -> Result<(), Error> {
        self.0.iter().try_for_each(|item| item.write(out))
    }
}

impl Item {
    pub(crate) fn read(event: &Event<'_>) -> Result<Option<Self>, Error> {
        Ok(Some(match event {
            Event::Start(name) => Self::Start(Field::of_name(name)),
            Event::Attribute { name, value } => {
                Self::Attribute(Field::of_name(name), Field::read(value)?)
            }
            Event::Text(content) => Self::Text(Field::read(content)?),
            Event::Opaque(octets) => Self::Opaque(octets.to_vec()),
            Event::Instruction { target, data } => {
                Self::Instruction(Field::of_name(target), Field::read(data)?)
            }
            Event::End => Self::End,
            _ => return Ok(None),
        }))
    }

    fn write(&self, out: &mut impl WriteEvents) -> Result<(), Error> {
        match self {
            Self::Start(name) => out.write_event(&Event::Start(name.as_name())),
            Self::Attribute(name, value) => value.with_content(|value| {
                out.write_event(&Event::Attribute { name: name.as_name(), value })
            }),
            Self::Text(text) => text.with_content(|text| out.write_event(&Event::Text(text))),
            Self::Opaque(octets) => out.write_event(&Event::Opaque(octets)),
            Self::Instruction(target, data) => data.with_content(|data: Content<'_>| {
                out.write_event(&Event::Instruction { target: target.as_name(), data })
            }),
            Self::End => out.write_event(&Event::End),
        }
    }
}
