//! What a characteristic is.

use core::fmt;

use crate::field::Field;
use crate::text::Text;

/// The type of a characteristic.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// `PXLOGICAL`: a proxy.
    PxLogical,
    /// `PXPHYSICAL`: an address of a proxy.
    PxPhysical,
    /// `PXAUTHINFO`: credentials at a proxy.
    PxAuthInfo,
    /// `PORT`: a port and its services.
    Port,
    /// `NAPDEF`: a network access point.
    NapDef,
    /// `NAPAUTHINFO`: credentials at an access point.
    NapAuthInfo,
    /// `VALIDITY`: the networks in which an access point is of use.
    Validity,
    /// `BOOTSTRAP`: the configuration context.
    Bootstrap,
    /// `CLIENTIDENTITY`: the identity of the device.
    ClientIdentity,
    /// `VENDORCONFIG`: settings of a vendor.
    VendorConfig,
    /// `APPLICATION`: an account of an application (1.1).
    Application,
    /// `APPADDR`: an address of an application (1.1).
    AppAddr,
    /// `APPAUTH`: credentials of an application (1.1).
    AppAuth,
    /// `RESOURCE`: something that an application offers (1.1).
    Resource,
    /// `ACCESS`: rules for routes (1.1).
    Access,
    /// `WLAN`: a wireless LAN (Nokia, Kannel).
    Wlan,
    /// `SEC-SSID`: a further network name of a WLAN.
    SecondarySsid,
    /// `EAP`: a method of authentication in a WLAN.
    Eap,
    /// `CERT`: a certificate of an EAP method.
    Certificate,
    /// `WEPKEY`: a WEP key of a WLAN.
    WepKey,
    /// Another type, by its name or its token.
    Other(Field),
    /// No type at all.
    Missing,
}

impl Kind {
    /// The kind of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        Self::registered(name).unwrap_or_else(|| Self::Other(Field::Text(Text::new(name))))
    }

    /// The name; nothing for a token that the tables lack, and where there is no type.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        Some(match self {
            Self::Other(field) => return field.as_str(),
            Self::Missing => return None,
            Self::PxLogical => "PXLOGICAL",
            Self::PxPhysical => "PXPHYSICAL",
            Self::PxAuthInfo => "PXAUTHINFO",
            Self::Port => "PORT",
            Self::NapDef => "NAPDEF",
            Self::NapAuthInfo => "NAPAUTHINFO",
            Self::Validity => "VALIDITY",
            Self::Bootstrap => "BOOTSTRAP",
            Self::ClientIdentity => "CLIENTIDENTITY",
            Self::VendorConfig => "VENDORCONFIG",
            Self::Application => "APPLICATION",
            Self::AppAddr => "APPADDR",
            Self::AppAuth => "APPAUTH",
            Self::Resource => "RESOURCE",
            Self::Access => "ACCESS",
            Self::Wlan => "WLAN",
            Self::SecondarySsid => "SEC-SSID",
            Self::Eap => "EAP",
            Self::Certificate => "CERT",
            Self::WepKey => "WEPKEY",
        })
    }

    /// The kind of a type attribute.
    #[inline]
    pub(crate) fn of_field(field: Field) -> Self {
        match field.as_str().and_then(Self::registered) {
            Some(kind) => kind,
            None => Self::Other(field),
        }
    }

    /// The kind of a type attribute that the token tables have.
    #[inline]
    pub(crate) fn of_known(name: &'static str) -> Self {
        Self::registered(name).unwrap_or_else(|| Self::Other(Field::from(name)))
    }

    /// By the length first, which leaves one or two texts to compare.
    fn registered(name: &str) -> Option<Self> {
        Some(match (name.len(), name) {
            (9, "PXLOGICAL") => Self::PxLogical,
            (10, "PXPHYSICAL") => Self::PxPhysical,
            (10, "PXAUTHINFO") => Self::PxAuthInfo,
            (4, "PORT") => Self::Port,
            (6, "NAPDEF") => Self::NapDef,
            (11, "NAPAUTHINFO") => Self::NapAuthInfo,
            (8, "VALIDITY") => Self::Validity,
            (9, "BOOTSTRAP") => Self::Bootstrap,
            (14, "CLIENTIDENTITY") => Self::ClientIdentity,
            (12, "VENDORCONFIG") => Self::VendorConfig,
            (11, "APPLICATION") => Self::Application,
            (7, "APPADDR") => Self::AppAddr,
            (7, "APPAUTH") => Self::AppAuth,
            (8, "RESOURCE") => Self::Resource,
            (6, "ACCESS") => Self::Access,
            (4, "WLAN") => Self::Wlan,
            (8, "SEC-SSID") => Self::SecondarySsid,
            (3, "EAP") => Self::Eap,
            (4, "CERT") => Self::Certificate,
            (6, "WEPKEY") => Self::WepKey,
            _ => return None,
        })
    }
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Other(field) => write!(f, "Other({field:?})"),
            Self::Missing => f.write_str("Missing"),
            known => f.write_str(known.name().unwrap_or_default()),
        }
    }
}

impl From<&str> for Kind {
    fn from(name: &str) -> Self {
        Self::from_name(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [(Kind, &str); 20] = [
        (Kind::PxLogical, "PXLOGICAL"),
        (Kind::PxPhysical, "PXPHYSICAL"),
        (Kind::PxAuthInfo, "PXAUTHINFO"),
        (Kind::Port, "PORT"),
        (Kind::NapDef, "NAPDEF"),
        (Kind::NapAuthInfo, "NAPAUTHINFO"),
        (Kind::Validity, "VALIDITY"),
        (Kind::Bootstrap, "BOOTSTRAP"),
        (Kind::ClientIdentity, "CLIENTIDENTITY"),
        (Kind::VendorConfig, "VENDORCONFIG"),
        (Kind::Application, "APPLICATION"),
        (Kind::AppAddr, "APPADDR"),
        (Kind::AppAuth, "APPAUTH"),
        (Kind::Resource, "RESOURCE"),
        (Kind::Access, "ACCESS"),
        (Kind::Wlan, "WLAN"),
        (Kind::SecondarySsid, "SEC-SSID"),
        (Kind::Eap, "EAP"),
        (Kind::Certificate, "CERT"),
        (Kind::WepKey, "WEPKEY"),
    ];

    #[test]
    fn names_and_kinds_map_both_ways() {
        for (kind, name) in NAMES {
            assert_eq!(kind.name(), Some(name));
            assert_eq!(Kind::from_name(name), kind);
        }
        assert_eq!(Kind::from_name("napdef").name(), Some("napdef"));
        assert_eq!(Kind::Missing.name(), None);
    }
}
