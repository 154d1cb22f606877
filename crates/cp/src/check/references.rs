//! References between characteristics, and identifiers that are there twice.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use super::{Check, Numbers};
use crate::characteristic::Characteristic;
use crate::document::Document;
use crate::effective::named;
use crate::finding::{Rule, push_parm, push_step};
use crate::kind::Kind;
use crate::value::list;

/// Checks the references of a document.
pub(super) fn check(document: &Document, check: &mut Check<'_, '_>) {
    let ids = |kind: Kind, name: &'static str| -> BTreeSet<&str> {
        let all = document.characteristics().filter(move |own| *own.kind() == kind);
        all.filter_map(|own| named(own, name)).collect()
    };
    let references = References {
        naps: document
            .referable_access_points()
            .filter_map(|nap| named(nap.characteristic(), "NAPID"))
            .collect(),
        proxies: ids(Kind::PxLogical, "PROXY-ID"),
        apps: ids(Kind::Application, "APPREF"),
        has_internet: document.referable_access_points().any(crate::NapDef::is_internet),
    };
    let mut numbers = Numbers::default();
    let mut seen: [BTreeSet<&str>; 4] = Default::default();
    let mut has_identity = false;
    for own in document.characteristics() {
        let number = numbers.next(own.kind());
        let mut add = |rule, name: &str, offset| {
            check.found.add(rule, || path(&[(own, number)], name), offset);
        };
        let [naps, proxies, apps, vendors] = &mut seen;
        let unique = match own.kind() {
            Kind::NapDef | Kind::Wlan => Some((naps, "NAPID", Rule::DuplicateNap)),
            Kind::PxLogical => Some((proxies, "PROXY-ID", Rule::Merged)),
            Kind::Application => Some((apps, "APPREF", Rule::DuplicateApp)),
            Kind::VendorConfig => Some((vendors, "NAME", Rule::DuplicateVendor)),
            _ => None,
        };
        if let Some((seen, name, rule)) = unique {
            if named(own, name).is_some_and(|id| !seen.insert(id)) {
                add(rule, name, own.offset());
            }
        }
        match own.kind() {
            Kind::ClientIdentity if core::mem::replace(&mut has_identity, true) => {
                add(Rule::OnlyOne, "", own.offset());
            }
            Kind::Application | Kind::Access => {
                for parm in own.all_parms() {
                    let rule = parm.text().and_then(|text| references.fault(parm.name(), text));
                    if let Some(rule) = rule {
                        add(rule, parm.name(), parm.offset());
                    }
                }
            }
            Kind::Bootstrap => {
                for parm in own.all_parms().filter(|parm| parm.name() == "PROXY-ID") {
                    let ids = parm.text().into_iter().flat_map(list);
                    if ids.clone().any(|id| !references.proxies.contains(id)) {
                        add(Rule::ReferenceProxy, "PROXY-ID", parm.offset());
                    }
                }
            }
            Kind::PxLogical => {
                for (index, child) in own.all(&Kind::PxPhysical).enumerate() {
                    for parm in child.all_parms().filter(|parm| parm.name() == "TO-NAPID") {
                        let rule = parm.text().and_then(|id| references.fault("TO-NAPID", id));
                        if let Some(rule) = rule {
                            let steps = [(own, number), (child, index)];
                            check.found.add(rule, || path(&steps, "TO-NAPID"), parm.offset());
                        }
                    }
                }
            }
            _ => {}
        }
    }
    cycles(document, check);
}

struct References<'d> {
    naps: BTreeSet<&'d str>,
    proxies: BTreeSet<&'d str>,
    apps: BTreeSet<&'d str>,
    has_internet: bool,
}

impl References<'_> {
    fn fault(&self, name: &str, id: &str) -> Option<Rule> {
        match name {
            // An access point may have that very identifier (ProvCont 1.1, 6.5).
            "TO-NAPID" if self.naps.contains(id) => None,
            "TO-NAPID" if id == "INTERNET" && self.has_internet => None,
            "TO-NAPID" if id == "INTERNET" => Some(Rule::ReferenceInternet),
            "TO-NAPID" => Some(Rule::ReferenceNap),
            "TO-PROXY" if !self.proxies.contains(id) => Some(Rule::ReferenceProxy),
            "TO-APPREF" if !self.apps.contains(id) => Some(Rule::ReferenceApp),
            _ => None,
        }
    }
}

/// Applications that come back to themselves by `TO-APPREF`: found by taking away, again and again,
/// those to which nothing refers that is left, and then those that refer to nothing that is left.
fn cycles(document: &Document, check: &mut Check<'_, '_>) {
    let apps: Vec<_> = document.applications().collect();
    let mut by_ref = BTreeMap::new();
    for (index, app) in apps.iter().enumerate() {
        if let Some(id) = app.app_ref() {
            by_ref.entry(id).or_insert(index);
        }
    }
    let mut edges = BTreeSet::new();
    for (index, app) in apps.iter().enumerate() {
        edges.extend(app.app_refs().filter_map(|id| Some((index, *by_ref.get(id)?))));
    }
    let forward = left(apps.len(), &edges);
    edges.retain(|(from, to)| forward.contains(from) && forward.contains(to));
    let edges = edges.into_iter().map(|(from, to)| (to, from)).collect();
    let backward = left(apps.len(), &edges);
    for (index, app) in apps.iter().enumerate() {
        if forward.contains(&index) && backward.contains(&index) {
            let own = app.characteristic();
            check.found.add(Rule::Cycle, || path(&[(own, index)], "TO-APPREF"), own.offset());
        }
    }
}

/// What is left when all that nothing points at is taken away, again and again.
fn left(count: usize, edges: &BTreeSet<(usize, usize)>) -> BTreeSet<usize> {
    let mut pointed = alloc::vec![0_usize; count];
    for (_, to) in edges {
        if let Some(count) = pointed.get_mut(*to) {
            *count = count.saturating_add(1);
        }
    }
    let is_free = |(index, count): (usize, &usize)| (*count == 0).then_some(index);
    let mut free: Vec<usize> = pointed.iter().enumerate().filter_map(is_free).collect();
    let mut left: BTreeSet<usize> = (0..count).collect();
    while let Some(index) = free.pop() {
        left.remove(&index);
        for (_, to) in edges.range((index, 0)..=(index, usize::MAX)) {
            let Some(count) = pointed.get_mut(*to) else { continue };
            *count = count.saturating_sub(1);
            if *count == 0 {
                free.push(*to);
            }
        }
    }
    left
}

fn path(steps: &[(&Characteristic, usize)], parm: &str) -> String {
    let mut text = String::new();
    for (own, number) in steps {
        push_step(&mut text, own, *number);
    }
    if !parm.is_empty() {
        push_parm(&mut text, parm);
    }
    text
}
