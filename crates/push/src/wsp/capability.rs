//! What the peers of a session agree on (WAP-230, 8.3).

use alloc::string::String;
use alloc::vec::Vec;

use bytes::Bytes;

use super::address::BearerAddress;
use super::grammar::{all, item, repeated, text_string, uintvar};
use super::item::Item;
use super::push::{split_length, split_octet};
use super::write::{put_item, put_length, put_text, put_uintvar};
use crate::error::{Error, ErrorKind, Expected};

/// A capability.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Capability {
    /// The most octets of an SDU that the client takes; 0 is no limit.
    ClientSduSize(u32),
    /// The most octets of an SDU that the server takes; 0 is no limit.
    ServerSduSize(u32),
    /// Optional parts of the protocol.
    ProtocolOptions(ProtocolOptions),
    /// How many methods may be open at once.
    MethodMor(u8),
    /// How many confirmed pushes may be open at once.
    PushMor(u8),
    /// Methods beyond those of HTTP, by PDU number.
    ExtendedMethods(Vec<(u8, String)>),
    /// Header code pages, by number.
    HeaderCodePages(Vec<(u8, String)>),
    /// Other addresses of the sender.
    Aliases(Vec<BearerAddress>),
    /// The most octets of a message that the client takes; 0 is no limit.
    ClientMessageSize(u32),
    /// The most octets of a message that the server takes; 0 is no limit.
    ServerMessageSize(u32),
    /// Another capability, or a known one without or with other parameters.
    Other {
        /// The number or name.
        name: Item,
        /// The parameters; a peer that does not know the capability answers with none.
        parameters: Bytes,
    },
}

/// The options of [`Capability::ProtocolOptions`]: bits, of which others are reserved.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
#[allow(clippy::exhaustive_structs, reason = "an open number")]
pub struct ProtocolOptions(pub u8);

impl ProtocolOptions {
    /// Confirmed push.
    pub const CONFIRMED_PUSH: Self = Self(0x80);
    /// Push.
    pub const PUSH: Self = Self(0x40);
    /// Session resume.
    pub const RESUME: Self = Self(0x20);
    /// Acknowledgement headers.
    pub const ACKNOWLEDGEMENT_HEADERS: Self = Self(0x10);
    /// Transfer of large data.
    pub const LARGE_DATA: Self = Self(0x08);

    /// Whether all bits of `other` are set.
    #[must_use]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

impl Capability {
    /// Reads them up to the end.
    pub(crate) fn decode_all(input: &Bytes) -> Result<Vec<Self>, Error> {
        let mut capabilities = Vec::new();
        let mut at = 0_usize;
        while at < input.len() {
            let rest = input.slice(at..);
            let (length, width) = split_length(&rest).map_err(|error| error.rebased(at))?;
            let length = usize::try_from(length).unwrap_or(usize::MAX);
            let left = rest.len().saturating_sub(width);
            if length > left {
                return Err(Error::new(ErrorKind::Length { length, left }, at));
            }
            let end = width.saturating_add(length);
            let octets = rest.slice(width..end);
            let inside = at.saturating_add(width);
            capabilities.push(Self::decode(&octets).map_err(|error| error.rebased(inside))?);
            at = at.saturating_add(end);
        }
        Ok(capabilities)
    }

    fn decode(octets: &Bytes) -> Result<Self, Error> {
        let (rest, name) = super::grammar::front(octets, item)?;
        let parameters = octets.slice(octets.len().saturating_sub(rest.len())..);
        let known = match &name {
            Item::Number(number) => Self::known(*number, &parameters),
            Item::Text(_) => None,
        };
        Ok(known.unwrap_or(Self::Other { name, parameters }))
    }

    fn known(number: u32, parameters: &Bytes) -> Option<Self> {
        let size = || all(parameters, uintvar).ok();
        let octet = || <[u8; 1]>::try_from(&**parameters).ok().map(|[octet]| octet);
        let pairs = || {
            let one = |input| {
                let (input, code) = nom::number::complete::u8(input)?;
                let (input, name) = text_string(input)?;
                Ok((input, (code, String::from(name))))
            };
            all(parameters, repeated(one)).ok()
        };
        Some(match number {
            0x00 => Self::ClientSduSize(size()?),
            0x01 => Self::ServerSduSize(size()?),
            // Further octets of flags are not assigned: such a capability is kept as it is.
            0x02 => Self::ProtocolOptions(ProtocolOptions(octet()?)),
            0x03 => Self::MethodMor(octet()?),
            0x04 => Self::PushMor(octet()?),
            0x05 => Self::ExtendedMethods(pairs()?),
            0x06 => Self::HeaderCodePages(pairs()?),
            0x07 => Self::Aliases(BearerAddress::decode_all(parameters).ok()?),
            0x08 => Self::ClientMessageSize(size()?),
            0x09 => Self::ServerMessageSize(size()?),
            _ => return None,
        })
    }

    pub(crate) fn write(&self, out: &mut Vec<u8>) -> Result<(), Error> {
        let mut octets = Vec::new();
        match self {
            Self::ClientSduSize(size) => put_size(0x00, *size, &mut octets),
            Self::ServerSduSize(size) => put_size(0x01, *size, &mut octets),
            Self::ProtocolOptions(options) => octets.extend_from_slice(&[0x82, options.0]),
            Self::MethodMor(most) => octets.extend_from_slice(&[0x83, *most]),
            Self::PushMor(most) => octets.extend_from_slice(&[0x84, *most]),
            Self::ExtendedMethods(pairs) => put_pairs(0x85, pairs, &mut octets)?,
            Self::HeaderCodePages(pairs) => put_pairs(0x86, pairs, &mut octets)?,
            Self::Aliases(addresses) => {
                octets.push(0x87);
                addresses.iter().for_each(|address| address.write(&mut octets));
            }
            Self::ClientMessageSize(size) => put_size(0x08, *size, &mut octets),
            Self::ServerMessageSize(size) => put_size(0x09, *size, &mut octets),
            Self::Other { name, parameters } => {
                put_item(name, &mut octets)?;
                octets.extend_from_slice(parameters);
            }
        }
        put_length(octets.len(), out)?;
        out.extend_from_slice(&octets);
        Ok(())
    }
}

fn put_size(number: u8, size: u32, out: &mut Vec<u8>) {
    out.push(number | 0x80);
    put_uintvar(size, out);
}

fn put_pairs(number: u8, pairs: &[(u8, String)], out: &mut Vec<u8>) -> Result<(), Error> {
    out.push(number);
    for (code, name) in pairs {
        out.push(*code);
        put_text(name, out)?;
    }
    Ok(())
}

/// `CapabilitiesLen`, `HeadersLen`, or what has both in front.
pub(crate) fn split_part(
    input: &Bytes,
    at: usize,
    length: u32,
    length_at: usize,
) -> Result<(Bytes, usize), Error> {
    let end = super::body::checked_end(input, length, at, length_at)?;
    Ok((input.slice(at..end), end))
}

/// An octet at a place.
pub(crate) fn octet_at(input: &Bytes, at: usize, expected: Expected) -> Result<u8, Error> {
    let (octet, _) = split_octet(&input.slice(at.min(input.len())..), expected)
        .map_err(|error| error.rebased(at))?;
    Ok(octet)
}
