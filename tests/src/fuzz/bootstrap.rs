//! What must hold for any input to bootstrap security.

use std::sync::OnceLock;

use provost::bootstrap::{
    Attempts, Bearer, Context, Identity, Installed, Method, Outcome, Policy, Purpose, Refusal, Sec,
    Security,
    card::{
        Answer, Application, CardType, CertificateObject, DataObject, Discovery, Error,
        ObjectDirectory, Oid, Pin, Request, TokenInfo, certificate, document, fill,
        fill_certificate,
    },
    diagnose, sign, verify,
};

use super::Body;
use crate::bootstrap;

/// The bodies, by the names of their targets.
pub const TARGETS: [(&str, Body); 2] = [("bootstrap_card", card), ("bootstrap_security", security)];

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
        // Words of SEC are shown, and may say anything.
        assert!(security.mac().is_none_or(|mac| format!("{mac:?}") == "Mac(..)"));
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

/// Files of a card: each reader, and a card whose files are parts of the input.
pub fn card(input: &[u8]) {
    let inside = |error: Error| assert!(error.offset() <= input.len(), "{error}");
    match DataObject::decode_file(input) {
        Ok(objects) => objects.iter().for_each(|object| {
            let octets = object.encode().expect("what was read");
            let again = DataObject::decode_file(&octets).expect("what was written");
            assert!(again.len() == 1 && again[0] == *object, "{again:?}");
        }),
        Err(error) => inside(error),
    }
    let _ = CertificateObject::decode_file(input).map_err(inside);
    let _ = Pin::decode_file(input).map_err(inside);
    let _ = Application::decode_file(input).map_err(inside);
    let _ = ObjectDirectory::decode(input).map_err(inside);
    let _ = TokenInfo::decode(input).map_err(inside);
    if let Ok(Some(der)) = certificate(input).map_err(inside) {
        let file = fill_certificate(der, input.len()).expect("what was there");
        assert_eq!(certificate(&file).expect("what was written"), Some(der));
    }
    match document(input) {
        Some(document) => {
            assert_eq!(fill(document, input.len()).expect("what was there"), input);
        }
        None => assert!(input.iter().all(|octet| *octet == 0xFF)),
    }
    for card_type in [CardType::Wim, CardType::Sim, CardType::Uicc] {
        discover(input, card_type);
    }
}

/// The answers are cut from the input, each behind an octet that says how long and whether it is one.
fn discover(input: &[u8], card_type: CardType) {
    let mut rest = input;
    let mut discovery = Discovery::new(card_type).with_key_object(Oid::new(&[0x2A]));
    for _ in 0..1000 {
        let Some(request) = discovery.poll() else {
            let card = discovery.finish();
            assert!(card.files.len() <= 64 && card.certificates.len() <= 64);
            assert!(card.notes.len() <= 64);
            for file in &card.files {
                assert!(file.contents.document().is_none_or(|it| it.len() <= file.size));
                if let Some(document) = file.contents.document() {
                    let written = file.write_as_issuer(document).expect("what was there");
                    assert_eq!(written.octets.len(), file.size);
                }
            }
            return;
        };
        let (control, behind) = rest.split_first().unwrap_or((&0x80, &[]));
        let answer = match request {
            Request::Read(path) => {
                assert!(!path.octets().is_empty() && path.octets().len() <= 16);
                let length = usize::from(control & 0x7F).min(behind.len());
                let (file, next) = behind.split_at(length);
                rest = next;
                if control & 0x80 == 0 { Answer::Octets(file) } else { Answer::NotFound }
            }
            _ => {
                rest = behind;
                if control & 1 == 0 { Answer::Done } else { Answer::Denied }
            }
        };
        discovery.handle(answer);
    }
    panic!("no end of requests");
}
