//! Commands on every kind of node, with and without the right.

use super::*;

/// Targets with the status for a server that has all rights, and for one that has none.
type Rows = [(&'static str, u16, u16); 15];

/// Table 6.4: what a command comes to on a kind of node, for a server that has all rights, and for
/// one that has none.
const TABLE: [(&str, Rows); 12] = [
    (
        "Get",
        [
            (".", 200, 425),
            ("./Permanent", 200, 425),
            ("./Permanent/Leaf", 200, 425),
            ("./Dynamic", 200, 425),
            ("./Dynamic/Leaf", 200, 425),
            ("./Closed", 405, 425),
            ("./Closed/Leaf", 405, 425),
            ("./Dynamic/New", 404, 404),
            ("./New/New", 404, 404),
            ("./Dynamic/Leaf/New", 404, 404),
            ("./Closed/New", 404, 404),
            ("./Dynamic/Leaf?prop=ACL", 200, 425),
            ("./Dynamic/New?prop=ACL", 404, 404),
            ("./Dynamic?list=Struct", 200, 425),
            ("./Inbox", 405, 405),
        ],
    ),
    (
        "Add leaf",
        [
            (".", 418, 418),
            ("./Permanent", 418, 425),
            ("./Permanent/Leaf", 418, 425),
            ("./Dynamic", 418, 425),
            ("./Dynamic/Leaf", 418, 425),
            ("./Closed", 418, 425),
            ("./Closed/Leaf", 418, 425),
            ("./Dynamic/New", 200, 425),
            ("./New/New", 200, 425),
            ("./Dynamic/Leaf/New", 405, 425),
            ("./Closed/New", 405, 425),
            ("./Dynamic/Leaf?prop=ACL", 405, 405),
            ("./Dynamic/New?prop=ACL", 405, 405),
            ("./Dynamic?list=Struct", 405, 405),
            ("./Inbox", 418, 425),
        ],
    ),
    (
        "Add interior",
        [
            (".", 418, 418),
            ("./Permanent", 418, 425),
            ("./Permanent/Leaf", 418, 425),
            ("./Dynamic", 418, 425),
            ("./Dynamic/Leaf", 418, 425),
            ("./Closed", 418, 425),
            ("./Closed/Leaf", 418, 425),
            ("./Dynamic/New", 200, 425),
            ("./New/New", 200, 425),
            ("./Dynamic/Leaf/New", 405, 425),
            ("./Closed/New", 405, 425),
            ("./Dynamic/Leaf?prop=ACL", 405, 405),
            ("./Dynamic/New?prop=ACL", 405, 405),
            ("./Dynamic?list=Struct", 405, 405),
            ("./Inbox/New", 200, 425),
        ],
    ),
    (
        "Replace",
        [
            (".", 405, 425),
            ("./Permanent", 405, 425),
            ("./Permanent/Leaf", 200, 425),
            ("./Dynamic", 405, 425),
            ("./Dynamic/Leaf", 200, 425),
            ("./Closed", 405, 425),
            ("./Closed/Leaf", 405, 425),
            ("./Dynamic/New", 404, 404),
            ("./New/New", 404, 404),
            ("./Dynamic/Leaf/New", 404, 404),
            ("./Closed/New", 404, 404),
            ("./Dynamic/Leaf?prop=Title", 200, 425),
            ("./Dynamic/New?prop=Title", 404, 404),
            ("./Dynamic?list=Struct", 405, 405),
            ("./Dynamic/Leaf?prop=Size", 405, 405),
        ],
    ),
    (
        "Rename",
        [
            (".?prop=Name", 405, 425),
            ("./Permanent?prop=Name", 405, 425),
            ("./Permanent/Leaf?prop=Name", 405, 425),
            ("./Dynamic?prop=Name", 200, 425),
            ("./Dynamic/Leaf?prop=Name", 200, 425),
            ("./Closed?prop=Name", 405, 425),
            ("./Closed/Leaf?prop=Name", 405, 425),
            ("./Dynamic/New?prop=Name", 404, 404),
            ("./New/New?prop=Name", 404, 404),
            ("./Dynamic/Leaf/New?prop=Name", 404, 404),
            ("./Closed/New?prop=Name", 404, 404),
            ("./Dynamic/Below?prop=Name", 200, 425),
            ("./Permanent/Below?prop=Name", 405, 425),
            ("./Dynamic/Int?prop=Name", 200, 425),
            ("./Inbox?prop=Name", 405, 425),
        ],
    ),
    (
        "Delete",
        [
            (".", 405, 405),
            ("./Permanent", 405, 425),
            ("./Permanent/Leaf", 405, 425),
            ("./Dynamic", 200, 425),
            ("./Dynamic/Leaf", 200, 425),
            ("./Closed", 405, 425),
            ("./Closed/Leaf", 405, 425),
            ("./Dynamic/New", 404, 404),
            ("./New/New", 404, 404),
            ("./Dynamic/Leaf/New", 404, 404),
            ("./Closed/New", 404, 404),
            ("./Dynamic/Leaf?prop=ACL", 405, 405),
            ("./Dynamic/New?prop=ACL", 405, 405),
            ("./Dynamic?list=Struct", 405, 405),
            ("./Inbox", 200, 425),
        ],
    ),
    (
        "Copy from",
        [
            (".", 405, 425),
            ("./Permanent", 405, 425),
            ("./Permanent/Leaf", 200, 425),
            ("./Dynamic", 405, 425),
            ("./Dynamic/Leaf", 200, 425),
            ("./Closed", 405, 425),
            ("./Closed/Leaf", 405, 425),
            ("./Dynamic/New", 404, 404),
            ("./New/New", 404, 404),
            ("./Dynamic/Leaf/New", 404, 404),
            ("./Closed/New", 404, 404),
            ("./Dynamic/Leaf?prop=ACL", 405, 405),
            ("./Dynamic/New?prop=ACL", 405, 405),
            ("./Dynamic?list=Struct", 405, 405),
            ("./Copied", 404, 404),
        ],
    ),
    (
        "Exec",
        [
            (".", 200, 425),
            ("./Permanent", 200, 425),
            ("./Permanent/Leaf", 200, 425),
            ("./Dynamic", 200, 425),
            ("./Dynamic/Leaf", 200, 425),
            ("./Closed", 405, 425),
            ("./Closed/Leaf", 405, 425),
            ("./Dynamic/New", 404, 404),
            ("./New/New", 404, 404),
            ("./Dynamic/Leaf/New", 404, 404),
            ("./Closed/New", 404, 404),
            ("./Dynamic/Leaf?prop=ACL", 405, 405),
            ("./Dynamic/New?prop=ACL", 405, 405),
            ("./Dynamic?list=Struct", 405, 405),
            ("./Inbox", 200, 425),
        ],
    ),
    (
        "Change format",
        [
            (".", 405, 425),
            ("./Permanent", 405, 425),
            ("./Permanent/Leaf", 405, 425),
            ("./Dynamic", 405, 425),
            ("./Dynamic/Leaf", 200, 425),
            ("./Closed", 405, 425),
            ("./Closed/Leaf", 405, 425),
            ("./Dynamic/New", 404, 404),
            ("./New/New", 404, 404),
            ("./Dynamic/Leaf/New", 404, 404),
            ("./Closed/New", 404, 404),
            ("./Dynamic/Int", 415, 425),
            ("./Dynamic/New?prop=Type", 404, 404),
            ("./Dynamic?list=Struct", 405, 405),
            ("./Inbox", 405, 425),
        ],
    ),
    (
        "Copy to",
        [
            (".", 405, 425),
            ("./Permanent", 405, 425),
            ("./Permanent/Leaf", 200, 425),
            ("./Dynamic", 405, 425),
            ("./Dynamic/Leaf", 418, 425),
            ("./Closed", 405, 425),
            ("./Closed/Leaf", 405, 425),
            ("./Dynamic/New", 200, 425),
            ("./New/New", 200, 425),
            ("./Dynamic/Leaf/New", 405, 425),
            ("./Closed/New", 405, 425),
            ("./Dynamic/Leaf?prop=ACL", 405, 405),
            ("./Dynamic/New?prop=ACL", 405, 405),
            ("./Dynamic?list=Struct", 405, 405),
            ("./Dynamic/Int", 415, 425),
        ],
    ),
    (
        "Add tree",
        [
            (".", 200, 425),
            ("./Permanent", 200, 425),
            ("./Permanent/Leaf", 405, 425),
            ("./Dynamic", 200, 425),
            ("./Dynamic/Leaf", 405, 425),
            ("./Closed", 405, 425),
            ("./Closed/Leaf", 405, 425),
            ("./Dynamic/New", 200, 425),
            ("./New/New", 200, 425),
            ("./Dynamic/Leaf/New", 405, 425),
            ("./Closed/New", 405, 425),
            ("./Dynamic/Leaf?prop=ACL", 405, 405),
            ("./Dynamic/New?prop=ACL", 405, 405),
            ("./Dynamic?list=Struct", 405, 405),
            ("./Dynamic/Below", 200, 425),
        ],
    ),
    (
        "Replace tree",
        [
            (".", 405, 425),
            ("./Permanent", 405, 425),
            ("./Permanent/Leaf", 405, 425),
            ("./Dynamic", 200, 425),
            ("./Dynamic/Leaf", 405, 425),
            ("./Closed", 405, 425),
            ("./Closed/Leaf", 405, 425),
            ("./Dynamic/New", 404, 404),
            ("./New/New", 404, 404),
            ("./Dynamic/Leaf/New", 404, 404),
            ("./Closed/New", 404, 404),
            ("./Dynamic/Leaf?prop=ACL", 400, 425),
            ("./Dynamic/New?prop=ACL", 404, 404),
            ("./Dynamic?list=Struct", 405, 405),
            ("./Dynamic/Below", 200, 425),
        ],
    ),
];

const TREE: &str = "application/vnd.syncml.dmtnds+xml";

/// A value that no other leaf has, so that a copy of it is a change.
fn set_value(engine: &mut Engine<Running, Device>, at: &str, value: &'static str) {
    let mut change = provost::dm::tree::Change::default();
    change.value = Some(Bytes::from_static(value.as_bytes()));
    engine.tree_mut().write(Edit::Update { at: uri(at).path(), change }).expect(at);
}

#[test]
fn commands_on_every_kind_of_node() {
    let (mut cells, mut wrong) = (0, Vec::new());
    for (command, rows) in TABLE {
        for (target, with_rights, without) in rows {
            for (root, expected) in [
                ("Add=*&Delete=*&Exec=*&Get=*&Replace=*", with_rights),
                ("Add=other&Delete=other&Exec=other&Get=other&Replace=other", without),
            ] {
                let mut engine = device(root);
                set_value(&mut engine, "./Dynamic/Leaf", "w");
                let before = snapshot(&engine.tree().0);
                let item = Item::new(target);
                let document = "<MgmtTree><VerDTD>1.2</VerDTD><Node><NodeName>N</NodeName>\
                    <Value>v</Value></Node></MgmtTree>";
                let operation = match command {
                    "Get" => Operation::Get(target),
                    "Add leaf" => Operation::Add(item.with_data("new")),
                    "Add interior" => Operation::Add(item.with_format(Format::Node)),
                    "Replace" => Operation::Replace(item.with_data("new")),
                    "Rename" => Operation::Replace(item.with_data("Renamed")),
                    "Delete" => Operation::Delete(target),
                    "Copy from" => Operation::Copy { source: target, target: "./Copied" },
                    "Copy to" => Operation::Copy { source: "./Dynamic/Leaf", target },
                    "Change format" => {
                        Operation::Replace(item.with_format(Format::Bin).with_data("new"))
                    }
                    "Add tree" => Operation::Add(item.with_type(TREE).with_data(document)),
                    "Replace tree" => Operation::Replace(item.with_type(TREE).with_data(document)),
                    _ => Operation::Exec { target, data: None },
                };
                let found = status(&mut engine, "srv", &operation);
                if found != expected {
                    wrong.push(format!("{command} {target} with {root}: {found}, not {expected}"));
                }
                let changes = !matches!(command, "Get" | "Exec") && found == 200;
                let after = snapshot(&engine.tree().0);
                assert_eq!(before != after, changes, "{command} {target} with {root}");
                cells += 1;
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(cells, TABLE.len() * 15 * 2);
}

/// What a copy comes to by its target.
#[test]
fn copies_by_target() {
    for (target, expected) in [
        ("./Dynamic/New", 200),
        ("./New/New", 200),
        ("./Dynamic/Below", 405),
        ("./Dynamic/Leaf", 418),
        ("./Permanent/Leaf", 200),
        ("./Closed/Leaf", 405),
        ("./Closed/New", 405),
        ("./Dynamic/Leaf/New", 405),
        (".", 405),
        ("./Dynamic/Int", 415),
    ] {
        let mut engine = device("Add=*&Delete=*&Get=*&Replace=*");
        let copy = Operation::Copy { source: "./Dynamic/Leaf", target };
        assert_eq!(status(&mut engine, "srv", &copy), expected, "{target}");
    }
    let mut engine = device("Add=*&Get=*&Replace=*");
    let copy = Operation::Copy { source: "./Dynamic/Leaf", target: "./Permanent/Leaf" };
    let change = Operation::Replace(Item::new("./Dynamic/Leaf").with_data("copied"));
    assert_eq!(status(&mut engine, "srv", &change), 200);
    assert_eq!(status(&mut engine, "srv", &copy), 200);
    assert_eq!(get(&mut engine, "srv", "./Permanent/Leaf").as_deref(), Ok("copied"));
    engine.options_mut().copy = false;
    assert_eq!(status(&mut engine, "srv", &copy), 406);
}

/// Rights of Copy are those of what it does (DM TND 1.2.1, 7.7.1).
#[test]
fn a_copy_needs_the_rights_of_its_parts() {
    for (root, new, old) in
        [("Get=*&Add=*", 200, 425), ("Get=*&Replace=*", 425, 200), ("Add=*&Replace=*", 425, 425)]
    {
        let mut engine = device(root);
        let mut copy = |target| {
            status(&mut engine, "srv", &Operation::Copy { source: "./Dynamic/Leaf", target })
        };
        assert_eq!(copy("./Dynamic/New"), new, "{root}");
        assert_eq!(copy("./Permanent/Leaf"), old, "{root}");
    }
}

#[test]
fn formats_and_values() {
    let mut engine = device("Add=*&Get=*&Replace=*");
    let mut run = |operation| status(&mut engine, "srv", &operation);
    let int = |data: &'static str| Item::new("./Dynamic/Int").with_data(data);
    assert_eq!(run(Operation::Replace(int("42"))), 200);
    assert_eq!(run(Operation::Replace(int("x"))), 400);
    assert_eq!(run(Operation::Replace(int("42").with_format(Format::Chr))), 415);
    // What is permanent keeps its format and type.
    let leaf = || Item::new("./Permanent/Leaf").with_data("AAEC");
    assert_eq!(run(Operation::Replace(leaf().with_format(Format::B64))), 405);
    assert_eq!(run(Operation::Replace(leaf().with_type("text/html"))), 405);
    assert_eq!(
        run(Operation::Replace(leaf().with_type("text/plain").with_format(Format::Chr))),
        200
    );
    let leaf = |data: &'static str| Item::new("./Dynamic/Leaf").with_data(data);
    assert_eq!(
        run(Operation::Replace(leaf("AAEC").with_format(Format::B64).with_type("a/b"))),
        200
    );
    assert_eq!(run(Operation::Replace(leaf("?").with_format(Format::B64))), 400);
    assert_eq!(run(Operation::Replace(leaf("").with_format(Format::Node))), 405);
    let outcome = engine.execute("srv", &Operation::Get("./Dynamic/Leaf"));
    let result = &outcome.results()[0];
    assert_eq!(result.data.as_deref(), Some(&[0, 1, 2][..]));
    assert_eq!((result.format, result.kind.as_str()), (Format::Bin, "a/b"));

    let mut run = |operation| status(&mut engine, "srv", &operation);
    let add = |target: &'static str| Item::new(target);
    assert_eq!(run(Operation::Add(add("./N").with_format(Format::Node).with_data("x"))), 400);
    assert_eq!(run(Operation::Add(add("./N").with_format(Format::Null).with_data("x"))), 400);
    assert_eq!(run(Operation::Add(add("./N").with_format(Format::Null))), 200);
    assert_eq!(run(Operation::Add(add("./Chr"))), 200);
    assert_eq!(get(&mut engine, "srv", "./Chr?prop=Format").as_deref(), Ok("chr"));
}

#[test]
fn sizes_and_a_full_device() {
    let tree = store(&[("./A", Node::interior())]).with_limit(4);
    let mut options = EngineOptions::DEFAULT;
    options.max_value = 4;
    let mut engine = Engine::new(tree).with_options(options);
    let mut add = |target, length| {
        let item = Item::new(target).with_data("x".repeat(length));
        status(&mut engine, "srv", &Operation::Add(item))
    };
    assert_eq!(add("./A1", 5), 413);
    assert_eq!(add("./A1", 4), 200);
    assert_eq!(add("./A2", 3), 200);
    assert_eq!(add("./A3", 1), 420);
    let outcome = engine.execute("srv", &Operation::Delete("./A1"));
    assert_eq!(outcome.status().0, 425);
    // A group that fails for want of room leaves nothing.
    let before = snapshot(engine.tree());
    let deep = Item::new("./B/C/D").with_data("x");
    assert_eq!(status(&mut engine, "srv", &Operation::Add(deep)), 420);
    assert_eq!(snapshot(engine.tree()), before);
}

#[test]
fn children_are_listed_with_escapes() {
    let tree = store(&[
        ("./A", Node::interior()),
        ("./A/x%20y", Node::leaf("")),
        ("./A/%C3%BC", Node::leaf("")),
        ("./A/Z", Node::interior()),
        ("./Empty", Node::interior()),
    ]);
    let mut engine = Engine::new(tree);
    assert_eq!(get(&mut engine, "srv", "./A").as_deref(), Ok("Z/x%20y/%C3%BC"));
    assert_eq!(get(&mut engine, "srv", "./Empty").as_deref(), Ok(""));
    let outcome = engine.execute("srv", &Operation::Get("./A"));
    let result = &outcome.results()[0];
    assert_eq!((result.format, result.kind.as_str()), (Format::Node, "text/plain"));
    assert_eq!(result.source, "./A");
}

#[test]
fn addresses_that_are_none() {
    let limits = UriLimits { max_depth: 3, max_tot_len: 20, max_seg_len: 8 };
    let mut engine = device("Add=*&Get=*&Replace=*");
    engine.options_mut().uri = UriRules::SPECIFICATION.with_limits(limits);
    for (target, expected) in [
        ("", 400),
        ("/A", 400),
        ("./A/", 400),
        ("./A/../B", 400),
        ("./%zz", 400),
        ("./A/B/C/D", 414),
        ("./123456789", 414),
        ("./1234567/1234567/123456", 414),
        ("./Dynamic?prop=Color", 406),
        ("./Dynamic?list=All", 406),
        ("./Dynamic?x=y", 406),
    ] {
        for operation in [
            Operation::Get(target),
            Operation::Add(Item::new(target)),
            Operation::Replace(Item::new(target)),
            Operation::Delete(target),
            Operation::Copy { source: target, target: "./X" },
            Operation::Exec { target, data: None },
        ] {
            assert_eq!(status(&mut engine, "srv", &operation), expected, "{operation:?}");
        }
    }
    // A name that would make the address too long.
    let name = Operation::Replace(Item::new("./Dynamic?prop=Name").with_data("123456789"));
    assert_eq!(status(&mut engine, "srv", &name), 414);
}

#[test]
fn parents_are_added_on_the_way() {
    let mut engine = device("Add=*&Get=*&Replace=*");
    let add = |target: &'static str| Operation::Add(Item::new(target).with_data("v"));
    assert_eq!(status(&mut engine, "srv", &add("./X/Y/Z")), 200);
    assert_eq!(get(&mut engine, "srv", "./X").as_deref(), Ok("Y"));
    engine.options_mut().implicit_add = false;
    let outcome = engine.execute("srv", &add("./X/V/W/U"));
    assert_eq!(outcome.status().0, 404);
    assert_eq!(outcome.failed_at(), Some(&uri("./X/V")));
    engine.options_mut().implicit_add = true;
    // The way leads over a leaf: nothing is left of it.
    let before = snapshot(&engine.tree().0);
    let outcome = engine.execute("srv", &add("./X/Y/Z/A/B"));
    assert_eq!(outcome.status().0, 405);
    assert_eq!(outcome.failed_at(), Some(&uri("./X/Y/Z/A")));
    assert_eq!(snapshot(&engine.tree().0), before);
    let outcome = engine.execute("srv", &add("./Closed/New/Leaf"));
    assert_eq!((outcome.status().0, outcome.failed_at()), (405, Some(&uri("./Closed/New"))));
}

/// The lists of DM TND 1.2.1, appendix: nodes with formats, and with values.
#[test]
fn lists() {
    let tree = store(&[
        ("./A", Node::interior()),
        ("./A/C", Node::interior()),
        ("./A/D", Node::interior().with_kind("urn:oma:mo:x:1.0")),
        ("./A/D/E", Node::interior()),
        ("./A/D/F", Node::leaf("<x/>").with_format(Format::Xml).with_kind("text/xml")),
        ("./A/D/E/G", Node::leaf("leaf node data")),
        (
            "./A/D/E/H",
            Node::leaf(vec![0xFF, 0xD8]).with_format(Format::Bin).with_kind("image/jpeg"),
        ),
        ("./A/D/Hidden", Node::interior().with_acl(acl("Get=other"))),
        ("./A/D/Hidden/Too", Node::leaf("")),
    ]);
    let mut engine = Engine::new(tree);
    let row = |r: &provost::dm::tree::ItemResult| {
        (r.source.clone(), r.format, r.kind.clone(), r.data.clone())
    };
    let outcome = engine.execute("srv", &Operation::Get("./A/D?list=StructData"));
    let found: Vec<_> = outcome.results().iter().map(row).collect();
    let bytes = |octets: &'static [u8]| Some(Bytes::from_static(octets));
    let expected: Vec<(String, Format, String, Option<Bytes>)> = vec![
        ("./A/D".into(), Format::Node, "urn:oma:mo:x:1.0".into(), None),
        ("./A/D/E".into(), Format::Node, "text/plain".into(), None),
        ("./A/D/E/G".into(), Format::Chr, "text/plain".into(), bytes(b"leaf node data")),
        ("./A/D/E/H".into(), Format::Bin, "image/jpeg".into(), bytes(&[0xFF, 0xD8])),
        ("./A/D/F".into(), Format::Xml, "text/xml".into(), bytes(b"<x/>")),
    ];
    assert_eq!(found, expected);
    let outcome = engine.execute("srv", &Operation::Get("./A?list=Struct"));
    assert!(outcome.results().iter().all(|result| result.data.is_none()));
    let sources: BTreeSet<&str> = outcome.results().iter().map(|r| r.source.as_str()).collect();
    let all = ["./A", "./A/C", "./A/D", "./A/D/E", "./A/D/E/G", "./A/D/E/H", "./A/D/F"];
    assert_eq!(sources, BTreeSet::from(all));
}

/// Servers of Windows replace what may not be there. It is Add by another name: parents, rights and
/// rules are those of Add; a property or a list of what is missing stays missing.
#[test]
fn replace_of_a_missing_node_adds_it_where_that_is_asked_for() {
    let mut engine = device("Add=*&Get=*&Replace=*");
    let replace = |target: &'static str| Operation::Replace(Item::new(target).with_data("w"));
    assert_eq!(status(&mut engine, "srv", &replace("./New/Deep/Leaf")), 404);
    engine.options_mut().replace_adds = true;
    assert_eq!(status(&mut engine, "srv", &replace("./New/Deep/Leaf?prop=Title")), 404);
    assert_eq!(status(&mut engine, "srv", &replace("./New/Deep/Leaf")), 200);
    assert_eq!(get(&mut engine, "srv", "./New/Deep/Leaf").as_deref(), Ok("w"));
    // What is there is replaced, with its own right.
    assert_eq!(status(&mut engine, "srv", &replace("./New/Deep/Leaf")), 200);
    assert_eq!(status(&mut engine, "srv", &replace("./New")), 405);
    engine.options_mut().implicit_add = false;
    assert_eq!(status(&mut engine, "srv", &replace("./Other/Leaf")), 404);
    let mut engine = device("Get=*&Replace=*");
    engine.options_mut().replace_adds = true;
    assert_eq!(status(&mut engine, "srv", &replace("./New")), 425);
}

/// A node of the format null has no value, however one would come there.
#[test]
fn null_has_no_value() {
    let document = |value: &str| {
        format!(
            "<MgmtTree><VerDTD>1.2</VerDTD><Node><NodeName>N</NodeName><RTProperties><Format><null/>\
             </Format></RTProperties>{value}</Node></MgmtTree>"
        )
    };
    let tnds = |target, data: String| {
        Item::new(target).with_type("application/vnd.syncml.dmtnds+xml").with_data(data)
    };
    let value = || document("<Value>v</Value>");
    let mut tree =
        store(&[("./N", Node::leaf("").with_format(Format::Null)), ("./L", Node::leaf("v"))]);
    set_acl(&mut tree, ".", "Add=*&Get=*&Replace=*");
    let mut engine = Engine::new(tree);
    for (operation, expected) in [
        (Operation::Replace(Item::new("./N").with_data("v")), 400),
        (Operation::Replace(tnds("./N", value())), 400),
        (Operation::Copy { source: "./L", target: "./N" }, 200),
        (Operation::Replace(Item::new("./N").with_format(Format::Null)), 200),
        (Operation::Replace(Item::new("./N")), 200),
        (Operation::Add(tnds("./New", value())), 400),
        (Operation::Add(tnds("./New", document(""))), 200),
    ] {
        assert_eq!(status(&mut engine, "srv", &operation), expected, "{operation:?}");
    }
}

/// What a document puts beside its first node is below the target all the same.
#[test]
fn documents_stay_below_their_target() {
    let document = "<MgmtTree><VerDTD>1.2</VerDTD>\
        <Node><NodeName>B</NodeName><RTProperties><Format><node/></Format></RTProperties></Node>\
        <Node><NodeName>D</NodeName><Path>C</Path><Value>v</Value></Node></MgmtTree>";
    let mut tree = store(&[("./A", Node::interior())]);
    set_acl(&mut tree, ".", "Add=*&Get=*&Replace=*");
    let mut engine = Engine::new(tree);
    let item = Item::new("./A/B").with_type("application/vnd.syncml.dmtnds+xml");
    assert_eq!(status(&mut engine, "srv", &Operation::Add(item.with_data(document))), 200);
    assert_eq!(get(&mut engine, "srv", "./A/C/D"), Err(404));
    assert_eq!(get(&mut engine, "srv", "./A/B/C/D").as_deref(), Ok("v"));
}
