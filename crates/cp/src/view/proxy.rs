//! Proxies: WAP-183, 4.5.

use alloc::vec::Vec;

use super::context::ClientIdentity;
use crate::characteristic::Characteristic;
use crate::kind::Kind;
use crate::value::{Credential, WspVersion};
use crate::words::{AddressType, ProxyAuthType, Service};

/// A proxy (`PXLOGICAL`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PxLogical<'a>(pub(super) &'a Characteristic);

/// An address of a proxy (`PXPHYSICAL`), which inherits from its proxy.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PxPhysical<'a> {
    own: &'a Characteristic,
    proxy: PxLogical<'a>,
    /// The first definition of the proxy, where `proxy` is a later one.
    first: PxLogical<'a>,
    /// The first definition of the address, where `own` is a later one.
    named: &'a Characteristic,
}

/// Credentials at a proxy (`PXAUTHINFO`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PxAuth<'a>(pub(super) &'a Characteristic);

/// A port and its services (`PORT`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Port<'a>(pub(super) &'a Characteristic);

/// Domains of a proxy that count; further ones are redefinitions (WAP-183, 4.5).
pub(crate) const MAX_DOMAINS: usize = 4;

impl<'a> PxLogical<'a> {
    /// `PROXY-ID`, by which applications refer to it.
    #[must_use]
    pub fn id(self) -> Option<&'a str> {
        self.0.parm("PROXY-ID")
    }

    /// `PROXY-PW`: the password at the push gateway (1.1).
    #[must_use]
    pub fn password(self) -> Credential<'a> {
        self.0.credential("PROXY-PW")
    }

    /// `PPGAUTH-TYPE`: how the push gateway authenticates (1.1).
    #[must_use]
    pub fn gateway_auth_type(self) -> Option<ProxyAuthType<'a>> {
        self.0.parm("PPGAUTH-TYPE").map(ProxyAuthType::new)
    }

    /// `PROXY-PROVIDER-ID`, which must match the certificate of the server.
    #[must_use]
    pub fn provider_id(self) -> Option<&'a str> {
        self.0.parm("PROXY-PROVIDER-ID")
    }

    /// `NAME`, for the user.
    #[must_use]
    pub fn name(self) -> Option<&'a str> {
        self.0.parm("NAME")
    }

    /// `DOMAIN`, in order; none means all.
    pub fn domains(self) -> impl Iterator<Item = &'a str> + Clone {
        self.0.parms("DOMAIN").take(MAX_DOMAINS)
    }

    /// `TRUST`: whether it may bring provisioning documents.
    #[must_use]
    pub fn is_trusted(self) -> bool {
        self.0.flag("TRUST")
    }

    /// `MASTER`: whether it may bring navigation documents.
    #[must_use]
    pub fn is_master(self) -> bool {
        self.0.flag("MASTER")
    }

    /// `STARTPAGE`.
    #[must_use]
    pub fn start_page(self) -> Option<&'a str> {
        self.0.parm("STARTPAGE")
    }

    /// `BASAUTH-ID` and `BASAUTH-PW`: the credentials at the start page.
    #[must_use]
    pub fn start_page_credentials(self) -> (Credential<'a>, Credential<'a>) {
        (self.0.credential("BASAUTH-ID"), self.0.credential("BASAUTH-PW"))
    }

    /// `WSP-VERSION`; 1.2 where nothing is said.
    #[must_use]
    pub fn wsp_version(self) -> WspVersion {
        self.0.find("WSP-VERSION", WspVersion::parse).unwrap_or(WspVersion::DEFAULT)
    }

    /// `PUSHENABLED`; no where nothing is said.
    #[must_use]
    pub fn is_push_enabled(self) -> bool {
        self.0.boolean("PUSHENABLED").unwrap_or(false)
    }

    /// `PULLENABLED` (1.1), whose default is not known.
    #[must_use]
    pub fn is_pull_enabled(self) -> Option<bool> {
        self.0.boolean("PULLENABLED")
    }

    /// The credentials, in order.
    pub fn credentials(self) -> impl Iterator<Item = PxAuth<'a>> + Clone {
        self.0.all(&Kind::PxAuthInfo).map(PxAuth)
    }

    /// The ports of the proxy itself, in order.
    pub fn ports(self) -> impl Iterator<Item = Port<'a>> + Clone {
        self.0.all(&Kind::Port).map(Port)
    }

    /// The addresses, in order of priority, each definition as it stands. A [`Scope`](crate::Scope)
    /// knows of addresses and proxies that are defined again.
    pub fn physical(self) -> impl Iterator<Item = PxPhysical<'a>> + Clone {
        self.physical_behind(self)
    }

    /// Whether it is the very same definition, which is less than that both say the same.
    pub(crate) fn is_same(self, other: Self) -> bool {
        core::ptr::eq(self.0, other.0)
    }

    /// The addresses of a later definition of a proxy: they inherit from the first one, which is of
    /// higher priority, before their own (WAP-185, 5.1).
    pub(crate) fn physical_behind(
        self,
        first: Self,
    ) -> impl Iterator<Item = PxPhysical<'a>> + Clone {
        let all = self.0.all(&Kind::PxPhysical);
        all.map(move |own| PxPhysical { own, proxy: self, first, named: own })
    }
}

impl<'a> PxPhysical<'a> {
    /// The characteristic behind the view.
    #[must_use]
    pub const fn characteristic(self) -> &'a Characteristic {
        self.own
    }

    /// The proxy that it is an address of.
    #[must_use]
    pub const fn proxy(self) -> PxLogical<'a> {
        self.proxy
    }

    fn is_of_first(self) -> bool {
        self.first.is_same(self.proxy)
    }

    /// The same address, of which another definition came first (WAP-185, 5.1).
    pub(crate) fn named_first_by(self, named: Option<&'a Characteristic>) -> Self {
        Self { named: named.unwrap_or(self.own), ..self }
    }

    /// What the definitions of the address say first.
    fn first<T>(self, read: impl Fn(&'a Characteristic) -> Option<T>) -> Option<T> {
        read(self.named).or_else(|| read(self.own))
    }

    /// What they say first, or else those of the proxy.
    fn inherit<T>(self, read: impl Fn(&'a Characteristic) -> Option<T>) -> Option<T> {
        self.first(&read).or_else(|| read(self.first.0)).or_else(|| read(self.proxy.0))
    }

    /// The definitions of the address, one or two.
    fn definitions(self) -> impl Iterator<Item = &'a Characteristic> + Clone {
        let again = !core::ptr::eq(self.named, self.own);
        core::iter::once(self.named).chain(again.then_some(self.own))
    }

    /// `PHYSICAL-PROXY-ID`.
    #[must_use]
    pub fn id(self) -> Option<&'a str> {
        self.own.parm("PHYSICAL-PROXY-ID")
    }

    /// `DOMAIN`, in order; those of the proxy where there is none.
    pub fn domains(self) -> impl Iterator<Item = &'a str> + Clone {
        let has_own = self.own_domains().next().is_some();
        let own = has_own.then(|| self.own_domains());
        let first = (!has_own).then(|| self.first.0.parms("DOMAIN"));
        let later = (!has_own && !self.is_of_first()).then(|| self.proxy.0.parms("DOMAIN"));
        let inherited = first.into_iter().chain(later).flatten();
        own.into_iter().flatten().chain(inherited).take(MAX_DOMAINS)
    }

    /// `DOMAIN` of its own: what it inherits is the same for all, and looked up once by who reads all.
    pub(crate) fn own_domains(self) -> impl Iterator<Item = &'a str> + Clone {
        self.definitions().flat_map(|own| own.parms("DOMAIN")).take(MAX_DOMAINS)
    }

    /// `PXADDR`.
    #[must_use]
    pub fn address(self) -> Option<&'a str> {
        self.first(|own| own.parm("PXADDR"))
    }

    /// `PXADDRTYPE`; IPV4 where nothing is said. Operators write host names under IPV4.
    #[must_use]
    pub fn address_type(self) -> AddressType<'a> {
        self.first(|own| own.parm("PXADDRTYPE")).map_or(AddressType::IPV4, AddressType::new)
    }

    /// `PXADDR-FQDN`: the host (1.1).
    #[must_use]
    pub fn host(self) -> Option<&'a str> {
        self.first(|own| own.parm("PXADDR-FQDN"))
    }

    /// `WSP-VERSION`; that of the proxy where nothing is said.
    #[must_use]
    pub fn wsp_version(self) -> WspVersion {
        let version = self.inherit(|own| own.find("WSP-VERSION", WspVersion::parse));
        version.unwrap_or(WspVersion::DEFAULT)
    }

    /// `PUSHENABLED`; that of the proxy where nothing is said.
    #[must_use]
    pub fn is_push_enabled(self) -> bool {
        self.inherit(|own| own.boolean("PUSHENABLED")).unwrap_or(false)
    }

    /// `PULLENABLED`; that of the proxy where nothing is said.
    #[must_use]
    pub fn is_pull_enabled(self) -> Option<bool> {
        self.inherit(|own| own.boolean("PULLENABLED"))
    }

    /// `TO-NAPID` of this definition, in order of priority.
    pub fn access_points(self) -> impl Iterator<Item = &'a str> + Clone {
        self.own.parms("TO-NAPID")
    }

    /// The ports: those of the proxy, then its own, without one that says otherwise of a number
    /// that is there (WAP-183, 6.2). None means that the client chooses.
    #[must_use]
    pub fn ports(self) -> Vec<Port<'a>> {
        let later = (!self.is_of_first()).then(|| self.proxy.ports());
        let inherited = self.first.ports().chain(later.into_iter().flatten());
        bindings(inherited.chain(self.own_ports()))
    }

    /// Its own ports, in order.
    pub fn own_ports(self) -> impl Iterator<Item = Port<'a>> + Clone {
        self.definitions().flat_map(|own| own.all(&Kind::Port)).map(Port)
    }
}

/// Ports without a number or with one that is there already: the first counts.
pub(crate) fn bindings<'a>(ports: impl Iterator<Item = Port<'a>>) -> Vec<Port<'a>> {
    let mut bindings: Vec<Port<'a>> = Vec::new();
    // Two or three are looked through faster than any set is made; hundreds are not.
    let mut few = [None; 4];
    let mut more = alloc::collections::BTreeSet::new();
    for port in ports {
        let Some(number) = port.number() else { continue };
        if few.contains(&Some(number)) {
            continue;
        }
        match few.get_mut(bindings.len()) {
            Some(slot) => *slot = Some(number),
            None if !more.insert(number) => continue,
            None => {}
        }
        bindings.push(port);
    }
    bindings
}

impl<'a> PxAuth<'a> {
    /// `PXAUTH-TYPE`.
    #[must_use]
    pub fn auth_type(self) -> Option<ProxyAuthType<'a>> {
        self.0.parm("PXAUTH-TYPE").map(ProxyAuthType::new)
    }

    /// `PXAUTH-ID` as it stands.
    #[must_use]
    pub fn id(self) -> Credential<'a> {
        self.0.credential("PXAUTH-ID")
    }

    /// `PXAUTH-PW`; the user is asked where it is absent.
    #[must_use]
    pub fn password(self) -> Credential<'a> {
        self.0.credential("PXAUTH-PW")
    }

    /// Who the client is at the proxy (WAP-183, 6.4): `PXAUTH-ID` where it has a value; the user is
    /// asked where it is there without one; else `CLIENT-ID` where that has a value; the device's
    /// own identity where it is there and empty; else the user is asked.
    #[must_use]
    pub fn identity(self, client: Option<ClientIdentity<'a>>) -> ProxyIdentity<'a> {
        if self.0.has("PXAUTH-ID") {
            return match self.id() {
                Credential::Text(text) => ProxyIdentity::Text(text),
                _ => ProxyIdentity::AskUser,
            };
        }
        match client.map(ClientIdentity::state) {
            Some(Some(Credential::Text(text))) => ProxyIdentity::Text(text),
            Some(Some(_)) => ProxyIdentity::Device,
            _ => ProxyIdentity::AskUser,
        }
    }
}

/// Who a client is at a proxy.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum ProxyIdentity<'a> {
    /// This.
    Text(&'a str),
    /// What the user says.
    AskUser,
    /// What the device is by itself, which it may keep private.
    Device,
}

impl<'a> Port<'a> {
    /// `PORTNBR`.
    #[must_use]
    pub fn number(self) -> Option<u16> {
        self.0.number("PORTNBR")
    }

    /// `SERVICE`, in order: it overrides what the port is well known for.
    pub fn services(self) -> impl Iterator<Item = Service<'a>> + Clone {
        self.0.parms("SERVICE").map(Service::new)
    }
}
