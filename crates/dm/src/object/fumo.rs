//! Firmware update (FUMO 1.0): the object, and the state that a device keeps while it updates.
//!
//! ```
//! use provost_dm::object::fumo::{Event, Firmware, Operation, State, Update};
//! use provost_dm::uri::Uri;
//!
//! // What a server sends: where the package is, and to fetch and install it.
//! let root: Uri = "./FUMO/1".parse()?;
//! let url = "https://fw.example/p";
//! let commands = Operation::DownloadAndUpdate.to_commands(root.path(), Some(url), Some("c1"));
//! assert_eq!(commands.len(), 2);
//!
//! // What the device does with it: 202 now, and an alert in a later session.
//! let mut update = Update::new();
//! update.start(Operation::DownloadAndUpdate, Some("c1"))?;
//! assert_eq!(update.state(), State::DOWNLOAD_PROGRESSING);
//! assert!(update.handle(Event::Downloaded, root.path())?.is_none());
//! assert!(update.handle(Event::UpdateBegun, root.path())?.is_none());
//! let report = update.handle(Event::Updated { has_data: false }, root.path())?.unwrap();
//! assert_eq!((report.code, report.correlator.as_deref()), (Some(200), Some("c1")));
//! assert_eq!(update.state(), State::UPDATE_SUCCESSFUL_NO_DATA);
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```

mod codes;
mod update;

use alloc::string::{String, ToString};
use alloc::vec::Vec;

pub use codes::{ResultCode, State};
pub use update::{Event, Update, UpdateError};

use super::Object;
use super::view::{ObjectError, View};
use crate::format::Format;
use crate::message::{Command, Item, Request};
use crate::tree::{Change, Edit, Node, Tree, TreeError};
use crate::uri::Path;

/// What a server runs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[allow(clippy::exhaustive_enums, reason = "the three of FUMO 1.0")]
pub enum Operation {
    /// Fetches the package.
    Download,
    /// Installs the package that is there.
    Update,
    /// Both.
    DownloadAndUpdate,
}

impl Operation {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Download, Self::Update, Self::DownloadAndUpdate];

    /// The name of its node.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Download => "Download",
            Self::Update => "Update",
            Self::DownloadAndUpdate => "DownloadAndUpdate",
        }
    }

    /// The operation of a node of an object.
    #[must_use]
    pub fn of(node: Path<'_>, root: Path<'_>) -> Option<Self> {
        let name = node.below(root)?;
        Self::ALL.into_iter().find(|operation| operation.name() == name.as_normal())
    }

    /// What a server sends: the address of the package, where there is one, and the Exec. They have
    /// no CmdID yet.
    #[must_use]
    pub fn to_commands(
        self,
        root: Path<'_>,
        url: Option<&str>,
        correlator: Option<&str>,
    ) -> Vec<Command> {
        let node = alloc::format!("{root}/{}", self.name());
        let mut commands = Vec::new();
        if let Some(url) = url {
            let item = Item::target(alloc::format!("{node}/{PKG_URL}")).with_data(url);
            commands.push(Command::Replace(Request::new(item)));
        }
        let mut exec = Request::new(Item::target(node));
        exec.correlator = correlator.map(Into::into);
        commands.push(Command::Exec(exec));
        commands
    }
}

/// The object.
///
/// ```
/// use provost_dm::object::fumo::{Firmware, State};
/// use provost_dm::uri::Path;
///
/// let firmware = Firmware { version: Some("2.0".into()), ..Firmware::default() };
/// let object = firmware.to_object("1")?;
/// assert_eq!(Firmware::read(object.tree(), Path::ROOT)?.state, State::IDLE);
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[allow(clippy::exhaustive_structs, reason = "those of FUMO 1.0; to be built")]
pub struct Firmware {
    /// PkgName.
    pub name: Option<String>,
    /// PkgVersion.
    pub version: Option<String>,
    /// Download/PkgURL, where the device can download; empty before a server has said where.
    pub download: Option<String>,
    /// Whether the device has Update.
    pub update: bool,
    /// Whether it takes the package itself, in Update/PkgData.
    pub takes_data: bool,
    /// DownloadAndUpdate/PkgURL, where the device has it.
    pub download_and_update: Option<String>,
    /// State.
    pub state: State,
}

impl Firmware {
    /// The identifier of the object.
    pub const ID: &'static str = "urn:oma:mo:oma-fumo:1.0";

    /// Reads one.
    ///
    /// # Errors
    /// [`Missing`](ObjectError::Missing) without State, [`Value`](ObjectError::Value) where it is no
    /// number, and those of [`View`].
    pub fn read(tree: &impl Tree, at: Path<'_>) -> Result<Self, ObjectError> {
        let view = View::new(tree, at);
        let url = |operation: Operation| -> Result<Option<String>, ObjectError> {
            let part = view.below(operation.name())?;
            Ok(match part.node("")? {
                Some(_) => Some(part.text(PKG_URL)?.unwrap_or_default()),
                None => None,
            })
        };
        let state = view.required(STATE)?;
        let state = state.trim_ascii().parse();
        Ok(Self {
            name: view.text("PkgName")?,
            version: view.text("PkgVersion")?,
            download: url(Operation::Download)?,
            update: view.node(Operation::Update.name())?.is_some(),
            takes_data: view.node(PKG_DATA)?.is_some(),
            download_and_update: url(Operation::DownloadAndUpdate)?,
            state: State(state.map_err(|_| {
                view.below(STATE)
                    .map_or_else(ObjectError::from, |it| ObjectError::Value(it.path().into()))
            })?),
        })
    }

    /// The object, under a name.
    ///
    /// # Errors
    /// [`TreeError::Uri`] where the name cannot be one.
    pub fn to_object(&self, name: &str) -> Result<Object, TreeError> {
        let mut object = Object::new(name, Self::ID)?;
        object.set_texts([
            ("PkgName", self.name.as_deref()),
            ("PkgVersion", self.version.as_deref()),
            ("Download/PkgURL", self.download.as_deref()),
            ("DownloadAndUpdate/PkgURL", self.download_and_update.as_deref()),
        ])?;
        if self.takes_data {
            object.set(PKG_DATA, Node::leaf("").with_format(Format::Bin))?;
        } else if self.update {
            object.set(Operation::Update.name(), Node::interior())?;
        }
        object.set(STATE, self.state.to_node())?;
        Ok(object)
    }
}

impl State {
    fn to_node(self) -> Node {
        Node::leaf(self.0.to_string()).with_format(Format::Int)
    }

    /// Writes it to the object of a device, past all rules.
    ///
    /// # Errors
    /// Those of the store.
    pub fn write(self, tree: &mut impl Tree, root: Path<'_>) -> Result<(), TreeError> {
        let at = root.child_unchecked(STATE);
        let change = Change { value: Some(self.to_node().value), ..Change::default() };
        tree.write(Edit::Update { at: at.path(), change })
    }
}

const PKG_URL: &str = "PkgURL";
const PKG_DATA: &str = "Update/PkgData";
const STATE: &str = "State";
