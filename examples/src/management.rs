//! A management server: sessions over HTTP, of which nothing is in memory between two messages but what
//! a database would hold.

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use provost::dm::auth::{Credential, HmacHeader};
use provost::dm::session::{
    Entropy, Handle, Instant, Received, Request, Server, ServerCredentials, ServerOutput,
    ServerState,
};
use provost::dm::{Command, Fragment};

use crate::http::{self, Response};

/// A server with devices.
#[derive(Debug)]
pub struct Management {
    http: http::Server,
    devices: Arc<Mutex<Devices>>,
    told: Receiver<ServerOutput>,
}

/// What a session makes the server do: it sees what has come, and may queue commands or answer alerts.
type Reaction = Box<dyn FnMut(&ServerOutput, &mut Server) + Send>;

/// The database: devices by their identifiers.
#[derive(Default)]
struct Devices {
    rows: BTreeMap<String, Row>,
    /// Requests so far, of which random octets are made here.
    requests: u8,
    messages: usize,
}

struct Row {
    state: ServerState,
    device: Option<Credential>,
    server: Option<Credential>,
    react: Reaction,
}

impl core::fmt::Debug for Devices {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Devices({})", self.rows.len())
    }
}

impl Management {
    /// Starts it without devices.
    ///
    /// # Errors
    /// Where there is no port.
    pub fn start() -> Result<Self, Box<dyn Error>> {
        let devices = Arc::new(Mutex::new(Devices::default()));
        let (tell, told) = mpsc::channel();
        let table = Arc::clone(&devices);
        let http = http::Server::start(move |request| {
            let message = Request::new(request.body.clone())
                .with_content_type(request.headers.find("Content-Type").unwrap_or_default());
            let message = match request.headers.find(HmacHeader::NAME) {
                Some(hmac) => message.with_hmac(hmac),
                None => message,
            };
            lock(&table).answer(Received::decode(message), &tell)
        })?;
        Ok(Self { http, devices, told })
    }

    /// Where devices post.
    #[must_use]
    pub fn url(&self) -> String {
        self.http.url("/dm")
    }

    /// Takes a device in, with the nonces of its account: what it proves itself with, and what the server
    /// does.
    pub fn enroll(
        &self,
        device: &str,
        state: ServerState,
        own: Option<Credential>,
        server: Option<Credential>,
    ) {
        let row = Row { state, device: own, server, react: Box::new(|_, _| {}) };
        lock(&self.devices).rows.insert(device.to_owned(), row);
    }

    /// Queues commands for the next session of a device.
    ///
    /// # Errors
    /// Where the device is not known.
    pub fn queue(
        &self,
        device: &str,
        commands: impl IntoIterator<Item = Command>,
    ) -> Result<Vec<Handle>, Box<dyn Error>> {
        self.with(device, |server| commands.into_iter().map(|it| server.queue(it)).collect())
    }

    /// Queues a profile.
    ///
    /// # Errors
    /// Where the device is not known.
    pub fn queue_profile(
        &self,
        device: &str,
        profile: &Fragment,
    ) -> Result<Vec<Handle>, Box<dyn Error>> {
        self.with(device, |server| server.queue_all(profile))
    }

    /// What the server does while sessions of a device go on.
    ///
    /// # Errors
    /// Where the device is not known.
    pub fn react(
        &self,
        device: &str,
        react: impl FnMut(&ServerOutput, &mut Server) + Send + 'static,
    ) -> Result<(), Box<dyn Error>> {
        let mut devices = lock(&self.devices);
        devices.rows.get_mut(device).ok_or("no such device")?.react = Box::new(react);
        Ok(())
    }

    /// The state that is stored for a device: the nonces of its next session are in it.
    ///
    /// # Errors
    /// Where the device is not known.
    pub fn state(&self, device: &str) -> Result<ServerState, Box<dyn Error>> {
        Ok(lock(&self.devices).rows.get(device).ok_or("no such device")?.state.clone())
    }

    /// How many messages were answered so far.
    #[must_use]
    pub fn messages(&self) -> usize {
        lock(&self.devices).messages
    }

    /// All that a session has brought, as soon as it is over.
    ///
    /// # Errors
    /// Where it is not within ten seconds.
    pub fn session(&self) -> Result<Vec<ServerOutput>, Box<dyn Error>> {
        let mut outputs = Vec::new();
        loop {
            outputs.push(self.told.recv_timeout(Duration::from_secs(10))?);
            if let Some(ServerOutput::Done(_)) = outputs.last() {
                return Ok(outputs);
            }
        }
    }

    fn with<T>(
        &self,
        device: &str,
        work: impl FnOnce(&mut Server) -> T,
    ) -> Result<T, Box<dyn Error>> {
        let mut devices = lock(&self.devices);
        let entropy = devices.entropy();
        let row = devices.rows.get_mut(device).ok_or("no such device")?;
        let mut server = row.resume(entropy);
        let done = work(&mut server);
        row.store(&server);
        Ok(done)
    }
}

impl Devices {
    /// Loads a session, answers a message, and stores the session.
    fn answer(&mut self, received: Received, tell: &Sender<ServerOutput>) -> Response {
        let entropy = self.entropy();
        self.messages = self.messages.saturating_add(1);
        let device = received.device().unwrap_or_default().to_owned();
        let Some(row) = self.rows.get_mut(&device) else { return Response::empty(404) };
        let mut server = row.resume(entropy);
        server.handle(received, Instant::ZERO);
        let mut response = Response::empty(500);
        loop {
            let output = server.poll();
            (row.react)(&output, &mut server);
            match output {
                ServerOutput::Respond(answer) => {
                    response = Response::new(200, answer.content_type, answer.body);
                    if let Some(hmac) = answer.hmac {
                        response.headers.push(HmacHeader::NAME, hmac);
                    }
                }
                ServerOutput::Reject(rejection) => {
                    response = Response::empty(rejection.http_status());
                }
                ServerOutput::Waiting => break,
                other => {
                    let _ = tell.send(other);
                }
            }
        }
        row.store(&server);
        response
    }

    /// Random octets of the system, which count here, so that each run is like the one before.
    fn entropy(&mut self) -> Entropy {
        self.requests = self.requests.wrapping_add(1);
        Entropy::new([self.requests; 32])
    }
}

impl Row {
    fn resume(&self, entropy: Entropy) -> Server {
        let mut credentials = ServerCredentials::new(entropy);
        credentials.device = self.device.clone();
        credentials.server = self.server.clone();
        Server::resume(self.state.clone(), credentials)
    }

    fn store(&mut self, server: &Server) {
        if let Some(state) = server.state() {
            self.state = state.clone();
        }
    }
}

fn lock(devices: &Mutex<Devices>) -> MutexGuard<'_, Devices> {
    devices.lock().unwrap_or_else(PoisonError::into_inner)
}
