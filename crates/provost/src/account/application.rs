//! An application as the object of its template.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::carry::{Names, carry};
use super::dmacc::{MAX_CHILDREN, Place, addresses, credentials};
use super::finding::{Findings, Problem};
use super::references::References;
use super::template::{GENERAL, Template};
use crate::cp::{Application, Kind};
use crate::dm::Format;
use crate::dm::object::{AccountAuth, Object, Secret};
use crate::dm::tree::{Node, TreeError};

/// Parms whose first value has a node of its own in every application.
const SINGLE: [&str; 5] = ["APPID", "PROVIDER-ID", "NAME", "AACCEPT", "APROTOCOL"];

/// Parms all of whose values have places of their own.
const LISTS: [&str; 3] = ["ADDR", "TO-NAPID", "TO-PROXY"];

pub(super) fn object(
    app: Application<'_>,
    at: usize,
    template: &Template,
    references: &References<'_>,
    findings: &mut Findings,
) -> Option<Object> {
    let name = alloc::format!("{}-{}", template.id(), at.saturating_add(1));
    let made = Object::new(&name, template.object()).and_then(|mut object| {
        fill(&mut object, app, at, template, references, findings)?;
        Ok(object)
    });
    made.map_err(|_| findings.add(Problem::NotCarried, at, "")).ok()
}

fn fill(
    object: &mut Object,
    app: Application<'_>,
    at: usize,
    template: &Template,
    references: &References<'_>,
    findings: &mut Findings,
) -> Result<(), TreeError> {
    set(object, "AppID", Some(template.id()))?;
    let own = app.characteristic();
    let general = |parm| own.parm(parm).filter(|_| template.row(parm).is_none());
    set(object, "ProviderID", general("PROVIDER-ID"))?;
    set(object, "Name", general("NAME"))?;
    set(object, "AAccept", general("AACCEPT"))?;
    set(object, "AProtocol", general("APROTOCOL"))?;
    set(object, "PrefAddr", app.addresses().next())?;
    let connections = references.of_application(app, at, findings);
    // An object with another list of ways has no node for the one that is preferred: it is the first.
    if template.connections() == GENERAL {
        set(object, "PrefConRef", connections.first().map(String::as_str))?;
    }
    for (number, connection) in (1_usize..).zip(&connections) {
        let name = alloc::format!("{}/{number}/ConRef", template.connections());
        set(object, &name, Some(connection))?;
    }
    for (number, address) in (1_usize..).zip(addresses(app, at, findings)) {
        let name = |leaf: &str| alloc::format!("AppAddr/{number}/{leaf}");
        set(object, &name("Addr"), Some(&address.address))?;
        set(object, &name("AddrType"), address.address_type.as_deref())?;
        for (port_number, port) in (1_usize..).zip(&address.ports) {
            let name = name(&alloc::format!("Port/{port_number}/PortNbr"));
            set(object, &name, Some(&port.to_string()))?;
        }
    }
    let mut all = Vec::new();
    findings.bound(app.credentials(), MAX_CHILDREN, at, "APPAUTH");
    for (number, auth) in app.credentials().take(MAX_CHILDREN).enumerate() {
        all.extend(credentials(auth, Place::Auth(number), at, findings));
    }
    for (number, auth) in (1_usize..).zip(&all) {
        set_auth(object, &alloc::format!("AppAuth/{number}"), auth)?;
    }
    findings.bound(app.resources(), MAX_CHILDREN, at, "RESOURCE");
    for (number, resource) in app.resources().take(MAX_CHILDREN).enumerate() {
        let below = alloc::format!("Resource/{}", number.saturating_add(1));
        let name = |leaf: &str| [&below, "/", leaf].concat();
        set(object, &name("URI"), resource.uri())?;
        set(object, &name("Name"), resource.name())?;
        let own = resource.characteristic();
        set(object, &name("AAccept"), own.parm("AACCEPT"))?;
        // Of itself: nothing where it says nothing of who one is.
        if own.has("AAUTHTYPE") || own.has("AAUTHNAME") || own.has("AAUTHSECRET") {
            let place = Place::Resource(number);
            for (number, auth) in
                (1_usize..).zip(credentials(resource.credentials(), place, at, findings))
            {
                set_auth(object, &name(&alloc::format!("AppAuth/{number}")), &auth)?;
            }
        }
        carry(object, &name("Ext"), own, &RESOURCE, &CREDENTIALS, |parm| {
            findings.add(Problem::NotCarried, at, &alloc::format!("RESOURCE[{number}]/{parm}"));
        });
    }
    own_parms(object, app, at, template, findings);
    Ok(())
}

/// Parms of a resource whose first value has a node of its own.
const RESOURCE: [&str; 3] = ["URI", "NAME", "AACCEPT"];

const CREDENTIALS: [&str; 4] = ["AAUTHTYPE", "AAUTHNAME", "AAUTHSECRET", "AAUTHDATA"];

fn set_auth(object: &mut Object, below: &str, auth: &AccountAuth) -> Result<(), TreeError> {
    let name = |leaf: &str| [below, "/", leaf].concat();
    set(object, &name("AAuthLevel"), Some(&auth.level))?;
    set(object, &name("AAuthType"), Some(&auth.kind))?;
    set(object, &name("AAuthName"), auth.name.as_deref())?;
    set(object, &name("AAuthSecret"), auth.secret.as_ref().map(Secret::expose))?;
    match &auth.data {
        Some(nonce) => {
            let node = Node::leaf(nonce.octets().to_vec()).with_format(Format::Bin);
            object.set(&name("AAuthData"), node)
        }
        None => Ok(()),
    }
}

fn set(object: &mut Object, names: &str, text: Option<&str>) -> Result<(), TreeError> {
    match text {
        Some(text) => object.set(names, Node::leaf(text.to_string())),
        None => Ok(()),
    }
}

/// The parms that the application has and others have not, and what nothing carries.
fn own_parms(
    object: &mut Object,
    app: Application<'_>,
    at: usize,
    template: &Template,
    findings: &mut Findings,
) {
    let own = app.characteristic();
    for child in own.characteristics() {
        if !matches!(child.kind(), Kind::AppAddr | Kind::AppAuth | Kind::Resource) {
            findings.add(Problem::NotCarried, at, child.kind().name().unwrap_or("characteristic"));
        }
    }
    let mut names = Names::default();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for parm in own.all_parms() {
        let row = template.row(parm.name());
        let is_listed = parm.text().is_some() && LISTS.contains(&parm.name());
        if row.is_none() && (is_listed || names.is_first(parm, &SINGLE)) {
            continue;
        }
        let set = names.node(parm).map(|(name, node)| {
            let place = row.and_then(|row| {
                let count = counts.entry(row.node()).or_insert(0);
                *count = count.saturating_add(1);
                match row.node().split_once('#') {
                    Some((above, below)) => Some(alloc::format!("{above}{count}{below}")),
                    // The first has the node of its row; what repeats it is beside the others.
                    None => (name == parm.name()).then(|| row.node().into()),
                }
            });
            match row.zip(place) {
                Some((row, place)) => object.set(&place, row.typed(node)),
                None => object.set(&["Ext/", &name].concat(), node),
            }
        });
        if !matches!(set, Some(Ok(()))) {
            findings.add(Problem::NotCarried, at, parm.name());
        }
    }
}
