//! Stores that do not care about the case of letters: what is decided about a node is decided by the
//! name that it has, in whichever letters a server writes it.

use provost::dm::ddf::Description;

use super::*;

/// A device of Windows: a secret that is not read, a node that does not go away, one that takes
/// nothing, and a format.
struct Windows;

impl Rules for Windows {
    fn rule(&self, at: Path<'_>) -> NodeRule {
        match at.as_normal() {
            "DMAcc/a/AAuthSecret" => {
                NodeRule::ANY.with_access(Access::ALL.without(Right::Get).without(Right::Exec))
            }
            "DevDetail" => NodeRule::ANY.with_scope(Scope::Permanent),
            "DevDetail/FwV" => NodeRule::ANY.with_access(Access::NONE.with(Right::Get)),
            "DevDetail/Num" => NodeRule::ANY.with_format(Format::Int),
            _ => NodeRule::ANY,
        }
    }

    fn allows_value(&self, at: Path<'_>, value: &[u8]) -> bool {
        at.name() != "Num" || value.iter().all(u8::is_ascii_digit)
    }
}

/// A store that says only that letters do not count.
struct Plain(MemoryTree);

impl Tree for Plain {
    fn read(&self, at: Path<'_>) -> Result<Cow<'_, Node>, TreeError> {
        self.0.read(at)
    }

    fn children(&self, at: Path<'_>, visit: &mut dyn FnMut(&str)) -> Result<(), TreeError> {
        self.0.children(at, visit)
    }

    fn case(&self, _: Path<'_>) -> Case {
        Case::Insensitive
    }

    fn write(&mut self, edit: Edit<'_>) -> Result<(), TreeError> {
        self.0.write(edit)
    }

    fn exec(&mut self, _: Path<'_>, _: Option<&Bytes>) -> Result<Execution, TreeError> {
        Ok(Execution::Done)
    }
}

fn memory() -> MemoryTree {
    let tree = store(&[
        ("./DMAcc", Node::interior()),
        ("./DMAcc/a", Node::interior()),
        ("./DMAcc/a/AAuthSecret", Node::leaf("secret")),
        ("./DMAcc/a/Name", Node::leaf("n")),
        ("./DevDetail", Node::interior()),
        ("./DevDetail/FwV", Node::leaf("1")),
        ("./DevDetail/Num", Node::leaf("7").with_format(Format::Int)),
        ("./DevDetail/Ext", Node::interior()),
        ("./Inbox", Node::interior()),
        ("./Inbox/x", Node::leaf("i")),
    ]);
    let mut tree = tree.with_case(Case::Insensitive).expect("no name is there twice");
    set_acl(&mut tree, ".", "Add=*&Get=*&Replace=*&Delete=*&Exec=*");
    tree
}

/// The three ways to such a store, of which one is in parts.
fn each(check: impl Fn(&mut Engine<&mut dyn Tree, Windows>, &str)) {
    let mut root = memory();
    for at in ["./DMAcc", "./DevDetail"] {
        root.write(Edit::Delete { at: uri(at).path() }).expect("a node");
    }
    let mut mounts = Mounts::new(root);
    let part = |nodes: &[(&str, Node)]| {
        Plain(store(nodes).with_case(Case::Insensitive).expect("no name is there twice"))
    };
    let account = part(&[
        ("./a", Node::interior()),
        ("./a/AAuthSecret", Node::leaf("secret")),
        ("./a/Name", Node::leaf("n")),
    ]);
    let detail = part(&[
        ("./FwV", Node::leaf("1")),
        ("./Num", Node::leaf("7").with_format(Format::Int)),
        ("./Ext", Node::interior()),
    ]);
    // A node of its own has the list of the root above it no more than any mounted store.
    let grant = |mut part: Plain| {
        set_acl(&mut part, ".", "Add=*&Get=*&Replace=*&Delete=*&Exec=*");
        part
    };
    mounts.mount(uri("./DMAcc"), grant(account)).expect("free");
    mounts.mount(uri("./DevDetail"), grant(detail)).expect("free");
    let trees: [(&str, &mut dyn Tree); 3] =
        [("memory", &mut memory()), ("plain", &mut Plain(memory())), ("mounts", &mut mounts)];
    for (name, tree) in trees {
        check(&mut Engine::new(tree).with_rules(Windows), name);
    }
}

#[test]
fn other_letters_are_no_way_around_a_rule() {
    each(|engine, name| {
        let item = |target| Item::new(target).with_data("v");
        for (operation, expected) in [
            (Operation::Get("./DMAcc/a/AAuthSecret"), 405),
            (Operation::Get("./dmacc/A/aauthsecret"), 405),
            (Operation::Get("./DMACC/a/AAUTHSECRET?list=StructData"), 405),
            (Operation::Get("./DMACC/a/AAUTHSECRET?list=TNDS"), 405),
            (Operation::Copy { source: "./dmacc/a/aauthsecret", target: "./Copy" }, 405),
            (Operation::Exec { target: "./dmacc/a/aauthsecret", data: None }, 405),
            // Renamed, it would be read.
            (
                Operation::Replace(Item::new("./dmacc/a/aauthsecret?prop=Name").with_data("Open")),
                405,
            ),
            (Operation::Replace(Item::new("./dmacc/A?prop=Name").with_data("b")), 405),
            (Operation::Delete("./devdetail"), 405),
            (Operation::Replace(item("./devdetail/fwv")), 405),
            (Operation::Delete("./devdetail/fwv"), 405),
            (Operation::Copy { source: "./dmacc/a/name", target: "./devdetail/fwv" }, 405),
            (Operation::Replace(item("./DEVDETAIL/num")), 400),
            (Operation::Replace(item("./devdetail/num").with_format(Format::Chr)), 415),
            (Operation::Add(item("./devdetail/NUM")), 418),
            (Operation::Copy { source: "./dmacc/a/name", target: "./DMAcc/A/NAME" }, 418),
            (Operation::Get("./inbox"), 405),
            (Operation::Get("./INBOX/x"), 405),
            (Operation::Copy { source: "./inbox/x", target: "./Copy" }, 405),
        ] {
            assert_eq!(status(engine, "srv", &operation), expected, "{name} {operation:?}");
        }
        let list = engine.execute("srv", &Operation::Get("./dmacc?list=StructData"));
        let found: Vec<&str> = list.results().iter().map(|it| it.source.as_str()).collect();
        assert_eq!(found, ["./DMAcc", "./DMAcc/a", "./DMAcc/a/Name"], "{name}");
        assert_eq!(get(engine, "srv", "./dmacc/A/name?prop=Name").as_deref(), Ok("Name"), "{name}");
    });
}

/// An inbox that nobody has made yet is one in any letters.
#[test]
fn an_inbox_in_other_letters() {
    let mut tree = MemoryTree::new().with_case(Case::Insensitive).expect("empty");
    set_acl(&mut tree, ".", "Add=*&Get=*&Replace=*");
    let mut engine = Engine::new(tree);
    let add = Operation::Add(Item::new("./inbox/x").with_data("v"));
    assert_eq!(status(&mut engine, "srv", &add), 200);
    for target in ["./inbox/x", "./Inbox/x", "./INBOX?list=StructData"] {
        assert_eq!(status(&mut engine, "srv", &Operation::Get(target)), 405, "{target}");
    }
    let outcome = engine.execute("srv", &Operation::Get(".?list=Struct"));
    assert_eq!(outcome.results().len(), 1);
    // Where letters count, it is another node.
    let mut tree = MemoryTree::new();
    set_acl(&mut tree, ".", "Add=*&Get=*&Replace=*");
    let mut engine = Engine::new(tree);
    assert_eq!(status(&mut engine, "srv", &add), 200);
    assert_eq!(get(&mut engine, "srv", "./inbox/x").as_deref(), Ok("v"));
}

/// What is not there yet has the rule of its description in any letters.
#[test]
fn a_description_in_other_letters() {
    let ddf = |name: &str, path: &str, case: &str, inside: &str| {
        format!(
            "<Node><NodeName>{name}</NodeName>{path}<DFProperties><AccessType><Get/></AccessType>\
            <DFFormat>{}</DFFormat><Occurrence><ZeroOrOne/></Occurrence><DFType><DDFName/></DFType>{case}\
            </DFProperties>{inside}</Node>",
            if name.starts_with("Fw") { "<chr/>" } else { "<node/>" }
        )
    };
    let detail = ddf("DevDetail", "<Path>./Vendor</Path>", "", &ddf("FwV", "", "", ""));
    let exact = ddf("Exact", "", "<CaseSense><CS/></CaseSense>", &ddf("FwX", "", "", ""));
    let xml = document(&[detail, exact].concat());
    for (case, in_other_letters) in [(Case::Sensitive, 200), (Case::Insensitive, 405)] {
        let mut tree = MemoryTree::new().with_case(case).expect("empty");
        set_acl(&mut tree, ".", "Add=*&Get=*&Replace=*");
        let description = Description::decode(xml.as_bytes()).expect("a description");
        let mut engine = Engine::new(tree).with_rules(description.with_case(case));
        for (target, expected) in [
            ("./Vendor/DevDetail/FwV", 405),
            ("./VENDOR/devdetail/fwv", in_other_letters),
            ("./vendor/DevDetail", in_other_letters),
            ("./Exact", 405),
            ("./EXACT", in_other_letters),
        ] {
            let add = Operation::Add(Item::new(target).with_format(Format::Node));
            assert_eq!(status(&mut engine, "srv", &add), expected, "{case:?} {target}");
        }
    }
    let description = Description::decode(xml.as_bytes()).expect("a description");
    let description = description.with_case(Case::Insensitive);
    assert!(description.find(uri("./exact/FwX").path()).is_some());
    assert!(description.find(uri("./exact/fwx").path()).is_none(), "it says that letters count");
}

fn document(nodes: &str) -> String {
    format!("<MgmtTree><VerDTD>1.2</VerDTD>{nodes}</MgmtTree>")
}

fn leaf(name: &str, value: &str) -> String {
    format!("<Node><NodeName>{name}</NodeName><Value>{value}</Value></Node>")
}

#[test]
fn other_letters_in_serialized_trees() {
    const KIND: &str = "application/vnd.syncml.dmtnds+xml";
    each(|engine, name| {
        let run = |engine: &mut Engine<&mut dyn Tree, Windows>, is_add, target, nodes: String| {
            let item = Item::new(target).with_type(KIND).with_data(document(&nodes));
            let operation = if is_add { Operation::Add(item) } else { Operation::Replace(item) };
            let outcome = engine.execute("srv", &operation);
            let at = outcome.failed_at().map(ToString::to_string).unwrap_or_default();
            (outcome.status().0, at)
        };
        let fails = |code, at: &str| (code, at.to_owned());
        let other = [leaf("fwv", "2"), leaf("num", "7"), leaf("ext", "")].concat();
        assert_eq!(
            run(engine, false, "./devdetail", other),
            fails(405, "./DevDetail/FwV"),
            "{name}"
        );
        // What a document has in other letters is kept, and what it has not goes, if it may.
        let none = leaf("NUM", "7");
        assert_eq!(
            run(engine, false, "./devdetail", none),
            fails(405, "./DevDetail/FwV"),
            "{name}"
        );
        let nodes = format!(
            "<Node><NodeName>devdetail</NodeName>{}{}<Node><NodeName>EXT</NodeName><RTProperties>\
            <Format><node/></Format></RTProperties>{}</Node></Node>",
            leaf("fwv", "1"),
            leaf("num", "8")
                .replace("<Value>", "<RTProperties><Format><int/></Format></RTProperties><Value>"),
            leaf("New", "n")
        );
        assert_eq!(run(engine, false, "./DEVDETAIL", nodes), fails(200, ""), "{name}");
        // Names that become one inside of a document.
        let twice = [leaf("Two", "1"), leaf("TWO", "2")].concat();
        assert_eq!(
            run(engine, true, "./devdetail/ext", twice),
            fails(418, "./DevDetail/Ext/Two"),
            "{name}"
        );
        let inside = "<Node><NodeName>Up</NodeName><RTProperties><Format><node/></Format></RTProperties></Node>\
            <Node><NodeName>Leaf</NodeName><Path>UP</Path><Value>v</Value></Node>";
        assert_eq!(
            run(engine, true, "./devdetail/ext", inside.to_owned()),
            fails(200, ""),
            "{name}"
        );
        for (target, value) in [
            ("./DevDetail", "Ext/FwV/Num"),
            ("./DevDetail/Ext", "New/Up"),
            ("./DevDetail/Ext/Up", "Leaf"),
            ("./DevDetail/Num", "8"),
        ] {
            assert_eq!(get(engine, "srv", target).as_deref(), Ok(value), "{name} {target}");
        }
    });
}

/// What is taken back has the letters that it had.
#[test]
fn groups_that_are_taken_back() {
    each(|engine, name| {
        let before = snapshot(engine.tree());
        let rename =
            |target, name: &'static str| Operation::Replace(Item::new(target).with_data(name));
        let members = [
            rename("./devdetail/num?prop=Name", "Count"),
            rename("./devdetail/COUNT?prop=Name", "NUMBER"),
            Operation::Delete("./devdetail/EXT"),
            Operation::Replace(Item::new("./dmacc/A/name").with_data("m")),
            Operation::Delete("./dmacc/A"),
            Operation::Add(Item::new("./DMACC/b/New").with_data("v")),
            Operation::Delete("./None"),
        ];
        let outcome = engine.execute("srv", &Operation::Atomic(&members));
        assert_eq!(statuses(&outcome), [507, 216, 216, 216, 216, 216, 216, 404], "{name}");
        assert_eq!(snapshot(engine.tree()), before, "{name}");
    });
}

/// The same for what a device does by itself, past the engine.
#[test]
fn changes_of_the_device_that_are_taken_back() {
    let mut tree = memory();
    let before = snapshot(&tree);
    let outcome: Result<(), TreeError> = provost::dm::tree::atomically(&mut tree, |changes| {
        changes.write(Edit::Rename { at: uri("./dmacc/A").path(), name: "b" })?;
        changes.write(Edit::Delete { at: uri("./devdetail/EXT").path() })?;
        assert_eq!(changes.spelled(uri("./DMACC/B/name").path()), Some(uri("./DMAcc/b/Name")));
        assert_eq!(changes.case(Path::ROOT), Case::Insensitive);
        Err(TreeError::Full)
    });
    assert_eq!(outcome, Err(TreeError::Full));
    assert_eq!(snapshot(&tree), before);
}

#[test]
fn mounts_are_found_in_any_letters() {
    let memory = |nodes: &[(&str, Node)], case| {
        let mut tree = store(nodes).with_case(case).expect("no name is there twice");
        set_acl(&mut tree, ".", "Add=*&Get=*&Replace=*&Delete=*");
        tree
    };
    let up = || memory(&[("./Vendor", Node::interior())], Case::Insensitive);
    let down =
        || memory(&[("./Leaf", Node::leaf("v")), ("./leaf", Node::leaf("w"))], Case::Sensitive);
    let mut mounts = Mounts::new(up());
    mounts.mount(uri("./vendor/MSFT"), down()).expect("free");
    assert_eq!(mounts.mount(uri("./VENDOR/msft"), up()), Err(TreeError::AlreadyExists));
    assert_eq!(mounts.spelled(uri("./VENDOR/msft/Leaf").path()), Some(uri("./Vendor/MSFT/Leaf")));
    assert_eq!(mounts.spelled(uri("./Vendor/MSFT/Leaf").path()), None);
    assert_eq!(mounts.case(uri("./vendor/msft").path()), Case::Sensitive);
    let mut engine = Engine::new(mounts);
    // Below the mount letters count, down to it they do not.
    assert_eq!(get(&mut engine, "srv", "./vendor/msft/Leaf").as_deref(), Ok("v"));
    assert_eq!(get(&mut engine, "srv", "./vendor/msft/leaf").as_deref(), Ok("w"));
    assert_eq!(get(&mut engine, "srv", "./vendor/msft/LEAF"), Err(404));
    assert_eq!(get(&mut engine, "srv", "./VENDOR").as_deref(), Ok("MSFT"));
    for operation in [Operation::Delete("./VENDOR"), Operation::Delete("./vendor/msft")] {
        assert_eq!(status(&mut engine, "srv", &operation), 405, "{operation:?}");
    }
    let add = Operation::Add(Item::new("./Vendor/msft").with_data("v"));
    assert_eq!(status(&mut engine, "srv", &add), 418);
    let add = Operation::Add(Item::new("./Vendor/Other").with_data("v"));
    assert_eq!(status(&mut engine, "srv", &add), 200);
    let name = Item::new("./vendor/other?prop=Name").with_data("msft");
    assert_eq!(status(&mut engine, "srv", &Operation::Replace(name)), 418);
}

/// A name that others may still refer to is given to nobody, in whatever letters, and two objects of a
/// message that differ in letters alone get two names.
#[test]
fn names_of_installed_objects() {
    use provost::dm::bootstrap::{Bootstrap, InstallOptions};
    use provost::dm::object::AccessPoint;

    let object = |name: &str| {
        let nap = AccessPoint { address: "internet".into(), ..AccessPoint::new(name) };
        nap.to_object(name).expect("an object")
    };
    let bootstrap = Bootstrap::of_objects(["nap1", "A", "a"].map(object));
    for (case, expected) in [
        (Case::Insensitive, ["./NAP/nap1-2", "./NAP/A", "./NAP/a-2"]),
        (Case::Sensitive, ["./NAP/nap1", "./NAP/A", "./NAP/a"]),
    ] {
        let mut tree = MemoryTree::new().with_case(case).expect("empty");
        let options = InstallOptions::new().avoiding([uri("./NAP/NAP1")].into());
        let installed = bootstrap.install(&mut tree, &options).expect("installed");
        let places: Vec<_> = installed.objects.iter().map(|own| own.at.to_string()).collect();
        assert_eq!(places, expected, "{case:?}");
    }
}
