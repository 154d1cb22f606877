//! `push`, `sms`, and `inspect` through what a document travels in.

use super::{BOOTSTRAP, output, run};

#[test]
fn from_document_to_short_messages_and_back() {
    let body = std::fs::read_to_string(
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(BOOTSTRAP),
    )
    .unwrap();
    let mac = "0123456789ABCDEF0123456789ABCDEF01234567";
    let kind = "application/vnd.wap.connectivity-wbxml";
    let make =
        ["push", "make", "-", "--hex", "--type", kind, "--sec", "1", "--mac", mac, "--out-hex"];
    let datagram = output(&make, &body);
    assert!(datagram.starts_with("00062F1F2DB6918192"), "{datagram}");

    let shown = output(&["push", "show", "-", "--hex"], &datagram);
    assert!(shown.contains("SEC=USERPIN; MAC=0123"), "{shown}");
    let inspected = output(&["inspect", "-", "--hex"], &datagram);
    assert!(
        inspected.contains("WSP push") && inspected.contains("wap-provisioningdoc"),
        "{inspected}"
    );

    let split = ["sms", "split", "-", "--hex", "--to", "+15551234567"];
    let lines = output(&split, &datagram);
    let mut messages = lines.lines().collect::<Vec<_>>();
    assert!(messages.len() > 1, "{lines}");
    let shown = output(&["sms", "show", "-"], messages[0]);
    assert!(shown.contains("2948 from 9200 (push, connectionless)"), "{shown}");
    assert!(shown.contains("SMS-SUBMIT") && shown.contains("+15551234567"), "{shown}");
    messages.reverse();
    let joined = output(&["sms", "join", "-", "--out-hex"], messages.join("\n"));
    assert_eq!(joined, datagram);

    // One that is missing is told, and nothing is written.
    let outcome = run(&["sms", "join", "-"], messages[0]);
    assert_eq!((outcome.code, outcome.out.as_str()), (1, ""));
    assert!(outcome.err.contains("not whole"), "{}", outcome.err);
    let outcome = run(&["sms", "split", "-", "--hex", "--most", "1"], &datagram);
    assert_eq!(outcome.code, 1, "{}", outcome.err);
}

#[test]
fn a_short_message_is_peeled() {
    let si = "02056A0045C60B03612E6578616D706C650001036869000101";
    let make = ["push", "make", "-", "--hex", "--type", "application/vnd.wap.sic", "--out-hex"];
    let datagram = output(&make, si);
    let message = output(&["sms", "split", "-", "--hex", "--to", "12345"], &datagram);
    let shown = output(&["inspect", "-", "--hex"], &message);
    for word in ["SMS-SUBMIT", "user data", "WSP push", "application/vnd.wap.sic"] {
        assert!(shown.contains(word), "{word}: {shown}");
    }
}
