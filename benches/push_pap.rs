//! Prints what reading PAP costs beside walking the events of its XML with quick-xml, which checks
//! and keeps nothing.
//!
//! `cargo bench -p provost-benches --bench push_pap -- [--gate]`
//!
//! With `--gate` the process ends with 1 when the upper quartile misses its goal. `--test` runs every
//! contender once.

#![allow(clippy::print_stdout, reason = "a report on standard output")]

use core::hint::black_box;
use std::process::ExitCode;

use provost::push::pap::{Document, check};
use provost_benches::baseline;
use provost_benches::goal::{Goal, Mode, Verdict};
use provost_benches::interleave::compare;
use provost_benches::pushes::documents;

fn main() -> ExitCode {
    let Some((mode, _)) = Mode::from_arguments() else {
        eprintln!("usage: push_pap [--gate | --test]");
        return ExitCode::from(2);
    };
    let mut verdict = Verdict::default();
    for (name, document) in documents() {
        let Ok(xml) = document.encode() else {
            eprintln!("{name}: the document cannot be made");
            return ExitCode::FAILURE;
        };
        let decode = || Document::decode(black_box(xml.as_bytes())).is_ok();
        let validate = || check(black_box(xml.as_bytes())).is_ok_and(|found| found.is_empty());
        let encode = || black_box(&document).encode().is_ok();
        let walk = || baseline::quick_xml(black_box(&xml)).is_ok();
        if mode == Mode::Test {
            if !(decode() && validate() && encode() && walk()) {
                return ExitCode::FAILURE;
            }
            continue;
        }
        println!("{name}, {} octets", xml.len());
        // The goal is 2. A short document pays for the setup of the reader.
        let goal = Some(Goal::at_most(3.0, 2.0));
        row("decode / quick-xml", decode, walk, goal, &mut verdict);
        row("validate / quick-xml", validate, walk, None, &mut verdict);
        row("encode / quick-xml", encode, walk, None, &mut verdict);
    }
    verdict.exit_code(mode)
}

fn row(
    name: &str,
    contender: impl FnMut() -> bool,
    yardstick: impl FnMut() -> bool,
    goal: Option<Goal>,
    verdict: &mut Verdict,
) {
    let found = compare(contender, yardstick);
    let ratio = found.ratio;
    print!("  {name:26}{:6.2} ({:.2} - {:.2})", ratio.median, ratio.lower, ratio.upper);
    print!("{:8.0} ns{:8.0} ns", found.first, found.second);
    match goal {
        Some(goal) => {
            println!("  {goal} {}", verdict.judge(goal.is_met(ratio.lower, ratio.upper)));
        }
        None => println!(),
    }
}
