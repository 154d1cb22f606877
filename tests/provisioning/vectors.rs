//! The vectors of provisioning documents: both syntaxes say the same, and nothing of them is lost.

use provost::cp::{
    Characteristic, Deviation, Dialect, Document, ErrorKind, Extra, Field, Kind, Node, Parm, Piece,
    ReadOptions, Severity, WriteOptions,
};
use provost::wbxml::{
    self, Code, Leniency, Limit, Limits, Loss, Reader, Token, Tokens, vocabulary::PROV, xml,
};
use provost_tests::{
    provisioning,
    vectors::{hex, unhex},
};

fn bare(document: &Document) -> String {
    document.write_xml(xml::WriteOptions::new().with_prolog(xml::Prolog::None)).expect("XML")
}

/// Every vector in both syntaxes, and from each into each.
#[test]
fn documents() {
    let mut count = 0;
    for vector in provisioning::good() {
        let name = &vector.name;
        let expected = vector.xml.as_deref().expect("XML");
        let from_wbxml = Document::from_wbxml(&vector.wbxml).expect(name);
        let from_xml = Document::from_xml(expected).expect(name);
        assert_eq!(from_wbxml, from_xml, "{name}");
        assert_eq!(bare(&from_wbxml), vector_xml(expected), "{name}");
        let octets = from_xml.to_wbxml().expect(name);
        if vector.is_reference {
            assert_eq!(hex(&octets), hex(&vector.wbxml), "{name}");
        }
        assert_eq!(Document::from_wbxml(&octets).expect(name), from_wbxml, "{name}");
        assert_eq!(from_wbxml.wbxml_len().expect(name), octets.len());
        let text = from_wbxml.to_xml().expect(name);
        assert!(text.contains(
            "<!DOCTYPE wap-provisioningdoc PUBLIC \"-//WAPFORUM//DTD PROV 1.0//EN\" \
             \"http://www.wapforum.org/DTD/prov.dtd\">"
        ));
        assert_eq!(Document::from_xml(&text).expect(name), from_wbxml, "{name}");
        count += 1;
    }
    assert!(count >= 2, "{count} documents");
}

/// An element without content may be written in two ways.
fn vector_xml(xml: &str) -> String {
    xml.replace("\"></characteristic>", "\"/>")
        .replace("<wap-provisioningdoc></wap-provisioningdoc>", "<wap-provisioningdoc/>")
}

/// What is no good document becomes what its vector says.
#[test]
fn negatives() {
    let negatives = provisioning::negatives();
    for negative in &negatives {
        let read = Document::from_wbxml(&negative.octets);
        let name = &negative.name;
        match negative.expect.as_str() {
            "error" => assert!(read.is_err(), "{name}"),
            "ignored" => {
                let document = read.expect(name);
                let nap = document.characteristics().next().expect(name);
                assert_eq!(nap.parm("BEARER"), None, "{name}");
                assert!(nap.all_parms().all(Parm::is_unknown_value));
                // And yet it survives.
                assert_eq!(document.to_wbxml().expect(name), negative.octets, "{name}");
            }
            expect if expect.starts_with("ok") => {
                let octets = read.expect(name).to_wbxml().expect(name);
                Document::from_wbxml(&octets).expect(name);
            }
            other => panic!("{name}: unknown expectation {other}"),
        }
    }
    assert!(negatives.len() >= 6);
}

#[test]
fn absent_and_empty_and_text_are_three_states() {
    // <parm name="AUTHNAME"/>, value="" twice over, and a value.
    let octets = unhex("030b6a0045 c65a01 870d01 870d0601 870d06030001 870d06037500 01 01 01");
    let document = Document::from_wbxml(&octets).expect("a document");
    let auth = document.characteristics().next().expect("NAPAUTHINFO");
    let values: Vec<Option<&str>> = auth.all_parms().map(Parm::text).collect();
    assert_eq!(values, [None, Some(""), Some(""), Some("u")]);
    let text = bare(&document);
    assert!(text.contains(r#"<parm name="AUTHNAME"/><parm name="AUTHNAME" value=""/>"#), "{text}");
    assert_eq!(Document::from_xml(&text).expect("XML"), document);
    // value="" is written as the start token alone.
    let minimal = unhex("030b6a0045 c65a01 870d01 870d0601 870d0601 870d06037500 01 01 01");
    assert_eq!(document.to_wbxml().expect("WBXML"), minimal);
}

#[test]
fn unknown_tokens_keep_their_numbers() {
    // A type 0:5E, in it a name 0:73 with a value, a name 1:6F, a value 0:FE, an unknown attribute
    // with a value, an unknown element, and a value of text and a token.
    let octets = unhex(
        "030b6a00 45 c65e01 87730603680001 8700016f0603780001 8700001006fe01 \
         87107f03780001 08 871106036100fe01 01 01",
    );
    let document = Document::from_wbxml(&octets).expect("a document");
    let unknown = document.characteristics().next().expect("a characteristic");
    assert_eq!(*unknown.kind(), Kind::Other(Field::Token(Code { page: 0, token: 0x5E })));
    let parms: Vec<&Parm> = unknown.all_parms().collect();
    assert_eq!(parms[0].name_field(), Some(&Field::Token(Code { page: 0, token: 0x73 })));
    assert_eq!(parms[0].text(), Some("h"));
    assert_eq!(parms[1].name_field(), Some(&Field::Token(Code { page: 1, token: 0x6F })));
    assert_eq!(parms[2].value_field(), Some(&Field::Token(Code { page: 0, token: 0xFE })));
    assert_eq!(parms[3].name(), "BEARER");
    assert_eq!(parms[3].extra().len(), 1);
    let Some(Field::Mixed(mixed)) = parms[4].value_field() else { panic!("{parms:?}") };
    let pieces = [Piece::Text("a".into()), Piece::Token(Code { page: 0, token: 0xFE })];
    assert_eq!(mixed.pieces(), pieces);
    assert!(matches!(unknown.children()[4], Node::Other(_)));
    assert_eq!(hex(document.to_wbxml().expect("WBXML")), hex(&octets));
    // XML cannot carry them, and says which.
    let error = document.to_xml().expect_err("no XML form");
    let loss = Loss::Attribute(Code { page: 0, token: 0x5E });
    assert_eq!(error.kind(), ErrorKind::Syntax(wbxml::ErrorKind::NotExpressible(loss)));
}

#[test]
fn unknown_names_attributes_and_elements_survive_both_syntaxes() {
    let text = concat!(
        r#"<wap-provisioningdoc version="1.1" mwid="7"><?keep this?>"#,
        r#"<characteristic type="X-OWN" mwid="1"><parm name="A" value="1" datatype="integer"/>"#,
        r#"<noparm name="B"/><parm name="A" value="2"/>text"#,
        r#"<characteristic type="deep"><parm name="A"/><nocharacteristic type="q"><z>1</z></nocharacteristic></characteristic>"#,
        r#"</characteristic><parm name="astray" value="x"/></wap-provisioningdoc>"#,
    );
    let document = Document::from_xml(text).expect("a document");
    assert_eq!(bare(&document), text);
    assert_eq!(document.extra(), [Extra::attribute("mwid", "7")]);
    let octets = document.to_wbxml().expect("WBXML");
    assert_eq!(Document::from_wbxml(&octets).expect("a document"), document);
}

#[test]
fn all_forms_of_the_header() {
    let body = "45c65501871106034e415031000101 01";
    let expected = Document::from_wbxml(&unhex(&format!("030b6a00{body}"))).expect("a document");
    let formal: String =
        "-//WAPFORUM//DTD PROV 1.0//EN\0".bytes().map(|c| format!("{c:02x}")).collect();
    for header in [
        "010b6a00".to_owned(),
        "020b6a00".to_owned(),
        "000b00".to_owned(),
        "030b0300".to_owned(),
        "03016a00".to_owned(),
        "030b6a0461626300".to_owned(),
        format!("0300006a1e{formal}"),
        "030b0400".to_owned(),
        "030b0000".to_owned(),
    ] {
        let read = Document::from_wbxml(&unhex(&format!("{header}{body}")));
        assert_eq!(read.as_ref(), Ok(&expected), "{header}");
    }
    let other = Document::from_wbxml(&unhex(&format!("03056a00{body}"))).expect_err("SI");
    assert_eq!((other.kind(), other.offset()), (ErrorKind::PublicId(5), 1));
    let root = Document::from_wbxml(&unhex("030b6a000601")).expect_err("trailing");
    assert_eq!(root.kind(), ErrorKind::Root);
    let options = WriteOptions::new().with_version(0x01);
    assert_eq!(expected.write_wbxml(&options).expect("WBXML")[..4], [0x01, 0x0B, 0x6A, 0x00]);
}

/// A document that a program changes is written as it is then, and what stands around it stays.
#[test]
fn a_document_is_changed_in_its_place() {
    let text = r#"<?before a?><wap-provisioningdoc><characteristic type="NAPDEF"><characteristic type="VALIDITY"/><parm name="NAPID" value="a"/></characteristic></wap-provisioningdoc><?behind b?>"#;
    let mut document = Document::from_xml(text).expect("a document");
    assert_eq!((document.prolog().len(), document.epilog().len()), (1, 1));
    let Some(Node::Characteristic(nap)) = document.nodes_mut().first_mut() else {
        panic!("NAPDEF")
    };
    nap.children_mut().push(Parm::new("NAME", "n").into());
    let own = Characteristic::new("X-OWN").with_extra(Extra::attribute("mwid", "1"));
    nap.children_mut().push(own.in_order().into());
    let written = bare(&document.clone().in_order());
    assert_eq!(
        written,
        r#"<?before a?><wap-provisioningdoc><characteristic type="NAPDEF"><parm name="NAPID" value="a"/><parm name="NAME" value="n"/><characteristic type="VALIDITY"/><characteristic type="X-OWN" mwid="1"/></characteristic></wap-provisioningdoc><?behind b?>"#
    );
    let octets = document.to_wbxml().expect("WBXML");
    assert_eq!(Document::from_wbxml(&octets).expect("a document"), document);
}

/// Rich communication: XML alone, with free names in small letters and characteristics in one another.
#[test]
fn rich_communication_is_configured_in_xml() {
    let text = r#"<?xml version="1.0"?><wap-provisioningdoc version="1.1">
        <characteristic type="VERS"><parm name="version" value="7"/><parm name="validity" value="1728000"/></characteristic>
        <characteristic type="TOKEN"><parm name="token" value="X-planted"/></characteristic>
        <characteristic type="MSG"><parm name="title" value="T"/><parm name="Accept_btn" value="1"/></characteristic>
        <characteristic type="APPLICATION"><parm name="APPID" value="ap2001"/><parm name="APPREF" value="IMS-Settings"/>
          <characteristic type="LBO_P-CSCF_Address"><parm name="Address1" value="x.example"/></characteristic>
          <characteristic type="APPAUTH"><parm name="AuthType" value="Digest"/><parm name="UserPwd" value="X-planted"/></characteristic>
        </characteristic>
        <characteristic type="APPLICATION"><parm name="APPID" value="ap2002"/><parm name="TO-APPREF" value="IMS-Settings"/>
          <characteristic type="SERVICES"><parm name="chatAuth" value="1"/><characteristic type="Ext"/></characteristic>
        </characteristic></wap-provisioningdoc>"#;
    let document = Document::from_xml(text).expect("a document");
    assert!(document.check().iter().all(|finding| finding.severity < Severity::Error));
    assert_eq!(Document::from_xml(&document.to_xml().expect("XML")).expect("again"), document);
    assert!(!format!("{document:?}").contains("X-planted"));
    let versions = Characteristic::new("VERS").with("version", "7").with("validity", "1728000");
    assert_eq!(document.characteristics().next(), Some(&versions));
    let services = document.applications().nth(1).expect("two").characteristic();
    let services = services.characteristics().next().expect("SERVICES");
    assert_eq!(services.parm("chatAuth"), Some("1"));
    assert_eq!(services.characteristics().count(), 1);
    assert_eq!(services.parm("ChatAuth"), None, "names are of one case");
}

#[test]
fn ipv4_is_read_on_both_pages_and_written_on_one() {
    let own = unhex("030b6a0045 c6 00015601 8735 0000 0685 01 01 01");
    let page_1 = unhex("030b6a0045 c6 00015601 8735 0685 01 01 01");
    let expected = Document::from_wbxml(&own).expect("a document");
    let read = Document::read_wbxml(&page_1, &ReadOptions::new()).expect("a document");
    assert_eq!(read.document, expected);
    assert_eq!(read.deviations.len(), 1);
    assert!(matches!(read.deviations[0], Deviation::Ipv4OnPage1 { .. }));
    assert_eq!(read.document.to_wbxml().expect("WBXML"), own);
    // Any other value of page 0 is unknown on page 1.
    let gprs = unhex("030b6a0045 c6 00015601 8735 06ab 01 01 01");
    assert_eq!(Document::from_wbxml(&gprs).expect("a document").to_wbxml().expect("WBXML"), gprs);
}

#[test]
fn lists_of_authentication_types_are_pieces() {
    for (list, pieces) in [
        ("HTTP-DIGEST,BASIC", "0691939092"),
        ("HTTP-BASIC", "069192"),
        ("BASIC", "0692"),
        ("DIGEST,HTTP-DIGEST", "0693909193"),
    ] {
        let document =
            Document::new().with(Characteristic::new(Kind::AppAuth).with("AAUTHTYPE", list));
        let expected = unhex(&format!("030b6a0045c600015701 8733{pieces}01 0101"));
        assert_eq!(hex(document.to_wbxml().expect("WBXML")), hex(&expected), "{list}");
        assert_eq!(Document::from_wbxml(&expected).expect("a document"), document);
    }
    // Any other word makes it a string, and so does another name.
    for (name, text) in [("AAUTHTYPE", "HTTP-DIGEST,X"), ("AACCEPT", "HTTP-DIGEST,BASIC")] {
        let octets = Document::new()
            .with(Characteristic::new(Kind::AppAuth).with(name, text))
            .to_wbxml()
            .expect("WBXML");
        assert!(octets.windows(text.len()).any(|part| part == text.as_bytes()));
    }
    let free =
        Document::new().with(Characteristic::new(Kind::NapDef).with("NAME", "IPV4 GSM-SMS x"));
    let octets = free.to_wbxml().expect("WBXML");
    assert!(octets.windows(14).any(|part| part == b"IPV4 GSM-SMS x"), "no tokens inside of text");
}

#[test]
fn dialects_name_the_tokens_of_their_vendors() {
    // type 0:5E, name 0:73; type 1:5A, name 1:3E.
    let nokia = unhex("030b6a0045 c65e01 87730603680001 01 01");
    let kannel = unhex("030b6a0045 c600015a01 873e0603680001 01 01");
    let read = |octets: &[u8], dialect| {
        let options = ReadOptions::new().with_dialect(dialect);
        let document = Document::read_wbxml(octets, &options).expect("a document").document;
        // Never written in the tokens of a vendor.
        let again = Document::from_wbxml(&document.to_wbxml().expect("WBXML"));
        assert_eq!(again.as_ref(), Ok(&document));
        document
    };
    for (octets, dialect, name) in
        [(&nokia, Dialect::Nokia, "SSID"), (&kannel, Dialect::Kannel, "PRI-SSID")]
    {
        let document = read(octets, dialect);
        let wlan = document.all(&Kind::Wlan).next().expect("WLAN");
        assert_eq!(wlan.parm(name), Some("h"));
        let kept = read(octets, Dialect::Core11);
        assert!(matches!(kept.characteristics().next().expect("one").kind(), Kind::Other(_)));
        assert_eq!(kept.to_wbxml().expect("WBXML"), *octets);
        // What was kept as a token can be read by another dialect later on.
        assert_eq!(read(&kept.to_wbxml().expect("WBXML"), dialect), document);
    }
    let script = read(&kannel, Dialect::Nokia);
    let first = script.characteristics().next().expect("one");
    assert_eq!((first.kind().name(), first.parm("LOGINTW")), (Some("LOGINSCRIPT"), Some("h")));
}

#[test]
fn a_receiver_of_1_0_gets_later_names_as_text() {
    let document = Document::new()
        .with(Characteristic::new(Kind::Application).with("APPID", "w2").with("NAME", "n"));
    let octets = document.write_wbxml(&WriteOptions::new().with_dialect(Dialect::Core10));
    let octets = octets.expect("WBXML");
    assert!(octets.windows(11).any(|part| part == b"APPLICATION"));
    let mut tokens = Tokens::new(&octets).expect("a header");
    while let Some(token) = tokens.next_token().expect("a token") {
        assert!(!matches!(token, Token::SwitchPage(_)), "no other code page");
    }
    assert_eq!(Document::from_wbxml(&octets).expect("a document"), document);
}

#[test]
fn spellings_of_the_prose_on_request() {
    let text = r#"<wap-provisioningdoc><characteristic type="NAPDEF"><parm name="CALLTYPE" value="ANALOG_MODEM"/><parm name="NAME" value="GSM/CSD"/></characteristic></wap-provisioningdoc>"#;
    let plain = Document::from_xml(text).expect("a document");
    assert_eq!(bare(&plain), text);
    let read = Document::read_xml(text.as_bytes(), &ReadOptions::new().with_spellings());
    let read = read.expect("a document");
    let nap = read.document.characteristics().next().expect("NAPDEF");
    assert_eq!(nap.parm("CALLTYPE"), Some("ANALOG-MODEM"));
    assert_eq!(nap.parm("NAME"), Some("GSM/CSD"));
    assert!(matches!(read.deviations[..], [Deviation::Spelling { .. }]));
    for (list, expected) in [
        ("HTTP BASIC,HTTP_DIGEST", "HTTP-BASIC,HTTP-DIGEST"),
        ("HTTP_DIGEST, BASIC", "HTTP-DIGEST,BASIC"),
        ("DIGEST,NTLM v2", "DIGEST,NTLM v2"),
    ] {
        let text = format!(
            r#"<wap-provisioningdoc><characteristic type="APPAUTH"><parm name="AAUTHTYPE" value="{list}"/></characteristic></wap-provisioningdoc>"#
        );
        let read = Document::read_xml(text.as_bytes(), &ReadOptions::new().with_spellings());
        let read = read.expect("a document");
        let auth = read.document.characteristics().next().expect("APPAUTH");
        assert_eq!(auth.parm("AAUTHTYPE"), Some(expected));
        assert_eq!(read.deviations.len(), usize::from(list != expected), "{list}");
    }
}

#[test]
fn padding_of_a_card_file_is_tolerated_and_told() {
    let octets = unhex("030b6a004501 ffffffff");
    let read = Document::read_wbxml(&octets, &ReadOptions::new()).expect("a document");
    assert!(matches!(
        read.deviations[..],
        [Deviation::Syntax(wbxml::Deviation { leniency: Leniency::TrailingOctets, offset: 6, .. })]
    ));
    assert!(Document::from_wbxml(&unhex("030b6a004501 ff00")).is_err());
}

#[test]
fn depth_is_bounded_whatever_the_limits_say() {
    let nested = |depth: usize| {
        let mut octets = unhex("030b6a0045");
        octets.extend(vec![0x46; depth]);
        octets.extend(vec![0x01; depth + 1]);
        octets
    };
    let limit = ErrorKind::Syntax(wbxml::ErrorKind::Limit(Limit::Depth));
    assert!(Document::from_wbxml(&nested(127)).is_ok());
    let error = Document::from_wbxml(&nested(128)).expect_err("129 elements");
    assert_eq!((error.kind(), error.offset()), (limit, 4 + 128));
    let options = |depth| ReadOptions::new().with_limits(Limits::DEFAULT.with_depth(depth));
    assert!(Document::read_wbxml(&nested(4), &options(5)).is_ok());
    assert!(Document::read_wbxml(&nested(5), &options(5)).is_err());
    let read = |depth| Document::read_wbxml(&nested(depth), &options(u32::MAX));
    assert!(read(127).is_ok());
    assert_eq!(read(128).expect_err("too deep").kind(), limit);
    assert_eq!(read(40_000).expect_err("too deep").kind(), limit);
}

#[test]
fn the_order_of_the_dtd_on_request() {
    let text = r#"<wap-provisioningdoc><characteristic type="NAPDEF"><characteristic type="VALIDITY"/><parm name="NAPID" value="a"/><characteristic type="NAPAUTHINFO"/><parm name="NAME" value="b"/></characteristic></wap-provisioningdoc>"#;
    let document = Document::from_xml(text).expect("a document");
    assert_eq!(bare(&document), text);
    let ordered = document.clone().in_order();
    let nap = ordered.characteristics().next().expect("NAPDEF");
    let kinds: Vec<bool> = nap.children().iter().map(|node| node.as_parm().is_some()).collect();
    assert_eq!(kinds, [true, true, false, false]);
    assert_eq!(
        document.write_wbxml(&WriteOptions::new().in_order()).expect("WBXML"),
        ordered.to_wbxml().expect("WBXML")
    );
}

#[test]
fn names_are_written_as_short_as_the_tables_allow() {
    // The facade's reader of the plain tables reads what is written here.
    for vector in provisioning::good() {
        let octets = Document::from_wbxml(&vector.wbxml).expect("a document").to_wbxml();
        let octets = octets.expect("WBXML");
        assert!(octets.len() <= vector.wbxml.len() + 16, "{}", vector.name);
        let mut reader = Reader::new(&octets, &PROV).expect("a header");
        while reader.next_event().expect("an event").is_some() {}
    }
}

#[test]
fn a_nul_is_refused_not_lost() {
    let document = Document::new().with(Characteristic::new(Kind::NapDef).with("NAME", "a\0b"));
    let loss = ErrorKind::Syntax(wbxml::ErrorKind::NotExpressible(Loss::Nul));
    assert_eq!(document.to_wbxml().expect_err("NUL").kind(), loss);
    assert!(document.to_xml().is_err());
}
