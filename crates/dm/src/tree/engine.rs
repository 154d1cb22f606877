//! The rules of the tree, above a store.

mod access;
mod add;
mod containers;
mod get;
mod message;
mod property;
mod replace;
mod request;
mod serialized;

use alloc::vec::Vec;

pub use request::{Item, ItemResult, Operation, Outcome};

use super::acl::Acl;
use super::node::{Change, Edit};
use super::property::Timestamp;
use super::rules::{NoRules, Rules};
use super::store::{Transaction, Tree, TreeError};
use super::undo::{UndoLog, walk};
use crate::uri::{Address, Path, PropertySet, Uri, UriRules};

/// What a device does and how much of it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct EngineOptions {
    /// By which rules addresses are read.
    pub uri: UriRules,
    /// Interior nodes that are missing above an added node are added (true); else it is 404.
    pub implicit_add: bool,
    /// Replace of a missing node adds it, by the rules of Add (false); else it is 404. Servers of
    /// Windows, and dialects that copy it, send Replace for what may or may not be there.
    pub replace_adds: bool,
    /// Atomic is executed (true); else it is 406.
    pub atomic: bool,
    /// Copy is executed (true); else it is 406.
    pub copy: bool,
    /// Serialized trees are read (true); else they are 415, and `?list=TNDS` is 406.
    pub tnds: bool,
    /// Access control lists are kept and obeyed (true). Windows has none: everything is granted, and
    /// the property is 406.
    pub acl: bool,
    /// The list that an added interior node gets where its server may not replace the node above
    /// grants Get as well (false): libdmclient does that, and without it that server cannot read
    /// what it has added.
    pub automatic_get: bool,
    /// What becomes of a right of the root when the last server that has it is removed: what this
    /// list, with which the device left the factory, says of it. Without a list the right is
    /// everybody's.
    pub root_acl: Option<Acl>,
    /// The properties that the device keeps; others are 406. Those that it must are always there.
    pub properties: PropertySet,
    /// Octets of a value (16 MiB); more is 413.
    pub max_value: usize,
    /// Nodes of a serialized tree (100,000); more is 413.
    pub max_nodes: usize,
    /// The time of changes, if there is a clock.
    pub now: Option<Timestamp>,
}

impl EngineOptions {
    /// The defaults named above.
    pub const DEFAULT: Self = Self {
        uri: UriRules::SPECIFICATION,
        implicit_add: true,
        replace_adds: false,
        atomic: true,
        copy: true,
        tnds: true,
        acl: true,
        automatic_get: false,
        root_acl: None,
        properties: PropertySet::ALL,
        max_value: 16 << 20,
        max_nodes: 100_000,
        now: None,
    };
}

impl Default for EngineOptions {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// The rules of the tree: it alone decides what a server may do, above a store that knows none.
///
/// Every command names the server that sends it, as authenticated. So several authorities share a
/// device, and each sees and changes what the access control lists grant it.
#[derive(Debug)]
pub struct Engine<T, R = NoRules> {
    tree: T,
    rules: R,
    options: EngineOptions,
    /// While a group of changes is open.
    log: Option<UndoLog>,
}

impl<T: Tree> Engine<T> {
    /// Above a store, on a device that allows every node every command.
    #[must_use]
    pub const fn new(tree: T) -> Self {
        Self { tree, rules: NoRules, options: EngineOptions::DEFAULT, log: None }
    }
}

impl<T: Tree, R: Rules> Engine<T, R> {
    /// With the rules of a device, such as those of its description.
    #[must_use]
    pub fn with_rules<S: Rules>(self, rules: S) -> Engine<T, S> {
        let Self { tree, options, log, .. } = self;
        Engine { tree, rules, options, log }
    }

    /// With other options.
    #[must_use]
    pub fn with_options(self, options: EngineOptions) -> Self {
        Self { options, ..self }
    }

    /// The options, to be changed: the time goes on.
    pub const fn options_mut(&mut self) -> &mut EngineOptions {
        &mut self.options
    }

    /// The store.
    #[must_use]
    pub const fn tree(&self) -> &T {
        &self.tree
    }

    /// The store, past all rules: what the device itself changes.
    pub const fn tree_mut(&mut self) -> &mut T {
        &mut self.tree
    }

    /// The store, when the engine is done.
    #[must_use]
    pub fn into_tree(self) -> T {
        self.tree
    }

    /// Executes a command that a server sends.
    pub fn execute(&mut self, server: &str, operation: &Operation<'_>) -> Outcome {
        self.run(server, operation)
    }

    /// Begins a group of changes that holds or is taken back as a whole: for who executes the members
    /// of an Atomic one by one, because a user is asked between them.
    ///
    /// # Errors
    /// [`TreeError::NotAllowed`] inside of a group, and what keeps the store from beginning.
    pub fn begin(&mut self) -> Result<(), TreeError> {
        if self.log.is_some() {
            return Err(TreeError::NotAllowed);
        }
        let is_native = self.tree.begin()? == Transaction::Native;
        self.log = Some(UndoLog::new(is_native));
        Ok(())
    }

    /// Ends a group of changes that holds.
    ///
    /// # Errors
    /// Where the store cannot keep the changes after all.
    pub fn commit(&mut self) -> Result<(), TreeError> {
        match self.log.take() {
            Some(_) => self.tree.commit(),
            None => Ok(()),
        }
    }

    /// Takes a group of changes back.
    ///
    /// # Errors
    /// Where the store cannot go back: status 516. What can be taken back is.
    pub fn rollback(&mut self) -> Result<(), TreeError> {
        match self.log.take() {
            Some(log) if log.is_native => self.tree.rollback(),
            Some(mut log) => {
                let undone = log.undo(&mut self.tree, 0);
                undone.and(self.tree.rollback())
            }
            None => Ok(()),
        }
    }

    /// Takes a server out of all access control lists, when its account is deleted. A right of the
    /// root that nobody has any more is everybody's, or is what [`EngineOptions::root_acl`] says: the
    /// specification leaves the choice (DM TND 1.2.1, 7.7.1.5).
    ///
    /// Each list that changes is a change of its node, which VerNo counts and TStamp dates whoever makes it (DM
    /// TND 1.2.1, 7.7.8).
    ///
    /// # Errors
    /// Those of the store.
    pub fn remove_server(&mut self, server: &str) -> Result<(), TreeError> {
        let mut changed: Vec<(Uri, Acl, u16)> = Vec::new();
        walk(&self.tree, Uri::ROOT, |at, node| {
            let mut acl = node.acl.clone();
            let factory = self.options.root_acl.as_ref();
            let is_changed = match factory.filter(|_| at.is_root()) {
                Some(factory) => acl.remove_server_or(server, factory),
                None => acl.remove_server(server, at.is_root()),
            };
            if is_changed {
                changed.push((at.into(), acl, node.version));
            }
        })?;
        for (uri, acl, version) in changed {
            let version = self.next_version(version);
            let change = Change { acl: Some(acl), version, ..Change::default() };
            self.write(Edit::Update { at: uri.path(), change })?;
        }
        Ok(())
    }

    fn write(&mut self, edit: Edit<'_>) -> Result<(), TreeError> {
        match &mut self.log {
            Some(log) => log.write(&mut self.tree, edit),
            None => self.tree.write(edit),
        }
    }

    /// Does what makes several changes, all of them or none.
    fn as_a_whole<V>(
        &mut self,
        change: impl FnOnce(&mut Self) -> Result<V, Failure>,
    ) -> Result<V, Failure> {
        if let Some(log) = &self.log {
            // Inside of a group its own part is taken back, and a native store waits for the rest.
            let mark = log.mark();
            return change(self).inspect_err(|_| {
                if let Some(mut log) = self.log.take() {
                    // The log remembers what fails, for the end of the group.
                    let _ = log.undo(&mut self.tree, mark);
                    self.log = Some(log);
                }
            });
        }
        self.begin()?;
        match change(self) {
            Ok(value) => self.commit().map(|()| value).map_err(Failure::from),
            Err(failure) => {
                self.rollback()?;
                Err(failure)
            }
        }
    }

    /// The address that a command has, in the letters of the store: what is decided about a node is
    /// decided by the name that it has there.
    fn address(&self, text: &str) -> Result<Address, TreeError> {
        let address = Address::parse(text, &self.options.uri).map_err(|error| {
            let crate::ErrorKind::Uri(fault) = error.kind() else { return TreeError::BadValue };
            TreeError::Uri(fault)
        })?;
        Ok(match self.tree.spelled(address.uri().path()) {
            Some(uri) => address.moved(uri),
            None => address,
        })
    }

    /// The next version of a node that is being changed.
    fn next_version(&self, version: u16) -> Option<(Option<Timestamp>, u16)> {
        Some((self.options.now, version.wrapping_add(1)))
    }

    fn exists(&self, at: Path<'_>) -> Result<bool, TreeError> {
        match self.tree.read(at) {
            Ok(_) => Ok(true),
            Err(TreeError::NotFound) => Ok(false),
            Err(error) => Err(error),
        }
    }
}

/// Why a command fails, and at which node if not at its target.
#[derive(Debug)]
struct Failure {
    error: TreeError,
    at: Option<Uri>,
}

impl From<TreeError> for Failure {
    fn from(error: TreeError) -> Self {
        Self { error, at: None }
    }
}

impl Failure {
    fn at(error: TreeError, at: Path<'_>) -> Self {
        Self { error, at: Some(at.into()) }
    }
}
