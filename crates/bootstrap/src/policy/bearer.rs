//! How a document came.

use core::fmt;
use core::str::FromStr;

use super::Refusal;

/// The bearer of a document, with what has to be known about it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Bearer {
    /// SMS of GSM, UMTS and later: anybody can be the sender.
    Sms,
    /// USSD.
    Ussd,
    /// Cell broadcast.
    CellBroadcast(Broadcast),
    /// SMS of CDMA.
    CdmaSms,
    /// GUTS, the teleservice of TDMA.
    Guts,
    /// A file of the SIM, UICC or WIM: it came with the card, and its access rules protect it.
    Card,
    /// A file, cable or programming station in the hands of the owner.
    ///
    /// A path that an application can reach is no such bearer: one maker's devices installed the
    /// file that any application had left for their tests.
    Local,
    /// Push over IP: OTA-HTTP, SIP, or WAP push over a data connection.
    IpPush,
}

/// A [`Bearer`] without its facts: what rules are about.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the names are those of `Bearer`")]
pub enum BearerKind {
    Sms,
    Ussd,
    CellBroadcast,
    CdmaSms,
    Guts,
    Card,
    Local,
    IpPush,
}

impl Bearer {
    /// The bearer without its facts.
    #[must_use]
    pub const fn kind(&self) -> BearerKind {
        match self {
            Self::Sms => BearerKind::Sms,
            Self::Ussd => BearerKind::Ussd,
            Self::CellBroadcast(_) => BearerKind::CellBroadcast,
            Self::CdmaSms => BearerKind::CdmaSms,
            Self::Guts => BearerKind::Guts,
            Self::Card => BearerKind::Card,
            Self::Local => BearerKind::Local,
            Self::IpPush => BearerKind::IpPush,
        }
    }
}

/// What tells a broadcast of one's own network: no PIN and no secret does (ProvBoot 7.1.2).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_structs, reason = "a rule that needs another fact must break callers")]
pub struct Broadcast {
    /// The channel (message identifier) that it came on.
    pub channel: u16,
    /// The network code that the provisioning message names.
    pub provisioning: NetworkCode,
    /// That of the SIM.
    pub sim: NetworkCode,
    /// That of the network which the device is registered in.
    pub system: NetworkCode,
}

impl Broadcast {
    /// The channel for provisioning.
    pub const CHANNEL: u16 = 421;

    pub(super) fn check(&self) -> Result<(), Refusal> {
        if self.channel != Self::CHANNEL {
            return Err(Refusal::Channel(self.channel));
        }
        if self.provisioning != self.sim || self.sim != self.system {
            return Err(Refusal::ForeignBroadcast);
        }
        Ok(())
    }
}

/// Mobile country code and network code: three digits, and two or three.
///
/// ```
/// use provost_bootstrap::NetworkCode;
///
/// let code: NetworkCode = "26201".parse()?;
/// assert_ne!(Ok(code), "262001".parse()); // another network
/// # Ok::<(), provost_bootstrap::SecretError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct NetworkCode(pub(super) [u8; 6]);

impl FromStr for NetworkCode {
    type Err = crate::SecretError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        crate::key::check_digits(text)?;
        if !matches!(text.len(), 5 | 6) {
            return Err(Self::Err::Length { found: text.len(), least: 5, most: 6 });
        }
        let mut digits = [0; 6];
        digits.iter_mut().zip(text.bytes()).for_each(|(to, from)| *to = from);
        Ok(Self(digits))
    }
}

impl fmt::Display for NetworkCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().filter(|digit| **digit != 0).try_for_each(|digit| {
            use fmt::Write as _;
            f.write_char(char::from(*digit))
        })
    }
}
