//! What opaque octets probably are.

use core::fmt;

use super::quote::Quote;
use crate::charset::Charset;
use crate::header::Header;
use crate::reader;
use crate::typed::{datetime, wv};
use crate::vocabulary::{Rule, Vocabulary};

/// What opaque octets probably are.
#[derive(Clone, Copy, Debug)]
pub(super) enum Opaque<'a> {
    /// A date of SI or EMN.
    Date(datetime::DateTime),
    /// A number of Wireless Village.
    Integer(wv::Integer),
    /// A date of Wireless Village.
    PackedDate(wv::date::DateTime),
    /// Not what the vocabulary says it is.
    Misfit(Rule),
    /// A document of its own, listed behind.
    Document(&'static Vocabulary),
    /// A document too deep inside of others to be listed.
    Deep(&'static Vocabulary),
    Text(Quote<'a>),
    /// Anything else; whether it is base64 in XML.
    Octets(bool),
}

impl<'a> Opaque<'a> {
    /// `rule` is of the element or attribute that the octets stand in.
    pub(super) fn guess(
        octets: &'a [u8],
        rule: Option<Rule>,
        vocabulary: Option<&'static Vocabulary>,
        charset: Option<Charset>,
    ) -> Self {
        let typed = rule.and_then(|rule| match rule {
            Rule::DateTime => Some(datetime::DateTime::decode(octets).map(Self::Date)),
            Rule::Integer => Some(wv::Integer::decode(octets).map(Self::Integer)),
            Rule::PackedDateTime => Some(wv::date::DateTime::decode(octets).map(Self::PackedDate)),
            _ => None,
        });
        if let (Some(typed), Some(rule)) = (typed, rule) {
            return typed.unwrap_or(Self::Misfit(rule));
        }
        if let Some(nested) = vocabulary.and_then(|vocabulary| nested(octets, vocabulary)) {
            return Self::Document(nested);
        }
        if charset.is_some_and(|charset| is_text(octets, charset)) {
            return Self::Text(Quote::new(octets, charset));
        }
        Self::Octets(matches!(rule, Some(Rule::Base64 | Rule::Icon)))
    }
}

/// The vocabulary of a document with a header of its own.
///
/// Devices mix the versions of a family, so any known document type counts where the outer one
/// may hold documents at all.
fn nested(octets: &[u8], outer: &'static Vocabulary) -> Option<&'static Vocabulary> {
    if outer.nested_vocabularies().is_empty() {
        return None;
    }
    let (header, body) = Header::decode(octets).ok()?;
    // Text does not begin so: tab and line feed would be versions 1.9 and 1.10.
    if header.version() > 0x03 || body.is_empty() {
        return None;
    }
    reader::detect(octets, None).ok()
}

fn is_text(octets: &[u8], charset: Charset) -> bool {
    let mut prints = !octets.is_empty();
    let read = charset.decode(octets, &mut |text| {
        prints =
            prints && !text.chars().any(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r'));
    });
    read && prints
}

impl fmt::Display for Opaque<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => write!(f, "date {date}"),
            Self::Integer(integer) => write!(f, "integer {integer}"),
            Self::PackedDate(date) => write!(f, "date {date}"),
            Self::Misfit(Rule::Integer) => f.write_str("no integer"),
            Self::Misfit(_) => f.write_str("no date"),
            Self::Document(vocabulary) => write!(f, "document {}", vocabulary.id()),
            Self::Deep(vocabulary) => write!(f, "document {}, too deep to list", vocabulary.id()),
            Self::Text(text) => text.fmt(f),
            Self::Octets(true) => f.write_str("octets, base64 in XML"),
            Self::Octets(false) => f.write_str("octets"),
        }
    }
}
