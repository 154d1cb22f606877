//! What the model has no field for.

use alloc::vec::Vec;

use provost_wbxml::{Event, Name, ReadEvents};

use super::cursor::{Cursor, Failed};
use crate::element::Element;
use crate::error::ErrorKind;
use crate::extra::{ExtraName, Piece};
use crate::limits::Limit;
use crate::text::{Text, share};

impl<'a, R: ReadEvents<'a>> Cursor<'a, R> {
    /// The pieces of a known element, which has begun.
    pub(super) fn known_pieces(&mut self, element: Element) -> Result<Vec<Piece>, Failed> {
        self.pieces(Name::new(element.name()).with_code(element.code()))
    }

    /// The pieces of an element, which has begun.
    pub(super) fn pieces(&mut self, name: Name<'a>) -> Result<Vec<Piece>, Failed> {
        let mut pieces = Vec::new();
        let mut depth = 0_usize;
        let mut event = Some(Event::Start(name));
        loop {
            match event {
                Some(Event::Start(_)) => depth = depth.saturating_add(1),
                Some(Event::End) | None => depth = depth.saturating_sub(1),
                Some(_) => {}
            }
            if let Some(event) = event {
                pieces.extend(self.piece(event)?);
            }
            if depth == 0 {
                return Ok(pieces);
            }
            event = self.event()?;
        }
    }

    /// An event as a piece, within the limit.
    pub(super) fn piece(&mut self, event: Event<'a>) -> Result<Option<Piece>, Failed> {
        if !matches!(event, Event::End) {
            let Some(left) = self.extras_left.checked_sub(1) else {
                return self.fail(ErrorKind::Limit(Limit::Extras));
            };
            self.extras_left = left;
        }
        Ok(Some(match event {
            Event::Start(name) => Piece::Start(self.extra_name(&name)),
            Event::Attribute { name, value } => {
                Piece::Attribute(self.extra_name(&name), self.text(&value)?)
            }
            Event::Text(content) => Piece::Text(self.text(&content)?),
            Event::Opaque(octets) => Piece::Opaque(share(self.input, octets)),
            Event::Instruction { target, data } => {
                Piece::Instruction(self.extra_name(&target), self.text(&data)?)
            }
            Event::End => Piece::End,
            _ => return Ok(None),
        }))
    }

    fn extra_name(&self, name: &Name<'a>) -> ExtraName {
        ExtraName::shared(name, |part| Text::part(&self.document, part))
    }
}
