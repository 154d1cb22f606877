//! Messages of device management through libwbxml: what it makes of the XML of the shared vectors
//! says the same as what we make of it, and it reads our WBXML as we do.
//!
//! libwbxml knows whole messages alone, so that parts of one are put into one. What it loses is
//! listed, and a loss that is gone is an error.

use bytes::Bytes;
use provost::dm::{EncodeOptions, Fragment, Header, Message, Shape, Syntax};
use provost::wbxml::{StringTable, WriteOptions, vocabulary::SYNCML_1_2};
use provost_tests::{
    dm::{plain, vectors},
    peer::Peer,
};

use crate::{COMPACT, differences::Comparison, their_xml};

/// String tables, and the arguments of `xml2wbxml` for them.
const TABLES: [(StringTable, &[&str]); 2] =
    [(StringTable::None, &["-n", "-o", "-", "-"]), (StringTable::Shared, &["-o", "-", "-"])];

#[test]
fn libwbxml_makes_messages_that_say_the_same() {
    let Some(xml2wbxml) = Peer::find("xml2wbxml") else { return };
    for ((_, arguments), name) in TABLES.into_iter().zip(["messages", "messages-with-table"]) {
        let mut comparison = Comparison::new(name);
        for (vector, message, xml) in messages() {
            let ours = said(&message.encode(Syntax::Wbxml).expect(vector)).expect(vector);
            let theirs = xml2wbxml.run(arguments, xml.as_bytes());
            let theirs = theirs.and_then(|octets| said(&Bytes::from(octets)));
            comparison.check(vector, &ours, theirs.as_deref().map_err(String::as_str));
        }
        comparison.finish();
    }
}

#[test]
fn libwbxml_reads_our_messages_as_we_do() {
    let Some(wbxml2xml) = Peer::find("wbxml2xml") else { return };
    let mut comparison = Comparison::new("messages-read");
    for (vector, message, _) in messages() {
        for (table, _) in TABLES {
            let wbxml = WriteOptions::new().with_version(0x02).with_string_table(table);
            let options = EncodeOptions::new(Syntax::Wbxml).with_wbxml(wbxml);
            let octets = message.encode_with(&options).expect(vector);
            let ours = said(&octets).expect(vector);
            let theirs = their_xml(&wbxml2xml, &octets, &SYNCML_1_2, COMPACT);
            let theirs = theirs.and_then(|xml| said(&Bytes::from(xml)));
            comparison.check(vector, &ours, theirs.as_deref().map_err(String::as_str));
        }
    }
    comparison.finish();
}

/// The vectors that are well-formed, as whole messages, and the XML of each.
fn messages() -> impl Iterator<Item = (&'static str, Message, String)> {
    let vectors = vectors().iter().filter(|vector| vector.is_well_formed);
    let vectors = vectors.map(|vector| (vector.name.as_str(), vector.xml.as_str()));
    vectors.chain(COMPOSED).map(|(name, xml)| {
        let decoded = Fragment::decode(&Bytes::from_static(xml.as_bytes())).expect(name);
        let (mut message, mut xml) = (decoded.message, xml.to_owned());
        if decoded.shape != Shape::Message {
            message.header = Header::new("1", "1", "IMEI:1", "https://dm.example/");
            let encoded = message.encode(Syntax::Xml).expect(name);
            xml = core::str::from_utf8(&encoded).expect("UTF-8").to_owned();
        }
        (name, message, xml)
    })
}

/// What servers send, and no vector has.
const COMPOSED: [(&str, &str); 2] = [
    (
        "composed-markup",
        "<Exec><CmdID>1</CmdID><Item><Target><LocURI>./A</LocURI></Target><Meta>\
        <Format xmlns='syncml:metinf'>xml</Format></Meta><Data><MsiInstallJob id='a'><Product>\
        <Timeout>5</Timeout></Product></MsiInstallJob></Data></Item></Exec>",
    ),
    (
        "composed-devinf",
        "<Results><CmdID>1</CmdID><MsgRef>1</MsgRef><CmdRef>1</CmdRef><Item><Source>\
        <LocURI>./devinf12</LocURI></Source><Meta><Type xmlns='syncml:metinf'>\
        application/vnd.syncml-devinf+xml</Type></Meta><Data><DevInf xmlns='syncml:devinf'>\
        <VerDTD>1.2</VerDTD><Man>A</Man><DevID>1</DevID><UTC/></DevInf></Data></Item></Results>",
    ),
];

/// What a message says, as XML in which all text has one form.
fn said(octets: &Bytes) -> Result<String, String> {
    let message = Message::decode(octets).map_err(|error| error.to_string())?;
    let xml = plain(&message).encode(Syntax::Xml).map_err(|error| error.to_string())?;
    String::from_utf8(xml.to_vec()).map_err(|error| error.to_string())
}
