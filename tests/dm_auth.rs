//! Authentication and notification by the vectors carried here, those of the shared data folder, and
//! Python's `hashlib`.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "tests have the standard library, and their helpers may fail"
)]

use std::{fs, path::Path};

use provost::dm::{
    Error, ErrorKind,
    auth::{
        Basic, Credential, Digest, HmacHeader, HmacHeaderFault, IssuedNonces, Nonce, Peer,
        ReceivedNonces, Resynchronization, UserDigest, Verdict,
    },
    notification::{
        Authenticity, Deviation, Fault, Frame, Initiator, Notification, Ports, SessionId, Trigger,
        UiMode, Version,
    },
};
use provost_tests::{data, fuzz, peer, vectors::unhex};
use serde_json::{Value, json};

/// The vectors of a kind: those carried, and those of the shared folder with other names.
fn vectors(kind: &str) -> Vec<Value> {
    let carried = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("vectors/dm/{kind}.json"));
    let read = |path: &Path| -> Value {
        serde_json::from_str(&fs::read_to_string(path).expect("vectors")).expect("JSON")
    };
    let mut all = read(&carried).as_array().expect("a list").clone();
    if let Some(path) = data::shared("vectors/dm.json") {
        let shared = read(&path)[kind].as_array().expect("a list").clone();
        let is_new = |vector: &Value| all.iter().all(|own| own["name"] != vector["name"]);
        let new: Vec<Value> = shared.into_iter().filter(is_new).collect();
        all.extend(new);
    }
    all
}

fn text<'a>(vector: &'a Value, key: &str) -> &'a str {
    vector[key].as_str().unwrap_or_else(|| panic!("{key} in {vector}"))
}

fn octets(vector: &Value, key: &str) -> Vec<u8> {
    unhex(text(vector, key))
}

fn nonce(vector: &Value) -> Nonce {
    Nonce::from_octets(octets(vector, "nonce_hex")).expect("a nonce")
}

fn credential(vector: &Value) -> Credential {
    Credential::new(text(vector, "user"), text(vector, "password"))
}

#[test]
fn md5_vectors() {
    let mut count = 0;
    for vector in vectors("auth").iter().filter(|vector| vector["cred"].is_string()) {
        let (name, proof) = (text(vector, "name"), text(vector, "cred"));
        if name.ends_with("-WRONG") {
            continue;
        }
        let (credential, nonce) = (credential(vector), nonce(vector));
        assert_eq!(nonce.to_base64(), text(vector, "nextnonce_wire"), "{name}");
        assert_eq!(Nonce::from_base64(&nonce.to_base64()).as_ref(), Ok(&nonce), "{name}");
        assert_eq!(credential.digest().to_base64(), text(vector, "inner_b64"), "{name}");
        assert_eq!(credential.md5(&nonce).to_base64(), proof, "{name}");
        let stored = UserDigest::from_base64(text(vector, "inner_b64")).expect("a digest");
        let stored = Credential::stored(credential.user(), stored);
        let other = Credential::new(credential.user(), "other");
        let nonces = IssuedNonces::new(nonce);
        assert_eq!(credential.verify_md5(proof, &nonces), Verdict::Ok, "{name}");
        assert_eq!(stored.verify_md5(proof, &nonces), Verdict::Ok, "{name}");
        assert_eq!(other.verify_md5(proof, &nonces), Verdict::Bad, "{name}");
        count += 1;
    }
    assert!(count >= 8, "{count} vectors");
}

/// A peer that leaves the nonce in base64: refused, and recognized on request.
#[test]
fn md5_of_the_text_of_a_nonce() {
    let all = vectors("auth");
    let find = |name| all.iter().find(|vector| vector["name"] == name).expect("a vector");
    let (wrong, right) = (find("md5-spec-b64nonce-WRONG"), find("md5-spec"));
    let nonces = IssuedNonces::new(nonce(right));
    let credential = credential(right);
    assert_eq!(credential.verify_md5(text(wrong, "cred"), &nonces), Verdict::Bad);
    assert!(credential.verify_md5_of_text_nonce(text(wrong, "cred"), &nonces));
    assert!(!credential.verify_md5_of_text_nonce(text(right, "cred"), &nonces));
    assert!(!credential.verify_md5_of_text_nonce("no base64", &nonces));
}

/// The formula of SyncML 1.0, which the example of the header in the specification still has.
#[test]
fn md5_of_syncml_1_0_is_refused() {
    let all = vectors("auth");
    let old = all.iter().find(|vector| vector["name"] == "md5-syncml10-old-WRONG").expect("it");
    let nonces = IssuedNonces::new(nonce(old));
    assert_eq!(credential(old).verify_md5(text(old, "cred"), &nonces), Verdict::Bad);
}

#[test]
fn mac_vectors() {
    let mut count = 0;
    for vector in vectors("auth").iter().filter(|vector| vector["mac"].is_string()) {
        let name = text(vector, "name");
        let (credential, nonce, body) =
            (credential(vector), nonce(vector), octets(vector, "body_hex"));
        let made = credential.hmac_header(&nonce, &body).expect("a user");
        assert_eq!(made.mac().to_base64(), text(vector, "mac"), "{name}");
        assert_eq!(format!("x-syncml-hmac: {made}"), text(vector, "header"), "{name}");
        let header = HmacHeader::parse_line(text(vector, "header")).expect(name);
        assert_eq!(header, made, "{name}");

        let nonces = IssuedNonces::new(nonce);
        assert_eq!(credential.verify_mac(&header, &body, &nonces), Verdict::Ok, "{name}");
        let other_body = [&body[..], b"\0"].concat();
        assert_eq!(credential.verify_mac(&header, &other_body, &nonces), Verdict::Bad, "{name}");
        let other_user = HmacHeader::new("other", *header.mac()).expect("a user");
        assert_eq!(credential.verify_mac(&other_user, &body, &nonces), Verdict::Bad, "{name}");
        count += 1;
    }
    assert!(count >= 3, "{count} vectors");
}

#[test]
fn header_vectors() {
    let mut count = 0;
    for vector in vectors("auth").iter().filter(|vector| vector["accept"].is_array()) {
        for line in vector["accept"].as_array().expect("a list") {
            let line = line.as_str().expect("a line");
            let header = HmacHeader::parse_line(line).expect(line);
            assert_eq!(HmacHeader::parse(&header.to_string()), Ok(header), "{line}");
        }
        for line in vector["reject"].as_array().expect("a list") {
            let line = line.as_str().expect("a line");
            let error = HmacHeader::parse_line(line).expect_err(line);
            assert!(matches!(error.kind(), ErrorKind::HmacHeader(_)), "{line}: {error}");
        }
        count += 1;
    }
    assert!(count >= 1);
}

/// What is malformed: the line, the fault, the offset.
const HEADERS: [(&str, HmacHeaderFault, usize); 20] = [
    ("", HmacHeaderFault::Field, 0),
    ("x-syncml-mac: username=\"u\", mac=@", HmacHeaderFault::Field, 0),
    ("x-syncml-hmac", HmacHeaderFault::Field, 0),
    ("x-syncml-hmac:", HmacHeaderFault::NoUsername, 14),
    ("x-syncml-hmac: ,,", HmacHeaderFault::NoUsername, 17),
    ("x-syncml-hmac: mac=@", HmacHeaderFault::NoUsername, 43),
    ("x-syncml-hmac: username=\"u\"", HmacHeaderFault::NoMac, 27),
    ("x-syncml-hmac: username=u, mac=@", HmacHeaderFault::Username, 24),
    ("x-syncml-hmac: username=\"u, mac=@", HmacHeaderFault::Username, 24),
    ("x-syncml-hmac: username=\"u\\", HmacHeaderFault::Username, 24),
    ("x-syncml-hmac: username=\"u\n\", mac=@", HmacHeaderFault::Username, 24),
    ("x-syncml-hmac: username=\"u\\\r\", mac=@", HmacHeaderFault::Username, 24),
    ("x-syncml-hmac: username=\"u\"x, mac=@", HmacHeaderFault::Member, 27),
    ("x-syncml-hmac: username=\"u\" mac=@", HmacHeaderFault::Member, 28),
    ("x-syncml-hmac: username=\"u\", mac=AAAA", HmacHeaderFault::Mac, 33),
    ("x-syncml-hmac: username=\"u\", mac=\"AAAAAAAAAAAAAAAAAAAAAA==\"", HmacHeaderFault::Mac, 33),
    ("x-syncml-hmac: username=\"u\", mac=@, mac=@", HmacHeaderFault::Twice, 59),
    ("x-syncml-hmac: username=\"u\", username=\"v\", mac=@", HmacHeaderFault::Twice, 29),
    ("x-syncml-hmac: algorithm=SHA-1, username=\"u\", mac=@", HmacHeaderFault::Algorithm, 25),
    ("x-syncml-hmac: username=\"u\", realm=x, mac=@", HmacHeaderFault::Member, 29),
];

#[test]
fn malformed_headers() {
    for (line, fault, offset) in HEADERS {
        let line = line.replace('@', "AAAAAAAAAAAAAAAAAAAAAA==");
        let error = Error::new(ErrorKind::HmacHeader(fault), offset);
        assert_eq!(HmacHeader::parse_line(&line), Err(error), "{line}");
    }
}

#[test]
fn basic_with_the_password_or_its_digest() {
    let credential = Credential::new("IMEI:493005100592800", "s3cr3t");
    let stored = Credential::stored(credential.user(), credential.digest().clone());
    assert_eq!(stored.basic(), None);
    let data = credential.basic().expect("the password is known");
    assert_eq!(data, "SU1FSTo0OTMwMDUxMDA1OTI4MDA6czNjcjN0");
    let basic = Basic::from_base64(&data).expect("what was made");
    let wrong = Basic::from_base64("SU1FSTo0OTMwMDUxMDA1OTI4MDA6czNjcjN1").expect("base64");
    for verifier in [credential, stored] {
        assert_eq!(verifier.verify_basic(&basic), Verdict::Ok);
        assert_eq!(verifier.verify_basic(&wrong), Verdict::Bad);
        assert!(basic.users().any(|user| user == verifier.user()));
    }
}

#[test]
fn a_nonce_that_was_replaced_is_stale() {
    let credential = Credential::new("user", "pass");
    let nonce = |text: &str| Nonce::from_octets(text.as_bytes()).expect("a nonce");
    let proof = |of: &str| credential.md5(&nonce(of)).to_base64();
    let mut nonces = IssuedNonces::new(nonce("1"));
    assert_eq!(credential.verify_md5(&proof("1"), &nonces), Verdict::Ok);
    nonces.issue(nonce("2"));
    let verdicts =
        |nonces: &IssuedNonces| ["1", "2", "3"].map(|of| credential.verify_md5(&proof(of), nonces));
    assert_eq!(verdicts(&nonces), [Verdict::Stale, Verdict::Ok, Verdict::Bad]);
    nonces.issue(nonce("3"));
    assert_eq!(verdicts(&nonces), [Verdict::Bad, Verdict::Stale, Verdict::Ok]);
    for garbage in ["", "no base64", "AAAA"] {
        assert_eq!(credential.verify_md5(garbage, &nonces), Verdict::Bad);
    }

    let (body, other) = (b"body", Credential::new("user", "other"));
    let old = credential.hmac_header(&nonce("2"), body).expect("a user");
    assert_eq!(credential.verify_mac(&old, body, &nonces), Verdict::Stale);
    let forged = other.hmac_header(&nonce("3"), body).expect("a user");
    assert_eq!(credential.verify_mac(&forged, body, &nonces), Verdict::Bad);
}

/// The special nonce works only after a notification with it, and only once.
#[test]
fn resynchronization_of_a_server() {
    let credential = Credential::new("user", "pass");
    let special = Resynchronization::octets();
    let proof = credential.md5(&special).to_base64();
    assert_eq!(proof, "4laiJdri++3h/vl3fP2dtQ==");
    let mut nonces = IssuedNonces::new(Nonce::from_octets(*b"lost").expect("a nonce"));
    assert_eq!(credential.verify_md5(&proof, &nonces), Verdict::Bad);
    nonces.resynchronize(special);
    assert_eq!(credential.verify_md5(&proof, &nonces), Verdict::Ok);
    nonces.issue(Nonce::from_octets(*b"next").expect("a nonce"));
    assert_eq!(credential.verify_md5(&proof, &nonces), Verdict::Stale);
    nonces.issue(Nonce::from_octets(*b"after").expect("a nonce"));
    assert_eq!(credential.verify_md5(&proof, &nonces), Verdict::Bad);
}

#[test]
fn a_challenge_is_stored_only_from_an_authenticated_peer() {
    let nonce = |text: &str| Nonce::from_octets(text.as_bytes()).expect("a nonce");
    let mut nonces = ReceivedNonces::new(nonce("good"));
    assert_eq!(nonces.next(), &nonce("good"));
    nonces.receive(nonce("doubtful"), Peer::Unauthenticated);
    assert_eq!(nonces.next(), &nonce("doubtful"));
    assert_eq!(nonces.clone().into_stored(), nonce("good"));
    nonces.receive(nonce("better"), Peer::Authenticated);
    assert_eq!(nonces.next(), &nonce("better"));
    assert_eq!(nonces.into_stored(), nonce("better"));

    let resynchronizing = ReceivedNonces::resynchronizing(nonce("good"), nonce("special"));
    assert_eq!(resynchronizing.next(), &nonce("special"));
    assert_eq!(resynchronizing.into_stored(), nonce("good"));
}

/// Secrets that must not show, and what holds them.
#[test]
fn secrets_in_debug() {
    let credential = Credential::new("user", "PLANTED");
    let nonce = Nonce::from_octets(*b"nonce").expect("a nonce");
    let basic = Basic::from_base64(&credential.basic().expect("a password")).expect("base64");
    let header = credential.hmac_header(&nonce, b"body").expect("a user");
    let shown = format!(
        "{credential:?} {:?} {basic:?} {header:?} {:?} {:#?}",
        credential.digest(),
        credential.md5(&nonce),
        Trigger::new(SessionId::new(1), "user").expect("a trigger").sign(&credential, &nonce),
    );
    let octets = format!("{:?}", credential.digest().to_octets());
    for secret in [
        "PLANTED",
        "UExBTlRFRA",
        &credential.basic().expect("a password"),
        &credential.digest().to_base64(),
        octets.trim_matches(['[', ']']),
        &header.mac().to_base64(),
    ] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}

/// A trigger by what its vector says.
fn trigger(vector: &Value) -> Trigger {
    let id = u16::from_str_radix(text(vector, "session_id_hex"), 16).expect("a session id");
    let version = vector["version"].as_f64().expect("a version");
    let ui_mode = match text(vector, "ui_mode") {
        "not-specified" => UiMode::NotSpecified,
        "background" => UiMode::Background,
        "informative" => UiMode::Informative,
        _ => UiMode::UserInteraction,
    };
    let initiator =
        if text(vector, "initiator") == "server" { Initiator::Server } else { Initiator::Client };
    let version = if version < 1.05 { Version::DM_1_1_2 } else { Version::DM_1_2 };
    Trigger::new(SessionId::new(id), text(vector, "server_id"))
        .expect("a server")
        .with_version(version)
        .with_ui_mode(ui_mode)
        .with_initiator(initiator)
        .with_future_use(vector["future_use"].as_u64().unwrap_or(0).try_into().expect("27 bits"))
        .expect("27 bits")
        .with_vendor(octets(vector, "body_hex"))
}

#[test]
fn notification_vectors() {
    let mut count = 0;
    for vector in vectors("notification").iter().filter(|vector| vector["version"].is_number()) {
        let name = text(vector, "name");
        let trigger = trigger(vector);
        assert_eq!(trigger.to_bytes(), octets(vector, "trigger_hex"), "{name}");
        assert_eq!(trigger.session_id().to_string(), text(vector, "session_id_text"), "{name}");
        let server = Credential::new(text(vector, "server_id"), text(vector, "password"));
        let message = octets(vector, "message_hex").into();
        let signed = trigger.sign(&server, &nonce(vector));
        assert_eq!(signed.to_bytes(), message, "{name}");
        assert_eq!(signed.digest().octets(), octets(vector, "digest_hex").as_slice(), "{name}");

        let read = Notification::decode(&message).expect(name);
        assert_eq!(read, signed, "{name}");
        let policy = Resynchronization::refuse();
        let is_genuine = read.verify(&server, &nonce(vector), &policy) == Authenticity::Genuine;
        assert!(is_genuine, "{name}");
        let stored = Credential::stored(server.user(), server.digest().clone());
        let is_genuine = read.verify(&stored, &nonce(vector), &policy) == Authenticity::Genuine;
        assert!(is_genuine, "{name}");
        let wrong = read.verify(&server, &Nonce::EMPTY, &policy);
        assert_eq!(wrong, Authenticity::Forged, "{name}");
        let deviations: Vec<Deviation> = read.trigger().deviations().collect();
        let expected: &[Deviation] = match name {
            "future-use-set" => &[Deviation::FutureUse],
            "session-id-zero" => &[Deviation::SessionIdZero],
            _ => &[],
        };
        assert_eq!(deviations, expected, "{name}");
        count += 1;
    }
    assert!(count >= 9, "{count} vectors");
}

#[test]
fn malformed_notifications() {
    for (name, expected) in [
        ("bad-short", (Fault::Truncated, 22)),
        ("bad-len", (Fault::ServerLength, 23)),
        ("bad-empty-server", (Fault::NoServer, 23)),
    ] {
        let all = vectors("notification");
        let vector = all.iter().find(|vector| vector["name"] == name).expect(name);
        let error = Notification::decode(&octets(vector, "message_hex").into()).expect_err(name);
        let (fault, offset) = expected;
        assert_eq!(error, Error::new(ErrorKind::Notification(fault), offset), "{name}");
    }
    let no_text = [&[0; 16][..], &[2, 0xC0, 0, 0, 0, 0, 1, 2, 0xC3, 0x28]].concat();
    let error = Notification::decode(&no_text.into()).expect_err("no UTF-8");
    assert_eq!(error, Error::new(ErrorKind::Notification(Fault::ServerText), 24));
}

#[test]
fn a_digest_of_another_does_not_verify() {
    let all = vectors("notification");
    let vector = all.iter().find(|vector| vector["name"] == "bad-digest").expect("a vector");
    let read = Notification::decode(&octets(vector, "message_hex").into()).expect("a layout");
    let server = Credential::new("com.mgmtsrv.manage", "secret");
    let nonce = Nonce::from_octets(*b"Nonce").expect("a nonce");
    let policy = Resynchronization::default().with(Resynchronization::text());
    assert_eq!(read.verify(&server, &nonce, &policy), Authenticity::Forged);
    let signed = read.trigger().clone().sign(&server, &nonce);
    assert_eq!(signed.verify(&server, &nonce, &policy), Authenticity::Genuine);
    let other = Credential::stored("com.mgmtsrv", server.digest().clone());
    assert_eq!(signed.verify(&other, &nonce, &policy), Authenticity::Forged);
}

/// Both readings of `0x00000000`: the octets by default, the characters on request.
#[test]
fn resynchronization_of_a_client() {
    let server = Credential::new("com.mgmtsrv.manage", "secret");
    let stored = Nonce::from_octets(*b"stored").expect("a nonce");
    let trigger = Trigger::new(SessionId::new(7), "com.mgmtsrv.manage").expect("a trigger");
    let (octets, text) = (Resynchronization::octets(), Resynchronization::text());
    let policies = [
        Resynchronization::refuse(),
        Resynchronization::default(),
        Resynchronization::refuse().with(text.clone()),
        Resynchronization::default().with(text.clone()),
    ];
    for (special, taken) in
        [(octets, [false, true, false, true]), (text, [false, false, true, true])]
    {
        let signed = trigger.clone().sign(&server, &special);
        for (policy, is_taken) in policies.iter().zip(taken) {
            let expected = if is_taken {
                Authenticity::Resynchronizing(special.clone())
            } else {
                Authenticity::Forged
            };
            assert_eq!(signed.verify(&server, &stored, policy), expected, "{policy:?}");
        }
    }
}

#[test]
fn every_version_is_kept() {
    let nonce = Nonce::EMPTY;
    let server = Credential::new("s", "p");
    for tenths in 0..1024 {
        let version = Version::from_tenths(tenths).expect("ten bits");
        let trigger = Trigger::new(SessionId::new(0xFFFF), "s").expect("a trigger");
        let signed = trigger.with_version(version).sign(&server, &nonce);
        let read = Notification::decode(&signed.to_bytes()).expect("what was made");
        assert_eq!(read.trigger().version(), version);
        let is_odd = read.trigger().deviations().any(|deviation| deviation == Deviation::Version);
        assert_eq!(is_odd, !(10..=11).contains(&tenths));
    }
    assert!(Version::from_tenths(1024).is_err());
    assert_eq!(Version::from_tenths(1023).expect("ten bits").to_string(), "102.3");
}

#[test]
fn limits_of_a_trigger() {
    let new = |length: usize| Trigger::new(SessionId::new(1), "s".repeat(length));
    assert_eq!(new(0).expect_err("none").kind(), ErrorKind::Notification(Fault::NoServer));
    assert!(new(1).is_ok() && new(255).is_ok());
    assert_eq!(new(256).expect_err("long").kind(), ErrorKind::Notification(Fault::LongServer));
    assert!(new(1).expect("short").with_future_use((1 << 27) - 1).is_ok());
    assert!(new(1).expect("short").with_future_use(1 << 27).is_err());
}

#[test]
fn wap_push_frames() {
    let all = vectors("notification");
    let vector = all.iter().find(|vector| vector["wsp_hex"].is_string()).expect("a vector");
    let (wsp, sms) = (octets(vector, "wsp_hex"), octets(vector, "sms_user_data_hex"));
    let frame = Frame::decode(&wsp.clone().into()).expect("a frame");
    assert_eq!(frame.transaction(), 1);
    assert!(frame.is_short());
    assert_eq!(
        Notification::decode(frame.body()).expect("one").trigger().session_id().number(),
        0x1234
    );
    assert_eq!(Frame::new(1, frame.body().clone()), frame);
    assert_eq!(frame.to_bytes(), wsp);
    assert_eq!(frame.to_user_data(Ports::PUSH), sms);
    assert_eq!(Frame::decode_user_data(&sms.into()), Ok((Ports::PUSH, frame)));
}

/// Other forms of the content type, and what is none; every row is TID, PDU type and so on.
#[test]
fn frames_of_other_servers() {
    let text = b"application/vnd.syncml.notification\0";
    let long = |headers: &[u8]| {
        [&[0x42, 0x06, u8::try_from(headers.len()).expect("short")], headers, b"body"].concat()
    };
    let no_header: &[u8] = &[0xC4];
    let newer: &[u8] = &[0xD8, 0xAF, 0x87];
    let with_length: &[u8] = &[0x02, 0xC4, 0x81, 0xAF, 0x87];
    let integer: &[u8] = &[0x02, 0x01, 0x44, 0xAF, 0x87];
    let with_text = [&text[..], &[0xAF, 0x87]].concat();
    let with_text_and_length = [&[0x1F, 0x24][..], text].concat();
    for headers in [no_header, newer, with_length, integer, &with_text, &with_text_and_length] {
        let push = long(headers).into();
        let frame = Frame::decode(&push).expect("a frame");
        assert_eq!(&frame.body()[..], b"body", "{headers:?}");
        assert_eq!(&frame.headers()[..], headers);
        assert_eq!(frame.to_bytes(), push);
    }
    for (hex, fault, offset) in [
        ("", Fault::NoPush, 0),
        ("01", Fault::NoPush, 1),
        ("0107", Fault::NoPush, 1),
        ("0106", Fault::HeadersLength, 2),
        ("010604c4af87", Fault::HeadersLength, 2),
        ("0106ffffffffff7f", Fault::HeadersLength, 2),
        ("010600", Fault::ContentType, 3),
        ("010603b6af87", Fault::ContentType, 3),
        ("0106036100af", Fault::ContentType, 3),
    ] {
        let error = Frame::decode(&unhex(hex).into()).expect_err(hex);
        assert_eq!(error, Error::new(ErrorKind::Notification(fault), offset), "{hex}");
    }
    let error = Frame::decode_user_data(&unhex("0605040b84c0").into()).expect_err("short");
    assert_eq!(error, Error::new(ErrorKind::Notification(Fault::UserDataHeader), 0));
    assert!(
        !Frame::decode(&long(&[&[0x1F, 0x2E, 0xC4][..], &[0x81; 45]].concat()).into())
            .expect("a frame")
            .is_short()
    );
}

/// Every prefix and every single octet changed: read or refused, never a panic.
#[test]
fn prefixes_and_mutations() {
    let mut inputs: Vec<Vec<u8>> = Vec::new();
    for vector in vectors("notification") {
        for key in ["message_hex", "wsp_hex", "sms_user_data_hex"] {
            inputs.extend(vector[key].as_str().map(unhex));
        }
    }
    for vector in vectors("auth") {
        inputs.extend(vector["header"].as_str().map(|text| text.as_bytes().to_vec()));
        let accepted = vector["accept"].as_array().into_iter().flatten();
        inputs.extend(accepted.map(|line| line.as_str().expect("a line").as_bytes().to_vec()));
    }
    for input in inputs {
        for end in 0..=input.len() {
            fuzz::dm_auth::notification(&input[..end]);
            fuzz::dm_auth::hmac_header(&input[..end]);
        }
        let mut mutant = input.clone();
        for at in 0..input.len().min(64) {
            for octet in (0..=255).step_by(5) {
                mutant[at] = octet;
                fuzz::dm_auth::notification(&mutant);
                fuzz::dm_auth::hmac_header(&mutant);
            }
            mutant[at] = input[at];
        }
    }
}

/// Reads cases, writes what its own library makes of them.
const PYTHON: &str = r#"
import base64, hashlib, json, sys
b64 = lambda octets: base64.b64encode(octets)
md5 = lambda octets: hashlib.md5(octets).digest()
out = []
for case in json.load(sys.stdin):
    user, password = case["user"].encode(), case["password"].encode()
    nonce, body = bytes.fromhex(case["nonce"]), bytes.fromhex(case["body"])
    inner = b64(md5(user + b":" + password))
    out.append({
        "basic": b64(user + b":" + password).decode(),
        "md5": b64(md5(inner + b":" + nonce)).decode(),
        "mac": b64(md5(inner + b":" + nonce + b":" + b64(md5(body)))).decode(),
    })
print(json.dumps(out))
"#;

#[test]
fn python_agrees() {
    let Some(python) = peer::Peer::find("python3") else { return };
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut octets = |length: usize| -> Vec<u8> {
        let next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state.to_le_bytes()[3]
        };
        std::iter::repeat_with(next).take(length).collect()
    };
    let hex = |octets: &[u8]| octets.iter().map(|octet| format!("{octet:02x}")).collect::<String>();
    let cases: Vec<(String, String, Vec<u8>, Vec<u8>)> = (0..200)
        .map(|at| {
            let text = |octets: Vec<u8>| octets.into_iter().map(char::from).collect::<String>();
            let user = text(octets(at % 17));
            let password = text(octets(at % 13));
            (user, password, octets(at % 65), octets(at * 7))
        })
        .collect();
    let input: Vec<Value> = cases
        .iter()
        .map(|(user, password, nonce, body)| {
            json!({"user": user, "password": password, "nonce": hex(nonce), "body": hex(body)})
        })
        .collect();
    let output = python.run(&["-c", PYTHON], Value::from(input).to_string().as_bytes());
    let output: Vec<Value> = serde_json::from_slice(&output.expect("output")).expect("JSON");
    assert_eq!(output.len(), cases.len());
    for ((user, password, nonce, body), expected) in cases.iter().zip(output) {
        let credential = Credential::new(user.clone(), password);
        let nonce = Nonce::from_octets(nonce.clone()).expect("a nonce");
        assert_eq!(credential.basic().as_deref(), expected["basic"].as_str());
        let digest = |digest: Digest| Some(digest.to_base64());
        assert_eq!(digest(credential.md5(&nonce)).as_deref(), expected["md5"].as_str());
        assert_eq!(digest(credential.mac(&nonce, body)).as_deref(), expected["mac"].as_str());
    }
}
