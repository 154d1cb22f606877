//! Which context a document makes: of its server, of its card, or one of its own.

use alloc::borrow::ToOwned;

use super::{Context, ContextId, Contexts, Identity, Layer, Source, canonical};
use crate::document::Document;

impl Contexts {
    pub(super) fn identify(&self, document: &Document, source: &Source) -> ContextId {
        let server = document
            .bootstraps()
            .find_map(|own| own.prov_url().filter(|url| !url.trim().is_empty()));
        let identity = match (server, source.card_id()) {
            (Some(url), _) => Identity::Server(canonical(url)),
            (None, Some(card)) => match self.of_card(source.owner(), card) {
                Some(context) => return context.id.clone(),
                None => Identity::Card(card.to_owned()),
            },
            (None, None) => Identity::Number(self.next),
        };
        ContextId { owner: source.owner().to_owned(), identity }
    }

    /// The context that another file of a card has named, or has made: a card has what is of one context
    /// in three files, each above the next (WAP-186, 5; WAP-185, 6).
    fn of_card(&self, owner: &str, card: &str) -> Option<&Context> {
        let is_of = |layer: &Layer| layer.source.card_id() == Some(card);
        let mut own = self.list.iter().filter(|context| context.id.owner == owner);
        own.find(|context| context.layers.iter().any(is_of))
    }

    /// Makes what files of a card without a server have made part of the context that a file of it names
    /// now, where that file is not refused; which context that was.
    pub(super) fn join(&mut self, id: &ContextId, source: &Source) -> Option<ContextId> {
        id.server()?;
        let identity = Identity::Card(source.card_id()?.to_owned());
        let own = ContextId { owner: id.owner.clone(), identity };
        let from = self.by_id.get(&own).copied()?;
        let unnamed = self.list.get(from)?;
        let to = self.by_id.get(id).copied();
        let named = to.and_then(|at| self.list.get(at));
        let count = named.map_or(0, |own| own.layers.len()).saturating_add(unnamed.layers.len());
        let is_privileged = named.unwrap_or(unnamed).is_privileged;
        let needs_privilege = source.is_privileged() || unnamed.is_privileged;
        if (needs_privilege && !is_privileged) || count >= self.max_layers {
            return None;
        }
        match to {
            None => self.list.get_mut(from)?.id = id.clone(),
            Some(to) => {
                let layers = core::mem::take(&mut self.list.get_mut(from)?.layers);
                let named = self.list.get_mut(to)?;
                named.layers.extend(layers);
                named.index();
                self.list.remove(from);
            }
        }
        self.reindex();
        Some(own)
    }
}
