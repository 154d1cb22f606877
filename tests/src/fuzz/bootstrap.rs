//! What must hold for any input to bootstrap security.

use std::sync::OnceLock;

use provost::bootstrap::{
    Attempts, Bearer, Context, Identity, Installed, Method, Outcome, Policy, Purpose, Refusal, Sec,
    Security, diagnose, sign, verify,
};

use super::Body;
use crate::bootstrap;

/// The bodies, by the names of their targets.
pub const TARGETS: [(&str, Body); 1] = [("bootstrap_security", security)];

/// Security parameters: a line of text, and a body behind it. Nothing verifies but what was signed.
pub fn security(input: &[u8]) {
    let mut lines = input.splitn(2, |octet| *octet == b'\n');
    let line = String::from_utf8_lossy(lines.next().unwrap_or_default()).into_owned();
    let body = lines.next().unwrap_or_default();
    let (sec, mac) = match line.split_once(' ') {
        Some((sec, mac)) => (Some(sec), Some(mac)),
        None if line.is_empty() => (None, None),
        None => (Some(line.as_str()), None),
    };
    let sec = sec.map(|sec| sec.parse::<Sec>().expect("whatever it is"));
    if let Some(sec) = &sec {
        assert!(sec.to_string().len() <= 332, "{sec}");
        assert!(sec.to_string().chars().all(|c| !c.is_control()), "{sec}");
        let method = Method::from_sec(sec);
        if let Some(method) = method {
            assert!(method.sec() == *sec || matches!(sec, Sec::Word(_)), "{sec}");
        }
    }
    let params = Security::from_params(sec.clone(), mac);
    assert_eq!(params.sec(), sec.as_ref());
    if let Some(mac) = params.mac() {
        assert!(mac.to_string().eq_ignore_ascii_case(&line[line.len() - 40..]));
    }
    for security in [params, Security::from_content_type(&line)] {
        check(body, &security);
        assert!(!format!("{security:?}").contains("Mac(["));
    }
}

fn check(body: &[u8], security: &Security) {
    let identities = identities();
    let outcome = verify(body, security, identities);
    let _ = Attempts::default().record(&outcome);
    match &outcome {
        Outcome::Verified(verified) => {
            // By chance only what the corpus has signed, and USERPINMAC, comes here.
            let identity = &identities[verified.identity()];
            let method = verified.method();
            if method != Method::UserPinMac {
                let signed = sign(body, method, identity).expect("what was verified");
                let mac = signed.mac().map(ToString::to_string);
                assert_eq!(mac, security.mac().map(ToString::to_string));
            }
            assert_eq!(verified.body(), body);
            assert_eq!(diagnose(body, security, identities), None);
        }
        Outcome::Unauthenticated(unverified) => {
            assert!(security.sec().is_none() && security.mac().is_none());
            assert_eq!(unverified.body_without_authentication(), body);
        }
        Outcome::UnsupportedMethod(sec) => assert_eq!(security.sec(), Some(sec)),
        Outcome::Failed(method) => assert_eq!(security.method(), Some(*method)),
        _ => {}
    }
    let was_verified = matches!(outcome, Outcome::Verified(_));
    let purpose = Purpose::bootstrap(Context::Other, Installed::NOTHING);
    match Policy::STRICT.admit(outcome, Bearer::Sms, purpose) {
        Ok(grant) => assert!(was_verified && grant.body() == body && grant.method().is_some()),
        Err(refusal) => {
            assert!(!was_verified, "{refusal}");
            let is_unauthenticated = security.sec().is_none() && security.mac().is_none();
            assert!(refusal != Refusal::Unauthenticated || is_unauthenticated, "{refusal}");
            assert!(refusal.to_string().len() < 500, "{refusal}");
        }
    }
    // With nobody to verify for, nothing verifies.
    assert!(!matches!(verify(body, security, &[]), Outcome::Verified(_)));
}

/// One of each kind.
fn identities() -> &'static [Identity] {
    static IDENTITIES: OnceLock<Vec<Identity>> = OnceLock::new();
    IDENTITIES.get_or_init(bootstrap::others)
}
