//! Serialized trees and device descriptions: the files of the shared data folder, libwbxml's forms of
//! them, and the rules of DM TNDS 1.2.1 and DM TND 1.2.1, 8.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "tests have the standard library, and their helpers may fail"
)]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path as FilePath, PathBuf},
};

use provost::dm::{
    ErrorKind, Format, Limit,
    ddf::{Description, Difference, Finding, Judgment, Occurrence, Verb},
    tnds::{DeviationKind, Document, Kind, MEDIA_TYPE_WBXML, MEDIA_TYPE_XML},
    tree::{Acl, Case, Engine, Item, MemoryTree, Node, Operation, Right, Rules, Scope, Tree},
    uri::{Path, PropertyName, PropertySet, Uri},
};
use provost_tests::{data, peer::Peer};

fn uri(text: &str) -> Uri {
    text.parse().expect(text)
}

fn open_engine() -> Engine<MemoryTree> {
    let acl: Acl = "Add=*&Get=*&Replace=*&Delete=*".parse().expect("a list");
    Engine::new(MemoryTree::with_root(Node::interior().with_acl(acl)))
}

fn status<T: Tree, R: Rules>(engine: &mut Engine<T, R>, operation: &Operation<'_>) -> u16 {
    engine.execute("srv", operation).status().0
}

fn get<T: Tree, R: Rules>(engine: &mut Engine<T, R>, target: &str) -> Option<String> {
    let outcome = engine.execute("srv", &Operation::Get(target));
    outcome.results().first().map(|result| result.text().expect("text").to_owned())
}

/// A file of the index: its name, its nodes and how deep they are.
type Row = (String, Option<(usize, usize)>);

/// The folder, and its index.
fn files() -> Option<(PathBuf, Vec<Row>)> {
    let folder = data::shared("dm-trees")?;
    let index = fs::read_to_string(folder.join("INDEX.md")).expect("an index");
    let rows = index.lines().filter_map(|line| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, name, nodes, depth, ..] = cells[..] else { return None };
        name.contains('/').then(|| (name.to_owned(), nodes.parse().ok().zip(depth.parse().ok())))
    });
    // The index names one that is not there.
    let files: Vec<_> = rows.filter(|(name, _)| folder.join(name).is_file()).collect();
    assert!(files.len() > 60, "{} files", files.len());
    Some((folder, files))
}

fn read(folder: &FilePath, name: &str) -> Vec<u8> {
    fs::read(folder.join(name)).expect(name)
}

/// Every file is read, or refused with the reason that the index gives.
#[test]
fn every_file() {
    let Some((folder, files)) = files() else { return };
    let (mut nodes, mut refused) = (0, 0);
    for (name, counts) in &files {
        let octets = read(&folder, name);
        let read = Description::decode(&octets);
        // Trees of AOSP in a token set of their own, lists, schemas, and a SyncML message.
        let is_other = name.starts_with("aosp-omadm/") && name.ends_with(".wbxml")
            || name.contains("/acl.")
            || name.ends_with(".xsd")
            || name.ends_with("syncml_with_ddf-001.xml");
        if is_other {
            let error = read.expect_err(name);
            let is_clean = matches!(error.kind(), ErrorKind::Syntax(_) | ErrorKind::NoMgmtTree);
            assert!(is_clean, "{name}: {error}");
            refused += 1;
            continue;
        }
        let description = read.unwrap_or_else(|error| panic!("{name}: {error}"));
        nodes += description.nodes().len();
        if let Some((count, depth)) = counts {
            assert_eq!(description.nodes().len(), *count, "{name}");
            let deepest = description.nodes().map(|node| node.depth() + 1).max();
            assert_eq!(deepest, Some(*depth), "{name}");
        }
        let is_dialect = name.starts_with("aosp-omadm/") && name.ends_with(".xml");
        for deviation in description.deviations() {
            let is_known = match deviation.kind {
                DeviationKind::Dialect => is_dialect,
                DeviationKind::Order => !name.starts_with("oma-spec/"),
                DeviationKind::NestedPath => name == "aosp-omadm/syncmldm.ddf",
                _ => false,
            };
            assert!(is_known, "{name}: {deviation:?}");
        }
        let tree = description.empty_tree().unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(tree.read(Path::ROOT).is_ok());
    }
    assert!(nodes > 1500 && refused == 11, "{nodes} nodes, {refused} refused");
}

/// What is written is read as the same, in both syntaxes.
#[test]
fn every_file_is_written_again() {
    let Some((folder, files)) = files() else { return };
    let mut count = 0;
    for (name, _) in &files {
        let octets = read(&folder, name);
        let Ok(description) = Description::decode(&octets) else { continue };
        let says = |description: &Description| -> Vec<String> {
            description
                .nodes()
                .map(|n| {
                    format!("{} {:?} {:?} {}", n.address(), n.properties(), n.value(), n.depth())
                })
                .collect()
        };
        let xml = description.to_xml(2).unwrap_or_else(|error| panic!("{name}: {error}"));
        let again = Description::decode(xml.as_bytes()).expect(name);
        assert_eq!(says(&again), says(&description), "{name}");
        let kinds = again.deviations().iter().map(|deviation| deviation.kind);
        assert!(kinds.clone().all(|kind| kind == DeviationKind::NestedPath), "{name}");
        assert_eq!(again.extensions(), description.extensions(), "{name}");
        let wbxml = description.to_wbxml().unwrap_or_else(|error| panic!("{name}: {error}"));
        let again = Description::decode(&wbxml).expect(name);
        assert_eq!(says(&again), says(&description), "{name}");
        assert_eq!(again.extensions(), description.extensions(), "{name}");
        count += 1;
    }
    assert!(count > 50, "{count} files");
}

/// The files that libwbxml has encoded say the same as the text beside them.
#[test]
fn libwbxml_writes_the_same() {
    let Some((folder, files)) = files() else { return };
    let mut count = 0;
    for (name, _) in &files {
        let Some(stem) = name.strip_suffix(".libwbxml.wbxml") else { continue };
        let text = ["ddf", "xml"].iter().map(|end| format!("{stem}.{end}"));
        let text = text.map(|name| folder.join(name)).find(|path| path.is_file()).expect(name);
        let ours = Description::decode(&fs::read(text).expect("a file")).expect(name);
        let theirs = Description::decode(&read(&folder, name)).expect(name);
        assert_eq!(theirs.to_xml(1), ours.to_xml(1), "{name}");
        count += 1;
    }
    assert!(count >= 7, "{count} files");
}

fn says(document: &Document) -> Vec<String> {
    let node = |n: provost::dm::tnds::Node<'_>| {
        format!("{} {:?} {:?}", n.path(), n.properties(), n.octets())
    };
    document.nodes().map(node).collect()
}

/// What we write, libwbxml reads, and what it makes of it we read as the same.
#[test]
fn libwbxml_reads_the_same() {
    let Some(to_xml) = Peer::find("wbxml2xml") else { return };
    let Some((folder, files)) = files() else { return };
    let mut count = 0;
    for (name, _) in files.iter().filter(|(name, _)| !name.starts_with("windows")) {
        let Ok(document) = Document::decode(&read(&folder, name)) else { continue };
        let ours = document.to_wbxml().expect(name);
        let xml = to_xml.run(&["-l", "DMDDF12", "-o", "-", "-"], &ours);
        let theirs = Document::decode(&xml.expect(name)).expect(name);
        assert_eq!(says(&theirs), says(&document), "{name}");
        count += 1;
    }
    assert!(count >= 10, "{count} files");
}

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

const TREE: &str = "<MgmtTree xmlns='syncml:dmddf1.2'><VerDTD>1.2</VerDTD>\
    <Node><NodeName>A</NodeName><RTProperties><Format><node/></Format><Type><DDFName>urn:x</DDFName>\
    </Type></RTProperties>\
    <Node><NodeName>B</NodeName><RTProperties><Format><bin/></Format><Type><MIME>a/b</MIME></Type>\
    </RTProperties><Value>AAEC</Value></Node>\
    <Node><NodeName>C</NodeName><RTProperties><ACL>Get=*&amp;Replace=srv</ACL><Format><int/></Format>\
    <Title>T</Title></RTProperties><Value>7</Value></Node>\
    <Node><NodeName>D</NodeName><RTProperties><Format><node/></Format></RTProperties></Node>\
    </Node></MgmtTree>";

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

/// What departs from the DTD is read and named.
#[test]
fn deviations() {
    use DeviationKind as K;
    for (nodes, kinds) in [
        ("<Node><NodeName>N</NodeName><Value>v</Value></Node>", &[][..]),
        ("<Node><Value>v</Value><NodeName>N</NodeName></Node>", &[K::Order]),
        ("<Node><NodeName>N</NodeName><NodeName>M</NodeName></Node>", &[K::Twice]),
        ("<Node><NodeName>N</NodeName><Color/></Node>", &[K::UnknownElement]),
        ("<Node><NodeName>N</NodeName><Color><Node/>text</Color></Node>", &[K::UnknownElement]),
        ("<Node>text<NodeName>N</NodeName></Node>", &[K::Text]),
        (
            "<Node><NodeName>N</NodeName><RTProperties><Format>int</Format></RTProperties></Node>",
            &[K::FormatText],
        ),
        (
            "<Node><NodeName>N</NodeName><RTProperties><Format><text/></Format></RTProperties></Node>",
            &[K::Word],
        ),
        ("<Node><NodeName>N</NodeName><Type>text/plain</Type></Node>", &[K::Dialect]),
        ("<Node><NodeName>N</NodeName><Data>v</Data></Node>", &[K::Dialect]),
        (
            "<Node><NodeName>N</NodeName><Node><NodeName>M</NodeName><Path>P</Path></Node></Node>",
            &[K::NestedPath],
        ),
        (
            "<Node><NodeName>N</NodeName><Value>v</Value><Node><NodeName>M</NodeName></Node></Node>",
            &[K::ValueOfInterior],
        ),
        (
            "<Node><NodeName>N</NodeName><DFProperties><AccessType><Read/></AccessType></DFProperties></Node>",
            &[K::Word],
        ),
        (
            "<Node><NodeName>N</NodeName><DFProperties><AccessType/><Occurrence><OneOrN>x</OneOrN></Occurrence></DFProperties></Node>",
            &[K::Number],
        ),
    ] {
        let text = format!("<MgmtTree><VerDTD>1.2</VerDTD>{nodes}</MgmtTree>");
        let document = Document::decode(text.as_bytes()).unwrap_or_else(|e| panic!("{nodes}: {e}"));
        let found: Vec<K> = document.deviations().iter().map(|deviation| deviation.kind).collect();
        assert_eq!(found, kinds, "{nodes}");
        for deviation in document.deviations() {
            assert!(
                text.as_bytes()[deviation.offset] == b'<' || deviation.kind == K::Text,
                "{nodes}"
            );
        }
    }
}

#[test]
fn what_is_no_tree() {
    for (text, kind, offset) in [
        ("<SyncML/>", ErrorKind::NoMgmtTree, 0),
        ("<?xml version='1.0'?><Node/>", ErrorKind::NoMgmtTree, 21),
    ] {
        let error = Document::decode(text.as_bytes()).expect_err(text);
        assert_eq!((error.kind(), error.offset()), (kind, offset), "{text}");
    }
    for text in ["", "<", "<MgmtTree>", "<MgmtTree></Node>", "\u{2}\u{1}j", "text"] {
        let error = Document::decode(text.as_bytes()).expect_err(text);
        assert!(matches!(error.kind(), ErrorKind::Syntax(_)), "{text}: {error}");
    }
    // Nested deeper than the syntax allows: an error and no stack.
    let deep = format!("<MgmtTree>{}", "<Node>".repeat(100_000));
    assert!(matches!(
        Document::decode(deep.as_bytes()).expect_err("deep").kind(),
        ErrorKind::Syntax(_)
    ));
}

const DDF: &str = "<MgmtTree><VerDTD>1.2</VerDTD><Man>M</Man><Mod>D</Mod>\
    <Node><NodeName>DMAcc</NodeName><Path>.</Path><DFProperties><AccessType><Get/><Add/></AccessType>\
    <DFFormat><node/></DFFormat><Occurrence><One/></Occurrence><Scope><Permanent/></Scope>\
    <DFType><DDFName>urn:oma</DDFName></DFType></DFProperties>\
    <Node><NodeName/><DFProperties><AccessType><Add/><Delete/><Get/></AccessType><DFFormat><node/></DFFormat>\
    <Occurrence><ZeroOrN>2</ZeroOrN></Occurrence><DFType><DDFName/></DFType></DFProperties>\
    <Node><NodeName>Port</NodeName><DFProperties><AccessType><Add/><Get/><Replace/></AccessType>\
    <DefaultValue>443</DefaultValue><DFFormat><int/></DFFormat><Occurrence><One/></Occurrence>\
    <DFType><MIME>text/plain</MIME></DFType></DFProperties></Node></Node>\
    <Node><NodeName>Named</NodeName><DFProperties><AccessType><Get/><Copy/></AccessType>\
    <DefaultValue>5</DefaultValue><DFFormat><int/></DFFormat><Occurrence><OneOrMore/></Occurrence>\
    <Scope><Permanent/></Scope><DFType><MIME>text/plain</MIME></DFType></DFProperties></Node></Node></MgmtTree>";

#[test]
fn a_description_is_read() {
    let description = Description::decode(DDF.as_bytes()).expect("a description");
    assert!(description.deviations().is_empty());
    assert_eq!((description.manufacturer(), description.model()), (Some("M"), Some("D")));
    let addresses: Vec<String> = description.nodes().map(|node| node.address()).collect();
    assert_eq!(addresses, ["./DMAcc", "./DMAcc/<x>", "./DMAcc/<x>/Port", "./DMAcc/Named"]);
    let find = |text: &str| description.find(uri(text).path()).map(|node| node.address());
    assert_eq!(find("./DMAcc/any/Port").as_deref(), Some("./DMAcc/<x>/Port"));
    assert_eq!(find("./DMAcc/Named").as_deref(), Some("./DMAcc/Named"));
    assert_eq!(find("./DMAcc/any/Other"), None);
    assert_eq!(find("./Other"), None);
    let port = description.find(uri("./DMAcc/a/Port").path()).expect("a port");
    let properties = port.properties().expect("properties");
    assert_eq!(properties.format, Some(Format::Int));
    assert_eq!(properties.occurrence, Occurrence::One);
    assert_eq!(properties.scope, Scope::Dynamic);
    assert!(properties.access.allows(Right::Replace) && !properties.access.allows(Right::Delete));
    assert_eq!(properties.kinds, [Kind::Mime("text/plain".into())]);
    assert_eq!(properties.default.as_deref(), Some("443"));
}

#[test]
fn a_description_rules_a_device() {
    let description = Description::decode(DDF.as_bytes()).expect("a description");
    let tree = description.empty_tree().expect("a tree");
    assert_eq!(tree.len(), 3);
    let mut engine = Engine::new(tree).with_rules(description);
    let full = "Add=*&Get=*&Replace=*&Delete=*&Exec=*";
    let mut change = provost::dm::tree::Change::default();
    change.acl = full.parse().ok();
    let root = provost::dm::tree::Edit::Update { at: Path::ROOT, change };
    engine.tree_mut().write(root).expect("a store in memory");
    assert_eq!(get(&mut engine, "./DMAcc/Named").as_deref(), Some("5"));
    assert_eq!(get(&mut engine, "./DMAcc?prop=Type").as_deref(), Some("urn:oma"));
    let leaf =
        |target, data: &'static str| Item::new(target).with_data(data).with_format(Format::Int);
    for (operation, expected) in [
        (Operation::Delete("./DMAcc"), 405),
        (Operation::Add(leaf("./DMAcc/a/Port", "80")), 200),
        (Operation::Add(leaf("./DMAcc/a/Unknown", "80")), 405),
        (Operation::Replace(leaf("./DMAcc/a/Port", "81")), 200),
        (Operation::Replace(leaf("./DMAcc/a/Port", "81").with_format(Format::Chr)), 415),
        (Operation::Replace(leaf("./DMAcc/Named", "6")), 405),
        (Operation::Copy { source: "./DMAcc/Named", target: "./DMAcc/a/Port" }, 200),
        (Operation::Copy { source: "./DMAcc/a/Port", target: "./DMAcc/Named" }, 405),
        (Operation::Delete("./DMAcc/a/Port"), 405),
        (Operation::Delete("./DMAcc/a"), 200),
        (Operation::Add(leaf("./Elsewhere", "1")), 200),
    ] {
        assert_eq!(status(&mut engine, &operation), expected, "{operation:?}");
    }
}

#[test]
fn commands_are_checked_before_they_are_sent() {
    let description = Description::decode(DDF.as_bytes()).expect("a description");
    let check = |verb, at: &str, format, data: Option<&str>| {
        let mut findings = Vec::new();
        let data = data.map(str::as_bytes);
        description.check(verb, uri(at).path(), format, data, |finding| findings.push(finding));
        findings
    };
    let int = Some(Format::Int);
    for (verb, at, format, data, findings) in [
        (Verb::Add, "./DMAcc/a/Port", int, Some("80"), vec![]),
        (Verb::Add, "./DMAcc/a/Port", None, Some("x"), vec![Finding::Value(Format::Int)]),
        (Verb::Add, "./DMAcc/a/Port", None, None, vec![Finding::NoValue]),
        (
            Verb::Replace,
            "./DMAcc/a/Port",
            Some(Format::Chr),
            Some("80"),
            vec![Finding::Format { expected: Format::Int, found: Format::Chr }],
        ),
        (Verb::Add, "./DMAcc/a", Some(Format::Node), None, vec![]),
        (Verb::Add, "./DMAcc/a", None, Some("x"), vec![Finding::InteriorValue]),
        (Verb::Get, "./DMAcc/a/None", None, None, vec![Finding::UnknownNode]),
        (Verb::Exec, "./DMAcc/Named", None, None, vec![Finding::Access(Verb::Exec)]),
        (Verb::Delete, "./DMAcc/a", None, None, vec![]),
        (
            Verb::Delete,
            "./DMAcc/Named",
            None,
            None,
            vec![
                Finding::Access(Verb::Delete),
                Finding::Permanent,
                Finding::Required(Occurrence::OneOrMore),
            ],
        ),
        (Verb::Copy, "./DMAcc/Named", None, None, vec![]),
    ] {
        assert_eq!(check(verb, at, format, data), findings, "{verb:?} {at}");
    }
    let tree = "<MgmtTree><VerDTD>1.2</VerDTD><Node><NodeName>a</NodeName><Node><NodeName>Port</NodeName>\
        <Value>x</Value></Node><Node><NodeName>Other</NodeName></Node></Node></MgmtTree>";
    let document = Document::decode(tree.as_bytes()).expect("a tree");
    let mut found = Vec::new();
    description.check_tree(&document, uri("./DMAcc").path(), |at, finding| {
        found.push((at.to_string(), finding));
    });
    let expected = [
        ("./DMAcc/a/Port".to_owned(), Finding::Value(Format::Int)),
        ("./DMAcc/a/Other".to_owned(), Finding::UnknownNode),
    ];
    assert_eq!(found, expected);
}

#[test]
fn releases_are_compared() {
    let old = Description::decode(DDF.as_bytes()).expect("a description");
    assert!(old.diff(&old).is_empty());
    let new = DDF
        .replace("<DefaultValue>443</DefaultValue>", "")
        .replace("<NodeName>Named</NodeName>", "<NodeName>Renamed</NodeName>");
    let new = Description::decode(new.as_bytes()).expect("a description");
    let differences = old.diff(&new);
    let found: BTreeMap<&str, &Difference> = differences.iter().collect();
    assert_eq!(found.len(), 3);
    assert_eq!(found["./DMAcc/<x>/Port"], &Difference::Changed(vec!["DefaultValue"]));
    assert_eq!(found["./DMAcc/Named"], &Difference::Removed);
    assert_eq!(found["./DMAcc/Renamed"], &Difference::Added);
}

/// The extensions of Microsoft, in files of Windows.
#[test]
fn descriptions_of_windows() {
    let Some((folder, _)) = files() else { return };
    let open = |name: &str| {
        Description::decode(&read(&folder, &format!("windows-ddf-v2/{name}"))).expect(name)
    };
    let device_lock = open("DeviceLock_AreaDDF.xml");
    let at = Uri::parse(
        "./Device/Vendor/MSFT/Policy/Config/DeviceLock/MaxInactivityTimeDeviceLock",
        &provost::dm::uri::UriRules::WINDOWS,
    )
    .expect("an address");
    let node = device_lock.find(at.path()).expect("a node");
    let allowed = node.allowed_values().expect("allowed values");
    assert_eq!(allowed.kind(), "Range");
    assert_eq!(allowed.judge("999"), Judgment::Allowed);
    assert_eq!(allowed.judge("1000"), Judgment::Refused);
    let mut findings = Vec::new();
    let check = |data: &str, findings: &mut Vec<Finding>| {
        let data = Some(data.as_bytes());
        device_lock.check(Verb::Replace, at.path(), None, data, |finding| findings.push(finding));
    };
    check("999", &mut findings);
    assert_eq!(findings, []);
    check("1000", &mut findings);
    assert_eq!(findings, [Finding::NotAllowed]);
    // Every node that has values says which kind they are.
    let (mut kinds, mut extensions) = (BTreeMap::new(), 0);
    for entry in fs::read_dir(folder.join("windows-ddf-v2")).expect("a folder").flatten() {
        let Ok(description) = Description::decode(&fs::read(entry.path()).expect("a file")) else {
            continue;
        };
        for node in description.nodes() {
            extensions += node.properties().map_or(0, |properties| properties.extensions.len());
            if let Some(allowed) = node.allowed_values() {
                *kinds.entry(allowed.kind().to_owned()).or_insert(0) += 1;
            }
        }
    }
    assert!(extensions > 3000, "{extensions}");
    for kind in ["ENUM", "Range", "RegEx", "ADMX", "Flag", "None"] {
        assert!(kinds.contains_key(kind), "{kind} in {kinds:?}");
    }
}

#[test]
fn case_of_names_in_a_description() {
    let ddf = DDF.replace(
        "<DFType><DDFName>urn:oma</DDFName></DFType>",
        "<DFType><DDFName>urn:oma</DDFName></DFType><CaseSense><CIS/></CaseSense>",
    );
    let description = Description::decode(ddf.as_bytes()).expect("a description");
    let root = description.nodes().next().expect("a node");
    assert_eq!(root.properties().expect("properties").case, Some(Case::Insensitive));
    assert!(description.find(uri("./DMAcc/named").path()).is_some_and(|n| n.name() == "Named"));
    assert!(description.find(uri("./DMAcc/a/PORT").path()).is_some());
    assert!(description.find(uri("./dmacc").path()).is_none());
    let plain = Description::decode(DDF.as_bytes()).expect("a description");
    assert!(plain.find(uri("./DMAcc/a/PORT").path()).is_none());
}

/// Each prefix of a document, and each octet of it changed: read or refused.
#[test]
fn prefixes_and_mutations() {
    let document = Document::decode(TREE.as_bytes()).expect("a tree");
    let wbxml = document.to_wbxml().expect("WBXML");
    for octets in [TREE.as_bytes(), &wbxml, DDF.as_bytes()] {
        for end in 0..octets.len() {
            assert!(Document::decode(&octets[..end]).is_err(), "{end}");
        }
        let mut mutant = octets.to_vec();
        for at in 0..octets.len() {
            for octet in [0, 1, 0x20, b'<', b'>', 0x7F, 0x80, 0xC3, 0xFF] {
                mutant[at] = octet;
                let _ = Document::decode(&mutant);
                let _ = Description::decode(&mutant);
            }
            mutant[at] = octets[at];
        }
    }
    let selected = PropertySet::NONE.with(PropertyName::Acl);
    assert!(!selected.has_value());
}
