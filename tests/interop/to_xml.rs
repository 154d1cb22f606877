//! From WBXML to XML: byte for byte as `wbxml2xml` writes it.

use provost::wbxml::{Vocabulary, xml};
use provost_tests::{
    peer::Peer,
    vectors::{self, Expect},
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

/// The corpus, and the vectors that have an XML form.
fn documents() -> impl Iterator<Item = (&'static str, &'static [u8], &'static Vocabulary)> {
    let corpus = vectors::corpus().iter();
    let vectors = vectors::legal().filter(|it| it.expect == Expect::Ok && !it.is_custom());
    corpus
        .map(|it| (it.name.as_str(), it.octets.as_slice(), it.vocabulary()))
        .chain(vectors.map(|it| (it.name.as_str(), it.octets.as_slice(), it.vocabulary())))
}
