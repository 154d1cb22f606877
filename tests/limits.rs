//! Each limit of a document: one under, at and one over it.

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

use provost::wbxml::{
    Error, ErrorKind, Leniency, Limit, Limits, ReadOptions,
    vocabulary::{AttributePage, TagPage, ValuePage, Vocabulary},
    xml,
};
use provost_tests::{
    document::{self, walk},
    vectors::unhex,
};

static TABLES: Vocabulary = Vocabulary::new("test")
    .tags(&[TagPage::new(0, "", &[(0x05, "a"), (0x06, "b")])])
    .attributes(&[AttributePage::new(0, &[(0x05, "x", "")])])
    .values(&[ValuePage::new(0, &[(0x85, "v")])]);

/// One under, at and one over each limit.
#[test]
fn limits() {
    let depth = |depth: usize| {
        let open = "45".repeat(depth - 1);
        format!("03 01 6a 00 {open} 05 {}", "01".repeat(depth - 1))
    };
    let table = |length: usize| format!("03 01 6a {length:02x} {} 00 05", "61".repeat(length - 1));
    let default = Limits::DEFAULT;
    let with_depth = default.with_depth(9);
    check(with_depth, Limit::Depth, &depth(8), &depth(9), (&depth(10), 13));
    // An element of attributes alone counts as well.
    let flat = |depth: usize| {
        let open = "c50501".repeat(depth - 1);
        format!("03 01 6a 00 {open} 850501 {}", "01".repeat(depth - 1))
    };
    check(with_depth, Limit::Depth, &flat(8), &flat(9), (&flat(10), 31));

    let siblings = |count: usize| format!("03 01 6a 00 45 {} 01", "06".repeat(count));
    // Two for the root, two for each child: 8, 10 and 12 events.
    let events = default.with_events(10);
    check(events, Limit::Events, &siblings(3), &siblings(4), (&siblings(5), 10));
    let attribute = |count: u8| {
        let list: String = (0..count).map(|at| format!("04{:02x}", at * 2)).collect();
        let names: String = (0..count).map(|at| format!("{:02x}00", b'A' + at)).collect();
        format!("03 01 6a {:02x} {names} 85 {list} 01", count * 2)
    };
    let attributes = default.with_attributes(3);
    check(attributes, Limit::Attributes, &attribute(2), &attribute(3), (&attribute(4), 19));
    let most = default.with_attributes(0xFF);
    check(most, Limit::Attributes, &attribute(31), &attribute(32), (&attribute(33), 135));
    let mut set = default;
    set.attributes = 0xFF;
    check(set, Limit::Attributes, &attribute(31), &attribute(32), (&attribute(33), 135));

    let tables = default.with_table(5);
    check(tables, Limit::Table, &table(4), &table(5), (&table(6), 4));

    let text = default.with_text(3);
    let string = |text: &str| format!("03 01 6a 00 45 03{text}00 01");
    check(text, Limit::Text, &string("6161"), &string("616161"), (&string("61616161"), 5));
    let value = |text: &str| format!("03 01 6a 00 85 05 03{text}00 01");
    check(text, Limit::Text, &value("6161"), &value("616161"), (&value("61616161"), 6));
    let opaque = |length: usize| format!("03 01 6a 00 45 c3{length:02x}{} 01", "61".repeat(length));
    check(text, Limit::Text, &opaque(2), &opaque(3), (&opaque(4), 5));
    // A run counts with its tokens: here of two, three and four octets.
    let run = |octets: &str| format!("03 01 6a 00 45 {octets} 01");
    check(text, Limit::Text, &run("0261"), &run("028061"), (&run("02610261"), 7));
    let run = |octets: &str| format!("03 01 6a 00 85 05 {octets} 01");
    check(text, Limit::Text, &run("8585"), &run("858585"), (&run("85858585"), 9));

    let expanded = default.with_expanded(9);
    // A table of "aaaa", used whole and by its end.
    let uses = |uses: &str| format!("03 01 6a 05 6161616100 45 {uses} 01");
    let (under, at) = (uses("8300 8300"), uses("8300 8300 8303"));
    check(expanded, Limit::Expanded, &under, &at, (&uses("8300 8300 8302"), 14));
    let names = |uses: &str| format!("03 01 6a 05 6161616100 84 00 {uses} 01");
    let (under, at) = (names("04018303"), names("04018302"));
    check(expanded, Limit::Expanded, &under, &at, (&names("04018301"), 13));
}

/// The field of a limit may be set past what it says; XML has the same 32.
#[test]
fn attributes_of_xml_are_limited_too() {
    let mut limits = Limits::DEFAULT;
    limits.attributes = 0xFF;
    let options = xml::ReadOptions::new().with_limits(limits);
    let list: String = (0..33).map(|at| format!(" n{at}=''")).collect();
    let input = format!("<a{list}/>");
    let reader = xml::Reader::with_options(input.as_bytes(), &TABLES, options);
    let error = document::read(&mut reader.expect("a document")).expect_err("33 attributes");
    assert_eq!(error.kind(), ErrorKind::Limit(Limit::Attributes));
}

/// What is under and at a limit is read, what is over it refused.
fn check(limits: Limits, limit: Limit, under: &str, at: &str, over: (&str, usize)) {
    let options = ReadOptions::new().with_limits(limits);
    for hex in [under, at] {
        let read = walk(&unhex(hex), &TABLES, options);
        assert_eq!(read, Ok(Vec::new()), "{limit:?}: {hex}");
    }
    let error = Error::new(ErrorKind::Limit(limit), over.1);
    assert_eq!(walk(&unhex(over.0), &TABLES, options), Err(error), "{}", over.0);
}

/// Padding behind the last event that the limit leaves is no event; where it is not allowed it is
/// named, not the limit.
#[test]
fn padding_at_the_limit_of_events() {
    let limits = |events| Limits::DEFAULT.with_events(events);
    let input = unhex("03 01 6a 00 45 06 01 ffff");
    let read = |options: ReadOptions, limits| walk(&input, &TABLES, options.with_limits(limits));
    let deviation = (Leniency::TrailingOctets, 7);
    for events in [4, 5] {
        assert_eq!(read(ReadOptions::lenient(), limits(events)), Ok(vec![deviation]), "{events}");
        let refused = Err(Error::new(ErrorKind::SecondRoot, 7));
        assert_eq!(read(ReadOptions::strict(), limits(events)), refused, "{events}");
    }
    let over = Err(Error::new(ErrorKind::Limit(Limit::Events), 6));
    assert_eq!(read(ReadOptions::lenient(), limits(3)), over);
}
