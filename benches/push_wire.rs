//! Prints what inspecting a provisioning message in short messages costs beside the bare hash of
//! its document, the share of each layer, and how the reassembler bears a flood.
//!
//! `cargo bench -p provost-benches --bench push_wire -- [--gate]`
//!
//! With `--gate` the process ends with 1 when the upper quartile misses its goal. `--test` runs every
//! contender once.

#![allow(clippy::print_stdout, reason = "a report on standard output")]

use core::hint::black_box;
use std::process::ExitCode;

use bytes::Bytes;
use provost_benches::goal::{Goal, Mode, Verdict};
use provost_benches::inspection::{Message, flood, header_block};
use provost_benches::interleave::compare;
use provost_benches::ours;

fn main() -> ExitCode {
    let Some((mode, _)) = Mode::from_arguments() else {
        eprintln!("usage: push_wire [--gate | --test]");
        return ExitCode::from(2);
    };
    let Some(message) = Message::new() else {
        eprintln!("the message cannot be made");
        return ExitCode::FAILURE;
    };
    let headers = header_block();
    let large = Bytes::from(vec![0x2a; 32_000]);
    if mode == Mode::Test {
        let done = [
            message.inspect(),
            message.inspect_document(),
            message.join().len(),
            message.push(),
            Message::headers(&headers),
            Message::cut(&large),
            flood(1_000).0,
        ];
        let is_done = done.iter().all(|count| *count > 0) && message.segments.len() == 3;
        return if is_done { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    let mut verdict = Verdict::default();
    let (body, parts) = (&message.received.body, message.segments.len());
    println!("a document of {} octets in {parts} short messages", body.len());
    let hash = || black_box(&message.received).bare_hmac();
    let goal = |gate, target| Some(Goal::at_most(gate, target));
    let verdict = &mut verdict;
    let inspect = || black_box(&message).inspect();
    row("inspect / HMAC", inspect, hash, goal(4.0, 3.0), verdict);
    let document = || black_box(&message).inspect_document();
    row("inspect, document / HMAC", document, hash, goal(12.0, 8.0), verdict);
    // The shares of the layers.
    row("  join / inspect", || black_box(&message).join(), inspect, None, verdict);
    row("  WSP / inspect", || black_box(&message).push(), inspect, None, verdict);
    row("  verify / inspect", || black_box(&message.received).verify(), inspect, None, verdict);
    let events = || ours::events(black_box(body)).unwrap_or(0);
    row("  events / inspect", events, inspect, None, verdict);

    let copy = || Bytes::copy_from_slice(black_box(&headers));
    row(
        "nine headers, typed / copy",
        || Message::headers(black_box(&headers)),
        copy,
        None,
        verdict,
    );
    let copy = || Bytes::copy_from_slice(black_box(&large));
    row("cut 32 000 octets / copy", || Message::cut(black_box(&large)), copy, None, verdict);

    // Ten times the flood may take ten times as long, and a little for colder caches.
    let goal = goal(13.0, 11.0);
    row("flood of 1 M / of 100 000", || flood(1_000_000), || flood(100_000), goal, verdict);
    let (octets, sets) = flood(1_000_000);
    println!("a flood of 1 M first parts: at most {octets} octets in {sets} messages are held");
    verdict.exit_code(mode)
}

fn row<A, B>(
    name: &str,
    contender: impl FnMut() -> A,
    yardstick: impl FnMut() -> B,
    goal: Option<Goal>,
    verdict: &mut Verdict,
) {
    let found = compare(contender, yardstick);
    let (ratio, times) = (found.ratio, (found.first, found.second));
    print!("{name:28}{:6.2} ({:.2} - {:.2})", ratio.median, ratio.lower, ratio.upper);
    print!("{:10.0} ns{:10.0} ns", times.0, times.1);
    match goal {
        Some(goal) => {
            println!("  {goal} {}", verdict.judge(goal.is_met(ratio.lower, ratio.upper)));
        }
        None => println!(),
    }
}
