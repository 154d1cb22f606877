//! Parms and characteristics at once, where the reader has all of their attributes at hand.

use provost_wbxml::{Content, Event, Head, Name, Plain};

use super::{Build, NO_PARM, Open, Target};
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
                self.parm(name, value, Place::at(offset));
                Ok(())
            }
            ("characteristic", ("type", Plain::Known(name)), None) => {
                let own = Characteristic {
                    kind: Kind::of_known(name),
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

    /// Takes a parm. It is put together where it is kept: in pieces somewhere else, and copied at once,
    /// each copy waits for the pieces.
    #[inline(always)]
    fn parm(&mut self, name: Plain<'_>, value: Option<Plain<'_>>, place: Place) {
        self.nodes.push(Node::Parm(Parm { place, ..NO_PARM }));
        let Some(Node::Parm(parm)) = self.nodes.last_mut() else { return };
        match name {
            Plain::Known(name) => parm.name = Some(Field::Text(Text::from_static(name))),
            Plain::Ascii(name) => parm.name = Some(written_name(name)),
        }
        match value {
            None => {}
            // What is in the token tables is known to everybody, and no secret.
            Some(Plain::Known(text)) => parm.value = Some(Field::Text(Text::from_static(text))),
            Some(Plain::Ascii(text)) if is_secret(name) => parm.value = Some(hidden(text)),
            Some(Plain::Ascii(text)) => match Text::short(text) {
                Some(text) => parm.value = Some(Field::Text(text)),
                None => parm.value = Some(Field::Text(Text::from_ascii(text))),
            },
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

/// Whether the value of a parm of that name is a secret.
#[inline(always)]
fn is_secret(name: Plain<'_>) -> bool {
    match name {
        Plain::Known(name) => is_registered_secret(name),
        Plain::Ascii(name) => is_secret_name(name),
    }
}

/// A name that is written out, registered or not.
#[inline(never)]
fn written_name(name: &[u8]) -> Field {
    match Text::is_short(name) {
        true => Field::Text(Text::from_ascii(name)),
        false => dialect::name_field(core::str::from_utf8(name).unwrap_or_default()),
    }
}

#[cold]
#[inline(never)]
fn hidden(text: &[u8]) -> Field {
    match core::str::from_utf8(text) {
        Ok("") | Err(_) => Field::EMPTY,
        Ok(text) => Field::Secret(Secret::new(text)),
    }
}
