//! From provisioning documents to the management tree: the mapping of OMA DM Bootstrap, its traps, and
//! what of a document is not carried.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests have the standard library, and their helpers may fail"
)]

mod losses;

use provost::account::{Options, Plan, Problem, Report, Row, Template, Templates};
use provost::cp::Document;
use provost::dm::object::{AccessPoint, Account, AccountAuth, Inbox, Layout, Outline, Proxy, View};
use provost::dm::tree::{Engine, Item, MemoryTree, NoRules, Operation, Tree};
use provost_tests::provisioning;

/// A document out of `APPLICATION{APPID=w7; FLAG; APPAUTH{...}}`.
fn document(text: &str) -> Document {
    let mut xml = String::from("<wap-provisioningdoc version='1.1'>");
    let mut word = String::new();
    let parm = |word: &str, xml: &mut String| {
        let word = word.trim();
        match word.split_once('=') {
            _ if word.is_empty() => {}
            Some((name, value)) => xml.push_str(&format!("<parm name='{name}' value='{value}'/>")),
            None => xml.push_str(&format!("<parm name='{word}'/>")),
        }
    };
    for character in text.chars() {
        match character {
            '{' => {
                xml.push_str(&format!("<characteristic type='{}'>", word.trim()));
                word.clear();
            }
            '}' | ';' => {
                parm(&word, &mut xml);
                word.clear();
                if character == '}' {
                    xml.push_str("</characteristic>");
                }
            }
            _ => word.push(character),
        }
    }
    xml.push_str("</wap-provisioningdoc>");
    Document::from_xml(&xml).expect("a document")
}

fn install(text: &str, options: &Options) -> (MemoryTree, Plan, Report) {
    let plan = Plan::of(&document(text), options);
    let mut tree = MemoryTree::new();
    let report = plan.install(&mut tree).expect("installed");
    (tree, plan, report)
}

fn problems(plan: &Plan) -> Vec<(Problem, &str)> {
    plan.findings().iter().map(|finding| (finding.problem, finding.path.as_str())).collect()
}

fn account(text: &str) -> Account {
    let (tree, _, report) = install(text, &Options::new());
    let at = report.installed.accounts().next().expect("an account").1.clone();
    Account::read(&tree, at.path()).expect("an account")
}

const FULL: &str = "NAPDEF{NAPID=N1; NAME=Internet; BEARER=GSM-GPRS; BEARER=GSM-CSD; NAP-ADDRESS=internet; \
    NAP-ADDRTYPE=APN; INTERNET; NAPAUTHINFO{AUTHTYPE=PAP; AUTHNAME=u; AUTHSECRET=planted-nap}}; \
    NAPDEF{NAPID=N2; NAME=Other; NAP-ADDRESS=other; NAP-ADDRTYPE=APN}; \
    PXLOGICAL{PROXY-ID=px.example; NAME=Proxy; PXAUTHINFO{PXAUTH-TYPE=HTTP-BASIC; PXAUTH-ID=pu; PXAUTH-PW=planted-px}; \
      PXPHYSICAL{PHYSICAL-PROXY-ID=1; PXADDR=10.0.0.1; TO-NAPID=N1; TO-NAPID=N2; PORT{PORTNBR=8080}}}; \
    APPLICATION{APPID=w7; PROVIDER-ID=com.example; NAME=Example; INIT; TO-PROXY=px.example; TO-NAPID=N2; TO-NAPID=N1; \
      ADDR=https://dm.example/; ROLE=24; \
      APPADDR{ADDR=192.0.2.1; ADDRTYPE=IPV4; PORT{PORTNBR=8080}; PORT{PORTNBR=8081}}; \
      APPAUTH{AAUTHLEVEL=APPSRV; AAUTHTYPE=DIGEST; AAUTHNAME=me; AAUTHSECRET=planted-client; AAUTHDATA=Tm9uY2U=}; \
      APPAUTH{AAUTHLEVEL=CLIENT; AAUTHTYPE=DIGEST; AAUTHSECRET=planted-server; AAUTHDATA=Tm9uY2U=}; \
      APPAUTH{AAUTHLEVEL=OBEX; AAUTHTYPE=HTTP-BASIC,HTTP-DIGEST; AAUTHNAME=me; AAUTHSECRET=planted-obex}}";

#[test]
fn the_table_of_the_specification() {
    let (tree, plan, report) = install(FULL, &Options::new());
    assert_eq!(problems(&plan), []);
    assert_eq!(report.sessions.len(), 1);
    let view = View::new(&tree, report.sessions[0].at.clone());
    for (node, value) in [
        ("AppID", "w7"),
        ("ServerID", "com.example"),
        ("Name", "Example"),
        ("PrefConRef", "./Proxy/PX1"),
        ("ToConRef/1/ConRef", "./Proxy/PX1"),
        ("ToConRef/2/ConRef", "./NAP/NAP2"),
        ("ToConRef/3/ConRef", "./NAP/NAP1"),
        ("AppAddr/1/Addr", "https://dm.example/"),
        ("AppAddr/1/AddrType", "URI"),
        ("AppAddr/1/Port/1/PortNbr", "443"),
        ("AppAddr/2/Addr", "192.0.2.1"),
        ("AppAddr/2/AddrType", "IPv4"),
        ("AppAddr/2/Port/1/PortNbr", "8080"),
        ("AppAddr/2/Port/2/PortNbr", "8081"),
        ("AAuthPref", "DIGEST"),
        ("AppAuth/1/AAuthLevel", "CLCRED"),
        ("AppAuth/1/AAuthType", "DIGEST"),
        ("AppAuth/1/AAuthName", "me"),
        ("AppAuth/1/AAuthSecret", "planted-client"),
        ("AppAuth/1/AAuthData", "Nonce"),
        ("AppAuth/2/AAuthLevel", "SRVCRED"),
        ("AppAuth/2/AAuthSecret", "planted-server"),
        ("AppAuth/3/AAuthLevel", "OBEX"),
        ("AppAuth/3/AAuthType", "HTTP-BASIC"),
        ("AppAuth/4/AAuthType", "HTTP-DIGEST"),
        ("Ext/ROLE", "24"),
    ] {
        assert_eq!(view.text(node).expect("readable").as_deref(), Some(value), "{node}");
    }
    assert_eq!(view.text("AppAuth/2/AAuthName").expect("readable"), None);
    // INIT is no node.
    assert!(view.node("Ext/INIT").expect("readable").is_none());
}

#[test]
fn references_have_targets() {
    let (tree, _, report) = install(FULL, &Options::new());
    let account = Account::read(&tree, report.sessions[0].at.path()).expect("an account");
    for text in &account.connections {
        let uri: provost::dm::uri::Uri = text.parse().expect("an address");
        assert!(tree.read(uri.path()).expect("there").is_interior(), "{uri}");
    }
    let proxy: provost::dm::uri::Uri = account.connections[0].parse().expect("an address");
    let proxy = Proxy::read(&tree, proxy.path()).expect("a proxy");
    assert_eq!((proxy.id.as_str(), &proxy.ports[..]), ("px.example", &[8080][..]));
    assert_eq!(proxy.auth[0].name.as_deref(), Some("pu"));
    assert_eq!(proxy.connections.len(), 2);
    let nap = AccessPoint::read(&tree, proxy.connections[0].path()).expect("an access point");
    assert_eq!((nap.id.as_str(), nap.address.as_str()), ("N1", "internet"));
    assert_eq!(nap.auth[0].kind, "PAP");
    let has = |name: &str, value: &str| nap.parameters.contains(&(name.into(), value.into()));
    assert!(has("BEARER", "GSM-GPRS") && has("BEARER-2", "GSM-CSD") && has("INTERNET", ""));
    // A device that keeps its connections elsewhere gets the names of the document.
    let (tree, _, report) = install(FULL, &Options::new().without_connectivity());
    let account = Account::read(&tree, report.sessions[0].at.path()).expect("an account");
    assert_eq!(account.connections, ["px.example", "N2", "N1"]);
    assert_eq!(report.installed.objects.len(), 1);
}

/// A proxy and an access point may have one name; what is said again is one way and no more.
#[test]
fn references_by_one_name() {
    let text = "NAPDEF{NAPID=X; NAP-ADDRESS=a}; NAPDEF{NAPID=Z; INTERNET; NAP-ADDRESS=b}; \
        PXLOGICAL{PROXY-ID=X; PXPHYSICAL{PXADDR=10.0.0.1; TO-NAPID=X; TO-NAPID=X}}; \
        APPLICATION{APPID=w7; PROVIDER-ID=com.example; ADDR=https://dm.example/; \
          TO-PROXY=X; TO-PROXY=X; TO-NAPID=X; TO-NAPID=Y; TO-NAPID=X; \
          TO-NAPID=INTERNET; TO-NAPID=Z}";
    let (tree, plan, report) = install(text, &Options::new());
    let at = report.installed.accounts().next().expect("an account").1;
    let account = Account::read(&tree, at.path()).expect("an account");
    assert_eq!(account.connections, ["./Proxy/PX1", "./NAP/NAP1", "./NAP/NAP2"]);
    assert_eq!(problems(&plan), [(Problem::Reference, "APPLICATION[0]/TO-NAPID")]);
    let plan = Plan::of(&document(text), &Options::new().without_connectivity());
    let account = Account::of(&plan.objects()[0].view()).expect("an account");
    assert_eq!(account.connections, ["X", "Y", "INTERNET", "Z"]);
}

/// Parms with numbers of their own behind their names keep them, and lose nothing to one that is
/// there again.
#[test]
fn names_of_vendors_do_not_meet() {
    for (parms, expected) in [
        ("A=1; A=2; A-2=3", [("A", "1"), ("A-2", "2"), ("A-2-2", "3")]),
        ("A-2=1; A=2; A=3", [("A-2", "1"), ("A", "2"), ("A-3", "3")]),
    ] {
        let text =
            format!("APPLICATION{{APPID=w7; PROVIDER-ID=s; ADDR=https://dm.example/; {parms}}}");
        let account = account(&text);
        let found: Vec<(&str, &str)> = account
            .extensions
            .iter()
            .map(|(name, node)| (name.as_str(), node.text().expect("text")))
            .collect();
        let mut expected = expected.to_vec();
        expected.sort_unstable();
        assert_eq!(found, expected);
    }
}

#[test]
fn a_reference_to_the_internet_is_its_name_first() {
    let app = "APPLICATION{APPID=w7; PROVIDER-ID=s; ADDR=http://a/; TO-NAPID=INTERNET}";
    let naps = |first: &str| {
        format!(
            "NAPDEF{{NAPID={first}; NAME=a; NAP-ADDRESS=a}}; \
        NAPDEF{{NAPID=B; NAME=b; NAP-ADDRESS=b; INTERNET}}; NAPDEF{{NAPID=C; NAME=c; NAP-ADDRESS=c; INTERNET}}; {app}"
        )
    };
    assert_eq!(account(&naps("INTERNET")).connections, ["./NAP/NAP1"]);
    assert_eq!(account(&naps("A")).connections, ["./NAP/NAP2", "./NAP/NAP3"]);
    let plan = Plan::of(&document(app), &Options::new());
    assert_eq!(problems(&plan), [(Problem::Reference, "APPLICATION[0]/TO-NAPID")]);
}

/// PortNbr must be there: that of the address, or of its scheme (RFC 3986, 3.2.3: an empty one is none).
#[test]
fn ports_of_addresses() {
    for (address, port) in [
        ("https://dm.example/", Some("443")),
        ("https://dm.example:/x", Some("443")),
        ("HTTP://dm.example:", Some("80")),
        ("http://dm.example:8080/a:b", Some("8080")),
        ("https://me:secret@[2001:db8::1]/", Some("443")),
        ("https://[2001:db8::1]:/", Some("443")),
        ("https://[2001:db8::1]:8443?x", Some("8443")),
        ("https://dm.example:99999/", None),
        ("obex://dm.example:/", None),
        ("dm.example/x?u=http://other.example:5/", None),
    ] {
        let text =
            format!("APPLICATION{{APPID=w7; PROVIDER-ID=com.a; ADDR={address}; APPAUTH{{}}}}");
        let (tree, _, report) = install(&text, &Options::new());
        let at = report.installed.accounts().next().expect("an account").1.clone();
        let view = View::new(&tree, at);
        let found = view.text("AppAddr/1/Port/1/PortNbr").expect("readable");
        assert_eq!(found.as_deref(), port, "{address}");
    }
}

#[test]
fn the_layout_of_dm_1_1_2() {
    let (tree, plan, report) = install(FULL, &Options::v1_1_2());
    let at = &report.sessions[0].at;
    assert_eq!(at.to_string(), "./SyncML/DMAcc/w7-1");
    let view = View::new(&tree, at.clone());
    for (node, value) in [
        ("ServerId", "com.example"),
        ("Addr", "https://dm.example/"),
        ("AddrType", "1"),
        ("PortNbr", "443"),
        ("ConRef", "./SyncML/Con/PX1"),
        ("UserName", "me"),
        ("ClientPW", "planted-client"),
        ("ClientNonce", "Nonce"),
        ("ServerPW", "planted-server"),
        ("ServerNonce", "Nonce"),
        ("AuthPref", "syncml:auth-md5"),
    ] {
        assert_eq!(view.text(node).expect("readable").as_deref(), Some(value), "{node}");
    }
    let lost: Vec<String> = plan.findings().iter().map(|it| it.problem.to_string()).collect();
    assert_eq!(
        lost,
        [
            "no room for addresses behind the first",
            "no room for ways into the network behind the first",
            "no room for credentials behind the first of either side"
        ]
    );
    let account = Account::read(&tree, at.path()).expect("an account");
    assert!(account.client_credential().is_some() && account.server_credential().is_some());
}

#[test]
fn what_is_missing_or_wrong_is_said() {
    let plan_of = |text: &str| Plan::of(&document(text), &Options::new());
    for (text, expected) in [
        ("APPLICATION{APPID=w7; ADDR=http://a/}", &[(Problem::Server, "PROVIDER-ID")][..]),
        // Everybody, or two: no list may be made of it.
        (
            "APPLICATION{APPID=w7; PROVIDER-ID=*; ADDR=http://a/}",
            &[(Problem::Server, "PROVIDER-ID")],
        ),
        (
            "APPLICATION{APPID=w7; PROVIDER-ID=a+b; ADDR=http://a/}",
            &[(Problem::Server, "PROVIDER-ID")],
        ),
        ("APPLICATION{APPID=w7; PROVIDER-ID=s}", &[(Problem::NoAddress, "ADDR")]),
        (
            "APPLICATION{APPID=w7; PROVIDER-ID=s; ADDR=http://a/; APPAUTH{AAUTHNAME=n; AAUTHDATA=?}}",
            &[
                (Problem::Level, "APPAUTH[0]/AAUTHLEVEL"),
                (Problem::NoScheme, "APPAUTH[0]/AAUTHTYPE"),
                (Problem::Nonce, "APPAUTH[0]/AAUTHDATA"),
            ],
        ),
        (
            "APPLICATION{APPID=w7; PROVIDER-ID=s; ADDR=http://a/; APPAUTH{AAUTHLEVEL=CLIENT; AAUTHTYPE=BASIC}}",
            &[(Problem::ServerScheme, "APPAUTH[0]/AAUTHTYPE")],
        ),
        (
            "APPLICATION{APPID=w7; PROVIDER-ID=s; ADDR=http://a/; APPADDR{ADDR=+49; ADDRTYPE=E164}}",
            &[(Problem::AddressType, "APPADDR[0]/ADDRTYPE")],
        ),
        ("APPLICATION{APPID=w4; ADDR=http://a/}", &[(Problem::NoTemplate, "")]),
        (
            "APPLICATION{APPID=w7; PROVIDER-ID=s; ADDR=http://a/; RESOURCE{URI=x}; X-SECRET=planted}",
            &[(Problem::NotCarried, "RESOURCE"), (Problem::NotCarried, "X-SECRET")],
        ),
    ] {
        let plan = plan_of(text);
        let expected: Vec<(Problem, String)> = expected
            .iter()
            .map(|(problem, place)| {
                let place = if place.is_empty() { String::new() } else { format!("/{place}") };
                (*problem, format!("APPLICATION[0]{place}"))
            })
            .collect();
        let found: Vec<(Problem, String)> =
            problems(&plan).into_iter().map(|(problem, path)| (problem, path.into())).collect();
        assert_eq!(found, expected, "{text}");
    }
    let two = "APPLICATION{APPID=w7; PROVIDER-ID=s; ADDR=http://a/}; APPLICATION{APPID=W7; PROVIDER-ID=t; ADDR=http://b/}; \
        APPLICATION{APPID=w7; PROVIDER-ID=s; ADDR=http://c/}";
    let plan = plan_of(two);
    assert_eq!(problems(&plan), [(Problem::SecondAccount, "APPLICATION[2]/PROVIDER-ID")]);
    assert_eq!(plan.servers().len(), 2);
}

/// Get, Replace and Delete for the servers of the document, and for nobody else.
#[test]
fn rights_are_those_of_the_servers_of_the_document() {
    let two = format!("{FULL}; APPLICATION{{APPID=w7; PROVIDER-ID=com.second; ADDR=http://b/}}");
    for (text, servers) in [(FULL, &["com.example"][..]), (&two, &["com.example", "com.second"])] {
        let (tree, _, report) = install(text, &Options::new());
        let objects: Vec<String> =
            report.installed.objects.iter().map(|placed| placed.at.to_string()).collect();
        let rules = Inbox::new(NoRules, provost::dm::object::Places::standard());
        let mut engine = Engine::new(tree).with_rules(rules);
        for at in &objects {
            for server in servers {
                assert_eq!(engine.execute(server, &Operation::Get(at)).status().0, 200, "{at}");
            }
            for stranger in ["com.stranger", "*", "com", ""] {
                let status = engine.execute(stranger, &Operation::Get(at)).status().0;
                assert_eq!(status, 425, "{stranger} {at}");
                let name = format!("{at}?prop=Title");
                let replace = Operation::Replace(Item::new(&name).with_data("x"));
                assert_eq!(engine.execute(stranger, &replace).status().0, 425, "{at}");
                let status = engine.execute(stranger, &Operation::Delete(at)).status().0;
                assert_eq!(status, 425, "{at}");
            }
        }
        // No server reads a password back, not even in a tree.
        for server in servers {
            for at in ["./DMAcc/w7-1/AppAuth/1/AAuthSecret", "./NAP/NAP1/AuthInfo/1/AuthSecret"] {
                assert_eq!(engine.execute(server, &Operation::Get(at)).status().0, 405, "{at}");
            }
        }
        for server in servers {
            for at in [".", "./DMAcc", "./DMAcc/w7-1", "./NAP/NAP1", "./Proxy/PX1"] {
                for list in ["Struct", "StructData", "TNDS"] {
                    let target = format!("{at}?list={list}");
                    let outcome = engine.execute(server, &Operation::Get(&target));
                    let shown = outcome.results().iter().filter_map(|result| result.text());
                    assert!(shown.into_iter().all(|text| !text.contains("planted")), "{target}");
                }
            }
        }
        for at in &objects {
            let status = engine.execute(servers[0], &Operation::Delete(at)).status().0;
            assert_eq!(status, 200, "{at}");
        }
    }
}

#[test]
fn without_a_server_nobody_has_a_right() {
    let text = "NAPDEF{NAPID=N1; NAME=a; NAP-ADDRESS=a; NAPAUTHINFO{AUTHTYPE=PAP; AUTHNAME=u; AUTHSECRET=s}}";
    let (tree, _, report) = install(text, &Options::new());
    let mut engine = Engine::new(tree);
    let at = report.installed.objects[0].at.to_string();
    for server in ["com.example", "*", "", "nobody.invalid"] {
        assert_eq!(engine.execute(server, &Operation::Get(&at)).status().0, 425, "{server}");
        assert_eq!(engine.execute(server, &Operation::Delete(&at)).status().0, 425, "{server}");
        let name = format!("{at}/Name");
        let replace = Operation::Replace(Item::new(&name).with_data("x"));
        assert_eq!(engine.execute(server, &replace).status().0, 425, "{server}");
    }
}

/// The object of IMS that comes of a document is one by what is known of its nodes.
#[test]
fn an_object_of_ims_is_as_its_outline_says() {
    let text = "NAPDEF{NAPID=N1; NAP-ADDRESS=a}; APPLICATION{APPID=ap2001; NAME=IMS; TO-NAPID=N1; \
        PDP_ContextOperPref=0; Timer_T1=2000; Private_User_Identity=me@ims.example; \
        Public_User_Identity=sip:a@ims.example; Keep_Alive_Enabled=TRUE; RegRetryMaxTime=1800}";
    let (_, plan, _) = install(text, &Options::new());
    let object = plan.objects().iter().find(|own| own.id() == Outline::IMS.id()).expect("IMS");
    let mut found: Vec<String> = Vec::new();
    let root = provost::dm::uri::Uri::ROOT;
    Outline::IMS.describe().check_object(object, root.path(), |at, finding| {
        found.push(format!("{at}: {finding}"));
    });
    assert_eq!(found, Vec::<String>::new());
}

/// PoC that refers to IMS, and a service that only a device knows.
#[test]
fn other_applications_by_their_templates() {
    let text = "NAPDEF{NAPID=N1; NAME=a; NAP-ADDRESS=a}; \
        APPLICATION{APPID=ap2001; NAME=IMS; APPREF=IMS1; TO-NAPID=N1; PDP_ContextOperPref=1; \
          Timer_T1=2000; Private_User_Identity=me@ims.example; Public_User_Identity=sip:a@ims.example; \
          Public_User_Identity=tel:+15551234567; ICSI=urn:urn-7:3gpp-service.ims.icsi.mmtel; X-OTHER=x; \
          Timer_T1=1}; \
        APPLICATION{APPID=ap0001; NAME=PoC; TO-APPREF=IMS1; APPAUTH{AAUTHLEVEL=APPSRV; AAUTHTYPE=DIGEST; AAUTHNAME=n; AAUTHSECRET=p}}; \
        APPLICATION{APPID=AP9999; PROVIDER-ID=game.example; NAME=Game; X-LOBBY=http://lobby/; X-COLOR=red; X-COLOR=blue; \
          AACCEPT=image/gif; APROTOCOL=HTTP; ADDR=http://game/; ADDR=http://second/; RESOURCE{URI=/play; NAME=Play; AAUTHNAME=r; AAUTHSECRET=q}}";
    let game = Template::new("ap9999", "urn:example:mo:game:1.0", "./Games")
        .with(Row::new("X-LOBBY", "Lobby/URI"))
        .with(Row::new("X-COLOR", "Color"));
    let options = Options::new().with_templates(Templates::registered().with(game));
    let (tree, plan, report) = install(text, &options);
    assert_eq!(problems(&plan), [(Problem::NoScheme, "APPLICATION[2]/RESOURCE[0]/AAUTHTYPE")]);
    let places: Vec<String> =
        report.installed.objects.iter().map(|placed| placed.at.to_string()).collect();
    assert_eq!(places, ["./NAP/NAP1", "./IMS/ap2001-1", "./PoC/ap0001-2", "./Games/ap9999-3"]);
    for (at, value) in [
        ("./IMS/ap2001-1/AppID", "ap2001"),
        ("./IMS/ap2001-1/ConRefs/1/ConRef", "./NAP/NAP1"),
        ("./IMS/ap2001-1/AppRef", "IMS1"),
        ("./IMS/ap2001-1/PDP_ContextOperPref", "true"),
        ("./IMS/ap2001-1/Timer_T1", "2000"),
        ("./IMS/ap2001-1/Ext/Timer_T1-2", "1"),
        ("./IMS/ap2001-1/Private_User_Identity", "me@ims.example"),
        ("./IMS/ap2001-1/Public_User_Identity_List/1/Public_User_Identity", "sip:a@ims.example"),
        ("./IMS/ap2001-1/Public_User_Identity_List/2/Public_User_Identity", "tel:+15551234567"),
        ("./IMS/ap2001-1/ICSI_List/1/ICSI", "urn:urn-7:3gpp-service.ims.icsi.mmtel"),
        ("./IMS/ap2001-1/Ext/X-OTHER", "x"),
        ("./PoC/ap0001-2/Ext/TO-APPREF", "IMS1"),
        ("./PoC/ap0001-2/AppAuth/1/AAuthLevel", "CLCRED"),
        ("./Games/ap9999-3/ProviderID", "game.example"),
        ("./Games/ap9999-3/Lobby/URI", "http://lobby/"),
        ("./Games/ap9999-3/Color", "red"),
        ("./Games/ap9999-3/Ext/X-COLOR-2", "blue"),
        ("./Games/ap9999-3/AAccept", "image/gif"),
        ("./Games/ap9999-3/AProtocol", "HTTP"),
        ("./Games/ap9999-3/PrefAddr", "http://game/"),
        ("./Games/ap9999-3/AppAddr/1/Addr", "http://game/"),
        ("./Games/ap9999-3/AppAddr/2/Addr", "http://second/"),
        ("./Games/ap9999-3/Resource/1/URI", "/play"),
        ("./Games/ap9999-3/Resource/1/AppAuth/1/AAuthName", "r"),
    ] {
        let uri: provost::dm::uri::Uri = at.parse().expect("an address");
        let node = tree.read(uri.path()).unwrap_or_else(|error| panic!("{at}: {error}"));
        assert_eq!(node.text(), Some(value), "{at}");
    }
}

#[test]
fn a_second_installation_and_a_tree_that_is_full() {
    let plan = Plan::of(&document(FULL), &Options::new());
    let mut tree = MemoryTree::new();
    plan.install(&mut tree).expect("installed");
    let before = tree.len();
    assert!(plan.install(&mut tree).is_err(), "the server has its account");
    assert_eq!(tree.len(), before);
    let replacing = Plan::of(&document(FULL), &Options::new().replacing());
    let report = replacing.install(&mut tree).expect("installed");
    assert_eq!(report.sessions[0].at.to_string(), "./DMAcc/w7-1");
    let account = Account::read(&tree, report.sessions[0].at.path()).expect("an account");
    assert_eq!(account.connections, ["./Proxy/PX1-2", "./NAP/NAP2-2", "./NAP/NAP1-2"]);
    let size = u32::try_from(before).expect("small");
    for limit in 1..size {
        let mut tree = MemoryTree::new().with_limit(limit);
        assert!(plan.install(&mut tree).is_err(), "{limit}");
        assert!(tree.is_empty(), "{limit}");
    }
}

/// Microsoft's published document: names and nonces as they stand there.
#[test]
fn the_published_document_with_w7() {
    let Some(vector) = provisioning::documents()
        .iter()
        .find(|vector| vector.name == "windows-mobile-w7-bootstrap")
    else {
        return;
    };
    let document = Document::from_wbxml(&vector.wbxml).expect("a document");
    let plan = Plan::of(&document, &Options::new());
    // The access point that it refers to is in another document.
    assert_eq!(problems(&plan), [(Problem::Reference, "APPLICATION[0]/TO-NAPID")]);
    let mut tree = MemoryTree::new();
    let report = plan.install(&mut tree).expect("installed");
    assert_eq!(report.sessions[0].server, "servername");
    let account = Account::read(&tree, report.sessions[0].at.path()).expect("an account");
    assert_eq!(account.url().as_deref(), Some("https://dm.example.com/"));
    let client = account.auth_of(AccountAuth::CLIENT).expect("credentials");
    assert_eq!(client.name.as_deref(), Some("clientname"));
    assert_eq!(client.secret.as_ref().expect("a secret").expose(), "clientsecret");
    assert_eq!(client.data.as_ref().expect("a nonce").octets(), b"Nonce");
    let server = account.auth_of(AccountAuth::SERVER).expect("credentials");
    assert_eq!(server.secret.as_ref().expect("a secret").expose(), "serversecret");
    assert_eq!(account.server_credential().expect("credentials").user(), "servername");
}

/// Every document of the field becomes objects that are read back, in both layouts.
#[test]
fn documents_of_the_field() {
    for vector in provisioning::good() {
        let document = Document::from_wbxml(&vector.wbxml).expect("a document");
        for options in [Options::new(), Options::v1_1_2()] {
            let plan = Plan::of(&document, &options);
            let mut tree = MemoryTree::new();
            let report = plan.install(&mut tree).expect("installed");
            for placed in &report.installed.objects {
                let read = match placed.id.as_str() {
                    AccessPoint::ID => AccessPoint::read(&tree, placed.at.path()).map(|_| ()),
                    Proxy::ID => Proxy::read(&tree, placed.at.path()).map(|_| ()),
                    id if id == Layout::V1_2.id() => {
                        Account::read(&tree, placed.at.path()).map(|_| ())
                    }
                    _ => Ok(()),
                };
                assert_eq!(read, Ok(()), "{}: {}", vector.name, placed.at);
            }
        }
    }
}

#[test]
fn secrets_are_not_shown() {
    let plan = Plan::of(&document(FULL), &Options::new());
    let mut tree = MemoryTree::new();
    let report = plan.install(&mut tree).expect("installed");
    let shown = format!("{plan:?} {report:?} {tree:?} {:?}", plan.findings());
    assert!(shown.len() > 1_000 && !shown.contains("planted"), "{shown}");
}
