//! What a script of a client says there is, in front of its first message.

#![allow(clippy::std_instead_of_alloc, reason = "a command has the standard library")]

use std::collections::BTreeMap;

use provost::dm::auth::Credential;
use provost::dm::session::{Config, Entropy, Prover, Trigger, Verifier, Version};
use provost::dm::tree::{Acl, Change, Edit, Engine, Execution, MemoryTree, Node, Tree};
use provost::dm::uri::Uri;
use provost::dm::{Alert, Format, Syntax};

use super::run::{alert, nonce, scheme, syntax, version};
use super::script::{Line, Names, Wrong};
use super::store::Store;

/// What a script says there is.
pub(super) struct Setup {
    pub(super) config: Config,
    pub(super) trigger: Trigger,
    pub(super) syntax: Syntax,
    pub(super) version: Version,
    pub(super) session: String,
    pub(super) engine: Engine<Store>,
    pub(super) alerts: Vec<Alert>,
}

pub(super) fn setup(lines: &[Line], names: &Names) -> Result<Setup, Wrong> {
    let everything = "Add=*&Delete=*&Exec=*&Get=*&Replace=*".parse::<Acl>().unwrap_or_default();
    let tree = MemoryTree::with_root(Node::interior().with_acl(everything));
    let mut engine = Engine::new(Store { tree, runs: BTreeMap::new() });
    for (name, value) in &names.nodes {
        put(engine.tree_mut(), &format!("./DevInfo/{name}"), Node::leaf(value.clone()))
            .map_err(|what| Wrong::new(1, what))?;
    }
    let mut made = Setup {
        config: Config::new("com.example", names.server.as_str()),
        trigger: Trigger::user("1"),
        syntax: Syntax::Wbxml,
        version: Version::Dm12,
        session: "1".into(),
        engine,
        alerts: Vec::new(),
    };
    for line in lines {
        made = set(made, line)?;
    }
    let Setup { config, syntax, version, .. } = made;
    Ok(Setup { config: config.with_syntax(syntax).with_version(version), ..made })
}

fn set(mut made: Setup, line: &Line) -> Result<Setup, Wrong> {
    let store = made.engine.tree_mut();
    match line.word.as_str() {
        "version" => made.version = version(line)?,
        "syntax" => made.syntax = syntax(line)?,
        "server" => {
            let [id, uri] = line.exactly()?;
            made.config = Config::new(id, uri);
        }
        "session" => {
            let [id, who] = line.exactly()?;
            id.clone_into(&mut made.session);
            made.trigger = match who {
                "user" => Trigger::user(id),
                "server" => Trigger::server(id),
                _ => return Err(line.wrong("a session is begun by `user` or `server`")),
            };
        }
        "node" => {
            let mut words = line.rest.splitn(3, ' ');
            let (uri, format) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
            let value = words.next().unwrap_or("").to_owned();
            let node = match Format::from_name(format) {
                Some(Format::Node) => Node::interior(),
                Some(format) => Node::leaf(value).with_format(format),
                None => return Err(line.wrong("no format")),
            };
            put(store, uri, node).map_err(|what| line.wrong(what))?;
        }
        "kind" | "acl" => {
            let (uri, value) = line.first();
            let uri: Uri = uri.parse().map_err(|_| line.wrong("no URI"))?;
            let mut change = Change::default();
            if line.word == "acl" {
                change.acl = Some(value.parse().map_err(|_| line.wrong("no ACL"))?);
            } else {
                change.kind = Some(value.to_owned());
            }
            let edit = Edit::Update { at: uri.path(), change };
            store.write(edit).map_err(|error| line.wrong(error.to_string()))?;
        }
        "exec" => {
            let [uri, how] = line.exactly()?;
            let uri: Uri = uri.parse().map_err(|_| line.wrong("no URI"))?;
            let how = if how == "done" { Execution::Done } else { Execution::Accepted };
            store.runs.insert(uri.path().as_normal().to_owned(), how);
        }
        "lacks" => {
            let options = made.engine.options_mut();
            for word in line.words() {
                match word {
                    "atomic" => options.atomic = false,
                    "copy" => options.copy = false,
                    "tnds" => options.tnds = false,
                    _ => return Err(line.wrong("there is no such feature")),
                }
            }
        }
        "prove" => {
            let [how, user, password, stored] = line.exactly()?;
            let prover = Prover::new(Credential::new(user, password), nonce(line, stored)?);
            let prover = if how == "challenge" {
                prover.allowing_basic()
            } else {
                prover.preferring(scheme(line, how)?)
            };
            made.config = made.config.with_prover(prover);
        }
        "demand" => {
            let [how, user, password, stored] = line.exactly()?;
            let credential = Credential::new(user, password);
            let verifier = Verifier::new(credential, scheme(line, how)?, nonce(line, stored)?);
            made.config = made.config.with_verifier(verifier, Entropy::new([7; 32]));
        }
        "tell" => made.alerts.push(alert(line)?),
        "set" => made.config = set_option(made.config, line)?,
        word => return Err(line.wrong(format!("`{word}` is unknown"))),
    }
    Ok(made)
}

fn set_option(config: Config, line: &Line) -> Result<Config, Wrong> {
    let [name, value] = line.exactly()?;
    let number = || value.parse::<usize>().map_err(|_| line.wrong("expected a number"));
    let count = || value.parse::<u32>().map_err(|_| line.wrong("expected a number"));
    Ok(match name {
        "max-message" => config.with_max_message(number()?),
        "max-object" => config.with_max_object(number()?),
        "server-max-message" => config.with_server_max_message(number()?),
        "large-objects" => config.with_large_objects(value == "yes"),
        "interaction" => config.with_interaction(value == "yes"),
        "max-repeats" => config.with_max_repeats(count()?),
        "max-messages" => config.with_max_messages(count()?),
        "max-results" => config.with_max_results(number()?),
        _ => return Err(line.wrong("there is no such setting")),
    })
}

/// A node in place of one that is there, with all that is missing above it.
fn put(store: &mut Store, uri: &str, node: Node) -> Result<(), String> {
    let uri: Uri = uri.parse().map_err(|_| "no URI".to_owned())?;
    let mut above = Vec::new();
    let mut next = uri.path().parent();
    while let Some(parent) = next {
        above.push(parent);
        next = parent.parent();
    }
    for parent in above.into_iter().rev() {
        if store.read(parent).is_err() {
            let edit = Edit::Add { at: parent, node: Node::interior() };
            store.write(edit).map_err(|error| error.to_string())?;
        }
    }
    if store.read(uri.path()).is_ok() {
        store.write(Edit::Delete { at: uri.path() }).map_err(|error| error.to_string())?;
    }
    store.write(Edit::Add { at: uri.path(), node }).map_err(|error| error.to_string())
}
