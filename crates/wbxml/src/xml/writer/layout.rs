//! What stands between the elements and in front of them.

use alloc::string::String;

use super::{State, Writer};
use crate::vocabulary::Vocabulary;

impl Writer {
    /// Begins a line for an element or instruction, if its parent has no text.
    pub(super) fn begin_line(&mut self) {
        match self.elements.last_mut() {
            Some(parent) if parent.verbatim => return,
            Some(parent) => parent.lines = true,
            None if self.state == State::Prolog => return,
            None => {}
        }
        self.push_indent();
    }

    pub(super) fn push_indent(&mut self) {
        let start = self.out.len();
        let blanks = self.indent.unwrap_or(0).saturating_mul(self.elements.len());
        self.out.push('\n');
        self.out.extend(core::iter::repeat_n(' ', blanks));
        self.indents.push((start, self.out.len()));
    }

    /// The innermost element has text, so that white space in it counts: what was added goes.
    #[cold]
    pub(super) fn take_indents_back(&mut self) {
        let Some(element) = self.elements.last_mut().filter(|element| !element.verbatim) else {
            return;
        };
        element.verbatim = true;
        let mut indents = self.indents.drain(element.indents..);
        let Some((first, mut from)) = indents.next() else { return };
        let tail = self.out.split_off(first);
        let piece = |from: usize, to: usize| {
            let range = from.saturating_sub(first)..to.saturating_sub(first);
            tail.get(range).unwrap_or("")
        };
        for (start, end) in indents {
            self.out.push_str(piece(from, start));
            from = end;
        }
        self.out.push_str(piece(from, first.saturating_add(tail.len())));
    }
}

/// Whether the vocabulary has what a DOCTYPE needs.
pub(super) fn push_doctype(out: &mut String, vocabulary: &Vocabulary) -> bool {
    let formal = vocabulary.all_formal_ids().first().copied();
    let system = vocabulary.all_system_ids().first().copied();
    if vocabulary.root_element().is_empty() || (formal.is_none() && system.is_none()) {
        return false;
    }
    out.push_str("<!DOCTYPE ");
    out.push_str(vocabulary.root_element());
    match formal {
        Some(formal) => {
            out.push_str(" PUBLIC \"");
            out.push_str(formal);
            out.push_str("\" \"");
        }
        None => out.push_str(" SYSTEM \""),
    }
    out.push_str(system.unwrap_or(""));
    out.push_str("\">");
    true
}
