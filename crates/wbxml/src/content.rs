//! Text of an element or value of an attribute, as it stands in the document.

use core::fmt;

use crate::charset::{Charset, ForeignCharset, Text};
use crate::error::{Code, Error, ErrorKind, Loss};
use crate::header::Table;
use crate::tokens::{Token, Tokens};
use crate::vocabulary::Vocabulary;

#[cfg(feature = "xml")]
pub(crate) mod markup;

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
/// assert_eq!(content.to_str()?, "NAP1");
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

/// Tokens of one value or text, checked when they were read.
///
/// This is the largest form of a content, and rare: it holds what it can be read again from, and
/// not what would be at hand then.
#[derive(Clone, Copy)]
pub(crate) struct Run<'a> {
    vocabulary: &'static Vocabulary,
    /// The document up to the end of the run.
    input: &'a [u8],
    foreign: Option<&'static &'static dyn ForeignCharset>,
    /// Octets of the run.
    length: u32,
    /// The attribute page where the run begins.
    page: u8,
    /// The attribute start in front of it, whose prefix counts, or 0.
    start: u8,
    /// The charset as a number, and two leniencies.
    bits: u8,
}

/// A part of a [`Content`].
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
    /// use provost_wbxml::{Event, Reader, vocabulary::PROV};
    ///
    /// let input = [0x03, 0x0B, 0x6A, 0x00, 0x45, 0x86, 0x55, 0x01, 0x01];
    /// let mut reader = Reader::new(&input, &PROV)?;
    /// while let Some(event) = reader.next_event()? {
    ///     if let Event::Attribute { value, .. } = event {
    ///         assert_eq!(value.as_static(), Some("NAPDEF"));
    ///     }
    /// }
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
                return Text::new(octets, Charset::Utf8, offset).for_each_str(out);
            }
            Repr::Unknown(offset, code) => {
                let kind = ErrorKind::NotExpressible(Loss::Value(code));
                return Err(Error::new(kind, offset));
            }
            Repr::Parts(parts) => {
                return parts.iter().try_for_each(|part| part.for_each_str(&mut out));
            }
            Repr::Tokens(run) => run.parts(),
            #[cfg(feature = "xml")]
            Repr::Markup(markup) => {
                let mut parts = markup.parts();
                while let Some(part) = parts.next() {
                    part.for_each_str(&mut out).map_err(|error| error.at(parts.offset()))?;
                }
                return Ok(());
            }
        };
        while let Some(part) = parts.next() {
            part.for_each_str(&mut out).map_err(|error| match error.kind() {
                // The octets of a text know their place; a part does not.
                ErrorKind::Text => error,
                _ => error.at(parts.offset.saturating_add(parts.tokens.start())),
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

impl Part<'_> {
    #[cfg(feature = "alloc")]
    fn has_text(&self) -> bool {
        match self {
            Self::Token(_, None) | Self::Opaque(_) => false,
            Self::Extension(extension) => matches!(extension.meaning, Meaning::Text(_)),
            _ => true,
        }
    }

    /// Hands the text of the part to `out`.
    ///
    /// # Errors
    /// Those of [`Content::for_each_str`], at offset 0 unless octets are no text.
    pub fn for_each_str(&self, mut out: impl FnMut(&str)) -> Result<(), Error> {
        let loss = |loss| Err(Error::new(ErrorKind::NotExpressible(loss), 0));
        match *self {
            Part::Inline(text) | Part::Table(_, text) => return text.for_each_str(out),
            Part::Entity(character) => out(character.encode_utf8(&mut [0; 4])),
            Part::Prefix(text) | Part::Cdata(text) => out(text),
            Part::Token(_, Some(text)) => out(text),
            Part::Token(code, None) => return loss(Loss::Value(code)),
            Part::Extension(extension) => match extension.meaning {
                Meaning::Text(text) => out(text),
                Meaning::Variable(name) => {
                    // WAP-191, 10.3.1: `$(name)`, and how its value is to be escaped.
                    out("$(");
                    name.for_each_str(&mut out)?;
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

#[derive(Clone)]
struct RunParts<'a> {
    prefix: Option<&'static str>,
    vocabulary: &'static Vocabulary,
    page: u8,
    page_zero: bool,
    tokens: Tokens<'a>,
    offset: usize,
    table: Table<'a>,
}

impl<'a> Run<'a> {
    const PAGE_ZERO: u8 = 0x08;
    const OPEN_END: u8 = 0x10;

    /// The last `length` octets of `input`, behind the attribute start `start` or 0.
    pub(crate) const fn new(
        vocabulary: &'static Vocabulary,
        input: &'a [u8],
        length: u32,
        start: Code,
        charset: Charset,
    ) -> Self {
        let (bits, foreign) = charset.pack();
        Self { vocabulary, input, foreign, length, page: start.page, start: start.token, bits }
    }

    /// With page 0 helping out where a page lacks a value, and the end of the string table ending
    /// its last string (leniencies).
    pub(crate) const fn with_leniencies(self, page_zero: bool, open_end: bool) -> Self {
        let page_zero = if page_zero { Self::PAGE_ZERO } else { 0 };
        let open_end = if open_end { Self::OPEN_END } else { 0 };
        Self { bits: self.bits | page_zero | open_end, ..self }
    }

    const fn charset(&self) -> Charset {
        Charset::unpack(self.bits & 0x07, self.foreign)
    }

    fn parts(&self) -> RunParts<'a> {
        let charset = self.charset();
        let offset = self.input.len().saturating_sub(usize::try_from(self.length).unwrap_or(0));
        let page = self.vocabulary.attribute_page(self.page);
        let prefix = page.and_then(|page| page.start(self.start)).map(|(_, prefix)| prefix);
        // The header was read before, so that it is no error.
        let table = Table::decode(self.input, charset, self.bits & Self::OPEN_END != 0);
        RunParts {
            prefix: prefix.filter(|prefix| !prefix.is_empty()),
            vocabulary: self.vocabulary,
            page: self.page,
            page_zero: self.bits & Self::PAGE_ZERO != 0,
            tokens: Tokens::inside_value(self.input.get(offset..).unwrap_or_default(), charset),
            offset,
            table,
        }
    }

    /// The text, where the charset is US-ASCII and there is one string.
    #[cold]
    fn as_str(self) -> Result<Option<&'a str>, Error> {
        if self.charset() != Charset::Ascii {
            return Ok(None);
        }
        let mut parts = self.parts();
        match (parts.next(), parts.next()) {
            (Some(Part::Inline(text) | Part::Table(_, text)), None) => text.as_str(),
            _ => Ok(None),
        }
    }

    /// The text of a value token on a page.
    pub(crate) fn value(
        vocabulary: &'static Vocabulary,
        code: Code,
        page_zero: bool,
    ) -> Option<&'static str> {
        let text = |page| vocabulary.value_page(page).and_then(|page| page.text(code.token));
        text(code.page).or_else(|| if page_zero { text(0) } else { None })
    }
}

impl<'a> Iterator for RunParts<'a> {
    type Item = Part<'a>;

    fn next(&mut self) -> Option<Part<'a>> {
        if let Some(prefix) = self.prefix.take() {
            return Some(Part::Prefix(prefix));
        }
        loop {
            // The reader has walked these tokens before, so that none of them is an error.
            let token = self.tokens.next_token().ok()??;
            let at = self.offset.saturating_add(self.tokens.start());
            let text = |octets| Text::new(octets, self.table.charset, at.saturating_add(1));
            return Some(match token {
                Token::SwitchPage(page) => {
                    self.page = page;
                    continue;
                }
                Token::String(octets) => Part::Inline(text(octets)),
                Token::TableString(index) => {
                    Part::Table(index.value(), self.table.string(index.value(), at).ok()?)
                }
                Token::Entity(code) => Part::Entity(char::from_u32(code.value())?),
                Token::AttributeValue(token) => {
                    let code = Code { page: self.page, token };
                    Part::Token(code, Run::value(self.vocabulary, code, self.page_zero))
                }
                Token::Opaque { octets, .. } => Part::Opaque(octets),
                Token::ExtensionString(number, octets) => {
                    let name = text(octets);
                    let variable = self.vocabulary.has_variables();
                    let meaning = if variable { Meaning::Variable(name) } else { Meaning::None };
                    Part::Extension(Extension { number, operand: Operand::Inline(name), meaning })
                }
                Token::ExtensionInteger(number, integer) => {
                    let meaning = meaning(self.vocabulary, number, integer.value(), &self.table);
                    let operand = Operand::Integer(integer.value());
                    Part::Extension(Extension { number, operand, meaning })
                }
                Token::Extension(number) => Part::Extension(Extension {
                    number,
                    operand: Operand::None,
                    meaning: Meaning::None,
                }),
                _ => return None,
            });
        }
    }
}

fn meaning<'a>(
    vocabulary: &'static Vocabulary,
    number: u8,
    operand: u32,
    table: &Table<'a>,
) -> Meaning<'a> {
    if vocabulary.has_variables() {
        return table.string(operand, 0).map_or(Meaning::None, Meaning::Variable);
    }
    let value = if number == 0 { vocabulary.extension(operand) } else { None };
    value.map_or(Meaning::None, Meaning::Text)
}
