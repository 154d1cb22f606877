//! One session with a device: what is known of it between two messages.

use alloc::vec::Vec;

use bytes::Bytes;

use super::CommandResult;
use super::config::ServerConfig;
use super::output::Fate;
use super::outstanding::Outstanding;
use crate::auth::Nonce;
use crate::message::{Command, Header, Item};
use crate::session::large_object::Collector;
use crate::session::{Digests, Instant, Nonces, Prover, Response, Verifier};
use crate::text::Text;

/// A session.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(super) struct Dialogue {
    pub(super) id: Text,
    pub(super) verifier: Verifier,
    pub(super) prover: Prover,
    pub(super) phase: Phase,
    /// The last message of the device that was taken.
    last: Option<Heard>,
    /// The digest of the first that was carried out, by which a late copy of it is known.
    pub(super) first: [u8; 16],
    /// The answer to the last: what is sent when that comes again.
    answer: Option<Stored>,
    /// The number of our last message in the session.
    pub(super) sent: u32,
    /// The last number that any message of ours has had: challenges have numbers too, to whoever they go.
    pub(super) given: u32,
    /// The highest number of a message that was answered before the device has proved itself.
    highest: u32,
    /// How often one was answered that is not above those before.
    repeats: u32,
    /// Whether our package goes on: we have not sent `Final`.
    pub(super) is_open: bool,
    /// Whether our last message has asked the device to go on with its package.
    pub(super) has_asked: bool,
    /// Whether the sizes that we take have been announced.
    pub(super) has_announced: bool,
    /// Octets of the largest message, and of the largest object, that the device takes.
    pub(super) max_message: Option<usize>,
    pub(super) max_object: Option<usize>,
    pub(super) outstanding: Outstanding,
    /// A part of an object that has been sent.
    pub(super) part: Option<Part>,
    pub(super) collector: Collector,
    /// Items of an alert in front of the one whose parts are collected.
    pub(super) event: Vec<Item>,
    /// Octets of what the device has said in this package and we keep.
    pub(super) held: usize,
    /// Statuses that did not fit into the last message.
    pub(super) late: Vec<Command>,
    /// Whether neither their number nor their octets have grown less with the last message.
    pub(super) stands: bool,
    /// When the device has said something last.
    pub(super) heard: Instant,
    pub(super) messages: u32,
}

/// How far a session has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(super) enum Phase {
    /// The device has not proved who it is.
    Opening,
    /// It goes on.
    Open,
    /// It is to be aborted with the next answer.
    Aborting,
    /// It is over, and the device does not know: what comes is answered with an abort.
    Dead,
    /// It is over, by an abort or a refusal that the device has been told.
    Closed,
    /// It is over, because there was nothing left to be said.
    Ended,
}

#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct Heard {
    id: Text,
    digest: [u8; 16],
}

/// The part of an object that was sent last.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(super) struct Part {
    pub(super) message: u32,
    pub(super) id: Text,
    pub(super) name: Text,
    pub(super) has_restarted: bool,
}

/// A response, as it is stored: nothing in it is a password.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct Stored {
    content_type: alloc::string::String,
    hmac: Option<alloc::string::String>,
    body: Bytes,
}

/// What a message is to a session.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Place {
    /// The next.
    Next,
    /// The last once more.
    Again,
    /// One before the last.
    Late,
}

impl Dialogue {
    /// Begins with a first message; what its device is to prove is said by
    /// [`expect_proof`](super::ServerState::expect_proof).
    pub(super) fn new(config: &ServerConfig, header: &Header) -> Self {
        Self {
            id: header.session_id.clone().unwrap_or_default(),
            verifier: Verifier::anyone(Nonce::EMPTY),
            prover: Prover::nobody(Nonce::EMPTY),
            phase: Phase::Opening,
            last: None,
            first: [0; 16],
            answer: None,
            sent: 0,
            given: 0,
            highest: 0,
            repeats: 0,
            is_open: false,
            has_asked: false,
            has_announced: false,
            max_message: None,
            max_object: None,
            outstanding: Outstanding::default(),
            part: None,
            collector: Collector::new(config.max_object),
            event: Vec::new(),
            held: 0,
            late: Vec::new(),
            stands: false,
            heard: Instant::ZERO,
            messages: 0,
        }
    }

    /// Whether it is over.
    pub(super) const fn is_over(&self) -> bool {
        matches!(self.phase, Phase::Ended | Phase::Dead | Phase::Closed)
    }

    /// What a message is, by its number. Devices number their messages from 1; what is no number is
    /// the next wherever it is not the last.
    pub(super) fn place(&self, header: &Header) -> Place {
        let Some(last) = &self.last else { return Place::Next };
        let id = header.msg_id.as_deref().unwrap_or("");
        if *last.id == *id {
            return Place::Again;
        }
        match (last.id.parse::<u64>(), id.parse::<u64>()) {
            (Ok(last), Ok(id)) if id < last => Place::Late,
            _ => Place::Next,
        }
    }

    /// Whether a request is, octet for octet, the last one that was answered.
    pub(super) fn is_last(&self, digests: &Digests) -> bool {
        self.last.as_ref().is_some_and(|last| last.digest == digests.proved)
    }

    /// Whether a message is, octet for octet, one that was answered already: the first or the last.
    pub(super) fn is_copy(&self, digests: &Digests) -> bool {
        digests.body == self.first || self.is_last(digests)
    }

    /// Takes note of a message that is answered.
    pub(super) fn hear(&mut self, header: &Header, digests: &Digests, now: Instant) {
        let id = header.msg_id.clone().unwrap_or_default();
        if self.phase == Phase::Opening && self.verifier.demand().is_some() {
            self.number_by(&id);
        }
        self.last = Some(Heard { id, digest: digests.proved });
        self.heard = now;
        self.answer = None;
    }

    /// Until the device has proved itself, answers have the numbers of what they answer, and one more for each
    /// message that was not above those before: so they grow for the device, which goes on or repeats a number,
    /// whatever the server says to others in between. To what has no number the next one is given.
    fn number_by(&mut self, id: &str) {
        let Ok(number) = id.trim_ascii().parse::<u32>() else { return };
        if number > self.highest {
            self.highest = number;
        } else {
            self.repeats = self.repeats.saturating_add(1);
        }
        self.given = number.saturating_sub(1).saturating_add(self.repeats);
    }

    /// Numbers answers behind those of one that has come to nothing: it may have been the same session, or one that
    /// somebody has begun in between.
    pub(super) fn number_behind(&mut self, before: &Self) {
        if self.id == before.id {
            (self.highest, self.repeats) = (before.highest, before.repeats);
        } else {
            // Its number counts as one that was there before.
            self.repeats = before.repeats.saturating_add(1);
        }
    }

    /// Takes note of what a message says that is carried out: to whoever cannot prove that it is the device,
    /// nobody listens.
    pub(super) fn heed(&mut self, header: &Header, digests: &Digests) {
        if self.phase == Phase::Opening {
            self.first = digests.body;
        }
        self.messages = self.messages.saturating_add(1);
        if let Some(octets) = header.max_msg_size() {
            self.max_message = Some(octets);
        }
        if let Some(octets) = header.max_obj_size() {
            self.max_object = Some(octets);
        }
    }

    /// The number of our next message.
    pub(super) const fn next_number(&mut self) -> u32 {
        self.given = self.given.saturating_add(1);
        self.given
    }

    /// Keeps an answer for when the message comes again.
    pub(super) fn keep(&mut self, response: &Response) {
        self.answer = Some(Stored {
            content_type: response.content_type.clone(),
            hmac: response.hmac.clone(),
            body: response.body.clone(),
        });
    }

    /// The answer to the last message.
    pub(super) fn kept(&self) -> Option<Response> {
        let Stored { content_type, hmac, body } = self.answer.clone()?;
        let response = Response::new(body).with_content_type(content_type);
        Some(match hmac {
            Some(hmac) => response.with_hmac(hmac),
            None => response,
        })
    }

    /// The nonces of the next session, as things stand.
    pub(super) fn nonces(&self) -> Nonces {
        Nonces::new(self.prover.stored_nonce(), self.verifier.stored_nonce())
    }

    /// Ends it, and says what has become of what was sent.
    pub(super) fn end(&mut self, phase: Phase) -> Vec<CommandResult> {
        self.phase = phase;
        self.part = None;
        self.is_open = false;
        self.outstanding.conclude(&Fate::SessionEnded)
    }
}
