//! The open elements of a document that is being converted: what its rules need to know of them.

use alloc::vec::Vec;

use crate::content::Content;
use crate::error::Code;
use crate::event::Name;
use crate::vocabulary::{Rule, TagPage, Vocabulary};

/// The open elements, innermost last.
///
/// Their codes are kept, and what they mean is looked up where it is asked for: most elements come
/// and go without a question.
#[derive(Debug)]
pub(super) struct Elements {
    /// Code page and token of each, or 0: no token is 0.
    open: Vec<u16>,
    /// Wireless Village: the depths of the elements whose data was said to be BASE64.
    base64: Vec<usize>,
}

impl Elements {
    pub(super) fn new() -> Self {
        Self { open: Vec::with_capacity(16), base64: Vec::new() }
    }

    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    #[inline(always)]
    pub(super) fn begin(&mut self, name: &Name<'_>, vocabulary: &Vocabulary) {
        // A literal name is the same name (WBXML 1.3, C-011).
        match name.code().or_else(|| tag_code(vocabulary, name)) {
            Some(code) => self.begin_known(code),
            None => self.open.push(0),
        }
    }

    #[inline(always)]
    pub(super) fn begin_known(&mut self, code: Code) {
        self.open.push(u16::from_be_bytes([code.page, code.token]));
    }

    #[inline(always)]
    pub(super) fn end(&mut self) {
        self.open.pop();
        if self.base64.last().is_some_and(|depth| *depth > self.open.len()) {
            self.base64.pop();
        }
    }

    /// Whether the innermost element is one of the vocabulary.
    pub(super) fn is_known(&self) -> bool {
        self.open.last().is_some_and(|element| *element != 0)
    }

    /// The name of the innermost element, if it is one of the vocabulary.
    pub(super) fn innermost(&self, vocabulary: &Vocabulary) -> &'static str {
        self.open.last().and_then(|element| name(*element, vocabulary)).unwrap_or("")
    }

    /// What the content of the innermost element is.
    #[inline]
    pub(super) fn rule(&self, vocabulary: &Vocabulary) -> Option<Rule> {
        let code = code(*self.open.last()?)?;
        vocabulary.tag_rule(code.page, code.token)
    }

    /// Takes note of the text of a `ContentEncoding`, for the `ContentData` beside it or, as the
    /// document type has them, beside the `MessageInfo` that it is in.
    #[inline]
    pub(super) fn note_encoding(&mut self, content: &Content<'_>, vocabulary: &Vocabulary) {
        if vocabulary.has_encodings() {
            self.note(content, vocabulary);
        }
    }

    #[inline(never)]
    fn note(&mut self, content: &Content<'_>, vocabulary: &Vocabulary) {
        let [around @ .., parent, element] = self.open.as_slice() else { return };
        if name(*element, vocabulary) != Some("ContentEncoding") {
            return;
        }
        let beside = name(*parent, vocabulary) != Some("MessageInfo");
        let depth = around.len().saturating_add(usize::from(beside));
        self.base64.pop_if(|other| *other == depth);
        if content.eq_str("BASE64") {
            self.base64.push(depth);
        }
    }

    /// Whether it was said that this content is base64.
    pub(super) fn is_base64(&self) -> bool {
        self.base64.last().is_some_and(|depth| depth.saturating_add(1) == self.open.len())
    }

    /// Whether this is the data of an item to be stored (SyncML), which libwbxml and its users
    /// write as a section.
    pub(super) fn is_stored_data(&self, vocabulary: &Vocabulary) -> bool {
        let [around @ .., _] = self.open.as_slice() else { return false };
        is_stored_item(around, vocabulary)
    }

    /// Whether the innermost element is such an item.
    #[cfg(feature = "xml")]
    pub(super) fn is_in_stored_item(&self, vocabulary: &Vocabulary) -> bool {
        is_stored_item(&self.open, vocabulary)
    }
}

fn is_stored_item(open: &[u16], vocabulary: &Vocabulary) -> bool {
    let [.., command, item] = open else { return false };
    name(*item, vocabulary) == Some("Item")
        && matches!(name(*command, vocabulary), Some("Add" | "Replace"))
}

fn code(element: u16) -> Option<Code> {
    let [page, token] = element.to_be_bytes();
    (token != 0).then_some(Code { page, token })
}

fn name(element: u16, vocabulary: &Vocabulary) -> Option<&'static str> {
    code(element).and_then(|code| vocabulary.tag(code.page, code.token))
}

/// The token of a tag that has no code of its own: of the first page that fits.
pub(super) fn tag_code(vocabulary: &Vocabulary, name: &Name<'_>) -> Option<Code> {
    let space = name.space();
    let fits = |page: &&TagPage| {
        space.is_empty()
            || page.namespace().is_empty()
            // A reader takes the namespace from the page.
            || core::ptr::eq(page.namespace(), space)
            || page.namespace() == space
    };
    first_tag_code(vocabulary, name, fits).or_else(|| stray_tag_code(vocabulary, name))
}

#[inline(always)]
fn first_tag_code(
    vocabulary: &Vocabulary,
    name: &Name<'_>,
    fits: impl Fn(&&TagPage) -> bool,
) -> Option<Code> {
    let local = name.local();
    vocabulary.tag_pages().iter().filter(fits).find_map(|page| {
        let code = Code { page: page.page(), token: page.token(local)? };
        (!vocabulary.is_decode_only(code.page, code.token)).then_some(code)
    })
}

/// The token of a tag in a namespace that has no such name: senders spare the namespace of what
/// is in `Meta`, so that it is in that of SyncML.
#[cold]
fn stray_tag_code(vocabulary: &Vocabulary, name: &Name<'_>) -> Option<Code> {
    let known = vocabulary.has_page_in(name.space());
    known.then(|| first_tag_code(vocabulary, name, |_| true)).flatten()
}
