use alloc::vec;

use super::*;

fn list() -> Whitelist {
    Whitelist::from_nodes([
        ("./Push/PushWL/TrustedPPG/a/Addr", "192.0.2.1"),
        ("./Push/PushWL/TrustedPPG/a/AddrType", "IPv4"),
        ("PushWL/TrustedPPG/a/Apps/1/AppId", "x-wap-application:syncml.dm"),
        ("PushWL/TrustedPPG/a/Apps/1/Types/1/ContentType", "application/vnd.syncml.notification"),
        ("PushWL/TrustedPPG/a/Apps/1/Types/2/ContentType", "text/*"),
        ("PushWL/TrustedPPG/a/Apps/10/AppId", "http://example.org/app"),
        ("PushWL/TrustedPPG/b/Addr", "ppg.example"),
        ("PushWL/TrustedPPG/c/AddrType", "IPv4"),
        ("PushWL/TrustedSMSC/x/Addr", "+1 555 0001"),
        ("PushWL/Ext/y", "z"),
        ("Addr", "10.0.0.1"),
    ])
}

fn ppg(address: &str) -> Sender<'_> {
    Sender::Ppg { address, address_type: None }
}

const NOTIFICATION: &str = "application/vnd.syncml.notification; a=b";

#[test]
fn nodes() {
    let list = list();
    assert_eq!((list.gateways.len(), list.message_centers.len()), (2, 1));
    let nodes = list.to_nodes();
    let again =
        Whitelist::from_nodes(nodes.iter().map(|(path, value)| (path.as_str(), value.as_str())));
    assert_eq!(again, list);
    assert_eq!(list.gateways[0].applications[0].content_types.len(), 2);
    assert!(list.gateways[0].applications[1].content_types.is_empty(), "10 is not inside 1");
}

#[test]
fn types_without_an_application_close_the_list() {
    let list = Whitelist::from_nodes([
        ("PushWL/TrustedSMSC/1/Addr", "+15550001"),
        ("PushWL/TrustedSMSC/1/Types/1/ContentType", "text/*"),
    ]);
    let takes = |content_type| {
        let incoming = Incoming::new(Sender::MessageCenter("+15550001"), content_type);
        list.decide(&incoming.for_application("7"), &Policy::default()).is_accepted
    };
    assert!(takes("text/plain"));
    assert!(!takes("application/vnd.wap.slc"));
}

#[test]
fn decisions() {
    use Reason as R;
    let accepted = vec![R::SenderListed, R::ApplicationAllowed, R::ContentTypeAllowed];
    for (sender, application, content_type, expected) in [
        (ppg("192.0.2.1"), Some("7"), NOTIFICATION, Ok(accepted.clone())),
        (
            ppg("::ffff:192.0.2.1"),
            Some("x-wap-application:syncml.dm;app-encoding=9"),
            "TEXT/plain",
            Ok(accepted.clone()),
        ),
        (ppg("192.0.2.1"), Some("http://example.org/app"), "image/png", Ok(accepted.clone())),
        (ppg("PPG.example"), None, "image/png", Ok(accepted.clone())),
        (Sender::MessageCenter("15550001"), Some("9"), "a/b", Ok(accepted)),
        (ppg("192.0.2.2"), Some("7"), NOTIFICATION, Err(vec![R::SenderUnlisted])),
        (Sender::MessageCenter("a1555b0001"), None, "a/b", Err(vec![R::SenderUnlisted])),
        (Sender::MessageCenter("+1+5550001"), None, "a/b", Err(vec![R::SenderUnlisted])),
        (Sender::MessageCenter(""), None, "a/b", Err(vec![R::SenderUnlisted])),
        (Sender::MessageCenter("192.0.2.1"), None, "a/b", Err(vec![R::SenderUnlisted])),
        (ppg("192.0.2.1"), None, NOTIFICATION, Err(vec![R::SenderListed, R::ApplicationRefused])),
        (
            ppg("192.0.2.1"),
            Some("0"),
            NOTIFICATION,
            Err(vec![R::SenderListed, R::ApplicationRefused]),
        ),
        (
            ppg("192.0.2.1"),
            Some("!"),
            NOTIFICATION,
            Err(vec![R::SenderListed, R::ApplicationUnreadable]),
        ),
        (
            ppg("192.0.2.1"),
            Some("7"),
            "image/png",
            Err(vec![R::SenderListed, R::ApplicationAllowed, R::ContentTypeRefused]),
        ),
        (
            Sender::Ppg { address: "192.0.2.1", address_type: Some("IPv6") },
            Some("7"),
            NOTIFICATION,
            Err(vec![R::SenderUnlisted]),
        ),
    ] {
        let incoming = Incoming { application, ..Incoming::new(sender, content_type) };
        let decision = list().decide(&incoming, &Policy::default());
        let found = if decision.is_accepted { Ok(decision.reasons) } else { Err(decision.reasons) };
        assert_eq!(found, expected, "{incoming:?}");
    }
}

#[test]
fn flags() {
    use Reason as R;
    let decide = |sender, flag, policy: Policy| {
        let incoming = Incoming::new(sender, "a/b").with_flag(PushFlag(flag));
        let decision = list().decide(&incoming, &policy);
        let facts = (
            decision.is_accepted,
            decision.is_authenticated,
            decision.is_trusted,
            decision.is_last,
        );
        (
            facts,
            decision
                .reasons
                .into_iter()
                .filter(|r| !matches!(r, R::ApplicationAllowed | R::ContentTypeAllowed))
                .collect::<Vec<_>>(),
        )
    };
    let open = Policy { allow_unlisted: true, ..Policy::default() };
    let strict = Policy { require_trusted: true, require_authenticated: true, ..Policy::default() };
    let listed = ppg("ppg.example");
    let other = ppg("other.example");
    assert_eq!(decide(listed, 0, open), ((true, false, false, false), vec![R::SenderListed]));
    assert_eq!(
        decide(listed, 7, strict),
        ((true, true, true, true), vec![R::SenderListed, R::FlagBelieved])
    );
    assert_eq!(
        decide(other, 7, open),
        ((true, false, false, true), vec![R::SenderUnlisted, R::FlagIgnored])
    );
    assert_eq!(
        decide(listed, 0x82, open),
        ((true, false, true, false), vec![R::SenderListed, R::FlagBelieved, R::FlagReserved])
    );
    assert_eq!(
        decide(listed, 1, strict),
        ((false, true, false, false), vec![R::SenderListed, R::FlagBelieved, R::NotTrusted])
    );
    let (facts, reasons) = decide(other, 7, Policy { allow_unlisted: true, ..strict });
    assert_eq!(facts, (false, false, false, true));
    assert_eq!(reasons, [R::SenderUnlisted, R::FlagIgnored, R::NotTrusted, R::NotAuthenticated]);
}
