//! What management servers have set in objects of a card, and added to them: it is above what the card
//! says, and stays when its file is read again.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::decision::Decision;
use super::ledger::{Brought, Placed};
use crate::dm::bootstrap::Installed;
use crate::dm::tree::{Change, Edit, Node, Tree, TreeError};
use crate::dm::uri::{Path, Uri};

/// A node that a management server has set or added in an object of a card.
pub(super) struct Kept {
    /// What the object is, whatever its name in the tree; nothing where it does not say.
    object: Option<String>,
    /// Where it was.
    at: Uri,
    /// Where in the object.
    below: Uri,
    node: Node,
    /// Whether the card has not brought it.
    is_added: bool,
    /// Whether its value may be another than the card has brought.
    is_set: bool,
}

/// What servers have made of an object that a file of a card has brought, those above first.
pub(super) fn of(tree: &impl Tree, placed: &Placed) -> Result<Vec<Kept>, TreeError> {
    // One that waits is what it is where it was.
    let home = placed.hidden.as_ref().map_or(&placed.at, |hidden| &hidden.home);
    let object = identity(tree, &placed.at, home, placed.server.as_deref())?;
    let own: BTreeMap<&Uri, &Brought> = placed.nodes.iter().map(|own| (&own.at, own)).collect();
    let mut kept = Vec::new();
    for (below, mut node) in nodes(tree, &placed.at)? {
        // Of what was stored without its nodes it is not known which were added.
        let brought = own.get(&below);
        let is_added = !own.is_empty() && brought.is_none();
        if !is_added && node.version == 0 {
            continue;
        }
        let is_set = brought.is_none_or(|brought| brought.is_set(&node));
        if let Some(hidden) = &placed.hidden {
            node.acl = hidden.list(below.path());
        }
        let at = placed.at.join(below.path());
        kept.push(Kept { object: object.clone(), at, below, node, is_added, is_set });
    }
    Ok(kept)
}

/// Sets and adds it again in the object that it was of; what has no place there any more is named.
pub(super) fn restore(
    tree: &mut impl Tree,
    kept: Vec<Kept>,
    installed: &Installed,
    decisions: &mut Vec<Decision>,
) -> Result<(), TreeError> {
    if kept.is_empty() {
        return Ok(());
    }
    let mut objects: BTreeMap<String, Option<&Uri>> = BTreeMap::new();
    for placed in &installed.objects {
        if let Some(object) = identity(tree, &placed.at, &placed.at, placed.server.as_deref())? {
            // Of two that are the same none is meant.
            objects.entry(object).and_modify(|at| *at = None).or_insert(Some(&placed.at));
        }
    }
    for own in kept {
        let object = own.object.as_ref().and_then(|it| objects.get(it).copied().flatten());
        let at = object.map(|object| object.join(own.below.path()));
        let was = own.at.clone();
        let stays = match &at {
            Some(at) => put(tree, at, own)?,
            None => Stays::NOT,
        };
        decisions.extend(at.filter(|_| stays.is_kept).map(Decision::Kept));
        decisions.extend(stays.is_lost.then_some(Decision::Lost(was)));
    }
    Ok(())
}

/// What becomes of what a server has made of a node.
struct Stays {
    is_kept: bool,
    /// Whether something of it is not there again.
    is_lost: bool,
}

impl Stays {
    const NOT: Self = Self { is_kept: false, is_lost: true };
    const ALL: Self = Self { is_kept: true, is_lost: false };
}

/// Sets or adds the node again, as far as a server has changed it: its value with the type of that, and its title.
/// Its list is that of the file, whose servers may be others now, and so is the identifier of an interior node.
fn put(tree: &mut impl Tree, at: &Uri, own: Kept) -> Result<Stays, TreeError> {
    let Kept { node, is_added, is_set, .. } = own;
    let new = match tree.read(at.path()) {
        Ok(new) => new.into_owned(),
        Err(TreeError::NotFound) => {
            let above = at.path().parent().unwrap_or(Path::ROOT);
            if !is_added || kind(tree, above)? != Some(true) {
                return Ok(Stays::NOT);
            }
            tree.write(Edit::Add { at: at.path(), node })?;
            return Ok(Stays::ALL);
        }
        Err(error) => return Err(error),
    };
    if new.is_interior() != node.is_interior() {
        return Ok(Stays::NOT);
    }
    // One that the file has now as well: what is below it follows.
    let is_interior = node.is_interior();
    let is_set = is_set && !is_interior;
    let is_retitled = node.version > 0 && node.title != new.title;
    let stays = Stays {
        is_kept: is_set || is_added || is_retitled,
        is_lost: node.acl != new.acl || (is_interior && node.kind != new.kind),
    };
    let mut change = Change::default();
    if is_set {
        change.value = Some(node.value);
        change.format = Some(node.format);
        change.kind = Some(node.kind);
    }
    change.title = is_retitled.then_some(node.title);
    if is_set || is_retitled {
        change.version = Some((node.stamp, node.version));
        tree.write(Edit::Update { at: at.path(), change })?;
    }
    Ok(stays)
}

/// Whether a node is interior, where it is there.
fn kind(tree: &impl Tree, at: Path<'_>) -> Result<Option<bool>, TreeError> {
    match tree.read(at) {
        Ok(node) => Ok(Some(node.is_interior())),
        Err(TreeError::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The nodes of an object by where they are below it, each before those below it; none where it is
/// gone.
pub(super) fn nodes(tree: &impl Tree, from: &Uri) -> Result<Vec<(Uri, Node)>, TreeError> {
    let (mut found, mut open) = (Vec::new(), Vec::from([Uri::ROOT]));
    while let Some(below) = open.pop() {
        let at = from.join(below.path());
        let node = match tree.read(at.path()) {
            Ok(node) => node.into_owned(),
            Err(TreeError::NotFound) => continue,
            Err(error) => return Err(error),
        };
        if node.is_interior() {
            let mut names: Vec<String> = Vec::new();
            tree.children(at.path(), &mut |name| names.push(name.into()))?;
            open.extend(names.iter().rev().filter_map(|name| below.child(name).ok()));
        }
        found.push((below, node));
    }
    Ok(found)
}

/// Leaves that say what an object is.
const IDENTIFIERS: [&str; 4] = ["NAPID", "PXID", "AppID", "ProviderID"];

/// What an object is: names in the tree are given anew, so that another may have its name later.
/// Nothing where it has no identifier.
fn identity(
    tree: &impl Tree,
    at: &Uri,
    home: &Uri,
    server: Option<&str>,
) -> Result<Option<String>, TreeError> {
    let parent = Uri::from(home.path().parent().unwrap_or(Path::ROOT));
    if let Some(server) = server {
        return Ok(Some(alloc::format!("{parent}\nServerID={server}")));
    }
    let mut names: Vec<String> = Vec::new();
    match tree.children(at.path(), &mut |name| names.push(name.into())) {
        Ok(()) => {}
        Err(TreeError::NotFound) => return Ok(None),
        Err(error) => return Err(error),
    }
    names.retain(|name| IDENTIFIERS.iter().any(|own| own.eq_ignore_ascii_case(name)));
    names.sort();
    let mut identity = parent.to_string();
    for name in &names {
        let leaf = at.child(name).map_err(|_| TreeError::NotFound)?;
        let node = tree.read(leaf.path())?;
        identity.push_str(&alloc::format!("\n{name}={}", node.text().unwrap_or_default()));
    }
    Ok((!names.is_empty()).then_some(identity))
}
