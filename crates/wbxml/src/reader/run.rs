//! Runs of text and values: their pieces, each checked when it is read.

use super::{Failed, Reader, Space};
use crate::content::{Content, Run};
use crate::error::{Code, ErrorKind};
use crate::limits::Limit;
use crate::options::Leniency;
use crate::token::{EXT_0, EXT_I_0, EXT_T_0, SWITCH_PAGE, continues_text, continues_value};
use crate::tokens::Token;

impl<'a> Reader<'a> {
    /// Whether the run that is being read goes on behind the last token.
    #[cfg_attr(feature = "alloc", inline(always))]
    pub(super) fn goes_on(&self, continues: fn(u8) -> bool) -> bool {
        match self.tokens.rest().first() {
            Some(&SWITCH_PAGE) => behind_switches(self.tokens.rest()).is_some_and(continues),
            Some(&octet) => continues(octet),
            None => false,
        }
    }

    /// A run of pieces that begins at `before`, with the first of them if it has been read.
    #[inline(never)]
    pub(super) fn run(
        &mut self,
        first: Option<Token<'a>>,
        before: &'a [u8],
        start: Code,
        prefix: &'static str,
        space: Space,
    ) -> Result<Content<'a>, Failed> {
        let continues = match space {
            Space::Attribute => continues_value,
            Space::Tag => continues_text,
        };
        let mut single = None;
        let mut pieces = usize::from(!prefix.is_empty());
        let mut next = first;
        let mut switched = false;
        loop {
            let token = match next.take() {
                Some(token) => token,
                // Behind a switch there is a piece, as `goes_on` has seen.
                None if switched || self.goes_on(continues) => match self.next_token()? {
                    Some(token) => token,
                    None => break,
                },
                None => break,
            };
            switched = matches!(token, Token::SwitchPage(_));
            if let Token::SwitchPage(page) = token {
                self.switch(page, space)?;
                continue;
            }
            single = self.piece(token, space)?;
            pieces = pieces.wrapping_add(1);
        }
        let length = before.len().wrapping_sub(self.tokens.rest().len());
        self.check_length(length)?;
        if let (Some(content), 1) = (single, pieces) {
            return Ok(content);
        }
        if pieces == usize::from(!prefix.is_empty()) {
            return Ok(Content::prefix(prefix));
        }
        let end = self.input.len().wrapping_sub(self.tokens.rest().len());
        let input = self.input.get(..end).unwrap_or_default();
        let Ok(length) = u32::try_from(length) else {
            return self.fail(ErrorKind::Limit(Limit::Text), self.tokens.start());
        };
        let run = Run::new(self.vocabulary, input, length, start, self.charset);
        Ok(Content::run(run.with_leniencies(
            self.options.allows(Leniency::PageZeroValues),
            self.options.allows(Leniency::OpenTable),
        )))
    }

    /// Checks a piece of a run; the content that it is where it is the only one.
    pub(super) fn piece(
        &mut self,
        token: Token<'a>,
        space: Space,
    ) -> Result<Option<Content<'a>>, Failed> {
        let at = self.tokens.start();
        Ok(match token {
            Token::String(octets) if self.utf8 => Some(Content::inline(octets, at.wrapping_add(1))),
            Token::TableString(index) => {
                let text = self.string(index.value())?;
                if self.utf8 { Some(Content::table(index.value(), &text)) } else { None }
            }
            Token::Entity(code) => {
                if code.value() == 0 || char::from_u32(code.value()).is_none() {
                    return self.fail(ErrorKind::Entity(code.value()), at);
                }
                None
            }
            Token::AttributeValue(token) => {
                let code = Code { page: self.attribute_page_number, token };
                let text = self.value_token(code)?;
                Some(Content::token(code, text, at))
            }
            Token::Opaque { .. } => {
                // Opaque data came with 1.1 in content, and with 1.2 in values.
                let since = if space == Space::Tag { 0x01 } else { 0x02 };
                if self.header().version() < since {
                    let kind = ErrorKind::OpaqueVersion(self.header().version());
                    self.tolerate(Leniency::OpaqueVersion, kind, at)?;
                }
                None
            }
            Token::ExtensionString(number, _) => {
                self.extension(EXT_I_0 | number, self.vocabulary.has_variables())?;
                None
            }
            Token::ExtensionInteger(number, operand) => {
                // WAP-191, 14.3.1: the name of a variable by its offset in the string table.
                let known = if self.vocabulary.has_variables() {
                    self.string(operand.value())?;
                    true
                } else {
                    number == 0 && self.vocabulary.extension(operand.value()).is_some()
                };
                self.extension(EXT_T_0 | number, known)?;
                None
            }
            Token::Extension(number) => {
                self.extension(EXT_0 | number, false)?;
                None
            }
            _ => None,
        })
    }

    pub(super) fn extension(&mut self, token: u8, known: bool) -> Result<(), Failed> {
        if known || self.options.unknown_tokens {
            return Ok(());
        }
        self.fail(ErrorKind::UnknownExtension(token), self.tokens.start())
    }

    #[cfg_attr(feature = "alloc", inline(always))]
    pub(super) fn check_length(&mut self, length: usize) -> Result<(), Failed> {
        if length > self.text_limit {
            return self.fail(ErrorKind::Limit(Limit::Text), self.tokens.start());
        }
        Ok(())
    }

    #[cfg_attr(feature = "alloc", inline(always))]
    pub(super) fn value_token(&mut self, code: Code) -> Result<Option<&'static str>, Failed> {
        match self.vocabulary.value_page(code.page).and_then(|page| page.text(code.token)) {
            Some(text) => Ok(Some(text)),
            None => self.unknown_value(code),
        }
    }

    #[cold]
    pub(super) fn unknown_value(&mut self, code: Code) -> Result<Option<&'static str>, Failed> {
        if self.options.allows(Leniency::PageZeroValues) {
            if let Some(text) = Run::value(self.vocabulary, code, true) {
                let kind = ErrorKind::UnknownValue(code);
                self.tolerate(Leniency::PageZeroValues, kind, self.tokens.start())?;
                return Ok(Some(text));
            }
        }
        if self.options.unknown_tokens {
            return Ok(None);
        }
        self.fail(ErrorKind::UnknownValue(code), self.tokens.start())
    }
}

/// The octet behind any number of page switches.
#[cold]
fn behind_switches(mut rest: &[u8]) -> Option<u8> {
    while let [SWITCH_PAGE, _, after @ ..] = rest {
        rest = after;
    }
    rest.first().copied()
}
