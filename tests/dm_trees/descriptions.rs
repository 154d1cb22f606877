//! Device descriptions.

use super::*;

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
    let root = Edit::Update { at: Path::ROOT, change };
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

/// Windows writes `./Device/Vendor` and means `./Vendor`, in trees as well as in descriptions and commands.
#[test]
fn trees_of_windows_are_found_in_descriptions() {
    let ddf = DDF.replace("<Path>.</Path>", "<Path>./Device/Vendor</Path>");
    let description = Description::decode(ddf.as_bytes()).expect("a description");
    for path in ["./Device/Vendor/DMAcc", "./Vendor/DMAcc"] {
        let tree = format!(
            "<MgmtTree><VerDTD>1.2</VerDTD><Node><NodeName>a</NodeName><Path>{path}</Path>\
             <Node><NodeName>Port</NodeName><Value>x</Value></Node></Node></MgmtTree>"
        );
        let document = Document::decode(tree.as_bytes()).expect("a tree");
        let mut found = Vec::new();
        description.check_tree(&document, uri(".").path(), |at, finding| {
            found.push((at.to_string(), finding));
        });
        assert_eq!(found, [("./Vendor/DMAcc/a/Port".to_owned(), Finding::Value(Format::Int))]);
    }
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

/// Descriptions say how many children there may be, and the engine refuses more: 420.
#[test]
fn children_are_bounded_by_a_description() {
    let xml = |occurrence: &str| {
        format!(
            "<MgmtTree><VerDTD>1.2</VerDTD><Node><NodeName>A</NodeName><Path>.</Path><DFProperties>\
             <AccessType><Get/></AccessType><DFFormat><node/></DFFormat><DFType><DDFName/></DFType>\
             </DFProperties><Node><NodeName/><DFProperties><AccessType><Add/><Delete/></AccessType>\
             <DFFormat><chr/></DFFormat><Occurrence>{occurrence}</Occurrence><DFType><MIME/></DFType>\
             </DFProperties></Node></Node></MgmtTree>"
        )
    };
    for (occurrence, most) in [
        ("<ZeroOrN>2</ZeroOrN>", 2),
        ("<OneOrN>3</OneOrN>", 3),
        ("<ZeroOrOne/>", 1),
        ("<ZeroOrMore/>", 20),
    ] {
        let description = Description::decode(xml(occurrence).as_bytes()).expect("a description");
        let mut engine =
            Engine::new(description.empty_tree().expect("a tree")).with_rules(description);
        let mut added = 0;
        let refused = (0..20).find_map(|at| {
            let target = format!("./A/{at}");
            let status = status(&mut engine, &Operation::Add(Item::new(&target).with_data("x")));
            added += usize::from(status == 200);
            (status != 200).then_some(status)
        });
        assert_eq!(added, most, "{occurrence}");
        assert_eq!(refused, (most < 20).then_some(420), "{occurrence}");
        // There is room again for one that goes.
        if most < 20 {
            let gone = uri("./A/0");
            engine.tree_mut().write(Edit::Delete { at: gone.path() }).expect("it is there");
            assert_eq!(
                status(&mut engine, &Operation::Add(Item::new("./A/x").with_data("x"))),
                200
            );
        }
    }
}

/// An object that is added to the inbox goes where the description has its identifier.
#[test]
fn a_description_says_where_an_object_goes() {
    let Some((folder, _)) = files() else { return };
    let place = |name: &str, id: &str| {
        let description = Description::decode(&read(&folder, name)).expect(name);
        description.place(id).map(|uri| uri.to_string())
    };
    let fumo = "urn:oma:mo:oma-fumo:1.0";
    assert_eq!(
        place("oma-spec/DevInfo-composed.ddf", "urn:oma:mo:oma-dm-devinfo:1.0").as_deref(),
        Some(".")
    );
    assert_eq!(place("oma-spec/FUMO-composed.ddf", fumo), None, "anywhere");
    assert_eq!(place("oma-spec/DevInfo-composed.ddf", fumo), None);
    assert_eq!(place("oma-spec/DevInfo-composed.ddf", ""), None);
}

/// What is missing of an object, what is there too often, what nobody knows.
#[test]
fn whole_objects_are_checked() {
    let mut ims = Object::new("IMS", Outline::IMS.id()).expect("a name");
    for (names, value) in [
        ("AppID", "ap2001"),
        ("ConRefs/1/ConRef", "./NAP/1"),
        ("PDP_ContextOperPref", "true"),
        ("Public_User_Identity_List/1/Public_User_Identity", "sip:a@b"),
        ("Ext/GSMA/AppRef", "x"),
    ] {
        let format = if names.starts_with("PDP") { Format::Bool } else { Format::Chr };
        ims.set(names, Node::leaf(value.to_owned()).with_format(format)).expect(names);
    }
    let check = |object: &Object| -> Vec<String> {
        let mut findings = Vec::new();
        let ims = Outline::IMS.describe();
        ims.check_object(object, Path::ROOT, |at, finding| {
            findings.push(format!("{at}: {finding}"));
        });
        findings
    };
    assert_eq!(check(&ims), [""; 0]);
    // As a serialized tree for a server that may not add: only that is wrong.
    let mut findings = Vec::new();
    let ims_ddf = Outline::IMS.describe();
    ims_ddf.check_tree(&ims.to_document(), Path::ROOT, |_, finding| findings.push(finding));
    findings
        .retain(|finding| !matches!(finding, Finding::Access(Verb::Add) | Finding::UnknownNode));
    assert_eq!(findings, []);

    ims.set("LBO_P-CSCF_Address/1/Address", Node::leaf("h")).expect("a name");
    ims.set("RegRetryMaxTime", Node::leaf("soon").with_format(Format::Int)).expect("a name");
    ims.set("Timer_T1", Node::leaf("2").with_format(Format::Int)).expect("a name");
    ims.set("Other/Deep", Node::leaf("")).expect("a name");
    assert_eq!(
        check(&ims),
        [
            "./IMS/Other: the description has no such node",
            "./IMS/RegRetryMaxTime: the value is no int",
            "./IMS/Timer_T1: the node has the format chr, not int",
            "./IMS/LBO_P-CSCF_Address/1: the child AddressType is missing",
        ]
    );
    let mut two = Object::new("A", "").expect("a name");
    for name in ["x", "y"] {
        two.set(name, Node::leaf("v")).expect(name);
    }
    const ONE: Outline = Outline::new("urn:one", &[("<x>", Occurrence::ZeroOrN(1), Format::Chr)]);
    let mut findings = Vec::new();
    ONE.describe().check_object(&two, Path::ROOT, |_, finding| findings.push(finding));
    assert_eq!(findings, [Finding::TooMany { name: "<x>".into(), most: 1 }]);
}

/// Every regular expression of Windows is one that is checked, and every policy of an ADMX file has
/// its name.
#[test]
fn expressions_and_policies_of_windows() {
    let Some((folder, files)) = files() else { return };
    let (mut expressions, mut policies) = (0, 0);
    for (name, _) in
        files.iter().filter(|(name, _)| name.starts_with("windows") && name.ends_with(".xml"))
    {
        let description = Description::decode(&read(&folder, name)).expect(name);
        for allowed in description.nodes().filter_map(|node| node.allowed_values()) {
            match allowed.kind() {
                "RegEx" if allowed.values().next().is_some() => {
                    expressions += 1;
                    // No expression of theirs has such a value.
                    assert_eq!(allowed.judge("|\n"), Judgment::Refused, "{name}: {allowed}");
                }
                "ADMX" => {
                    policies += 1;
                    let admx = allowed.admx().expect(name);
                    assert!(
                        admx.file.ends_with(".admx") && !admx.name.is_empty(),
                        "{name}: {allowed}"
                    );
                    assert_eq!(allowed.judge("<enabled/>"), Judgment::NotChecked);
                    assert_eq!(allowed.judge("1"), Judgment::Refused);
                }
                _ => {}
            }
        }
    }
    assert!(expressions >= 16 && policies >= 50, "{expressions} {policies}");
}

/// What has no engine here is named, so that nobody takes silence for valid.
#[test]
fn what_is_not_checked_is_named() {
    for kind in ["XSD", "JSON", "SDDL", "ADMX", "Future", "None", ""] {
        let value_type =
            if kind.is_empty() { String::new() } else { format!(" ValueType=\"{kind}\"") };
        let text = format!(
            "<MgmtTree xmlns:MSFT=\"http://schemas.microsoft.com/MobileDevice/DM\"><VerDTD>1.2</VerDTD>\
             <Node><NodeName>X</NodeName><Path>./A</Path><DFProperties>\
             <AccessType><Add/><Replace/></AccessType><DFFormat><chr/></DFFormat>\
             <DFType><MIME>text/plain</MIME></DFType><MSFT:AllowedValues{value_type}/>\
             </DFProperties></Node></MgmtTree>"
        );
        let description = Description::decode(text.as_bytes()).expect(kind);
        let at: Uri = "./A/X".parse().expect("an address");
        let mut findings = Vec::new();
        description.check(Verb::Replace, at.path(), None, Some(b"<enabled/>"), |finding| {
            findings.push(finding);
        });
        // None says that there is nothing to check.
        let expected = match kind {
            "None" | "" => Vec::new(),
            // Whatever its schema says, that is no JSON.
            "JSON" => vec![Finding::NotAllowed],
            kind => vec![Finding::NotChecked(kind.into())],
        };
        assert_eq!(findings, expected, "{kind}");
        let is_named = |finding: &Finding| {
            *finding == Finding::NotAllowed || finding.to_string().ends_with(kind)
        };
        assert!(findings.iter().all(is_named));
    }
}
