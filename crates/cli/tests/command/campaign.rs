//! `campaign`: a message for each row, errors by row, and a run that goes on where one stopped.

use core::fmt::Write as _;
use core::time::Duration;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{Outcome, output, provost, run};

const TEMPLATE: &str = r#"<wap-provisioningdoc version="1.1">
  <characteristic type="NAPDEF">
    <parm name="NAPID" value="NAP1"/>
    <parm name="NAME" value="{name}"/>
    <parm name="BEARER" value="GSM-GPRS"/>
    <parm name="NAP-ADDRESS" value="{apn}"/>
    <parm name="NAP-ADDRTYPE" value="APN"/>
  </characteristic>
</wap-provisioningdoc>
"#;

/// A name that makes two short messages of each.
const LONG: &str = "A name that takes more room than one short message has whatever it is";

/// A folder of its own with a template and a table.
fn folder(name: &str, table: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("campaign").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("template.xml"), TEMPLATE).unwrap();
    fs::write(folder.join("table.csv"), table).unwrap();
    folder
}

fn words(folder: &Path, out: &str) -> [String; 5] {
    let name = |file: &str| folder.join(file).to_str().unwrap().to_owned();
    let out = if out == "-" { out.to_owned() } else { name(out) };
    ["campaign".into(), name("template.xml"), name("table.csv"), "--out".into(), out]
}

fn campaign(folder: &Path, out: &str, more: &[&str]) -> Outcome {
    let words = words(folder, out);
    let words: Vec<&str> = words.iter().map(String::as_str).chain(more.iter().copied()).collect();
    run(&words, "")
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A table of so many rows, of which every hundredth has no message.
fn rows(count: u32) -> String {
    let mut table = "address,imsi,name,apn\n".to_owned();
    for row in 1..=count {
        let imsi = if row % 100 == 0 { 1 } else { 310_150_000_000_000_u64 + u64::from(row) };
        let _ = writeln!(table, "+1555{row:07},{imsi},Net {row},internet.example");
    }
    table
}

#[test]
fn each_row_has_what_the_single_commands_make() {
    let table = "address,method,imsi,pin,name,apn\n\
        +15550000001,,466923103145252,,\"Tom & \"\"Jerry\"\" <'>, Ltd.\",internet.example\n\
        +15550000002,userpin,,4711,{LONG},internet.example\n\
        +15550000003,userpinmac,,12345,{LONG},internet.example\n";
    let folder = folder("each", &table.replace("{LONG}", LONG));
    let outcome = campaign(&folder, "-", &["--reference", "65535"]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert_eq!(outcome.err, "3 messages in 6 short messages\n");
    let messages = lines(&outcome.out);
    for (message, (method, words)) in messages.iter().zip([
        ("NETWPIN", &["--method", "netwpin", "--imsi", "466923103145252"][..]),
        ("USERPIN", &["--method", "userpin", "--pin", "4711"]),
        ("USERPINMAC", &["--method", "userpinmac", "--pin", "12345"]),
    ]) {
        assert_eq!(message["method"], method);
        let mut segments = String::new();
        for segment in message["segments"].as_array().unwrap() {
            let part = |name: &str| segment[name].as_str().unwrap();
            let _ = writeln!(segments, "{}{}", part("udh"), part("data"));
        }
        let datagram = output(&["sms", "join", "-", "--out-hex"], &segments);
        // The document is that of the filled template, by the commands for one.
        let name = match method {
            "NETWPIN" => "Tom &amp; &quot;Jerry&quot; &lt;'&gt;, Ltd.",
            _ => LONG,
        };
        let xml = TEMPLATE.replace("{name}", name).replace("{apn}", "internet.example");
        let document = output(&["to-wbxml", "--out-hex", "-"], xml).replace([' ', '\n'], "");
        assert!(datagram.trim_end().ends_with(&document), "{datagram} {document}");
        let signed = output(&[&["sign", "--hex", "-"], words].concat(), &document);
        match signed.trim_end().split_once(" MAC=") {
            Some((_, mac)) => {
                let shown = output(&["push", "show", "--hex", "-"], &datagram);
                assert!(shown.contains(&format!("MAC={mac}")), "{shown} {signed}");
                assert!(message["pin"].is_null());
            }
            None => {
                let pin = message["pin"].as_str().unwrap();
                assert_eq!(signed, format!("SEC=3 PIN={pin}\n"));
            }
        }
    }
    // References count on, and come round.
    let udh = |row: usize| messages[row]["segments"][0]["udh"].as_str().unwrap()[18..22].to_owned();
    assert_eq!((udh(0), udh(1), udh(2)), ("FFFF".into(), "0000".into(), "0001".into()));
}

#[test]
fn what_is_wrong_with_a_row_is_told_without_its_secrets() {
    let table = "address,method,imsi,pin,name,apn\n\
        +1,,12345,,One,a\n\
        +2,userpin,,98a76,Two,a\n\
        ,,466923103145252,,Three,a\n\
        +4,,466923103145252,9876,Four\n\
        +5,,466923103145252,9876,Fi\u{1}ve,a\n\
        +6,none,466923103145252,,Six,a\n\
        +7,usernetwpin,466923103145252,,Seven,a\n\
        +8,,466923103145252,,\"Ei\"ght,a\n\
        +9,,466923103145252,,Nine,\n\
        +10,,466923103145252,,Ten,a\n";
    let folder = folder("wrong", table);
    for out in ["out", "-"] {
        let outcome = campaign(&folder, out, &[]);
        assert_eq!(outcome.code, 1, "{}", outcome.err);
        assert!(outcome.err.ends_with("error: 9 rows have no message\n"), "{}", outcome.err);
        let (messages, errors) = if out == "-" {
            let errors: Vec<&str> = outcome.err.lines().filter(|it| it.starts_with('{')).collect();
            (outcome.out, errors.join("\n"))
        } else {
            let read = |name: &str| fs::read_to_string(folder.join(out).join(name)).unwrap();
            (read("messages.jsonl"), read("errors.jsonl"))
        };
        for secret in ["12345\"", "98a76", "9876", "466923103145252"] {
            assert!(!errors.contains(secret), "{errors}");
        }
        assert_eq!(lines(&messages).len(), 1);
        let told: Vec<_> = lines(&errors)
            .iter()
            .map(|error| {
                (error["row"].as_u64().unwrap(), error["error"].as_str().unwrap().to_owned())
            })
            .collect();
        for (row, text) in [
            (1, "column imsi has not the form of one"),
            (2, "column pin has not the form of one"),
            (3, "column address is empty"),
            (4, "expected 6 fields, found 5"),
            (5, "column name has a character that XML has not"),
            (6, "column method names no method"),
            (7, "USERNETWPIN needs pin (as columns)"),
            (8, "text behind the quotes at character 22"),
            (9, "document is invalid: 1 errors, the first by rule CP-VALUE-MISSING at byte 186"),
        ] {
            assert!(told.contains(&(row, text.to_owned())), "{row} {text}: {told:?}");
        }
        assert_eq!(told.len(), 9);
    }
}

#[test]
fn what_cannot_begin() {
    let folder = folder("begin", "address,imsi,name\n");
    let outcome = campaign(&folder, "out", &[]);
    let error = "error: the template: no column \"apn\", which the template has at byte ";
    assert_eq!(outcome.code, 2);
    assert!(outcome.err.starts_with(error), "{}", outcome.err);
    fs::write(folder.join("table.csv"), "imsi,name,apn\n").unwrap();
    let outcome = campaign(&folder, "out", &[]);
    assert_eq!(
        (outcome.code, outcome.err.as_str()),
        (2, "error: the table has no column address\n")
    );
    // What is wrong with the template is told once, and not of each row.
    fs::write(folder.join("table.csv"), rows(3)).unwrap();
    for (template, error) in [
        ("no document {apn}", "text outside the document element at byte 0"),
        ("<wap-provisioningdoc><characteristic type='{apn}'>", "unexpected end"),
    ] {
        fs::write(folder.join("template.xml"), template).unwrap();
        let outcome = campaign(&folder, "out", &[]);
        let error = format!("error: the template, once filled: {error}");
        assert!(outcome.code == 2 && outcome.err.starts_with(&error), "{}", outcome.err);
        assert_eq!(outcome.err.lines().count(), 1, "{}", outcome.err);
    }
    assert!(!folder.join("out").exists());
    // What is one with the values of a row is none with others.
    for (name, row, template) in [
        ("enc", "utf-8", TEMPLATE.to_owned()),
        ("code", "65", TEMPLATE.replace("{name}", "&#{code};")),
    ] {
        let template = template.replace("{name}", "x").replace("{apn}", "a");
        let declaration = "<?xml version=\"1.0\" encoding=\"{enc}\"?>\n";
        let declaration = if name == "enc" { declaration } else { "" };
        fs::write(folder.join("template.xml"), format!("{declaration}{template}")).unwrap();
        let table = format!("address,imsi,{name}\n1,310150000000001,?\n1,310150000000001,{row}\n");
        fs::write(folder.join("table.csv"), table).unwrap();
        let outcome = campaign(&folder, "-", &[]);
        assert_eq!((outcome.code, lines(&outcome.out).len()), (1, 1), "{name}: {}", outcome.err);
    }
    fs::write(folder.join("template.xml"), TEMPLATE).unwrap();
    // Files that a campaign has not made stay.
    fs::write(folder.join("table.csv"), "address,imsi,name,apn\n").unwrap();
    fs::create_dir(folder.join("out")).unwrap();
    fs::write(folder.join("out/errors.jsonl"), "{}\n").unwrap();
    let outcome = campaign(&folder, "out", &[]);
    assert_eq!(outcome.code, 2, "{}", outcome.err);
    assert_eq!(fs::read_to_string(folder.join("out/errors.jsonl")).unwrap(), "{}\n");
}

/// The two files of a campaign.
fn made(folder: &Path, out: &str) -> (String, String) {
    let read = |name: &str| fs::read_to_string(folder.join(out).join(name)).unwrap();
    (read("messages.jsonl"), read("errors.jsonl"))
}

#[test]
fn a_run_goes_on_from_any_place() {
    let folder = folder("resume", &rows(700));
    let one = ["--workers", "1"];
    let outcome = campaign(&folder, "whole", &one);
    let end = "error: 7 rows have no message\n";
    assert_eq!((outcome.code, outcome.err.ends_with(end)), (1, true), "{}", outcome.err);
    let whole = made(&folder, "whole");
    assert_eq!((lines(&whole.0).len(), lines(&whole.1).len()), (693, 7));
    let journal = fs::read_to_string(folder.join("whole/journal")).unwrap();
    assert_eq!(journal.lines().count(), 4);
    let rows: Vec<u64> = lines(&whole.0).iter().map(|it| it["row"].as_u64().unwrap()).collect();
    assert!(rows.is_sorted());

    // Any number of threads makes the same, and none does anything again.
    for more in [&["--workers", "2"][..], &["--workers", "3"], &["--workers", "3"]] {
        campaign(&folder, "threads", more);
        assert_eq!(made(&folder, "threads"), whole);
    }

    // Killed after each line of the journal, and in the midst of it: files are longer than it says, or
    // end in the midst of a line.
    let cut = folder.join("cut");
    fs::create_dir(&cut).unwrap();
    let ends = journal.match_indices('\n').map(|(at, _)| at + 1);
    for end in [0].into_iter().chain(ends).flat_map(|end| [end, end + 20, end + 1]) {
        for (messages, errors) in [(whole.0.len(), whole.1.len()), (whole.0.len() - 9, 5)] {
            let end = end.min(journal.len());
            fs::write(cut.join("journal"), &journal[..end]).unwrap();
            fs::write(cut.join("messages.jsonl"), &whole.0[..messages]).unwrap();
            fs::write(cut.join("errors.jsonl"), &whole.1[..errors]).unwrap();
            let outcome = campaign(&folder, "cut", &one);
            let is_first = !journal[..end].contains('\n');
            let is_short = end == journal.len() || errors == 5 && end > journal.len() / 2;
            match outcome.code {
                // Without a whole first line the files are not known to be ours.
                2 if is_first => assert!(outcome.err.contains("another campaign")),
                // What the journal promised is gone: that is told, not made up.
                2 => assert!(is_short || errors == 5, "{end}: {}", outcome.err),
                _ => assert_eq!(made(&folder, "cut"), whole, "{end}"),
            }
        }
    }
}

#[test]
fn a_run_that_is_killed_goes_on() {
    let folder = folder("killed", &rows(3_000));
    campaign(&folder, "whole", &[]);
    let words = words(&folder, "killed");
    let mut kills = 0;
    for wait in [5, 20, 40, 80] {
        let mut child = provost().args(&words).args(["--workers", "1"]).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        let _ = child.kill();
        kills += u32::from(child.wait().unwrap().code().is_none());
    }
    campaign(&folder, "killed", &[]);
    assert_eq!(made(&folder, "killed"), made(&folder, "whole"), "{kills} kills");
}

#[test]
fn another_campaign_is_none_of_this_folder() {
    let folder = folder("another", &rows(30));
    campaign(&folder, "out", &[]);
    let before = made(&folder, "out");
    let refused = |text: &str, more: &[&str]| {
        let outcome = campaign(&folder, "out", more);
        assert_eq!(outcome.code, 2, "{}", outcome.err);
        assert!(outcome.err.contains(text), "{}", outcome.err);
        assert_eq!(made(&folder, "out"), before);
    };
    refused("is the folder of another campaign", &["--reference", "9"]);
    refused("is the folder of another campaign", &["--short"]);
    fs::write(folder.join("table.csv"), rows(30).replace("Net 3,", "Net X,")).unwrap();
    refused("the table is not the one that this folder was begun with", &[]);
    fs::write(folder.join("table.csv"), rows(29)).unwrap();
    refused("the table is not the one that this folder was begun with", &[]);
    fs::write(folder.join("template.xml"), TEMPLATE.replace("NAP1", "NAP2")).unwrap();
    refused("is the folder of another campaign", &[]);
    // Rows that were added are made; empty lines change nothing.
    fs::write(folder.join("template.xml"), TEMPLATE).unwrap();
    fs::write(folder.join("table.csv"), format!("{}\r\n\n", rows(31))).unwrap();
    let outcome = campaign(&folder, "out", &[]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert!(outcome.err.starts_with("31 messages in 31 short messages"), "{}", outcome.err);
    assert!(outcome.err.ends_with(", 30 rows were done before\n"), "{}", outcome.err);
    let again = campaign(&folder, "out", &[]);
    assert!(again.err.ends_with(", 31 rows were done before\n"), "{}", again.err);
}

#[cfg(unix)]
#[test]
fn nobody_else_may_read_the_folder() {
    use std::os::unix::fs::PermissionsExt;

    let folder = folder("private", &rows(1));
    let outcome = campaign(&folder, "deep/out", &[]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    let mode = |name: &str| fs::metadata(folder.join(name)).unwrap().permissions().mode() & 0o777;
    for name in ["deep", "deep/out"] {
        assert_eq!(mode(name), 0o700, "{name}");
    }
    for name in ["journal", "messages.jsonl", "errors.jsonl"] {
        assert_eq!(mode(&format!("deep/out/{name}")), 0o600, "{name}");
    }
}
