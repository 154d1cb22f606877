//! The header of a document: version, public identifier, charset, string table.
//!
//! ```text
//! version  u_int8        0x00..=0x03 for 1.0 to 1.3
//! publicid mb_u_int32    a number, or 0 and the offset of a formal identifier in the table
//! charset  mb_u_int32    MIBenum; not in version 1.0
//! strtbl   mb_u_int32    length, then as many octets
//! ```

use crate::charset::{Charset, Text, split_terminated};
use crate::error::{Error, ErrorKind, Expected};
use crate::uintvar::Uintvar;

/// The header of a document, as it was read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Header<'a> {
    version: u8,
    public_id: PublicId,
    charset: Option<Uintvar>,
    table_length: Uintvar,
    table: &'a [u8],
}

/// The public identifier of a header.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum PublicId {
    /// A registered number; 1 is "unknown or missing".
    Number(Uintvar),
    /// The offset of a formal public identifier in the string table, behind a zero.
    Index {
        /// The zero that tells an offset from a number.
        zero: Uintvar,
        /// The offset.
        index: Uintvar,
    },
}

impl<'a> Header<'a> {
    pub(crate) const EMPTY: Self = Self {
        version: 0x03,
        public_id: PublicId::Number(Uintvar::ONE),
        charset: None,
        table_length: Uintvar::ONE,
        table: &[],
    };

    /// Reads the header in front of `input` and hands back the body.
    ///
    /// # Errors
    /// [`UnexpectedEnd`](ErrorKind::UnexpectedEnd), [`Version`](ErrorKind::Version) for a major
    /// number other than 1, the integer errors, and [`TableLength`](ErrorKind::TableLength).
    pub fn decode(input: &'a [u8]) -> Result<(Self, &'a [u8]), Error> {
        let offset = |rest: &[u8]| input.len().wrapping_sub(rest.len());
        let integer = |rest: &'a [u8], expected: Expected| {
            if rest.is_empty() {
                return Err(Error::new(ErrorKind::UnexpectedEnd(expected), offset(rest)));
            }
            Uintvar::read(rest).map_err(|error| error.at(offset(rest).wrapping_add(error.offset())))
        };
        let Some((&version, rest)) = input.split_first() else {
            return Err(Error::new(ErrorKind::UnexpectedEnd(Expected::Version), 0));
        };
        // WBXML 1.3, 5.4: the major number less one is in the high four bits.
        if version > 0x0F {
            return Err(Error::new(ErrorKind::Version(version), 0));
        }
        let (number, mut rest) = integer(rest, Expected::PublicId)?;
        let public_id = if number.value() == 0 {
            let (index, after) = integer(rest, Expected::PublicId)?;
            rest = after;
            PublicId::Index { zero: number, index }
        } else {
            PublicId::Number(number)
        };
        let charset = if version == 0 {
            None
        } else {
            let (charset, after) = integer(rest, Expected::Charset)?;
            rest = after;
            Some(charset)
        };
        let at = offset(rest);
        let (table_length, rest) = integer(rest, Expected::TableLength)?;
        let length = table_length.value();
        let split = usize::try_from(length).ok().and_then(|length| rest.split_at_checked(length));
        let (table, body) = split.ok_or(Error::new(ErrorKind::TableLength(length), at))?;
        Ok((Self { version, public_id, charset, table_length, table }, body))
    }

    /// Hands the octets of the header to `out`: the same as were read.
    pub fn encode(&self, out: &mut dyn FnMut(&[u8])) {
        out(&[self.version]);
        match self.public_id {
            PublicId::Number(number) => out(number.octets().as_ref()),
            PublicId::Index { zero, index } => {
                out(zero.octets().as_ref());
                out(index.octets().as_ref());
            }
        }
        if let Some(charset) = self.charset {
            out(charset.octets().as_ref());
        }
        out(self.table_length.octets().as_ref());
        out(self.table);
    }

    /// The version octet: `0x00` for 1.0 to `0x03` for 1.3.
    #[must_use]
    pub const fn version(&self) -> u8 {
        self.version
    }

    /// The public identifier as it stands in the header.
    #[must_use]
    pub const fn public_id(&self) -> PublicId {
        self.public_id
    }

    /// The numeric public identifier, where the header has one.
    #[must_use]
    pub const fn public_number(&self) -> Option<u32> {
        match self.public_id {
            PublicId::Number(number) => Some(number.value()),
            PublicId::Index { .. } => None,
        }
    }

    /// The formal public identifier, where the header points to one.
    ///
    /// All that are known are US-ASCII; one that is not UTF-8, as in a document in UTF-16, is not
    /// handed out but can be asked for by [`has_formal_id`](Self::has_formal_id).
    #[must_use]
    pub fn formal_id(&self) -> Option<&'a str> {
        let PublicId::Index { index, .. } = self.public_id else { return None };
        if matches!(self.charset(), Some(1000 | 1013..=1015)) {
            return None;
        }
        let tail = self.table.get(usize::try_from(index.value()).ok()?..)?;
        let text = split_terminated(tail, false).map_or(tail, |(text, _)| text);
        core::str::from_utf8(text).ok()
    }

    /// Whether the header points to this formal public identifier, which is text in the charset of
    /// the document and compared without regard to case.
    #[must_use]
    pub fn has_formal_id(&self, id: &str) -> bool {
        let PublicId::Index { index, .. } = self.public_id else { return false };
        let charset = self.charset().and_then(|mib| Charset::from_mib(mib, &[]));
        let charset = charset.unwrap_or(Charset::Utf8);
        let table = Table { octets: self.table, offset: 0, charset, open_end: true };
        let Ok(text) = table.string(index.value(), 0) else { return false };
        let mut rest = Some(id.as_bytes());
        let read = text.for_each_str(|piece| {
            for octet in piece.bytes() {
                let next = rest.and_then(<[u8]>::split_first);
                rest =
                    next.filter(|(own, _)| own.eq_ignore_ascii_case(&octet)).map(|(_, rest)| rest);
            }
        });
        read.is_ok() && rest == Some(&[])
    }

    /// Checks that the formal public identifier is inside the string table, where there is one.
    pub(crate) fn check_formal_id(&self) -> Result<(), Error> {
        let PublicId::Index { zero, index } = self.public_id else { return Ok(()) };
        let at = zero.octets().as_ref().len().wrapping_add(1);
        let charset = Charset::Utf8;
        let table = Table { octets: self.table, offset: 0, charset, open_end: true };
        table.string(index.value(), at).map(drop)
    }

    /// The MIBenum of the charset; none in version 1.0, and 0 is "unknown".
    #[must_use]
    pub fn charset(&self) -> Option<u32> {
        self.charset.map(Uintvar::value)
    }

    /// Where the charset stands: behind the version and the public identifier.
    pub(crate) fn charset_offset(&self) -> usize {
        let public_id = match self.public_id {
            PublicId::Number(number) => number.width(),
            PublicId::Index { zero, index } => zero.width().wrapping_add(index.width()),
        };
        public_id.wrapping_add(1)
    }

    /// The string table.
    #[must_use]
    pub const fn table(&self) -> &'a [u8] {
        self.table
    }
}

/// The string table with what is needed to read a string of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Table<'a> {
    pub(crate) octets: &'a [u8],
    /// Where the table begins in the input.
    pub(crate) offset: usize,
    pub(crate) charset: Charset,
    /// Whether the end of the table ends its last string (leniency).
    pub(crate) open_end: bool,
}

impl<'a> Table<'a> {
    /// The table of a document; none where that has no header.
    pub(crate) fn decode(input: &'a [u8], charset: Charset, open_end: bool) -> Self {
        let (octets, body) = match Header::decode(input) {
            Ok((header, body)) => (header.table, body),
            Err(_) => (&[][..], input),
        };
        let behind = body.len().wrapping_add(octets.len());
        Self { octets, offset: input.len().wrapping_sub(behind), charset, open_end }
    }

    /// The string at an offset of the table; `at` is where the reference stands.
    pub(crate) fn string(&self, index: u32, at: usize) -> Result<Text<'a>, Error> {
        let outside = || {
            let length = u32::try_from(self.octets.len()).unwrap_or(u32::MAX);
            Error::new(ErrorKind::TableIndex { index, length }, at)
        };
        let start = usize::try_from(index).map_err(|_| outside())?;
        let tail = self.octets.get(start..).filter(|tail| !tail.is_empty()).ok_or_else(outside)?;
        let wide = cfg!(feature = "charsets") && self.charset.is_wide();
        let octets = match split_terminated(tail, wide) {
            Some((text, _)) => text,
            None if self.open_end => tail,
            None => return Err(Error::new(ErrorKind::TableUnterminated, at)),
        };
        Ok(Text::new(octets, self.charset, self.offset.wrapping_add(start)))
    }

    /// Whether a string of the table has its terminator there.
    pub(crate) fn terminates(&self, text: &Text<'a>) -> bool {
        let end = text.offset().wrapping_sub(self.offset).wrapping_add(text.octets().len());
        self.octets.get(end..).is_some_and(|rest| !rest.is_empty())
    }
}

#[cfg(test)]
mod tests {
    extern crate alloc;
    use alloc::vec::Vec;

    use super::*;

    #[test]
    fn headers_are_rewritten_to_the_octet() {
        for input in [
            &[0x03, 0x0B, 0x6A, 0x00][..],
            &[0x00, 0x81, 0x0F, 0x00],
            &[0x02, 0x00, 0x00, 0x6A, 0x03, b'-', b'/', 0x00],
            &[0x01, 0x80, 0x00, 0x80, 0x05, 0x81, 0x6A, 0x80, 0x80, 0x01, 0x00],
        ] {
            let (header, body) = Header::decode(input).unwrap();
            assert!(body.is_empty());
            let mut output = Vec::new();
            header.encode(&mut |octets| output.extend_from_slice(octets));
            assert_eq!(output, input);
        }
    }

    #[test]
    fn malformed() {
        use ErrorKind::{TableLength, UnexpectedEnd, Version};
        let rows: [(&[u8], ErrorKind, usize); 8] = [
            (&[], UnexpectedEnd(Expected::Version), 0),
            (&[0x03], UnexpectedEnd(Expected::PublicId), 1),
            (&[0x03, 0x0B], UnexpectedEnd(Expected::Charset), 2),
            (&[0x00, 0x0B], UnexpectedEnd(Expected::TableLength), 2),
            (&[0x03, 0x00], UnexpectedEnd(Expected::PublicId), 2),
            (&[0x03, 0x0B, 0xEA], UnexpectedEnd(Expected::Integer), 3),
            (&[0x13, 0x0B, 0x6A, 0x00], Version(0x13), 0),
            (&[0x03, 0x0B, 0x6A, 0x02, 0x00], TableLength(2), 3),
        ];
        for (input, kind, offset) in rows {
            assert_eq!(Header::decode(input), Err(Error::new(kind, offset)), "{input:02x?}");
        }
    }
}
