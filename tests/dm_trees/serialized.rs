//! Serialized trees, read, written, added, replaced and listed.

use super::*;

#[test]
fn flat_and_nested_are_one_tree() {
    let Some((folder, _)) = files() else { return };
    let trees = ["oma-spec/tnds-path-flat.xml", "oma-spec/tnds-path-nested.xml"].map(|name| {
        let mut engine = open_engine();
        let item = Item::new(".").with_type(MEDIA_TYPE_XML).with_data(read(&folder, name));
        assert_eq!(status(&mut engine, &Operation::Add(item)), 200, "{name}");
        assert_eq!(get(&mut engine, "./Vendor/ISP/GWInfo/GWName").as_deref(), Some("gw.yyy.se"));
        let document = Document::capture(engine.tree(), Path::ROOT, PropertySet::ALL);
        says(&document.expect("a tree"))
    });
    assert_eq!(trees[0], trees[1]);
}

/// The subscriptions of Passpoint: nodes without format, type at the root alone.
#[test]
fn subscriptions_of_passpoint() {
    let Some((folder, _)) = files() else { return };
    let octets = read(&folder, "passpoint/pps-mo-aosp-omadm-sample.xml");
    let document = Document::decode(&octets).expect("a subscription");
    assert_eq!(document.object(), Some("urn:wfa:mo:hotspot2dot0-perprovidersubscription:1.0"));
    assert!(document.deviations().is_empty());
    let mut engine = open_engine();
    let item = Item::new("./Wi-Fi").with_type(MEDIA_TYPE_XML).with_data(octets);
    assert_eq!(status(&mut engine, &Operation::Add(item)), 200);
    let at = "./Wi-Fi/PerProviderSubscription/x1";
    for (leaf, value) in [
        ("CredentialPriority", "1"),
        ("SubscriptionUpdate/UpdateInterval", "4294967295"),
        ("HomeSP/HomeOIList/x1/HomeOI", "506f9a"),
        ("HomeSP/FriendlyName", "Wi-Fi Alliance"),
    ] {
        assert_eq!(get(&mut engine, &format!("{at}/{leaf}")).as_deref(), Some(value), "{leaf}");
    }
}

#[test]
fn a_tree_is_added_with_all_it_says() {
    let mut engine = open_engine();
    let item = || Item::new("./X").with_type(MEDIA_TYPE_XML).with_data(TREE);
    assert_eq!(status(&mut engine, &Operation::Add(item())), 200);
    for (target, value) in [
        ("./X/A?prop=Type", "urn:x"),
        ("./X/A/B?prop=Format", "bin"),
        ("./X/A/B?prop=Type", "a/b"),
        ("./X/A/B?prop=Size", "3"),
        ("./X/A/C", "7"),
        ("./X/A/C?prop=ACL", "Get=*&Replace=srv"),
        ("./X/A/C?prop=Title", "T"),
        ("./X/A/D?prop=Format", "node"),
    ] {
        assert_eq!(get(&mut engine, target).as_deref(), Some(value), "{target}");
    }
    // The same again is there already, and nothing changes.
    assert_eq!(status(&mut engine, &Operation::Add(item())), 418);
}

#[test]
fn a_tree_is_added_as_a_whole_or_not_at_all() {
    let add = |data: String| {
        let mut engine = open_engine();
        let setup = [
            Operation::Add(Item::new("./X/Leaf").with_data("v")),
            Operation::Add(Item::new("./X/A/C").with_data("old")),
        ];
        for operation in &setup {
            assert_eq!(status(&mut engine, operation), 200);
        }
        let before =
            Document::capture(engine.tree(), Path::ROOT, PropertySet::ALL).expect("a tree");
        let item = Item::new("./X").with_type(MEDIA_TYPE_XML).with_data(data);
        let outcome = engine.execute("srv", &Operation::Add(item));
        let after = Document::capture(engine.tree(), Path::ROOT, PropertySet::ALL).expect("a tree");
        let at = outcome.failed_at().map(ToString::to_string).unwrap_or_default();
        (outcome.status().0, at, before == after)
    };
    let tree = |nodes: &str| format!("<MgmtTree><VerDTD>1.2</VerDTD>{nodes}</MgmtTree>");
    let leaf = |name: &str| format!("<Node><NodeName>{name}</NodeName><Value>v</Value></Node>");
    let under = |path: &str, name: &str| {
        format!("<Node><NodeName>{name}</NodeName><Path>{path}</Path><Value>v</Value></Node>")
    };
    for (data, expected, at, is_same) in [
        (tree(&[leaf("N"), leaf("M")].concat()), 200, "", false),
        (tree(&[leaf("N"), leaf("Leaf")].concat()), 418, "./X/Leaf", true),
        (tree(&[leaf("N"), leaf("N")].concat()), 418, "./X/N", true),
        (tree(&[leaf("N"), under("Leaf", "M")].concat()), 405, "./X/Leaf/M", true),
        (tree(&[leaf("N"), under("./A", "M")].concat()), 200, "", false),
        (tree(&[leaf("N"), under("New/On/The/Way", "M")].concat()), 200, "", false),
        (tree(&[leaf("N"), under("../A", "M")].concat()), 400, "", true),
        (tree(&[leaf("N"), under("//A", "M")].concat()), 400, "", true),
        // An example of the specification has a slash in front.
        (tree(&[leaf("N"), under("/A", "M")].concat()), 200, "", false),
        (tree(&[leaf("N"), under("/", "M")].concat()), 200, "", false),
        (tree(&[leaf("N"), leaf("a/b")].concat()), 400, "", true),
        (
            tree(&leaf("N").replace(
                "<Value>v",
                "<RTProperties><Format><b64/></Format></RTProperties><Value>?",
            )),
            400,
            "./X/N",
            true,
        ),
        (
            tree(
                &leaf("N").replace("<Value>", "<RTProperties><ACL>Get</ACL></RTProperties><Value>"),
            ),
            400,
            "./X/N",
            true,
        ),
        (tree(""), 400, "", true),
        ("<MgmtTree>".into(), 400, "", true),
        ("<SyncML/>".into(), 400, "", true),
        (String::new(), 400, "", true),
    ] {
        assert_eq!(add(data.clone()), (expected, at.to_owned(), is_same), "{data}");
    }
}

/// The list of an account has no Add: it says who may change the account, not who may bring it
/// (DM Bootstrap 1.2.1, 5.3).
#[test]
fn lists_of_a_tree_hold_once_it_is_there() {
    let xml = b"<MgmtTree><VerDTD>1.2</VerDTD><Node><NodeName>acc</NodeName><RTProperties>\
        <ACL>Get=srv&amp;Replace=srv</ACL><Format><node/></Format></RTProperties>\
        <Node><NodeName>in</NodeName><RTProperties><ACL>Get=*</ACL><Format><node/></Format>\
        </RTProperties><Node><NodeName>leaf</NodeName><Value>v</Value></Node></Node></Node></MgmtTree>";
    let item = |target| {
        Item::new(target).with_type("application/vnd.syncml.dmtnds+xml").with_data(xml.to_vec())
    };
    let mut engine = open_engine();
    assert_eq!(status(&mut engine, &Operation::Add(item("."))), 200);
    assert_eq!(get(&mut engine, "./acc?prop=ACL").unwrap(), "Get=srv&Replace=srv");
    assert_eq!(get(&mut engine, "./acc/in?prop=ACL").unwrap(), "Get=*");
    let more = Operation::Add(Item::new("./acc/more").with_data("v"));
    assert_eq!(status(&mut engine, &more), 425);

    let mut engine = open_engine();
    let old = Item::new("./acc").with_format(Format::Node);
    assert_eq!(status(&mut engine, &Operation::Add(old)), 200);
    assert_eq!(status(&mut engine, &Operation::Replace(item("./acc"))), 200);
    assert_eq!(get(&mut engine, "./acc/in?prop=ACL").unwrap(), "Get=*");
}

#[test]
fn a_device_without_serialized_trees() {
    let mut engine = open_engine();
    engine.options_mut().tnds = false;
    let item = || Item::new(".").with_type(MEDIA_TYPE_XML).with_data(TREE);
    assert_eq!(status(&mut engine, &Operation::Add(item())), 415);
    assert_eq!(status(&mut engine, &Operation::Replace(item())), 415);
    assert_eq!(status(&mut engine, &Operation::Get(".?list=TNDS")), 406);
}

#[test]
fn nodes_are_counted() {
    let nodes = |count: usize| {
        let node = "<Node><NodeName>n</NodeName></Node>".repeat(count);
        format!("<MgmtTree><VerDTD>1.2</VerDTD>{node}</MgmtTree>")
    };
    let decode = |count| Document::decode_with(nodes(count).as_bytes(), 3);
    assert!(decode(2).is_ok() && decode(3).is_ok());
    assert_eq!(decode(4).expect_err("too many").kind(), ErrorKind::Limit(Limit::Nodes));
    let mut engine = open_engine();
    engine.options_mut().max_nodes = 3;
    let item = Item::new(".").with_type(MEDIA_TYPE_XML).with_data(nodes(4));
    assert_eq!(status(&mut engine, &Operation::Add(item)), 413);
}

/// What a server has got with a list it can put back, at the same node or elsewhere.
#[test]
fn there_and_back() {
    let mut engine = open_engine();
    let item = Item::new("./X").with_type(MEDIA_TYPE_XML).with_data(TREE);
    assert_eq!(status(&mut engine, &Operation::Add(item)), 200);
    let outcome =
        engine.execute("srv", &Operation::Get("./X/A?list=TNDS+ACL+Format+Type+Title+Value"));
    let [result] = outcome.results() else { panic!("{outcome:?}") };
    assert_eq!((result.kind.as_str(), result.format), (MEDIA_TYPE_WBXML, Format::Bin));
    assert_eq!(result.source, "./X/A?list=TNDS+ACL+Format+Type+Title+Value");
    let captured = result.data.clone().expect("data");
    let document = Document::decode(&captured).expect("a tree");
    assert_eq!(says(&document).len(), 4);

    let whole = |engine: &Engine<MemoryTree>| {
        let document = Document::capture(engine.tree(), uri("./X").path(), PropertySet::ALL);
        says(&document.expect("a tree"))
    };
    let before = whole(&engine);
    for operation in [
        Operation::Replace(Item::new("./X/A/C").with_data("8")),
        Operation::Add(Item::new("./X/A/D/New").with_data("n")),
        Operation::Delete("./X/A/B"),
    ] {
        assert_eq!(status(&mut engine, &operation), 200, "{operation:?}");
    }
    let put = Item::new("./X/A").with_type(MEDIA_TYPE_WBXML).with_data(captured.clone());
    assert_eq!(status(&mut engine, &Operation::Replace(put)), 200);
    let strip = |lines: Vec<String>| -> Vec<String> {
        let cut = |line: String| line.split(" version: ").next().expect("a line").to_owned();
        lines.into_iter().map(cut).collect()
    };
    assert_eq!(strip(whole(&engine)), strip(before));
    // Elsewhere, below a node that is there, and as a node that is not.
    let below = Item::new("./Y/Z").with_type(MEDIA_TYPE_WBXML).with_data(captured.clone());
    assert_eq!(status(&mut engine, &Operation::Add(below)), 200);
    assert_eq!(get(&mut engine, "./Y/Z/A/C").as_deref(), Some("7"));
    let itself = Item::new("./Q/A").with_type(MEDIA_TYPE_WBXML).with_data(captured);
    assert_eq!(status(&mut engine, &Operation::Add(itself)), 200);
    assert_eq!(get(&mut engine, "./Q/A/C").as_deref(), Some("7"));
}

#[test]
fn a_replaced_tree_is_exactly_the_object() {
    let tree = |nodes: &str| format!("<MgmtTree><VerDTD>1.2</VerDTD>{nodes}</MgmtTree>");
    let leaf = |name: &str, value: &str| {
        format!("<Node><NodeName>{name}</NodeName><Value>{value}</Value></Node>")
    };
    let setup = || {
        let mut engine = open_engine();
        for target in ["./X/Keep", "./X/Change", "./X/Gone/Deep/Er", "./X/Kind", "./Other"] {
            let item = Item::new(target).with_data("old");
            assert_eq!(status(&mut engine, &Operation::Add(item)), 200);
        }
        engine
    };
    let nodes = [
        leaf("Keep", "old"),
        leaf("Change", "new"),
        "<Node><NodeName>Kind</NodeName><Node><NodeName>Leaf</NodeName><Value>v</Value></Node></Node>".into(),
        leaf("New", "v"),
    ];
    let mut engine = setup();
    let item = Item::new("./X").with_type(MEDIA_TYPE_XML).with_data(tree(&nodes.concat()));
    assert_eq!(status(&mut engine, &Operation::Replace(item)), 200);
    assert_eq!(get(&mut engine, "./X").as_deref(), Some("Change/Keep/Kind/New"));
    assert_eq!(get(&mut engine, "./X/Change").as_deref(), Some("new"));
    assert_eq!(get(&mut engine, "./X/Kind/Leaf").as_deref(), Some("v"));
    assert_eq!(get(&mut engine, "./Other").as_deref(), Some("old"));
    // What is as it was counts no change.
    assert_eq!(get(&mut engine, "./X/Keep?prop=VerNo").as_deref(), Some("0"));
    assert_eq!(get(&mut engine, "./X/Change?prop=VerNo").as_deref(), Some("1"));

    // It fails at the last node: nothing has changed.
    let mut engine = setup();
    let before = Document::capture(engine.tree(), Path::ROOT, PropertySet::ALL).expect("a tree");
    engine.options_mut().max_value = 3;
    let nodes = [nodes.concat(), leaf("Long", "longer than that")].concat();
    let item = Item::new("./X").with_type(MEDIA_TYPE_XML).with_data(tree(&nodes));
    assert_eq!(status(&mut engine, &Operation::Replace(item)), 413);
    let after = Document::capture(engine.tree(), Path::ROOT, PropertySet::ALL).expect("a tree");
    assert_eq!(before, after);

    let item = || Item::new("./None").with_type(MEDIA_TYPE_XML).with_data(TREE);
    assert_eq!(status(&mut engine, &Operation::Replace(item())), 404);
}

/// Rights are those of each node: a subtree that one may not delete stays, and all with it.
#[test]
fn rights_inside_of_a_replaced_tree() {
    let mut engine = open_engine();
    for (target, list) in [("./X/Mine", None), ("./X/Other", Some("Get=*&Replace=com.other"))] {
        assert_eq!(status(&mut engine, &Operation::Add(Item::new(target).with_data("v"))), 200);
        if let Some(list) = list {
            let target = format!("{target}?prop=ACL");
            let item = Item::new(&target).with_data(list);
            assert_eq!(status(&mut engine, &Operation::Replace(item)), 200);
        }
    }
    let data = "<MgmtTree><VerDTD>1.2</VerDTD><Node><NodeName>Mine</NodeName><Value>w</Value></Node></MgmtTree>";
    let item = Item::new("./X").with_type(MEDIA_TYPE_XML).with_data(data);
    let outcome = engine.execute("srv", &Operation::Replace(item));
    assert_eq!((outcome.status().0, outcome.failed_at()), (425, Some(&uri("./X/Other"))));
    assert_eq!(get(&mut engine, "./X/Mine").as_deref(), Some("v"));
}

#[test]
fn selections_of_a_list() {
    let mut engine = open_engine();
    let item = Item::new(".").with_type(MEDIA_TYPE_XML).with_data(TREE);
    assert_eq!(status(&mut engine, &Operation::Add(item)), 200);
    let mut list = |selection: &str| {
        let target = format!("./A/C?list=TNDS{selection}");
        let outcome = engine.execute("srv", &Operation::Get(&target));
        let data = outcome.results()[0].data.clone().expect("data");
        let document = Document::decode(&data).expect("a tree");
        let node = document.nodes().next().expect("a node");
        let rt = node.properties();
        let has = [
            ("ACL", rt.acl.is_some()),
            ("Format", rt.format.is_some()),
            ("Name", rt.name.is_some()),
            ("Size", rt.size.is_some()),
            ("Title", rt.title.is_some()),
            ("TStamp", rt.stamp.is_some()),
            ("Type", rt.kind.is_some()),
            ("VerNo", rt.version.is_some()),
            ("Value", node.value().is_some()),
        ];
        has.iter().filter(|(_, has)| *has).map(|(name, _)| *name).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(list(""), "Format Type Value");
    assert_eq!(list("+Value+ACL"), "ACL Value");
    assert_eq!(list("+TStamp"), "");
    assert_eq!(list("-Value-ACL"), "Format Name Size Title Type VerNo");
}

/// Value as it is: white space, sections, references, octets.
#[test]
fn values_are_kept() {
    for (xml, value) in [
        ("<Value> a\n b </Value>", " a\n b "),
        ("<Value>  </Value>", "  "),
        ("<Value><![CDATA[<x a=\"1\"/>]]></Value>", "<x a=\"1\"/>"),
        ("<Value>&lt;x/&gt; &amp; y</Value>", "<x/> & y"),
        ("<Value>a<![CDATA[b]]>c<!-- d --></Value>", "abc"),
        ("<Value/>", ""),
        ("", ""),
    ] {
        let text = format!(
            "<MgmtTree><VerDTD>1.2</VerDTD><Node><NodeName>N</NodeName>{xml}</Node></MgmtTree>"
        );
        let document = Document::decode(text.as_bytes()).expect(xml);
        let octets =
            |document: &Document| document.nodes().next().expect("one").octets().expect(xml);
        assert_eq!(octets(&document), value, "{xml}");
        let again = Document::decode(document.to_xml().expect(xml).as_bytes()).expect(xml);
        assert_eq!(again, document, "{xml}");
        let again = Document::decode(&document.to_wbxml().expect(xml)).expect(xml);
        assert_eq!(octets(&again), value, "{xml}");
    }
}

/// A value has no place at an interior node: it is not dropped.
#[test]
fn a_value_of_an_interior_node_is_refused() {
    let tree = |value: &str, behind: &str| {
        format!(
            "<MgmtTree><VerDTD>1.2</VerDTD><Node><NodeName>A</NodeName>{value}{behind}</MgmtTree>"
        )
    };
    let child = "<Node><NodeName>B</NodeName><Value>v</Value></Node></Node>";
    let by_path = "</Node><Node><NodeName>B</NodeName><Path>A</Path><Value>v</Value></Node>";
    let says = "<RTProperties><Format><node/></Format></RTProperties>";
    for (data, expected) in [
        (tree("", child), 200),
        (tree("<Value/>", child), 200),
        (tree("<Value> \n</Value>", child), 200),
        (tree("<Value>x</Value>", child), 400),
        (tree("", by_path), 200),
        (tree("<Value>x</Value>", by_path), 400),
        (tree(&[says, "<Value>x</Value>"].concat(), "</Node>"), 400),
        (tree(&[says, "<Value/>"].concat(), "</Node>"), 200),
    ] {
        for is_add in [true, false] {
            let mut engine = open_engine();
            let old = Operation::Add(Item::new("./X").with_format(Format::Node));
            assert_eq!(status(&mut engine, &old), 200);
            let item = Item::new("./X").with_type(MEDIA_TYPE_XML).with_data(data.clone());
            let operation = if is_add { Operation::Add(item) } else { Operation::Replace(item) };
            let outcome = engine.execute("srv", &operation);
            let at = outcome.failed_at().map(ToString::to_string);
            let expected_at = (expected != 200).then(|| "./X/A".to_owned());
            assert_eq!((outcome.status().0, at), (expected, expected_at), "{data}");
        }
    }
}

/// What a document says of an interior node holds, or the document is refused.
#[test]
fn the_type_of_an_interior_node_is_replaced() {
    struct Fixed;
    impl Rules for Fixed {
        fn rule(&self, at: Path<'_>) -> NodeRule {
            match at.as_normal() {
                "X/Permanent" => NodeRule::ANY.with_scope(Scope::Permanent),
                "X/Closed" => NodeRule::ANY.with_access(Access::ALL.without(Right::Replace)),
                _ => NodeRule::ANY,
            }
        }
    }
    let tree = |name: &str, kind: &str| {
        format!(
            "<MgmtTree><VerDTD>1.2</VerDTD><Node><NodeName>{name}</NodeName><RTProperties><Format>\
            <node/></Format>{kind}</RTProperties></Node></MgmtTree>"
        )
    };
    let named = |name: &str| format!("<Type><DDFName>{name}</DDFName></Type>");
    for (name, kind, expected, found, version) in [
        ("Open", named("urn:new"), 200, "urn:new", "1"),
        ("Open", named("urn:old"), 200, "urn:old", "0"),
        ("Open", "<Type><DDFName/></Type>".into(), 200, "", "1"),
        // It does not say.
        ("Open", String::new(), 200, "urn:old", "0"),
        ("Permanent", named("urn:new"), 405, "urn:old", "0"),
        ("Permanent", named("urn:old"), 200, "urn:old", "0"),
        ("Closed", named("urn:new"), 405, "urn:old", "0"),
    ] {
        let mut engine = open_engine().with_rules(Fixed);
        let at = format!("./X/{name}");
        let old = Item::new(&at).with_format(Format::Node).with_type("urn:old");
        assert_eq!(engine.execute("srv", &Operation::Add(old)).status().0, 200);
        let item = Item::new("./X").with_type(MEDIA_TYPE_XML).with_data(tree(name, &kind));
        let outcome = engine.execute("srv", &Operation::Replace(item));
        assert_eq!(outcome.status().0, expected, "{name} {kind}");
        for (property, value) in [("Type", found), ("VerNo", version)] {
            let target = format!("{at}?prop={property}");
            let outcome = engine.execute("srv", &Operation::Get(&target));
            assert_eq!(outcome.results()[0].text(), Some(value), "{name} {kind} {property}");
        }
    }
}

/// Titles and lists are changes as values are, and a document changes a node once.
#[test]
fn changes_by_a_document_are_counted() {
    let mut engine = open_engine();
    let document = |title: &str, acl: &str, value: &str| {
        format!(
            "<MgmtTree><VerDTD>1.2</VerDTD><Node><NodeName>N</NodeName><RTProperties>{acl}{title}\
            </RTProperties><Value>{value}</Value></Node></MgmtTree>"
        )
    };
    let (title, acl) = ("<Title>T</Title>", "<ACL>Get=*&amp;Replace=srv</ACL>");
    let stamps = ["20260101T000000Z", "20260102T000000Z"];
    for (at, (data, version, stamp)) in [
        // What is new has not been changed, whatever list it has.
        (document("", "", "v"), "0", 0),
        (document(title, "", "v"), "1", 1),
        (document(title, "", "v"), "1", 1),
        (document(title, acl, "v"), "2", 1),
        (document("<Title>U</Title>", "<ACL>Get=*&amp;Replace=*</ACL>", "w"), "3", 1),
        // An empty list is none: the one above holds again. What it does not say stays.
        (document("<Title/>", "<ACL/>", "w"), "4", 1),
        (document("", "", "w"), "4", 1),
    ]
    .into_iter()
    .enumerate()
    {
        if at == 0 {
            let old = Item::new("./X").with_format(Format::Node);
            assert_eq!(status(&mut engine, &Operation::Add(old)), 200);
        }
        engine.options_mut().now = stamps[usize::from(at > 0)].parse().ok();
        let item = Item::new("./X").with_type(MEDIA_TYPE_XML).with_data(data);
        assert_eq!(status(&mut engine, &Operation::Replace(item)), 200, "{at}");
        assert_eq!(get(&mut engine, "./X/N?prop=VerNo").as_deref(), Some(version), "{at}");
        assert_eq!(get(&mut engine, "./X/N?prop=TStamp").as_deref(), Some(stamps[stamp]), "{at}");
    }
    assert_eq!(get(&mut engine, "./X/N?prop=ACL").as_deref(), Some(""));
    assert_eq!(get(&mut engine, "./X/N?prop=Title").as_deref(), Some(""));
    let added = Item::new("./X").with_type(MEDIA_TYPE_XML);
    let added = added.with_data(document(title, acl, "v").replace(">N<", ">M<"));
    assert_eq!(status(&mut engine, &Operation::Add(added)), 200);
    assert_eq!(get(&mut engine, "./X/M?prop=VerNo").as_deref(), Some("0"));
    assert_eq!(get(&mut engine, "./X/M?prop=ACL").as_deref(), Some("Get=*&Replace=srv"));
}

/// Objects in the inbox go where the device has its kind, under the name they have, or a number.
#[test]
fn objects_in_the_inbox() {
    struct Places;
    impl Rules for Places {
        fn rule(&self, _: Path<'_>) -> NodeRule {
            NodeRule::ANY
        }

        fn place(&self, object: &str) -> Option<Uri> {
            (object == "urn:here").then(|| uri("./Here"))
        }
    }
    let object = |name: &str, kind: &str| {
        let leaf = "<Node><NodeName>Leaf</NodeName><Value>v</Value></Node>";
        format!(
            "<MgmtTree><VerDTD>1.2</VerDTD><Node><NodeName>{name}</NodeName><RTProperties><Type>\
            <DDFName>{kind}</DDFName></Type></RTProperties>{leaf}</Node></MgmtTree>"
        )
    };
    let mut engine = open_engine().with_rules(Places);
    for node in ["./Here", "./Inbox"] {
        let add = Operation::Add(Item::new(node).with_format(Format::Node));
        assert_eq!(engine.execute("srv", &add).status().0, 200);
    }
    for (target, name, kind, at) in [
        ("./Inbox", "own", "urn:here", "./Here/own"),
        // The name of the node above is a name like others.
        ("./Inbox", "Here", "urn:here", "./Here/Here"),
        ("./Inbox", "", "urn:here", "./Here/3"),
        ("./Inbox", "", "urn:here", "./Here/4"),
        ("./Inbox", "5", "urn:here", "./Here/5"),
        ("./Inbox", "7", "urn:here", "./Here/7"),
        ("./Inbox", "", "urn:here", "./Here/8"),
        ("./Inbox/given", "", "urn:here", "./Here/given"),
        ("./Inbox/given", "other", "urn:here", "./Here/other"),
        ("./Inbox", "", "urn:unknown", "./Inbox/1"),
        ("./Inbox", "own", "urn:unknown", "./Inbox/own"),
        ("./Inbox/x", "", "urn:unknown", "./Inbox/x"),
    ] {
        let data = object(name, kind);
        let item = Item::new(target).with_type(MEDIA_TYPE_XML).with_data(data);
        let outcome = engine.execute("srv", &Operation::Add(item));
        assert_eq!(outcome.status().0, 200, "{target} {name} {kind}");
        let leaf = uri(&format!("{at}/Leaf"));
        assert!(engine.tree().read(leaf.path()).is_ok(), "{at}");
        assert!(engine.tree().read(uri("./Here/Leaf").path()).is_err(), "{at}");
    }
    let again = Item::new("./Inbox").with_type(MEDIA_TYPE_XML).with_data(object("own", "urn:here"));
    assert_eq!(engine.execute("srv", &Operation::Add(again)).status().0, 418);
}

/// What a document does not say of a node stays: its format, its type, and that it is interior.
#[test]
fn what_a_replaced_tree_leaves_open_stays() {
    struct Fixed;
    impl Rules for Fixed {
        fn rule(&self, at: Path<'_>) -> NodeRule {
            match at.name() {
                "N" => NodeRule::ANY.with_scope(Scope::Permanent),
                "I" => NodeRule::ANY.with_format(Format::Int),
                _ => NodeRule::ANY,
            }
        }
    }
    let root = Node::interior().with_acl("Add=*&Get=*&Replace=*&Delete=*".parse().expect("a list"));
    let mut tree = MemoryTree::with_root(root);
    for (at, node) in [
        ("./X", Node::interior()),
        ("./X/E", Node::interior().with_kind("urn:x")),
        ("./X/I", Node::leaf("1").with_format(Format::Int)),
        ("./X/N", Node::leaf("v").with_kind("text/xml")),
        ("./X/T", Node::leaf("v").with_kind("text/xml")),
    ] {
        tree.write(Edit::Add { at: uri(at).path(), node }).expect("added");
    }
    let mut engine = Engine::new(tree).with_rules(Fixed);
    let leaf = |name: &str, rest: &str| format!("<Node><NodeName>{name}</NodeName>{rest}</Node>");
    let mut replace = |nodes: [String; 4], target: &str| {
        let data = format!("<MgmtTree><VerDTD>1.2</VerDTD>{}</MgmtTree>", nodes.concat());
        let item = Item::new("./X").with_type(MEDIA_TYPE_XML).with_data(data);
        let outcome = engine.execute("srv", &Operation::Replace(item));
        assert_eq!(outcome.status().0, 200, "{:?}", outcome.failed_at());
        let node = engine.tree().read(uri(target).path()).expect("there").into_owned();
        let version = node.version;
        (node.format, node.kind, String::from_utf8_lossy(&node.value).into_owned(), version)
    };
    let value = |text: &str| format!("<Value>{text}</Value>");
    let same =
        || [leaf("E", ""), leaf("I", &value("1")), leaf("N", &value("v")), leaf("T", &value("v"))];
    for (target, expected) in [
        ("./X/E", (Format::Node, "urn:x", "")),
        ("./X/I", (Format::Int, "", "1")),
        ("./X/N", (Format::Chr, "text/xml", "v")),
    ] {
        let (format, kind, text, version) = replace(same(), target);
        assert_eq!((format, &*kind, &*text, version), (expected.0, expected.1, expected.2, 0));
    }
    let mut other = same();
    other[1] = leaf("I", &value("2"));
    assert_eq!(replace(other, "./X/I"), (Format::Int, String::new(), "2".into(), 1));
    // What it says holds.
    let says = "<RTProperties><Type><MIME>text/plain</MIME></Type></RTProperties><Value>w</Value>";
    let mut other = same();
    other[3] = leaf("T", says);
    assert_eq!(replace(other, "./X/T"), (Format::Chr, String::new(), "w".into(), 1));
}
