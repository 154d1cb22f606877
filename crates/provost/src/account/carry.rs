//! What has no node of its own: below Ext, by its name in the document.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::finding::{Findings, Problem};
use crate::cp::{Application, Characteristic, Kind, Parm};
use crate::dm::Format;
use crate::dm::object::Object;
use crate::dm::tree::Node;

/// Parms of a `w7` application whose first value has a node of its own.
const SINGLE: [&str; 3] = ["APPID", "PROVIDER-ID", "NAME"];

/// Parms of it that have places of their own, whatever they are.
const ACCOUNT: [&str; 4] = ["ADDR", "TO-NAPID", "TO-PROXY", "INIT"];

/// What a vendor has added to an account, for its Ext.
pub(super) fn carry_account(
    app: Application<'_>,
    at: usize,
    findings: &mut Findings,
) -> Vec<(String, Node)> {
    let own = app.characteristic();
    for child in own.characteristics() {
        if !matches!(child.kind(), Kind::AppAddr | Kind::AppAuth) {
            findings.add(Problem::NotCarried, at, child.kind().name().unwrap_or("characteristic"));
        }
    }
    let mut names = Names::default();
    let mut carried = Vec::new();
    for parm in own.all_parms().filter(|parm| !ACCOUNT.contains(&parm.name())) {
        if names.is_first(parm, &SINGLE) {
            continue;
        }
        match names.node(parm) {
            Some(row) => carried.push(row),
            None => findings.add(Problem::NotCarried, at, parm.name()),
        }
    }
    carried
}

/// Sets the parms of a characteristic below a node of an object: all but those that are known, and the
/// first of each single one.
pub(super) fn carry(
    object: &mut Object,
    below: &str,
    own: &Characteristic,
    single: &[&str],
    known: &[&str],
    mut lost: impl FnMut(&str),
) {
    let mut names = Names::default();
    for parm in own.all_parms().filter(|parm| !known.contains(&parm.name())) {
        if names.is_first(parm, single) {
            continue;
        }
        let set =
            names.node(parm).map(|(name, node)| object.set(&[below, "/", &name].concat(), node));
        if !matches!(set, Some(Ok(()))) {
            lost(parm.name());
        }
    }
}

/// Names of nodes: a parm that is there again has a number behind its name, the first that no other
/// node has.
#[derive(Default)]
pub(super) struct Names {
    taken: BTreeSet<String>,
    /// Those whose first value has been seen.
    single: BTreeSet<String>,
    /// How far the numbers of a name have been tried.
    tried: BTreeMap<String, usize>,
}

/// Octets of a name that a node gets.
const LONGEST: usize = 64;

impl Names {
    /// Whether it is the first of these with a value, which has a node of its own: what repeats it gets
    /// a number.
    pub(super) fn is_first(&mut self, parm: &Parm, single: &[&str]) -> bool {
        let single = single.iter().find(|name| parm.name() == **name && parm.text().is_some());
        single.is_some_and(|name| {
            self.taken.insert((*name).to_string());
            self.single.insert((*name).to_string())
        })
    }

    /// The node of a parm. A secret has none: who may read which is known of the objects that have
    /// a node for it, and of no other.
    pub(super) fn node(&mut self, parm: &Parm) -> Option<(String, Node)> {
        let name = parm.name();
        let is_name = !name.is_empty()
            && name.len() <= LONGEST
            && !matches!(name, "." | "..")
            && !name.bytes().any(|octet| octet == b'/' || octet.is_ascii_control());
        if !is_name || parm.is_secret() || parm.is_unknown_value() {
            return None;
        }
        let name = self.free(name);
        let node = match parm.text() {
            Some(text) => Node::leaf(text.to_string()),
            None => Node::leaf("").with_format(Format::Null),
        };
        Some((name, node))
    }

    fn free(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_string();
        if self.taken.contains(&name) {
            let tried = self.tried.entry(name.clone()).or_insert(1);
            while self.taken.contains(&name) {
                *tried = tried.saturating_add(1);
                name = alloc::format!("{wanted}-{tried}");
            }
        }
        self.taken.insert(name.clone());
        name
    }
}
