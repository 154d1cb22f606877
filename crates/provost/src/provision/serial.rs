//! The ledger for serde: methods by SEC, files by name, places as text.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::ledger::{Brought, Entry, Hidden, Ledger, Placed};
use crate::bootstrap::card::Kind;
use crate::bootstrap::{Method, Sec};
use crate::cp::ContextId;

/// An [`Entry`] as it is stored.
#[derive(Serialize, Deserialize)]
struct Stored {
    owner: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    card: Option<(String, String)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    server: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    context: Option<ContextId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    method: Option<String>,
    #[serde(default)]
    objects: Vec<StoredPlace>,
    fingerprint: u64,
}

#[derive(Serialize, Deserialize)]
struct StoredPlace {
    at: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    server: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hidden: Option<StoredHidden>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    nodes: Vec<String>,
    /// Of each of them, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    fingerprints: Vec<Option<u64>>,
}

#[derive(Serialize, Deserialize)]
struct StoredHidden {
    home: String,
    #[serde(default)]
    lists: Vec<(String, String)>,
}

impl Serialize for Ledger {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.entries().iter().map(|entry| Stored {
            owner: entry.owner.clone(),
            card: entry.card.as_ref().map(|(card, kind)| (card.clone(), file_name(*kind).into())),
            server: entry.server.clone(),
            context: entry.context.clone(),
            method: entry.method.map(|method| method.sec().to_string()),
            objects: entry.objects.iter().map(stored_place).collect(),
            fingerprint: entry.fingerprint,
        }))
    }
}

impl<'de> Deserialize<'de> for Ledger {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let stored = Vec::<Stored>::deserialize(deserializer)?;
        let entries: Result<Vec<Entry>, D::Error> = stored.into_iter().map(entry).collect();
        Ok(Self::from_entries(entries?))
    }
}

/// What is stored with a word that nobody knows is refused: without the method, policies would decide
/// otherwise.
fn entry<E: Error>(stored: Stored) -> Result<Entry, E> {
    let card = match stored.card {
        Some((card, name)) => {
            let kind = Kind::ALL.into_iter().find(|kind| file_name(*kind) == name);
            Some((card, kind.ok_or_else(|| E::custom("unknown file of a card"))?))
        }
        None => None,
    };
    let method = match stored.method {
        Some(text) => {
            let Ok(sec) = text.parse::<Sec>();
            Some(Method::from_sec(&sec).ok_or_else(|| E::custom("unknown method"))?)
        }
        None => None,
    };
    let objects: Result<Vec<Placed>, E> = stored.objects.into_iter().map(place).collect();
    Ok(Entry {
        owner: stored.owner,
        card,
        server: stored.server,
        context: stored.context,
        method,
        objects: objects?,
        fingerprint: stored.fingerprint,
    })
}

fn stored_place(placed: &Placed) -> StoredPlace {
    let hidden = placed.hidden.as_ref().map(|hidden| StoredHidden {
        home: hidden.home.to_string(),
        lists: hidden.lists.iter().map(|(at, acl)| (at.to_string(), acl.to_string())).collect(),
    });
    let nodes = placed.nodes.iter().map(|own| own.at.to_string()).collect();
    let fingerprints = placed.nodes.iter().map(|own| own.fingerprint).collect();
    let (at, server) = (placed.at.to_string(), placed.server.clone());
    StoredPlace { at, server, hidden, nodes, fingerprints }
}

fn place<E: Error>(stored: StoredPlace) -> Result<Placed, E> {
    let at = stored.at.parse().map_err(E::custom)?;
    let hidden = stored.hidden.map(hidden).transpose()?;
    let fingerprints = stored.fingerprints.into_iter().chain(core::iter::repeat(None));
    let nodes = stored.nodes.iter().zip(fingerprints).map(|(text, fingerprint)| {
        Ok(Brought { at: text.parse().map_err(E::custom)?, fingerprint })
    });
    let nodes: Result<Vec<Brought>, E> = nodes.collect();
    Ok(Placed { at, server: stored.server, hidden, nodes: nodes? })
}

fn hidden<E: Error>(stored: StoredHidden) -> Result<Hidden, E> {
    let home = stored.home.parse().map_err(E::custom)?;
    let list = |(at, acl): (String, String)| {
        Ok((at.parse().map_err(E::custom)?, acl.parse().map_err(E::custom)?))
    };
    let lists: Result<Vec<_>, E> = stored.lists.into_iter().map(list).collect();
    Ok(Hidden { home, lists: lists? })
}

const fn file_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Bootstrap => "Bootstrap",
        Kind::Config1 => "Config1",
        Kind::Config2 => "Config2",
        _ => "DmBootstrap",
    }
}
