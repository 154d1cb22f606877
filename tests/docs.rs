//! What the guides say of files and types.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests have the standard library, and may fail"
)]

use std::fs;
use std::path::{Path, PathBuf};

use provost::cp::{Contexts, Document};
use provost::dm::Message;
use provost::dm::session::{Client, Server, ServerState};
use provost::push::wsp::Push;

/// `docs/scale.md`: any worker can take any job.
#[test]
fn workers_may_hand_on_what_they_hold() {
    const fn is_send<T: Send>() {}
    is_send::<Server>();
    is_send::<ServerState>();
    is_send::<Client>();
    is_send::<Message>();
    is_send::<Document>();
    is_send::<Contexts>();
    is_send::<Push>();
}

/// What the first page shows of the inspector is what the command tells, which its own tests compare:
/// the pieces stand there in that order, between lines of three periods.
#[test]
fn the_command_of_the_readme() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let read = |name: &str| fs::read_to_string(root.join(name)).expect("a file");
    let (readme, told) = (read("README.md"), read("crates/cli/tests/command/bootstrap.txt"));
    let command = "$ cargo run -p provost-cli -- inspect examples/data/bootstrap.hex\n";
    let (_, shown) = readme.split_once(command).expect("the command");
    let (shown, _) = shown.split_once("```").expect("its end");
    let pieces: Vec<&str> = shown.split("...\n").collect();
    assert!(pieces.len() > 2 && told.starts_with(pieces[0]) && told.ends_with(pieces[3]));
    let mut rest = told.as_str();
    for piece in pieces {
        rest = rest.split_once(piece).unwrap_or_else(|| panic!("not told: {piece}")).1;
    }
}

/// The package of the command has files of its own, because it is tested where nothing else is.
#[test]
fn copies_are_alike() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for (own, copy) in [
        ("examples/data/bootstrap.hex", "bootstrap.hex"),
        ("tests/dialogues/twostep.txt", "twostep.txt"),
    ] {
        let copy = root.join("crates/cli/tests/command").join(copy);
        assert_eq!(fs::read(root.join(own)).expect(own), fs::read(copy).expect(own));
    }
}

/// Links to files lead somewhere.
#[test]
fn links_lead_to_files() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut pages: Vec<PathBuf> = Vec::new();
    for folder in ["", "docs", "benches", "fuzz", "examples", "crates/wbxml", "crates/cp"]
        .into_iter()
        .chain([
            "crates/bootstrap",
            "crates/push",
            "crates/dm",
            "crates/provost",
            "crates/cli",
            "tests/vectors",
        ])
    {
        let entries = fs::read_dir(root.join(folder)).expect("a folder");
        let paths = entries.map(|entry| entry.expect("an entry").path());
        pages.extend(paths.filter(|path| path.extension().is_some_and(|it| it == "md")));
    }
    assert!(pages.len() > 20, "{}", pages.len());
    let mut links = 0;
    for page in pages {
        // That of the facade is a link to the first one.
        let page = page.canonicalize().expect("a page");
        let text = fs::read_to_string(&page).expect("a page");
        for link in text.split("](").skip(1).filter_map(|rest| rest.split_once(')')) {
            let target = link.0.split('#').next().unwrap_or_default();
            // Others are addresses, and paths of rustdoc.
            if target.is_empty() || target.contains("://") || target.contains("::") {
                continue;
            }
            let found = page.parent().expect("a folder").join(target);
            assert!(found.exists(), "{}: {target}", page.display());
            links += 1;
        }
    }
    assert!(links > 50, "{links}");
}
