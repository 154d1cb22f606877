//! A name or a value, as far as it is known.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use provost_wbxml::{self as wbxml, Code, Content, Error, Extension, Name, Operand, Part};
use zeroize::Zeroize;

use crate::secret::Secret;
use crate::text::Text;

/// A name or a value. What the token tables know is borrowed from them; what they do not know keeps
/// its tokens, so that it is written again as it was read.
///
/// Two are equal that say the same: a secret is equal to the same text.
#[derive(Clone)]
#[non_exhaustive]
pub enum Field {
    /// Text.
    Text(Text),
    /// Text that is never shown.
    Secret(Secret),
    /// One token that the tables lack.
    Token(Code),
    /// Text mixed with what is none: unknown tokens, extension tokens, opaque octets.
    Mixed(Box<Mixed>),
}

/// Text mixed with what is none, in order. `Debug` shows no text of it, as it may be a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Mixed(Vec<Piece>);

/// A piece of [`Mixed`].
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Piece {
    /// Text.
    Text(String),
    /// A value token that the tables lack.
    Token(Code),
    /// An extension token, which has no meaning in provisioning documents, without an operand.
    Extension(u8),
    /// An extension token with a string.
    ExtensionText(u8, String),
    /// An extension token with an integer.
    ExtensionInteger(u8, u32),
    /// Opaque octets.
    Opaque(Vec<u8>),
}

impl Field {
    /// The text, where it is text.
    #[must_use]
    #[inline]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text.as_str()),
            Self::Secret(secret) => Some(secret.expose()),
            Self::Token(_) | Self::Mixed(_) => None,
        }
    }

    /// Whether it is this text.
    #[must_use]
    #[inline]
    pub fn is(&self, text: &str) -> bool {
        match self {
            Self::Text(own) => *own == *text,
            Self::Secret(own) => own.expose() == text,
            Self::Token(_) | Self::Mixed(_) => false,
        }
    }

    /// Reads a value.
    #[inline(always)]
    pub(crate) fn read(content: &Content<'_>) -> Result<Self, Error> {
        match content.as_static() {
            Some(text) => Ok(Self::Text(Text::from_static(text))),
            None => Self::read_text(content),
        }
    }

    #[inline(always)]
    pub(crate) fn read_text(content: &Content<'_>) -> Result<Self, Error> {
        match content.as_str()? {
            Some(text) => Ok(Self::from_text(text)),
            None => Self::read_pieces(content),
        }
    }

    #[inline(always)]
    pub(crate) fn from_text(text: &str) -> Self {
        Self::Text(Text::new(text))
    }

    pub(crate) const EMPTY: Self = Self::Text(Text::EMPTY);

    /// A content that is not one string: text in pieces, or what is no text.
    #[cold]
    #[inline(never)]
    fn read_pieces(content: &Content<'_>) -> Result<Self, Error> {
        let mut pieces = Vec::new();
        let mut text = String::new();
        for part in content.parts() {
            let piece = match part {
                Part::Token(code, None) if code == IPV4_ON_PAGE_1 => {
                    text.push_str("IPV4");
                    continue;
                }
                Part::Token(code, None) => Piece::Token(code),
                Part::Opaque(octets) => Piece::Opaque(octets.to_vec()),
                Part::Extension(extension) => match extension.operand {
                    Operand::None => Piece::Extension(extension.number),
                    Operand::Integer(value) => Piece::ExtensionInteger(extension.number, value),
                    Operand::Inline(operand) => {
                        let mut own = String::new();
                        operand.for_each_str(|piece| own.push_str(piece))?;
                        Piece::ExtensionText(extension.number, own)
                    }
                    _ => continue,
                },
                other => {
                    other.for_each_str(|piece| text.push_str(piece))?;
                    continue;
                }
            };
            if !text.is_empty() {
                pieces.push(Piece::Text(core::mem::take(&mut text)));
            }
            pieces.push(piece);
        }
        if pieces.is_empty() {
            return Ok(Self::Text(Text::from(text)));
        }
        if !text.is_empty() {
            pieces.push(Piece::Text(text));
        }
        match pieces.as_slice() {
            [Piece::Token(code)] => Ok(Self::Token(*code)),
            _ => Ok(Self::Mixed(Box::new(Mixed(pieces)))),
        }
    }

    /// The name of an element, an attribute or an instruction.
    pub(crate) fn of_name(name: &Name<'_>) -> Self {
        match name.code() {
            Some(code) if name.is_unknown() => Self::Token(code),
            _ => Self::Text(Text::new(name.qualified())),
        }
    }

    /// As a name to be written.
    pub(crate) fn as_name(&self) -> Name<'_> {
        match self {
            Self::Token(code) => Name::unknown(*code),
            _ => Name::new(self.as_str().unwrap_or("")),
        }
    }

    /// The same as a secret, where it is text.
    pub(crate) fn into_secret(self) -> Self {
        match self {
            Self::Text(text) if !text.is_static() => Self::Secret(Secret::new(text.as_str())),
            // What is in the token tables is known to everybody, and empty is a state of its own.
            other => other,
        }
    }

    /// Hands it to `out` as content to be written.
    pub(crate) fn with_content<T>(&self, out: impl FnOnce(Content<'_>) -> T) -> T {
        match self {
            Self::Text(text) => out(Content::from(text.as_str())),
            Self::Secret(secret) => out(Content::from(secret.expose())),
            Self::Token(code) => out(Content::from_parts(&[Part::Token(*code, None)])),
            Self::Mixed(mixed) => {
                let parts: Vec<Part<'_>> = mixed.0.iter().map(Piece::as_part).collect();
                out(Content::from_parts(&parts))
            }
        }
    }
}

/// A value that is read as `IPV4` although it has no row there: the token is on page 0 alone, but
/// phones accept it on page 1 and so servers send it.
pub(crate) const IPV4_ON_PAGE_1: Code = Code { page: 1, token: 0x85 };

impl Mixed {
    #[cfg(feature = "serde")]
    pub(crate) const fn from_pieces(pieces: Vec<Piece>) -> Self {
        Self(pieces)
    }

    /// The pieces, in order.
    #[must_use]
    pub fn pieces(&self) -> &[Piece] {
        &self.0
    }
}

impl Piece {
    fn as_part(&self) -> Part<'_> {
        match self {
            Self::Text(text) => Part::Cdata(text),
            Self::Token(code) => Part::Token(*code, None),
            Self::Extension(number) => Part::Extension(Extension::new(*number, Operand::None)),
            Self::ExtensionText(number, text) => Part::Extension(Extension::new(
                *number,
                Operand::Inline(wbxml::Text::from_utf8(text)),
            )),
            Self::ExtensionInteger(number, value) => {
                Part::Extension(Extension::new(*number, Operand::Integer(*value)))
            }
            Self::Opaque(octets) => Part::Opaque(octets),
        }
    }
}

impl PartialEq for Field {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Token(left), Self::Token(right)) => left == right,
            (Self::Mixed(left), Self::Mixed(right)) => left == right,
            // A word of the token tables is no secret even where it stands for one.
            _ => self.as_str().is_some() && self.as_str() == other.as_str(),
        }
    }
}

impl Eq for Field {}

impl Drop for Mixed {
    // Rare, so that the many fields that are plain do not save registers for it.
    #[cold]
    #[inline(never)]
    fn drop(&mut self) {
        for piece in &mut self.0 {
            match piece {
                Piece::Text(text) | Piece::ExtensionText(_, text) => text.zeroize(),
                Piece::Opaque(octets) => octets.zeroize(),
                Piece::Token(_) | Piece::Extension(_) | Piece::ExtensionInteger(..) => {}
            }
        }
    }
}

impl fmt::Debug for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => fmt::Debug::fmt(text, f),
            Self::Secret(secret) => fmt::Debug::fmt(secret, f),
            Self::Token(code) => write!(f, "Token({}:{:02X})", code.page, code.token),
            Self::Mixed(mixed) => fmt::Debug::fmt(mixed, f),
        }
    }
}

impl fmt::Debug for Mixed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.0).finish()
    }
}

impl fmt::Debug for Piece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "Text({} octets)", text.len()),
            Self::Token(code) => write!(f, "Token({}:{:02X})", code.page, code.token),
            Self::Extension(number) => write!(f, "Extension({number})"),
            Self::ExtensionText(number, text) => {
                write!(f, "ExtensionText({number}, {} octets)", text.len())
            }
            Self::ExtensionInteger(number, value) => {
                write!(f, "ExtensionInteger({number}, {value})")
            }
            Self::Opaque(octets) => write!(f, "Opaque({} octets)", octets.len()),
        }
    }
}

impl From<&'static str> for Field {
    fn from(text: &'static str) -> Self {
        Self::Text(Text::from_static(text))
    }
}

impl From<String> for Field {
    fn from(text: String) -> Self {
        Self::Text(Text::from(text))
    }
}
