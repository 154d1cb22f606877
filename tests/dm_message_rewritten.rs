//! Messages with what belongs nowhere: written and read again, they say the same.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what fails here is a test that fails"
)]

use bytes::Bytes;
use provost::dm::{Command, ErrorKind, Message, Syntax};
use provost::wbxml;

const HEADER: &str = "<SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto>\
    <SessionID>1</SessionID><MsgID>7</MsgID><Target><LocURI>IMEI:1</LocURI></Target>\
    <Source><LocURI>https://dm.example/</LocURI></Source></SyncHdr>";
const ITEM: &str = "<Item><Target><LocURI>./A</LocURI></Target></Item>";

fn decode(body: &str) -> Message {
    let text =
        format!("<SyncML xmlns=\"SYNCML:SYNCML1.2\">{HEADER}<SyncBody>{body}</SyncBody></SyncML>");
    Message::decode(&Bytes::from(text)).unwrap()
}

/// What stands where it should not is written in an order that is read as the same.
#[test]
fn a_rewritten_message_is_read_the_same() {
    let meta = "<MetInf xmlns=\"syncml:metinf\"><NextNonce>a</NextNonce><Next>b</Next>\
                <NextNonce>c</NextNonce><Next>d</Next></MetInf>";
    let item = format!("<Item><Target><LocURI>./A</LocURI></Target>{meta}<Data>1</Data></Item>");
    let beside = decode(&format!("<Replace><CmdID>1</CmdID>{item}</Replace><Final/>"));
    let of_item = beside.commands().next().unwrap().items()[0].meta.as_ref().unwrap();
    assert_eq!(of_item.next_nonce, Some("a".into()));
    let finals = decode(&format!("<Get><CmdID>1</CmdID>{ITEM}</Get><Final/><Final>1</Final>"));
    let headers =
        "<SyncML xmlns=\"SYNCML:SYNCML1.2\"><SyncHdr/><SyncHdr/><SyncHdr/><SyncBody/></SyncML>";
    let headers = Message::decode(&Bytes::from(headers)).unwrap();
    assert_eq!(headers.extra.len(), 2);
    for message in [beside, finals, headers] {
        for syntax in [Syntax::Xml, Syntax::Wbxml] {
            let again = Message::decode(&message.encode(syntax).unwrap()).unwrap();
            let third = Message::decode(&again.encode(syntax).unwrap()).unwrap();
            assert_eq!((&again.header, again.extra.len()), (&message.header, message.extra.len()));
            assert_eq!(again, third);
        }
    }
}

/// An element of others is none of SyncML because of its name, in either syntax.
#[test]
fn elements_of_others_stay_such() {
    let body = |element: &str| format!("<Get><CmdID>1</CmdID>{element}{ITEM}</Get>");
    let prefixed = decode(&body("<x:Meta xmlns:x=\"urn:x\">1</x:Meta>"));
    let octets = prefixed.encode(Syntax::Wbxml).unwrap();
    let through_wbxml = Message::decode(&octets).unwrap();
    for message in [&prefixed, &through_wbxml] {
        let Command::Get(get) = message.commands().next().unwrap() else { panic!() };
        assert_eq!((get.meta.is_none(), get.extra.len()), (true, 1));
        assert_eq!(get.extra[0].name().map(|name| name.text()), Some("x:Meta"));
    }
    let unprefixed = decode(&body("<Meta xmlns=\"urn:x\">1</Meta>"));
    let lost = unprefixed.encode(Syntax::Wbxml).unwrap_err();
    assert_eq!(lost.kind(), ErrorKind::Syntax(wbxml::ErrorKind::NotExpressible(wbxml::Loss::Name)));
    assert_eq!(Message::decode(&unprefixed.encode(Syntax::Xml).unwrap()).unwrap(), unprefixed);
}

/// Tokens of extensions have no text, and stay tokens, whether the document has a string table or
/// none: `Data` has an element with an `EXT_0` in it, and the table is there for an attribute.
#[test]
fn extensions_in_elements_of_data_are_kept() {
    let plain = decode(&format!(
        "<Add><CmdID>1</CmdID>{}</Add>",
        ITEM.replace("</Item>", "<Data><Meta>@</Meta></Data></Item>")
    ));
    let octets = plain.encode(Syntax::Wbxml).unwrap();
    let at = octets.windows(3).position(|octets| octets == b"\x03@\0").unwrap();
    let octets = [&octets[..at], &[0xC0], &octets[at + 3..]].concat();
    let mut message = Message::decode(&octets.into()).unwrap();
    message.header.extra.push(provost::dm::Extra::attribute("x", "1"));
    let written = message.encode(Syntax::Wbxml).unwrap();
    assert_ne!(written[4], 0, "a string table");
    let again = Message::decode(&written).unwrap();
    assert_eq!(again, message);
    let lost = message.encode(Syntax::Xml).unwrap_err();
    assert_eq!(
        lost.kind(),
        ErrorKind::Syntax(wbxml::ErrorKind::NotExpressible(wbxml::Loss::Extension))
    );
}
