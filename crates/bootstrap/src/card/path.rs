//! Where a file is.

use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use super::tlv::{INTEGER, OCTET_STRING, Objects, PRIMITIVE_0, SEQUENCE, wrapped};
use super::{Error, ErrorKind};

/// A path of PKCS#15: file identifiers, and a part of the file where not all of it is meant.
///
/// One that begins with 3F00 is absolute, others count from the application.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Path {
    octets: Vec<u8>,
    part: Option<(u32, u32)>,
}

/// File identifiers in a path. ISO 7816-4 has no limit; a card with more has not been seen.
const MOST_OCTETS: usize = 16;

impl Path {
    /// From file identifiers as octets.
    ///
    /// # Errors
    /// [`ErrorKind::PathLength`].
    pub fn new(octets: &[u8]) -> Result<Self, Error> {
        Self::at(octets, 0)
    }

    fn at(octets: &[u8], offset: usize) -> Result<Self, Error> {
        let length = octets.len();
        if length == 0 || length > MOST_OCTETS || length & 1 != 0 {
            return Err(Error::new(ErrorKind::PathLength(length), offset));
        }
        Ok(Self { octets: octets.to_vec(), part: None })
    }

    /// A path of one identifier.
    #[must_use]
    pub fn of_file(id: u16) -> Self {
        Self { octets: id.to_be_bytes().to_vec(), part: None }
    }

    /// The file identifiers as octets.
    #[must_use]
    pub fn octets(&self) -> &[u8] {
        &self.octets
    }

    /// The identifier of the file itself.
    #[must_use]
    pub fn file_id(&self) -> u16 {
        self.octets.last_chunk().map_or(0, |id| u16::from_be_bytes(*id))
    }

    /// Whether it counts from the master file.
    #[must_use]
    pub fn is_absolute(&self) -> bool {
        self.octets.starts_with(&[0x3F, 0x00])
    }

    /// The part of the file that is meant: an index and a length, where the record gives them.
    #[must_use]
    pub fn part(&self) -> Option<Range<usize>> {
        let (index, length) = self.part?;
        let start = usize::try_from(index).ok()?;
        Some(start..start.checked_add(usize::try_from(length).ok()?)?)
    }

    /// The part of a file that is meant, which is all of it where nothing else is said.
    ///
    /// # Errors
    /// [`ErrorKind::PathRange`].
    pub fn cut<'a>(&self, file: &'a [u8]) -> Result<&'a [u8], Error> {
        match self.part {
            None => Ok(file),
            Some(_) => {
                let part = self.part().and_then(|range| file.get(range));
                part.ok_or_else(|| Error::new(ErrorKind::PathRange, file.len()))
            }
        }
    }

    /// The path from a directory, where it is not absolute already. Nothing where it gets too long.
    #[must_use]
    pub(super) fn below(&self, directory: Option<&Self>) -> Option<Self> {
        let Some(directory) = directory.filter(|_| !self.is_absolute()) else {
            return Some(self.clone());
        };
        let path = Self::new(&[directory.octets(), self.octets()].concat()).ok()?;
        Some(Self { part: self.part, ..path })
    }

    /// What stands inside of the SEQUENCE.
    pub(super) fn decode(mut objects: Objects<'_>) -> Result<Self, Error> {
        let octets = objects.expect(OCTET_STRING)?;
        let path = Self::at(octets.value, octets.start)?;
        let index = objects.optional(INTEGER)?.map(|it| it.number()).transpose()?;
        let length = objects.optional(PRIMITIVE_0)?.map(|it| it.number()).transpose()?;
        // PKCS#15: both or neither. A length alone counts from the start.
        let part = length.map(|length| (index.unwrap_or(0), length));
        Ok(Self { part, ..path })
    }

    /// The SEQUENCE.
    pub(super) fn encode(&self) -> Result<Vec<u8>, Error> {
        let mut value = wrapped(OCTET_STRING, &self.octets)?;
        if let Some((index, length)) = self.part {
            value.extend(wrapped(INTEGER, &number(index))?);
            value.extend(wrapped(PRIMITIVE_0, &number(length))?);
        }
        wrapped(SEQUENCE, &value)
    }
}

/// The value of an INTEGER: no octet more than it takes, and none that makes it negative.
fn number(value: u32) -> Vec<u8> {
    let octets = value.to_be_bytes();
    let zeros = octets.iter().take(3).take_while(|octet| **octet == 0).count();
    let digits = octets.get(zeros..).unwrap_or_default();
    let sign: &[u8] = if digits.first().is_some_and(|octet| *octet > 0x7F) { &[0] } else { &[] };
    [sign, digits].concat()
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.octets.iter().try_for_each(|octet| write!(f, "{octet:02X}"))
    }
}

impl fmt::Debug for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Path({self}")?;
        if let Some((index, length)) = self.part {
            write!(f, ", index {index}, length {length}")?;
        }
        f.write_str(")")
    }
}
