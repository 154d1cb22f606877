use provost_wbxml::Syntax;

use super::*;
use crate::message::{Header, Request, Status};
use crate::status_code::StatusCode;

const OPTIONS: EncodeOptions = EncodeOptions::new(Syntax::Wbxml);

fn status(at: usize) -> Command {
    Status::new("1", format!("{at}"), "Get", StatusCode::OK).into()
}

fn header() -> Message {
    Message::new(Header::new("1", "2", "server", "client")).with(status(0))
}

fn pack(outbox: &mut Outbox, room: usize) -> Packed {
    let room = Room { message: room, in_parts: true, is_least: false };
    let packed = outbox.pack(header(), room, Ending::Final, &OPTIONS).unwrap();
    assert!(packed.octets.len() <= room.message, "{} octets", packed.octets.len());
    let message = Message::decode(&packed.octets).unwrap();
    assert_eq!(message.body.is_final, packed.is_drained);
    let ids: Vec<_> = message.commands().map(|command| command.id().unwrap()).collect();
    assert!(ids.iter().zip(1..).all(|(id, at)| *id == *format!("{at}")), "{ids:?}");
    packed
}

#[test]
fn what_fits_goes_at_once() {
    let mut outbox = Outbox::default();
    (1..10).for_each(|at| outbox.push(Some(at), status(1)));
    let packed = pack(&mut outbox, 1000);
    assert_eq!((packed.sent.len(), packed.is_drained), (9, true));
    assert_eq!(packed.sent.first(), Some(&(1, Text::from("2"))));
}

#[test]
fn what_does_not_fit_waits() {
    let mut outbox = Outbox::default();
    (1..10).for_each(|at| outbox.push(Some(at), status(1)));
    let mut sent = Vec::new();
    let mut messages = 0;
    while !outbox.is_empty() {
        messages += 1;
        sent.extend(pack(&mut outbox, 200).sent.into_iter().map(|(handle, _)| handle));
    }
    assert!(messages > 1);
    assert_eq!(sent, (1..10).collect::<Vec<_>>());
}

#[test]
fn objects_go_in_parts() {
    let text = "0123456789ö<".repeat(100);
    for syntax in [Syntax::Wbxml, Syntax::Xml] {
        if syntax == Syntax::Xml && cfg!(not(feature = "xml")) {
            continue;
        }
        let mut outbox = Outbox::default();
        let replace = Command::Replace(Request::new(Item::target("./A").with_data(&*text)));
        outbox.push(Some(7), replace);
        let (mut whole, mut sizes, mut more) = (Vec::new(), 0, Vec::new());
        while !outbox.is_empty() {
            if outbox.is_open() {
                outbox.push(None, status(3));
            }
            let room = Room { message: 700, in_parts: true, is_least: false };
            let options = EncodeOptions::new(syntax);
            let packed = outbox.pack(header(), room, Ending::Final, &options).unwrap();
            assert!(packed.octets.len() <= 700);
            let message = Message::decode(&packed.octets).unwrap();
            let item = &message.body.commands.last().unwrap().items()[0];
            whole.extend_from_slice(item.data.as_ref().unwrap().octets());
            sizes +=
                usize::from(item.meta.as_ref().is_some_and(|it| it.size() == Some(text.len())));
            more.push(item.more_data);
        }
        assert_eq!(whole, text.as_bytes());
        assert_eq!((sizes, more.pop()), (1, Some(false)));
        assert!(more.len() > 1 && more.iter().all(|more| *more));
    }
}

#[test]
fn results_are_divided() {
    let mut outbox = Outbox::default();
    let items = (0..200).map(|at| Item::source(format!("./A/{at}")).with_data("x")).collect();
    outbox.push(None, Results { items, ..Results::new("1", "2") }.into());
    let mut sources = Vec::new();
    while !outbox.is_empty() {
        for command in pack(&mut outbox, 300).message.body.commands.iter().skip(1) {
            assert!(!command.items().is_empty());
            let uris = command.items().iter().filter_map(Item::source_uri);
            sources.extend(uris.map(alloc::string::String::from));
        }
    }
    assert!(sources.iter().zip(0..).all(|(uri, at)| *uri == format!("./A/{at}")));
    assert_eq!(sources.len(), 200);
}

#[test]
fn what_never_fits_is_refused() {
    let mut outbox = Outbox::default();
    let get = Command::Get(Request::new(Item::target("./A".repeat(100))));
    outbox.push(Some(1), get);
    outbox.push(Some(2), status(1));
    let packed = pack(&mut outbox, 150);
    assert!(matches!(packed.refused[..], [(1, _)]));
    assert_eq!(packed.sent.len(), 1);
}

#[test]
fn a_refused_message_goes_again_with_its_part() {
    let mut outbox = Outbox::default();
    let text = "0123456789".repeat(60);
    outbox.push(Some(7), Command::Replace(Request::new(Item::target("./A").with_data(&*text))));
    assert!(pack(&mut outbox, 300).part.is_some());
    outbox.push(None, status(3));
    let first = pack(&mut outbox, 300).message.body.commands;
    // Without the status of the header, which is made anew.
    first.iter().skip(1).rev().for_each(|it| outbox.push_again(None, it.clone()));
    let second = pack(&mut outbox, 300).message.body.commands;
    assert_eq!(first, second);
    assert!(second.last().is_some_and(has_more));
    let mut rest = 0;
    while !outbox.is_empty() {
        let packed = pack(&mut outbox, 300);
        rest += packed.message.body.commands.last().unwrap().items()[0]
            .data
            .as_ref()
            .map_or(0, |data| data.octets().len());
    }
    let length = |command: &Command| command.items()[0].data.as_ref().unwrap().octets().len();
    assert!(rest + length(&second[2]) < text.len() && rest > 0);
}

#[test]
fn objects_begin_again() {
    let mut outbox = Outbox::default();
    let text = "0123456789".repeat(100);
    outbox.push(Some(7), Command::Replace(Request::new(Item::target("./A").with_data(&*text))));
    assert!(pack(&mut outbox, 300).part.is_some());
    outbox.restart();
    let packed = pack(&mut outbox, 300);
    let item = &packed.message.body.commands[1].items()[0];
    assert_eq!(item.meta.as_ref().unwrap().size(), Some(1000));
    assert_eq!(outbox.give_up(), Some(7));
    assert!(outbox.is_empty());
}

/// A part that goes again is of the object as well: nothing of either is left where it begins again, or is given up.
#[test]
fn a_part_that_goes_again_goes_with_its_object() {
    let text = "0123456789".repeat(100);
    let replace = Command::Replace(Request::new(Item::target("./A").with_data(&*text)));
    let mut outbox = Outbox::default();
    outbox.push(Some(7), replace.clone());
    outbox.push(Some(8), status(1));
    let packed = pack(&mut outbox, 400);
    let part = packed.message.body.commands.last().unwrap().clone();
    assert!(has_more(&part));
    outbox.push_again(None, part);
    let mut given_up = outbox.clone();
    assert_eq!((given_up.give_up(), given_up.len()), (Some(7), 1));
    outbox.restart();
    assert_eq!(outbox.len(), 2);
    let packed = pack(&mut outbox, 4000);
    assert_eq!(packed.message.body.commands[1].items()[0].data, replace.items()[0].data);
    assert_eq!(packed.sent.iter().map(|(handle, _)| *handle).collect::<Vec<_>>(), [7, 8]);
}
