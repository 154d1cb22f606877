//! What a text or a value is made of.

use crate::charset::Text;
use crate::error::{Code, Error, ErrorKind, Loss};

/// A part of a [`Content`](crate::Content).
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Part<'a> {
    /// A string in its place.
    Inline(Text<'a>),
    /// A string of the string table, with its offset.
    Table(u32, Text<'a>),
    /// A character by its code.
    Entity(char),
    /// The beginning of a value that the attribute start token carries.
    Prefix(&'a str),
    /// A value token, and its text where the vocabulary has it.
    Token(Code, Option<&'static str>),
    /// An extension token.
    Extension(Extension<'a>),
    /// Opaque octets inside a value.
    Opaque(&'a [u8]),
    /// A section of XML: text, but written without references.
    Cdata(&'a str),
}

/// An extension token: what it means is a matter of the document type.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Extension<'a> {
    /// Which of the three: 0, 1 or 2.
    pub number: u8,
    /// What follows the token.
    pub operand: Operand<'a>,
    /// What it stands for in the vocabulary.
    pub meaning: Meaning<'a>,
}

impl<'a> Extension<'a> {
    /// An extension token that a program writes: what it means is for the reader to say.
    #[must_use]
    pub const fn new(number: u8, operand: Operand<'a>) -> Self {
        Self { number, operand, meaning: Meaning::None }
    }
}

/// What follows an extension token.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Operand<'a> {
    /// Nothing.
    None,
    /// A string.
    Inline(Text<'a>),
    /// An integer: an offset in the string table, or a number of the document type.
    Integer(u32),
}

/// What an extension token stands for.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Meaning<'a> {
    /// Nothing that the vocabulary knows.
    None,
    /// A text (Wireless Village).
    Text(&'static str),
    /// A variable of that name (WML).
    Variable(Text<'a>),
}

impl Part<'_> {
    #[cfg(feature = "alloc")]
    pub(super) fn has_text(&self) -> bool {
        match self {
            Self::Token(_, None) | Self::Opaque(_) => false,
            Self::Extension(extension) => matches!(extension.meaning, Meaning::Text(_)),
            _ => true,
        }
    }

    /// Hands the text of the part to `out`.
    ///
    /// # Errors
    /// Those of [`Content::for_each_str`](crate::Content::for_each_str), at offset 0 unless octets are no text.
    pub fn for_each_str(&self, mut out: impl FnMut(&str)) -> Result<(), Error> {
        self.hand_to(&mut out)
    }

    pub(super) fn hand_to(&self, out: &mut impl FnMut(&str)) -> Result<(), Error> {
        let loss = |loss| Err(Error::new(ErrorKind::NotExpressible(loss), 0));
        match *self {
            Part::Inline(text) | Part::Table(_, text) => return text.hand_to(out),
            Part::Entity(character) => out(character.encode_utf8(&mut [0; 4])),
            Part::Prefix(text) | Part::Cdata(text) => out(text),
            Part::Token(_, Some(text)) => out(text),
            Part::Token(code, None) => return loss(Loss::Value(code)),
            // No vocabulary gives them one.
            Part::Extension(_) if !cfg!(feature = "extensions") => return loss(Loss::Extension),
            Part::Extension(extension) => match extension.meaning {
                Meaning::Text(text) => out(text),
                Meaning::Variable(name) => {
                    // WAP-191, 10.3.1: `$(name)`, and how its value is to be escaped.
                    out("$(");
                    name.hand_to(out)?;
                    out(match extension.number {
                        0 => ":escape)",
                        1 => ":unesc)",
                        _ => ")",
                    });
                }
                Meaning::None => return loss(Loss::Extension),
            },
            Part::Opaque(_) => return loss(Loss::Opaque),
        }
        Ok(())
    }
}
