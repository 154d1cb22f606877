//! Finding the vocabulary of a document by what names its type.

use super::Vocabulary;

/// Every vocabulary that the features of this build include.
#[must_use]
pub fn all() -> &'static [&'static Vocabulary] {
    ALL
}

/// The vocabulary of a short name (`prov10`), compared without regard to case.
#[must_use]
pub fn by_id(id: &str) -> Option<&'static Vocabulary> {
    ALL.iter().copied().find(|vocabulary| vocabulary.id.eq_ignore_ascii_case(id))
}

/// The vocabulary of a numeric public identifier.
#[must_use]
pub fn by_public_id(id: u32) -> Option<&'static Vocabulary> {
    let assigned = ALL.iter().copied().find(|vocabulary| vocabulary.public_id() == Some(id));
    assigned.or_else(|| ALL.iter().copied().find(|vocabulary| vocabulary.has_public_id(id)))
}

/// The vocabulary of a formal public identifier, compared without regard to case.
#[must_use]
pub fn by_formal_id(id: &str) -> Option<&'static Vocabulary> {
    ALL.iter()
        .copied()
        .find(|vocabulary| vocabulary.formal_ids.iter().any(|own| own.eq_ignore_ascii_case(id)))
}

/// The vocabulary of a media type: the newest version, where several share it.
#[must_use]
pub fn by_media_type(media_type: &str) -> Option<&'static Vocabulary> {
    ALL.iter().rev().copied().find(|vocabulary| vocabulary.has_media_type(media_type))
}

/// The vocabulary of a document element: by its namespace where it has one, else by its name, and
/// then the newest version, where several share it.
#[must_use]
pub fn by_root_element(namespace: &str, name: &str) -> Option<&'static Vocabulary> {
    ALL.iter().rev().copied().find(|vocabulary| {
        let named = vocabulary.root == name
            && (namespace.is_empty()
                || vocabulary.tags.iter().any(|page| page.namespace() == namespace));
        let spaced = !namespace.is_empty()
            && vocabulary
                .tags
                .iter()
                .any(|page| page.namespace() == namespace && page.token(name).is_some());
        named || spaced
    })
}

static ALL: &[&Vocabulary] = &[];
