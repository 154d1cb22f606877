//! Contenders of bootstrap security: what accepting a document costs beside the bare hash.

use hmac::{Hmac, KeyInit, Mac};
use provost::bootstrap::{Identity, Imsi, Method, Outcome, Security, UserPin, sign, verify};
use sha1::Sha1;

use crate::corpus::Document;
use crate::ours;

/// A signed bootstrap document, as its receiver has it.
#[derive(Debug)]
pub struct Received {
    /// The document.
    pub body: Vec<u8>,
    /// The MAC parameter of NETWPIN.
    pub mac: String,
    /// The SIM of the receiver.
    pub sim: Identity,
    /// The octets of its key, for the bare hash.
    pub key: Vec<u8>,
    /// The MAC parameter of USERPIN by the PIN 9999, the last that is tried.
    pub mac_of_pin: String,
}

impl Received {
    /// The bootstrap document of the corpus, drawn out to [`LENGTH`] and signed; nothing where it
    /// cannot be encoded.
    #[must_use]
    pub fn new() -> Option<Self> {
        Self::of(drawn_out()?)
    }

    /// A document, signed.
    #[must_use]
    pub fn of(body: Vec<u8>) -> Option<Self> {
        let imsi: Imsi = "310150123456789".parse().ok()?;
        let key = imsi.semi_octets().to_vec();
        let sim = Identity::from(imsi);
        let last: UserPin = "9999".parse().ok()?;
        let mac =
            |method, identity| sign(&body, method, identity).ok()?.mac().map(ToString::to_string);
        let of_sim = mac(Method::NetworkPin, &sim)?;
        let mac_of_pin = mac(Method::UserPin, &last.into())?;
        Some(Self { mac: of_sim, mac_of_pin, sim, key, body })
    }

    /// The hash alone, with nothing around it.
    #[must_use]
    pub fn bare_hmac(&self) -> [u8; 20] {
        let Ok(mut hash) = Hmac::<Sha1>::new_from_slice(&self.key) else { return [0; 20] };
        hash.update(&self.body);
        hash.finalize().into_bytes().into()
    }

    /// Parses the MAC, hashes, compares.
    #[must_use]
    pub fn verify(&self) -> usize {
        self.accepted().map_or(0, <[u8]>::len)
    }

    /// The same, and walks the events of what was verified.
    #[must_use]
    pub fn accept(&self) -> usize {
        self.accepted().and_then(|body| ours::events(body).ok()).unwrap_or(0)
    }

    /// The same, and reads every text of it.
    #[must_use]
    pub fn accept_and_read(&self) -> usize {
        self.accepted().and_then(|body| ours::events_checked(body).ok()).unwrap_or(0)
    }

    fn accepted(&self) -> Option<&[u8]> {
        let security = Security::from_params(Some(0.into()), Some(&self.mac));
        match verify(&self.body, &security, core::slice::from_ref(&self.sim)) {
            Outcome::Verified(verified) => Some(verified.body()),
            _ => None,
        }
    }

    /// Tries every PIN of four digits; how many it took.
    #[must_use]
    pub fn try_pins(&self) -> usize {
        let security = Security::from_params(Some(1.into()), Some(&self.mac_of_pin));
        let is_right = |pin: usize| {
            let pin: Option<UserPin> = format!("{pin:04}").parse().ok();
            let identity = pin.map(Identity::User);
            let outcome = verify(&self.body, &security, identity.as_slice());
            matches!(outcome, Outcome::Verified(_))
        };
        (0..PINS).find(|pin| is_right(*pin)).map_or(0, |pin| pin + 1)
    }
}

/// Octets of the document: as many as libwbxml made of it when the goal was set.
pub const LENGTH: usize = 336;

/// The document by our writer, whether libwbxml is there or not, its name drawn out to the length.
fn drawn_out() -> Option<Vec<u8>> {
    const NAME: &str = "Example Mobile";
    let xml = Document::CpBoot.xml();
    let mut body = Vec::new();
    ours::from_xml(&xml, &mut body).ok()?;
    let longer =
        format!("{NAME}{}", " Network".repeat(LENGTH).get(..LENGTH.checked_sub(body.len())?)?);
    ours::from_xml(&xml.replacen(NAME, &longer, 1), &mut body).ok()?;
    (body.len() == LENGTH).then_some(body)
}

/// How many PINs of four digits there are.
pub const PINS: usize = 10_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_contender_does_its_work() {
        let received = Received::new().unwrap();
        let length = received.body.len();
        assert_eq!(length, LENGTH);
        let hex: String = received.bare_hmac().iter().map(|octet| format!("{octet:02X}")).collect();
        assert_eq!(hex, received.mac);
        assert_eq!(received.verify(), length);
        assert!(received.accept() > 0 && received.accept_and_read() > 0);
        assert_eq!(received.try_pins(), PINS);
    }
}
