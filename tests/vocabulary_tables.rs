//! The vocabularies against the tables of the shared data folder, both ways.
//!
//! Each side is written as a list of facts, one line each; the lists must be equal. That proves the
//! transcription. That the tables are right, the comparison with other programs proves.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::unwrap_used,
    reason = "tests have the standard library, and their helpers may fail"
)]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use provost::wbxml::vocabulary::{self, CodeSpace, Rule, Vocabulary};
use provost_tests::data;
use toml::{Table, Value};

/// Facts that only the vocabulary has: what the tables give in prose.
const OURS: &[(&str, &str)] = &[
    // The token table of the specification prints these, its content models the written ones.
    ("dmddf12", "spelling 2 0x37 verDTD"),
    ("dmddf12", "spelling 2 0x38 verNo"),
    // The tables say that these are wrong, and in what program: XML for it has them.
    ("wvcsp11", "spelling 5 0x26 PreferredContent"),
    ("wvcsp11", "spelling 5 0x27 PreferredvCard"),
    ("wvcsp12", "spelling 5 0x26 PreferredContent"),
    ("wvcsp12", "spelling 5 0x27 PreferredvCard"),
];

/// Facts that only the table has.
const THEIRS: &[(&str, &str)] = &[
    // Two texts for one operand, in a table with one source; 1.1 and 1.2 have the other.
    ("wvcsp13", "extension 0x3D History"),
];

#[test]
fn every_vocabulary_is_its_table() {
    let Some(tables) = tables() else { return };
    let mut differences = String::new();
    for (id, table) in &tables {
        let vocabulary = vocabulary::by_id(id).unwrap_or_else(|| panic!("no vocabulary {id}"));
        let mut expected = facts_of_table(id, table);
        for (_, fact) in THEIRS.iter().filter(|exception| exception.0 == id) {
            let at = expected.iter().position(|own| own == fact);
            expected.remove(at.unwrap_or_else(|| panic!("{id}: outdated exception {fact}")));
        }
        for (_, fact) in OURS.iter().filter(|exception| exception.0 == id) {
            assert!(!expected.iter().any(|own| own == fact), "{id}: outdated exception {fact}");
            expected.push((*fact).to_owned());
        }
        let mut found = facts_of_vocabulary(vocabulary);
        expected.sort();
        found.sort();
        if expected == found {
            continue;
        }
        let (table, ours) = (BTreeSet::from_iter(&expected), BTreeSet::from_iter(&found));
        for fact in table.difference(&ours) {
            differences += &format!("{id} lacks {fact}\n");
        }
        for fact in ours.difference(&table) {
            differences += &format!("{id} has {fact}\n");
        }
        if table == ours {
            differences += &format!("{id} has a row twice\n");
        }
    }
    assert!(differences.is_empty(), "{differences}");
}

#[test]
fn every_table_has_a_vocabulary_and_no_other_is_there() {
    let ids = BTreeSet::from_iter(vocabulary::all().iter().map(|vocabulary| vocabulary.id()));
    assert_eq!(vocabulary::all().len(), 33);
    assert_eq!(ids.len(), 33);
    let Some(tables) = tables() else { return };
    assert_eq!(ids, tables.keys().map(String::as_str).collect());
}

fn tables() -> Option<BTreeMap<String, Table>> {
    let mut tables = BTreeMap::new();
    for file in fs::read_dir(data::shared("wbxml-tables")?).expect("a folder of tables") {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let table: Table = fs::read_to_string(&path).unwrap().parse().expect("a TOML table");
        let id = text(&table, "id").to_owned();
        assert_eq!(path.file_stem().unwrap(), id.as_str());
        tables.insert(id, table);
    }
    Some(tables)
}

fn facts_of_table(id: &str, table: &Table) -> Vec<String> {
    let mut facts = vec![
        format!("root {}", text(table, "root_element")),
        format!("formal ids {:?}", texts(table, "public_id", "public_id_aliases")),
        format!("system ids {:?}", texts(table, "system_id", "system_id_aliases")),
        format!(
            "media types {:?}",
            [text(table, "media_type_xml"), text(table, "media_type_wbxml")]
        ),
        format!("media type aliases {:?}", strings(table, "media_type_aliases")),
        format!("tag pages {:?}", numbers(table, "tag_pages")),
        format!("attribute pages {:?}", numbers(table, "attr_pages")),
    ];

    let mut public_ids = vec![number(table, "public_id_num")];
    public_ids.extend(numbers(table, "public_id_num_aliases"));
    if public_ids == [0] {
        public_ids.clear();
    }
    facts.push(format!("public ids {public_ids:?}"));

    for (form, code) in table["wsp_content_type"].as_table().unwrap() {
        facts.push(format!("WSP code of {form} {:#04X}", code.as_integer().unwrap()));
    }
    for row in rows(table, "namespaces") {
        facts.push(format!("namespace {} {}", number(row, "page"), text(row, "name")));
    }
    for row in rows(table, "tags") {
        let place = place(row);
        facts.push(format!("tag {place} {}", text(row, "name")));
        if row.contains_key("nonstandard") {
            facts.push(format!("decode only {place}"));
        }
        if row.contains_key("alt") {
            facts.push(format!("spelling {place} {}", text(row, "alt")));
        }
        since("tag", row, &mut facts);
    }
    for row in rows(table, "attr_starts") {
        let (name, prefix) = (text(row, "name"), text(row, "value_prefix"));
        facts.push(format!("start {} {name}={prefix}", place(row)));
        since("start", row, &mut facts);
    }
    for row in rows(table, "attr_values") {
        facts.push(format!("value {} {}", place(row), text(row, "value")));
        since("value", row, &mut facts);
    }
    for row in rows(table, "ext_values") {
        facts.push(format!("extension {:#04X} {}", number(row, "token"), text(row, "value")));
    }

    let mut variables = Vec::new();
    for hint in rows(table, "content_hints") {
        let kind = text(hint, "kind");
        if kind == "ext" {
            assert_eq!(text(hint, "encoding"), "wml-variable");
            variables.push(number(hint, "token"));
            continue;
        }
        let named = if kind == "tag" { "tags" } else { "attr_starts" };
        assert!(
            rows(table, named).any(|row| place(row) == place(hint) && row["name"] == hint["name"]),
            "{id}: a hint for no row: {hint}"
        );
        let rule = match (text(hint, "encoding"), id) {
            ("datetime", "si10" | "emn10") => Rule::DateTime,
            ("datetime", "wvcsp11" | "wvcsp12") => Rule::PackedDateTime,
            ("integer", _) => Rule::Integer,
            ("boolean", _) => Rule::Boolean,
            ("base64", _) => Rule::Base64,
            ("base64-or-opaque", _) => Rule::Base64OrOpaque,
            ("opaque-any", _) => Rule::Data,
            ("string-or-base64", _) => Rule::StringOrBase64,
            ("base64-icon", _) => Rule::Icon,
            _ => panic!("{id}: an unknown hint: {hint}"),
        };
        facts.push(format!("rule {kind} {} {rule:?}", place(hint)));
    }
    if !variables.is_empty() {
        assert_eq!(variables, [0x40, 0x41, 0x42, 0x80, 0x81, 0x82], "EXT_I and EXT_T");
        facts.push("variables".to_owned());
    }
    facts
}

fn facts_of_vocabulary(vocabulary: &Vocabulary) -> Vec<String> {
    let media = vocabulary.media();
    let tag_pages = vocabulary.tag_pages().iter().map(|page| page.page());
    let starts = vocabulary.attribute_pages().iter().map(|page| page.page());
    let values = vocabulary.value_pages().iter().map(|page| page.page());
    let mut facts = vec![
        format!("root {}", vocabulary.root_element()),
        format!("public ids {:?}", vocabulary.all_public_ids()),
        format!("formal ids {:?}", vocabulary.all_formal_ids()),
        format!("system ids {:?}", vocabulary.all_system_ids()),
        format!("media types {:?}", [media.xml, media.wbxml]),
        format!("media type aliases {:?}", media.aliases),
        format!("tag pages {:?}", Vec::from_iter(tag_pages)),
        format!("attribute pages {:?}", Vec::from_iter(BTreeSet::from_iter(starts.chain(values)))),
    ];

    facts.extend(media.wsp_xml.map(|code| format!("WSP code of xml {code:#04X}")));
    facts.extend(media.wsp_wbxml.map(|code| format!("WSP code of wbxml {code:#04X}")));
    for page in vocabulary.tag_pages() {
        let number = page.page();
        if !page.namespace().is_empty() {
            facts.push(format!("namespace {number} {}", page.namespace()));
        }
        for (token, name) in page.rows() {
            facts.push(format!("tag {number} {token:#04X} {name}"));
        }
    }
    for page in vocabulary.attribute_pages() {
        for (token, name, prefix) in page.rows() {
            facts.push(format!("start {} {token:#04X} {name}={prefix}", page.page()));
        }
    }
    for page in vocabulary.value_pages() {
        for (token, text) in page.rows() {
            facts.push(format!("value {} {token:#04X} {text}", page.page()));
        }
    }
    for (operand, text) in vocabulary.extension_values() {
        facts.push(format!("extension {operand:#04X} {text}"));
    }
    for (page, token, rule) in vocabulary.all_tag_rules() {
        facts.push(format!("rule tag {page} {token:#04X} {rule:?}"));
    }
    for (page, token, rule) in vocabulary.all_attribute_rules() {
        facts.push(format!("rule attr {page} {token:#04X} {rule:?}"));
    }
    if vocabulary.has_variables() {
        facts.push("variables".to_owned());
    }
    for (page, token) in vocabulary.all_decode_only() {
        facts.push(format!("decode only {page} {token:#04X}"));
    }
    for (page, token, name) in vocabulary.all_spellings() {
        facts.push(format!("spelling {page} {token:#04X} {name}"));
    }
    for since in vocabulary.all_since() {
        let space = match since.space {
            CodeSpace::Tag => "tag",
            CodeSpace::AttributeStart => "start",
            CodeSpace::AttributeValue => "value",
            _ => panic!("an unknown code space: {since:?}"),
        };
        facts.push(format!("since {space} {} {:#04X} {}", since.page, since.token, since.version));
    }
    facts
}

fn since(space: &str, row: &Table, facts: &mut Vec<String>) {
    if row.contains_key("since") {
        facts.push(format!("since {space} {} {}", place(row), text(row, "since")));
    }
}

fn place(row: &Table) -> String {
    format!("{} {:#04X}", number(row, "page"), number(row, "token"))
}

fn rows<'a>(table: &'a Table, key: &str) -> impl Iterator<Item = &'a Table> {
    table[key].as_array().unwrap().iter().map(|row| row.as_table().unwrap())
}

fn texts<'a>(table: &'a Table, first: &str, rest: &str) -> Vec<&'a str> {
    let all = [text(table, first)].into_iter().chain(strings(table, rest));
    all.filter(|text| !text.is_empty()).collect()
}

fn strings<'a>(table: &'a Table, key: &str) -> Vec<&'a str> {
    table[key].as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

fn numbers(table: &Table, key: &str) -> Vec<i64> {
    table[key].as_array().unwrap().iter().map(|number| number.as_integer().unwrap()).collect()
}

fn text<'a>(table: &'a Table, key: &str) -> &'a str {
    table.get(key).and_then(Value::as_str).unwrap_or_else(|| panic!("no text {key}"))
}

fn number(table: &Table, key: &str) -> i64 {
    table.get(key).and_then(Value::as_integer).unwrap_or_else(|| panic!("no number {key}"))
}
