//! Attributes: which start token, and which value tokens, make the fewest octets.

use super::{Register, Sink, Writer};
use crate::content::{Content, Part};
use crate::error::{Code, Error, ErrorKind, Loss};
use crate::event::Name;
use crate::options::ValueTokens;
use crate::token::{LITERAL, SWITCH_PAGE, is_start};
use crate::vocabulary::{AttributePage, ValuePage};

impl<S: Sink> Writer<S> {
    /// Writes an attribute, or the target and data of a processing instruction.
    #[inline]
    pub(super) fn attribute(&mut self, name: &Name<'_>, value: &Content<'_>) -> Result<(), Error> {
        if let Some(code) = name.code() {
            if self.keeps_start(name, code, value) {
                if !is_start(code.token) {
                    return self.fail(ErrorKind::NotExpressible(Loss::Attribute(code)));
                }
                self.switch_attributes(code.page);
                self.sink.put(code.token);
                let parts = value.parts().skip_while(|part| matches!(part, Part::Prefix(_)));
                for part in parts {
                    self.part(&part)?;
                }
                return Ok(());
            }
        }
        if let Some(text) = self.as_text(value)? {
            return self.attribute_text(name.qualified(), text);
        }
        #[cfg(feature = "alloc")]
        if value.is_textual() {
            return self
                .joined(value, |writer, text| writer.attribute_text(name.qualified(), text));
        }
        // Opaque octets and what else is no text: a text before them may have a start token.
        let mut parts = value.parts();
        match parts.next() {
            Some(Part::Inline(text))
                if text.as_str().is_ok_and(|text| text.is_some_and(|text| !text.is_empty())) =>
            {
                self.attribute_text(name.qualified(), text.as_str().ok().flatten().unwrap_or(""))?;
            }
            // An empty string is written as it stands, so that what is behind it stays where it is.
            first => {
                self.start_token(name.qualified(), "")?;
                if let Some(first) = first {
                    self.part(&first)?;
                }
            }
        }
        for part in parts {
            self.part(&part)?;
        }
        Ok(())
    }

    /// Whether an attribute that was read from a token is to be written by it again: it is a
    /// token of this vocabulary too, and the value begins with the prefix that it carries.
    fn keeps_start(&self, name: &Name<'_>, code: Code, value: &Content<'_>) -> bool {
        let page = if code.page == self.starts.number {
            self.starts.page
        } else {
            self.vocabulary.attribute_page(code.page)
        };
        let Some((own, prefix)) = page.and_then(|page| page.start(code.token)) else {
            return name.is_unknown();
        };
        let carried = match value.parts().next() {
            Some(Part::Prefix(text)) => text,
            _ => "",
        };
        own == name.qualified() && prefix == carried
    }

    #[inline(always)]
    pub(super) fn attribute_text(&mut self, name: &str, text: &str) -> Result<(), Error> {
        let prefix = self.start_token(name, text)?;
        match text.get(prefix..) {
            Some("") | None => Ok(()),
            Some(rest) => self.value(rest),
        }
    }

    /// Writes the start of an attribute: how many octets of its value that carries.
    #[inline(always)]
    fn start_token(&mut self, name: &str, text: &str) -> Result<usize, Error> {
        let current = self.starts.page.and_then(|page| page.token(name, text));
        if let Some((token, prefix)) = current {
            if prefix.len() == text.len() || !self.may_be_better(name, text) {
                self.sink.put(token);
                return Ok(prefix.len());
            }
        }
        let here = current.map(|(_, prefix)| rest_cost(self.values, text, prefix));
        if let Some((page, token, prefix)) = self.better_start(name, text, here) {
            self.switch_attributes(page);
            self.sink.put(token);
            return Ok(prefix);
        }
        if let Some((token, prefix)) = current {
            self.sink.put(token);
            return Ok(prefix.len());
        }
        self.sink.put(LITERAL);
        self.literal(name)?;
        Ok(0)
    }

    /// Whether a page other than the current one may pay for the switch: only by a prefix or a
    /// value token.
    #[inline]
    fn may_be_better(&self, name: &str, text: &str) -> bool {
        self.other_pages().any(|page| {
            let values = self.vocabulary.value_page(page.page());
            page.has_prefixes(name)
                || values.is_some_and(|values| values.longest(text.as_bytes()).is_some())
        })
    }

    #[inline]
    fn other_pages(&self) -> impl Iterator<Item = &'static AttributePage> + use<S> {
        let current = self.starts.number;
        self.vocabulary.attribute_pages().iter().filter(move |page| page.page() != current)
    }

    /// A start on another page that makes fewer octets than `here`, the switch counted.
    fn better_start(&self, name: &str, text: &str, here: Option<usize>) -> Option<(u8, u8, usize)> {
        let mut best = here;
        let mut found = None;
        for page in self.other_pages() {
            let values = self.vocabulary.value_page(page.page());
            let Some((token, prefix)) = page.token(name, text) else { continue };
            let cost = rest_cost(values, text, prefix).saturating_add(2);
            if best.is_none_or(|best| cost < best) {
                best = Some(cost);
                found = Some((page.page(), token, prefix.len()));
            }
        }
        found
    }

    /// Writes the text of a value, with value tokens for what the current page has.
    fn value(&mut self, text: &str) -> Result<(), Error> {
        let Some(values) = self.values else { return self.string(text) };
        match self.options.value_tokens {
            ValueTokens::Whole => match values.longest(text.as_bytes()) {
                Some((token, whole)) if whole.len() == text.len() => {
                    self.sink.put(token);
                    Ok(())
                }
                _ => self.string(text),
            },
            ValueTokens::Inside => self.value_inside(values, text),
        }
    }

    /// Takes the longest token at each place where it saves octets: left to right, so in one pass.
    fn value_inside(&mut self, values: &'static ValuePage, text: &str) -> Result<(), Error> {
        let mut string = text;
        let mut at = 0_usize;
        while let Some(rest) = string.as_bytes().get(at..) {
            let Some(within) = values.candidate(rest) else { break };
            at = at.wrapping_add(within);
            let rest = rest.get(within..).unwrap_or_default();
            match values.longest(rest) {
                Some((token, part)) if saves(part.len(), at, rest.len()) => {
                    let (Some(before), Some(after)) =
                        (string.get(..at), string.get(at.saturating_add(part.len())..))
                    else {
                        break;
                    };
                    if !before.is_empty() {
                        self.string(before)?;
                    }
                    self.sink.put(token);
                    string = after;
                    at = 0;
                }
                _ => at = at.wrapping_add(1),
            }
        }
        if string.is_empty() { Ok(()) } else { self.string(string) }
    }

    /// Moves to an attribute code page.
    #[inline]
    pub(super) fn switch_attributes(&mut self, page: u8) {
        if page != self.starts.number {
            self.sink.put_all(&[SWITCH_PAGE, page]);
            self.starts = Register { number: page, page: self.vocabulary.attribute_page(page) };
            self.values = self.vocabulary.value_page(page);
        }
    }
}

/// The octets that follow a start token with that prefix.
fn rest_cost(values: Option<&'static ValuePage>, text: &str, prefix: &str) -> usize {
    let Some(rest) = text.get(prefix.len()..) else { return usize::MAX };
    if rest.is_empty() {
        return 0;
    }
    let token = values.and_then(|values| values.longest(rest.as_bytes()));
    match token {
        Some((_, whole)) if whole.len() == rest.len() => 1,
        Some((_, part)) if saves(part.len(), 0, rest.len()) => {
            rest.len().saturating_sub(part.len()).saturating_add(3)
        }
        _ => rest.len().saturating_add(2),
    }
}

/// Whether a token for `part` octets, `before` octets into a string of which `rest` are left, is
/// shorter than those octets: in the middle it costs a terminator and a new string.
const fn saves(part: usize, before: usize, rest: usize) -> bool {
    let breaks = before > 0 && rest > part;
    part > if breaks { 3 } else { 1 } || (part == 1 && before == 0 && rest == 1)
}
