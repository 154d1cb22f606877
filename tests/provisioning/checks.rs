//! What `check` finds: a document for each rule that breaks it, and good ones that break none.

use std::collections::BTreeSet;

use provost::cp::{
    ApplicationTable, ApplicationType, Characteristic, CheckOptions, Dialect, Document, ErrorKind,
    Extra, Finding, Kind, MAX_FINDINGS, Node, Parm, Profile, Rule, Severity,
};
use provost_tests::{provisioning, vectors::unhex};

use super::views::document;

const NAP: &str = "NAPDEF{NAPID=n; NAME=N; NAP-ADDRESS=+1}";
const PROXY: &str =
    "PXLOGICAL{PROXY-ID=p; NAME=P; PXPHYSICAL{PHYSICAL-PROXY-ID=1; PXADDR=1.2.3.4; TO-NAPID=n}}";

fn found(document: &Document) -> Vec<(Rule, String)> {
    document.check().into_iter().map(|finding| (finding.rule, finding.path)).collect()
}

/// Each row: a rule, where it is broken, and the document that breaks it and no other rule.
const ROWS: &[(Rule, &str, &str)] = &[
    (Rule::Empty, "/", ""),
    (
        Rule::Order,
        "NAPDEF[0]/NAP-ADDRESS",
        "NAPDEF{NAPID=n; NAME=N; VALIDITY{COUNTRY=1}; NAP-ADDRESS=+1}",
    ),
    (
        Rule::Nesting,
        "PXPHYSICAL[0]",
        "PXPHYSICAL{PHYSICAL-PROXY-ID=1; PXADDR=1.2.3.4; TO-NAPID=n}; NAPS",
    ),
    (
        Rule::Nesting,
        "NAPDEF[0]/PORT[0]",
        "NAPDEF{NAPID=n; NAME=N; NAP-ADDRESS=+1; PORT{PORTNBR=1}}",
    ),
    (Rule::UnknownType, "X-OWN[0]", "X-OWN{A=b}"),
    (Rule::UnknownParm, "NAPDEF[0]/X", "NAPDEF{NAPID=n; NAME=N; NAP-ADDRESS=+1; X=y}"),
    (Rule::Missing, "NAPDEF[0]/NAP-ADDRESS", "NAPDEF{NAPID=n; NAME=N}"),
    (Rule::Missing, "VENDORCONFIG[0]/NAME", "VENDORCONFIG{A=b}"),
    (Rule::Repeated, "NAPDEF[0]/NAME", "NAPDEF{NAPID=n; NAME=N; NAP-ADDRESS=+1; NAME=M}"),
    (
        Rule::TooMany,
        "PXLOGICAL[0]/DOMAIN",
        "PXLOGICAL{PROXY-ID=p; NAME=P; DOMAIN=a; DOMAIN=b; DOMAIN=c; DOMAIN=d; DOMAIN=e; PXPHYSICAL{PHYSICAL-PROXY-ID=1; PXADDR=1.2.3.4; TO-NAPID=n}}; NAPS",
    ),
    (Rule::ValueMissing, "NAPDEF[0]/NAME", "NAPDEF{NAPID=n; NAME; NAP-ADDRESS=+1}"),
    (
        Rule::ValueMissing,
        "NAPDEF[0]/NAP-ADDRESS",
        "NAPDEF{NAPID=n; NAME=N; NAP-ADDRESS=; NAP-ADDRTYPE=APN}",
    ),
    (Rule::ValueMissing, "NAPDEF[0]/NAPID", "NAPDEF{NAPID= ; NAME=N; NAP-ADDRESS=+1}"),
    (Rule::ValueMissing, "APPLICATION[0]/RESOURCE[0]/URI", "APPLICATION{APPID=w2; RESOURCE{URI=}}"),
    (
        Rule::Number,
        "NAPDEF[0]/VALIDITY[0]/COUNTRY",
        "NAPDEF{NAPID=n; NAME=N; NAP-ADDRESS=+1; VALIDITY{COUNTRY=DE}}",
    ),
    (
        Rule::Word,
        "NAPDEF[0]/LOCAL-ADDRTYPE",
        "NAPDEF{NAPID=n; NAME=N; NAP-ADDRESS=+1; LOCAL-ADDRTYPE=E164}",
    ),
    (Rule::DuplicateNap, "WLAN[0]/NAPID", "NAPS; WLAN{NAPID=n; SSID=s}"),
    (
        Rule::Number,
        "NAPDEF[0]/VALIDITY[0]/NETWORK",
        "NAPDEF{NAPID=n; NAME=N; NAP-ADDRESS=+1; VALIDITY{COUNTRY=262; NETWORK=01,x}}",
    ),
    (
        Rule::Number,
        "NAPDEF[0]/VALIDITY[0]/SID",
        "NAPDEF{NAPID=n; NAME=N; NAP-ADDRESS=+1; VALIDITY{SID=123456; SOC=1}}",
    ),
    (
        Rule::Number,
        "NAPDEF[0]/VALIDITY[0]/SOC",
        "NAPDEF{NAPID=n; NAME=N; NAP-ADDRESS=+1; VALIDITY{SOC=-1}}",
    ),
    (Rule::Number, "BOOTSTRAP[0]/COUNTRY", "BOOTSTRAP{COUNTRY=+49}"),
    (Rule::FlagValue, "NAPDEF[0]/INTERNET", "NAPDEF{NAPID=n; NAME=N; NAP-ADDRESS=+1; INTERNET=1}"),
    (
        Rule::Word,
        "NAPDEF[0]/NAP-ADDRTYPE",
        "NAPDEF{NAPID=n; NAME=N; NAP-ADDRESS=a; NAP-ADDRTYPE=apn}",
    ),
    (
        Rule::Word,
        "NAPDEF[0]/NAPAUTHINFO[0]/AUTHTYPE",
        "NAPDEF{NAPID=n; NAME=N; NAP-ADDRESS=+1; NAPAUTHINFO{AUTHTYPE=X}}",
    ),
    (Rule::OpenWord, "NAPDEF[0]/BEARER", "NAPDEF{NAPID=n; NAME=N; NAP-ADDRESS=+1; BEARER=LTE}"),
    (Rule::Number, "NAPDEF[0]/LINGER", "NAPDEF{NAPID=n; NAME=N; NAP-ADDRESS=+1; LINGER=x}"),
    (
        Rule::Number,
        "NAPDEF[0]/LINKSPEED",
        "NAPDEF{NAPID=n; NAME=N; NAP-ADDRESS=+1; LINKSPEED=fast}",
    ),
    (Rule::Number, "BOOTSTRAP[0]/CONTEXT-ALLOW", "BOOTSTRAP{CONTEXT-ALLOW=256}"),
    (
        Rule::Number,
        "APPLICATION[0]/APPADDR[0]/PORT[0]/PORTNBR",
        "APPLICATION{APPID=w4; APPADDR{ADDR=a; PORT{PORTNBR=65536}}}",
    ),
    (
        Rule::Hexadecimal,
        "NAPDEF[0]/TRAFFIC-CLASS",
        "NAPDEF{NAPID=n; NAME=N; NAP-ADDRESS=+1; TRAFFIC-CLASS=61}",
    ),
    (
        Rule::Hexadecimal,
        "NAPDEF[0]/NAPAUTHINFO[0]/SPI",
        "NAPDEF{NAPID=n; NAME=N; NAP-ADDRESS=+1; NAPAUTHINFO{AUTHTYPE=MD5; SPI=1}}",
    ),
    (
        Rule::Boolean,
        "PXLOGICAL[0]/PUSHENABLED",
        "PXLOGICAL{PROXY-ID=p; NAME=P; PUSHENABLED=yes; PXPHYSICAL{PHYSICAL-PROXY-ID=1; PXADDR=1.2.3.4; TO-NAPID=n}}; NAPS",
    ),
    (
        Rule::WspVersion,
        "PXLOGICAL[0]/WSP-VERSION",
        "PXLOGICAL{PROXY-ID=p; NAME=P; WSP-VERSION=1; PXPHYSICAL{PHYSICAL-PROXY-ID=1; PXADDR=1.2.3.4; TO-NAPID=n}}; NAPS",
    ),
    (
        Rule::Address,
        "PXLOGICAL[0]/PXPHYSICAL[0]/PXADDR",
        "PXLOGICAL{PROXY-ID=p; NAME=P; PXPHYSICAL{PHYSICAL-PROXY-ID=1; PXADDR=host.example; TO-NAPID=n}}; NAPS",
    ),
    (Rule::Address, "NAPDEF[0]/DNS-ADDR", "NAPDEF{NAPID=n; NAME=N; NAP-ADDRESS=+1; DNS-ADDR=x}"),
    (Rule::Scheme, "BOOTSTRAP[0]/PROVURL", "BOOTSTRAP{PROVURL=www.example.com}"),
    (Rule::Length, "NAPDEF[0]/NAPID", "NAPDEF{NAPID=seventeen-octets-; NAME=N; NAP-ADDRESS=+1}"),
    (Rule::ChildMissing, "PXLOGICAL[0]", "PXLOGICAL{PROXY-ID=p; NAME=P}"),
    (
        Rule::OnlyOne,
        "CLIENTIDENTITY[1]",
        "CLIENTIDENTITY{CLIENT-ID=a}; CLIENTIDENTITY{CLIENT-ID=b}",
    ),
    (Rule::ReferenceNap, "APPLICATION[0]/TO-NAPID", "APPLICATION{APPID=w2; TO-NAPID=m}; NAPS"),
    (Rule::ReferenceNap, "PXLOGICAL[0]/PXPHYSICAL[0]/TO-NAPID", "PROXIES"),
    (Rule::ReferenceNap, "ACCESS[0]/TO-NAPID", "ACCESS{RULE; TO-NAPID=m}"),
    (
        Rule::ReferenceInternet,
        "APPLICATION[0]/TO-NAPID",
        "APPLICATION{APPID=w2; TO-NAPID=INTERNET}; NAPS",
    ),
    (Rule::ReferenceProxy, "APPLICATION[0]/TO-PROXY", "APPLICATION{APPID=w2; TO-PROXY=q}"),
    (Rule::ReferenceProxy, "BOOTSTRAP[0]/PROXY-ID", "BOOTSTRAP{PROXY-ID=q}"),
    (Rule::ReferenceApp, "APPLICATION[0]/TO-APPREF", "APPLICATION{APPID=ap0001; TO-APPREF=q}"),
    (Rule::Cycle, "APPLICATION[0]/TO-APPREF", "APPLICATION{APPID=ap0001; APPREF=a; TO-APPREF=a}"),
    (Rule::DuplicateNap, "NAPDEF[1]/NAPID", "NAPDEF{NAPID=n; NAME=M; NAP-ADDRESS=+2}; NAPS"),
    (
        Rule::DuplicateApp,
        "APPLICATION[1]/APPREF",
        "APPLICATION{APPID=ap0001; APPREF=a}; APPLICATION{APPID=ap0006; APPREF=a}",
    ),
    (Rule::DuplicateVendor, "VENDORCONFIG[1]/NAME", "VENDORCONFIG{NAME=a}; VENDORCONFIG{NAME=a}"),
    (
        Rule::DuplicatePort,
        "PXLOGICAL[0]/PXPHYSICAL[0]/PORTNBR",
        "PXLOGICAL{PROXY-ID=p; NAME=P; PXPHYSICAL{PHYSICAL-PROXY-ID=1; PXADDR=1.2.3.4; TO-NAPID=n; PORT{PORTNBR=1}; PORT{PORTNBR=1}}}; NAPS",
    ),
    (
        Rule::DuplicateAuth,
        "NAPDEF[0]/AUTHTYPE",
        "NAPDEF{NAPID=n; NAME=N; NAP-ADDRESS=+1; NAPAUTHINFO{AUTHTYPE=PAP}; NAPAUTHINFO{AUTHTYPE=PAP}}",
    ),
    (
        Rule::DuplicateAuth,
        "PXLOGICAL[0]/PXAUTH-TYPE",
        "PXLOGICAL{PROXY-ID=p; NAME=P; PXAUTHINFO{PXAUTH-TYPE=HTTP-BASIC}; PXAUTHINFO{PXAUTH-TYPE=HTTP-BASIC}; PXPHYSICAL{PHYSICAL-PROXY-ID=1; PXADDR=1.2.3.4; TO-NAPID=n}}; NAPS",
    ),
    (
        Rule::DuplicateCountry,
        "NAPDEF[0]/COUNTRY",
        "NAPDEF{NAPID=n; NAME=N; NAP-ADDRESS=+1; VALIDITY{COUNTRY=1}; VALIDITY{COUNTRY=1}}",
    ),
    (
        Rule::Merged,
        "PXLOGICAL[1]/PROXY-ID",
        "PXLOGICAL{PROXY-ID=p; NAME=Q; PXPHYSICAL{PHYSICAL-PROXY-ID=2; PXADDR=1.2.3.5; TO-NAPID=n}}; PROXIES; NAPS",
    ),
    (
        Rule::NeedsCountry,
        "NAPDEF[0]/VALIDITY[0]/NETWORK",
        "NAPDEF{NAPID=n; NAME=N; NAP-ADDRESS=+1; VALIDITY{NETWORK=1}}",
    ),
    (Rule::NeedsCountry, "BOOTSTRAP[0]/NETWORK", "BOOTSTRAP{NETWORK=1}"),
    (
        Rule::NeedsSoc,
        "NAPDEF[0]/VALIDITY[0]/SID",
        "NAPDEF{NAPID=n; NAME=N; NAP-ADDRESS=+1; VALIDITY{SID=1}}",
    ),
    (
        Rule::NeedsAuthType,
        "PXLOGICAL[0]/PROXY-PW",
        "PXLOGICAL{PROXY-ID=p; NAME=P; PROXY-PW=w; PXPHYSICAL{PHYSICAL-PROXY-ID=1; PXADDR=1.2.3.4; TO-NAPID=n}}; NAPS",
    ),
    (
        Rule::DomainSubset,
        "PXLOGICAL[0]/DOMAIN",
        "PXLOGICAL{PROXY-ID=p; NAME=P; DOMAIN=a.b; PXPHYSICAL{PHYSICAL-PROXY-ID=1; DOMAIN=c.b; PXADDR=1.2.3.4; TO-NAPID=n}}; NAPS",
    ),
    (Rule::AppUnknown, "APPLICATION[0]/APPID", "APPLICATION{APPID=ap9999}"),
    (Rule::AppWanted, "APPLICATION[0]/TO-NAPID", "APPLICATION{APPID=ap2001; APPREF=i}"),
    (Rule::AppMissing, "APPLICATION[0]/PROVIDER-ID", "APPLICATION{APPID=w7; ADDR=http://a/}"),
    (Rule::AppAddress, "APPLICATION[0]/ADDR", "APPLICATION{APPID=w4}"),
    (Rule::AppXmlOnly, "APPLICATION[0]/APPID", "APPLICATION{APPID=ap2002}"),
    (Rule::UnknownParm, "APPLICATION[0]/FROM", "APPLICATION{APPID=w4; ADDR=http://a/; FROM=x}"),
];

fn of_row(short: &str) -> Document {
    document(&short.replace("PROXIES", PROXY).replace("NAPS", NAP))
}

#[test]
fn every_rule_has_a_document_that_breaks_it() {
    for (rule, path, short) in ROWS {
        assert_eq!(found(&of_row(short)), [(*rule, (*path).to_owned())], "{short}");
    }
}

#[test]
fn rules_that_need_another_document() {
    let nap = || document(NAP).characteristics().next().expect("NAPDEF").clone();
    let unsupported = document(NAP).with_version("2.0");
    assert_eq!(found(&unsupported), [(Rule::Version, "/".into())]);
    for version in ["1.0", "1.1", "1.9", "1"] {
        assert!(document(NAP).with_version(version).check().is_empty());
    }
    let missing = Document::new().with_node(Node::Characteristic(
        Document::from_wbxml(&unhex("030b6a00454601 01"))
            .expect("a document")
            .characteristics()
            .next()
            .expect("one")
            .clone(),
    ));
    assert_eq!(found(&missing), [(Rule::TypeMissing, "?[0]".into())]);
    let nameless = document(NAP).with_node(Node::Parm(Parm::new("A", "b")));
    assert_eq!(found(&nameless), [(Rule::Astray, "A".into())]);
    let foreign = document(NAP).with_extra(Extra::attribute("mwid", "1"));
    assert_eq!(found(&foreign), [(Rule::Foreign, "/".into())]);
    let microsoft = CheckOptions::new().with_dialect(Dialect::Microsoft);
    assert!(foreign.check_with(&microsoft).is_empty());
    let nul = Document::new().with(
        nap().with("BEARER", "GSM-GPRS").with_node(Parm::new("DNS-ADDR", "1.2.3.4\0").into()),
    );
    assert!(found(&nul).contains(&(Rule::Nul, "NAPDEF[0]/DNS-ADDR".into())));
    let unknown = unhex(
        "030b6a0045 c65501 8711 06036e0001 8707 06034e0001 8708 06032b310001 8710 06fe01 0101",
    );
    let unknown = Document::from_wbxml(&unknown).expect("a document");
    assert_eq!(found(&unknown), [(Rule::UnknownToken, "NAPDEF[0]/BEARER".into())]);
    let anonymous =
        unhex("030b6a0045 c65501 8711 06036e0001 8707 06034e0001 8708 06032b310001 47 01 0101");
    let anonymous = Document::from_wbxml(&anonymous[..anonymous.len() - 3]).ok();
    assert!(anonymous.is_none());
    let text = r#"<wap-provisioningdoc><characteristic type="X"><parm value="v"/></characteristic></wap-provisioningdoc>"#;
    let nameless = found(&Document::from_xml(text).expect("a document"));
    assert!(nameless.contains(&(Rule::NameMissing, "X[0]".into())), "{nameless:?}");
}

/// Rules that only `resolve` and `Contexts` report, each with its test there.
const ELSEWHERE: &[Rule] = &[
    Rule::NotValidHere,
    Rule::NoBearer,
    Rule::NoNap,
    Rule::TooManyRoutes,
    Rule::LaterContext,
    Rule::Illegal,
    Rule::UnknownValue,
    Rule::ContextFull,
    Rule::Bootstrapped,
    Rule::CardHolds,
    Rule::NotPrivileged,
    Rule::PrivilegeTaken,
];

#[test]
fn no_rule_is_without_a_test_and_identifiers_are_unique() {
    let own = [
        Rule::Version,
        Rule::TypeMissing,
        Rule::NameMissing,
        Rule::Foreign,
        Rule::Astray,
        Rule::UnknownToken,
        Rule::Nul,
        Rule::More,
    ];
    let rows = ROWS.iter().map(|row| row.0);
    let tested: BTreeSet<Rule> = rows.chain(own).chain(ELSEWHERE.iter().copied()).collect();
    for rule in Rule::ALL {
        assert!(tested.contains(rule), "{rule:?} has no test");
        assert!(!rule.text().is_empty() && !rule.section().is_empty());
    }
    let ids: BTreeSet<&str> = Rule::ALL.iter().map(|rule| rule.id()).collect();
    assert_eq!(ids.len(), Rule::ALL.len());
}

#[test]
fn good_documents_break_no_rule() {
    for short in [
        NAP.to_owned(),
        format!("{PROXY}; {NAP}"),
        // A literal INTERNET is that access point; INTERNET otherwise needs a flag.
        "NAPDEF{NAPID=INTERNET; NAME=N; NAP-ADDRESS=+1}; APPLICATION{APPID=w2; TO-NAPID=INTERNET}".into(),
        "NAPDEF{NAPID=n; NAME=N; NAP-ADDRESS=+1; INTERNET}; APPLICATION{APPID=w2; TO-NAPID=INTERNET}".into(),
        // MD5 twice, for two entities (ProvCont 1.1, 6.7).
        "NAPDEF{NAPID=n; NAME=N; NAP-ADDRESS=+1; NAPAUTHINFO{AUTHTYPE=MD5; AUTH-ENTITY=AAA}; NAPAUTHINFO{AUTHTYPE=MD5; AUTH-ENTITY=HA}}".into(),
        // A proxy with its identifier alone inherits everything (but has no name, which is wanted).
        "APPLICATION{APPID=25; FROM=a; APPADDR{ADDR=h; PORT{PORTNBR=465; SERVICE=465}}}".into(),
        "VENDORCONFIG{NAME=v; ANY=thing; SUB{A=b}}".into(),
        format!("{NAP}; APPLICATION{{APPID=ap2001; APPREF=i; TO-NAPID=n; Anything=goes}}; APPLICATION{{APPID=ap0001; TO-APPREF=i}}"),
        "APPLICATION{APPID=ap0004; ADDR=h-slp.example; ADDRTYPE=FQDN}".into(),
        "APPLICATION{APPID=143; FROM=a; RT-ADDR=b; APPADDR{ADDR=h}}".into(),
        // Which nothing refers to (TS 24.167, B.2); and a word where digits have a length.
        format!("{NAP}; APPLICATION{{APPID=ap2001; TO-NAPID=n}}"),
        "NAPDEF{NAPID=n; NAME=N; NAP-ADDRESS=+1; LINKSPEED=AUTOBAUDING; DNLINKSPEED=115200}".into(),
        "WLAN{SSID=a; ANY=b; EAP{EAPTYPE=x; CERT{ISS-NAME=y}}}".into(),
    ] {
        assert_eq!(found(&document(&short)), [], "{short}");
    }
}

#[test]
fn findings_tell_where_in_the_input() {
    let octets = unhex(
        "030b6a0045 c65501 8711 06036e0001 8707 06034e0001 8708 06032b310001 870f 0603780001 0101",
    );
    let document = Document::from_wbxml(&octets).expect("a document");
    let [finding] = &document.check()[..] else { panic!("one") };
    assert_eq!((finding.rule, finding.offset), (Rule::Number, Some(8 + 7 + 7 + 8)));
    assert_eq!(octets[30], 0x87);
    assert_eq!(
        finding.to_string(),
        "error CP-VALUE-NUMBER: value is not a number in its range in NAPDEF[0]/LINGER at byte 30"
    );
}

#[test]
fn what_is_invalid_is_not_sent() {
    let document = of_row("NAPDEF{NAPID=n; NAME=N}; APPLICATION{APPID=w4}");
    let error = document.to_wbxml_strict().expect_err("invalid");
    assert_eq!(error.kind(), ErrorKind::Invalid { rule: Rule::Missing, count: 2 });
    assert!(document.to_wbxml().is_ok(), "but it can be written as it is");
    let warned = of_row("NAPDEF{NAPID=n; NAME=N; NAP-ADDRESS=+1; BEARER=LTE}");
    assert!(warned.to_wbxml_strict().is_ok());
    let unordered = of_row("NAPDEF{NAPID=n; NAME=N; VALIDITY{COUNTRY=1}; NAP-ADDRESS=+1}");
    assert_eq!(unordered.to_wbxml_strict(), unordered.in_order().to_wbxml());
}

#[test]
fn lengths_by_profile() {
    let document = document("NAPDEF{NAPID=n; NAME=a name of more than 16; NAP-ADDRESS=+1}");
    let rules = |lengths| {
        let findings = document.check_with(&CheckOptions::new().with_lengths(lengths));
        findings.iter().map(|finding| finding.rule).collect::<Vec<_>>()
    };
    assert_eq!(rules(Profile::V1_0), [Rule::Length]);
    assert_eq!(rules(Profile::V1_1), []);
    assert_eq!(rules(Profile::None), []);
}

/// Identifiers of applications are told apart whatever their case, so that each has one row.
#[test]
fn every_registered_application_has_one_row() {
    let table = ApplicationTable::registered();
    let ids: BTreeSet<String> = table.rows().iter().map(|row| row.id().to_lowercase()).collect();
    assert_eq!(ids.len(), table.rows().len());
    for row in table.rows() {
        assert_eq!(
            table.find(&row.id().to_uppercase()).map(ApplicationType::title),
            Some(row.title())
        );
        assert_eq!(row.has_parm("X-NOBODYS"), row.is_open(), "{}", row.id());
    }
}

#[test]
fn what_is_in_settings_of_a_vendor_may_be_anything() {
    let document = document("VENDORCONFIG{NAME=v; A=1; PORT{PORTNBR=80}; X-OWN{B=2}}");
    assert_eq!(document.check(), []);
}

#[test]
fn words_of_a_vendor_are_known_in_its_dialect() {
    let document = document("NAPDEF{NAPID=n; NAME=N; NAP-ADDRESS=+1; BEARER=WLAN; BEARER=LTE}");
    let rules = |dialect| {
        let findings = document.check_with(&CheckOptions::new().with_dialect(dialect));
        findings.iter().map(|finding| finding.rule).collect::<Vec<_>>()
    };
    assert_eq!(rules(Dialect::Core11), [Rule::OpenWord; 2]);
    assert_eq!(rules(Dialect::Nokia), [Rule::OpenWord], "LTE is a word of nobody");
    assert_eq!(rules(Dialect::Kannel), [Rule::OpenWord]);
    assert_eq!(rules(Dialect::Microsoft), [Rule::OpenWord; 2]);
    // A word that every dialect has for another parm is none of a vendor.
    let document = self::document("NAPDEF{NAPID=n; NAME=N; NAP-ADDRESS=+1; BEARER=MD5}");
    for dialect in Dialect::ALL {
        let findings = document.check_with(&CheckOptions::new().with_dialect(dialect));
        assert_eq!(findings.len(), 1, "{dialect:?}: {findings:?}");
    }
}

#[test]
fn the_level_of_the_server_is_of_device_management() {
    let rules = |id: &str, level: &str| {
        let text = format!(
            "APPLICATION{{APPID={id}; PROVIDER-ID=s; ADDR=http://a.example/; APPAUTH{{AAUTHLEVEL={level}}}}}"
        );
        let findings = document(&text).check();
        findings.into_iter().map(|found| (found.rule, found.path)).collect::<Vec<_>>()
    };
    let place = "APPLICATION[0]/APPAUTH[0]/AAUTHLEVEL";
    assert_eq!(rules("w5", "CLIENT"), [(Rule::OpenWord, place.to_owned())]);
    assert_eq!(rules("w7", "CLIENT"), []);
    assert_eq!(rules("w5", "OBEX"), []);
}

/// Digits beyond what every receiver stores are a warning, and what the receiver has is used.
#[test]
fn long_numbers_are_no_errors() {
    for (short, parm) in [
        ("NAPDEF{NAPID=n; NAME=N; NAP-ADDRESS=+1; LINGER=86400}", "LINGER"),
        ("NAPDEF{NAPID=n; NAME=N; NAP-ADDRESS=+1; LINKSPEED=14400000}", "LINKSPEED"),
        ("NAPDEF{NAPID=n; NAME=N; NAP-ADDRESS=+1; DNLINKSPEED=14400000}", "DNLINKSPEED"),
        (
            "NAPDEF{NAPID=n; NAME=N; NAP-ADDRESS=+1; VALIDITY{VALIDUNTIL=123456789}}",
            "VALIDITY[0]/VALIDUNTIL",
        ),
    ] {
        let document = document(short);
        let findings = document.check();
        let [finding] = findings.as_slice() else { panic!("{short}: {findings:?}") };
        assert_eq!((finding.rule, finding.severity), (Rule::Length, Severity::Warning));
        assert_eq!(finding.path, format!("NAPDEF[0]/{parm}"));
        assert_eq!(document.check_with(&CheckOptions::new().with_lengths(Profile::None)), []);
        assert_eq!(document.effective().ignored, [], "{short}");
    }
}

#[test]
fn applications_of_ones_own() {
    let table = ApplicationTable::registered().clone().with(
        ApplicationType::new("ap9999", "Example")
            .with_address()
            .require("REALM")
            .want("NAME")
            .allow("COLOR"),
    );
    let options = CheckOptions::new().with_applications(&table);
    let rules = |short: &str| {
        let findings = document(short).check_with(&options);
        findings.iter().map(|finding| finding.rule).collect::<Vec<_>>()
    };
    assert_eq!(rules("APPLICATION{APPID=ap9999; ADDR=a; REALM=r; NAME=n; COLOR=c}"), []);
    assert_eq!(rules("APPLICATION{APPID=ap9999; ADDR=a; REALM=r}"), [Rule::AppWanted]);
    assert_eq!(
        rules("APPLICATION{APPID=ap9999}"),
        [Rule::AppMissing, Rule::AppWanted, Rule::AppAddress]
    );
    assert_eq!(
        rules("APPLICATION{APPID=ap9999; ADDR=a; REALM=r; NAME=n; X=c}"),
        [Rule::UnknownParm]
    );
    assert_eq!(rules("APPLICATION{APPID=W4; ADDR=a}"), [], "the registered ones are still there");
}

#[test]
fn a_circle_is_told_from_what_leads_to_it() {
    let document = document(
        "APPLICATION{APPID=ap0001; APPREF=a; TO-APPREF=b}; APPLICATION{APPID=ap0001; APPREF=b; TO-APPREF=c}; \
         APPLICATION{APPID=ap0001; APPREF=c; TO-APPREF=b; TO-APPREF=d}; APPLICATION{APPID=ap0001; APPREF=d}",
    );
    let paths: Vec<String> = found(&document).into_iter().map(|(_, path)| path).collect();
    assert_eq!(paths, ["APPLICATION[1]/TO-APPREF", "APPLICATION[2]/TO-APPREF"]);
}

#[test]
fn findings_are_bounded_and_say_so() {
    let mut nap = Characteristic::new(Kind::NapDef);
    for _ in 0..3 * MAX_FINDINGS {
        nap = nap.with("X", "y");
    }
    let findings = Document::new().with(nap).check();
    assert_eq!(findings.len(), MAX_FINDINGS + 1);
    assert_eq!(findings.last().map(|finding| finding.rule), Some(Rule::More));
}

#[test]
fn paths_show_nothing_that_acts() {
    let long = "x".repeat(1_000);
    let document = Document::new()
        .with(Characteristic::new("a/b\u{202E}\u{7}c").with(&long, "v"))
        .with(Characteristic::new(Kind::NapDef).with(&long, "v"));
    let findings = document.check();
    assert!(findings.iter().all(|finding| finding.path.len() < 80), "{findings:?}");
    assert_eq!(findings[0].path, "a?b??c[0]");
}

/// Operators' documents break rules, and the findings of each stay what they are.
#[test]
fn documents_of_the_field() {
    for vector in provisioning::good() {
        let document = Document::from_wbxml(&vector.wbxml).expect("a document");
        let findings = document.check();
        let worst = findings.iter().map(|finding: &Finding| finding.severity).max();
        if vector.name.starts_with("provcont11") || vector.is_own {
            assert!(worst < Some(Severity::Error), "{}: {findings:#?}", vector.name);
        }
        assert!(findings.iter().all(|finding| finding.offset.is_some()), "{}", vector.name);
    }
}

#[test]
fn the_length_of_an_address_depends_on_its_bearer() {
    let long = "1".repeat(17);
    let of = |rest: &str, lengths| {
        let text = format!("NAPDEF{{NAPID=n; NAME=N; NAP-ADDRESS={long}; {rest}}}");
        let found = document(&text).check_with(&CheckOptions::new().with_lengths(lengths));
        found.iter().any(|finding| finding.rule == Rule::Length)
    };
    assert!(of("BEARER=GSM-CSD", Profile::V1_0));
    assert!(!of("BEARER=GSM-GPRS", Profile::V1_0));
    assert!(!of("NAP-ADDRTYPE=APN", Profile::V1_0));
    assert!(!of("BEARER=GSM-CSD", Profile::V1_1));
}
