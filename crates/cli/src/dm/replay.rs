//! `dm replay`: a dialogue that is written down, carried out by the client of the library, or its server.

mod run;
mod script;
mod serve;
mod setup;
mod store;

use core::fmt::Write as _;
use std::path::PathBuf;

use bytes::Bytes;
use clap::Args;
use provost::dm::{Fragment, Message, Recovered, Syntax, detect_syntax};

use super::message::{Secrets, lenient, text_message};
use crate::failure::Failure;
use crate::{input, output};

use run::Event;
use script::Wrong;

/// Carry out a dialogue that is written down, and show it with the names of its codes
#[derive(Debug, Args)]
#[command(after_long_help = include_str!("replay/script.txt"))]
pub(crate) struct Replay {
    /// The script, or - for standard input: its form is below with --help
    script: PathBuf,
    /// Print only what is not as the script says
    #[arg(long)]
    quiet: bool,
}

pub(super) fn run(arguments: &Replay) -> Result<(), Failure> {
    let path = &arguments.script;
    let text = String::from_utf8(input::raw(path)?)
        .map_err(|_| Failure::Document(format!("{} is not UTF-8", path.display())))?;
    let mut shown = String::new();
    let came_true = script::parse(&text).and_then(|(script, names)| {
        let mut tell = |event: Event<'_>| show(&event, &mut shown);
        if names.is_of_server {
            serve::run(&script, &names, &mut tell)
        } else {
            run::run(&script, &names, &mut tell)
        }
    });
    if !arguments.quiet {
        output::show(&shown)?;
    }
    came_true.map_err(|Wrong { line, what }| {
        Failure::Document(format!("{} line {line}: {what}", path.display()))
    })
}

fn show(event: &Event<'_>, text: &mut String) {
    match event {
        Event::Sent(request) => {
            let what = format!("-> {}, {}", request.uri, size(&request.body));
            message(&what, &request.body, text);
        }
        Event::Received(body) => message(&format!("<- {}", size(body)), body, text),
        Event::Happens(line) => {
            let _ = writeln!(text, "== {} {}\n", line.word, line.rest);
        }
        Event::Ends(outcome) => {
            let _ = writeln!(text, "== the session is over: {:?}", outcome.end);
        }
        Event::Told(what) => {
            let _ = writeln!(text, "== {what}\n");
        }
    }
}

fn size(body: &Bytes) -> String {
    let syntax = match detect_syntax(body) {
        Syntax::Wbxml => "WBXML",
        _ => "XML",
    };
    format!("{} octets of {syntax}", body.len())
}

fn message(what: &str, body: &Bytes, text: &mut String) {
    let recovered = match Fragment::decode_with(body, &lenient()) {
        Ok(decoded) => Recovered::from(decoded.value),
        Err(_) => Message::recover(body, &lenient()),
    };
    let _ = writeln!(text, "{what}");
    for line in text_message(&recovered, Secrets::Shown).lines() {
        let _ = writeln!(text, "   {line}");
    }
    text.push('\n');
}
