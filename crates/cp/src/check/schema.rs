//! What each characteristic holds: WAP-183, 4, with what ProvCont 1.1 added.

use crate::kind::Kind;
use crate::words::{
    AddressType, AppAuthLevel, Bearer, CallType, NapAuthType, ProxyAuthType, Service,
};

/// A parm of a characteristic.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ParmRule {
    pub(crate) name: &'static str,
    pub(crate) is_mandatory: bool,
    /// How often at most.
    pub(crate) max: u32,
    pub(crate) value: Value,
    /// Octets that every receiver stores, of 1.0 and of 1.1; 0 where nothing is said.
    pub(crate) lengths: (usize, usize),
}

/// What the value of a parm is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Value {
    /// Text.
    Text,
    /// Text that something is referred to by, or is reached at: not a blank one.
    Identifier,
    /// Text, empty or nothing: the user is asked for it.
    Credential,
    /// Nothing.
    Flag,
    /// Text or nothing.
    Optional,
    /// 0 or 1.
    Boolean,
    /// A decimal number in a range.
    Number(u64, u64),
    /// Digits, so many at most: a code of a country or an operator, with the zeros in front of it.
    Digits(usize),
    /// Such codes with commas between them.
    DigitList(usize),
    /// A hexadecimal octet with these bits.
    Octet(u8),
    /// Eight hexadecimal digits.
    Index,
    /// Two numbers and a point.
    WspVersion,
    /// One of the registered words.
    Word(fn(&str) -> bool),
    /// One of the registered words, or another.
    OpenWord(fn(&str) -> bool),
    /// A URL.
    Url,
    /// An address whose type another parm says, or else is this.
    Address(&'static str, &'static str),
    /// An IP address.
    Ip,
    /// Baud, or a word.
    Speed,
}

const ANY: u32 = u32::MAX;

/// What the view of an access point holds. Four digits are what every receiver stores, not a range.
const LARGEST_LINGER: u64 = 0xFFFF_FFFF;

const fn row(name: &'static str, value: Value) -> ParmRule {
    ParmRule { name, is_mandatory: false, max: 1, value, lengths: (0, 0) }
}

impl ParmRule {
    const fn must(self) -> Self {
        Self { is_mandatory: true, ..self }
    }

    const fn times(self, max: u32) -> Self {
        Self { max, ..self }
    }

    const fn lengths(self, v1_0: usize, v1_1: usize) -> Self {
        Self { lengths: (v1_0, v1_1), ..self }
    }
}

fn is_proxy_address_type(word: &str) -> bool {
    ["IPV4", "IPV6", "E164", "ALPHA"].contains(&word)
}

fn is_local_address_type(word: &str) -> bool {
    ["IPV4", "IPV6"].contains(&word)
}

fn is_address_type(word: &str) -> bool {
    AddressType::new(word).is_registered()
}

fn is_bearer(word: &str) -> bool {
    Bearer::new(word).is_registered()
}

fn is_call_type(word: &str) -> bool {
    CallType::new(word).is_registered()
}

fn is_nap_auth_type(word: &str) -> bool {
    NapAuthType::new(word).is_registered()
}

fn is_proxy_auth_type(word: &str) -> bool {
    ProxyAuthType::new(word).is_registered()
}

fn is_gateway_auth_type(word: &str) -> bool {
    ["HTTP-BASIC", "HTTP-DIGEST"].contains(&word)
}

fn is_service(word: &str) -> bool {
    Service::new(word).is_registered()
}

fn is_level(word: &str) -> bool {
    AppAuthLevel::new(word).is_registered()
}

/// The parms of a kind; nothing where any is allowed.
pub(crate) fn rules_of(kind: &Kind) -> Option<&'static [ParmRule]> {
    Some(match kind {
        Kind::PxLogical => PX_LOGICAL,
        Kind::PxPhysical => PX_PHYSICAL,
        Kind::PxAuthInfo => PX_AUTH,
        Kind::Port => PORT,
        Kind::NapDef => NAP_DEF,
        Kind::NapAuthInfo => NAP_AUTH,
        Kind::Validity => VALIDITY,
        Kind::Bootstrap => BOOTSTRAP,
        Kind::ClientIdentity => CLIENT_IDENTITY,
        Kind::VendorConfig => VENDOR_CONFIG,
        Kind::Application => APPLICATION,
        Kind::AppAddr => APP_ADDR,
        Kind::AppAuth => APP_AUTH,
        Kind::Resource => RESOURCE,
        Kind::Access => ACCESS,
        _ => return None,
    })
}

/// Whether a kind belongs into a characteristic of another, or the document itself.
pub(crate) fn belongs(kind: &Kind, parent: Option<&Kind>) -> bool {
    match (kind, parent) {
        // What is not registered may stand anywhere, and hold anything.
        (Kind::Other(_) | Kind::Missing, _) | (_, Some(Kind::Other(_) | Kind::Missing)) => true,
        (
            Kind::PxLogical
            | Kind::NapDef
            | Kind::Bootstrap
            | Kind::VendorConfig
            | Kind::ClientIdentity
            | Kind::Access
            | Kind::Application
            | Kind::Wlan,
            None,
        )
        | (Kind::PxPhysical | Kind::PxAuthInfo | Kind::Port, Some(Kind::PxLogical))
        | (Kind::Port, Some(Kind::PxPhysical | Kind::AppAddr))
        | (Kind::NapAuthInfo | Kind::Validity | Kind::Wlan, Some(Kind::NapDef))
        | (Kind::AppAddr | Kind::AppAuth | Kind::Resource, Some(Kind::Application))
        | (Kind::SecondarySsid | Kind::Eap | Kind::WepKey, Some(Kind::Wlan))
        | (Kind::Certificate, Some(Kind::Eap)) => true,
        (_, Some(Kind::VendorConfig)) => true,
        _ => false,
    }
}

const PX_LOGICAL: &[ParmRule] = &[
    row("PROXY-ID", Value::Identifier).must().lengths(32, 45),
    row("PROXY-PW", Value::Credential).lengths(16, 16),
    row("PPGAUTH-TYPE", Value::Word(is_gateway_auth_type)),
    row("PROXY-PROVIDER-ID", Value::Text).lengths(32, 45),
    row("NAME", Value::Text).must().lengths(16, 48),
    row("DOMAIN", Value::Text).times(4).lengths(64, 64),
    row("TRUST", Value::Flag),
    row("MASTER", Value::Flag),
    row("STARTPAGE", Value::Url).lengths(64, 64),
    row("BASAUTH-ID", Value::Credential).lengths(16, 16),
    row("BASAUTH-PW", Value::Credential).lengths(16, 16),
    row("WSP-VERSION", Value::WspVersion),
    row("PUSHENABLED", Value::Boolean),
    row("PULLENABLED", Value::Boolean),
];

const PX_PHYSICAL: &[ParmRule] = &[
    row("PHYSICAL-PROXY-ID", Value::Identifier).must().lengths(16, 16),
    row("DOMAIN", Value::Text).times(4).lengths(64, 64),
    row("PXADDR", Value::Address("PXADDRTYPE", "IPV4")).must().lengths(40, 45),
    row("PXADDRTYPE", Value::Word(is_proxy_address_type)),
    row("PXADDR-FQDN", Value::Text).lengths(64, 64),
    row("WSP-VERSION", Value::WspVersion),
    row("PUSHENABLED", Value::Boolean),
    row("PULLENABLED", Value::Boolean),
    row("TO-NAPID", Value::Identifier).must().times(ANY).lengths(16, 16),
];

const PX_AUTH: &[ParmRule] = &[
    row("PXAUTH-TYPE", Value::Word(is_proxy_auth_type)).must(),
    row("PXAUTH-ID", Value::Credential).lengths(16, 16),
    row("PXAUTH-PW", Value::Credential).lengths(16, 16),
];

const PORT: &[ParmRule] = &[
    row("PORTNBR", Value::Number(0, 65_535)).must(),
    // What is no registered word is a service of IANA at an address of an application.
    row("SERVICE", Value::OpenWord(is_service)).times(ANY),
];

const NAP_DEF: &[ParmRule] = &[
    row("NAPID", Value::Identifier).must().lengths(16, 16),
    row("BEARER", Value::OpenWord(is_bearer)).times(ANY),
    row("NAME", Value::Text).must().lengths(16, 48),
    row("INTERNET", Value::Flag),
    row("NAP-ADDRESS", Value::Address("NAP-ADDRTYPE", "E164")).must().lengths(64, 64),
    row("NAP-ADDRTYPE", Value::Word(is_address_type)),
    row("DNS-ADDR", Value::Ip).times(ANY).lengths(45, 45),
    row("CALLTYPE", Value::Word(is_call_type)),
    row("LOCAL-ADDR", Value::Address("LOCAL-ADDRTYPE", "IPV6")),
    row("LOCAL-ADDRTYPE", Value::Word(is_local_address_type)),
    row("LINKSPEED", Value::Speed).lengths(6, 6),
    row("DNLINKSPEED", Value::Speed).lengths(6, 6),
    row("LINGER", Value::Number(0, LARGEST_LINGER)).lengths(4, 4),
    row("DELIVERY-ERR-SDU", Value::Octet(0x07)),
    row("DELIVERY-ORDER", Value::Octet(0x18)),
    row("TRAFFIC-CLASS", Value::Octet(0xE0)),
    row("MAX-SDU-SIZE", Value::Octet(0xFF)),
    row("MAX-BITRATE-UPLINK", Value::Octet(0xFF)),
    row("MAX-BITRATE-DNLINK", Value::Octet(0xFF)),
    row("RESIDUAL-BER", Value::Octet(0xF0)),
    row("SDU-ERROR-RATIO", Value::Octet(0x0F)),
    row("TRAFFIC-HANDL-PRIO", Value::Octet(0x03)),
    row("TRANSFER-DELAY", Value::Octet(0xFC)),
    row("GUARANTEED-BITRATE-UPLINK", Value::Octet(0xFF)),
    row("GUARANTEED-BITRATE-DNLINK", Value::Octet(0xFF)),
    row("MAX-NUM-RETRY", Value::Number(1, 3)),
    row("FIRST-RETRY-TIMEOUT", Value::Number(1, 7)),
    row("REREG-THRESHOLD", Value::Number(1, 63)),
    row("T-BIT", Value::Flag),
];

const NAP_AUTH: &[ParmRule] = &[
    row("AUTHTYPE", Value::Word(is_nap_auth_type)).must(),
    row("AUTHNAME", Value::Credential).lengths(16, 16),
    row("AUTHSECRET", Value::Credential).lengths(16, 16),
    row("AUTH-ENTITY", Value::Text).times(ANY),
    row("SPI", Value::Index),
];

/// Codes of E.212 have two or three digits; identifiers of systems and operators are 16 bits at most.
const VALIDITY: &[ParmRule] = &[
    row("COUNTRY", Value::Digits(3)),
    row("NETWORK", Value::DigitList(3)),
    row("SID", Value::DigitList(5)),
    row("SOC", Value::Digits(5)),
    row("VALIDUNTIL", Value::Number(0, u64::MAX)).lengths(8, 8),
];

const BOOTSTRAP: &[ParmRule] = &[
    row("NAME", Value::Text).lengths(16, 48),
    row("NETWORK", Value::DigitList(3)).times(ANY),
    row("COUNTRY", Value::Digits(3)),
    row("PROXY-ID", Value::Text).times(ANY).lengths(32, 45),
    row("PROVURL", Value::Url).lengths(64, 64),
    row("CONTEXT-ALLOW", Value::Number(0, 255)),
];

const CLIENT_IDENTITY: &[ParmRule] = &[row("CLIENT-ID", Value::Credential).must().lengths(32, 32)];

const VENDOR_CONFIG: &[ParmRule] = &[row("NAME", Value::Text).must().lengths(16, 16)];

const APPLICATION: &[ParmRule] = &[
    row("APPID", Value::Identifier).must().lengths(16, 16),
    row("PROVIDER-ID", Value::Text).lengths(0, 32),
    row("NAME", Value::Text).lengths(0, 48),
    row("AACCEPT", Value::Text).lengths(0, 16),
    row("APROTOCOL", Value::Text).lengths(0, 16),
    row("TO-PROXY", Value::Text).times(ANY).lengths(0, 45),
    row("TO-NAPID", Value::Text).times(ANY).lengths(0, 16),
    row("ADDR", Value::Text).times(ANY).lengths(0, 64),
    row("APPREF", Value::Text),
    row("TO-APPREF", Value::Text).times(ANY),
];

const APP_ADDR: &[ParmRule] = &[
    row("ADDR", Value::Address("ADDRTYPE", "")).must().lengths(0, 64),
    row("ADDRTYPE", Value::Word(is_proxy_address_type)),
];

const APP_AUTH: &[ParmRule] = &[
    row("AAUTHLEVEL", Value::Word(is_level)),
    row("AAUTHTYPE", Value::Text),
    row("AAUTHNAME", Value::Credential).lengths(0, 80),
    row("AAUTHSECRET", Value::Credential).lengths(0, 40),
    row("AAUTHDATA", Value::Optional),
];

const RESOURCE: &[ParmRule] = &[
    row("URI", Value::Identifier).must().lengths(0, 64),
    row("NAME", Value::Text).lengths(0, 48),
    row("AACCEPT", Value::Text),
    row("AAUTHTYPE", Value::Text),
    row("AAUTHNAME", Value::Credential),
    row("AAUTHSECRET", Value::Credential),
    row("AAUTHDATA", Value::Optional),
    row("STARTPAGE", Value::Flag),
];

const ACCESS: &[ParmRule] = &[
    row("RULE", Value::Optional).times(ANY).lengths(0, 16),
    row("APPID", Value::Text).times(ANY),
    row("PORTNBR", Value::Number(0, 65_535)).times(ANY),
    row("DOMAIN", Value::Text).times(ANY),
    row("TO-NAPID", Value::Text).times(ANY),
    row("TO-PROXY", Value::Text).times(ANY),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_table_is_longer_than_what_is_counted() {
        let tables = [PX_LOGICAL, PX_PHYSICAL, NAP_DEF, APPLICATION, RESOURCE, BOOTSTRAP];
        assert!(tables.iter().all(|table| table.len() <= super::super::COUNTED));
    }
}
