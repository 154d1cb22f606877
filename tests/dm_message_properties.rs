//! Models of messages that are made up: what is written is read as the same, in both syntaxes.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "what fails here is a test that fails"
)]

use bytes::Bytes;
use proptest::prelude::*;
use provost::dm::{
    Alert, AlertCode, AuthType, Chal, Command, Container, Cred, Data, DecodeOptions, EncodeOptions,
    Extra, Form, Format, Fragment, Header, Item, Mark, Message, Meta, Packer, Request, Results,
    Status, StatusCode, Syntax, Text, lint,
};
use provost::wbxml::{StringTable, WriteOptions};

/// A value without white space around it, which a decoder takes off.
fn value() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9./<>&\"'ä€\u{1F600}]{1,40}"
}

/// Text of data: any that XML has; it reads a CR of its own as a line end only where it is one.
fn text() -> impl Strategy<Value = String> {
    "[ -~\n\t\r<>&\\]\"ä€\u{1F600}]{1,60}"
}

fn data() -> impl Strategy<Value = Data> {
    prop_oneof![text().prop_map(Data::text), text().prop_map(Data::cdata), Just(Data::default()),]
}

fn format() -> impl Strategy<Value = Format> {
    (0..Format::ALL.len()).prop_map(|at| Format::ALL[at])
}

prop_compose! {
    fn meta()(
        format in prop::option::of(format()),
        type_ in prop::option::of(value()),
        mark in prop::option::of(0..7_usize),
        size in prop::option::of(0..1_000_000_usize),
        next_nonce in prop::option::of("[A-Za-z0-9+/]{8}"),
        is_wrapped in any::<bool>(),
        emi in prop::option::of(value()),
    ) -> Meta {
        let mut meta = Meta::new();
        if let Some(format) = format { meta = meta.with_format(format); }
        if let Some(type_) = type_ { meta = meta.with_type(type_); }
        if let Some(mark) = mark { meta = meta.with_mark(Mark::ALL[mark].name()); }
        if let Some(size) = size { meta = meta.with_size(size); }
        if let Some(nonce) = next_nonce { meta = meta.with_next_nonce(nonce); }
        if let Some(emi) = emi { meta.extra.push(Extra::element(provost::dm::Element::Emi, emi)); }
        meta.is_wrapped = is_wrapped;
        meta
    }
}

prop_compose! {
    fn item()(
        target in prop::option::of(value()),
        source in prop::option::of(value()),
        meta in prop::option::of(meta()),
        data in prop::option::of(data()),
        more_data in any::<bool>(),
    ) -> Item {
        let mut item = target.map_or_else(Item::new, Item::target);
        if let Some(source) = source { item = item.with_source(source); }
        if let Some(meta) = meta { item = item.with_meta(meta); }
        item.data = data;
        item.more_data = more_data;
        item
    }
}

prop_compose! {
    fn request()(
        id in value(),
        meta in prop::option::of(meta()),
        items in prop::collection::vec(item(), 0..4),
    ) -> Request {
        let mut request = items.into_iter().fold(Request::default(), Request::with_item).with_id(id);
        if let Some(meta) = meta { request = request.with_meta(meta); }
        request
    }
}

fn simple() -> impl Strategy<Value = Command> {
    let status = (value(), value(), value(), 100..600_u16, prop::option::of(value()), item())
        .prop_map(|(id, msg, cmd, code, nonce, item)| {
            let mut status = Status::new(msg, cmd, "Get", StatusCode(code)).with_id(id);
            if let Some(nonce) = nonce {
                status = status
                    .with_chal(Chal::new(AuthType::Md5, Some(Text::from(nonce))))
                    .with_item(item);
            }
            Command::from(status)
        });
    let results = (value(), value(), value(), item())
        .prop_map(|(id, msg, cmd, item)| Results::new(msg, cmd).with_id(id).with_item(item).into());
    let alert = (value(), 1100..1300_u16, prop::option::of(value()), item()).prop_map(
        |(id, code, correlator, item)| {
            let mut alert = Alert::new(AlertCode(code)).with_id(id).with_item(item);
            alert.correlator = correlator.map(Text::from);
            Command::from(alert)
        },
    );
    let requests = (0..6_usize, request()).prop_map(|(kind, request)| match kind {
        0 => Command::Add(request),
        1 => Command::Replace(request),
        2 => Command::Delete(request),
        3 => Command::Get(request),
        4 => Command::Copy(request),
        _ => Command::Exec(request),
    });
    prop_oneof![1 => status, 1 => results, 1 => alert, 2 => requests]
}

fn command() -> impl Strategy<Value = Command> {
    simple().prop_recursive(3, 12, 4, |inner| {
        (any::<bool>(), value(), prop::collection::vec(inner, 0..4)).prop_map(
            |(atomic, id, members)| {
                let container = Container::new(members).with_id(id);
                if atomic { Command::Atomic(container) } else { Command::Sequence(container) }
            },
        )
    })
}

prop_compose! {
    fn message()(
        (session, msg, target, source) in (value(), value(), value(), value()),
        cred in prop::option::of(value()),
        commands in prop::collection::vec(command(), 0..6),
        is_final in any::<bool>(),
    ) -> Message {
        let mut header = Header::new(session, msg, target, source);
        if let Some(cred) = cred { header = header.with_cred(Cred::new(AuthType::Basic, cred)); }
        let mut message = commands.into_iter().fold(Message::new(header), Message::with);
        message.body.is_final = is_final;
        message
    }
}

fn decode(octets: &Bytes) -> Message {
    Message::decode(octets).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn wbxml(message in message(), table in any::<bool>()) {
        let strings = if table { StringTable::Shared } else { StringTable::None };
        let write = WriteOptions::new().with_string_table(strings);
        let options = EncodeOptions::new(Syntax::Wbxml).with_wbxml(write);
        let octets = message.encode_with(&options).unwrap();
        let again = decode(&octets);
        // What XML writes as a section is opaque in WBXML; in text and codes nothing changes.
        prop_assert_eq!(provost_tests::dm::plain(&again), provost_tests::dm::plain(&message));
        prop_assert_eq!(decode(&again.encode(Syntax::Wbxml).unwrap()), again);
    }

    #[test]
    fn xml(message in message(), indented in any::<bool>()) {
        let options = EncodeOptions::new(Syntax::Xml);
        let options = if indented { options.indented(2) } else { options };
        let octets = message.encode_with(&options).unwrap();
        prop_assert_eq!(&decode(&octets), &message);
        // And through the other syntax.
        let binary = decode(&message.encode(Syntax::Wbxml).unwrap());
        let back = decode(&binary.encode(Syntax::Xml).unwrap());
        prop_assert_eq!(provost_tests::dm::plain(&back), provost_tests::dm::plain(&message));
    }

    #[test]
    fn what_is_written_is_strict(message in message()) {
        let octets = message.encode(Syntax::Xml).unwrap();
        let read = Message::decode_with(&octets, &DecodeOptions::new()).unwrap();
        let order = |rule| matches!(rule, provost::dm::Rule::Order(_) | provost::dm::Rule::WhiteSpace(_));
        prop_assert!(!read.deviations.iter().any(|deviation| order(deviation.rule)));
    }

    #[test]
    fn fragments(commands in prop::collection::vec(simple(), 1..4)) {
        let fragment = Fragment::new(commands);
        let octets = fragment.encode(Syntax::Xml).unwrap();
        prop_assert_eq!(Fragment::decode(&octets).unwrap(), fragment);
    }

    #[test]
    fn sizes_are_measured_to_the_octet(message in message(), xml in any::<bool>()) {
        let options = EncodeOptions::new(if xml { Syntax::Xml } else { Syntax::Wbxml });
        let mut empty = Message::new(message.header.clone());
        empty.body.is_final = true;
        let mut packer = Packer::new(empty, options, usize::MAX).unwrap();
        for command in message.body.commands {
            packer.push(command).unwrap();
        }
        let room = packer.room();
        let length = packer.finish().unwrap().len();
        prop_assert_eq!(length, usize::MAX - room);
    }

    #[test]
    fn answers_answer_everything(message in message()) {
        let answer = message.reply().finish();
        let octets = answer.encode(Syntax::Wbxml).unwrap();
        prop_assert_eq!(decode(&octets), answer.clone());
        let asked = message.commands().filter(|command| !command.is_answer()).count();
        prop_assert_eq!(answer.body.commands.len(), asked + 1);
        let _ = lint(&[&message, &answer]);
    }

    #[test]
    fn models_are_stored(message in message()) {
        let stored = serde_json::to_string(&message).unwrap();
        let mut restored: Message = serde_json::from_str(&stored).unwrap();
        restored.header.cred = message.header.cred.clone();
        prop_assert_eq!(restored, message);
    }

    #[test]
    fn parts_of_data_are_the_whole(text in text(), at in 0..80_usize) {
        let data = Data::text(text);
        let (first, rest) = data.split_at(at).unwrap();
        let whole = [&**first.octets(), rest.octets()].concat();
        prop_assert_eq!(&whole, &**data.octets());
        prop_assert!(first.to_text().is_ok() && rest.to_text().is_ok());
        prop_assert_eq!(first.form(), Form::Text);
    }
}
