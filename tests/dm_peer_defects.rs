//! Faults that are known of other libraries of Device Management, each with a test that fails where
//! this one has it too.
//!
//! | peer | fault | test |
//! |---|---|---|
//! | libdmclient | session id of a notification in the order of the machine | `session_ids_are_big_endian` |
//! | libdmclient | nonce of resynchronization as text, kept in the wrong place | `resynchronization_keeps_the_nonce_apart` |
//! | libdmclient | rights found as a part of a text; escapes that are none | `names_are_compared_whole`, `escapes_are_two_digits` |
//! | libdmclient | no status of `Atomic` | `dm_message`: `answers_are_in_order` |
//! | libdmclient | a constant `MaxMsgSize`, never split | `dm_message`: `a_message_is_filled_up_to_its_limit` |
//! | SyncML toolkit | global state, workspaces of a fixed size | `messages_share_no_state` |
//! | AOSP | raw ampersands | `dm_message`: `named_leniencies` |
//! | AOSP | any version of a notification; trees of 1.1.2 | `versions_are_told`, `trees_of_1_1_2_are_read` |
//! | fleetdm | order of commands, session 0, sections, declarations, no command | `dm_message`, the first five |
//! | fleetdm | addresses of profiles, comments in commands | `addresses_of_profiles`, `comments_say_nothing` |
//! | SyncMLViewer | messages cut off at 64 KiB, sessions found by their text | `a_cut_message_is_recovered`, `comments_say_nothing` |
//! | libwbxml | attributes of Microsoft, labels of trees, markup without a table | `dm_message`: `attributes_of_windows_survive`, `trees_are_found_whatever_their_label`, `markup_in_data_is_kept_as_it_is` |
//! | Wireshark | page of DDF, notifications, the header of auth-MAC | `dm_message`: `trees_in_tokens_of_their_own_page`; `dm_auth` |
//!
//! What they do wrong with trees (`Atomic`, `?list`, `Copy`) is in `dm_tree` and `dm_trees`. That a
//! nonce is not random cannot be tested here: whoever calls brings it.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "what fails here is a test that fails"
)]

use std::thread;

use bytes::Bytes;
use provost::dm::auth::{Credential, Nonce, Resynchronization};
use provost::dm::notification::{
    Authenticity, Deviation, Notification, SessionId, Trigger, Version,
};
use provost::dm::tree::{Acl, Right};
use provost::dm::uri::{Uri, UriRules};
use provost::dm::{DecodeOptions, Fragment, Message, ProfileReason, Syntax};

const HEADER: &str = "<SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto>\
    <SessionID>1</SessionID><MsgID>7</MsgID><Target><LocURI>IMEI:1</LocURI></Target>\
    <Source><LocURI>https://dm.example/</LocURI></Source></SyncHdr>";

fn with_body(body: &str) -> Bytes {
    let space = "SYNCML:SYNCML1.2";
    format!("<SyncML xmlns=\"{space}\">{HEADER}<SyncBody>{body}</SyncBody></SyncML>").into()
}

fn get(id: usize, uri: &str) -> String {
    let target = format!("<Target><LocURI>{uri}</LocURI></Target>");
    format!("<Get><CmdID>{id}</CmdID><Item>{target}</Item></Get>")
}

#[test]
fn session_ids_are_big_endian() {
    let trigger = Trigger::new(SessionId::new(0x1234), "srv").unwrap();
    let octets = trigger.to_bytes();
    assert_eq!(octets[5..7], [0x12, 0x34]);
    let credential = Credential::new("srv", "secret");
    let signed = trigger.sign(&credential, &Nonce::EMPTY).to_bytes();
    let read = Notification::decode(&signed).unwrap();
    assert_eq!(read.trigger().session_id().number(), 0x1234);
    assert_eq!(read.trigger().session_id().to_string(), "1234");
}

#[test]
fn resynchronization_keeps_the_nonce_apart() {
    let server = Credential::new("srv", "secret");
    let stored = Nonce::from_octets(*b"stored").unwrap();
    let sign = |nonce: &Nonce| Trigger::new(SessionId::new(1), "srv").unwrap().sign(&server, nonce);
    for special in [Resynchronization::octets(), Resynchronization::text()] {
        let refuse = Resynchronization::refuse();
        let allow = Resynchronization::refuse().with(special.clone());
        let signed = sign(&special);
        assert_eq!(signed.verify(&server, &stored, &refuse), Authenticity::Forged);
        let answer = signed.verify(&server, &stored, &allow);
        assert_eq!(answer, Authenticity::Resynchronizing(special));
        // The nonce that was agreed on is good as before.
        assert_eq!(sign(&stored).verify(&server, &stored, &allow), Authenticity::Genuine);
    }
    assert_eq!(Resynchronization::octets().octets(), [0; 4]);
}

#[test]
fn names_are_compared_whole() {
    let acl: Acl = "Get=srv12&Replace=srv1+srv2".parse().unwrap();
    assert!(!acl.grants(Right::Get, "srv1") && acl.grants(Right::Get, "srv12"));
    assert!(acl.grants(Right::Replace, "srv1") && !acl.grants(Right::Replace, "srv"));
}

#[test]
fn escapes_are_two_digits() {
    for uri in ["./A%", "./A%4", "./A%G1", "./A%1G"] {
        let error = Uri::parse(uri, &UriRules::SPECIFICATION).unwrap_err();
        assert!(error.offset() <= uri.len(), "{uri}: {error}");
    }
}

#[test]
fn messages_share_no_state() {
    // A workspace of 10 KiB or 64 KiB is usual; the threads are at it at the same time.
    let texts: Vec<Bytes> = (0..4_usize)
        .map(|thread| {
            (1..=1_000).map(|id| get(id, &format!("./{thread}/{id}"))).collect::<String>()
        })
        .map(|body| with_body(&body))
        .collect();
    let read = |text: &Bytes| Message::decode(text).unwrap().encode(Syntax::Xml).unwrap();
    thread::scope(|scope| {
        for text in &texts {
            scope.spawn(move || {
                for _ in 0..4 {
                    assert_eq!(read(text), *text);
                }
            });
        }
    });
}

#[test]
fn versions_are_told() {
    for (tenths, is_known) in [(10, true), (11, true), (12, false), (99, false)] {
        let version = Version::from_tenths(tenths).unwrap();
        let trigger = Trigger::new(SessionId::new(1), "srv").unwrap().with_version(version);
        let signed = trigger.sign(&Credential::new("srv", "secret"), &Nonce::EMPTY);
        let read = Notification::decode(&signed.to_bytes()).unwrap();
        assert_eq!(read.trigger().version(), version);
        let told = read.trigger().deviations().any(|it| it == Deviation::Version);
        assert_eq!(told, !is_known, "{tenths}");
    }
}

#[test]
fn trees_of_1_1_2_are_read() {
    let tree = "<MgmtTree><VerDTD>1.1.2</VerDTD><Node><NodeName>A</NodeName><Value>1</Value>\
                </Node></MgmtTree>";
    let message =
        with_body(&format!("<Add><CmdID>1</CmdID><Item><Data>{tree}</Data></Item></Add>"));
    let message = Message::decode(&message).unwrap();
    let data = message.body.commands[0].items()[0].data.as_ref().unwrap();
    assert_eq!(data.tnds().unwrap().unwrap().nodes().len(), 1);
}

/// fleetdm/fleet#46029, which came late.
#[test]
fn addresses_of_profiles() {
    for (uri, reason) in [
        ("", ProfileReason::EmptyUri),
        ("/Device/A", ProfileReason::LeadingSlash),
        ("./Device/../A", ProfileReason::Segment),
        ("./Device//A", ProfileReason::Segment),
        ("./Device/A B ", ProfileReason::WhiteSpace),
    ] {
        let item = format!("<Target><LocURI>{uri}</LocURI></Target><Data>1</Data>");
        let profile = format!("<Replace><CmdID>1</CmdID><Item>{item}</Item></Replace>");
        let faults = Fragment::check_profile(&profile.into()).unwrap();
        assert!(faults.iter().any(|fault| fault.reason == reason), "{uri:?}: {faults:?}");
    }
}

#[test]
fn comments_say_nothing() {
    let plain = with_body(&format!("{}<Final/>", get(1, "./A")));
    let text = String::from_utf8(plain.to_vec()).unwrap();
    let told = text
        .replace("<CmdID>1", "<!-- first --><CmdID ><!-- <CmdID>2</CmdID> -->1<!-- one -->")
        .replace("<SessionID>1<", "<!--<SessionID>9</SessionID>--><SessionID\n>1<");
    let read = Message::decode(&told.into()).unwrap();
    assert_eq!(read, Message::decode(&plain).unwrap());
}

/// okieselbach/SyncMLViewer#1: events of Windows end at 64 KiB.
#[test]
fn a_cut_message_is_recovered() {
    let body: String = (1..=2_000).map(|id| get(id, "./DevDetail/SwV")).collect();
    let whole = with_body(&body);
    let cut = whole.slice(..0xFFFF);
    let complete = String::from_utf8_lossy(&cut).matches("</Get>").count();
    let read = Message::recover(&cut, &DecodeOptions::new());
    assert!(complete > 500);
    assert_eq!(read.message.body.commands.len(), complete);
    assert_eq!(read.message.header, Message::decode(&whole).unwrap().header);
    assert!(read.error.is_some_and(|error| error.offset() <= cut.len()));
}
