//! Contexts: documents of several sources, kept apart, and what counts of them (WAP-185, 6 and 8).

mod identify;
mod source;

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::document::Document;
use crate::effective::{Effective, identifiers, merge};
use crate::finding::{Finding, Findings, Rule};
use crate::resolve::split_scheme;

pub use source::{CardFile, Source, SourceKind};

/// The configuration contexts of a device.
///
/// A pure value that the caller keeps. Documents are layers that are never merged in place: what a
/// context says is computed from them, so that a source that is taken away takes its values along.
/// Who may install is not decided here: the caller has admitted the document.
///
/// ```
/// use provost_cp::{Contexts, Document, Source};
///
/// let text = r#"<wap-provisioningdoc><characteristic type="BOOTSTRAP">
///     <parm name="PROVURL" value="http://tps.example/"/></characteristic>
///     <characteristic type="NAPDEF"><parm name="NAPID" value="A"/></characteristic></wap-provisioningdoc>"#;
/// let mut contexts = Contexts::new();
/// let report = contexts.install(Document::from_xml(text)?, Source::over_the_air());
/// let id = report.context.unwrap();
/// let effective = contexts.effective(&id).unwrap();
/// assert_eq!(effective.document.access_points().count(), 1);
/// # Ok::<(), provost_cp::Error>(())
/// ```
///
/// `Debug` shows neither secrets nor the number of a card.
#[derive(Clone, PartialEq, Eq)]
pub struct Contexts {
    pub(crate) list: Vec<Context>,
    by_id: BTreeMap<ContextId, usize>,
    owners: BTreeMap<String, Owned>,
    pub(crate) card: Option<String>,
    pub(crate) next: u32,
    max_contexts: usize,
    max_layers: usize,
}

impl fmt::Debug for Contexts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Contexts")
            .field("list", &self.list)
            .field("card", &self.card.as_ref().map(|_| format_args!("..")))
            .field("max_contexts", &self.max_contexts)
            .field("max_layers", &self.max_layers)
            .finish_non_exhaustive()
    }
}

/// The contexts of an owner: the privileged one, and how many others there are.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
struct Owned {
    privileged: Option<usize>,
    others: usize,
}

/// Which context: by its owner and its provisioning server.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ContextId {
    pub(crate) owner: String,
    pub(crate) identity: Identity,
}

/// What tells a context from others of its owner. `Debug` does not show the number of a card.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) enum Identity {
    /// The whole URL of the provisioning server (WAP-184, 5.1).
    Server(String),
    /// A card of which no file has named a server.
    Card(String),
    /// A number: a document without a server makes a context of its own.
    Number(u32),
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Server(url) => f.debug_tuple("Server").field(url).finish(),
            Self::Card(_) => f.write_str("Card(..)"),
            Self::Number(number) => f.debug_tuple("Number").field(number).finish(),
        }
    }
}

/// A context: the documents of its sources.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    pub(crate) id: ContextId,
    pub(crate) is_privileged: bool,
    pub(crate) layers: Vec<Layer>,
    /// The rank of the highest layer that defines an identifier.
    defined: BTreeMap<(&'static str, String, String), u8>,
}

/// A document and where it is from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Layer {
    pub(crate) source: Source,
    pub(crate) document: Document,
}

/// What became of a document.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Report {
    /// The context that it is in; nothing where it was refused.
    pub context: Option<ContextId>,
    /// Why it was refused, or what of it is ignored.
    pub findings: Vec<Finding>,
    /// The context that has become this one, and is no more: of files of the same card that came before
    /// the one that names the server.
    pub joined: Option<ContextId>,
}

impl Report {
    fn refused(rule: Rule, document: &Document) -> Self {
        let mut found = Findings::default();
        found.add(rule, || String::from("/"), document.offset());
        Self { context: None, findings: found.into_list(), joined: None }
    }

    /// Whether the document was taken.
    #[must_use]
    pub const fn is_installed(&self) -> bool {
        self.context.is_some()
    }
}

impl Contexts {
    /// No context: for 256 of them, of 4,096 documents each.
    #[must_use]
    pub fn new() -> Self {
        Self::with_limits(256, 4_096)
    }

    /// No context: for so many of them, of so many documents each.
    #[must_use]
    pub const fn with_limits(contexts: usize, documents: usize) -> Self {
        Self {
            list: Vec::new(),
            by_id: BTreeMap::new(),
            owners: BTreeMap::new(),
            card: None,
            next: 0,
            max_contexts: contexts,
            max_layers: documents,
        }
    }

    /// Installs a document that makes a context: that of its provisioning server, or one of its own.
    ///
    /// Refused are an unknown major version, a second bootstrap over the air of a context that is
    /// there (of the card, or any: [`remove`](Self::remove) opens it again), a second privileged
    /// context, and more contexts than the privileged one allows.
    ///
    /// Files of a card that name no server are of the context that another file of it names, whichever
    /// comes first, where no privilege is lost by that, and none that is there already is won: a
    /// privileged context that a card has made without a name keeps its privilege under the name that
    /// another file of that card gives it.
    pub fn install(&mut self, document: Document, source: Source) -> Report {
        if !document.is_supported() {
            return Report::refused(Rule::Version, &document);
        }
        let id = self.identify(&document, &source);
        let joined = self.join(&id, &source);
        Report { joined, ..self.place(id, document, source) }
    }

    fn place(&mut self, id: ContextId, document: Document, source: Source) -> Report {
        match self.by_id.get(&id).copied() {
            Some(at) => {
                let Some(context) = self.list.get(at) else {
                    return Report::refused(Rule::ContextFull, &document);
                };
                if source.is_later() {
                    // WAP-184, 7.1.1: card methods alone update what the card bootstrapped.
                    let card = context.layers.iter().any(|layer| layer.source.card_id().is_some());
                    let rule = if card { Rule::CardHolds } else { Rule::Bootstrapped };
                    return Report::refused(rule, &document);
                }
                if source.is_privileged() && !context.is_privileged {
                    return Report::refused(Rule::PrivilegeTaken, &document);
                }
                self.add(at, document, source)
            }
            None => {
                if source.is_privileged() && self.privileged(source.owner()).is_some() {
                    return Report::refused(Rule::PrivilegeTaken, &document);
                }
                if !self.has_room(&source) {
                    return Report::refused(Rule::ContextFull, &document);
                }
                if let Identity::Number(number) = id.identity {
                    self.next = number.saturating_add(1);
                }
                let context = Context {
                    id,
                    is_privileged: source.is_privileged(),
                    layers: Vec::new(),
                    defined: BTreeMap::new(),
                };
                let at = self.list.len();
                self.note(at, &context);
                self.list.push(context);
                self.add(at, document, source)
            }
        }
    }

    /// Installs a document into a context that is there, as its provisioning server does.
    ///
    /// Refused are an unknown major version, and a context that is not there or full.
    pub fn install_into(&mut self, id: &ContextId, document: Document, source: Source) -> Report {
        if !document.is_supported() {
            return Report::refused(Rule::Version, &document);
        }
        match self.by_id.get(id).copied() {
            Some(at) => self.add(at, document, source),
            None => Report::refused(Rule::ContextFull, &document),
        }
    }

    /// Adds a layer to a context. The cost is that of the document: what the layers below it make
    /// together is computed when it is asked for.
    fn add(&mut self, at: usize, document: Document, source: Source) -> Report {
        let max_layers = self.max_layers;
        let Some(context) = self.list.get_mut(at) else {
            return Report::refused(Rule::ContextFull, &document);
        };
        // A file of a card that is read again is what that file says now.
        if source.card_id().is_some() {
            let before = context.layers.len();
            context.layers.retain(|layer| layer.source != source);
            if context.layers.len() != before {
                context.index();
            }
        }
        if context.layers.len() >= max_layers {
            return Report::refused(Rule::ContextFull, &document);
        }
        let own = merge([&document], context.is_privileged);
        let mut found = own.ignored;
        let rank = source.rank();
        for key in identifiers(&document) {
            let defined = context.defined.get(&owned(key));
            // The device management server overwrites; all others append (WAP-185, 6).
            let hidden = defined.is_some_and(|other| *other <= rank) && !source.overwrites();
            if hidden && !matches!(key.0, "PXLOGICAL") && found.len() < crate::MAX_FINDINGS {
                let mut path = String::from(key.0);
                path.push('=');
                crate::finding::push_name(&mut path, key.1);
                let rule = Rule::LaterContext;
                let offset = document.offset();
                found.push(Finding { rule, severity: rule.severity(), path, offset });
            }
        }
        context.define(&document, rank);
        context.layers.push(Layer { source, document });
        Report { context: Some(context.id.clone()), findings: found, joined: None }
    }

    /// The context that a document would make, where it is there: [`install`](Self::install) refuses
    /// another over the air.
    ///
    /// ```
    /// use provost_cp::{Contexts, Document, Source};
    ///
    /// let text = |url| format!(r#"<wap-provisioningdoc><characteristic type="BOOTSTRAP">
    ///     <parm name="PROVURL" value="{url}"/></characteristic></wap-provisioningdoc>"#);
    /// let document = |url| Document::from_xml(&text(url));
    /// let (mut contexts, source) = (Contexts::new(), Source::over_the_air());
    /// contexts.install(document("http://tps.example/")?, source.clone());
    /// assert!(contexts.find(&document("HTTP://TPS.example")?, &source).is_some());
    /// assert!(contexts.find(&document("http://tps.example/b")?, &source).is_none());
    /// # Ok::<(), provost_cp::Error>(())
    /// ```
    #[must_use]
    pub fn find(&self, document: &Document, source: &Source) -> Option<&Context> {
        self.context(&self.identify(document, source))
    }

    /// Takes away what came to a context over the air, so that it can be bootstrapped anew; how many
    /// documents that were. What its maker, a card and a management server brought stays: a context of
    /// which nothing is left is gone.
    pub fn reopen(&mut self, id: &ContextId) -> usize {
        let Some(at) = self.by_id.get(id).copied() else { return 0 };
        let Some(context) = self.list.get_mut(at) else { return 0 };
        let before = context.layers.len();
        context.layers.retain(|layer| !layer.source.is_later());
        let removed = before.saturating_sub(context.layers.len());
        if context.layers.is_empty() {
            self.list.remove(at);
            self.reindex();
        } else {
            context.index();
        }
        removed
    }

    /// Takes away what a source brought; how many documents that were. Contexts of which nothing is
    /// left go with them.
    pub fn remove(&mut self, source: &Source) -> usize {
        self.remove_if(|layer| layer.source == *source)
    }

    /// Takes away what a card brought: it was changed.
    pub fn remove_card(&mut self, card: &str) -> usize {
        self.remove_if(|layer| layer.source.card_id() == Some(card))
    }

    /// Takes away a context, so that it can be bootstrapped again.
    pub fn reset(&mut self, id: &ContextId) -> bool {
        let before = self.list.len();
        self.list.retain(|context| context.id != *id);
        self.reindex();
        self.list.len() != before
    }

    fn remove_if(&mut self, is_removed: impl Fn(&Layer) -> bool) -> usize {
        let mut count = 0_usize;
        for context in &mut self.list {
            let before = context.layers.len();
            context.layers.retain(|layer| !is_removed(layer));
            let removed = before.saturating_sub(context.layers.len());
            if removed > 0 {
                context.index();
                count = count.saturating_add(removed);
            }
        }
        self.list.retain(|context| !context.layers.is_empty());
        self.reindex();
        count
    }

    /// Which card is in the device. What others brought is kept, and hidden.
    pub fn set_card(&mut self, card: Option<&str>) {
        self.card = card.map(ToOwned::to_owned);
    }

    /// The contexts that may be used: of each owner the privileged one and as many others as it
    /// allows, in the order in which they came, without those that another card brought.
    pub fn contexts(&self) -> impl Iterator<Item = &Context> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let here = self.list.iter().filter(|context| context.is_here(self.card.as_deref()));
        here.filter(move |context| {
            if context.is_privileged {
                return true;
            }
            let allowed = self.allowed(&context.id.owner);
            let count = counts.entry(&context.id.owner).or_insert(0);
            *count = count.saturating_add(1);
            *count <= allowed
        })
    }

    /// The context of an identifier.
    #[must_use]
    pub fn context(&self, id: &ContextId) -> Option<&Context> {
        self.by_id.get(id).and_then(|at| self.list.get(*at))
    }

    /// What counts in a context.
    #[must_use]
    pub fn effective(&self, id: &ContextId) -> Option<Effective> {
        self.context(id).map(|context| context.effective(self.card.as_deref()))
    }

    /// The privileged context of an owner.
    #[must_use]
    pub fn privileged(&self, owner: &str) -> Option<&Context> {
        let at = self.owners.get(owner).and_then(|own| own.privileged)?;
        self.list.get(at)
    }

    /// How many contexts an owner may have beside the privileged one.
    fn allowed(&self, owner: &str) -> usize {
        let Some(privileged) = self.privileged(owner) else { return self.max_contexts };
        let effective = privileged.effective(self.card.as_deref());
        match effective.document.bootstrap().map_or(0, crate::Bootstrap::context_allow) {
            u8::MAX => self.max_contexts,
            count => usize::from(count),
        }
    }

    fn has_room(&self, source: &Source) -> bool {
        if self.list.len() >= self.max_contexts {
            return false;
        }
        let owner = source.owner();
        let others = self.owners.get(owner).map_or(0, |own| own.others);
        source.is_privileged() || others < self.allowed(owner)
    }

    /// Takes note of the context at a place of the list.
    fn note(&mut self, at: usize, context: &Context) {
        self.by_id.insert(context.id.clone(), at);
        let own = self.owners.entry(context.id.owner.clone()).or_default();
        if context.is_privileged {
            own.privileged = Some(at);
        } else {
            own.others = own.others.saturating_add(1);
        }
    }

    fn reindex(&mut self) {
        self.by_id.clear();
        self.owners.clear();
        let list = core::mem::take(&mut self.list);
        list.iter().enumerate().for_each(|(at, context)| self.note(at, context));
        self.list = list;
    }

    /// How many contexts, and documents of each, there are at most.
    #[cfg(feature = "serde")]
    pub(crate) const fn limits(&self) -> (usize, usize) {
        (self.max_contexts, self.max_layers)
    }

    /// An empty store with its parts.
    #[cfg(feature = "serde")]
    pub(crate) fn with_parts(
        mut self,
        contexts: Vec<(ContextId, bool, Vec<Layer>)>,
        card: Option<String>,
        next: u32,
    ) -> Self {
        for (id, is_privileged, layers) in contexts {
            let mut context = Context { id, is_privileged, layers, defined: BTreeMap::new() };
            context.index();
            self.list.push(context);
        }
        self.card = card;
        self.next = next;
        self.reindex();
        self
    }
}

impl Default for Contexts {
    fn default() -> Self {
        Self::new()
    }
}

impl Context {
    /// Which one it is.
    #[must_use]
    pub const fn id(&self) -> &ContextId {
        &self.id
    }

    /// Whether it is the privileged one of its owner.
    #[must_use]
    pub const fn is_privileged(&self) -> bool {
        self.is_privileged
    }

    /// Its documents, in the order in which they came.
    #[must_use]
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// What counts of its documents, with this card in the device.
    #[must_use]
    pub fn effective(&self, card: Option<&str>) -> Effective {
        let here = self.layers.iter().filter(|layer| layer.is_here(card));
        let mut layers: Vec<(usize, &Layer)> = here.enumerate().collect();
        layers.sort_by_key(|(at, layer)| {
            // Of the device management server what came last, of all others what came first.
            let order =
                if layer.source.overwrites() { usize::MAX.saturating_sub(*at) } else { *at };
            (layer.source.rank(), order)
        });
        merge(layers.into_iter().map(|(_, layer)| &layer.document), self.is_privileged)
    }

    fn is_here(&self, card: Option<&str>) -> bool {
        self.layers.iter().any(|layer| layer.is_here(card))
    }

    fn define(&mut self, document: &Document, rank: u8) {
        for key in identifiers(document) {
            let own = self.defined.entry(owned(key)).or_insert(rank);
            *own = rank.min(*own);
        }
    }

    fn index(&mut self) {
        self.defined.clear();
        let layers = core::mem::take(&mut self.layers);
        for layer in &layers {
            self.define(&layer.document, layer.source.rank());
        }
        self.layers = layers;
    }
}

impl Layer {
    /// Whether it is of no card, or of the one that is in the device.
    fn is_here(&self, card: Option<&str>) -> bool {
        self.source.card_id().is_none_or(|own| Some(own) == card)
    }

    /// Where the document is from.
    #[must_use]
    pub const fn source(&self) -> &Source {
        &self.source
    }

    /// The document, as it came.
    #[must_use]
    pub const fn document(&self) -> &Document {
        &self.document
    }
}

impl ContextId {
    /// The owner.
    #[must_use]
    pub fn owner(&self) -> &str {
        &self.owner
    }

    /// The URL of the provisioning server, where there is one.
    #[must_use]
    pub fn server(&self) -> Option<&str> {
        match &self.identity {
            Identity::Server(url) => Some(url),
            _ => None,
        }
    }
}

impl fmt::Display for ContextId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.identity {
            Identity::Server(url) => f.write_str(url),
            Identity::Card(_) => f.write_str("card"),
            Identity::Number(number) => write!(f, "context {number}"),
        }
    }
}

fn owned(key: (&'static str, &str, &str)) -> (&'static str, String, String) {
    (key.0, key.1.to_owned(), key.2.to_owned())
}

/// A URL as the identity of a context: the scheme and the host without regard to case, `http` where
/// there is no scheme (WAP-183, 4.2). The path counts, and what follows it.
fn canonical(url: &str) -> String {
    let url = url.trim();
    let (scheme, rest) = split_scheme(url).unwrap_or(("http", url));
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at_checked(end).unwrap_or((rest, ""));
    let mut own = scheme.to_ascii_lowercase();
    own.push_str("://");
    own.push_str(&host.to_ascii_lowercase());
    own.push_str(if path.is_empty() { "/" } else { path });
    own
}
