//! Who may: the policy is asked once for each thing that a message provisions.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use super::Device;
use super::decision::{Decision, Report};
use super::received::{Content, Received};
use crate::bootstrap::{Context, Grant, Identity, Installed, Method, Purpose};
use crate::cp::{AppId, Characteristic, Document, Kind, Summary};
use crate::dm::bootstrap::Bootstrap;
use crate::dm::object::{AccessPoint, Account, Layout};
use crate::dm::tree::Tree;

/// A message that was admitted, and not installed yet. Nothing else makes one than
/// [`Device::admit`] and [`Device::admit_unauthenticated`], and it can be installed once.
#[derive(Debug)]
#[must_use]
pub struct Admitted<'a> {
    pub(super) grant: Grant<'a>,
    pub(super) parsed: Parsed,
    pub(super) received: Received<'a>,
    pub(super) report: Report,
    /// How the ledger stood when the policy was asked.
    pub(super) changes: u64,
}

/// What the octets of a grant say.
#[derive(Clone, Debug)]
pub(super) enum Parsed {
    Document(Document),
    Bootstrap(Bootstrap),
}

impl Admitted<'_> {
    /// What it would change, in words that the message cannot choose: to be shown before it is
    /// installed.
    #[must_use]
    pub fn summary(&self) -> Summary {
        match &self.parsed {
            Parsed::Document(document) => document.summary(),
            Parsed::Bootstrap(bootstrap) => as_document(bootstrap).summary(),
        }
    }

    /// The method that it was verified by; none where its bearer vouches, or nobody.
    #[must_use]
    pub const fn method(&self) -> Option<Method> {
        self.grant.method()
    }

    /// The decisions so far.
    pub const fn report(&self) -> &Report {
        &self.report
    }

    /// The user does not agree.
    pub fn decline(self) -> Report {
        self.report.with(Decision::Declined)
    }
}

impl<T: Tree> Device<'_, T> {
    /// Verifies a message, and asks the policy for each thing that it provisions: a context, and the
    /// accounts of management servers.
    ///
    /// # Errors
    /// The report with the refusal as its last decision. [`Report::refusal`] says whether the PIN of
    /// the user is wanting.
    pub fn admit<'a>(
        &self,
        received: &Received<'a>,
        identities: &[Identity],
    ) -> Result<Admitted<'a>, Report> {
        let mut report = Report::new(received);
        // What it is for has to be read before it is known who sent it; nothing is done with it but
        // to ask for more.
        let parsed = parse(received).map_err(|decision| report.clone().with(decision))?;
        let mut grants: Vec<Grant<'a>> = Vec::new();
        for purpose in self.purposes(&parsed, received) {
            let outcome = received.verify(identities);
            match self.policy.admit(outcome, received.bearer(), purpose) {
                Ok(grant) => {
                    report.add(Decision::Admitted(purpose, grant.method()));
                    grants.push(grant);
                }
                Err(refusal) => return Err(report.with(Decision::Refused(refusal))),
            }
        }
        let Some(grant) = grants.pop() else {
            return Err(report.with(Decision::Refused(crate::bootstrap::Refusal::NoRule)));
        };
        let changes = self.ledger.changes;
        Ok(Admitted { grant, parsed, received: received.clone(), report, changes })
    }

    /// Admits what nobody vouches for: the loud exception, for laboratories and settings that the
    /// user typed. The reason is a literal, so that a search for this name finds it.
    ///
    /// # Errors
    /// The report, where the message cannot be read.
    pub fn admit_unauthenticated<'a>(
        &self,
        received: &Received<'a>,
        reason: &'static str,
    ) -> Result<Admitted<'a>, Report> {
        let report = Report::new(received);
        let parsed = parse(received).map_err(|decision| report.clone().with(decision))?;
        Ok(Admitted {
            grant: Grant::unauthenticated(received.body, reason),
            parsed,
            received: received.clone(),
            report: report.with(Decision::Exception(reason)),
            changes: self.ledger.changes,
        })
    }

    /// What a message provisions.
    fn purposes(&self, parsed: &Parsed, received: &Received<'_>) -> Vec<Purpose> {
        let mut purposes = Vec::new();
        let owner = received.owner();
        let mut servers: Vec<String> = Vec::new();
        match parsed {
            Parsed::Document(document) => {
                let context =
                    if received.is_privileged() { Context::Privileged } else { Context::Other };
                let installed = self.installed_context(document, received);
                purposes.push(match &received.update {
                    // What is updated says itself which context it is.
                    Some(id) => Purpose::update(
                        if self.contexts.context(id).is_some_and(crate::cp::Context::is_privileged)
                        {
                            Context::Privileged
                        } else {
                            context
                        },
                        installed,
                    ),
                    None => Purpose::bootstrap(context, installed),
                });
                let managers = document
                    .applications()
                    .filter(|app| app.app_id() == Some(AppId::DEVICE_MANAGEMENT));
                servers.extend(
                    managers
                        .map(|app| app.provider_id().unwrap_or_default().trim_ascii().to_owned()),
                );
            }
            Parsed::Bootstrap(bootstrap) => {
                servers.extend(bootstrap.accounts().map(|account| account.server));
                // An account that is added node by node, in either layout.
                let names = bootstrap
                    .nodes()
                    .filter(|(uri, _)| uri.path().name().eq_ignore_ascii_case("ServerID"));
                servers.extend(names.filter_map(|(_, node)| node.text().map(ToOwned::to_owned)));
                if servers.is_empty() {
                    // Whatever it has, it is the message of a management server.
                    servers.push(bootstrap.server().unwrap_or_default().to_owned());
                }
            }
        }
        if !servers.is_empty() {
            let mut installed = self.installed_of(owner);
            installed.this_context = servers.iter().any(|server| self.has_account(server));
            let mut of_cards = self.ledger.entries().iter().filter(|entry| entry.card.is_some());
            installed.on_card =
                of_cards.any(|entry| servers.iter().any(|server| entry.has_account(server)));
            purposes.push(Purpose::bootstrap(Context::Management, installed));
        }
        purposes
    }

    fn installed_of(&self, owner: &str) -> Installed {
        let by_network = |method| matches!(method, Some(Method::NetworkPin | Method::DmNetworkId));
        Installed {
            privileged_context: self.contexts.privileged(owner).is_some(),
            by_network_pin: self.ledger.of_owner(owner).any(|entry| by_network(entry.method)),
            ..Installed::NOTHING
        }
    }

    fn installed_context(&self, document: &Document, received: &Received<'_>) -> Installed {
        let owner = received.owner();
        let mut installed = self.installed_of(owner);
        let url = prov_url(document);
        let same = |entry: &&super::Entry| match &received.update {
            Some(id) => entry.context.as_ref() == Some(id),
            None => url.is_some() && entry.server.as_deref() == url,
        };
        installed.this_context = self.ledger.of_owner(owner).any(|entry| same(&entry));
        installed.on_card =
            self.ledger.of_owner(owner).any(|entry| entry.card.is_some() && same(&entry));
        installed
    }

    /// Whether a server has an account, whoever brought it.
    pub(super) fn has_account(&self, server: &str) -> bool {
        let standard = [Layout::V1_2.parent(), Layout::V1_1_2.parent()];
        let standard = standard.iter().filter_map(|text| text.parse::<crate::dm::uri::Uri>().ok());
        standard
            .into_iter()
            .any(|parent| matches!(Account::find(&*self.tree, parent.path(), server), Ok(Some(_))))
            || self.ledger.entries().iter().any(|entry| entry.has_account(server))
    }
}

/// PROVURL, which names a context; nothing where it is empty.
pub(super) fn prov_url(document: &Document) -> Option<&str> {
    document.bootstraps().find_map(|own| own.prov_url().filter(|url| !url.trim().is_empty()))
}

fn parse(received: &Received<'_>) -> Result<Parsed, Decision> {
    match received.content {
        Content::ClientProvisioning => {
            Document::from_wbxml(received.body).map(Parsed::Document).map_err(Decision::Document)
        }
        Content::ClientProvisioningText => text(received.body),
        Content::DeviceManagement => {
            Bootstrap::decode(received.body).map(Parsed::Bootstrap).map_err(Decision::Message)
        }
    }
}

#[cfg(feature = "xml")]
fn text(body: &[u8]) -> Result<Parsed, Decision> {
    let options = crate::cp::ReadOptions::default();
    let decoded = Document::read_xml(body, &options).map_err(Decision::Document)?;
    Ok(Parsed::Document(decoded.document))
}

#[cfg(not(feature = "xml"))]
fn text(_: &[u8]) -> Result<Parsed, Decision> {
    Err(Decision::NoXml)
}

/// A bootstrap message as the document that would say the same: for its summary alone.
fn as_document(bootstrap: &Bootstrap) -> Document {
    let mut document = Document::new();
    for object in bootstrap.objects() {
        let made = if let Ok(account) = Account::of(&object.view()) {
            let app = Characteristic::new(Kind::Application).with("APPID", "w7");
            account.addresses.iter().fold(app, |app, address| app.with("ADDR", &address.address))
        } else if let Ok(nap) = AccessPoint::read(object.tree(), crate::dm::uri::Path::ROOT) {
            Characteristic::new(Kind::NapDef).with("NAP-ADDRESS", &nap.address)
        } else {
            Characteristic::new(Kind::from_name("OBJECT"))
        };
        document = document.with(made);
    }
    if bootstrap.nodes().next().is_some() {
        // Nodes that are added one by one may be an account, whatever stands beside them.
        let app = Characteristic::new(Kind::Application).with("APPID", "w7");
        document = document.with(app);
    }
    document
}
