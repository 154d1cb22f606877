//! What `TO-NAPID` and `TO-PROXY` lead to.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use super::MAX_OBJECTS;
use super::finding::{Findings, Problem};
use crate::cp::{Application, Document, NapDef, PxPhysical};

/// The objects of a document's access points and proxies, by what the document calls them.
pub(super) struct References<'a> {
    access_points: BTreeMap<&'a str, Vec<usize>>,
    internet: Vec<usize>,
    proxies: BTreeMap<&'a str, Vec<usize>>,
    /// Whether they are objects; else a reference is the document's own name.
    are_objects: bool,
}

/// References that an account or a proxy has at most: a hostile document repeats them.
pub(super) const MAX_REFERENCES: usize = 64;

impl<'a> References<'a> {
    pub(super) fn of(document: &'a Document, are_objects: bool) -> Self {
        let mut references = Self {
            access_points: BTreeMap::new(),
            internet: Vec::new(),
            proxies: BTreeMap::new(),
            are_objects,
        };
        for (at, nap) in access_points(document).enumerate() {
            if let Some(id) = nap.napid() {
                references.access_points.entry(id).or_default().push(at);
            }
            if nap.is_internet() {
                references.internet.push(at);
            }
        }
        for (at, physical) in physical_proxies(document).enumerate() {
            if let Some(id) = physical.proxy().id() {
                references.proxies.entry(id).or_default().push(at);
            }
        }
        references
    }

    /// Where an application goes through, what it prefers first: its proxies, then its access points.
    pub(super) fn of_application(
        &self,
        app: Application<'_>,
        at: usize,
        findings: &mut Findings,
    ) -> Vec<String> {
        let mut found = Found::default();
        for id in app.proxies() {
            let targets = self.proxies.get(id).map(Vec::as_slice);
            if !self.push(targets, id, proxy_name, &mut found) {
                findings.add(Problem::Reference, at, "TO-PROXY");
            }
        }
        if core::mem::take(&mut found.is_cut) {
            findings.add(Problem::TooMany, at, "TO-PROXY");
        }
        // What is seen so far are names of proxies, which access points may have as well.
        found.ids.clear();
        for id in app.access_points() {
            if !self.push(self.access_point(id), id, access_point_name, &mut found) {
                findings.add(Problem::Reference, at, "TO-NAPID");
            }
        }
        if found.is_cut {
            findings.add(Problem::TooMany, at, "TO-NAPID");
        }
        found.list
    }

    /// The access points of a proxy.
    pub(super) fn of_proxy(
        &self,
        physical: PxPhysical<'_>,
        at: usize,
        findings: &mut Findings,
    ) -> Vec<String> {
        let mut found = Found::default();
        for id in physical.access_points() {
            if !self.push(self.access_point(id), id, access_point_name, &mut found) {
                findings.at(Problem::Reference, "PXPHYSICAL", at, "TO-NAPID");
            }
        }
        if found.is_cut {
            findings.at(Problem::TooMany, "PXPHYSICAL", at, "TO-NAPID");
        }
        found.list
    }

    /// Whether the document has what is meant; or objects do not matter.
    fn push<'i>(
        &self,
        targets: Option<&[usize]>,
        id: &'i str,
        name: fn(usize) -> String,
        found: &mut Found<'i>,
    ) -> bool {
        if self.are_objects && targets.is_none() {
            return false;
        }
        // What is said again is there already. Of more than there is room for no name is kept.
        if found.list.len() >= MAX_REFERENCES {
            found.is_cut |= !found.ids.contains(id);
            return true;
        }
        if !found.ids.insert(id) {
            return true;
        }
        if !self.are_objects {
            found.add(id.into());
        }
        for target in targets.filter(|_| self.are_objects).unwrap_or_default() {
            found.add(in_inbox(&name(*target)));
        }
        true
    }

    /// The literal name first: documents call an access point INTERNET. Else the word stands for
    /// every one that leads there.
    fn access_point(&self, id: &str) -> Option<&[usize]> {
        match self.access_points.get(id) {
            Some(all) => Some(all),
            None if id == "INTERNET" && !self.internet.is_empty() => Some(&self.internet),
            None => None,
        }
    }
}

/// References as they are found.
#[derive(Default)]
struct Found<'i> {
    list: Vec<String>,
    known: BTreeSet<String>,
    /// What the document has called them so far.
    ids: BTreeSet<&'i str>,
    /// Whether there was no room for all.
    is_cut: bool,
}

impl Found<'_> {
    fn add(&mut self, target: String) {
        if self.list.len() >= MAX_REFERENCES {
            self.is_cut |= !self.known.contains(&target);
        } else if self.known.insert(target.clone()) {
            self.list.push(target);
        }
    }
}

/// The access points that become objects, in order.
pub(super) fn access_points(document: &Document) -> impl Iterator<Item = NapDef<'_>> {
    document.access_points().take(MAX_OBJECTS)
}

/// The addresses of proxies, each of which becomes an object, in order of priority.
pub(super) fn physical_proxies(document: &Document) -> impl Iterator<Item = PxPhysical<'_>> {
    document.proxies().flat_map(|proxy| proxy.physical()).take(MAX_OBJECTS)
}

pub(super) fn access_point_name(at: usize) -> String {
    alloc::format!("NAP{}", at.saturating_add(1))
}

pub(super) fn proxy_name(at: usize) -> String {
    alloc::format!("PX{}", at.saturating_add(1))
}

fn in_inbox(name: &str) -> String {
    alloc::format!("./Inbox/{name}")
}
