//! Names in other letters.

use alloc::borrow::Cow;
use alloc::string::String;

use super::store::Tree;
use crate::uri::{Path, Uri};

/// Whether the case of letters makes different names.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[allow(clippy::exhaustive_enums, reason = "there is no third")]
pub enum Case {
    /// It does: CaseSense `CS`.
    #[default]
    Sensitive,
    /// It does not: CaseSense `CIS`, and Windows. The name stays as it was given first.
    Insensitive,
}

impl Case {
    /// A name in the form that is compared.
    #[inline]
    pub(crate) fn key(self, name: &str) -> Cow<'_, str> {
        match self {
            Self::Insensitive if name.chars().any(|c| !c.is_lowercase()) => {
                Cow::Owned(name.to_lowercase())
            }
            _ => Cow::Borrowed(name),
        }
    }

    /// Whether two names are one.
    pub(crate) fn is_same(self, one: &str, other: &str) -> bool {
        one == other || (self == Self::Insensitive && self.key(one) == self.key(other))
    }
}

/// An address in the letters of a store, whose children are looked through where letters do not count.
pub(super) fn spelled<T: Tree + ?Sized>(tree: &T, at: Path<'_>) -> Option<Uri> {
    // What is in other letters than it was given, as far as it has been looked at.
    let mut changed: Option<String> = None;
    let mut end = 0_usize;
    let mut is_there = true;
    for name in at.segments() {
        let above = match &changed {
            Some(text) => Path::from_normal(text),
            None => Path::from_normal(at.as_normal().get(..end).unwrap_or_default()),
        };
        let listed = if is_there && tree.case(above) == Case::Insensitive {
            let listed = listed(tree, above, name);
            is_there = listed.is_some();
            listed.filter(|listed| listed != name)
        } else {
            None
        };
        if listed.is_some() || changed.is_some() {
            let name = listed.as_deref().unwrap_or(name);
            changed = Some(above.child_unchecked(name).into_normal());
        }
        // A slash is behind every name but the last.
        end = end.saturating_add(usize::from(end > 0)).saturating_add(name.len());
    }
    changed.map(Uri::from_normal)
}

/// The name of a child as it is listed.
fn listed<T: Tree + ?Sized>(tree: &T, above: Path<'_>, name: &str) -> Option<String> {
    let key = Case::Insensitive.key(name);
    let mut found = None;
    let visited = tree.children(above, &mut |listed| {
        // Where a store has both, the one that is given.
        if listed == name || (found.is_none() && Case::Insensitive.key(listed) == key) {
            found = Some(String::from(listed));
        }
    });
    visited.ok().and(found)
}
