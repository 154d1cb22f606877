//! From WBXML to XML: byte for byte as `wbxml2xml` writes it.

use provost::wbxml::{Vocabulary, vocabulary, xml};
use provost_tests::{
    peer::Peer,
    vectors::{self, Expect, unhex},
};

use crate::{COMPACT, beside, differences::Comparison, our_xml, their_xml};

#[test]
fn compact_xml_is_that_of_libwbxml() {
    let Some(wbxml2xml) = Peer::find("wbxml2xml") else { return };
    let mut comparison = Comparison::new("compact");
    for (name, octets, vocabulary) in documents() {
        let ours = our_xml(octets, vocabulary, xml::Layout::Compact).expect(name);
        let theirs = their_xml(&wbxml2xml, octets, vocabulary, COMPACT);
        comparison.check(name, &ours, theirs.as_deref().map_err(String::as_str));
    }
    comparison.finish();
}

#[test]
fn compact_xml_is_that_which_libwbxml_once_made() {
    let mut comparison = Comparison::new("kept");
    for document in vectors::corpus() {
        let vocabulary = document.vocabulary();
        let ours = our_xml(&document.octets, vocabulary, xml::Layout::Compact).expect("XML");
        let theirs = beside(document, "back.xml");
        comparison.check(&document.name, &ours, theirs.as_deref().ok_or("no such file"));
    }
    comparison.finish();
}

#[test]
fn indented_xml_is_that_of_libwbxml() {
    let Some(wbxml2xml) = Peer::find("wbxml2xml") else { return };
    let mut comparison = Comparison::new("indented");
    for (name, octets, vocabulary) in documents() {
        for (blanks, argument) in [(1, "1"), (4, "4")] {
            let ours = our_xml(octets, vocabulary, xml::Layout::Indented(blanks)).expect(name);
            let layout = ["-m", "1", "-k", "-i", argument];
            let theirs = their_xml(&wbxml2xml, octets, vocabulary, &layout);
            comparison.check(name, &ours, theirs.as_deref().map_err(String::as_str));
        }
    }
    comparison.finish();
}

/// What neither corpus nor vectors have: the document type, and the octets as hex.
const COMPOSED: &[(&str, &str, &str)] = &[
    (
        "composed-object-of-item",
        "syncml12",
        "02 a401 6a 00 6d 6b 62 54 5a 0001 53 03 746578742f782d7663617264 00 01 01 0000 4f c303423c43 \
         01 01 01 01 01",
    ),
    (
        "composed-object-of-command",
        "syncml12",
        "02 a401 6a 00 6d 6b 62 5a 0001 53 03 746578742f636c656172 00 01 01 0000 54 4f c303423c43 \
         01 01 01 01 01",
    ),
    (
        "composed-text-in-item-of-objects",
        "syncml12",
        "02 a401 6a 00 6d 6b 62 5a 0001 53 03 746578742f782d7663617264 00 01 01 0000 54 5a 0001 53 \
         03 746578742f706c61696e 00 01 01 0000 4f c303423c43 01 01 01 01 01",
    ),
    ("composed-opaque-text", "syncml12", "02 a401 6a 00 6d 6b 62 54 4f c303423c43 01 01 01 01 01"),
    (
        "composed-date-with-zone",
        "wvcsp11",
        "03 10 6a 00 49 51 c306 1f4672da0d41 01 51 c306 1f4672da0d5a 01 01",
    ),
];

/// The corpus, the vectors that have an XML form, and ours.
fn documents() -> impl Iterator<Item = (&'static str, &'static [u8], &'static Vocabulary)> {
    let corpus = vectors::corpus().iter();
    let vectors = vectors::legal().filter(|it| it.expect == Expect::Ok && !it.is_custom());
    corpus
        .map(|it| (it.name.as_str(), it.octets.as_slice(), it.vocabulary()))
        .chain(vectors.map(|it| (it.name.as_str(), it.octets.as_slice(), it.vocabulary())))
        .chain(
            COMPOSED.iter().map(|(name, id, hex)| {
                (*name, &*unhex(hex).leak(), vocabulary::by_id(id).expect(id))
            }),
        )
}
