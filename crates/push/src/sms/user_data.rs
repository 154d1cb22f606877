//! The user data of a short message (3GPP TS 23.040, 9.2.3.16 and 9.2.3.24).

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use bytes::Bytes;

use super::alphabet::{from_septets, pack, unpack};
use super::coding::{Alphabet, DataCoding};
use super::header::UserDataHeader;
use super::segment::Segment;
use crate::error::{Error, ErrorKind, Expected};

/// Header and payload of a short message.
#[derive(Clone, PartialEq, Eq, Default)]
#[allow(clippy::exhaustive_structs, reason = "header and payload")]
pub struct UserData {
    /// The header, where there is one.
    pub header: Option<UserDataHeader>,
    /// The octets; septets of the default alphabet, one in each octet, where that is the coding.
    pub payload: Bytes,
}

impl UserData {
    /// Octets without a header.
    #[must_use]
    pub fn new(payload: impl Into<Bytes>) -> Self {
        Self { header: None, payload: payload.into() }
    }

    /// The text of septets or of UCS-2; `None` for octets, and for what is no text.
    #[must_use]
    pub fn text(&self, coding: DataCoding) -> Option<String> {
        match coding.alphabet() {
            Alphabet::Septets => Some(from_septets(&self.payload)),
            Alphabet::Ucs2 if self.payload.len() % 2 == 0 => {
                let pairs = self.payload.chunks_exact(2);
                let units = pairs
                    .map(|pair| pair.iter().fold(0, |unit, octet| unit << 8 | u16::from(*octet)));
                char::decode_utf16(units).collect::<Result<_, _>>().ok()
            }
            _ => None,
        }
    }

    /// Header and octets as [`Reassembler::accept`](super::Reassembler::accept) takes them.
    ///
    /// # Errors
    /// [`Range`](ErrorKind::Range) where the header is too long.
    pub fn to_bytes(&self) -> Result<Bytes, Error> {
        let mut octets = match &self.header {
            Some(header) => header.to_bytes()?,
            None => Vec::new(),
        };
        octets.extend_from_slice(&self.payload);
        Ok(octets.into())
    }

    /// Reads TP-UDL and TP-UD at `at`, and returns where they end.
    pub(crate) fn decode(
        input: &Bytes,
        at: usize,
        has_header: bool,
        coding: DataCoding,
    ) -> Result<(Self, usize), Error> {
        let end = Error::new(ErrorKind::UnexpectedEnd(Expected::UserData), input.len());
        let length = usize::from(*input.get(at).ok_or(end)?);
        let start = at.saturating_add(1);
        let septets = coding.alphabet() == Alphabet::Septets;
        let (most, octets) = if septets {
            (MOST_SEPTETS, length.saturating_mul(7).div_ceil(8))
        } else {
            (MOST_OCTETS, length)
        };
        if length > most {
            return Err(Error::new(ErrorKind::Range(Expected::UserData), at));
        }
        let left = input.len().saturating_sub(start);
        if octets > left {
            return Err(Error::new(ErrorKind::Length { length: octets, left }, at));
        }
        let end = start.saturating_add(octets);
        let user_data = input.slice(start..end);
        let (header, payload) = if has_header {
            let (header, payload) =
                UserDataHeader::decode(&user_data).map_err(|error| error.rebased(start))?;
            (Some(header), payload)
        } else {
            (None, user_data.clone())
        };
        if !septets {
            return Ok((Self { header, payload }, end));
        }
        let header_octets = user_data.len().saturating_sub(payload.len());
        let (fill, before) = fill(header_octets);
        let fault = Error::new(ErrorKind::Range(Expected::UserData), at);
        let count = length.checked_sub(before).ok_or(fault)?;
        let payload = unpack(&payload, fill, count).ok_or(fault)?;
        Ok((Self { header, payload: payload.into() }, end))
    }

    pub(crate) fn write(&self, coding: DataCoding, out: &mut Vec<u8>) -> Result<(), Error> {
        let fault = Error::new(ErrorKind::Range(Expected::UserData), out.len());
        let header = match &self.header {
            Some(header) => header.to_bytes()?,
            None => Vec::new(),
        };
        let mut octets = header;
        let (length, most) = if coding.alphabet() == Alphabet::Septets {
            let (fill, before) = fill(octets.len());
            pack(&self.payload, fill, &mut octets);
            (before.saturating_add(self.payload.len()), MOST_SEPTETS)
        } else {
            octets.extend_from_slice(&self.payload);
            (octets.len(), MOST_OCTETS)
        };
        if length > most {
            return Err(fault);
        }
        out.push(u8::try_from(length).map_err(|_| fault)?);
        out.extend_from_slice(&octets);
        Ok(())
    }
}

impl From<Segment> for UserData {
    fn from(segment: Segment) -> Self {
        // What `segment` wrote is a header.
        let header = UserDataHeader::decode(&segment.udh).ok().map(|(header, _)| header);
        Self { header, payload: segment.data }
    }
}

/// Without the payload, which may hold secrets.
impl fmt::Debug for UserData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserData")
            .field("header", &self.header)
            .field("payload", &format_args!("{} octets", self.payload.len()))
            .finish()
    }
}

/// The bits that fill a header up to a septet, and how many septets both take.
fn fill(header: usize) -> (u8, usize) {
    let bits = header.saturating_mul(8);
    let septets = bits.div_ceil(7);
    let fill = septets.saturating_mul(7).saturating_sub(bits);
    (u8::try_from(fill).unwrap_or(0), septets)
}

const MOST_OCTETS: usize = 140;
const MOST_SEPTETS: usize = 160;
