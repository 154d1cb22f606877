//! Messages of any octets: the vectors, and what is none.

use super::*;

#[test]
fn what_is_no_message_of_provisioning() {
    for text in ["", "text/plain", "application/vnd.wap.sic", "application/vnd.syncml.dm+xml"] {
        let error = Received::from_content_type(text, b"x", Bearer::Sms).err();
        assert_eq!(error, Some(ReceiveError::MediaType), "{text}");
    }
    let error = Received::from_card("8949", Kind::Bootstrap, &[0xFF; 9]).err();
    assert_eq!(error, Some(ReceiveError::Empty));
    // Nor is one that is signed, and none inside.
    for media_type in [CP, DM] {
        for body in [&b""[..], b"\x03", b"\x03\x0B\x6A\x00", b"<SyncML/>"] {
            let text = signed(
                media_type,
                body,
                if media_type == CP { Method::UserPin } else { Method::DmUserPin },
            );
            let mut kept = Kept::default();
            let report = kept.receive(&received(&text, body), &mut Person::with_pin("1234"));
            assert!(!report.is_installed(), "{media_type} {body:?} {report}");
        }
    }
}

/// The words of SEC that the DM profile has, with the octets of the vectors.
#[test]
fn the_vectors_of_the_dm_profile() {
    let Some(path) = data::shared("vectors/dm.json") else { return };
    let file: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(path).expect("a file")).expect("JSON");
    let rows = file["bootstrap"].as_array().expect("vectors");
    assert_eq!(rows.len(), 2);
    for row in rows {
        let text = |key: &str| row[key].as_str().expect("text");
        let body = unhex(text("document_hex"));
        let received = received(text("content_type"), &body);
        let imsi: Imsi = "262011234567890".parse().expect("digits");
        let identities = [Identity::from(NetworkId::from_digits(&imsi))];
        let (mut contexts, mut tree, mut ledger) =
            (Contexts::new(), MemoryTree::new(), Ledger::new());
        let policy = Policy::STRICT.with(Relaxation::ManagementByNetworkSecret);
        let mut device = Device::new(&mut contexts, &mut tree, &mut ledger).with_policy(policy);
        let report = device.receive(&received, &identities, &mut Person::with_pin("1234"));
        assert!(report.is_installed(), "{}: {report}", text("name"));
        // The example of the specification: an account with a reference to what is beside it.
        let at: Uri = "./DMAcc/OperatorX/PrefConRef".parse().expect("an address");
        assert_eq!(tree.read(at.path()).expect("there").text(), Some("./NAP/Internet"));
        // It has no server, so that no session can begin.
        let account: Uri = "./DMAcc/OperatorX".parse().expect("an address");
        assert!(
            report.decisions().contains(&Decision::Incomplete(account, Missing::Server)),
            "{report}"
        );
        assert_eq!(report.sessions().count(), 0);
    }
}

/// Every prefix and every changed octet of a message: it is refused, and nothing is there.
#[test]
fn prefixes_and_mutations_are_refused() {
    for (media_type, body, method) in [
        (CP, cp([nap("internet"), w7("com.example", "planted")]), Method::UserPin),
        (DM, dm("com.example"), Method::DmUserPin),
    ] {
        let text = signed(media_type, &body, method);
        let pin: UserPin = "1234".parse().expect("digits");
        let identities = [Identity::User(pin)];
        let mut bodies: Vec<Vec<u8>> = (0..body.len()).map(|end| body[..end].to_vec()).collect();
        for at in 0..body.len() {
            let mut changed = body.clone();
            changed[at] ^= 0x41;
            bodies.push(changed);
        }
        for body in &bodies {
            let mut kept = Kept::default();
            let received = received(&text, body);
            let report = kept.with(|device| device.admit(&received, &identities)).map(|_| ());
            assert!(report.is_err());
            // And where nobody checks, nothing panics.
            kept.with(|device| {
                if let Ok(admitted) = device.admit_unauthenticated(&received, "a test") {
                    let _ = device.install(admitted);
                }
            });
        }
    }
}
