//! Wireless LANs: names of S60 and of Kannel, of which each document has one set.

use crate::characteristic::Characteristic;
use crate::kind::Kind;
use crate::value::{Credential, list};
use crate::words::{WlanMode, WlanSecurity};

/// A wireless LAN (`WLAN`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Wlan<'a>(pub(super) &'a Characteristic);

/// A method of authentication (`EAP`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Eap<'a>(pub(super) &'a Characteristic);

/// A certificate of an EAP method (`CERT`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct EapCertificate<'a>(pub(super) &'a Characteristic);

/// A WEP key (`WEPKEY`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WepKey<'a>(pub(super) &'a Characteristic);

/// The name of a network: text, and perhaps the same for the user.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Ssid<'a> {
    /// The name.
    pub text: Option<&'a str>,
    /// The name as Unicode.
    pub unicode: Option<&'a str>,
}

impl<'a> Wlan<'a> {
    fn either(self, first: &str, second: &str) -> Option<&'a str> {
        self.0.parm(first).or_else(|| self.0.parm(second))
    }

    /// The network: `PRI-SSID` or `SSID`, and `PRI-U-SSID`.
    #[must_use]
    pub fn ssid(self) -> Ssid<'a> {
        Ssid { text: self.either("PRI-SSID", "SSID"), unicode: self.0.parm("PRI-U-SSID") }
    }

    /// `PRI-H-SSID`: the name of a network that hides it.
    #[must_use]
    pub fn hidden_ssid(self) -> Option<&'a str> {
        self.0.parm("PRI-H-SSID")
    }

    /// Further networks (`SEC-SSID`), in order.
    pub fn secondary_ssids(self) -> impl Iterator<Item = Ssid<'a>> + Clone {
        self.0
            .all(&Kind::SecondarySsid)
            .map(|own| Ssid { text: own.parm("S-SSID"), unicode: own.parm("S-U-SSID") })
    }

    /// `NETMODE` or `NETWORKMODE`.
    #[must_use]
    pub fn mode(self) -> Option<WlanMode<'a>> {
        self.either("NETMODE", "NETWORKMODE").map(WlanMode::new)
    }

    /// `SECMODE` or `SECURITYMODE`.
    #[must_use]
    pub fn security(self) -> Option<WlanSecurity<'a>> {
        self.either("SECMODE", "SECURITYMODE").map(WlanSecurity::new)
    }

    /// `WPA-PRES-KEY-ASC` or `WPAPRESHAREDKEY`: the key as a phrase.
    #[must_use]
    pub fn wpa_phrase(self) -> Credential<'a> {
        match self.0.credential("WPA-PRES-KEY-ASC") {
            Credential::Absent => self.0.credential("WPAPRESHAREDKEY"),
            own => own,
        }
    }

    /// `WPA-PRES-KEY-HEX`: the key in hexadecimal digits.
    #[must_use]
    pub fn wpa_key(self) -> Credential<'a> {
        self.0.credential("WPA-PRES-KEY-HEX")
    }

    /// `WEPKEYIND`: which WEP key is used.
    #[must_use]
    pub fn wep_key_index(self) -> Option<u8> {
        self.0.number("WEPKEYIND")
    }

    /// `WEPAUTHMODE`: open or shared key.
    #[must_use]
    pub fn wep_auth_mode(self) -> Option<&'a str> {
        self.0.parm("WEPAUTHMODE")
    }

    /// The WEP keys, in order.
    pub fn wep_keys(self) -> impl Iterator<Item = WepKey<'a>> + Clone {
        self.0.all(&Kind::WepKey).map(WepKey)
    }

    /// The methods of authentication, in order.
    pub fn eaps(self) -> impl Iterator<Item = Eap<'a>> + Clone {
        self.0.all(&Kind::Eap).map(Eap)
    }

    /// `NAPID`, by which it is referred to where it is beside access points.
    #[must_use]
    pub fn napid(self) -> Option<&'a str> {
        self.0.parm("NAPID")
    }
}

impl<'a> WepKey<'a> {
    /// `INDEX`.
    #[must_use]
    pub fn index(self) -> Option<u8> {
        self.0.number("INDEX")
    }

    /// `LENGTH`: bits or a word.
    #[must_use]
    pub fn length(self) -> Option<&'a str> {
        self.0.parm("LENGTH")
    }

    /// `DATA`: the key.
    #[must_use]
    pub fn data(self) -> Credential<'a> {
        self.0.credential("DATA")
    }
}

impl<'a> Eap<'a> {
    /// `EAPTYPE`.
    #[must_use]
    pub fn eap_type(self) -> Option<&'a str> {
        self.0.parm("EAPTYPE")
    }

    /// `USERNAME`.
    #[must_use]
    pub fn name(self) -> Credential<'a> {
        self.0.credential("USERNAME")
    }

    /// `PASSWORD`.
    #[must_use]
    pub fn password(self) -> Credential<'a> {
        self.0.credential("PASSWORD")
    }

    /// `REALM`.
    #[must_use]
    pub fn realm(self) -> Option<&'a str> {
        self.0.parm("REALM")
    }

    /// `ENCAPS`: the methods inside of it.
    pub fn inner_types(self) -> impl Iterator<Item = &'a str> + Clone {
        list(self.0.parm("ENCAPS").unwrap_or(""))
    }

    /// `CIP-SUIT`: the cipher suites.
    pub fn cipher_suites(self) -> impl Iterator<Item = &'a str> + Clone {
        self.0.parms("CIP-SUIT")
    }

    /// `USE-PSEUD`: whether a pseudonym stands for the name.
    #[must_use]
    pub fn uses_pseudonym(self) -> Option<bool> {
        self.0.boolean("USE-PSEUD")
    }

    /// `MAXAUTHS`: how often one authenticates again before everything begins anew.
    #[must_use]
    pub fn max_authentications(self) -> Option<u32> {
        self.0.number("MAXAUTHS")
    }

    /// `VER-SER-REALM`: whether the realm of the server is verified.
    #[must_use]
    pub fn verifies_server_realm(self) -> Option<bool> {
        self.0.boolean("VER-SER-REALM")
    }

    /// `CLIENT-AUTH`, or `CLIENTH-AUTH` as S60 has it: whether the client is authenticated.
    #[must_use]
    pub fn authenticates_client(self) -> Option<bool> {
        self.0.boolean("CLIENT-AUTH").or_else(|| self.0.boolean("CLIENTH-AUTH"))
    }

    /// `SES-VAL-TIME`: how long a session is valid, in the unit of the vendor.
    #[must_use]
    pub fn session_validity(self) -> Option<u32> {
        self.0.number("SES-VAL-TIME")
    }

    /// `PEAP-V0`, `PEAP-V1`, `PEAP-V2`: whether that version of PEAP is allowed; nothing of a
    /// version of which nothing is said.
    #[must_use]
    pub fn allows_peap(self, version: u8) -> Option<bool> {
        self.0.boolean(match version {
            0 => "PEAP-V0",
            1 => "PEAP-V1",
            2 => "PEAP-V2",
            _ => return None,
        })
    }

    /// The certificates, in order.
    pub fn certificates(self) -> impl Iterator<Item = EapCertificate<'a>> + Clone {
        self.0.all(&Kind::Certificate).map(EapCertificate)
    }
}

impl<'a> EapCertificate<'a> {
    /// `CERT-TYPE`: `USER` or `CA`.
    #[must_use]
    pub fn cert_type(self) -> Option<&'a str> {
        self.0.parm("CERT-TYPE")
    }

    /// `ISS-NAME`: who issued it.
    #[must_use]
    pub fn issuer(self) -> Option<&'a str> {
        self.0.parm("ISS-NAME")
    }

    /// `SUB-NAME`: whom it is for.
    #[must_use]
    pub fn subject(self) -> Option<&'a str> {
        self.0.parm("SUB-NAME")
    }

    /// `SER-NUM`: its number.
    #[must_use]
    pub fn serial_number(self) -> Option<&'a str> {
        self.0.parm("SER-NUM")
    }

    /// `SUB-KEY-ID`: the identifier of its key.
    #[must_use]
    pub fn key_id(self) -> Option<&'a str> {
        self.0.parm("SUB-KEY-ID")
    }

    /// `THUMBPRINT`.
    #[must_use]
    pub fn thumbprint(self) -> Option<&'a str> {
        self.0.parm("THUMBPRINT")
    }
}
