//! A text or a value of several tokens.

use super::{Extension, Meaning, Operand, Part};
use crate::charset::{Charset, ForeignCharset, Text};
use crate::error::{Code, Error};
use crate::header::Table;
use crate::tokens::{Token, Tokens};
use crate::vocabulary::Vocabulary;

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

/// The parts of a [`Run`], which reads its tokens again.
#[derive(Clone)]
pub(super) struct RunParts<'a> {
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

    pub(super) const fn charset(&self) -> Charset {
        Charset::unpack(self.bits & 0x07, self.foreign)
    }

    pub(super) fn parts(&self) -> RunParts<'a> {
        let charset = self.charset();
        let offset = self.input.len().wrapping_sub(usize::try_from(self.length).unwrap_or(0));
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
    pub(super) fn as_str(self) -> Result<Option<&'a str>, Error> {
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

impl RunParts<'_> {
    /// Where the last part began.
    pub(super) const fn place(&self) -> usize {
        self.offset.wrapping_add(self.tokens.start())
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
            let at = self.place();
            let text = |octets| Text::new(octets, self.table.charset, at.wrapping_add(1));
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
