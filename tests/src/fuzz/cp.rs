//! What must hold for any input to provisioning documents.

use provost::cp::{
    CardFile, Characteristic, CheckOptions, Contexts, DEEPEST, Dialect, Document, Kind,
    MAX_FINDINGS, MAX_ROUTES, NapDef, Network, Node, Profile, ReadOptions, ResolveOptions, Scope,
    Severity, Source, Subject, WithSecrets, WriteOptions, domain_rank,
};
use provost::wbxml::Leniency;

use super::Body;

/// The bodies, by the names of their targets.
pub const TARGETS: [(&str, Body); 4] = [
    ("cp_document", document),
    ("cp_views", views),
    ("cp_contexts", contexts),
    ("cp_check", check),
];

/// A document of the octets as WBXML, or else as XML.
fn read(input: &[u8]) -> Option<Document> {
    let document = Document::from_wbxml(input).or_else(|error| {
        assert!(error.offset() <= input.len(), "{error}");
        Document::read_xml(input, &ReadOptions::new()).map(|read| read.document)
    });
    match document {
        Ok(document) => Some(document),
        Err(error) => {
            assert!(error.offset() <= input.len(), "{error}");
            None
        }
    }
}

/// Nothing of a document is lost: in WBXML, in XML where that can carry it, in JSON.
pub fn document(input: &[u8]) {
    for dialect in Dialect::ALL {
        let options = ReadOptions::new()
            .with_dialect(dialect)
            .allow(Leniency::PageSwitch)
            .allow(Leniency::OpenTable)
            .allow(Leniency::OpaqueVersion);
        if let Ok(read) = Document::read_wbxml(input, &options) {
            lossless(&read.document, dialect);
        }
    }
    if let Ok(read) = Document::read_xml(input, &ReadOptions::new()) {
        lossless(&read.document, Dialect::Core11);
    }
}

fn lossless(document: &Document, dialect: Dialect) {
    assert!(depth(document.nodes()) < DEEPEST as usize);
    match document.to_wbxml() {
        Ok(octets) => {
            let again = Document::from_wbxml(&octets).expect("what is written is read");
            // Tokens that only the tables of a vendor have are then names in text.
            assert_eq!(again, *document, "{dialect:?}");
            assert_eq!(again.to_wbxml().expect("again"), octets);
        }
        // A name of XML may be none that a string table takes, and opaque octets none of 1.0.
        Err(error) => assert!(error.to_string().starts_with("cannot be expressed"), "{error}"),
    }
    if dialect == Dialect::Core10 {
        let options = WriteOptions::new().with_dialect(dialect);
        if let Ok(octets) = document.write_wbxml(&options) {
            assert_eq!(Document::from_wbxml(&octets).expect("what is written is read"), *document);
        }
    }
    if let Ok(text) = document.to_xml() {
        let again = Document::from_xml(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        // Text of white space alone is layout in XML.
        if !has_text(document.nodes()) {
            assert_eq!(again, *document, "{text}");
        }
    }
    let whole = serde_json::to_string(&WithSecrets(document)).expect("JSON");
    if depth(document.nodes()) < 32 {
        assert_eq!(serde_json::from_str::<Document>(&whole).expect("a document"), *document);
    }
    let ordered = document.clone().in_order();
    assert_eq!(ordered.clone().in_order(), ordered);
}

fn depth(nodes: &[Node]) -> usize {
    let children = nodes.iter().filter_map(Node::as_characteristic);
    children.map(|child| 1 + depth(child.children())).max().unwrap_or(0)
}

/// Whether there is content outside of the document type, which XML lays out.
fn has_text(nodes: &[Node]) -> bool {
    nodes.iter().any(|node| match node {
        Node::Other(_) => true,
        Node::Parm(parm) => !parm.extra().is_empty(),
        Node::Characteristic(child) => has_text(child.children()),
        _ => false,
    })
}

/// Every view over every characteristic, and every way of every application.
pub fn views(input: &[u8]) {
    let Some(document) = read(input) else { return };
    let network = Network::Mobile { country: "228", network: "01" };
    let scope = Scope::of(&document);
    for nap in scope.access_points() {
        let _ = (nap.bearers().count(), nap.wlans().count());
    }
    for nap in document.access_points() {
        assert!(NapDef::of(nap.characteristic()).is_some());
        let _ = (nap.napid(), nap.name(), nap.address(), nap.address_type(), nap.call_type());
        let _ = (nap.bearers().count(), nap.dns_addresses().count(), nap.link_speed());
        let _ = (nap.down_link_speed(), nap.linger(), nap.quality_of_service());
        let _ = (nap.max_retries(), nap.first_retry_timeout(), nap.reregistration_threshold());
        let _ = nap.is_valid_in(&network, 0);
        for auth in nap.credentials() {
            let _ = (auth.auth_type(), auth.name(), auth.secret(), auth.spi());
        }
    }
    for proxy in document.proxies() {
        assert!(proxy.domains().count() <= 4);
        let _ = (proxy.wsp_version(), proxy.is_push_enabled(), proxy.start_page_credentials());
        for auth in proxy.credentials() {
            let _ = auth.identity(document.client_identity());
        }
        for physical in proxy.physical() {
            let _ = (physical.address_type(), physical.wsp_version(), physical.is_push_enabled());
            let numbers: Vec<_> = physical.ports().iter().map(|port| port.number()).collect();
            assert!(numbers.iter().all(Option::is_some));
            for domain in physical.domains() {
                let _ = domain_rank(domain, "http://www.example.com/a/b");
            }
        }
    }
    for wlan in document.wlans() {
        let _ = (wlan.ssid(), wlan.mode(), wlan.security(), wlan.wpa_phrase());
        let _ = (wlan.eaps().count(), wlan.wep_keys().count(), wlan.secondary_ssids().count());
    }
    for access in document.accesses() {
        for rule in access.rules() {
            let _ = rule.matches(provost::cp::AppId::BROWSER, Some("www.example.com"), Some(80));
        }
    }
    // Each costs as much as the document; a hostile one has as many as it has octets.
    for app in document.applications().take(8) {
        let _ = (app.app_id(), app.app_addrs().count(), app.resources().count());
        let options = ResolveOptions::new().in_network(network, 1);
        for found in [document.resolve(app), scope.resolve(app, &options)] {
            assert!(found.routes.len() <= MAX_ROUTES && found.findings.len() <= MAX_FINDINGS + 1);
        }
    }
    let _ = document.proxies_for("http://www.example.com/a/b");
    for (shown, own) in document.summary().to_string().lines().zip(document.summary().changes()) {
        assert!(shown.chars().all(|c| !c.is_control()), "{shown:?}");
        assert!(shown.len() < 8_000 && own.count > 0, "{shown}");
    }
    proxies_are_told(&document);
}

/// A proxy that would get the traffic to a host of which no domain says a word is told as one for all.
fn proxies_are_told(document: &Document) {
    let is_named = |own: &Characteristic| {
        own.parms("DOMAIN").any(|domain| domain.to_ascii_lowercase().contains("invalid"))
    };
    let mut proxies = document.proxies();
    let any_named = proxies.any(|proxy| {
        let own = proxy.characteristic();
        is_named(own) || own.characteristics().any(is_named)
    });
    let found = document.proxies_for("http://nobody.invalid").expect("absolute");
    if !any_named && !found.is_empty() {
        let is_told = |change: &provost::cp::Change| change.subject == Subject::ProxyForAll;
        assert!(document.summary().changes().iter().any(is_told), "{}", document.summary());
    }
}

/// Documents of all sources in one store: what counts is stable, and what is taken away is gone.
pub fn contexts(input: &[u8]) {
    let Some(document) = read(input) else { return };
    let effective = document.effective();
    let again = effective.document.effective();
    assert_eq!(again.document, effective.document);
    let mut contexts = Contexts::with_limits(4, 4);
    contexts.set_card(Some("1"));
    let sources = [
        Source::over_the_air(),
        Source::card(CardFile::Bootstrap, "1"),
        Source::card(CardFile::Config1, "1").privileged(),
        Source::preconfigured(),
        Source::device_management(),
        Source::over_the_air().of_owner("enterprise").privileged(),
    ];
    for source in &sources {
        let report = contexts.install(document.clone(), source.clone());
        assert!(report.findings.len() <= MAX_FINDINGS + 1);
        assert!(report.is_installed() || !report.findings.is_empty());
        if let Some(id) = report.context {
            contexts.install_into(&id, document.clone(), Source::over_the_air());
            assert!(contexts.effective(&id).is_some());
        }
    }
    let whole = serde_json::to_string(&WithSecrets(&contexts)).expect("JSON");
    if depth(document.nodes()) < 32 {
        let same: Contexts = serde_json::from_str(&whole).expect("a store");
        assert_eq!(same.contexts().count(), contexts.contexts().count());
    }
    contexts.remove_card("1");
    for source in &sources {
        contexts.remove(source);
    }
    assert_eq!(contexts.contexts().count(), 0);
}

/// What `check` says is bounded, shows nothing that acts, and means what it says: a document without
/// an error is written and read again, in order.
pub fn check(input: &[u8]) {
    let Some(document) = read(input) else { return };
    for profile in [Profile::V1_0, Profile::V1_1, Profile::None] {
        for dialect in [Dialect::Core11, Dialect::Microsoft, Dialect::Kannel] {
            let options = CheckOptions::new().with_lengths(profile).with_dialect(dialect);
            let findings = document.check_with(&options);
            assert!(findings.len() <= MAX_FINDINGS + 1);
            for finding in findings.iter().take(16) {
                let shown = finding.to_string();
                assert!(shown.chars().all(|c| !c.is_control()), "{shown:?}");
                assert!(finding.offset.is_none_or(|offset| offset < input.len()));
            }
        }
    }
    let is_valid = document.check().iter().all(|finding| finding.severity < Severity::Error);
    let strict = document.to_wbxml_strict();
    if is_valid && document.all(&Kind::Missing).next().is_none() {
        if let Ok(octets) = &strict {
            assert_eq!(Document::from_wbxml(octets).expect("a document"), document.in_order());
        }
    } else {
        assert!(strict.is_err());
    }
}
