//! A tree makes a document.

use alloc::string::ToString;

use base64ct::{Base64, Encoding};

use super::{Document, Kind, Value};
use crate::format::Format;
use crate::framework::RawNode;
use crate::tree::{Node, Tree, TreeError, walk};
use crate::uri::{Path, PropertyName, PropertySet, Uri};

pub(super) fn capture(
    tree: &impl Tree,
    at: Path<'_>,
    set: PropertySet,
) -> Result<Document, TreeError> {
    let mut document = Document::new();
    walk(tree, at.into(), |path, node| document.push_captured(at, path, node, set))?;
    Ok(document)
}

impl Document {
    /// Appends an object whose root is the root of a tree, at its address.
    pub(crate) fn push_object(&mut self, tree: &impl Tree, at: Path<'_>, set: PropertySet) {
        let mut is_root = true;
        let walked = walk(tree, Uri::ROOT, |path, node| {
            self.push_captured(Path::ROOT, path, node, set);
            if core::mem::take(&mut is_root) && !at.is_root() {
                if let Some(raw) = self.tree.nodes.last_mut() {
                    raw.name = at.name().into();
                    raw.path =
                        at.parent().filter(|above| !above.is_root()).map(|it| it.to_string());
                }
            }
            if let Some(uri) = self.paths.last_mut() {
                *uri = Uri::from(at).join(path);
            }
        });
        debug_assert!(walked.is_ok(), "a tree reads what it lists");
    }

    /// Appends a node, behind all above it down from where the capture begins.
    pub(crate) fn push_captured(
        &mut self,
        from: Path<'_>,
        at: Path<'_>,
        node: &Node,
        set: PropertySet,
    ) {
        let (name, below) = (at.name(), at.below(from).unwrap_or(Path::ROOT));
        let mut raw = RawNode { depth: below.depth(), name: name.into(), ..RawNode::default() };
        let has = |name| set.contains(name);
        let rt = &mut raw.rt;
        if has(PropertyName::Acl) && !node.acl.is_empty() {
            rt.acl = Some(node.acl.to_string());
        }
        let is_binary = matches!(node.format, Format::Bin | Format::B64);
        // A value of octets is base64 in a document, which says so, whatever was selected.
        let is_needed = is_binary && set.has_value();
        rt.format = (has(PropertyName::Format) || is_needed).then_some(node.format);
        rt.name = has(PropertyName::Name).then(|| name.into());
        rt.size =
            (has(PropertyName::Size) && !node.is_interior()).then(|| node.value.len().to_string());
        rt.title = (has(PropertyName::Title) && !node.title.is_empty()).then(|| node.title.clone());
        rt.stamp = node.stamp.filter(|_| has(PropertyName::TStamp)).map(|stamp| stamp.to_string());
        rt.kind = has(PropertyName::Type).then(|| {
            let kind = node.media_type().into();
            if node.is_interior() { Kind::DdfName(kind) } else { Kind::Mime(kind) }
        });
        rt.version = has(PropertyName::VerNo).then(|| node.version.to_string());
        if set.has_value() && !node.is_interior() && node.format != Format::Null {
            raw.value = Some(match core::str::from_utf8(&node.value) {
                Ok(text) if !is_binary => Value::Text(text.into()),
                // Text that is none, which a store should not have, goes as what it is.
                _ => {
                    raw.rt.format = Some(Format::Bin);
                    Value::Text(Base64::encode_string(&node.value))
                }
            });
        }
        // The root of the tree has no name, and is the root of the document.
        let base = if from.is_root() { Uri::ROOT } else { Path::ROOT.child_unchecked(from.name()) };
        self.tree.nodes.push(raw);
        self.paths.push(base.join(below));
    }
}
