//! What stands between the elements and in front of them.

use super::{State, Writer};
use crate::vocabulary::Vocabulary;
use crate::xml::output::Output;

/// The lines of an open element, where there are to be any.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lines {
    /// Whether white space is not to be added.
    pub(super) verbatim: bool,
    /// Whether it has a child that stands in a line of its own.
    own: bool,
    /// How many indents there were in front of its content.
    indents: usize,
}

impl Writer {
    /// An element has begun.
    #[cold]
    pub(super) fn begin_lines(&mut self) {
        let verbatim = self.lines.last().is_some_and(|parent| parent.verbatim);
        let indents = self.indents.len();
        self.lines.push(Lines { verbatim, own: false, indents });
    }

    /// An element ends, with an end tag if it has content.
    #[cold]
    pub(super) fn end_lines(&mut self, content: bool) {
        if self.lines.pop().is_some_and(|lines| lines.own && !lines.verbatim) && content {
            self.push_indent();
        }
    }

    /// Begins a line for an element or instruction, if its parent has no text.
    pub(super) fn begin_line(&mut self) {
        match self.lines.last_mut() {
            Some(parent) if parent.verbatim => return,
            Some(parent) => parent.own = true,
            None if self.state == State::Prolog => return,
            None => {}
        }
        self.push_indent();
    }

    pub(super) fn push_indent(&mut self) {
        let start = self.out.len();
        let blanks = self.indent.unwrap_or(0).saturating_mul(self.elements.len());
        self.out.put([b'\n']);
        (0..blanks).for_each(|_| self.out.put([b' ']));
        self.indents.push((start, self.out.len()));
    }

    /// The innermost element has text, so that white space in it counts: what was added goes.
    #[cold]
    pub(super) fn take_indents_back(&mut self) {
        let Some(element) = self.lines.last_mut().filter(|element| !element.verbatim) else {
            return;
        };
        element.verbatim = true;
        let mut indents = self.indents.drain(element.indents..);
        let Some((first, mut from)) = indents.next() else { return };
        let tail = self.out.split_off(first);
        let piece = |from: usize, to: usize| {
            let range = from.saturating_sub(first)..to.saturating_sub(first);
            tail.get(range).unwrap_or_default()
        };
        for (start, end) in indents {
            self.out.put_all(piece(from, start));
            from = end;
        }
        self.out.put_all(piece(from, first.saturating_add(tail.len())));
    }
}

/// Whether the vocabulary has what a DOCTYPE needs.
pub(super) fn push_doctype(out: &mut Output, vocabulary: &Vocabulary) -> bool {
    let formal = vocabulary.all_formal_ids().first().copied();
    let system = vocabulary.all_system_ids().first().copied();
    if vocabulary.root_element().is_empty() || (formal.is_none() && system.is_none()) {
        return false;
    }
    out.put(*b"<!DOCTYPE ");
    out.put_all(vocabulary.root_element().as_bytes());
    match formal {
        Some(formal) => {
            out.put(*b" PUBLIC \"");
            out.put_all(formal.as_bytes());
            out.put(*b"\" \"");
        }
        None => out.put(*b" SYSTEM \""),
    }
    out.put_all(system.unwrap_or("").as_bytes());
    out.put(*b"\">");
    true
}
