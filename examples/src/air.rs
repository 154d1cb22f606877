//! What comes to a terminal over the air: by SIP, by short messages, by HTTP. The three are told apart
//! by their frames alone; what is inside comes out the same.

use core::fmt;
use std::error::Error;
use std::net::{SocketAddr, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use bytes::Bytes;
use provost::bootstrap::Bearer;
use provost::push::http::{PATH, PushAnswer, PushRequest, PushStatus};
use provost::push::mime::Entity;
use provost::push::sip::{Profile, SipPush};
use provost::push::sms::{Address, Instant, Ports, Reassembler, Received};
use provost::push::wsp::{Push, PushFlag};
use provost::push::{Application, ApplicationId};

use crate::http::{self, Request, Response};
use crate::subscribers::Subscriber;
use crate::{carrier, sip};

/// A push that has come.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// The way that it came.
    pub way: Way,
    /// The application that it is for.
    pub application: Application,
    /// The type of its content, with all parameters.
    pub content_type: String,
    /// What the gateway says about it.
    pub flag: PushFlag,
    /// Its content.
    pub body: Bytes,
}

/// A way to the terminal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    /// OTA-SIP, with the transport of its `MESSAGE`.
    Sip(sip::Transport),
    /// OTA-WSP over so many short messages.
    Sms(usize),
    /// OTA-HTTP.
    Http,
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sip(transport) => write!(f, "SIP over {}", transport.name()),
            Self::Sms(1) => f.write_str("a short message"),
            Self::Sms(count) => write!(f, "{count} short messages"),
            Self::Http => f.write_str("HTTP"),
        }
    }
}

impl Way {
    /// The bearer, as the policy of bootstrap has it.
    #[must_use]
    pub const fn bearer(self) -> Bearer {
        match self {
            Self::Sms(_) => Bearer::Sms,
            Self::Sip(_) | Self::Http => Bearer::IpPush,
        }
    }
}

/// The receivers of a terminal, until they are dropped.
#[derive(Debug)]
pub struct Air {
    sip: sip::Server,
    http: http::Server,
    radio: SocketAddr,
    is_over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
    arrivals: Receiver<Arrival>,
}

impl Air {
    /// Listens on all bearers.
    ///
    /// # Errors
    /// Where there is no port.
    pub fn start() -> Result<Self, Box<dyn Error>> {
        let (arrived, arrivals) = mpsc::channel();
        let by_sip = arrived.clone();
        let sip = sip::Server::start(move |request| answer_sip(&request, &by_sip))?;
        let by_http = arrived.clone();
        let http = http::Server::start(move |request| answer_http(&request, &by_http))?;
        let socket = UdpSocket::bind("127.0.0.1:0")?;
        socket.set_read_timeout(Some(Duration::from_millis(50)))?;
        let radio = socket.local_addr()?;
        let is_over = Arc::new(AtomicBool::new(false));
        let over = Arc::clone(&is_over);
        let thread = thread::spawn(move || listen(&socket, &arrived, &over));
        Ok(Self { sip, http, radio, is_over, thread: Some(thread), arrivals })
    }

    /// The user, reachable by all of them.
    #[must_use]
    pub fn attach(&self, user: Subscriber) -> Subscriber {
        Subscriber {
            contact: Some(self.sip.address()),
            http: Some(self.http.url(PATH)),
            radio: Some(self.radio),
            ..user
        }
    }

    /// The next push.
    ///
    /// # Errors
    /// Where none comes within ten seconds.
    pub fn next(&self) -> Result<Arrival, Box<dyn Error>> {
        Ok(self.arrivals.recv_timeout(Duration::from_secs(10))?)
    }

    /// Whether nothing has come that was not asked for.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        self.arrivals.try_recv().is_err()
    }
}

impl Drop for Air {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

/// Applications of this terminal, in the words of the feature tag.
const APPLICATIONS: &str = "wml.ua,syncml.dm";

fn answer_sip(arrived: &sip::Arrived, arrivals: &Sender<Arrival>) -> sip::Message {
    let (request, profile) = (&arrived.request, Profile::default());
    match request.method() {
        "OPTIONS" => {
            let mut response = request.respond(200, "OK");
            let tag = format!("<sip:terminal>;{}=\"{APPLICATIONS}\"", profile.application_tag);
            response.headers.push("Contact", tag);
            response.headers.push("Allow", "OPTIONS, MESSAGE");
            response
        }
        "MESSAGE" if SipPush::is_of_service(&request.headers, &profile) => {
            match SipPush::decode(&request.headers, &request.body, &profile) {
                Ok(push) => {
                    let way = Way::Sip(arrived.transport);
                    let _ = arrivals.send(arrival(way, &push.content, PushFlag(0)));
                    request.respond(200, "OK")
                }
                Err(_) => request.respond(400, "Bad Request"),
            }
        }
        "MESSAGE" => request.respond(415, "Unsupported Media Type"),
        _ => request.respond(405, "Method Not Allowed"),
    }
}

fn answer_http(request: &Request, arrivals: &Sender<Arrival>) -> Response {
    if (request.method.as_str(), request.path.as_str()) != ("POST", PATH) {
        return Response::empty(404);
    }
    let status = match PushRequest::decode(&request.headers, &request.body) {
        Ok(push) => {
            let bit = |is_set, bit| if is_set { bit } else { PushFlag(0) };
            let flag = bit(push.info.is_authenticated, PushFlag::AUTHENTICATED)
                .with(bit(push.info.is_trusted, PushFlag::TRUSTED));
            let _ = arrivals.send(arrival(Way::Http, &push.content, flag));
            PushStatus::ACCEPTED
        }
        Err(_) => PushStatus::CONTENT,
    };
    let answer = PushAnswer::new(status);
    let headers = answer.encode().unwrap_or_default();
    Response { status: answer.http_status, headers, body: Bytes::new() }
}

fn arrival(way: Way, content: &Entity, flag: PushFlag) -> Arrival {
    let named = content.headers.find("X-Wap-Application-Id").map(Application::from_text);
    Arrival {
        way,
        application: named.and_then(Result::ok).unwrap_or(ApplicationId::WML_UA.into()),
        content_type: content.content_type().unwrap_or_default().to_owned(),
        flag,
        body: content.body.clone(),
    }
}

/// Joins short messages to datagrams, and takes those for the push port.
fn listen(radio: &UdpSocket, arrivals: &Sender<Arrival>, over: &AtomicBool) {
    let mut parts: Reassembler<Address> = Reassembler::new();
    let mut buffer = [0; 256];
    let mut count: usize = 0;
    while !over.load(Ordering::Relaxed) {
        let Ok(length) = radio.recv(&mut buffer) else { continue };
        count = count.saturating_add(1);
        let octets = Bytes::copy_from_slice(buffer.get(..length).unwrap_or_default());
        match join(&mut parts, &octets) {
            Ok(Some(push)) => {
                let way = Way::Sms(core::mem::take(&mut count));
                let application = match push.application() {
                    Ok(application) => application,
                    Err(error) => {
                        eprintln!("a push for nobody that is known is passed over: {error}");
                        continue;
                    }
                };
                let _ = arrivals.send(Arrival {
                    way,
                    application,
                    content_type: push.content_type.to_text().unwrap_or_default(),
                    flag: push.headers.push_flag().unwrap_or(PushFlag(0)),
                    body: push.body,
                });
            }
            Ok(None) => {}
            Err(error) => eprintln!("a short message is passed over: {error}"),
        }
    }
}

fn join(parts: &mut Reassembler<Address>, octets: &Bytes) -> Result<Option<Push>, Box<dyn Error>> {
    let (sender, user_data) = carrier::received(octets)?;
    match parts.accept(sender, &user_data, Instant(0))? {
        Received::Complete(datagram) if datagram.ports == Some(Ports::PUSH) => {
            Ok(Some(Push::decode(&datagram.payload)?))
        }
        _ => Ok(None),
    }
}
