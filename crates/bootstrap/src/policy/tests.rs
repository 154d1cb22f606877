use alloc::vec::Vec;

use super::*;
use crate::defect::Defect;
use crate::identity::{Identity, Imsi, NetworkId};
use crate::method::Sec;
use crate::outcome::{Unverified, Verified};

const BODY: &[u8] = b"\x03\x0B\x6A\x00\x45\x01";

const BEARERS: [Bearer; 8] = [
    Bearer::Sms,
    Bearer::Ussd,
    Bearer::CellBroadcast(HOME),
    Bearer::CdmaSms,
    Bearer::Guts,
    Bearer::Card,
    Bearer::Local,
    Bearer::IpPush,
];
const CONTEXTS: [Context; 3] = [Context::Privileged, Context::Other, Context::Management];
const ACTIONS: [Action; 2] = [Action::Bootstrap, Action::Update];

const HOME: Broadcast = {
    let code = NetworkCode(*b"26201\0");
    Broadcast { channel: 421, provisioning: code, sim: code, system: code }
};

fn verified(method: Method) -> Outcome<'static> {
    Outcome::Verified(Verified::new(BODY, method, 0))
}

fn unauthenticated() -> Outcome<'static> {
    Outcome::Unauthenticated(Unverified::new(BODY))
}

fn admit(
    policy: Policy,
    outcome: Outcome<'static>,
    bearer: Bearer,
    purpose: Purpose,
) -> Result<(), Refusal> {
    policy.admit(outcome, bearer, purpose).map(|grant| assert_eq!(grant.body(), BODY))
}

/// The methods that are admitted, and whether a document without SEC is.
fn accepted(policy: Policy, bearer: Bearer, purpose: Purpose) -> (Vec<Method>, bool) {
    let is_in = |outcome| admit(policy, outcome, bearer, purpose).is_ok();
    let methods = Method::ALL.into_iter().filter(|method| is_in(verified(*method))).collect();
    (methods, is_in(unauthenticated()))
}

/// Written anew from the text, so that a slip in the table shows.
#[test]
fn the_rules_of_the_specification() {
    use Method::{
        DmNetworkId, DmUserPin, DmUserPinNetworkId, NetworkPin, UserNetworkPin, UserPin, UserPinMac,
    };
    let boot = |context| Purpose::bootstrap(context, Installed::NOTHING);
    for (bearer, context, methods, is_open) in [
        (Bearer::Sms, Context::Privileged, &[UserNetworkPin, DmUserPinNetworkId][..], false),
        (Bearer::Sms, Context::Other, &Method::ALL, false),
        (
            Bearer::Sms,
            Context::Management,
            &[UserPin, UserNetworkPin, UserPinMac, DmUserPin, DmUserPinNetworkId],
            false,
        ),
        (Bearer::Ussd, Context::Privileged, &[UserNetworkPin, DmUserPinNetworkId], false),
        (Bearer::Ussd, Context::Other, &Method::ALL, false),
        (
            Bearer::CdmaSms,
            Context::Privileged,
            &[NetworkPin, UserNetworkPin, DmNetworkId, DmUserPinNetworkId],
            false,
        ),
        (Bearer::CdmaSms, Context::Other, &Method::ALL, false),
        (Bearer::Guts, Context::Privileged, &[NetworkPin], false),
        (Bearer::Guts, Context::Other, &[NetworkPin, UserPin, UserNetworkPin], false),
        (Bearer::IpPush, Context::Privileged, &[UserNetworkPin, DmUserPinNetworkId], false),
        (Bearer::Card, Context::Privileged, &Method::ALL, true),
        (Bearer::Local, Context::Management, &Method::ALL, true),
        (Bearer::CellBroadcast(HOME), Context::Privileged, &Method::ALL, true),
        (Bearer::CellBroadcast(HOME), Context::Management, &[], false),
    ] {
        let found = accepted(Policy::STRICT, bearer, boot(context));
        assert_eq!(found, (methods.to_vec(), is_open), "{bearer:?} {context:?}");
    }
}

#[test]
fn what_did_not_verify_is_refused_everywhere() {
    let every = Relaxation::ALL.into_iter().fold(Policy::STRICT, Policy::with);
    for policy in [Policy::STRICT, every] {
        for bearer in BEARERS {
            for context in CONTEXTS {
                for action in ACTIONS {
                    let purpose = Purpose { action, context, installed: Installed::NOTHING };
                    let refused = |outcome| admit(policy, outcome, bearer, purpose).unwrap_err();
                    let failed = Method::UserPin;
                    assert_eq!(refused(Outcome::Failed(failed)), Refusal::Failed(failed));
                    assert_eq!(refused(Outcome::NeedsUserPin), Refusal::NeedsUserPin);
                    assert_eq!(refused(Outcome::NeedsNetworkSecret), Refusal::NeedsNetworkSecret);
                    let defect = Defect::MacWithoutSec;
                    assert_eq!(refused(Outcome::Malformed(defect)), Refusal::Malformed(defect));
                    let sec = Sec::Code(7);
                    assert_eq!(
                        refused(Outcome::UnsupportedMethod(sec.clone())),
                        Refusal::UnsupportedMethod(sec)
                    );
                }
            }
        }
    }
}

/// What the documentation of [`Relaxation`] says that none admits.
#[test]
fn what_no_relaxation_admits() {
    let every = Relaxation::ALL.into_iter().fold(Policy::STRICT, Policy::with);
    let methods = |bearer, action, context| {
        accepted(every, bearer, Purpose { action, context, installed: Installed::NOTHING })
    };
    let pins: Vec<_> = Method::ALL.into_iter().filter(|it| it.has_user_pin()).collect();
    let secrets: Vec<_> = Method::ALL.into_iter().filter(|it| it.has_network_secret()).collect();
    let guts = [Method::NetworkPin, Method::UserPin, Method::UserNetworkPin];
    for action in ACTIONS {
        let cell = Bearer::CellBroadcast(HOME);
        assert_eq!(methods(cell, action, Context::Management), (Vec::new(), false));
        for bearer in [Bearer::Sms, Bearer::Ussd] {
            assert_eq!(methods(bearer, action, Context::Privileged), (pins.clone(), false));
        }
        assert_eq!(methods(Bearer::CdmaSms, action, Context::Privileged), (secrets.clone(), false));
        let by_network = [Method::NetworkPin].to_vec();
        assert_eq!(methods(Bearer::Guts, action, Context::Privileged), (by_network, false));
        assert_eq!(methods(Bearer::Guts, action, Context::Other), (guts.to_vec(), false));
        assert_eq!(methods(Bearer::Guts, action, Context::Management), (guts[1..].to_vec(), false));
    }
    for bearer in [Bearer::Sms, Bearer::Ussd, Bearer::CdmaSms] {
        let found = methods(bearer, Action::Update, Context::Management);
        assert_eq!(found, (pins.clone(), false), "{bearer:?}");
    }
}

/// A document that its bearer vouches for is not worse for a MAC that fits.
#[test]
fn a_method_takes_nothing_from_a_bearer_that_vouches() {
    let every = Relaxation::ALL.into_iter().map(|it| Policy::STRICT.with(it));
    for policy in every.chain([Policy::STRICT]) {
        for bearer in BEARERS {
            for context in CONTEXTS {
                for action in ACTIONS {
                    for facts in (0..16_u8).step_by(if cfg!(miri) { 15 } else { 1 }) {
                        let installed = Installed {
                            this_context: facts & 1 != 0,
                            privileged_context: facts & 2 != 0,
                            by_network_pin: facts & 4 != 0,
                            on_card: facts & 8 != 0,
                        };
                        let purpose = Purpose { action, context, installed };
                        let (methods, is_open) = accepted(policy, bearer, purpose);
                        assert!(!is_open || methods == Method::ALL, "{bearer:?} {purpose:?}");
                    }
                }
            }
        }
    }
}

/// There is one privileged context, whatever its PROVURL: another by the air is a repetition.
#[test]
fn another_privileged_context() {
    let privileged = Installed { privileged_context: true, ..Installed::NOTHING };
    let purpose = Purpose::bootstrap(Context::Privileged, privileged);
    let found = |policy, bearer| admit(policy, verified(Method::UserNetworkPin), bearer, purpose);
    let repeated = Policy::STRICT.with(Relaxation::RepeatedBootstrap);
    for bearer in [Bearer::Sms, Bearer::Ussd, Bearer::CdmaSms, Bearer::Local] {
        assert_eq!(found(Policy::STRICT, bearer), Err(Refusal::AlreadyBootstrapped));
        assert_eq!(found(repeated, bearer), Ok(()));
    }
    for bearer in [Bearer::Card, Bearer::CellBroadcast(HOME)] {
        assert_eq!(found(Policy::STRICT, bearer), Ok(()));
    }
}

/// No exception lets in what has no SEC, on a bearer that anybody can send on.
#[test]
fn no_relaxation_admits_without_sec_over_the_air() {
    let every = Relaxation::ALL.into_iter().fold(Policy::STRICT, Policy::with);
    for bearer in [Bearer::Sms, Bearer::Ussd, Bearer::CdmaSms, Bearer::Guts] {
        for context in CONTEXTS {
            for action in ACTIONS {
                let purpose = Purpose { action, context, installed: Installed::NOTHING };
                let refusal = admit(every, unauthenticated(), bearer, purpose).unwrap_err();
                assert_eq!(refusal, Refusal::Unauthenticated, "{bearer:?} {purpose:?}");
            }
        }
    }
}

#[test]
fn every_relaxation_changes_its_case_and_is_needed_for_it() {
    let nothing = Installed::NOTHING;
    let there = Installed { this_context: true, ..nothing };
    let privileged = Installed { privileged_context: true, ..nothing };
    let by_network_pin = Installed { by_network_pin: true, ..nothing };
    let on_card = Installed { on_card: true, ..nothing };
    let boot = Purpose::bootstrap;
    for (relaxation, bearer, outcome, purpose, refusal) in [
        (
            Relaxation::PrivilegedByUserPin,
            Bearer::Sms,
            Some(Method::UserPin),
            boot(Context::Privileged, nothing),
            Refusal::Method(Method::UserPin),
        ),
        (
            Relaxation::ManagementByNetworkSecret,
            Bearer::Sms,
            Some(Method::DmNetworkId),
            boot(Context::Management, nothing),
            Refusal::Method(Method::DmNetworkId),
        ),
        (
            Relaxation::FurtherContextByNetworkPin,
            Bearer::Sms,
            Some(Method::NetworkPin),
            boot(Context::Other, by_network_pin),
            Refusal::NeedsUserPinForFurtherContext,
        ),
        (
            Relaxation::FurtherContextByNetworkPin,
            Bearer::Ussd,
            Some(Method::NetworkPin),
            boot(Context::Other, privileged),
            Refusal::NeedsUserPinForFurtherContext,
        ),
        (
            Relaxation::FurtherContextByNetworkPin,
            Bearer::Sms,
            Some(Method::NetworkPin),
            Purpose::update(Context::Other, there),
            Refusal::Method(Method::NetworkPin),
        ),
        (
            Relaxation::FurtherContextByNetworkPin,
            Bearer::Guts,
            Some(Method::NetworkPin),
            Purpose::update(Context::Other, there),
            Refusal::Method(Method::NetworkPin),
        ),
        (
            Relaxation::RepeatedBootstrap,
            Bearer::Sms,
            Some(Method::UserPin),
            boot(Context::Other, there),
            Refusal::AlreadyBootstrapped,
        ),
        (
            Relaxation::AirBesideCard,
            Bearer::Sms,
            Some(Method::UserNetworkPin),
            boot(Context::Privileged, on_card),
            Refusal::OnCard,
        ),
        (
            Relaxation::AuthenticatedIpPush,
            Bearer::IpPush,
            None,
            Purpose::update(Context::Privileged, there),
            Refusal::Unauthenticated,
        ),
    ] {
        let outcome = || outcome.map_or_else(unauthenticated, verified);
        assert_eq!(admit(Policy::STRICT, outcome(), bearer, purpose), Err(refusal.clone()));
        for other in Relaxation::ALL {
            let found = admit(Policy::STRICT.with(other), outcome(), bearer, purpose);
            let expected = if other == relaxation { Ok(()) } else { Err(refusal.clone()) };
            assert_eq!(found, expected, "{relaxation:?} {other:?}");
        }
    }
}

#[test]
fn a_user_pin_opens_further_contexts() {
    let installed =
        Installed { privileged_context: true, by_network_pin: true, ..Installed::NOTHING };
    let purpose = Purpose::bootstrap(Context::Other, installed);
    for method in Method::ALL {
        let found = admit(Policy::STRICT, verified(method), Bearer::Sms, purpose);
        assert_eq!(found.is_ok(), method.has_user_pin(), "{method:?}");
    }
}

#[test]
fn cards_and_broadcasts_are_read_again() {
    let there = Installed { this_context: true, on_card: true, ..Installed::NOTHING };
    let purpose = Purpose::bootstrap(Context::Privileged, there);
    assert_eq!(admit(Policy::STRICT, unauthenticated(), Bearer::Card, purpose), Ok(()));
    let cell = Bearer::CellBroadcast(HOME);
    assert_eq!(admit(Policy::STRICT, unauthenticated(), cell, purpose), Err(Refusal::OnCard));
    let there = Purpose::bootstrap(Context::Other, Installed { on_card: false, ..there });
    assert_eq!(admit(Policy::STRICT, unauthenticated(), cell, there), Ok(()));
    let local = admit(Policy::STRICT, unauthenticated(), Bearer::Local, there);
    assert_eq!(local, Err(Refusal::AlreadyBootstrapped));
}

#[test]
fn broadcasts_of_ones_own_network_on_its_channel() {
    let purpose = Purpose::bootstrap(Context::Other, Installed::NOTHING);
    let found = |broadcast| {
        admit(Policy::STRICT, unauthenticated(), Bearer::CellBroadcast(broadcast), purpose)
    };
    assert_eq!(found(HOME), Ok(()));
    for channel in [0, 420, 422, 50, u16::MAX] {
        assert_eq!(found(Broadcast { channel, ..HOME }), Err(Refusal::Channel(channel)));
    }
    for text in ["26202", "26301", "262001", "262010"] {
        let other = text.parse().unwrap();
        for broadcast in [
            Broadcast { provisioning: other, ..HOME },
            Broadcast { sim: other, ..HOME },
            Broadcast { system: other, ..HOME },
            Broadcast { sim: other, system: other, ..HOME },
        ] {
            assert_eq!(found(broadcast), Err(Refusal::ForeignBroadcast), "{text}");
        }
    }
    assert!("2620".parse::<NetworkCode>().is_err() && "2620111".parse::<NetworkCode>().is_err());
    assert!("262-1".parse::<NetworkCode>().is_err());
    assert_eq!(alloc::format!("{}", HOME.sim), "26201");
}

#[test]
fn what_a_grant_says() {
    let purpose = Purpose::bootstrap(Context::Other, Installed::NOTHING);
    let outcome = Outcome::Verified(Verified::new(BODY, Method::NetworkPin, 3));
    let grant = Policy::STRICT.admit(outcome, Bearer::Sms, purpose).unwrap();
    assert_eq!((grant.method(), grant.identity()), (Some(Method::NetworkPin), Some(3)));
    assert_eq!((grant.bearer(), grant.purpose()), (Some(Bearer::Sms), Some(purpose)));
    assert_eq!(grant.reason(), None);
    let grant = Policy::STRICT.admit(unauthenticated(), Bearer::Card, purpose).unwrap();
    assert_eq!((grant.method(), grant.identity()), (None, None));
    assert_eq!((grant.bearer(), grant.reason()), (Some(Bearer::Card), None));
    let grant = Grant::unauthenticated(BODY, "a test");
    assert_eq!((grant.body(), grant.reason()), (BODY, Some("a test")));
    assert_eq!((grant.method(), grant.bearer(), grant.purpose()), (None, None, None));
}

#[test]
fn rules_of_ones_own() {
    static RULES: [Rule; 1] = [Rule {
        bearer: BearerKind::Sms,
        action: Action::Bootstrap,
        context: Context::Other,
        methods: Methods::BOTH,
        bearer_is_enough: false,
    }];
    let policy = Policy::from_rules(&RULES);
    let purpose = |context| Purpose::bootstrap(context, Installed::NOTHING);
    let found =
        |bearer, context| admit(policy, verified(Method::UserNetworkPin), bearer, purpose(context));
    assert_eq!(found(Bearer::Sms, Context::Other), Ok(()));
    assert_eq!(found(Bearer::Sms, Context::Privileged), Err(Refusal::NoRule));
    assert_eq!(found(Bearer::Card, Context::Other), Err(Refusal::NoRule));
    assert_eq!(policy.rules().count(), 1);
    assert_eq!(Policy::default().rules().count(), rules::STRICT.len());
}

/// Identities stay out of every type that a policy hands around.
#[test]
fn debug_shows_no_octet_of_a_body() {
    let imsi: Imsi = "310150123456789".parse().unwrap();
    let text = alloc::format!(
        "{:?} {:?} {:?}",
        Grant::unauthenticated(b"\x2A\x2B\x2C", "a test"),
        verified(Method::UserPin),
        [Identity::from(imsi.clone()), NetworkId::from_digits(&imsi).into()],
    );
    for planted in ["42, 43", "2A2B", "3101", "3, 11", "0x03"] {
        assert!(!text.contains(planted), "{text}");
    }
}
