//! What a device or a sender knows: the secrets that keys are made of.

use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

use zeroize::Zeroize;

use crate::key::{Key, Parts, SecretError, check_digits};
use crate::method::Method;
use crate::pin::UserPin;

mod imsi;

pub use imsi::Imsi;

/// What [`verify`](crate::verify) tries, and [`sign`](crate::sign) uses.
///
/// A device with several SIMs hands in one for each; the outcome tells which fits. One that holds more
/// than a method needs is used for it all the same: who has asked for the PIN hands in everything,
/// and need not look at SEC.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Identity {
    /// A network secret: NETWPIN.
    Network(NetworkSecret),
    /// A PIN: USERPIN of both profiles; for USERPINMAC the PIN as the user typed it, and to sign its
    /// first half.
    User(UserPin),
    /// Both: USERNETWPIN, and what either is good for.
    UserAndNetwork(UserPin, NetworkSecret),
    /// The network secret of the Device Management profile: NETWORKID.
    NetworkId(NetworkId),
    /// Both: `USERPIN_NETWORKID`, and what either is good for.
    UserAndNetworkId(UserPin, NetworkId),
}

impl Identity {
    /// The same with a PIN, once the user has typed it.
    ///
    /// ```
    /// use provost_bootstrap::{Identity, Imsi, UserPin};
    ///
    /// let sims = [Identity::from("310150123456789".parse::<Imsi>()?)];
    /// // The outcome was `NeedsUserPin`.
    /// let pin: UserPin = "1234".parse()?;
    /// let identities: Vec<Identity> = sims.iter().map(|sim| sim.with_pin(&pin)).collect();
    /// assert!(matches!(identities[..], [Identity::UserAndNetwork(..)]));
    /// # Ok::<(), provost_bootstrap::SecretError>(())
    /// ```
    #[must_use]
    pub fn with_pin(&self, pin: &UserPin) -> Self {
        match self {
            Self::Network(secret) | Self::UserAndNetwork(_, secret) => {
                Self::UserAndNetwork(pin.clone(), secret.clone())
            }
            Self::NetworkId(id) | Self::UserAndNetworkId(_, id) => {
                Self::UserAndNetworkId(pin.clone(), id.clone())
            }
            Self::User(_) => Self::User(pin.clone()),
        }
    }

    /// The PIN, where there is one.
    pub(crate) const fn pin(&self) -> Option<&UserPin> {
        match self {
            Self::User(pin) | Self::UserAndNetwork(pin, _) | Self::UserAndNetworkId(pin, _) => {
                Some(pin)
            }
            Self::Network(_) | Self::NetworkId(_) => None,
        }
    }

    /// The key that the identity has for a method with a MAC in the header.
    pub(crate) fn key(&self, method: Method) -> Option<Parts<'_>> {
        match (method, self) {
            (Method::NetworkPin, Self::Network(secret) | Self::UserAndNetwork(_, secret)) => {
                Some([secret.octets(), &[], &[]])
            }
            (Method::UserPin | Method::DmUserPin, _) => Some([self.pin()?.octets(), &[], &[]]),
            // ProvBoot 6.2.1: the network secret comes first, nothing between them.
            (Method::UserNetworkPin, Self::UserAndNetwork(pin, secret)) => {
                Some([secret.octets(), pin.octets(), &[]])
            }
            (Method::DmNetworkId, Self::NetworkId(id) | Self::UserAndNetworkId(_, id)) => {
                Some([id.octets(), &[], &[]])
            }
            // DM Security 5.7.2.3.3: the PIN comes first, and a colon is between them.
            (Method::DmUserPinNetworkId, Self::UserAndNetworkId(pin, id)) => {
                Some([pin.octets(), b":", id.octets()])
            }
            _ => None,
        }
    }
}

impl From<Imsi> for Identity {
    fn from(imsi: Imsi) -> Self {
        Self::Network(NetworkSecret::Imsi(imsi))
    }
}

impl From<NetworkSecret> for Identity {
    fn from(secret: NetworkSecret) -> Self {
        Self::Network(secret)
    }
}

impl From<UserPin> for Identity {
    fn from(pin: UserPin) -> Self {
        Self::User(pin)
    }
}

impl From<NetworkId> for Identity {
    fn from(id: NetworkId) -> Self {
        Self::NetworkId(id)
    }
}

/// What a network and its subscriber share, as Client Provisioning puts it into a key.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum NetworkSecret {
    /// GSM, UMTS and later: the IMSI as semi-octets.
    Imsi(Imsi),
    /// CDMA.
    Cdma(Cdma),
    /// TDMA (GUTS).
    Tdma(Tdma),
    /// Anything else, as the octets that go into the key: the explicit escape. CDMA has secrets
    /// that the user enters, and for GHOST the specification names none.
    Raw(Key),
}

impl NetworkSecret {
    pub(crate) fn octets(&self) -> &[u8] {
        match self {
            Self::Imsi(imsi) => imsi.semi_octets(),
            Self::Cdma(cdma) => &cdma.0,
            Self::Tdma(tdma) => &tdma.0,
            Self::Raw(key) => key.reveal(),
        }
    }
}

/// The secret of CDMA: ESN and service programming code (ProvBoot 7.3.1).
#[derive(Clone)]
pub struct Cdma([u8; 7]);

impl Cdma {
    /// The ESN in 32 bits, then the code in 24.
    #[must_use]
    pub fn new(esn: u32, spc: &Spc) -> Self {
        let mut octets = [0; 7];
        let parts = esn.to_be_bytes().into_iter().chain(spc.0);
        octets.iter_mut().zip(parts).for_each(|(to, from)| *to = from);
        Self(octets)
    }
}

/// The service programming code of CDMA: six digits in 24 bits.
///
/// How is not said: `FromStr` makes two digits an octet, the first in the high bits.
/// [`Spc::from_octets`] is for networks that do it in another way.
#[derive(Clone)]
pub struct Spc([u8; 3]);

impl Spc {
    /// The 24 bits as they go into the key.
    #[must_use]
    pub const fn from_octets(octets: [u8; 3]) -> Self {
        Self(octets)
    }
}

impl FromStr for Spc {
    type Err = SecretError;

    fn from_str(text: &str) -> Result<Self, SecretError> {
        check_digits(text)?;
        let mut octets = [0; 3];
        if text.len() != 6 {
            return Err(SecretError::Length { found: text.len(), least: 6, most: 6 });
        }
        for (octet, pair) in octets.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            *octet = pair.iter().fold(0, |value, digit| value << 4 | digit & 0x0F);
        }
        Ok(Self(octets))
    }
}

/// The secret of TDMA: shared secret data S and ESN (ProvBoot 7.2.1).
#[derive(Clone)]
pub struct Tdma([u8; 12]);

impl Tdma {
    /// The shared secret data in 64 bits, then the ESN in 32.
    #[must_use]
    pub fn new(ssd: u64, esn: u32) -> Self {
        let mut octets = [0; 12];
        let parts = ssd.to_be_bytes().into_iter().chain(esn.to_be_bytes());
        octets.iter_mut().zip(parts).for_each(|(to, from)| *to = from);
        Self(octets)
    }
}

/// The network secret of the Device Management profile, whose octets the operator chooses.
///
/// A type of its own: Client Provisioning has the IMSI as semi-octets, and who mixes the two gets a
/// MAC that no device takes.
///
/// ```
/// use provost_bootstrap::{Imsi, NetworkId};
///
/// let imsi: Imsi = "262011234567890".parse()?;
/// let usual = NetworkId::from_digits(&imsi);
/// let as_in_client_provisioning = NetworkId::from_semi_octets(&imsi);
/// # Ok::<(), provost_bootstrap::SecretError>(())
/// ```
///
/// ```compile_fail,E0308
/// use provost_bootstrap::{Identity, Imsi, NetworkSecret};
///
/// fn confused(imsi: Imsi) -> Identity {
///     Identity::NetworkId(NetworkSecret::Imsi(imsi))
/// }
/// ```
#[derive(Clone)]
pub struct NetworkId(Key);

impl NetworkId {
    /// The digits of an IMSI as text.
    #[must_use]
    pub fn from_digits(imsi: &Imsi) -> Self {
        Self(imsi.key_of_digits())
    }

    /// The IMSI as Client Provisioning has it.
    #[must_use]
    pub fn from_semi_octets(imsi: &Imsi) -> Self {
        Self(imsi.key_of_semi_octets())
    }

    /// Any octets.
    #[must_use]
    pub const fn from_key(key: Key) -> Self {
        Self(key)
    }

    /// Any octets.
    ///
    /// # Errors
    /// [`SecretError::Empty`].
    pub fn from_octets(octets: Vec<u8>) -> Result<Self, SecretError> {
        Key::new(octets).map(Self)
    }

    pub(crate) fn octets(&self) -> &[u8] {
        self.0.reveal()
    }
}

impl fmt::Debug for Cdma {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cdma(..)")
    }
}

impl fmt::Debug for Spc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Spc(..)")
    }
}

impl fmt::Debug for Tdma {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tdma(..)")
    }
}

impl fmt::Debug for NetworkId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NetworkId(..)")
    }
}

impl Drop for Cdma {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl Drop for Spc {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl Drop for Tdma {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_of_other_networks() {
        let spc: Spc = "123456".parse().unwrap();
        let cdma = NetworkSecret::Cdma(Cdma::new(0x80AB_CDEF, &spc));
        assert_eq!(cdma.octets(), [0x80, 0xAB, 0xCD, 0xEF, 0x12, 0x34, 0x56]);
        let tdma = NetworkSecret::Tdma(Tdma::new(0x0011_2233_4455_6677, 0x80AB_CDEF));
        assert_eq!(tdma.octets(), b"\x00\x11\x22\x33\x44\x55\x66\x77\x80\xAB\xCD\xEF");
        let error = |text: &str| text.parse::<Spc>().unwrap_err();
        assert_eq!(error("12345"), SecretError::Length { found: 5, least: 6, most: 6 });
        assert_eq!(error("1234567"), SecretError::Length { found: 7, least: 6, most: 6 });
        assert_eq!(error("12345x"), SecretError::NotADigit { offset: 5 });
        assert_eq!(Spc::from_octets([0, 0x30, 0x39]).0, [0, 0x30, 0x39]);
        assert_eq!(Key::new(Vec::new()).unwrap_err(), SecretError::Empty);
        assert!(NetworkId::from_octets(Vec::new()).is_err());
    }
}
