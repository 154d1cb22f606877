//! A dialogue as text: who says what, and what there is in the end.
//!
#![doc = include_str!("script.txt")]
#![allow(clippy::std_instead_of_alloc, reason = "a command has the standard library")]

use std::collections::BTreeMap;

/// A script.
#[derive(Debug, Default)]
pub(crate) struct Script {
    /// What there is.
    pub(crate) setup: Vec<Line>,
    /// What happens.
    pub(crate) steps: Vec<Step>,
}

/// A line: its number, its first word and the rest.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) number: usize,
    pub(crate) word: String,
    pub(crate) rest: String,
}

/// Something that happens, or is asked about.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// The next message of the client.
    Client(Said),
    /// The next message of the server.
    Server(Said),
    /// Anything else.
    Other(Line),
}

/// A message as it stands in the script.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    pub(crate) line: usize,
    pub(crate) msg_id: String,
    pub(crate) is_final: bool,
    /// The commands, in XML.
    pub(crate) body: String,
    /// What else is said of it, by its word.
    pub(crate) about: BTreeMap<String, String>,
}

impl Said {
    /// What is wrong with it by the library.
    pub(crate) fn wrong(&self) -> impl Fn(provost::dm::Error) -> Wrong {
        |error| Wrong::new(self.line, error.to_string())
    }
}

/// What is wrong, and in which line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Wrong {
    pub(crate) line: usize,
    pub(crate) what: String,
}

impl Wrong {
    pub(crate) fn new(line: usize, what: impl Into<String>) -> Self {
        Self { line, what: what.into() }
    }
}

/// Who speaks to whom: what short commands leave out.
#[derive(Clone, Debug)]
pub(crate) struct Names {
    /// Whether the script is one of the server.
    pub(crate) is_of_server: bool,
    pub(crate) device: String,
    pub(crate) server: String,
    pub(crate) nodes: Vec<(String, String)>,
}

const SETUP: [&str; 15] = [
    "version", "syntax", "server", "session", "set", "node", "kind", "acl", "exec", "lacks",
    "prove", "demand", "as", "special", "each",
];

/// The device of a script that says nothing else.
const DEVICE: [(&str, &str); 5] = [
    ("DevId", "IMEI:493005100592800"),
    ("Man", "Device Factory, Inc."),
    ("Mod", "SmartPhone2000"),
    ("DmV", "1.2"),
    ("Lang", "en-US"),
];

impl Line {
    /// The rest as words.
    pub(crate) fn words(&self) -> Vec<&str> {
        self.rest.split_whitespace().collect()
    }

    /// As many words as that, and no others.
    pub(crate) fn exactly<const N: usize>(&self) -> Result<[&str; N], Wrong> {
        let words = self.words();
        let count = words.len();
        words.try_into().map_err(|_| {
            let what = format!("`{}` takes {N} words, here are {count}", self.word);
            Wrong::new(self.number, what)
        })
    }

    /// The first word of the rest, and what is behind it.
    pub(crate) fn first(&self) -> (&str, &str) {
        self.rest
            .split_once(' ')
            .map_or((self.rest.as_str(), ""), |(word, rest)| (word, rest.trim()))
    }

    pub(crate) fn wrong(&self, what: impl Into<String>) -> Wrong {
        Wrong::new(self.number, what)
    }
}

/// Reads a script.
pub(crate) fn parse(text: &str) -> Result<(Script, Names), Wrong> {
    let mut script = Script::default();
    let mut inside: Vec<(usize, String)> = Vec::new();
    let mut head: Option<Line> = None;
    let mut found: Vec<(Line, Vec<(usize, String)>)> = Vec::new();
    for (number, text) in (1..).zip(text.lines()) {
        if text.trim().is_empty() || text.trim_start().starts_with('#') {
            continue;
        }
        if text.starts_with([' ', '\t']) {
            if head.is_none() {
                return Err(Wrong::new(number, "a line that belongs to nothing"));
            }
            inside.push((number, text.trim().to_owned()));
            continue;
        }
        found.extend(head.take().map(|line| (line, core::mem::take(&mut inside))));
        let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
        head = Some(Line { number, word: word.into(), rest: rest.trim().into() });
    }
    found.extend(head.map(|line| (line, inside)));
    let names = names(&found);
    for (line, inside) in found {
        match line.word.as_str() {
            "C" | "S" => {
                let said = said(&line, &inside, &names)?;
                let is_client = line.word == "C";
                script.steps.push(if is_client { Step::Client(said) } else { Step::Server(said) });
            }
            _ if !inside.is_empty() => return Err(line.wrong("lines below what is no message")),
            "tell" if script.steps.is_empty() => script.setup.push(line),
            word if SETUP.contains(&word) && script.steps.is_empty() => script.setup.push(line),
            _ => script.steps.push(Step::Other(line)),
        }
    }
    Ok((script, names))
}

/// The device and the server.
fn names(found: &[(Line, Vec<(usize, String)>)]) -> Names {
    let mut nodes: Vec<(String, String)> =
        DEVICE.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let mut server = "https://dm.example/".to_owned();
    for (line, _) in found {
        let words = line.words();
        match (line.word.as_str(), words.as_slice()) {
            ("server", [_, uri]) => (*uri).clone_into(&mut server),
            ("node", [uri, _, ..]) => {
                let value = line.rest.splitn(3, ' ').nth(2).unwrap_or("");
                let place = uri.strip_prefix("./DevInfo/");
                let node = nodes.iter_mut().find(|(name, _)| Some(name.as_str()) == place);
                if let Some((_, old)) = node {
                    value.clone_into(old);
                }
            }
            _ => {}
        }
    }
    let device = nodes.first().map(|(_, value)| value.clone()).unwrap_or_default();
    let is_of_server = found.iter().any(|(line, _)| line.word == "as" && line.rest == "server");
    Names { is_of_server, device, server, nodes }
}

fn said(line: &Line, inside: &[(usize, String)], names: &Names) -> Result<Said, Wrong> {
    let words = line.words();
    let (msg_id, is_final) = match words.as_slice() {
        [id] => (*id, false),
        [id, "final"] => (*id, true),
        _ => return Err(line.wrong("a message has a number, and `final` or nothing")),
    };
    let mut said = Said {
        line: line.number,
        msg_id: msg_id.to_owned(),
        is_final,
        body: String::new(),
        about: BTreeMap::new(),
    };
    let is_client = line.word == "C";
    for (number, text) in inside {
        let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
        match word {
            "cred" | "hmac" | "to" | "within" | "header" | "session" | "target" | "versions"
            | "sign" | "raw" | "cut" | "chal" | "announces" | "resp-uri" => {
                said.about.insert(word.to_owned(), rest.trim().to_owned());
            }
            _ if text.starts_with('<') => said.body.push_str(text),
            id => {
                let short = short(id, rest.trim(), names, is_client);
                let short = short.ok_or_else(|| Wrong::new(*number, "no command"))?;
                said.body.push_str(&short);
            }
        }
    }
    Ok(said)
}

/// A short command as XML.
fn short(id: &str, rest: &str, names: &Names, is_client: bool) -> Option<String> {
    let words: Vec<&str> = rest.split(' ').collect();
    let (name, arguments) = words.split_first()?;
    let inside = match (*name, arguments) {
        ("Status", [place, command, code, refs @ ..]) => {
            let (message, of) = place.split_once('/')?;
            let refs = match (*command, refs) {
                // The header of the other side.
                ("SyncHdr", []) if is_client => references(&names.device, &names.server),
                ("SyncHdr", []) => references(&names.server, &names.device),
                (_, refs) => {
                    refs.iter().map(|uri| element("TargetRef", uri)).collect::<Vec<_>>().concat()
                }
            };
            format!(
                "{}{}{}{refs}{}",
                element("MsgRef", message),
                element("CmdRef", of),
                element("Cmd", command),
                element("Data", code)
            )
        }
        ("Alert", [code]) => element("Data", code),
        ("Get" | "Delete" | "Exec", [uri]) => format!("<Item>{}</Item>", target(uri)),
        ("Add" | "Replace", [uri]) => format!("<Item>{}</Item>", target(uri)),
        ("Add" | "Replace", [uri, text @ ..]) => {
            format!("<Item>{}{}</Item>", target(uri), element("Data", &text.join(" ")))
        }
        ("Results", [place, uri, text @ ..]) => {
            let (message, of) = place.split_once('/')?;
            let (message, of) = (element("MsgRef", message), element("CmdRef", of));
            let data = element("Data", &text.join(" "));
            format!("{message}{of}<Item>{}{data}</Item>", source(uri))
        }
        ("DevInfo", []) => return Some(device_information(id, names)),
        _ => return None,
    };
    Some(format!("<{name}>{}{inside}</{name}>", element("CmdID", id)))
}

fn device_information(id: &str, names: &Names) -> String {
    let meta = "<Meta><Format xmlns='syncml:metinf'>chr</Format>\
                <Type xmlns='syncml:metinf'>text/plain</Type></Meta>";
    let items = names.nodes.iter().map(|(name, value)| {
        let (source, data) = (source(&format!("./DevInfo/{name}")), element("Data", value));
        format!("<Item>{source}{meta}{data}</Item>")
    });
    format!("<Replace>{}{}</Replace>", element("CmdID", id), items.collect::<String>())
}

fn references(target: &str, source: &str) -> String {
    format!("{}{}", element("TargetRef", target), element("SourceRef", source))
}

fn target(uri: &str) -> String {
    format!("<Target>{}</Target>", element("LocURI", uri))
}

fn source(uri: &str) -> String {
    format!("<Source>{}</Source>", element("LocURI", uri))
}

pub(crate) fn element(name: &str, text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!("<{name}>{text}</{name}>")
}
