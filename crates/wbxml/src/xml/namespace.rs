//! Namespaces of XML and the code pages that stand for them.

use alloc::vec::Vec;

use super::attribute::Attributes;
use crate::error::{Error, ErrorKind, XmlError};
use crate::event::Name;
use crate::limits::Limit;
use crate::short::is_same;
use crate::vocabulary::{TagPage, Vocabulary};

/// What is a reference, or is written as one; no URI needs it.
const fn is_escaped(octet: u8) -> bool {
    matches!(octet, b'&' | b'<' | b'>' | b'"' | b'\'' | b'\t' | b'\n' | b'\r')
}

/// The namespace of that name, if a page of the vocabulary has it, or of one whose documents may
/// stand in its documents.
pub(super) fn known(vocabulary: &'static Vocabulary, uri: &str) -> Option<&'static str> {
    known_page(vocabulary, uri).map(TagPage::namespace)
}

/// Letters count regardless of case: senders write `syncml:` and `SYNCML:` alike.
fn known_page(vocabulary: &'static Vocabulary, uri: &str) -> Option<&'static TagPage> {
    // Most are written as they are known, and no two that differ in more than case are looked at.
    let is_it = |page: &&TagPage| {
        let own = page.namespace();
        is_same(own.as_bytes(), uri.as_bytes()) || own.eq_ignore_ascii_case(uri)
    };
    if uri.is_empty() { None } else { pages(vocabulary).find(is_it) }
}

/// The tag pages of the vocabulary, its companions and its nested vocabularies.
fn pages(vocabulary: &'static Vocabulary) -> impl Iterator<Item = &'static TagPage> {
    let own = vocabulary.tag_pages().iter();
    let companions = vocabulary.companion_vocabularies().iter();
    let nested = vocabulary.nested_vocabularies().iter();
    own.chain(companions.chain(nested).flat_map(|other| other.tag_pages()))
}

/// What a prefix, or none, stands for.
#[derive(Clone, Copy, Debug)]
enum Space<'a> {
    /// There is no declaration.
    Undeclared,
    /// `xmlns=""`.
    None,
    Known(&'static TagPage),
    Foreign(&'a str),
}

impl<'a> Space<'a> {
    const fn uri(self) -> &'a str {
        match self {
            Self::Undeclared | Self::None => "",
            Self::Known(page) => page.namespace(),
            Self::Foreign(uri) => uri,
        }
    }
}

/// The declarations that are in force.
#[derive(Clone, Debug)]
pub(super) struct Scopes<'a> {
    vocabulary: &'static Vocabulary,
    default: Space<'a>,
    prefixes: Vec<(&'a str, Space<'a>)>,
    /// The page of the innermost element.
    page: Option<&'static TagPage>,
    /// The page outside of each open element.
    outer_pages: Vec<Option<&'static TagPage>>,
    /// What was in force outside of the elements that declare something, each with the number of
    /// elements open, itself included: the default, and how many prefixes.
    outer: Vec<(usize, Space<'a>, usize)>,
}

impl<'a> Scopes<'a> {
    /// None, where the vocabulary has no namespaces.
    pub(super) fn new(vocabulary: &'static Vocabulary) -> Option<Self> {
        vocabulary.has_namespaces().then(|| Self {
            vocabulary,
            default: Space::Undeclared,
            prefixes: Vec::new(),
            page: None,
            outer_pages: Vec::with_capacity(16),
            outer: Vec::new(),
        })
    }

    /// An element begins; then come its declarations, then its name.
    #[inline]
    pub(super) fn enter(&mut self) {
        self.outer_pages.push(self.page);
    }

    #[inline]
    pub(super) fn leave(&mut self) {
        let depth = self.outer_pages.len();
        if let Some(page) = self.outer_pages.pop() {
            self.page = page;
        }
        if let Some((_, default, prefixes)) = self.outer.pop_if(|(other, ..)| *other == depth) {
            self.default = default;
            self.prefixes.truncate(prefixes);
        }
    }

    /// The declarations of the element that began last.
    #[inline(never)]
    pub(super) fn declare_all(
        &mut self,
        mut attributes: Attributes<'a>,
        limit: u8,
    ) -> Result<(), Error> {
        self.outer.push((self.outer_pages.len(), self.default, self.prefixes.len()));
        let mut count = 0_u8;
        while let Some(attribute) = attributes.next()? {
            if count >= limit {
                return Err(Error::new(ErrorKind::Limit(Limit::Attributes), attribute.offset));
            }
            count = count.saturating_add(1);
            let Some(prefix) = declared_prefix(attribute.name) else { continue };
            // Names are borrowed, and what is read must be writable: without references.
            if attribute.raw.bytes().any(is_escaped) {
                let kind = ErrorKind::Xml(XmlError::NamespaceReference);
                return Err(Error::new(kind, attribute.value_offset));
            }
            let declared = self.declare(prefix, attribute.raw, limit);
            declared.map_err(|kind| Error::new(kind, attribute.offset))?;
        }
        Ok(())
    }

    /// Prefixes in force are at most as many as the attributes of an element may be, so that the
    /// search for one does not cost more with each level.
    fn declare(&mut self, prefix: &'a str, uri: &'a str, limit: u8) -> Result<(), ErrorKind> {
        let space = match known_page(self.vocabulary, uri) {
            Some(page) => Space::Known(page),
            None if uri.is_empty() => Space::None,
            None => Space::Foreign(uri),
        };
        if prefix.is_empty() {
            self.default = space;
            return Ok(());
        }
        if !is_declarable(prefix, uri) {
            return Err(ErrorKind::Xml(XmlError::Prefix));
        }
        if prefix == "xml" || self.uri(prefix) == Some(uri) {
            return Ok(());
        }
        if self.prefixes.len() >= usize::from(limit) {
            return Err(ErrorKind::Limit(Limit::Attributes));
        }
        self.prefixes.push((prefix, space));
        Ok(())
    }

    /// The URI that a prefix stands for.
    fn uri(&self, prefix: &str) -> Option<&'a str> {
        self.find(prefix).map(Space::uri)
    }

    /// The prefixes in force, inner ones last; without those of the innermost element, where what is outside of it
    /// is asked for.
    pub(super) fn declarations(&self, is_outside: bool) -> Vec<(&'a str, &'a str)> {
        let depth = self.outer_pages.len();
        let own = self.outer.last().filter(|(other, ..)| is_outside && *other == depth);
        let count = own.map_or(self.prefixes.len(), |(.., count)| *count);
        self.prefixes.iter().take(count).map(|(prefix, space)| (*prefix, space.uri())).collect()
    }

    fn find(&self, prefix: &str) -> Option<Space<'a>> {
        let found = self.prefixes.iter().rev().find(|(other, _)| *other == prefix);
        found.map(|(_, space)| *space)
    }

    /// Whether an attribute is a declaration that the names of elements stand for, and so not to
    /// be handed on.
    pub(super) fn swallows(&self, name: &str, value: &str) -> bool {
        declared_prefix(name).is_some() && known_page(self.vocabulary, value).is_some()
    }

    /// The name of the element that began last.
    #[inline]
    pub(super) fn element(&mut self, name: &'a str, colon: bool) -> Result<Name<'a>, ErrorKind> {
        let colon = if colon { name.find(':') } else { None };
        let (space, local, prefix) = match colon {
            None => (self.default, name, 0),
            Some(colon) => {
                let (prefix, local) = split(name, colon)?;
                match self.find(prefix) {
                    Some(space) => (space, local, length(prefix)?),
                    None if prefix == "xml" => return Ok(Name::new(name)),
                    None => return Err(ErrorKind::Xml(XmlError::Prefix)),
                }
            }
        };
        Ok(match space {
            Space::Known(page) => {
                self.page = Some(page);
                Name::new(local).with_space(page.namespace())
            }
            Space::Foreign(uri) => Name::new(name).with_space(uri).with_prefix(prefix),
            Space::None => Name::new(name),
            Space::Undeclared => {
                let has = |page: &&'static TagPage| page.token(local).is_some();
                let found = self.page.filter(has).or_else(|| pages(self.vocabulary).find(has));
                // A name that no page has is in the namespace of its parent, as it would be where
                // that one declared what it was given here.
                let Some(page) = found.or(self.page) else { return Ok(Name::new(name)) };
                self.page = Some(page);
                Name::new(local).with_space(page.namespace())
            }
        })
    }

    /// The name of an attribute: its prefix stays.
    #[inline]
    pub(super) fn attribute(&self, name: &'a str) -> Result<Name<'a>, ErrorKind> {
        let Some(colon) = name.as_bytes().iter().position(|octet| *octet == b':') else {
            return Ok(Name::new(name));
        };
        let (prefix, _) = split(name, colon)?;
        match self.uri(prefix) {
            Some(uri) => Ok(Name::new(name).with_space(uri).with_prefix(length(prefix)?)),
            None if matches!(prefix, "xml" | "xmlns") => Ok(Name::new(name)),
            None => Err(ErrorKind::Xml(XmlError::Prefix)),
        }
    }
}

/// The prefix that an attribute declares, which is empty for `xmlns`.
pub(super) fn declared_prefix(name: &str) -> Option<&str> {
    let rest = name.strip_prefix("xmlns")?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix(':') }
}

/// Whether a prefix may stand for a namespace.
pub(super) fn is_declarable(prefix: &str, uri: &str) -> bool {
    // Namespaces in XML 1.0, 3 and 5: a prefix cannot be undeclared, and two are reserved.
    let reserved = if uri == XML_NAMESPACE { prefix != "xml" } else { prefix == "xml" };
    !(reserved || prefix == "xmlns" || uri.is_empty())
}

const XML_NAMESPACE: &str = "http://www.w3.org/XML/1998/namespace";

/// Prefix and local part of a name, where neither is empty and there is only one colon.
fn split(name: &str, colon: usize) -> Result<(&str, &str), ErrorKind> {
    let bad = ErrorKind::Xml(XmlError::Prefix);
    let (prefix, rest) = name.split_at_checked(colon).ok_or(bad)?;
    let local = rest.get(1..).unwrap_or("");
    let is_good = !prefix.is_empty() && !local.is_empty() && !local.contains(':');
    is_good.then_some((prefix, local)).ok_or(bad)
}

/// The octets of a prefix and its colon.
fn length(prefix: &str) -> Result<u16, ErrorKind> {
    u16::try_from(prefix.len().saturating_add(1)).map_err(|_| ErrorKind::Xml(XmlError::Prefix))
}
