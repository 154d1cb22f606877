use std::fs;
use std::path::{Path, PathBuf};

use super::{output, run};

/// An empty document, whose MACs are published or computed with Python's `hmac`.
const BODY: &str = "03 0B 6A 00 45 01";
const IMSI: &str = "466923103145252";
const MAC: &str = "1AF545FE2823DC9347064450F90FF1BBF957E146";

fn sign(words: &[&str]) -> String {
    output(&[&["sign", "--hex"], words, &["-"]].concat(), BODY)
}

fn verify(words: &[&str]) -> (i32, String, String) {
    let outcome = run(&[&["verify", "--hex"], words, &["-"]].concat(), BODY);
    (outcome.code, outcome.out, outcome.err)
}

#[test]
fn every_method_is_signed() {
    assert_eq!(sign(&["--method", "netwpin", "--imsi", IMSI]), format!("SEC=0 MAC={MAC}\n"));
    for (words, line) in [
        (&["userpin", "--pin", "1234"][..], "SEC=1 MAC=6CD48BFD7FFC33183154734DF4434DA694E25E6A"),
        (
            &["usernetwpin", "--imsi", IMSI, "--pin", "1234"],
            "SEC=2 MAC=3DBC50BB7BACAE901461F5ECCB0ADB1F71B58D02",
        ),
        (&["userpinmac", "--pin", "12345"], "SEC=3 PIN=1234528080"),
        (
            &["netwpin", "--esn", "80ABCDEF", "--spc", "123456"],
            "SEC=0 MAC=915FB78D8CF69F02F5D5DE59468446EB5CF30065",
        ),
        (
            &["netwpin", "--esn", "80abcdef", "--ssd", "0011223344556677"],
            "SEC=0 MAC=2E5D6081B9BB1D98E848967C7F84A1EFB4508282",
        ),
        (
            &["netwpin", "--key", "4966291330412525"],
            "SEC=0 MAC=1AF545FE2823DC9347064450F90FF1BBF957E146",
        ),
        (
            &["networkid", "--imsi", IMSI],
            "SEC=NETWORKID MAC=57B48F3221560A65F719F22FCF8A4AB166192D3E",
        ),
        (
            &["networkid", "--network-id", IMSI],
            "SEC=NETWORKID MAC=57B48F3221560A65F719F22FCF8A4AB166192D3E",
        ),
        (
            &["dm-userpin", "--pin", "1234"],
            "SEC=USERPIN MAC=6CD48BFD7FFC33183154734DF4434DA694E25E6A",
        ),
        (
            &["userpin-networkid", "--pin", "1234", "--network-id", IMSI],
            "SEC=USERPIN_NETWORKID MAC=EFEF7068733E69BE2A29E467756FE5CF3ED03618",
        ),
    ] {
        assert_eq!(sign(&[&["--method"], words].concat()), format!("{line}\n"), "{words:?}");
    }
}

#[test]
fn secrets_that_do_not_fit_a_method() {
    for (words, error) in [
        (&["netwpin"][..], "NETWPIN needs one of --imsi, "),
        (
            &["netwpin", "--imsi", IMSI, "--imsi", "310150123456789"],
            "NETWPIN needs one of --imsi, ",
        ),
        (&["usernetwpin", "--imsi", IMSI], "USERNETWPIN needs --pin"),
        (&["userpinmac", "--pin", "1234"], "expected 5 to 20 digits "),
        (&["userpin-networkid", "--pin", "1"], "USERPIN_NETWORKID needs one of --network-id, "),
        (
            &["networkid", "--network-id", "x", "--imsi", IMSI],
            "NETWORKID needs one of --network-id, ",
        ),
        (&["networkid", "--network-id", ""], "invalid value '' for '--network-id "),
        (&["netwpin", "--imsi", "12345"], "invalid value '12345' for '--imsi "),
        (&["userpin", "--pin", "12a"], "invalid value '12a' for '--pin "),
        (&["netwpin", "--key", ""], "invalid value '' for '--key "),
        (&["netwpin", "--spc", "123456"], "the following required arguments "),
    ] {
        let outcome = run(&[&["sign", "--hex", "--method"], words, &["-"]].concat(), BODY);
        assert_eq!((outcome.code, outcome.out.as_str()), (2, ""), "{words:?}");
        assert!(outcome.err.starts_with(&format!("error: {error}")), "{}", outcome.err);
    }
}

#[test]
fn outcomes_of_verify() {
    let sims = &["--imsi", "310150123456789", "--imsi", IMSI][..];
    let mac = &["--sec", "0", "--mac", MAC][..];
    let (code, out, err) = verify(&[sims, mac].concat());
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(out, "verified: NETWPIN with IMSI 2\n");
    let media = format!("a/b; SEC=0; MAC={}", MAC.to_lowercase());
    let (code, out, _) = verify(&["--imsi", IMSI, "--content-type", &media]);
    assert_eq!((code, out.as_str()), (0, "verified: NETWPIN with the IMSI\n"));
    let (code, out, _) = verify(&["--sec", "3", "--pin", "1234528080"]);
    assert_eq!((code, out.as_str()), (0, "verified: USERPINMAC with the PIN\n"));
    let both = "3DBC50BB7BACAE901461F5ECCB0ADB1F71B58D02";
    let words = [sims, &["--pin", "1234", "--sec", "2", "--mac", both]].concat();
    assert_eq!(verify(&words).1, "verified: USERNETWPIN with the PIN and IMSI 2\n");

    // With a SIM beside it: USERPIN says nothing of that.
    let mac = "6CD48BFD7FFC33183154734DF4434DA694E25E6A";
    for sec in ["1", "USERPIN"] {
        let words = [sims, &["--pin", "1234", "--sec", sec, "--mac", mac]].concat();
        assert_eq!(verify(&words).1, "verified: USERPIN with the PIN\n");
    }

    for (words, out) in [
        (&["--imsi", IMSI][..], "unauthenticated: no SEC parameter\n"),
        (&["--imsi", IMSI, "--mac", MAC], "malformed: MAC without SEC\n"),
        (&["--imsi", IMSI, "--sec", "0"], "malformed: SEC without MAC\n"),
        (&["--sec", "3", "--mac", MAC], "malformed: MAC beside SEC 3, which has it in the PIN\n"),
        (&["--sec", "0", "--mac", MAC], "needs a network secret: --imsi or others\n"),
        (&["--sec", "1", "--mac", MAC], "needs the PIN of the user: --pin\n"),
        (&["--sec", "7", "--mac", MAC], "unsupported method: SEC=7\n"),
        (&["--sec", "1", "--mac", MAC, "--pin", "1"], "failed: USERPIN with none of the secrets\n"),
        (
            &["--sec", "3", "--pin", "123"],
            "malformed: expected a PIN of an even number of digits from 10 to 40, found 3\n",
        ),
    ] {
        assert_eq!(verify(words), (1, out.to_owned(), String::new()), "{words:?}");
    }
    let kannel = "57B48F3221560A65F719F22FCF8A4AB166192D3E";
    let (code, out, err) = verify(&["--imsi", IMSI, "--sec", "0", "--mac", kannel]);
    assert_eq!((code, out.as_str()), (1, "failed: NETWPIN with none of the secrets\n"));
    assert_eq!(err, "note: the key has the IMSI as digits, as Kannel does\n");
}

#[test]
fn xml_has_no_mac() {
    let outcome =
        run(&["sign", "--method", "userpin", "--pin", "1", "-"], "<wap-provisioningdoc/>");
    assert_eq!(outcome.code, 0);
    assert_eq!(outcome.err, "note: the input is XML, but a MAC is that of the WBXML octets\n");
}

/// A card in a folder of its own.
fn card(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir(&folder).unwrap();
    for (file, hex) in [
        ("3F002F00.hex", "61 14 4F 0C A000000063504B43532D3135 51 04 3F007F80 FF"),
        ("5031.hex", "A7 06 30 04 04 02 4405"),
        // The records that the specification prints.
        (
            "4405.hex",
            "30 24 30 12 0C 09 426F6F747374726170 03 02 07 80 04 01 01 30 06 06 04 672B0501
             A1 06 30 04 04 02 4431
             30 24 30 12 0C 09 436F6E666967203120 03 02 06 C0 04 01 01 30 06 06 04 672B0502
             A1 06 30 04 04 02 4432 FF FF",
        ),
        ("4431.hex", "03 0B 6A 00 45 01 FF FF FF"),
    ] {
        fs::write(folder.join(file), hex).unwrap();
    }
    fs::write(folder.join("4432.bin"), [0xFF; 9]).unwrap();
    folder
}

#[test]
fn a_card_is_read() {
    let folder = card("card_read");
    let folder = folder.to_str().unwrap();
    assert_eq!(
        output(&["card", "read", folder], ""),
        "\
Bootstrap    3F007F804431 private  -           6 of 9 octets  \"Bootstrap\"
Config1      3F007F804432 private  modifiable  empty, room for 9 octets  \"Config 1 \"
"
    );
    let document = output(&["card", "read", folder, "--file", "bootstrap"], "");
    assert_eq!(document.as_bytes(), b"\x03\x0B\x6A\x00\x45\x01");
    for (file, error) in
        [("config1", "file is empty"), ("config2", "no record of the card lists this file")]
    {
        let outcome = run(&["card", "read", folder, "--file", file], "");
        assert_eq!((outcome.code, outcome.err), (1, format!("error: {error}\n")));
    }
    // Behind a document is what it has left of a longer one.
    let left = "03 0B 6A 00 45 01 00 41 01 FF FF";
    fs::write(Path::new(folder).join("4431.hex"), left).unwrap();
    assert!(output(&["card", "read", folder], "").contains("  6 of 11 octets  "));
    assert_eq!(output(&["card", "read", folder, "--file", "bootstrap"], ""), document);
    let told = output(&["inspect", "--as", "card", "-"], left);
    let rows = "\n  document       6 octets\n  left over      3 octets of a longer document\n  filler         2 octets\n";
    assert!(told.contains(rows) && told.contains("WBXML, 6 octets"), "{told}");
    let outcome = run(&["card", "read", "no/such/folder"], "");
    assert_eq!(outcome.code, 2);
    let outcome = run(&["card", "read", "--card", "uicc", folder], "");
    assert_eq!((outcome.code, outcome.err.as_str()), (0, ""));
    let outcome = run(&["card", "read", "--card", "wim", folder], "");
    assert_eq!(outcome.err, "note: file 5032: no such file at byte 0\n");
}

#[test]
fn a_card_is_written() {
    let path = card("card_written");
    let folder = path.to_str().unwrap();
    let write = |words: &[&str], hex: &str| {
        let outcome = run(&[&["card", "write", "--hex", folder, "-"], words].concat(), hex);
        assert_eq!(outcome.out, "");
        (outcome.code, outcome.err)
    };
    assert_eq!(write(&["--into", "config1"], BODY), (0, String::new()));
    let file = fs::read(path.join("4432.bin")).unwrap();
    assert_eq!(file, b"\x03\x0B\x6A\x00\x45\x01\xFF\xFF\xFF");
    let list = output(&["card", "read", folder], "");
    assert!(list.contains("modifiable  6 of 9 octets"), "{list}");
    assert_eq!(write(&["--into", "config1"], ""), (0, String::new()));
    assert_eq!(fs::read(path.join("4432.bin")).unwrap(), [0xFF; 9]);

    let error = |text: &str| (1, format!("error: {text}\n"));
    let long = &BODY.repeat(2);
    let large = "file is too small, needed 12 octets, found 9";
    assert_eq!(write(&["--into", "config1"], long), error(large));
    let filler = "document ends in 0xff, which is filler";
    assert_eq!(write(&["--into", "config1"], "03 FF"), error(filler));
    assert_eq!(write(&["--into", "bootstrap"], BODY), error("file is not modifiable"));
    assert_eq!(write(&["--into", "bootstrap", "--issuer"], "03 01"), (0, String::new()));
    let hex = fs::read_to_string(path.join("4431.hex")).unwrap();
    assert_eq!(hex, "03 01 FF FF FF FF FF FF FF\n");
}
