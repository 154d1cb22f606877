//! What a server keeps of a device, up to which bound, and requests that come when they should not.

use super::*;
use crate::format::Format;
use crate::message::Chal;
use crate::session::Refusal;

/// An event whose first item waits for the object behind it: what waits has the bound of an object.
#[test]
fn what_waits_for_an_object_is_bounded() {
    for (length, code) in [(400, 213), (2000, 413)] {
        let mut server = server(ServerConfig::new().with_max_object(1000));
        let mut device = Device::new("1");
        let part = Item::new().with_data("abc").with_more_data();
        let part = part.with_meta(Meta::new().with_size(6));
        let event = Alert::new(AlertCode::GENERIC).with_id("3");
        let event = event.with_item(Item::new().with_data("x".repeat(length))).with_item(part);
        let mut package = device.package1().with(event);
        package.body.is_final = false;
        let (response, outputs) = run(&mut server, &package);
        let codes: Vec<Option<u16>> = names(&response.unwrap()).iter().map(|it| it.1).collect();
        assert_eq!(codes[3], Some(code), "{length}");
        assert!(!outputs.iter().any(|output| matches!(output, ServerOutput::Alert(_))));
        // What follows is the end of the object, or nothing that was waited for.
        let last = Item::new().with_data("def");
        let event = Alert::new(AlertCode::GENERIC).with_id("3").with_item(last);
        let (_, outputs) = run(&mut server, &device.message().with(event).finish());
        let told = outputs.iter().find_map(|output| match output {
            ServerOutput::Alert(told) => Some(told.alert.items.len()),
            _ => None,
        });
        assert_eq!(told, Some(if code == 213 { 2 } else { 1 }));
    }
}

/// A part that is none is refused with its code, and what stood in front of it is not told twice.
#[test]
fn parts_of_events_that_are_none() {
    let part = |text: &str, more: bool| {
        let item = Item::new().with_data(String::from(text));
        if more { item.with_more_data() } else { item }
    };
    let event = |item| Alert::new(AlertCode::GENERIC).with_id("3").with_item(item);
    let code = |server: &mut Server, message: &Message| {
        let (response, outputs) = run(server, message);
        let is_told = outputs.iter().any(|output| matches!(output, ServerOutput::Alert(_)));
        (names(&response.unwrap()).iter().filter_map(|it| it.1).max(), is_told)
    };
    let mut server = server(ServerConfig::new());
    let mut device = Device::new("1");
    let package = device.package1().with(event(part("abc", true)));
    assert_eq!(code(&mut server, &package), (Some(411), false), "without a size");
    let first = part("abc", true).with_meta(Meta::new().with_size(4));
    assert_eq!(
        code(&mut server, &device.message().with(event(first)).finish()),
        (Some(213), false)
    );
    let last = device.message().with(event(part("def", false))).finish();
    assert_eq!(code(&mut server, &last), (Some(424), false), "longer than was said");
    let whole = device.message().with(event(part("ghi", false))).finish();
    assert_eq!(code(&mut server, &whole), (Some(200), true));
}

/// Results that are more than is kept are lost, and the device is told.
#[test]
fn results_above_what_is_kept() {
    for (length, code, is_kept) in [(100, 200, true), (2000, 413, false)] {
        let mut server = server(ServerConfig::new().with_max_object(1000));
        let mut device = Device::new("1");
        server.queue(get("./A"));
        let (response, _) = run(&mut server, &device.package1());
        let answer = device.answers(&response.unwrap(), StatusCode::OK);
        let item = Item::source("./A").with_data("x".repeat(length));
        let answer = answer.with(Results::new("1", "4").with_id("8").with_item(item));
        let (response, outputs) = run(&mut server, &answer);
        let last = names(&response.unwrap()).last().cloned();
        assert_eq!(last, Some(("Status".into(), Some(code))));
        let results = results(&outputs);
        let [result] = results.as_slice() else { panic!("{outputs:?}") };
        assert_eq!((result.items().len(), result.is_success()), (usize::from(is_kept), is_kept));
    }
}

/// What results say of all their items is said of each, unless it says something else itself.
#[test]
fn meta_of_results_is_that_of_their_items() {
    let mut server = server(ServerConfig::default());
    let mut device = Device::new("1");
    server.queue(get("./A"));
    let (response, _) = run(&mut server, &device.package1());
    let answer = device.answers(&response.unwrap(), StatusCode::OK);
    let own = Item::source("./A/2").with_data("b").with_meta(Meta::new().with_format(Format::Bool));
    let mut found = Results::new("1", "4").with_id("8");
    found.meta = Some(Box::new(Meta::new().with_format(Format::Int).with_type("text/plain")));
    let found = found.with_item(Item::source("./A/1").with_data("1")).with_item(own);
    let (_, outputs) = run(&mut server, &answer.with(found));
    let results = results(&outputs);
    let said: Vec<_> = results[0]
        .items()
        .iter()
        .map(|item| (item.format(None), item.meta.as_ref().and_then(|it| it.type_.clone())))
        .collect();
    let text = || Some(Text::from("text/plain"));
    assert_eq!(said, [(Some(Format::Int), text()), (Some(Format::Bool), text())]);
}

/// A request that comes before the answer to the one before was asked for is answered in its turn.
#[test]
fn requests_that_overtake_the_poll() {
    let mut server = server(ServerConfig::new());
    server.queue(get("./A"));
    let mut device = Device::new("1");
    let (first, second) = (device.package1(), device.message().finish());
    server.handle(request(&first), Instant::ZERO);
    let (response, outputs) = run(&mut server, &second);
    // The one before it has told what it had to tell.
    assert!(outputs.iter().any(|output| matches!(output, ServerOutput::Began(_))));
    assert_eq!(response.unwrap().header.msg_id.as_deref(), Some("2"));
    // The first, copied on its way, is not answered again; the last is, with the same octets.
    let (response, outputs) = run(&mut server, &first);
    assert_eq!((response, outputs), (None, vec![ServerOutput::Reject(Rejection::Late)]));
    let (again, _) = run(&mut server, &second);
    assert_eq!(again.unwrap().header.msg_id.as_deref(), Some("2"));
}

/// A device that wants to know who a server is that is nobody gets no commands, and is told why it ends.
#[test]
fn a_server_that_is_nobody() {
    let mut server = server(ServerConfig::new());
    let handle = server.queue(get("./A"));
    let mut device = Device::new("1");
    run(&mut server, &device.package1());
    let challenge = Status::new("1", "0", "SyncHdr", StatusCode::AUTHENTICATION_REQUIRED);
    let challenge = challenge.with_id("1").with_chal(Chal::new(AuthType::Md5, None));
    let (response, outputs) = run(&mut server, &device.message().with(challenge).finish());
    assert_eq!(names(&response.unwrap()).last(), Some(&("Alert".into(), Some(1223))));
    assert_eq!(end(&outputs), Some(ServerEnd::NotAccepted(Refusal::NoCredential)));
    let results = results(&outputs);
    assert_eq!((results[0].handle, &results[0].fate), (handle, &Fate::Unanswered));
}

/// A device that took too long and then gives up itself: its session has ended once.
#[test]
fn a_device_that_gives_up_too_late() {
    let mut server = server(ServerConfig::new().with_timeout(10));
    server.queue(get("./A"));
    let mut device = Device::new("1");
    run(&mut server, &device.package1());
    let later = Instant::ZERO.after_seconds(11);
    server.tick(later);
    let outputs = [server.poll(), server.poll()];
    assert_eq!(results(&outputs)[0].fate, Fate::SessionEnded);
    assert_eq!(end(&outputs), Some(ServerEnd::TimedOut));
    let abort = Alert::new(AlertCode::SESSION_ABORT).with_id("1");
    let abort = request(&device.message().with(abort).finish());
    let (response, outputs) = run_request(&mut server, abort, later);
    let response = Message::decode(&response.unwrap().body).unwrap();
    assert_eq!((names(&response), outputs), (named(&[OK, OK]), vec![]));
    // And nobody tells it again.
    let next = device.answers(&response, StatusCode::OK);
    let (response, outputs) = run_request(&mut server, request(&next), later);
    let response = Message::decode(&response.unwrap().body).unwrap();
    assert_eq!((names(&response), end(&outputs)), (named(&[OK]), None));
}

/// The answer has the media type of the request, of synchronization where a device sends that.
#[test]
fn media_types_of_answers() {
    for (sent, answered) in [
        ("application/vnd.syncml.dm+wbxml", "application/vnd.syncml.dm+wbxml"),
        ("application/vnd.syncml+wbxml", "application/vnd.syncml+wbxml"),
        ("text/plain", "application/vnd.syncml.dm+wbxml"),
    ] {
        let mut server = server(ServerConfig::new());
        let request = request(&Device::new("1").package1()).with_content_type(sent);
        let (response, _) = run_request(&mut server, request, Instant::ZERO);
        assert_eq!(response.unwrap().content_type, answered);
    }
}
