//! What the SEC parameter names: which secrets make the key.

use alloc::borrow::ToOwned;
use alloc::string::String;
use core::convert::Infallible;
use core::fmt;
use core::str::FromStr;

/// A method of authentication, of either profile.
///
/// All of them are HMAC-SHA1 over the octets of the document; they differ in the key, and so in
/// what a match proves.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum Method {
    /// NETWPIN, SEC 0: the key is the network secret, for GSM the IMSI.
    ///
    /// A match proves that the sender **knows the IMSI** of the subscriber, and that nothing of the
    /// document was changed by somebody who does not. It does not prove that the sender is the
    /// operator: an IMSI is known to every network that the device roamed in, was readable to many
    /// an application, and is sold by look-up services. Nor does it tell who asked for the
    /// document, or that it is new: an old one verifies again.
    NetworkPin,
    /// USERPIN, SEC 1: the key is a PIN that the user got by another way.
    ///
    /// Proves that the sender knows the PIN that the user typed. Who told the user the PIN is not
    /// known: a stranger's call or message may have. A PIN of four digits is found from one
    /// captured message by trying them all, in milliseconds.
    UserPin,
    /// USERNETWPIN, SEC 2: network secret and PIN, in this order, with nothing between them.
    ///
    /// Proves knowledge of both, and that is all it proves.
    UserNetworkPin,
    /// USERPINMAC, SEC 3: no MAC in the header; the PIN holds a key and check digits.
    ///
    /// Of L digits that are checked one forgery in 10^L passes by chance. Proves that whoever made
    /// the PIN knew the document.
    UserPinMac,
    /// NETWORKID of the Device Management profile: what the operator chose for a network secret.
    ///
    /// Proves no more than [`Method::NetworkPin`] does.
    DmNetworkId,
    /// USERPIN of the Device Management profile: as [`Method::UserPin`].
    DmUserPin,
    /// `USERPIN_NETWORKID` of the Device Management profile: PIN, a colon, network secret, which is
    /// another order than that of [`Method::UserNetworkPin`].
    DmUserPinNetworkId,
}

/// The specification that a method is from.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum Profile {
    /// OMA Client Provisioning (ProvBoot): SEC is a number.
    ClientProvisioning,
    /// OMA Device Management bootstrap: SEC is a word.
    DeviceManagement,
}

impl Method {
    /// Every method.
    pub const ALL: [Self; 7] = [
        Self::NetworkPin,
        Self::UserPin,
        Self::UserNetworkPin,
        Self::UserPinMac,
        Self::DmNetworkId,
        Self::DmUserPin,
        Self::DmUserPinNetworkId,
    ];

    /// The method that a SEC parameter names; the words in either case.
    ///
    /// Text has words in place of the numbers of Client Provisioning too. USERPIN is a word of both
    /// profiles, with the same key: it is taken for that of Device Management.
    #[must_use]
    pub fn from_sec(sec: &Sec) -> Option<Self> {
        match sec {
            Sec::Code(0) => Some(Self::NetworkPin),
            Sec::Code(1) => Some(Self::UserPin),
            Sec::Code(2) => Some(Self::UserNetworkPin),
            Sec::Code(3) => Some(Self::UserPinMac),
            Sec::Code(_) => None,
            Sec::Word(word) => {
                // From behind: Device Management comes first.
                let mut methods = Self::ALL.into_iter().rev();
                methods.find(|method| method.name().eq_ignore_ascii_case(word))
            }
        }
    }

    /// The SEC parameter of the method.
    #[must_use]
    pub fn sec(self) -> Sec {
        match self {
            Self::NetworkPin => Sec::Code(0),
            Self::UserPin => Sec::Code(1),
            Self::UserNetworkPin => Sec::Code(2),
            Self::UserPinMac => Sec::Code(3),
            Self::DmNetworkId | Self::DmUserPin | Self::DmUserPinNetworkId => {
                Sec::Word(self.name().to_owned())
            }
        }
    }

    /// The name in its specification.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NetworkPin => "NETWPIN",
            Self::UserPin | Self::DmUserPin => "USERPIN",
            Self::UserNetworkPin => "USERNETWPIN",
            Self::UserPinMac => "USERPINMAC",
            Self::DmNetworkId => "NETWORKID",
            Self::DmUserPinNetworkId => "USERPIN_NETWORKID",
        }
    }

    /// The specification that the method is from.
    #[must_use]
    pub const fn profile(self) -> Profile {
        match self {
            Self::NetworkPin | Self::UserPin | Self::UserNetworkPin | Self::UserPinMac => {
                Profile::ClientProvisioning
            }
            Self::DmNetworkId | Self::DmUserPin | Self::DmUserPinNetworkId => {
                Profile::DeviceManagement
            }
        }
    }

    /// Whether the user has to type a PIN.
    #[must_use]
    pub const fn has_user_pin(self) -> bool {
        !matches!(self, Self::NetworkPin | Self::DmNetworkId)
    }

    /// Whether a secret of the network is in the key.
    #[must_use]
    pub const fn has_network_secret(self) -> bool {
        matches!(
            self,
            Self::NetworkPin | Self::UserNetworkPin | Self::DmNetworkId | Self::DmUserPinNetworkId
        )
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A SEC parameter as received: a number in Client Provisioning, a word in Device Management and in
/// text.
///
/// Whatever else it is survives, and becomes
/// [`Outcome::UnsupportedMethod`](crate::Outcome::UnsupportedMethod).
///
/// ```
/// use provost_bootstrap::{Method, Sec};
///
/// assert_eq!("2".parse(), Ok(Sec::Code(2)));
/// assert_eq!("NETWORKID".parse(), Ok(Sec::Word("NETWORKID".into())));
/// assert_eq!(Method::from_sec(&Sec::Code(2)), Some(Method::UserNetworkPin));
/// assert_eq!(Method::from_sec(&Sec::Code(4)), None);
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum Sec {
    /// A number.
    Code(u32),
    /// A word.
    Word(String),
}

impl From<u32> for Sec {
    fn from(code: u32) -> Self {
        Self::Code(code)
    }
}

impl FromStr for Sec {
    type Err = Infallible;

    /// A number as it is written without sign and leading zeros is a number, all else a word.
    fn from_str(text: &str) -> Result<Self, Infallible> {
        let is_plain = text == "0" || text.starts_with(|first| matches!(first, '1'..='9'));
        match text.parse() {
            Ok(code) if is_plain => Ok(Self::Code(code)),
            _ => Ok(Self::Word(text.to_owned())),
        }
    }
}

/// Characters of a word that are shown.
const SHOWN: usize = 32;

impl fmt::Display for Sec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => write!(f, "{code}"),
            // It comes from the message: neither long nor anything that acts on a terminal.
            Self::Word(word) => {
                let mut rest = word.chars();
                for character in rest.by_ref().take(SHOWN) {
                    write!(f, "{}", character.escape_default())?;
                }
                if rest.next().is_some() { f.write_str("..") } else { Ok(()) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn numbers_and_words_both_ways() {
        for method in Method::ALL {
            assert_eq!(Method::from_sec(&method.sec()), Some(method));
            assert_eq!(method.sec().to_string().parse(), Ok(method.sec()));
        }
        let word = |text: &str| Sec::Word(text.to_owned());
        assert_eq!(Method::from_sec(&word("userpin_networkid")), Some(Method::DmUserPinNetworkId));
        for (text, method) in [
            ("NETWPIN", Method::NetworkPin),
            ("UserPin", Method::DmUserPin),
            ("usernetwpin", Method::UserNetworkPin),
            ("USERPINMAC", Method::UserPinMac),
            ("networkid", Method::DmNetworkId),
        ] {
            assert_eq!(Method::from_sec(&word(text)), Some(method));
        }
        for unknown in ["NETWPIN0", "NETW", "", "00", "+1", "-1", "01", "4294967296", "USERPIN "] {
            let sec: Sec = unknown.parse().unwrap();
            assert_eq!((&sec, Method::from_sec(&sec)), (&word(unknown), None));
        }
        assert_eq!("4294967295".parse(), Ok(Sec::Code(u32::MAX)));
        assert_eq!(Method::from_sec(&Sec::Code(4)), None);
    }

    #[test]
    fn a_word_is_shown_short_and_harmless() {
        let long = Sec::Word("\u{1b}[2J".to_owned() + &"x".repeat(1000));
        let shown = long.to_string();
        assert!(shown.starts_with("\\u{1b}[2J") && shown.ends_with("xx.."), "{shown}");
        assert!(shown.len() < 60, "{shown}");
    }
}
