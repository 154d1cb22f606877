//! Devices that take so little that not all fits behind the statuses.

use super::*;

/// A first message with the alert alone, of a device that takes so much.
fn beginning(device: &mut Device, room: usize) -> Message {
    let mut package =
        device.message().with(Alert::new(AlertCode::CLIENT_INITIATED).with_id("1")).finish();
    package.header.meta = Some(Box::new(Meta::new().with_max_msg_size(room)));
    package
}

/// A message that has nothing to say, and asks for the next.
fn asking(device: &mut Device, response: &Message) -> Message {
    asking_as(device, response, "2")
}

/// The same; the status of its alert is as long as this identifier makes it.
fn asking_as(device: &mut Device, response: &Message, id: &'static str) -> Message {
    let number = response.header.msg_id.clone().unwrap();
    let header = Status::new(number, "0", "SyncHdr", StatusCode::OK).with_id("1");
    device.message().with(header).with(Alert::new(AlertCode::NEXT_MESSAGE).with_id(id)).finish()
}

fn is_abort(message: &Message) -> bool {
    names(message).last() == Some(&("Alert".into(), Some(1223)))
}

/// An abort is told wherever there is room for it behind the status of the header, whatever other statuses there are.
#[test]
fn an_abort_goes_before_statuses() {
    const ID: &str = "0123456789012345678901234567890123456789012345678901234567890123";
    let mut shortest = None;
    for room in (150..400).rev() {
        let mut server = server(ServerConfig::new());
        let mut device = Device::new("1");
        server.queue(get("./A"));
        let (response, _) = run(&mut server, &beginning(&mut device, room));
        server.abort();
        let asks = asking_as(&mut device, &response.unwrap(), ID);
        let (response, _) = run(&mut server, &asks);
        let response = response.unwrap();
        let shortest = *shortest.get_or_insert_with(|| {
            assert_eq!(names(&response), named(&[OK, OK, ("Alert", Some(1223))]));
            let mut message = response.clone();
            message.body.commands.remove(1);
            message.encode(Syntax::Wbxml).unwrap().len()
        });
        let length = response.encode(Syntax::Wbxml).unwrap().len();
        if room >= shortest + 8 {
            assert!(is_abort(&response), "{room}: {:?}", names(&response));
            assert!(response.body.is_final && length <= room, "{room}: {length}");
        }
    }
}

/// Alert 1225 is said once: a command that fits without it waits for the next message.
#[test]
fn a_command_behind_a_broken_object_waits() {
    let mut behind = 0;
    for room in 250..330 {
        let mut server = server(ServerConfig::new());
        let mut device = Device::new("1");
        server.queue(get("./A"));
        let (response, _) = run(&mut server, &beginning(&mut device, room));
        let answer = device.answers(&response.unwrap(), StatusCode::OK);
        let item = Item::source("./A").with_data("abc").with_more_data();
        let item = item.with_meta(Meta::new().with_size(6));
        let mut answer = answer.with(Results::new("1", "3").with_id("8").with_item(item));
        answer.body.is_final = false;
        let (mut response, _) = run(&mut server, &answer);
        let handle = server.queue(get("./0123456789/0123456789/0123456789"));
        let (mut answers, mut messages) = (Vec::new(), 0);
        while answers.is_empty() && messages < 6 {
            messages += 1;
            let last = response.take().unwrap();
            let is_sent = names(&last).contains(&("Get".into(), None));
            let answer = match is_sent {
                true => device.answers(&last, StatusCode::OK),
                false => asking(&mut device, &last),
            };
            let (next, outputs) = run(&mut server, &answer);
            let is_mine = |it: &&CommandResult| it.handle == handle;
            answers.extend(results(&outputs).into_iter().filter(is_mine).cloned());
            response = next;
        }
        assert_eq!(answers[0].fate, Fate::Answered, "{room}");
        behind += usize::from(messages > 2);
    }
    assert!((1..80).contains(&behind), "{behind}");
}
