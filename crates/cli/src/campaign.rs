//! The subcommand `campaign`: a signed message for each subscriber of a table.
//!
//! Rows are read in chunks, worked on by threads, and written in their order. In a folder, a journal
//! tells how far that got: what is behind it is cut off when a campaign goes on, so that nothing is
//! there twice and nothing is missing.

mod journal;
mod message;
mod table;
mod template;

use core::num::NonZero;
use std::fs::File;
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::thread;

use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::{Value, json};

use crate::bootstrap::MethodName;
use crate::failure::Failure;
use crate::input;
use crate::terminal;
use journal::{Folder, Place};
use message::Maker;
use table::{Row, Table};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The document as XML, with {column} where a value of the table belongs; {{ is a brace
    template: PathBuf,
    /// The table: CSV, names of columns in its first line, a column `address`; - is standard input
    subscribers: PathBuf,
    /// The folder for messages.jsonl and errors.jsonl, or - for standard output
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The method of rows without one of their own in a column `method`
    #[arg(long, value_enum, default_value = "netwpin")]
    method: MethodName,
    /// The number that the parts of the first message share; each row has the next one
    #[arg(long, value_name = "N", default_value_t = 1)]
    reference: u16,
    /// References of 8 bits, for receivers that read no other
    #[arg(long)]
    short: bool,
    /// At most that many short messages for a row
    #[arg(long, value_name = "N", default_value_t = u8::MAX)]
    most: u8,
    /// Threads; by default, as many as there are processors
    #[arg(long, value_name = "N")]
    workers: Option<NonZero<usize>>,
}

/// Rows that a thread works on before they are written.
const CHUNK: usize = 256;

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let xml = input::raw(&arguments.template)?;
    let (mut table, length) = open(&arguments.subscribers)?;
    let fault = |error| Failure::File { path: arguments.subscribers.clone(), error };
    let ahead = table.ahead().map_err(fault)?;
    let maker = Maker::new(&xml, table.columns(), &ahead, arguments).map_err(Failure::Usage)?;
    let mut sink = if arguments.out.as_os_str() == "-" {
        Sink::Output(Counts::default())
    } else {
        let identity = identity(&xml, &table, arguments);
        Sink::Folder(Box::new(Folder::open(&arguments.out, &identity)?))
    };
    let done = sink.skip(&mut table)?;
    let bar = bar(length);
    bar.set_position(table.octets());
    let workers = arguments.workers.or_else(|| thread::available_parallelism().ok());
    let workers = workers.map_or(1, NonZero::get).min(MOST_WORKERS);
    let size = CHUNK.saturating_mul(workers);
    let mut rows = Vec::with_capacity(size);
    let mut is_end = false;
    while !is_end {
        rows.clear();
        while rows.len() < size && !is_end {
            match table.next_row().map_err(fault)? {
                Some(row) => rows.push(row),
                None => is_end = true,
            }
        }
        let lines = work(&maker, &rows, workers);
        sink.write(&lines, &table)?;
        bar.set_position(table.octets());
    }
    bar.finish_and_clear();
    sink.report(done)
}

/// More threads than that wait for the writer.
const MOST_WORKERS: usize = 64;

/// What came of a row: a line of the messages, or of the errors.
enum Line {
    Message { text: String, segments: usize },
    Error(String),
}

/// Works on rows in threads, and gives the lines in the order of the rows.
fn work(maker: &Maker, rows: &[Row], workers: usize) -> Vec<Line> {
    let line = |row: &Row| match maker.make(row) {
        Ok((value, segments)) => Line::Message { text: format!("{value}\n"), segments },
        Err(error) => {
            let value = json!({ "row": row.number, "line": row.line, "error": error });
            Line::Error(format!("{value}\n"))
        }
    };
    if rows.len() < CHUNK || workers < 2 {
        return rows.iter().map(line).collect();
    }
    let share = rows.len().div_ceil(workers);
    thread::scope(|scope| {
        let chunks = rows.chunks(share);
        let threads: Vec<_> = chunks
            .map(|chunk| scope.spawn(move || chunk.iter().map(line).collect::<Vec<_>>()))
            .collect();
        threads
            .into_iter()
            // What a thread panics with is the panic of the command.
            .flat_map(|it| it.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}

fn open(path: &Path) -> Result<(Table, Option<u64>), Failure> {
    let fault = |error| Failure::File { path: path.to_owned(), error };
    let (source, length): (Box<dyn Read>, _) = if path.as_os_str() == "-" {
        (Box::new(io::stdin()), None)
    } else {
        let file = File::open(path).map_err(fault)?;
        let length = file.metadata().ok().map(|data| data.len());
        (Box::new(file), length)
    };
    let table = Table::new(source).map_err(fault)?;
    Ok((table.map_err(Failure::Usage)?, length))
}

/// What makes a campaign another one: its template, its columns, its options. The rows are those
/// that the journal counts; their octets are checked when they are passed over.
fn identity(xml: &[u8], table: &Table, arguments: &Arguments) -> Value {
    json!({
        "template": format!("{:016x}", journal::digest(journal::START, xml)),
        "columns": table.columns(),
        "method": format!("{:?}", arguments.method),
        "reference": arguments.reference,
        "short": arguments.short,
        "most": arguments.most,
    })
}

fn bar(length: Option<u64>) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = length.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
    bar.set_draw_target(ProgressDrawTarget::stderr());
    let form = "{elapsed_precise} {bar:40} {percent} % {binary_bytes_per_sec}, {eta} left";
    match ProgressStyle::with_template(form) {
        Ok(style) if length.is_some() => bar.with_style(style),
        _ => bar,
    }
}

/// How much was made.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) struct Counts {
    rows: u64,
    messages: u64,
    segments: u64,
    errors: u64,
}

/// Where lines go.
enum Sink {
    /// Messages to standard output, errors to standard error: such a campaign begins anew.
    Output(Counts),
    Folder(Box<Folder>),
}

impl Sink {
    /// Passes over the rows that are done, and tells how many.
    fn skip(&mut self, table: &mut Table) -> Result<u64, Failure> {
        let Self::Folder(folder) = self else { return Ok(0) };
        let done = folder.place();
        let other = || {
            let text = "the table is not the one that this folder was begun with";
            Failure::Usage(format!("{}: {text}", folder.path().display()))
        };
        while table.rows() < done.counts.rows {
            let read = table.next_row();
            let read = read.map_err(|error| Failure::File { path: "table".into(), error })?;
            read.ok_or_else(other)?;
        }
        if table.row_digest() == done.table || done.counts.rows == 0 {
            return Ok(done.counts.rows);
        }
        Err(other())
    }

    fn write(&mut self, lines: &[Line], table: &Table) -> Result<(), Failure> {
        let mut counts = match self {
            Self::Output(counts) => *counts,
            Self::Folder(folder) => folder.place().counts,
        };
        let (mut messages, mut errors) = (String::new(), String::new());
        for line in lines {
            counts.rows = counts.rows.saturating_add(1);
            match line {
                Line::Message { text, segments } => {
                    counts.messages = counts.messages.saturating_add(1);
                    let segments = u64::try_from(*segments).unwrap_or(u64::MAX);
                    counts.segments = counts.segments.saturating_add(segments);
                    messages.push_str(text);
                }
                Line::Error(text) => {
                    counts.errors = counts.errors.saturating_add(1);
                    errors.push_str(text);
                }
            }
        }
        match self {
            Self::Output(own) => {
                *own = counts;
                terminal::complain(&errors);
                let fault = |error| Failure::File { path: "standard output".into(), error };
                io::stdout().lock().write_all(messages.as_bytes()).map_err(fault)
            }
            Self::Folder(folder) => folder.append(&messages, &errors, counts, table.row_digest()),
        }
    }

    fn report(&self, done: u64) -> Result<(), Failure> {
        let (counts, place) = match self {
            Self::Output(counts) => (*counts, String::new()),
            Self::Folder(folder) => {
                (folder.place().counts, format!(" in {}", folder.path().display()))
            }
        };
        let Counts { messages, segments, errors, .. } = counts;
        let before =
            if done > 0 { format!(", {done} rows were done before") } else { String::new() };
        let text = format!("{messages} messages in {segments} short messages{place}{before}\n");
        terminal::complain(&text);
        match errors {
            0 => Ok(()),
            1 => Err(Failure::Document("1 row has no message".to_owned())),
            count => Err(Failure::Document(format!("{count} rows have no message"))),
        }
    }
}

impl Place {
    const fn new(counts: Counts, table: u64) -> Self {
        Self { counts, table, messages: 0, errors: 0 }
    }
}
