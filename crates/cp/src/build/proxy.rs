//! Proxies.

use super::document::decimal;
use crate::characteristic::Characteristic;
use crate::kind::Kind;
use crate::value::ip_address;
use crate::words::{ProxyAuthType, Service};

/// Builds a proxy (`PXLOGICAL`), which has an address at least.
#[derive(Clone, Debug)]
pub struct ProxyBuilder(Characteristic);

/// Builds an address of a proxy (`PXPHYSICAL`).
#[derive(Clone, Debug)]
pub struct PhysicalBuilder(Characteristic);

impl ProxyBuilder {
    /// A proxy: its identifier, its name for the user, its first address.
    #[must_use]
    pub fn new(id: &str, name: &str, physical: PhysicalBuilder) -> Self {
        let own = Characteristic::new(Kind::PxLogical).with("PROXY-ID", id).with("NAME", name);
        Self(own.with_child(physical.0))
    }

    /// With a further address, of lower priority.
    #[must_use]
    pub fn with_address(self, physical: PhysicalBuilder) -> Self {
        Self(self.0.with_child(physical.0))
    }

    /// For a domain; without one it is for all.
    #[must_use]
    pub fn for_domain(self, domain: &str) -> Self {
        Self(self.0.with("DOMAIN", domain))
    }

    /// With a start page.
    #[must_use]
    pub fn with_start_page(self, url: &str) -> Self {
        Self(self.0.with("STARTPAGE", url))
    }

    /// Trusted to bring provisioning documents.
    #[must_use]
    pub fn trusted(self) -> Self {
        Self(self.0.with_flag("TRUST"))
    }

    /// It brings pushes, or not.
    #[must_use]
    pub fn with_push(self, enabled: bool) -> Self {
        Self(self.0.with("PUSHENABLED", if enabled { "1" } else { "0" }))
    }

    /// With credentials; an identity or password that is `None` is asked of the user.
    #[must_use]
    pub fn with_credentials(
        self,
        kind: ProxyAuthType<'_>,
        id: Option<&str>,
        password: Option<&str>,
    ) -> Self {
        let mut own = Characteristic::new(Kind::PxAuthInfo).with("PXAUTH-TYPE", kind.as_str());
        // A PXAUTH-ID without a value is one that the user is asked for (WAP-183, 6.4).
        own = match id {
            Some(id) => own.with("PXAUTH-ID", id),
            None => own.with_flag("PXAUTH-ID"),
        };
        if let Some(password) = password {
            own = own.with("PXAUTH-PW", password);
        }
        Self(self.0.with_child(own))
    }

    /// With any other parm.
    #[must_use]
    pub fn with(self, name: &str, value: &str) -> Self {
        Self(self.0.with(name, value))
    }
}

impl PhysicalBuilder {
    /// An address of a proxy, whose type is that of the text, by way of an access point.
    #[must_use]
    pub fn new(id: &str, address: &str, napid: &str) -> Self {
        let kind = match ip_address(address) {
            Some(address) if address.is_ipv4() => "IPV4",
            Some(_) => "IPV6",
            None => "ALPHA",
        };
        let own = Characteristic::new(Kind::PxPhysical)
            .with("PHYSICAL-PROXY-ID", id)
            .with("PXADDR", address)
            .with("PXADDRTYPE", kind)
            .with("TO-NAPID", napid);
        Self(own)
    }

    /// By way of a further access point, if the others fail.
    #[must_use]
    pub fn or_through(self, napid: &str) -> Self {
        Self(self.0.with("TO-NAPID", napid))
    }

    /// With a port, and what it is for where that is not well known.
    #[must_use]
    pub fn with_port(self, number: u16, services: &[Service<'_>]) -> Self {
        Self(self.0.with_child(port(number, services)))
    }

    /// With any other parm.
    #[must_use]
    pub fn with(self, name: &str, value: &str) -> Self {
        Self(self.0.with(name, value))
    }
}

/// A port and its services.
pub(super) fn port(number: u16, services: &[Service<'_>]) -> Characteristic {
    let mut digits = [0; 5];
    let own =
        Characteristic::new(Kind::Port).with("PORTNBR", decimal(u32::from(number), &mut digits));
    services.iter().fold(own, |own, service| own.with("SERVICE", service.as_str()))
}

impl From<ProxyBuilder> for Characteristic {
    fn from(builder: ProxyBuilder) -> Self {
        builder.0
    }
}
