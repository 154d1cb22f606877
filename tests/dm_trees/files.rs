//! Every file of the shared data folder, and libwbxml's forms of them.

use super::*;

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
