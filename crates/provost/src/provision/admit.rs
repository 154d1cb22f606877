//! Who may: the policy is asked once for each thing that a message provisions.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use super::decision::{Decision, Report};
use super::received::{Content, Received};
use super::{Device, hidden};
use crate::bootstrap::{
    BearerKind, Context, Grant, Identity, Installed, Method, Outcome, Purpose, Refusal,
};
use crate::cp::{self, AppId, Characteristic, ContextId, Document, Kind, SourceKind, Summary};
use crate::dm::bootstrap::Bootstrap;
use crate::dm::object::{AccessPoint, Account, Layout, Object};
use crate::dm::tree::{Tree, TreeError};

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
    /// Whether the policy was told of an account of one of its servers, or was not asked at all.
    pub(super) is_repeated: bool,
    /// The context that the policy was told of and lets it bootstrap again.
    pub(super) again: Option<ContextId>,
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
    /// What does not verify is read no further, and of what nobody vouches for the policy is asked
    /// before the device looks at what it has: it costs what it has octets.
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
        let bearer = received.bearer();
        let refused = |report: &Report, refusal| report.clone().with(Decision::Refused(refusal));
        let nothing = |context| Purpose::bootstrap(context, Installed::NOTHING);
        let is_verified = match received.verify(identities) {
            Outcome::Verified(_) => true,
            Outcome::Unauthenticated(_) => false,
            // It is refused whatever it is for.
            outcome => {
                let asked = self.policy.admit(outcome, bearer, nothing(Context::Other)).err();
                return Err(refused(&report, asked.unwrap_or(Refusal::NoRule)));
            }
        };
        // What it is for has to be read before it is known who sent it; nothing is done with it but
        // to ask for more.
        let parsed = read(received).map_err(|decision| report.clone().with(decision))?;
        let servers = servers(&parsed);
        let ask = |purpose| self.policy.admit(received.verify(identities), bearer, purpose);
        if !is_verified {
            // Facts only take away from what is admitted.
            for purpose in self.purposes(&parsed, received, &servers, Installed::NOTHING) {
                let _ = ask(purpose).map_err(|refusal| refused(&report, refusal))?;
            }
        }
        let there = self.is_there(&servers);
        let there = there.map_err(|error| report.clone().with(Decision::from(error)))?;
        let mut grants: Vec<Grant<'a>> = Vec::new();
        let management = self.installed_servers(received, &servers, there);
        for purpose in self.purposes(&parsed, received, &servers, management) {
            match ask(purpose) {
                Ok(grant) => {
                    report.add(Decision::Admitted(purpose, grant.method()));
                    grants.push(grant);
                }
                Err(refusal) => return Err(refused(&report, refusal)),
            }
        }
        let Some(grant) = grants.pop() else { return Err(refused(&report, Refusal::NoRule)) };
        let changes = self.ledger.changes;
        let received = received.clone();
        let again = self.again(&parsed, &received, grant.method());
        Ok(Admitted { grant, parsed, received, report, changes, is_repeated: there, again })
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
        let parsed = read(received).map_err(|decision| report.clone().with(decision))?;
        Ok(Admitted {
            grant: Grant::unauthenticated(received.body, reason),
            parsed,
            received: received.clone(),
            report: report.with(Decision::Exception(reason)),
            changes: self.ledger.changes,
            is_repeated: true,
            again: None,
        })
    }

    /// What a message provisions: the context of a document, and the accounts of servers.
    fn purposes(
        &self,
        parsed: &Parsed,
        received: &Received<'_>,
        servers: &BTreeSet<String>,
        management: Installed,
    ) -> Vec<Purpose> {
        let mut purposes = Vec::new();
        if let Parsed::Document(document) = parsed {
            let context =
                if received.is_privileged() { Context::Privileged } else { Context::Other };
            let installed = self.installed_context(document, received);
            purposes.push(match &received.update {
                // What is updated says itself which context it is.
                Some(id) => Purpose::update(
                    if self.contexts.context(id).is_some_and(cp::Context::is_privileged) {
                        Context::Privileged
                    } else {
                        context
                    },
                    installed,
                ),
                None => Purpose::bootstrap(context, installed),
            });
        }
        if !servers.is_empty() {
            purposes.push(Purpose::bootstrap(Context::Management, management));
        }
        purposes
    }

    fn installed_servers(
        &self,
        received: &Received<'_>,
        servers: &BTreeSet<String>,
        this_context: bool,
    ) -> Installed {
        let mut of_cards = self.ledger.entries().iter().filter(|entry| entry.card.is_some());
        let on_card = of_cards.any(|entry| entry.has_account_of(servers));
        Installed { this_context, on_card, ..self.installed_of(received.owner()) }
    }

    /// Whether one of the servers has an account, whoever brought it: wherever an installation would
    /// find one.
    fn is_there(&self, servers: &BTreeSet<String>) -> Result<bool, TreeError> {
        if servers.is_empty() {
            return Ok(false);
        }
        let accounts = hidden::accounts_of(&*self.tree, &self.options.places)?;
        Ok(accounts.iter().any(|(_, server)| servers.contains(server))
            || self.ledger.entries().iter().any(|entry| entry.has_account_of(servers)))
    }

    fn installed_of(&self, owner: &str) -> Installed {
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
        let there = match &received.update {
            Some(_) => None,
            None => self.contexts.find(document, &received.source()),
        };
        let same = |entry: &&super::Entry| match &received.update {
            Some(id) => entry.context.as_ref() == Some(id),
            None => url.is_some() && entry.server.as_deref() == url,
        };
        let mut layers = there.into_iter().flat_map(cp::Context::layers);
        installed.this_context =
            there.is_some() || self.ledger.of_owner(owner).any(|entry| same(&entry));
        installed.on_card = layers.any(|layer| layer.source().card_id().is_some())
            || self.ledger.of_owner(owner).any(|entry| entry.card.is_some() && same(&entry));
        installed
    }

    /// The context that a message over the air bootstraps again, which is to be asked of the policy.
    ///
    /// The privileged one is not without its own privilege, nor is what came by a PIN taken by who knows
    /// the network secret alone; and what is broadcast takes the place of what was broadcast alone
    /// (ProvBoot 5.1): of what nobody has signed.
    fn again(
        &self,
        parsed: &Parsed,
        received: &Received<'_>,
        method: Option<Method>,
    ) -> Option<ContextId> {
        let Parsed::Document(document) = parsed else { return None };
        if received.update.is_some() || received.card().is_some() {
            return None;
        }
        let there = self.contexts.find(document, &received.source())?;
        if there.is_privileged() && !received.is_privileged() {
            return None;
        }
        // Of what its maker or a card has made without privilege, the rest stays: it gets none by that.
        let stays = |layer: &cp::Layer| layer.source().kind() != SourceKind::Later;
        if received.is_privileged() && !there.is_privileged() && there.layers().iter().any(stays) {
            return None;
        }
        let mut before = self.ledger.of_context(received.owner(), there.id()).peekable();
        if received.bearer().kind() == BearerKind::CellBroadcast {
            if before.peek().is_none() || before.any(|entry| entry.method.is_some()) {
                return None;
            }
        } else if by_network(method) && before.any(|entry| !by_network(entry.method)) {
            return None;
        }
        Some(there.id().clone())
    }
}

/// Whether that is the network secret alone.
const fn by_network(method: Option<Method>) -> bool {
    matches!(method, Some(Method::NetworkPin | Method::DmNetworkId))
}

/// PROVURL, which names a context; nothing where it is empty.
pub(super) fn prov_url(document: &Document) -> Option<&str> {
    document.bootstraps().find_map(|own| own.prov_url().filter(|url| !url.trim().is_empty()))
}

/// The servers of the accounts that a message brings, each once. One of nobody stands for a message
/// that says nothing of whom it brings.
fn servers(parsed: &Parsed) -> BTreeSet<String> {
    let mut servers = BTreeSet::new();
    match parsed {
        Parsed::Document(document) => {
            let managers = document
                .applications()
                .filter(|app| app.app_id() == Some(AppId::DEVICE_MANAGEMENT));
            let names = managers.map(|app| app.provider_id().unwrap_or_default().trim_ascii());
            servers.extend(names.map(ToOwned::to_owned));
        }
        Parsed::Bootstrap(bootstrap) => {
            servers.extend(bootstrap.servers());
            if servers.is_empty() {
                // Whatever it has, it is the message of a management server.
                servers.insert(bootstrap.server().unwrap_or_default().to_owned());
            }
        }
    }
    servers
}

/// What a message says, where it is for a context of its own owner, or for none.
fn read(received: &Received<'_>) -> Result<Parsed, Decision> {
    match &received.update {
        Some(id) if id.owner() != received.owner() => Err(Decision::OtherContext(id.clone())),
        _ => parse(received),
    }
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
    let options = cp::ReadOptions::default();
    let decoded = Document::read_xml(body, &options).map_err(Decision::Document)?;
    Ok(Parsed::Document(decoded.document))
}

#[cfg(not(feature = "xml"))]
fn text(_: &[u8]) -> Result<Parsed, Decision> {
    Err(Decision::NoXml)
}

/// Whether an object is an account, or says that it is.
fn is_account(object: &Object) -> bool {
    let is_meant =
        [Layout::V1_2, Layout::V1_1_2].iter().any(|layout| layout.id() == object.id().trim_ascii());
    is_meant || Account::server_of(&object.view()).is_some()
}

/// A bootstrap message as the document that would say the same: for its summary alone.
fn as_document(bootstrap: &Bootstrap) -> Document {
    let mut document = Document::new();
    for object in bootstrap.objects() {
        let made = if is_account(object) {
            let app = Characteristic::new(Kind::Application).with("APPID", "w7");
            // One that cannot be read is an account all the same.
            let addresses = Account::of(&object.view()).map_or(Vec::new(), |own| own.addresses);
            addresses.iter().fold(app, |app, address| app.with("ADDR", &address.address))
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
