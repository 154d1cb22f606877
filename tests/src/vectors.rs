//! The vectors of WBXML: those carried here, and those of the shared data folder.

use std::{collections::BTreeSet, fs, path::Path, sync::OnceLock};

use provost::wbxml::{
    FOREIGN_CHARSETS, PublicIdForm, ReadOptions, Reader, WriteOptions, detect,
    vocabulary::{self, AttributePage, TagPage, ValuePage, Vocabulary},
};
use serde_json::Value;

use crate::data;

/// A document, and what a reader must make of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vector {
    /// A unique name.
    pub name: String,
    /// The whole document.
    pub octets: Vec<u8>,
    /// What a reader must make of it.
    pub expect: Expect,
    /// The XML form without prolog, where there is one.
    pub expected_xml: Option<String>,
    /// Where the octets come from.
    pub source: String,
    language: String,
    tables: Value,
}

/// What a reader must make of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expect {
    /// It is read.
    Ok,
    /// It is read, but has no legal XML form.
    EventsOnly,
    /// It is refused, unless its departure from the grammar is allowed.
    StrictError,
    /// It is refused.
    Error,
}

impl Vector {
    /// Whether the vector comes with token tables of its own.
    #[must_use]
    pub fn is_custom(&self) -> bool {
        self.language == "custom"
    }

    /// The vocabulary of the document.
    #[must_use]
    pub fn vocabulary(&self) -> &'static Vocabulary {
        match self.language.as_str() {
            "custom" => custom(&self.tables),
            // Several versions: the header tells.
            "syncml" => detect(&self.octets, None).expect("a public identifier"),
            id => vocabulary::by_id(id).expect("a vocabulary"),
        }
    }
}

/// Options that write a document in the form it was read in: version, charset, public identifier.
#[must_use]
pub fn write_options(reader: &Reader<'_>) -> WriteOptions {
    let header = reader.header();
    let form = match header.public_number() {
        Some(1) => PublicIdForm::Anonymous,
        Some(_) => PublicIdForm::Shortest,
        None => PublicIdForm::Formal,
    };
    WriteOptions::new()
        .with_version(header.version())
        .with_charset(reader.charset())
        .with_public_id(form)
}

/// Options by default, with every charset that this build has.
#[must_use]
pub const fn options() -> ReadOptions {
    ReadOptions::new().with_foreign_charsets(FOREIGN_CHARSETS)
}

/// All vectors: those carried here and, where the folder is there, the shared ones.
#[must_use]
pub fn all() -> &'static [Vector] {
    static ALL: OnceLock<Vec<Vector>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut all = carried();
        let names: BTreeSet<String> = all.iter().map(|vector| vector.name.clone()).collect();
        all.extend(shared().into_iter().flatten().filter(|vector| !names.contains(&vector.name)));
        all
    })
}

/// The vectors that are legal documents.
pub fn legal() -> impl Iterator<Item = &'static Vector> {
    all().iter().filter(|vector| matches!(vector.expect, Expect::Ok | Expect::EventsOnly))
}

/// The vectors carried here.
#[must_use]
pub fn carried() -> Vec<Vector> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors/wbxml");
    ["own.json", "spec.json"].iter().flat_map(|file| load(&folder.join(file))).collect()
}

/// The vectors of the shared data folder.
#[must_use]
pub fn shared() -> Option<Vec<Vector>> {
    data::shared("vectors/wbxml.json").map(|path| load(&path))
}

/// A document of the corpus: its path there, and its octets.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Document {
    /// Folder and name.
    pub name: String,
    /// The whole document.
    pub octets: Vec<u8>,
}

impl Document {
    /// The vocabulary, by the public identifier or else the folder.
    #[must_use]
    pub fn vocabulary(&self) -> &'static Vocabulary {
        let folder = self.name.split('/').next().unwrap_or("");
        let id = match folder {
            "ota" => "ota70",
            other => other,
        };
        detect(&self.octets, Some(id)).expect("a vocabulary")
    }
}

/// The WBXML documents of the corpus in the shared data folder; none where that is absent.
#[must_use]
pub fn corpus() -> &'static [Document] {
    static CORPUS: OnceLock<Vec<Document>> = OnceLock::new();
    CORPUS.get_or_init(|| {
        documents("").into_iter().filter(|it| !it.name.starts_with("fuzz/")).collect()
    })
}

/// The inputs of the corpus that make libwbxml crash; none where the shared data folder is absent.
#[must_use]
pub fn crashers() -> Vec<Document> {
    documents("fuzz")
}

/// The files `.wbxml` below a folder of the corpus.
fn documents(folder: &str) -> Vec<Document> {
    let Some(root) = data::shared("corpus") else { return Vec::new() };
    let mut folders = vec![root.join(folder)];
    let mut documents = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the corpus").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "wbxml") {
                let name = path.strip_prefix(&root).expect("a path in the corpus");
                let name = name.display().to_string().replace('\\', "/");
                let octets = fs::read(&path).expect("a document of the corpus");
                documents.push(Document { name, octets });
            }
        }
    }
    documents.sort();
    documents
}

/// The digits of octets, in small letters.
#[must_use]
pub fn hex(octets: impl AsRef<[u8]>) -> String {
    octets.as_ref().iter().map(|octet| format!("{octet:02x}")).collect()
}

/// The octets of hex text, in which white space is skipped.
#[must_use]
pub fn unhex(text: &str) -> Vec<u8> {
    let digits: Vec<u32> = text
        .chars()
        .filter(|character| !character.is_whitespace())
        .map(|character| character.to_digit(16).expect("a hex digit"))
        .collect();
    assert!(digits.len().is_multiple_of(2), "an odd number of hex digits: {text}");
    digits.chunks_exact(2).map(|pair| u8::try_from(pair[0] * 16 + pair[1]).unwrap()).collect()
}

fn load(path: &Path) -> Vec<Vector> {
    let text = fs::read_to_string(path).expect("a file of vectors");
    let file: Value = serde_json::from_str(&text).expect("JSON");
    let vectors = file["vectors"].as_array().expect("vectors");
    vectors.iter().map(vector).collect()
}

fn vector(row: &Value) -> Vector {
    let text = |key: &str| row[key].as_str().expect(key).to_owned();
    Vector {
        name: text("name"),
        octets: unhex(&text("hex")),
        expect: match row["expect"].as_str() {
            Some("ok") => Expect::Ok,
            Some("ok-events-only") => Expect::EventsOnly,
            Some("strict-error") => Expect::StrictError,
            Some("error") => Expect::Error,
            other => panic!("unknown expectation {other:?}"),
        },
        expected_xml: row["expected_xml"].as_str().map(str::to_owned),
        source: text("source"),
        language: text("language"),
        tables: row["tables"].clone(),
    }
}

/// A vocabulary made when the program runs: its rows are leaked, as they must be `'static`.
fn custom(tables: &Value) -> &'static Vocabulary {
    let mut tags: Vec<(u8, &'static str)> = Vec::new();
    for (name, token) in tables["tags"].as_object().expect("tags") {
        tags.push((octet(token), leak(name)));
    }
    tags.sort_unstable();

    let mut starts: Vec<(u8, &'static str, &'static str)> = Vec::new();
    for row in tables["attr_starts"].as_array().expect("attr_starts") {
        starts.push((octet(&row[0]), text(&row[1]), text(&row[2])));
    }
    starts.sort_unstable();

    let mut values: Vec<(u8, &'static str)> = Vec::new();
    for row in tables["attr_values"].as_array().expect("attr_values") {
        values.push((octet(&row[0]), text(&row[1])));
    }
    values.sort_unstable();

    let vocabulary = Vocabulary::new("custom")
        .tags(Box::leak(Box::new([TagPage::new(0, "", tags.leak())])))
        .attributes(Box::leak(Box::new([AttributePage::new(0, starts.leak())])))
        .values(Box::leak(Box::new([ValuePage::new(0, values.leak())])));
    Box::leak(Box::new(vocabulary))
}

fn octet(value: &Value) -> u8 {
    u8::try_from(value.as_u64().expect("a token")).expect("a token")
}

fn text(value: &Value) -> &'static str {
    leak(value.as_str().expect("a text"))
}

fn leak(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}
