//! Properties of nodes, and their names.

use super::*;

#[test]
fn properties() {
    let mut engine = device("Add=*&Get=*&Replace=*");
    let now: Timestamp = "20261127T120000Z".parse().expect("a time");
    engine.options_mut().now = Some(now);
    let change = Operation::Replace(Item::new("./Dynamic/Leaf").with_data("f\u{fc}nf!"));
    assert_eq!(status(&mut engine, "srv", &change), 200);
    let title = Operation::Replace(Item::new("./Dynamic/Leaf?prop=Title").with_data("T"));
    assert_eq!(status(&mut engine, "srv", &title), 200);
    for (name, value) in [
        ("ACL", ""),
        ("Format", "chr"),
        ("Name", "Leaf"),
        ("Size", "6"),
        ("Title", "T"),
        ("TStamp", "20261127T120000Z"),
        ("Type", "text/plain"),
        ("VerNo", "2"),
    ] {
        let target = format!("./Dynamic/Leaf?prop={name}");
        assert_eq!(get(&mut engine, "srv", &target).as_deref(), Ok(value), "{name}");
        let replace = Operation::Replace(Item::new(&target).with_data("x"));
        let expected = match name {
            "ACL" => 400,
            "Name" | "Title" => 200,
            _ => 405,
        };
        let mut other = engine.tree().clone();
        let found = Engine::new(&mut other).execute("srv", &replace).status().0;
        assert_eq!(found, expected, "{name}");
    }
    assert_eq!(get(&mut engine, "srv", "./Dynamic?prop=Size"), Err(406));
    assert_eq!(get(&mut engine, "srv", "./Dynamic?prop=Format").as_deref(), Ok("node"));
    assert_eq!(get(&mut engine, "srv", "./Dynamic?prop=Type").as_deref(), Ok(""));
    assert_eq!(get(&mut engine, "srv", ".?prop=ACL").as_deref(), Ok("Add=*&Get=*&Replace=*"));

    // Those that a device need not keep.
    engine.options_mut().properties = PropertySet::NONE.with(PropertyName::Size);
    for (name, expected) in
        [("Title", 406), ("TStamp", 406), ("VerNo", 406), ("Size", 200), ("Type", 200)]
    {
        let target = format!("./Dynamic/Leaf?prop={name}");
        assert_eq!(status(&mut engine, "srv", &Operation::Get(&target)), expected, "{name}");
    }
}

#[test]
fn limits_of_a_title() {
    let mut engine = device("Add=*&Get=*&Replace=*");
    for (length, expected) in [(254, 200), (255, 200), (256, 413)] {
        let title = Item::new("./Dynamic/Leaf?prop=Title").with_data("t".repeat(length));
        assert_eq!(status(&mut engine, "srv", &Operation::Replace(title)), expected, "{length}");
    }
}

#[test]
fn the_version_begins_anew() {
    let mut node = Node::leaf("v");
    node.version = 0xFFFF;
    let mut engine = Engine::new(store(&[("./A", node)]));
    set_acl(engine.tree_mut(), ".", "Get=*&Replace=*");
    let change = Operation::Replace(Item::new("./A").with_data("w"));
    assert_eq!(status(&mut engine, "srv", &change), 200);
    assert_eq!(get(&mut engine, "srv", "./A?prop=VerNo").as_deref(), Ok("0"));
}

#[test]
fn names_are_changed() {
    let mut engine = device("Add=*&Get=*&Replace=*");
    let mut rename = |target: &str, name: &str| {
        let target = format!("{target}?prop=Name");
        let item = Item::new(&target).with_data(name.to_owned());
        status(&mut engine, "srv", &Operation::Replace(item))
    };
    assert_eq!(rename("./Dynamic/Leaf", "Int"), 418);
    assert_eq!(rename("./Dynamic/Leaf", ""), 400);
    assert_eq!(rename("./Dynamic/Leaf", "a/b"), 400);
    assert_eq!(rename("./Dynamic/Leaf", ".."), 400);
    assert_eq!(rename("./Dynamic/Leaf", "Leaf"), 200);
    assert_eq!(rename("./Dynamic", "New name"), 200);
    assert_eq!(get(&mut engine, "srv", "./New%20name/Leaf").as_deref(), Ok("v"));
    assert_eq!(get(&mut engine, "srv", "./Dynamic/Leaf"), Err(404));
}

#[test]
fn stores_without_case() {
    let mut tree = MemoryTree::new().with_case(Case::Insensitive).expect("an empty tree");
    put(&mut tree, "./Vendor", Node::interior());
    set_acl(&mut tree, ".", "Add=*&Get=*&Replace=*&Delete=*");
    let mut engine = Engine::new(tree);
    let add = |target| Operation::Add(Item::new(target).with_data("v"));
    assert_eq!(status(&mut engine, "srv", &add("./vendor/MSFT")), 200);
    assert_eq!(status(&mut engine, "srv", &add("./VENDOR/msft")), 418);
    assert_eq!(get(&mut engine, "srv", "./vEnDoR/mSfT").as_deref(), Ok("v"));
    // The name stays as it was given.
    assert_eq!(get(&mut engine, "srv", "./vendor").as_deref(), Ok("MSFT"));
    let rename = Operation::Replace(Item::new("./vendor/msft?prop=Name").with_data("Msft"));
    assert_eq!(status(&mut engine, "srv", &rename), 200);
    assert_eq!(get(&mut engine, "srv", "./vendor").as_deref(), Ok("Msft"));
    assert_eq!(status(&mut engine, "srv", &Operation::Delete("./VENDOR")), 200);
    assert_eq!(get(&mut engine, "srv", ".").as_deref(), Ok(""));
}

/// A new node has no title and no list, counts from nothing, and is text unless it says something else; its size is
/// that of its octets, whatever they were sent as.
#[test]
fn properties_of_a_new_node() {
    let mut engine = device("Add=*&Get=*&Replace=*");
    let now: Timestamp = "20261128T120000Z".parse().expect("a time");
    engine.options_mut().now = Some(now);
    for (target, add, expected) in [
        (
            "./Dynamic/New",
            Item::new("./Dynamic/New").with_data("v"),
            ["", "chr", "New", "1", "", "20261128T120000Z", "text/plain", "0"],
        ),
        (
            "./Dynamic/b%C3%BC",
            Item::new("./Dynamic/b%C3%BC")
                .with_format(Format::B64)
                .with_type("a/b")
                .with_data("AAEC"),
            ["", "bin", "b\u{fc}", "3", "", "20261128T120000Z", "a/b", "0"],
        ),
        (
            "./Dynamic/In",
            Item::new("./Dynamic/In").with_format(Format::Node).with_type("urn:x"),
            ["", "node", "In", "406", "", "20261128T120000Z", "urn:x", "0"],
        ),
    ] {
        assert_eq!(status(&mut engine, "srv", &Operation::Add(add)), 200, "{target}");
        let names = ["ACL", "Format", "Name", "Size", "Title", "TStamp", "Type", "VerNo"];
        for (name, expected) in names.iter().zip(expected) {
            let found = get(&mut engine, "srv", &format!("{target}?prop={name}"));
            let found = found.unwrap_or_else(|status| status.to_string());
            assert_eq!(found, expected, "{target} {name}");
        }
    }
}

/// A store that writes over what has the new name, in whichever letters: only the engine is in the way.
struct Careless(MemoryTree);

impl Tree for Careless {
    fn read(&self, at: Path<'_>) -> Result<Cow<'_, Node>, TreeError> {
        self.0.read(at)
    }

    fn children(&self, at: Path<'_>, visit: &mut dyn FnMut(&str)) -> Result<(), TreeError> {
        self.0.children(at, visit)
    }

    fn case(&self, at: Path<'_>) -> Case {
        self.0.case(at)
    }

    fn write(&mut self, edit: Edit<'_>) -> Result<(), TreeError> {
        if let Edit::Rename { at, name } = &edit {
            let new = at.parent().expect("a parent").child(name).expect("a name");
            let _ = self.0.write(Edit::Delete { at: new.path() });
        }
        self.0.write(edit)
    }
}

/// Where the case of letters counts, a name in other letters is that of a sibling.
#[test]
fn a_sibling_in_other_letters_is_not_written_over() {
    let mut tree = store(&[("./leaf", Node::leaf("small")), ("./Leaf", Node::leaf("large"))]);
    set_acl(&mut tree, ".", "Get=*&Replace=*");
    let mut engine = Engine::new(Careless(tree));
    let rename = Operation::Replace(Item::new("./leaf?prop=Name").with_data("Leaf"));
    assert_eq!(status(&mut engine, "srv", &rename), 418);
    assert_eq!(get(&mut engine, "srv", "./Leaf").as_deref(), Ok("large"));
}
