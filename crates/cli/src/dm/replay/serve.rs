//! A dialogue carried out: the device of the script against the server of the library.

#![allow(clippy::std_instead_of_alloc, reason = "a command has the standard library")]

use std::collections::VecDeque;

use bytes::Bytes;
use provost::dm::auth::{Credential, Nonce};
use provost::dm::session::{
    CommandResult, Entropy, Fate, Instant, Nonces, Note, Request, Response, Server, ServerConfig,
    ServerCredentials, ServerEnd, ServerOutput, ServerState, Version,
};
use provost::dm::{AuthType, Fragment, Message, StatusCode, Syntax};

use super::run::{self, Event, check_rest, compare, nonce, octets, scheme, signature, written};
use super::script::{Line, Names, Said, Script, Step, Wrong};

/// A dialogue that goes on.
struct Dialogue<'d> {
    names: &'d Names,
    server: Server,
    device: Option<Credential>,
    own: Option<Credential>,
    syntax: Syntax,
    version: Version,
    session: String,
    now: Instant,
    /// Requests so far: each worker has random octets of its own.
    requests: u8,
    last: Option<Request>,
    answer: Option<Response>,
    /// The nonces of the last end.
    nonces: Option<Nonces>,
    told: VecDeque<String>,
}

/// Carries a script out, and tells what happens.
pub(crate) fn run(
    script: &Script,
    names: &Names,
    show: &mut dyn FnMut(Event<'_>),
) -> Result<(), Wrong> {
    let mut dialogue = Dialogue::begin(&script.setup, names)?;
    let mut line = 0;
    for step in &script.steps {
        match step {
            Step::Client(said) => {
                line = said.line;
                dialogue.device_says(said, show)?;
            }
            Step::Server(said) => {
                line = said.line;
                dialogue.server_says(said, show)?;
            }
            Step::Other(other) => {
                line = other.number;
                dialogue.other(other, show)?;
            }
        }
    }
    dialogue.poll(show);
    match dialogue.told.pop_front() {
        Some(told) => Err(Wrong::new(line, format!("the server tells as well: {told}"))),
        None => Ok(()),
    }
}

impl<'d> Dialogue<'d> {
    fn begin(setup: &[Line], names: &'d Names) -> Result<Self, Wrong> {
        let mut config = ServerConfig::new();
        let (mut device, mut own, mut special) = (None, None, None);
        let (mut peer_nonce, mut own_nonce) = (Nonce::EMPTY, Nonce::EMPTY);
        let (mut syntax, mut version, mut session) = (Syntax::Wbxml, Version::Dm12, "1");
        for line in setup {
            match line.word.as_str() {
                "as" | "server" => {}
                "version" => version = run::version(line)?,
                "syntax" => syntax = run::syntax(line)?,
                "session" => session = line.first().0,
                "set" => config = set(config, line)?,
                "each" => config = config.of_each_message(),
                "special" => special = Some(nonce(line, &line.rest)?),
                "demand" => {
                    let [how, user, password, stored] = line.exactly()?;
                    config = config.demanding(scheme(line, how)?);
                    device = Some(Credential::new(user, password));
                    peer_nonce = nonce(line, stored)?;
                }
                "prove" => {
                    let [how, user, password, stored] = line.exactly()?;
                    if how != "challenge" {
                        config = config.proving(scheme(line, how)?);
                    }
                    own = Some(Credential::new(user, password));
                    own_nonce = nonce(line, stored)?;
                }
                word => return Err(line.wrong(format!("`{word}` is unknown to a server"))),
            }
        }
        let state = ServerState::new(config).with_nonces(Nonces::new(own_nonce, peer_nonce));
        let mut server = Server::resume(state, given(&device, &own, 0));
        if let Some(special) = special {
            server.resynchronize(special);
        }
        Ok(Self {
            names,
            server,
            device,
            own,
            syntax,
            version,
            session: session.to_owned(),
            now: Instant::ZERO,
            requests: 0,
            last: None,
            answer: None,
            nonces: None,
            told: VecDeque::new(),
        })
    }

    /// Another worker takes a request.
    fn handle(&mut self, request: Request, show: &mut dyn FnMut(Event<'_>)) {
        self.poll(show);
        self.requests = self.requests.wrapping_add(1);
        if let Some(state) = self.server.state().cloned() {
            self.server = Server::resume(state, given(&self.device, &self.own, self.requests));
        }
        self.answer = None;
        self.server.handle(request, self.now);
    }

    /// Everything that the server has to tell.
    fn poll(&mut self, show: &mut dyn FnMut(Event<'_>)) {
        loop {
            let output = self.server.poll();
            if output == ServerOutput::Waiting {
                return;
            }
            self.tell(output, show);
        }
    }

    fn tell(&mut self, output: ServerOutput, show: &mut dyn FnMut(Event<'_>)) {
        let told = match output {
            ServerOutput::Waiting => return,
            ServerOutput::Respond(response) => {
                show(Event::Received(&response.body));
                self.answer = Some(response);
                return;
            }
            ServerOutput::Began(began) => {
                let reason = began.reason.map_or("-".to_owned(), |code| code.to_string());
                format!("began {} {} {reason}", began.session, began.device)
            }
            ServerOutput::Alert(told) => {
                let code = told.alert.code().map_or("-".to_owned(), |code| code.to_string());
                let texts = told.alert.items.iter().filter_map(|item| item.data.as_ref());
                let texts: Vec<_> = texts.filter_map(|data| data.to_text().ok()).collect();
                format!("alert {} {code} {}", told.number, texts.join(" "))
            }
            ServerOutput::Result(result) => {
                format!("result {} {}", result.handle.0, come_to(&result))
            }
            ServerOutput::Note(Note::UnknownStatus(_)) => "note unknown status".into(),
            ServerOutput::Note(Note::UnknownResults(_)) => "note unknown results".into(),
            ServerOutput::Note(note) => format!("note {note:?}"),
            ServerOutput::Reject(rejection) => format!("reject {}", rejection.http_status()),
            ServerOutput::Done(outcome) => {
                self.nonces = Some(outcome.nonces);
                format!("end {}", end(outcome.end))
            }
        };
        show(Event::Told(told.clone()));
        self.told.push_back(told.trim_end().to_owned());
    }

    fn device_says(&mut self, said: &Said, show: &mut dyn FnMut(Event<'_>)) -> Result<(), Wrong> {
        let message = || {
            written(said, self.names, self.version, &self.session, true)
                .and_then(|message| message.encode(self.syntax))
                .map_err(said.wrong())
        };
        let body = octets(said, message)?;
        let hmac = signature(said, &body)?;
        let mut request = Request::new(body);
        request.uri.clone_from(&self.names.server);
        request.hmac = hmac;
        if let Some(hmac) = said.about.get("hmac") {
            request = request.with_hmac(hmac);
        }
        show(Event::Sent(&request));
        self.last = Some(request.clone());
        self.handle(request, show);
        Ok(())
    }

    fn server_says(&mut self, said: &Said, show: &mut dyn FnMut(Event<'_>)) -> Result<(), Wrong> {
        let wrong = |what: String| Err(Wrong::new(said.line, what));
        self.poll(show);
        let Some(response) = &self.answer else { return wrong("there is no answer".into()) };
        let found = Message::decode(&response.body)
            .map_err(|error| Wrong::new(said.line, error.to_string()))?;
        let msg_id = found.header.msg_id.as_deref().unwrap_or("");
        if msg_id != said.msg_id {
            return wrong(format!("expected message {}, found {msg_id}", said.msg_id));
        }
        let mut plain = found.clone();
        let chal = take_challenge(&mut plain);
        let about = |word: &str| said.about.get(word).map(String::as_str);
        if chal.as_deref() != about("chal") {
            return wrong(format!("found the challenge {chal:?}"));
        }
        let expected = written(said, self.names, self.version, &self.session, false)
            .map_err(|error| Wrong::new(said.line, error.to_string()))?;
        compare(&expected, &plain).map_err(|what| Wrong::new(said.line, what))?;
        check_rest(said, &found, response.hmac.as_deref(), response.body.len())?;
        let sizes = (found.header.max_msg_size(), found.header.max_obj_size());
        let sizes = format!("{} {}", sizes.0.unwrap_or(0), sizes.1.unwrap_or(0));
        if about("announces").is_some_and(|announced| announced != sizes) {
            return wrong(format!("the message announces {sizes}"));
        }
        if found.header.resp_uri.as_deref() != about("resp-uri") {
            return wrong(format!("found RespURI {:?}", found.header.resp_uri));
        }
        Ok(())
    }

    fn other(&mut self, line: &Line, show: &mut dyn FnMut(Event<'_>)) -> Result<(), Wrong> {
        let code = |text: &str| {
            text.parse().map(StatusCode).map_err(|_| line.wrong("no code of a status"))
        };
        match line.word.as_str() {
            "queue" => {
                let fragment = Fragment::decode(&Bytes::from(line.rest.clone()))
                    .map_err(|error| line.wrong(error.to_string()))?;
                self.server.queue_all(&fragment);
            }
            "abort" => self.server.abort(),
            "refuse" => self.server.refuse(code(&line.rest)?),
            "say" => {
                let [number, text] = line.exactly()?;
                let number: usize = number.parse().map_err(|_| line.wrong("no number"))?;
                // It is said while the alert is handed on.
                loop {
                    let output = self.server.poll();
                    if matches!(output, ServerOutput::Waiting | ServerOutput::Respond(_)) {
                        return Err(line.wrong("there is no such alert"));
                    }
                    let is_it = match &output {
                        ServerOutput::Alert(alert) if alert.number == number => {
                            self.server.answer(alert, code(text)?);
                            true
                        }
                        _ => false,
                    };
                    self.tell(output, show);
                    if is_it {
                        break;
                    }
                }
            }
            "again" => {
                let last = self.last.clone().ok_or_else(|| line.wrong("there was no message"))?;
                let answer = self.answer.take();
                self.handle(last, show);
                self.poll(show);
                if self.answer != answer {
                    return Err(line.wrong("the answer is another"));
                }
            }
            "wait" => {
                let seconds = line.rest.parse().map_err(|_| line.wrong("no seconds"))?;
                self.now = self.now.after_seconds(seconds);
                self.poll(show);
                self.server.tick(self.now);
            }
            "nonces" => {
                let none = || line.wrong("there is no end yet");
                let nonces = self.nonces.as_ref().ok_or_else(none)?;
                let found = [nonces.own.to_base64(), nonces.peer.to_base64()];
                let found = found.map(|text| if text.is_empty() { "-".to_owned() } else { text });
                if found.join(" ") != line.rest {
                    return Err(line.wrong(format!("found {}", found.join(" "))));
                }
            }
            "waiting" => {
                self.poll(show);
                let waiting = self.server.state().map_or(0, ServerState::waiting);
                if waiting.to_string() != line.rest {
                    return Err(line.wrong(format!("{waiting} commands wait")));
                }
            }
            "began" | "alert" | "result" | "note" | "reject" | "end" => {
                self.poll(show);
                let told = self.told.pop_front().unwrap_or_else(|| "nothing".into());
                let expected = format!("{} {}", line.word, line.rest);
                if told != expected {
                    return Err(line.wrong(format!("the server tells: {told}")));
                }
            }
            word => return Err(line.wrong(format!("`{word}` is unknown, or not in its place"))),
        }
        Ok(())
    }
}

fn given(device: &Option<Credential>, own: &Option<Credential>, worker: u8) -> ServerCredentials {
    let mut given = ServerCredentials::new(Entropy::new([worker; 32]));
    given.device.clone_from(device);
    given.server.clone_from(own);
    given
}

fn set(config: ServerConfig, line: &Line) -> Result<ServerConfig, Wrong> {
    let [name, value] = line.exactly()?;
    let number: usize = value.parse().unwrap_or(usize::MAX);
    let count = u32::try_from(number).unwrap_or(u32::MAX);
    Ok(match name {
        "max-message" => config.with_max_message(number),
        "max-object" => config.with_max_object(number),
        "assumed-message" => config.with_assumed_message(number),
        "timeout" => config.with_timeout(count),
        "messages" => config.with_messages(count),
        "uri" => config.with_uri(value),
        "resp-uri" => config.with_resp_uri(value),
        _ => return Err(line.wrong("there is no such setting")),
    })
}

/// The challenge of a message, which is compared for itself.
fn take_challenge(message: &mut Message) -> Option<String> {
    let chal = message.body.commands.iter_mut().find_map(|command| match command {
        provost::dm::Command::Status(status) => status.chal.take(),
        _ => None,
    })?;
    let scheme = chal.auth_type().map_or("none", AuthType::name);
    let scheme = scheme.trim_start_matches("syncml:auth-").to_lowercase();
    Some(format!("{scheme} {}", chal.next_nonce().unwrap_or("-")))
}

/// What a command has come to: how far, its code, those of its members, what it has found.
fn come_to(result: &CommandResult) -> String {
    let fate = match &result.fate {
        Fate::Answered => "answered",
        Fate::Unanswered => "unanswered",
        Fate::SessionEnded => "session-ended",
        Fate::NotSent(_) => "not-sent",
        Fate::Broken => "broken",
        _ => "?",
    };
    let code = |code: Option<StatusCode>| code.map_or("-".to_owned(), |code| code.to_string());
    let mut words = vec![fate.to_owned(), code(result.status())];
    if !result.members().is_empty() {
        words.push("/".into());
        words.extend(result.members().iter().map(|member| code(member.status())));
    }
    let statuses = result.answers.iter().flat_map(|answer| &answer.statuses);
    let said = statuses.flat_map(|status| &status.items).filter_map(|item| item.data.as_ref());
    let said: Vec<_> = said.filter_map(|data| data.to_text().ok()).collect();
    if !said.is_empty() {
        words.push(format!(": {}", said.join(" ")));
    }
    let answers = result.answers.iter().flat_map(|answer| &answer.items);
    let found: Vec<_> = answers.filter_map(|item| item.data.as_ref()?.to_text().ok()).collect();
    if !found.is_empty() {
        words.push(format!("= {}", found.join(" ")));
    }
    words.join(" ")
}

fn end(end: ServerEnd) -> String {
    match end {
        ServerEnd::Complete => "complete".into(),
        ServerEnd::AbortedByDevice => "aborted by device".into(),
        ServerEnd::Aborted => "aborted".into(),
        ServerEnd::Refused(code) => format!("refused {code}"),
        ServerEnd::HeaderRefused(code) => format!("header refused {code}"),
        ServerEnd::Unauthenticated => "device not authenticated".into(),
        ServerEnd::NotAccepted(refusal) => format!("not accepted: {refusal:?}"),
        ServerEnd::TimedOut => "timed out".into(),
        ServerEnd::Superseded => "superseded".into(),
        ServerEnd::NoRoom => "no room".into(),
        other => format!("{other:?}"),
    }
}
