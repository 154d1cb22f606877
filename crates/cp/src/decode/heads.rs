//! Parms and characteristics at once, where the reader has all of their attributes at hand.

use provost_wbxml::{Content, Event, Head, Name, Plain};

use super::{Build, Open, Target};
use crate::characteristic::{Characteristic, Node};
use crate::dialect;
use crate::error::Error;
use crate::extras::Extras;
use crate::field::Field;
use crate::kind::Kind;
use crate::parm::Parm;
use crate::place::Place;
use crate::secret::{Secret, is_registered_secret, is_secret_name};
use crate::text::Text;

impl Build {
    /// Whether what comes next may be a parm or a characteristic.
    #[inline(always)]
    pub(super) fn takes_heads(&self) -> bool {
        matches!(self.target, Target::Document | Target::Characteristic)
    }

    /// Takes an element with its attributes.
    #[inline(always)]
    pub(super) fn head(&mut self, head: &Head<'_>, offset: usize) -> Result<(), Error> {
        match (head.name, head.first, head.second) {
            ("parm", ("name", name), value) if !head.content => {
                let value = match value {
                    None => None,
                    Some(("value", value)) => Some(value),
                    Some(_) => return self.unusual(head, offset),
                };
                let (name, secret) = match name {
                    Plain::Known(name) => {
                        (Field::Text(Text::from_static(name)), is_registered_secret(name))
                    }
                    Plain::Ascii(name) => written_name(name),
                };
                let value = match value {
                    None => None,
                    Some(Plain::Known(text)) => Some(Field::Text(Text::from_static(text))),
                    Some(Plain::Ascii(text)) if secret => Some(hidden(text)),
                    Some(Plain::Ascii(text)) => Some(Field::Text(Text::from_ascii(text))),
                };
                let place = Place::at(offset);
                let parm = Parm { name: Some(name), value, extra: Extras::NONE, place };
                self.nodes.push(Node::Parm(parm));
                Ok(())
            }
            ("characteristic", ("type", Plain::Known(name)), None) => {
                let own = Characteristic {
                    kind: Kind::of_field(Field::Text(Text::from_static(name))),
                    extra: Extras::NONE,
                    children: alloc::vec::Vec::new(),
                    place: Place::at(offset),
                };
                if head.content {
                    self.open.push(Open { own, start: self.nodes.len() });
                    self.target = Target::Characteristic;
                } else {
                    self.nodes.push(Node::Characteristic(own));
                }
                Ok(())
            }
            _ => self.unusual(head, offset),
        }
    }

    /// An element of which the parts are not those of nearly all documents: as its events.
    #[cold]
    #[inline(never)]
    fn unusual(&mut self, head: &Head<'_>, offset: usize) -> Result<(), Error> {
        self.event(&Event::Start(Name::new(head.name)), offset)?;
        for (name, value) in [Some(head.first), head.second].into_iter().flatten() {
            let value = match value {
                Plain::Known(text) => Content::known(text),
                Plain::Ascii(text) => Content::from(core::str::from_utf8(text).unwrap_or_default()),
            };
            self.event(&Event::Attribute { name: Name::new(name), value }, offset)?;
        }
        if head.content { Ok(()) } else { self.event(&Event::End, offset) }
    }
}

/// A name that is written out, registered or not, and whether its value is a secret.
#[inline(never)]
fn written_name(name: &[u8]) -> (Field, bool) {
    let field = match Text::is_short(name) {
        true => Field::Text(Text::from_ascii(name)),
        false => dialect::name_field(core::str::from_utf8(name).unwrap_or_default()),
    };
    (field, is_secret_name(name))
}

#[cold]
#[inline(never)]
fn hidden(text: &[u8]) -> Field {
    match core::str::from_utf8(text) {
        Ok("") | Err(_) => Field::EMPTY,
        Ok(text) => Field::Secret(Secret::new(text)),
    }
}
