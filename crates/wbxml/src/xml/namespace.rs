//! Namespaces of XML and the code pages that stand for them.

use crate::vocabulary::{TagPage, Vocabulary};

/// The namespace of that name, if a page of the vocabulary has it, or of one whose documents may
/// stand in its documents.
pub(super) fn known(vocabulary: &'static Vocabulary, uri: &str) -> Option<&'static str> {
    pages(vocabulary).map(TagPage::namespace).find(|namespace| *namespace == uri)
}

/// The tag pages of the vocabulary, its companions and its nested vocabularies.
pub(super) fn pages(vocabulary: &'static Vocabulary) -> impl Iterator<Item = &'static TagPage> {
    let own = vocabulary.tag_pages().iter();
    let companions = vocabulary.companion_vocabularies().iter();
    let nested = vocabulary.nested_vocabularies().iter();
    own.chain(companions.chain(nested).flat_map(|other| other.tag_pages()))
}
