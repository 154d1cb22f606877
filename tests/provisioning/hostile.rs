//! Hostile input: prefixes, mutations, and what broke the readers of others.

use provost::cp::{
    Characteristic, Contexts, Document, ErrorKind, Kind, ReadOptions, Severity, Source,
};
use provost::wbxml::{self, Limit, Limits, XmlError};
use provost_tests::{fuzz, provisioning, vectors::unhex};

fn run(input: &[u8]) {
    for (_, body) in fuzz::cp::TARGETS {
        body(input);
    }
}

#[test]
fn every_prefix_of_every_vector() {
    for vector in provisioning::documents() {
        for length in 0..vector.wbxml.len() {
            let input = &vector.wbxml[..length];
            assert!(Document::from_wbxml(input).is_err(), "{} to {length}", vector.name);
        }
        for length in (0..vector.wbxml.len()).step_by(97) {
            run(&vector.wbxml[..length]);
        }
    }
}

#[test]
fn every_octet_of_every_vector_changed() {
    for vector in provisioning::documents() {
        let mut input = vector.wbxml.clone();
        for at in 0..input.len() {
            let original = input[at];
            // Each bit, and the tokens that change most.
            let changes =
                (0..8).map(|bit| original ^ (1 << bit)).chain([0x00, 0x01, 0x03, 0x83, 0xC3, 0x46]);
            for (number, changed) in changes.enumerate() {
                input[at] = changed;
                let read = Document::from_wbxml(&input);
                if let Ok(document) = read {
                    // Views and writing cost more: a sample of them.
                    if (at * 14 + number) % 1009 == 0 {
                        run(&input);
                    }
                    if (at * 14 + number) % 31 != 0 {
                        continue;
                    }
                    let octets = document.to_wbxml();
                    assert!(
                        octets.is_err()
                            || octets
                                .is_ok_and(|octets| Document::from_wbxml(&octets).as_ref()
                                    == Ok(&document))
                    );
                }
            }
            input[at] = original;
        }
    }
}

#[test]
fn mutations_of_xml() {
    for vector in provisioning::good().take(8) {
        let text = vector.xml.as_deref().unwrap_or("").as_bytes();
        for at in (0..text.len()).step_by(37) {
            for octet in *b"<>&\"/= \0\xFF" {
                let mut changed = text.to_vec();
                changed[at] = octet;
                run(&changed);
            }
            run(&text[..at]);
        }
    }
}

/// CVE-2016-7990: lengths and integers that overflow.
#[test]
fn integers_that_overflow() {
    for hex in [
        "030b6affffffff7f45",
        "030b6a8fffffffff7f45",
        "030b6affffffffff7f45",
        "030b6a0045c65501871106c3ffffffff7f61010101",
        "030b6a0045c65501871106c38fffffff7f61010101",
        "030b6a0145c655018711068390ffffff7f010101",
        "030b6a004505028fffffffff7f01",
    ] {
        assert!(Document::from_wbxml(&unhex(hex)).is_err(), "{hex}");
    }
}

/// CVE-2016-7989: a value out of range crashed its reader at each boot. Typed values are in range or
/// absent, and the store takes what is checked by nobody without a panic.
#[test]
fn values_out_of_range() {
    let mut nap = Characteristic::new(Kind::NapDef).with("NAPID", "a");
    for name in ["LINGER", "LINKSPEED", "MAX-NUM-RETRY", "TRAFFIC-CLASS", "REREG-THRESHOLD"] {
        nap = nap.with(name, "99999999999999999999").with(name, "-1").with(name, "");
    }
    let port = |number: &str| Characteristic::new(Kind::Port).with("PORTNBR", number);
    let proxy = Characteristic::new(Kind::PxLogical)
        .with("PROXY-ID", "p")
        .with_child(port("65536"))
        .with_child(port("0"))
        .with_child(port("-1"));
    let document = Document::new().with(nap).with(proxy);
    let nap = document.access_points().next().expect("one");
    assert_eq!((nap.linger(), nap.link_speed(), nap.max_retries()), (None, None, None));
    let ports: Vec<_> =
        document.proxies().next().expect("one").ports().map(|port| port.number()).collect();
    assert_eq!(ports, [None, Some(0), None]);
    assert!(document.check().iter().any(|finding| finding.severity == Severity::Error));
    let report = Contexts::new().install(document, Source::over_the_air());
    assert!(report.is_installed());
}

/// SVE-2016-6542: no parm alters who may install. The document is data; the words of vendors that
/// asked for a silent installation are parms that are not known.
#[test]
fn no_parm_alters_what_is_done_with_a_document() {
    let plain = Document::new().with(Characteristic::new(Kind::NapDef).with("NAPID", "a"));
    let silent = Document::new()
        .with(Characteristic::new(Kind::NapDef).with("NAPID", "a").with("BACKGROUND-INSTALL", "1"));
    let (mut one, mut two) = (Contexts::new(), Contexts::new());
    let first = one.install(plain.clone(), Source::over_the_air());
    let second = two.install(silent.clone(), Source::over_the_air());
    assert_eq!(first.context, second.context);
    let effective = |contexts: &Contexts| {
        contexts.effective(first.context.as_ref().expect("one")).expect("one").document
    };
    assert_eq!(effective(&one), effective(&two));
    assert_eq!(plain.summary(), silent.summary());
}

/// Gaia: identifiers are opaque, and a missing reference or port is no fault of the reader.
#[test]
fn identifiers_are_opaque() {
    for id in ["\"]{}", "a\"b'c", "NAPDEF", "*", "", " ", "../..", "%s%n", "\u{202E}"] {
        let app = Characteristic::new(Kind::Application)
            .with("APPID", "w2")
            .with("TO-NAPID", id)
            .with("TO-NAPID", "none");
        let document = Document::new()
            .with(app)
            .with(Characteristic::new(Kind::NapDef).with("NAPID", id))
            .with(Characteristic::new(Kind::NapDef).with("NAPID", "other"));
        let found = document.resolve(document.applications().next().expect("one"));
        assert_eq!(found.routes.len(), 1, "{id:?}");
        assert_eq!(found.routes[0].access_point.napid(), Some(id));
        assert_eq!(found.findings.len(), 1);
    }
}

/// XML with entities of its own, which grow or fetch.
#[test]
fn entities_are_refused() {
    let laughs = "<!DOCTYPE wap-provisioningdoc [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><wap-provisioningdoc><characteristic type=\"&b;\"/></wap-provisioningdoc>";
    let external = "<!DOCTYPE wap-provisioningdoc [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><wap-provisioningdoc version=\"&x;\"/>";
    for text in [laughs, external] {
        let error = Document::from_xml(text).expect_err("refused");
        let kind = ErrorKind::Syntax(wbxml::ErrorKind::Xml(XmlError::Declaration));
        assert_eq!(error.kind(), kind);
    }
    let undeclared = "<wap-provisioningdoc version=\"&nbsp;\"/>";
    let kind = ErrorKind::Syntax(wbxml::ErrorKind::Xml(XmlError::Entity));
    assert_eq!(Document::from_xml(undeclared).expect_err("refused").kind(), kind);
    let known = "<wap-provisioningdoc version=\"&lt;&#x31;&apos;\"/>";
    assert_eq!(Document::from_xml(known).expect("a document").version(), Some("<1'"));
}

/// One long string of the table, named again and again: 60 MB of 66 KB in libwbxml.
#[test]
fn references_to_one_string_are_bounded() {
    let mut octets = unhex("030b6a");
    octets.extend([0x83, 0xD4, 0x61]);
    octets.extend(vec![b'A'; 60_000]);
    octets.extend(unhex("00 45 c65501"));
    for _ in 0..1_000 {
        octets.extend(unhex("870706830001"));
    }
    octets.extend([0x01, 0x01]);
    let error = Document::from_wbxml(&octets).expect_err("too much");
    assert_eq!(error.kind(), ErrorKind::Syntax(wbxml::ErrorKind::Limit(Limit::Expanded)));
    let options = ReadOptions::new().with_limits(Limits::DEFAULT.with_expanded(usize::MAX));
    assert!(Document::read_wbxml(&octets, &options).is_ok(), "if one wants it");
}

/// Nesting of 75 KB, which overflows the stack of others.
#[test]
fn nesting_is_bounded() {
    let mut octets = unhex("030b6a0045");
    octets.extend(vec![0x46; 37_000]);
    octets.extend(vec![0x01; 37_001]);
    let error = Document::from_wbxml(&octets).expect_err("too deep");
    assert_eq!(error.kind(), ErrorKind::Syntax(wbxml::ErrorKind::Limit(Limit::Depth)));
    // A foreign element is as deep as it likes within the limits, without calls.
    let open = "<x>".repeat(100);
    let close = "</x>".repeat(100);
    let text = format!("<wap-provisioningdoc>{open}{close}</wap-provisioningdoc>");
    run(text.as_bytes());
    assert!(Document::from_xml(&text).is_ok());
}

/// A proxy without a domain that stands first takes all traffic: the summary says so first.
#[test]
fn a_proxy_for_everything_is_told() {
    let document = Document::new().with(
        Characteristic::new(Kind::PxLogical)
            .with("PROXY-ID", "p")
            .with("DOMAIN", "")
            .with_child(Characteristic::new(Kind::PxPhysical).with("PXADDR", "evil.example")),
    );
    assert_eq!(document.summary().to_string(), "Sends all traffic through a proxy: evil.example\n");
}

/// What the addresses of a proxy inherit is looked up once, not for each: at this size, anything
/// quadratic takes minutes.
#[test]
fn addresses_of_a_proxy_are_no_product_with_its_parms() {
    const COUNT: usize = 60_000;
    let mut proxy = Characteristic::new(Kind::PxLogical).with("PROXY-ID", "p");
    for _ in 0..COUNT {
        proxy = proxy.with("NAME", "n");
    }
    proxy = proxy.with("DOMAIN", ".example");
    for _ in 0..COUNT {
        proxy = proxy.with_child(Characteristic::new(Kind::PxPhysical).with("PXADDR", "a"));
    }
    let later = Characteristic::new(Kind::PxLogical)
        .with("PROXY-ID", "p")
        .with_child(Characteristic::new(Kind::PxPhysical).with("DOMAIN", ".example"));
    let mut document = Document::new().with(proxy);
    for _ in 0..COUNT {
        document = document.with(later.clone());
    }
    let summary = document.summary().to_string();
    assert_eq!(
        summary,
        format!(
            "Sends some traffic through a proxy: a, for .example\nSends some traffic through a proxy ({COUNT}), for .example\n"
        )
    );
    assert!(!document.check().is_empty());
    let found = |uri| document.proxies_for(uri).expect("absolute").len();
    assert_eq!((found("http://www.example/"), found("http://other/")), (2 * COUNT, 0));
}
