//! What `inspect` tells of a capture of each kind, beside the capture; composed for this project.
//!
//! `PROVOST_BLESS=1 cargo test -p provost-cli captures` writes what is told now: read the difference.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Outcome, run};

/// Captures and what else is given.
const CAPTURES: [(&str, &[&str]); 22] = [
    ("card_bootstrap.hex", &[]),
    ("confirmed_push.hex", &[]),
    ("connect.hex", &["--as", "wsp-session"]),
    ("deliver.hex", &[]),
    ("deliver_cut.hex", &[]),
    ("dodf.hex", &[]),
    ("mixed.hex", &[]),
    ("notification.hex", &[]),
    ("odf.hex", &[]),
    ("otahttp.bin", KNOWN),
    ("pap.mime", KNOWN),
    ("part.hex", &[]),
    ("provisioning.xml", &[]),
    ("push.hex", &["--pin", "1234"]),
    ("push_cut.hex", KNOWN),
    ("push_old.hex", KNOWN),
    ("segments.hex", KNOWN),
    ("sip.bin", &[]),
    ("smpp.hex", &[]),
    ("syncml.hex", &[]),
    ("syncml.xml", &[]),
    ("wbxml.b64", &["--dump"]),
];
const KNOWN: &[&str] = &["--imsi", "466923103145252", "--pin", "4711"];

/// The secrets in the captures: as they are, in base64, and in hex.
const PLANTED: [&str; 4] = ["planted", "cGxhbnRlZ", "706C616E746564", "70 6C 61 6E 74"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/command/captures")
}

fn inspect(file: &str, words: &[&str]) -> Outcome {
    let path = folder().join(file);
    run(&[&["inspect", path.to_str().unwrap()], words].concat(), "")
}

#[test]
fn what_is_told_of_each() {
    let is_blessed = std::env::var_os("PROVOST_BLESS").is_some();
    for (file, words) in CAPTURES {
        let outcome = inspect(file, words);
        let told = format!("exit code {}\n\n{}", outcome.code, outcome.out);
        let path = folder().join(file).with_extension(format!(
            "{}.txt",
            Path::new(file).extension().unwrap().to_str().unwrap()
        ));
        if is_blessed {
            fs::write(&path, &told).unwrap();
        }
        assert_eq!(told, fs::read_to_string(&path).unwrap_or_default(), "{file}");
        assert_eq!(outcome.code == 0, outcome.err.is_empty(), "{file}: {}", outcome.err);
    }
    // Every capture is in the table.
    let files = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let captures = files.filter(|path| path.extension().unwrap() != "txt").count();
    assert_eq!(captures, CAPTURES.len());
}

#[test]
fn secrets_are_hidden_in_every_form() {
    let mut shown = 0;
    for (file, words) in CAPTURES {
        for form in [&[][..], &["--dump=full"], &["--json"], &["--html", "-"]] {
            let outcome = inspect(file, &[words, form].concat());
            for planted in PLANTED {
                let both = outcome.out.clone() + &outcome.err;
                assert!(!both.contains(planted), "{file} {form:?}: {both}");
            }
            let outcome = inspect(file, &[words, form, &["--secrets"]].concat());
            shown += usize::from(PLANTED.iter().any(|planted| outcome.out.contains(planted)));
        }
    }
    // The test would find them.
    assert!(shown > 30, "{shown}");
}

/// Of layers around a document that are broken themselves: what is in them was not read as one.
#[test]
fn secrets_are_hidden_around_a_fault() {
    let part = fs::read_to_string(folder().join("mixed.hex")).unwrap();
    let part = part.lines().find(|line| line.starts_with("41")).unwrap();
    let head = "POST / HTTP/1.1\r\nAuthorization: Basic planted\r\nHost\r\nA: b\r\n\r\n";
    for (input, error) in
        [(part, "error: TrailingOctets at byte 60: "), (head, "error: Form at byte 47: ")]
    {
        let outcome = run(&["inspect", "-"], input);
        assert!(outcome.code == 1 && outcome.err.starts_with(error), "{}", outcome.err);
        let both = outcome.out + &outcome.err;
        assert!(!PLANTED.iter().any(|planted| both.contains(planted)), "{both}");
        let shown = run(&["inspect", "--secrets", "-"], input);
        assert!(PLANTED.iter().any(|planted| shown.err.contains(planted)), "{}", shown.err);
    }
    let outcome = run(&["inspect", "-"], part);
    let window = "\n0030  .. .. .. .. .. .. .. .. .. .. .. .. 00 00        ************..\n";
    assert!(outcome.err.contains(window), "{}", outcome.err);
}

/// Of what is no document of a known type, nobody could tell which parts are secrets.
#[test]
fn secrets_are_hidden_in_other_content() {
    let body = |media_type: &str, body: &[u8]| {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\n\r\n");
        [head.as_bytes(), body].concat()
    };
    let wide = |text: &str, order: fn(u16) -> [u8; 2]| -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    };
    let sms = |parts: &[&str]| -> Vec<u8> {
        let lines = (1..).zip(parts).map(|(at, part)| {
            let text: String =
                wide(part, u16::to_be_bytes).iter().map(|octet| format!("{octet:02X}")).collect();
            let (length, total) = (part.len() * 2 + 6, parts.len());
            format!(
                "440B915155214365F7000862111270000000{length:02X}05000307{total:02X}{at:02X}{text}\n"
            )
        });
        lines.collect::<String>().into_bytes()
    };
    let xml = "<config><password>planted</password></config>";
    let (le, be) = (u16::to_le_bytes, u16::to_be_bytes);
    let marked = format!("\u{FEFF}{xml}");
    let parm = ["<parm name=\"AAUTHSECRET\" value=\"", "planted", "\"/>"];
    let gap = sms(&["lost", parm[0], parm[1], parm[2]]);
    let behind_gap = gap.iter().position(|octet| *octet == b'\n').unwrap() + 1;
    for input in [
        gap[behind_gap..].to_vec(),
        body("application/xml", xml.as_bytes()),
        body("application/xml", marked.as_bytes()),
        body("application/xml", &[xml.as_bytes(), b"\xFC"].concat()),
        body("application/xml", b"<a>\xFC<planted\xFC"),
        body("application/xml", &wide(&marked, le)),
        body("application/xml", &wide(&marked, be)),
        body("application/xml", &[wide(&marked, le), vec![0x00, 0xD8]].concat()),
        body("application/xml", &wide(xml, be)),
        body("application/x-other", b"password=planted\0"),
        body("application/x-other", b"\x01\x02planted\xFF"),
        sms(&[&parm.concat()]),
        sms(&[parm[0], &parm[1..].concat()]),
        sms(&parm),
        sms(&[&xml[..18], &xml[18..]]).split(|octet| *octet == b'\n').nth(1).unwrap().to_vec(),
    ] {
        let told = String::from_utf8_lossy(&input).into_owned();
        for form in [&[][..], &["--dump=full"], &["--json"], &["--html", "-"]] {
            let outcome = run(&[&["inspect", "-"], form].concat(), &input);
            let both = outcome.out.clone() + &outcome.err;
            for planted in PLANTED.iter().chain(&["70006C0061", "0070006C00"]) {
                assert!(!both.contains(planted), "{told} {form:?}: {both}");
            }
            assert!(outcome.out.contains("[hidden]"), "{told} {form:?}: {both}");
        }
        let shown = run(&["inspect", "--secrets", "-"], &input).out;
        let is_there = |planted: &&str| shown.contains(*planted);
        let planted = [&PLANTED[..], &["70006C0061", "0070006C00"]].concat();
        assert!(planted.iter().any(is_there), "{told}: {shown}");
    }
    let told = run(&["sms", "show", "-"], sms(&[&parm.concat()]));
    assert!(told.code == 0 && !told.out.contains("planted"), "{}", told.out);
}

#[test]
fn colors_only_where_they_are_wanted() {
    for (words, is_colored) in [(&["--color", "always"][..], true), (&[], false)] {
        let outcome = inspect("push.hex", words);
        assert_eq!(outcome.out.contains('\x1B'), is_colored, "{}", outcome.out);
    }
    // What is in a message has none of its own, colored or not.
    let text = "<si><indication>\u{1B}[31mred\u{9B}</indication></si>";
    for when in ["always", "never"] {
        let outcome = run(&["inspect", "--color", when, "-"], text);
        let rest = outcome.out.replace("\x1B[1m", "").replace("\x1B[2m", "");
        let rest = rest.replace("\x1B[36m", "").replace("\x1B[31m", "").replace("\x1B[0m", "");
        assert!(!rest.contains('\x1B') && !rest.contains('\u{9B}'), "{rest:?}");
    }
}

#[test]
fn a_page_holds_no_markup_of_the_message() {
    let hostile = "</pre><script>alert(1)</script>&\"'";
    let escaped = "&lt;/pre&gt;&lt;script&gt;alert(1)&lt;/script&gt;";
    let xml = "<si><indication href=\"&quot;&gt;&lt;script>\">&lt;/pre&gt;&lt;script&gt;alert(1)\
               &lt;/script&gt;</indication></si>";
    let head =
        format!("POST /{hostile} HTTP/1.1\r\nX-{hostile}: {hostile}\r\nA: {hostile}\r\n\r\n");
    let fine = format!(
        "POST /{hostile} HTTP/1.1\r\nA: {hostile}\r\nContent-Type: {hostile}\r\n\r\n{hostile}"
    );
    let part = format!("--a\r\nA: {hostile}\r\n\r\n{hostile}\r\n--a--\r\n");
    let mut met = 0;
    for input in [xml, &head, &fine, &part, hostile, "<si><script>"] {
        for words in [&["--html", "-"][..], &["--html", "-", "--secrets"]] {
            let page = run(&[&["inspect", "-"], words].concat(), input).out;
            assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>\n"), "{page}");
            assert!(!page.contains("<script") && !page.contains("</script"), "{page}");
            // Nothing is loaded: no address but those that a message has as text.
            for word in [" src=", " href=", "url(", "@import"] {
                let own = page.replace("href=&quot;", "").replace("indication href=", "");
                assert!(!own.contains(word), "{word}: {page}");
            }
            met += usize::from(page.contains(escaped));
        }
    }
    assert!(met >= 4, "{met}");
}

#[test]
fn every_writing_of_octets_is_told_apart() {
    let octets = b"\x03\x05\x6A\x00\x45\xC6\x0D\x03a\0\x01\x03!\0\x01\x01";
    let hex: String = octets.iter().map(|octet| format!("{octet:02x}")).collect();
    let base64 = "AwVqAEXGDQNhAAEDIQABAQ==";
    for (input, form) in
        [(&octets[..], "octets"), (hex.as_bytes(), "hex text"), (base64.as_bytes(), "base64")]
    {
        let outcome = run(&["inspect", "--json", "-"], input);
        let json: serde_json::Value = serde_json::from_str(&outcome.out).unwrap();
        assert_eq!((&json["form"], &json["report"]), (&form.into(), &1.into()));
        assert_eq!(json["layers"][0]["length"], octets.len());
    }
    let binary = run(&["inspect", "--binary", "-"], &hex);
    assert_eq!(binary.code, 1, "{}", binary.out);
    let content =
        ["inspect", "--content-type", "application/vnd.wap.connectivity-wbxml; SEC=3", "-"];
    let checked = run(&content, hex);
    assert!(checked.out.contains("needs the PIN of the user: --pin"), "{}", checked.out);
}
