//! The push proxy gateway: `provost::push::gateway` decides, here are its sockets. Initiators post PAP
//! by HTTP; terminals get pushes as a `MESSAGE` of SIP, as short messages, or by HTTP.

use std::error::Error;
use std::sync::mpsc::{self, Sender};
use std::thread::{self, JoinHandle};

use provost::push::Bearer;
use provost::push::gateway::{Config, Gateway as Core, Initiator, Input, Output, Route};
use provost::push::pap::StatusCode;
use provost::wbxml::typed::datetime::DateTime;

use crate::carrier::Carrier;
use crate::http::{self, Request, Response};
use crate::subscribers::Subscriber;

mod delivery;

use delivery::Ways;

/// The name of the gateway in addresses.
pub const NAME: &str = "ppg.example.com";

/// The clock of the network, which stands still so that each run is like the one before.
pub const NOW: &str = "2026-11-27T12:00:00Z";

/// The initiator that the gateway knows, and its `Authorization`.
pub const INITIATOR: (&str, &str) = ("dm.example.com", "Basic ZG06c2VjcmV0");

/// A running gateway.
#[derive(Debug)]
pub struct Gateway {
    server: http::Server,
    requests: Sender<Work>,
    thread: Option<JoinHandle<()>>,
}

/// What its thread has to do.
enum Work {
    Answer(Request, Sender<Response>),
    Register(Subscriber),
    End,
}

impl Gateway {
    /// Starts it with a carrier of short messages.
    ///
    /// # Errors
    /// Where there is no port.
    pub fn start(carrier: Carrier) -> Result<Self, Box<dyn Error>> {
        let now = NOW.parse()?;
        let (requests, work) = mpsc::channel();
        let thread = thread::spawn(move || {
            let mut proxy = Proxy { core: Core::new(config()), ways: Ways::new(carrier), now };
            while let Ok(work) = work.recv() {
                match work {
                    Work::Answer(request, answer) => proxy.handle(&request, &answer),
                    Work::Register(subscriber) => proxy.ways.register(subscriber),
                    Work::End => return,
                }
            }
        });
        let posts = requests.clone();
        let server = http::Server::start(move |request| {
            let (answer, answered) = mpsc::channel();
            let is_sent = posts.send(Work::Answer(request, answer)).is_ok();
            let response = answered.recv().ok().filter(|_| is_sent);
            response.unwrap_or(Response::empty(503))
        })?;
        Ok(Self { server, requests, thread: Some(thread) })
    }

    /// Tells where a user's terminal is now.
    ///
    /// # Errors
    /// Where the gateway has ended.
    pub fn register(&self, subscriber: Subscriber) -> Result<(), Box<dyn Error>> {
        self.requests.send(Work::Register(subscriber)).map_err(|_| "the gateway has ended".into())
    }

    /// Where initiators post.
    #[must_use]
    pub fn url(&self) -> String {
        self.server.url("/pap")
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        let _ = self.requests.send(Work::End);
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

/// A user is reached by SIP where nothing else is asked for, and by two bearers of GSM.
fn config() -> Config {
    Config::new(NAME)
        .with_route(Route::without_bearer("USER").confirmed())
        .with_route(Route::new("USER", Bearer::GSM_SMS))
        .with_route(Route::new("USER", Bearer::GSM_GPRS).confirmed())
}

struct Proxy {
    core: Core,
    ways: Ways,
    now: DateTime,
}

impl Proxy {
    /// Answers a request, and then does what follows from it.
    fn handle(&mut self, request: &Request, answer: &Sender<Response>) {
        let (name, secret) = INITIATOR;
        let initiator = match request.headers.find("Authorization") {
            Some(value) if value == secret => Initiator::new(name).authenticated().trusted(),
            _ => Initiator::new("unknown"),
        };
        let content_type = request.headers.find("Content-Type").unwrap_or_default();
        let input =
            Input::Request { request: 0, content_type, body: &request.body, initiator: &initiator };
        self.core.handle(input, self.now);
        while let Some(output) = self.core.poll(self.now) {
            match output {
                Output::Answer(it) => {
                    let _ = answer.send(Response::new(it.status, it.content_type, it.body));
                }
                Output::Deliver(delivery) => {
                    let became = self.ways.deliver(&delivery).unwrap_or_else(|error| {
                        eprintln!("{} is not delivered: {error}", delivery.push_id);
                        Input::Failed(delivery.id, StatusCode::SERVICE_FAILURE)
                    });
                    self.core.handle(became, self.now);
                }
                Output::Notify(notice) => {
                    if let Err(error) = http::post(&notice.url, &notice.content_type, &notice.body)
                    {
                        eprintln!("the initiator is not told: {error}");
                    }
                }
            }
        }
    }
}
