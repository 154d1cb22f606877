//! What a client does with service indications (WAP-167, 6.2, with SIN 103).

use alloc::vec::Vec;

use super::si::{ServiceIndication, Signal};
use crate::Date;

/// The indications that wait to be looked at.
///
/// ```
/// use provost_push::Date;
/// use provost_push::content::{Indications, ServiceIndication, Verdict};
///
/// let mut waiting = Indications::new(10);
/// let first = ServiceIndication::new("http://a.example/", "one").with_created("2026-01-01T00:00:00Z".into());
/// let newer = ServiceIndication::new("http://a.example/", "two").with_created("2026-01-02T00:00:00Z".into());
/// assert_eq!(waiting.receive(first, None), Verdict::Kept { replaced: 0 });
/// assert_eq!(waiting.receive(newer, None), Verdict::Kept { replaced: 1 });
/// assert_eq!(waiting.in_order().next().map(|si| &*si.text), Some("two"));
/// ```
#[derive(Clone, Debug)]
pub struct Indications {
    held: Vec<ServiceIndication>,
    most: usize,
}

/// What became of an indication.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Verdict {
    /// It has expired.
    Expired,
    /// One that is newer, or as new, is there.
    Older,
    /// It is there, and so many that it replaces are gone.
    Kept {
        /// How many were older.
        replaced: usize,
    },
    /// It deletes: so many are gone, and so is it.
    Deleted {
        /// How many had its id.
        deleted: usize,
    },
    /// It deletes, but has no id to delete by.
    NoId,
    /// It signals nothing: it is not kept, but so many that it replaces are gone.
    Silent {
        /// How many were older.
        replaced: usize,
    },
    /// There is no room.
    Full,
}

impl Indications {
    /// Room for at most that many: the specification advises ten.
    #[must_use]
    pub const fn new(most: usize) -> Self {
        Self { held: Vec::new(), most }
    }

    /// Decides on an indication, in the order of the rules. Without a clock nothing expires.
    pub fn receive(&mut self, si: ServiceIndication, now: Option<Date>) -> Verdict {
        let expires = si.expires.as_ref().and_then(super::Moment::date);
        if now.is_some_and(|now| expires.is_some_and(|expires| expires <= now)) {
            return Verdict::Expired;
        }
        let mut replaced = 0;
        let created = si.created.as_ref().and_then(super::Moment::date);
        if let (Some(created), Some(identity)) = (created, si.identity()) {
            let created_of = |held: &ServiceIndication| {
                let same = held.identity() == Some(identity);
                held.created.as_ref().and_then(super::Moment::date).filter(|_| same)
            };
            if self.held.iter().filter_map(created_of).any(|other| other >= created) {
                return Verdict::Older;
            }
            let before = self.held.len();
            self.held.retain(|held| created_of(held).is_none());
            replaced = before.saturating_sub(self.held.len());
        }
        match si.signal() {
            Signal::Delete => {
                let Some(id) = si.id.as_deref() else {
                    return Verdict::NoId;
                };
                let before = self.held.len();
                self.held.retain(|held| held.identity() != Some(id));
                let deleted = before.saturating_sub(self.held.len()).saturating_add(replaced);
                Verdict::Deleted { deleted }
            }
            Signal::None => Verdict::Silent { replaced },
            _ if self.held.len() >= self.most => Verdict::Full,
            _ => {
                self.held.push(si);
                Verdict::Kept { replaced }
            }
        }
    }

    /// Drops what has expired, and returns how many that were.
    pub fn expire(&mut self, now: Date) -> usize {
        let before = self.held.len();
        self.held.retain(|held| {
            let expires = held.expires.as_ref().and_then(super::Moment::date);
            expires.is_none_or(|expires| expires > now)
        });
        before.saturating_sub(self.held.len())
    }

    /// In the order they are to be shown: high, medium, low, each as they came.
    pub fn in_order(&self) -> impl Iterator<Item = &ServiceIndication> {
        let of = |signal| self.held.iter().filter(move |held| *held.signal() == signal);
        of(Signal::High).chain(of(Signal::Medium)).chain(of(Signal::Low))
    }

    /// Takes out the one that is to be shown next.
    pub fn take(&mut self) -> Option<ServiceIndication> {
        let next = self.in_order().next()?;
        let at = self.held.iter().position(|held| core::ptr::eq(held, next))?;
        Some(self.held.remove(at))
    }

    /// How many wait.
    #[must_use]
    pub fn len(&self) -> usize {
        self.held.len()
    }

    /// Whether none waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.held.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn si(id: &str, created: &str, signal: Signal) -> ServiceIndication {
        let si = ServiceIndication::new("http://a.example/", id).with_id(id).with_signal(signal);
        if created.is_empty() { si } else { si.with_created(created.into()) }
    }

    #[test]
    fn the_rules_in_their_order() {
        let (old, new) = ("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z");
        let now = Date::from_text("Thu, 01 Jan 2026 12:00:00 GMT");
        let mut waiting = Indications::new(10);
        // Expiry comes first, also of what would delete.
        let expired = si("a", old, Signal::Delete).with_expires(old.into());
        assert_eq!(waiting.receive(expired, now), Verdict::Expired);
        let later = si("a", old, Signal::Low).with_expires(new.into());
        assert_eq!(waiting.receive(later.clone(), now), Verdict::Kept { replaced: 0 });
        // As new is not newer.
        assert_eq!(waiting.receive(later, now), Verdict::Older);
        assert_eq!(waiting.receive(si("a", new, Signal::Low), now), Verdict::Kept { replaced: 1 });
        // Without a date nothing is compared.
        assert_eq!(waiting.receive(si("a", "", Signal::Low), now), Verdict::Kept { replaced: 0 });
        assert_eq!(waiting.len(), 2);
        assert_eq!(
            waiting.receive(si("a", "", Signal::Delete), now),
            Verdict::Deleted { deleted: 2 }
        );
        let no_id = ServiceIndication::new("http://a.example/", "").with_signal(Signal::Delete);
        assert_eq!(waiting.receive(no_id, now), Verdict::NoId);
        assert_eq!(
            waiting.receive(si("b", "", Signal::None), now),
            Verdict::Silent { replaced: 0 }
        );
        assert!(waiting.is_empty());
    }

    #[test]
    fn order_and_room() {
        let mut waiting = Indications::new(4);
        for (id, signal) in [
            ("a", Signal::Low),
            ("b", Signal::Medium),
            ("c", Signal::High),
            ("d", Signal::Other("x".into())),
        ] {
            assert_eq!(waiting.receive(si(id, "", signal), None), Verdict::Kept { replaced: 0 });
        }
        assert_eq!(waiting.receive(si("e", "", Signal::High), None), Verdict::Full);
        let mut texts = Vec::new();
        while let Some(si) = waiting.take() {
            texts.push(si.text);
            if texts.len() > 9 {
                break;
            }
        }
        // A word that the language lacks counts as the default.
        assert_eq!(texts, ["c", "b", "d", "a"]);
    }
}
