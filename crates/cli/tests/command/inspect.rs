use serde_json::Value;

use super::{BOOTSTRAP, output, row, run};

/// An access point in SyncML's stead: unknown tag and value tokens, opaque octets.
const UNKNOWN: &str = "03 0B 6A 00 45 3F C6 55 01 87 11 06 FE C3 01 FF 01 01 01";

#[test]
fn a_document_without_more() {
    let told = output(&["inspect", BOOTSTRAP], "");
    assert_eq!(told, include_str!("bootstrap.txt"));
}

#[test]
fn the_listing() {
    let short = output(&["inspect", "--secrets", "--dump", BOOTSTRAP], "");
    assert!(
        short.contains("\n0055  AB                               \"GSM-GPRS\" value 0xab page 0\n")
    );
    assert!(short.contains("\n0070  03 69 6E 74 65 +17               \"internet.example.net\"\n"));
    assert!(short.ends_with("\n0177  01                       END of <wap-provisioningdoc>\n"));
    let full = output(&["inspect", "--dump=full", BOOTSTRAP], "");
    assert!(full.contains(
        "\n0070  03 69 6E 74 65 72 6E 65          \"internet.example.net\"\n0078  74 2E"
    ));
}

#[test]
fn json_parses() {
    let parse = |words: &[&str], input: &str| -> Value {
        serde_json::from_str(&run(words, input).out).unwrap()
    };
    let layer = &parse(&["inspect", "--json", BOOTSTRAP], "")["layers"][0];
    assert_eq!(layer["layer"], "wbxml");
    assert_eq!(row(layer, "document type"), "prov10");
    assert_eq!((row(layer, "public id"), row(layer, "charset")), (&11.into(), &106.into()));
    assert!(layer["document"].as_str().unwrap().contains("AAUTHSECRET"));
    assert!(layer["error"].is_null());
    let tokens = layer["tokens"].as_array().unwrap();
    let octets: String = tokens.iter().map(|token| token["octets"].as_str().unwrap()).collect();
    assert_eq!(octets.len(), 2 * 376);

    let layer =
        &parse(&["inspect", "--json", "--hex", "-"], "03 0B 6A 00 45 C6 55 01")["layers"][0];
    assert_eq!(layer["error"]["kind"], "UnexpectedEnd");
    assert_eq!(layer["error"]["offset"], 8);
    assert_eq!(layer["error"]["path"][1], "characteristic");
    assert!(layer["document"].is_null());
}

#[test]
fn what_has_no_xml_form_is_listed() {
    let outcome = run(&["inspect", "--hex", "-"], UNKNOWN);
    assert_eq!(outcome.code, 0);
    assert!(outcome.out.contains("unknown tag 0x3f in code page 0"), "{}", outcome.out);
    let note = "\n  note           no XML form: NotExpressible at byte 5";
    assert!(outcome.out.contains(note), "{}", outcome.out);
    let strict = run(&["inspect", "--strict", "--hex", "-"], UNKNOWN);
    assert_eq!(strict.code, 1);
    assert!(strict.err.starts_with("error: UnknownTag at byte 5: "), "{}", strict.err);
}

#[test]
fn what_is_tolerated_is_noted() {
    let padded = "03 0B 6A 00 05 FF FF";
    let outcome = run(&["inspect", "--hex", "-"], padded);
    assert_eq!(outcome.code, 0);
    assert!(outcome.out.starts_with("Provisioning file of a card, 7 octets\n"), "{}", outcome.out);
    let outcome = run(&["inspect", "--as", "wbxml", "--hex", "-"], padded);
    let note = "\n  note           octets behind the document at byte 5, tolerated\n";
    assert!(outcome.out.contains(note), "{}", outcome.out);
    let strict = run(&["inspect", "--strict", "--hex", "-"], padded);
    assert_eq!(strict.code, 1);
    assert!(strict.err.starts_with("error: SecondRoot at byte 5: "), "{}", strict.err);
}

#[test]
fn a_document_type_that_is_not_said() {
    let anonymous = "03 01 6A 00 05";
    let outcome = run(&["inspect", "--hex", "-"], anonymous);
    assert_eq!(outcome.code, 1);
    assert!(outcome.out.contains("  document type  unknown, --language tells it\n"));
    assert!(outcome.out.contains("tag 0x05 in code page 0\n"));
    assert!(outcome.err.starts_with("error: UnknownPublicId at byte 1: "), "{}", outcome.err);
    for language in ["si10", "SI10", "text/vnd.wap.si", "application/vnd.wap.sic"] {
        let out = output(&["inspect", "--language", language, "--hex", "-"], anonymous);
        assert!(out.ends_with("\n\n<si/>\n"), "{out}");
    }
}

/// A label that names another document type is told of; one that names none says nothing.
#[test]
fn a_content_type_that_contradicts() {
    for (label, body, told) in [
        ("application/vnd.wap.emn+wbxml", "\x02\x05\x6A\x00\x05", true),
        ("application/vnd.wap.sic", "\x02\x05\x6A\x00\x05", false),
        ("application/octet-stream", "\x02\x05\x6A\x00\x05", false),
        ("text/vnd.wap.sl", "<si/>", true),
        ("text/vnd.wap.si", "<si/>", false),
    ] {
        let message = format!("HTTP/1.1 200 OK\r\nContent-Type: {label}\r\n\r\n{body}");
        let outcome = run(&["inspect", "-"], message);
        let note = "the content type is one of another document type than si10\n";
        assert_eq!(outcome.out.contains(note), told, "{label}: {}", outcome.out);
        assert_eq!(outcome.code, 0, "{}", outcome.err);
    }
}

#[test]
fn xml() {
    let out =
        output(&["inspect", "-"], "\u{FEFF}<si><indication href='http://a/'>Hi</indication></si>");
    assert!(out.starts_with("XML, "), "{out}");
    assert!(out.contains("  document type  si10: "), "{out}");
    assert!(
        out.ends_with("\n<si>\n  <indication href=\"http://a/\">Hi</indication>\n</si>\n"),
        "{out}"
    );
}

#[test]
fn a_formal_identifier_in_any_charset() {
    let id = "-//WAPFORUM//DTD SI 1.0//EN";
    let big: Vec<u8> = id.bytes().flat_map(|octet| [0, octet]).chain([0, 0]).collect();
    let little: Vec<u8> = id.bytes().flat_map(|octet| [octet, 0]).chain([0, 0]).collect();
    let plain = [id.as_bytes(), &[0]].concat();
    for (charset, table) in [
        (&[0x6A][..], plain),
        (&[0x87, 0x75], big.clone()),
        (&[0x87, 0x77], big),
        (&[0x87, 0x76], little),
    ] {
        let length = u8::try_from(table.len()).unwrap();
        let input = [&[0x03, 0x00, 0x00], charset, &[length], table.as_slice(), &[0x05]].concat();
        let text = output(&["inspect", "-"], input);
        assert!(text.contains(&format!("  public id      {id}\n")), "{text}");
    }
    let unknown = output(&["inspect", "--language", "si10", "-"], b"\x03\x00\x02\x6A\x01\x00\x05");
    assert!(unknown.contains("  public id      outside the string table"), "{unknown}");
}

#[test]
fn what_is_tolerated_of_a_multipart_body_is_named() {
    let body = "--a\r\nContent-Type: text/plain\r\n\r\nx\r\n--a--\r\n";
    let open = body.replace("--a--\r\n", "");
    for (input, notes) in [
        (body.to_owned(), &[][..]),
        (body.replace("\r\n", "\n"), &["lines end in LF alone"]),
        (open.clone(), &["no delimiter at the end"]),
        (open.replace("\r\n", "\n"), &["lines end in LF alone", "no delimiter at the end"]),
    ] {
        let told = output(&["inspect", "-"], &input);
        assert_eq!(told.matches("tolerated: ").count(), notes.len(), "{told}");
        for note in notes {
            assert!(told.contains(&format!("\n  note           tolerated: {note}\n")), "{told}");
        }
    }
}

/// What a content type says that is known is held against the body: it is not passed over as other content.
#[test]
fn a_body_that_is_not_what_its_content_type_says() {
    for (label, body, error) in [
        ("application/vnd.wap.connectivity-wbxml", "che: no\r\n\x01\x0B", "Octets at byte 0"),
        ("application/vnd.wap.connectivity-wbxml", "\x03\x0B\x6A", "UnexpectedEnd at byte 3"),
        ("text/vnd.wap.si", "not a document", "Text at byte 0"),
        ("text/vnd.wap.si; charset=utf-8", "<no", "Xml at byte "),
    ] {
        let message = format!("HTTP/1.1 200 OK\r\nContent-Type: {label}\r\n\r\n{body}");
        let outcome = run(&["inspect", "-"], message);
        assert_eq!(outcome.code, 1, "{label}: {}", outcome.out);
        assert!(outcome.err.starts_with(&format!("error: {error}")), "{}", outcome.err);
    }
    let message = "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream2\r\n\r\n\x01\x02";
    let outcome = run(&["inspect", "-"], message);
    assert!(
        outcome.code == 0 && outcome.out.ends_with("\n  octets         0102\n"),
        "{}",
        outcome.out
    );
    let message = "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.wap.sic\r\n\r\n<si/>";
    let outcome = output(&["inspect", "-"], message);
    assert!(
        outcome.contains(
            "  warning        the document is XML: its content type is text/vnd.wap.si\n"
        )
    );
}

/// Settings in the form of Nokia name no type: the content type does, or their tokens.
#[test]
fn settings_of_nokia() {
    let document = b"\x01\x01\x6A\x00\x45\xC6\x06\x01\x87\x12\x49\x01\x87\x13\x11\x03a.b\0\x01\
                     \x87\x24\x11\x03planted\0\x01\x01\xC6\x08\x01\x87\x15\x11\x03ABC\0\x01\x01\x01";
    let told = output(&["inspect", "-"], document);
    let note = "\n  note           read as ota70, the only type that has all its tokens\n";
    assert!(
        told.contains(note) && told.contains("NAME=\"PPP_AUTHSECRET\" VALUE=\"[hidden]\""),
        "{told}"
    );
    assert!(output(&["inspect", "--secrets", "-"], document).contains("\"planted\""));
    for form in [&["--dump=full"][..], &["--json"]] {
        let told = output(&[&["inspect", "-"], form].concat(), document);
        assert!(!told.contains("planted") && !told.contains("706C616E746564"), "{told}");
    }
    let head = "Content-Type: application/x-wap-prov.browser-settings\r\n\r\n";
    let told = output(&["inspect", "-"], [head.as_bytes(), document].concat());
    assert!(told.contains("  document type  ota70: ") && !told.contains(" note "), "{told}");
    let xml = "<CHARACTERISTIC-LIST><CHARACTERISTIC TYPE=\"ADDRESS\"><PARM VALUE=\"planted\" \
               NAME=\"PPP_AUTHSECRET\"/></CHARACTERISTIC></CHARACTERISTIC-LIST>";
    assert!(!output(&["inspect", "-"], xml).contains("planted"));
}

#[test]
fn secrets_of_other_document_types() {
    for xml in [
        "<WV-CSP-Message xmlns=\"http://www.openmobilealliance.org/DTD/WV-CSP1.2\"><Session>\
         <Transaction><TransactionContent><Login-Request><Password>planted</Password>\
         </Login-Request></TransactionContent></Transaction></Session></WV-CSP-Message>",
        "<SyncSettings><Auth><AuthLevel>1</AuthLevel><Cred>planted</Cred></Auth></SyncSettings>",
    ] {
        let told = run(&["inspect", "-"], xml);
        assert!(told.code == 0 && told.out.contains("[hidden]"), "{}{}", told.out, told.err);
        assert!(!told.out.contains("planted"), "{}", told.out);
        assert!(run(&["inspect", "--secrets", "-"], xml).out.contains("planted"));
    }
}

/// What arrives at a port that is not known may be anything, and is not broken.
#[test]
fn user_data_for_other_ports() {
    let told = output(&["inspect", "-"], "060504C000C000 616263");
    assert!(told.ends_with("\n  content type   not told\n  text           abc\n"), "{told}");
    let told = output(&["inspect", "-"], "060504C000C000 0102FF");
    assert!(told.ends_with("\n  content type   not told\n  octets         0102FF\n"), "{told}");
    let told = run(&["inspect", "-"], "0605040B8423F0 616263");
    assert_eq!(told.code, 1, "{}", told.out);
}

#[test]
fn bodies_without_a_content_type() {
    for message in
        ["POST / HTTP/1.1\r\nHost: x\r\n\r\nhello", "--a\r\nX: y\r\n\r\nhello\r\n--a--\r\n"]
    {
        let told = output(&["inspect", "-"], message);
        assert!(told.ends_with("\n  content type   not told\n  text           hello\n"), "{told}");
    }
    // A document is one without a type as well, and a broken one is broken.
    let head = b"POST / HTTP/1.1\r\nHost: x\r\n\r\n\x03\x0B\x6A\x00\x45".as_slice();
    let told = run(&["inspect", "-"], head);
    assert!(
        told.code == 1 && told.err.starts_with("error: UnexpectedEnd at byte 5: "),
        "{}",
        told.err
    );
}

/// Deviations and faults of what can be nothing else.
#[test]
fn notifications_that_are_not_as_they_should_be() {
    let digest = "F0112233445566778899AABBCCDDEEFF";
    for (trigger, code, text) in [
        ("02D80000000000 0173", 0, "warning        session id is 0"),
        ("02DFFFFFFF0A0B 0773657276657231", 0, "  future use     0x7FFFFFF\n"),
        ("02D00000001234 FF736572", 1, "  broken         Notification at byte 23: "),
        ("02D00000001234 00", 1, "  broken         Notification at byte 23: "),
        ("02D000000012", 1, "  broken         Notification at byte 22: "),
        // Octets that are any.
        ("0FD00000001234 0173", 1, "Unknown, 25 octets\n"),
    ] {
        let told = run(&["inspect", "-"], format!("{digest} {trigger}"));
        assert_eq!(told.code, code, "{}", told.out);
        assert!(told.out.contains(text), "{trigger}: {}", told.out);
    }
}

#[test]
fn an_address_is_no_header() {
    let told = run(&["inspect", "-"], "http://example.net/a b\n");
    assert!(told.err.starts_with("error: Text at byte 0: "), "{}", told.err);
}

/// A part of a message, which has no document element to go by.
#[test]
fn commands_that_are_broken_off() {
    let data = "<Data><?xml version=\"1.0\"?><planted/></Data></Item></Replace>";
    let input = format!("<Replace><CmdID>1</CmdID><Item>{data}");
    let told = run(&["inspect", "-"], &input);
    assert_eq!(told.code, 1, "{}", told.out);
    assert!(!told.err.contains("UnknownDocumentType"), "{}", told.err);
    assert!(!(told.out + &told.err).contains("planted"));
}

/// What a message center is given: the header in the message, or ports in parameters, or neither.
#[test]
fn messages_of_smpp() {
    let pdu = |esm: &str, message: &str, parameters: &str| {
        let message: String = message.split_whitespace().collect();
        let parameters: String = parameters.split_whitespace().collect();
        let length = message.len() / 2;
        let body = format!(
            "00000004 00000000 00000007 00 020131323300 01013135353500 {esm} 00 00 00 00 00 00 04 00 \
             {length:02X} {message} {parameters}"
        );
        let body: String = body.split_whitespace().collect();
        format!("{:08X}{body}", body.len() / 2 + 4)
    };
    let push = "0106 01AE 03056A0045C60D036100010321000101";
    let header = format!("0605040B8423F0 {push}");
    let names = |report: &Value| -> Vec<String> {
        let layers = report["layers"].as_array().unwrap();
        layers.iter().map(|it| it["layer"].as_str().unwrap().to_owned()).collect()
    };
    let json = |input: &str| -> Value {
        serde_json::from_str(&output(&["inspect", "--json", "-"], input)).unwrap()
    };
    let told = json(&pdu("43", &header, ""));
    assert_eq!(names(&told), ["smpp", "user_data", "wsp", "wbxml"]);
    assert_eq!(row(&told["layers"][0], "to"), "1555 (type 1, plan 1)");
    let told = json(&pdu("03", push, "020A 0002 23F0 020B 0002 0B84"));
    assert_eq!(names(&told), ["smpp", "user_data", "wsp", "wbxml"]);
    let told = json(&pdu("00", "", &format!("0424 0013 {push}").replace("0013", "0014")));
    assert_eq!(names(&told)[0], "smpp", "{told}");
    let told = json(&pdu("00", "6869", ""));
    assert_eq!(names(&told), ["smpp", "content"]);
    // Codings that are not what they would be in a TPDU, and a text in UCS-2.
    for (coding, shown) in
        [("03", "0x03 (Latin 1)"), ("00", "0x00 (alphabet of the message center)")]
    {
        let pdu = pdu("00", "6869", "").replace("0400026869", &format!("{coding}00026869"));
        assert_eq!(
            row(&json(&pdu)["layers"][0], "coding"),
            u8::from_str_radix(coding, 16).unwrap()
        );
        let told = output(&["inspect", "-"], &pdu);
        assert!(told.contains(shown), "{told}");
    }
    let wide = pdu("00", "00680069", "").replace("04000400680069", "08000400680069");
    let told = json(&wide);
    assert_eq!(
        (names(&told), row(&told["layers"][0], "text")),
        (vec!["smpp".into()], &"hi".into())
    );

    // Two parts, in any order, for one phone and for another.
    let first = pdu("40", "0B05040B8423F0000301020101 0601AE03056A0045C60D03", "042600 0101");
    let second = pdu("40", "0B05040B8423F00003010202 6100010321000101", "");
    let expected = ["smpp", "user_data", "smpp", "user_data", "datagram", "wsp", "wbxml"];
    assert_eq!(names(&json(&format!("{second}\n{first}"))), expected);
    let other = second.replace("31353535", "31353536");
    let told = run(&["inspect", "-"], format!("{first}\n{other}"));
    assert_eq!(told.out.matches("missing parts: ").count(), 2, "{}", told.out);

    let whole = pdu("43", &header, "");
    let cut = run(&["inspect", "-"], &whole[..whole.len() - 10]);
    assert_eq!(cut.code, 1);
    assert!(cut.err.starts_with("error: Length at byte 0: "), "{}", cut.err);
    assert!(cut.out.contains("submit_sm"), "{}", cut.out);
}

/// Texts that are too long for a message come in parts without ports; packed by another program.
#[test]
fn texts_in_parts() {
    let parts = [
        "440b915155214365f700006211127000000014050003070201906536fb0dbabfe56c320b04",
        "440b915155214365f700006211127000000012050003070202e6e5f1db4d06c1c3723a",
    ];
    let told = output(&["inspect", "-"], parts[0]);
    assert!(told.contains("  text           Hello world, \n"), "{told}");
    let told = output(&["inspect", "-"], format!("{}\n{}", parts[1], parts[0]));
    assert!(told.ends_with("\n  text           Hello world, second part\n"), "{told}");
    // UCS-2, in one part: its octets look like the start of a document.
    let wide = "440b915155214365f7000862111270000000100500030801010047007200fc00df0065";
    let told = output(&["inspect", "-"], wide);
    assert!(
        told.contains("  text           Gr\u{FC}\u{DF}e\n") && !told.contains("WBXML"),
        "{told}"
    );
}

/// Servers write messages in UTF-16; what is hidden of them is what is hidden of others.
#[test]
fn xml_in_utf_16() {
    let xml = "<?xml version=\"1.0\" encoding=\"UTF-16\"?><SyncML><SyncHdr><VerDTD>1.2</VerDTD>\
               <VerProto>DM/1.2</VerProto><SessionID>1</SessionID><MsgID>1</MsgID><Target><LocURI>a\
               </LocURI></Target><Source><LocURI>b</LocURI></Source><Cred><Meta><Type>syncml:auth-basic\
               </Type></Meta><Data>cGxhbnRlZA==</Data></Cred></SyncHdr><SyncBody><Final/></SyncBody></SyncML>";
    for order in [u16::to_le_bytes, u16::to_be_bytes] {
        let units = [0xFEFF].into_iter().chain(xml.encode_utf16());
        let input: Vec<u8> = units.flat_map(order).collect();
        let told = output(&["inspect", "-"], &input);
        assert!(
            told.contains("  note           read from UTF-16: ") && told.contains("[hidden]"),
            "{told}"
        );
        assert!(!told.contains("cGxhbnRlZA"), "{told}");
        let strict = run(&["inspect", "--strict", "-"], &input);
        assert_eq!(strict.code, 1, "{}", strict.out);
    }
}
