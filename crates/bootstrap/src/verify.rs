//! Checking a received document.

use core::hint::black_box;

use crate::defect::Defect;
use crate::identity::Identity;
use crate::mac::Mac;
use crate::method::{Method, Profile, Sec};
use crate::outcome::{Outcome, Unverified, Verified};
use crate::security::Security;
use crate::sign::check_digit;

/// Checks the octets of a body against its security parameters, with every identity that fits the
/// method.
///
/// `body` is what was received, from the first octet of WBXML to the last: nothing of the header,
/// and never a document that was decoded and encoded again. The same octets are in the outcome.
///
/// Total: every way in which a message can be bad is a case of the [`Outcome`]. The octets of a MAC
/// are compared in constant time; the time does tell which method and which identity it was.
///
/// ```
/// use provost_bootstrap::{Identity, Imsi, Outcome, Security, verify};
///
/// let body = [0x03, 0x0B, 0x6A, 0x00, 0x45, 0x01];
/// let security =
///     Security::from_params(Some(0.into()), Some("1AF545FE2823DC9347064450F90FF1BBF957E146"));
/// let sims = ["310150123456789", "466923103145252"];
/// let sims = sims.map(|imsi| Identity::from(imsi.parse::<Imsi>().expect("an IMSI")));
///
/// let Outcome::Verified(verified) = verify(&body, &security, &sims) else { panic!() };
/// assert_eq!(verified.body(), body);
/// assert_eq!(verified.identity(), 1);
/// ```
///
/// What is checked is octets:
///
/// ```compile_fail,E0308
/// use provost_bootstrap::{Outcome, Security, verify};
///
/// struct Document;
///
/// fn check<'a>(document: &'a Document, security: &Security) -> Outcome<'a> {
///     verify(document, security, &[])
/// }
/// ```
pub fn verify<'a>(body: &'a [u8], security: &Security, identities: &[Identity]) -> Outcome<'a> {
    if let Some(defect) = security.defect() {
        return Outcome::Malformed(defect);
    }
    match security.parts() {
        (None, None) => Outcome::Unauthenticated(Unverified::new(body)),
        (None, Some(_)) => Outcome::Malformed(Defect::MacWithoutSec),
        (Some(sec), mac) => match (Method::from_sec(sec), mac) {
            (None, _) => Outcome::UnsupportedMethod(Sec::clone(sec)),
            (Some(Method::UserPinMac), None) => by_pin(body, identities),
            (Some(Method::UserPinMac), Some(_)) => Outcome::Malformed(Defect::MacWithUserPinMac),
            (Some(_), None) => Outcome::Malformed(Defect::SecWithoutMac),
            (Some(_), Some(Err(defect))) => Outcome::Malformed(*defect),
            (Some(method), Some(Ok(mac))) => by_mac(body, method, mac, identities),
        },
    }
}

/// The methods with a MAC in the header.
fn by_mac<'a>(body: &'a [u8], method: Method, mac: &Mac, identities: &[Identity]) -> Outcome<'a> {
    let mut is_tried = false;
    for (at, identity) in identities.iter().enumerate() {
        let Some(key) = identity.key(method) else { continue };
        if mac.is_of(body, key) {
            return Outcome::Verified(Verified::new(body, method, at));
        }
        is_tried = true;
    }
    if is_tried { Outcome::Failed(method) } else { missing(method, identities) }
}

/// Which secret no identity has.
fn missing<'a>(method: Method, identities: &[Identity]) -> Outcome<'a> {
    let has_network = identities.iter().any(|identity| match identity {
        Identity::Network(_) | Identity::UserAndNetwork(..) => {
            method.profile() == Profile::ClientProvisioning
        }
        Identity::NetworkId(_) | Identity::UserAndNetworkId(..) => {
            method.profile() == Profile::DeviceManagement
        }
        Identity::User(_) => false,
    });
    if method.has_network_secret() && !has_network {
        Outcome::NeedsNetworkSecret
    } else {
        Outcome::NeedsUserPin
    }
}

/// USERPINMAC.
fn by_pin<'a>(body: &'a [u8], identities: &[Identity]) -> Outcome<'a> {
    let mut outcome = Outcome::NeedsUserPin;
    for (at, identity) in identities.iter().enumerate() {
        let Some(pin) = identity.pin() else { continue };
        match pin.halves() {
            Some((key, check)) if is_checked_by(body, key, check) => {
                return Outcome::Verified(Verified::new(body, Method::UserPinMac, at));
            }
            Some(_) => outcome = Outcome::Failed(Method::UserPinMac),
            None if matches!(outcome, Outcome::NeedsUserPin) => {
                outcome = Outcome::Malformed(Defect::PinLength(pin.octets().len()));
            }
            None => {}
        }
    }
    outcome
}

/// Whether digits are those of the document, in a time that depends on their number alone.
fn is_checked_by(body: &[u8], key: &[u8], check: &[u8]) -> bool {
    let mac = Mac::compute(body, [key, &[], &[]]);
    let pairs = mac.octets().iter().zip(check);
    let difference =
        pairs.fold(0, |sum, (octet, digit)| black_box(sum | (check_digit(*octet) ^ digit)));
    difference == 0
}
