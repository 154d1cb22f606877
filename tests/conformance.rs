//! The conformance tables: every rule names its tests, every test is there, and `CONFORMANCE.md` is
//! what the tables say.
//!
//! `PROVOST_BLESS=1 cargo test --test conformance` writes the file anew.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    reason = "tests have the standard library, and their helpers may fail"
)]

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use toml::{Table, Value};

const HEAD: &str = "\
# Conformance

What the specifications demand, in our words, and the tests that fail where it is not so. Made from the
tables in `tests/conformance`: change those, and write this file with
`PROVOST_BLESS=1 cargo test -p provost-tests --test conformance`.

| mark | meaning |
|---|---|
| R | demanded of who reads |
| W | demanded of who writes |
| RW | of both |
| [n] | see the note below the table: what we decided where the text is silent, what is tolerated on request, and where we differ |

A test is `file::name` in [tests](tests), or `crate::module::name` in [crates](crates). `malformed`,
`wbxml_vectors` and some others are tables of many cases behind one name.
";

/// A table of one specification.
struct Specification {
    title: String,
    source: String,
    sections: Vec<String>,
    rules: Vec<Rule>,
    outside: Vec<(String, String)>,
}

struct Rule {
    id: String,
    section: String,
    mark: &'static str,
    text: String,
    tests: Vec<String>,
    note: Option<String>,
}

#[test]
fn every_named_test_exists() {
    let mut missing = Vec::new();
    let mut sources = BTreeMap::new();
    for specification in specifications() {
        for rule in &specification.rules {
            assert!(!rule.tests.is_empty(), "{} names no test", rule.id);
            for test in &rule.tests {
                let (path, name) = place(test);
                let tests = sources.entry(path).or_insert_with_key(|path| tests_in(path));
                if !tests.contains(name) {
                    missing.push(format!("{}: {test}", rule.id));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn ids_are_unique_and_sections_complete() {
    let mut ids = BTreeSet::new();
    for specification in specifications() {
        for rule in &specification.rules {
            assert!(ids.insert(rule.id.clone()), "{} for the second time", rule.id);
            let known = specification.sections.contains(&rule.section);
            assert!(known, "{}: no section {}", rule.id, rule.section);
        }
        for section in &specification.sections {
            let rules = specification.rules.iter().filter(|rule| rule.section == *section);
            assert!(rules.count() > 0, "no rule in section {section}");
        }
    }
}

#[test]
fn the_readable_form_is_up_to_date() {
    let path = root().join("CONFORMANCE.md");
    let text = readable();
    if env::var_os("PROVOST_BLESS").is_some_and(|bless| bless == "1") {
        fs::write(&path, &text).expect("CONFORMANCE.md is written");
    }
    let found = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(found == text, "CONFORMANCE.md is not what the tables say: see the head of this test");
}

/// The names that stand behind `#[test]`.
fn tests_in(path: &Path) -> BTreeSet<String> {
    let text = fs::read_to_string(path).unwrap_or_default();
    let mut tests = BTreeSet::new();
    let mut marked = false;
    for line in text.lines().map(str::trim) {
        if line == "#[test]" {
            marked = true;
        } else if let Some(rest) = line.strip_prefix("fn ").filter(|_| marked) {
            tests.insert(rest.split(['(', '<']).next().unwrap_or_default().to_owned());
            marked = false;
        } else if !line.starts_with("#[") && !line.starts_with("//") {
            marked = false;
        }
    }
    tests
}

/// The file of a test, and its name there.
fn place(test: &str) -> (PathBuf, &str) {
    let (module, name) = test.rsplit_once("::").expect("a module and a name");
    let (first, rest) = module.split_once("::").unwrap_or((module, "lib"));
    let source = root().join("crates").join(first).join("src");
    if source.is_dir() {
        return (source.join(rest.replace("::", "/")).with_extension("rs"), name);
    }
    (root().join("tests").join(module.replace("::", "/")).with_extension("rs"), name)
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn specifications() -> Vec<Specification> {
    let folder = root().join("tests/conformance");
    let entries = fs::read_dir(folder).expect("the folder of tables").flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    assert!(!paths.is_empty(), "no tables");
    paths.iter().map(|path| specification(path)).collect()
}

fn specification(path: &Path) -> Specification {
    let text = fs::read_to_string(path).expect("a table");
    let table: Table = text.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let rows = |key: &str| table.get(key).and_then(Value::as_array).into_iter().flatten();
    let rules = rows("rule").map(|row| Rule {
        id: string(row, "id"),
        section: string(row, "section"),
        mark: match string(row, "side").as_str() {
            "reader" => "R",
            "writer" => "W",
            "both" => "RW",
            other => panic!("side {other}"),
        },
        text: string(row, "rule"),
        tests: strings(row.get("tests").expect("tests")),
        note: row.get("note").map(|_| string(row, "note")),
    });
    Specification {
        rules: rules.collect(),
        outside: rows("outside").map(|row| (string(row, "what"), string(row, "why"))).collect(),
        sections: strings(table.get("sections").expect("sections")),
        title: string(&Value::Table(table.clone()), "title"),
        source: string(&Value::Table(table), "source"),
    }
}

fn string(row: &Value, key: &str) -> String {
    let text = row.get(key).and_then(Value::as_str).unwrap_or_else(|| panic!("{key} in {row}"));
    assert!(!text.is_empty() && !text.contains(['|', '\n']), "{text}");
    text.to_owned()
}

fn strings(list: &Value) -> Vec<String> {
    let list = list.as_array().expect("a list").iter();
    list.map(|item| item.as_str().expect("a text").to_owned()).collect()
}

fn readable() -> String {
    let mut text = HEAD.to_owned();
    let mut write =
        |line: std::fmt::Arguments<'_>| writeln!(text, "{line}").expect("a string grows");
    for specification in specifications() {
        write(format_args!("\n## {}\n\n{}\n", specification.title, specification.source));
        write(format_args!("Not covered:\n"));
        for (what, why) in &specification.outside {
            write(format_args!("- **{what}.** {why}"));
        }
        write(format_args!("\n| rule | section | | what | tests |\n|---|---|---|---|---|"));
        let mut notes = Vec::new();
        for section in &specification.sections {
            for rule in specification.rules.iter().filter(|rule| rule.section == *section) {
                let mark = rule.note.as_ref().map_or_else(String::new, |note| {
                    notes.push(note);
                    format!(" [{}]", notes.len())
                });
                let tests: Vec<String> =
                    rule.tests.iter().map(|test| format!("`{test}`")).collect();
                write(format_args!(
                    "| {} | {section} | {} | {}{mark} | {} |",
                    rule.id,
                    rule.mark,
                    rule.text,
                    tests.join(", ")
                ));
            }
        }
        write(format_args!(""));
        for (number, note) in (1..).zip(notes) {
            write(format_args!("{number}. {note}"));
        }
    }
    text
}
