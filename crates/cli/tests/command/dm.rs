use std::fs;
use std::path::PathBuf;

use super::{output, run};

const PASSWORD: [&str; 4] = ["--user", "Bruce2", "--password", "OhBehave"];

fn words<'a>(first: &[&'a str], rest: &[&'a str]) -> Vec<&'a str> {
    [first, &PASSWORD, rest].concat()
}

#[test]
fn credentials() {
    let md5 = output(&words(&["dm", "auth", "md5"], &["--nonce", "Tm9uY2U="]), "");
    assert_eq!(md5, "Zz6EivR3yeaaENcRN6lpAQ==\n");
    let hex = output(&words(&["dm", "auth", "md5"], &["--nonce-hex", "4e6f6e6365"]), "");
    assert_eq!(hex, md5);
    let basic = output(&words(&["dm", "auth", "basic"], &[]), "");
    assert_eq!(basic, "QnJ1Y2UyOk9oQmVoYXZl\n");
    let mac = output(&words(&["dm", "auth", "mac", "-"], &["--nonce", "Tm9uY2U="]), "");
    assert_eq!(
        mac,
        "x-syncml-hmac: algorithm=MD5, username=\"Bruce2\", mac=gbjsdKI2jLRPFi9gmOstJg==\n"
    );
}

#[test]
fn credentials_are_verified() {
    for (given, code, told) in [
        ("Zz6EivR3yeaaENcRN6lpAQ==", 0, "verified\n"),
        ("CmO/kTaDnxgwUdBvdtRh4A==", 1, "not verified\n"),
    ] {
        let rest = ["--nonce", "Tm9uY2U=", "--verify", given];
        let outcome = run(&words(&["dm", "auth", "md5"], &rest), "");
        assert_eq!((outcome.code, outcome.out.as_str()), (code, told));
        assert_eq!(outcome.err.contains("left the nonce in base64"), code == 1);
    }
    let header = "username=\"Bruce2\", mac=gbjsdKI2jLRPFi9gmOstJg==";
    let rest = ["--nonce", "Tm9uY2U=", "--verify", header];
    assert_eq!(run(&words(&["dm", "auth", "mac", "-"], &rest), "").code, 0);
    assert_eq!(run(&words(&["dm", "auth", "mac", "-"], &rest), "x").code, 1);
    let stored =
        ["dm", "auth", "basic", "--user", "Bruce2", "--stored", "PtEdr8lBQ45IbT1bZIkrOQ=="];
    let outcome = run(&[&stored[..], &["--verify", "QnJ1Y2UyOk9oQmVoYXZl"]].concat(), "");
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert_eq!(run(&stored, "").code, 2, "the password is not known");
}

const MADE: &str = "010603C4AF87291F40C9048E97434175D10D0C6E25A702D0000000123412\
    636F6D2E6D676D747372762E6D616E616765\n";

#[test]
fn notifications() {
    let of = "--server com.mgmtsrv.manage --password secret --nonce Tm9uY2U= --session 1234 \
        --ui background --initiator client --frame push --out-hex";
    let make: Vec<&str> = ["dm", "notify", "make"].into_iter().chain(of.split(' ')).collect();
    let make: Vec<&str> = make.into_iter().filter(|word| !word.is_empty()).collect();
    let made = output(&make, "");
    assert_eq!(made, MADE);
    let shown = output(&["dm", "notify", "show", "--hex", "-"], &made);
    assert_eq!(
        shown,
        "\
frame          push with transaction 1
version        1.1
session id     1234
server id      com.mgmtsrv.manage
ui mode        background
initiator      client
digest         291F40C9048E97434175D10D0C6E25A7
"
    );
    for (password, code) in [("secret", 0), ("other", 1)] {
        let words = ["--hex", "-", "--password", password, "--nonce", "Tm9uY2U="];
        assert_eq!(run(&[&["dm", "notify", "verify"][..], &words].concat(), &made).code, code);
    }
    let inspected = output(&["inspect", "--hex", "-"], &made);
    assert!(inspected.contains("\nNotification (package 0), 42 octets, from "), "{inspected}");
    let json = output(&["inspect", "--hex", "--json", "-"], &made[12..]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(super::row(&json["layers"][0], "server id"), "com.mgmtsrv.manage");
    let outcome = run(&["dm", "notify", "show", "--hex", "-"], "00");
    assert_eq!(outcome.code, 1);
    assert_eq!(outcome.err, "error: notification ends in its header at byte 1\n");
}

/// A file of a test.
fn file(name: &str, text: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("provost-dm-{}-{name}", std::process::id()));
    fs::write(&path, text).unwrap();
    path
}

const TREE: &str = "<MgmtTree><VerDTD>1.2</VerDTD><Node><NodeName>A</NodeName>\
    <Node><NodeName>B</NodeName><Value>b</Value></Node><Node><NodeName>C</NodeName>\
    <RTProperties><Format><bin/></Format></RTProperties><Value>AAEC</Value></Node>\
    </Node></MgmtTree>";

#[test]
fn trees() {
    let shown = output(&["tree", "show", "-"], TREE);
    assert_eq!(shown, "./A  node\n./A/B  chr  b\n./A/C  bin  AAEC\n");
    let get = |target: &str| output(&["tree", "get", "-", target], TREE);
    assert_eq!(get("./A/B"), "b\n");
    assert_eq!(get("./A"), "B/C\n");
    assert_eq!(get("./A/C?prop=Size"), "3\n");
    assert_eq!(get("./A?list=Struct"), "./A  node\n./A/B  chr\n./A/C  bin\n");
    assert!(get("./A?list=TNDS").contains("<NodeName>B</NodeName>"));
    let outcome = run(&["tree", "get", "-", "./A/D"], TREE);
    assert_eq!((outcome.code, outcome.err.as_str()), (1, "error: 404 not found\n"));
    let outcome = run(&["tree", "show", "-"], "<SyncML/>");
    let told = "error: document is no management tree at byte 0\n";
    assert_eq!((outcome.code, outcome.err.as_str()), (1, told));
}

#[test]
fn trees_in_messages_and_with_lists() {
    let message = |tree: &str| {
        format!(
            "<SyncBody><Add><CmdID>1</CmdID><Item><Target><LocURI>./X</LocURI></Target><Data>{tree}\
            </Data></Item></Add></SyncBody>"
        )
    };
    let outcome = run(&["tree", "show", "-"], message(TREE));
    assert_eq!(outcome.out, output(&["tree", "show", "-"], TREE));
    assert_eq!(outcome.err, "note: the tree is that of Add ./X\n");
    assert_eq!(run(&["tree", "show", "-"], message("text")).code, 1);
    // What nobody may get is in the file all the same, and so is what is in an inbox.
    let hidden = TREE.replace(
        "<NodeName>B</NodeName>",
        "<NodeName>B</NodeName><RTProperties><ACL>Get=x</ACL><Title>T</Title></RTProperties>",
    );
    let hidden = hidden.replace("<NodeName>A<", "<NodeName>Inbox<");
    let shown = output(&["tree", "show", "-"], &hidden);
    assert_eq!(shown, "./Inbox  node\n./Inbox/B  chr  [Get=x]  b\n./Inbox/C  bin  AAEC\n");
    let json: serde_json::Value =
        serde_json::from_str(&output(&["tree", "show", "--json", "-"], &hidden)).unwrap();
    assert_eq!(json["nodes"][1]["acl"], "Get=x");
    assert_eq!(json["nodes"][1]["title"], "T");
    assert_eq!(json["nodes"][2]["value"], "AAEC");
    // The list of a root that has one holds.
    let root = "<MgmtTree><VerDTD>1.2</VerDTD><Node><NodeName>.</NodeName><RTProperties>\
        <ACL>Get=me</ACL></RTProperties><Node><NodeName>A</NodeName><Value>v</Value></Node></Node></MgmtTree>";
    assert_eq!(output(&["tree", "get", "-", "./A", "--server", "me"], root), "v\n");
    assert_eq!(run(&["tree", "get", "-", "./A"], root).err, "error: 425 permission denied\n");
}

/// No list at the root of a file is none: that of the command holds.
#[test]
fn a_tree_whose_root_has_no_list() {
    let tree = "<MgmtTree><VerDTD>1.2</VerDTD><Node><NodeName/><RTProperties><ACL/></RTProperties>\
        <Node><NodeName>A</NodeName><Value>v</Value></Node></Node></MgmtTree>";
    assert_eq!(output(&["tree", "show", "-"], tree), "./A  chr  v\n");
    assert_eq!(output(&["tree", "get", "-", "./A"], tree), "v\n");
    let outcome = run(&["tree", "get", "-", "./A", "--root", "Get=other"], tree);
    assert_eq!(outcome.err, "error: 425 permission denied\n");
}

#[test]
fn addresses_of_trees() {
    for (target, told) in [
        ("/A", "error: address begins with a slash at byte 0\n"),
        ("./A/", "error: address ends with a slash at byte 3\n"),
        ("./A?prop=Color", "error: unknown property at byte 4\n"),
        ("./a/b", "error: 404 not found\n"),
    ] {
        let outcome = run(&["tree", "get", "-", target], TREE);
        assert_eq!((outcome.code, outcome.err.as_str()), (1, told), "{target}");
    }
    assert_eq!(output(&["tree", "get", "--windows", "-", "./a/b"], TREE), "b\n");
    let alike = TREE.replace("<NodeName>C<", "<NodeName>b<");
    let outcome = run(&["tree", "get", "--windows", "-", "./A"], &alike);
    assert_eq!(outcome.err, "error: two nodes have names that differ in the case of letters\n");
}

#[test]
fn deviations_are_told_once() {
    let text = TREE.replace("<NodeName>", "<Colour/><NodeName>").replace("<Node>", "<Node>x");
    let outcome = run(&["tree", "show", "-"], &text);
    assert_eq!(outcome.code, 0);
    assert_eq!(
        outcome.err,
        "note: text between elements was passed over at byte 36 and 2 times more\n\
        note: unknown element at byte 37 and 2 times more\n"
    );
    let outcome = run(&["ddf", "list", "-"], TREE);
    assert_eq!(outcome.err, "note: no node has DFProperties: this is a tree and no description\n");
    let form = output(&["dm", "replay", "--help"], "");
    assert!(form.contains("`value URI TEXT`"), "{form}");
}

/// Commands without an element around them.
fn command(name: &str, target: &str, data: &str) -> String {
    format!(
        "<{name}><CmdID>1</CmdID><Item><Target><LocURI>{target}</LocURI></Target>{data}</Item></{name}>"
    )
}

#[test]
fn messages_on_a_tree() {
    let members = command("Delete", "./A/C", "") + &command("Delete", "./D", "");
    let message = [
        command("Replace", "./A/B", "<Data>c</Data>"),
        format!("<Atomic><CmdID>2</CmdID>{members}</Atomic>"),
        command("Get", "./A/B", ""),
    ];
    let message = file("message.xml", &message.concat());
    let tree = file("out.xml", "");
    let words = ["tree", "apply", "-", message.to_str().unwrap(), "-o", tree.to_str().unwrap()];
    let outcome = run(&words, TREE);
    assert_eq!(outcome.code, 1, "{}", outcome.err);
    assert_eq!(
        outcome.out,
        "\
Replace ./A/B: 200 OK
Atomic 2: 507 atomic failed
Delete ./A/C: 216 atomic roll back OK
Delete ./D: 404 not found
Get ./A/B: 200 OK
  ./A/B  chr  c
"
    );
    assert_eq!(output(&["tree", "get", tree.to_str().unwrap(), "./A/B"], ""), "c\n");
    for path in [message, tree] {
        fs::remove_file(path).unwrap();
    }
}

const DDF: &str = "<MgmtTree><VerDTD>1.2</VerDTD><Node><NodeName>A</NodeName><Path>.</Path>\
    <DFProperties><AccessType><Get/></AccessType><DFFormat><node/></DFFormat>\
    <Scope><Permanent/></Scope><DFType><DDFName/></DFType></DFProperties>\
    <Node><NodeName>B</NodeName><DFProperties><AccessType><Get/><Replace/></AccessType>\
    <DFFormat><int/></DFFormat><DFType><MIME/></DFType></DFProperties></Node></Node></MgmtTree>";

#[test]
fn descriptions() {
    assert_eq!(
        output(&["ddf", "list", "-"], DDF),
        "./A  node  Get  One  permanent\n./A/B  int  Get Replace  One\n"
    );
    let old = file("old.ddf", DDF);
    let new = file("new.ddf", &DDF.replace("<int/>", "<chr/>"));
    let outcome = run(&["ddf", "diff", old.to_str().unwrap(), new.to_str().unwrap()], "");
    assert_eq!((outcome.code, outcome.out.as_str()), (1, "~ ./A/B  DFFormat\n"));
    let same = run(&["ddf", "diff", old.to_str().unwrap(), old.to_str().unwrap()], "");
    assert_eq!((same.code, same.out.as_str()), (0, ""));
    let check = |text: &str| {
        let message = file("check.xml", text);
        let outcome = run(&["ddf", "check", "-", message.to_str().unwrap()], DDF);
        fs::remove_file(message).unwrap();
        (outcome.code, outcome.out)
    };
    let replace = |data| check(&command("Replace", "./A/B", data));
    assert_eq!(replace("<Data>5</Data>"), (0, "fine\n".to_owned()));
    let told = "Replace ./A/B: the value is no int\n".to_owned();
    assert_eq!(replace("<Data>five</Data>"), (1, told));
    let told = "Exec ./A/X: the description has no such node\n".to_owned();
    assert_eq!(check(&command("Exec", "./A/X", "")), (1, told));
    fs::remove_file(old).unwrap();
    fs::remove_file(new).unwrap();
}

#[test]
fn dialogues_are_replayed() {
    let shown = output(&["dm", "replay", "tests/command/twostep.txt"], "");
    assert!(shown.contains("-> http://www.syncml.org/mgmt-server, "), "{shown}");
    assert!(shown.contains("Status for Replace 3 of message 2: 404"), "{shown}");
    assert!(shown.contains("== the session is over: Completed"), "{shown}");
    assert_eq!(output(&["dm", "replay", "--quiet", "tests/command/twostep.txt"], ""), "");
    let script = include_str!("twostep.txt");
    assert_eq!(output(&["dm", "replay", "--quiet", "-"], script), "");
}

#[test]
fn dialogues_that_go_otherwise_are_told() {
    let path = std::env::temp_dir().join(format!("provost-replay-{}.txt", std::process::id()));
    fs::write(&path, "C 1 final\n    1 Alert 1200\n    2 DevInfo\nend completed\n").unwrap();
    let outcome = run(&["dm", "replay", path.to_str().unwrap()], "");
    fs::remove_file(&path).unwrap();
    assert_eq!(outcome.code, 1);
    assert!(outcome.err.contains("line 1: expected"), "{}", outcome.err);
    assert_eq!(run(&["dm", "replay", "no/such/script"], "").code, 2);
}

#[test]
fn passwords_are_shown_on_request_alone() {
    let tree = "<MgmtTree xmlns='syncml:dmddf1.2'><VerDTD>1.2</VerDTD><Node><NodeName>A</NodeName>\
                <Node><NodeName>AAuthSecret</NodeName><Value>planted</Value></Node>\
                <Node><NodeName>Name</NodeName><Value>kept</Value></Node></Node></MgmtTree>";
    let message = include_str!("captures/syncml.xml").replace("planted-secret", "planted");
    for (command, input, kept) in [("tree", tree, "kept"), ("dm", &message, "./DMAcc/Example/Name")]
    {
        for form in [&[][..], &["--json"]] {
            let words = [&[command, "show"], form, &["-"]].concat();
            let shown = run(&words, input).out;
            assert!(shown.contains(kept) && shown.contains("[hidden]"), "{shown}");
            assert!(!shown.contains("planted"), "{shown}");
            let shown = run(&[&words[..], &["--secrets"]].concat(), input).out;
            assert!(shown.contains("planted") && !shown.contains("[hidden]"), "{shown}");
        }
    }
}
