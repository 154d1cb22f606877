//! `cp diff`: what one document says and another does not.

use core::fmt::Write as _;
use std::collections::HashMap;
use std::path::PathBuf;

use clap::Args;
use provost::cp::{Document, Extra, Node};

use super::show::{kind, line, unknown};
use super::{Form, read};
use crate::failure::Failure;
use crate::output;

/// What to compare.
#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// The first document
    a: PathBuf,
    /// The second document
    b: PathBuf,
    #[command(flatten)]
    form: Form,
}

pub(crate) fn run(arguments: &Diff) -> Result<(), Failure> {
    if [&arguments.a, &arguments.b].iter().all(|file| file.as_os_str() == "-") {
        return Err(Failure::Usage("standard input is one document, not both".to_owned()));
    }
    let [first, second] = [&arguments.a, &arguments.b].map(|file| {
        // Which of the two is broken.
        read(file, arguments.form).map_err(|failure| match failure {
            Failure::Document(text) => Failure::Document(format!("{}: {text}", file.display())),
            other => other,
        })
    });
    let (first, second) = (first?, second?);
    if first == second {
        return Ok(());
    }
    let (left, right) = (lines(&first), lines(&second));
    let mut out = String::new();
    for line in rest(&left, &right) {
        let _ = writeln!(out, "- {line}");
    }
    for line in rest(&right, &left) {
        let _ = writeln!(out, "+ {line}");
    }
    if out.is_empty() {
        let is_same_line = |(one, other): (&Line, &Line)| one.whole == other.whole;
        let in_order = left.iter().zip(&right).all(is_same_line);
        out.push_str(match in_order {
            false => "the same in another order\n",
            true => "the same but for what is not shown\n",
        });
    }
    output::show(&out)?;
    Err(Failure::Document("the documents differ".to_owned()))
}

/// A line of a document, and what of it is shown: of a secret not its value.
struct Line {
    whole: String,
    shown: String,
}

fn lines(document: &Document) -> Vec<Line> {
    let mut lines = Vec::new();
    if let Some(version) = document.version() {
        let text = format!("version {version}");
        lines.push(Line { whole: text.clone(), shown: text });
    }
    let around = [document.prolog(), document.extra(), document.epilog()];
    for extra in around.into_iter().flatten() {
        lines.push(foreign("", extra, true));
    }
    collect(document.nodes(), "", &mut lines);
    lines
}

/// A line of what the document type lacks: its whole is told apart, and not shown.
fn foreign(path: &str, extra: &Extra, is_open: bool) -> Line {
    Line {
        whole: format!("{path}{extra:?}"),
        shown: format!("{path}{}", unknown(extra, is_open, false)),
    }
}

/// The depth of these calls is that of the document, which is at most 128.
fn collect(nodes: &[Node], path: &str, lines: &mut Vec<Line>) {
    for node in nodes {
        match node {
            Node::Characteristic(own) => {
                // What it is called by, so that others of its kind are told apart.
                let names = ["NAPID", "PROXY-ID", "PHYSICAL-PROXY-ID", "APPID", "PORTNBR"];
                let id = names.iter().find_map(|name| own.parm(name));
                let path = match id {
                    Some(id) => format!("{path}{} {id}/", kind(own)),
                    None => format!("{path}{}/", kind(own)),
                };
                if own.children().is_empty() {
                    lines.push(Line { whole: path.clone(), shown: path.clone() });
                }
                lines.extend(own.extra().iter().map(|extra| foreign(&path, extra, true)));
                collect(own.children(), &path, lines);
            }
            Node::Parm(parm) => lines.push(Line {
                whole: format!("{path}{} {:?}", line(parm, true), parm.extra()),
                shown: format!("{path}{}", line(parm, false)),
            }),
            Node::Other(extra) => lines.push(foreign(path, extra, false)),
            _ => {}
        }
    }
}

/// The lines that the other has not, each as often as it has it less.
fn rest<'l>(own: &'l [Line], other: &[Line]) -> impl Iterator<Item = &'l str> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for line in other {
        let count = counts.entry(&line.whole).or_insert(0);
        *count = count.saturating_add(1);
    }
    let counts: HashMap<String, usize> =
        counts.into_iter().map(|(line, count)| (line.to_owned(), count)).collect();
    own.iter()
        .scan(counts, |counts, line| {
            Some(match counts.get_mut(&line.whole) {
                Some(count) if *count > 0 => {
                    *count = count.saturating_sub(1);
                    None
                }
                _ => Some(line.shown.as_str()),
            })
        })
        .flatten()
}
