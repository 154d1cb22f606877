//! The beginning of an element in one step: its tag, its attributes and the end of their list.
//!
//! Provisioning documents are made of little else. A model that takes it at once need not have an
//! event of each; as on the fast path of events, everything else is left to the tokens.

use super::Reader;
use crate::charset::split_ascii;
use crate::error::Code;
use crate::event::{Head, Plain};
use crate::token::{
    ATTRIBUTES, CONTENT, END, STR_I, SWITCH_PAGE, is_application, is_start, is_value,
};
use crate::vocabulary::AttributePage;

/// A place in a list of attributes: the page in force, and what is not read yet.
#[derive(Clone, Copy)]
struct Cursor<'a> {
    number: u8,
    page: &'static AttributePage,
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// The beginning of an element inside another one that has one or two common attributes of
    /// different names, if `take` takes it. Where it is anything else, nothing is read.
    #[inline(always)]
    pub(crate) fn plain_head_if(
        &mut self,
        take: impl FnOnce(&Head<'a>) -> bool,
    ) -> Option<Head<'a>> {
        let (&octet, rest) = self.tokens.rest().split_first()?;
        if octet & ATTRIBUTES == 0 || !is_application(octet) || !self.tokens.is_in_content() {
            return None;
        }
        let room = self.tokens.depth() < self.depth_limit && self.easy_attributes == 2;
        if !room || !self.utf8 {
            return None;
        }
        let tag_page = self.tag_page?;
        let name = tag_page.name(octet)?;
        let mut at =
            Cursor { number: self.attribute_page_number, page: self.attribute_page?, rest };
        let first = self.plain_attribute_at(&mut at)?;
        let second = match at.rest.first() {
            Some(&END) => None,
            _ => Some(self.plain_attribute_at(&mut at)?),
        };
        let [END, rest @ ..] = at.rest else { return None };
        if second.is_some_and(|second| second.0 == first.0) {
            return None;
        }
        let content = octet & CONTENT != 0;
        let events = 2_u32.wrapping_add(second.is_some().into()).wrapping_add((!content).into());
        let left = self.events_left.checked_sub(events)?;
        let code = Code { page: self.tag_page_number, token: octet & 0x3F };
        let head = Head { name, space: tag_page.namespace(), code, first, second, content };
        if !take(&head) {
            return None;
        }
        self.events_left = left;
        self.attribute_page_number = at.number;
        self.attribute_page = Some(at.page);
        self.tokens.skip_to(rest);
        if content {
            self.tokens.open_content();
        }
        Some(head)
    }

    /// An attribute whose value is nothing, one string of ASCII or one token.
    #[inline(always)]
    fn plain_attribute_at(&self, at: &mut Cursor<'a>) -> Option<(&'static str, Plain<'a>)> {
        let (&(mut octet), mut rest) = at.rest.split_first()?;
        if octet == SWITCH_PAGE {
            let [page, next, after @ ..] = rest else { return None };
            self.turn_cursor(at, *page)?;
            (octet, rest) = (*next, after);
        }
        if !is_start(octet) {
            return None;
        }
        let (name, prefix) = at.page.start(octet)?;
        let (&octet, after) = rest.split_first()?;
        // What does not end the value where it has to is no start of the next attribute either.
        let (value, rest) = if octet == STR_I {
            let (text, after) = split_ascii(after)?;
            if !prefix.is_empty() || text.len() > self.text_limit {
                return None;
            }
            (Plain::Ascii(text), after)
        } else if octet == END || is_start(octet) {
            (Plain::Known(prefix), rest)
        } else {
            let (token, after) = match *rest {
                [SWITCH_PAGE, page, token, ref after @ ..] if is_value(token) => {
                    self.turn_cursor(at, page)?;
                    (token, after)
                }
                [SWITCH_PAGE, _, start, ..] if is_start(start) => {
                    at.rest = rest;
                    return Some((name, Plain::Known(prefix)));
                }
                _ if is_value(octet) => (octet, after),
                _ => return None,
            };
            if !prefix.is_empty() {
                return None;
            }
            (Plain::Known(self.vocabulary.value_page(at.number)?.text(token)?), after)
        };
        at.rest = rest;
        Some((name, value))
    }

    #[inline(always)]
    fn turn_cursor(&self, at: &mut Cursor<'a>, page: u8) -> Option<()> {
        at.number = page;
        at.page = self.vocabulary.attribute_page(page)?;
        Some(())
    }
}
