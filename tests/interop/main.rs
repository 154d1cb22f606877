//! The same documents through libwbxml's programs and Wireshark's, and through this library.
//!
//! Where the two differ, `expected_differences.toml` says why, and a listed difference that is
//! gone is an error too.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "tests have the standard library, their helpers may fail, and they give numbers"
)]

mod breakers;
mod differences;
mod dissection;
mod messages;
mod to_wbxml;
mod to_xml;

use std::fs;

use provost::wbxml::{
    Error, FOREIGN_CHARSETS, ReadOptions, Reader, StringTable, Vocabulary, WriteOptions, Writer,
    convert, detect, xml,
};
use provost_tests::{
    data,
    peer::{self, Peer},
    vectors::Document,
};

/// Our XML of a WBXML document.
fn our_xml(
    input: &[u8],
    vocabulary: &'static Vocabulary,
    layout: xml::Layout,
) -> Result<String, Error> {
    let options = ReadOptions::lenient().with_foreign_charsets(FOREIGN_CHARSETS);
    let mut reader = Reader::with_options(input, vocabulary, options)?;
    let options = xml::WriteOptions::new().with_layout(layout);
    let mut writer = xml::Writer::with_options(vocabulary, options);
    convert(&mut reader, &mut writer)?;
    writer.finish()
}

/// Our WBXML of an XML document. libwbxml trims texts, or keeps all white space.
fn our_wbxml(
    input: &str,
    vocabulary: &'static Vocabulary,
    table: StringTable,
    space: xml::Whitespace,
) -> Result<Vec<u8>, Error> {
    let mut reader = xml_reader(input, vocabulary, space);
    let options = WriteOptions::new().with_string_table(table);
    let mut writer = Writer::with_options(vocabulary, options);
    convert(&mut reader, &mut writer)?;
    writer.finish()
}

fn xml_reader<'a>(
    input: &'a str,
    vocabulary: &'static Vocabulary,
    space: xml::Whitespace,
) -> xml::Reader<'a> {
    let options = xml::ReadOptions::new().with_whitespace(space);
    xml::Reader::with_options(input.as_bytes(), vocabulary, options).expect("XML")
}

/// The XML that `wbxml2xml` makes, with options for its layout.
fn their_xml(
    wbxml2xml: &Peer,
    input: &[u8],
    vocabulary: &Vocabulary,
    layout: &[&str],
) -> Result<String, String> {
    let mut arguments = layout.to_vec();
    if detect(input, None).is_err() {
        let language = peer::libwbxml_language(vocabulary).ok_or("no such language")?;
        arguments.extend(["-l", language]);
    }
    arguments.extend(["-o", "-", "-"]);
    let output = wbxml2xml.run(&arguments, input)?;
    String::from_utf8(output).map_err(|error| format!("no UTF-8: {error}"))
}

const COMPACT: &[&str] = &["-m", "0", "-k"];

/// A file beside a document of the corpus, of the same name but for the extension.
fn beside(document: &Document, extension: &str) -> Option<String> {
    let path = data::shared("corpus")?.join(&document.name).with_extension(extension);
    fs::read_to_string(path).ok()
}

/// The XML that a document of the corpus was made from.
fn source(document: &Document) -> String {
    beside(document, "xml").or_else(|| beside(document, "ddf")).expect("an XML document")
}
