//! Runs of text.

use super::Reader;
use crate::content::Content;
use crate::content::markup::{Markup, Place};
use crate::error::{Error, ErrorKind, XmlError};
use crate::limits::Limit;
use crate::xml::attribute::bad_reference;
use crate::xml::character::{self, BLANKS};
use crate::xml::options::Whitespace;
use crate::xml::pieces::Piece;

/// Whether a run goes on before this: not before a tag, an instruction or the end.
#[inline]
pub(super) fn goes_on(rest: &[u8]) -> bool {
    match rest {
        [] => false,
        [b'<', rest @ ..] => matches!(rest, [b'!', b'[' | b'-', ..]),
        _ => true,
    }
}

/// What a run is made of.
#[derive(Default)]
struct Run<'a> {
    /// Pieces that are not comments.
    pieces: usize,
    /// The last of them, with its place if it is text.
    text: Option<(&'a str, usize)>,
    section: Option<&'a str>,
    /// Whether one of them is more than white space.
    solid: bool,
}

impl<'a> Reader<'a> {
    /// A run that is text and nothing else.
    #[inline]
    pub(super) fn plain(&mut self, start: usize) -> Result<Option<Content<'a>>, Error> {
        let text = self.pieces.since(start, 0);
        if self.survey.returns || self.survey.brackets {
            self.check_brackets(text, start)?;
            return self.content(text, start, false);
        }
        self.check_length(text, start)?;
        let text = self.trim(text);
        Ok(if self.drops(text, start) { None } else { Some(Content::from(text)) })
    }

    /// A run whose first piece has been found: text, references, sections and comments.
    #[inline(never)]
    pub(super) fn run(&mut self, start: usize, first: Piece) -> Result<Option<Content<'a>>, Error> {
        let mut run = Run::default();
        self.add(&mut run, start, first)?;
        while goes_on(self.pieces.rest()) {
            let start = self.pieces.at();
            let piece = self.find()?;
            self.add(&mut run, start, piece)?;
        }
        let raw = self.pieces.since(start, 0);
        self.check_length(raw, start)?;
        match run {
            Run { pieces: 0, .. } => Ok(None),
            Run { pieces: 1, section: Some(text), .. } if !text.contains('\r') => {
                Ok(Some(Content::cdata(text)))
            }
            Run { pieces: 1, text: Some((text, start)), .. } => self.content(text, start, false),
            Run { solid: false, .. } if self.options.whitespace != Whitespace::Keep => {
                if self.preserves() { self.content(raw, start, true) } else { Ok(None) }
            }
            _ => self.content(raw, start, true),
        }
    }

    /// Checks a piece of a run and adds it; outside of elements, only white space may stand.
    pub(super) fn check_outside(&mut self, start: usize, piece: Piece) -> Result<(), Error> {
        self.add(&mut Run::default(), start, piece)
    }

    fn add(&mut self, run: &mut Run<'a>, start: usize, piece: Piece) -> Result<(), Error> {
        let raw = self.pieces.since(start, 0);
        (run.text, run.section) = match piece {
            Piece::Comment => return Ok(()),
            Piece::Text => {
                self.check_brackets(raw, start)?;
                if let Some(within) = raw.find(|character| !BLANKS.contains(&character)) {
                    run.solid = true;
                    self.check_inside(start.saturating_add(within))?;
                } else if self.open.is_empty() {
                    return Ok(());
                }
                (Some((raw, start)), None)
            }
            Piece::Reference => {
                self.check_inside(start)?;
                let name = self.pieces.since(start.saturating_add("&".len()), ";".len());
                if character::resolve(name).is_none() {
                    return self.fail(bad_reference(raw), start);
                }
                run.solid = true;
                (None, None)
            }
            Piece::Section => {
                self.check_inside(start)?;
                run.solid = true;
                let start = start.saturating_add("<![CDATA[".len());
                (None, Some(self.pieces.since(start, "]]>".len())))
            }
            _ => return self.fail(XmlError::Syntax, start),
        };
        run.pieces = run.pieces.saturating_add(1);
        Ok(())
    }

    fn check_inside(&mut self, at: usize) -> Result<(), Error> {
        if self.open.is_empty() { self.fail(XmlError::TextOutside, at) } else { Ok(()) }
    }

    /// XML 1.0, 2.4: the end of a section must not stand in text.
    fn check_brackets(&mut self, text: &str, start: usize) -> Result<(), Error> {
        match text.find("]]>").filter(|_| self.survey.brackets) {
            Some(within) => self.fail(XmlError::Syntax, start.saturating_add(within)),
            None => Ok(()),
        }
    }

    #[inline]
    pub(super) fn check_length(&mut self, text: &str, start: usize) -> Result<(), Error> {
        if text.len() > self.options.limits.text {
            return self.fail_as(ErrorKind::Limit(Limit::Text), start);
        }
        Ok(())
    }

    /// Text that may have line ends to be normalized, or is markup.
    fn content(
        &mut self,
        raw: &'a str,
        start: usize,
        markup: bool,
    ) -> Result<Option<Content<'a>>, Error> {
        self.check_length(raw, start)?;
        let text = self.trim(raw);
        if !markup && self.drops(text, start) {
            return Ok(None);
        }
        if !markup && !text.contains('\r') {
            return Ok(Some(Content::from(text)));
        }
        let front = if text.len() == raw.len() {
            0
        } else {
            raw.len().saturating_sub(raw.trim_start_matches(BLANKS).len())
        };
        let offset = self.base.saturating_add(start).saturating_add(front);
        Ok(Some(Content::markup(Markup { raw: text, offset, place: Place::Text })))
    }

    #[inline]
    fn trim(&self, text: &'a str) -> &'a str {
        if self.options.whitespace == Whitespace::Trim && !self.preserves() {
            return text.trim_matches(BLANKS);
        }
        text
    }

    #[inline]
    fn drops(&self, text: &str, start: usize) -> bool {
        let octets = text.as_bytes();
        octets.first().is_none_or(|octet| character::is_blank(*octet))
            && self.options.whitespace != Whitespace::Keep
            && octets.iter().all(|octet| character::is_blank(*octet))
            && !self.preserves()
            && !self.is_whole(text, start)
    }

    /// Whether a text is all that stands between a start tag and its end tag, and is not trimmed.
    fn is_whole(&self, text: &str, start: usize) -> bool {
        self.options.whitespace == Whitespace::Drop
            && start == self.opened
            && start.saturating_add(text.len()) == self.pieces.at()
            && self.pieces.rest().starts_with(b"</")
    }

    fn preserves(&self) -> bool {
        self.open.last().is_some_and(|element| element.preserve)
    }
}
