//! What `TO-NAPID` and `TO-PROXY` lead to.

use alloc::collections::BTreeMap;
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
        let mut found = Vec::new();
        for id in app.proxies() {
            self.push(self.proxy(id), id, &mut found, || {
                findings.add(Problem::Reference, at, "TO-PROXY");
            });
        }
        for id in app.access_points() {
            self.push(self.access_point(id), id, &mut found, || {
                findings.add(Problem::Reference, at, "TO-NAPID");
            });
        }
        found
    }

    /// The access points of a proxy.
    pub(super) fn of_proxy(
        &self,
        physical: PxPhysical<'_>,
        at: usize,
        findings: &mut Findings,
    ) -> Vec<String> {
        let mut found = Vec::new();
        for id in physical.access_points() {
            self.push(self.access_point(id), id, &mut found, || {
                findings.at(Problem::Reference, "PXPHYSICAL", at, "TO-NAPID");
            });
        }
        found
    }

    fn push(
        &self,
        targets: Option<Vec<String>>,
        id: &str,
        found: &mut Vec<String>,
        missing: impl FnOnce(),
    ) {
        let targets = match targets {
            _ if !self.are_objects => Vec::from([String::from(id)]),
            Some(targets) => targets,
            None => return missing(),
        };
        for target in targets {
            if found.len() < MAX_REFERENCES && !found.contains(&target) {
                found.push(target);
            }
        }
    }

    fn proxy(&self, id: &str) -> Option<Vec<String>> {
        let all = self.proxies.get(id)?;
        Some(all.iter().take(MAX_REFERENCES).map(|at| in_inbox(&proxy_name(*at))).collect())
    }

    /// The literal name first: documents call an access point INTERNET. Else the word stands for
    /// every one that leads there.
    fn access_point(&self, id: &str) -> Option<Vec<String>> {
        let all = match self.access_points.get(id) {
            Some(all) => all,
            None if id == "INTERNET" && !self.internet.is_empty() => &self.internet,
            None => return None,
        };
        Some(all.iter().take(MAX_REFERENCES).map(|at| in_inbox(&access_point_name(*at))).collect())
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
