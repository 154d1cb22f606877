//! The ways of applications into the network.

use provost::cp::{
    Bearer, Connectivity, Document, MAX_ROUTES, Network, Origin, ResolveOptions, Rule, Scope,
};

use super::views::document;

/// `proxy address > access point` of each way.
fn ways(found: &Connectivity<'_>) -> Vec<String> {
    let way = |way: &provost::cp::ResolvedRoute<'_>| {
        let nap = way.access_point.napid().unwrap_or("?");
        match way.proxy {
            Some(proxy) => format!("{}>{nap}", proxy.address().unwrap_or("?")),
            None => nap.to_owned(),
        }
    };
    found.routes.iter().map(way).collect()
}

fn rules(found: &Connectivity<'_>) -> Vec<Rule> {
    found.findings.iter().map(|finding| finding.rule).collect()
}

fn of<'a>(document: &'a Document, id: &str, options: &ResolveOptions<'_>) -> Connectivity<'a> {
    let scope = Scope::of(document);
    scope.resolve(scope.application(id).expect("an application"), options)
}

#[test]
fn proxies_come_first_then_access_points_in_order() {
    let document = document(
        "APPLICATION{APPID=w2; TO-NAPID=c; TO-PROXY=q; TO-PROXY=p}; \
         PXLOGICAL{PROXY-ID=p; PXPHYSICAL{PXADDR=p1; TO-NAPID=a; TO-NAPID=b}; PXPHYSICAL{PXADDR=p2; TO-NAPID=b}}; \
         PXLOGICAL{PROXY-ID=q; PXPHYSICAL{PXADDR=q1; TO-NAPID=c}}; \
         NAPDEF{NAPID=a}; NAPDEF{NAPID=b}; NAPDEF{NAPID=c}",
    );
    let found = of(&document, "w2", &ResolveOptions::new());
    assert_eq!(ways(&found), ["q1>c", "p1>a", "p1>b", "p2>b", "c"]);
    assert!(found.findings.is_empty());
    assert_eq!(found.routes[0].origin, Origin::Proxy);
    assert_eq!(found.routes[4].origin, Origin::AccessPoint);
    assert_eq!(document.resolve(document.applications().next().expect("one")), found);
}

#[test]
fn internet_is_any_access_point_with_that_flag_unless_one_has_that_name() {
    let flagged = document(
        "APPLICATION{APPID=w2; TO-NAPID=INTERNET}; NAPDEF{NAPID=a; INTERNET}; NAPDEF{NAPID=b}; NAPDEF{NAPID=c; INTERNET}",
    );
    assert_eq!(ways(&of(&flagged, "w2", &ResolveOptions::new())), ["a", "c"]);
    let literal = document(
        "APPLICATION{APPID=w2; TO-NAPID=INTERNET}; NAPDEF{NAPID=a; INTERNET}; NAPDEF{NAPID=INTERNET}",
    );
    assert_eq!(ways(&of(&literal, "w2", &ResolveOptions::new())), ["INTERNET"]);
    let none = document("APPLICATION{APPID=w2; TO-NAPID=INTERNET}; NAPDEF{NAPID=a}");
    let found = of(&none, "w2", &ResolveOptions::new());
    assert_eq!((ways(&found).len(), rules(&found)), (0, vec![Rule::ReferenceInternet]));
}

#[test]
fn definitions_of_one_proxy_are_merged_and_ports_inherited() {
    let document = document(
        "APPLICATION{APPID=w2; TO-PROXY=p}; NAPDEF{NAPID=a}; \
         PXLOGICAL{PROXY-ID=p; PUSHENABLED=1; DOMAIN=.x; PORT{PORTNBR=80}; PXPHYSICAL{PXADDR=1; TO-NAPID=a; PORT{PORTNBR=81}}}; \
         PXLOGICAL{PROXY-ID=p; PXPHYSICAL{PXADDR=2; TO-NAPID=a}}",
    );
    let found = of(&document, "w2", &ResolveOptions::new());
    assert_eq!(ways(&found), ["1>a", "2>a"]);
    let first = &found.routes[0];
    let ports: Vec<_> = first.ports().iter().filter_map(|port| port.number()).collect();
    assert_eq!(ports, [80, 81]);
    let physical = first.proxy.expect("a proxy");
    assert!(physical.is_push_enabled());
    assert_eq!(physical.domains().collect::<Vec<_>>(), [".x"]);
    // The later definition is the same proxy: its address is for no more domains than the first's.
    let second = &found.routes[1];
    let ports: Vec<_> = second.ports().iter().filter_map(|port| port.number()).collect();
    assert_eq!(ports, [80]);
    let physical = second.proxy.expect("a proxy");
    assert!(physical.is_push_enabled());
    assert_eq!(physical.domains().collect::<Vec<_>>(), [".x"]);
    assert_eq!(document.proxies_for("http://host.y/"), Some(vec![]));
    let found = document.proxies_for("http://host.x/").expect("absolute");
    assert_eq!(found.iter().filter_map(|own| own.address()).collect::<Vec<_>>(), ["1", "2"]);
}

/// A blank identifier names nothing, so that two of them are not one.
#[test]
fn blank_identifiers_are_none() {
    let document = document(
        "APPLICATION{APPID=w2; TO-PROXY=p}; NAPDEF{NAPID=a}; NAPDEF{NAPID=b}; \
         WLAN{NAPID= ; SSID=x}; WLAN{NAPID= ; SSID=y}; \
         PXLOGICAL{PROXY-ID=p; PXPHYSICAL{PHYSICAL-PROXY-ID= ; PXADDR=one; TO-NAPID=a}; \
            PXPHYSICAL{PHYSICAL-PROXY-ID= ; PXADDR=two; TO-NAPID=b}}",
    );
    for document in [document.clone(), document.effective().document] {
        let found = of(&document, "w2", &ResolveOptions::new());
        assert_eq!(ways(&found), ["one>a", "two>b"]);
        assert_eq!(document.wlans().count(), 2);
    }
}

/// An address that is defined again is the first one, with further access points (WAP-185, 5.1).
#[test]
fn definitions_of_one_address_are_merged() {
    let document = document(
        "APPLICATION{APPID=w2; TO-PROXY=p}; NAPDEF{NAPID=a}; NAPDEF{NAPID=b}; NAPDEF{NAPID=c}; \
         PXLOGICAL{PROXY-ID=p; PXPHYSICAL{PHYSICAL-PROXY-ID=1; PXADDR=one; DOMAIN=.x; TO-NAPID=a; PORT{PORTNBR=80}}; \
            PXPHYSICAL{PHYSICAL-PROXY-ID=1; PXADDR=evil; PXADDR-FQDN=h; TO-NAPID=b; PORT{PORTNBR=81}}}; \
         PXLOGICAL{PROXY-ID=p; PXPHYSICAL{PHYSICAL-PROXY-ID=1; TO-NAPID=c}; PXPHYSICAL{PHYSICAL-PROXY-ID=2; PXADDR=two; TO-NAPID=c}}; \
         PXLOGICAL{PROXY-ID=q; PXPHYSICAL{PHYSICAL-PROXY-ID=1; PXADDR=other; TO-NAPID=a}}",
    );
    let found = of(&document, "w2", &ResolveOptions::new());
    assert_eq!(ways(&found), ["one>a", "one>b", "one>c", "two>c"]);
    let second = found.routes[1].proxy.expect("a proxy");
    assert_eq!(second.host(), Some("h"), "what the first says nothing of");
    assert_eq!(second.domains().collect::<Vec<_>>(), [".x"]);
    let ports: Vec<_> = found.routes[1].ports().iter().filter_map(|port| port.number()).collect();
    assert_eq!(ports, [80, 81]);
    let found = document.proxies_for("http://host.x/").expect("absolute");
    let addresses: Vec<_> = found.iter().filter_map(|own| own.address()).collect();
    assert_eq!(addresses, ["one", "one", "one", "two", "other"]);
    // Merged into one document, the same addresses come in the same order.
    let merged = document.effective().document;
    let found = of(&merged, "w2", &ResolveOptions::new());
    assert_eq!(ways(&found), ["one>a", "one>b", "one>c", "two>c"]);
}

/// A WLAN beside the access points is one, where it has a NAPID.
#[test]
fn a_wireless_lan_is_an_access_point() {
    let document = document(
        "APPLICATION{APPID=w2; TO-NAPID=w; TO-NAPID=n; TO-NAPID=g}; WLAN{NAPID=w; PRI-SSID=Home}; WLAN{SSID=nameless}; \
         NAPDEF{NAPID=n; BEARER=WLAN; WLAN{SSID=Office}}; NAPDEF{NAPID=g; BEARER=GSM-GPRS}",
    );
    let found = of(&document, "w2", &ResolveOptions::new());
    assert_eq!((ways(&found), rules(&found)), (vec!["w".into(), "n".into(), "g".into()], vec![]));
    let ssid = |at: usize| {
        let mut wlans = found.routes[at].access_point.wlans();
        wlans.next().and_then(|wlan| wlan.ssid().text)
    };
    assert_eq!((ssid(0), ssid(1), ssid(2)), (Some("Home"), Some("Office"), None));
    let wireless = of(&document, "w2", &ResolveOptions::new().with_bearers(&[Bearer::WLAN]));
    assert_eq!(ways(&wireless), ["w", "n"]);
    let packet = of(&document, "w2", &ResolveOptions::new().with_bearers(&[Bearer::GSM_GPRS]));
    assert_eq!((ways(&packet), rules(&packet)), (vec!["g".into()], vec![Rule::NoBearer; 2]));
    assert!(document.check().iter().all(|finding| finding.rule != Rule::ReferenceNap));
}

#[test]
fn the_second_access_point_of_an_identifier_is_ignored() {
    let document = document(
        "APPLICATION{APPID=w2; TO-NAPID=a}; NAPDEF{NAPID=a; NAME=first}; NAPDEF{NAPID=a; NAME=second}",
    );
    let found = of(&document, "w2", &ResolveOptions::new());
    assert_eq!(found.routes.len(), 1);
    assert_eq!(found.routes[0].access_point.name(), Some("first"));
}

#[test]
fn applications_refer_to_applications() {
    let document = document(
        "APPLICATION{APPID=ap0001; TO-APPREF=ims; TO-NAPID=b}; APPLICATION{APPID=ap2001; APPREF=ims; TO-NAPID=a}; \
         NAPDEF{NAPID=a}; NAPDEF{NAPID=b}",
    );
    let found = of(&document, "ap0001", &ResolveOptions::new());
    assert_eq!(ways(&found), ["b", "a"]);
    assert_eq!(found.routes[1].origin, Origin::Reference);
}

#[test]
fn dangling_references_and_circles_are_told() {
    let dangling = document("APPLICATION{APPID=w2; TO-PROXY=p; TO-NAPID=n; TO-APPREF=r}");
    let found = of(&dangling, "w2", &ResolveOptions::new());
    assert_eq!(rules(&found), [Rule::ReferenceProxy, Rule::ReferenceNap, Rule::ReferenceApp]);
    assert_eq!(found.findings[1].path, "APPLICATION[0]/TO-NAPID");
    for circle in [
        "APPLICATION{APPID=w2; APPREF=a; TO-APPREF=a}",
        "APPLICATION{APPID=w2; APPREF=a; TO-APPREF=b}; APPLICATION{APPID=w4; APPREF=b; TO-APPREF=a}",
        "APPLICATION{APPID=w2; TO-APPREF=b}; APPLICATION{APPID=w4; APPREF=b; TO-APPREF=b}",
    ] {
        let document = document(circle);
        assert_eq!(rules(&of(&document, "w2", &ResolveOptions::new())), [Rule::Cycle], "{circle}");
    }
    let proxy = document(
        "APPLICATION{APPID=w2; TO-PROXY=p}; PXLOGICAL{PROXY-ID=p; PXPHYSICAL{TO-NAPID=x}}",
    );
    assert_eq!(rules(&of(&proxy, "w2", &ResolveOptions::new())), [Rule::ReferenceNap, Rule::NoNap]);
}

#[test]
fn rules_for_routes_hold_where_an_application_has_no_reference() {
    let document = document(
        "APPLICATION{APPID=w4; ADDR=http://mms.corporate.com/}; APPLICATION{APPID=w2}; APPLICATION{APPID=w7; TO-NAPID=d}; \
         ACCESS{RULE; TO-NAPID=d}; ACCESS{RULE=1; DOMAIN=.corporate.com; APPID=w4; TO-PROXY=p; TO-NAPID=a}; \
         PXLOGICAL{PROXY-ID=p; PXPHYSICAL{PXADDR=1; TO-NAPID=a}}; NAPDEF{NAPID=a}; NAPDEF{NAPID=d}",
    );
    let any = ResolveOptions::new();
    let found = of(&document, "w4", &any);
    assert_eq!(ways(&found), ["1>a", "a"]);
    assert_eq!(found.routes[0].origin, Origin::Access);
    assert_eq!(ways(&of(&document, "w2", &any)), ["d"], "the default route");
    assert_eq!(of(&document, "w7", &any).routes[0].origin, Origin::AccessPoint);
}

/// ProvCont 1.1, 6.8: a rule of port 80 is for what `http` goes to without a port.
#[test]
fn rules_of_ports_know_the_port_of_a_scheme() {
    let rule = |address: &str| {
        let document = document(&format!(
            "APPLICATION{{APPID=w4; ADDR={address}}}; NAPDEF{{NAPID=a}}; \
             ACCESS{{RULE=1; PORTNBR=80; DOMAIN=www.corporate.com; TO-NAPID=a}}"
        ));
        ways(&of(&document, "w4", &ResolveOptions::new())).len()
    };
    assert_eq!(rule("http://www.corporate.com/mms"), 1);
    assert_eq!(rule("HTTP://www.corporate.com"), 1);
    assert_eq!(rule("www.corporate.com:80"), 1);
    assert_eq!(rule("http://www.corporate.com:8080/mms"), 0);
    assert_eq!(rule("https://www.corporate.com/mms"), 0);
    assert_eq!(rule("www.corporate.com"), 0, "no scheme, no port");
}

#[test]
fn what_is_of_no_use_here_is_left_out_and_told() {
    let document = document(
        "APPLICATION{APPID=w2; TO-NAPID=a; TO-NAPID=b; TO-NAPID=c; TO-NAPID=a}; NAPDEF{NAPID=a; VALIDITY{COUNTRY=228}}; \
         NAPDEF{NAPID=b; BEARER=GSM-CSD}; NAPDEF{NAPID=c}",
    );
    let network = Network::Mobile { country: "310", network: "150" };
    let bearers = [Bearer::GSM_GPRS];
    let options = ResolveOptions::new().in_network(network, 0).with_bearers(&bearers);
    let found = of(&document, "w2", &options);
    assert_eq!(ways(&found), ["c"]);
    assert_eq!(rules(&found), [Rule::NotValidHere, Rule::NoBearer]);
    assert_eq!(found.findings[0].path, "NAPDEF=a");
    assert_eq!(ways(&of(&document, "w2", &ResolveOptions::new())).len(), 4);
}

#[test]
fn ways_are_bounded() {
    let mut text = String::from("APPLICATION{APPID=w2; TO-PROXY=p}; PXLOGICAL{PROXY-ID=p; ");
    for _ in 0..40 {
        text.push_str("PXPHYSICAL{PXADDR=1; TO-NAPID=INTERNET; TO-NAPID=INTERNET}; ");
    }
    text.push('}');
    for at in 0..40 {
        text.push_str(&format!("; NAPDEF{{NAPID={at}; INTERNET}}"));
    }
    let document = document(&text);
    let found = of(&document, "w2", &ResolveOptions::new());
    assert_eq!((found.routes.len(), rules(&found)), (MAX_ROUTES, vec![Rule::TooManyRoutes]));
}

/// The table of WAP-185, 7.4, by proxies.
#[test]
fn proxies_for_a_uri() {
    let document = document(
        "PXLOGICAL{PROXY-ID=0; DOMAIN=sms.op.net; PXPHYSICAL{PXADDR=0}}; PXLOGICAL{PROXY-ID=1; DOMAIN=.op.net/secure/; PXPHYSICAL{PXADDR=1}}; \
         PXLOGICAL{PROXY-ID=2; PXPHYSICAL{PXADDR=2; DOMAIN=.op.net/}}; PXLOGICAL{PROXY-ID=3; DOMAIN=/secure/; PXPHYSICAL{PXADDR=3}}; \
         PXLOGICAL{PROXY-ID=4; DOMAIN= ; PXPHYSICAL{PXADDR=4}}; PXLOGICAL{PROXY-ID=5; PXPHYSICAL{PXADDR=5}}",
    );
    let order = |uri| {
        let found = document.proxies_for(uri)?;
        Some(found.iter().filter_map(|proxy| proxy.address()).collect::<Vec<_>>().join(","))
    };
    assert_eq!(order("http://sms.op.net/").as_deref(), Some("0,2,4,5"));
    assert_eq!(order("http://xyz.op.net:8000/").as_deref(), Some("2,4,5"));
    assert_eq!(order("http://www.op.net/secure/account/").as_deref(), Some("1,2,3,4,5"));
    assert_eq!(order("wsp://sms,16505551212/abc/").as_deref(), Some("4,5"));
    for uri in ["relative/path", "x?u=http://sms.op.net/", "http://", "http:///secure/", "://"] {
        assert_eq!(order(uri), None, "the client chooses: {uri}");
    }
}

#[test]
fn a_condition_that_cannot_be_read_never_makes_a_rule_wider() {
    for condition in ["PORTNBR=65536", "PORTNBR=", "PORTNBR", "APPID", "DOMAIN"] {
        let text = format!(
            "NAPDEF{{NAPID=narrow; NAP-ADDRESS=a}}; NAPDEF{{NAPID=any; NAP-ADDRESS=b}}; \
             ACCESS{{RULE=1; {condition}; TO-NAPID=narrow; RULE=2; TO-NAPID=any}}; \
             APPLICATION{{APPID=w4; ADDR=http://h.example/}}"
        );
        let document = document(&text);
        let access = document.accesses().next().expect("ACCESS");
        assert!(!access.rules()[0].is_default(), "{condition}");
        assert_eq!(ways(&of(&document, "w4", &ResolveOptions::default())), ["any"], "{condition}");
    }
}
