//! XML to WBXML and back: a service indication, whose date is text in one and digits in the other.
//!
//! Any reader goes with any writer, and `convert` applies what the document type says of its
//! content in between.

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use provost::wbxml::{
    Error, Reader, StringTable, WriteOptions, Writer, convert, detect, vocabulary::SI_1_0, xml,
};

const TEXT: &str = concat!(
    r#"<si><indication href="http://www.example.com/mail/1" si-id="1" "#,
    r#"created="1999-06-25T15:23:15Z">4 new emails</indication></si>"#
);

fn main() -> Result<(), Error> {
    let wbxml = to_wbxml(TEXT)?;
    println!("{} octets of XML, {} of WBXML: {wbxml:02x?}", TEXT.len(), wbxml.len());
    // The attribute `created` (0x0A) is seven octets behind OPAQUE (0xC3).
    let date = [0x0A, 0xC3, 0x07, 0x19, 0x99, 0x06, 0x25, 0x15, 0x23, 0x15];
    assert!(wbxml.windows(date.len()).any(|window| window == date));

    let text = to_xml(&wbxml)?;
    println!("{text}");
    assert!(text.ends_with(TEXT));
    Ok(())
}

fn to_wbxml(text: &str) -> Result<Vec<u8>, Error> {
    let mut reader = xml::Reader::new(text.as_bytes(), &SI_1_0)?;
    let options = WriteOptions::new().with_version(0x02).with_string_table(StringTable::Shared);
    let mut writer = Writer::with_options(&SI_1_0, options);
    convert(&mut reader, &mut writer)?;
    writer.finish()
}

fn to_xml(wbxml: &[u8]) -> Result<String, Error> {
    // The public identifier in the header says what it is; a media type would be the second hint.
    let mut reader = Reader::new(wbxml, detect(wbxml, Some("application/vnd.wap.sic"))?)?;
    let mut writer = xml::Writer::new(&SI_1_0);
    convert(&mut reader, &mut writer)?;
    writer.finish()
}
