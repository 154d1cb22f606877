//! Summary: what a document would change, in words that it cannot choose.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::{self, Write as _};

use crate::application::ApplicationTable;
use crate::document::Document;
use crate::invisible::is_invisible;
use crate::kind::Kind;
use crate::resolve::{authority_of, domain_is_all};
use crate::view::{AppId, NapDef, Resource, Wlan};

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
/// invisible made visible: no name for the user, no path, no user or password of a URL.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Summary {
    changes: Vec<Change>,
}

/// One thing that a document would change.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Change {
    /// What.
    pub subject: Subject,
    /// How often.
    pub count: usize,
    /// The hosts or names of networks that it is about, without what repeats, and at most
    /// [`MAX_HOSTS`].
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
    /// Parts that are not known.
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
                Some(url) => gather.add(Subject::ProvisioningServer, host_of(url)),
                None => gather.add(Subject::Provisioning, None),
            }
        }
        for proxy in self.proxies() {
            let hosts =
                proxy.physical().flat_map(|own| own.address().into_iter().chain(own.host()));
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
                gather.add(Subject::Proxy, hosts);
                let own = proxy.physical().flat_map(|own| own.own_domains());
                let hosts = proxy.domains().chain(own).map(|own| host_of(own).unwrap_or("*"));
                gather.add_domains(Subject::Proxy, hosts);
            }
            if let Some(page) = proxy.start_page() {
                gather.add(Subject::HomePage, host_of(page));
            }
        }
        for nap in self.access_points() {
            gather.add(Subject::AccessPoint, nap.address());
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
        for app in self.applications() {
            let id = app.app_id().unwrap_or(AppId::new(""));
            let uris = app.resources().filter_map(Resource::uri);
            let addresses = app.addresses().chain(app.app_addrs().filter_map(|own| own.address()));
            let hosts = addresses.map(|address| host_of(address).unwrap_or(address));
            let has_hosts = hosts.clone().next().is_some();
            let elsewhere = uris.filter_map(|uri| host_of_resource(uri, has_hosts));
            if id == AppId::DEVICE_MANAGEMENT {
                gather.add(Subject::ManagementServer, hosts.chain(elsewhere));
            } else if id == AppId::BROWSER {
                for resource in app.resources() {
                    let subject = if resource.is_start_page() {
                        Subject::HomePage
                    } else {
                        Subject::Bookmarks
                    };
                    gather.add(subject, resource.uri().and_then(host_of));
                }
                if has_hosts || app.resources().next().is_none() {
                    gather.add(Subject::Application("web browser"), hosts);
                }
            } else {
                let title = ApplicationTable::registered_title(id.as_str());
                let subject = title.map_or(Subject::UnknownApplication, Subject::Application);
                gather.add(subject, hosts.chain(elsewhere));
            }
        }
        self.accesses().for_each(|_| gather.add(Subject::Routes, None));
        for own in self.characteristics() {
            match own.kind() {
                Kind::ClientIdentity => gather.add(Subject::Identity, None),
                Kind::VendorConfig => gather.add(Subject::VendorSettings, None),
                Kind::Other(_) | Kind::Missing => gather.add(Subject::Unknown, None),
                _ => {}
            }
        }
        gather.finish()
    }
}

impl Summary {
    /// The changes, what matters most first.
    #[must_use]
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }
}

/// Changes as they are found.
#[derive(Default)]
struct Gather {
    changes: BTreeMap<Subject, Gathered>,
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
    /// One change with all its hosts: one that is tried later is as good a place to be sent to.
    fn add<'h>(&mut self, subject: Subject, all: impl IntoIterator<Item = &'h str>) {
        let own = self.changes.entry(subject).or_default();
        own.count = own.count.saturating_add(1);
        // The names of wireless networks have blanks; a host with one is words.
        gather(&mut own.hosts, all, subject == Subject::WirelessLan);
    }

    /// The hosts for which it is, of one change that was added.
    fn add_domains<'h>(&mut self, subject: Subject, all: impl IntoIterator<Item = &'h str>) {
        gather(&mut self.changes.entry(subject).or_default().domains, all, false);
    }

    fn finish(self) -> Summary {
        let change = |(subject, own): (Subject, Gathered)| Change {
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

fn gather<'h>(into: &mut BTreeSet<String>, all: impl IntoIterator<Item = &'h str>, blanks: bool) {
    for host in all {
        if into.len() >= TOLD_APART {
            break;
        }
        into.extend(Some(visible(host, blanks)).filter(|host| !host.is_empty()));
    }
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

fn host_of(url: &str) -> Option<&str> {
    authority_of(url).0
}

/// The host of what an application offers, where it is not that of the application: a reference without
/// a scheme, such as the name of a database, is relative to its address (RFC 3986, 4.2).
fn host_of_resource(uri: &str, has_address: bool) -> Option<&str> {
    let uri = uri.trim();
    if let Some(rest) = uri.strip_prefix("//") {
        return host_of(rest);
    }
    let first = uri.split(['/', '?', '#']).next().unwrap_or_default();
    let is_relative = first.is_empty() || matches!(first, "." | "..");
    let is_absolute = first.contains(':');
    if is_relative || (has_address && !is_absolute) {
        return None;
    }
    Some(host_of(uri).unwrap_or(uri))
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
