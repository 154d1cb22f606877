//! Objects into a tree.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::references::Moves;
use super::report::{Ignored, InstallError, Installed, Placed, Reason};
use super::{Bootstrap, MAX_OBJECTS, Packed, is_account};
use crate::object::{Account, Layout, Object, Places, View};
use crate::tree::{Edit, Node, Tree, TreeError, walk};
use crate::uri::{Path, Uri};

/// How objects are installed.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct InstallOptions {
    /// Where objects go.
    pub places: Places,
    /// What becomes of an account of the same server that is there.
    pub existing: Existing,
    /// Names that no object gets, though nothing is there: others may still refer to what was.
    pub taken: BTreeSet<Uri>,
}

/// What becomes of an account of the same server.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
#[allow(clippy::exhaustive_enums, reason = "there is no third")]
pub enum Existing {
    /// It stays, and nothing is installed.
    #[default]
    Refuse,
    /// It goes, and the new one takes its place: for a repeated bootstrap that a policy allows.
    Replace,
}

impl InstallOptions {
    /// To the [standard](Places::standard) places, beside no account of the same server.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// To other places.
    #[must_use]
    pub fn with_places(self, places: Places) -> Self {
        Self { places, ..self }
    }

    /// Under none of these names.
    #[must_use]
    pub fn avoiding(self, taken: BTreeSet<Uri>) -> Self {
        Self { taken, ..self }
    }

    /// In place of the account of the same server.
    #[must_use]
    pub fn replacing(self) -> Self {
        Self { existing: Existing::Replace, ..self }
    }
}

/// An object that has its place.
struct Ready {
    packed: Packed,
    placed: Placed,
}

pub(super) fn run(
    bootstrap: &Bootstrap,
    tree: &mut impl Tree,
    options: &InstallOptions,
) -> Result<Installed, InstallError> {
    let mut installed = Installed::default();
    let ignore = |source: &Uri, reason| Ignored { source: source.clone(), reason };
    let commands = bootstrap.ignored.iter();
    installed.ignored.extend(commands.map(|name| ignore(&Uri::ROOT, Reason::Command(name))));

    let mut objects = Vec::new();
    for packed in &bootstrap.objects {
        match options.places.find(packed.object.id()) {
            Some(parent) => objects.push((packed.clone(), parent.clone())),
            None => match parent_of(&packed.source, &options.places) {
                // It says where it goes, and not what it is.
                Some(parent) => objects.push((packed.clone(), parent.clone())),
                None => installed.ignored.push(ignore(&packed.source, Reason::UnknownObject)),
            },
        }
    }
    let newest = newest(objects.iter().map(|(packed, _)| &packed.object));
    objects.retain(|(packed, _)| {
        let is_newest = is_newest(&packed.object, &newest);
        if !is_newest {
            installed.ignored.push(ignore(&packed.source, Reason::OlderVersion));
        }
        is_newest
    });
    objects.extend(plain(bootstrap, &options.places)?);
    if objects.is_empty() {
        return Err(InstallError::Nothing);
    }

    let mut names = Names::without(tree, &options.taken);
    let (mut moves, mut servers) = (Moves::default(), BTreeSet::new());
    let mut ready = Vec::new();
    for (packed, parent) in objects {
        let placed = place(tree, &packed, &parent, options, &mut names, &mut servers)?;
        moves.insert(packed.document, packed.source.clone(), placed.at.clone());
        ready.push(Ready { packed, placed });
    }
    for Ready { packed, placed } in ready {
        write(tree, &packed, &placed, &moves, &mut installed)?;
        installed.objects.push(placed);
    }
    Ok(installed)
}

/// The node that a source is directly below, where objects may be.
fn parent_of<'p>(source: &Uri, places: &'p Places) -> Option<&'p Uri> {
    let above = source.path().parent()?;
    places.parents().find(|parent| parent.path() == above)
}

/// The objects of nodes that are added one by one.
fn plain(bootstrap: &Bootstrap, places: &Places) -> Result<Vec<(Packed, Uri)>, InstallError> {
    let mut found: BTreeMap<Uri, usize> = BTreeMap::new();
    let mut objects: Vec<(Packed, Uri)> = Vec::new();
    let document = bootstrap.objects.last().map_or(0, |last| last.document.saturating_add(1));
    for (uri, node) in &bootstrap.plain {
        let refused = || InstallError::Place { target: uri.clone() };
        let path = uri.path();
        let inside = |parent: &&Uri| path != parent.path() && path.below(parent.path()).is_some();
        // The longest, as one place may be below another.
        let Some(parent) =
            places.parents().filter(inside).max_by_key(|parent| parent.path().depth())
        else {
            // A node on the way to where objects are is made with them.
            let is_above = places.parents().any(|parent| parent.path().below(path).is_some());
            if node.is_interior() && is_above {
                continue;
            }
            return Err(refused());
        };
        let below = path.below(parent.path()).ok_or_else(refused)?;
        let name = below.segments().next().ok_or_else(refused)?;
        let source = parent.path().child_unchecked(name);
        let at = match found.get(&source) {
            Some(at) => *at,
            None => {
                if objects.len() >= MAX_OBJECTS {
                    return Err(refused());
                }
                let object = Object::new(name, "")?;
                found.insert(source.clone(), objects.len());
                objects.push((Packed { object, source: source.clone(), document }, parent.clone()));
                objects.len().saturating_sub(1)
            }
        };
        let names = path.below(source.path()).ok_or_else(refused)?.as_normal();
        if let Some((packed, _)) = objects.get_mut(at) {
            packed.object.set(names, node.clone())?;
        }
    }
    Ok(objects)
}

/// Names that are free, by what the store takes for one address.
#[derive(Default)]
struct Names {
    taken: BTreeSet<String>,
    /// How far the numbers of a name have been tried.
    tried: BTreeMap<String, u32>,
}

impl Names {
    fn without(tree: &impl Tree, taken: &BTreeSet<Uri>) -> Self {
        let taken = taken.iter().map(|at| key_of(tree, at.path())).collect();
        Self { taken, ..Self::default() }
    }

    fn take(&mut self, tree: &impl Tree, at: Path<'_>) {
        self.taken.insert(key_of(tree, at));
    }

    fn free(&mut self, tree: &impl Tree, wanted: Uri) -> Result<Uri, InstallError> {
        let mut at = wanted.clone();
        let tried = self.tried.entry(key_of(tree, wanted.path())).or_insert(1);
        while self.taken.contains(&key_of(tree, at.path())) || exists(tree, at.path())? {
            *tried = tried.saturating_add(1);
            let name = alloc::format!("{}-{tried}", wanted.path().name());
            at = wanted.path().parent().unwrap_or(Path::ROOT).child_unchecked(&name);
        }
        self.take(tree, at.path());
        Ok(at)
    }
}

/// What two addresses of one node have in common: names in the letters that a store compares.
fn key_of(tree: &impl Tree, at: Path<'_>) -> String {
    let (mut above, mut key) = (Uri::ROOT, String::new());
    for name in at.segments() {
        key.push('/');
        key.push_str(&tree.case(above.path()).key(name));
        above = above.path().child_unchecked(name);
    }
    key
}

/// Finds the place of an object, and makes it where another is there.
fn place(
    tree: &mut impl Tree,
    packed: &Packed,
    parent: &Uri,
    options: &InstallOptions,
    names: &mut Names,
    servers: &mut BTreeSet<String>,
) -> Result<Placed, InstallError> {
    let view = packed.object.view();
    let server = Account::server_of(&view);
    let mut existing = None;
    if let Some(server) = &server {
        if !servers.insert(server.clone()) {
            return Err(InstallError::AccountTwice { source: packed.source.clone() });
        }
        existing = account_of(tree, parent, server)?;
    }
    let wanted = parent.path().child_unchecked(packed.object.path().name());
    let at = match &existing {
        Some(at) if options.existing == Existing::Refuse => {
            return Err(InstallError::AccountExists { at: at.clone() });
        }
        Some(at) => {
            tree.write(Edit::Delete { at: at.path() })?;
            names.take(tree, at.path());
            at.clone()
        }
        None => names.free(tree, wanted.clone())?,
    };
    let is_complete = match &server {
        Some(_) => Account::of(&view).is_ok_and(|account| account.url().is_some()),
        None => !is_meant_as_account(packed.object.id()) || is_account(&view),
    };
    Ok(Placed {
        id: packed.object.id().into(),
        source: packed.source.clone(),
        is_renamed: at.path().name() != wanted.path().name(),
        is_replaced: existing.is_some(),
        at,
        server,
        is_complete,
    })
}

fn is_meant_as_account(id: &str) -> bool {
    [Layout::V1_2, Layout::V1_1_2].iter().any(|layout| layout.id() == id)
}

/// The account of a server, wherever accounts are.
fn account_of(tree: &impl Tree, parent: &Uri, server: &str) -> Result<Option<Uri>, InstallError> {
    let standard = [Layout::V1_2, Layout::V1_1_2].map(|layout| layout.parent().parse::<Uri>());
    for parent in core::iter::once(parent).chain(standard.iter().flatten()) {
        if let Some(at) = Account::find(tree, parent.path(), server)? {
            return Ok(Some(at));
        }
    }
    Ok(None)
}

/// Writes an object, with the nodes that are missing above it.
fn write(
    tree: &mut impl Tree,
    packed: &Packed,
    placed: &Placed,
    moves: &Moves,
    installed: &mut Installed,
) -> Result<(), InstallError> {
    let mut above = Uri::ROOT;
    for name in placed.at.path().parent().unwrap_or(Path::ROOT).segments() {
        above = above.path().child_unchecked(name);
        if !exists(tree, above.path())? {
            add(tree, &above, Node::interior())?;
        }
    }
    let mut nodes = Vec::new();
    walk(packed.object.tree(), Uri::ROOT, |below, node| {
        nodes.push((placed.at.join(below), node.clone()));
    })?;
    for (uri, mut node) in nodes {
        moves.rewrite(packed.document, &uri, &mut node, &mut installed.references);
        add(tree, &uri, node)?;
    }
    Ok(())
}

fn add(tree: &mut impl Tree, at: &Uri, node: Node) -> Result<(), InstallError> {
    let written = tree.write(Edit::Add { at: at.path(), node });
    written.map_err(|error| InstallError::Tree { at: Some(at.clone()), error })
}

fn exists(tree: &impl Tree, at: Path<'_>) -> Result<bool, InstallError> {
    match tree.read(at) {
        Ok(_) => Ok(true),
        Err(TreeError::NotFound) => Ok(false),
        Err(error) => Err(InstallError::Tree { at: Some(at.into()), error }),
    }
}

/// The newest version of each object of which there are several.
type Newest = BTreeMap<(String, String), (u16, u16)>;

fn newest<'o>(objects: impl Iterator<Item = &'o Object>) -> Newest {
    let mut newest = Newest::new();
    for object in objects {
        if let Some((key, version)) = key(object) {
            let known = newest.entry(key).or_insert(version);
            *known = version.max(*known);
        }
    }
    newest
}

fn is_newest(object: &Object, newest: &Newest) -> bool {
    key(object).is_none_or(|(key, version)| newest.get(&key).is_none_or(|known| *known == version))
}

/// What two versions of one object have in common, and the version.
fn key(object: &Object) -> Option<((String, String), (u16, u16))> {
    let (family, version) = object.id().trim_ascii().rsplit_once(':')?;
    let (major, minor) = version.split_once('.')?;
    let version = (major.parse().ok()?, minor.parse().ok()?);
    let view: View<'_, _> = object.view();
    let own = ["ServerID", "NAPID", "PXID"].iter().find_map(|name| view.text(name).ok().flatten());
    Some(((family.to_string(), own.unwrap_or_default()), version))
}
