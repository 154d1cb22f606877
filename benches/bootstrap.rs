//! Prints what accepting a signed bootstrap document costs beside the bare hash, and how many PINs
//! can be tried in a second.
//!
//! `cargo bench -p provost-benches --bench bootstrap -- [--gate]`
//!
//! With `--gate` the process ends with 1 when the upper quartile misses its goal. `--test` runs every
//! contender once. Ratios of times, taken in turns: valgrind hides the vector instructions of the
//! hash, so that its counts are those of other code.

#![allow(clippy::print_stdout, reason = "a report on standard output")]

use core::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;

use provost_benches::bootstrap::{PINS, Received};
use provost_benches::goal::{Goal, Mode, Verdict};
use provost_benches::interleave::compare;

fn main() -> ExitCode {
    let Some((mode, _)) = Mode::from_arguments() else {
        eprintln!("usage: bootstrap [--gate | --test]");
        return ExitCode::from(2);
    };
    let Some(received) = Received::new() else {
        eprintln!("the document cannot be made");
        return ExitCode::FAILURE;
    };
    if mode == Mode::Test {
        let done = [received.accept(), received.accept_and_read(), received.verify()];
        let is_done = done.iter().all(|count| *count > 0) && received.try_pins() == PINS;
        return if is_done { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    let mut verdict = Verdict::default();
    let goal = Goal::at_most(2.5, 2.0);
    println!("a document of {} octets", received.body.len());
    row("verify / HMAC", || black_box(&received).verify(), &received, None, &mut verdict);
    row("accept / HMAC", || black_box(&received).accept(), &received, Some(goal), &mut verdict);
    let read = || black_box(&received).accept_and_read();
    row("accept, texts read / HMAC", read, &received, None, &mut verdict);

    let mut best = f64::INFINITY;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        black_box(black_box(&received).try_pins());
        best = best.min(start.elapsed().as_secs_f64());
    }
    let rate = PINS as f64 / best / 1e6;
    println!("all PINs of four digits: {:.1} ms, {rate:.2} million in a second", best * 1e3);
    verdict.exit_code(mode)
}

const ROUNDS: usize = 10;

fn row(
    name: &str,
    contender: impl FnMut() -> usize,
    received: &Received,
    goal: Option<Goal>,
    verdict: &mut Verdict,
) {
    let found = compare(contender, || black_box(received).bare_hmac());
    let (ratio, times) = (found.ratio, (found.first, found.second));
    print!("{name:28}{:6.2} ({:.2} - {:.2})", ratio.median, ratio.lower, ratio.upper);
    print!("{:8.0} ns{:8.0} ns", times.0, times.1);
    match goal {
        Some(goal) => {
            println!("  {goal} {}", verdict.judge(goal.is_met(ratio.lower, ratio.upper)));
        }
        None => println!(),
    }
}
