//! Prints how many times faster or slower we are than the yardsticks and libwbxml, interleaved.
//!
//! `cargo bench -p provost-benches --bench ratios [--features peer-libwbxml] -- [--gate] [WORD]`
//!
//! With `--gate` the process ends with 1 when the quartile nearer to the goal misses it. A WORD
//! keeps the pairs and documents with it in their name. `--test` runs every contender once.

#![allow(clippy::print_stdout, reason = "a report on standard output")]

use core::fmt;
use core::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;

use provost_benches::corpus::{Document, Family};
use provost_benches::goal::{Goal, Mode, Verdict};
use provost_benches::interleave::compare;
#[cfg(feature = "peer-libwbxml")]
use provost_benches::libwbxml;
use provost_benches::{baseline, ours, provisioning};

fn main() -> ExitCode {
    let Some(mut report) = Report::from_arguments() else {
        eprintln!("usage: ratios [--gate | --test] [WORD]");
        return ExitCode::from(2);
    };
    for document in Document::ALL {
        let xml = document.xml();
        let wbxml = match ours::wbxml(&xml) {
            Ok(wbxml) => wbxml,
            Err(error) => {
                eprintln!("{}: {error}", document.id());
                return ExitCode::FAILURE;
            }
        };
        yardsticks(&mut report, document, &xml, &wbxml);
        #[cfg(feature = "peer-libwbxml")]
        peer(&mut report, document, &xml, &wbxml);
    }
    string_table(&mut report);
    report.verdict.exit_code(report.mode)
}

fn yardsticks(report: &mut Report, document: Document, xml: &str, wbxml: &[u8]) {
    let (mut text, mut octets) = (Vec::new(), Vec::new());
    let tokens = || ours::tokens(black_box(wbxml));
    let events = || ours::events(black_box(wbxml));
    let checked = || ours::events_checked(black_box(wbxml));
    let scan = || baseline::scan(black_box(wbxml));

    report.pair("tokens / scan", document, Some(Goal::at_most(3.0, 2.0)), tokens, scan);
    report.pair("events / scan", document, None, events, scan);
    report.pair("checked events / scan", document, Some(Goal::at_most(6.0, 6.0)), checked, scan);
    let count = || baseline::count_nul(black_box(wbxml));
    report.pair("events / NUL count", document, None, events, count);
    let to_xml = || ours::to_xml(black_box(wbxml), &mut text);
    report.pair("to XML / events", document, None, to_xml, events);

    if document.family() == Family::ClientProvisioning {
        let walk = || provisioning::walk(black_box(wbxml));
        let goal = Some(Goal::at_most(6.0, 4.0));
        report.pair("CP document and walk / events", document, goal, walk, events);
    }

    let from_xml = || ours::from_xml(black_box(xml), &mut octets);
    let quick_xml = || baseline::quick_xml(black_box(xml));
    let goal = match document.family() {
        Family::ClientProvisioning => Some(Goal::at_most(2.0, 1.5)),
        Family::SyncmlPackage | Family::SyncmlFlat => Some(Goal::at_most(1.4, 1.0)),
        Family::SyncmlItem => None,
    };
    report.pair("from XML / quick-xml", document, goal, from_xml, quick_xml);
}

#[cfg(feature = "peer-libwbxml")]
fn peer(report: &mut Report, document: Document, xml: &str, wbxml: &[u8]) {
    let (mut text, mut octets) = (Vec::new(), Vec::new());
    // Goals for Client Provisioning, packages, flat commands; a document that is one large item
    // has none, as libwbxml does not enter a nested document and we do not copy an object.
    let by_family = |goals: [Option<Goal>; 3]| match document.family() {
        Family::ClientProvisioning => goals[0],
        Family::SyncmlPackage => goals[1],
        Family::SyncmlFlat => goals[2],
        Family::SyncmlItem => None,
    };
    let least = |gate, target| Some(Goal::at_least(gate, target));

    let parse = || libwbxml::parse(black_box(wbxml));
    let tree = || libwbxml::tree(black_box(wbxml));
    let events = || ours::events(black_box(wbxml));
    let checked = || ours::events_checked(black_box(wbxml));
    let goal = by_family([least(22.0, 30.0), least(10.0, 14.0), least(9.0, 12.0)]);
    report.pair("libwbxml parser / events", document, goal, parse, events);
    let goal = by_family([least(16.0, 28.0), least(7.0, 11.0), least(4.0, 6.0)]);
    report.pair("libwbxml parser / checked events", document, goal, parse, checked);
    report.pair("libwbxml tree / checked events", document, None, tree, checked);

    if document.family() == Family::ClientProvisioning {
        let walk = || provisioning::walk(black_box(wbxml));
        let goal = least(9.0, 12.0);
        report.pair("libwbxml tree / CP document and walk", document, goal, tree, walk);
    }

    let goal = by_family([least(28.0, 40.0), least(18.0, 26.0), least(150.0, 210.0)]);
    let to_xml = || ours::to_xml(black_box(wbxml), &mut text);
    report.pair(
        "libwbxml to XML / ours",
        document,
        goal,
        || libwbxml::to_xml(black_box(wbxml)),
        to_xml,
    );

    let goal = by_family([least(12.0, 20.0), least(5.0, 7.0), None]);
    let from_xml = || ours::from_xml(black_box(xml), &mut octets);
    let peer = || libwbxml::from_xml(black_box(xml), false);
    report.pair("libwbxml from XML / ours", document, goal, peer, from_xml);
}

/// 400 KB of flat commands, for which libwbxml takes more than 30 s: an absolute goal.
fn string_table(report: &mut Report) {
    let mut octets = Vec::new();
    let xml = Document::Sml1m.sized_xml(1_850);
    let mut encode = || ours::from_xml_with_string_table(black_box(&xml), &mut octets);
    report.milliseconds("from XML with string table, 400 KB", 50.0, &mut encode);
    // At 50 KB libwbxml still ends in reasonable time.
    #[cfg(feature = "peer-libwbxml")]
    {
        let xml = Document::Sml1m.sized_xml(230);
        let peer = || libwbxml::from_xml(black_box(&xml), true);
        let ours = || ours::from_xml_with_string_table(black_box(&xml), &mut octets);
        report.row("libwbxml with string table / ours", "50 KB", None, peer, ours);
    }
}

struct Report {
    mode: Mode,
    word: String,
    verdict: Verdict,
}

impl Report {
    fn from_arguments() -> Option<Self> {
        let (mode, word) = Mode::from_arguments()?;
        if mode != Mode::Test {
            println!(
                "{:34} {:9} {:>8} {:>17}  {:>10} {:>10}  goal (target)",
                "first / second", "document", "median", "quartiles", "first", "second"
            );
        }
        Some(Self { mode, word, verdict: Verdict::default() })
    }

    fn pair<A, B>(
        &mut self,
        pair: &str,
        document: Document,
        goal: Option<Goal>,
        first: impl FnMut() -> A,
        second: impl FnMut() -> B,
    ) {
        self.row(pair, document.id(), goal, first, second);
    }

    fn row<A, B>(
        &mut self,
        pair: &str,
        document: &str,
        goal: Option<Goal>,
        mut first: impl FnMut() -> A,
        mut second: impl FnMut() -> B,
    ) {
        if !pair.contains(&self.word) && !document.contains(&self.word) {
            return;
        }
        if self.mode == Mode::Test {
            black_box((first(), second()));
            return;
        }
        let found = compare(first, second);
        let (ratio, times) = (found.ratio, [found.first, found.second].map(Nanoseconds));
        let quartiles = format!("{:.2} - {:.2}", ratio.lower, ratio.upper);
        print!("{pair:34} {document:9} {:8.2} {quartiles:>17}", ratio.median);
        print!("  {:>10} {:>10}", times[0].to_string(), times[1].to_string());
        if let Some(goal) = goal {
            let verdict = self.verdict.judge(goal.is_met(ratio.lower, ratio.upper));
            print!("  {goal} {verdict}");
        }
        println!();
    }

    fn milliseconds<T>(&mut self, name: &str, gate: f64, contender: &mut impl FnMut() -> T) {
        if !name.contains(&self.word) {
            return;
        }
        let runs = if self.mode == Mode::Test { 1 } else { 6 };
        let mut best = f64::INFINITY;
        for _ in 0..runs {
            let start = Instant::now();
            black_box(contender());
            best = best.min(start.elapsed().as_secs_f64() * 1e3);
        }
        if self.mode != Mode::Test {
            let time = Nanoseconds(best * 1e6).to_string();
            let verdict = self.verdict.judge(best <= gate);
            println!("{name:55} {time:>25}  <= {gate} ms {verdict}");
        }
    }
}

struct Nanoseconds(f64);

impl fmt::Display for Nanoseconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            time if time < 1e3 => write!(f, "{time:.0} ns"),
            time if time < 1e6 => write!(f, "{:.2} us", time / 1e3),
            time => write!(f, "{:.2} ms", time / 1e6),
        }
    }
}
