//! A datagram in short messages (WAP-259, 6.3.2).

use alloc::vec::Vec;

use bytes::Bytes;

use super::header::Reference;
use super::ports::Ports;
use crate::error::{Error, ErrorKind};

/// The user data of a short message: its header, and a slice of the datagram.
#[derive(Clone, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "a header and data")]
pub struct Segment {
    /// The header, with its length in front.
    pub udh: Bytes,
    /// The piece of the datagram.
    pub data: Bytes,
}

impl Segment {
    /// Header and data, as they stand in a short message.
    #[must_use]
    pub fn user_data(&self) -> Bytes {
        let mut octets = Vec::with_capacity(self.udh.len().saturating_add(self.data.len()));
        octets.extend_from_slice(&self.udh);
        octets.extend_from_slice(&self.data);
        octets.into()
    }
}

/// Without the data, which may hold secrets.
impl core::fmt::Debug for Segment {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Segment {{ udh: {:02x?}, data: {} octets }}", &*self.udh, self.data.len())
    }
}

/// How a datagram is cut.
///
/// ```
/// use bytes::Bytes;
/// use provost_push::sms::{Ports, Reference, Segmentation};
///
/// let segmentation = Segmentation::new(Ports::PUSH, Reference::Short(7)).with_most_segments(2);
/// assert!(segmentation.segments(Bytes::from(vec![0; 256])).is_ok());
/// // Never less than all of it.
/// assert!(segmentation.segments(Bytes::from(vec![0; 257])).is_err());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Segmentation {
    ports: Ports,
    reference: Reference,
    most: u8,
}

impl Segmentation {
    /// With those ports and that reference.
    #[must_use]
    pub const fn new(ports: Ports, reference: Reference) -> Self {
        Self { ports, reference, most: u8::MAX }
    }

    /// At most that many short messages: many centers and phones take fewer than 255.
    #[must_use]
    pub const fn with_most_segments(self, most: u8) -> Self {
        Self { most, ..self }
    }

    /// The segments of a datagram: one with ports only where it fits.
    ///
    /// # Errors
    /// [`TooManySegments`](ErrorKind::TooManySegments): nothing is ever cut off.
    pub fn segments(self, payload: Bytes) -> Result<Segments, Error> {
        let needed = segments_needed(payload.len(), self.reference);
        let most = usize::from(self.most);
        let Some(total) = u8::try_from(needed).ok().filter(|_| needed <= most) else {
            return Err(Error::new(ErrorKind::TooManySegments { needed, most }, 0));
        };
        let ports = self.ports;
        Ok(Segments { rest: payload, ports, reference: self.reference, total, sequence: 0 })
    }
}

/// The segments of a datagram.
///
/// ```
/// use bytes::Bytes;
/// use provost_push::sms::{Ports, Reference, segment};
///
/// let mut segments = segment(Bytes::from_static(b"push"), Ports::PUSH, Reference::Long(1))?;
/// let user_data = segments.next().expect("a segment").user_data();
/// assert_eq!(&*user_data, b"\x06\x05\x04\x0b\x84\x23\xf0push");
/// assert_eq!(segments.len(), 0);
/// # Ok::<(), provost_push::Error>(())
/// ```
///
/// # Errors
/// [`TooManySegments`](ErrorKind::TooManySegments) above 255.
pub fn segment(payload: Bytes, ports: Ports, reference: Reference) -> Result<Segments, Error> {
    Segmentation::new(ports, reference).segments(payload)
}

/// How many short messages a datagram of that many octets takes.
#[must_use]
pub const fn segments_needed(payload: usize, reference: Reference) -> usize {
    if payload <= ALONE {
        return 1;
    }
    payload.div_ceil(room(reference))
}

/// See [`segment`].
#[derive(Clone)]
pub struct Segments {
    rest: Bytes,
    ports: Ports,
    reference: Reference,
    total: u8,
    sequence: u8,
}

/// Without the rest of the datagram, which may hold secrets.
impl core::fmt::Debug for Segments {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Segments({} of {}, {:?})", self.sequence, self.total, self.ports)
    }
}

impl Iterator for Segments {
    type Item = Segment;

    fn next(&mut self) -> Option<Segment> {
        if self.sequence >= self.total {
            return None;
        }
        self.sequence = self.sequence.saturating_add(1);
        let alone = self.total == 1;
        let room = if alone { ALONE } else { room(self.reference) };
        let data = self.rest.split_to(room.min(self.rest.len()));
        let ([d1, d2], [s1, s2]) =
            (self.ports.destination.to_be_bytes(), self.ports.source.to_be_bytes());
        let (total, sequence) = (self.total, self.sequence);
        let udh = match self.reference {
            _ if alone => Bytes::copy_from_slice(&[6, 5, 4, d1, d2, s1, s2]),
            Reference::Short(reference) => Bytes::copy_from_slice(&[
                11, 5, 4, d1, d2, s1, s2, 0, 3, reference, total, sequence,
            ]),
            Reference::Long(reference) => {
                let [high, low] = reference.to_be_bytes();
                Bytes::copy_from_slice(&[
                    12, 5, 4, d1, d2, s1, s2, 8, 4, high, low, total, sequence,
                ])
            }
        };
        Some(Segment { udh, data })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = usize::from(self.total.saturating_sub(self.sequence));
        (left, Some(left))
    }
}

impl ExactSizeIterator for Segments {}

const fn room(reference: Reference) -> usize {
    match reference {
        Reference::Short(_) => 128,
        Reference::Long(_) => 127,
    }
}

/// 140 octets less a header with ports only.
const ALONE: usize = 133;

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;

    #[test]
    fn budgets() {
        let rows = [
            (0, 1, 1),
            (133, 1, 1),
            (134, 2, 2),
            (254, 2, 2),
            (255, 2, 3),
            (256, 2, 3),
            (257, 3, 3),
            (32_385, 254, 255),
            (32_386, 254, 256),
            (32_640, 255, 258),
            (32_641, 256, 258),
        ];
        for (payload, short, long) in rows {
            for (reference, needed) in [(Reference::Short(1), short), (Reference::Long(1), long)] {
                assert_eq!(segments_needed(payload, reference), needed, "{payload}");
                let segments = segment(Bytes::from(vec![7; payload]), Ports::PUSH, reference);
                if needed > 255 {
                    let kind = ErrorKind::TooManySegments { needed, most: 255 };
                    assert_eq!(segments.map(|all| all.len()), Err(Error::new(kind, 0)));
                    continue;
                }
                let segments = segments.expect("segments");
                assert_eq!(segments.len(), needed);
                let (mut count, mut sum) = (0, 0);
                for one in segments {
                    assert!(one.user_data().len() <= 140);
                    count += 1;
                    sum += one.data.len();
                }
                assert_eq!((count, sum), (needed, payload));
            }
        }
    }
}
