//! What a report says, in fixed words, and what of a stored ledger is refused.

use super::*;
use provost::bootstrap::BearerKind;
use provost::dm::bootstrap::InstallError;
use provost::dm::object::Loss;
use provost::provision::Content;

/// One line for each decision, and nothing in it that a message could choose freely.
#[test]
fn decisions_in_words() {
    let at: Uri = "./DMAcc/a".parse().expect("an address");
    let rows: [(Decision, &str); 15] = [
        (
            Decision::Received(Content::DeviceManagement, BearerKind::Guts),
            "received bootstrap message of device management by GUTS",
        ),
        (
            Decision::Received(Content::ClientProvisioningText, BearerKind::CellBroadcast),
            "received provisioning document in XML by cell broadcast",
        ),
        (
            Decision::Received(Content::ClientProvisioning, BearerKind::CdmaSms),
            "received provisioning document by SMS of CDMA",
        ),
        (Decision::NoXml, "not read: XML is not in this build"),
        (Decision::Stale, "refused: device has changed since it was admitted"),
        (Decision::Declined, "refused: user does not agree"),
        (Decision::Unchanged, "file of the card is as it was"),
        (
            Decision::OtherOwner(at.clone()),
            "nothing installed: the account ./DMAcc/a of the server is of another owner",
        ),
        (Decision::Dangling(at.clone()), "reference leads nowhere: ./DMAcc/a"),
        (Decision::Kept(at.clone()), "what a management server has made stays: ./DMAcc/a"),
        (Decision::Lost(at.clone()), "lost what a management server had made: ./DMAcc/a"),
        (
            Decision::Incomplete(at.clone(), Missing::Server),
            "identifier of the server is missing in ./DMAcc/a",
        ),
        (
            Decision::Object { at: at.clone(), is_renamed: true, is_replaced: false },
            "installed ./DMAcc/a under another name, its own being taken",
        ),
        (
            Decision::Object { at: at.clone(), is_renamed: false, is_replaced: true },
            "installed ./DMAcc/a in place of the account of the same server",
        ),
        (
            Decision::Tree(InstallError::AccountExists { at }),
            "nothing installed: server has an account at ./DMAcc/a",
        ),
    ];
    for (decision, words) in rows {
        assert_eq!(decision.to_string(), words);
    }
    let lost = provost::account::Problem::Lost(Loss::Ports).to_string();
    assert_eq!(lost, "no room for ports behind the first");
}

/// A ledger with a word that nobody knows is refused: without the method, policies decide otherwise.
#[test]
fn a_stored_ledger_with_unknown_words_is_refused() {
    let stored = |more: &str| {
        let text = format!(r#"[{{"owner":"","fingerprint":1{more}}}]"#);
        serde_json::from_str::<Ledger>(&text)
    };
    for more in [
        "",
        r#","card":["8949","Config2"]"#,
        r#","method":"0""#,
        r#","objects":[{"at":"./DMAcc/a","server":"s","nodes":[".","./ServerID"]}]"#,
        r#","objects":[{"at":"./Inbox/hidden","hidden":{"home":"./DMAcc/a","lists":[["./Name","Get=*"]]}}]"#,
    ] {
        let ledger = stored(more).unwrap_or_else(|error| panic!("{more}: {error}"));
        let again = serde_json::to_string(&ledger).expect("storable");
        let again: Ledger = serde_json::from_str(&again).expect("what was stored");
        assert_eq!(again.entries(), ledger.entries(), "{more}");
    }
    for more in [
        r#","card":["8949","Config3"]"#,
        r#","method":"9""#,
        r#","objects":[{"at":"/DMAcc"}]"#,
        r#","objects":[{"at":"./DMAcc/a","nodes":["a//b"]}]"#,
        r#","objects":[{"at":"./Inbox/x","hidden":{"home":"./a/../b"}}]"#,
        r#","objects":[{"at":"./Inbox/x","hidden":{"home":"./a","lists":[["./Name","Got=*"]]}}]"#,
        r#","objects":[{"at":"./Inbox/x","hidden":{"home":"./a","lists":[["//","Get=*"]]}}]"#,
    ] {
        assert!(stored(more).is_err(), "{more}");
    }
}
