//! The writer decides each attribute by itself, and inside a value from left to right. Here all ways to
//! write the attributes of a document are tried, pages and all: none takes fewer octets on any real one.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::std_instead_of_alloc,
    reason = "tests have the standard library, and their helpers may fail"
)]

use std::collections::BTreeMap;

use provost::wbxml::{
    ReadOptions, Reader, Writer, convert,
    vocabulary::{AttributePage, TagPage, ValuePage, Vocabulary},
    xml,
};
use provost_tests::{
    document::{self, Item, ItemName, Piece},
    vectors,
};

/// The fewest octets behind the attributes so far, for each page that may be in force.
type Costs = BTreeMap<u8, usize>;

#[test]
fn no_real_document_has_shorter_attributes() {
    let (mut documents, mut octets) = (0, 0);
    for (name, input, vocabulary) in inputs() {
        let Some(items) = items(input, vocabulary) else { continue };
        let ours = attributes_of_the_writer(&items, vocabulary);
        assert_eq!(ours, fewest_octets(&items, vocabulary), "{name}");
        documents += 1;
        octets += ours;
    }
    assert!(documents > 20 && octets > 500, "{documents} documents, {octets} octets of attributes");
}

/// What greed costs: tokens that pay only together are passed over, and so is a page that pays only for
/// several attributes.
#[test]
fn greed_may_cost_an_octet_or_two() {
    static TABLES: Vocabulary = Vocabulary::new("test")
        .tags(&[TagPage::new(0, "", &[(0x05, "a"), (0x06, "b")])])
        .attributes(&[
            AttributePage::new(0, &[(0x05, "x", ""), (0x06, "y", ""), (0x07, "z", "")]),
            AttributePage::new(1, &[(0x05, "x", "1"), (0x06, "y", "1"), (0x07, "z", "1")]),
        ])
        .values(&[ValuePage::new(0, &[(0x85, "abc"), (0x86, "def")])]);
    for (value, ours, fewest) in [("-abcdef-", 11, 9), ("abcdef", 3, 3), ("-abc-", 8, 8)] {
        let items = one_element(&[("x", value)]);
        assert_eq!(attributes_of_the_writer(&items, &TABLES), ours, "{value}");
        assert_eq!(fewest_octets(&items, &TABLES), fewest, "{value}");
    }
    let items = one_element(&[("x", "12"), ("y", "12"), ("z", "12")]);
    assert_eq!(
        (attributes_of_the_writer(&items, &TABLES), fewest_octets(&items, &TABLES)),
        (15, 14)
    );
}

fn one_element(attributes: &[(&str, &str)]) -> Vec<Item> {
    let name = |name: &str| ItemName::Known(String::new(), name.to_owned());
    let attributes = attributes
        .iter()
        .map(|(own, value)| Item::Attribute(name(own), vec![Piece::Text((*value).to_owned())]));
    [Item::Start(name("a"))].into_iter().chain(attributes).chain([Item::End]).collect()
}

fn inputs() -> impl Iterator<Item = (&'static str, &'static [u8], &'static Vocabulary)> {
    let vectors = vectors::all()
        .iter()
        .map(|vector| (vector.name.as_str(), vector.octets.as_slice(), vector.vocabulary()));
    let corpus = vectors::corpus().iter();
    vectors.chain(corpus.map(|it| (it.name.as_str(), it.octets.as_slice(), it.vocabulary())))
}

/// The events of a document whose attributes are text, as XML has them.
fn items(input: &[u8], vocabulary: &'static Vocabulary) -> Option<Vec<Item>> {
    let mut reader = Reader::with_options(input, vocabulary, ReadOptions::lenient()).ok()?;
    let mut writer = xml::Writer::new(vocabulary);
    convert(&mut reader, &mut writer).ok()?;
    let text = writer.finish().ok()?;
    let keep = xml::ReadOptions::new().with_whitespace(xml::Whitespace::Keep);
    let mut reader = xml::Reader::with_options(text.as_bytes(), vocabulary, keep).ok()?;
    document::read(&mut reader).ok()
}

fn attributes_of_the_writer(items: &[Item], vocabulary: &'static Vocabulary) -> usize {
    let mut writer = Writer::new(vocabulary);
    let mut octets = 0;
    for item in items {
        let before = writer.count();
        document::write(core::slice::from_ref(item), &mut writer).expect("an event");
        if matches!(item, Item::Attribute(..)) {
            octets += writer.count() - before;
        }
    }
    octets
}

fn fewest_octets(items: &[Item], vocabulary: &'static Vocabulary) -> usize {
    let mut costs = Costs::from([(0, 0)]);
    for item in items {
        let Item::Attribute(ItemName::Known(_, name), value) = item else { continue };
        let text = match value.as_slice() {
            [] => "",
            [Piece::Text(text)] => text,
            other => panic!("no text: {other:?}"),
        };
        costs = behind_attribute(&costs, name, text, vocabulary);
    }
    costs.into_values().min().expect("a page")
}

fn behind_attribute(before: &Costs, name: &str, text: &str, vocabulary: &Vocabulary) -> Costs {
    let mut behind = Costs::new();
    let is_known = vocabulary.attribute_pages().iter().any(|page| page.has(name));
    for (page, cost) in before {
        if !is_known {
            // A literal, whose offset is no part of the count.
            merge(&mut behind, value_costs(text, *page, vocabulary), cost + 1);
        }
        for other in vocabulary.attribute_pages() {
            let switch = if other.page() == *page { 0 } else { 2 };
            let fits = |row: &&(u8, &str, &str)| row.1 == name && text.starts_with(row.2);
            for (_, _, prefix) in other.rows().iter().filter(fits) {
                let rest = &text[prefix.len()..];
                let value = value_costs(rest, other.page(), vocabulary);
                merge(&mut behind, value, cost + switch + 1);
            }
        }
    }
    behind
}

/// What a value costs from a page on, by the page that is in force behind it.
fn value_costs(text: &str, page: u8, vocabulary: &Vocabulary) -> Costs {
    let mut places = vec![BTreeMap::<(u8, bool), usize>::new(); text.len() + 1];
    places[0].insert((page, false), 0);
    for at in 0..text.len() {
        let here = core::mem::take(&mut places[at]);
        for ((page, in_string), cost) in here {
            // One octet more of a string, which has a token and a terminator.
            let string = cost + if in_string { 1 } else { 3 };
            least(places[at + 1].entry((page, true)).or_insert(usize::MAX), string);
            for values in vocabulary.value_pages() {
                let switch = if values.page() == page { 0 } else { 2 };
                for (_, part) in values.rows() {
                    if text.as_bytes()[at..].starts_with(part.as_bytes()) {
                        let slot = places[at + part.len()].entry((values.page(), false));
                        least(slot.or_insert(usize::MAX), cost + switch + 1);
                    }
                }
            }
        }
    }
    let mut costs = Costs::new();
    for ((page, _), cost) in &places[text.len()] {
        least(costs.entry(*page).or_insert(usize::MAX), *cost);
    }
    costs
}

fn merge(into: &mut Costs, costs: Costs, more: usize) {
    for (page, cost) in costs {
        least(into.entry(page).or_insert(usize::MAX), cost + more);
    }
}

fn least(slot: &mut usize, cost: usize) {
    *slot = cost.min(*slot);
}
