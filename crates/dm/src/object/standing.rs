//! An object that stands by itself.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use base64ct::{Base64, Encoding};

use super::view::{View, join};
use crate::data::Data;
use crate::format::Format;
use crate::message::{Command, Item, Meta, Request};
use crate::tnds::Document;
use crate::tree::{Acl, Change, Edit, MemoryTree, Node, Tree, TreeError, walk};
use crate::uri::{Path, PropertyName, PropertySet, Uri, UriFault};

/// A management object, with all its nodes and their properties.
///
/// ```
/// use provost_dm::object::Object;
/// use provost_dm::tree::Node;
/// use provost_dm::uri::Path;
///
/// let mut object = Object::new("Mail", "com.example/1.0/Mail")?;
/// object.set("POP3/Server", Node::leaf("mail.example"))?;
/// assert_eq!(object.view().text("POP3/Server")?.as_deref(), Some("mail.example"));
/// // A document that a server sends to the inbox, or as an Add of the node above.
/// assert_eq!(object.to_document().object(), Some("com.example/1.0/Mail"));
/// // One command a node, for devices without serialized trees.
/// assert_eq!(object.to_commands(Path::ROOT).len(), 3);
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Object {
    /// Below where it is put.
    at: Uri,
    /// Its root is the root of the object.
    tree: MemoryTree,
}

impl Object {
    /// One with a name, perhaps below others, and an identifier, and nothing else.
    ///
    /// # Errors
    /// [`TreeError::Uri`] where the name cannot be one.
    pub fn new(name: &str, id: &str) -> Result<Self, TreeError> {
        if name.is_empty() {
            return Err(TreeError::Uri(UriFault::EmptySegment));
        }
        let at = join(Uri::ROOT, name)?;
        Ok(Self { at, tree: MemoryTree::with_root(Node::interior().with_kind(id)) })
    }

    /// What a store has at an address and below it.
    ///
    /// # Errors
    /// Those of the store.
    pub fn capture(tree: &impl Tree, at: Path<'_>) -> Result<Self, TreeError> {
        let name = if at.is_root() { Uri::ROOT } else { join(Uri::ROOT, at.name())? };
        let mut object = Self { at: name, tree: MemoryTree::new() };
        let mut outcome = Ok(());
        walk(tree, at.into(), |path, node| {
            if let (Ok(()), Some(below)) = (outcome, path.below(at)) {
                outcome = object.put(below, node.clone());
            }
        })?;
        outcome.map(|()| object)
    }

    /// The objects of a serialized tree: one for each node that is not below another.
    ///
    /// # Errors
    /// [`TreeError::BadValue`] for a node that does not hold what it says,
    /// [`TreeError::AlreadyExists`] for one that is there twice, and [`TreeError::NotAllowed`] for
    /// one below a leaf.
    pub fn of_document(document: &Document) -> Result<Vec<Self>, TreeError> {
        let mut objects: Vec<Self> = Vec::new();
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        for (uri, node) in document.tree_nodes() {
            let node = node.map_err(|_| TreeError::BadValue)?.node;
            check(&node)?;
            let mut above = Some(uri.path());
            let place = loop {
                match above {
                    None => break None,
                    Some(path) => match places.get(path.as_normal()) {
                        Some(&place) => break Some(place),
                        None => above = path.parent(),
                    },
                }
            };
            match place.and_then(|place| objects.get_mut(place)) {
                Some(object) => {
                    let below = uri.path().below(object.at.path()).ok_or(TreeError::Store)?;
                    // One that was on the way to one before says nothing of itself.
                    let is_there =
                        object.tree.read(below).is_ok_and(|node| *node != Node::ON_THE_WAY);
                    if is_there {
                        return Err(TreeError::AlreadyExists);
                    }
                    object.put(below, node)?;
                }
                None => {
                    places.insert(uri.path().as_normal(), objects.len());
                    objects.push(Self { at: uri.clone(), tree: MemoryTree::with_root(node) });
                }
            }
        }
        Ok(objects)
    }

    /// Where it is, below where it is put: its name, perhaps with names above it.
    #[must_use]
    pub fn path(&self) -> Path<'_> {
        self.at.path()
    }

    /// The same under another name.
    ///
    /// # Errors
    /// [`TreeError::Uri`] where the name cannot be one.
    pub fn named(self, name: &str) -> Result<Self, TreeError> {
        Ok(Self { at: join(Uri::ROOT, name)?, ..self })
    }

    /// Its identifier, which may be empty.
    #[must_use]
    pub fn id(&self) -> &str {
        match self.tree.read(Path::ROOT) {
            Ok(alloc::borrow::Cow::Borrowed(node)) => &node.kind,
            _ => "",
        }
    }

    /// A store whose root is the root of the object.
    #[must_use]
    pub const fn tree(&self) -> &MemoryTree {
        &self.tree
    }

    /// The object, to be read by names.
    #[must_use]
    pub fn view(&self) -> View<'_, MemoryTree> {
        View::new(&self.tree, Uri::ROOT)
    }

    /// Adds a node or puts another in its place, which keeps its children. Interior nodes that are
    /// missing above it are added. The names are relative to the root, without escapes; the root
    /// itself is the empty name.
    ///
    /// # Errors
    /// [`TreeError::Uri`] where a name cannot be one, [`TreeError::NotAllowed`] below a leaf, and
    /// [`TreeError::BadValue`] for a value of a node whose format has none.
    pub fn set(&mut self, names: &str, node: Node) -> Result<(), TreeError> {
        self.put(join(Uri::ROOT, names)?.path(), node)
    }

    fn put(&mut self, at: Path<'_>, node: Node) -> Result<(), TreeError> {
        check(&node)?;
        let mut reached = Uri::ROOT;
        for name in at.segments() {
            match self.tree.read(reached.path()) {
                Ok(above) if !above.is_interior() => return Err(TreeError::NotAllowed),
                Ok(_) => {}
                Err(TreeError::NotFound) => {
                    self.tree.write(Edit::Add { at: reached.path(), node: Node::ON_THE_WAY })?;
                }
                Err(error) => return Err(error),
            }
            reached = reached.path().child_unchecked(name);
        }
        if self.tree.read(at).is_err() {
            return self.tree.write(Edit::Add { at, node });
        }
        let mut has_children = false;
        self.tree.children(at, &mut |_| has_children = true)?;
        if has_children && !node.is_interior() {
            return Err(TreeError::NotAllowed);
        }
        self.tree.write(Edit::Update { at, change: Change::to(node) })
    }

    /// Adds leaves of text below the root: those that have one.
    pub(super) fn set_texts<'v>(
        &mut self,
        texts: impl IntoIterator<Item = (&'v str, Option<&'v str>)>,
    ) -> Result<(), TreeError> {
        texts.into_iter().try_for_each(|(names, text)| match text {
            Some(text) => self.set(names, Node::leaf(text.to_string())),
            None => Ok(()),
        })
    }

    /// With an access control list at its root.
    ///
    /// # Errors
    /// None that a root has.
    pub fn with_acl(mut self, acl: Acl) -> Result<Self, TreeError> {
        let change = Change { acl: Some(acl), ..Change::default() };
        self.tree.write(Edit::Update { at: Path::ROOT, change })?;
        Ok(self)
    }

    /// As a serialized tree, with the properties that say something.
    #[must_use]
    pub fn to_document(&self) -> Document {
        let mut document = Document::new();
        self.push_to(&mut document);
        document
    }

    /// Appends it to a serialized tree.
    pub(crate) fn push_to(&self, document: &mut Document) {
        let set = PropertySet::NONE
            .with(PropertyName::Acl)
            .with(PropertyName::Format)
            .with(PropertyName::Type)
            .with(PropertyName::Title)
            .with_value();
        document.push_object(&self.tree, self.at.path(), set);
    }

    /// Puts it into a store, past all rules: what a device does for itself. Where one node cannot be
    /// added, none is.
    ///
    /// # Errors
    /// [`TreeError::AlreadyExists`] where something has its name, [`TreeError::NotFound`] where there
    /// is nothing above it, and those of the store.
    pub fn install(&self, tree: &mut impl Tree, below: Path<'_>) -> Result<Uri, TreeError> {
        let root = Uri::from(below).join(self.at.path());
        let mut outcome = Ok(());
        let mut is_begun = false;
        walk(&self.tree, Uri::ROOT, |at, node| {
            if outcome.is_ok() {
                let uri = root.join(at);
                outcome = tree.write(Edit::Add { at: uri.path(), node: node.clone() });
                is_begun |= outcome.is_ok();
            }
        })?;
        if outcome.is_err() && is_begun {
            tree.write(Edit::Delete { at: root.path() })?;
        }
        outcome.map(|()| root)
    }

    /// As commands: an Add for each node, those above first, then a Replace for each title and each
    /// access control list, those above last, because a list may take from the server what the rest
    /// needs. They have no CmdID yet.
    #[must_use]
    pub fn to_commands(&self, below: Path<'_>) -> Vec<Command> {
        let root = Uri::from(below).join(self.at.path());
        let (mut commands, mut lists) = (Vec::new(), Vec::new());
        let walked = walk(&self.tree, Uri::ROOT, |at, node| {
            let target = root.join(at).to_string();
            commands.push(Command::Add(Request::new(item(&target, node))));
            let replace = |property: PropertyName, text: String| {
                let target = alloc::format!("{target}?prop={property}");
                Command::Replace(Request::new(Item::target(target).with_data(text)))
            };
            if !node.title.is_empty() {
                commands.push(replace(PropertyName::Title, node.title.clone()));
            }
            if !node.acl.is_empty() {
                lists.push(replace(PropertyName::Acl, node.acl.to_string()));
            }
        });
        debug_assert!(walked.is_ok(), "a store in memory reads what it lists");
        commands.extend(lists.into_iter().rev());
        commands
    }
}

/// Interior nodes and those of the format null have no value, which nothing could carry.
fn check(node: &Node) -> Result<(), TreeError> {
    let has_none = node.is_interior() || node.format == Format::Null;
    if has_none && !node.value.is_empty() { Err(TreeError::BadValue) } else { Ok(()) }
}

/// A node as an item: what is no text goes as base64, which every syntax carries.
fn item(target: &str, node: &Node) -> Item {
    let text = node.text().filter(|_| !matches!(node.format, Format::Bin | Format::B64));
    let format = match text {
        None => Format::B64,
        Some(_) => node.format,
    };
    let mut meta = Meta::new().with_format(format);
    if !node.kind.is_empty() {
        meta = meta.with_type(node.kind.clone());
    }
    let item = Item::target(target.to_string()).with_meta(meta);
    match text {
        _ if node.is_interior() || node.format == Format::Null => item,
        Some(text) => item.with_data(text),
        None => item.with_data(Data::from(Base64::encode_string(&node.value))),
    }
}
