//! The beginning of an element with its attributes, in one step.

use super::{State, Tag, Writer};
use crate::event::{Head, Plain};
use crate::xml::{escape, output};

impl Writer {
    /// Writes the beginning of an element inside another one, and its end where it has no content,
    /// if nothing about it is rare; else nothing is written.
    #[inline(always)]
    pub(crate) fn head_known(&mut self, head: &Head<'_>) -> bool {
        let in_tag = matches!(self.state, State::Tag | State::TagOver);
        let is_common = (in_tag || self.state == State::Content)
            && self.indent.is_none()
            && head.space.is_empty()
            && is_common(head.first)
            && head.second.is_none_or(is_common)
            && self.check_prefixes().is_ok();
        if !is_common {
            return false;
        }
        if in_tag {
            self.out.put([b'>']);
        }
        let mut slot = self.out.slot(head.name.len().wrapping_add("<".len()));
        slot.put([b'<']);
        slot.put_all(head.name.as_bytes());
        self.attribute_of_head(head.first);
        if let Some(second) = head.second {
            self.attribute_of_head(second);
        }
        if head.content {
            self.state = State::Tag;
            self.declared = None;
            self.spaced = false;
            self.elements.push(Tag::Known(head.name));
        } else {
            self.out.put(*b"/>");
            self.state = State::Content;
        }
        true
    }

    #[inline(always)]
    fn attribute_of_head(&mut self, (name, value): (&'static str, Plain<'_>)) {
        let text = octets(value);
        let length = name.len().wrapping_add(text.len()).wrapping_add(" =\"\"".len());
        let mut slot = self.out.slot(length);
        slot.put([b' ']);
        slot.put_all(name.as_bytes());
        slot.put(*b"=\"");
        slot.put_all(text);
        slot.put([b'"']);
    }
}

/// Whether an attribute is written as it is.
#[inline(always)]
fn is_common((name, value): (&'static str, Plain<'_>)) -> bool {
    let text = octets(value);
    // A name that begins like this may mean something to XML itself.
    !name.starts_with("xml") && text.len() < output::STEP && escape::is_plain(text)
}

#[inline(always)]
const fn octets(value: Plain<'_>) -> &[u8] {
    match value {
        Plain::Known(text) => text.as_bytes(),
        Plain::Ascii(text) => text,
    }
}
