//! Addresses of bearers (WAP-230, 8.2.2.3, table 16).
//!
//! ```text
//! bit 7 bearer, bit 6 port, bits 5 to 0 length; [bearer], [port], address
//! ```

use alloc::vec::Vec;
use core::fmt;
use core::net::{Ipv4Addr, Ipv6Addr};

use bytes::Bytes;

use crate::Bearer;
use crate::error::{Error, ErrorKind, Expected};

/// Where a peer is reached: a bearer, a port, and an address in the native format of the bearer.
///
/// ```
/// use bytes::Bytes;
/// use provost_push::Bearer;
/// use provost_push::wsp::BearerAddress;
///
/// let octets = Bytes::from_static(&[0xc4, 0x0b, 0x23, 0xf1, 127, 0, 0, 1]);
/// let (address, _) = BearerAddress::decode(&octets)?;
/// assert_eq!(address.to_string(), "GSM GPRS 127.0.0.1:9201");
/// assert_eq!(address, BearerAddress::ipv4([127, 0, 0, 1].into(), 9201).with_bearer(Bearer::GSM_GPRS));
/// # Ok::<(), provost_push::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct BearerAddress {
    bearer: Option<Bearer>,
    port: Option<u16>,
    address: Bytes,
}

impl BearerAddress {
    /// An address of at most 63 octets.
    ///
    /// # Errors
    /// [`Range`](ErrorKind::Range) for a longer one.
    pub fn new(address: impl Into<Bytes>) -> Result<Self, Error> {
        let address = address.into();
        if address.len() > MOST {
            return Err(Error::new(ErrorKind::Range(Expected::Address), MOST));
        }
        Ok(Self { bearer: None, port: None, address })
    }

    /// An address and port of IPv4.
    #[must_use]
    pub fn ipv4(address: Ipv4Addr, port: u16) -> Self {
        let address = Bytes::copy_from_slice(&address.octets());
        Self { bearer: None, port: Some(port), address }
    }

    /// An address and port of IPv6.
    #[must_use]
    pub fn ipv6(address: Ipv6Addr, port: u16) -> Self {
        let address = Bytes::copy_from_slice(&address.octets());
        Self { bearer: None, port: Some(port), address }
    }

    /// On that bearer.
    #[must_use]
    pub fn with_bearer(self, bearer: Bearer) -> Self {
        Self { bearer: Some(bearer), ..self }
    }

    /// At that port.
    #[must_use]
    pub fn with_port(self, port: u16) -> Self {
        Self { port: Some(port), ..self }
    }

    /// Reads one from the octets in front, and hands back what follows it.
    ///
    /// # Errors
    /// [`UnexpectedEnd`](ErrorKind::UnexpectedEnd) inside it.
    pub fn decode(input: &Bytes) -> Result<(Self, Bytes), Error> {
        let end = Error::new(ErrorKind::UnexpectedEnd(Expected::Address), input.len());
        let (&flags, rest) = input.split_first().ok_or(end)?;
        let (bearer, rest) = match (flags & 0x80 != 0, rest.split_first()) {
            (false, _) => (None, rest),
            (true, Some((&bearer, rest))) => (Some(Bearer(bearer)), rest),
            (true, None) => return Err(end),
        };
        let (port, rest) = match (flags & 0x40 != 0, rest.split_first_chunk()) {
            (false, _) => (None, rest),
            (true, Some((port, rest))) => (Some(u16::from_be_bytes(*port)), rest),
            (true, None) => return Err(end),
        };
        let at = input.len().saturating_sub(rest.len());
        let length = usize::from(flags & 0x3F);
        if length > rest.len() {
            return Err(Error::new(ErrorKind::Length { length, left: rest.len() }, 0));
        }
        let end = at.saturating_add(length);
        Ok((Self { bearer, port, address: input.slice(at..end) }, input.slice(end..)))
    }

    /// Reads them up to the end.
    pub(crate) fn decode_all(input: &Bytes) -> Result<Vec<Self>, Error> {
        let mut all = Vec::new();
        let mut rest = input.clone();
        while !rest.is_empty() {
            let at = input.len().saturating_sub(rest.len());
            let (address, behind) = Self::decode(&rest).map_err(|error| error.rebased(at))?;
            all.push(address);
            rest = behind;
        }
        Ok(all)
    }

    /// The bearer.
    #[must_use]
    pub const fn bearer(&self) -> Option<Bearer> {
        self.bearer
    }

    /// The port.
    #[must_use]
    pub const fn port(&self) -> Option<u16> {
        self.port
    }

    /// The octets of the address.
    #[must_use]
    pub const fn octets(&self) -> &Bytes {
        &self.address
    }

    /// The address, where it is one of IPv4.
    #[must_use]
    pub fn to_ipv4(&self) -> Option<Ipv4Addr> {
        let octets: [u8; 4] = (*self.address).try_into().ok()?;
        let kind = self.bearer.and_then(Bearer::address_type);
        matches!(kind, None | Some("IPv4")).then(|| octets.into())
    }

    /// The address, where it is one of IPv6.
    #[must_use]
    pub fn to_ipv6(&self) -> Option<Ipv6Addr> {
        let octets: [u8; 16] = (*self.address).try_into().ok()?;
        Some(octets.into())
    }

    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        let length = u8::try_from(self.address.len()).unwrap_or(0x3F) & 0x3F;
        let bearer = if self.bearer.is_some() { 0x80 } else { 0 };
        let port = if self.port.is_some() { 0x40 } else { 0 };
        out.push(bearer | port | length);
        out.extend(self.bearer.map(|bearer| bearer.0));
        out.extend(self.port.into_iter().flat_map(u16::to_be_bytes));
        out.extend_from_slice(&self.address);
    }
}

impl fmt::Display for BearerAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(bearer) = self.bearer {
            write!(f, "{bearer} ")?;
        }
        match (self.to_ipv4(), self.to_ipv6()) {
            (Some(address), _) => write!(f, "{address}")?,
            (None, Some(address)) => write!(f, "[{address}]")?,
            (None, None) => self.address.iter().try_for_each(|octet| write!(f, "{octet:02x}"))?,
        }
        self.port.map_or(Ok(()), |port| write!(f, ":{port}"))
    }
}

/// Six bits.
const MOST: usize = 0x3F;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn malformed() {
        let end = ErrorKind::UnexpectedEnd(Expected::Address);
        let rows: [(&[u8], ErrorKind, usize); 4] = [
            (&[], end, 0),
            (&[0x84], end, 1),
            (&[0x44, 0x23], end, 2),
            (&[0x04, 1, 2, 3], ErrorKind::Length { length: 4, left: 3 }, 0),
        ];
        for (input, kind, offset) in rows {
            let read = BearerAddress::decode(&Bytes::copy_from_slice(input));
            assert_eq!(read, Err(Error::new(kind, offset)), "{input:02x?}");
        }
        assert!(BearerAddress::new(alloc::vec![0; 63]).is_ok());
        assert!(BearerAddress::new(alloc::vec![0; 64]).is_err());
    }
}
