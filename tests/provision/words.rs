//! What a report says, in fixed words, and what of a stored ledger is refused.

use super::*;
use provost::bootstrap::{BearerKind, Context, Installed, Purpose};
use provost::cp::{CardFile, Source};
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

/// Which bearer, which refusal, which purpose: each has words of its own.
#[test]
fn decisions_say_by_whom_and_for_what() {
    let at: Uri = "./DMAcc/a".parse().expect("an address");
    let none = Installed::NOTHING;
    let finding = || {
        let twice = nap("one").with("NAPID", "N2");
        let effective = Document::new().with(twice).effective();
        effective.ignored.first().expect("a finding").clone()
    };
    let came = |bearer| Decision::Received(Content::ClientProvisioning, bearer);
    let rows: [(Decision, &str); 12] = [
        (came(BearerKind::Sms), "received provisioning document by SMS"),
        (came(BearerKind::Ussd), "received provisioning document by USSD"),
        (came(BearerKind::Local), "received provisioning document by owner"),
        (came(BearerKind::IpPush), "received provisioning document by push over IP"),
        (Decision::Refused(Refusal::NoRule), "refused: no rule for this bearer and context"),
        (
            Decision::Admitted(Purpose::update(Context::Privileged, none), None),
            "admitted for update of the privileged context: its bearer vouches",
        ),
        (
            Decision::Admitted(Purpose::bootstrap(Context::Other, none), Some(Method::UserPin)),
            "admitted for bootstrap of a context: verified by USERPIN",
        ),
        (
            Decision::Admitted(Purpose::update(Context::Management, none), None),
            "admitted for update of a management account: its bearer vouches",
        ),
        (Decision::Hidden(at.clone()), "gives its place to the card: ./DMAcc/a"),
        (Decision::Restored(at.clone()), "back in its place: ./DMAcc/a"),
        (Decision::Removed(at), "removed ./DMAcc/a"),
        (Decision::Documents(2), "documents removed from contexts: 2"),
    ];
    for (decision, words) in rows {
        assert_eq!(decision.to_string(), words);
    }
    // With the rule and the place.
    let words = finding().to_string();
    assert!(words.ends_with("in NAPDEF[0]/NAPID"), "{words}");
    assert_eq!(Decision::Ignored(finding()).to_string(), format!("ignored: {words}"));
    let refused = Decision::ContextRefused(finding()).to_string();
    assert_eq!(refused, format!("refused by the contexts: {words}"));
}

/// What of a bootstrap message is passed over is in the report: a command by its name, an object by its
/// address.
#[test]
fn what_is_passed_over_is_told() {
    let unknown = Object::new("Game", "urn:example:mo:game:1.0").expect("a name");
    let account =
        Account { addresses: vec![AccountAddress::new(ADDRESS)], ..Account::new("com.example") };
    let account = account.to_object("Operator", Layout::V1_2).expect("an account");
    let written = Bootstrap::of_objects([account, unknown]).to_wbxml("com.example", "IMEI:1");
    let message = provost::dm::Message::decode(&written.expect("a message")).expect("a message");
    let alert = provost::dm::Alert::new(provost::dm::AlertCode::GENERIC).with_id("9");
    let message = message.with(alert).finish();
    let body = message.encode(provost::dm::Syntax::Wbxml).expect("a message");
    let text = signed(DM, &body, Method::DmUserPin);
    let report = Kept::default().receive(&received(&text, &body), &mut Person::with_pin("1234"));
    assert!(report.is_installed(), "{report}");
    let lines = report.to_string();
    for line in [
        "passed over: Alert has no use here\n",
        "passed over: no place for such an object: ./Inbox/Game\n",
    ] {
        assert!(lines.contains(line), "{lines}");
    }
}

/// A caller that shows what it has admitted before it installs it.
#[test]
fn what_is_admitted_says_how() {
    let body = cp([nap("internet")]);
    let text = signed(CP, &body, Method::NetworkPin);
    let air = received(&text, &body);
    assert_eq!(air.content(), Content::ClientProvisioning);
    let mut kept = Kept::default();
    kept.with(|device| {
        let admitted = device.admit(&air, &sims()).expect("admitted");
        assert_eq!(admitted.method(), Some(Method::NetworkPin));
        let words = "received provisioning document by SMS\n\
            admitted for bootstrap of a context: verified by NETWPIN\n";
        assert_eq!(admitted.report().to_string(), words);
        assert!(!admitted.report().is_installed());
    });
    // The second file of a card: its bearer vouches.
    let file = card(&body);
    let received = from_card("8949", Kind::Config2, &file);
    assert_eq!(received.card(), Some(("8949", Kind::Config2)));
    let report = kept.with(|device| {
        let admitted = device.admit(&received, &[]).expect("admitted");
        assert_eq!(admitted.method(), None);
        device.install(admitted)
    });
    assert!(report.is_installed(), "{report}");
    let contexts = kept.contexts.expect("contexts");
    let context = contexts.context(report.context().expect("a context")).expect("a context");
    let [layer] = context.layers() else { panic!("{context:?}") };
    assert_eq!(*layer.source(), Source::card(CardFile::Config2, "8949"));
}

/// The update of the privileged context asks for as much as its beginning.
#[test]
fn an_update_of_the_privileged_context_is_privileged() {
    let body = cp([tps("http://tps.example/"), nap("internet")]);
    let text = signed(CP, &body, Method::UserNetworkPin);
    let (mut kept, mut user) = (Kept::default(), Person::with_pin("1234"));
    let first = kept.receive(&received(&text, &body).privileged(), &mut user);
    let id = first.context().expect("a context").clone();
    let more = cp([nap("more")]);
    let text = signed(CP, &more, Method::UserNetworkPin);
    // Without a word that it is privileged: the context says so.
    let report = kept.receive(&received(&text, &more).for_context(&id), &mut user);
    assert!(report.is_installed(), "{report}");
    let words = "admitted for update of the privileged context";
    assert!(report.to_string().contains(words), "{report}");
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
