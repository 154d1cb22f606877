//! The client of an address, by its type.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::net::{Ipv4Addr, Ipv6Addr};

use super::{AddressError, escape};

/// Who a push is for.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum Client {
    /// A user, by octets that initiator and gateway have agreed on. It may stand for many clients.
    User(Vec<u8>),
    /// A telephone number: a plus sign, then digits, `-` and `.`.
    Plmn(String),
    /// An IPv4 address.
    Ipv4(Ipv4Addr),
    /// An IPv6 address.
    Ipv6(Ipv6Addr),
    /// A Mobitex number of eight digits.
    Man(String),
    /// A client of another type, as `GSM_MSISDN`: an address type of WDP.
    Other {
        /// The type, as it was written.
        kind: String,
        /// The client.
        value: Vec<u8>,
    },
}

impl Client {
    /// Reads a client of a type; what is wrong, and where in the value.
    pub(super) fn parse(kind: &str, value: &str) -> Result<Self, (AddressError, usize)> {
        let is = |known: &str| known.eq_ignore_ascii_case(kind);
        if value.is_empty() {
            return Err((AddressError::Empty, 0));
        }
        if is("USER") {
            escape::decode(value).map(Self::User).map_err(|at| (AddressError::Escape, at))
        } else if is("PLMN") {
            check_number(value).map(|()| Self::Plmn(value.to_owned()))
        } else if is("IPv4") {
            ipv4(value).map(Self::Ipv4).ok_or((AddressError::Ipv4, 0))
        } else if is("IPv6") {
            ipv6(value).map(Self::Ipv6).ok_or((AddressError::Ipv6, 0))
        } else if is("MAN") {
            let fits = value.len() == 8 && value.bytes().all(|octet| octet.is_ascii_digit());
            if fits { Ok(Self::Man(value.to_owned())) } else { Err((AddressError::Man, 0)) }
        } else if !is_kind(kind) {
            Err((AddressError::Type, 0))
        } else {
            let value = escape::decode(value).map_err(|at| (AddressError::Escape, at))?;
            Ok(Self::Other { kind: kind.to_owned(), value })
        }
    }

    /// The type, as it stands behind `TYPE=`.
    #[must_use]
    pub fn kind(&self) -> &str {
        match self {
            Self::User(_) => "USER",
            Self::Plmn(_) => "PLMN",
            Self::Ipv4(_) => "IPv4",
            Self::Ipv6(_) => "IPv6",
            Self::Man(_) => "MAN",
            Self::Other { kind, .. } => kind,
        }
    }

    /// The digits of a telephone number with its plus sign, without separators.
    #[must_use]
    pub fn number(&self) -> Option<String> {
        match self {
            Self::Plmn(number) => {
                Some(number.chars().filter(|c| !matches!(c, '-' | '.')).collect())
            }
            _ => None,
        }
    }

    pub(super) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Plmn(_), Self::Plmn(_)) => self.number() == other.number(),
            (Self::Other { kind, value }, Self::Other { kind: other, value: another }) => {
                kind.eq_ignore_ascii_case(other) && value == another
            }
            _ => self == other,
        }
    }

    pub(super) fn write_value(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(octets) | Self::Other { value: octets, .. } => escape::write(octets, f),
            Self::Plmn(digits) | Self::Man(digits) => f.write_str(digits),
            Self::Ipv4(address) => write!(f, "{address}"),
            Self::Ipv6(address) => {
                for (at, group) in address.segments().into_iter().enumerate() {
                    let colon = if at == 0 { "" } else { ":" };
                    write!(f, "{colon}{group:04X}")?;
                }
                Ok(())
            }
        }
    }
}

/// A telephone number without its `+` is no number: it may be one of a user.
fn check_number(value: &str) -> Result<(), (AddressError, usize)> {
    let Some(digits) = value.strip_prefix('+').filter(|digits| !digits.is_empty()) else {
        return Err((AddressError::Plmn, 0));
    };
    match digits.bytes().position(|octet| !octet.is_ascii_digit() && !matches!(octet, b'-' | b'.'))
    {
        Some(at) => Err((AddressError::Plmn, at.saturating_add(1))),
        None => Ok(()),
    }
}

/// The grammar has groups of one to three digits; what is above 255 is no address.
fn ipv4(value: &str) -> Option<Ipv4Addr> {
    let mut octets = [0; 4];
    let mut groups = value.split('.');
    for octet in &mut octets {
        let group = groups.next()?;
        let digits = group.bytes().all(|octet| octet.is_ascii_digit());
        if !digits || !(1..=3).contains(&group.len()) {
            return None;
        }
        *octet = group.parse().ok()?;
    }
    groups.next().is_none().then_some(Ipv4Addr::from(octets))
}

/// No `::`, and no group of fewer than four digits.
fn ipv6(value: &str) -> Option<Ipv6Addr> {
    let mut segments = [0; 8];
    let mut groups = value.split(':');
    for segment in &mut segments {
        let group = groups.next()?;
        if group.len() != 4 || !group.bytes().all(|octet| octet.is_ascii_hexdigit()) {
            return None;
        }
        *segment = u16::from_str_radix(group, 16).ok()?;
    }
    groups.next().is_none().then_some(Ipv6Addr::from(segments))
}

fn is_kind(kind: &str) -> bool {
    !kind.is_empty() && kind.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'_')
}
