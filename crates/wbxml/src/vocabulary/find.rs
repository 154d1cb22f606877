//! Finding the vocabulary of a document by what names its type.

use super::{TagPage, Vocabulary};

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
    // As senders write it: `syncml:` and `SYNCML:` are the same to them.
    let is_in = |page: &&TagPage| page.namespace().eq_ignore_ascii_case(namespace);
    ALL.iter().rev().copied().find(|vocabulary| {
        let named = vocabulary.root == name
            && (namespace.is_empty() || vocabulary.tags.iter().any(|page| is_in(&page)));
        let spaced = !namespace.is_empty()
            && vocabulary.tags.iter().filter(is_in).any(|page| page.token(name).is_some());
        named || spaced
    })
}

impl Vocabulary {
    /// Whether a hint, as [`detect`](crate::detect) takes it, names another document type than this one:
    /// a media type that is none of any version of it, or the short name of another vocabulary. What
    /// names no document type that is known contradicts none.
    ///
    /// ```
    /// # #[cfg(feature = "si")] {
    /// use provost_wbxml::{detect, vocabulary::SI_1_0};
    ///
    /// let message = [0x02, 0x05, 0x6A, 0x00, 0x05];
    /// let label = Some("application/vnd.wap.sic; charset=utf-8");
    /// assert!(!detect(&message, label)?.contradicts(label.unwrap_or("")));
    /// assert!(SI_1_0.contradicts("application/vnd.wap.connectivity-wbxml"));
    /// assert!(!SI_1_0.contradicts("application/octet-stream"));
    /// # }
    /// # Ok::<(), provost_wbxml::Error>(())
    /// ```
    #[must_use]
    pub fn contradicts(&self, hint: &str) -> bool {
        if self.has_media_type(hint) || self.id.eq_ignore_ascii_case(hint) {
            return false;
        }
        let mut named = ALL.iter().filter(|other| other.has_media_type(hint)).peekable();
        match named.peek() {
            Some(_) => named.all(|other| other.root != self.root),
            None => by_id(hint).is_some(),
        }
    }
}

/// The vocabulary of a document element by an attribute that declares its namespace, where the
/// tables have that as an attribute: Wireless Village, whose versions end the namespace, rights and
/// user agent profiles.
#[cfg(feature = "xml")]
pub(crate) fn by_declaration(
    root: &str,
    attribute: &str,
    value: &str,
) -> Option<&'static Vocabulary> {
    let prefix = |vocabulary: &Vocabulary| {
        let pages = vocabulary.attribute_pages().iter();
        pages.filter_map(|page| page.token(attribute, value)).map(|(_, prefix)| prefix).next()
    };
    let of_version = |vocabulary: &Vocabulary| {
        let version = prefix(vocabulary).and_then(|prefix| value.strip_prefix(prefix));
        let version = version.filter(|version| !version.is_empty()).unwrap_or("/");
        vocabulary.formal_ids.iter().any(|id| id.contains(version))
    };
    let mut found = None;
    for vocabulary in ALL.iter().rev().copied().filter(|own| own.root == root) {
        if prefix(vocabulary).is_some() {
            if of_version(vocabulary) {
                return Some(vocabulary);
            }
            found = found.or(Some(vocabulary));
        }
    }
    found
}

/// Within a family from the oldest version to the newest, and `AIRSYNC` before `ACTIVESYNC`: the
/// searches by what they share begin at the end.
static ALL: &[&Vocabulary] = &[
    #[cfg(feature = "airsync")]
    &super::AIRSYNC,
    #[cfg(feature = "activesync")]
    &super::ACTIVESYNC,
    #[cfg(feature = "channel")]
    &super::CHANNEL_1_1,
    #[cfg(feature = "channel")]
    &super::CHANNEL_1_2,
    #[cfg(feature = "co")]
    &super::CO_1_0,
    #[cfg(feature = "conml")]
    &super::CONML,
    #[cfg(feature = "devinf")]
    &super::DEVINF_1_0,
    #[cfg(feature = "devinf")]
    &super::DEVINF_1_1,
    #[cfg(feature = "devinf")]
    &super::DEVINF_1_2,
    #[cfg(feature = "dmddf")]
    &super::DMDDF_1_2,
    #[cfg(feature = "drmrel")]
    &super::DRMREL_1_0,
    #[cfg(feature = "emn")]
    &super::EMN_1_0,
    #[cfg(feature = "metinf")]
    &super::METINF_1_1,
    #[cfg(feature = "metinf")]
    &super::METINF_1_2,
    #[cfg(feature = "ota")]
    &super::OTA_7_0,
    #[cfg(feature = "prov")]
    &super::PROV,
    #[cfg(feature = "si")]
    &super::SI_1_0,
    #[cfg(feature = "sl")]
    &super::SL_1_0,
    #[cfg(feature = "syncml")]
    &super::SYNCML_1_0,
    #[cfg(feature = "syncml")]
    &super::SYNCML_1_1,
    #[cfg(feature = "syncml")]
    &super::SYNCML_1_2,
    #[cfg(feature = "syncset")]
    &super::SYNCSET_1_0,
    #[cfg(feature = "uaprof")]
    &super::UAPROF,
    #[cfg(feature = "wml")]
    &super::WML_1_0,
    #[cfg(feature = "wml")]
    &super::WML_1_1,
    #[cfg(feature = "wml")]
    &super::WML_1_2,
    #[cfg(feature = "wml")]
    &super::WML_1_3,
    #[cfg(feature = "wta")]
    &super::WTA_1_0,
    #[cfg(feature = "wta")]
    &super::WTAWML_1_2,
    #[cfg(feature = "wv")]
    &super::WVCSP_1_0,
    #[cfg(feature = "wv")]
    &super::WVCSP_1_1,
    #[cfg(feature = "wv")]
    &super::WVCSP_1_2,
    #[cfg(feature = "wv")]
    &super::WVCSP_1_3,
];
