//! What must hold for any object: it loses nothing on its way, and what a type reads of it is read
//! the same of what the type builds.

use std::fmt::Debug;

use provost::dm::{
    object::{
        AccessPoint, Object, ObjectError, Outline, Proxy, fumo::Firmware, lawmo::Lock,
        scomo::Software,
    },
    tnds::Document,
    tree::{MemoryTree, Tree, TreeError},
    uri::{Path, Uri},
};

use super::Body;

/// The bodies, by the names of their targets.
pub const TARGETS: [(&str, Body); 1] = [("dm_object", object)];

/// The objects of a serialized tree.
pub fn object(input: &[u8]) {
    let Ok(document) = Document::decode_with(input, 256) else { return };
    let Ok(objects) = Object::of_document(&document) else { return };
    for object in objects {
        let expected = nodes(object.tree(), Path::ROOT);
        let document = object.to_document();
        let again = |octets: &[u8]| {
            let document = Document::decode(octets).expect("our own");
            let [again] = &Object::of_document(&document).expect("our own")[..] else {
                panic!("one object")
            };
            assert_eq!(again.path(), object.path());
            assert_eq!(nodes(again.tree(), Path::ROOT), expected);
        };
        // XML does not have every character, nor WBXML an inline NUL.
        if let Ok(xml) = document.to_xml() {
            again(xml.as_bytes());
        }
        if let Ok(wbxml) = document.to_wbxml() {
            again(&wbxml);
        }
        let mut tree = MemoryTree::new();
        if let Ok(at) = object.install(&mut tree, Path::ROOT) {
            assert_eq!(nodes(&tree, at.path()), expected);
            let captured = Object::capture(&tree, at.path()).expect("it is there");
            assert_eq!(nodes(captured.tree(), Path::ROOT), expected);
        } else {
            assert!(tree.is_empty());
        }
        let adds = object.to_commands(Path::ROOT).len();
        assert!(adds >= expected.len());

        read(&object, AccessPoint::read, |it| it.to_object("A"));
        read(&object, Proxy::read, |it| it.to_object("A"));
        read(&object, Firmware::read, |it| it.to_object("A"));
        read(&object, Lock::read, |it| it.to_object("A"));
        read(&object, Software::read, |it| it.to_object("A"));
        Outline::IMS.describe().check_object(&object, Path::ROOT, |_, finding| {
            assert!(!finding.to_string().is_empty());
        });
    }
}

/// What a type reads, it builds, and reads the same.
fn read<V: PartialEq + Debug>(
    object: &Object,
    read: impl Fn(&MemoryTree, Path<'_>) -> Result<V, ObjectError>,
    build: impl Fn(&V) -> Result<Object, TreeError>,
) {
    if let Ok(value) = read(object.tree(), Path::ROOT) {
        let built = build(&value).expect("what was read has names");
        assert_eq!(read(built.tree(), Path::ROOT).as_ref(), Ok(&value));
    }
}

/// Every node of a tree from an address on, as text.
fn nodes(tree: &impl Tree, from: Path<'_>) -> Vec<String> {
    let mut all = Vec::new();
    let mut open = vec![Uri::from(from)];
    while let Some(uri) = open.pop() {
        let node = tree.read(uri.path()).expect("it is listed").into_owned();
        let below = uri.path().below(from).expect("it is below");
        all.push(format!("{below} {node:?} {:?}", node.value));
        tree.children(uri.path(), &mut |name| open.push(uri.child(name).expect("a name")))
            .expect("it is there");
    }
    all
}
