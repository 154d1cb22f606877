//! HTTP on the loopback interface: a server in a thread of its own, and a client.

use std::error::Error;
use std::io;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use bytes::Bytes;
use provost::push::mime::Headers;

/// A request: also what is posted.
#[derive(Clone, Debug)]
pub struct Request {
    /// The method.
    pub method: String,
    /// The path, with its query.
    pub path: String,
    /// The headers.
    pub headers: Headers,
    /// The body.
    pub body: Bytes,
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: Headers,
    /// The body.
    pub body: Bytes,
}

impl Response {
    /// An answer without headers and body.
    #[must_use]
    pub const fn empty(status: u16) -> Self {
        Self { status, headers: Headers::new(), body: Bytes::new() }
    }

    /// An answer of a type.
    #[must_use]
    pub fn new(status: u16, content_type: impl Into<String>, body: impl Into<Bytes>) -> Self {
        let headers = Headers::new().with("Content-Type", content_type);
        Self { status, headers, body: body.into() }
    }

    /// The value of `Content-Type`, empty where there is none.
    #[must_use]
    pub fn content_type(&self) -> &str {
        self.headers.find("Content-Type").unwrap_or_default()
    }
}

/// A server, until it is dropped.
pub struct Server {
    server: Arc<tiny_http::Server>,
    thread: Option<JoinHandle<()>>,
}

impl core::fmt::Debug for Server {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Server({})", self.url(""))
    }
}

impl Server {
    /// Listens at a port that is free, and answers one request after the other.
    ///
    /// # Errors
    /// Where there is no port.
    pub fn start(
        mut answer: impl FnMut(Request) -> Response + Send + 'static,
    ) -> Result<Self, Box<dyn Error>> {
        let server = tiny_http::Server::http("127.0.0.1:0").map_err(|error| error.to_string())?;
        let server = Arc::new(server);
        let listening = Arc::clone(&server);
        let thread = thread::spawn(move || {
            // It ends with `unblock`.
            while let Ok(mut request) = listening.recv() {
                let answered = read(&mut request).map(&mut answer).and_then(|answer| {
                    let response = tiny_http::Response::from_data(answer.body.to_vec());
                    let response = answer.headers.iter().fold(response, |response, header| {
                        let (name, value) = (header.name.as_bytes(), header.value.as_bytes());
                        let header = tiny_http::Header::from_bytes(name, value);
                        header.into_iter().fold(response, tiny_http::Response::with_header)
                    });
                    request.respond(response.with_status_code(answer.status))
                });
                if let Err(error) = answered {
                    eprintln!("a request was not answered: {error}");
                }
            }
        });
        Ok(Self { server, thread: Some(thread) })
    }

    /// The URL of a path.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.server.server_addr())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.server.unblock();
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

fn read(request: &mut tiny_http::Request) -> io::Result<Request> {
    let mut body = Vec::new();
    request.as_reader().read_to_end(&mut body)?;
    let headers = request.headers().iter();
    Ok(Request {
        method: request.method().to_string(),
        path: request.url().to_owned(),
        headers: headers.map(|header| (header.field.to_string(), header.value.as_str())).collect(),
        body: body.into(),
    })
}

/// Gets what is there.
///
/// # Errors
/// Where nobody answers.
pub fn get(url: &str) -> Result<Response, Box<dyn Error>> {
    let mut response = ureq::get(url).call()?;
    let body = response.body_mut().read_to_vec()?;
    Ok(Response { body: body.into(), ..Response::empty(response.status().as_u16()) })
}

/// Posts a body of a type.
///
/// # Errors
/// Where nobody answers.
pub fn post(url: &str, content_type: &str, body: &Bytes) -> Result<Response, Box<dyn Error>> {
    post_with(url, &Headers::new().with("Content-Type", content_type), body)
}

/// Posts a body with headers. That of its length and the one of the host are those of the client.
///
/// # Errors
/// Where nobody answers.
pub fn post_with(url: &str, headers: &Headers, body: &Bytes) -> Result<Response, Box<dyn Error>> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(core::time::Duration::from_secs(10)))
        .build()
        .into();
    let mut request = agent.post(url);
    for header in headers {
        if !["Content-Length", "Host"].iter().any(|name| header.name.eq_ignore_ascii_case(name)) {
            request = request.header(&header.name, &header.value);
        }
    }
    let mut response = request.send(body.as_ref())?;
    let headers = response.headers().iter();
    let headers = headers
        .map(|(name, value)| (name.as_str(), value.to_str().unwrap_or_default()))
        .collect::<Headers>();
    let body = response.body_mut().read_to_vec()?;
    Ok(Response { status: response.status().as_u16(), headers, body: body.into() })
}
