//! Our side of every comparison, one function for each contender.
//!
//! A receiver knows what it reads: the vocabulary is named, as every document model does. The
//! limits fit the corpus and are checked. A walk adds up what it sees rather than hide it in a black box, which would copy every event.

use core::mem::take;

use provost::wbxml::vocabulary::{PROV, SYNCML_1_2};
use provost::wbxml::{
    Error, Event, Limits, ReadEvents, ReadOptions, Reader, StringTable, Token, Tokens, Vocabulary,
    WriteOptions, Writer, convert, xml,
};

/// Walks the tokens, looking at the kind and the length of each; returns the sum.
pub fn tokens(wbxml: &[u8]) -> Result<usize, Error> {
    let mut tokens = Tokens::new(wbxml)?;
    let mut sum = 0;
    while let Some(token) = tokens.next_token()? {
        sum += match token {
            Token::Tag { token, .. }
            | Token::AttributeStart(token)
            | Token::AttributeValue(token) => usize::from(token),
            Token::String(octets) | Token::Opaque { octets, .. } => octets.len(),
            _ => 1,
        };
    }
    Ok(sum)
}

/// Walks the events, looking at the kind and the name of each; returns the sum.
pub fn events(wbxml: &[u8]) -> Result<usize, Error> {
    let mut reader = Reader::with_options(wbxml, vocabulary(wbxml), OPTIONS)?;
    let mut sum = 0;
    while let Some(event) = reader.next_event()? {
        sum += match event {
            Event::Start(name) | Event::Attribute { name, .. } => name.local().len(),
            Event::Opaque(octets) => octets.len(),
            _ => 1,
        };
    }
    Ok(sum)
}

/// Walks the events and reads every text and value as checked `str`; returns the octets.
pub fn events_checked(wbxml: &[u8]) -> Result<usize, Error> {
    let mut reader = Reader::with_options(wbxml, vocabulary(wbxml), OPTIONS)?;
    let mut octets = 0;
    while let Some(event) = reader.next_event()? {
        octets += match event {
            Event::Start(name) => name.local().len(),
            Event::Attribute { name, value } => name.local().len() + value.to_str()?.len(),
            Event::Text(content) => content.to_str()?.len(),
            _ => 1,
        };
    }
    Ok(octets)
}

/// Converts to compact XML, replacing what `xml` held.
pub fn to_xml(wbxml: &[u8], xml: &mut Vec<u8>) -> Result<(), Error> {
    let vocabulary = vocabulary(wbxml);
    let mut reader = Reader::with_options(wbxml, vocabulary, OPTIONS)?;
    xml.clear();
    let buffer = String::from_utf8(take(xml)).unwrap_or_default();
    let mut writer = xml::Writer::reuse(vocabulary, buffer);
    convert(&mut reader, &mut writer)?;
    *xml = writer.finish()?.into_bytes();
    Ok(())
}

/// The WBXML twin of a corpus document: without a string table, as libwbxml writes it where it is
/// there, because it is that which arrives.
pub fn wbxml(xml: &str) -> Result<Vec<u8>, Error> {
    #[cfg(feature = "peer-libwbxml")]
    if let Ok(output) = crate::libwbxml::from_xml(xml, false) {
        return Ok(output.as_bytes().to_vec());
    }
    let mut wbxml = Vec::new();
    from_xml(xml, &mut wbxml)?;
    Ok(wbxml)
}

/// Converts to WBXML 1.3 without a string table, replacing what `wbxml` held.
pub fn from_xml(xml: &str, wbxml: &mut Vec<u8>) -> Result<(), Error> {
    encode(xml, wbxml, WriteOptions::new())
}

/// Converts to WBXML 1.3 with a string table, replacing what `wbxml` held.
pub fn from_xml_with_string_table(xml: &str, wbxml: &mut Vec<u8>) -> Result<(), Error> {
    encode(xml, wbxml, WriteOptions::new().with_string_table(StringTable::Shared))
}

fn encode(xml: &str, wbxml: &mut Vec<u8>, options: WriteOptions) -> Result<(), Error> {
    let read = xml::ReadOptions::new().with_limits(LIMITS);
    let mut reader = xml::Reader::detect(xml.as_bytes(), None, read)?;
    let mut writer = Writer::with_options(ReadEvents::vocabulary(&reader), options);
    convert(&mut reader, &mut writer)?;
    *wbxml = writer.finish()?;
    Ok(())
}

/// The vocabulary of a corpus document: PROV has the public identifier 0x0B, all others are SyncML.
fn vocabulary(wbxml: &[u8]) -> &'static Vocabulary {
    if wbxml.get(1) == Some(&0x0B) { &PROV } else { &SYNCML_1_2 }
}

const OPTIONS: ReadOptions = ReadOptions::new().with_limits(LIMITS);

const LIMITS: Limits = Limits::DEFAULT
    .with_depth(1 << 20)
    .with_events(1 << 22)
    .with_text(1 << 26)
    .with_expanded(1 << 30)
    .with_table(1 << 26);
