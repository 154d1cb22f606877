//! Lock and wipe (LAWMO 1.0).
//!
//! The names of the nodes and the numbers are those of clients in the field; the specification was not
//! at hand.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::Object;
use super::view::{ObjectError, View};
use crate::format::Format;
use crate::message::{Command, Item, Request};
use crate::tree::{Node, Tree, TreeError};
use crate::uri::Path;

/// How far a device is locked. Numbers that there are not survive.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(clippy::exhaustive_structs, reason = "a number")]
pub struct State(pub u16);

impl State {
    /// Nobody can use it.
    pub const FULLY_LOCKED: Self = Self(10);
    /// Some of it can be used.
    pub const PARTIALLY_LOCKED: Self = Self(20);
    /// It is not locked.
    pub const UNLOCKED: Self = Self(30);
}

/// What a server runs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[non_exhaustive]
pub enum Operation {
    /// Locks the device.
    FullyLock,
    /// Locks some of it.
    PartiallyLock,
    /// Unlocks it.
    UnLock,
    /// Makes it what it was when it was made.
    FactoryReset,
    /// Deletes what is marked in the list.
    Wipe,
}

impl Operation {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::FullyLock, Self::PartiallyLock, Self::UnLock, Self::FactoryReset, Self::Wipe];

    /// The name of its node. Some clients write `Unlock`, which is read as well.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::FullyLock => "FullyLock",
            Self::PartiallyLock => "PartiallyLock",
            Self::UnLock => "UnLock",
            Self::FactoryReset => "FactoryReset",
            Self::Wipe => "Wipe",
        }
    }

    /// The operation of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|operation| operation.name().eq_ignore_ascii_case(name))
    }

    /// The Exec, without a CmdID.
    #[must_use]
    pub fn to_command(self, root: Path<'_>, correlator: Option<&str>) -> Command {
        let target = alloc::format!("{root}/{OPERATIONS}/{}", self.name());
        let mut exec = Request::new(Item::target(target));
        exec.correlator = correlator.map(Into::into);
        Command::Exec(exec)
    }
}

/// Something that can be wiped.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[allow(clippy::exhaustive_structs, reason = "the two of LAWMO; to be built")]
pub struct Wipeable {
    /// ListItemName.
    pub name: String,
    /// ToBeWiped: whether the next Wipe takes it.
    pub is_marked: bool,
}

/// The object.
///
/// ```
/// use provost_dm::object::lawmo::{Lock, Operation, State, Wipeable};
/// use provost_dm::uri::Path;
///
/// let contacts = Wipeable { name: "contacts".into(), is_marked: true };
/// let lock = Lock { wipeable: vec![contacts], operations: vec![Operation::Wipe], ..Lock::default() };
/// let object = lock.to_object("LAWMO")?;
/// assert_eq!(Lock::read(object.tree(), Path::ROOT)?, lock);
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_structs, reason = "those of LAWMO; to be built")]
pub struct Lock {
    /// State.
    pub state: State,
    /// AvailableWipeList.
    pub wipeable: Vec<Wipeable>,
    /// LAWMOConfig/NotifyUser.
    pub notify_user: Option<bool>,
    /// Operations: those that the device has, in the order of [`Operation::ALL`].
    pub operations: Vec<Operation>,
}

impl Default for Lock {
    /// Unlocked, with nothing to wipe, without operations.
    fn default() -> Self {
        Self {
            state: State::UNLOCKED,
            wipeable: Vec::new(),
            notify_user: None,
            operations: Vec::new(),
        }
    }
}

impl Lock {
    /// The identifier of the object.
    pub const ID: &'static str = "urn:oma:mo:oma-lawmo:1.0";

    /// Reads one.
    ///
    /// # Errors
    /// [`Missing`](ObjectError::Missing) without State, [`Value`](ObjectError::Value) where a value is
    /// none, and those of [`View`].
    pub fn read(tree: &impl Tree, at: Path<'_>) -> Result<Self, ObjectError> {
        let view = View::new(tree, at);
        let mut wipeable = Vec::new();
        for entry in view.each(WIPE_LIST)? {
            wipeable.push(Wipeable {
                name: entry.required("ListItemName")?,
                is_marked: entry.flag("ToBeWiped")?.unwrap_or(false),
            });
        }
        let names = view.names(OPERATIONS)?;
        let has = |operation: &Operation| {
            names.iter().any(|name| Operation::from_name(name) == Some(*operation))
        };
        view.required("State")?;
        Ok(Self {
            state: view.number("State")?.map_or(State::UNLOCKED, State),
            wipeable,
            notify_user: view.flag(NOTIFY_USER)?,
            operations: Operation::ALL.into_iter().filter(has).collect(),
        })
    }

    /// The object, under a name.
    ///
    /// # Errors
    /// [`TreeError::Uri`] where the name cannot be one.
    pub fn to_object(&self, name: &str) -> Result<Object, TreeError> {
        let flag =
            |flag: bool| Node::leaf(if flag { "true" } else { "false" }).with_format(Format::Bool);
        let mut object = Object::new(name, Self::ID)?;
        object.set("State", Node::leaf(self.state.0.to_string()).with_format(Format::Int))?;
        for (at, entry) in (1_usize..).zip(&self.wipeable) {
            let name = |leaf: &str| alloc::format!("{WIPE_LIST}/{at}/{leaf}");
            object.set(&name("ListItemName"), Node::leaf(entry.name.clone()))?;
            object.set(&name("ToBeWiped"), flag(entry.is_marked))?;
        }
        if let Some(notify) = self.notify_user {
            object.set(NOTIFY_USER, flag(notify))?;
        }
        for operation in &self.operations {
            let node = Node::leaf("").with_format(Format::Null);
            object.set(&[OPERATIONS, "/", operation.name()].concat(), node)?;
        }
        Ok(object)
    }
}

const OPERATIONS: &str = "Operations";
const WIPE_LIST: &str = "AvailableWipeList";
const NOTIFY_USER: &str = "LAWMOConfig/NotifyUser";
