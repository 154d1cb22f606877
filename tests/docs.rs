//! What the guides say of files and types.

#![allow(
    clippy::expect_used,
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

/// Links to files lead somewhere.
#[test]
fn links_lead_to_files() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut pages: Vec<PathBuf> = Vec::new();
    for folder in ["", "docs", "benches", "fuzz", "examples", "crates/wbxml", "crates/cp"]
        .into_iter()
        .chain(["crates/bootstrap", "crates/push", "crates/dm", "crates/provost", "tests/vectors"])
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
