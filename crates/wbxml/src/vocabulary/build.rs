//! A vocabulary is made of its parts by a chain, checked as it is compiled.

use super::{AttributePage, MediaTypes, Rule, Since, TagPage, ValuePage, Vocabulary};

impl Vocabulary {
    /// An empty vocabulary, to be filled by the chain of the methods below.
    ///
    /// `id` is a short name for messages and command lines, such as `prov10`.
    #[must_use]
    pub const fn new(id: &'static str) -> Self {
        Self {
            id,
            title: "",
            public_ids: &[],
            formal_ids: &[],
            anonymous: false,
            #[cfg(feature = "alloc")]
            system_ids: &[],
            root: "",
            media_types: MediaTypes::new("", ""),
            tags: &[],
            attributes: &[],
            values: &[],
            extensions: &[],
            tag_rules: &[],
            attribute_rules: &[],
            variables: false,
            #[cfg(feature = "extensions")]
            variable_attributes: &[],
            encodings: false,
            decode_only: &[],
            spellings: &[],
            #[cfg(feature = "alloc")]
            since: &[],
            nested: &[],
            companions: &[],
        }
    }

    /// With the title of the document type and its specification.
    #[must_use]
    pub const fn title(self, title: &'static str) -> Self {
        Self { title, ..self }
    }

    /// With numeric public identifiers: the assigned one first, then others seen on the wire.
    ///
    /// A first entry of 0 says that none is assigned and the rest are aliases.
    #[must_use]
    pub const fn public_ids(self, public_ids: &'static [u32]) -> Self {
        Self { public_ids, ..self }
    }

    /// With formal public identifiers (`-//OWNER//DTD NAME//EN`), the one to write first.
    #[must_use]
    pub const fn formal_ids(self, formal_ids: &'static [&'static str]) -> Self {
        Self { formal_ids, ..self }
    }

    /// With WBXML documents that go without a public identifier, unless asked for one.
    #[must_use]
    pub const fn anonymous(self) -> Self {
        Self { anonymous: true, ..self }
    }

    /// With system identifiers, the one to write first: what only XML has is dropped without the
    /// feature `alloc`.
    #[must_use]
    #[cfg_attr(not(feature = "alloc"), allow(unused_variables))]
    pub const fn system_ids(self, system_ids: &'static [&'static str]) -> Self {
        Self {
            #[cfg(feature = "alloc")]
            system_ids,
            ..self
        }
    }

    /// With the name of the document element.
    #[must_use]
    pub const fn root(self, root: &'static str) -> Self {
        Self { root, ..self }
    }

    /// With media types.
    #[must_use]
    pub const fn media_types(self, media_types: MediaTypes) -> Self {
        Self { media_types, ..self }
    }

    /// With tag pages, in ascending order.
    ///
    /// # Panics
    /// Where the pages do not ascend: in a `static`, a compile error. So for the next two.
    #[must_use]
    #[allow(
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        reason = "runs in the compiler, where a fault is an error of the build"
    )]
    pub const fn tags(self, tags: &'static [TagPage]) -> Self {
        let mut at = 1;
        while at < tags.len() {
            assert!(tags[at - 1].page() < tags[at].page(), "tag pages ascend");
            at += 1;
        }
        Self { tags, ..self }
    }

    /// With attribute start pages, in ascending order.
    ///
    /// # Panics
    /// Where the pages do not ascend.
    #[must_use]
    #[allow(
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        reason = "runs in the compiler, where a fault is an error of the build"
    )]
    pub const fn attributes(self, attributes: &'static [AttributePage]) -> Self {
        let mut at = 1;
        while at < attributes.len() {
            assert!(attributes[at - 1].page() < attributes[at].page(), "attribute pages ascend");
            at += 1;
        }
        Self { attributes, ..self }
    }

    /// With attribute value pages, in ascending order.
    ///
    /// # Panics
    /// Where the pages do not ascend.
    #[must_use]
    #[allow(
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        reason = "runs in the compiler, where a fault is an error of the build"
    )]
    pub const fn values(self, values: &'static [ValuePage]) -> Self {
        let mut at = 1;
        while at < values.len() {
            assert!(values[at - 1].page() < values[at].page(), "value pages ascend");
            at += 1;
        }
        Self { values, ..self }
    }

    /// With the texts that the operand of `EXT_T_0` stands for (Wireless Village), in ascending
    /// order.
    ///
    /// # Panics
    /// Where the operands do not ascend: in a `static`, a compile error.
    #[cfg(feature = "extensions")]
    #[must_use]
    #[allow(
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        reason = "runs in the compiler, where a fault is an error of the build"
    )]
    pub const fn extensions(self, extensions: &'static [(u32, &'static str)]) -> Self {
        let mut at = 1;
        while at < extensions.len() {
            assert!(extensions[at - 1].0 < extensions[at].0, "extension values ascend");
            at += 1;
        }
        Self { extensions, ..self }
    }

    /// With the content rules of elements: page, token, rule.
    #[must_use]
    #[allow(
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        reason = "runs in the compiler, where a fault is an error of the build"
    )]
    pub const fn tag_rules(self, tag_rules: &'static [(u8, u8, Rule)]) -> Self {
        let mut encodings = false;
        let mut at = 0;
        while at < tag_rules.len() {
            encodings |= matches!(tag_rules[at].2, Rule::StringOrBase64);
            at += 1;
        }
        Self { tag_rules, encodings, ..self }
    }

    /// With the content rules of attributes: page, start token, rule.
    #[must_use]
    pub const fn attribute_rules(self, attribute_rules: &'static [(u8, u8, Rule)]) -> Self {
        Self { attribute_rules, ..self }
    }

    /// With the variables of WML (`$(name)`) as extension tokens, in text and in all attributes.
    #[cfg(feature = "extensions")]
    #[must_use]
    pub const fn variables(self) -> Self {
        Self { variables: true, ..self }
    }

    /// With the variables of WML in text and in some attributes: element (any, where that is empty) and
    /// attribute. In others a dollar sign is a dollar sign: the token of a variable, which has no business
    /// there, becomes its text `$(name)`, and that stays text on the way back.
    ///
    /// # Panics
    /// Where no attribute is given: [`variables`](Self::variables) are in all.
    #[cfg(feature = "extensions")]
    #[must_use]
    pub const fn variables_in(
        self,
        variable_attributes: &'static [(&'static str, &'static str)],
    ) -> Self {
        assert!(!variable_attributes.is_empty(), "no attribute has variables");
        Self { variables: true, variable_attributes, ..self }
    }

    /// With tags (page, token) that are read but never written: not of this version, but sent.
    #[must_use]
    pub const fn decode_only(self, decode_only: &'static [(u8, u8)]) -> Self {
        Self { decode_only, ..self }
    }

    /// With other names of tags (page, token, name) that are accepted where XML is read.
    #[must_use]
    pub const fn spellings(self, spellings: &'static [(u8, u8, &'static str)]) -> Self {
        Self { spellings, ..self }
    }

    /// With the tokens that a later version of the document type added: what firmware never asks
    /// is dropped without the feature `alloc`.
    #[must_use]
    #[cfg_attr(not(feature = "alloc"), allow(unused_variables))]
    pub const fn since(self, since: &'static [Since]) -> Self {
        Self {
            #[cfg(feature = "alloc")]
            since,
            ..self
        }
    }

    /// With the document types that may stand in opaque data, each with a header of its own.
    #[must_use]
    pub const fn nested(self, nested: &'static [&'static Self]) -> Self {
        Self { nested, ..self }
    }

    /// With vocabularies whose tag pages may be used in the same document (TNDS in SyncML).
    #[must_use]
    pub const fn companions(self, companions: &'static [&'static Self]) -> Self {
        Self { companions, ..self }
    }
}
