//! Kannel, a gateway of others: bearerbox, wapbox with its push proxy, and a message center of ours.
//!
//! All of it is on the loopback interface, and ends with the value, or else after two minutes.

use std::{
    env, fs,
    io::{self, Read, Write},
    net::{Ipv4Addr, SocketAddrV4, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use crate::data;

/// A running gateway.
#[derive(Debug)]
pub struct Kannel {
    boxes: Vec<Child>,
    folder: PathBuf,
    ppg: u16,
    sendsms: u16,
    sent: Arc<Mutex<Vec<ShortMessage>>>,
}

/// A message that it gave to the message center.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShortMessage {
    /// The number of whoever gets it.
    pub to: String,
    /// The field `esm_class`.
    pub class: u8,
    /// The field `data_coding`.
    pub coding: u8,
    /// User data header and user data.
    pub octets: Vec<u8>,
}

/// An answer of HTTP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// The value of `Content-Type`.
    pub content_type: String,
    /// Its body.
    pub body: Vec<u8>,
}

/// The credentials that it knows.
pub const CREDENTIALS: &str = "username=foo&password=bar";

/// After this it ends, whatever becomes of the test.
const SECONDS: &str = "120";

impl Kannel {
    /// Starts it; nothing where it is not installed, by the rule of [`data::tool`].
    ///
    /// # Panics
    /// Where it is installed and does not start.
    #[must_use]
    pub fn start() -> Option<Self> {
        let bearerbox = data::tool("bearerbox")?;
        let wapbox = data::tool("wapbox")?;
        let timeout = data::tool("timeout")?;
        let folder = env::temp_dir().join(format!("provost-kannel-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        let (listener, smsc) = listener();
        let boxes = free_port();
        let ppg = free_port();
        let sendsms = free_port();
        let text = configuration([free_port(), free_port(), sendsms, boxes, ppg, smsc]);
        fs::write(folder.join("kannel.conf"), text).expect("a configuration");
        let sent = Arc::new(Mutex::new(Vec::new()));
        let messages = Arc::clone(&sent);
        thread::spawn(move || message_center(&listener, &messages));
        let mut kannel = Self { boxes: Vec::new(), folder, ppg, sendsms, sent };
        kannel.spawn(&timeout, &bearerbox);
        kannel.wait_for(boxes, "bearerbox");
        kannel.spawn(&timeout, &wapbox);
        kannel.wait_for(ppg, "wapbox");
        Some(kannel)
    }

    /// Starts it with its box for short messages, which [`get`](Self::get) asks.
    ///
    /// # Panics
    /// Where it is installed and does not start.
    #[must_use]
    pub fn start_with_smsbox() -> Option<Self> {
        let smsbox = data::tool("smsbox")?;
        let timeout = data::tool("timeout")?;
        let mut kannel = Self::start()?;
        kannel.spawn(&timeout, &smsbox);
        kannel.wait_for(kannel.sendsms, "smsbox");
        Some(kannel)
    }

    /// Asks the box for short messages.
    ///
    /// # Errors
    /// Where it does not answer within ten seconds.
    pub fn get(&self, path: &str) -> io::Result<Answer> {
        let mut stream = TcpStream::connect(address(self.sendsms))?;
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        let head = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
        stream.write_all(head.as_bytes())?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        parse(&answer).ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "no answer"))
    }

    fn spawn(&mut self, timeout: &Path, program: &Path) {
        let log = fs::File::create(self.folder.join(program.file_name().expect("a name")));
        let log = log.expect("a log");
        let child = Command::new(timeout)
            .args(["-k", "5", SECONDS])
            .arg(program)
            .arg("kannel.conf")
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("a log"))
            .stderr(log)
            .spawn()
            .expect("a program that starts");
        self.boxes.push(child);
    }

    /// Waits until a program listens.
    fn wait_for(&self, port: u16, program: &str) {
        let end = Instant::now() + Duration::from_secs(20);
        while TcpStream::connect(address(port)).is_err() {
            let log = || fs::read_to_string(self.folder.join(program)).unwrap_or_default();
            assert!(Instant::now() < end, "{program} does not start:\n{}", log());
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Posts to the push proxy.
    ///
    /// # Errors
    /// Where it does not answer within ten seconds.
    pub fn post(&self, query: &str, content_type: &str, body: &[u8]) -> io::Result<Answer> {
        self.post_within(Duration::from_secs(10), query, content_type, body)
    }

    /// Posts to the push proxy, and waits so long for each piece of its answer.
    ///
    /// # Errors
    /// Where it does not answer in time.
    pub fn post_within(
        &self,
        time: Duration,
        query: &str,
        content_type: &str,
        body: &[u8],
    ) -> io::Result<Answer> {
        let mut stream = TcpStream::connect(address(self.ppg))?;
        stream.set_read_timeout(Some(time))?;
        let head = format!(
            "POST /wappush?{query} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\
             Content-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        stream.write_all(&[head.as_bytes(), body].concat())?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        parse(&answer).ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "no answer"))
    }

    /// The messages that came since, as soon as there are so many, or after five seconds.
    ///
    /// # Panics
    /// Where the message center has panicked.
    #[must_use]
    pub fn messages(&self, count: usize) -> Vec<ShortMessage> {
        let end = Instant::now() + Duration::from_secs(5);
        loop {
            let mut sent = self.sent.lock().expect("messages");
            if sent.len() >= count || Instant::now() > end {
                return std::mem::take(&mut sent);
            }
            drop(sent);
            thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Kannel {
    fn drop(&mut self) {
        for child in self.boxes.iter().rev() {
            // `timeout` hands the signal on, and another one after five seconds.
            let _ = Command::new("kill").arg(child.id().to_string()).status();
        }
        for child in &mut self.boxes {
            let _ = child.wait();
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The user data of the segments of one message, in order, without their headers.
#[must_use]
pub fn join(segments: &[ShortMessage]) -> Vec<u8> {
    let mut pieces: Vec<(u8, &[u8])> = segments
        .iter()
        .map(|segment| {
            let (header, data) = segment.octets.split_at(usize::from(segment.octets[0]) + 1);
            let mut elements = &header[1..];
            let mut number = 0;
            while let [kind, length, rest @ ..] = elements {
                let (value, rest) = rest.split_at(usize::from(*length));
                if *kind == 0 {
                    number = value[2];
                }
                elements = rest;
            }
            (number, data)
        })
        .collect();
    pieces.sort_unstable();
    pieces.into_iter().flat_map(|(_, data)| data.iter().copied()).collect()
}

fn address(port: u16) -> SocketAddrV4 {
    SocketAddrV4::new(Ipv4Addr::LOCALHOST, port)
}

fn listener() -> (TcpListener, u16) {
    let listener = TcpListener::bind(address(0)).expect("a port");
    let port = listener.local_addr().expect("an address").port();
    (listener, port)
}

/// A port that nobody has now.
fn free_port() -> u16 {
    listener().1
}

/// Groups must have an empty line between them.
fn configuration([admin, smsbox, sendsms, boxes, ppg, smsc]: [u16; 6]) -> String {
    format!(
        "group = core\nadmin-port = {admin}\nadmin-interface = 127.0.0.1\nadmin-password = bar\n\
         smsbox-port = {smsbox}\nwapbox-port = {boxes}\nwdp-interface-name = \"127.0.0.1\"\nbox-deny-ip = \"*.*.*.*\"\n\
         box-allow-ip = \"127.0.0.1\"\n\n\
         group = smsc\nsmsc = smpp\nsmsc-id = ours\nhost = 127.0.0.1\nport = {smsc}\n\
         transceiver-mode = true\nsmsc-username = test\nsmsc-password = test\nsystem-type = \"\"\n\
         interface-version = 34\n\n\
         group = wapbox\nbearerbox-host = 127.0.0.1\nlog-level = 0\nsyslog-level = none\n\n\
         group = ppg\nppg-url = /wappush\nppg-port = {ppg}\nconcurrent-pushes = 100\nusers = 16\n\
         trusted-pi = false\nglobal-sender = 12345\nppg-allow-ip = \"127.0.0.1\"\n\n\
         group = wap-push-user\nwap-push-user = pi\nppg-username = foo\nppg-password = bar\n\n\
         group = smsbox\nbearerbox-host = 127.0.0.1\nsendsms-port = {sendsms}\n\
         global-sender = 12345\n\n\
         group = sendsms-user\nusername = tester\npassword = foobar\nmax-messages = 10\n\
         concatenation = true\n\n\
         group = sms-service\nkeyword = default\ntext = \"no\"\n"
    )
}

fn parse(answer: &[u8]) -> Option<Answer> {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let mut lines = head.lines();
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let header = |name: &str| {
        let mut named = head.lines().filter_map(|line| line.split_once(':'));
        named.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    };
    let content_type = header("Content-Type").unwrap_or("").to_owned();
    Some(Answer { status, content_type, body: answer[end + 4..].to_vec() })
}

/// Takes every message of SMPP 3.4 that it is given, and says so.
fn message_center(listener: &TcpListener, messages: &Mutex<Vec<ShortMessage>>) {
    for stream in listener.incoming() {
        let Ok(mut stream) = stream else { return };
        while let Some((command, sequence, body)) = read_pdu(&mut stream) {
            let answer: &[u8] = match command {
                // bind_receiver, bind_transmitter, bind_transceiver
                1 | 2 | 9 => b"ours\0",
                4 => {
                    if let Some(message) = short_message(&body) {
                        messages.lock().expect("messages").push(message);
                    }
                    b"1\0"
                }
                // enquire_link, unbind
                0x15 | 6 => b"",
                _ => continue,
            };
            let length = u32::try_from(16 + answer.len()).expect("a length");
            let head = [length, command | 0x8000_0000, 0, sequence].map(u32::to_be_bytes).concat();
            if stream.write_all(&[&head, answer].concat()).is_err() {
                break;
            }
        }
    }
}

fn read_pdu(stream: &mut TcpStream) -> Option<(u32, u32, Vec<u8>)> {
    let mut head = [0; 16];
    stream.read_exact(&mut head).ok()?;
    let word = |at: usize| u32::from_be_bytes(head[at..at + 4].try_into().expect("four octets"));
    let length = usize::try_from(word(0)).ok()?.checked_sub(16).filter(|rest| *rest < 65_536)?;
    let mut body = vec![0; length];
    stream.read_exact(&mut body).ok()?;
    Some((word(4), word(12), body))
}

/// The fields of a `submit_sm`.
fn short_message(body: &[u8]) -> Option<ShortMessage> {
    let mut rest = body;
    let mut string = |skip: usize| {
        let text = rest.get(skip..)?;
        let end = text.iter().position(|octet| *octet == 0)?;
        rest = &text[end + 1..];
        Some(String::from_utf8_lossy(&text[..end]).into_owned())
    };
    // service_type, then type and plan in front of each address
    string(0)?;
    string(2)?;
    let to = string(2)?;
    // protocol_id and priority_flag stand between class and the two times
    let class = *rest.first()?;
    let mut string = |skip: usize| {
        let text = rest.get(skip..)?;
        let end = text.iter().position(|octet| *octet == 0)?;
        rest = &text[end + 1..];
        Some(())
    };
    string(3)?;
    string(0)?;
    // registered_delivery, replace_if_present, data_coding, sm_default_msg_id, sm_length
    let coding = *rest.get(2)?;
    let length = usize::from(*rest.get(4)?);
    let octets = rest.get(5..5 + length)?.to_vec();
    Some(ShortMessage { to, class, coding, octets })
}
