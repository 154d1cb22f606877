//! Prints what a signed message costs from a template to its short messages, step by step, and how
//! many a core makes in a second: what `provost campaign` does for each row, without its files.
//!
//! `cargo bench -p provost-benches --bench campaign -- [--gate]`
//!
//! With `--gate` the process ends with 1 when the upper quartile misses its goal. `--test` runs every
//! contender once.

#![allow(clippy::print_stdout, reason = "a report on standard output")]

use core::hint::black_box;
use std::process::ExitCode;

use provost_benches::campaign::Campaign;
use provost_benches::goal::{Goal, Mode, Verdict};
use provost_benches::interleave::compare;

fn main() -> ExitCode {
    let Some((mode, _)) = Mode::from_arguments() else {
        eprintln!("usage: campaign [--gate | --test]");
        return ExitCode::from(2);
    };
    let Some(campaign) = Campaign::new() else {
        eprintln!("the message cannot be made");
        return ExitCode::FAILURE;
    };
    if mode == Mode::Test {
        let is_made = campaign.make(1).is_some_and(|count| count == campaign.segments);
        return if is_made { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    println!(
        "a document of {} octets of XML, {} of WBXML, in {} short messages",
        campaign.xml_octets, campaign.octets, campaign.segments
    );
    let mut verdict = Verdict::default();
    let mut best = f64::INFINITY;
    let all = || black_box(&campaign).make(black_box(7));
    for (name, goal, step) in [
        ("all / fill", None, Step::Fill),
        ("all / fill, read", None, Step::Read),
        // Checking, writing, signing and cutting cost less than reading the template did.
        ("all / fill, read, write", Some(Goal::at_most(2.0, 1.5)), Step::Write),
    ] {
        let other = || match step {
            Step::Fill => black_box(&campaign).fill(black_box(7)).len(),
            Step::Read => black_box(&campaign).read(black_box(7)).map_or(0, |_| 1),
            Step::Write => black_box(&campaign).write(black_box(7)).map_or(0, |body| body.len()),
        };
        let found = compare(all, other);
        let ratio = found.ratio;
        best = best.min(found.first);
        print!("{name:28}{:6.2} ({:.2} - {:.2})", ratio.median, ratio.lower, ratio.upper);
        print!("{:8.0} ns{:8.0} ns", found.first, found.second);
        match goal {
            Some(goal) => {
                println!("  {goal} {}", verdict.judge(goal.is_met(ratio.lower, ratio.upper)));
            }
            None => println!(),
        }
    }
    println!("{:.0} messages in a second on one core", 1e9 / best);
    verdict.exit_code(mode)
}

/// How far the yardstick goes.
#[derive(Clone, Copy)]
enum Step {
    Fill,
    Read,
    Write,
}
