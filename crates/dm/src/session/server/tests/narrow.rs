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
        let (response, outputs) = run(&mut server, &beginning(&mut device, room));
        // There may be less room in the first message, which says how much we take.
        let ended = end(&outputs);
        server.abort();
        let asks = asking_as(&mut device, &response.unwrap(), ID);
        let (response, outputs) = run(&mut server, &asks);
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
            assert_eq!(ended.or(end(&outputs)), ended.or(Some(ServerEnd::Aborted)), "{room}");
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

/// Runs a session that begins with events, and has statuses for more of them than there is room for: the end, the most
/// of these in a message, and how many there were. It asks for the next message, or is silent.
fn late(
    room: usize,
    ids: &[String],
    asks: impl Fn(usize) -> bool,
) -> (Option<ServerEnd>, usize, usize) {
    let mut server = server(ServerConfig::new());
    let mut device = Device::new("1");
    let mut package = beginning(&mut device, room);
    for id in ids {
        package =
            package.with(Alert::new(AlertCode::GENERIC).with_id(id.clone()).with_item(Item::new()));
    }
    let (mut most, mut heard) = (0, 0);
    for number in 0..60 {
        let (response, outputs) = run(&mut server, &package);
        let response = response.unwrap();
        let statuses = response.body.commands.iter().filter_map(|it| match it {
            Command::Status(status) => status.cmd_ref.as_ref(),
            _ => None,
        });
        let count = statuses.filter(|id| ids.iter().any(|it| *it == id.as_str())).count();
        most = most.max(count);
        heard = usize::saturating_add(heard, count);
        if let Some(end) = end(&outputs) {
            return (Some(end), most, heard);
        }
        package = asking_as(&mut device, &response, "22");
        if !asks(number) {
            package.body.commands.truncate(1);
        }
    }
    (None, most, heard)
}

/// Statuses that are late may grow fewer in every other message alone.
#[test]
fn statuses_that_grow_fewer_slowly() {
    // Not so many that the numbers of messages grow longer.
    let ids: Vec<_> = (30..33).map(|id| format!("{id}")).collect();
    let (mut ones, mut none) = (0, 0);
    for room in 150..260 {
        let (end, most, heard) = late(room, &ids, |number| number % 2 == 0);
        if most == 0 {
            none += 1;
            assert_eq!((end, heard), (Some(ServerEnd::NoRoom), 0), "{room}");
            continue;
        }
        ones += usize::from(most == 1);
        assert_eq!((end, heard), (Some(ServerEnd::Complete), ids.len()), "{room}: {most}");
        // Where none may be late without another one, that is seen.
        let (end, _, heard) = late(room, &ids, |_| true);
        let is_whole = heard == ids.len();
        assert_eq!(end == Some(ServerEnd::NoRoom), !is_whole, "{room}: {end:?} {heard}");
        assert!(is_whole || most == 1, "{room}: {most}");
    }
    assert!(ones > 5 && none > 5, "{ones} {none}");
}

/// Long statuses may fill a message each, while short ones come to be late behind them.
#[test]
fn statuses_of_unequal_length() {
    let ids: Vec<_> = (30..40).map(|id| format!("{id}").repeat(60)).collect();
    for room in 330..420 {
        let result = late(room, &ids, |number| number < 30);
        assert_eq!(result, (Some(ServerEnd::Complete), 1, ids.len()), "{room}");
    }
}
