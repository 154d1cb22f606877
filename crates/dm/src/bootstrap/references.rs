//! References between the objects of a document: `./Inbox/Name` becomes where that object is now
//! (DM Bootstrap 1.2.1, 5.3.2).

use alloc::collections::BTreeMap;
use alloc::string::ToString;
use alloc::vec::Vec;

use bytes::Bytes;

use super::report::Reference;
use crate::format::Format;
use crate::tree::Node;
use crate::uri::{Path, Uri};

/// Where objects are now, by where a document had them.
#[derive(Debug, Default)]
pub(super) struct Moves {
    by_source: BTreeMap<(usize, Uri), Uri>,
}

impl Moves {
    pub(super) fn insert(&mut self, document: usize, source: Uri, at: Uri) {
        self.by_source.insert((document, source), at);
    }

    /// Rewrites a leaf that is a reference, and takes note of it.
    pub(super) fn rewrite(
        &self,
        document: usize,
        at: &Uri,
        node: &mut Node,
        notes: &mut Vec<Reference>,
    ) {
        // ConRef, PrefConRef, and what other objects call theirs.
        if node.format != Format::Chr || !at.path().name().ends_with("Ref") {
            return;
        }
        let Some(target) = node.text().and_then(|text| text.trim_ascii().parse::<Uri>().ok())
        else {
            return;
        };
        let to = self.find(document, target.path());
        if let Some(to) = &to {
            node.value = Bytes::from(to.to_string());
        }
        if to.is_some() || target.path().segments().next() == Some("Inbox") {
            notes.push(Reference { at: at.clone(), to });
        }
    }

    fn find(&self, document: usize, target: Path<'_>) -> Option<Uri> {
        let mut next = Some(target);
        while let Some(above) = next.filter(|path| !path.is_root()) {
            if let Some(at) = self.by_source.get(&(document, above.into())) {
                return Some(at.join(target.below(above)?));
            }
            next = above.parent();
        }
        None
    }
}
