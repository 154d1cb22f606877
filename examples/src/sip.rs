//! SIP on the loopback interface: requests and responses, over UDP and over TCP.
//!
//! What stands in the headers of a push is made by `provost::push::sip`; here is what is around them:
//! the dialog's headers, the frame on the wire, the transaction. The header block is read by
//! `httparse`.

use std::error::Error;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream, UdpSocket};
use std::time::Duration;

use bytes::Bytes;
use provost::push::mime::Headers;
use provost::push::sip::SipMessage;

mod server;
#[cfg(test)]
mod tests;

pub use server::{Arrived, Server};

/// A request or a response: its first line, its headers, its body.
#[derive(Clone, Debug)]
pub struct Message {
    /// `MESSAGE sip:alice@example.net SIP/2.0` or `SIP/2.0 200 OK`.
    pub start: String,
    /// The headers.
    pub headers: Headers,
    /// The body.
    pub body: Bytes,
}

/// The transport of a hop, as `Via` names it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Transport {
    /// Datagrams.
    Udp,
    /// A stream.
    Tcp,
}

impl Transport {
    /// The word in `Via`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Udp => "UDP",
            Self::Tcp => "TCP",
        }
    }
}

/// How long a client waits before it sends a request again (T1 of RFC 3261, 17.1.1.1), and how often it
/// does; each time it waits twice as long.
const T1: Duration = Duration::from_millis(500);
const TRIES: u32 = 5;

/// No message is longer.
const LONGEST: usize = 65_535;

impl Message {
    /// A request with the headers of its dialog. What makes it one of its own, the number, is the
    /// caller's.
    #[must_use]
    pub fn request(method: &str, to: &str, from: &str, number: u64, transport: Transport) -> Self {
        let via = transport.name();
        let headers = Headers::new()
            // The branch begins with the cookie of RFC 3261, 8.1.1.7.
            .with("Via", format!("SIP/2.0/{via} 127.0.0.1;branch=z9hG4bK{number:08x};rport"))
            .with("Max-Forwards", "70")
            .with("From", format!("<{from}>;tag={number:x}"))
            .with("To", format!("<{to}>"))
            .with("Call-ID", format!("{number:016x}@127.0.0.1"))
            .with("CSeq", format!("1 {method}"));
        Self { start: format!("{method} {to} SIP/2.0"), headers, body: Bytes::new() }
    }

    /// The same, with a push.
    #[must_use]
    pub fn with_push(mut self, push: &SipMessage) -> Self {
        for header in &push.headers {
            self.headers.push(header.name.clone(), header.value.clone());
        }
        self.body = push.body.clone();
        self
    }

    /// The response to a request: its dialog's headers, and a tag of whoever answers.
    #[must_use]
    pub fn respond(&self, status: u16, reason: &str) -> Self {
        let mut headers = Headers::new();
        for name in ["Via", "From", "To", "Call-ID", "CSeq"] {
            for value in self.headers.all(name) {
                let tag =
                    if name == "To" && !value.contains(";tag=") { ";tag=terminal" } else { "" };
                headers.push(name, format!("{value}{tag}"));
            }
        }
        Self { start: format!("SIP/2.0 {status} {reason}"), headers, body: Bytes::new() }
    }

    /// The method of a request.
    #[must_use]
    pub fn method(&self) -> &str {
        self.start.split(' ').next().unwrap_or_default()
    }

    /// The status of a response.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.start.strip_prefix("SIP/2.0 ")?.get(..3)?.parse().ok()
    }

    /// The octets.
    #[must_use]
    pub fn to_bytes(&self) -> Bytes {
        let length = self.body.len();
        let head = format!("{}\r\n{}Content-Length: {length}\r\n\r\n", self.start, self.headers);
        [head.as_bytes(), &self.body].concat().into()
    }

    /// Reads a message from the front of what has come: none where there is more to come, else the
    /// message and its length.
    ///
    /// # Errors
    /// What is no message of SIP.
    pub fn decode(input: &[u8]) -> Result<Option<(Self, usize)>, Box<dyn Error>> {
        let Some(line) = input.windows(2).position(|two| two == b"\r\n") else { return Ok(None) };
        let (start, rest) = input.split_at(line);
        let start = core::str::from_utf8(start)?;
        let block = rest.get(2..).unwrap_or_default();
        let mut fields = [httparse::EMPTY_HEADER; 64];
        let parsed = httparse::parse_headers(block, &mut fields)?;
        let httparse::Status::Complete((end, fields)) = parsed else { return Ok(None) };
        let mut headers = Headers::new();
        for field in fields {
            headers.push(field.name, core::str::from_utf8(field.value)?);
        }
        let length = headers.find("Content-Length").or_else(|| headers.find("l"));
        let length = length.map(str::parse::<usize>).transpose()?;
        let body = block.get(end..).unwrap_or_default();
        // In a datagram it may be left out; the rest is the body (RFC 3261, 18.3).
        let Some(body) = body.get(..length.unwrap_or(body.len())) else { return Ok(None) };
        headers.retain(|header| !["Content-Length", "l"].contains(&header.name.as_str()));
        let read = line.saturating_add(2).saturating_add(end).saturating_add(body.len());
        let body = Bytes::copy_from_slice(body);
        Ok(Some((Self { start: start.to_owned(), headers, body }, read)))
    }
}

/// Sends a request over UDP, again and again until it is answered.
///
/// # Errors
/// Where nobody answers.
pub fn send_udp(to: SocketAddr, request: &Message) -> Result<Message, Box<dyn Error>> {
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    let octets = request.to_bytes();
    let mut buffer = vec![0; LONGEST];
    for times in 0..TRIES {
        socket.send_to(&octets, to)?;
        socket.set_read_timeout(Some(T1.saturating_mul(2_u32.saturating_pow(times))))?;
        let Ok(length) = socket.recv(&mut buffer) else { continue };
        if let Some((response, _)) = Message::decode(buffer.get(..length).unwrap_or_default())? {
            // Whatever is of another transaction is not ours (RFC 3261, 17.1.3).
            if response.headers.find("Via") == request.headers.find("Via") {
                return Ok(response);
            }
        }
    }
    Err("no answer to a request of SIP".into())
}

/// Sends a request over TCP.
///
/// # Errors
/// Where nobody answers.
pub fn send_tcp(to: SocketAddr, request: &Message) -> Result<Message, Box<dyn Error>> {
    let mut stream = TcpStream::connect(to)?;
    stream.set_read_timeout(Some(T1.saturating_mul(8)))?;
    stream.write_all(&request.to_bytes())?;
    read_stream(&mut stream)
}

/// Reads one message from a stream, which is cut by `Content-Length`.
fn read_stream(stream: &mut TcpStream) -> Result<Message, Box<dyn Error>> {
    let (mut octets, mut piece) = (Vec::new(), [0; 1024]);
    loop {
        let length = stream.read(&mut piece)?;
        octets.extend_from_slice(piece.get(..length).unwrap_or_default());
        if let Some((message, _)) = Message::decode(&octets)? {
            return Ok(message);
        }
        if length == 0 || octets.len() > LONGEST {
            return Err("a message of SIP without its end".into());
        }
    }
}
