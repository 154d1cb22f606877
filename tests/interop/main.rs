//! The same documents through other programs and through this library.

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

use provost::wbxml::{
    Error, FOREIGN_CHARSETS, ReadOptions, Reader, StringTable, Vocabulary, WriteOptions, Writer,
    convert, xml,
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
