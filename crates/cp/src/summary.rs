//! Summary: what a document would change, in words that it cannot choose.

use alloc::borrow::Cow;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::{self, Write as _};

use crate::application::ApplicationTable;
use crate::characteristic::{Characteristic, Node};
use crate::check::{belongs, rules_of};
use crate::document::Document;
use crate::invisible::is_invisible;
use crate::kind::Kind;
use crate::parm::Parm;
use crate::resolve::{domain_is_all, hosts_of, is_uri};
use crate::view::{AppId, Application, NapDef, Wlan};

/// What a document would change, for a dialog that asks for consent.
///
/// ```
/// use provost_cp::Document;
///
/// let text = r#"<wap-provisioningdoc><characteristic type="APPLICATION"><parm name="APPID" value="w4"/>
///     <parm name="NAME" value="Free ringtones! Press OK"/>
///     <parm name="ADDR" value="http://user:pw@mms.example/x"/></characteristic></wap-provisioningdoc>"#;
/// let summary = Document::from_xml(text)?.summary();
/// assert_eq!(summary.to_string(), "Sets up multimedia messages: mms.example\n");
/// # Ok::<(), provost_cp::Error>(())
/// ```
///
/// The words are fixed. Of the document come counts and hosts alone, all of them that it has for a
/// change up to [`MAX_HOSTS`], shortened and with everything
/// invisible made visible: no name for the user, no path, no user or password of a URL. What says
/// more than one place, such as an address for a second time, is told with all of them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Summary {
    changes: Vec<Change>,
}

/// One thing that a document would change. What has hosts and what has none are two changes, so that
/// no part of a document stands behind the hosts of another.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Change {
    /// What.
    pub subject: Subject,
    /// How often.
    pub count: usize,
    /// The hosts or names of networks that it is about, without what repeats, and at most
    /// [`MAX_HOSTS`]. None where not one of the parts that it counts has any.
    pub hosts: Vec<String>,
    /// How many hosts are left out.
    pub more: usize,
    /// Of a proxy for some traffic: the hosts for which it is, as `hosts` are. A domain with a point in
    /// front is all hosts that end in it; `*` is any host, of which it is for some paths.
    pub domains: Vec<String>,
    /// How many of these are left out.
    pub more_domains: usize,
}

/// What is changed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[non_exhaustive]
pub enum Subject {
    /// Who may change the settings of the device from now on.
    ProvisioningServer,
    /// How the device is set up, without a word on who may change it.
    Provisioning,
    /// A management server, which can change nearly everything.
    ManagementServer,
    /// A proxy that may bring settings.
    TrustedProxy,
    /// A proxy for all traffic.
    ProxyForAll,
    /// A proxy for some domains.
    Proxy,
    /// An access point.
    AccessPoint,
    /// Who tells the addresses of hosts.
    NameServer,
    /// A wireless LAN.
    WirelessLan,
    /// A home page.
    HomePage,
    /// Bookmarks.
    Bookmarks,
    /// An application, by its title in the registered table.
    Application(&'static str),
    /// Applications that are not known.
    UnknownApplication,
    /// Rules for routes.
    Routes,
    /// What the device says it is.
    Identity,
    /// Settings of a vendor.
    VendorSettings,
    /// Parts that are not known, or that stand where they do not belong.
    Unknown,
}

/// Hosts that are shown of each change.
pub const MAX_HOSTS: usize = 4;

/// Characters of a host that are shown.
const SHOWN: usize = 48;

impl Document {
    /// What the document would change.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let mut gather = Gather::default();
        for bootstrap in self.bootstraps() {
            match bootstrap.prov_url() {
                Some(_) => {
                    let urls = bootstrap.characteristic().parms("PROVURL");
                    gather.add(Subject::ProvisioningServer, urls.flat_map(hosts_of_url));
                }
                None => gather.add_plain(Subject::Provisioning),
            }
        }
        for proxy in self.proxies() {
            let hosts = proxy.physical().flat_map(|own| {
                let own = own.characteristic();
                own.parms("PXADDR").chain(own.parms("PXADDR-FQDN"))
            });
            if proxy.is_trusted() {
                gather.add(Subject::TrustedProxy, hosts.clone());
            }
            let is_unlimited = proxy.domains().next().is_none();
            let inherited = proxy.domains().any(domain_is_all);
            let mut physical = proxy.physical().peekable();
            // What has no address may have one in another definition, which then inherits.
            let for_all = (physical.peek().is_none() && inherited)
                || physical.any(|own| {
                    let mut domains = own.own_domains().peekable();
                    match domains.peek() {
                        None => is_unlimited || inherited,
                        Some(_) => domains.any(domain_is_all),
                    }
                });
            if for_all {
                gather.add(Subject::ProxyForAll, hosts);
            } else {
                let own = proxy.physical().flat_map(|own| own.own_domains());
                let domains = proxy.domains().chain(own).flat_map(|own| hosts_or(own, "*"));
                gather.add_for(Subject::Proxy, hosts, domains);
            }
            if proxy.start_page().is_some() {
                let pages = proxy.characteristic().parms("STARTPAGE");
                gather.add(Subject::HomePage, pages.flat_map(hosts_of_url));
            }
        }
        for nap in self.access_points() {
            gather.add(Subject::AccessPoint, nap.characteristic().parms("NAP-ADDRESS"));
        }
        let naps = self.access_points().map(NapDef::characteristic);
        for own in naps.chain(self.wlans().map(Wlan::characteristic)) {
            let servers = own.parms("DNS-ADDR");
            if servers.clone().next().is_some() {
                gather.add(Subject::NameServer, servers);
            }
        }
        for wlan in self.access_points().flat_map(NapDef::wlans).chain(self.wlans()) {
            let hidden = wlan.hidden_ssid().into_iter();
            let ssids = core::iter::once(wlan.ssid()).chain(wlan.secondary_ssids());
            let names = ssids.flat_map(|own| own.text.into_iter().chain(own.unicode));
            gather.add(Subject::WirelessLan, names.chain(hidden));
        }
        self.applications().for_each(|app| gather.application(app));
        self.accesses().for_each(|_| gather.add_plain(Subject::Routes));
        for own in self.characteristics() {
            match own.kind() {
                Kind::ClientIdentity => gather.add_plain(Subject::Identity),
                Kind::VendorConfig => gather.add_plain(Subject::VendorSettings),
                _ => {}
            }
        }
        for _ in 0..unknown_parts(self) {
            gather.add_plain(Subject::Unknown);
        }
        gather.finish()
    }
}

/// How many parts of a document are unknown, or stand where they do not belong, so that nothing else
/// here tells of them. What is inside of one is part of it, and settings of a vendor hold what they like.
fn unknown_parts(document: &Document) -> usize {
    let mut count = 0_usize;
    let mut open: Vec<(&[Node], Option<&Kind>)> = alloc::vec![(document.nodes(), None)];
    while let Some((nodes, parent)) = open.pop() {
        for node in nodes {
            match node {
                Node::Parm(_) if parent.is_some() => {}
                Node::Characteristic(own) if is_known(own.kind(), parent) => {
                    if *own.kind() != Kind::VendorConfig {
                        open.push((own.children(), Some(own.kind())));
                    }
                }
                _ => count = count.saturating_add(1),
            }
        }
    }
    count
}

fn is_known(kind: &Kind, parent: Option<&Kind>) -> bool {
    !matches!(kind, Kind::Other(_) | Kind::Missing) && belongs(kind, parent)
}

impl Summary {
    /// The changes, what matters most first.
    #[must_use]
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }
}

/// Changes as they are found: those of a subject with hosts, and those without.
#[derive(Default)]
struct Gather {
    changes: BTreeMap<(Subject, bool), Gathered>,
}

/// What there is of one subject.
#[derive(Default)]
struct Gathered {
    count: usize,
    hosts: BTreeSet<String>,
    domains: BTreeSet<String>,
}

/// Hosts that are told apart: those of a hostile document are as many as it has.
const TOLD_APART: usize = 1_000;

impl Gather {
    /// One change that is about no host.
    fn add_plain(&mut self, subject: Subject) {
        self.add(subject, [""; 0]);
    }

    /// One change with all its hosts: one that is tried later is as good a place to be sent to.
    fn add(&mut self, subject: Subject, all: impl IntoIterator<Item = impl AsRef<str>>) {
        self.add_for(subject, all, [""; 0]);
    }

    /// The same, for these domains alone.
    fn add_for(
        &mut self,
        subject: Subject,
        all: impl IntoIterator<Item = impl AsRef<str>>,
        domains: impl IntoIterator<Item = impl AsRef<str>>,
    ) {
        // The names of wireless networks have blanks; a host with one is words.
        let mut hosts = shown(all, subject == Subject::WirelessLan).peekable();
        let is_plain = hosts.peek().is_none();
        let own = self.changes.entry((subject, is_plain)).or_default();
        own.count = own.count.saturating_add(1);
        gather(&mut own.hosts, hosts);
        gather(&mut own.domains, shown(domains, false));
    }

    /// An application, wherever in it a place stands.
    fn application(&mut self, app: Application<'_>) {
        let own = app.characteristic();
        let id = app.app_id().unwrap_or(AppId::new(""));
        let addresses = app
            .addresses()
            .chain(app.app_addrs().flat_map(|own| own.characteristic().parms("ADDR")));
        let has_address = addresses.clone().next().is_some();
        let hosts = addresses.flat_map(hosts_or_rest);
        let elsewhere = own.parms("URI").flat_map(|uri| hosts_of_resource(uri, has_address));
        // Parms of its own, of which nothing is known but that the value is a URI.
        let parts = own
            .characteristics()
            .flat_map(|child| core::iter::once(child).chain(child.characteristics()));
        let others = core::iter::once(own).chain(parts).flat_map(other_uris);
        let hosts = hosts.chain(elsewhere).chain(others);
        let uris = app.resources().flat_map(|own| own.characteristic().parms("URI"));
        if id == AppId::BROWSER {
            for resource in app.resources() {
                let subject =
                    if resource.is_start_page() { Subject::HomePage } else { Subject::Bookmarks };
                self.add(subject, resource.characteristic().parms("URI").flat_map(hosts_of_url));
            }
            if hosts.clone().next().is_some() || app.resources().next().is_none() {
                self.add(Subject::Application("web browser"), hosts);
            }
            return;
        }
        let subject = if id == AppId::DEVICE_MANAGEMENT {
            Subject::ManagementServer
        } else {
            let title = ApplicationTable::registered_title(id.as_str());
            title.map_or(Subject::UnknownApplication, Subject::Application)
        };
        let resources = uris.flat_map(|uri| hosts_of_resource(uri, has_address));
        self.add(subject, hosts.chain(resources));
    }

    fn finish(self) -> Summary {
        let change = |((subject, _), own): ((Subject, bool), Gathered)| Change {
            subject,
            count: own.count,
            more: own.hosts.len().saturating_sub(MAX_HOSTS),
            hosts: own.hosts.into_iter().take(MAX_HOSTS).collect(),
            more_domains: own.domains.len().saturating_sub(MAX_HOSTS),
            domains: own.domains.into_iter().take(MAX_HOSTS).collect(),
        };
        Summary { changes: self.changes.into_iter().map(change).collect() }
    }
}

/// Texts as they can be shown, without those of which nothing is left.
fn shown(
    all: impl IntoIterator<Item = impl AsRef<str>>,
    blanks: bool,
) -> impl Iterator<Item = String> {
    all.into_iter().map(move |text| visible(text.as_ref(), blanks)).filter(|text| !text.is_empty())
}

fn gather(into: &mut BTreeSet<String>, all: impl Iterator<Item = String>) {
    for text in all {
        if into.len() >= TOLD_APART {
            break;
        }
        into.insert(text);
    }
}

/// The hosts of parms that the common tables lack, where the value is a URI. It is no URI to go to
/// where it is a secret.
fn other_uris(own: &Characteristic) -> impl Iterator<Item = String> + Clone {
    let rules = rules_of(own.kind()).unwrap_or_default();
    let is_common = move |name: &str| rules.iter().any(|rule| rule.name == name);
    let others = own.all_parms().filter(move |parm| !parm.is_secret() && !is_common(parm.name()));
    let uris = others.filter_map(Parm::text);
    uris.filter(|text| readings(text).any(|own| is_uri(&own))).flat_map(hosts_or_rest)
}

/// Hosts behind a word, and how many more there are.
fn list(f: &mut fmt::Formatter<'_>, word: &str, hosts: &[String], more: usize) -> fmt::Result {
    for (at, host) in hosts.iter().enumerate() {
        write!(f, "{}{host}", if at == 0 { word } else { ", " })?;
    }
    match more {
        0 => Ok(()),
        more => write!(f, " and {more} more"),
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.subject {
            Subject::ProvisioningServer => "Lets a server change settings",
            Subject::Provisioning => "Changes how the device is set up",
            Subject::ManagementServer => "Lets a server manage the device",
            Subject::TrustedProxy => "Trusts a proxy to change settings",
            Subject::ProxyForAll => "Sends all traffic through a proxy",
            Subject::Proxy => "Sends some traffic through a proxy",
            Subject::AccessPoint => "Sets up an access point",
            Subject::NameServer => "Asks a server for the addresses of hosts",
            Subject::WirelessLan => "Sets up a wireless network",
            Subject::HomePage => "Changes the home page",
            Subject::Bookmarks => "Adds bookmarks",
            Subject::Application(_) => "Sets up ",
            Subject::UnknownApplication => "Sets up an unknown application",
            Subject::Routes => "Changes which connection is used",
            Subject::Identity => "Changes the identity of the device",
            Subject::VendorSettings => "Changes settings of a vendor",
            Subject::Unknown => "Has parts that are not known",
        })?;
        if let Subject::Application(title) = self.subject {
            f.write_str(title)?;
        }
        if self.count > 1 {
            write!(f, " ({})", self.count)?;
        }
        list(f, ": ", &self.hosts, self.more)?;
        list(f, ", for ", &self.domains, self.more_domains)
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.changes.is_empty() {
            return f.write_str("Changes nothing\n");
        }
        self.changes.iter().try_for_each(|change| writeln!(f, "{change}"))
    }
}

/// A URL as its readers take it: browsers take a backslash for a slash, and others for a part of the user.
fn readings(url: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let slashed = url.contains('\\').then(|| Cow::Owned(url.replace('\\', "/")));
    core::iter::once(Cow::Borrowed(url)).chain(slashed)
}

/// What browsers take for the host and what is behind it, where slashes of either kind are more or fewer
/// than the two that everybody takes for them.
fn behind_slashes(url: &str) -> Option<&str> {
    const SCHEMES: [&str; 5] = ["http", "https", "ftp", "ws", "wss"];
    let is_one = |scheme: &str| SCHEMES.iter().any(|one| one.eq_ignore_ascii_case(scheme));
    let url = url.trim();
    let behind = url.split_once(':').filter(|(scheme, _)| is_one(scheme)).map(|(_, rest)| rest);
    let rest = behind.unwrap_or(url);
    let host = rest.trim_start_matches(['/', '\\']);
    let slashes = rest.get(..rest.len().saturating_sub(host.len())).unwrap_or_default();
    let is_usual = if behind.is_some() { slashes == "//" } else { slashes.len() < 2 };
    (!is_usual).then_some(host)
}

/// The hosts of a URL: more than one where two readers may see two.
fn hosts_of_url(url: &str) -> Vec<String> {
    let of_browsers = behind_slashes(url).map(|rest| Cow::Owned(rest.replace('\\', "/")));
    let mut hosts = Vec::new();
    for own in readings(url).chain(of_browsers) {
        hosts.extend(hosts_of(&own).take(TOLD_APART).map(ToString::to_string));
    }
    hosts
}

/// The hosts of a URL, or this.
fn hosts_or(url: &str, other: &str) -> Vec<String> {
    let hosts = hosts_of_url(url);
    if hosts.is_empty() { alloc::vec![other.to_string()] } else { hosts }
}

/// The hosts of a URL, or what there is of it: not what stands in front of an `@`, which may be a password.
fn hosts_or_rest(url: &str) -> Vec<String> {
    hosts_or(url, url.rsplit('@').next().unwrap_or_default())
}

/// The hosts of what an application offers, where they are not that of the application: a reference
/// without a scheme, such as the name of a database, is relative to its address (RFC 3986, 4.2).
fn hosts_of_resource(uri: &str, has_address: bool) -> Vec<String> {
    let is_elsewhere = |uri: &str| {
        let first = uri.trim().split(['/', '?', '#']).next().unwrap_or_default();
        let is_relative = first.is_empty() || matches!(first, "." | "..");
        !is_relative && (!has_address || first.contains(':'))
    };
    let mut hosts = Vec::new();
    for own in readings(uri) {
        if let Some(rest) = own.trim().strip_prefix("//") {
            hosts.extend(hosts_of_url(rest));
        } else if is_elsewhere(&own) {
            hosts.extend(hosts_or_rest(&own));
        }
    }
    hosts
}

/// A text of a document as it can be shown: shortened, in one line, and with everything that is not
/// seen, or looks like what it is not, as its number.
///
/// What the sentence around it has between hosts, or this function puts into them, is no part of one.
fn visible(text: &str, blanks: bool) -> String {
    let mut shown = String::new();
    let mut count = 0_usize;
    for character in text.trim().chars() {
        if count >= SHOWN {
            shown.push_str("..");
            break;
        }
        count = count.saturating_add(1);
        let forges = matches!(character, ',' | '(' | ')' | '<' | '>');
        if (character.is_ascii_graphic() && !forges) || (character == ' ' && blanks) {
            shown.push(character);
        } else if character.is_control() || is_invisible(character) || !character.is_alphanumeric()
        {
            let _ = write!(shown, "<U+{:04X}>", u32::from(character));
        } else {
            // A letter that may be taken for another: it is shown, and its number with it.
            let _ = write!(shown, "{character}<U+{:04X}>", u32::from(character));
        }
    }
    shown.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::characteristic::Characteristic;

    /// Also where an application has it in what it offers alone, and a browser beside that.
    #[test]
    fn hosts_of_applications_are_told_wherever_they_stand() {
        for (id, address, resource, expected) in [
            (
                "w5",
                "",
                "http://u:p@evil.example:80/x",
                "Sets up data synchronization: evil.example\n",
            ),
            ("w5", "http://a.example/", "./contacts", "Sets up data synchronization: a.example\n"),
            ("w5", "http://a.example/", "contacts", "Sets up data synchronization: a.example\n"),
            (
                "w5",
                "http://a.example/",
                "//b.example/x",
                "Sets up data synchronization: a.example, b.example\n",
            ),
            (
                "w5",
                "http://a.example/",
                "b.example:80/x",
                "Sets up data synchronization: a.example, b.example\n",
            ),
            ("w5", "", "./contacts", "Sets up data synchronization\n"),
            ("w5", "", "/contacts", "Sets up data synchronization\n"),
            ("w7", "", "evil.example/x", "Lets a server manage the device: evil.example\n"),
            ("evil", "", "https://evil.example", "Sets up an unknown application: evil.example\n"),
            ("w2", "", "http://b.example/", "Adds bookmarks: b.example\n"),
            (
                "w2",
                "http://a.example/",
                "http://b.example/",
                "Adds bookmarks: b.example\nSets up web browser: a.example\n",
            ),
            ("w2", "http://a.example/", "", "Adds bookmarks\nSets up web browser: a.example\n"),
        ] {
            let app = Characteristic::new(Kind::Application)
                .with("APPID", id)
                .with_child(Characteristic::new(Kind::Resource).with("URI", resource));
            let app = if address.is_empty() { app } else { app.with("ADDR", address) };
            let summary = Document::new().with(app).summary();
            assert_eq!(summary.to_string(), expected, "{id} {address} {resource}");
        }
    }
}
