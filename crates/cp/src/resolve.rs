//! Resolve: the ways of an application into the network, in the order in which they are tried.

mod domain;

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use crate::characteristic::Characteristic;
use crate::document::Document;
use crate::finding::{Finding, Findings, Rule, push_parm, push_step};
use crate::view::{
    AccessRule, AppId, Application, MAX_DOMAINS, NapDef, Network, Port, PxLogical, PxPhysical,
    Route,
};
use crate::words::Bearer;

pub use domain::{DomainRank, domain_rank};
pub(crate) use domain::{
    authority_of, domain_covers, domain_is_all, domain_matches_host, hosts_of, is_uri, split_scheme,
};

/// What references are looked up in: the characteristics of a document, or of a configuration
/// context whose documents are seen as one.
#[derive(Clone, Debug, Default)]
pub struct Scope<'a> {
    access_points: Vec<NapDef<'a>>,
    by_napid: BTreeMap<&'a str, NapDef<'a>>,
    proxies: Vec<PxLogical<'a>>,
    by_proxy_id: BTreeMap<&'a str, Vec<PxLogical<'a>>>,
    /// The first definition of each address, by its proxy and its own identifier.
    by_physical_id: BTreeMap<(&'a str, &'a str), &'a Characteristic>,
    applications: Vec<Application<'a>>,
    by_app_ref: BTreeMap<&'a str, Application<'a>>,
    rules: Vec<AccessRule<'a>>,
}

/// The ways of an application into the network, and what was wrong with its references.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub struct Connectivity<'a> {
    /// The ways, in the order in which they are tried. None means that the client chooses.
    pub routes: Vec<ResolvedRoute<'a>>,
    /// References to what is not there, circles, and what is of no use here.
    pub findings: Vec<Finding>,
}

/// One way into the network.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct ResolvedRoute<'a> {
    /// Where the way is from.
    pub origin: Origin,
    /// The address of the proxy; nothing for a direct way.
    pub proxy: Option<PxPhysical<'a>>,
    /// The access point.
    pub access_point: NapDef<'a>,
}

impl<'a> ResolvedRoute<'a> {
    /// The ports of the proxy: its own behind those that all its addresses have.
    #[must_use]
    pub fn ports(&self) -> Vec<Port<'a>> {
        self.proxy.map(PxPhysical::ports).unwrap_or_default()
    }
}

/// Where a way is from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Origin {
    /// `TO-PROXY` of the application.
    Proxy,
    /// `TO-NAPID` of the application.
    AccessPoint,
    /// An application that it refers to by `TO-APPREF`.
    Reference,
    /// A rule of `ACCESS`.
    Access,
}

/// What a device has, and where it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct ResolveOptions<'o> {
    network: Option<Network<'o>>,
    age: u64,
    bearers: Option<&'o [Bearer<'o>]>,
}

impl<'o> ResolveOptions<'o> {
    /// Any bearer, any network.
    #[must_use]
    pub const fn new() -> Self {
        Self { network: None, age: 0, bearers: None }
    }

    /// In this network, so many seconds after the document came.
    #[must_use]
    pub const fn in_network(self, network: Network<'o>, age: u64) -> Self {
        Self { network: Some(network), age, ..self }
    }

    /// With these bearers alone.
    #[must_use]
    pub const fn with_bearers(self, bearers: &'o [Bearer<'o>]) -> Self {
        Self { bearers: Some(bearers), ..self }
    }
}

/// Ways that are computed at most: proxies, addresses and access points of a hostile document
/// multiply.
pub const MAX_ROUTES: usize = 256;

impl Document {
    /// The ways of an application of this document into the network.
    ///
    /// ```
    /// use provost_cp::Document;
    ///
    /// let text = r#"<wap-provisioningdoc>
    ///     <characteristic type="NAPDEF"><parm name="NAPID" value="A"/></characteristic>
    ///     <characteristic type="APPLICATION"><parm name="APPID" value="w4"/>
    ///         <parm name="TO-NAPID" value="B"/><parm name="TO-NAPID" value="A"/></characteristic>
    /// </wap-provisioningdoc>"#;
    /// let document = Document::from_xml(text)?;
    /// let app = document.applications().next().unwrap();
    /// let ways = document.resolve(app);
    /// assert_eq!(ways.routes[0].access_point.napid(), Some("A"));
    /// assert_eq!(ways.findings[0].rule.id(), "CP-REF-NAP");
    /// # Ok::<(), provost_cp::Error>(())
    /// ```
    #[must_use]
    pub fn resolve<'a>(&'a self, app: Application<'a>) -> Connectivity<'a> {
        Scope::of(self).resolve(app, &ResolveOptions::new())
    }

    /// The proxies for a URI, the best first (WAP-185, 7): nothing where the URI is relative or has
    /// no host, so that the client chooses.
    #[must_use]
    pub fn proxies_for(&self, uri: &str) -> Option<Vec<PxPhysical<'_>>> {
        Scope::of(self).proxies_for(uri)
    }
}

impl<'a> Scope<'a> {
    /// What is in a document.
    #[must_use]
    pub fn of(document: &'a Document) -> Self {
        let mut scope = Self::default();
        scope.extend(document);
        scope
    }

    /// Adds a document of a lower rank: what is there already counts.
    pub(crate) fn extend(&mut self, document: &'a Document) {
        document.referable_access_points().for_each(|nap| self.add_access_point(nap));
        document.proxies().for_each(|proxy| self.add_proxy(proxy));
        document.applications().for_each(|app| self.add_application(app));
        for access in document.accesses() {
            self.rules.extend(access.rules());
        }
    }

    pub(crate) fn add_access_point(&mut self, nap: NapDef<'a>) {
        if let Some(id) = nap.napid() {
            // The second one of an identifier is illegal and ignored (WAP-185, 5.1).
            if self.by_napid.contains_key(id) {
                return;
            }
            self.by_napid.insert(id, nap);
        }
        self.access_points.push(nap);
    }

    pub(crate) fn add_proxy(&mut self, proxy: PxLogical<'a>) {
        if let Some(id) = proxy.id() {
            self.by_proxy_id.entry(id).or_default().push(proxy);
            for physical in proxy.physical() {
                if let Some(own) = not_blank(physical.id()) {
                    self.by_physical_id.entry((id, own)).or_insert(physical.characteristic());
                }
            }
        }
        self.proxies.push(proxy);
    }

    pub(crate) fn add_application(&mut self, app: Application<'a>) {
        if let Some(id) = app.app_ref() {
            self.by_app_ref.entry(id).or_insert(app);
        }
        self.applications.push(app);
    }

    /// The access points that count, in order.
    #[must_use]
    pub fn access_points(&self) -> &[NapDef<'a>] {
        &self.access_points
    }

    /// The access point of an identifier.
    #[must_use]
    pub fn access_point(&self, id: &str) -> Option<NapDef<'a>> {
        self.by_napid.get(id).copied()
    }

    /// The proxies, in order.
    #[must_use]
    pub fn proxies(&self) -> &[PxLogical<'a>] {
        &self.proxies
    }

    /// The proxies of an identifier: several definitions are one proxy, the later of lower priority
    /// (WAP-185, 5.1).
    #[must_use]
    pub fn proxy(&self, id: &str) -> &[PxLogical<'a>] {
        self.by_proxy_id.get(id).map_or(&[], Vec::as_slice)
    }

    /// The addresses of a proxy, in the order in which they are tried.
    ///
    /// Those of a later definition inherit from the first one, then from their own; an address that
    /// is defined again is the first of its identifier, with further access points. A definition
    /// inherits nothing of one behind it: [`Document::effective`] makes one proxy of all of them.
    pub fn physical(&self, id: &str) -> impl Iterator<Item = PxPhysical<'a>> {
        let all = self.proxy(id);
        let first = all.first().copied();
        all.iter().flat_map(move |proxy| self.physical_of(*proxy, first.unwrap_or(*proxy)))
    }

    /// The addresses of one definition of a proxy, of which another may be the first.
    fn physical_of(
        &self,
        proxy: PxLogical<'a>,
        first: PxLogical<'a>,
    ) -> impl Iterator<Item = PxPhysical<'a>> {
        proxy.physical_behind(first).map(move |physical| {
            let key = proxy.id().zip(not_blank(physical.id()));
            let named = key.and_then(|key| self.by_physical_id.get(&key).copied());
            physical.named_first_by(named)
        })
    }

    /// The applications, in order.
    #[must_use]
    pub fn applications(&self) -> &[Application<'a>] {
        &self.applications
    }

    /// The first application of an identifier.
    #[must_use]
    pub fn application(&self, id: &str) -> Option<Application<'a>> {
        self.applications.iter().copied().find(|app| app.app_id() == Some(AppId::new(id)))
    }

    /// The ways of an application: its proxies, then its access points, then those of the
    /// applications it refers to; where it has none of them, those of the first rule of `ACCESS`
    /// that is for it.
    #[must_use]
    pub fn resolve(&self, app: Application<'a>, options: &ResolveOptions<'_>) -> Connectivity<'a> {
        let mut ways = Ways {
            scope: self,
            options,
            routes: Vec::new(),
            found: Findings::default(),
            told: BTreeSet::new(),
        };
        let mut visited: BTreeSet<&str> = app.app_ref().into_iter().collect();
        // In the order in which they are tried, each with the one that referred to it.
        let mut waiting: Vec<(Application<'a>, Option<usize>)> = alloc::vec![(app, None)];
        let mut next = 0_usize;
        let mut refers = false;
        while let Some((own, from)) = waiting.get(next).copied() {
            let at = next;
            let referred = from.is_some();
            next = next.saturating_add(1);
            for id in own.proxies() {
                refers = true;
                ways.proxy(id, if referred { Origin::Reference } else { Origin::Proxy }, own);
            }
            for id in own.access_points() {
                refers = true;
                let origin = if referred { Origin::Reference } else { Origin::AccessPoint };
                ways.access_point(id, origin, None, own);
            }
            for id in own.app_refs() {
                match self.by_app_ref.get(id) {
                    None => ways.fault(Rule::ReferenceApp, own, "TO-APPREF"),
                    Some(_) if !visited.insert(id) => {
                        if is_back(&waiting, at, id) {
                            ways.fault(Rule::Cycle, own, "TO-APPREF");
                        }
                    }
                    Some(target) => waiting.push((*target, Some(at))),
                }
            }
        }
        if !refers {
            self.by_rules(app, &mut ways);
        }
        Connectivity { routes: ways.routes, findings: ways.found.into_list() }
    }

    fn by_rules(&self, app: Application<'a>, ways: &mut Ways<'_, '_, 'a>) {
        let Some(id) = app.app_id() else { return };
        let first = app.addresses().chain(app.app_addrs().filter_map(|addr| addr.address())).next();
        let (host, port) = first.map_or((None, None), authority_of);
        let ports = app.app_addrs().flat_map(|addr| addr.ports().filter_map(Port::number));
        let port = port.or_else(|| ports.clone().next());
        let port = port.or_else(|| first.and_then(domain::port_of_scheme));
        let fits = |rule: &&AccessRule<'a>| rule.matches(id, host, port);
        let special = self.rules.iter().filter(|rule| !rule.is_default()).find(fits);
        let rule = special.or_else(|| self.rules.iter().find(|rule| rule.is_default()));
        for route in rule.into_iter().flat_map(|rule| &rule.routes) {
            match *route {
                Route::Proxy(id) => ways.proxy(id, Origin::Access, app),
                Route::AccessPoint(id) => ways.access_point(id, Origin::Access, None, app),
            }
        }
    }

    /// The proxies for a URI, the best first (WAP-185, 7); of equal ones in the order of the
    /// documents.
    #[must_use]
    pub fn proxies_for(&self, uri: &str) -> Option<Vec<PxPhysical<'a>>> {
        split_scheme(uri.trim()).and_then(|_| authority_of(uri).0)?;
        let best = |domains: &[&str]| match domains {
            [] => domain_rank("", uri),
            domains => domains.iter().filter_map(|domain| domain_rank(domain, uri)).max(),
        };
        // What is inherited is looked up once for all addresses of a definition.
        let mut firsts: BTreeMap<&str, Vec<&'a str>> = BTreeMap::new();
        let mut ranked: Vec<(DomainRank, PxPhysical<'a>)> = Vec::new();
        for proxy in &self.proxies {
            let id = proxy.id();
            let first = id.and_then(|id| self.proxy(id).first().copied()).unwrap_or(*proxy);
            let mut domains = match id {
                Some(id) => firsts.entry(id).or_insert_with(|| first.domains().collect()).clone(),
                None => Vec::new(),
            };
            if id.is_none() || !first.is_same(*proxy) {
                domains.extend(proxy.domains());
                domains.truncate(MAX_DOMAINS);
            }
            let inherited = best(&domains);
            for physical in self.physical_of(*proxy, first) {
                let own: Vec<&str> = physical.own_domains().collect();
                let rank = if own.is_empty() { inherited } else { best(&own) };
                ranked.extend(rank.map(|rank| (rank, physical)));
            }
        }
        ranked.sort_by(|(left, _), (right, _)| right.cmp(left));
        Some(ranked.into_iter().map(|(_, physical)| physical).collect())
    }
}

/// Applications that a way back is looked for among: a longer circle does no harm, as none is
/// entered twice, and is only not told here. `check` tells circles of any length.
const LONGEST_CIRCLE: usize = 64;

/// Whether a reference leads back to where it came from.
fn is_back(waiting: &[(Application<'_>, Option<usize>)], at: usize, id: &str) -> bool {
    let entry = |at: &usize| waiting.get(*at);
    let around = core::iter::successors(Some(at), |at| entry(at).and_then(|(_, from)| *from));
    let mut around = around.take(LONGEST_CIRCLE);
    around.any(|at| entry(&at).is_some_and(|(app, _)| app.app_ref() == Some(id)))
}

/// The ways that were found so far.
struct Ways<'s, 'o, 'a> {
    scope: &'s Scope<'a>,
    options: &'s ResolveOptions<'o>,
    routes: Vec<ResolvedRoute<'a>>,
    found: Findings,
    /// What was told: the same access point may be of no use to many.
    told: BTreeSet<(Rule, &'a str)>,
}

impl<'a> Ways<'_, '_, 'a> {
    fn proxy(&mut self, id: &'a str, origin: Origin, from: Application<'a>) {
        let scope = self.scope;
        if scope.proxy(id).is_empty() {
            return self.fault(Rule::ReferenceProxy, from, "TO-PROXY");
        }
        let before = self.routes.len();
        for physical in scope.physical(id) {
            for nap in physical.access_points() {
                self.access_point(nap, origin, Some(physical), from);
                if self.is_full(from) {
                    return;
                }
            }
        }
        if self.routes.len() == before {
            self.fault(Rule::NoNap, from, "TO-PROXY");
        }
    }

    fn access_point(
        &mut self,
        id: &'a str,
        origin: Origin,
        proxy: Option<PxPhysical<'a>>,
        from: Application<'a>,
    ) {
        let scope = self.scope;
        // An access point may have that very identifier (ProvCont 1.1, 6.5): it is meant then.
        if let Some(nap) = scope.access_point(id) {
            return self.add(nap, origin, proxy, from);
        }
        if id != "INTERNET" {
            return self.fault(Rule::ReferenceNap, from, "TO-NAPID");
        }
        let mut any = false;
        for nap in scope.access_points().iter().filter(|nap| nap.is_internet()) {
            any = true;
            self.add(*nap, origin, proxy, from);
            if self.is_full(from) {
                return;
            }
        }
        if !any {
            self.fault(Rule::ReferenceInternet, from, "TO-NAPID");
        }
    }

    fn add(
        &mut self,
        access_point: NapDef<'a>,
        origin: Origin,
        proxy: Option<PxPhysical<'a>>,
        from: Application<'a>,
    ) {
        let id = access_point.napid().unwrap_or("");
        if let Some(network) = &self.options.network {
            if !access_point.is_valid_in(network, self.options.age) {
                return self.useless(Rule::NotValidHere, id, access_point);
            }
        }
        if let Some(bearers) = self.options.bearers {
            let mut own = access_point.bearers().peekable();
            if own.peek().is_some() && !own.any(|bearer| bearers.contains(&bearer)) {
                return self.useless(Rule::NoBearer, id, access_point);
            }
        }
        if !self.is_full(from) {
            self.routes.push(ResolvedRoute { origin, proxy, access_point });
        }
    }

    fn is_full(&mut self, from: Application<'a>) -> bool {
        let full = self.routes.len() >= MAX_ROUTES;
        if full && self.told.insert((Rule::TooManyRoutes, "")) {
            self.fault(Rule::TooManyRoutes, from, "");
        }
        full
    }

    fn useless(&mut self, rule: Rule, id: &'a str, nap: NapDef<'a>) {
        if self.told.insert((rule, id)) {
            let own = nap.characteristic();
            self.found.add(rule, || named("NAPDEF", id), own.offset());
        }
    }

    fn fault(&mut self, rule: Rule, from: Application<'a>, name: &str) {
        let own = from.characteristic();
        let place = || {
            let mut path = String::new();
            push_step(&mut path, own, 0);
            if !name.is_empty() {
                push_parm(&mut path, name);
            }
            path
        };
        self.found.add(rule, place, own.offset());
    }
}

fn named(kind: &str, id: &str) -> String {
    let mut path = String::from(kind);
    path.push('=');
    crate::finding::push_name(&mut path, id);
    path
}

/// An identifier, where it names something: a blank one names nothing.
fn not_blank(id: Option<&str>) -> Option<&str> {
    id.filter(|id| !id.trim().is_empty())
}
