//! Attributes: their names, of which an element has each once.

use super::{Failed, Reader, Space};
use crate::error::{Code, ErrorKind};
use crate::event::{Event, Name};
use crate::limits::Limit;
use crate::options::Leniency;
use crate::tokens::Token;

impl<'a> Reader<'a> {
    /// An attribute, or a processing instruction up to its end, behind its start token.
    pub(super) fn attribute(
        &mut self,
        token: Token<'a>,
        instruction: bool,
    ) -> Result<Event<'a>, Failed> {
        let mut start = Code { page: self.attribute_page_number, token: 0 };
        let (name, prefix, seen) = match token {
            Token::AttributeStart(token) => {
                start.token = token;
                let (name, prefix) = match self.attribute_page.and_then(|page| page.start(token)) {
                    Some(start) => start,
                    None => self.unknown_attribute(start)?,
                };
                (name, prefix, Seen::known(start))
            }
            Token::LiteralAttribute(index) => {
                let index = index.value();
                (self.literal_attribute(index, instruction)?, "", Seen::literal(index))
            }
            _ => return self.fail(ErrorKind::EventOrder, self.tokens.start()),
        };
        if !instruction {
            self.check_attribute(name, seen)?;
        }
        let value = self.run(None, self.tokens.rest(), start, prefix, Space::Attribute)?;
        let name = Name::new(name);
        let name = if start.token == 0 { name } else { name.with_code(start) };
        if !instruction {
            return Ok(Event::Attribute { name, value });
        }
        // What ends the value can only be the END, and is an error otherwise.
        while let Some(Token::SwitchPage(page)) = self.next_token()? {
            self.switch(page, Space::Attribute)?;
        }
        Ok(Event::Instruction { target: name, data: value })
    }

    /// Counts an attribute; an error where there are too many, or one of that name.
    pub(super) fn check_attribute(&mut self, name: &'a str, seen: Seen) -> Result<(), Failed> {
        // Speed for code, as in the common way.
        let counted = if cfg!(feature = "alloc") {
            self.count_attribute(name, seen)
        } else {
            let counted = self.count_many(name, seen);
            self.attributes = self.attributes.wrapping_add(u8::from(counted));
            counted
        };
        if counted {
            return Ok(());
        }
        let kind = if self.attributes >= self.options.limits.attributes {
            ErrorKind::Limit(Limit::Attributes)
        } else {
            ErrorKind::DuplicateAttribute
        };
        self.fail(kind, self.tokens.start())
    }

    /// Counts an attribute, and compares its name with those before, which is nearly always one.
    #[cfg_attr(feature = "alloc", inline(always))]
    pub(super) fn count_attribute(&mut self, name: &'a str, seen: Seen) -> bool {
        if self.attributes >= self.easy_attributes {
            if !self.count_many(name, seen) {
                return false;
            }
        } else if self.attributes == 0 {
            self.first = name;
        } else if name != self.first {
            self.more[0] = seen;
        } else if !self.count_many(name, seen) {
            return false;
        }
        self.attributes = self.attributes.wrapping_add(1);
        true
    }

    #[inline(never)]
    pub(super) fn count_many(&mut self, name: &'a str, seen: Seen) -> bool {
        if self.attributes >= self.options.limits.attributes {
            return false;
        }
        let Some(count) = usize::from(self.attributes).checked_sub(1) else {
            self.first = name;
            return true;
        };
        let more = self.more.get(..count).unwrap_or_default();
        let is_it = |more: &Seen| self.name_of(*more) == Some(name.as_bytes());
        let again = name == self.first || more.iter().any(is_it);
        if again && !name.is_empty() {
            return false;
        }
        if let Some(slot) = self.more.get_mut(count) {
            *slot = seen;
        }
        true
    }

    fn name_of(&self, seen: Seen) -> Option<&'a [u8]> {
        let Some(code) = seen.code() else {
            // An offset without a table is the one of Nokia.
            return Some(self.table().string(seen.0, 0).map_or(b"xmlns", |name| name.octets()));
        };
        let page = self.vocabulary.attribute_page(code.page);
        page.and_then(|page| page.start(code.token)).map(|(name, _)| name.as_bytes())
    }

    fn literal_attribute(&mut self, index: u32, instruction: bool) -> Result<&'a str, Failed> {
        let nokia = index == 0 && !instruction && self.header().table().is_empty();
        if nokia && self.options.allows(Leniency::EmptyTableXmlns) {
            let kind = ErrorKind::TableIndex { index, length: 0 };
            self.tolerate(Leniency::EmptyTableXmlns, kind, self.tokens.start())?;
            return Ok("xmlns");
        }
        self.literal(index)
    }

    #[cold]
    fn unknown_attribute(&mut self, code: Code) -> Result<(&'static str, &'static str), Failed> {
        if self.options.unknown_tokens {
            return Ok(("", ""));
        }
        self.fail(ErrorKind::UnknownAttribute(code), self.tokens.start())
    }
}

/// An attribute that was read: page and token under a high bit, or the offset of a literal, which
/// no string table is long enough to confuse with it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen(u32);

impl Seen {
    pub(super) const KNOWN: u32 = 1 << 31;
    pub(super) const NONE: Self = Self(Self::KNOWN);

    #[inline(always)]
    pub(super) fn known(code: Code) -> Self {
        Self(Self::KNOWN | u32::from(code.page) << 8 | u32::from(code.token))
    }

    pub(super) const fn literal(index: u32) -> Self {
        Self(index & !Self::KNOWN)
    }

    pub(super) fn code(self) -> Option<Code> {
        let [_, _, page, token] = self.0.to_be_bytes();
        (self.0 & Self::KNOWN != 0).then_some(Code { page, token })
    }
}
