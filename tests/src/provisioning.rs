//! The vectors of provisioning documents.

use std::sync::OnceLock;
use std::{fs, path::Path};

use serde_json::Value;

use crate::{data, vectors::unhex};

/// A provisioning document, and what it says.
#[derive(Clone, Debug)]
pub struct Vector {
    /// A unique name.
    pub name: String,
    /// The document as WBXML.
    pub wbxml: Vec<u8>,
    /// The document as XML without prolog; nothing where the WBXML is to be refused.
    pub xml: Option<String>,
    /// Whether the WBXML is by the rules that our writer follows, and not from the source.
    pub is_reference: bool,
    /// Whether the makers of the vectors wrote it, so that it may be printed here.
    pub is_own: bool,
    /// What libwbxml makes of the WBXML: `same`, `differs`, `error: ...`.
    pub libwbxml: String,
}

/// Octets that are no good document.
#[derive(Clone, Debug)]
pub struct Negative {
    /// A unique name.
    pub name: String,
    /// The octets.
    pub octets: Vec<u8>,
    /// What is to become of them: `error`, `ignored`, `ok-...`.
    pub expect: String,
}

/// The documents: those carried here and, where the folder is there, the shared ones.
#[must_use]
pub fn documents() -> &'static [Vector] {
    static ALL: OnceLock<Vec<Vector>> = OnceLock::new();
    ALL.get_or_init(|| {
        let files = files();
        let rows = files.iter().flat_map(|file| file["documents"].as_array().expect("documents"));
        rows.map(|row| Vector {
            name: text(row, "name"),
            wbxml: unhex(&text(row, "wbxml_hex")),
            xml: row["xml"].as_str().map(str::to_owned),
            is_reference: text(row, "wbxml_origin").starts_with("encoded"),
            is_own: row["kind"] == "constructed",
            libwbxml: text(row, "libwbxml_decode"),
        })
        .collect()
    })
}

/// The documents that are to be read.
pub fn good() -> impl Iterator<Item = &'static Vector> {
    documents().iter().filter(|vector| vector.xml.is_some())
}

/// What is to be refused, or read in part.
#[must_use]
pub fn negatives() -> Vec<Negative> {
    let files = files();
    let rows = files.iter().flat_map(|file| file["negative"].as_array().expect("negative"));
    rows.map(|row| Negative {
        name: text(row, "name"),
        octets: unhex(&text(row, "hex")),
        expect: text(row, "expect"),
    })
    .collect()
}

fn text(row: &Value, key: &str) -> String {
    row[key].as_str().unwrap_or_else(|| panic!("{key}: {row}")).to_owned()
}

fn files() -> Vec<Value> {
    let carried = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors/cp/own.json");
    let shared = data::shared("vectors/cp.json");
    let read = |path: &Path| -> Value {
        serde_json::from_str(&fs::read_to_string(path).expect("a file of vectors")).expect("JSON")
    };
    let carried = read(&carried);
    let names = |file: &Value, list: &str| -> Vec<String> {
        let rows = file[list].as_array().expect("a list");
        rows.iter().map(|row| text(row, "name")).collect()
    };
    let mut files = vec![carried];
    if let Some(path) = shared {
        let mut shared = read(&path);
        for list in ["documents", "negative"] {
            let known = names(&files[0], list);
            let rows = shared[list].as_array_mut().expect("a list");
            rows.retain(|row| !known.contains(&text(row, "name")));
        }
        files.push(shared);
    }
    files
}
