//! Serialized trees and device descriptions: the files of the shared data folder, libwbxml's forms of
//! them, and the rules of DM TNDS 1.2.1 and DM TND 1.2.1, 8.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "tests have the standard library, and their helpers may fail"
)]

mod departures;
mod descriptions;
mod files;
mod octets;
mod serialized;
mod values;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path as FilePath, PathBuf},
};

use provost::dm::{
    ErrorKind, Extra, Format, Limit,
    ddf::{Description, Difference, Finding, Judgment, Occurrence, Verb},
    object::{Object, Outline},
    tnds::{DeviationKind, Document, Kind, MEDIA_TYPE_WBXML, MEDIA_TYPE_XML, Place},
    tree::{
        Access, Acl, Case, Edit, Engine, Item, MemoryTree, Node, NodeRule, Operation, Right, Rules,
        Scope, Tree,
    },
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

fn says(document: &Document) -> Vec<String> {
    let node = |n: provost::dm::tnds::Node<'_>| {
        format!("{} {:?} {:?}", n.path(), n.properties(), n.octets())
    };
    document.nodes().map(node).collect()
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
