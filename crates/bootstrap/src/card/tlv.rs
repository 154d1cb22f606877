//! Objects of DER one behind the other. What is inside of one is walked by another walk: the depth
//! is that of our code, never that of the input.

use alloc::vec::Vec;

use der::{Decode as _, Encode as _, Header, Length, Reader as _, SliceReader};

use super::{Error, ErrorKind};

pub(super) const INTEGER: u8 = 0x02;
pub(super) const BIT_STRING: u8 = 0x03;
pub(super) const OCTET_STRING: u8 = 0x04;
pub(super) const OID: u8 = 0x06;
pub(super) const UTF8_STRING: u8 = 0x0C;
pub(super) const SEQUENCE: u8 = 0x30;
/// `[0]`, primitive.
pub(super) const PRIMITIVE_0: u8 = 0x80;
/// `[1]`, constructed: the attributes of the type of an object.
pub(super) const CONSTRUCTED_1: u8 = 0xA1;

/// One object.
#[derive(Clone, Copy, Debug)]
pub(super) struct Object<'a> {
    /// The first octet of the tag. No tag that is known here has a second.
    pub(super) tag: u8,
    pub(super) value: &'a [u8],
    /// Where the object begins, and where its value does.
    pub(super) start: usize,
    offset: usize,
}

impl<'a> Object<'a> {
    /// What is inside.
    pub(super) const fn objects(&self) -> Objects<'a> {
        Objects { rest: self.value, offset: self.offset, has_filler: false }
    }

    /// Behind its last octet.
    pub(super) const fn end(&self) -> usize {
        self.offset.saturating_add(self.value.len())
    }

    /// A number that is not negative.
    pub(super) fn number(&self) -> Result<u32, Error> {
        let error = Error::new(ErrorKind::Number, self.offset);
        let digits = match self.value {
            [] | [0x80..=0xFF, ..] => return Err(error),
            [0, digits @ ..] | digits => digits,
        };
        if digits.len() > 4 {
            return Err(error);
        }
        Ok(digits.iter().fold(0, |value, octet| value << 8 | u32::from(*octet)))
    }
}

/// A walk over objects.
#[derive(Clone, Copy, Debug)]
pub(super) struct Objects<'a> {
    rest: &'a [u8],
    offset: usize,
    /// Whether 00 and FF may stand between objects, as in files of cards.
    has_filler: bool,
}

impl<'a> Objects<'a> {
    /// The records of a file: filler before, between and behind them is passed over.
    pub(super) const fn of_file(file: &'a [u8]) -> Self {
        Self { rest: file, offset: 0, has_filler: true }
    }

    pub(super) fn next(&mut self) -> Result<Option<Object<'a>>, Error> {
        if self.has_filler {
            let is_filler = |octet: &u8| matches!(octet, 0x00 | 0xFF);
            let filler = self.rest.iter().take_while(|octet| is_filler(octet)).count();
            self.rest = self.rest.get(filler..).unwrap_or_default();
            self.offset = self.offset.saturating_add(filler);
        }
        let Some(tag) = self.rest.first().copied() else { return Ok(None) };
        let (start, at) = (self.offset, |position: usize| self.offset.saturating_add(position));
        let fault = |error: der::Error| {
            let kind = match error.kind() {
                der::ErrorKind::Incomplete { .. } => ErrorKind::UnexpectedEnd,
                _ => ErrorKind::Der,
            };
            Error::new(kind, at(error.position().map_or(0, usize_of)))
        };
        let mut reader = SliceReader::new(self.rest).map_err(fault)?;
        let header = Header::decode(&mut reader).map_err(fault)?;
        let offset = at(usize_of(reader.position()));
        let value = reader.read_slice(header.length()).map_err(fault)?;
        let taken = usize_of(reader.position());
        self.rest = self.rest.get(taken..).unwrap_or_default();
        self.offset = at(taken);
        Ok(Some(Object { tag, value, start, offset }))
    }

    /// The next object, which has this tag.
    pub(super) fn expect(&mut self, expected: u8) -> Result<Object<'a>, Error> {
        match self.next()? {
            Some(object) if object.tag == expected => Ok(object),
            Some(Object { tag: found, start, .. }) => {
                Err(Error::new(ErrorKind::UnexpectedTag { found, expected }, start))
            }
            None => Err(Error::new(ErrorKind::Missing { expected }, self.offset)),
        }
    }

    /// The next object, where it has this tag; another stays.
    pub(super) fn optional(&mut self, tag: u8) -> Result<Option<Object<'a>>, Error> {
        if self.rest.first() == Some(&tag) { self.next() } else { Ok(None) }
    }
}

fn usize_of(length: Length) -> usize {
    usize::try_from(length).unwrap_or(usize::MAX)
}

/// Writes an object.
pub(super) fn write(tag: u8, value: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
    let error = |_| Error::new(ErrorKind::Der, out.len());
    let mut buffer = [0; 8];
    let length = Length::try_from(value.len()).map_err(error)?;
    let length = length.encode_to_slice(&mut buffer).map_err(error)?;
    out.push(tag);
    out.extend_from_slice(length);
    out.extend_from_slice(value);
    Ok(())
}

/// An object as octets.
pub(super) fn wrapped(tag: u8, value: &[u8]) -> Result<Vec<u8>, Error> {
    let mut out = Vec::with_capacity(value.len().saturating_add(4));
    write(tag, value, &mut out)?;
    Ok(out)
}
