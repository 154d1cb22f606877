//! The side that answers: a terminal that listens on UDP and TCP.

use std::collections::VecDeque;
use std::error::Error;
use std::io::{self, Write as _};
use std::net::{SocketAddr, TcpListener, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::{LONGEST, Message, Transport, read_stream};

/// A request that has come.
#[derive(Clone, Debug)]
pub struct Arrived {
    /// How.
    pub transport: Transport,
    /// The request.
    pub request: Message,
    /// Its octets.
    pub length: usize,
}

/// A server on both transports at one port, until it is dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    is_over: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

/// How often a thread looks whether it is over.
const PULSE: Duration = Duration::from_millis(50);

/// So many responses are kept for requests that come again.
const KEPT: usize = 64;

impl Server {
    /// Listens, and answers each request once: one that comes again gets the response it got.
    ///
    /// # Errors
    /// Where there is no port.
    pub fn start(
        answer: impl FnMut(Arrived) -> Message + Clone + Send + 'static,
    ) -> Result<Self, Box<dyn Error>> {
        let stream = TcpListener::bind("127.0.0.1:0")?;
        let address = stream.local_addr()?;
        let datagrams = UdpSocket::bind(address)?;
        let is_over = Arc::new(AtomicBool::new(false));
        let (over_udp, over_tcp) = (Arc::clone(&is_over), Arc::clone(&is_over));
        let for_tcp = answer.clone();
        datagrams.set_read_timeout(Some(PULSE))?;
        stream.set_nonblocking(true)?;
        let threads = vec![
            thread::spawn(move || serve_udp(&datagrams, answer, &over_udp)),
            thread::spawn(move || serve_tcp(&stream, for_tcp, &over_tcp)),
        ];
        Ok(Self { address, is_over, threads })
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

fn serve_udp(socket: &UdpSocket, mut answer: impl FnMut(Arrived) -> Message, over: &AtomicBool) {
    let mut buffer = vec![0; LONGEST];
    // By the `Via` of the request, whose branch is the transaction's.
    let mut answered: VecDeque<(String, Message)> = VecDeque::new();
    while !over.load(Ordering::Relaxed) {
        let Ok((length, from)) = socket.recv_from(&mut buffer) else { continue };
        let octets = buffer.get(..length).unwrap_or_default();
        let Ok(Some((request, length))) = Message::decode(octets) else { continue };
        let via = request.headers.find("Via").unwrap_or_default().to_owned();
        let before = answered.iter().find(|(of, _)| *of == via).map(|(_, again)| again.clone());
        let response = before.unwrap_or_else(|| {
            let response = answer(Arrived { transport: Transport::Udp, request, length });
            answered.push_back((via, response.clone()));
            response
        });
        if answered.len() > KEPT {
            answered.pop_front();
        }
        let _ = socket.send_to(&response.to_bytes(), from);
    }
}

fn serve_tcp(
    listener: &TcpListener,
    mut answer: impl FnMut(Arrived) -> Message,
    over: &AtomicBool,
) {
    while !over.load(Ordering::Relaxed) {
        let Ok((mut stream, _)) = listener.accept() else {
            thread::sleep(PULSE);
            continue;
        };
        let mut serve = || -> Result<(), Box<dyn Error>> {
            stream.set_nonblocking(false)?;
            stream.set_read_timeout(Some(PULSE.saturating_mul(100)))?;
            let request = read_stream(&mut stream)?;
            let length = request.to_bytes().len();
            let response = answer(Arrived { transport: Transport::Tcp, request, length });
            stream.write_all(&response.to_bytes())?;
            Ok(())
        };
        if let Err(error) = serve() {
            eprintln!(
                "a request over TCP was not answered: {}",
                io::Error::other(error.to_string())
            );
        }
    }
}
