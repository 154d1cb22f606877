//! The rules of ProvBoot, one row for each bearer, action and context.

use super::{Action, BearerKind, Context};
use crate::method::Method;

/// One row of a policy.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_structs, reason = "rows are written by users")]
pub struct Rule {
    /// For documents that come by this bearer,
    pub bearer: BearerKind,
    /// to do this,
    pub action: Action,
    /// with this,
    pub context: Context,
    /// one of these methods is enough,
    pub methods: Methods,
    /// or the bearer itself: then a document without SEC is admitted, whatever the bearer is. Only
    /// rows of one's own have it for what anybody can send on.
    pub bearer_is_enough: bool,
}

/// A set of methods.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Methods(u8);

impl Methods {
    /// None of them.
    pub const NONE: Self = Self(0);
    /// The network secret alone, of either profile.
    pub const NETWORK: Self = Self::of(&[Method::NetworkPin, Method::DmNetworkId]);
    /// A PIN of the user alone, of either profile, in the key or with check digits.
    pub const USER: Self = Self::of(&[Method::UserPin, Method::UserPinMac, Method::DmUserPin]);
    /// PIN and network secret, of either profile.
    pub const BOTH: Self = Self::of(&[Method::UserNetworkPin, Method::DmUserPinNetworkId]);

    /// A set.
    #[must_use]
    pub const fn of(methods: &[Method]) -> Self {
        let (mut bits, mut rest) = (0, methods);
        while let [first, others @ ..] = rest {
            bits |= bit(*first);
            rest = others;
        }
        Self(bits)
    }

    /// Two sets in one.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether a method is among them.
    #[must_use]
    pub const fn has(self, method: Method) -> bool {
        self.0 & bit(method) != 0
    }
}

const fn bit(method: Method) -> u8 {
    match method {
        Method::NetworkPin => 0x01,
        Method::UserPin => 0x02,
        Method::UserNetworkPin => 0x04,
        Method::UserPinMac => 0x08,
        Method::DmNetworkId => 0x10,
        Method::DmUserPin => 0x20,
        Method::DmUserPinNetworkId => 0x40,
    }
}

const ANY: Methods = Methods::NETWORK.or(Methods::USER).or(Methods::BOTH);
const WITH_PIN: Methods = Methods::USER.or(Methods::BOTH);
/// GUTS: USERPINMAC does not apply (ProvBoot 7.2.1).
const GUTS: Methods = Methods::of(&[Method::NetworkPin, Method::UserPin, Method::UserNetworkPin]);
const GUTS_WITH_PIN: Methods = Methods::of(&[Method::UserPin, Method::UserNetworkPin]);

/// A row where a method is needed.
pub(super) const fn by(
    bearer: BearerKind,
    action: Action,
    context: Context,
    methods: Methods,
) -> Rule {
    Rule { bearer, action, context, methods, bearer_is_enough: false }
}

/// A row where the bearer vouches.
pub(super) const fn open(bearer: BearerKind, action: Action, context: Context) -> Rule {
    Rule { bearer, action, context, methods: Methods::NONE, bearer_is_enough: true }
}

use Action::{Bootstrap, Update};
use BearerKind::{Card, CdmaSms, CellBroadcast, Guts, IpPush, Local, Sms, Ussd};
use Context::{Management, Other, Privileged};

/// [`Policy::STRICT`](super::Policy::STRICT).
///
/// Ours, because the text is silent: what is asked of an update is what is asked of a further
/// context; IP push is treated as SMS; and an account of a management server always needs a PIN
/// over the air, although NETWORKID is mandatory to implement.
pub(super) const STRICT: &[Rule] = &[
    // ProvBoot 7.1.3, 7.1.4: point to point on GSM, a generic method; privileged by both secrets.
    by(Sms, Bootstrap, Privileged, Methods::BOTH),
    by(Sms, Bootstrap, Other, ANY),
    by(Sms, Bootstrap, Management, WITH_PIN),
    by(Sms, Update, Privileged, Methods::BOTH),
    by(Sms, Update, Other, WITH_PIN),
    by(Sms, Update, Management, WITH_PIN),
    by(Ussd, Bootstrap, Privileged, Methods::BOTH),
    by(Ussd, Bootstrap, Other, ANY),
    by(Ussd, Bootstrap, Management, WITH_PIN),
    by(Ussd, Update, Privileged, Methods::BOTH),
    by(Ussd, Update, Other, WITH_PIN),
    by(Ussd, Update, Management, WITH_PIN),
    // ProvBoot 7.1.2: no secret; channel and network are checked apart from this table.
    open(CellBroadcast, Bootstrap, Privileged),
    open(CellBroadcast, Bootstrap, Other),
    open(CellBroadcast, Update, Privileged),
    open(CellBroadcast, Update, Other),
    // ProvBoot 7.3.1, 7.3.2.
    by(CdmaSms, Bootstrap, Privileged, Methods::NETWORK.or(Methods::BOTH)),
    by(CdmaSms, Bootstrap, Other, ANY),
    by(CdmaSms, Bootstrap, Management, WITH_PIN),
    by(CdmaSms, Update, Privileged, Methods::NETWORK.or(Methods::BOTH)),
    by(CdmaSms, Update, Other, WITH_PIN),
    by(CdmaSms, Update, Management, WITH_PIN),
    // ProvBoot 7.2.1, 7.2.3.
    by(Guts, Bootstrap, Privileged, Methods::of(&[Method::NetworkPin])),
    by(Guts, Bootstrap, Other, GUTS),
    by(Guts, Bootstrap, Management, GUTS_WITH_PIN),
    by(Guts, Update, Privileged, Methods::of(&[Method::NetworkPin])),
    by(Guts, Update, Other, GUTS_WITH_PIN),
    by(Guts, Update, Management, GUTS_WITH_PIN),
    // ProvBoot 7.1.1: the card carries any context, and is updated by its own methods.
    open(Card, Bootstrap, Privileged),
    open(Card, Bootstrap, Other),
    open(Card, Bootstrap, Management),
    open(Card, Update, Privileged),
    open(Card, Update, Other),
    open(Card, Update, Management),
    open(Local, Bootstrap, Privileged),
    open(Local, Bootstrap, Other),
    open(Local, Bootstrap, Management),
    open(Local, Update, Privileged),
    open(Local, Update, Other),
    open(Local, Update, Management),
    by(IpPush, Bootstrap, Privileged, Methods::BOTH),
    by(IpPush, Bootstrap, Other, ANY),
    by(IpPush, Bootstrap, Management, WITH_PIN),
    by(IpPush, Update, Privileged, Methods::BOTH),
    by(IpPush, Update, Other, WITH_PIN),
    by(IpPush, Update, Management, WITH_PIN),
];
