//! Client addresses: whom a push is for (WAP-249, 6.1).
//!
//! ```text
//! [/] WAPPUSH=client *( /keyword=value ) /TYPE=type [/] @ ppg
//! ```
//!
//! [`ClientAddress::parse`] holds to the grammar. [`Address::parse`] is total: what is a `sip:`,
//! `sips:` or `tel:` URI (PAP 2.2) is one, and anything else is kept as it is, so that no address
//! breaks the document it stands in.

mod client;
pub(crate) mod error;
mod escape;

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

pub use error::AddressError;

use crate::error::{Error, ErrorKind};

pub use client::Client;

/// A client address, a URI, or what is neither.
///
/// ```
/// use provost_push::address::{Address, Client};
///
/// let Address::Client(address) = Address::parse("wappush=+1555/type=plmn@ppg.example") else {
///     panic!("an address of the grammar");
/// };
/// assert_eq!(address.client, Client::Plmn("+1555".into()));
/// assert!(matches!(Address::parse("sip:ann@example.org"), Address::Uri(_)));
/// assert!(matches!(Address::parse("PIN00001"), Address::Other(_)));
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Address {
    /// An address of the grammar of WAP-249.
    Client(ClientAddress),
    /// A SIP or telephone URI, as it is.
    Uri(String),
    /// Anything else, as it is: gateways have address forms of their own.
    Other(String),
}

impl Address {
    /// Reads any text.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        if let Ok(address) = ClientAddress::parse(text) {
            return Self::Client(address);
        }
        if is_uri(text) { Self::Uri(text.to_owned()) } else { Self::Other(text.to_owned()) }
    }

    /// Whether two addresses name the same client: case matters neither in keywords nor in the name
    /// of the gateway nor in the scheme of a URI.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Client(one), Self::Client(other)) => one.is_same(other),
            (Self::Uri(one), Self::Uri(other)) => {
                one.split_once(':').zip(other.split_once(':')).is_some_and(|(one, other)| {
                    one.0.eq_ignore_ascii_case(other.0) && one.1 == other.1
                })
            }
            (Self::Other(one), Self::Other(other)) => one == other,
            _ => false,
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Client(address) => address.fmt(f),
            Self::Uri(text) | Self::Other(text) => f.write_str(text),
        }
    }
}

/// Whether it is a URI of a scheme that PAP 2.2 takes as an address, with something behind it.
fn is_uri(text: &str) -> bool {
    text.split_once(':').is_some_and(|(scheme, rest)| {
        !rest.is_empty()
            && text.bytes().all(|octet| octet.is_ascii_graphic())
            && URI_SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(scheme))
    })
}

const URI_SCHEMES: [&str; 3] = ["sip", "sips", "tel"];

/// An address of the grammar: a client, as one gateway knows it.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_structs, reason = "the grammar has these parts")]
pub struct ClientAddress {
    /// Who.
    pub client: Client,
    /// Keywords and values between the client and its type, in order.
    pub qualifiers: Vec<(String, String)>,
    /// The gateway, which need not be a host that exists.
    pub ppg: String,
}

impl ClientAddress {
    /// A client at a gateway.
    ///
    /// # Errors
    /// [`AddressError::Ppg`] where that is no name of the grammar.
    pub fn new(client: Client, ppg: impl Into<String>) -> Result<Self, Error> {
        let ppg = ppg.into();
        check_ppg(&ppg, 0)?;
        Ok(Self { client, qualifiers: Vec::new(), ppg })
    }

    /// Reads an address by the grammar.
    ///
    /// ```
    /// use provost_push::address::{Client, ClientAddress};
    ///
    /// let text = "WAPPUSH=john.doe%40wapforum.org/TYPE=USER@ppg.carrier.com";
    /// let address = ClientAddress::parse(text)?;
    /// assert_eq!(address.client, Client::User(b"john.doe@wapforum.org".into()));
    /// assert_eq!(address.to_string(), text);
    ///
    /// let error = ClientAddress::parse("WAPPUSH=15551234567/TYPE=PLMN@ppg.carrier.com").unwrap_err();
    /// assert_eq!(error.offset(), 8);
    /// # Ok::<(), provost_push::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Address`](ErrorKind::Address) with the part that is wrong, and where.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let at = |part: &str| offset_in(text, part);
        let fail = |error, offset| Err(Error::new(ErrorKind::Address(error), offset));
        // A value of a qualifier may hold `@`, the name of a gateway may not.
        let Some((local, ppg)) = text.rsplit_once('@') else {
            return fail(AddressError::NoPpg, text.len());
        };
        check_ppg(ppg, at(ppg))?;
        let local = local.strip_prefix('/').unwrap_or(local);
        let local = local.strip_suffix('/').unwrap_or(local);
        let mut fields = local.split('/');
        let Some(value) = fields.next().and_then(|field| keyed(field, "WAPPUSH")) else {
            return fail(AddressError::NoClient, at(local));
        };
        let mut qualifiers = Vec::new();
        let mut kind = None;
        for field in fields {
            if kind.is_some() {
                return fail(AddressError::BehindType, at(field));
            }
            if let Some(name) = keyed(field, "TYPE") {
                kind = Some(name);
                continue;
            }
            let Some((keyword, value)) = field.split_once('=') else {
                return fail(AddressError::Qualifier, at(field));
            };
            if !is_keyword(keyword) || !is_value(value) {
                return fail(AddressError::Qualifier, at(field));
            }
            qualifiers.push((keyword.to_owned(), value.to_owned()));
        }
        let Some(kind) = kind else {
            return fail(AddressError::NoType, at(local).saturating_add(local.len()));
        };
        let client = Client::parse(kind, value).map_err(|(error, inside)| {
            let part = if error == AddressError::Type { kind } else { value };
            Error::new(ErrorKind::Address(error), at(part).saturating_add(inside))
        })?;
        Ok(Self { client, qualifiers, ppg: ppg.to_owned() })
    }

    /// With a qualifier.
    ///
    /// # Errors
    /// [`AddressError::Qualifier`] where keyword or value are none of the grammar.
    pub fn with_qualifier(mut self, keyword: &str, value: &str) -> Result<Self, Error> {
        let reserved = ["TYPE", "WAPPUSH"].iter().any(|word| word.eq_ignore_ascii_case(keyword));
        if reserved || !is_keyword(keyword) || !is_value(value) {
            return Err(Error::new(ErrorKind::Address(AddressError::Qualifier), 0));
        }
        self.qualifiers.push((keyword.to_owned(), value.to_owned()));
        Ok(self)
    }

    fn is_same(&self, other: &Self) -> bool {
        let same_qualifiers = self.qualifiers.len() == other.qualifiers.len()
            && self
                .qualifiers
                .iter()
                .zip(&other.qualifiers)
                .all(|(one, other)| one.0.eq_ignore_ascii_case(&other.0) && one.1 == other.1);
        self.client.is_same(&other.client)
            && same_qualifiers
            && self.ppg.eq_ignore_ascii_case(&other.ppg)
    }
}

/// The shortest form: keywords in capitals, no slash around, `_` as it is.
impl fmt::Display for ClientAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WAPPUSH=")?;
        self.client.write_value(f)?;
        for (keyword, value) in &self.qualifiers {
            write!(f, "/{keyword}={value}")?;
        }
        write!(f, "/TYPE={}@{}", self.client.kind(), self.ppg)
    }
}

/// What follows `KEY=`, in any case.
fn keyed<'a>(field: &'a str, key: &str) -> Option<&'a str> {
    field.split_once('=').filter(|(word, _)| word.eq_ignore_ascii_case(key)).map(|(_, value)| value)
}

/// Where a part stands in a text that it is cut from.
fn offset_in(text: &str, part: &str) -> usize {
    part.as_ptr().addr().saturating_sub(text.as_ptr().addr())
}

fn is_keyword(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'-')
}

fn is_value(text: &str) -> bool {
    let fits = |octet| (0x20..=0x7E).contains(&octet) && octet != b'/' && octet != b'=';
    !text.is_empty() && text.bytes().all(fits)
}

fn check_ppg(ppg: &str, offset: usize) -> Result<(), Error> {
    let mut at = offset;
    for label in ppg.split('.') {
        let starts = label.bytes().next().is_some_and(|octet| octet.is_ascii_alphanumeric());
        if !starts || !is_keyword(label) {
            return Err(Error::new(ErrorKind::Address(AddressError::Ppg), at));
        }
        at = at.saturating_add(label.len()).saturating_add(1);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
