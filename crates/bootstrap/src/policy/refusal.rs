//! Why a document is not admitted.

use core::fmt;

use crate::defect::Defect;
use crate::method::{Method, Sec};

/// Why a document is not admitted.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Refusal {
    /// The PIN of the user is wanting: ask, and verify again.
    NeedsUserPin,
    /// A network secret is wanting.
    NeedsNetworkSecret,
    /// The security parameters are bad.
    Malformed(Defect),
    /// The method is none that is known.
    UnsupportedMethod(Sec),
    /// The MAC does not fit.
    Failed(Method),
    /// There is no SEC, and the bearer has no security of its own.
    Unauthenticated,
    /// The document is genuine, but this method is not enough here.
    Method(Method),
    /// The policy has no rule for this bearer, action and context.
    NoRule,
    /// A broadcast on another channel than that of provisioning.
    Channel(u16),
    /// A broadcast whose network is not that of the SIM and of the registration.
    ForeignBroadcast,
    /// The card holds data for this context.
    OnCard,
    /// The context was bootstrapped before: once is all, until the user resets it.
    AlreadyBootstrapped,
    /// There is a context already, and for another the network secret alone is not enough.
    NeedsUserPinForFurtherContext,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NeedsUserPin => f.write_str("the PIN of the user is wanting"),
            Self::NeedsNetworkSecret => f.write_str("a network secret is wanting"),
            Self::Malformed(defect) => write!(f, "{defect}"),
            Self::UnsupportedMethod(sec) => write!(f, "unknown method {sec}"),
            Self::Failed(method) => write!(f, "document does not verify by {method}"),
            Self::Unauthenticated => f.write_str("document is not authenticated"),
            Self::Method(method) => write!(f, "{method} is not enough on this bearer"),
            Self::NoRule => f.write_str("no rule for this bearer and context"),
            Self::Channel(channel) => write!(f, "expected broadcast channel 421, found {channel}"),
            Self::ForeignBroadcast => f.write_str("broadcast of another network"),
            Self::OnCard => f.write_str("card holds data for this context"),
            Self::AlreadyBootstrapped => f.write_str("context was bootstrapped before"),
            Self::NeedsUserPinForFurtherContext => {
                f.write_str("further context needs the PIN of the user")
            }
        }
    }
}

impl core::error::Error for Refusal {}
