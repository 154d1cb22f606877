//! Objects that travel in parts, both ways.

use super::*;

#[test]
fn objects_go_in_parts() {
    let mut server = server(ServerConfig::new());
    let mut device = Device::new("1");
    let text = "0123456789".repeat(100);
    let replace = Command::Replace(Nodes::new(Item::target("./A").with_data(&*text)));
    let handle = server.queue(replace);
    server.queue(get("./B"));
    let mut package = device.package1();
    package.header.meta = Some(Box::new(Meta::new().with_max_msg_size(400)));
    let mut whole = String::new();
    let results = loop {
        let (response, outputs) = run(&mut server, &package);
        if !results(&outputs).is_empty() {
            break results(&outputs).into_iter().cloned().collect::<Vec<_>>();
        }
        let response = response.unwrap();
        let part = response.body.commands.iter().find_map(|it| match it {
            Command::Replace(request) => Some(&request.items[0]),
            _ => None,
        });
        let part = part.unwrap();
        whole.push_str(&part.data.as_ref().unwrap().to_text().unwrap());
        assert_eq!(response.body.is_final, !part.more_data);
        let code = if part.more_data { StatusCode::CHUNK_ACCEPTED } else { StatusCode::OK };
        let is_last = !part.more_data;
        package = device.answers(&response, code);
        if !is_last {
            package.body.is_final = false;
            let next = Alert::new(AlertCode::NEXT_MESSAGE).with_id("99");
            package = package.with(next);
        }
    };
    assert_eq!(whole, text);
    assert_eq!((results[0].handle, results[0].status()), (handle, Some(StatusCode::OK)));
}

#[test]
fn a_part_that_is_refused_ends_the_object() {
    let mut server = server(ServerConfig::new());
    let mut device = Device::new("1");
    let text = "0123456789".repeat(100);
    let handle = server.queue(Command::Add(Nodes::new(Item::target("./A").with_data(&*text))));
    let mut package = device.package1();
    package.header.meta = Some(Box::new(Meta::new().with_max_msg_size(400)));
    let (response, _) = run(&mut server, &package);
    let answer = device.answers(&response.unwrap(), StatusCode::TOO_LARGE);
    let (response, outputs) = run(&mut server, &answer);
    let results = results(&outputs);
    assert_eq!((results[0].handle, results[0].status()), (handle, Some(StatusCode::TOO_LARGE)));
    assert_eq!(names(&response.unwrap()), named(&[OK]));
    assert_eq!(end(&outputs), Some(ServerEnd::Complete));
}

#[test]
fn an_object_without_its_end_begins_again_once() {
    let mut server = server(ServerConfig::new());
    let mut device = Device::new("1");
    let text = "0123456789".repeat(100);
    server.queue(Command::Add(Nodes::new(Item::target("./A").with_data(&*text))));
    let mut package = device.package1();
    package.header.meta = Some(Box::new(Meta::new().with_max_msg_size(400)));
    let mut fates = Vec::new();
    for at in 0..3 {
        let (response, outputs) = run(&mut server, &package);
        fates.extend(results(&outputs).iter().map(|result| result.fate.clone()));
        let response = response.unwrap();
        if at < 2 {
            let part = response.body.commands.last().unwrap().items().first().unwrap();
            assert_eq!(part.meta.as_ref().unwrap().size(), Some(1000));
        }
        package = device.answers(&response, StatusCode::CHUNK_ACCEPTED);
        package = package.with(Alert::new(AlertCode::NO_END_OF_DATA).with_id("9"));
    }
    assert_eq!(fates, [Fate::Broken]);
}

#[test]
fn results_come_in_parts() {
    let mut server = server(ServerConfig::new());
    let mut device = Device::new("1");
    server.queue(get("./A"));
    let (response, _) = run(&mut server, &device.package1());
    let answer = device.answers(&response.unwrap(), StatusCode::OK);
    let part = |text: &str, more: bool| {
        let item = Item::source("./A").with_data(text);
        let item = if more { item.with_more_data() } else { item };
        Results::new("1", "4").with_id("8").with_item(item)
    };
    let mut first = part("abc", true);
    first.items[0].meta = Some(Box::new(Meta::new().with_size(6)));
    let mut answer = answer.with(first);
    answer.body.is_final = false;
    let (response, _) = run(&mut server, &answer);
    let expected = named(&[OK, ("Status", Some(213)), ("Alert", Some(1222))]);
    assert_eq!(names(&response.unwrap()), expected);
    let (_, outputs) = run(&mut server, &device.message().with(part("def", false)).finish());
    assert_eq!(results(&outputs)[0].items()[0].data, Some(Data::text("abcdef")));
}

#[test]
fn results_without_their_end() {
    let mut server = server(ServerConfig::new());
    let mut device = Device::new("1");
    server.queue(get("./A"));
    let (response, _) = run(&mut server, &device.package1());
    let mut answer = device.answers(&response.unwrap(), StatusCode::OK);
    let item = Item::source("./A").with_data("abc").with_more_data();
    let item = item.with_meta(Meta::new().with_size(6));
    answer = answer.with(Results::new("1", "4").with_id("8").with_item(item));
    answer.body.is_final = false;
    run(&mut server, &answer);
    let event = Item::new().with_meta(Meta::new().with_type("com.example:event")).with_data("1");
    let alert = Alert::new(AlertCode::GENERIC).with_id("1").with_item(event);
    let (response, outputs) = run(&mut server, &device.message().with(alert).finish());
    let response = response.unwrap();
    assert_eq!(names(&response), named(&[OK, OK, ("Alert", Some(1225))]));
    assert_eq!(response.body.commands[2].items()[0].source_uri(), Some("./A"));
    assert!(matches!(outputs[0], ServerOutput::Note(Note::NoEndOfData)));
    assert!(matches!(&outputs[1], ServerOutput::Alert(alert) if alert.alert.events().count() == 1));
    // The device hears the alert, so the session is not over.
    assert_eq!(end(&outputs), None);
}

/// What stands behind a part in its command is no more of it, whatever its node.
#[test]
fn an_item_behind_a_part_breaks_the_object() {
    let mut server = server(ServerConfig::new());
    let mut device = Device::new("1");
    let handle = server.queue(get("./A"));
    let (response, _) = run(&mut server, &device.package1());
    let answer = device.answers(&response.unwrap(), StatusCode::OK);
    let part = Item::source("./A/1").with_data("abc").with_more_data();
    let part = part.with_meta(Meta::new().with_size(6));
    let other = Item::source("./A/2").with_data("def");
    let answer = answer.with(Results::new("1", "4").with_id("8").with_item(part).with_item(other));
    let (response, outputs) = run(&mut server, &answer);
    let response = response.unwrap();
    assert_eq!(names(&response), named(&[OK, ("Status", Some(213)), ("Alert", Some(1225))]));
    assert_eq!(response.body.commands[2].items()[0].source_uri(), Some("./A/1"));
    let results = results(&outputs);
    let [result] = results.as_slice() else { panic!("{outputs:?}") };
    assert_eq!((result.handle, &result.fate), (handle, &Fate::Broken));
    let [item] = result.items() else { panic!("{result:?}") };
    assert_eq!((item.source_uri(), &item.data), (Some("./A/2"), &Some(Data::text("def"))));
}

/// An event whose last item comes in parts is handed on with those in front of it.
#[test]
fn an_event_in_parts_keeps_the_items_in_front() {
    let mut server = server(ServerConfig::new());
    let mut device = Device::new("1");
    let (small, large) = (Item::new().with_data("small"), Item::new());
    let part = |text: &str, more: bool| {
        let item = large.clone().with_data(text);
        if more { item.with_more_data() } else { item }
    };
    let first = part("abc", true).with_meta(Meta::new().with_size(6));
    let event = || Alert::new(AlertCode::GENERIC).with_id("3");
    let mut package = device.package1().with(event().with_item(small.clone()).with_item(first));
    package.body.is_final = false;
    let (response, outputs) = run(&mut server, &package);
    let expected = named(&[OK, OK, OK, ("Status", Some(213)), ("Alert", Some(1222))]);
    assert_eq!(names(&response.unwrap()), expected);
    assert!(!outputs.iter().any(|output| matches!(output, ServerOutput::Alert(_))));
    let next = device.message().with(event().with_item(part("def", false))).finish();
    let (_, outputs) = run(&mut server, &next);
    let [ServerOutput::Alert(told), ..] = &outputs[..] else { panic!("{outputs:?}") };
    let texts: Vec<_> = told.alert.items.iter().map(|item| item.data.clone().unwrap()).collect();
    assert_eq!(texts, [Data::text("small"), Data::text("abcdef")]);
}

/// A device that takes short messages and never ends its package does not fill the memory.
#[test]
fn statuses_that_wait_are_bounded() {
    let mut server = server(ServerConfig::new());
    let mut device = Device::new("1");
    let mut package = device.package1();
    package.header.meta = Some(Box::new(Meta::new().with_max_msg_size(400)));
    let mut ends = Vec::new();
    for _ in 0..8 {
        for number in 0..3000 {
            let alert = Alert::new(AlertCode::DISPLAY).with_id(format!("{}", number + 10));
            package = package.with(alert);
        }
        package.body.is_final = false;
        let (_, outputs) = run(&mut server, &package);
        ends.extend(end(&outputs));
        package = device.message();
    }
    assert_eq!(ends, [ServerEnd::NoRoom]);
    assert!(server.state.current.as_ref().unwrap().late.len() <= 8192);
}

/// Each status repeats the identifier of the message, and that of its command.
#[test]
fn long_identifiers_are_not_repeated() {
    for (length, is_taken) in [(64, true), (65, false)] {
        let mut message = Device::new("1").package1();
        message.header.msg_id = Some("1".repeat(length).into());
        let mut server = server(ServerConfig::new());
        let (response, outputs) = run(&mut server, &message);
        assert_eq!(response.is_some(), is_taken);
        assert_eq!(outputs.contains(&ServerOutput::Reject(Rejection::TooLarge)), !is_taken);
    }
    let mut message = Device::new("1").package1();
    message.header.session_id = Some("1".repeat(65).into());
    let (_, outputs) = run(&mut server(ServerConfig::new()), &message);
    assert_eq!(outputs, [ServerOutput::Reject(Rejection::TooLarge)]);

    // What its statuses have is bounded, in a message and over several.
    let mut server = server(ServerConfig::new().with_max_message(4000));
    let mut device = Device::new("1");
    let mut package = device.package1();
    package.header.meta = Some(Box::new(Meta::new().with_max_msg_size(400)));
    let mut ends = Vec::new();
    for _ in 0..12 {
        package = package.with(Alert::new(AlertCode::DISPLAY).with_id("9".repeat(3500)));
        package.body.is_final = false;
        let (_, outputs) = run(&mut server, &package);
        ends.extend(end(&outputs));
        let late = &server.state.current.as_ref().unwrap().late;
        let octets: usize = late
            .iter()
            .filter_map(|it| match it {
                Command::Status(status) => status.cmd_ref.as_ref().map(|text| text.len()),
                _ => None,
            })
            .sum();
        assert!(octets <= 32_000, "{octets}");
        package = device.message();
    }
    assert_eq!(ends, [ServerEnd::NoRoom]);
}

/// An item behind a later part of an event breaks the object, and is handed on with those in front.
#[test]
fn an_item_behind_a_later_part_of_an_event() {
    let mut server = server(ServerConfig::new());
    let mut device = Device::new("1");
    let part = |text: &str| Item::source("./A").with_data(text).with_more_data();
    let event = || Alert::new(AlertCode::GENERIC).with_id("3");
    let first = part("abc").with_meta(Meta::new().with_size(9));
    let front = Item::new().with_data("front");
    let mut package = device.package1().with(event().with_item(front).with_item(first));
    package.body.is_final = false;
    run(&mut server, &package);
    let behind = Item::new().with_data("behind");
    let next = device.message().with(event().with_item(part("def")).with_item(behind)).finish();
    let (response, outputs) = run(&mut server, &next);
    assert_eq!(names(&response.unwrap()), named(&[OK, OK, ("Alert", Some(1225))]));
    let told = outputs.iter().find_map(|output| match output {
        ServerOutput::Alert(told) => Some(told),
        _ => None,
    });
    let items = told.unwrap().alert.items.iter();
    let texts: Vec<_> = items.map(|item| item.data.clone().unwrap()).collect();
    assert_eq!(texts, [Data::text("front"), Data::text("behind")]);
}
