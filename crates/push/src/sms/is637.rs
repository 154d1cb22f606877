//! Parts of a datagram in the short messages of IS-637, CDMA (WAP-259, 6.5).
//!
//! ```text
//! 00, total, number from 0, piece; the datagram: source port, destination port, data
//! ```

use alloc::vec::Vec;
use core::fmt;

use bytes::Bytes;

use super::ports::Ports;
use super::reassemble::Datagram;
use crate::error::{Error, ErrorKind, Expected};

/// The user data of one message.
///
/// ```
/// use bytes::Bytes;
/// use provost_push::sms::Is637;
///
/// let first = Is637::decode(&Bytes::from_static(&[0, 2, 0, 0x23, 0xf0, 0x0b, 0x84]))?;
/// let second = Is637::decode(&Bytes::from_static(&[0, 2, 1, 6, 5]))?;
/// let datagram = Is637::join(&[second, first])?;
/// assert_eq!(datagram.ports.map(|ports| ports.destination), Some(2948));
/// assert_eq!(&*datagram.payload, [6, 5]);
/// # Ok::<(), provost_push::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "all that the message has")]
pub struct Is637 {
    /// How many there are.
    pub total: u8,
    /// Which one it is, from 0.
    pub number: u8,
    /// The piece.
    pub piece: Bytes,
}

/// Without the piece, which may hold secrets.
impl fmt::Debug for Is637 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Is637({} of {}, {} octets)", self.number, self.total, self.piece.len())
    }
}

impl Is637 {
    /// Reads user data.
    ///
    /// # Errors
    /// [`Unsupported`](ErrorKind::Unsupported) for another type than 0, [`Range`](ErrorKind::Range)
    /// for a number that is not below the total.
    pub fn decode(user_data: &Bytes) -> Result<Self, Error> {
        let Some((&[kind, total, number], _)) = user_data.split_first_chunk() else {
            let kind = ErrorKind::UnexpectedEnd(Expected::UserDataHeader);
            return Err(Error::new(kind, user_data.len()));
        };
        if kind != 0 {
            return Err(Error::new(ErrorKind::Unsupported(Expected::UserDataHeader), 0));
        }
        if number >= total {
            return Err(Error::new(ErrorKind::Range(Expected::Segments), 2));
        }
        Ok(Self { total, number, piece: user_data.slice(3..) })
    }

    /// The datagram of all its messages, in any order.
    ///
    /// # Errors
    /// [`Missing`](ErrorKind::Missing) or [`Repeated`](ErrorKind::Repeated) for a message,
    /// [`Form`](ErrorKind::Form) for another total, [`UnexpectedEnd`](ErrorKind::UnexpectedEnd)
    /// where there are no ports.
    pub fn join(messages: &[Self]) -> Result<Datagram, Error> {
        let fault = |kind| Error::new(kind, 0);
        let mut all = messages.iter().collect::<Vec<_>>();
        all.sort_by_key(|message| message.number);
        let mut octets = Vec::new();
        let mut next = 0_u8;
        for message in &all {
            if usize::from(message.total) < all.len() {
                return Err(fault(ErrorKind::Repeated(Expected::Segments)));
            }
            if all.first().map(|first| first.total) != Some(message.total) {
                return Err(fault(ErrorKind::Form(Expected::Segments)));
            }
            if message.number != next {
                return Err(fault(ErrorKind::Missing(Expected::Segments)));
            }
            octets.extend_from_slice(&message.piece);
            next = next.saturating_add(1);
        }
        if all.first().is_none_or(|first| first.total != next) {
            return Err(fault(ErrorKind::Missing(Expected::Segments)));
        }
        let Some((&[s1, s2, d1, d2], payload)) = octets.split_first_chunk() else {
            return Err(fault(ErrorKind::UnexpectedEnd(Expected::Port)));
        };
        let ports = Ports {
            destination: u16::from_be_bytes([d1, d2]),
            source: u16::from_be_bytes([s1, s2]),
        };
        Ok(Datagram { ports: Some(ports), payload: Bytes::copy_from_slice(payload) })
    }

    /// The user data of each message of a datagram, with at most `room` octets each.
    ///
    /// # Errors
    /// [`TooManySegments`](ErrorKind::TooManySegments) above 255, and for less room than the
    /// header and the ports take.
    pub fn split(ports: Ports, payload: &[u8], room: usize) -> Result<Vec<Bytes>, Error> {
        let mut octets = Vec::new();
        octets.extend_from_slice(&ports.source.to_be_bytes());
        octets.extend_from_slice(&ports.destination.to_be_bytes());
        octets.extend_from_slice(payload);
        let piece = room.saturating_sub(3);
        let most = 255;
        // The ports stay in the first one.
        let needed = if piece < 4 { usize::MAX } else { octets.len().div_ceil(piece) };
        let Some(total) = u8::try_from(needed).ok() else {
            return Err(Error::new(ErrorKind::TooManySegments { needed, most }, 0));
        };
        let messages = octets.chunks(piece).zip(0_u8..).map(|(piece, number)| {
            let mut message = alloc::vec![0, total, number];
            message.extend_from_slice(piece);
            Bytes::from(message)
        });
        Ok(messages.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways() {
        for length in [0, 1, 20, 500] {
            let payload = alloc::vec![9; length];
            let messages = Is637::split(Ports::PUSH, &payload, 20).expect("messages");
            let read = messages.iter().rev().map(Is637::decode);
            let read = read.collect::<Result<Vec<_>, _>>().expect("messages");
            let datagram = Is637::join(&read).expect("a datagram");
            assert_eq!((datagram.ports, &*datagram.payload), (Some(Ports::PUSH), &*payload));
            if read.len() > 1 {
                assert!(Is637::join(&read[1..]).is_err());
                let mut twice = read.clone();
                twice.push(read[0].clone());
                assert!(Is637::join(&twice).is_err());
            }
        }
        assert!(Is637::join(&[]).is_err());
        assert!(Is637::split(Ports::PUSH, &[0; 5000], 20).is_err());
        assert!(Is637::split(Ports::PUSH, &[], 6).is_err());
    }
}
