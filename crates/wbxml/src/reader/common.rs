//! The fast path: what nearly all of a document is made of, straight from the octets.
//!
//! It gives an event or nothing at all: every fault, limit and rarity is left to the tokens, which
//! read the same octets again.

use super::{Reader, Seen, Space};
use crate::charset::split_terminated;
use crate::content::Content;
use crate::error::Code;
use crate::event::{Event, Name};
use crate::token::{
    self, ATTRIBUTES, CONTENT, END, OPAQUE, STR_I, SWITCH_PAGE, is_application, is_start,
};
use crate::tokens::End;

/// What becomes of common events: each is handed on where it is found, so that none need be made.
/// Names are those of the vocabulary.
pub(crate) trait Visit<'a> {
    /// What is made of each.
    type Output;

    /// Whether leaves are asked for.
    const LEAVES: bool;

    fn start(&mut self, name: &'static str, space: &'static str, code: Code) -> Self::Output;

    fn attribute(&mut self, name: &'static str, code: Code, value: Content<'a>) -> Self::Output;

    fn text(&mut self, content: Content<'a>) -> Self::Output;

    fn end(&mut self) -> Self::Output;

    /// An element inside of others that is a text and nothing else; nothing, to have its three
    /// events one by one.
    fn leaf(
        &mut self,
        name: &'static str,
        space: &'static str,
        text: &'a [u8],
    ) -> Option<Self::Output>;

    /// The same for an element that is opaque data and nothing else.
    fn opaque_leaf(
        &mut self,
        name: &'static str,
        space: &'static str,
        code: Code,
        octets: &'a [u8],
    ) -> Option<Self::Output>;
}

/// Makes events.
pub(super) struct Events;

impl<'a> Visit<'a> for Events {
    type Output = Event<'a>;

    const LEAVES: bool = false;

    #[inline(always)]
    fn start(&mut self, name: &'static str, space: &'static str, code: Code) -> Event<'a> {
        Event::Start(Name::new(name).with_space(space).with_code(code))
    }

    #[inline(always)]
    fn attribute(&mut self, name: &'static str, code: Code, value: Content<'a>) -> Event<'a> {
        Event::Attribute { name: Name::new(name).with_code(code), value }
    }

    #[inline(always)]
    fn text(&mut self, content: Content<'a>) -> Event<'a> {
        Event::Text(content)
    }

    #[inline(always)]
    fn end(&mut self) -> Event<'a> {
        Event::End
    }

    #[inline(always)]
    fn leaf(&mut self, _: &'static str, _: &'static str, _: &'a [u8]) -> Option<Event<'a>> {
        None
    }

    #[inline(always)]
    fn opaque_leaf(
        &mut self,
        _: &'static str,
        _: &'static str,
        _: Code,
        _: &'a [u8],
    ) -> Option<Event<'a>> {
        None
    }
}

impl<'a> Reader<'a> {
    /// Hands on the next event, if it is a common one; what is nothing here is an event all the
    /// same, or the end, or an error.
    #[cfg(feature = "xml")]
    #[inline(always)]
    pub(crate) fn visit_common<V: Visit<'a>>(&mut self, visitor: &mut V) -> Option<V::Output> {
        let before = self.events_left;
        self.events_left = before.checked_sub(1)?;
        let output = self.common_event(visitor);
        if output.is_none() {
            self.events_left = before;
        }
        output
    }

    /// What nearly all of a document is made of, straight from the octets. Anything else and every
    /// fault is left to `any_event`, from before the token: nothing is counted until all is well.
    #[inline(always)]
    pub(super) fn common_event<V: Visit<'a>>(&mut self, visitor: &mut V) -> Option<V::Output> {
        let (&(mut octet), mut rest) = self.tokens.rest().split_first()?;
        if !self.tokens.is_in_content() {
            if self.tokens.is_in_element() {
                if octet == SWITCH_PAGE {
                    (octet, rest) = self.common_switch(rest, Space::Attribute, is_start)?;
                }
                // What is no start has no name.
                if octet != END {
                    return self.common_attribute(octet, rest, visitor);
                }
                if !self.tokens.is_behind_attribute() {
                    return None;
                }
                self.tokens.skip_to(rest);
                if self.tokens.end_attributes() == End::EmptyElement {
                    return Some(visitor.end());
                }
                (octet, rest) = rest.split_first().map(|(octet, rest)| (*octet, rest))?;
            } else if self.tokens.is_closing() {
                self.tokens.close_empty();
                return Some(visitor.end());
            } else if !self.tokens.is_in_prolog() || !is_application(octet) {
                return None;
            }
        }
        if octet == SWITCH_PAGE {
            (octet, rest) = self.common_switch(rest, Space::Tag, is_application)?;
        }
        if is_application(octet) {
            if self.tokens.depth() >= self.depth_limit {
                return None;
            }
            let page = self.tag_page?;
            let name = page.name(octet)?;
            if V::LEAVES && octet & (ATTRIBUTES | CONTENT) == CONTENT {
                let space = page.namespace();
                if let Some(output) = self.common_leaf(name, space, octet, rest, visitor) {
                    return Some(output);
                }
            }
            self.tokens.skip_to(rest);
            let (attributes, content) = self.tokens.open_tag(octet);
            self.begin(attributes, content);
            let code = Code { page: self.tag_page_number, token: octet & 0x3F };
            return Some(visitor.start(name, page.namespace(), code));
        }
        if octet == END {
            self.tokens.skip_to(rest);
            self.tokens.close_element();
            return Some(visitor.end());
        }
        if octet == STR_I && self.utf8 {
            let at = self.input.len().wrapping_sub(rest.len());
            let (text, rest) = split_terminated(rest, false)?;
            let next = *rest.first()?;
            if (next == END || is_application(next)) && text.len() <= self.text_limit {
                self.tokens.skip_to(rest);
                return Some(visitor.text(Content::inline(text, at)));
            }
        }
        None
    }

    /// An element behind its tag, if it is one string and stands in another element.
    #[inline(always)]
    fn common_leaf<V: Visit<'a>>(
        &mut self,
        name: &'static str,
        space: &'static str,
        octet: u8,
        rest: &'a [u8],
        visitor: &mut V,
    ) -> Option<V::Output> {
        let [STR_I, string @ ..] = rest else {
            if let [OPAQUE, rest @ ..] = rest {
                return self.common_opaque_leaf(name, space, octet, rest, visitor);
            }
            return None;
        };
        let (text, rest) = split_terminated(string, false).filter(|_| self.utf8)?;
        let [END, rest @ ..] = rest else { return None };
        if text.len() > self.text_limit || self.tokens.depth() == 0 {
            return None;
        }
        // The events of the text and the end, besides that of the start.
        let left = self.events_left.checked_sub(2)?;
        let output = visitor.leaf(name, space, text)?;
        self.events_left = left;
        self.tokens.skip_to(rest);
        Some(output)
    }

    /// An element behind its tag and `OPAQUE`, if it is that and stands in another element.
    #[inline(never)]
    fn common_opaque_leaf<V: Visit<'a>>(
        &mut self,
        name: &'static str,
        space: &'static str,
        octet: u8,
        rest: &'a [u8],
        visitor: &mut V,
    ) -> Option<V::Output> {
        let (&length, rest) = rest.split_first().filter(|(length, _)| length.is_ascii())?;
        let (octets, rest) = rest.split_at_checked(usize::from(length))?;
        let [END, rest @ ..] = rest else { return None };
        // Opaque data in content came with 1.1.
        let version = self.header().version();
        if octets.len() > self.text_limit || self.tokens.depth() == 0 || version < 0x01 {
            return None;
        }
        let left = self.events_left.checked_sub(2)?;
        let code = Code { page: self.tag_page_number, token: octet & 0x3F };
        let output = visitor.opaque_leaf(name, space, code, octets)?;
        self.events_left = left;
        self.tokens.skip_to(rest);
        Some(output)
    }

    /// The text of an element that has begun, if one string of UTF-8 is all there is in it: what
    /// two events would give, the text and the end, in one step. Else nothing is read.
    #[inline]
    pub(crate) fn leaf_text(&mut self) -> Option<&'a [u8]> {
        let [STR_I, rest @ ..] = self.tokens.rest() else { return None };
        if !self.utf8 || !self.tokens.is_in_content() {
            return None;
        }
        let (text, rest) = split_terminated(rest, false)?;
        let [END, rest @ ..] = rest else { return None };
        let left = self.events_left.checked_sub(2)?;
        if text.len() > self.text_limit {
            return None;
        }
        self.events_left = left;
        self.tokens.skip_to(rest);
        self.tokens.close_element();
        Some(text)
    }

    /// A page switch before a token that may follow one: that token, and what is behind it.
    #[inline(always)]
    fn common_switch(
        &mut self,
        rest: &'a [u8],
        space: Space,
        stands: fn(u8) -> bool,
    ) -> Option<(u8, &'a [u8])> {
        let [page, octet, rest @ ..] = rest else { return None };
        if !stands(*octet) {
            return None;
        }
        self.turn_to(*page, space);
        Some((*octet, rest))
    }

    /// An attribute whose value is nothing, one string or one token.
    #[inline(always)]
    fn common_attribute<V: Visit<'a>>(
        &mut self,
        token: u8,
        rest: &'a [u8],
        visitor: &mut V,
    ) -> Option<V::Output> {
        let code = Code { page: self.attribute_page_number, token };
        let (name, prefix) = self.attribute_page?.start(token)?;
        let (page, value, rest) = self.common_value(prefix, rest)?;
        if !self.count_attribute(name, Seen::known(code)) {
            return None;
        }
        if page != code.page {
            self.turn_to(page, Space::Attribute);
        }
        self.tokens.skip_to(rest);
        self.tokens.open_attributes();
        Some(visitor.attribute(name, code, value))
    }

    /// The value, the page that it leaves in force, and what is behind it.
    #[inline(always)]
    fn common_value(
        &self,
        prefix: &'static str,
        rest: &'a [u8],
    ) -> Option<(u8, Content<'a>, &'a [u8])> {
        let page = self.attribute_page_number;
        if ends_value(rest) {
            return Some((page, Content::prefix(prefix), rest));
        }
        if !prefix.is_empty() {
            return None;
        }
        let (&octet, after) = rest.split_first()?;
        if octet == STR_I && self.utf8 {
            let at = self.input.len().wrapping_sub(after.len());
            let (text, rest) = split_terminated(after, false)?;
            let common = ends_value(rest) && text.len() <= self.text_limit;
            return common.then_some((page, Content::inline(text, at), rest));
        }
        // The value tokens of PROV are on page 0, also for the attributes of page 1.
        let (page, token, rest) = match *rest {
            [SWITCH_PAGE, page, token, ref rest @ ..] => (page, token, rest),
            _ => (page, octet, after),
        };
        if token >= 0x80 && is_application(token) && ends_value(rest) {
            let text = self.vocabulary.value_page(page)?.text(token)?;
            return Some((page, Content::token(Code { page, token }, Some(text), 0), rest));
        }
        None
    }
}

/// Whether a value ends here for sure: before an attribute or the end of the list.
#[inline(always)]
fn ends_value(rest: &[u8]) -> bool {
    match *rest {
        [octet, ..] if token::ends_value(octet) => true,
        [SWITCH_PAGE, _, octet, ..] => is_start(octet),
        _ => false,
    }
}
