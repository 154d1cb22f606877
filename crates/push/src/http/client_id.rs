//! Who a terminal is: a Client ID (WAP-196, 6).

use alloc::borrow::ToOwned;
use alloc::string::String;
use core::fmt;
use core::net::{Ipv4Addr, Ipv6Addr};

use crate::error::{Error, ErrorKind, Expected};

/// A Client ID: a digit for its type, and a value.
///
/// ```
/// use provost_push::http::ClientId;
///
/// assert_eq!(ClientId::parse("4165012322222")?, ClientId::Msisdn("165012322222".into()));
/// let operator = ClientId::parse("00123xdr3F_foo.com")?;
/// assert_eq!(operator, ClientId::Operator { id: "123xdr3F".into(), domain: "foo.com".into() });
/// # Ok::<(), provost_push::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum ClientId {
    /// 00: assigned by an operator.
    Operator {
        /// The name.
        id: String,
        /// In which domain.
        domain: String,
    },
    /// 01: a network access identifier.
    Nai(String),
    /// 02: a client address of push, as it is.
    PushAddress(String),
    /// 1: the number of a smart card.
    Iccid(String),
    /// 2: a mobile identification number.
    Min(String),
    /// 3: an electronic serial number: 8 to 12 hexadecimal digits.
    Esn(String),
    /// 4: a telephone number.
    Msisdn(String),
    /// 5: a subscriber identity.
    Imsi(String),
    /// 6: twelve digits of an IPv4 address.
    Ipv4(Ipv4Addr),
    /// 7: an IPv6 address.
    Ipv6(Ipv6Addr),
    /// 8: a TETRA subscriber identity.
    Itsi(String),
    /// 9: a Mobitex number.
    Man(String),
    /// A type that is not known, or a value that is none of its type: as it is.
    Other(String),
}

impl ClientId {
    /// Reads a Client ID. What is none of its type is [`Other`](Self::Other).
    ///
    /// # Errors
    /// [`Form`](ErrorKind::Form) for a text that does not begin with a digit, or is no more than
    /// it.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let fault = Error::new(ErrorKind::Form(Expected::ClientId), 0);
        let (kind, value) =
            text.split_at_checked(1).filter(|(_, value)| !value.is_empty()).ok_or(fault)?;
        if !kind.bytes().all(|octet| octet.is_ascii_digit()) {
            return Err(fault);
        }
        let number = |value: &str| value.bytes().all(|octet| octet.is_ascii_digit());
        let owned = || value.to_owned();
        let parsed = match kind {
            "0" => assigned(value),
            "1" => number(value).then(|| Self::Iccid(owned())),
            "2" => number(value).then(|| Self::Min(owned())),
            "3" => {
                let is_hex = value.bytes().all(|octet| octet.is_ascii_hexdigit());
                (is_hex && (8..=12).contains(&value.len())).then(|| Self::Esn(owned()))
            }
            "4" => number(value).then(|| Self::Msisdn(owned())),
            "5" => number(value).then(|| Self::Imsi(owned())),
            "6" => ipv4(value).map(Self::Ipv4),
            "7" => value.parse().ok().map(Self::Ipv6),
            "8" => Some(Self::Itsi(owned())),
            "9" => number(value).then(|| Self::Man(owned())),
            _ => None,
        };
        Ok(parsed.unwrap_or_else(|| Self::Other(text.to_owned())))
    }
}

fn assigned(value: &str) -> Option<ClientId> {
    let (kind, value) = value.split_at_checked(1)?;
    match kind {
        "0" => {
            // A domain has no `_`, a name may.
            let (id, domain) = value.rsplit_once('_')?;
            Some(ClientId::Operator { id: id.to_owned(), domain: domain.to_owned() })
        }
        "1" => Some(ClientId::Nai(value.to_owned())),
        "2" => Some(ClientId::PushAddress(value.to_owned())),
        _ => None,
    }
}

/// Four groups of three digits, with zeros in front.
fn ipv4(value: &str) -> Option<Ipv4Addr> {
    if value.len() != 12 || !value.bytes().all(|octet| octet.is_ascii_digit()) {
        return None;
    }
    let mut octets = [0; 4];
    let mut rest = value;
    for octet in &mut octets {
        let (group, after) = rest.split_at_checked(3)?;
        *octet = group.parse().ok()?;
        rest = after;
    }
    Some(octets.into())
}

impl fmt::Display for ClientId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Operator { id, domain } => write!(f, "00{id}_{domain}"),
            Self::Nai(value) => write!(f, "01{value}"),
            Self::PushAddress(value) => write!(f, "02{value}"),
            Self::Iccid(value) => write!(f, "1{value}"),
            Self::Min(value) => write!(f, "2{value}"),
            Self::Esn(value) => write!(f, "3{value}"),
            Self::Msisdn(value) => write!(f, "4{value}"),
            Self::Imsi(value) => write!(f, "5{value}"),
            Self::Ipv4(address) => {
                f.write_str("6")?;
                address.octets().iter().try_for_each(|octet| write!(f, "{octet:03}"))
            }
            Self::Ipv6(address) => write!(f, "7{address}"),
            Self::Itsi(value) => write!(f, "8{value}"),
            Self::Man(value) => write!(f, "9{value}"),
            Self::Other(text) => f.write_str(text),
        }
    }
}
