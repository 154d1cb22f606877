//! How a document is written.

use crate::charset::Charset;
use crate::uintvar;
use crate::vocabulary::Vocabulary;

/// How a document is written: by default version 1.3, UTF-8, the numeric public identifier where
/// one is assigned, no string table, and value tokens wherever they save octets.
#[derive(Clone, Copy, Debug)]
pub struct WriteOptions {
    pub(crate) version: u8,
    pub(crate) charset: Charset,
    pub(crate) public_id: PublicIdForm,
    #[cfg(feature = "alloc")]
    pub(crate) string_table: StringTable,
    pub(crate) value_tokens: ValueTokens,
}

/// How the public identifier is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum PublicIdForm {
    /// As a number where one is assigned, else as text where documents carry one, else as "unknown".
    Shortest,
    /// As text, in the string table.
    Formal,
    /// As 1, "unknown or missing": the media type must tell.
    Anonymous,
}

/// What goes into the string table.
#[cfg(feature = "alloc")]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum StringTable {
    /// What must: a formal public identifier, and names that have no token.
    None,
    /// Also strings that occur often enough to save octets, whole ones and single words.
    Shared,
}

/// Where attribute value tokens are used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum ValueTokens {
    /// For a part of a value, wherever that saves octets.
    Inside,
    /// Only for a whole value, or all behind the start token.
    Whole,
}

impl WriteOptions {
    /// The defaults.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            version: 0x03,
            charset: Charset::Utf8,
            public_id: PublicIdForm::Shortest,
            #[cfg(feature = "alloc")]
            string_table: StringTable::None,
            value_tokens: ValueTokens::Inside,
        }
    }

    /// With another version: `0x00` for 1.0 to `0x03` for 1.3.
    ///
    /// 1.0 has no charset in its header, so that it is UTF-8 (or US-ASCII) whatever charset is
    /// asked for; opaque data is an error in it, as opaque data in a value is in 1.1.
    #[must_use]
    pub const fn with_version(self, version: u8) -> Self {
        Self { version: if version > 0x03 { 0x03 } else { version }, ..self }
    }

    /// With another charset; what it cannot express is written as `ENTITY`.
    #[must_use]
    pub const fn with_charset(self, charset: Charset) -> Self {
        Self { charset, ..self }
    }

    /// With another form of the public identifier.
    #[must_use]
    pub const fn with_public_id(self, public_id: PublicIdForm) -> Self {
        Self { public_id, ..self }
    }

    /// With a string table, or without.
    #[cfg(feature = "alloc")]
    #[must_use]
    pub const fn with_string_table(self, string_table: StringTable) -> Self {
        Self { string_table, ..self }
    }

    /// With value tokens inside of values, or for whole values only.
    #[must_use]
    pub const fn with_value_tokens(self, value_tokens: ValueTokens) -> Self {
        Self { value_tokens, ..self }
    }

    /// With UTF-8 where the version cannot say another charset.
    pub(crate) fn with_charset_of_version(self) -> Self {
        match (self.version, self.charset) {
            (0, Charset::Utf8 | Charset::Ascii) | (1.., _) => self,
            (0, _) => self.with_charset(Charset::Utf8),
        }
    }

    /// The public identifier that the string table begins with, or nothing.
    pub(crate) fn formal_id(&self, vocabulary: &Vocabulary) -> &'static str {
        let formal = vocabulary.all_formal_ids().first().copied().unwrap_or("");
        match self.public_id {
            PublicIdForm::Formal => formal,
            PublicIdForm::Shortest
                if vocabulary.public_id().is_none() && !vocabulary.is_anonymous() =>
            {
                formal
            }
            _ => "",
        }
    }

    /// Hands the header to `out`, with a table that is the formal identifier alone.
    pub(crate) fn header_with_id(
        &self,
        vocabulary: &Vocabulary,
        formal: &str,
        out: &mut dyn FnMut(&[u8]),
    ) {
        let width: usize = if self.charset.is_wide() { 2 } else { 1 };
        let length = if formal.is_empty() {
            0
        } else {
            formal.len().saturating_add(1).saturating_mul(width)
        };
        self.head(vocabulary, length, out);
        if !formal.is_empty() {
            for character in formal.chars() {
                self.charset.encode(character, out);
            }
            out(if width == 2 { &[0, 0] } else { &[0] });
        }
    }

    /// Hands the header with this string table to `out`; a formal identifier stands at its front.
    #[cfg(feature = "alloc")]
    pub(crate) fn header(&self, vocabulary: &Vocabulary, table: &[u8], out: &mut dyn FnMut(&[u8])) {
        self.head(vocabulary, table.len(), out);
        out(table);
    }

    fn head(&self, vocabulary: &Vocabulary, length: usize, out: &mut dyn FnMut(&[u8])) {
        out(&[self.version]);
        if self.formal_id(vocabulary).is_empty() {
            let number = match self.public_id {
                PublicIdForm::Anonymous => None,
                _ => vocabulary.public_id(),
            };
            out(uintvar::encode(number.unwrap_or(1)).as_ref());
        } else {
            out(&[0x00, 0x00]);
        }
        if self.version > 0 {
            out(uintvar::encode(self.charset.mib()).as_ref());
        }
        out(uintvar::encode(u32::try_from(length).unwrap_or(u32::MAX)).as_ref());
    }
}

impl Default for WriteOptions {
    fn default() -> Self {
        Self::new()
    }
}
