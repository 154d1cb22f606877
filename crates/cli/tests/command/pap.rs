use std::fs;
use std::path::Path;

use super::{output, run};

const MAKE: [&str; 9] = [
    "pap",
    "make",
    "-",
    "--content-type",
    "text/vnd.wap.si",
    "--push-id",
    "1@pi.example",
    "--to",
    "WAPPUSH=+15551234567/TYPE=PLMN@ppg.example",
];

fn make(words: &[&str]) -> String {
    output(&[&MAKE, words].concat(), "<si/>")
}

#[test]
fn made_shown_and_checked() {
    let submission = make(&[
        "--app-id",
        "x-wap-application:wml.ua",
        "--notify",
        "http://pi.example/n",
        "--priority",
        "high",
        "--network",
        "GSM",
        "--before",
        "2030-01-01T00:00:00Z",
    ]);
    assert!(submission.starts_with(
        "Content-Type: multipart/related; boundary=provost-boundary; type=\"application/xml\"\r\n"
    ));
    assert_eq!(output(&["pap", "check", "-"], &submission), "valid\n");
    let shown = output(&["pap", "show", "-"], &submission);
    for line in [
        "operation          push-message\n",
        "version            2.0\n",
        "push id            1@pi.example\n",
        "not after          2030-01-01T00:00:00Z\n",
        "address            WAPPUSH=+15551234567/TYPE=PLMN@ppg.example (PLMN)\n",
        "priority           high\n",
        "network required   true\n",
        "content            text/vnd.wap.si, 5 octets\n",
        "  header           X-Wap-Application-Id: x-wap-application:wml.ua\n",
    ] {
        assert!(shown.contains(line), "{line}{shown}");
    }
}

#[test]
fn shown_as_json() {
    let submission = make(&["--priority", "high", "--app-id", "x-wap-application:wml.ua"]);
    let shown = output(&["pap", "show", "--json", "-"], &submission);
    let shown: serde_json::Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(
        shown,
        serde_json::json!({
            "operation": "push-message",
            "version": "2.0",
            "message": {
                "push-id": "1@pi.example",
                "address": [
                    { "address-value": "WAPPUSH=+15551234567/TYPE=PLMN@ppg.example", "type": "PLMN" },
                ],
                "quality-of-service": { "priority": "high" },
            },
            "content": {
                "content-type": "text/vnd.wap.si",
                "octets": 5,
                "headers": [
                    ["Content-Type", "text/vnd.wap.si"],
                    ["X-Wap-Application-Id", "x-wap-application:wml.ua"],
                ],
            },
        })
    );
    // Several results, each with its own addresses.
    let answer = "<pap><statusquery-response push-id='1'><statusquery-result code='1000' \
                  message-state='delivered'><address address-value='a'/></statusquery-result>\
                  <statusquery-result code='4321' message-state='lost'/></statusquery-response></pap>";
    let shown = output(&["pap", "show", "--json", "-"], answer);
    let shown: serde_json::Value = serde_json::from_str(&shown).unwrap();
    let results = &shown["message"]["statusquery-result"];
    assert_eq!(results[0]["address"][0]["address-value"], "a");
    assert_eq!(
        (&results[1]["code"], &results[1]["message-state"]),
        (&"4321".into(), &"lost".into())
    );
    assert!(shown.get("content").is_none());
}

#[test]
fn a_body_alone() {
    let body = make(&["--body-only", "--base64", "--replace", "0@pi", "--pending-only"]);
    assert!(body.starts_with("--provost-boundary\r\n"), "{body}");
    assert!(body.contains("PHNpLz4="), "{body}");
    assert_eq!(output(&["pap", "check", "-"], &body), "valid\n");
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("submission");
    fs::write(&path, &body).unwrap();
    let words = [
        "pap",
        "show",
        path.to_str().unwrap(),
        "--content-type",
        "multipart/related; boundary=provost-boundary",
    ];
    assert!(output(&words, "").contains("replace method     pending-only\n"));
}

#[test]
fn violations_are_listed() {
    let document = "<!DOCTYPE pap PUBLIC \"-//WAPFORUM//DTD PAP 2.0//EN\" \"x\">\
                    <pap><push-message><quality-of-service priority=\"urgent\"/></push-message></pap>";
    let outcome = run(&["pap", "check", "-"], document);
    assert_eq!(outcome.code, 1);
    assert_eq!(
        outcome.out,
        "missing attribute: push-id at byte 61\n\
         value that is no word of its attribute: priority at byte 95\n\
         missing element: address at byte 61\n"
    );
    let broken = run(&["pap", "check", "-"], "<pap>");
    assert_eq!((broken.code, broken.out.as_str()), (1, ""));
    assert!(broken.err.contains("at byte 5"), "{}", broken.err);
}

#[test]
fn what_kannel_writes() {
    let answer = "<?xml version=\"1.0\"?><!DOCTYPE pap PUBLIC \"-//WAPFORUM//DTD PAP 1.0//EN\" \
                  \"http://www.wapforum.org/DTD/pap_1.0.dtd\"><pap><push-response push-id=\"1\" \
                  sender-name=\"vm; WAP/1.3 (Kannel/1.4.5)\"><response-result code =\"3006\">\
                  </response-result></push-response></pap>";
    let shown = output(&["pap", "show", "-"], answer);
    assert!(
        shown.contains("code               3006 (content could not be transformed)\n"),
        "{shown}"
    );
}

#[test]
fn line_ends_of_scripts_only_when_asked() {
    let unix = make(&["--body-only"]).replace("\r\n", "\n");
    assert_eq!(run(&["pap", "show", "-"], &unix).code, 1);
    assert!(output(&["pap", "show", "--lenient", "-"], &unix).contains("push-message"));
}

#[test]
fn addresses() {
    let shown = output(
        &[
            "address",
            "WAPPUSH=john.doe%40wapforum.org/A=b/TYPE=USER@ppg.carrier.com",
            "sip:ann@example.org",
        ],
        "",
    );
    assert_eq!(
        shown,
        "WAPPUSH=john.doe%40wapforum.org/A=b/TYPE=USER@ppg.carrier.com\n  type    USER\n  \
         client  john.doe@wapforum.org\n  with    A=b\n  gateway ppg.carrier.com\n\
         sip:ann@example.org\n  type    URI\n"
    );
    let outcome = run(&["address", "WAPPUSH=1555/TYPE=PLMN@ppg"], "");
    assert_eq!(outcome.code, 1);
    assert!(
        outcome.out.contains("not an address: telephone number is no plus sign"),
        "{}",
        outcome.out
    );
}

#[test]
fn departures_of_what_is_made_are_told() {
    let make = ["pap", "make", "-", "--content-type", "text/plain", "--push-id", "1", "--to"];
    let own = run(&[&make[..], &["2100000A"]].concat(), "a");
    assert_eq!((own.code, own.err.as_str()), (0, "note: \"2100000A\" is no client address\n"));
    let address = "WAPPUSH=+15551234567/TYPE=PLMN@ppg.example";
    assert_eq!(run(&[&make[..], &[address]].concat(), "a").err, "");
    let outcome = run(&[&make[..], &[address, "--before", "2030-02-30T00:00:00Z"]].concat(), "a");
    assert_eq!(outcome.code, 2, "{}", outcome.err);
}

#[test]
fn what_cannot_be_submitted_is_wrong_usage() {
    let made =
        ["pap", "make", "-", "--to", "WAPPUSH=1/TYPE=USER@p", "--content-type", "text/plain"];
    for words in [
        &["--push-id", ""][..],
        &["--push-id", "1", "--app-id", "x y"],
        &["--push-id", "1", "--header", "X-Foo"],
        &["--push-id", "1", "--before", "2026"],
        &["--push-id", "1", "--pap-version", "9"],
    ] {
        let outcome = run(&[&made[..], words].concat(), "a");
        assert_eq!((outcome.code, outcome.out.as_str()), (2, ""), "{words:?}");
    }
    let made = ["pap", "make", "-", "--to", "a", "--push-id", "1", "--content-type", "text"];
    assert_eq!(run(&made, "a").code, 2);
}

#[test]
fn what_is_no_document_is_told_where() {
    for (text, told) in [
        ("hello", "at byte 5"),
        ("", "no document element at byte 0"),
        ("<pap>", "at byte 5"),
        ("<!DOCTYPE pap [<!ENTITY a 'b'>]><pap/>", "internal subset is refused at byte 15"),
    ] {
        for command in ["check", "show"] {
            let outcome = run(&["pap", command, "-"], text);
            assert_eq!((outcome.code, outcome.out.as_str()), (1, ""), "{text}");
            assert!(outcome.err.contains(told), "{command} {text}: {}", outcome.err);
        }
    }
    assert_eq!(run(&["pap", "check", "no-such-file"], "").code, 2);
}
