//! A vocabulary of your own: token tables as a `static`, checked when they are compiled, and used
//! like those that come with the crate.
//!
//! A token out of its range, out of order or given twice does not build.

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use provost::wbxml::{
    Error, Reader, Writer, convert,
    vocabulary::{AttributePage, Rule, TagPage, ValuePage, Vocabulary},
    xml,
};

/// Readings of electricity meters, on two code pages; a signature is octets, which XML has as
/// base64.
static METER: Vocabulary = Vocabulary::new("meter")
    .title("Meter readings")
    .formal_ids(&["-//EXAMPLE//DTD METER 1.0//EN"])
    .root("readings")
    .tags(&[
        TagPage::new(0, "", &[(0x05, "readings"), (0x06, "reading")]),
        TagPage::new(1, "", &[(0x05, "signature")]),
    ])
    .attributes(&[AttributePage::new(
        0,
        &[
            (0x05, "meter", ""),
            (0x06, "meter", "urn:meter:"),
            (0x07, "unit", ""),
            (0x08, "unit", "kWh"),
        ],
    )])
    .values(&[ValuePage::new(0, &[(0x85, "Wh"), (0x86, "-north")])])
    .tag_rules(&[(1, 0x05, Rule::Base64)]);

const TEXT: &str = concat!(
    r#"<readings><reading meter="urn:meter:7-north" unit="kWh">4711</reading>"#,
    "<signature>AQID</signature></readings>"
);

fn main() -> Result<(), Error> {
    let mut reader = xml::Reader::new(TEXT.as_bytes(), &METER)?;
    let mut writer = Writer::new(&METER);
    convert(&mut reader, &mut writer)?;
    let wbxml = writer.finish()?;
    println!("{} octets of XML, {} of WBXML", TEXT.len(), wbxml.len());

    // No number is assigned to this document type: its identifier is text, in the string table.
    assert!(wbxml.starts_with(b"\x03\x00\x00\x6A\x1E-//EXAMPLE//DTD METER 1.0//EN\x00"));
    assert!(wbxml.ends_with(
        b"\x45\xC6\x06\x037\x00\x86\x08\x01\x034711\x00\x01\x00\x01\x45\xC3\x03\x01\x02\x03\x01\x01"
    ));

    let mut reader = Reader::new(&wbxml, &METER)?;
    assert_eq!(reader.header().formal_id(), Some("-//EXAMPLE//DTD METER 1.0//EN"));
    let mut writer = xml::Writer::new(&METER);
    convert(&mut reader, &mut writer)?;
    let text = writer.finish()?;
    println!("{text}");
    assert!(text.ends_with(TEXT));
    Ok(())
}
