//! Documents and stores for serde: without their secrets, unless one asks for them.

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use provost_wbxml::Code;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::characteristic::{Characteristic, Node};
use crate::context::{ContextId, Contexts, Identity, Layer, Source};
use crate::document::Document;
use crate::extra::{Extra, Item};
use crate::field::{Field, Mixed, Piece};
use crate::kind::Kind;
use crate::parm::Parm;
use crate::place::Place;
use crate::secret::is_secret;

/// A document or a store of contexts that is to be serialized with its secrets.
///
/// Without it, secrets are left out and marked as such, and what was written so is refused when it
/// is read: a device would lose its passwords without notice.
///
/// ```
/// use provost_cp::{Characteristic, Document, Kind, WithSecrets};
///
/// let document = Document::new()
///     .with(Characteristic::new(Kind::NapAuthInfo).with("AUTHSECRET", "hunter2"));
/// let redacted = serde_json::to_string(&document)?;
/// assert!(!redacted.contains("hunter2"));
/// assert!(serde_json::from_str::<Document>(&redacted).is_err());
/// let whole = serde_json::to_string(&WithSecrets(&document))?;
/// assert_eq!(serde_json::from_str::<Document>(&whole)?, document);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_structs, reason = "a wrapper that is written down")]
pub struct WithSecrets<'a, T>(pub &'a T);

#[derive(Serialize, Deserialize)]
struct DocumentForm {
    version: Option<FieldForm>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    attributes: Vec<Vec<ItemForm>>,
    nodes: Vec<NodeForm>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    prolog: Vec<Vec<ItemForm>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    epilog: Vec<Vec<ItemForm>>,
}

#[derive(Serialize, Deserialize)]
enum NodeForm {
    Parm {
        name: Option<FieldForm>,
        value: Option<FieldForm>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        extra: Vec<Vec<ItemForm>>,
    },
    Characteristic {
        kind: Option<FieldForm>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        attributes: Vec<Vec<ItemForm>>,
        nodes: Vec<Self>,
    },
    Other(Vec<ItemForm>),
}

#[derive(Serialize, Deserialize)]
enum ItemForm {
    Start(FieldForm),
    Attribute(FieldForm, FieldForm),
    Text(FieldForm),
    Opaque(Vec<u8>),
    Instruction(FieldForm, FieldForm),
    End,
    Redacted,
}

#[derive(Serialize, Deserialize)]
enum FieldForm {
    Text(String),
    Token { page: u8, token: u8 },
    Mixed(Vec<PieceForm>),
    Redacted,
}

#[derive(Serialize, Deserialize)]
enum PieceForm {
    Text(String),
    Token { page: u8, token: u8 },
    Extension(u8),
    ExtensionText(u8, String),
    ExtensionInteger(u8, u32),
    Opaque(Vec<u8>),
}

#[derive(Serialize, Deserialize)]
struct ContextsForm {
    contexts: Vec<ContextForm>,
    card: Option<String>,
    next: u32,
    /// Contexts and documents of each at most; the usual ones where nothing is said.
    #[serde(default)]
    limits: Option<(usize, usize)>,
}

#[derive(Serialize, Deserialize)]
struct ContextForm {
    owner: String,
    identity: Identity,
    is_privileged: bool,
    layers: Vec<LayerForm>,
}

#[derive(Serialize, Deserialize)]
struct LayerForm {
    source: Source,
    document: DocumentForm,
}

/// Whether secrets are written.
#[derive(Clone, Copy, PartialEq)]
enum Secrets {
    Shown,
    Redacted,
}

impl DocumentForm {
    fn of(document: &Document, secrets: Secrets) -> Self {
        Self {
            version: document.version.as_ref().map(FieldForm::of),
            attributes: items(&document.extra),
            nodes: nodes(&document.nodes, secrets),
            prolog: items(&document.prolog),
            epilog: items(&document.epilog),
        }
    }

    fn document(self) -> Option<Document> {
        Some(Document {
            version: self
                .version
                .map(FieldForm::field)
                .map_or(Some(None), |field| field.map(Some))?,
            extra: extras(self.attributes)?,
            nodes: own_nodes(self.nodes)?,
            prolog: extras(self.prolog)?,
            epilog: extras(self.epilog)?,
            place: Place::NONE,
        })
    }
}

/// The depth of these calls is that of the document, which is at most `DEEPEST`.
fn nodes(nodes: &[Node], secrets: Secrets) -> Vec<NodeForm> {
    let form = |node: &Node| match node {
        Node::Parm(parm) => {
            let hidden = secrets == Secrets::Redacted && parm.is_secret();
            let value = |value: &Field| match value.is("") {
                // That nothing is said is no secret.
                false if hidden => FieldForm::Redacted,
                _ => FieldForm::of(value),
            };
            NodeForm::Parm {
                name: parm.name.as_ref().map(FieldForm::of),
                value: parm.value.as_ref().map(value),
                extra: match hidden && !parm.extra.is_empty() {
                    true => alloc::vec![alloc::vec![ItemForm::Redacted]],
                    false => items(&parm.extra),
                },
            }
        }
        Node::Characteristic(own) => NodeForm::Characteristic {
            kind: match (&own.kind, own.kind.name()) {
                (_, Some(name)) => Some(FieldForm::Text(name.to_owned())),
                (Kind::Other(field), None) => Some(FieldForm::of(field)),
                _ => None,
            },
            attributes: items(&own.extra),
            nodes: self::nodes(&own.children, secrets),
        },
        // What is in an element of a vendor may be a secret too.
        Node::Other(_) if secrets == Secrets::Redacted => {
            NodeForm::Other(alloc::vec![ItemForm::Redacted])
        }
        Node::Other(extra) => NodeForm::Other(extra.items().iter().map(ItemForm::of).collect()),
    };
    nodes.iter().map(form).collect()
}

fn own_nodes(forms: Vec<NodeForm>) -> Option<Vec<Node>> {
    let node = |form: NodeForm| {
        Some(match form {
            NodeForm::Parm { name, value, extra } => {
                let name =
                    name.map(FieldForm::field).map_or(Some(None), |field| field.map(Some))?;
                let value =
                    value.map(FieldForm::field).map_or(Some(None), |field| field.map(Some))?;
                let secret = name.as_ref().and_then(Field::as_str).is_some_and(is_secret);
                let value = if secret { value.map(Field::into_secret) } else { value };
                Node::Parm(Parm { name, value, extra: extras(extra)?, place: Place::NONE })
            }
            NodeForm::Characteristic { kind, attributes, nodes } => {
                Node::Characteristic(Characteristic {
                    kind: match kind {
                        Some(kind) => Kind::of_field(kind.field()?),
                        None => Kind::Missing,
                    },
                    extra: extras(attributes)?,
                    children: own_nodes(nodes)?,
                    place: Place::NONE,
                })
            }
            NodeForm::Other(items) => Node::Other(extra(items)?),
        })
    };
    forms.into_iter().map(node).collect()
}

fn items(extras: &[Extra]) -> Vec<Vec<ItemForm>> {
    extras.iter().map(|extra| extra.items().iter().map(ItemForm::of).collect()).collect()
}

fn extras<C: FromIterator<Extra>>(forms: Vec<Vec<ItemForm>>) -> Option<C> {
    forms.into_iter().map(extra).collect()
}

/// An element, if its events are in order: what is read was not necessarily written by us.
fn extra(forms: Vec<ItemForm>) -> Option<Extra> {
    let items: Vec<Item> = forms.into_iter().map(ItemForm::item).collect::<Option<_>>()?;
    let mut depth = 0_usize;
    for (at, item) in items.iter().enumerate() {
        match item {
            Item::Start(_) if depth > 0 || at == 0 => depth = depth.checked_add(1)?,
            Item::End => depth = depth.checked_sub(1)?,
            _ if depth > 0 || items.len() == 1 => {}
            _ => return None,
        }
    }
    (depth == 0 && !items.is_empty()).then(|| Extra::from_items(items))
}

impl ItemForm {
    fn of(item: &Item) -> Self {
        match item {
            Item::Start(name) => Self::Start(FieldForm::of(name)),
            Item::Attribute(name, value) => {
                Self::Attribute(FieldForm::of(name), FieldForm::of(value))
            }
            Item::Text(text) => Self::Text(FieldForm::of(text)),
            Item::Opaque(octets) => Self::Opaque(octets.clone()),
            Item::Instruction(target, data) => {
                Self::Instruction(FieldForm::of(target), FieldForm::of(data))
            }
            Item::End => Self::End,
        }
    }

    fn item(self) -> Option<Item> {
        Some(match self {
            Self::Start(name) => Item::Start(name.field()?),
            Self::Attribute(name, value) => Item::Attribute(name.field()?, value.field()?),
            Self::Text(text) => Item::Text(text.field()?),
            Self::Opaque(octets) => Item::Opaque(octets),
            Self::Instruction(target, data) => Item::Instruction(target.field()?, data.field()?),
            Self::End => Item::End,
            Self::Redacted => return None,
        })
    }
}

impl FieldForm {
    fn of(field: &Field) -> Self {
        match field {
            Field::Token(code) => Self::Token { page: code.page, token: code.token },
            Field::Mixed(mixed) => Self::Mixed(mixed.pieces().iter().map(PieceForm::of).collect()),
            text => Self::Text(text.as_str().unwrap_or("").to_owned()),
        }
    }

    fn field(self) -> Option<Field> {
        Some(match self {
            Self::Text(text) => Field::from(text),
            Self::Token { page, token } => Field::Token(Code { page, token }),
            Self::Mixed(pieces) => {
                let pieces = pieces.into_iter().map(PieceForm::piece).collect();
                Field::Mixed(Box::new(Mixed::from_pieces(pieces)))
            }
            Self::Redacted => return None,
        })
    }
}

impl PieceForm {
    fn of(piece: &Piece) -> Self {
        match piece {
            Piece::Text(text) => Self::Text(text.clone()),
            Piece::Token(code) => Self::Token { page: code.page, token: code.token },
            Piece::Extension(number) => Self::Extension(*number),
            Piece::ExtensionText(number, text) => Self::ExtensionText(*number, text.clone()),
            Piece::ExtensionInteger(number, value) => Self::ExtensionInteger(*number, *value),
            Piece::Opaque(octets) => Self::Opaque(octets.clone()),
        }
    }

    fn piece(self) -> Piece {
        match self {
            Self::Text(text) => Piece::Text(text),
            Self::Token { page, token } => Piece::Token(Code { page, token }),
            Self::Extension(number) => Piece::Extension(number),
            Self::ExtensionText(number, text) => Piece::ExtensionText(number, text),
            Self::ExtensionInteger(number, value) => Piece::ExtensionInteger(number, value),
            Self::Opaque(octets) => Piece::Opaque(octets),
        }
    }
}

impl ContextsForm {
    fn of(contexts: &Contexts, secrets: Secrets) -> Self {
        let layer = |layer: &Layer| LayerForm {
            source: layer.source.clone(),
            document: DocumentForm::of(&layer.document, secrets),
        };
        let form = |context: &crate::context::Context| ContextForm {
            owner: context.id.owner.clone(),
            identity: context.id.identity.clone(),
            is_privileged: context.is_privileged,
            layers: context.layers.iter().map(layer).collect(),
        };
        Self {
            contexts: contexts.list.iter().map(form).collect(),
            card: contexts.card.clone(),
            next: contexts.next,
            limits: Some(contexts.limits()),
        }
    }

    fn contexts(self) -> Option<Contexts> {
        let mut parts = Vec::new();
        for form in self.contexts {
            let id = ContextId { owner: form.owner, identity: form.identity };
            let mut layers = Vec::new();
            for layer in form.layers {
                layers.push(Layer { source: layer.source, document: layer.document.document()? });
            }
            parts.push((id, form.is_privileged, layers));
        }
        let empty = match self.limits {
            Some((contexts, documents)) => Contexts::with_limits(contexts, documents),
            None => Contexts::new(),
        };
        Some(empty.with_parts(parts, self.card, self.next))
    }
}

const REFUSED: &str = "secrets were left out, or elements are out of order";

impl Serialize for Document {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        DocumentForm::of(self, Secrets::Redacted).serialize(serializer)
    }
}

impl Serialize for WithSecrets<'_, Document> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        DocumentForm::of(self.0, Secrets::Shown).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let form = DocumentForm::deserialize(deserializer)?;
        form.document().ok_or_else(|| D::Error::custom(REFUSED))
    }
}

impl Serialize for Contexts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        ContextsForm::of(self, Secrets::Redacted).serialize(serializer)
    }
}

impl Serialize for WithSecrets<'_, Contexts> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        ContextsForm::of(self.0, Secrets::Shown).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Contexts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let form = ContextsForm::deserialize(deserializer)?;
        form.contexts().ok_or_else(|| D::Error::custom(REFUSED))
    }
}
