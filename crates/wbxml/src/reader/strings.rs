//! Strings and names of the string table.

use super::{Failed, Reader};
use crate::charset::Text;
use crate::error::ErrorKind;
use crate::header::Table;
use crate::limits::Limit;
use crate::options::Leniency;
use crate::vocabulary::TagPage;

impl<'a> Reader<'a> {
    pub(super) fn table(&self) -> Table<'a> {
        Table {
            octets: self.header().table(),
            offset: self.table_offset,
            charset: self.charset,
            open_end: self.options.allows(Leniency::OpenTable),
        }
    }

    /// A string of the string table.
    pub(super) fn string(&mut self, index: u32) -> Result<Text<'a>, Failed> {
        let at = self.tokens.start();
        let table = self.table();
        let text = match table.string(index, at) {
            Ok(text) => text,
            Err(error) => return self.fail(error.kind(), at),
        };
        match self.expanded_left.checked_sub(text.octets().len()) {
            Some(left) => self.expanded_left = left,
            None => return self.fail(ErrorKind::Limit(Limit::Expanded), at),
        }
        if table.open_end && !table.terminates(&text) {
            self.tolerate(Leniency::OpenTable, ErrorKind::TableUnterminated, at)?;
        }
        Ok(text)
    }

    /// A name of the string table, which is borrowed: of UTF-8, or US-ASCII in any other charset.
    pub(super) fn literal(&mut self, index: u32) -> Result<&'a str, Failed> {
        let text = self.string(index)?;
        let ascii = || core::str::from_utf8(text.octets()).ok();
        let name = match text.as_str() {
            Ok(Some(name)) => name,
            Ok(None) if !text.charset().is_wide() && text.octets().is_ascii() => {
                ascii().unwrap_or("")
            }
            Ok(None) => return self.fail(ErrorKind::NameCharset, self.tokens.start()),
            Err(error) => return self.fail(error.kind(), error.offset()),
        };
        if name.is_empty() {
            return self.fail(ErrorKind::EmptyName, self.tokens.start());
        }
        Ok(name)
    }

    /// The namespace of a literal tag: of the current page if that has the name, else of any.
    pub(super) fn literal_space(&self, name: &str) -> &'static str {
        if !self.vocabulary.has_namespaces() {
            return "";
        }
        let mut pages = self.tag_page.into_iter().chain(self.vocabulary.tag_pages());
        pages.find(|page| page.has(name)).map_or("", TagPage::namespace)
    }
}
