//! What of a document is not in the objects is told: what is said again, has no value, or is more than there is room
//! for.

use provost::cp::{Characteristic, Field, Kind, Node, Parm};
use provost::wbxml::Code;

use super::*;

/// A document that repeats itself: what is installed has a bound, and a finding says what is left out.
#[test]
fn objects_at_their_limit() {
    use provost::account::MAX_OBJECTS;

    let naps = |count: usize| -> String {
        (0..count).map(|at| format!("NAPDEF{{NAPID=N{at}; NAME=a; NAP-ADDRESS=a}}; ")).collect()
    };
    let accounts = |count: usize| -> String {
        (0..count)
            .map(|at| format!("APPLICATION{{APPID=w7; PROVIDER-ID=s{at}; ADDR=http://a/}}; "))
            .collect()
    };
    let proxies = |count: usize| -> String {
        let physical: String = (0..count)
            .map(|at| format!("PXPHYSICAL{{PHYSICAL-PROXY-ID={at}; PXADDR=10.0.0.1; TO-NAPID=N0}}"))
            .collect();
        format!(
            "NAPDEF{{NAPID=N0; NAME=a; NAP-ADDRESS=a}}; PXLOGICAL{{PROXY-ID=p; NAME=a; {physical}}}"
        )
    };
    let applications = |count: usize| -> String {
        (0..count).map(|_| String::from("APPLICATION{APPID=ap0001; NAME=a}; ")).collect()
    };
    let rows: [(&dyn Fn(usize) -> String, usize); 4] =
        [(&naps, 0), (&accounts, 0), (&proxies, 1), (&applications, 0)];
    for (make, others) in rows {
        for (count, expected) in [
            (MAX_OBJECTS - 1, MAX_OBJECTS - 1),
            (MAX_OBJECTS, MAX_OBJECTS),
            (MAX_OBJECTS + 1, MAX_OBJECTS),
        ] {
            let plan = Plan::of(&document(&make(count)), &Options::new());
            assert_eq!(plan.objects().len(), expected + others);
            let left_out = problems(&plan).iter().any(|row| row.0 == Problem::TooMany);
            assert_eq!(left_out, count > MAX_OBJECTS);
        }
    }
}

/// What is said again of a parm with a node of its own, or has no value, is somewhere or is told.
#[test]
fn parms_with_nodes_of_their_own_are_not_lost() {
    let text = "APPLICATION{APPID=ap9999; PROVIDER-ID=p; NAME=Game; NAME=Other; AACCEPT=image/gif; AACCEPT=image/png; \
        APROTOCOL=HTTP; ADDR=http://game/; RESOURCE{URI=/play; AACCEPT=a/b; AACCEPT=c/d}}; \
        APPLICATION{APPID=ap9998; PROVIDER-ID=p; AACCEPT=image/gif; AACCEPT=image/png; ADDR=http://game/; APROTOCOL}";
    let game = Template::new("ap9999", "urn:example:mo:game:1.0", "./Games");
    let other = Template::new("ap9998", "urn:example:mo:other:1.0", "./Games")
        .with(Row::new("AACCEPT", "X"))
        .with(Row::new("ADDR", "First"));
    let templates = Templates::registered().with(game).with(other);
    // Not by the rules of a whole document, which pass over what repeats a parm.
    let plan = Plan::of_effective(&document(text), &Options::new().with_templates(templates));
    let mut tree = MemoryTree::new();
    plan.install(&mut tree).expect("installed");
    assert_eq!(problems(&plan), []);
    let read = |at: &str| {
        let uri: provost::dm::uri::Uri = at.parse().expect("an address");
        tree.read(uri.path()).ok().map(|node| node.text().unwrap_or_default().to_owned())
    };
    for (at, value) in [
        ("./Games/ap9999-1/AAccept", Some("image/gif")),
        ("./Games/ap9999-1/Ext/AACCEPT-2", Some("image/png")),
        ("./Games/ap9999-1/Name", Some("Game")),
        ("./Games/ap9999-1/Ext/NAME-2", Some("Other")),
        ("./Games/ap9999-1/Ext/ADDR", None),
        ("./Games/ap9999-1/Resource/1/AAccept", Some("a/b")),
        ("./Games/ap9999-1/Resource/1/Ext/AACCEPT-2", Some("c/d")),
        ("./Games/ap9998-2/X", Some("image/gif")),
        ("./Games/ap9998-2/AAccept", None),
        ("./Games/ap9998-2/Ext/AACCEPT-2", Some("image/png")),
        ("./Games/ap9998-2/First", Some("http://game/")),
        ("./Games/ap9998-2/AppAddr/1/Addr", Some("http://game/")),
        ("./Games/ap9998-2/Ext/APROTOCOL", Some("")),
        ("./Games/ap9998-2/AProtocol", None),
    ] {
        assert_eq!(read(at).as_deref(), value, "{at}");
    }
}

/// What is said again of a parm of an account has a node of its own, with the first one's name and a number.
#[test]
fn parms_of_an_account_are_not_lost() {
    let text = "APPLICATION{APPID=w7; APPID=w8; PROVIDER-ID=com.a; PROVIDER-ID=com.b; NAME=One; NAME=Two; NAME=Three; \
        ADDR=https://a.example/; ADDR=https://b.example/; INIT; INIT; X=1; X=2}";
    // Not by the rules of a whole document, which pass over what repeats a parm.
    let plan = Plan::of_effective(&document(text), &Options::new());
    let mut tree = MemoryTree::new();
    let report = plan.install(&mut tree).expect("installed");
    assert_eq!(problems(&plan), []);
    assert_eq!(report.sessions.len(), 1);
    for (at, value) in [
        ("ServerID", Some("com.a")),
        ("Name", Some("One")),
        ("AppAddr/1/Addr", Some("https://a.example/")),
        ("AppAddr/2/Addr", Some("https://b.example/")),
        ("Ext/APPID-2", Some("w8")),
        ("Ext/PROVIDER-ID-2", Some("com.b")),
        ("Ext/NAME", None),
        ("Ext/NAME-2", Some("Two")),
        ("Ext/NAME-3", Some("Three")),
        ("Ext/X", Some("1")),
        ("Ext/X-2", Some("2")),
        ("Ext/INIT", None),
    ] {
        let uri: provost::dm::uri::Uri = format!("./DMAcc/w7-1/{at}").parse().expect("an address");
        let found = tree.read(uri.path()).ok();
        assert_eq!(found.as_ref().and_then(|node| node.text()), value, "{at}");
    }
}

/// A value that is no text stands for nothing: it is told, and the next one counts.
#[test]
fn values_that_are_unknown_are_told() {
    let unknown = || Some(Field::Token(Code { page: 0, token: 0xFE }));
    let parm = |name: &str| Parm::with_fields(Field::from(name.to_owned()), unknown());
    let game = Template::new("ap9999", "urn:example:mo:game:1.0", "./Games");
    let options = Options::new().with_templates(Templates::registered().with(game));
    for (id, kind, place) in [
        ("ap9999", "AACCEPT", "./Games/ap9999-1/AAccept"),
        ("ap9999", "NAME", "./Games/ap9999-1/Name"),
        ("w7", "NAME", "./DMAcc/w7-1/Name"),
    ] {
        let app = Characteristic::new(Kind::Application).with("APPID", id);
        let app = app.with("PROVIDER-ID", "com.a").with("ADDR", "https://a.example/");
        let app = app.with_node(Node::Parm(parm(kind))).with(kind, "known");
        let plan = Plan::of_effective(&Document::new().with(app), &options);
        let told = format!("APPLICATION[0]/{kind}");
        assert_eq!(problems(&plan), [(Problem::NotCarried, told.as_str())], "{place}");
        let mut tree = MemoryTree::new();
        plan.install(&mut tree).expect("installed");
        let uri: provost::dm::uri::Uri = place.parse().expect("an address");
        assert_eq!(tree.read(uri.path()).expect("there").text(), Some("known"), "{place}");
    }
}

/// More than an object has nodes for is left out, and told.
#[test]
fn what_is_cut_is_told() {
    let many =
        |count: usize, make: &dyn Fn(usize) -> String| -> String { (0..count).map(make).collect() };
    let w7 = |inside: String| {
        format!("APPLICATION{{APPID=w7; PROVIDER-ID=com.a; ADDR=https://a.example/; {inside}}}")
    };
    let game =
        |inside: String| format!("APPLICATION{{APPID=ap9999; ADDR=https://a.example/; {inside}}}");
    let auth = "AAUTHLEVEL=APPSRV; AAUTHTYPE=DIGEST; AAUTHNAME=n; AAUTHSECRET=s";
    let made = |kind: &str, count: usize| match kind {
        // One address stands there already.
        "ADDR" => w7(many(count - 1, &|at| format!("ADDR=https://{at}.example/; "))),
        "ADDR of others" => game(many(count - 1, &|at| format!("ADDR=https://{at}.example/; "))),
        "APPADDR" => {
            w7(many(count, &|at| format!("APPADDR{{ADDR=h{at}.example; ADDRTYPE=ALPHA}}; ")))
        }
        "PORT" => w7(format!(
            "APPADDR{{ADDR=h.example; {}}}",
            many(count, &|at| format!("PORT{{PORTNBR={}}}; ", at + 1))
        )),
        "APPAUTH" => w7(many(count, &|_| format!("APPAUTH{{{auth}}}; "))),
        "RESOURCE" => game(many(count, &|at| format!("RESOURCE{{URI=/{at}}}; "))),
        _ => format!(
            "NAPDEF{{NAPID=N; NAME=n; NAP-ADDRESS=a; {}}}",
            many(count, &|at| format!("NAPAUTHINFO{{AUTHTYPE=PAP; AUTHNAME=u{at}}}; "))
        ),
    };
    for (kind, place) in [
        ("ADDR", "APPLICATION[0]/ADDR"),
        ("ADDR of others", "APPLICATION[0]/ADDR"),
        ("APPADDR", "APPLICATION[0]/APPADDR"),
        ("PORT", "APPLICATION[0]/APPADDR[0]/PORT"),
        ("APPAUTH", "APPLICATION[0]/APPAUTH"),
        ("RESOURCE", "APPLICATION[0]/RESOURCE"),
        ("NAPAUTHINFO", "NAPDEF[0]/NAPAUTHINFO"),
    ] {
        let game = Template::new("ap9999", "urn:example:mo:game:1.0", "./Games");
        let options = Options::new().with_templates(Templates::registered().with(game));
        for (count, is_cut) in [(64, false), (65, true)] {
            let plan = Plan::of_effective(&document(&made(kind, count)), &options);
            let told: Vec<_> =
                problems(&plan).into_iter().filter(|(it, _)| *it == Problem::TooMany).collect();
            let expected = if is_cut { vec![(Problem::TooMany, place)] } else { vec![] };
            assert_eq!(told, expected, "{kind} {count}");
        }
    }
    // Schemes of one list, and references through proxies to more access points than there is room for.
    for (schemes, is_cut) in [(8, false), (9, true)] {
        let list = vec!["DIGEST"; schemes].join(",");
        let auth = format!("APPAUTH{{AAUTHLEVEL=APPSRV; AAUTHTYPE={list}; AAUTHNAME=n}}");
        let plan = Plan::of_effective(&document(&w7(auth)), &Options::new());
        let told = (Problem::TooMany, "APPLICATION[0]/APPAUTH[0]/AAUTHTYPE");
        assert_eq!(problems(&plan).contains(&told), is_cut, "{schemes}");
    }
    for (references, is_cut) in [(64, false), (65, true)] {
        let list = many(references, &|at| format!("TO-NAPID=N{at}; "));
        let options = Options::new().without_connectivity();
        let plan = Plan::of_effective(&document(&w7(list)), &options);
        let told = (Problem::TooMany, "APPLICATION[0]/TO-NAPID");
        assert_eq!(problems(&plan).contains(&told), is_cut, "{references}");
    }
}
