//! Prefixes of names: what a reader would refuse for want of a declaration.
//!
//! The declaration may stand behind the name, so a tag is checked where it ends. A vocabulary
//! without namespaces gives no meaning to a colon.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use super::Writer;
use crate::error::{Error, ErrorKind, Loss};
use crate::xml::namespace;

/// The prefixes that are declared, and those that are not yet.
#[derive(Debug, Default)]
pub(super) struct Prefixes {
    /// Each with the number of elements open where it is declared, that one included.
    declared: Vec<(usize, String)>,
    /// How often each is: in WBXML many may be, and each name asks.
    in_force: BTreeMap<String, usize>,
    /// Those that the open tag uses before it declares them.
    awaited: Vec<String>,
}

impl Prefixes {
    pub(super) fn declare(&mut self, prefix: &str, depth: usize) {
        self.awaited.retain(|awaited| awaited != prefix);
        self.declared.push((depth, String::from(prefix)));
        let count = self.in_force.entry(String::from(prefix)).or_default();
        *count = count.saturating_add(1);
    }

    /// Ends the elements inside `depth` others.
    #[inline]
    pub(super) fn leave(&mut self, depth: usize) {
        while let Some((_, prefix)) = self.declared.pop_if(|(declared, _)| *declared > depth) {
            match self.in_force.get_mut(&prefix) {
                Some(count) if *count > 1 => *count = count.saturating_sub(1),
                _ => drop(self.in_force.remove(&prefix)),
            }
        }
    }

    /// How many elements are open in the innermost one that declares a prefix, itself included.
    pub(super) fn depth(&self) -> usize {
        self.declared.last().map_or(0, |(depth, _)| *depth)
    }

    fn await_declaration(&mut self, prefix: &str) {
        if !self.in_force.contains_key(prefix) {
            self.awaited.push(String::from(prefix));
        }
    }
}

impl Writer {
    /// Ends the open start tag in front of content.
    #[inline(always)]
    pub(super) fn close_tag(&mut self) -> Result<(), Error> {
        self.check_prefixes()?;
        self.out.put([b'>']);
        Ok(())
    }

    /// Whether the open tag has its prefixes declared.
    #[inline(always)]
    pub(super) fn check_prefixes(&self) -> Result<(), Error> {
        match &self.prefixes {
            Some(prefixes) if !prefixes.awaited.is_empty() => self.refuse(),
            _ => Ok(()),
        }
    }

    /// Takes note of the prefix of an element or attribute.
    pub(super) fn use_prefix(&mut self, name: &str) -> Result<(), Error> {
        let Some(prefixes) = &mut self.prefixes else { return Ok(()) };
        let Some((prefix, local)) = name.split_once(':') else { return Ok(()) };
        if prefix.is_empty() || local.is_empty() || local.contains(':') {
            return self.refuse();
        }
        if prefix != "xml" {
            prefixes.await_declaration(prefix);
        }
        Ok(())
    }

    /// An attribute declares a prefix for the namespace that stands from `start` to `end`.
    #[cold]
    pub(super) fn declare_given(
        &mut self,
        prefix: &str,
        start: usize,
        end: usize,
    ) -> Result<(), Error> {
        let depth = self.elements.len();
        let written = self.out.get(start..end).unwrap_or_default();
        let uri = core::str::from_utf8(written).unwrap_or("");
        let named = !prefix.is_empty() && !prefix.contains(':');
        let good = named && self.is_readable(written) && namespace::is_declarable(prefix, uri);
        let Some(prefixes) = &mut self.prefixes else { return Ok(()) };
        if !good {
            return self.refuse();
        }
        prefixes.declare(prefix, depth);
        self.scoped = self.scoped.max(depth);
        Ok(())
    }

    /// Whether a namespace name was written without references, which its reader refuses.
    pub(super) fn is_readable(&self, written: &[u8]) -> bool {
        self.prefixes.is_none() || !written.contains(&b'&')
    }

    #[cold]
    fn refuse(&self) -> Result<(), Error> {
        self.fail(ErrorKind::NotExpressible(Loss::Name))
    }
}
