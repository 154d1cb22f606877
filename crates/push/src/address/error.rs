//! What is wrong with a client address.

use core::fmt;

/// What is wrong with a client address.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum AddressError {
    /// There is no `@` with the name of a gateway.
    NoPpg,
    /// The name of the gateway is no row of labels.
    Ppg,
    /// It does not begin with `WAPPUSH=`.
    NoClient,
    /// There is no `TYPE=`.
    NoType,
    /// The type is no word.
    Type,
    /// Something stands behind the type.
    BehindType,
    /// A qualifier is no `keyword=value`.
    Qualifier,
    /// The client is empty.
    Empty,
    /// A character that has to be escaped, or an escape that is none.
    Escape,
    /// No `+` with digits, `-` and `.`.
    Plmn,
    /// Not four decimal groups of an octet.
    Ipv4,
    /// Not eight groups of four hexadecimal digits.
    Ipv6,
    /// Not eight digits.
    Man,
}

impl fmt::Display for AddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoPpg => "client address without the name of a gateway",
            Self::Ppg => "name of the gateway is no row of labels",
            Self::NoClient => "client address does not begin with WAPPUSH=",
            Self::NoType => "client address without TYPE=",
            Self::Type => "type of a client address is no word",
            Self::BehindType => "qualifier behind the type of a client address",
            Self::Qualifier => "qualifier is no keyword with a value",
            Self::Empty => "client of the address is empty",
            Self::Escape => "client of the address is not escaped",
            Self::Plmn => "telephone number is no plus sign with digits",
            Self::Ipv4 => "expected four decimal groups of an IPv4 address",
            Self::Ipv6 => "expected eight groups of four hexadecimal digits",
            Self::Man => "expected eight digits of a Mobitex number",
        })
    }
}
