//! Wireshark names the same elements, attributes and strings in what we write.

use std::fmt::Write as _;

use provost::wbxml::{
    Event, Part, ReadOptions, Reader, StringTable, Vocabulary,
    vocabulary::{CO_1_0, PROV, SI_1_0, SL_1_0, WML_1_3},
    xml::Whitespace,
};
use provost_tests::{
    peer::Peer,
    vectors::{self, Document},
};

use crate::{our_wbxml, source};

/// Documents of the corpus, and the media types by which Wireshark knows them.
const CORPUS: &[(&str, &str)] = &[
    (
        "activesync/activesync-001-settings_device_information.wbxml",
        "application/vnd.ms-sync.wbxml",
    ),
    // Any media type does where there is a public identifier; that of EMN does not.
    ("emn/emn-014.wbxml", "application/vnd.wap.wbxml"),
    ("emn/emn-016.wbxml", "application/vnd.wap.wbxml"),
    ("prov/prov-001.wbxml", "application/vnd.wap.connectivity-wbxml"),
    ("prov/prov-006.wbxml", "application/vnd.wap.connectivity-wbxml"),
    ("si/si-011.wbxml", "application/vnd.wap.sic"),
    ("si/si-021.wbxml", "application/vnd.wap.sic"),
    ("sl/sl-001.wbxml", "application/vnd.wap.slc"),
    ("syncml/syncml-003.wbxml", "application/vnd.syncml+wbxml"),
    ("syncml/syncml-009.wbxml", "application/vnd.syncml+wbxml"),
    ("wv/wv-001.wbxml", "application/vnd.wv.csp.wbxml"),
    ("wv/wv-070.wbxml", "application/vnd.wv.csp.wbxml"),
];

/// Documents of our own.
static OWN: &[(&str, &Vocabulary, &str)] = &[
    (
        "<wap-provisioningdoc version=\"1.1\"><characteristic type=\"NAPDEF\">\
         <parm name=\"NAPID\" value=\"NAP1\"/><parm name=\"BEARER\" value=\"GSM-GPRS\"/>\
         </characteristic><characteristic type=\"APPLICATION\"><parm name=\"APPID\" value=\"w7\"/>\
         <parm name=\"TO-NAPID\" value=\"NAP1\"/></characteristic></wap-provisioningdoc>",
        &PROV,
        "application/vnd.wap.connectivity-wbxml",
    ),
    (
        "<si><indication href=\"http://www.xyz.com/email/123/abc.wml\" \
         created=\"1999-06-25T15:23:15Z\" si-expires=\"1999-06-30T00:00:00Z\">You have 4 new \
         emails</indication></si>",
        &SI_1_0,
        "application/vnd.wap.sic",
    ),
    ("<sl href=\"http://www.xyz.com/ppaid/123/abc.wml\"/>", &SL_1_0, "application/vnd.wap.slc"),
    (
        "<co><invalidate-object uri=\"http://www.xyz.com/news/abc.wml\"/>\
         <invalidate-service uri=\"http://www.xyz.com/email/\"/></co>",
        &CO_1_0,
        "application/vnd.wap.coc",
    ),
    (
        "<wml><card id=\"abc\" ordered=\"true\"><p align=\"center\"><do type=\"accept\">\
         <go href=\"http://xyz.org/s\"/></do>X: $(X)<br/>Y: $(Y:escape)<br/>\
         <input type=\"text\" name=\"N\"/></p></card></wml>",
        &WML_1_3,
        "application/vnd.wap.wmlc",
    ),
];

/// What Wireshark says of a token that its table lacks.
const UNDEFINED: &str = "(Requested token not defined for this content type)";

#[test]
fn wireshark_sees_the_same_document() {
    let (Some(text2pcap), Some(tshark)) = (Peer::find("text2pcap"), Peer::find("tshark")) else {
        return;
    };
    let documents = documents();
    let mut packets = String::new();
    for (_, media_type, octets) in &documents {
        push_packet(&mut packets, media_type, octets);
    }
    let arguments = ["-q", "-u", "9200,2948", "-", "-"];
    let capture = text2pcap.run(&arguments, packets.as_bytes()).expect("a capture");
    let listing = tshark.run(&["-r", "-", "-V", "-O", "wbxml"], &capture).expect("a listing");
    let listing = String::from_utf8_lossy(&listing);
    assert!(!listing.to_ascii_lowercase().contains("malformed"), "{listing}");

    let frames: Vec<&str> = listing.split("\nFrame ").collect();
    assert_eq!(frames.len(), documents.len());
    for (frame, (vocabulary, media_type, octets)) in frames.into_iter().zip(&documents) {
        let ours = names(octets, vocabulary);
        assert_eq!(dissected(frame), ours, "{media_type}: {octets:02x?}");
    }
}

/// Documents that we wrote, with their media types.
fn documents() -> Vec<(&'static Vocabulary, &'static str, Vec<u8>)> {
    let own = OWN
        .iter()
        .map(|(text, vocabulary, media_type)| (*vocabulary, *media_type, (*text).to_owned()));
    let corpus = CORPUS.iter().filter_map(|(name, media_type)| {
        let document: &Document = vectors::corpus().iter().find(|it| it.name == *name)?;
        Some((document.vocabulary(), *media_type, source(document)))
    });
    let both = own.chain(corpus).flat_map(|(vocabulary, media_type, text)| {
        [StringTable::None, StringTable::Shared].map(|table| {
            let octets = our_wbxml(&text, vocabulary, table, Whitespace::Trim).expect("WBXML");
            (vocabulary, media_type, octets)
        })
    });
    both.collect()
}

/// A hex dump of a push without session (WAP-230-WSP, 8.2.4.1) for `text2pcap`.
fn push_packet(packets: &mut String, media_type: &str, octets: &[u8]) {
    const PUSH: u8 = 0x06;
    let length = u8::try_from(media_type.len() + 1).expect("a length of one octet");
    let header = [&[0x01, PUSH, length], media_type.as_bytes(), &[0]].concat();
    for (number, line) in [&header, octets].concat().chunks(16).enumerate() {
        write!(packets, "{:06x}", 16 * number).expect("a string");
        for octet in line {
            write!(packets, " {octet:02x}").expect("a string");
        }
        packets.push('\n');
    }
    packets.push('\n');
}

/// Names of elements and attributes, and strings, from the listing of a frame.
fn dissected(frame: &str) -> Vec<String> {
    let mut names = Vec::new();
    for line in frame.lines() {
        let columns: Vec<&str> = line.splitn(5, '|').map(str::trim).collect();
        let [_, _, _, token, rendering] = columns.as_slice() else { continue };
        if token.starts_with("STR_") {
            names.push((*rendering).to_owned());
        } else if token.starts_with("Known attrStart") {
            // Wireshark's table lacks `value` on the second page of PROV.
            let rendering = rendering.replace(UNDEFINED, "value");
            let name = rendering.split('=').next().unwrap_or("");
            names.push(format!("{name}="));
        } else if token.starts_with("Known Tag") {
            let name = rendering.trim_end_matches([' ', '/', '>']);
            names.push(name.to_owned());
        }
    }
    names
}

/// The same as we read it.
fn names(octets: &[u8], vocabulary: &'static Vocabulary) -> Vec<String> {
    let mut reader =
        Reader::with_options(octets, vocabulary, ReadOptions::strict()).expect("a header");
    let mut names = Vec::new();
    while let Some(event) = reader.next_event().expect("a document") {
        let content = match event {
            Event::Start(name) => {
                names.push(format!("<{}", name.local()));
                continue;
            }
            Event::Attribute { name, value } => {
                names.push(format!("{}=", name.local()));
                value
            }
            Event::Text(text) => text,
            _ => continue,
        };
        for part in content.parts() {
            if let Part::Inline(text) | Part::Table(_, text) = part {
                let text = text.as_str().expect("UTF-8").expect("one piece");
                names.push(format!("'{text}'"));
            }
        }
    }
    names
}
