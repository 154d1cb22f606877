//! The exceptions from the strict policy, each with who needs it.

use super::rules::{by, open};
use super::{Action, BearerKind, Context, Methods, Rule};
use crate::method::Method;

/// An exception from [`Policy::STRICT`](super::Policy::STRICT).
///
/// What none of them admits, nor all of them together:
///
/// - a document without SEC over SMS, CDMA SMS, USSD or GUTS; over IP push
///   [`AuthenticatedIpPush`](Self::AuthenticatedIpPush) does. For the others there is
///   [`Grant::unauthenticated`](super::Grant::unauthenticated), or rules of one's own;
/// - a document that did not verify, on any bearer, those that vouch among them;
/// - a broadcast on another channel, of another network, or with a management account;
/// - the privileged context by the network secret alone over SMS and USSD, by a PIN alone over CDMA
///   SMS, by anything but NETWPIN over GUTS;
/// - an update of a management account by the network secret alone, but over IP push that vouches;
/// - USERPINMAC or a method of Device Management over GUTS, and a management account by the network
///   secret alone there.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum Relaxation {
    /// The privileged context by a PIN alone over SMS, USSD and IP push, where ProvBoot demands both
    /// secrets: operators whose gateway knows no method but NETWPIN and USERPIN, as most in the
    /// field.
    PrivilegedByUserPin,
    /// A management account by the network secret alone over SMS, CDMA SMS, USSD and IP push:
    /// operators that enroll devices at their first registration, with nobody there to type a PIN.
    /// Who knows the IMSI can then take the device over. Beside a context that came by the network
    /// secret, or a privileged one, it takes
    /// [`FurtherContextByNetworkPin`](Self::FurtherContextByNetworkPin) too.
    ManagementByNetworkSecret,
    /// Further contexts, and updates of those that are neither privileged nor management accounts, by
    /// the network secret alone: operators that send settings for Internet and MMS one after the other.
    FurtherContextByNetworkPin,
    /// A context may be bootstrapped again without a reset, and another take the place of the
    /// privileged one: operators whose self-care page sends the settings as often as it is asked.
    /// What came over the air before goes.
    RepeatedBootstrap,
    /// Over the air beside a card that holds data: laboratories, and virtual operators on cards of
    /// another's profile.
    AirBesideCard,
    /// Push over IP is enough by itself: devices whose push comes over TLS from a server that was
    /// authenticated, or through the IMS core of the home network, and whose software refuses any
    /// other before it asks the policy.
    AuthenticatedIpPush,
}

impl Relaxation {
    /// Every exception.
    pub const ALL: [Self; 6] = [
        Self::PrivilegedByUserPin,
        Self::ManagementByNetworkSecret,
        Self::FurtherContextByNetworkPin,
        Self::RepeatedBootstrap,
        Self::AirBesideCard,
        Self::AuthenticatedIpPush,
    ];

    /// The rows that it adds. Some waive a check instead, and add none.
    pub(super) const fn rules(self) -> &'static [Rule] {
        match self {
            Self::PrivilegedByUserPin => PRIVILEGED_BY_USER_PIN,
            Self::ManagementByNetworkSecret => MANAGEMENT_BY_NETWORK_SECRET,
            Self::FurtherContextByNetworkPin => UPDATE_BY_NETWORK_PIN,
            Self::AuthenticatedIpPush => AUTHENTICATED_IP_PUSH,
            Self::RepeatedBootstrap | Self::AirBesideCard => &[],
        }
    }

    const fn bit(self) -> u8 {
        match self {
            Self::PrivilegedByUserPin => 0x01,
            Self::ManagementByNetworkSecret => 0x02,
            Self::FurtherContextByNetworkPin => 0x04,
            Self::RepeatedBootstrap => 0x08,
            Self::AirBesideCard => 0x10,
            Self::AuthenticatedIpPush => 0x20,
        }
    }
}

/// A set of exceptions.
#[derive(Clone, Copy, Debug)]
pub(super) struct Relaxations(u8);

impl Relaxations {
    pub(super) const NONE: Self = Self(0);

    pub(super) const fn with(self, relaxation: Relaxation) -> Self {
        Self(self.0 | relaxation.bit())
    }

    pub(super) const fn has(self, relaxation: Relaxation) -> bool {
        self.0 & relaxation.bit() != 0
    }
}

use Action::{Bootstrap, Update};
use BearerKind::{CdmaSms, Guts, IpPush, Sms, Ussd};
use Context::{Management, Other, Privileged};

const PRIVILEGED_BY_USER_PIN: &[Rule] = &[
    by(Sms, Bootstrap, Privileged, Methods::USER),
    by(Sms, Update, Privileged, Methods::USER),
    by(Ussd, Bootstrap, Privileged, Methods::USER),
    by(Ussd, Update, Privileged, Methods::USER),
    by(IpPush, Bootstrap, Privileged, Methods::USER),
    by(IpPush, Update, Privileged, Methods::USER),
];

const MANAGEMENT_BY_NETWORK_SECRET: &[Rule] = &[
    by(Sms, Bootstrap, Management, Methods::NETWORK),
    by(CdmaSms, Bootstrap, Management, Methods::NETWORK),
    by(Ussd, Bootstrap, Management, Methods::NETWORK),
    by(IpPush, Bootstrap, Management, Methods::NETWORK),
];

const UPDATE_BY_NETWORK_PIN: &[Rule] = &[
    by(Sms, Update, Other, Methods::NETWORK),
    by(CdmaSms, Update, Other, Methods::NETWORK),
    by(Ussd, Update, Other, Methods::NETWORK),
    by(Guts, Update, Other, Methods::of(&[Method::NetworkPin])),
    by(IpPush, Update, Other, Methods::NETWORK),
];

const AUTHENTICATED_IP_PUSH: &[Rule] = &[
    open(IpPush, Bootstrap, Privileged),
    open(IpPush, Bootstrap, Other),
    open(IpPush, Bootstrap, Management),
    open(IpPush, Update, Privileged),
    open(IpPush, Update, Other),
    open(IpPush, Update, Management),
];
