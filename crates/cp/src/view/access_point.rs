//! Access points: WAP-183, 4.6, and what 1.1 adds for Mobile IP.

use core::net::IpAddr;

use super::wlan::Wlan;
use crate::characteristic::Characteristic;
use crate::kind::Kind;
use crate::qos::QualityOfService;
use crate::value::{Credential, LinkSpeed, ip_address, list, number};
use crate::words::{AddressType, AuthEntity, Bearer, CallType, NapAuthType};

/// A network access point: a `NAPDEF`, or a `WLAN` beside them that has a `NAPID` to be referred to by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NapDef<'a>(pub(super) &'a Characteristic);

/// Credentials at an access point (`NAPAUTHINFO`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NapAuth<'a>(pub(super) &'a Characteristic);

/// Where an access point is of use (`VALIDITY`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Validity<'a>(pub(super) &'a Characteristic);

/// The network that a device is in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Network<'a> {
    /// By mobile country code and mobile network code (E.212).
    Mobile {
        /// The mobile country code.
        country: &'a str,
        /// The mobile network code.
        network: &'a str,
    },
    /// By system identifier and operator code (IS-136, IS-95).
    System {
        /// The system identifier.
        sid: &'a str,
        /// The system operator code.
        soc: &'a str,
    },
}

impl<'a> NapDef<'a> {
    /// `NAPID`, by which proxies and applications refer to it.
    #[must_use]
    pub fn napid(self) -> Option<&'a str> {
        self.0.parm("NAPID")
    }

    /// `NAME`, for the user.
    #[must_use]
    pub fn name(self) -> Option<&'a str> {
        self.0.parm("NAME")
    }

    /// `BEARER`, in order; none means any, of a `WLAN` itself.
    pub fn bearers(self) -> impl Iterator<Item = Bearer<'a>> + Clone {
        let own = self.is_wlan() && !self.0.has("BEARER");
        self.0.parms("BEARER").map(Bearer::new).chain(own.then_some(Bearer::WLAN))
    }

    /// The wireless LANs by which it is reached: those in it, or what it is itself.
    pub fn wlans(self) -> impl Iterator<Item = Wlan<'a>> + Clone {
        let own = self.is_wlan().then_some(Wlan(self.0));
        own.into_iter().chain(self.0.all(&Kind::Wlan).map(Wlan))
    }

    const fn is_wlan(self) -> bool {
        matches!(self.0.kind(), Kind::Wlan)
    }

    /// `INTERNET`: whether it reaches the generic IP network.
    #[must_use]
    pub fn is_internet(self) -> bool {
        self.0.flag("INTERNET")
    }

    /// `NAP-ADDRESS`: a telephone number, an APN, a host.
    #[must_use]
    pub fn address(self) -> Option<&'a str> {
        self.0.parm("NAP-ADDRESS")
    }

    /// `NAP-ADDRTYPE`; E164 where nothing is said.
    #[must_use]
    pub fn address_type(self) -> AddressType<'a> {
        self.0.parm("NAP-ADDRTYPE").map_or(AddressType::E164, AddressType::new)
    }

    /// `DNS-ADDR`, in order, as far as they are addresses.
    pub fn dns_addresses(self) -> impl Iterator<Item = IpAddr> + Clone + 'a {
        self.0.parms("DNS-ADDR").filter_map(ip_address)
    }

    /// `CALLTYPE`; an analog modem where nothing is said.
    #[must_use]
    pub fn call_type(self) -> CallType<'a> {
        self.0.parm("CALLTYPE").map_or(CallType::ANALOG_MODEM, CallType::new)
    }

    /// `LOCAL-ADDR`.
    #[must_use]
    pub fn local_address(self) -> Option<&'a str> {
        self.0.parm("LOCAL-ADDR")
    }

    /// `LOCAL-ADDRTYPE`; IPV6 where nothing is said, which is what the text has.
    #[must_use]
    pub fn local_address_type(self) -> AddressType<'a> {
        self.0.parm("LOCAL-ADDRTYPE").map_or(AddressType::IPV6, AddressType::new)
    }

    /// `LINKSPEED`.
    #[must_use]
    pub fn link_speed(self) -> Option<LinkSpeed> {
        self.0.find("LINKSPEED", link_speed)
    }

    /// `DNLINKSPEED`; that of the other direction where nothing is said.
    #[must_use]
    pub fn down_link_speed(self) -> Option<LinkSpeed> {
        self.0.find("DNLINKSPEED", link_speed).or_else(|| self.link_speed())
    }

    /// `LINGER`: seconds that an idle connection stays.
    #[must_use]
    pub fn linger(self) -> Option<u32> {
        self.0.number("LINGER")
    }

    /// The quality of service.
    #[must_use]
    pub fn quality_of_service(self) -> QualityOfService {
        QualityOfService::read(self.0)
    }

    /// `MAX-NUM-RETRY`: registrations of Mobile IP that are tried, 1 to 3.
    #[must_use]
    pub fn max_retries(self) -> Option<u8> {
        self.0.find("MAX-NUM-RETRY", |text| number(text).filter(|value| (1..=3).contains(value)))
    }

    /// `FIRST-RETRY-TIMEOUT`: steps of a quarter second, 1 to 7.
    #[must_use]
    pub fn first_retry_timeout(self) -> Option<u8> {
        let range = |text| number(text).filter(|value| (1..=7).contains(value));
        self.0.find("FIRST-RETRY-TIMEOUT", range)
    }

    /// `REREG-THRESHOLD`: minutes before the end of a registration, 1 to 63.
    #[must_use]
    pub fn reregistration_threshold(self) -> Option<u8> {
        let range = |text| number(text).filter(|value| (1..=63).contains(value));
        self.0.find("REREG-THRESHOLD", range)
    }

    /// `T-BIT`: whether Mobile IP tunnels in reverse.
    #[must_use]
    pub fn is_reverse_tunnelled(self) -> bool {
        self.0.flag("T-BIT")
    }

    /// The credentials, in order.
    pub fn credentials(self) -> impl Iterator<Item = NapAuth<'a>> + Clone {
        self.0.all(&Kind::NapAuthInfo).map(NapAuth)
    }

    /// Where it is of use, in order; none means everywhere.
    pub fn validities(self) -> impl Iterator<Item = Validity<'a>> + Clone {
        self.0.all(&Kind::Validity).map(Validity)
    }

    /// Whether it is of use in a network: it has no validity, or one that covers the network and
    /// has not ended `age` seconds after the document came.
    #[must_use]
    pub fn is_valid_in(self, network: &Network<'_>, age: u64) -> bool {
        let mut validities = self.validities().peekable();
        validities.peek().is_none()
            || validities.any(|validity| validity.covers(network) && validity.is_valid_at(age))
    }
}

impl<'a> NapAuth<'a> {
    /// `AUTHTYPE`.
    #[must_use]
    pub fn auth_type(self) -> Option<NapAuthType<'a>> {
        self.0.parm("AUTHTYPE").map(NapAuthType::new)
    }

    /// `AUTHNAME`; the user is asked where it is absent.
    #[must_use]
    pub fn name(self) -> Credential<'a> {
        self.0.credential("AUTHNAME")
    }

    /// `AUTHSECRET`; the user is asked where it is absent.
    #[must_use]
    pub fn secret(self) -> Credential<'a> {
        self.0.credential("AUTHSECRET")
    }

    /// `AUTH-ENTITY`, in order.
    pub fn entities(self) -> impl Iterator<Item = AuthEntity<'a>> + Clone {
        self.0.parms("AUTH-ENTITY").map(AuthEntity::new)
    }

    /// `SPI`: the security parameter index, eight hexadecimal digits.
    #[must_use]
    pub fn spi(self) -> Option<u32> {
        self.0.find("SPI", |text| {
            let plain = text.len() == 8 && text.bytes().all(|octet| octet.is_ascii_hexdigit());
            if plain { u32::from_str_radix(text, 16).ok() } else { None }
        })
    }
}

impl<'a> Validity<'a> {
    /// `COUNTRY`: the mobile country code.
    #[must_use]
    pub fn country(self) -> Option<&'a str> {
        self.0.parm("COUNTRY")
    }

    /// `NETWORK`: the mobile network codes.
    pub fn networks(self) -> impl Iterator<Item = &'a str> + Clone {
        list(self.0.parm("NETWORK").unwrap_or(""))
    }

    /// `SID`: the system identifiers.
    pub fn sids(self) -> impl Iterator<Item = &'a str> + Clone {
        list(self.0.parm("SID").unwrap_or(""))
    }

    /// `SOC`: the system operator code.
    #[must_use]
    pub fn soc(self) -> Option<&'a str> {
        self.0.parm("SOC")
    }

    /// `VALIDUNTIL`: seconds after reception.
    #[must_use]
    pub fn seconds(self) -> Option<u64> {
        self.0.number("VALIDUNTIL")
    }

    /// Whether it has not ended `age` seconds after the document came.
    #[must_use]
    pub fn is_valid_at(self, age: u64) -> bool {
        self.seconds().is_none_or(|seconds| age <= seconds)
    }

    /// Whether a network is among those it names. One that names none covers all; a `NETWORK`
    /// without `COUNTRY`, or a `SID` without `SOC`, covers nothing.
    #[must_use]
    pub fn covers(self, network: &Network<'_>) -> bool {
        let mobile = self.0.has("COUNTRY") || self.0.has("NETWORK");
        let system = self.0.has("SOC") || self.0.has("SID");
        match *network {
            _ if !mobile && !system => true,
            Network::Mobile { country, network } => {
                let mut networks = self.networks().peekable();
                mobile
                    && self.country().is_some_and(|own| same_number(own, country))
                    && (networks.peek().is_none() || networks.any(|own| same_number(own, network)))
            }
            Network::System { sid, soc } => {
                let mut sids = self.sids().peekable();
                system
                    && self.soc().is_some_and(|own| same_number(own, soc))
                    && (sids.peek().is_none() || sids.any(|own| same_number(own, sid)))
            }
        }
    }
}

/// Whether two codes are the same: by their digits, as documents write `01` and `1` for one network,
/// though `01` and `001` are two where both have the length of a network code.
fn same_number(left: &str, right: &str) -> bool {
    let (left, right) = (left.trim(), right.trim());
    let is_code = |text: &str| matches!(text.len(), 2 | 3);
    if left == right {
        return true;
    }
    if is_code(left) && is_code(right) {
        return false;
    }
    match (number::<u32>(left), number::<u32>(right)) {
        (Some(left), Some(right)) => left == right,
        _ => false,
    }
}

fn link_speed(text: &str) -> Option<LinkSpeed> {
    match text.trim() {
        "AUTOBAUDING" => Some(LinkSpeed::Auto),
        text => number(text).map(LinkSpeed::Baud),
    }
}
