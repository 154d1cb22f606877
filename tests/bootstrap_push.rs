//! From the push message to the grant: the PDUs of the vectors, through the crates that touch them.

#![allow(
    clippy::panic,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "tests have the standard library, and their helpers may fail"
)]

use bytes::Bytes;
use provost::bootstrap::{
    Bearer, Context, Identity, Installed, Method, Outcome, Policy, Purpose, Refusal, Sec, Security,
    UserPin, verify,
};
use provost::push::wsp::{Push, SecParam};
use provost_tests::bootstrap;

/// The parameters as one crate hands them out and the other takes them.
fn security(push: &Push) -> Security {
    let sec = push.content_type.sec().map(|sec| match sec {
        SecParam::Code(code) => Sec::Code(code),
        SecParam::Word(word) => Sec::Word(word.to_owned()),
    });
    Security::from_params(sec, push.content_type.mac())
}

#[test]
fn every_pdu_is_verified_and_admitted() {
    let pin = [Identity::from("1234".parse::<UserPin>().unwrap())];
    let wrong = [Identity::from("1235".parse::<UserPin>().unwrap())];
    for (name, pdu, document) in bootstrap::pushes() {
        let push = Push::decode(&Bytes::from(pdu)).unwrap();
        assert_eq!(push.body, document, "{name}");
        let security = security(&push);
        assert_eq!(security.method(), Some(Method::UserPin), "{name}");
        let purpose = Purpose::bootstrap(Context::Other, Installed::NOTHING);
        let admit = |identities: &[Identity]| {
            let outcome = verify(&push.body, &security, identities);
            Policy::STRICT.admit(outcome, Bearer::Sms, purpose).map(|grant| grant.body().len())
        };
        assert_eq!(admit(&pin), Ok(document.len()), "{name}");
        assert_eq!(admit(&wrong), Err(Refusal::Failed(Method::UserPin)), "{name}");
        assert_eq!(admit(&[]), Err(Refusal::NeedsUserPin), "{name}");
    }
}

/// The same with the parameters left out: nothing but a push without security.
#[test]
fn a_pdu_without_parameters_is_not_admitted() {
    let pdu = [&b"\x01\x06\x01\xB6"[..], b"\x03\x0B\x6A\x00\x45\x01"].concat();
    let push = Push::decode(&Bytes::from(pdu)).unwrap();
    let outcome = verify(&push.body, &security(&push), &bootstrap::others());
    assert!(matches!(outcome, Outcome::Unauthenticated(_)), "{outcome:?}");
    let purpose = Purpose::bootstrap(Context::Other, Installed::NOTHING);
    let refusal = Policy::STRICT.admit(outcome, Bearer::Sms, purpose).unwrap_err();
    assert_eq!(refusal, Refusal::Unauthenticated);
    // USERPINMAC has SEC alone.
    let pdu = [&b"\x01\x06\x04\x03\xB6\x91\x83"[..], b"\x03\x0B\x6A\x00\x45\x01"].concat();
    let push = Push::decode(&Bytes::from(pdu)).unwrap();
    let pin = [Identity::from("1234528080".parse::<UserPin>().unwrap())];
    let outcome = verify(&push.body, &security(&push), &pin);
    assert!(matches!(outcome, Outcome::Verified(_)), "{outcome:?}");
}
