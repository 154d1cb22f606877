//! What must hold for any input to addresses, access control lists, serialized trees, descriptions,
//! and for any sequence of commands on a tree, which a slow and obvious model executes as well.

use std::borrow::Cow;
use std::collections::BTreeMap;

use provost::dm::{
    Format,
    ddf::Description,
    tnds::{self, Document},
    tree::{Acl, Case, Edit, Engine, Item, MemoryTree, Node, Operation, Right, Tree, TreeError},
    uri::{Address, Part, Path, Uri, UriLimits, UriRules},
};

use super::Body;

/// The bodies, by the names of their targets.
pub const TARGETS: [(&str, Body); 5] =
    [("dm_uri", uri), ("dm_acl", acl), ("dm_tnds", tnds), ("dm_ddf", ddf), ("dm_tree", tree)];

/// Addresses: what is read has one form, which is read as the same; an error is inside.
pub fn uri(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else { return };
    let limits = UriLimits { max_depth: 4, max_tot_len: 64, max_seg_len: 8 };
    for rules in [
        UriRules::SPECIFICATION,
        UriRules::WINDOWS,
        UriRules::SPECIFICATION.with_limits(limits),
        UriRules::WINDOWS.with_limits(limits),
    ] {
        match Address::parse(text, &rules) {
            Ok(address) => {
                let written = address.to_string();
                let again = Address::parse(&written, &UriRules::SPECIFICATION);
                assert_eq!(again.as_ref(), Ok(&address), "{text:?}");
                let path = address.uri().path();
                assert!(path.segments().all(|name| !matches!(name, "" | "." | "..")));
                assert_eq!(
                    path.depth(),
                    path.as_normal().split('/').filter(|s| !s.is_empty()).count()
                );
                match path.parent() {
                    Some(parent) => {
                        assert_eq!(parent.child(path.name()).as_ref(), Ok(address.uri()));
                    }
                    None => assert!(path.is_root()),
                }
                let is_node = *address.part() == Part::Node;
                assert_eq!(Uri::parse(text, &rules).is_ok(), is_node);
            }
            Err(error) => assert!(error.offset() <= text.len(), "{error}"),
        }
    }
}

/// Lists: a naive reading grants the same, and what is written is read as the same.
pub fn acl(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else { return };
    let (strict, lenient) = (text.parse::<Acl>(), Acl::parse_lenient(text));
    if let Ok(strict) = &strict {
        assert_eq!(Ok(strict), lenient.as_ref());
    }
    let Ok(acl) = lenient else {
        assert!(lenient.unwrap_err().offset() <= text.len());
        return;
    };
    let written = acl.to_string();
    assert_eq!(written.parse::<Acl>().as_ref(), Ok(&acl), "{text:?}");
    let entries = || text.split('&').filter_map(|entry| entry.split_once('='));
    let servers: Vec<&str> =
        entries().flat_map(|(_, servers)| servers.split('+')).take(8).collect();
    for server in servers.iter().copied().chain(["srv", "*", ""]) {
        for right in Right::ALL {
            let granted = entries().filter(|(name, _)| *name == right.name()).any(|(_, list)| {
                list.split('+').any(|granted| granted == "*" || granted == server)
            });
            assert_eq!(acl.grants(right, server), granted, "{right:?} {server:?} {text:?}");
        }
    }
    if let Some(server) = servers.iter().copied().find(|server| *server != "*") {
        let mut removed = acl.clone();
        removed.remove_server(server, false);
        let all = |right| {
            entries().any(|(name, list)| name == right && list.split('+').any(|s| s == "*"))
        };
        for right in Right::ALL {
            assert_eq!(removed.grants(right, server), all(right.name()), "{server:?} {text:?}");
        }
    }
}

/// Serialized trees: what is read is written so that it is read as the same, in both syntaxes; what
/// is added to an empty tree is there, or nothing is.
pub fn tnds(input: &[u8]) {
    let document = match Document::decode_with(input, 256) {
        Ok(document) => document,
        Err(error) => {
            assert!(error.offset() <= input.len(), "{error}");
            return;
        }
    };
    let says = |document: &Document| -> Vec<String> {
        let nodes = document.nodes();
        let texts = |node: &tnds::Node<'_>| -> Vec<String> {
            node.unknown()
                .iter()
                .map(|(place, extra)| format!("{place:?} {}", extra.text()))
                .collect()
        };
        let root = document.unknown().iter().map(|extra| extra.text());
        nodes
            .map(|n| format!("{} {:?} {:?} {:?}", n.path(), n.properties(), n.octets(), texts(&n)))
            .chain(root)
            .collect()
    };
    let expected = says(&document);
    // XML does not have every character, nor WBXML an inline NUL.
    if let Ok(xml) = document.to_xml() {
        assert_eq!(says(&Document::decode(xml.as_bytes()).expect("our own")), expected);
    }
    if let Ok(wbxml) = document.to_wbxml() {
        assert_eq!(says(&Document::decode(&wbxml).expect("our own")), expected);
    }
    let acl = Right::ALL.into_iter().fold(Acl::EMPTY, Acl::with_all);
    let mut engine = Engine::new(MemoryTree::with_root(Node::interior().with_acl(acl)));
    for is_add in [true, false] {
        let before = engine.tree().len();
        let kind = "application/vnd.syncml.dmtnds+xml";
        let item = Item::new(".").with_type(kind).with_data(input.to_vec());
        let operation = if is_add { Operation::Add(item) } else { Operation::Replace(item) };
        let outcome = engine.execute("srv", &operation);
        if outcome.status().is_success() {
            for node in document.nodes() {
                assert!(engine.tree().read(node.path()).is_ok(), "{}", node.path());
            }
        } else {
            assert_eq!(engine.tree().len(), before);
        }
    }
}

/// Descriptions: what is read is written so that it is read as the same; whatever a description
/// says, its rules and its empty tree can be asked for.
pub fn ddf(input: &[u8]) {
    let description = match Description::decode(input) {
        Ok(description) => description,
        Err(error) => {
            assert!(error.offset() <= input.len(), "{error}");
            return;
        }
    };
    let says = |description: &Description| -> Vec<String> {
        let nodes = description.nodes();
        nodes.map(|n| format!("{} {:?} {:?}", n.address(), n.properties(), n.value())).collect()
    };
    if let Ok(xml) = description.to_xml(1) {
        // Extensions inside of one another are read with the white space of the layout.
        let again = Description::decode(xml.as_bytes()).expect("our own");
        assert_eq!(again.nodes().len(), description.nodes().len());
        let has_extensions =
            description.nodes().any(|n| n.properties().is_some_and(|p| !p.extensions.is_empty()));
        if !has_extensions {
            assert_eq!(says(&again), says(&description));
        }
    }
    assert!(description.diff(&description).is_empty());
    let Ok(tree) = description.empty_tree() else { return };
    let mut engine = Engine::new(tree).with_rules(description);
    let outcome = engine.execute("srv", &Operation::Get(".?list=Struct"));
    let _ = outcome.results().iter().all(|result| !result.source.is_empty());
}

/// A node of the model.
#[derive(Clone, PartialEq, Debug)]
struct Plain {
    /// In the letters in which it was given first.
    name: String,
    interior: bool,
    value: u8,
    acl: Acl,
}

/// The slow and obvious tree: addresses to nodes, in small letters where their case does not count.
type Model = BTreeMap<String, Plain>;

const NAMES: [&str; 3] = ["A", "B", "C"];
const SERVERS: [&str; 2] = ["s", "s2"];
const ACLS: [&str; 6] = [
    "",
    "Get=*",
    "Add=*&Get=*",
    "Add=s&Get=s&Replace=s&Delete=s",
    "Get=s2&Replace=s2",
    "Replace=*",
];

/// A command as octets make it.
#[derive(Clone, Debug)]
enum Step {
    Add(At, bool, u8),
    Replace(At, u8),
    List(At, &'static str),
    Delete(At),
    Get(At),
    Copy(At, At),
}

/// An address: as the model has it, its names as they are given, as commands have it, and that of the list.
#[derive(Clone, PartialEq, Debug)]
struct At {
    key: String,
    names: Vec<String>,
    target: String,
    list: String,
}

/// A store in which the case of letters does not count, and which says nothing of how it finds a name.
struct Foreign(MemoryTree);

impl Tree for Foreign {
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
        self.0.write(edit)
    }
}

/// Commands for a tree, by the engine and by the model. The last octet, which is one of a command as well, says
/// whether the case of letters counts, and whose store it is.
pub fn tree(input: &[u8]) {
    let root: Acl = "Add=*&Get=*&Replace=s&Delete=*".parse().expect("a list");
    let store = MemoryTree::with_root(Node::interior().with_acl(root));
    let kind = input.last().map_or(0, |octet| octet % 3);
    if kind == 0 {
        let (store, model) = commands(store, Case::Sensitive, input);
        return same(&store, &model);
    }
    let store = store.with_case(Case::Insensitive).expect("no names yet");
    let (store, model) = if kind == 1 {
        commands(store, Case::Insensitive, input)
    } else {
        let (store, model) = commands(Foreign(store), Case::Insensitive, input);
        (store.0, model)
    };
    same(&store, &model);
}

/// What the commands leave, in the store and in the model.
fn commands<T: Tree>(store: T, case: Case, input: &[u8]) -> (T, Model) {
    let mut octets = input.iter().copied();
    let acl = store.read(Path::ROOT).expect("the root").acl.clone();
    let mut engine = Engine::new(store);
    let mut model = Model::new();
    let root = Plain { name: String::new(), interior: true, value: 0, acl };
    model.insert(String::new(), root);
    for _ in 0..256 {
        let Some(head) = octets.next() else { break };
        let server = SERVERS[usize::from(head & 1)];
        if head & 0x70 == 0x70 {
            let count = usize::from(head >> 1 & 3);
            let steps: Vec<Step> =
                std::iter::from_fn(|| step(&mut octets, case)).take(count).collect();
            let operations: Vec<Operation<'_>> = steps.iter().map(operation).collect();
            let outcome = engine.execute(server, &Operation::Atomic(&operations));
            let (status, members) = atomic(&mut model, server, &steps);
            assert_eq!(outcome.status().0, status, "{steps:?}");
            let found: Vec<u16> = outcome.members().iter().map(|m| m.status().0).collect();
            assert_eq!(found, members, "{steps:?}");
        } else {
            let Some(step) = step(&mut octets, case) else { break };
            let outcome = engine.execute(server, &operation(&step));
            let (status, value) = run(&mut model, server, &step);
            assert_eq!(outcome.status().0, status, "{server} {step:?} in {model:?}");
            if let (Some(value), [result]) = (value, outcome.results()) {
                assert_eq!(result.text(), Some(value.as_str()), "{step:?}");
            }
        }
    }
    (engine.into_tree(), model)
}

fn step(octets: &mut impl Iterator<Item = u8>, case: Case) -> Option<Step> {
    let (kind, first, value) = (octets.next()?, octets.next()?, octets.next()?);
    let target = address(first, case);
    Some(match kind % 7 {
        0 | 1 => Step::Add(target, kind & 0x80 != 0, value),
        2 => Step::Replace(target, value),
        3 => Step::List(target, ACLS[usize::from(value) % ACLS.len()]),
        4 => Step::Delete(target),
        5 => Step::Get(target),
        _ => Step::Copy(target, address(value, case)),
    })
}

/// One of the 40 addresses of up to three segments of three names; where the case of letters does not count, in
/// small or capital ones.
fn address(octet: u8, case: Case) -> At {
    let (mut rest, small) = (usize::from(octet % 40), octet / 40);
    let depth = [0, 1, 1, 1].get(rest).copied().unwrap_or(if rest < 13 { 2 } else { 3 });
    let mut names = Vec::new();
    for at in 0..depth {
        let name = NAMES[rest % 3];
        let is_small = case == Case::Insensitive && small >> at & 1 == 1;
        names.push(if is_small { name.to_lowercase() } else { name.to_owned() });
        rest /= 3;
    }
    let target = text(&names.join("/"));
    let key = match case {
        Case::Sensitive => names.join("/"),
        Case::Insensitive => names.join("/").to_lowercase(),
    };
    At { list: format!("{target}?prop=ACL"), target, key, names }
}

fn text(address: &str) -> String {
    if address.is_empty() { ".".into() } else { format!("./{address}") }
}

fn operation(step: &Step) -> Operation<'_> {
    match step {
        Step::Add(at, true, _) => Operation::Add(Item::new(&at.target).with_format(Format::Node)),
        Step::Add(at, false, value) | Step::Replace(at, value) => {
            let item = Item::new(&at.target).with_data(value.to_string());
            if matches!(step, Step::Add(..)) {
                Operation::Add(item)
            } else {
                Operation::Replace(item)
            }
        }
        Step::List(at, acl) => Operation::Replace(Item::new(&at.list).with_data(*acl)),
        Step::Delete(at) => Operation::Delete(&at.target),
        Step::Get(at) => Operation::Get(&at.target),
        Step::Copy(from, to) => Operation::Copy { source: &from.target, target: &to.target },
    }
}

fn parent(at: &str) -> Option<String> {
    if at.is_empty() {
        return None;
    }
    Some(at.rsplit_once('/').map_or(String::new(), |(parent, _)| parent.to_owned()))
}

fn grants(model: &Model, server: &str, right: Right, at: &str) -> bool {
    let mut next = Some(at.to_owned());
    while let Some(at) = next {
        if !model[&at].acl.is_empty() {
            return model[&at].acl.grants(right, server);
        }
        next = parent(&at);
    }
    false
}

fn add_one(model: &mut Model, server: &str, at: &str, node: &Plain) -> u16 {
    let Some(above) = parent(at) else { return 418 };
    if !grants(model, server, Right::Add, &above) {
        return 425;
    }
    if !model[&above].interior {
        return 405;
    }
    if model.contains_key(at) {
        return 418;
    }
    let mut node = node.clone();
    if node.interior && !grants(model, server, Right::Replace, &above) {
        node.acl =
            format!("Add={server}&Delete={server}&Replace={server}").parse().expect("a list");
    }
    model.insert(at.to_owned(), node);
    200
}

fn add(model: &mut Model, server: &str, at: &At, node: &Plain) -> u16 {
    let before = model.clone();
    let mut above = Vec::new();
    let mut next = parent(&at.key);
    while let Some(at) = next {
        next = parent(&at);
        above.push(at);
    }
    // The root, and then what is on the way: as many as there are names, of which the last is the node's own.
    let names = std::iter::once(String::new()).chain(at.names.iter().cloned());
    for (missing, name) in above.iter().rev().zip(names) {
        if !model.contains_key(missing) {
            let interior = Plain { name, interior: true, value: 0, acl: Acl::EMPTY };
            let status = add_one(model, server, missing, &interior);
            if status != 200 {
                *model = before;
                return status;
            }
        }
    }
    let name = at.names.last().cloned().unwrap_or_default();
    let status = add_one(model, server, &at.key, &Plain { name, ..node.clone() });
    if status != 200 {
        *model = before;
    }
    status
}

fn run(model: &mut Model, server: &str, step: &Step) -> (u16, Option<String>) {
    let status = match step {
        Step::Add(at, interior, value) => {
            let value = if *interior { 0 } else { *value };
            let name = String::new();
            add(model, server, at, &Plain { name, interior: *interior, value, acl: Acl::EMPTY })
        }
        Step::Replace(At { key, .. }, value) => replace(model, server, key, *value),
        Step::List(At { key, .. }, list) => set_list(model, server, key, list),
        Step::Delete(At { key, .. }) if key.is_empty() => 405,
        Step::Delete(At { key, .. }) => {
            if !model.contains_key(key) {
                return (404, None);
            }
            if !grants(model, server, Right::Delete, key) {
                return (425, None);
            }
            let below = format!("{key}/");
            model.retain(|other, _| other != key && !other.starts_with(&below));
            200
        }
        Step::Get(At { key, .. }) => {
            let Some(node) = model.get(key) else { return (404, None) };
            if !grants(model, server, Right::Get, key) {
                return (425, None);
            }
            if !node.interior {
                return (200, Some(node.value.to_string()));
            }
            let children = model.iter().filter(|(other, _)| parent(other).as_ref() == Some(key));
            let names: Vec<&str> = children.map(|(_, node)| node.name.as_str()).collect();
            return (200, Some(names.join("/")));
        }
        Step::Copy(from, to) => {
            let Some(node) = model.get(&from.key).cloned() else { return (404, None) };
            if !grants(model, server, Right::Get, &from.key) {
                return (425, None);
            }
            match () {
                () if node.interior => 405,
                () if from.key == to.key => 418,
                () if model.contains_key(&to.key) => replace(model, server, &to.key, node.value),
                () => add(model, server, to, &Plain { acl: Acl::EMPTY, ..node }),
            }
        }
    };
    (status, None)
}

fn set_list(model: &mut Model, server: &str, at: &str, list: &str) -> u16 {
    let Some(node) = model.get(at) else { return 404 };
    let own = node.interior && grants(model, server, Right::Replace, at);
    let above = parent(at).is_some_and(|at| grants(model, server, Right::Replace, &at));
    if !own && !above {
        return 425;
    }
    let acl: Acl = list.parse().expect("a list");
    let keeps = acl.grants(Right::Add, "*") || !node.acl.grants(Right::Add, "*");
    if at.is_empty() && (acl.is_empty() || !keeps) {
        return 405;
    }
    model.get_mut(at).expect("it is there").acl = acl;
    200
}

fn replace(model: &mut Model, server: &str, at: &str, value: u8) -> u16 {
    if !model.contains_key(at) {
        return 404;
    }
    if !grants(model, server, Right::Replace, at) {
        return 425;
    }
    let node = model.get_mut(at).expect("it is there");
    if node.interior {
        return 405;
    }
    node.value = value;
    200
}

fn atomic(model: &mut Model, server: &str, steps: &[Step]) -> (u16, Vec<u16>) {
    let before = model.clone();
    let mut statuses = Vec::new();
    for step in steps {
        let status = if matches!(step, Step::Get(_)) { 500 } else { run(model, server, step).0 };
        statuses.push(status);
        if status != 200 {
            *model = before;
            let failed = statuses.len() - 1;
            statuses[..failed].fill(216);
            statuses.resize(steps.len(), 215);
            return (507, statuses);
        }
    }
    (200, statuses)
}

/// The store has what the model has, and nothing else.
fn same(tree: &MemoryTree, model: &Model) {
    assert_eq!(tree.len(), model.len());
    for (at, plain) in model {
        let uri: Uri = text(at).parse().expect("an address");
        let node = tree.read(uri.path()).expect(at);
        assert_eq!(node.is_interior(), plain.interior, "{at}");
        assert_eq!(node.acl, plain.acl, "{at}");
        let spelled = tree.spelled(uri.path()).unwrap_or(uri);
        assert!(at.is_empty() || spelled.path().name() == plain.name, "{at}: {spelled}");
        if !plain.interior {
            assert_eq!(node.text(), Some(plain.value.to_string().as_str()), "{at}");
        }
    }
    assert!(tree.read(Path::ROOT).is_ok());
}
