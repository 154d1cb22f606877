//! Access points.

use crate::characteristic::Characteristic;
use crate::kind::Kind;
use crate::words::{Bearer, NapAuthType};

/// Builds an access point (`NAPDEF`).
#[derive(Clone, Debug)]
pub struct AccessPointBuilder(Characteristic);

impl AccessPointBuilder {
    /// An access point by an APN over packet data: its identifier, its name for the user, the APN.
    #[must_use]
    pub fn packet(napid: &str, name: &str, apn: &str) -> Self {
        let own = Characteristic::new(Kind::NapDef)
            .with("NAPID", napid)
            .with("BEARER", Bearer::GSM_GPRS.as_str())
            .with("NAME", name)
            .with("NAP-ADDRESS", apn)
            .with("NAP-ADDRTYPE", "APN");
        Self(own)
    }

    /// An access point by a telephone number.
    #[must_use]
    pub fn circuit(napid: &str, name: &str, number: &str) -> Self {
        let own = Characteristic::new(Kind::NapDef)
            .with("NAPID", napid)
            .with("BEARER", Bearer::GSM_CSD.as_str())
            .with("NAME", name)
            .with("NAP-ADDRESS", number)
            .with("NAP-ADDRTYPE", "E164")
            .with("CALLTYPE", "ANALOG-MODEM");
        Self(own)
    }

    /// With another bearer beside the first.
    #[must_use]
    pub fn over(self, bearer: Bearer<'_>) -> Self {
        Self(self.0.with("BEARER", bearer.as_str()))
    }

    /// It reaches the generic IP network.
    #[must_use]
    pub fn to_internet(self) -> Self {
        Self(self.0.with_flag("INTERNET"))
    }

    /// With credentials; a name or secret that is `None` is asked of the user.
    #[must_use]
    pub fn with_credentials(
        self,
        kind: NapAuthType<'_>,
        name: Option<&str>,
        secret: Option<&str>,
    ) -> Self {
        let mut own = Characteristic::new(Kind::NapAuthInfo).with("AUTHTYPE", kind.as_str());
        if let Some(name) = name {
            own = own.with("AUTHNAME", name);
        }
        if let Some(secret) = secret {
            own = own.with("AUTHSECRET", secret);
        }
        Self(self.0.with_child(own))
    }

    /// Of use in networks of a country alone; in all of them where no network is given.
    #[must_use]
    pub fn valid_in(self, country: &str, networks: &[&str]) -> Self {
        let mut own = Characteristic::new(Kind::Validity).with("COUNTRY", country);
        if !networks.is_empty() {
            own = own.with("NETWORK", &networks.join(","));
        }
        Self(self.0.with_child(own))
    }

    /// With a name server.
    #[must_use]
    pub fn with_name_server(self, address: core::net::IpAddr) -> Self {
        Self(self.0.with("DNS-ADDR", &alloc::format!("{address}")))
    }

    /// With any other parm.
    #[must_use]
    pub fn with(self, name: &str, value: &str) -> Self {
        Self(self.0.with(name, value))
    }
}

impl From<AccessPointBuilder> for Characteristic {
    fn from(builder: AccessPointBuilder) -> Self {
        builder.0
    }
}
