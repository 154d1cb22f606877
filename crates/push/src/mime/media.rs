//! Media types in text, with their parameters.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::header::{is_token, is_token_octet};
use crate::error::{Error, ErrorKind, Expected};

/// A media type: `type/subtype; name=value; name="value"`.
///
/// ```
/// use provost_push::mime::MediaType;
///
/// let media = MediaType::parse("multipart/related; type=\"application/xml\"; boundary=b1")?;
/// assert!(media.is("multipart/related"));
/// assert_eq!(media.parameter("Boundary"), Some("b1"));
/// # Ok::<(), provost_push::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct MediaType {
    /// Type and subtype, as they were written.
    pub essence: String,
    /// Names and values, in order; values without their quotes.
    pub parameters: Vec<(String, String)>,
}

impl MediaType {
    /// A media type without parameters.
    #[must_use]
    pub fn new(essence: impl Into<String>) -> Self {
        Self { essence: essence.into(), parameters: Vec::new() }
    }

    /// With a parameter behind the others.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// Reads the value of a header `Content-Type`.
    ///
    /// # Errors
    /// [`Form`](ErrorKind::Form) at what is no type, no parameter or no value; a quoted string
    /// without its end is an [`UnexpectedEnd`](ErrorKind::UnexpectedEnd).
    pub fn parse(text: &str) -> Result<Self, Error> {
        let at = |rest: &str| text.len().saturating_sub(rest.len());
        let fail = |kind, rest: &str| Err(Error::new(ErrorKind::Form(kind), at(rest)));
        let (essence, mut rest) = text
            .split_once(';')
            .map_or((text, ""), |(essence, _)| (essence, text.get(essence.len()..).unwrap_or("")));
        let essence = essence.trim_matches(BLANKS);
        let is_type =
            essence.split_once('/').is_some_and(|(main, sub)| is_token(main) && is_token(sub));
        if !is_type {
            return fail(Expected::ContentType, text);
        }
        let mut media = Self::new(essence);
        loop {
            rest = rest.trim_start_matches(BLANKS);
            let Some(after) = rest.strip_prefix(';') else {
                if rest.is_empty() {
                    return Ok(media);
                }
                return fail(Expected::Parameter, rest);
            };
            rest = after.trim_start_matches(BLANKS);
            if rest.is_empty() || rest.starts_with(';') {
                // A semicolon too many.
                continue;
            }
            let Some((name, after)) = rest.split_once('=') else {
                return fail(Expected::Parameter, rest);
            };
            let name = name.trim_matches(BLANKS);
            if !is_token(name) {
                return fail(Expected::Parameter, rest);
            }
            rest = after.trim_start_matches(BLANKS);
            let (value, after) = match rest.strip_prefix('"') {
                Some(quoted) => unquote(quoted).ok_or_else(|| {
                    Error::new(ErrorKind::UnexpectedEnd(Expected::Parameter), text.len())
                })?,
                None => {
                    let value = rest.split(';').next().unwrap_or("");
                    (value.trim_end_matches(BLANKS).into(), rest.get(value.len()..).unwrap_or(""))
                }
            };
            media.parameters.push((name.into(), value));
            rest = after;
        }
    }

    /// Whether it is of that type, whatever the case.
    #[must_use]
    pub fn is(&self, essence: &str) -> bool {
        self.essence.eq_ignore_ascii_case(essence)
    }

    /// The value of a parameter, by its name in any case.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let mut parameters = self.parameters.iter();
        parameters
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

/// Values that are no tokens in quotes.
impl fmt::Display for MediaType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.essence)?;
        for (name, value) in &self.parameters {
            if is_token(value) {
                write!(f, "; {name}={value}")?;
                continue;
            }
            write!(f, "; {name}=\"")?;
            for character in value.chars() {
                if matches!(character, '"' | '\\') {
                    f.write_str("\\")?;
                }
                write!(f, "{character}")?;
            }
            f.write_str("\"")?;
        }
        Ok(())
    }
}

/// A quoted string behind its first quote, and what follows the second.
fn unquote(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return Some((value, text.get(at.saturating_add(1)..)?)),
            '\\' => value.push(characters.next()?.1),
            other => value.push(other),
        }
    }
    None
}

/// Whether a text may be a boundary, and needs no quotes then (RFC 2046, 5.1.1).
pub(super) fn is_boundary(text: &str) -> bool {
    let fits = |octet: u8| {
        octet.is_ascii_alphanumeric() || b"'()+_,-./:=? ".contains(&octet) || is_token_octet(octet)
    };
    (1..=70).contains(&text.len()) && !text.ends_with(' ') && text.bytes().all(fits)
}

const BLANKS: [char; 4] = [' ', '\t', '\r', '\n'];
