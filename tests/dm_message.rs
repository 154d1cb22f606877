//! Messages of device management: what other libraries get wrong, rules, and hostile input.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "what fails here is a test that fails"
)]

use bytes::Bytes;
use provost::dm::{
    AlertCode, AuthType, Chal, Command, Cred, Data, DecodeOptions, Dialect, Element, EncodeOptions,
    ErrorKind, Extra, Fit, Form, Format, Fragment, Header, Item, Leniency, Limit, Limits, Message,
    Meta, Namespace, Packer, Reply, Request, Rule, StatusCode, Syntax,
};
use provost::wbxml;

const HEADER: &str = "<SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto>\
    <SessionID>1</SessionID><MsgID>7</MsgID><Target><LocURI>IMEI:1</LocURI></Target>\
    <Source><LocURI>https://dm.example/</LocURI></Source></SyncHdr>";

fn with_body(body: &str) -> Bytes {
    let text =
        format!("<SyncML xmlns=\"SYNCML:SYNCML1.2\">{HEADER}<SyncBody>{body}</SyncBody></SyncML>");
    Bytes::from(text)
}

fn decode(body: &str) -> Message {
    Message::decode(&with_body(body)).unwrap()
}

fn rules(body: &str) -> Vec<Rule> {
    let decoded = Message::decode_with(&with_body(body), &DecodeOptions::new()).unwrap();
    decoded.deviations.iter().map(|deviation| deviation.rule).collect()
}

fn xml(message: &Message) -> String {
    String::from_utf8(message.encode(Syntax::Xml).unwrap().to_vec()).unwrap()
}

/// To WBXML and back.
fn through_wbxml(message: &Message) -> Message {
    Message::decode(&message.encode(Syntax::Wbxml).unwrap()).unwrap()
}

fn first_data(message: &Message) -> &Data {
    message.body.commands[0].items()[0].data.as_ref().unwrap()
}

const ITEM: &str = "<Item><Target><LocURI>./A</LocURI></Target><Data>1</Data></Item>";

/// Fleet's slices, one for each verb, lose what came first.
#[test]
fn the_order_of_commands_is_kept() {
    let body = format!(
        "<Add><CmdID>1</CmdID>{ITEM}</Add><Exec><CmdID>2</CmdID>{ITEM}</Exec>\
         <Add><CmdID>3</CmdID>{ITEM}</Add><Replace><CmdID>4</CmdID>{ITEM}</Replace><Final/>"
    );
    let message = decode(&body);
    let names: Vec<&str> = message.body.commands.iter().map(Command::name).collect();
    assert_eq!(names, ["Add", "Exec", "Add", "Replace"]);
    assert_eq!(through_wbxml(&message), message);
    assert_eq!(xml(&message).as_bytes(), &*with_body(&body));
}

/// fleetdm/fleet#25581.
#[test]
fn session_zero_is_one() {
    let text = String::from_utf8(with_body("<Final/>").to_vec()).unwrap();
    let text = text.replace("<SessionID>1<", "<SessionID>0<");
    let message = Message::decode(&Bytes::from(text)).unwrap();
    assert_eq!(message.header.session_id.as_deref(), Some("0"));
    assert_eq!(message.reply().finish().header.session_id.as_deref(), Some("0"));
}

/// fleetdm/fleet#31564 takes the prefix of a section off as text; #28499 compares what is equal.
#[test]
fn sections_and_references_are_equal_text() {
    let item = |data: &str| format!("<Replace><CmdID>1</CmdID><Item>{data}</Item></Replace>");
    let section = decode(&item("<Data><![CDATA[<a>&amp;</a>]]></Data>"));
    let escaped = decode(&item("<Data>&lt;a>&amp;amp;&lt;/a&gt;</Data>"));
    let two = decode(&item("<Data><![CDATA[<a>&am]]><![CDATA[p;</a>]]></Data>"));
    for message in [&section, &escaped, &two] {
        assert_eq!(first_data(message).to_text().unwrap(), "<a>&amp;</a>");
        assert!(first_data(message).says_same(first_data(&section)));
    }
    assert_eq!(first_data(&section).form(), Form::Cdata);
    assert!(xml(&section).contains("<Data><![CDATA[<a>&amp;</a>]]></Data>"));
    assert!(xml(&escaped).contains("<Data>&lt;a&gt;&amp;amp;&lt;/a&gt;</Data>"));
    // In WBXML a section is opaque octets, as libwbxml has it.
    let binary = through_wbxml(&section);
    assert_eq!(first_data(&binary).form(), Form::Opaque);
    assert!(first_data(&binary).says_same(first_data(&section)));
}

/// fleetdm/fleet#16316: a declaration inside blocks the queue of whoever sends it again.
#[test]
fn a_declaration_inside_data_is_refused() {
    let body = "<Add><CmdID>1</CmdID><Item><Data> <?xml version=\"1.0\"?><a/></Data></Item></Add>";
    let error = Message::decode(&with_body(body)).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Syntax(wbxml::ErrorKind::Xml(_))), "{error}");
}

/// fleetdm/fleet#42219: uploads without any command.
#[test]
fn profiles_without_a_command_are_refused() {
    for profile in ["", "text", "<html/>", "<Meta/>", "<Item/>", "{}"] {
        assert!(
            Fragment::decode(&Bytes::copy_from_slice(profile.as_bytes())).is_err(),
            "{profile}"
        );
    }
}

const WINDOWS: &str = "<Status><CmdID>2</CmdID><MsgRef>1</MsgRef><CmdRef>4</CmdRef><Cmd>Get</Cmd>\
    <Data msft:originalerror=\"0x86000002\">500</Data></Status>";

fn windows() -> Bytes {
    let text = String::from_utf8(with_body(WINDOWS).to_vec()).unwrap();
    let space = "<SyncBody xmlns:msft=\"http://schemas.microsoft.com/MobileDevice/MDM\">";
    Bytes::from(text.replace("<SyncBody>", space))
}

/// libwbxml drops the attributes of Microsoft without a word.
#[test]
fn attributes_of_windows_survive() {
    let message = Message::decode(&windows()).unwrap();
    let Command::Status(status) = &message.body.commands[0] else { unreachable!() };
    assert_eq!(status.original_error(), Some(0x8600_0002));
    assert_eq!(status.code(), Some(StatusCode::COMMAND_FAILED));
    assert_eq!(xml(&message).as_bytes(), &*windows());
    let binary = through_wbxml(&message);
    assert_eq!(binary, message);
    assert_eq!(xml(&binary).as_bytes(), &*windows());
    // They are departures for OMA, and none for Windows.
    let strict = DecodeOptions::strict();
    assert!(Message::decode_with(&windows(), &strict).is_err());
    Message::decode_with(&windows(), &strict.with_dialect(Dialect::Microsoft)).unwrap();
}

#[test]
fn cmd_in_results_is_kept() {
    let body = format!(
        "<Results><CmdID>4</CmdID><MsgRef>1</MsgRef><CmdRef>4</CmdRef><Cmd>Get</Cmd>{ITEM}</Results>"
    );
    assert_eq!(rules(&body), [Rule::CmdInResults]);
    let message = decode(&body);
    assert!(xml(&message).contains("<CmdRef>4</CmdRef><Cmd>Get</Cmd><Item>"));
    assert_eq!(through_wbxml(&message), message);
}

/// libwbxml fails on foreign markup without a string table.
#[test]
fn markup_in_data_is_kept_as_it_is() {
    let markup =
        "\n <MsiInstallJob id='{x}'><Product Version=\"1\"/> &lt; <!-- why --></MsiInstallJob> ";
    let body = format!("<Exec><CmdID>1</CmdID><Item><Data>{markup}</Data></Item></Exec>");
    let message = decode(&body);
    assert_eq!(first_data(&message).form(), Form::Markup);
    assert_eq!(first_data(&message).to_text().unwrap(), markup);
    assert!(xml(&message).contains(markup));
    // With a comment it is text in WBXML; without one its elements have a place there.
    assert_eq!(first_data(&through_wbxml(&message)).form(), Form::Opaque);
    let binary = through_wbxml(&decode(&body.replace("<!-- why -->", "")));
    assert_eq!(first_data(&binary).form(), Form::Inline);
    let text = xml(&binary);
    assert!(text.contains("<MsiInstallJob id=\"{x}\"><Product Version=\"1\"/> &lt; "), "{text}");
    assert_eq!(through_wbxml(&binary), binary);
}

/// A nested namespace and a swallowed declaration on `Data` itself.
#[test]
fn markup_begins_behind_its_start_tag() {
    for tag in ["<Data>", "<Data xmlns='SYNCML:SYNCML1.2'>", "<Data xmlns='SYNCML:SYNCML1.2' >"] {
        let body =
            format!("<Add><CmdID>1</CmdID><Item>{tag}<a xmlns='urn:a' b='>'/></Data></Item></Add>");
        assert_eq!(
            first_data(&decode(&body)).to_text().unwrap(),
            "<a xmlns='urn:a' b='>'/>",
            "{tag}"
        );
    }
}

const TREE: &str = "<MgmtTree xmlns=\"syncml:dmddf1.2\"><VerDTD>1.2</VerDTD><Node>\
    <NodeName>A</NodeName><Value>1</Value></Node></MgmtTree>";

fn tree(data: &str, type_: &str) -> String {
    format!(
        "<Add><CmdID>1</CmdID><Item><Meta><Type xmlns='syncml:metinf'>{type_}</Type></Meta>\
         <Data>{data}</Data></Item></Add>"
    )
}

/// libwbxml labels as WBXML what it leaves as XML text: the first octets decide.
#[test]
fn trees_are_found_whatever_their_label() {
    let escaped = TREE.replace('<', "&lt;");
    let wbxml_type = "application/vnd.syncml.dmtnds+wbxml";
    for data in [TREE.to_owned(), escaped, format!("<![CDATA[ {TREE}]]>")] {
        let message = decode(&tree(&data, wbxml_type));
        for message in [through_wbxml(&message), message] {
            let document = first_data(&message).tnds().unwrap().unwrap();
            assert_eq!(document.nodes().len(), 1, "{data}");
        }
    }
    assert!(first_data(&decode(&tree("text", wbxml_type))).tnds().unwrap().is_none());
}

/// Markup becomes a document in opaque octets and its type says so; and back.
#[test]
fn trees_change_their_syntax_with_the_message() {
    let message = decode(&tree(TREE, "application/vnd.syncml.dmtnds+xml"));
    let binary = through_wbxml(&message);
    let meta = binary.body.commands[0].items()[0].meta.as_ref().unwrap();
    assert_eq!(meta.type_.as_deref(), Some("application/vnd.syncml.dmtnds+wbxml"));
    assert_eq!(first_data(&binary).form(), Form::Opaque);
    assert_eq!(xml(&binary), xml(&message));
}

/// Tokens of page 2 in `Data`, without opaque octets around them.
#[test]
fn trees_in_tokens_of_their_own_page() {
    let message: [&[u8]; 6] = [
        &[0x02, 0xA4, 0x01, 0x6A, 0x00, 0x6D, 0x6B, 0x45, 0x4B, 0x03, b'1', 0, 0x01, 0x54, 0x4F],
        // MgmtTree, VerDTD, Node, NodeName, Value
        &[0x00, 0x02, 0x60, 0x77, 0x03, b'1', b'.', b'2', 0, 0x01, 0x64],
        &[0x66, 0x03, b'A', 0, 0x01, 0x76, 0x03, b'1', 0, 0x01, 0x01, 0x01],
        &[0x01, 0x01, 0x01],
        &[0x00, 0x00, 0x12],
        &[0x01, 0x01],
    ];
    let message = Message::decode(&Bytes::from(message.concat())).unwrap();
    assert_eq!(first_data(&message).form(), Form::Inline);
    let document = first_data(&message).tnds().unwrap().unwrap();
    assert_eq!(document.nodes().len(), 1);
    assert!(xml(&message).contains(TREE), "{}", xml(&message));
    assert_eq!(through_wbxml(&message), message);
}

const DEVINF: &str = "<DevInf xmlns=\"syncml:devinf\"><VerDTD>1.2</VerDTD><Man>Acme</Man>\
    <Mod>X</Mod><OEM>O</OEM><FwV>1</FwV><SwV>2</SwV><HwV>3</HwV><DevID>IMEI:1</DevID>\
    <DevTyp>phone</DevTyp><UTC/><SupportLargeObjs/><DataStore><SourceRef>./c</SourceRef></DataStore>\
    <Man>Again</Man><Ext><XNam>Colour</XNam><XVal>red</XVal><XVal>blue</XVal></Ext></DevInf>";

fn check_devinf(data: &Data, syntax: Syntax) {
    let devinf = data.devinf().unwrap().unwrap();
    let texts = [
        &devinf.ver_dtd,
        &devinf.man,
        &devinf.model,
        &devinf.oem,
        &devinf.firmware,
        &devinf.software,
        &devinf.hardware,
        &devinf.dev_id,
        &devinf.dev_typ,
    ];
    let texts: Vec<&str> = texts.iter().map(|text| text.as_deref().unwrap()).collect();
    assert_eq!(texts, ["1.2", "Acme", "X", "O", "1", "2", "3", "IMEI:1", "phone"]);
    assert!(devinf.utc && devinf.large_objects && !devinf.number_of_changes);
    let stores: Vec<String> = devinf.data_stores().map(Extra::text).collect();
    assert_eq!(stores, ["./c"]);
    assert!(devinf.rest.iter().any(|it| it.text() == "Again"));
    let extensions: Vec<_> = devinf.extensions().collect();
    assert_eq!(extensions, [("Colour".to_owned(), vec!["red".to_owned(), "blue".to_owned()])]);
    assert_eq!(devinf.syntax(), syntax);
    // The document is all there: its octets, or a document of its own of the tokens.
    let again = Data::opaque(devinf.document().clone()).devinf().unwrap().unwrap();
    assert_eq!(again, devinf);
}

/// Markup, references, a section, a document in opaque octets: the first octets decide.
#[test]
fn device_information_in_every_form() {
    let type_ = "application/vnd.syncml-devinf+xml";
    let escaped = DEVINF.replace('<', "&lt;");
    let section = format!("<![CDATA[\n {DEVINF}]]>");
    for (data, form) in [
        (DEVINF.to_owned(), Form::Markup),
        (escaped, Form::Text),
        (section, Form::Cdata),
        (DEVINF.replace("<DevInf xmlns", "<DevInf \n xmlns"), Form::Markup),
    ] {
        for type_ in [type_, "application/vnd.syncml-devinf+wbxml", "text/plain"] {
            let message = decode(&tree(&data, type_));
            assert_eq!(first_data(&message).form(), form);
            check_devinf(first_data(&message), Syntax::Xml);
        }
    }
    let message = decode(&tree(DEVINF, type_));
    let binary = through_wbxml(&message);
    assert_eq!(first_data(&binary).form(), Form::Opaque);
    check_devinf(first_data(&binary), Syntax::Wbxml);
    let prefixed = DEVINF.replace("</", "</d:").replace("xmlns=", "xmlns:d=");
    let mut tags = String::new();
    for (at, part) in prefixed.split('<').enumerate() {
        let colon = if at == 0 {
            ""
        } else if part.starts_with('/') {
            "<"
        } else {
            "<d:"
        };
        tags.push_str(colon);
        tags.push_str(part);
    }
    check_devinf(&Data::text(tags), Syntax::Xml);
    for none in ["text", "<MgmtTree/>", "<DataStore xmlns='syncml:devinf'/>"] {
        assert_eq!(Data::text(none).devinf().unwrap(), None, "{none}");
    }
    for end in DEVINF.find("><VerDTD").unwrap() + 1..DEVINF.len() {
        assert!(Data::text(&DEVINF[..end]).devinf().is_err(), "{end}");
    }
}

/// Elements in `Data` of a message in WBXML: there is no code page for them, so their names are
/// literals.
#[test]
fn device_information_in_literals() {
    let message: [&[u8]; 5] = [
        &[0x02, 0xA4, 0x01, 0x6A, 0x0B],
        b"DevInf\0Man\0",
        &[0x6D, 0x6B, 0x45, 0x4B, 0x03, b'1', 0, 0x01, 0x54, 0x4F],
        &[0x44, 0x00, 0x44, 0x07, 0x03, b'A', 0, 0x01, 0x01],
        &[0x01, 0x01, 0x01, 0x12, 0x01, 0x01],
    ];
    let message = Message::decode(&Bytes::from(message.concat())).unwrap();
    let data = first_data(&message);
    assert_eq!(data.form(), Form::Inline);
    let devinf = data.devinf().unwrap().unwrap();
    assert_eq!((devinf.man.as_deref(), devinf.rest.len()), (Some("A"), 0));
    assert_eq!(through_wbxml(&message), message);
}

/// Written, texts side by side are one; so they are one as they are read.
#[test]
fn stray_texts_are_kept_in_order() {
    let get =
        |target: &str| format!("<Get><CmdID>1</CmdID><Item><Target>{target}</Target></Item></Get>");
    for (target, kept) in [
        ("one<LocURI>./A</LocURI>two", vec!["onetwo"]),
        ("<LocURI>./A</LocURI>one<x/>two", vec!["one", "", "two"]),
        ("one<x/><LocURI>./A</LocURI>two", vec!["one", "", "two"]),
    ] {
        let message = decode(&get(target));
        let extra = &message.body.commands[0].items()[0].target.as_ref().unwrap().extra;
        let texts: Vec<String> = extra.iter().map(Extra::text).collect();
        assert_eq!(texts, kept, "{target}");
        for syntax in [Syntax::Xml, Syntax::Wbxml] {
            assert_eq!(Message::decode(&message.encode(syntax).unwrap()).unwrap(), message);
        }
    }
}

/// What stands on one of several references stays on that one, and is not written on each.
#[test]
fn extras_of_several_references() {
    let body = "<Status><CmdID>1</CmdID><MsgRef>1</MsgRef><CmdRef>1</CmdRef><Cmd>Add</Cmd>\
        <TargetRef a=\"1\">./A</TargetRef><TargetRef>./B</TargetRef>\
        <TargetRef a=\"2\">./C<x/></TargetRef><SourceRef>./D</SourceRef>\
        <SourceRef a=\"3\">./E</SourceRef><Data>200</Data></Status>";
    let message = decode(body);
    assert!(xml(&message).contains(body), "{}", xml(&message));
    assert_eq!(through_wbxml(&message), message);
    assert_eq!(xml(&through_wbxml(&message)), xml(&message));
    let stored = serde_json::to_string(&message).unwrap();
    assert_eq!(serde_json::from_str::<Message>(&stored).unwrap(), message);
}

/// The leniencies that have a name.
#[test]
fn named_leniencies() {
    let body = "<Alert><CmdID>1</CmdID><Data>1200</Data></Alert><Final/>";
    let message = String::from_utf8(with_body(body).to_vec()).unwrap();
    let label = "<?xml version=\"1.0\" encoding=\"utf-16\"?>";
    let doctype = "<!DOCTYPE SyncML [<!ENTITY a \"b\">]>";
    for (prolog, leniency, rule, offset) in [
        ("\u{FEFF}", Leniency::ByteOrderMark, Rule::ByteOrderMark, 0),
        (label, Leniency::EncodingLabel, Rule::EncodingLabel, 30),
        (doctype, Leniency::Declarations, Rule::Declarations, 18),
    ] {
        let input = Bytes::from(format!("{prolog}{message}"));
        let decoded = Message::decode_with(&input, &DecodeOptions::new()).unwrap();
        let found = decoded.deviations.iter().map(|it| (it.rule, it.offset)).collect::<Vec<_>>();
        assert_eq!(found, [(rule, offset)]);
        let refused = Message::decode_with(&input, &DecodeOptions::new().refuse(leniency));
        assert!(refused.is_err(), "{leniency:?}");
        assert!(Message::decode_with(&input, &DecodeOptions::strict()).is_err());
    }
    let entity = message.replace(">1200<", ">&a;<");
    let input = Bytes::from(format!("{doctype}{entity}"));
    assert!(Message::decode_with(&input, &DecodeOptions::lenient()).is_err(), "not expanded");
}

#[test]
fn departures_are_named_with_their_place() {
    let rule = |body: &str| rules(body).first().copied();
    let add = |inside: &str| format!("<Add>{inside}</Add>");
    for (body, expected) in [
        (add(&format!("{ITEM}<CmdID>1</CmdID>")), Rule::Order(Element::CmdId)),
        (add(ITEM), Rule::Missing(Element::CmdId)),
        (add("<CmdID>1</CmdID>"), Rule::Missing(Element::Item)),
        (add(&format!("<CmdID>0</CmdID>{ITEM}")), Rule::ZeroCmdId),
        (add(&format!("<CmdID> 1</CmdID>{ITEM}")), Rule::WhiteSpace(Element::CmdId)),
        (add(&format!("<CmdID>1</CmdID><NoResp/>{ITEM}")), Rule::NotDm(Element::NoResp)),
        (add(&format!("<CmdID>1</CmdID><Cred/>{ITEM}")), Rule::NotDm(Element::Cred)),
        (add(&format!("<CmdID>1</CmdID><CmdID>2</CmdID>{ITEM}")), Rule::Repeated(Element::CmdId)),
        (add(&format!("<CmdID>1</CmdID><Final/>{ITEM}")), Rule::Misplaced(Element::Final)),
        (add(&format!("<CmdID>1</CmdID><Foo/>{ITEM}")), Rule::UnknownElement),
        (add(&format!("<CmdID>1</CmdID>text{ITEM}")), Rule::StrayText),
        (add(&format!("<CmdID a='b'>1</CmdID>{ITEM}")), Rule::Attribute),
        (
            "<Add><CmdID>1</CmdID><Item><Target>./A</Target></Item></Add>".into(),
            Rule::BareLocation(Element::Target),
        ),
        (
            "<Add><CmdID>1</CmdID><Item><Type xmlns='syncml:metinf'>t</Type></Item></Add>".into(),
            Rule::BesideMeta(Element::Type),
        ),
        (
            "<Add><CmdID>1</CmdID><Meta><Type>t</Type></Meta><Item/></Add>".into(),
            Rule::MetaNamespace(Element::Type),
        ),
        ("<Put><CmdID>1</CmdID></Put>".into(), Rule::NotDm(Element::Put)),
        (format!("<Final/><Add><CmdID>1</CmdID>{ITEM}</Add>"), Rule::BehindFinal),
    ] {
        assert_eq!(rule(&body), Some(expected), "{body}");
        // Nothing of it is lost on the way through either syntax.
        let message = decode(&body);
        let again = Message::decode(&message.encode(Syntax::Xml).unwrap()).unwrap();
        assert_eq!(again, message, "{body}");
        assert_eq!(through_wbxml(&message), message, "{body}");
    }
    let body = format!("<Add>{ITEM}<CmdID>1</CmdID></Add>");
    let input = with_body(&body);
    let decoded = Message::decode_with(&input, &DecodeOptions::new()).unwrap();
    let place = input.windows(7).rposition(|it| it == b"<CmdID>").unwrap();
    assert_eq!(decoded.deviations[0].offset, place);
}

#[test]
fn namespaces() {
    let message = |space: &str, version: &str| {
        let text = String::from_utf8(with_body("<Final/>").to_vec()).unwrap();
        let text = text.replace(" xmlns=\"SYNCML:SYNCML1.2\"", space);
        Bytes::from(text.replace("<VerDTD>1.2", &format!("<VerDTD>{version}")))
    };
    for (space, version, namespace) in [
        (" xmlns='SYNCML:SYNCML1.1'", "1.2", Namespace::SyncMl11),
        (" xmlns='SYNCML:SYNCML1.2'", "1.1", Namespace::SyncMl12),
        ("", "1.1", Namespace::SyncMl11),
        ("", "1.2", Namespace::SyncMl12),
        (" xmlns='syncml:SYNCML1.2'", "1.2", Namespace::SyncMl12),
    ] {
        let decoded =
            Message::decode_with(&message(space, version), &DecodeOptions::new()).unwrap();
        assert_eq!(decoded.value.namespace, namespace, "{space} {version}");
        assert_eq!(decoded.value.header.session_id.as_deref(), Some("1"));
        let answer = decoded.value.reply().finish();
        assert!(xml(&answer).contains(namespace.uri()), "in the namespace of the peer");
    }
}

#[test]
fn answers_are_in_order() {
    let body = format!(
        "<Alert><CmdID>1</CmdID><Data>1222</Data></Alert>\
         <Sequence><CmdID>9</CmdID><Get><CmdID>2</CmdID>{ITEM}</Get>\
         <Replace><CmdID>3</CmdID><Item><Target><LocURI>./A</LocURI></Target></Item>\
         <Item><Target><LocURI>./B</LocURI></Target></Item></Replace></Sequence>\
         <Put><CmdID>5</CmdID></Put><Foo/><Add>{ITEM}</Add>\
         <Status><CmdID>6</CmdID><MsgRef>1</MsgRef><CmdRef>1</CmdRef><Cmd>Get</Cmd><Data>200</Data></Status><Final/>"
    );
    let message = decode(&body);
    let mut reply = message.reply().with_msg_id("3");
    for command in message.commands() {
        match command {
            Command::Get(_) => {
                reply.results(command, vec![Item::source("./A").with_data("1")]);
                reply.status(command, StatusCode::OK);
            }
            Command::Replace(_) => {
                reply.item_status(command, 0, StatusCode::OK);
                reply.item_status(command, 1, StatusCode::NOT_FOUND);
            }
            Command::Alert(_) | Command::Sequence(_) => drop(reply.status(command, StatusCode::OK)),
            _ => {}
        }
    }
    let answer = reply.finish();
    let lines: Vec<String> = answer
        .body
        .commands
        .iter()
        .map(|command| match command {
            Command::Status(status) => format!(
                "{} {} {} {}{}",
                status.id.as_deref().unwrap(),
                status.cmd.as_deref().unwrap(),
                status.cmd_ref.as_deref().unwrap(),
                status.code().unwrap(),
                status
                    .target_refs
                    .first()
                    .filter(|_| !status.is_for_header())
                    .map_or(String::new(), |it| format!(" {it}")),
            ),
            other => format!("{} {}", other.id().unwrap(), other.name()),
        })
        .collect();
    assert_eq!(
        lines,
        [
            "1 SyncHdr 0 200",
            "2 Alert 1 200",
            "3 Sequence 9 200",
            "4 Get 2 200",
            "5 Results",
            "6 Replace 3 200 ./A",
            "7 Replace 3 404 ./B",
            "8 Put 5 406",
            "9 Foo  400",
            "10 Add  400",
        ]
    );
    assert_eq!(answer.header.msg_id.as_deref(), Some("3"));
    assert!(answer.body.is_final);
    assert!(
        Message::decode_with(&answer.encode(Syntax::Xml).unwrap(), &DecodeOptions::strict())
            .is_ok()
    );
}

/// 401 and 407: every command gets the code, and nothing else goes with it.
#[test]
fn who_is_not_known_gets_nothing_but_statuses() {
    let message = decode(&format!("<Get><CmdID>1</CmdID>{ITEM}</Get><Final/>"));
    let mut reply: Reply<'_> = message.reply();
    reply.results(&message.body.commands[0], vec![Item::new()]);
    reply.push(provost::dm::Alert::new(AlertCode::NEXT_MESSAGE));
    let chal = Chal::new(AuthType::Md5, Some("Tm9uY2U=".into()));
    let answer = reply.refuse(StatusCode::AUTHENTICATION_REQUIRED, chal).finish();
    let codes: Vec<_> = answer
        .body
        .commands
        .iter()
        .map(|command| match command {
            Command::Status(status) => (status.code().unwrap().0, status.chal.is_some()),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(codes, [(407, true), (407, false)]);
}

#[test]
fn a_message_is_filled_up_to_its_limit() {
    for syntax in [Syntax::Xml, Syntax::Wbxml] {
        let options = EncodeOptions::new(syntax);
        let message = Message::new(Header::new("1", "2", "device", "server")).finish();
        let limit = 700;
        let mut packer = Packer::new(message, options, limit).unwrap();
        let meta = Meta::new().with_format(Format::Chr);
        let command = |id: usize| {
            let item = Item::target("./A/B").with_data("data").with_meta(meta.clone());
            Command::Replace(Request::new(item).with_id(id.to_string()))
        };
        let mut id = 0;
        while packer.push(command(id)).unwrap() == Fit::Added {
            id += 1;
        }
        let room = packer.room();
        let octets = packer.finish().unwrap();
        assert_eq!(octets.len() + room, limit, "{syntax:?}: measured is what is written");
        assert!(room < command(id).encoded_len(&options).unwrap());
        assert_eq!(Message::decode(&octets).unwrap().body.commands.len(), id);
        let all = Message::decode(&octets).unwrap();
        let error = all.encode_with(&options.with_limit(octets.len() - 1)).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::MessageTooLarge { .. }));
    }
}

/// XML cannot carry octets: they are base64 on request, and else an error that says so.
#[test]
fn octets_are_not_lost_in_xml() {
    let meta = Meta::new().with_format(Format::Bin);
    let item = Item::target("./A").with_meta(meta).with_data(Data::opaque(&b"\x00\xFF"[..]));
    let message = Message::new(Header::new("1", "1", "d", "s"))
        .with(Command::Add(Request::new(item).with_id("1")));
    let error = message.encode(Syntax::Xml).unwrap_err();
    let loss = wbxml::ErrorKind::NotExpressible(wbxml::Loss::Opaque);
    assert_eq!(error.kind(), ErrorKind::Syntax(loss));
    assert_eq!(through_wbxml(&message), message);
    let text = message.encode_with(&EncodeOptions::new(Syntax::Xml).with_base64()).unwrap();
    let again = Message::decode(&text).unwrap();
    let item = &again.body.commands[0].items()[0];
    assert_eq!(item.format(None), Some(Format::B64));
    assert_eq!(&*item.octets(None).unwrap().unwrap(), b"\x00\xFF");
}

#[test]
fn large_objects_are_not_copied() {
    let object = "x".repeat(1 << 20);
    let input =
        with_body(&format!("<Add><CmdID>1</CmdID><Item><Data>{object}</Data></Item></Add>"));
    let message = Message::decode(&input).unwrap();
    let range = input.as_ptr_range();
    assert!(range.contains(&first_data(&message).octets().as_ptr()));
    let binary = message.encode(Syntax::Wbxml).unwrap();
    let again = Message::decode(&binary).unwrap();
    assert!(binary.as_ptr_range().contains(&first_data(&again).octets().as_ptr()));
}

#[test]
fn limits_are_at_their_figure() {
    let limits = |limits: Limits| DecodeOptions::new().with_limits(limits);
    let kind = |body: &str, options: &DecodeOptions| {
        Message::decode_with(&with_body(body), options).err().map(|error| error.kind())
    };
    let commands = "<Alert><CmdID>1</CmdID><Data>1</Data></Alert>".repeat(3);
    let two = Limits::DEFAULT.with_commands(2);
    assert_eq!(kind(&commands, &limits(two)), Some(ErrorKind::Limit(Limit::Commands)));
    assert_eq!(kind(&commands, &limits(two.with_commands(3))), None);
    let items = format!("<Add><CmdID>1</CmdID>{}</Add>", ITEM.repeat(3));
    let few = Limits::DEFAULT.with_items(2);
    assert_eq!(kind(&items, &limits(few)), Some(ErrorKind::Limit(Limit::Items)));
    assert_eq!(kind(&items, &limits(few.with_items(3))), None);
    let nested = format!("{}{}", "<Atomic>".repeat(3), "</Atomic>".repeat(3));
    let flat = Limits::DEFAULT.with_containers(2);
    assert_eq!(kind(&nested, &limits(flat)), Some(ErrorKind::Limit(Limit::Containers)));
    assert_eq!(kind(&nested, &limits(flat.with_containers(3))), None);
    let extras = format!("<Add><CmdID>1</CmdID>{}{ITEM}</Add>", "<Foo/>".repeat(3));
    let none = Limits::DEFAULT.with_extras(2);
    assert_eq!(kind(&extras, &limits(none)), Some(ErrorKind::Limit(Limit::Extras)));
    assert_eq!(kind(&extras, &limits(none.with_extras(3))), None);
    let length = with_body("<Final/>").len();
    let short = Limits::DEFAULT.with_message(length - 1);
    assert_eq!(kind("<Final/>", &limits(short)), Some(ErrorKind::Limit(Limit::Message)));
    assert_eq!(kind("<Final/>", &limits(short.with_message(length))), None);
    let noted =
        Message::decode_with(&with_body(&extras), &limits(Limits::DEFAULT.with_deviations(1)))
            .unwrap();
    assert_eq!((noted.deviations.len(), noted.more_deviations), (1, 2));
}

/// None of these may take long or much memory, nor end the process.
#[test]
fn hostile_input_ends_soon() {
    let deep = format!("{}x{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
    let containers = "<Atomic>".repeat(100_000);
    let attributes: String = (0..10_000).map(|at| format!(" a{at}='x'")).collect();
    for body in [
        format!("<Add><Item><Data>{deep}</Data></Item></Add>"),
        deep,
        containers,
        format!("<Add{attributes}/>"),
        "<Foo/>".repeat(100_000),
        "x<Add/>".repeat(50_000),
        "<Add><Item/></Add>".repeat(100_000),
        format!("<Add><Item><Data>{}</Data></Item></Add>", "<a/>".repeat(200_000)),
        format!("<Add><Item><Data>{}</Data></Item></Add>", "<![CDATA[x]]>y".repeat(100_000)),
        format!("<Add><Item><Data>{}</Data></Item></Add>", "&".repeat(500_000)),
    ] {
        let input = with_body(&body);
        let decoded = Message::decode_with(&input, &DecodeOptions::lenient());
        if let Ok(decoded) = decoded {
            drop(decoded.value.encode(Syntax::Wbxml));
        }
        let recovered = Message::recover(&input, &DecodeOptions::new());
        assert!(recovered.message.commands().count() <= Limits::DEFAULT.commands);
    }
    let opaque = [
        &[0x02, 0xA4, 0x01, 0x6A, 0x00, 0x6D, 0x6B, 0x4F][..],
        &[0xC3, 0x8F, 0xFF, 0xFF, 0xFF, 0x7F],
    ];
    assert!(Message::decode(&Bytes::from(opaque.concat())).is_err());
}

/// A trace that was cut off in the middle of a container.
#[test]
fn open_containers_are_recovered() {
    let body = format!(
        "<Get><CmdID>1</CmdID>{ITEM}</Get><Atomic><CmdID>2</CmdID><Add><CmdID>3</CmdID>{ITEM}</Add><Add><CmdID>4</Cm"
    );
    let input = with_body(&body);
    let cut = input.len() - "</SyncBody></SyncML>".len();
    let recovered = Message::recover(&input.slice(..cut), &DecodeOptions::new());
    assert_eq!(recovered.message.body.commands.len(), 1);
    let Some(Command::Atomic(atomic)) = recovered.open else { panic!() };
    assert_eq!((atomic.id.as_deref(), atomic.commands.len()), (Some("2"), 1));
    assert!(recovered.error.unwrap().offset() <= cut);
}

#[test]
fn secrets_are_not_shown() {
    let mut message = Message::new(
        Header::new("1", "1", "d", "s").with_cred(Cred::new(AuthType::Basic, "cGxhbnRlZA==")),
    );
    let item = Item::target("./Secret").with_data("planted-data");
    message.body.commands.push(Command::Add(Request::new(item).with_id("1")));
    let xml = "<Add><Cred><Data>planted-extra</Data></Cred></Add>";
    let extra = Fragment::decode(&Bytes::from_static(xml.as_bytes())).unwrap();
    let shown = format!("{message:?} {extra:?}");
    assert!(!shown.contains("cGxhbnRlZA") && !shown.contains("planted"), "{shown}");
    let stored = serde_json::to_string(&message).unwrap();
    assert!(!stored.contains("cGxhbnRlZA"));
    let restored: Message = serde_json::from_str(&stored).unwrap();
    assert_eq!(restored.body, message.body);
    assert!(restored.header.cred.is_none());
}

#[test]
fn stored_models_are_checked() {
    let data = serde_json::json!({"form": "Markup", "octets": "</Data>", "extra": null});
    assert!(serde_json::from_value::<Data>(data).is_err());
    let extra = serde_json::json!({"on": null, "pieces": ["End"]});
    assert!(serde_json::from_value::<Extra>(extra).is_err());
}

/// What is read can be stored and read back, also where it cannot be written: texts of WBXML whose octets are
/// none, and elements as lenient as the reader.
#[test]
fn what_is_read_can_be_stored() {
    let message = decode("<Add><CmdID>1</CmdID><Item><Data>planted</Data></Item></Add>");
    let octets = message.encode(Syntax::Wbxml).unwrap().to_vec();
    let at = octets.windows(7).position(|window| window == b"planted").unwrap();
    // The text goes from its token to its end; `Data` ends behind it.
    let with = |content: &[u8]| {
        let rest = octets.get(at + 8..).unwrap();
        Bytes::from([octets.get(..at - 1).unwrap(), content, rest].concat())
    };
    let inputs = [
        with(b"\x03a\xFFb\0"),
        with(b"\x03\xFF\0\xC3\x01b"),
        with(b"\x54\x03a\0\x01"),
        // An empty element, with content by its tag.
        with(b"\x54\x01\x03b\0"),
        with_body("<Add><CmdID>1</CmdID><Item><Data><m:A xmlns:m='x'/>&amp;</Data></Item></Add>"),
        with_body("<Add><CmdID>1</CmdID><Item><Data><![CDATA[a]]>&#10;</Data></Item></Add>"),
    ];
    for (at, input) in inputs.iter().enumerate() {
        let message = Message::decode(input).unwrap_or_else(|error| panic!("{at}: {error}"));
        let stored = serde_json::to_string(&message).unwrap();
        let again = serde_json::from_str::<Message>(&stored);
        assert_eq!(again.unwrap_or_else(|error| panic!("{at}: {error}")), message, "{at}");
    }
    // What is no text is not written as one, and nothing of it is lost.
    let message = Message::decode(&inputs[0]).unwrap();
    assert_eq!(&**first_data(&message).octets(), b"a\xFFb");
    for syntax in [Syntax::Wbxml, Syntax::Xml] {
        assert_eq!(message.encode(syntax).unwrap_err().kind(), ErrorKind::NotText);
    }
}
