//! Any change of body, key, MAC or method fails; the known wrong keys of senders fail, and are named;
//! no secret shows.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "tests have the standard library, and their helpers may fail"
)]

use proptest::prelude::*;
use proptest::sample::Index;
use provost::bootstrap::{
    Attempts, Defect, Identity, Imsi, Key, Mac, Method, NetworkId, NetworkSecret, Next, Outcome,
    Sec, Security, SenderFault, UserPin, diagnose, sign, verify,
};
use provost_tests::{bootstrap, fuzz, vectors::unhex};

const IMSI: &str = "[0-9]{6,15}";
const PIN: &str = "[0-9]{1,70}";

/// An identity for each method that has a MAC.
fn identities(imsi: &str, pin: &str) -> [(Method, Identity); 6] {
    let parsed: Imsi = imsi.parse().unwrap();
    let pin: UserPin = pin.parse().unwrap();
    let secret = NetworkSecret::Imsi(parsed.clone());
    let id = NetworkId::from_digits(&parsed);
    [
        (Method::NetworkPin, Identity::Network(secret.clone())),
        (Method::UserPin, Identity::User(pin.clone())),
        (Method::UserNetworkPin, Identity::UserAndNetwork(pin.clone(), secret)),
        (Method::DmNetworkId, Identity::NetworkId(id.clone())),
        (Method::DmUserPin, Identity::User(pin.clone())),
        (Method::DmUserPinNetworkId, Identity::UserAndNetworkId(pin, id)),
    ]
}

fn is_verified(body: &[u8], security: &Security, identities: &[Identity]) -> bool {
    matches!(verify(body, security, identities), Outcome::Verified(_))
}

proptest! {
    #[test]
    fn what_is_signed_is_verified(
        body: Vec<u8>, imsi in IMSI, pin in PIN, half in "[0-9]{5,20}",
    ) {
        for (method, identity) in identities(&imsi, &pin) {
            let signed = sign(&body, method, &identity).unwrap();
            let mac = signed.mac().map(ToString::to_string);
            let security = Security::from_params(Some(signed.sec()), mac.as_deref());
            prop_assert!(is_verified(&body, &security, &[identity]));
            let security = Security::from_content_type(&format!("a/b; {}", signed.parameters()));
            prop_assert_eq!(security.method(), Some(method));
        }
        let half: UserPin = half.parse().unwrap();
        let signed = sign(&body, Method::UserPinMac, &half.into()).unwrap();
        let security = Security::from_params(Some(3.into()), None);
        prop_assert!(is_verified(&body, &security, &[signed.pin().unwrap().clone().into()]));
    }

    #[test]
    fn any_change_fails(
        body in prop::collection::vec(any::<u8>(), 1..200),
        imsi in IMSI, pin in PIN,
        at: Index, bit in 0_u8..8, other_imsi in IMSI, other_pin in PIN,
    ) {
        let changed = {
            let mut body = body.clone();
            let at = at.index(body.len());
            body[at] ^= 1 << bit;
            body
        };
        let all = identities(&imsi, &pin);
        let others = identities(&other_imsi, &other_pin);
        for (method, identity) in &all {
            let signed = sign(&body, *method, identity).unwrap();
            let mac = signed.mac().unwrap();
            let text = mac.to_string();
            let right = Security::from_params(Some(signed.sec()), Some(&text));
            let holder = std::slice::from_ref(identity);

            // The body: another octet, one less, one more.
            prop_assert!(!is_verified(&changed, &right, holder));
            prop_assert!(!is_verified(&body[1..], &right, holder));
            prop_assert!(!is_verified(&body[..body.len() - 1], &right, holder));
            prop_assert!(!is_verified(&[&body[..], &[0]].concat(), &right, holder));
            // The MAC.
            let mut octets = *mac.octets();
            let place = at.index(Mac::LENGTH);
            octets[place] ^= 1 << bit;
            let wrong = Mac::from_octets(octets).to_string();
            let wrong = Security::from_params(Some(signed.sec()), Some(&wrong));
            prop_assert!(!is_verified(&body, &wrong, holder));
            // The key.
            if imsi != other_imsi && pin != other_pin {
                let identities = others.clone().map(|(_, identity)| identity);
                prop_assert!(!is_verified(&body, &right, &identities));
            }
            // The method: only the two whose key is the PIN agree.
            for (other, _) in &all {
                let same_key = [method, other].iter().all(|it| {
                    matches!(it, Method::UserPin | Method::DmUserPin)
                });
                if other == method || same_key {
                    continue;
                }
                let security = Security::from_params(Some(other.sec()), Some(&text));
                let everybody = all.clone().map(|(_, identity)| identity);
                prop_assert!(!is_verified(&body, &security, &everybody), "{method} {other}");
            }
        }
    }

    #[test]
    fn any_change_of_a_pin_with_check_digits_fails(
        body in prop::collection::vec(any::<u8>(), 1..100), half in "[0-9]{5,20}",
        at: Index, by in 1_u8..10,
    ) {
        let half: UserPin = half.parse().unwrap();
        let signed = sign(&body, Method::UserPinMac, &half.clone().into()).unwrap();
        let pin = signed.pin().unwrap().reveal();
        let security = Security::from_params(Some(3.into()), None);
        // In the check digits: a change in the key passes once in 10^5, as it must.
        let mut digits = pin.as_bytes().to_vec();
        let place = digits.len() / 2 + at.index(digits.len() / 2);
        digits[place] = b'0' + (digits[place] - b'0' + by) % 10;
        let wrong: UserPin = String::from_utf8(digits).unwrap().parse().unwrap();
        prop_assert!(!is_verified(&body, &security, &[wrong.into()]));
        for wrong in [&pin[..pin.len() - 1], &pin[2..], &format!("{pin}0"), half.reveal()] {
            let wrong: UserPin = wrong.parse().unwrap();
            let outcome = verify(&body, &security, &[wrong.into()]);
            let is_verified = matches!(outcome, Outcome::Verified(_));
            // A PIN that lost a pair of digits is another PIN, and may fit by chance.
            prop_assert!(!is_verified || half.reveal().len() < 8);
        }
    }

    #[test]
    fn parameters_of_any_text(text in "[ -~]{0,80}", sec in "(SEC|MAC|sec|x|\"|;|=| |[0-9A-F]{1,4}){0,30}") {
        fuzz::bootstrap::security(text.as_bytes());
        fuzz::bootstrap::security(sec.as_bytes());
    }
}

const BODY: [u8; 6] = [0x03, 0x0B, 0x6A, 0x00, 0x45, 0x01];

fn mac(key: &[u8]) -> String {
    let secret = NetworkSecret::Raw(Key::new(key.to_vec()).unwrap());
    sign(&BODY, Method::NetworkPin, &secret.into()).unwrap().mac().unwrap().to_string()
}

/// Every prefix, and every octet in place of each, of parameters as they travel.
#[test]
fn prefixes_and_mutations_of_parameters() {
    let line = b"USERPIN_NETWORKID 3A823B0F64545DEA29E67D4859D1CDB250F3586C\n\x03\x0B";
    let media = b"a/b; SEC=\"1\"; MAC=3A823B0F64545DEA29E67D4859D1CDB250F3586C\n";
    for input in [&line[..], media] {
        for length in 0..=input.len() {
            fuzz::bootstrap::security(&input[..length]);
        }
        for at in 0..input.len() {
            for octet in 0..=255 {
                let mut mutated = input.to_vec();
                mutated[at] = octet;
                fuzz::bootstrap::security(&mutated);
            }
        }
    }
}

/// Keys that senders in the field are known to make: none of them verifies, all are named.
#[test]
fn wrong_keys_of_known_senders() {
    let digits = "466923103145252";
    let sim = Identity::from(digits.parse::<Imsi>().unwrap());
    let pin: UserPin = "1234".parse().unwrap();
    let both = sim.with_pin(&pin);
    let semi_octets = unhex("4966291330412525");
    let netcomm = [b"1234:", &semi_octets[..]].concat();
    for (code, key, identity, fault, sender) in [
        (0, digits.as_bytes().to_vec(), sim, SenderFault::ImsiAsDigits, "Kannel"),
        (
            2,
            format!("{digits}1234").into_bytes(),
            both.clone(),
            SenderFault::ImsiAsDigits,
            "Kannel",
        ),
        (2, netcomm, both.clone(), SenderFault::ManagementKeyOrder, "NetComm"),
        (
            2,
            format!("1234:{digits}").into_bytes(),
            both,
            SenderFault::ManagementKeyOrderAndDigits,
            "NetComm",
        ),
    ] {
        let security = Security::from_params(Some(Sec::Code(code)), Some(&mac(&key)));
        let identities = [&bootstrap::others()[..], &[identity]].concat();
        let outcome = verify(&BODY, &security, &identities);
        assert!(matches!(outcome, Outcome::Failed(_)), "{fault}: {outcome:?}");
        assert_eq!(diagnose(&BODY, &security, &identities), Some(fault));
        assert!(fault.sender() == sender && fault.to_string().contains(sender), "{fault}");
        // Not of this document.
        assert_eq!(diagnose(&BODY[1..], &security, &identities), None);
        assert_eq!(diagnose(&BODY, &security, &bootstrap::others()), None);
    }
}

/// Kannel writes a MAC beside SEC 3.
#[test]
fn a_mac_beside_a_pin() {
    for (key, pin) in [("12345", "1234528080"), ("1234528080", "1234528080"), ("4711", "4711")] {
        let identity = Identity::from(pin.parse::<UserPin>().unwrap());
        let security = Security::from_params(Some(3.into()), Some(&mac(key.as_bytes())));
        let identities = [identity];
        let outcome = verify(&BODY, &security, &identities);
        assert!(matches!(outcome, Outcome::Malformed(Defect::MacWithUserPinMac)), "{outcome:?}");
        let fault = diagnose(&BODY, &security, &identities);
        assert_eq!(fault, Some(SenderFault::HeaderMacBesidePin));
    }
}

/// What verifies, or fails for no known reason, has no fault.
#[test]
fn no_fault_where_there_is_none() {
    for case in bootstrap::cases() {
        for security in bootstrap::forms(&case) {
            let holder = [case.holder.clone()];
            assert_eq!(diagnose(&case.body, &security, &holder), None, "{}", case.name);
        }
    }
}

#[test]
fn attempts_end() {
    let wrong = Outcome::Failed(Method::UserPin);
    let mut attempts = Attempts::default();
    assert_eq!(attempts.record(&Outcome::NeedsUserPin), Next::AskPin { left: 3 });
    assert_eq!(attempts.record(&wrong), Next::AskPin { left: 2 });
    assert_eq!(
        attempts.record(&Outcome::Malformed(Defect::PinLength(9))),
        Next::AskPin { left: 1 }
    );
    let mut right = attempts.clone();
    assert_eq!(attempts.record(&wrong), Next::Discard { silently: false });
    assert_eq!(attempts.left(), 0);
    assert_eq!(attempts.record(&Outcome::NeedsUserPin), Next::Discard { silently: false });

    // The last try may be right; behind it nothing is.
    let pin: UserPin = "1234".parse().unwrap();
    let mac = mac(b"1234");
    let security = Security::from_params(Some(1.into()), Some(&mac));
    let identities = [Identity::from(pin)];
    let verified = || verify(&BODY, &security, &identities);
    assert_eq!(right.record(&verified()), Next::Admit);
    assert_eq!(attempts.record(&verified()), Next::Discard { silently: false });

    for method in [Method::NetworkPin, Method::DmNetworkId] {
        let mut attempts = Attempts::default();
        let failed = Outcome::Failed(method);
        assert_eq!(attempts.record(&failed), Next::Discard { silently: true });
        assert_eq!(attempts.left(), 0);
    }
    for outcome in [
        Outcome::NeedsNetworkSecret,
        Outcome::Malformed(Defect::MacWithoutSec),
        Outcome::UnsupportedMethod(Sec::Code(9)),
    ] {
        let mut attempts = Attempts::default();
        assert_eq!(attempts.record(&outcome), Next::Discard { silently: true });
    }
    let unauthenticated = verify(&BODY, &Security::NONE, &[]);
    assert_eq!(Attempts::new(1).record(&unauthenticated), Next::Admit);
    assert_eq!(Attempts::new(0).record(&Outcome::NeedsUserPin), Next::Discard { silently: false });
}

/// Secrets in every form that a debug output could have them in.
#[test]
fn no_secret_shows() {
    let imsi: Imsi = "310150987654321".parse().unwrap();
    let pin: UserPin = "8675309867".parse().unwrap();
    let key = Key::new(b"hunter2!".to_vec()).unwrap();
    let secrets = [NetworkSecret::Imsi(imsi.clone()), NetworkSecret::Raw(key.clone())];
    let mut text = format!("{imsi:?} {pin:?} {key:?} {secrets:?}");
    let id = NetworkId::from_digits(&imsi);
    let body = b"AAUTHSECRET hunter2!";
    for identity in [
        Identity::from(imsi),
        Identity::from(pin.clone()),
        Identity::from(id.clone()),
        Identity::UserAndNetwork(pin.clone(), secrets[0].clone()),
        Identity::UserAndNetworkId(pin.clone(), id),
    ] {
        text += &format!("{identity:?} {identity:#?}");
        for method in Method::ALL {
            let Ok(signed) = sign(body, method, &identity) else { continue };
            text += &format!("{signed:?} {signed:#?}");
            let mac = signed.mac().map(ToString::to_string);
            let security = Security::from_params(Some(signed.sec()), mac.as_deref());
            let holder = signed.pin().cloned().map_or_else(|| identity.clone(), Identity::from);
            let outcome = verify(body, &security, &[holder]);
            assert!(matches!(outcome, Outcome::Verified(_)));
            text += &format!("{security:?} {outcome:?} {outcome:#?}");
            text += &format!("{:?}", verify(body, &Security::NONE, &[]));
            if let Some(mac) = mac {
                assert!(!text.contains(&mac) && !text.contains(&mac.to_lowercase()), "{text}");
            }
        }
    }
    for wrong in ["86753o9", "31015098765432199"] {
        text += &format!("{:?} ", wrong.parse::<UserPin>().err());
        text += &wrong.parse::<Imsi>().unwrap_err().to_string();
    }
    assert!(text.contains("UserPin(..)") && text.contains("Imsi(..)"));
    for planted in ["8675309", "3101509", "98765", "hunter", "104, 117", "39, 01", "[57", "0x39"] {
        assert!(!text.contains(planted), "{planted} in {text}");
    }
}
