use std::io::{Read, Write};

use super::{BOOTSTRAP, output, provost, run};

/// An access point whose name has no terminator.
const OPEN: &str = "03 0B 6A 00 45 C6 55 01 87 11 06 03 4E 41 50 31 31 31 31";

#[test]
fn a_broken_document_is_shown_up_to_the_fault() {
    for (words, shown) in
        [(&["inspect", "--hex", "-"][..], true), (&["to-xml", "--hex", "-"], false)]
    {
        let outcome = run(words, OPEN);
        assert_eq!(outcome.code, 1, "{words:?}");
        assert_eq!(
            outcome.err,
            "\
error: UnexpectedEnd at byte 19: unexpected end, expected terminator of a string, in wap-provisioningdoc/characteristic/parm
0000  03 0B 6A 00 45 C6 55 01 87 11 06 03 4E 41 50 31  ..j.E.U.....NAP1
0010  31 31 31                                         111
               ^^
"
        );
        assert_eq!(outcome.out.contains("\n000b  03 4E 41 50 31 31 31 31  not read\n"), shown);
    }
}

#[test]
fn a_fault_in_the_midst_of_it() {
    let input = [b"\x03\x0B\x6A\x00\x45", &[0x06; 40][..], &[0x85, 0x01].repeat(20)].concat();
    let outcome = run(&["to-xml", "-"], input);
    assert_eq!(outcome.code, 1);
    assert_eq!(outcome.err.lines().count(), 5, "{}", outcome.err);
    assert!(outcome.err.starts_with("error: EmptyAttributes at byte 46: "), "{}", outcome.err);
    let deep = run(&["inspect", "--hex", "-"], format!("030B6A0045{}", "46".repeat(20)));
    let path = format!(", in ../{}\n", ["characteristic"; 8].join("/"));
    assert!(deep.err.contains(&path), "{}", deep.err);
    let rows: Vec<&str> = outcome.err.lines().skip(1).collect();
    assert!(rows[0].starts_with("0010  06 06 ") && rows[3].starts_with("0030  01 85 "), "{rows:?}");
    assert_eq!(rows[1].get(6 + 14 * 3..6 + 14 * 3 + 2), Some("01"));
    assert_eq!(rows[2].find("^^"), Some(6 + 14 * 3));
}

#[test]
fn nothing_in_a_message_acts_on_a_terminal() {
    // A literal name, and a text of C1 controls in front of a fault.
    let name = "03 01 6A 06 1B 5B 32 4A 61 00 44 00 45";
    let outcome = run(&["inspect", "--language", "prov10", "--hex", "-"], name);
    assert_eq!(outcome.code, 1);
    assert!(outcome.err.contains(", in &#x1B;[2Ja/wap-provisioningdoc\n"), "{}", outcome.err);
    assert!(outcome.out.contains(r#"<"\u{1b}[2Ja">"#), "{}", outcome.out);
    let text = output(&["inspect", "-"], "<si><indication>\u{9B}2J\u{202E}</indication></si>");
    assert!(text.contains("<indication>&#x9B;2J&#x202E;</indication>"), "{text}");
}

#[test]
fn a_broken_xml() {
    let outcome = run(&["to-wbxml", "-"], "<si>\n  <indication></si>\n");
    assert_eq!(outcome.code, 1);
    assert!(outcome.err.starts_with("error: Xml at byte "), "{}", outcome.err);
    assert!(outcome.err.contains("\nline 2 column "), "{}", outcome.err);
    assert!(outcome.err.contains("\n    <indication></si>\n"), "{}", outcome.err);
}

#[test]
fn what_is_no_hex_text() {
    let outcome = run(&["inspect", "--hex", "-"], "03 0B # fine\n6A 0y\n");
    assert_eq!(outcome.code, 1);
    assert_eq!(
        outcome.err,
        "error: Hex at byte 3: expected two hex digits, a blank or a comment in line 2 column 5\n  \
         6A 0y\n      ^\n"
    );
}

#[test]
fn what_was_never_a_document_is_told_by_each() {
    for words in [
        &["to-xml", "-"][..],
        &["to-wbxml", "-"],
        &["cp", "show", "-"],
        &["tree", "show", "-"],
        &["ddf", "list", "-"],
    ] {
        for (input, told) in [
            ("030B6A0005", "error: hex text, which --hex reads\n"),
            ("hello world", "error: text of no known kind\n"),
            ("", "error: empty input\n"),
        ] {
            let outcome = run(words, input);
            assert_eq!((outcome.code, outcome.err.as_str()), (1, told), "{words:?}");
        }
    }
}

/// An option stands under the heading that it belongs to.
#[test]
fn help_has_secrets_under_their_heading_alone() {
    for command in ["inspect", "sign", "verify"] {
        let help = output(&[command, "-h"], "");
        let (before, secrets) = help.split_once("\nSecrets:\n").unwrap();
        assert!(before.contains("<FILE>") && before.contains("--hex"), "{help}");
        for line in secrets.lines().filter(|line| line.trim_start().starts_with("--")) {
            let words = ["imsi", "esn", "spc", "ssd", "key", "network-id", "pin"];
            assert!(words.iter().any(|word| line.contains(&format!("--{word} "))), "{line}");
        }
    }
}

#[test]
fn what_is_no_document_is_told_as_what_it_is() {
    for (input, told) in [
        ("", "error: Empty at byte 0: empty input\n"),
        (" \n", "error: Empty at byte 0: empty input\n"),
        ("hello world\n", "error: Text at byte 0: text of no known kind\n"),
        ("030B6A0045C65501871106Z3", "error: Hex at byte 11: expected two hex digits"),
        ("03 0B 6A 00 45 C6 55 01 87 11 06 4", "error: Hex at byte 11: expected two hex digits"),
        ("\u{3}\u{b}\u{7f}\0", "error: "),
        ("E4 07 91 44 55 00 00 F1", "error: Octets at byte 0: octets of no known kind\n"),
    ] {
        let outcome = run(&["inspect", "-"], input);
        assert_eq!(outcome.code, 1, "{input}");
        assert!(outcome.err.starts_with(told), "{input}: {}", outcome.err);
    }
    assert!(run(&["inspect", "-"], "\u{3}\u{b}\u{7f}\0").out.starts_with("WBXML"));
}

#[test]
fn xml_in_utf_16() {
    for mark in [[0xFE, 0xFF], [0xFF, 0xFE]] {
        let outcome = run(&["to-wbxml", "-"], [&mark[..], b"\0<\0s\0i\0/\0>"].concat());
        assert_eq!(outcome.code, 1);
        let expected = "error: Xml at byte 0: encoding is neither UTF-8 nor US-ASCII\n";
        assert!(outcome.err.starts_with(expected), "{}", outcome.err);
    }
}

#[test]
fn wrong_usage() {
    for words in [
        &["inspect"][..],
        &["unpack", "-"],
        &["inspect", "--language", "klingon", "-"],
        &["inspect", "--json", "--dump", "-"],
        &["to-xml", "--compact", "--indent", "2", "-"],
        &["to-wbxml", "--charset", "EBCDIC", "-"],
        &["to-wbxml", "--wbxml-version", "2.0", "-"],
        &["man", "unpack"],
        &["inspect", "no/such/file"],
        &["to-xml", BOOTSTRAP, "-o", "no/such/folder/file"],
    ] {
        let outcome = run(words, "");
        assert_eq!((outcome.code, outcome.out.as_str()), (2, ""), "{words:?}");
        assert!(outcome.err.starts_with("error: "), "{}", outcome.err);
    }
}

#[test]
fn a_closed_pipe_is_no_failure() {
    for words in [&["inspect", "--dump", "-"][..], &["to-xml", "-"]] {
        let mut child = provost().args(words).spawn().unwrap();
        drop(child.stdout.take());
        child.stdin.take().unwrap().write_all(b"\x03\x0B\x6A\x00\x05").unwrap();
        let mut err = String::new();
        child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        assert_eq!((child.wait().unwrap().code(), err.as_str()), (Some(0), ""), "{words:?}");
    }
}
