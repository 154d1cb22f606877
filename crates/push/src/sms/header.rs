//! The user data header (3GPP TS 23.040, 9.2.3.24).
//!
//! ```text
//! UDHL, then elements: IEI, IEDL, data
//! ```

use alloc::vec::Vec;

use bytes::Bytes;

use super::ports::Ports;
use crate::error::{Error, ErrorKind, Expected};

/// The elements in front of the data of a short message, in their order.
///
/// ```
/// use bytes::Bytes;
/// use provost_push::sms::{Ports, Reference, UserDataHeader};
///
/// let user_data = Bytes::from_static(&[11, 5, 4, 0x0b, 0x84, 0x23, 0xf0, 0, 3, 42, 2, 1, b'.']);
/// let (header, data) = UserDataHeader::decode(&user_data)?;
/// assert_eq!(header.ports(), Some(Ports::PUSH));
/// let concatenation = header.concatenation().expect("one of several");
/// assert_eq!((concatenation.reference, concatenation.total), (Reference::Short(42), 2));
/// assert_eq!(&*data, b".");
/// # Ok::<(), provost_push::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[allow(clippy::exhaustive_structs, reason = "elements are all there is")]
pub struct UserDataHeader {
    /// The elements.
    pub elements: Vec<Element>,
}

/// An information element, known or not.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_structs, reason = "a number and octets")]
pub struct Element {
    /// The number.
    pub id: u8,
    /// The octets.
    pub data: Bytes,
}

/// What a reassembler wants to know of user data.
pub(crate) struct Peeked<'a> {
    pub(crate) ports: Option<Ports>,
    pub(crate) concatenation: Option<Concatenation>,
    pub(crate) data: &'a [u8],
}

/// Which part of which message it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_structs, reason = "all that the element has")]
pub struct Concatenation {
    /// The number of the message.
    pub reference: Reference,
    /// How many parts it has.
    pub total: u8,
    /// Which one it is, from 1.
    pub sequence: u8,
}

/// The number that the parts of a message share.
///
/// A fixed device sends 16 bits unless it knows that the receiver reads 8 only (WAP-259, 6.3.2).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(clippy::exhaustive_enums, reason = "there are two elements")]
pub enum Reference {
    /// Of 8 bits.
    Short(u8),
    /// Of 16 bits.
    Long(u16),
}

impl UserDataHeader {
    /// Splits user data into its header and what follows.
    ///
    /// # Errors
    /// [`Length`](ErrorKind::Length) where the header is longer than the data, or an element longer
    /// than the header.
    pub fn decode(user_data: &Bytes) -> Result<(Self, Bytes), Error> {
        let mut elements = Vec::new();
        let end = Self::walk(user_data, |id, data| {
            elements.push(Element { id, data: user_data.slice_ref(data) });
        })?;
        Ok((Self { elements }, user_data.slice(end..)))
    }

    /// Ports and concatenation of user data, and what follows the header.
    pub(crate) fn peek(user_data: &[u8]) -> Result<Peeked<'_>, Error> {
        let (mut ports, mut concatenation) = (None, None);
        let end = Self::walk(user_data, |id, data| {
            ports = read_ports(id, data).or(ports);
            concatenation = read_concatenation(id, data).or(concatenation);
        })?;
        Ok(Peeked { ports, concatenation, data: user_data.get(end..).unwrap_or(&[]) })
    }

    /// Calls for each element, and returns where the header ends.
    fn walk<'a>(user_data: &'a [u8], mut each: impl FnMut(u8, &'a [u8])) -> Result<usize, Error> {
        let missing = Error::new(ErrorKind::UnexpectedEnd(Expected::UserDataHeader), 0);
        let (&length, rest) = user_data.split_first().ok_or(missing)?;
        let length = usize::from(length);
        let mut octets = rest
            .get(..length)
            .ok_or_else(|| Error::new(ErrorKind::Length { length, left: rest.len() }, 0))?;
        let end = length.saturating_add(1);
        while let Some((&id, rest)) = octets.split_first() {
            let at = end.saturating_sub(octets.len());
            let missing =
                Error::new(ErrorKind::UnexpectedEnd(Expected::Element), at.saturating_add(1));
            let (&length, rest) = rest.split_first().ok_or(missing)?;
            let length = usize::from(length);
            let (data, rest) = rest.split_at_checked(length).ok_or_else(|| {
                Error::new(ErrorKind::Length { length, left: rest.len() }, at.saturating_add(1))
            })?;
            each(id, data);
            octets = rest;
        }
        Ok(end)
    }

    /// The ports. Of several elements the last one counts (TS 23.040, 9.2.3.24).
    #[must_use]
    pub fn ports(&self) -> Option<Ports> {
        self.elements.iter().rev().find_map(|element| read_ports(element.id, &element.data))
    }

    /// Which part it is. An element with a part 0, or one beyond the total, is none
    /// (TS 23.040, 9.2.3.24.1); of several the last one counts.
    #[must_use]
    pub fn concatenation(&self) -> Option<Concatenation> {
        self.elements.iter().rev().find_map(|element| read_concatenation(element.id, &element.data))
    }

    /// The octets, with the length in front.
    ///
    /// # Errors
    /// [`Range`](ErrorKind::Range) where an element or the whole is too long for its length.
    pub fn to_bytes(&self) -> Result<Vec<u8>, Error> {
        let fault = |_| Error::new(ErrorKind::Range(Expected::UserDataHeader), 0);
        let mut out = alloc::vec![0];
        for element in &self.elements {
            out.push(element.id);
            out.push(u8::try_from(element.data.len()).map_err(fault)?);
            out.extend_from_slice(&element.data);
        }
        let length = u8::try_from(out.len().saturating_sub(1)).map_err(fault)?;
        if let Some(first) = out.first_mut() {
            *first = length;
        }
        Ok(out)
    }
}

impl Element {
    /// Ports of 16 bits.
    #[must_use]
    pub fn ports(ports: Ports) -> Self {
        let ([d1, d2], [s1, s2]) = (ports.destination.to_be_bytes(), ports.source.to_be_bytes());
        Self { id: PORTS_16, data: Bytes::copy_from_slice(&[d1, d2, s1, s2]) }
    }

    /// A part of a message.
    #[must_use]
    pub fn concatenation(concatenation: Concatenation) -> Self {
        let Concatenation { reference, total, sequence } = concatenation;
        match reference {
            Reference::Short(reference) => Self {
                id: CONCATENATION_8,
                data: Bytes::copy_from_slice(&[reference, total, sequence]),
            },
            Reference::Long(reference) => {
                let [high, low] = reference.to_be_bytes();
                let data = Bytes::copy_from_slice(&[high, low, total, sequence]);
                Self { id: CONCATENATION_16, data }
            }
        }
    }
}

fn read_ports(id: u8, data: &[u8]) -> Option<Ports> {
    match (id, data) {
        (PORTS_8, &[destination, source]) => {
            Some(Ports { destination: destination.into(), source: source.into() })
        }
        (PORTS_16, &[d1, d2, s1, s2]) => Some(Ports {
            destination: u16::from_be_bytes([d1, d2]),
            source: u16::from_be_bytes([s1, s2]),
        }),
        _ => None,
    }
}

fn read_concatenation(id: u8, data: &[u8]) -> Option<Concatenation> {
    let (reference, total, sequence) = match (id, data) {
        (CONCATENATION_8, &[reference, total, sequence]) => {
            (Reference::Short(reference), total, sequence)
        }
        (CONCATENATION_16, &[high, low, total, sequence]) => {
            (Reference::Long(u16::from_be_bytes([high, low])), total, sequence)
        }
        _ => return None,
    };
    (1..=total).contains(&sequence).then_some(Concatenation { reference, total, sequence })
}

const CONCATENATION_8: u8 = 0x00;
const PORTS_8: u8 = 0x04;
const PORTS_16: u8 = 0x05;
const CONCATENATION_16: u8 = 0x08;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn malformed() {
        let rows: [(&[u8], ErrorKind, usize); 5] = [
            (&[], ErrorKind::UnexpectedEnd(Expected::UserDataHeader), 0),
            (&[1], ErrorKind::Length { length: 1, left: 0 }, 0),
            (&[255, 0], ErrorKind::Length { length: 255, left: 1 }, 0),
            (&[1, 5], ErrorKind::UnexpectedEnd(Expected::Element), 2),
            (&[3, 5, 4, 0, 9, 9, 9], ErrorKind::Length { length: 4, left: 1 }, 2),
        ];
        for (input, kind, offset) in rows {
            let read = UserDataHeader::decode(&Bytes::copy_from_slice(input));
            assert_eq!(read, Err(Error::new(kind, offset)), "{input:02x?}");
            assert!(UserDataHeader::peek(input).is_err());
        }
    }

    #[test]
    fn the_last_of_several_counts_and_unknown_ones_stay() {
        let octets = Bytes::from_static(&[
            23, 0, 3, 1, 2, 1, 0x70, 1, 9, 5, 4, 0, 1, 0, 2, 4, 2, 240, 241, 0, 3, 2, 3, 0,
        ]);
        let (header, rest) = UserDataHeader::decode(&octets).expect("a header");
        assert_eq!(header.elements.len(), 5);
        assert_eq!(header.ports(), Some(Ports { destination: 240, source: 241 }));
        // The last concatenation has a part 0 and counts for none.
        let concatenation = Concatenation { reference: Reference::Short(1), total: 2, sequence: 1 };
        assert_eq!(header.concatenation(), Some(concatenation));
        assert!(rest.is_empty());
        assert_eq!(header.to_bytes().as_deref(), Ok(&*octets));
        let peeked = UserDataHeader::peek(&octets).expect("a header");
        assert_eq!((peeked.ports, peeked.concatenation), (header.ports(), Some(concatenation)));
    }
}
