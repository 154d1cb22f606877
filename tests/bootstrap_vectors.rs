//! The MACs and PINs of the vectors, both ways: by `sign`, and by `verify`.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "tests have the standard library, and their helpers may fail"
)]

use provost::bootstrap::{Defect, Identity, Method, Outcome, Sec, Security, UserPin, sign, verify};
use provost::wbxml::{Reader, vocabulary::PROV};
use provost_tests::bootstrap::{self, Case, Expected};

#[test]
fn every_vector_is_signed() {
    for Case { name, body, method, signer, expected, .. } in cases() {
        let signed = sign(&body, method, &signer).unwrap();
        assert_eq!(signed.sec(), method.sec(), "{name}");
        match expected {
            Expected::Mac(mac) => {
                assert_eq!(signed.mac().map(ToString::to_string), Some(mac), "{name}");
                assert!(signed.pin().is_none(), "{name}");
            }
            Expected::Pin(pin) => {
                assert_eq!(signed.pin().map(UserPin::reveal), Some(pin.as_str()), "{name}");
                assert!(signed.mac().is_none(), "{name}");
            }
        }
    }
}

#[test]
fn every_vector_is_verified() {
    for case in cases() {
        let identities = [bootstrap::others(), vec![case.holder.clone()]].concat();
        for security in bootstrap::forms(&case) {
            let outcome = verify(&case.body, &security, &identities);
            let Outcome::Verified(verified) = outcome else { panic!("{}: {outcome:?}", case.name) };
            assert_eq!(verified.body(), case.body, "{}", case.name);
            assert_eq!(verified.method(), case.method, "{}", case.name);
            assert_eq!(verified.identity(), identities.len() - 1, "{}", case.name);
        }
    }
}

#[test]
fn nobody_else_verifies_a_vector() {
    for case in cases() {
        for security in bootstrap::forms(&case) {
            let outcome = verify(&case.body, &security, &bootstrap::others());
            assert!(matches!(outcome, Outcome::Failed(method) if method == case.method));
        }
    }
}

/// One vector is enough to go through what can be wrong around it.
#[test]
fn every_outcome() {
    let case = bootstrap::own().into_iter().find(|case| case.method == Method::NetworkPin).unwrap();
    let Expected::Mac(mac) = &case.expected else { panic!() };
    let outcome = |sec: Option<Sec>, mac: Option<&str>, identities: &[Identity]| {
        let security = Security::from_params(sec, mac);
        format!("{:?}", verify(&case.body, &security, identities))
    };
    let pin = [Identity::from("1234567890".parse::<UserPin>().unwrap())];
    let sim = [case.holder.clone()];
    let both = case.holder.with_pin(&"1".parse().unwrap());
    let code = |code| Some(Sec::Code(code));
    let word = |word: &str| Some(Sec::Word(word.to_owned()));
    let malformed = |defect: Defect| format!("Malformed({defect:?})");

    assert!(outcome(None, None, &sim).starts_with("Unauthenticated("));
    assert_eq!(outcome(None, Some(mac), &sim), malformed(Defect::MacWithoutSec));
    for sec in [code(0), code(1), code(2), word("NETWORKID"), word("USERPIN")] {
        assert_eq!(outcome(sec, None, &sim), malformed(Defect::SecWithoutMac));
    }
    assert_eq!(outcome(code(3), Some(mac), &[]), malformed(Defect::MacWithUserPinMac));
    assert_eq!(outcome(code(0), Some(&mac[1..]), &sim), malformed(Defect::MacLength(39)));
    assert_eq!(outcome(code(0), Some(""), &sim), malformed(Defect::MacLength(0)));
    let bad = mac.replacen(&mac[7..8], "g", 1);
    let offset = bad.find('g').unwrap();
    assert_eq!(outcome(code(0), Some(&bad), &sim), malformed(Defect::MacDigit { offset }));
    for length in [1, 4, 8, 9, 11, 39, 41, 42] {
        let pin = Identity::from("5".repeat(length).parse::<UserPin>().unwrap());
        assert_eq!(outcome(code(3), None, &[pin]), malformed(Defect::PinLength(length)));
    }
    for sec in [code(4), code(u32::MAX), word("USERPINMAC2"), word("")] {
        let expected = format!("UnsupportedMethod({:?})", sec.clone().unwrap());
        assert_eq!(outcome(sec.clone(), Some(mac), &sim), expected);
        assert_eq!(outcome(sec, None, &[]), expected);
    }
    assert_eq!(outcome(code(0), Some(mac), &[]), "NeedsNetworkSecret");
    assert_eq!(outcome(code(0), Some(mac), &pin), "NeedsNetworkSecret");
    assert_eq!(outcome(word("NETWORKID"), Some(mac), &sim), "NeedsNetworkSecret");
    assert_eq!(outcome(code(1), Some(mac), &sim), "NeedsUserPin");
    assert_eq!(outcome(word("USERPIN"), Some(mac), &[]), "NeedsUserPin");
    assert_eq!(outcome(code(2), Some(mac), &sim), "NeedsUserPin");
    assert_eq!(outcome(code(2), Some(mac), &pin), "NeedsNetworkSecret");
    assert_eq!(outcome(code(2), Some(mac), &[]), "NeedsNetworkSecret");
    assert_eq!(outcome(code(3), None, &sim), "NeedsUserPin");
    assert_eq!(outcome(code(1), Some(mac), &pin), "Failed(UserPin)");
    assert_eq!(outcome(code(2), Some(mac), &[both]), "Failed(UserNetworkPin)");
    assert_eq!(outcome(code(3), None, &pin), "Failed(UserPinMac)");
    assert!(outcome(code(0), Some(mac), &sim).starts_with("Verified"));
    // Text has words in place of the numbers.
    assert!(outcome(word("netwpin"), Some(mac), &sim).starts_with("Verified"));
    assert_eq!(outcome(word("USERPINMAC"), None, &pin), "Failed(UserPinMac)");
    assert_eq!(outcome(word("USERPINMAC"), Some(mac), &pin), malformed(Defect::MacWithUserPinMac));
}

/// Who has asked for a PIN hands in all SIMs with it, whatever SEC says: no method asks again for
/// what is there.
#[test]
fn an_identity_with_more_than_a_method_needs() {
    let right: UserPin = "1234528080".parse().unwrap();
    let wrong: UserPin = "9999999999".parse().unwrap();
    for case in cases() {
        let sims: Vec<Identity> = match &case.holder {
            Identity::User(_) => bootstrap::others(),
            holder => [bootstrap::others(), vec![holder.clone()]].concat(),
        };
        let pin = match &case.holder {
            Identity::User(pin)
            | Identity::UserAndNetwork(pin, _)
            | Identity::UserAndNetworkId(pin, _) => pin,
            _ => &right,
        };
        let with = |pin: &UserPin| sims.iter().map(|sim| sim.with_pin(pin)).collect::<Vec<_>>();
        for security in bootstrap::forms(&case) {
            let outcome = verify(&case.body, &security, &with(pin));
            let Outcome::Verified(verified) = outcome else { panic!("{}: {outcome:?}", case.name) };
            assert_eq!(verified.method(), case.method, "{}", case.name);
            let found = verified.identity();
            let is_first = found == 0 && !case.method.has_network_secret();
            assert!(is_first || found == sims.len() - 1, "{}: {found}", case.name);
            if case.method.has_user_pin() {
                let outcome = verify(&case.body, &security, &with(&wrong));
                assert!(matches!(outcome, Outcome::Failed(_)), "{}: {outcome:?}", case.name);
            }
        }
    }
}

/// A body that is no good document verifies as any other, and what is wrong with it shows behind that.
#[test]
fn malformed_documents_are_only_octets() {
    let identity = [Identity::from("1234".parse::<UserPin>().unwrap())];
    for (name, body, is_refused) in bootstrap::negatives() {
        let signed = sign(&body, Method::UserPin, &identity[0]).unwrap();
        let mac = signed.mac().map(ToString::to_string);
        let security = Security::from_params(Some(signed.sec()), mac.as_deref());
        let outcome = verify(&body, &security, &identity);
        let Outcome::Verified(verified) = outcome else { panic!("{name}: {outcome:?}") };
        assert_eq!(verified.body(), body, "{name}");
        let items = Reader::new(verified.body(), &PROV)
            .and_then(|mut reader| provost_tests::document::read(&mut reader));
        assert!(items.is_err() || !is_refused, "{name}: {items:?}");
        // Cut, it is another document: its MAC no longer fits.
        assert!(!matches!(verify(&body[1..], &security, &identity), Outcome::Verified(_)));
    }
}

fn cases() -> Vec<Case> {
    let cases = bootstrap::cases();
    assert!(cases.len() >= bootstrap::own().len());
    cases
}
