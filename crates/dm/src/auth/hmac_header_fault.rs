//! What is wrong with the value of the header.

use core::fmt;

/// What is wrong with the value of the header.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum HmacHeaderFault {
    /// It is longer than [`HmacHeader::MAX`](super::HmacHeader::MAX), or would be with all three members written.
    Length,
    /// The field has another name.
    Field,
    /// A member that is no `name=value`, or a name that the header does not have.
    Member,
    /// A member for the second time.
    Twice,
    /// An algorithm other than MD5.
    Algorithm,
    /// A user name that is no quoted string.
    Username,
    /// A MAC that is no base64 of 16 octets.
    Mac,
    /// No user name.
    NoUsername,
    /// No MAC.
    NoMac,
}

impl fmt::Display for HmacHeaderFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Length => "value is too long",
            Self::Field => "field has another name",
            Self::Member => "expected algorithm, username or mac with a value",
            Self::Twice => "member appears twice",
            Self::Algorithm => "algorithm is not MD5",
            Self::Username => "username is no quoted string",
            Self::Mac => "mac is no base64 of 16 octets",
            Self::NoUsername => "username is missing",
            Self::NoMac => "mac is missing",
        })
    }
}
