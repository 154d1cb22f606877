//! From a provisioning document to the management tree (OMA DM Bootstrap 1.2.1, 5.2 and appendix;
//! DM StdObj): a `w7` application becomes an account, `NAPDEF` and `PXLOGICAL` become the objects that
//! its references lead to, and other applications become what a [`Template`] says.
//!
//! ```
//! use provost::account::{Options, Plan};
//! use provost::cp::Document;
//! use provost::dm::object::Account;
//! use provost::dm::tree::MemoryTree;
//!
//! let text = r#"<wap-provisioningdoc version="1.1"><characteristic type="NAPDEF">
//!     <parm name="NAPID" value="N1"/><parm name="NAP-ADDRESS" value="internet"/></characteristic>
//!   <characteristic type="APPLICATION"><parm name="APPID" value="w7"/>
//!     <parm name="PROVIDER-ID" value="com.example"/><parm name="ADDR" value="https://dm.example/"/>
//!     <parm name="TO-NAPID" value="N1"/><parm name="INIT"/>
//!     <characteristic type="APPAUTH"><parm name="AAUTHLEVEL" value="APPSRV"/>
//!       <parm name="AAUTHTYPE" value="DIGEST"/><parm name="AAUTHNAME" value="me"/>
//!       <parm name="AAUTHSECRET" value="geheim"/></characteristic>
//!   </characteristic></wap-provisioningdoc>"#;
//! let plan = Plan::of(&Document::from_xml(text)?, &Options::new());
//! assert!(plan.findings().is_empty());
//!
//! let mut tree = MemoryTree::new();
//! let report = plan.install(&mut tree)?;
//! let session = &report.sessions[0]; // INIT asks for one
//! assert_eq!((&*session.server, session.at.to_string()), ("com.example", "./DMAcc/w7-1".into()));
//! let account = Account::read(&tree, session.at.path())?;
//! assert_eq!(account.auth[0].level, "CLCRED"); // APPSRV: the client to the server
//! assert_eq!(account.connections, ["./NAP/NAP1"]);
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
//!
//! What is installed belongs to the servers of the same document: each gets Get, Replace and Delete on
//! every object. Without one, nobody gets any right.

mod application;
mod carry;
mod connectivity;
mod dmacc;
mod finding;
mod references;
mod template;

#[cfg(all(feature = "bootstrap", feature = "push"))]
use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

pub use finding::{Finding, MAX_FINDINGS, Problem};
pub use template::{Row, Template, Templates};

use crate::cp::{AppId, Document};
use crate::dm::bootstrap::{Bootstrap, InstallError, InstallOptions, Installed};
use crate::dm::object::{AccessPoint, Layout, Object, Places, Proxy};
use crate::dm::tree::{Acl, Right, Tree};
use crate::dm::uri::Uri;

use finding::Findings;
use references::References;

/// The most accounts, access points, addresses of proxies, and other applications of a document that
/// become objects: each has the servers of all accounts in its list, and what a proxy has in common
/// for all its addresses.
pub const MAX_OBJECTS: usize = 64;

/// What a document makes, and how it is laid out.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Options {
    /// The layout of accounts.
    pub layout: Layout,
    /// Where objects go, those of templates aside.
    pub places: Places,
    /// What becomes of other applications than `w7`.
    pub templates: Templates,
    /// Whether access points and proxies are objects (true), so that references have a target. A
    /// device that keeps them elsewhere says no, and gets the names of the document as references.
    pub connectivity: bool,
    /// Whether an account takes the place of one of the same server (false).
    pub replace: bool,
}

impl Options {
    /// Accounts of DM 1.2 and their connections in the standard places, and the registered templates.
    #[must_use]
    pub fn new() -> Self {
        Self {
            layout: Layout::V1_2,
            places: Places::standard(),
            templates: Templates::registered(),
            connectivity: true,
            replace: false,
        }
    }

    /// The layout of DM 1.1.2: accounts below `./SyncML/DMAcc`, connections below `./SyncML/Con`.
    #[must_use]
    pub fn v1_1_2() -> Self {
        let rows = [
            (Layout::V1_1_2.id(), "./SyncML/DMAcc"),
            (AccessPoint::ID, "./SyncML/Con"),
            (Proxy::ID, "./SyncML/Con"),
        ];
        // The addresses are addresses.
        let places =
            rows.iter().try_fold(Places::standard(), |places, (id, at)| places.with(id, at));
        let places = places.unwrap_or_default();
        Self { layout: Layout::V1_1_2, places, ..Self::new() }
    }

    /// To other places.
    #[must_use]
    pub fn with_places(self, places: Places) -> Self {
        Self { places, ..self }
    }

    /// With other templates.
    #[must_use]
    pub fn with_templates(self, templates: Templates) -> Self {
        Self { templates, ..self }
    }

    /// Without objects for access points and proxies.
    #[must_use]
    pub fn without_connectivity(self) -> Self {
        Self { connectivity: false, ..self }
    }

    /// In place of the account of the same server.
    #[must_use]
    pub fn replacing(self) -> Self {
        Self { replace: true, ..self }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self::new()
    }
}

/// The objects that a document makes, before any tree is touched.
#[derive(Clone, Debug)]
pub struct Plan {
    objects: Vec<Object>,
    servers: Vec<Server>,
    findings: Vec<Finding>,
    install: InstallOptions,
}

/// A management server of a document.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Server {
    /// ServerID.
    pub id: String,
    /// Whether `INIT` asks for a session once the account is there.
    pub wants_session: bool,
}

/// What was installed.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Report {
    /// The objects and their places.
    pub installed: Installed,
    /// The sessions that are to begin at the next opportunity.
    pub sessions: Vec<Session>,
}

/// A session that is to begin.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Session {
    /// ServerID.
    pub server: String,
    /// The account.
    pub at: Uri,
}

impl Session {
    #[cfg(all(feature = "bootstrap", feature = "push"))]
    pub(crate) const fn new(server: String, at: Uri) -> Self {
        Self { server, at }
    }
}

/// A right that no management object takes, for a host that cannot be: a list that is one and grants
/// nothing. The empty list is none, and that of the node above would hold.
const NOBODY: &str = "nobody.invalid";

impl Plan {
    /// What a document makes: of what counts of it ([`Document::effective`]).
    #[must_use]
    pub fn of(document: &Document, options: &Options) -> Self {
        Self::of_effective(&document.effective().document, options)
    }

    /// The same of a document whose rules were applied, such as a whole context.
    #[must_use]
    pub fn of_effective(document: &Document, options: &Options) -> Self {
        let mut findings = Findings::default();
        let mut objects = Vec::new();
        let references = References::of(document, options.connectivity);
        let mut servers: Vec<Server> = Vec::new();
        let applications = document.applications().enumerate();
        for (at, app) in applications.clone() {
            if app.app_id() == Some(AppId::DEVICE_MANAGEMENT) {
                if servers.len() >= MAX_OBJECTS {
                    findings.add(Problem::TooMany, at, "");
                    continue;
                }
                let account = dmacc::account(app, at, &references, &mut findings, &servers);
                let Some((account, wants_session)) = account else { continue };
                findings.losses(at, &account.losses(options.layout));
                let name = alloc::format!("w7-{}", servers.len().saturating_add(1));
                // A server without an account has no rights either.
                let Ok(object) = account.to_object(&name, options.layout) else {
                    findings.add(Problem::NotCarried, at, "");
                    continue;
                };
                objects.push(object);
                servers.push(Server { id: account.server, wants_session });
            }
        }
        if options.connectivity {
            connectivity::objects(document, &references, &mut objects, &mut findings);
        }
        let mut places = options.places.clone();
        let mut made = 0_usize;
        for (at, app) in applications {
            if app.app_id() == Some(AppId::DEVICE_MANAGEMENT) {
                continue;
            }
            match app.app_id().and_then(|id| options.templates.find(id.as_str())) {
                Some(_) if made >= MAX_OBJECTS => findings.add(Problem::TooMany, at, ""),
                Some(template) => {
                    made = made.saturating_add(1);
                    let object = application::object(app, at, template, &references, &mut findings);
                    objects.extend(object);
                    if let Ok(with) = places.clone().with(template.object(), template.parent()) {
                        places = with;
                    }
                }
                None => findings.add(Problem::NoTemplate, at, ""),
            }
        }
        let acl = acl(&servers);
        // A store in memory has a root, whose list can be set.
        let objects = objects.into_iter().filter_map(|object| object.with_acl(acl.clone()).ok());
        let mut install = InstallOptions::new().with_places(places);
        if options.replace {
            install = install.replacing();
        }
        Self { objects: objects.collect(), servers, findings: findings.into_list(), install }
    }

    /// The objects. References among them are `./Inbox/` and a name, until they are installed.
    #[must_use]
    pub fn objects(&self) -> &[Object] {
        &self.objects
    }

    /// The management servers of the document.
    #[must_use]
    pub fn servers(&self) -> &[Server] {
        &self.servers
    }

    /// What of the document is not in the objects, or not as it says.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Puts the objects into a tree: all of them, or nothing. A document without any is no error.
    ///
    /// # Errors
    /// [`InstallError`]; then nothing has changed.
    pub fn install(&self, tree: &mut impl Tree) -> Result<Report, InstallError> {
        self.install_by(tree, &self.install)
    }

    /// The same under none of these names.
    #[cfg(all(feature = "bootstrap", feature = "push"))]
    pub(crate) fn install_avoiding(
        &self,
        tree: &mut impl Tree,
        taken: BTreeSet<Uri>,
    ) -> Result<Report, InstallError> {
        self.install_by(tree, &self.install.clone().avoiding(taken))
    }

    fn install_by(
        &self,
        tree: &mut impl Tree,
        options: &InstallOptions,
    ) -> Result<Report, InstallError> {
        let bootstrap = Bootstrap::of_objects(self.objects.iter().cloned());
        let installed = match bootstrap.install(tree, options) {
            Err(InstallError::Nothing) => Installed::default(),
            other => other?,
        };
        let mut sessions = Vec::new();
        for (server, at) in installed.accounts() {
            if self.servers.iter().any(|own| own.id == server && own.wants_session) {
                sessions.push(Session { server: server.into(), at: at.clone() });
            }
        }
        Ok(Report { installed, sessions })
    }
}

/// Get, Replace and Delete for each server of the document (DM Bootstrap 1.2.1, 5.2.3.3).
fn acl(servers: &[Server]) -> Acl {
    let rights = [Right::Get, Right::Replace, Right::Delete];
    let pairs = servers.iter().flat_map(|server| rights.map(|right| (right, &*server.id)));
    let acl =
        pairs.fold(Acl::EMPTY, |acl, (right, server)| match acl.clone().with(right, server) {
            Ok(with) => with,
            Err(_) => acl,
        });
    if acl.is_empty() { nobody() } else { acl }
}

/// The list that grants nobody anything.
pub(crate) fn nobody() -> Acl {
    Acl::EMPTY.with(Right::Exec, NOBODY).unwrap_or_default()
}
