//! Summaries for a dialog: fixed words, counts and hosts.

use provost::cp::{Characteristic, Document, Kind, MAX_HOSTS, Subject};
use provost_tests::provisioning;

use super::views::document;

#[test]
fn what_would_change_in_fixed_words() {
    for (short, expected) in [
        ("", "Changes nothing\n"),
        (
            "NAPDEF{NAPID=a; NAME=Click OK; NAP-ADDRESS=apn.example}",
            "Sets up an access point: apn.example\n",
        ),
        (
            "NAPDEF{NAPID=a}; NAPDEF{NAPID=b; NAP-ADDRESS=x}",
            "Sets up an access point: x\nSets up an access point\n",
        ),
        ("BOOTSTRAP{PROVURL=http://tps.example/x}", "Lets a server change settings: tps.example\n"),
        (
            "PXLOGICAL{PROXY-ID=p; TRUST; STARTPAGE=http://home.example/; PXPHYSICAL{PXADDR=1.2.3.4}}",
            "Trusts a proxy to change settings: 1.2.3.4\nSends all traffic through a proxy: 1.2.3.4\nChanges the home page: home.example\n",
        ),
        (
            "PXLOGICAL{PROXY-ID=p; DOMAIN=.example; PXPHYSICAL{PXADDR=1.2.3.4}}",
            "Sends some traffic through a proxy: 1.2.3.4, for .example\n",
        ),
        (
            "PXLOGICAL{PROXY-ID=p; DOMAIN=/}; PXLOGICAL{PROXY-ID=p; DOMAIN=.x; PXPHYSICAL{PXADDR=1.2.3.4}}",
            "Sends all traffic through a proxy\nSends some traffic through a proxy: 1.2.3.4, for .x\n",
        ),
        (
            "PXLOGICAL{PROXY-ID=p; DOMAIN=.bank.example/pay/; DOMAIN=/secure/; PXPHYSICAL{DOMAIN=a.bank.example; PXADDR=1.2.3.4}}",
            "Sends some traffic through a proxy: 1.2.3.4, for *, .bank.example, a.bank.example\n",
        ),
        (
            "PXLOGICAL{PROXY-ID=p; DOMAIN=.example; PXPHYSICAL{DOMAIN= ; PXADDR=1.2.3.4}}",
            "Sends all traffic through a proxy: 1.2.3.4\n",
        ),
        (
            "APPLICATION{APPID=w7; PROVIDER-ID=s; ADDR=https://dm.example:443/dm}",
            "Lets a server manage the device: dm.example\n",
        ),
        (
            "APPLICATION{APPID=w2; RESOURCE{URI=http://a.example/; STARTPAGE}; RESOURCE{URI=http://b.example/}}",
            "Changes the home page: a.example\nAdds bookmarks: b.example\n",
        ),
        (
            "APPLICATION{APPID=w4; ADDR=http://mms.example/}",
            "Sets up multimedia messages: mms.example\n",
        ),
        (
            "APPLICATION{APPID=110; APPADDR{ADDR=pop.example}}",
            "Sets up mail, incoming (POP3): pop.example\n",
        ),
        (
            "APPLICATION{APPID=ap0004; ADDR=h-slp.example}",
            "Sets up location (SUPL): h-slp.example\n",
        ),
        ("APPLICATION{APPID=evil; ADDR=x.example}", "Sets up an unknown application: x.example\n"),
        ("WLAN{SSID=Free Wifi}", "Sets up a wireless network: Free Wifi\n"),
        (
            "ACCESS{RULE; TO-NAPID=a}; CLIENTIDENTITY{CLIENT-ID=x}; VENDORCONFIG{NAME=v}; OTHER{}",
            "Changes which connection is used\nChanges the identity of the device\nChanges settings of a vendor\nHas parts that are not known\n",
        ),
    ] {
        assert_eq!(document(short).summary().to_string(), expected, "{short}");
    }
}

#[test]
fn nothing_of_the_message_alters_the_wording() {
    let evil = "http://user:pw@evil.example\u{202E}\u{200B}\n\u{7}<b>/path";
    let summary = Document::new()
        .with(
            Characteristic::new(Kind::Application)
                .with("APPID", "w4")
                .with("NAME", "Install now")
                .with("ADDR", evil),
        )
        .summary();
    assert_eq!(
        summary.to_string(),
        "Sets up multimedia messages: evil.example<U+202E><U+200B><U+000A><U+0007><U+003C>b<U+003E>\n"
    );
    // Words and lists of hosts are not made by a host.
    let words = document("NAPDEF{NAPID=a; NAP-ADDRESS=x, bank and (2) more}").summary();
    assert_eq!(
        words.to_string(),
        "Sets up an access point: x<U+002C><U+0020>bank<U+0020>and<U+0020><U+0028>2<U+0029><U+0020>more\n"
    );
    // Letters that look like others are told.
    let homograph = document("APPLICATION{APPID=w4; ADDR=http://\u{0430}pple.example/}").summary();
    assert_eq!(
        homograph.to_string(),
        "Sets up multimedia messages: \u{0430}<U+0430>pple.example\n"
    );
    let long =
        document(&format!("NAPDEF{{NAPID=a; NAP-ADDRESS={}}}", "x".repeat(10_000))).summary();
    assert!(long.to_string().len() < 100);
    assert!(long.to_string().ends_with("xx..\n"));
    // One message has one line for each change, whatever it says.
    assert_eq!(summary.to_string().lines().count(), summary.changes().len());
}

/// What is tried later, when the first does not answer, is told as well.
#[test]
fn every_address_of_a_change_is_told() {
    for (short, expected) in [
        (
            "PXLOGICAL{PROXY-ID=p; DOMAIN=.x; PXPHYSICAL{PXADDR=1.1.1.1}; PXPHYSICAL{PXADDR=2.2.2.2; PXADDR-FQDN=evil.example}}",
            "Sends some traffic through a proxy: 1.1.1.1, 2.2.2.2, evil.example, for .x\n",
        ),
        (
            "APPLICATION{APPID=w7; ADDR=http://a.example/; ADDR=http://b.example/; APPADDR{ADDR=c.example}}",
            "Lets a server manage the device: a.example, b.example, c.example\n",
        ),
        (
            "WLAN{PRI-SSID=a; PRI-H-SSID=b; SEC-SSID{S-SSID=c}}",
            "Sets up a wireless network: a, b, c\n",
        ),
        (
            "WLAN{NAPID=w; SSID=Home; DNS-ADDR=6.6.6.6}",
            "Asks a server for the addresses of hosts: 6.6.6.6\nSets up a wireless network: Home\n",
        ),
        (
            "NAPDEF{NAPID=n; NAP-ADDRESS=x; DNS-ADDR=6.6.6.6; DNS-ADDR=::6; WLAN{SSID=inside}}; WLAN{SSID=beside}",
            "Sets up an access point: x\nAsks a server for the addresses of hosts: 6.6.6.6, ::6\nSets up a wireless network (2): beside, inside\n",
        ),
    ] {
        assert_eq!(document(short).summary().to_string(), expected, "{short}");
    }
}

/// A domain that leaves nothing out is all traffic, however it is written.
#[test]
fn no_spelling_of_everything_is_some_traffic() {
    for domain in ["", " ", "/", "//", "http://", "http:///", ":80", "?", "#x", "u@", "/?.example"]
    {
        let physical = Characteristic::new(Kind::PxPhysical).with("PXADDR", "1.2.3.4");
        let proxy = Characteristic::new(Kind::PxLogical)
            .with("PROXY-ID", "p")
            .with("DOMAIN", ".example")
            .with("DOMAIN", domain)
            .with_child(physical);
        let document = Document::new().with(proxy);
        assert_eq!(
            document.summary().to_string(),
            "Sends all traffic through a proxy: 1.2.3.4\n",
            "{domain:?}"
        );
        let found = document.proxies_for("http://any.host.test/where").expect("absolute");
        assert_eq!(found.len(), 1, "{domain:?}");
    }
}

#[test]
fn hosts_are_counted_and_bounded() {
    let naps: Vec<String> =
        (0..20).map(|at| format!("NAPDEF{{NAPID={at}; NAP-ADDRESS=a{:02}}}", at % 10)).collect();
    let summary = document(&naps.join("; ")).summary();
    let [change] = summary.changes() else { panic!("one") };
    assert_eq!(
        (change.subject, change.count, change.hosts.len(), change.more),
        (Subject::AccessPoint, 20, MAX_HOSTS, 6)
    );
    assert_eq!(
        summary.to_string(),
        "Sets up an access point (20): a00, a01, a02, a03 and 6 more\n"
    );
}

#[test]
fn every_vector_has_a_summary_of_whole_lines() {
    for vector in provisioning::good() {
        let shown = Document::from_wbxml(&vector.wbxml).expect("a document").summary().to_string();
        assert!(!shown.is_empty() && shown.ends_with('\n'), "{}: {shown}", vector.name);
    }
}

#[test]
fn a_bootstrap_without_a_server_is_told() {
    let summary = document("BOOTSTRAP{NAME=x; COUNTRY=262}").summary();
    assert_eq!(summary.to_string(), "Changes how the device is set up\n");
}

/// Of two of one subject, one without hosts does not stand behind the other's.
#[test]
fn what_has_no_hosts_stands_alone() {
    for (short, expected) in [
        (
            "APPLICATION{APPID=evil; ADDR=own.example}; APPLICATION{APPID=worse}",
            "Sets up an unknown application: own.example\nSets up an unknown application\n",
        ),
        (
            "APPLICATION{APPID=w7; ADDR=own.example}; APPLICATION{APPID=w7}; APPLICATION{APPID=w7; ADDR=own.example}",
            "Lets a server manage the device (2): own.example\nLets a server manage the device\n",
        ),
        (
            "BOOTSTRAP{PROVURL=http://own.example/}; BOOTSTRAP{PROVURL=}",
            "Lets a server change settings: own.example\nLets a server change settings\n",
        ),
        (
            "APPLICATION{APPID=w2; RESOURCE{URI=http://own.example/}; RESOURCE{URI=/}; RESOURCE{}}",
            "Adds bookmarks: own.example\nAdds bookmarks (2)\n",
        ),
        (
            "PXLOGICAL{PROXY-ID=a; DOMAIN=.a; PXPHYSICAL{PXADDR=1.1.1.1}}; PXLOGICAL{PROXY-ID=b; DOMAIN=.b; PXPHYSICAL{}}",
            "Sends some traffic through a proxy: 1.1.1.1, for .a\nSends some traffic through a proxy, for .b\n",
        ),
    ] {
        let summary = document(short).summary();
        assert_eq!(summary.to_string(), expected, "{short}");
    }
}

/// A second value counts for nothing, but who reads the document may be of another mind.
#[test]
fn every_place_of_a_part_is_told() {
    for (short, expected) in [
        (
            "BOOTSTRAP{PROVURL=http://own.example/; PROVURL=http://evil.example/}",
            "Lets a server change settings: evil.example, own.example\n",
        ),
        (
            "NAPDEF{NAPID=a; NAP-ADDRESS=own.example; NAP-ADDRESS=evil.example}",
            "Sets up an access point: evil.example, own.example\n",
        ),
        (
            "PXLOGICAL{PROXY-ID=a; DOMAIN=.a; STARTPAGE=http://a/; STARTPAGE=http://b/; PXPHYSICAL{PXADDR=1.1.1.1; PXADDR=2.2.2.2}}",
            "Sends some traffic through a proxy: 1.1.1.1, 2.2.2.2, for .a\nChanges the home page: a, b\n",
        ),
        (
            "APPLICATION{APPID=w5; ADDR=http://own.example/; RESOURCE{URI=./a; URI=http://evil.example/}}",
            "Sets up data synchronization: evil.example, own.example\n",
        ),
        (
            "APPLICATION{APPID=w2; RESOURCE{URI=http://own.example/; URI=http://evil.example/}}",
            "Adds bookmarks: evil.example, own.example\n",
        ),
        // Parms that no table knows, where they are URIs; not secrets, not names.
        (
            "APPLICATION{APPID=w4; ADDR=http://own.example/; addr=http://evil.example/; NAME=http://x/; PASSWD=a://b}",
            "Sets up multimedia messages: evil.example, own.example\n",
        ),
        (
            "APPLICATION{APPID=ap0003; URI=xcap.example/root; APPAUTH{AAUTHNAME=sip:me@x; REALM=sip:evil.example}}",
            "Sets up group and list documents: evil.example, xcap.example\n",
        ),
        (
            "APPLICATION{APPID=ap2001; APPADDR{ADDR=own.example; PORT{PORTNBR=5060; NEXT=https://evil.example}}}",
            "Sets up IP multimedia subsystem: evil.example, own.example\n",
        ),
    ] {
        assert_eq!(document(short).summary().to_string(), expected, "{short}");
    }
}

/// Wherever it stands: what a receiver passes over by the rules, another makes use of.
#[test]
fn parts_that_are_not_known_are_told_at_any_depth() {
    let unknown = "Has parts that are not known";
    for (short, expected) in [
        (
            "APPLICATION{APPID=w4; ADDR=a; OTHER{ADDR=b}}",
            format!("Sets up multimedia messages: a\n{unknown}\n"),
        ),
        (
            "NAPDEF{NAPID=a; NAP-ADDRESS=x; OTHER{}; NAPAUTHINFO{OTHER{OTHER{}}}}",
            format!("Sets up an access point: x\n{unknown} (2)\n"),
        ),
        // Known ones where they do not belong.
        ("APPADDR{ADDR=evil.example}", format!("{unknown}\n")),
        ("PXPHYSICAL{PXADDR=1.2.3.4}; PORT{}", format!("{unknown} (2)\n")),
        (
            "APPLICATION{APPID=w4; ADDR=a; NAPDEF{NAPID=a; NAP-ADDRESS=evil.example}}",
            format!("Sets up multimedia messages: a\n{unknown}\n"),
        ),
        ("VENDORCONFIG{NAME=v; OTHER{}; NAPDEF{}}", "Changes settings of a vendor\n".to_owned()),
        ("STRAY=1", format!("{unknown}\n")),
    ] {
        assert_eq!(document(short).summary().to_string(), expected, "{short}");
    }
    let foreign = Document::from_xml(
        "<wap-provisioningdoc><x a='b'/><characteristic type='NAPDEF'><y/></characteristic></wap-provisioningdoc>",
    );
    let shown = foreign.expect("a document").summary().to_string();
    assert_eq!(shown, format!("Sets up an access point\n{unknown} (2)\n"));
    // A type by a token that no table has, inside of an application.
    let token = [
        0x03, 0x0B, 0x6A, 0x00, 0x45, 0xC6, 0x00, 0x01, 0x55, 0x01, 0xC6, 0x7F, 0x01, 0x01, 0x01,
        0x01,
    ];
    let shown = Document::from_wbxml(&token).expect("a document").summary().to_string();
    assert_eq!(shown, format!("Sets up an unknown application\n{unknown}\n"));
}

/// What is told is where a reader goes, and not what else a text of a URL can hold.
#[test]
fn hosts_of_uris_of_any_spelling() {
    for (address, expected) in [
        ("sip:evil.example", "evil.example"),
        ("sip:me@evil.example:5060", "evil.example"),
        ("sip:me@evil.example;transport=tcp?x=y", "evil.example"),
        ("sip:[2001:db8::1]:5060", "2001:db8::1"),
        ("mailto:me@evil.example?subject=x", "evil.example"),
        ("tel:+15551234567", "+15551234567"),
        ("sip:5060", "sip"),
        ("sip:", "sip"),
        ("evil.example:80/x", "evil.example"),
        ("localhost:8080", "localhost"),
        // What comes behind the host is not in front of it.
        ("evil.example/x?u=http://own.example/", "evil.example"),
        ("evil.example?://own.example", "evil.example"),
        ("evil.example://own.example", "evil.example"),
        ("evil.example:own.example", "evil.example"),
        ("http://evil.example/sip:me@own.example", "evil.example"),
        ("x@evil.example://own.example/", "evil.example"),
        ("http://own.example:80@evil.example/", "evil.example"),
        // Two readers, two hosts: both. A user may have what ends a host.
        ("sip:apn.example;x@evil.example", "apn.example, evil.example"),
        ("sips:apn.example/x@evil.example;a=b", "apn.example, evil.example"),
        ("im:apn.example?x@evil.example", "apn.example, evil.example"),
        ("XMPP:apn.example#x@evil.example/y", "apn.example, evil.example"),
        ("sip:5060/x@evil.example", "5060, evil.example"),
        ("sip:me;x:pw@evil.example", "evil.example, me"),
        ("SIPS:me:pw@evil.example;transport=tcp?x=@own.example", "evil.example, own.example"),
        ("mailto:b@evil.example,a@own.example", "evil.example, own.example"),
        ("mailto:a@a.example?cc=b@b.example", "a.example, b.example"),
        ("http://evil.example\\@own.example", "evil.example, own.example"),
        ("http:\\\\evil.example\\a", "evil.example, http"),
        // Browsers take slashes of either kind, however many there are.
        ("http:\\evil.example\\@good.example/", "evil.example, good.example, http"),
        ("http:\\evil.example/", "evil.example, http"),
        ("http:/\\/evil.example/", "evil.example, http"),
        ("http:evil.example", "evil.example, http"),
        ("/\\evil.example/", "evil.example"),
        ("//evil.example/", "evil.example"),
        ("http:///own.example", "own.example"),
        // What may be a password is not told.
        ("http://joe:secret@mms.example/a\\b", "mms.example"),
        ("http://joe:secret\\@mms.example", "joe, mms.example"),
        ("http://joe:s:ecret\\@mms.example", "joe, mms.example"),
        ("http://joe:s:ecret/@mms.example", "joe"),
        ("sip:joe:s:ec;ret@mms.example", "joe, mms.example"),
        ("http://joe:secret@/a", "/a"),
        ("http:///joe:secret@mms.example", "mms.example"),
    ] {
        let app = Characteristic::new(Kind::Application).with("APPID", "w4").with("ADDR", address);
        let summary = Document::new().with(app).summary();
        let expected = format!("Sets up multimedia messages: {expected}\n");
        assert_eq!(summary.to_string(), expected, "{address}");
    }
    // Nor where no table knows the parm, nor of what an application offers.
    let app = || Characteristic::new(Kind::Application).with("APPID", "w4");
    let offered = |uri| Characteristic::new(Kind::Resource).with("URI", uri);
    for (app, expected) in [
        (app().with("X-URL", "http://joe:secret@/a"), ": /a"),
        (
            app().with("X-URL", "http:\\\\joe:secret@mms.example\\a"),
            ": mms.example, mms.example\\a",
        ),
        (app().with_child(offered("http://joe:secret@/a")), ": /a"),
        (app().with("ADDR", "a").with_child(offered("\\\\evil.example\\a")), ": a, evil.example"),
        (app().with("ADDR", "http://joe:secret@"), ""),
    ] {
        let shown = Document::new().with(app).summary().to_string();
        assert_eq!(shown, format!("Sets up multimedia messages{expected}\n"));
    }
}
