//! Values by a description: their formats, those that are allowed, and what devices and generated trees make of
//! them.

use super::*;
use provost::dm::ErrorKind as Kinds;

/// A description of one leaf of a format below `./A`, with what more its properties have.
fn described(format: &str, properties: &str) -> Description {
    let text = format!(
        "<MgmtTree xmlns:MSFT=\"http://schemas.microsoft.com/MobileDevice/DM\"><VerDTD>1.2</VerDTD><Future/>\
         <Node><NodeName>X</NodeName><Path>./A</Path><DFProperties>\
         <AccessType><Add/><Get/><Replace/></AccessType><DFFormat><{format}/></DFFormat>\
         <DFType><MIME>text/plain</MIME></DFType>{properties}</DFProperties></Node></MgmtTree>"
    );
    Description::decode(text.as_bytes()).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn findings(description: &Description, verb: Verb, data: Option<&str>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let at = uri("./A/X");
    description.check(verb, at.path(), None, data.map(str::as_bytes), |it| findings.push(it));
    findings
}

fn allowed(kind: &str, inside: &str) -> String {
    format!("<MSFT:AllowedValues ValueType=\"{kind}\">{inside}</MSFT:AllowedValues>")
}

/// What is a value of each format, and what is none.
#[test]
fn values_of_each_format() {
    for (format, values) in [
        ("bool", &[("true", true), ("FALSE", true), ("1", false)][..]),
        (
            "int",
            &[
                ("-5", true),
                (" 5\n", true),
                ("5.0", false),
                ("", false),
                ("-2147483648", true),
                ("2147483648", false),
            ],
        ),
        (
            "float",
            &[
                ("1.5e3", true),
                ("-INF", true),
                ("NaN", true),
                ("1,5", false),
                ("inf", false),
                ("nan", false),
                ("infinity", false),
            ],
        ),
        ("b64", &[("AAEC", true), ("AA EC", true), ("A", false)]),
        ("bin", &[("AAEC", true), ("A*", false)]),
        (
            "date",
            &[
                ("2026-11-28", true),
                ("20261128", true),
                ("2026-11-2", false),
                ("2026/11/28", false),
                ("28 Nov 2026", false),
                ("20261328", false),
                ("2026-11-31", false),
                ("2024-02-29", true),
                ("2025-02-29", false),
            ],
        ),
        (
            "time",
            &[
                ("12:30:00", true),
                ("12:30:00Z", true),
                ("123000Z", true),
                ("12:30", false),
                ("12:30:00ZZ", false),
                ("Z", false),
                ("235959", true),
                ("240000", true),
                ("12:60:00", false),
                ("12:00:60Z", true),
                ("12:00:61Z", false),
                ("24:00:00", true),
                ("24:00:01", false),
            ],
        ),
        ("chr", &[("", true), ("anything", true)]),
        ("xml", &[("anything", true)]),
    ] {
        let description = described(format, "");
        let own: Format = format.parse().expect(format);
        for (value, is_one) in values {
            let expected = if *is_one { vec![] } else { vec![Finding::Value(own)] };
            assert_eq!(
                findings(&description, Verb::Add, Some(value)),
                expected,
                "{format} {value}"
            );
        }
        assert_eq!(findings(&description, Verb::Get, None), []);
    }
    assert_eq!(findings(&described("null", ""), Verb::Add, None), []);
}

/// What a description allows, as people read it.
#[test]
fn allowed_values_in_words() {
    let value = |text: &str| format!("<MSFT:Value>{text}</MSFT:Value>");
    for (kind, inside, words) in [
        ("ENUM", [value("0"), value("1")].concat(), "ENUM 0, 1"),
        ("Range", value("[1-5]"), "Range [1-5]"),
        (
            "RegEx",
            [value("^a$"), "<MSFT:List Delimiter=\",\"/>".into()].concat(),
            "RegEx ^a$, several with , between",
        ),
        (
            "ADMX",
            "<MSFT:AdmxBacked Area=\"Area~A\" Name=\"Policy\" File=\"a.admx\"/>".into(),
            "ADMX Policy of Area~A in a.admx",
        ),
        ("JSON", String::new(), "JSON"),
    ] {
        let description = described("chr", &allowed(kind, &inside));
        let node = description.nodes().next().expect("a node");
        let found = node.allowed_values().expect("allowed values");
        assert_eq!((found.to_string().as_str(), found.kind()), (words, kind));
    }
}

/// A list is judged by its parts: what is not checked in one is not checked in all, unless another is refused.
#[test]
fn lists_are_judged_by_their_parts() {
    let inside = "<MSFT:Value>b</MSFT:Value><MSFT:List Delimiter=\",\"/>";
    let description = described("chr", &allowed("RegEx", inside));
    let node = description.nodes().next().expect("a node");
    let values = node.allowed_values().expect("allowed values");
    // An expression that matches a part of a value alone says nothing.
    for (value, expected) in [
        ("b", Judgment::Allowed),
        ("b,b", Judgment::Allowed),
        ("b,abc", Judgment::NotChecked),
        ("abc,b", Judgment::NotChecked),
        ("abc,x", Judgment::Refused),
    ] {
        assert_eq!(values.judge(value), expected, "{value}");
    }
    for (count, expected) in
        [(2047, Judgment::Allowed), (2048, Judgment::Allowed), (2049, Judgment::NotChecked)]
    {
        let list = format!("b{}", ",b".repeat(count - 1));
        assert_eq!(values.judge(&list), expected, "{} octets", list.len());
    }
}

/// Numbers in either notation, and what only looks like one.
#[test]
fn numbers_that_are_allowed() {
    let range = described("chr", &allowed("Range", "<MSFT:Value>[-10-0x20]</MSFT:Value>"));
    let node = range.nodes().next().expect("a node");
    let values = node.allowed_values().expect("allowed values");
    for (value, expected) in [
        ("-10", Judgment::Allowed),
        ("0x1F", Judgment::Allowed),
        ("0X20", Judgment::Allowed),
        ("33", Judgment::Refused),
        ("0x-5", Judgment::Refused),
        ("0x+5", Judgment::Refused),
        ("0x", Judgment::Refused),
    ] {
        assert_eq!(values.judge(value), expected, "{value}");
    }
}

/// A device whose rules are a description refuses what that refuses, and takes what it cannot tell.
#[test]
fn a_device_takes_what_is_allowed() {
    let inside = "<MSFT:Value>1</MSFT:Value><MSFT:Value>2</MSFT:Value>";
    let description = described("int", &allowed("ENUM", inside));
    let mut engine = open_engine().with_rules(description);
    let leaf =
        |data: &'static [u8]| Item::new("./A/X").with_data(data.to_vec()).with_format(Format::Int);
    for (operation, expected) in [
        (Operation::Add(leaf(b"3")), 400),
        (Operation::Add(leaf(b"1")), 200),
        (Operation::Replace(leaf(b"3")), 400),
        (Operation::Replace(leaf(b"2")), 200),
        (Operation::Replace(leaf(b"0x1")), 200),
    ] {
        assert_eq!(status(&mut engine, &operation), expected, "{operation:?}");
    }
    assert_eq!(get(&mut engine, "./A/X").as_deref(), Some("0x1"));
}

/// The tree that a description begins with has its defaults, in their formats.
#[test]
fn defaults_of_a_tree() {
    let tree = |format: &str, default: &str| {
        let default = format!("<DefaultValue>{default}</DefaultValue>");
        let text = format!("{default}<Occurrence><One/></Occurrence><Scope><Permanent/></Scope>");
        // The default stands in front of the format by the DTD; whoever writes it elsewhere is read.
        let tree = described(format, &text).empty_tree();
        tree.map(|tree| tree.read(uri("./A/X").path()).expect("a leaf").into_owned())
    };
    let value = |format, default| tree(format, default).map(|node| node.value.to_vec());
    assert_eq!(value("chr", "text").expect("a tree"), b"text");
    assert_eq!(value("b64", "AAEC").expect("a tree"), [0, 1, 2]);
    assert_eq!(value("bin", "AAEC").expect("a tree"), [0, 1, 2]);
    assert_eq!(value("null", "ignored").expect("a tree"), b"");
    let error = value("b64", "A").expect_err("no base64");
    assert_eq!((error.kind(), error.offset()), (Kinds::Base64, 0));
}

/// Where an object is that a description has deep below its top.
#[test]
fn a_place_below_other_nodes() {
    let node = |name: &str, path: &str, id: &str, inside: &str| {
        format!(
            "<Node><NodeName>{name}</NodeName>{path}<DFProperties><AccessType><Get/></AccessType>\
             <DFFormat><node/></DFFormat><DFType><DDFName>{id}</DDFName></DFType></DFProperties>\
             {inside}</Node>"
        )
    };
    let place = |middle: &str| {
        let object = node("", "", "urn:game", "");
        let inside = node(middle, "", "", &object);
        let nodes = node("Games", "<Path>./Vendor</Path>", "", &inside);
        let text = format!("<MgmtTree><VerDTD>1.2</VerDTD>{nodes}</MgmtTree>");
        let description = Description::decode(text.as_bytes()).expect("a description");
        assert_eq!(description.version(), "1.2");
        description.place("urn:game").map(|place| place.to_string())
    };
    assert_eq!(place("Chess").as_deref(), Some("./Vendor/Games/Chess"));
    // A node that any name may have has no place.
    assert_eq!(place(""), None);
}

/// Elements of a release that is not known yet are there, and told.
#[test]
fn elements_of_another_release() {
    let description = described("chr", "");
    let names: Vec<Option<&str>> =
        description.unknown().iter().map(|extra| extra.name().map(|name| name.text())).collect();
    assert_eq!(names, [Some("Future")]);
    let kinds: Vec<DeviationKind> = description.deviations().iter().map(|it| it.kind).collect();
    assert_eq!(kinds, [DeviationKind::UnknownElement]);
}

/// Numbers of Windows may have more than 32 bits.
#[test]
fn numbers_of_windows_are_longer() {
    let range = allowed("Range", "<MSFT:Value>[0-4294967295]</MSFT:Value>");
    let description = described("int", &range);
    assert_eq!(findings(&description, Verb::Add, Some("4294967295")), []);
    assert_eq!(
        findings(&description, Verb::Add, Some("x")).first(),
        Some(&Finding::Value(Format::Int))
    );
}

/// Octets are those of the value in a serialized tree, and base64 or as they are in a message.
#[test]
fn octets_of_trees_and_messages() {
    for format in ["b64", "bin"] {
        let description = described(format, "");
        for (own, value, is_one) in [
            ("b64", "AAH/gA==", true),
            ("bin", "AAH/gA==", true),
            ("bin", "QSo=", true),
            ("chr", "x", false),
        ] {
            let text = format!(
                "<MgmtTree><VerDTD>1.2</VerDTD><Node><NodeName>X</NodeName><RTProperties>\
                 <Format><{own}/></Format></RTProperties><Value>{value}</Value></Node></MgmtTree>"
            );
            let document = Document::decode(text.as_bytes()).expect("a tree");
            let mut found = Vec::new();
            description.check_tree(&document, uri("./A").path(), |_, finding| found.push(finding));
            assert_eq!(found.is_empty(), is_one, "{format} {own} {value}: {found:?}");
        }
        for (own, data, is_one) in [
            (Some(Format::B64), &b"AAEC"[..], true),
            (Some(Format::B64), b"A*", false),
            (Some(Format::B64), b"\x00\xFF", true),
            (Some(Format::Bin), b"A*", true),
            (Some(Format::Bin), b"\x00\xFF", true),
            (None, b"\x00\xFF", true),
        ] {
            let mut found = Vec::new();
            let at = uri("./A/X");
            description.check(Verb::Replace, at.path(), own, Some(data), |it| found.push(it));
            assert_eq!(found.is_empty(), is_one, "{format} {own:?} {data:?}: {found:?}");
        }
    }
    // A tree says of which format its nodes are.
    let description = described("int", "");
    let text = "<MgmtTree><VerDTD>1.2</VerDTD><Node><NodeName>X</NodeName><RTProperties>\
                <Format>FORMAT</Format></RTProperties><Value>5</Value></Node></MgmtTree>";
    for (own, expected) in [
        ("<int/>", None),
        ("<chr/>", Some(Finding::Format { expected: Format::Int, found: Format::Chr })),
        ("<foo/>", Some(Finding::UnknownFormat)),
    ] {
        let document = Document::decode(text.replace("FORMAT", own).as_bytes()).expect("a tree");
        let mut found = Vec::new();
        description.check_tree(&document, uri("./A").path(), |_, finding| found.push(finding));
        assert_eq!(found, expected.into_iter().collect::<Vec<_>>(), "{own}");
    }
}

/// An address is one however the path of its file is written.
#[test]
fn addresses_of_paths() {
    for path in ["./Top/B", "Top/B", "/Top/B", " ./Top//B/ ", "//Top/B"] {
        let text = format!(
            "<MgmtTree><VerDTD>1.2</VerDTD><Node><NodeName>X</NodeName><Path>{path}</Path></Node></MgmtTree>"
        );
        let description = Description::decode(text.as_bytes()).expect("a description");
        let addresses: Vec<String> = description.nodes().map(|node| node.address()).collect();
        assert_eq!(addresses, ["./Top/B/X"], "{path}");
    }
}

/// A serialized tree is checked node by node: a value where none is, a list that is none, octets that are none.
#[test]
fn faults_of_serialized_trees() {
    let leaf = |format: &str, more: &str, value: &str| {
        format!(
            "<MgmtTree><VerDTD>1.2</VerDTD><Node><NodeName>X</NodeName><RTProperties>{more}\
             <Format><{format}/></Format></RTProperties><Value>{value}</Value></Node></MgmtTree>"
        )
    };
    let description = described("chr", "");
    for (text, expected) in [
        (leaf("chr", "", "fine"), None),
        (leaf("chr", "<ACL>Got=*</ACL>", "fine"), Some(Finding::Acl)),
        (leaf("b64", "", "A"), Some(Finding::Value(Format::B64))),
        (leaf("node", "", "value"), Some(Finding::InteriorValue)),
    ] {
        let document = Document::decode(text.as_bytes()).expect("a tree");
        let mut found = Vec::new();
        description.check_tree(&document, uri("./A").path(), |at, finding| {
            found.push((at.to_string(), finding));
        });
        let expected: Vec<_> = expected.map(|it| ("./A/X".to_owned(), it)).into_iter().collect();
        assert_eq!(found, expected, "{text}");
    }
}

/// By the rules of Windows `./Device/Vendor` is `./Vendor`, in a tree as in an address; what is sent to
/// `./Device` would be elsewhere, and is refused.
#[test]
fn paths_of_windows_lead_where_its_addresses_do() {
    let tree = |path: &str| {
        format!(
            "<MgmtTree><VerDTD>1.2</VerDTD><Node><NodeName>a</NodeName>{path}\
             <RTProperties><Format><chr/></Format><Type><MIME>text/plain</MIME></Type></RTProperties>\
             <Value>x</Value></Node></MgmtTree>"
        )
    };
    let root = Node::interior().with_acl("Add=*&Get=*&Replace=*&Delete=*".parse().expect("a list"));
    let mut options = provost::dm::tree::EngineOptions::DEFAULT;
    options.uri = provost::dm::uri::UriRules::WINDOWS;
    let mut engine = Engine::new(MemoryTree::with_root(root)).with_options(options);
    for (target, path, found) in [
        (".", "<Path>./Device/Vendor/MSFT</Path>", Some("./Device/Vendor/MSFT/a")),
        ("./Device/Vendor/Other", "", Some("./Vendor/Other/a")),
        ("./Device", "<Path>Vendor</Path>", None),
        ("./Device", "<Path>Other</Path>", Some("./Device/Other/a")),
    ] {
        let item =
            Item::new(target).with_type("application/vnd.syncml.dmtnds+xml").with_data(tree(path));
        let outcome = engine.execute("server", &Operation::Add(item));
        assert_eq!(outcome.status().is_success(), found.is_some(), "{target} {path}");
        let Some(found) = found else { continue };
        let get = engine.execute("server", &Operation::Get(found));
        assert!(get.status().is_success(), "{target} {path}: {:?}", get.status());
    }
}
