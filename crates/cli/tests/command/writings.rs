//! How octets may be written, in one file or several, or on the command line.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use super::{output, run};

/// A datagram in two short messages, as user data: an indication.
const PARTS: [&str; 2] = [
    "0B05040B8423F00003010201010601AE03056A0045C60D03",
    "0B05040B8423F000030102026100010321000101",
];
const DOCUMENT: &str = "03056A0045C60D036100010321000101";

fn json(words: &[&str], input: impl AsRef<[u8]>) -> Value {
    let told = run(&[&["inspect", "--json"], words].concat(), input);
    assert!(told.out.starts_with('{'), "{}", told.err);
    serde_json::from_str(&told.out).unwrap()
}

fn names(report: &Value) -> Vec<&str> {
    report["layers"].as_array().unwrap().iter().map(|it| it["layer"].as_str().unwrap()).collect()
}

fn pairs(hex: &str, before: &str, between: &str) -> String {
    let pair = |pair: &[u8]| format!("{before}{}", String::from_utf8_lossy(pair));
    hex.as_bytes().chunks(2).map(pair).collect::<Vec<_>>().join(between)
}

#[test]
fn one_document() {
    let octets: Vec<u8> = DOCUMENT
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(core::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect();
    let utf16: Vec<u8> =
        [0xFEFF].into_iter().chain(DOCUMENT.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let listing =
        format!("0000  {}  {}", pairs(&DOCUMENT[..16], "", " "), pairs(&DOCUMENT[16..], "", " "));
    for (input, form) in [
        (octets, "octets"),
        (utf16, "hex text"),
        (pairs(DOCUMENT, "", "-").into(), "hex text"),
        (pairs(DOCUMENT, "", ":").into(), "hex text"),
        (format!("uint8_t m[] = {{\n {} }};\n", pairs(DOCUMENT, "0x", ",\n")).into(), "hex text"),
        (format!("\"{}\"", pairs(DOCUMENT, "\\x", "")).into(), "hex text"),
        (format!("[\"{DOCUMENT}\"]").into(), "hex text"),
        (format!("{listing}  ..j.E....a...!..\n0010\n").into(), "listing of octets"),
        (format!("{listing}  ..j.E...a...!...\n").into(), "listing of octets"),
        (b"AwVqAEXGDQNhAAEDIQABAQ==".to_vec(), "base64"),
        (b"  AwVqAEXGDQNh\r\n  AAEDIQABAQ\r\n".to_vec(), "base64"),
    ] {
        let report = json(&["-"], &input);
        let text = String::from_utf8_lossy(&input);
        assert_eq!((&report["form"], names(&report)), (&form.into(), vec!["wbxml"]), "{text}");
        assert_eq!(report["layers"][0]["length"], 16, "{text}");
        assert!(report["layers"][0]["error"].is_null(), "{text}");
    }
}

#[test]
fn words_in_place_of_files() {
    for words in
        [&[DOCUMENT][..], &["AwVqAEXGDQNhAAEDIQABAQ=="], &["--base64", "AwVqAEXGDQNhAAEDIQABAQ"]]
    {
        assert!(output(&[&["inspect"], words].concat(), "").starts_with("WBXML, 16 octets\n"));
    }
    // Longer than a name may be.
    let long = format!("03056A0045C60D03{}00010321000101", "61".repeat(400));
    assert!(output(&["inspect", &long], "").starts_with("WBXML, 415 octets\n"));
    // Names of files that are not there.
    for word in ["capture", "captures", "deadbeef.hex", "dead", "folder/nothing"] {
        let told = run(&["inspect", word], "");
        assert_eq!(told.code, 2, "{}", told.err);
        assert!(told.err.starts_with(&format!("error: {word}: ")), "{}", told.err);
    }
}

#[test]
fn parts_of_a_datagram_in_any_form() {
    let expected = ["user_data", "user_data", "datagram", "wsp", "wbxml"];
    let parts = PARTS.map(str::to_owned);
    let wrapped = |part: &String| pairs(part, "", " ").replace(" 05 ", "\n05 ");
    let array = |part: &String| format!("char p[] = {{ {} }};", pairs(part, "0x", ", "));
    let dump = |part: &String| format!("0000  {}\n{:04x}\n", pairs(part, "", " "), part.len() / 2);
    for (input, form) in [
        (parts.join("\n"), "lines of hex text"),
        (parts.iter().rev().cloned().collect::<Vec<_>>().join("\r\n"), "lines of hex text"),
        (format!("[\"{}\"]", parts.join("\", \"")), "texts in quotes"),
        (parts.iter().map(array).collect::<Vec<_>>().join("\n"), "texts in quotes"),
        (parts.iter().map(wrapped).collect::<Vec<_>>().join("\n\n"), "paragraphs of hex text"),
        (parts.iter().map(dump).collect::<Vec<_>>().join("\n"), "listings of octets"),
    ] {
        let report = json(&["-"], &input);
        assert_eq!((&report["form"], names(&report)), (&form.into(), expected.to_vec()), "{input}");
        assert!(report["layers"][4]["error"].is_null(), "{report}");
    }
    let report = json(&[&parts[1], &parts[0]], "");
    assert_eq!((&report["form"], names(&report)), (&"hex text".into(), expected.to_vec()));

    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("writings");
    fs::create_dir_all(&folder).unwrap();
    let files: Vec<_> = ["a.hex", "b.txt"].iter().map(|name| folder.join(name)).collect();
    for (file, part) in files.iter().zip(&parts) {
        fs::write(file, part).unwrap();
    }
    let report = json(&[files[1].to_str().unwrap(), files[0].to_str().unwrap()], "");
    assert_eq!(names(&report), expected);
    let report = json(&[files[1].to_str().unwrap(), "-"], &parts[0]);
    assert_eq!(names(&report), expected);
}

/// Octets that happen to be digits in part are no broken hex text.
#[test]
fn octets_among_digits() {
    let told =
        run(&["inspect", "-"], [&b"0123456789abcdef"[..], &[0x01], b"0123456789abcdef"].concat());
    assert!(told.err.starts_with("error: Octets at byte 0: "), "{}", told.err);
    let told = run(&["inspect", "-"], "0123456789abcdefg0123456789abcdef");
    assert!(told.err.starts_with("error: Hex at byte 8: "), "{}", told.err);
}
