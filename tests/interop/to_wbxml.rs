//! From XML to WBXML: libwbxml reads what we write as what it writes itself, which is not
//! smaller; and both ways give the document back.

use std::borrow::Cow;

use provost::wbxml::{
    ErrorKind::NotExpressible,
    ReadOptions, Reader, StringTable, Vocabulary, WriteOptions, Writer, convert,
    xml::{self, Whitespace},
};
use provost_tests::{
    document,
    peer::Peer,
    vectors::{self, Document},
};

use crate::{COMPACT, differences::Comparison, our_wbxml, our_xml, source, their_xml, xml_reader};

/// String tables, and the arguments of `xml2wbxml` for them.
const TABLES: [(StringTable, &[&str]); 2] =
    [(StringTable::Shared, &["-o", "-", "-"]), (StringTable::None, &["-n", "-o", "-", "-"])];

#[test]
fn libwbxml_reads_our_wbxml_as_its_own() {
    let (Some(wbxml2xml), Some(xml2wbxml)) = (Peer::find("wbxml2xml"), Peer::find("xml2wbxml"))
    else {
        return;
    };
    let mut comparison = Comparison::new("encoding");
    for document in vectors::corpus() {
        let vocabulary = document.vocabulary();
        let source = carried_source(document);
        let theirs = xml2wbxml.run(TABLES[0].1, source.as_bytes()).expect(&document.name);
        let theirs = their_xml(&wbxml2xml, &theirs, vocabulary, COMPACT);
        let source = with_binary_types(&source);
        for (table, _) in TABLES {
            let ours =
                our_wbxml(&source, vocabulary, table, Whitespace::Trim).expect(&document.name);
            let ours = their_xml(&wbxml2xml, &ours, vocabulary, COMPACT).expect(&document.name);
            comparison.check(&document.name, &ours, theirs.as_deref().map_err(String::as_str));
        }
    }
    comparison.finish();
}

#[test]
fn our_wbxml_is_never_larger_than_that_of_libwbxml() {
    let Some(xml2wbxml) = Peer::find("xml2wbxml") else { return };
    for ((table, arguments), name) in TABLES.into_iter().zip(["size", "size-without-table"]) {
        let mut comparison = Comparison::new(name);
        let (mut all_ours, mut all_theirs) = (0, 0);
        let both = vectors::corpus().iter().flat_map(|it| [(it, false), (it, true)]);
        for (document, keep) in both {
            let source = carried_source(document);
            let (space, keep) =
                if keep { (Whitespace::Keep, &["-k"][..]) } else { (Whitespace::Trim, &[][..]) };
            let ours = our_wbxml(&source, document.vocabulary(), table, space);
            let ours = ours.expect(&document.name);
            let theirs = xml2wbxml.run(&[keep, arguments].concat(), source.as_bytes());
            let excess = theirs.map(|theirs| {
                all_ours += ours.len();
                all_theirs += theirs.len();
                ours.len().saturating_sub(theirs.len()).to_string()
            });
            let excess = excess.as_deref().map_err(String::as_str);
            comparison.check(&document.name, "0", excess);
        }
        println!("{name}: {all_ours} octets of ours, {all_theirs} of theirs");
        comparison.finish();
    }
}

#[test]
fn xml_comes_back_from_wbxml() {
    let mut comparison = Comparison::new("round-trip");
    for document in vectors::corpus() {
        let vocabulary = document.vocabulary();
        let source = source(document);
        assert_eq!(detected(&source, document).id(), vocabulary.id(), "{}", document.name);
        let before = items(&source, vocabulary);
        for (table, _) in TABLES {
            let wbxml =
                our_wbxml(&source, vocabulary, table, Whitespace::Trim).expect(&document.name);
            // What we write is read without any leniency.
            let mut reader =
                Reader::with_options(&wbxml, vocabulary, ReadOptions::strict()).expect("a header");
            let mut writer = xml::Writer::new(vocabulary);
            convert(&mut reader, &mut writer).expect(&document.name);
            let back = writer.finish().expect("a document");
            comparison.check(&document.name, &before, Ok(&items(&back, vocabulary)));
        }
    }
    comparison.finish();
}

#[test]
fn four_conversions_agree() {
    let corpus = vectors::corpus().iter();
    let corpus = corpus.map(|it| (&it.name, &it.octets, it.vocabulary()));
    let vectors = vectors::legal().filter(|it| !it.is_custom());
    let vectors = vectors.map(|it| (&it.name, &it.octets, it.vocabulary()));
    for (name, octets, vocabulary) in corpus.chain(vectors) {
        let first = match our_xml(octets, vocabulary, xml::Layout::Compact) {
            Ok(first) => first,
            Err(error) if matches!(error.kind(), NotExpressible(_)) => continue,
            Err(error) => panic!("{name}: {error}"),
        };
        for (table, _) in TABLES {
            let options = WriteOptions::new().with_string_table(table);
            let encode = |text: &str| {
                // By default only white space between tags is dropped, and compact XML has none.
                let mut reader = xml::Reader::new(text.as_bytes(), vocabulary).expect("XML");
                let mut writer = Writer::with_options(vocabulary, options);
                convert(&mut reader, &mut writer).expect(name);
                writer.finish().expect("a document")
            };
            let wbxml = encode(&first);
            let second = our_xml(&wbxml, vocabulary, xml::Layout::Compact).expect(name);
            assert_eq!(first, second, "{name}");
            assert_eq!(wbxml, encode(&second), "{name}");
        }
    }
}

/// The events of an XML document as text, one or more lines for each.
fn items(source: &str, vocabulary: &'static Vocabulary) -> String {
    let items = document::read(&mut xml_reader(source, vocabulary, Whitespace::Trim)).expect("XML");
    format!("{items:#?}")
}

fn detected(source: &str, document: &Document) -> &'static Vocabulary {
    // The document element of these two says nothing about them.
    let hint = document.name.split('/').next().filter(|it| ["ota", "airsync"].contains(it));
    let hint = hint.map(|hint| if hint == "ota" { "ota70" } else { hint });
    let reader = xml::Reader::detect(source.as_bytes(), hint, xml::ReadOptions::new());
    provost::wbxml::ReadEvents::vocabulary(&reader.expect(&document.name))
}

/// The source without what libwbxml loses in silence: the namespace declarations of Wireless
/// Village, which it never sees because it lets its XML parser resolve them.
fn carried_source(document: &Document) -> String {
    let mut source = source(document);
    if document.name.starts_with("wv/") {
        while let Some(at) = source.find(" xmlns=\"") {
            let value = at + " xmlns=\"".len();
            let end = value + source[value..].find('"').expect("a value") + 1;
            source.replace_range(at..end, "");
        }
    }
    source
}

/// The source with the media types of nested documents that libwbxml puts in place of those of
/// XML, and by which it finds them.
fn with_binary_types(source: &str) -> Cow<'_, str> {
    let types = ["application/vnd.syncml-devinf+", "application/vnd.syncml.dmtnds+"];
    types.iter().fold(Cow::Borrowed(source), |source, media_type| {
        let (xml, wbxml) = (format!("{media_type}xml"), format!("{media_type}wbxml"));
        if source.contains(&xml) { Cow::Owned(source.replace(&xml, &wbxml)) } else { source }
    })
}
