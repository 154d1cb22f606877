//! The XML reader and writer on the vectors and on the documents that libwbxml converted. What
//! typed content needs is a matter of `convert`, and not tested here.

#![allow(
    clippy::indexing_slicing,
    clippy::std_instead_of_alloc,
    clippy::unwrap_used,
    reason = "tests have the standard library, and their helpers may fail"
)]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use provost::wbxml::{
    Error, ErrorKind, Loss, ReadEvents, ReadOptions, Reader, Vocabulary, Writer, copy,
    vocabulary::{self, AttributePage, TagPage, ValuePage},
    xml,
};
use provost_tests::data;
use serde_json::Value;

/// Documents whose XML by libwbxml is another, and why.
const DIFFERENCES: [(&str, &str); 5] = [
    ("activesync-030-sendmail-request", "base64 of opaque text is typed content"),
    ("activesync-031-sendmail-request", "base64 of opaque text is typed content"),
    ("activesync-032-formatted-base64", "base64 of opaque text is typed content"),
    ("syncml-013", "a section for opaque data is typed content; CR is a reference"),
    ("wv-040", "ReferredContent, as the DTD has it"),
];

/// Documents with text beside elements, which libwbxml puts into lines of its own.
const MIXED: [&str; 1] = ["wv-002"];

/// Vectors that are not for this test, and why.
const OTHERS: [(&str, &str); 3] = [
    ("sjis-5c-trail", "needs a charset that is not built in"),
    ("ext-in-attr", "extensions without a meaning have no XML"),
    ("ext-in-content", "extensions without a meaning have no XML"),
];

#[test]
fn vectors_become_their_xml() {
    for vector in vectors() {
        let (name, hex) = (text(&vector["name"]), text(&vector["hex"]));
        let (Some(expected), "ok") = (vector["expected_xml"].as_str(), text(&vector["expect"]))
        else {
            continue;
        };
        if OTHERS.iter().any(|(other, _)| *other == name) {
            continue;
        }
        let octets = octets(hex);
        let found = vocabulary_of(&vector, &octets);
        let mut reader = Reader::new(&octets, found).unwrap();
        match to_xml(&mut reader, xml::Prolog::None) {
            Ok(written) => {
                assert_eq!(written, expected, "{name}");
                check_round_trip(&written, found, name);
            }
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::NotExpressible(Loss::Opaque), "{name}");
            }
        }
    }
}

#[test]
fn wbxml_becomes_the_xml_of_libwbxml() {
    let paths = corpus("wbxml");
    if paths.is_empty() {
        return;
    }
    let mut differences = BTreeSet::new();
    for path in paths {
        let Ok(expected) = fs::read_to_string(path.with_extension("back.xml")) else { continue };
        let octets = fs::read(&path).unwrap();
        let mut reader = Reader::detect(&octets, hint(&path), ReadOptions::new()).unwrap();
        let vocabulary = reader.vocabulary();
        match to_xml(&mut reader, xml::Prolog::Doctype) {
            Ok(written) => {
                check_round_trip(&written, vocabulary, &name(&path));
                if written != expected.trim_end() {
                    differences.insert(name(&path));
                }
            }
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::NotExpressible(Loss::Opaque), "{path:?}");
            }
        }
    }
    let listed = DIFFERENCES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(differences, listed);
}

#[test]
fn indented_xml_is_that_of_libwbxml() {
    let Some(tool) = data::tool("wbxml2xml") else { return };
    let mut paths = corpus("wbxml");
    paths.retain(|path| path.with_extension("back.xml").exists());
    if paths.is_empty() {
        return;
    }
    let mut differences = BTreeSet::new();
    for path in paths {
        let octets = fs::read(&path).unwrap();
        let mut reader = Reader::detect(&octets, hint(&path), ReadOptions::new()).unwrap();
        let options = xml::WriteOptions::new().with_layout(xml::Layout::Indented(2));
        let mut writer = xml::Writer::with_options(reader.vocabulary(), options);
        let is_listed = DIFFERENCES.iter().any(|(other, _)| *other == name(&path));
        if is_listed || copy(&mut reader, &mut writer).is_err() {
            continue;
        }
        let mut command = Command::new(&tool);
        command.args(["-m", "1", "-i", "2", "-k", "-o", "-"]);
        command.args(hint(&path).map(|_| ["-l", "OTA"]).into_iter().flatten());
        let output = command.arg(&path).output().unwrap();
        let expected = String::from_utf8(output.stdout).unwrap();
        if writer.finish().unwrap() != expected {
            differences.insert(name(&path));
        }
    }
    let mixed: BTreeSet<_> = MIXED.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(differences, mixed);
}

#[test]
fn xml_of_the_corpus_is_read() {
    for path in corpus("xml").into_iter().chain(corpus("ddf")) {
        let octets = fs::read(&path).unwrap();
        let options = xml::ReadOptions::new().allow_declarations();
        let mut reader = xml::Reader::detect(&octets, hint(&path), options).unwrap();
        let vocabulary = reader.vocabulary();
        let written = to_xml(&mut reader, xml::Prolog::Doctype).unwrap();
        check_xml_round_trip(&written, vocabulary, &name(&path));
    }
}

/// XML to WBXML and back is the same XML, and so is XML to XML.
fn check_round_trip(written: &str, vocabulary: &'static Vocabulary, name: &str) {
    check_xml_round_trip(written, vocabulary, name);
    let mut writer = Writer::new(vocabulary);
    copy(&mut open(written, vocabulary), &mut writer).unwrap();
    let octets = writer.finish().unwrap();
    let mut reader = Reader::new(&octets, vocabulary).unwrap();
    assert_eq!(to_xml(&mut reader, prolog(written)).as_deref(), Ok(written), "{name}");
}

fn check_xml_round_trip(written: &str, vocabulary: &'static Vocabulary, name: &str) {
    let again = to_xml(&mut open(written, vocabulary), prolog(written));
    assert_eq!(again.as_deref(), Ok(written), "{name}");
}

fn open<'a>(written: &'a str, vocabulary: &'static Vocabulary) -> xml::Reader<'a> {
    let keep = xml::ReadOptions::new().with_whitespace(xml::Whitespace::Keep);
    xml::Reader::with_options(written.as_bytes(), vocabulary, keep).unwrap()
}

fn prolog(written: &str) -> xml::Prolog {
    if written.starts_with("<?xml ") { xml::Prolog::Doctype } else { xml::Prolog::None }
}

fn to_xml<'a>(from: &mut impl ReadEvents<'a>, prolog: xml::Prolog) -> Result<String, Error> {
    let options = xml::WriteOptions::new().with_prolog(prolog);
    let mut writer = xml::Writer::with_options(from.vocabulary(), options);
    copy(from, &mut writer)?;
    writer.finish()
}

fn vectors() -> Vec<Value> {
    let Some(path) = data::shared("vectors/wbxml.json") else { return Vec::new() };
    let all: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    all["vectors"].as_array().unwrap().clone()
}

fn corpus(extension: &str) -> Vec<PathBuf> {
    let Some(corpus) = data::shared("corpus") else { return Vec::new() };
    let folders = fs::read_dir(corpus).unwrap().map(|entry| entry.unwrap().path());
    let files =
        folders.filter(|path| path.is_dir()).flat_map(|folder| fs::read_dir(folder).unwrap());
    let is_wanted = |path: &PathBuf| {
        let is_back = path.to_string_lossy().ends_with(".back.xml");
        path.extension().is_some_and(|found| found == extension) && !is_back
    };
    let mut paths: Vec<_> = files.map(|entry| entry.unwrap().path()).filter(is_wanted).collect();
    paths.sort();
    paths
}

fn name(path: &Path) -> String {
    path.file_stem().unwrap().to_string_lossy().into_owned()
}

/// Settings over the air have no public identifier.
fn hint(path: &Path) -> Option<&'static str> {
    name(path).starts_with("ota").then_some("ota70")
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn octets(hex: &str) -> Vec<u8> {
    let digits: Vec<_> = hex.bytes().map(|digit| char::from(digit).to_digit(16).unwrap()).collect();
    digits.chunks(2).map(|pair| u8::try_from(pair[0] << 4 | pair[1]).unwrap()).collect()
}

fn vocabulary_of(vector: &Value, octets: &[u8]) -> &'static Vocabulary {
    match text(&vector["language"]) {
        "custom" => custom(&vector["tables"]),
        "syncml" => provost::wbxml::detect(octets, None).unwrap(),
        id => vocabulary::by_id(id).unwrap(),
    }
}

/// The vocabulary of a vector that brings its own tables.
fn custom(tables: &Value) -> &'static Vocabulary {
    fn leak<T>(rows: Vec<T>) -> &'static [T] {
        rows.leak()
    }
    let code = |value: &Value| u8::try_from(value.as_u64().unwrap()).unwrap();
    let name = |value: &Value| -> &'static str { text(value).to_owned().leak() };
    let mut tags: Vec<_> = tables["tags"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, token)| (code(token), &*name.clone().leak()))
        .collect();
    tags.sort_unstable();
    let rows = |key: &str| tables[key].as_array().cloned().unwrap_or_default();
    let mut starts: Vec<_> = rows("attr_starts")
        .iter()
        .map(|row| (code(&row[0]), name(&row[1]), name(&row[2])))
        .collect();
    starts.sort_unstable();
    let mut values: Vec<_> =
        rows("attr_values").iter().map(|row| (code(&row[0]), name(&row[1]))).collect();
    values.sort_unstable();
    let vocabulary = Vocabulary::new("custom")
        .tags(leak(vec![TagPage::new(0, "", leak(tags))]))
        .attributes(leak(vec![AttributePage::new(0, leak(starts))]))
        .values(leak(vec![ValuePage::new(0, leak(values))]));
    Box::leak(Box::new(vocabulary))
}
