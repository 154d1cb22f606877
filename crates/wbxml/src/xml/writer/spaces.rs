//! The default namespace, declared where a name is in another one.

use super::prefixes::Prefixes;
use super::{Space, Writer};
use crate::error::{Error, ErrorKind, Loss};
use crate::xml::escape::{self, Place};
use crate::xml::namespace;

impl Writer {
    #[inline(always)]
    pub(super) fn is_space(&self, space: &str) -> bool {
        let is_known = matches!(self.space, Space::Known(known) if core::ptr::eq(known, space));
        is_known || self.is_same_space(space)
    }

    #[inline(never)]
    pub(super) fn is_same_space(&self, space: &str) -> bool {
        match self.space {
            Space::Known(known) => known == space,
            Space::Written { start, end } => self.out.get(start..end) == Some(space.as_bytes()),
        }
    }

    /// Makes the namespace of an element that has no prefix the default one.
    pub(super) fn declare(&mut self, space: &str) -> Result<(), Error> {
        let (start, end) = self.push_declaration(space)?;
        let known = namespace::known(self.vocabulary, space);
        self.enter(known.map_or(Space::Written { start, end }, Space::Known), self.elements.len());
        Ok(())
    }

    /// The same for a namespace of the vocabulary.
    #[inline(never)]
    pub(super) fn declare_known(&mut self, space: &'static str) -> Result<(), Error> {
        self.push_declaration(space)?;
        self.enter(Space::Known(space), self.elements.len());
        Ok(())
    }

    /// Writes ` xmlns="..."`: where its value stands.
    #[inline(always)]
    pub(super) fn push_declaration(&mut self, space: &str) -> Result<(usize, usize), Error> {
        let from = self.out.len();
        self.out.put(*b" xmlns=\"");
        let start = self.out.len();
        let pushed = escape::push(&mut self.out, space, Place::Value);
        self.check(pushed)?;
        let end = self.out.len();
        // What was not escaped has no references.
        if end.wrapping_sub(start) != space.len()
            && !self.is_readable(self.out.get(start..end).unwrap_or_default())
        {
            return self.fail(ErrorKind::NotExpressible(Loss::Name));
        }
        self.out.put([b'"']);
        self.declared = Some((from, self.out.len()));
        Ok((start, end))
    }

    /// Changes the default namespace inside the element behind `depth` others.
    pub(super) fn enter(&mut self, space: Space, depth: usize) {
        if self.outer_spaces.last().is_none_or(|(other, _)| *other != depth) {
            self.outer_spaces.push((depth, self.space));
            self.scoped = self.scoped.max(depth.saturating_add(1));
        }
        self.space = space;
    }

    /// Ends what was declared inside of `depth` elements.
    #[inline(never)]
    pub(super) fn leave(&mut self, depth: usize) {
        if let Some(prefixes) = &mut self.prefixes {
            prefixes.leave(depth);
        }
        if let Some((_, space)) = self.outer_spaces.pop_if(|(other, _)| *other == depth) {
            self.space = space;
        }
        let default = self.outer_spaces.last().map_or(0, |(other, _)| other.saturating_add(1));
        let prefixes = self.prefixes.as_ref().map_or(0, Prefixes::depth);
        self.scoped = default.max(prefixes);
    }
}
