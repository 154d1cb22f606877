//! Messages with what belongs nowhere: written and read again, they say the same.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what fails here is a test that fails"
)]

use bytes::Bytes;
use provost::dm::{
    Command, DecodeOptions, ErrorKind, Form, Fragment, Limit, Limits, Message, Rule, Syntax,
};
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

/// A name of the DDF is a token where the version has its page. A version without it has nothing but
/// the name, which is one of SyncML: that is refused, and a name that is none of SyncML is not.
#[test]
fn elements_of_the_ddf_are_not_taken_for_those_of_syncml() {
    let with = |version: &str, name: &str| {
        let ddf = format!("<{name} xmlns=\"syncml:dmddf1.2\">1</{name}>");
        Message::decode(&Bytes::from(format!(
            "<SyncML xmlns=\"SYNCML:SYNCML{version}\"><SyncHdr><VerDTD>{version}</VerDTD>\
             <VerProto>DM/{version}</VerProto>{ddf}</SyncHdr><SyncBody/></SyncML>"
        )))
        .unwrap()
    };
    for (version, name) in [("1.2", "VerDTD"), ("1.2", "NodeName"), ("1.0", "NodeName")] {
        let message = with(version, name);
        let again = Message::decode(&message.encode(Syntax::Wbxml).unwrap()).unwrap();
        assert_eq!(again.header.extra, message.header.extra, "{version} {name}");
        assert_eq!(again.header.extra[0].known(), None, "{version} {name}");
    }
    let lost = with("1.0", "VerDTD").encode(Syntax::Wbxml).unwrap_err();
    assert_eq!(lost.kind(), ErrorKind::Syntax(wbxml::ErrorKind::NotExpressible(wbxml::Loss::Name)));
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

/// XML in UTF-16, of either order, is the message that it is in UTF-8, its places counted in it.
#[test]
fn messages_in_utf_16() {
    let label = "<?xml version=\"1.0\" encoding='utf-16' standalone=\"yes\"?>";
    let utf8 = format!(
        "{label}<SyncML xmlns=\"SYNCML:SYNCML1.2\">{HEADER}<SyncBody><!-- \u{1F512}\u{e9} -->\
         <Get><CmdID>1</CmdID><x/>{ITEM}</Get><Final/></SyncBody></SyncML>"
    );
    let plain = Bytes::from(utf8.replace(" encoding='utf-16'", ""));
    let plain = Message::decode(&plain).unwrap();
    let unknown = utf8[..utf8.find("<x/>").unwrap()].encode_utf16().count() * 2 + 2;
    for order in [u16::to_le_bytes, u16::to_be_bytes] {
        let units = ["\u{FEFF}", &utf8].concat();
        let octets: Vec<u8> = units.encode_utf16().flat_map(order).collect();
        let wide = Bytes::from(octets.clone());
        let read = Message::decode_with(&wide, &DecodeOptions::new()).unwrap();
        assert_eq!(read.value, plain);
        let places: Vec<_> = read.deviations.iter().map(|it| (it.rule, it.offset)).collect();
        assert_eq!(places, [(Rule::UnknownElement, unknown)]);
        let strict = Message::decode_with(&wide, &DecodeOptions::strict()).unwrap_err();
        assert_eq!(strict.offset(), unknown);
        assert_eq!(Fragment::decode(&wide).unwrap().message, plain);
        let at_limit = DecodeOptions::new().with_limits(Limits::DEFAULT.with_message(wide.len()));
        assert!(Message::decode_with(&wide, &at_limit).is_ok());
        let over = DecodeOptions::new().with_limits(Limits::DEFAULT.with_message(wide.len() - 1));
        let over = Message::decode_with(&wide, &over).unwrap_err();
        assert_eq!(over.kind(), ErrorKind::Limit(Limit::Message));
        // Every prefix is an error that is inside; what is complete of it is recovered.
        for length in 2..octets.len() {
            let prefix = wide.slice(..length);
            let error = Message::decode(&prefix).unwrap_err();
            assert!(error.offset() <= length, "{length}: {error}");
        }
        let cut = Message::recover(&wide.slice(..wide.len() - 30), &DecodeOptions::new());
        assert_eq!(cut.message.body.commands, plain.body.commands);
        let odd = Message::recover(&wide.slice(..wide.len() - 31), &DecodeOptions::new());
        assert_eq!(odd.message.body.commands, plain.body.commands);
        assert!(odd.error.is_some());
        // Half of a pair of surrogates.
        let lone = [&octets[..2], &order(0xDC00)[..]].concat().into();
        let error = Message::decode(&lone).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (ErrorKind::Syntax(wbxml::ErrorKind::Text), 2));
    }
}

/// Octets that are no text are refused in elements of `Data` whether or not there is a string table, since
/// what is handed on as elements is read again. In `Data` itself they are data.
#[test]
fn elements_in_data_are_text() {
    for table in [&b"\x00"[..], b"\x02a\x00"] {
        let document = |data: &[u8]| {
            let header = [&[0x02, 0xA4, 0x01, 0x6A][..], table].concat();
            let body = [&[0x6D, 0x6B, 0x45, 0x54, 0x4F][..], data, &[0x01; 5]].concat();
            (header.len(), Bytes::from([header, body].concat()))
        };
        let lenient = DecodeOptions::lenient();
        let (start, bad) = document(&[0x4F, 0x03, 0xCE, 0x00, 0x01]);
        let error = Message::decode_with(&bad, &lenient).unwrap_err();
        let kind = ErrorKind::Syntax(wbxml::ErrorKind::Text);
        assert_eq!((error.kind(), error.offset()), (kind, start + 7));
        for data in [&b"\x4F\x03\xCE\xB1\x00\x01"[..], b"\x03\xCE\x00"] {
            assert!(Message::decode_with(&document(data).1, &lenient).is_ok());
        }
    }
}

/// WBXML has no comments: markup that has some stays text, and all of it arrives.
#[test]
fn comments_of_markup_are_not_lost() {
    let tree =
        "<!-- who --><MgmtTree><VerDTD>1.2</VerDTD><Node><NodeName>A</NodeName></Node></MgmtTree>";
    for markup in ["<a><!-- kept --><b/></a>", tree] {
        let xml = format!(
            "<SyncML xmlns=\"SYNCML:SYNCML1.2\">{HEADER}<SyncBody><Add><CmdID>1</CmdID><Item>\
             <Target><LocURI>./A</LocURI></Target><Data>{markup}</Data></Item></Add><Final/>\
             </SyncBody></SyncML>"
        );
        let message = Message::decode(&Bytes::from(xml)).unwrap();
        let wbxml = message.encode(Syntax::Wbxml).unwrap();
        let read = Message::decode(&wbxml).unwrap();
        let item = &read.body.commands[0].items()[0];
        assert_eq!(item.data.as_ref().unwrap().to_text().unwrap(), markup);
        assert_eq!(Message::decode(&read.encode(Syntax::Wbxml).unwrap()).unwrap(), read);
    }
}

/// The end of the attributes of `Data` is none of the elements in it.
#[test]
fn attributes_of_data_are_not_in_its_elements() {
    let data = "<Data x=\"1\" y=\"2\"><Meta>a</Meta></Data>";
    let item = ITEM.replace("</Item>", &format!("{data}</Item>"));
    let message = decode(&format!("<Add><CmdID>1</CmdID>{item}</Add>"));
    let data =
        |message: &Message| message.commands().next().unwrap().items()[0].data.clone().unwrap();
    let again = Message::decode(&message.encode(Syntax::Wbxml).unwrap()).unwrap();
    assert_eq!((data(&again).form(), data(&again).extra.len()), (Form::Inline, 2));
    let third = Message::decode(&again.encode(Syntax::Xml).unwrap()).unwrap();
    assert_eq!(data(&third), data(&message));
}

/// Names in `Data` whose prefix is declared outside of it, as Windows declares one at `SyncBody`, take the declaration
/// along: what is stored of a message, or becomes WBXML, stands for itself. Others stay as they stood.
#[test]
fn prefixes_take_their_declarations_along() {
    let inner = "<p:a q:b=\"1\">\n <c/><p:d xmlns:p=\"urn:own\"/></p:a> <e/><p:f/>";
    let item = |data: &str| format!("<Item><Target><LocURI>./A</LocURI></Target>{data}</Item>");
    let body = |data: &str| format!("<Add><CmdID>1</CmdID>{}</Add><Final/>", item(data));
    let text = format!(
        "<SyncML xmlns=\"SYNCML:SYNCML1.2\" xmlns:p=\"urn:outer\">{HEADER}\
         <SyncBody xmlns:p=\"urn:p\">{}</SyncBody></SyncML>",
        body(&format!("<Data xmlns:q=\"urn:q\">{inner}</Data>"))
    );
    let message = Message::decode(&Bytes::from(text)).unwrap();
    let data = message.commands().next().unwrap().items()[0].data.clone().unwrap();
    let expected = "<p:a xmlns:p=\"urn:p\" xmlns:q=\"urn:q\" q:b=\"1\">\n <c/>\
        <p:d xmlns:p=\"urn:own\"/></p:a> <e/><p:f xmlns:p=\"urn:p\"/>";
    assert_eq!(data.to_text().unwrap(), expected);
    assert!(provost::dm::Data::markup(data.to_text().unwrap().into_owned()).is_ok());
    // What is stored is read again.
    let stored = serde_json::to_string(&message).unwrap();
    assert_eq!(serde_json::from_str::<Message>(&stored).unwrap(), message);
    // It goes through both syntaxes.
    for syntax in [Syntax::Xml, Syntax::Wbxml] {
        let again = Message::decode(&message.encode(syntax).unwrap()).unwrap();
        let third = Message::decode(&again.encode(Syntax::Xml).unwrap()).unwrap();
        let data = third.commands().next().unwrap().items()[0].data.clone().unwrap();
        assert!(provost::dm::Data::markup(data.to_text().unwrap().into_owned()).is_ok());
    }
    // Nothing is added where nothing is needed.
    let own = "<a xmlns:p=\"urn:p\"><p:b/></a>";
    let text = format!(
        "<SyncML xmlns=\"SYNCML:SYNCML1.2\" xmlns:p=\"urn:p\">{HEADER}<SyncBody>{}</SyncBody></SyncML>",
        body(&format!("<Data>{own}</Data>"))
    );
    let message = Message::decode(&Bytes::from(text)).unwrap();
    let data = message.commands().next().unwrap().items()[0].data.clone().unwrap();
    assert_eq!(data.to_text().unwrap(), own);
}

/// A long namespace is not copied for each of many elements: a message grows as far as it may be expanded.
#[test]
fn declarations_that_go_along_are_bounded() {
    let uri = "u".repeat(1 << 12);
    let text = |count: usize| {
        let elements = "<p:a/>".repeat(count);
        let item = ITEM.replace("</Item>", &format!("<Data>{elements}</Data></Item>"));
        format!(
            "<SyncML xmlns=\"SYNCML:SYNCML1.2\" xmlns:p=\"urn:{uri}\">{HEADER}\
             <SyncBody><Add><CmdID>1</CmdID>{item}</Add></SyncBody></SyncML>"
        )
    };
    let mut limits = Limits::DEFAULT;
    limits.syntax.expanded = 100_000;
    let options = DecodeOptions::lenient().with_limits(limits);
    assert!(Message::decode_with(&Bytes::from(text(24)), &options).is_ok());
    let error = Message::decode_with(&Bytes::from(text(25)), &options).unwrap_err();
    let expected = wbxml::ErrorKind::Limit(wbxml::Limit::Expanded);
    assert_eq!(error.kind(), ErrorKind::Syntax(expected));
}

/// Nor does an element get more attributes than a reader takes: it would stand for itself no more, or for something
/// else.
#[test]
fn declarations_that_go_along_are_attributes() {
    let item = ITEM.replace("</Item>", "<Data><p:a b='1'/></Data></Item>");
    let text = format!(
        "<SyncML xmlns=\"SYNCML:SYNCML1.2\" xmlns:p=\"urn:p\">{HEADER}\
         <SyncBody><Add><CmdID>1</CmdID>{item}</Add></SyncBody></SyncML>"
    );
    let decode = |attributes| {
        let mut limits = Limits::DEFAULT;
        limits.syntax.attributes = attributes;
        Message::decode_with(
            &Bytes::from(text.clone()),
            &DecodeOptions::lenient().with_limits(limits),
        )
    };
    assert!(decode(2).is_ok());
    let expected = wbxml::ErrorKind::Limit(wbxml::Limit::Attributes);
    assert_eq!(decode(1).unwrap_err().kind(), ErrorKind::Syntax(expected));
}
