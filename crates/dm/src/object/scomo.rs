//! Software components (SCOMO 1.0): packages on their way, packages that are there, components that
//! are installed.
//!
//! The names of the nodes and the numbers are those of clients in the field; the specification was not
//! at hand.
//!
//! ```
//! use provost_dm::object::scomo::{Download, Operation, Part, Software};
//! use provost_dm::uri::{Path, Uri};
//!
//! let game = Download { url: "https://sw.example/game".into(), ..Download::new("1", "game") };
//! let software = Software { downloads: vec![game], ..Software::default() };
//! let object = software.to_object("SCOMO")?;
//! assert_eq!(Software::read(object.tree(), Path::ROOT)?, software);
//!
//! // The Exec of a server, and how the device reads what it is for.
//! let root: Uri = "./SCOMO".parse()?;
//! let target = Operation::DownloadInstall.target(root.path(), Part::Download, "1")?;
//! assert_eq!(target.to_string(), "./SCOMO/Download/1/Operations/DownloadInstall");
//! let found = Operation::of(target.path(), root.path());
//! assert_eq!(found, Some((Operation::DownloadInstall, Part::Download, "1")));
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```

mod codes;

use alloc::string::{String, ToString};
use alloc::vec::Vec;

pub use codes::{DeliveredState, DeliveredStatus, DeployedState, DeployedStatus, DownloadStatus};

use super::Object;
use super::view::{ObjectError, View, join};
use crate::format::Format;
use crate::tree::{Node, Tree, TreeError};
use crate::uri::{Path, Uri};

/// The parts of the object.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(clippy::exhaustive_enums, reason = "the three of SCOMO 1.0")]
pub enum Part {
    /// Packages on their way.
    Download,
    /// Packages that are on the device.
    Delivered,
    /// Components that are installed.
    Deployed,
}

impl Part {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Download, Self::Delivered, Self::Deployed];

    /// Where it is below the root.
    #[must_use]
    pub const fn names(self) -> &'static str {
        match self {
            Self::Download => "Download",
            Self::Delivered => "Inventory/Delivered",
            Self::Deployed => "Inventory/Deployed",
        }
    }

    /// The operations of its entries.
    #[must_use]
    pub const fn operations(self) -> &'static [Operation] {
        match self {
            Self::Download => &[
                Operation::Download,
                Operation::DownloadInstall,
                Operation::DownloadInstallInactive,
            ],
            Self::Delivered => &[Operation::Install, Operation::InstallInactive, Operation::Remove],
            Self::Deployed => &[Operation::Activate, Operation::Deactivate, Operation::Remove],
        }
    }
}

/// What a server runs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[non_exhaustive]
pub enum Operation {
    /// Fetches a package.
    Download,
    /// Fetches a package and installs it.
    DownloadInstall,
    /// Fetches a package and installs it, without activating it.
    DownloadInstallInactive,
    /// Installs a package.
    Install,
    /// Installs a package, without activating it.
    InstallInactive,
    /// Removes a package or a component.
    Remove,
    /// Activates a component.
    Activate,
    /// Deactivates a component.
    Deactivate,
}

impl Operation {
    /// The name of its node.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Download => "Download",
            Self::DownloadInstall => "DownloadInstall",
            Self::DownloadInstallInactive => "DownloadInstallInactive",
            Self::Install => "Install",
            Self::InstallInactive => "InstallInactive",
            Self::Remove => "Remove",
            Self::Activate => "Activate",
            Self::Deactivate => "Deactivate",
        }
    }

    /// Its node at an entry: what an Exec is for.
    ///
    /// # Errors
    /// [`TreeError::NotAllowed`] where that part does not have it, [`TreeError::Uri`] for the name of
    /// an entry that is none.
    pub fn target(self, root: Path<'_>, part: Part, entry: &str) -> Result<Uri, TreeError> {
        if !part.operations().contains(&self) {
            return Err(TreeError::NotAllowed);
        }
        let names = [part.names(), entry, OPERATIONS, self.name()].join("/");
        join(root.into(), &names)
    }

    /// The operation of a node of an object, with the name of the entry that it is at.
    #[must_use]
    pub fn of<'p>(node: Path<'p>, root: Path<'_>) -> Option<(Self, Part, &'p str)> {
        let below = node.below(root)?.as_normal();
        Part::ALL.into_iter().find_map(|part| {
            let rest = below.strip_prefix(part.names())?.strip_prefix('/')?;
            let (entry, rest) = rest.split_once('/')?;
            let name = rest.strip_prefix(OPERATIONS)?.strip_prefix('/')?;
            let operation = part.operations().iter().find(|operation| operation.name() == name)?;
            Some((*operation, part, entry))
        })
    }
}

/// A package on its way.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[allow(clippy::exhaustive_structs, reason = "those of SCOMO; to be built")]
pub struct Download {
    /// The name of its node.
    pub node: String,
    /// PkgID.
    pub id: String,
    /// Name.
    pub name: Option<String>,
    /// PkgURL.
    pub url: String,
    /// InstallParams.
    pub install_params: Option<String>,
    /// Description.
    pub description: Option<String>,
    /// Status.
    pub status: DownloadStatus,
    /// EnvType: for what it is.
    pub environment: Option<String>,
    /// PkgType: what it is.
    pub kind: Option<String>,
    /// Operations: those that the device has for it.
    pub operations: Vec<Operation>,
}

/// A package that is on the device. Its octets, Data, are for a [`View`].
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[allow(clippy::exhaustive_structs, reason = "those of SCOMO; to be built")]
pub struct Delivered {
    /// The name of its node.
    pub node: String,
    /// PkgID.
    pub id: String,
    /// Name.
    pub name: Option<String>,
    /// Description.
    pub description: Option<String>,
    /// InstallParams.
    pub install_params: Option<String>,
    /// Status.
    pub status: DeliveredStatus,
    /// State.
    pub state: DeliveredState,
    /// Operations: those that the device has for it.
    pub operations: Vec<Operation>,
}

/// A component that is installed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[allow(clippy::exhaustive_structs, reason = "those of SCOMO; to be built")]
pub struct Deployed {
    /// The name of its node.
    pub node: String,
    /// ID.
    pub id: String,
    /// PkgIDRef: of the package that it came in.
    pub package: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// Description.
    pub description: Option<String>,
    /// Version.
    pub version: Option<String>,
    /// Status.
    pub status: DeployedStatus,
    /// State.
    pub state: DeployedState,
    /// Operations: those that the device has for it.
    pub operations: Vec<Operation>,
}

impl Download {
    /// One at a node, with its identifier.
    #[must_use]
    pub fn new(node: impl Into<String>, id: impl Into<String>) -> Self {
        Self { node: node.into(), id: id.into(), ..Self::default() }
    }
}

impl Delivered {
    /// One at a node, with its identifier.
    #[must_use]
    pub fn new(node: impl Into<String>, id: impl Into<String>) -> Self {
        Self { node: node.into(), id: id.into(), ..Self::default() }
    }
}

impl Deployed {
    /// One at a node, with its identifier.
    #[must_use]
    pub fn new(node: impl Into<String>, id: impl Into<String>) -> Self {
        Self { node: node.into(), id: id.into(), ..Self::default() }
    }
}

/// The object.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[allow(clippy::exhaustive_structs, reason = "the three parts of SCOMO; to be built")]
pub struct Software {
    /// Download.
    pub downloads: Vec<Download>,
    /// Inventory/Delivered.
    pub delivered: Vec<Delivered>,
    /// Inventory/Deployed.
    pub deployed: Vec<Deployed>,
}

impl Software {
    /// The identifier of the object.
    pub const ID: &'static str = "urn:oma:mo:oma-scomo:1.0";

    /// Reads one.
    ///
    /// # Errors
    /// [`Missing`](ObjectError::Missing) for an entry without its identifier or its Status, or
    /// without its State where it has one, and those of [`View`].
    pub fn read(tree: &impl Tree, at: Path<'_>) -> Result<Self, ObjectError> {
        let view = View::new(tree, at);
        let mut software = Self::default();
        for entry in view.each(Part::Download.names())? {
            software.downloads.push(Download {
                node: entry.path().name().into(),
                id: entry.required("PkgID")?,
                name: entry.text("Name")?,
                url: entry.text("PkgURL")?.unwrap_or_default(),
                install_params: entry.text("InstallParams")?,
                description: entry.text("Description")?,
                status: DownloadStatus(number(&entry, "Status")?),
                environment: entry.text("EnvType")?,
                kind: entry.text("PkgType")?,
                operations: operations(&entry, Part::Download)?,
            });
        }
        for entry in view.each(Part::Delivered.names())? {
            software.delivered.push(Delivered {
                node: entry.path().name().into(),
                id: entry.required("PkgID")?,
                name: entry.text("Name")?,
                description: entry.text("Description")?,
                install_params: entry.text("InstallParams")?,
                status: DeliveredStatus(number(&entry, "Status")?),
                state: DeliveredState(number(&entry, "State")?),
                operations: operations(&entry, Part::Delivered)?,
            });
        }
        for entry in view.each(Part::Deployed.names())? {
            software.deployed.push(Deployed {
                node: entry.path().name().into(),
                id: entry.required("ID")?,
                package: entry.text("PkgIDRef")?,
                name: entry.text("Name")?,
                description: entry.text("Description")?,
                version: entry.text("Version")?,
                status: DeployedStatus(number(&entry, "Status")?),
                state: DeployedState(number(&entry, "State")?),
                operations: operations(&entry, Part::Deployed)?,
            });
        }
        Ok(software)
    }

    /// The object, under a name.
    ///
    /// # Errors
    /// [`TreeError::Uri`] where the name, or that of an entry, cannot be one, and
    /// [`TreeError::NotAllowed`] for an operation that an entry cannot have.
    pub fn to_object(&self, name: &str) -> Result<Object, TreeError> {
        let mut object = Object::new(name, Self::ID)?;
        for part in Part::ALL {
            object.set(part.names(), Node::interior())?;
        }
        for entry in &self.downloads {
            let texts = [
                ("PkgID", Some(entry.id.as_str())),
                ("Name", entry.name.as_deref()),
                ("PkgURL", Some(&entry.url)),
                ("InstallParams", entry.install_params.as_deref()),
                ("Description", entry.description.as_deref()),
                ("EnvType", entry.environment.as_deref()),
                ("PkgType", entry.kind.as_deref()),
            ];
            let numbers = [("Status", entry.status.0)];
            write(&mut object, Part::Download, &entry.node, &texts, &numbers, &entry.operations)?;
        }
        for entry in &self.delivered {
            let texts = [
                ("PkgID", Some(entry.id.as_str())),
                ("Name", entry.name.as_deref()),
                ("Description", entry.description.as_deref()),
                ("InstallParams", entry.install_params.as_deref()),
            ];
            let numbers = [("Status", entry.status.0), ("State", entry.state.0)];
            write(&mut object, Part::Delivered, &entry.node, &texts, &numbers, &entry.operations)?;
        }
        for entry in &self.deployed {
            let texts = [
                ("ID", Some(entry.id.as_str())),
                ("PkgIDRef", entry.package.as_deref()),
                ("Name", entry.name.as_deref()),
                ("Description", entry.description.as_deref()),
                ("Version", entry.version.as_deref()),
            ];
            let numbers = [("Status", entry.status.0), ("State", entry.state.0)];
            write(&mut object, Part::Deployed, &entry.node, &texts, &numbers, &entry.operations)?;
        }
        Ok(object)
    }
}

fn number<T: Tree>(entry: &View<'_, T>, name: &str) -> Result<u16, ObjectError> {
    entry.required(name)?;
    Ok(entry.number(name)?.unwrap_or_default())
}

fn operations<T: Tree>(entry: &View<'_, T>, part: Part) -> Result<Vec<Operation>, ObjectError> {
    let names = entry.names(OPERATIONS)?;
    let has = |operation: &Operation| names.iter().any(|name| name == operation.name());
    Ok(part.operations().iter().copied().filter(has).collect())
}

/// Writes an entry of any part.
fn write(
    object: &mut Object,
    part: Part,
    entry: &str,
    texts: &[(&str, Option<&str>)],
    numbers: &[(&str, u16)],
    operations: &[Operation],
) -> Result<(), TreeError> {
    let entry = join(Uri::ROOT, part.names())?.child(entry).map_err(|_| TreeError::BadValue)?;
    let at = entry.path().as_normal();
    let names = |leaf: &str| [at, "/", leaf].concat();
    for (name, text) in texts {
        if let Some(text) = text {
            object.set(&names(name), Node::leaf(text.to_string()))?;
        }
    }
    for (name, number) in numbers {
        object.set(&names(name), Node::leaf(number.to_string()).with_format(Format::Int))?;
    }
    for operation in operations {
        let target = operation.target(Path::ROOT, part, entry.path().name())?;
        let node = Node::leaf("").with_format(Format::Null);
        object.set(target.path().as_normal(), node)?;
    }
    Ok(())
}

const OPERATIONS: &str = "Operations";
