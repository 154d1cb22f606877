//! The management tree by the rules of DM TND 1.2.1: commands on every kind of node with and without
//! the right, properties, access control lists, Atomic, several authorities, several stores.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "tests have the standard library, and their helpers may fail"
)]

use std::borrow::Cow;
use std::collections::BTreeSet;

use bytes::Bytes;
use provost::dm::{
    Format,
    tree::{
        Access, Acl, Case, Edit, Engine, EngineOptions, Execution, Item, MemoryTree, Mounts, Node,
        NodeRule, Operation, Outcome, Right, Rules, Scope, Timestamp, Transaction, Tree, TreeError,
    },
    uri::{Path, PropertyName, PropertySet, Uri, UriLimits, UriRules},
};

fn uri(text: &str) -> Uri {
    text.parse().expect(text)
}

fn acl(text: &str) -> Acl {
    Acl::parse_lenient(text).expect(text)
}

/// A store of nodes by address: `/` behind an address makes an interior node.
fn store(nodes: &[(&str, Node)]) -> MemoryTree {
    let mut tree = MemoryTree::new();
    for (address, node) in nodes {
        put(&mut tree, address, node.clone());
    }
    tree
}

fn put(tree: &mut impl Tree, address: &str, node: Node) {
    let uri = uri(address);
    tree.write(Edit::Add { at: uri.path(), node }).expect(address);
}

fn set_acl(tree: &mut impl Tree, address: &str, text: &str) {
    let mut change = provost::dm::tree::Change::default();
    change.acl = Some(acl(text));
    tree.write(Edit::Update { at: uri(address).path(), change }).expect(address);
}

fn status<T: Tree, R: Rules>(
    engine: &mut Engine<T, R>,
    server: &str,
    operation: &Operation<'_>,
) -> u16 {
    engine.execute(server, operation).status().0
}

fn get<T: Tree, R: Rules>(
    engine: &mut Engine<T, R>,
    server: &str,
    target: &str,
) -> Result<String, u16> {
    let outcome = engine.execute(server, &Operation::Get(target));
    match outcome.results() {
        [one] => Ok(one.text().expect("text").to_owned()),
        _ => Err(outcome.status().0),
    }
}

/// The whole tree as text, to be compared.
fn snapshot(tree: &impl Tree) -> Vec<String> {
    let mut lines = Vec::new();
    let mut open = vec![Uri::ROOT];
    while let Some(uri) = open.pop() {
        let node = tree.read(uri.path()).expect("a node that is listed");
        lines.push(format!("{uri} {node:?} {:?}", node.value));
        if node.is_interior() {
            tree.children(uri.path(), &mut |name| open.push(uri.child(name).expect("a name")))
                .expect("children");
        }
    }
    lines.sort();
    lines
}

/// A device with one node of each kind, all of which run. Below `./Closed` no node takes a command.
#[derive(Clone, Copy)]
struct Device;

impl Rules for Device {
    fn rule(&self, at: Path<'_>) -> NodeRule {
        let rule = match at.segments().next() {
            Some("Permanent") => NodeRule::ANY.with_scope(Scope::Permanent),
            Some("Closed") => NodeRule::ANY.with_access(Access::NONE),
            _ => NodeRule::ANY,
        };
        if at.name() == "Int" { rule.with_format(Format::Int) } else { rule }
    }

    fn allows_value(&self, at: Path<'_>, value: &[u8]) -> bool {
        at.name() != "Int" || value.iter().all(u8::is_ascii_digit)
    }
}

/// A store in which every leaf runs.
#[derive(Clone)]
struct Running(MemoryTree);

impl Tree for Running {
    fn read(&self, at: Path<'_>) -> Result<Cow<'_, Node>, TreeError> {
        self.0.read(at)
    }

    fn children(&self, at: Path<'_>, visit: &mut dyn FnMut(&str)) -> Result<(), TreeError> {
        self.0.children(at, visit)
    }

    fn write(&mut self, edit: Edit<'_>) -> Result<(), TreeError> {
        self.0.write(edit)
    }

    fn exec(&mut self, _at: Path<'_>, data: Option<&Bytes>) -> Result<Execution, TreeError> {
        Ok(if data.is_some() { Execution::Accepted } else { Execution::Done })
    }
}

fn device(root: &str) -> Engine<Running, Device> {
    let mut tree = store(&[
        ("./Permanent", Node::interior()),
        ("./Permanent/Leaf", Node::leaf("v")),
        ("./Permanent/Below", Node::interior()),
        ("./Dynamic", Node::interior()),
        ("./Dynamic/Leaf", Node::leaf("v")),
        ("./Dynamic/Int", Node::leaf("1").with_format(Format::Int)),
        ("./Dynamic/Below", Node::interior()),
        ("./Closed", Node::interior()),
        ("./Closed/Leaf", Node::leaf("v")),
        ("./Inbox", Node::interior()),
    ]);
    set_acl(&mut tree, ".", root);
    Engine::new(Running(tree)).with_rules(Device)
}

/// Targets with the status for a server that has all rights, and for one that has none.
type Rows = [(&'static str, u16, u16); 15];

/// Table 6.4: what a command comes to on a kind of node, for a server that has all rights, and for
/// one that has none.
const TABLE: [(&str, Rows); 8] = [
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
            ("./Inbox?prop=Name", 200, 425),
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
];

#[test]
fn commands_on_every_kind_of_node() {
    let mut cells = 0;
    for (command, rows) in TABLE {
        for (target, with_rights, without) in rows {
            for (root, expected) in [
                ("Add=*&Delete=*&Exec=*&Get=*&Replace=*", with_rights),
                ("Add=other&Delete=other&Exec=other&Get=other&Replace=other", without),
            ] {
                let mut engine = device(root);
                let before = snapshot(&engine.tree().0);
                let item = Item::new(target);
                let operation = match command {
                    "Get" => Operation::Get(target),
                    "Add leaf" => Operation::Add(item.with_data("new")),
                    "Add interior" => Operation::Add(item.with_format(Format::Node)),
                    "Replace" => Operation::Replace(item.with_data("new")),
                    "Rename" => Operation::Replace(item.with_data("Renamed")),
                    "Delete" => Operation::Delete(target),
                    "Copy from" => Operation::Copy { source: target, target: "./Copied" },
                    _ => Operation::Exec { target, data: None },
                };
                let found = status(&mut engine, "srv", &operation);
                assert_eq!(found, expected, "{command} {target} with {root}");
                let changes = !matches!(command, "Get" | "Exec") && found == 200;
                let after = snapshot(&engine.tree().0);
                assert_eq!(before != after, changes, "{command} {target} with {root}");
                cells += 1;
            }
        }
    }
    assert_eq!(cells, 8 * 15 * 2);
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

#[test]
fn properties() {
    let mut engine = device("Add=*&Get=*&Replace=*");
    let now: Timestamp = "20261127T120000Z".parse().expect("a time");
    engine.options_mut().now = Some(now);
    let change = Operation::Replace(Item::new("./Dynamic/Leaf").with_data("f\u{fc}nf!"));
    assert_eq!(status(&mut engine, "srv", &change), 200);
    let title = Operation::Replace(Item::new("./Dynamic/Leaf?prop=Title").with_data("T"));
    assert_eq!(status(&mut engine, "srv", &title), 200);
    for (name, value) in [
        ("ACL", ""),
        ("Format", "chr"),
        ("Name", "Leaf"),
        ("Size", "6"),
        ("Title", "T"),
        ("TStamp", "20261127T120000Z"),
        ("Type", "text/plain"),
        ("VerNo", "2"),
    ] {
        let target = format!("./Dynamic/Leaf?prop={name}");
        assert_eq!(get(&mut engine, "srv", &target).as_deref(), Ok(value), "{name}");
        let replace = Operation::Replace(Item::new(&target).with_data("x"));
        let expected = match name {
            "ACL" => 400,
            "Name" | "Title" => 200,
            _ => 405,
        };
        let mut other = engine.tree().clone();
        let found = Engine::new(&mut other).execute("srv", &replace).status().0;
        assert_eq!(found, expected, "{name}");
    }
    assert_eq!(get(&mut engine, "srv", "./Dynamic?prop=Size"), Err(406));
    assert_eq!(get(&mut engine, "srv", "./Dynamic?prop=Format").as_deref(), Ok("node"));
    assert_eq!(get(&mut engine, "srv", "./Dynamic?prop=Type").as_deref(), Ok(""));
    assert_eq!(get(&mut engine, "srv", ".?prop=ACL").as_deref(), Ok("Add=*&Get=*&Replace=*"));

    // Those that a device need not keep.
    engine.options_mut().properties = PropertySet::NONE.with(PropertyName::Size);
    for (name, expected) in
        [("Title", 406), ("TStamp", 406), ("VerNo", 406), ("Size", 200), ("Type", 200)]
    {
        let target = format!("./Dynamic/Leaf?prop={name}");
        assert_eq!(status(&mut engine, "srv", &Operation::Get(&target)), expected, "{name}");
    }
}

#[test]
fn limits_of_a_title() {
    let mut engine = device("Add=*&Get=*&Replace=*");
    for (length, expected) in [(254, 200), (255, 200), (256, 413)] {
        let title = Item::new("./Dynamic/Leaf?prop=Title").with_data("t".repeat(length));
        assert_eq!(status(&mut engine, "srv", &Operation::Replace(title)), expected, "{length}");
    }
}

#[test]
fn the_version_begins_anew() {
    let mut node = Node::leaf("v");
    node.version = 0xFFFF;
    let mut engine = Engine::new(store(&[("./A", node)]));
    set_acl(engine.tree_mut(), ".", "Get=*&Replace=*");
    let change = Operation::Replace(Item::new("./A").with_data("w"));
    assert_eq!(status(&mut engine, "srv", &change), 200);
    assert_eq!(get(&mut engine, "srv", "./A?prop=VerNo").as_deref(), Ok("0"));
}

#[test]
fn names_are_changed() {
    let mut engine = device("Add=*&Get=*&Replace=*");
    let mut rename = |target: &str, name: &str| {
        let target = format!("{target}?prop=Name");
        let item = Item::new(&target).with_data(name.to_owned());
        status(&mut engine, "srv", &Operation::Replace(item))
    };
    assert_eq!(rename("./Dynamic/Leaf", "Int"), 418);
    assert_eq!(rename("./Dynamic/Leaf", ""), 400);
    assert_eq!(rename("./Dynamic/Leaf", "a/b"), 400);
    assert_eq!(rename("./Dynamic/Leaf", ".."), 400);
    assert_eq!(rename("./Dynamic/Leaf", "Leaf"), 200);
    assert_eq!(rename("./Dynamic", "New name"), 200);
    assert_eq!(get(&mut engine, "srv", "./New%20name/Leaf").as_deref(), Ok("v"));
    assert_eq!(get(&mut engine, "srv", "./Dynamic/Leaf"), Err(404));
}

#[test]
fn stores_without_case() {
    let mut tree = MemoryTree::new().with_case(Case::Insensitive);
    put(&mut tree, "./Vendor", Node::interior());
    set_acl(&mut tree, ".", "Add=*&Get=*&Replace=*&Delete=*");
    let mut engine = Engine::new(tree);
    let add = |target| Operation::Add(Item::new(target).with_data("v"));
    assert_eq!(status(&mut engine, "srv", &add("./vendor/MSFT")), 200);
    assert_eq!(status(&mut engine, "srv", &add("./VENDOR/msft")), 418);
    assert_eq!(get(&mut engine, "srv", "./vEnDoR/mSfT").as_deref(), Ok("v"));
    // The name stays as it was given.
    assert_eq!(get(&mut engine, "srv", "./vendor").as_deref(), Ok("MSFT"));
    let rename = Operation::Replace(Item::new("./vendor/msft?prop=Name").with_data("Msft"));
    assert_eq!(status(&mut engine, "srv", &rename), 200);
    assert_eq!(get(&mut engine, "srv", "./vendor").as_deref(), Ok("Msft"));
    assert_eq!(status(&mut engine, "srv", &Operation::Delete("./VENDOR")), 200);
    assert_eq!(get(&mut engine, "srv", ".").as_deref(), Ok(""));
}

/// The example of DM TND 1.2.1, 7.7.1.6: six nodes, six statements.
fn example() -> Engine<MemoryTree> {
    let leaf = || Node::leaf("v");
    let list = |text| Node::interior().with_acl(acl(text));
    Engine::new(store(&[
        ("./NodeA", list("Get=ServerC&Replace=ServerC")),
        ("./NodeA/Node1", leaf().with_acl(acl("Get=*"))),
        ("./NodeB", list("Get=ServerA&Replace=ServerA")),
        ("./NodeB/Node2", leaf()),
        ("./NodeB/Node3", list("Get=ServerB&Replace=ServerB&Delete=ServerB")),
        ("./NodeB/Node3/Node4", leaf()),
        ("./NodeB/Node3/Node5", leaf().with_acl(acl("Get=ServerA&Replace=ServerA&Get=ServerB"))),
    ]))
}

const SERVERS: [&str; 4] = ["ServerA", "ServerB", "ServerC", "ServerD"];

#[test]
fn example_1_any_server_gets_node1() {
    for server in SERVERS {
        assert_eq!(get(&mut example(), server, "./NodeA/Node1").as_deref(), Ok("v"), "{server}");
    }
}

#[test]
fn example_2_only_server_c_changes_the_list_of_node1() {
    for server in SERVERS {
        let change = Operation::Replace(Item::new("./NodeA/Node1?prop=ACL").with_data("Get=*"));
        let expected = if server == "ServerC" { 200 } else { 425 };
        assert_eq!(status(&mut example(), server, &change), expected, "{server}");
    }
}

#[test]
fn example_3_no_server_changes_or_deletes_node1() {
    for server in SERVERS {
        let replace = Operation::Replace(Item::new("./NodeA/Node1").with_data("w"));
        assert_eq!(status(&mut example(), server, &replace), 425, "{server}");
        assert_eq!(status(&mut example(), server, &Operation::Delete("./NodeA/Node1")), 425);
    }
}

#[test]
fn example_4_the_list_of_node1_is_its_own() {
    assert_eq!(get(&mut example(), "ServerD", "./NodeA/Node1?prop=ACL").as_deref(), Ok("Get=*"));
}

#[test]
fn example_5_the_list_of_node4_is_empty() {
    let list = "./NodeB/Node3/Node4?prop=ACL";
    assert_eq!(get(&mut example(), "ServerB", list).as_deref(), Ok(""));
    assert_eq!(get(&mut example(), "ServerA", list), Err(425));
}

#[test]
fn example_6_server_a_replaces_node5() {
    for server in SERVERS {
        let replace = Operation::Replace(Item::new("./NodeB/Node3/Node5").with_data("w"));
        let expected = if server == "ServerA" { 200 } else { 425 };
        assert_eq!(status(&mut example(), server, &replace), expected, "{server}");
    }
    for server in ["ServerA", "ServerB"] {
        assert_eq!(get(&mut example(), server, "./NodeB/Node3/Node5").as_deref(), Ok("v"));
    }
}

/// One list holds as a whole: a right that it does not name is not looked for above.
#[test]
fn lists_are_inherited_as_a_whole() {
    let tree = store(&[
        ("./A", Node::interior().with_acl(acl("Replace=srv"))),
        ("./A/B", Node::interior()),
        ("./A/B/C", Node::leaf("v")),
    ]);
    let mut engine = Engine::new(tree);
    assert_eq!(get(&mut engine, "srv", "./A/B/C"), Err(425));
    let replace = Operation::Replace(Item::new("./A/B/C").with_data("w"));
    assert_eq!(status(&mut engine, "srv", &replace), 200);
    assert_eq!(status(&mut engine, "other", &replace), 425);
}

#[test]
fn who_may_change_a_list() {
    // The list of the node above, that of the node, what may be changed.
    for (parent, own, interior, leaf) in [
        ("Replace=srv", "", 200, 200),
        ("Replace=srv", "Get=*", 200, 200),
        ("Get=*", "Replace=srv", 200, 425),
        ("Get=*", "Get=*", 425, 425),
        ("Replace=srv2", "Replace=srv2", 425, 425),
    ] {
        for (node, expected) in [(Node::interior(), interior), (Node::leaf("v"), leaf)] {
            let tree = store(&[
                ("./P", Node::interior().with_acl(acl(parent))),
                ("./P/N", node.with_acl(acl(own))),
            ]);
            let change = Operation::Replace(Item::new("./P/N?prop=ACL").with_data("Get=srv"));
            let found = status(&mut Engine::new(tree), "srv", &change);
            assert_eq!(found, expected, "{parent} {own}");
        }
    }
}

#[test]
fn lists_that_cannot_be_set() {
    let mut engine = device("Add=*&Get=*&Replace=*");
    let mut set = |target: &str, list: &'static str| {
        status(&mut engine, "srv", &Operation::Replace(Item::new(target).with_data(list)))
    };
    for list in ["Get", "Get=", "Copy=*", "Get=a b", "Get=*&Get=*"] {
        assert_eq!(set("./Dynamic?prop=ACL", list), 400, "{list}");
    }
    assert_eq!(set("./Dynamic?prop=ACL", ""), 200);
    assert_eq!(set(".?prop=ACL", ""), 405);
    assert_eq!(set(".?prop=ACL", "Get=*&Replace=*"), 405);
    assert_eq!(set(".?prop=ACL", "Add=srv&Get=*"), 405);
    assert_eq!(set(".?prop=ACL", "Get=*&Add=*"), 200);
    assert_eq!(set(".?prop=ACL", "Get=*&Add=*&Replace=*"), 425);
}

/// Who adds an interior node where it may not replace the node above gets rights of its own.
#[test]
fn the_list_of_an_added_interior_node() {
    let mut engine = Engine::new(MemoryTree::new());
    let interior =
        |target: &'static str| Operation::Add(Item::new(target).with_format(Format::Node));
    assert_eq!(status(&mut engine, "srv", &interior("./A")), 200);
    let own = |engine: &Engine<MemoryTree>, text| {
        engine.tree().read(uri(text).path()).expect(text).acl.to_string()
    };
    assert_eq!(own(&engine, "./A"), "Add=srv&Delete=srv&Replace=srv");
    // Below it the server may replace, so that nothing is needed.
    assert_eq!(status(&mut engine, "srv", &interior("./A/B")), 200);
    assert_eq!(own(&engine, "./A/B"), "");
    let leaf = Operation::Add(Item::new("./Leaf").with_data("v"));
    assert_eq!(status(&mut engine, "srv", &leaf), 200);
    assert_eq!(own(&engine, "./Leaf"), "");
    // Nodes on the way are no different.
    let deep = Operation::Add(Item::new("./C/D/E").with_data("v"));
    assert_eq!(status(&mut engine, "srv", &deep), 200);
    assert_eq!(
        (own(&engine, "./C"), own(&engine, "./C/D")),
        ("Add=srv&Delete=srv&Replace=srv".into(), String::new())
    );
    engine.options_mut().automatic_get = true;
    assert_eq!(status(&mut engine, "srv", &interior("./F")), 200);
    assert_eq!(own(&engine, "./F"), "Get=*&Add=srv&Delete=srv&Replace=srv");
}

/// Two servers on one device: each has what it has added, and sees nothing of the other.
#[test]
fn several_authorities() {
    let mut engine = Engine::new(MemoryTree::new());
    engine.options_mut().automatic_get = false;
    for server in ["com.a", "com.b"] {
        let root = format!("./{server}");
        let leaf = format!("./{server}/Secret");
        assert_eq!(
            status(
                &mut engine,
                server,
                &Operation::Add(Item::new(&root).with_format(Format::Node))
            ),
            200
        );
        let own = format!("Add={server}&Delete={server}&Get={server}&Replace={server}");
        let list = format!("{root}?prop=ACL");
        assert_eq!(
            status(&mut engine, server, &Operation::Replace(Item::new(&list).with_data(own))),
            200
        );
        assert_eq!(
            status(&mut engine, server, &Operation::Add(Item::new(&leaf).with_data("s"))),
            200
        );
    }
    for (server, other) in [("com.a", "com.b"), ("com.b", "com.a"), ("com", "com.a")] {
        let leaf = format!("./{other}/Secret");
        for operation in [
            Operation::Get(&leaf),
            Operation::Replace(Item::new(&leaf).with_data("x")),
            Operation::Delete(&leaf),
            Operation::Add(Item::new(&format!("./{other}/New")).with_data("x")),
            Operation::Copy { source: &leaf, target: "./Stolen" },
            Operation::Exec { target: &leaf, data: None },
        ] {
            assert_eq!(status(&mut engine, server, &operation), 425, "{server} {operation:?}");
        }
        // Its names are in the list of the root, but none of its nodes is in a list of nodes.
        let outcome = engine.execute(server, &Operation::Get(".?list=StructData"));
        let sources: Vec<&str> = outcome.results().iter().map(|r| r.source.as_str()).collect();
        assert!(!sources.iter().any(|source| source.contains(other)), "{server}: {sources:?}");
    }
}

#[test]
fn a_server_is_removed() {
    let tree = store(&[
        ("./A", Node::interior().with_acl(acl("Get=a+b&Replace=a"))),
        ("./A/B", Node::leaf("v").with_acl(acl("Get=a"))),
        ("./A/C", Node::leaf("v").with_acl(acl("Get=a2+2a"))),
    ]);
    let mut engine = Engine::new(tree);
    set_acl(engine.tree_mut(), ".", "Add=*&Get=*&Replace=a");
    engine.remove_server("a").expect("a store in memory");
    let own = |text| engine.tree().read(uri(text).path()).expect(text).acl.to_string();
    assert_eq!(own("."), "Add=*&Get=*&Replace=*");
    assert_eq!(own("./A"), "Get=b");
    assert_eq!(own("./A/B"), "");
    assert_eq!(own("./A/C"), "Get=a2+2a");
}

#[test]
fn windows_has_no_lists() {
    let mut engine = device("Get=nobody");
    engine.options_mut().acl = false;
    assert_eq!(get(&mut engine, "srv", "./Dynamic/Leaf").as_deref(), Ok("v"));
    assert_eq!(get(&mut engine, "srv", "./Dynamic/Leaf?prop=ACL"), Err(406));
    assert_eq!(status(&mut engine, "srv", &Operation::Delete("./Dynamic")), 200);
}

fn statuses(outcome: &Outcome) -> Vec<u16> {
    std::iter::once(outcome.status().0)
        .chain(outcome.members().iter().map(|m| m.status().0))
        .collect()
}

#[test]
fn an_atomic_is_all_or_nothing() {
    let change = |target, data: &'static str| Operation::Replace(Item::new(target).with_data(data));
    let add = |target| Operation::Add(Item::new(target).with_data("v"));
    let rename = || Operation::Replace(Item::new("./Dynamic/Below?prop=Name").with_data("Other"));
    for (members, expected) in [
        (vec![change("./Dynamic/Leaf", "w"), add("./X/Y")], vec![200, 200, 200]),
        (vec![], vec![200]),
        (
            vec![change("./Dynamic/Leaf", "w"), change("./None", "w"), add("./X")],
            vec![507, 216, 404, 215],
        ),
        (
            vec![
                Operation::Delete("./Dynamic"),
                add("./Dynamic"),
                add("./A/B/C"),
                Operation::Delete("."),
            ],
            vec![507, 216, 216, 216, 405],
        ),
        (vec![rename(), add("./Dynamic/Other")], vec![507, 216, 418]),
        (
            vec![Operation::Copy { source: "./Dynamic/Leaf", target: "./Q/R" }, change("./N", "")],
            vec![507, 216, 404],
        ),
        (
            vec![change("./Dynamic/Leaf", "w"), Operation::Get("./Dynamic/Leaf"), add("./X")],
            vec![507, 216, 500, 215],
        ),
        (
            vec![change("./Dynamic/Leaf", "w"), Operation::Atomic(&[]), add("./X")],
            vec![507, 216, 500, 215],
        ),
        (vec![Operation::Sequence(&[])], vec![507, 500]),
        (vec![Operation::Exec { target: "./Dynamic/Leaf", data: None }], vec![507, 500]),
    ] {
        let mut engine = device("Add=*&Get=*&Replace=*&Delete=*&Exec=*");
        let before = snapshot(&engine.tree().0);
        let outcome = engine.execute("srv", &Operation::Atomic(&members));
        assert_eq!(statuses(&outcome), expected, "{members:?}");
        let is_same = snapshot(&engine.tree().0) == before;
        assert_eq!(is_same, expected[0] != 200 || members.is_empty(), "{members:?}");
        // The engine is not inside of a group any more.
        assert_eq!(status(&mut engine, "srv", &Operation::Get(".")), 200);
    }
    let mut engine = device("Get=*");
    engine.options_mut().atomic = false;
    assert_eq!(statuses(&engine.execute("srv", &Operation::Atomic(&[]))), [406]);
}

#[test]
fn a_sequence_goes_on() {
    let mut engine = device("Add=*&Get=*&Replace=*&Exec=*");
    let inner = [Operation::Delete("./None"), Operation::Add(Item::new("./Y"))];
    let members = [
        Operation::Get("./None"),
        Operation::Add(Item::new("./X").with_data("v")),
        Operation::Get("./X"),
        Operation::Exec { target: "./X", data: None },
        Operation::Exec { target: "./X", data: Some(Bytes::from_static(b"d")) },
        Operation::Atomic(&inner),
        Operation::Sequence(&[]),
    ];
    let outcome = engine.execute("srv", &Operation::Sequence(&members));
    assert_eq!(statuses(&outcome), [200, 404, 200, 200, 200, 202, 507, 500]);
    assert_eq!(outcome.members()[2].results()[0].text(), Some("v"));
}

/// A group whose members are executed one by one.
#[test]
fn groups_by_hand() {
    let mut engine = device("Add=*&Get=*&Replace=*");
    let before = snapshot(&engine.tree().0);
    engine.begin().expect("no group is open");
    assert_eq!(engine.begin(), Err(TreeError::NotAllowed));
    assert_eq!(status(&mut engine, "srv", &Operation::Add(Item::new("./X/Y"))), 200);
    engine.rollback().expect("a store in memory");
    assert_eq!(snapshot(&engine.tree().0), before);
    engine.begin().expect("no group is open");
    assert_eq!(status(&mut engine, "srv", &Operation::Add(Item::new("./X/Y"))), 200);
    engine.commit().expect("a store in memory");
    engine.rollback().expect("nothing to take back");
    assert_eq!(get(&mut engine, "srv", "./X").as_deref(), Ok("Y"));
}

/// A store that takes care of groups itself, and fails as it is told.
struct Native {
    tree: MemoryTree,
    saved: Option<MemoryTree>,
    fails_to_commit: bool,
    calls: Vec<&'static str>,
}

impl Tree for Native {
    fn read(&self, at: Path<'_>) -> Result<Cow<'_, Node>, TreeError> {
        self.tree.read(at)
    }

    fn children(&self, at: Path<'_>, visit: &mut dyn FnMut(&str)) -> Result<(), TreeError> {
        self.tree.children(at, visit)
    }

    fn write(&mut self, edit: Edit<'_>) -> Result<(), TreeError> {
        self.calls.push("write");
        self.tree.write(edit)
    }

    fn begin(&mut self) -> Result<Transaction, TreeError> {
        self.calls.push("begin");
        self.saved = Some(self.tree.clone());
        Ok(Transaction::Native)
    }

    fn commit(&mut self) -> Result<(), TreeError> {
        self.calls.push("commit");
        if self.fails_to_commit {
            self.tree = self.saved.take().expect("a group");
            return Err(TreeError::Full);
        }
        Ok(())
    }

    fn rollback(&mut self) -> Result<(), TreeError> {
        self.calls.push("rollback");
        self.tree = self.saved.take().expect("a group");
        Ok(())
    }
}

#[test]
fn transactions_of_a_store() {
    let native = |fails_to_commit| {
        let mut tree = store(&[("./A", Node::leaf("v"))]);
        set_acl(&mut tree, ".", "Add=*&Get=*&Replace=*");
        Engine::new(Native { tree, saved: None, fails_to_commit, calls: Vec::new() })
    };
    let change = || Operation::Replace(Item::new("./A").with_data("w"));
    let mut engine = native(false);
    let outcome = engine.execute("srv", &Operation::Atomic(&[change(), Operation::Delete("./N")]));
    assert_eq!(statuses(&outcome), [507, 216, 404]);
    assert_eq!(engine.tree().calls, ["begin", "write", "rollback"]);
    assert_eq!(get(&mut engine, "srv", "./A").as_deref(), Ok("v"));
    let outcome = engine.execute("srv", &Operation::Atomic(&[change()]));
    assert_eq!(statuses(&outcome), [200, 200]);

    let mut engine = native(true);
    let outcome = engine.execute("srv", &Operation::Atomic(&[change(), change()]));
    assert_eq!(statuses(&outcome), [507, 216, 216]);
    assert_eq!(get(&mut engine, "srv", "./A").as_deref(), Ok("v"));
}

/// A store that stops writing after some edits, so that what was done cannot be taken back.
struct Failing {
    tree: MemoryTree,
    left: usize,
}

impl Tree for Failing {
    fn read(&self, at: Path<'_>) -> Result<Cow<'_, Node>, TreeError> {
        self.tree.read(at)
    }

    fn children(&self, at: Path<'_>, visit: &mut dyn FnMut(&str)) -> Result<(), TreeError> {
        self.tree.children(at, visit)
    }

    fn write(&mut self, edit: Edit<'_>) -> Result<(), TreeError> {
        self.left = self.left.checked_sub(1).ok_or(TreeError::Store)?;
        self.tree.write(edit)
    }
}

#[test]
fn a_group_that_cannot_be_taken_back() {
    let add = |target| Operation::Add(Item::new(target));
    for (left, expected) in
        [(0, vec![507, 500, 215]), (1, vec![507, 516, 500]), (2, vec![200, 200, 200])]
    {
        let mut engine = Engine::new(Failing { tree: MemoryTree::new(), left });
        let outcome = engine.execute("srv", &Operation::Atomic(&[add("./A"), add("./B")]));
        assert_eq!(statuses(&outcome), expected, "{left} edits");
    }
}

#[test]
fn several_stores() {
    let mut mounts = Mounts::new(store(&[("./A", Node::interior()), ("./L", Node::leaf(""))]));
    mounts.mount(uri("./A/M"), store(&[("./X", Node::leaf("x"))])).expect("a place");
    mounts.mount(uri("./A/M/Deep"), store(&[("./Y", Node::leaf("y"))])).expect("a place");
    for (at, error) in [
        (".", TreeError::AlreadyExists),
        ("./A", TreeError::AlreadyExists),
        ("./A/M", TreeError::AlreadyExists),
        ("./N/M", TreeError::NotFound),
        ("./L/M", TreeError::NotAllowed),
    ] {
        assert_eq!(mounts.mount(uri(at), MemoryTree::new()), Err(error), "{at}");
    }
    let full = "Add=*&Get=*&Replace=*&Delete=*";
    for at in [".", "./A/M", "./A/M/Deep"] {
        set_acl(&mut mounts, at, full);
    }
    let mut engine = Engine::new(mounts);
    assert_eq!(get(&mut engine, "srv", "./A").as_deref(), Ok("M"));
    assert_eq!(get(&mut engine, "srv", "./A/M").as_deref(), Ok("X/Deep"));
    assert_eq!(get(&mut engine, "srv", "./A/M/Deep/Y").as_deref(), Ok("y"));
    for (operation, expected) in [
        (Operation::Delete("./A/M"), 405),
        (Operation::Delete("./A"), 405),
        (Operation::Delete("./A/M/X"), 200),
        (Operation::Add(Item::new("./A/M")), 418),
        (Operation::Add(Item::new("./A/M/Deep/Z")), 200),
        (Operation::Replace(Item::new("./A/M?prop=Name").with_data("N")), 405),
        (Operation::Replace(Item::new("./L?prop=Name").with_data("K")), 200),
    ] {
        assert_eq!(status(&mut engine, "srv", &operation), expected, "{operation:?}");
    }
    // A group over several stores.
    let before = snapshot(engine.tree());
    let members = [
        Operation::Add(Item::new("./A/M/New")),
        Operation::Delete("./A/M/Deep/Y"),
        Operation::Add(Item::new("./B")),
        Operation::Delete("./None"),
    ];
    let outcome = engine.execute("srv", &Operation::Atomic(&members));
    assert_eq!(statuses(&outcome), [507, 216, 216, 216, 404]);
    assert_eq!(snapshot(engine.tree()), before);
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

/// A secret of an account does not show, wherever it is on its way.
#[test]
fn values_do_not_show() {
    let secret = || Item::new("./Secret").with_data("PLANTED");
    let members = [Operation::Add(secret()), Operation::Replace(secret())];
    let exec = Operation::Exec { target: "./Lock", data: Some(Bytes::from_static(b"PLANTED")) };
    let mut engine = device("Add=*&Get=*&Replace=*");
    let atomic = engine.execute("srv", &Operation::Atomic(&members));
    let got = engine.execute("srv", &Operation::Get("./Secret"));
    assert_eq!(got.results()[0].text(), Some("PLANTED"));
    let tree = engine.tree().0.clone();
    let set = PropertySet::ALL;
    let document = provost::dm::tnds::Document::capture(&tree, Path::ROOT, set).expect("a tree");
    let mut change = provost::dm::tree::Change::default();
    change.value = Some(Bytes::from_static(b"PLANTED"));
    let shown = format!("{members:?} {atomic:?} {got:?} {tree:?} {document:?} {change:?} {exec:?}");
    assert!(!shown.contains("PLANTED") && shown.contains("Secret"), "{shown}");
}

#[test]
fn rights_have_names() {
    for right in Right::ALL {
        assert!(acl(&format!("{}=*", right.name())).grants(right, "srv"));
    }
}

/// Sequences of commands on the engine and on the model of the fuzz target, and every other input
/// of these targets.
mod sequences {
    use proptest::prelude::*;
    use provost_tests::fuzz::dm_tree;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn engine_and_model_agree(octets in prop::collection::vec(any::<u8>(), 0..600)) {
            dm_tree::tree(&octets);
        }

        #[test]
        fn addresses(text in "[./A?=%20+-]{0,3}[./ABCpropslistTNDS%2f{}?=+*\u{fc} -]{0,24}") {
            dm_tree::uri(text.as_bytes());
        }

        #[test]
        fn lists(text in "(Get|Add|Delete|Replace)=(s|s2|\\*|\\+){1,4}(&(Get|Exec|Add)=(s|s2|\\*|x\\+y){1,3}){0,3}") {
            dm_tree::acl(text.as_bytes());
        }
    }
}
