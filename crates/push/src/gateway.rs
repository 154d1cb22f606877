//! The core of a push proxy gateway, without I/O and without a clock: requests and events go in,
//! answers, deliveries and notifications come out.
//!
//! ```
//! use provost_push::gateway::{Config, Gateway, Initiator, Input, Output, Route};
//! use provost_push::mime::Entity;
//! use provost_push::pap::{Post, PushMessage};
//! use provost_push::Bearer;
//!
//! let now = "2026-11-27T12:00:00Z".parse()?;
//! let config = Config::new("ppg.example").with_route(Route::new("PLMN", Bearer::GSM_SMS));
//! let mut gateway = Gateway::new(config);
//!
//! let push = PushMessage::new("1@pi.example", "WAPPUSH=+15551234567/TYPE=PLMN@ppg.example");
//! let post = Post::submission(push, Entity::new("application/vnd.wap.sic", vec![2, 5, 4]));
//! let (content_type, body) = post.encode("b")?;
//! let initiator = Initiator::new("pi");
//! let input = Input::Request { request: 7, content_type: &content_type, body: &body, initiator: &initiator };
//! gateway.handle(input, now);
//!
//! let Some(Output::Answer(answer)) = gateway.poll(now) else { panic!() };
//! assert_eq!((answer.request, answer.status), (7, 202));
//! let Some(Output::Deliver(delivery)) = gateway.poll(now) else { panic!() };
//! assert_eq!(delivery.bearer, Some(Bearer::GSM_SMS));
//! gateway.handle(Input::Sent(delivery.id), now);
//! assert!(gateway.poll(now).is_none());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What is not in here: transport, authentication of initiators, retries over the air, and the
//! transformation of content. Their outcomes are inputs.

mod answer;
mod config;
mod content;
mod operation;
mod record;
mod route;
mod submit;

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet, VecDeque};
use alloc::string::String;
use core::fmt;

use bytes::Bytes;
use provost_wbxml::typed::datetime::DateTime;

use crate::address::Address;
use crate::application_id::Application;
use crate::bearer::Bearer;
use crate::mime::{Entity, Headers};
use crate::pap::{DeliveryMethod, MessageState, Priority, StatusCode};
use record::{Outcome, Record};

pub use config::{Config, Limits};
pub use route::Route;

/// What comes in.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Input<'a> {
    /// A request was posted. Whatever is in it, it is answered.
    Request {
        /// A number of the caller, which the answer repeats.
        request: u64,
        /// The value of its `Content-Type`.
        content_type: &'a str,
        /// Its body.
        body: &'a Bytes,
        /// Who posted it.
        initiator: &'a Initiator,
    },
    /// A delivery is on its way, and nothing more will be known of it.
    Sent(DeliveryId),
    /// The client has confirmed a delivery.
    Confirmed(DeliveryId),
    /// The client has refused a delivery: a code 5abc, as [`StatusCode::from_abort`] makes it.
    Aborted(DeliveryId, StatusCode),
    /// The client has not confirmed a delivery, and it will not be tried again.
    TimedOut(DeliveryId),
    /// A delivery is not possible: 3006, 3009, 3010, 4000 and others.
    Failed(DeliveryId, StatusCode),
}

/// Without the body of a request, which may hold secrets.
impl fmt::Debug for Input<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request { request, content_type, body, initiator } => {
                let octets = body.len();
                write!(f, "Request({request}, {content_type}, {octets} octets, {initiator:?})")
            }
            Self::Sent(id) => write!(f, "Sent({id:?})"),
            Self::Confirmed(id) => write!(f, "Confirmed({id:?})"),
            Self::Aborted(id, code) => write!(f, "Aborted({id:?}, {code})"),
            Self::TimedOut(id) => write!(f, "TimedOut({id:?})"),
            Self::Failed(id, code) => write!(f, "Failed({id:?}, {code})"),
        }
    }
}

/// Who posts a request, as far as the caller knows.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Initiator {
    /// A name of the caller's choice. What one has submitted, no other can cancel, replace or ask
    /// for.
    pub name: String,
    /// Whether it has been authenticated: the terminal is told.
    pub is_authenticated: bool,
    /// Whether the gateway vouches for what it sends: the terminal is told.
    pub is_trusted: bool,
}

impl Initiator {
    /// An initiator that is neither authenticated nor trusted.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), is_authenticated: false, is_trusted: false }
    }

    /// One that has been authenticated.
    #[must_use]
    pub fn authenticated(self) -> Self {
        Self { is_authenticated: true, ..self }
    }

    /// One whose content is trusted.
    #[must_use]
    pub fn trusted(self) -> Self {
        Self { is_trusted: true, ..self }
    }
}

/// What is to be done.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_enums, reason = "a new output must break its drivers when they build")]
pub enum Output {
    /// Answer a request.
    Answer(Answer),
    /// Deliver a push to a client. From now on it can be neither cancelled nor replaced.
    Deliver(Box<Delivery>),
    /// Post a notification to an initiator.
    Notify(Notice),
}

/// The answer to a request.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Answer {
    /// The number that came with the request.
    pub request: u64,
    /// The status of HTTP: 202 whatever PAP says (WAP-247, 13.4.1).
    pub status: u16,
    /// The value of `Content-Type`.
    pub content_type: String,
    /// The body.
    pub body: Bytes,
}

/// A notification on its way to an initiator.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Notice {
    /// Where to post it.
    pub url: String,
    /// The value of `Content-Type`.
    pub content_type: String,
    /// The body.
    pub body: Bytes,
}

/// The number of a delivery; no two have the same.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(clippy::exhaustive_structs, reason = "a number")]
pub struct DeliveryId(pub u64);

/// A push to one client: what goes where, and how.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Delivery {
    /// Its number, for the inputs that tell what became of it.
    pub id: DeliveryId,
    /// The push that it is of.
    pub push_id: String,
    /// The client.
    pub address: Address,
    /// The bearer; none for an address whose bearer the caller chooses, as that of a user.
    pub bearer: Option<Bearer>,
    /// Whether the client is to confirm it.
    pub is_confirmed: bool,
    /// How urgent it is.
    pub priority: Priority,
    /// When it must not be sent any more.
    pub deliver_before: Option<DateTime>,
    /// The application; none where it is the default of the client.
    pub application: Option<Application>,
    /// The type of the content, with all its parameters.
    pub content_type: String,
    /// The other headers that a push may have. Those that are between initiator and gateway are
    /// gone.
    pub headers: Headers,
    /// The content, free of its transfer encoding.
    pub content: Bytes,
    /// For `Push-Flag`: the initiator has been authenticated.
    pub is_authenticated: bool,
    /// For `Push-Flag`: the gateway vouches for the content.
    pub is_trusted: bool,
    /// The capabilities that the initiator assumes, for whoever transforms content.
    pub capabilities: Option<Entity>,
}

/// Without the content, which may hold secrets.
impl fmt::Debug for Delivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delivery")
            .field("id", &self.id)
            .field("push_id", &self.push_id)
            .field("address", &self.address)
            .field("bearer", &self.bearer)
            .field("content_type", &self.content_type)
            .field("content", &format_args!("{} octets", self.content.len()))
            .finish_non_exhaustive()
    }
}

/// The core of a gateway.
#[derive(Debug)]
pub struct Gateway {
    config: Config,
    records: BTreeMap<String, Record>,
    /// The pushes that are over, in the order in which they came to it.
    finished: VecDeque<String>,
    /// Where a delivery belongs: its push, and which of its clients.
    deliveries: BTreeMap<DeliveryId, (String, usize)>,
    /// Deliveries that may go out: the most urgent and then the oldest last.
    ready: BTreeSet<(Priority, core::cmp::Reverse<DeliveryId>)>,
    /// Deliveries that may not go out yet.
    early: BTreeSet<(DateTime, DeliveryId)>,
    /// Deliveries that will be too late.
    late: BTreeSet<(DateTime, DeliveryId)>,
    outputs: VecDeque<Output>,
    /// Octets of all that is held.
    octets: usize,
    last: u64,
    capabilities: BTreeMap<String, Entity>,
}

impl Gateway {
    /// A gateway that has got nothing yet.
    #[must_use]
    pub fn new(config: Config) -> Self {
        Self {
            config,
            records: BTreeMap::new(),
            finished: VecDeque::new(),
            deliveries: BTreeMap::new(),
            ready: BTreeSet::new(),
            early: BTreeSet::new(),
            late: BTreeSet::new(),
            outputs: VecDeque::new(),
            octets: 0,
            last: 0,
            capabilities: BTreeMap::new(),
        }
    }

    /// Tells the capabilities of a client, for initiators that ask for them: by its address, which
    /// they must write in the same way.
    pub fn set_capabilities(&mut self, address: impl Into<String>, capabilities: Entity) {
        self.capabilities.insert(address.into(), capabilities);
    }

    /// Takes what comes in. It cannot fail: what is wrong with a request is in its answer, and what
    /// is said of a delivery that is over or was never made is passed over.
    pub fn handle(&mut self, input: Input<'_>, now: DateTime) {
        match input {
            Input::Request { request, content_type, body, initiator } => {
                self.expire(now);
                let answer = self.answer(content_type, body, initiator, now);
                let status = if answer.is_some() { 202 } else { 500 };
                let (content_type, body) = answer.unwrap_or_default();
                // An answer never waits for a notification.
                let answer = Answer { request, status, content_type, body };
                self.outputs.push_front(Output::Answer(answer));
            }
            Input::Sent(id) => self.delivered(id, false, now),
            Input::Confirmed(id) => self.delivered(id, true, now),
            Input::Aborted(id, code) => {
                self.conclude(id, Outcome::new(MessageState::Aborted, code), now);
            }
            Input::TimedOut(id) => {
                let outcome = Outcome::new(MessageState::Timeout, StatusCode::SERVICE_FAILURE);
                self.conclude(id, outcome.because("the client did not confirm in time"), now);
            }
            Input::Failed(id, code) => {
                self.conclude(id, Outcome::new(MessageState::Undeliverable, code), now);
            }
        }
    }

    /// What is to be done next; nothing where that is to be seen at [`next_time`](Self::next_time),
    /// or when something comes in.
    pub fn poll(&mut self, now: DateTime) -> Option<Output> {
        if self.outputs.is_empty() {
            self.expire(now);
        }
        if let Some(output) = self.outputs.pop_front() {
            return Some(output);
        }
        while let Some((after, id)) = self.early.first().copied().filter(|(after, _)| *after <= now)
        {
            self.early.remove(&(after, id));
            let priority = self.record_of(id).map(|record| record.priority).unwrap_or_default();
            self.ready.insert((priority, core::cmp::Reverse(id)));
        }
        while let Some((_, core::cmp::Reverse(id))) = self.ready.pop_last() {
            if let Some(delivery) = self.hand_out(id) {
                return Some(Output::Deliver(Box::new(delivery)));
            }
        }
        None
    }

    /// When there may be something to do although nothing comes in: a push comes of age or gets too
    /// old.
    #[must_use]
    pub fn next_time(&self) -> Option<DateTime> {
        let early = self.early.first().map(|(time, _)| *time);
        let late = self.late.first().map(|(time, _)| *time);
        early.into_iter().chain(late).min()
    }

    /// How many pushes are held, those that are over included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether no push is held.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// Octets of all pushes that are held.
    #[must_use]
    pub const fn octets(&self) -> usize {
        self.octets
    }

    fn record_of(&self, id: DeliveryId) -> Option<&Record> {
        self.deliveries.get(&id).and_then(|(push_id, _)| self.records.get(push_id))
    }

    fn delivered(&mut self, id: DeliveryId, is_confirmed: bool, now: DateTime) {
        let Some((push_id, at)) = self.deliveries.get(&id) else { return };
        let recipient = self.records.get(push_id).and_then(|record| record.recipients.get(*at));
        let Some(asked) = recipient.map(|recipient| recipient.is_confirmed) else { return };
        if asked && !is_confirmed {
            // It is on its way; the confirmation will come, or not.
            return;
        }
        // WAP-247_100: who asked for an unconfirmed push is told of one, whatever the bearer does.
        let method = if asked { DeliveryMethod::Confirmed } else { DeliveryMethod::Unconfirmed };
        let outcome = Outcome::new(MessageState::Delivered, StatusCode::OK).by(method);
        self.conclude(id, outcome, now);
    }

    /// Ends what is too old and was not handed out. The last moment is not too late.
    fn expire(&mut self, now: DateTime) {
        while let Some((before, id)) = self.late.first().copied().filter(|late| late.0 < now) {
            self.late.remove(&(before, id));
            let outcome = Outcome::new(MessageState::Expired, StatusCode::SERVICE_FAILURE);
            self.conclude(id, outcome.because("deliver-before-timestamp has passed"), now);
        }
    }
}

#[cfg(test)]
mod tests;
