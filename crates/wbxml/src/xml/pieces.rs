//! Pieces of an XML document: where tags, text, references, sections and the rest begin and end.
//!
//! The one file that knows quick-xml, which finds the pieces and checks that end tags match.

use quick_xml::Reader;
use quick_xml::errors::{Error as FindError, IllFormedError};
use quick_xml::events::Event;

use crate::error::XmlError;

/// A document, and how far it is read.
#[derive(Clone, Debug)]
pub(super) struct Pieces<'a> {
    finder: Reader<&'a [u8]>,
    text: &'a str,
    at: usize,
}

/// What a piece is; the piece itself is a part of the text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Piece {
    /// `<name ...>`
    Start,
    /// `<name .../>`
    Empty,
    /// `</name>`
    End,
    /// Up to `<` or `&`.
    Text,
    /// `&...;`
    Reference,
    /// `<![CDATA[...]]>`
    Section,
    /// `<!--...-->`
    Comment,
    /// `<?xml ...?>`
    Declaration,
    /// `<?...?>`
    Instruction,
    /// `<!DOCTYPE ...>`, in upper or lower case.
    Doctype,
    /// The end of the input.
    Nothing,
}

impl<'a> Pieces<'a> {
    /// The pieces of a text that does not begin with a byte order mark.
    pub(super) fn new(text: &'a str) -> Self {
        let mut finder = Reader::from_reader(text.as_bytes());
        finder.config_mut().check_comments = true;
        Self { finder, text, at: 0 }
    }

    /// The whole text.
    #[inline]
    pub(super) const fn text(&self) -> &'a str {
        self.text
    }

    /// Where the next piece begins.
    #[inline]
    pub(super) const fn at(&self) -> usize {
        self.at
    }

    /// What follows.
    #[inline]
    pub(super) fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// The text from `start` to where the next piece begins, but for some octets.
    #[inline]
    pub(super) fn since(&self, start: usize, but: usize) -> &'a str {
        self.text.get(start..self.at.saturating_sub(but)).unwrap_or("")
    }

    /// The next piece, or what is wrong and where.
    #[inline(always)]
    pub(super) fn next(&mut self) -> Result<Piece, (XmlError, usize)> {
        let piece = match self.finder.read_event() {
            Ok(Event::Start(_)) => Piece::Start,
            Ok(Event::End(_)) => Piece::End,
            Ok(Event::Empty(_)) => Piece::Empty,
            Ok(Event::Text(_)) => Piece::Text,
            Ok(Event::GeneralRef(_)) => Piece::Reference,
            Ok(Event::CData(_)) => Piece::Section,
            Ok(Event::Comment(_)) => Piece::Comment,
            Ok(Event::Decl(_)) => Piece::Declaration,
            Ok(Event::PI(_)) => Piece::Instruction,
            Ok(Event::DocType(_)) => Piece::Doctype,
            Ok(Event::Eof) => Piece::Nothing,
            Err(error) => return Err((kind(&error), octets(self.finder.error_position()))),
        };
        self.at = octets(self.finder.buffer_position());
        Ok(piece)
    }
}

/// The input is a slice, so that its positions fit.
#[inline]
fn octets(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

#[cold]
fn kind(error: &FindError) -> XmlError {
    match error {
        FindError::IllFormed(
            IllFormedError::MismatchedEndTag { .. } | IllFormedError::UnmatchedEndTag(_),
        ) => XmlError::EndTag,
        FindError::IllFormed(IllFormedError::UnclosedReference) => XmlError::Entity,
        _ => XmlError::Syntax,
    }
}
