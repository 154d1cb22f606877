//! Text of an element or value of an attribute, as it stands in the document.

use core::fmt;

use crate::charset::{Charset, Text};
use crate::error::{Code, Error, ErrorKind, Loss};

#[cfg(feature = "xml")]
pub(crate) mod markup;
mod part;
mod run;

pub use part::{Extension, Meaning, Operand, Part};
pub(crate) use run::Run;
use run::RunParts;

/// A run of text or the value of an attribute: a handle on the input, which gives its parts
/// without memory, or joins them on request.
///
/// A program makes one from a string:
///
/// ```
/// use provost_wbxml::Content;
///
/// let content = Content::from("NAP1");
/// assert!(content.eq_str("NAP1"));
/// assert_eq!(content.as_str()?, Some("NAP1"));
/// # Ok::<(), provost_wbxml::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct Content<'a>(Repr<'a>);

/// The common forms are one piece and need no more than that piece.
///
/// Each has its text in front, and those of one kind are neighbors: so `as_str` is two comparisons.
#[derive(Clone, Copy)]
#[repr(usize)]
enum Repr<'a> {
    /// Text of a program, of XML without references, or nothing at all.
    Str(&'a str),
    /// A section of XML, or text that is to be one.
    Cdata(&'a str),
    /// The value that an attribute start token carries.
    Prefix(&'static str),
    /// One value token with its text.
    Token(&'static str, Code),
    /// One string in UTF-8, and where it begins.
    Inline(&'a [u8], usize),
    /// One string of the string table in UTF-8: where it begins, and its offset in the table.
    Table(&'a [u8], usize, u32),
    /// One value token that the vocabulary lacks, and where it stands.
    Unknown(usize, Code),
    /// Parts of a program.
    Parts(&'a [Part<'a>]),
    /// Any sequence of tokens.
    Tokens(Run<'a>),
    /// XML with references, sections, comments or line ends to be normalized.
    #[cfg(feature = "xml")]
    Markup(markup::Markup<'a>),
}

impl<'a> Content<'a> {
    /// No content: an attribute value that is a start token alone.
    pub const EMPTY: Self = Self(Repr::Str(""));

    /// Text that is to be a section in XML and opaque in WBXML.
    #[must_use]
    pub const fn cdata(text: &'a str) -> Self {
        Self(Repr::Cdata(text))
    }

    /// Any parts: what is opaque inside a value, variables between text.
    #[must_use]
    pub const fn from_parts(parts: &'a [Part<'a>]) -> Self {
        Self(Repr::Parts(parts))
    }

    /// A text of the token table of a document type.
    #[doc(hidden)]
    #[must_use]
    pub const fn known(text: &'static str) -> Self {
        Self::prefix(text)
    }

    #[inline(always)]
    pub(crate) const fn prefix(text: &'static str) -> Self {
        Self(Repr::Prefix(text))
    }

    /// A value token, and where it stands.
    #[inline(always)]
    pub(crate) const fn token(code: Code, text: Option<&'static str>, offset: usize) -> Self {
        Self(match text {
            Some(text) => Repr::Token(text, code),
            None => Repr::Unknown(offset, code),
        })
    }

    /// A string in UTF-8.
    #[inline(always)]
    pub(crate) const fn inline(octets: &'a [u8], offset: usize) -> Self {
        Self(Repr::Inline(octets, offset))
    }

    /// A string in UTF-8 from the string table.
    #[inline(always)]
    pub(crate) const fn table(index: u32, text: &Text<'a>) -> Self {
        Self(Repr::Table(text.octets(), text.offset(), index))
    }

    #[inline(always)]
    pub(crate) const fn run(run: Run<'a>) -> Self {
        Self(Repr::Tokens(run))
    }

    #[cfg(feature = "xml")]
    #[inline(always)]
    pub(crate) const fn markup(markup: markup::Markup<'a>) -> Self {
        Self(Repr::Markup(markup))
    }

    /// Whether it is XML whose parts have no meaning of their own in WBXML.
    #[cfg(feature = "alloc")]
    pub(crate) const fn is_markup(&self) -> bool {
        #[cfg(feature = "xml")]
        if matches!(self.0, Repr::Markup(_)) {
            return true;
        }
        false
    }

    /// Whether it is a section of XML and nothing else.
    #[cfg(feature = "xml")]
    #[inline]
    pub(crate) const fn is_section(&self) -> bool {
        matches!(self.0, Repr::Cdata(_))
    }

    /// Whether all parts have a text, and it does not matter where one ends.
    #[cfg(feature = "alloc")]
    pub(crate) fn is_textual(&self) -> bool {
        // Who gives several means them: in WML, `$` and `$` are not `$$`.
        let several = matches!(self.0, Repr::Parts([_, _, ..]));
        self.is_markup() || (!several && self.parts().all(|part| part.has_text()))
    }

    /// The parts, in order.
    #[must_use]
    #[inline]
    pub fn parts(&self) -> Parts<'a> {
        Parts(match self.0 {
            Repr::Str("") | Repr::Prefix("") => State::One(None),
            Repr::Str(text) => State::One(Some(Part::Inline(Text::from_utf8(text)))),
            Repr::Cdata(text) => State::One(Some(Part::Cdata(text))),
            Repr::Prefix(text) => State::One(Some(Part::Prefix(text))),
            Repr::Token(text, code) => State::One(Some(Part::Token(code, Some(text)))),
            Repr::Unknown(_, code) => State::One(Some(Part::Token(code, None))),
            Repr::Inline(octets, offset) => {
                State::One(Some(Part::Inline(Text::new(octets, Charset::Utf8, offset))))
            }
            Repr::Table(octets, offset, index) => {
                State::One(Some(Part::Table(index, Text::new(octets, Charset::Utf8, offset))))
            }
            Repr::Parts(parts) => State::Parts(parts),
            Repr::Tokens(run) => State::Tokens(run.parts()),
            #[cfg(feature = "xml")]
            Repr::Markup(markup) => State::Markup(markup.parts()),
        })
    }

    /// The text, where it is one piece of UTF-8 or US-ASCII.
    ///
    /// # Errors
    /// [`ErrorKind::Text`] where the piece is not valid.
    #[inline(always)]
    pub fn as_str(&self) -> Result<Option<&'a str>, Error> {
        match self.0 {
            Repr::Str(text) | Repr::Cdata(text) => Ok(Some(text)),
            Repr::Prefix(text) | Repr::Token(text, _) => Ok(Some(text)),
            Repr::Inline(octets, offset) | Repr::Table(octets, offset, _) => {
                Text::new(octets, Charset::Utf8, offset).as_str()
            }
            Repr::Tokens(run) => Run::as_str(run),
            _ => Ok(None),
        }
    }

    /// The text, where all of it is in the token table of the document type: a program that keeps
    /// it needs no copy.
    ///
    /// ```
    /// # #[cfg(feature = "prov")] {
    /// use provost_wbxml::{Event, Reader, vocabulary::PROV};
    ///
    /// let input = [0x03, 0x0B, 0x6A, 0x00, 0x45, 0x86, 0x55, 0x01, 0x01];
    /// let mut reader = Reader::new(&input, &PROV)?;
    /// while let Some(event) = reader.next_event()? {
    ///     if let Event::Attribute { value, .. } = event {
    ///         assert_eq!(value.as_static(), Some("NAPDEF"));
    ///     }
    /// }
    /// # }
    /// # Ok::<(), provost_wbxml::Error>(())
    /// ```
    #[must_use]
    #[inline(always)]
    pub const fn as_static(&self) -> Option<&'static str> {
        match self.0 {
            Repr::Prefix(text) | Repr::Token(text, _) => Some(text),
            _ => None,
        }
    }

    /// The octets of the text, where it is one piece of what should be UTF-8 and no section.
    #[cfg(feature = "xml")]
    #[inline(always)]
    pub(crate) const fn as_utf8(&self) -> Option<&'a [u8]> {
        match self.0 {
            Repr::Str(text) => Some(text.as_bytes()),
            Repr::Prefix(text) | Repr::Token(text, _) => Some(text.as_bytes()),
            Repr::Inline(octets, _) | Repr::Table(octets, ..) => Some(octets),
            _ => None,
        }
    }

    /// Hands the text to `out` piece by piece.
    ///
    /// # Errors
    /// [`ErrorKind::Text`] where octets are no text, and
    /// [`NotExpressible`](ErrorKind::NotExpressible) where a part is none: a value token that the
    /// vocabulary lacks, an extension without a meaning, opaque octets.
    pub fn for_each_str(&self, mut out: impl FnMut(&str)) -> Result<(), Error> {
        let mut parts = match self.0 {
            Repr::Str(text) | Repr::Cdata(text) => {
                out(text);
                return Ok(());
            }
            Repr::Prefix(text) | Repr::Token(text, _) => {
                out(text);
                return Ok(());
            }
            Repr::Inline(octets, offset) | Repr::Table(octets, offset, _) => {
                return Text::new(octets, Charset::Utf8, offset).hand_to(&mut out);
            }
            Repr::Unknown(offset, code) => {
                let kind = ErrorKind::NotExpressible(Loss::Value(code));
                return Err(Error::new(kind, offset));
            }
            Repr::Parts(parts) => {
                return parts.iter().try_for_each(|part| part.hand_to(&mut out));
            }
            Repr::Tokens(run) => run.parts(),
            #[cfg(feature = "xml")]
            Repr::Markup(markup) => {
                let mut parts = markup.parts();
                while let Some(part) = parts.next() {
                    part.hand_to(&mut out).map_err(|error| error.at(parts.offset()))?;
                }
                return Ok(());
            }
        };
        while let Some(part) = parts.next() {
            part.hand_to(&mut out).map_err(|error| match error.kind() {
                // The octets of a text know their place; a part does not.
                ErrorKind::Text => error,
                _ => error.at(parts.place()),
            })?;
        }
        Ok(())
    }

    /// The text: borrowed where it is one piece of UTF-8 or US-ASCII, else joined.
    ///
    /// # Errors
    /// Those of [`for_each_str`](Self::for_each_str).
    #[cfg(feature = "alloc")]
    #[inline(always)]
    pub fn to_str(&self) -> Result<alloc::borrow::Cow<'a, str>, Error> {
        match self.as_str()? {
            Some(text) => Ok(alloc::borrow::Cow::Borrowed(text)),
            None => Self::join(*self).map(alloc::borrow::Cow::Owned),
        }
    }

    // By value, so that the content of an event need not be in memory for its sake.
    #[cfg(feature = "alloc")]
    #[cold]
    #[inline(never)]
    fn join(self) -> Result<alloc::string::String, Error> {
        let mut text = alloc::string::String::new();
        self.for_each_str(|piece| text.push_str(piece))?;
        Ok(text)
    }

    /// Whether the text is `other`; a content that is no text is equal to none.
    #[must_use]
    pub fn eq_str(&self, other: &str) -> bool {
        let mut rest = Some(other);
        let read = self.for_each_str(|piece| rest = rest.and_then(|rest| rest.strip_prefix(piece)));
        read.is_ok() && rest == Some("")
    }

    /// Whether there is nothing at all, as in a value that is a start token alone.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts().next().is_none_or(|part| match part {
            Part::Inline(text) | Part::Table(_, text) => {
                text.octets().is_empty() && self.parts().nth(1).is_none()
            }
            _ => false,
        })
    }

    /// Whether it is of several parts, of which some may be opaque.
    #[cfg(feature = "alloc")]
    #[inline(always)]
    pub(crate) const fn may_be_opaque(&self) -> bool {
        matches!(self.0, Repr::Tokens(_) | Repr::Parts(_))
    }

    /// The octets, where the content is opaque octets alone.
    #[must_use]
    pub fn as_opaque(&self) -> Option<&'a [u8]> {
        let mut parts = self.parts();
        match (parts.next(), parts.next()) {
            (Some(Part::Opaque(octets)), None) => Some(octets),
            _ => None,
        }
    }
}

impl<'a> From<&'a str> for Content<'a> {
    fn from(text: &'a str) -> Self {
        Self(Repr::Str(text))
    }
}

impl fmt::Debug for Content<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.parts()).finish()
    }
}

/// The parts of a [`Content`], in order.
#[derive(Clone)]
pub struct Parts<'a>(State<'a>);

#[derive(Clone)]
enum State<'a> {
    One(Option<Part<'a>>),
    Parts(&'a [Part<'a>]),
    Tokens(RunParts<'a>),
    #[cfg(feature = "xml")]
    Markup(markup::Parts<'a>),
}

impl<'a> Iterator for Parts<'a> {
    type Item = Part<'a>;

    #[inline]
    fn next(&mut self) -> Option<Part<'a>> {
        match &mut self.0 {
            State::One(part) => part.take(),
            State::Parts(parts) => {
                let (first, rest) = parts.split_first()?;
                *parts = rest;
                Some(*first)
            }
            State::Tokens(parts) => parts.next(),
            #[cfg(feature = "xml")]
            State::Markup(parts) => parts.next(),
        }
    }
}

impl fmt::Debug for Parts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}
