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

#[test]
fn what_is_no_short_message_is_told() {
    for command in ["show", "join"] {
        let outcome = run(&["sms", command, "-"], "\n");
        assert_eq!((outcome.code, outcome.out.as_str()), (1, ""));
        assert!(outcome.err.contains("no short message"), "{}", outcome.err);
    }
    assert_eq!(run(&["sms", "split", "-", "--to", ""], "a").code, 2);
}

#[test]
fn headers_of_others_are_shown_as_they_are() {
    let make = ["push", "make", "-", "--type", "text/plain", "--header", "X-Foo: bar", "--out-hex"];
    let shown = output(&["push", "show", "-", "--hex"], output(&make, "a"));
    assert!(shown.contains("X-Foo          bar\n"), "{shown}");
}

#[test]
fn text_messages_are_shown() {
    let deliver = "07911326040000F0040B911346610089F60000208062917314080CC8F71D14969741F977FD07";
    let shown = output(&["sms", "show", "-"], deliver);
    assert!(shown.starts_with("SMS-DELIVER") && shown.contains("How are you?"), "{shown}");
    let submit = "0011000B916407281553F80000AA0AE8329BFD4697D9EC37";
    for command in [&["sms", "show", "-"][..], &["inspect", "-", "--as", "sms"]] {
        let shown = output(command, submit);
        assert!(shown.starts_with("SMS-SUBMIT") && shown.contains("hellohello"), "{shown}");
        assert!(shown.contains("+46708251358"), "{shown}");
    }
}
