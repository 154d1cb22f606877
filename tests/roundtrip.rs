//! Any document that can be written is read as it was: random ones, in every form of writing.

#![allow(
    clippy::std_instead_of_core,
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::std_instead_of_alloc,
    reason = "tests have the standard library, and their helpers may fail"
)]

use std::{collections::BTreeSet, fmt};

use proptest::{
    collection::vec,
    option,
    prelude::*,
    sample::{Index, select},
    test_runner::RngSeed,
};
use provost::wbxml::{
    Charset, Error, ErrorKind, Expected, Limits, Loss, PublicIdForm, ReadOptions, Reader,
    StringTable, ValueTokens, WriteOptions, Writer, uintvar,
    vocabulary::{PROV, SI_1_0, SYNCML_1_2, Vocabulary, WML_1_3},
    xml::{self, Layout, Whitespace},
};
use provost_tests::document::{self, Item, ItemName, Piece};

/// An element of any vocabulary: what it names is looked up when the vocabulary is known.
#[derive(Clone, Debug)]
struct Element {
    name: Choice,
    attributes: Vec<(Choice, Vec<Chunk>)>,
    children: Vec<Child>,
}

#[derive(Clone, Debug)]
enum Child {
    Element(Element),
    Text(Vec<Chunk>),
    Opaque(Vec<u8>),
    Instruction(Choice, Vec<Chunk>),
}

/// A name of the vocabulary, or one that it has not.
#[derive(Clone, Debug)]
enum Choice {
    Known(Index),
    Literal(String),
}

/// A part of a text.
#[derive(Clone, Debug)]
enum Chunk {
    Any(String),
    /// The beginning of a value, the text of a value token, or a part of either.
    Prefix(Index, Index),
    Value(Index, Index),
}

fn choice() -> impl Strategy<Value = Choice> {
    prop_oneof![
        9 => any::<Index>().prop_map(Choice::Known),
        1 => "[a-c]{1,2}(-[xyz])?".prop_map(|name| Choice::Literal(format!("our-{name}"))),
    ]
}

fn chunks() -> impl Strategy<Value = Vec<Chunk>> {
    let chunk = prop_oneof![
        2 => "[ -~]{0,12}".prop_map(Chunk::Any),
        1 => "\\PC{0,6}".prop_map(Chunk::Any),
        1 => select(&["a b a b a b", " ", "http://www.", "\u{FEFF}", "\u{FFFE}", "\u{1}\r\n\t", "😀"][..])
            .prop_map(|text| Chunk::Any(text.to_owned())),
        2 => any::<(Index, Index)>().prop_map(|(row, end)| Chunk::Prefix(row, end)),
        2 => any::<(Index, Index)>().prop_map(|(row, end)| Chunk::Value(row, end)),
    ];
    vec(chunk, 0..4)
}

fn element() -> impl Strategy<Value = Element> {
    let attributes = || vec((choice(), chunks()), 0..4);
    let leaf = (choice(), attributes()).prop_map(|(name, attributes)| Element {
        name,
        attributes,
        children: Vec::new(),
    });
    leaf.prop_recursive(6, 24, 5, move |inner| {
        let child = prop_oneof![
            3 => inner.prop_map(Child::Element),
            3 => chunks().prop_map(Child::Text),
            1 => vec(any::<u8>(), 0..20).prop_map(Child::Opaque),
            1 => (choice(), chunks()).prop_map(|(target, data)| Child::Instruction(target, data)),
        ];
        (choice(), attributes(), vec(child, 0..6))
            .prop_map(|(name, attributes, children)| Element { name, attributes, children })
    })
}

/// A document with processing instructions around its element.
fn items(vocabulary: &'static Vocabulary) -> impl Strategy<Value = Vec<Item>> {
    let around = || option::weighted(0.1, (choice(), chunks()));
    (around(), element(), around()).prop_map(move |(before, root, behind)| {
        let resolve = Resolve { vocabulary };
        let mut items = Vec::new();
        items.extend(before.map(|(target, data)| resolve.instruction(&target, &data)));
        resolve.element(&root, &mut items);
        items.extend(behind.map(|(target, data)| resolve.instruction(&target, &data)));
        items
    })
}

struct Resolve {
    vocabulary: &'static Vocabulary,
}

impl Resolve {
    fn element(&self, element: &Element, items: &mut Vec<Item>) {
        items.push(Item::Start(self.tag(&element.name)));
        let mut names = BTreeSet::new();
        for (name, value) in &element.attributes {
            let name = self.attribute(name);
            if names.insert(format!("{name:?}")) {
                items.push(Item::Attribute(name, self.text(value)));
            }
        }
        for child in &element.children {
            match child {
                Child::Element(element) => self.element(element, items),
                // A run of text is one event.
                Child::Text(_) if matches!(items.last(), Some(Item::Text(_))) => {}
                Child::Text(text) => items.push(Item::Text(self.text(text))),
                Child::Opaque(octets) => items.push(Item::Opaque(octets.clone())),
                Child::Instruction(target, data) => items.push(self.instruction(target, data)),
            }
        }
        items.push(Item::End);
    }

    fn instruction(&self, target: &Choice, data: &[Chunk]) -> Item {
        Item::Instruction(self.attribute(target), self.text(data))
    }

    fn tag(&self, choice: &Choice) -> ItemName {
        let rows: Vec<(&str, &str)> = (self.vocabulary.tag_pages().iter())
            .flat_map(|page| page.rows().iter().map(|row| (page.namespace(), row.1)))
            .collect();
        let (space, name) = match choice {
            Choice::Known(index) => *index.get(&rows),
            Choice::Literal(name) => ("", name.as_str()),
        };
        ItemName::Known(space.to_owned(), name.to_owned())
    }

    fn attribute(&self, choice: &Choice) -> ItemName {
        let name = match choice {
            Choice::Known(index) => self.start(index).map_or("our-name", |row| row.0),
            Choice::Literal(name) => name,
        };
        ItemName::Known(String::new(), name.to_owned())
    }

    /// Name and prefix of an attribute start.
    fn start(&self, index: &Index) -> Option<(&'static str, &'static str)> {
        let pages = self.vocabulary.attribute_pages().iter();
        let rows: Vec<_> = pages.flat_map(|page| page.rows()).map(|row| (row.1, row.2)).collect();
        (!rows.is_empty()).then(|| *index.get(&rows))
    }

    fn text(&self, chunks: &[Chunk]) -> Vec<Piece> {
        let mut text = String::new();
        for chunk in chunks {
            let (whole, end) = match chunk {
                Chunk::Any(any) => {
                    text += any;
                    continue;
                }
                Chunk::Prefix(row, end) => (self.start(row).map_or("", |row| row.1), end),
                Chunk::Value(row, end) => {
                    let pages = self.vocabulary.value_pages().iter();
                    let rows: Vec<&str> =
                        pages.flat_map(|page| page.rows()).map(|row| row.1).collect();
                    (if rows.is_empty() { "" } else { *row.get(&rows) }, end)
                }
            };
            // Half of them whole, the others cut, so that prefixes of prefixes meet too.
            let end = end.index(2 * whole.len() + 1).min(whole.len());
            text += whole.get(..end).unwrap_or(whole);
        }
        if text.is_empty() { Vec::new() } else { vec![Piece::Text(text)] }
    }
}

/// A vocabulary that shows as its name.
#[derive(Clone, Copy)]
struct Language(&'static Vocabulary);

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.id())
    }
}

fn document() -> impl Strategy<Value = (Language, Vec<Item>)> {
    select(vec![&PROV, &SYNCML_1_2, &SI_1_0, &WML_1_3])
        .prop_flat_map(|vocabulary| (Just(Language(vocabulary)), items(vocabulary)))
}

const CHARSETS: [Charset; 7] = [
    Charset::Utf8,
    Charset::Ascii,
    Charset::Latin1,
    Charset::Utf16Be,
    Charset::Utf16Le,
    Charset::Utf16,
    Charset::Ucs2,
];

fn write_options() -> impl Strategy<Value = WriteOptions> {
    let forms = [PublicIdForm::Shortest, PublicIdForm::Formal, PublicIdForm::Anonymous];
    (1_u8..=3, select(&CHARSETS[..]), select(forms.to_vec())).prop_map(
        |(version, charset, form)| {
            WriteOptions::new().with_version(version).with_charset(charset).with_public_id(form)
        },
    )
}

fn configuration(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(0x0B),
        ..ProptestConfig::default()
    }
}

fn written(
    items: &[Item],
    vocabulary: &'static Vocabulary,
    options: WriteOptions,
) -> Result<Vec<u8>, Error> {
    let mut writer = Writer::with_options(vocabulary, options);
    document::write(items, &mut writer)?;
    writer.finish()
}

/// The options that this crate's readers need for what the strategies make.
fn read_options() -> ReadOptions {
    ReadOptions::strict().with_limits(Limits::DEFAULT)
}

fn read(input: &[u8], vocabulary: &'static Vocabulary) -> Result<Vec<Item>, Error> {
    document::read(&mut Reader::with_options(input, vocabulary, read_options())?)
}

fn has_literals(items: &[Item], vocabulary: &Vocabulary) -> bool {
    items.iter().any(|item| match item {
        Item::Start(ItemName::Known(_, name)) => !vocabulary.tag_pages().iter().any(|page| {
            page.token(name).is_some_and(|code| !vocabulary.is_decode_only(page.page(), code))
        }),
        Item::Attribute(ItemName::Known(_, name), value)
        | Item::Instruction(ItemName::Known(_, name), value) => {
            let text = match value.first() {
                Some(Piece::Text(text)) => text.as_str(),
                _ => "",
            };
            let pages = vocabulary.attribute_pages().iter();
            pages.filter_map(|page| page.token(name, text)).next().is_none()
        }
        _ => false,
    })
}

proptest! {
    #![proptest_config(configuration(600))]

    #[test]
    fn wbxml_and_back((Language(vocabulary), items) in document(), options in write_options()) {
        let mut lengths = Vec::new();
        for value_tokens in [ValueTokens::Whole, ValueTokens::Inside] {
            for table in [StringTable::None, StringTable::Shared] {
                let options = options.with_value_tokens(value_tokens).with_string_table(table);
                let output = written(&items, vocabulary, options).expect("a document");
                lengths.push(output.len());
                match read(&output, vocabulary) {
                    Ok(again) => prop_assert_eq!(&again, &items, "{:02x?}", output),
                    // Names are borrowed, so that they cannot be UTF-16.
                    Err(error) => {
                        prop_assert_eq!(error.kind(), ErrorKind::NameCharset);
                        let literals = has_literals(&items, vocabulary);
                        prop_assert!(literals, "{:02x?}", output);
                    }
                }
            }
        }
        // A string table that costs is not used, and neither is a token that does.
        prop_assert!(lengths[1] <= lengths[0] && lengths[3] <= lengths[2], "{lengths:?}");
        prop_assert!(lengths[2] <= lengths[0], "{lengths:?}");
    }

    #[test]
    fn a_slice_has_the_same_octets((Language(vocabulary), items) in document(), options in write_options()) {
        let expected = written(&items, vocabulary, options).expect("a document");
        let mut buffer = vec![0; expected.len()];
        let mut writer = Writer::into_slice(&mut buffer, vocabulary, options);
        match document::write(&items, &mut writer) {
            Ok(()) => prop_assert_eq!(writer.finish(), Ok(expected.as_slice())),
            Err(error) => {
                prop_assert_eq!(error.kind(), ErrorKind::NotExpressible(Loss::Literal));
                prop_assert!(has_literals(&items, vocabulary));
            }
        }
        let mut writer = Writer::into_slice(&mut [], vocabulary, options);
        if document::write(&items, &mut writer).is_ok() {
            let needed = ErrorKind::BufferTooSmall { needed: expected.len() };
            prop_assert_eq!(writer.finish().err(), Some(Error::new(needed, 0)));
        }
    }

    #[test]
    fn xml_and_back((Language(vocabulary), items) in document(), indented: bool) {
        let items = expressible(&items);
        let layout = if indented { Layout::Indented(2) } else { Layout::Compact };
        let options = xml::WriteOptions::new().with_layout(layout);
        let mut writer = xml::Writer::with_options(vocabulary, options);
        document::write(&items, &mut writer).expect("a document");
        let text = writer.finish().expect("a document");
        let options = xml::ReadOptions::new().with_whitespace(Whitespace::Keep);
        let mut reader = xml::Reader::with_options(text.as_bytes(), vocabulary, options)
            .expect("a document");
        let again = document::read(&mut reader).expect("a document");
        if indented {
            // Line ends are between elements, where the document has no text.
            prop_assert_eq!(without_blanks(&again), without_blanks(&items), "{}", text);
        } else {
            prop_assert_eq!(without_spaces(&again), without_spaces(&items), "{}", text);
        }
    }

    #[test]
    fn integers_against_an_oracle(value: u32, width in 0_u8..8, octets in vec(any::<u8>(), 0..8)) {
        let encoded = uintvar::encode(value);
        prop_assert_eq!(encoded.as_ref(), &naive_encode(value)[..]);
        let wide = uintvar::encode_wide(value, width);
        let wanted = usize::from(width.min(5)).max(encoded.as_ref().len());
        prop_assert_eq!(wide.as_ref().len(), wanted);
        let input = [wide.as_ref(), &octets].concat();
        prop_assert_eq!(uintvar::decode(&input), Ok((value, &octets[..])));
        prop_assert_eq!(uintvar::decode(&octets), naive_decode(&octets), "{:02x?}", octets);
        // Most random octets end at once: here they go on.
        let long: Vec<u8> = octets.iter().map(|octet| octet | 0x80).collect();
        prop_assert_eq!(uintvar::decode(&long), naive_decode(&long), "{:02x?}", long);
    }
}

/// What XML can carry of a document: no opaque octets, no characters that it forbids, no empty text.
fn expressible(items: &[Item]) -> Vec<Item> {
    let pieces = |pieces: &[Piece], data: bool| {
        let Some(Piece::Text(text)) = pieces.first() else { return Vec::new() };
        let allowed = |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..);
        let mut text: String = text.chars().filter(allowed).collect();
        if data {
            // Blanks in front are not part of the data, nor is its end; line ends are normalized.
            text = text.replace(['?', '\r'], "").trim_start().to_owned();
        }
        if text.is_empty() { Vec::new() } else { vec![Piece::Text(text)] }
    };
    let mut kept = Vec::new();
    for item in items {
        match item {
            Item::Opaque(_) => {}
            Item::Text(text) => {
                let text = pieces(text, false);
                if !text.is_empty() && !matches!(kept.last(), Some(Item::Text(_))) {
                    kept.push(Item::Text(text));
                }
            }
            Item::Attribute(name, value) => {
                kept.push(Item::Attribute(name.clone(), pieces(value, false)));
            }
            Item::Instruction(target, data) => {
                kept.push(Item::Instruction(target.clone(), pieces(data, true)));
            }
            item => kept.push(item.clone()),
        }
    }
    kept
}

/// An element in no namespace does not declare that, so that it gets the one around it.
fn without_spaces(items: &[Item]) -> Vec<Item> {
    let mut items = items.to_vec();
    for item in &mut items {
        match item {
            Item::Start(ItemName::Known(space, name)) if name.starts_with("our-") => space.clear(),
            _ => {}
        }
    }
    items
}

fn without_blanks(items: &[Item]) -> Vec<Item> {
    let mut items = without_spaces(items);
    items.retain(|item| match item {
        Item::Text(pieces) => {
            !matches!(pieces.first(), Some(Piece::Text(text)) if text.trim_matches([' ', '\n']).is_empty())
        }
        _ => true,
    });
    items
}

fn naive_encode(mut value: u32) -> Vec<u8> {
    let mut octets = Vec::new();
    loop {
        let digit = u8::try_from(value % 128).expect("seven bits");
        octets.insert(0, if octets.is_empty() { digit } else { digit + 128 });
        value /= 128;
        if value == 0 {
            return octets;
        }
    }
}

fn naive_decode(octets: &[u8]) -> Result<(u32, &[u8]), Error> {
    let last = octets.iter().take(5).position(|octet| *octet < 0x80);
    let digits = last.map_or(octets.len().min(5), |last| last + 1);
    let mut value = 0_u64;
    for (at, octet) in octets[..digits].iter().enumerate() {
        value = value * 128 + u64::from(octet % 128);
        if value > u64::from(u32::MAX) {
            return Err(Error::new(ErrorKind::IntegerOverflow, at));
        }
    }
    match last {
        Some(_) => Ok((u32::try_from(value).expect("32 bits"), &octets[digits..])),
        None if octets.len() < 5 => {
            Err(Error::new(ErrorKind::UnexpectedEnd(Expected::Integer), octets.len()))
        }
        None => Err(Error::new(ErrorKind::IntegerTooLong, 5)),
    }
}
