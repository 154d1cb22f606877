//! `push`, `sms`, and `inspect` through what a document travels in.

use super::{BOOTSTRAP, output, run};

#[test]
fn from_document_to_short_messages_and_back() {
    let body =
        std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(BOOTSTRAP))
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

/// References of 8 and of 16 bits are two (3GPP TS 23.040, 9.2.3.24.8), and so are two source ports.
#[test]
fn parts_of_one_number_stay_apart() {
    let body = "41".repeat(200);
    let split = |more: &[&str]| {
        let command = [&["sms", "split", "-", "--hex", "--reference", "7"], more].concat();
        output(&command, &body)
    };
    let lines = [split(&[]), split(&["--short"]), split(&["--source", "9203"])].concat();
    let shown = run(&["inspect", "-"], lines).out;
    assert_eq!(shown.matches("2 of 2\n").count(), 3, "{shown}");
    assert!(!shown.contains("came twice"), "{shown}");
}

/// A part that says another total is left out, and the others stay.
#[test]
fn a_part_of_another_total_costs_nothing_else() {
    let body = "41".repeat(200);
    let lines = output(&["sms", "split", "-", "--hex", "--short"], &body);
    let [first, second] = lines.lines().collect::<Vec<_>>()[..] else { panic!("{lines}") };
    let odd = second.replacen("0003010202", "0003010302", 1);
    let outcome = run(&["sms", "join", "-", "--out-hex"], [first, &odd, second].join("\n"));
    assert_eq!((outcome.code, outcome.out.trim_end()), (0, body.as_str()), "{}", outcome.err);
    assert!(outcome.err.contains("short message 2 is left out"), "{}", outcome.err);
    let outcome = run(&["sms", "join", "-"], [first, &odd].join("\n"));
    assert_eq!((outcome.code, outcome.out.as_str()), (1, ""));
    assert!(outcome.err.contains("short message 2: "), "{}", outcome.err);
}

#[test]
fn contents_that_only_wsp_has_are_shown() {
    let inspect = |content_type, body: &str| {
        let make = ["push", "make", "-", "--hex", "--type", content_type, "--out-hex"];
        output(&["inspect", "-", "--hex"], output(&make, body))
    };
    let request = "01 02B287 08C40B23F17F000001 08C40B0FC30A000001 0101 05613A622F63 0101020304";
    let shown = inspect("application/vnd.wap.sia", request);
    for word in [
        "x-wap-application:syncml.dm",
        "GSM GPRS 127.0.0.1:9201, WSP",
        "GSM GPRS 10.0.0.1:4035, OTA-HTTP, tag AQIDBA==",
        "a:b/c",
    ] {
        assert!(shown.contains(word), "{word}: {shown}");
    }
    let entry = "01 07 02 83 C0223C613E00 6869";
    let shown = inspect("application/vnd.wap.multipart.related", entry);
    for word in ["entry 1", "text/plain", "Content-ID: \"<a>\""] {
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
fn there_is_one_content_type() {
    let push = ["push", "make", "-", "--type", "text/plain", "--header", "content-type: a/b"];
    let pap =
        ["pap", "make", "-", "--content-type", "text/plain", "--push-id", "1", "--to", "sip:a@b"];
    let pap = [&pap[..], &["--header", "Content-Type:a/b"]].concat();
    for command in [&push[..], &pap] {
        let outcome = run(command, "a");
        assert_eq!((outcome.code, outcome.out.as_str()), (2, ""), "{}", outcome.err);
        assert!(outcome.err.contains("an option of its own"), "{}", outcome.err);
    }
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

#[test]
fn what_cannot_be_made_is_wrong_usage() {
    let kind = "application/vnd.wap.connectivity-wbxml";
    for words in [
        &["--type", "text"][..],
        &["--type", kind, "--header", "X-Foo"],
        &["--type", kind, "--application", "a b"],
        &["--type", kind, "--mac", "5B9F"],
        &["--type", kind, "--sec", "4"],
        &["--type", kind, "--sec", "1", "--mac", "5B9"],
        &["--type", kind, "--sec", "1", "--mac", "zz"],
        &["--type", kind, "--sec", "3", "--mac", "5B9F"],
        &["--type", kind, "--transaction", "256"],
    ] {
        let outcome = run(&[&["push", "make", "-"], words].concat(), "a");
        assert_eq!((outcome.code, outcome.out.as_str()), (2, ""), "{words:?}");
    }
    let words = ["push", "make", "-", "--type", kind, "--sec", "1", "--mac", "5b9f", "--out-hex"];
    assert_eq!(output(&words, "a"), "00060A09B6918192354239460061\n");
}

#[test]
fn other_datagrams_of_a_file_are_told() {
    let part = |reference: u8, sequence: u8| format!("050003{reference:02X}02{sequence:02X}61\n");
    let lines = [part(1, 1), part(2, 1), part(1, 2)].concat();
    let outcome = run(&["sms", "join", "-"], &lines);
    assert_eq!((outcome.code, outcome.out.as_str()), (0, "aa"), "{}", outcome.err);
    assert!(outcome.err.contains("others are left out"), "{}", outcome.err);
    let outcome = run(&["sms", "join", "-"], [part(1, 2), part(1, 1), part(1, 1)].concat());
    assert_eq!((outcome.code, &*outcome.out, &*outcome.err), (0, "aa", ""));
    let outcome = run(&["sms", "join", "-"], [part(1, 2), "0605040B8423".to_owned()].concat());
    assert_eq!((outcome.code, outcome.out.as_str()), (1, ""));
    assert!(outcome.err.contains("short message 2: "), "{}", outcome.err);
    // What is broken behind a whole datagram takes nothing away from it.
    let lines = [part(1, 1), part(1, 2), "0605040B8423\n".to_owned(), part(2, 1)].concat();
    let outcome = run(&["sms", "join", "-"], &lines);
    assert_eq!((outcome.code, outcome.out.as_str()), (0, "aa"), "{}", outcome.err);
    assert!(outcome.err.contains("short message 3 is left out: "), "{}", outcome.err);
    assert!(outcome.err.contains("others are left out"), "{}", outcome.err);
}
