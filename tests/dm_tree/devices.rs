//! What devices differ in: formats, values, properties that are kept, lists, lengths of addresses; and stores
//! that hand nodes out, fail, or are lent.

use super::*;
use provost::dm::StatusCode;
use provost::dm::tnds::{Document, MEDIA_TYPE_XML};
use provost::dm::tree::{Change, atomically};
use provost::dm::uri::UriFault;

const FULL: &str = "Add=*&Get=*&Replace=*&Delete=*&Exec=*";

fn tree_of(nodes: &str) -> String {
    format!("<MgmtTree><VerDTD>1.2</VerDTD>{nodes}</MgmtTree>")
}

fn leaf_of(name: &str, properties: &str, value: &str) -> String {
    format!(
        "<Node><NodeName>{name}</NodeName><RTProperties>{properties}<Format><chr/></Format>\
         </RTProperties><Value>{value}</Value></Node>"
    )
}

fn serialized<'a>(target: &'a str, document: &str) -> Item<'a> {
    Item::new(target).with_type(MEDIA_TYPE_XML).with_data(document.to_owned())
}

/// A node is added in its format and with a value that it takes, or not at all.
#[test]
fn what_is_added_is_of_the_device() {
    let mut engine = device(FULL);
    let add = |data: &'static str, format| {
        Operation::Add(Item::new("./Permanent/Below/Int").with_data(data).with_format(format))
    };
    let before = snapshot(&engine.tree().0);
    for (data, format, expected) in
        [("7", Format::Chr, 415), ("seven", Format::Int, 400), ("7", Format::Int, 200)]
    {
        assert_eq!(snapshot(&engine.tree().0), before);
        assert_eq!(status(&mut engine, "srv", &add(data, format)), expected, "{data} {format}");
    }
    assert_eq!(get(&mut engine, "srv", "./Permanent/Below/Int").as_deref(), Ok("7"));
}

/// On a device without lists, those of a serialized tree say nothing.
#[test]
fn a_device_without_lists() {
    let document = tree_of(&leaf_of("New", "<ACL>Get=other</ACL>", "v"));
    for (has_lists, list, expected) in [(true, "Get=other", Err(425)), (false, "", Ok("v"))] {
        let mut engine = device(FULL);
        engine.options_mut().acl = has_lists;
        let add = Operation::Add(serialized("./Dynamic", &document));
        assert_eq!(status(&mut engine, "srv", &add), 200);
        let found = engine.tree().read(uri("./Dynamic/New").path()).expect("a node").acl.clone();
        assert_eq!(found.to_string(), list);
        assert_eq!(get(&mut engine, "srv", "./Dynamic/New"), expected.map(str::to_owned));
    }
}

/// A title that is too long is refused wherever it comes from, and nothing has changed.
#[test]
fn titles_of_serialized_trees_have_a_length() {
    for (length, expected) in [(254, 200), (255, 200), (256, 413)] {
        let title = format!("<Title>{}</Title>", "t".repeat(length));
        let added = tree_of(&leaf_of("New", &title, "v"));
        let replaced = tree_of(&leaf_of("Leaf", &title, "v"));
        for operation in [
            Operation::Add(serialized("./Dynamic/Below", &added)),
            Operation::Replace(serialized("./Dynamic/Leaf", &replaced)),
        ] {
            let mut engine = device(FULL);
            let before = snapshot(&engine.tree().0);
            assert_eq!(status(&mut engine, "srv", &operation), expected, "{length} {operation:?}");
            assert_eq!(snapshot(&engine.tree().0) == before, expected != 200);
        }
    }
}

/// A property that the device does not keep is not set, and not in the trees that it sends.
#[test]
fn properties_that_are_not_kept() {
    let mut engine = device(FULL);
    let title = Operation::Replace(Item::new("./Dynamic/Leaf?prop=Title").with_data("T"));
    assert_eq!(status(&mut engine, "srv", &title), 200);
    let titles = |engine: &mut Engine<Running, Device>| {
        let outcome = engine.execute("srv", &Operation::Get("./Dynamic?list=TNDS+Title+VerNo"));
        let octets = outcome.results()[0].data.clone().expect("a tree");
        let document = Document::decode(&octets).expect("a tree");
        let said = |node: provost::dm::tnds::Node<'_>| {
            let properties = node.properties();
            (properties.title.is_some(), properties.version.is_some())
        };
        document.nodes().map(said).collect::<Vec<_>>()
    };
    assert!(titles(&mut engine).contains(&(true, true)));
    engine.options_mut().properties = PropertySet::ALL.without(PropertyName::Title);
    let found = titles(&mut engine);
    assert!(found.iter().all(|row| *row == (false, true)), "{found:?}");
    assert_eq!(status(&mut engine, "srv", &title), 406);
}

/// A name that the device has closed is not reached by another name.
#[test]
fn a_node_does_not_get_a_name_that_is_closed() {
    let mut tree = store(&[("./Dynamic", Node::interior())]);
    set_acl(&mut tree, ".", FULL);
    let mut engine = Engine::new(tree).with_rules(Device);
    let rename =
        |name: &'static str| Operation::Replace(Item::new("./Dynamic?prop=Name").with_data(name));
    assert_eq!(status(&mut engine, "srv", &rename("Closed")), 405);
    assert_eq!(status(&mut engine, "srv", &rename("Open")), 200);
    assert_eq!(get(&mut engine, "srv", ".").as_deref(), Ok("Open"));
}

/// Nodes of a serialized tree get no longer addresses than those of their own.
#[test]
fn addresses_of_serialized_trees_have_the_limits_of_the_device() {
    let limits = UriLimits { max_seg_len: 4, ..UriLimits::NONE };
    let mut options = EngineOptions::default();
    options.uri = UriRules::default().with_limits(limits);
    for (name, expected) in [("four", 200), ("fives", 414)] {
        let mut tree = MemoryTree::new();
        set_acl(&mut tree, ".", FULL);
        let mut engine = Engine::new(tree).with_options(options.clone());
        let document = tree_of(&leaf_of(name, "", "v"));
        let outcome = engine.execute("srv", &Operation::Add(serialized("./A", &document)));
        assert_eq!(outcome.status().0, expected, "{name}");
        assert_eq!(engine.tree().is_empty(), expected != 200, "all or nothing");
        let single = format!("./A/{name}");
        let mut engine = Engine::new(MemoryTree::new()).with_options(options.clone());
        let single = status(&mut engine, "srv", &Operation::Add(Item::new(&single)));
        assert_eq!(single, expected);
    }
}

/// A store that makes its nodes when it is asked, as one above a registry does.
struct Made(MemoryTree);

impl Tree for Made {
    fn read(&self, at: Path<'_>) -> Result<Cow<'_, Node>, TreeError> {
        self.0.read(at).map(|node| Cow::Owned(node.into_owned()))
    }

    fn children(&self, at: Path<'_>, visit: &mut dyn FnMut(&str)) -> Result<(), TreeError> {
        self.0.children(at, visit)
    }

    fn write(&mut self, edit: Edit<'_>) -> Result<(), TreeError> {
        self.0.write(edit)
    }
}

/// Lists hold in any store: the next one above a node, and none where there is none.
#[test]
fn lists_hold_in_a_store_that_makes_its_nodes() {
    let mut tree = store(&[
        ("./A", Node::interior()),
        ("./A/B", Node::interior()),
        ("./A/B/C", Node::leaf("v")),
    ]);
    let mut without = Made(tree.clone());
    let mut change = Change::default();
    change.acl = Some(Acl::EMPTY);
    without.write(Edit::Update { at: Path::ROOT, change }).expect("a store in memory");
    assert_eq!(without.nearest_acl(uri("./A/B/C").path()), Ok(Cow::Owned(Acl::EMPTY)));
    assert_eq!(without.nearest_acl(uri("./A/X").path()), Err(TreeError::NotFound));
    set_acl(&mut tree, ".", "Get=*");
    set_acl(&mut tree, "./A/B", "Get=srv&Replace=srv");
    for at in [".", "./A", "./A/B", "./A/B/C"] {
        let at = uri(at);
        assert_eq!(Made(tree.clone()).nearest_acl(at.path()), tree.nearest_acl(at.path()));
    }
    let mut engine = Engine::new(Made(tree));
    for (server, operation, expected) in [
        ("srv", Operation::Get("./A/B/C"), 200),
        ("other", Operation::Get("./A/B/C"), 425),
        ("other", Operation::Get("./A"), 200),
        ("srv", Operation::Replace(Item::new("./A/B/C").with_data("w")), 200),
        ("srv", Operation::Delete("./A/B/C"), 425),
    ] {
        assert_eq!(status(&mut engine, server, &operation), expected, "{server} {operation:?}");
    }
}

/// What a store that is lent or mounted runs, it runs.
#[test]
fn nodes_run_in_stores_that_are_lent_and_mounted() {
    let mut running = device(FULL).into_tree();
    let exec = |target, data: Option<&'static [u8]>| Operation::Exec {
        target,
        data: data.map(Bytes::from_static),
    };
    let mut engine = Engine::new(&mut running);
    assert_eq!(status(&mut engine, "srv", &exec("./Dynamic/Leaf", None)), 200);
    assert_eq!(status(&mut engine, "srv", &exec("./Dynamic/Leaf", Some(b"x"))), 202);

    let mut mounts = Mounts::new(store(&[("./A", Node::interior()), ("./L", Node::leaf(""))]));
    set_acl(&mut mounts, ".", FULL);
    mounts.mount(uri("./A/M"), running).expect("a place");
    let mut engine = Engine::new(mounts);
    assert_eq!(status(&mut engine, "srv", &exec("./A/M/Dynamic/Leaf", Some(b"x"))), 202);
    // That in memory runs nothing.
    assert_eq!(status(&mut engine, "srv", &exec("./L", None)), 405);
    // Where stores are is shown, and nothing that they hold.
    assert_eq!(format!("{:?}", engine.tree()), "{./A/M}");
}

/// The names of mounted stores are taken, for the device itself as well.
#[test]
fn names_of_mounted_stores_are_taken() {
    let nodes = [("./A", Node::interior()), ("./A/K", Node::leaf("v"))];
    let mut mounts = Mounts::new(store(&nodes));
    mounts.mount(uri("./A/M"), MemoryTree::new()).expect("a place");
    let (mounted, other) = (uri("./A/M"), uri("./A/K"));
    let add = Edit::Add { at: mounted.path(), node: Node::leaf("") };
    assert_eq!(mounts.write(add), Err(TreeError::AlreadyExists));
    for (name, expected) in [("M", Err(TreeError::AlreadyExists)), ("N", Ok(()))] {
        assert_eq!(mounts.write(Edit::Rename { at: other.path(), name }), expected);
    }
    assert_eq!(mounts.read(uri("./A/N").path()).expect("a node").text(), Some("v"));
    // The store in memory says the same of its own.
    let mut tree = store(&[("./A", Node::interior()), ("./B", Node::interior())]);
    let b = uri("./B");
    let rename = Edit::Rename { at: b.path(), name: "A" };
    assert_eq!(tree.write(rename), Err(TreeError::AlreadyExists));
    assert!(tree.read(b.path()).is_ok());
}

/// A store that does not read what is below `./Broken`, and begins no group.
struct Broken(MemoryTree);

impl Tree for Broken {
    fn read(&self, at: Path<'_>) -> Result<Cow<'_, Node>, TreeError> {
        match at.segments().nth(1) {
            Some(_) if at.segments().next() == Some("Broken") => Err(TreeError::Store),
            _ => self.0.read(at),
        }
    }

    fn children(&self, at: Path<'_>, visit: &mut dyn FnMut(&str)) -> Result<(), TreeError> {
        self.0.children(at, visit)
    }

    fn write(&mut self, edit: Edit<'_>) -> Result<(), TreeError> {
        self.0.write(edit)
    }

    fn begin(&mut self) -> Result<Transaction, TreeError> {
        Err(TreeError::Store)
    }
}

/// A store that fails is no store without the node: the server is told 500, and nothing is added in its place.
#[test]
fn a_store_that_fails_is_told() {
    let mut tree = store(&[("./Broken", Node::interior()), ("./A", Node::leaf("v"))]);
    set_acl(&mut tree, ".", FULL);
    let mut mounts = Mounts::new(Broken(tree.clone()));
    assert_eq!(mounts.mount(uri("./Broken/M"), MemoryTree::new()), Err(TreeError::Store));
    let mut engine = Engine::new(Broken(tree));
    let document = tree_of(&leaf_of("New", "", "v"));
    let members = [Operation::Replace(Item::new("./A").with_data("w"))];
    for operation in [
        Operation::Add(Item::new("./Broken/X").with_data("v")),
        Operation::Replace(Item::new("./Broken/X").with_data("v")),
        Operation::Replace(serialized("./Broken", &document)),
        Operation::Get("./Broken/X"),
        Operation::Atomic(&members),
    ] {
        let found = status(&mut engine, "srv", &operation);
        assert_eq!(StatusCode(found), StatusCode::COMMAND_FAILED, "{operation:?}");
    }
    assert_eq!(get(&mut engine, "srv", "./A").as_deref(), Ok("v"));
    // What the store says is what the caller hears.
    assert_eq!(engine.begin(), Err(TreeError::Store));
    assert_eq!(engine.commit(), Ok(()), "nothing is open");
}

/// In the middle of a change of the device itself, lists are those of its store.
#[test]
fn commands_within_a_change_of_the_device() {
    let mut tree = store(&[("./A", Node::leaf("PLANTED"))]);
    set_acl(&mut tree, ".", "Get=srv&Replace=srv");
    let changed: Result<(), TreeError> = atomically(&mut tree, |changes| {
        assert_eq!(format!("{changes:?}"), "Changes { .. }");
        assert!(changes.nearest_acl(uri("./A").path())?.grants(Right::Get, "srv"));
        let mut engine = Engine::new(&mut *changes);
        assert_eq!(get(&mut engine, "other", "./A"), Err(425));
        let replace = Operation::Replace(Item::new("./A").with_data("new"));
        assert_eq!(status(&mut engine, "srv", &replace), 200);
        // What runs cannot be taken back.
        let exec = Operation::Exec { target: "./A", data: None };
        assert_ne!(status(&mut engine, "srv", &exec), 200);
        Err(TreeError::Full)
    });
    assert_eq!(changed, Err(TreeError::Full));
    assert_eq!(tree.read(uri("./A").path()).expect("a node").text(), Some("PLANTED"));
}

/// Commands by their names and targets, as a log has them.
#[test]
fn operations_are_shown() {
    let members = [Operation::Get("./G"), Operation::Delete("./D")];
    let rows = [
        (Operation::Add(Item::new("./A")), "Add", "./A"),
        (Operation::Replace(Item::new("./R")), "Replace", "./R"),
        (Operation::Delete("./D"), "Delete", "./D"),
        (Operation::Get("./G"), "Get", "./G"),
        (Operation::Copy { source: "./S", target: "./T" }, "Copy", "./T"),
        (Operation::Exec { target: "./E", data: None }, "Exec", "./E"),
        (Operation::Atomic(&members), "Atomic", ""),
        (Operation::Sequence(&members), "Sequence", ""),
    ];
    for (operation, name, target) in &rows {
        assert_eq!((operation.name(), operation.target()), (*name, *target));
        let shown = format!("{operation:?}");
        assert!(shown.starts_with(name) && shown.contains(target), "{shown}");
        let is_container = target.is_empty();
        assert_eq!(shown.contains("Get(\"./G\"), Delete(\"./D\")"), is_container, "{shown}");
    }
    assert!(format!("{:?}", rows[4].0).contains("source: \"./S\""));
}

/// The defaults are those that are named, wherever they are asked for.
#[test]
fn defaults_are_the_named_ones() {
    let options = [EngineOptions::default(), EngineOptions::DEFAULT];
    assert_eq!(format!("{:?}", options[0]), format!("{:?}", options[1]));
    assert_eq!(UriRules::default(), UriRules::SPECIFICATION);
    let raw = "./A B";
    let error = Uri::parse(raw, &UriRules::default()).expect_err("a blank");
    assert_eq!(error.kind(), provost::dm::ErrorKind::Uri(UriFault::Character));
    assert!(Uri::parse(raw, &UriRules::default().allow_raw_characters()).is_ok());
    let address = provost::dm::uri::Address::from(uri("./A"));
    assert_eq!((address.uri(), address.part()), (&uri("./A"), &provost::dm::uri::Part::Node));
    assert_eq!(address, "./A".parse().expect("an address"));
}
