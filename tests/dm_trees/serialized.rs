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
        (tree(&[leaf("N"), under("/A", "M")].concat()), 400, "", true),
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
