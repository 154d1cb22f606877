//! What is wrong with SEC, MAC or PIN.

use core::fmt;

/// What is wrong with the parameters, or with a PIN that they ask for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Defect {
    /// A MAC without SEC (WAP-183, 5.3).
    MacWithoutSec,
    /// SEC 0, 1 or 2, or a word, without a MAC (ProvBoot 6.2.1).
    SecWithoutMac,
    /// SEC 3 with a MAC, which is in the PIN (ProvBoot 6.2.1).
    MacWithUserPinMac,
    /// A MAC of another length than 40 digits.
    MacLength(usize),
    /// A character in a MAC that is no hexadecimal digit.
    MacDigit {
        /// Octets in front of it.
        offset: usize,
    },
    /// A PIN for SEC 3 of an odd number of digits, of fewer than 10 or more than 40.
    PinLength(usize),
    /// SEC or MAC for the second time.
    Repeated {
        /// Octets in front of it.
        offset: usize,
    },
    /// SEC or MAC on a media type that has none: the text form of a document (WAP-183, 5.3).
    UndefinedForMediaType,
    /// A media type whose parameters cannot be read.
    ContentType {
        /// Octets in front of the fault.
        offset: usize,
    },
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MacWithoutSec => f.write_str("MAC without SEC"),
            Self::SecWithoutMac => f.write_str("SEC without MAC"),
            Self::MacWithUserPinMac => f.write_str("MAC beside SEC 3, which has it in the PIN"),
            Self::MacLength(found) => write!(f, "expected a MAC of 40 digits, found {found}"),
            Self::MacDigit { offset } => {
                write!(f, "expected a hexadecimal digit in the MAC, found another at byte {offset}")
            }
            Self::PinLength(found) => {
                write!(f, "expected a PIN of an even number of digits from 10 to 40, found {found}")
            }
            Self::Repeated { offset } => write!(f, "parameter appears twice at byte {offset}"),
            Self::UndefinedForMediaType => f.write_str("SEC or MAC on a media type that has none"),
            Self::ContentType { offset } => {
                write!(f, "parameters of the media type are not well-formed at byte {offset}")
            }
        }
    }
}

impl core::error::Error for Defect {}
