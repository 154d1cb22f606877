//! Twice the document is twice the work: of tokens, events, decoded octets and memory, for each way
//! in which a document can be long.
//!
//! What no counter sees shows in the time: at these sizes anything quadratic takes minutes.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "tests have the standard library, and their helpers may fail"
)]

use std::cell::Cell;

use provost::wbxml::{
    Event, ForeignCharset, Limits, ReadOptions, Reader, StringTable, Tokens, WriteOptions, Writer,
    convert, copy, uintvar,
    vocabulary::{AttributePage, TagPage, ValuePage, Vocabulary, WML_1_3},
    xml,
};
use provost_tests::{
    counting::{Counting, allocated},
    document,
};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Items of the smallest document of a family.
const COUNT: usize = 5_000;

static TABLES: Vocabulary = Vocabulary::new("test")
    .tags(&[
        TagPage::new(0, "urn:zero", &[(0x05, "a"), (0x06, "b")]),
        TagPage::new(1, "urn:one", &[(0x05, "c"), (0x06, "d")]),
    ])
    .attributes(&[
        AttributePage::new(0, &[(0x05, "x", ""), (0x06, "x", "http://"), (0x07, "z", "")]),
        AttributePage::new(1, &[(0x05, "x", "")]),
    ])
    .values(&[ValuePage::new(0, &[(0x85, "value"), (0x86, "val")])])
    .extensions(&[(1, "one")]);

/// A charset that counts the octets that are decoded.
#[derive(Debug)]
struct Letters;

static LETTERS: &[&dyn ForeignCharset] = &[&Letters];

thread_local! {
    static DECODED: Cell<u64> = const { Cell::new(0) };
}

impl ForeignCharset for Letters {
    fn mib(&self) -> u32 {
        9999
    }

    fn decode(&self, octets: &[u8], out: &mut dyn FnMut(&str)) -> bool {
        DECODED.set(DECODED.get() + octets.len() as u64);
        core::str::from_utf8(octets).map(out).is_ok()
    }

    fn encode(&self, character: char, out: &mut dyn FnMut(&[u8])) -> bool {
        out(character.encode_utf8(&mut [0; 4]).as_bytes());
        true
    }
}

/// How much work a document is.
#[derive(Debug)]
struct Work {
    octets: u64,
    tokens: u64,
    events: u64,
    decoded: u64,
    written: u64,
    shared: u64,
    xml: u64,
}

/// Checks that the work of `body` grows with its number of items, and no faster.
fn check(name: &str, vocabulary: &'static Vocabulary, table: fn(usize) -> Vec<u8>, body: Body) {
    let sizes = [COUNT, 2 * COUNT, 4 * COUNT];
    let works = sizes.map(|count| work(vocabulary, &document(&table(count), &body(count))));
    for pair in works.windows(2) {
        let [one, two] = pair else { continue };
        let figures = [
            ("tokens", one.tokens, two.tokens),
            ("events", one.events, two.events),
            ("decoded octets", one.decoded, two.decoded),
            ("memory of the writer", one.written, two.written),
            ("memory of the writer with a string table", one.shared, two.shared),
            ("memory of XML", one.xml, two.xml),
        ];
        // Items whose offsets and lengths need an octet more make a document a little longer.
        let growth = two.octets as f64 / one.octets as f64;
        assert!((1.9..2.6).contains(&growth), "{name}: {works:?}");
        for (figure, one, two) in figures {
            let bound = one as f64 * growth * 1.1 + 4096.0;
            assert!(two as f64 <= bound, "{name}: {figure} grow from {one} to {two}");
        }
    }
}

type Body = fn(usize) -> Vec<u8>;

fn document(table: &[u8], body: &[u8]) -> Vec<u8> {
    let mut document = vec![0x03, 0x01];
    document.extend_from_slice(uintvar::encode(9999).as_ref());
    document.extend_from_slice(uintvar::encode(u32::try_from(table.len()).unwrap()).as_ref());
    document.extend_from_slice(table);
    document.extend_from_slice(body);
    document
}

fn work(vocabulary: &'static Vocabulary, input: &[u8]) -> Work {
    let limits = Limits::DEFAULT.with_depth(u32::MAX).with_table(1 << 24).with_expanded(1 << 24);
    let options = ReadOptions::lenient().with_limits(limits).with_foreign_charsets(LETTERS);

    let mut tokens = Tokens::new(input).unwrap();
    let mut token_count = 0;
    while tokens.next_token().unwrap().is_some() {
        token_count += 1;
    }
    let before = DECODED.get();
    let reader = Reader::with_options(input, vocabulary, options).unwrap();
    let items = document::read(&mut reader.clone()).unwrap();
    let decoded = DECODED.get() - before;

    let [written, shared] = [StringTable::None, StringTable::Shared].map(|table| {
        let mut reader = reader.clone();
        let (allocated, output) = allocated(|| {
            // In a charset of its own, as a conversion from XML would be.
            let options = WriteOptions::new().with_string_table(table);
            let mut writer = Writer::with_options(vocabulary, options);
            copy(&mut reader, &mut writer).unwrap();
            writer.finish().unwrap()
        });
        let mut reader = Reader::with_options(&output, vocabulary, options).unwrap();
        assert_eq!(document::read(&mut reader).unwrap(), items);
        allocated.octets
    });
    let (xml, _) = allocated(|| {
        let mut writer = xml::Writer::new(vocabulary);
        convert(&mut reader.clone(), &mut writer).unwrap();
        writer.finish().unwrap()
    });
    Work {
        octets: input.len() as u64,
        tokens: token_count,
        events: items.len() as u64,
        decoded,
        written,
        shared,
        xml: xml.octets,
    }
}

fn no_table(_: usize) -> Vec<u8> {
    Vec::new()
}

/// An element around `count` items.
fn around(count: usize, item: impl Fn(usize) -> Vec<u8>) -> Vec<u8> {
    let mut body = vec![0x45];
    (0..count).for_each(|at| body.extend(item(at)));
    body.push(0x01);
    body
}

fn string(text: &str) -> Vec<u8> {
    [&[0x03], text.as_bytes(), &[0]].concat()
}

/// Names of eight octets with their terminators.
fn names(count: usize) -> Vec<u8> {
    (0..count).flat_map(|at| format!("n{at:06}\0").into_bytes()).collect()
}

fn offset(at: usize) -> Vec<u8> {
    uintvar::encode(u32::try_from(at * 8).unwrap()).as_ref().to_vec()
}

#[test]
fn siblings() {
    check("empty siblings", &TABLES, no_table, |count| around(count, |_| vec![0x06]));
    check("siblings with content", &TABLES, no_table, |count| around(count, |_| vec![0x46, 0x01]));
    check("instructions", &TABLES, no_table, |count| {
        around(count, |_| vec![0x43, 0x07, 0x85, 0x01])
    });
}

#[test]
fn depth() {
    check("depth", &TABLES, no_table, |count| {
        [vec![0x46; count], vec![0x06], vec![0x01; count]].concat()
    });
    check("depth, with namespaces", &TABLES, no_table, |count| {
        let open = (0..count).flat_map(|at| [0x00, u8::from(at % 2 == 0), 0x46]);
        open.chain([0x06]).chain(vec![0x01; count]).collect()
    });
}

#[test]
fn attributes() {
    check("elements with an attribute", &TABLES, no_table, |count| {
        around(count, |at| [vec![0x86, 0x05], string(&format!("v{at}")), vec![0x01]].concat())
    });
    check("elements with 32 attributes", &TABLES, names, |count| {
        around(count / 32, |at| {
            let list = (0..32).flat_map(|n| [vec![0x04], offset(at * 32 + n)].concat());
            [vec![0x86], list.collect(), vec![0x01]].concat()
        })
    });
    check("values of many tokens", &TABLES, no_table, |count| {
        [vec![0x85, 0x05], vec![0x85; count], vec![0x01]].concat()
    });
    check("values of many strings", &TABLES, no_table, |count| {
        let strings = (0..count).flat_map(|_| string("val"));
        [vec![0x85, 0x06], strings.collect(), vec![0x01]].concat()
    });
}

#[test]
fn string_tables() {
    check("references to names", &TABLES, names, |count| {
        around(count, |at| [vec![0x04], offset(at)].concat())
    });
    check("references to strings", &TABLES, names, |count| {
        around(count, |at| [vec![0x46, 0x83], offset(at), vec![0x01]].concat())
    });
    check("strings that are all different", &TABLES, no_table, |count| {
        around(count, |at| [vec![0x46], string(&format!("nap{at:06}")), vec![0x01]].concat())
    });
    check("strings that come twice", &TABLES, no_table, |count| {
        let text = |at: usize| string(&format!("nap{:06}", at / 2));
        around(count, |at| [vec![0x46], text(at), vec![0x01]].concat())
    });
    check("strings of words", &TABLES, no_table, |count| {
        let text = |at: usize| string(&format!("word{:05} other{:05} word{at:05}", at / 2, at / 3));
        around(count, |at| [vec![0x46], text(at), vec![0x01]].concat())
    });
    check("strings that end one another", &TABLES, no_table, |count| {
        let text = |at: usize| string(&format!("{:03}{}", at % 500, &"abcdefghij"[at % 10..]));
        around(count, |at| [vec![0x46], text(at), vec![0x01]].concat())
    });
    check("one string of many words", &TABLES, no_table, |count| {
        let text: String = (0..count).map(|at| format!("word{:05} ", at / 2)).collect();
        [vec![0x45], string(&text), vec![0x01]].concat()
    });
}

/// Declarations of many prefixes, each used once: a list of literals, as WBXML allows them at any depth.
#[test]
fn prefixes() {
    let literals = |count: usize, of: fn(usize) -> String| -> Vec<u8> {
        (0..count).flat_map(|at| format!("{}\0", of(at)).into_bytes()).collect()
    };
    let table = |count: usize| {
        [
            literals(count / 2, |at| format!("xmlns:p{at:06}")),
            literals(count / 2, |at| format!("p{at:06}:x")),
        ]
        .concat()
    };
    let index = |at: usize| uintvar::encode(u32::try_from(at).unwrap()).as_ref().to_vec();
    let body = |count: usize| {
        let half = count / 2;
        let open = (0..half).flat_map(|at| {
            let urn = string("urn:x");
            [vec![0xC6, 0x04], index(at * 14), urn, vec![0x01]].concat()
        });
        let used = (0..half).flat_map(|at| [vec![0x04], index(half * 14 + at * 10)].concat());
        let mut body: Vec<u8> = open.chain(used).collect();
        body.extend(vec![0x01; half]);
        body
    };
    let sizes = [COUNT, 2 * COUNT, 4 * COUNT];
    let works = sizes.map(|count| work(&TABLES, &document(&table(count), &body(count))));
    for pair in works.windows(2) {
        let [one, two] = pair else { continue };
        assert!(two.xml as f64 <= one.xml as f64 * 2.3, "{works:?}");
    }
}

#[test]
fn runs_of_text() {
    check("strings in a row", &TABLES, no_table, |count| around(count, |_| string("text")));
    check("entities in a row", &TABLES, no_table, |count| around(count, |_| vec![0x02, 0x41]));
    check("extensions in a row", &TABLES, no_table, |count| around(count, |_| vec![0x80, 0x01]));
    check("strings and entities", &TABLES, no_table, |count| {
        around(count, |_| [string("<&>"), vec![0x02, 0x26]].concat())
    });
    check("opaque data", &TABLES, no_table, |count| around(count, |_| vec![0xC3, 0x01, 0x41]));
    check(
        "variables",
        &WML_1_3,
        |_| b"name\0".to_vec(),
        |count| {
            let variables = (0..count).flat_map(|_| [string("$"), vec![0x82, 0x00]].concat());
            [vec![0x7F], variables.collect(), vec![0x01]].concat()
        },
    );
    check("one long string", &TABLES, no_table, |count| {
        [vec![0x45], string(&"value $&<> ".repeat(count)), vec![0x01]].concat()
    });
    check("one long value", &TABLES, no_table, |count| {
        [vec![0x85, 0x05], string(&"value valvalu $&<> ".repeat(count)), vec![0x01]].concat()
    });
}

#[test]
fn page_switches() {
    check("a switch for each element", &TABLES, no_table, |count| {
        around(count, |at| vec![0x00, u8::from(at % 2 == 0), 0x06])
    });
    check("a switch for each attribute", &TABLES, no_table, |count| {
        around(count, |at| vec![0x86, 0x00, u8::from(at % 2 == 0), 0x05, 0x01])
    });
    check("switches in a row", &TABLES, no_table, |count| around(count, |_| vec![0x00, 0x00]));
    check("strings and switches in a row", &TABLES, no_table, |count| {
        around(count, |_| [string("a"), vec![0x00, 0x00]].concat())
    });
    check("strings before many switches", &TABLES, no_table, |count| {
        let switches = vec![0x00; 2 * count];
        [vec![0x45], string("a"), switches.clone(), string("a"), switches, vec![0x06, 0x01]]
            .concat()
    });
    check("values and switches in a row", &TABLES, no_table, |count| {
        let values = (0..count).flat_map(|_| [0x00, 0x00, 0x85]);
        [vec![0x85, 0x05], values.collect(), vec![0x01]].concat()
    });
}

/// Checks that the work of reading XML, and of converting it to both syntaxes, grows with its number
/// of items, and no faster.
fn check_xml(name: &str, document: fn(usize) -> String) {
    let sizes = [COUNT, 2 * COUNT, 4 * COUNT];
    let works = sizes.map(|count| xml_work(&document(count)));
    for pair in works.windows(2) {
        let [one, two] = pair else { continue };
        let growth = two[0] as f64 / one[0] as f64;
        assert!((1.9..2.6).contains(&growth), "{name}: {works:?}");
        for (one, two) in one.iter().zip(two) {
            assert!(*two as f64 <= *one as f64 * growth * 1.1 + 4096.0, "{name}: {works:?}");
        }
    }
}

/// Octets, pieces of text, memory for the events, for WBXML and for XML in lines.
fn xml_work(text: &str) -> [u64; 5] {
    let limits = Limits::DEFAULT.with_depth(u32::MAX);
    let options =
        xml::ReadOptions::new().with_limits(limits).with_whitespace(xml::Whitespace::Keep);
    let open = || xml::Reader::with_options(text.as_bytes(), &TABLES, options).unwrap();
    let mut pieces = 0;
    let (read, ()) = allocated(|| {
        let mut reader = open();
        while let Some(event) = reader.next_event().unwrap() {
            pieces += 1;
            if let Event::Text(content) | Event::Attribute { value: content, .. } = event {
                content.for_each_str(|_| pieces += 1).unwrap();
            }
        }
    });
    let (wbxml, _) = allocated(|| {
        let mut writer = Writer::new(&TABLES);
        convert(&mut open(), &mut writer).unwrap();
        writer.finish().unwrap()
    });
    let (lines, _) = allocated(|| {
        let options = xml::WriteOptions::new().with_layout(xml::Layout::Indented(0));
        let mut writer = xml::Writer::with_options(&TABLES, options);
        copy(&mut open(), &mut writer).unwrap();
        writer.finish().unwrap()
    });
    [text.len() as u64, pieces, read.octets, wbxml.octets, lines.octets]
}

/// An element in no need of a declaration around `count` items.
fn in_xml(count: usize, item: impl Fn(usize) -> String) -> String {
    let items: String = (0..count).map(item).collect();
    format!("<a xmlns=\"urn:zero\">{items}</a>")
}

#[test]
fn xml_of_many_elements() {
    check_xml("empty elements", |count| in_xml(count, |_| "<b/>".into()));
    check_xml("elements with text", |count| in_xml(count, |_| "<b>text</b>".into()));
    check_xml("text between elements", |count| in_xml(count, |_| "<b/>text".into()));
    check_xml("elements with an attribute", |count| in_xml(count, |at| format!("<b x='v{at}'/>")));
    check_xml("elements with 32 attributes", |count| {
        in_xml(count / 32, |at| {
            let list: String = (0..32).map(|n| format!(" n{n}='{at:06}'")).collect();
            format!("<b{list}/>")
        })
    });
    check_xml("elements that change the namespace", |count| {
        in_xml(count, |_| "<c xmlns=\"urn:one\"/>".into())
    });
    check_xml("elements that declare a prefix", |count| {
        in_xml(count, |at| format!("<p:x xmlns:p=\"urn:{at:06}\" p:y=\"\"/>"))
    });
    check_xml("instructions", |count| in_xml(count, |at| format!("<?p {at:06}?>")));
}

#[test]
fn xml_of_great_depth() {
    check_xml("depth", |count| {
        let open = "<b>".repeat(count);
        let close = "</b>".repeat(count);
        format!("<a xmlns=\"urn:zero\">{open}{close}</a>")
    });
    check_xml("depth, with namespaces", |count| {
        let open = "<b xmlns=\"urn:zero\"><d xmlns=\"urn:one\">".repeat(count / 2);
        let close = "</d></b>".repeat(count / 2);
        format!("{open}{close}")
    });
    check_xml("depth, with prefixes", |count| {
        let open = "<p:x xmlns:p=\"urn:p\">".repeat(count);
        let close = "</p:x>".repeat(count);
        format!("{open}{close}")
    });
}

#[test]
fn xml_of_long_runs() {
    check_xml("references", |count| in_xml(count, |_| "text&amp;".into()));
    check_xml("sections", |count| in_xml(count, |_| "<![CDATA[a]]>".into()));
    check_xml("comments", |count| in_xml(count, |_| "<!-- a -->".into()));
    check_xml("comments and blanks", |count| in_xml(count, |_| " <!-- a -->".into()));
    check_xml("brackets", |count| in_xml(count, |_| "]] >".into()));
    check_xml("line ends", |count| in_xml(count, |_| "\r\n\ra".into()));
    check_xml("a section of line ends", |count| {
        format!("<a xmlns=\"urn:zero\"><![CDATA[{}]]></a>", "]\r\n\r".repeat(count))
    });
    check_xml("a value of references", |count| {
        format!("<a xmlns=\"urn:zero\" x=\"{}\"/>", "v\n&lt;".repeat(count))
    });
    check_xml("a DOCTYPE with comments", |count| {
        format!("<!DOCTYPE a [{}]><a xmlns=\"urn:zero\"/>", "<!-- a --><?b?>".repeat(count))
    });
    check_xml("a prolog of comments and instructions", |count| {
        format!("{}<a xmlns=\"urn:zero\"/>", "<!-- a --><?b?>\n".repeat(count))
    });
}
