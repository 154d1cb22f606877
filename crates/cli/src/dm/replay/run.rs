//! A dialogue carried out: the client of the library against the server of the script.

use bytes::Bytes;
use provost::dm::auth::{Credential, Nonce};
use provost::dm::session::{
    Answer, Client, End, Input, Instant, Outcome, Output, Request, Response, Version,
};
use provost::dm::tree::{Engine, Tree, TreeError};
use provost::dm::uri::Uri;
use provost::dm::{Alert, AuthType, Command, EncodeOptions, Fragment, Message, Syntax};

use super::script::{Line, Names, Said, Script, Step, Wrong, element};
use super::setup::{Setup, setup};
use super::store::Store;

/// What is shown while a dialogue goes on.
#[derive(Debug)]
pub(crate) enum Event<'e> {
    /// The client sends a message.
    Sent(&'e Request),
    /// The server has sent a message.
    Received(&'e Bytes),
    /// Something else happens.
    Happens(&'e Line),
    /// The session is over.
    Ends(&'e Outcome),
    /// The server has something to tell.
    Told(String),
}

/// A dialogue that goes on.
#[derive(Debug)]
pub(crate) struct Dialogue<'d> {
    names: &'d Names,
    pub(crate) client: Client,
    pub(crate) engine: Engine<Store>,
    syntax: Syntax,
    version: Version,
    session: String,
    now: Instant,
    last: Option<Response>,
    outcome: Option<Outcome>,
}

/// Carries a script out, and tells what happens.
pub(crate) fn run(
    script: &Script,
    names: &Names,
    show: &mut dyn FnMut(Event<'_>),
) -> Result<(), Wrong> {
    let mut dialogue = Dialogue::begin(script, names)?;
    let mut line = 0;
    for step in &script.steps {
        match step {
            Step::Client(said) => {
                line = said.line;
                dialogue.client_says(said, show)?;
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
    if dialogue.outcome.is_none() {
        return Err(Wrong::new(line, "the script has no end"));
    }
    Ok(())
}

impl<'d> Dialogue<'d> {
    /// What a script says there is.
    pub(crate) fn begin(script: &Script, names: &'d Names) -> Result<Self, Wrong> {
        let Setup { config, trigger, syntax, version, session, engine, alerts } =
            setup(&script.setup, names)?;
        let mut client = Client::new(config, trigger);
        for alert in alerts {
            client.tell(alert);
        }
        let (last, outcome, now) = (None, None, Instant::ZERO);
        Ok(Self { names, client, engine, syntax, version, session, now, last, outcome })
    }

    fn poll(&mut self) -> Output {
        self.client.poll(&mut self.engine, self.now)
    }

    fn client_says(&mut self, said: &Said, show: &mut dyn FnMut(Event<'_>)) -> Result<(), Wrong> {
        let wrong = |what: String| Err(Wrong::new(said.line, what));
        let request = match self.poll() {
            Output::Send(request) => request,
            other => return wrong(format!("expected a message, found {}", brief(&other))),
        };
        show(Event::Sent(&request));
        let message = Message::decode(&request.body)
            .map_err(|error| Wrong::new(said.line, error.to_string()))?;
        let msg_id = message.header.msg_id.as_deref().unwrap_or("");
        if msg_id != said.msg_id {
            return wrong(format!("expected message {}, found {msg_id}", said.msg_id));
        }
        let expected = self.message(said, said.line)?;
        compare(&expected, &message).map_err(|what| Wrong::new(said.line, what))?;
        Self::check_rest(said, &request, &message)
    }

    /// What is said of a message besides its commands.
    fn check_rest(said: &Said, request: &Request, message: &Message) -> Result<(), Wrong> {
        let wrong = |what: String| Err(Wrong::new(said.line, what));
        let about = |word: &str| said.about.get(word).map(String::as_str);
        if about("to").is_some_and(|to| to != request.uri) {
            return wrong(format!("the message goes to {}", request.uri));
        }
        check_rest(said, message, request.hmac.as_deref(), request.body.len())
    }

    fn message(&self, said: &Said, line: usize) -> Result<Message, Wrong> {
        written(said, self.names, self.version, &self.session, false)
            .map_err(|error| Wrong::new(line, error.to_string()))
    }

    fn server_says(&mut self, said: &Said, show: &mut dyn FnMut(Event<'_>)) -> Result<(), Wrong> {
        let message = || self.message(said, said.line)?.encode(self.syntax).map_err(said.wrong());
        let body = octets(said, message)?;
        show(Event::Received(&body));
        let hmac = signature(said, &body)?;
        let mut response = Response::new(body);
        response.hmac = hmac;
        self.last = Some(response.clone());
        self.client.handle(Input::Response(response));
        Ok(())
    }

    fn other(&mut self, line: &Line, show: &mut dyn FnMut(Event<'_>)) -> Result<(), Wrong> {
        let is_question = matches!(line.word.as_str(), "value" | "none" | "told" | "unsent");
        if !is_question && line.word != "end" {
            show(Event::Happens(line));
        }
        match line.word.as_str() {
            "lost" => self.client.handle(Input::TransportFailed),
            "abort" => self.client.handle(Input::Abort),
            "again" => {
                let last = self.last.clone().ok_or_else(|| line.wrong("there was no answer"))?;
                self.client.handle(Input::Response(last));
            }
            "ask" => match self.poll() {
                Output::Ask(prompt) => {
                    let found =
                        [vec![prompt.code.to_string(), prompt.text], prompt.choices].concat();
                    let found = found.join(" ");
                    if found != line.rest {
                        return Err(line.wrong(format!("the question is: {found}")));
                    }
                }
                other => {
                    return Err(line.wrong(format!("expected a question, found {}", brief(&other))));
                }
            },
            "answer" => self.client.handle(Input::Answer(answer(line)?)),
            "wait" => {
                let [seconds] = line.exactly()?;
                let seconds = seconds.parse().map_err(|_| line.wrong("no seconds"))?;
                if !matches!(self.poll(), Output::Waiting { .. }) {
                    return Err(line.wrong("the session is not waiting"));
                }
                self.now = self.now.after_seconds(seconds);
            }
            "tell" => {
                self.client.tell(alert(line)?);
            }
            "end" => match self.poll() {
                Output::Done(outcome) => {
                    show(Event::Ends(&outcome));
                    let found = end(outcome.end);
                    if found != line.rest {
                        return Err(line.wrong(format!("the session has ended: {found}")));
                    }
                    self.outcome = Some(outcome);
                }
                other => {
                    return Err(line.wrong(format!("expected an end, found {}", brief(&other))));
                }
            },
            _ => return self.question(line),
        }
        Ok(())
    }

    /// What has become of it.
    fn question(&self, line: &Line) -> Result<(), Wrong> {
        let (first, rest) = line.first();
        let outcome = || self.outcome.as_ref().ok_or_else(|| line.wrong("there is no end yet"));
        let found = match line.word.as_str() {
            "value" | "none" => {
                let uri: Uri = first.parse().map_err(|_| line.wrong("no URI"))?;
                let node = self.engine.tree().read(uri.path());
                let value = node.map(|node| node.text().map_or("?".to_owned(), str::to_owned));
                match (value, line.word.as_str()) {
                    (Err(TreeError::NotFound), "none") => return Ok(()),
                    (Ok(value), "value") if value == rest => return Ok(()),
                    (value, _) => format!("{value:?}"),
                }
            }
            "told" => {
                let at: usize = first.parse().map_err(|_| line.wrong("no number"))?;
                let alerts = &outcome()?.alerts;
                let code = alerts.get(at.saturating_sub(1)).and_then(|(_, code)| *code);
                let code = code.map_or("nothing".to_owned(), |code| code.to_string());
                if code == rest {
                    return Ok(());
                }
                code
            }
            "accepted" => {
                let accepted = &outcome()?.accepted;
                let is_it = |uri: &str, correlator: Option<&str>| {
                    uri == first && correlator.unwrap_or("") == rest
                };
                if accepted.iter().any(|it| is_it(&it.uri, it.correlator.as_deref())) {
                    return Ok(());
                }
                format!("{accepted:?}")
            }
            "nonces" => {
                let nonces = &outcome()?.nonces;
                let found = [nonces.own.to_base64(), nonces.peer.to_base64()];
                let found = found.map(|text| if text.is_empty() { "-".to_owned() } else { text });
                if found.join(" ") == line.rest {
                    return Ok(());
                }
                found.join(" ")
            }
            "unsent" => {
                let unsent = outcome()?.unsent.to_string();
                if unsent == line.rest {
                    return Ok(());
                }
                unsent
            }
            word => return Err(line.wrong(format!("`{word}` is unknown, or not in its place"))),
        };
        Err(line.wrong(format!("found {found}")))
    }
}

/// What is said of any message besides its commands.
pub(crate) fn check_rest(
    said: &Said,
    message: &Message,
    hmac: Option<&str>,
    octets: usize,
) -> Result<(), Wrong> {
    let wrong = |what: String| Err(Wrong::new(said.line, what));
    let about = |word: &str| said.about.get(word).map(String::as_str);
    let cred = credentials(message);
    if cred.as_deref() != about("cred") {
        return wrong(format!("found credentials {cred:?}"));
    }
    if hmac != about("hmac") {
        return wrong(format!("found the header x-syncml-hmac {hmac:?}"));
    }
    if about("within").is_some_and(|room| room.parse().is_ok_and(|room: usize| octets > room)) {
        return wrong(format!("the message has {octets} octets"));
    }
    Ok(())
}

/// The octets of what a script says: its message, or what stands in place of it, cut off or not.
pub(crate) fn octets(
    said: &Said,
    message: impl FnOnce() -> Result<Bytes, Wrong>,
) -> Result<Bytes, Wrong> {
    let mut octets = match said.about.get("raw") {
        Some(raw) => Bytes::from(raw.clone()),
        None => message()?,
    };
    if let Some(cut) = said.about.get("cut") {
        octets.truncate(cut.parse().map_err(|_| Wrong::new(said.line, "`cut` takes a number"))?);
    }
    Ok(octets)
}

/// The header x-syncml-hmac, where the script says who signs.
pub(crate) fn signature(said: &Said, octets: &Bytes) -> Result<Option<String>, Wrong> {
    let Some(sign) = said.about.get("sign") else { return Ok(None) };
    let words: Vec<&str> = sign.split_whitespace().collect();
    let [user, password, nonce] = words.as_slice() else {
        return Err(Wrong::new(said.line, "`sign` takes a user, a password and a nonce"));
    };
    let nonce = Nonce::from_base64(nonce).map_err(said.wrong())?;
    let credential = Credential::new(*user, password);
    let header = credential.hmac_header(&nonce, octets).map_err(said.wrong())?;
    Ok(Some(header.to_string()))
}

/// The version that a script speaks.
pub(crate) fn version(line: &Line) -> Result<Version, Wrong> {
    Version::from_protocol(&format!("DM/{}", line.rest))
        .ok_or_else(|| line.wrong("the versions are 1.1, 1.2 and 1.3"))
}

/// The syntax of its messages.
pub(crate) fn syntax(line: &Line) -> Result<Syntax, Wrong> {
    match line.rest.as_str() {
        "xml" => Ok(Syntax::Xml),
        "wbxml" => Ok(Syntax::Wbxml),
        _ => Err(line.wrong("the syntaxes are xml and wbxml")),
    }
}

/// The message of a script, as a model.
pub(crate) fn written(
    said: &Said,
    names: &Names,
    version: Version,
    session: &str,
    is_of_client: bool,
) -> Result<Message, provost::dm::Error> {
    let about = |word: &str| said.about.get(word).map(String::as_str);
    let versions = format!("{} {}", version.namespace().dtd_version(), version.protocol());
    let versions = about("versions").unwrap_or(&versions);
    let (dtd, protocol) = versions.split_once(' ').unwrap_or((versions, ""));
    let (device, server) = (about("target").unwrap_or(&names.device), names.server.as_str());
    let (target, source) = if is_of_client { (server, device) } else { (device, server) };
    let header = [
        element("VerDTD", dtd),
        element("VerProto", protocol),
        element("SessionID", about("session").unwrap_or(session)),
        element("MsgID", &said.msg_id),
        format!("<Target>{}</Target>", element("LocURI", target)),
        format!("<Source>{}</Source>", element("LocURI", source)),
        about("header").unwrap_or("").to_owned(),
    ];
    let end = if said.is_final { "<Final/>" } else { "" };
    let xml = format!(
        "<SyncML xmlns='{}'><SyncHdr>{}</SyncHdr><SyncBody>{}{end}</SyncBody></SyncML>",
        version.namespace().uri(),
        header.concat(),
        said.body
    );
    Message::decode(&Bytes::from(xml))
}

/// What a message has instead of the commands that it should have.
pub(crate) fn compare(expected: &Message, found: &Message) -> Result<(), String> {
    let (expected, found) = (&expected.body, &found.body);
    for (at, command) in expected.commands.iter().enumerate() {
        let (expected, found) = (text(command), found.commands.get(at).map(text));
        if found.as_ref() != Some(&expected) {
            let found = found.unwrap_or_else(|| "nothing".to_owned());
            return Err(format!("expected\n  {expected}\nfound\n  {found}"));
        }
    }
    if let Some(more) = found.commands.get(expected.commands.len()) {
        return Err(format!("expected no more commands, found\n  {}", text(more)));
    }
    if found.is_final != expected.is_final {
        return Err(format!("the message is final: {}", found.is_final));
    }
    Ok(())
}

/// The credentials in a message, as a script has them.
fn credentials(message: &Message) -> Option<String> {
    let cred = message.header.cred.as_ref()?;
    let scheme = cred.auth_type().map_or("none", AuthType::name);
    let data = cred.data.as_ref().and_then(|data| data.trimmed()).unwrap_or("");
    Some(format!("{} {data}", scheme.trim_start_matches("syncml:auth-")))
}

/// A command as XML, to be compared.
fn text(command: &Command) -> String {
    let message = Message::new(provost::dm::Header::default()).with(command.clone());
    let options = EncodeOptions::new(Syntax::Xml).with_base64();
    match message.encode_with(&options) {
        Ok(xml) => {
            let xml = String::from_utf8_lossy(&xml).into_owned();
            let (_, body) = xml.split_once("<SyncBody>").unwrap_or(("", &xml));
            body.split_once("</SyncBody>").map_or(body, |(body, _)| body).to_owned()
        }
        Err(error) => error.to_string(),
    }
}

fn brief(output: &Output) -> String {
    match output {
        Output::Send(_) => "a message".into(),
        Output::Ask(prompt) => format!("the question {} {}", prompt.code, prompt.text),
        Output::Waiting { .. } => "a session that waits".into(),
        Output::Done(outcome) => format!("the end: {}", end(outcome.end)),
    }
}

fn end(end: End) -> String {
    match end {
        End::Completed => "completed".into(),
        End::Aborted => "aborted".into(),
        End::AbortedByServer => "aborted by server".into(),
        End::NotAuthenticated(refusal) => format!("not authenticated: {refusal:?}"),
        End::ServerNotAuthenticated => "server not authenticated".into(),
        End::Rejected(code) => format!("rejected {code}"),
        End::Refused(code) => format!("refused {code}"),
        End::Failed(fault) => {
            let text = format!("failed: {fault:?}");
            text.split(['(', ' ']).take(2).collect::<Vec<_>>().join(" ")
        }
        other => format!("{other:?}"),
    }
}

fn answer(line: &Line) -> Result<Answer, Wrong> {
    let (word, rest) = line.first();
    let number = |text: &str| text.parse().map_err(|_| line.wrong("no number"));
    Ok(match word {
        "shown" => Answer::Shown,
        "yes" => Answer::Yes,
        "no" => Answer::No,
        "cancel" => Answer::Cancelled,
        "unable" => Answer::CannotShow,
        "unsupported" => Answer::NotSupported,
        "text" => Answer::Text(rest.to_owned()),
        "choice" => Answer::Choice(number(rest)?),
        "choices" => {
            Answer::Choices(rest.split_whitespace().map(number).collect::<Result<_, _>>()?)
        }
        _ => return Err(line.wrong("no answer")),
    })
}

pub(super) fn alert(line: &Line) -> Result<Alert, Wrong> {
    let fragment = Fragment::decode(&Bytes::from(line.rest.clone()))
        .map_err(|error| line.wrong(error.to_string()))?;
    match fragment.commands() {
        [Command::Alert(alert)] => Ok(alert.clone()),
        _ => Err(line.wrong("one alert is told at a time")),
    }
}

pub(crate) fn nonce(line: &Line, text: &str) -> Result<Nonce, Wrong> {
    let text = if text == "-" { "" } else { text };
    Nonce::from_base64(text).map_err(|error| line.wrong(error.to_string()))
}

pub(crate) fn scheme(line: &Line, text: &str) -> Result<AuthType, Wrong> {
    match text {
        "basic" => Ok(AuthType::Basic),
        "md5" => Ok(AuthType::Md5),
        "mac" => Ok(AuthType::Mac),
        _ => Err(line.wrong("the schemes are basic, md5 and mac")),
    }
}
