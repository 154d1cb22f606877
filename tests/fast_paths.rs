//! What a conversion does without making events is what it does with them: the same octets, and the
//! same error at the same place, for whole, cut and mutated documents and at every limit of events.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "tests may fail, and their documents have the places that are changed"
)]

use provost::wbxml::vocabulary::{PROV, SYNCML_1_2};
use provost::wbxml::{
    Error, Event, Limits, ReadEvents, ReadOptions, Reader, Syntax, Vocabulary, Writer, convert, xml,
};

const PROVISIONING: &str = concat!(
    "<wap-provisioningdoc version=\"1.1\"><characteristic type=\"NAPDEF\"><parm name=\"NAPID\" ",
    "value=\"N#1\"/><parm name=\"BEARER\" value=\"GSM-GPRS\"/><parm name=\"x\" value=\"&amp;\"/>",
    "<parm name=\"NAME\" value=\"é\"/><parm name=\"LONG\" value=\"a value of more octets than two ",
    "words hold\"/></characteristic><characteristic type=\"APPLICATION\"><parm name=\"APPID\" ",
    "value=\"w7\"/><parm name=\"ADDR\" value=\"http://www.example.com/\"/></characteristic>",
    "</wap-provisioningdoc>"
);

const MANAGEMENT: &str = concat!(
    "<SyncML xmlns=\"SYNCML:SYNCML1.2\"><SyncHdr><VerDTD>1.2</VerDTD><MsgID>1</MsgID><Source>",
    "<LocURI>IMEI:493005100592800</LocURI></Source><Meta><MaxMsgSize xmlns=\"syncml:metinf\">",
    "16000</MaxMsgSize></Meta></SyncHdr><SyncBody><Get><CmdID>1</CmdID><Item><Target><LocURI>",
    "./a?b&amp;c</LocURI></Target></Item></Get><Replace><CmdID/><Item><Meta><Format ",
    "xmlns=\"syncml:metinf\">chr</Format></Meta><Data><![CDATA[<x>]]></Data><Data>\tü\n</Data>",
    "</Item><Item><Data><![CDATA[plain]]></Data></Item></Replace><Put><CmdID>2</CmdID><Item><Data>",
    "<![CDATA[octets in no section]]></Data></Item><Item><Meta><Type xmlns=\"syncml:metinf\">",
    "text/clear</Type></Meta><Data><![CDATA[an object]]></Data></Item></Put><Final/></SyncBody></SyncML>"
);

/// A reader of which no one knows what it is: its events are made one by one.
struct Events<R>(R);

impl<'a, R: ReadEvents<'a>> ReadEvents<'a> for Events<R> {
    fn next_event(&mut self) -> Result<Option<Event<'a>>, Error> {
        self.0.next_event()
    }

    fn offset(&self) -> usize {
        self.0.offset()
    }

    fn syntax(&self) -> Syntax {
        self.0.syntax()
    }

    fn vocabulary(&self) -> &'static Vocabulary {
        self.0.vocabulary()
    }

    fn again(&self) -> Option<Reader<'a>> {
        self.0.again()
    }
}

fn to_xml(input: &[u8], vocabulary: &'static Vocabulary, events: u32) -> Result<String, Error> {
    let limits = Limits::DEFAULT.with_events(events);
    let options = ReadOptions::new().with_limits(limits);
    let mut reader = Reader::with_options(input, vocabulary, options)?;
    let mut writer = xml::Writer::new(vocabulary);
    let fast = convert(&mut reader, &mut writer).and_then(|()| writer.finish());
    let mut reader = Events(Reader::with_options(input, vocabulary, options)?);
    let mut writer = xml::Writer::new(vocabulary);
    let slow = convert(&mut reader, &mut writer).and_then(|()| writer.finish());
    assert_eq!(fast, slow, "{input:02x?} {events}");
    fast
}

fn to_wbxml(input: &[u8], vocabulary: &'static Vocabulary, events: u32) -> Result<Vec<u8>, Error> {
    let limits = Limits::DEFAULT.with_events(events);
    let options = xml::ReadOptions::new().with_limits(limits);
    let mut reader = xml::Reader::with_options(input, vocabulary, options)?;
    let mut writer = Writer::new(vocabulary);
    let fast = convert(&mut reader, &mut writer).and_then(|()| writer.finish());
    let mut reader = Events(xml::Reader::with_options(input, vocabulary, options)?);
    let mut writer = Writer::new(vocabulary);
    let slow = convert(&mut reader, &mut writer).and_then(|()| writer.finish());
    assert_eq!(fast, slow, "{} {events}", String::from_utf8_lossy(input));
    fast
}

/// Every prefix, every octet changed in three ways, and every limit of events.
fn variants(input: &[u8], mut run: impl FnMut(&[u8], u32)) {
    for length in 0..input.len() {
        run(input.get(..length).unwrap_or_default(), u32::MAX);
    }
    let mut mutated = input.to_vec();
    for at in 0..input.len() {
        for mask in [0x01, 0x40, 0x83] {
            mutated[at] ^= mask;
            run(&mutated, u32::MAX);
            mutated[at] ^= mask;
        }
    }
    (0..200).for_each(|events| run(input, events));
}

#[test]
fn conversions_do_the_same_without_events() {
    for (text, vocabulary) in [(PROVISIONING, &PROV), (MANAGEMENT, &SYNCML_1_2)] {
        let wbxml = to_wbxml(text.as_bytes(), vocabulary, u32::MAX).unwrap();
        let xml = to_xml(&wbxml, vocabulary, u32::MAX).unwrap();
        let again = to_wbxml(xml.as_bytes(), vocabulary, u32::MAX).unwrap();
        assert_eq!(to_xml(&again, vocabulary, u32::MAX).as_ref(), Ok(&xml));
        variants(text.as_bytes(), |input, events| drop(to_wbxml(input, vocabulary, events)));
        variants(&wbxml, |input, events| drop(to_xml(input, vocabulary, events)));
        // What the limits end is an error, and there is one that ends nothing.
        assert!(to_xml(&wbxml, vocabulary, 20).is_err() && to_xml(&wbxml, vocabulary, 199).is_ok());
    }
}
