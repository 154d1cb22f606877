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

mod access;
mod carried;
mod commands;
mod devices;
mod groups;
mod letters;
mod properties;
mod refusals;

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

fn statuses(outcome: &Outcome) -> Vec<u16> {
    std::iter::once(outcome.status().0)
        .chain(outcome.members().iter().map(|m| m.status().0))
        .collect()
}
