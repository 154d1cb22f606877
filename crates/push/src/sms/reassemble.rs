//! Datagrams out of short messages that arrive in any order, or not at all.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet, VecDeque};
use alloc::vec::Vec;

use bytes::Bytes;

use super::header::{Concatenation, Peeked, Reference, UserDataHeader};
use super::ports::Ports;
use crate::error::{Error, ErrorKind, Expected, Limit};

/// A point on the caller's clock, in seconds from any start.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
#[allow(clippy::exhaustive_structs, reason = "a number")]
pub struct Instant(pub u64);

/// What a set of short messages carried.
#[derive(Clone, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "ports and a payload")]
pub struct Datagram {
    /// The ports, where the header had them.
    pub ports: Option<Ports>,
    /// The payload.
    pub payload: Bytes,
}

/// Without the payload, which may hold secrets.
impl core::fmt::Debug for Datagram {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Datagram {{ ports: {:?}, payload: {} octets }}", self.ports, self.payload.len())
    }
}

/// What became of a short message.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Received {
    /// It was the last that was missing, or needs no others.
    Complete(Datagram),
    /// It is kept until the others come.
    Incomplete {
        /// How many of the parts have come.
        have: u8,
        /// How many there are.
        total: u8,
    },
    /// That part has come before, also of a message that is complete: the first one stays.
    Duplicate,
}

/// How much is held at once. Whoever may send short messages may send first parts without end.
///
/// Octets are those of payload; the memory for them is at most twice as much, and 16 KiB for each
/// message: 254 parts that hold next to nothing can come before the first one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_structs, reason = "callers set them with `..DEFAULT`")]
pub struct ReassemblyLimits {
    /// Incomplete messages of all senders; the oldest goes when another begins.
    pub sets: usize,
    /// Incomplete messages of one sender; its oldest goes when another begins.
    pub sets_per_sender: usize,
    /// Octets of payload held for one sender.
    pub octets_per_sender: usize,
    /// Octets of payload held in all.
    pub octets: usize,
    /// How many complete messages are remembered, so that a late copy of a part starts none.
    pub tombstones: usize,
    /// Seconds from the first part that came after which a message is given up, and from its last
    /// one after which it is no longer remembered.
    pub timeout: u64,
}

impl ReassemblyLimits {
    /// 64 messages, 4 of a sender, 64 KiB of a sender, 512 KiB in all, a day.
    pub const DEFAULT: Self = Self {
        sets: 64,
        sets_per_sender: 4,
        octets_per_sender: 65_536,
        octets: 524_288,
        tombstones: 256,
        timeout: 86_400,
    };
}

impl Default for ReassemblyLimits {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// What happened so far.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub struct Statistics {
    /// Messages that became whole.
    pub complete: u64,
    /// Messages that were dropped for others.
    pub evicted: u64,
    /// Messages that were given up.
    pub expired: u64,
}

/// Puts datagrams together. `K` is the address of the sender, with its type.
///
/// ```
/// use bytes::Bytes;
/// use provost_push::sms::{Instant, Ports, Reassembler, Received, Reference, segment};
///
/// let payload = Bytes::from(vec![0x2a; 300]);
/// let mut reassembler = Reassembler::new();
/// let mut whole = None;
/// for segment in segment(payload.clone(), Ports::PUSH, Reference::Long(1))? {
///     let received = reassembler.accept("+15551234567", &segment.user_data(), Instant(0))?;
///     if let Received::Complete(datagram) = received {
///         whole = Some(datagram);
///     }
/// }
/// let datagram = whole.expect("a datagram");
/// assert_eq!((datagram.ports, datagram.payload), (Some(Ports::PUSH), payload));
/// # Ok::<(), provost_push::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Reassembler<K> {
    limits: ReassemblyLimits,
    /// Boxed, which keeps the nodes of the tree small.
    sets: BTreeMap<Key<K>, Box<Set>>,
    /// The sets in the order in which they began, each with its number.
    ages: BTreeMap<u64, (Instant, Key<K>)>,
    /// What is complete, and when it was, in that order.
    tombstones: BTreeSet<Key<K>>,
    tombstone_ages: VecDeque<(Instant, Key<K>)>,
    octets: usize,
    count: u64,
    /// The clock when it was last seen.
    now: Instant,
    statistics: Statistics,
}

/// A sender and what tells its messages apart.
type Key<K> = (K, Reference, Option<Ports>);

#[derive(Clone)]
struct Set {
    total: u8,
    age: u64,
    /// How many parts from the first on are there, and their octets.
    begun: u8,
    payload: Vec<u8>,
    /// The parts that came before it was their turn, the last one first.
    later: Vec<(u8, Box<[u8]>)>,
    /// Octets of all.
    octets: usize,
}

impl Set {
    const fn new(total: u8, age: u64) -> Self {
        Self { total, age, begun: 0, payload: Vec::new(), later: Vec::new(), octets: 0 }
    }

    fn parts(&self) -> usize {
        self.later.len().saturating_add(self.begun.into())
    }

    fn has(&self, sequence: u8) -> bool {
        sequence <= self.begun || self.place(sequence).is_ok()
    }

    fn place(&self, sequence: u8) -> Result<usize, usize> {
        self.later.binary_search_by(|(later, _)| sequence.cmp(later))
    }

    /// Takes a part that is not there.
    fn insert(&mut self, sequence: u8, data: &[u8]) {
        self.octets = self.octets.saturating_add(data.len());
        if sequence != self.begun.saturating_add(1) {
            let place = self.place(sequence).unwrap_or_else(|place| place);
            self.later.insert(place.min(self.later.len()), (sequence, data.into()));
            return;
        }
        if self.begun == 0 {
            // Room for the others, which are no longer; but who says 255 gets none for nothing.
            let whole = data.len().saturating_mul(self.total.into());
            self.payload.reserve_exact(whole.min(RESERVED).max(data.len()));
        }
        self.payload.extend_from_slice(data);
        self.begun = sequence;
        while let Some((_, data)) =
            self.later.pop_if(|(later, _)| *later == self.begun.saturating_add(1))
        {
            self.payload.extend_from_slice(&data);
            self.begun = self.begun.saturating_add(1);
        }
    }
}

impl core::fmt::Debug for Set {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{} of {}", self.parts(), self.total)
    }
}

impl<K: Ord + Clone> Default for Reassembler<K> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K: Ord + Clone> Reassembler<K> {
    /// With the limits by default.
    #[must_use]
    pub const fn new() -> Self {
        Self::with_limits(ReassemblyLimits::DEFAULT)
    }

    /// With other limits.
    #[must_use]
    pub const fn with_limits(limits: ReassemblyLimits) -> Self {
        Self {
            limits,
            sets: BTreeMap::new(),
            ages: BTreeMap::new(),
            tombstones: BTreeSet::new(),
            tombstone_ages: VecDeque::new(),
            octets: 0,
            count: 0,
            now: Instant(0),
            statistics: Statistics { complete: 0, evicted: 0, expired: 0 },
        }
    }

    /// Takes the user data of a short message that has a header.
    ///
    /// # Errors
    /// What is wrong with the header, and where. [`Form`](ErrorKind::Form) of
    /// [`Segments`](Expected::Segments) where the total is another than that of the parts before:
    /// those stay. [`Limit`](ErrorKind::Limit) for a part that has no room even where all others
    /// of its sender are gone.
    pub fn accept(&mut self, sender: K, user_data: &[u8], now: Instant) -> Result<Received, Error> {
        self.expire(now);
        let Peeked { ports, concatenation, data } = UserDataHeader::peek(user_data)?;
        let at = user_data.len().saturating_sub(data.len());
        match concatenation {
            None | Some(Concatenation { total: 1, .. }) => {
                let payload = Bytes::copy_from_slice(data);
                Ok(Received::Complete(Datagram { ports, payload }))
            }
            Some(part) => self.keep((sender, part.reference, ports), part, data, now, at),
        }
    }

    /// Gives up what is too old, and returns how many messages that were. Where the clock has gone
    /// back, nothing is held to be from later than now.
    pub fn expire(&mut self, now: Instant) -> usize {
        if now < self.now {
            let held = self.ages.values_mut().map(|(began, _)| began);
            let remembered = self.tombstone_ages.iter_mut().map(|(whole, _)| whole);
            held.chain(remembered).for_each(|since| *since = now.min(*since));
        }
        self.now = now;
        let timeout = self.limits.timeout;
        let old = |since: Instant| now.0.saturating_sub(since.0) >= timeout;
        let mut expired = 0_usize;
        while self.ages.first_key_value().is_some_and(|(_, (began, _))| old(*began)) {
            if let Some((_, (_, key))) = self.ages.pop_first() {
                self.remove(&key);
            }
            expired = expired.saturating_add(1);
        }
        while self.tombstone_ages.front().is_some_and(|(whole, _)| old(*whole)) {
            self.drop_tombstone();
        }
        let count = u64::try_from(expired).unwrap_or(u64::MAX);
        self.statistics.expired = self.statistics.expired.saturating_add(count);
        expired
    }

    /// How many messages are incomplete.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sets.len()
    }

    /// Whether no message is incomplete.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sets.is_empty()
    }

    /// How many octets of payload are held.
    #[must_use]
    pub const fn octets(&self) -> usize {
        self.octets
    }

    /// What happened so far.
    #[must_use]
    pub const fn statistics(&self) -> Statistics {
        self.statistics
    }

    fn keep(
        &mut self,
        key: Key<K>,
        part: Concatenation,
        data: &[u8],
        now: Instant,
        at: usize,
    ) -> Result<Received, Error> {
        let begins = match self.sets.get(&key) {
            None if self.tombstones.contains(&key) => return Ok(Received::Duplicate),
            None => true,
            Some(set) if set.total != part.total => {
                return Err(Error::new(ErrorKind::Form(Expected::Segments), at));
            }
            Some(set) if set.has(part.sequence) => return Ok(Received::Duplicate),
            Some(set) if set.parts().saturating_add(1) >= usize::from(part.total) => {
                return Ok(self.complete(key, part, data, now));
            }
            Some(_) => false,
        };
        self.make_room(&key, usize::from(begins), data.len(), at)?;
        let Self { sets, ages, count, .. } = self;
        let set = sets.entry(key).or_insert_with_key(|key| {
            *count = count.wrapping_add(1);
            ages.insert(*count, (now, key.clone()));
            Box::new(Set::new(part.total, *count))
        });
        set.insert(part.sequence, data);
        self.octets = self.octets.saturating_add(data.len());
        let have = u8::try_from(set.parts()).unwrap_or(u8::MAX);
        Ok(Received::Incomplete { have, total: part.total })
    }

    /// Takes the last part of a message: it need not be kept, so it needs no room.
    fn complete(
        &mut self,
        key: Key<K>,
        part: Concatenation,
        data: &[u8],
        now: Instant,
    ) -> Received {
        let mut payload = Vec::new();
        if let Some(mut set) = self.remove(&key) {
            set.insert(part.sequence, data);
            payload = set.payload;
        }
        let ports = key.2;
        self.remember(key, now);
        self.statistics.complete = self.statistics.complete.saturating_add(1);
        Received::Complete(Datagram { ports, payload: payload.into() })
    }

    /// Makes room for a part of `key`: first among the other messages of its sender, then among
    /// all others, oldest first. `added` is how many messages there will be more.
    ///
    /// Nothing goes for a part that has no room without the others either.
    fn make_room(
        &mut self,
        key: &Key<K>,
        added: usize,
        octets: usize,
        at: usize,
    ) -> Result<(), Error> {
        let limits = self.limits;
        let full = |limit| Error::new(ErrorKind::Limit(limit), at);
        let most = limits.sets_per_sender.min(limits.sets);
        if most == 0 {
            return Err(full(Limit::Sets));
        }
        let (count, held) =
            (self.sets.len().saturating_add(added), self.octets.saturating_add(octets));
        if count <= most && held <= limits.octets_per_sender.min(limits.octets) {
            return Ok(());
        }
        let own = self.sets.get(key).map_or(0, |set| set.octets).saturating_add(octets);
        if own > limits.octets_per_sender {
            return Err(full(Limit::OctetsPerSender));
        }
        if own > limits.octets {
            return Err(full(Limit::Octets));
        }
        loop {
            let (mut count, mut held, mut oldest) = (added, octets, None);
            for (own, set) in self.sets_of(&key.0) {
                count = count.saturating_add(1);
                held = held.saturating_add(set.octets);
                if own != key && oldest.is_none_or(|oldest| set.age < oldest) {
                    oldest = Some(set.age);
                }
            }
            if count <= most && held <= limits.octets_per_sender {
                break;
            }
            let Some(oldest) = oldest else { break };
            self.evict(oldest);
        }
        while self.sets.len().saturating_add(added) > limits.sets
            || self.octets.saturating_add(octets) > limits.octets
        {
            let mut ages = self.ages.iter().filter(|(_, (_, other))| other != key);
            let Some((&oldest, _)) = ages.next() else { break };
            self.evict(oldest);
        }
        Ok(())
    }

    /// The sets of a sender: the key begins with it.
    fn sets_of(&self, sender: &K) -> impl Iterator<Item = (&Key<K>, &Box<Set>)> {
        let first = (sender.clone(), Reference::Short(0), None);
        self.sets.range(first..).take_while(move |(key, _)| key.0 == *sender)
    }

    fn remove(&mut self, key: &Key<K>) -> Option<Box<Set>> {
        let set = self.sets.remove(key)?;
        self.ages.remove(&set.age);
        self.octets = self.octets.saturating_sub(set.octets);
        Some(set)
    }

    fn evict(&mut self, age: u64) {
        if let Some((_, key)) = self.ages.remove(&age) {
            self.remove(&key);
            self.statistics.evicted = self.statistics.evicted.saturating_add(1);
        }
    }

    fn remember(&mut self, key: Key<K>, now: Instant) {
        if self.limits.tombstones == 0 {
            return;
        }
        while self.tombstones.len() >= self.limits.tombstones {
            self.drop_tombstone();
        }
        self.tombstone_ages.push_back((now, key.clone()));
        self.tombstones.insert(key);
    }

    fn drop_tombstone(&mut self) {
        if let Some((_, key)) = self.tombstone_ages.pop_front() {
            self.tombstones.remove(&key);
        }
    }
}

/// Octets of memory for a message of which not all parts have come.
const RESERVED: usize = 1_024;

#[cfg(test)]
mod tests;
