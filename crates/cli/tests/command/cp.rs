//! `cp`: documents shown, checked, compared, resolved and made.

use super::{BOOTSTRAP, output, run};

#[test]
fn show_hides_secrets_unless_asked() {
    let text = output(&["cp", "show", BOOTSTRAP], "");
    assert!(text.contains("NAPDEF, an access point\n"), "{text}");
    assert!(text.contains("  APPID = w7\n"), "{text}");
    assert!(text.contains("AAUTHSECRET = ..\n"), "{text}");
    let open = output(&["cp", "show", "--secrets", BOOTSTRAP], "");
    assert!(!open.contains("= ..\n"), "{open}");
    let json = output(&["cp", "show", "--json", BOOTSTRAP], "");
    assert!(json.contains("\"Redacted\""));
    let json = output(&["cp", "show", "--json", "--secrets", BOOTSTRAP], "");
    assert!(!json.contains("\"Redacted\""));
}

#[test]
fn check_tells_by_its_exit_code() {
    let good = r#"<wap-provisioningdoc><characteristic type="NAPDEF"><parm name="NAPID" value="a"/><parm name="NAME" value="n"/><parm name="NAP-ADDRESS" value="+1"/></characteristic></wap-provisioningdoc>"#;
    assert_eq!(output(&["cp", "check", "-"], good), "");
    let bad = good.replace("NAP-ADDRESS", "X");
    let outcome = run(&["cp", "check", "-"], &bad);
    assert_eq!((outcome.code, outcome.err.as_str()), (1, "error: the document has 1 error\n"));
    assert!(
        outcome.out.contains(
            "error CP-PARM-MISSING: mandatory parm is missing in NAPDEF[0]/NAP-ADDRESS at byte"
        ),
        "{}",
        outcome.out
    );
    let json = run(&["cp", "check", "--json", "-"], &bad);
    assert!(json.out.contains("\"rule\": \"CP-PARM-MISSING\""), "{}", json.out);
    let broken = run(&["cp", "check", "--hex", "-"], "03 0b 6a 00 45");
    assert_eq!(broken.code, 1);
    assert!(broken.err.contains("unexpected end"), "{}", broken.err);
    assert_eq!(run(&["cp", "check", "no such file"], "").code, 2);
}

#[test]
fn summary_and_ways() {
    let summary = output(&["cp", "summary", BOOTSTRAP], "");
    assert!(summary.contains("Lets a server manage the device: "), "{summary}");
    let ways = output(&["cp", "resolve", "--app", "W7", BOOTSTRAP], "");
    assert!(ways.starts_with("w7 "), "{ways}");
    assert!(ways.contains("  1. "), "{ways}");
    let outcome = run(&["cp", "resolve", "--app", "w4", BOOTSTRAP], "");
    assert_eq!(outcome.code, 1);
    assert_eq!(run(&["cp", "resolve", "--network", "228", BOOTSTRAP], "").code, 2);
    // A document makes no lines of its own.
    let text = "<wap-provisioningdoc><characteristic type=\"NAPDEF\"><parm name=\"NAPID\" value=\"N\"/>\
        <parm name=\"NAP-ADDRESS\" value=\"a&#10;  2. b\"/></characteristic><characteristic type=\"APPLICATION\">\
        <parm name=\"APPID\" value=\"w2\"/><parm name=\"NAME\" value=\"n&#10;w7\"/><parm name=\"TO-NAPID\" value=\"N\"/>\
        </characteristic></wap-provisioningdoc>";
    assert_eq!(output(&["cp", "resolve", "-"], text), "w2 n&#xA;w7\n  1. N (a&#xA;  2. b)\n");
}

#[test]
fn new_makes_what_show_reads() {
    let list = output(&["cp", "new"], "");
    assert!(list.contains("mms w4\n  addr "), "{list}");
    let words = ["cp", "new", "mms", "addr=http://mmsc.example/", "apn=mms.example", "--out-hex"];
    let hex = output(&words, "");
    assert!(hex.starts_with("03 0B 6A 00 "), "{hex}");
    let text = output(&["cp", "show", "--hex", "-"], &hex);
    assert!(text.contains("ADDR = http://mmsc.example/"), "{text}");
    let xml =
        output(&["cp", "new", "mms", "addr=http://mmsc.example/", "apn=mms.example", "--xml"], "");
    assert_eq!(output(&["cp", "show", "-"], &xml), text);
    assert_eq!(run(&["cp", "new", "mms"], "").code, 2, "a value is missing");
    assert_eq!(run(&["cp", "new", "nothing"], "").code, 2);
    let invalid = run(&["cp", "new", "mms", "addr=http://m/", "FROM=x", "napid=none"], "");
    assert_eq!(invalid.code, 1);
    assert!(invalid.err.contains("CP-REF-NAP"), "{}", invalid.err);
}

#[test]
fn diff_says_what_differs_without_secrets() {
    assert_eq!(output(&["cp", "diff", BOOTSTRAP, BOOTSTRAP], ""), "");
    let hex =
        output(&["cp", "new", "pop3", "host=a.example", "user=u", "password=one", "--xml"], "");
    let folder = std::env::temp_dir().join(format!("provost-diff-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let (a, b) = (folder.join("a.xml"), folder.join("b.xml"));
    std::fs::write(&a, &hex).unwrap();
    std::fs::write(&b, hex.replace("one", "two").replace("a.example", "b.example")).unwrap();
    let outcome = run(&["cp", "diff", a.to_str().unwrap(), b.to_str().unwrap()], "");
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(outcome.code, 1);
    assert!(
        outcome.out.contains("- APPLICATION 110/APPADDR/ADDR = a.example\n"),
        "{}",
        outcome.out
    );
    assert!(
        outcome.out.contains("+ APPLICATION 110/APPAUTH/AAUTHSECRET = ..\n"),
        "{}",
        outcome.out
    );
    assert!(!outcome.out.contains("one") && !outcome.out.contains("two"));
}

#[test]
fn diff_names_the_document_that_is_broken() {
    let outcome = run(&["cp", "diff", BOOTSTRAP, "-"], "\u{3}\u{b}j");
    assert_eq!(outcome.code, 1);
    assert!(outcome.err.starts_with("error: -: unexpected end"), "{}", outcome.err);
}

#[test]
fn what_the_document_type_lacks_is_shown_and_compared() {
    let text = r#"<wap-provisioningdoc a="1"><characteristic type="NAPDEF" b="2"><parm name="NAPID" value="a" c="3"/><parm name="AUTHSECRET" value="s" d="hidden"/><x y="z"/></characteristic></wap-provisioningdoc>"#;
    assert_eq!(
        output(&["cp", "show", "-"], text),
        "(unknown a=1)\nNAPDEF, an access point (unknown b=2)\n  NAPID = a (unknown c=3)\n  AUTHSECRET = .. (unknown d)\n  (unknown x)\n"
    );
    let folder = std::env::temp_dir().join(format!("provost-unknown-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("a.xml");
    std::fs::write(&file, text).unwrap();
    for (other, line) in [
        (text.replace("a=\"1\"", "a=\"9\""), "- (unknown a=1)\n+ (unknown a=9)\n"),
        (text.replace("b=\"2\"", ""), "- NAPDEF a/(unknown b=2)\n"),
        (
            text.replace("c=\"3\"", "c=\"9\""),
            "- NAPDEF a/NAPID = a (unknown c=3)\n+ NAPDEF a/NAPID = a (unknown c=9)\n",
        ),
        (
            text.replace("hidden", "other"),
            "- NAPDEF a/AUTHSECRET = .. (unknown d)\n+ NAPDEF a/AUTHSECRET = .. (unknown d)\n",
        ),
        (text.replace("y=\"z\"", "y=\"w\""), "- NAPDEF a/(unknown x)\n+ NAPDEF a/(unknown x)\n"),
    ] {
        let outcome = run(&["cp", "diff", file.to_str().unwrap(), "-"], &other);
        assert_eq!((outcome.code, outcome.out.as_str()), (1, line), "{other}");
    }
    std::fs::remove_dir_all(&folder).unwrap();
    let both = run(&["cp", "diff", "-", "-"], text);
    assert_eq!(both.code, 2, "{}", both.err);
}

#[test]
fn secrets_in_what_the_document_type_lacks_are_hidden() {
    let text = r#"<wap-provisioningdoc><characteristic type="APPAUTH" AAUTHSECRET="hunter2"><parm name="NAPID" value="a" PASSWORD="hunter2"/></characteristic></wap-provisioningdoc>"#;
    let shown = output(&["cp", "show", "-"], text);
    assert!(
        shown.contains("(unknown AAUTHSECRET)") && shown.contains("(unknown PASSWORD)"),
        "{shown}"
    );
    assert!(!shown.contains("hunter"), "{shown}");
    let open = output(&["cp", "show", "--secrets", "-"], text);
    assert_eq!(open.matches("hunter2").count(), 2, "{open}");
    let outcome = run(&["cp", "diff", BOOTSTRAP, "-"], text);
    assert!(outcome.code == 1 && !outcome.out.contains("hunter"), "{}", outcome.out);
}

#[test]
fn what_is_no_document_is_told() {
    for (input, told) in [
        ("", "error: empty input\n"),
        (" \n", "error: empty input\n"),
        ("hello", "error: text of no known kind\n"),
        ("03 0B 6A 00 45 01\n", "error: hex text, which --hex reads\n"),
    ] {
        for command in ["show", "check", "summary", "resolve"] {
            let outcome = run(&["cp", command, "-"], input);
            assert_eq!((outcome.code, outcome.err.as_str()), (1, told), "{command} {input:?}");
        }
    }
    assert_eq!(output(&["cp", "resolve", "--hex", "-"], "03 0B 6A 00 05"), "no application\n");
}

#[test]
fn an_account_in_xml_alone_is_not_made_wbxml() {
    let outcome = run(&["cp", "new", "rcs"], "");
    assert_eq!((outcome.code, outcome.out.as_str()), (2, ""));
    assert_eq!(outcome.err, "error: rcs is configured in XML alone: give --xml\n");
    assert!(output(&["cp", "new", "rcs", "--xml"], "").contains("\"ap2002\""));
    // What some receivers will not take is made, and told.
    let long = format!("addr=http://mmsc.example/{}", "x".repeat(64));
    let outcome = run(&["cp", "new", "mms", &long, "--out-hex"], "");
    assert_eq!(outcome.code, 0);
    assert!(outcome.err.contains("warning CP-LENGTH"), "{}", outcome.err);
}

#[test]
fn ways_over_a_wireless_lan() {
    let text = r#"<wap-provisioningdoc><characteristic type="WLAN"><parm name="NAPID" value="w"/><parm name="SSID" value="Home"/></characteristic><characteristic type="APPLICATION"><parm name="APPID" value="w2"/><parm name="TO-NAPID" value="w"/></characteristic></wap-provisioningdoc>"#;
    assert_eq!(output(&["cp", "resolve", "-"], text), "w2\n  1. w (Home)\n");
}

#[test]
fn inspect_says_what_a_document_would_change() {
    let text = output(&["inspect", BOOTSTRAP], "");
    assert!(text.contains("  would          "), "{text}");
    assert!(text.contains("Lets a server manage the device: "), "{text}");
}
