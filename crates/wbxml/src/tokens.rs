//! Tokens: every construct of WBXML 1.0 to 1.3 as it stands in the input, without a vocabulary
//! and without memory.
//!
//! This is the lossless layer. It checks the grammar, so that a consumer need not, but asks
//! nothing of names and texts: what the events and the listing are made of, and what a tool walks
//! that only passes documents on.
//!
//! ```
//! use provost_wbxml::{Token, Tokens};
//!
//! // <tag 0x06 with content>"A"</>
//! let mut tokens = Tokens::new(&[0x03, 0x01, 0x6A, 0x00, 0x46, 0x03, b'A', 0x00, 0x01])?;
//! while let Some(token) = tokens.next_token()? {
//!     if let Token::String(text) = token {
//!         assert_eq!((text, tokens.span()), (&b"A"[..], 5..8));
//!     }
//! }
//! # Ok::<(), provost_wbxml::Error>(())
//! ```

use core::ops::Range;

use crate::charset::{Charset, split_terminated};
use crate::error::{Error, ErrorKind, Expected};
use crate::header::Header;
use crate::token::{
    ATTRIBUTES, CONTENT, END, ENTITY, LITERAL, LITERAL_A, LITERAL_AC, LITERAL_C, OPAQUE, PI, STR_I,
    STR_T, SWITCH_PAGE, is_application, is_start,
};
use crate::uintvar::Uintvar;

mod token;

pub use token::{End, Token};

/// Reads the tokens of a document one by one.
///
/// Also an iterator, which ends behind the first error.
#[derive(Clone, Debug)]
pub struct Tokens<'a> {
    rest: &'a [u8],
    /// Octets of the whole input.
    length: usize,
    /// Octets from the start of the last token to the end of the input.
    last: usize,
    depth: usize,
    state: State,
    /// Of the tag whose attributes are being read.
    content: bool,
    /// Whether strings end with two octets.
    wide: bool,
    /// Whether the processing instruction being read stands behind the document element.
    behind_root: bool,
    /// Whether the iterator has given an error.
    failed: bool,
    header: Header<'a>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    Prolog,
    Content,
    /// Behind a tag with the attribute bit: a start must follow.
    FirstAttribute,
    Attributes,
    /// Behind a tag without attributes and content: for a reader, which makes its end an event.
    Closing,
    /// Behind `PI`: the target must follow.
    Target,
    Instruction,
    Epilog,
}

impl<'a> Tokens<'a> {
    /// Reads the header and stands before the body.
    ///
    /// Of the charset only the width of the terminator matters here: two octets for the UTF-16
    /// family, one for all others, known or not.
    ///
    /// # Errors
    /// Those of [`Header::decode`].
    #[inline(always)]
    pub fn new(input: &'a [u8]) -> Result<Self, Error> {
        let (header, body) = Header::decode(input)?;
        let wide = matches!(header.charset(), Some(1000 | 1013..=1015));
        Ok(Self::of(header, body, input.len(), wide))
    }

    /// Stands before a body, whose header has been read.
    #[inline(always)]
    pub(crate) const fn of(header: Header<'a>, body: &'a [u8], length: usize, wide: bool) -> Self {
        Self {
            rest: body,
            length,
            last: body.len(),
            depth: 0,
            state: State::Prolog,
            content: false,
            wide,
            behind_root: false,
            failed: false,
            header,
        }
    }

    /// Reads the pieces of a value or text, whose end is the end of `octets` (and an error).
    pub(crate) fn inside_value(octets: &'a [u8], charset: Charset) -> Self {
        let state = State::Attributes;
        Self { state, ..Self::of(Header::EMPTY, octets, octets.len(), charset.is_wide()) }
    }

    /// With strings as another charset than the header's ends them.
    #[must_use]
    pub const fn with_charset(self, charset: Charset) -> Self {
        Self { wide: charset.is_wide(), ..self }
    }

    /// The header.
    #[must_use]
    pub const fn header(&self) -> &Header<'a> {
        &self.header
    }

    /// Where the next token begins.
    #[inline]
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.length.wrapping_sub(self.rest.len())
    }

    /// Where the last token began.
    #[inline]
    #[must_use]
    pub const fn start(&self) -> usize {
        self.length.wrapping_sub(self.last)
    }

    /// The octets of the last token.
    #[inline]
    #[must_use]
    pub const fn span(&self) -> Range<usize> {
        self.start()..self.offset()
    }

    /// How many elements are open.
    #[must_use]
    pub const fn depth(&self) -> usize {
        self.depth
    }

    /// The octets that are not read yet.
    #[inline(always)]
    pub(crate) const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Whether the document element has ended.
    #[inline(always)]
    pub(crate) fn is_behind_root(&self) -> bool {
        self.state == State::Epilog
    }

    /// Whether the page register in use is that of attributes.
    #[inline]
    pub(crate) fn is_in_attributes(&self) -> bool {
        matches!(
            self.state,
            State::FirstAttribute | State::Attributes | State::Target | State::Instruction
        )
    }

    /// Whether the next token is one of content, inside the document element.
    #[inline(always)]
    pub(crate) fn is_in_content(&self) -> bool {
        self.state == State::Content
    }

    /// Whether the document element has not begun.
    #[inline(always)]
    pub(crate) fn is_in_prolog(&self) -> bool {
        self.state == State::Prolog
    }

    /// Whether the next token is one of the attributes of an element.
    #[inline(always)]
    pub(crate) fn is_in_element(&self) -> bool {
        matches!(self.state, State::FirstAttribute | State::Attributes)
    }

    /// Whether the next token is one of the attributes of an element, and not the first.
    #[inline(always)]
    pub(crate) fn is_behind_attribute(&self) -> bool {
        self.state == State::Attributes
    }

    /// Stands behind tokens that were read from [`rest`](Self::rest): without a start of the last
    /// one, for which the next error is not to ask.
    #[inline(always)]
    pub(crate) fn skip_to(&mut self, rest: &'a [u8]) {
        self.rest = rest;
    }

    /// Goes into a tag: whether attributes and content follow.
    #[inline(always)]
    pub(crate) fn open_tag(&mut self, octet: u8) -> (bool, bool) {
        let (attributes, content) = (octet & ATTRIBUTES != 0, octet & CONTENT != 0);
        self.open(attributes, content);
        (attributes, content)
    }

    /// Whether an element that has neither attributes nor content has begun and not ended.
    #[inline(always)]
    pub(crate) fn is_closing(&self) -> bool {
        self.state == State::Closing
    }

    /// Stays in an element that has neither attributes nor content, behind its tag.
    #[inline(always)]
    pub(crate) fn close_later(&mut self) {
        self.state = State::Closing;
    }

    /// Goes out of an element that has no content.
    #[inline(always)]
    pub(crate) fn close_empty(&mut self) {
        self.state = if self.depth == 0 { State::Epilog } else { State::Content };
    }

    /// Goes into the first attribute of an element.
    #[inline(always)]
    pub(crate) fn open_attributes(&mut self) {
        self.state = State::Attributes;
    }

    /// Goes into the content of an element that is inside another one.
    #[cfg(feature = "alloc")]
    #[inline(always)]
    pub(crate) fn open_content(&mut self) {
        self.depth = self.depth.wrapping_add(1);
    }

    /// Goes out of an element.
    #[inline(always)]
    pub(crate) fn close_element(&mut self) {
        self.depth = self.depth.wrapping_sub(1);
        if self.depth == 0 {
            self.state = State::Epilog;
        }
    }

    /// Reads the next token; `None` at the end of the document.
    ///
    /// # Errors
    /// [`UnexpectedEnd`](ErrorKind::UnexpectedEnd), [`UnexpectedToken`](ErrorKind::UnexpectedToken),
    /// [`EmptyAttributes`](ErrorKind::EmptyAttributes), [`SecondRoot`](ErrorKind::SecondRoot),
    /// [`TrailingOctets`](ErrorKind::TrailingOctets), [`OpaqueLength`](ErrorKind::OpaqueLength) and
    /// the integer errors. The same error again, when called again.
    #[cfg_attr(feature = "alloc", inline(always))]
    pub fn next_token(&mut self) -> Result<Option<Token<'a>>, Error> {
        self.last = self.rest.len();
        let Some((&octet, rest)) = self.rest.split_first() else { return self.at_end() };
        // The common tokens first; what they have in common is that they cannot fail but by a
        // missing terminator. Speed for code: firmware has all tokens in one place.
        match self.state {
            _ if cfg!(not(feature = "alloc")) => {}
            State::Content => {
                if is_application(octet) {
                    self.rest = rest;
                    return Ok(Some(self.tag(octet)));
                }
                if octet == STR_I {
                    return self.string(rest);
                }
                if octet == END {
                    self.rest = rest;
                    self.close_element();
                    return Ok(Some(Token::End(End::Element)));
                }
                if octet == SWITCH_PAGE {
                    return self.page(rest);
                }
            }
            State::Attributes => {
                if is_application(octet) {
                    self.rest = rest;
                    return Ok(Some(if octet < 0x80 {
                        Token::AttributeStart(octet)
                    } else {
                        Token::AttributeValue(octet)
                    }));
                }
                if octet == STR_I {
                    return self.string(rest);
                }
                if octet == END {
                    self.rest = rest;
                    return Ok(Some(Token::End(self.end_attributes())));
                }
                if octet == SWITCH_PAGE {
                    return self.page(rest);
                }
            }
            State::FirstAttribute => {
                if is_start(octet) {
                    self.rest = rest;
                    self.open_attributes();
                    return Ok(Some(Token::AttributeStart(octet)));
                }
                if octet == SWITCH_PAGE {
                    return self.page(rest);
                }
            }
            _ => {}
        }
        self.any(octet, rest)
    }

    #[inline(always)]
    fn string(&mut self, rest: &'a [u8]) -> Result<Option<Token<'a>>, Error> {
        match split_terminated(rest, self.wide) {
            Some((text, rest)) => {
                self.rest = rest;
                Ok(Some(Token::String(text)))
            }
            None => self.fail(ErrorKind::UnexpectedEnd(Expected::Terminator), self.length),
        }
    }

    #[cfg_attr(feature = "alloc", inline(always))]
    fn tag(&mut self, octet: u8) -> Token<'a> {
        let (attributes, content) = self.open_tag(octet);
        Token::Tag { token: octet & 0x3F, attributes, content }
    }

    #[inline(always)]
    fn open(&mut self, attributes: bool, content: bool) {
        if attributes {
            self.content = content;
            self.state = State::FirstAttribute;
        } else if content {
            self.depth = self.depth.wrapping_add(1);
            self.state = State::Content;
        } else if self.depth == 0 {
            self.state = State::Epilog;
        }
    }

    #[inline(always)]
    pub(crate) fn end_attributes(&mut self) -> End {
        if self.content {
            self.depth = self.depth.wrapping_add(1);
            self.state = State::Content;
            return End::Attributes;
        }
        self.close_empty();
        End::EmptyElement
    }

    /// Any token.
    #[inline(never)]
    fn any(&mut self, octet: u8, rest: &'a [u8]) -> Result<Option<Token<'a>>, Error> {
        let token = match self.state {
            State::Prolog | State::Content | State::Closing | State::Epilog => {
                return self.any_content(octet, rest);
            }
            State::FirstAttribute | State::Target => match octet {
                END if self.state == State::FirstAttribute => {
                    return self.fail(ErrorKind::EmptyAttributes, self.start());
                }
                LITERAL => {
                    let index = self.integer(rest)?;
                    self.start_value();
                    return Ok(Some(Token::LiteralAttribute(index)));
                }
                SWITCH_PAGE => return self.page(rest),
                start if is_start(start) => {
                    self.start_value();
                    Token::AttributeStart(start)
                }
                _ => return self.unexpected(octet, Expected::AttributeStart),
            },
            State::Attributes | State::Instruction => {
                let instruction = self.state == State::Instruction;
                match octet {
                    END if instruction => {
                        self.state = self.around_instruction();
                        Token::End(End::Instruction)
                    }
                    END => Token::End(self.end_attributes()),
                    start if is_start(start) && !instruction => Token::AttributeStart(start),
                    LITERAL if !instruction => {
                        return Ok(Some(Token::LiteralAttribute(self.integer(rest)?)));
                    }
                    SWITCH_PAGE => return self.page(rest),
                    value if value >= 0x80 && is_application(value) => Token::AttributeValue(value),
                    _ => {
                        let expected = if instruction {
                            Expected::InstructionValue
                        } else {
                            Expected::Attribute
                        };
                        return self.piece(octet, rest, expected);
                    }
                }
            }
        };
        self.rest = rest;
        Ok(Some(token))
    }

    fn any_content(&mut self, octet: u8, rest: &'a [u8]) -> Result<Option<Token<'a>>, Error> {
        let literal = matches!(octet, LITERAL | LITERAL_A | LITERAL_C | LITERAL_AC);
        match octet {
            PI => {
                self.rest = rest;
                self.behind_root = self.state == State::Epilog;
                self.state = State::Target;
                Ok(Some(Token::Instruction))
            }
            _ if self.state == State::Epilog => {
                let second = literal || is_application(octet);
                let kind = if second { ErrorKind::SecondRoot } else { ErrorKind::TrailingOctets };
                self.fail(kind, self.start())
            }
            SWITCH_PAGE => self.page(rest),
            _ if literal || is_application(octet) => {
                let (attributes, content) = (octet & ATTRIBUTES != 0, octet & CONTENT != 0);
                let token = if literal {
                    Token::LiteralTag { index: self.integer(rest)?, attributes, content }
                } else {
                    self.rest = rest;
                    Token::Tag { token: octet & 0x3F, attributes, content }
                };
                self.open(attributes, content);
                Ok(Some(token))
            }
            _ if self.state == State::Prolog => self.unexpected(octet, Expected::Root),
            END => {
                self.rest = rest;
                self.close_element();
                Ok(Some(Token::End(End::Element)))
            }
            _ => self.piece(octet, rest, Expected::Content),
        }
    }

    /// The tokens that are the same in content and in values.
    fn piece(
        &mut self,
        octet: u8,
        rest: &'a [u8],
        expected: Expected,
    ) -> Result<Option<Token<'a>>, Error> {
        let number = octet & 0x03;
        let token = match octet {
            STR_I | 0x40..=0x42 => match split_terminated(rest, self.wide) {
                Some((text, rest)) => {
                    self.rest = rest;
                    if octet == STR_I {
                        Token::String(text)
                    } else {
                        Token::ExtensionString(number, text)
                    }
                }
                None => {
                    return self.fail(ErrorKind::UnexpectedEnd(Expected::Terminator), self.length);
                }
            },
            0xC0..=0xC2 => {
                self.rest = rest;
                Token::Extension(number)
            }
            ENTITY | STR_T | 0x80..=0x82 | OPAQUE => {
                let before = self.rest;
                let integer = self.integer(rest)?;
                match octet {
                    ENTITY => Token::Entity(integer),
                    STR_T => Token::TableString(integer),
                    OPAQUE => {
                        let split = usize::try_from(integer.value()).ok();
                        match split.and_then(|length| self.rest.split_at_checked(length)) {
                            Some((octets, rest)) => {
                                self.rest = rest;
                                Token::Opaque { length: integer, octets }
                            }
                            None => {
                                self.rest = before;
                                return self
                                    .fail(ErrorKind::OpaqueLength(integer.value()), self.start());
                            }
                        }
                    }
                    _ => Token::ExtensionInteger(number, integer),
                }
            }
            _ => return self.unexpected(octet, expected),
        };
        Ok(Some(token))
    }

    /// Reads the integer in front of `rest` and stands behind it.
    fn integer(&mut self, rest: &'a [u8]) -> Result<Uintvar, Error> {
        match Uintvar::read(rest) {
            Ok((integer, rest)) => {
                self.rest = rest;
                Ok(integer)
            }
            Err(error) => {
                let at = self.length.wrapping_sub(rest.len());
                Err(error.at(at.wrapping_add(error.offset())))
            }
        }
    }

    #[cfg_attr(feature = "alloc", inline(always))]
    fn page(&mut self, rest: &'a [u8]) -> Result<Option<Token<'a>>, Error> {
        let Some((&page, rest)) = rest.split_first() else {
            return self.fail(ErrorKind::UnexpectedEnd(Expected::Page), self.length);
        };
        self.rest = rest;
        Ok(Some(Token::SwitchPage(page)))
    }

    fn start_value(&mut self) {
        let instruction = self.state == State::Target;
        self.state = if instruction { State::Instruction } else { State::Attributes };
    }

    fn around_instruction(&self) -> State {
        match self.depth {
            0 if self.behind_root => State::Epilog,
            0 => State::Prolog,
            _ => State::Content,
        }
    }

    #[cold]
    fn at_end(&self) -> Result<Option<Token<'a>>, Error> {
        let expected = match self.state {
            State::Epilog | State::Closing => return Ok(None),
            State::Prolog => return self.fail(ErrorKind::NoRoot, self.length),
            State::Content => Expected::Content,
            State::FirstAttribute | State::Target => Expected::AttributeStart,
            State::Attributes => Expected::Attribute,
            State::Instruction => Expected::InstructionValue,
        };
        self.fail(ErrorKind::UnexpectedEnd(expected), self.length)
    }

    #[cold]
    fn unexpected(&self, token: u8, expected: Expected) -> Result<Option<Token<'a>>, Error> {
        self.fail(ErrorKind::UnexpectedToken { token, expected }, self.start())
    }

    // An error leaves everything as it was: asked again, the same octets give it again.
    #[cold]
    fn fail(&self, kind: ErrorKind, offset: usize) -> Result<Option<Token<'a>>, Error> {
        Err(Error::new(kind, offset))
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Result<Token<'a>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let token = self.next_token();
        self.failed = token.is_err();
        token.transpose()
    }
}

#[cfg(test)]
mod tests;
