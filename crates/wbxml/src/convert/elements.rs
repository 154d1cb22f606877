//! The open elements of a document that is being converted: what its rules need to know of them.

use alloc::vec::Vec;

use crate::content::Content;
use crate::error::Code;
use crate::event::Name;
use crate::vocabulary::{Rule, Vocabulary};

/// The open elements, innermost last.
#[derive(Debug)]
pub(super) struct Elements {
    open: Vec<Element>,
}

#[derive(Clone, Copy, Debug)]
struct Element {
    code: Option<Code>,
    rule: Option<Rule>,
    /// Whether its text says how a sibling's content is encoded.
    encoding: bool,
    /// Whether the text of such a child said BASE64.
    base64: bool,
}

impl Elements {
    pub(super) const fn new() -> Self {
        Self { open: Vec::new() }
    }

    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    #[inline]
    pub(super) fn begin(&mut self, name: &Name<'_>, vocabulary: &Vocabulary) {
        // A literal name is the same name (WBXML 1.3, C-011).
        let code = name.code().or_else(|| vocabulary.tag_code(name));
        let rule = code.and_then(|code| vocabulary.tag_rule(code.page, code.token));
        // Wireless Village: the element is looked for where one that depends on it may follow.
        let encoding = vocabulary.has_encodings() && name.local() == "ContentEncoding";
        self.open.push(Element { code, rule, encoding, base64: false });
    }

    #[inline]
    pub(super) fn end(&mut self) {
        self.open.pop();
    }

    /// What the content of the innermost element is.
    #[inline]
    pub(super) fn rule(&self) -> Option<Rule> {
        self.open.last()?.rule
    }

    /// Takes note of the text of a `ContentEncoding`, for its sibling `ContentData`.
    #[inline]
    pub(super) fn note_encoding(&mut self, content: &Content<'_>) {
        if let [.., parent, Element { encoding: true, .. }] = self.open.as_mut_slice() {
            parent.base64 = content.eq_str("BASE64");
        }
    }

    /// Whether a sibling said that this content is base64.
    pub(super) fn sibling_is_base64(&self) -> bool {
        matches!(self.open.as_slice(), [.., parent, _] if parent.base64)
    }

    /// Whether this is the data of an item to be stored (SyncML), which libwbxml and its users
    /// write as a section.
    pub(super) fn is_stored_data(&self, vocabulary: &Vocabulary) -> bool {
        let [.., command, item, _] = self.open.as_slice() else { return false };
        let name =
            |element: &Element| element.code.and_then(|code| vocabulary.tag(code.page, code.token));
        name(item) == Some("Item") && matches!(name(command), Some("Add" | "Replace"))
    }
}
