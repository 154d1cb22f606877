//! Access control lists: the example of the specification, inheritance, who may change one, several
//! authorities on one device.

use super::*;

/// The example of DM TND 1.2.1, 7.7.1.6: six nodes, six statements.
fn example() -> Engine<MemoryTree> {
    let leaf = || Node::leaf("v");
    let list = |text| Node::interior().with_acl(acl(text));
    Engine::new(store(&[
        ("./NodeA", list("Get=ServerC&Replace=ServerC")),
        ("./NodeA/Node1", leaf().with_acl(acl("Get=*"))),
        ("./NodeB", list("Get=ServerA&Replace=ServerA")),
        ("./NodeB/Node2", leaf()),
        ("./NodeB/Node3", list("Get=ServerB&Replace=ServerB&Delete=ServerB")),
        ("./NodeB/Node3/Node4", leaf()),
        ("./NodeB/Node3/Node5", leaf().with_acl(acl("Get=ServerA&Replace=ServerA&Get=ServerB"))),
    ]))
}

const SERVERS: [&str; 4] = ["ServerA", "ServerB", "ServerC", "ServerD"];

#[test]
fn example_1_any_server_gets_node1() {
    for server in SERVERS {
        assert_eq!(get(&mut example(), server, "./NodeA/Node1").as_deref(), Ok("v"), "{server}");
    }
}

#[test]
fn example_2_only_server_c_changes_the_list_of_node1() {
    for server in SERVERS {
        let change = Operation::Replace(Item::new("./NodeA/Node1?prop=ACL").with_data("Get=*"));
        let expected = if server == "ServerC" { 200 } else { 425 };
        assert_eq!(status(&mut example(), server, &change), expected, "{server}");
    }
}

#[test]
fn example_3_no_server_changes_or_deletes_node1() {
    for server in SERVERS {
        let replace = Operation::Replace(Item::new("./NodeA/Node1").with_data("w"));
        assert_eq!(status(&mut example(), server, &replace), 425, "{server}");
        assert_eq!(status(&mut example(), server, &Operation::Delete("./NodeA/Node1")), 425);
    }
}

#[test]
fn example_4_the_list_of_node1_is_its_own() {
    assert_eq!(get(&mut example(), "ServerD", "./NodeA/Node1?prop=ACL").as_deref(), Ok("Get=*"));
}

#[test]
fn example_5_the_list_of_node4_is_empty() {
    let list = "./NodeB/Node3/Node4?prop=ACL";
    assert_eq!(get(&mut example(), "ServerB", list).as_deref(), Ok(""));
    assert_eq!(get(&mut example(), "ServerA", list), Err(425));
}

#[test]
fn example_6_server_a_replaces_node5() {
    for server in SERVERS {
        let replace = Operation::Replace(Item::new("./NodeB/Node3/Node5").with_data("w"));
        let expected = if server == "ServerA" { 200 } else { 425 };
        assert_eq!(status(&mut example(), server, &replace), expected, "{server}");
    }
    for server in ["ServerA", "ServerB"] {
        assert_eq!(get(&mut example(), server, "./NodeB/Node3/Node5").as_deref(), Ok("v"));
    }
}

/// One list holds as a whole: a right that it does not name is not looked for above.
#[test]
fn lists_are_inherited_as_a_whole() {
    let tree = store(&[
        ("./A", Node::interior().with_acl(acl("Replace=srv"))),
        ("./A/B", Node::interior()),
        ("./A/B/C", Node::leaf("v")),
    ]);
    let mut engine = Engine::new(tree);
    assert_eq!(get(&mut engine, "srv", "./A/B/C"), Err(425));
    let replace = Operation::Replace(Item::new("./A/B/C").with_data("w"));
    assert_eq!(status(&mut engine, "srv", &replace), 200);
    assert_eq!(status(&mut engine, "other", &replace), 425);
}

#[test]
fn who_may_change_a_list() {
    // The list of the node above, that of the node, what may be changed.
    for (parent, own, interior, leaf) in [
        ("Replace=srv", "", 200, 200),
        ("Replace=srv", "Get=*", 200, 200),
        ("Get=*", "Replace=srv", 200, 425),
        ("Get=*", "Get=*", 425, 425),
        ("Replace=srv2", "Replace=srv2", 425, 425),
    ] {
        for (node, expected) in [(Node::interior(), interior), (Node::leaf("v"), leaf)] {
            let tree = store(&[
                ("./P", Node::interior().with_acl(acl(parent))),
                ("./P/N", node.with_acl(acl(own))),
            ]);
            let change = Operation::Replace(Item::new("./P/N?prop=ACL").with_data("Get=srv"));
            let found = status(&mut Engine::new(tree), "srv", &change);
            assert_eq!(found, expected, "{parent} {own}");
        }
    }
}

#[test]
fn lists_that_cannot_be_set() {
    let mut engine = device("Add=*&Get=*&Replace=*");
    let mut set = |target: &str, list: &'static str| {
        status(&mut engine, "srv", &Operation::Replace(Item::new(target).with_data(list)))
    };
    for list in ["Get", "Get=", "Copy=*", "Get=a b", "Get=*&Get=*"] {
        assert_eq!(set("./Dynamic?prop=ACL", list), 400, "{list}");
    }
    assert_eq!(set("./Dynamic?prop=ACL", ""), 200);
    assert_eq!(set(".?prop=ACL", ""), 405);
    assert_eq!(set(".?prop=ACL", "Get=*&Replace=*"), 405);
    assert_eq!(set(".?prop=ACL", "Add=srv&Get=*"), 405);
    assert_eq!(set(".?prop=ACL", "Get=*&Add=*"), 200);
    assert_eq!(set(".?prop=ACL", "Get=*&Add=*&Replace=*"), 425);
}

/// Who adds an interior node where it may not replace the node above gets rights of its own.
#[test]
fn the_list_of_an_added_interior_node() {
    let mut engine = Engine::new(MemoryTree::new());
    let interior =
        |target: &'static str| Operation::Add(Item::new(target).with_format(Format::Node));
    assert_eq!(status(&mut engine, "srv", &interior("./A")), 200);
    let own = |engine: &Engine<MemoryTree>, text| {
        engine.tree().read(uri(text).path()).expect(text).acl.to_string()
    };
    assert_eq!(own(&engine, "./A"), "Add=srv&Delete=srv&Replace=srv");
    // Below it the server may replace, so that nothing is needed.
    assert_eq!(status(&mut engine, "srv", &interior("./A/B")), 200);
    assert_eq!(own(&engine, "./A/B"), "");
    let leaf = Operation::Add(Item::new("./Leaf").with_data("v"));
    assert_eq!(status(&mut engine, "srv", &leaf), 200);
    assert_eq!(own(&engine, "./Leaf"), "");
    // Nodes on the way are no different.
    let deep = Operation::Add(Item::new("./C/D/E").with_data("v"));
    assert_eq!(status(&mut engine, "srv", &deep), 200);
    assert_eq!(
        (own(&engine, "./C"), own(&engine, "./C/D")),
        ("Add=srv&Delete=srv&Replace=srv".into(), String::new())
    );
    engine.options_mut().automatic_get = true;
    assert_eq!(status(&mut engine, "srv", &interior("./F")), 200);
    assert_eq!(own(&engine, "./F"), "Get=*&Add=srv&Delete=srv&Replace=srv");
}

/// Two servers on one device: each has what it has added, and sees nothing of the other.
#[test]
fn several_authorities() {
    let mut engine = Engine::new(MemoryTree::new());
    engine.options_mut().automatic_get = false;
    for server in ["com.a", "com.b"] {
        let root = format!("./{server}");
        let leaf = format!("./{server}/Secret");
        assert_eq!(
            status(
                &mut engine,
                server,
                &Operation::Add(Item::new(&root).with_format(Format::Node))
            ),
            200
        );
        let own = format!("Add={server}&Delete={server}&Get={server}&Replace={server}");
        let list = format!("{root}?prop=ACL");
        assert_eq!(
            status(&mut engine, server, &Operation::Replace(Item::new(&list).with_data(own))),
            200
        );
        assert_eq!(
            status(&mut engine, server, &Operation::Add(Item::new(&leaf).with_data("s"))),
            200
        );
    }
    for (server, other) in [("com.a", "com.b"), ("com.b", "com.a"), ("com", "com.a")] {
        let leaf = format!("./{other}/Secret");
        for operation in [
            Operation::Get(&leaf),
            Operation::Replace(Item::new(&leaf).with_data("x")),
            Operation::Delete(&leaf),
            Operation::Add(Item::new(&format!("./{other}/New")).with_data("x")),
            Operation::Copy { source: &leaf, target: "./Stolen" },
            Operation::Exec { target: &leaf, data: None },
        ] {
            assert_eq!(status(&mut engine, server, &operation), 425, "{server} {operation:?}");
        }
        // Its names are in the list of the root, but none of its nodes is in a list of nodes.
        let outcome = engine.execute(server, &Operation::Get(".?list=StructData"));
        let sources: Vec<&str> = outcome.results().iter().map(|r| r.source.as_str()).collect();
        assert!(!sources.iter().any(|source| source.contains(other)), "{server}: {sources:?}");
    }
}

#[test]
fn a_server_is_removed() {
    let tree = store(&[
        ("./A", Node::interior().with_acl(acl("Get=a+b&Replace=a"))),
        ("./A/B", Node::leaf("v").with_acl(acl("Get=a"))),
        ("./A/C", Node::leaf("v").with_acl(acl("Get=a2+2a"))),
    ]);
    let mut engine = Engine::new(tree);
    set_acl(engine.tree_mut(), ".", "Add=*&Get=*&Replace=a");
    engine.remove_server("a").expect("a store in memory");
    let own = |text| engine.tree().read(uri(text).path()).expect(text).acl.to_string();
    assert_eq!(own("."), "Add=*&Get=*&Replace=*");
    assert_eq!(own("./A"), "Get=b");
    assert_eq!(own("./A/B"), "");
    assert_eq!(own("./A/C"), "Get=a2+2a");
}

/// What becomes of a right of the root that nobody has any more is the device's choice.
#[test]
fn rights_of_the_root_as_they_left_the_factory() {
    for (factory, root, expected) in [
        (None, "Add=*&Get=*&Replace=a", "Add=*&Get=*&Replace=*"),
        (Some("Add=*&Get=*"), "Add=*&Get=*&Replace=a", "Add=*&Get=*"),
        (Some("Add=*&Get=*"), "Add=*&Get=a", "Add=*&Get=*"),
        (Some("Add=*&Get=*&Replace=operator"), "Add=*&Replace=a", "Add=*&Replace=operator"),
        (Some("Add=*&Get=*"), "Add=*&Get=a+b", "Add=*&Get=b"),
        // Nor does it come back through the list of the factory.
        (Some("Add=*&Replace=a"), "Add=*&Replace=a", "Add=*"),
        (Some("Exec=x"), "Replace=a", "Exec=x"),
        (Some("Exec=a"), "Replace=a", "Add=*&Get=*"),
    ] {
        let mut engine = Engine::new(MemoryTree::new());
        set_acl(engine.tree_mut(), ".", root);
        engine.options_mut().root_acl = factory.map(acl);
        engine.remove_server("a").expect("a store in memory");
        let node = engine.tree().read(Path::ROOT).expect("the root");
        assert_eq!(node.acl.to_string(), expected, "{factory:?} {root}");
        assert_eq!(node.version, 1, "it is a change");
    }
}

#[test]
fn windows_has_no_lists() {
    let mut engine = device("Get=nobody");
    engine.options_mut().acl = false;
    assert_eq!(get(&mut engine, "srv", "./Dynamic/Leaf").as_deref(), Ok("v"));
    assert_eq!(get(&mut engine, "srv", "./Dynamic/Leaf?prop=ACL"), Err(406));
    assert_eq!(status(&mut engine, "srv", &Operation::Delete("./Dynamic")), 200);
}

#[test]
fn rights_have_names() {
    for right in Right::ALL {
        assert!(acl(&format!("{}=*", right.name())).grants(right, "srv"));
    }
}

/// Nodes of the name `Secret` take no Get.
struct Hiding;

impl Rules for Hiding {
    fn rule(&self, at: Path<'_>) -> NodeRule {
        let access = Access::ALL;
        let is_secret = at.name() == "Secret" && at.as_normal().starts_with("Auth");
        NodeRule::ANY.with_access(if is_secret { access.without(Right::Get) } else { access })
    }
}

#[test]
fn what_takes_no_get_is_not_read_elsewhere() {
    let mut tree = store(&[
        ("./Auth", Node::interior()),
        ("./Auth/Name", Node::leaf("n")),
        ("./Auth/Secret", Node::leaf("s")),
        ("./Auth2", Node::interior()),
        ("./Inbox", Node::interior()),
        ("./Inbox/x", Node::leaf("s")),
    ]);
    set_acl(&mut tree, ".", "Add=*&Get=*&Replace=*");
    let mut engine = Engine::new(tree).with_rules(Hiding);
    let rename = |target, to| Operation::Replace(Item::new(target).with_data(to));
    for (operation, expected) in [
        (rename("./Auth/Secret?prop=Name", "X"), 405),
        (rename("./Auth?prop=Name", "X"), 405),
        (rename("./Inbox?prop=Name", "X"), 405),
        (Operation::Copy { source: "./Inbox/x", target: "./y" }, 405),
        (Operation::Copy { source: "./Auth/Secret", target: "./y" }, 405),
        (rename("./Auth/Name?prop=Name", "X"), 200),
        (rename("./Auth?prop=Name", "Auth3"), 200),
        (rename("./Inbox/x?prop=Name", "y"), 200),
    ] {
        assert_eq!(status(&mut engine, "srv", &operation), expected, "{operation:?}");
    }
    assert_eq!(get(&mut engine, "srv", "./Auth3/Secret"), Err(405));
}

/// A serialized tree takes Add of the root from nobody, as the property does not.
#[test]
fn the_list_of_the_root_in_a_document() {
    let document = |list: &str| {
        format!(
            "<MgmtTree><VerDTD>1.2</VerDTD><Node><NodeName/><RTProperties><ACL>{list}</ACL><Format>\
             <node/></Format></RTProperties></Node></MgmtTree>"
        )
    };
    for (list, expected) in [("Get=*&amp;Replace=*", 405), ("Add=*&amp;Replace=*", 200)] {
        let mut tree = MemoryTree::new();
        set_acl(&mut tree, ".", "Add=*&Get=*&Replace=*&Delete=*");
        let mut engine = Engine::new(tree);
        let item = Item::new(".").with_type("application/vnd.syncml.dmtnds+xml");
        let replace = Operation::Replace(item.with_data(document(list)));
        assert_eq!(status(&mut engine, "srv", &replace), expected, "{list}");
    }
}

/// None at the root says nothing of the list that it always has.
#[test]
fn no_list_of_the_root_in_a_document() {
    let mut tree = MemoryTree::new();
    set_acl(&mut tree, ".", "Add=*&Get=*&Replace=*&Delete=*");
    let mut engine = Engine::new(tree);
    let data = "<MgmtTree><VerDTD>1.2</VerDTD><Node><NodeName/><RTProperties><ACL/></RTProperties>\
        <Node><NodeName>A</NodeName><Value>v</Value></Node></Node></MgmtTree>";
    let item = Item::new(".").with_type("application/vnd.syncml.dmtnds+xml").with_data(data);
    assert_eq!(status(&mut engine, "srv", &Operation::Replace(item)), 200);
    assert_eq!(get(&mut engine, "srv", "./A").as_deref(), Ok("v"));
    let list = get(&mut engine, "srv", ".?prop=ACL");
    assert_eq!(list.as_deref(), Ok("Add=*&Get=*&Replace=*&Delete=*"));
}

/// Whether a server may add is said by the list that holds for the node above, and no other.
#[test]
fn who_may_add_below_a_node() {
    // The list of the root, and of the node above.
    for (root, above, expected) in [
        ("Add=*&Get=*", "", 200),
        ("Add=*&Get=*", "Get=*&Replace=*&Delete=*", 425),
        ("Add=*&Get=*", "Add=srv2", 425),
        ("Add=*&Get=*", "Add=srv", 200),
        ("Get=*", "Add=srv", 200),
        ("Get=*", "Add=*", 200),
        ("Get=*", "", 425),
    ] {
        for (target, format) in
            [("./P/N", Format::Chr), ("./P/N", Format::Node), ("./P/On/The/Way", Format::Chr)]
        {
            let mut tree = store(&[("./P", Node::interior().with_acl(acl(above)))]);
            set_acl(&mut tree, ".", root);
            let mut engine = Engine::new(tree);
            let add = Operation::Add(Item::new(target).with_format(format));
            assert_eq!(status(&mut engine, "srv", &add), expected, "{root} {above} {target}");
        }
    }
}

/// Whatever else a list says, a server is granted what names it, and `*` names all (DM TND 1.2.1, 7.7.1).
#[test]
fn every_command_needs_its_right() {
    let leaf = || Item::new("./P/L").with_data("w");
    for (right, operation) in [
        (Right::Get, Operation::Get("./P/L")),
        (Right::Get, Operation::Get("./P")),
        (Right::Get, Operation::Get("./P/L?prop=Title")),
        (Right::Get, Operation::Get("./P?list=Struct")),
        (Right::Get, Operation::Get("./P?list=TNDS")),
        (Right::Add, Operation::Add(Item::new("./P/New"))),
        (Right::Replace, Operation::Replace(leaf())),
        (Right::Replace, Operation::Replace(Item::new("./P/L?prop=Title").with_data("T"))),
        (Right::Replace, Operation::Replace(Item::new("./P/L?prop=Name").with_data("M"))),
        (Right::Delete, Operation::Delete("./P/L")),
        (Right::Exec, Operation::Exec { target: "./P/L", data: None }),
    ] {
        for granted in Right::ALL {
            for server in ["srv", "*", "srv2"] {
                let list = Acl::EMPTY.with(granted, "first").expect("a server");
                let list = if server == "*" {
                    list.with_all(granted)
                } else {
                    list.with(granted, server).expect("a server")
                };
                let mut tree =
                    store(&[("./P", Node::interior().with_acl(list)), ("./P/L", Node::leaf("v"))]);
                set_acl(&mut tree, ".", "Add=*");
                let mut engine = Engine::new(Running(tree));
                let found = status(&mut engine, "srv", &operation);
                let expected = if granted == right && server != "srv2" { 200 } else { 425 };
                assert_eq!(found, expected, "{operation:?} with {} of {server}", granted.name());
            }
        }
    }
}
