//! Names of elements: which token, on which page.

use super::{Sink, Writer};
use crate::error::Code;
use crate::event::Name;
use crate::short::is_same;
use crate::vocabulary::TagPage;

impl<S: Sink> Writer<S> {
    /// The token of a tag: the one it was read from, else of the current page, else of any.
    #[inline]
    pub(super) fn tag_code(&self, name: &Name<'_>) -> Option<Code> {
        let vocabulary = self.vocabulary;
        if let Some(code) = name.code() {
            let own = if code.page == self.tag_page.number {
                self.tag_page.page
            } else {
                vocabulary.tag_page(code.page)
            };
            let known = own.and_then(|page| page.name(code.token)).unwrap_or("");
            let same = is_same(known.as_bytes(), name.qualified().as_bytes());
            // A program may have made up the code of an unknown name.
            if same {
                return Some(code);
            }
        }
        let local = name.local();
        let fits = |page: &'static TagPage| {
            let same_space = name.space().is_empty() || name.space() == page.namespace();
            let token = page.token(local).filter(|_| same_space)?;
            let code = Code { page: page.page(), token };
            (!vocabulary.is_decode_only(code.page, token)).then_some(code)
        };
        let current = self.tag_page.page.and_then(fits);
        current.or_else(|| self.other_tag_code(name, fits))
    }

    #[cold]
    fn other_tag_code(
        &self,
        name: &Name<'_>,
        fits: impl Fn(&'static TagPage) -> Option<Code>,
    ) -> Option<Code> {
        let own = self.vocabulary.tag_pages();
        let companions = self.vocabulary.companion_vocabularies();
        let pages = own.iter().chain(companions.iter().flat_map(|other| other.tag_pages()));
        pages.clone().find_map(fits).or_else(|| {
            let spelled = self.vocabulary.all_spellings().iter();
            let (page, token, _) = *spelled.clone().find(|(page, _, spelling)| {
                let space = self.vocabulary.tag_page(*page).map_or("", TagPage::namespace);
                *spelling == name.local() && (name.space().is_empty() || name.space() == space)
            })?;
            Some(Code { page, token })
        })
    }
}
