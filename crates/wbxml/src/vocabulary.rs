//! Vocabularies: the token tables of a document type and what else its WBXML form needs to know.
//!
//! One file for each document type, only data. Rows are checked when they are compiled (range,
//! order, duplicates) and compared with independently researched tables in the tests.
//!
//! A vocabulary of your own is a `static` like ours:
//!
//! ```
//! use provost_wbxml::vocabulary::{AttributePage, TagPage, ValuePage, Vocabulary};
//!
//! static CARDS: Vocabulary = Vocabulary::new("cards")
//!     .formal_ids(&["-//EXAMPLE//DTD CARDS 1.0//EN"])
//!     .root("cards")
//!     .tags(&[TagPage::new(0, "", &[(0x05, "cards"), (0x06, "card")])])
//!     .attributes(&[AttributePage::new(0, &[(0x05, "href", ""), (0x06, "href", "http://")])])
//!     .values(&[ValuePage::new(0, &[(0x85, ".org/")])]);
//!
//! assert_eq!(CARDS.tag(0, 0x06), Some("card"));
//! ```

mod build;
mod find;
mod media_types;
pub mod pack;
mod page;
mod rule;
mod since;
#[cfg(any(feature = "wml", feature = "wta"))]
mod variables;

#[cfg(feature = "activesync")]
mod activesync;
#[cfg(feature = "airsync")]
mod airsync;
#[cfg(feature = "channel")]
mod channel11;
#[cfg(feature = "channel")]
mod channel12;
#[cfg(feature = "co")]
mod co10;
#[cfg(feature = "conml")]
mod conml;
#[cfg(feature = "devinf")]
mod devinf10;
#[cfg(feature = "devinf")]
mod devinf11;
#[cfg(feature = "devinf")]
mod devinf12;
#[cfg(feature = "dmddf")]
mod dmddf12;
#[cfg(feature = "drmrel")]
mod drmrel10;
#[cfg(feature = "emn")]
mod emn10;
#[cfg(feature = "metinf")]
mod metinf11;
#[cfg(feature = "metinf")]
mod metinf12;
#[cfg(feature = "ota")]
mod ota70;
#[cfg(feature = "prov")]
mod prov10;
#[cfg(feature = "si")]
mod si10;
#[cfg(feature = "sl")]
mod sl10;
#[cfg(feature = "syncml")]
mod syncml10;
#[cfg(feature = "syncml")]
mod syncml11;
#[cfg(feature = "syncml")]
mod syncml12;
#[cfg(feature = "syncset")]
mod syncset10;
#[cfg(feature = "uaprof")]
mod uaprof;
#[cfg(feature = "wml")]
mod wml10;
#[cfg(feature = "wml")]
mod wml11;
#[cfg(feature = "wml")]
mod wml12;
#[cfg(feature = "wml")]
mod wml13;
#[cfg(feature = "wta")]
mod wta10;
#[cfg(feature = "wta")]
mod wtawml12;
#[cfg(feature = "wv")]
mod wvcsp10;
#[cfg(feature = "wv")]
mod wvcsp11;
#[cfg(feature = "wv")]
mod wvcsp12;
#[cfg(feature = "wv")]
mod wvcsp13;

#[cfg(feature = "xml")]
pub(crate) use find::by_declaration;
pub use find::{all, by_formal_id, by_id, by_media_type, by_public_id, by_root_element};
pub use media_types::MediaTypes;
pub use page::{AttributePage, TagPage, ValuePage};
pub use rule::Rule;
pub use since::{CodeSpace, Since};

#[cfg(feature = "channel")]
pub use self::{channel11::CHANNEL_1_1, channel12::CHANNEL_1_2};
#[cfg(feature = "devinf")]
pub use self::{devinf10::DEVINF_1_0, devinf11::DEVINF_1_1, devinf12::DEVINF_1_2};
#[cfg(feature = "metinf")]
pub use self::{metinf11::METINF_1_1, metinf12::METINF_1_2};
#[cfg(feature = "syncml")]
pub use self::{syncml10::SYNCML_1_0, syncml11::SYNCML_1_1, syncml12::SYNCML_1_2};
#[cfg(feature = "wml")]
pub use self::{wml10::WML_1_0, wml11::WML_1_1, wml12::WML_1_2, wml13::WML_1_3};
#[cfg(feature = "wta")]
pub use self::{wta10::WTA_1_0, wtawml12::WTAWML_1_2};
#[cfg(feature = "wv")]
pub use self::{wvcsp10::WVCSP_1_0, wvcsp11::WVCSP_1_1, wvcsp12::WVCSP_1_2, wvcsp13::WVCSP_1_3};
#[cfg(feature = "activesync")]
pub use activesync::ACTIVESYNC;
#[cfg(feature = "airsync")]
pub use airsync::AIRSYNC;
#[cfg(feature = "co")]
pub use co10::CO_1_0;
#[cfg(feature = "conml")]
pub use conml::CONML;
#[cfg(feature = "dmddf")]
pub use dmddf12::DMDDF_1_2;
#[cfg(feature = "drmrel")]
pub use drmrel10::DRMREL_1_0;
#[cfg(feature = "emn")]
pub use emn10::EMN_1_0;
#[cfg(feature = "ota")]
pub use ota70::OTA_7_0;
#[cfg(feature = "prov")]
pub use prov10::PROV;
#[cfg(feature = "si")]
pub use si10::SI_1_0;
#[cfg(feature = "sl")]
pub use sl10::SL_1_0;
#[cfg(feature = "syncset")]
pub use syncset10::SYNCSET_1_0;
#[cfg(feature = "uaprof")]
pub use uaprof::UAPROF;

/// A document type: its identifiers, token tables and content rules.
#[derive(Debug)]
pub struct Vocabulary {
    id: &'static str,
    title: &'static str,
    public_ids: &'static [u32],
    formal_ids: &'static [&'static str],
    anonymous: bool,
    #[cfg(feature = "alloc")]
    system_ids: &'static [&'static str],
    root: &'static str,
    media_types: MediaTypes,
    tags: &'static [TagPage],
    attributes: &'static [AttributePage],
    values: &'static [ValuePage],
    extensions: &'static [(u32, &'static str)],
    tag_rules: &'static [(u8, u8, Rule)],
    attribute_rules: &'static [(u8, u8, Rule)],
    variables: bool,
    #[cfg(feature = "extensions")]
    variable_attributes: &'static [(&'static str, &'static str)],
    encodings: bool,
    decode_only: &'static [(u8, u8)],
    spellings: &'static [(u8, u8, &'static str)],
    #[cfg(feature = "alloc")]
    since: &'static [Since],
    nested: &'static [&'static Self],
    companions: &'static [&'static Self],
}

impl Vocabulary {
    /// The short name, such as `prov10`.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// The title of the document type and its specification.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.title
    }

    /// The assigned numeric public identifier.
    #[must_use]
    pub fn public_id(&self) -> Option<u32> {
        self.public_ids.first().copied().filter(|id| *id != 0)
    }

    /// Whether a numeric public identifier is the assigned one or an alias.
    #[must_use]
    pub fn has_public_id(&self, id: u32) -> bool {
        id > 1 && self.public_ids.contains(&id)
    }

    /// The numeric public identifiers as given: the assigned one or 0, then aliases.
    #[must_use]
    pub const fn all_public_ids(&self) -> &'static [u32] {
        self.public_ids
    }

    /// The formal public identifiers, the one to write first.
    #[must_use]
    pub const fn all_formal_ids(&self) -> &'static [&'static str] {
        self.formal_ids
    }

    /// Whether WBXML documents go without a public identifier, so that the media type must tell.
    #[must_use]
    pub const fn is_anonymous(&self) -> bool {
        self.anonymous
    }

    /// The system identifiers, the one to write first.
    #[cfg(feature = "alloc")]
    #[must_use]
    pub const fn all_system_ids(&self) -> &'static [&'static str] {
        self.system_ids
    }

    /// The name of the document element.
    #[must_use]
    pub const fn root_element(&self) -> &'static str {
        self.root
    }

    /// The media types.
    #[must_use]
    pub const fn media(&self) -> MediaTypes {
        self.media_types
    }

    /// Whether a media type, with or without parameters, is one of this document type.
    #[must_use]
    pub fn has_media_type(&self, media_type: &str) -> bool {
        let essence = media_type.split(';').next().unwrap_or("").trim();
        let MediaTypes { xml, wbxml, aliases, .. } = self.media_types;
        !essence.is_empty()
            && [xml, wbxml].iter().chain(aliases).any(|own| own.eq_ignore_ascii_case(essence))
    }

    /// The tag pages.
    #[must_use]
    pub const fn tag_pages(&self) -> &'static [TagPage] {
        self.tags
    }

    /// The attribute start pages.
    #[must_use]
    pub const fn attribute_pages(&self) -> &'static [AttributePage] {
        self.attributes
    }

    /// The attribute value pages.
    #[must_use]
    pub const fn value_pages(&self) -> &'static [ValuePage] {
        self.values
    }

    /// Operand and text of the values of `EXT_T_0`.
    #[must_use]
    pub const fn extension_values(&self) -> &'static [(u32, &'static str)] {
        self.extensions
    }

    /// The tag page of that number, of this vocabulary or a companion.
    #[must_use]
    pub fn tag_page(&self, page: u8) -> Option<&'static TagPage> {
        by_number(self.tags, page, TagPage::page).or_else(|| {
            let companions = self.companions.iter();
            companions.copied().find_map(|other| by_number(other.tags, page, TagPage::page))
        })
    }

    /// The attribute start page of that number.
    #[must_use]
    pub fn attribute_page(&self, page: u8) -> Option<&'static AttributePage> {
        by_number(self.attributes, page, AttributePage::page)
    }

    /// The attribute value page of that number.
    #[must_use]
    pub fn value_page(&self, page: u8) -> Option<&'static ValuePage> {
        by_number(self.values, page, ValuePage::page)
    }

    /// The name of a tag token.
    #[must_use]
    pub fn tag(&self, page: u8, token: u8) -> Option<&'static str> {
        self.tag_page(page)?.name(token)
    }

    /// The text of the operand of an `EXT_T_0`.
    #[must_use]
    pub fn extension(&self, operand: u32) -> Option<&'static str> {
        if !cfg!(feature = "extensions") {
            return None;
        }
        let at = self.extensions.binary_search_by_key(&operand, |row| row.0).ok()?;
        self.extensions.get(at).map(|row| row.1)
    }

    /// The operand of `EXT_T_0` that stands for a text.
    #[must_use]
    pub fn extension_operand(&self, text: &str) -> Option<u32> {
        self.extensions.iter().find(|row| row.1 == text).map(|row| row.0)
    }

    /// The content rule of an element.
    #[must_use]
    pub fn tag_rule(&self, page: u8, token: u8) -> Option<Rule> {
        find_rule(self.tag_rules, page, token)
    }

    /// The content rule of an attribute, by its start token.
    #[must_use]
    pub fn attribute_rule(&self, page: u8, token: u8) -> Option<Rule> {
        find_rule(self.attribute_rules, page, token)
    }

    /// Whether a header has the formal identifier of this document type.
    pub(crate) fn has_formal_id_of(&self, header: &crate::Header<'_>) -> bool {
        self.formal_ids.iter().any(|own| header.has_formal_id(own))
    }

    /// Whether texts may be more than texts: with variables in them, or a note on another text.
    #[cfg(feature = "alloc")]
    #[inline(always)]
    pub(crate) const fn has_special_text(&self) -> bool {
        self.variables || self.encodings
    }

    /// Whether any content is written otherwise in WBXML than in XML.
    #[cfg(feature = "alloc")]
    pub(crate) const fn has_typed_content(&self) -> bool {
        self.variables
            || !self.tag_rules.is_empty()
            || !self.attribute_rules.is_empty()
            || !self.extensions.is_empty()
    }

    /// The content rule of an attribute, by its name.
    #[cfg(feature = "alloc")]
    pub(crate) fn attribute_rule_by_name(&self, name: &str) -> Option<Rule> {
        self.attribute_rules.iter().find_map(|(page, token, rule)| {
            let start = self.attribute_page(*page)?.start(*token)?;
            (start.0 == name).then_some(*rule)
        })
    }

    /// The content rules of elements: page, token, rule.
    #[must_use]
    pub const fn all_tag_rules(&self) -> &'static [(u8, u8, Rule)] {
        self.tag_rules
    }

    /// The content rules of attributes: page, start token, rule.
    #[must_use]
    pub const fn all_attribute_rules(&self) -> &'static [(u8, u8, Rule)] {
        self.attribute_rules
    }

    /// Whether the encoding of an element may be said beside it, or in its `MessageInfo` (Wireless Village).
    #[must_use]
    pub const fn has_encodings(&self) -> bool {
        self.encodings
    }

    /// Whether extension tokens are the variables of WML.
    #[must_use]
    pub const fn has_variables(&self) -> bool {
        cfg!(feature = "extensions") && self.variables
    }

    /// The attributes in which variables may stand: element (any, where that is empty) and attribute.
    /// Where none is listed they may stand in all.
    #[cfg(feature = "extensions")]
    #[must_use]
    pub const fn all_variable_attributes(&self) -> &'static [(&'static str, &'static str)] {
        self.variable_attributes
    }

    /// Whether variables may stand in an attribute.
    #[cfg(feature = "alloc")]
    pub(crate) fn has_variables_in(&self, element: &str, attribute: &str) -> bool {
        let fits =
            |row: &(&str, &str)| row.1 == attribute && (row.0.is_empty() || row.0 == element);
        self.has_variables()
            && (self.variable_attributes.is_empty() || self.variable_attributes.iter().any(fits))
    }

    /// Whether a tag is read but never written.
    #[must_use]
    pub fn is_decode_only(&self, page: u8, token: u8) -> bool {
        self.decode_only.contains(&(page, token))
    }

    /// The tags that are read but never written: page, token.
    #[must_use]
    pub const fn all_decode_only(&self) -> &'static [(u8, u8)] {
        self.decode_only
    }

    /// Other names of tags that are accepted where XML is read: page, token, name.
    #[must_use]
    pub const fn all_spellings(&self) -> &'static [(u8, u8, &'static str)] {
        self.spellings
    }

    /// The tokens that a later version of the document type added.
    #[cfg(feature = "alloc")]
    #[must_use]
    pub const fn all_since(&self) -> &'static [Since] {
        self.since
    }

    /// The document types that may stand in opaque data.
    #[must_use]
    pub const fn nested_vocabularies(&self) -> &'static [&'static Self] {
        self.nested
    }

    /// The vocabularies whose tag pages may be used in the same document.
    #[must_use]
    pub const fn companion_vocabularies(&self) -> &'static [&'static Self] {
        self.companions
    }

    /// Whether a tag page is that of a namespace.
    #[cfg(feature = "alloc")]
    pub(crate) fn has_page_in(&self, space: &str) -> bool {
        self.tags.iter().any(|page| page.namespace() == space)
    }

    /// The tag page of another version of a namespace: it differs in nothing but the numbers at its
    /// end, and letters count regardless of case.
    #[cfg(feature = "alloc")]
    pub(crate) fn page_of_version(&self, space: &str) -> Option<&'static TagPage> {
        let version = |last: char| last.is_ascii_digit() || last == '.';
        let stem = |space: &str| space.trim_end_matches(version).len();
        let length = stem(space);
        let wanted = space.as_bytes().get(..length).filter(|_| length < space.len())?;
        self.tags.iter().find(|page| {
            let own = page.namespace();
            let length = stem(own);
            let own_stem = own.as_bytes().get(..length).filter(|_| length < own.len());
            own_stem.is_some_and(|own| !own.is_empty() && own.eq_ignore_ascii_case(wanted))
        })
    }

    /// Whether elements are in XML namespaces, one for each tag page.
    ///
    /// Where they are not, a prefix is a part of the name as it is in WBXML (DRMREL, UAProf).
    #[must_use]
    pub fn has_namespaces(&self) -> bool {
        self.tags.iter().any(|page| !page.namespace().is_empty())
    }
}

/// A page by its number: most languages have all pages from 0 on, so that it is its place too.
#[inline]
fn by_number<P>(pages: &'static [P], number: u8, of: impl Fn(&P) -> u8) -> Option<&'static P> {
    match pages.get(usize::from(number)) {
        Some(page) if of(page) == number => Some(page),
        _ => pages.iter().find(|page| of(page) == number),
    }
}

fn find_rule(rules: &[(u8, u8, Rule)], page: u8, token: u8) -> Option<Rule> {
    rules.iter().find(|rule| (rule.0, rule.1) == (page, token)).map(|rule| rule.2)
}
