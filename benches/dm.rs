//! Prints how the model of device management compares: with the events it is made from, with
//! libwbxml's tree, and for XML with what serde makes of it by `quick-xml`.
//!
//! `cargo bench -p provost-benches --bench dm [--features peer-libwbxml] -- [--gate | --test] [WORD]`
//!
//! Or, under callgrind, `one OPERATION DOCUMENT N`: N runs of one operation. The difference of two
//! numbers of runs is an exact count.

#![allow(clippy::print_stdout, reason = "a report on standard output")]

use core::hint::black_box;
use std::process::ExitCode;

use bytes::Bytes;
use provost::dm::{DecodeOptions, Limits, Message, Syntax};
use provost_benches::corpus::{Document, Family};
use provost_benches::goal::{Goal, Mode, Verdict};
use provost_benches::interleave::compare;
#[cfg(feature = "peer-libwbxml")]
use provost_benches::libwbxml;
use provost_benches::{ours, serde_message};

const DOCUMENTS: [Document; 5] =
    [Document::SmlPkg1, Document::SmlPkg3, Document::Sml1m, Document::Tnds1m, Document::Lrg1m];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [command, operation, document, runs] = arguments.as_slice()
        && command == "one"
    {
        return one(operation, document, runs);
    }
    let Some((mode, word)) = Mode::from_arguments() else {
        eprintln!("usage: dm [--gate | --test] [WORD] | one OPERATION DOCUMENT N");
        return ExitCode::from(2);
    };
    if mode != Mode::Test {
        println!(
            "{:32} {:9} {:>8} {:>17}  goal (target)",
            "first / second", "document", "median", "quartiles"
        );
    }
    let mut report = Report { mode, word, verdict: Verdict::default() };
    for document in DOCUMENTS {
        let Some(subject) = Subject::new(document) else {
            eprintln!("{}: not to be decoded", document.id());
            return ExitCode::FAILURE;
        };
        pairs(&mut report, &subject);
    }
    report.verdict.exit_code(mode)
}

/// A document in both syntaxes, and its model.
struct Subject {
    document: Document,
    xml: Bytes,
    wbxml: Bytes,
    message: Message,
}

impl Subject {
    fn new(document: Document) -> Option<Self> {
        let xml = document.xml();
        let wbxml = Bytes::from(ours::wbxml(&xml).ok()?);
        let message = decode(&wbxml)?;
        Some(Self { document, xml: Bytes::from(xml), wbxml, message })
    }
}

/// The flat document has 11,000 commands, more than the limit that is the default.
fn decode(input: &Bytes) -> Option<Message> {
    let options = DecodeOptions::new().with_limits(Limits::DEFAULT.with_commands(100_000));
    Message::decode_with(input, &options).ok().map(|decoded| decoded.value)
}

fn text(octets: &Bytes) -> &str {
    core::str::from_utf8(octets).unwrap_or_default()
}

fn pairs(report: &mut Report, subject: &Subject) {
    let Subject { document, xml, wbxml, message } = subject;
    // The flat document is a model of 11,000 commands: most of its time is that of the pages of
    // memory that the system hands out, and no goal is set for it.
    let is_package = document.family() == Family::SyncmlPackage;
    let at_most = |gate, target| is_package.then(|| Goal::at_most(gate, target));

    let model = || decode(black_box(wbxml));
    let events = || ours::events(black_box(wbxml));
    report.pair("model / events", *document, at_most(5.0, 3.0), model, events);
    let checked = || ours::events_checked(black_box(wbxml));
    report.pair("model / checked events", *document, None, model, checked);
    let encode = || message.encode(Syntax::Wbxml);
    report.pair("encode / decode", *document, None, encode, model);

    let from_xml = || decode(black_box(xml));
    let serde = || serde_message::decode(black_box(text(xml)));
    report.pair("quick-xml's serde / model", *document, None, serde, from_xml);
    #[cfg(feature = "peer-libwbxml")]
    peer(report, subject);
}

#[cfg(feature = "peer-libwbxml")]
fn peer(report: &mut Report, subject: &Subject) {
    let Subject { document, xml, wbxml, message } = subject;
    let goal = match document.family() {
        Family::SyncmlFlat => Some(Goal::at_least(50.0, 50.0)),
        Family::SyncmlItem => None,
        _ => Some(Goal::at_least(6.0, 6.0)),
    };
    let model = || decode(black_box(wbxml));
    let tree = || libwbxml::tree(black_box(wbxml));
    report.pair("libwbxml tree / model", *document, goal, tree, model);
    // Both from a tree in memory would be fair; libwbxml writes from its tree only behind a parse
    // of XML, so that this is XML to WBXML through either's tree.
    let encode = || message.encode(Syntax::Wbxml);
    let through = || decode(black_box(xml)).map(|message| message.encode(Syntax::Wbxml));
    let peer = || libwbxml::from_xml(black_box(text(xml)), false);
    report.pair("libwbxml XML to WBXML / ours", *document, None, peer, through);
    report.pair("libwbxml XML to WBXML / encode", *document, None, peer, encode);
}

struct Report {
    mode: Mode,
    word: String,
    verdict: Verdict,
}

impl Report {
    fn pair<A, B>(
        &mut self,
        pair: &str,
        document: Document,
        goal: Option<Goal>,
        mut first: impl FnMut() -> A,
        mut second: impl FnMut() -> B,
    ) {
        if !pair.contains(&self.word) && !document.id().contains(&self.word) {
            return;
        }
        if self.mode == Mode::Test {
            black_box((first(), second()));
            return;
        }
        let ratio = compare(first, second).ratio;
        let quartiles = format!("{:.2} - {:.2}", ratio.lower, ratio.upper);
        print!("{pair:32} {:9} {:8.2} {quartiles:>17}", document.id(), ratio.median);
        if let Some(goal) = goal {
            let verdict = self.verdict.judge(goal.is_met(ratio.lower, ratio.upper));
            print!("  {goal} {verdict}");
        }
        println!();
    }
}

fn one(operation: &str, document: &str, runs: &str) -> ExitCode {
    let subject = Document::by_id(document).and_then(Subject::new);
    let (Some(subject), Ok(runs)) = (subject, runs.parse::<u32>()) else {
        return ExitCode::from(2);
    };
    let Subject { xml, wbxml, message, .. } = &subject;
    for _ in 0..runs {
        match operation {
            "model" => drop(black_box(decode(black_box(wbxml)))),
            "model_xml" => drop(black_box(decode(black_box(xml)))),
            "serde_xml" => drop(black_box(serde_message::decode(black_box(text(xml))))),
            "events" => drop(black_box(ours::events(black_box(wbxml)))),
            "checked" => drop(black_box(ours::events_checked(black_box(wbxml)))),
            "encode" => drop(black_box(message.encode(Syntax::Wbxml))),
            "encode_xml" => drop(black_box(message.encode(Syntax::Xml))),
            #[cfg(feature = "peer-libwbxml")]
            "tree" => drop(black_box(libwbxml::tree(black_box(wbxml)))),
            _ => return ExitCode::from(2),
        }
    }
    ExitCode::SUCCESS
}
