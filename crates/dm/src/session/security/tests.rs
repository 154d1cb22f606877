use super::*;
use crate::auth::{Credential, Peer};
use crate::auth_type::AuthType;
use crate::message::{Chal, Cred, Header, Status};
use crate::status_code::StatusCode;

fn header() -> Header {
    Header::new("1", "1", "https://dm.example/", "IMEI:1")
}

fn nonce(text: &str) -> Nonce {
    Nonce::from_octets(text.as_bytes()).unwrap()
}

fn credential(password: &str) -> Credential {
    Credential::new("user", password)
}

/// One message of the prover to the verifier, and its status back.
fn exchange(
    prover: &mut Prover,
    verifier: &mut Verifier,
    entropy: &mut Entropy,
) -> (Check, Standing) {
    let mut header = header();
    prover.prove(&mut header);
    let body = b"the message";
    let hmac = prover.sign(body).unwrap().map(|header| alloc::format!("{header}"));
    let check = verifier.check(&header, hmac.as_deref(), body, entropy);
    let mut status = Status::new("1", "0", "SyncHdr", check.status);
    status.chal = check.chal.clone().map(alloc::boxed::Box::new);
    let standing = prover.receive(&status, Peer::Authenticated);
    (check, standing)
}

#[test]
fn a_shared_nonce_is_accepted_for_the_session() {
    let mut entropy = Entropy::new([1; 32]);
    let mut prover = Prover::new(credential("p"), nonce("n")).preferring(AuthType::Md5);
    let mut verifier = Verifier::new(credential("p"), AuthType::Md5, nonce("n"));
    let (check, standing) = exchange(&mut prover, &mut verifier, &mut entropy);
    assert_eq!((check.admission, standing), (Admission::Admitted, Standing::Accepted));
    assert_eq!(check.status, StatusCode::AUTHENTICATION_ACCEPTED);
    // The nonce of the next session is new, and both have it.
    assert_ne!(prover.stored_nonce(), nonce("n"));
    assert_eq!(prover.stored_nonce(), verifier.stored_nonce());
    // No credentials any more, and 212 answers nothing else (RepPro 1.2.2, 10).
    let mut next = header();
    prover.prove(&mut next);
    assert!(next.cred.is_none());
    let check = verifier.check(&next, None, b"", &mut entropy);
    assert_eq!((check.admission, check.status), (Admission::Admitted, StatusCode::OK));
    let mut status = Status::new("2", "0", "SyncHdr", check.status);
    status.chal = check.chal.map(alloc::boxed::Box::new);
    assert_eq!(prover.receive(&status, Peer::Authenticated), Standing::Accepted);
    prover.prove(&mut next);
    assert!(next.cred.is_none(), "200 asks nobody who was accepted for the session");
    // A peer that goes on sending them may stop.
    next.cred = Some(alloc::boxed::Box::new(Cred::new(AuthType::Md5, "stale")));
    let check = verifier.check(&next, None, b"", &mut entropy);
    assert_eq!(check.admission, Admission::Admitted);
    assert_eq!(check.status, StatusCode::AUTHENTICATION_ACCEPTED);
}

#[test]
fn a_stale_nonce_costs_one_challenge() {
    let mut entropy = Entropy::new([1; 32]);
    let mut prover = Prover::new(credential("p"), nonce("old")).preferring(AuthType::Md5);
    let mut verifier = Verifier::new(credential("p"), AuthType::Md5, nonce("n"));
    let (check, standing) = exchange(&mut prover, &mut verifier, &mut entropy);
    assert_eq!(check.status, StatusCode::INVALID_CREDENTIALS);
    assert_eq!((check.admission, standing), (Admission::Challenged, Standing::Challenged));
    let (check, standing) = exchange(&mut prover, &mut verifier, &mut entropy);
    assert_eq!((check.admission, standing), (Admission::Admitted, Standing::Accepted));
}

#[test]
fn a_wrong_password_ends_after_two_challenges_at_both_ends() {
    let mut entropy = Entropy::new([1; 32]);
    let mut prover = Prover::new(credential("wrong"), nonce("n")).preferring(AuthType::Md5);
    let mut verifier = Verifier::new(credential("p"), AuthType::Md5, nonce("n"));
    for _ in 0..2 {
        let (check, standing) = exchange(&mut prover, &mut verifier, &mut entropy);
        assert_eq!((check.admission, standing), (Admission::Challenged, Standing::Challenged));
    }
    let (check, standing) = exchange(&mut prover, &mut verifier, &mut entropy);
    assert_eq!(check.admission, Admission::Refused);
    assert_eq!(standing, Standing::Refused(Refusal::Rejected));
    // Whoever cannot prove anything does not make the stored nonce stale.
    assert_eq!(verifier.stored_nonce(), nonce("n"));
}

#[test]
fn mac_is_proved_in_each_message() {
    let mut entropy = Entropy::new([1; 32]);
    let mut prover = Prover::new(credential("p"), nonce("n")).preferring(AuthType::Mac);
    let mut verifier = Verifier::new(credential("p"), AuthType::Mac, nonce("n"));
    for _ in 0..4 {
        let before = prover.stored_nonce();
        let (check, standing) = exchange(&mut prover, &mut verifier, &mut entropy);
        assert_eq!((check.status, standing), (StatusCode::OK, Standing::Accepted));
        assert_ne!(prover.stored_nonce(), before);
    }
    // With another body credentials are wrong, and so they are without the header, once MAC is in use (DM
    // Security 1.2.1, 5.3.2).
    let value = alloc::format!("{}", prover.sign(b"one").unwrap().unwrap());
    let check = verifier.clone().check(&header(), Some(&value), b"another", &mut entropy);
    assert_eq!(check.status, StatusCode::INVALID_CREDENTIALS);
    let check = verifier.check(&header(), None, b"one", &mut entropy);
    assert_eq!(check.status, StatusCode::INVALID_CREDENTIALS);
    let mut new = Verifier::new(credential("p"), AuthType::Mac, nonce("n"));
    for code in [StatusCode::AUTHENTICATION_REQUIRED, StatusCode::INVALID_CREDENTIALS] {
        assert_eq!(new.check(&header(), None, b"one", &mut entropy).status, code);
    }
    // A status without a nonce cannot be followed by anything.
    let status = Status::new("1", "0", "SyncHdr", StatusCode::OK);
    let standing = prover.receive(&status, Peer::Authenticated);
    assert_eq!(standing, Standing::Refused(Refusal::NoNextNonce));
}

/// What is said by whoever has not proved to be the peer ends no credentials, and gives nobody more tries.
#[test]
fn success_by_whoever_is_not_the_peer_changes_nothing() {
    let mut prover = Prover::new(credential("p"), nonce("n")).preferring(AuthType::Md5);
    let said = |code| Status::new("1", "0", "SyncHdr", code);
    let challenge = || {
        let chal = Chal::new(AuthType::Md5, Some("Tm9uY2U=".into()));
        said(StatusCode::INVALID_CREDENTIALS).with_chal(chal)
    };
    for _ in 0..Prover::TRIES {
        assert_eq!(prover.receive(&challenge(), Peer::Unauthenticated), Standing::Challenged);
        let accepted = said(StatusCode::AUTHENTICATION_ACCEPTED);
        assert_eq!(prover.receive(&accepted, Peer::Unauthenticated), Standing::Accepted);
        assert!(!prover.is_accepted());
        let mut next = header();
        prover.prove(&mut next);
        assert!(next.cred.is_some(), "it goes on proving itself");
    }
    let standing = prover.receive(&challenge(), Peer::Unauthenticated);
    assert_eq!(standing, Standing::Refused(Refusal::Rejected));
    assert_eq!(prover.stored_nonce(), nonce("n"));
    // Nor does a status without a nonce end a session with MAC.
    let mut prover = Prover::new(credential("p"), nonce("n")).preferring(AuthType::Mac);
    let standing = prover.receive(&said(StatusCode::OK), Peer::Unauthenticated);
    assert_eq!(standing, Standing::Accepted);
}

#[test]
fn a_repeated_proof_is_not_accepted_twice() {
    let mut entropy = Entropy::new([1; 32]);
    let prover = Prover::new(credential("p"), nonce("n")).preferring(AuthType::Md5);
    let mut verifier = Verifier::new(credential("p"), AuthType::Md5, nonce("n"));
    let mut proof = header();
    prover.prove(&mut proof);
    assert_eq!(verifier.check(&proof, None, b"", &mut entropy).admission, Admission::Admitted);
    let mut next = Verifier::new(credential("p"), AuthType::Md5, verifier.stored_nonce());
    assert_eq!(next.check(&proof, None, b"", &mut entropy).admission, Admission::Challenged);
}

#[test]
fn the_challenge_chooses_the_scheme() {
    let challenge = |scheme| {
        let status = Status::new("1", "0", "SyncHdr", StatusCode::AUTHENTICATION_REQUIRED);
        status.with_chal(Chal::new(scheme, Some("Tm9uY2U=".into())))
    };
    let mut prover = Prover::new(credential("p"), Nonce::EMPTY);
    let mut first = header();
    prover.prove(&mut first);
    assert_eq!((first.cred, prover.scheme()), (None, None));
    // Basic shows the password, X.509 is a name only.
    for scheme in [AuthType::Basic, AuthType::X509] {
        let standing = prover.receive(&challenge(scheme), Peer::Unauthenticated);
        assert_eq!(standing, Standing::Refused(Refusal::Scheme));
    }
    let standing = prover.receive(&challenge(AuthType::Mac), Peer::Unauthenticated);
    assert_eq!(standing, Standing::Challenged);
    let standing = prover.receive(&challenge(AuthType::Md5), Peer::Unauthenticated);
    assert_eq!(standing, Standing::Refused(Refusal::SchemeChanged));
    // A nonce of who knows whom is not stored.
    assert_eq!(prover.stored_nonce(), Nonce::EMPTY);
}

#[test]
fn basic_where_it_is_allowed() {
    let mut entropy = Entropy::new([1; 32]);
    let mut prover = Prover::new(credential("p"), Nonce::EMPTY).preferring(AuthType::Basic);
    let mut verifier = Verifier::new(credential("p"), AuthType::Basic, Nonce::EMPTY);
    let (check, standing) = exchange(&mut prover, &mut verifier, &mut entropy);
    assert_eq!((check.admission, standing), (Admission::Admitted, Standing::Accepted));
    assert_eq!(check.chal, None);
}

#[test]
fn another_scheme_than_the_challenge_ends_the_session() {
    let mut entropy = Entropy::new([1; 32]);
    let mut verifier = Verifier::new(credential("p"), AuthType::Md5, nonce("n"));
    let mut basic = header();
    basic.cred =
        Some(alloc::boxed::Box::new(Cred::new(AuthType::Basic, credential("p").basic().unwrap())));
    let check = verifier.check(&basic, None, b"", &mut entropy);
    assert_eq!(check.admission, Admission::Challenged);
    let check = verifier.check(&basic, None, b"", &mut entropy);
    assert_eq!(check.admission, Admission::Refused);
}

#[test]
fn nothing_is_demanded() {
    let mut entropy = Entropy::new([1; 32]);
    let mut prover = Prover::nobody(Nonce::EMPTY);
    let mut verifier = Verifier::anyone(Nonce::EMPTY);
    let (check, standing) = exchange(&mut prover, &mut verifier, &mut entropy);
    assert_eq!((check.status, check.chal), (StatusCode::OK, None));
    assert_eq!(standing, Standing::Accepted);
    let status = Status::new("1", "0", "SyncHdr", StatusCode::AUTHENTICATION_REQUIRED);
    let standing = prover.receive(&status, Peer::Authenticated);
    assert_eq!(standing, Standing::Refused(Refusal::NoCredential));
}

#[test]
fn the_special_nonce_holds_once() {
    let special = auth::Resynchronization::octets();
    let mut entropy = Entropy::new([1; 32]);
    let mut prover = Prover::new(credential("p"), nonce("lost"))
        .preferring(AuthType::Md5)
        .resynchronizing(special.clone());
    let mut verifier =
        Verifier::new(credential("p"), AuthType::Md5, nonce("n")).resynchronizing(special);
    let mut proof = header();
    prover.prove(&mut proof);
    let (check, _) = exchange(&mut prover, &mut verifier, &mut entropy);
    assert_eq!(check.admission, Admission::Admitted);
    assert_eq!(prover.stored_nonce(), verifier.stored_nonce());
    let mut next = Verifier::new(credential("p"), AuthType::Md5, verifier.stored_nonce());
    assert_eq!(next.check(&proof, None, b"", &mut entropy).admission, Admission::Challenged);
}

/// Whoever fails takes nothing away from the peer: neither the nonce that it has, nor that of its challenge, nor
/// its session.
#[test]
fn failures_take_nothing_away() {
    let mut entropy = Entropy::new([1; 32]);
    for scheme in [AuthType::Md5, AuthType::Mac] {
        let mut fail = |verifier: &mut Verifier| {
            let check = verifier.check(&header(), Some("nothing"), b"", &mut entropy);
            let nonce = check.chal.unwrap().next_nonce().map(alloc::string::String::from);
            (check.admission, nonce)
        };
        let mut verifier = Verifier::new(credential("p"), scheme, nonce("n")).of_each_message();
        let (_, first) = fail(&mut verifier);
        assert_eq!(fail(&mut verifier), (Admission::Challenged, first.clone()));
        assert_eq!(fail(&mut verifier), (Admission::Refused, first.clone()));
        let challenge = Nonce::from_base64(&first.unwrap()).unwrap();
        for good in [nonce("n"), challenge.clone()] {
            let mut verifier = verifier.clone();
            let mut entropy = Entropy::new([2; 32]);
            let mut prover = Prover::new(credential("p"), good).preferring(scheme);
            let old = prover.clone();
            let (check, standing) = exchange(&mut prover, &mut verifier, &mut entropy);
            assert_eq!((check.status, standing), (StatusCode::OK, Standing::Accepted));
            assert!(verifier.is_proved() && !verifier.is_accepted());
            for _ in 0..9 {
                assert_eq!(fail(&mut verifier).0, Admission::Challenged);
            }
            // Both nonces are used up, and the next one is as good as it was.
            for used in [nonce("n"), challenge.clone()] {
                let mut late = Prover::new(credential("p"), used).preferring(scheme);
                let (check, _) = exchange(&mut late, &mut verifier, &mut entropy);
                assert_eq!(check.status, StatusCode::INVALID_CREDENTIALS);
            }
            // Only the last proof is known again.
            let mut again = header();
            old.prove(&mut again);
            let hmac = old.sign(b"the message").unwrap().map(|it| alloc::format!("{it}"));
            assert!(verifier.vouches(&again, hmac.as_deref(), b"the message"));
            assert!(!verifier.vouches(&header(), None, b"the message"));
            let (check, _) = exchange(&mut prover, &mut verifier, &mut entropy);
            assert_eq!(check.admission, Admission::Admitted);
        }
    }
}
