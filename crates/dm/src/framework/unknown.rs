//! Elements that the DTD does not have where they stand: kept, and written again.

use alloc::vec::Vec;

use bytes::Bytes;
use provost_wbxml::{Content, Event, Name, WriteEvents};

use super::node::Place;
use crate::error::{Error, ErrorKind};
use crate::extra::{Extra, ExtraName, Piece};
use crate::limits::Limit;
use crate::text::Text;

/// What is kept of a document in all; each takes some dozens of octets.
const MAX_PIECES: usize = 65_536;

/// Collects one such element.
#[derive(Default)]
pub(super) struct Collector {
    /// Where the element stands that is open; `None` for the root of the document.
    pub(super) place: Option<Place>,
    pieces: Vec<Piece>,
    kept: usize,
}

impl Collector {
    /// The element begins.
    pub(super) fn start(&mut self, place: Option<Place>) {
        self.place = place;
        self.pieces.clear();
    }

    /// The element, which has ended.
    pub(super) fn take(&mut self) -> Extra {
        Extra::new(core::mem::take(&mut self.pieces))
    }

    /// What is in it.
    pub(super) fn push(&mut self, event: &Event<'_>, offset: usize) -> Result<(), Error> {
        let piece = match event {
            Event::Start(name) => Piece::Start(extra_name(name)),
            // Who writes declares what is needed.
            Event::Attribute { name, .. } if is_declaration(name) => return Ok(()),
            Event::Attribute { name, value } => {
                let name = ExtraName::shared(name, |part| Text::from(part));
                Piece::Attribute(name, Text::from(value.to_str()?.into_owned()))
            }
            Event::Text(content) => {
                let text = content.to_str()?;
                // The layout of the document.
                if text.trim_ascii().is_empty() {
                    return Ok(());
                }
                Piece::Text(Text::from(text.into_owned()))
            }
            Event::Opaque(octets) => Piece::Opaque(Bytes::copy_from_slice(octets)),
            Event::End => Piece::End,
            _ => return Ok(()),
        };
        self.kept = self.kept.saturating_add(1);
        if self.kept > MAX_PIECES {
            return Err(Error::new(ErrorKind::Limit(Limit::Extras), offset));
        }
        self.pieces.push(piece);
        Ok(())
    }
}

pub(super) fn is_declaration(name: &Name<'_>) -> bool {
    name.qualified() == "xmlns" || name.qualified().starts_with("xmlns:")
}

/// Without the prefix, which is declared where nothing is kept of it: the namespace stands for it.
/// That of the framework itself is the one that is written.
fn extra_name(name: &Name<'_>) -> ExtraName {
    let is_ours = name.space().starts_with("syncml:dmddf");
    let mut bare = Name::new(name.local());
    if !is_ours {
        bare = bare.with_space(name.space());
    }
    if let Some(code) = name.code() {
        bare = bare.with_code(code);
    }
    ExtraName::shared(&bare, |part| Text::from(part))
}

/// Writes one, in the namespace of the document where it has none of its own.
pub(super) fn write(extra: &Extra, space: &str, to: &mut impl WriteEvents) -> Result<(), Error> {
    for piece in extra.pieces() {
        match piece {
            Piece::Start(name) => {
                let space = if name.space().is_empty() { space } else { name.space() };
                let bare = Name::new(name.text()).with_space(space);
                let name = name.code().map_or(bare, |code| bare.with_code(code));
                to.write_event(&Event::Start(name))?;
            }
            Piece::Attribute(name, value) => {
                let name = Name::qualified_in(name.text(), name.space());
                let value = Content::from(value.as_str());
                to.write_event(&Event::Attribute { name, value })?;
            }
            Piece::Text(text) => to.write_event(&Event::Text(Content::from(text.as_str())))?,
            Piece::Opaque(octets) => to.write_event(&Event::Opaque(octets))?,
            Piece::End => to.write_event(&Event::End)?,
            Piece::Instruction(..) => {}
        }
    }
    Ok(())
}
