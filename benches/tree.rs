//! Counts the instructions of the management tree with callgrind: commands on trees of different
//! sizes, and a serialized tree beside its decoding.
//!
//! `cargo bench -p provost-benches --bench tree [-- --gate]`
//!
//! The process runs itself under valgrind as `one OPERATION SIZE RUNS` for two numbers of runs; the
//! difference leaves out the making of the tree.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    reason = "a report on standard output, of small numbers"
)]

use std::env;
use std::hint::black_box;
use std::process::ExitCode;

use provost::dm::tnds::Document;
use provost::dm::tree::{Acl, Edit, Engine, Item, MemoryTree, Node, Operation, Right, Tree};
use provost::dm::uri::{Path, PropertySet, Uri};
use provost_benches::callgrind::{self, AtMost};
use provost_benches::corpus;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["one", operation, size, runs] => {
            let numbers = (size.parse(), runs.parse());
            let (Ok(size), Ok(runs)) = numbers else { return ExitCode::from(2) };
            run(operation, size, runs);
            ExitCode::SUCCESS
        }
        words if words.contains(&"--test") => {
            for operation in ["get", "replace", "decode", "apply", "capture"] {
                run(operation, 40, 1);
            }
            ExitCode::SUCCESS
        }
        words => report(words.contains(&"--gate")),
    }
}

/// Nodes on three levels: a hundred children of a node at most, a leaf in each of the last.
fn store(nodes: usize) -> (MemoryTree, Vec<String>) {
    let acl = Right::ALL.into_iter().fold(Acl::EMPTY, Acl::with_all);
    let mut tree = MemoryTree::with_root(Node::interior().with_acl(acl));
    let wide = (1..).find(|wide| wide * wide * wide >= nodes).expect("a cube");
    let mut add = |text: &str, node: Node| {
        let uri: Uri = text.parse().expect("an address");
        tree.write(Edit::Add { at: uri.path(), node }).expect("room");
    };
    let mut leaves = Vec::new();
    for first in 0..wide {
        add(&format!("./Node{first}"), Node::interior());
        for second in 0..wide {
            add(&format!("./Node{first}/Node{second}"), Node::interior());
            for third in 0..wide {
                let leaf = format!("./Node{first}/Node{second}/Leaf{third}");
                add(&leaf, Node::leaf("a value of a leaf"));
                leaves.push(leaf);
            }
        }
    }
    (tree, leaves)
}

/// A serialized tree of so many objects, as the benches of messages have it in a message.
fn serialized(size: usize) -> String {
    let message = corpus::Document::Tnds1m.sized_xml(size);
    let start = message.find("<MgmtTree").expect("a tree");
    let end = message.find("</MgmtTree>").expect("its end");
    message.get(start..end + "</MgmtTree>".len()).expect("both").to_owned()
}

fn run(operation: &str, size: usize, runs: usize) {
    match operation {
        "get" | "replace" => commands(operation, size, runs),
        _ => documents(operation, size, runs),
    }
}

fn commands(operation: &str, size: usize, runs: usize) {
    let (tree, leaves) = store(size);
    let mut engine = Engine::new(tree);
    // All over the tree, in an order of its own.
    let targets = (0..runs).map(|run| &leaves[run * 7919 % leaves.len()]);
    for target in targets {
        let command = match operation {
            "get" => Operation::Get(target),
            _ => Operation::Replace(Item::new(target).with_data("another value")),
        };
        let outcome = black_box(engine.execute("com.example", &command));
        assert!(outcome.status().is_success(), "{operation} {target}");
    }
}

fn documents(operation: &str, size: usize, runs: usize) {
    let xml = serialized(size);
    let acl = Right::ALL.into_iter().fold(Acl::EMPTY, Acl::with_all);
    let empty = || MemoryTree::with_root(Node::interior().with_acl(acl.clone()));
    let add =
        || Item::new(".").with_type("application/vnd.syncml.dmtnds+xml").with_data(xml.clone());
    for _ in 0..runs {
        match operation {
            "decode" => drop(black_box(Document::decode(xml.as_bytes()).expect("a tree"))),
            _ => {
                let mut engine = Engine::new(empty());
                let outcome = engine.execute("com.example", &Operation::Add(add()));
                assert!(outcome.status().is_success(), "{:?}", outcome.status());
                if operation == "capture" {
                    let tree = engine.tree();
                    let document = Document::capture(tree, Path::ROOT, PropertySet::ALL);
                    drop(black_box(document.expect("a tree")));
                }
            }
        }
    }
}

fn report(is_gate: bool) -> ExitCode {
    if !callgrind::is_installed() {
        return callgrind::missing();
    }
    let mut counts = Vec::new();
    for operation in ["get", "replace"] {
        for nodes in [1_000, 100_000, 1_000_000] {
            counts.push((operation, nodes, count(operation, nodes, 1_000)));
        }
    }
    // A fourteenth of the document `tnds_1m`, which is the same again and again.
    let size = corpus::Document::Tnds1m.size() / 14;
    for operation in ["decode", "apply", "capture"] {
        counts.push((operation, size, count(operation, size, 2)));
    }
    for (operation, size, instructions) in &counts {
        println!("{operation:<8} {size:>9}  {instructions:>12.0} instructions");
    }
    let of = |operation: &str, size: usize| {
        let found = counts.iter().find(|(name, at, _)| *name == operation && *at == size);
        found.map_or(f64::NAN, |(_, _, instructions)| *instructions)
    };
    let ratio = |name, above: f64, below: f64, most| AtMost { name, ratio: above / below, most };
    let decode = of("decode", size);
    let ratios = [
        ratio("get: 1,000,000 nodes to 1,000", of("get", 1_000_000), of("get", 1_000), 2.0),
        ratio(
            "replace: 1,000,000 nodes to 1,000",
            of("replace", 1_000_000),
            of("replace", 1_000),
            2.0,
        ),
        // Applying decodes as well.
        ratio("apply without decoding, to decoding", of("apply", size) - decode, decode, 3.0),
        ratio("capture to decoding", of("capture", size) - of("apply", size), decode, 1.0),
    ];
    ratios.iter().for_each(|ratio| println!("{ratio}"));
    let is_met = ratios.iter().all(AtMost::is_met);
    if is_gate && !is_met { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// Instructions of one run.
fn count(operation: &str, size: usize, runs: u32) -> f64 {
    callgrind::per_run(&["one", operation, &size.to_string()], 1, runs).expect("a count") as f64
}
