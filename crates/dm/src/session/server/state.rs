//! What is stored of a device between two requests.

use alloc::boxed::Box;
use alloc::collections::VecDeque;

use super::config::ServerConfig;
use super::dialogue::Dialogue;
use super::output::Handle;
use crate::auth::Nonce;
use crate::message::Header;
use crate::session::outbox::Outbox;
use crate::session::{Digests, Instant, Nonces, Prover, Verifier};

/// What is stored of a device: its session, the commands that are queued, the nonces of the next
/// session. It serializes, and has no credentials in it; what commands carry is in it, as it is queued.
///
/// What is stored begins with the number of its form, which a release that stores it otherwise counts up. A state in
/// another form is refused with an error that names both, and never read halfway: what it lacks might be what is
/// demanded of the device. A server that goes over to another release lets sessions end, and takes
/// [`nonces`](Self::nonces) along: they are all that outlives a session besides the commands that wait.
///
/// A server keeps nothing in memory between two requests unless it wants to. Any worker takes any request:
/// it reads whose it is, loads the state, and stores it when there is nothing left to be polled. Two
/// requests of one device must not be taken at once: lock its row.
///
/// ```
/// use std::collections::HashMap;
///
/// use provost_dm::auth::Credential;
/// use provost_dm::session::{
///     Entropy, Instant, Received, Request, Response, Server, ServerConfig, ServerCredentials,
///     ServerOutput, ServerState,
/// };
///
/// // The database. The state serializes with the feature `serde`.
/// type Database = HashMap<String, ServerState>;
///
/// fn serve(database: &mut Database, request: Request, now: Instant) -> Option<Response> {
///     let received = Received::decode(request);
///     let device = received.device()?.to_owned();
///     let state = database.remove(&device);
///     let state = state.unwrap_or_else(|| ServerState::new(ServerConfig::new()));
///     // Credentials come from where they are safe, the octets from the generator of the system.
///     let credentials = ServerCredentials::new(Entropy::new([7; 32]))
///         .with_device(Credential::new("user", "password"));
///     let mut server = Server::resume(state, credentials);
///     server.handle(received, now);
///     let mut response = None;
///     loop {
///         match server.poll() {
///             ServerOutput::Respond(answer) => response = Some(answer),
///             ServerOutput::Result(result) => println!("{:?}", result.status()),
///             ServerOutput::Waiting => break,
///             other => println!("{other:?}"),
///         }
///     }
///     database.extend(server.state().cloned().map(|state| (device, state)));
///     response
/// }
///
/// let mut database = Database::new();
/// let package = Request::new(&b"<SyncML><SyncHdr><SessionID>1</SessionID><MsgID>1</MsgID>\
///     <Source><LocURI>IMEI:1</LocURI></Source></SyncHdr><SyncBody><Alert><CmdID>1</CmdID>\
///     <Data>1201</Data></Alert><Final/></SyncBody></SyncML>"[..]);
/// let first = serve(&mut database, package.clone(), Instant::ZERO);
/// assert!(first.is_some());
/// // A message that comes again gets the same octets, from whichever worker.
/// assert_eq!(serve(&mut database, package, Instant::ZERO), first);
/// ```
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ServerState {
    #[cfg(feature = "serde")]
    form: Form,
    pub(super) config: ServerConfig,
    pub(super) queue: Outbox,
    handles: u32,
    pub(super) nonces: Nonces,
    /// The special nonce that the next session may begin with.
    pub(super) special: Option<Nonce>,
    /// The nonce of the challenge to whoever begins a session, until the device has proved itself: it is the
    /// same for all, so that nobody makes that of the device stale.
    pub(super) challenge: Option<Nonce>,
    pub(super) current: Option<Box<Dialogue>>,
    /// A session whose device has not proved who it is, and which ends no other until it has.
    pub(super) candidate: Option<Box<Dialogue>>,
    /// The digests of messages that have begun sessions, by which late copies are known.
    past: VecDeque<([u8; 16], Instant)>,
}

impl ServerState {
    /// Sessions whose beginnings are remembered.
    const PAST: usize = 8;

    /// Of a device that has had no session.
    #[must_use]
    pub fn new(config: ServerConfig) -> Self {
        Self {
            #[cfg(feature = "serde")]
            form: Form,
            config,
            queue: Outbox::default(),
            handles: 0,
            nonces: Nonces::default(),
            special: None,
            challenge: None,
            current: None,
            candidate: None,
            past: VecDeque::new(),
        }
    }

    /// With the nonces of the account, or that were stored elsewhere.
    #[must_use]
    pub fn with_nonces(self, nonces: Nonces) -> Self {
        Self { nonces, ..self }
    }

    /// The nonces of the next session.
    #[must_use]
    pub const fn nonces(&self) -> &Nonces {
        &self.nonces
    }

    /// How many commands are queued and not sent.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.queue.len()
    }

    /// Whether a session goes on.
    #[must_use]
    pub fn is_in_session(&self) -> bool {
        self.current.as_ref().is_some_and(|current| !current.is_over())
    }

    pub(super) fn next_handle(&mut self) -> Handle {
        self.handles = self.handles.wrapping_add(1);
        Handle(self.handles)
    }

    /// A session that begins. Its answers have higher numbers than those of sessions that came to nothing before.
    pub(super) fn begin(&self, header: &Header) -> Dialogue {
        let mut dialogue = Dialogue::new(&self.config, header);
        if let Some(before) = &self.candidate {
            dialogue.number_behind(before);
        }
        dialogue
    }

    /// What a session expects whose device has not proved itself: the nonces as they stand now, for each of
    /// them is good once, in whichever session.
    pub(super) fn expect_proof(&self, dialogue: &mut Dialogue) {
        let Self { config, nonces, special, challenge, .. } = self;
        let verifier = match config.demand {
            Some(scheme) => Verifier::demanding(scheme, nonces.peer.clone()),
            None => Verifier::anyone(nonces.peer.clone()),
        };
        let verifier = if config.each { verifier.of_each_message() } else { verifier };
        let verifier = match special {
            Some(special) => verifier.resynchronizing(special.clone()),
            None => verifier,
        };
        let verifier = verifier.challenging(challenge.clone());
        dialogue.verifier = verifier.with_challenges_of(&dialogue.verifier);
        let prover = Prover::nobody(nonces.own.clone());
        dialogue.prover = match config.prefer {
            Some(scheme) if scheme.has_nonce() => prover.preferring(scheme),
            _ => prover,
        };
    }

    /// The device has proved itself in a message: the nonce of that is used up for all sessions.
    pub(super) fn admit(&mut self, verifier: &Verifier, is_new: bool) {
        self.nonces.peer = verifier.stored_nonce();
        if is_new {
            self.special = None;
            if let Some(current) = &mut self.current {
                current.verifier.move_on(&self.nonces.peer);
            }
        }
    }

    /// Another session takes the place of the one that is over.
    pub(super) fn supersede(&mut self) {
        let Some(old) = self.current.take() else { return };
        self.past.truncate(Self::PAST.saturating_sub(1));
        self.past.push_front((old.first, old.heard));
    }

    /// Whether a message has begun a session that was superseded not long ago.
    pub(super) fn is_past(&self, digests: &Digests, now: Instant) -> bool {
        let timeout = self.config.timeout;
        let is_it = |(first, heard): &([u8; 16], Instant)| {
            *first == digests.body && heard.after_seconds(timeout) >= now
        };
        self.past.iter().any(is_it)
    }
}

/// The form in which a state is stored: a number in front of it.
#[cfg(feature = "serde")]
#[derive(Clone, Copy, Debug)]
struct Form;

#[cfg(feature = "serde")]
impl Form {
    /// Counted up whenever what is stored before cannot be read as it was meant any more.
    const NUMBER: u16 = 1;
}

#[cfg(feature = "serde")]
impl serde::Serialize for Form {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.serialize_some(&Self::NUMBER)
        } else {
            serializer.serialize_u16(Self::NUMBER)
        }
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Form {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Only an option may be missing where fields have names, which says what is missing.
        let number = if deserializer.is_human_readable() {
            Option::<u16>::deserialize(deserializer)?
        } else {
            Some(u16::deserialize(deserializer)?)
        };
        let own = Self::NUMBER;
        let found = match number {
            Some(number) if number == own => return Ok(Self),
            Some(number) => alloc::format!("form {number}"),
            None => "no number of its form, as before there were any".into(),
        };
        Err(serde::de::Error::custom(alloc::format!(
            "stored state of a server has {found}, and this release reads form {own}"
        )))
    }
}
