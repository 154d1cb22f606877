use std::fs;
use std::path::Path;

use super::{BOOTSTRAP, output, run};

const SI: &str =
    r#"<si><indication created="2001-02-03T04:05:06Z">A, B, A, B, A, B</indication></si>"#;

#[test]
fn there_and_back() {
    let xml = output(&["to-xml", BOOTSTRAP], "");
    assert!(
        xml.starts_with("<?xml version=\"1.0\"?>\n<!DOCTYPE wap-provisioningdoc PUBLIC "),
        "{xml}"
    );
    let hex = output(&["to-wbxml", "--out-hex", "-"], &xml);
    assert!(
        hex.starts_with("03 0B 6A 00 C5 45 03 31 2E 31 00 01 C6 56 01 87\n07 06 03 45"),
        "{hex}"
    );
    assert_eq!(output(&["to-xml", "--hex", "-"], hex), xml);
}

#[test]
fn layouts_of_xml() {
    let compact = output(&["to-xml", "--compact", "-"], SI);
    assert!(compact.ends_with(SI), "{compact}");
    let indented = output(&["to-xml", "--indent", "4", "-"], SI);
    assert!(indented.contains("<si>\n    <indication "), "{indented}");
}

#[test]
fn forms_of_wbxml() {
    let wbxml = |words: &[&str]| output(&[&["to-wbxml", "--out-hex", "-"], words].concat(), SI);
    let date = "C3 07 20 01 02 03 04 05 06";
    assert!(wbxml(&[]).starts_with("03 05 6A 00 45 C6 0A "), "{}", wbxml(&[]));
    assert!(wbxml(&[]).replace('\n', " ").contains(date));
    assert!(wbxml(&["--wbxml-version", "1.2"]).starts_with("02 05 6A 00 "));
    assert!(wbxml(&["--anonymous"]).starts_with("03 01 6A 00 "));
    assert!(wbxml(&["--charset", "iso-8859-1"]).starts_with("03 05 04 00 "));
    assert!(wbxml(&["--charset", "1015"]).starts_with("03 05 87 77 00 "));
    let outcome = run(&["to-wbxml", "--wbxml-version", "1.0", "--charset", "1015", "-"], SI);
    assert_eq!(outcome.code, 2, "1.0 has no charset in its header");
    assert!(outcome.err.contains("WBXML 1.0 cannot say the charset"), "{}", outcome.err);
    let outcome = run(&["to-wbxml", "--wbxml-version", "1.1", "-"], SI);
    assert_eq!(outcome.code, 1, "a date is opaque, and 1.1 has no opaque values");
    assert!(outcome.err.starts_with("error: NotExpressible at byte "), "{}", outcome.err);
}

#[test]
fn a_string_table() {
    let xml = format!("<si>{}</si>", "<indication href=\"ftp://example.net/long\"/>".repeat(3));
    let plain = output(&["to-wbxml", "--out-hex", "-"], &xml);
    let table = output(&["to-wbxml", "--out-hex", "--string-table", "-"], &xml);
    assert!(table.len() < plain.len());
    assert_eq!(output(&["to-xml", "--hex", "-"], plain), output(&["to-xml", "--hex", "-"], table));
}

/// A file that is at hand needs no limit on what grows with it: what the command writes it reads.
#[test]
fn large_documents() {
    let strings: String = (0..4000)
        .map(|number| format!("<item class=\"{}{}\"/>", number / 2, "long ".repeat(60)))
        .collect();
    for (items, least) in [(strings, 1_000_000), ("<item/>".repeat(600_000), 600_000)] {
        let xml = format!("<si>{items}</si>");
        let hex = output(&["to-wbxml", "--out-hex", "--string-table", "-"], &xml);
        assert!(output(&["to-xml", "--compact", "--hex", "-"], &hex).ends_with(&xml));
        assert!(output(&["inspect", "--hex", "-"], hex).len() > least);
    }
}

#[test]
fn white_space_between_elements() {
    let xml = "<si>\n  <indication/>\n</si>";
    assert_eq!(output(&["to-wbxml", "--out-hex", "-"], xml), "03 05 6A 00 45 06 01\n");
    assert_eq!(
        output(&["to-wbxml", "--out-hex", "--keep-whitespace", "-"], xml),
        "03 05 6A 00 45 03 0A 20 20 00 06 03 0A 00 01\n"
    );
}

#[test]
fn to_a_file() {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("si.wbxml");
    let file = path.to_str().unwrap();
    assert_eq!(output(&["to-wbxml", "-o", file, "-"], SI), "");
    assert_eq!(fs::read(&path).unwrap()[..4], [0x03, 0x05, 0x6A, 0x00]);
    let back = output(&["to-xml", "--compact", file], "");
    assert!(back.ends_with(SI), "{back}");
}

#[test]
fn octets_that_are_no_text() {
    // <SyncML><SyncBody><Next>FF FE</Next></SyncBody></SyncML>
    let hex = "02 A4 01 6A 00 6D 6B 00 01 4F C3 02 FF FE 01 01 01";
    let refused = run(&["to-xml", "--hex", "-"], hex);
    assert_eq!(refused.code, 1);
    assert!(refused.err.starts_with("error: NotExpressible at byte 10: "), "{}", refused.err);
    let base64 = output(&["to-xml", "--base64", "--hex", "-"], hex);
    assert!(base64.contains(">//4=</Next>"), "{base64}");
    let inspected = run(&["inspect", "--hex", "-"], hex);
    assert_eq!(inspected.code, 0);
    assert!(inspected.out.contains(">//4=</Next>"), "{}", inspected.out);
    let note = "\n  note           opaque octets that are no text are shown as base64\n";
    assert!(inspected.out.contains(note), "{}", inspected.out);
}
