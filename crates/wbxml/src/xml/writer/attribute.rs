//! Attributes, and the declarations that some of them are.

use super::{Space, State, Writer};
use crate::content::Content;
use crate::error::{Code, Error, ErrorKind, Loss};
use crate::event::Name;
use crate::xml::escape::{self, Place};
use crate::xml::namespace;

impl Writer {
    #[inline(always)]
    pub(super) fn attribute(&mut self, name: &Name<'_>, value: &Content<'_>) -> Result<(), Error> {
        match (self.known_attribute(name), name.code()) {
            (Some(known), Some(code)) => self.attribute_known(known, code, value),
            _ => self.rare_attribute(*name, *value),
        }
    }

    /// Writes an attribute with a name of the vocabulary.
    #[inline(always)]
    pub(crate) fn attribute_known(
        &mut self,
        name: &'static str,
        code: Code,
        value: &Content<'_>,
    ) -> Result<(), Error> {
        // A name that begins like this may mean something to XML itself.
        let may_mean = name.starts_with("xml");
        let text = match value.as_utf8() {
            Some(text) if self.state == State::Tag && !may_mean && escape::is_plain(text) => text,
            _ => return self.rare_attribute(Name::new(name).with_code(code), *value),
        };
        let octets = name.len().wrapping_add(text.len()).wrapping_add(" =\"\"".len());
        let mut slot = self.out.slot(octets);
        slot.put([b' ']);
        slot.put_all(name.as_bytes());
        slot.put(*b"=\"");
        slot.put_all(text);
        slot.put([b'"']);
        Ok(())
    }

    #[inline(never)]
    pub(super) fn rare_attribute(
        &mut self,
        name: Name<'_>,
        value: Content<'_>,
    ) -> Result<(), Error> {
        let name = &name;
        if self.state != State::Tag {
            return self.fail(ErrorKind::EventOrder);
        }
        let from = self.out.len();
        self.out.put([b' ']);
        match self.known_attribute(name) {
            Some(known) => self.out.put_all(known.as_bytes()),
            None => self.checked_attribute(name)?,
        }
        self.out.put(*b"=\"");
        let start = self.out.len();
        match value.as_str() {
            Ok(Some(text)) => {
                let pushed = escape::push(&mut self.out, text, Place::Value);
                self.check(pushed)?;
            }
            Ok(None) => self.parts(&value, Place::Value)?,
            Err(error) => return Err(error.or_at(self.out.len())),
        }
        let end = self.out.len();
        self.out.put([b'"']);
        if name.qualified() == "xmlns" {
            self.declare_default(from, start, end)?;
        } else if name.qualified() == "xml:space" {
            let preserve = self.out.get(start..end) == Some(b"preserve");
            if let Some(lines) = self.lines.last_mut() {
                lines.verbatim = preserve;
            }
        }
        if let Some(prefix) = name.qualified().strip_prefix("xmlns:") {
            self.declare_given(prefix, start, end)?;
        }
        Ok(())
    }

    #[inline(always)]
    pub(super) fn known_attribute(&mut self, name: &Name<'_>) -> Option<&'static str> {
        let code = name.code()?;
        if self.attribute_page.is_none_or(|page| page.page() != code.page) {
            self.attribute_page = self.vocabulary.attribute_page(code.page);
        }
        let known = self.attribute_page?.start(code.token)?.0;
        core::ptr::eq(known, name.qualified()).then_some(known)
    }

    #[inline(never)]
    pub(super) fn checked_attribute(&mut self, name: &Name<'_>) -> Result<(), Error> {
        let prefix = name.qualified().len().saturating_sub(name.local().len());
        if prefix > 0 && namespace::known(self.vocabulary, name.space()).is_some() {
            self.declare_prefix(name)?;
        }
        self.checked_name(name, Loss::Attribute)?;
        if name.qualified().starts_with("xmlns:") {
            Ok(())
        } else {
            self.use_prefix(name.qualified())
        }
    }

    /// Declares the prefix of an attribute in a namespace of the vocabulary, whose declarations a
    /// reader swallows; once in an element. It stands behind a blank, and so does what follows.
    pub(super) fn declare_prefix(&mut self, name: &Name<'_>) -> Result<(), Error> {
        let prefix = name.qualified().strip_suffix(name.local()).and_then(|p| p.strip_suffix(':'));
        let tag = self.out.written().iter().rposition(|octet| *octet == b'<').unwrap_or(0);
        let tag = self.out.text_from(tag);
        let declaration = alloc::format!("xmlns:{}=\"", prefix.unwrap_or(""));
        if tag.contains(declaration.as_str()) {
            return Ok(());
        }
        self.out.put_all(declaration.as_bytes());
        let pushed = escape::push(&mut self.out, name.space(), Place::Value);
        self.check(pushed)?;
        self.out.put(*b"\" ");
        let depth = self.elements.len();
        if let Some(prefixes) = &mut self.prefixes {
            prefixes.declare(prefix.unwrap_or(""), depth);
            self.scoped = self.scoped.max(depth);
        }
        Ok(())
    }

    /// An `xmlns` attribute stands from `from` on. It may say again what the tag got unasked, but
    /// not put the element into another namespace.
    #[cold]
    pub(super) fn declare_default(
        &mut self,
        from: usize,
        start: usize,
        end: usize,
    ) -> Result<(), Error> {
        if let Some((first, last)) = self.declared {
            if self.out.get(from..self.out.len()) != self.out.get(first..last) {
                return self.fail(ErrorKind::NotExpressible(Loss::Name));
            }
            self.out.truncate(from);
            return Ok(());
        }
        let given = self.out.get(start..end).unwrap_or_default();
        let other = |given: &[u8]| !core::str::from_utf8(given).is_ok_and(|g| self.is_space(g));
        if (self.spaced && other(given)) || !self.is_readable(given) {
            return self.fail(ErrorKind::NotExpressible(Loss::Name));
        }
        self.enter(Space::Written { start, end }, self.elements.len().saturating_sub(1));
        Ok(())
    }
}
