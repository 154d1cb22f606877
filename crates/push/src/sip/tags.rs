//! Feature tags in `Accept-Contact` and `Contact` (RFC 3840, RFC 3841).

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::error::{Error, ErrorKind, Expected};
use crate::mime::is_token;

/// Feature tags, in order.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct FeatureTags(Vec<(String, String)>);

impl FeatureTags {
    /// No tags.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds a tag; one without a value has an empty one.
    pub fn push(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.push((name.into(), value.into()));
    }

    /// Names and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The values of all tags of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.iter().filter(move |tag| tag.0.eq_ignore_ascii_case(name)).map(|tag| tag.1)
    }

    /// Reads the value of a header: `*` or an address, then parameters. Several contacts in one
    /// value are taken together.
    ///
    /// # Errors
    /// [`UnexpectedEnd`](ErrorKind::UnexpectedEnd) inside quotes or brackets,
    /// [`Form`](ErrorKind::Form) of a name that is no token.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let mut tags = Self::new();
        let mut rest = text;
        let mut is_parameter = false;
        while !rest.is_empty() {
            let (field, after) = field(rest).ok_or_else(|| {
                Error::new(ErrorKind::UnexpectedEnd(Expected::Parameter), text.len())
            })?;
            if is_parameter {
                let (name, value) = field.split_once('=').unwrap_or((field, ""));
                let value = value.trim();
                let quoted = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
                let value = quoted.map_or_else(|| value.into(), unescape);
                if is_token(name.trim()) {
                    tags.0.push((name.trim().into(), value));
                } else if !field.trim().is_empty() {
                    let offset = text.len().saturating_sub(rest.len());
                    return Err(Error::new(ErrorKind::Form(Expected::Parameter), offset));
                }
            }
            is_parameter = after.starts_with(';');
            rest = after.get(1..).unwrap_or("");
        }
        Ok(tags)
    }
}

impl fmt::Display for FeatureTags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("*")?;
        for (name, value) in &self.0 {
            write!(f, ";{name}")?;
            if value.is_empty() {
                continue;
            }
            f.write_str("=\"")?;
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

/// What stands up to `;` or `,` outside of quotes and brackets, and the rest with that in front.
fn field(text: &str) -> Option<(&str, &str)> {
    let (mut quoted, mut bracketed, mut escaped) = (false, false, false);
    for (at, octet) in text.bytes().enumerate() {
        match octet {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'<' => bracketed = true,
            b'>' => bracketed = false,
            b';' | b',' if !bracketed => return text.split_at_checked(at),
            _ => {}
        }
    }
    (!quoted && !bracketed).then_some((text, ""))
}

fn unescape(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        value.push(if character == '\\' { characters.next().unwrap_or('\\') } else { character });
    }
    value
}
