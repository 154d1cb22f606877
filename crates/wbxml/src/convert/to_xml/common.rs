//! The fast path: common events from octets to octets, without events between.

use super::ToXml;
use crate::content::Content;
use crate::convert::elements::Elements;
use crate::error::{Code, Error};
use crate::event::{Head, ReadEvents, WriteEvents};
use crate::reader::{Reader, Visit};
use crate::vocabulary::{Rule, Vocabulary};
use crate::xml;

impl<'a> ToXml<'a> {
    /// Writes the common events up to one that is not, and makes no events of them.
    #[inline(always)]
    pub(super) fn run_common(
        &mut self,
        from: &mut Reader<'a>,
        to: &mut xml::Writer,
    ) -> Result<(), Error> {
        // Names are written as they are only if they are of the writer's vocabulary.
        let same = core::ptr::eq(ReadEvents::vocabulary(from), WriteEvents::vocabulary(to));
        if !same || self.vocabulary.has_special_text() {
            return Ok(());
        }
        let mut common = CommonToXml {
            elements: &mut self.elements,
            vocabulary: self.vocabulary,
            to,
            written: Ok(()),
        };
        loop {
            if from.plain_head_if(|head| common.head(head)).is_some() {
                continue;
            }
            let offset = from.offset();
            match from.visit_common(&mut common) {
                Some(true) => {}
                Some(false) => return common.written.map_err(|error| error.or_at(offset)),
                None => return Ok(()),
            }
        }
    }
}

/// Writes common events as they are found: whether it could.
struct CommonToXml<'c> {
    elements: &'c mut Elements,
    vocabulary: &'static Vocabulary,
    to: &'c mut xml::Writer,
    /// The last of them. It is not the output because it is four words.
    written: Result<(), Error>,
}

impl CommonToXml<'_> {
    /// Writes an element with its attributes, if nothing about it is rare.
    #[inline(always)]
    fn head(&mut self, head: &Head<'_>) -> bool {
        let is_written = self.to.head_known(head);
        if is_written && head.content {
            self.elements.begin_known(head.code);
        }
        is_written
    }

    #[inline(always)]
    fn note(&mut self, written: Result<(), Error>) -> bool {
        if written.is_err() {
            self.written = written;
            return false;
        }
        true
    }
}

impl<'a> Visit<'a> for CommonToXml<'_> {
    type Output = bool;

    const LEAVES: bool = true;

    #[inline(always)]
    fn start(&mut self, name: &'static str, space: &'static str, code: Code) -> bool {
        self.elements.begin_known(code);
        let written = self.to.begin_known(name, space, code);
        self.note(written)
    }

    #[inline(always)]
    fn attribute(&mut self, name: &'static str, code: Code, value: Content<'a>) -> bool {
        let written = self.to.attribute_known(name, code, &value);
        self.note(written)
    }

    #[inline(always)]
    fn text(&mut self, content: Content<'a>) -> bool {
        let written = self.to.text(&content);
        self.note(written)
    }

    #[inline(always)]
    fn end(&mut self) -> bool {
        self.elements.end();
        let written = self.to.end();
        self.note(written)
    }

    #[inline(always)]
    fn leaf(&mut self, name: &'static str, space: &'static str, text: &'a [u8]) -> Option<bool> {
        self.to.leaf_known(name, space, text).then_some(true)
    }

    /// `Data` of SyncML that is to be stored, where it is plain: a document inside of it begins with a control
    /// character. What other data is, its type says.
    #[inline(always)]
    fn opaque_leaf(
        &mut self,
        name: &'static str,
        space: &'static str,
        code: Code,
        octets: &'a [u8],
    ) -> Option<bool> {
        let is_data = self.vocabulary.tag_rule(code.page, code.token) == Some(Rule::Data);
        let is_stored = is_data && self.elements.is_in_stored_item(self.vocabulary);
        (is_stored && self.to.section_known(name, space, octets)).then_some(true)
    }
}
