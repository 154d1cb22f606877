//! What known senders do wrong: named, never accepted.

use core::fmt;

use crate::identity::{Identity, NetworkSecret};
use crate::key::{Key, Parts};
use crate::mac::Mac;
use crate::method::Method;
use crate::security::Security;

/// A mistake of a known sender that explains why a MAC does not verify.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum SenderFault {
    /// The IMSI went into the key as its digits, not as semi-octets: Kannel, when it is given the
    /// IMSI as the `pin` of a request without further ado.
    ImsiAsDigits,
    /// The key of SEC 2 is PIN, colon, network secret, which is the rule of Device Management:
    /// NetComm.
    ManagementKeyOrder,
    /// The same with the IMSI as digits.
    ManagementKeyOrderAndDigits,
    /// SEC 3 with a MAC in the header, which was made with the PIN or its first half: Kannel.
    HeaderMacBesidePin,
}

impl SenderFault {
    /// The product that is known for it.
    #[must_use]
    pub const fn sender(self) -> &'static str {
        match self {
            Self::ImsiAsDigits | Self::HeaderMacBesidePin => "Kannel",
            Self::ManagementKeyOrder | Self::ManagementKeyOrderAndDigits => "NetComm",
        }
    }
}

impl fmt::Display for SenderFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ImsiAsDigits => "the key has the IMSI as digits, as Kannel does",
            Self::ManagementKeyOrder => "the key is PIN, colon, secret, as NetComm does",
            Self::ManagementKeyOrderAndDigits => {
                "the key is PIN, colon, IMSI as digits, as NetComm does"
            }
            Self::HeaderMacBesidePin => "the MAC of SEC 3 stands in the header, as Kannel does",
        })
    }
}

/// Looks for the mistake of a sender behind a document that did not verify.
///
/// An answer is for the log and for the sender's operator. It never makes the document one that may
/// be installed: no [`Outcome`](crate::Outcome) comes of it.
///
/// ```
/// use provost_bootstrap::{Identity, Imsi, SenderFault, Security, diagnose};
///
/// let body = [0x03, 0x0B, 0x6A, 0x00, 0x45, 0x01];
/// let sim = [Identity::from("466923103145252".parse::<Imsi>()?)];
/// // Made with the fifteen digits as the key.
/// let mac = "57B48F3221560A65F719F22FCF8A4AB166192D3E";
/// let security = Security::from_params(Some(0.into()), Some(mac));
/// assert_eq!(diagnose(&body, &security, &sim), Some(SenderFault::ImsiAsDigits));
/// # Ok::<(), provost_bootstrap::SecretError>(())
/// ```
#[must_use]
pub fn diagnose(body: &[u8], security: &Security, identities: &[Identity]) -> Option<SenderFault> {
    let (method, mac) = (security.method()?, security.mac()?);
    identities.iter().find_map(|identity| fault(body, method, mac, identity))
}

fn fault(body: &[u8], method: Method, mac: &Mac, identity: &Identity) -> Option<SenderFault> {
    let is_key = |key: Parts<'_>| mac.is_of(body, key);
    match (method, identity) {
        (Method::NetworkPin, Identity::Network(secret) | Identity::UserAndNetwork(_, secret)) => {
            let digits = digits(secret)?;
            is_key([digits.reveal(), &[], &[]]).then_some(SenderFault::ImsiAsDigits)
        }
        (Method::UserNetworkPin, Identity::UserAndNetwork(pin, secret)) => {
            let pin = pin.octets();
            if is_key([pin, b":", secret.octets()]) {
                return Some(SenderFault::ManagementKeyOrder);
            }
            let digits = digits(secret)?;
            if is_key([digits.reveal(), pin, &[]]) {
                return Some(SenderFault::ImsiAsDigits);
            }
            is_key([pin, b":", digits.reveal()]).then_some(SenderFault::ManagementKeyOrderAndDigits)
        }
        (Method::UserPinMac, _) => {
            let pin = identity.pin()?;
            let half = pin.halves().is_some_and(|(key, _)| is_key([key, &[], &[]]));
            (half || is_key([pin.octets(), &[], &[]])).then_some(SenderFault::HeaderMacBesidePin)
        }
        _ => None,
    }
}

fn digits(secret: &NetworkSecret) -> Option<Key> {
    match secret {
        NetworkSecret::Imsi(imsi) => Some(imsi.key_of_digits()),
        _ => None,
    }
}
