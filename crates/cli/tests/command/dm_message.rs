use std::fs;
use std::path::PathBuf;

use super::{output, run};

const REQUEST: &str = "<SyncML xmlns='SYNCML:SYNCML1.2'><SyncHdr><VerDTD>1.2</VerDTD>\
    <VerProto>DM/1.2</VerProto><SessionID>1</SessionID><MsgID>1</MsgID><Target><LocURI>dev</LocURI>\
    </Target><Source><LocURI>srv</LocURI></Source></SyncHdr><SyncBody>\
    <Get><CmdID>1</CmdID><Item><Target><LocURI>./A</LocURI></Target></Item></Get>\
    <Get><CmdID>2</CmdID><Item><Target><LocURI>./B</LocURI></Target></Item></Get>\
    <Final/></SyncBody></SyncML>";

const ANSWER: &str = "<SyncML xmlns='SYNCML:SYNCML1.2'><SyncHdr><VerDTD>1.2</VerDTD>\
    <VerProto>DM/1.2</VerProto><SessionID>1</SessionID><MsgID>1</MsgID><Target><LocURI>srv</LocURI>\
    </Target><Source><LocURI>dev</LocURI></Source></SyncHdr><SyncBody>\
    <Status><CmdID>1</CmdID><MsgRef>1</MsgRef><CmdRef>0</CmdRef><Cmd>SyncHdr</Cmd><Data>212</Data></Status>\
    <Status><CmdID>2</CmdID><MsgRef>1</MsgRef><CmdRef>1</CmdRef><Cmd>Get</Cmd><Data>404</Data></Status>\
    <Final/></SyncBody></SyncML>";

#[test]
fn a_message_is_shown() {
    let shown = output(&["dm", "show", "-"], ANSWER);
    assert!(shown.contains("Version   DM/1.2 (VerDTD 1.2)\n"), "{shown}");
    let header = "   1 Status for SyncHdr 0 of message 1: 212 authentication accepted \
        (credentials accepted for the session)\n";
    assert!(shown.contains(header), "{shown}");
    assert!(shown.contains("404 not found"), "{shown}");
    let json = output(&["dm", "show", "--json", "-"], ANSWER);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["commands"][1]["code"], 404);
    assert_eq!(json["final"], true);
}

#[test]
fn what_is_left_of_a_message_is_shown() {
    let outcome = run(&["dm", "show", "-"], &REQUEST[..REQUEST.len() - 60]);
    assert_eq!(outcome.code, 1);
    assert!(outcome.out.contains("   1 Get\n    ./A\n"), "{}", outcome.out);
    assert!(outcome.out.ends_with("... broken off\n"), "{}", outcome.out);
}

#[test]
fn messages_are_converted() {
    let hex = output(&["dm", "to-wbxml", "--out-hex", "-"], REQUEST);
    let xml = output(&["dm", "to-xml", "--compact", "--hex", "-"], &hex);
    assert_eq!(xml.replace('"', "'").trim_end(), REQUEST);
    let lines = output(&["dm", "to-xml", "-"], REQUEST);
    assert!(lines.contains("\n      <CmdID>1</CmdID>\n"), "{lines}");
}

#[test]
fn a_session_is_checked() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("dm-session");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("1.xml"), REQUEST).unwrap();
    fs::write(folder.join("2.xml"), ANSWER).unwrap();
    let outcome = run(&["dm", "lint", folder.to_str().unwrap()], "");
    assert_eq!(outcome.code, 1);
    assert_eq!(outcome.out.lines().count(), 1, "{}", outcome.out);
    assert!(outcome.out.contains("1.xml: command without a status in command 2"));
    assert_eq!(run(&["dm", "lint", "-"], ANSWER).code, 0);
    let profile =
        "<Replace><Item><Target><LocURI>/A</LocURI></Target><Data>1</Data></Item></Replace>";
    let outcome = run(&["dm", "lint", "--profile", "-"], profile);
    assert!(outcome.out.contains("slash in item 1 of command 1"), "{}", outcome.out);
}

#[test]
fn inspect_shows_what_a_message_says() {
    let wbxml = output(&["dm", "to-wbxml", "--out-hex", "-"], ANSWER);
    for (words, input) in
        [(&["inspect", "-"][..], ANSWER), (&["inspect", "--hex", "-"], wbxml.as_str())]
    {
        let shown = output(words, input);
        assert!(shown.contains("\nSessionID 1\n"), "{shown}");
        assert!(shown.contains("   2 Status for Get 1 of message 1: 404 not found"), "{shown}");
        assert!(shown.contains("<Data>404</Data>"), "{shown}");
    }
    let push = format!("010601C2{wbxml}");
    let shown = output(&["inspect", "--hex", "-"], &push);
    assert!(shown.contains("   2 Status for Get 1 of message 1: 404 not found"), "{shown}");
    let json = output(&["inspect", "--json", "--hex", "-"], &wbxml);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let layer = &json["layers"][0];
    assert_eq!(super::row(layer, "document type"), "syncml12");
    assert_eq!(layer["message"]["commands"][1]["code_name"], "not found");
    assert_eq!(layer["findings"], serde_json::json!([]));
}

#[test]
fn inspect_notes_departures_of_messages() {
    let alert = "<Alert><Data>1100</Data><CmdID>5</CmdID><Item><Data>MINDT=9</Data></Item>\
        <Item><Data>Hello</Data></Item></Alert>";
    let message = ANSWER.replace("<Final/>", &format!("{alert}<Final/>"));
    let outcome = run(&["inspect", "-"], &message);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert!(outcome.out.contains("   5 Alert 1100 display\n"), "{}", outcome.out);
    assert!(outcome.out.contains("  CmdID out of order at byte "), "{}", outcome.out);
    let json = output(&["inspect", "--json", "-"], &message);
    assert!(json.contains("CmdID out of order"), "{json}");
}

/// Commands without a document element, bare ampersands: no XML for an XML parser, but for `dm`.
#[test]
fn inspect_shows_parts_of_messages() {
    let command = "<Get><CmdID>1</CmdID><Item><Target><LocURI>./A</LocURI></Target></Item></Get>";
    let both = command.repeat(2);
    let outcome = run(&["inspect", "-"], &both);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert_eq!(outcome.out.matches("   1 Get\n    ./A\n").count(), 2, "{}", outcome.out);
    assert!(outcome.out.contains("  no XML form: "), "{}", outcome.out);
    let outcome = run(&["inspect", "-"], ANSWER.replace("dev<", "a&b<").as_str());
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert!(outcome.out.contains("ampersand that begins no reference"), "{}", outcome.out);
    // What is broken is shown up to there, and stays an error.
    let outcome = run(&["inspect", "-"], &REQUEST[..REQUEST.len() - 60]);
    assert_eq!(outcome.code, 1);
    assert!(outcome.out.contains("   1 Get\n    ./A\n"), "{}", outcome.out);
    assert!(outcome.out.contains("... broken off\n"), "{}", outcome.out);
    assert_eq!(run(&["inspect", "--strict", "-"], &both).code, 1);
}
