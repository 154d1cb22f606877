//! Parts of messages by themselves: data, extras, headers, options of interaction, events, answers; and what is
//! said of messages and profiles that would fail.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::unwrap_used,
    reason = "what fails here is a test that fails"
)]

use bytes::Bytes;
use provost::dm::{
    Alert, AlertCode, AlertKind, AuthType, Chal, Command, Container, Cred, Data, DecodeOptions,
    DevInf, DocumentKind, EchoType, Element, EncodeOptions, ErrorKind, Extra, Form, Format,
    Fragment, Header, InputType, InteractionOptions, Item, Limit, Limits, Location, Message, Meta,
    OptionFault, Packer, Piece, ProfileReason, Prolog, Request, Results, Rule, Status, StatusCode,
    Syntax, Text, WindowsEvent, detect_kind, lint, notification,
};

const HEADER: &str = "<SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto>\
    <SessionID>1</SessionID><MsgID>7</MsgID><Target><LocURI>IMEI:1</LocURI></Target>\
    <Source><LocURI>https://dm.example/</LocURI></Source></SyncHdr>";

fn xml_of(body: &str) -> Bytes {
    Bytes::from(format!(
        "<SyncML xmlns=\"SYNCML:SYNCML1.2\">{HEADER}<SyncBody>{body}</SyncBody></SyncML>"
    ))
}

fn decode(body: &str) -> Message {
    Message::decode(&xml_of(body)).unwrap()
}

fn rules(body: &str) -> Vec<Rule> {
    let decoded = Message::decode_with(&xml_of(body), &DecodeOptions::default()).unwrap();
    decoded.deviations.iter().map(|deviation| deviation.rule).collect()
}

fn both_ways(message: &Message) -> [Message; 2] {
    [Syntax::Xml, Syntax::Wbxml].map(|it| Message::decode(&message.encode(it).unwrap()).unwrap())
}

fn replace(data: Data) -> Message {
    let item = Item::target("./A").with_data(data);
    let header = Header::new("1", "1", "device", "server");
    Message::new(header).with(Command::Replace(Request::new(item).with_id("1"))).finish()
}

/// What elements are is neither text nor cut, in either syntax.
#[test]
fn elements_as_data() {
    let markup = Data::markup("<a xmlns=\"urn:x\">text</a>").unwrap();
    assert_eq!(markup.form(), Form::Markup);
    assert_eq!(markup.to_text().unwrap(), "<a xmlns=\"urn:x\">text</a>");
    assert_eq!(markup.split_at(2).unwrap_err().kind(), ErrorKind::NotText);
    for bad in ["<a>", "</Data><Data>", "<a></b>", "<a>&none;</a>"] {
        let error = Data::markup(bad).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Syntax(_)), "{bad}: {error}");
    }
    let [as_xml, as_wbxml] = both_ways(&replace(markup.clone()));
    let data = |message: &Message| message.body.commands[0].items()[0].data.clone().unwrap();
    assert_eq!(data(&as_xml), markup);
    let inline = data(&as_wbxml);
    assert_eq!(inline.form(), Form::Inline);
    assert_eq!(inline.to_text().unwrap_err().kind(), ErrorKind::NotText);
    assert_eq!(inline.split_at(2).unwrap_err().kind(), ErrorKind::NotText);
    assert_eq!(inline.trimmed(), None);
    let embedded = inline.embedded().unwrap();
    let shown = format!("{embedded:?}");
    assert!(embedded.is_inline() && !embedded.is_tree(), "{shown}");
    let length = embedded.octets().len();
    assert_eq!(shown, format!("Embedded(unknown, Wbxml, {length} octets)"));
    let tree = Data::text("<MgmtTree xmlns='syncml:dmddf1.2'><VerDTD>PLANTED</VerDTD></MgmtTree>");
    let shown = format!("{:?}", tree.embedded().unwrap());
    assert!(shown.contains("Xml") && !shown.contains("PLANTED"), "{shown}");
}

/// A text with what no string of WBXML can have goes as octets, and is the same text there.
#[test]
fn a_text_with_nul() {
    let data = Data::from(Text::from("a\0b"));
    let message = replace(data.clone());
    let read = Message::decode(&message.encode(Syntax::Wbxml).unwrap()).unwrap();
    let found = read.body.commands[0].items()[0].data.clone().unwrap();
    assert_eq!((found.form(), &found.octets()[..]), (Form::Opaque, &b"a\0b"[..]));
    assert!(found.says_same(&data));
    assert!(message.encode(Syntax::Xml).is_err(), "XML has no such character");
}

/// What is no field of the model is found by its name, shown by its length, and never by its value.
#[test]
fn extras_have_names_and_no_values_to_show() {
    let body = "<Status><CmdID>1</CmdID><MsgRef>1</MsgRef><CmdRef>0</CmdRef><Cmd>SyncHdr</Cmd>\
        <Data msft:originalerror=\"0x86000002\" xmlns:msft=\"urn:m\">200</Data></Status>\
        <Replace><CmdID>2</CmdID><Secret kind='PLANTED'>PLANTED<?say PLANTED?></Secret>stray\
        <Item><Target><LocURI>./A</LocURI></Target><Data>x</Data></Item></Replace>";
    let message = decode(body);
    let Command::Status(status) = &message.body.commands[0] else { panic!("{message:?}") };
    let extra = &status.data.as_ref().unwrap().extra;
    assert_eq!(extra.attribute("msft:originalerror"), Some("0x86000002"));
    assert_eq!(extra.attribute("originalerror"), None);
    assert_eq!(status.original_error(), Some(0x8600_0002));
    let mut decimal = Status::new("1", "2", "Get", StatusCode::OK);
    let data = decimal.data.as_mut().unwrap();
    data.extra.push(Extra::attribute("msft:originalerror", " 2147942405 "));
    assert_eq!(decimal.original_error(), Some(0x8007_0005));

    let request = message.body.commands[1].request().unwrap();
    let shown = format!("{:?}", request.extra);
    for word in ["<Secret>", "kind=7 octets", "Text(7 octets)", "<?say?>", "</>"] {
        assert!(shown.contains(word), "{word} in {shown}");
    }
    assert!(!format!("{message:?}").contains("PLANTED"));
    let stray = request.extra.iter().find(|extra| extra.name().is_none()).unwrap();
    assert_eq!((stray.text().as_str(), stray.known()), ("stray", None));
    for read in both_ways(&message) {
        let again = read.body.commands[1].request().unwrap();
        assert_eq!(again.extra, request.extra);
    }
    let octets = Piece::Opaque(Bytes::from_static(b"PLANTED"));
    assert_eq!(format!("{octets:?}"), "Opaque(7 octets)");
}

/// A header with all that may be in it is read as it was written.
#[test]
fn a_header_with_all_there_is() {
    let mut header = Header::new("1", "1", "device", "server")
        .with_meta(Meta::new().with_max_msg_size(4096))
        .with_resp_uri("https://dm.example/next");
    header.source = Some(Location::from("IMEI:1").with_name("user"));
    header.no_resp = true;
    let message = Message::new(header).finish();
    for read in both_ways(&message) {
        assert_eq!(read.header, message.header);
        assert!(read.header.no_resp);
        assert_eq!(read.header.max_msg_size(), Some(4096));
        let source = read.header.source.as_ref().unwrap();
        assert_eq!((source.uri.as_deref(), source.name.as_deref()), (Some("IMEI:1"), Some("user")));
    }
}

/// What commands say of themselves, whichever they are.
#[test]
fn commands_by_their_kinds() {
    let body = "<Put><CmdID>5</CmdID></Put><Foo><CmdID>6</CmdID></Foo>\
        <Copy><CmdID>7</CmdID><Correlator>c</Correlator><Item/></Copy>";
    let mut commands = decode(body).body.commands;
    let elements: Vec<Option<Element>> = commands.iter().map(Command::element).collect();
    assert_eq!(elements, [Some(Element::Put), None, Some(Element::Copy)]);
    commands.iter_mut().for_each(|command| command.set_id("9"));
    let ids: Vec<Text> = commands.iter().filter_map(Command::id).collect();
    assert_eq!(ids, ["5", "6", "9"], "what is not supported keeps its own");
    assert!(commands.iter().all(|command| command.meta().is_none()));
    let mut container = Container::new(vec![]);
    container.meta = Some(Box::new(Meta::new().with_type("text/plain")));
    for command in [Command::Atomic(container.clone()), Command::Sequence(container)] {
        assert_eq!(command.meta().and_then(|meta| meta.type_.as_deref()), Some("text/plain"));
    }
    let exec = Request::new(Item::target("./A")).with_id("1").with_correlator("c-1");
    let message = Message::new(Header::new("1", "1", "d", "s")).with(Command::Exec(exec)).finish();
    for read in both_ways(&message) {
        let found = read.body.commands[0].request().unwrap().correlator.clone();
        assert_eq!(found.as_deref(), Some("c-1"));
    }
}

/// Containers in containers have a bound when they are written as well.
#[test]
fn containers_have_a_depth() {
    let nested = |depth: usize| {
        let inner = Command::Get(Request::new(Item::target("./A")).with_id("1"));
        let wrap = |inner, _| Command::Sequence(Container::new(vec![inner]).with_id("1"));
        let command = (0..depth).fold(inner, wrap);
        Message::new(Header::new("1", "1", "d", "s")).with(command).finish()
    };
    let most = Limits::default().containers;
    for (depth, is_written) in [(most - 1, true), (most, true), (most + 1, false)] {
        let written = nested(depth).encode(Syntax::Wbxml);
        assert_eq!(written.is_ok(), is_written, "{depth}");
        match written {
            Ok(octets) => assert_eq!(Message::decode(&octets).unwrap(), nested(depth)),
            Err(error) => assert_eq!(error.kind(), ErrorKind::Limit(Limit::Containers)),
        }
    }
}

/// The declaration and the document type in front, for peers that want them.
#[test]
fn prologs() {
    let message = decode("<Final/>");
    let written = |prolog| {
        let options = EncodeOptions::new(Syntax::Xml).with_prolog(prolog);
        String::from_utf8(message.encode_with(&options).unwrap().to_vec()).unwrap()
    };
    assert!(written(Prolog::None).starts_with("<SyncML"));
    assert!(written(Prolog::Declaration).starts_with("<?xml version=\"1.0\""));
    let whole = written(Prolog::Doctype);
    let (doctype, rest) = whole.split_once("<SyncML").unwrap();
    assert!(
        doctype.contains("<!DOCTYPE SyncML PUBLIC \"-//SYNCML//DTD SyncML 1.2//EN\""),
        "{doctype}"
    );
    assert_eq!(format!("<SyncML{rest}"), written(Prolog::None));
    assert_eq!(Message::decode(&Bytes::from(whole)).unwrap(), message);
}

/// What the specifications do not have there is kept, and told with its place.
#[test]
fn departures_that_are_rare() {
    let status = |inside: &str| {
        format!(
            "<Status><CmdID>1</CmdID><MsgRef>1</MsgRef><CmdRef>0</CmdRef><Cmd>SyncHdr</Cmd>\
             {inside}<Data>200</Data></Status>"
        )
    };
    let meta = |inside: &str| {
        format!(
            "<Replace><CmdID>1</CmdID><Item><Meta><MetInf xmlns='syncml:metinf'>{inside}</MetInf></Meta>\
         <Data>x</Data></Item></Replace>"
        )
    };
    for (body, expected) in [
        (status("<Cred><Data>x</Data></Cred>"), vec![]),
        (status("<?a b?>"), vec![Rule::Instruction]),
        (meta("<Type>t</Type><Foo>x</Foo>"), vec![Rule::UnknownElement]),
        (format!("{}<Final>stray</Final>", status("")), vec![Rule::StrayText]),
        (
            "<Results><CmdID>1</CmdID><MsgRef>1</MsgRef><CmdRef>2</CmdRef><Cmd>Get</Cmd>\
             <TargetRef>./T</TargetRef><SourceRef>./A</SourceRef><Item><Data>x</Data></Item></Results>"
                .into(),
            vec![Rule::CmdInResults],
        ),
        (
            "<Final/><Atomic><CmdID>1</CmdID><Get><CmdID>2</CmdID><Item/></Get></Atomic>".into(),
            vec![Rule::BehindFinal],
        ),
        (
            "<Status><CmdID>1</CmdID><MsgRef>1</MsgRef><CmdRef>0</CmdRef><Cmd>SyncHdr</Cmd>\
             <Data>\n 200\t</Data></Status>"
                .into(),
            vec![Rule::WhiteSpace(Element::Data)],
        ),
    ] {
        assert_eq!(rules(&body), expected, "{body}");
        let message = decode(&body);
        for read in both_ways(&message) {
            assert_eq!(read, message, "{body}");
        }
    }
    let Command::Results(results) = &decode(
        "<Results><CmdID>1</CmdID><MsgRef>1</MsgRef><CmdRef>2</CmdRef><TargetRef>./T</TargetRef>\
         <Item><Data>x</Data></Item></Results>",
    )
    .body
    .commands[0] else {
        panic!("no results")
    };
    assert_eq!(results.target_ref.as_deref(), Some("./T"));
    // Behind the document as well.
    let mut input = xml_of(&status("")).to_vec();
    input.extend_from_slice(b"<!-- end --><?a b?>");
    let decoded = Message::decode_with(&input.into(), &DecodeOptions::new()).unwrap();
    let rules: Vec<Rule> = decoded.deviations.iter().map(|deviation| deviation.rule).collect();
    assert_eq!(rules, [Rule::Instruction]);
    // An instruction in front of the document element is none of its business.
    let input = [&b"<?a b?><!-- c -->"[..], &xml_of("<Final/>")].concat();
    assert_eq!(detect_kind(&input), Some(DocumentKind::Message));
    assert!(Message::decode(&input.into()).is_ok());
}

/// References of a status are as many as items may be.
#[test]
fn references_have_a_bound() {
    let limits = Limits::default().with_items(2);
    let options = DecodeOptions::new().with_limits(limits);
    for (count, is_read) in [(1, true), (2, true), (3, false)] {
        for name in ["TargetRef", "SourceRef"] {
            let refs = format!("<{name}>./A</{name}>").repeat(count);
            let body = format!(
                "<Status><CmdID>1</CmdID><MsgRef>1</MsgRef><CmdRef>2</CmdRef><Cmd>Get</Cmd>{refs}\
                 <Data>200</Data></Status>"
            );
            let read = Message::decode_with(&xml_of(&body), &options);
            let kind = read.map(|_| ()).map_err(|error| error.kind());
            let expected = if is_read { Ok(()) } else { Err(ErrorKind::Limit(Limit::Items)) };
            assert_eq!(kind, expected, "{count} {name}");
        }
    }
}

/// Each option that does not fit its alert is named.
#[test]
fn options_that_do_not_fit() {
    use OptionFault::{
        DefaultResponse, DisplayTime, DisplayTimes, EchoType as Echo, InputType as Input,
        MaxLength, NotTextInput,
    };
    for (options, code, expected) in [
        ("MINDT=1&MAXDT=2&DR=x&MAXLEN=5&IT=N&ET=P", AlertCode::TEXT_INPUT, vec![]),
        ("MINDT=0", AlertCode::DISPLAY, vec![DisplayTime]),
        ("MAXDT=soon", AlertCode::DISPLAY, vec![DisplayTime]),
        ("MINDT=3&MAXDT=2", AlertCode::DISPLAY, vec![DisplayTimes]),
        ("DR=2", AlertCode::CONFIRM_OR_REJECT, vec![DefaultResponse]),
        ("DR=2", AlertCode::DISPLAY, vec![]),
        ("DR=0", AlertCode::SINGLE_CHOICE, vec![DefaultResponse]),
        ("DR=1-2", AlertCode::SINGLE_CHOICE, vec![DefaultResponse]),
        ("DR=1-2", AlertCode::MULTIPLE_CHOICE, vec![]),
        ("MAXLEN=-1", AlertCode::TEXT_INPUT, vec![MaxLength]),
        ("IT=X", AlertCode::TEXT_INPUT, vec![Input]),
        ("ET=X", AlertCode::TEXT_INPUT, vec![Echo]),
        ("ET=T", AlertCode::CONFIRM_OR_REJECT, vec![NotTextInput]),
        ("COLOR=red", AlertCode::DISPLAY, vec![]),
    ] {
        let parsed = InteractionOptions::parse(options);
        assert_eq!(parsed.faults(code), expected, "{options}");
        // And nothing of them is lost.
        assert_eq!(InteractionOptions::parse(&parsed.to_string()), parsed, "{options}");
    }
    for code in ["T", "P"] {
        assert_eq!(EchoType::from_code(code).map(EchoType::code), Some(code));
        let options = format!("ET={code}");
        assert_eq!(InteractionOptions::parse(&options).to_string(), options);
    }
    assert_eq!(EchoType::from_code("X"), None);
    // Octets that are no text stay as they are written.
    let options = InteractionOptions::parse("DR=%FF%41");
    assert_eq!(options.default_response.as_deref(), Some("%FF%41"));
}

/// The days that there are.
#[test]
fn dates_that_may_be_entered() {
    for (text, is_taken) in [
        ("31012026", true),
        ("32012026", false),
        ("30042026", true),
        ("31042026", false),
        ("28022026", true),
        ("29022026", false),
        ("29022000", true),
        ("29021900", false),
        ("01132026", false),
        ("01002026", false),
        ("00012026", false),
        ("0101202", false),
    ] {
        assert_eq!(InputType::Date.accepts(text), is_taken, "{text}");
    }
}

/// Events by their types: who sends them, which values they have, which the specification knows.
#[test]
fn events_by_their_types() {
    for (text, is_known, is_legal) in [
        ("", false, false),
        ("com.example.event", false, false),
        ("com.microsoft/MDM/LoginStatus", true, false),
        ("urn:oma:at:lawmo:1.0:OperationComplete", true, false),
        ("Reversed-Domain-Name: com.example.event", true, true),
        ("Content-Type: text/plain", true, true),
    ] {
        let kind = AlertKind::parse(text);
        assert_eq!((kind.is_known(), kind.is_legal()), (is_known, is_legal), "{text}");
    }
    let of = |text: &str| WindowsEvent::from_type(text).map(WindowsEvent::values);
    let users: &[&str] = &["user", "others", "none"];
    assert_eq!(of("COM.Microsoft/MDM/LoginStatus"), Some(users));
    let who: &[&str] = &["user", "device", "mixed"];
    assert_eq!(of("com.microsoft.mdm.synctype"), Some(who));
    let stages = of("com.microsoft/MDM/DevicePrepSync").unwrap();
    assert_eq!(
        (stages.first(), stages.last()),
        (Some(&"PendingProvisioning"), Some(&"ProvisioningComplete"))
    );
    assert_eq!(of("com.microsoft/MDM/AADUserToken"), Some(&[][..]), "any");
    for (code, from) in [
        (AlertCode::CLIENT_EVENT, Some(true)),
        (AlertCode::CLIENT_INITIATED, Some(true)),
        (AlertCode::DISPLAY, Some(false)),
        (AlertCode::NEXT_MESSAGE, None),
        (AlertCode(9999), None),
    ] {
        assert_eq!(code.is_from_client(), from, "{code}");
    }
}

/// Names of registries are read as they are written, and what they lack is an error.
#[test]
fn names_of_registries() {
    for scheme in AuthType::ALL {
        assert_eq!(scheme.to_string().parse::<AuthType>(), Ok(scheme));
    }
    let error = "syncml:auth-none".parse::<AuthType>().unwrap_err();
    assert_eq!((error.kind(), error.offset()), (ErrorKind::UnknownName, 0));
    for format in [Format::Chr, Format::Int, Format::Node, Format::B64, Format::Bool] {
        assert_eq!(format.to_string().parse::<Format>(), Ok(format));
    }
    assert_eq!("text".parse::<Format>().unwrap_err().kind(), ErrorKind::UnknownName);
    let version = notification::Version::from_tenths(12).unwrap();
    assert_eq!((version.tenths(), version.to_string().as_str()), (12, "1.2"));
    let text = Text::from(std::borrow::Cow::Borrowed("a"));
    let words: &str = text.as_ref();
    assert_eq!(words, "a");
    // It is found where its text is looked for.
    let set = std::collections::HashSet::from([text]);
    assert!(set.contains(&Text::from("a".to_owned())) && !set.contains(&Text::from_static("b")));
}

/// What a server that answers by hand says of commands: nothing, what failed with it, one status for equal codes.
#[test]
fn answers_by_hand() {
    let item = |uri: &str| Item::target(uri.to_owned()).with_data("x");
    let two = Request::new(item("./A")).with_id("2").with_item(item("./B"));
    let message = Message::new(Header::new("1", "1", "d", "s"))
        .with(Command::Get(Request::new(Item::target("./Later")).with_id("1")))
        .with(Command::Replace(two))
        .finish();
    let [get, replace] = &message.body.commands[..] else { panic!("two commands") };
    let statuses = |reply: Message| -> Vec<Status> {
        let statuses = reply.body.commands.into_iter().filter_map(|command| match command {
            Command::Status(status) => Some(status),
            _ => None,
        });
        statuses.collect()
    };
    let mut reply = message.reply().without_header_refs();
    reply.leave_out(get);
    reply.item_status(replace, 0, StatusCode::OK);
    reply.item_status(replace, 1, StatusCode::NOT_FOUND);
    reply.status_item(replace, Item::target("./B/missing"));
    let said = statuses(reply.finish());
    let [header, ok, failed] = &said[..] else { panic!("{said:?}") };
    assert!(header.target_refs.is_empty() && header.source_refs.is_empty());
    assert_eq!((ok.code(), &ok.target_refs[..]), (Some(StatusCode::OK), &["./A".into()][..]));
    assert!(ok.items.is_empty());
    let refs = &["./B".into()][..];
    assert_eq!((failed.code(), &failed.target_refs[..]), (Some(StatusCode::NOT_FOUND), refs));
    assert_eq!(failed.items[0].target_uri(), Some("./B/missing"), "beside what failed");

    let mut reply = message.reply();
    reply.status(get, StatusCode::OK);
    for at in 0..2 {
        reply.item_status(replace, at, StatusCode::NOT_FOUND);
    }
    reply.status_item(replace, Item::target("./B/missing"));
    let said = statuses(reply.finish());
    let [header, _, failed] = &said[..] else { panic!("{said:?}") };
    assert_eq!(header.target_refs, ["d"]);
    assert_eq!((failed.code(), failed.items.len()), (Some(StatusCode::NOT_FOUND), 1));
    assert!(failed.target_refs.is_empty(), "one status for all");
    // Items that have sources alone are named by them.
    let sources = Request::new(Item::source("./S")).with_id("3").with_item(Item::source("./T"));
    let message =
        Message::new(Header::new("1", "1", "d", "s")).with(Command::Replace(sources)).finish();
    let command = &message.body.commands[0];
    let mut reply = message.reply();
    reply.item_status(command, 0, StatusCode::OK);
    reply.item_status(command, 1, StatusCode::NOT_FOUND);
    let said = statuses(reply.finish());
    assert_eq!(said[1].source_refs, ["./S"]);
    assert_eq!(said[2].source_refs, ["./T"]);
    // Of several failures the first has what is said of any.
    let mut reply = message.reply();
    reply.item_status(command, 0, StatusCode::NOT_FOUND);
    reply.item_status(command, 1, StatusCode::COMMAND_FAILED);
    reply.status_item(command, Item::target("./S/missing"));
    reply.status_item(command, Item::target("./T/missing"));
    let said = statuses(reply.finish());
    let codes: Vec<_> = said[1..].iter().map(|it| (it.code(), it.items.len())).collect();
    let failures = [(Some(StatusCode::NOT_FOUND), 2), (Some(StatusCode::COMMAND_FAILED), 0)];
    assert_eq!(codes, failures);
}

/// What is packed so far can be looked at.
#[test]
fn a_packer_shows_its_message() {
    let options = EncodeOptions::new(Syntax::Wbxml);
    let mut packer =
        Packer::new(Message::new(Header::new("1", "1", "d", "s")), options, 4096).unwrap();
    assert!(packer.message().body.commands.is_empty());
    packer.push(Command::Get(Request::new(Item::target("./A")).with_id("1"))).unwrap();
    assert_eq!(packer.message().body.commands[0].id().as_deref(), Some("1"));
}

/// A recording that is wrong in each way, as people read of it.
#[test]
fn findings_name_message_and_command() {
    let header = |msg_id: &str| Header::new("1", msg_id.to_owned(), "device", "server");
    let item = |uri: &str| Item::target(uri.to_owned());
    let mut no_code = Status::new("1", "9", "Get", StatusCode::OK).with_id("1");
    no_code.data = Some("none".into());
    let mut none = Alert::new(AlertCode::DISPLAY).with_id("2");
    none.data = Some("x".into());
    let options = Alert::new(AlertCode::CONFIRM_OR_REJECT).with_id("3");
    let options =
        options.with_item(Item::new().with_data("MINDT=0")).with_item(Item::new().with_data("?"));
    let exec = Request::new(item("./A")).with_id("4").with_item(item("./B"));
    let first = Message::new(header("1"))
        .with(no_code)
        .with(none)
        .with(options)
        .with(Command::Exec(exec))
        .with(Command::Add(Request::new(item("./C")).with_id("4")))
        .finish();
    let second = Message::new(header("1")).finish();
    let said: Vec<String> = lint(&[&first, &second]).iter().map(ToString::to_string).collect();
    let reps = "OMA-TS-SyncML_RepPro-V1_2_2";
    let protocol = "OMA-TS-DM_Protocol-V1_2_1";
    assert_eq!(
        said,
        [
            format!("message 1, command 1: status without a code ({reps})"),
            format!("message 1, command 2: alert without a code ({protocol}, 8.7)"),
            format!("message 1, command 3: display time is no positive number ({protocol}, 10)"),
            "message 1, command 4: Exec of more than one item (OMA-TS-DM_RepPro-V1_2_1, 6)".into(),
            format!("message 1, command 4: CmdID for the second time ({reps})"),
            "message 1, command 4: item without data (OMA-TS-DM_RepPro-V1_2_1, 6)".into(),
            format!("message 1: no status of the header in front ({reps})"),
            format!("message 2: MsgID for the second time ({reps})"),
        ]
    );
}

/// A profile is told where it would fail: nowhere in particular, in a command, in an item of one.
#[test]
fn faults_of_profiles_name_their_place() {
    let faults = |xml: &str| {
        let faults = Fragment::check_profile(&Bytes::copy_from_slice(xml.as_bytes())).unwrap();
        faults.iter().map(|fault| (fault.reason, fault.to_string())).collect::<Vec<_>>()
    };
    let item = |uri: &str| format!("<Item><Target><LocURI>{uri}</LocURI></Target></Item>");
    let exec = format!("<Exec>{}{}</Exec>", item("./A"), item("./B"));
    let whole = String::from_utf8(xml_of("<Final/>").to_vec()).unwrap();
    for (xml, expected) in [
        (
            whole.as_str(),
            vec![
                (ProfileReason::WholeMessage, "a whole message"),
                (ProfileReason::NoCommand, "no command"),
            ],
        ),
        (
            exec.as_str(),
            vec![(ProfileReason::ExecItems, "Exec of more than one item in command 1")],
        ),
        (
            "<Sequence><Get><Item/></Get></Sequence>",
            vec![(ProfileReason::NoTarget, "no LocURI in Target in item 1 of command 2")],
        ),
    ] {
        let expected: Vec<_> =
            expected.into_iter().map(|(reason, words)| (reason, words.to_owned())).collect();
        assert_eq!(faults(xml), expected, "{xml}");
    }
}

/// Device information with octets, attributes and instructions in what a vendor adds.
#[test]
fn device_information_of_vendors() {
    let xml = "<DevInf xmlns='syncml:devinf'><VerDTD>1.2</VerDTD><Man kind='x'>M</Man><DevID>1</DevID>\
        <Ext><XNam>color</XNam><XVal>red</XVal><XVal>b<![CDATA[lu]]>e</XVal><?say so?></Ext>\
        <DataStore><SourceRef>./c</SourceRef></DataStore></DevInf>";
    let data = Data::cdata(xml);
    let results =
        Results::new("1", "1").with_id("1").with_item(Item::source("./devinf12").with_data(data));
    let message = Message::new(Header::new("1", "1", "d", "s")).with(results).finish();
    let of = |message: &Message| -> DevInf {
        message.body.commands[0].items()[0].data.as_ref().unwrap().devinf().unwrap().unwrap()
    };
    let read = of(&message);
    assert_eq!((read.man.as_deref(), read.dev_id.as_deref()), (Some("M"), Some("1")));
    let colors = vec![("color".to_owned(), vec!["red".to_owned(), "blue".to_owned()])];
    assert_eq!(read.extensions().collect::<Vec<_>>(), colors);
    assert_eq!(read.data_stores().count(), 1);
    assert_eq!(&read.document()[..], xml.as_bytes(), "nothing of it is missing");

    // In WBXML, whose values may be opaque octets: `<DevInf><Ext><XNam>n</XNam><XVal>(v)</XVal></Ext></DevInf>`.
    let octets = [
        &[0x03, 0x00, 0x00, 0x6A, 0x1D][..],
        b"-//SYNCML//DTD DevInf 1.2//EN",
        &[0x4A, 0x4E, 0x66, 0x03, b'n', 0x00, 0x01, 0x67, 0xC3, 0x01, b'v', 0x01, 0x01, 0x01],
    ]
    .concat();
    let document = Data::opaque(octets);
    assert!(document.embedded().unwrap().is_devinf());
    let message = Message::new(Header::new("1", "1", "d", "s"))
        .with(Results::new("1", "1").with_id("1").with_item(Item::new().with_data(document)))
        .finish();
    let read = of(&message);
    assert_eq!(
        read.extensions().collect::<Vec<_>>(),
        [("n".to_owned(), vec!["v".to_owned()])],
        "{read:?}"
    );
}

/// Credentials and challenges stand in a status as they were written.
#[test]
fn credentials_in_a_status() {
    let mut status = Status::new("1", "0", "SyncHdr", StatusCode::AUTHENTICATION_REQUIRED)
        .with_id("1")
        .with_chal(Chal::new(AuthType::Md5, Some("bm9uY2U=".into())));
    status.cred = Some(Box::new(Cred::new(AuthType::Md5, "PLANTED=")));
    let message = Message::new(Header::new("1", "1", "d", "s")).with(status).finish();
    for read in both_ways(&message) {
        assert_eq!(read, message);
        let Command::Status(status) = &read.body.commands[0] else { panic!("{read:?}") };
        let cred = status.cred.as_ref().unwrap();
        assert_eq!(cred.auth_type(), Some(AuthType::Md5));
        assert!(!format!("{read:?}").contains("PLANTED"));
    }
}

/// A nonce may be opaque: its base64 text, or the octets that it stands for; of several parts only all of them tell.
#[test]
fn nonces_in_opaque_octets() {
    let nonce = *b"\x2C\x6D\xE2\x65\x08\x61\x76\x62\x8D\x1E";
    let text = "LG3iZQhhdmKNHg==";
    let status = format!(
        "<Status><CmdID>1</CmdID><MsgRef>1</MsgRef><CmdRef>0</CmdRef><Cmd>SyncHdr</Cmd><Chal><Meta>\
         <Type xmlns='syncml:metinf'>syncml:auth-md5</Type><Format xmlns='syncml:metinf'>b64</Format>\
         <NextNonce xmlns='syncml:metinf'>{text}</NextNonce></Meta></Chal><Data>212</Data></Status>"
    );
    let wbxml = decode(&status).encode(Syntax::Wbxml).unwrap();
    let string = [b"\x03", text.as_bytes(), b"\0"].concat();
    let at = wbxml.windows(string.len()).position(|window| window == string).unwrap();
    let with = |parts: &[&[u8]]| {
        let (front, back) = (&wbxml[..at], &wbxml[at + string.len()..]);
        let message = Message::decode(&Bytes::from([front, &parts.concat(), back].concat()));
        let commands = message.unwrap().body.commands;
        let Command::Status(status) = &commands[0] else { panic!("no status") };
        status.chal.as_ref().unwrap().next_nonce().unwrap().to_string()
    };
    let opaque = |octets: &[u8]| {
        let length = u8::try_from(octets.len()).unwrap();
        [&[0xC3, length], octets].concat()
    };
    assert_eq!(with(&[&opaque(&nonce)]), text);
    assert_eq!(with(&[&opaque(text.as_bytes())]), text);
    assert_eq!(with(&[&opaque(&nonce[..3]), &opaque(&nonce[3..])]), text);
    for cut in 1..text.len() {
        let (first, rest) = text.as_bytes().split_at(cut);
        let string = |octets: &[u8]| [b"\x03", octets, b"\0"].concat();
        assert_eq!(with(&[&string(first), &opaque(rest)]), text, "{cut}");
        assert_eq!(with(&[&opaque(first), &string(rest)]), text, "{cut}");
        assert_eq!(with(&[&opaque(first), &opaque(rest)]), text, "{cut}");
    }
}
